#include "write_help.h"

#include "write/jsonld.h"

static bm_arena *arena;

static page_text
page(const char *html)
{
	page_text t;

	assert_true(page_text_read(&t, arena, bm_str_of(html)));
	return t;
}

static void
what_is_shown(void **state)
{
	page_text t = page(
	    "<html><head><title>Hidden</title></head><body class=\"a > b\">"
	    "<p>One &amp;\n two&#8211;&#x2014;three&nbsp;four</p><p>five</p>"
	    "<script>six</script><style>seven</style><!-- eight -->"
	    "<time datetime=\"2026-01-05\">day</time><data value=\"a "
	    "&quot;b&quot;\">"
	    "c</data><a href=\"https://x.example/?a=1&amp;b=2\">d</a>"
	    " ni<em>ne</em> x&bogus; \xC2\xA0 y</body></html>");

	(void)state;
	assert_string_equal(
	    bm_buf_cstr(&t.text),
	    "One & two\xE2\x80\x93\xE2\x80\x94three four five dayc"
	    "d nine x&bogus; y");
	assert_true(page_text_shows(&t, "One & two"));
	assert_true(page_text_shows(&t, "2026-01-05"));
	assert_true(page_text_shows(&t, "a \"b\""));
	assert_true(page_text_shows(&t, "https://x.example/?a=1&b=2"));
	assert_true(page_text_shows(&t, "nine"));
	assert_false(page_text_shows(&t, "Hidden"));
	assert_false(page_text_shows(&t, "six"));
	assert_false(page_text_shows(&t, "seven"));
	assert_false(page_text_shows(&t, "eight"));
	assert_false(page_text_shows(&t, "fou"));
	assert_false(page_text_shows(&t, ""));
	page_text_free(&t);
}

static void
words_are_whole(void **state)
{
	page_text t = page("<body>M54.5, MDs, MD. AMD</body>");

	(void)state;
	assert_true(page_text_shows(&t, "MD"));
	assert_true(page_text_shows(&t, "M54"));
	assert_false(page_text_shows(&t, "M5"));
	assert_false(page_text_shows(&t, "AM"));
	page_text_free(&t);
}

static void
references(void **state)
{
	page_text t = page("<body><p id=\"refx\">-</p><ol><li id=\"ref-a\">The "
			   "\xE2\x80\x9CTitle\xE2\x80\x9D of it</li>"
			   "<li class=\"x\" id=\"ref-b&amp;c\">Other</li></ol>"
			   "</body>");
	bm_str found;

	(void)state;
	assert_int_equal(t.entries.len, 2);
	assert_string_equal(t.entries.items[0].id, "ref-a");
	assert_string_equal(t.entries.items[1].id, "ref-b&c");
	found =
	    page_text_find(&t, t.entries.items[0].from, t.entries.items[0].to,
			   BM_STR("the \"title\" OF"));
	assert_true(bm_str_is(found, "The \xE2\x80\x9CTitle\xE2\x80\x9D of"));
	found = page_text_find(&t, t.entries.items[0].from,
			       t.entries.items[0].to, BM_STR("Other"));
	assert_int_equal(found.len, 0);
	page_text_free(&t);
}

/* Pages that are cut off, or are none. */
static void
odd_pages(void **state)
{
	static const char *const odd[] = {"",
					  "<body",
					  "<body>",
					  "<body><script>",
					  "<body><a href",
					  "<body><a href=\"x",
					  "<body>&",
					  "<body>&#",
					  "<body>&#x110000;",
					  "<body></",
					  "<body><!--",
					  "<body>\xC2",
					  "no body"};

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		page_text t = page(odd[i]);

		assert_false(page_text_shows(&t, "y"));
		page_text_free(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_shown),
	    cmocka_unit_test(words_are_whole),
	    cmocka_unit_test(references),
	    cmocka_unit_test(odd_pages),
	};
	int failed;

	arena = bm_arena_new(NULL);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	bm_arena_free(arena);
	return failed;
}
