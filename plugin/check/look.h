/*
 * How an element is drawn, as far as styles decide it without a browser: the
 * cascade, inheritance, and boxes that lie where they stand in the page.
 */
#ifndef BM_CHECK_LOOK_H
#define BM_CHECK_LOOK_H

#include "check/color.h"
#include "check/model.h"

typedef struct look {
	page_node_id end; /* of the element */
	bm_colour text, behind;
	bool text_known, behind_known, size_known;
	bool mixed;         /* it is mixed with what is behind, and all in it */
	bool dark;          /* colours of the browser are those for the dark */
	bool scheme_unsure; /* whether it is dark cannot be decided */
	bool shadow;        /* its text has one */
	double size;        /* of the text, in pixels */
	double root;        /* the same of the root element: 1rem */
	bool bold;
	bool skip; /* its text is no matter of contrast */
} look;

/* What holds before the root element. */
look look_first(page *p, css *sheets);
/* What holds in n, from what holds around it; by the sheets of css. */
look look_of(page *p, css *sheets, page_node_id n, const look *above);
/* The same for an element anywhere, by the sheets of the page; colours are
 * not looked at. */
look look_in(page *p, page_node_id n);
/* A length in pixels, seen from an element; false if it cannot be known. */
bool look_length(bm_str value, const look *l, double *out);
/* Whether the colours of text in it are known. */
static inline bool
look_known(const look *l)
{
	return l->text_known && l->behind_known && !l->mixed && !l->shadow;
}

#endif
