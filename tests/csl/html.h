/* Runs of the CSL engine as the HTML that CSL's test suite writes. */
#ifndef TESTS_CSL_HTML_H
#define TESTS_CSL_HTML_H

#include "core/buf.h"
#include "csl/csl.h"

/* Appends one tree of runs; NULL appends nothing. */
void html_runs(const csl_run *run, bm_buf *out);
/* The text of a cluster, in the arena. */
bm_str html_cluster(bm_arena *arena, const csl_run *run);
/* Appends a whole bibliography with the elements around its entries. */
/*
 * Entries without a printed form are left out, but for numbered ones: the
 * list would have a gap.
 */
void html_bibliography(const csl_output *output, bool numbered, bm_buf *out);
/* What stands for a cite or an entry that has no printed form. */
#define HTML_NO_FORM "[CSL STYLE ERROR: reference with no printed form.]"

#endif
