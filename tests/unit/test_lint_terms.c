#include "pass_help.h"

#include "lint/terms.h"

#define HEAD "term\tabbreviation\tdefinition\tpreferred_term\tmesh\t10\t11\n"

static lint_terms *
table(const char *rows, bm_doc *doc)
{
	lint_terms *t = lint_terms_new(NULL);

	assert_non_null(t);
	assert_int_equal(
	    lint_terms_read(t, bm_str_of(rows), "terms.tsv", true, doc->diags),
	    BM_OK);
	assert_int_equal(lint_terms_end(t), BM_OK);
	return t;
}

/* The uses in a text as "name@at+len", "!" for short forms, "+" for plurals. */
static void
finds(const lint_terms *t, const char *text, const char *expected)
{
	bm_arena *arena = bm_arena_new(NULL);
	lint_uses uses = {0};
	bm_buf out;

	bm_buf_init(&out, NULL);
	assert_int_equal(lint_terms_match(t, arena, bm_str_of(text), &uses),
			 BM_OK);
	for (size_t i = 0; i < uses.len; i++)
		bm_buf_printf(&out, "%s%s@%zu+%zu%s%s", i > 0 ? " " : "",
			      uses.items[i].term->name, uses.items[i].at,
			      uses.items[i].len,
			      uses.items[i].short_form ? "!" : "",
			      uses.items[i].plural ? "+" : "");
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	bm_arena_free(arena);
}

static void
words_are_whole_and_the_longest(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_terms *t = table(
	    HEAD "back pain\t\tA.\t\t\t\t\nlow back pain\tLBP\tB.\t\t\t\t\n"
		 "graft-versus-host disease\tGVHD\tC.\t\t\t\t\n"
		 "HCT/P\tHCT/P\tD.\t\t\t\t\nback\t\tE.\t\t\t\t\n",
	    doc);

	(void)state;
	finds(t, "Low back pain, back pain; backs",
	      "low back pain@0+13 back "
	      "pain@15+9 back@26+5+");
	finds(t, "flashback painful, back  pain", "back@19+4");
	finds(t, "low-back pain", "low back pain@0+13");
	finds(t, "low, back pain", "back pain@5+9");
	finds(t, "non-back pain, back-pain-free", "");
	finds(t, "Graft\xE2\x80\x91versus host DISEASE",
	      "graft-versus-host disease@0+27");
	finds(t, "an HCT/P and HCT-P", "HCT/P@3+5");
	finds(t, "LBP, lbp, LBPs, LBPS",
	      "low back pain@0+3! low back pain@10+4!+");
	finds(t, "", "");
	finds(t, "low back", "back@4+4");
	lint_terms_free(t);
	bm_doc_free(doc);
}

static void
spelling_and_plurals(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_terms *t = table(
	    HEAD "haematopoietic stem cell\t\t.\t\t\t\t\n"
		 "randomised controlled trial\t\t.\t\t\t\t\n"
		 "cognitive behavioural therapy\t\t.\t\t\t\t\n"
		 "vertebral osteomyelitis\t\t.\t\t\t\t\nexosome\t\t.\t\t\t\t\n"
		 "tumour\t\t.\t\t\t\t\n",
	    doc);

	(void)state;
	finds(t, "hematopoietic stem cells", "haematopoietic stem cell@0+24+");
	finds(t, "Randomized controlled trial",
	      "randomised controlled trial@0+27");
	finds(t, "cognitive behavioral therapies",
	      "cognitive behavioural therapy@0+30+");
	finds(t, "tumor exosomes", "tumour@0+5 exosome@6+8+");
	assert_string_equal(lint_plural(doc->arena, "laminectomy"),
			    "laminectomies");
	assert_string_equal(lint_plural(doc->arena, "stenosis"), "stenoses");
	assert_string_equal(lint_plural(doc->arena, "abscess"), "abscesses");
	assert_string_equal(lint_plural(doc->arena, "day"), "days");
	assert_non_null(lint_terms_find(t, doc->arena,
					BM_STR("Randomized Controlled Trial")));
	assert_null(lint_terms_find(t, doc->arena, BM_STR("trial")));
	lint_terms_free(t);
	bm_doc_free(doc);
}

static void
preferred_names(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_terms *t = table(HEAD "old name\tNM\t.\tnew name\t\t\t\n"
				   "new name\tNM\t.\t\tD1\tM1\tX1\n"
				   "odd name\t\t.\tsay it in words\t\t\t\n",
			      doc);
	const lint_term *old =
	    lint_terms_find(t, doc->arena, BM_STR("old name"));

	(void)state;
	assert_string_equal(old->better->name, "new name");
	assert_string_equal(old->better->icd11, "X1");
	assert_null(lint_terms_find(t, doc->arena, BM_STR("odd name"))->better);
	finds(t, "NM", "new name@0+2!");
	lint_terms_free(t);
	bm_doc_free(doc);
}

static void
bad_lines_are_findings(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	lint_terms *t = table(HEAD "too\tfew\n"
				   "\t\t\t\t\t\t\n"
				   "a\t\t\t\t\t\t\tmore\n"
				   "# a remark\n\n"
				   "K\xE4se\t\tCheese.\t\t\t\t\n"
				   "bell\t\tA\x07.\t\t\t\t\n"
				   "good\t\t\t\t\t\t\r\n",
			      doc);

	(void)state;
	assert_int_equal(t->list.len, 1);
	assert_string_equal(t->list.items[0]->icd11, "");
	says(doc, "2: This line of the file of terms is left out: it has too "
		  "few columns [glossary-file]\n"
		  "3: This line of the file of terms is left out: it has no "
		  "term [glossary-file]\n"
		  "4: This line of the file of terms is left out: it has too "
		  "many columns [glossary-file]\n"
		  "7: This line of the file of terms is left out: it is no "
		  "text in UTF-8 [glossary-file]\n"
		  "8: This line of the file of terms is left out: it is no "
		  "text in UTF-8 [glossary-file]\n");
	lint_terms_free(t);
	bm_doc_free(doc);
}

static void
entries_of_a_glossary(void **state)
{
	bm_doc *doc = parse(
	    ARTICLE "<glossary><glossentry xml:id='a'><glossterm>advanced "
		    "thing (ATX)</glossterm><glossdef><para>D.</para>"
		    "</glossdef></glossentry><glossentry><glossterm>no id"
		    "</glossterm></glossentry><glossentry xml:id='b'>"
		    "<glossterm>b (of c)</glossterm><acronym>BCD</acronym>"
		    "</glossentry></glossary></article>",
	    "test.xml");
	lint_terms *t = lint_terms_new(NULL);
	const lint_term *a;

	(void)state;
	assert_int_equal(lint_terms_entries(t, doc, "g.xml"), BM_OK);
	assert_int_equal(lint_terms_end(t), BM_OK);
	assert_int_equal(t->list.len, 2);
	a = lint_terms_target(t, doc->arena, "g.xml", "a");
	assert_string_equal(a->name, "advanced thing");
	assert_string_equal(a->abbreviation, "ATX");
	assert_string_equal(a->definition, "D.");
	assert_null(lint_terms_target(t, doc->arena, NULL, "a"));
	assert_string_equal(
	    lint_terms_target(t, doc->arena, "g.xml", "b")->abbreviation,
	    "BCD");
	lint_terms_free(t);
	bm_doc_free(doc);
}

/* Rows that share their words, and a text of nothing but those. */
static void
cost_grows_with_the_text(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	bm_buf rows, text;
	bm_arena *arena = bm_arena_new(NULL);
	lint_uses uses = {0};
	lint_terms *t;

	(void)state;
	bm_buf_init(&rows, NULL);
	bm_buf_init(&text, NULL);
	bm_buf_puts(&rows, HEAD);
	for (int i = 0; i < 10000; i++)
		bm_buf_printf(&rows, "word word word end%d\t\t.\t\t\t\t\n", i);
	for (int i = 0; i < 100000; i++)
		bm_buf_puts(&text, "word ");
	bm_buf_puts(&text, "end9999");
	t = table(bm_buf_cstr(&rows), doc);
	assert_int_equal(lint_terms_match(t, arena, bm_buf_str(&text), &uses),
			 BM_OK);
	assert_int_equal(uses.len, 1);
	assert_int_equal(uses.items[0].len, 22);
	lint_terms_free(t);
	bm_buf_free(&rows);
	bm_buf_free(&text);
	bm_arena_free(arena);
	bm_doc_free(doc);
}

/* Words that no sentence has are kept apart all the same. */
static void
endless_words(void **state)
{
	bm_doc *doc = bm_doc_new(NULL, "test.xml");
	char rows[1000], a[200] = "", b[200];
	lint_terms *t;

	(void)state;
	memset(a, 'w', 150);
	memcpy(b, a, sizeof b);
	b[149] = 'x';
	snprintf(rows, sizeof rows,
		 HEAD "%s\t\tA.\t\t\t\t\n%s\t\tB.\t%s\t\t\t\n", a, b, a);
	t = table(rows, doc);
	assert_int_equal(t->list.len, 2);
	assert_ptr_equal(lint_terms_find(t, doc->arena, bm_str_of(a)),
			 t->list.items[0]);
	assert_ptr_equal(lint_terms_find(t, doc->arena, bm_str_of(b)),
			 t->list.items[1]);
	assert_ptr_equal(t->list.items[1]->better, t->list.items[0]);
	finds(t, a, "");
	lint_terms_free(t);
	bm_doc_free(doc);
}

/* Names that differ in letters which an id cannot hold. */
static void
ids_differ(void **state)
{
	bm_doc *doc =
	    parse(ARTICLE "<glossary role='auto'><title>G</title></glossary>"
			  "</article>",
		  "test.xml");
	lint_terms *t = lint_terms_new(NULL);

	(void)state;
	assert_int_equal(
	    lint_terms_read(t,
			    bm_str_of(HEAD "\xC3\xA4x\t\tA.\t\t\t\t\n"
					   "\xC3\xB6x\t\tB.\t\t\t\t\n"
					   "no definition\t\t\t\t\t\t\n"),
			    "t.tsv", true, doc->diags),
	    BM_OK);
	assert_int_equal(lint_terms_entries(t, doc, NULL), BM_OK);
	assert_string_equal(t->fill, "test.xml");
	assert_string_equal(t->list.items[0]->id, "term-x");
	assert_string_equal(t->list.items[1]->id, "term-x.2");
	assert_null(t->list.items[2]->id);
	lint_terms_free(t);
	bm_doc_free(doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_whole_and_the_longest),
	    cmocka_unit_test(spelling_and_plurals),
	    cmocka_unit_test(preferred_names),
	    cmocka_unit_test(bad_lines_are_findings),
	    cmocka_unit_test(entries_of_a_glossary),
	    cmocka_unit_test(cost_grows_with_the_text),
	    cmocka_unit_test(endless_words),
	    cmocka_unit_test(ids_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
