/* Reads lines, tags and values that go on over several lines. */
#include "bib/tagged.h"

/* See tagged.h. */
bool
bib_lines_next(bib_lines *lines, bm_str *out)
{
	bm_str text = lines->text;
	size_t at = lines->at;

	if (at >= text.len)
		return false;
	while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r')
		at++;
	*out = (bm_str){text.ptr + lines->at, at - lines->at};
	if (at + 1 < text.len && text.ptr[at] == '\r' &&
	    text.ptr[at + 1] == '\n')
		at++;
	lines->at = at + 1;
	lines->line++;
	return true;
}

/* See tagged.h. */
void
bib_fields_init(bib_fields *fields, bm_arena *arena)
{
	*fields = (bib_fields){0};
	fields->arena = arena;
	bm_buf_init(&fields->joined, bm_arena_allocator(arena));
	bm_map_init(&fields->told, arena);
}

/* See tagged.h. */
void
bib_fields_free(bib_fields *fields)
{
	bm_buf_free(&fields->joined);
}

/* See tagged.h. */
void
bib_fields_settle(bib_fields *fields)
{
	bm_str text = bm_buf_str(&fields->joined);

	if (!fields->joining)
		return;
	fields->joining = false;
	text.ptr = bm_arena_strndup(fields->arena, text.ptr, text.len);
	if (text.ptr == NULL || fields->joined.status != BM_OK)
		fields->failed = true;
	else
		fields->list.items[fields->list.len - 1].value = text;
	bm_buf_clear(&fields->joined);
}

/* See tagged.h. */
void
bib_fields_add(bib_fields *fields, const char *tag, bm_str value, uint32_t line)
{
	bib_tagged *f;

	bib_fields_settle(fields);
	f = BM_VEC_PUSH(fields->arena, &fields->list);
	if (f == NULL) {
		fields->failed = true;
		return;
	}
	memcpy(f->tag, tag, strlen(tag) + 1);
	f->value = bm_str_trim(value);
	f->line = line;
}

/* See tagged.h. */
bool
bib_fields_more(bib_fields *fields, bm_str text, bool broken)
{
	bib_tagged *last;

	if (fields->list.len == 0)
		return false;
	last = &fields->list.items[fields->list.len - 1];
	if (!fields->joining) {
		bm_buf_putstr(&fields->joined, last->value);
		fields->joining = true;
	}
	text = bm_str_trim(text);
	if (text.len > 0 && fields->joined.len > 0 && !broken)
		bm_buf_putc(&fields->joined, ' ');
	bm_buf_putstr(&fields->joined, text);
	return true;
}

/* See tagged.h. */
void
bib_fields_drop(bib_fields *fields, size_t count)
{
	size_t left = fields->list.len - count;

	if (left > 0 && count > 0)
		memmove(fields->list.items, fields->list.items + count,
			left * sizeof *fields->list.items);
	fields->list.len = left;
}

/* See tagged.h. */
bool
bib_fields_first_time(bib_fields *fields, const char *tag)
{
	bool is_new;
	void **place = bm_map_put(&fields->told, bm_str_of(tag), &is_new);

	if (place == NULL) {
		fields->failed = true;
		return false;
	}
	*place = fields;
	return is_new;
}

/* See tagged.h. */
bool
bib_tag_split(bm_str line, size_t shortest, char tag[5], bm_str *value)
{
	size_t n = 0, at;

	while (
	    n < line.len && n < 4 &&
	    (bm_is_alpha(line.ptr[n]) || (n > 0 && bm_is_digit(line.ptr[n])))) {
		char c = line.ptr[n];

		tag[n++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	tag[n] = '\0';
	at = n;
	while (at < line.len && at < n + 2 && line.ptr[at] == ' ')
		at++;
	if (n < shortest || at >= line.len || line.ptr[at] != '-')
		return false;
	at++;
	if (at < line.len && line.ptr[at] != ' ' && line.ptr[at] != '\t')
		return false;
	*value = (bm_str){line.ptr + at, line.len - at};
	return true;
}
