/* Findings that a comment in the page takes away, and those that it does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/check.h"
#include "core/buf.h"
#include "xml/parse.h"

#define DIFFERS "<p lang='en' xml:lang='de'>x</p>"
#define EXCUSE  "<!-- bm-check: lang-differs reason='A test' by='AR' -->"
#define PAGE(body)                                                             \
	"<html lang='en' xmlns='http://www.w3.org/1999/xhtml'><head>"          \
	"<title>A page</title></head><body><h1>A page</h1>" body               \
	"</body></html>"

/* The codes that are found of these two, and whether a person was counted. */
static void
finds(const char *text, page_type type, const char *expected, unsigned person)
{
	bm_arena *arena = bm_arena_new(NULL);
	check_result result;
	bm_diags diags;
	bm_buf found;
	unsigned seen = 0;

	bm_diags_init(&diags, arena);
	bm_buf_init(&found, NULL);
	assert_int_equal(
	    check_page(arena, &diags, "a.html", bm_str_of(text), type, &result),
	    BM_OK);
	for (size_t i = 0; i < diags.list.len; i++)
		if (strncmp(diags.list.items[i].code, "check-", 6) == 0 ||
		    strcmp(diags.list.items[i].code, "lang-differs") == 0)
			bm_buf_printf(&found, "%s ", diags.list.items[i].code);
	for (size_t i = 0; i < result.tallies.len; i++)
		if (strcmp(result.tallies.items[i].test->code,
			   "lang-differs") == 0)
			seen = result.tallies.items[i].person;
	assert_string_equal(bm_buf_cstr(&found), expected);
	assert_int_equal(seen, person);
	bm_buf_free(&found);
	bm_arena_free(arena);
}

static void
test_scope(void **state)
{
	(void)state;
	finds(PAGE(DIFFERS), PAGE_XHTML, "lang-differs ", 0);
	finds(PAGE(EXCUSE DIFFERS), PAGE_XHTML, "", 1);
	finds(PAGE(EXCUSE DIFFERS DIFFERS), PAGE_XHTML, "lang-differs ", 1);
	finds(PAGE(DIFFERS EXCUSE "<div>" DIFFERS "</div>"), PAGE_XHTML,
	      "lang-differs ", 1);
	finds(PAGE("<div>" DIFFERS DIFFERS EXCUSE "</div>" DIFFERS), PAGE_XHTML,
	      "lang-differs ", 2);
	finds(PAGE(EXCUSE "<p>x</p>" DIFFERS), PAGE_XHTML,
	      "lang-differs check-unused ", 0);
	finds("<!DOCTYPE html><html lang=en><head><title>A</title>" EXCUSE
	      "</head><body>" DIFFERS "<p>" DIFFERS "</body></html>",
	      PAGE_HTML, "", 2);
}

static void
test_form(void **state)
{
	(void)state;
	finds(PAGE("<!-- bm-check: lang-differs by='AR' -->" DIFFERS),
	      PAGE_XHTML, "lang-differs check-suppression ", 0);
	finds(PAGE("<!-- bm-check: lang-differs reason='x' -->" DIFFERS),
	      PAGE_XHTML, "lang-differs check-suppression ", 0);
	finds(PAGE("<!-- bm-check: reason='x' by='AR' -->" DIFFERS), PAGE_XHTML,
	      "lang-differs check-suppression ", 0);
	finds(
	    PAGE("<!-- bm-check: x lang-differs reason=old by=AR -->" DIFFERS),
	    PAGE_XHTML, "", 1);
	finds(PAGE("<!-- bm-check is a word -->" DIFFERS), PAGE_XHTML,
	      "lang-differs ", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_scope),
					   cmocka_unit_test(test_form)};

	bm_xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
