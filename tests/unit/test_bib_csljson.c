/* CSL-JSON: its forms, what is wrong with it, and where. */
#include "item_help.h"

static bm_status
read_text(struct bench *b, const char *text)
{
	return read_as(b, "refs.json", text);
}

static void
values(void **state)
{
	const bm_value *v;
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    read_text(&b,
		      "[{\"id\": 7, \"type\": \"book\", \"volume\": 12,\n"
		      "\"author\": [{\"family\": \"A\", \"given\": \"B\","
		      "\"comma-suffix\": 1}, {\"literal\": \"WHO\"}, {}, "
		      "\"Plain\"],"
		      "\"shortTitle\": \"T\", \"custom\": {\"status\": \"ok\","
		      "\"list\": [1]}, \"keyword\": [\"a\", \"b\"]}]"),
	    BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	is_text(item(&b, "7"), "volume", "12");
	is_text(item(&b, "7"), "title-short", "T");
	is_text(item(&b, "7"), "custom.status", "ok");
	is_text(item(&b, "7"), "custom.list", "[1]");
	is_text(item(&b, "7"), "keyword", "a, b");
	v = bm_item_get(item(&b, "7"), "author");
	assert_int_equal(v->names.count, 3);
	assert_true(v->names.items[0].comma_suffix);
	assert_true(bm_str_is(v->names.items[1].literal, "WHO"));
	assert_true(bm_str_is(v->names.items[2].literal, "Plain"));
	bench_close(&b);
}

/* Reads one date and compares "y-m-d/y-m-d season flags". */
static void
date_is(const char *json, const char *expected)
{
	const bm_item_date *d;
	char text[100];
	bm_buf out;
	struct bench b;

	bench_open(&b);
	bm_buf_init(&out, NULL);
	bm_buf_printf(&out, "[{\"id\":\"a\",\"type\":\"book\",\"issued\":%s}]",
		      json);
	assert_int_equal(read_text(&b, bm_buf_cstr(&out)), BM_OK);
	d = &bm_item_get(item(&b, "a"), "issued")->date;
	snprintf(text, sizeof text, "%d-%d-%d/%d-%d-%d %d%s%s%s", d->year[0],
		 d->month[0], d->day[0], d->year[1], d->month[1], d->day[1],
		 d->season, d->is_range ? " range" : "",
		 d->circa ? " circa" : "", d->literal.len > 0 ? " lit" : "");
	assert_string_equal(text, expected);
	bm_buf_free(&out);
	bench_close(&b);
}

static void
dates(void **state)
{
	(void)state;
	date_is("{\"date-parts\":[[2020,3,4]]}", "2020-3-4/0-0-0 0");
	date_is("{\"date-parts\":[[\"2020\",\"03\"]]}", "2020-3-0/0-0-0 0");
	date_is("{\"date-parts\":[[2020],[2021,2]]}",
		"2020-0-0/2021-2-0 0 range");
	date_is("{\"date-parts\":[[2020,22]]}", "2020-0-0/0-0-0 2");
	date_is("{\"date-parts\":[[2020]],\"season\":\"Fall\"}",
		"2020-0-0/0-0-0 3");
	date_is("{\"date-parts\":[[2020]],\"season\":4,\"circa\":\"1\"}",
		"2020-0-0/0-0-0 4 circa");
	date_is("{\"raw\":\"2020-05-06\"}", "2020-5-6/0-0-0 0");
	date_is("{\"raw\":\"2020-05/2021~\"}",
		"2020-5-0/2021-0-0 0 range circa");
	date_is("{\"raw\":\"4 March 2012\"}", "2012-3-4/0-0-0 0");
	date_is("{\"raw\":\"Mar 2012\"}", "2012-3-0/0-0-0 0");
	date_is("{\"raw\":\"the day after\"}", "0-0-0/0-0-0 0 lit");
	date_is("{\"literal\":\"in press\"}", "0-0-0/0-0-0 0 lit");
	date_is("\"2019-12\"", "2019-12-0/0-0-0 0");
	date_is("1999", "1999-0-0/0-0-0 0");
	date_is("{\"date-parts\":[[-44,3]]}", "-44-3-0/0-0-0 0");
}

static void
faults(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    read_text(&b, "\xEF\xBB\xBF{\"version\": \"items\", \"items\": [\n"
			  " {\"id\": \"a\", \"type\": \"book\"},\n"
			  " {\"type\": \"book\"},\n"
			  " {\"id\": \"a\", \"type\": \"book\"},\n"
			  " {\"id\": \"b\", \"titel\": \"x\",\n"
			  "   \"issued\": {\"date-parts\": [[2001, 13, 99]]},\n"
			  "   \"author\": \"me\"}, 7]}"),
	    BM_OK);
	assert_int_equal(b.library->items.len, 2);
	found(&b, 0, "bib-no-id", 3);
	found(&b, 1, "bib-duplicate", 4);
	found(&b, 2, "bib-no-type", 5);
	found(&b, 3, "bib-unknown-field", 5);
	found(&b, 4, "bib-bad-value", 6);
	found(&b, 5, "bib-bad-value", 7);
	found(&b, 6, "bib-shape", 7);
	assert_int_equal(b.diags.list.len, 7);
	assert_int_equal(item(&b, "b")->pos.column, 2);
	is_text(item(&b, "b"), "titel", "x");
	bench_close(&b);
}

static void
syntax(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "[{\"id\": \"a\",\n  \"b\" 1}]"),
			 BM_BAD_INPUT);
	found(&b, 0, "bib-syntax", 2);
	assert_true(b.diags.list.items[0].column > 0);
	assert_int_equal(read_text(&b, ""), BM_BAD_INPUT);
	assert_int_equal(read_text(&b, "{\"items\": 3}"), BM_BAD_INPUT);
	assert_int_equal(read_text(&b, "[{\"id\":\"\\"), BM_BAD_INPUT);
	assert_int_equal(read_text(&b, "[]"), BM_OK);
	bench_close(&b);
}

/* The last one counts, whole. */
static void
key_twice(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    read_text(&b, "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"T\","
			  "\"author\":[{\"family\":\"A\"},{\"family\":\"B\"},"
			  "{\"family\":\"C\"}],\"title\":\"U\","
			  "\"issued\":{\"date-parts\":[[2001,2],[2002]]},"
			  "\"author\":[{\"family\":\"D\"},{\"family\":\"E\"}],"
			  "\"issued\":{\"date-parts\":[[2003]]}}]"),
	    BM_OK);
	is_text(item(&b, "a"), "title", "U");
	assert_int_equal(bm_item_get(item(&b, "a"), "author")->names.count, 2);
	is_name(item(&b, "a"), "author", 1, "E", "", "");
	is_date(item(&b, "a"), "issued", 2003, 0, 0, 0);
	assert_false(bm_item_get(item(&b, "a"), "issued")->date.is_range);
	bench_close(&b);
}

/* Deep nesting is refused by the parser, many items take linear time. */
static void
hostile(void **state)
{
	struct bench b;
	bm_buf text;

	(void)state;
	bench_open(&b);
	bm_buf_init(&text, NULL);
	for (int i = 0; i < 100000; i++)
		bm_buf_puts(&text, "[");
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_BAD_INPUT);
	bm_buf_clear(&text);
	bm_buf_puts(&text, "[");
	for (int i = 0; i < 20000; i++)
		bm_buf_printf(&text, "%s{\"id\":\"k%d\",\"type\":\"book\"}",
			      i > 0 ? "," : "", i);
	bm_buf_puts(&text, "]");
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_OK);
	assert_int_equal(b.library->items.len, 20000);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	static const char text[] =
	    "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"T\","
	    "\"author\":[{\"family\":\"B\"}],\"x\":\"y\","
	    "\"issued\":{\"raw\":\"2001\"},\"custom\":{\"k\":[1]}}]";

	(void)state;
	read_survives("r.json", bm_str_of(text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values),    cmocka_unit_test(dates),
	    cmocka_unit_test(faults),    cmocka_unit_test(syntax),
	    cmocka_unit_test(key_twice), cmocka_unit_test(hostile),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
