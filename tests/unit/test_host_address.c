/* What a request names: paths, hosts, parts; and pages as they are served. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/address.c"
#include "host/page.c"

static void
paths(void **state)
{
	static const struct {
		const char *target, *path;
	} good[] = {{"/", ""},
		    {"/a.html", "a.html"},
		    {"/b/", "b/"},
		    {"/b/a%20b.html", "b/a b.html"},
		    {"/%C3%A9.html", "\xC3\xA9.html"},
		    {"/b/a..b", "b/a..b"},
		    {"/a%25.html", "a%.html"}};
	static const char *const bad[] = {
	    "",        "a",         "//",        "/../a",  "/..",   "/./a",
	    "/b/../a", "/%2e%2e/a", "/b/%2E%2e", "/.git",  "/a//b", "/a%2fb",
	    "/a%2F..", "/a%00b",    "/a%0ab",    "/a%5cb", "/a\\b", "/%",
	    "/%4",     "/%g0",      "/a%7f",     "/\x01"};
	char out[ADDRESS_MAX], longest[ADDRESS_MAX + 8];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_true(address_path(good[i].target, out));
		assert_string_equal(out, good[i].path);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(address_path(bad[i], out));
		assert_string_equal(out, "");
	}
	memset(longest, 'a', sizeof(longest));
	longest[0] = '/';
	longest[ADDRESS_MAX] = '\0';
	assert_true(address_path(longest, out));
	longest[ADDRESS_MAX] = 'a';
	longest[ADDRESS_MAX + 1] = '\0';
	assert_false(address_path(longest, out));
}

static void
hosts(void **state)
{
	static const char *const bad[] = {"",
					  "localhost",
					  "localhost:80",
					  "localhost:80800",
					  "localhost:8080 ",
					  "a.localhost:8080",
					  "127.0.0.1.a:8080",
					  "127.0.0.2:8080",
					  "::1:8080",
					  "[::1]",
					  "localhost:8080@a",
					  "[::1]:8080a",
					  "0.0.0.0:8080",
					  "localhost.:8080",
					  "127.1:8080"};

	(void)state;
	assert_true(address_host("localhost:8080", 8080));
	assert_true(address_host("LocalHost:8080", 8080));
	assert_true(address_host("127.0.0.1:8080", 8080));
	assert_true(address_host("[::1]:8080", 8080));
	assert_true(address_host("localhost", 80));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(address_host(bad[i], 8080));
}

static void
media_types(void **state)
{
	(void)state;
	assert_string_equal(address_type("b/a.HTML"),
			    "text/html; charset=utf-8");
	assert_true(address_is_page("index.html"));
	assert_false(address_is_page("a.html/b"));
	assert_string_equal(address_type("a.epub"), "application/epub+zip");
	assert_string_equal(address_type("a"), "application/octet-stream");
	assert_string_equal(address_type("a."), "application/octet-stream");
}

static void
ranges(void **state)
{
	static const struct {
		const char *field;
		address_part part;
		uint64_t from, length;
	} rows[] = {{"bytes=0-0", ADDRESS_PART, 0, 1},
		    {"bytes=2-", ADDRESS_PART, 2, 8},
		    {"bytes=2-99", ADDRESS_PART, 2, 8},
		    {"bytes=-3", ADDRESS_PART, 7, 3},
		    {"bytes=-99", ADDRESS_PART, 0, 10},
		    {"bytes=9-9", ADDRESS_PART, 9, 1},
		    {"bytes=10-", ADDRESS_NO_PART, 0, 0},
		    {"bytes=-0", ADDRESS_NO_PART, 0, 0},
		    {"bytes=3-2", ADDRESS_WHOLE, 0, 0},
		    {"bytes=-", ADDRESS_WHOLE, 0, 0},
		    {"bytes=1", ADDRESS_WHOLE, 0, 0},
		    {"bytes=1-2,4-5", ADDRESS_WHOLE, 0, 0},
		    {"Bytes=1-2", ADDRESS_WHOLE, 0, 0},
		    {"bytes=18446744073709551616-", ADDRESS_WHOLE, 0, 0},
		    {"bytes=0-18446744073709551616", ADDRESS_WHOLE, 0, 0}};
	uint64_t from, length;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		from = length = 0;
		assert_int_equal(
		    address_range(rows[i].field, 10, &from, &length),
		    rows[i].part);
		assert_int_equal(from, rows[i].from);
		assert_int_equal(length, rows[i].length);
	}
	assert_int_equal(address_range("bytes=-5", 0, &from, &length),
			 ADDRESS_NO_PART);
}

/* What a page is served as. */
static void
serves(const char *html, bool anywhere, const char *want)
{
	page p = {html, strlen(html), "1.2", anywhere};
	size_t length = 0;
	char *got = page_served(&p, &length);

	assert_non_null(got);
	assert_int_equal(strlen(got), length);
	assert_string_equal(got, want);
	free(got);
}

#define SCRIPT                                                                 \
	"<script src=\"/-/reload.js\" data-state=\"1.2\" defer></script>\n"
#define META "<meta http-equiv=\"Content-Security-Policy\" content=\""

static void
pages(void **state)
{
	(void)state;
	serves("<head></head><body>", false, "<head>" SCRIPT "</head><body>");
	serves("no head", false, "no head" SCRIPT);
	serves("", false, SCRIPT);
	serves("<head>" META "default-src 'none'; script-src 'self' file:; "
	       "style-src 'none'\"></head>",
	       false,
	       "<head>" META
	       "default-src 'none'; script-src 'self' 'self' file:; "
	       "style-src 'self'; connect-src 'self'\">" SCRIPT "</head>");
	/* Without a default all is allowed that is not named. */
	serves("<head>" META "img-src 'self'\"></head>", false,
	       "<head>" META "img-src 'self'\">" SCRIPT "</head>");
	serves("<head>" META "\"></head>", false,
	       "<head>" META "\">" SCRIPT "</head>");
	serves("<head>" META ";;default-src", false,
	       "<head>" META
	       ";;default-src; script-src 'self'; connect-src 'self'; "
	       "style-src 'self'" SCRIPT);
	/* Nor is a text in the body a policy. */
	serves("<head></head>" META "default-src 'none'\">", false,
	       "<head>" SCRIPT "</head>" META "default-src 'none'\">");
	serves("<a href=\"a.html\" href=\"#x\" src=\"/b\" href=\"x:y\" "
	       "data-root=\"\" src=\"b?c:d\" href=\"",
	       true,
	       "<a href=\"/a.html\" href=\"#x\" src=\"/b\" href=\"x:y\" "
	       "data-root=\"/\" src=\"/b?c:d\" href=\"" SCRIPT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(paths), cmocka_unit_test(hosts),
	    cmocka_unit_test(media_types), cmocka_unit_test(ranges),
	    cmocka_unit_test(pages)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
