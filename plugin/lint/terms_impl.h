/* Inside lint/terms*.c: words and the tree of them. */
#ifndef BM_LINT_TERMS_IMPL_H
#define BM_LINT_TERMS_IMPL_H

#include "lint/terms.h"

/* Longer words are none of a term's; names of more words are not found. */
#define TERMS_WORD_MAX  120
#define TERMS_WORDS_MAX 24

typedef struct terms_word {
	char text[TERMS_WORD_MAX]; /* folded */
	size_t len;                /* sizeof text: too long */
	size_t from, to;           /* in the text */
	size_t gap;                /* characters before it */
	char joint;                /* what stands before it, if it can join */
} terms_word;

/* The next word from *at on, which moves behind it; false: there is none. */
bool terms_next_word(bm_str text, size_t *at, terms_word *out);

typedef struct terms_node {
	uint32_t id;
	bool plural;
	const lint_term *term, *abbreviated, *abbreviated_plural;
} terms_node;

/* Puts the forms of a term into the tree; false without memory. */
bool terms_plant(lint_terms *terms, const lint_term *t);
/* A name by which terms are compared; NULL without memory. */
const char *terms_fold(bm_arena *arena, bm_str name);

#endif
