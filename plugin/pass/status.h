/*
 * What a document draws from the status table: the rows that its metadata
 * name, and those of sentences that are filled in.
 */
#ifndef BM_PASS_STATUS_H
#define BM_PASS_STATUS_H

#include "core/vec.h"
#include "lint/status.h"
#include "pass/pass.h"

/* Left by the pass as doc->statuses. */
typedef struct bm_statuses {
	const lint_statuses *table;
	BM_VEC(const lint_status *) rows; /* that the metadata name */
	bool *told; /* by number of the row: what is wrong with it */
} bm_statuses;

/* The first of the rows that the metadata name with one of the standings
 * (their names, NULL-ended; NULL: any), or NULL. */
const lint_status *bm_statuses_pick(const bm_doc *doc,
				    const char *const *standings);
/* The row of this name in the document's table, or NULL. */
const lint_status *bm_statuses_row(bm_doc *doc, const char *name);
/*
 * Reports, once a document, what is wrong with a row that the text at pos
 * depends on: it is out of date, or has none.
 */
void bm_statuses_rely(bm_doc *doc, const bm_pass_context *context,
		      const lint_status *row, const bm_pos *pos);

#endif
