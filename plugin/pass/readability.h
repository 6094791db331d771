/* How hard notices are to read; sections are the pass's own affair. */
#ifndef BM_PASS_READABILITY_H
#define BM_PASS_READABILITY_H

#include "pass/notice.h"

/*
 * Sets grade and words of each notice, of its wording or its short form,
 * whichever is harder.  Before the catalogue is shared.
 */
bm_status bm_readability_notices(bm_notices *notices);

#endif
