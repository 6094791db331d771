/* JSON to a tree: RFC 8259, what is refused and where, and no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "limited.h"
#include "xml/json.h"

/* The tree in one line: lists, objects, 'strings', bare words, ~ for null. */
static void
show(bm_buf *out, const bm_yaml *node)
{
	if (node->kind == BM_YAML_SCALAR) {
		if (node->null)
			bm_buf_puts(out, "~");
		else if (node->bare)
			bm_buf_putstr(out, node->text);
		else
			bm_json_put(out, node->text);
		return;
	}
	bm_buf_putc(out, node->kind == BM_YAML_LIST ? '[' : '{');
	for (const bm_yaml *n = node->first; n != NULL; n = n->next) {
		if (n != node->first)
			bm_buf_putc(out, ' ');
		show(out, n);
	}
	bm_buf_putc(out, node->kind == BM_YAML_LIST ? ']' : '}');
}

static bm_status
read_all(bm_json *json, bm_arena *arena, const char *text, bm_yaml **out)
{
	bm_status status;

	bm_json_begin(json, bm_str_of(text), "t.json");
	status = bm_json_value(json, arena, out);
	return status == BM_OK ? bm_json_end(json) : status;
}

static void
gives(const char *text, const char *expected)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_yaml *tree;
	bm_json json;
	bm_buf out;

	bm_buf_init(&out, NULL);
	assert_int_equal(read_all(&json, arena, text, &tree), BM_OK);
	show(&out, tree);
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	bm_arena_free(arena);
}

static void
fails(const char *text, unsigned line, unsigned column)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_yaml *tree;
	bm_json json;

	assert_int_equal(read_all(&json, arena, text, &tree), BM_BAD_INPUT);
	assert_non_null(json.error.message);
	assert_int_equal(json.error.pos.line, line);
	assert_int_equal(json.error.pos.column, column);
	bm_arena_free(arena);
}

static void
values(void **state)
{
	(void)state;
	gives("[]", "[]");
	gives(" { } ", "{}");
	gives("[[], {\"a\": [1, {\"b\": null}], \"c\": true}, false]",
	      "[[] {\"a\" [1 {\"b\" ~}] \"c\" true} false]");
	gives("\"\"", "\"\"");
	gives("[0, -0, 12, 1.50, -2e10, 1E+2, 0.1e-3]",
	      "[0 -0 12 1.50 -2e10 1E+2 0.1e-3]");
	gives("\"a\\\"\\\\\\/b\"", "\"a\\\"\\\\/b\"");
	gives("\"\\n\\t\\u0001\"", "\"\\u000A\\u0009\\u0001\"");
	gives("\"\\u00e4\\u20AC\\ud83d\\uDE00\"",
	      "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"");
	gives("\"null\"", "\"null\"");
}

static void
refused(void **state)
{
	(void)state;
	fails("", 1, 1);
	fails("[1,\n 2", 2, 3);
	fails("[1,]", 1, 4);
	fails("[1 2]", 1, 4);
	fails("[1}", 1, 3);
	fails("{\"a\" 1}", 1, 6);
	fails("{\"a\":1,}", 1, 8);
	fails("{\"a\":1 \"b\":2}", 1, 8);
	fails("{a: 1}", 1, 2);
	fails("{\"a\":}", 1, 6);
	fails("[]\n\n x", 3, 2);
	fails("nul", 1, 1);
	fails("nulls", 1, 1);
	fails("01", 1, 1);
	fails("1.", 1, 1);
	fails("-", 1, 1);
	fails("1e", 1, 1);
	fails(".5", 1, 1);
	fails("+1", 1, 1);
	fails("'a'", 1, 1);
	fails("\"a", 1, 1);
	fails("\"a\\\"", 1, 1);
	fails("\"a\nb\"", 1, 3);
	fails("[\"\\x\"]", 1, 3);
	fails("\"\\u12\"", 1, 2);
	fails("\"\\u0000\"", 1, 2);
	fails("\"\\ud83d\"", 1, 2);
	fails("\"\\ud83d\\u0041\"", 1, 2);
	fails("\"\\udc00\"", 1, 2);
	fails("\"\\", 1, 1);
}

/* A string with NUL bytes in the text, which no C string can hold. */
static void
zero_bytes(void **state)
{
	static const char text[] = "[\"a\0b\"]\0";
	bm_arena *arena = bm_arena_new(NULL);
	bm_yaml *tree;
	bm_json json;

	(void)state;
	bm_json_begin(&json, (bm_str){text, sizeof(text) - 2}, NULL);
	assert_int_equal(bm_json_value(&json, arena, &tree), BM_BAD_INPUT);
	bm_json_begin(&json, (bm_str){"\0", 1}, NULL);
	assert_int_equal(bm_json_value(&json, arena, &tree), BM_BAD_INPUT);
	bm_json_begin(&json, (bm_str){"1\0", 2}, NULL);
	assert_int_equal(bm_json_value(&json, arena, &tree), BM_OK);
	assert_int_equal(bm_json_end(&json), BM_BAD_INPUT);
	bm_arena_free(arena);
}

static void
depth(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_yaml *tree;
	bm_json json;
	bm_buf text;

	(void)state;
	bm_buf_init(&text, NULL);
	for (int i = 0; i <= BM_JSON_DEPTH_MAX; i++)
		bm_buf_putc(&text, '[');
	assert_int_equal(read_all(&json, arena, bm_buf_cstr(&text), &tree),
			 BM_LIMIT);
	assert_true(json.error.limit);
	assert_int_equal(json.error.pos.column, BM_JSON_DEPTH_MAX + 1);
	bm_buf_clear(&text);
	for (int i = 0; i < BM_JSON_DEPTH_MAX; i++)
		bm_buf_putc(&text, '[');
	for (int i = 0; i < BM_JSON_DEPTH_MAX; i++)
		bm_buf_putc(&text, ']');
	assert_int_equal(read_all(&json, arena, bm_buf_cstr(&text), &tree),
			 BM_OK);
	bm_buf_free(&text);
	bm_arena_free(arena);
}

/* One value after the other, each forgotten before the next. */
static void
in_turn(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_yaml *value;
	bm_json json;

	(void)state;
	bm_json_begin(&json, BM_STR("[\"a\",\n \"b\"]"), "t.json");
	assert_int_equal(bm_json_sign(&json, '{'), BM_BAD_INPUT);
	assert_int_equal(bm_json_sign(&json, '['), BM_OK);
	assert_int_equal(bm_json_value(&json, arena, &value), BM_OK);
	assert_string_equal(value->text.ptr, "a");
	bm_arena_reset(arena);
	assert_int_equal(bm_arena_used(arena), 0);
	assert_int_equal(bm_json_sign(&json, ','), BM_OK);
	assert_int_equal(bm_json_pos(&json).line, 2);
	assert_int_equal(bm_json_pos(&json).column, 2);
	assert_int_equal(bm_json_value(&json, arena, &value), BM_OK);
	assert_string_equal(value->text.ptr, "b");
	assert_int_equal(value->pos.line, 2);
	assert_int_equal(bm_json_peek(&json), ']');
	assert_int_equal(bm_json_sign(&json, ']'), BM_OK);
	assert_int_equal(bm_json_end(&json), BM_OK);
	bm_arena_free(arena);
}

static void
no_memory(void **state)
{
	bm_status status = BM_NO_MEMORY;

	(void)state;
	for (size_t left = 0; status != BM_OK && left < 20; left++) {
		struct limited l = {left, 0};
		bm_allocator al = {limited_alloc, &l};
		bm_arena *arena = bm_arena_new(&al);
		bm_yaml *tree;
		bm_json json;

		if (arena != NULL)
			status = read_all(&json, arena,
					  "[{\"a\": \"b\\n\"}, 1]", &tree);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		bm_arena_free(arena);
		assert_int_equal(l.balance, 0);
	}
	assert_int_equal(status, BM_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values),     cmocka_unit_test(refused),
	    cmocka_unit_test(zero_bytes), cmocka_unit_test(depth),
	    cmocka_unit_test(in_turn),    cmocka_unit_test(no_memory)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
