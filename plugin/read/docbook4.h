/* DocBook 4 to DocBook 5; only the reader of DocBook asks for it. */
#ifndef BM_READ_DOCBOOK4_H
#define BM_READ_DOCBOOK4_H

#include "xml/doc.h"

/* Whether DocBook 4 has an element of this name that DocBook 5 has not, or
 * has in another shape. */
bool bm_docbook4_is_element(const char *name);
/* Makes DocBook 5 of a tree without a namespace, in place. */
bm_status bm_docbook4_upgrade(bm_doc *doc);

#endif
