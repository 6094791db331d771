/* Designs of studies in words for readers, in four languages. */
#ifndef BM_PASS_DESIGN_WORDS_H
#define BM_PASS_DESIGN_WORDS_H

#include "bib/design.h"
#include "core/arena.h"

/*
 * "Randomised trial, 100 people" ("Randomized" for en-US); NULL for an unknown
 * design without people.  In the arena; NULL without memory too.
 */
const char *bm_design_text(bm_arena *arena, bm_design design,
			   unsigned long people, const char *lang);
/* "animal studies": several of them, in the middle of a sentence.  Static. */
const char *bm_design_plural(bm_design design, const char *lang);
/* "no", before "people".  Static. */
const char *bm_design_nobody(const char *lang);
/* "1,842" as the language writes it.  In the arena. */
const char *bm_number_in(bm_arena *arena, unsigned long n, const char *lang);

#endif
