/* Pass "cite": citations, their entries, and what cannot be resolved. */
#include "cite_help.h"

static const char items[] =
    "[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":\"One\","
    "\"author\":[{\"family\":\"Ray\",\"given\":\"Ann\"}],\"container-title\":"
    "\"J\",\"volume\":\"1\",\"page\":\"2-3\",\"issued\":{\"date-parts\":"
    "[[2020]]},\"keyword\":\"spine; Back "
    "pain\",\"DOI\":\"10.1/x\",\"PMID\":\"12\",\"PMCID\":\"PMC3\"},"
    "{\"id\":\"b c/d\",\"type\":\"book\",\"title\":\"Two\",\"issued\":"
    "{\"date-parts\":[[1999]]}},"
    "{\"id\":\"e\",\"type\":\"webpage\",\"title\":\"<i>Le</i> dos\","
    "\"language\":\"fr\",\"URL\":\"https://x.org/\"},"
    "{\"id\":\"f\",\"type\":\"book\",\"title\":\"Four\"}]";

static int
setup(void **state)
{
	(void)state;
	return cite_open(items);
}

#define ONE(body)                                                              \
	ARTICLE "<info><title>T</title></info><para xml:id='p'>" body          \
		"</para>"                                                      \
		"</article>"

/* All text, with that of citations. */
static void
text_is(bm_doc *doc, const xmlNode *node, const char *expected)
{
	xmlChar *text = xmlNodeGetContent(node);

	(void)doc;
	assert_string_equal(text, expected);
	xmlFree(text);
}

static void
citation_and_entry(void **state)
{
	const xmlNode *link, *entry;
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ONE("See <citation><biblioref linkend='a' units='page' "
			 "begin='3'/></citation>."),
		     &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"), "See.1(p3)");
	link = with_id(doc, "cite-a-1");
	assert_string_equal(bm_attr(link, "linkend"), "ref-a");
	assert_string_equal(bm_attr(link, "role"), "citation");
	assert_true(bm_is(link->parent, "superscript"));
	entry = with_id(doc, "ref-a");
	assert_string_equal(bm_attr_bm(entry, "label"), "1");
	assert_string_equal(bm_attr(entry, "role"), "article-journal");
	text_is(doc, entry,
		"1.Ray A. One. J. 2020;1:2-3. doi:10.1/x PMID: 12 PMCID: "
		"PMC3");
	assert_string_equal(bm_attr_xlink(nth(doc, "link", 1), "href"),
			    "https://doi.org/10.1/x");
	assert_string_equal(bm_attr_xlink(nth(doc, "link", 2), "href"),
			    "https://pubmed.ncbi.nlm.nih.gov/12/");
	assert_string_equal(bm_attr(nth(doc, "link", 4), "linkend"),
			    "cite-a-1");
	text_is(doc, bm_title(with_id(doc, "references")), "References");
	bm_doc_free(doc);
}

/* All the ways to name keys in DocBook. */
static void
forms(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ONE("<citation>f</citation><biblioref linkend='b c/d'/>"
			 "<citation>[@e; a, f]</citation>"),
		     &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"), "121,3,4");
	assert_non_null(with_id(doc, "ref-b_c_d"));
	assert_non_null(with_id(doc, "cite-f-2"));
	bm_doc_free(doc);
}

static void
unresolved(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE "<title>T</title>\n<para xml:id='p'>"
			     "<citation>zzzzzz</citation></para>\n<para "
			     "xml:id='q'><citation>a;b c-d</citation></para>"
			     "</article>",
		     &context);
	says(doc, "2: Citation key \"zzzzzz\" is not in the bibliography "
		  "[cite-unresolved]\n"
		  "3: Citation key \"b c-d\" is not in the bibliography; did "
		  "you mean \"b c/d\"? [cite-unresolved]\n");
	text_is(doc, with_id(doc, "p"), "[zzzzzz?]");
	assert_string_equal(bm_attr(nth(doc, "citation", 0), "role"),
			    "unresolved");
	text_is(doc, with_id(doc, "q"), "1[b c-d?]");
	bm_doc_free(doc);
}

static void
no_library(void **state)
{
	bm_pass_context none = context;
	bm_doc *doc;

	(void)state;
	none.library = NULL;
	doc =
	    passed(&bm_pass_cite,
		   ONE("<citation>a</citation> <citation>b</citation>"), &none);
	says(doc, "1: The document cites works but has no bibliography "
		  "[cite-no-bibliography]\n");
	text_is(doc, with_id(doc, "p"), "[a?] [b?]");
	bm_doc_free(doc);
}

/* An empty bibliography of the author's is filled, a full one is cited. */
static void
own_bibliographies(void **state)
{
	bm_doc *doc;

	(void)state;
	doc =
	    passed(&bm_pass_cite,
		   ARTICLE "<title>T</title><para xml:id='p'><citation>X1"
			   "</citation><biblioref linkend='own2'/><citation>"
			   "a</citation></para><bibliography><bibliomixed "
			   "xml:id='own1'><abbrev>X1</abbrev>One</bibliomixed>"
			   "<bibliomixed xml:id='own2'>Two</bibliomixed>"
			   "</bibliography><bibliography xml:id='mine' "
			   "role='r'><title>Sources</title></bibliography>"
			   "<index/></article>",
		   &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"), "[X1][own2]1");
	text_is(doc, bm_title(with_id(doc, "mine")), "Sources");
	assert_true(with_id(doc, "ref-a")->parent == with_id(doc, "mine"));
	assert_string_equal(bm_attr(with_id(doc, "mine"), "role"), "r");
	bm_doc_free(doc);
}

static void
nocite(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE "<info><title>T</title><meta name='nocite' "
			     "content='@f, nil'/><meta name='nocite' "
			     "content='@*'/></info><para/><index/></article>",
		     &context);
	says(doc, "1: The key \"nil\" of \"nocite\" is not in the "
		  "bibliography [cite-nocite]\n");
	assert_string_equal(bm_attr_bm(with_id(doc, "ref-f"), "label"), "1");
	assert_string_equal(bm_attr_bm(with_id(doc, "ref-e"), "label"), "4");
	assert_true(bm_is(with_id(doc, "references")->next, "index"));
	bm_doc_free(doc);
}

/* A title in another language says so; ids that are taken stay. */
static void
language_and_ids(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE "<title>T</title><para xml:id='ref-e'><citation>e"
			     "</citation></para><para xml:id='references'/>"
			     "</article>",
		     &context);
	assert_string_equal(bm_attr_xml(nth(doc, "phrase", 0), "lang"), "fr");
	assert_non_null(with_id(doc, "references-2"));
	assert_string_equal(bm_attr(with_id(doc, "cite-e-1"), "linkend"),
			    "ref-e-2");
	bm_doc_free(doc);
}

/* Citations in tables, notes and titles are found, in document order. */
static void
places(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T<citation>f</citation></title><informaltable>"
		     "<tgroup cols='1'><tbody><row><entry><citation>e"
		     "</citation></entry></row></tbody></tgroup>"
		     "</informaltable><para>x<footnote><para><citation>a;f"
		     "</citation></para></footnote></para></article>",
		     &context);
	text_is(doc, bm_title(bm_doc_element(doc)), "T1");
	text_is(doc, nth(doc, "entry", 0), "2");
	text_is(doc, nth(doc, "footnote", 0)->children, "1,3");
	bm_doc_free(doc);
}

static void
author_modes(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T</title><para xml:id='p'><citation><biblioref "
		     "linkend='a' bm:mode='author-in-text' "
		     "xmlns:bm='http://backmatter/'/></citation></para>"
		     "</article>",
		     &context);
	text_is(doc, with_id(doc, "p"), "Ray1");
	/* The name is a word of the sentence, the mark is none. */
	assert_string_equal(bm_textz(doc, with_id(doc, "p")), "Ray");
	bm_doc_free(doc);
	/* A work without authors goes by its title. */
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T</title><para xml:id='p'>By <citation><biblioref "
		     "linkend='e' bm:mode='author-in-text' "
		     "xmlns:bm='http://backmatter/'/></citation></para>"
		     "</article>",
		     &context);
	text_is(doc, with_id(doc, "p"), "By Le dos1");
	bm_doc_free(doc);
}

#define BOOK(rest)                                                             \
	"<book " DB " " XLINK " xml:lang='en'><info><title>T</title>" rest     \
	"</book>"

/* A chapter with a bibliography numbers for itself. */
static void
chapters(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(
	    &bm_pass_cite,
	    BOOK("</info><chapter><title>A</title><para xml:id='p'><citation>"
		 "e;a</citation></para><bibliography xml:id='one'/></chapter>"
		 "<chapter><title>B</title><para xml:id='q'><citation>a"
		 "</citation></para><bibliography xml:id='two'/></chapter>"
		 "<chapter><title>C</title><para xml:id='r'><citation>f"
		 "</citation></para></chapter>"),
	    &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"), "1,2");
	text_is(doc, with_id(doc, "q"), "1");
	text_is(doc, with_id(doc, "r"), "1");
	assert_true(with_id(doc, "ref-a")->parent == with_id(doc, "one"));
	assert_true(with_id(doc, "ref-a-2")->parent == with_id(doc, "two"));
	assert_string_equal(bm_attr(with_id(doc, "cite-a-2"), "linkend"),
			    "ref-a-2");
	assert_true(with_id(doc, "ref-f")->parent->parent ==
		    bm_doc_element(doc));
	bm_doc_free(doc);
}

/* The metadata say what the bibliographies do not, or the contrary. */
static void
choice_of_lists(void **state)
{
	bm_doc *doc;

	(void)state;
	doc =
	    passed(&bm_pass_cite,
		   BOOK("<meta name='bibliographies' content='chapter'/></info>"
			"<chapter xml:id='c'><title>A</title><para><citation>a"
			"</citation></para></chapter><index/>"),
		   &context);
	says(doc, "");
	assert_true(with_id(doc, "references")->parent == with_id(doc, "c"));
	bm_doc_free(doc);
	doc = passed(
	    &bm_pass_cite,
	    BOOK("<meta name='bibliographies' content='book'/></info><chapter>"
		 "<title>A</title><para><citation>a</citation></para>\n"
		 "<bibliography/></chapter><chapter><title>B</title><para>"
		 "<citation>f;a</citation></para></chapter>\n"
		 "<bibliography xml:id='all'/>"),
	    &context);
	says(doc, "2: Two bibliographies would list the same works "
		  "[cite-list-twice]\n");
	assert_true(with_id(doc, "ref-f")->parent == with_id(doc, "all"));
	bm_doc_free(doc);
	doc = passed(&bm_pass_cite,
		     BOOK("<meta name='bibliographies' content='part'/></info>"
			  "<chapter><title>A</title><para/></chapter>"),
		     &context);
	says(doc, "1: \"part\" is no choice for \"bibliographies\" "
		  "[cite-option]\n");
	bm_doc_free(doc);
}

/* Limited bibliographies take theirs, one takes the rest. */
static void
limits(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T</title><para><citation>a;e;f;b c/d</citation>"
		     "</para><bibliography xml:id='books' role='x type:book'/>"
		     "<bibliography xml:id='keys' role='key:f key:e'/>"
		     "<bibliography xml:id='words' role='keyword:back_pain'/>"
		     "\n<bibliography role='type:map'/></article>",
		     &context);
	says(doc, "2: There is nothing to list in this bibliography "
		  "[cite-list-empty]\n");
	assert_true(with_id(doc, "ref-f")->parent == with_id(doc, "books"));
	assert_true(with_id(doc, "ref-b_c_d")->parent == with_id(doc, "books"));
	assert_true(with_id(doc, "ref-e")->parent == with_id(doc, "keys"));
	assert_true(with_id(doc, "ref-a")->parent == with_id(doc, "words"));
	bm_doc_free(doc);
}

/* In a range each source has a link, and the way back. */
static void
ranges(void **state)
{
	const xmlNode *link;
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ONE("x <citation>a; e;f ;b c/d</citation>."), &context);
	says(doc, "");
	text_is(doc, with_id(doc, "p"),
		"x.1, 2, 3\xE2\x80\x93"
		"4");
	link = with_id(doc, "cite-f-1");
	assert_string_equal(bm_attr(link->parent, "role"), "between");
	assert_string_equal(bm_attr(link, "linkend"), "ref-f");
	text_is(doc, link, "3");
	text_is(doc, with_id(doc, "cite-b_c_d-1"), "4");
	bm_doc_free(doc);
}

/* Entries in parts are items, in whose place the formatted ones stand. */
static void
entries(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(
	    &bm_pass_cite,
	    ARTICLE
	    "<title>T</title><para xml:id='p'><citation>a</citation>"
	    "<citation>Z1</citation></para>\n<bibliography xml:id='mine'>"
	    "<title>M</title><bibliomixed xml:id='m'>Mixed</bibliomixed>"
	    "<biblioentry xml:id='z'><abbrev>Z1</abbrev><author><personname>"
	    "<firstname>Zoe</firstname><surname>Zimt</surname></personname>"
	    "</author><title>Last</title><pubdate>2020</pubdate><publisher>"
	    "<publishername>P</publishername></publisher><cover><para>c</para>"
	    "</cover></biblioentry><biblioentry xml:id='y'><title>Uncited"
	    "</title></biblioentry></bibliography></article>",
	    &context);
	says(doc, "2: Citation styles have no place for these parts of the "
		  "entry: cover [cite-entry-lost]\n");
	text_is(doc, with_id(doc, "p"), "12");
	text_is(doc, with_id(doc, "z"), "2.Zimt Z. Last. P; 2020.");
	assert_string_equal(bm_attr(with_id(doc, "z"), "role"), "book");
	assert_true(with_id(doc, "ref-a")->parent == with_id(doc, "mine"));
	text_is(doc, with_id(doc, "y"), "3.Uncited.");
	assert_string_equal(bm_attr(with_id(doc, "cite-z-1"), "linkend"), "z");
	bm_doc_free(doc);
}

/* An entry inside an entry goes with it, and so do citations there. */
static void
nested_entries(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T</title><para><citation>z</citation></para>"
		     "<bibliography><biblioentry xml:id='z'><title>Out</title>"
		     "<biblioentry xml:id='y'><title>In</title></biblioentry>"
		     "<abstract><para><citation>a</citation></para></abstract>"
		     "</biblioentry></bibliography></article>",
		     &context);
	says(doc, "1: Citation styles have no place for these parts of the "
		  "entry: biblioentry [cite-entry-lost]\n");
	text_is(doc, with_id(doc, "z"), "1.Out.");
	bm_doc_free(doc);
}

/* Punctuation goes before a mark, but not where there is some already. */
static void
punctuation(void **state)
{
	static const char *const cases[][2] = {
	    {"a <citation>f</citation>.", "a.1"},
	    {"a <citation>f</citation>; b", "a1; b"},
	    {"a: <citation>f</citation>, b", "a:1, b"},
	    {"a <citation>f</citation>.)", "a.)1"},
	    {"a <citation>f</citation>.5", "a1.5"},
	    {"a <citation>f</citation>...", "a1..."},
	    {"<emphasis>a</emphasis> <citation>f</citation>, b", "a,1 b"},
	    {"<citation>f</citation>, b", "1, b"},
	    {"a <citation>f</citation>, <citation>e</citation>.", "a1,2."},
	    {"a <citation>f</citation> <citation>e</citation>.", "a1 2."},
	};
	char text[400];
	bm_doc *doc;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(text, sizeof(text), ONE("%s"), cases[i][0]);
		doc = passed(&bm_pass_cite, text, &context);
		text_is(doc, with_id(doc, "p"), cases[i][1]);
		bm_doc_free(doc);
	}
	doc = passed(&bm_pass_cite,
		     ARTICLE "<info><title>T</title><meta name='notes-after-"
			     "punctuation' content='false'/></info><para "
			     "xml:id='p'>a <citation>f</citation>.</para>"
			     "</article>",
		     &context);
	text_is(doc, with_id(doc, "p"), "a1.");
	bm_doc_free(doc);
}

/* begin, end and units of DocBook; the words round bibliorefs. */
static void
docbook_places(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(
	    &bm_pass_cite,
	    ONE("<citation>see <biblioref linkend='a' begin='3' end='5'/>, "
		"first; then <biblioref linkend='f' units='Fig.' end='2'/> or "
		"so</citation> <biblioref linkend='e' units='drawer' "
		"begin='7'/>"),
	    &context);
	says(doc, "1: \"drawer\" is no kind of place that citation styles "
		  "know [cite-units]\n");
	text_is(doc, with_id(doc, "p"),
		"see 1(pp3-5), first,then 2(fig2) or so 3, drawer 7");
	bm_doc_free(doc);
}

/* Where only words can stand there is neither link nor id. */
static void
plain_places(void **state)
{
	bm_doc *doc;

	(void)state;
	doc = passed(&bm_pass_cite,
		     ONE("<indexterm><primary>x <citation>a</citation>"
			 "</primary></indexterm><link xlink:href='https://x'>"
			 "y <citation>f</citation></link>"),
		     &context);
	says(doc, "");
	text_is(doc, nth(doc, "primary", 0), "x1");
	assert_null(bm_first_element(nth(doc, "superscript", 0)));
	assert_null(bm_first_element(nth(doc, "superscript", 1)));
	bm_doc_free(doc);
}

static const char note_style[] =
    "<style xmlns='http://purl.org/net/xbiblio/csl' class='note' "
    "version='1.0'><info><title>N</title><id>n</id>"
    "<updated>2026-01-01T00:00:00Z</updated></info><citation><layout "
    "suffix='.' delimiter='; '><choose><if position='subsequent'><text "
    "variable='first-reference-note-number' prefix='note '/></if><else>"
    "<names variable='author'/><text variable='title' prefix=' '/></else>"
    "</choose></layout></citation></style>";

/* Citations become notes, numbered with those of the author's. */
static void
notes(void **state)
{
	bm_pass_context with_notes = context;
	csl_paths paths = embedded_only(&data);
	csl_style *note = NULL;
	bm_doc *doc;

	(void)state;
	assert_int_equal(csl_style_parse(&paths, NULL, bm_str_of(note_style),
					 "n", &diags, &note),
			 BM_OK);
	with_notes.style = note;
	doc = passed(&bm_pass_cite,
		     ARTICLE
		     "<title>T <citation>f</citation></title><para xml:id='p'>"
		     "A<footnote xml:id='own'><para>Own <citation>a</citation> "
		     "goes on.</para></footnote>; b <citation>a</citation>!"
		     "</para></article>",
		     &with_notes);
	says(doc, "");
	text_is(doc, bm_title(bm_doc_element(doc)), "TFour.");
	assert_string_equal(bm_textz(doc, bm_title(bm_doc_element(doc))), "T");
	text_is(doc, with_id(doc, "own"), "Own Ann Ray One goes on.");
	assert_string_equal(bm_attr_bm(with_id(doc, "own"), "number"), "2");
	text_is(doc, with_id(doc, "fn-cite-3"), "note 2.");
	text_is(doc, with_id(doc, "p"), "AOwn Ann Ray One goes on.; b!note 2.");
	bm_doc_free(doc);
	survives(&bm_pass_cite, ONE("x <citation>a;e</citation>."),
		 &with_notes);
	csl_style_free(note);
}

static void
no_memory(void **state)
{
	(void)state;
	survives(&bm_pass_cite,
		 ARTICLE "<title>T</title><para><citation>a;e;f;b c/d"
			 "</citation>.</para><bibliography role='type:book'/>"
			 "<bibliography><biblioentry xml:id='z'><author>"
			 "<personname>Z</personname></author><title>L</title>"
			 "<cover/></biblioentry></bibliography></article>",
		 &context);
	survives(&bm_pass_cite,
		 ONE("<citation>a;zz</citation><biblioref linkend='e'/>"),
		 &context);
}

/* Thousands of cites and wrong keys take linear time. */
static void
large(void **state)
{
	bm_buf text;
	bm_doc *doc;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, ARTICLE "<title>T</title>");
	for (int i = 0; i < 4000; i++)
		bm_buf_printf(&text,
			      "<para><citation>a;f;e</citation> "
			      "<citation>wrong%d</citation></para>",
			      i);
	bm_buf_puts(&text, "</article>");
	doc = parse(bm_buf_cstr(&text), "test.xml");
	assert_int_equal(bm_pass_cite.run(doc, &context), BM_OK);
	assert_int_equal(doc->diags->errors, 4000);
	assert_non_null(with_id(doc, "cite-e-4000"));
	bm_doc_free(doc);
	bm_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(citation_and_entry),
	    cmocka_unit_test(forms),
	    cmocka_unit_test(unresolved),
	    cmocka_unit_test(no_library),
	    cmocka_unit_test(own_bibliographies),
	    cmocka_unit_test(nocite),
	    cmocka_unit_test(language_and_ids),
	    cmocka_unit_test(places),
	    cmocka_unit_test(author_modes),
	    cmocka_unit_test(chapters),
	    cmocka_unit_test(choice_of_lists),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(ranges),
	    cmocka_unit_test(entries),
	    cmocka_unit_test(nested_entries),
	    cmocka_unit_test(punctuation),
	    cmocka_unit_test(docbook_places),
	    cmocka_unit_test(plain_places),
	    cmocka_unit_test(notes),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, setup, cite_close);
}
