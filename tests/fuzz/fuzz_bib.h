/* What the targets for bibliographies share. */
#ifndef FUZZ_BIB_H
#define FUZZ_BIB_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "bib/internal.h"

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

/*
 * The same, and what the format itself reads and writes is read again: it is
 * UTF-8 if the text was, and no value began a record of its own.
 */
static inline void
fuzz_bib_again(const bib_format *format, const uint8_t *bytes, size_t size,
	       const char *file)
{
	bm_str text = {(const char *)bytes, size};
	bm_library *first = bm_library_new(NULL);
	bm_library *second = bm_library_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	bm_diags diags;
	bm_buf out;
	size_t bad;

	fuzz_bib(bytes, size, file);
	bm_buf_init(&out, NULL);
	if (first == NULL || second == NULL || arena == NULL)
		goto done;
	bm_diags_init(&diags, arena);
	/* Not by bm_bib_read: every text is to get here. */
	(void)format->read(first, text, file, &diags);
	if (format->write((const bm_item *const *)first->items.items,
			  first->items.len, arena, &out, &diags) != BM_OK)
		goto done;
	if (bm_utf8_valid(text, &bad) && !bm_utf8_valid(bm_buf_str(&out), &bad))
		abort();
	(void)format->read(second, bm_buf_str(&out), file, &diags);
	/* No value may break out of its field and begin a record. */
	if (second->items.len > first->items.len)
		abort();
done:
	bm_buf_free(&out);
	bm_library_free(second);
	bm_library_free(first);
	bm_arena_free(arena);
}

#endif
