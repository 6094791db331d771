/*
 * Claims of a document: each sentence that a rule of wording met, what stands
 * behind it, and what became of it.  What reports and ledgers are made of.
 */
#ifndef BM_PASS_CLAIMS_H
#define BM_PASS_CLAIMS_H

#include "bib/item.h"
#include "lint/claim.h"
#include "lint/text.h"

typedef enum bm_disposition {
	BM_CLAIM_OPEN,      /* reported */
	BM_CLAIM_CITED,     /* a source stands beside it */
	BM_CLAIM_SUPPRESSED /* the author said why it stays */
} bm_disposition;

/* How far its sources carry a claim. */
typedef enum bm_evidence {
	BM_EVIDENCE_NONE,    /* not asked: it is not cited, or has no bar */
	BM_EVIDENCE_ENOUGH,  /* a source is made as its rule asks, or better */
	BM_EVIDENCE_UNKNOWN, /* how a source was made is not known */
	BM_EVIDENCE_WEAK     /* all sources are weaker */
} bm_evidence;

/* The hits of one sentence, worst first. */
typedef struct bm_claim {
	const lint_unit *unit;
	const lint_hit *hits; /* the first one is shown */
	size_t hit_count;
	bm_pos pos; /* of the words of the first hit */
	/* Works cited in the sentence or in what leads in to its list. */
	const bm_item *const *sources;
	size_t source_count;
	bm_disposition disposition;
	const char *reason, *initials; /* of a suppression, or NULL */
	/* Filled by the pass "evidence" for cited claims that ask for a
	 * design: the strongest among the sources, and all people in those
	 * (0: not known for each). */
	bm_evidence evidence;
	bm_design design;
	unsigned long people;
} bm_claim;

/*
 * <?bm-lint EFF-003 CMP-001 reason="..." by="AB"?>, or the same in a Markdown
 * comment <!-- bm-lint: ... -->: in a block for that block, before a block for
 * the next one, first in a section for all of it.
 */
typedef struct bm_excuse {
	const xmlNode *node;    /* the instruction */
	const xmlNode *first;   /* what it holds for: this block ... */
	const xmlNode *section; /* ... or this division; else NULL */
	bm_str rules;           /* ids, white space between */
	const char *reason, *initials;
	bool used;
} bm_excuse;

typedef struct bm_excuses {
	BM_VEC(bm_excuse) list;
	bm_map rules; /* id -> a number from 1 */
	bm_map nodes; /* element and rule -> number of the first, from 1 */
} bm_excuses;

/* What a build can say to a question of DISCERN (Charnock 1999). */
typedef enum bm_answer_word {
	BM_ANSWER_YES,
	BM_ANSWER_PARTLY,
	BM_ANSWER_NO,
	BM_ANSWER_NOT_ASKED, /* the document names no treatment */
	BM_ANSWER_PERSON     /* only a person can tell */
} bm_answer_word;

/* An answer with its places; there is no score. */
typedef struct bm_answer {
	int number;
	const char *question; /* its subject in our words */
	bm_answer_word word;
	const char *why;
	BM_VEC(bm_pos) places;
} bm_answer;

typedef struct bm_claims {
	lint_text text;
	BM_VEC(bm_claim) list; /* in the order of the document */
	bm_excuses excuses;
	/* A citation that an earlier run printed names a work that is not at
	 * hand: how it was made cannot be told. */
	bool blind;
	/* Of the pass "document", when the document is about health. */
	BM_VEC(bm_answer) answers;
} bm_claims;

/*
 * What the pass "claims" found; NULL when it did not run.  Lives until
 * bm_doc_passed.
 */
const bm_claims *bm_claims_of(const bm_doc *doc);
/* Reports a unit that a pattern gave up on, and forgets that it did. */
void bm_claims_limit(bm_doc *doc, lint_matcher *matcher, const lint_unit *unit);

/* ---- Suppressions (claims_excuse.c) ---- */

/* Reads all; faults are findings of `rules`. */
bm_status bm_excuses_collect(bm_doc *doc, const bm_rule *bare, bm_excuses *out);
/*
 * The one that holds for a rule at a block or another part of the tree: it
 * stands in it, or holds for what is round it.  Marked as used; or NULL.
 */
bm_excuse *bm_excuses_at(bm_excuses *excuses, const xmlNode *node,
			 const char *rule);
/*
 * Reports those that were not used.  `later`: those of rules that passes
 * behind "claims" ask for (evidence-..., DOC-...); else all others.
 */
void bm_excuses_unused(bm_doc *doc, const bm_excuses *excuses,
		       const bm_rule *rule, bool later);
/* The rule of unused suppressions. */
extern const bm_rule *const bm_claims_unused;

#endif
