/* Works that were retracted, corrected or doubted: said, marked, reported. */
#include "cite_help.h"

static const char items[] =
    "[{\"id\":\"r\",\"type\":\"book\",\"title\":\"R\",\"custom\":{\"status\":"
    "\"retracted\",\"status-notice\":\"See 10.1/x, or https://x.org/a.\"}},"
    "{\"id\":\"e\",\"type\":\"book\",\"title\":\"E\",\"custom\":{\"status\":"
    "\"concern\"}},"
    "{\"id\":\"k\",\"type\":\"book\",\"title\":\"K\",\"custom\":{\"status\":"
    "\"corrected\"}},"
    "{\"id\":\"b\",\"type\":\"book\",\"title\":\"B\",\"custom\":{\"status\":"
    "\"corrected concern\"}},"
    "{\"id\":\"fine\",\"type\":\"book\",\"title\":\"F\"}]";

static int
setup(void **state)
{
	(void)state;
	return cite_open(items);
}

#define R "<citation><biblioref linkend='r'/></citation>"
#define E "<citation><biblioref linkend='e'/></citation>"
#define K "<citation><biblioref linkend='k'/></citation>"

/* A document in a language, of one paragraph. */
static bm_doc *
of(const char *lang, const char *body)
{
	char text[4000];

	snprintf(text, sizeof text,
		 ARTICLE "<info><title>T</title></info>"
			 "<para xml:id='p' xml:lang='%s'>%s</para></article>",
		 lang, body);
	return passed(&bm_pass_cite, text, &context);
}

static void
codes(const char *lang, const char *body, const char *expected)
{
	bm_doc *doc = of(lang, body);
	char got[400] = "";

	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];

		assert_int_equal(d->severity, BM_ERROR);
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s",
			 i > 0 ? " " : "", d->code);
	}
	if (strcmp(got, expected) != 0)
		print_error("%s: %s\n", lang, body);
	assert_string_equal(got, expected);
	bm_doc_free(doc);
}

static void
silence(void **state)
{
	(void)state;
	codes("en", "It works " R ".", "cite-retracted");
	codes("en", "It works " E ".", "cite-concern");
	codes("en", "It works " K ".", "cite-corrected");
	codes("en", "It works <citation>b</citation>.", "cite-concern");
	codes("en", "It works <citation>fine</citation>.", "");
	codes("en", "Both " R " and " R ".", "cite-retracted cite-retracted");
	codes("en",
	      "<citation><biblioref linkend='fine'/><biblioref linkend='r'/>"
	      "<biblioref linkend='k'/></citation>",
	      "cite-retracted cite-corrected");
}

/* The sentence says it. */
static void
told(void **state)
{
	static const char *const table[][2] = {
	    {"en", "The study " R " was retracted."},
	    {"en", "The paper was withdrawn.<footnote/>" R " More text."},
	    {"en", "A <emphasis>retracted</emphasis> trial says so; " R},
	    {"en", "Dr. House? No. The \xE2\x80\x9C"
		   "Retracted\xE2\x80\x9D article " R " says 0.5 mg."},
	    {"en", "A retraction notice came." R},
	    {"en", "There is an expression\n of concern " E "."},
	    {"en", "The editors voiced concern " E "."},
	    {"en", "An erratum " K " was printed."},
	    {"en", "Use the corrected version " K "."},
	    {"en-GB", "This article was corrected " K "."},
	    {"de", "Die Studie " R " wurde zur\xC3\xBC"
		   "ckgezogen."},
	    {"de", "ZUR\xC3\x9C"
		   "CKGEZOGEN ist die Arbeit " R "."},
	    {"de", "Es gibt ein Korrigendum " K "."},
	    {"de", "Die Zeitschrift meldet Bedenken " E "."},
	    {"fr", "L\xE2\x80\x99\xC3\xA9tude a \xC3\xA9t\xC3\xA9 "
		   "r\xC3\xA9tract\xC3\xA9"
		   "e " R "."},
	    {"fr", "Un rectificatif existe " K "."},
	    {"fr", "Une expression de pr\xC3\xA9occupation " E "."},
	    {"es", "El art\xC3\xAD"
		   "culo fue retractado " R "."},
	    {"es", "Hay una fe de erratas " K "."},
	    {"es", "La revista expresa su preocupaci\xC3\xB3n " E "."},
	    {"it", "Lo studio \xC3\xA8 stato ritirato " R "."},
	    /* A language without such words has those of English. */
	    {"sv", "The study was retracted " R "."},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		codes(table[i][0], table[i][1], "");
}

/* It is about something else, somewhere else, or denied. */
static void
not_told(void **state)
{
	static const char *const table[][2] = {
	    {"en", "The muscle was retracted " R "."},
	    {"en", "One study was retracted. It works " R "."},
	    {"en", "It works " R ". One study was retracted."},
	    {"en", "One study was retracted. " R " says that it works."},
	    {"en", "It works." R " One study was retracted."},
	    {"en", "The study was not retracted " R "."},
	    {"en", "The article was corrected " R "."},
	    {"en", "A report on retractors " R "."},
	    {"de", "Der Muskel wurde zur\xC3\xBC"
		   "ckgezogen " R "."},
	    {"de", "Die Studie wurde nie zur\xC3\xBC"
		   "ckgezogen " R "."},
	    {"fr", "L'\xC3\xA9tude n'a pas \xC3\xA9t\xC3\xA9 "
		   "r\xC3\xA9tract\xC3\xA9"
		   "e " R "."},
	    {"es", "El estudio no fue retirado " R "."},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		codes(table[i][0], table[i][1], "cite-retracted");
	codes("en", "Correction of deformity in a study " K ".",
	      "cite-corrected");
	codes("en", "The concern of patients " E ".", "cite-concern");
}

static void
acknowledged(void **state)
{
	(void)state;
	codes("en", "It works <citation role='x retracted'>r</citation>.", "");
	codes("en", "It works <citation role='corrected'>r</citation>.",
	      "cite-retracted");
	codes("en", "It works <citation role='concern'>b</citation>.", "");
	codes("en",
	      "<citation><biblioref role='retracted' linkend='r'/><biblioref "
	      "linkend='r'/></citation>",
	      "cite-retracted");
	codes("en",
	      "<citation><biblioref xmlns:bm='http://backmatter/' linkend='r' "
	      "bm:suffix=', since "
	      "withdrawn'/></citation>",
	      "");
	codes("en",
	      "<citation><biblioref xmlns:bm='http://backmatter/' linkend='r' "
	      "bm:prefix='not retracted: '/>"
	      "</citation>",
	      "cite-retracted");
}

static void
text_is(bm_doc *doc, const char *id, const char *expected)
{
	xmlChar *text = xmlNodeGetContent(with_id(doc, id));

	assert_string_equal(text, expected);
	xmlFree(text);
}

static void
marks(void **state)
{
	const xmlNode *mark;
	bm_doc *doc;

	(void)state;
	doc = of("en", "It works " R ", and <citation>fine; k</citation>.");
	text_is(doc, "p", "It works,1 [retracted] and.2,3 [3: corrected]");
	mark = nth(doc, "phrase", 0);
	assert_string_equal(bm_attr(mark, "role"), "standing retracted");
	assert_true(bm_is(mark->parent, "citation"));
	text_is(doc, "ref-r",
		"1.R. Retracted: See 10.1/x, or https://x.org/a.");
	text_is(doc, "ref-k", "3.K. Corrected.");
	text_is(doc, "ref-fine", "2.F.");
	bm_doc_free(doc);

	doc = of("de", "Es hilft " R " und " E " so.");
	text_is(doc, "p",
		"Es hilft1 [zur\xC3\xBC"
		"ckgezogen] und2 [Bedenken ge\xC3\xA4u\xC3\x9F"
		"ert] so.");
	bm_doc_free(doc);
}

/* Links of a notice: a DOI and an address, without what follows them. */
static void
notice_links(void **state)
{
	bm_doc *doc = of("en", R);
	const xmlNode *entry = with_id(doc, "ref-r");
	const char *found[2] = {NULL, NULL};
	size_t count = 0;

	(void)state;
	for (xmlNode *n = (xmlNode *)(uintptr_t)entry; n != NULL;
	     n = bm_walk(n, entry))
		if (bm_is(n, "link") && bm_attr_xlink(n, "href") != NULL &&
		    count < 2)
			found[count++] = bm_attr_xlink(n, "href");
	assert_int_equal(count, 2);
	assert_string_equal(found[0], "https://doi.org/10.1/x");
	assert_string_equal(found[1], "https://x.org/a");
	bm_doc_free(doc);
}

/* A paragraph of a thousand cites and a long text are looked at in parts. */
static void
long_text(void **state)
{
	bm_buf text;
	bm_doc *doc;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, ARTICLE "<info><title>T</title></info><para>");
	for (int i = 0; i < 1000; i++)
		bm_buf_puts(&text, "A word and <emphasis>one</emphasis> " R);
	bm_buf_puts(&text, " of a retracted study</para></article>");
	doc = passed(&bm_pass_cite, bm_buf_cstr(&text), &context);
	assert_true(doc->diags->list.len > 900);
	assert_true(doc->diags->list.len < 1000);
	bm_doc_free(doc);
	bm_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(silence),   cmocka_unit_test(told),
	    cmocka_unit_test(not_told),  cmocka_unit_test(acknowledged),
	    cmocka_unit_test(marks),     cmocka_unit_test(notice_links),
	    cmocka_unit_test(long_text),
	};

	return cmocka_run_group_tests(tests, setup, cite_close);
}
