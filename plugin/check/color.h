/* Colours of CSS, and how far two stand apart (WCAG 2.2, relative luminance).
 */
#ifndef BM_CHECK_COLOR_H
#define BM_CHECK_COLOR_H

#include "core/str.h"

typedef struct color {
	double r, g, b; /* 0 to 255 */
	double a;       /* 0 to 1 */
} color;

/* A colour as CSS Color 4 writes it: names, #hex, rgb(), hsl(),
 * transparent.  False for all else. */
bool color_read(bm_str text, color *out);
/* The same in the old attributes of HTML: names and #hex only. */
bool color_read_old(bm_str text, color *out);
/* a over b, which has no alpha. */
color color_over(color a, color b);
/* The contrast of two colours without alpha: 1 to 21. */
double color_contrast(color a, color b);

#endif
