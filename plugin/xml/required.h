/*
 * What the pass "disclaimer" found a document to need: each notice, the page
 * that must carry it, and what became of it.  The proof that outputs have
 * them is made of this.
 */
#ifndef BM_XML_REQUIRED_H
#define BM_XML_REQUIRED_H

#include "core/vec.h"
#include "xml/doc.h"

/* One notice that one page must carry. */
typedef struct bm_required {
	const char *kind;       /* id of the notice */
	const char *trigger;    /* "topic:spine", "found:selling", "hand" */
	const char *words;      /* the same for people */
	bm_pos pos;             /* of what triggered it */
	const xmlNode *page;    /* root or chunk that must have it */
	const xmlNode *element; /* NULL: it could not be placed */
	const char *id;         /* of the element */
	const char *sha256;     /* of a text kept word for word, or NULL */
} bm_required;

/* One notice that the author switched off, though something asks for it. */
typedef struct bm_notice_off {
	const char *kind;
	const char *reason, *initials; /* either NULL: it stays on */
	const xmlNode *at;
	bool used;           /* something asks for it */
	const char *trigger; /* what, for people; NULL when not used */
	bm_pos pos;          /* of what asks for it */
} bm_notice_off;

typedef struct bm_notice_record {
	BM_VEC(bm_required) required; /* notice by notice, page by page */
	BM_VEC(bm_notice_off) off;
} bm_notice_record;

#endif
