/* What the two files of the EndNote reader share. */
#ifndef BM_BIB_ENDNOTE_H
#define BM_BIB_ENDNOTE_H

#include "bib/internal.h"
#include "xml/doc.h"

typedef struct endnote {
	bib_maker m;
	bm_doc *doc;
	bm_buf buf;  /* of the last endnote_text */
	bm_map told; /* findings that are given once a file */
} endnote;

/*
 * All text in an element, white space collapsed; markup: with what it
 * says by its style.  Valid
 * until the next call.
 */
bm_str endnote_text(endnote *e, xmlNode *el, bool markup);
/* Whether it is an element of this name; the first child that is, or NULL. */
bool endnote_is(const xmlNode *node, const char *name);
xmlNode *endnote_child(const xmlNode *el, const char *name);
/* A finding at an element, once for each code and name of element. */
void endnote_tell(endnote *e, const char *code, const xmlNode *at,
		  const char *what, bm_str value);
/* Fills the item from the elements of a record (endnote_fields.c). */
void endnote_fields(endnote *e, xmlNode *record);

#endif
