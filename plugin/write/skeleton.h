/*
 * Skeletons: what the linking of a site needs to know of a document, without
 * its text.  A tree made of one is planned and resolved as the document itself
 * would be, and is never given to a sheet.
 */
#ifndef BM_WRITE_SKELETON_H
#define BM_WRITE_SKELETON_H

#include "write/write.h"

/* Writes that of a document that went through the passes, and through no
 * writer yet.  dir: the project's folder, as it is named. */
void bm_skeleton_put(bm_doc *doc, const char *dir, bm_buf *out);
/*
 * Makes the tree of a document that has none.  BM_BAD_INPUT: the bytes are no
 * skeleton.
 */
bm_status bm_skeleton_get(bm_doc *doc, const char *dir, bm_str bytes);

#endif
