#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "xml/doc.h"
#include "xml/parse.h"
#include "xml/vocab.h"

static bm_doc *
parsed(const char *text)
{
	bm_doc *doc = bm_doc_new(NULL, "a.xml");
	assert_non_null(doc);
	assert_int_equal(bm_xml_parse(doc, bm_str_of(text), NULL), BM_OK);
	return doc;
}

static void
dumps_as(const bm_doc *doc, const char *expected)
{
	bm_buf out;
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_doc_dump(doc, &out), BM_OK);
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
}

static void
builds(void **state)
{
	(void)state;
	bm_doc *doc = bm_doc_new(NULL, "a.md");
	xmlNode *root = bm_doc_set_root(doc, "article");
	assert_ptr_equal(bm_doc_element(doc), root);
	xmlNode *para = bm_el(doc, root, "para");
	xmlNode *info = bm_doc_info(doc);
	assert_ptr_equal(root->children, info);
	assert_ptr_equal(bm_doc_info(doc), info);
	bm_add_textz(doc, bm_el(doc, info, "title"), "A & B <c>");
	bm_add_textz(doc, para, "one ");
	bm_add_text(doc, para, BM_STR("two"));
	assert_null(para->children->next);
	bm_el_before(doc, para, "note");
	xmlNode *tip = bm_el_after(doc, para, "tip");
	bm_set(doc, para, "role", "x\"y");
	bm_set_xml(doc, para, "id", "p");
	bm_set_xml(doc, root, "lang", "en");
	bm_set_xlink(doc, para, "href", "#a");
	bm_set_bm(doc, para, "label", "1");
	bm_el_bm(doc, tip, "page");
	bm_mark_generated(doc, tip, "cite");
	assert_string_equal(bm_attr(para, "role"), "x\"y");
	assert_string_equal(bm_attr_xml(para, "id"), "p");
	assert_string_equal(bm_attr_xlink(para, "href"), "#a");
	assert_string_equal(bm_attr_bm(para, "label"), "1");
	assert_null(bm_attr(para, "label"));
	assert_null(bm_attr(NULL, "label"));
	assert_string_equal(bm_lang(para), "en");
	assert_true(bm_is_generated(tip->children, "cite"));
	assert_true(bm_is_generated(tip->children, NULL));
	assert_false(bm_is_generated(tip->children, "ids"));
	assert_false(bm_is_generated(para, NULL));
	bm_set(doc, para, "role", NULL);
	bm_set(doc, para, "none", NULL);
	assert_null(bm_attr(para, "role"));
	assert_string_equal(bm_textz(doc, bm_title(root)), "A & B <c>");
	dumps_as(doc,
		 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		 "<article xmlns=\"http://docbook.org/ns/docbook\""
		 " xmlns:xlink=\"http://www.w3.org/1999/xlink\""
		 " xmlns:bm=\"http://backmatter/\" xml:lang=\"en\">\n"
		 "  <info>\n"
		 "    <title>A &amp; B &lt;c&gt;</title>\n"
		 "  </info>\n"
		 "  <note/>\n"
		 "  <para xml:id=\"p\" xlink:href=\"#a\" bm:label=\"1\">one two"
		 "</para>\n"
		 "  <tip bm:generated=\"cite\">\n"
		 "    <bm:page/>\n"
		 "  </tip>\n"
		 "</article>\n");
	bm_doc_free(doc);
	bm_doc_free(NULL);
}

static void
null_parents_give_null(void **state)
{
	(void)state;
	bm_doc *doc = bm_doc_new(NULL, NULL);
	assert_null(bm_doc_element(doc));
	assert_null(bm_doc_info(doc));
	bm_doc_set_root(doc, "article");
	xmlNode *loose = bm_el(doc, NULL, "para");
	assert_non_null(loose);
	assert_null(loose->parent);
	xmlFreeNode(loose);
	doc->no_memory = true;
	assert_null(bm_el(doc, NULL, "para"));
	assert_null(bm_el_bm(doc, NULL, "page"));
	assert_null(bm_el_before(doc, NULL, "para"));
	assert_null(bm_el_after(doc, NULL, "para"));
	bm_add_textz(doc, NULL, "x");
	bm_set(doc, NULL, "a", "b");
	bm_set_xml(doc, NULL, "a", "b");
	assert_null(bm_child(NULL, "a"));
	assert_null(bm_next(NULL, "a"));
	assert_null(bm_first_element(NULL));
	assert_null(bm_next_element(NULL));
	assert_null(bm_title(NULL));
	assert_null(bm_walk(NULL, NULL));
	assert_false(bm_is(NULL, NULL));
	assert_string_equal(bm_textz(doc, NULL), "");
	bm_doc_free(doc);
}

static void
text_that_xml_cannot_hold(void **state)
{
	(void)state;
	bm_doc *doc = bm_doc_new(NULL, NULL);
	xmlNode *root = bm_doc_set_root(doc, "para");
	bm_add_text(doc, root,
		    BM_STR("a\x01"
			   "b\xFF"
			   "c\xEF\xBF\xBD\xC3\xA9"));
	assert_string_equal((const char *)root->children->content,
			    "a\xEF\xBF\xBD"
			    "b\xEF\xBF\xBD"
			    "c\xEF\xBF\xBD\xC3\xA9");
	bm_set(doc, root, "role", "\xC3");
	assert_string_equal(bm_attr(root, "role"), "\xEF\xBF\xBD");
	bm_doc_free(doc);
}

static void
many_small_texts_are_not_quadratic(void **state)
{
	(void)state;
	bm_doc *doc = bm_doc_new(NULL, NULL);
	xmlNode *root = bm_doc_set_root(doc, "para");
	for (int i = 0; i < 300000; i++)
		bm_add_textz(doc, root, "word ");
	bm_buf out;
	bm_buf_init(&out, NULL);
	bm_text(root, &out);
	assert_int_equal(out.len, 1500000);
	bm_buf_free(&out);
	bm_doc_free(doc);
}

static void
asks(void **state)
{
	(void)state;
	static const char *const two[] = {"tip", "para", NULL};
	bm_doc *doc = parsed(
	    "<db:article xmlns:db='http://docbook.org/ns/docbook'><db:info>"
	    "<db:title> The <db:emphasis>long</db:emphasis>\n "
	    "title<db:footnote>"
	    "<db:para>no</db:para></db:footnote><db:indexterm><db:primary>no"
	    "</db:primary></db:indexterm> </db:title>"
	    "<db:meta name='reviewed' content='2024-01-02'/>"
	    "<db:meta name='text'>inside</db:meta></db:info>"
	    "<db:para>a</db:para><db:tip/><svg "
	    "xmlns='s'/><db:para>b<?bm-break?>c"
	    "</db:para></db:article>");
	xmlNode *root = bm_doc_element(doc);
	assert_true(bm_is(root, "article"));
	assert_string_equal(bm_textz(doc, bm_title(root)), "The long title");
	assert_string_equal(bm_meta(doc, "reviewed"), "2024-01-02");
	assert_string_equal(bm_meta(doc, "text"), "inside");
	assert_null(bm_meta(doc, "none"));
	xmlNode *para = bm_child(root, "para");
	assert_true(bm_is_any(para, two));
	xmlNode *tip = bm_next_element(para);
	assert_true(bm_is(tip, "tip"));
	xmlNode *svg = bm_next_element(tip);
	assert_false(bm_is(svg, NULL));
	assert_false(bm_is_any(svg, two));
	xmlNode *second = bm_next(para, "para");
	assert_string_equal(bm_textz(doc, second), "b c");
	assert_null(bm_next(second, "para"));
	assert_ptr_equal(bm_first_element(root), bm_child(root, "info"));
	int elements = 0;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		elements += n->type == XML_ELEMENT_NODE;
	assert_int_equal(elements, 14);
	int over = 0;
	for (xmlNode *n = root->children; n != NULL; n = bm_walk_over(n, root))
		over++;
	assert_int_equal(over, 5);
	bm_doc_free(doc);
}

static void
positions_are_inherited(void **state)
{
	(void)state;
	bm_doc *doc = bm_doc_new(NULL, "x.md");
	xmlNode *root = bm_doc_set_root(doc, "article");
	xmlNode *para = bm_el(doc, root, "para");
	bm_add_textz(doc, para, "t");
	assert_int_equal(bm_get_pos(doc, para)->line, 0);
	assert_string_equal(bm_get_pos(doc, para)->file, "x.md");
	assert_string_equal(bm_get_pos(doc, NULL)->file, "x.md");
	assert_string_equal(bm_get_pos(doc, (const xmlNode *)doc->xml)->file,
			    "x.md");
	bm_set_pos(doc, para, &(bm_pos){"x.md", 3, 4, 5, 6});
	assert_int_equal(bm_get_pos(doc, para->children)->line, 3);
	assert_int_equal(bm_get_pos(doc, para->children)->end_column, 6);
	bm_doc_free(doc);
}

/* What is read back from a dump dumps the same. */
static void
dump_is_stable(void **state)
{
	(void)state;
	bm_doc *doc = parsed(
	    "<?xml version='1.0'?><?pi  some data?><!-- top -->\n"
	    "<d:book xmlns:d='http://docbook.org/ns/docbook' version='5.2' "
	    "xmlns:l='http://www.w3.org/1999/xlink'>\n\n<d:title>T</d:title>"
	    "<!-- in -->\n<d:chapter xml:id='c'><d:title>A <d:emphasis>b"
	    "</d:emphasis> <d:emphasis>c</d:emphasis></d:title>\n"
	    "<d:para l:href='a&amp;b&#10;c&quot;&#9;d'>x &lt; y &amp; z &#13; "
	    "<d:footnote>\n<d:para>keep</d:para>\n</d:footnote></d:para>"
	    "<d:programlisting>  a\n\n  b</d:programlisting>"
	    "<d:mediaobject><d:imageobject><d:imagedata>"
	    "<s:svg xmlns:s='http://www.w3.org/2000/svg' l:type='simple'>"
	    " <s:g><s:path p:q='1' xmlns:p='urn:p'/></s:g></s:svg>"
	    "</d:imagedata></d:imageobject></d:mediaobject>"
	    "<none xmlns=''><d:para/></none>stray</d:chapter></d:book>");
	bm_buf once, twice;
	bm_buf_init(&once, NULL);
	bm_buf_init(&twice, NULL);
	assert_int_equal(bm_doc_dump(doc, &once), BM_OK);
	bm_doc *again = parsed(bm_buf_cstr(&once));
	assert_int_equal(bm_doc_dump(again, &twice), BM_OK);
	assert_string_equal(bm_buf_cstr(&once), bm_buf_cstr(&twice));
	assert_string_equal(
	    bm_buf_cstr(&once),
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<?pi some data?>\n"
	    "<!-- top -->\n"
	    "<book xmlns=\"http://docbook.org/ns/docbook\""
	    " xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"5.2\">\n"
	    "  <title>T</title>\n"
	    "  <!-- in -->\n"
	    "  <chapter xml:id=\"c\"><title>A <emphasis>b"
	    "</emphasis> <emphasis>c</emphasis></title>\n"
	    "<para xlink:href=\"a&amp;b&#10;c&quot;&#9;d\">x &lt; y &amp; z "
	    "&#13; <footnote>\n<para>keep</para>\n</footnote></para>"
	    "<programlisting>  a\n\n  b</programlisting>"
	    "<mediaobject><imageobject><imagedata>"
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" xlink:type=\"simple\">"
	    " <g><path xmlns:p=\"urn:p\" p:q=\"1\"/></g></svg>"
	    "</imagedata></imageobject></mediaobject>"
	    "<none xmlns=\"\"><para xmlns=\"http://docbook.org/ns/docbook\"/>"
	    "</none>stray</chapter>\n"
	    "</book>\n");
	bm_buf_free(&once);
	bm_buf_free(&twice);
	bm_doc_free(doc);
	bm_doc_free(again);
}

static void
foreign_root_is_left_alone(void **state)
{
	(void)state;
	bm_doc *doc = parsed("<html><p/></html>");
	assert_null(doc->ns_db);
	assert_null(bm_doc_element(doc)->nsDef);
	dumps_as(doc, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<html><p/></html>\n");
	bm_doc_free(doc);
}

static void
prefixes_that_are_taken(void **state)
{
	(void)state;
	bm_doc *doc = parsed("<para xmlns='http://docbook.org/ns/docbook' "
			     "xmlns:bm='urn:other' bm:x='1'/>");
	bm_set_bm(doc, bm_doc_element(doc), "x", "2");
	assert_string_equal((const char *)doc->ns_bm->prefix, "bm1");
	dumps_as(doc, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<para xmlns=\"http://docbook.org/ns/docbook\" "
		      "xmlns:bm=\"http://backmatter/\" xmlns:ns0=\"urn:other\" "
		      "ns0:x=\"1\" bm:x=\"2\"/>\n");
	bm_doc_free(doc);
}

static void
knows_the_vocabulary(void **state)
{
	(void)state;
	assert_true(bm_vocab_is_element("para"));
	assert_true(bm_vocab_is_element("abbrev"));
	assert_true(bm_vocab_is_element("year"));
	assert_true(bm_vocab_is_element("xref"));
	assert_true(bm_vocab_is_element("danger"));
	assert_false(bm_vocab_is_element("paras"));
	assert_true(bm_vocab_is_block("section"));
	assert_false(bm_vocab_is_block("para"));
	assert_true(bm_vocab_is_root("book"));
	assert_false(bm_vocab_is_root("para"));
	assert_string_equal(bm_vocab_nearest("emphasisx"), "emphasis");
	assert_string_equal(bm_vocab_nearest("Para"), "para");
	assert_string_equal(bm_vocab_nearest("secton"), "section");
	assert_string_equal(bm_vocab_nearest("itemizdelist"), "itemizedlist");
	assert_null(bm_vocab_nearest("blink-and-miss"));
	assert_null(
	    bm_vocab_nearest("averyveryveryverylongnamethatisnotthere"));
}

/* An allocator that fails from the n-th call on. */
static void *
failing(void *user, void *ptr, size_t old_size, size_t new_size)
{
	long *left = user;
	(void)old_size;
	if (new_size == 0) {
		free(ptr);
		return NULL;
	}
	if (--*left < 0)
		return NULL;
	return realloc(ptr, new_size);
}

static void
survives_without_memory(void **state)
{
	(void)state;
	for (long n = 0; n < 200; n++) {
		long left = n;
		bm_allocator al = {failing, &left};
		bm_doc *doc = bm_doc_new(&al, "a.xml");
		if (doc == NULL)
			continue;
		xmlNode *root = bm_doc_set_root(doc, "article");
		for (int i = 0; i < 100; i++) {
			xmlNode *el = bm_el(doc, root, "para");
			bm_set_pos(doc, el, &(bm_pos){0});
			bm_add_textz(doc, el, "a\x01");
			bm_set(doc, el, "role", "\xFF");
			bm_textz(doc, el);
		}
		bm_buf out;
		bm_buf_init(&out, &al);
		bm_doc_dump(doc, &out);
		bm_buf_free(&out);
		bm_doc_free(doc);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(builds),
	    cmocka_unit_test(null_parents_give_null),
	    cmocka_unit_test(text_that_xml_cannot_hold),
	    cmocka_unit_test(many_small_texts_are_not_quadratic),
	    cmocka_unit_test(asks),
	    cmocka_unit_test(positions_are_inherited),
	    cmocka_unit_test(dump_is_stable),
	    cmocka_unit_test(foreign_root_is_left_alone),
	    cmocka_unit_test(prefixes_that_are_taken),
	    cmocka_unit_test(knows_the_vocabulary),
	    cmocka_unit_test(survives_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
