/* Entries of a bibliography: their first field, label and sentence. */
#include "bib_help.h"

/* Runs; the blocks that a layout makes stand in brackets. */
static void
blocks(const csl_run *run, bm_buf *out)
{
	for (; run != NULL; run = run->next) {
		if (run->display != CSL_DISPLAY_INLINE)
			bm_buf_printf(out, "%d[", (int)run->display);
		bm_buf_putstr(out, run->text);
		blocks(run->children, out);
		if (run->display != CSL_DISPLAY_INLINE)
			bm_buf_putc(out, ']');
	}
}

/* What a layout prints of one work in a bibliography. */
static void
entry(const char *area, const char *layout, const char *item,
      const char *expected)
{
	bm_data data = {NULL};
	csl_paths paths = embedded_only(&data);
	csl_cite cite = {0};
	csl_cluster cluster = {&cite, 1, 0};
	csl_input in = {0};
	csl_output out;
	struct bench b;
	bm_buf text;

	bench_open(&b);
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text,
		      CSL "><citation><layout><text variable='title'/>"
			  "</layout></citation><bibliography %s><layout "
			  "suffix='.'>%s</layout></bibliography></style>",
		      area, layout);
	assert_int_equal(csl_style_parse(&paths, NULL, bm_buf_str(&text), "t",
					 &b.diags, &b.style),
			 BM_OK);
	assert_int_equal(
	    csl_locale_load(&paths, NULL, b.style, NULL, &b.diags, &b.locale),
	    BM_OK);
	bm_buf_clear(&text);
	bm_buf_printf(&text, "[{\"id\":\"k\",\"type\":\"book\",%s}]", item);
	assert_int_equal(
	    bm_bib_read(b.library, bm_buf_str(&text), "r.json", &b.diags),
	    BM_OK);
	cite.item = b.library->items.items[0];
	in.clusters = &cluster;
	in.cluster_count = 1;
	assert_int_equal(csl_render(b.style, b.locale, &in, b.arena, &out),
			 BM_OK);
	bm_buf_clear(&text);
	blocks(out.entries[0].runs, &text);
	assert_string_equal(bm_buf_cstr(&text), expected);
	bm_buf_free(&text);
	bench_close(&b);
}

#define NUMBER  "<text variable='citation-number' prefix='[' suffix='] '/>"
#define NO_DATE "<text term='no date' form='short'/>"
#define PLAIN   "\"title\":\"Pain\""

/* A term that begins the entry is a capital, behind its number too. */
static void
sentences(void **state)
{
	(void)state;
	entry("", NO_DATE, PLAIN, "N.d.");
	entry("", NUMBER NO_DATE, PLAIN, "[1] N.d.");
	entry("", "<group>" NUMBER "</group><group>" NO_DATE "</group>", PLAIN,
	      "[1] N.d.");
	entry("", NUMBER "<text variable='title'/> " NO_DATE, PLAIN,
	      "[1] Painn.d.");
	/* Numbers and names that are not there hold their place. */
	entry("", NUMBER "<text variable='volume'/>" NO_DATE, PLAIN,
	      "[1] n.d.");
	entry("", NUMBER "<names variable='author'/>" NO_DATE, PLAIN,
	      "[1] n.d.");
	entry("", NUMBER "<text variable='publisher'/>" NO_DATE, PLAIN,
	      "[1] N.d.");
}

/* What stands for names begins the sentence that they would have begun. */
static void
substitutes(void **state)
{
	(void)state;
	entry("",
	      "<names variable='author'><substitute>"
	      "<names variable='editor'/><text variable='volume'/>"
	      "<text term='anonymous' form='short'/></substitute></names>",
	      PLAIN, "Anon.");
}

/* The margin is for the first field of the layout, and for no other. */
static void
margins(void **state)
{
	static const char align[] = "second-field-align='flush'";

	(void)state;
	entry(align, NUMBER "<text variable='title'/>", PLAIN,
	      "2[[1] ]3[Pain.]");
	entry(align,
	      "<text variable='publisher'/><text variable='title'/>"
	      "<text value='x'/>",
	      PLAIN, "3[Painx.]");
	entry(align, "<text variable='title'/><text variable='publisher'/>",
	      PLAIN, "2[Pain.]");
}

/* Who asks for the label of a locator in an entry wants that of the pages. */
static void
labels(void **state)
{
	static const char layout[] =
	    "<text variable='title'/><label variable='locator' form='short' "
	    "prefix=', ' suffix=' '/><text variable='page'/>";

	(void)state;
	entry("", layout, PLAIN ",\"page\":\"7-9\"",
	      "Pain, p. 7\xE2\x80\x93"
	      "9.");
	entry("", layout, PLAIN, "Pain.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sentences),
	    cmocka_unit_test(substitutes),
	    cmocka_unit_test(margins),
	    cmocka_unit_test(labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
