/* What authors say of notices: placed by hand, switched off with a reason. */
#ifndef BM_PASS_NOTICE_AUTHOR_H
#define BM_PASS_NOTICE_AUTHOR_H

#include "pass/trigger.h"
#include "xml/required.h"

/* Codes: notice-off, notice-off-bare, notice-off-unused, notice-unknown */
extern const bm_rule bm_notice_author_rules[];

/*
 * Reads the metas notices-off.ID.reason and notices-off.ID.by into
 * doc->notices.  One without both is reported and switches nothing off.
 */
bm_status bm_notices_off_collect(bm_doc *doc, const bm_notices *notices);
/* The word that switches a notice off, or NULL; it is noted what asks for
 * the notice. */
const bm_notice_off *bm_notices_off_find(bm_doc *doc, const char *kind,
					 const bm_reason *reason);
/* Reports all of them; those that nothing asks for are told apart. */
void bm_notices_off_report(bm_doc *doc);

/* A place that an author chose. */
typedef struct bm_by_hand {
	xmlNode *mark; /* instruction bm-notice; the notice stands behind it */
	const char *kind;
	size_t page;
	bool used;
} bm_by_hand;

typedef BM_VEC(bm_by_hand) bm_by_hands;

/*
 * Finds <?bm-notice ID?> (in Markdown <!-- bm-notice: ID -->) and admonitions
 * with the role notice:ID.  These become such an instruction; what the author
 * wrote in them stays behind it as a plain admonition.
 */
bm_status bm_by_hand_collect(bm_triggers *t, const bm_notices *notices,
			     bm_by_hands *out);

#endif
