/* Labels of locators (CSL 1.0.2, appendix IV) as people write them. */
#ifndef BM_BIB_LOCATOR_H
#define BM_BIB_LOCATOR_H

#include "core/str.h"

/*
 * The CSL term that s begins with, as a term, word or abbreviation in any
 * case, and its length with a full stop behind it; NULL if there is none.  A
 * letter may not follow it.
 */
const char *bm_locator_label(bm_str s, size_t *length);

#endif
