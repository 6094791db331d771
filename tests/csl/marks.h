/* What a step of an editing session changes: the marks of CSL's test suite. */
#ifndef TESTS_CSL_MARKS_H
#define TESTS_CSL_MARKS_H

#include "csl/csl.h"

/* A citation of the session, as last sent. */
typedef struct marks_citation {
	const char *id;
	csl_cluster cluster;
} marks_citation;

/* A style, and what it asks for. */
typedef struct marks_style {
	const csl_style *style;
	const csl_locale *locale;
	csl_style *positions; /* prints positions; NULL: it asks for none */
	bool conditions;      /* it asks for disambiguate="true", too */
	bool numbers;         /* it prints citation-number */
} marks_style;

/* The document as it stands after a step. */
typedef struct marks_state {
	csl_output output;
	bm_str *texts;  /* of the citations, in the document's order */
	bm_map by_id;   /* of a citation -> marks_seen */
	bm_map by_work; /* id of a work -> marks_work */
} marks_state;

/* Reads what the style asks for from its text, `csl`. */
bm_status marks_style_init(marks_style *out, const csl_style *style,
			   const csl_locale *locale, const char *csl,
			   bm_diags *diags);
void marks_style_end(marks_style *style);
/* Renders the document and notes what marks depend on; lives in arena. */
bm_status marks_take(const marks_style *style, bm_arena *arena,
		     const marks_citation *const *citations, size_t count,
		     marks_state *out);
/*
 * Whether a host has to print this citation anew: its text changed; or what a
 * processor decides about one of its works did, even if this cite does not
 * show it: how a later cite is told apart from others, the number, the
 * position, the citation that later cites point back to.
 */
bool marks_changed(const marks_style *style, const marks_citation *citation,
		   const marks_state *before, const marks_state *after);

#endif
