/* Books of anybody's making, judged as a whole and page by page. */
#ifndef BM_CHECK_BOOK_H
#define BM_CHECK_BOOK_H

#include "check/check.h"

/* Whether these bytes are an archive, as a book is. */
bool check_is_book(bm_str bytes);
/* Whoever looks at pages too that were judged; lent until it returns. */
typedef bm_status (*check_seen_fn)(void *user, page *p);

/*
 * Judges a book (EPUB) straight from its archive.  Findings go to diags, each
 * with the file "BOOK/PATH IN IT"; *out gets one tally for each rule, those of
 * pages summed up over all pages, then those of books.  All lives in arena;
 * what a page takes is given back before the next one.  seen (or NULL) is
 * called for each page; more: by what has to be asked for too.
 */
bm_status check_book(bm_arena *arena, bm_diags *diags, const char *file,
		     bm_str bytes, bool more, check_seen_fn seen, void *user,
		     check_result *out);

/* Its rules, which no single page is judged by. */
extern const check_family check_epub;

#endif
