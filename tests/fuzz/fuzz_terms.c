/*
 * A file of terms and a text, with a form feed between: what is found lies
 * inside, in order, none inside another.
 */
#include "fuzz_files.h"

#include "lint/terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
match(const lint_terms *terms, bm_arena *arena, bm_str text)
{
	lint_uses uses = {0};
	size_t end = 0;

	if (lint_terms_match(terms, arena, text, &uses) != BM_OK)
		abort();
	for (size_t i = 0; i < uses.len; i++) {
		const lint_use *u = &uses.items[i];

		if (u->at < end || u->len == 0 || u->at + u->len > text.len ||
		    u->term == NULL)
			abort();
		end = u->at + u->len;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str rest = {(const char *)data, size}, text;
	bm_arena *arena = bm_arena_new(NULL);
	lint_terms *terms = lint_terms_new(NULL), *copy = lint_terms_new(NULL);
	bm_diags diags;

	if (arena == NULL || terms == NULL || copy == NULL)
		abort();
	if (size == 0)
		rest.ptr = NULL;
	bm_diags_init(&diags, arena);
	if (lint_terms_read(terms, fuzz_part(&rest), "terms.tsv", true,
			    &diags) != BM_OK ||
	    lint_terms_copy(copy, terms) != BM_OK ||
	    lint_terms_end(terms) != BM_OK || lint_terms_end(copy) != BM_OK)
		abort();
	for (size_t i = 0; i < terms->list.len; i++) {
		const lint_term *t = terms->list.items[i];

		/* By its own name it is found, and twice over is not. */
		if (t->number != i || t->name == NULL ||
		    lint_terms_find(terms, arena, bm_str_of(t->name)) != t ||
		    t->better == t)
			abort();
		(void)lint_plural(arena, t->name);
	}
	text = fuzz_part(&rest);
	if (bm_utf8_valid(text, NULL)) {
		match(terms, arena, text);
		match(copy, arena, text);
	}
	lint_terms_free(copy);
	lint_terms_free(terms);
	bm_arena_free(arena);
	return 0;
}
