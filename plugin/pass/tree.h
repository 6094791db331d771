/* What several passes ask of a tree: divisions, chunks, ids. */
#ifndef BM_PASS_TREE_H
#define BM_PASS_TREE_H

#include "core/map.h"
#include "xml/doc.h"

/* BM_NO_MEMORY if the document ever ran out of it, else BM_OK. */
bm_status bm_pass_status(const bm_doc *doc);

/* A part of the outline, with a title of its own (chapter, section ...). */
bool bm_pass_is_division(const xmlNode *node);
/* A child of book or part that is a page of its own in chunked output. */
bool bm_pass_is_chunk(const xmlNode *node);
/* Such a child, or a section that pass "split" made a page. */
bool bm_pass_is_page(const xmlNode *node);
/* Title, subtitle, titleabbrev or info: what stands before the first block. */
bool bm_pass_is_head(const xmlNode *node);
/* The file is XML, so that advice on where to write something fits. */
bool bm_pass_from_xml(const bm_doc *doc);
/* Whether word is one of the words of s that white space separates. */
bool bm_pass_has_word(const char *s, const char *word);
/*
 * The name of an author, editor ... in reading order, "Jane Doe, MD", or of
 * an organization.  In the arena; "" if there is none.
 */
const char *bm_pass_person(bm_doc *doc, const xmlNode *person);

/*
 * The ids of a document.  Of two elements with the same id the first counts.
 */
typedef struct bm_ids {
	bm_doc *doc;
	bm_map by_id; /* id -> xmlNode */
	bm_map next;  /* base -> number of the next try */
} bm_ids;

bm_status bm_ids_collect(bm_ids *ids, bm_doc *doc);
/* The element with this id, or NULL. */
xmlNode *bm_ids_find(const bm_ids *ids, const char *id);
/*
 * A free id: base, else base-2, base-3 ...  It is taken from then on.  In
 * doc->scratch, as the ids are; NULL without memory.
 */
const char *bm_ids_claim(bm_ids *ids, const char *base, xmlNode *node);
/* Whether an id is of a form that later passes make. */
bool bm_ids_reserved(const char *id);

#endif
