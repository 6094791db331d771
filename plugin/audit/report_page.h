/* Pages for reviewers, which are no part of a publication: see report_page.c.
 */
#ifndef BM_REPORT_PAGE_H
#define BM_REPORT_PAGE_H

#include "core/buf.h"

/* The page up to its main heading, and its end. */
void bm_page_open(bm_buf *out, const char *title);
void bm_page_close(bm_buf *out);
/* A table up to its first row; heads end with NULL.  The caption is for those
 * who do not see the heading before it. */
void bm_page_table(bm_buf *out, const char *caption, const char *const *heads);
void bm_page_table_end(bm_buf *out);
/* The opening tag of a cell under a head: its name goes with it where a
 * narrow screen shows no heads.  class may be NULL. */
void bm_page_td(bm_buf *out, const char *head, const char *class);
/* A cell of text. */
void bm_page_cell(bm_buf *out, const char *head, const char *text);
/* The name of a file, which may break behind each "/", and a line (0: none). */
void bm_page_place(bm_buf *out, const char *file, uint32_t line);

#endif
