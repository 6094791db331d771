/*
 * What sheets ask for a word: bm:term.  The words are no part of the tree,
 * because all documents of a language have the same ones.
 */
#ifndef BM_XML_XSLT_TERM_H
#define BM_XML_XSLT_TERM_H

#include <libxml/xpath.h>

#include "core/map.h"

/*
 * bm:term(name), bm:term(name, a), bm:term(name, a, b): the word of this name
 * with {1} and {2} replaced by a and b, by nothing if they are not given.  One
 * that is not in terms (or terms is NULL) is its name, and what goes with it.
 */
void bm_xpath_term(xmlXPathParserContext *xpath, int count,
		   const bm_map *terms);

#endif
