/* Makes items of the library from what a reader finds in a record. */
#include <stdarg.h>
#include <stdio.h>

#include "bib/internal.h"

/* A value with the room behind its text or names, so that both can grow. */
typedef struct made {
	bm_value value; /* first: the map holds a pointer to it */
	size_t room;    /* bytes, or names */
} made;

/* See internal.h. */
bool
bib_make_begin(bib_maker *m, bm_library *library, const char *file,
	       bm_diags *diags)
{
	*m = (bib_maker){0};
	m->library = library;
	m->arena = library->arena;
	m->diags = diags;
	m->file = bm_arena_strdup(m->arena, file);
	m->failed = file != NULL && m->file == NULL;
	bm_map_init(&m->stems, m->arena);
	return !m->failed;
}

/* See internal.h. */
bool
bib_make_item(bib_maker *m, uint32_t line, uint32_t column)
{
	m->item = BM_NEW(m->arena, bm_item);
	if (m->item == NULL) {
		m->failed = true;
		return false;
	}
	bm_map_init(&m->item->values, m->arena);
	m->item->pos.file = m->file;
	m->item->pos.line = line;
	m->item->pos.column = column;
	return true;
}

/* The value of a variable, made where it is missing; NULL without memory. */
static made *
value_of(bib_maker *m, const char *variable, bm_value_kind kind, bool *is_new)
{
	void **place;
	made *value;

	*is_new = false;
	if (m->item == NULL)
		return NULL;
	place = bm_map_put(&m->item->values, bm_str_of(variable), is_new);
	if (place == NULL) {
		m->failed = true;
		return NULL;
	}
	if (*place == NULL) {
		*place = value = BM_NEW(m->arena, made);
		*is_new = true;
		if (value != NULL)
			value->value.kind = kind;
		else
			m->failed = true;
	}
	return *place;
}

/* Adds text behind the text of a value, whose room doubles when it must. */
static void
append(bib_maker *m, made *value, bm_str text)
{
	bm_str *old = &value->value.text;

	if (text.len >= value->room - old->len) {
		size_t room = value->room == 0 ? text.len + 1
					       : 2 * (old->len + text.len + 1);
		char *p = bm_arena_alloc(m->arena, room);

		if (p == NULL) {
			m->failed = true;
			return;
		}
		if (old->len > 0)
			memcpy(p, old->ptr, old->len);
		old->ptr = p;
		value->room = room;
	}
	if (text.len > 0)
		memcpy((char *)old->ptr + old->len, text.ptr, text.len);
	old->len += text.len;
	((char *)old->ptr)[old->len] = '\0';
}

/* See internal.h. */
bool
bib_make_text(bib_maker *m, const char *variable, bm_str text)
{
	made *value;
	bool is_new;

	text = bm_str_trim(text);
	if (text.len == 0)
		return false;
	value = value_of(m, variable, BM_VALUE_TEXT, &is_new);
	if (value == NULL || !is_new)
		return false;
	append(m, value, text);
	return true;
}

/* See internal.h. */
void
bib_make_join(bib_maker *m, const char *variable, bm_str text,
	      const char *separator)
{
	made *value;
	bool is_new;

	text = bm_str_trim(text);
	if (text.len == 0)
		return;
	value = value_of(m, variable, BM_VALUE_TEXT, &is_new);
	if (value == NULL || value->value.kind != BM_VALUE_TEXT)
		return;
	if (value->value.text.len > 0)
		append(m, value, bm_str_of(separator));
	append(m, value, text);
}

/* A copy of a text; "" stays without memory of its own. */
static bm_str
copy(bib_maker *m, bm_str s)
{
	s = bm_str_trim(s);
	if (s.len == 0)
		return (bm_str){0};
	s.ptr = bm_arena_strndup(m->arena, s.ptr, s.len);
	if (s.ptr == NULL) {
		m->failed = true;
		s.len = 0;
	}
	return s;
}

/*
 * "JA" as "J A", or styles would take it for a name and print "J": two to four
 * capitals, beside a family name that is not all in capitals.
 */
static bm_str
initials(bib_maker *m, bm_str family, bm_str given)
{
	bool small = false;
	char *apart;

	for (size_t i = 0; i < family.len; i++)
		small |= family.ptr[i] >= 'a' && family.ptr[i] <= 'z';
	for (size_t i = 0; i < given.len; i++)
		small &= given.ptr[i] >= 'A' && given.ptr[i] <= 'Z';
	if (!small || given.len < 2 || given.len > 4)
		return given;
	apart = bm_arena_alloc(m->arena, 2 * given.len);
	if (apart == NULL) {
		m->failed = true;
		return given;
	}
	for (size_t i = 0; i < given.len; i++) {
		apart[2 * i] = given.ptr[i];
		apart[2 * i + 1] = i + 1 < given.len ? ' ' : '\0';
	}
	return (bm_str){apart, 2 * given.len - 1};
}

/* See internal.h. */
void
bib_make_name(bib_maker *m, const char *variable, const bm_name *name)
{
	bm_names *names;
	bm_name *list, *n;
	made *value;
	bool is_new;

	if (name->family.len + name->given.len + name->literal.len == 0)
		return;
	value = value_of(m, variable, BM_VALUE_NAMES, &is_new);
	if (value == NULL || value->value.kind != BM_VALUE_NAMES)
		return;
	names = &value->value.names;
	if (names->count == value->room) {
		size_t room = names->count == 0 ? 4 : 2 * names->count;

		list = BM_NEW_ARRAY(m->arena, bm_name, room);
		if (list == NULL) {
			m->failed = true;
			return;
		}
		if (names->count > 0)
			memcpy(list, names->items, names->count * sizeof *list);
		names->items = list;
		value->room = room;
	}
	n = (bm_name *)&names->items[names->count++];
	*n = *name;
	n->family = copy(m, name->family);
	n->given = initials(m, name->family, copy(m, name->given));
	n->suffix = copy(m, name->suffix);
	n->literal = copy(m, name->literal);
	n->non_dropping_particle = copy(m, name->non_dropping_particle);
	n->dropping_particle = copy(m, name->dropping_particle);
}

/* See internal.h. */
void
bib_make_date(bib_maker *m, const char *variable, const bm_item_date *date)
{
	bool is_new;
	made *value = value_of(m, variable, BM_VALUE_DATE, &is_new);

	if (value == NULL || !is_new)
		return;
	value->value.date = *date;
	value->value.date.literal = copy(m, date->literal);
	value->value.date.raw = copy(m, date->raw);
}

/* Adds a number to a list, unless it is there. */
static void
add_serial(bib_maker *m, const char *variable, bm_str number)
{
	bm_str old = bib_make_get(m, variable);
	char word[24] = "";

	memcpy(word, number.ptr, number.len);
	/* A work has few of them; a long list is not looked at. */
	if (old.len > 200 || bm_str_find(old, word, 0) == old.len)
		bib_make_join(m, variable, number, ", ");
}

/* See internal.h. */
bool
bib_make_serials(bib_maker *m, bm_str text)
{
	bool any = false;

	for (size_t at = 0; at < text.len; at++) {
		size_t start = at, digits = 0;

		for (; at < text.len; at++)
			if (bm_is_digit(text.ptr[at]) ||
			    (digits > 0 && bm_lower(text.ptr[at]) == 'x'))
				digits++;
			else if (digits == 0 || text.ptr[at] != '-')
				break;
		if ((digits != 8 && digits != 10 && digits != 13) ||
		    at - start > 20)
			continue;
		any = true;
		add_serial(m, digits == 8 ? "ISSN" : "ISBN",
			   (bm_str){text.ptr + start, at - start});
	}
	return any;
}

/* See internal.h. */
void
bib_make_pages(bib_maker *m, bm_str pages)
{
	size_t at = bm_str_find(pages, ";", 0);
	bm_str rest = {pages.ptr + at, pages.len - at};

	if (rest.len > 0)
		rest = bm_str_trim((bm_str){rest.ptr + 1, rest.len - 1});
	if (rest.len > 0 && bm_is_alpha(rest.ptr[0])) {
		bib_make_join(m, "note", rest, "; ");
		pages.len = at;
	}
	bib_make_text(m, "page", bib_pages_expand(m->arena, pages));
}

/* See internal.h. */
bm_str
bib_make_get(const bib_maker *m, const char *variable)
{
	const bm_value *value = bm_item_get(m->item, variable);

	if (value == NULL || value->kind != BM_VALUE_TEXT)
		return (bm_str){"", 0};
	return value->text;
}

/* ---- Ids ---- */

/* The name that an id begins with: who made the work, else its title. */
static bm_str
stem_name(const bm_item *item, bm_arena *arena)
{
	static const char *const makers[] = {"author", "editor", "translator"};
	static const char *const titles[] = {"title", "container-title"};
	bm_str name = {"", 0};

	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
		const bm_value *v = bm_item_get(item, makers[i]);

		if (v == NULL || v->kind != BM_VALUE_NAMES ||
		    v->names.count == 0)
			continue;
		name = v->names.items[0].family;
		if (name.len == 0)
			name = v->names.items[0].literal;
		name = bib_ascii(arena, name);
		if (name.len > 0)
			return name;
	}
	for (size_t i = 0; name.len == 0 && i < 2; i++) {
		const bm_value *v = bm_item_get(item, titles[i]);

		if (v != NULL && v->kind == BM_VALUE_TEXT)
			name = bib_ascii(arena, v->text);
	}
	if (name.len == 0)
		name = BM_STR("item");
	if (name.len > 40)
		name.len = 40;
	return name;
}

/* 0 "", 1 "a", 26 "z", 27 "aa" ..., written to the end of out. */
static const char *
letters(size_t n, char out[16])
{
	char *p = out + 15;

	*p = '\0';
	for (; n > 0; n = (n - 1) / 26)
		*--p = (char)('a' + (n - 1) % 26);
	return p;
}

/* What an id is made of, author and year; NULL without memory. */
static const char *
stem_of(const bm_item *item, bm_arena *arena)
{
	const bm_value *issued = bm_item_get(item, "issued");
	bm_str name = stem_name(item, arena);

	if (issued != NULL && issued->kind == BM_VALUE_DATE &&
	    issued->date.has_year)
		return bm_arena_printf(arena, "%.*s%d", (int)name.len, name.ptr,
				       issued->date.year[0]);
	return bm_arena_strndup(arena, name.ptr, name.len);
}

/*
 * An id that no item of the library has.  How many letters a stem used up is
 * kept, so that many works of one author and year are not tried through each
 * time.
 */
static bm_str
new_id(bib_maker *m)
{
	const char *stem = stem_of(m->item, m->arena), *id;
	char end[16];
	void **used;
	bool is_new;

	used = stem != NULL ? bm_map_put(&m->stems, bm_str_of(stem), &is_new)
			    : NULL;
	if (used == NULL)
		return (bm_str){0};
	for (size_t n = (size_t)(uintptr_t)*used;; n++) {
		id = bm_arena_printf(m->arena, "%s%s", stem, letters(n, end));
		if (id == NULL)
			return (bm_str){0};
		if (bm_library_find(m->library, bm_str_of(id)) != NULL)
			continue;
		*used = (void *)(uintptr_t)(n + 1);
		return bm_str_of(id);
	}
}

/* See internal.h. */
bool
bib_id_is_made(const bm_item *item, bm_arena *arena)
{
	const char *stem = stem_of(item, arena);

	if (stem == NULL || !bm_str_starts(item->id, stem))
		return false;
	for (size_t i = strlen(stem); i < item->id.len; i++)
		if (item->id.ptr[i] < 'a' || item->id.ptr[i] > 'z')
			return false;
	return true;
}

/* See internal.h. */
bm_status
bib_make_end(bib_maker *m)
{
	bm_item *item = m->item;
	bm_status status;

	if (item == NULL)
		return m->failed ? BM_NO_MEMORY : BM_OK;
	if (item->type.len == 0)
		item->type = BM_STR("document");
	if (item->id.len == 0 && !m->failed)
		item->id = new_id(m);
	m->item = NULL;
	if (m->failed || bm_arena_failed(m->arena)) {
		m->failed = true;
		return BM_NO_MEMORY;
	}
	status = bib_library_add(m->library, item, m->diags);
	m->failed = status == BM_NO_MEMORY;
	return status;
}

/* See internal.h. */
void
bib_make_tell(bib_maker *m, const char *code, uint32_t line, uint32_t column,
	      const char *format, ...)
{
	bm_pos pos = {m->file, line, column, 0, 0};
	char *text = NULL;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n >= 0)
		text = bm_arena_alloc(m->diags->arena, (size_t)n + 1);
	if (text == NULL) {
		m->failed = true;
		return;
	}
	va_start(ap, format);
	vsnprintf(text, (size_t)n + 1, format, ap);
	va_end(ap);
	bm_diag_add(m->diags, bib_rule(code), &pos, "%s", text);
}
