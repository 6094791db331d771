/* What the targets for bibliographies share. */
#ifndef FUZZ_BIB_H
#define FUZZ_BIB_H

#include <stddef.h>
#include <stdint.h>

#include "bib/item.h"

/* Reads a file, then writes what was read in each format that is written. */
static inline void
fuzz_bib(const uint8_t *bytes, size_t size, const char *file)
{
	const char *const *formats = bm_bib_formats();
	bm_library *library = bm_library_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	bm_diags diags;
	bm_str notice;

	if (library == NULL || arena == NULL)
		goto done;
	bm_diags_init(&diags, arena);
	(void)bm_bib_read(library, (bm_str){(const char *)bytes, size}, file,
			  &diags);
	for (size_t i = 0; i < library->items.len; i++)
		(void)bm_item_standing(library->items.items[i], &notice);
	for (; *formats != NULL; formats++) {
		bm_buf out;

		bm_buf_init(&out, NULL);
		(void)bm_bib_write(*formats,
				   (const bm_item *const *)library->items.items,
				   library->items.len, arena, &out, &diags);
		bm_buf_free(&out);
	}
done:
	bm_library_free(library);
	bm_arena_free(arena);
}

#endif
