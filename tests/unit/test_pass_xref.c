#include "pass_help.h"

#include "core/date.h"
#include "core/nearest.h"
#include "pass/words.h"

static const char *
label(const bm_doc *doc, const char *id)
{
	return bm_attr_bm(with_id(doc, id), "label");
}

static const char *
words(const bm_doc *doc, int number)
{
	return bm_attr_bm(nth(doc, "xref", number), "text");
}

static void
numbers_in_an_article(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_xref,
	    ARTICLE "<title>T</title><table xml:id='t1'/>"
		    "<section xml:id='s'><title>S</title><figure xml:id='f1'/>"
		    "<table xml:id='t2'/></section>"
		    "<note bm:generated='disclaimer' "
		    "xmlns:bm='http://backmatter/'><table xml:id='t0'/></note>"
		    "<example xml:id='e1'/><equation xml:id='q1' label='*'/>"
		    "<informaltable xml:id='i'/><appendix xml:id='a'>"
		    "<table xml:id='t3'/></appendix></article>",
	    NULL);

	(void)state;
	assert_string_equal(label(doc, "t1"), "1");
	assert_string_equal(label(doc, "t2"), "2");
	assert_string_equal(label(doc, "t3"), "3");
	assert_string_equal(label(doc, "f1"), "1");
	assert_string_equal(label(doc, "e1"), "1");
	assert_string_equal(label(doc, "q1"), "*");
	assert_string_equal(label(doc, "a"), "A");
	assert_null(label(doc, "t0"));
	assert_null(label(doc, "i"));
	assert_null(label(doc, "s"));
	bm_doc_free(doc);
}

static void
numbers_in_a_book(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_xref,
	    "<book " DB "><title>B</title><preface xml:id='p'>"
	    "<figure xml:id='fp'/></preface><part xml:id='I'>"
	    "<chapter xml:id='c1'><figure xml:id='f11'/>"
	    "<figure xml:id='f12'/></chapter></part><part xml:id='II'>"
	    "<chapter xml:id='c2'><figure xml:id='f21'/></chapter>"
	    "<chapter xml:id='c3' label='X'><figure xml:id='f31'/></chapter>"
	    "</part><appendix xml:id='a'><table xml:id='ta'/></appendix>"
	    "<appendix xml:id='b'/></book>",
	    NULL);
	static const char *const expected[][2] = {
	    {"I", "I"},     {"II", "II"},   {"c1", "1"},    {"c2", "2"},
	    {"c3", "X"},    {"a", "A"},     {"b", "B"},     {"fp", "1"},
	    {"f11", "1.1"}, {"f12", "1.2"}, {"f21", "2.1"}, {"f31", "X.1"},
	    {"ta", "A.1"}};

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		assert_string_equal(label(doc, expected[i][0]), expected[i][1]);
	assert_null(label(doc, "p"));
	bm_doc_free(doc);
	/* A chapter alone does not know its number, unless it says it. */
	doc = passed(
	    &bm_pass_xref,
	    "<chapter " DB " xml:id='c'><figure xml:id='f'/></chapter>", NULL);
	assert_null(label(doc, "c"));
	assert_string_equal(label(doc, "f"), "1");
	bm_doc_free(doc);
	doc = passed(&bm_pass_xref,
		     "<chapter " DB " xml:id='c' label='7'><figure xml:id='f'/>"
		     "</chapter>",
		     NULL);
	assert_string_equal(label(doc, "f"), "7.1");
	bm_doc_free(doc);
}

static void
texts(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_xref,
	    ARTICLE "<title>T</title><table xml:id='t'><title>Doses</title>"
		    "</table><section xml:id='s'><title>The "
		    "<emphasis>signs</emphasis></title><para>"
		    "<xref linkend='t'/><xref linkend='s'/>"
		    "<xref linkend='t' xrefstyle='select: title'/>"
		    "<xref linkend='t' xrefstyle='select: label title'/>"
		    "<xref linkend='t' xrefstyle='select:labelnumber'/>"
		    "<xref linkend='s' xrefstyle='select: label'/>"
		    "<xref linkend='s' endterm='e'/>"
		    "<xref linkend='l'/><xref linkend='fn'/>"
		    "<xref linkend='g'/><xref linkend='t' xml:lang='de-AT'/>"
		    "<xref linkend='s' xrefstyle='select: quotedtitle'/>"
		    "<link linkend='t'/><link linkend='t'>x</link>"
		    "<phrase xml:id='e'>the end</phrase>"
		    "<footnote xml:id='fn'><para/></footnote></para>"
		    "<para xml:id='l' xreflabel='Note X'/></section>"
		    "<glossary><glossentry xml:id='g'><glossterm>disc"
		    "</glossterm></glossentry></glossary></article>",
	    NULL);
	static const char *const expected[] = {
	    "Table 1",       "The signs", "Doses",
	    "Table 1 Doses", "1",         "The signs",
	    "the end",       "Note X",    NULL,
	    "disc",          "Tabelle 1", "\xE2\x80\x9CThe signs\xE2\x80\x9D"};

	(void)state;
	for (int i = 0; i < 12; i++) {
		if (expected[i] == NULL)
			assert_null(words(doc, i));
		else
			assert_string_equal(words(doc, i), expected[i]);
	}
	assert_string_equal(bm_attr_bm(nth(doc, "link", 0), "text"), "Table 1");
	assert_null(bm_attr_bm(nth(doc, "link", 1), "text"));
	says(doc, "");
	bm_doc_free(doc);
}

static void
untitled_target(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_xref,
	    ARTICLE "<title>T</title><section><title>Signs</title>\n"
		    "<para xml:id='p'><xref linkend='p'/></para></section>"
		    "</article>",
	    NULL);

	(void)state;
	assert_string_equal(words(doc, 0), "Signs");
	says(doc, "2: \"p\" is a para without a title; the link says \"Signs\" "
		  "[xref-no-title]\n");
	bm_doc_free(doc);
}

static void
unresolved(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_xref,
	    ARTICLE "<title>T</title><para xml:id='the-signs'>\n"
		    "<link linkend='the-sings'>a</link>\n"
		    "<link xlink:href='#nothing-like-it'>a</link>\n"
		    "<xref/>\n<xref linkend='the-signs' endterm='The-Signs'/>\n"
		    "<link linkend='references'>a</link>"
		    "<link linkend='ref-x'>a</link>"
		    "<link xlink:href='05-choices.md#x'>a</link>"
		    "<citation><biblioref linkend='key2020'/></citation>\n"
		    "<link xlink:href='#'>a</link>\n<footnoteref linkend='fn'/>"
		    "</para></article>",
	    NULL);

	(void)state;
	says(doc,
	     "2: Nothing has the id \"the-sings\"; did you mean "
	     "\"the-signs\"? [xref-unresolved]\n"
	     "3: Nothing has the id \"nothing-like-it\" [xref-unresolved]\n"
	     "4: An xref names no target [xref-unresolved]\n"
	     "5: Nothing has the id \"The-Signs\"; did you mean "
	     "\"the-signs\"? [xref-unresolved]\n"
	     "5: \"the-signs\" is a para without a title; the link says \"T\" "
	     "[xref-no-title]\n"
	     "7: Nothing has the id \"\" [xref-unresolved]\n"
	     "8: Nothing has the id \"fn\" [xref-unresolved]\n");
	bm_doc_free(doc);
}

static void
local_addresses(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_xref,
	    ARTICLE "<title>T</title><para xml:id='caf\xC3\xA9'>"
		    "<link xlink:href='#caf%C3%A9'>a</link>"
		    "<link xlink:href='#caf\xC3\xA9'>a</link></para></article>",
	    NULL);

	(void)state;
	for (int i = 0; i < 2; i++) {
		const xmlNode *link = nth(doc, "link", i);
		assert_string_equal(bm_attr(link, "linkend"), "caf\xC3\xA9");
		assert_null(bm_attr_xlink(link, "href"));
	}
	says(doc, "");
	bm_doc_free(doc);
}

static void
suggestions(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_map map;
	size_t effort = 100000;
	static const char *const ids[] = {"plan-short", "plan-why", "fig-2",
					  "ab", NULL};

	(void)state;
	bm_map_init(&map, arena);
	for (size_t i = 0; ids[i] != NULL; i++)
		assert_non_null(bm_map_put(&map, bm_str_of(ids[i]), NULL));
	assert_string_equal(bm_nearest(&map, "plan-wyh", &effort), "plan-why");
	assert_string_equal(bm_nearest(&map, "Plan-Shrot", &effort),
			    "plan-short");
	assert_string_equal(bm_nearest(&map, "fig-1", &effort), "fig-2");
	assert_string_equal(bm_nearest(&map, "ac", &effort), "ab");
	assert_null(bm_nearest(&map, "xy", &effort));
	assert_null(bm_nearest(&map, "something-else", &effort));
	assert_null(bm_nearest(&map, "", &effort));
	effort = 10;
	assert_null(bm_nearest(&map, "plan-wyh", &effort));
	bm_arena_free(arena);
}

static void
dates_in_words(void **state)
{
	static const struct {
		bm_date date;
		const char *lang, *text;
	} cases[] = {{{2026, 1, 15}, "en-US", "January 15, 2026"},
		     {{2026, 1, 15}, "en-Latn-US", "January 15, 2026"},
		     {{2026, 1, 15}, "en-GB", "15 January 2026"},
		     {{2026, 1, 15}, "en", "15 January 2026"},
		     {{2026, 1, 15}, NULL, "15 January 2026"},
		     {{2026, 1, 0}, "en-US", "January 2026"},
		     {{2026, 0, 0}, "en-US", "2026"},
		     {{2026, 3, 1}, "de", "1. M\xC3\xA4rz 2026"},
		     {{2026, 3, 1}, "fr-CA", "1er mars 2026"},
		     {{2026, 3, 2}, "fr", "2 mars 2026"},
		     {{2026, 3, 2}, "es", "2 de marzo de 2026"},
		     {{2026, 3, 0}, "es", "marzo de 2026"},
		     {{2026, 3, 2}, "it", "2 marzo 2026"},
		     {{2026, 11, 2}, "pl", "2 listopada 2026"},
		     {{2026, 11, 0}, "pl", "listopad 2026"},
		     {{2026, 3, 2},
		      "ja-JP",
		      "2026\xE5\xB9\xB4"
		      "3\xE6\x9C\x88"
		      "2\xE6\x97\xA5"},
		     {{2026, 3, 0},
		      "ja",
		      "2026\xE5\xB9\xB4"
		      "3\xE6\x9C\x88"},
		     {{2026, 3, 2}, "xx", "2 March 2026"}};
	bm_doc *doc = bm_doc_new(NULL, "test.xml");

	(void)state;
	/* Nobody brought words: a form that no language misreads. */
	assert_string_equal(bm_date_in(doc, cases[0].date, "de"), "2026-01-15");
	doc->l10n = words_of_ours();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    bm_date_in(doc, cases[i].date, cases[i].lang),
		    cases[i].text);
	bm_doc_free(doc);
}

/* Many wrong links among many ids must not take quadratic time. */
static void
many_wrong_links(void **state)
{
	bm_buf text;
	bm_doc *doc;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, ARTICLE "<title>T</title>");
	for (int i = 0; i < 10000; i++)
		bm_buf_printf(
		    &text,
		    "<para xml:id='paragraph-%d'><link linkend='paragrahp-%d'>"
		    "x</link></para>",
		    i, i);
	bm_buf_puts(&text, "</article>");
	doc = parse(bm_buf_cstr(&text), "test.xml");
	assert_int_equal(bm_pass_xref.run(doc, NULL), BM_OK);
	assert_int_equal(doc->diags->errors, 10000);
	bm_doc_free(doc);
	bm_buf_free(&text);
}

static void
no_memory(void **state)
{
	(void)state;
	survives(&bm_pass_xref,
		 "<book " DB " " XLINK
		 "><title>B</title><chapter><title>C</title>"
		 "<table xml:id='t'><title>D</title></table><para xml:id='p'>"
		 "<xref linkend='t'/><xref linkend='p'/><link linkend='q'/>"
		 "<xref linkend='t' xrefstyle='select: quotedtitle label'/>"
		 "<link xlink:href='#%70'/></para></chapter></book>",
		 NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_in_an_article),
	    cmocka_unit_test(numbers_in_a_book),
	    cmocka_unit_test(texts),
	    cmocka_unit_test(untitled_target),
	    cmocka_unit_test(unresolved),
	    cmocka_unit_test(local_addresses),
	    cmocka_unit_test(suggestions),
	    cmocka_unit_test(dates_in_words),
	    cmocka_unit_test(many_wrong_links),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
