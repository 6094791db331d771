/* The few words that passes write themselves. */
#ifndef BM_PASS_WORDS_H
#define BM_PASS_WORDS_H

#include "core/buf.h"
#include "core/date.h"
#include "xml/doc.h"

typedef enum bm_word {
	BM_WORD_TABLE,
	BM_WORD_FIGURE,
	BM_WORD_EXAMPLE,
	BM_WORD_EQUATION,
	BM_WORD_CHAPTER,
	BM_WORD_APPENDIX,
	BM_WORD_PART,
	BM_WORD_MIDDLE, /* "{1}, {2}" in a list, and its last two */
	BM_WORD_LAST,
	BM_WORD_LAST_SOUND, /* "{1} e {2}" before the beginnings in the next */
	BM_WORD_LAST_BEFORE,
	BM_WORD_RETRACTED,
	BM_WORD_CORRECTED,
	BM_WORD_CONCERN, /* "expression of concern" */
	BM_WORD_ALSO_CALLED,
	BM_WORD_REFERENCES,
	BM_WORD_COLON,
	BM_WORD_STOP, /* of a sentence */
	BM_WORD_COUNT
} bm_word;

/*
 * The word in the language of a tag (NULL, or one we have not: English), as
 * doc->l10n has it.  Never NULL; without memory doc->no_memory is set.
 */
const char *bm_word_in(bm_doc *doc, bm_word word, const char *lang);
/* "Table 2" */
const char *bm_numbered_in(bm_doc *doc, bm_word word, const char *number,
			   const char *lang);
/* Adds what stands between two things of a list, ", " or " and "; next: the
 * second one, by whose sound some languages choose (NULL: not known). */
void bm_put_between(bm_doc *doc, bm_buf *out, bool last, const char *next,
		    const char *lang);
/*
 * A sentence with {1} to {9} filled in (xsl/l10n, "sentences").  An empty value
 * takes a blank beside it along.  In the arena; NULL without memory.
 */
const char *bm_filled(bm_arena *arena, const char *text,
		      const char *const *values, size_t count);
/* A number with its thousands parted; see bm_l10n_number.  Never NULL. */
const char *bm_number_in(bm_doc *doc, unsigned long n, const char *lang);
/* A date in words; see bm_l10n_date.  Never NULL. */
const char *bm_date_in(bm_doc *doc, bm_date date, const char *lang);

#endif
