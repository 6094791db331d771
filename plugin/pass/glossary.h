/*
 * Terms of a document: which it uses, and glossaries that are filled with
 * them.
 */
#ifndef BM_PASS_GLOSSARY_H
#define BM_PASS_GLOSSARY_H

#include "lint/terms.h"
#include "lint/text.h"
#include "pass/pass.h"

/* What the pass leaves in doc->terms. */
typedef struct bm_terms {
	const lint_terms *table; /* the context's, or one with own entries */
	bool *used;              /* by number; old names count for both */
	bool filled;             /* a glossary of its own is filled */
} bm_terms;

/* What the pass "glossary" found; NULL when it did not run. */
const bm_terms *bm_terms_of(const bm_doc *doc);

/*
 * Fills the document's glossaries with the role "auto", if it has any, with
 * the terms for which used[number] is true, sorted as its language sorts.
 * What was filled in before is replaced.
 */
bm_status bm_glossary_fill(bm_doc *doc, const lint_terms *table,
			   const bool *used);
/* Takes out what was filled in. */
void bm_glossary_empty(bm_doc *doc);
/* Whether the document has a glossary to be filled. */
bool bm_glossary_asked(const bm_doc *doc);

/* ---- Inside the pass ---- */

/* An edit of a text node: bytes from..to become an element. */
typedef struct term_edit {
	xmlNode *node; /* text */
	size_t from, to;
	const char *text;      /* what stands there now; NULL: as it was */
	const char *expansion; /* in brackets behind it, or NULL */
	const char *former;    /* the same for a name that was replaced */
	const lint_term *link; /* leads to its entry, or NULL */
	const char *means;     /* a short form and what it means, or NULL */
	bm_pos pos;
} term_edit;

/* Makes edits, which are in the order of the document (glossary_edit.c). */
bm_status bm_term_edits(bm_doc *doc, const term_edit *edits, size_t count);
/* Where an entry is, for links from this document: sets linkend or href. */
bm_status bm_term_point(bm_doc *doc, xmlNode *el, const lint_term *term);
/* What info says the text is about, with names and codes (glossary_make.c);
 * an unknown name is reported by the rule. */
bm_status bm_terms_about(bm_doc *doc, const lint_terms *table,
			 const bm_rule *unknown);

#endif
