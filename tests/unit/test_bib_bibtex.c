/* BibTeX and BibLaTeX: the file's grammar, inheritance, names, dates, fields */
#include "item_help.h"

/* Reads a file that is expected to give items. */
static void
open_text(struct bench *b, const char *text)
{
	bench_open(b);
	assert_int_equal(read_as(b, "refs.bib", text), BM_OK);
}

/* A text, names as "prefix family, suffix, given; ..." or a date. */
static const char *
value(const struct bench *b, const char *id, const char *variable)
{
	const bm_value *v = bm_item_get(item(b, id), variable);
	bm_buf out;
	char *s;

	if (v == NULL)
		return "(none)";
	if (v->kind == BM_VALUE_TEXT)
		return bm_arena_str(b->arena, v->text);
	bm_buf_init(&out, NULL);
	for (size_t i = 0; i < v->names.count; i++) {
		const bm_name *n = &v->names.items[i];

		bm_buf_printf(&out, "%s", i > 0 ? "; " : "");
		if (n->literal.len > 0)
			bm_buf_putc(&out, '=');
		bm_buf_putstr(&out, n->literal);
		if (n->dropping_particle.len > 0) {
			bm_buf_putc(&out, '(');
			bm_buf_putstr(&out, n->dropping_particle);
			bm_buf_puts(&out, ") ");
		}
		if (n->non_dropping_particle.len > 0) {
			bm_buf_putc(&out, '[');
			bm_buf_putstr(&out, n->non_dropping_particle);
			bm_buf_puts(&out, "] ");
		}
		bm_buf_putstr(&out, n->family);
		if (n->suffix.len > 0) {
			bm_buf_puts(&out, ", ");
			bm_buf_putstr(&out, n->suffix);
		}
		if (n->given.len > 0) {
			bm_buf_puts(&out, ", ");
			bm_buf_putstr(&out, n->given);
		}
	}
	if (v->kind == BM_VALUE_DATE) {
		const bm_item_date *d = &v->date;

		bm_buf_printf(&out, "%d-%d-%d", d->year[0], d->month[0],
			      d->day[0]);
		if (d->is_range)
			bm_buf_printf(&out, "/%d-%d-%d", d->year[1],
				      d->month[1], d->day[1]);
		if (d->season > 0)
			bm_buf_printf(&out, " s%d", d->season);
		if (d->circa)
			bm_buf_puts(&out, " circa");
		if (d->literal.len > 0) {
			bm_buf_puts(&out, " ");
			bm_buf_putstr(&out, d->literal);
		}
	}
	s = bm_arena_strdup(b->arena, bm_buf_cstr(&out));
	bm_buf_free(&out);
	return s;
}

#define IS(b, id, variable, expected)                                          \
	assert_string_equal(value((b), (id), (variable)), (expected))

/* ---- The file ---- */

static void
grammar(void **state)
{
	struct bench b;

	(void)state;
	open_text(&b, "Text between entries, with an address me@example.org\n"
		      "% and more\n"
		      "@comment{ no @entry{here} }\n"
		      "@Comment ignored\n"
		      "@preamble{\"\\newcommand{\\x}{y}\"}\n"
		      "@STRING(pain = \"Pain \")\n"
		      "@string{ long = PAIN # {and Its} # \" Relief\" }\n"
		      "@ARTICLE { one ,\n"
		      "  Title = \"A {\"}quoted{\"} word\" ,\n"
		      "  JOURNAL = long, year = 2001, month = feb # \"~3\",\n"
		      "}\n"
		      "@book(two, title={In (parentheses)}, year={1999})\n"
		      "  @misc{three,title={Indented}}\n");
	assert_int_equal(b.diags.list.len, 0);
	assert_int_equal(b.library->items.len, 3);
	IS(&b, "one", "title", "A \"quoted\" word");
	IS(&b, "one", "container-title", "Pain and Its Relief");
	IS(&b, "one", "issued", "2001-2-3");
	assert_int_equal(item(&b, "one")->pos.line, 8);
	assert_int_equal(item(&b, "one")->pos.column, 1);
	IS(&b, "two", "title", "In (parentheses)");
	assert_int_equal(item(&b, "three")->pos.column, 3);
	bench_close(&b);
}

static void
broken(void **state)
{
	struct bench b;

	(void)state;
	open_text(&b, "@article{a, title = {never {closed}, year = 2000}\n"
		      "@article{b, title = {Fine}, year = 2001}\n"
		      "@article{c, title = {One too many}}, year = 2002}\n"
		      "@article{d, title = {No comma} year = 2003}\n"
		      "@article{e, title = }\n"
		      "@article{f, title = {Cut off\n");
	assert_int_equal(b.library->items.len, 4);
	found_at(&b, 0, "bib-record", 1, 1);
	found_at(&b, 1, "bib-record", 3, 36);
	found_at(&b, 2, "bib-record", 4, 32);
	found_at(&b, 3, "bib-record", 5, 1);
	found_at(&b, 4, "bib-record", 6, 1);
	IS(&b, "b", "title", "Fine");
	IS(&b, "c", "title", "One too many");
	IS(&b, "c", "issued", "(none)");
	IS(&b, "d", "issued", "2003-0-0");
	bench_close(&b);
}

static void
odd_entries(void **state)
{
	struct bench b;

	(void)state;
	open_text(&b,
		  "@article{k, title = {A}, title = {B}, journal = nosuch}\n"
		  "@article{k, title = {C}}\n"
		  "@article{title = {No key}, author = {Roe, Ann}, "
		  "year = 2010}\n"
		  "@thing{t, title = {D}, colour = {red}}\n"
		  "@thing{u, title = {E}, colour = {blue}}\n"
		  "@set{s, entryset = {t,u}}\n"
		  "@article\n"
		  "@string{oops}\n"
		  "@misc{empty}\n");
	found_at(&b, 0, "bib-bad-value", 1, 26); /* twice */
	found_at(&b, 1, "bib-bad-value", 1, 49); /* no macro */
	found_at(&b, 2, "bib-bad-value", 3, 1);  /* no key */
	found_at(&b, 3, "bib-record", 7, 1);
	found_at(&b, 4, "bib-record", 8, 1);
	IS(&b, "k", "title", "A");
	IS(&b, "k", "container-title", "nosuch");
	IS(&b, "roe2010", "title", "No key");
	assert_true(bm_str_is(item(&b, "t")->type, "document"));
	IS(&b, "u", "custom.colour", "blue");
	assert_non_null(item(&b, "empty"));
	/* Then the second "k", the type, the field, the set: once each. */
	assert_int_equal(b.diags.list.len, 9);
	found_at(&b, 5, "bib-duplicate", 2, 1);
	found_at(&b, 8, "bib-bad-value", 6, 1);
	bench_close(&b);
}

static void
not_bibtex(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    bm_bib_read(b.library, BM_STR("just words"), "refs.bib", &b.diags),
	    BM_BAD_INPUT);
	assert_string_equal(b.diags.list.items[0].code, "bib-shape");
	assert_int_equal(
	    bm_bib_read(b.library, BM_STR(" \n"), "refs.bib", &b.diags), BM_OK);
	/* Known by its content, whatever its name. */
	assert_int_equal(bm_bib_read(b.library,
				     BM_STR("% list\n@book{x,title={T}}"),
				     "refs.txt", &b.diags),
			 BM_OK);
	IS(&b, "x", "title", "T");
	bench_close(&b);
}

/* Each macro doubles the one before: the text must not. */
static void
laughs(void **state)
{
	struct bench b;
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, "@string{m0 = {ha ha ha ha }}\n");
	for (int i = 1; i < 100; i++)
		bm_buf_printf(&text, "@string{m%d = m%d # m%d}\n", i, i - 1,
			      i - 1);
	bm_buf_puts(&text, "@book{b, title = {T}, note = m99, year = 2000}\n");
	open_text(&b, bm_buf_cstr(&text));
	assert_int_equal(b.diags.list.len, 1);
	assert_string_equal(b.diags.list.items[0].code, "bib-limit");
	assert_true(bm_arena_used(b.library->arena) < 4000000);
	IS(&b, "b", "issued", "2000-0-0");
	bm_buf_free(&text);
	bench_close(&b);
}

/* What biber and people who edit by hand write between fields. */
static void
dialects(void **state)
{
	struct bench b;

	(void)state;
	open_text(&b, "% @book{no, title = {Not this}}\n"
		      "@string{jj = {Journal of It}}\n"
		      "@article{a, title = {50% less},% behind a comma\n"
		      "% volume = {1},\n"
		      "  journal = jj % behind a value\n"
		      "  , year\xC2\xA0=\xC2\xA0{2001}, read}\n"
		      "@article{b, title {B}, journal = jj,\n"
		      "  doi = {10/abcd1}}\n"
		      "@book{, title = {C}, author = {Roe, A}}\n"
		      "@book{, title = {D}, author = {Poe, A}}\n");
	assert_int_equal(b.library->items.len, 4);
	IS(&b, "a", "title", "50% less");
	IS(&b, "a", "volume", "(none)");
	IS(&b, "a", "issued", "2001-0-0");
	IS(&b, "b", "title", "B");
	IS(&b, "b", "DOI", "10/abcd1");
	IS(&b, "poe", "title", "D");
	found_at(&b, 0, "bib-bad-value", 6, 22); /* no value */
	found_at(&b, 1, "bib-bad-value", 7, 13); /* no sign */
	found_at(&b, 2, "bib-bad-value", 9, 1);  /* no key, once */
	assert_int_equal(b.diags.list.len, 3);
	/* Macros are those of the files before too. */
	assert_int_equal(
	    read_as(&b, "more.bib", "@article{c, title={C}, journal=jj}"),
	    BM_OK);
	IS(&b, "c", "container-title", "Journal of It");
	bench_close(&b);
	open_text(&b, "@string{a = {A}}\n@comment{jabref-meta: x;}\n");
	assert_int_equal(b.library->items.len, 0);
	assert_int_equal(b.diags.list.len, 0);
	bench_close(&b);
}

/* Words of BibLaTeX in place of text, and what Mendeley writes. */
static void
words(void **state)
{
	struct bench b;

	(void)state;
	open_text(
	    &b,
	    "@article{a, title = {A \\enquote*{b}\\hyphen c}, series = 2,\n"
	    "  issn = {1111-2222 (Print)$\\backslash$r3333-444X (Linking)}}\n"
	    "@article{n, title = {N}, series = {newseries},\n"
	    "  isbn = {1111-2222}, doi = {Doi 10.1000/x}}\n"
	    "@book{b, title = {B}, location = {Rome and New York},\n"
	    "  origyear = 1959, editor = {Roe, A}, editortype = {reviser}}\n"
	    "@book{v, maintitle = {Works}, volume = 2,\n"
	    "  address = {London and Bath}}\n"
	    "@inbook{i, title = {I}, crossref = {mv}}\n"
	    "@mvbook{mv, title = {All}, author = {Poe, E}}\n"
	    "@patent{p, title = {P}, type = {patreqfr},\n"
	    "  location = {countryfr and countryus}, date = {1992/open}}\n"
	    "@review{r, title = {R}, journaltitle = {J}, number = 3}\n");
	assert_int_equal(b.diags.list.len, 0);
	IS(&b, "a", "title",
	   "A \xE2\x80\x9C"
	   "b\xE2\x80\x9D-c");
	IS(&b, "a", "collection-title", "2nd series");
	IS(&b, "a", "ISSN", "1111-2222, 3333-444X");
	IS(&b, "n", "collection-title", "new series");
	IS(&b, "n", "ISSN", "1111-2222");
	IS(&b, "n", "DOI", "10.1000/x");
	IS(&b, "b", "publisher-place", "Rome; New York");
	IS(&b, "b", "original-date", "1959-0-0");
	IS(&b, "b", "editor", "Roe, A");
	IS(&b, "v", "title", "Works");
	IS(&b, "v", "publisher-place", "London and Bath");
	IS(&b, "i", "container-title", "All");
	IS(&b, "i", "author", "Poe, E");
	IS(&b, "p", "genre", "French patent request");
	IS(&b, "p", "jurisdiction", "France; United States");
	IS(&b, "p", "issued", "1992-0-0/0-0-0");
	IS(&b, "r", "issue", "3");
	bench_close(&b);
}

/* ---- Inheritance ---- */

static void
crossref(void **state)
{
	struct bench b;

	(void)state;
	open_text(
	    &b,
	    "@incollection{part, crossref = {Whole}, title = {Part},\n"
	    "  author = {Roe, A}, pages = {1--9}}\n"
	    "@inproceedings{talk, crossref = {proc}, title = {Talk}}\n"
	    "@inproceedings{old, crossref = {oldproc}, title = {Old}}\n"
	    "@article{art, crossref = {per}, title = {Art}}\n"
	    "@inbook{inb, crossref = {bk}, title = {Inside}}\n"
	    "@incollection{inc, crossref = {bk}, title = {Within}}\n"
	    "@collection{whole, title = {Whole}, subtitle = {All},\n"
	    "  editor = {Doe, J}, year = 2005, publisher = {P},\n"
	    "  doi = {10.1000/whole}, crossref = {mv}}\n"
	    "@mvcollection{mv, title = {Volumes}, location = {Bonn}}\n"
	    "@proceedings{proc, title = {Proc}, venue = {Rome}, year = 2006}\n"
	    "@proceedings{oldproc, title = {Proceedings of It},\n"
	    "  booktitle = {Proc of It}}\n"
	    "@periodical{per, title = {Journal}, year = 1990, volume = 3}\n"
	    "@book{bk, title = {Book}, author = {Poe, E}}\n");
	assert_int_equal(b.diags.list.len, 0);
	IS(&b, "part", "title", "Part");
	IS(&b, "part", "container-title", "Whole: All");
	IS(&b, "part", "collection-title", "Volumes");
	IS(&b, "part", "editor", "Doe, J");
	IS(&b, "part", "publisher-place", "Bonn");
	IS(&b, "part", "issued", "2005-0-0");
	IS(&b, "part", "DOI", "(none)");
	IS(&b, "whole", "DOI", "10.1000/whole");
	IS(&b, "whole", "collection-title", "Volumes");
	IS(&b, "talk", "container-title", "Proc");
	IS(&b, "talk", "event-place", "Rome");
	IS(&b, "old", "container-title", "Proc of It");
	IS(&b, "art", "container-title", "Journal");
	IS(&b, "art", "volume", "3");
	IS(&b, "inb", "container-title", "Book");
	IS(&b, "inb", "container-author", "Poe, E");
	IS(&b, "inb", "author", "Poe, E");
	/* Who is not named is the one who wrote it all. */
	IS(&b, "inc", "author", "Poe, E");
	IS(&b, "part", "author", "Roe, A");
	bench_close(&b);
}

static void
xdata(void **state)
{
	struct bench b;

	(void)state;
	open_text(&b, "@book{a, title = {A}, xdata = {pub, place}}\n"
		      "@xdata{pub, publisher = {P}, xdata = {more}}\n"
		      "@xdata{place, location = {Bonn}, title = {No}}\n"
		      "@xdata{more, language = {german}}\n"
		      "@book{r, title = {R}, crossref = {s}}\n"
		      "@book{s, title = {S}, crossref = {r}}\n"
		      "@book{self, title = {S}, crossref = {self}}\n"
		      "@book{lost, title = {L},\n crossref = {nowhere}}\n");
	assert_int_equal(b.library->items.len, 5);
	IS(&b, "a", "publisher", "P");
	IS(&b, "a", "publisher-place", "Bonn");
	IS(&b, "a", "language", "de");
	IS(&b, "a", "title", "A");
	assert_int_equal(b.diags.list.len, 3);
	found_at(&b, 0, "bib-bad-value", 6, 23); /* circular */
	found_at(&b, 1, "bib-bad-value", 7, 26);
	found_at(&b, 2, "bib-bad-value", 9, 2);
	bench_close(&b);
}

/* A chain of parents, each with a field of its own, must stay bounded. */
static void
long_chain(void **state)
{
	struct bench b;
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	for (int i = 0; i < 3000; i++)
		bm_buf_printf(
		    &text, "@book{k%d, title={T}, f%d={x}, crossref={k%d}}\n",
		    i, i, i + 1);
	bm_buf_puts(&text, "@book{k3000, title={T}}\n");
	open_text(&b, bm_buf_cstr(&text));
	assert_int_equal(b.library->items.len, 3001);
	assert_string_equal(b.diags.list.items[0].code, "bib-limit");
	bm_buf_free(&text);
	bench_close(&b);
}

/* ---- Names ---- */

static void
names_are(const char *field, const char *expected)
{
	char text[400];
	struct bench b;

	snprintf(text, sizeof text, "@book{x, title={T}, author = {%s}}",
		 field);
	open_text(&b, text);
	IS(&b, "x", "author", expected);
	assert_int_equal(b.diags.list.len, 0);
	bench_close(&b);
}

static void
names(void **state)
{
	(void)state;
	names_are("Jane Doe", "Doe, Jane");
	names_are("Doe, Jane", "Doe, Jane");
	names_are("Jane van der Berg", "[van der] Berg, Jane");
	names_are("van der Berg, Jane", "[van der] Berg, Jane");
	names_are("de la Cruz, Jr., Ana M.", "[de la] Cruz, Jr., Ana M.");
	names_are("Roe, John, III and Doe, J, K", "Roe, III, John; Doe, J, K");
	names_are("jean de la fontaine", "[jean de la] fontaine");
	names_are("Ruiz de Luzuriaga, Bea", "Ruiz de Luzuriaga, Bea");
	names_are("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
		  "[de la] Vall\xC3\xA9"
		  "e Poussin, Charles Louis Xavier Joseph");
	names_are("{World Health Organization} and Doe, J",
		  "=World Health Organization; Doe, J");
	names_are("{Barnes and Noble}", "=Barnes and Noble");
	names_are("{{\\\"O}sterreichische Akademie}",
		  "=\xC3\x96sterreichische Akademie");
	names_are("Hans {Peter Mayer}", "Peter Mayer, Hans");
	names_are("{\\'E}mile Zola", "Zola, \xC3\x89mile");
	names_are("Madonna", "Madonna");
	names_are("A.~B. Smith\n  AND\n  C. Jones", "Smith, A. B.; Jones, C.");
	names_are("Anderson, Sandy", "Anderson, Sandy");
	names_are("O'Brien, P", "O'Brien, P");
	names_are("d'Arc, Jeanne", "d'Arc, Jeanne");
	names_are("\xC3\xB8rsted, Hans", "\xC3\xB8rsted, Hans");
	names_are("family=Berg, given=Jan, prefix=van den, useprefix=true",
		  "[van den] Berg, Jan");
	names_are("given={Jan, B}, family=\"Berg\", prefix=von, "
		  "useprefix=false, suffix=Jr, given-i=J",
		  "(von) Berg, Jr, Jan, B");
}

static void
others(void **state)
{
	struct bench b;

	(void)state;
	open_text(&b, "@book{a, title={T}, author={Doe, J and others},\n"
		      " editor={Roe, A and others}}\n"
		      "@book{b, title={T},\n author={A and and B}}\n"
		      "@book{c, title={T}, author={A, B, C, D}}\n");
	IS(&b, "a", "author", "Doe, J");
	IS(&b, "a", "custom.et-al", "author editor");
	IS(&b, "b", "author", "A; B");
	found_at(&b, 0, "bib-bad-value", 4, 2);
	found_at(&b, 1, "bib-bad-value", 5, 21);
	assert_int_equal(b.diags.list.len, 2);
	bench_close(&b);
}

/* ---- Dates ---- */

static void
date_is(const char *fields, const char *expected)
{
	char text[400];
	struct bench b;

	snprintf(text, sizeof text, "@book{x, title={T}, %s}", fields);
	open_text(&b, text);
	IS(&b, "x", "issued", expected);
	assert_int_equal(b.diags.list.len, 0);
	bench_close(&b);
}

static void
dates(void **state)
{
	struct bench b;

	(void)state;
	date_is("year = 2001", "2001-0-0");
	date_is("year = {2001}, month = mar", "2001-3-0");
	date_is("year = 2001, month = {March}, day = 4", "2001-3-4");
	date_is("year = 2001, month = 12", "2001-12-0");
	date_is("year = 2001, month = \"4~\" # mar", "2001-3-4");
	date_is("year = 2001, month = {May/June}", "2001-5-0/2001-6-0");
	date_is("year = 2001, month = {March 4--6}", "2001-3-4/2001-3-6");
	date_is("year = 2001, month = {Spring}", "2001-0-0 s1");
	date_is("year = {in press}", "0-0-0 in press");
	date_is("year = {c. 1850}", "1850-0-0 circa");
	date_is("year = {[1850?]}", "1850-0-0 circa");
	date_is("date = {2001-02-03}", "2001-2-3");
	date_is("date = {2001-02/2002}", "2001-2-0/2002-0-0");
	date_is("date = {2001/}", "2001-0-0/0-0-0");
	date_is("date = {2001~}", "2001-0-0 circa");
	date_is("date = {1999~/2001}", "1999-0-0/2001-0-0 circa");
	date_is("date = {2001-22}", "2001-0-0 s2");
	date_is("date = {2004}, year = 1900", "2004-0-0");
	open_text(&b, "@online{x, title={T}, urldate={2020-05-06},\n"
		      " eventdate={2019-01-02/2019-01-04}, origdate={1900},\n"
		      " date={someday}, year=2001, month={never}}");
	IS(&b, "x", "accessed", "2020-5-6");
	IS(&b, "x", "event-date", "2019-1-2/2019-1-4");
	IS(&b, "x", "original-date", "1900-0-0");
	IS(&b, "x", "issued", "2001-0-0");
	found_at(&b, 0, "bib-bad-value", 3, 2);
	found_at(&b, 1, "bib-bad-value", 3, 29);
	bench_close(&b);
}

/* ---- Fields ---- */

static void
articles(void **state)
{
	struct bench b;

	(void)state;
	open_text(
	    &b, "@article{a, title = {Pain}, subtitle = {A view},\n"
		" journaltitle = {Spine}, shortjournal = {Spn}, volume = 3,\n"
		" number = 4, issue = {Spring}, pages = {822--8},\n"
		" doi = {https://doi.org/10.1000/a_b}, pmid = {PMID: 123},\n"
		" pmcid = {PMC77}, issn = {1234-5678}, langid = {british},\n"
		" note = {First}, addendum = {Second}, annote = {Mine},\n"
		" keywords = {x, y}, abstract = {Long\n\n  text},\n"
		" pubstate = {inpress}, file = {a.pdf}}\n"
		"@article{b, title={Why?}, subtitle={Because}, journal={J},\n"
		" eid={e017585}, eprint={22222}, eprinttype={pubmed},\n"
		" url={https://doi.org/10.1000/xyz}}\n"
		"@article{c, title={P}, eprint={2101.00001},\n"
		" archiveprefix={arXiv}, primaryclass={q-bio}}\n"
		"@article{d, title={M}, journal={J}, entrysubtype={magazine},\n"
		" pages={1\xE2\x80\x93"
		"5, 8 -- 9}, doi={none}, pmid={x1}}\n"
		"@article{e, title={RETRACTED ARTICLE: Wrong}, journal={J}}\n");
	IS(&b, "a", "title", "Pain: A view");
	IS(&b, "a", "container-title", "Spine");
	IS(&b, "a", "container-title-short", "Spn");
	IS(&b, "a", "issue", "4, Spring");
	IS(&b, "a", "page", "822-828");
	IS(&b, "a", "DOI", "10.1000/a_b");
	IS(&b, "a", "PMID", "123");
	IS(&b, "a", "PMCID", "PMC77");
	IS(&b, "a", "language", "en-GB");
	IS(&b, "a", "note", "First. Second");
	IS(&b, "a", "annote", "Mine");
	IS(&b, "a", "keyword", "x, y");
	IS(&b, "a", "abstract", "Long text");
	IS(&b, "a", "status", "in press");
	IS(&b, "b", "title", "Why? Because");
	IS(&b, "b", "page", "e017585");
	IS(&b, "b", "PMID", "22222");
	IS(&b, "b", "DOI", "10.1000/xyz");
	assert_true(bm_str_is(item(&b, "c")->type, "article"));
	IS(&b, "c", "URL", "https://arxiv.org/abs/2101.00001");
	assert_true(bm_str_is(item(&b, "d")->type, "article-magazine"));
	IS(&b, "d", "page", "1-5, 8-9");
	IS(&b, "d", "custom.doi", "none");
	found_at(&b, 0, "bib-bad-value", 17, 25);
	found_at(&b, 1, "bib-bad-value", 17, 37);
	assert_int_equal(b.diags.list.len, 2);
	assert_int_equal(bm_item_standing(item(&b, "e"), NULL),
			 BM_STANDING_RETRACTED);
	bench_close(&b);
	open_text(&b, "@article{n, title={T}, note={PMID: 77\nPMCID: PMC8}}\n"
		      "@article{o, title={U}, note={Two\n   lines}}\n");
	IS(&b, "n", "PMID", "77");
	IS(&b, "n", "PMCID", "PMC8");
	IS(&b, "o", "note", "Two lines");
	bench_close(&b);
}

static void
books(void **state)
{
	struct bench b;

	(void)state;
	open_text(
	    &b, "@book{a, title={T}, edition={Second}, series={S}, number=7,\n"
		" publisher={Taylor and Francis}, address={Bath}, volumes=3,\n"
		" isbn={978-1}, pagetotal={300}, translator={Roe, A},\n"
		" editor={Doe, J}, editortype={compiler}, ids={x, y}}\n"
		"@book{b, title={T}, edition={3rd ed.}, maintitle={Main}}\n"
		"@inbook{c, title={Book}, chapter={The end}, pages={4}}\n"
		"@inbook{d, title={Book}, chapter=7}\n"
		"@phdthesis{e, title={T}, school={Uni}}\n"
		"@thesis{f, title={T}, type={mathesis}, institution={U}}\n"
		"@techreport{g, title={T}, number={TR-1}, institution={NIH},\n"
		" organization={WHO}}\n"
		"@misc{h, title={T}, howpublished={\\url{https://a.b/c\\_d}}}\n"
		"@misc{i, title={T}, howpublished={By hand}}\n"
		"@patent{j, title={T}, number={1}, type={patentus}}\n"
		"@software{k, title={T}, version={1.2}, medium={CD}}\n"
		"@unpublished{l, title={T}, eventtitle={Meeting}}\n"
		"@misc{m, title={T}, entrysubtype={dataset}}\n");
	assert_int_equal(b.diags.list.len, 0);
	IS(&b, "a", "edition", "2");
	IS(&b, "a", "collection-title", "S");
	IS(&b, "a", "collection-number", "7");
	IS(&b, "a", "publisher", "Taylor and Francis");
	IS(&b, "a", "publisher-place", "Bath");
	IS(&b, "a", "editor", "Doe, J");
	IS(&b, "a", "custom.editor-type", "compiler");
	IS(&b, "a", "translator", "Roe, A");
	assert_ptr_equal(item(&b, "y"), item(&b, "a"));
	IS(&b, "b", "edition", "3");
	IS(&b, "b", "collection-title", "Main");
	IS(&b, "c", "title", "The end");
	IS(&b, "c", "container-title", "Book");
	assert_true(bm_str_is(item(&b, "d")->type, "book"));
	IS(&b, "d", "chapter-number", "7");
	IS(&b, "e", "genre", "PhD thesis");
	IS(&b, "e", "publisher", "Uni");
	IS(&b, "f", "genre", "Master\xE2\x80\x99s thesis");
	IS(&b, "g", "number", "TR-1");
	IS(&b, "g", "publisher", "NIH");
	IS(&b, "g", "organizer", "=WHO");
	assert_true(bm_str_is(item(&b, "h")->type, "webpage"));
	IS(&b, "h", "URL", "https://a.b/c_d");
	IS(&b, "i", "publisher", "By hand");
	IS(&b, "j", "genre", "U.S. patent");
	IS(&b, "k", "medium", "CD");
	assert_true(bm_str_is(item(&b, "l")->type, "speech"));
	assert_true(bm_str_is(item(&b, "m")->type, "dataset"));
	bench_close(&b);
}

static void
standing(void **state)
{
	bm_str notice;
	struct bench b;

	(void)state;
	open_text(&b, "@article{a, title={T}, journal={J}, related={r},\n"
		      " relatedtype={retraction}}\n"
		      "@article{r, title={Retraction of T}, journal={J},\n"
		      " year=2012, volume=4, pages={1--2}, "
		      "doi={10.1000/r}}\n"
		      "@book{b, title={T}, related={a, r}, "
		      "relatedtype={reprintof}}\n");
	assert_int_equal(bm_item_standing(item(&b, "a"), &notice),
			 BM_STANDING_RETRACTED);
	assert_string_equal(notice.ptr, "J 2012;4:1\xE2\x80\x93"
					"2. doi:10.1000/r");
	IS(&b, "b", "custom.related", "a, r");
	assert_int_equal(bm_item_standing(item(&b, "b"), NULL), 0);
	bench_close(&b);
}

/* ---- Memory ---- */

static void
no_memory(void **state)
{
	static const char text[] =
	    "@string{j = {Journal}}@article{a, title = {The {DNA} \\foo}, "
	    "author = {van Doe, Jane and others}, journal = j # { X}, "
	    "ids={q}, crossref = {p}, doi={10.1000/1}, edition={Second}, "
	    "langid={american}, colour={red}, eprint={1}, "
	    "related={p}, relatedtype={erratum}, date={2001/2002}}"
	    "@book{p, title={P}, year=2000, month=jan, xdata={x}}"
	    "@xdata{x, publisher={Y}}";

	(void)state;
	read_survives("refs.bib", bm_str_of(text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(grammar),     cmocka_unit_test(broken),
	    cmocka_unit_test(odd_entries), cmocka_unit_test(dialects),
	    cmocka_unit_test(words),       cmocka_unit_test(not_bibtex),
	    cmocka_unit_test(laughs),      cmocka_unit_test(crossref),
	    cmocka_unit_test(xdata),       cmocka_unit_test(long_chain),
	    cmocka_unit_test(names),       cmocka_unit_test(others),
	    cmocka_unit_test(dates),       cmocka_unit_test(articles),
	    cmocka_unit_test(books),       cmocka_unit_test(standing),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
