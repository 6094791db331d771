/* What the files of pass "cite" share. */
#ifndef BM_PASS_CITE_H
#define BM_PASS_CITE_H

#include "pass/pass.h"
#include "pass/tree.h"

typedef struct bm_cite_scope bm_cite_scope;

/* Where a citation stands, which says what it may become. */
typedef enum bm_cite_where {
	BM_CITE_TEXT,
	BM_CITE_IN_NOTE, /* a footnote is around it: no other one is made */
	BM_CITE_PLAIN    /* only words can stand here: no link, no note */
} bm_cite_where;

/* What is known of one work that is cited. */
typedef struct bm_reference {
	const char *id;   /* of its entry; NULL: there is none */
	const char *name; /* its key, as an id can hold it */
	size_t number;    /* as the style counts; 0: it does not */
	BM_VEC(const char *) backlinks;
} bm_reference;

/* An entry that the author wrote. */
typedef struct bm_own {
	xmlNode *node;        /* biblioentry or bibliomixed */
	const bm_item *item;  /* NULL: free text, kept as it is */
	bm_cite_scope *scope; /* whose bibliography it is in */
	xmlNode *anchor;      /* before which its like are put */
	bm_reference ref;
} bm_own;

/* One citation of the document. */
typedef struct bm_cited {
	xmlNode *node; /* citation, or a biblioref on its own */
	BM_VEC(csl_cite) cites;
	BM_VEC(const char *) missing; /* keys that were not found */
	BM_VEC(bm_own *) own;         /* free entries of the author's */
	unsigned note;                /* number of the footnote around it */
	bm_cite_where where;
	const csl_run *runs;
} bm_cited;

/* A bibliography that the author placed. */
typedef struct bm_cite_place {
	xmlNode *node, *anchor; /* anchor: its first entry in parts */
	bool limited;           /* its role says what it takes */
	bool entries;           /* it has entries in parts: others join them */
	bool filled;
} bm_cite_place;

/* What is numbered and listed together: the document, or one chapter. */
struct bm_cite_scope {
	xmlNode *node;
	bool real; /* false: a chapter that belongs to the whole */
	BM_VEC(bm_cited) list;
	BM_VEC(const bm_item *) nocite;
	BM_VEC(bm_own *) own; /* in parts, in their order */
	BM_VEC(bm_cite_place) places;
	bm_map references; /* item id -> bm_reference */
	csl_output output;
};

typedef struct bm_citing {
	bm_doc *doc;
	const bm_pass_context *context;
	const bm_rule *rules;
	bm_ids ids;
	BM_VEC(bm_cite_scope *) scopes; /* the first is the document */
	bm_map own;                     /* key -> bm_own */
	bm_map keys;                    /* for suggestions */
	bm_map counts;                  /* name of a work -> cites so far */
	size_t effort;
	/* See bm_cite_remove. */
	xmlNode *removed;
	unsigned notes; /* footnotes so far */
	bool told_no_library;
	bool is_note;      /* the style puts citations into notes */
	bool marks_behind; /* marks stand behind punctuation */
	bool done;         /* an earlier run made the bibliographies */
} bm_citing;

/* The rules of the pass, by what they are about. */
enum {
	BM_CITE_UNRESOLVED,
	BM_CITE_NO_BIBLIOGRAPHY,
	BM_CITE_NOCITE,
	BM_CITE_EMPTY,
	BM_CITE_UNITS,
	BM_CITE_ENTRY_LOST,
	BM_CITE_OPTION,
	BM_CITE_LIST_EMPTY,
	BM_CITE_LIST_TWICE,
	BM_CITE_RETRACTED,
	BM_CITE_CONCERN,
	BM_CITE_CORRECTED
};

/* ---- cite_find.c ---- */

/* Finds scopes, the author's entries and bibliographies. */
bm_status bm_cite_survey(bm_citing *c);
/* Finds the citations and what "nocite" names. */
bm_status bm_cite_find(bm_citing *c);

/* ---- cite_source.c: what a citation names ---- */

/* Fills cited from the citation or biblioref that is its node. */
bm_status bm_cite_read(bm_citing *c, bm_cited *cited);

/* ---- cite_entry.c: entries in parts ---- */

/*
 * Makes an item, called key, of a biblioentry.  Parts for which CSL has no
 * variable are reported.  In the document's arena; NULL without memory.
 */
const bm_item *bm_cite_entry(bm_citing *c, xmlNode *entry, const char *key);

/* ---- cite_print.c: runs to DocBook ---- */

/* The entry's id for each item of the scope's output, in its order. */
bm_status bm_cite_prepare(bm_citing *c, bm_cite_scope *scope);
/* Replaces one citation by what the style made of it. */
bm_status bm_cite_replace(bm_citing *c, bm_cite_scope *scope, bm_cited *cited);
/* Puts the runs of an entry into it. */
void bm_cite_print_entry(bm_citing *c, xmlNode *parent, const csl_run *runs);

/* ---- cite_keys.c ---- */

/* Keeps the keys of a printed citation where its links do not tell them. */
void bm_cite_keep_keys(bm_citing *c, xmlNode *citation, const bm_cited *cited);

/* ---- cite_mark.c: marks and notes ---- */

/* Whether the citation begins with a raised mark. */
bool bm_cite_is_mark(const xmlNode *citation);
/* Puts a mark close to the word before it, and behind punctuation. */
void bm_cite_settle_mark(bm_citing *c, xmlNode *mark);
/* In a note of the author's, takes off the full stop with which a note style
 * ends a citation where his sentence goes on. */
void bm_cite_drop_stop(xmlNode *citation);
/*
 * Makes the citation the content of a footnote in its place; the first `keep`
 * of its children stay in the text.
 */
void bm_cite_into_note(bm_citing *c, xmlNode *citation, unsigned note,
		       const xmlNode *keep);

/* ---- cite_list.c: bibliographies ---- */

/* Takes a node out of the tree; it is freed at the end of the pass, as
 * malformed documents have lists and citations inside of it. */
void bm_cite_remove(bm_citing *c, xmlNode *node);
/* Puts the entries of a scope where they belong. */
bm_status bm_cite_list(bm_citing *c, bm_cite_scope *scope);
/* Links to the identifiers that the style did not print (cite_links.c). */
void bm_cite_links(bm_citing *c, xmlNode *entry, const csl_entry *e);
/* Links from entries back to the cites. */
void bm_cite_backlinks(bm_citing *c, xmlNode *entry, const bm_reference *ref);

#endif
