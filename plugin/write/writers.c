/* The table of writers: a new one is a file and a line here. */
#include "write/write.h"

const bm_writer *const bm_writers[] = {&bm_writer_html,    &bm_writer_site,
				       &bm_writer_epub,    &bm_writer_man,
				       &bm_writer_text,    &bm_writer_jats,
				       &bm_writer_docbook, &bm_writer_markdown,
				       &bm_writer_parts,   NULL};

const bm_writer *
bm_writer_find(const char *name)
{
	for (size_t i = 0; bm_writers[i] != NULL; i++)
		if (bm_streq(bm_writers[i]->name, name))
			return bm_writers[i];
	return NULL;
}
