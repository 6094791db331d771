/* Items as BibTeX, and the same items when that is read again. */
#include "item_help.h"

#include "bib/tex.h"

/* CSL-JSON written as BibTeX. */
static void
writes(const char *json, const char *expected)
{
	struct bench b;

	bench_open(&b);
	assert_int_equal(read_as(&b, "refs.json", json), BM_OK);
	assert_string_equal(written(&b, "bibtex"), expected);
	bench_close(&b);
}

/* Items of CSL-JSON are the same behind a way through BibTeX. */
static void
survives(const char *json)
{
	struct bench b, again;

	bench_open(&b);
	assert_int_equal(read_as(&b, "refs.json", json), BM_OK);
	bench_open(&again);
	assert_int_equal(read_as(&again, "refs.bib", written(&b, "bibtex")),
			 BM_OK);
	assert_string_equal(written(&again, "csljson"), written(&b, "csljson"));
	bench_close(&again);
	bench_close(&b);
}

static void
article(void **state)
{
	(void)state;
	writes("[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":"
	       "\"Pain & <i>p</i> in 5% of <span class=\\\"nocase\\\">mRNA"
	       "</span>\",\"author\":[{\"family\":\"Berg\",\"given\":\"Jan\","
	       "\"non-dropping-particle\":\"van den\"},{\"literal\":"
	       "\"Study Group, The\"},{\"family\":\"King\",\"given\":\"M. "
	       "L.\",\"suffix\":\"Jr\"}],\"container-title\":\"Spine\","
	       "\"volume\":\"1\",\"issue\":\"2\",\"page\":\"3-5\",\"issued\":"
	       "{\"date-parts\":[[2020,3]]},\"DOI\":\"10.1000/a_b\","
	       "\"custom\":{\"et-al\":\"author\"}}]",
	       "@article{a,\n"
	       "  author = {van den Berg, Jan and {Study Group, The} and King, "
	       "Jr, M. L. and others},\n"
	       "  title = {{Pain \\& \\emph{p} in 5\\% of {mRNA}}},\n"
	       "  journal = {Spine},\n"
	       "  year = {2020},\n"
	       "  month = mar,\n"
	       "  volume = {1},\n"
	       "  number = {2},\n"
	       "  pages = {3--5},\n"
	       "  doi = {10.1000/a_b}\n"
	       "}\n");
}

static void
dates(void **state)
{
	(void)state;
	writes("[{\"id\":\"a\",\"type\":\"book\",\"title\":\"T\",\"issued\":"
	       "{\"date-parts\":[[2020,3,4],[2020,4]]},\"accessed\":"
	       "{\"date-parts\":[[2021,1,2]]}}]",
	       "@book{a,\n  title = {{T}},\n  year = {2020},\n  month = mar,\n"
	       "  date = {2020-03-04/2020-04},\n"
	       "  urldate = {2021-01-02}\n}\n");
	survives("[{\"id\":\"a\",\"type\":\"book\",\"title\":\"A\",\"issued\":"
		 "{\"date-parts\":[[2020]],\"season\":2}},"
		 "{\"id\":\"b\",\"type\":\"book\",\"title\":\"B\",\"issued\":"
		 "{\"date-parts\":[[1850]],\"circa\":true}},"
		 "{\"id\":\"c\",\"type\":\"book\",\"title\":\"C\",\"issued\":"
		 "{\"literal\":\"in press\"}},"
		 "{\"id\":\"d\",\"type\":\"book\",\"title\":\"D\",\"issued\":"
		 "{\"date-parts\":[[2001],[2002]]}},"
		 "{\"id\":\"e\",\"type\":\"book\",\"title\":\"E\",\"issued\":"
		 "{\"date-parts\":[[-44,3]]}}]");
}

static void
types(void **state)
{
	static const char *const names[] = {
	    "article-journal",  "article-magazine", "book",     "chapter",
	    "paper-conference", "thesis",           "report",   "webpage",
	    "dataset",          "legal_case",       "software", "manuscript",
	    "entry-dictionary", "pamphlet",         "speech",   "document"};
	char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(text, sizeof text,
			 "[{\"id\":\"x\",\"type\":\"%s\",\"title\":\"T\","
			 "\"genre\":\"A kind\",\"container-title\":\"C\","
			 "\"publisher\":\"P and Q\",\"URL\":\"http://a/\"}]",
			 names[i]);
		survives(text);
	}
	survives("[{\"id\":\"x\",\"type\":\"thesis\",\"genre\":"
		 "\"PhD thesis\"},{\"id\":\"y\",\"type\":\"thesis\","
		 "\"genre\":\"Master\xE2\x80\x99s thesis\"}]");
}

static void
names(void **state)
{
	(void)state;
	survives("[{\"id\":\"x\",\"type\":\"book\",\"author\":["
		 "{\"family\":\"van der Berg\",\"given\":\"J\"},"
		 "{\"family\":\"de\",\"given\":\"J\"},"
		 "{\"family\":\"Roe, the elder\",\"given\":\"A and B\"},"
		 "{\"family\":\"Madonna\"},"
		 "{\"literal\":\"others\"},{\"literal\":\"Barnes and Noble\"},"
		 "{\"literal\":\"\xC3\x89"
		 "cole\"},{\"literal\":\"& Co\"},"
		 "{\"family\":\"O'Brien\",\"given\":\"P.\",\"suffix\":\"III\"},"
		 "{\"family\":\"Alembert\",\"non-dropping-particle\":\"d'\","
		 "\"given\":\"J\"}],"
		 "\"composer\":[{\"family\":\"Bach\",\"given\":\"J\"}]}]");
	/* A particle that no "von" can be, and one that drops. */
	writes("[{\"id\":\"x\",\"type\":\"book\",\"author\":["
	       "{\"family\":\"Vries\",\"given\":\"A\","
	       "\"non-dropping-particle\":\"De\"},{\"family\":\"Beethoven\","
	       "\"given\":\"L\",\"dropping-particle\":\"van\"}]}]",
	       "@book{x,\n  author = {{De Vries}, A and van Beethoven, L}\n"
	       "}\n");
}

static void
texts(void **state)
{
	static const char *const list[] = {
	    "a {b} c\\\\d ~ ^ _ $ # % & ` '' -- --- \\u00a0x",
	    "H<sub>2</sub>O<sup>2+</sup> <b>b <i>i</i></b>",
	    "<span style=\\\"font-variant:small-caps;\\\">sc</span> x",
	    "\xE2\x80\x9Cquoted\xE2\x80\x9D \xE2\x80\x93 \xCE\xB1 < > 3",
	    "a <i> b </b> c",
	    "\\\\LaTeX is {not} $x$",
	    "<i>All of it</i>",
	    "- a",
	    "(a)"};
	char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		snprintf(text, sizeof text,
			 "[{\"id\":\"x\",\"type\":\"article-journal\","
			 "\"title\":\"%s\",\"container-title\":\"%s\","
			 "\"note\":\"%s\",\"author\":[{\"literal\":\"Z\"}]}]",
			 list[i], list[i], list[i]);
		survives(text);
	}
	survives("[{\"id\":\"x\",\"type\":\"book\",\"title\":"
		 "\"<span class=\\\"nocase\\\">DNA</span>\",\"title-short\":"
		 "\"A <span class=\\\"nocase\\\"><i>X</i> y</span>\","
		 "\"collection-title\":\"<span class=\\\"nocase\\\">S</span>\""
		 "}]");
}

static void
variables(void **state)
{
	(void)state;
	survives(
	    "[{\"id\":\"x\",\"type\":\"book\",\"title\":\"T\",\"DOI\":"
	    "\"10.1000/<1>_%2F#\",\"URL\":\"https://a.b/~c_d?e=%20&f#g\","
	    "\"PMID\":\"1\",\"PMCID\":\"PMC2\",\"ISBN\":\"3\",\"ISSN\":\"4\","
	    "\"edition\":\"2\",\"volume\":\"3\",\"collection-title\":\"S\","
	    "\"collection-number\":\"7\",\"publisher\":\"Taylor and Francis\","
	    "\"publisher-place\":\"Bath\",\"language\":\"en-GB\",\"note\":"
	    "\"N\",\"annote\":\"A\",\"abstract\":\"B\",\"keyword\":\"k, l\","
	    "\"status\":\"in press\",\"number-of-pages\":\"300\","
	    "\"number-of-volumes\":\"3\",\"medium\":\"CD\",\"event-title\":"
	    "\"E\",\"event-place\":\"Rome\",\"original-title\":\"O\","
	    "\"archive\":\"NLM\",\"archive_location\":\"b 1\",\"scale\":"
	    "\"1:2\",\"custom\":{\"status\":\"retracted corrected\","
	    "\"status-notice\":\"J 2001;1:2\",\"mine\":\"x\"}},"
	    "{\"id\":\"y\",\"type\":\"article-journal\",\"title\":\"U\","
	    "\"number\":\"5\",\"page\":\"1-2\",\"issue\":\"3\"},"
	    "{\"id\":\"z\",\"type\":\"article\",\"title\":\"V\",\"archive\":"
	    "\"arXiv\",\"archive_location\":\"2101.1\",\"URL\":\"http://u/\","
	    "\"number\":\"8\"}]");
}

/* What BibTeX cannot have in a key, and what it has no place for. */
static void
losses(void **state)
{
	const char *text;
	struct bench b;

	(void)state;
	bench_open(&b);
	read_as(&b, "refs.json",
		"[{\"id\":\"a b\",\"type\":\"book\",\"title\":\"A\"},"
		"{\"id\":\"a-b\",\"type\":\"book\",\"title\":\"B\"},"
		"{\"id\":\"c\",\"type\":\"book\",\"title\":\"C\","
		"\"custom\":{\"doi\":\"x\"}}]");
	text = written(&b, "bibtex");
	assert_non_null(strstr(text, "@book{a-b,"));
	assert_non_null(strstr(text, "@book{a-b-2,"));
	assert_int_equal(b.diags.list.len, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(b.diags.list.items[i].code, "bib-lost");
	bench_close(&b);
}

static void
no_memory(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	read_as(&b, "refs.json",
		"[{\"id\":\"a b\",\"type\":\"thesis\",\"title\":\"<i>A</i>\","
		"\"page\":\"1-2\",\"issued\":{\"date-parts\":[[2001,2,3]]},"
		"\"author\":[{\"family\":\"A\",\"given\":\"B\"}],"
		"\"medium\":\"m\",\"custom\":{\"x\":\"y\"}}]");
	write_survives(&b, "bibtex");
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(article), cmocka_unit_test(dates),
	    cmocka_unit_test(types),   cmocka_unit_test(names),
	    cmocka_unit_test(texts),   cmocka_unit_test(variables),
	    cmocka_unit_test(losses),  cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
