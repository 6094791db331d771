/* The walk of Markdown's source that judges its reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "audit/audit.h"
#include "read/read.h"

/* The words that are left of a text, with single blanks. */
static const char *
prose_of(bm_arena *arena, const char *text)
{
	char *copy = bm_arena_strdup(arena, text), *out = copy;
	size_t n = strlen(text);

	bm_audit_prose(copy, n);
	for (size_t i = 0; i < n; i++)
		if (!bm_is_space(copy[i]))
			*out++ = copy[i];
		else if (out > copy && out[-1] != ' ')
			*out++ = ' ';
	while (out > copy && out[-1] == ' ')
		out--;
	*out = '\0';
	return copy;
}

static void
test_prose(void **state)
{
	static const char *const cases[][2] = {
	    {"Some *words*.\n", "Some *words*."},
	    {"a <!-- b\n\nc --> d", "a d"},
	    {"a <!-- never closed", "a"},
	    {"a <b class=\"x\">c</b> <http://d.example>",
	     "a c <http://d.example>"},
	    {"a < b and c > d", "a < b and c > d"},
	    {"# Head {#id .class key=\"v w\"}", "# Head"},
	    {"a set {1, 2} stays", "a set {1, 2} stays"},
	    {"`{.code} <b>` is not", "`{.code} <b>` is not"},
	    {"``a ` <b>`` <i>", "``a ` <b>``"},
	    {"`<db:x>w</db:x>`{=docbook}", "` w `"},
	    {"{kbd}`Ctrl`", "`Ctrl`"},
	    {"```c {#x}\nint x; <b>\n```\nafter {.a}", "int x; <b> after"},
	    {"> ~~~\n> in <b>\nout <b>", "> in <b> out"},
	    {"- ```\n  in <b>\nout <b>", "in <b> out"},
	    {"```{=docbook}\n<db:para x=\"y\">w</db:para>\n```", "w"},
	    {"```{note} Title\n:name: x\nwords {.a}\n```", "words"},
	    {"---\ntitle: T x\n# no\na: {b: c, d: e} # f\n---\nz",
	     "--- : T x : { : c, : e} --- z"},
	    {"---\nno end", "--- no end"},
	    {"12. a\n(iv) b\n(@x) c\n#. d\n- [x] e\n> 3) f", "a b c d e f"},
	    {"3.5 litres", "3.5 litres"},
	    {"::: {.note}\nx\n::: warning\n!!! tip \"Ti\"", "x \"Ti\""},
	    {"> [!NOTE]\n> x", "] x"},
	    {"Table: words {#t}", "words"},
	    {"a[^n] b [c][d] e[f]", "a b [c] e[f]"},
	    {"[@key, pp. 3-4] @fig:x", "[@key, 3-4] @ :x"},
	    {"\\newpage \\{.a}", "\\{.a}"},
	    {"", ""},
	    {"`", "`"},
	    {"<", "<"},
	    {"{", "{"},
	    {"&", "&"},
	    {"[", "["},
	    {"@", "@"},
	    {"\\", "\\"},
	    {"[@k, ", "[@k,"},
	};
	bm_arena *arena = bm_arena_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(prose_of(arena, cases[i][0]), cases[i][1]);
	bm_arena_free(arena);
}

/* Lines stay where they are, and only letters go. */
static void
test_lines(void **state)
{
	static const char text[] =
	    "---\na: b\n---\n<!-- x\ny -->\n```\nz\n```\n{#a\n.b} c\n";
	bm_arena *arena = bm_arena_new(NULL);
	char *copy = bm_arena_strdup(arena, text);

	(void)state;
	bm_audit_prose(copy, sizeof(text) - 1);
	for (size_t i = 0; i < sizeof(text); i++) {
		assert_int_equal(text[i] == '\n', copy[i] == '\n');
		assert_true(copy[i] == text[i] || copy[i] == ' ');
	}
	bm_arena_free(arena);
}

/* How many words of `source` are not in what was read of `read`; *line is
 * that of the last of them. */
static size_t
lost(const char *read, const char *source, uint32_t *line, const char **words)
{
	bm_doc *doc = bm_doc_new(NULL, "t.md");
	static char text[256];
	size_t missing = 0;
	bm_audit audit;

	assert_non_null(doc);
	assert_int_equal(bm_reader_markdown.read(doc, bm_str_of(read), NULL),
			 BM_OK);
	bm_audit_init(&audit, doc->arena);
	assert_int_equal(bm_audit_markdown(&audit, doc, bm_str_of(source)),
			 BM_OK);
	for (size_t i = 0; i < audit.items.len; i++) {
		const bm_audit_item *item = &audit.items.items[i];

		assert_int_equal(item->kind, BM_AUDIT_SOURCE);
		if (item->missing == 0 || item->context != NULL)
			continue;
		missing += item->missing;
		*line = item->pos.line;
		snprintf(text, sizeof(text), "%s", item->text);
		*words = text;
	}
	bm_audit_end(&audit);
	bm_doc_free(doc);
	return missing;
}

static void
test_judge(void **state)
{
	static const char whole[] =
	    "# The title\n\nThe first line.\n\nThe pain of the back, and the "
	    "[link](https://a.example/x).\n\n[used]: b.md \"So\"\n";
	uint32_t line = 0;
	const char *words = "";

	(void)state;
	assert_int_equal(lost(whole, whole, &line, &words), 0);
	/* A sentence that the reader would have lost, of words that are
	 * elsewhere too. */
	assert_int_equal(
	    lost("# The title\n\nThe first line.\n",
		 "# The title\n\nThe first line.\n\nThe line first.\n", &line,
		 &words),
	    3);
	assert_int_equal(line, 5);
	assert_string_equal(words, "The line first");
	/* A single word in the middle. */
	assert_int_equal(
	    lost("one two four five", "one two three four five", &line, &words),
	    1);
	assert_string_equal(words, "three");
	/* What nothing uses has a reason. */
	assert_int_equal(lost("a", "a\n\n[x]: unused.md\n", &line, &words), 0);
	/* Entities are not judged; the words about them are. */
	assert_int_equal(
	    lost("K&ouml;ln one", "K&ouml;ln one two", &line, &words), 1);
	assert_string_equal(words, "two");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_prose),
					   cmocka_unit_test(test_lines),
					   cmocka_unit_test(test_judge)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
