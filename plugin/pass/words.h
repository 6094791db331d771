/* The few words that passes write themselves, in four languages. */
#ifndef BM_PASS_WORDS_H
#define BM_PASS_WORDS_H

#include "core/arena.h"
#include "core/date.h"

typedef enum bm_word {
	BM_WORD_TABLE,
	BM_WORD_FIGURE,
	BM_WORD_EXAMPLE,
	BM_WORD_EQUATION,
	BM_WORD_CHAPTER,
	BM_WORD_APPENDIX,
	BM_WORD_PART,
	BM_WORD_AND,
	BM_WORD_RETRACTED,
	BM_WORD_CORRECTED,
	BM_WORD_CONCERN, /* "expression of concern" */
	BM_WORD_ALSO_CALLED,
	BM_WORD_COUNT
} bm_word;

/* The word in the language of a tag (NULL, or one we have not: English). */
const char *bm_word_in(bm_word word, const char *lang);
/* Whether a tag is en-US, with or without a script and more behind it. */
bool bm_lang_american(const char *tag);
/*
 * "January 15, 2026" for en-US, "15 January 2026" else, by month or year if
 * no more is known.  In the arena; NULL without memory.
 */
const char *bm_date_in(bm_arena *arena, bm_date date, const char *lang);

#endif
