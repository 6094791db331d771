/*
 * What the sheets do for almost every element, as instructions: a book has a
 * million of them, and XSLT asks for each attribute by an expression.
 */
#ifndef BM_XML_XSLT_COMMON_H
#define BM_XML_XSLT_COMMON_H

#include <libxslt/xsltInternals.h>

#include "core/buf.h"
#include "xml/doc.h"

/*
 * <bm:common class="WORDS" variable="NAME" without="id class"/>: id, class,
 * lang, dir and translate of the current element, put on the element being
 * made, but those left out.  The class is the words, those in the variable,
 * and the author's roles.  scratch is used and holds
 * nothing afterwards.  false: no memory.
 */
bool bm_common(xsltTransformContext *ctxt, const xmlNode *node,
	       const xmlNode *inst, bm_buf *scratch);

/*
 * <bm:content>...</bm:content>: as <xsl:apply-templates/> for elements and
 * text.  What stands inside is for elements that are links or were revised
 * (bm:href, revisionflag), where that differs; the caller looks.
 */
void bm_content(xsltTransformContext *ctxt, xmlNode *node);

#endif
