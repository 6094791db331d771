/* Numbers, pages, dates in words, variables in notes, collapsed cites. */
#include "bib_help.h"

/*
 * What a style prints for one cluster.  Each letter of `cited` is a cite of
 * an item, "A" the first: a small one has a locator, and "-" before it stands
 * for a prefix.
 */
static void
prints_cites(const char *style, const char *items, const char *cited,
	     const char *expected)
{
	csl_paths paths = {.data = NULL};
	bm_data data = {NULL};
	bm_library *library = bm_library_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	csl_style *compiled;
	csl_locale *locale;
	csl_cite cites[8] = {{0}};
	csl_cluster cluster = {cites, 0, 0};
	csl_input in = {.clusters = &cluster, .cluster_count = 1};
	csl_output out;
	bm_diags diags;
	bm_buf text;

	paths.data = &data;
	bm_diags_init(&diags, arena);
	library->keep_twins = true;
	assert_int_equal(
	    bm_bib_read(library, bm_str_of(items), "refs.json", &diags), BM_OK);
	assert_int_equal(csl_style_parse(&paths, NULL, bm_str_of(style), "s",
					 &diags, &compiled),
			 BM_OK);
	assert_int_equal(
	    csl_locale_load(&paths, NULL, compiled, NULL, &diags, &locale),
	    BM_OK);
	for (const char *c = cited; *c != '\0' && cluster.count < 8; c++) {
		csl_cite *cite = &cites[cluster.count];
		size_t item = (size_t)((*c | 0x20) - 'a');

		if (*c == '-') {
			cite->prefix = BM_STR("see");
			continue;
		}
		if (item >= library->items.len)
			break;
		cite->item = library->items.items[item];
		if (*c >= 'a')
			cite->locator = BM_STR("9");
		cluster.count++;
	}
	in.first = (const bm_item *const *)library->items.items;
	in.first_count = library->items.len;
	assert_int_equal(csl_render(compiled, locale, &in, arena, &out), BM_OK);
	bm_buf_init(&text, NULL);
	run_text(out.clusters[0], &text);
	assert_string_equal(bm_buf_cstr(&text), expected);
	bm_buf_free(&text);
	csl_locale_free(locale);
	csl_style_free(compiled);
	bm_library_free(library);
	bm_arena_free(arena);
}

/* One cluster with all items. */
static void
prints(const char *style, const char *items, const char *expected)
{
	prints_cites(style, items, "ABCDEFGH", expected);
}

/* One variable with its label, in a page-range-format. */
static void
number(const char *format, const char *variable, const char *value,
       const char *expected)
{
	char style[600], item[200];

	snprintf(style, sizeof style,
		 CSL " page-range-format='%s'><citation><layout><group "
		     "delimiter=' '><label variable='%s' form='short'/>"
		     "<number variable='%s'/></group></layout></citation>"
		     "</style>",
		 format, variable, variable);
	snprintf(item, sizeof item,
		 "[{\"id\":\"a\",\"type\":\"book\",\"%s\":\"%s\"}]", variable,
		 value);
	prints(style, item, expected);
}

#define DASH "\xE2\x80\x93"

static void
numbers(void **state)
{
	(void)state;
	number("expanded", "page", "214-7", "pp. 214" DASH "217");
	number("expanded", "page", "S14 - S7", "pp. S14" DASH "S17");
	number("expanded", "page", "S14-7", "pp. S14-7");
	number("minimal", "page", "214-217", "pp. 214" DASH "7");
	number("minimal", "page", "15-15", "pp. 15" DASH "15");
	number("minimal-two", "page", "214-217", "pp. 214" DASH "17");
	number("chicago", "page", "1104-1108", "pp. 1104" DASH "8");
	number("", "page", "iv-x, 3 and 5", "pp. iv" DASH "x, 3 and 5");
	number("", "page", "p. 9", "p. 9");
	number("", "page", "8\\\\-A", "p. 8-A");
	/* No page, and not called one; nor is the word lost or said twice. */
	number("", "page", "fig. 2", "fig. 2");
	number("", "page", "vol. 3, p. 5", "vol. 3, p. 5");
	number("", "page", "12, fig. 3", "p. 12, fig. 3");
	prints(CSL "><citation><layout><text variable='page'/></layout>"
		   "</citation></style>",
	       "[{\"id\":\"a\",\"type\":\"book\",\"page\":\"fig. 2\"}]",
	       "fig. 2");
	number("", "volume", "vol. 6", "vol. 6");
	number("", "volume", "2,345", "vol. 2,345");
	number("", "volume", "2 & 3", "vols. 2 & 3");
	number("", "volume", "Winter", "vol. Winter");
	number("", "edition", "4, p. 6-7", "ed. 4, pp. 6" DASH "7");
}

#define DOCKET                                                                 \
	CSL "><citation><layout><text variable='number'/></layout>"            \
	    "</citation></style>"

static void
dockets(void **state)
{
	(void)state;
	prints(DOCKET,
	       "[{\"id\":\"a\",\"type\":\"legal_case\","
	       "\"number\":\"21-303\"}]",
	       "21-303");
	prints(DOCKET,
	       "[{\"id\":\"a\",\"type\":\"report\","
	       "\"number\":\"21-303\"}]",
	       "21" DASH "303");
}

/* The word for an ordinal may be raised; what stands in the data is text. */
static void
raised_ordinals(void **state)
{
	static const char item[] =
	    "[{\"id\":\"a\",\"type\":\"book\",\"edition\":\"2\"}]";

	(void)state;
	prints(CSL "><locale><terms><term name='ordinal'>"
		   "&amp;lt;sup&amp;gt;e&amp;lt;/sup&amp;gt;</term></terms>"
		   "</locale><citation><layout><number variable='edition' "
		   "form='ordinal'/></layout></citation></style>",
	       item, "2e");
	prints(CSL "><locale><terms><term name='ordinal'>"
		   "&lt;sup&gt;e&lt;/sup&gt;</term></terms></locale><citation>"
		   "<layout><date variable='issued'><date-part name='day' "
		   "form='ordinal'/></date></layout></citation></style>",
	       "[{\"id\":\"a\",\"type\":\"book\",\"issued\":"
	       "{\"date-parts\":[[2001,2,3]]}}]",
	       "3e");
}

/* An edition in a form, in a style with these terms. */
static void
edition(const char *terms, const char *form, const char *expected)
{
	char style[900];

	snprintf(style, sizeof style,
		 CSL "><locale><terms>%s</terms></locale><citation><layout>"
		     "<number variable='edition' form='%s'/></layout>"
		     "</citation></style>",
		 terms, form);
	prints(style, "[{\"id\":\"a\",\"type\":\"book\",\"edition\":\"2\"}]",
	       expected);
}

#define GENDER(g, s) "<term name='ordinal' gender-form='" g "'>" s "</term>"
#define LONG_GENDER(g, s)                                                      \
	"<term name='long-ordinal-02' gender-form='" g "'>" s "</term>"

/* A noun of no gender, where there are ordinals for the genders alone. */
static void
genders(void **state)
{
	(void)state;
	edition(GENDER("masculine", "M") GENDER("feminine", "F"), "ordinal",
		"2F");
	edition(GENDER("masculine", "M"), "ordinal", "2M");
	edition(GENDER("feminine", "F") "<term name='ordinal'>N</term>",
		"ordinal", "2N");
	edition(LONG_GENDER("masculine", "due") LONG_GENDER("feminine", "dua"),
		"long-ordinal", "dua");
	/* The word for it is said twice: its gender stays. */
	edition("<term name='edition' gender='masculine'>volta</term>"
		"<term name='edition'>giro</term>" GENDER("masculine", "M")
		    GENDER("feminine", "F"),
		"ordinal", "2M");
}

/* An item's date in long form. */
static void
date(const char *issued, const char *expected)
{
	char item[200];

	snprintf(item, sizeof item,
		 "[{\"id\":\"a\",\"type\":\"book\",\"issued\":%s}]", issued);
	prints(CSL "><citation><layout><date variable='issued' form='text'/>"
		   "</layout></citation></style>",
	       item, expected);
}

static void
dates(void **state)
{
	(void)state;
	date("{\"raw\":\"2014 Sep-Oct\"}", "September" DASH "October 2014");
	date("{\"raw\":\"Jun 7-8, 2013\"}", "June 7" DASH "8, 2013");
	date("{\"raw\":\"[1871]\"}", "1871");
	date("{\"raw\":\"ca. 1871\"}", "1871");
	date("{\"raw\":\"17 BC\"}", "17BC");
	date("{\"raw\":\"25/12/2009\"}", "December 25, 2009");
	date("{\"raw\":\"09/2009\"}", "September 2009");
	date("{\"raw\":\"1998-2003\"}", "1998" DASH "2003");
	date("{\"raw\":\"some day\"}", "some day");
	date("{\"raw\":\"2009/13/45\"}", "2009/13/45");
	date("{\"date-parts\":[[2003,24],[2004,21]]}",
	     "Winter 2003" DASH "Spring 2004");
	date("{\"date-parts\":[[2003]],\"season\":\"Lent\"}", "Lent 2003");
}

static void
notes(void **state)
{
	static const char style[] =
	    CSL "><citation><layout><group delimiter='|'><text "
		"variable='PMID'/><text variable='volume'/><names "
		"variable='reviewed-author'/><date variable='event-date' "
		"form='text'/><text variable='note'/></group></layout>"
		"</citation></style>";

	(void)state;
	prints(style,
	       "[{\"id\":\"a\",\"type\":\"book\",\"volume\":\"3\",\"note\":"
	       "\"My own words\\nPMID: 77\\nvolume: 9\\nAnd more\\ngenre: "
	       "Letter\"}]",
	       "77|3|My own words\nvolume: 9\nAnd more\ngenre: Letter");
	prints(style,
	       "[{\"id\":\"a\",\"type\":\"book\",\"note\":\"reviewed-author: "
	       "Poe || Al\\nreviewed-author: Club\\nevent-date: 2004-05-06\"}]",
	       "Al Poe, Club|May 6, 2004");
	prints(style,
	       "[{\"id\":\"a\",\"type\":\"book\",\"note\":\"Seen {:PMID: 5} "
	       "{:no: 1}\"}]",
	       "5|Seen  {:no: 1}");
}

static void
collapsed(void **state)
{
	static const struct {
		const char *attributes, *expected;
	} cases[] = {
	    {"collapse='year'", "Poe 1990a, 1990b, 1990c; Ray 1991"},
	    {"collapse='year-suffix'", "Poe 1990a; b; c; Ray 1991"},
	    {"collapse='year-suffix' year-suffix-delimiter=','",
	     "Poe 1990a,b,c; Ray 1991"},
	    {"collapse='year-suffix-ranged'", "Poe 1990a" DASH "c; Ray 1991"},
	    {"collapse='year' after-collapse-delimiter=' / '",
	     "Poe 1990a; 1990b; 1990c / Ray 1991"},
	    {"cite-group-delimiter=' + '",
	     "Poe 1990a + Poe 1990b + Poe 1990c; Ray 1991"},
	};
	char style[700];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(style, sizeof style,
			 CSL "><citation disambiguate-add-year-suffix='true' "
			     "%s><layout delimiter='; '><group delimiter=' '>"
			     "<names variable='author'/><date "
			     "variable='issued'><date-part name='year'/></date>"
			     "</group></layout></citation></style>",
			 cases[i].attributes);
		prints(style,
		       "[{\"id\":\"a\",\"type\":\"book\",\"author\":[{"
		       "\"family\":\"Poe\"}],\"title\":\"A\",\"issued\":{"
		       "\"date-parts\":[[1990]]}},{\"id\":\"b\",\"type\":"
		       "\"book\",\"author\":[{\"family\":\"Poe\"}],\"title\":"
		       "\"B\",\"issued\":{\"date-parts\":[[1990]]}},{\"id\":"
		       "\"c\",\"type\":\"book\",\"author\":[{\"family\":"
		       "\"Poe\"}],\"title\":\"C\",\"issued\":{\"date-parts\":"
		       "[[1990]]}},{\"id\":\"d\",\"type\":\"book\",\"author\":["
		       "{\"family\":\"Ray\"}],\"issued\":{\"date-parts\":"
		       "[[1991]]}}]",
		       cases[i].expected);
	}
}

/* Numbers as ranges, and what stands between them. */
static void
ranges_of_numbers(void **state)
{
	static const char *const cases[][2] = {
	    {"ABC", "1" DASH "3"},      {"ABCE", "1" DASH "3, 5"},
	    {"aBC", "1 9, 2, 3"},       {"ABCe", "1" DASH "3, 5 9"},
	    {"-ABC", "see 1" DASH "3"}, {"E-ABC", "5, see 1" DASH "3"},
	    {"A-BC", "1, see 2, 3"},    {"AbC", "1, 2 9, 3"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		prints_cites(
		    CSL "><citation collapse='citation-number' "
			"after-collapse-delimiter='; '><layout delimiter=', '>"
			"<text variable='citation-number'/><text "
			"variable='locator' prefix=' '/></layout></citation>"
			"</style>",
		    "[{\"id\":\"a\",\"type\":\"book\"},{\"id\":\"b\",\"type\":"
		    "\"book\"},{\"id\":\"c\",\"type\":\"book\"},{\"id\":\"d\","
		    "\"type\":\"book\"},{\"id\":\"e\",\"type\":\"book\"}]",
		    cases[i][0], cases[i][1]);
	/* A locator is printed once, its label wherever the style wants it. */
	prints_cites(CSL "><citation><layout><text variable='locator'/>"
			 "<label variable='locator' form='short' prefix=' '/>"
			 "<group prefix=' ib. '><label variable='locator'/>"
			 "<number variable='locator'/></group></layout>"
			 "</citation></style>",
		     "[{\"id\":\"a\",\"type\":\"book\"}]", "a", "9 p.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(dockets),
	    cmocka_unit_test(raised_ordinals),
	    cmocka_unit_test(genders),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(notes),
	    cmocka_unit_test(collapsed),
	    cmocka_unit_test(ranges_of_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
