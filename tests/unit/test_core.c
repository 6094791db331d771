/* The parts of core/ that everything rests on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "limited.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/date.h"
#include "core/diag.h"
#include "core/file.h"
#include "core/map.h"
#include "core/pool.h"
#include "core/vec.h"

static void
arena_gives_zeroed_aligned_memory(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);

	(void)state;
	for (size_t n = 1; n < 100000; n = n * 3 + 1) {
		char *p = bm_arena_alloc(arena, n);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, n);
	}
	assert_false(bm_arena_failed(arena));
	assert_string_equal(bm_arena_printf(arena, "%d-%s", 7, "x"), "7-x");
	assert_null(bm_arena_array(arena, SIZE_MAX, 16));
	assert_true(bm_arena_failed(arena));
	bm_arena_free(arena);
}

static void
arena_without_memory_says_so(void **state)
{
	struct limited l = {.left = 2};
	bm_allocator al = {limited_alloc, &l};
	bm_arena *arena = bm_arena_new(&al);

	(void)state;
	assert_non_null(bm_arena_alloc(arena, 10));
	assert_null(bm_arena_alloc(arena, 100000));
	assert_true(bm_arena_failed(arena));
	bm_arena_free(arena);
	assert_int_equal(l.balance, 0);
	l.left = 0;
	assert_null(bm_arena_new(&al));
}

static void
buffer_failure_sticks(void **state)
{
	struct limited l = {.left = 1};
	bm_allocator al = {limited_alloc, &l};
	bm_buf buf;

	(void)state;
	bm_buf_init(&buf, &al);
	bm_buf_puts(&buf, "short");
	bm_buf_printf(&buf, "%0200d", 1);
	bm_buf_puts(&buf, "x");
	assert_int_equal(buf.status, BM_NO_MEMORY);
	assert_string_equal(bm_buf_cstr(&buf), "short");
	bm_buf_free(&buf);
	assert_int_equal(l.balance, 0);
}

static void
map_keeps_order_and_finds(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_map map;
	char key[32];
	bool is_new;

	(void)state;
	bm_map_init(&map, arena);
	assert_null(bm_map_getz(&map, "a"));
	for (size_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "key-%zu", i);
		*bm_map_put(&map, bm_str_of(key), &is_new) = (void *)(i + 1);
		assert_true(is_new);
	}
	for (size_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "key-%zu", i);
		assert_ptr_equal(bm_map_getz(&map, key), (void *)(i + 1));
		assert_string_equal(map.entries[i].key.ptr, key);
	}
	bm_map_put(&map, BM_STR("key-7"), &is_new);
	assert_false(is_new);
	assert_int_equal(map.len, 5000);
	bm_arena_free(arena);
}

static void
utf8_rejects_what_is_not_well_formed(void **state)
{
	static const char *const bad[] = {
	    "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
	    "\xE2\x82", "\x80",         "\xFF"};
	bm_str good = BM_STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
	uint32_t want[] = {'a', 0xE9, 0x20AC, 0x1F600};
	size_t pos = 0, at;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(bm_utf8_next(good, &pos), want[i]);
	assert_int_equal(pos, good.len);
	assert_true(bm_utf8_valid(good, NULL));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(bm_utf8_valid(bm_str_of(bad[i]), &at));
		assert_int_equal(at, 0);
		pos = 0;
		assert_int_equal(bm_utf8_next(bm_str_of(bad[i]), &pos), 0xFFFD);
	}
}

static void
dates_are_checked(void **state)
{
	bm_date d;
	char text[32];

	(void)state;
	assert_true(bm_date_parse(BM_STR("2024-02-29"), &d));
	bm_date_iso(d, text, sizeof(text));
	assert_string_equal(text, "2024-02-29");
	assert_false(bm_date_parse(BM_STR("2023-02-29"), &d));
	assert_false(bm_date_parse(BM_STR("2023-13"), &d));
	assert_false(bm_date_parse(BM_STR("23-1-1"), &d));
	assert_true(bm_date_parse(BM_STR("2023-11-05T10:00:00Z"), &d));
	assert_int_equal(d.day, 5);
	d = bm_date_from_epoch(1700000000);
	bm_date_iso(d, text, sizeof(text));
	assert_string_equal(text, "2023-11-14");
	bm_date_time_iso(1700000000, text, sizeof(text));
	assert_string_equal(text, "2023-11-14T22:13:20Z");
	d = bm_date_from_epoch(-1);
	assert_int_equal(d.year, 1969);
}

static void
paths_are_normalised(void **state)
{
	bm_arena *a = bm_arena_new(NULL);

	(void)state;
	assert_string_equal(bm_path_normal(a, "a/./b/../c"), "a/c");
	assert_string_equal(bm_path_normal(a, "../../a"), "../../a");
	assert_string_equal(bm_path_normal(a, "a/../../b"), "../b");
	assert_string_equal(bm_path_normal(a, "/../a//b/"), "/a/b");
	assert_string_equal(bm_path_join(a, "x/y", "../z"), "x/z");
	assert_string_equal(bm_path_dir(a, "x/y.md"), "x/");
	assert_string_equal(bm_path_base("x/y.md"), "y.md");
	assert_true(bm_path_inside("/", "/tmp"));
	assert_false(bm_path_inside("/tmp", "/etc/passwd"));
	bm_arena_free(a);
}

static void
diagnostics_are_sorted_and_bounded(void **state)
{
	static const bm_rule rule = {"x", BM_ERROR, "summary", NULL, NULL};
	bm_arena *arena = bm_arena_new(NULL);
	bm_diags diags;
	bm_pos p = {"f", 9, 1, 0, 0}, q = {"f", 2, 5, 0, 0};

	(void)state;
	bm_diags_init(&diags, arena);
	bm_diag_add(&diags, &rule, &p, NULL);
	bm_diag_add(&diags, &rule, &q, "text %d%s", 1, "\xC3");
	bm_diags_sort(&diags);
	assert_int_equal(diags.list.items[0].line, 2);
	assert_string_equal(diags.list.items[0].message, "Text 1?");
	assert_string_equal(diags.list.items[1].message, "summary");
	for (size_t i = 0; i < BM_DIAGS_MAX + 10; i++)
		bm_diag_add(&diags, &rule, &p, NULL);
	assert_int_equal(diags.list.len, BM_DIAGS_MAX + 1);
	assert_int_equal(diags.errors, BM_DIAGS_MAX + 12);
	bm_arena_free(arena);
}

static bm_status
count_piece(void *user, size_t i)
{
	((int *)user)[i]++;
	return i == 40 || i == 70 ? BM_IO : BM_OK;
}

static void
pool_does_each_piece_once(void **state)
{
	int done[100] = {0};

	(void)state;
	assert_int_equal(bm_parallel(4, 100, count_piece, done), BM_IO);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(done[i], 1);
	assert_int_equal(bm_parallel(0, 10, count_piece, done), BM_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(arena_gives_zeroed_aligned_memory),
	    cmocka_unit_test(arena_without_memory_says_so),
	    cmocka_unit_test(buffer_failure_sticks),
	    cmocka_unit_test(map_keeps_order_and_finds),
	    cmocka_unit_test(utf8_rejects_what_is_not_well_formed),
	    cmocka_unit_test(dates_are_checked),
	    cmocka_unit_test(paths_are_normalised),
	    cmocka_unit_test(diagnostics_are_sorted_and_bounded),
	    cmocka_unit_test(pool_does_each_piece_once),
	};

	return cmocka_run_group_tests_name("core", tests, NULL, NULL);
}
