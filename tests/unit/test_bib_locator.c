/* Labels of places in a source: every one of CSL 1.0.2, as people write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bib/locator.h"

/* The label of text, and what is left behind it. */
static void
is(const char *text, const char *label, const char *rest)
{
	size_t n = 0;
	const char *found = bm_locator_label(bm_str_of(text), &n);

	if (label == NULL) {
		assert_null(found);
		return;
	}
	assert_non_null(found);
	assert_string_equal(found, label);
	assert_string_equal(text + n, rest);
}

/* The terms themselves are labels. */
static void
terms(void **state)
{
	static const char *const names[] = {
	    "act",       "appendix",      "article-locator",
	    "book",      "canon",         "chapter",
	    "column",    "elocation",     "equation",
	    "figure",    "folio",         "issue",
	    "line",      "note",          "opus",
	    "page",      "paragraph",     "part",
	    "rule",      "scene",         "section",
	    "sub-verbo", "supplement",    "table",
	    "timestamp", "title-locator", "verse",
	    "version",   "volume"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		is(names[i], names[i], "");
}

static void
words(void **state)
{
	(void)state;
	is("p. 3", "page", " 3");
	is("pp.3-5", "page", "3-5");
	is("P 3", "page", " 3");
	is("p3", "page", "3");
	is("Chapters 2", "chapter", " 2");
	is("s.v. \"word\"", "sub-verbo", " \"word\"");
	is("sub verbo word", "sub-verbo", " word");
	is("\xC2\xA7"
	   "12",
	   "section", "12");
	is("\xC2\xB6\xC2\xB6 1", "paragraph", " 1");
	is("fig.\xC2\xA0"
	   "2",
	   "figure",
	   "\xC2\xA0"
	   "2");
	is("sect. 4", "section", " 4");
	is("vol{iv}", "volume", "{iv}");
}

/* A word that only begins like a label is none. */
static void
others(void **state)
{
	(void)state;
	is("", NULL, NULL);
	is("3", NULL, NULL);
	is("partly", NULL, NULL);
	is("pages.x", "page", "x");
	is("figurative 3", NULL, NULL);
	is("p\xC3\xA9"
	   "age",
	   NULL, NULL);
	is("drawer 7", NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(terms),
	    cmocka_unit_test(words),
	    cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
