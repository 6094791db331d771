/* EndNote XML: what its elements become, and what is wrong with them. */
#include "item_help.h"

static bm_status
read_text(struct bench *b, const char *text)
{
	return read_as(b, "r.xml", text);
}

/* Reads one record with these elements. */
static const bm_item *
read_one(struct bench *b, const char *elements)
{
	bm_buf text;

	bench_open(b);
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text,
		      "<xml><records>\n<record>%s</record></records></xml>",
		      elements);
	assert_int_equal(read_text(b, bm_buf_cstr(&text)), BM_OK);
	bm_buf_free(&text);
	assert_int_equal(b->library->items.len, 1);
	return b->library->items.items[0];
}

#define ARTICLE  "<ref-type name='Journal Article'>17</ref-type>"
#define ST(text) "<style face='normal' font='default'>" text "</style>"

static void
article(void **state)
{
	const bm_value *v;
	const bm_item *i;
	struct bench b;

	(void)state;
	i = read_one(
	    &b,
	    ARTICLE "<contributors><authors><author>" ST(
		"Bo, Ann C.") "</author>"
			      "<author>" ST(
				  "Health Board,") "</author>"
						   "<author>Roe, John, "
						   "Jr.</author>"
						   "<author last-name='De Ly' "
						   "first-name='M'/>"
						   "<author corp-name='A "
						   "Group'/></authors></"
						   "contributors>"
						   "<titles><title>" ST(
						       "Growth"
						       " of ") "<style "
							       "face='italic'>"
							       "E. "
							       "coli</"
							       "style>" ST(
								   " in"
								   "\n "
								   " C"
								   "O") "<style"
									" "
									"face='"
									"subscr"
									"ipt'"
									">2</"
									"style>"
									"</"
									"title>"
									"<secon"
									"dary"
									"-title"
									">J "
									"Made</"
									"second"
									"ary-"
									"title>"
									"</"
									"titles"
									">"
									"<perio"
									"dica"
									"l><"
									"full-"
									"title"
									">" ST(
									    "Jo"
									    "ur"
									    "na"
									    "l "
									    "of"
									    " "
									    "Ma"
									    "de"
									    " "
									    "Th"
									    "in"
									    "g"
									    "s") "<"
										 "/"
										 "f"
										 "u"
										 "l"
										 "l"
										 "-"
										 "t"
										 "i"
										 "t"
										 "l"
										 "e"
										 ">"
										 "<"
										 "a"
										 "b"
										 "b"
										 "r"
										 "-"
										 "1"
										 ">"
										 "J"
										 " "
										 "M"
										 "a"
										 "d"
										 "e"
										 "<"
										 "/"
										 "a"
										 "b"
										 "b"
										 "r"
										 "-"
										 "1"
										 ">"
										 "<"
										 "/"
										 "p"
										 "e"
										 "r"
										 "i"
										 "o"
										 "d"
										 "i"
										 "c"
										 "a"
										 "l"
										 ">"
										 "<"
										 "p"
										 "a"
										 "g"
										 "e"
										 "s"
										 ">"
										 "8"
										 "2"
										 "2"
										 "-"
										 "8"
										 "<"
										 "/"
										 "p"
										 "a"
										 "g"
										 "e"
										 "s"
										 ">"
										 "<"
										 "v"
										 "o"
										 "l"
										 "u"
										 "m"
										 "e"
										 ">" ST(
										     "7") "</volume><number>3</number>"
											  "<keywords><keyword>pain</keyword><keyword>back</keyword></keywords>"
											  "<dates><year>2017</year><pub-dates><date>Mar 16</date></pub-dates>"
											  "</dates><edition>2017/02/01</edition>"
											  "<isbn>1234-5678 (Print)&#xD;1234-567X (Linking)</isbn>"
											  "<accession-num>123456</accession-num>"
											  "<electronic-resource-num>https://doi.org/10.1000/AB"
											  "</electronic-resource-num><custom2>77</custom2>"
											  "<urls><related-urls><url>http://a.example</url></related-urls>"
											  "<pdf-urls><url>internal-pdf://1</url></pdf-urls></urls>"
											  "<language>eng</language><label>bo17</label>"
											  "<access-date>3 May 2020</access-date>");
	assert_int_equal(b.diags.list.len, 0);
	assert_true(bm_str_is(i->id, "bo17"));
	assert_true(bm_str_is(i->type, "article-journal"));
	assert_int_equal(i->pos.line, 2);
	assert_int_equal(i->pos.column, 1);
	is_text(i, "title", "Growth of <i>E. coli</i> in CO<sub>2</sub>");
	is_text(i, "container-title", "J Made");
	is_text(i, "container-title-short", "J Made");
	is_text(i, "page", "822-828");
	is_text(i, "volume", "7");
	is_text(i, "issue", "3");
	is_text(i, "keyword", "pain; back");
	is_text(i, "ISSN", "1234-5678, 1234-567X");
	is_text(i, "PMID", "123456");
	is_text(i, "PMCID", "PMC77");
	is_text(i, "DOI", "10.1000/AB");
	is_text(i, "URL", "http://a.example");
	is_text(i, "language", "en");
	v = bm_item_get(i, "issued");
	assert_int_equal(v->date.year[0], 2017);
	assert_int_equal(v->date.month[0], 3);
	assert_int_equal(v->date.day[0], 16);
	v = bm_item_get(i, "available-date");
	assert_int_equal(v->date.month[0], 2);
	v = bm_item_get(i, "accessed");
	assert_int_equal(v->date.day[0], 3);
	v = bm_item_get(i, "author");
	assert_int_equal(v->names.count, 5);
	assert_true(bm_str_is(v->names.items[0].given, "Ann C."));
	assert_true(bm_str_is(v->names.items[1].literal, "Health Board"));
	assert_true(bm_str_is(v->names.items[2].suffix, "Jr"));
	assert_true(bm_str_is(v->names.items[3].family, "De Ly"));
	assert_true(bm_str_is(v->names.items[4].literal, "A Group"));
	bench_close(&b);
}

static void
books(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	i = read_one(&b,
		     "<ref-type>5</ref-type><contributors>"
		     "<authors><author>A, B</author></authors>"
		     "<secondary-authors><author>C, D</author>"
		     "</secondary-authors>"
		     "<tertiary-authors><author>E, F</author>"
		     "</tertiary-authors><subsidiary-authors>"
		     "<author>G, H</author></subsidiary-authors></contributors>"
		     "<titles><title>Part</title><secondary-title>Whole"
		     "</secondary-title><tertiary-title>Row</tertiary-title>"
		     "</titles><number>9</number><section>3</section>"
		     "<dates><year>In press</year></dates>"
		     "<isbn>978-3-16-148410-0</isbn>");
	assert_true(bm_str_is(i->type, "chapter"));
	is_text(i, "container-title", "Whole");
	is_text(i, "collection-title", "Row");
	is_text(i, "collection-number", "9");
	is_text(i, "chapter-number", "3");
	is_text(i, "ISBN", "978-3-16-148410-0");
	assert_non_null(bm_item_get(i, "editor"));
	assert_non_null(bm_item_get(i, "collection-editor"));
	assert_non_null(bm_item_get(i, "translator"));
	assert_true(
	    bm_str_is(bm_item_get(i, "issued")->date.literal, "In press"));
	bench_close(&b);

	i = read_one(&b,
		     "<ref-type name='Edited Book'>28</ref-type>"
		     "<contributors><authors><author>A, B</author></authors>"
		     "</contributors><titles><title>"
		     "<style face='bold'>All bold</style></title></titles>"
		     "<pages>300</pages>");
	is_text(i, "title", "All bold");
	is_text(i, "number-of-pages", "300");
	assert_non_null(bm_item_get(i, "editor"));
	assert_null(bm_item_get(i, "author"));
	bench_close(&b);

	i = read_one(&b, "<ref-type name='Report'>27</ref-type>"
			 "<titles><title>R</title></titles><isbn>TR 7</isbn>"
			 "<publisher>Office</publisher>");
	assert_true(bm_str_is(i->type, "report"));
	is_text(i, "number", "TR 7");
	bench_close(&b);

	i = read_one(&b, "<ref-type name='Conference Paper'>47</ref-type>"
			 "<titles><title>R</title><secondary-title>Days of Pain"
			 "</secondary-title></titles>");
	is_text(i, "event-title", "Days of Pain");
	is_text(i, "container-title", "Days of Pain");
	bench_close(&b);
}

/* Numbers of other databases are no PMIDs; wrong values are kept. */
static void
values(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	i = read_one(&b, ARTICLE
		     "<titles><title>T</title></titles>"
		     "<accession-num>123456</accession-num>"
		     "<remote-database-name>Embase</remote-database-name>"
		     "<custom2>see there</custom2><custom7>e12</custom7>\n"
		     "<electronic-resource-num>none</electronic-resource-num>"
		     "<dates><year>2001</year><pub-dates><date>soon</date>"
		     "</pub-dates></dates>\n<access-date>then</access-date>"
		     "<novelty>x</novelty><novelty>y</novelty><void/>"
		     "<label>two words</label>");
	is_text(i, "PMID", NULL);
	is_text(i, "custom.accession", "123456");
	is_text(i, "custom.custom2", "see there");
	is_text(i, "page", "e12");
	is_text(i, "DOI", NULL);
	is_text(i, "custom.electronic-resource-num", "none");
	is_text(i, "custom.label", "two words");
	assert_int_equal(bm_item_get(i, "issued")->date.year[0], 2001);
	assert_true(bm_str_is(i->id, "t2001"));
	bm_diags_sort(&b.diags);
	assert_int_equal(b.diags.list.len, 4);
	found_at(&b, 0, "bib-bad-value", 3, 1);
	found_at(&b, 1, "bib-bad-value", 3, 91);
	found_at(&b, 2, "bib-bad-value", 4, 1);
	found_at(&b, 3, "bib-unknown-field", 4, 32);
	bench_close(&b);
}

static void
faults(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "<xml><records><record/>\n"
				       "<record><titles><title>T</title>"
				       "</titles></record></records></xml>"),
			 BM_OK);
	assert_int_equal(b.library->items.len, 1);
	assert_true(bm_str_is(b.library->items.items[0]->type, "document"));
	found_at(&b, 0, "bib-no-type", 1, 15);
	found_at(&b, 1, "bib-bad-value", 1, 15);
	bench_close(&b);

	bench_open(&b);
	assert_int_equal(read_text(&b, "<xml><records>\n<record>"),
			 BM_BAD_INPUT);
	assert_string_equal(b.diags.list.items[0].code, "xml-syntax");
	assert_string_equal(b.diags.list.items[0].file, "r.xml");
	assert_int_equal(b.diags.list.items[0].line, 2);
	assert_int_equal(read_text(&b, "<html/>"), BM_BAD_INPUT);
	assert_string_equal(b.diags.list.items[b.diags.list.len - 1].code,
			    "bib-shape");
	bench_close(&b);
}

static void
encodings(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    read_text(&b, "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
			  "<records><record>" ARTICLE
			  "<titles><title>S\xF8ren</title></titles></record>"
			  "</records>"),
	    BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	is_text(b.library->items.items[0], "title", "S\xC3\xB8ren");
	bench_close(&b);
}

/* What EndNote's forms put where, beside the names of the elements. */
static void
forms(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	i = read_one(
	    &b,
	    ARTICLE "<titles><title>T</title></titles>"
		    "<pages>98-106; discussion 106-7</pages>"
		    "<notes>Roe, J&#xD;Retraction in: J. 2007;60(1):1</notes>");
	is_text(i, "page", "98-106");
	is_text(i, "note", "discussion 106-7");
	assert_int_equal(bm_item_standing(i, NULL), BM_STANDING_RETRACTED);
	bench_close(&b);
	i = read_one(&b, "<ref-type name='Book'>6</ref-type><contributors>"
			 "<secondary-authors><author>Roe, A</author>"
			 "</secondary-authors><tertiary-authors>"
			 "<author>Poe, B</author></tertiary-authors>"
			 "</contributors><titles><title>T</title></titles>");
	is_name(i, "collection-editor", 0, "Roe", "A", "");
	is_name(i, "editor", 0, "Poe", "B", "");
	bench_close(&b);
	i = read_one(&b, "<ref-type name='Web Page'>12</ref-type><contributors>"
			 "<authors><author>Agency for Health</author>"
			 "</authors></contributors><titles><title>T</title>"
			 "</titles><number>3 March 2020</number>");
	is_name(i, "author", 0, "Agency for Health", NULL, "");
	is_date(i, "accessed", 2020, 3, 3, 0);
	is_text(i, "number", NULL);
	bench_close(&b);
}

/* Nothing is fetched, nothing grows, many records take linear time. */
static void
hostile(void **state)
{
	struct bench b;
	bm_buf text;

	(void)state;
	bench_open(&b);
	bm_buf_init(&text, NULL);
	assert_int_equal(
	    read_text(&b, "<!DOCTYPE xml [<!ENTITY a SYSTEM 'r.txt'>]>"
			  "<records><record><titles><title>T&a;</title>"
			  "</titles></record></records>"),
	    BM_OK);
	assert_string_equal(b.diags.list.items[0].code, "xml-external-entity");
	bm_buf_puts(&text, "<!DOCTYPE xml [<!ENTITY a0 'aaaaaaaaaa'>");
	for (int i = 1; i < 20; i++)
		bm_buf_printf(&text, "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;'>", i,
			      i - 1, i - 1, i - 1, i - 1);
	bm_buf_puts(&text, "]><records><record><titles><title>&a19;</title>"
			   "</titles></record></records>");
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_BAD_INPUT);
	bm_buf_clear(&text);
	bm_buf_puts(&text, "<records>");
	for (int i = 0; i < 20000; i++)
		bm_buf_printf(&text,
			      "<record>" ARTICLE "<titles><title>%d</title>"
			      "</titles></record>",
			      i);
	bm_buf_puts(&text, "</records>");
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_OK);
	assert_int_equal(b.library->items.len, 20001);
	bm_buf_clear(&text);
	bm_buf_puts(&text, "<records><record>" ARTICLE);
	for (int i = 0; i < 50000; i++)
		bm_buf_puts(&text, "<odd>x</odd>");
	bm_buf_puts(&text, "<titles><title>");
	for (int i = 0; i < 50000; i++)
		bm_buf_puts(&text, "<style face='bold'>a</style>b ");
	bm_buf_puts(&text, "</title></titles></record></records>");
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_OK);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	(void)state;
	read_survives("r.xml", BM_STR("<records><record>" ARTICLE
				      "<contributors><authors><author>A, B"
				      "</author></authors></contributors>"
				      "<titles><title>T <style face='bold'>u"
				      "</style></title></titles><odd>x</odd>"
				      "<dates><year>2001</year></dates>"
				      "<pages>1-2</pages></record></records>"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(article),   cmocka_unit_test(books),
	    cmocka_unit_test(values),    cmocka_unit_test(faults),
	    cmocka_unit_test(encodings), cmocka_unit_test(forms),
	    cmocka_unit_test(hostile),   cmocka_unit_test(no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
