/*
 * The regulatory status of products: what was found when somebody looked up
 * whether a product may be used for a condition in a place.  A table comes
 * from files (status.tsv); a row of a later file counts for the same product,
 * condition and place.  Once read it is immutable, and threads may share it.
 */
#ifndef BM_LINT_STATUS_H
#define BM_LINT_STATUS_H

#include "core/date.h"
#include "core/diag.h"
#include "core/map.h"
#include "core/vec.h"
#include "lint/terms.h"

/* Nothing stays true for longer unless somebody looks again (PIF TICK). */
#define LINT_STATUS_MONTHS 36

typedef enum lint_standing {
	LINT_APPROVED,
	LINT_NOT_APPROVED,
	LINT_WITHDRAWN,
	LINT_INVESTIGATIONAL, /* being tested in trials */
	LINT_STANDINGS
} lint_standing;

typedef struct lint_status lint_status;
struct lint_status {
	const char *product;   /* a singular: "a cell product", "Ryoncil" */
	const char *condition; /* "back pain" */
	const char *place;     /* a code, "US", or words; "*": any place */
	lint_standing standing;
	const char *source; /* id of a reference */
	bool dated;         /* as_of and expires hold */
	bm_date as_of, expires;
	bool own;        /* of the project, not of the library */
	bm_pos pos;      /* of the row */
	const char *key; /* "cell product/back pain/us" */
	size_t number;
	/* The words for the product and the condition in a text. */
	const lint_term *product_term, *condition_term;
	const lint_status *next; /* the next row of the same product, or NULL */
};

typedef struct lint_statuses {
	bm_arena *arena;
	BM_VEC(lint_status *) list; /* in the order of adding */
	bm_map by_key;
	lint_terms *names;         /* products without article, conditions */
	const lint_status **first; /* by number of a term: its first row */
} lint_statuses;

extern const bm_rule lint_status_rules[];

/* A new table; the caller's.  NULL without memory. */
lint_statuses *lint_statuses_new(const bm_allocator *al);
void lint_statuses_free(lint_statuses *table);

/*
 * Adds the rows of a file: a header line, then seven columns with tabs between
 * (product, condition, place, status, as-of, source, expires).  own: it is a
 * project's.  Faults are findings of `file`, which must outlive the table; a
 * row with a fault is left out.  A date that is not there is none.
 */
bm_status lint_statuses_read(lint_statuses *table, bm_str tsv, const char *file,
			     bool own, bm_diags *diags);

/* Makes the table ready; nothing may be added then. */
bm_status lint_statuses_end(lint_statuses *table);

/*
 * "A cell-product / back pain / US" as rows are compared: in lower case, with
 * one blank between words, and without an article before the product.  In the
 * arena; NULL without memory.
 */
const char *lint_status_key(bm_arena *arena, bm_str name);
/* The row of this name, or NULL; the arena is for the search. */
const lint_status *lint_statuses_find(const lint_statuses *table,
				      bm_arena *arena, bm_str name);
/* What the same product is approved for in the same place, or NULL. */
const lint_status *lint_status_approved(const lint_statuses *table,
					const lint_status *row);
/* The product without its article: the rest of s. */
const char *lint_status_bare(const char *product);
/* The word of the table for a standing: "not-approved". */
const char *lint_standing_name(lint_standing standing);
/* Whether a row that is dated no longer holds (today NULL: it holds). */
bool lint_status_expired(const lint_status *row, const bm_date *today);

#endif
