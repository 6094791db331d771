/* The attribute text-case, on the leaves of an output tree. */
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "core/buf.h"
#include "csl/run.h"

/* Words that title case leaves small inside a title; sorted. */
static const char *const small_words[] = {
    "a",
    "about",
    "above",
    "across",
    "afore",
    "after",
    "against",
    "al",
    "along",
    "alongside",
    "amid",
    "amidst",
    "among",
    "amongst",
    "an",
    "and",
    "anenst",
    "apropos",
    "apud",
    "around",
    "as",
    "aside",
    "astride",
    "at",
    "athwart",
    "atop",
    "barring",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "but",
    "by",
    "c",
    "ca",
    "circa",
    "d'",
    "de",
    "despite",
    "down",
    "during",
    "et",
    "except",
    "for",
    "forenenst",
    "from",
    "given",
    "in",
    "inside",
    "into",
    "lest",
    "like",
    "modulo",
    "near",
    "next",
    "nor",
    "notwithstanding",
    "of",
    "off",
    "on",
    "onto",
    "or",
    "out",
    "over",
    "per",
    "plus",
    "pro",
    "qua",
    "sans",
    "since",
    "so",
    "than",
    "the",
    "through",
    "throughout",
    "thru",
    "thruout",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "until",
    "unto",
    "up",
    "upon",
    "v",
    "v.",
    "van",
    "versus",
    "via",
    "vis-\xC3\xA0-vis",
    "von",
    "vs",
    "vs.",
    "with",
    "within",
    "without",
    "yet",
};

static int
compare_word(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

static bool
is_small(bm_str word)
{
	char buf[24];

	if (word.len == 0 || word.len >= sizeof buf)
		return false;
	for (size_t i = 0; i < word.len; i++)
		buf[i] = bm_lower(word.ptr[i]);
	buf[word.len] = '\0';
	return bsearch(buf, small_words,
		       sizeof small_words / sizeof *small_words,
		       sizeof *small_words, compare_word) != NULL;
}

/* All of a text in another case, by the rules of the language. */
static bm_str
convert(bm_arena *arena, bm_str s, bool upper, const char *lang)
{
	int32_t size, length = 0;
	UErrorCode error = U_ZERO_ERROR;
	UChar *from, *to;
	char *out;

	if (s.len == 0 || s.len > INT32_MAX / 16)
		return s;
	size = (int32_t)s.len * 3 + 1;
	from = BM_NEW_ARRAY(arena, UChar, s.len + 1);
	to = BM_NEW_ARRAY(arena, UChar, (size_t)size);
	out = bm_arena_alloc(arena, (size_t)size * 3 + 1);
	if (from == NULL || to == NULL || out == NULL)
		return s;
	u_strFromUTF8WithSub(from, (int32_t)s.len + 1, &length, s.ptr,
			     (int32_t)s.len, 0xFFFD, NULL, &error);
	if (U_FAILURE(error))
		return s;
	length = upper ? u_strToUpper(to, size, from, length, lang, &error)
		       : u_strToLower(to, size, from, length, lang, &error);
	if (U_FAILURE(error))
		return s;
	u_strToUTF8(out, size * 3, &length, to, length, &error);
	return U_FAILURE(error) ? s : (bm_str){out, (size_t)length};
}

typedef struct caser {
	bm_arena *arena;
	csl_case text_case;
	const char *lang;
	csl_out *root;
	bool all_upper; /* no small letter in the whole */
	bool done;      /* the first word was capitalised */
	bool fresh;     /* a word may start: at the start, after a colon */
	bool in_word;
	size_t words; /* seen so far */
} caser;

static bool
frozen(const csl_out *leaf, const csl_out *root)
{
	for (; leaf != NULL && leaf != root->parent; leaf = leaf->parent)
		if (leaf->no_case ||
		    (leaf->markup &&
		     (leaf->format &
		      (CSL_SUPERSCRIPT | CSL_SUBSCRIPT | CSL_SMALL_CAPS)) != 0))
			return true;
	return false;
}

/* Whether there are letters and none of them is small. */
static bool
no_small_letters(csl_out *root)
{
	bool letters = false;

	for (csl_out *l = csl_out_leaf(NULL, root); l != NULL;
	     l = csl_out_leaf(l, root))
		for (size_t at = 0; at < l->text.len;) {
			uint32_t c = bm_utf8_next(l->text, &at);

			if (u_islower((UChar32)c))
				return false;
			letters = letters || u_isupper((UChar32)c);
		}
	return letters;
}

static void
convert_all(caser *k, bool upper)
{
	for (csl_out *l = csl_out_leaf(NULL, k->root); l != NULL;
	     l = csl_out_leaf(l, k->root))
		if (!frozen(l, k->root))
			l->text = convert(k->arena, l->text, upper, k->lang);
}

static bool
word_char(uint32_t c)
{
	return u_isalnum((UChar32)c) || c == '\'' || c == 0x2019 || c == '&' ||
	       u_charType((UChar32)c) == U_NON_SPACING_MARK;
}

/* Puts the word with its first letter in upper case. */
static void
put_capital(caser *k, bm_buf *out, bm_str word)
{
	size_t at = 0;
	uint32_t c = bm_utf8_next(word, &at);
	bm_str head = {word.ptr, at};

	if (u_islower((UChar32)c))
		bm_buf_putstr(out, convert(k->arena, head, true, k->lang));
	else
		bm_buf_putstr(out, head);
	bm_buf_put(out, word.ptr + at, word.len - at);
}

static bool
has_capital(bm_str word)
{
	for (size_t at = 0; at < word.len;)
		if (u_isupper((UChar32)bm_utf8_next(word, &at)))
			return true;
	return false;
}

/* Whether a word follows anywhere behind `at` of this leaf. */
static bool
word_follows(caser *k, csl_out *leaf, size_t at)
{
	for (; leaf != NULL; leaf = csl_out_leaf(leaf, k->root), at = 0)
		while (at < leaf->text.len)
			if (u_isalnum((UChar32)bm_utf8_next(leaf->text, &at)))
				return true;
	return false;
}

/*
 * A single letter is a sign of its own ("p value"), and one with an
 * apostrophe is a French article ("l'eau").
 */
static bool
is_letter(bm_str word)
{
	size_t at = 0, next;
	uint32_t c;

	(void)bm_utf8_next(word, &at);
	if (at >= word.len)
		return true;
	next = at;
	c = bm_utf8_next(word, &next);
	return (c == '\'' || c == 0x2019) && next < word.len;
}

/*
 * Whether a small word begins a compound ("by-pass"), where it is written as
 * any other word.
 */
static bool
begins_compound(const csl_out *leaf, size_t start, size_t end)
{
	bm_str s = leaf->text;

	return (start == 0 || s.ptr[start - 1] == ' ') && end + 1 < s.len &&
	       s.ptr[end] == '-' && s.ptr[end + 1] != ' ';
}

/* A Greek letter that stands alone is a sign: "beta-blocker" with a beta. */
static bool
is_greek_sign(bm_str word)
{
	size_t at = 0;
	uint32_t c = bm_utf8_next(word, &at);

	return at == word.len && c >= 0x370 && c < 0x400;
}

/* One word of title case. */
static void
put_title_word(caser *k, bm_buf *out, bm_str word, csl_out *leaf, size_t end)
{
	bool first = k->fresh || !k->done;
	bool small = !first && (is_letter(word) ||
				(is_small(word) && word_follows(k, leaf, end)));

	if (has_capital(word) ||
	    (small && !begins_compound(leaf, end - word.len, end)))
		bm_buf_putstr(out, word);
	else
		put_capital(k, out, word);
}

/* One word of a leaf, whose end in it is `end`. */
static void
put_word(caser *k, bm_buf *out, bm_str word, csl_out *leaf, size_t end)
{
	bool goes_on = k->in_word; /* from the leaf before */

	k->words += !goes_on;
	if (is_greek_sign(word))
		bm_buf_putstr(out, word);
	else if (k->text_case == CSL_CASE_SENTENCE) {
		if (k->words > 1)
			bm_buf_putstr(out,
				      convert(k->arena, word, false, k->lang));
		else if (goes_on)
			bm_buf_putstr(out, word);
		else
			put_capital(k, out, word);
	} else if (goes_on ||
		   (k->text_case == CSL_CASE_CAPITALIZE_FIRST && k->words > 1))
		bm_buf_putstr(out, word);
	else if (k->text_case == CSL_CASE_TITLE)
		put_title_word(k, out, word, leaf, end);
	else if (has_capital(word))
		bm_buf_putstr(out, word);
	else
		put_capital(k, out, word);
	k->done = true;
	k->fresh = false;
}

/* Goes through the words of one leaf. */
static bm_status
case_leaf(caser *k, csl_out *leaf)
{
	bm_str s = leaf->text;
	bool keep = frozen(leaf, k->root);
	bm_status status;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(k->arena));
	for (size_t at = 0; at < s.len;) {
		size_t start = at, end = at;
		uint32_t c = bm_utf8_next(s, &at);

		if (!u_isalnum((UChar32)c) && !(k->in_word && word_char(c))) {
			bm_buf_put(&out, s.ptr + start, at - start);
			k->in_word = false;
			if (c == ':' || c == '?' || c == '!')
				k->fresh = true;
			continue;
		}
		for (end = at; at < s.len; end = at)
			if (!word_char(bm_utf8_next(s, &at)))
				break;
		at = end;
		if (keep) {
			bm_buf_put(&out, s.ptr + start, end - start);
			k->words += !k->in_word;
			k->done = true;
			k->fresh = false;
		} else
			put_word(k, &out, (bm_str){s.ptr + start, end - start},
				 leaf, end);
		k->in_word = true;
	}
	status = out.status;
	if (out.len > 0 || status != BM_OK)
		leaf->text = csl_buf_take(k->arena, &out);
	else
		bm_buf_free(&out);
	return status;
}

/* See run.h. */
bm_status
csl_case_apply(bm_arena *arena, csl_out *out, csl_case text_case, bool english,
	       const char *lang)
{
	caser k = {arena, text_case, lang != NULL ? lang : "",
		   out,   false,     false,
		   true,  false,     0};
	bm_status status = BM_OK;

	if (out == NULL || text_case == CSL_CASE_NONE ||
	    (text_case == CSL_CASE_TITLE && !english))
		return BM_OK;
	if (text_case == CSL_CASE_LOWER || text_case == CSL_CASE_UPPER) {
		convert_all(&k, text_case == CSL_CASE_UPPER);
		return BM_OK;
	}
	k.all_upper = no_small_letters(out);
	if (k.all_upper && text_case == CSL_CASE_SENTENCE)
		convert_all(&k, false);
	for (csl_out *l = csl_out_leaf(NULL, out); l != NULL && status == BM_OK;
	     l = csl_out_leaf(l, out))
		status = case_leaf(&k, l);
	return status;
}
