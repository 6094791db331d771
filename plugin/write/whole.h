/*
 * A whole book on one page, to print it or to search in it: the texts of its
 * pages, as they were written, one behind the other.
 */
#ifndef BM_WRITE_WHOLE_H
#define BM_WRITE_WHOLE_H

#include "write/publication.h"

/* Plans the page, when the pages of the book have their files. */
bm_status pub_whole_plan(publication *p, pub_book *book);
/* Whether a chunk is such a page. */
bool pub_is_whole(const pub_chunk *chunk);
/* Adds a page that was written to that of its book, or puts into the page of
 * a book what was added.  For a page of neither kind it does nothing. */
bm_status pub_whole_take(publication *p, pub_output *page);
void pub_whole_free(publication *p);

#endif
