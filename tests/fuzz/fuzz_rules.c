/*
 * The files of claim rules: rules, contexts and bars, and a text, with form
 * feeds between.  What loads can be matched with; the filter of words hides
 * nothing; what does not load says in which line.
 */
#include "fuzz_files.h"

#include "lint/claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A hit is inside the text, and there with and without the filter. */
static void
match_both_ways(lint_matcher *m, bm_str text)
{
	size_t count[2] = {0}, sum[2] = {0};
	bool limited = false;

	for (int all = 0; all < 2; all++) {
		m->all = all == 1;
		if (lint_match(m, text) != BM_OK)
			abort();
		limited = limited || m->limited;
		count[all] = m->hits.len;
		for (size_t i = 0; i < m->hits.len; i++) {
			const lint_hit *hit = &m->hits.items[i];

			if (hit->at + hit->len > text.len)
				abort();
			sum[all] += hit->at + 3 * hit->len;
		}
	}
	if (!limited && (count[0] != count[1] || sum[0] != sum[1]))
		abort();
}

static void
use(const lint_claims *claims, bm_arena *arena, bm_str text)
{
	const lint_rule *rules;
	const char *name;
	lint_matcher m;
	size_t count, at, len;

	rules = lint_claims_rules(claims, &count);
	for (size_t i = 0; i < count; i++)
		if (rules[i].id == NULL || rules[i].advice == NULL ||
		    lint_claims_rule(claims, rules[i].id) == NULL)
			abort();
	if (lint_matcher_init(&m, claims, arena) != BM_OK)
		abort();
	/* The text is not the file's: it is UTF-8 by then. */
	if (bm_utf8_valid(text, NULL)) {
		match_both_ways(&m, text);
		for (size_t i = 0;
		     (name = lint_claims_context(claims, i)) != NULL; i++)
			if (lint_context(&m, name, text, &at, &len) &&
			    at + len > text.len)
				abort();
	}
	lint_matcher_end(&m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str rest = {(const char *)data, size};
	bm_data folder = {.dir = fuzz_folder()};
	bm_arena *arena = bm_arena_new(NULL);
	lint_claims *claims = NULL;
	bm_diags diags;
	bm_status status;

	if (arena == NULL)
		abort();
	if (size == 0)
		rest.ptr = NULL;
	bm_diags_init(&diags, arena);
	fuzz_put("claims/rules.tsv", fuzz_part(&rest));
	fuzz_put("claims/contexts.tsv", fuzz_part(&rest));
	fuzz_put("claims/evidence.tsv", fuzz_part(&rest));
	status = lint_claims_load(&folder, NULL, &diags, &claims);
	if (status == BM_BAD_INPUT) {
		if (diags.list.len == 0 || diags.list.items[0].line == 0 ||
		    claims != NULL)
			abort();
	} else if (status != BM_OK) {
		abort();
	} else {
		use(claims, arena, fuzz_part(&rest));
	}
	lint_claims_free(claims);
	bm_arena_free(arena);
	return 0;
}
