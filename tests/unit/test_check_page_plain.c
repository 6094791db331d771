/* HTML that needs no mending: the quick way reads what the parser reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/buf.h"
#include "same_pages.h"

#define HEAD "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<title>A</title>\n"
#define TOP  HEAD "</head>\n<body>"
#define END  "</body>\n</html>\n"

static void
reads(const char *text)
{
	if (read_both(bm_str_of(text)) != SAME)
		fail_msg("not read, or not the same: %s", text);
}

static void
leaves(const char *text)
{
	if (read_both(bm_str_of(text)) != GIVEN_UP)
		fail_msg("not left to the parser: %s", text);
}

static void
test_reads(void **unused)
{
	(void)unused;
	reads(TOP END);
	reads("<!doctype html><html><head></head><body></body></html>");
	reads(HEAD "<meta charset=utf-8><link rel='a' href=\"b?c=1&amp;d\"/>"
		   "<style>a > b { }</style><style></style>"
		   "<script>if (a < b && \"</p>\") c();</script>\n<!-- a -->\n"
		   "</head>\n<!-- b -->\n<body class=\"a b\" data-x hidden>\n"
		   "<p>One &lt; two&nbsp;&amp; &#8211; &#x2014;\nthree</p>"
		   "<!-- c - d -->x" END);
	reads(TOP "<ul>\n<li><p>a</p>\n<ul><li>b</li></ul></li></ul>"
		  "<dl><dt>a</dt><dd>b</dd><div><dt>c</dt><dd>d</dd></div></dl>"
		  "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>" END);
	reads(TOP "<b><table>\n<caption>a <a href='#'>b</a></caption>\n"
		  "<colgroup>\n<col span=2></colgroup><thead>\n<tr>\n<th>a"
		  "</th></tr></thead><tbody><tr><td><p>b</p><table><tbody>"
		  "</tbody></table></td></tr>\n</tbody></table></b>" END);
	reads(TOP "<div><b><b><b><b><i>a</i></b></b></b></b><p>b</p></div>"
		  "<a href=\"#\"><h2>c</h2></a><input disabled><button>"
		  "<span>d</span></button>" END "\n \n");
}

/* What the standard puts in, ends or leaves out by itself. */
static void
test_mends(void **unused)
{
	(void)unused;
	reads(" \n<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\">\n<html>"
	      "<head><title>a &amp; b&#8212;c</title></head><body>" END);
	reads("\n<?xml version=\"1.0\"?>\n<!DOCTYPE html><html><head></head>"
	      "<body>" END);
	reads(TOP "<p>a<p>b\n<div>c</div></p>d<div><p>e</div>" END);
	reads(TOP "<table>\n<tr><td>a</td></tr>\n<tr></tr></table>"
		  "<table><tr><th>b</th></tr></tbody></table>" END);
	reads(TOP "<form id=a> <input> a </form> b<form>c<br></form>" END);
	reads(TOP "<pre>\na</pre><pre>\n\nb</pre><pre>\n</pre>" END);
	reads(TOP
	      "<p>&copy;&ndash;&rarr;</p><noscript><p>a</p></noscript>" END);
	reads(TOP
	      "<p><math class=\"a\" alttext='b'><mrow><mi>x</mi>\n<mo>="
	      "</mo><mspace width=\"1em\"/><mn>1</mn></mrow></math></p>" END);
	reads(TOP "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" "
		  "viewBox=\"0 0 1 1\"><g><path d=\"M0 0\"/></g><path></path>"
		  "</svg>a" END);
}

/* Whatever the parser would mend, and whatever is rare. */
static void
test_leaves(void **unused)
{
	static const char *const bodies[] = {
	    "<p><button><p>a</p></button></p>",
	    "<b>a</i>",
	    "<b><p>a</b></p>",
	    "<a><b><a>x</a></b></a>",
	    "<li>a</li>",
	    "<ul><li>a<li>b</ul>",
	    "<table>a</table>",
	    "<table><tbody><tr>&nbsp;</tr></tbody></table>",
	    "<table><tbody><p>a</p></tbody></table>",
	    "<h1>a<h2>b</h2></h1>",
	    "<div/>",
	    "<br></br>",
	    "<p a=1 a=2>x</p>",
	    "<p A=1>x</p>",
	    "<P>x</P>",
	    "<p a=\"b\"c>x</p>",
	    "<p a =b>x</p>",
	    "<p a=b\"c>x</p>",
	    "&amp",
	    "&rarr",
	    "&frac12;",
	    "a & b",
	    "&#0;",
	    "&#128;",
	    "&#x110000;",
	    "a < b",
	    "<!--->-->",
	    "<!-- a -- b -->",
	    "<!-- a --->",
	    "<?a?>",
	    "<![CDATA[a]]>",
	    "<select><option>a</option></select>",
	    "<textarea>a</textarea>",
	    "<iframe></iframe>",
	    "<template></template>",
	    "<x-y>a</x-y>",
	    "<svg><title>a</title></svg>",
	    "<svg viewbox='0 0 1 1'></svg>",
	    "<svg xlink:href='#a'></svg>",
	    "<math><p>a</p></math>",
	    "<math><mi><b>a</b></mi></math>",
	    "<math definitionurl='a'></math>",
	    "<form><form></form></form>",
	    "<table></p></table>",
	    "<p><i>a<p>b</i></p>",
	    "<image>",
	    "<script><!-- <script> </script> --></script>",
	    "<style></STYLE></style>",
	    "a\r\nb",
	    "a\fb",
	    "a\001b",
	    "\xC2\x85",
	    "\xEF\xB7\x90",
	    "\xEF\xBF\xBF",
	    "<title>a</title>",
	    "<head></head>",
	    "</body>a",
	    "</body><!-- a -->",
	    "</html>",
	};
	char text[512];

	(void)unused;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		snprintf(text, sizeof(text), TOP "%s" END, bodies[i]);
		leaves(text);
	}
	leaves("");
	leaves("<p>a</p>");
	leaves("<!DOCTYPE html><html><body></body></html>");
	leaves("\xEF\xBB\xBF" TOP END);
	leaves(HEAD "<p>a</p></head><body>" END);
	leaves(HEAD "a</head><body>" END);
	leaves(TOP "<div>" END);
	leaves(TOP "<p>a");
	leaves("<!DOCTYPE htm><html><head></head><body>" END);
	leaves("<!DOCTYPE html");
}

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* A page of pieces, mostly closed as they were opened. */
static void
make_page(uint32_t *seed, bm_buf *out)
{
	static const char *const names[] = {
	    "p",        "div",    "span",    "b",     "a",          "ul",
	    "ol",       "li",     "dl",      "dt",    "dd",         "table",
	    "tbody",    "thead",  "tr",      "td",    "th",         "caption",
	    "h1",       "h2",     "section", "em",    "code",       "pre",
	    "form",     "label",  "button",  "ruby",  "rt",         "colgroup",
	    "details",  "figure", "nav",     "q",     "i",          "summary",
	    "style",    "script", "title",   "svg",   "select",     "main",
	    "fieldset", "legend", "header",  "small", "blockquote", "video",
	    "form",     "math",   "mi",      "mrow",  "pre",        "noscript",
	    "path",     "tt"};
	static const char *const others[] = {"text",
					     "\n",
					     " ",
					     "&amp;",
					     "&nbsp;x",
					     "<br>",
					     "<img alt=\"a\">",
					     "<hr>",
					     "<!-- c -->",
					     "<input type=text>",
					     "<wbr/>",
					     "a\nb",
					     "<link rel=a>",
					     "<meta name=b>",
					     "<col>",
					     "&#65;",
					     "<source>",
					     "<p>c",
					     "</p>",
					     "<mspace/>",
					     "<path d='M'/>",
					     "<tr><td>d</td></tr>"};
	static const char *const attrs[] = {
	    "", "", "", " id=\"a&lt;\"", " class='b c'", " hidden", " x=y"};
	const char *open[64];
	size_t depth = 0, steps = 3 + next_random(seed) % 24;

	bm_buf_puts(out, TOP);
	while (steps-- > 0) {
		uint32_t what = next_random(seed) % 100;

		if (depth > 0 && (what < 35 || depth > 60)) {
			depth--;
			bm_buf_printf(out, "</%s>",
				      what == 0 ? "b" : open[depth]);
		} else if (what < 70) {
			open[depth] = names[next_random(seed) %
					    (sizeof(names) / sizeof(*names))];
			bm_buf_printf(out, "<%s%s>", open[depth++],
				      attrs[next_random(seed) % 7]);
		} else
			bm_buf_puts(out,
				    others[next_random(seed) %
					   (sizeof(others) / sizeof(*others))]);
	}
	while (depth-- > 0)
		bm_buf_printf(out, "</%s>", open[depth]);
	bm_buf_puts(out, END);
}

/* Of what it reads, it makes what the parser makes. */
static void
test_random(void **unused)
{
	uint32_t seed = 5;
	size_t read = 0;
	bm_buf made;

	(void)unused;
	bm_buf_init(&made, NULL);
	for (size_t i = 0; i < 20000; i++) {
		int result;

		bm_buf_clear(&made);
		make_page(&seed, &made);
		result = read_both(bm_buf_str(&made));
		if (result == OTHER)
			fail_msg("not the same: %s", bm_buf_cstr(&made));
		read += result == SAME;
	}
	bm_buf_free(&made);
	assert_true(read > 1000);
}

/* A page from which a byte is gone, or where two have changed places. */
static void
test_damaged(void **unused)
{
	static const char whole[] =
	    HEAD "<meta charset=\"utf-8\"></head>\n<body id=\"a\"><main>\n"
		 "<h1>A &amp; b</h1><!-- c --><ul>\n<li><a href='#'>d</a></li>"
		 "</ul><table>\n<tbody><tr><td>e<br></td></tr>\n</tbody>"
		 "</table><p>f</p><script>g</script></main>" END;
	size_t n = sizeof(whole) - 1;
	char text[sizeof(whole)];

	(void)unused;
	reads(whole);
	for (size_t i = 0; i < n; i++) {
		memcpy(text, whole, i);
		memcpy(text + i, whole + i + 1, n - i);
		assert_int_not_equal(read_both((bm_str){text, n - 1}), OTHER);
		memcpy(text, whole, n);
		for (const char *c = "<>/\"'&=-! \n\tx;"; *c != '\0'; c++) {
			text[i] = *c;
			if (read_both((bm_str){text, n}) == OTHER)
				fail_msg("not the same: %.*s", (int)n, text);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_reads),   cmocka_unit_test(test_mends),
	    cmocka_unit_test(test_leaves),  cmocka_unit_test(test_random),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
