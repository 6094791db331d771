/* The readers and how one is chosen. */
#include "read/read.h"

#include <string.h>

/* In the order of sniffing: XML shows itself, all other text is Markdown. */
const bm_reader *const bm_readers[] = {&bm_reader_docbook, &bm_reader_markdown,
				       NULL};

/* Whether file ends with the extension, in any case of letters. */
static bool
has_extension(const char *file, const char *extension)
{
	size_t n = strlen(file), e = strlen(extension);
	if (n < e)
		return false;
	for (size_t i = 0; i < e; i++)
		if (bm_lower(file[n - e + i]) != extension[i])
			return false;
	return true;
}

const bm_reader *
bm_reader_find(const char *name, const char *file, bm_str text)
{
	for (const bm_reader *const *r = bm_readers; *r != NULL && name; r++)
		if (strcmp((*r)->name, name) == 0)
			return *r;
	if (name != NULL)
		return NULL;
	for (const bm_reader *const *r = bm_readers; *r != NULL && file; r++)
		for (const char *const *e = (*r)->extensions; *e != NULL; e++)
			if (has_extension(file, *e))
				return *r;
	for (const bm_reader *const *r = bm_readers; *r != NULL; r++)
		if ((*r)->sniff(text))
			return *r;
	return NULL;
}
