/* cs:date: parts, localised forms, ranges, seasons. */
#include <stdio.h>
#include <stdlib.h>

#include "csl/render.h"

typedef struct dater {
	csl_context *cx;
	const csl_date *date;
	const bm_item_date *value;
	csl_date_part parts[3]; /* what is printed, in order */
	size_t count;
	bm_str delimiter;
	bool lettered; /* the letter behind the year is in it */
} dater;

/* The month of one end; 13 to 16 stand for seasons, 0 is none. */
static int
month_of(const bm_item_date *v, int end)
{
	int season = end == 0 || !v->is_range ? v->season : v->season_end;

	if (v->month[end] != 0)
		return v->month[end];
	return season != 0 ? 12 + season : 0;
}

static bm_str
month_text(csl_context *cx, const char *form, int month)
{
	char name[24];

	if (month == 0)
		return (bm_str){0};
	if (month > 12) {
		snprintf(name, sizeof name, "season-%02d", month - 12);
		return csl_term_get(cx->locale, name, CSL_FORM_LONG, false);
	}
	if (bm_streq(form, "numeric"))
		return bm_str_of(bm_arena_printf(cx->arena, "%d", month));
	if (bm_streq(form, "numeric-leading-zeros"))
		return bm_str_of(bm_arena_printf(cx->arena, "%02d", month));
	snprintf(name, sizeof name, "month-%02d", month);
	return csl_term_get(
	    cx->locale, name,
	    bm_streq(form, "short") ? CSL_FORM_SHORT : CSL_FORM_LONG, false);
}

static bm_str
day_text(csl_context *cx, const char *form, int day, int month)
{
	char name[16];
	bm_str suffix;

	if (day == 0)
		return (bm_str){0};
	if (bm_streq(form, "numeric-leading-zeros"))
		return bm_str_of(bm_arena_printf(cx->arena, "%02d", day));
	if (bm_streq(form, "ordinal") &&
	    (day == 1 || !cx->locale->limit_day_ordinals)) {
		snprintf(name, sizeof name, "month-%02d", month);
		suffix = csl_ordinal_suffix(cx->locale, day,
					    csl_term_gender(cx->locale, name));
		return bm_str_of(
		    bm_arena_printf(cx->arena, "%d%.*s", day, (int)suffix.len,
				    suffix.ptr != NULL ? suffix.ptr : ""));
	}
	return bm_str_of(bm_arena_printf(cx->arena, "%d", day));
}

static bm_str
year_text(csl_context *cx, const char *form, int year)
{
	bm_str era = {0};

	if (year == 0)
		return (bm_str){0};
	if (bm_streq(form, "short") && year > 0)
		return bm_str_of(
		    bm_arena_printf(cx->arena, "%02d", year % 100));
	if (year < 0)
		era = csl_term_get(cx->locale, "bc", CSL_FORM_LONG, false);
	else if (year < 1000)
		era = csl_term_get(cx->locale, "ad", CSL_FORM_LONG, false);
	return bm_str_of(bm_arena_printf(cx->arena, "%d%.*s", abs(year),
					 (int)era.len,
					 era.ptr != NULL ? era.ptr : ""));
}

/*
 * The letter that tells works of one year apart, printed with the first year,
 * whichever date it is of (CSL 1.0.2, Disambiguation); of a range of years
 * it is for both of them, and stands behind the last.
 */
static bm_str
year_suffix(const dater *d, int end)
{
	const csl_context *cx = d->cx;
	const bm_item_date *v = d->value;

	if (v->is_range && end == 0 && v->year[1] != 0 &&
	    v->year[0] != v->year[1])
		return (bm_str){0};
	if (cx->ref == NULL || cx->sorting || cx->suffix_done ||
	    cx->style->uses_year_suffix)
		return (bm_str){0};
	return cx->ref->year_suffix;
}

/* One part of one end; NULL if the date does not have it. */
static csl_out *
part_out(dater *d, const csl_date_part *part, int end, bool bare_start,
	 bool bare_end)
{
	const bm_item_date *v = d->value;
	csl_look look = part->look;
	csl_context *cx = d->cx;
	bm_str s, letter = {0};
	csl_out *out;

	if (part->which == 0) {
		s = year_text(cx, part->form, v->year[end]);
		letter = year_suffix(d, end);
	} else if (part->which == 1) {
		s = month_text(cx, part->form, month_of(v, end));
		if (s.len == 0 && end == 0)
			s = v->season_text;
	} else
		s = day_text(cx, part->form, v->day[end], v->month[end]);
	if (s.len == 0)
		return NULL;
	if (bare_start)
		look.prefix = (bm_str){0};
	if (bare_end)
		look.suffix = (bm_str){0};
	/* Terms may have markup ("1<sup>er</sup>"), a year has none. */
	out = part->which == 0 ? csl_out_text(cx->arena, s)
			       : csl_field_parse(cx->arena, cx->locale, s);
	if (out != NULL && part->which == 0)
		out->is_year = true;
	d->lettered = d->lettered || letter.len > 0;
	if (letter.len > 0) {
		csl_out *both = csl_out_new(cx->arena, CSL_OUT_GROUP);
		csl_out *leaf = csl_out_text(cx->arena, letter);

		if (leaf != NULL)
			leaf->is_letter = leaf->no_case = true;
		csl_out_append(both, out);
		csl_out_append(both, leaf);
		out = both;
	}
	return csl_out_decorate(cx->arena, out, &look, true, cx->locale->lang);
}

/*
 * Appends the parts from..to of one end to out.  At a dash the part beside it
 * is bare: it has no delimiter and no affix on that side.
 */
static void
put_parts(dater *d, csl_out *out, size_t from, size_t to, int end,
	  bool bare_start, bool bare_end)
{
	size_t last = to;
	bool first = true;

	while (bare_end && last > from &&
	       part_out(d, &d->parts[last - 1], end, true, true) == NULL)
		last--;
	for (size_t i = from; i < to; i++) {
		csl_out *part =
		    part_out(d, &d->parts[i], end, bare_start && first,
			     bare_end && i + 1 == last);

		if (part == NULL)
			continue;
		if (out->children != NULL && d->delimiter.len > 0 &&
		    !(bare_start && first))
			csl_out_append(
			    out, csl_out_affix(d->cx->arena, d->delimiter));
		csl_out_append(out, part);
		first = false;
	}
}

/* The largest part in which the ends of a range differ; 3: in none. */
static int
differ(const bm_item_date *v)
{
	if (v->year[0] != v->year[1])
		return 0;
	if (month_of(v, 0) != month_of(v, 1))
		return 1;
	return v->day[0] != v->day[1] ? 2 : 3;
}

/* Whether one of the parts from..to is printed for either end. */
static bool
prints_any(dater *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (int end = 0; end < 2; end++)
			if (part_out(d, &d->parts[i], end, true, true) != NULL)
				return true;
	return false;
}

/*
 * A range: parts that differ, and smaller ones between them, are printed for
 * both ends, the others once ("1-5 March 2020").
 */
static void
put_range(dater *d, csl_out *out)
{
	int level = differ(d->value);
	size_t from = d->count, to = 0;
	bm_str dash = {0};

	for (size_t i = 0; i < d->count; i++) {
		if (d->parts[i].which < level)
			continue;
		from = i < from ? i : from;
		to = i + 1;
		if (d->parts[i].which == level ||
		    (dash.ptr == NULL && d->parts[i].range_delimiter.ptr))
			dash = d->parts[i].range_delimiter;
	}
	if (!prints_any(d, from, to)) {
		put_parts(d, out, 0, d->count, 0, false, false);
		return;
	}
	if (dash.ptr == NULL)
		dash = BM_STR("\xE2\x80\x93");
	put_parts(d, out, 0, from, 0, false, false);
	put_parts(d, out, from, to, 0, false, true);
	csl_out_append(out, csl_out_affix(d->cx->arena, dash));
	if (d->value->year[1] != 0) {
		put_parts(d, out, from, to, 1, true, to == d->count);
		put_parts(d, out, to, d->count, 1, false, false);
	}
}

/* Chooses the parts: the locale's, with what the style sets over it. */
static void
choose_parts(dater *d, const csl_look *look, csl_look *locale_look)
{
	const csl_date *form = d->date;

	*locale_look = (csl_look){0};
	d->delimiter = look->delimiter;
	if (form->form != NULL) {
		bool numeric = strcmp(form->form, "numeric") == 0;
		const csl_locale *l = d->cx->locale;

		form = numeric ? &l->numeric : &l->text;
		*locale_look = numeric ? l->numeric_look : l->text_look;
		d->delimiter = locale_look->delimiter;
	}
	for (size_t i = 0; i < form->part_count; i++) {
		csl_date_part part = form->parts[i];
		const csl_date_part *over = NULL;

		if (d->date->form != NULL) {
			if (part.which >= d->date->parts_wanted)
				continue;
			for (size_t j = 0; j < d->date->part_count; j++)
				if (d->date->parts[j].which == part.which)
					over = &d->date->parts[j];
		}
		if (over != NULL) {
			if (over->form != NULL)
				part.form = over->form;
			if (over->look.format != 0)
				part.look.format = over->look.format;
			if (over->look.text_case != CSL_CASE_NONE)
				part.look.text_case = over->look.text_case;
			if (over->look.strip_periods)
				part.look.strip_periods = true;
			if (over->range_delimiter.ptr != NULL)
				part.range_delimiter = over->range_delimiter;
		}
		d->parts[d->count++] = part;
	}
}

/* A date in words stands where the year would. */
static csl_out *
literal_out(const dater *d, const csl_look *look)
{
	csl_context *cx = d->cx;
	csl_out *out;
	size_t i = 0;

	while (i < d->count && d->parts[i].which != 0)
		i++;
	if (i == d->count && i > 0)
		return NULL;
	out = csl_field_parse(cx->arena, cx->locale, d->value->literal);
	if (i < d->count)
		out = csl_out_decorate(cx->arena, out, &d->parts[i].look,
				       cx->english, cx->lang);
	return csl_out_decorate(cx->arena, out, look, cx->english, cx->lang);
}

/* See render.h. */
csl_out *
csl_render_date_as(csl_context *cx, const csl_date *date, const csl_look *look,
		   const bm_item_date *value)
{
	dater d = {cx, date, value, {{0}}, 0, {0}, false};
	csl_look locale_look;
	csl_out *out;

	choose_parts(&d, look, &locale_look);
	if (value->literal.len > 0 && !value->has_year)
		return literal_out(&d, look);
	out = csl_out_new(cx->arena, CSL_OUT_GROUP);
	if (out == NULL)
		return NULL;
	if (value->is_range)
		put_range(&d, out);
	else
		put_parts(&d, out, 0, d.count, 0, false, false);
	if (out->children == NULL)
		return NULL;
	if (d.lettered)
		cx->suffix_done = true;
	return csl_out_decorate(cx->arena, out, look, true, cx->locale->lang);
}

/* How much of a date the element prints: 1 its year, 2 the month too ... */
static int
date_parts(const csl_date *date)
{
	int parts = 1;

	if (date->form != NULL)
		return date->parts_wanted;
	for (size_t i = 0; i < date->part_count; i++)
		if (date->parts[i].which + 1 > parts)
			parts = date->parts[i].which + 1;
	return parts;
}

/* See render.h. */
csl_out *
csl_render_date(csl_context *cx, const csl_node *node)
{
	const bm_item_date *value = csl_date_variable(cx, node->variable);
	csl_out *out;

	cx->asked = true;
	/* When a page was looked at makes no other work of it. */
	if (cx->comparing && bm_streq(node->variable, "accessed"))
		return NULL;
	if (value == NULL || csl_variable_used(cx, node->variable) ||
	    node->date == NULL)
		return NULL;
	if (cx->sorting) {
		bm_str key =
		    csl_date_key(cx->arena, value, date_parts(node->date));

		cx->found = cx->found || key.len > 0;
		return csl_out_text(cx->arena, key);
	}
	out = csl_render_date_as(cx, node->date, &node->look, value);
	/* A date in words is there even where its year is not asked for. */
	if (out == NULL) {
		cx->found = cx->found || !value->has_year;
		return NULL;
	}
	cx->found = true;
	cx->variables++;
	if (cx->in_substitute && cx->used_count < 8)
		cx->used[cx->used_count++] = node->variable;
	return out;
}

/* See render.h. */
bm_str
csl_date_key(bm_arena *arena, const bm_item_date *date, int parts)
{
	int n[6] = {0};

	if (!date->has_year)
		return (bm_str){0}; /* "in press" comes behind all years */
	for (int end = 0; end <= (int)date->is_range; end++) {
		n[end * 3] = date->year[end] + 100000;
		if (parts > 1)
			n[end * 3 + 1] = month_of(date, end);
		if (parts > 2)
			n[end * 3 + 2] = date->day[end];
	}
	return bm_str_of(bm_arena_printf(arena, "%06d%02d%02d%06d%02d%02d",
					 n[0], n[1], n[2], n[3], n[4], n[5]));
}
