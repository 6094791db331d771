/*
 * Sentences, claims, suppressions and readability of any document: what is
 * found lies inside the text, has a place, and the filter of words hides
 * nothing.
 */
#include <stdint.h>
#include <stdlib.h>

#include "pass/claims.h"
#include "pass/pass.h"
#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Compiled once, for all inputs. */
static const lint_claims *
claims(void)
{
	static lint_claims *loaded;
	bm_data data = {NULL};
	bm_arena *arena;
	bm_diags diags;

	if (loaded != NULL)
		return loaded;
	arena = bm_arena_new(NULL);
	bm_diags_init(&diags, arena);
	if (lint_claims_load(&data, NULL, &diags, &loaded) != BM_OK)
		abort();
	bm_arena_free(arena);
	return loaded;
}

/* A hit is inside its unit, and there with and without the filter. */
static void
match_both_ways(bm_arena *arena, const lint_unit *u)
{
	lint_matcher m;
	size_t count[2] = {0}, ends[2] = {0};

	if (lint_matcher_init(&m, claims(), arena) != BM_OK)
		abort();
	for (int all = 0; all < 2; all++) {
		m.all = all == 1;
		if (lint_match(&m, u->text) != BM_OK)
			abort();
		count[all] = m.hits.len;
		for (size_t i = 0; i < m.hits.len; i++) {
			const lint_hit *hit = &m.hits.items[i];

			if (hit->at + hit->len > u->text.len)
				abort();
			ends[all] += hit->at + hit->len;
		}
	}
	/* A bound may stop a rule that the filter does not try at all. */
	if (!m.limited && (count[0] != count[1] || ends[0] != ends[1]))
		abort();
	lint_matcher_end(&m);
}

static void
look_at(bm_doc *doc, lint_text *text)
{
	for (size_t i = 0; i < text->units.len; i++) {
		lint_unit *u = &text->units.items[i];
		lint_block *b = u->block;
		size_t marks;
		bm_pos pos;

		if (u->at + u->text.len > b->text.len ||
		    (u->text.len > 0 && u->text.ptr != b->text.ptr + u->at) ||
		    !bm_utf8_valid(u->text, NULL))
			abort();
		(void)lint_unit_marks(u, &marks);
		if (marks > b->marks.len)
			abort();
		pos = lint_locate(text, b, u->at, u->text.len);
		if (text->line_count > 0 && pos.line > text->line_count)
			abort();
		if (u->text.len < 2000)
			match_both_ways(doc->arena, u);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str source = {(const char *)data, size};
	const char *name = size > 0 && data[0] == '<' ? "fuzz.xml" : "fuzz.md";
	const bm_reader *reader = bm_reader_find(NULL, name, source);
	bm_pass_context context = {.claims = claims(), .readability = true};
	bm_doc *doc = bm_doc_new(NULL, name);

	if (doc == NULL || reader == NULL)
		abort();
	doc->source = source;
	if (reader->read(doc, source, NULL) == BM_OK &&
	    bm_doc_element(doc) != NULL) {
		if (bm_pass_claims.run(doc, &context) != BM_OK)
			abort();
		(void)bm_pass_readability.run(doc, &context);
		look_at(doc, &doc->claims->text);
	}
	bm_doc_free(doc);
	return 0;
}
