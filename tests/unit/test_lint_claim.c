/* Claim rules: loading, contexts, hits, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <time.h>

#include "core/buf.h"
#include "core/file.h"
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

/* The sentences beside the rules, from the folder of the sources. */
static bm_str
file_of(struct bench *b, const char *path)
{
	bm_str text;

	if (bm_file_read(b->arena, path, &text) != BM_OK)
		fail_msg("%s cannot be read; run from the folder of the "
			 "sources",
			 path);
	return text;
}

static bool
is_hit(struct bench *b, const char *id, bm_str sentence)
{
	assert_int_equal(lint_match(&b->matcher, sentence), BM_OK);
	assert_false(b->matcher.limited);
	for (size_t i = 0; i < b->matcher.hits.len; i++)
		if (strcmp(b->matcher.hits.items[i].rule->id, id) == 0)
			return true;
	return false;
}

/* Each rule matches what it should and nothing that it should not. */
static void
own_tests(void **state)
{
	struct bench b;
	bm_str text, line;
	const lint_rule *all;
	size_t count, bad = 0;
	size_t(*seen)[2];

	(void)state;
	bench_open(&b);
	all = lint_claims_rules(b.claims, &count);
	seen = calloc(count, sizeof *seen);
	assert_non_null(seen);
	text = file_of(&b, "content/claims/tests.tsv");
	(void)bm_str_split(&text, '\n', &line);
	while (bm_str_split(&text, '\n', &line)) {
		bm_str id, want;
		const lint_rule *rule;

		if (line.len == 0)
			continue;
		assert_true(bm_str_split(&line, '\t', &id));
		assert_true(bm_str_split(&line, '\t', &want));
		assert_true(bm_str_is(want, "yes") || bm_str_is(want, "no"));
		rule = lint_claims_rule(b.claims, bm_arena_str(b.arena, id));
		if (rule == NULL)
			fail_msg("there is no rule %.*s", (int)id.len, id.ptr);
		seen[rule - all][bm_str_is(want, "yes")]++;
		if (is_hit(&b, rule->id, line) == bm_str_is(want, "yes"))
			continue;
		print_error("%s, %.*s: %.*s\n", rule->id, (int)want.len,
			    want.ptr, (int)line.len, line.ptr);
		bad++;
	}
	for (size_t i = 0; i < count; i++)
		if (seen[i][0] < 2 || seen[i][1] < 2) {
			print_error("%s needs two sentences of each\n",
				    all[i].id);
			bad++;
		}
	free(seen);
	assert_int_equal(bad, 0);
	bench_close(&b);
}

static size_t
hits_hash(const lint_matcher *m)
{
	size_t hash = m->hits.len;

	for (size_t i = 0; i < m->hits.len; i++)
		hash = hash * 31 + m->hits.items[i].at * 7 +
		       m->hits.items[i].len * 3 +
		       (size_t)m->hits.items[i].rule->id[0] +
		       (size_t)m->hits.items[i].rule->id[6];
	return hash;
}

/* The filter of words hides no hit: the same with and without it. */
static void
filter(void **state)
{
	static const char *const files[] = {
	    "content/claims/tests.tsv",
	    "content/claims/rules.tsv",
	    "content/handbook/07-stimulation.md",
	    "content/handbook/09-cell-injections.md",
	    "content/handbook/13-reading-claims.md",
	    "content/manual/04-notices.md",
	};
	struct bench b;
	size_t found = 0;

	(void)state;
	bench_open(&b);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		bm_str text = file_of(&b, files[i]), line;

		while (bm_str_split(&text, '\n', &line)) {
			size_t hash;

			b.matcher.all = false;
			assert_int_equal(lint_match(&b.matcher, line), BM_OK);
			hash = hits_hash(&b.matcher);
			b.matcher.all = true;
			assert_int_equal(lint_match(&b.matcher, line), BM_OK);
			if (hits_hash(&b.matcher) != hash)
				fail_msg("hidden in %s: %.*s", files[i],
					 (int)line.len, line.ptr);
			found += b.matcher.hits.len;
		}
	}
	assert_true(found > 250);
	bench_close(&b);
}

/* `unit` over and over, up to a million bytes. */
static void
is_bounded(struct bench *b, const char *begin, const char *unit, size_t size)
{
	bm_buf text;

	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, begin);
	while (text.len < size)
		bm_buf_puts(&text, unit);
	assert_int_equal(lint_match(&b->matcher, bm_buf_str(&text)), BM_OK);
	bm_buf_free(&text);
}

/* Long and repetitive text ends at a bound, and says so. */
static void
hostile(void **state)
{
	static const char *const parts[] = {
	    "not ",       "stem cells can ",  "a",    "FDA-",      "\xC3\xA4 ",
	    "no if ",     "treated by very ", "our ", "your own ", "better ",
	    "backed by ", "our facility "};
	static const char *const begins[] = {
	    "", "safe and effective FDA-approved proven guaranteed stem cells "
		"superior to surgery cure the best treatment "};
	struct bench b;
	clock_t start = clock();

	(void)state;
	bench_open(&b);
	for (size_t all = 0; all < 2; all++)
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			for (size_t j = 0; j < 2; j++) {
				b.matcher.all = all == 1;
				is_bounded(&b, begins[j], parts[i], 1000000);
				assert_true(b.matcher.limited);
				is_bounded(&b, begins[j], parts[i], 30000);
			}
	print_message("hostile text: %.2f s\n",
		      (double)(clock() - start) / CLOCKS_PER_SEC);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 60);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules),
	    cmocka_unit_test(own_tests),
	    cmocka_unit_test(filter),
	    cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
