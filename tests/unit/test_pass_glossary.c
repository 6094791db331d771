#include "pass_help.h"

#include "core/data.h"
#include "pass/glossary.h"

#define META(name, value) "<meta name='" name "' content='" value "'/>"
#define START             ARTICLE "<info><title>T</title>"

static bm_pass_context
with_terms(bm_doc *doc)
{
	static const char rows[] =
	    "h\n"
	    "old thing\tOTH\tOld.\tnew thing\t\t\t\n"
	    "new thing\tNTH\tNew.\t\tD1\tM1\tX1\n"
	    "ill phrase\t\t\tsay (the name)\t\t\t\n"
	    "apple\tAP\tA fruit.\t\t\t\t\n\xC3\xA4pfel\t\tMore.\t\t\t\t\n"
	    "zebra\t\tAn animal.\t\t\t\t\n";
	lint_terms *t = lint_terms_in(doc->arena);

	assert_int_equal(
	    lint_terms_read(t, bm_str_of(rows), "t.tsv", true, doc->diags),
	    BM_OK);
	assert_int_equal(lint_terms_end(t), BM_OK);
	return (bm_pass_context){.terms = t, .claims = (void *)doc};
}

/* What paragraphs say after the pass, glossterms in [], short forms in {}. */
static void
becomes(const char *metas, const char *body, const char *expected)
{
	bm_doc *keep = bm_doc_new(NULL, "keep");
	bm_pass_context context = with_terms(keep);
	char *text;
	bm_doc *doc;
	bm_buf out, in;

	bm_buf_init(&in, NULL);
	bm_buf_printf(&in,
		      START "%s</info>%s<glossary role='auto' xml:id='g'>"
			    "<title>G</title></glossary></article>",
		      metas, body);
	doc = passed(&bm_pass_glossary, bm_buf_cstr(&in), &context);
	bm_buf_init(&out, NULL);
	for (xmlNode *n = bm_doc_element(doc); n != NULL;
	     n = bm_walk(n, bm_doc_element(doc))) {
		if (bm_is(n, "glossary"))
			break;
		if (bm_is(n, "para") && out.len > 0)
			bm_buf_puts(&out, "|");
		if (bm_is(n, "glossterm"))
			bm_buf_puts(&out, "^");
		if (bm_is(n, "abbrev"))
			bm_buf_puts(&out, "~");
		if (n->type == XML_TEXT_NODE && !bm_is(n->parent, "alt") &&
		    !bm_is(n->parent, "title"))
			bm_buf_puts(&out, (const char *)n->content);
	}
	text = (char *)(uintptr_t)bm_buf_cstr(&out);
	assert_string_equal(text, expected);
	bm_buf_free(&out);
	bm_buf_free(&in);
	bm_doc_free(doc);
	bm_doc_free(keep);
}

static void
first_uses_are_linked(void **state)
{
	(void)state;
	becomes("", "<para>An apple and a zebra, an apple.</para>",
		"An ^apple and a ^zebra, an apple.");
	becomes("", "<para><link linkend='g'>apple</link>, apples</para>",
		"apple, ^apples");
	becomes("",
		"<para>apple</para><para><glossterm linkend='term-apple'>x"
		"</glossterm></para>",
		"apple|^x");
	becomes(META("terms", "off"), "<para>apple, OTH</para>", "apple, OTH");
	becomes(META("terms", "expand"), "<para>apple</para>", "apple");
	becomes("", "<para>ap<emphasis>ple</emphasis>, apple</para>",
		"apple, ^apple");
	becomes("",
		"<para>\xE2\x80\x9C"
		"apple\xE2\x80\x9D, apple</para>",
		"\xE2\x80\x9C"
		"apple\xE2\x80\x9D, ^apple");
	becomes("", "<para xml:lang='de'>apple</para><para>apple</para>",
		"apple|^apple");
	becomes("", "<para>AP, AP</para>", "AP, AP");
	becomes("", "<para>AP, apple</para>", "^AP, apple");
}

static void
short_forms_are_explained(void **state)
{
	(void)state;
	becomes(META("terms", "expand"), "<para>NTH, NTH. NTHs</para>",
		"~NTH (new thing), NTH. NTHs");
	becomes(META("terms", "expand"), "<para>A new thing (NTH), NTH</para>",
		"A new thing (~NTH), NTH");
	becomes(META("terms", "expand"), "<para>NTH (new thing), NTH</para>",
		"~NTH (new thing), NTH");
	becomes(META("terms", "expand"), "<para>More (NTHs)</para>",
		"More (~NTHs)");
	becomes(META("terms", "expand") META("terms", "link"),
		"<para>NTHs</para>", "^~NTHs (new things)");
}

static void
older_names_are_replaced(void **state)
{
	(void)state;
	becomes(META("terms", "prefer"),
		"<para>Old things. An old thing, the OTH.</para>",
		"New things (old things). An old thing, the new thing.");
	becomes(META("terms", "prefer"),
		"<para>The new thing was the old thing.</para>"
		"<para>The old thing.</para>",
		"The new thing was the old thing.|The old thing.");
	becomes(META("terms", "prefer"), "<para>An ill phrase.</para>",
		"An ill phrase.");
	becomes(META("terms", "link"), "<para>The old thing.</para>",
		"The ^old thing.");
	becomes(META("terms", "prefer"),
		"<blockquote><para>old thing</para></blockquote>", "old thing");
}

static void
findings(void **state)
{
	bm_doc *keep = bm_doc_new(NULL, "keep");
	bm_pass_context context = with_terms(keep);
	bm_doc *doc = passed(
	    &bm_pass_glossary,
	    START META("terms", "x")
		META("about",
		     "OTHER") "</info>\n"
			      "<para>old thing, old thing, ill phrase</para>\n"
			      "<para>NTH and OTH and NTH</para></article>",
	    &context);

	(void)state;
	says(doc,
	     "1: \"terms\" cannot be \"x\" [terms-option]\n"
	     "1: \"OTHER\" is not in the file of terms [terms-about]\n"
	     "2: \"old thing\" is an older name; the one of today is \"new "
	     "thing\" [terms-deprecated]\n"
	     "2: \"ill phrase\" is an older name; the one of today is \"say "
	     "(the name)\" [terms-deprecated]\n"
	     "3: \"NTH\" is used before the page says that it means \"new "
	     "thing\" [terms-abbreviation]\n");
	bm_doc_free(doc);
	bm_doc_free(keep);
}

static void
a_glossary_is_filled(void **state)
{
	bm_doc *keep = bm_doc_new(NULL, "keep");
	bm_pass_context context = with_terms(keep);
	bm_doc *doc =
	    passed(&bm_pass_glossary,
		   START "</info><para>zebra, old thing, \xC3\xA4pfel, apple"
			 "</para><glossary role='auto'/></article>",
		   &context);
	/* As its language sorts: the accent counts last. */
	static const char *const order[] = {"term-pfel", "term-apple",
					    "term-new-thing", "term-old-thing",
					    "term-zebra"};

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_string_equal(
		    bm_attr_xml(nth(doc, "glossentry", i), "id"), order[i]);
	assert_string_equal(bm_attr(nth(doc, "glosssee", 0), "otherterm"),
			    "term-new-thing");
	bm_doc_free(doc);
	bm_doc_free(keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(first_uses_are_linked),
	    cmocka_unit_test(short_forms_are_explained),
	    cmocka_unit_test(older_names_are_replaced),
	    cmocka_unit_test(findings),
	    cmocka_unit_test(a_glossary_is_filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
