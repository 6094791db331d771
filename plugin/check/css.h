/*
 * What style sheets in a page and style attributes say of a few properties,
 * as far as it can be decided without a browser: type, class, id and attribute
 * selectors with all combinators, the cascade with importance and
 * specificity.  What depends on more is MAYBE, and no rule may fail on it.
 */
#ifndef BM_CHECK_CSS_H
#define BM_CHECK_CSS_H

#include "check/page.h"

typedef enum css_prop {
	CSS_DISPLAY,
	CSS_VISIBILITY,
	CSS_COLOR,
	CSS_BACKGROUND_COLOR,
	CSS_BACKGROUND_IMAGE,
	CSS_BACKGROUND, /* the shorthand, taken apart by who asks */
	CSS_OPACITY,
	CSS_FONT_SIZE,
	CSS_FONT_WEIGHT,
	CSS_FONT, /* the shorthand */
	CSS_LETTER_SPACING,
	CSS_WORD_SPACING,
	CSS_LINE_HEIGHT,
	CSS_POSITION,
	CSS_FLOAT,
	CSS_TRANSFORM,
	CSS_ROTATE,
	CSS_FILTER,
	CSS_MIX_BLEND_MODE,
	CSS_TEXT_SHADOW,
	CSS_CLIP_PATH,
	CSS_CLIP,
	CSS_OVERFLOW,
	CSS_OVERFLOW_X,
	CSS_OVERFLOW_Y,
	CSS_LIST_STYLE,
	CSS_WIDTH,
	CSS_MAX_WIDTH,
	CSS_HEIGHT,
	CSS_MAX_HEIGHT,
	CSS_TEXT_FILL,
	CSS_TEXT_INDENT,
	CSS_COLOR_SCHEME,
	CSS_CONTENT, /* of ::before and ::after */
	CSS_ALL,
	CSS_PROPS
} css_prop;

typedef struct css_value {
	bm_str text;    /* trimmed, without !important; ptr NULL: none */
	bool important; /* it has !important */
	bool maybe;     /* whether another holds cannot be decided */
	bm_str other;   /* that other one; ptr NULL when there are several */
	bool in_attr;   /* it stands in the style attribute */
	uint32_t order; /* specificity and place, for the cascade */
} css_value;

typedef struct css css;

/* A declaration in a media query about the way a screen is held. */
typedef struct css_turned {
	bm_str property, value, selector;
	bool portrait;
	uint32_t rule; /* those of one rule have one number */
} css_turned;

/*
 * Sheets that pages of one run or build have in common, read once; NULL
 * without memory.  Threads may use it at the same time, and it is bounded:
 * what finds no room is read for each page.
 */
css_cache *css_cache_new(const bm_allocator *al);
void css_cache_free(css_cache *cache);

/* Reads all style elements; NULL without memory.  Lives with the page. */
css *css_read(page *p);
/* The same for readers who want dark colours; whether a sheet has any. */
css *css_read_dark(page *p);
bool css_has_dark(const css *c);
bool css_is_dark(const css *c);
/* Whether there is anything that could style n: a sheet or an attribute. */
bool css_styles(const css *c, const page *p, page_node_id n);
/* Whether a sheet in another file, or one that cannot be read, may hold. */
bool css_foreign(const css *c);
/* The winning declaration of each property for an element; whether there is
 * any. */
bool css_declared(css *c, const page *p, page_node_id n,
		  css_value out[CSS_PROPS]);
/* What a style puts before the content of an element, or behind it. */
enum css_made {
	CSS_MADE_NOTHING,
	CSS_MADE_TEXT,
	CSS_MADE_UNKNOWN /* it depends on what is not decided */
};

/* Appends that text to out.  Pictures and signs of private fonts, of which
 * nothing is read, are left out. */
enum css_made css_generated(css *c, const page *p, page_node_id n, bool behind,
			    bm_buf *out);
/* A value with the custom property that it consists of looked up; as it is
 * when that is not known. */
bm_str css_resolve(const css *c, bm_str value);
/* The declarations in queries about orientation; count in *count. */
const css_turned *css_turned_list(const css *c, size_t *count);
/* The elements that a selector, as it was written, holds for; PAGE_NONE at
 * the end.  Begin with from 0. */
page_node_id css_find(css *c, const page *p, bm_str selector,
		      page_node_id from);

#endif
