/* What pages are found to hold. */
#include "write_help.h"

#include "write/publication.h"

static pub_facts
surveyed(const char *body)
{
	static char page[4096];
	pub_facts f;
	int n = snprintf(page, sizeof(page),
			 "<html><head><title>&lt;img&gt;</title></head>"
			 "<body>%s</body></html>",
			 body);

	pub_survey((bm_str){page, (size_t)n}, &f);
	return f;
}

static void
pictures(void **state)
{
	pub_facts f =
	    surveyed("<img src=\"a\" alt=\"A back\"/><img alt=\"\" src=\"b\"/>"
		     "<img src=\"c\"/><img alt=\"  \" src=\"d\"/>"
		     "<img src=\"e\" role=\"presentation\"/>"
		     "<img src=\"f\" data-alt=\"no\"/>");

	(void)state;
	assert_int_equal(f.images, 6);
	assert_int_equal(f.decorative, 3);
	assert_int_equal(f.without_alt, 2);
	assert_false(f.svg);
	f = surveyed("<svg viewBox=\"0\"><title>A</title><img/></svg>"
		     "<svg><g><title>of a part</title></g></svg>"
		     "<svg aria-hidden=\"true\"/><img src=\"a\"/>");
	assert_true(f.svg);
	assert_int_equal(f.images, 4);
	assert_int_equal(f.decorative, 1);
	assert_int_equal(f.without_alt, 2);
}

static void
players(void **state)
{
	pub_facts f = surveyed(
	    "<video src=\"a\"><track kind=\"captions\" src=\"t\"/>"
	    "<track kind=\"captions\" src=\"u\"/></video>"
	    "<video src=\"b\" aria-details=\"t\"/><audio src=\"c\"></audio>"
	    "<video src=\"d\"><track kind=\"descriptions\" "
	    "src=\"e\"/></video>");

	(void)state;
	assert_int_equal(f.video, 3);
	assert_int_equal(f.audio, 1);
	assert_int_equal(f.captions, 1);
	assert_int_equal(f.transcripts, 1);
	assert_int_equal(f.described, 1);
	assert_int_equal(f.must_see, 2);
	assert_int_equal(f.must_hear, 2);
}

static void
tables_and_the_rest(void **state)
{
	pub_facts f = surveyed(
	    "<table><tr><td><table><tr><th>a</th><th>b</th></tr></table></td>"
	    "</tr></table><table><tr><td>c</td></tr></table><th>d</th>"
	    "<math alttext=\"a\"></math><math/><ruby/>"
	    "<section "
	    "role=\"doc-index\"><ul><li>a</li><li>b</li></ul></section>"
	    "<section role=\"doc-index\"></section>"
	    "<span role=\"doc-pagebreak\" aria-label=\"1\"></span>"
	    "<details class=\"longdesc\"></details><p>a &lt;img&gt; b</p>");

	(void)state;
	assert_int_equal(f.tables, 3);
	assert_int_equal(f.headed_tables, 1);
	assert_int_equal(f.formulas, 2);
	assert_int_equal(f.told_formulas, 1);
	assert_true(f.mathml);
	assert_int_equal(f.rubies, 1);
	assert_int_equal(f.indexes, 1);
	assert_int_equal(f.page_breaks, 1);
	assert_int_equal(f.long_descriptions, 1);
	assert_int_equal(f.roles, 3);
	assert_int_equal(f.images, 0);
}

static void
odd_pages(void **state)
{
	static const char *const pages[] = {
	    "",
	    "<",
	    "<body",
	    "<body><",
	    "<body><img",
	    "<body><img alt=\"",
	    "<body></table></table><svg><title>"};
	pub_facts f;

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		/* No byte behind the end is looked at. */
		char *copy = test_malloc(strlen(pages[i]) + 1);
		memcpy(copy, pages[i], strlen(pages[i]) + 1);
		pub_survey(bm_str_of(copy), &f);
		assert_int_equal(f.tables, 0);
		test_free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pictures), cmocka_unit_test(players),
	    cmocka_unit_test(tables_and_the_rest), cmocka_unit_test(odd_pages)};

	return cmocka_run_group_tests_name("write_survey", tests, NULL, NULL);
}
