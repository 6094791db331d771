/* Inside xml/: the part of a file that an inclusion asks for. */
#ifndef BM_XML_XPOINTER_H
#define BM_XML_XPOINTER_H

#include <libxml/tree.h>

#include "core/str.h"

/*
 * The element that a pointer means: a bare id, element(/1/2), element(id/2),
 * xpointer(id('x')), xpointer(//NAME[@xml:id='x']) and paths of names, as
 * xpointer(/article/section[2]) or xpointer(id('x')/para); also several parts
 * behind one another.  Prefixes are passed over.  NULL if there is none; *known
 * tells whether a part is one of these.
 */
xmlNode *bm_xpointer(xmlDoc *tree, const char *pointer, bool *known);
/* Whether it means a range, which is no element. */
bool bm_xpointer_is_range(const char *pointer);

/*
 * The part of a text: line=1,4 and char=0,9 (RFC 5147: places between lines or
 * characters), and search=/first/,/last/ with ;after ;before ;trim.  False if
 * the form is none of these, or nothing is found.
 */
bool bm_xpointer_text(const char *pointer, bm_str *text);

#endif
