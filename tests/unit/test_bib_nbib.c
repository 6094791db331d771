/* PubMed's format: records, the mapping of fields, and what is wrong. */
#include "item_help.h"

#include "bib/internal.h"
#include "limited.h"

/* A trial, its paper in the form that PubMed hands out. */
static const char trial[] =
    "PMID- 15617591\n"
    "OWN - NLM\n"
    "STAT- MEDLINE\n"
    "LR  - 20220330\n"
    "IS  - 1524-4040 (Electronic)\n"
    "IS  - 0148-396X (Linking)\n"
    "VI  - 56\n"
    "IP  - 1\n"
    "DP  - 2005\n"
    "TI  - Spinal cord stimulation versus repeated lumbosacral spine surgery\n"
    "      for chronic pain: a randomized, controlled trial.\n"
    "PG  - 98-106; discussion 106-7\n"
    "AB  - Fifty patients were\n"
    "      randomized.\n"
    "CI  - (c) 2005\n"
    "FAU - North, Richard B\n"
    "AU  - North RB\n"
    "AUID- ORCID: https://orcid.org/0000-0001-2345-6789\n"
    "AD  - Department of Neurosurgery.\n"
    "FAU - Kidd, David H Jr\n"
    "AU  - Kidd DH Jr\n"
    "CN  - The Pain Trial Group\n"
    "FAU - Piantadosi, Steven\n"
    "AU  - Piantadosi S\n"
    "LA  - eng\n"
    "GR  - P01/NS/NINDS NIH HHS/United States\n"
    "SI  - ClinicalTrials.gov/NCT00000001\n"
    "SI  - figshare/10.6084/x\n"
    "PT  - Clinical Trial\n"
    "PT  - Journal Article\n"
    "PT  - Randomized Controlled Trial\n"
    "PL  - United States\n"
    "TA  - Neurosurgery\n"
    "JT  - Neurosurgery\n"
    "JID - 7802914\n"
    "MH  - *Electric Stimulation Therapy\n"
    "MH  - Pain, Postoperative/*therapy\n"
    "FIR - Nobody, Ann\n"
    "IR  - Nobody A\n"
    "AUID- ORCID: 0000-0009-0000-0000\n"
    "COIS- None declared.\n"
    "AID - 00006123-200501000-00018 [pii]\n"
    "AID - 10.1227/01.neu.0000144839.65524.e0 [doi]\n"
    "SO  - Neurosurgery. 2005;56(1):98-106; discussion 106-7. doi:\n"
    "      10.1227/01.neu.0000144839.65524.e0.\n";

static bm_status
read_text(struct bench *b, const char *text)
{
	return read_as(b, "pubmed.nbib", text);
}

/* Reads one record made of the lines given; no finding. */
static const bm_item *
one(struct bench *b, const char *lines)
{
	char text[4096];

	bench_open(b);
	snprintf(text, sizeof text, "PMID- 11111111\n%s", lines);
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
	assert_int_equal(read_text(&b, trial), BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	i = sole(&b);
	assert_true(bm_str_is(i->id, "north2005"));
	assert_true(bm_str_is(i->type, "article-journal"));
	assert_int_equal(i->pos.line, 1);
	is_text(i, "title",
		"Spinal cord stimulation versus repeated lumbosacral spine "
		"surgery for chronic pain: a randomized, controlled trial");
	is_text(i, "PMID", "15617591");
	is_text(i, "DOI", "10.1227/01.neu.0000144839.65524.e0");
	is_text(i, "ISSN", "1524-4040, 0148-396X");
	is_text(i, "volume", "56");
	is_text(i, "issue", "1");
	is_text(i, "page", "98-106");
	is_text(i, "note", "discussion 106-7");
	is_text(i, "abstract", "Fifty patients were randomized.");
	is_text(i, "language", "en");
	is_text(i, "publisher-place", NULL);
	is_text(i, "container-title", "Neurosurgery");
	is_text(i, "container-title-short", "Neurosurgery");
	is_text(i, "keyword",
		"Electric Stimulation Therapy; Pain, Postoperative/*therapy");
	is_text(i, "custom.study-design",
		"Clinical Trial; Randomized Controlled Trial");
	is_text(i, "custom.publication-types",
		"Clinical Trial; Journal Article; Randomized Controlled Trial");
	is_text(i, "custom.registry", "ClinicalTrials.gov/NCT00000001");
	is_text(i, "custom.databank", "figshare/10.6084/x");
	is_text(i, "custom.coi", "None declared.");
	is_text(i, "custom.grants", "P01/NS/NINDS NIH HHS/United States");
	is_text(i, "custom.author-ids",
		"North, Richard B: 0000-0001-2345-6789");
	is_text(i, "custom.status", NULL);
	assert_int_equal(bm_item_get(i, "author")->names.count, 4);
	is_name(i, "author", 0, "North", "Richard B", "");
	is_name(i, "author", 1, "Kidd", "David H", "Jr");
	is_name(i, "author", 2, "The Pain Trial Group", NULL, "");
	is_name(i, "author", 3, "Piantadosi", "Steven", "");
	bench_close(&b);
}

/* Older records have initials only; suffixes stand behind them. */
static void
short_names(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	i = one(&b, "TI  - T.\nAU  - North RB Jr\nAU  - Dillon JF 3rd\n"
		    "AU  - van der Berg \xC3\x98K\nAU  - Lee II\n"
		    "AU  - Anonymous\nAU  - Some Group of people\n"
		    "ED  - Roe J\n");
	is_name(i, "author", 0, "North", "R B", "Jr");
	is_name(i, "author", 1, "Dillon", "J F", "III");
	is_name(i, "author", 2, "van der Berg", "\xC3\x98 K", "");
	is_name(i, "author", 3, "Lee", "I I", "");
	is_name(i, "author", 4, "Anonymous", NULL, "");
	is_name(i, "author", 5, "Some Group of people", NULL, "");
	is_name(i, "editor", 0, "Roe", "J", "");
	bench_close(&b);
	/* One of three has no full name; the others are not doubled. */
	i = one(&b,
		"TI  - T.\nFAU - Roe, Jane\nAU  - Roe J\nAU  - Doe J\n"
		"FAU - Poe, Ann\nAU  - Poe A\nFED - Moe, Al\nED  - Moe A\n");
	assert_int_equal(bm_item_get(i, "author")->names.count, 3);
	is_name(i, "author", 1, "Doe", "J", "");
	is_name(i, "author", 2, "Poe", "Ann", "");
	assert_int_equal(bm_item_get(i, "editor")->names.count, 1);
	bench_close(&b);
	/* All short names first. */
	i = one(&b, "TI  - T.\nAU  - Roe J\nAU  - Poe A\nFAU - Roe, Jane\n"
		    "FAU - Poe, Ann\n");
	assert_int_equal(bm_item_get(i, "author")->names.count, 2);
	bench_close(&b);
}

static void
titles(void **state)
{
	static const char *const cases[][4] = {
	    /* record, title, translated, original-title */
	    {"TI  - [Back pain after surgery].\nTT  - Schmerz nach "
	     "Operation.\n",
	     "Back pain after surgery", "true", "Schmerz nach Operation"},
	    {"TI  - [Not Available].\nTT  - Schmerz.\n", "Schmerz", NULL, NULL},
	    {"TI  - [1] and [2].\n", "[1] and [2]", NULL, NULL},
	    {"TI  - Does it help?\n", "Does it help?", NULL, NULL},
	    {"TI  - Care in the U.S.\n", "Care in the U.S.", NULL, NULL},
	    {"TI  - And then...\n", "And then...", NULL, NULL},
	    {"TI  - [Pain [chronic] treated.]\n", "Pain [chronic] treated",
	     "true", NULL},
	    {"TI  -\n      Next line.\n", "Next line", NULL, NULL},
	};
	struct bench b;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const bm_item *item = one(&b, cases[i][0]);

		is_text(item, "title", cases[i][1]);
		is_text(item, "custom.translated", cases[i][2]);
		is_text(item, "original-title", cases[i][3]);
		bench_close(&b);
	}
}

static void
dates(void **state)
{
	static const struct {
		const char *text;
		int from[3], to[3], season;
	} cases[] = {
	    {"2017 Mar 16", {2017, 3, 16}, {0}, 0},
	    {"2018 Sep", {2018, 9, 0}, {0}, 0},
	    {"1999", {1999, 0, 0}, {0}, 0},
	    {"2005 Jan-Feb", {2005, 1, 0}, {2005, 2, 0}, 0},
	    {"1998 Dec-1999 Jan", {1998, 12, 0}, {1999, 1, 0}, 0},
	    {"2000-2001", {2000, 0, 0}, {2001, 0, 0}, 0},
	    {"2015 Mar 30-Apr 5", {2015, 3, 30}, {2015, 4, 5}, 0},
	    {"1999 Jul 15-31", {1999, 7, 15}, {1999, 7, 31}, 0},
	    {"2011 Winter", {2011, 0, 0}, {0}, 4},
	    {"2011 Fall", {2011, 0, 0}, {0}, 3},
	    {"Spring 2011", {2011, 0, 0}, {0}, 1},
	};
	const bm_item *i;
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		char text[200];
		const bm_value *v;

		snprintf(text, sizeof text, "TI  - T.\nDP  - %s\n",
			 cases[n].text);
		i = one(&b, text);
		is_date(i, "issued", cases[n].from[0], cases[n].from[1],
			cases[n].from[2], cases[n].season);
		v = bm_item_get(i, "issued");
		assert_int_equal(v->date.is_range, cases[n].to[0] != 0);
		assert_int_equal(v->date.year[1], cases[n].to[0]);
		assert_int_equal(v->date.month[1], cases[n].to[1]);
		assert_int_equal(v->date.day[1], cases[n].to[2]);
		bench_close(&b);
	}
	/* First online: told where the issue came later, or not at all. */
	i = one(&b, "TI  - T.\nDP  - 2018 Sep\nDEP - 20170316\n");
	is_date(i, "available-date", 2017, 3, 16, 0);
	bench_close(&b);
	i = one(&b, "TI  - T.\nDP  - 2017 Mar 16\nDEP - 20170316\n");
	assert_null(bm_item_get(i, "available-date"));
	bench_close(&b);
	i = one(&b, "TI  - T.\nDEP - 20170316\n");
	is_date(i, "available-date", 2017, 3, 16, 0);
	is_date(i, "issued", 2017, 3, 16, 0);
	bench_close(&b);
	/* Half understood: the year, and a finding. */
	bench_open(&b);
	read_text(&b, "PMID- 1\nTI  - T.\nDP  - 1975 1st Quarter\n"
		      "DEP - soon\n\nPMID- 2\nTI  - U\nDP  - long ago\n");
	is_date(b.library->items.items[0], "issued", 1975, 0, 0, 0);
	found(&b, 0, "bib-bad-value", 3);
	found(&b, 1, "bib-bad-value", 4);
	found(&b, 2, "bib-bad-value", 8);
	assert_true(bm_str_is(
	    bm_item_get(b.library->items.items[1], "issued")->date.literal,
	    "long ago"));
	bench_close(&b);
}

static void
places(void **state)
{
	const bm_item *i;
	struct bench b;

	(void)state;
	i = one(&b, "TI  - T\nVI  - 26 Suppl 1\nPG  - S10-4\n"
		    "JT  - Pain medicine (Malden, Mass.)\nTA  - Pain Med\n");
	is_text(i, "volume", "26");
	is_text(i, "issue", "Suppl 1");
	is_text(i, "page", "S10-S14");
	is_text(i, "container-title", "Pain medicine");
	is_text(i, "custom.journal-place", "Malden, Mass.");
	bench_close(&b);
	i = one(&b, "TI  - T\nIP  - 7 Suppl\nPG  - e017585\n"
		    "JT  - BMJ (Clinical research ed.)\n"
		    "LID - e999 [pii]\nLID - 10.1000/a [doi]\n"
		    "AID - 10.1000/b [doi]\n");
	is_text(i, "issue", "7 Suppl");
	is_text(i, "page", "e017585");
	is_text(i, "DOI", "10.1000/a");
	is_text(i, "container-title", "BMJ (Clinical research ed.)");
	bench_close(&b);
	i = one(&b, "TI  - T\nLID - S0140-6736(17)30001-1 [pii]\n"
		    "AID - E123 [pii]\n");
	is_text(i, "page", "E123");
	bench_close(&b);
	i = one(&b, "TI  - T\nTA  - X\nSO  - X. 2011 May. doi: 10.1000/c.\n");
	is_text(i, "DOI", "10.1000/c");
	bench_close(&b);
}

static void
types(void **state)
{
	static const char *const cases[][2] = {
	    {"TI  - T\nPT  - Letter\n", "article-journal"},
	    {"TI  - T\n", "article-journal"},
	    {"TI  - T\nPT  - Preprint\nPT  - Journal Article\n", "article"},
	    {"TI  - T\nBTI - B\nPT  - Study Guide\n", "chapter"},
	    {"BTI - B\nPT  - Review\n", "book"},
	    {"TI  - T\nPT  - Book Chapter\n", "chapter"},
	    {"TI  - T\nPT  - Technical Report\n", "report"},
	    {"TI  - T\nPT  - Technical Report\nPT  - Journal Article\n",
	     "article-journal"},
	    {"TI  - T\nPT  - Dataset\n", "dataset"},
	};
	const bm_item *i;
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		i = one(&b, cases[n][0]);
		assert_true(bm_str_is(i->type, cases[n][1]));
		bench_close(&b);
	}
	i = one(&b, "TI  - Failed Back Surgery Syndrome\nBTI - StatPearls\n"
		    "CTI - A series\nPB  - StatPearls Publishing\n"
		    "PL  - Treasure Island (FL)\nEN  - 2nd\n"
		    "ISBN- 9780000000002 (electronic)\n"
		    "AID - NBK539777 [bookaccession]\n");
	is_text(i, "container-title", "StatPearls");
	is_text(i, "collection-title", "A series");
	is_text(i, "publisher", "StatPearls Publishing");
	is_text(i, "publisher-place", "Treasure Island (FL)");
	is_text(i, "edition", "2nd");
	is_text(i, "ISBN", "9780000000002");
	is_text(i, "URL", "https://www.ncbi.nlm.nih.gov/books/NBK539777/");
	bench_close(&b);
}

static void
standing(void **state)
{
	const bm_item *i;
	struct bench b;
	bm_str notice;

	(void)state;
	i = one(&b, "TI  - T\nPT  - Retracted Publication\n"
		    "RIN - Pain. 2020 Jan;161(1):1. PMID: 2\n"
		    "EIN - Pain. 2019 May;160(5):9. PMID: 3\n"
		    "ECI - Pain. 2019 Aug;160(8):5. PMID: 4\n");
	is_text(i, "custom.status", "retracted corrected concern");
	assert_int_equal(bm_item_standing(i, &notice),
			 BM_STANDING_RETRACTED | BM_STANDING_CORRECTED |
			     BM_STANDING_CONCERN);
	assert_true(bm_str_is(notice, "Pain. 2020 Jan;161(1):1. PMID: 2; "
				      "Pain. 2019 May;160(5):9. PMID: 3; "
				      "Pain. 2019 Aug;160(8):5. PMID: 4"));
	bench_close(&b);
	/* The notice itself is not retracted. */
	i = one(&b, "TI  - T\nPT  - Retraction of Publication\n"
		    "ROF - Pain. 2018 Jan;159(1):1. PMID: 1\n"
		    "UIN - Cochrane 2019\n");
	assert_int_equal(bm_item_standing(i, &notice), 0);
	is_text(i, "custom.notice-of", "Pain. 2018 Jan;159(1):1. PMID: 1");
	is_text(i, "custom.updated-in", "Cochrane 2019");
	bench_close(&b);
}

/* SO is compared where it is understood, and only there. */
static void
source(void **state)
{
	static const char head[] = "PMID- 1\nTI  - T\nTA  - Clin J Pain\n"
				   "DP  - 2017 Mar\nVI  - 33\nIP  - 3\n"
				   "PG  - 123-30\n";
	static const struct {
		const char *so;
		unsigned line[2];
	} cases[] = {
	    {"Clin J Pain. 2017 Mar;33(3):123-130. doi: 10.1000/x.", {0, 0}},
	    {"Clin J Pain. 2017 Mar;33(3):123-30.", {0, 0}},
	    {"Clin J Pain. 2017 Mar; 33 ( 3 ): 123-30.", {0, 0}},
	    {"Clin J Pain. 2017 Mar.", {0, 0}},
	    {"Clin J Pain. 2017;33:123.", {0, 0}},
	    {"The Clinical Journal of Pain, 1999, 1(1)", {0, 0}},
	    {"", {0, 0}},
	    {"Clin J Pain. 2017;33.1(3):123-30.", {0, 0}},
	    {"Clin J Pain. 2017;34. doi: 10.1000/x", {5, 0}},
	    {"Clin J Pain. 2016 Mar;33(3):123-30.", {4, 0}},
	    {"Clin J Pain. 2017 Mar;34(4):123-30.", {5, 6}},
	    {"Clin J Pain. 2017 Mar;33(3):132-30.", {7, 0}},
	    {"Clin J Pain. 2017 Mar 1:123-30.", {0, 0}},
	};
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		char text[400];
		size_t expected = (cases[n].line[0] > 0 ? 1u : 0u) +
				  (cases[n].line[1] > 0 ? 1u : 0u);

		bench_open(&b);
		snprintf(text, sizeof text, "%sSO  - %s\n", head, cases[n].so);
		assert_int_equal(read_text(&b, text), BM_OK);
		assert_int_equal(b.diags.list.len, expected);
		for (size_t i = 0; i < expected; i++)
			found(&b, i, "bib-mismatch", cases[n].line[i]);
		bench_close(&b);
	}
}

/* Where records begin, and what line ends there are. */
static void
records(void **state)
{
	static const struct {
		const char *text;
		size_t count;
	} cases[] = {
	    {"PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\n", 2},
	    {"PMID- 1\r\nTI  - A\r\nPMID- 2\r\nTI  - B\r\n", 2},
	    {"PMID- 1\rTI  - A\r\rPMID- 2\rTI  - B", 2},
	    {"\n\n\nPMID- 1\nTI  - A\n\n\n\n", 1},
	    /* Blank lines between the fields of one record. */
	    {"PMID- 1\n\nOWN - NLM\n\nTI  - A\n\nAU  - B C\n\n", 1},
	    /* No PMID: the title makes the record. */
	    {"TI  - A\nJT  - J\n\nTI  - B\nJT  - J\n", 2},
	    {"PMID- 1\nTI  - A\nPMID- 2\nTI  - B\nPMID- 3\nBTI - C\n", 3},
	};
	struct bench b;

	(void)state;
	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		bench_open(&b);
		assert_int_equal(read_text(&b, cases[n].text), BM_OK);
		assert_int_equal(b.library->items.len, cases[n].count);
		assert_int_equal(b.diags.list.len, 0);
		bench_close(&b);
	}
}

static void
mistakes(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "Search results\n"
				       "PMID- 1x\nTI  - A\nstray words\n"
				       "XYZ - what\nXYZ - again\nXEM -\n"
				       "PMC - 77a\nLID - no [doi]\n\n"
				       "PMID-\nVI  - 3\n\n"
				       "PMID- 2\nTI  - B\nXYZ - more\n"),
			 BM_OK);
	assert_int_equal(b.library->items.len, 2);
	is_text(b.library->items.items[0], "title", "A stray words");
	found(&b, 0, "bib-bad-value", 1); /* stray text, once a file */
	found(&b, 1, "bib-bad-value", 2);
	found(&b, 2, "bib-unknown-field", 5);
	found(&b, 3, "bib-bad-value", 8);
	found(&b, 4, "bib-bad-value", 9);
	found(&b, 5, "bib-record", 11);
	assert_int_equal(b.diags.list.len, 6);
	bench_close(&b);
	bench_open(&b);
	b.file = "pubmed.nbib";
	assert_int_equal(
	    bib_nbib.read(b.library, BM_STR("nothing\n"), b.file, &b.diags),
	    BM_BAD_INPUT);
	found(&b, b.diags.list.len - 1, "bib-record", 1);
	bench_close(&b);
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
	bm_buf_puts(&text, "PMID- 1\n");
	for (int i = 0; i < 100000; i++)
		bm_buf_printf(&text, "ED  - Roe J\n\nFIR - X, Y\nMH  - Pain\n"
				     "      more\n\n");
	for (int i = 0; i < 30000; i++)
		bm_buf_puts(&text, "\nPMID- 1\nTI  - A\nAU  - Roe J\n");
	assert_int_equal(text.status, BM_OK);
	assert_int_equal(
	    bm_bib_read(b.library, bm_buf_str(&text), "x.nbib", &b.diags),
	    BM_OK);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	(void)state;
	read_survives("x.nbib", bm_str_of(trial));
}

static void
guesses(void **state)
{
	(void)state;
	assert_int_equal(bib_nbib.guess(bm_str_of(trial)), BIB_GUESS_SURE);
	assert_int_equal(bib_nbib.guess(BM_STR("\n\nPMID- 1\n")),
			 BIB_GUESS_SURE);
	assert_int_equal(bib_nbib.guess(BM_STR("TI  - A\n")), BIB_GUESS_MAYBE);
	assert_int_equal(bib_nbib.guess(BM_STR("TY  - JOUR\nTI  - A\n")),
			 BIB_GUESS_NO);
	assert_int_equal(bib_nbib.guess(BM_STR("[]")), BIB_GUESS_NO);
	assert_int_equal(bib_nbib.guess(BM_STR("")), BIB_GUESS_NO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_record), cmocka_unit_test(short_names),
	    cmocka_unit_test(titles),       cmocka_unit_test(dates),
	    cmocka_unit_test(places),       cmocka_unit_test(types),
	    cmocka_unit_test(standing),     cmocka_unit_test(source),
	    cmocka_unit_test(records),      cmocka_unit_test(mistakes),
	    cmocka_unit_test(much),         cmocka_unit_test(no_memory),
	    cmocka_unit_test(guesses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
