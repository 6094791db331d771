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
	/* "topic:spine", "meta:sponsor", "found:selling", "always", "hand" */
	const char *name;
	const char *words; /* the same for people; NULL: made of the name */
	const xmlNode *at; /* where it is written */
	const bm_pos *pos; /* the very words; NULL: of at */
	xmlNode *division; /* what it holds for; a page's node or a section */
	xmlNode *block;    /* what a notice stands beside, or NULL */
	size_t page;
	const struct bm_value_pair *values; /* that it brings, or NULL */
	const struct lint_status *row;      /* of the status table, or NULL */
} bm_reason;

typedef BM_VEC(bm_reason *) bm_reasons;

typedef struct bm_triggers {
	bm_doc *doc;
	BM_VEC(bm_page) pages;
	bm_map topics; /* lower-case topic -> bm_reasons */
	bm_map found;  /* name -> bm_reasons; filled by found.c */
	size_t near;   /* the page that was asked for last */
	const bm_date *today;
} bm_triggers;

/*
 * Finds all topics: subject terms of the info of the document, a chapter or a
 * section, and the word topic:NAME in a division's role.
 */
bm_status bm_triggers_collect(bm_triggers *t, bm_doc *doc,
			      const bm_date *today);
/* The page that node is on. */
size_t bm_triggers_page(bm_triggers *t, const xmlNode *node);
/*
 * The reasons for one word of a notice's `when`: "spine" is a topic or a meta
 * as the trigger says, "topic:...", "meta:..." and "found:..." are always
 * those.  The meta "expired" is there when next-review is past.  NULL: none.
 */
const bm_reasons *bm_triggers_find(bm_triggers *t, bm_trigger kind,
				   const char *when);
/* What the reason is, for people: "topic spine".  In the arena. */
const char *bm_reason_words(bm_doc *doc, const bm_reason *reason);
/* Whether the document is overdue for review at today. */
bool bm_review_expired(const bm_doc *doc, const bm_date *today);
/* Whether a notice for these places concerns the document's readers. */
bool bm_places_match(const bm_doc *doc, const char *const *places);

#endif
