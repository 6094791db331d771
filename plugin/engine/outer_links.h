/* Links out of documents, listed for a program that asks whether they work. */
#ifndef BM_OUTER_LINKS_H
#define BM_OUTER_LINKS_H

#include "core/buf.h"
#include "core/vec.h"
#include "xml/doc.h"

typedef struct bm_outer_link {
	const char *url, *text; /* text: what the link says, or "" */
	bm_pos pos;
} bm_outer_link;

typedef struct bm_outer_links {
	bm_arena *arena;
	BM_VEC(bm_outer_link) items;
} bm_outer_links;

/* Adds the links and media of a document that lead to other hosts; those of
 * its references are there when they were made.  False without memory. */
bool bm_outer_links_add(bm_outer_links *links, bm_doc *doc);
/*
 * Writes the list to out, sorted by address and place: as JSON if the name of
 * the file ends in ".json", else a line for each with address,
 * file:line:column and text, and tabs between them.
 */
void bm_outer_links_put(bm_outer_links *links, const char *file, bm_buf *out);

#endif
