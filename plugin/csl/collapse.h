/* Putting the cites of a cluster together: delimiters, groups, ranges. */
#ifndef BM_CSL_COLLAPSE_H
#define BM_CSL_COLLAPSE_H

#include "csl/render.h"

/* One cite at its place in the cluster. */
typedef struct csl_placed {
	const csl_cite *cite;
	csl_ref *ref;
	const csl_key *keys;
	csl_position position;
	bool near_note, first; /* first: of the cluster, as it is printed */
	size_t index;          /* in the cluster as written */
	csl_out *out;          /* CSL_OUT_CITE, or NULL */
	bm_str author;         /* plain text, for grouping; "": none */
	size_t group;
} csl_placed;

/* Whether cites of the same authors are brought together. */
bool csl_groups_authors(const csl_area *area);
/* The first names that a cite or an entry prints, or NULL. */
csl_out *csl_find_author(csl_out *out);
/*
 * Appends the cites to out, collapsed as the style wants.  May change their
 * order and their trees.
 */
bm_status csl_put_cites(csl_engine *engine, csl_placed *list, size_t count,
			csl_out *out);

#endif
