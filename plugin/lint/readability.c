/* Words, sentences and grades of the sections of a text. */
#include "lint/readability.h"

#include <math.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* What one collection needs over and over. */
typedef struct measurer {
	UBreakIterator *words;
	UText *text; /* opened again for each sentence */
} measurer;

static bm_status
open_measurer(measurer *m)
{
	UErrorCode error = U_ZERO_ERROR;

	m->text = NULL;
	m->words = ubrk_open(UBRK_WORD, "en", NULL, 0, &error);
	if (U_SUCCESS(error))
		return BM_OK;
	if (m->words != NULL)
		ubrk_close(m->words);
	m->words = NULL;
	return BM_NO_MEMORY;
}

static void
close_measurer(measurer *m)
{
	if (m->words != NULL)
		ubrk_close(m->words);
	if (m->text != NULL)
		utext_close(m->text);
}

/*
 * Words are what ICU finds letters in; a number is one syllable.  What colons
 * and semicolons part counts as sentences, as Flesch counted.
 */
static bm_status
measure(measurer *m, bm_str sentence, lint_measure *out)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t from = 0, to;
	size_t words = 0; /* since the last end */

	*out = (lint_measure){0};
	m->text = utext_openUTF8(m->text, sentence.ptr, (int64_t)sentence.len,
				 &error);
	if (U_SUCCESS(error))
		ubrk_setUText(m->words, m->text, &error);
	if (U_FAILURE(error))
		return BM_NO_MEMORY;
	(void)ubrk_first(m->words);
	for (; (to = ubrk_next(m->words)) != UBRK_DONE; from = to) {
		bm_str word = {sentence.ptr + from, (size_t)(to - from)};
		size_t n;

		if (words > 0 && to < (int32_t)sentence.len &&
		    (*word.ptr == ';' || *word.ptr == ':') &&
		    sentence.ptr[to] == ' ') {
			out->sentences++;
			words = 0;
		}
		if (ubrk_getRuleStatus(m->words) < UBRK_WORD_NUMBER)
			continue;
		words++;
		n = lint_syllables(word);
		out->words++;
		out->syllables += n;
		out->long_words += n >= 3;
	}
	out->sentences += words > 0;
	return BM_OK;
}

static void
add(lint_measure *to, const lint_measure *more)
{
	to->sentences += more->sentences;
	to->words += more->words;
	to->syllables += more->syllables;
	to->long_words += more->long_words;
}

/* See readability.h. */
bm_status
lint_measure_add(lint_measure *out, bm_str sentence)
{
	measurer m;
	lint_measure one;
	bm_status status = open_measurer(&m);

	if (status == BM_OK && sentence.len <= INT32_MAX / 4)
		status = measure(&m, sentence, &one);
	if (status == BM_OK && sentence.len <= INT32_MAX / 4)
		add(out, &one);
	close_measurer(&m);
	return status;
}

/* See readability.h. */
double
lint_grade(const lint_measure *m)
{
	if (m->words == 0 || m->sentences == 0)
		return 0;
	return 0.39 * (double)m->words / (double)m->sentences +
	       11.8 * (double)m->syllables / (double)m->words - 15.59;
}

/* See readability.h. */
double
lint_smog(const lint_measure *m)
{
	if (m->sentences == 0)
		return 0;
	return 1.0430 * sqrt((double)m->long_words * LINT_SMOG_SENTENCES /
			     (double)m->sentences) +
	       3.1291;
}

/* Keeps the hardest sentences, hardest first; of equals the first. */
static void
keep_hard(lint_section *s, const lint_unit *unit, double grade)
{
	size_t at = s->hard_count;

	while (at > 0 && s->hardest[at - 1].grade < grade)
		at--;
	if (at >= LINT_HARDEST)
		return;
	if (s->hard_count < LINT_HARDEST)
		s->hard_count++;
	for (size_t i = s->hard_count - 1; i > at; i--)
		s->hardest[i] = s->hardest[i - 1];
	s->hardest[at] = (lint_hard){unit, grade};
}

static bool
is_measured(const lint_block *b)
{
	return !b->quoted &&
	       (b->lang == NULL || strncmp(b->lang, "en", 2) == 0) &&
	       (b->kind == LINT_SENTENCE || b->kind == LINT_ITEM);
}

/* See readability.h. */
bm_status
lint_readability_collect(const lint_text *text, lint_readability *out)
{
	bm_arena *arena = text->doc->arena;
	const xmlNode *division = NULL;
	const lint_block *first = NULL;
	lint_section *section = NULL;
	measurer m;
	bm_status status = open_measurer(&m);

	*out = (lint_readability){0};
	for (size_t i = 0; i < text->units.len && status == BM_OK; i++) {
		const lint_unit *u = &text->units.items[i];
		lint_measure one;

		if (u->block->division != division) {
			division = u->block->division;
			first = u->block;
			section = NULL;
		}
		if (!is_measured(u->block) || u->text.len > INT32_MAX / 4)
			continue;
		status = measure(&m, u->text, &one);
		if (status != BM_OK || one.words == 0)
			continue;
		if (section == NULL &&
		    (section = BM_VEC_PUSH(arena, &out->sections)) == NULL) {
			status = BM_NO_MEMORY;
			break;
		}
		section->first = first;
		add(&section->measure, &one);
		add(&out->all, &one);
		keep_hard(section, u, lint_grade(&one));
	}
	close_measurer(&m);
	return status;
}
