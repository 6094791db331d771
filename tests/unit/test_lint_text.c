/* Text of documents as rules about wording see it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <time.h>

#include "core/buf.h"
#include "lint/text.h"
#include "read/read.h"

struct sample {
	bm_doc *doc;
	lint_text text;
};

static void
open_sample(struct sample *s, const char *name, const char *text)
{
	const bm_reader *reader = bm_reader_find(NULL, name, bm_str_of(text));

	s->doc = bm_doc_new(NULL, name);
	assert_non_null(s->doc);
	assert_non_null(reader);
	s->doc->source = bm_str_of(text);
	assert_int_equal(reader->read(s->doc, s->doc->source, NULL), BM_OK);
	assert_int_equal(lint_text_collect(s->doc, s->doc->arena, &s->text),
			 BM_OK);
}

static const lint_unit *
unit_at(const struct sample *s, size_t i, lint_kind kind, const char *text)
{
	const lint_unit *u;

	assert_true(i < s->text.units.len);
	u = &s->text.units.items[i];
	if (!bm_str_is(u->text, text))
		fail_msg("unit %zu is \"%.*s\"", i, (int)u->text.len,
			 u->text.ptr);
	assert_int_equal(u->block->kind, kind);
	return u;
}

/* The place of some words in the source. */
static void
is_found_at(struct sample *s, const char *words, uint32_t line, uint32_t column,
	    uint32_t end)
{
	for (size_t i = 0; i < s->text.blocks.len; i++) {
		lint_block *b = s->text.blocks.items[i];
		size_t at = bm_str_find(b->text, words, 0);
		bm_pos pos;

		if (at >= b->text.len)
			continue;
		pos = lint_locate(&s->text, b, at, strlen(words));
		assert_int_equal(pos.line, line);
		assert_int_equal(pos.column, column);
		assert_int_equal(pos.end_column, end);
		return;
	}
	fail_msg("\"%s\" is in no block", words);
}

static void
markdown(void **state)
{
	struct sample s;
	const lint_mark *marks;
	size_t count;

	(void)state;
	open_sample(&s, "t.md",
		    "# Head *line* one\n"
		    "\n"
		    "Dr. Poe saw **bold text** in a [short "
		    "link](http://x.org/in) of it.\n"
		    "Second `code` claim [@k, p. 3]. @k2 says so; see Fig. 3.\n"
		    "\n"
		    "Causes are:\n"
		    "\n"
		    "- pain of the\n"
		    "  back\n"
		    "- <https://example.org/>\n"
		    "\n"
		    "> Smart \"quotes\" here &amp; there.\n");
	unit_at(&s, 0, LINT_HEADING, "Head line one");
	unit_at(&s, 1, LINT_SENTENCE,
		"Dr. Poe saw bold text in a short link of it.");
	marks = lint_unit_marks(
	    unit_at(&s, 2, LINT_SENTENCE, "Second \xEF\xBF\xBC claim."),
	    &count);
	assert_int_equal(count, 1);
	assert_true(bm_is(marks[0].node, "citation"));
	(void)lint_unit_marks(
	    unit_at(&s, 3, LINT_SENTENCE, "\xEF\xBF\xBC says so; see Fig. 3."),
	    &count);
	assert_int_equal(count, 1);
	(void)lint_unit_marks(&s.text.units.items[1], &count);
	assert_int_equal(count, 0);
	unit_at(&s, 4, LINT_SENTENCE, "Causes are:");
	unit_at(&s, 5, LINT_ITEM, "pain of the back");
	assert_ptr_equal(s.text.units.items[5].block->lead,
			 s.text.units.items[4].block);
	unit_at(&s, 6, LINT_ITEM, "\xEF\xBF\xBC");
	is_found_at(&s, "line one", 1, 9, 18);
	is_found_at(&s, "bold text in", 3, 15, 29);
	is_found_at(&s, "of it", 3, 62, 67);
	is_found_at(&s, "says", 4, 37, 41);
	is_found_at(&s, "back", 9, 3, 7);
	is_found_at(&s, "here & there", 12, 18, 34);
	bm_doc_free(s.doc);
}

/* Items far down a list have what leads in to it, too. */
static void
long_list(void **state)
{
	enum { ITEMS = 500 };
	struct sample s;
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, "Causes are:\n\n");
	for (int i = 0; i < ITEMS; i++)
		bm_buf_puts(&text, "- pain\n  - more\n");
	open_sample(&s, "t.md", bm_buf_cstr(&text));
	assert_int_equal(s.text.blocks.len, 1 + 2 * ITEMS);
	for (size_t i = 0; i < ITEMS; i++) {
		lint_block **b = &s.text.blocks.items[1 + 2 * i];

		assert_ptr_equal(b[0]->lead, s.text.blocks.items[0]);
		assert_ptr_equal(b[1]->lead, b[0]);
	}
	bm_doc_free(s.doc);
	bm_buf_free(&text);
}

static void
docbook(void **state)
{
	struct sample s;

	(void)state;
	open_sample(
	    &s, "t.xml",
	    "<article xmlns=\"http://docbook.org/ns/docbook\">\n"
	    "<title>A t&#xED;tle</title>\n"
	    "<para>One <emphasis role=\"x\">wo&#xAD;rd</emphasis>\n"
	    "  with&#160;space<footnote><para>A note.</para></footnote>. "
	    "Two <citation>k</citation>.</para>\n"
	    "<programlisting>no text. at all.</programlisting>\n"
	    "<blockquote><attribution>Poe</attribution>"
	    "<para>Quoted.</para></blockquote>\n"
	    "<informaltable><tgroup cols=\"1\"><tbody><row><entry>Cell"
	    "</entry></row></tbody></tgroup></informaltable>\n"
	    "<bibliography><title>R</title><bibliomixed>Gone."
	    "</bibliomixed></bibliography>\n"
	    "<para>Cafe\xCC\x81 open.</para>\n"
	    "</article>\n");
	unit_at(&s, 0, LINT_HEADING, "A t\xC3\xADtle");
	unit_at(&s, 1, LINT_SENTENCE, "One word with space.");
	unit_at(&s, 2, LINT_SENTENCE, "Two.");
	unit_at(&s, 3, LINT_SENTENCE, "A note.");
	assert_true(s.text.units.items[5].block->quoted);
	unit_at(&s, 5, LINT_SENTENCE, "Quoted.");
	unit_at(&s, 6, LINT_CELL, "Cell");
	unit_at(&s, 7, LINT_SENTENCE, "Caf\xC3\xA9 open.");
	assert_int_equal(s.text.units.len, 8);
	is_found_at(&s, "word with", 3, 30, 7);
	is_found_at(&s, "space", 4, 13, 18);
	is_found_at(&s, "tle", 2, 17, 20);
	bm_doc_free(s.doc);
}

/* A block of a megabyte, of one sentence and of many, stays quick. */
static void
large(void **state)
{
	static const char *const parts[] = {"word ", "Word one. ", "*a*b_ "};

	(void)state;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct sample s;
		bm_buf text;
		clock_t start = clock();

		bm_buf_init(&text, NULL);
		while (text.len < 1000000)
			bm_buf_puts(&text, parts[i]);
		bm_buf_puts(&text, "the end.\n");
		open_sample(&s, "t.md", bm_buf_cstr(&text));
		is_found_at(&s, "the end", 1, (uint32_t)(text.len - 9) + 1,
			    (uint32_t)(text.len - 9) + 8);
		assert_true((clock() - start) / CLOCKS_PER_SEC < 20);
		bm_doc_free(s.doc);
		bm_buf_free(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(markdown),
	    cmocka_unit_test(long_list),
	    cmocka_unit_test(docbook),
	    cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
