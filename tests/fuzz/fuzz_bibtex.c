/* BibTeX of strangers: read, then written in every format that is written. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "bib/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *const *formats = bm_bib_formats();
	bm_library *library = bm_library_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	bm_diags diags;

	if (library == NULL || arena == NULL)
		goto done;
	bm_diags_init(&diags, arena);
	/* Not by bm_bib_read: every text is to get here. */
	(void)bib_bibtex.read(library, (bm_str){(const char *)bytes, size},
			      "fuzz.bib", &diags);
	for (; *formats != NULL; formats++) {
		bm_buf out;

		bm_buf_init(&out, NULL);
		(void)bm_bib_write(*formats,
				   (const bm_item *const *)library->items.items,
				   library->items.len, arena, &out, &diags);
		/* What was written as BibTeX is read again. */
		if (bm_streq(*formats, "bibtex")) {
			size_t bad;

			if (bm_utf8_valid((bm_str){(const char *)bytes, size},
					  &bad) &&
			    !bm_utf8_valid(bm_buf_str(&out), &bad))
				abort();
			(void)bib_bibtex.read(library, bm_buf_str(&out),
					      "again.bib", &diags);
		}
		bm_buf_free(&out);
	}
done:
	bm_library_free(library);
	bm_arena_free(arena);
	return 0;
}
