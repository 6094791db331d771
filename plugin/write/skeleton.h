/*
 * Skeletons: what the linking of a site needs to know of a document, without
 * its text.  A tree made of one is planned and resolved as the document itself
 * would be, and is never given to a sheet.
 */
#ifndef BM_WRITE_SKELETON_H
#define BM_WRITE_SKELETON_H

#include "write/write.h"

/* What is true of a document. */
typedef struct bm_skeleton_facts {
	bool shows;    /* pictures or films, which are looked at anew */
	bool index;    /* it has an index, which tells of all documents */
	char face[65]; /* a checksum of all that other documents see of it */
} bm_skeleton_facts;

/* Writes that of a document that went through the passes, and through no
 * writer yet.  dir: the project's folder, as it is named. */
void bm_skeleton_put(bm_doc *doc, const char *dir, bm_buf *out,
		     bm_skeleton_facts *facts);
/*
 * Makes the tree of a document that has none.  BM_BAD_INPUT: the bytes are no
 * skeleton.
 */
bm_status bm_skeleton_get(bm_doc *doc, const char *dir, bm_str bytes);

#endif
