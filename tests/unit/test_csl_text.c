/* Text of fields in citations: markup, quotes, punctuation, case. */
#include "bib_help.h"

/* Runs with their formatting in letters: "i(...)" is italic. */
static void
marked(const csl_run *run, bm_buf *out)
{
	static const struct {
		unsigned format;
		const char *sign;
	} signs[] = {{CSL_ITALIC, "i"},      {CSL_BOLD, "b"},
		     {CSL_SMALL_CAPS, "sc"}, {CSL_SUPERSCRIPT, "sup"},
		     {CSL_SUBSCRIPT, "sub"}, {CSL_NO_ITALIC, "-i"},
		     {CSL_BASELINE, "base"}, {CSL_NO_UNDERLINE, "-u"},
		     {CSL_UNDERLINE, "u"}};

	for (; run != NULL; run = run->next) {
		unsigned n = 0;

		for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
			if ((run->format & signs[i].format) != 0) {
				bm_buf_printf(out, "%s(", signs[i].sign);
				n++;
			}
		if (run->display != CSL_DISPLAY_INLINE) {
			bm_buf_printf(out, "%d[", (int)run->display);
			marked(run->children, out);
			bm_buf_putc(out, ']');
		} else {
			bm_buf_putstr(out, run->text);
			marked(run->children, out);
		}
		while (n-- > 0)
			bm_buf_putc(out, ')');
	}
}

/* A title as it stands in JSON, printed by a layout with these attributes. */
static void
check(const char *globals, const char *layout, const char *title,
      const csl_cite *like, const char *expected)
{
	bm_data data = {NULL};
	csl_paths paths = embedded_only(&data);
	csl_cite cite = like != NULL ? *like : (csl_cite){0};
	csl_cluster cluster = {&cite, 1, 0};
	csl_input in = {0};
	csl_output out;
	struct bench b;
	bm_buf text;

	bench_open(&b);
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text,
		      CSL "%s<citation><layout>%s</layout></citation></style>",
		      globals, layout);
	if (csl_style_parse(&paths, NULL, bm_buf_str(&text), "t", &b.diags,
			    &b.style) != BM_OK)
		fail_msg("%s", b.diags.list.items[0].message);
	assert_int_equal(
	    csl_locale_load(&paths, NULL, b.style, NULL, &b.diags, &b.locale),
	    BM_OK);
	bm_buf_clear(&text);
	bm_buf_printf(&text, "[{\"id\":\"k\",\"type\":\"book\",%s}]", title);
	assert_int_equal(
	    bm_bib_read(b.library, bm_buf_str(&text), "r.json", &b.diags),
	    BM_OK);
	cite.item = b.library->items.items[0];
	in.clusters = &cluster;
	in.cluster_count = 1;
	in.stand_ins = true;
	assert_int_equal(csl_render(b.style, b.locale, &in, b.arena, &out),
			 BM_OK);
	bm_buf_clear(&text);
	marked(out.clusters[0], &text);
	assert_string_equal(bm_buf_cstr(&text), expected);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
prints(const char *layout, const char *title, const char *expected)
{
	char item[300];

	snprintf(item, sizeof item, "\"title\":\"%s\"", title);
	check(">", layout, item, NULL, expected);
}

#define TITLE  "<text variable='title'/>"
#define ITALIC "<text variable='title' font-style='italic'/>"
#define QUOTED "<text variable='title' quotes='true' suffix=', 2020'/>"

static void
markup(void **state)
{
	(void)state;
	prints(TITLE, "H<sub>2</sub>O and <i>S. <b>aureus</b></i>",
	       "Hsub(2)O and i(S. b(aureus))");
	prints(ITALIC, "In <i>E. coli</i>", "i(In -i(E. coli))");
	prints(TITLE, "a <i>b <b>c</i> d", "a i(b <b>c) d");
	prints(TITLE, "<i>never closed", "<i>never closed");
	prints(TITLE, "5 < 6 </b> <u>x</u>", "5 < 6 </b> <u>x</u>");
	prints(ITALIC, "Roe <span class='nodecor'>v.</span> Wade",
	       "i(Roe <span class=\xE2\x80\x99"
	       "nodecor\xE2\x80\x99>v.</span> Wade)");
	prints(ITALIC, "Roe <span class=\\\"nodecor\\\">v.</span> Wade",
	       "i(Roe -i(v.) Wade)");
	prints(TITLE, "10\xC2\xB2 m\xE2\x84\xA2", "10sup(2) msup(TM)");
}

static void
quotes(void **state)
{
	(void)state;
	/* Those that come first are the outer ones. */
	prints(TITLE, "The 'inner \\\"most\\\" part' of it",
	       "The \xE2\x80\x9Cinner \xE2\x80\x98most\xE2\x80\x99 "
	       "part\xE2\x80\x9D of it");
	prints(QUOTED, "On \\\"pain\\\"",
	       "\xE2\x80\x9COn \xE2\x80\x98pain,\xE2\x80\x99\xE2\x80\x9D 2020");
	prints("<text variable='title' quotes='false'/>",
	       "a \xE2\x80\x98word\xE2\x80\x99",
	       "a \xE2\x80\x9Cword\xE2\x80\x9D");
	prints(TITLE, "Don't ask the '90s",
	       "Don\xE2\x80\x99t ask the "
	       "\xE2\x80\x99"
	       "90s");
	prints(TITLE, "6' 2\\\" tall", "6\xE2\x80\x99 2\" tall");
	prints(TITLE, "\\\"<i>X</i>\\\" \\\"y",
	       "\xE2\x80\x9Ci(X)\xE2\x80\x9D \"y");
	prints("<text value=\"a 'b'\"/>", "t",
	       "a \xE2\x80\x9C"
	       "b\xE2\x80\x9D");
}

static void
marks(void **state)
{
	(void)state;
	prints("<text variable='title' suffix='.'/>", "Why?", "Why?");
	prints("<text variable='title' suffix='. '/><text value='x'/>", "So.",
	       "So. x");
	prints("<text variable='title' font-style='italic' suffix='.'/>",
	       "Why?", "i(Why?).");
	prints("<group suffix='.'>" ITALIC "</group>", "Why?", "i(Why?)");
	prints("<group delimiter='; '>" TITLE "<text value='x'/></group>",
	       "Why!", "Why!; x");
	prints("<group delimiter=', '><text variable='title' quotes='true'/>"
	       "<text value='x'/></group>",
	       "Why", "\xE2\x80\x9CWhy,\xE2\x80\x9D x");
	prints("<group delimiter=': '>" TITLE "<text variable='note'/>"
	       "<text value='x' prefix=' '/></group>",
	       "A", "A: x");
	prints(TITLE "<group prefix=', '><text value='p.'/>"
		     "<text variable='page'/></group>",
	       "A", "A");
	prints(TITLE, "Oui : non", "Oui\xE2\x80\xAF: non");
}

static void
marks_out_of_quotes(void **state)
{
	static const char out[] =
	    "><locale><style-options punctuation-in-quote='false'/></locale>";

	(void)state;
	check(out, QUOTED, "\"title\":\"Pain\"", NULL,
	      "\xE2\x80\x9CPain\xE2\x80\x9D, 2020");
	check(out, QUOTED, "\"title\":\"Pain,\"", NULL,
	      "\xE2\x80\x9CPain\xE2\x80\x9D, 2020");
	check(out, QUOTED, "\"title\":\"On \\\"it\\\"\"", NULL,
	      "\xE2\x80\x9COn \xE2\x80\x98it\xE2\x80\x99\xE2\x80\x9D, 2020");
}

#define CASE(name) "<text variable='title' text-case='" name "'/>"

static void
cases(void **state)
{
	(void)state;
	prints(CASE("title"), "the use of x-ray by a mRNA",
	       "The Use of X-Ray "
	       "by a mRNA");
	prints(CASE("title"), "in vivo: an in-depth look",
	       "In Vivo: An "
	       "In-Depth Look");
	prints(CASE("title"), "a <span class=\\\"nocase\\\">word</span> of",
	       "A word Of");
	prints(CASE("sentence"), "A Study of DNA in Mice",
	       "A study of dna in mice");
	prints(CASE("sentence"), "ALL OF IT", "All of it");
	prints(CASE("capitalize-first"), "\xCE\xB2-blockers and x",
	       "\xCE\xB2-blockers and x");
	prints(CASE("capitalize-all"), "the iPad of one", "The iPad Of One");
	check(" default-locale='tr-TR'>", CASE("uppercase"),
	      "\"title\":\"ilim\"", NULL, "\xC4\xB0L\xC4\xB0M");
}

static void
looks(void **state)
{
	(void)state;
	prints("<group vertical-align='sup'><text value='1'/>"
	       "<text value='a' vertical-align='baseline'/></group>",
	       "x", "sup(1base(a))");
	prints("<group text-decoration='underline'><text value='1'/>"
	       "<text value='a' text-decoration='none'/></group>",
	       "x", "u(1-u(a))");
	prints("<text value='a' display='block' prefix='x'/><text value='b'/>",
	       "x", "1[xa]b");
	check(">", "<text variable='URL' form='short'/>",
	      "\"URL\":\"https://www.example.org/a/b\"", NULL,
	      "www.example.org");
}

/* What an author writes around a cite. */
static void
own_words(void **state)
{
	csl_cite cite = {0};

	(void)state;
	cite.prefix = BM_STR("see");
	cite.suffix = BM_STR(". But <i>not</i> more");
	check(">", "<text variable='title' quotes='true'/>",
	      "\"title\":\"Pain\"", &cite,
	      "see \xE2\x80\x9CPain.\xE2\x80\x9D But i(not) more");
	/* A work that the style has nothing to say of keeps its title. */
	cite = (csl_cite){0};
	check(">", "<text variable='page'/>", "\"title\":\"Pain\"", &cite,
	      "Pain");
	check(">", "<text variable='page'/>", "\"page\":\"\"", &cite, "k");
}

static void
types(void **state)
{
	(void)state;
	prints("<choose><if type='webpage book'><text value='one'/></if>"
	       "<else><text value='none'/></else></choose>",
	       "x", "one");
	prints("<names variable='author' suffix=',' font-style='italic'>"
	       "<substitute>" TITLE "</substitute></names>",
	       "Pain", "Pain");
	prints("<group delimiter=' '><text variable='page'/>"
	       "<group><text value='no date'/></group></group>",
	       "Pain", "no date");
	/* A letter behind the year is not asked of the work. */
	prints("<group><group><text variable='volume'/>"
	       "<text variable='year-suffix'/></group>"
	       "<text term='no date' form='short'/></group>",
	       "Pain", "n.d.");
	prints("<group><group><text variable='volume'/></group>"
	       "<text term='no date' form='short'/></group>" TITLE,
	       "Pain", "Pain");
}

#define LOCALE(lang, terms)                                                    \
	"<locale xml:lang='" lang "'><terms>" terms "</terms></locale>"
#define ET_AL(s) "<term name='et-al'>" s "</term>"

static void
terms_of_dialects(void **state)
{
	static const char layout[] = "<text term='et-al'/>";
	static const char item[] = "\"title\":\"Pain\"";

	(void)state;
	check(" default-locale='en-GB'>" LOCALE("en-US", ET_AL("and more")),
	      layout, item, NULL, "and more");
	check(" default-locale='en-GB'>" LOCALE("en-GB", ET_AL("and co"))
		  LOCALE("en-US", ET_AL("and more")),
	      layout, item, NULL, "and co");
	check(" default-locale='en-US'>" LOCALE("en-GB", ET_AL("and co")),
	      layout, item, NULL, "et al.");
	check(" default-locale='fr-FR'>" LOCALE("en-US", ET_AL("and more")),
	      layout, item, NULL, "et al.");
}

/* Title case is for the style's words whatever language the item is in. */
static void
words_of_the_style(void **state)
{
	static const char item[] = "\"title\":\"mal au dos\",\"page\":\"7\","
				   "\"language\":\"fr\"";

	(void)state;
	check(">",
	      "<text term='available at' text-case='title' suffix=' '/>"
	      "<text value='on pain ' text-case='title'/>"
	      "<text variable='title' text-case='title'/>",
	      item, NULL, "Available At On Pain mal au dos");
	/* "page-first" has a word of its own, or none. */
	check(">" LOCALE("en-US", "<term name='page-first'>from</term>"),
	      "<label variable='page-first'/><label variable='page' "
	      "prefix='-'/>",
	      item, NULL, "from-page");
}

static void
escaped_twice(void **state)
{
	static const char item[] = "\"title\":\"Pain &#8211; &lt;x&gt;\"";

	(void)state;
	check(">",
	      "<text variable='title' prefix='&amp;#8212; ' "
	      "suffix='&amp;#xA0;&amp;#10;'/>",
	      item, NULL, "\xE2\x80\x94 Pain &#8211; &lt;x&gt;\xC2\xA0\n");
	check(">",
	      "<text value='&amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt; &amp;amp; "
	      "AT&amp;T &amp;nbsp; &amp;#; &amp;#xD800; &amp;#99999999;'/>",
	      item, NULL, "i(x) & AT&T &nbsp; &#; &#xD800; &#99999999;");
}

static void
periods(void **state)
{
	(void)state;
	prints("<text value='n.d. e.g. 4.2' strip-periods='true'/>", "x",
	       "n.d e.g 42");
	prints("<text value='n.d.' strip-periods='true' "
	       "text-case='uppercase'/>",
	       "x", "ND");
	prints("<text term='no date' form='short' strip-periods='true'/>", "x",
	       "nd");
	check(">", "<text variable='DOI' strip-periods='true'/>",
	      "\"DOI\":\"10.55/a.1\"", NULL, "10.55/a.1");
}

static void
marks_of_groups(void **state)
{
	(void)state;
	/* The mark that closes a group and its last element closes once. */
	prints("<group suffix='.'><text variable='title' suffix='.'/></group>"
	       "<text value='x' prefix='; '/>",
	       "Act", "Act. x");
	prints("<group suffix='.'>" TITLE "</group>"
	       "<text value='x' prefix='; '/>",
	       "Act", "Act.; x");
	prints("<group delimiter=', '><group suffix='.'>"
	       "<text variable='title' suffix='.'/></group>"
	       "<text value='x'/></group>",
	       "Act", "Act. x");
	/* Formatting does not let a mark stand twice. */
	prints("<text term='in' suffix=':'/><text variable='title' "
	       "font-style='italic' prefix=': '/>",
	       "Act", "in: i(Act)");
	/* What is said not to be quoted keeps its end. */
	prints("<text variable='title' quotes='false' suffix='.'/>", "Why?",
	       "Why?.");
	prints("<text variable='title' suffix='.'/>", "Why?", "Why?");
	prints("<group suffix='.'><text variable='title' quotes='true' "
	       "suffix=','/></group>",
	       "Act",
	       "\xE2\x80\x9C"
	       "Act.,\xE2\x80\x9D");
}

/* A title in another language meets the marks behind it as any other. */
static void
foreign_titles(void **state)
{
	static const char outside[] =
	    "><locale><style-options punctuation-in-quote='false'/></locale>";
	static const char layout[] =
	    "<text variable='title' quotes='true' suffix='.'/>";
	static const char *const languages[] = {"en", "fr"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char item[80];

		snprintf(item, sizeof item,
			 "\"title\":\"Oui?\",\"language\":\"%s\"",
			 languages[i]);
		check(outside, layout, item, NULL,
		      "\xE2\x80\x9COui?\xE2\x80\x9D.");
		check(">", "<text variable='title' suffix='.'/>", item, NULL,
		      "Oui?");
	}
}

/* Editors in the place of authors look like these. */
static void
parts_of_substitutes(void **state)
{
	static const char item[] =
	    "\"editor\":[{\"family\":\"Ode\",\"given\":\"Ann\"}]";

	(void)state;
	check(">",
	      "<names variable='author'><name><name-part name='family' "
	      "text-case='uppercase'/></name><substitute>"
	      "<names variable='editor'><name form='long'/>"
	      "<label form='short' prefix=', '/></names>"
	      "</substitute></names>",
	      item, NULL, "Ann ODE, ed.");
	check(">",
	      "<names variable='author'><name><name-part name='family' "
	      "text-case='uppercase'/></name><substitute>"
	      "<names variable='editor'><name><name-part name='family' "
	      "font-style='italic'/></name></names></substitute></names>",
	      item, NULL, "Ann i(Ode)");
}

/* What stands in the place of names stands nowhere else. */
static void
numbers_of_substitutes(void **state)
{
	(void)state;
	check(">",
	      "<names variable='author'><name/><substitute>"
	      "<number variable='volume'/></substitute></names>"
	      "<group prefix=', '><label variable='volume'/>"
	      "<number variable='volume'/></group><text variable='page' "
	      "prefix=', '/>",
	      "\"volume\":\"3\",\"page\":\"7\"", NULL, "3, 7");
}

/* A date in words has no month, but it is a date. */
static void
words_for_dates(void **state)
{
	static const char layout[] =
	    "<group><text value='Soon'/><date variable='issued'>"
	    "<date-part name='month' prefix=' '/></date></group>"
	    "<text variable='title' prefix=': '/>";

	(void)state;
	check(">", layout,
	      "\"title\":\"A\",\"issued\":{\"literal\":\"in press\"}", NULL,
	      "Soon: A");
	check(">", layout,
	      "\"title\":\"A\",\"issued\":{\"date-parts\":[[2001]]}", NULL,
	      ": A");
}

/* A cite whose author is in the sentence leaves out its first names alone. */
static void
without_author(void **state)
{
	static const char layout[] =
	    "<names variable='composer'><substitute><names variable='author'/>"
	    "<names variable='editor'/><text variable='title'/></substitute>"
	    "</names><names variable='author' prefix=' by '/>"
	    "<text variable='page' prefix=' '/>";
	static const char author[] = "\"title\":\"Pain\",\"page\":\"7\","
				     "\"author\":[{\"family\":\"Oak\"}],"
				     "\"editor\":[{\"family\":\"Ash\"}]";
	static const char title[] = "\"title\":\"Pain\",\"page\":\"7\"";
	static const csl_cite bare = {.mode = CSL_CITE_SUPPRESS_AUTHOR};
	static const csl_cite told = {.mode = CSL_CITE_AUTHOR_IN_TEXT};
	static const char both[] =
	    "<names variable='author'/><names variable='editor' "
	    "prefix=' with '/>";

	(void)state;
	check(">", layout, author, NULL, "Oak 7");
	check(">", layout, author, &bare, " 7");
	check(">", layout, title, NULL, "Pain 7");
	check(">", layout, title, &bare, " 7");
	check(">", both, author, &bare, " with Ash");
	/* When no name is in the sentence, the title stays. */
	check(">", layout, author, &told, "Oak 7");
	check(">", layout, title, &told, "Pain 7");
}

/* A full stop that words of the style begin with meets what is before. */
static void
words_with_a_stop(void **state)
{
	static const char layout[] = "<text variable='title'/>"
				     "<text value='. In: '/>"
				     "<text variable='page'/>";

	(void)state;
	check(">", layout, "\"title\":\"Pain\",\"page\":\"7\"", NULL,
	      "Pain. In: 7");
	check(">", layout, "\"title\":\"Pain?\",\"page\":\"7\"", NULL,
	      "Pain? In: 7");
	check(">", layout, "\"title\":\"Pain etc.\",\"page\":\"7\"", NULL,
	      "Pain etc. In: 7");
	check(">",
	      "<text variable='title' quotes='true'/><text value='. In: '/>",
	      "\"title\":\"Pain\"", NULL, "\xE2\x80\x9CPain.\xE2\x80\x9D In: ");
}

/* Colon and semicolon stand behind quotes, and behind what goes into them. */
static void
marks_behind_quotes(void **state)
{
	static const char item[] = "\"title\":\"Pain\"";

	(void)state;
	check(">",
	      "<group delimiter='; '><group><text variable='title' "
	      "quotes='true' suffix='.'/></group><text value='x'/></group>",
	      item, NULL, "\xE2\x80\x9CPain.\xE2\x80\x9D; x");
	check(">",
	      "<group delimiter=': '><group><text variable='title' "
	      "quotes='true' suffix=','/></group><text value='x'/></group>",
	      item, NULL, "\xE2\x80\x9CPain,\xE2\x80\x9D: x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(markup),
	    cmocka_unit_test(quotes),
	    cmocka_unit_test(marks),
	    cmocka_unit_test(marks_out_of_quotes),
	    cmocka_unit_test(cases),
	    cmocka_unit_test(looks),
	    cmocka_unit_test(own_words),
	    cmocka_unit_test(types),
	    cmocka_unit_test(terms_of_dialects),
	    cmocka_unit_test(words_of_the_style),
	    cmocka_unit_test(escaped_twice),
	    cmocka_unit_test(periods),
	    cmocka_unit_test(marks_of_groups),
	    cmocka_unit_test(foreign_titles),
	    cmocka_unit_test(parts_of_substitutes),
	    cmocka_unit_test(numbers_of_substitutes),
	    cmocka_unit_test(words_for_dates),
	    cmocka_unit_test(marks_behind_quotes),
	    cmocka_unit_test(words_with_a_stop),
	    cmocka_unit_test(without_author),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
