/* The Markdown reader: what it makes, what it reports, what it withstands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <pthread.h>

#include <cmocka.h>

#include "read/read.h"

typedef struct result {
	bm_doc *doc;
	bm_buf dump;
	bm_status status;
} result;

static result
read_bytes(const char *text, size_t length)
{
	result r = {0};

	r.doc = bm_doc_new(NULL, "t.md");
	assert_non_null(r.doc);
	r.status = bm_reader_markdown.read(r.doc, (bm_str){text, length}, NULL);
	bm_buf_init(&r.dump, NULL);
	if (r.status == BM_OK)
		assert_int_equal(bm_doc_dump(r.doc, &r.dump), BM_OK);
	bm_diags_sort(r.doc->diags);
	return r;
}

static void
done(result *r)
{
	bm_buf_free(&r->dump);
	bm_doc_free(r->doc);
}

static size_t
count_code(const result *r, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < r->doc->diags->list.len; i++)
		n += strcmp(r->doc->diags->list.items[i].code, code) == 0;
	return n;
}

/* The position of the first finding with this code, as line * 1000 + column. */
static unsigned
where(const result *r, const char *code)
{
	for (size_t i = 0; i < r->doc->diags->list.len; i++) {
		const bm_diag *d = &r->doc->diags->list.items[i];

		if (strcmp(d->code, code) == 0)
			return d->line * 1000 + d->column;
	}
	return 0;
}

static void
has_(const result *r, const char *part, const char *file, int line)
{
	if (strstr(bm_buf_cstr(&r->dump), part) != NULL)
		return;
	print_error("missing: %s\nin: %s\n", part, bm_buf_cstr(&r->dump));
	_fail(file, line);
}
#define has(r, part) has_((r), (part), __FILE__, __LINE__)

/* Text in, a part of the dump out, and nothing to report. */
static void
clean_(const char *text, const char *part, const char *file, int line)
{
	result r = read_bytes(text, strlen(text));

	has_(&r, part, file, line);
	if (r.doc->diags->list.len != 0) {
		print_error("%s\n", r.doc->diags->list.items[0].message);
		_fail(file, line);
	}
	done(&r);
}
#define clean(text, part) clean_((text), (part), __FILE__, __LINE__)

/* Text in, a part of the dump and a finding at a position out. */
static void
finds_(const char *text, const char *part, const char *code, unsigned at,
       const char *file, int line)
{
	result r = read_bytes(text, strlen(text));

	has_(&r, part, file, line);
	if (where(&r, code) != at) {
		print_error("%s at %u\n", code, where(&r, code));
		_fail(file, line);
	}
	done(&r);
}
#define finds(text, part, code, at)                                            \
	finds_((text), (part), (code), (at), __FILE__, __LINE__)

#define REF(rest) "<citation><biblioref " rest "/></citation>"

static void
citations(void **state)
{
	(void)state;
	clean("x [@key].", "x " REF("linkend=\"key\"") ".");
	clean("surgery.[@weir2017]\n", "surgery." REF("linkend=\"weir2017\""));
	clean(
	    "[@a; @b, p. 3]",
	    "<biblioref linkend=\"a\"/><biblioref linkend=\"b\" units=\"page\" "
	    "begin=\"3\"/>");
	clean("[see @a, pp. 33-35; also @b, ch. 1 and elsewhere]",
	      "<biblioref linkend=\"a\" units=\"page\" begin=\"33-35\" "
	      "bm:prefix=\"see \"/><biblioref linkend=\"b\" units=\"chapter\" "
	      "begin=\"1\" bm:prefix=\"also \" bm:suffix=\" and elsewhere\"/>");
	clean("[-@key]", REF("linkend=\"key\" bm:mode=\"suppress-author\""));
	clean("@key says", REF("linkend=\"key\" bm:mode=\"author-in-text\""));
	clean("@key [p. 3] says",
	      REF("linkend=\"key\" units=\"page\" begin=\"3\" "
		  "bm:mode=\"author-in-text\"") " says");
	clean("@{a b/c}.", REF("linkend=\"a b/c\" "
			       "bm:mode=\"author-in-text\"") ".");
	clean("[@a_b:c.d/e].", REF("linkend=\"a_b:c.d/e\""));
	clean("See @key.", "See " REF("linkend=\"key\" "
				      "bm:mode=\"author-in-text\"") ".");
	clean("[@a][@b]", REF("linkend=\"a\"") REF("linkend=\"b\""));
	clean("wow![@a]", "wow!" REF("linkend=\"a\""));
	clean("*[@a]*", "<emphasis>" REF("linkend=\"a\"") "</emphasis>");
	clean("[*see* @a, *ibid*]",
	      REF("linkend=\"a\" bm:prefix=\"see \" bm:suffix=\", ibid\""));
	clean("[x &amp; y @a]", "bm:prefix=\"x &amp; y \"");
	clean("[@a, see \\] there]", "bm:suffix=\", see ] there\"");
	clean("[@a; and more]", "bm:suffix=\"; and more\"");
	clean("[(@a)]", "bm:prefix=\"(\" bm:suffix=\")\"");
	clean("[@a\n, p. 3]", "begin=\"3\"");
	clean("x [@a] y [@b] z",
	      "x " REF("linkend=\"a\"") " y " REF("linkend=\"b\"") " z");
	clean("- a [@a]\n- b\n", "<para>a " REF("linkend=\"a\"") "</para>");
	clean("# T [@a]\n", "<title>T " REF("linkend=\"a\"") "</title>");
}

static void
no_citations(void **state)
{
	(void)state;
	clean("me@example.org", "mailto:me@example.org");
	clean("x@y", "<para>x@y</para>");
	clean("\xC3\xA9@y", "<para>\xC3\xA9@y</para>");
	clean("`[@a]`", "<literal>[@a]</literal>");
	clean("\\@a", "<para>@a</para>");
	clean("[\\@a]", "<para>[@a]</para>");
	clean("[@k](http://x.y)", "<link xlink:href=\"http://x.y\">@k</link>");
	clean("[x @k y](http://x.y)", ">x @k y</link>");
	clean("[@a]\n\n[@a]: /x \"t\"\n",
	      "<link xlink:href=\"/x\" xlink:title=\"t\">@a</link>");
	clean("[@]", "<para>[@]</para>");
	clean("@ x", "<para>@ x</para>");
	clean("an unclosed [@key", "<para>an unclosed [@key</para>");
	clean("[-@key", "<para>[-@key</para>");
	clean("[ @", "<para>[ @</para>");
	clean("![x @a](a.png) y", "<alt>x @a</alt>");
	clean("![[@a]](a.png)", "<alt>[@a]</alt>");
	clean("    [@a]\n", "<programlisting>[@a]</programlisting>");
	clean("<http://x.y/@a>", "<link xlink:href=\"http://x.y/@a\">");
	clean("\\[@a\\]", "<para>[" REF("linkend=\"a\" "
					"bm:mode=\"author-in-text\"") "]");
}

static void
locators(void **state)
{
	static const char *const cases[][3] = {
	    {"p. 3", "page", "3"},
	    {"pp. 33\xE2\x80\x93"
	     "35, 38 & 40",
	     "page",
	     "33\xE2\x80\x93"
	     "35, 38 &amp; 40"},
	    {"pages 2", "page", "2"},
	    {"12", "page", "12"},
	    {"ch. 1", "chapter", "1"},
	    {"chap. 1", "chapter", "1"},
	    {"sec. 2.1", "section", "2.1"},
	    {"\xC2\xA7 4", "section", "4"},
	    {"\xC2\xA7"
	     "4",
	     "section", "4"},
	    {"para. 5", "paragraph", "5"},
	    {"\xC2\xB6 5", "paragraph", "5"},
	    {"fig. 3", "figure", "3"},
	    {"vol. 2", "volume", "2"},
	    {"no. 7", "issue", "7"},
	    {"n. 9", "note", "9"},
	    {"l. 9", "line", "9"},
	    {"col. 9", "column", "9"},
	    {"fol. 9r", "folio", "9r"},
	    {"op. 9", "opus", "9"},
	    {"part 9", "part", "9"},
	    {"bk. 9", "book", "9"},
	    {"v. 9", "verse", "9"},
	    {"s.v. \"pain\"", "sub-verbo", "&quot;pain&quot;"},
	    {"act 2", "act", "2"},
	    {"table 2", "table", "2"},
	    {"supp. 2", "supplement", "2"},
	    {"p. iv", "page", "iv"},
	    {"{pp. iv, vi-xi, (xv)-(xvii)}", "page", "iv, vi-xi, (xv)-(xvii)"},
	    {"ch. {one}", "chapter", "one"},
	    {"{no label}", "issue", "label"},
	};
	char text[200], part[200];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), "[@a, %s]", cases[i][0]);
		snprintf(part, sizeof(part),
			 REF("linkend=\"a\" units=\"%s\" begin=\"%s\""),
			 cases[i][1], cases[i][2]);
		clean(text, part);
	}
	clean("[@a, no effect]", REF("linkend=\"a\" "
				     "bm:suffix=\", no effect\""));
	clean("[@a, p. mild]", REF("linkend=\"a\" bm:suffix=\", p. mild\""));
	clean("[@a, {}, 99 years later]",
	      REF("linkend=\"a\" bm:suffix=\", 99 years later\""));
	clean("[@a, 5, table]", "begin=\"5\" bm:suffix=\", table\"");
	clean("[@a p. 3]", "begin=\"3\"");
	finds("[@a and @b]", "bm:suffix=\" and @b\"", "citation-in-suffix",
	      1002);
}

/* Custom inline nodes in a cell vanish unless can_contain is replaced. */
static void
citation_in_cell(void **state)
{
	(void)state;
	clean("|a|\n|-|\n|x [@t1] y|\n",
	      "<entry>x " REF("linkend=\"t1\"") " y</entry>");
	clean("|a|\n|-|\n|[x](y){.z} {#w} a[^1]|\n\n[^1]: n",
	      "<entry><link xlink:href=\"y\" role=\"z\">x</link> {#w} "
	      "a<footnote");
}

static void
attributes(void **state)
{
	(void)state;
	clean("## A {#a .b lang=fr}\n", "<section xml:id=\"a\" role=\"b\" "
					"xml:lang=\"fr\">");
	clean("## A {#a .b .c}\n\nx\n", "role=\"b c\"");
	clean("## A {-}\n", "<title>A {-}</title>");
	clean("## A {# b}\n", "<title>A {# b}</title>");
	clean("## A \\{#a}\n", "<title>A {#a}</title>");
	clean("x {#a} y", "<para>x {#a} y</para>");
	clean("```c {#x .y}\nz\n```\n",
	      "<programlisting language=\"c\" xml:id=\"x\" role=\"y\">z<");
	clean("```{.c #x}\nz\n```\n",
	      "<programlisting language=\"c\" xml:id=\"x\">z<");
	clean("[a](b){#x}", "<link xlink:href=\"b\" xml:id=\"x\">a</link>");
	clean("![a](b){width=\"5 cm\"} x", "<imagedata fileref=\"b\" "
					   "width=\"5 cm\"/>");
	finds("## A {#1a}\n", "xml:id=\"_1a\"", "markdown-id", 1001);
	finds("## A {foo=bar}\n", "<title>A</title>", "markdown-attribute",
	      1001);
}

static void
figures_tables(void **state)
{
	(void)state;
	clean("![a *b*](c.png \"T\"){#f .x}",
	      "<figure xml:id=\"f\" role=\"x\">\n    <title>T</title>\n    "
	      "<mediaobject>\n      <alt>a b</alt>");
	clean("![](c.png)", "<informalfigure>\n    <mediaobject>\n      "
			    "<imageobject>");
	clean("![](c.png){.decorative}",
	      "<mediaobject role=\"decorative\">\n      <alt/>");
	clean("x ![a](c.png)", "<para>x <inlinemediaobject><alt>a</alt>");
	clean("|a|b|\n|:-|-:|\n|1|2|\n\n: Cap *x* {#t rowheader=firstcol}\n",
	      "<table xml:id=\"t\" rowheader=\"firstcol\">\n    <title>Cap "
	      "<emphasis>x</emphasis></title>\n    <tgroup cols=\"2\">\n      "
	      "<colspec colname=\"c1\" align=\"left\"/>");
	clean("|a|b|\n|-|-|\n|1|2|\n: Cap {#t}\n",
	      "<table xml:id=\"t\">\n    <title>Cap</title>");
	clean("|a|b|\n|-|-|\n|1|\n", "<entry>1</entry>\n          <entry/>");
	clean("|a|\n|-|\n", "<tbody>");
}

static void
sections(void **state)
{
	(void)state;
	clean(
	    "# T\n\n## A\n\n### B\n\n## C\n",
	    "<section>\n    <title>A</title>\n    <section>\n      "
	    "<title>B</title>\n    </section>\n  </section>\n  <section>\n    "
	    "<title>C</title>");
	clean("---\ntitle: T\n---\n# T {#x}\n\ny\n",
	      "xml:id=\"x\">\n  <info>\n    <title>T</title>\n  </info>\n  "
	      "<para>y");
	clean("---\ntitle: T\n---\n# U {#x}\n", "<section xml:id=\"x\">");
	clean("<!-- c -->\n\n# T\n\ny\n", "<title>T</title>\n  </info>\n  "
					  "<para>y");
	clean("# T\n\n# A\n\n# B\n", "<section>\n    <title>A</title>\n  "
				     "</section>\n  <section>");
	finds("# T\n\n#### A\n\n## B\n",
	      "<section>\n    <title>A</title>\n  </section>\n  <section>",
	      "heading-level-skipped", 3001);
	clean("> # A\n", "<bridgehead renderas=\"sect1\">A</bridgehead>");
	clean("---\ntype: book\ntitle: T\n---\nx\n\n# A\n\n## B\n",
	      "<preface>\n    <title>T</title>\n    <para>x</para>\n  "
	      "</preface>\n  <chapter>\n    <title>A</title>\n    <section>");
	clean("---\ntype: glossary\n---\n## A {#a}\n\nx\n",
	      "<glossentry xml:id=\"a\">\n    <glossterm>A</glossterm>\n    "
	      "<glossdef>\n      <para>x");
}

static void
notes(void **state)
{
	result r;

	(void)state;
	clean("a[^x] b[^x]\n\n[^x]: One.\n\n    - two\n\n    ```\n    3\n    "
	      "```\n",
	      "a<footnote xml:id=\"fn-x\"><para>One.</para><itemizedlist "
	      "spacing=\"compact\"><listitem><para>two</para></listitem>"
	      "</itemizedlist><programlisting>3</programlisting></footnote> "
	      "b<footnoteref linkend=\"fn-x\"/>");
	clean("a[^x] b[^y]\n\n[^y]: Y.\n\n[^x]: X.\n",
	      "a<footnote xml:id=\"fn-x\"><para>X.</para></footnote> "
	      "b<footnote xml:id=\"fn-y\">");
	finds("a[^x]\n\n[^x]: A [^y].\n\n[^y]: B.\n",
	      "<para>A <footnoteref linkend=\"fn-y\"/>.</para></footnote>"
	      "<footnote xml:id=\"fn-y\"><para>B.</para></footnote>",
	      "footnote-nested", 3009);
	clean("a[^x]\n\n[^x]: A [^x].\n", "<footnoteref linkend=\"fn-x\"/>");
	finds("a\n\n[^u]: Unused *t*.\n",
	      "<section role=\"unused-notes\">\n    <title>[^u]</title>\n    "
	      "<para>Unused <emphasis>t</emphasis>.",
	      "footnote-unused", 3001);
	finds("a[^u]\n\n[^u]: One.\n\n[^u]: Two.\n", "Two.",
	      "footnote-duplicate", 5001);
	finds("a\n\n[^u]: B [^u] [^v].\n\n[^v]: C.\n",
	      "<para>B [^u] <footnote "
	      "xml:id=\"fn-v\"><para>C.</para></footnote>.",
	      "footnote-unused", 3001);
	finds("a[^1]\n\n[^1]: b [^1]\n\n    [^1]: c [^1]\n\n    d\n", "c",
	      "footnote-duplicate", 3001);
	finds("a [^no] b", "a [^no] b", "footnote-undefined", 1003);
	clean("a \\[^no] b", "a [^no] b");
	clean("## A[^1]\n\n[^1]: n.\n",
	      "<title>A<footnote xml:id=\"fn-1\"><para>n.</para></footnote>"
	      "</title>");
	r = read_bytes("a[^a/b] b[^a:b]\n\n[^a/b]: 1\n\n[^a:b]: 2\n", 38);
	has(&r, "xml:id=\"fn-a-b\"");
	has(&r, "xml:id=\"fn-a-b-2\"");
	done(&r);
}

static void
html_links(void **state)
{
	(void)state;
	clean("H<sub>2</sub>O<br>x<sup>*y*</sup> <kbd>K</kbd>",
	      "H<subscript>2</subscript>O<?bm-break?>x<superscript><emphasis>y"
	      "</emphasis></superscript> <keycap>K</keycap>");
	clean("a<!-- b -->c", "<para>ac</para>");
	clean("<!-- a -->\n\nb\n", "<para>b</para>");
	finds("<b>x", "<literal role=\"html\">&lt;b&gt;</literal>x",
	      "markdown-raw-html", 1001);
	finds("a <b>x</i> y", "<literal role=\"html\">&lt;/i&gt;</literal> y",
	      "markdown-raw-html", 1003);
	finds(
	    "<form>\na\n</form>\n",
	    "<programlisting language=\"html\">&lt;form&gt;\na\n&lt;/form&gt;",
	    "markdown-raw-html", 1001);
	finds("x\n\n<!-- never\n\nclosed\n", "closed", "markdown-raw-html",
	      3001);
	finds("<!-- a --> left\n", "left", "markdown-raw-html", 1001);
	finds("[a](javascript:x)", "<para>a</para>", "link-scheme", 1001);
	finds("[a](JaVa&#10;script:x)", "<para>a</para>", "link-scheme", 1001);
	clean("[a](05-a-long-file-name.md#b:c)", "<link xlink:href=");
	clean("[a](mailto:a@b.c) [d](/e:f) [g](?h:i) [j](tel:1) <HTTP://k>",
	      "<link xlink:href=\"HTTP://k\">");
	finds("[a](a-very-long-scheme-name:x)", "<para>a</para>", "link-scheme",
	      1001);
	finds("![a](data:x)", "<para>a</para>", "link-scheme", 1001);
	finds("[](x)", "<link xlink:href=\"x\">x</link>", "link-empty", 1001);
	clean("[](x.md)", "<link xlink:href=\"x.md\"/>");
	finds("[](https://a.b/x.md)",
	      "<link xlink:href=\"https://a.b/x.md\">https://a.b/x.md</link>",
	      "link-empty", 1001);
	clean("[](#a)", "<xref linkend=\"a\"/>");
	clean("[b](#a)", "<link linkend=\"a\">b</link>");
	clean("[](f.md#a)", "<link xlink:href=\"f.md#a\"/>");
	clean("a  \nb\\\nc\nd", "a<?bm-break?>b<?bm-break?>c\nd");
	clean("[a]", "<para>[a]</para>");
	clean("&copy; &#65; a&nbsp;b", "\xC2\xA9 A a\xC2\xA0"
				       "b");
	clean("- [x] a\n- [ ] b\n", "<listitem role=\"task-done\">");
	clean("3) a\n4) b\n",
	      "<orderedlist startingnumber=\"3\" role=\"paren\" "
	      "spacing=\"compact\">");
	clean("1. a\n\n2. b\n", "<orderedlist>");
	clean("***\n", "<para role=\"break\"/>");
	clean("~~a~~", "<emphasis role=\"strikethrough\">a</emphasis>");
}

static void
encodings(void **state)
{
	result r;

	(void)state;
	clean("\xEF\xBB\xBF# T\n\nx\n", "<title>T</title>");
	clean("# T\r\n\r\nx\r\n", "<para>x</para>");
	clean("a\r\rb\r", "<para>a</para>\n  <para>b</para>");
	finds("a\n\nb\xC3(c", "<para>b\xEF\xBF\xBD(c", "markdown-encoding",
	      3002);
	finds("\xEF\xBB\xBFx\xFF", "x\xEF\xBF\xBD", "markdown-encoding", 1002);
	finds("a\x01", "a\xEF\xBF\xBD", "markdown-character", 1002);
	finds("a\xEF\xBF\xBE", "a\xEF\xBF\xBD", "markdown-character", 1002);
	clean("a&#1;b", "a\xEF\xBF\xBD"
			"b");
	r = read_bytes("a\0b", 3);
	has(&r, "a\xEF\xBF\xBD"
		"b");
	assert_int_equal(where(&r, "markdown-character"), 1002);
	done(&r);
	r = read_bytes("", 0);
	assert_int_equal(r.status, BM_OK);
	has(&r, "<article");
	done(&r);
}

static void
positions(void **state)
{
	static const char text[] = "---\ntitle: T\n---\n\nab *c* [@d]\n\n"
				   "## H\n\n> - x\n";
	static const struct {
		const char *name;
		unsigned line, column;
	} want[] = {{"title", 2, 8},       {"para", 5, 1},
		    {"emphasis", 5, 4},    {"citation", 5, 9},
		    {"section", 7, 1},     {"blockquote", 9, 1},
		    {"itemizedlist", 9, 3}};
	result r = read_bytes(text, strlen(text));

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		xmlNode *root = bm_doc_element(r.doc), *node = root;
		const bm_pos *pos;

		while (node != NULL && !bm_is(node, want[i].name))
			node = bm_walk(node, root);
		assert_non_null(node);
		pos = bm_get_pos(r.doc, node);
		if (pos->line != want[i].line || pos->column != want[i].column)
			print_error("%s at %u:%u\n", want[i].name, pos->line,
				    pos->column);
		assert_int_equal(pos->line, want[i].line);
		assert_int_equal(pos->column, want[i].column);
	}
	done(&r);
}

/* ---- hostile input ---- */

#if defined(__SANITIZE_ADDRESS__)
#define SECONDS 20
#else
#define SECONDS 4
#endif

static bm_buf
repeat(const char *before, const char *part, size_t n, const char *after)
{
	bm_buf b;

	bm_buf_init(&b, NULL);
	bm_buf_puts(&b, before);
	for (size_t i = 0; i < n; i++)
		bm_buf_puts(&b, part);
	bm_buf_puts(&b, after);
	return b;
}

static unsigned
depth_of(const bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc), *node = root;
	unsigned depth = 1, most = 1;

	while (node != NULL) {
		if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
			node = node->children;
			depth++;
		} else {
			while (node != root && node->next == NULL) {
				node = node->parent;
				depth--;
			}
			node = node == root ? NULL : node->next;
		}
		most = depth > most ? depth : most;
		/* A list holds items and nothing else. */
		assert_true(!bm_is(node, "para") ||
			    !bm_is(node->parent, "itemizedlist"));
		assert_true(!bm_is(node, "listitem") ||
			    bm_is(node->parent, "itemizedlist") ||
			    bm_is(node->parent, "orderedlist"));
	}
	return most;
}

/* Reads it in time; all the letters "Q" of the text must be in the tree. */
static void
withstands_(bm_buf text, const char *code, const char *file, int line)
{
	clock_t start = clock();
	size_t in = 0, out = 0;
	bm_doc *doc = bm_doc_new(NULL, "t.md");
	bm_buf all;
	bool found = code == NULL;

	assert_int_equal(text.status, BM_OK);
	assert_int_equal(bm_reader_markdown.read(doc, bm_buf_str(&text), NULL),
			 BM_OK);
	if ((clock() - start) / CLOCKS_PER_SEC > SECONDS) {
		print_error("too slow: %ld s\n",
			    (long)((clock() - start) / CLOCKS_PER_SEC));
		_fail(file, line);
	}
	assert_true(depth_of(doc) <= BM_DEPTH_MAX);
	bm_buf_init(&all, NULL);
	assert_int_equal(bm_doc_dump(doc, &all), BM_OK);
	for (size_t i = 0; i < text.len; i++)
		in += text.ptr[i] == 'Q';
	for (size_t i = 0; i < all.len; i++)
		out += all.ptr[i] == 'Q';
	for (size_t i = 0; i < doc->diags->list.len; i++)
		found =
		    found || strcmp(doc->diags->list.items[i].code, code) == 0;
	if (in != out || !found) {
		print_error("%zu of %zu letters, finding %d\n", out, in, found);
		_fail(file, line);
	}
	bm_buf_free(&all);
	bm_buf_free(&text);
	bm_doc_free(doc);
}
#define withstands(text, code) withstands_((text), (code), __FILE__, __LINE__)

static void
hostile_tables(void **state)
{
	bm_buf b;

	(void)state;
	/* CVE-2023-37463: columns times rows of one cell. */
	b = repeat("", "|a", 14000, "|\n");
	for (size_t i = 0; i < 14000; i++)
		bm_buf_puts(&b, "|-");
	bm_buf_puts(&b, "|\n");
	for (size_t i = 0; i < 14000; i++)
		bm_buf_puts(&b, "|Q|\n");
	withstands(b, "markdown-limit");
	b = repeat("|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n", "|Q|\n", 100000,
		   "");
	withstands(b, "markdown-limit");
	/* Large but honest. */
	withstands(repeat("|a|b|\n|-|-|\n", "|Q|1|\n", 20000, ""), NULL);
	/* Cells of a line are a list that cmark walks for each. */
	withstands(repeat("", "|", 50000, "\n|-|-|\nQ"), "markdown-limit");
	withstands(repeat("", "|-|-|-|\n", 20000, ""), NULL);
}

static void
hostile_inlines(void **state)
{
	bm_buf b, c;

	(void)state;
	withstands(repeat("", "![[]()", 40000, "Q"), "markdown-limit");
	withstands(repeat("", "a<![CDATA[", 40000, "Q"), "markdown-limit");
	withstands(repeat("", "a<!A ", 40000, "Q"), "markdown-limit");
	withstands(repeat("", "a<?", 40000, "Q"), "markdown-limit");
	withstands(repeat("", "[", 50000, "Q"), NULL);
	b = repeat("", "[", 50000, "a");
	c = repeat(bm_buf_cstr(&b), "]", 50000, "Q");
	bm_buf_free(&b);
	withstands(c, NULL);
	withstands(repeat("", "*a _b ", 50000, "Q"), NULL);
	withstands(repeat("", "www.a_", 50000, "Q"), "markdown-limit");
	withstands(repeat("http://a.b/", ")", 50000, " Q"), "markdown-limit");
	withstands(repeat("", "[@a ", 50000, "Q"), NULL);
	withstands(repeat("", "[x @Q", 50000, ""), NULL);
	withstands(repeat("[", ";", 50000, "@a]Q"), NULL);
	withstands(repeat("", "{a=\"", 50000, "Q"), NULL);
	withstands(repeat("", "{.a ", 50000, "Q"), NULL);
	withstands(repeat("", "<b>", 5000, "Q"), "markdown-raw-html");
}

static void
hostile_blocks(void **state)
{
	bm_buf b, c;

	(void)state;
	withstands(repeat("", "> ", 50000, "Q"), "markdown-limit");
	withstands(repeat("", ">", 50000, "Q\nQ\n"), "markdown-limit");
	withstands(repeat("", "- ", 50000, "Q"), "markdown-limit");
	withstands(repeat("", "1. ", 50000, "Q"), "markdown-limit");
	withstands(repeat("", "> - ", 48,
			  "[Q](x) ***a `Q`*** Q[^1] <b>Q</b>\n\n"
			  "[^1]: > > > > - - - - - ***Q***\n"),
		   NULL);
	b = repeat("", "**a *b ", 50000, "Q");
	c = repeat(bm_buf_cstr(&b), " b* a**", 50000, "");
	bm_buf_free(&b);
	withstands(c, "markdown-limit");
	withstands(repeat("", "Q", 10 * 1000 * 1000, ""), NULL);
	withstands(repeat("", "[a]: /x\n", 100000, "\n[a] Q\n"), NULL);
	withstands(repeat("", "[^a]: Q\n\n", 5000, "\n[^a]\n"),
		   "footnote-duplicate");
	bm_buf_init(&b, NULL);
	for (int i = 0; i < 300; i++) {
		for (int j = 0; j < i; j++)
			bm_buf_puts(&b, "  ");
		bm_buf_puts(&b, "- Q\n");
	}
	withstands(b, "markdown-limit");
	bm_buf_init(&b, NULL);
	for (int i = 0; i < 5000; i++)
		bm_buf_printf(&b, "[^%d]: Q [^%d]\n\n", i, i + 1);
	bm_buf_puts(&b, "[^0]");
	withstands(b, "footnote-nested");
}

/* A parse that takes too much memory leaves the text as it is. */
static void
memory_budget(void **state)
{
	bm_buf b = repeat("", "a@b.c ", 60000, "Q");

	(void)state;
	withstands(b, "markdown-limit");
	clean("x [@a]", REF("linkend=\"a\"")); /* and the next one is well */
}

typedef struct failing {
	size_t left, live;
} failing;

static void *
failing_alloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
	failing *f = user;
	void *moved;

	(void)old_size;
	if (new_size == 0) {
		f->live -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	if (f->left == 0)
		return NULL;
	f->left--;
	moved = realloc(ptr, new_size);
	if (moved != NULL)
		f->live += ptr == NULL;
	return moved;
}

static const char rich[] =
    "---\ntitle: T\nauthor: [A, {org: B}]\nx: {y: [1, 2]}\n---\n# H\n\n"
    "a [see @b, p. 3; @c] *d* `e` ~~f~~ <b>g</b> [h](i \"j\"){#k} @l [2]\n"
    "\n## M {#n}\n\n|o|p|\n|-|-|\n|[@q]|r|\n\n: Cap {#s}\n\n![t](u \"v\")\n\n"
    "- [x] w\n\n```c {.x}\ny\n```\n\n> z[^1]\n\n<div>\n\n[^1]: n [^2]\n\n"
    "[^2]: o\n\n[^3]: p\n";

/* Each allocation fails in turn: BM_NO_MEMORY, nothing left behind. */
static void
no_memory(void **state)
{
	size_t failures = 0;

	(void)state;
	for (size_t n = 0;; n++) {
		failing f = {.left = n};
		bm_allocator al = {failing_alloc, &f};
		bm_doc *doc = bm_doc_new(&al, "t.md");
		bm_status status;

		if (doc == NULL) {
			assert_int_equal(f.live, 0);
			continue;
		}
		status = bm_reader_markdown.read(doc, bm_str_of(rich), NULL);
		bm_doc_free(doc);
		assert_int_equal(f.live, 0);
		if (status == BM_OK)
			break;
		assert_int_equal(status, BM_NO_MEMORY);
		failures++;
	}
	assert_true(failures > 3);
}

/* cmark's special characters belong to the process: nothing may be lost. */
static void *
many(void *arg)
{
	size_t *lost = arg;

	for (int i = 0; i < 500; i++) {
		result r = read_bytes("x @key y [@b]", 13);

		*lost += strstr(bm_buf_cstr(&r.dump), "\"key\"") == NULL ||
			 strstr(bm_buf_cstr(&r.dump), "\"b\"") == NULL;
		done(&r);
	}
	return NULL;
}

static void
threads(void **state)
{
	pthread_t thread[4];
	size_t lost[4] = {0};

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(
		    pthread_create(&thread[i], NULL, many, &lost[i]), 0);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(lost[i], 0);
	}
}

static void
same_bytes(void **state)
{
	result a = read_bytes(rich, strlen(rich));
	result b = read_bytes(rich, strlen(rich));

	(void)state;
	assert_string_equal(bm_buf_cstr(&a.dump), bm_buf_cstr(&b.dump));
	assert_int_equal(count_code(&a, "footnote-unused"), 1);
	assert_int_equal(count_code(&a, "markdown-raw-html"), 1);
	done(&a);
	done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(citations),
	    cmocka_unit_test(no_citations),
	    cmocka_unit_test(locators),
	    cmocka_unit_test(citation_in_cell),
	    cmocka_unit_test(attributes),
	    cmocka_unit_test(figures_tables),
	    cmocka_unit_test(sections),
	    cmocka_unit_test(notes),
	    cmocka_unit_test(html_links),
	    cmocka_unit_test(encodings),
	    cmocka_unit_test(positions),
	    cmocka_unit_test(hostile_tables),
	    cmocka_unit_test(hostile_inlines),
	    cmocka_unit_test(hostile_blocks),
	    cmocka_unit_test(memory_budget),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(threads),
	    cmocka_unit_test(same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
