/*
 * The rules about documents, by one text that meets all twelve and loses one
 * thing at a time, and the answers to the questions of DISCERN.
 */
#include "lint_help.h"

#include <jansson.h>

static const char good[] =
    "---\n"
    "title: Stem cells and the lumbar spine\n"
    "author: {name: Ann Other, credentials: MD}\n"
    "lang: en\n"
    "date: 2026-01-10\n"
    "reviewer: Bo Else, MD\n"
    "reviewed: 2026-01-10\n"
    "next-review: 2028-01-10\n"
    "publisher: A publisher\n"
    "funding: none\n"
    "interests: The clinic sells it\n"
    "sponsor: A clinic\n"
    "subjects: [spine, treatment]\n"
    "product: A cell product\n"
    "condition: back pain\n"
    "place: Utopia\n"
    "status-date: 2026-01\n"
    "bibliography: refs.json\n"
    "---\n"
    "\n"
    "## Stem cells\n"
    "\n"
    "Stem cells significantly reduce pain [@trial]. Stem cells have risks, "
    "such as an infection. You can wait.\n"
    "\n"
    "Book your free consultation today.\n"
    "\n"
    "## Surgery\n"
    "\n"
    "Surgery may cause infections and bleeding [@old].\n"
    "\n"
    "## Causes\n"
    "\n"
    "The causes of the pain are:\n"
    "\n"
    "- narrow places [@old]\n";

static const char refs[] =
    "[{\"id\":\"trial\",\"type\":\"article-journal\",\"title\":\"A trial\","
    "\"issued\":{\"date-parts\":[[2019]]},"
    "\"custom\":{\"design\":\"randomised\",\"participants\":100}},"
    "{\"id\":\"old\",\"type\":\"article-journal\",\"title\":\"An old one\","
    "\"custom\":{\"design\":\"cohort\"}},"
    "{\"id\":\"mended\",\"type\":\"book\",\"title\":\"M\",\"custom\":{"
    "\"status\":"
    "\"corrected\"}},"
    "{\"id\":\"gone\",\"type\":\"book\",\"title\":\"G\",\"custom\":{\"status\":"
    "\"retracted\"}}]";

/* The lines and codes of the document rules that failed: "23 DOC-05 ". */
static void
fails(const char *text, const char *expected)
{
	struct linted l = lint(text, refs, NULL);
	char got[1000] = "";
	size_t n = 0;

	for (const char *s = l.findings; s != NULL && *s != '\0';) {
		const char *end = strchr(s, '\n');
		const char *code = strchr(s, ' ') + 1;

		if (strncmp(code, "DOC-", 4) == 0)
			n += (size_t)snprintf(got + n, sizeof got - n, "%.*s ",
					      (int)(code + 6 - s), s);
		s = end + 1;
	}
	assert_string_equal(got, expected);
	linted_free(&l);
}

#define CELL_HARM " Stem cells have risks, such as an infection."

/* What is taken away, and the one rule that then fails, with its line. */
static const struct {
	const char *what, *pairs[5], *fails;
} rules[] = {
    {"author",
     {"author: {name: Ann Other, credentials: MD}", "author: Ann Other"},
     "2 DOC-01 "},
    {"sources", {" [@trial]", ""}, "23 DOC-02 "},
    {"dates",
     {"next-review: 2028-01-10", "next-review: 2029-02-11"},
     "8 DOC-03 "},
    {"interests", {"publisher: A publisher\n", ""}, "2 DOC-04 "},
    {"harms",
     {CELL_HARM, "", "may cause infections and bleeding", "is done here"},
     "23 DOC-05 "},
    {"harms of this one", {CELL_HARM, ""}, "23 DOC-06 "},
    {"choices", {" You can wait.", ""}, "23 DOC-07 "},
    {"emergency", {"[spine, treatment]", "[treatment]"}, "2 DOC-08 "},
    {"status", {"status-date: 2026-01\n", ""}, "2 DOC-09 "},
    {"list", {"places [@old]", "places"}, "35 DOC-10 "},
    {"references",
     {"bleeding [@old]", "bleeding [@old; @nobody]"},
     "29 DOC-11 "},
    {"mark of an advertisement", {"sponsor: A clinic\n", ""}, "24 DOC-12 "},
};

static void
twelve_of_twelve(void **state)
{
	size_t count = sizeof rules / sizeof *rules, passed = 0;

	(void)state;
	assert_int_equal(count, 12);
	fails(good, "");
	for (size_t i = 0; i < count; i++) {
		char *text = changed(good, rules[i].pairs);
		char name[8];

		fails(text, rules[i].fails);
		snprintf(name, sizeof name, "DOC-%02zu", i + 1);
		assert_non_null(strstr(rules[i].fails, name));
		print_message("%s passes with its %s, fails without\n", name,
			      rules[i].what);
		passed++;
		free(text);
	}
	print_message("%zu of 12 document rules\n", passed);
}

/* What is still enough, and what is not. */
static void
edges(void **state)
{
	static const struct {
		const char *pairs[9], *fails;
	} table[] = {
	    /* A source in the sentence before a list is one for the list. */
	    {{"pain are:", "pain are these [@old]:", "places [@old]", "places"},
	     ""},
	    /* The choice to wait alone is no choice of treatments. */
	    {{"Surgery may", "Bad care may", "## Surgery", "## Care"},
	     "23 DOC-07 "},
	    /* Works that were withdrawn or corrected. */
	    {{"bleeding [@old]", "bleeding [@mended]"}, "29 DOC-11 "},
	    {{"bleeding [@old]", "bleeding [@gone]"}, "29 DOC-11 "},
	    /* Listed, and not cited; unless that is what the author wants. */
	    {{"bibliography: refs.json",
	      "bibliography: refs.json\nnocite: gone"},
	     ""},
	    /* An organisation, with and without a reviewer. */
	    {{"{name: Ann Other, credentials: MD}", "{org: A Society}"}, ""},
	    {{"{name: Ann Other, credentials: MD}", "{org: A Society}",
	      "reviewer: Bo Else, MD\n", ""},
	     "2 DOC-01 "},
	    /* A sponsor pays, and the text is marked by it. */
	    {{"funding: none\n", ""}, ""},
	    {{"funding: none\n", "", "sponsor: A clinic\n", "",
	      "Book your free consultation today.\n", ""},
	     "2 DOC-04 "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char *text = changed(good, table[i].pairs);

		fails(text, table[i].fails);
		free(text);
	}
}

/* Dates at the very edge of 36 months. */
static void
edges_of_dates(void **state)
{
	static const struct {
		const char *reviewed, *next, *fails;
	} table[] = {
	    {"2026-01-10", "2029-01-10", ""},
	    {"2026-01-10", "2029-01-11", "8 DOC-03 "},
	    {"2026-01", "2029-01", ""},
	    {"2026-01", "2029-02", "8 DOC-03 "},
	    {"2026", "2029", ""},
	    {"2026-12-31", "2029-12-31", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char reviewed[60], next[60];
		const char *pairs[] = {"reviewed: 2026-01-10", reviewed,
				       "next-review: 2028-01-10", next, NULL};
		char *text;

		snprintf(reviewed, sizeof reviewed, "reviewed: %s",
			 table[i].reviewed);
		snprintf(next, sizeof next, "next-review: %s", table[i].next);
		text = changed(good, pairs);
		fails(text, table[i].fails);
		free(text);
	}
}

/* A suppression with reason and initials; one that suppresses nothing. */
static void
suppressed(void **state)
{
	static const char *const used[] = {
	    " [@trial]", "", "## Stem cells\n",
	    "## Stem cells\n\n<!-- bm-lint: DOC-02 reason=\"r\" by=\"AB\" -->"
	    "\n",
	    NULL};
	static const char *const unused[] = {
	    "## Stem cells\n",
	    "## Stem cells\n\n<!-- bm-lint: DOC-02 reason=\"r\" by=\"AB\" -->"
	    "\n",
	    NULL};
	static const char *const bare[] = {
	    " [@trial]", "", "## Stem cells\n",
	    "## Stem cells\n\n<!-- bm-lint: DOC-02 reason=\"r\" -->\n", NULL};
	char *text = changed(good, used);
	struct linted l = lint(text, refs, NULL);

	(void)state;
	fails(text, "");
	assert_null(strstr(l.findings, "claims-unused"));
	linted_free(&l);
	free(text);
	text = changed(good, unused);
	l = lint(text, refs, NULL);
	assert_non_null(strstr(l.findings,
			       "23 claims-unused No sentence here is met by "
			       "DOC-02\n"));
	linted_free(&l);
	free(text);
	text = changed(good, bare);
	fails(text, "25 DOC-02 ");
	l = lint(text, refs, NULL);
	assert_non_null(strstr(l.findings, "23 claims-suppression "));
	linted_free(&l);
	free(text);
}

/* A claim asks for a notice, and one that is suppressed does not. */
static void
suppressed_asks_for_none(void **state)
{
	static const char *const on[] = {"interests: The clinic sells it\n", "",
					 NULL};
	static const char *const off[] = {
	    "interests: The clinic sells it\n", "", "Book your",
	    "<!-- bm-lint: TST-005 reason=\"r\" by=\"AB\" -->\n\nBook your",
	    NULL};
	char *text = changed(good, on);
	struct linted l = lint(text, refs, NULL);

	(void)state;
	assert_non_null(strstr(l.findings, "(claim TST-005)"));
	linted_free(&l);
	free(text);
	text = changed(good, off);
	l = lint(text, refs, NULL);
	assert_null(strstr(l.findings, "(claim TST-005)"));
	assert_null(strstr(l.findings, "claims-unused"));
	linted_free(&l);
	free(text);
}

/* ---- DISCERN ---- */

/* The answer to a question, and that it has `places` of them. */
static void
answers(const char *text, int question, const char *answer, size_t places)
{
	struct linted l = lint(text, refs, "json");
	json_t *root = json_loads(l.ledger, JSON_REJECT_DUPLICATES, NULL);
	json_t *list = json_object_get(root, "discern"), *a;
	const char *p;
	size_t i, count = 0;
	bool found = false;

	assert_non_null(root);
	assert_int_equal(json_array_size(list), 15);
	/* All of them, in order, and nothing that counts them up. */
	assert_int_equal(json_object_size(root), 2);
	json_array_foreach(list, i, a)
	{
		assert_int_equal(
		    json_integer_value(json_object_get(a, "number")), i + 1);
		assert_int_equal(json_object_size(a), 6);
		if ((int)i + 1 != question)
			continue;
		found = true;
		p = json_string_value(json_object_get(a, "places"));
		for (count = *p != '\0'; *p != '\0'; p++)
			count += *p == ',';
		if (strcmp(json_string_value(json_object_get(a, "answer")),
			   answer) != 0 ||
		    count != places)
			fail_msg("question %d: %s", question,
				 json_dumps(a, JSON_COMPACT));
	}
	assert_true(found);
	json_decref(root);
	linted_free(&l);
}

#define NONE                                                                   \
	{                                                                      \
		NULL                                                           \
	}

static void
discern(void **state)
{
	static const struct {
		int question;
		const char *pairs[5], *answer;
		size_t places;
	} table[] = {
	    {1, NONE, "no", 0},
	    {1,
	     {"lang: en\n", "lang: en\nabstract: What it is about\n"},
	     "partly",
	     1},
	    {1, {"## Causes", "## What this text covers"}, "partly", 1},
	    {2, NONE, "a person must say", 0},
	    {3, NONE, "a person must say", 0},
	    {4, NONE, "yes", 1},
	    {4,
	     {"places [@old]\n", "places [@old]\n\n# References "
				 "{.bibliography}\n"},
	     "yes",
	     1},
	    {4, {" [@trial]", ""}, "partly", 1},
	    {4, {" [@trial]", "", " [@old]", ""}, "no", 1},
	    {5, NONE, "yes", 2},
	    {5, {"next-review: 2028-01-10\n", ""}, "no", 0},
	    {6, {"Book your free consultation today.\n", ""}, "partly", 0},
	    {6, NONE, "no", 1},
	    {6,
	     {"Book your free consultation today.\n", "", CELL_HARM, ""},
	     "no",
	     1},
	    {7, NONE, "no", 0},
	    {7,
	     {"## Causes", "## Further reading\n\n[A text](https://example.org)"
			   "\n\n## Causes"},
	     "yes",
	     1},
	    {7,
	     {"## Causes", "## Further reading\n\nNone.\n\n## Causes"},
	     "no",
	     0},
	    {8, NONE, "no", 1},
	    {8,
	     {"You can wait.", "You can wait. The evidence is uncertain."},
	     "yes",
	     1},
	    {8,
	     {"## Causes", "## Causes\n\nThe evidence is uncertain."},
	     "partly",
	     1},
	    {9, NONE, "partly", 3},
	    {10, NONE, "partly", 3},
	    {9,
	     {"## Stem cells", "## One", "## Surgery", "## Two"},
	     "partly",
	     1},
	    {11, NONE, "partly", 2},
	    {11, {CELL_HARM, ""}, "no", 1},
	    {12, NONE, "partly", 1},
	    {12, {" You can wait.", ""}, "no", 0},
	    {13, NONE, "no", 0},
	    {13,
	     {"You can wait.", "You can wait. It is about daily life."},
	     "partly",
	     1},
	    {14, NONE, "yes", 2},
	    {14, {"urgery", "omething"}, "no", 1},
	    {15, NONE, "no", 0},
	    {15,
	     {"You can wait.", "You can wait. Talk to your doctor."},
	     "partly",
	     1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char *text = changed(good, table[i].pairs);

		answers(text, table[i].question, table[i].answer,
			table[i].places);
		free(text);
	}
}

/* Questions on treatments are not asked where none is named; of what is not
 * on health, or not in English, nothing is. */
static void
discern_elsewhere(void **state)
{
	char *text =
	    changed(good, (const char *const[]){"tem cells", "hings", "urgery",
						"omething", NULL});
	struct linted l;

	(void)state;
	for (int i = 9; i <= 15; i++)
		answers(text, i, "not asked", 0);
	free(text);
	l = lint("---\ntitle: A kite\nlang: en\n---\n\nIt flies.\n", NULL,
		 "json");
	assert_non_null(strstr(l.ledger, "\"discern\": [\n ]"));
	linted_free(&l);
	l = lint("---\ntitle: Schmerz\nlang: de\nsubjects: treatment\n---\n\n"
		 "Eine Operation hilft.\n",
		 NULL, "json");
	assert_non_null(strstr(l.ledger, "\"discern\": [\n ]"));
	linted_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(twelve_of_twelve),
	    cmocka_unit_test(edges),
	    cmocka_unit_test(edges_of_dates),
	    cmocka_unit_test(suppressed),
	    cmocka_unit_test(suppressed_asks_for_none),
	    cmocka_unit_test(discern),
	    cmocka_unit_test(discern_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
