#include "pass_help.h"

#define IMG "<imageobject><imagedata fileref='a.png'/></imageobject>"
#define BM  "xmlns:bm='http://backmatter/'"

static void
images(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_a11y,
	    ARTICLE "<title>T</title>\n<mediaobject>" IMG "</mediaobject>\n"
		    "<mediaobject><alt> </alt>" IMG "</mediaobject>\n"
		    "<para><inlinemediaobject>" IMG "</inlinemediaobject>"
		    "</para>\n<mediaobject/>\n"
		    "<mediaobject><alt>a</alt>" IMG "</mediaobject>"
		    "<mediaobject><textobject><phrase>a</phrase></textobject>"
		    "</mediaobject>"
		    "<mediaobject role='x decorative'><alt/>" IMG
		    "</mediaobject>"
		    "<mediaobject><imageobject><alt>a</alt></imageobject>"
		    "</mediaobject>"
		    "<informalequation><alt>a</alt><mediaobject>" IMG
		    "</mediaobject></informalequation>"
		    "<note bm:generated='x' " BM "><mediaobject>" IMG
		    "</mediaobject></note></article>",
	    NULL);

	(void)state;
	says(doc, "2: Image a.png has no alternative text [image-alt-missing]\n"
		  "3: Image a.png has no alternative text [image-alt-missing]\n"
		  "4: Image a.png has no alternative text [image-alt-missing]\n"
		  "5: An image has no alternative text [image-alt-missing]\n");
	assert_int_equal(doc->diags->errors, 4);
	bm_doc_free(doc);
}

static void
tables(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_a11y,
	    ARTICLE "<title>T</title>\n<informaltable><tgroup cols='1'><tbody/>"
		    "</tgroup></informaltable>\n<table><tgroup cols='1'>"
		    "<thead/></tgroup></table>\n<table rowheader='firstcol'>"
		    "<title>A</title><tgroup cols='1'/></table>\n"
		    "<table rowheader='norowheader'><title>A</title>"
		    "<tgroup cols='1'/></table>\n<table><caption>A</caption>"
		    "<tr><td/></tr></table>\n<table><caption>A</caption>"
		    "<tbody><tr><th/></tr></tbody></table></article>",
	    NULL);

	(void)state;
	says(doc, "2: A table has no header cells [table-header-missing]\n"
		  "3: A table has no title [table-title-missing]\n"
		  "5: A table has no header cells [table-header-missing]\n"
		  "6: A table has no header cells [table-header-missing]\n");
	bm_doc_free(doc);
}

static void
links(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_a11y,
	    ARTICLE "<title>T</title><para>\n"
		    "<link xlink:href='a.md'>Here</link>\n"
		    "<link xlink:href='a.md'>read <emphasis>more</emphasis>"
		    "\xE2\x80\xA6</link>\n"
		    "<link xlink:href='https://a.b/'>https://a.b/</link>"
		    "<link xlink:href='https://a.b/'/>"
		    "<link xlink:href='a.md#x'>Harms</link>"
		    "<link xlink:href='a.md#y'>harms.</link>\n"
		    "<link xlink:href='b.md'>Harms</link></para></article>",
	    NULL);

	(void)state;
	says(doc, "2: The link to a.md says only \"Here\" [link-text]\n"
		  "3: The link to a.md says only \"read more\xE2\x80\xA6\" "
		  "[link-text]\n"
		  "5: \"Harms\" leads to b.md here and to a.md#x in line 4 "
		  "[link-text-same]\n");
	bm_doc_free(doc);
}

static void
headings(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_a11y,
	    ARTICLE "<info><title bm:generated='metadata' " BM ">x</title>"
		    "</info>\n<section><title/></section>\n<section><para/>"
		    "</section>\n<section><info><title><inlinemediaobject><alt>"
		    "a</alt></inlinemediaobject></title></info></section>"
		    "<glossary/><bibliography/></article>",
	    NULL);

	(void)state;
	says(doc,
	     "2: The heading of this section has no text [heading-empty]\n"
	     "3: The heading of this section has no text [heading-empty]\n");
	bm_doc_free(doc);
}

/* Ids that the last passes would have made, and did not. */
static void
links_to_what_is_made(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_a11y,
	    ARTICLE "<title>T</title><para>\n<link linkend='references'>a"
		    "</link>\n<link linkend='ref-a'>b</link></para>"
		    "<bibliography xml:id='references'/></article>",
	    NULL);

	(void)state;
	says(doc, "3: Nothing has the id \"ref-a\" [xref-unresolved]\n");
	bm_doc_free(doc);
}

static void
no_memory(void **state)
{
	(void)state;
	survives(&bm_pass_a11y,
		 ARTICLE
		 "<section xml:id='a'><title/><mediaobject/><para>"
		 "<link xlink:href='a'>a</link><link xlink:href='b'>a</link>"
		 "<link xlink:href='b'>here</link></para></section>"
		 "<table/></article>",
		 NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(images),
	    cmocka_unit_test(tables),
	    cmocka_unit_test(links),
	    cmocka_unit_test(headings),
	    cmocka_unit_test(links_to_what_is_made),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
