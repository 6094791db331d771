/* Cutting blocks into sentences, by ICU and by what medicine abbreviates. */
#include <pthread.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "lint/text.h"

/* An end of sentence is none behind these, whatever the rules say. */
static const char *const abbreviations[] = {
    "al.",  "approx.", "c.",    "ca.",  "cf.",   "dr.",   "e.g.",
    "eq.",  "esp.",    "etc.",  "fig.", "figs.", "i.e.",  "incl.",
    "max.", "min.",    "mr.",   "mrs.", "ms.",   "no.",   "nos.",
    "p.",   "pp.",     "prof.", "ref.", "refs.", "resp.", "sec.",
    "st.",  "tab.",    "viz.",  "vol.", "vs.",   NULL};

/* These end a sentence when a capital follows, and do not before a digit. */
static const char *const before_digit[] = {"no.",  "nos.", "p.",  "pp.",
					   "etc.", "c.",   "st.", NULL};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
in_list(bm_str word, const char *const *list)
{
	for (; *list != NULL; list++) {
		size_t n = strlen(*list), i = 0;

		while (i < n && i < word.len &&
		       lower(word.ptr[i]) == (*list)[i])
			i++;
		if (i == n && n == word.len)
			return true;
	}
	return false;
}

/* The last word of s, without opening brackets and quotes. */
static bm_str
last_word(bm_str s)
{
	size_t at = s.len;

	while (at > 0 && s.ptr[at - 1] != ' ')
		at--;
	while (at < s.len && strchr("([\"'", s.ptr[at]) != NULL)
		at++;
	return (bm_str){s.ptr + at, s.len - at};
}

/* Whether the sentence goes on in spite of the stop at its end. */
static bool
goes_on(bm_str before, bm_str after)
{
	bm_str word = last_word(bm_str_trim(before));
	size_t at = 0;
	uint32_t c;

	after = bm_str_trim(after);
	if (word.len == 0 || after.len == 0 || word.ptr[word.len - 1] != '.')
		return false;
	c = bm_utf8_next(after, &at);
	/* An initial: "J. Smith". */
	if (word.len == 2 && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z' &&
	    word.ptr[0] != 'I')
		return u_isupper((UChar32)c);
	if (!in_list(word, abbreviations))
		return false;
	if (in_list(word, before_digit))
		return bm_is_digit(after.ptr[0]) || u_islower((UChar32)c);
	return true;
}

static bm_status
add_unit(lint_text *text, lint_block *b, size_t from, size_t to)
{
	bm_str s = {b->text.ptr + from, to - from};
	lint_unit *unit;

	while (s.len > 0 && s.ptr[s.len - 1] == ' ')
		s.len--;
	if (s.len == 0 && b->text.len > 0)
		return BM_OK;
	unit = BM_VEC_PUSH(text->arena, &text->units);
	if (unit == NULL)
		return BM_NO_MEMORY;
	*unit = (lint_unit){b, from, s};
	b->unit_count++;
	return BM_OK;
}

/*
 * The text for the breaker: what stands for code or a citation counts as a
 * letter there, because a sentence can begin with it.
 */
static char *
breakable(bm_arena *arena, bm_str text)
{
	static const char sign[] = "\xEF\xBF\xBC", letter[] = "\xE3\x81\x82";
	char *copy = bm_arena_strndup(arena, text.ptr, text.len);

	for (size_t i = 0; copy != NULL && i + 3 <= text.len; i++)
		if (memcmp(copy + i, sign, 3) == 0)
			memcpy(copy + i, letter, 3);
	return copy;
}

static bm_status
cut(lint_text *text, lint_block *b, UBreakIterator *breaker)
{
	UErrorCode error = U_ZERO_ERROR;
	const char *copy = memchr(b->text.ptr, 0xEF, b->text.len) != NULL
			       ? breakable(text->arena, b->text)
			       : b->text.ptr;
	UText *utext =
	    copy != NULL
		? utext_openUTF8(NULL, copy, (int64_t)b->text.len, &error)
		: NULL;
	bm_status status = BM_OK;
	size_t from = 0;
	int32_t at;

	if (utext == NULL || U_FAILURE(error))
		return BM_NO_MEMORY;
	ubrk_setUText(breaker, utext, &error);
	(void)ubrk_first(breaker);
	while (U_SUCCESS(error) && status == BM_OK &&
	       (at = ubrk_next(breaker)) != UBRK_DONE) {
		size_t to = (size_t)at;
		bm_str left = {b->text.ptr + from, to - from};
		bm_str right = {b->text.ptr + to, b->text.len - to};

		if (to < b->text.len && goes_on(left, right))
			continue;
		status = add_unit(text, b, from, to);
		from = to;
	}
	if (status == BM_OK && from < b->text.len)
		status = add_unit(text, b, from, b->text.len);
	utext_close(utext);
	return status;
}

/* ---- breakers ---- */

/* Languages whose breakers are kept; documents have few. */
#define KEPT_MAX 32

struct kept {
	char lang[16];
	UBreakIterator *breaker;
};

/* Those that nobody has at the moment. */
struct lint_breakers {
	bm_allocator al;
	pthread_mutex_t lock;
	size_t count;
	struct kept kept[KEPT_MAX];
};

/* See text.h. */
lint_breakers *
lint_breakers_new(const bm_allocator *al)
{
	lint_breakers *b = bm_realloc(al, NULL, 0, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->al = *al;
	b->count = 0;
	if (pthread_mutex_init(&b->lock, NULL) == 0)
		return b;
	bm_realloc(al, b, sizeof(*b), 0);
	return NULL;
}

/* See text.h. */
void
lint_breakers_free(lint_breakers *b)
{
	bm_allocator al;

	if (b == NULL)
		return;
	for (size_t i = 0; i < b->count; i++)
		ubrk_close(b->kept[i].breaker);
	pthread_mutex_destroy(&b->lock);
	al = b->al;
	bm_realloc(&al, b, sizeof(*b), 0);
}

/* One that is kept for the language, or NULL. */
static UBreakIterator *
take_kept(lint_breakers *b, const char *lang)
{
	UBreakIterator *found = NULL;

	if (b == NULL)
		return NULL;
	pthread_mutex_lock(&b->lock);
	for (size_t i = b->count; i-- > 0 && found == NULL;)
		if (strcmp(b->kept[i].lang, lang) == 0) {
			found = b->kept[i].breaker;
			b->kept[i] = b->kept[--b->count];
		}
	pthread_mutex_unlock(&b->lock);
	return found;
}

/* Sentences of a language; English for one that ICU does not know.  ICU makes
 * a table of abbreviations for each, which takes longer than most documents
 * do: so they are kept. */
static UBreakIterator *
take_breaker(bm_doc *doc, const char *lang)
{
	UErrorCode error = U_ZERO_ERROR;
	const char *short_tag =
	    bm_arena_strndup(doc->arena, lang, strcspn(lang, "-"));
	const char *name =
	    short_tag != NULL
		? bm_arena_printf(doc->arena, "%s@ss=standard", short_tag)
		: NULL;
	UBreakIterator *breaker;

	if (name == NULL)
		return NULL;
	breaker = take_kept(doc->breakers, short_tag);
	if (breaker != NULL)
		return breaker;
	breaker = ubrk_open(UBRK_SENTENCE, name, NULL, 0, &error);
	return U_SUCCESS(error) ? breaker : NULL;
}

/* Keeps it for the next one who asks, or closes it. */
static void
give_breaker(lint_breakers *b, const char *lang, UBreakIterator *breaker)
{
	bool keeps = false;
	size_t n;

	if (breaker == NULL)
		return;
	n = strcspn(lang, "-");
	if (b != NULL && n < sizeof(b->kept[0].lang)) {
		pthread_mutex_lock(&b->lock);
		keeps = b->count < KEPT_MAX;
		if (keeps) {
			struct kept *k = &b->kept[b->count++];

			memcpy(k->lang, lang, n);
			k->lang[n] = '\0';
			k->breaker = breaker;
		}
		pthread_mutex_unlock(&b->lock);
	}
	if (!keeps)
		ubrk_close(breaker);
}

/* See text.h. */
bm_status
lint_break(lint_text *text)
{
	lint_breakers *all = text->doc->breakers;
	UBreakIterator *breaker = NULL;
	const char *open = NULL;
	bm_status status = BM_OK;

	for (size_t i = 0; i < text->blocks.len && status == BM_OK; i++) {
		lint_block *b = text->blocks.items[i];
		const char *lang = b->lang != NULL ? b->lang : "en";

		b->first_unit = text->units.len;
		if (b->kind == LINT_HEADING || b->text.len == 0 ||
		    b->text.len > INT32_MAX / 4) {
			status = add_unit(text, b, 0, b->text.len);
			continue;
		}
		if (breaker == NULL || strcmp(open, lang) != 0) {
			give_breaker(all, open, breaker);
			breaker = take_breaker(text->doc, lang);
			open = lang;
			if (breaker == NULL)
				return BM_NO_MEMORY;
		}
		status = cut(text, b, breaker);
	}
	give_breaker(all, open, breaker);
	return status;
}
