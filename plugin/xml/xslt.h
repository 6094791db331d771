/*
 * XSLT: a sheet is compiled once and applied many times.  This folder is the
 * only one that calls libxslt.  A sheet never touches disk or network: its
 * xsl:include elements are replaced by the data files they name (relative to
 * "xsl/") before libxslt sees it, and documents and output are forbidden by
 * security preferences set on each context.
 */
#ifndef BM_XML_XSLT_H
#define BM_XML_XSLT_H

#include "core/data.h"
#include "core/map.h"
#include "xml/doc.h"
#include "xml/serialize.h"

typedef struct bm_sheet bm_sheet; /* compiled, immutable, any thread */

/* Codes: xslt-unhandled (an element with no template), xslt-message,
 * xslt-error */
extern const bm_rule bm_xslt_rules[];

/* Compiles "xsl/NAME.xsl".  *out is the caller's; diagnostics to diags. */
bm_status bm_sheet_new(const bm_data *data, const char *name, bm_diags *diags,
		       bm_sheet **out);
void bm_sheet_free(bm_sheet *sheet);

/* One parameter of a sheet; values are plain strings, never XPath. */
typedef struct bm_sheet_param {
	const char *name, *value;
} bm_sheet_param;

/*
 * Gets one result: tree is the content of <bm:chunk file="..."> (or the main
 * result with file "" when it is not empty) and is freed when this returns.
 */
typedef bm_status (*bm_chunk_fn)(void *user, const char *file, xmlDoc *tree);

/*
 * Applies the sheet to doc->xml.  Inside it:
 *   <bm:chunk file="{...}">...</bm:chunk>  hands its content to fn and frees it
 *   <bm:unhandled/>  reports the current element once per name (xslt-unhandled)
 *   <bm:stream>...</bm:stream>  blocks that nobody looks at again
 *   <bm:common/>, <bm:content/>  see xslt_common.h
 *   <bm:cite/>, <bm:backlinks/>  see xslt_links.h
 *   bm:term('name', ...)  see xslt_term.h
 *   <xsl:message>    becomes a diagnostic at the current node
 * params ends with a NULL name.  Positions come from doc.
 */
bm_status bm_sheet_run(const bm_sheet *sheet, bm_doc *doc,
		       const bm_sheet_param *params, bm_chunk_fn fn,
		       void *user);
/*
 * The same, with the words that bm:term gives (NULL: none), for results that
 * will be written by `form`: what is in bm:stream is written at once and kept
 * as text, which takes a tenth of the memory of a tree.  Pictures and formulas
 * stay trees, because a package must tell of them.
 */
bm_status bm_sheet_run_for(const bm_sheet *sheet, bm_doc *doc,
			   const bm_sheet_param *params, const bm_map *terms,
			   bm_form form, bm_chunk_fn fn, void *user);

#endif
