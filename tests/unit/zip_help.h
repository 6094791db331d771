/* ZIP files as no good program writes them. */
#ifndef ZIP_HELP_H
#define ZIP_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/buf.h"

struct zip_file {
	const char *name, *text;
	bool deflated;
	unsigned flags, extra; /* bytes of extra field */
	unsigned method;       /* 0: as `deflated` has it */
	uint32_t size;         /* what the directory says; 0: the truth */
	uint32_t rights;
	const char *local_name; /* NULL: the same */
	bool wrong_crc;
	bool shares;   /* the bytes of the entry before */
	size_t length; /* 0: to the NUL */
};

static inline void
zip_number(bm_buf *b, uint32_t n, int bytes)
{
	for (; bytes > 0; bytes--, n >>= 8)
		bm_buf_putc(b, (char)(n & 0xFF));
}

static inline void
zip_pack(bm_buf *out, const char *text, size_t n)
{
	z_stream z = {0};

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, 0), 0);
	assert_true(bm_buf_reserve(out, deflateBound(&z, n)));
	z.next_in = (Bytef *)(uintptr_t)text;
	z.avail_in = (uInt)n;
	z.next_out = (Bytef *)out->ptr;
	z.avail_out = (uInt)(out->cap - 1);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->len = z.total_out;
	deflateEnd(&z);
}

/* What both headers of an entry say. */
static inline void
zip_common(bm_buf *b, const struct zip_file *f, size_t n, size_t packed)
{
	uint32_t crc = (uint32_t)crc32(0, (const Bytef *)f->text, (uInt)n);
	unsigned method = f->method != 0 ? f->method : f->deflated ? 8 : 0;

	zip_number(b, 20, 2);
	zip_number(b, f->flags, 2);
	zip_number(b, method, 2);
	zip_number(b, 0x21 << 16, 4);
	zip_number(b, f->wrong_crc ? ~crc : crc, 4);
	zip_number(b, (uint32_t)packed, 4);
	zip_number(b, f->size != 0 ? f->size : (uint32_t)n, 4);
}

/* The files (the last one has no name) as an archive. */
static inline void
zip_make(const struct zip_file *files, bm_buf *out)
{
	bm_buf directory, packed;
	size_t count = 0, offset = 0;

	bm_buf_init(out, NULL);
	bm_buf_init(&directory, NULL);
	for (const struct zip_file *f = files; f->name != NULL; f++, count++) {
		size_t n = f->length != 0 ? f->length : strlen(f->text);
		const char *local =
		    f->local_name != NULL ? f->local_name : f->name;

		bm_buf_init(&packed, NULL);
		if (f->deflated)
			zip_pack(&packed, f->text, n);
		else
			bm_buf_put(&packed, f->text, n);
		if (!f->shares) {
			offset = out->len;
			bm_buf_puts(out, "PK\3\4");
			zip_common(out, f, n, packed.len);
			zip_number(out, (uint32_t)strlen(local), 2);
			zip_number(out, f->extra, 2);
			bm_buf_puts(out, local);
			for (unsigned i = 0; i < f->extra; i++)
				bm_buf_putc(out, '\0');
			bm_buf_putstr(out, bm_buf_str(&packed));
		}
		bm_buf_puts(&directory, "PK\1\2");
		zip_number(&directory, 0x0314, 2);
		zip_common(&directory, f, n, packed.len);
		zip_number(&directory, (uint32_t)strlen(f->name), 2);
		zip_number(&directory, 0, 2);
		zip_number(&directory, 0, 4);
		zip_number(&directory, 0, 2);
		zip_number(&directory, f->rights, 4);
		zip_number(&directory, (uint32_t)offset, 4);
		bm_buf_puts(&directory, f->name);
		bm_buf_free(&packed);
	}
	offset = out->len;
	bm_buf_putstr(out, bm_buf_str(&directory));
	bm_buf_puts(out, "PK\5\6");
	zip_number(out, 0, 4);
	zip_number(out, (uint32_t)count, 2);
	zip_number(out, (uint32_t)count, 2);
	zip_number(out, (uint32_t)directory.len, 4);
	zip_number(out, (uint32_t)offset, 4);
	zip_number(out, 0, 2);
	assert_int_equal(out->status, BM_OK);
	bm_buf_free(&directory);
}

#endif
