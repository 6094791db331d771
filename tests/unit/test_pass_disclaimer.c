#include "pass_help.h"

#define HEAD "<article " DB " " XLINK " xml:lang='en-US' xml:id='a'>"
#define TOPIC(t)                                                               \
	"<subjectset><subject><subjectterm>" t "</subjectterm></subject>"      \
	"</subjectset>"
#define META(n, c) "<meta name='" n "' content='" c "'/>"
#define NOTICE(id, title, metas, body)                                         \
	"<article " DB " xml:lang='en' xml:id='" id "'><info><title>" title    \
	"</title>" metas "</info>" body "</article>"

/* A catalogue as the reader would leave it. */
static const char *const catalogue[] = {
    NOTICE(
	"emergency", "Get help now",
	META("trigger", "topic") META("when", "spine")
	    META("placement", "start") META("role", "warning")
		META("landmark", "yes") META("every-page", "yes")
		    META("short", "Go now."),
	"<para>Go <emphasis>now</emphasis> for:</para>"
	"<itemizedlist><listitem><para>fever</para></listitem></itemizedlist>"),
    NOTICE("unapproved", "Not approved",
	   META("trigger", "topic") META("when", "cell-product")
	       META("placement", "mention") META("role", "important")
		   META("values.date", "status-date"),
	   "<para>{{product}} is not approved for {{condition}} in {{place}}. "
	   "Last checked: {{date}}.</para>"),
    NOTICE("expired", "Out of date",
	   META("trigger", "metadata") META("when", "expired")
	       META("placement", "start") META("role", "warning"),
	   "<para>Was due by {{date2}}.</para>"),
    NOTICE("review", "Review",
	   META("trigger", "metadata") META("when", "reviewed")
	       META("when", "topic:any") META("placement", "end"),
	   "<para>Last reviewed {{date}} by {{reviewer}}. Next: {{ date2 }}."
	   "</para>"),
    NOTICE("gain", "Who may gain",
	   META("trigger", "metadata") META("when", "interests") META(
	       "placement", "start") META("places", "US") META("places", "DE"),
	   "<para>{{interests}}</para>"),
    NOTICE("law", "Law",
	   META("trigger", "topic") META("when", "law")
	       META("placement", "start") META("expires", "2026-01-01"),
	   "<para>By {{publisher}} and {{author}}.</para>"),
    NULL};

static bm_notices *
loaded(const char *const *texts)
{
	bm_notices *notices = bm_notices_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	bm_diags diags;

	assert_non_null(notices);
	bm_diags_init(&diags, arena);
	for (size_t i = 0; texts[i] != NULL; i++) {
		bm_status status = bm_notices_add(
		    notices, parse(texts[i], "notices/x.md"), NULL, &diags);
		if (diags.list.len > 0)
			fail_msg("%s", diags.list.items[0].message);
		assert_int_equal(status, BM_OK);
	}
	bm_arena_free(arena);
	return notices;
}

/* Runs the pass with the catalogue on a day. */
static bm_doc *
with_catalogue(const char *text, const bm_date *today)
{
	bm_notices *notices = loaded(catalogue);
	bm_pass_context context = {.notices = notices, .today = today};
	bm_doc *doc = passed(&bm_pass_disclaimer, text, &context);

	bm_notices_free(notices);
	return doc;
}

static void
expect_dump(const bm_doc *doc, const char *expected)
{
	char *dump = dumped(doc);

	assert_string_equal(dump, expected);
	free(dump);
}

static void
start_of_an_article(void **state)
{
	bm_doc *doc =
	    with_catalogue(HEAD "\n<info><title>T</title>\n" TOPIC(
			       " Spine ") "</info><para>x</para></article>",
			   NULL);

	(void)state;
	expect_dump(
	    doc, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		 "<article " DB " xmlns:bm=\"http://backmatter/\" "
		 "xml:lang=\"en-US\" xml:id=\"a\">\n"
		 "  <info>\n    <title>T</title>\n    <subjectset>\n"
		 "      <subject>\n        <subjectterm> Spine </subjectterm>\n"
		 "      </subject>\n    </subjectset>\n  </info>\n"
		 "  <warning role=\"notice\" xml:id=\"notice-emergency\" "
		 "bm:generated=\"disclaimer\" bm:kind=\"emergency\" "
		 "bm:trigger=\"topic:spine\" bm:landmark=\"yes\" "
		 "bm:scope=\"page\">\n"
		 "    <title>Get help now</title>\n"
		 "    <para>Go <emphasis>now</emphasis> for:</para>\n"
		 "    <itemizedlist>\n      <listitem>\n"
		 "        <para>fever</para>\n      </listitem>\n"
		 "    </itemizedlist>\n  </warning>\n"
		 "  <para>x</para>\n</article>\n");
	says(doc, "3: Notice emergency placed at the start (topic spine) "
		  "[notice-injected]\n");
	assert_int_equal(
	    bm_get_pos(doc, with_id(doc, "notice-emergency"))->line, 3);
	bm_doc_free(doc);
}

static void
values_and_end(void **state)
{
	bm_doc *doc = with_catalogue(
	    HEAD "<info><title>T</title>\n" META(
		"reviewed", "2026-01-15") "\n" META("reviewer.name", "J Doe")
		META("reviewer.credentials", "RN")
		    META("next-review",
			 "2027-01") "</info><para>x</para><bibliography/"
				    "><index/></article>",
	    NULL);
	xmlNode *notice = with_id(doc, "notice-review");

	(void)state;
	assert_string_equal(
	    bm_textz(doc, bm_child(notice, "para")),
	    "Last reviewed January 15, 2026 by J Doe, RN. Next: January 2027.");
	assert_true(bm_is(bm_next_element(notice), "bibliography"));
	assert_true(bm_is(notice, "note"));
	says(doc, "2: Notice review placed at the end (metadata reviewed) "
		  "[notice-injected]\n");
	bm_doc_free(doc);
}

static void
missing_value(void **state)
{
	bm_doc *doc = with_catalogue(
	    HEAD "<info><title>T</title>\n" META(
		"reviewed", "2026-01-15") "</info><para>x</para></article>",
	    NULL);
	char *dump = dumped(doc);

	(void)state;
	assert_null(strstr(dump, "notice"));
	says(doc,
	     "2: Notice review (metadata reviewed) needs a value for "
	     "\"reviewer\": write <meta name=\"reviewer\" content=\"...\"/> in "
	     "info [notice-value-missing]\n"
	     "2: Notice review (metadata reviewed) needs a value for "
	     "\"next-review\": write <meta name=\"next-review\" "
	     "content=\"...\"/> in info [notice-value-missing]\n");
	free(dump);
	bm_doc_free(doc);
	doc = with_catalogue(
	    HEAD "<info><title>T</title>" TOPIC("law") "</info></article>",
	    NULL);
	assert_int_equal(doc->diags->errors, 2);
	assert_non_null(
	    strstr(doc->diags->list.items[0].message, "publishername in info"));
	bm_doc_free(doc);
}

static void
fields_of_info(void **state)
{
	bm_date today = {2026, 2, 1};
	bm_doc *doc = with_catalogue(
	    HEAD
	    "<info><title>T</title>" AUTHOR "<publisher><publishername>P"
	    "</publishername></publisher>" TOPIC("law") "</info></article>",
	    &today);

	(void)state;
	assert_string_equal(
	    bm_textz(doc, bm_child(with_id(doc, "notice-law"), "para")),
	    "By P and A B, MD.");
	says(doc, "0: The text of notice law was to be checked by 2026-01-01 "
		  "[notice-expired]\n"
		  "1: Notice law placed at the start (topic law) "
		  "[notice-injected]\n");
	bm_doc_free(doc);
}

/* clang-format 14 is of two minds here. */
/* clang-format off */
#define STATUS                                                                 \
	META("product", "P")                                                   \
	META("condition", "back pain")                                         \
	META("condition", "disc disease")                                      \
	META("place", "US")                                                    \
	META("place", "EU")                                                    \
	META("place", "UK")                                                    \
	META("status-date", "2026-01")
/* clang-format on */

static void
mention(void **state)
{
	bm_doc *doc = with_catalogue(
	    HEAD "<info><title>T</title>" STATUS "</info><para>x</para>"
		 "<section xml:id='s' role='x topic:cell-product'>"
		 "<title>Cells</title><para>y</para></section>"
		 "<section xml:id='r'><info><title>More</title>" TOPIC(
		     "cell-product") "</info></section></article>",
	    NULL);
	xmlNode *notice = with_id(doc, "notice-unapproved");

	(void)state;
	assert_ptr_equal(notice->parent, with_id(doc, "s"));
	assert_true(bm_is(bm_next_element(notice), "para"));
	assert_null(bm_attr_bm(notice, "scope"));
	assert_string_equal(
	    bm_textz(doc, bm_child(notice, "para")),
	    "P is not approved for back pain and disc disease in US, EU and "
	    "UK. Last checked: January 2026.");
	says(doc, "1: Notice unapproved placed at the start of \"Cells\" "
		  "(topic cell-product) [notice-injected]\n");
	bm_doc_free(doc);
	/* The topic of the document goes before that of a section. */
	doc = with_catalogue(
	    HEAD "<info><title>T</title>" STATUS TOPIC(
		"cell-product") "</info><section "
				"role='topic:cell-product'><title>S</title>"
				"</section></article>",
	    NULL);
	assert_ptr_equal(with_id(doc, "notice-unapproved")->parent,
			 bm_doc_element(doc));
	assert_int_equal(doc->diags->infos, 1);
	bm_doc_free(doc);
}

static void
pages_of_a_book(void **state)
{
	bm_doc *doc = with_catalogue(
	    "<book " DB
	    " xml:lang='en' xml:id='b'><info><title>B</title>" TOPIC("spine")
		STATUS
	    "</info><part xml:id='p'><title>P</title>"
	    "<chapter xml:id='c1'><title>C</title><para/></chapter>"
	    "<chapter xml:id='c2'><title>C2</title>"
	    "<section role='topic:cell-product' xml:id='s'><title>S</title>"
	    "</section></chapter></part>"
	    "<chapter><title>C3</title></chapter></book>",
	    NULL);
	const xmlNode *root = with_id(doc, "notice-emergency");
	const xmlNode *copy = with_id(doc, "notice-emergency-c1");

	(void)state;
	assert_string_equal(bm_attr_bm(root, "scope"), "page");
	assert_non_null(bm_child(root, "itemizedlist"));
	assert_string_equal(bm_attr_bm(copy, "scope"), "chunk");
	assert_string_equal(bm_textz(doc, bm_child(copy, "para")), "Go now.");
	assert_ptr_equal(copy->parent, with_id(doc, "c1"));
	with_id(doc, "notice-emergency-p");
	with_id(doc, "notice-emergency-c2");
	with_id(doc, "notice-emergency-page-4");
	copy = with_id(doc, "notice-unapproved-c2");
	assert_ptr_equal(copy->parent, with_id(doc, "s"));
	assert_null(bm_attr_bm(copy, "scope"));
	says(doc,
	     "1: Notice emergency placed at the start and on 4 pages inside "
	     "(topic spine) [notice-injected]\n"
	     "1: Notice unapproved placed at the start of \"S\" (topic "
	     "cell-product) [notice-injected]\n");
	bm_doc_free(doc);
}

static void
topic_of_a_chapter(void **state)
{
	bm_doc *doc = with_catalogue(
	    "<book " DB " xml:lang='en'><info><title>B</title></info>"
	    "<part xml:id='p' role='topic:spine'><title>P</title>"
	    "<chapter xml:id='c1'><title>C</title></chapter>"
	    "<chapter xml:id='c2' role='topic:spine'><title>C</title>"
	    "</chapter></part><chapter xml:id='c3'><title>D</title></chapter>"
	    "</book>",
	    NULL);
	char *dump = dumped(doc);

	(void)state;
	assert_null(bm_attr_bm(with_id(doc, "notice-emergency-p"), "scope"));
	assert_string_equal(
	    bm_attr_bm(with_id(doc, "notice-emergency-c1"), "scope"), "chunk");
	assert_string_equal(
	    bm_attr_bm(with_id(doc, "notice-emergency-c2"), "scope"), "chunk");
	/* A reason of its own gives the full text. */
	assert_non_null(
	    bm_child(with_id(doc, "notice-emergency-c2"), "itemizedlist"));
	assert_null(strstr(dump, "notice-emergency-c3"));
	assert_null(strstr(dump, "\"notice-emergency\""));
	free(dump);
	bm_doc_free(doc);
}

static void
overdue(void **state)
{
	const char *text = HEAD "<info><title>T</title>\n" META(
	    "next-review", "2026-01") "</info><para/></article>";
	bm_date january = {2026, 1, 31}, february = {2026, 2, 1};
	bm_doc *doc = with_catalogue(text, &january);

	(void)state;
	says(doc, "");
	bm_doc_free(doc);
	doc = with_catalogue(text, NULL);
	says(doc, "");
	bm_doc_free(doc);
	doc = with_catalogue(text, &february);
	with_id(doc, "notice-expired");
	says(doc,
	     "2: This document was due for review on 2026-01 [review-expired]\n"
	     "2: Notice expired placed at the start (metadata expired) "
	     "[notice-injected]\n");
	bm_doc_free(doc);
}

static void
places(void **state)
{
	static const struct {
		const char *metas;
		int count;
	} cases[] = {
	    {META("interests", "Owns shares") META("audience-place", "US"), 1},
	    {META("interests", "Owns shares") META("audience-place", "us-ca"),
	     1},
	    {META("interests", "Owns shares") META("audience-place", "FR")
		 META("audience-place", "DE"),
	     1},
	    {META("interests", "Owns shares") META("audience-place", "USA"), 0},
	    {META("interests", "Owns shares"), 0},
	    {META("interests", "None") META("audience-place", "US"), 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[600];
		snprintf(text, sizeof(text),
			 HEAD "<info><title>T</title>%s</info></article>",
			 cases[i].metas);
		bm_doc *doc = with_catalogue(text, NULL);
		assert_int_equal(doc->diags->infos, cases[i].count);
		bm_doc_free(doc);
	}
}

/* Neither a meta nor markup that looks like ours keeps a notice away. */
static void
cannot_be_switched_off(void **state)
{
	bm_doc *doc = with_catalogue(
	    HEAD "<info><title>T</title>" TOPIC("spine") META(
		"notices-off",
		"yes") "</info>"
		       "<note bm:generated='disclaimer' bm:kind='emergency' "
		       "xmlns:bm='http://backmatter/' "
		       "xml:id='notice-emergency'>"
		       "<para>Stay calm.</para></note>"
		       "<para xml:id='notice-emergency'/></article>",
	    NULL);
	char *dump = dumped(doc);

	(void)state;
	assert_null(strstr(dump, "calm"));
	/* An id of the author's stays where it is. */
	assert_true(bm_is(with_id(doc, "notice-emergency"), "para"));
	assert_true(bm_is(with_id(doc, "notice-emergency-2"), "warning"));
	says(doc, "1: Notice emergency placed at the start (topic spine) "
		  "[notice-injected]\n"
		  "1: Notices are switched off one by one, each with a reason "
		  "and initials [notice-off-bare]\n");
	free(dump);
	bm_doc_free(doc);
}

static void
other_language(void **state)
{
	bm_doc *doc = with_catalogue(
	    "<article " DB " xml:lang='de'><info><title>T</title>" META(
		"reviewed", "2026-03-01") META("reviewer", "X")
		META("next-review", "2027") "</info></article>",
	    NULL);
	const xmlNode *notice = with_id(doc, "notice-review");

	(void)state;
	assert_string_equal(bm_attr_xml(notice, "lang"), "en");
	assert_string_equal(bm_textz(doc, bm_child(notice, "para")),
			    "Last reviewed 1 March 2026 by X. Next: 2027.");
	bm_doc_free(doc);
}

static void
bad_notices(void **state)
{
	static const char *const texts[] = {
	    NOTICE("a", "A",
		   META("trigger", "always") META("placement", "start"),
		   "<para/>"),
	    NOTICE("a", "B", META("trigger", "always") META("placement", "end"),
		   "<para/>"),
	    NOTICE("b", "B",
		   META("trigger", "sometimes") META("placement", "end"),
		   "<para/>"),
	    NOTICE("b", "B", META("trigger", "topic") META("placement", "end"),
		   "<para/>"),
	    NOTICE("b", "B",
		   META("trigger", "always") META("when", "x")
		       META("placement", "end"),
		   "<para/>"),
	    NOTICE("b", "B", META("trigger", "always"), "<para/>"),
	    NOTICE("b", "", META("trigger", "always") META("placement", "end"),
		   "<para/>"),
	    NOTICE("b", "B", META("trigger", "always") META("placement", "end"),
		   ""),
	    NOTICE("b", "B", META("trigger", "always") META("placement", "end"),
		   "<para>{{x</para>"),
	    NOTICE("b", "B",
		   META("trigger", "always") META("placement", "end")
		       META("short", "{{}}"),
		   "<para/>"),
	    NOTICE("b", "B",
		   META("trigger", "always") META("placement", "end")
		       META("expires", "soon"),
		   "<para/>"),
	    NOTICE("", "B", META("trigger", "always") META("placement", "end"),
		   "<para/>"),
	    NOTICE("b", "B",
		   META("trigger", "always") META("placement", "end")
		       META("role", "tip"),
		   "<para/>"),
	    "<x/>",
	    NOTICE("c", "C",
		   META("trigger", "always") META("placement", "end")
		       META("evry-page", "yes"),
		   "<para/>"),
	    NULL};
	static const char expected[] =
	    "There is a notice \"a\" already\n"
	    "\"sometimes\" is not a word for this key\n"
	    "A notice that is always there has no \"when\"\n"
	    "The notice has no placement\n"
	    "The notice has no title\n"
	    "The notice has no text\n"
	    "\"{{\" has no \"}}\" behind it\n"
	    "\"{{\" has no \"}}\" behind it\n"
	    "\"soon\" is not a date\n"
	    "The notice has no id\n"
	    "\"tip\" is not a word for this key\n"
	    "The key \"evry-page\" is not known\n";
	bm_notices *notices = bm_notices_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	bm_diags diags;
	bm_buf out;

	(void)state;
	bm_diags_init(&diags, arena);
	for (size_t i = 0; texts[i] != NULL; i++)
		assert_int_equal(
		    bm_notices_add(notices, parse(texts[i], "n.md"), NULL,
				   &diags),
		    i == 0 || texts[i + 1] == NULL ? BM_OK : BM_BAD_INPUT);
	assert_int_equal(notices->list.len, 2);
	bm_buf_init(&out, NULL);
	for (size_t i = 0; i < diags.list.len; i++) {
		assert_string_equal(diags.list.items[i].file, "n.md");
		if (strstr(diags.list.items[i].message, "triggers it") == NULL)
			bm_buf_printf(&out, "%s\n",
				      diags.list.items[i].message);
	}
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	bm_notices_free(notices);
	bm_notices_free(NULL);
	bm_arena_free(arena);
}

/* Without a catalogue the tree stays as it is. */
static void
no_catalogue(void **state)
{
	bm_doc *doc = passed(
	    &bm_pass_disclaimer,
	    HEAD
	    "<info>" TOPIC("spine") "</info><note bm:generated="
				    "'disclaimer' "
				    "xmlns:bm='http://backmatter/'/></article>",
	    NULL);

	(void)state;
	nth(doc, "note", 0);
	says(doc, "");
	bm_doc_free(doc);
}

static void
no_memory(void **state)
{
	bm_notices *notices = loaded(catalogue);
	bm_date today = {2028, 1, 1};
	bm_pass_context context = {.notices = notices, .today = &today};

	(void)state;
	survives(
	    &bm_pass_disclaimer,
	    "<book " DB " xml:lang='de'><info><title>B</title>" TOPIC("spine")
		STATUS META("next-review", "2027") META(
		    "reviewed",
		    "2026") "<author><personname>A</personname></"
			    "author>" META("reviewer",
					   "R") "</info><chapter "
						"xml:id='c'><title>C</title>"
						"<section "
						"role='topic:cell-product "
						"topic:law'><title>S</title>"
						"</section></"
						"chapter><bibliography/></"
						"book>",
	    &context);
	bm_notices_free(notices);
}

static void
no_memory_for_the_catalogue(void **state)
{
	bool done = false;

	(void)state;
	for (long at = 0; !done && at < 2000; at++) {
		struct failing f = {at, 0};
		bm_allocator al = {failing_alloc, &f};
		bm_arena *arena = bm_arena_new(NULL);
		bm_notices *notices = bm_notices_new(&al);
		bm_diags diags;

		bm_diags_init(&diags, arena);
		if (notices != NULL) {
			bm_status status = bm_notices_add(
			    notices, parse(catalogue[0], "n.md"), NULL, &diags);
			assert_int_equal(status,
					 f.left < 0 ? BM_NO_MEMORY : BM_OK);
			done = f.left >= 0;
		}
		bm_notices_free(notices);
		bm_arena_free(arena);
	}
	assert_true(done);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(start_of_an_article),
	    cmocka_unit_test(values_and_end),
	    cmocka_unit_test(missing_value),
	    cmocka_unit_test(fields_of_info),
	    cmocka_unit_test(mention),
	    cmocka_unit_test(pages_of_a_book),
	    cmocka_unit_test(topic_of_a_chapter),
	    cmocka_unit_test(overdue),
	    cmocka_unit_test(places),
	    cmocka_unit_test(cannot_be_switched_off),
	    cmocka_unit_test(other_language),
	    cmocka_unit_test(bad_notices),
	    cmocka_unit_test(no_catalogue),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(no_memory_for_the_catalogue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
