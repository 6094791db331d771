/* CSL-JSON written: its order, and that nothing is lost by it. */
#include "item_help.h"

/* A text is written as expected, and that as itself. */
static void
written_is(const char *text, const char *expected)
{
	struct bench b;

	for (int i = 0; i < 2; i++) {
		bench_open(&b);
		assert_int_equal(read_as(&b, "r.json", text), BM_OK);
		assert_string_equal(written(&b, "csljson"), expected);
		assert_int_equal(b.diags.list.len, 0);
		bench_close(&b);
		text = expected;
	}
}

static void
order(void **state)
{
	(void)state;
	written_is("[]", "[\n]\n");
	written_is(
	    "[{\"volume\":2,\"custom\":{\"b\":[1,{\"c\":2}],\"a\":\"x\"},"
	    "\"URL\":\"u\",\"title\":\"\\\"\\u00e9\",\"author\":[],"
	    "\"DOI\":\"10.1/a\",\"type\":\"book\",\"id\":\"k\"},"
	    "{\"id\":\"l\",\"type\":\"book\"}]",
	    "[\n{\n"
	    "  \"id\": \"k\",\n"
	    "  \"type\": \"book\",\n"
	    "  \"title\": \"\\\"\xC3\xA9\",\n"
	    "  \"DOI\": \"10.1/a\",\n"
	    "  \"URL\": \"u\",\n"
	    "  \"volume\": \"2\",\n"
	    "  \"custom\": {\n"
	    "    \"a\": \"x\",\n"
	    "    \"b\": [\n"
	    "      1,\n"
	    "      {\n"
	    "        \"c\": 2\n"
	    "      }\n"
	    "    ]\n"
	    "  }\n"
	    "},\n{\n"
	    "  \"id\": \"l\",\n"
	    "  \"type\": \"book\"\n"
	    "}\n]\n");
}

static void
names(void **state)
{
	(void)state;
	written_is(
	    "[{\"id\":\"k\",\"type\":\"book\",\"editor\":[{\"given\":\"A\","
	    "\"family\":\"B\",\"suffix\":\"Jr\",\"comma-suffix\":true,"
	    "\"static-ordering\":true,\"dropping-particle\":\"de\","
	    "\"non-dropping-particle\":\"van\"},{\"literal\":\"WHO\"}]}]",
	    "[\n{\n"
	    "  \"id\": \"k\",\n"
	    "  \"type\": \"book\",\n"
	    "  \"editor\": [\n"
	    "    {\n"
	    "      \"family\": \"B\",\n"
	    "      \"given\": \"A\",\n"
	    "      \"dropping-particle\": \"de\",\n"
	    "      \"non-dropping-particle\": \"van\",\n"
	    "      \"suffix\": \"Jr\",\n"
	    "      \"comma-suffix\": true,\n"
	    "      \"static-ordering\": true\n"
	    "    },\n"
	    "    {\n"
	    "      \"literal\": \"WHO\"\n"
	    "    }\n"
	    "  ]\n"
	    "}\n]\n");
}

/* A date comes back as this, without white space. */
static void
date_is(const char *date, const char *expected)
{
	char text[300], got[300];
	size_t n = 0;
	struct bench b;
	bm_buf wanted;

	bench_open(&b);
	bm_buf_init(&wanted, NULL);
	snprintf(text, sizeof text,
		 "[{\"id\":\"k\",\"type\":\"book\",\"issued\":%s}]", date);
	assert_int_equal(read_as(&b, "r.json", text), BM_OK);
	for (const char *p = written(&b, "csljson");
	     *p != '\0' && n + 1 < sizeof got; p++)
		if (!bm_is_space(*p))
			got[n++] = *p;
	got[n] = '\0';
	bm_buf_printf(&wanted, "[{\"id\":\"k\",\"type\":\"book\"%s%s}]",
		      expected[0] != '\0' ? ",\"issued\":" : "", expected);
	assert_string_equal(got, bm_buf_cstr(&wanted));
	assert_int_equal(b.diags.list.len, 0);
	bm_buf_free(&wanted);
	bench_close(&b);
}

static void
dates(void **state)
{
	(void)state;
	date_is("{\"date-parts\":[[\"2020\",\"3\",4]]}",
		"{\"date-parts\":[[2020,3,4]]}");
	date_is("{\"date-parts\":[[2020,3],[2021]]}",
		"{\"date-parts\":[[2020,3],[2021]]}");
	date_is("{\"date-parts\":[[2020],[0]]}",
		"{\"date-parts\":[[2020],[0]]}");
	date_is("\"2020/\"", "{\"date-parts\":[[2020],[0]]}");
	date_is("{\"date-parts\":[[2020]],\"season\":\"autumn\","
		"\"circa\":\"1\"}",
		"{\"date-parts\":[[2020]],\"season\":3,\"circa\":true}");
	date_is("{\"literal\":\"inpress\"}", "{\"literal\":\"inpress\"}");
	date_is("{\"raw\":\"2001-02\"}", "{\"date-parts\":[[2001,2]]}");
	date_is("{\"date-parts\":[[-44,3]]}", "{\"date-parts\":[[-44,3]]}");
	date_is("{}", "");
}

/* What a reader of another format let through is no UTF-8. */
static void
bad_bytes(void **state)
{
	bm_item item = {.id = BM_STR("k"), .type = BM_STR("book")};
	bm_value title = {.text = BM_STR("a\xFF"
					 "b")};
	const bm_item *items[] = {&item};
	struct bench b;
	void **place;
	bm_buf out;

	(void)state;
	bench_open(&b);
	bm_buf_init(&out, NULL);
	bm_map_init(&item.values, b.arena);
	place = bm_map_put(&item.values, BM_STR("title"), NULL);
	assert_non_null(place);
	*place = &title;
	assert_int_equal(
	    bm_bib_write("csljson", items, 1, b.arena, &out, &b.diags), BM_OK);
	assert_non_null(strstr(bm_buf_cstr(&out), "\"a\xEF\xBF\xBD"
						  "b\""));
	bm_buf_free(&out);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order),
	    cmocka_unit_test(names),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(bad_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
