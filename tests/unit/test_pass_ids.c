#include "pass_help.h"

#include "pass/slug.h"

static void
slugs(void **state)
{
	static const struct {
		const char *title, *slug;
	} cases[] = {
	    {"What can help?", "what-can-help"},
	    {"", ""},
	    {"  A -- B  ", "a-b"},
	    {"Don't wait", "dont-wait"},
	    {"Don\xE2\x80\x99t wait", "dont-wait"},
	    {"\xC3\x9C"
	     "bergr\xC3\xB6\xC3\x9F"
	     "e",
	     "ubergrosse"},
	    {"\xD0\x91\xD0\xBE\xD0\xBB\xD1\x8C", "bol"},
	    {"\xE7\x96\xBC\xE7\x97\x9B", "teng-tong"},
	    {"\xE2\x80\xA6", ""},
	    {"!?", ""},
	    {"im\xC2\xADplant", "implant"},
	    {"a\xC2\xA0"
	     "b\xE2\x80\x94"
	     "c",
	     "a-b-c"},
	    {"2 of 3", "2-of-3"},
	    {"How pain lasts after an operation on the lower back and what "
	     "helps against it",
	     "how-pain-lasts-after-an-operation-on-the-lower-back-and-what"},
	    {"Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicrosc"
	     "opic",
	     "pneumonoultramicroscopicsilicovolcanoconiosispneumonoult"
	     "rami"}};
	bm_arena *arena = bm_arena_new(NULL);
	bm_slugger slugger = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *slug = bm_slug(&slugger, arena, cases[i].title);
		assert_string_equal(slug, cases[i].slug);
		assert_true(strlen(slug) <= BM_SLUG_MAX);
	}
	/* A long title of one script is cut between characters. */
	char title[3001];
	for (int i = 0; i < 1000; i++)
		memcpy(title + 3 * i, "\xE7\x96\xBC", 3);
	title[3000] = '\0';
	assert_true(strlen(bm_slug(&slugger, arena, title)) <= BM_SLUG_MAX);
	bm_slugger_end(&slugger);
	bm_arena_free(arena);
}

static void
of_titles(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_ids,
	    ARTICLE "<info><title>Back pain</title></info>"
		    "<section><title>Harms</title><para/></section>"
		    "<section><title>Harms</title><para/></section>"
		    "<section xml:id='harms-2'><title>Harms</title></section>"
		    "<section><title>2019 <emphasis>and</emphasis> "
		    "later<footnote><para>n</para></footnote></title></section>"
		    "<section><title>References</title></section>"
		    "<section><title>Cite this</title></section>"
		    "<section><title/></section>"
		    "<glossary><glossentry><glossterm>Harms</glossterm>"
		    "</glossentry></glossary><bibliography/></article>",
	    NULL);
	static const char *const ids[] = {"back-pain",
					  "harms",
					  "harms-3",
					  "harms-2",
					  "section-2019-and-later",
					  "fn-1",
					  "section-references",
					  "section-cite-this",
					  "section-7",
					  "glossary-1",
					  "gl-harms",
					  "references",
					  NULL};
	xmlNode *root = bm_doc_element(doc);
	size_t i = 0;

	(void)state;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *id = bm_attr_xml(n, "id");
		if (id == NULL)
			continue;
		assert_non_null(ids[i]);
		assert_string_equal(id, ids[i++]);
	}
	assert_null(ids[i]);
	says(doc, "");
	bm_doc_free(doc);
}

static void
of_kinds(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_ids,
	    ARTICLE "<title>T</title><table xml:id='own'/><table/>"
		    "<figure><title>!</title></figure><figure/><example/>"
		    "<equation/><informaltable/>"
		    "<figure><title>The spine</title></figure>"
		    "<bibliography><bibliomixed/><biblioentry/></bibliography>"
		    "</article>",
	    NULL);

	(void)state;
	/* The number is the place among all of the kind. */
	assert_true(bm_is(with_id(doc, "table-2"), "table"));
	with_id(doc, "fig-1");
	with_id(doc, "fig-2");
	with_id(doc, "example-1");
	with_id(doc, "eq-1");
	with_id(doc, "the-spine");
	with_id(doc, "bib-1");
	with_id(doc, "bib-2");
	assert_null(bm_attr_xml(nth(doc, "informaltable", 0), "id"));
	says(doc, "");
	bm_doc_free(doc);
}

static void
duplicates(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_ids,
	    ARTICLE "<title>T</title>\n<section xml:id='a'><title>A</title>"
		    "</section>\n<section><title>B</title>\n<para xml:id='a'/>"
		    "</section></article>",
	    NULL);

	(void)state;
	assert_true(bm_is(with_id(doc, "a"), "section"));
	assert_true(bm_is(with_id(doc, "a-2"), "para"));
	says(doc, "4: Id \"a\" is used twice; it was first used in "
		  "test.xml:2:1 [id-duplicate]\n");
	bm_doc_free(doc);
}

/* Markdown may give any id; the XML parser complains itself. */
static void
not_a_name(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.md");
	xmlNode *root = bm_doc_set_root(doc, "article");

	(void)state;
	bm_set_xml(doc, root, "id", "1st");
	assert_int_equal(bm_pass_ids.run(doc, NULL), BM_OK);
	assert_string_equal(bm_attr_xml(root, "id"), "1st");
	says(doc, "0: \"1st\" cannot be an id [id-invalid]\n");
	bm_doc_free(doc);
}

/* A new section elsewhere changes no id, nor does an id on another one. */
static void
stable(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_ids,
	    ARTICLE "<title>T</title><section><title>New</title></section>"
		    "<section><title>Old</title></section></article>",
	    NULL);

	(void)state;
	with_id(doc, "old");
	bm_doc_free(doc);
}

static void
many_equal_titles(void **state)
{
	bm_buf text;
	bm_doc *doc;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, ARTICLE "<title>T</title>");
	for (int i = 0; i < 20000; i++)
		bm_buf_puts(&text, "<section><title>A</title></section>");
	bm_buf_puts(&text, "</article>");
	doc = parse(bm_buf_cstr(&text), "test.xml");
	assert_int_equal(bm_pass_ids.run(doc, NULL), BM_OK);
	assert_string_equal(bm_attr_xml(nth(doc, "section", 19999), "id"),
			    "a-20000");
	bm_doc_free(doc);
	bm_buf_free(&text);
}

static void
no_memory(void **state)
{
	(void)state;
	survives(&bm_pass_ids,
		 ARTICLE
		 "<title>\xC3\x9C</title><section xml:id='a'><title>1"
		 "</title></section><section xml:id='a'><title>A</title>"
		 "</section><table/></article>",
		 NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(slugs),
	    cmocka_unit_test(of_titles),
	    cmocka_unit_test(of_kinds),
	    cmocka_unit_test(duplicates),
	    cmocka_unit_test(not_a_name),
	    cmocka_unit_test(stable),
	    cmocka_unit_test(many_equal_titles),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
