/* Inside xml/: the part of a file that an inclusion asks for. */
#ifndef BM_XML_XPOINTER_H
#define BM_XML_XPOINTER_H

#include <libxml/tree.h>

#include "core/str.h"

/*
 * The element that a pointer means: a bare id, element(/1/2), element(id/2),
 * xpointer(id('x')) and xpointer(//NAME[@xml:id='x']), also behind xmlns()
 * parts.  NULL if there is none; *known tells whether the form is one of
 * these.
 */
xmlNode *bm_xpointer(xmlDoc *tree, const char *pointer, bool *known);

/*
 * The part of a text: line=1,4 and char=0,9 (RFC 5147: places between lines or
 * characters), and search=/first/,/last/ with ;after ;before ;trim.  False if
 * the form is none of these, or nothing is found.
 */
bool bm_xpointer_text(const char *pointer, bm_str *text);

#endif
