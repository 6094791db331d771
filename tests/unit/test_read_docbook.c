#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "read/read.h"

#define DB "xmlns='http://docbook.org/ns/docbook'"

static bm_doc *
read_str(const char *text, bm_status expected)
{
	bm_doc *doc = bm_doc_new(NULL, "a.xml");
	bm_status status = bm_reader_docbook.read(doc, bm_str_of(text), NULL);
	for (size_t i = 0; status != expected && i < doc->diags->list.len; i++)
		print_message("%s\n", doc->diags->list.items[i].message);
	assert_int_equal(status, expected);
	return doc;
}

static const bm_diag *
only(const bm_doc *doc, const char *code)
{
	assert_int_equal(doc->diags->list.len, 1);
	const bm_diag *d = &doc->diags->list.items[0];
	assert_string_equal(d->code, code);
	assert_non_null(d->hint);
	return d;
}

static void
reads(void **state)
{
	(void)state;
	bm_doc *doc = read_str(
	    "<article " DB " version='5.2'><title>t</title><danger/>"
	    "<mediaobject><imageobject><imagedata><svg "
	    "xmlns='http://www.w3.org/2000/svg' xmlns:ink='urn:i'><ink:x/>"
	    "<g/></svg></imagedata></imageobject></mediaobject><equation>"
	    "<math xmlns='http://www.w3.org/1998/Math/MathML'><mi/></math>"
	    "</equation></article>",
	    BM_OK);
	assert_int_equal(doc->diags->list.len, 0);
	assert_non_null(doc->ns_db);
	bm_doc_free(doc);
}

static void
unknown_elements(void **state)
{
	(void)state;
	bm_doc *doc = read_str("<article " DB ">\n<para>x <emphasisx>y"
			       "</emphasisx>\n  <zzzzzzzzzz/></para></article>",
			       BM_OK);
	assert_int_equal(doc->diags->list.len, 2);
	const bm_diag *d = doc->diags->list.items;
	assert_string_equal(d[0].code, "docbook-unknown-element");
	assert_string_equal(
	    d[0].message,
	    "DocBook 5.2 has no element emphasisx; did you mean emphasis?");
	assert_int_equal(d[0].line, 2);
	assert_int_equal(d[0].column, 9);
	assert_string_equal(d[1].message,
			    "DocBook 5.2 has no element zzzzzzzzzz");
	assert_int_equal(d[1].line, 3);
	assert_int_equal(d[1].column, 3);
	bm_doc_free(doc);
	doc = read_str("<artcle " DB "/>", BM_BAD_INPUT);
	assert_string_equal(
	    only(doc, "docbook-unknown-element")->message,
	    "DocBook 5.2 has no element artcle; did you mean article?");
	bm_doc_free(doc);
}

static void
foreign_elements(void **state)
{
	(void)state;
	bm_doc *doc = read_str("<article " DB "><title>t</title><x:a "
			       "xmlns:x='urn:x'><x:b/><x:b/></x:a></article>",
			       BM_OK);
	const bm_diag *d = only(doc, "docbook-foreign-element");
	assert_int_equal(d->severity, BM_WARNING);
	assert_int_equal(d->column, 64);
	bm_doc_free(doc);
	doc = read_str("<article " DB "><b xmlns=''/></article>", BM_OK);
	assert_string_equal(only(doc, "docbook-foreign-element")->message,
			    "The element b has no namespace");
	bm_doc_free(doc);
}

static void
other_vocabularies(void **state)
{
	(void)state;
	static const char *const texts[] = {
	    "<html xmlns='http://www.w3.org/1999/xhtml'/>", "<data/>"};
	for (size_t i = 0; i < 2; i++) {
		bm_doc *doc = read_str(texts[i], BM_BAD_INPUT);
		only(doc, "docbook-namespace");
		bm_doc_free(doc);
	}
	bm_doc *doc = read_str("<para " DB " xml:lang='de'>x</para>", BM_OK);
	only(doc, "docbook-root");
	assert_true(bm_is(bm_doc_element(doc), "article"));
	assert_string_equal(bm_lang(bm_doc_element(doc)), "de");
	assert_true(bm_is(bm_first_element(bm_doc_element(doc)), "para"));
	bm_doc_free(doc);
	doc = read_str("<article " DB ">", BM_BAD_INPUT);
	only(doc, "xml-syntax");
	bm_doc_free(doc);
}

static void
docbook_4(void **state)
{
	(void)state;
	static const char *const texts[] = {
	    "<article id='a' lang='de'><title>4</title></article>",
	    "<!DOCTYPE article PUBLIC '-//OASIS//DTD DocBook XML V4.5//EN' "
	    "'docbookx.dtd'><article id='a' lang='de'><articleinfo>"
	    "<corpauthor>C</corpauthor></articleinfo><title>4</title>"
	    "<para><inlinegraphic fileref='x.png'/></para></article>"};
	for (size_t i = 0; i < 2; i++) {
		bm_doc *doc = read_str(texts[i], BM_OK);
		xmlNode *root = bm_doc_element(doc);
		only(doc, "docbook-upgraded");
		assert_true(bm_is(root, "article"));
		assert_string_equal(bm_lang(root), "de");
		assert_string_equal(bm_attr_xml(root, "id"), "a");
		assert_true(bm_is(bm_first_element(root), "title"));
		assert_true(i == 0 ||
			    bm_child(bm_child(bm_child(root, "info"), "author"),
				     "orgname") != NULL);
		bm_doc_free(doc);
	}
}

static void
many_unknown_names(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<article " DB ">");
	for (int i = 0; i < 100000; i++)
		bm_buf_printf(&buf, "<unknown%d/>", i);
	bm_buf_puts(&buf, "</article>");
	bm_doc *doc = bm_doc_new(NULL, "a.xml");
	assert_int_equal(bm_reader_docbook.read(doc, bm_buf_str(&buf), NULL),
			 BM_OK);
	assert_int_equal(doc->diags->errors, 100000);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
sniffs(void **state)
{
	(void)state;
	static const char *const yes[] = {
	    "<?xml version='1.0'?><a/>", "\xEF\xBB\xBF\n <article " DB "/>",
	    "<!-- c --><book " DB "/>", "\xFF\xFE<", "<!DOCTYPE a>"};
	static const char *const no[] = {"# Title", "<div>html</div>", "", "<"};
	for (size_t i = 0; i < 5; i++)
		assert_true(bm_reader_docbook.sniff(bm_str_of(yes[i])));
	for (size_t i = 0; i < 4; i++)
		assert_false(bm_reader_docbook.sniff(bm_str_of(no[i])));
	assert_false(bm_reader_docbook.sniff((bm_str){NULL, 0}));
}

static void
finds_readers(void **state)
{
	(void)state;
	bm_str xml = BM_STR("<?xml version='1.0'?>"), text = BM_STR("# x");
	assert_ptr_equal(bm_reader_find("docbook", "a.md", text),
			 &bm_reader_docbook);
	assert_null(bm_reader_find("word", "a.md", text));
	assert_ptr_equal(bm_reader_find(NULL, "A.XML", text),
			 &bm_reader_docbook);
	assert_ptr_equal(bm_reader_find(NULL, "a.md", xml),
			 &bm_reader_markdown);
	assert_ptr_equal(bm_reader_find(NULL, "a.unknown", xml),
			 &bm_reader_docbook);
	assert_ptr_equal(bm_reader_find(NULL, NULL, xml), &bm_reader_docbook);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads),
	    cmocka_unit_test(unknown_elements),
	    cmocka_unit_test(foreign_elements),
	    cmocka_unit_test(other_vocabularies),
	    cmocka_unit_test(docbook_4),
	    cmocka_unit_test(many_unknown_names),
	    cmocka_unit_test(sniffs),
	    cmocka_unit_test(finds_readers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
