#ifndef BM_PASS_XREF_H
#define BM_PASS_XREF_H

#include "pass/tree.h"

/*
 * Pass "xref" cannot know the ids that later passes make (references,
 * notice-..., ref-KEY); links to those are looked at when all is there.
 */
bm_status bm_xref_check_reserved(bm_doc *doc);

#endif
