/* What HTML says of its elements, as far as writing them goes. */
#ifndef BM_XML_HTML_NAMES_H
#define BM_XML_HTML_NAMES_H

#include <stdbool.h>

/* HTML 13.1.2: no content, no end tag. */
bool bm_html_is_void(const char *name);
/* Starts on a line of its own wherever white space means nothing. */
bool bm_html_is_block(const char *name);

#endif
