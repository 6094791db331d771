/* Numbers and texts in bytes: see wire.h. */
#include "core/wire.h"

#include <string.h>

/* See wire.h.  Seven bits a byte, the low ones first. */
void
bm_wire_put(bm_buf *out, uint64_t number)
{
	for (; number > 127; number >>= 7)
		bm_buf_putc(out, (char)(number | 0x80));
	bm_buf_putc(out, (char)number);
}

void
bm_wire_put_str(bm_buf *out, bm_str s)
{
	bm_wire_put(out, s.len);
	if (s.len > 0)
		bm_buf_put(out, s.ptr, s.len);
}

/* See wire.h. */
void
bm_wire_put_text(bm_buf *out, const char *s)
{
	size_t n = s != NULL ? strlen(s) : 0;

	bm_wire_put(out, s != NULL ? n + 1 : 0);
	if (n > 0)
		bm_buf_put(out, s, n);
}

static uint64_t
fail(bm_wire *in)
{
	in->bad = true;
	in->rest = (bm_str){"", 0};
	return 0;
}

uint64_t
bm_wire_get(bm_wire *in)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 63; shift += 7) {
		unsigned char c;

		if (in->rest.len == 0)
			return fail(in);
		c = (unsigned char)*in->rest.ptr++;
		in->rest.len--;
		number |= (uint64_t)(c & 0x7F) << shift;
		if (c < 0x80)
			return number;
	}
	return fail(in);
}

size_t
bm_wire_get_max(bm_wire *in, size_t max)
{
	uint64_t n = bm_wire_get(in);

	return (size_t)(n <= max ? n : fail(in));
}

size_t
bm_wire_count(bm_wire *in)
{
	uint64_t n = bm_wire_get(in);

	return (size_t)(n <= in->rest.len ? n : fail(in));
}

bm_str
bm_wire_get_str(bm_wire *in)
{
	size_t n = bm_wire_count(in);
	bm_str s = {in->rest.ptr, n};

	in->rest.ptr += n;
	in->rest.len -= n;
	return in->bad ? (bm_str){"", 0} : s;
}

/* See wire.h. */
const char *
bm_wire_get_text(bm_wire *in, bm_arena *arena)
{
	uint64_t n = bm_wire_get(in);
	const char *s = in->rest.ptr;

	if (n == 0)
		return NULL;
	if (--n > in->rest.len || memchr(s, '\0', n) != NULL) {
		fail(in);
		return NULL;
	}
	in->rest.ptr += n;
	in->rest.len -= n;
	return bm_arena_strndup(arena, s, n);
}

/* See wire.h. */
void
bm_wire_put_path(bm_buf *out, const char *dir, const char *path)
{
	size_t n = strlen(dir);
	bool inside = path != NULL && *path != '/' &&
		      strncmp(path, "../", 3) != 0 &&
		      strncmp(path, dir, n) == 0;

	if (n > 0 && *dir == '/' && path != NULL)
		inside = strncmp(path, dir, n) == 0;
	bm_wire_put(out, inside ? 1 : 0);
	bm_wire_put_text(out, inside ? path + n : path);
}

/* See wire.h. */
const char *
bm_wire_get_path(bm_wire *in, bm_arena *arena, const char *dir)
{
	bool inside = bm_wire_get_max(in, 1) == 1;
	const char *path = bm_wire_get_text(in, arena);

	return inside && path != NULL && *dir != '\0'
		   ? bm_arena_printf(arena, "%s%s", dir, path)
		   : path;
}
