/*
 * A document as rules about its structure look at it: its parts, and what
 * their sentences speak of.
 */
#ifndef BM_PASS_DOCUMENT_H
#define BM_PASS_DOCUMENT_H

#include "core/map.h"
#include "pass/claims.h"
#include "pass/pass.h"
#include "pass/trigger.h"

/* What a sentence speaks of, as bits; from contexts.tsv by these names. */
enum {
	BM_SAYS_HARM = 1u << 0,
	BM_SAYS_NOTHING = 1u << 1, /* doing nothing for now */
	BM_SAYS_SPINE = 1u << 2,
	BM_SAYS_OUTCOME = 1u << 3, /* causes, effects, results */
	BM_SAYS_LIFE = 1u << 4,    /* quality of life */
	BM_SAYS_SHARED = 1u << 5,  /* decide with others */
	BM_SAYS_DOUBT = 1u << 6,
	BM_SAYS_AIMS = 1u << 7,
	BM_SAYS_FURTHER = 1u << 8,
	BM_SAYS_EMERGENCY = 1u << 9,
	BM_SAYS_STATUS = 1u << 10,   /* approved or not, with a year */
	BM_SAYS_TREATMENT = 1u << 16 /* and all bits above: one for each */
};
#define BM_TREATMENTS     0xFFFF0000u
#define BM_TREATMENTS_MAX ((size_t)16)

/* A division with what its own blocks say, and all inside it. */
typedef struct bm_part {
	const xmlNode *node;
	size_t parent; /* number of the part round it; its own for the root */
	uint32_t title, own, all;
	size_t own_cites; /* citations in its own blocks */
	/* Claims of effect that the reader is left with: not suppressed. */
	size_t benefits, open;
	const bm_claim *benefit, *first_open;
} bm_part;

typedef struct bm_survey {
	bm_doc *doc;
	const bm_pass_context *context;
	bm_triggers triggers;
	BM_VEC(bm_part) parts; /* in the order of the document; root first */
	bm_map by_node;        /* bytes of the pointer -> number from 1 */
	uint32_t *says;        /* for each unit */
	const char *treatments[BM_TREATMENTS_MAX]; /* their names */
	size_t treatment_count;
	bool english;              /* rules about words can be asked */
	const xmlNode *references; /* the first list of references, or NULL */
	size_t failed;             /* bits of the rules that failed: DOC-01 is 1
				      << 1; suppressed ones too */
} bm_survey;

/* Reads the document; all of it lives in doc->scratch. */
bm_status bm_survey_make(bm_survey *s, bm_doc *doc,
			 const bm_pass_context *context);
/* Number of the part that a node stands in. */
size_t bm_survey_part(const bm_survey *s, const xmlNode *node);
/* What a unit is about: its own treatments, else those of the titles round
 * it. */
uint32_t bm_survey_about(const bm_survey *s, size_t unit);
/* The place of a unit. */
bm_pos bm_survey_pos(bm_survey *s, size_t unit);
/* The first unit that says all of these; SIZE_MAX. */
size_t bm_survey_first(const bm_survey *s, uint32_t says);
/* Whether a claim promises an effect of a treatment. */
bool bm_claims_benefit(const bm_claim *claim);
/* Whether one of them is a claim that only a text on health makes: "guarantee"
 * alone may be said of anything. */
bool bm_claims_health(const bm_claims *claims);
/* A date of info: the meta's, or pubdate. */
bool bm_survey_date(const bm_survey *s, const char *name, bm_date *out);

/*
 * Reports DOC-number at pos, unless a suppression holds for node.  Notes it as
 * failed in both cases.
 */
void bm_survey_fail(bm_survey *s, int number, const xmlNode *node,
		    const bm_pos *pos, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* ---- Rules, by what they look at ---- */

/* DOC-02, 05, 06, 07, 10: sections and lists (document_text.c). */
bm_status bm_document_text(bm_survey *s);
/* The answers to DISCERN's questions (discern.c), for doc->claims. */
bm_status bm_discern(bm_survey *s);

#endif
