/* What an engine keeps of files while they do not change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/engine.h"

static char folder[] = "/tmp/bm-kept-XXXXXX";

static const char *
path_of(const char *name)
{
	static char path[2][64];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

/* Writes a file; old: as if an hour ago. */
static const char *
put(const char *name, const char *text, bool old)
{
	const char *path = path_of(name);
	struct timespec times[2] = {{time(NULL) - 3600, 0},
				    {time(NULL) - 3600, 0}};
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	if (old)
		assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	return path;
}

typedef struct world {
	bm_engine *engine;
	bm_arena *arena;
	bm_diags diags[1];
} world;

static int
begin(void **state)
{
	world *w = calloc(1, sizeof *w);
	bm_allocator al = {NULL, NULL};

	assert_non_null(w);
	assert_int_equal(bm_engine_new(NULL, NULL, &w->engine), BM_OK);
	w->arena = bm_arena_new(&al);
	bm_diags_init(w->diags, w->arena);
	*state = w;
	return 0;
}

static int
end(void **state)
{
	world *w = *state;

	bm_engine_free(w->engine);
	bm_arena_free(w->arena);
	free(w);
	return 0;
}

/* The library of a file, in a call of its own. */
static const bm_library *
library(world *w, const char *path)
{
	const char *paths[] = {path, NULL};
	const bm_library *out = NULL;

	assert_int_equal(bm_engine_library(w->engine, paths, w->diags, &out),
			 BM_OK);
	assert_non_null(out);
	bm_engine_forget(w->engine);
	return out;
}

static size_t
kept_count(const bm_map *map)
{
	size_t n = 0;

	for (size_t i = 0; i < map->len; i++) {
		const bm_kept *k = map->entries[i].value;

		n += k != NULL && k->value != NULL;
	}
	return n;
}

#define ITEM  "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"One\"}]"
#define OTHER "[{\"id\":\"b\",\"type\":\"book\",\"title\":\"Two\"}]"

static void
a_file_that_stays_is_read_once(void **state)
{
	world *w = *state;
	const char *path = put("stays.json", ITEM, true);
	const bm_library *first = library(w, path);

	assert_int_equal(kept_count(&w->engine->libraries), 1);
	assert_ptr_equal(library(w, path), first);
}

static void
a_file_that_changes_is_read_again(void **state)
{
	world *w = *state;
	const char *path = put("changes.json", ITEM, true);

	assert_non_null(bm_library_find(library(w, path), bm_str_of("a")));
	put("changes.json", OTHER, true);
	library(w, path);
	assert_non_null(bm_library_find(library(w, path), bm_str_of("b")));
	assert_null(bm_library_find(library(w, path), bm_str_of("a")));
	assert_int_equal(unlink(path), 0);
	library(w, path);
	assert_int_equal(w->diags->list.len, 1);
	library(w, path);
	assert_int_equal(w->diags->list.len, 2); /* said each time */
}

static void
a_file_just_written_is_not_trusted(void **state)
{
	world *w = *state;

	library(w, put("fresh.json", ITEM, false));
	assert_int_equal(kept_count(&w->engine->libraries), 0);
}

static void
a_file_with_findings_is_read_again(void **state)
{
	world *w = *state;
	const char *path = put("wrong.json", "[{\"id\":\"a\",]", true);
	size_t said;

	library(w, path);
	said = w->diags->list.len;
	assert_true(said > 0);
	library(w, path);
	assert_int_equal(w->diags->list.len, 2 * said);
}

static void
only_those_of_the_last_call_stay(void **state)
{
	world *w = *state;

	library(w, put("one.json", ITEM, true));
	library(w, put("two.json", OTHER, true));
	assert_int_equal(kept_count(&w->engine->libraries), 1);
}

static void
who_notes_reads_sees_them(void **state)
{
	world *w = *state;
	const char *path = put("noted.json", ITEM, true);

	library(w, path);
	assert_int_equal(
	    bm_reads_begin(&w->engine->reads, &w->engine->al, false), BM_OK);
	library(w, path);
	assert_non_null(bm_reads_find(&w->engine->reads, path));
	bm_reads_end(&w->engine->reads);
}

static void
tables_are_kept_too(void **state)
{
	world *w = *state;
	const lint_terms *terms, *again;
	const lint_statuses *table, *same;

	assert_int_equal(bm_engine_terms(w->engine, NULL, w->diags, &terms),
			 BM_OK);
	assert_int_equal(bm_engine_statuses(w->engine, NULL, w->diags, &table),
			 BM_OK);
	bm_engine_forget(w->engine);
	assert_int_equal(bm_engine_terms(w->engine, NULL, w->diags, &again),
			 BM_OK);
	assert_int_equal(bm_engine_statuses(w->engine, NULL, w->diags, &same),
			 BM_OK);
	assert_ptr_equal(terms, again);
	assert_ptr_equal(table, same);
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	static const char *const names[] = {"stays.json", "fresh.json",
					    "wrong.json", "one.json",
					    "two.json",   "noted.json"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(path_of(names[i]));
	return rmdir(folder);
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_file_that_stays_is_read_once),
	    T(a_file_that_changes_is_read_again),
	    T(a_file_just_written_is_not_trusted),
	    T(a_file_with_findings_is_read_again),
	    T(only_those_of_the_last_call_stay),
	    T(who_notes_reads_sees_them),
	    T(tables_are_kept_too),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
