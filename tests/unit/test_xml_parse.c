#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "xml/doc.h"
#include "xml/parse.h"

#define DB "http://docbook.org/ns/docbook"
#define XI "xmlns:xi='http://www.w3.org/2001/XInclude'"

/* ---- Files that are only in memory ------------------------------------------
 */

struct fake {
	const char *path, *text;
	size_t length; /* 0: to the NUL */
};

static bm_status
fake_read(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	(void)doc;
	for (const struct fake *f = user; f->path != NULL; f++)
		if (strcmp(f->path, path) == 0) {
			*out = bm_str_of(f->text);
			if (f->length != 0)
				out->len = f->length;
			return BM_OK;
		}
	return BM_NOT_FOUND;
}

static bm_doc *
new_doc(const char *file, const char *root)
{
	bm_doc *doc = bm_doc_new(NULL, file);
	assert_non_null(doc);
	doc->root = root;
	return doc;
}

static void
print_diags(const bm_doc *doc)
{
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];
		print_message("  %s:%u:%u: %s [%s]\n", d->file, d->line,
			      d->column, d->message, d->code);
	}
}

/* The first finding is this one at this place (0: any place). */
static void
found(const bm_doc *doc, const char *code, uint32_t line, uint32_t column)
{
	if (doc->diags->list.len == 0)
		fail_msg("no finding, expected %s", code);
	const bm_diag *d = &doc->diags->list.items[0];
	if (strcmp(d->code, code) != 0 || (line != 0 && d->line != line) ||
	    (column != 0 && d->column != column)) {
		print_diags(doc);
		fail_msg("expected %s at %u:%u", code, line, column);
	}
}

static bm_doc *
parse_str(bm_str text, bm_status expected)
{
	bm_doc *doc = new_doc("a.xml", NULL);
	bm_status status = bm_xml_parse(doc, text, NULL);
	if (status != expected)
		print_diags(doc);
	assert_int_equal(status, expected);
	if (status == BM_OK)
		assert_non_null(doc->xml);
	else
		assert_null(doc->xml);
	return doc;
}

static bm_doc *
parse(const char *text, bm_status expected)
{
	return parse_str(bm_str_of(text), expected);
}

/* n-th element (1: the root) in document order. */
static xmlNode *
element(const bm_doc *doc, int n)
{
	xmlNode *root = bm_doc_element(doc);
	for (xmlNode *e = root; e != NULL; e = bm_walk(e, root))
		if (e->type == XML_ELEMENT_NODE && --n == 0)
			return e;
	fail_msg("no such element");
	return NULL;
}

static void
at(const bm_doc *doc, int n, uint32_t line, uint32_t column)
{
	const bm_pos *pos = bm_get_pos(doc, element(doc, n));
	if (pos->line != line || pos->column != column)
		fail_msg("element %d is at %u:%u, expected %u:%u", n, pos->line,
			 pos->column, line, column);
}

static void
text_is(bm_doc *doc, const char *expected)
{
	assert_string_equal(bm_textz(doc, bm_doc_element(doc)), expected);
}

/* ---- Positions
 * ---------------------------------------------------------------- */

static void
positions(void **state)
{
	(void)state;
	bm_doc *doc = parse("<a>\n  <b\n    x='1'\n  y='2'><c/></b> <d >t</d>\n"
			    "<!-- <no> --><?pi <no>?><![CDATA[<no>]]><e/></a>",
			    BM_OK);
	at(doc, 1, 1, 1);
	at(doc, 2, 2, 3);
	at(doc, 3, 4, 9);
	at(doc, 4, 4, 18);
	at(doc, 5, 5, 41);
	bm_doc_free(doc);
}

static void
positions_far_down(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>\n");
	for (int i = 0; i < 70000; i++)
		bm_buf_puts(&buf, i % 1000 == 0 ? "<p/>\n" : "text\n");
	bm_buf_puts(&buf, "  <b/><c\n\n/>");
	for (int i = 0; i < 20000; i++)
		bm_buf_puts(&buf, "0123456789");
	bm_buf_puts(&buf, "<d/></a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_OK);
	at(doc, 2, 2, 1);
	at(doc, 71, 69002, 1);
	at(doc, 72, 70002, 3);
	at(doc, 73, 70002, 7);
	at(doc, 74, 70004, 200003);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
positions_of_other_texts(void **state)
{
	(void)state;
	bm_doc *doc =
	    parse("\xEF\xBB\xBF<a>\r\n <b/>\r\n\r\n\t<c/></a>", BM_OK);
	at(doc, 1, 1, 1);
	at(doc, 2, 2, 2);
	at(doc, 3, 4, 2);
	bm_doc_free(doc);

	doc = parse("<?xml version='1.0' encoding='ISO-8859-1'?>\n"
		    "<a>caf\xE9 <b/></a>",
		    BM_OK);
	text_is(doc, "caf\xC3\xA9");
	at(doc, 2, 2, 10);
	bm_doc_free(doc);

	static const char utf16[] = "\xFF\xFE<\0a\0>\0\n\0 \0<\0b\0/\0>\0\xE9\0"
				    "<\0/\0a\0>";
	doc = parse_str((bm_str){utf16, sizeof(utf16)}, BM_OK);
	at(doc, 2, 2, 2);
	text_is(doc, "\xC3\xA9");
	bm_doc_free(doc);

	/* Without a mark, and with a declaration that says UTF-16. */
	const char *plain = "<?xml version='1.0' encoding='UTF-16'?><a>x</a>";
	char wide[200] = {0};
	for (size_t i = 0; plain[i] != 0; i++)
		wide[2 * i + 1] = plain[i];
	doc = parse_str((bm_str){wide, 2 * strlen(plain)}, BM_OK);
	text_is(doc, "x");
	bm_doc_free(doc);
	doc = parse(plain, BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 1);
	bm_doc_free(doc);
}

/* ---- Errors
 * -------------------------------------------------------------------- */

static void
syntax_errors(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t line, column;
	} bad[] = {
	    {"<a>\n <b>\n</a>", 3, 5},
	    {"", 1, 1},
	    {"  ", 0, 0},
	    {"plain", 1, 1},
	    {"<a>\n  &nbsp;</a>", 2, 9},
	    {"<a x='1' x='2'/>", 1, 0},
	    {"<a>\xE9</a>", 1, 4},
	    {"<a/><b/>", 1, 5},
	    {"<a b=c/>", 1, 6},
	    {"<a>&#0;</a>", 1, 0},
	    {"<?xml version='1.0' encoding='klingon'?><a/>", 1, 1},
	    {"<?xml version='1.0' encoding='UTF-16'?><a/>", 1, 1},
	    {"<a", 1, 0},
	    {"<a>]]></a>", 1, 0},
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		bm_doc *doc = parse(bad[i].text, BM_BAD_INPUT);
		found(doc, "xml-syntax", bad[i].line, bad[i].column);
		const char *m = doc->diags->list.items[0].message;
		assert_null(strchr(m, '\n'));
		bm_doc_free(doc);
	}
	bm_doc *doc = parse("<a>\n  &nbsp;</a>", BM_BAD_INPUT);
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "write &#xA0;"));
	bm_doc_free(doc);
	doc = parse_str((bm_str){"<a>\0</a>", 8}, BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 4);
	bm_doc_free(doc);
	doc = parse("<a>\n<x:b/></a>", BM_BAD_INPUT);
	found(doc, "xml-syntax", 2, 0);
	bm_doc_free(doc);
	doc = parse("<a><b:c:d xmlns:b='u'/></a>", BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 0);
	bm_doc_free(doc);
	doc = parse("<a xlink:href='x'/>", BM_BAD_INPUT);
	found(doc, "xml-syntax", 1, 0);
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "add xmlns:xlink="));
	bm_doc_free(doc);
}

static void
error_far_down(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>");
	for (int i = 0; i < 80000; i++)
		bm_buf_puts(&buf, "\n");
	bm_buf_puts(&buf, " &what;</a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-syntax", 80001, 8);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

/* ---- Entities
 * ------------------------------------------------------------------- */

static void
entities_are_expanded(void **state)
{
	(void)state;
	bm_doc *doc = parse(
	    "<!DOCTYPE a [<!ENTITY x 'one &amp; &y;'><!ENTITY y 'two&#38;#60;'>"
	    "<!ENTITY m 'p<b>q &x;</b>r'><!ENTITY n '(&m;)'>]>\n"
	    "<a t='&x;'>&x; &x; &m; &n;\n<c/></a>",
	    BM_OK);
	assert_int_equal(doc->diags->list.len, 0);
	text_is(doc, "one & two< one & two< pq one & two<r (pq one & two<r)");
	assert_string_equal(bm_attr(bm_doc_element(doc), "t"), "one & two<");
	at(doc, 4, 3, 1);
	assert_null(doc->xml->intSubset);
	/* What comes out of an entity has the place of what is around it. */
	at(doc, 2, 2, 1);
	bm_doc_free(doc);
}

static void
cdata_is_text(void **state)
{
	(void)state;
	bm_doc *doc = parse("<a>x<![CDATA[<y>&]]>z<!--c--><?p i?></a>", BM_OK);
	xmlNode *n = bm_doc_element(doc)->children;
	assert_string_equal((const char *)n->content, "x<y>&z");
	assert_int_equal(n->next->type, XML_COMMENT_NODE);
	assert_int_equal(n->next->next->type, XML_PI_NODE);
	bm_doc_free(doc);
}

/* Declarations e0..eN, each with `times` of the one before. */
static void
put_laughs(bm_buf *buf, const char *first, int levels, int times)
{
	bm_buf_printf(buf, "<!DOCTYPE a [<!ENTITY e0 '%s'>", first);
	for (int i = 1; i <= levels; i++) {
		bm_buf_printf(buf, "<!ENTITY e%d '", i);
		for (int j = 0; j < times; j++)
			bm_buf_printf(buf, "&e%d;", i - 1);
		bm_buf_puts(buf, "'>");
	}
	bm_buf_puts(buf, "]>");
}

static double
seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
entity_bombs(void **state)
{
	(void)state;
	static const char *const firsts[] = {"ha", "<b>ha</b>"};
	for (size_t f = 0; f < 2; f++)
		for (size_t u = 0; u < 3; u++)
			for (int levels = 10; levels <= 35; levels += 25) {
				if (f == 1 && u == 1)
					continue;
				bm_buf buf;
				bm_buf_init(&buf, NULL);
				put_laughs(&buf, firsts[f], levels, 10);
				bm_buf_printf(
				    &buf,
				    u == 0   ? "<a>\n&e%d;</a>"
				    : u == 1 ? "<a\nx='&e%d;'/>"
					     : "<a>\n<b><c>&e%d;</c></b></a>",
				    levels);
				double start = seconds();
				bm_doc *doc =
				    parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
				found(doc, "xml-entity-limit", 2, 0);
				assert_int_equal(doc->diags->list.len, 1);
				assert_true(seconds() - start < 1);
				bm_doc_free(doc);
				bm_buf_free(&buf);
			}
	bm_doc *doc = parse("<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]>"
			    "<a>&x;</a>",
			    BM_BAD_INPUT);
	found(doc, "xml-entity-limit", 1, 0);
	bm_doc_free(doc);
}

static void
quadratic_blowup(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY x '");
	for (int i = 0; i < 50000; i++)
		bm_buf_putc(&buf, 'x');
	bm_buf_puts(&buf, "'>]><a>");
	for (int i = 0; i < 50000; i++)
		bm_buf_puts(&buf, "&x;");
	bm_buf_puts(&buf, "</a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-entity-limit", 1, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
parameter_entity_bomb(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY % e0 '<!-- -->'>");
	for (int i = 1; i < 30; i++)
		bm_buf_printf(
		    &buf, "<!ENTITY %% e%d '&#37;e%d; &#37;e%d; &#37;e%d;'>", i,
		    i - 1, i - 1, i - 1);
	bm_buf_puts(&buf, "%e29;]><a/>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	/* libxml2 2.9 also calls the expansion of two in a row an error. */
	assert_true(doc->diags->list.len <= 2);
	assert_string_equal(
	    doc->diags->list.items[doc->diags->list.len - 1].code,
	    "xml-entity-limit");
	assert_true(seconds() - start < 2);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
default_attribute_bomb(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ATTLIST b x CDATA '");
	for (int i = 0; i < 100000; i++)
		bm_buf_putc(&buf, 'x');
	bm_buf_puts(&buf, "'>]><a>");
	for (int i = 0; i < 20000; i++)
		bm_buf_puts(&buf, "<b/>");
	bm_buf_puts(&buf, "</a>");
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-entity-limit", 1, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

/* One letter at a time must not be joined in quadratic time. */
static void
many_small_references(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY x 'x'><!ENTITY y '&x;'>]><a>");
	for (int i = 0; i < 300000; i++)
		bm_buf_puts(&buf, "&y;");
	bm_buf_puts(&buf, "</a>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_OK);
	assert_true(seconds() - start < 3);
	assert_int_equal(
	    strlen((const char *)bm_doc_element(doc)->children->content),
	    300000);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
external_entities_are_not_read(void **state)
{
	(void)state;
	bm_doc *doc =
	    parse("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>"
		  "<!ENTITY unused SYSTEM '/etc/hosts'><!ENTITY y '[&x;]'>]>\n"
		  "<a>before &x; after &y; end</a>",
		  BM_OK);
	assert_int_equal(doc->diags->list.len, 2);
	found(doc, "xml-external-entity", 2, 0);
	assert_non_null(strstr(doc->diags->list.items[0].message, "entity x"));
	text_is(doc, "before after [] end");
	bm_doc_free(doc);

	doc = parse("<!DOCTYPE a [<!ENTITY x SYSTEM '/etc/passwd'>]>"
		    "<a t='&x;'/>",
		    BM_OK);
	found(doc, "xml-external-entity", 1, 0);
	bm_doc_free(doc);

	doc = parse("<!DOCTYPE a [<!ENTITY % x SYSTEM '/etc/passwd'>\n %x; "
		    "<!ENTITY y 'why'>]><a>&y;</a>",
		    BM_OK);
	found(doc, "xml-external-entity", 2, 0);
	text_is(doc, "why");
	bm_doc_free(doc);
}

static void
entities_of_an_external_subset(void **state)
{
	(void)state;
	bm_doc *doc =
	    parse("<!DOCTYPE a PUBLIC '-//OASIS//DTD DocBook XML V4.5//EN' "
		  "'http://www.oasis-open.org/docbook/xml/4.5/docbookx.dtd'>\n"
		  "<a t='x&nbsp;y'>one&nbsp;two &mdash; &nosuch; end</a>",
		  BM_OK);
	assert_int_equal(doc->diags->list.len, 4);
	found(doc, "xml-external-entity", 2, 0);
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "nbsp is not declared"));
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "write &#xA0;"));
	text_is(doc, "one\xC2\xA0two \xE2\x80\x94 &nosuch; end");
	assert_string_equal(bm_attr(bm_doc_element(doc), "t"), "x\xC2\xA0y");
	bm_doc_free(doc);
}

/* ---- Bounds
 * ------------------------------------------------------------------------ */

static void
nested(bm_buf *buf, int depth)
{
	for (int i = 0; i < depth; i++)
		bm_buf_puts(buf, "<a>\n");
	for (int i = 0; i < depth; i++)
		bm_buf_puts(buf, "</a>");
}

static void
depth_is_bounded(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	nested(&buf, BM_DEPTH_MAX);
	bm_doc_free(parse_str(bm_buf_str(&buf), BM_OK));
	bm_buf_clear(&buf);
	nested(&buf, 1000000);
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-depth-limit", BM_DEPTH_MAX + 1, 1);
	assert_int_equal(doc->diags->list.len, 1);
	bm_doc_free(doc);
	/* Half of the depth from an entity. */
	bm_buf_clear(&buf);
	bm_buf_puts(&buf, "<!DOCTYPE a [<!ENTITY x '");
	nested(&buf, 150);
	bm_buf_puts(&buf, "'>]><a>");
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&buf, "<a>");
	bm_buf_puts(&buf, "&x;");
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&buf, "</a>");
	bm_buf_puts(&buf, "</a>");
	doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-depth-limit", 0, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
attributes_are_bounded(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>\n <b");
	for (int i = 0; i < 200000; i++)
		bm_buf_printf(&buf, " a%d=''", i);
	bm_buf_puts(&buf, "/></a>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-attribute-limit", 2, 2);
	assert_true(seconds() - start < 1);
	bm_doc_free(doc);
	bm_buf_clear(&buf);
	for (int i = 0; i < 100; i++) {
		bm_buf_puts(&buf, "<a");
		for (int j = 0; j < 20; j++)
			bm_buf_printf(&buf, " xmlns:n%d-%d='u'", i, j);
		bm_buf_puts(&buf, ">");
	}
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&buf, "</a>");
	doc = parse_str(bm_buf_str(&buf), BM_BAD_INPUT);
	found(doc, "xml-attribute-limit", 1, 0);
	bm_doc_free(doc);
	bm_buf_free(&buf);
}

static void
large_text_and_wide_tree(void **state)
{
	(void)state;
	bm_buf buf;
	bm_buf_init(&buf, NULL);
	bm_buf_puts(&buf, "<a>");
	for (int i = 0; i < 1100000; i++)
		bm_buf_puts(&buf, "0123456789");
	for (int i = 0; i < 200000; i++)
		bm_buf_puts(&buf, "<b/>");
	bm_buf_puts(&buf, "</a>");
	double start = seconds();
	bm_doc *doc = parse_str(bm_buf_str(&buf), BM_OK);
	at(doc, 200001, 1, 11000004 + 4 * 199999);
	bm_doc_free(doc);
	assert_true(seconds() - start < 5);
	bm_buf_free(&buf);
}

/* ---- XInclude
 * ------------------------------------------------------------------------- */

static bm_doc *
include(const char *text, struct fake *fakes, bm_status expected)
{
	bm_doc *doc = new_doc("docs/a.xml", "docs");
	bm_xml_files files = {fakes, fake_read};
	bm_status status = bm_xml_parse(doc, bm_str_of(text), &files);
	if (status != expected)
		print_diags(doc);
	assert_int_equal(status, expected);
	return doc;
}

static void
dump_is(const bm_doc *doc, const char *expected)
{
	bm_buf out;
	bm_buf_init(&out, NULL);
	bm_doc_dump(doc, &out);
	assert_string_equal(strchr(bm_buf_cstr(&out), '\n') + 1, expected);
	bm_buf_free(&out);
}

static void
includes_files(void **state)
{
	(void)state;
	struct fake fakes[] = {
	    {"docs/part/b.xml",
	     "<?xml version='1.0'?>\n<d:section xmlns:d='" DB "' xml:id='b' "
	     "xmlns:l='http://www.w3.org/1999/xlink'>"
	     "\n<d:para l:href='x'>b</d:para>\n"
	     "<xi:include " XI " href='c%2Exml'/></d:section>",
	     0},
	    {"docs/part/c.xml",
	     "<section xmlns='" DB "' xml:lang='fr'><para xml:id='p'>c"
	     "<emphasis>!</emphasis></para><para>d</para></section>",
	     0},
	    {"docs/t.txt", "a < b & c\xEF\xBF\xBE\n", 0},
	    {NULL, NULL, 0}};
	bm_doc *doc =
	    include("<article xmlns='" DB "' " XI "><title>t</title>\n"
		    "<xi:include href='part/b.xml'/>"
		    "<xi:include href='part/c.xml' xpointer='p'/>"
		    "<xi:include href='part/c.xml' xpointer='element(/1/2)'/>"
		    "<xi:include href='part/c.xml' xpointer='element(p/1)'/>"
		    "<programlisting>1<xi:include href='t.txt' parse='text'/>2"
		    "</programlisting></article>",
		    fakes, BM_OK);
	print_diags(doc);
	assert_int_equal(doc->diags->list.len, 0);
	dump_is(doc,
		"<article xmlns=\"" DB
		"\" xmlns:xlink=\"http://www.w3.org/1999/"
		"xlink\">\n"
		"  <title>t</title>\n"
		"  <section xml:id=\"b\" xml:base=\"part/b.xml\">\n"
		"    <para xlink:href=\"x\">b</para>\n"
		"    <section xml:lang=\"fr\">\n"
		"      <para xml:id=\"p\">c<emphasis>!</emphasis></para>\n"
		"      <para>d</para>\n"
		"    </section>\n"
		"  </section>\n"
		"  <para xml:id=\"p\" xml:base=\"part/c.xml\" xml:lang=\"fr\">c"
		"<emphasis>!</emphasis></para>\n"
		"  <para xml:base=\"part/c.xml\" xml:lang=\"fr\">d</para>\n"
		"  <emphasis xml:base=\"part/c.xml\" xml:lang=\"fr\">!"
		"</emphasis>\n"
		"  <programlisting>1a &lt; b &amp; c\xEF\xBF\xBD\n2"
		"</programlisting>\n"
		"</article>\n");
	xmlNode *section = bm_child(bm_doc_element(doc), "section");
	const bm_pos *pos = bm_get_pos(doc, bm_child(section, "para"));
	assert_string_equal(pos->file, "docs/part/b.xml");
	assert_int_equal(pos->line, 3);
	assert_int_equal(pos->column, 1);
	pos = bm_get_pos(doc, bm_child(bm_child(section, "section"), "para"));
	assert_string_equal(pos->file, "docs/part/c.xml");
	pos = bm_get_pos(doc, bm_child(bm_doc_element(doc), "programlisting"));
	assert_string_equal(pos->file, "docs/a.xml");
	/* The tree can be built on. */
	bm_set_xml(doc, section, "id", "new");
	bm_add_textz(doc, bm_el(doc, section, "para"), "more");
	bm_doc_free(doc);
}

static void
include_as_root(void **state)
{
	(void)state;
	struct fake fakes[] = {
	    {"docs/x/b.xml", "<xi:include " XI " href='y/c.xml'/>", 0},
	    {"docs/x/y/c.xml", "<para xmlns='" DB "' xml:base='z/'>c</para>",
	     0},
	    {"docs/b.txt", "text", 0},
	    {NULL, NULL, 0}};
	bm_doc *doc =
	    include("<xi:include " XI " href='x/b.xml'/>", fakes, BM_OK);
	dump_is(doc, "<para xmlns=\"" DB "\" xml:base=\"x/y/z/\">c</para>\n");
	bm_doc_free(doc);
	doc = include("<xi:include " XI " href='b.txt' parse='text'/>", fakes,
		      BM_BAD_INPUT);
	found(doc, "xinclude-unsupported", 1, 1);
	bm_doc_free(doc);
	doc =
	    include("<xi:include " XI " href='no.xml'/>", fakes, BM_BAD_INPUT);
	found(doc, "xinclude-not-found", 1, 1);
	bm_doc_free(doc);
	/* A file whose root cannot be included leaves the rest alone. */
	fakes[0].text = "<xi:include " XI " href='gone.xml'/>";
	doc = include("<a " XI "><xi:include href='x/b.xml'/>z</a>", fakes,
		      BM_OK);
	found(doc, "xinclude-not-found", 1, 1);
	text_is(doc, "z");
	bm_doc_free(doc);
}

static void
include_fallback(void **state)
{
	(void)state;
	struct fake fakes[] = {{"docs/b.xml", "<b>b</b>", 0}, {NULL, NULL, 0}};
	bm_doc *doc = include(
	    "<a xmlns='u' " XI ">1<xi:include href='no.xml'><xi:fallback>2"
	    "<p:c xmlns:p='v'>3</p:c><xi:include href='b.xml'/>"
	    "<xi:include href='no2.xml'><xi:fallback>4</xi:fallback>"
	    "</xi:include></xi:fallback></xi:include>5"
	    "<xi:include href='no3.xml'><xi:fallback/></xi:include></a>",
	    fakes, BM_OK);
	assert_int_equal(doc->diags->list.len, 0);
	dump_is(doc, "<a xmlns=\"u\">12<c xmlns=\"v\">3</c>"
		     "<b xmlns=\"\">b</b>45</a>\n");
	bm_doc_free(doc);
}

static void
include_failures(void **state)
{
	(void)state;
	static const struct {
		const char *attributes, *code;
	} bad[] = {
	    {"href='no.xml'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='none'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='element(/1/9)'", "xinclude-not-found"},
	    {"href='b.xml' xpointer='xpointer(//b)'", "xinclude-unsupported"},
	    {"href='b.xml' xpointer='element(/x)'", "xinclude-unsupported"},
	    {"href='b.xml' parse='html'", "xinclude-unsupported"},
	    {"href='b.xml#b'", "xinclude-unsupported"},
	    {"xpointer='b'", "xinclude-unsupported"},
	    {"href='../b.xml'", "xinclude-outside"},
	    {"href='x/../../../etc/passwd' parse='text'", "xinclude-outside"},
	    {"href='/etc/passwd' parse='text'", "xinclude-outside"},
	    {"href='%2Fetc/passwd' parse='text'", "xinclude-outside"},
	    {"href='%2e%2e/b.xml' parse='text'", "xinclude-outside"},
	    {"href='file:///etc/passwd' parse='text'", "xinclude-outside"},
	    {"href='http://example.org/'", "xinclude-outside"},
	    {"href='//example.org/'", "xinclude-outside"},
	    {"href='b.xml' xml:base='../'", "xinclude-outside"},
	    {"href='b.xml' xml:base='http://example.org/'", "xinclude-outside"},
	    {"href='a.xml'", "xinclude-cycle"},
	    {"href='./x/../a.xml'", "xinclude-cycle"},
	    {"href='loop.xml'", "xinclude-cycle"},
	    {"href='bad.xml'", "xml-syntax"},
	    {"href='latin.txt' parse='text' encoding='klingon'",
	     "xinclude-unsupported"},
	};
	struct fake fakes[] = {
	    {"docs/b.xml", "<b/>", 0},
	    {"docs/loop.xml", "<c " XI "><xi:include href='a.xml'/></c>", 0},
	    {"docs/bad.xml", "<b>", 0},
	    {"docs/latin.txt", "\xE9", 0},
	    {NULL, NULL, 0}};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char text[400];
		snprintf(text, sizeof(text),
			 "<a " XI ">before \n <xi:include %s/> after</a>",
			 bad[i].attributes);
		bm_doc *doc = include(text, fakes, BM_OK);
		if (doc->diags->list.len != 1)
			print_message("%s\n", bad[i].attributes);
		assert_int_equal(doc->diags->list.len, 1);
		bool here = strcmp(bad[i].code, "xml-syntax") != 0 &&
			    strstr(text, "loop") == NULL;
		found(doc, bad[i].code, here ? 2 : 0, here ? 2 : 0);
		text_is(doc, "before after");
		bm_doc_free(doc);
	}
	bm_doc *doc = include("<a " XI "><xi:include href='latin.txt' "
			      "parse='text' encoding='iso-8859-1'/></a>",
			      fakes, BM_OK);
	text_is(doc, "\xC3\xA9");
	bm_doc_free(doc);
	/* Without files, or without a root, nothing is read. */
	doc = new_doc("docs/a.xml", "docs");
	assert_int_equal(
	    bm_xml_parse(doc,
			 bm_str_of("<a " XI "><xi:include href='b.xml'/></a>"),
			 NULL),
	    BM_OK);
	found(doc, "xinclude-not-found", 1, 0);
	bm_doc_free(doc);
	doc = new_doc("docs/a.xml", NULL);
	bm_xml_files files = {fakes, fake_read};
	assert_int_equal(
	    bm_xml_parse(doc,
			 bm_str_of("<a " XI "><xi:include href='b.xml'/></a>"),
			 &files),
	    BM_OK);
	found(doc, "xinclude-outside", 1, 0);
	bm_doc_free(doc);
}

/* Each file includes the next one twice. */
static bm_status
doubling_read(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	int n = atoi(bm_path_base(path));
	(void)user;
	const char *text =
	    bm_arena_printf(doc->arena,
			    "<b " XI "><xi:include href='%d.xml'/><xi:include "
			    "href='%d.xml'/></b>",
			    n + 1, n + 1);
	*out = bm_str_of(text);
	return BM_OK;
}

static void
includes_are_bounded(void **state)
{
	(void)state;
	bm_doc *doc = new_doc("docs/a.xml", "docs");
	bm_xml_files files = {NULL, doubling_read};
	double start = seconds();
	bm_status status = bm_xml_parse(
	    doc, bm_str_of("<a " XI "><xi:include href='1.xml'/></a>"), &files);
	assert_int_equal(status, BM_OK);
	found(doc, "xinclude-limit", 1, 0);
	assert_int_equal(doc->diags->list.len, 1);
	assert_true(seconds() - start < 5);
	bm_doc_free(doc);
}

static bm_status
disk_read(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	(void)user;
	return bm_file_read(doc->arena, path, out);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* A link inside of the folder that leads out of it is not followed. */
static void
include_through_links(void **state)
{
	(void)state;
	char base[] = "/tmp/bm-xinclude-XXXXXX", path[200];
	assert_non_null(mkdtemp(base));
	snprintf(path, sizeof(path), "%s/in", base);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/secret.xml", base);
	write_file(path, "<secret>no</secret>");
	snprintf(path, sizeof(path), "%s/in/good.xml", base);
	write_file(path, "<good>yes</good>");
	snprintf(path, sizeof(path), "%s/in/out.xml", base);
	assert_int_equal(symlink("../secret.xml", path), 0);
	snprintf(path, sizeof(path), "%s/in/up", base);
	assert_int_equal(symlink("..", path), 0);

	char file[200], root[200];
	snprintf(root, sizeof(root), "%s/in", base);
	snprintf(file, sizeof(file), "%s/in/a.xml", base);
	bm_doc *doc = new_doc(file, root);
	bm_xml_files files = {NULL, disk_read};
	assert_int_equal(
	    bm_xml_parse(doc,
			 bm_str_of("<a " XI "><xi:include href='good.xml'/>"
				   "<xi:include href='out.xml'/>"
				   "<xi:include href='up/secret.xml'/>"
				   "<xi:include href='../secret.xml'/></a>"),
			 &files),
	    BM_OK);
	text_is(doc, "yes");
	assert_int_equal(doc->diags->list.len, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(doc->diags->list.items[i].code,
				    "xinclude-outside");
	bm_doc_free(doc);

	static const char *const made[] = {"in/up", "in/out.xml", "in/good.xml",
					   "secret.xml"};
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", base, made[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/in", base);
	rmdir(path);
	rmdir(base);
}

/* ---- Auxiliary files, threads, memory
 * -------------------------------------------------- */

static void
parses_data(void **state)
{
	(void)state;
	bm_arena *arena = bm_arena_new(NULL);
	xmlDoc *out;
	const char *error;
	assert_int_equal(
	    bm_xml_parse_data(arena, BM_STR("<a>x</a>"), "n", &out, &error),
	    BM_OK);
	assert_non_null(out);
	xmlFreeDoc(out);
	assert_int_equal(
	    bm_xml_parse_data(arena, BM_STR("<a>\n<b></a>"), "n", &out, &error),
	    BM_BAD_INPUT);
	assert_null(out);
	assert_int_equal(strncmp(error, "line 2: ", 8), 0);
	assert_null(strchr(error, '\n'));
	assert_int_equal(bm_xml_parse_data(
			     arena,
			     BM_STR("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
			     "n", &out, &error),
			 BM_BAD_INPUT);
	assert_non_null(strstr(error, "entity x"));
	assert_int_equal(bm_xml_parse_data(arena, BM_STR(""), "n", &out, NULL),
			 BM_BAD_INPUT);
	assert_int_equal(
	    bm_xml_parse_data(arena, (bm_str){NULL, 0}, "n", &out, &error),
	    BM_BAD_INPUT);
	bm_arena_free(arena);
}

static void *
worker(void *user)
{
	(void)user;
	for (int i = 0; i < 50; i++) {
		bm_doc *doc = bm_doc_new(NULL, "a.xml");
		if (bm_xml_parse(
			doc,
			BM_STR("<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;<b/>"
			       "<c x='&x;'/></a>"),
			NULL) != BM_OK)
			return doc;
		bm_doc_free(doc);
	}
	return NULL;
}

static void
threads(void **state)
{
	(void)state;
	pthread_t all[4];
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&all[i], NULL, worker, NULL),
				 0);
	for (int i = 0; i < 4; i++) {
		void *result;
		pthread_join(all[i], &result);
		assert_null(result);
	}
}

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
without_memory(void **state)
{
	(void)state;
	struct fake fakes[] = {
	    {"docs/b.xml", "<b xml:id='b'><c xml:lang='x'/></b>", 0},
	    {"docs/t.txt", "\xE9t\x01", 0},
	    {NULL, NULL, 0}};
	bm_xml_files files = {fakes, fake_read};
	bm_buf text;
	bm_buf_init(&text, NULL);
	bm_buf_puts(
	    &text,
	    "<!DOCTYPE a SYSTEM 'x' [<!ENTITY x 'y'><!ENTITY e SYSTEM 'f'>"
	    "<!ENTITY l '");
	for (int i = 0; i < 20000; i++)
		bm_buf_puts(&text, "l");
	bm_buf_puts(
	    &text,
	    "'>]><a " XI ">&x;&nbsp;&e;&l;<xi:include href='b.xml'/>"
	    "<xi:include href='sub/../b.xml' xpointer='element(/1/1)'/>"
	    "<xi:include href='t.txt' parse='text' encoding='iso-8859-1'/>"
	    "<xi:include href='no.xml'/></a>");
	bool went_well = false;
	for (long n = 0; n < 300 && !went_well; n++) {
		long left = n;
		bm_allocator al = {failing, &left};
		bm_doc *doc = bm_doc_new(&al, "docs/a.xml");
		if (doc == NULL)
			continue;
		doc->root = "docs";
		bm_status status = bm_xml_parse(doc, bm_buf_str(&text), &files);
		went_well = status == BM_OK;
		assert_true(went_well || status == BM_NO_MEMORY);
		bm_doc_free(doc);
	}
	assert_true(went_well);
	bm_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(positions),
	    cmocka_unit_test(positions_far_down),
	    cmocka_unit_test(positions_of_other_texts),
	    cmocka_unit_test(syntax_errors),
	    cmocka_unit_test(error_far_down),
	    cmocka_unit_test(entities_are_expanded),
	    cmocka_unit_test(cdata_is_text),
	    cmocka_unit_test(entity_bombs),
	    cmocka_unit_test(quadratic_blowup),
	    cmocka_unit_test(parameter_entity_bomb),
	    cmocka_unit_test(default_attribute_bomb),
	    cmocka_unit_test(many_small_references),
	    cmocka_unit_test(external_entities_are_not_read),
	    cmocka_unit_test(entities_of_an_external_subset),
	    cmocka_unit_test(depth_is_bounded),
	    cmocka_unit_test(attributes_are_bounded),
	    cmocka_unit_test(large_text_and_wide_tree),
	    cmocka_unit_test(includes_files),
	    cmocka_unit_test(include_as_root),
	    cmocka_unit_test(include_fallback),
	    cmocka_unit_test(include_failures),
	    cmocka_unit_test(includes_are_bounded),
	    cmocka_unit_test(include_through_links),
	    cmocka_unit_test(parses_data),
	    cmocka_unit_test(threads),
	    cmocka_unit_test(without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
