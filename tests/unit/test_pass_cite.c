/* Pass "cite": citations, their entries, and what cannot be resolved. */
#include "pass_help.h"

#include "bib_help.h"

static bm_data data;
static bm_arena *arena;
static bm_diags diags;
static bm_library *library;
static csl_style *style;
static csl_locale *locale;
static bm_pass_context context;

static const char items[] =
    "[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":\"One\","
    "\"author\":[{\"family\":\"Ray\",\"given\":\"Ann\"}],\"container-title\":"
    "\"J\",\"volume\":\"1\",\"page\":\"2-3\",\"issued\":{\"date-parts\":"
    "[[2020]]},\"DOI\":\"10.1/x\",\"PMID\":\"12\",\"PMCID\":\"PMC3\"},"
    "{\"id\":\"b c/d\",\"type\":\"book\",\"title\":\"Two\",\"issued\":"
    "{\"date-parts\":[[1999]]}},"
    "{\"id\":\"e\",\"type\":\"webpage\",\"title\":\"<i>Le</i> dos\","
    "\"language\":\"fr\",\"URL\":\"https://x.org/\"},"
    "{\"id\":\"f\",\"type\":\"book\",\"title\":\"Four\"}]";

static int
setup(void **state)
{
	csl_paths paths = embedded_only(&data);

	(void)state;
	arena = bm_arena_new(NULL);
	bm_diags_init(&diags, arena);
	library = bm_library_new(NULL);
	if (bm_bib_read(library, bm_str_of(items), "r.json", &diags) != BM_OK ||
	    csl_style_load(&paths, NULL, NULL, &diags, &style) != BM_OK ||
	    csl_locale_load(&paths, NULL, style, "en", &diags, &locale) !=
		BM_OK)
		return 1;
	context.library = library;
	context.style = style;
	context.locale = locale;
	context.lang = "en";
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	csl_locale_free(locale);
	csl_style_free(style);
	bm_library_free(library);
	bm_arena_free(arena);
	return 0;
}

#define ONE(body)                                                              \
	ARTICLE "<info><title>T</title></info><para xml:id='p'>" body          \
		"</para>"                                                      \
		"</article>"

/* All text, with that of citations. */
static void
text_is(bm_doc *doc, const xmlNode *node, const char *expected)
{
	xmlChar *text = xmlNodeGetContent(node);

	(void)doc;
	assert_string_equal(text, expected);
	xmlFree(text);
}

static void
citation_and_entry(void **state)
{
	const xmlNode *link, *entry;
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ONE("See <citation><biblioref linkend='a' units='page' "
			 "begin='3'/></citation>."),
		     &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"), "See.1(p3)");
	link = with_id(doc, "cite-a-1");
	assert_string_equal(bm_attr(link, "linkend"), "ref-a");
	assert_string_equal(bm_attr(link, "role"), "citation");
	assert_true(bm_is(link->parent, "superscript"));
	entry = with_id(doc, "ref-a");
	assert_string_equal(bm_attr_bm(entry, "label"), "1");
	assert_string_equal(bm_attr(entry, "role"), "article-journal");
	text_is(doc, entry,
		"1.Ray A. One. J. 2020;1:2-3. doi:10.1/x PMID: 12 PMCID: "
		"PMC3");
	assert_string_equal(bm_attr_xlink(nth(doc, "link", 1), "href"),
			    "https://doi.org/10.1/x");
	assert_string_equal(bm_attr_xlink(nth(doc, "link", 2), "href"),
			    "https://pubmed.ncbi.nlm.nih.gov/12/");
	assert_string_equal(bm_attr(nth(doc, "link", 4), "linkend"),
			    "cite-a-1");
	text_is(doc, bm_title(with_id(doc, "references")), "References");
	bm_doc_free(doc);
}

/* All the ways to name keys in DocBook. */
static void
forms(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ONE("<citation>f</citation><biblioref linkend='b c/d'/>"
			 "<citation>[@e; a, f]</citation>"),
		     &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"), "121,3,4");
	assert_non_null(with_id(doc, "ref-b_c_d"));
	assert_non_null(with_id(doc, "cite-f-2"));
	bm_doc_free(doc);
}

static void
unresolved(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE "<title>T</title>\n<para xml:id='p'>"
			     "<citation>zzzzzz</citation></para>\n<para "
			     "xml:id='q'><citation>a;b c-d</citation></para>"
			     "</article>",
		     &context);
	says(doc, "2: Citation key \"zzzzzz\" is not in the bibliography "
		  "[cite-unresolved]\n"
		  "3: Citation key \"b c-d\" is not in the bibliography; did "
		  "you mean \"b c/d\"? [cite-unresolved]\n");
	text_is(doc, with_id(doc, "p"), "[zzzzzz?]");
	assert_string_equal(bm_attr(nth(doc, "citation", 0), "role"),
			    "unresolved");
	text_is(doc, with_id(doc, "q"), "1[b c-d?]");
	bm_doc_free(doc);
}

static void
no_library(void **state)
{
	bm_pass_context none = context;
	bm_doc *doc;

	(void)state;
	none.library = NULL;
	doc =
	    passed(&bm_pass_cite,
		   ONE("<citation>a</citation> <citation>b</citation>"), &none);
	says(doc, "1: The document cites works but has no bibliography "
		  "[cite-no-bibliography]\n");
	text_is(doc, with_id(doc, "p"), "[a?] [b?]");
	bm_doc_free(doc);
}

/* An empty bibliography of the author's is filled, a full one is cited. */
static void
own_bibliographies(void **state)
{
	bm_doc *doc;

	(void)state;
	doc =
	    passed(&bm_pass_cite,
		   ARTICLE "<title>T</title><para xml:id='p'><citation>X1"
			   "</citation><biblioref linkend='own2'/><citation>"
			   "a</citation></para><bibliography><bibliomixed "
			   "xml:id='own1'><abbrev>X1</abbrev>One</bibliomixed>"
			   "<bibliomixed xml:id='own2'>Two</bibliomixed>"
			   "</bibliography><bibliography xml:id='mine' "
			   "role='r'><title>Sources</title></bibliography>"
			   "<index/></article>",
		   &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"), "[X1][own2]1");
	text_is(doc, bm_title(with_id(doc, "mine")), "Sources");
	assert_true(with_id(doc, "ref-a")->parent == with_id(doc, "mine"));
	assert_string_equal(bm_attr(with_id(doc, "mine"), "role"), "r");
	bm_doc_free(doc);
}

static void
nocite(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE "<info><title>T</title><meta name='nocite' "
			     "content='@f, nil'/><meta name='nocite' "
			     "content='@*'/></info><para/><index/></article>",
		     &context);
	says(doc, "1: The key \"nil\" of \"nocite\" is not in the "
		  "bibliography [cite-nocite]\n");
	assert_string_equal(bm_attr_bm(with_id(doc, "ref-f"), "label"), "1");
	assert_string_equal(bm_attr_bm(with_id(doc, "ref-e"), "label"), "4");
	assert_true(bm_is(with_id(doc, "references")->next, "index"));
	bm_doc_free(doc);
}

/* A title in another language says so; ids that are taken stay. */
static void
language_and_ids(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE "<title>T</title><para xml:id='ref-e'><citation>e"
			     "</citation></para><para xml:id='references'/>"
			     "</article>",
		     &context);
	assert_string_equal(bm_attr_xml(nth(doc, "phrase", 0), "lang"), "fr");
	assert_non_null(with_id(doc, "references-2"));
	assert_string_equal(bm_attr(with_id(doc, "cite-e-1"), "linkend"),
			    "ref-e-2");
	bm_doc_free(doc);
}

/* Citations in tables, notes and titles are found, in document order. */
static void
places(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T<citation>f</citation></title><informaltable>"
		     "<tgroup cols='1'><tbody><row><entry><citation>e"
		     "</citation></entry></row></tbody></tgroup>"
		     "</informaltable><para>x<footnote><para><citation>a;f"
		     "</citation></para></footnote></para></article>",
		     &context);
	text_is(doc, bm_title(bm_doc_element(doc)), "T1");
	text_is(doc, nth(doc, "entry", 0), "2");
	text_is(doc, nth(doc, "footnote", 0)->children, "1,3");
	bm_doc_free(doc);
}

static void
author_modes(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T</title><para xml:id='p'><citation><biblioref "
		     "linkend='a' bm:mode='author-in-text' "
		     "xmlns:bm='http://backmatter/'/></citation></para>"
		     "</article>",
		     &context);
	text_is(doc, with_id(doc, "p"), "Ray1");
	bm_doc_free(doc);
}

static void
no_memory(void **state)
{
	(void)state;
	survives(&bm_pass_cite,
		 ONE("<citation>a;zz</citation><biblioref linkend='e'/>"),
		 &context);
}

/* Thousands of cites and wrong keys take linear time. */
static void
large(void **state)
{
	bm_buf text;
	bm_doc *doc;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, ARTICLE "<title>T</title>");
	for (int i = 0; i < 4000; i++)
		bm_buf_printf(&text,
			      "<para><citation>a;f;e</citation> "
			      "<citation>wrong%d</citation></para>",
			      i);
	bm_buf_puts(&text, "</article>");
	doc = parse(bm_buf_cstr(&text), "test.xml");
	assert_int_equal(bm_pass_cite.run(doc, &context), BM_OK);
	assert_int_equal(doc->diags->errors, 4000);
	assert_non_null(with_id(doc, "cite-e-4000"));
	bm_doc_free(doc);
	bm_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(citation_and_entry),
	    cmocka_unit_test(forms),
	    cmocka_unit_test(unresolved),
	    cmocka_unit_test(no_library),
	    cmocka_unit_test(own_bibliographies),
	    cmocka_unit_test(nocite),
	    cmocka_unit_test(language_and_ids),
	    cmocka_unit_test(places),
	    cmocka_unit_test(author_modes),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
