/* Whether two trees say the same. */
#ifndef BM_XML_SAME_H
#define BM_XML_SAME_H

#include <libxml/tree.h>
#include <stdbool.h>

/*
 * Whether two trees have the same elements, attributes and text in the same
 * order, comments and text of white space alone left out: what is left of a
 * file when a sheet has stripped it.  Linear.
 */
bool bm_same_trees(const xmlNode *a, const xmlNode *b);

#endif
