/*
 * Finding terms in a text: a tree of words, walked from each word of the
 * text on, so that the cost grows with the text and not with the table.
 */
#include "lint/terms_impl.h"

#include <unicode/uchar.h>

#include "core/buf.h"

/* ---- Words ---- */

static bool
in_word(uint32_t c)
{
	if (c < 0x80)
		return bm_is_alpha((char)c) || bm_is_digit((char)c);
	return u_isalnum((UChar32)c) || u_getCombiningClass((UChar32)c) != 0;
}

/* What joins the words of one name: ' ' (or a hyphen), '/', '\''; 0: no. */
static char
joint(uint32_t c)
{
	if (c == ' ' || c == '-' || c == 0x2010 || c == 0x2011)
		return ' ';
	if (c == '\'' || c == 0x2019)
		return '\'';
	return c == '/' ? '/' : '\0';
}

/*
 * One spelling for the words of both sides of the Atlantic: "ae" is "e", "our"
 * is "or", "is" before a vowel is "iz".  What else it joins are no words of
 * the same term.
 */
static void
one_spelling(char *s, size_t *len)
{
	size_t n = 0;

	for (size_t i = 0; i < *len; i++) {
		char c = s[i], next = i + 1 < *len ? s[i + 1] : '\0';
		char then = i + 2 < *len ? s[i + 2] : '\0';

		if ((c == 'a' || c == 'o') && next == 'e' && *len > 4)
			continue;
		if (c == 'o' && next == 'u' && then == 'r' && *len > 5) {
			s[n++] = c;
			i++;
			continue;
		}
		if (c == 's' && i > 2 && s[i - 1] == 'i' && next != '\0' &&
		    strchr("aei", next) != NULL)
			c = 'z';
		s[n++] = c;
	}
	*len = n;
}

/* See terms_impl.h. */
bool
terms_next_word(bm_str text, size_t *at, terms_word *out)
{
	size_t pos = *at, from = text.len;

	out->len = 0;
	out->joint = '\0';
	out->gap = 0;
	while (pos < text.len) {
		size_t here = pos;
		uint32_t c = bm_utf8_next(text, &pos);

		if (in_word(c)) {
			from = here;
			pos = here;
			break;
		}
		out->gap++;
		out->joint = joint(c);
	}
	if (out->gap != 1)
		out->joint = '\0';
	out->from = from;
	while (pos < text.len) {
		size_t here = pos;
		uint32_t c = bm_utf8_next(text, &pos);

		if (!in_word(c)) {
			pos = here;
			break;
		}
		if (c < 0x80)
			c = (unsigned char)bm_lower((char)c);
		else
			c = (uint32_t)u_foldCase((UChar32)c,
						 U_FOLD_CASE_DEFAULT);
		if (out->len + 4 <= sizeof out->text)
			out->len += bm_utf8_put(out->text + out->len, c);
		else
			out->len = sizeof out->text; /* is none of ours */
	}
	out->to = *at = pos;
	if (out->len < sizeof out->text)
		one_spelling(out->text, &out->len);
	return from < text.len;
}

/* ---- The tree ---- */

typedef struct key {
	char bytes[TERMS_WORD_MAX + 8];
	size_t len;
} key;

static void
make_key(key *k, uint32_t node, const terms_word *word)
{
	memcpy(k->bytes, &node, sizeof node);
	k->len = sizeof node;
	k->bytes[k->len++] = node == 0 ? '\0' : word->joint;
	memcpy(k->bytes + k->len, word->text, word->len);
	k->len += word->len;
}

static terms_node *
step(const lint_terms *terms, uint32_t node, const terms_word *word)
{
	key k;

	if (word->len >= sizeof word->text || (node != 0 && !word->joint))
		return NULL;
	make_key(&k, node, word);
	return bm_map_get(&terms->nodes, (bm_str){k.bytes, k.len});
}

/* The node that a name ends in, made when new; NULL: none, or no memory. */
static terms_node *
plant(lint_terms *terms, bm_str name)
{
	terms_node *node = NULL;
	uint32_t id = 0;
	size_t at = 0, count = 0;
	terms_word word;

	while (terms_next_word(name, &at, &word)) {
		void **place;
		key k;

		if (word.len >= sizeof word.text || ++count > TERMS_WORDS_MAX ||
		    (id != 0 && !word.joint))
			return NULL;
		make_key(&k, id, &word);
		place =
		    bm_map_put(&terms->nodes, (bm_str){k.bytes, k.len}, NULL);
		if (place == NULL)
			return NULL;
		if (*place == NULL) {
			*place = BM_NEW(terms->arena, terms_node);
			if (*place == NULL)
				return NULL;
			((terms_node *)*place)->id = ++terms->node_count;
		}
		node = *place;
		id = node->id;
	}
	return node;
}

/* See terms.h. */
const char *
lint_plural(bm_arena *arena, const char *name)
{
	size_t n = strlen(name);
	char last = n > 0 ? bm_lower(name[n - 1]) : '\0';
	char before = n > 1 ? bm_lower(name[n - 2]) : '\0';

	if (last == 'y' && strchr("aeiou", before) == NULL)
		return bm_arena_printf(arena, "%.*sies", (int)n - 1, name);
	if (last == 's' && before == 'i')
		return bm_arena_printf(arena, "%.*ses", (int)n - 2, name);
	if (last == 's' || last == 'x' || last == 'z' ||
	    (last == 'h' && (before == 'c' || before == 's')))
		return bm_arena_printf(arena, "%ses", name);
	return bm_arena_printf(arena, "%ss", name);
}

/* Names of rows that are preferred go before those that are not. */
static bool
goes_before(const lint_term *a, const lint_term *b)
{
	return b == NULL ||
	       (b->preferred[0] != '\0' && a->preferred[0] == '\0');
}

/* See terms_impl.h. */
bool
terms_plant(lint_terms *terms, const lint_term *t)
{
	const char *plural = lint_plural(terms->arena, t->name);
	terms_node *node = plant(terms, bm_str_of(t->name));

	if (node != NULL && goes_before(t, node->term)) {
		node->term = t;
		node->plural = false;
	}
	node = plural != NULL ? plant(terms, bm_str_of(plural)) : NULL;
	if (node != NULL && node->term == NULL) {
		node->term = t;
		node->plural = true;
	}
	if (t->abbreviation[0] == '\0')
		return !bm_arena_failed(terms->arena);
	node = plant(terms, bm_str_of(t->abbreviation));
	if (node != NULL && goes_before(t, node->abbreviated))
		node->abbreviated = t;
	plural = bm_arena_printf(terms->arena, "%ss", t->abbreviation);
	node = plural != NULL ? plant(terms, bm_str_of(plural)) : NULL;
	if (node != NULL && goes_before(t, node->abbreviated_plural))
		node->abbreviated_plural = t;
	return !bm_arena_failed(terms->arena);
}

/* See terms_impl.h. */
const char *
terms_fold(bm_arena *arena, bm_str name)
{
	terms_word word;
	size_t at = 0;
	bm_buf buf;
	char *out;

	bm_buf_init(&buf, bm_arena_allocator(arena));
	while (terms_next_word(name, &at, &word)) {
		if (buf.len > 0)
			bm_buf_putc(&buf,
				    word.joint != '\0' ? word.joint : ' ');
		/* A word that is too long to be folded stays as it is. */
		if (word.len < sizeof word.text)
			bm_buf_put(&buf, word.text, word.len);
		else
			bm_buf_put(&buf, name.ptr + word.from,
				   word.to - word.from);
	}
	out = buf.status == BM_OK ? bm_arena_strdup(arena, bm_buf_cstr(&buf))
				  : NULL;
	bm_buf_free(&buf);
	return out;
}

/* ---- Matching ---- */

/* Whether a word before or behind is joined to the one at this place by more
 * than a space: it is then a part of another word. */
static bool
is_joined(bm_str text, size_t at, bool before)
{
	size_t other;
	char c;

	if (before ? at < 2 : at + 1 >= text.len)
		return false;
	c = text.ptr[before ? at - 1 : at];
	other = before ? at - 2 : at + 1;
	return (c == '-' || c == '/') && text.ptr[other] != ' ' &&
	       text.ptr[other] != '(' && text.ptr[other] != ')';
}

/* Whether the text at a place is the abbreviation, letter by letter. */
static bool
is_exact(bm_str text, size_t from, size_t to, const lint_term *t, bool plural)
{
	bm_str s = {text.ptr + from, to - from};
	size_t n = t != NULL ? strlen(t->abbreviation) : 0;

	if (t == NULL || s.len != n + (plural ? 1 : 0))
		return false;
	return memcmp(s.ptr, t->abbreviation, n) == 0 &&
	       (!plural || s.ptr[n] == 's');
}

/* What a node says of the text from..to; false: nothing. */
static bool
settle(const terms_node *node, bm_str text, size_t from, size_t to,
       lint_use *out)
{
	*out = (lint_use){.at = from, .len = to - from};
	if (is_exact(text, from, to, node->abbreviated, false)) {
		out->term = node->abbreviated;
		out->short_form = true;
	} else if (is_exact(text, from, to, node->abbreviated_plural, true)) {
		out->term = node->abbreviated_plural;
		out->short_form = out->plural = true;
	} else if (node->term != NULL) {
		out->term = node->term;
		out->plural = node->plural;
	}
	/* A name that is its own abbreviation needs no other. */
	if (out->short_form &&
	    strcmp(out->term->name, out->term->abbreviation) == 0)
		out->short_form = false;
	return out->term != NULL && !is_joined(text, to, false);
}

/* See terms.h. */
bm_status
lint_terms_match(const lint_terms *terms, bm_arena *arena, bm_str text,
		 lint_uses *out)
{
	size_t at = 0;
	terms_word word;

	while (terms_next_word(text, &at, &word)) {
		size_t ahead = at;
		terms_word next = word;
		terms_node *node = step(terms, 0, &word);
		lint_use use, best = {0};

		if (node == NULL || is_joined(text, word.from, true))
			continue;
		while (node != NULL) {
			if (settle(node, text, word.from, next.to, &use))
				best = use;
			if (!terms_next_word(text, &ahead, &next))
				break;
			node = step(terms, node->id, &next);
		}
		if (best.term != NULL) {
			lint_use *slot = BM_VEC_PUSH(arena, out);

			if (slot == NULL)
				return BM_NO_MEMORY;
			*slot = best;
			at = best.at + best.len;
		}
	}
	return BM_OK;
}
