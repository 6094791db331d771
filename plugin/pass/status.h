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
	/* By number of the row: what is wrong with it was told; text draws from
	 * it, or the metadata name it. */
	bool *told, *used;
	bm_map sources; /* ids of entries that the author wrote */
} bm_statuses;

/* The first of the rows that the metadata name with one of the standings
 * (their names, NULL-ended; NULL: any), or NULL. */
const lint_status *bm_statuses_pick(const bm_doc *doc,
				    const char *const *standings);
/*
 * The rows that the metadata name and that can be told with `row`, which they
 * name too, in one statement, NULL-ended, `row` first: of the same product
 * and standing, and either with its condition or in its place; both only if
 * there is a row for each condition in each place.  In the arena; NULL
 * without memory.
 */
const lint_status *const *bm_statuses_together(const bm_doc *doc,
					       const lint_status *row);
/* The row of this name in the document's table, or NULL. */
const lint_status *bm_statuses_row(bm_doc *doc, const char *name);
/*
 * Reports, once a document, what is wrong with a row that the text at pos
 * depends on: it is out of date, or has none.
 */
void bm_statuses_rely(bm_doc *doc, const bm_pass_context *context,
		      const lint_status *row, const bm_pos *pos);

/* "a cell product for back pain (status.tsv, line 2)".  In the arena. */
const char *bm_statuses_name(bm_doc *doc, const lint_status *row);
/* Whether the source of a row that the text at pos cites is there; that it is
 * not is reported. */
bool bm_statuses_source(bm_doc *doc, const lint_status *row, const bm_pos *pos);
/* Reports rows of the document's table that are out of date, or lack a source,
 * and that nothing depends on: used, by number, is false. */
void bm_statuses_rest(bm_doc *doc, const bm_date *today, const bool *used);

#endif
