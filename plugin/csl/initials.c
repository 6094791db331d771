/* Given names as initials (CSL 1.0.2, initialize-with and initialize). */
#include <unicode/uchar.h>

#include "core/buf.h"
#include "csl/name.h"

typedef struct shortener {
	bm_buf out;
	bm_str with;
	bool all;    /* full names too: initialize="true" */
	bool hyphen; /* "J.-L." for "Jean-Luc" */
	bool joined; /* a hyphen stands before the word at hand */
} shortener;

/* Takes spaces off the end. */
static void
trim_buf(bm_buf *out)
{
	while (out->len > 0 && out->ptr[out->len - 1] == ' ')
		out->ptr[--out->len] = '\0';
}

/* A letter that initials can be made of: not a small one, not a digit. */
static bool
is_capital(uint32_t c)
{
	return u_isalpha((UChar32)c) && !u_islower((UChar32)c);
}

/* A word that stays as it is, with spaces around. */
static void
put_whole(shortener *s, bm_str word)
{
	char last = s->out.len > 0 ? s->out.ptr[s->out.len - 1] : ' ';

	if (last != ' ' && last != '-' && last != '>')
		bm_buf_putc(&s->out, ' ');
	bm_buf_putstr(&s->out, word);
	bm_buf_putc(&s->out, ' ');
}

/*
 * The initial of a word.  Where two capitals stand before a small letter they
 * are one letter of the language: "Ts", "IJ".
 */
static void
put_first(shortener *s, bm_str word)
{
	size_t one = 0, two, three;
	uint32_t second, third;

	bm_utf8_next(word, &one);
	two = one;
	second = two < word.len ? bm_utf8_next(word, &two) : 0;
	three = two;
	third = three < word.len ? bm_utf8_next(word, &three) : 0;
	bm_buf_put(&s->out, word.ptr, one);
	if (u_isupper((UChar32)second) && u_islower((UChar32)third))
		bm_buf_put_utf8(&s->out, (uint32_t)u_tolower((UChar32)second));
	bm_buf_putstr(&s->out, s->with);
}

/* One word without the full stop behind it, which `dotted` tells of. */
static void
put_word(shortener *s, bm_str word, bool dotted)
{
	bm_str whole = {word.ptr, word.len + dotted};
	size_t one = 0;
	uint32_t c = bm_utf8_next(word, &one);
	bool single = one == word.len && (dotted || is_capital(c));

	if (s->joined && s->all && s->hyphen && u_islower((UChar32)c))
		return; /* "G." for "Guo-ping" */
	if (s->joined && s->out.len > 0 && (s->hyphen || !s->all)) {
		trim_buf(&s->out);
		bm_buf_putc(&s->out, '-');
	}
	if (s->all && !is_capital(c))
		put_whole(s, whole);
	else if (s->all && !dotted)
		put_first(s, word);
	else if (single || dotted) {
		/* "Ph." and "Yu." are initials already. */
		if (!s->all && !single && s->out.len > 0 && !s->joined &&
		    s->out.ptr[s->out.len - 1] != ' ')
			bm_buf_putc(&s->out, ' ');
		bm_buf_putstr(&s->out, word);
		bm_buf_putstr(&s->out, s->with);
	} else
		put_whole(s, whole);
}

/* The length of markup at the start of rest, 0 if there is none. */
static size_t
tag_length(bm_str rest)
{
	size_t n = 1;

	if (rest.len < 3 || rest.ptr[0] != '<' ||
	    (rest.ptr[1] != '/' && !bm_is_alpha(rest.ptr[1])))
		return 0;
	while (n < rest.len && n < 60 && rest.ptr[n] != '>')
		n++;
	return n < rest.len && rest.ptr[n] == '>' ? n + 1 : 0;
}

/* Markup keeps its place; the space of an initial stands behind its end. */
static void
put_tag(shortener *s, bm_str tag)
{
	size_t before = s->out.len;

	if (tag.ptr[1] == '/')
		trim_buf(&s->out);
	before -= s->out.len;
	bm_buf_putstr(&s->out, tag);
	if (before > 0)
		bm_buf_putc(&s->out, ' ');
}

/* The length of a separator at the start of rest: space, hyphen, full stop. */
static size_t
separator_length(bm_str rest)
{
	if (strchr(" .-", rest.ptr[0]) != NULL && rest.ptr[0] != '\0')
		return 1;
	return bm_str_starts(rest, "\xC2\xA0") ? 2 : 0;
}

static size_t
word_length(bm_str rest)
{
	size_t n = 0;

	while (n < rest.len) {
		bm_str here = {rest.ptr + n, rest.len - n};

		if (separator_length(here) > 0 || tag_length(here) > 0)
			break;
		n++;
	}
	return n;
}

/* See name.h. */
bm_str
csl_initials(bm_arena *arena, bm_str given, bm_str with, bool hyphen, bool all)
{
	shortener s = {{0}, with, all, hyphen, false};

	bm_buf_init(&s.out, bm_arena_allocator(arena));
	while (given.len > 0) {
		size_t n = tag_length(given);

		if (n > 0) {
			put_tag(&s, (bm_str){given.ptr, n});
		} else if ((n = separator_length(given)) > 0) {
			if (given.ptr[0] == '-')
				s.joined = true;
		} else {
			n = word_length(given);
			put_word(&s, (bm_str){given.ptr, n},
				 n < given.len && given.ptr[n] == '.');
			s.joined = false;
		}
		given.ptr += n;
		given.len -= n;
	}
	trim_buf(&s.out);
	return csl_buf_take(arena, &s.out);
}
