/*
 * How hard English text is to read: Flesch-Kincaid grade and SMOG, of
 * sections and of single sentences.
 */
#ifndef BM_LINT_READABILITY_H
#define BM_LINT_READABILITY_H

#include "lint/text.h"

/* Sections with fewer words have no grade that means anything. */
#define LINT_READABLE_WORDS 40
/* SMOG is defined for 30 sentences and more. */
#define LINT_SMOG_SENTENCES 30
/* Sentences that a section names as its hardest. */
#define LINT_HARDEST 3

typedef struct lint_measure {
	size_t sentences, words, syllables;
	size_t long_words; /* of three syllables and more */
} lint_measure;

typedef struct lint_hard {
	const lint_unit *unit;
	double grade;
} lint_hard;

/* The text of a division that stands in no other one inside it. */
typedef struct lint_section {
	const lint_block *first; /* its title, if it has one */
	lint_measure measure;
	lint_hard hardest[LINT_HARDEST]; /* hardest first */
	size_t hard_count;
} lint_section;

typedef struct lint_readability {
	lint_measure all;
	BM_VEC(lint_section) sections; /* those with sentences, in order */
} lint_readability;

/*
 * Syllables of an English word: a rule of vowels and silent letters, and a
 * table of words that it gets wrong (syllables.c says how often it errs).  1
 * for what has no letters.
 */
size_t lint_syllables(bm_str word);
/* Adds one sentence (colons and semicolons part it); BM_NO_MEMORY when ICU has
 * none. */
bm_status lint_measure_add(lint_measure *measure, bm_str sentence);
/* Flesch-Kincaid grade; 0 without words. */
double lint_grade(const lint_measure *measure);
double lint_smog(const lint_measure *measure);
/*
 * Measures sentences and list items in English, not titles, cells of tables,
 * or quotations that name their source.
 */
bm_status lint_readability_collect(const lint_text *text,
				   lint_readability *out);

#endif
