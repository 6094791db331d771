/* Rendering: one small style for each thing that a style can ask for. */
#include <time.h>
#include <unistd.h>

#include "bib_help.h"

static char folder[] = "/tmp/bm-csl-XXXXXX";

static int
setup(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

static const char items[] =
    "[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":\"Pain and the "
    "back: a \\\"new\\\" view\",\"author\":[{\"family\":\"van Dyke\","
    "\"given\":\"Jan-Peter\"},{\"family\":\"Ray\",\"given\":\"Ann\","
    "\"suffix\":\"Jr\"},{\"family\":\"Poe\",\"given\":\"Eve M.\"}],"
    "\"volume\":\"12\",\"issue\":\"3-4\",\"page\":\"321-328\","
    "\"issued\":{\"date-parts\":[[2020,3,1],[2020,3,5]]},"
    "\"DOI\":\"10.1/x<y>\"},"
    "{\"id\":\"b\",\"type\":\"book\",\"title\":\"Discs?\",\"edition\":\"2\","
    "\"editor\":[{\"literal\":\"Some Institute\"}],"
    "\"issued\":{\"date-parts\":[[1999]],\"circa\":1}},"
    "{\"id\":\"c\",\"type\":\"book\",\"title\":\"Le dos de <i>l'homme</i>\","
    "\"language\":\"fr\",\"issued\":{\"literal\":\"in press\"}},"
    "{\"id\":\"d\",\"type\":\"book\",\"title\":\"Discs?\","
    "\"editor\":[{\"literal\":\"Some Institute\"}],"
    "\"issued\":{\"date-parts\":[[1999]]}}]";

static void
bench_load(struct bench *b, const char *style)
{
	bm_data data = {NULL};
	csl_paths paths = {.data = &data,
			   .style_dir = "/nowhere",
			   .locale_dir = "/nowhere",
			   .project_dir = folder};
	char path[100];
	bm_status status;

	bench_open(b);
	snprintf(path, sizeof path, "%s/t.csl", folder);
	write_file(path, style);
	status = csl_style_load(&paths, NULL, "t", &b->diags, &b->style);
	unlink(path);
	if (status != BM_OK)
		fail_msg("%s", b->diags.list.items[0].message);
	assert_int_equal(csl_locale_load(&paths, NULL, b->style, NULL,
					 &b->diags, &b->locale),
			 BM_OK);
	assert_int_equal(
	    bm_bib_read(b->library, bm_str_of(items), "r.json", &b->diags),
	    BM_OK);
}

/* The clusters of a document without anything else. */
static bm_status
render(const csl_style *style, const csl_locale *locale,
       const csl_cluster *clusters, size_t count, bm_arena *arena,
       csl_output *out)
{
	csl_input in = {0};

	in.clusters = clusters;
	in.cluster_count = count;
	return csl_render(style, locale, &in, arena, out);
}

/* Fills cites from "a b@12 c"; one cluster. */
static csl_cluster
cluster_of(struct bench *b, const char *keys)
{
	BM_VEC(csl_cite) cites = {0};
	csl_cluster cluster = {0};
	bm_str rest = bm_str_of(keys), word;

	while (bm_str_split(&rest, ' ', &word)) {
		csl_cite *cite = BM_VEC_PUSH(b->arena, &cites);
		size_t at = bm_str_find(word, "@", 0);

		assert_non_null(cite);
		if (at < word.len)
			cite->locator =
			    (bm_str){word.ptr + at + 1, word.len - at - 1};
		word.len = at;
		cite->item = bm_library_find(b->library, word);
		assert_non_null(cite->item);
	}
	cluster.cites = cites.items;
	cluster.count = cites.len;
	return cluster;
}

/* What cs:layout with this content prints for one cite. */
static void
prints(const char *globals, const char *layout, const char *key,
       const char *expected)
{
	struct bench b;
	csl_cluster cluster;
	csl_output out;
	bm_buf text;

	bm_buf_init(&text, NULL);
	bm_buf_printf(&text,
		      CSL "%s><citation><layout>%s</layout></citation>"
			  "</style>",
		      globals, layout);
	bench_load(&b, bm_buf_cstr(&text));
	cluster = cluster_of(&b, key);
	assert_int_equal(render(b.style, b.locale, &cluster, 1, b.arena, &out),
			 BM_OK);
	bm_buf_clear(&text);
	run_text(out.clusters[0], &text);
	assert_string_equal(bm_buf_cstr(&text), expected);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
text_and_case(void **state)
{
	(void)state;
	prints("", "<text variable='title' text-case='title'/>", "a",
	       "Pain and the Back: A \xE2\x80\x9CNew\xE2\x80\x9D View");
	prints("", "<text variable='title' text-case='title'/>", "c",
	       "Le dos de l\xE2\x80\x99homme");
	prints("", "<text variable='title' text-case='uppercase'/>", "b",
	       "DISCS?");
	prints("", "<text variable='title' quotes='true' suffix=', x'/>", "a",
	       "\xE2\x80\x9CPain and the back: a \xE2\x80\x98new\xE2\x80\x99 "
	       "view,\xE2\x80\x9D x");
	prints("", "<text term='edition' form='short' strip-periods='true'/>",
	       "a", "ed");
	prints("", "<text value='no'/><text variable='genre' prefix='x'/>", "a",
	       "no");
}

static void
punctuation(void **state)
{
	(void)state;
	prints("", "<text variable='title' suffix='.'/>", "b", "Discs?");
	prints("", "<text variable='title' suffix=','/>", "b", "Discs?,");
	prints("", "<text value='et al.'/><text value='x' prefix='. '/>", "a",
	       "et al. x");
	prints("", "<text value='a' suffix='; '/><text value='b' prefix=' '/>",
	       "a", "a; b");
	prints("", "<text value='a' suffix=':'/><text value='b' prefix='.'/>",
	       "a", "a:b");
}

static void
groups(void **state)
{
	(void)state;
	prints("",
	       "<group prefix='('><text value='x'/><text variable='genre'"
	       "/></group><text value='y'/>",
	       "a", "y");
	prints("",
	       "<group delimiter=', '><text value='x'/><choose><if "
	       "type='book'><text value='n'/></if><else><text "
	       "variable='volume'/><text variable='genre'/><text "
	       "variable='issue'/></else></choose></group>",
	       "a",
	       "x, 12, 3\xE2\x80\x93"
	       "4");
	prints("",
	       "<group><text value='x'/><group><text value='y'/></group>"
	       "<text variable='genre'/></group>",
	       "a", "xy");
}

static void
conditions(void **state)
{
	(void)state;
	prints("",
	       "<choose><if variable='genre volume' match='any'><text "
	       "value='1'/></if></choose><choose><if variable='genre "
	       "volume' match='all'><text value='2'/></if><else-if "
	       "is-numeric='issue'><text value='3'/></else-if></choose>"
	       "<choose><if type='book map' match='none'><text value='4'/>"
	       "</if></choose><choose><if is-uncertain-date='issued'><text"
	       " value='5'/></if><else><text value='6'/></else></choose>",
	       "a", "1346");
	prints("",
	       "<choose><if locator='page'><text value='p'/></if>"
	       "<else-if position='first'><text value='f'/></else-if>"
	       "</choose>",
	       "a@3", "p");
}

static void
numbers(void **state)
{
	(void)state;
	prints("", "<number variable='edition' form='ordinal'/>", "b", "2nd");
	prints("", "<number variable='edition' form='long-ordinal'/>", "b",
	       "second");
	prints("", "<number variable='volume' form='roman'/>", "a", "xii");
	prints("",
	       "<label variable='page' form='short'/> <text "
	       "variable='page'/>",
	       "a",
	       "pp.321\xE2\x80\x93"
	       "328");
	prints("page-range-format='minimal'", "<text variable='page'/>", "a",
	       "321\xE2\x80\x93"
	       "8");
	prints("page-range-format='minimal-two'", "<text variable='page'/>",
	       "a",
	       "321\xE2\x80\x93"
	       "28");
	prints("page-range-format='chicago'", "<text variable='page'/>", "a",
	       "321\xE2\x80\x93"
	       "28");
	prints("page-range-format='expanded'",
	       "<label variable='locator' form='short' plural='never'/><text "
	       "variable='locator'/>",
	       "a@12-4",
	       "p.12\xE2\x80\x93"
	       "14");
}

static void
dates(void **state)
{
	(void)state;
	prints("", "<date variable='issued' form='text'/>", "a",
	       "March 1\xE2\x80\x93"
	       "5, 2020");
	prints("", "<date variable='issued' form='numeric'/>", "b", "1999");
	prints("", "<date variable='issued' form='text' date-parts='year'/>",
	       "a", "2020");
	prints("",
	       "<date variable='issued' delimiter=' '><date-part "
	       "name='year' form='short'/><date-part name='month' "
	       "form='short' strip-periods='true'/></date>",
	       "a", "20 Mar");
	prints("", "<date variable='issued' prefix='(' suffix=')'/>", "c",
	       "(in press)");
	prints("", "<date variable='accessed' form='text' prefix='('/>", "a",
	       "");
}

static void
names(void **state)
{
	(void)state;
	prints("", "<names variable='author'/>", "a",
	       "Jan-Peter van Dyke, Ann Ray Jr, Eve M. Poe");
	prints("demote-non-dropping-particle='never'",
	       "<names variable='author'><name and='text' name-as-sort-order="
	       "'first' initialize-with='. '/></names>",
	       "a", "van Dyke, J.-P., A. Ray Jr, and E. M. Poe");
	prints("initialize-with-hyphen='false'",
	       "<names variable='author'><name name-as-sort-order='all' "
	       "sort-separator=' ' initialize-with='' et-al-min='3' "
	       "et-al-use-first='2'/><et-al font-style='italic'/></names>",
	       "a", "Dyke JP van, Ray A Jr, et al.");
	prints("",
	       "<names variable='author'><name form='short' and='symbol' "
	       "et-al-min='3' et-al-use-first='1' et-al-use-last='true'/>"
	       "</names>",
	       "a", "van Dyke \xE2\x80\xA6 Poe");
	prints("",
	       "<names variable='author'><name/><label form='short' "
	       "prefix=', '/><substitute><names variable='editor'/>"
	       "</substitute></names><text variable='editor'/>",
	       "b", "Some Institute, ed.");
	prints("",
	       "<names variable='author'><substitute><text "
	       "variable='title'/></substitute></names><text "
	       "variable='title' prefix='|'/>",
	       "c", "Le dos de l\xE2\x80\x99homme");
	prints("", "<names variable='author'><name form='count'/></names>", "a",
	       "3");
}

#define NUMERIC                                                                \
	CSL "><citation collapse='citation-number' "                           \
	    "after-collapse-delimiter='; '><sort><key "                        \
	    "variable='citation-number'/></sort><layout prefix='[' "           \
	    "suffix=']' delimiter=', '><text variable='citation-number'/>"     \
	    "<text variable='locator' prefix=':'/></layout></citation>"        \
	    "<bibliography second-field-align='flush'><sort><key "             \
	    "variable='title' sort='descending'/></sort><layout suffix='.'>"   \
	    "<text variable='citation-number' suffix='.'/><text "              \
	    "variable='title' font-style='italic'/><text variable='DOI' "      \
	    "prefix=' https://doi.org/'/></layout></bibliography></style>"

static void
numeric(void **state)
{
	static const char *const keys[] = {"a b c d", "d a", "a b@3"};
	static const char *const expected[] = {"[1\xE2\x80\x93"
					       "4]",
					       "[1, 4]", "[1, 3:3]"};
	struct bench b;
	csl_cluster clusters[3];
	csl_output out;
	bm_buf text;

	(void)state;
	bench_load(&b, NUMERIC);
	bm_buf_init(&text, NULL);
	for (size_t i = 0; i < 3; i++)
		clusters[i] = cluster_of(&b, keys[i]);
	assert_int_equal(render(b.style, b.locale, clusters, 3, b.arena, &out),
			 BM_OK);
	assert_true(out.second_field_align);
	/* Descending: Pain, Le, Discs, Discs; equal titles stay in order. */
	for (size_t i = 0; i < 1; i++) {
		bm_buf_clear(&text);
		run_text(out.clusters[i], &text);
		assert_string_equal(bm_buf_cstr(&text), expected[i]);
	}
	assert_int_equal(out.entry_count, 4);
	assert_int_equal(out.entries[0].number, 1);
	assert_true(bm_str_is(out.entries[0].item->id, "a"));
	assert_true(bm_str_is(out.entries[1].item->id, "c"));
	assert_true(bm_str_is(out.entries[2].item->id, "b"));
	assert_int_equal(out.entries[0].runs->display, CSL_DISPLAY_LEFT_MARGIN);
	bm_buf_clear(&text);
	run_text(out.entries[0].runs->next, &text);
	assert_string_equal(
	    bm_buf_cstr(&text),
	    "Pain and the back: a \xE2\x80\x9Cnew\xE2\x80\x9D view "
	    "https://doi.org/10.1/x<y>.");
	bm_buf_free(&text);
	bench_close(&b);
}

/* A link holds the whole address, and the address is encoded. */
static void
links(void **state)
{
	const csl_run *run;
	struct bench b;
	csl_cluster cluster;
	csl_output out;

	(void)state;
	bench_load(&b, NUMERIC);
	cluster = cluster_of(&b, "a");
	assert_int_equal(render(b.style, b.locale, &cluster, 1, b.arena, &out),
			 BM_OK);
	run = out.entries[0].runs->next->children;
	while (run != NULL && run->kind != CSL_RUN_LINK)
		run = run->next;
	assert_non_null(run);
	assert_string_equal(run->url, "https://doi.org/10.1/x%3Cy%3E");
	assert_true(
	    bm_str_is(run->children->text, "https://doi.org/10.1/x<y>"));
	assert_null(run->children->next);
	assert_string_equal(
	    csl_identifier_url(b.arena, "PMCID", BM_STR("PMC12")),
	    "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/");
	assert_null(csl_identifier_url(b.arena, "PMID", BM_STR("12x")));
	assert_null(
	    csl_identifier_url(b.arena, "URL", BM_STR("javascript:alert(1)")));
	bench_close(&b);
}

static void
author_date(void **state)
{
	/* Without a sort the writer's order stays: neighbours collapse. */
	static const char *const cases[][2] = {
	    {"b d a", "(Some Institute, 1999a, 1999b; van Dyke et al., 2020)"},
	    {"b a d",
	     "(Some Institute, 1999a; van Dyke et al., 2020; Some Institute, "
	     "1999b)"},
	};
	struct bench b;
	csl_cluster cluster;
	csl_output out;
	bm_buf text;

	(void)state;
	bench_load(&b, CSL "><citation disambiguate-add-year-suffix='true' "
			   "collapse='year'><layout prefix='(' suffix=')' "
			   "delimiter='; '><group delimiter=', '><names "
			   "variable='author'><name form='short' et-al-min='3' "
			   "et-al-use-first='1'/><substitute><names "
			   "variable='editor'/></substitute></names><date "
			   "variable='issued'><date-part name='year'/></date>"
			   "</group></layout></citation></style>");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cluster = cluster_of(&b, cases[i][0]);
		assert_int_equal(
		    render(b.style, b.locale, &cluster, 1, b.arena, &out),
		    BM_OK);
		bm_buf_init(&text, NULL);
		run_text(out.clusters[0], &text);
		assert_string_equal(bm_buf_cstr(&text), cases[i][1]);
		bm_buf_free(&text);
	}
	bench_close(&b);
}

/* Macros that double their output are cut off, not rendered forever. */
static void
exploding_style(void **state)
{
	struct bench b;
	csl_cluster cluster;
	csl_output out;
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, CSL "><macro name='m0'><text value='x'/></macro>");
	for (int i = 1; i < 40; i++)
		bm_buf_printf(&text,
			      "<macro name='m%d'><text macro='m%d'/><text "
			      "macro='m%d'/></macro>",
			      i, i - 1, i - 1);
	bm_buf_puts(&text, "<citation><layout><text macro='m39'/></layout>"
			   "</citation></style>");
	bench_load(&b, bm_buf_cstr(&text));
	cluster = cluster_of(&b, "a");
	assert_int_equal(render(b.style, b.locale, &cluster, 1, b.arena, &out),
			 BM_OK);
	bm_buf_free(&text);
	bench_close(&b);
}

/* Field text with every kind of unbalanced mark keeps all its text. */
static void
odd_fields(void **state)
{
	static const char *const odd[][2] = {
	    {"<i>a", "<i>a"},
	    {"a</i>", "a</i>"},
	    {"<b>a</b>", "a"},
	    {"<i>a<b>b</i>c</b>", "a<b>bc</b>"},
	    {"x < y > z", "x < y > z"},
	    {"\\\"a", "\"a"},
	    {"5\\\" disc", "5\" disc"},
	    {"it's 'a b' '90s", "it\xE2\x80\x99s \xE2\x80\x9C"
				"a b\xE2\x80\x9D "
				"\xE2\x80\x99"
				"90s"},
	    {"<span class=\\\"nocase\\\">x</span>", "x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct bench b;
		csl_cluster cluster;
		csl_output out;
		bm_buf text;

		bench_load(&b, CSL "><citation><layout><text "
				   "variable='note'/></layout></citation>"
				   "</style>");
		bm_buf_init(&text, NULL);
		bm_buf_printf(&text,
			      "[{\"id\":\"o\",\"type\":\"book\",\"note\":"
			      "\"%s\"}]",
			      odd[i][0]);
		assert_int_equal(bm_bib_read(b.library, bm_buf_str(&text),
					     "o.json", &b.diags),
				 BM_OK);
		cluster = cluster_of(&b, "o");
		assert_int_equal(
		    render(b.style, b.locale, &cluster, 1, b.arena, &out),
		    BM_OK);
		bm_buf_clear(&text);
		run_text(out.clusters[0], &text);
		assert_string_equal(bm_buf_cstr(&text), odd[i][1]);
		bm_buf_free(&text);
		bench_close(&b);
	}
}

static void
no_memory(void **state)
{
	struct bench b;
	csl_cluster cluster;
	csl_output out;
	bool done = false;

	(void)state;
	bench_load(&b, NUMERIC);
	cluster = cluster_of(&b, "a b c d");
	for (long at = 0; !done; at++) {
		struct failing f = {at, 0};
		bm_allocator al = {failing_alloc, &f};
		bm_arena *arena = bm_arena_new(&al);
		bm_status status = BM_NO_MEMORY;

		if (arena != NULL)
			status =
			    render(b.style, b.locale, &cluster, 1, arena, &out);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		assert_true(f.left >= 0 || status == BM_NO_MEMORY);
		done = status == BM_OK;
		bm_arena_free(arena);
		assert_true(at < 2000);
	}
	bench_close(&b);
}

/* A large document stays linear: 20,000 cites of one cluster each. */
static void
large(void **state)
{
	struct bench b;
	csl_cluster *clusters;
	csl_output out;
	clock_t start;

	(void)state;
	bench_load(&b, NUMERIC);
	clusters = BM_NEW_ARRAY(b.arena, csl_cluster, 20000);
	assert_non_null(clusters);
	clusters[0] = cluster_of(&b, "a b c d");
	for (size_t i = 1; i < 20000; i++)
		clusters[i] = clusters[0];
	start = clock();
	assert_int_equal(
	    render(b.style, b.locale, clusters, 20000, b.arena, &out), BM_OK);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 5);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_and_case),   cmocka_unit_test(punctuation),
	    cmocka_unit_test(groups),          cmocka_unit_test(conditions),
	    cmocka_unit_test(numbers),         cmocka_unit_test(dates),
	    cmocka_unit_test(names),           cmocka_unit_test(numeric),
	    cmocka_unit_test(links),           cmocka_unit_test(author_date),
	    cmocka_unit_test(exploding_style), cmocka_unit_test(odd_fields),
	    cmocka_unit_test(no_memory),       cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
