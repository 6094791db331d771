/* Reads RIS, the format that most publishers and databases hand out. */
#include <stdio.h>

#include "bib/ris.h"

/* See ris.h. */
const bib_tagged *
ris_field(const ris_reader *r, const char *tag)
{
	for (size_t i = 0; i < r->fields.list.len; i++)
		if (strcmp(r->fields.list.items[i].tag, tag) == 0)
			return &r->fields.list.items[i];
	return NULL;
}

/* See ris.h. */
bm_str
ris_value(const ris_reader *r, const char *tag)
{
	const bib_tagged *f = ris_field(r, tag);

	return f != NULL ? f->value : (bm_str){"", 0};
}

/* See ris.h. */
void
ris_bad(ris_reader *r, const bib_tagged *field, const char *what)
{
	bib_make_tell(&r->make, "bib-bad-value", field->line, 1,
		      "Field %s \"%.*s\" %s", field->tag,
		      (int)(field->value.len > 200 ? 200 : field->value.len),
		      field->value.ptr, what);
}

/* See ris.h. */
void
ris_keep(ris_reader *r, const bib_tagged *field)
{
	char name[32];

	snprintf(name, sizeof name, "custom.ris.%s", field->tag);
	bib_make_join(&r->make, name, field->value, "; ");
}

/* The CSL type; without one that is known it is a document. */
static void
make_type(ris_reader *r)
{
	const bib_tagged *ty = ris_field(r, "TY");
	const char *type = ty != NULL ? ris_type_csl(ty->value) : NULL;
	uint32_t line = r->fields.list.items[0].line;

	r->type = ty != NULL ? ty->value : (bm_str){"", 0};
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

/* Makes an item of the fields so far, and forgets them. */
static bm_status
make_record(ris_reader *r)
{
	bm_status status;
	uint32_t line;

	r->has_type = false;
	if (r->fields.list.len == 0)
		return BM_OK;
	bib_fields_settle(&r->fields);
	line = r->fields.list.items[0].line;
	if (!bib_make_item(&r->make, line, 1))
		return BM_NO_MEMORY;
	r->records++;
	make_type(r);
	ris_make_fields(r);
	ris_make_together(r);
	if (bib_make_get(&r->make, "title").len == 0 &&
	    bib_make_get(&r->make, "container-title").len == 0 &&
	    bm_item_get(r->make.item, "author") == NULL) {
		bib_make_tell(&r->make, "bib-record", line, 1,
			      "A record has neither title nor authors");
		r->make.item = NULL;
	}
	status = bib_make_end(&r->make);
	bib_fields_drop(&r->fields, r->fields.list.len);
	return status;
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
	if (ris_tag_known(tag))
		return spaces == 2 || (spaces == 1 && !small);
	return spaces == 2 && !small;
}

/*
 * A line that is no field goes on with the one before.  Programs put several
 * keywords, numbers and addresses on lines of their own.
 */
static void
other_line(ris_reader *r, bm_str line)
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
		(void)bib_fields_more(&r->fields, line);
}

static bm_status
read_lines(ris_reader *r, bm_str text)
{
	bib_lines lines = {text, 0, 0};
	bm_status status = BM_OK;
	bm_str line, value;
	char tag[5];

	while (status == BM_OK && bib_lines_next(&lines, &line)) {
		if (bm_str_trim(line).len == 0)
			continue;
		if (!is_field(line, tag, &value)) {
			other_line(r, line);
			continue;
		}
		if (strcmp(tag, "ER") == 0) {
			status = make_record(r);
			continue;
		}
		if (strcmp(tag, "TY") == 0) {
			if (r->has_type) {
				if (bib_fields_first_time(&r->fields, "ER"))
					bib_make_tell(&r->make, "bib-bad-value",
						      lines.line, 1,
						      "The record before this "
						      "one has no end (ER)");
				status = make_record(r);
			}
			r->has_type = true;
		}
		if (strcmp(tag, "EF") != 0)
			bib_fields_add(&r->fields, tag, value, lines.line);
	}
	if (status == BM_OK)
		status = make_record(r);
	return status;
}

static bm_status
read_ris(bm_library *library, bm_str text, const char *file, bm_diags *diags)
{
	bm_arena *scratch = bm_arena_new(bm_arena_allocator(library->arena));
	bm_status status = BM_NO_MEMORY;
	ris_reader r = {0};

	if (scratch == NULL)
		return BM_NO_MEMORY;
	bib_fields_init(&r.fields, scratch);
	if (bib_make_begin(&r.make, library, file, diags))
		status = read_lines(&r, text);
	if (r.make.failed || r.fields.failed || bm_arena_failed(scratch) ||
	    bm_arena_failed(library->arena))
		status = BM_NO_MEMORY;
	if (status == BM_OK && r.records == 0) {
		bib_make_tell(&r.make, "bib-record", 1, 1,
			      "No record of RIS was found");
		status = BM_BAD_INPUT;
	}
	bib_fields_free(&r.fields);
	bm_arena_free(scratch);
	return status;
}

/* Sure by the TY that each record begins with. */
static bib_guess
guess_ris(bm_str text)
{
	bib_lines lines = {text, 0, 0};
	bib_guess guess = BIB_GUESS_NO;
	bm_str line, value;
	char tag[5];

	while (lines.at < 8192 && bib_lines_next(&lines, &line)) {
		if (!is_field(line, tag, &value))
			continue;
		if (strcmp(tag, "TY") == 0)
			return BIB_GUESS_SURE;
		if (ris_tag_known(tag))
			guess = BIB_GUESS_MAYBE;
	}
	return guess;
}

const bib_format bib_ris = {
    .name = "ris",
    .title = "RIS (.ris)",
    .extensions = {"ris", "txt", NULL},
    .guess = guess_ris,
    .read = read_ris,
    .write = ris_write,
};
