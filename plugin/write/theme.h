/*
 * The colours of a publisher.  They are put behind the style sheet of a site
 * if all that is read can still be read: 7:1 for text (WCAG 2.2, 1.4.6).
 */
#ifndef BM_WRITE_THEME_H
#define BM_WRITE_THEME_H

#include "core/colour.h"
#include "write/write.h"

/* What a page is painted with; names are those of the style sheet. */
typedef enum theme_part {
	THEME_GROUND,
	THEME_RAISED,
	THEME_TEXT,
	THEME_QUIET,
	THEME_LINK,
	THEME_VISITED,
	THEME_ACCENT,
	THEME_NOTE,
	THEME_WARN,
	THEME_WARN_GROUND,
	THEME_DANGER_TEXT,
	THEME_DANGER_GROUND,
	THEME_DANGER,
	THEME_STRONG_RULE,
	THEME_MARK,
	THEME_PARTS
} theme_part;

typedef enum theme_scheme {
	THEME_LIGHT,
	THEME_DARK,
	THEME_CONTRAST,
	THEME_DARK_CONTRAST,
	THEME_SCHEMES
} theme_scheme;

extern const char *const theme_names[THEME_PARTS];

/* Reads the colours of a scheme from the style sheet; false if one that the
 * scheme must have is missing. */
bool theme_palette(bm_str css, theme_scheme scheme, bm_colour out[THEME_PARTS]);
/*
 * The first pair that cannot be read, from *at on, which is moved behind it;
 * false if there is none.  *need is what it should reach.
 */
bool theme_fault(const bm_colour palette[THEME_PARTS], size_t *at,
		 theme_part *front, theme_part *back, double *need);
/*
 * Appends the theme's rules to a style sheet.  What breaks contrast is told
 * in diags (NULL: nobody asks) and left out.
 */
bm_status theme_css(const bm_theme *theme, bm_str css, bm_diags *diags,
		    bm_buf *out);

#endif
