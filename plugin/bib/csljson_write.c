/*
 * Writes CSL-JSON, in one order whatever the items came from: id and type,
 * what names the work, then the other variables by name, custom ones last.
 */
#include <jansson.h>
#include <stdlib.h>

#include "bib/internal.h"

#define CUSTOM "custom."

/* What a reader wants to see first of an item. */
static const char *const first[] = {"title", "author", "issued"};

enum { FIRST = sizeof first / sizeof *first };

/*
 * A text as JSON, NULL without memory.  What is no UTF-8 becomes U+FFFD, for
 * jansson takes nothing else.
 */
static json_t *
string_of(bm_arena *arena, bm_str s)
{
	json_t *made;
	bm_buf buf;

	if (bm_utf8_valid(s, NULL))
		return json_stringn(s.ptr != NULL ? s.ptr : "", s.len);
	bm_buf_init(&buf, bm_arena_allocator(arena));
	for (size_t at = 0; at < s.len;)
		bm_buf_put_utf8(&buf, bm_utf8_next(s, &at));
	made = buf.status == BM_OK ? json_stringn(buf.ptr, buf.len) : NULL;
	bm_buf_free(&buf);
	return made;
}

/* Sets a member to a text that is not empty; false without memory. */
static bool
set_text(bm_arena *arena, json_t *object, const char *name, bm_str s)
{
	return s.len == 0 ||
	       json_object_set_new(object, name, string_of(arena, s)) == 0;
}

static json_t *
name_of(bm_arena *arena, const bm_name *n)
{
	json_t *object = json_object();
	bool done =
	    object != NULL && set_text(arena, object, "family", n->family) &&
	    set_text(arena, object, "given", n->given) &&
	    set_text(arena, object, "dropping-particle",
		     n->dropping_particle) &&
	    set_text(arena, object, "non-dropping-particle",
		     n->non_dropping_particle) &&
	    set_text(arena, object, "suffix", n->suffix) &&
	    set_text(arena, object, "literal", n->literal) &&
	    (!n->comma_suffix ||
	     json_object_set_new(object, "comma-suffix", json_true()) == 0) &&
	    (!n->static_ordering ||
	     json_object_set_new(object, "static-ordering", json_true()) == 0);

	if (done)
		return object;
	json_decref(object);
	return NULL;
}

static json_t *
names_of(bm_arena *arena, const bm_names *names)
{
	json_t *list = json_array();

	for (size_t i = 0; list != NULL && i < names->count; i++)
		if (json_array_append_new(
			list, name_of(arena, &names->items[i])) != 0) {
			json_decref(list);
			list = NULL;
		}
	return list;
}

/* Year, month and day of one end; a range without an end has the year 0. */
static json_t *
part_of(const bm_item_date *d, int end)
{
	int numbers[3] = {d->year[end], d->month[end], d->day[end]};
	json_t *list = json_array();

	if (end == 1 && d->season_end > 0)
		numbers[1] = 20 + d->season_end;
	for (int i = 0; list != NULL && i < 3; i++) {
		if (i > 0 && numbers[i] == 0)
			break;
		if (json_array_append_new(list, json_integer(numbers[i])) !=
		    0) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
}

/* A date object; an empty one when nothing is known. */
static json_t *
date_of(bm_arena *arena, const bm_item_date *d)
{
	json_t *object = json_object(), *parts = NULL;
	bool done = object != NULL;

	if (done && d->has_year) {
		parts = json_array();
		done = json_object_set_new(object, "date-parts", parts) == 0 &&
		       json_array_append_new(parts, part_of(d, 0)) == 0 &&
		       (!d->is_range ||
			json_array_append_new(parts, part_of(d, 1)) == 0);
	}
	if (done && d->season > 0)
		done = json_object_set_new(object, "season",
					   json_integer(d->season)) == 0;
	if (done && d->season_text.len > 0)
		done = set_text(arena, object, "season", d->season_text);
	if (done && d->circa)
		done = json_object_set_new(object, "circa", json_true()) == 0;
	if (done && set_text(arena, object, "literal", d->literal) &&
	    set_text(arena, object, "raw", d->raw))
		return object;
	json_decref(object);
	return NULL;
}

/* Lists and objects of a "custom" object were kept as their JSON. */
static json_t *
custom_of(bm_arena *arena, bm_str s)
{
	json_t *made = NULL;

	if (s.len > 1 && (s.ptr[0] == '[' || s.ptr[0] == '{'))
		made = json_loadb(s.ptr, s.len, 0, NULL);
	return made != NULL ? made : string_of(arena, s);
}

/* Variables before others: the first ones, by name, custom ones. */
static size_t
rank(bm_str name)
{
	for (size_t i = 0; i < FIRST; i++)
		if (bm_str_is(name, first[i]))
			return i;
	return bm_str_starts(name, CUSTOM) ? FIRST + 1 : FIRST;
}

static int
compare(const void *a, const void *b)
{
	const bm_map_entry *x = *(const bm_map_entry *const *)a;
	const bm_map_entry *y = *(const bm_map_entry *const *)b;
	size_t p = rank(x->key), q = rank(y->key);

	return p != q ? (p < q ? -1 : 1) : strcmp(x->key.ptr, y->key.ptr);
}

static bool
set_value(bm_arena *arena, json_t *object, const bm_map_entry *entry)
{
	const bm_value *v = entry->value;
	const char *name = entry->key.ptr;
	json_t *made, *custom;

	if (v->kind == BM_VALUE_NAMES)
		made = v->names.count > 0 ? names_of(arena, &v->names) : NULL;
	else if (v->kind == BM_VALUE_DATE)
		made = date_of(arena, &v->date);
	else if (!bm_str_starts(entry->key, CUSTOM))
		return set_text(arena, object, name, v->text);
	else {
		custom = json_object_get(object, "custom");
		if (custom == NULL) {
			custom = json_object();
			if (json_object_set_new(object, "custom", custom) != 0)
				return false;
		}
		return json_object_set_new(custom, name + sizeof CUSTOM - 1,
					   custom_of(arena, v->text)) == 0;
	}
	if (v->kind == BM_VALUE_NAMES && v->names.count == 0)
		return true;
	if (made != NULL &&
	    json_object_size(made) + json_array_size(made) == 0) {
		json_decref(made);
		return true;
	}
	return json_object_set_new(object, name, made) == 0;
}

/* An item as JSON, the caller's; NULL without memory. */
static json_t *
item_of(bm_arena *arena, const bm_item *item)
{
	size_t count = item->values.len;
	const bm_map_entry **order =
	    BM_NEW_ARRAY(arena, const bm_map_entry *, count + 1);
	json_t *object = json_object();
	bool done = order != NULL && object != NULL &&
		    json_object_set_new(object, "id",
					string_of(arena, item->id)) == 0 &&
		    set_text(arena, object, "type", item->type);
	size_t used = 0;

	for (size_t i = 0; done && i < count; i++)
		if (item->values.entries[i].value != NULL)
			order[used++] = &item->values.entries[i];
	if (done && used > 1)
		qsort(order, used, sizeof *order, compare);
	for (size_t i = 0; done && i < used; i++)
		done = set_value(arena, object, order[i]);
	if (done)
		return object;
	json_decref(object);
	return NULL;
}

static int
put(const char *data, size_t size, void *user)
{
	bm_buf_put(user, data, size);
	return 0;
}

/* See internal.h. */
bm_status
bib_write_csljson(const bm_item *const *items, size_t count, bm_arena *arena,
		  bm_buf *out, bm_diags *diags)
{
	(void)diags; /* it holds everything */
	bm_buf_puts(out, "[");
	for (size_t i = 0; i < count; i++) {
		json_t *object = item_of(arena, items[i]);

		if (object == NULL)
			return BM_NO_MEMORY;
		bm_buf_puts(out, i > 0 ? ",\n" : "\n");
		(void)json_dump_callback(object, put, out, JSON_INDENT(2));
		json_decref(object);
	}
	bm_buf_puts(out, "\n]\n");
	return out->status;
}
