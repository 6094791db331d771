/*
 * A page as the rules see it: one read-only array of nodes in the order of
 * the document, made from HTML or from XML.  A subtree is a range, so walking
 * one is a loop without a stack: for (n = top; n < page_end(p, top); n++).
 */
#ifndef BM_CHECK_PAGE_H
#define BM_CHECK_PAGE_H

#include "backmatter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/diag.h"
#include "core/map.h"
#include "core/vec.h"

/* ---- names: elements and attributes share their numbers ---- */

typedef uint16_t page_name;

enum {
	N_NONE,
#define NAME(id, text)                N_##id,
#define ARIA(id, type, values, scope) N_aria_##id,
#include "check/names.def"
#include "check/aria.def"
#undef NAME
#undef ARIA
	N_KNOWN /* the first number of names that one page brings */
};

/* The number of a name that is known to all pages, or N_NONE. */
page_name page_name_known(bm_str name);
/* The text of such a number. */
const char *page_name_text(page_name name);

/* ---- nodes ---- */

typedef uint32_t page_node_id;

#define PAGE_NONE UINT32_MAX

enum page_kind {
	PAGE_DOCUMENT, /* number 0, and no other */
	PAGE_ELEMENT,
	PAGE_TEXT,
	PAGE_COMMENT
};

enum page_ns {
	NS_NONE,
	NS_HTML,
	NS_SVG,
	NS_MATHML,
	NS_XLINK, /* of attributes */
	NS_XML,
	NS_OPS, /* epub:type */
	NS_OTHER
};

typedef struct page_attr {
	page_name name; /* without a prefix */
	uint8_t ns;     /* NS_NONE for nearly all */
	const char *value;
	uint32_t line, column;
} page_attr;

typedef struct page_node {
	uint8_t kind;     /* page_kind */
	uint8_t ns : 7;   /* page_ns */
	uint8_t copy : 1; /* the parser copied one that was left open */
	page_name name;
	uint32_t parent; /* PAGE_NONE for the document */
	uint32_t end;    /* number of the first node behind its subtree */
	uint32_t line, column;
	uint32_t count; /* attributes, or bytes of text */
	union {
		uint32_t attrs; /* the first one's place in page.attrs */
		const char *text;
	} u;
} page_node;

typedef enum page_type { PAGE_HTML, PAGE_XHTML, PAGE_SVG, PAGE_XML } page_type;

struct page_model;

/* How the style sheets are got that a page names; read gives bytes that live
 * as long as the arena. */
typedef struct page_files {
	void *user;
	bm_status (*read)(void *user, bm_arena *arena, const char *path,
			  bm_str *out);
} page_files;

/* Style sheets that pages share: css.h. */
typedef struct css_cache css_cache;

typedef struct page {
	bm_arena *arena;
	const char *file;
	bm_str text;             /* what it was read from, borrowed */
	const page_files *files; /* or NULL: none are read */
	css_cache *sheets;       /* or NULL: none are shared */
	page_type type;
	bool no_memory; /* beside what its arena knows */
	bool more;      /* what has to be asked for is judged too */
	bool in_book;   /* one of many, with a reading system round them */
	BM_VEC(page_node) nodes;
	BM_VEC(page_attr) attrs;
	BM_VEC(const char *) names; /* beyond N_KNOWN */
	bm_map name_numbers;        /* the same, to their numbers */
	page_node_id root;          /* the root element, or PAGE_NONE */
	page_node_id html_head, html_body;
	bm_map ids;               /* id -> number of its first element + 1 */
	struct page_model *model; /* model.h */
} page;

/* page-syntax, page-limit */
extern const bm_rule page_rules[];

/*
 * Reads a page; all lives in arena but file and text, which must live as
 * long.  What cannot be read is a finding, and then BM_BAD_INPUT or BM_LIMIT.
 */
bm_status page_read(bm_arena *arena, bm_diags *diags, const char *file,
		    bm_str text, page_type type, page *out);
/* What a file is by its name and its first bytes. */
page_type page_guess(const char *file, bm_str text);

/* ---- making one (page_html.c, page_xml.c) ---- */

bm_status page_from_html(page *p, bm_diags *diags);
/* Its two ways: BM_UNSUPPORTED and nothing read, if markup has to be mended
 * (page_plain.c); and whatever the markup is like. */
bm_status page_from_plain(page *p);
bm_status page_from_any(page *p, bm_diags *diags);
bm_status page_from_xml(page *p, bm_diags *diags);
/* Whether HTML is shallow enough for its parser (page_gate.c); else why it
 * is not, and where. */
const char *page_html_gate(bm_str text, size_t *where);

/* The number of a name in this page; N_NONE without memory. */
page_name page_name_of(page *p, bm_str name);
/* Whether it has as many nodes or attributes as a page may have. */
bool page_is_full(const page *p);
/* Opens a node below parent; PAGE_NONE without memory.  Its end is set by
 * page_close, when all below it is there. */
page_node_id page_open(page *p, enum page_kind kind, page_node_id parent,
		       uint32_t line, uint32_t column);
void page_close(page *p, page_node_id node);
/* Gives the element that was opened last one attribute more; the value is
 * copied. */
bool page_add_attr(page *p, page_node_id node, enum page_ns ns, bm_str name,
		   const char *value, uint32_t line, uint32_t column);
/* The same with a value that lives as long as the page does. */
bool page_put_attr(page *p, page_node_id node, enum page_ns ns, page_name name,
		   const char *value, uint32_t line, uint32_t column);

/* ---- asking ---- */

static inline const page_node *
page_at(const page *p, page_node_id n)
{
	return &p->nodes.items[n];
}

static inline page_node_id
page_end(const page *p, page_node_id n)
{
	return p->nodes.items[n].end;
}

static inline bool
page_is_element(const page *p, page_node_id n)
{
	return p->nodes.items[n].kind == PAGE_ELEMENT;
}

/* Whether it is the HTML element of this name (N_...). */
static inline bool
page_is(const page *p, page_node_id n, page_name name)
{
	const page_node *node = &p->nodes.items[n];

	return node->name == name && node->ns == NS_HTML &&
	       node->kind == PAGE_ELEMENT;
}

static inline page_node_id
page_parent(const page *p, page_node_id n)
{
	return p->nodes.items[n].parent;
}

/* First child and next sibling of any kind, or PAGE_NONE. */
page_node_id page_first(const page *p, page_node_id n);
page_node_id page_next(const page *p, page_node_id n);
/* The same for elements; the first HTML child of a name. */
page_node_id page_first_element(const page *p, page_node_id n);
page_node_id page_next_element(const page *p, page_node_id n);
page_node_id page_child(const page *p, page_node_id n, page_name name);
/* The nearest HTML ancestor of a name, or PAGE_NONE. */
page_node_id page_ancestor(const page *p, page_node_id n, page_name name);
/* Whether it stands in noscript or template, which are not of the page as it
 * is seen. */
bool page_is_spare(const page *p, page_node_id n);
/* The element as it is written: "img", "svg". */
const char *page_tag(const page *p, page_node_id n);
const char *page_text_of_name(const page *p, page_name name);

/* The attribute without a namespace, or NULL: value, or all of it. */
const char *page_attr_of(const page *p, page_node_id n, page_name name);
const page_attr *page_attr_at(const page *p, page_node_id n, page_name name);
const char *page_attr_ns(const page *p, page_node_id n, enum page_ns ns,
			 page_name name);
/* Whether it has the attribute, with whatever value. */
static inline bool
page_has(const page *p, page_node_id n, page_name name)
{
	return page_attr_at(p, n, name) != NULL;
}

/* The first element with this id, or PAGE_NONE. */
page_node_id page_by_id(const page *p, bm_str id);
/* Where it stands, for findings. */
bm_pos page_pos(const page *p, page_node_id n);
bm_pos page_attr_pos(const page *p, const page_attr *attr);
/* All text in it, into out; scripts and styles too. */
void page_put_text(const page *p, page_node_id n, bm_buf *out);

/* The next word of a list that white space divides; false at its end. */
bool page_word(const char **list, bm_str *out);
/* Whether a list has the word; ASCII case ignored. */
bool page_has_word(const char *list, const char *word);
/* Whether there is a letter or digit in a text; marks alone are not read, nor
 * are pictures among the characters. */
bool page_has_letters(bm_str text);
/* Whether text is NULL, empty or only white space. */
bool page_blank(const char *text);

#endif
