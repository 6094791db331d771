/* The same work twice: when it is one, what it is filled with, and when two
 * works stay two. */
#include "item_help.h"

/* Reads two files; each is the members of one item beside id and type. */
static void
read_two(struct bench *b, const char *one, const char *two)
{
	const char *const members[] = {one, two};
	bm_buf text;

	bench_open(b);
	bm_buf_init(&text, NULL);
	for (int i = 0; i < 2; i++) {
		bm_buf_clear(&text);
		bm_buf_printf(&text, "[\n{\"id\":\"%c\",%s}]", 'a' + i,
			      members[i]);
		assert_int_equal(bm_bib_read(b->library, bm_buf_str(&text),
					     i == 0 ? "one.json" : "two.json",
					     &b->diags),
				 BM_OK);
	}
	bm_buf_free(&text);
}

static void
one_work(const char *one, const char *two)
{
	struct bench b;

	read_two(&b, one, two);
	assert_int_equal(b.library->items.len, 1);
	assert_ptr_equal(bm_library_find(b.library, BM_STR("a")),
			 bm_library_find(b.library, BM_STR("b")));
	assert_int_equal(b.diags.list.len, 1);
	assert_string_equal(b.diags.list.items[0].code, "bib-merged");
	assert_string_equal(b.diags.list.items[0].file, "two.json");
	assert_int_equal(b.diags.list.items[0].line, 2);
	assert_non_null(
	    strstr(b.diags.list.items[0].message, "\"a\" of one.json, line 2"));
	bench_close(&b);
}

static void
two_works(const char *one, const char *two)
{
	struct bench b;

	read_two(&b, one, two);
	assert_int_equal(b.library->items.len, 2);
	assert_int_equal(b.diags.list.len, 0);
	bench_close(&b);
}

#define J    "\"type\":\"article-journal\""
#define LONG "\"title\":\"Pain that stays after surgery\""
#define BO   "\"author\":[{\"family\":\"Bo\"}]"
#define Y    "\"issued\":{\"date-parts\":[[2001]]}"
#define WORK LONG "," BO "," Y

static void
by_identifier(void **state)
{
	(void)state;
	one_work(J ",\"DOI\":\"10.1000/aBc\"",
		 J ",\"DOI\":\"https://doi.org/10.1000/ABC\"");
	one_work(J ",\"PMID\":\"12\",\"title\":\"A\"",
		 J ",\"PMID\":12,\"title\":\"B\"");
	one_work(J ",\"PMCID\":\"PMC7\"", J ",\"PMCID\":\"7\"");
	two_works(J ",\"DOI\":\"10.1000/a\"", J ",\"DOI\":\"10.1000/b\"");
	two_works(J ",\"PMID\":\"12\",\"DOI\":\"10.1000/a\"",
		  J ",\"PMID\":\"12\",\"DOI\":\"10.1000/b\"");
	two_works(J ",\"PMID\":\"12\",\"DOI\":\"10.1000/a\"",
		  J ",\"PMID\":\"13\",\"DOI\":\"10.1000/a\"");
	two_works(J ",\"DOI\":\"none\"", J ",\"DOI\":\"none\"");
}

/* A part may have the DOI of the whole. */
static void
parts(void **state)
{
	(void)state;
	two_works("\"type\":\"chapter\",\"DOI\":\"10.1000/a\",\"title\":\"A\"",
		  "\"type\":\"chapter\",\"DOI\":\"10.1000/a\",\"title\":\"B\"");
	two_works(J ",\"DOI\":\"10.1000/a\",\"title\":\"A\",\"page\":\"S1\"",
		  J ",\"DOI\":\"10.1000/a\",\"title\":\"B\",\"page\":\"S2\"");
	two_works("\"type\":\"book\",\"DOI\":\"10.1000/a\",\"title\":\"A\"",
		  "\"type\":\"chapter\",\"DOI\":\"10.1000/a\",\"title\":\"B\"");
	one_work("\"type\":\"chapter\",\"DOI\":\"10.1000/a\",\"title\":\"A\","
		 "\"page\":\"1-4\"",
		 "\"type\":\"chapter\",\"DOI\":\"10.1000/a\",\"title\":\"B\","
		 "\"page\":\"1\"");
	one_work(
	    "\"type\":\"book\",\"DOI\":\"10.1000/a\",\"title\":\"A\"",
	    "\"type\":\"report\",\"DOI\":\"10.1000/a\",\"title\":\"a: b\"");
}

static void
by_title(void **state)
{
	(void)state;
	one_work(J "," WORK, J "," WORK);
	one_work(J ",\"title\":\"P\xC3\xA4in <i>that</i> stays, after "
		   "Surgery.\",\"author\":[{\"family\":\"M\xC3\xBCller\"}]," Y,
		 J ",\"title\":\"[Pain that stays after surgery]\","
		   "\"author\":[{\"family\":\"Muller\",\"given\":\"A\"}],"
		   "\"issued\":{\"date-parts\":[[2001,5]]}");
	one_work(J "," BO "," Y ",\"title\":\"Letter\",\"volume\":\"3\","
		   "\"page\":\"7-8\"",
		 J "," BO "," Y ",\"title\":\"Letter.\",\"volume\":\"3\","
		   "\"page\":\"7\"");
	/* Short, and nothing beside it. */
	two_works(J "," BO "," Y ",\"title\":\"Letter\"",
		  J "," BO "," Y ",\"title\":\"Letter\"");
	two_works(J "," WORK, "\"type\":\"paper-conference\"," WORK);
	two_works(J "," WORK ",\"page\":\"7-8\"", J "," WORK ",\"page\":\"9\"");
	two_works(J "," WORK ",\"volume\":\"7\"",
		  J "," WORK ",\"volume\":\"9\"");
	two_works("\"type\":\"book\"," WORK ",\"edition\":\"2\"",
		  "\"type\":\"book\"," WORK ",\"edition\":\"3\"");
	two_works("\"type\":\"webpage\"," WORK ",\"URL\":\"http://a.example\"",
		  "\"type\":\"webpage\"," WORK ",\"URL\":\"http://b.example\"");
	two_works(J "," WORK ",\"DOI\":\"10.1000/a\"",
		  J "," WORK ",\"DOI\":\"10.1000/b\"");
	two_works(J "," LONG "," BO ",\"issued\":{\"date-parts\":[[2002]]}",
		  J "," WORK);
	two_works(J "," LONG "," Y ",\"author\":[{\"family\":\"Bohm\"}]",
		  J "," WORK);
	two_works(J "," LONG "," Y, J "," LONG "," Y);
	two_works(
	    J "," BO "," Y ",\"title\":\"Effects of interleukin \xCE\xB1\"",
	    J "," BO "," Y ",\"title\":\"Effects of interleukin \xCE\xB2\"");
}

static void
filled(void **state)
{
	const bm_value *v;
	const bm_item *i;
	struct bench b;

	(void)state;
	read_two(&b,
		 "\"DOI\":\"10.1000/a\",\"title\":\"T\",\"volume\":\"\","
		 "\"custom\":{\"status\":\"corrected\","
		 "\"status-notice\":\"One\"}",
		 J ",\"DOI\":\"10.1000/A\",\"title\":\"U\",\"volume\":\"3\","
		   "\"PMID\":\"5\",\"author\":[{\"family\":\"C\"}],"
		   "\"custom\":{\"status\":\"retracted corrected\","
		   "\"status-notice\":\"Two\"}");
	i = bm_library_find(b.library, BM_STR("b"));
	assert_true(bm_str_is(i->id, "a"));
	assert_true(bm_str_is(i->type, "article-journal"));
	v = bm_item_get(i, "title");
	assert_true(bm_str_is(v->text, "T"));
	v = bm_item_get(i, "volume");
	assert_true(bm_str_is(v->text, "3"));
	v = bm_item_get(i, "author");
	assert_int_equal(v->names.count, 1);
	assert_int_equal(bm_item_standing(i, NULL),
			 BM_STANDING_RETRACTED | BM_STANDING_CORRECTED);
	v = bm_item_get(i, "custom.status-notice");
	assert_true(bm_str_is(v->text, "One; Two"));
	/* What it was filled with makes it known. */
	assert_int_equal(
	    bm_bib_read(b.library,
			BM_STR("[{\"id\":\"c\"," J ",\"PMID\":\"5\"}]"),
			"three.json", &b.diags),
	    BM_OK);
	assert_ptr_equal(bm_library_find(b.library, BM_STR("c")), i);
	bench_close(&b);
}

/* One id: one work, or one too many. */
static void
same_id(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    bm_bib_read(b.library,
			BM_STR("[{\"id\":\"a\"," J ",\"title\":\"Letter\"},\n"
			       "{\"id\":\"a\"," J ",\"title\":\"LETTER\","
			       "\"volume\":\"1\"},\n"
			       "{\"id\":\"a\"," J ",\"title\":\"Reply\"},\n"
			       "{\"id\":\"d\"," J ",\"DOI\":\"10.1000/d\"},\n"
			       "{\"id\":\"a\"," J ",\"DOI\":\"10.1000/d\"}]"),
			"r.json", &b.diags),
	    BM_OK);
	assert_int_equal(b.library->items.len, 2);
	assert_int_equal(b.diags.list.len, 3);
	assert_string_equal(b.diags.list.items[0].code, "bib-merged");
	assert_int_equal(b.diags.list.items[0].line, 2);
	assert_string_equal(b.diags.list.items[1].code, "bib-duplicate");
	assert_int_equal(b.diags.list.items[1].line, 3);
	assert_string_equal(b.diags.list.items[2].code, "bib-duplicate");
	assert_true(bm_str_is(
	    bm_item_get(bm_library_find(b.library, BM_STR("a")), "volume")
		->text,
	    "1"));
	bench_close(&b);
}

/* Linear, also when all are one work or share a title. */
static void
many(void **state)
{
	struct bench b;
	bm_buf text;

	(void)state;
	bench_open(&b);
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, "[");
	for (int i = 0; i < 10000; i++)
		bm_buf_printf(&text,
			      "%s{\"id\":\"k%d\"," J "," WORK
			      ",\"volume\":\"%d\",\"page\":\"%d\",\"custom\":{"
			      "\"status-notice\":\"N%d\"}}",
			      i > 0 ? "," : "", i, i % 5000, i % 5000, i);
	bm_buf_puts(&text, "]");
	assert_int_equal(
	    bm_bib_read(b.library, bm_buf_str(&text), "r.json", &b.diags),
	    BM_OK);
	assert_int_equal(b.library->items.len, 5000);
	assert_int_equal(b.library->by_id.len, 10000);
	assert_int_equal(b.diags.list.len, 501);
	assert_int_equal(b.diags.dropped, 0);
	bm_buf_clear(&text);
	bm_buf_puts(&text, "[");
	for (int i = 0; i < 10000; i++)
		bm_buf_printf(&text,
			      "%s{\"id\":\"m%d\"," J ",\"PMID\":\"1\","
			      "\"custom\":{\"status\":\"s%d\"}}",
			      i > 0 ? "," : "", i, i);
	bm_buf_puts(&text, "]");
	assert_int_equal(
	    bm_bib_read(b.library, bm_buf_str(&text), "r.json", &b.diags),
	    BM_OK);
	assert_int_equal(b.library->items.len, 5001);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	(void)state;
	read_survives("r.json", BM_STR("[{\"id\":\"a\"," J "," WORK
				       ",\"custom\":{\"status\":\"x\"}},"
				       "{\"id\":\"b\"," J "," WORK ",\"DOI\":"
				       "\"10.1000/a\",\"volume\":\"1\","
				       "\"page\":\"2\",\"PMCID\":\"PMC1\","
				       "\"custom\":{\"status\":\"y\"}}]"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_identifier), cmocka_unit_test(parts),
	    cmocka_unit_test(by_title),      cmocka_unit_test(filled),
	    cmocka_unit_test(same_id),       cmocka_unit_test(many),
	    cmocka_unit_test(no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
