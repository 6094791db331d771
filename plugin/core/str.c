#include "core/str.h"

bool
bm_str_eq(bm_str a, bm_str b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool
bm_str_is(bm_str a, const char *b)
{
	return bm_str_eq(a, bm_str_of(b));
}

bool
bm_str_starts(bm_str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n && (n == 0 || memcmp(s.ptr, prefix, n) == 0);
}

bool
bm_str_starts_nocase(bm_str s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (s.len < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (bm_lower(s.ptr[i]) != bm_lower(prefix[i]))
			return false;
	return true;
}

bool
bm_str_is_nocase(bm_str a, const char *b)
{
	return a.len == strlen(b) && bm_str_starts_nocase(a, b);
}

bool
bm_str_ends(bm_str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.len >= n &&
	       (n == 0 || memcmp(s.ptr + s.len - n, suffix, n) == 0);
}

bm_str
bm_str_trim(bm_str s)
{
	while (s.len != 0 && bm_is_space(s.ptr[0])) {
		s.ptr++;
		s.len--;
	}
	while (s.len != 0 && bm_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

size_t
bm_str_find(bm_str s, const char *needle, size_t from)
{
	size_t n = strlen(needle);

	if (n == 0)
		return from < s.len ? from : s.len;
	while (from < s.len && s.len - from >= n) {
		const char *p =
		    memchr(s.ptr + from, needle[0], s.len - from - n + 1);

		if (p == NULL)
			break;
		if (memcmp(p, needle, n) == 0)
			return (size_t)(p - s.ptr);
		from = (size_t)(p - s.ptr) + 1;
	}
	return s.len;
}

bool
bm_str_split(bm_str *rest, char separator, bm_str *out)
{
	const char *p;

	if (rest->ptr == NULL)
		return false;
	p = rest->len != 0 ? memchr(rest->ptr, separator, rest->len) : NULL;
	out->ptr = rest->ptr;
	if (p == NULL) {
		out->len = rest->len;
		rest->ptr = NULL;
		rest->len = 0;
	} else {
		out->len = (size_t)(p - rest->ptr);
		rest->len -= out->len + 1;
		rest->ptr = p + 1;
	}
	return true;
}

int
bm_strcmp0(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

bool
bm_streq(const char *a, const char *b)
{
	return bm_strcmp0(a, b) == 0;
}

/*
 * Bytes of the well-formed sequence at p (Unicode 15, table 3-7), 0 if it is
 * none; the code point goes to *out.
 */
static size_t
decode(const unsigned char *p, size_t n, uint32_t *out)
{
	unsigned char lead = p[0], low = 0x80, high = 0xBF;
	size_t need;
	uint32_t c;

	if (lead < 0x80) {
		*out = lead;
		return 1;
	}
	if (lead >= 0xC2 && lead <= 0xDF) {
		need = 2;
		c = lead & 0x1Fu;
	} else if (lead >= 0xE0 && lead <= 0xEF) {
		need = 3;
		c = lead & 0x0Fu;
		if (lead == 0xE0)
			low = 0xA0;
		else if (lead == 0xED)
			high = 0x9F;
	} else if (lead >= 0xF0 && lead <= 0xF4) {
		need = 4;
		c = lead & 0x07u;
		if (lead == 0xF0)
			low = 0x90;
		else if (lead == 0xF4)
			high = 0x8F;
	} else {
		return 0;
	}
	if (n < need || p[1] < low || p[1] > high)
		return 0;
	c = c << 6 | (p[1] & 0x3Fu);
	for (size_t i = 2; i < need; i++) {
		if (p[i] < 0x80 || p[i] > 0xBF)
			return 0;
		c = c << 6 | (p[i] & 0x3Fu);
	}
	*out = c;
	return need;
}

uint32_t
bm_utf8_decode(bm_str s, size_t *pos)
{
	uint32_t c = 0;
	size_t n;

	if (*pos >= s.len)
		return 0;
	n = decode((const unsigned char *)s.ptr + *pos, s.len - *pos, &c);
	if (n == 0) {
		(*pos)++;
		return 0xFFFD;
	}
	*pos += n;
	return c;
}

size_t
bm_utf8_put(char out[4], uint32_t c)
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

bool
bm_utf8_valid(bm_str s, size_t *bad_at)
{
	uint32_t c;
	uint64_t eight;

	for (size_t i = 0; i < s.len;) {
		size_t n;

		/* Most of most texts is ASCII. */
		for (; s.len - i >= sizeof eight; i += sizeof eight) {
			memcpy(&eight, s.ptr + i, sizeof eight);
			if ((eight & UINT64_C(0x8080808080808080)) != 0)
				break;
		}
		if (i == s.len)
			break;
		n = decode((const unsigned char *)s.ptr + i, s.len - i, &c);
		if (n == 0) {
			if (bad_at != NULL)
				*bad_at = i;
			return false;
		}
		i += n;
	}
	return true;
}

bool
bm_line_is_text(bm_str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (((unsigned char)line.ptr[i] < 0x20 &&
		     line.ptr[i] != '\t') ||
		    line.ptr[i] == 0x7F)
			return false;
	return bm_utf8_valid(line, NULL);
}

/* As bm_is_plain, for the few bytes of a word. */
static bool
plain_bytes(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c >= 0x80 ||
		    (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
			return false;
	}
	return true;
}

bool
bm_is_plain(bm_str s)
{
	const uint64_t high = 0x8080808080808080u, space = 0x2020202020202020u;
	size_t i = 0;

	/* Eight bytes at a time: none above 0x7F, none below a space. */
	for (uint64_t w; i + sizeof(w) <= s.len; i += sizeof(w)) {
		memcpy(&w, s.ptr + i, sizeof(w));
		if (((w | ((w - space) & ~w)) & high) != 0 &&
		    !plain_bytes(s.ptr + i, sizeof(w)))
			return false;
	}
	return plain_bytes(s.ptr + i, s.len - i);
}

void
bm_utf8_mend(char *text, size_t length)
{
	bm_str s = {text, length};

	for (size_t pos = 0, from = 0; pos < length; from = pos)
		if (bm_utf8_next(s, &pos) == 0xFFFD && pos - from == 1)
			text[from] = '?';
}
