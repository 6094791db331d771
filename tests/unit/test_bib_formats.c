/* Which format a bibliography is in, and what became of a work. */
#include "bib_help.h"

#include "bib/internal.h"

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

/* What a title or a note says, and what only speaks of retraction. */
static void
said(void **state)
{
	static const struct {
		const char *members, *notice;
		unsigned standing;
	} cases[] = {
#define T(s) ",\"title\":\"" s "\""
#define N(s) ",\"note\":\"" s "\""
	    {T("RETRACTED: Cells for discs"), "", BM_STANDING_RETRACTED},
	    {T("Retracted article: Cells"), "", BM_STANDING_RETRACTED},
	    {T("[Retracted] Cells"), "", BM_STANDING_RETRACTED},
	    {T("*RETRACTED* Cells"), "", BM_STANDING_RETRACTED},
	    {T("Cells (Retracted article. See vol. 3, p. 4, 2010)"), "",
	     BM_STANDING_RETRACTED},
	    {T("Cells (rats) (Retracted)"), "", BM_STANDING_RETRACTED},
	    {T("Retracted articles in surgery: a survey"), "", 0},
	    {T("RETRACTED PAPERS OF TEN YEARS"), "", 0},
	    {T("Retraction: Cells for discs"), "", 0},
	    {T("Why works are retracted (and others not)"), "", 0},
	    {T("Muscles (retracted by hand) in surgery"), "", 0},
	    {N("Retracted"), "Retracted", BM_STANDING_RETRACTED},
	    {N("Retracted in 2012. See J. 3"), "Retracted in 2012. See J. 3",
	     BM_STANDING_RETRACTED},
	    {N("Comment in: A. 1; Retraction in: B. 2010 Feb;3(4):5; more"),
	     "B. 2010 Feb;3(4):5", BM_STANDING_RETRACTED},
	    {N("x Erratum in: C. 1 Expression of concern in: D. 2"),
	     "C. 1; D. 2", BM_STANDING_CORRECTED | BM_STANDING_CONCERN},
	    {N("Retracted muscles were seen"), "", 0},
	    {N("Retraction of: B. 2009"), "", 0},
	    {",\"genre\":\"Retracted Publication\"", "", BM_STANDING_RETRACTED},
	    {",\"genre\":\"Retraction of Publication\"", "", 0},
	    {T("RETRACTED: X") ",\"custom\":{\"status\":\"none\"}", "", 0},
	    {",\"updated-by\":[{\"type\":\"erratum\",\"DOI\":\"10.1000/e\"},"
	     "{\"type\":\"new_version\",\"DOI\":\"10.1000/n\"},"
	     "{\"type\":\"retraction\",\"DOI\":\"10.1000/r\"},{},4]",
	     "doi:10.1000/e; doi:10.1000/r",
	     BM_STANDING_CORRECTED | BM_STANDING_RETRACTED},
	    {",\"update-to\":[{\"type\":\"retraction\",\"DOI\":\"10.1000/o\"}"
	     "]",
	     "", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(standing(cases[i].members, cases[i].notice),
				 cases[i].standing);
	assert_string_equal(bib_update_word(BM_STR("partial_retraction")),
			    "corrected");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_by_content),
	    cmocka_unit_test(unknown),
	    cmocka_unit_test(names),
	    cmocka_unit_test(standings),
	    cmocka_unit_test(said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
