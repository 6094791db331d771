/* Where links within a page lead. */
#ifndef BM_CHECK_ANCHOR_H
#define BM_CHECK_ANCHOR_H

#include "check/model.h"

/* What an address such as "#id" leads to (HTML 7.4.6.4): the id as it is
 * written, then with its escapes taken out, then an anchor of that name; or
 * PAGE_NONE. */
page_node_id anchor_of(page *p, const char *href);
/* The part behind "#" without escapes, for findings. */
const char *anchor_text(page *p, const char *href);
/* Whether the part behind "#" is for a script or a browser to read: "#!" and
 * "#/" are addresses of scripts, ":~:" begins those of browsers. */
bool anchor_is_foreign(const char *href);

#endif
