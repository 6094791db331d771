/* Which format a bibliography is in, and what became of a work. */
#include "bib_help.h"

static bm_status
read_as(struct bench *b, const char *text, const char *file)
{
	return bm_bib_read(b->library, bm_str_of(text), file, &b->diags);
}

static void
known_by_content(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	/* Whatever the file is called, with or without byte order mark. */
	assert_int_equal(read_as(&b, "[{\"id\":\"a\",\"type\":\"book\"}]", "a"),
			 BM_OK);
	assert_int_equal(
	    read_as(&b, "\xEF\xBB\xBF [ {\"id\":\"b\",\"type\":\"book\"}]",
		    "b.ris"),
	    BM_OK);
	assert_int_equal(read_as(&b, "", "c.JSON"), BM_BAD_INPUT);
	assert_int_equal(b.library->items.len, 2);
	assert_int_equal(b.diags.list.len, 1);
	assert_string_equal(b.diags.list.items[0].code, "bib-syntax");
	bench_close(&b);
}

static void
unknown(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_as(&b, "A few words", "words"), BM_BAD_INPUT);
	assert_int_equal(read_as(&b, "", "a.d/words"), BM_BAD_INPUT);
	assert_int_equal(read_as(&b, "A few words", NULL), BM_BAD_INPUT);
	assert_int_equal(b.diags.list.len, 3);
	assert_string_equal(b.diags.list.items[0].code, "bib-format");
	assert_string_equal(b.diags.list.items[0].file, "words");
	assert_int_equal(b.diags.list.items[0].line, 1);
	bench_close(&b);
}

static void
names(void **state)
{
	const char *const *formats = bm_bib_formats();
	bool found = false;
	struct bench b;
	bm_buf out;

	(void)state;
	for (size_t i = 0; formats[i] != NULL; i++)
		found |= strcmp(formats[i], "csljson") == 0;
	assert_true(found);
	bench_open(&b);
	bm_buf_init(&out, NULL);
	assert_int_equal(
	    bm_bib_write("papyrus", NULL, 0, b.arena, &out, &b.diags),
	    BM_UNSUPPORTED);
	assert_int_equal(bm_bib_write(NULL, NULL, 0, b.arena, &out, &b.diags),
			 BM_UNSUPPORTED);
	bm_buf_free(&out);
	bench_close(&b);
}

/* The standing of an item with these further members. */
static unsigned
standing(const char *members, const char *notice)
{
	struct bench b;
	bm_buf text;
	bm_str told;
	unsigned s;

	bench_open(&b);
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text, "[{\"id\":\"a\",\"type\":\"book\"%s}]", members);
	assert_int_equal(read_as(&b, bm_buf_cstr(&text), "a.json"), BM_OK);
	s = bm_item_standing(bm_library_find(b.library, BM_STR("a")), &told);
	assert_true(bm_str_is(told, notice));
	bm_buf_free(&text);
	bench_close(&b);
	return s;
}

static void
standings(void **state)
{
	(void)state;
	assert_int_equal(standing("", ""), 0);
	assert_int_equal(standing(",\"custom\":{\"status\":\"retracted\","
				  "\"status-notice\":\"Where. 2020\"}",
				  "Where. 2020"),
			 BM_STANDING_RETRACTED);
	assert_int_equal(
	    standing(",\"custom\":{\"status\":\"Corrected, concern\"}", ""),
	    BM_STANDING_CORRECTED | BM_STANDING_CONCERN);
	assert_int_equal(standing(",\"status\":\"Retracted 2019\"", ""),
			 BM_STANDING_RETRACTED);
	assert_int_equal(standing(",\"status\":\"corrected proof\"", ""), 0);
	assert_int_equal(
	    standing(",\"custom\":{\"status\":\"unretracted\"}", ""), 0);
	assert_int_equal(bm_item_standing(NULL, NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_by_content),
	    cmocka_unit_test(unknown),
	    cmocka_unit_test(names),
	    cmocka_unit_test(standings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
