/* nbib and RIS written: what comes back, and what is told to be lost. */
#include "item_help.h"

#include "bib/internal.h"

static const char nbib[] =
    "PMID- 27661661\n"
    "IS  - 1534-6080\n"
    "IS  - 0041-1337\n"
    "VI  - 101\n"
    "IP  - 8\n"
    "DP  - 2017 Aug\n"
    "DEP - 20160922\n"
    "TI  - [Intervertebral disc repair by allogeneic mesenchymal bone marrow\n"
    "      cells: a randomized controlled trial].\n"
    "TT  - Reparaci\xC3\xB3n.\n"
    "PG  - 1945-51; discussion 1952\n"
    "LID - 10.1097/TP.0000000000001484 [doi]\n"
    "AB  - Degenerative disc disease is a cause of low back pain, and cells "
    "of\n"
    "      the marrow may help; twenty-four patients were randomized to one "
    "of\n"
    "      two arms and followed for a year.\n"
    "PMC - PMC5265689\n"
    "FAU - Noriega, David C\n"
    "AU  - Noriega DC\n"
    "AUID- ORCID: 0000-0001-0000-0001\n"
    "FAU - Ardura, Francisco 2nd\n"
    "AU  - Ardura F 2nd\n"
    "CN  - Cell Study Group\n"
    "FAU - \xC3\x98stg\xC3\xA5rd, J\xC3\xB8rgen-Ole Jr\n"
    "AUID- 0000-0001-0000-0002\n"
    "FED - Roe, Jane\n"
    "ED  - Roe J\n"
    "LA  - spa\nLA  - eng\n"
    "SI  - ClinicalTrials.gov/NCT01860417\n"
    "SI  - Dryad/10.5061/x\n"
    "GR  - G1/Ministry\nGR  - G2/Fund\n"
    "PT  - Journal Article\n"
    "PT  - Randomized Controlled Trial\n"
    "EIN - Transplantation. 2018 Jan;102(1):9. PMID: 9\n"
    "EIN - Transplantation. 2018 Feb;102(2):9. PMID: 10\n"
    "TA  - Transplantation\n"
    "JT  - Transplantation (Hagerstown, Md.)\n"
    "OT  - low back pain\nOT  - stem cells, allogeneic\n"
    "COIS- None.\n"
    "\n"
    "PMID- 2\n"
    "BTI - Pain after surgery of the spine\n"
    "CTI - Handbooks\n"
    "TI  - Failed back surgery?\n"
    "PB  - A Press\nPL  - Basel\nEN  - 2nd\n"
    "ISBN- 9783000000001\n"
    "DP  - 1998 Dec-1999 Jan\n"
    "FAU - Roe, Jane\n"
    "AID - NBK1234 [bookaccession]\n"
    "\n"
    "PMID- 3\n"
    "TI  - Cells.\n"
    "DP  - 2011 Winter\n"
    "FAU - Poe, Al\n"
    "PT  - Retracted Publication\n"
    "PT  - Letter\n"
    "EIN - Pain. 2012;1:1.\n"
    "PG  - e017585\n";

static const char ris[] =
    "TY  - JOUR\nID  - kumar2007\nTI  - Spinal cord stimulation\n"
    "AU  - Kumar, Krishna\nAU  - North, Richard B., Jr\n"
    "AU  - PROCESS Investigators,\nPY  - 2007\nDA  - 2007/11/03/\n"
    "T2  - Journal of Pain\nJ2  - J Pain\nVL  - 132\nIS  - 1-2\n"
    "SP  - 179\nEP  - 88\nSN  - 0304-3959\nDO  - 10.1016/j.pain.2007.07.028\n"
    "UR  - https://example.org/pain\nAN  - 17845835\nDB  - PubMed\n"
    "C2  - PMC1234567\nKW  - one\nKW  - two\nAB  - One hundred patients.\n"
    "N1  - A note\nLA  - eng\nM3  - Review\nU4  - mine\nER  - \n"
    "TY  - CHAP\nID  - roe\nTI  - Chapter\nAU  - Roe, Jane\nT2  - Book\n"
    "T3  - Series\nA2  - Doe, John\nPB  - Press\nCY  - Basel\nSP  - 12\n"
    "PY  - 2001\nDA  - 2001///Winter\nET  - 3\nSN  - 9783000000001\nER  - \n"
    "TY  - THES\nID  - t1\nTI  - Thesis\nAU  - Poe, Al\nA2  - Doe, John\n"
    "PB  - University\nT2  - Department\nM3  - PhD\nSP  - 200\nER  - \n"
    "TY  - CPAPER\nID  - c1\nTI  - Paper\nT2  - Meeting\nC3  - Proceedings\n"
    "CY  - Rome\nC1  - Berlin\nER  - \n"
    "TY  - RPRT\nID  - r1\nTI  - Report\nIS  - 12\nY2  - 2024/02/03/\n"
    "DA  - 1998/12//1998 Dec-1999 Jan\nER  - \n"
    "TY  - INPR\nID  - p1\nTI  - RETRACTED: Soon\nAN  - PMID: 5\n"
    "DB  - Embase\nER  - \n";

static void
same_text(bm_str a, bm_str b, const char *what)
{
	if (!bm_str_eq(a, b))
		fail_msg("%s: \"%.*s\" became \"%.*s\"", what, (int)a.len,
			 a.ptr, (int)b.len, b.ptr);
}

static void
same_value(const bm_value *a, const bm_value *b, const char *what)
{
	if (b == NULL || a->kind != b->kind)
		fail_msg("%s is not there any more", what);
	same_text(a->text, b->text, what);
	assert_int_equal(a->names.count, b->names.count);
	for (size_t i = 0; i < a->names.count; i++) {
		const bm_name *m = &a->names.items[i], *n = &b->names.items[i];

		same_text(m->family, n->family, what);
		same_text(m->given, n->given, what);
		same_text(m->suffix, n->suffix, what);
		same_text(m->literal, n->literal, what);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(a->date.year[i], b->date.year[i]);
		assert_int_equal(a->date.month[i], b->date.month[i]);
		assert_int_equal(a->date.day[i], b->date.day[i]);
	}
	assert_int_equal(a->date.season, b->date.season);
	assert_int_equal(a->date.is_range, b->date.is_range);
	same_text(a->date.literal, b->date.literal, what);
}

static void
same_item(const bm_item *a, const bm_item *b)
{
	same_text(a->id, b->id, "id");
	same_text(a->type, b->type, "type");
	for (size_t i = 0; i < a->values.len; i++) {
		const char *key = a->values.entries[i].key.ptr;

		same_value(a->values.entries[i].value, bm_item_get(b, key),
			   key);
	}
	assert_int_equal(a->values.len, b->values.len);
}

static void
no_findings(const struct bench *b)
{
	for (size_t i = 0; i < b->diags.list.len; i++)
		fail_msg("%u: %s", b->diags.list.items[i].line,
			 b->diags.list.items[i].message);
}

/* Read, written and read again it is the same, and nothing is told. */
static void
round_trip(const char *text, const char *format, size_t count)
{
	struct bench a, b;
	const char *once;

	bench_open(&a);
	bench_open(&b);
	assert_int_equal(bm_bib_read(a.library, bm_str_of(text), "a", &a.diags),
			 BM_OK);
	assert_int_equal(a.library->items.len, count);
	once = written(&a, format);
	no_findings(&a);
	assert_int_equal(bm_bib_read(b.library, bm_str_of(once), "b", &b.diags),
			 BM_OK);
	no_findings(&b);
	assert_int_equal(b.library->items.len, count);
	for (size_t i = 0; i < count; i++)
		same_item(a.library->items.items[i], b.library->items.items[i]);
	assert_string_equal(once, written(&b, format));
	bench_close(&a);
	bench_close(&b);
}

static void
nbib_comes_back(void **state)
{
	(void)state;
	round_trip(nbib, "nbib", 3);
}

static void
ris_comes_back(void **state)
{
	(void)state;
	round_trip(ris, "ris", 6);
}

static void
has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* The layout that other programs expect. */
static void
layout(void **state)
{
	struct bench b;
	const char *text;

	(void)state;
	bench_open(&b);
	assert_int_equal(bm_bib_read(b.library, bm_str_of(nbib), "a", &b.diags),
			 BM_OK);
	text = written(&b, "nbib");
	assert_true(strncmp(text, "PMID- 27661661\nIS  - ", 20) == 0);
	has(text, "FAU - Ardura, Francisco 2nd\nAU  - Ardura F 2nd\n"
		  "CN  - Cell Study Group\n");
	has(text, "AU  - \xC3\x98stg\xC3\xA5rd JO Jr\n");
	has(text,
	    "TI  - [Intervertebral disc repair by allogeneic mesenchymal "
	    "bone marrow cells: a\n      randomized controlled trial].\n");
	has(text, "PG  - 1945-1951; discussion 1952\n");
	has(text, "JT  - Transplantation (Hagerstown, Md.)\n");
	has(text, "LA  - spa\nLA  - eng\n");
	has(text, "\n\nPMID- 2\n");
	has(text, "TI  - Failed back surgery?\n");
	for (const char *line = text; *line != '\0';) {
		const char *end = strchr(line, '\n');

		assert_non_null(end);
		assert_true(end - line <= 80);
		line = end + 1;
	}
	bench_close(&b);
	bench_open(&b);
	assert_int_equal(bm_bib_read(b.library, bm_str_of(ris), "a", &b.diags),
			 BM_OK);
	text = written(&b, "ris");
	assert_true(strncmp(text, "TY  - JOUR\r\nID  - kumar2007\r\n", 29) ==
		    0);
	has(text, "AU  - North, Richard B., Jr\r\n");
	has(text, "PY  - 2007\r\nDA  - 2007/11/03/\r\n");
	has(text, "SP  - 179\r\nEP  - 188\r\n");
	has(text, "DB  - PubMed\r\nAN  - 17845835\r\n");
	has(text, "ER  - \r\n\r\nTY  - CHAP\r\n");
	has(text, "TY  - INPR\r\n");
	bench_close(&b);
}

/* One item of CSL-JSON with what a format has no place for. */
static void
lost(void **state)
{
	static const char json[] =
	    "[{\"id\": \"7\", \"type\": \"webpage\", \"title\": \"A\\nB\","
	    "\"genre\": \"blog\", \"URL\": \"https://example.org/\","
	    "\"container-title\": \"C\", \"issued\": {\"date-parts\": [[2001]],"
	    "\"circa\": true}, \"medium\": \"tape\", \"author\": [{\"family\":"
	    "\"Berg\", \"given\": \"Jan\", \"non-dropping-particle\": \"van\"},"
	    "{\"family\": \"Aux\", \"given\": \"Al\", \"dropping-particle\":"
	    "\"de\"}], \"custom\": {\"status\": \"concern odd\"}}]";
	struct bench b;
	const char *text;
	bm_buf all;

	(void)state;
	bench_open(&b);
	assert_int_equal(
	    bm_bib_read(b.library, bm_str_of(json), "a.json", &b.diags), BM_OK);
	no_findings(&b);
	text = written(&b, "nbib");
	has(text, "PMID-\n");
	has(text, "TI  - A B.\n");
	has(text, "FAU - van Berg, Jan\n");
	has(text, "FAU - Aux, Al de\n");
	bm_buf_init(&all, NULL);
	for (size_t i = 0; i < b.diags.list.len; i++) {
		assert_string_equal(b.diags.list.items[i].code, "bib-lost");
		assert_string_equal(b.diags.list.items[i].file, "a.json");
		bm_buf_printf(&all, "%s\n", b.diags.list.items[i].message);
	}
	has(bm_buf_cstr(&all), "Item \"7\": nbib cannot hold its type\n");
	has(bm_buf_cstr(&all), "cannot hold that its date is not certain\n");
	has(bm_buf_cstr(&all), "cannot hold a status without its notice\n");
	has(bm_buf_cstr(&all), "nbib cannot hold genre, URL, medium\n");
	has(bm_buf_cstr(&all), "Ids are not part of nbib; 1 of 1 items");
	b.diags.list.len = 0;
	bm_buf_clear(&all);
	text = written(&b, "ris");
	has(text, "TY  - ELEC\r\nID  - 7\r\nTI  - A B\r\n");
	has(text, "AU  - van Berg, Jan\r\nAU  - Aux, Al de\r\n");
	has(text, "M3  - blog\r\n");
	for (size_t i = 0; i < b.diags.list.len; i++)
		bm_buf_printf(&all, "%s\n", b.diags.list.items[i].message);
	has(bm_buf_cstr(&all), "its id, which is a number or has signs");
	has(bm_buf_cstr(&all), "RIS cannot hold medium, custom.status\n");
	bm_buf_free(&all);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_as(&b, "a", nbib), BM_OK);
	assert_int_equal(read_as(&b, "a", ris), BM_OK);
	write_survives(&b, "nbib");
	write_survives(&b, "ris");
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nbib_comes_back), cmocka_unit_test(ris_comes_back),
	    cmocka_unit_test(layout),          cmocka_unit_test(lost),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
