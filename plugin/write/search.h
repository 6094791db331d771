/*
 * A search without a server: the words of each page of a site, in a file
 * that the site's own script loads when a reader begins to search.
 */
#ifndef BM_WRITE_SEARCH_H
#define BM_WRITE_SEARCH_H

#include "write/publication.h"

/* Where the index is in a site, and what it calls. */
#define SEARCH_INDEX "js/index.js"

/* Collects the words of a chunk, in its document's arena.  May run on any
 * thread; touches nothing but the document. */
bm_status pub_search_chunk(pub_chunk *chunk);
/* Writes the index of all chunks that have been collected. */
bm_status pub_search_write(publication *p, const bm_sink *sink);

/* The words of all chunks of a document, for the next build; and back. */
void pub_search_put(const pub_doc *d, bm_buf *out);
bm_status pub_search_get(pub_doc *d, bm_str bytes);

#endif
