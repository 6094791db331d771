/*
 * Trees that scripts hang under an element of the page (DOM 4.8), where the
 * script has all of their markup in one text.  Whatever else a script makes
 * is not seen.
 */
#ifndef BM_CHECK_SHADOW_H
#define BM_CHECK_SHADOW_H

#include "check/model.h"

typedef struct shadow {
	page tree;         /* its markup, as the body of a page */
	page_node_id host; /* in the page around it */
	page_node_id from; /* the script */
} shadow;

/* The next one behind the node out->from, which is 0 at first; false at the
 * end. */
bool shadow_next(page *p, shadow *out);

#endif
