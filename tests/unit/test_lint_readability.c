/* Syllables, grades, and the sections and notices that are too hard. */
#include "pass_help.h"

#include <math.h>
#include <string.h>

#include "core/file.h"
#include "lint/readability.h"
#include "pass/claims.h"
#include "pass/readability.h"
#include "read/read.h"

/*
 * The words of syllables.txt, "syl-la-ble" each: at most 2 in 100 wrong, and
 * the sum, which grades depend on, within 1 in 100.
 */
static void
syllables(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_str text, line;
	size_t words = 0, wrong = 0, sum = 0, want_sum = 0;

	(void)state;
	assert_int_equal(bm_file_read(arena, "tests/unit/syllables.txt", &text),
			 BM_OK);
	while (bm_str_split(&text, '\n', &line)) {
		char word[64];
		size_t len = 0, want = 1, got;

		if (line.len == 0)
			continue;
		assert_true(line.len < sizeof word);
		for (size_t i = 0; i < line.len; i++)
			if (line.ptr[i] == '-')
				want++;
			else
				word[len++] = line.ptr[i];
		got = lint_syllables((bm_str){word, len});
		words++;
		wrong += got != want;
		sum += got;
		want_sum += want;
	}
	print_message("%zu of %zu words wrong; %zu syllables for %zu\n", wrong,
		      words, sum, want_sum);
	assert_true(words > 900);
	assert_true(wrong * 50 < words);
	assert_true(sum * 100 > want_sum * 99 && sum * 99 < want_sum * 100);
	bm_arena_free(arena);
}

/* Each word of the table of exceptions is found: the table is sorted. */
static void
table(void **state)
{
	static const struct {
		const char *word;
		size_t count;
	} words[] = {{"a", 1},       {"wouldn't", 2},
		     {"Wounded", 2}, {"WHEREAS", 2},
		     {"it's", 1},    {"people", 2},
		     {"area", 3},    {"osteoarthritis", 6},
		     {"", 1},        {"42", 1},
		     {"the", 1},     {"yes", 1},
		     {"rhythms", 2}, {"table", 2},
		     {"tables", 2},  {"cared", 1},
		     {"tested", 2},  {"changes", 2},
		     {"being", 2},   {"useful", 2},
		     {"used", 1},    {"supplements", 3}};

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (lint_syllables(bm_str_of(words[i].word)) != words[i].count)
			fail_msg("%s", words[i].word);
}

static void
is_near(double got, double want)
{
	if (fabs(got - want) > 0.005)
		fail_msg("%f is not %f", got, want);
}

/* The formulas by hand. */
static void
grades(void **state)
{
	lint_measure m = {0};

	(void)state;
	is_near(lint_grade(&m), 0);
	is_near(lint_smog(&m), 0);
	assert_int_equal(
	    lint_measure_add(&m, BM_STR("The cat sat on the mat.")), BM_OK);
	assert_int_equal(m.words, 6);
	assert_int_equal(m.sentences, 1);
	assert_int_equal(m.syllables, 6);
	is_near(lint_grade(&m), 0.39 * 6 + 11.8 - 15.59);
	is_near(lint_smog(&m), 3.1291);
	assert_int_equal(
	    lint_measure_add(&m, BM_STR("Infections of 12 hospitals; a day")),
	    BM_OK);
	/* Infections, of, 12, hospitals | a, day */
	assert_int_equal(m.words, 12);
	assert_int_equal(m.sentences, 3);
	assert_int_equal(m.syllables, 6 + 3 + 1 + 1 + 3 + 1 + 1);
	assert_int_equal(m.long_words, 2);
	is_near(lint_smog(&m), 1.0430 * sqrt(2 * 30 / 3.0) + 3.1291);
	assert_int_equal(lint_measure_add(&m, BM_STR(" ; : ...")), BM_OK);
	assert_int_equal(m.sentences, 3);
}

#define EASY                                                                   \
	"The cat sat on the mat. It ate a fish. Then it ran off to sleep. We " \
	"saw it go. It was a warm day in May and the sun was high. All of us " \
	"had a rest in the shade of a big old tree.\n"
#define HARD                                                                   \
	"Considerable methodological heterogeneity characterises the "         \
	"available investigations, and consequently definitive conclusions "   \
	"regarding comparative effectiveness remain unattainable. "            \
	"Additional multidisciplinary investigations incorporating "           \
	"standardised outcome measurement are recommended by virtually all "   \
	"participating rheumatological associations internationally, "         \
	"notwithstanding considerable "                                        \
	"organisational and administrative difficulties repeatedly "           \
	"encountered everywhere.\n"

/* Runs claims and readability over Markdown. */
static bm_doc *
looked_at(const char *text, const bm_pass_context *more)
{
	static const bm_data data = {NULL};
	bm_doc *doc = bm_doc_new(NULL, "t.md");
	bm_pass_context context = {0};
	lint_claims *claims;

	assert_non_null(doc);
	if (more != NULL)
		context = *more;
	doc->source = bm_str_of(text);
	assert_int_equal(bm_reader_markdown.read(doc, doc->source, NULL),
			 BM_OK);
	assert_int_equal(lint_claims_load(&data, NULL, doc->diags, &claims),
			 BM_OK);
	context.claims = claims;
	assert_int_equal(bm_pass_claims.run(doc, &context), BM_OK);
	(void)bm_pass_readability.run(doc, &context);
	doc->claims->list.len = 0;
	lint_claims_free(claims);
	return doc;
}

static void
gate(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = looked_at("# A\n\n" EASY "\n## B\n\n" HARD, NULL);
	says(doc, "");
	bm_doc_free(doc);
	doc = looked_at("---\nreading-level: 8\n---\n\n# A\n\n" EASY
			"\n## B\n\n" HARD,
			NULL);
	assert_int_equal(doc->diags->list.len, 1);
	assert_string_equal(doc->diags->list.items[0].code,
			    "readability-grade");
	assert_int_equal(doc->diags->list.items[0].severity, BM_WARNING);
	assert_int_equal(doc->diags->list.items[0].line, 9);
	assert_non_null(strstr(doc->diags->list.items[0].message,
			       "Section \"B\" has grade "));
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "hardest: line 11 ("));
	bm_doc_free(doc);
	/* Too short to be judged; another language; somebody else's words. */
	doc = looked_at("---\nreading-level: 8\n---\n\n# A\n\nConsiderable "
			"methodological heterogeneity characterises "
			"investigations.\n",
			NULL);
	says(doc, "");
	bm_doc_free(doc);
	doc = looked_at("---\nreading-level: 8\nlang: de\n---\n\n# A\n\n" HARD,
			NULL);
	says(doc, "");
	bm_doc_free(doc);
	doc = looked_at("---\nreading-level: low\n---\n\n# A\n\n" EASY, NULL);
	says(doc, "2: \"reading-level\" is no grade: \"low\" "
		  "[readability-level]\n");
	bm_doc_free(doc);
}

static size_t
count_of(const bm_doc *doc, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < doc->diags->list.len; i++)
		n += strcmp(doc->diags->list.items[i].code, code) == 0;
	return n;
}

static void
report(void **state)
{
	bm_pass_context context = {.readability = true};
	bm_doc *doc;

	(void)state;
	doc = looked_at("# A\n\n" EASY "\n## B\n\n" HARD "\n## C\n\nShort.\n",
			&context);
	assert_int_equal(count_of(doc, "readability-text"), 1);
	assert_int_equal(count_of(doc, "readability-section"), 3);
	/* Three of A, the two of B, none of C, which is too short. */
	assert_int_equal(count_of(doc, "readability-sentence"), 5);
	assert_int_equal(count_of(doc, "readability-grade"), 0);
	bm_doc_free(doc);
	doc = looked_at("---\nlang: de\n---\n\nEin Satz.\n", &context);
	assert_int_equal(count_of(doc, "readability-section"), 0);
	assert_int_equal(count_of(doc, "readability-text"), 1);
	assert_non_null(strstr(doc->diags->list.items[0].message,
			       "No sentences in English"));
	bm_doc_free(doc);
}

static bm_notices *
catalogue(const char *text)
{
	bm_notices *notices = bm_notices_new(NULL);
	bm_doc *doc = bm_doc_new(NULL, "notices/n.md");

	assert_non_null(notices);
	assert_int_equal(bm_reader_markdown.read(doc, bm_str_of(text), NULL),
			 BM_OK);
	assert_int_equal(bm_notices_add(notices, doc, NULL, doc->diags), BM_OK);
	assert_int_equal(bm_readability_notices(notices), BM_OK);
	assert_int_equal(notices->list.len, 1);
	return notices;
}

#define NOTICE(lang, more)                                                     \
	"---\nid: n\ntitle: N\nlang: " lang                                    \
	"\ntrigger: always\nplacement: start\n" more "---\n\n"

static void
notices(void **state)
{
	bm_pass_context context = {0};
	bm_notices *n = catalogue(NOTICE("en", "") HARD);
	bm_doc *doc;

	(void)state;
	assert_true(n->list.items[0].grade > 20);
	context.notices = n;
	doc = looked_at(EASY, &context);
	assert_int_equal(count_of(doc, "readability-notice"), 1);
	assert_string_equal(doc->diags->list.items[0].file, "notices/n.md");
	bm_doc_free(doc);
	bm_notices_free(n);

	n = catalogue(NOTICE("en", "") "{{product}} is not approved in "
				       "{{place}}. Ask your doctor.\n");
	assert_true(n->list.items[0].grade < 8);
	context.notices = n;
	doc = looked_at(EASY, &context);
	assert_int_equal(count_of(doc, "readability-notice"), 0);
	bm_doc_free(doc);
	/* A project can ask for less. */
	doc = looked_at("---\nreading-level: 1\n---\n\n" EASY, &context);
	assert_int_equal(count_of(doc, "readability-notice"), 1);
	bm_doc_free(doc);
	bm_notices_free(n);

	/* The short form counts too; a label does not, nor does German. */
	n = catalogue(NOTICE("en", "every-page: yes\nshort: Considerable "
				   "methodological heterogeneity "
				   "characterises the available published "
				   "investigations.\n") "Ask us.\n");
	assert_true(n->list.items[0].grade > 20);
	bm_notices_free(n);
	n = catalogue(NOTICE("en", "") "Advertisement from {{sponsor}}.\n");
	assert_true(n->list.items[0].grade == 0);
	bm_notices_free(n);
	n = catalogue(NOTICE("de", "") HARD);
	assert_true(n->list.items[0].grade == 0);
	bm_notices_free(n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(syllables), cmocka_unit_test(table),
	    cmocka_unit_test(grades),    cmocka_unit_test(gate),
	    cmocka_unit_test(report),    cmocka_unit_test(notices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
