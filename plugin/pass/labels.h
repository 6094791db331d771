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

#endif
