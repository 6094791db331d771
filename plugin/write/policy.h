/* What a page lets a browser load and run (CSP Level 3, for a meta element). */
#ifndef BM_WRITE_POLICY_H
#define BM_WRITE_POLICY_H

#include "core/buf.h"

/*
 * Puts a content security policy into the head of a page that our serializer
 * wrote.  Nothing is allowed but what the page holds: its own files, hosts of
 * the author's pictures and films, and inline styles by their checksums.
 * sheet: the text of the style sheet that it links to, if that loads files.
 */
bm_status pub_policy(bm_buf *page, bm_str sheet);
/* Whether a style sheet may load files. */
bool pub_policy_loads(bm_str sheet);

#endif
