#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "xml/parse.h"
#include "xml/serialize.h"

#define X "xmlns='http://www.w3.org/1999/xhtml'"

typedef void (*write_fn)(const xmlDoc *, bm_buf *);

static bm_status
write_with(write_fn fn, const char *source, const char *expected)
{
	bm_arena *arena = bm_arena_new(NULL);
	const char *error = NULL;
	xmlDoc *tree = NULL;
	if (bm_xml_parse_data(arena, bm_str_of(source), "t", &tree, &error) !=
	    BM_OK)
		fail_msg("%s", error);
	bm_buf out;
	bm_buf_init(&out, NULL);
	fn(tree, &out);
	bm_status status = out.status;
	if (expected != NULL)
		assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	xmlFreeDoc(tree);
	bm_arena_free(arena);
	return status;
}

static void
html(const char *source, const char *expected)
{
	assert_int_equal(write_with(bm_write_html, source, expected), BM_OK);
}

static void
html_page(void **state)
{
	(void)state;
	html("<html " X " xml:lang='en' xmlns:bm='http://backmatter/'>"
	     "<head><meta charset='utf-8'/>\n <title>a &amp; b</title>"
	     "<link rel='x' href='y'/></head><body bm:label='1'>"
	     "<main><h1>A</h1><p>one <b>two</b> <i>three</i><br/>x</p>"
	     "<div/><p></p><i/></main></body></html>",
	     "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	     "<meta charset=\"utf-8\">\n<title>a &amp; b</title>\n"
	     "<link rel=\"x\" href=\"y\">\n</head>\n<body>\n"
	     "<main><h1>A</h1><p>one <b>two</b> <i>three</i><br>x</p>"
	     "<div></div><p></p><i></i></main>\n</body>\n</html>\n");
	html("<div " X "><ul><li>a</li><li><p>b</p></li></ul>"
	     "<table><colgroup><col/></colgroup><tbody><tr><td>1</td></tr>"
	     "</tbody></table></div>",
	     "<!DOCTYPE html>\n<div>\n<ul>\n<li>a</li>\n<li>\n<p>b</p>\n</li>\n"
	     "</ul>\n<table>\n<colgroup>\n<col>\n</colgroup>\n<tbody>\n<tr>\n"
	     "<td>1</td>\n</tr>\n</tbody>\n</table>\n</div>\n");
}

static void
html_escapes(void **state)
{
	(void)state;
	html("<p " X " title='a&quot;b&amp;&lt;&gt;&#xA0;&#10;c' lang='de' "
	     "xml:lang='fr'>&lt;&amp;&gt;&#xA0;\"'\xC3\xA9\xC2\xA9</p>",
	     "<!DOCTYPE html>\n<p title=\"a&quot;b&amp;&lt;&gt;&nbsp;\nc\" "
	     "lang=\"de\">&lt;&amp;&gt;&nbsp;\"'\xC3\xA9\xC2\xA9</p>\n");
	html("<pre " X ">\n\n  x\n<p>y</p> </pre>",
	     "<!DOCTYPE html>\n<pre>\n\n\n  x\n<p>y</p> </pre>\n");
	html("<textarea " X ">\nx</textarea>",
	     "<!DOCTYPE html>\n<textarea>\n\nx</textarea>\n");
	html("<p " X "><!-- c --><?pi x?>t</p>",
	     "<!DOCTYPE html>\n<p><!-- c -->t</p>\n");
}

static void
html_raw_text(void **state)
{
	(void)state;
	html("<style " X ">a &gt; b &amp; c {}</style>",
	     "<!DOCTYPE html>\n<style>a > b & c {}</style>\n");
	html("<script " X " type='application/ld+json'>{\"a\":\"&lt;/script"
	     "&gt;&amp;\"}</script>",
	     "<!DOCTYPE html>\n<script type=\"application/ld+json\">"
	     "{\"a\":\"\\u003C/script>&\"}</script>\n");
	html("<script " X ">if (a &lt; b) c;</script>",
	     "<!DOCTYPE html>\n<script>if (a < b) c;</script>\n");
	assert_int_equal(write_with(bm_write_html,
				    "<script " X ">&lt;/SCRIPT&gt;</script>",
				    NULL),
			 BM_BAD_INPUT);
	assert_int_equal(write_with(bm_write_html,
				    "<style " X
				    ">x{content:'&lt;/style&gt;'}</style>",
				    NULL),
			 BM_BAD_INPUT);
}

static void
html_foreign(void **state)
{
	(void)state;
	html("<p " X " xmlns:xlink='http://www.w3.org/1999/xlink'>"
	     "<s:svg xmlns:s='http://www.w3.org/2000/svg' viewBox='0 0 1 1' "
	     "xmlns:ink='urn:ink' ink:version='1'><s:title>t</s:title>"
	     "<ink:meta><s:path/></ink:meta><s:g><s:path d='M0'/></s:g>"
	     "<s:use xlink:href='#a'/><s:style>a&gt;b</s:style>"
	     "<s:foreignObject><br/><i/></s:foreignObject></s:svg>"
	     "<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'><m:mi>x"
	     "</m:mi><m:mspace/></m:math></p>",
	     "<!DOCTYPE html>\n<p><svg viewBox=\"0 0 1 1\"><title>t</title>"
	     "<g><path d=\"M0\"/></g><use xlink:href=\"#a\"/>"
	     "<style>a&gt;b</style><foreignObject><br><i></i></foreignObject>"
	     "</svg><math><mi>x</mi><mspace/></math></p>\n");
}

static void
xhtml(void **state)
{
	(void)state;
	write_with(
	    bm_write_xhtml,
	    "<html " X " lang='en' xmlns:epub='http://www.idpf.org/2007/ops' "
	    "xmlns:bm='http://backmatter/'><head><title/></head>"
	    "<body><nav epub:type='toc' bm:x='1'/>"
	    "<p>a&#xA0;<br/><i/>&lt;<svg xmlns='http://www.w3.org/2000/svg' "
	    "xmlns:x='http://www.w3.org/1999/xlink' width='1'>"
	    "<use x:href='#b'/></svg></p><script>a &amp;&amp; b</script>"
	    "</body></html>",
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
	    "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
	    "xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\" "
	    "xml:lang=\"en\">\n<head>\n<title></title>\n</head>\n<body>\n"
	    "<nav epub:type=\"toc\"></nav>\n"
	    "<p>a\xC2\xA0<br/><i></i>&lt;<svg "
	    "xmlns=\"http://www.w3.org/2000/svg\" "
	    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"1\">"
	    "<use xlink:href=\"#b\"/></svg></p>\n"
	    "<script>a &amp;&amp; b</script>\n</body>\n</html>\n");
}

static void
xml(void **state)
{
	(void)state;
	write_with(
	    bm_write_xml,
	    "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' "
	    "xmlns:bm='http://backmatter/' bm:x='1'>"
	    "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
	    "<dc:title xml:lang='en'>A &amp; B</dc:title> <meta "
	    "property='x'>1</meta></metadata><spine/></package>",
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\">\n"
	    "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
	    "<dc:title xml:lang=\"en\">A &amp; B</dc:title>\n"
	    "<meta property=\"x\">1</meta>\n</metadata>\n<spine/>\n"
	    "</package>\n");
	write_with(
	    bm_write_xml,
	    "<svg xmlns='http://www.w3.org/2000/svg'><text><tspan>a</tspan>"
	    "<tspan>b</tspan></text></svg>",
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<text><tspan>a"
	    "</tspan><tspan>b</tspan></text>\n</svg>\n");
}

/* Nodes built by hand, without declarations. */
static void
xml_declares_what_is_used(void **state)
{
	(void)state;
	xmlDoc *tree = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewDocNode(tree, NULL, (const xmlChar *)"a", NULL);
	xmlDocSetRootElement(tree, root);
	xmlNs *ns =
	    xmlNewNs(root, (const xmlChar *)"urn:p", (const xmlChar *)"p");
	xmlNode *b = xmlNewChild(root, ns, (const xmlChar *)"b", NULL);
	xmlSetNsProp(b, ns, (const xmlChar *)"c", (const xmlChar *)"d");
	root->nsDef = NULL; /* lost, as after a move */
	bm_buf out;
	bm_buf_init(&out, NULL);
	bm_write_xml(tree, &out);
	assert_string_equal(bm_buf_cstr(&out),
			    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			    "<a>\n<p:b xmlns:p=\"urn:p\" p:c=\"d\"/>\n</a>\n");
	bm_buf_free(&out);
	root->nsDef = ns;
	xmlFreeDoc(tree);
}

static void
man(void **state)
{
	(void)state;
	write_with(
	    bm_write_man,
	    "<bm:man xmlns:bm='http://backmatter/'>\n"
	    "<bm:request name='TH'>BACKMATTER 1 \"2024\"</bm:request>\n"
	    "  <bm:request name='SH'>NAME</bm:request> backmatter - a\n"
	    " tool\\x <bm:font name='B'>--to <bm:font name='I'>x</bm:font> y"
	    "</bm:font> .dot\n"
	    "<bm:request name='PP'/>.start it's&#xA0;so"
	    "<bm:pre>.a\n 'b\n\n'c</bm:pre>end "
	    "<bm:font name='CW'>z</bm:font>.</bm:man>",
	    ".TH BACKMATTER 1 \"2024\"\n.SH NAME\n"
	    "backmatter \\- a tool\\ex \\fB\\-\\-to \\fIx\\fB y\\fR .dot\n"
	    ".PP\n\\&.start it's\\ so\n"
	    ".nf\n\\&.a\n 'b\n\n\\&'c\n.fi\nend \\f[CW]z\\fR.\n");
}

static void
large_trees_are_linear(void **state)
{
	(void)state;
	xmlDoc *tree = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewDocNode(tree, NULL, (const xmlChar *)"div", NULL);
	xmlDocSetRootElement(tree, root);
	xmlNode *at = root;
	for (int i = 0; i < 20000; i++)
		at = xmlNewChild(at, NULL, (const xmlChar *)"div", NULL);
	for (int i = 0; i < 200000; i++)
		xmlNewChild(root, NULL, (const xmlChar *)"p",
			    (const xmlChar *)"x");
	bm_buf out;
	bm_buf_init(&out, NULL);
	bm_write_html(tree, &out);
	bm_write_xhtml(tree, &out);
	bm_write_xml(tree, &out);
	bm_write_man(tree, &out);
	assert_int_equal(out.status, BM_OK);
	bm_buf_free(&out);
	xmlFreeDoc(tree);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(html_page),
	    cmocka_unit_test(html_escapes),
	    cmocka_unit_test(html_raw_text),
	    cmocka_unit_test(html_foreign),
	    cmocka_unit_test(xhtml),
	    cmocka_unit_test(xml),
	    cmocka_unit_test(xml_declares_what_is_used),
	    cmocka_unit_test(man),
	    cmocka_unit_test(large_trees_are_linear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
