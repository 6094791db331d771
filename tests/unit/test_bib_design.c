/* Designs of studies, from every place that may say one. */
#include "bib_help.h"

#include "bib/design.h"
#include "pass/design_words.h"

/* The item that one JSON object, without id and type, makes. */
static const bm_item *
item_of(struct bench *b, const char *members)
{
	char text[1024];

	snprintf(text, sizeof text, "[{\"id\":\"x\",\"type\":\"book\",%s}]",
		 members);
	bench_open(b);
	assert_int_equal(
	    bm_bib_read(b->library, bm_str_of(text), "x.json", &b->diags),
	    BM_OK);
	return bm_library_find(b->library, BM_STR("x"));
}

static void
check(const char *members, bm_design design, unsigned long people)
{
	struct bench b;
	const bm_item *item = item_of(&b, members);

	assert_non_null(item);
	if (bm_item_design(item) != design)
		print_error("%s gives %s\n", members,
			    bm_design_id(bm_item_design(item)));
	assert_int_equal(bm_item_design(item), design);
	assert_int_equal(bm_item_people(item), people);
	bench_close(&b);
}

#define CUSTOM(s) "\"custom\":{" s "}"

static void
test_by_hand(void **state)
{
	(void)state;
	check(CUSTOM("\"design\":\"Randomised Trial\",\"participants\":100"),
	      BM_DESIGN_RANDOMISED, 100);
	check(CUSTOM("\"design\":\"case-series\",\"n\":\"1,842\""),
	      BM_DESIGN_CASES, 1842);
	/* What is set by hand goes before what a library says. */
	check(CUSTOM("\"design\":\"cohort\",\"study-design\":"
		     "\"Randomized Controlled Trial\""),
	      BM_DESIGN_COHORT, 0);
	check(CUSTOM("\"design\":\"unknown\",\"study-design\":\"Letter\""),
	      BM_DESIGN_UNKNOWN, 0);
	check(CUSTOM("\"design\":\"astrology\""), BM_DESIGN_UNKNOWN, 0);
	check("\"title\":\"T\"", BM_DESIGN_UNKNOWN, 0);
}

static void
test_by_types(void **state)
{
	(void)state;
	check(CUSTOM("\"publication-types\":\"Journal Article; Randomized "
		     "Controlled Trial; Letter\""),
	      BM_DESIGN_RANDOMISED, 0);
	check(CUSTOM("\"study-design\":\"Review; Meta-Analysis\""),
	      BM_DESIGN_SYSTEMATIC, 0);
	check(CUSTOM("\"study-design\":\"Case Reports; Review\""),
	      BM_DESIGN_CASES, 0);
	check(CUSTOM("\"study-design\":\"Practice Guideline\""),
	      BM_DESIGN_GUIDELINE, 0);
	check(CUSTOM("\"study-design\":\"Clinical Trial\""), BM_DESIGN_UNKNOWN,
	      0);
	check(CUSTOM("\"study-design\":\"Randomized Controlled Trial, "
		     "Veterinary\""),
	      BM_DESIGN_ANIMAL, 0);
	check("\"genre\":\"Systematic review\"", BM_DESIGN_SYSTEMATIC, 0);
}

static void
test_by_headings(void **state)
{
	(void)state;
	check("\"keyword\":\"Humans; Case-Control Studies; Adult\"",
	      BM_DESIGN_COHORT, 0);
	check("\"keyword\":\"Animals; Mice\"", BM_DESIGN_ANIMAL, 0);
	/* A study of both is not one on animals. */
	check("\"keyword\":\"Animals; Humans\"", BM_DESIGN_UNKNOWN, 0);
	check("\"keyword\":\"Disease Models, Animal/methods; Rats\"",
	      BM_DESIGN_ANIMAL, 0);
	check("\"keyword\":\"Animals/surgery\"," CUSTOM(
		  "\"n\":24,\"study-design\":\"Randomized Controlled Trial\""),
	      BM_DESIGN_ANIMAL, 0);
	check("\"keyword\":\"Systematic Reviews as Topic\"", BM_DESIGN_UNKNOWN,
	      0);
}

static void
test_people(void **state)
{
	(void)state;
	check(CUSTOM("\"participants\":\"about 20\""), BM_DESIGN_UNKNOWN, 0);
	check(CUSTOM("\"participants\":\"12,34\""), BM_DESIGN_UNKNOWN, 0);
	check(CUSTOM("\"participants\":\"1 234 567\""), BM_DESIGN_UNKNOWN,
	      1234567);
	check(CUSTOM("\"participants\":\"99999999999\""), BM_DESIGN_UNKNOWN, 0);
	check(CUSTOM("\"participants\":\"many\",\"n\":7"), BM_DESIGN_UNKNOWN,
	      7);
}

static void
test_ids(void **state)
{
	(void)state;
	for (int d = 0; d < BM_DESIGN_COUNT; d++)
		assert_int_equal(
		    bm_design_find(bm_str_of(bm_design_id((bm_design)d))), d);
	assert_true(bm_design_strength(BM_DESIGN_SYSTEMATIC) >
		    bm_design_strength(BM_DESIGN_RANDOMISED));
	assert_true(bm_design_strength(BM_DESIGN_CASES) >
		    bm_design_strength(BM_DESIGN_ANIMAL));
	assert_int_equal(bm_design_strength(BM_DESIGN_GUIDELINE), 0);
}

static void
test_words(void **state)
{
	static const struct {
		const char *lang, *two, *five, *many;
	} counts[] = {
	    {"pl", "2 osoby", "5 osób", "12 345 osób"},
	    {"ar", "شخصان", "5 أشخاص", "12,345 شخصًا"},
	    {"he", "שני אנשים", "5 אנשים", "12,345 אנשים"},
	    {"ja", "2人", "5人", "12,345人"},
	    {"fr", "2 personnes", "5 personnes", "12 345 personnes"},
	    {"es", "2 personas", "5 personas", "12.345 personas"},
	    {"it", "2 persone", "5 persone", "12.345 persone"},
	    {"pt", "2 pessoas", "5 pessoas", "12.345 pessoas"},
	    {"nl", "2 personen", "5 personen", "12.345 personen"},
	    {"zh-Hans", "2 人", "5 人", "12,345 人"},
	    {"de-CH", "2 Personen", "5 Personen", "12’345 Personen"},
	};
	static const bm_data data = {NULL};
	bm_l10n *l10n = bm_l10n_new(NULL, &data);
	struct bench b;

	(void)state;
	assert_non_null(l10n);
	bench_open(&b);
	assert_string_equal(
	    bm_design_text(l10n, b.arena, BM_DESIGN_RANDOMISED, 100, "en-GB"),
	    "Randomised trial, 100 people");
	assert_string_equal(
	    bm_design_text(l10n, b.arena, BM_DESIGN_RANDOMISED, 1, "en-US"),
	    "Randomized trial, 1 person");
	assert_string_equal(
	    bm_design_text(l10n, b.arena, BM_DESIGN_UNKNOWN, 5000000, NULL),
	    "5,000,000 people");
	assert_null(bm_design_text(l10n, b.arena, BM_DESIGN_UNKNOWN, 0, "de"));
	assert_string_equal(bm_l10n_number(l10n, b.arena, 1234567, "de"),
			    "1.234.567");
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		const char *lang = counts[i].lang;

		assert_string_equal(
		    bm_design_text(l10n, b.arena, BM_DESIGN_UNKNOWN, 2, lang),
		    counts[i].two);
		assert_string_equal(
		    bm_design_text(l10n, b.arena, BM_DESIGN_UNKNOWN, 5, lang),
		    counts[i].five);
		assert_string_equal(bm_design_text(l10n, b.arena,
						   BM_DESIGN_UNKNOWN, 12345,
						   lang),
				    counts[i].many);
		for (int d = 0; d < BM_DESIGN_COUNT; d++) {
			const char *id = bm_design_id((bm_design)d);

			assert_string_not_equal(
			    bm_design_plural(l10n, (bm_design)d, lang), id);
			if (d != BM_DESIGN_UNKNOWN)
				assert_non_null(bm_design_text(
				    l10n, b.arena, (bm_design)d, 0, lang));
		}
	}
	bm_l10n_free(l10n);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_by_hand),     cmocka_unit_test(test_by_types),
	    cmocka_unit_test(test_by_headings), cmocka_unit_test(test_people),
	    cmocka_unit_test(test_ids),         cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
