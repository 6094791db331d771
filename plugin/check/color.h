/* Colours as CSS writes them. */
#ifndef BM_CHECK_COLOR_H
#define BM_CHECK_COLOR_H

#include "core/colour.h"

/* A colour as CSS Color 4 writes it: names, #hex, rgb(), hsl(),
 * transparent, and what color_read_space reads.  False for all else. */
bool color_read(bm_str text, bm_colour *out);
/* hwb(), lab(), lch(), oklab(), oklch(), color() and color-mix() of colours
 * that can be read; clipped to sRGB. */
bool color_read_space(bm_str text, bm_colour *out);
/* The colour of light-dark() that holds (CSS Color 5, 5); all else as it
 * is. */
bm_str color_of_scheme(bm_str text, bool dark);
/* The same in the old attributes of HTML: names and #hex only. */
bool color_read_old(bm_str text, bm_colour *out);
/* Whether a value of color-scheme makes a page dark, for readers who want
 * that or not (CSS Color Adjustment 1, 2). */
bool color_scheme_is_dark(bm_str text, bool wanted);
/* a over b, which has no alpha. */
bm_colour color_over(bm_colour a, bm_colour b);

#endif
