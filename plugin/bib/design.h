/* How a study was made, and how many people were in it. */
#ifndef BM_BIB_DESIGN_H
#define BM_BIB_DESIGN_H

#include "bib/item.h"

typedef enum bm_design {
	BM_DESIGN_UNKNOWN,
	/* Words of experts: no study of their own. */
	BM_DESIGN_OPINION,   /* editorial, letter, comment */
	BM_DESIGN_GUIDELINE, /* as strong as what it rests on */
	BM_DESIGN_OVERVIEW,  /* a review that does not say how it searched */
	/* Studies, weakest first. */
	BM_DESIGN_LABORATORY,
	BM_DESIGN_ANIMAL,
	BM_DESIGN_CASES,      /* people without a comparison group, or one */
	BM_DESIGN_COHORT,     /* groups or a whole population, observed */
	BM_DESIGN_RANDOMISED, /* chance decided who got what */
	BM_DESIGN_SYSTEMATIC, /* review by a stated method */
	BM_DESIGN_COUNT
} bm_design;

/*
 * The design of a work: "custom.design" if it is set, else what PubMed's types
 * of publication and headings say, else "genre" and "keyword".  Of several the
 * strongest; work on animals alone is that, whatever else is said.
 */
bm_design bm_item_design(const bm_item *item);
/*
 * The design that a word stands for: "randomised", "case-series", "Randomized
 * Controlled Trial"; case, and "-" or "_" for a space, do not matter.
 */
bm_design bm_design_find(bm_str word);
/* Its stable word, as custom.design has it: "case-series".  Static. */
const char *bm_design_id(bm_design design);
/*
 * How much it can carry: 1 opinion, 2 laboratory ... 7 systematic review.  0
 * for a guideline and for what is not known: these say nothing.
 */
int bm_design_strength(bm_design design);
/*
 * How many people a study was of: "custom.participants", else "custom.n"; a
 * whole number, thousands parted or not.  0: not known, or not of people.
 */
unsigned long bm_item_people(const bm_item *item);

#endif
