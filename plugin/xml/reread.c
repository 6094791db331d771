/* Reading what was written: pages of an output as a tree. */
#include "xml/reread.h"

#include <libxml/HTMLparser.h>
#include <limits.h>

#include "xml/parse.h"

/* See reread.h.  libxml2 knows HTML 4; elements that came later are new names
 * to it, which it keeps where they stand. */
bm_status
bm_reread(bm_arena *arena, bm_str text, bool xhtml, xmlDoc **out)
{
	const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
			    HTML_PARSE_NOWARNING | HTML_PARSE_NONET;

	*out = NULL;
	if (xhtml)
		return bm_xml_parse_data(arena, text, "page", out, NULL);
	if (text.len == 0 || text.len > INT_MAX)
		return BM_BAD_INPUT;
	bm_xml_init();
	*out = htmlReadMemory(text.ptr, (int)text.len, NULL, "UTF-8", options);
	return *out != NULL ? BM_OK : BM_NO_MEMORY;
}
