/* Styles and locales: finding, compiling, refusing. */
#include <unistd.h>

#include "bib_help.h"

#define LAYOUT "<citation><layout><text value='x'/></layout></citation>"

static char folder[] = "/tmp/bm-csl-XXXXXX";

static int
setup(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

/* Loads text as the project's style "t"; the first finding's message. */
static bm_status
load(struct bench *b, const char *text, const char *name)
{
	bm_data data = {NULL};
	csl_paths paths = {.data = &data,
			   .style_dir = "/nowhere",
			   .locale_dir = "/nowhere",
			   .project_dir = folder};
	char path[100];
	bm_status status;

	snprintf(path, sizeof path, "%s/t.csl", folder);
	write_file(path, text);
	status = csl_style_load(&paths, NULL, name, &b->diags, &b->style);
	unlink(path);
	return status;
}

static void
refused(const char *text, const char *code, const char *word)
{
	struct bench b;

	bench_open(&b);
	assert_int_not_equal(load(&b, text, "t"), BM_OK);
	assert_null(b.style);
	assert_int_equal(b.diags.list.len, 1);
	assert_string_equal(b.diags.list.items[0].code, code);
	assert_non_null(strstr(b.diags.list.items[0].message, word));
	bench_close(&b);
}

static void
embedded(void **state)
{
	bm_data data = {NULL};
	csl_paths paths = embedded_only(&data);
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(csl_style_load(&paths, NULL, NULL, &b.diags, &b.style),
			 BM_OK);
	assert_true(csl_style_has_bibliography(b.style));
	assert_false(csl_style_is_note(b.style));
	assert_int_equal(
	    csl_locale_load(&paths, NULL, b.style, NULL, &b.diags, &b.locale),
	    BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	bench_close(&b);
}

static void
bad_styles(void **state)
{
	(void)state;
	refused("<style", "csl-style-syntax", "line 1");
	refused("<a/>", "csl-style-syntax", "not a CSL style");
	refused(CSL "/>", "csl-style-syntax", "no citation");
	refused(CSL "><citation/></style>", "csl-style-syntax", "no layout");
	refused(CSL "><citation><layout><text macro='m'/></layout></citation>"
		    "</style>",
		"csl-style-syntax", "no macro \"m\"");
	refused(CSL "><macro name='m'><text macro='n'/></macro><macro name='n'>"
		    "<group><text macro='m'/></group></macro>"
		    "<citation><layout><text macro='m'/></layout></citation>"
		    "</style>",
		"csl-style-syntax", "calls itself");
	refused(CSL "><citation><layout><choose><if><text value='a'/></if>"
		    "</choose></layout></citation></style>",
		"csl-style-syntax", "condition");
}

static void
deep_style(void **state)
{
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, CSL "><citation><layout>");
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&text, "<group>");
	for (int i = 0; i < 100; i++)
		bm_buf_puts(&text, "</group>");
	bm_buf_puts(&text, "</layout></citation></style>");
	refused(bm_buf_cstr(&text), "csl-style-syntax", "too deeply");
	bm_buf_free(&text);
}

static void
unknown_names(void **state)
{
	static const char *const names[] = {"none", "../t",        "a/b",
					    "",     "/etc/passwd", "none.csl"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct bench b;

		bench_open(&b);
		assert_int_equal(load(&b, CSL ">" LAYOUT "</style>", names[i]),
				 BM_NOT_FOUND);
		assert_string_equal(b.diags.list.items[0].code,
				    "csl-style-unknown");
		bench_close(&b);
	}
}

static void
names_of_one_style(void **state)
{
	static const char *const names[] = {
	    "t", "t.csl", "http://www.zotero.org/styles/t", "./t.csl"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct bench b;

		bench_open(&b);
		assert_int_equal(
		    load(&b, CSL "class='note'>" LAYOUT "</style>", names[i]),
		    BM_OK);
		assert_true(csl_style_is_note(b.style));
		assert_false(csl_style_has_bibliography(b.style));
		bench_close(&b);
	}
}

/* A dependent style leads to the embedded one; a circle is refused. */
static void
dependent(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    load(&b,
		 CSL "default-locale='fr-FR'><info><link "
		     "rel='independent-parent' "
		     "href='http://backmatter/csl/backmatter'/></info></style>",
		 "t"),
	    BM_OK);
	assert_true(csl_style_has_bibliography(b.style));
	bench_close(&b);
	refused(CSL "><info><link rel='independent-parent' href='http://x/t'/>"
		    "</info></style>",
		"csl-style-syntax", "circle");
}

static void
unknown_element(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(load(&b,
			      CSL "><citation><layout><blink/></layout>"
				  "</citation></style>",
			      "t"),
			 BM_OK);
	assert_string_equal(b.diags.list.items[0].code, "csl-style-element");
	bench_close(&b);
}

static void
missing_locale(void **state)
{
	bm_data data = {NULL};
	csl_paths paths = embedded_only(&data);
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(csl_style_load(&paths, NULL, NULL, &b.diags, &b.style),
			 BM_OK);
	assert_int_equal(csl_locale_load(&paths, NULL, b.style, "x-../../y",
					 &b.diags, &b.locale),
			 BM_OK);
	assert_string_equal(b.diags.list.items[0].code, "csl-locale-missing");
	bench_close(&b);
}

static void
no_memory(void **state)
{
	bm_data data = {NULL};
	csl_paths paths = embedded_only(&data);
	bool done = false;

	(void)state;
	for (long at = 0; !done; at++) {
		struct failing f = {at, 0};
		bm_allocator al = {failing_alloc, &f};
		struct bench b;
		bm_status status;

		bench_open(&b);
		status = csl_style_load(&paths, &al, NULL, &b.diags, &b.style);
		if (status == BM_OK)
			status = csl_locale_load(&paths, &al, b.style, "de",
						 &b.diags, &b.locale);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		done = status == BM_OK;
		bench_close(&b);
		assert_true(at < 3000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(embedded),
	    cmocka_unit_test(bad_styles),
	    cmocka_unit_test(deep_style),
	    cmocka_unit_test(unknown_names),
	    cmocka_unit_test(names_of_one_style),
	    cmocka_unit_test(dependent),
	    cmocka_unit_test(unknown_element),
	    cmocka_unit_test(missing_locale),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
