/*
 * Variables that people write into "note" because their reference manager has
 * no field for them: lines "PMID: 11797025" at its start, behind one line of
 * text at most, and "{:genre: Comment}" anywhere.
 */
#include "bib/internal.h"

typedef struct noter {
	bib_maker maker;
	bm_buf rest;          /* what stays of the note */
	const char *names[8]; /* names variables that the note itself began */
	size_t name_count;
} noter;

static bool
began(const noter *n, const char *variable)
{
	for (size_t i = 0; i < n->name_count; i++)
		if (strcmp(n->names[i], variable) == 0)
			return true;
	return false;
}

/* "Family || Given", or one that is written as a whole. */
static bool
take_name(noter *n, const char *variable, bm_str text)
{
	size_t at = bm_str_find(text, "||", 0);
	bm_name name = {0};

	if (!began(n, variable)) {
		if (bm_item_get(n->maker.item, variable) != NULL ||
		    n->name_count == sizeof n->names / sizeof *n->names)
			return false;
		n->names[n->name_count++] = variable;
	}
	if (at < text.len) {
		name.family = bm_str_trim((bm_str){text.ptr, at});
		name.given =
		    bm_str_trim((bm_str){text.ptr + at + 2, text.len - at - 2});
	} else
		name.literal = text;
	bib_make_name(&n->maker, variable, &name);
	return true;
}

/* A date may say more than the field it stands for: it goes before it. */
static bool
take_date(noter *n, const char *variable, bm_str text)
{
	bm_item_date date = {0};
	void **place;
	bm_value *value;

	if (!bib_date_parse(text, &date))
		return false;
	place = bm_map_put(&n->maker.item->values, bm_str_of(variable), NULL);
	value = BM_NEW(n->maker.arena, bm_value);
	if (place == NULL || value == NULL)
		return false;
	value->kind = BM_VALUE_DATE;
	value->date = date;
	*place = value;
	return true;
}

/* Sets the variable of a line "name: value"; false: it is none, or set. */
static bool
take(noter *n, bm_str line)
{
	size_t colon = bm_str_find(line, ":", 0);
	const char *variable;
	char name[40];
	bm_str text;

	if (colon == 0 || colon >= line.len || colon >= sizeof name)
		return false;
	memcpy(name, line.ptr, colon);
	name[colon] = '\0';
	text =
	    bm_str_trim((bm_str){line.ptr + colon + 1, line.len - colon - 1});
	if (text.len == 0 || strcmp(name, "note") == 0 ||
	    strcmp(name, "custom") == 0)
		return false;
	if (strcmp(name, "type") == 0) {
		char *type = bm_arena_str(n->maker.arena, text);

		if (type == NULL || !bib_type_known(type))
			return false;
		n->maker.item->type = bm_str_of(type);
		return true;
	}
	switch (bib_field(name, &variable)) {
	case BIB_FIELD_TEXT:
		return bib_make_text(&n->maker, variable, text);
	case BIB_FIELD_NAMES:
		return take_name(n, variable, text);
	case BIB_FIELD_DATE:
		return take_date(n, variable, text);
	default:
		return false;
	}
}

/* Copies a line without the "{:name: value}" that were taken. */
static void
take_braces(noter *n, bm_str line)
{
	size_t at = 0;

	while (at < line.len) {
		size_t open = bm_str_find(line, "{:", at);
		size_t close = bm_str_find(line, "}", open);

		bm_buf_put(&n->rest, line.ptr + at, open - at);
		if (open == line.len)
			return;
		if (close < line.len &&
		    take(n, (bm_str){line.ptr + open + 2, close - open - 2})) {
			at = close + 1;
			continue;
		}
		bm_buf_put(&n->rest, line.ptr + open, 2);
		at = open + 2;
	}
}

/* "name: value" with a name of one word, that nobody may know. */
static bool
is_field_line(bm_str line)
{
	size_t at = 0;

	while (at < line.len && (bm_is_alpha(line.ptr[at]) ||
				 strchr("-_", line.ptr[at]) != NULL))
		at++;
	return at > 0 && at < line.len && line.ptr[at] == ':';
}

/* See internal.h. */
bm_status
bib_note_fields(bm_library *library, bm_item *item)
{
	noter n = {0};
	bm_value *note = bm_map_getz(&item->values, "note");
	bm_str left, line;
	bool fields = true;
	bm_status status;

	if (note == NULL || note->kind != BM_VALUE_TEXT ||
	    bm_str_find(note->text, ":", 0) == note->text.len)
		return BM_OK;
	n.maker.library = library;
	n.maker.arena = library->arena;
	n.maker.item = item;
	bm_buf_init(&n.rest, bm_arena_allocator(library->arena));
	left = note->text;
	for (size_t i = 0; bm_str_split(&left, '\n', &line); i++) {
		bool taken = fields && take(&n, line);

		if (taken)
			continue;
		fields = fields && (i == 0 || is_field_line(line));
		if (n.rest.len > 0)
			bm_buf_putc(&n.rest, '\n');
		take_braces(&n, line);
	}
	status = n.rest.status;
	if (status == BM_OK) {
		line = bm_str_trim(bm_buf_str(&n.rest));
		note->text =
		    (bm_str){bm_arena_strndup(library->arena,
					      line.ptr != NULL ? line.ptr : "",
					      line.len),
			     line.len};
	}
	bm_buf_free(&n.rest);
	return n.maker.failed || bm_arena_failed(library->arena) ? BM_NO_MEMORY
								 : status;
}
