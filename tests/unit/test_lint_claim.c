/* Claim rules: loading, contexts, hits, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <time.h>

#include "core/buf.h"
#include "lint/claim.h"

struct bench {
	bm_arena *arena;
	bm_diags diags;
	lint_claims *claims;
	lint_matcher matcher;
};

static void
bench_open(struct bench *b)
{
	bm_data data = {NULL};

	b->arena = bm_arena_new(NULL);
	bm_diags_init(&b->diags, b->arena);
	assert_int_equal(lint_claims_load(&data, NULL, &b->diags, &b->claims),
			 BM_OK);
	assert_int_equal(b->diags.list.len, 0);
	assert_int_equal(lint_matcher_init(&b->matcher, b->claims, b->arena),
			 BM_OK);
}

static void
bench_close(struct bench *b)
{
	lint_matcher_end(&b->matcher);
	lint_claims_free(b->claims);
	bm_arena_free(b->arena);
}

/* Whether a rule hits a sentence, and with which words. */
static void
hits(struct bench *b, const char *id, const char *sentence, const char *words)
{
	assert_int_equal(lint_match(&b->matcher, bm_str_of(sentence)), BM_OK);
	for (size_t i = 0; i < b->matcher.hits.len; i++) {
		const lint_hit *hit = &b->matcher.hits.items[i];

		if (strcmp(hit->rule->id, id) != 0)
			continue;
		if (words == NULL)
			fail_msg("%s hits \"%s\"", id, sentence);
		assert_true(
		    bm_str_is((bm_str){sentence + hit->at, hit->len}, words));
		return;
	}
	if (words != NULL)
		fail_msg("%s does not hit \"%s\"", id, sentence);
}

static void
rules(void **state)
{
	struct bench b;
	const lint_rule *rule;
	size_t count;

	(void)state;
	bench_open(&b);
	(void)lint_claims_rules(b.claims, &count);
	assert_true(count >= 100);
	rule = lint_claims_rule(b.claims, "ABS-001");
	assert_non_null(rule);
	assert_int_equal(rule->severity, BM_ERROR);
	assert_null(lint_claims_rule(b.claims, "ABS-999"));
	hits(&b, "ABS-001", "We guarantee that it helps.", "guarantee");
	hits(&b, "ABS-001", "Nobody can, and we cannot guarantee it.", NULL);
	/* With a context, and not with another. */
	hits(&b, "EFF-014", "Stem cells are an effective alternative.",
	     "effective alternative");
	hits(&b, "EFF-014", "A brace is an effective alternative.", NULL);
	hits(&b, "EFF-014",
	     "There is no evidence that stem cells are an effective option.",
	     NULL);
	bench_close(&b);
}

/* Long and repetitive text ends at a bound, and says so. */
static void
hostile(void **state)
{
	static const char *const parts[] = {"not ", "stem cells can ", "a",
					    "FDA-", "\xC3\xA4 "};
	struct bench b;
	clock_t start = clock();

	(void)state;
	bench_open(&b);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		bm_buf text;

		bm_buf_init(&text, NULL);
		while (text.len < 1000000)
			bm_buf_puts(&text, parts[i]);
		assert_int_equal(lint_match(&b.matcher, bm_buf_str(&text)),
				 BM_OK);
		assert_true(b.matcher.limited);
		bm_buf_free(&text);
	}
	assert_true((clock() - start) / CLOCKS_PER_SEC < 30);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules),
	    cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
