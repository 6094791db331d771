/* Characters that markup has to write otherwise. */
#ifndef BM_XML_ESCAPE_H
#define BM_XML_ESCAPE_H

#include "core/buf.h"

typedef enum bm_escape {
	BM_ESCAPE_XML, /* XML 1.0, 2.4; line ends of attributes as numbers */
	BM_ESCAPE_HTML /* HTML 13.3: & < > " and the no-break space */
} bm_escape;

/* NULL writes nothing. */
void bm_escape_text(bm_buf *out, const char *text, bm_escape how);
void bm_escape_attr(bm_buf *out, const char *text, bm_escape how);

/* Characters that no address has (URL, 4.3). */
#define BM_ADDRESS_REFUSED " \t\r\n\"<>`{|}^"

/* An address with these as %XX: a browser would encode them itself, a checker
 * calls them wrong. */
void bm_address(bm_buf *out, const char *text);

#endif
