/* Where in a document topics stand, and which page each belongs to. */
#ifndef BM_PASS_TRIGGER_H
#define BM_PASS_TRIGGER_H

#include "core/date.h"
#include "core/map.h"
#include "core/vec.h"
#include "pass/notice.h"

/* A page of chunked output; number 0 is the root's own. */
typedef struct bm_page {
	xmlNode *node;
	size_t parent;      /* number of the page round it */
	const xmlNode *end; /* first node behind it */
} bm_page;

/* A reason for a notice. */
typedef struct bm_reason {
	const char *name;  /* "topic:spine", "meta:sponsor", "always" */
	const xmlNode *at; /* where it is written */
	xmlNode *division; /* what it holds for; a page's node or a section */
	size_t page;
} bm_reason;

typedef BM_VEC(bm_reason *) bm_reasons;

typedef struct bm_triggers {
	bm_doc *doc;
	BM_VEC(bm_page) pages;
	bm_map topics; /* lower-case topic -> bm_reasons */
	const bm_date *today;
} bm_triggers;

/*
 * Finds all topics: subject terms of the info of the document, a chapter or a
 * section, and the word topic:NAME in a division's role.
 */
bm_status bm_triggers_collect(bm_triggers *t, bm_doc *doc,
			      const bm_date *today);
/*
 * The reasons for one word of a notice's `when`: "spine" is a topic or a meta
 * as the trigger says, "topic:..." and "meta:..." are always those.  The meta
 * "expired" is there when next-review is past.  NULL: none.
 */
const bm_reasons *bm_triggers_find(bm_triggers *t, bm_trigger kind,
				   const char *when);
/* Whether the document is overdue for review at today. */
bool bm_review_expired(const bm_doc *doc, const bm_date *today);
/* Whether a notice for these places concerns the document's readers. */
bool bm_places_match(const bm_doc *doc, const char *const *places);

#endif
