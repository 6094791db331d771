/*
 * Structured data of a page (JSON-LD 1.1 with the terms of schema.org), made
 * from what the document says.  Every value is looked up in the written page
 * first: what a reader cannot see there is left out, and said.
 */
#ifndef BM_WRITE_JSONLD_H
#define BM_WRITE_JSONLD_H

#include "write/publication.h"

/* Codes: jsonld-hidden */
extern const bm_rule pub_jsonld_rules[];

/*
 * Puts a script element with the data into the head of a written page.  May
 * run on any thread; touches the document's arena and findings only.
 */
bm_status pub_jsonld(pub_chunk *chunk, bm_buf *page);

/* ---- page_text.c: what a page shows ---- */

/* The text of a reference in the page. */
typedef struct page_entry {
	const char *id;
	size_t from, to; /* in the text */
} page_entry;

typedef struct page_text {
	bm_arena *arena;
	bm_buf text;   /* white space is one space */
	bm_map values; /* what elements with a text mean: time, data, a */
	BM_VEC(page_entry) entries;
} page_text;

/* Reads a page that was written by xml/serialize; false without memory. */
bool page_text_read(page_text *t, bm_arena *arena, bm_str page);
void page_text_free(page_text *t);
/* Whether the page shows a text, or an element that stands for it. */
bool page_text_shows(const page_text *t, const char *value);
/*
 * Where the page shows a text between two places, whatever its letters' case
 * and the form of its quotation marks: the words as shown, or an empty text.
 */
bm_str page_text_find(const page_text *t, size_t from, size_t to, bm_str value);

#endif
