/*
 * Any bytes as a book: as an archive when they begin like one, else as the
 * text of its files, each behind a line "=== NAME", put into an archive here
 * so that no checksum stands in the way.
 */
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "check/book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
number(bm_buf *b, uint32_t n, int bytes)
{
	for (; bytes > 0; bytes--, n >>= 8)
		bm_buf_putc(b, (char)(n & 0xFF));
}

/* One stored file to the archive and its line to the directory. */
static void
add_file(bm_buf *out, bm_buf *directory, bm_str name, bm_str text)
{
	uint32_t offset = (uint32_t)out->len;
	uint32_t crc =
	    (uint32_t)crc32(0, (const Bytef *)text.ptr, (uInt)text.len);

	for (int central = 0; central < 2; central++) {
		bm_buf *b = central ? directory : out;

		bm_buf_puts(b, central ? "PK\1\2" : "PK\3\4");
		number(b, 20, central ? 4 : 2);
		number(b, 0, 4);
		number(b, 0x21 << 16, 4);
		number(b, crc, 4);
		number(b, (uint32_t)text.len, 4);
		number(b, (uint32_t)text.len, 4);
		number(b, (uint32_t)name.len, 2);
		number(b, 0, 2);
		if (central) {
			for (int i = 0; i < 5; i++)
				number(b, 0, 2);
			number(b, offset, 4);
		}
		bm_buf_putstr(b, name);
	}
	bm_buf_putstr(out, text);
}

/* The text form as an archive. */
static void
make(bm_str in, bm_buf *out)
{
	size_t at = bm_str_find(in, "=== ", 0), next, count = 0, start;
	bm_buf directory;

	bm_buf_init(&directory, NULL);
	for (; at < in.len && count < 100; at = next, count++) {
		size_t line = bm_str_find(in, "\n", at);
		size_t from = line < in.len ? line + 1 : in.len;

		next = bm_str_find(in, "\n=== ", from > 0 ? from - 1 : 0);
		add_file(
		    out, &directory, (bm_str){in.ptr + at + 4, line - at - 4},
		    (bm_str){in.ptr + from, next > from ? next - from : 0});
		next += next < in.len;
	}
	start = out->len;
	bm_buf_putstr(out, bm_buf_str(&directory));
	bm_buf_puts(out, "PK\5\6");
	number(out, 0, 4);
	number(out, (uint32_t)count, 2);
	number(out, (uint32_t)count, 2);
	number(out, (uint32_t)directory.len, 4);
	number(out, (uint32_t)start, 4);
	number(out, 0, 2);
	bm_buf_free(&directory);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str in = {(const char *)data, size};
	bm_arena *arena = bm_arena_new(NULL);
	check_result result;
	bm_diags diags;
	bm_buf made;

	if (arena == NULL)
		abort();
	bm_buf_init(&made, NULL);
	bm_diags_init(&diags, arena);
	if (!bm_str_starts(in, "PK")) {
		make(in, &made);
		in = bm_buf_str(&made);
	}
	if (check_book(arena, &diags, "f.epub", in, false, NULL, NULL,
		       &result) != BM_OK)
		abort();
	for (size_t i = 0; i < diags.list.len; i++)
		if (!bm_utf8_valid(bm_str_of(diags.list.items[i].message),
				   NULL))
			abort();
	bm_buf_free(&made);
	bm_arena_free(arena);
	return 0;
}
