/*
 * Output against source: whether the languages, titles, headings, alternative
 * texts and header cells of a document are in the pages that were made of it,
 * and still are what they were.
 */
#ifndef BM_FIDELITY_H
#define BM_FIDELITY_H

#include "check/check.h"
#include "xml/doc.h"

/* source-language ...; the first BM_FACT_RULES are in the order of kinds. */
extern const bm_rule bm_fidelity_rules[];
extern const check_test bm_fidelity_tests[];

typedef enum bm_fact_kind {
	BM_FACT_LANGUAGE, /* of the whole */
	BM_FACT_PART,     /* a language of a part */
	BM_FACT_TITLE,
	BM_FACT_HEADING,
	BM_FACT_ALT,
	BM_FACT_HEADER, /* a cell */
	BM_FACT_RULES,
	BM_FACT_TEXT = BM_FACT_RULES, /* of a page: a short one elsewhere */
	BM_FACT_KINDS
} bm_fact_kind;

typedef struct bm_fact {
	bm_fact_kind kind;
	const char *text;  /* for people; or NULL */
	const char *key;   /* its words without what is between them */
	const char *image; /* of BM_FACT_ALT: the file, without folders */
	bm_pos pos;
} bm_fact;

typedef struct bm_facts {
	bm_arena *arena;
	bool no_memory; /* beside what the arena knows */
	const char *file;
	BM_VEC(bm_fact) list;
} bm_facts;

/* What a document says; right after reading.  NULL without memory. */
bm_facts *bm_facts_of_source(bm_arena *arena, bm_doc *doc);
/* What a page says, whose model is made; with `places`, also texts that were
 * once headings or headers.  NULL without memory. */
bm_facts *bm_facts_of_page(bm_arena *arena, page *p, bool places);

/* Pages that were made of documents. */
typedef struct bm_fidelity bm_fidelity;

/* Lives in arena; NULL without memory. */
bm_fidelity *bm_fidelity_new(bm_arena *arena);
/* Frees what is not in the arena. */
void bm_fidelity_end(bm_fidelity *f);
/* Takes in a page; its facts must live on. */
bool bm_fidelity_add(bm_fidelity *f, const bm_facts *facts);
/*
 * Looks for what a document says; what is missing goes to diags.  `known`
 * (or NULL) are its own findings: what they are about is not told again.
 * tallies (or NULL) has BM_FACT_RULES of them.
 */
bm_status bm_fidelity_compare(bm_fidelity *f, const bm_facts *source,
			      const bm_diags *known, bm_diags *diags,
			      check_tally *tallies);

#endif
