/*
 * A publication of anybody's making, straight from its archive: what its
 * package says, what its pages hold, and whether the two agree.  Private to
 * this folder; check/book.h is what others use.
 */
#ifndef BM_CHECK_EPUB_H
#define BM_CHECK_EPUB_H

#include "check/book.h"
#include "check/css.h"
#include "core/map.h"
#include "core/vec.h"
#include "pack/unzip.h"
#include "xml/doc.h"

#define EPUB_NS_OPF "http://www.idpf.org/2007/opf"
#define EPUB_NS_DC  "http://purl.org/dc/elements/1.1/"
#define EPUB_NS_NCX "http://www.daisy.org/z3986/2005/ncx/"
#define EPUB_NS_M   "http://www.w3.org/1998/Math/MathML"
#define EPUB_NS_SVG "http://www.w3.org/2000/svg"

/* ---- what is known of a page ---- */

/* An element with an id: where it begins and ends in the order of the page. */
typedef struct epub_target {
	uint32_t begin, end;
	bool is_note, is_break;
	bool linked; /* a page list leads there */
} epub_target;

typedef struct epub_link {
	const char *path, *fragment; /* of the target; fragment may be NULL */
	const char *text;            /* of lists of navigation */
	bm_pos pos;
	uint32_t at; /* in the order of its page */
	bool is_noteref;
} epub_link;

typedef BM_VEC(epub_link) epub_links;

typedef struct epub_break {
	const char *id;
	bm_pos pos;
	bool labelled;
} epub_break;

/* A text of a page that has a narration. */
typedef struct epub_said {
	uint32_t at; /* in the order of the page */
	bm_pos pos;
} epub_said;

/* What the claims of a package are held against. */
typedef struct epub_facts {
	bm_map ids;             /* -> epub_target */
	BM_VEC(epub_said) said; /* in their order */
	BM_VEC(epub_target) narrated;
	bool all_narrated;
	epub_links links;
	BM_VEC(epub_break) breaks;
	const char *title, *lang;
	bm_pos title_pos;
	unsigned images, texts, decorative, unnamed; /* of images */
	unsigned described;                          /* at length */
	unsigned math, math_text, audio, video, captions, autoplay, svg;
	unsigned headings, words, ruby, aria, index, script, transcript_link;
	bm_pos first_unnamed, first_math, first_media, first_index, first_image;
	bool is_cover;
} epub_facts;

/* At least the number of rules. */
#define EPUB_RULES_MAX 64

/* ---- the package ---- */

typedef struct epub_item {
	const char *id, *path, *type, *properties, *fallback, *overlay;
	bm_pos pos;
	const bm_zip_entry *entry;
	epub_facts *facts; /* NULL: no page, or unreadable */
	size_t place;      /* in the spine, from 1; 0: not in it */
	bool linear, reached, encrypted;
} epub_item;

/* One property of the package, of meta in both its forms, and of link. */
typedef struct epub_meta {
	const char *property, *value;
	bm_pos pos;
	bool refines;
} epub_meta;

typedef struct epub {
	bm_arena *arena;
	const char *file;
	bm_diags *diags;
	const bm_allocator *al;
	bm_zip zip;
	uint64_t sheets; /* bytes of style sheets that may still be read */
	size_t kept;     /* bytes of those that are kept for other pages */
	bm_map texts;    /* names of entries to these (bm_str) */
	css_cache *shared;
	bm_doc *package;
	const char *package_path;
	bm_pos metadata_pos, spine_pos;
	unsigned version; /* 2 or 3 */
	BM_VEC(epub_item *) items;
	BM_VEC(epub_item *) spine;
	BM_VEC(epub_meta) metas;
	bm_map by_id, by_path;
	bm_map encrypted; /* paths that META-INF/encryption.xml names */
	epub_item *nav, *ncx;
	epub_links toc, pages;
	bm_pos toc_pos, pages_pos;
	bool has_toc, has_pages, has_landmarks, has_overlays, pre_paginated;
	uint32_t found[EPUB_RULES_MAX]; /* by rule */
	bool no_memory;
} epub;

/* A page of the book, for those who judge pages; lent until it returns. */
typedef bm_status (*epub_page_fn)(void *user, page *p);

extern const bm_rule epub_rules[];
extern const check_test epub_tests[];

/*
 * Judges a book.  name is its file, bytes its archive, both borrowed; findings
 * go to diags, with names of files in its arena.  look (or NULL) is called for
 * each page, first those of the spine in their order.  found (or NULL) gets
 * how many findings each rule had, of EPUB_RULES_MAX.
 */
bm_status epub_check(const bm_allocator *al, const char *name, bm_str bytes,
		     bm_diags *diags, epub_page_fn look, void *user,
		     uint32_t *found);

/* ---- inside ---- */

/* Adds a finding of epub_rules. */
void epub_tell(epub *e, const char *code, const bm_pos *pos, const char *format,
	       ...) __attribute__((format(printf, 4, 5)));
/* A place in a file of the book, or the book itself. */
bm_pos epub_pos(epub *e, const char *path);
/* Parses a file; *out is the caller's.  What is wrong with it is told. */
bm_status epub_parse(epub *e, const bm_zip_entry *entry, bm_doc **out);
/* The file that href leads to from `base`, decoded; NULL: out of the book.
 * *fragment is NULL without one. */
const char *epub_resolve(epub *e, const char *base, const char *href,
			 const char **fragment);
bool epub_is(const xmlNode *node, const char *ns, const char *name);
/* An attribute of this namespace (NULL: none). */
const char *epub_attr(const xmlNode *el, const char *ns, const char *name);
/* Whether one of the words of list is this one. */
bool epub_has_word(const char *list, const char *word);
/* The words inside, one space between them, in the book's arena. */
const char *epub_text(epub *e, const xmlNode *node);
/* The value of the first such property that refines nothing, or NULL. */
const epub_meta *epub_meta_find(const epub *e, const char *property,
				const char *value);

bm_status epub_package_read(epub *e);
bm_status epub_facts_read(epub *e, epub_item *item, const page *p);
/* The lists of the navigation document, when its page is at hand; the NCX is
 * read by epub_ncx_read. */
bm_status epub_nav_read(epub *e, const page *p);
bm_status epub_ncx_read(epub *e);
bm_status epub_overlays_read(epub *e);
/* Whether a narration has all of the texts (EPUB Accessibility 3.4.2). */
void epub_judge_narration(epub *e);
/* The words of a page's element, with those of its images. */
const char *epub_page_text(epub *e, const page *p, page_node_id top);
void epub_judge_metadata(epub *e);
void epub_judge_claims(epub *e);
void epub_judge_navigation(epub *e);
void epub_judge_links(epub *e);

#endif
