/*
 * The links between a citation and its reference, which a document of science
 * has by the thousand: instructions that make one each, since a template of
 * XSLT takes ten times as long for it.
 */
#ifndef BM_XML_XSLT_LINKS_H
#define BM_XML_XSLT_LINKS_H

#include <libxslt/xsltInternals.h>

#include "core/buf.h"
#include "xml/serialize.h"

/* A generated text with its {1} and {2} taken out. */
typedef struct bm_phrase {
	const char *variable; /* of the sheet */
	bm_str parts[3];
} bm_phrase;

/* What they keep for one run of a sheet. */
typedef struct bm_links {
	bm_arena *arena;
	bm_form form;
	bm_buf name, text, address; /* of the link being made */
	bm_phrase phrases[4];
} bm_links;

void bm_links_begin(bm_links *links, bm_arena *arena, bm_form form);
void bm_links_end(bm_links *links);

/*
 * The address of a link is its bm:href, else "#" and its linkend; it has none
 * if bm:href is empty.
 */

/*
 * <bm:cite label="VARIABLE" type="VARIABLE">...</bm:cite>: the link of a cite,
 * the current element, to its reference.  A mark without words gets the label
 * as its name, with the mark in place of {1}; a type is its epub:type.  What
 * stands inside is for an element that is no cite (a link with the role
 * "citation"); the caller looks.  false: no memory.
 */
bool bm_links_cite(bm_links *links, xsltTransformContext *ctxt, xmlNode *node,
		   xmlNode *inst);

/*
 * <bm:backlinks label="VARIABLE" numbered="VARIABLE">...</bm:backlinks>: a
 * link to each cite of a reference, from the links in the current element, in
 * a span.  {1} is the number of the cite, {2} the label of the reference, if
 * it has one.  What stands inside is for an element that holds none (a
 * bibliomisc with the role "backlinks"); the caller looks.
 */
bool bm_links_back(bm_links *links, xsltTransformContext *ctxt, xmlNode *node,
		   xmlNode *inst);

#endif
