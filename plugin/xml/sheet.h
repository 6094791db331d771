/* Inside xml/: a compiled sheet. */
#ifndef BM_XML_SHEET_H
#define BM_XML_SHEET_H

#include <libxslt/xsltInternals.h>

#include "xml/xslt.h"

struct bm_sheet {
	bm_arena *arena;
	xsltStylesheet *style; /* owns its tree */
	bool strips;           /* has xsl:strip-space: needs a copy */
};

/* Reads "xsl/NAME.xsl" with all it includes as one tree, *out, the caller's;
 * diagnostics to diags. */
bm_status bm_sheet_tree(const bm_data *data, bm_arena *arena, const char *name,
			bm_diags *diags, xmlDoc **out);

#endif
