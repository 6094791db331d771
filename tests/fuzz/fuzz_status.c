/*
 * A status table of a stranger: each row that is taken is found again by its
 * key, is whole and has a place, and a sentence can be made of it.
 */
#include <stdint.h>
#include <stdlib.h>

#include "lint/status.h"
#include "pass/status_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_at(const lint_statuses *t, const lint_status *row, bm_doc *doc)
{
	static const char *const langs[] = {"en", "de", "fr", "es"};
	const lint_status *r = t->first[row->product_term->number];

	if (lint_statuses_find(t, doc->arena, bm_str_of(row->key)) != row ||
	    row->product[0] == '\0' || row->source[0] == '\0' ||
	    row->pos.line < 2 || t->list.items[row->number] != row)
		abort();
	while (r != NULL && r != row)
		r = r->next;
	if (r == NULL)
		abort();
	for (size_t i = 0; row->dated && i < 4; i++) {
		const char *s = bm_status_sentence(doc, row, langs[i]);

		if (s == NULL || !bm_utf8_valid(bm_str_of(s), NULL))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	lint_statuses *t = lint_statuses_new(NULL);
	bm_doc *doc = bm_doc_new(NULL, "f.tsv");

	if (lint_statuses_read(t, (bm_str){(const char *)data, size}, "f.tsv",
			       true, doc->diags) != BM_OK ||
	    lint_statuses_end(t) != BM_OK)
		abort();
	/* Rows of one product are a list; long ones are looked at in part. */
	for (size_t i = 0; i < t->list.len && i < 500; i++)
		look_at(t, t->list.items[i], doc);
	lint_statuses_free(t);
	bm_doc_free(doc);
	return 0;
}
