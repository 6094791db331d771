/* Reads RIS, the format that most publishers and databases hand out. */
#include <stdio.h>

#include "bib/ris.h"

/* See ris.h. */
void
ris_keep(bib_tag_reader *r, const bib_tagged *field)
{
	char name[32];

	snprintf(name, sizeof name, "custom.ris.%s", field->tag);
	bib_make_join(&r->make, name, field->value, "; ");
}

/* The CSL type; without one that is known it is a document. */
static void
make_type(bib_tag_reader *r)
{
	const bib_tagged *ty = bib_tag_field(r, "TY");
	const char *type = ty != NULL ? ris_type_csl(ty->value) : NULL;
	uint32_t line = r->fields.list.items[0].line;
	ris_own *own = r->own;

	own->type = ty != NULL ? ty->value : (bm_str){"", 0};
	if (type != NULL) {
		r->make.item->type = bm_str_of(type);
		if (bm_str_is(ty->value, "INPR"))
			bib_make_text(&r->make, "status", BM_STR("in press"));
		return;
	}
	r->make.item->type = BM_STR("document");
	if (ty == NULL || ty->value.len == 0)
		bib_make_tell(&r->make, "bib-no-type", line, 1,
			      "A record has no type (TY)");
	else
		bib_make_tell(&r->make, "bib-no-type", ty->line, 1,
			      "Type \"%.*s\" is not one of RIS",
			      (int)(ty->value.len > 80 ? 80 : ty->value.len),
			      ty->value.ptr);
}

static bool
make(bib_tag_reader *r)
{
	make_type(r);
	ris_make_fields(r);
	ris_make_together(r);
	return bib_make_get(&r->make, "title").len > 0 ||
	       bib_make_get(&r->make, "container-title").len > 0 ||
	       bm_item_get(r->make.item, "author") != NULL;
}

/* Makes an item of the fields so far. */
static bm_status
end_record(bib_tag_reader *r)
{
	ris_own *own = r->own;

	own->has_type = false;
	return bib_tag_record(r, r->fields.list.len);
}

/*
 * Whether a line is a field.  "TY  - " has two spaces; one only, or small
 * letters, are tolerated where that can hardly be a line of text.
 */
static bool
is_field(bm_str line, char tag[5], bm_str *value)
{
	size_t spaces;
	bool small;

	if (!bib_tag_split(line, 2, tag, value) || strlen(tag) != 2)
		return false;
	spaces = (size_t)(value->ptr - line.ptr) - 3;
	small = memcmp(line.ptr, tag, 2) != 0;
	if (bib_tag_find(&ris_rows, tag) != NULL)
		return spaces == 2 || (spaces == 1 && !small);
	return spaces == 2 && !small;
}

/*
 * Whether a line goes on within a word of the line before, as citation.js
 * breaks values: behind 70 characters, whatever stands there.
 */
static bool
breaks_word(bm_str before, bm_str line)
{
	size_t length = 0;
	bm_str value;
	char tag[5];

	if (before.len < 70 || line.len == 0)
		return false;
	if (is_field(before, tag, &value))
		before = (bm_str){before.ptr + 6, before.len - 6};
	for (size_t at = 0; at < before.len && length <= 70; length++)
		(void)bm_utf8_next(before, &at);
	return length == 70 && !bm_is_space(line.ptr[0]) &&
	       !bm_is_space(before.ptr[before.len - 1]) &&
	       strchr(".?!:", before.ptr[before.len - 1]) == NULL;
}

/*
 * A line that is no field goes on with the one before.  Programs put several
 * keywords, numbers and addresses on lines of their own.
 */
static void
other_line(bib_tag_reader *r, bm_str before, bm_str line)
{
	const bib_tagged *last;
	char tag[5];

	if (r->fields.list.len == 0)
		return; /* what stands before the first record */
	last = &r->fields.list.items[r->fields.list.len - 1];
	memcpy(tag, last->tag, sizeof tag);
	if (last->value.len > 0 &&
	    (strcmp(tag, "KW") == 0 || strcmp(tag, "SN") == 0 ||
	     (strcmp(tag, "UR") == 0 && bm_str_starts(line, "http"))))
		bib_fields_add(&r->fields, tag, line, last->line);
	else
		(void)bib_fields_more(&r->fields, line,
				      breaks_word(before, line));
}

/* Begins a record at its TY; the one before may have no end. */
static bm_status
begin_record(bib_tag_reader *r, uint32_t line)
{
	ris_own *own = r->own;
	bm_status status = BM_OK;

	if (own->has_type) {
		if (bib_fields_first_time(&r->fields, "ER"))
			bib_make_tell(&r->make, "bib-bad-value", line, 1,
				      "The record before this one has no end "
				      "(ER)");
		status = end_record(r);
	}
	own->has_type = true;
	return status;
}

static bm_status
read_lines(bib_tag_reader *r, bm_str text)
{
	bib_lines lines = {text, 0, 0};
	bm_status status = BM_OK;
	bm_str line, before = {"", 0}, value;
	char tag[5];

	for (; status == BM_OK && bib_lines_next(&lines, &line);
	     before = line) {
		if (bm_str_trim(line).len == 0)
			continue;
		if (!is_field(line, tag, &value)) {
			other_line(r, before, line);
			continue;
		}
		if (strcmp(tag, "ER") == 0) {
			status = end_record(r);
			continue;
		}
		if (strcmp(tag, "TY") == 0)
			status = begin_record(r, lines.line);
		if (strcmp(tag, "EF") != 0)
			bib_fields_add(&r->fields, tag, value, lines.line);
	}
	if (status == BM_OK)
		status = end_record(r);
	return status;
}

static const bib_tag_format ris = {
    .name = "RIS",
    .first = "TY",
    .rows = &ris_rows,
    .is_field = is_field,
    .read = read_lines,
    .make = make,
    .least = "title nor authors",
    .keep = ris_keep,
};

static bm_status
read_ris(bm_library *library, bm_str text, const char *file, bm_diags *diags)
{
	ris_own own = {0};

	return bib_tag_read(&ris, &own, library, text, file, diags);
}

static bib_guess
guess_ris(bm_str text)
{
	return bib_tag_guess(&ris, text);
}

const bib_format bib_ris = {
    .name = "ris",
    .title = "RIS (.ris)",
    .extensions = {"ris", "txt", NULL},
    .guess = guess_ris,
    .read = read_ris,
    .write = ris_write,
};
