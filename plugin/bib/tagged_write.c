/* Writes fields with tags: values on one line or broken, what is lost. */
#include "bib/tagged.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
				     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const seasons[] = {"Spring", "Summer", "Autumn", "Winter"};

/* See tagged.h. */
void
bib_tag_begin(bib_tag_writer *w, const bm_item *item)
{
	w->item = item;
	bm_map_init(&w->held, w->arena);
}

/* Puts the words of a value; lines end before they are too long. */
static void
put_words(bib_tag_writer *w, bm_str value, size_t column)
{
	bool first = true;
	size_t at = 0;

	while (at < value.len) {
		size_t start;

		while (at < value.len && bm_is_space(value.ptr[at]))
			at++;
		start = at;
		while (at < value.len && !bm_is_space(value.ptr[at]))
			at++;
		if (at == start)
			break;
		if (!first && w->width > 0 &&
		    column + 1 + (at - start) > w->width) {
			bm_buf_puts(w->out, w->line_end);
			bm_buf_puts(w->out, "      ");
			column = 6;
		} else if (!first) {
			bm_buf_putc(w->out, ' ');
			column++;
		}
		bm_buf_put(w->out, value.ptr + start, at - start);
		column += at - start;
		first = false;
	}
}

/* See tagged.h. */
void
bib_tag_put(bib_tag_writer *w, const char *tag, bm_str value)
{
	if (bm_str_trim(value).len == 0)
		return;
	bm_buf_printf(w->out, "%-4s- ", tag);
	put_words(w, value, 6);
	bm_buf_puts(w->out, w->line_end);
}

/* See tagged.h. */
const bm_value *
bib_tag_take_value(bib_tag_writer *w, const char *variable)
{
	const bm_value *value = bm_item_get(w->item, variable);
	bool is_new;
	void **place;

	if (value == NULL)
		return NULL;
	place = bm_map_put(&w->held, bm_str_of(variable), &is_new);
	if (place != NULL)
		*place = w;
	return value;
}

/* See tagged.h. */
bm_str
bib_tag_take(bib_tag_writer *w, const char *variable)
{
	const bm_value *value = bm_item_get(w->item, variable);

	if (value == NULL || value->kind != BM_VALUE_TEXT)
		return (bm_str){"", 0};
	(void)bib_tag_take_value(w, variable);
	return value->text;
}

/* See tagged.h. */
void
bib_tag_text(bib_tag_writer *w, const char *tag, const char *variable)
{
	bib_tag_put(w, tag, bib_tag_take(w, variable));
}

/* See tagged.h. */
void
bib_tag_list(bib_tag_writer *w, const char *tag, const char *variable,
	     const char *separator)
{
	bm_str s = bib_tag_take(w, variable);
	size_t at = 0;

	while (at < s.len) {
		size_t end = bm_str_find(s, separator, at);

		bib_tag_put(w, tag, (bm_str){s.ptr + at, end - at});
		at = end + strlen(separator);
	}
}

/* The family name with the particles that belong to it. */
static void
put_family(bm_buf *out, const bm_name *name)
{
	bm_str particle = name->non_dropping_particle;

	bm_buf_putstr(out, particle);
	if (particle.len > 0 && particle.ptr[particle.len - 1] != '\'')
		bm_buf_putc(out, ' ');
	bm_buf_putstr(out, name->family);
}

static void
put_given(bm_buf *out, const bm_name *name)
{
	bm_buf_putstr(out, name->given);
	if (name->dropping_particle.len > 0) {
		if (name->given.len > 0)
			bm_buf_putc(out, ' ');
		bm_buf_putstr(out, name->dropping_particle);
	}
}

/* Copies what a buffer holds into the arena, and frees it. */
static bm_str
settle(bib_tag_writer *w, bm_buf *buf)
{
	bm_str made = {"", 0};

	if (buf->status == BM_OK && buf->len > 0) {
		made.ptr = bm_arena_strndup(w->arena, buf->ptr, buf->len);
		made.len = made.ptr != NULL ? buf->len : 0;
	}
	if (buf->status != BM_OK || (buf->len > 0 && made.len == 0))
		w->failed = true;
	bm_buf_free(buf);
	return made;
}

/* See tagged.h. */
bm_str
bib_tag_name(bib_tag_writer *w, const bm_name *name, const char *suffix_mark)
{
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(w->arena));
	if (name->literal.len > 0)
		bm_buf_putstr(&out, name->literal);
	else {
		put_family(&out, name);
		if (name->given.len + name->dropping_particle.len > 0) {
			bm_buf_puts(&out, ", ");
			put_given(&out, name);
		}
		if (name->suffix.len > 0) {
			bm_buf_puts(&out, suffix_mark);
			bm_buf_putstr(&out, name->suffix);
		}
	}
	return settle(w, &out);
}

/* See tagged.h. */
bm_str
bib_tag_short_name(bib_tag_writer *w, const bm_name *name)
{
	bool at_start = true;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(w->arena));
	put_family(&out, name);
	for (size_t at = 0, from = 0; at < name->given.len; from = at) {
		uint32_t c = bm_utf8_next(name->given, &at);

		if (c == ' ' || c == '-' || c == '.') {
			at_start = true;
			continue;
		}
		if (at_start && out.len > 0 && from == 0)
			bm_buf_putc(&out, ' ');
		if (at_start)
			bm_buf_put(&out, name->given.ptr + from, at - from);
		at_start = false;
	}
	if (name->suffix.len > 0) {
		bm_buf_putc(&out, ' ');
		bm_buf_putstr(&out, name->suffix);
	}
	return settle(w, &out);
}

/* ---- Dates ---- */

static void
put_day(bm_buf *out, int month, int day)
{
	if (month >= 1 && month <= 12)
		bm_buf_printf(out, " %s", months[month - 1]);
	if (day > 0)
		bm_buf_printf(out, " %d", day);
}

/* See tagged.h. */
bm_str
bib_tag_date(bib_tag_writer *w, const bm_item_date *d)
{
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(w->arena));
	if (!d->has_year)
		bm_buf_putstr(&out, d->literal.len > 0 ? d->literal : d->raw);
	else
		bm_buf_printf(&out, "%04d", d->year[0]);
	if (d->has_year && d->season >= 1 && d->season <= 4)
		bm_buf_printf(&out, " %s", seasons[d->season - 1]);
	else if (d->has_year)
		put_day(&out, d->month[0], d->day[0]);
	if (d->has_year && d->is_range && d->year[1] != 0) {
		bool same_year = d->year[0] == d->year[1];
		bool same_month = same_year && d->month[0] == d->month[1];

		bm_buf_putc(&out, '-');
		if (!same_year)
			bm_buf_printf(&out, "%04d", d->year[1]);
		if (same_month && d->day[1] > 0)
			bm_buf_printf(&out, "%d", d->day[1]);
		else if (same_year && d->month[1] > 0)
			bm_buf_printf(&out, "%s", months[d->month[1] - 1]);
		else if (d->month[1] > 0)
			bm_buf_printf(&out, " %s", months[d->month[1] - 1]);
		if (!same_month && d->day[1] > 0)
			bm_buf_printf(&out, " %d", d->day[1]);
	}
	return settle(w, &out);
}

/* ---- What is lost ---- */

static void
tell(bib_tag_writer *w, const char *what)
{
	bm_diag_add(w->diags, bib_rule("bib-lost"), &w->item->pos,
		    "Item \"%.*s\": %s cannot hold %s", (int)w->item->id.len,
		    w->item->id.ptr, w->format, what);
}

/* See tagged.h. */
void
bib_tag_lost(bib_tag_writer *w, const char *what)
{
	tell(w, what);
}

/* See tagged.h. */
void
bib_tag_end(bib_tag_writer *w)
{
	bm_buf names;

	bm_buf_init(&names, bm_arena_allocator(w->arena));
	for (size_t i = 0; i < w->item->values.len; i++) {
		const bm_map_entry *e = &w->item->values.entries[i];

		if (e->value == NULL || bm_map_get(&w->held, e->key) != NULL)
			continue;
		if (names.len > 0)
			bm_buf_puts(&names, ", ");
		bm_buf_putstr(&names, e->key);
	}
	if (names.status != BM_OK)
		w->failed = true;
	else if (names.len > 0)
		tell(w, bm_buf_cstr(&names));
	bm_buf_free(&names);
}

/* See tagged.h. */
bm_status
bib_tag_finish(const bib_tag_writer *w)
{
	if (w->failed || bm_arena_failed(w->arena))
		return BM_NO_MEMORY;
	return w->out->status;
}
