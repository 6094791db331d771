/* Colours, and how well one can be read on another (WCAG 2.2, 1.4.3). */
#ifndef BM_CORE_COLOUR_H
#define BM_CORE_COLOUR_H

#include "core/str.h"

typedef struct bm_colour {
	double red, green, blue; /* 0 to 255 */
	double alpha;            /* 0 to 1 */
} bm_colour;

/* Reads "#rgb" or "#rrggbb". */
bool bm_colour_parse(bm_str s, bm_colour *out);
/* Relative luminance, 0 to 1, of channels from 0 to 255. */
double bm_luminance(double red, double green, double blue);
/* The contrast of two luminances, 1 to 21. */
double bm_contrast_of(double a, double b);
/* The contrast of two colours without alpha, 1 to 21. */
double bm_contrast(bm_colour a, bm_colour b);

#endif
