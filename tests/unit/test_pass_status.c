#include "pass_help.h"

#include "pass/status.h"
#include "pass/status_words.h"

#define HEAD "product\tcondition\tplace\tstatus\tas-of\tsource\texpires\n"
#define ROWS                                                                   \
	HEAD "an implant\tpain\tUS\tnot-approved\t2025-10-01\tref\t2026\n"     \
	     "Name\tgout\t*\tinvestigational\t2025-10\tref\t\n"                \
	     "Name\tpain\tUS\tapproved\t\tref\t\n"
/* An entry of the author's, so that there is a source. */
#define REF                                                                    \
	"<bibliography><bibliomixed xml:id='ref'>Ref</bibliomixed>"            \
	"</bibliography></article>"

static lint_statuses *
table(const char *rows)
{
	bm_doc *doc = bm_doc_new(NULL, "s.tsv");
	lint_statuses *t = lint_statuses_new(NULL);

	assert_non_null(t);
	assert_int_equal(
	    lint_statuses_read(t, bm_str_of(rows), "s.tsv", true, doc->diags),
	    BM_OK);
	assert_int_equal(lint_statuses_end(t), BM_OK);
	says(doc, "");
	bm_doc_free(doc);
	return t;
}

/* The text of the number-th phrase. */
static void
phrase_is(bm_doc *doc, int number, const char *expected)
{
	assert_string_equal(bm_textz(doc, nth(doc, "phrase", number)),
			    expected);
}

static void
sentences(void **state)
{
	lint_statuses *t = table(ROWS);
	bm_date today = {2026, 12, 31};
	bm_pass_context context = {
	    .alone = true, .statuses = t, .today = &today};
	bm_doc *doc =
	    passed(&bm_pass_statuses,
		   ARTICLE "<para><?bm-status implant/pain/US?> <link "
			   "xlink:href='status:name/gout/*'/>.</para>"
			   "<para><?bm-status implant/pain/US#status?> "
			   "<?bm-status implant/pain/US#date?></para>" REF,
		   &context);

	(void)state;
	phrase_is(doc, 0,
		  "As of 1 October 2025, no implant was approved for pain in "
		  "the United States .");
	phrase_is(doc, 1,
		  "As of October 2025, Name was being tested for gout .");
	phrase_is(doc, 2, "Not approved");
	phrase_is(doc, 3, "1 October 2025");
	assert_string_equal(bm_attr(nth(doc, "biblioref", 0), "linkend"),
			    "ref");
	assert_string_equal(bm_attr_bm(nth(doc, "phrase", 0), "product"),
			    "implant");
	assert_null(bm_attr_bm(nth(doc, "phrase", 3), "sentence"));
	says(doc, "4: The status of Name for pain (s.tsv, line 4) has no date "
		  "[status-stale]\n");
	bm_doc_free(doc);
	lint_statuses_free(t);
}

static void
what_is_wrong_is_said_once(void **state)
{
	lint_statuses *t = table(ROWS);
	bm_date today = {2027, 1, 1};
	bm_pass_context context = {
	    .alone = true, .statuses = t, .today = &today};
	bm_doc *doc =
	    passed(&bm_pass_statuses,
		   ARTICLE "<para><?bm-status implant/pain/US?> <?bm-status "
			   "implant/pain/US?> <?bm-status name/pain/us?>"
			   "<?bm-status name/pain/eu?></para></article>",
		   &context);

	(void)state;
	says(doc,
	     "1: The status of an implant for pain (s.tsv, line 2) was to be "
	     "looked up again by 2026 [status-expired]\n"
	     "1: The status of Name for pain (s.tsv, line 4) has no date "
	     "[status-undated]\n"
	     "1: The status table has no row \"name/pain/eu\"; the nearest is "
	     "\"Name/pain/US\" [status-unknown]\n"
	     "2: The source \"ref\" of the status of an implant for pain "
	     "(s.tsv, line 2) is not in the bibliography [status-source]\n"
	     "2: The source \"ref\" of the status of an implant for pain "
	     "(s.tsv, line 2) is not in the bibliography [status-source]\n");
	assert_string_equal(bm_attr(nth(doc, "phrase", 2), "role"),
			    "status unresolved");
	phrase_is(doc, 3, "[name/pain/eu?]");
	bm_doc_free(doc);
	lint_statuses_free(t);
}

static void
rows_of_the_metadata(void **state)
{
	static const char *const tested[] = {"withdrawn", "investigational",
					     NULL};
	static const char *const withdrawn[] = {"withdrawn", NULL};
	lint_statuses *t = table(ROWS);
	bm_pass_context context = {.alone = true, .statuses = t};
	bm_doc *doc = passed(
	    &bm_pass_statuses,
	    ARTICLE "<info><title>T</title><meta name='legal-status' "
		    "content='implant/pain/US'/><meta name='legal-status' "
		    "content='name/gout/*'/><meta name='legal-status' "
		    "content='none'/></info><para/></article>",
	    &context);

	(void)state;
	assert_int_equal(doc->statuses->rows.len, 2);
	assert_string_equal(bm_statuses_pick(doc, NULL)->product, "an implant");
	assert_string_equal(bm_statuses_pick(doc, tested)->product, "Name");
	assert_null(bm_statuses_pick(doc, withdrawn));
	assert_string_equal(bm_attr_bm(nth(doc, "meta", 0), "product"),
			    "implant");
	bm_doc_free(doc);
	lint_statuses_free(t);
}

static void
words_of_places(void **state)
{
	bm_doc *doc = parse(ARTICLE "</article>", "t.xml");

	(void)state;
	assert_string_equal(bm_place_text(doc, "US", "en"),
			    "the United States");
	assert_string_equal(bm_place_text(doc, "CH", "de-CH"), "der Schweiz");
	assert_string_equal(bm_place_text(doc, "US", "xx"),
			    "the United States");
	assert_string_equal(bm_place_text(doc, "Norland", "fr"), "Norland");
	assert_string_equal(bm_standing_text(doc, LINT_WITHDRAWN, "es"),
			    "Ya no autorizado");
	bm_doc_free(doc);
}

/* A language without sentences has English ones, with English dates; and an
 * empty place leaves no gap. */
static void
other_languages(void **state)
{
	lint_statuses *t = table(ROWS);
	bm_doc *doc = parse(ARTICLE "</article>", "t.xml");
	const lint_status *implant =
	    lint_statuses_find(t, doc->arena, BM_STR("implant/pain/US"));
	const lint_status *name =
	    lint_statuses_find(t, doc->arena, BM_STR("name/gout/*"));

	(void)state;
	assert_string_equal(bm_status_sentence(doc, implant, "sw"),
			    "As of 1 October 2025, no implant was approved for "
			    "pain in the United States");
	assert_string_equal(bm_status_sentence(doc, name, "nl-BE"),
			    "In oktober 2025 werd Name onderzocht voor gebruik "
			    "bij gout");
	assert_string_equal(bm_status_sentence(doc, name, "ja"),
			    "2025年10月の時点で、Nameは「gout」の治療として試"
			    "験されている段階でした");
	assert_string_equal(
	    bm_status_sentence(doc, implant, "zh-CN"),
	    "截至2025年10月1日，an implant在美国未获批准用于治疗pain");
	bm_doc_free(doc);
	lint_statuses_free(t);
}

static void
without_memory(void **state)
{
	lint_statuses *t = table(ROWS);
	bm_date today = {2027, 1, 1};
	bm_pass_context context = {
	    .alone = true, .statuses = t, .today = &today};

	(void)state;
	survives(&bm_pass_statuses,
		 ARTICLE "<info><title>T</title><meta name='legal-status' "
			 "content='implant/pain/US'/></info><section><title>S"
			 "</title><?bm-status implant/pain/US?><para><link "
			 "xlink:href='status:name/gou/*'>words</link>"
			 "<?bm-status name/gout/*#date?></para></section>" REF,
		 &context);
	lint_statuses_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sentences),
	    cmocka_unit_test(other_languages),
	    cmocka_unit_test(what_is_wrong_is_said_once),
	    cmocka_unit_test(rows_of_the_metadata),
	    cmocka_unit_test(words_of_places),
	    cmocka_unit_test(without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
