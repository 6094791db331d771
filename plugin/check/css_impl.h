/* Inside of the reader of style sheets. */
#ifndef BM_CHECK_CSS_IMPL_H
#define BM_CHECK_CSS_IMPL_H

#include "check/css.h"

enum css_match { CSS_NO, CSS_MAYBE, CSS_YES };

enum css_simple_kind {
	CSS_CLASS,
	CSS_ID,
	CSS_ATTR,
	CSS_ROOT,
	CSS_FIRST,
	CSS_LAST,
	CSS_FIRST_OF_TYPE,
	CSS_LAST_OF_TYPE,
	CSS_LINK,
	CSS_IS, /* and :where() */
	CSS_NOT,
	CSS_HAS,
	CSS_PSEUDO, /* ::before, ::after: see css_rule.pseudo */
	CSS_NEVER,  /* :hover and so on, ::marker */
	CSS_UNKNOWN /* what is not looked into */
};

typedef struct css_simple {
	enum css_simple_kind kind;
	char op; /* of an attribute: 0 = ~ | ^ $ * */
	bool nocase;
	page_name name; /* of an attribute */
	bm_str text;
	uint32_t first, count; /* in css.nested, of :is() and the like */
} css_simple;

/* A compound selector and how it stands to the one before it. */
typedef struct css_compound {
	char combinator;       /* ' ', '>', '+', '~'; 0 for the first */
	page_name element;     /* N_NONE: any */
	bool strange;          /* an element that no page here has */
	uint32_t first, count; /* in css.simples */
} css_compound;

typedef struct css_rule {
	uint32_t first, count; /* compounds, left to right */
	uint32_t declared, declarations;
	uint32_t order, specificity;
	bool maybe;    /* its media query is not decided */
	char pseudo;   /* what it is for: 0 an element, b ::before, a ::after */
	uint32_t next; /* in its bucket, + 1; 0 ends */
} css_rule;

typedef struct css_declaration {
	css_prop prop;
	bm_str value;
	bool important;
} css_declaration;

struct css {
	page *page;
	BM_VEC(css_simple) simples;
	BM_VEC(css_compound) compounds;
	BM_VEC(css_rule) rules;
	BM_VEC(css_rule) nested; /* selectors in brackets, for no bucket */
	BM_VEC(css_declaration) declarations;
	BM_VEC(css_turned) turned;
	bm_map by_id, by_class; /* to rules + 1 */
	uint32_t *by_element;   /* N_KNOWN of them */
	uint32_t others;        /* rules + 1 */
	bm_map custom;          /* properties of the root element */
	const char *from;       /* the file that is read now */
	bool foreign;
	bool dark;       /* read for readers who want that */
	bool has_dark;   /* a query asks whether they do */
	char pseudo;     /* what is asked for now, as in css_rule */
	bool generates;  /* a rule for ::before or ::after declares content */
	unsigned sheets; /* of other files */
	uint64_t effort; /* simple selectors that were tried */
	uint32_t turn;   /* rules in queries about orientation */
};

/* Cuts the next selector of a list off and adds it as a rule without
 * declarations; its number, or UINT32_MAX when there is none or it cannot be
 * read (*bad). */
uint32_t css_add_selector(css *c, bm_str *list, bool *bad);
enum css_match css_matches(css *c, const page *p, const css_rule *rule,
			   page_node_id n);
/* The declarations in a block, behind those of c; how many. */
uint32_t css_add_declarations(css *c, bm_str block);
/* A text without its escapes. */
void css_put_unescaped(bm_str text, bm_buf *out);
/* Skips white space and comments. */
void css_skip(bm_str *s);
/* Cuts off what stands before the next of `stops` outside of strings,
 * brackets and comments. */
bm_str css_until(bm_str *s, const char *stops);

#endif
