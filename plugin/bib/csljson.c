/* Reads CSL-JSON, the data format of CSL processors, by jansson. */
#include <jansson.h>
#include <limits.h>

#include "bib/internal.h"
#include "core/buf.h"

typedef struct reader {
	bm_library *library;
	bm_arena *arena;
	bm_diags *diags;
	const char *file;
	bm_item *item;         /* the one being read */
	BM_VEC(bm_pos) places; /* of the items, in order */
} reader;

/* ---- Where items stand: jansson does not keep it ---- */

typedef struct scan {
	bm_str text;
	size_t at, line_start;
	uint32_t line;
	int depth;
	bool in_items; /* behind the key "items" of a root object */
} scan;

/* Moves behind a string that starts at s->at; tells if it is `what`. */
static bool
skip_string(scan *s, const char *what)
{
	size_t start = ++s->at;
	bool same;

	while (s->at < s->text.len && s->text.ptr[s->at] != '"')
		s->at += s->text.ptr[s->at] == '\\' ? 2 : 1;
	if (s->at > s->text.len)
		s->at = s->text.len;
	same = bm_str_is((bm_str){s->text.ptr + start, s->at - start}, what);
	s->at++;
	return same;
}

/*
 * Notes line and column of each object that is an item: one of the root list
 * or of the list "items" of the root object.
 */
static bool
find_places(reader *r, bm_str text)
{
	scan s = {text, 0, 0, 1, 0, false};
	int level = -1; /* depth of the list of items */

	while (s.at < text.len) {
		char c = text.ptr[s.at];

		if (c == '"') {
			bool named = skip_string(&s, "items");

			if (s.depth == 1 && level < 0)
				s.in_items = named;
			continue;
		}
		if (c == '\n') {
			s.line++;
			s.line_start = s.at + 1;
		} else if (c == '[' || c == '{') {
			if (c == '[' && level < 0 &&
			    (s.depth == 0 || (s.depth == 1 && s.in_items)))
				level = s.depth + 1;
			else if (s.depth == level) {
				bm_pos *pos = BM_VEC_PUSH(r->arena, &r->places);

				if (pos == NULL)
					return false;
				pos->file = r->file;
				pos->line = s.line;
				pos->column =
				    (uint32_t)(s.at - s.line_start + 1);
			}
			s.depth++;
		} else if (c == ']' || c == '}')
			s.depth--;
		s.at++;
	}
	return true;
}

/* ---- Values ---- */

/* Text of a string, number or boolean, copied; ptr NULL if it is neither. */
static bm_str
scalar(reader *r, const json_t *value)
{
	char *s;

	if (json_is_string(value)) {
		size_t n = json_string_length(value);

		s = bm_arena_strndup(r->arena, json_string_value(value), n);
		return (bm_str){s, s != NULL ? n : 0};
	}
	if (json_is_integer(value))
		s = bm_arena_printf(r->arena, "%lld",
				    (long long)json_integer_value(value));
	else if (json_is_real(value))
		s = bm_arena_printf(r->arena, "%.10g", json_real_value(value));
	else if (json_is_boolean(value))
		s = json_is_true(value) ? "true" : "false";
	else
		return (bm_str){0};
	return bm_str_of(s);
}

static void
bad_value(reader *r, const char *field)
{
	bm_diag_add(r->diags, bib_rule("bib-bad-value"), &r->item->pos,
		    "Field \"%s\" of item \"%.*s\" has an unusable value",
		    field, (int)r->item->id.len, r->item->id.ptr);
}

/* Puts a value of the item; an earlier one of the same name stays. */
static bm_value *
put_value(reader *r, const char *name, bm_value_kind kind)
{
	bool is_new;
	void **place = bm_map_put(&r->item->values, bm_str_of(name), &is_new);
	bm_value *value;

	if (place == NULL)
		return NULL;
	if (!is_new)
		return *place;
	value = BM_NEW(r->arena, bm_value);
	*place = value;
	if (value != NULL)
		value->kind = kind;
	return value;
}

/* A number, also one written as a string; -1 and *bad if it is neither. */
static int
integer(const json_t *value, bool *bad)
{
	long n = 0;
	char *end;

	if (json_is_integer(value)) {
		json_int_t i = json_integer_value(value);

		if (i > -100000 && i < 100000)
			return (int)i;
	} else if (json_is_string(value)) {
		const char *s = json_string_value(value);

		if (*s == '\0')
			return 0;
		n = strtol(s, &end, 10);
		if (*end == '\0' && n > -100000 && n < 100000)
			return (int)n;
	} else if (json_is_null(value))
		return 0;
	*bad = true;
	return 0;
}

/* The member "date-parts": one or two lists of year, month, day. */
static bool
date_parts(const json_t *parts, bm_item_date *out)
{
	bool bad = !json_is_array(parts);

	for (size_t end = 0; end < 2 && end < json_array_size(parts); end++) {
		const json_t *list = json_array_get(parts, end);
		int month, year = integer(json_array_get(list, 0), &bad);

		if (json_array_size(list) == 0 && end == 0)
			return false;
		if (end == 1)
			out->is_range = true;
		if (json_array_size(list) == 0 || (year == 0 && end == 1))
			continue;
		out->year[end] = year;
		if (json_array_size(list) > 1) {
			month = integer(json_array_get(list, 1), &bad);
			if (bib_season(month) > 0)
				out->season = bib_season(month);
			else if (month >= 1 && month <= 12)
				out->month[end] = month;
			else if (month != 0)
				bad = true;
		}
		if (json_array_size(list) > 2) {
			int day = integer(json_array_get(list, 2), &bad);

			if (day >= 1 && day <= 31)
				out->day[end] = day;
			else if (day != 0)
				bad = true;
		}
		if (end == 0)
			out->has_year = year != 0;
	}
	return !bad;
}

/* A date object, or (tolerated) a bare string or year. */
static void
read_date(reader *r, const char *name, const json_t *value, bm_item_date *out)
{
	const json_t *part;
	bm_str text;

	if (!json_is_object(value)) {
		text = scalar(r, value);
		if (text.ptr == NULL)
			bad_value(r, name);
		else if (!bib_date_parse(text, out))
			out->literal = text;
		return;
	}
	if ((part = json_object_get(value, "date-parts")) != NULL &&
	    !date_parts(part, out))
		bad_value(r, name);
	if ((part = json_object_get(value, "raw")) != NULL) {
		out->raw = scalar(r, part);
		if (!out->has_year && !bib_date_parse(out->raw, out))
			out->literal = out->raw;
	}
	if ((part = json_object_get(value, "edtf")) != NULL && !out->has_year)
		(void)bib_date_parse(scalar(r, part), out);
	if ((part = json_object_get(value, "literal")) != NULL)
		out->literal = scalar(r, part);
	if ((part = json_object_get(value, "season")) != NULL) {
		bool bad = false;
		int n = integer(part, &bad);

		text = scalar(r, part);
		if (bad)
			out->season = bib_season_name(text);
		else
			out->season = n >= 1 && n <= 4 ? n : bib_season(n);
	}
	if ((part = json_object_get(value, "circa")) != NULL) {
		text = scalar(r, part);
		out->circa = text.len > 0 && !bm_str_is(text, "0") &&
			     !bm_str_is(text, "false");
	}
}

static bool
truth(const json_t *value)
{
	return json_is_true(value) ||
	       (json_is_integer(value) && json_integer_value(value) != 0) ||
	       (json_is_string(value) && json_string_length(value) > 0 &&
		strcmp(json_string_value(value), "0") != 0 &&
		strcmp(json_string_value(value), "false") != 0);
}

static void
read_name(reader *r, const json_t *value, bm_name *out)
{
	if (json_is_string(value)) {
		out->literal = scalar(r, value);
		return;
	}
	out->family = scalar(r, json_object_get(value, "family"));
	out->given = scalar(r, json_object_get(value, "given"));
	out->suffix = scalar(r, json_object_get(value, "suffix"));
	out->literal = scalar(r, json_object_get(value, "literal"));
	out->non_dropping_particle =
	    scalar(r, json_object_get(value, "non-dropping-particle"));
	out->dropping_particle =
	    scalar(r, json_object_get(value, "dropping-particle"));
	out->comma_suffix = truth(json_object_get(value, "comma-suffix"));
	out->static_ordering = truth(json_object_get(value, "static-ordering"));
}

/* A list of names; entries without any text are left out. */
static bool
read_names(reader *r, const char *name, const json_t *value, bm_names *out)
{
	size_t count = json_is_array(value) ? json_array_size(value) : 0;
	bm_name *list = BM_NEW_ARRAY(r->arena, bm_name, count + 1);

	if (list == NULL)
		return false;
	if (!json_is_array(value))
		bad_value(r, name);
	out->items = list;
	for (size_t i = 0; i < count; i++) {
		bm_name *n = &list[out->count];

		read_name(r, json_array_get(value, i), n);
		if (n->family.len + n->given.len + n->literal.len > 0)
			out->count++;
		else
			*n = (bm_name){0};
	}
	return true;
}

/* Members of "custom" become variables called "custom.NAME". */
static bm_status
read_custom(reader *r, json_t *custom)
{
	const char *key;
	json_t *member;

	json_object_foreach(custom, key, member)
	{
		bm_str text = scalar(r, member);
		const char *name = bm_arena_printf(r->arena, "custom.%s", key);
		bm_value *value;

		if (text.ptr == NULL) {
			char *dump = json_dumps(member, JSON_COMPACT);

			text = bm_str_of(bm_arena_strdup(r->arena, dump));
			free(dump);
		}
		value = name != NULL ? put_value(r, name, BM_VALUE_TEXT) : NULL;
		if (value == NULL)
			return BM_NO_MEMORY;
		value->text = text;
	}
	return BM_OK;
}

/* A text field; a list of strings (categories, keywords) is joined. */
static bm_str
read_text(reader *r, const char *name, const json_t *value)
{
	bm_str text = scalar(r, value);
	bm_buf joined;

	if (text.ptr != NULL || !json_is_array(value)) {
		if (text.ptr == NULL && !json_is_null(value))
			bad_value(r, name);
		return text;
	}
	bm_buf_init(&joined, bm_arena_allocator(r->arena));
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (i > 0)
			bm_buf_puts(&joined, ", ");
		bm_buf_putstr(&joined, scalar(r, json_array_get(value, i)));
	}
	if (joined.status == BM_OK)
		text =
		    bm_str_of(bm_arena_strdup(r->arena, bm_buf_cstr(&joined)));
	else
		(void)bm_arena_array(r->arena, SIZE_MAX, 2);
	bm_buf_free(&joined);
	return text;
}

static bm_status
read_field(reader *r, const char *key, json_t *member)
{
	const char *variable;
	bib_field_kind kind = bib_field(key, &variable);
	bm_value *value;

	if (strcmp(key, "custom") == 0 && json_is_object(member))
		return read_custom(r, member);
	if (kind == BIB_FIELD_IGNORED)
		return BM_OK;
	if (kind == BIB_FIELD_UNKNOWN)
		bm_diag_add(r->diags, bib_rule("bib-unknown-field"),
			    &r->item->pos,
			    "Field \"%s\" of item \"%.*s\" is not a CSL "
			    "variable",
			    key, (int)r->item->id.len, r->item->id.ptr);
	if (kind == BIB_FIELD_UNKNOWN && scalar(r, member).ptr == NULL)
		return BM_OK;
	value = put_value(r, variable,
			  kind == BIB_FIELD_NAMES  ? BM_VALUE_NAMES
			  : kind == BIB_FIELD_DATE ? BM_VALUE_DATE
						   : BM_VALUE_TEXT);
	if (value == NULL)
		return BM_NO_MEMORY;
	if (kind == BIB_FIELD_NAMES)
		return read_names(r, key, member, &value->names) ? BM_OK
								 : BM_NO_MEMORY;
	if (kind == BIB_FIELD_DATE)
		read_date(r, key, member, &value->date);
	else
		value->text = read_text(r, key, member);
	return BM_OK;
}

/* One item.  One without an id is reported and left out. */
static bm_status
read_item(reader *r, json_t *object, size_t index)
{
	bm_item *item = BM_NEW(r->arena, bm_item);
	const char *key;
	json_t *member;
	bm_status status;

	if (item == NULL)
		return BM_NO_MEMORY;
	r->item = item;
	bm_map_init(&item->values, r->arena);
	item->pos.file = r->file;
	if (index < r->places.len)
		item->pos = r->places.items[index];
	item->id = bm_str_trim(scalar(r, json_object_get(object, "id")));
	if (item->id.len == 0) {
		bm_diag_add(r->diags, bib_rule("bib-no-id"), &item->pos,
			    "Item %zu of the bibliography has no id",
			    index + 1);
		return BM_OK;
	}
	item->type = scalar(r, json_object_get(object, "type"));
	if (item->type.ptr == NULL || !bib_type_known(item->type.ptr)) {
		bm_diag_add(r->diags, bib_rule("bib-no-type"), &item->pos,
			    "Item \"%.*s\" has no known type",
			    (int)item->id.len, item->id.ptr);
		if (item->type.len == 0)
			item->type = BM_STR("document");
	}
	json_object_foreach(object, key, member)
	{
		status = read_field(r, key, member);
		if (status != BM_OK)
			return status;
	}
	return bib_library_add(r->library, item, r->diags);
}

static bm_status
read_items(reader *r, json_t *root)
{
	json_t *items =
	    json_is_object(root) ? json_object_get(root, "items") : root;
	bm_pos start = {r->file, 1, 1, 0, 0};
	bm_status status = BM_OK;

	if (!json_is_array(items)) {
		bm_diag_add(r->diags, bib_rule("bib-shape"), &start, NULL);
		return BM_BAD_INPUT;
	}
	for (size_t i = 0; status == BM_OK && i < json_array_size(items); i++) {
		json_t *object = json_array_get(items, i);

		if (json_is_object(object))
			status = read_item(r, object, i);
		else
			bm_diag_add(r->diags, bib_rule("bib-shape"), &start,
				    "Entry %zu of the bibliography is not an "
				    "item",
				    i + 1);
	}
	return status;
}

/* See item.h. */
bm_status
bm_bib_read_csljson(bm_library *library, bm_str text, const char *file,
		    bm_diags *diags)
{
	reader r = {0};
	json_error_t error;
	json_t *root;
	bm_status status;

	r.library = library;
	r.arena = library->arena;
	r.diags = diags;
	r.file = bm_arena_strdup(library->arena, file);
	if (file != NULL && r.file == NULL)
		return BM_NO_MEMORY;
	root =
	    json_loadb(text.ptr != NULL ? text.ptr : "", text.len, 0, &error);
	if (root == NULL) {
		bm_pos pos = {r.file, 0, 0, 0, 0};

		pos.line = error.line > 0 ? (uint32_t)error.line : 1;
		pos.column = error.column > 0 ? (uint32_t)error.column : 1;
		bm_diag_add(diags, bib_rule("bib-syntax"), &pos,
			    "The bibliography is not valid JSON: %s",
			    error.text);
		return BM_BAD_INPUT;
	}
	status = find_places(&r, text) ? read_items(&r, root) : BM_NO_MEMORY;
	json_decref(root);
	if (bm_arena_failed(library->arena))
		status = BM_NO_MEMORY;
	return status;
}

/* A list of objects, or an object. */
static bib_guess
guess(bm_str text)
{
	char first = '\0', second = '\0';

	for (size_t at = 0; at < text.len && second == '\0'; at++) {
		if (bm_is_space(text.ptr[at]))
			continue;
		if (first == '\0')
			first = text.ptr[at];
		else
			second = text.ptr[at];
	}
	if ((first == '[' && (second == '{' || second == ']')) ||
	    (first == '{' && (second == '"' || second == '}')))
		return BIB_GUESS_SURE;
	return first == '[' || first == '{' ? BIB_GUESS_MAYBE : BIB_GUESS_NO;
}

const bib_format bib_csljson = {
    .name = "csljson",
    .title = "CSL-JSON",
    .extensions = {"json"},
    .guess = guess,
    .read = bm_bib_read_csljson,
};
