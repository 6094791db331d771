#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>

void
bm_buf_init(bm_buf *buf, const bm_allocator *al)
{
	memset(buf, 0, sizeof(*buf));
	if (al != NULL)
		buf->al = *al;
}

void
bm_buf_free(bm_buf *buf)
{
	if (buf->ptr != NULL)
		bm_realloc(&buf->al, buf->ptr, buf->cap, 0);
	buf->ptr = NULL;
	buf->len = buf->cap = 0;
}

void
bm_buf_clear(bm_buf *buf)
{
	buf->len = 0;
	if (buf->ptr != NULL)
		buf->ptr[0] = '\0';
	buf->status = BM_OK;
}

/* Makes room for `more` bytes and a NUL behind the content. */
bool
bm_buf_reserve(bm_buf *buf, size_t more)
{
	size_t wanted, cap;
	char *p;

	if (buf->status != BM_OK)
		return false;
	if (more < buf->cap - buf->len)
		return true;
	if (more > SIZE_MAX / 4 || buf->len > SIZE_MAX / 4) {
		buf->status = BM_LIMIT;
		return false;
	}
	wanted = buf->len + more + 1;
	cap = buf->cap == 0 ? 64 : buf->cap;
	while (cap < wanted)
		cap *= 2;
	p = bm_realloc(&buf->al, buf->ptr, buf->cap, cap);
	if (p == NULL) {
		buf->status = BM_NO_MEMORY;
		return false;
	}
	buf->ptr = p;
	buf->cap = cap;
	return true;
}

void
bm_buf_put(bm_buf *buf, const char *data, size_t length)
{
	if (!bm_buf_reserve(buf, length))
		return;
	if (length != 0)
		memcpy(buf->ptr + buf->len, data, length);
	buf->len += length;
	buf->ptr[buf->len] = '\0';
}

void
bm_buf_puts(bm_buf *buf, const char *s)
{
	if (s != NULL)
		bm_buf_put(buf, s, strlen(s));
}

void
bm_buf_putstr(bm_buf *buf, bm_str s)
{
	bm_buf_put(buf, s.ptr, s.len);
}

void
bm_buf_putc(bm_buf *buf, char c)
{
	bm_buf_put(buf, &c, 1);
}

void
bm_buf_put_utf8(bm_buf *buf, uint32_t code_point)
{
	char bytes[4];

	bm_buf_put(buf, bytes, bm_utf8_put(bytes, code_point));
}

void
bm_buf_printf(bm_buf *buf, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0 || !bm_buf_reserve(buf, (size_t)n))
		return;
	va_start(ap, format);
	vsnprintf(buf->ptr + buf->len, (size_t)n + 1, format, ap);
	va_end(ap);
	buf->len += (size_t)n;
}

const char *
bm_buf_cstr(const bm_buf *buf)
{
	return buf->ptr != NULL ? buf->ptr : "";
}
