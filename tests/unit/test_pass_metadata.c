#include "pass_help.h"

#include "pass/syntax.h"

static void
title_of_file(void **state)
{
	bm_doc *doc = passed(&bm_pass_metadata,
			     "<article " DB " xml:lang='en'><info>" AUTHOR
			     "</info><para>x</para></article>",
			     NULL);
	const xmlNode *title = bm_title(bm_doc_element(doc));

	(void)state;
	assert_string_equal(bm_textz(doc, title), "Test");
	assert_string_equal(bm_attr_bm(title, "generated"), "metadata");
	says(doc, "1: The document has no title; \"Test\" is used for now "
		  "[title-missing]\n");
	bm_doc_free(doc);

	static const struct {
		const char *file, *title;
	} cases[] = {{"a/05-first-choices.md", "First choices"},
		     {"2019.xml", "Untitled"},
		     {NULL, "Untitled"},
		     {"\xC3\xA9tude_1.dbk", "\xC3\xA9tude 1"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bm_pass_context context = {0};
		doc = parse(ARTICLE "<info>" AUTHOR "<title> </title></info>"
				    "</article>",
			    cases[i].file);
		assert_int_equal(bm_pass_metadata.run(doc, &context), BM_OK);
		assert_string_equal(
		    bm_textz(doc, bm_title(bm_doc_element(doc))),
		    cases[i].title);
		assert_int_equal(doc->diags->errors, 1);
		bm_doc_free(doc);
	}
}

static void
title_moves_into_info(void **state)
{
	bm_doc *doc =
	    passed(&bm_pass_metadata,
		   ARTICLE "<title>T</title><subtitle>S</subtitle><info>" AUTHOR
			   "</info><para/></article>",
		   NULL);
	char *dump = dumped(doc);

	(void)state;
	assert_non_null(strstr(dump, "<info>\n    <title>T</title>\n    "
				     "<subtitle>S</subtitle>\n    <author>"));
	says(doc, "");
	free(dump);
	bm_doc_free(doc);
	doc = passed(&bm_pass_metadata, ARTICLE "<title>T</title></article>",
		     NULL);
	says(doc, "1: The document names no author [author-missing]\n");
	bm_doc_free(doc);
}

static void
authors(void **state)
{
	bm_doc *doc =
	    passed(&bm_pass_metadata,
		   ARTICLE "<info><title>T</title>\n<authorgroup>" AUTHOR
			   "\n<author><personname><firstname>C</firstname>"
			   "<surname>D</surname></personname></author>\n"
			   "<author><orgname>E</orgname></author></authorgroup>"
			   "</info></article>",
		   NULL);

	(void)state;
	says(doc, "3: Author C D has no credentials [author-credentials]\n");
	bm_doc_free(doc);
	doc = passed(&bm_pass_metadata,
		     ARTICLE
		     "<info><title>T</title><author><personname/></author>"
		     "</info></article>",
		     NULL);
	says(doc, "1: The document names no author [author-missing]\n");
	bm_doc_free(doc);
	doc = passed(&bm_pass_metadata,
		     "<chapter " DB
		     " xml:lang='en'><title>T</title><para/></chapter>",
		     NULL);
	says(doc, "");
	bm_doc_free(doc);
}

static void
dates(void **state)
{
	bm_doc *doc =
	    passed(&bm_pass_metadata,
		   ARTICLE "<info><title>T</title>" AUTHOR "\n"
			   "<pubdate>15 January 2026</pubdate>\n"
			   "<meta name='reviewed' content='2026-01-15'/>\n"
			   "<meta name='next-review' content='2025-06'/>\n"
			   "<meta name='status-date' content='03/04/2026'/>\n"
			   "<meta name='modified' content='2026-02-30'/>"
			   "<meta name='other' content='today'/>"
			   "</info></article>",
		   NULL);

	(void)state;
	says(
	    doc,
	    "2: pubdate is \"15 January 2026\", which programs cannot read; "
	    "write 2026-01-15 [date-invalid]\n"
	    "4: The next review (2025-06) is before the last one (2026-01-15) "
	    "[review-dates]\n"
	    "5: status-date is \"03/04/2026\", which is not a date; write it "
	    "like 2026-01-15, 2026-01 or 2026 [date-invalid]\n"
	    "6: modified is \"2026-02-30\", which is not a date; write it like "
	    "2026-01-15, 2026-01 or 2026 [date-invalid]\n");
	bm_doc_free(doc);
	/* The same month is not before. */
	doc = passed(&bm_pass_metadata,
		     ARTICLE "<info><title>T</title>" AUTHOR
			     "<meta name='reviewed' content='2026-01-15'/>"
			     "<meta name='next-review' content='2026-01'/>"
			     "</info></article>",
		     NULL);
	says(doc, "");
	bm_doc_free(doc);
}

static void
guesses(void **state)
{
	static const struct {
		const char *text, *iso;
	} cases[] = {{"January 15, 2026", "2026-01-15"},
		     {"15. Jan 2026", "2026-01-15"},
		     {"Jan. 2026", "2026-01"},
		     {"2026/1/5", "2026-01-05"},
		     {"1/2/2026", NULL},
		     {"2026", NULL},
		     {"15 Jan", NULL},
		     {"", NULL},
		     {"31 June 2026", NULL},
		     {"1 2 3 4 2026", NULL},
		     {"soon", NULL},
		     {"May 2026 x", NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bm_date date;
		char iso[16];
		bool is = bm_date_guess(bm_str_of(cases[i].text), &date);

		if (cases[i].iso == NULL) {
			if (is && strcmp(cases[i].text, "2026") != 0)
				fail_msg("%s", cases[i].text);
			continue;
		}
		assert_true(is);
		bm_date_iso(date, iso, sizeof(iso));
		assert_string_equal(iso, cases[i].iso);
	}
}

static void
languages(void **state)
{
	bm_pass_context german = {.lang = "de"};
	const char *text = "<article " DB "><info><title>T</title>" AUTHOR
			   "</info><para/></article>";
	bm_doc *doc = passed(&bm_pass_metadata, text, &german);

	(void)state;
	assert_string_equal(bm_attr_xml(bm_doc_element(doc), "lang"), "de");
	says(doc, "");
	bm_doc_free(doc);
	doc = passed(&bm_pass_metadata, text, NULL);
	assert_string_equal(bm_attr_xml(bm_doc_element(doc), "lang"), "en");
	says(doc, "1: The document names no language; it is taken to be "
		  "English [lang-missing]\n");
	bm_doc_free(doc);
	doc = passed(&bm_pass_metadata,
		     ARTICLE
		     "<info><title>T</title>" AUTHOR "</info>\n"
		     "<para xml:lang='en_US'/>\n<para xml:lang='english'/>\n"
		     "<para xml:lang=''/><para xml:lang='la'/></article>",
		     NULL);
	says(doc, "2: \"en_US\" is not a language tag; write \"en-US\" "
		  "[lang-invalid]\n3: \"english\" is not a language tag "
		  "[lang-invalid]\n");
	bm_doc_free(doc);
}

static void
language_tags(void **state)
{
	/* From RFC 5646, appendix A, and some that are not well-formed. */
	static const char *const good[] = {"de",
					   "i-enochian",
					   "zh-Hant",
					   "zh-cmn-Hans-CN",
					   "cmn-Hans-CN",
					   "sr-Latn-RS",
					   "sl-rozaj-biske",
					   "de-CH-1901",
					   "sl-IT-nedis",
					   "hy-Latn-IT-arevela",
					   "es-419",
					   "de-CH-x-phonebk",
					   "az-Arab-x-AZE-derbend",
					   "x-whatever",
					   "qaa-Qaaa-QM-x-southern",
					   "en-US-u-islamcal",
					   "zh-CN-a-myext-x-private",
					   "en-a-myext-b-another",
					   "EN-gb-OED",
					   "sgn-be-fr",
					   NULL};
	static const char *const bad[] = {"",
					  "a",
					  "a-DE",
					  "de-419-DE",
					  "ar-a-aaa-b-bbb-a-ccc",
					  "en-",
					  "-en",
					  "en--US",
					  "en_US",
					  "x",
					  "en-x",
					  "en-u",
					  "abcdefghi",
					  "en-US-aa",
					  "1en",
					  "en-x-123456789",
					  "fran\xC3\xA7",
					  NULL};

	(void)state;
	for (size_t i = 0; good[i] != NULL; i++)
		if (!bm_langtag_valid(good[i]))
			fail_msg("%s is well-formed", good[i]);
	for (size_t i = 0; bad[i] != NULL; i++)
		if (bm_langtag_valid(bad[i]))
			fail_msg("%s is not well-formed", bad[i]);
	assert_true(bm_langtag_same("en-US", "EN"));
	assert_false(bm_langtag_same("en", "eng"));
}

static void
identifiers(void **state)
{
	static const struct {
		const char *kind, *text;
		bool fine;
	} cases[] = {
	    {"doi", "10.1000/182", true},
	    {"doi", "10.1000.10/a<b>(c)", true},
	    {"doi", "https://doi.org/10.1000/182", false},
	    {"doi", "10.1000", false},
	    {"doi", "10.1000/", false},
	    {"doi", "11.1000/1", false},
	    {"doi", "10.12/1", false},
	    {"doi", "10.1000/a b", false},
	    {"isbn", "978-0-306-40615-7", true},
	    {"isbn", "978-0-306-40615-8", false},
	    {"isbn", "0-306-40615-2", true},
	    {"isbn", "0-8044-2957-X", true},
	    {"isbn", "080442957x", true},
	    {"isbn", "X804429570", false},
	    {"isbn", "1234567890128", false},
	    {"isbn", "12", false},
	    {"issn", "0378-5955", true},
	    {"issn", "2434-561X", true},
	    {"issn", "0378-5954", false},
	    {"issn", "0378-595", false},
	    {"orcid", "0000-0002-1825-0097", true},
	    {"orcid", "https://orcid.org/0000-0002-1694-233X", true},
	    {"orcid", "0000-0002-1825-0098", false},
	    {"orcid", "0000000218250097", false},
	    {"uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true},
	    {"uuid", "urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", true},
	    {"uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bfg", false},
	    {"uuid", "f81d4fae", false},
	    {"other", "anything", true},
	    {"DOI", "10.1000/182", true},
	    {"uri", " ", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if ((bm_identifier_fault(cases[i].kind, cases[i].text) ==
		     NULL) != cases[i].fine)
			fail_msg("%s %s", cases[i].kind, cases[i].text);
	bm_doc *doc = passed(
	    &bm_pass_metadata,
	    ARTICLE "<info><title>T</title>" AUTHOR "\n"
		    "<biblioid class='isbn'>978-0-306-40615-8</biblioid>\n"
		    "<biblioid class='other' otherclass='uuid'>x</biblioid>"
		    "</info><bibliography><bibliomixed>"
		    "<biblioid class='doi'>x</biblioid></bibliomixed>"
		    "</bibliography></article>",
	    NULL);
	says(doc, "2: isbn \"978-0-306-40615-8\" is not right: its check digit "
		  "is wrong [identifier-invalid]\n"
		  "3: uuid \"x\" is not right: a UUID looks like "
		  "f81d4fae-7dec-11d0-a765-00a0c91e6bf6 "
		  "[identifier-invalid]\n");
	bm_doc_free(doc);
}

static void
no_memory(void **state)
{
	(void)state;
	survives(&bm_pass_metadata,
		 "<article " DB "><subtitle>S</subtitle><info>"
		 "<pubdate>May 2026</pubdate>"
		 "<author><personname>A</personname></author>"
		 "<biblioid class='doi'>x</biblioid></info>"
		 "<para xml:lang='en_GB'/></article>",
		 NULL);
}

static void
not_docbook(void **state)
{
	bm_doc *doc = passed(&bm_pass_metadata, "<x/>", NULL);

	(void)state;
	says(doc, "");
	bm_doc_free(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(title_of_file),
	    cmocka_unit_test(title_moves_into_info),
	    cmocka_unit_test(authors),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(guesses),
	    cmocka_unit_test(languages),
	    cmocka_unit_test(language_tags),
	    cmocka_unit_test(identifiers),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(not_docbook),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
