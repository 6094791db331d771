/* RIS: both specifications, and what programs make of them. */
#include "item_help.h"

#include "bib/internal.h"
#include "limited.h"

static const char process[] =
    "TY  - JOUR\r\n"
    "ID  - kumar2007process\r\n"
    "T1  - Spinal cord stimulation versus conventional medical management\r\n"
    "for neuropathic pain\r\n"
    "A1  - Kumar, Krishna\r\n"
    "A1  - Taylor, Rod S.\r\n"
    "AU  - North, Richard B., Jr\r\n"
    "AU  - PROCESS Investigators,\r\n"
    "Y1  - 2007/11//\r\n"
    "PY  - 2007\r\n"
    "JO  - Pain\r\n"
    "JA  - Pain\r\n"
    "T2  - PAIN (Journal)\r\n"
    "VL  - 132\r\n"
    "IS  - 1-2\r\n"
    "SP  - 179\r\n"
    "EP  - 88\r\n"
    "SN  - 0304-3959\r\n"
    "DO  - 10.1016/j.pain.2007.07.028\r\n"
    "UR  - https://example.org/pain\r\n"
    "KW  - Spinal cord stimulation\r\n"
    "Failed back surgery syndrome\r\n"
    "KW  - Trial\r\n"
    "AB  - One hundred patients.\r\n"
    "\r\n"
    "  They were followed up.\r\n"
    "LA  - English\r\n"
    "DB  - PubMed\r\n"
    "AN  - 17845835\r\n"
    "C2  - PMC1234567\r\n"
    "ER  - \r\n";

static bm_status
read_text(struct bench *b, const char *text)
{
	return read_as(b, "refs.ris", text);
}

/* Reads one record of a type with these lines; no finding. */
static const bm_item *
one(struct bench *b, const char *type, const char *lines)
{
	char text[2048];

	bench_open(b);
	snprintf(text, sizeof text, "TY  - %s\nTI  - T\n%sER  - \n", type,
		 lines);
	assert_int_equal(read_text(b, text), BM_OK);
	return sole(b);
}

static void
whole_record(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, process), BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	assert_int_equal(b.library->items.len, 1);
	i = b.library->items.items[0];
	assert_true(bm_str_is(i->id, "kumar2007process"));
	assert_true(bm_str_is(i->type, "article-journal"));
	assert_int_equal(i->pos.line, 1);
	is_text(i, "title",
		"Spinal cord stimulation versus conventional medical "
		"management for neuropathic pain");
	is_text(i, "container-title", "PAIN (Journal)");
	is_text(i, "container-title-short", "Pain");
	is_text(i, "volume", "132");
	is_text(i, "issue", "1-2");
	is_text(i, "page", "179-188");
	is_text(i, "ISSN", "0304-3959");
	is_text(i, "DOI", "10.1016/j.pain.2007.07.028");
	is_text(i, "URL", "https://example.org/pain");
	is_text(i, "keyword",
		"Spinal cord stimulation; Failed back surgery syndrome; "
		"Trial");
	is_text(i, "abstract", "One hundred patients. They were followed up.");
	is_text(i, "language", "en");
	is_text(i, "source", NULL);
	is_text(i, "PMID", "17845835");
	is_text(i, "PMCID", "PMC1234567");
	is_name(i, "author", 0, "Kumar", "Krishna", "");
	is_name(i, "author", 1, "Taylor", "Rod S.", "");
	is_name(i, "author", 2, "North", "Richard B.", "Jr");
	is_name(i, "author", 3, "PROCESS Investigators", NULL, "");
	is_date(i, "issued", 2007, 11, 0, 0);
	bench_close(&b);
}

static void
types(void **state)
{
	static const char *const cases[][2] = {
	    {"JOUR", "article-journal"},
	    {"jour", "article-journal"},
	    {"EJOUR", "article-journal"},
	    {"INPR", "article-journal"},
	    {"BOOK", "book"},
	    {"EDBOOK", "book"},
	    {"CHAP", "chapter"},
	    {"ECHAP", "chapter"},
	    {"CPAPER", "paper-conference"},
	    {"RPRT", "report"},
	    {"THES", "thesis"},
	    {"ELEC", "webpage"},
	    {"STAND", "standard"},
	    {"STAT", "legislation"},
	    {"LEGAL", "regulation"},
	    {"CASE", "legal_case"},
	    {"UNPB", "manuscript"},
	    {"GEN", "document"},
	};
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		const bm_item *i = one(&b, cases[n][0], "");

		assert_true(bm_str_is(i->type, cases[n][1]));
		bench_close(&b);
	}
	bench_open(&b);
	read_text(&b, "TY  - NOPE\nTI  - T\nER  - \nTI  - U\nER  -\n");
	found(&b, 0, "bib-no-type", 1);
	found(&b, 1, "bib-no-type", 4);
	assert_int_equal(b.library->items.len, 2);
	assert_true(bm_str_is(b.library->items.items[0]->type, "document"));
	bench_close(&b);
}

/* Journals, and what books, chapters and others are part of. */
static void
journals(void **state)
{
	static const char *const cases[][3] = {
	    {"T2  - N Engl J Med\nJO  - New England Journal of Medicine\n",
	     "New England Journal of Medicine", "N Engl J Med"},
	    {"JF  - Spine\nJA  - Spine (Phila Pa 1976)\n",
	     "Spine (Phila Pa 1976)", "Spine"},
	    {"JO  - J. Pain\n", "J. Pain", NULL},
	    {"T2  - PAIN\nJO  - Pain\n", "PAIN", NULL},
	    {"T2  - Journal of Pain\nJ2  - J Pain\nJA  - J. Pain\n",
	     "Journal of Pain", "J Pain"},
	};
	const bm_item *i;
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		i = one(&b, "JOUR", cases[n][0]);
		is_text(i, "container-title", cases[n][1]);
		is_text(i, "container-title-short", cases[n][2]);
		bench_close(&b);
	}
	i = one(&b, "CHAP",
		"T2  - Textbook of Pain\nT3  - Series\nA2  - Roe, Jane\n"
		"PB  - Press\nCY  - Basel\nSP  - 12\nEP  - 9\n"
		"SN  - 978-3-00-000000-1\n");
	is_text(i, "container-title", "Textbook of Pain");
	is_text(i, "collection-title", "Series");
	is_name(i, "editor", 0, "Roe", "Jane", "");
	is_text(i, "publisher", "Press");
	is_text(i, "publisher-place", "Basel");
	is_text(i, "page", "12-19");
	is_text(i, "ISBN", "978-3-00-000000-1");
	bench_close(&b);
	i = one(&b, "BOOK",
		"T2  - Series\nSP  - 340\nET  - 2nd\n"
		"A3  - Poe, Al\n");
	is_text(i, "collection-title", "Series");
	is_text(i, "number-of-pages", "340");
	is_text(i, "page", NULL);
	is_text(i, "edition", "2nd");
	is_name(i, "editor", 0, "Poe", "Al", "");
	bench_close(&b);
	i = one(&b, "CPAPER",
		"T2  - Meeting\nC3  - Proceedings\n"
		"CY  - Rome\nC1  - Berlin\n");
	is_text(i, "container-title", "Proceedings");
	is_text(i, "event-title", "Meeting");
	is_text(i, "event-place", "Rome");
	is_text(i, "publisher-place", "Berlin");
	bench_close(&b);
	i = one(&b, "THES",
		"PB  - University\nT2  - Department\n"
		"M3  - PhD\nA2  - Doe, J\n");
	is_text(i, "division", "Department");
	is_text(i, "genre", "PhD");
	is_name(i, "contributor", 0, "Doe", "J", "");
	bench_close(&b);
	i = one(&b, "EDBOOK", "AU  - Roe, J\n");
	is_name(i, "editor", 0, "Roe", "J", "");
	bench_close(&b);
	i = one(&b, "RPRT", "IS  - 12\nSN  - R/77\n");
	is_text(i, "number", "12");
	is_text(i, "custom.ris.SN", "R/77");
	bench_close(&b);
}

static void
names(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	i = one(&b, "JOUR",
		"AU  - Smith JB\nAU  - van der Berg A.\n"
		"AU  - World Health Organization\nAU  - NICE UK\n"
		"AU  - Pain Group UK\nAU  - Roe, Jane\n"
		"AU  - Ministry of Health, Italy,\n");
	is_name(i, "author", 0, "Smith", "J B", "");
	is_name(i, "author", 1, "van der Berg", "A.", "");
	is_name(i, "author", 2, "World Health Organization", NULL, "");
	is_name(i, "author", 3, "NICE UK", NULL, "");
	is_name(i, "author", 4, "Pain Group UK", NULL, "");
	is_name(i, "author", 5, "Roe", "Jane", "");
	is_name(i, "author", 6, "Ministry of Health, Italy", NULL, "");
	bench_close(&b);
	/* Nobody has a comma: written as they are spoken. */
	i = one(&b, "JOUR",
		"AU  - Jane van Roe\nAU  - John Doe\n"
		"AU  - Pain Study Group\n");
	is_name(i, "author", 0, "van Roe", "Jane", "");
	is_name(i, "author", 1, "Doe", "John", "");
	is_name(i, "author", 2, "Pain Study Group", NULL, "");
	bench_close(&b);
	i = one(&b, "JOUR", "AU  - Jane Roe\n");
	is_name(i, "author", 0, "Jane Roe", NULL, "");
	bench_close(&b);
}

static void
dates(void **state)
{
	static const struct {
		const char *lines;
		int date[3], season;
	} cases[] = {
	    {"PY  - 2017\n", {2017, 0, 0}, 0},
	    {"PY  - 2017///\n", {2017, 0, 0}, 0},
	    {"Y1  - 2017/03/16/\n", {2017, 3, 16}, 0},
	    {"Y1  - 2017/3/6\n", {2017, 3, 6}, 0},
	    {"Y1  - 2017//\n", {2017, 0, 0}, 0},
	    {"PY  - 2017///Winter\n", {2017, 0, 0}, 4},
	    {"PY  - 2017/03//received in May\n", {2017, 3, 0}, 0},
	    {"PY  - 2017\nDA  - 2017-03-16\n", {2017, 3, 16}, 0},
	    {"DA  - 2017/03/16/\nPY  - 2017\n", {2017, 3, 16}, 0},
	    {"PY  - 2017\nDA  - Mar 16\n", {2017, 3, 16}, 0},
	    {"PY  - 2017\nDA  - 16 March 2017\n", {2017, 3, 16}, 0},
	    {"PY  - 2017\nDA  - 2020/01/01/\n", {2017, 0, 0}, 0},
	};
	const bm_item *i;
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		i = one(&b, "JOUR", cases[n].lines);
		is_date(i, "issued", cases[n].date[0], cases[n].date[1],
			cases[n].date[2], cases[n].season);
		bench_close(&b);
	}
	i = one(&b, "JOUR", "PY  - 2017\nDA  - 2020/01/01/\n");
	is_text(i, "custom.ris.DA", "2020/01/01/");
	bench_close(&b);
	i = one(&b, "JOUR", "DA  - 1998/12//1998 Dec-1999 Jan\n");
	assert_true(bm_item_get(i, "issued")->date.is_range);
	assert_int_equal(bm_item_get(i, "issued")->date.year[1], 1999);
	bench_close(&b);
	i = one(&b, "ELEC", "Y2  - 2024/02/03/\n");
	is_date(i, "accessed", 2024, 2, 3, 0);
	bench_close(&b);
	bench_open(&b);
	read_text(&b, "TY  - JOUR\nTI  - T\nPY  - in press\nER  - \n"
		      "TY  - JOUR\nTI  - U\nPY  - 2001/xx\nER  - \n");
	found(&b, 0, "bib-bad-value", 3);
	found(&b, 1, "bib-bad-value", 7);
	i = b.library->items.items[0];
	assert_true(
	    bm_str_is(bm_item_get(i, "issued")->date.literal, "in press"));
	is_date(b.library->items.items[1], "issued", 2001, 0, 0, 0);
	is_text(b.library->items.items[1], "custom.ris.PY", "2001/xx");
	bench_close(&b);
}

/* What is an identifier, and of what kind. */
static void
identifiers(void **state)
{
	static const char *const cases[][3] = {
	    {"UR  - https://doi.org/10.1000/a\n", "DOI", "10.1000/a"},
	    {"UR  - https://doi.org/10.1000/a\n", "URL", NULL},
	    {"L3  - 10.1000/a\n", "DOI", "10.1000/a"},
	    {"M3  - doi: 10.1000/a\n", "DOI", "10.1000/a"},
	    {"DO  - https://doi.org/10.1000/a\n", "DOI", "10.1000/a"},
	    {"AN  - 28118231\n", "PMID", NULL},
	    {"AN  - 28118231\n", "custom.ris.AN", "28118231"},
	    {"AN  - 28118231\nDP  - NLM\n", "PMID", "28118231"},
	    {"DB  - Ovid MEDLINE(R)\nAN  - 28118231\n", "PMID", "28118231"},
	    {"AN  - L601234567\nDB  - Embase\n", "PMID", NULL},
	    {"AN  - PMID: 28118231\n", "PMID", "28118231"},
	    {"U1  - 28118231[pmid]\n", "PMID", "28118231"},
	    {"U2  - PMC77[pmcid]\n", "PMCID", "PMC77"},
	    {"C2  - 28118231\n", "PMCID", NULL},
	    {"C2  - 28118231\nDB  - Scopus\n", "PMID", "28118231"},
	    {"C2  - PMC77\n", "PMCID", "PMC77"},
	    {"C2  - lettuce\n", "custom.ris.C2", "lettuce"},
	    {"C5  - 28118231\nDB  - Embase\n", "PMID", "28118231"},
	    {"UR  - https://pubmed.ncbi.nlm.nih.gov/28118231/\n", "PMID",
	     "28118231"},
	    {"UR  - https://www.ncbi.nlm.nih.gov/pmc/articles/PMC77/\n",
	     "PMCID", "PMC77"},
	    {"SN  - 1524-4040 (Electronic)\n0148-396X (Linking)\n", "ISSN",
	     "1524-4040, 0148-396X"},
	    {"SN  - 9783000000001\n", "ISBN", "9783000000001"},
	    {"C7  - e123\n", "page", "e123"},
	    {"ID  - 12\n", "custom.ris.ID", "12"},
	    {"ID  - two words\n", "custom.ris.ID", "two words"},
	    {"N1  - Export Date: 3 May 2020\n", "note", NULL},
	    {"N1  - Erratum in: 3\n", "note", "Erratum in: 3"},
	    {"AB  - A\nN2  - A\n", "custom.ris.N2", NULL},
	    {"AB  - A\nN2  - B\n", "custom.ris.N2", "B"},
	    {"SP  - 98-106\nEP  - 106\n", "page", "98-106"},
	    {"SP  - 5\nEP  - 5\n", "page", "5"},
	    {"SP  - S10\nEP  - 4\n", "page", "S10-S14"},
	    {"EP  - 7\n", "page", "7"},
	};
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		const bm_item *i = one(&b, "JOUR", cases[n][0]);

		is_text(i, cases[n][1], cases[n][2]);
		bench_close(&b);
	}
}

/* What databases, publishers and managers make of it. */
static void
dialects(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	/* Web of Science: names and journals in its own tags. */
	i = one(&b, "JOUR",
		"AU  - Roe, JA\nAU  - POE, JO\nAU  - Li, XY Jr\n"
		"T2  - JOURNAL OF IT\nJ9  - J IT\nJI  - J. It.\n"
		"PU  - PRESS\nPI  - BONN\nPA  - A STREET\nEI  - 1111-2222\n"
		"WE  - Index\nAN  - WOS:1\nDA  - DEC 5\nPY  - 2019\n");
	is_name(i, "author", 0, "Roe", "J A", "");
	is_name(i, "author", 1, "POE", "JO", "");
	is_name(i, "author", 2, "Li", "X Y", "Jr");
	is_text(i, "container-title", "JOURNAL OF IT");
	is_text(i, "container-title-short", "J IT");
	is_text(i, "publisher", "PRESS");
	is_text(i, "ISSN", "1111-2222");
	is_date(i, "issued", 2019, 12, 5, 0);
	bench_close(&b);
	/* EndNote, from PubMed. */
	i = one(&b, "JOUR",
		"ET  - 2019/11/03\nN1  - 1873-2380\nRoe, J\nItaly\n"
		"Retraction in: J It. 2020;1:2\nSN  - 0021-9290\n");
	is_date(i, "available-date", 2019, 11, 3, 0);
	is_text(i, "edition", NULL);
	is_text(i, "note", NULL);
	is_text(i, "ISSN", "1873-2380, 0021-9290");
	assert_int_equal(bm_item_standing(i, NULL), BM_STANDING_RETRACTED);
	bench_close(&b);
	/* Zotero, Wiley, EBSCO, Papers. */
	i = one(&b, "JOUR",
		"N1  - PMID: 31234567\nN1  - https://doi.org/10.1000/w\n"
		"N1  - Accession Number: 12; Roe, J\n"
		"L2  - https://pubmed.ncbi.nlm.nih.gov/31234567\n"
		"ID  - papers3://publication/1-2\nPY  - 2001/Spring/\n");
	is_text(i, "PMID", "31234567");
	is_text(i, "DOI", "10.1000/w");
	is_text(i, "note", NULL);
	assert_true(bm_str_is(i->id, "t2001"));
	is_date(i, "issued", 2001, 0, 0, 1);
	bench_close(&b);
	i = one(&b, "BOOK", "A2  - Roe, A\nA3  - Poe, B\n");
	is_name(i, "collection-editor", 0, "Roe", "A", "");
	is_name(i, "editor", 0, "Poe", "B", "");
	bench_close(&b);
	/* citation.js breaks words, others break lines between them. */
	i = one(
	    &b, "JOUR",
	    "N1  - It has been seen that many patients who had been treated "
	    "for long get \n"
	    "better, and that those who had not been treated at all did "
	    "not get bet\nter.\n"
	    "AB  - One paragraph.\nAnd another\n");
	is_text(i, "note",
		"It has been seen that many patients who had been treated for "
		"long get better, and that those who had not been treated at "
		"all did not get better.");
	is_text(i, "abstract", "One paragraph. And another");
	bench_close(&b);
	i = one(&b, "BOOK", "A2  - Roe, A\nET  - 2nd\n");
	is_name(i, "editor", 0, "Roe", "A", "");
	is_text(i, "edition", "2nd");
	bench_close(&b);
}

static void
standing(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	read_text(&b, "TY  - JOUR\nTI  - RETRACTED: Cells for discs\nER  -\n"
		      "TY  - JOUR\nTI  - Why works are retracted\nER  -\n");
	assert_int_equal(bm_item_standing(b.library->items.items[0], NULL),
			 BM_STANDING_RETRACTED);
	assert_int_equal(bm_item_standing(b.library->items.items[1], NULL), 0);
	bench_close(&b);
}

/* Records without an end, tags with one space or in small letters. */
static void
tolerance(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "Provider: A library\n"
				       "Content: text/plain\n\n"
				       "ID  - one\nty  - jour\nTI - First\n"
				       "ab  - It was\nis - as they\n"
				       "AB-CD said\n"
				       "TY  - JOUR\nTI  - Second\nPT - rest\n"
				       "ZZ  - what\nZZ  - again\n"
				       "TY  - JOUR\nTI  - Third\rZZ  - more\r"
				       "ER  -\nEF  - \n"),
			 BM_OK);
	assert_int_equal(b.library->items.len, 3);
	i = b.library->items.items[0];
	assert_true(bm_str_is(i->id, "one"));
	assert_int_equal(i->pos.line, 4);
	is_text(i, "title", "First");
	is_text(i, "abstract", "It was is - as they AB-CD said");
	is_text(b.library->items.items[1], "title", "Second PT - rest");
	is_text(b.library->items.items[1], "custom.ris.ZZ", "what; again");
	found(&b, 0, "bib-bad-value", 10);
	found(&b, 1, "bib-unknown-field", 13);
	assert_int_equal(b.diags.list.len, 2);
	bench_close(&b);
}

static void
mistakes(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "TY  - JOUR\nVL  - 3\nER  - \n"
				       "TY  - JOUR\nTI  - T\nDO  - none\n"
				       "ER  - \nER  - \n"),
			 BM_OK);
	found(&b, 0, "bib-record", 1);
	found(&b, 1, "bib-bad-value", 6);
	assert_int_equal(b.library->items.len, 1);
	is_text(b.library->items.items[0], "custom.ris.DO", "none");
	bench_close(&b);
	bench_open(&b);
	b.file = "refs.ris";
	assert_int_equal(
	    bib_ris.read(b.library, BM_STR("x\n"), b.file, &b.diags),
	    BM_BAD_INPUT);
	found(&b, 0, "bib-record", 1);
	bench_close(&b);
	assert_int_equal(bib_ris.guess(bm_str_of(process)), BIB_GUESS_SURE);
	assert_int_equal(bib_ris.guess(BM_STR("T1  - A\n")), BIB_GUESS_MAYBE);
	assert_int_equal(bib_ris.guess(BM_STR("PMID- 1\n")), BIB_GUESS_NO);
	assert_int_equal(bib_ris.guess(BM_STR("")), BIB_GUESS_NO);
}

/* Many fields, lines and records cost no more than their number. */
static void
much(void **state)
{
	struct bench b;
	bm_buf text;

	(void)state;
	bench_open(&b);
	bm_buf_init(&text, NULL);
	for (int i = 0; i < 100000; i++)
		bm_buf_puts(&text, "AU  - Roe, J\nAN  - 28118231\nM1  - 2\n"
				   "SN  - 1524-4040\nKW  - Pain\nmore\n"
				   "AB  - words\nN1  - x\n\ngo on\n");
	bm_buf_puts(&text, "TY  - JOUR\n");
	for (int i = 0; i < 30000; i++)
		bm_buf_puts(&text, "\nTY  - JOUR\nTI  - A\nAU  - Roe, J\n");
	assert_int_equal(text.status, BM_OK);
	assert_int_equal(
	    bm_bib_read(b.library, bm_buf_str(&text), "x.ris", &b.diags),
	    BM_OK);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	(void)state;
	read_survives("x.ris", bm_str_of(process));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_record), cmocka_unit_test(types),
	    cmocka_unit_test(journals),     cmocka_unit_test(names),
	    cmocka_unit_test(dates),        cmocka_unit_test(identifiers),
	    cmocka_unit_test(standing),     cmocka_unit_test(dialects),
	    cmocka_unit_test(tolerance),    cmocka_unit_test(mistakes),
	    cmocka_unit_test(much),         cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
