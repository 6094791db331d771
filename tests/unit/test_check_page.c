/* Pages, names, roles, hidden content and colours of the checker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "check/check.h"
#include "check/color.h"
#include "check/model.h"
#include "check/subtag.h"
#include "limited.h"

struct state {
	bm_arena *arena;
	bm_diags diags;
	page page;
};

static struct state s;

static bm_status
read_as(const char *text, page_type type)
{
	bm_status status;

	bm_arena_free(s.arena);
	s.arena = bm_arena_new(NULL);
	bm_diags_init(&s.diags, s.arena);
	status = page_read(s.arena, &s.diags, "a.html", bm_str_of(text), type,
			   &s.page);
	if (status == BM_OK)
		assert_true(model_make(&s.page));
	return status;
}

static void
read_html(const char *text)
{
	assert_int_equal(read_as(text, PAGE_HTML), BM_OK);
}

static page_node_id
by_id(const char *id)
{
	page_node_id n = page_by_id(&s.page, bm_str_of(id));

	assert_int_not_equal(n, PAGE_NONE);
	return n;
}

static void
name_is(const char *id, const char *name)
{
	assert_string_equal(model_name_text(&s.page, by_id(id)), name);
}

static void
role_is(const char *id, aria_role role)
{
	assert_int_equal(model_role(&s.page, by_id(id)), role);
}

static int
end(void **state)
{
	(void)state;
	bm_arena_free(s.arena);
	s.arena = NULL;
	return 0;
}

/* ---- pages ---- */

static void
test_places(void **state)
{
	(void)state;
	read_html("<!DOCTYPE html>\n<p>\xC3\xA4 <b id=b\n  class=c>x</b>\n\t<i "
		  "id=i>");
	assert_int_equal(page_at(&s.page, by_id("b"))->line, 2);
	assert_int_equal(page_at(&s.page, by_id("b"))->column, 7);
	assert_int_equal(page_attr_at(&s.page, by_id("b"), N_class)->line, 3);
	assert_int_equal(page_attr_at(&s.page, by_id("b"), N_class)->column, 3);
	assert_int_equal(page_at(&s.page, by_id("i"))->line, 4);
	assert_int_equal(page_at(&s.page, by_id("i"))->column, 2);
	/* What the parser adds has no place of its own. */
	assert_int_equal(page_at(&s.page, s.page.html_body)->line, 0);
	assert_string_equal(page_tag(&s.page, by_id("i")), "i");
}

static void
test_order(void **state)
{
	page_node_id n, next;

	(void)state;
	read_html("<ul id=u><li id=a>1<li id=b>2</ul><p id=p>3");
	n = page_first_element(&s.page, by_id("u"));
	assert_int_equal(n, by_id("a"));
	next = page_next_element(&s.page, n);
	assert_int_equal(next, by_id("b"));
	assert_int_equal(page_next_element(&s.page, next), PAGE_NONE);
	assert_int_equal(page_end(&s.page, by_id("u")), by_id("p"));
	assert_int_equal(page_ancestor(&s.page, next, N_ul), by_id("u"));
}

static void
test_xml(void **state)
{
	(void)state;
	assert_int_equal(
	    read_as("<html xmlns='http://www.w3.org/1999/xhtml'>\n<body><p "
		    "xml:lang='de' id='p'>&#228;</p></body></html>",
		    PAGE_XHTML),
	    BM_OK);
	assert_int_equal(page_at(&s.page, by_id("p"))->line, 2);
	assert_string_equal(model_lang(&s.page, by_id("p")), "de");
	assert_int_not_equal(s.page.html_body, PAGE_NONE);
	assert_int_equal(read_as("<html><p></html>", PAGE_XHTML), BM_BAD_INPUT);
	assert_string_equal(s.diags.list.items[0].code, "xml-syntax");
}

static void
test_limits(void **state)
{
	static const char *const parts[] = {"<div>", "<b>", "<svg><td>",
					    "<p a=1 "};
	bm_buf text;
	size_t where;

	(void)state;
	for (size_t k = 0; k < sizeof(parts) / sizeof(*parts); k++) {
		bm_buf_init(&text, NULL);
		for (int i = 0; i < 2000; i++)
			bm_buf_puts(&text, parts[k]);
		bm_buf_puts(&text, ">");
		assert_int_equal(read_as(bm_buf_cstr(&text), PAGE_HTML),
				 BM_LIMIT);
		assert_string_equal(s.diags.list.items[0].code, "page-limit");
		bm_buf_free(&text);
	}
	/* What only looks deep. */
	bm_buf_init(&text, NULL);
	for (int i = 0; i < 2000; i++)
		bm_buf_puts(&text, "<p><a href=x>y<br><li>z<!-- <div> "
				   "--><script>'<div>'</script>");
	assert_null(page_html_gate(bm_buf_str(&text), &where));
	bm_buf_free(&text);
}

/* ---- roles ---- */

static void
test_roles(void **state)
{
	(void)state;
	read_html("<a id=a href=x>A</a><a id=b>B</a><img id=i alt=''>"
		  "<img id=j alt='' aria-label=J><img id=k alt='' tabindex=0>"
		  "<ul id=u role=none><li id=l>L</ul>"
		  "<div id=d role='gauge meter'></div>"
		  "<h1 id=h role=none aria-label=''>H</h1>"
		  "<section id=s>S</section><section id=t title=T>T</section>"
		  "<article><header id=f>F</header></article>"
		  "<input id=n list=x><input id=o type=checkbox>");
	role_is("a", R_link);
	role_is("b", R_generic);
	role_is("i", R_none);
	role_is("j", R_img);
	role_is("k", R_img);
	role_is("u", R_none);
	role_is("l", R_none);
	role_is("d", R_meter);
	role_is("h", R_heading);
	role_is("s", R_generic);
	role_is("t", R_region);
	role_is("f", R_generic);
	role_is("n", R_combobox);
	role_is("o", R_checkbox);
	assert_true(aria_role_is(R_doc_noteref, R_link));
	assert_false(aria_role_is(R_link, R_doc_noteref));
	assert_true(aria_role_at(R_searchbox)->has & aria_bit(N_aria_disabled));
}

static void
test_hidden(void **state)
{
	(void)state;
	read_html("<style>.x > p { visibility: hidden } p.y { display: block "
		  "!important } #z { display: none } @media print { #v { "
		  "display: none } } </style>"
		  "<div class=x><p id=a>A <b id=b style='visibility: "
		  "visible'>B</b></p></div><p class=y id=c hidden>C</p>"
		  "<p class=y id=z>D</p><p id=v>E</p>"
		  "<p aria-hidden=true>F <i id=f>G</i></p>");
	assert_true(model_hidden(&s.page, by_id("a")));
	assert_false(model_hidden(&s.page, by_id("b")));
	assert_false(model_hidden(&s.page, by_id("c")));
	assert_false(model_hidden(&s.page, by_id("z")));
	assert_false(model_hidden(&s.page, by_id("v")));
	assert_true(model_hidden(&s.page, by_id("f")));
	assert_false(model_invisible(&s.page, by_id("f")));
}

static void
test_focus(void **state)
{
	(void)state;
	read_html("<fieldset disabled><legend><button id=a>A</button></legend>"
		  "<button id=b>B</button></fieldset><p id=c tabindex=-1>C</p>"
		  "<div inert><a id=d href=x>D</a></div>"
		  "<details><summary id=e>E</summary></details>");
	assert_true(model_flags(&s.page, by_id("a")) & M_TABBABLE);
	assert_true(model_flags(&s.page, by_id("b")) & M_DISABLED);
	assert_int_equal(model_flags(&s.page, by_id("c")) &
			     (M_FOCUSABLE | M_TABBABLE),
			 M_FOCUSABLE);
	assert_false(model_flags(&s.page, by_id("d")) & M_FOCUSABLE);
	assert_true(model_flags(&s.page, by_id("e")) & M_TABBABLE);
}

/* ---- names ---- */

static void
test_names(void **state)
{
	(void)state;
	read_html(
	    "<a id=a href=x> Two\n <b>words</b><i hidden>no</i></a>"
	    "<a id=b href=x><img alt='An image'> and text</a>"
	    "<a id=c href=x aria-label=' '>Content</a>"
	    "<a id=d href=x title=Title></a>"
	    "<button id=e aria-labelledby='e f'>Own</button><i id=f "
	    "hidden>hidden</i>"
	    "<label>Every <select><option>1<option selected>2</select> days "
	    "<input id=g type=checkbox></label>"
	    "<label for=h>First</label><label for=h>second</label><input id=h>"
	    "<table id=i><caption>Caption</caption></table>"
	    "<fieldset id=j><legend>Legend</legend></fieldset>"
	    "<a id=k href=x><svg><title>Drawing</title><text>no</text></svg>"
	    "</a><input id=l placeholder=Hint><h1 id=m><div>A</div>"
	    "<div>B</div></h1><input id=n type=submit>");
	name_is("a", "Two words");
	name_is("b", "An image and text");
	name_is("c", "Content");
	name_is("d", "Title");
	name_is("e", "Own hidden");
	name_is("g", "Every 2 days");
	name_is("h", "First second");
	name_is("i", "Caption");
	name_is("j", "Legend");
	name_is("l", "Hint");
	name_is("m", "A B");
	name_is("n", "Submit");
	assert_int_equal(model_name_of(&s.page, by_id("d"))->from, FROM_TITLE);
}

static void
test_name_loops(void **state)
{
	(void)state;
	read_html("<a id=a href=x aria-labelledby=b></a><i id=b "
		  "aria-labelledby=a></i><div id=c role=link aria-owns=d>C"
		  "<p id=d role=link aria-owns=c>D</p></div>");
	name_is("a", "");
	assert_string_not_equal(model_name_text(&s.page, by_id("c")), "");
}

/* ---- small things ---- */

static void
test_languages(void **state)
{
	(void)state;
	assert_true(check_language_known("en"));
	assert_true(check_language_known("EN-x-medical"));
	assert_true(check_language_known("gsw-CH"));
	assert_false(check_language_known("i-lux"));
	assert_false(check_language_known("eng"));
	assert_false(check_language_known("english"));
	assert_false(check_language_known("e"));
	assert_false(check_language_known(" en"));
	assert_false(check_language_known("xx"));
}

static void
color_is(const char *text, double r, double g, double b, double a)
{
	bm_colour c = {0};

	assert_true(color_read(bm_str_of(text), &c));
	assert_true(c.red > r - 0.6 && c.red < r + 0.6);
	assert_true(c.green > g - 0.6 && c.green < g + 0.6);
	assert_true(c.blue > b - 0.6 && c.blue < b + 0.6);
	assert_true(c.alpha > a - 0.01 && c.alpha < a + 0.01);
}

static void
test_colors(void **state)
{
	bm_colour c;
	double ratio;

	(void)state;
	color_is("#f80", 255, 136, 0, 1);
	color_is("#11223380", 17, 34, 51, 0.5);
	color_is("RebeccaPurple", 102, 51, 153, 1);
	color_is("rgb(10%, 20 30 / 40%)", 25.5, 20, 30, 0.4);
	color_is("hsl(120, 100%, 25%)", 0, 128, 0, 1);
	assert_false(color_read(bm_str_of("var(--x)"), &c));
	assert_false(color_read(bm_str_of("#12345"), &c));
	assert_false(color_read(bm_str_of("rgb(1, 2)"), &c));
	ratio = bm_contrast((bm_colour){119, 119, 119, 1},
			    (bm_colour){255, 255, 255, 1});
	assert_true(ratio > 4.47 && ratio < 4.48);
}

/* Each allocation fails in turn: never a crash, nothing is kept. */
static void
test_memory(void **state)
{
	static const char text[] =
	    "<!DOCTYPE html><html lang=en><title>T</title><style>p{color:red}"
	    "</style><main><h1 id=a>T</h1><p aria-labelledby=a>A<a href=#a>B"
	    "</a><table><tr><th>C<tr><td>D</table><div role=list><p "
	    "role=listitem>E</div><label for=x>F</label><input id=x>";
	bool whole = false;

	(void)state;
	for (size_t n = 0; !whole; n++) {
		struct limited l = {n, 0};
		bm_allocator al = {limited_alloc, &l};
		bm_arena *arena = bm_arena_new(&al);
		bm_status status = BM_NO_MEMORY;
		check_result result;
		bm_diags diags;

		if (arena != NULL) {
			bm_diags_init(&diags, arena);
			status =
			    check_page(arena, &diags, "a.html", bm_str_of(text),
				       PAGE_HTML, &result);
		}
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		whole = status == BM_OK && l.left > 0;
		bm_arena_free(arena);
		assert_int_equal(l.balance, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_places),     cmocka_unit_test(test_order),
	    cmocka_unit_test(test_xml),        cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_roles),      cmocka_unit_test(test_hidden),
	    cmocka_unit_test(test_focus),      cmocka_unit_test(test_names),
	    cmocka_unit_test(test_name_loops), cmocka_unit_test(test_languages),
	    cmocka_unit_test(test_colors),     cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
