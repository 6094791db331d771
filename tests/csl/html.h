/* Runs of the CSL engine as the HTML that CSL's test suite writes. */
#ifndef TESTS_CSL_HTML_H
#define TESTS_CSL_HTML_H

#include "core/buf.h"
#include "csl/csl.h"

/* Appends one tree of runs; NULL appends nothing. */
void html_runs(const csl_run *run, bm_buf *out);
/* Appends a whole bibliography with the elements around its entries. */
void html_bibliography(const csl_output *output, bm_buf *out);

#endif
