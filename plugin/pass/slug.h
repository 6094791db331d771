/* Readable ids from titles in any script. */
#ifndef BM_PASS_SLUG_H
#define BM_PASS_SLUG_H

#include "core/arena.h"

/* Longest slug in bytes. */
#define BM_SLUG_MAX 60

/* Holds ICU's transliterator from its first use; start with {0}. */
typedef struct bm_slugger {
	void *transliterator;
	bool failed;
} bm_slugger;

/*
 * Lower-case ASCII letters and digits with hyphens between words, cut at a
 * word after BM_SLUG_MAX bytes; "" when nothing of the title can be written
 * so.  May start with a digit.  In the arena; NULL without memory.
 */
const char *bm_slug(bm_slugger *slugger, bm_arena *arena, const char *title);
void bm_slugger_end(bm_slugger *slugger);

#endif
