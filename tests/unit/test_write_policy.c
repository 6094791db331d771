/* What a page allows a browser to load and run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "limited.h"
#include "write/policy.h"

#define HEAD                                                                   \
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "                  \
	"charset=\"utf-8\">"
#define BEGIN                                                                  \
	HEAD "\n<meta http-equiv=\"Content-Security-Policy\" "                 \
	     "content=\"default-src 'none'; base-uri 'none'; "                 \
	     "form-action 'none'; img-src 'self' file:"
#define ABC "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"

/* What follows the first source of pictures, for a text of the body. */
static void
is(const char *body, const char *sheet, const char *expected)
{
	char want[2000];
	bm_buf page;

	bm_buf_init(&page, NULL);
	bm_buf_puts(&page, HEAD "</head><body>");
	bm_buf_puts(&page, body);
	assert_int_equal(pub_policy(&page, bm_str_of(sheet)), BM_OK);
	snprintf(want, sizeof(want), BEGIN "%s\"></head><body>%s", expected,
		 body);
	assert_string_equal(bm_buf_cstr(&page), want);
	bm_buf_free(&page);
}

static void
what_pages_hold(void **state)
{
	(void)state;
	is("text", "", "");
	is("<img src=\"a.png\" alt=\"\">", "", "");
	is("<script src=\"../js/x.js\"></script><link rel=\"stylesheet\" "
	   "href=\"css/book.css\">",
	   "", "; style-src 'self' file:; script-src 'self' file:");
	is("<link rel=\"alternate\" href=\"https://a.example/feed.xml\">", "",
	   "");
	is("<style>abc</style>", "", "; style-src " ABC);
	is("<script type=\"application/ld+json\">abc</script>", "",
	   "; script-src " ABC);
	is("<video src=\"f.mp4\" poster=\"https://b.example/p.jpg\"><track "
	   "src=\"f.vtt\"></video>",
	   "", " https://b.example; media-src 'self' file:");
}

static void
hosts_of_the_author(void **state)
{
	(void)state;
	is("<img src=\"https://a.example/x?y#z\"><img "
	   "src=\"https://a.example/2\"><img src=\"//c.example:81/3\">",
	   "", " https://a.example c.example:81");
	is("<img src=\"data:image/png;base64,AAAA\">", "", " data:");
	is("<audio src=\"http://a.example/x.mp3\"></audio>", "",
	   "; media-src http://a.example");
	/* Names that would say more than a host. */
	is("<img src=\"https://a.example;script-src *\">", "", "");
	is("<img src=\"https://a.example *\">", "", "");
	is("<img src=\"https://u@a.example/\">", "", "");
	is("<img src=\"https://\">", "", "");
	is("<img src=\"https:a.example/x\">", "", "");
	is("<img src=\"blob:x\">", "", "");
}

static void
styles(void **state)
{
	(void)state;
	is("<img src=\"a.png\" style=\"abc\">", "",
	   "; style-src 'unsafe-hashes' " ABC);
	/* What a browser reads: a:"&b" */
	is("<p style=\"a:&quot;&amp;b&quot;\">", "",
	   "; style-src 'unsafe-hashes' "
	   "'sha256-nggyItG0npVTyeD/ZOrmkEGO6mpSYZFJ2HObMlAeKsI='");
	is("<p>", "p { background: url(x.png) }",
	   "; style-src 'self' file:; font-src 'self' file:");
	is("<p>", "p { background: url( 'https://f.example/x.woff2' ) }",
	   " https://f.example; style-src https://f.example; font-src "
	   "https://f.example");
	is("<p>", "@import \"more.css\";", "; style-src 'self' file:");
	assert_false(pub_policy_loads(BM_STR("p { color: red }")));
}

/* What only looks like a tag is none. */
static void
no_tags(void **state)
{
	(void)state;
	is("<!-- <img src=\"https://a.example/\"> -->", "", "");
	is("<p title=\"<img src='https://a.example/'>\">", "", "");
	is("</img src=\"https://a.example/\">", "", "");
	is("a < b", "", "");
	is("<", "", "");
	is("<script src=\"x\">\"<img src='https://a.example/'>\"</script>", "",
	   "; script-src 'self' file:");
}

static void
without_memory(void **state)
{
	(void)state;
	for (size_t n = 0; n < 100; n++) {
		struct limited l = {n, 0};
		bm_allocator al = {limited_alloc, &l};
		bm_status status;
		bm_buf page;

		bm_buf_init(&page, &al);
		bm_buf_puts(&page, HEAD "<img src=\"https://a.example/\">"
					"<p style=\"x\">");
		status = pub_policy(&page, BM_STR(""));
		bm_buf_free(&page);
		assert_int_equal(l.balance, 0);
		if (status == BM_OK)
			return;
		assert_int_equal(status, BM_NO_MEMORY);
	}
	fail();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_pages_hold),
	    cmocka_unit_test(hosts_of_the_author), cmocka_unit_test(styles),
	    cmocka_unit_test(no_tags), cmocka_unit_test(without_memory)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
