/* Telling works apart: every method of disambiguation, and names by name. */
#include <time.h>

#include "bib_help.h"

#define TERMS                                                                  \
	"<locale><terms><term name='et-al'>et al.</term>"                      \
	"<term name='and'>and</term></terms></locale>"
#define YEAR                                                                   \
	"<date variable='issued'><date-part name='year' prefix=' '/></date>"

/* Opens a bench with a style: attributes of cs:citation, layout, the rest. */
static void
open_style(struct bench *b, const char *globals, const char *citation,
	   const char *layout, const char *rest)
{
	bm_data data = {NULL};
	csl_paths paths = embedded_only(&data);
	bm_buf text;

	bench_open(b);
	b->library->keep_twins = true;
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text,
		      CSL "%s>" TERMS "<citation %s><layout delimiter='; '>%s"
			  "</layout></citation>%s</style>",
		      globals, citation, layout, rest);
	assert_int_equal(csl_style_parse(&paths, NULL, bm_buf_str(&text), "t",
					 &b->diags, &b->style),
			 BM_OK);
	assert_int_equal(csl_locale_load(&paths, NULL, b->style, NULL,
					 &b->diags, &b->locale),
			 BM_OK);
	bm_buf_free(&text);
}

/* One work: "Family, Given; Family, Given#year#title". */
static void
add_work(struct bench *b, size_t id, bm_str work)
{
	bm_str people = {0}, person = {0}, year = {0}, family = {0};
	const char *comma = "";
	bm_buf text;

	assert_true(bm_str_split(&work, '#', &people));
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text, "[{\"id\":\"i%zu\",\"type\":\"book\",\"author\":[",
		      id);
	while (bm_str_split(&people, ';', &person)) {
		person = bm_str_trim(person);
		if (!bm_str_split(&person, ',', &family))
			continue;
		person = bm_str_trim(person);
		bm_buf_printf(&text, "%s{\"%s\":\"%.*s\"", comma,
			      person.len > 0 ? "family" : "literal",
			      (int)family.len, family.ptr);
		if (person.len > 0)
			bm_buf_printf(&text, ",\"given\":\"%.*s\"",
				      (int)person.len, person.ptr);
		bm_buf_putc(&text, '}');
		comma = ",";
	}
	bm_buf_puts(&text, "]");
	if (bm_str_split(&work, '#', &year) && year.len > 0)
		bm_buf_printf(&text, ",\"issued\":{\"date-parts\":[[%.*s]]}",
			      (int)year.len, year.ptr);
	if (work.len > 0)
		bm_buf_printf(&text, ",\"title\":\"%.*s\"", (int)work.len,
			      work.ptr);
	bm_buf_puts(&text, "}]");
	assert_int_equal(
	    bm_bib_read(b->library, bm_buf_str(&text), "w.json", &b->diags),
	    BM_OK);
	bm_buf_free(&text);
}

/* One cluster that cites all works, in their order. */
static bm_status
render_all(const struct bench *b, bm_arena *arena, csl_output *out)
{
	size_t n = b->library->items.len;
	csl_cite *cites = BM_NEW_ARRAY(b->arena, csl_cite, n + 1);
	csl_cluster cluster = {cites, n, 0};
	csl_input in = {0};

	assert_non_null(cites);
	for (size_t i = 0; i < n; i++)
		cites[i].item = b->library->items.items[i];
	in.clusters = &cluster;
	in.cluster_count = 1;
	return csl_render(b->style, b->locale, &in, arena, out);
}

/* Adds works that are parted by '|'. */
static void
add_works(struct bench *b, const char *works)
{
	bm_str rest = bm_str_of(works), work;

	while (bm_str_split(&rest, '|', &work))
		add_work(b, b->library->items.len, work);
}

static void
check(struct bench *b, const char *works, const char *expected)
{
	csl_output out;
	bm_buf text;

	add_works(b, works);
	assert_int_equal(render_all(b, b->arena, &out), BM_OK);
	bm_buf_init(&text, NULL);
	run_text(out.clusters[0], &text);
	for (size_t i = 0; i < out.entry_count; i++) {
		bm_buf_puts(&text, i == 0 ? " || " : " | ");
		run_text(out.entries[i].runs, &text);
	}
	assert_string_equal(bm_buf_cstr(&text), expected);
	bm_buf_free(&text);
	bench_close(b);
}

/* Author and year; cs:citation and cs:name have these attributes. */
static void
author_year(const char *citation, const char *name, const char *works,
	    const char *expected)
{
	struct bench b;
	char layout[400];

	snprintf(layout, sizeof layout,
		 "<names variable='author'><name %s/></names>" YEAR, name);
	open_style(&b, "", citation, layout, "");
	check(&b, works, expected);
}

#define CUT     "et-al-min='3' et-al-use-first='1' "
#define ADD     "disambiguate-add-names='true' "
#define GIVEN   "disambiguate-add-givenname='true' "
#define LETTER  "disambiguate-add-year-suffix='true' "
#define RULE(r) GIVEN "givenname-disambiguation-rule='" r "' "
#define SHORT   "form='short' initialize-with='. '"

static void
more_names(void **state)
{
	(void)state;
	/* Only as many as are needed, and only where they help. */
	author_year(CUT ADD, SHORT,
		    "Ash, A; Birch, B; Cedar, C#1990|"
		    "Ash, A; Beech, B; Cedar, C#1990|"
		    "Oak, A; Birch, B; Cedar, C#1990",
		    "Ash, Birch, et al. 1990; Ash, Beech, et al. 1990; "
		    "Oak et al. 1990");
	/* Each set goes on for itself; what does not help is not shown. */
	author_year(CUT ADD LETTER, SHORT,
		    "Ash, A; Fir, B; Elm, C; Yew, D#1990|"
		    "Ash, A; Fir, B; Elm, C; Yew, D#1990|"
		    "Ash, A; Fir, B; Oak, C; Yew, D#1990|"
		    "Ash, A; Lime, B; Oak, C; Yew, D#1990",
		    "Ash, Fir, Elm, et al. 1990a; Ash, Fir, Elm, et al. 1990b; "
		    "Ash, Fir, Oak, et al. 1990; Ash, Lime, et al. 1990");
	author_year(CUT ADD LETTER, SHORT,
		    "Ash, A; Fir, B; Elm, C#1990|Ash, A; Fir, B; Elm, C#1990",
		    "Ash et al. 1990a; Ash et al. 1990b");
}

static void
given_names_by_cite(void **state)
{
	(void)state;
	/* Other years: nothing is ambiguous. */
	author_year(RULE("by-cite"), SHORT, "Ash, Ann#1990|Ash, Bob#1991",
		    "Ash 1990; Ash 1991");
	author_year(GIVEN, SHORT, "Ash, Ann#1990|Ash, Bob#1990",
		    "A. Ash 1990; B. Ash 1990");
	author_year(GIVEN, SHORT, "Ash, Ann#1990|Ash, Abe#1990|Ash, Bob#1990",
		    "Ann Ash 1990; Abe Ash 1990; B. Ash 1990");
	/* It stops at the first name that helps. */
	author_year(GIVEN, SHORT,
		    "Ash, Ann; Oak, Al#1990|Ash, Ann; Oak, Bo#1990",
		    "Ash, A. Oak 1990; Ash, B. Oak 1990");
	/* A hidden name is shown when only its given name tells. */
	author_year(CUT ADD GIVEN, SHORT,
		    "Ash, A; Oak, Al; Elm, E#1990|Ash, A; Oak, Bo; Elm, E#1990",
		    "Ash, A. Oak, et al. 1990; Ash, B. Oak, et al. 1990");
	author_year(GIVEN LETTER, "form='short'",
		    "Ash, Ann#1990|Ash, Bob#1990|Ash, Ann#1990",
		    "Ann Ash 1990a; Bob Ash 1990; Ann Ash 1990b");
}

static void
given_names_of_people(void **state)
{
	static const char works[] =
	    "Ash, Ann#1990|Ash, Bob#1991|Oak, O; Ash, Bill#1992";

	(void)state;
	author_year(RULE("all-names"), SHORT, works,
		    "A. Ash 1990; Bob Ash 1991; Oak, Bill Ash 1992");
	author_year(RULE("all-names-with-initials"), SHORT, works,
		    "A. Ash 1990; B. Ash 1991; Oak, B. Ash 1992");
	author_year(RULE("primary-name"), SHORT, works,
		    "A. Ash 1990; B. Ash 1991; Oak, Ash 1992");
	author_year(RULE("primary-name-with-initials"), SHORT, works,
		    "A. Ash 1990; B. Ash 1991; Oak, Ash 1992");
	/* One person, however the initials are written. */
	author_year(RULE("all-names"), SHORT, "Ash, J. J.#1990|Ash, J.J.#1991",
		    "Ash 1990; Ash 1991");
	/* Institutions have no given names. */
	author_year(RULE("all-names"), SHORT, "Ash#1990|Ash, Bob#1991",
		    "Ash 1990; Ash 1991");
}

static void
condition(void **state)
{
	static const char layout[] =
	    "<names variable='author'><name form='short'/></names>"
	    "<choose><if disambiguate='true'><text variable='title' "
	    "prefix=', '/></if></choose>"
	    "<choose><if disambiguate='true'>" YEAR "</if></choose>";
	struct bench b;

	(void)state;
	open_style(&b, "", "", layout, "");
	check(&b, "Ash, A#1990#One|Ash, B#1991#Two|Oak, A#1990#One",
	      "Ash, One; Ash, Two; Oak");
	/* One test after the other, and only while it helps. */
	open_style(&b, "", "", layout, "");
	check(&b, "Ash, A#1990#One|Ash, B#1991#One|Ash, B#1992#Two",
	      "Ash, One 1990; Ash, One 1991; Ash, Two");
	open_style(&b, "", "", layout, "");
	check(&b, "Ash, A#1990#One|Ash, A#1990#One", "Ash, One; Ash, One");
	/* It is decided on later cites, which need not ask for it. */
	open_style(&b, "", "",
		   "<names variable='author'><name form='short'/></names>"
		   "<choose><if position='first'><choose>"
		   "<if disambiguate='true'><text variable='title' "
		   "prefix=', '/></if></choose></if></choose>",
		   "");
	check(&b, "Ash, A#1990#One|Ash, B#1991#Two|Oak, A#1990#One",
	      "Ash, One; Ash, Two; Oak");
	/* It holds in the entries too. */
	open_style(&b, "", "", layout,
		   "<bibliography><layout><choose><if disambiguate='true'>"
		   "<text value='yes'/></if><else><text value='no'/></else>"
		   "</choose></layout></bibliography>");
	check(&b, "Ash, A#1990#One|Ash, B#1991#Two|Oak, A#1990#One",
	      "Ash, One; Ash, Two; Oak || yes | yes | no");
}

static void
letters(void **state)
{
	struct bench b;
	bm_buf works, expected;

	(void)state;
	/* It is small whatever the year looks like. */
	open_style(&b, "", LETTER,
		   "<date variable='issued' text-case='uppercase'><date-part "
		   "name='year' text-case='uppercase'/></date>",
		   "");
	check(&b, "Ash, A#1990|Oak, A#1990", "1990a; 1990b");
	/* In the order of the bibliography, not of the citation. */
	open_style(&b, "", LETTER,
		   "<names variable='author'><name form='short'/></names>" YEAR,
		   "<bibliography><sort><key variable='title'/></sort><layout>"
		   "<text variable='title'/>" YEAR "</layout></bibliography>");
	check(&b, "Ash, A#1990#Z|Ash, A#1990#X|Ash, A#1991#Y",
	      "Ash 1990b; Ash 1990a; Ash 1991 || X 1990a | Y 1991 | Z 1990b");
	/* Where the style prints it itself, it stands nowhere else. */
	open_style(&b, "", LETTER,
		   YEAR "<text variable='year-suffix' prefix='-'/>", "");
	check(&b, "Ash, A#1990|Oak, A#1990", " 1990-a; 1990-b");
	bm_buf_init(&works, NULL);
	bm_buf_init(&expected, NULL);
	for (size_t i = 0; i < 28; i++) {
		bm_buf_printf(&works, "%sAsh, A#1990", i > 0 ? "|" : "");
		bm_buf_printf(&expected, "%s1990%s%c", i > 0 ? "; " : "",
			      i > 25 ? "a" : "", (char)('a' + i % 26));
	}
	open_style(&b, "", LETTER,
		   "<date variable='issued'><date-part name='year'/></date>",
		   "");
	check(&b, bm_buf_cstr(&works), bm_buf_cstr(&expected));
	bm_buf_free(&works);
	bm_buf_free(&expected);
}

/* Two works with these dates, told apart by a letter. */
static void
lettered(const char *dates, const char *expected)
{
	struct bench b;
	csl_output out;
	bm_buf text;

	open_style(&b, "", LETTER,
		   "<names variable='author'/><date variable='original-date' "
		   "prefix=' '><date-part name='year'/></date>" YEAR,
		   "");
	bm_buf_init(&text, NULL);
	bm_buf_printf(
	    &text,
	    "[{\"id\":\"a\",\"type\":\"book\",\"author\":[{\"family\":"
	    "\"Ash\"}],%s},{\"id\":\"b\",\"type\":\"book\",\"author\":"
	    "[{\"family\":\"Ash\"}],%s}]",
	    dates, dates);
	assert_int_equal(
	    bm_bib_read(b.library, bm_buf_str(&text), "w.json", &b.diags),
	    BM_OK);
	assert_int_equal(render_all(&b, b.arena, &out), BM_OK);
	bm_buf_clear(&text);
	run_text(out.clusters[0], &text);
	assert_string_equal(bm_buf_cstr(&text), expected);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
first_year(void **state)
{
	(void)state;
	lettered("\"original-date\":{\"date-parts\":[[1950]]},"
		 "\"issued\":{\"date-parts\":[[1990]]}",
		 "Ash 1950a 1990; Ash 1950b 1990");
	lettered("\"original-date\":{\"date-parts\":[[1950]]}",
		 "Ash 1950a; Ash 1950b");
	/* Of a range it stands behind the whole. */
	lettered("\"issued\":{\"date-parts\":[[1990],[1992]]}",
		 "Ash 1990\xE2\x80\x93"
		 "1992a; Ash 1990\xE2\x80\x93"
		 "1992b");
}

/* Entries in the order of one key, a macro that holds this. */
static void
sorted_by(const char *macro, const char *order, const char *works,
	  const char *expected)
{
	struct bench b;
	char rest[900];

	snprintf(rest, sizeof rest,
		 "<macro name='key'>%s</macro><macro name='year'>" YEAR
		 "<text term='and'/></macro><bibliography><sort><key "
		 "macro='key' sort='%s'/></sort><layout><text "
		 "variable='title'/></layout></bibliography>",
		 macro, order);
	open_style(&b, "", "", "<text value='c'/>", rest);
	check(&b, works, expected);
}

static void
keys_of_macros(void **state)
{
	static const char works[] = "Oak, A#1992#B|Elm, A##D|#1991#A|"
				    "Ash, A#1990#C";
	static const char or_word[] =
	    "<choose><if variable='issued'>" YEAR
	    "</if><else><text value='0'/></else></choose>";

	(void)state;
	/* A word for a missing date is no date: it comes last both ways. */
	sorted_by(or_word, "ascending", works, "c; c; c; c || C | A | B | D");
	sorted_by(or_word, "descending", works, "c; c; c; c || B | A | C | D");
	/* What else stands in a macro with a date does not count ... */
	sorted_by("<text variable='title'/>" YEAR, "ascending", works,
		  "c; c; c; c || C | A | B | D");
	/* ... but what stands around such a macro does. */
	sorted_by("<text variable='title'/><text macro='year'/>", "ascending",
		  works, "c; c; c; c || A | B | C | D");
	/* A word for missing names is no key, and a title for them is. */
	sorted_by("<names variable='author'><substitute><text value='0'/>"
		  "</substitute></names>",
		  "ascending", works, "c; c; c; c || C | D | B | A");
	sorted_by("<names variable='author'><substitute><text "
		  "variable='title'/></substitute></names>",
		  "ascending", works, "c; c; c; c || A | C | D | B");
	/* Where no variable is asked for, a word is all there is. */
	sorted_by("<choose><if variable='author'><names variable='author'/>"
		  "</if><else><text value='0'/></else></choose>",
		  "ascending", works, "c; c; c; c || A | C | D | B");
}

/* What stands for the author in the second entry of one author. */
static void
same_author(const char *substitute, const char *works, const char *expected)
{
	struct bench b;
	char rest[700];

	snprintf(rest, sizeof rest,
		 "<macro name='anon'><text term='and'/></macro><bibliography "
		 "subsequent-author-substitute='--'><layout><names "
		 "variable='author'><substitute>%s</substitute></names>" YEAR
		 "</layout></bibliography>",
		 substitute);
	open_style(&b, "", "", "<text value='c'/>", rest);
	check(&b, works, expected);
}

static void
same_authors(void **state)
{
	static const char title[] = "<text variable='title'/>";
	static const char word[] = "<text macro='anon'/>";

	(void)state;
	same_author(title, "Elm, A#1990|Elm, A#1991|Oak, A#1992",
		    "c; c; c || A Elm 1990 | -- 1991 | A Oak 1992");
	/* A title is of the work, a word for the missing author is of none. */
	same_author(title, "#1990#T|#1991#T", "c; c || T 1990 | -- 1991");
	same_author(word, "#1990#T|#1991#T", "c; c || And 1990 | And 1991");
}

/* The look of a part of names holds for what stands for them too. */
static void
parts_of_substitutes(void **state)
{
	static const char work[] =
	    "[{\"id\":\"i0\",\"type\":\"book\",\"editor\":[{\"family\":\"Elm\","
	    "\"given\":\"Ada\"}]}]";
	static const char *const cases[][2] = {
	    {"<names variable='editor'><name/></names>", "Ada ELM"},
	    {"<names variable='editor'><name><name-part name='family' "
	     "text-case='lowercase'/></name></names>",
	     "Ada elm"},
	    {"<names variable='translator'><name/><substitute><names "
	     "variable='editor'/></substitute></names>",
	     "Ada ELM"},
	    {"<text macro='by'/>", "Ada ELM"},
	};
	struct bench b;
	char layout[600];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(layout, sizeof layout,
			 "<names variable='author'><name><name-part "
			 "name='family' text-case='uppercase'/></name>"
			 "<substitute>%s</substitute></names>",
			 cases[i][0]);
		open_style(&b, "", "", layout,
			   "<macro name='by'><names variable='editor'>"
			   "<name/></names></macro>");
		assert_int_equal(
		    bm_bib_read(b.library, bm_str_of(work), "w.json", &b.diags),
		    BM_OK);
		check(&b, "", cases[i][1]);
	}
}

static void
grouped(void **state)
{
	static const char two[] = "Ash, A#1990|Ash, A#1991";

	(void)state;
	author_year("cite-group-delimiter='+'", "form='short'", two,
		    "Ash 1990+Ash 1991");
	/* An empty delimiter is none: years do not run together. */
	author_year("cite-group-delimiter=''", "form='short'", two,
		    "Ash 1990; Ash 1991");
	author_year("cite-group-delimiter='' collapse='year'", "form='short'",
		    two, "Ash 1990, 1991");
}

static void
cut_names(void **state)
{
	static const char four[] = "Elm, A; Oak, B; Fir, C; Ash, D#1990";
	static const char last[] = "et-al-use-last='true' form='short' ";
	char name[200];

	(void)state;
	/* Before the ellipsis a delimiter stands only behind several names. */
	snprintf(name, sizeof name, "%set-al-min='4' et-al-use-first='2'",
		 last);
	author_year("", name, four, "Elm, Oak, \xE2\x80\xA6 Ash 1990");
	snprintf(name, sizeof name, "%set-al-min='4' et-al-use-first='1'",
		 last);
	author_year("", name, four, "Elm \xE2\x80\xA6 Ash 1990");
	/* It is for two names at least. */
	snprintf(name, sizeof name, "%set-al-min='4' et-al-use-first='3'",
		 last);
	author_year("", name, four, "Elm, Oak, \xE2\x80\xA6 Ash 1990");
	snprintf(name, sizeof name, "%set-al-min='3' et-al-use-first='2 '",
		 last);
	author_year("", name, four, "Elm \xE2\x80\xA6 Ash 1990");
	/* Affixes of names enclose the words for those that were cut. */
	author_year("", CUT "form='short' delimiter=' ' suffix=','", four,
		    "Elm, et al., 1990");
}

/* One name alone, with these attributes and children of cs:name. */
static void
one_name(const char *globals, const char *name, const char *who,
	 const char *expected)
{
	struct bench b;
	char layout[400];

	snprintf(layout, sizeof layout, "<names variable='author'><name %s",
		 name);
	strcat(layout,
	       strchr(name, '>') != NULL ? "</name></names>" : "/></names>");
	open_style(&b, globals, "", layout, "");
	check(&b, who, expected);
}

static void
initials(void **state)
{
	static const char *const cases[][2] = {
	    {"Fox, Jean-Luc", "J.-L. Fox"},
	    {"Fox, Guo-ping", "G. Fox"},
	    {"Fox, TSerendorj", "Ts. Fox"},
	    {"Fox, JRR", "J. Fox"},
	    {"Fox, Ph. Yu.", "Ph. Yu. Fox"},
	    {"Fox, J.R.R.", "J. R. R. Fox"},
	    {"Fox, <i>Ann</i> Bo", "A. B. Fox"},
	    {"Fox, Maria e Ana", "M. e A. Fox"},
	    {"Fox, \xD0\xAE\xD1\x80\xD0\xB8\xD0\xB9", "\xD0\xAE. Fox"},
	    {"\xE5\xB1\xB1, \xE5\xA4\xAA", "\xE5\xB1\xB1\xE5\xA4\xAA"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		one_name("", "initialize-with='. '", cases[i][0], cases[i][1]);
	one_name("initialize-with-hyphen='false'", "initialize-with='. '",
		 "Fox, Jean-Luc", "J. L. Fox");
	one_name("", "initialize-with='.' initialize='false'",
		 "Fox, Jean-Luc P", "Jean-Luc P. Fox");
}

static void
particles(void **state)
{
	static const char behind[] =
	    "demote-non-dropping-particle='display-and-sort'";
	static const char all[] = "name-as-sort-order='all'";

	(void)state;
	one_name(behind, all, "van der Fox, Ann", "Fox, Ann van der");
	one_name(behind, all, "al-Fox, Ann", "Fox, Ann al-");
	one_name(behind, all, "d'Fox, Ann", "Fox, Ann d\xE2\x80\x99");
	one_name(behind, "form='short' name-as-sort-order='all'",
		 "van Fox, Ann", "Fox, van");
	one_name("demote-non-dropping-particle='never'", all, "van Fox, Ann",
		 "van Fox, Ann");
	one_name("", all, "Fox, Ann de", "Fox, Ann de");
	one_name("", "", "de' Fox, Ann", "Ann de\xE2\x80\x99 Fox");
	/* Affixes enclose what belongs to the part. */
	one_name("",
		 "><name-part name='family' prefix='(' suffix=')'/><name-part "
		 "name='given' prefix='[' suffix=']'/>",
		 "van Fox, Ann", "[Ann] (van Fox)");
	one_name(behind,
		 "name-as-sort-order='all'><name-part name='given' "
		 "prefix='[' suffix=']'/>",
		 "van Fox, Ann", "Fox, [Ann van]");
}

/* What stands between names: institutions are never inverted. */
static void
between_names(void **state)
{
	struct bench b;

	(void)state;
	one_name("",
		 "and='text' delimiter-precedes-last='after-inverted-name' "
		 "name-as-sort-order='all'",
		 "Fox Club|Hen, Ann; Cow, Bob",
		 "Fox Club; Hen, Ann, and Cow, Bob");
	one_name("", "and='symbol'", "Fox, Ann; Hen, Bob", "Ann Fox & Bob Hen");
	/* A sign for "and" is all that stands there. */
	open_style(&b, "", "",
		   "<names variable='author'><name and='text'/>"
		   "</names>",
		   "<locale><terms><term name='and'>+</term></terms></locale>");
	check(&b, "Fox, Ann; Hen, Bob; Cow, Cy", "Ann Fox, Bob Hen+Cy Cow");
	open_style(&b, "", "",
		   "<names variable='author'><name and='text'/>"
		   "</names>",
		   "<locale><terms><term name='and'>&amp;</term></terms>"
		   "</locale>");
	check(&b, "Fox, Ann; Hen, Bob", "Ann Fox & Bob Hen");
}

#define TWINS                                                                  \
	"Ash, Ann; Oak, Bo; Elm, Cy#1990#A|Ash, Ann; Oak, Bo; Elm, Cy#1990#B|" \
	"Ash, Abe; Oak, Bo; Elm, Cy#1990#C|Ash, Ann; Fir, Bo; Elm, Cy#1990#D"

static void
no_memory(void **state)
{
	struct bench b;
	csl_output out;
	bool done = false;

	(void)state;
	open_style(&b, "", CUT ADD LETTER RULE("primary-name"),
		   "<names variable='author'><name " SHORT "/></names>" YEAR,
		   "");
	add_works(&b, TWINS);
	for (long at = 0; !done; at++) {
		struct failing f = {at, 0};
		bm_allocator al = {failing_alloc, &f};
		bm_arena *arena = bm_arena_new(&al);
		bm_status status = BM_NO_MEMORY;

		if (arena != NULL)
			status = render_all(&b, arena, &out);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		assert_true(f.left >= 0 || status == BM_NO_MEMORY);
		done = status == BM_OK;
		bm_arena_free(arena);
		assert_true(at < 2000);
	}
	bench_close(&b);
}

/* Thousands of cites that read the same, of the same people and of others. */
static void
large(void **state)
{
	struct bench b;
	csl_output out;
	clock_t start;
	char work[200];

	(void)state;
	open_style(&b, "", CUT ADD GIVEN LETTER,
		   "<names variable='author'><name " SHORT "/></names>" YEAR,
		   "");
	for (size_t i = 0; i < 4000; i++) {
		snprintf(work, sizeof work,
			 "Ash, Ann; Oak, Bo; Elm%zu, Cy; Fir, Di#%zu", i % 50,
			 1990 + i % 3);
		add_work(&b, i, bm_str_of(work));
	}
	start = clock();
	assert_int_equal(render_all(&b, b.arena, &out), BM_OK);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 5);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(more_names),
	    cmocka_unit_test(given_names_by_cite),
	    cmocka_unit_test(given_names_of_people),
	    cmocka_unit_test(condition),
	    cmocka_unit_test(letters),
	    cmocka_unit_test(first_year),
	    cmocka_unit_test(keys_of_macros),
	    cmocka_unit_test(same_authors),
	    cmocka_unit_test(parts_of_substitutes),
	    cmocka_unit_test(grouped),
	    cmocka_unit_test(cut_names),
	    cmocka_unit_test(initials),
	    cmocka_unit_test(particles),
	    cmocka_unit_test(between_names),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
