/* Making the element of a notice, and linking it in. */
#ifndef BM_PASS_NOTICE_PLACE_H
#define BM_PASS_NOTICE_PLACE_H

#include "pass/tree.h"
#include "pass/trigger.h"
#include "pass/wording.h"

/* One notice for one place. */
typedef struct bm_notice_place {
	bm_doc *doc;
	const bm_triggers *triggers;
	bm_ids *ids;
	const bm_wording *wording;
	const bm_reason *reason;
	const bm_pos *pos; /* of what triggered it */
	size_t page;
	const char *scope;       /* bm:scope, or NULL */
	const xmlNode *division; /* whose language is in force there */
	bool shortform;
} bm_notice_place;

/* Makes the element, not linked in yet; NULL without memory. */
xmlNode *bm_notice_make(const bm_notice_place *place);

/* Links el in behind the head of division and the notices there. */
void bm_notice_insert_start(xmlNode *division, xmlNode *el);
/* Links el in at the end of division, before references and index. */
void bm_notice_insert_end(xmlNode *division, xmlNode *el);
/* Links el in behind a block and the notices there. */
void bm_notice_insert_beside(xmlNode *block, xmlNode *el);

#endif
