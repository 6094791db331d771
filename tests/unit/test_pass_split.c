#include "pass_help.h"

#include "pass/split.h"

#define SECTION(id, more)                                                      \
	"<section xml:id='" id "'><title>T</title>" more "</section>"
#define HUNDRED                                                                \
	"0123456789012345678901234567890123456789012345678901234567890123456"  \
	"789012345678901234567890123456789"
#define KILO                                                                   \
	HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED        \
	    HUNDRED HUNDRED
#define BOOK                                                                   \
	"<book " DB "><title>B</title><chapter xml:id='c'><title>C</title>"    \
	"<para>a</para>" SECTION("s", "<para/>" SECTION("ss", "<para/>"))      \
	    SECTION("t",                                                       \
		    "<para/>") "<bibliography "                                \
			       "xml:id='r'><title>R</title><bibliomixed/>"     \
			       "</bibliography></chapter><bibliography "       \
			       "xml:id='end'><title>E</title>"                 \
			       "<bibliomixed/></bibliography></book>"

static bool
is_cut(const bm_doc *doc, const char *id)
{
	return bm_attr_bm(with_id(doc, id), "cut") != NULL;
}

static void
to_a_level(void **state)
{
	bm_pass_context context = {.split_level = "1"};
	bm_doc *doc = passed(&bm_pass_split, BOOK, &context);

	(void)state;
	assert_true(is_cut(doc, "s"));
	assert_false(is_cut(doc, "ss"));
	assert_true(is_cut(doc, "t"));
	assert_true(is_cut(doc, "r"));
	assert_false(is_cut(doc, "c"));
	assert_false(is_cut(doc, "end"));
	bm_doc_free(doc);
	context.split_level = "2";
	doc = passed(&bm_pass_split, BOOK, &context);
	assert_true(is_cut(doc, "ss"));
	bm_doc_free(doc);
	doc = passed(&bm_pass_split, BOOK, NULL);
	assert_false(is_cut(doc, "s"));
	says(doc, "");
	bm_doc_free(doc);
}

static void
to_a_size(void **state)
{
	static const char text[] = ARTICLE
	    "<info><title>A</title><meta name='split-size' "
	    "content='2k'/></info>\n" SECTION(
		"s", SECTION("ss", "<para>" KILO KILO "</para>")
			 SECTION("st", "<para/>"))
		SECTION("t", "<para/>" SECTION("tt", "<para/>")) "</article>";
	bm_doc *doc = passed(&bm_pass_split, text, NULL);

	(void)state;
	assert_true(is_cut(doc, "s"));
	assert_true(is_cut(doc, "ss"));
	assert_true(is_cut(doc, "st"));
	assert_true(is_cut(doc, "t"));
	assert_false(is_cut(doc, "tt"));
	says(doc, "2: About 3 kB stand in one file and have no sections to "
		  "cut at; 2 kB are asked for [split-large]\n");
	bm_doc_free(doc);
}

/* The limit holds where nobody asks, and is no reason for a finding. */
static void
to_a_limit(void **state)
{
	static const char large[] = ARTICLE
	    "<title>A</title>" SECTION("s", "<para>" KILO KILO "</para>")
		SECTION("t", "<para/>") "</article>";
	static const char none[] =
	    ARTICLE "<info><title>A</title><meta name='split-level' "
		    "content='0'/></info>" SECTION("s", "<para>" KILO KILO
							"</para>") "</article>";
	bm_pass_context context = {.split_limit = 2000};
	bm_doc *doc = passed(&bm_pass_split, large, &context);

	(void)state;
	assert_true(is_cut(doc, "s"));
	assert_true(is_cut(doc, "t"));
	says(doc, "");
	bm_doc_free(doc);
	context.split_limit = 3000;
	doc = passed(&bm_pass_split, large, &context);
	assert_false(is_cut(doc, "s"));
	bm_doc_free(doc);
	context.split_limit = 2000;
	doc = passed(&bm_pass_split, none, &context);
	assert_false(is_cut(doc, "s"));
	says(doc, "");
	bm_doc_free(doc);
	context.split_size = "9k";
	doc = passed(&bm_pass_split, large, &context);
	assert_false(is_cut(doc, "s"));
	bm_doc_free(doc);
}

/* A section without a title would be a page without a name. */
static void
what_has_no_title(void **state)
{
	bm_pass_context context = {.split_level = "3"};
	bm_doc *doc = passed(
	    &bm_pass_split,
	    ARTICLE SECTION(
		"s",
		"<para/>") "<section xml:id='t'><para/></section></article>",
	    &context);

	(void)state;
	assert_false(is_cut(doc, "s"));
	assert_false(is_cut(doc, "t"));
	bm_doc_free(doc);
}

static void
wrong_values(void **state)
{
	bm_doc *doc = passed(&bm_pass_split,
			     ARTICLE "<info><meta name='split-level' "
				     "content='7'/>\n<meta name='split-size' "
				     "content='big'/></info><para/></article>",
			     NULL);
	unsigned level = 0;
	size_t size = 0;

	(void)state;
	says(doc, "1: The key split-level cannot be \"7\" [split-value]\n"
		  "2: The key split-size cannot be \"big\" [split-value]\n");
	bm_doc_free(doc);
	assert_true(bm_split_level("6", &level) && level == 6);
	assert_false(bm_split_level("", &level));
	assert_false(bm_split_level("10", &level));
	assert_true(bm_split_size("300k", &size) && size == 300000);
	assert_true(bm_split_size("2 MB", &size) && size == 2000000);
	assert_true(bm_split_size("70000", &size) && size == 70000);
	assert_false(bm_split_size("k", &size));
	assert_false(bm_split_size("3x", &size));
	assert_false(bm_split_size("99999999999999999999", &size));
}

/* What the author's XML says of it is nothing. */
static void
not_by_hand(void **state)
{
	bm_doc *doc = passed(&bm_pass_split,
			     "<article " DB " xmlns:bm='http://backmatter/' "
			     "bm:cut='yes'><para xml:id='p' bm:cut='yes'/>"
			     "</article>",
			     NULL);

	(void)state;
	assert_false(is_cut(doc, "p"));
	assert_null(bm_attr_bm(bm_doc_element(doc), "cut"));
	bm_doc_free(doc);
}

static void
without_memory(void **state)
{
	bm_pass_context context = {.split_level = "2", .split_size = "1"};

	(void)state;
	survives(&bm_pass_split, BOOK, &context);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(to_a_level),
					   cmocka_unit_test(to_a_size),
					   cmocka_unit_test(to_a_limit),
					   cmocka_unit_test(what_has_no_title),
					   cmocka_unit_test(wrong_values),
					   cmocka_unit_test(not_by_hand),
					   cmocka_unit_test(without_memory)};

	return cmocka_run_group_tests_name("pass_split", tests, NULL, NULL);
}
