#ifndef BM_PASS_LABELS_H
#define BM_PASS_LABELS_H

#include "xml/doc.h"

/*
 * Leaves bm:label on everything that is numbered: parts I, chapters 1 and
 * appendices A of a book, and figures, tables, examples and equations, which
 * are counted in each chapter of a book ("2.1") and in the whole of any other
 * document ("1").  An author's label attribute wins, and counts.
 */
void bm_labels_set(bm_doc *doc);

/* Ordered lists in each other whose counts are kept. */
#define BM_LIST_LEVELS 16

typedef struct bm_list_counts {
	size_t next[BM_LIST_LEVELS]; /* number behind the last item */
	bool inherited; /* some list takes over the number of an item */
} bm_list_counts;

/*
 * Numbers the items of an orderedlist (bm:label on those that are asked for
 * it, bm:start where the list does not start with 1), the steps of a
 * procedure or of substeps, and the entries of a qandaset or qandadiv.
 */
void bm_labels_list(bm_doc *doc, bm_list_counts *c, xmlNode *list);
void bm_labels_steps(bm_doc *doc, xmlNode *steps);
void bm_labels_questions(bm_doc *doc, xmlNode *set);

/* 4 -> IV and 27 -> AA; out holds 32 bytes. */
void bm_label_roman(size_t n, char out[32]);
void bm_label_letters(size_t n, char out[32]);

#endif
