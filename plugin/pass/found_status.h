/*
 * Rows of the status table that a text speaks of: a section names the product
 * and the condition.
 */
#ifndef BM_PASS_FOUND_STATUS_H
#define BM_PASS_FOUND_STATUS_H

#include "lint/text.h"
#include "pass/status.h"

/* A row, and where its section first names the product. */
typedef struct bm_spoken {
	const lint_status *row;
	const lint_unit *unit;
	size_t at, len;
} bm_spoken;

typedef struct bm_speaking {
	bm_doc *doc;
	const lint_statuses *table; /* NULL: there is nothing to look for */
	bm_map seen;                /* section and term that it names */
	bm_map rows;                /* section and standing -> row */
	BM_VEC(bm_spoken) products; /* section by section, in their order */
	BM_VEC(bm_spoken) list;     /* filled by bm_speaking_end */
	lint_uses uses;
} bm_speaking;

void bm_speaking_init(bm_speaking *s, bm_doc *doc);
/* Notes what one sentence names. */
bm_status bm_speaking_take(bm_speaking *s, const lint_unit *unit);
/*
 * Fills the list: of each product that a section names the first row of each
 * standing whose condition it names too, and whose place concerns the readers.
 */
bm_status bm_speaking_end(bm_speaking *s);
/* The first row of a section with a standing, or NULL. */
const lint_status *bm_speaking_find(const bm_speaking *s,
				    const xmlNode *division,
				    lint_standing standing);

#endif
