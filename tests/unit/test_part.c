/* The file of a part of a build: there and back, and what is not one. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "build/part.h"
#include "pack/pack.h"
#include "core/wire.h"

/* A part with a document, and another one that it has seen. */
static void
put_part(bm_buf *out)
{
	bm_part_seen seen[] = {{"p/a.md", "0123456789abcdef"}, {"b.md", ""}};
	bm_state_input input = {{"p/a.md", false}, "sum"};
	bm_state_doc doc = {
	    .path = "p/a.md", .book = "guide", .signature = "s", .face = "f"};
	bm_part part = {.program = "0.1.0 x",
			.key = "k",
			.shard = 2,
			.shards = 3,
			.state = {.key = "k"}};

	part.seen.items = seen;
	part.seen.len = 2;
	doc.inputs.items = &input;
	doc.inputs.len = 1;
	part.state.docs.items = &doc;
	part.state.docs.len = 1;
	bm_buf_init(out, NULL);
	bm_part_put(&part, "p/", out);
	assert_int_equal(out->status, BM_OK);
}

static void
there_and_back(void **unused)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_part part;
	bm_buf file;

	(void)unused;
	put_part(&file);
	assert_int_equal(bm_part_get(arena, bm_buf_str(&file), "there/", &part),
			 BM_OK);
	assert_string_equal(part.program, "0.1.0 x");
	assert_null(part.day);
	assert_int_equal(part.shard, 2);
	assert_int_equal(part.shards, 3);
	assert_false(part.names);
	assert_int_equal(part.seen.len, 2);
	assert_string_equal(part.seen.items[0].path, "there/a.md");
	assert_string_equal(part.seen.items[1].path, "b.md");
	assert_int_equal(part.state.docs.len, 1);
	assert_string_equal(part.state.docs.items[0].path, "there/a.md");
	bm_buf_free(&file);
	bm_arena_free(arena);
}

/* Each byte changed, and each end cut off. */
static void
damaged(void **unused)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_part part;
	bm_buf file;

	(void)unused;
	put_part(&file);
	for (size_t i = 0; i < file.len; i++) {
		bm_str cut = {file.ptr, i};

		assert_int_equal(bm_part_get(arena, cut, "", &part),
				 BM_BAD_INPUT);
		file.ptr[i] ^= 0x20;
		assert_int_equal(
		    bm_part_get(arena, bm_buf_str(&file), "", &part),
		    BM_BAD_INPUT);
		file.ptr[i] ^= 0x20;
	}
	bm_buf_free(&file);
	bm_arena_free(arena);
}

/* Numbers that make no sense, behind a sound checksum. */
static void
no_such_part(void **unused)
{
	static const unsigned numbers[][2] = {{0, 3}, {4, 3}, {1, 1000000}};
	bm_arena *arena = bm_arena_new(NULL);
	bm_part part;

	(void)unused;
	for (size_t i = 0; i < 3; i++) {
		bm_buf body, file;
		size_t at;

		bm_buf_init(&body, NULL);
		bm_buf_init(&file, NULL);
		bm_wire_put_text(&body, "0.1.0 x");
		bm_wire_put_text(&body, NULL);
		bm_wire_put_text(&body, "k");
		bm_wire_put(&body, numbers[i][0]);
		bm_wire_put(&body, numbers[i][1]);
		bm_wire_put(&body, 0);
		bm_wire_put(&body, 0);
		bm_wire_put_text(&body, "");
		at = bm_state_open("backmatter-part 2 ", &file);
		bm_squeeze(bm_buf_str(&body), &file);
		bm_state_close(at, &file);
		assert_int_equal(
		    bm_part_get(arena, bm_buf_str(&file), "", &part),
		    BM_BAD_INPUT);
		bm_buf_free(&body);
		bm_buf_free(&file);
	}
	bm_arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(damaged),
	    cmocka_unit_test(no_such_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
