/* A growable string.  A failure sticks; it is asked for once, at the end. */
#ifndef BM_CORE_BUF_H
#define BM_CORE_BUF_H

#include "backmatter.h"
#include "core/arena.h"
#include "core/str.h"

typedef struct bm_buf {
	char *ptr; /* always NUL-terminated once anything was put */
	size_t len, cap;
	bm_allocator al;
	bm_status status;
} bm_buf;

/* al is copied; NULL means malloc(3). */
void bm_buf_init(bm_buf *buf, const bm_allocator *al);
void bm_buf_free(bm_buf *buf);
void bm_buf_clear(bm_buf *buf); /* keeps the memory */
bool bm_buf_reserve(bm_buf *buf, size_t more);

void bm_buf_put(bm_buf *buf, const char *data, size_t length);
void bm_buf_puts(bm_buf *buf, const char *s); /* NULL puts nothing */
void bm_buf_putstr(bm_buf *buf, bm_str s);
void bm_buf_putc(bm_buf *buf, char c);
void bm_buf_put_utf8(bm_buf *buf, uint32_t code_point);
void bm_buf_printf(bm_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The content; "" when empty.  Valid until the next change. */
const char *bm_buf_cstr(const bm_buf *buf);
static inline bm_str
bm_buf_str(const bm_buf *buf)
{
	return (bm_str){buf->ptr, buf->len};
}

#endif
