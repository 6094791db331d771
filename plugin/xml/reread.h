/* Reading what was written: pages of an output as a tree. */
#ifndef BM_XML_REREAD_H
#define BM_XML_REREAD_H

#include "xml/doc.h"

/*
 * Parses a page of an output: XHTML as XML, else HTML.  The caller frees *out
 * with xmlFreeDoc.  BM_BAD_INPUT if it is not well-formed.
 */
bm_status bm_reread(bm_arena *arena, bm_str text, bool xhtml, xmlDoc **out);

#endif
