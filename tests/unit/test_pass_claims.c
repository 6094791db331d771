/*
 * Claims, what stands behind them, who excused them, and how strong their
 * sources are.
 */
#include "pass_help.h"

#include "audit/ledger.h"
#include "pass/claims.h"

/* How each of these was made, and in how many people. */
static const char refs[] =
    "[{\"id\":\"sys\",\"type\":\"book\",\"custom\":{\"design\":"
    "\"systematic\",\"n\":900}},"
    "{\"id\":\"rct\",\"type\":\"book\",\"custom\":{\"design\":"
    "\"randomised\",\"n\":100}},"
    "{\"id\":\"rct2\",\"type\":\"book\",\"custom\":{\"design\":"
    "\"randomised\",\"n\":11}},"
    "{\"id\":\"rct0\",\"type\":\"book\",\"custom\":{\"design\":"
    "\"randomised\"}},"
    "{\"id\":\"cases\",\"type\":\"book\",\"custom\":{\"design\":"
    "\"case-series\",\"n\":7}},"
    "{\"id\":\"one\",\"type\":\"book\",\"custom\":{\"design\":"
    "\"case-series\",\"n\":1}},"
    "{\"id\":\"mice\",\"type\":\"book\",\"custom\":{\"design\":\"animal\","
    "\"n\":40}},"
    "{\"id\":\"dish\",\"type\":\"book\",\"custom\":{\"design\":"
    "\"laboratory\"}},"
    "{\"id\":\"said\",\"type\":\"book\",\"custom\":{\"design\":\"opinion\"}},"
    "{\"id\":\"odd\",\"type\":\"book\"},"
    "{\"id\":\"law\",\"type\":\"legislation\"}]";

static struct {
	bm_arena *arena;
	bm_library *library;
	lint_claims *claims;
	bm_pass_context context;
} shared;

static int
open_all(void **state)
{
	bm_data data = {NULL};
	bm_diags diags;
	char more[3000];
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 40; i++)
		n += (size_t)snprintf(more + n, sizeof more - n,
				      "%s{\"id\":\"m%d\",\"type\":\"book\","
				      "\"keyword\":\"Animals\"}",
				      i == 0 ? "[" : ",", i);
	snprintf(more + n, sizeof more - n, "]");
	shared.arena = bm_arena_new(NULL);
	shared.library = bm_library_new(NULL);
	bm_diags_init(&diags, shared.arena);
	assert_int_equal(lint_claims_load(&data, NULL, &diags, &shared.claims),
			 BM_OK);
	assert_int_equal(
	    bm_bib_read(shared.library, bm_str_of(refs), "r.json", &diags),
	    BM_OK);
	assert_int_equal(
	    bm_bib_read(shared.library, bm_str_of(more), "m.json", &diags),
	    BM_OK);
	assert_int_equal(diags.list.len, 0);
	shared.context = (bm_pass_context){
	    .lang = "en", .library = shared.library, .claims = shared.claims};
	return 0;
}

static int
close_all(void **state)
{
	(void)state;
	lint_claims_free(shared.claims);
	bm_library_free(shared.library);
	bm_arena_free(shared.arena);
	return 0;
}

#define START                                                                  \
	"<article " DB " " XLINK                                               \
	" xml:lang='en'><info><title>T</title></info>\n"
#define CITE(key) "<citation><biblioref linkend='" key "'/></citation>"
/* A claim that an error is, whatever is cited; one that a source settles. */
#define ERROR  "We guarantee relief."
#define EFFECT "Stem cells significantly reduce pain"

/* A body, linted; the caller frees it. */
static bm_doc *
linted(const char *body)
{
	bm_buf text;
	bm_doc *doc;

	bm_buf_init(&text, NULL);
	bm_buf_printf(&text, START "%s</article>", body);
	doc = parse(bm_buf_cstr(&text), "test.xml");
	bm_buf_free(&text);
	assert_int_equal(bm_pass_claims.run(doc, &shared.context), BM_OK);
	assert_int_equal(bm_pass_evidence.run(doc, &shared.context), BM_OK);
	return doc;
}

/* "LINE RULE DISPOSITION EVIDENCE PEOPLE; " for each claim. */
static void
claims_are(const char *body, const char *expected)
{
	static const char *const became[] = {"open", "cited", "suppressed"};
	static const char *const weighed[] = {"-", "enough", "unknown", "weak"};
	bm_doc *doc = linted(body);
	const bm_claims *claims = bm_claims_of(doc);
	bm_buf out;

	bm_buf_init(&out, NULL);
	for (size_t i = 0; i < claims->list.len; i++) {
		const bm_claim *c = &claims->list.items[i];

		bm_buf_printf(&out, "%u %s %s %s %lu; ", c->pos.line,
			      c->hits[0].rule->id, became[c->disposition],
			      weighed[c->evidence], c->people);
		assert_true(c->unit->at + c->hits[0].at + c->hits[0].len <=
			    c->unit->block->text.len);
		if (c->disposition == BM_CLAIM_SUPPRESSED) {
			assert_non_null(c->reason);
			assert_non_null(c->initials);
		}
	}
	if (strcmp(bm_buf_cstr(&out), expected) != 0)
		print_error("%s\n", body);
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	bm_doc_free(doc);
}

/* Codes of the findings, with lines: "2 claims-unused; ". */
static void
findings_are(const char *body, const char *expected)
{
	bm_doc *doc = linted(body);
	bm_buf out;

	bm_buf_init(&out, NULL);
	bm_diags_sort(doc->diags);
	for (size_t i = 0; i < doc->diags->list.len; i++)
		bm_buf_printf(&out, "%u %s; ", doc->diags->list.items[i].line,
			      doc->diags->list.items[i].code);
	if (strcmp(bm_buf_cstr(&out), expected) != 0)
		print_error("%s\n", body);
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	bm_doc_free(doc);
}

/* ---- Where a source may stand ---- */

static void
sources(void **state)
{
	(void)state;
	claims_are("<para>" EFFECT ".</para>", "2 EFF-025 open - 0; ");
	claims_are("<para>" EFFECT " " CITE("rct") ".</para>",
		   "2 EFF-025 cited enough 100; ");
	/* In the same sentence, not in the next one. */
	claims_are("<para>" EFFECT ". More " CITE("rct") ".</para>",
		   "2 EFF-025 open - 0; ");
	/* A key that nobody knows is no source. */
	claims_are("<para>" EFFECT " " CITE("nobody") ".</para>",
		   "2 EFF-025 open - 0; ");
	/* An error never is. */
	claims_are("<para>We guarantee relief " CITE("sys") ".</para>",
		   "2 ABS-001 open - 0; ");
	claims_are("<para>There is no need for surgery " CITE("sys") ".</para>",
		   "2 ABS-002 open - 0; ");
	/* The author's own entry is a source of unknown make. */
	claims_are(
	    "<para>" EFFECT
	    " " CITE("own") ".</para><bibliography><bibliomixed xml:id='own'>X"
			    "</bibliomixed></bibliography>",
	    "2 EFF-025 cited unknown 0; ");
	/* On the lead-in of a list; not on another paragraph. */
	claims_are("<para>They show " CITE("rct") ":</para><itemizedlist>"
						  "<listitem><para>" EFFECT
						  "</para></listitem>"
						  "</itemizedlist>",
		   "2 EFF-025 cited enough 100; ");
	claims_are("<para>They show " CITE(
		       "rct") ":</para><para>x</para>"
			      "<itemizedlist><listitem><para>" EFFECT
			      "</para></listitem></itemizedlist>",
		   "2 EFF-025 open - 0; ");
	/* Anywhere in an item, in a heading, in the row of a table. */
	claims_are("<itemizedlist><listitem><para>" EFFECT ". So it is " CITE(
		       "rct") ".</para></listitem></itemizedlist>",
		   "2 EFF-025 cited enough 100; ");
	claims_are("<section><title>" EFFECT
		   " " CITE("rct") "</title><para>x</para></section>",
		   "2 EFF-025 cited enough 100; ");
	claims_are("<informaltable><tgroup cols='2'><tbody><row><entry>" EFFECT
		   "</entry><entry>x " CITE(
		       "rct") "</entry></row><row><entry>" EFFECT
			      "</entry><entry>x</entry></row></tbody></tgroup>"
			      "</informaltable>",
		   "2 EFF-025 cited enough 100; 2 EFF-025 open - 0; ");
}

/* Of lead-in and item together: each work once. */
static void
works_count_once(void **state)
{
	bm_doc *doc = linted("<para>They show " CITE("rct") CITE(
	    "mice") ":</para><itemizedlist><listitem><para>" EFFECT
		    " " CITE("rct2") CITE(
			"rct") "</para></listitem><listitem><para>" EFFECT
			       "</para></listitem></itemizedlist>");
	const bm_claims *claims = bm_claims_of(doc);

	(void)state;
	assert_int_equal(claims->list.len, 2);
	assert_int_equal(claims->list.items[0].source_count, 3);
	assert_true(bm_str_is(claims->list.items[0].sources[0]->id, "rct2"));
	assert_true(bm_str_is(claims->list.items[0].sources[2]->id, "mice"));
	assert_int_equal(claims->list.items[0].people, 111);
	assert_int_equal(claims->list.items[1].source_count, 2);
	assert_int_equal(claims->list.items[1].people, 100);
	bm_doc_free(doc);
}

/* What is not the author's word, or not for these rules. */
static void
left_alone(void **state)
{
	(void)state;
	claims_are("<para><code>" ERROR "</code></para>", "");
	claims_are("<programlisting>" ERROR "</programlisting>", "");
	claims_are("<para xml:lang='de'>" ERROR "</para>", "");
	claims_are("<blockquote><attribution>A</attribution><para>" ERROR
		   "</para></blockquote>",
		   "");
	claims_are("<blockquote><para>" ERROR "</para></blockquote>",
		   "2 ABS-001 open - 0; ");
	claims_are("<note xmlns:bm='http://backmatter/' "
		   "bm:generated='disclaimer'><para>" ERROR "</para></note>",
		   "");
	claims_are("<bibliography><bibliomixed>" ERROR
		   "</bibliomixed></bibliography>",
		   "");
	claims_are("<para>" ERROR "</para>", "2 ABS-001 open - 0; ");
}

/* The worst hit of a sentence is shown, the others are named beside it. */
static void
worst_first(void **state)
{
	bm_doc *doc =
	    linted("<para>" EFFECT " and we guarantee relief.</para>");
	const char *message;

	(void)state;
	assert_int_equal(doc->diags->list.len, 1);
	assert_string_equal(doc->diags->list.items[0].code, "ABS-001");
	message = doc->diags->list.items[0].message;
	assert_non_null(strstr(message, "\"guarantee\"; also EFF-025"));
	bm_doc_free(doc);
	/* Of the same severity: the first one. */
	doc = linted("<para>We guarantee relief, and there is no need for "
		     "surgery.</para>");
	assert_int_equal(doc->diags->list.len, 1);
	assert_string_equal(doc->diags->list.items[0].code, "ABS-001");
	message = doc->diags->list.items[0].message;
	assert_non_null(strstr(message, "\"guarantee\"; also ABS-002"));
	bm_doc_free(doc);
}

/* ---- Suppressions ---- */

#define OFF(rules) "<?bm-lint " rules " reason=\"r\" by=\"AB\"?>"

static void
suppressions(void **state)
{
	static const struct {
		const char *body, *claims, *findings;
	} table[] = {
	    /* First in the document: for all of it. */
	    {OFF("ABS-001") "\n<para>" ERROR "</para>\n<para>" ERROR "</para>",
	     "3 ABS-001 suppressed - 0; 4 ABS-001 suppressed - 0; ", ""},
	    /* Before a block, in it, in a list behind a comma. */
	    {"<para>x</para>\n" OFF(
		 "ABS-001") "\n<para>" ERROR "</para>\n<para>" ERROR "</para>",
	     "4 ABS-001 suppressed - 0; 5 ABS-001 open - 0; ", "5 ABS-001; "},
	    {"<para>x " OFF("ABS-001") " " ERROR "</para>",
	     "2 ABS-001 suppressed - 0; ", ""},
	    {"<para>x</para>" OFF("EFF-001, ABS-001,\n TST-001") "<para>" ERROR
								 "</para>",
	     "3 ABS-001 suppressed - 0; ", ""},
	    /* First in a section: for all of it, not for the next one. */
	    {"<section><title>S</title>" OFF(
		 "ABS-001") "<para>x</para><para>" ERROR
			    "</para></section>\n<section>"
			    "<title>S</title><para>" ERROR "</para></section>",
	     "2 ABS-001 suppressed - 0; 3 ABS-001 open - 0; ", "3 ABS-001; "},
	    {"<section><title>S</title><para>x</para>"
	     "<?bm-lint ABS-001 reason='r' by=AB scope=section?><para>x</para>"
	     "<section><title>I</title><para>" ERROR
	     "</para></section></section>",
	     "2 ABS-001 suppressed - 0; ", ""},
	    /* Another rule; one that only begins alike. */
	    {"<para>x</para>" OFF("ABS-002") "<para>" ERROR "</para>",
	     "2 ABS-001 open - 0; ", "2 ABS-001; 2 claims-unused; "},
	    {"<para>x</para>" OFF("ABS-0011") "<para>" ERROR "</para>",
	     "2 ABS-001 open - 0; ", "2 ABS-001; 2 claims-unused; "},
	    {"<para>x</para>" OFF("ABS-00") "<para>" ERROR "</para>",
	     "2 ABS-001 open - 0; ", "2 ABS-001; 2 claims-unused; "},
	    /* Without rules, reason or initials it is none. */
	    {"<para>x</para><?bm-lint ABS-001 by=\"AB\"?><para>" ERROR
	     "</para>",
	     "2 ABS-001 open - 0; ", "2 claims-suppression; 2 ABS-001; "},
	    {"<para>x</para><?bm-lint ABS-001 reason=\"r\"?><para>" ERROR
	     "</para>",
	     "2 ABS-001 open - 0; ", "2 claims-suppression; 2 ABS-001; "},
	    {"<para>x</para><?bm-lint ABS-001 reason=\"\" "
	     "by=\"AB\"?><para>" ERROR "</para>",
	     "2 ABS-001 open - 0; ", "2 claims-suppression; 2 ABS-001; "},
	    {"<para>x</para><?bm-lint reason=\"r\" by=\"AB\"?><para>" ERROR
	     "</para>",
	     "2 ABS-001 open - 0; ", "2 claims-suppression; 2 ABS-001; "},
	    {"<?bm-lint?><para>" ERROR "</para>", "2 ABS-001 open - 0; ",
	     "2 claims-suppression; 2 ABS-001; "},
	    /* A quotation mark that does not end, an end without a block. */
	    {"<para>x</para><?bm-lint ABS-001 reason=\"r by=\"AB?><para>" ERROR
	     "</para>",
	     "2 ABS-001 open - 0; ", "2 claims-suppression; 2 ABS-001; "},
	    {"<para>x</para>" OFF("ABS-001"), "", "2 claims-unused; "},
	    /* Two for the same: the first one does it. */
	    {"<para>x</para>" OFF("ABS-001") "\n" OFF("ABS-001") "<para>" ERROR
								 "</para>",
	     "3 ABS-001 suppressed - 0; ", "3 claims-unused; "},
	    /* What a later pass asks for. */
	    {"<para>x</para>" OFF("evidence-weak") "<para>" EFFECT
						   " " CITE("mice") ".</para>",
	     "2 EFF-025 cited weak 0; ", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		claims_are(table[i].body, table[i].claims);
		findings_are(table[i].body, table[i].findings);
	}
}

/* ---- Evidence ---- */

static void
evidence(void **state)
{
	static const struct {
		const char *cites, *claims, *findings;
	} table[] = {
	    {CITE("sys"), "enough 900", ""},
	    {CITE("rct"), "enough 100", ""},
	    {CITE("rct") CITE("rct2"), "enough 111", ""},
	    /* Of one of the strongest nobody knows how many they were. */
	    {CITE("rct") CITE("rct0"), "enough 0", ""},
	    {CITE("rct") CITE("cases"), "enough 100", ""},
	    {CITE("mice") CITE("rct"), "enough 100", ""},
	    {CITE("cases"), "weak 7", "2 evidence-weak; "},
	    {CITE("one"), "weak 1", "2 evidence-weak; "},
	    {CITE("one") CITE("cases"), "weak 8", "2 evidence-weak; "},
	    {CITE("mice"), "weak 0", "2 evidence-weak; "},
	    {CITE("dish"), "weak 0", "2 evidence-weak; "},
	    {CITE("said"), "weak 0", "2 evidence-weak; "},
	    {CITE("odd"), "unknown 0", "2 evidence-unknown; "},
	    {CITE("odd") CITE("mice"), "unknown 0", "2 evidence-unknown; "},
	    {CITE("odd") CITE("rct"), "enough 100", ""},
	    {CITE("law"), "unknown 0", "2 evidence-unknown; "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char body[1000], claims[100];

		snprintf(body, sizeof body, "<para>" EFFECT " %s.</para>",
			 table[i].cites);
		snprintf(claims, sizeof claims, "2 EFF-025 cited %s; ",
			 table[i].claims);
		claims_are(body, claims);
		findings_are(body, table[i].findings);
	}
	/* A number that a law gives needs no study; an effect does. */
	findings_are(
	    "<para>About 40% of patients report pain " CITE("law") ".</para>",
	    "");
	findings_are(
	    "<para>About 40% of patients report pain " CITE("said") ".</para>",
	    "2 evidence-weak; ");
	findings_are("<para>About 40% of patients report pain " CITE("law")
			 CITE("said") ".</para>",
		     "2 evidence-unknown; ");
}

/* The notice says what the weakest claim rests on; the author's own words
 * stay. */
static void
weakest_fills_the_notice(void **state)
{
	static const char first[] =
	    "<para>" EFFECT " " CITE("cases") ".</para><para>" EFFECT
					      " " CITE("one") ".</para>";
	bm_doc *doc = linted(first);
	char *dump;

	(void)state;
	assert_string_equal(bm_meta(doc, "evidence-n"), "1");
	assert_non_null(bm_meta(doc, "evidence-design"));
	/* Once more: the same, not twice. */
	dump = dumped(doc);
	assert_int_equal(bm_pass_evidence.run(doc, &shared.context), BM_OK);
	{
		char *again = dumped(doc);

		assert_string_equal(dump, again);
		free(again);
	}
	free(dump);
	bm_doc_free(doc);
	doc = linted("<para>" EFFECT " " CITE(
	    "one") ".</para><para>" EFFECT " " CITE("mice") ".</para>");
	/* Mice are weaker than one patient, and no people. */
	assert_string_not_equal(bm_meta(doc, "evidence-n"), "1");
	bm_doc_free(doc);
	doc = linted("<para>" EFFECT " " CITE("said") ".</para>");
	/* How many people an opinion is of, only the author can say. */
	assert_null(bm_meta(doc, "evidence-n"));
	bm_doc_free(doc);
	doc = linted("<para>" EFFECT " " CITE("rct") ".</para>");
	assert_null(bm_meta(doc, "evidence-design"));
	bm_doc_free(doc);
}

/* A finding names a dozen works, and says how many more there are. */
static void
many_sources(void **state)
{
	static const struct {
		int cited;
		size_t named;
		const char *more;
	} table[] = {{5, 5, NULL}, {12, 12, NULL}, {40, 12, " and 28 more"}};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const char *message;
		size_t named = 0;
		bm_buf body;
		bm_doc *doc;

		bm_buf_init(&body, NULL);
		bm_buf_puts(&body, "<para>" EFFECT " <citation>");
		for (int k = 0; k < table[i].cited; k++)
			bm_buf_printf(&body, "<biblioref linkend='m%d'/>", k);
		bm_buf_puts(&body, "</citation>.</para>");
		doc = linted(bm_buf_cstr(&body));
		assert_int_equal(doc->diags->list.len, 1);
		message = doc->diags->list.items[0].message;
		if (table[i].more != NULL)
			assert_non_null(strstr(message, table[i].more));
		else
			assert_null(strstr(message, " more"));
		for (; (message = strstr(message, "\" (")) != NULL; message++)
			named++;
		assert_int_equal(named, table[i].named);
		bm_doc_free(doc);
		bm_buf_free(&body);
	}
}

/* ---- In the ledger ---- */

#define NOTICE(kind)                                                           \
	"<note xmlns:bm='http://backmatter/' bm:generated='disclaimer' "       \
	"role='notice' bm:kind='" kind "'><para>x</para></note>"

/* Of a file whose name is not UTF-8; each kind of notice once a level. */
static void
gathered(void **state)
{
	static const char text[] = START NOTICE("general") NOTICE("general")
	    NOTICE("emergency") "<section><title>S</title>" NOTICE(
		"weak-evidence") "<para>" EFFECT " " CITE("mice")
		CITE("odd") ".</para></section><section>"
			    "<title>S</title>" OFF(
				"ABS-001") "<para>" ERROR
					   "</para></section></article>";
	bm_doc *doc = parse(text, "\xE4.xml");
	size_t left = 0;
	bm_status status;

	(void)state;
	assert_int_equal(bm_pass_claims.run(doc, &shared.context), BM_OK);
	assert_int_equal(bm_pass_evidence.run(doc, &shared.context), BM_OK);
	do {
		struct failing f = {1000000, 0};
		bm_allocator al = {failing_alloc, &f};
		bm_ledger l = {.arena = bm_arena_new(&al)};
		const bm_ledger_entry *e;

		assert_non_null(l.arena);
		f.left = (long)left;
		status = bm_ledger_add(&l, doc);
		if (f.left < 0)
			assert_int_equal(status, BM_NO_MEMORY);
		f.left = 1000000;
		if (status == BM_OK) {
			assert_int_equal(l.entries.len, 2);
			e = &l.entries.items[0];
			assert_string_equal(e->file, "?.xml");
			assert_string_equal(e->citations,
					    "mice (Animal study); odd "
					    "(design not known)");
			assert_string_equal(e->evidence, "unknown");
			assert_string_equal(e->notices, "weak-evidence, "
							"general, emergency");
			assert_string_equal(e->disposition, "cited");
			assert_string_equal(e[1].notices, "general, emergency");
			assert_string_equal(e[1].disposition, "suppressed");
			assert_string_equal(e[1].reason, "r");
			assert_string_equal(e[1].initials, "AB");
		}
		bm_arena_free(l.arena);
	} while (status != BM_OK && left++ < 1000);
	assert_int_equal(status, BM_OK);
	assert_true(left > 0);
	bm_doc_free(doc);
}

/* ---- Without memory ---- */

#define LITTLE                                                                 \
	START "<section><title>S</title>" OFF(                                 \
	    "ABS-001 DOC-02") "<para>" ERROR " " EFFECT " " CITE("mice")       \
	    CITE("rct0") ".</para></section></article>"

static void
no_memory(void **state)
{
	(void)state;
	survives(&bm_pass_claims, LITTLE, &shared.context);
}

/* The pass behind another one, whose results are there. */
static void
no_memory_later(void **state)
{
	static const bm_pass *const later[] = {&bm_pass_evidence,
					       &bm_pass_document};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		bool done = false;

		for (long at = 0; !done; at++) {
			struct failing f = {1000000, 0};
			bm_allocator al = {failing_alloc, &f};
			bm_doc *doc = bm_doc_new(&al, "test.xml");
			bm_status status;

			assert_non_null(doc);
			assert_int_equal(
			    bm_xml_parse(doc, bm_str_of(LITTLE), NULL), BM_OK);
			assert_int_equal(
			    bm_pass_claims.run(doc, &shared.context), BM_OK);
			f.left = at;
			status = later[i]->run(doc, &shared.context);
			if (f.left < 0)
				assert_int_equal(status, BM_NO_MEMORY);
			else
				assert_int_equal(status, BM_OK);
			done = f.left >= 0;
			f.left = 1000000;
			bm_doc_free(doc);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sources),
	    cmocka_unit_test(works_count_once),
	    cmocka_unit_test(left_alone),
	    cmocka_unit_test(worst_first),
	    cmocka_unit_test(suppressions),
	    cmocka_unit_test(evidence),
	    cmocka_unit_test(weakest_fills_the_notice),
	    cmocka_unit_test(many_sources),
	    cmocka_unit_test(gathered),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(no_memory_later),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
