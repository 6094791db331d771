/* CSL-YAML: its forms, what is wrong with it, and where. */
#include "item_help.h"

static bm_status
read_text(struct bench *b, const char *text)
{
	return read_as(b, "r.yaml", text);
}

/* What was read, as CSL-JSON. */
static void
written_is(struct bench *b, const char *expected)
{
	assert_string_equal(written(b, "csljson"), expected);
}

static void
bare_list(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "# ours\n"
				       "- type: article-journal\n"
				       "  id: a\n"
				       "  title: 'T: <i>U</i>'\n"
				       "  volume: 07\n"
				       "  author:\n"
				       "    - {family: Bo, given: C}\n"
				       "  issued:\n"
				       "    - year: 2007\n"
				       "      month: 2\n"
				       "    - year: 2008\n"
				       "  accessed: 2020-03-04\n"
				       "  note: ~\n"),
			 BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	written_is(&b, "[\n{\n"
		       "  \"id\": \"a\",\n"
		       "  \"type\": \"article-journal\",\n"
		       "  \"title\": \"T: <i>U</i>\",\n"
		       "  \"author\": [\n"
		       "    {\n"
		       "      \"family\": \"Bo\",\n"
		       "      \"given\": \"C\"\n"
		       "    }\n"
		       "  ],\n"
		       "  \"issued\": {\n"
		       "    \"date-parts\": [\n"
		       "      [\n"
		       "        2007,\n"
		       "        2\n"
		       "      ],\n"
		       "      [\n"
		       "        2008\n"
		       "      ]\n"
		       "    ]\n"
		       "  },\n"
		       "  \"accessed\": {\n"
		       "    \"date-parts\": [\n"
		       "      [\n"
		       "        2020,\n"
		       "        3,\n"
		       "        4\n"
		       "      ]\n"
		       "    ]\n"
		       "  },\n"
		       "  \"volume\": \"07\"\n"
		       "}\n]\n");
	bench_close(&b);
}

/* A title in Markdown comes out with CSL's markup. */
static void
title_is(const char *title, const char *expected)
{
	const bm_value *v;
	struct bench b;
	bm_buf text;

	bench_open(&b);
	bm_buf_init(&text, NULL);
	bm_buf_printf(&text, "- id: a\n  type: book\n  title: '%s'\n", title);
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	v = bm_item_get(b.library->items.items[0], "title");
	assert_non_null(v);
	assert_string_equal(v->text.ptr, expected);
	bm_buf_free(&text);
	bench_close(&b);
}

static void
markdown(void **state)
{
	(void)state;
	title_is("Growth of *E. coli* in CO~2~", "Growth of <i>E. coli</i> in "
						 "CO<sub>2</sub>");
	title_is("**Bold *and* more**", "<b>Bold <i>and</i> more</b>");
	title_is("The [Foo]{.nocase} x^2^",
		 "The <span class=\"nocase\">Foo</span> x<sup>2</sup>");
	title_is("[A]{.smallcaps} [B] [c]{.d}",
		 "<span style=\"font-variant:small-caps;\">A</span> [B] "
		 "[c]{.d}");
	title_is("HLA-B*57:01 and HLA-B*15:02", "HLA-B*57:01 and HLA-B*15:02");
	title_is("5 * 3 * 2, ~5 and ~6, a^ b^", "5 * 3 * 2, ~5 and ~6, a^ b^");
	title_is("a \\*b\\* *c\\* ~d\\~", "a *b* *c* ~d~");
	title_is("*a ~b*c~ d", "*a <sub>b*c</sub> d");
	title_is("*open **both *", "*open **both *");
	title_is("<i>as</i> it is", "<i>as</i> it is");
}

static void
references(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "---\nnocite: '@*'\nreferences:\n"
				       "- id: a\n  type: book\n"
				       "  editor: &who\n"
				       "    - family: Bo\n"
				       "- id: b\n  type: book\n"
				       "  editor: *who\n---\n"),
			 BM_OK);
	assert_int_equal(b.diags.list.len, 0);
	assert_int_equal(b.library->items.len, 2);
	assert_int_equal(b.library->items.items[1]->pos.line, 8);
	assert_int_equal(b.library->items.items[1]->pos.column, 3);
	assert_int_equal(
	    bm_item_get(b.library->items.items[1], "editor")->names.count, 1);
	bench_close(&b);
}

static void
faults(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "references:\n"
				       "- type: book\n"
				       "- words\n"
				       "- id: b\n  type: tome\n"
				       "  issued: {year: x}\n"
				       "  [a, b]: c\n"),
			 BM_OK);
	found_at(&b, 0, "bib-no-id", 2, 3);
	found_at(&b, 1, "bib-shape", 3, 3);
	found_at(&b, 2, "bib-no-type", 4, 3);
	found_at(&b, 3, "bib-bad-value", 6, 11);
	assert_int_equal(b.diags.list.len, 4);
	assert_int_equal(b.library->items.len, 1);
	bench_close(&b);

	bench_open(&b);
	assert_int_equal(read_text(&b, "references:\n- id: [\n"), BM_BAD_INPUT);
	assert_int_equal(read_text(&b, "references: none"), BM_BAD_INPUT);
	assert_int_equal(read_text(&b, "a: b"), BM_BAD_INPUT);
	assert_int_equal(read_text(&b, "words"), BM_BAD_INPUT);
	assert_int_equal(read_text(&b, "references: [{id: *b}]"), BM_BAD_INPUT);
	assert_string_equal(b.diags.list.items[0].code, "bib-syntax");
	found_at(&b, 1, "bib-shape", 1, 1);
	found_at(&b, 2, "bib-shape", 1, 1);
	found_at(&b, 3, "bib-shape", 1, 1);
	assert_string_equal(b.diags.list.items[4].code, "bib-syntax");
	bench_close(&b);
}

/* Aliases of aliases, depth, and many items. */
static void
hostile(void **state)
{
	struct bench b;
	bm_buf text;

	(void)state;
	bench_open(&b);
	bm_buf_init(&text, NULL);
	bm_buf_puts(&text, "references:\n- &a0 {id: x}\n");
	for (int i = 1; i < 30; i++)
		bm_buf_printf(&text, "- &a%d [*a%d, *a%d, *a%d]\n", i, i - 1,
			      i - 1, i - 1);
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_BAD_INPUT);
	found_at(&b, 0, "bib-syntax", b.diags.list.items[0].line,
		 b.diags.list.items[0].column);
	bm_buf_clear(&text);
	bm_buf_puts(&text, "references: ");
	for (int i = 0; i < 1000; i++)
		bm_buf_puts(&text, "[");
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_BAD_INPUT);
	bm_buf_clear(&text);
	for (int i = 0; i < 20000; i++)
		bm_buf_printf(&text, "- id: k%d\n  type: book\n", i);
	assert_int_equal(read_text(&b, bm_buf_cstr(&text)), BM_OK);
	assert_int_equal(b.library->items.len, 20000);
	bm_buf_free(&text);
	bench_close(&b);
}

/* Works of a document before those of a file; lines of the file around. */
static void
within(void **state)
{
	bm_library *own;
	const bm_item *item;
	struct bench b;
	size_t at = 0;

	(void)state;
	bench_open(&b);
	assert_int_equal(read_text(&b, "- {id: a, type: book}\n"
				       "- {id: b, type: book}\n"),
			 BM_OK);
	own = bm_library_over(b.arena, b.library);
	assert_non_null(own);
	assert_int_equal(
	    bm_bib_read_yaml(own,
			     BM_STR("references:\n- {id: b, type: map}\n"
				    "- {id: c, type: map}\n- none\n"),
			     "d.md", 7, &b.diags),
	    BM_OK);
	assert_int_equal(b.diags.list.len, 1);
	assert_int_equal(b.diags.list.items[0].line, 10);
	assert_true(bm_str_is(bm_library_find(own, BM_STR("a"))->type, "book"));
	assert_true(bm_str_is(bm_library_find(own, BM_STR("b"))->type, "map"));
	assert_null(bm_library_find(own, BM_STR("d")));
	for (const char *ids = "bca"; *ids != '\0'; ids++) {
		item = bm_library_each(own, &at);
		assert_non_null(item);
		assert_int_equal(item->id.ptr[0], *ids);
	}
	assert_null(bm_library_each(own, &at));
	at = 0;
	assert_null(bm_library_each(NULL, &at));
	bench_close(&b);
}

static void
no_memory(void **state)
{
	(void)state;
	read_survives("r.yaml", BM_STR("- id: a\n  type: book\n  editor:\n"
				       "  - family: B\n  issued: 2001\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bare_list),  cmocka_unit_test(markdown),
	    cmocka_unit_test(references), cmocka_unit_test(faults),
	    cmocka_unit_test(within),     cmocka_unit_test(hostile),
	    cmocka_unit_test(no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
