/* An object of CSL-JSON to an item; CSL-YAML is the same in other clothes. */
#include <limits.h>

#include "bib/internal.h"
#include "xml/json.h"

typedef struct reader {
	bm_library *library;
	bm_arena *arena;
	bm_diags *diags;
	bm_item *item; /* the one being read */
} reader;

/* The member of an object, or NULL. */
static const bm_yaml *
member(const bm_yaml *object, const char *name)
{
	if (object == NULL || object->kind != BM_YAML_MAP)
		return NULL;
	for (const bm_yaml *key = object->first;
	     key != NULL && key->next != NULL; key = key->next->next)
		if (bm_str_is(key->text, name))
			return key->next;
	return NULL;
}

static bool
is_list(const bm_yaml *value)
{
	return value != NULL && value->kind == BM_YAML_LIST;
}

static bool
is_object(const bm_yaml *value)
{
	return value != NULL && value->kind == BM_YAML_MAP;
}

static size_t
length(const bm_yaml *list)
{
	size_t n = 0;

	for (const bm_yaml *v = list->first; v != NULL; v = v->next)
		n++;
	return n;
}

/* The words of a scalar, the tree's; ptr NULL if it is none, or null. */
static bm_str
words(const bm_yaml *value)
{
	if (value == NULL || value->kind != BM_YAML_SCALAR || value->null)
		return (bm_str){0};
	return value->text;
}

/* The same, copied. */
static bm_str
scalar(reader *r, const bm_yaml *value)
{
	bm_str text = words(value);

	if (text.ptr != NULL)
		text.ptr = bm_arena_str(r->arena, text);
	return text.ptr != NULL ? text : (bm_str){0};
}

static void
bad_value(reader *r, const char *field, const bm_yaml *at)
{
	bm_diag_add(r->diags, bib_rule("bib-bad-value"), &at->pos,
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

/* The number that a scalar is, 0 for none; *bad if it is something else. */
static int
integer(const bm_yaml *value, bool *bad)
{
	bm_str text = words(value);
	char *end;
	long n;

	if (value == NULL || value->null || (text.ptr != NULL && text.len == 0))
		return 0;
	if (text.ptr != NULL && !bm_is_space(*text.ptr)) {
		n = strtol(text.ptr, &end, 10);
		if (end == text.ptr + text.len && n > -100000 && n < 100000)
			return (int)n;
	}
	*bad = true;
	return 0;
}

/* Month or season, and day, of one end of "date-parts". */
static void
month_and_day(const bm_yaml *month, bm_item_date *out, int end, bool *bad)
{
	int n = integer(month, bad);

	if (bib_season(n) > 0)
		*(end == 0 ? &out->season : &out->season_end) = bib_season(n);
	else if (n >= 1 && n <= 12)
		out->month[end] = n;
	else if (n != 0)
		*bad = true;
	if (month->next == NULL)
		return;
	n = integer(month->next, bad);
	if (n >= 1 && n <= 31)
		out->day[end] = n;
	else if (n != 0)
		*bad = true;
}

/* The member "date-parts": one or two lists of year, month, day. */
static bool
date_parts(const bm_yaml *parts, bm_item_date *out)
{
	const bm_yaml *list = is_list(parts) ? parts->first : NULL;
	bool bad = !is_list(parts);

	for (int end = 0; end < 2 && list != NULL; end++, list = list->next) {
		const bm_yaml *first = is_list(list) ? list->first : NULL;
		int year = first != NULL ? integer(first, &bad) : 0;

		if (first == NULL && end == 0)
			return false;
		if (end == 1)
			out->is_range = true;
		if (first == NULL || (year == 0 && end == 1))
			continue;
		out->year[end] = year;
		if (first->next != NULL)
			month_and_day(first->next, out, end, &bad);
		if (end == 0)
			out->has_year = year != 0;
	}
	return !bad;
}

/* {"year": 2007, "month": 2, "day": 3}, as pandoc's YAML has it. */
static void
year_month_day(reader *r, const char *name, const bm_yaml *value,
	       bm_item_date *out, int end)
{
	bool bad = false;
	int year = integer(member(value, "year"), &bad);
	int month = integer(member(value, "month"), &bad);
	int day = integer(member(value, "day"), &bad);

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
		bad_value(r, name, value);
}

/* What is not said by lists of numbers. */
static void
date_members(reader *r, const bm_yaml *value, bm_item_date *out)
{
	const bm_yaml *part;
	bm_str text;

	if ((part = member(value, "raw")) != NULL) {
		out->raw = scalar(r, part);
		if (!out->has_year && !bib_date_parse(out->raw, out))
			out->literal = out->raw;
	}
	if ((part = member(value, "edtf")) != NULL && !out->has_year)
		(void)bib_date_parse(scalar(r, part), out);
	if ((part = member(value, "literal")) != NULL)
		out->literal = scalar(r, part);
	if ((part = member(value, "season")) != NULL) {
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
	if ((part = member(value, "circa")) != NULL) {
		text = words(part);
		out->circa = text.len > 0 && !bm_str_is(text, "0") &&
			     !bm_str_is(text, "false");
	}
}

/*
 * A date object; or (tolerated) a bare string or year, or a list of one or
 * two objects with year, month and day.
 */
static void
read_date(reader *r, const char *name, const bm_yaml *value, bm_item_date *out)
{
	const bm_yaml *part;
	bm_str text;
	int count = 0;

	if (is_list(value)) {
		for (part = value->first; part != NULL; part = part->next) {
			if (count < 2) {
				year_month_day(r, name, part, out, count);
				date_members(r, part, out);
			}
			count = count < 3 ? count + 1 : count;
		}
		if (count == 0 || count > 2)
			bad_value(r, name, value);
		return;
	}
	if (!is_object(value)) {
		text = scalar(r, value);
		if (text.ptr == NULL)
			bad_value(r, name, value);
		else if (!bib_date_parse(text, out))
			out->literal = text;
		return;
	}
	if ((part = member(value, "date-parts")) != NULL &&
	    !date_parts(part, out))
		bad_value(r, name, value);
	if (member(value, "year") != NULL && !out->has_year)
		year_month_day(r, name, value, out, 0);
	date_members(r, value, out);
}

/* A flag: true, a number that is not 0, or words that do not deny. */
static bool
truth(const bm_yaml *value)
{
	bm_str text = words(value);

	return text.len > 0 && !bm_str_is(text, "0") &&
	       !bm_str_is(text, "false");
}

static void
read_name(reader *r, const bm_yaml *value, bm_name *out)
{
	if (words(value).ptr != NULL) {
		out->literal = scalar(r, value);
		return;
	}
	out->family = scalar(r, member(value, "family"));
	out->given = scalar(r, member(value, "given"));
	out->suffix = scalar(r, member(value, "suffix"));
	out->literal = scalar(r, member(value, "literal"));
	out->non_dropping_particle =
	    scalar(r, member(value, "non-dropping-particle"));
	out->dropping_particle = scalar(r, member(value, "dropping-particle"));
	out->comma_suffix = truth(member(value, "comma-suffix"));
	out->static_ordering = truth(member(value, "static-ordering"));
}

/* A list of names; entries without any text are left out. */
static bool
read_names(reader *r, const char *name, const bm_yaml *value, bm_names *out)
{
	bool alone = is_object(value);
	size_t count = is_list(value) ? length(value) : 0;
	const bm_yaml *entry = alone ? value : value->first;
	bm_name *list;

	if (alone)
		count = 1;
	list = BM_NEW_ARRAY(r->arena, bm_name, count + 1);
	if (list == NULL)
		return false;
	if (value->kind == BM_YAML_SCALAR && !value->null)
		bad_value(r, name, value);
	out->items = list;
	for (size_t i = 0; i < count; i++, entry = entry->next) {
		bm_name *n = &list[out->count];

		read_name(r, entry, n);
		if (n->family.len + n->given.len + n->literal.len > 0)
			out->count++;
		else
			*n = (bm_name){0};
	}
	return true;
}

/* A value as JSON; the depth of a tree is bounded by its reader. */
static void
put_json(bm_buf *out, const bm_yaml *value)
{
	bool list = value->kind == BM_YAML_LIST;
	size_t n = 0;

	if (value->kind == BM_YAML_SCALAR) {
		bm_buf_puts(out, value->null ? "null" : "");
		if (value->bare && !value->null)
			bm_buf_putstr(out, value->text);
		else if (!value->null)
			bm_json_put(out, value->text);
		return;
	}
	bm_buf_putc(out, list ? '[' : '{');
	for (const bm_yaml *v = value->first; v != NULL; v = v->next, n++) {
		if (n > 0)
			bm_buf_putc(out, list || n % 2 == 0 ? ',' : ':');
		put_json(out, v);
	}
	bm_buf_putc(out, list ? ']' : '}');
}

/* A list or an object, kept as the JSON that it was. */
static bm_str
as_json(reader *r, const bm_yaml *value)
{
	bm_buf buf;
	bm_str text = {0};

	bm_buf_init(&buf, bm_arena_allocator(r->arena));
	put_json(&buf, value);
	if (buf.status == BM_OK)
		text.ptr = bm_arena_str(r->arena, bm_buf_str(&buf));
	text.len = text.ptr != NULL ? buf.len : 0;
	bm_buf_free(&buf);
	return text;
}

/* Members of "custom" become variables called "custom.NAME". */
static bm_status
read_custom(reader *r, const bm_yaml *custom)
{
	for (const bm_yaml *key = custom->first;
	     key != NULL && key->next != NULL; key = key->next->next) {
		const char *name =
		    bm_arena_printf(r->arena, "custom.%s", key->text.ptr);
		bm_value *value;

		value = name != NULL ? put_value(r, name, BM_VALUE_TEXT) : NULL;
		if (value == NULL)
			return BM_NO_MEMORY;
		value->text = scalar(r, key->next);
		if (value->text.ptr == NULL)
			value->text = as_json(r, key->next);
		if (value->text.ptr == NULL)
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

/* A text field; a list of strings (categories, keywords) is joined. */
static bm_str
read_text(reader *r, const char *name, const bm_yaml *value)
{
	bm_str text = scalar(r, value);
	bm_buf joined;

	if (text.ptr != NULL || !is_list(value)) {
		if (text.ptr == NULL && !value->null)
			bad_value(r, name, value);
		return text;
	}
	bm_buf_init(&joined, bm_arena_allocator(r->arena));
	for (const bm_yaml *v = value->first; v != NULL; v = v->next) {
		if (v != value->first)
			bm_buf_puts(&joined, ", ");
		bm_buf_putstr(&joined, words(v));
	}
	if (joined.status == BM_OK)
		text =
		    bm_str_of(bm_arena_strdup(r->arena, bm_buf_cstr(&joined)));
	else
		(void)bm_arena_array(r->arena, SIZE_MAX, 2);
	bm_buf_free(&joined);
	return text;
}

/* Adds to a text variable, behind a separator. */
static bool
join(reader *r, const char *name, const char *separator, bm_str text)
{
	bm_value *value = put_value(r, name, BM_VALUE_TEXT);
	const char *both;

	if (value == NULL)
		return false;
	if (value->text.len > 2000)
		return true;
	both = value->text.len == 0
		   ? bm_arena_str(r->arena, text)
		   : bm_arena_printf(r->arena, "%.*s%s%.*s",
				     (int)value->text.len, value->text.ptr,
				     separator, (int)text.len, text.ptr);
	value->text = bm_str_of(both);
	return both != NULL;
}

/*
 * Crossref's "updated-by": the notices that retract or correct the work, each
 * with its type and DOI; and "update-to": the works that this is a notice of.
 */
static bm_status
read_updates(reader *r, const char *name, const bm_yaml *list)
{
	bool by = strcmp(name, "updated-by") == 0;

	for (const bm_yaml *v = list->first; v != NULL; v = v->next) {
		const char *word = bib_update_word(words(member(v, "type")));
		bm_str doi = bib_doi(words(member(v, "DOI")));
		const char *place = bm_arena_printf(r->arena, "doi:%.*s",
						    (int)doi.len, doi.ptr);

		if (word == NULL)
			continue;
		if (place == NULL ||
		    (by && !join(r, "custom.status", " ", bm_str_of(word))) ||
		    (doi.len > 0 &&
		     !join(r, by ? "custom.status-notice" : "custom.notice-of",
			   "; ", bm_str_of(place))))
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

static bm_status
read_field(reader *r, const bm_yaml *key, const bm_yaml *content)
{
	const char *variable, *name = key->text.ptr;
	bib_field_kind kind = bib_field(name, &variable);
	bm_value *value;

	if (strcmp(name, "custom") == 0 && is_object(content))
		return read_custom(r, content);
	if (is_list(content) &&
	    (strcmp(name, "updated-by") == 0 || strcmp(name, "update-to") == 0))
		return read_updates(r, name, content);
	if (kind == BIB_FIELD_IGNORED)
		return BM_OK;
	if (kind == BIB_FIELD_UNKNOWN)
		bm_diag_add(r->diags, bib_rule("bib-unknown-field"), &key->pos,
			    "Field \"%s\" of item \"%.*s\" is not a CSL "
			    "variable",
			    name, (int)r->item->id.len, r->item->id.ptr);
	if (kind == BIB_FIELD_UNKNOWN && words(content).ptr == NULL)
		return BM_OK;
	value = put_value(r, variable,
			  kind == BIB_FIELD_NAMES  ? BM_VALUE_NAMES
			  : kind == BIB_FIELD_DATE ? BM_VALUE_DATE
						   : BM_VALUE_TEXT);
	if (value == NULL)
		return BM_NO_MEMORY;
	/* Of a key that stands twice, the last counts. */
	*value = (bm_value){.kind = value->kind};
	if (kind == BIB_FIELD_NAMES)
		return read_names(r, name, content, &value->names)
			   ? BM_OK
			   : BM_NO_MEMORY;
	if (kind == BIB_FIELD_DATE)
		read_date(r, name, content, &value->date);
	else
		value->text = read_text(r, name, content);
	return BM_OK;
}

/* See internal.h. */
bm_status
bib_csl_item(bm_library *library, const bm_yaml *object, size_t number,
	     bm_diags *diags)
{
	reader r = {library, library->arena, diags, NULL};
	bm_item *item = r.item = BM_NEW(r.arena, bm_item);

	if (item == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&item->values, r.arena);
	item->csl = true;
	item->pos = object->pos;
	item->id = bm_str_trim(scalar(&r, member(object, "id")));
	if (item->id.len == 0) {
		bm_diag_add(diags, bib_rule("bib-no-id"), &item->pos,
			    "Item %zu of the bibliography has no id", number);
		return BM_OK;
	}
	item->type = scalar(&r, member(object, "type"));
	if (item->type.ptr == NULL || !bib_type_known(item->type.ptr)) {
		bm_diag_add(diags, bib_rule("bib-no-type"), &item->pos,
			    "Item \"%.*s\" has no known type",
			    (int)item->id.len, item->id.ptr);
		if (item->type.len == 0)
			item->type = BM_STR("document");
	}
	for (const bm_yaml *key = object->first;
	     key != NULL && key->next != NULL; key = key->next->next) {
		/* A key that is a list or an object names nothing. */
		bm_status status = key->kind == BM_YAML_SCALAR
				       ? read_field(&r, key, key->next)
				       : BM_OK;

		if (status != BM_OK)
			return status;
	}
	if (bib_note_fields(library, item) != BM_OK)
		return BM_NO_MEMORY;
	return bib_library_add(library, item, diags);
}
