/* The ledger in its three forms, with what could do harm in each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

/* One claim whose sentence is given, as a form puts it. */
static char *
put(const char *sentence, const char *format)
{
	bm_ledger ledger = {.arena = bm_arena_new(NULL)};
	bm_ledger_entry *e;
	bm_buf out;

	assert_non_null(ledger.arena);
	e = BM_VEC_PUSH(ledger.arena, &ledger.entries);
	assert_non_null(e);
	*e = (bm_ledger_entry){.file = "a.md",
			       .line = 3,
			       .column = 1,
			       .sentence = sentence,
			       .rules = "EFF-003",
			       .kind = "efficacy",
			       .severity = "error",
			       .citations = "",
			       .evidence = "",
			       .notices = "",
			       .disposition = "open",
			       .reason = "",
			       .initials = ""};
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_ledger_put(&ledger, format, &out), BM_OK);
	bm_arena_free(ledger.arena);
	return out.ptr;
}

static void
check(const char *sentence, const char *format, const char *part)
{
	char *text = put(sentence, format);

	if (strstr(text, part) == NULL)
		print_error("%s\nhas no %s\n", text, part);
	assert_non_null(strstr(text, part));
	free(text);
}

static void
test_csv(void **state)
{
	(void)state;
	check("plain", "csv", "\r\nclaim,\"a.md\",3,1,\"plain\",\"EFF-003\"");
	check("say \"x\", y", "csv", ",\"say \"\"x\"\", y\",");
	/* What a spreadsheet would reckon with. */
	check("=1+1", "csv", ",\"'=1+1\",");
	check("+1", "csv", ",\"'+1\",");
	check("-1", "csv", ",\"'-1\",");
	check("  @SUM(A1)", "csv", ",\"'  @SUM(A1)\",");
	check("\t=1", "csv", ",\"'\t=1\",");
	check("a=1", "csv", ",\"a=1\",");
}

static void
test_json(void **state)
{
	(void)state;
	check("a \"b\" \\ \n", "json", "\"a \\\"b\\\" \\\\ \\u000a\"");
	check("x", "json", "\"line\": 3, \"column\": 1");
	check("x", "json", "\"discern\": [\n ]");
}

static void
test_html(void **state)
{
	char *text = put("<script>alert(1)</script> & more", "html");

	(void)state;
	assert_null(strstr(text, "<script>"));
	assert_non_null(strstr(text, "&lt;script&gt;"));
	assert_non_null(strstr(text, "aria-label=\"Initials for claim 1\""));
	assert_non_null(strstr(text, "Open: 1"));
	free(text);
}

static void
test_other(void **state)
{
	bm_ledger none = {0};
	bm_buf out;

	(void)state;
	bm_buf_init(&out, NULL);
	assert_int_equal(bm_ledger_put(&none, "odt", &out), BM_UNSUPPORTED);
	assert_int_equal(bm_ledger_put(&none, "html", &out), BM_OK);
	assert_non_null(strstr(bm_buf_cstr(&out), "There are none."));
	bm_buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_csv), cmocka_unit_test(test_json),
	    cmocka_unit_test(test_html), cmocka_unit_test(test_other)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
