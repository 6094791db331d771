/* Claim rules: loading, contexts, hits, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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

/* ---- Files with faults ---- */

static const char *const files[] = {"rules", "contexts", "evidence"};

/* A folder with these three files; its name is overwritten. */
static void
put_files(char *folder, const char *const texts[3])
{
	char path[100];

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/claims", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	for (int i = 0; i < 3; i++) {
		FILE *f;

		snprintf(path, sizeof path, "%s/claims/%s.tsv", folder,
			 files[i]);
		f = fopen(path, "wb");
		assert_non_null(f);
		fprintf(f, "header\n%s", texts[i]);
		fclose(f);
	}
}

static void
remove_files(const char *folder)
{
	char path[100];

	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/claims/%s.tsv", folder,
			 files[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/claims", folder);
	rmdir(path);
	rmdir(folder);
}

#define RULE(id, pattern) id "\tk\terror\tno\t\t\t" pattern "\tNo.\n"

/* Each fault of a line is named with its place; "" is none. */
static void
faults(void **state)
{
	static const struct {
		const char *texts[3], *said;
	} table[] = {
	    {{RULE("A-1", "a") "\n# remark\n" RULE("A-2", "b"), "c\td\n",
	      "k\tcohort\tx\nA-2\trandomised\ty\n"},
	     ""},
	    {{"A-1\tk\terror\tno\t\t\ta\tNo.\r\n", "c\td\r\n", "\r\n"}, ""},
	    {{"A-1\tk\terror\n", "", ""},
	     "rules 2:1 A rule has eight columns with tabs between"},
	    {{RULE("A-1", "a\tmore"), "", ""},
	     "rules 2:1 A rule has eight columns with tabs between"},
	    {{RULE("A-1", "a") RULE("A-1", "b"), "", ""},
	     "rules 3:1 Two rules have this id: A-1"},
	    {{"A-1\tk\tgrave\tno\t\t\ta\tNo.\n", "", ""},
	     "rules 2:1 Severity is error, warning or info"},
	    {{"A-1\tk\tinfo\tno\tnone\t\ta\tNo.\n", "", ""},
	     "rules 2:1 There is no such context: none"},
	    {{RULE("A-1", "a(b"), "", ""},
	     "rules 2:21 Pattern does not compile: missing closing "
	     "parenthesis"},
	    {{RULE("A-1", "\xE4"), "", ""},
	     "rules 2:1 The line is no text in UTF-8"},
	    {{RULE("A-1", "\x01"), "", ""},
	     "rules 2:1 The line is no text in UTF-8"},
	    {{RULE("A-1", "a"), "one\n", ""},
	     "contexts 2:1 A context has a name and a pattern"},
	    {{RULE("A-1", "a"), "c\t[\n", ""},
	     "contexts 2:4 Pattern does not compile: missing terminating ] "
	     "for character class"},
	    {{RULE("A-1", "a"), "", "k\tcohort\n"},
	     "evidence 2:1 A bar has three columns with tabs between"},
	    {{RULE("A-1", "a"), "", "k\tastrology\tx\n"},
	     "evidence 2:3 There is no such design: astrology"},
	    {{RULE("A-1", "a"), "", "A-2\tcohort\tx\n"},
	     "evidence 2:1 There is no rule and no kind of rule of this "
	     "name: A-2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char folder[] = "claims-XXXXXX", said[300] = "";
		bm_data data = {.dir = folder};
		bm_arena *arena = bm_arena_new(NULL);
		lint_claims *claims = NULL;
		bm_diags diags;

		put_files(folder, table[i].texts);
		bm_diags_init(&diags, arena);
		assert_int_equal(lint_claims_load(&data, NULL, &diags, &claims),
				 table[i].said[0] == '\0' ? BM_OK
							  : BM_BAD_INPUT);
		remove_files(folder);
		if (diags.list.len > 0) {
			const bm_diag *d = &diags.list.items[0];
			const char *name = strrchr(d->file, '/') + 1;

			assert_string_equal(d->code, "claims-file");
			snprintf(said, sizeof said, "%.*s %u:%u %s",
				 (int)strcspn(name, "."), name,
				 (unsigned)d->line, (unsigned)d->column,
				 d->message);
		}
		assert_true(diags.list.len < 2);
		assert_string_equal(said, table[i].said);
		lint_claims_free(claims);
		bm_arena_free(arena);
	}
}

/* A pattern that gives up decides nothing, and says so. */
static void
gives_up(void **state)
{
	static const char *const texts[] = {RULE("A-1", "good (a+)+$")
						RULE("A-2", "good"),
					    "c\tgood (b+)+$\n", ""};
	char folder[] = "claims-XXXXXX";
	bm_data data = {.dir = folder};
	struct bench b;
	size_t at, len;

	(void)state;
	put_files(folder, texts);
	b.arena = bm_arena_new(NULL);
	bm_diags_init(&b.diags, b.arena);
	assert_int_equal(lint_claims_load(&data, NULL, &b.diags, &b.claims),
			 BM_OK);
	remove_files(folder);
	assert_int_equal(lint_matcher_init(&b.matcher, b.claims, b.arena),
			 BM_OK);
	hits(&b, "A-2", "good aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b",
	     "good");
	assert_true(b.matcher.limited);
	hits(&b, "A-1", "good aaa b", NULL);
	assert_false(b.matcher.limited);
	hits(&b, "A-1", "good aaa", "good aaa");
	assert_false(b.matcher.limited);
	assert_false(lint_context(
	    &b.matcher, "c",
	    BM_STR("good bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb c"),
	    &at, &len));
	assert_true(b.matcher.limited);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules),  cmocka_unit_test(own_tests),
	    cmocka_unit_test(filter), cmocka_unit_test(hostile),
	    cmocka_unit_test(faults), cmocka_unit_test(gives_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
