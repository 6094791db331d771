/* A view on bytes, UTF-8 unless said otherwise; it owns nothing. */
#ifndef BM_CORE_STR_H
#define BM_CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct bm_str {
	const char *ptr;
	size_t len;
} bm_str;

#define BM_STR(literal) ((bm_str){(literal), sizeof(literal) - 1})

static inline bm_str
bm_str_of(const char *s)
{
	return (bm_str){s, s != NULL ? strlen(s) : 0};
}

bool bm_str_eq(bm_str a, bm_str b);
bool bm_str_is(bm_str a, const char *b);
bool bm_str_starts(bm_str s, const char *prefix);
bool bm_str_ends(bm_str s, const char *suffix);
/* The same with the case of ASCII letters ignored. */
bool bm_str_is_nocase(bm_str a, const char *b);
bool bm_str_starts_nocase(bm_str s, const char *prefix);
/* Without ASCII white space at both ends. */
bm_str bm_str_trim(bm_str s);
/* Byte offset of needle in s from `from`, or s.len. */
size_t bm_str_find(bm_str s, const char *needle, size_t from);
/*
 * Cuts the part before the next `separator` off *rest.  false when *rest is
 * used up (ptr NULL); an empty *rest gives one empty part.
 */
bool bm_str_split(bm_str *rest, char separator, bm_str *out);
/* Compares C strings, NULL being less than any. */
int bm_strcmp0(const char *a, const char *b);
bool bm_streq(const char *a, const char *b); /* NULL-tolerant */

/*
 * Decodes the code point at s[*pos] and moves *pos behind it.  Bytes that are
 * not UTF-8 give U+FFFD one at a time.
 */
static inline uint32_t bm_utf8_next(bm_str s, size_t *pos);
/* The same where a byte may not be ASCII, or there is none: 0. */
uint32_t bm_utf8_decode(bm_str s, size_t *pos);
/* Writes 1 to 4 bytes; returns how many. */
size_t bm_utf8_put(char out[4], uint32_t code_point);
bool bm_utf8_valid(bm_str s, size_t *bad_at);
/* Whether a line is text: UTF-8, without control characters but tabs. */
bool bm_line_is_text(bm_str line);
/* Whether it is ASCII and all of it may stand in XML (production [2] Char). */
bool bm_is_plain(bm_str s);
/* Puts "?" in place of each byte that is not UTF-8. */
void bm_utf8_mend(char *text, size_t length);

/*
 * Whether two names are the same.  It is asked millions of times, and mostly
 * the first byte answers.
 */
static inline bool
bm_same(const char *a, const char *b)
{
	return *a == *b && strcmp(a, b) == 0;
}

static inline bool
bm_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static inline bool
bm_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
bm_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Most characters are ASCII, and texts are read several times. */
static inline uint32_t
bm_utf8_next(bm_str s, size_t *pos)
{
	if (*pos < s.len && (unsigned char)s.ptr[*pos] < 0x80)
		return (unsigned char)s.ptr[(*pos)++];
	return bm_utf8_decode(s, pos);
}

static inline char
bm_lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

#endif
