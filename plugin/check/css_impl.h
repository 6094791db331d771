/* Inside of the reader of style sheets: css.c makes rules of a text,
 * css_select.c reads and tries selectors, css_cache.c keeps what pages share,
 * css_page.c puts the sheets of a page together. */
#ifndef BM_CHECK_CSS_IMPL_H
#define BM_CHECK_CSS_IMPL_H

#include "check/css.h"

/* Rules of one page that are looked at. */
#define CSS_RULES_MAX 200000u
/* Blocks in blocks, and sheets that import one another. */
#define CSS_DEPTH_MAX 8

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
	page_name name; /* of an attribute: css_name_of */
	bm_str text;
	uint32_t first, count; /* in the sheet's nested, of :is() and so on */
} css_simple;

/* A compound selector and how it stands to the one before it. */
typedef struct css_compound {
	char combinator;       /* ' ', '>', '+', '~'; 0 for the first */
	page_name element;     /* N_NONE: any; css_name_of */
	bool strange;          /* an element that no page has */
	uint32_t first, count; /* in the sheet's simples */
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

/*
 * What was read of style sheets: that of a page of its own, which grows while
 * the page is read, or one that pages share, which never changes.  It knows
 * nothing of a page, so names beyond N_KNOWN have numbers of its own.
 */
typedef struct css_sheet {
	bm_arena *arena;
	struct css *home; /* the page's; NULL when it is shared */
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
	bm_map names;           /* to N_KNOWN and up */
	uint32_t turn;          /* rules in queries about orientation */
	bool imports;           /* it needs others, so it cannot be shared */
	bool dark;              /* read for readers who want that */
	bool has_dark;          /* a query asks whether they do */
	bool generates; /* a rule for ::before or ::after declares content */
} css_sheet;

/* A sheet in a page. */
typedef struct css_use {
	struct css *css;
	const css_sheet *sheet;
	uint32_t base;      /* rules of the page before it */
	page_name *numbers; /* those of the page for the names of the sheet */
} css_use;

/* One declaration that holds, or may, for an element. */
typedef struct css_kept {
	css_prop prop; /* CSS_PROPS ends those of the element */
	css_value value;
} css_kept;

struct css {
	page *page;
	css_sheet own;
	BM_VEC(css_use) uses; /* the first one is of its own */
	uint32_t rules;       /* of all */
	const char *from;     /* the file that is read now */
	bool foreign;
	char pseudo;     /* what is asked for now, as in css_rule */
	unsigned sheets; /* of other files */
	uint64_t effort; /* simple selectors that were tried */
	/* What css_declared came to: for each node 0, or 1 for nothing, or
	 * the place of the first + 2. */
	uint32_t *known;
	BM_VEC(css_kept) kept;
};

/* What a custom property is that is not the same everywhere. */
extern const char css_unknown[];

/* The number of a name in a sheet: that of all pages, or one of its own;
 * N_NONE without memory or for too many. */
page_name css_name_of(css_sheet *s, bm_str name);
/* An empty sheet in an arena; false without memory. */
bool css_sheet_init(css_sheet *s, bm_arena *arena, struct css *home);
/* The rules of a text, behind those of s.  turned: 1 in a query for portrait,
 * 2 for landscape, 0 neither; depth: what they stand in. */
void css_read_rules(css_sheet *s, bm_str text, enum css_match holds, int turned,
		    int depth);
/* The same for a rule that begins with "@", which is cut off. */
void css_at_rule(css_sheet *s, bm_str *text, enum css_match holds, int turned,
		 int depth);
/* Reads a sheet that another one imports, in its place; head is what stands
 * behind "@import". */
void css_import(struct css *c, bm_str head, enum css_match holds, int depth);
/* What a media query comes to on a screen of unknown size. */
enum css_match css_media(css_sheet *s, bm_str query);
/* Whether a rule for ::before or ::after declares something. */
bool css_generates(const struct css *c);
/* The sheet of a text from those that pages share, or NULL. */
const css_sheet *css_cached(css_cache *cache, bm_str text, enum css_match holds,
			    int depth, bool dark);

/* Cuts the next selector of a list off and adds it as a rule without
 * declarations; its number, or UINT32_MAX when there is none or it cannot be
 * read (*bad). */
uint32_t css_add_selector(css_sheet *s, bm_str *list, bool *bad);
enum css_match css_matches(const css_use *u, const page *p,
			   const css_rule *rule, page_node_id n);
/* The declarations in a block, behind those of s; how many. */
uint32_t css_add_declarations(css_sheet *s, bm_str block);
/* A text without its escapes. */
void css_put_unescaped(bm_str text, bm_buf *out);
/* Skips white space and comments. */
void css_skip(bm_str *s);
/* Cuts off what stands before the next of `stops` outside of strings,
 * brackets and comments. */
bm_str css_until(bm_str *s, const char *stops);

#endif
