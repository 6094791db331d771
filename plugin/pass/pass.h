/*
 * Passes: each changes the tree in one respect and marks what it made.  Run
 * on its own output a pass changes nothing.
 */
#ifndef BM_PASS_PASS_H
#define BM_PASS_PASS_H

#include "bib/item.h"
#include "core/date.h"
#include "csl/csl.h"
#include "lint/claim.h"
#include "lint/status.h"
#include "lint/terms.h"
#include "pass/notice.h"
#include "xml/doc.h"

/* What passes get from outside; all of it borrowed and read-only. */
typedef struct bm_pass_context {
	const char *lang;          /* default language, "en" */
	const bm_date *today;      /* NULL: nothing expires */
	const bm_library *library; /* NULL: no bibliography was given */
	const csl_style *style;    /* compiled; NULL: cite does nothing */
	const csl_locale *locale;
	const bm_notices *notices;     /* NULL: none */
	const bm_notices *translated;  /* into lang; NULL: none */
	const lint_claims *claims;     /* NULL: nobody asks for claims */
	const lint_terms *terms;       /* NULL: nothing is done about terms */
	const lint_statuses *statuses; /* NULL: nothing about status */
	bool alone; /* no other document of this run uses the table of status */
	bool readability; /* report how hard each section is */
	/* How chapters are cut into files; NULL: as the document says. */
	const char *split_level, *split_size;
	size_t split_limit; /* of a file if neither says; 0: none */
} bm_pass_context;

typedef struct bm_pass {
	const char *name;
	const bm_rule *rules; /* ended by a NULL code */
	bm_status (*run)(bm_doc *doc, const bm_pass_context *context);
} bm_pass;

extern const bm_pass bm_pass_metadata;
extern const bm_pass bm_pass_pages;
extern const bm_pass bm_pass_remarks;
extern const bm_pass bm_pass_ids;
extern const bm_pass bm_pass_statuses;
extern const bm_pass bm_pass_xref;
extern const bm_pass bm_pass_glossary;
extern const bm_pass bm_pass_claims;
extern const bm_pass bm_pass_evidence;
extern const bm_pass bm_pass_readability;
extern const bm_pass bm_pass_punctuation;
extern const bm_pass bm_pass_cite;
extern const bm_pass bm_pass_split;
extern const bm_pass bm_pass_disclaimer;
extern const bm_pass bm_pass_document;
extern const bm_pass bm_pass_a11y;

/* The order, each with its reason; NULL-ended. */
extern const bm_pass *const bm_passes[];

#endif
