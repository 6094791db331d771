/* What the tests of the formats of bibliographies share. */
#ifndef BM_TESTS_ITEM_HELP_H
#define BM_TESTS_ITEM_HELP_H

#include "bib_help.h"
#include "limited.h"

/* Reads a text as a file of this name. */
static inline bm_status
read_as(struct bench *b, const char *file, const char *text)
{
	b->file = file;
	return bm_bib_read(b->library, bm_str_of(text), file, &b->diags);
}

/* The item of an id. */
static inline const bm_item *
item(const struct bench *b, const char *id)
{
	const bm_item *found = bm_library_find(b->library, bm_str_of(id));

	assert_non_null(found);
	return found;
}

/* The one item that was read, without a finding. */
static inline const bm_item *
sole(const struct bench *b)
{
	if (b->diags.list.len > 0)
		fail_msg("%s", b->diags.list.items[0].message);
	assert_int_equal(b->library->items.len, 1);
	return b->library->items.items[0];
}

/* The text of a variable is this; NULL: it is not there. */
static inline void
is_text(const bm_item *i, const char *name, const char *expected)
{
	const bm_value *v = bm_item_get(i, name);

	if (expected == NULL) {
		assert_null(v);
		return;
	}
	assert_non_null(v);
	assert_int_equal(v->kind, BM_VALUE_TEXT);
	assert_int_equal(v->text.len, strlen(expected));
	assert_memory_equal(v->text.ptr, expected, v->text.len);
}

/* Name number n; without a given name it is a literal one. */
static inline void
is_name(const bm_item *i, const char *name, size_t n, const char *family,
	const char *given, const char *suffix)
{
	const bm_value *v = bm_item_get(i, name);
	const bm_name *person;

	assert_non_null(v);
	assert_true(n < v->names.count);
	person = &v->names.items[n];
	assert_true(bm_str_is(given == NULL ? person->literal : person->family,
			      family));
	assert_true(bm_str_is(person->given, given != NULL ? given : ""));
	assert_true(bm_str_is(person->suffix, suffix));
}

static inline void
is_date(const bm_item *i, const char *name, int year, int month, int day,
	int season)
{
	const bm_value *v = bm_item_get(i, name);

	assert_non_null(v);
	assert_int_equal(v->kind, BM_VALUE_DATE);
	assert_int_equal(v->date.year[0], year);
	assert_int_equal(v->date.month[0], month);
	assert_int_equal(v->date.day[0], day);
	assert_int_equal(v->date.season, season);
}

/* Finding number n has this code at this line of the file read last. */
static inline void
found(const struct bench *b, size_t n, const char *code, unsigned line)
{
	assert_true(n < b->diags.list.len);
	assert_string_equal(b->diags.list.items[n].code, code);
	assert_int_equal(b->diags.list.items[n].line, line);
	assert_string_equal(b->diags.list.items[n].file, b->file);
}

/* The same, and at this column. */
static inline void
found_at(const struct bench *b, size_t n, const char *code, unsigned line,
	 unsigned column)
{
	found(b, n, code, line);
	assert_int_equal(b->diags.list.items[n].column, column);
}

/* All items in a format; in the arena, what is told among the findings. */
static inline const char *
written(struct bench *b, const char *format)
{
	const char *text;
	bm_buf out;

	bm_buf_init(&out, NULL);
	assert_int_equal(
	    bm_bib_write(format,
			 (const bm_item *const *)b->library->items.items,
			 b->library->items.len, b->arena, &out, &b->diags),
	    BM_OK);
	text = bm_arena_strdup(b->arena, bm_buf_cstr(&out));
	assert_non_null(text);
	bm_buf_free(&out);
	return text;
}

/* Reads a text with each allocation of the library failing in turn. */
static inline void
read_survives(const char *file, bm_str text)
{
	bool done = false;

	for (size_t left = 0; !done; left++) {
		struct limited l = {left, 0};
		bm_allocator al = {limited_alloc, &l};
		bm_arena *arena = bm_arena_new(NULL);
		bm_library *library = bm_library_new(&al);
		bm_diags diags;

		bm_diags_init(&diags, arena);
		if (library != NULL) {
			bm_status status =
			    bm_bib_read(library, text, file, &diags);

			assert_true(status == BM_OK || status == BM_NO_MEMORY);
			done = status == BM_OK;
		}
		bm_library_free(library);
		bm_arena_free(arena);
		assert_int_equal(l.balance, 0);
		assert_true(left < 4000);
	}
}

/* Writes the items in a format with each allocation failing in turn. */
static inline void
write_survives(const struct bench *b, const char *format)
{
	bool done = false;

	for (size_t left = 0; !done; left++) {
		struct limited l = {left, 0};
		bm_allocator al = {limited_alloc, &l};
		bm_arena *arena = bm_arena_new(&al);
		bm_status status = BM_NO_MEMORY;
		bm_diags diags;
		bm_buf out;

		bm_diags_init(&diags, b->arena);
		bm_buf_init(&out, &al);
		if (arena != NULL)
			status = bm_bib_write(
			    format,
			    (const bm_item *const *)b->library->items.items,
			    b->library->items.len, arena, &out, &diags);
		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		done = status == BM_OK;
		bm_buf_free(&out);
		bm_arena_free(arena);
		assert_int_equal(l.balance, 0);
		assert_true(left < 4000);
	}
}

#endif
