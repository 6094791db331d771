/* An object of CSL-JSON to an item; CSL-YAML is the same in other clothes. */
#include <jansson.h>
#include <limits.h>

#include "bib/internal.h"
#include "core/buf.h"

typedef struct reader {
	bm_library *library;
	bm_arena *arena;
	bm_diags *diags;
	bm_item *item; /* the one being read */
} reader;

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
			if (bib_season(month) > 0 && end == 0)
				out->season = bib_season(month);
			else if (bib_season(month) > 0)
				out->season_end = bib_season(month);
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

/* A number of the member, 0 if it is missing or none. */
static int
number_in(const json_t *object, const char *key, bool *bad)
{
	const json_t *member = json_object_get(object, key);

	return member != NULL ? integer(member, bad) : 0;
}

/* {"year": 2007, "month": 2, "day": 3}, as pandoc's YAML has it. */
static void
year_month_day(reader *r, const char *name, const json_t *value,
	       bm_item_date *out, int end)
{
	bool bad = false;
	int year = number_in(value, "year", &bad);
	int month = number_in(value, "month", &bad);
	int day = number_in(value, "day", &bad);

	if (bib_season(month) > 0)
		*(end == 0 ? &out->season : &out->season_end) =
		    bib_season(month);
	else if (month >= 0 && month <= 12)
		out->month[end] = month;
	else
		bad = true;
	if (day >= 0 && day <= 31)
		out->day[end] = day;
	else
		bad = true;
	out->year[end] = year;
	out->has_year |= end == 0 && year != 0;
	out->is_range |= end == 1;
	if (bad)
		bad_value(r, name);
}

/* What is not said by lists of numbers. */
static void
date_members(reader *r, const json_t *value, bm_item_date *out)
{
	const json_t *part;
	bm_str text;

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
		if (bad && out->season == 0)
			out->season_text = text;
		if (!bad)
			out->season = n >= 1 && n <= 4 ? n : bib_season(n);
	}
	if ((part = json_object_get(value, "circa")) != NULL) {
		text = scalar(r, part);
		out->circa = text.len > 0 && !bm_str_is(text, "0") &&
			     !bm_str_is(text, "false");
	}
}

/*
 * A date object; or (tolerated) a bare string or year, or a list of one or
 * two objects with year, month and day.
 */
static void
read_date(reader *r, const char *name, const json_t *value, bm_item_date *out)
{
	const json_t *part;
	bm_str text;

	if (json_is_array(value)) {
		size_t count = json_array_size(value);

		for (size_t i = 0; i < count && i < 2; i++) {
			part = json_array_get(value, i);
			year_month_day(r, name, part, out, (int)i);
			date_members(r, part, out);
		}
		if (count == 0 || count > 2)
			bad_value(r, name);
		return;
	}
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
	if (json_object_get(value, "year") != NULL && !out->has_year)
		year_month_day(r, name, value, out, 0);
	date_members(r, value, out);
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
	bool alone = json_is_object(value);
	bm_name *list;

	if (alone)
		count = 1;
	list = BM_NEW_ARRAY(r->arena, bm_name, count + 1);
	if (list == NULL)
		return false;
	if (!alone && !json_is_array(value) && !json_is_null(value))
		bad_value(r, name);
	out->items = list;
	for (size_t i = 0; i < count; i++) {
		bm_name *n = &list[out->count];

		read_name(r, alone ? value : json_array_get(value, i), n);
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

/* See internal.h. */
bm_status
bib_csl_item(bm_library *library, json_t *object, size_t number,
	     const bm_pos *pos, bm_diags *diags)
{
	reader r = {library, library->arena, diags, NULL};
	const char *key;
	json_t *member;
	bm_item *item = r.item = BM_NEW(r.arena, bm_item);

	if (item == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&item->values, r.arena);
	item->csl = true;
	item->pos = *pos;
	item->id = bm_str_trim(scalar(&r, json_object_get(object, "id")));
	if (item->id.len == 0) {
		bm_diag_add(diags, bib_rule("bib-no-id"), pos,
			    "Item %zu of the bibliography has no id", number);
		return BM_OK;
	}
	item->type = scalar(&r, json_object_get(object, "type"));
	if (item->type.ptr == NULL || !bib_type_known(item->type.ptr)) {
		bm_diag_add(diags, bib_rule("bib-no-type"), pos,
			    "Item \"%.*s\" has no known type",
			    (int)item->id.len, item->id.ptr);
		if (item->type.len == 0)
			item->type = BM_STR("document");
	}
	json_object_foreach(object, key, member)
	{
		bm_status status = read_field(&r, key, member);

		if (status != BM_OK)
			return status;
	}
	if (bib_note_fields(library, item) != BM_OK)
		return BM_NO_MEMORY;
	return bib_library_add(library, item, diags);
}
