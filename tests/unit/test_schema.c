/* RELAX NG and the rules beside it: what is found, where, and in what words. */
#include "xml_help.h"

#include "limited.h"
#include "schema/schema.h"

#define RNG                                                                    \
	"xmlns='http://relaxng.org/ns/structure/1.0' "                         \
	"datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'"
#define DOCBOOK RNG " ns='" DB "'"

static bm_status
read_fake(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	(void)arena;
	return fake_read(user, NULL, path, out);
}

static bm_schema *
schema_of(struct fake *files, bm_doc *doc, bm_status expected)
{
	rng_files get = {files, read_fake};
	bm_schema *schema = NULL;
	bm_status status =
	    bm_schema_new(NULL, files[0].path, NULL, &get, doc->diags, &schema);

	if (status != expected)
		print_diags(doc);
	assert_int_equal(status, expected);
	return schema;
}

/* The findings as "code@line:column", a space between. */
static void
findings(const bm_doc *doc, bm_buf *out)
{
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];

		bm_buf_printf(out, "%s%s@%u:%u", i > 0 ? " " : "",
			      d->code + strlen("schema-"), d->line, d->column);
	}
}

/* Judges a text by a schema; "" when it keeps to it. */
static void
judge(const char *schema_text, const char *text, const char *expected)
{
	struct fake files[] = {{"s.rng", schema_text, 0}, {NULL, NULL, 0}};
	bm_doc *doc = parse(text, BM_OK);
	bm_schema *schema = schema_of(files, doc, BM_OK);
	bm_buf out;

	bm_buf_init(&out, NULL);
	assert_int_equal(bm_schema_check(schema, doc), BM_OK);
	findings(doc, &out);
	if (strcmp(bm_buf_cstr(&out), expected) != 0)
		print_diags(doc);
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	bm_schema_free(schema);
	bm_doc_free(doc);
}

/* The same with the pattern that the root a must have inside. */
static void
inside(const char *pattern, const char *text, const char *expected)
{
	char schema[2000];

	snprintf(schema, sizeof(schema),
		 "<element name='a' " RNG ">%s</element>", pattern);
	judge(schema, text, expected);
}

static void
patterns(void **state)
{
	const char *ab = "<group><element name='b'><empty/></element>"
			 "<optional><element name='c'><text/></element>"
			 "</optional></group>";
	const char *mix = "<interleave><element name='b'><empty/></element>"
			  "<zeroOrMore><element name='c'><empty/></element>"
			  "</zeroOrMore></interleave>";

	(void)state;
	inside(ab, "<a><b/></a>", "");
	inside(ab, "<a> <b/> <!-- - --><c>x</c></a>", "");
	inside(ab, "<a><c>x</c><b/></a>", "element@1:12");
	inside(ab, "<a><c>x</c></a>", "incomplete@1:4");
	inside(ab, "<a/>", "incomplete@1:1");
	inside(ab, "<a><b/><b/></a>", "element@1:8");
	inside(ab, "<a>x<b/></a>", "text@1:4");
	inside(ab, "<a><b>y</b></a>", "text@1:7");
	inside(mix, "<a><c/><b/><c/></a>", "");
	inside(mix, "<a><c/><c/></a>", "incomplete@1:1");
	inside(mix, "<a><c/><b/><b/></a>", "element@1:12");
	inside("<mixed><oneOrMore><element name='b'><empty/></element>"
	       "</oneOrMore></mixed>",
	       "<a>x<b/>y<b/></a>", "");
	inside("<notAllowed/>", "<a/>", "element@1:1");
	inside("<choice><element name='b'><element name='x'><empty/></element>"
	       "</element><element name='b'><element name='y'><empty/>"
	       "</element></element></choice>",
	       "<a><b><y/></b></a>", "");
	inside("<empty/>", "<z/>", "element@1:1");
}

static void
attributes(void **state)
{
	const char *two = "<attribute name='x'><choice><value>one</value>"
			  "<value>two</value></choice></attribute><optional>"
			  "<attribute name='y'/></optional>";

	(void)state;
	inside(two, "<a x=' two '/>", "");
	inside(two, "<a y='' x='one'/>", "");
	inside(two, "<a\n x='three'/>", "value@2:2");
	inside(two, "<a y='1'/>", "attribute-missing@1:1");
	inside(two, "<a x='one' z='x=\"\"'\n\tq='2'/>",
	       "attribute@1:12 attribute@2:2");
	inside("<zeroOrMore><attribute><anyName><except><name>no</name>"
	       "</except></anyName></attribute></zeroOrMore>",
	       "<a p='' q=''/>", "");
	inside("<zeroOrMore><attribute><anyName><except><name>no</name>"
	       "</except></anyName></attribute></zeroOrMore>",
	       "<a p='' no=''/>", "attribute@1:9");
	inside("<attribute name='xml:id'><data type='ID'/></attribute>",
	       "<a xml:id='n1'/>", "");
	inside("<attribute name='id'><data type='ID'/></attribute>",
	       "<a id='1'/>", "value@1:4");
	/* Which attribute there is decides on the content. */
	inside("<choice><group><attribute name='x'/><element name='b'><empty/>"
	       "</element></group><group><attribute name='y'/><element "
	       "name='c'><empty/></element></group></choice>",
	       "<a y=''><b/></a>", "element@1:9");
}

static void
names(void **state)
{
	const char *any =
	    "<zeroOrMore><element><nsName ns='urn:n'><except><name "
	    "ns='urn:n'>no</name></except></nsName><empty/></element>"
	    "</zeroOrMore>";

	(void)state;
	inside(any, "<a xmlns:n='urn:n'><n:p/><n:q/></a>", "");
	inside(any, "<a xmlns:n='urn:n'><n:no/></a>", "element@1:20");
	inside(any, "<a><p/></a>", "element@1:4");
	inside("<element><choice><name>b</name><name>c</name></choice><text/>"
	       "</element>",
	       "<a><c/></a>", "");
}

/* One type, what is of it and what is not; "|" between. */
static void
type(const char *data, const char *good, const char *bad)
{
	bm_str rest = bm_str_of(good), one;
	char text[400];

	for (int turn = 0; turn < 2; turn++) {
		while (bm_str_split(&rest, '|', &one)) {
			snprintf(text, sizeof(text), "<a>%.*s</a>",
				 (int)one.len, one.ptr);
			inside(data, text, turn == 0 ? "" : "value@1:1");
		}
		rest = bm_str_of(bad);
	}
}

static void
types(void **state)
{
	(void)state;
	type("<data type='integer'/>", "0|-12| +3 ", "1.0|x||1 2|--1");
	type("<data type='positiveInteger'/>", "1|+007", "0|-1|-0");
	type("<data type='nonNegativeInteger'/>", "0|-0|9", "-1");
	type("<data type='byte'/>", "127|-128", "128|-129");
	type("<data type='unsignedLong'/>", "18446744073709551615",
	     "18446744073709551616");
	type("<data type='decimal'><param name='minExclusive'>0</param><param "
	     "name='maxExclusive'>1.5</param></data>",
	     "1|0.001|1.4999", "0|1.5|1.50|-1|1e0");
	type("<data type='double'/>", "1e3|INF|-INF|NaN|.5", "+INF|e|1e");
	type("<data type='boolean'/>", "true|0", "TRUE|yes");
	type("<data type='date'/>", "2024-02-29|2023-01-31Z|-0044-03-15",
	     "2023-02-29|2023-13-01|23-01-01|0000-01-01|2023-1-1");
	type("<data type='dateTime'/>",
	     "2024-01-01T00:00:00|2024-01-01T24:00:00Z|"
	     "2024-01-01T12:30:00.5+02:00",
	     "2024-01-01|2024-01-01T25:00:00|2024-01-01T24:00:01");
	type("<data type='gYear'/>", "2024|12024", "24|02024");
	type("<data type='gYearMonth'/>", "2024-12", "2024-13");
	type("<data type='gMonthDay'/>", "--02-29", "--02-30|--13-01");
	type("<data type='duration'/>", "P1Y|PT5S|-P1DT2H", "P|PT|P1DT|1Y");
	type("<data type='anyURI'/>",
	     "http://a/b?c#d|../x y|a%20b||urn:a:b|a/b:c|\xC3\xA4",
	     "a%2|a#b#c|:a|1a:b");
	type("<data type='NMTOKEN'/>", "a:b|1.2|-x", "a b||a/b");
	type("<data type='NMTOKENS'/>", "a b  c|1", "|a,b");
	type("<data type='NCName'/>", "ab|_1|\xC3\xA9t\xC3\xA9", "a:b|1a|-a");
	type("<data type='IDREFS'/>", "a|a b", "|1");
	type("<data type='language'/>", "en|zh-Hant-TW", "e_n|abcdefghi");
	type("<data type='hexBinary'/>", "|0aFF", "0|0g");
	type("<data type='base64Binary'/>", "|YQ==|YWI=|YW Jj", "Y|YR==|Y===");
	type("<data type='token'><param name='pattern'>[A-Z]\\d+</param>"
	     "</data>",
	     "A1|Z99", "a1|A|xA1|A1x");
	type("<data type='string'><param name='pattern'>\\i\\c*</param><param "
	     "name='maxLength'>3</param></data>",
	     "abc|\xC3\xA4\xC3\xB6\xC3\xBC", "abcd|1a");
	type("<data type='string'><param name='pattern'>a$|^b</param></data>",
	     "a$", "a");
	type("<data type='NMTOKEN'><except><value>no</value></except></data>",
	     "yes", "no| no ");
	type("<list><data type='integer'/><oneOrMore><value>x</value>"
	     "</oneOrMore></list>",
	     "1 x|1 x x", "1|x|1 y");
	type("<value type='integer'>7</value>", "7|007|+7", "8|x");
	type("<value type='string'>a b</value>", "a b", "a  b");
	type("<value>a b</value>", " a  b ", "ab");
	/* A comment does not divide a value. */
	inside("<data type='integer'/>", "<a>1<!-- -->2</a>", "");
}

#define WHOLE(start, rest)                                                     \
	"<grammar " RNG "><start>" start "</start>" rest "</grammar>"

static void
grammars(void **state)
{
	struct fake files[] = {
	    {"dir/s.rng",
	     WHOLE("<ref name='a'/>",
		   "<include href='more/i.rng'><define name='c'><element "
		   "name='d'><empty/></element></define></include>"
		   "<define name='b' combine='choice'><element name='e'>"
		   "<grammar><start><parentRef name='c'/></start></grammar>"
		   "</element></define>"),
	     0},
	    {"dir/more/i.rng",
	     "<grammar " RNG "><define name='a'><element name='a'><zeroOrMore>"
	     "<ref name='b'/></zeroOrMore><externalRef href='x.rng'/>"
	     "</element></define><div><define name='b' combine='choice'>"
	     "<ref name='c'/></define></div><define name='c'><notAllowed/>"
	     "</define></grammar>",
	     0},
	    {"dir/more/x.rng", "<element name='x' " RNG "><empty/></element>",
	     0},
	    {NULL, NULL, 0}};
	bm_doc *doc = parse("<a><d/><e><d/></e><d/><x/></a>", BM_OK);
	bm_schema *schema = schema_of(files, doc, BM_OK);

	(void)state;
	assert_int_equal(bm_schema_check(schema, doc), BM_OK);
	assert_int_equal(doc->diags->list.len, 0);
	bm_schema_free(schema);
	bm_doc_free(doc);
	judge(WHOLE("<ref name='s'/>",
		    "<define name='s'><element name='s'><zeroOrMore><ref "
		    "name='s'/></zeroOrMore></element></define>"),
	      "<s><s><s/><q/></s></s>", "element@1:11");
}

/* A schema that cannot be used, and where it says why. */
static void
broken(const char *text, unsigned line)
{
	struct fake files[] = {{"s.rng", text, 0}, {NULL, NULL, 0}};
	bm_doc *doc = parse("<a/>", BM_OK);

	assert_null(schema_of(files, doc, BM_BAD_INPUT));
	assert_int_equal(doc->diags->list.len, 1);
	assert_string_equal(doc->diags->list.items[0].code, "schema-syntax");
	assert_int_equal(doc->diags->list.items[0].line, line);
	assert_string_equal(doc->diags->list.items[0].file, "s.rng");
	bm_doc_free(doc);
}

static void
broken_schemas(void **state)
{
	struct fake none[] = {{"s.rng", NULL, 0}, {NULL, NULL, 0}};
	bm_doc *doc = parse("<a/>", BM_OK);

	(void)state;
	none[0].path = NULL;
	rng_files get = {none, read_fake};
	bm_schema *schema;

	assert_int_equal(
	    bm_schema_new(NULL, "s.rng", NULL, &get, doc->diags, &schema),
	    BM_BAD_INPUT);
	found(doc, "schema-file", 0, 0);
	bm_doc_free(doc);
	broken("<a", 0);
	broken("<schema/>", 1);
	broken("<element " RNG " name='a'/>", 1);
	broken("<element " RNG ">\n<text/></element>", 2);
	broken("<element " RNG " name='p:a'><text/></element>", 1);
	broken(WHOLE("<ref name='b'/>", ""), 1);
	broken(WHOLE("<ref name='b'/>",
		     "\n<define name='b'>\n<ref name='b'/></define>"),
	       3);
	broken(WHOLE("<empty/>", "\n<start><text/></start>"), 2);
	broken(WHOLE("<data type='unknown'/>", ""), 1);
	broken(WHOLE("<data type='date'><param name='minInclusive'>2024-01-01"
		     "</param></data>",
		     ""),
	       1);
	broken(WHOLE("<data type='token'><param name='pattern'>(</param>"
		     "</data>",
		     ""),
	       1);
	broken(WHOLE("<data type='token'><param "
		     "name='pattern'>[a-z-[aeiou]]</param></data>",
		     ""),
	       1);
	broken(WHOLE("<externalRef href='missing.rng'/>", ""), 1);
	broken(WHOLE("<externalRef href='http://example.org/x.rng'/>", ""), 1);
	broken(WHOLE("<empty/>", "<include href='s.rng'/>"), 1);
}

/* ---- Words ----------------------------------------------------------------
 */

/* The message of the first finding of this code. */
static void
says(const char *schema_text, const char *text, const char *expected)
{
	struct fake files[] = {{"s.rng", schema_text, 0}, {NULL, NULL, 0}};
	bm_doc *doc = parse(text, BM_OK);
	bm_schema *schema = schema_of(files, doc, BM_OK);

	assert_int_equal(bm_schema_check(schema, doc), BM_OK);
	assert_true(doc->diags->list.len > 0);
	assert_string_equal(doc->diags->list.items[0].message, expected);
	bm_schema_free(schema);
	bm_doc_free(doc);
}

static void
words(void **state)
{
	const char *book =
	    WHOLE("<ref name='book'/>",
		  "<define name='book'><element name='book'><attribute "
		  "name='version'/><element name='title'><text/></element>"
		  "<oneOrMore><choice><ref name='para'/><element "
		  "name='list'><attribute name='kind'><choice><value>plain"
		  "</value><value>numbered</value></choice></attribute>"
		  "<oneOrMore><element name='item'><optional><attribute "
		  "name='rank'><data type='positiveInteger'/></attribute>"
		  "</optional><ref name='para'/></element></oneOrMore>"
		  "</element></choice></oneOrMore></element></define>"
		  "<define name='para'><element name='para'><text/></element>"
		  "</define>");

	(void)state;
	says(book, "<book version=''><title/><pra/></book>",
	     "The schema has no element pra, which stands in book; did you "
	     "mean para? (allowed here: list or para)");
	says(book, "<book version=''><para/></book>",
	     "book needs title before this para");
	says(book, "<book version=''><para/><title/></book>",
	     "title cannot stand here in book; it has its place before para "
	     "(allowed here: list or para)");
	says(book, "<book version=''><title/></book>",
	     "book is not complete behind its last title: it needs list or "
	     "para");
	says(book, "<book version=''><title/><item><para/></item></book>",
	     "item cannot stand here in book; put it into list (allowed here: "
	     "list or para)");
	says(book,
	     "<book version=''><title/><list kind='plain'><para/></list>"
	     "</book>",
	     "para cannot stand here in list; put it into item (allowed here: "
	     "item)");
	says(book, "<book version=''><title><para/></title><para/></book>",
	     "para cannot stand here in title; it has its place in book or "
	     "item (nothing more is allowed here)");
	says(book, "<book version=''><title/>loose  text<para/></book>",
	     "Text cannot stand directly in book: \"loose text\"; put it into "
	     "a para (allowed here: list or para)");
	says(book, "<book><title/><para/></book>",
	     "book needs the attribute version");
	says(book, "<book versoin='' version=''><title/><para/></book>",
	     "book has no attribute versoin; did you mean version? (it has "
	     "version)");
	says(book,
	     "<book version=''><title/><list kind='numberd'><item><para/>"
	     "</item></list></book>",
	     "The attribute kind of list cannot be \"numberd\"; did you mean "
	     "numbered?; it must be numbered or plain");
	says(book,
	     "<book version=''><title/><list kind='plain'><item rank='0'>"
	     "<para/></item></list></book>",
	     "The attribute rank of item cannot be \"0\"; it must be a whole "
	     "number above 0");
	says(book, "<para/>",
	     "para cannot stand here as the root of a document; it has its "
	     "place in book or item (allowed here: book)");
}

/* What stands in an included file is found in that file. */
static void
in_included_files(void **state)
{
	struct fake files[] = {
	    {"s.rng",
	     "<element name='a' " RNG "><zeroOrMore><element name='b'>"
	     "<optional><attribute name='xml:base'/></optional><empty/>"
	     "</element></zeroOrMore></element>",
	     0},
	    {"part.xml", "<!-- -->\n<b\n  wrong='1'>\n  <c/>x</b>", 0},
	    {NULL, NULL, 0}};
	bm_xml_files get = {files, fake_read};
	bm_doc *doc = new_doc("a.xml", ".");
	bm_schema *schema;

	(void)state;
	assert_int_equal(bm_xml_parse(doc,
				      bm_str_of("<a " XI ">\n\n\n<xi:include "
						"href='part.xml'/></a>"),
				      &get),
			 BM_OK);
	schema = schema_of(files, doc, BM_OK);
	assert_int_equal(bm_schema_check(schema, doc), BM_OK);
	assert_int_equal(doc->diags->list.len, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(doc->diags->list.items[i].file, "part.xml");
	found(doc, "schema-attribute", 3, 3);
	assert_int_equal(doc->diags->list.items[1].line, 4);
	assert_int_equal(doc->diags->list.items[1].column, 3);
	assert_int_equal(doc->diags->list.items[2].column, 7);
	bm_schema_free(schema);
	bm_doc_free(doc);
}

/* ---- Rules beside the grammar ---------------------------------------------
 */

/* Judges a DocBook text by a schema that allows everything. */
static void
rules(const char *text, const char *expected)
{
	const char *all =
	    WHOLE("<ref name='x'/>",
		  "<define name='x'><element><anyName/><zeroOrMore><choice>"
		  "<attribute><anyName/></attribute><text/><ref name='x'/>"
		  "</choice></zeroOrMore></element></define>");
	char whole[1500];

	snprintf(whole, sizeof(whole),
		 "<article xmlns='" DB "' xmlns:xlink='" BM_NS_XLINK "' "
		 "xmlns:trans='http://docbook.org/ns/transclusion' "
		 "version='5.2'>\n%s</article>",
		 text);
	judge(all, whole, expected);
}

static void
exclusions(void **state)
{
	static const char *const bad[][2] = {
	    {"annotation", "annotation"}, {"note", "danger"},
	    {"warning", "warning"},       {"caption", "table"},
	    {"caption", "tip"},           {"caption", "sidebar"},
	    {"equation", "equation"},     {"figure", "example"},
	    {"example", "table"},         {"table", "figure"},
	    {"footnote", "footnote"},     {"footnote", "epigraph"},
	    {"footnote", "task"},         {"sidebar", "sidebar"},
	    {"entry", "informaltable"},   {"entry", "table"}};
	static const char *const good[][2] = {
	    {"note", "footnote"},     {"caption", "footnote"},
	    {"example", "note"},      {"figure", "informaltable"},
	    {"sidebar", "footnote"},  {"entry", "figure"},
	    {"table", "table"},       {"caption", "caption"},
	    {"annotation", "sidebar"}};
	char text[300];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text), "<%s><para>\n<%s/></para></%s>",
			 bad[i][0], bad[i][1], bad[i][0]);
		rules(text, "exclusion@3:1");
		snprintf(text, sizeof(text), "<%s/>\n<%s/>", bad[i][0],
			 bad[i][1]);
		rules(text, "");
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		snprintf(text, sizeof(text), "<%s><para>\n<%s/></para></%s>",
			 good[i][0], good[i][1], good[i][0]);
		rules(text, "");
	}
}

static void
link_targets(void **state)
{
	static const char *const links[][3] = {
	    {"callout", "arearefs", "area"},
	    {"callout", "arearefs", "areaset"},
	    {"callout", "arearefs", "co"},
	    {"constraint", "linkend", "constraintdef"},
	    {"firstterm", "linkend", "glossentry"},
	    {"footnoteref", "linkend", "footnote"},
	    {"glosssee", "otherterm", "glossentry"},
	    {"glossseealso", "otherterm", "glossentry"},
	    {"glossterm", "linkend", "glossentry"},
	    {"productionrecap", "linkend", "production"},
	    {"synopfragmentref", "linkend", "synopfragment"}};
	char text[300];

	(void)state;
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		snprintf(text, sizeof(text), "<%s xml:id='x'/><%s %s='x'/>",
			 links[i][2], links[i][0], links[i][1]);
		rules(text, "");
		snprintf(text, sizeof(text), "<para xml:id='x'/>\n<%s %s='x'/>",
			 links[i][0], links[i][1]);
		snprintf(text + 250, 50, "link-target@3:%u",
			 (unsigned)strlen(links[i][0]) + 3);
		rules(text, text + 250);
	}
	rules("<co xml:id='a'/><para xml:id='b'/>\n<callout arearefs='a b'/>",
	      "link-target@3:10");
	rules("<footnoteref linkend='nothing'/>", "link-target@2:14");
	rules("<indexterm xml:id='i' class='startofrange'/><indexterm "
	      "startref='i'/>",
	      "");
	rules("<indexterm xml:id='i'/>\n<indexterm startref='i'/>",
	      "link-target@3:12");
}

static void
other_rules(void **state)
{
	(void)state;
	rules("<segmentedlist><segtitle/><seglistitem><seg/></seglistitem>"
	      "</segmentedlist>",
	      "");
	rules("<segmentedlist><segtitle/>\n<seglistitem><seg/><seg/>"
	      "</seglistitem></segmentedlist>",
	      "count@3:1");
	rules("<termdef><firstterm/></termdef>", "");
	rules("<termdef/>", "count@2:1");
	rules("<termdef><firstterm/><firstterm/></termdef>", "count@2:1");
	rules("<phrase xlink:type='extended'><phrase xlink:type='arc'>"
	      "<phrase xlink:type='title'/></phrase><phrase "
	      "xlink:type='resource'/><phrase xlink:type='title'/></phrase>",
	      "");
	rules("<phrase xlink:type='arc'/>", "xlink@2:9");
	rules("<phrase xlink:type='locator'/>", "xlink@2:9");
	rules("<phrase xlink:type='resource'/>", "xlink@2:9");
	rules("<phrase xlink:type='title'/>", "xlink@2:9");
	rules("<phrase xlink:type='extended'>\n<phrase "
	      "xlink:type='extended'/></phrase>",
	      "xlink@3:9");
	rules("<para trans:suffix='x' trans:idfixup='suffix'/>", "");
	rules("<para trans:suffix='x'/>", "suffix@2:7");
	judge("<element name='para' " DOCBOOK "><zeroOrMore><attribute>"
	      "<anyName/></attribute></zeroOrMore></element>",
	      "<para xmlns='" DB "'/>", "version@1:1");
}

/* ---- Bounds ---------------------------------------------------------------
 */

/* Ten times the document takes about ten times the time, and depth and breadth
 * of choices do not make a difference. */
static void
time_is_linear(void **state)
{
	const char *schema =
	    WHOLE("<ref name='s'/>",
		  "<define name='s'><element name='s'><interleave><zeroOrMore>"
		  "<element name='p'><attribute name='id'><data type='ID'/>"
		  "</attribute><text/></element></zeroOrMore><zeroOrMore><ref "
		  "name='s'/></zeroOrMore><zeroOrMore><choice><ref name='s'/>"
		  "<element name='q'><empty/></element></choice></zeroOrMore>"
		  "</interleave></element></define>");
	double time[2] = {0, 0};

	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		size_t n = turn == 0 ? 4000 : 40000;
		struct fake files[] = {{"s.rng", schema, 0}, {NULL, NULL, 0}};
		bm_buf text;

		bm_buf_init(&text, NULL);
		bm_buf_puts(&text, "<s>");
		for (size_t i = 0; i < n; i++)
			bm_buf_printf(&text,
				      "<s><p id='i%zu'>x</p><q/><s><s/></s>"
				      "</s>",
				      i);
		bm_buf_puts(&text, "</s>");
		bm_doc *doc = parse_str(bm_buf_str(&text), BM_OK);
		bm_schema *s = schema_of(files, doc, BM_OK);
		double from = seconds();

		assert_int_equal(bm_schema_check(s, doc), BM_OK);
		time[turn] = seconds() - from;
		assert_int_equal(doc->diags->list.len, 0);
		bm_schema_free(s);
		bm_doc_free(doc);
		bm_buf_free(&text);
	}
	assert_true(time[1] < 30 * time[0] + 0.05);
}

/* A schema that was made to take for ever is given up, and said so. */
static void
hostile_schema(void **state)
{
	struct fake files[] = {{"s.rng", NULL, 0}, {NULL, NULL, 0}};
	bm_buf schema, text;
	bm_doc *doc;
	bm_schema *s;

	(void)state;
	bm_buf_init(&schema, NULL);
	bm_buf_puts(&schema, "<element name='a' " RNG "><interleave>");
	for (int i = 0; i < 24; i++)
		bm_buf_printf(&schema,
			      "<oneOrMore><group><element name='b'><empty/>"
			      "</element><element name='c%d'><empty/></element>"
			      "</group></oneOrMore>",
			      i);
	bm_buf_puts(&schema, "</interleave></element>");
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, "<a>");
	for (int i = 0; i < 40; i++)
		bm_buf_puts(&text, "<b/>");
	bm_buf_puts(&text, "</a>");
	files[0].text = bm_buf_cstr(&schema);
	doc = parse_str(bm_buf_str(&text), BM_OK);
	s = schema_of(files, doc, BM_OK);
	assert_int_equal(bm_schema_check(s, doc), BM_OK);
	found(doc, "schema-limit", 1, 1);
	assert_true(bm_schema_is_worn(s));
	bm_schema_free(s);
	bm_doc_free(doc);
	bm_buf_free(&text);
	bm_buf_free(&schema);
}

/* Thousands of faults are cut off, not listed. */
static void
many_faults(void **state)
{
	struct fake files[] = {
	    {"s.rng", "<element name='a' " RNG "><empty/></element>", 0},
	    {NULL, NULL, 0}};
	bm_schema *s;
	bm_doc *doc;
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, "<a>");
	for (int i = 0; i < 20000; i++)
		bm_buf_printf(&text, "<b%d/>", i);
	bm_buf_puts(&text, "</a>");
	doc = parse_str(bm_buf_str(&text), BM_OK);
	s = schema_of(files, doc, BM_OK);
	assert_int_equal(bm_schema_check(s, doc), BM_OK);
	assert_int_equal(doc->diags->list.len, 1000);
	bm_schema_free(s);
	bm_doc_free(doc);
	bm_buf_free(&text);
}

/* Each allocation fails in turn: no crash, and no verdict that is made up. */
static void
without_memory(void **state)
{
	struct fake files[] = {
	    {"s.rng",
	     "<element name='a' " RNG "><zeroOrMore><choice><element "
	     "name='b'><attribute name='n'><data type='integer'/></attribute>"
	     "<mixed><optional><element name='c'><empty/></element></optional>"
	     "</mixed></element><element name='d'><list><oneOrMore><value>x"
	     "</value></oneOrMore></list></element></choice></zeroOrMore>"
	     "</element>",
	     0},
	    {NULL, NULL, 0}};
	bm_status status = BM_NO_MEMORY;

	(void)state;
	for (long n = 0; status == BM_NO_MEMORY && n < 5000; n++) {
		rng_files get = {files, read_fake};
		struct limited left = {(size_t)n, 0};
		bm_allocator al = {limited_alloc, &left};
		bm_doc *doc = bm_doc_new(&al, "a.xml");
		bm_schema *schema = NULL;

		if (doc == NULL)
			continue;
		status = bm_xml_parse(
		    doc,
		    bm_str_of("<a><b n='x'><c/>y<c/></b><d>x y</d><e/></a>"),
		    NULL);
		if (status == BM_OK)
			status = bm_schema_new(&al, "s.rng", "5.0", &get,
					       doc->diags, &schema);
		if (status == BM_OK)
			status = bm_schema_check(schema, doc);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		if (status == BM_OK)
			assert_int_equal(doc->diags->list.len, 4);
		bm_schema_free(schema);
		bm_doc_free(doc);
		assert_int_equal(left.balance, 0);
	}
	assert_int_equal(status, BM_OK);
}

/* ---- Where it is ----------------------------------------------------------
 */

static void
installed(void **state)
{
	static const char usual[] =
	    "/usr/share/xml/docbook/schema/rng/5.1/docbook.rng";
	struct fake by_path[] = {{usual, "<x/>", 0}, {NULL, NULL, 0}};
	struct fake by_catalog[] = {
	    {"/etc/xml/catalog",
	     "<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>"
	     "<nextCatalog catalog='file:///etc/xml/catalog'/>"
	     "<delegateSystem systemIdStartString='http://docbook.org/xml/5' "
	     "catalog='file:///opt/db/catalog.xml'/></catalog>",
	     0},
	    {"/opt/db/catalog.xml",
	     "<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>"
	     "<rewriteURI uriStartString='http://docbook.org/xml/5.0/rng/' "
	     "rewritePrefix='./rng/'/></catalog>",
	     0},
	    {"/opt/db/rng/docbook.rng", "<x/>", 0},
	    {NULL, NULL, 0}};
	rng_files get = {by_path, read_fake};
	bm_arena *arena = bm_arena_new(NULL);
	const char *version = NULL;

	(void)state;
	assert_string_equal(bm_schema_installed(arena, &get, &version), usual);
	assert_string_equal(version, "5.1");
	get.user = by_catalog;
	assert_string_equal(bm_schema_installed(arena, &get, &version),
			    "/opt/db/rng/docbook.rng");
	assert_string_equal(version, "5.0");
	get.user = &by_path[1];
	assert_null(bm_schema_installed(arena, &get, &version));
	bm_arena_free(arena);
}

/* A document that is newer than the schema is told so. */
static void
versions(void **state)
{
	struct fake files[] = {{"s.rng",
				"<element name='article' " DOCBOOK
				"><attribute name='version'/></element>",
				0},
			       {NULL, NULL, 0}};
	rng_files get = {files, read_fake};
	bm_schema *schema;

	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		bm_doc *doc =
		    parse(turn == 0 ? "<article xmlns='" DB "' version='5.2'/>"
				    : "<article xmlns='" DB "' version='5.0'/>",
			  BM_OK);

		assert_int_equal(bm_schema_new(NULL, "s.rng", "5.0", &get,
					       doc->diags, &schema),
				 BM_OK);
		assert_int_equal(bm_schema_check(schema, doc), BM_OK);
		assert_int_equal(doc->diags->list.len, turn == 0 ? 1 : 0);
		if (turn == 0)
			found(doc, "schema-other-version", 1, 1);
		bm_schema_free(schema);
		bm_doc_free(doc);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(patterns),
	    cmocka_unit_test(attributes),
	    cmocka_unit_test(names),
	    cmocka_unit_test(types),
	    cmocka_unit_test(grammars),
	    cmocka_unit_test(broken_schemas),
	    cmocka_unit_test(words),
	    cmocka_unit_test(in_included_files),
	    cmocka_unit_test(exclusions),
	    cmocka_unit_test(link_targets),
	    cmocka_unit_test(other_rules),
	    cmocka_unit_test(time_is_linear),
	    cmocka_unit_test(hostile_schema),
	    cmocka_unit_test(many_faults),
	    cmocka_unit_test(without_memory),
	    cmocka_unit_test(installed),
	    cmocka_unit_test(versions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
