#include "pass_help.h"

/* The element with this id. */
static xmlNode *
of_id(bm_doc *doc, const char *id)
{
	xmlNode *root = bm_doc_element(doc);

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_streq(bm_attr_xml(n, "id"), id))
			return n;
	return NULL;
}

static void
marks_become_anchors(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_pages,
	    "<book " DB "><?page i?><title>T</title><chapter><?page 1?><title>C"
	    "</title><para>a <?page n=\"2\"?>b</para><itemizedlist><?page 3?>"
	    "<listitem><para>c</para></listitem></itemizedlist><section>"
	    "<title>S</title><para/></section><?page 4?><section><title>U"
	    "</title><para xml:id='page-5'/></section></chapter><?page 5?>"
	    "<chapter><title>D</title><para>e</para></chapter><?page IX?>"
	    "<?page?></book>",
	    NULL);
	static const struct {
		const char *id, *parent, *label;
	} cases[] = {{"page-i", "title", "i"},   {"page-1", "title", "1"},
		     {"page-2", "para", "2"},    {"page-3", "listitem", "3"},
		     {"page-4", "section", "4"}, {"page-5-2", "chapter", "5"},
		     {"page-IX", "para", "IX"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		xmlNode *n = of_id(doc, cases[i].id);
		assert_non_null(n);
		assert_true(bm_is(n, "anchor"));
		assert_string_equal(bm_attr(n, "role"), "pagebreak");
		assert_string_equal(bm_attr(n, "xreflabel"), cases[i].label);
		assert_string_equal(n->parent->name, cases[i].parent);
	}
	assert_int_equal(doc->diags->list.len, 1);
	assert_string_equal(doc->diags->list.items[0].code, "page-label");
	bm_doc_free(doc);
}

static void
nothing_to_mark(void **state)
{
	bm_doc *doc =
	    passed(&bm_pass_pages,
		   ARTICLE "<para>a<?other 1?></para></article>", NULL);

	(void)state;
	assert_int_equal(doc->diags->list.len, 0);
	bm_doc_free(doc);
	doc = passed(&bm_pass_pages, ARTICLE "<?page 1?></article>", NULL);
	assert_non_null(of_id(doc, "page-1"));
	bm_doc_free(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(marks_become_anchors),
	    cmocka_unit_test(nothing_to_mark)};

	return cmocka_run_group_tests_name("pass_pages", tests, NULL, NULL);
}
