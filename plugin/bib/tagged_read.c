/* Reads files of tagged lines by what their format says of itself. */
#include <stdlib.h>

#include "bib/tagged.h"

/* See tagged.h. */
const bib_tagged *
bib_tag_field(const bib_tag_reader *r, const char *tag)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields.list.items[i].tag, tag) == 0)
			return &r->fields.list.items[i];
	return NULL;
}

/* See tagged.h. */
bm_str
bib_tag_value(const bib_tag_reader *r, const char *tag)
{
	const bib_tagged *f = bib_tag_field(r, tag);

	return f != NULL ? f->value : (bm_str){"", 0};
}

/* See tagged.h. */
void
bib_tag_bad(bib_tag_reader *r, const bib_tagged *field, const char *what)
{
	bib_make_tell(&r->make, "bib-bad-value", field->line, 1,
		      "Field %s \"%.*s\" %s", field->tag,
		      (int)(field->value.len > 200 ? 200 : field->value.len),
		      field->value.ptr, what);
}

static int
compare(const void *key, const void *element)
{
	return strcmp(key, ((const bib_tag_row *)element)->tag);
}

/* See tagged.h. */
const bib_tag_row *
bib_tag_find(const bib_tag_rows *rows, const char *tag)
{
	return bsearch(tag, rows->items, rows->count, sizeof *rows->items,
		       compare);
}

/* See tagged.h. */
void
bib_tag_fields(bib_tag_reader *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const bib_tagged *f = &r->fields.list.items[i];
		const bib_tag_row *row = bib_tag_find(r->format->rows, f->tag);

		if (f->value.len == 0)
			continue;
		if (row != NULL) {
			if (row->run != NULL)
				row->run(r, f, row->variable);
			continue;
		}
		if (r->format->keep != NULL)
			r->format->keep(r, f);
		if (bib_fields_first_time(&r->fields, f->tag))
			bib_make_tell(&r->make, "bib-unknown-field", f->line, 1,
				      "Field %s is not one of %s", f->tag,
				      r->format->name);
	}
}

/* See tagged.h. */
bm_status
bib_tag_record(bib_tag_reader *r, size_t count)
{
	bm_status status;
	uint32_t line;

	if (count == 0)
		return BM_OK;
	bib_fields_settle(&r->fields);
	line = r->fields.list.items[0].line;
	if (!bib_make_item(&r->make, line, 1))
		return BM_NO_MEMORY;
	r->count = count;
	r->records++;
	if (!r->format->make(r)) {
		bib_make_tell(&r->make, "bib-record", line, 1,
			      "A record has neither %s", r->format->least);
		r->make.item = NULL;
	}
	status = bib_make_end(&r->make);
	bib_fields_drop(&r->fields, count);
	return status;
}

/* See tagged.h. */
bm_status
bib_tag_read(const bib_tag_format *format, void *own, bm_library *library,
	     bm_str text, const char *file, bm_diags *diags)
{
	bm_arena *scratch = bm_arena_new(bm_arena_allocator(library->arena));
	bm_status status = BM_NO_MEMORY;
	bib_tag_reader r = {.format = format, .own = own};

	if (scratch == NULL)
		return BM_NO_MEMORY;
	bib_fields_init(&r.fields, scratch);
	if (bib_make_begin(&r.make, library, file, diags))
		status = format->read(&r, text);
	if (r.make.failed || r.fields.failed || bm_arena_failed(scratch) ||
	    bm_arena_failed(library->arena))
		status = BM_NO_MEMORY;
	if (status == BM_OK && r.records == 0) {
		bib_make_tell(&r.make, "bib-record", 1, 1,
			      "No record of %s was found", format->name);
		status = BM_BAD_INPUT;
	}
	bib_fields_free(&r.fields);
	bm_arena_free(scratch);
	return status;
}

/* How much of a text is looked at to know its format. */
enum { HEAD = 8192 };

/* See tagged.h. */
bib_guess
bib_tag_guess(const bib_tag_format *format, bm_str text)
{
	/* The head is enough, and other formats may have no lines at all. */
	bib_lines lines = {{text.ptr, text.len < HEAD ? text.len : HEAD}, 0, 0};
	bib_guess guess = BIB_GUESS_NO;
	bm_str line, value;
	char tag[5];

	while (bib_lines_next(&lines, &line)) {
		if (!format->is_field(line, tag, &value))
			continue;
		if (strcmp(tag, format->first) == 0)
			return BIB_GUESS_SURE;
		if (bm_streq(tag, format->foreign))
			return BIB_GUESS_NO;
		if (bib_tag_find(format->rows, tag) != NULL)
			guess = BIB_GUESS_MAYBE;
	}
	return guess;
}
