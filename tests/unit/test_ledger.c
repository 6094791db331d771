/* The ledger in its three forms, with what could do harm in each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "audit/ledger.h"
#include "limited.h"

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

/* ---- What could break out of its field ---- */

static const char hostile[] =
    "=HYPERLINK(\"http://example.org\",\"x\"), \"quoted\"; '\r\nnew\tline "
    "</td></textarea>\"><script>x</script>&amp;\x01\x7F\\ "
    "\xC3\xA4\xF0\x9F\x92\x8A";

/* A ledger whose every text is hostile. */
static bm_ledger
worst(void)
{
	bm_ledger l = {.arena = bm_arena_new(NULL)};
	bm_ledger_entry *e = BM_VEC_PUSH(l.arena, &l.entries);
	bm_ledger_answer *a = BM_VEC_PUSH(l.arena, &l.answers);

	assert_non_null(e);
	assert_non_null(a);
	*e = (bm_ledger_entry){.file = hostile,
			       .line = 3,
			       .column = 1,
			       .sentence = hostile,
			       .rules = hostile,
			       .kind = hostile,
			       .severity = "error",
			       .citations = hostile,
			       .evidence = hostile,
			       .notices = hostile,
			       .disposition = "open",
			       .reason = hostile,
			       .initials = hostile};
	*a = (bm_ledger_answer){hostile, 4, hostile, hostile, hostile, hostile};
	return l;
}

static char *
put_worst(const char *format)
{
	bm_ledger l = worst();
	bm_buf out;

	bm_buf_init(&out, NULL);
	assert_int_equal(bm_ledger_put(&l, format, &out), BM_OK);
	bm_arena_free(l.arena);
	return out.ptr;
}

static void
worst_json(void **state)
{
	static const char *const texts[] = {"file",    "sentence",  "rules",
					    "kind",    "citations", "evidence",
					    "notices", "reason",    "initials"};
	static const char *const said[] = {"file", "question", "answer", "why",
					   "places"};
	char *text = put_worst("json");
	json_error_t error;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error), *o;

	(void)state;
	if (root == NULL)
		fail_msg("%s: %s", error.text, text);
	o = json_array_get(json_object_get(root, "claims"), 0);
	assert_int_equal(json_array_size(json_object_get(root, "claims")), 1);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_string_equal(
		    json_string_value(json_object_get(o, texts[i])), hostile);
	o = json_array_get(json_object_get(root, "discern"), 0);
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		assert_string_equal(
		    json_string_value(json_object_get(o, said[i])), hostile);
	json_decref(root);
	free(text);
}

/* The next field of RFC 4180 at *at, unquoted; *last: it ends its record. */
static char *
csv_field(const char **at, bool *last)
{
	const char *s = *at;
	bm_buf out;

	bm_buf_init(&out, NULL);
	if (*s == '"') {
		for (s++; *s != '\0' && (*s != '"' || s[1] == '"'); s++) {
			s += *s == '"';
			bm_buf_putc(&out, *s);
		}
		assert_int_equal(*s, '"');
		s++;
	} else {
		for (; *s != '\0' && strchr(",\r\n\"", *s) == NULL; s++)
			bm_buf_putc(&out, *s);
	}
	*last = *s == '\r';
	assert_true(*s == ',' || (*s == '\r' && s[1] == '\n'));
	*at = s + (*last ? 2 : 1);
	bm_buf_putc(&out, '\0');
	return out.ptr;
}

static void
worst_csv(void **state)
{
	char *text = put_worst("csv");
	const char *at = text;
	size_t columns = 0, records = 0, texts = 0;

	(void)state;
	while (*at != '\0') {
		size_t n = 0;
		bool last = false;

		while (!last) {
			char *field = csv_field(&at, &last);

			/* No cell is a formula; what was text still is. */
			assert_true(field[0] == '\0' ||
				    strchr("=+-@\t\r\n", field[0]) == NULL);
			if (field[0] == '\'') {
				assert_string_equal(field + 1, hostile);
				texts++;
			}
			free(field);
			n++;
		}
		assert_true(records == 0 || n == columns);
		columns = n;
		records++;
	}
	assert_int_equal(records, 3);
	assert_int_equal(texts, 9 + 5);
	free(text);
}

/* Nothing of it is markup: as many tags as with a harmless text. */
static void
worst_html(void **state)
{
	char *text = put_worst("html");
	size_t rows = 0, areas = 0;

	(void)state;
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "value=\"=HYPERLINK(\"http"));
	for (const char *s = text; (s = strstr(s, "<tr")) != NULL; s++)
		rows++;
	for (const char *s = text; (s = strstr(s, "</textarea")) != NULL; s++)
		areas++;
	assert_int_equal(rows, 4);
	assert_int_equal(areas, 1);
	free(text);
}

/* The output without memory: all of it, or the word that it is not. */
static void
no_memory(void **state)
{
	static const char *const formats[] = {"json", "csv", "html"};
	bm_ledger l = worst();

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t left = 0;; left++) {
			struct limited m = {left, 0};
			bm_allocator al = {limited_alloc, &m};
			bm_status status;
			bm_buf out;

			assert_true(left < 1000);
			bm_buf_init(&out, &al);
			status = bm_ledger_put(&l, formats[i], &out);
			bm_buf_free(&out);
			assert_int_equal(m.balance, 0);
			if (status == BM_OK)
				break;
			assert_int_equal(status, BM_NO_MEMORY);
		}
	bm_arena_free(l.arena);
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
	    cmocka_unit_test(test_csv),  cmocka_unit_test(test_json),
	    cmocka_unit_test(test_html), cmocka_unit_test(worst_json),
	    cmocka_unit_test(worst_csv), cmocka_unit_test(worst_html),
	    cmocka_unit_test(no_memory), cmocka_unit_test(test_other)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
