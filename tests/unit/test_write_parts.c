/* The writer "parts": what a host puts into a page of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "limited.h"

/* Files as they come: "=NAME\nBYTES\n" each. */
typedef struct record {
	char text[1 << 18];
	size_t len;
	const char *refuse; /* the file that is not taken */
} record;

static bm_status
put(record *r, const char *data, size_t length)
{
	assert_true(r->len + length < sizeof r->text);
	memcpy(r->text + r->len, data, length);
	r->text[r->len += length] = '\0';
	return BM_OK;
}

static bm_status
on_open(void *user, const char *path)
{
	record *r = user;

	if (r->refuse != NULL && strcmp(path, r->refuse) == 0)
		return BM_IO;
	put(r, "=", 1);
	put(r, path, strlen(path));
	return put(r, "\n", 1);
}

static bm_status
on_write(void *user, const char *data, size_t length)
{
	return put(user, data, length);
}

static bm_status
on_close(void *user)
{
	return put(user, "\n", 1);
}

/* Works of two keys, in the front matter of each document. */
#define HEAD                                                                   \
	"---\ntitle: T\nlang: en\nreferences:\n"                               \
	"  - {id: a, type: book, title: Book A, author: [{family: Doe}]}\n"    \
	"  - {id: b, type: book, title: Book B, author: [{family: Roe}]}\n"

static bm_status
convert(const char *text, const char *style, const bm_host *host, record *r)
{
	bm_convert_options o = {.size = sizeof o,
				.from = "markdown",
				.to = "parts",
				.style = style,
				.source_date_epoch = -1};
	bm_sink sink = {sizeof sink, r, on_open, on_write, on_close};
	bm_input input = {sizeof input, "a.md", text, strlen(text)};
	bm_engine *engine;
	bm_status status = bm_engine_new(host, NULL, &engine);

	r->len = 0;
	r->text[0] = '\0';
	if (status == BM_OK)
		status = bm_convert(engine, &input, &o, &sink);
	bm_engine_free(engine);
	return status;
}

static int
begin(void **state)
{
	*state = calloc(1, sizeof(record));
	return *state == NULL;
}

static int
end(void **state)
{
	free(*state);
	return 0;
}

static void
has(const record *r, const char *what)
{
	if (strstr(r->text, what) == NULL)
		fail_msg("no \"%s\" in:\n%s", what, r->text);
}

static void
has_not(const record *r, const char *what)
{
	if (strstr(r->text, what) != NULL)
		fail_msg("\"%s\" in:\n%s", what, r->text);
}

static void
citations_have_their_places(void **state)
{
	record *r = *state;

	assert_int_equal(
	    convert(HEAD "---\n\nOne [@a].\n\n- Two [@b; @a]\n", NULL, NULL, r),
	    BM_OK);
	has(r, "=citations/1-9-6.html\n");
	has(r, "=citations/2-11-8.html\n");
	has(r, "=bibliography.html\n");
	has(r, "Book A");
	has(r, "Book B");
	has_not(r, "One");
	has_not(r, "backmatter-part-");
	has_not(r, "=notes.html");
}

static void
nothing_to_say_is_no_file(void **state)
{
	record *r = *state;

	assert_int_equal(convert("", NULL, NULL, r), BM_OK);
	has_not(r, "=citations");
	has_not(r, "=bibliography");
	assert_int_equal(convert("# A\n\nWords.\n\n> More.\n", NULL, NULL, r),
			 BM_OK);
	has_not(r, "=citations");
	has_not(r, "Words");
}

static void
notices_stand_before_and_behind(void **state)
{
	record *r = *state;

	assert_int_equal(convert(HEAD
				 "subjects: [spine]\nreviewed: "
				 "2026-01-15\nreviewer: Pat Lee\n"
				 "next-review: 2027-01\n---\n\nOne [@a].\n",
				 NULL, NULL, r),
			 BM_OK);
	has(r, "=notices/1-start.html\n");
	has(r, "id=\"notice-general\"");
	has(r, "-end.html\n");
}

static void
notes_that_cite_and_no_other(void **state)
{
	record *r = *state;

	assert_int_equal(
	    convert(HEAD "---\n\nOne [@a].[^1]\n\n[^1]: The author's own.\n",
		    "chicago-fullnote-bibliography", NULL, r),
	    BM_OK);
	if (strstr(r->text, "noteref") == NULL)
		skip(); /* the style is not installed */
	has(r, "=notes.html\n");
	has_not(r, "The author's own");
}

static void
a_sink_that_refuses_ends_it(void **state)
{
	record *r = *state;

	r->refuse = "bibliography.html";
	assert_int_equal(convert(HEAD "---\n\nOne [@a].\n", NULL, NULL, r),
			 BM_IO);
}

static void
hundreds_of_citations(void **state)
{
	record *r = calloc(1, sizeof *r);
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, HEAD "---\n\n");
	for (int i = 0; i < 300; i++)
		bm_buf_puts(&text, i % 2 != 0 ? "See [@a].\n\n" : "> [@b]\n\n");
	bm_buf_putc(&text, '\0');
	assert_int_equal(convert(bm_buf_str(&text).ptr, NULL, NULL, r), BM_OK);
	has(r, "=citations/300-");
	has_not(r, "=citations/301-");
	bm_buf_free(&text);
	free(r);
}

/* Memory ends at some hundreds of places; nothing is lost then. */
static void
without_memory(void **state)
{
	record *r = *state;
	bool whole = false;

	for (size_t limit = 0; !whole; limit += 1 + limit / 6) {
		struct limited l = {limit, 0};
		bm_host host = {
		    .size = sizeof host, .user = &l, .alloc = limited_alloc};
		bm_status status =
		    convert(HEAD "subjects: [spine]\n---\n\nOne [@a].\n", NULL,
			    &host, r);

		whole = status == BM_OK;
		assert_true(whole || status == BM_NO_MEMORY);
		assert_int_equal(l.balance, 0);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(citations_have_their_places),
	    T(nothing_to_say_is_no_file),
	    T(notices_stand_before_and_behind),
	    T(notes_that_cite_and_no_other),
	    T(a_sink_that_refuses_ends_it),
	    T(hundreds_of_citations),
	    T(without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
