/*
 * The words that a pattern cannot do without.
 *
 * A pattern is read as far as it is needed: literals, sets, groups,
 * alternatives, how often.  Each part is either known exactly, as the few
 * strings that it can be, or it is known that one of some strings is in it, or
 * nothing is known.  Where this reading meets what it does not know, the
 * pattern has no words, and is tried on every text.
 */
#include "lint/filter.h"

#define DEPTH    24  /* groups in groups */
#define EXACT    48  /* strings that a part can be, at most */
#define NEEDED   192 /* words of a pattern, at most */
#define WORD_MAX 12  /* bytes of a word; what is longer is cut */

typedef struct strings {
	BM_VEC(bm_str) list;
} strings;

typedef struct part {
	strings set;   /* all that it can be, or what is needed of it */
	bool exact;    /* the former */
	bool anything; /* nothing is known */
	bool never;    /* it cannot match */
} part;

typedef struct reader {
	bm_arena *arena;
	bm_str s;
	size_t at;
	bool lost; /* met what this does not know */
} reader;

static part alternatives(reader *r, int depth);

static void
put(reader *r, strings *set, bm_str word)
{
	bm_str *slot;

	for (size_t i = 0; i < set->list.len; i++)
		if (bm_str_eq(set->list.items[i], word))
			return;
	slot = BM_VEC_PUSH(r->arena, &set->list);
	if (slot != NULL)
		*slot = word;
	else
		r->lost = true;
}

static part
exactly(reader *r, bm_str word)
{
	part p = {.exact = true};

	put(r, &p.set, word);
	return p;
}

static part
nothing_known(void)
{
	return (part){.anything = true};
}

static bool
next_is(const reader *r, const char *what)
{
	bm_str rest = {r->s.ptr + r->at, r->s.len - r->at};

	return bm_str_starts(rest, what);
}

static bool
skip(reader *r, const char *what)
{
	if (!next_is(r, what))
		return false;
	r->at += strlen(what);
	return true;
}

/* One byte as it is looked for. */
static bm_str
letter(reader *r, char c)
{
	char lower = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	const char *copy = bm_arena_strndup(r->arena, &lower, 1);

	r->lost = r->lost || copy == NULL;
	return copy != NULL ? (bm_str){copy, 1} : (bm_str){"", 0};
}

/* [abc]: known when it lists few characters of ASCII. */
static part
bracket(reader *r)
{
	part p = {.exact = true};
	bool first = true;

	for (; r->at < r->s.len; r->at++, first = false) {
		char c = r->s.ptr[r->at];

		if (c == ']' && !first) {
			r->at++;
			return p.exact && p.set.list.len < 5 ? p
							     : nothing_known();
		}
		if (c == '\\')
			r->at++;
		/* [[:alpha:]] */
		r->lost = r->lost || c == '[';
		if (c == '\\' || (c == '^' && first) || (c == '-' && !first) ||
		    (c & 0x80) != 0)
			p.exact = false;
		else
			put(r, &p.set, letter(r, c));
	}
	r->lost = true;
	return nothing_known();
}

static part
escape(reader *r)
{
	char c = r->at < r->s.len ? r->s.ptr[r->at++] : '\0';

	if (c != '\0' && strchr("bBAzZGK", c) != NULL)
		return exactly(r, (bm_str){"", 0});
	if (c != '\0' && strchr("wWdDsSvVhHNRX", c) != NULL)
		return nothing_known();
	if (bm_is_alpha(c) || bm_is_digit(c) || (c & 0x80) != 0 || c == '\0')
		r->lost = true;
	return exactly(r, letter(r, c));
}

/* Behind the opening bracket. */
static part
group(reader *r, int depth)
{
	static const char *const looks[] = {"?=", "?!", "?<=", "?<!", NULL};
	part p;

	for (const char *const *look = looks; *look != NULL; look++)
		if (skip(r, *look)) {
			(void)alternatives(r, depth + 1);
			r->lost = r->lost || !skip(r, ")");
			return exactly(r, (bm_str){"", 0});
		}
	if (skip(r, "*SKIP)"))
		return exactly(r, (bm_str){"", 0});
	if (skip(r, "*F)"))
		return (part){.never = true};
	if (!skip(r, "?:") && (next_is(r, "?") || next_is(r, "*"))) {
		r->lost = true;
		return nothing_known();
	}
	p = alternatives(r, depth + 1);
	r->lost = r->lost || !skip(r, ")");
	return p;
}

static part
atom(reader *r, int depth)
{
	char c = r->s.ptr[r->at++];

	if (c == '(')
		return group(r, depth);
	if (c == '[')
		return bracket(r);
	if (c == '\\')
		return escape(r);
	if (c == '^' || c == '$')
		return exactly(r, (bm_str){"", 0});
	if (c == '.')
		return nothing_known();
	if ((c & 0x80) != 0) {
		while (r->at < r->s.len && (r->s.ptr[r->at] & 0xC0) == 0x80)
			r->at++;
		return nothing_known();
	}
	return exactly(r, letter(r, c));
}

/* {2,3}: how often at least; not a number: the brace is a character. */
static bool
braces(reader *r, size_t *least)
{
	size_t at = r->at + 1, n = 0;

	if (at >= r->s.len || !bm_is_digit(r->s.ptr[at]))
		return false;
	for (; at < r->s.len && bm_is_digit(r->s.ptr[at]); at++)
		n = n < 1000 ? n * 10 + (size_t)(r->s.ptr[at] - '0') : n;
	while (at < r->s.len && r->s.ptr[at] != '}')
		at++;
	r->at = at < r->s.len ? at + 1 : at;
	*least = n;
	return true;
}

/* What the part is when it comes as often as the pattern says. */
static part
repeated(reader *r, part p)
{
	size_t least;

	if (skip(r, "?")) {
		if (p.exact)
			put(r, &p.set, (bm_str){"", 0});
		else
			p = p.never ? exactly(r, (bm_str){"", 0})
				    : nothing_known();
	} else if (skip(r, "*"))
		p = nothing_known();
	else if (skip(r, "+"))
		p.exact = false;
	else if (next_is(r, "{") && braces(r, &least)) {
		p.exact = false;
		if (least == 0)
			p = nothing_known();
	} else
		return p;
	/* Lazy or possessive makes no difference. */
	if (!skip(r, "?"))
		(void)skip(r, "+");
	return p;
}

/* ---- Sequences and alternatives ---- */

static size_t
shortest(const strings *set)
{
	size_t n = SIZE_MAX;

	for (size_t i = 0; i < set->list.len; i++)
		if (set->list.items[i].len < n)
			n = set->list.items[i].len;
	return set->list.len > 0 ? n : 0;
}

/* Whether a set of words tells more than another one. */
static bool
is_better(const strings *set, const strings *than)
{
	size_t a = shortest(set), b = shortest(than);

	a = a < 6 ? a : 6;
	b = b < 6 ? b : 6;
	return a != b ? a > b : a > 0 && set->list.len < than->list.len;
}

static bool
cross(reader *r, const strings *left, const strings *right, strings *out)
{
	if (left->list.len * right->list.len > EXACT)
		return false;
	*out = (strings){0};
	for (size_t i = 0; i < left->list.len; i++)
		for (size_t j = 0; j < right->list.len; j++) {
			bm_str a = left->list.items[i];
			bm_str b = right->list.items[j];
			const char *both =
			    bm_arena_printf(r->arena, "%.*s%.*s", (int)a.len,
					    a.ptr, (int)b.len, b.ptr);

			if (both == NULL || a.len + b.len > 64)
				return false;
			put(r, out, bm_str_of(both));
		}
	return true;
}

static part
sequence(reader *r, int depth)
{
	part p = exactly(r, (bm_str){"", 0});
	strings best = {0}, joined;

	while (r->at < r->s.len && !r->lost && !next_is(r, "|") &&
	       !next_is(r, ")")) {
		part next = repeated(r, atom(r, depth));

		if (next.never)
			p.never = true;
		if (next.exact && cross(r, &p.set, &next.set, &joined)) {
			p.set = joined;
			continue;
		}
		p.exact = false;
		if (is_better(&p.set, &best))
			best = p.set;
		if (next.exact)
			p.set = next.set;
		else {
			if (!next.anything && is_better(&next.set, &best))
				best = next.set;
			p.set = exactly(r, (bm_str){"", 0}).set;
		}
	}
	if (!p.exact) {
		if (is_better(&best, &p.set))
			p.set = best;
		p.anything = shortest(&p.set) == 0;
	}
	return p;
}

static part
alternatives(reader *r, int depth)
{
	part all = {.exact = true, .never = true};

	if (depth > DEPTH)
		r->lost = true;
	do {
		part p = r->lost ? nothing_known() : sequence(r, depth);

		if (p.never)
			continue;
		all.never = false;
		all.exact = all.exact && p.exact;
		all.anything = all.anything || p.anything;
		for (size_t i = 0; i < p.set.list.len; i++)
			put(r, &all.set, p.set.list.items[i]);
		if (all.set.list.len > EXACT)
			all.exact = false;
	} while (!r->lost && skip(r, "|"));
	if (!all.never && !all.exact &&
	    (shortest(&all.set) == 0 || all.set.list.len > NEEDED))
		all.anything = true;
	return all;
}

static bool
holds(bm_str word, bm_str other)
{
	for (size_t i = 0; i + other.len <= word.len; i++)
		if (memcmp(word.ptr + i, other.ptr, other.len) == 0)
			return true;
	return false;
}

/* A word with another of the set in it adds nothing. */
static bool
contains_another(const strings *set, size_t number)
{
	bm_str word = set->list.items[number];

	for (size_t i = 0; i < set->list.len; i++) {
		bm_str other = set->list.items[i];

		if (i != number &&
		    (other.len < word.len ||
		     (other.len == word.len && i < number)) &&
		    holds(word, other))
			return true;
	}
	return false;
}

/* See filter.h. */
bm_status
lint_words_of(bm_arena *arena, bm_str pattern, lint_words *out)
{
	reader r = {.arena = arena, .s = pattern};
	part p = alternatives(&r, 0);

	*out = (lint_words){0};
	if (bm_arena_failed(arena))
		return BM_NO_MEMORY;
	if (r.lost || r.at < pattern.len || p.anything || p.never ||
	    shortest(&p.set) == 0)
		return BM_OK;
	for (size_t i = 0; i < p.set.list.len; i++)
		if (p.set.list.items[i].len > WORD_MAX)
			p.set.list.items[i].len = WORD_MAX;
	for (size_t i = 0; i < p.set.list.len; i++) {
		bm_str *slot;

		if (contains_another(&p.set, i))
			continue;
		slot = BM_VEC_PUSH(arena, &out->list);
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = p.set.list.items[i];
	}
	return BM_OK;
}
