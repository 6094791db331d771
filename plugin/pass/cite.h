/* What the files of pass "cite" share. */
#ifndef BM_PASS_CITE_H
#define BM_PASS_CITE_H

#include "pass/pass.h"
#include "pass/tree.h"

/* One citation of the document. */
typedef struct bm_cited {
	xmlNode *node; /* citation, or a biblioref on its own */
	BM_VEC(csl_cite) cites;
	BM_VEC(const char *) missing; /* keys that were not found */
	BM_VEC(xmlNode *) own;        /* entries that the author wrote */
	unsigned note;                /* number of the footnote around it */
	bool in_note;
	const csl_run *runs;
} bm_cited;

/* What is known of one item that is cited. */
typedef struct bm_reference {
	const char *id;   /* of its entry; NULL: there is none */
	const char *name; /* its key, as an id can hold it */
	unsigned count;   /* cites so far */
	BM_VEC(const char *) backlinks;
} bm_reference;

typedef struct bm_citing {
	bm_doc *doc;
	const bm_pass_context *context;
	bm_ids ids;
	BM_VEC(bm_cited) list;
	BM_VEC(const bm_item *) nocite;
	bm_map own;        /* key -> entry that the author wrote */
	bm_map references; /* item id -> bm_reference */
	bm_map keys;       /* for suggestions */
	size_t effort;
	bool told_no_library;
} bm_citing;

/* Makes the entry's id for each item of the output, in its order. */
bm_status bm_cite_prepare(bm_citing *c, const csl_output *output);
/* Replaces one citation by what the style made of it. */
bm_status bm_cite_replace(bm_citing *c, bm_cited *cited);
/* Puts the bibliography into the document. */
bm_status bm_cite_bibliography(bm_citing *c, const csl_output *output);

#endif
