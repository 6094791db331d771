/* Dates that a bibliography gives as text. */
#include "bib/internal.h"

static const char *const seasons[] = {"spring", "summer", "autumn", "winter"};

/* See internal.h. */
int
bib_season(int month)
{
	if (month >= 13 && month <= 20)
		return (month - 13) % 4 + 1;
	if (month >= 21 && month <= 24)
		return month - 20;
	return 0;
}

/* See internal.h. */
int
bib_season_name(bm_str name)
{
	name = bm_str_trim(name);
	if (bm_str_starts_nocase(name, "fall"))
		return 3;
	for (int i = 0; i < 4; i++)
		if (bm_str_starts_nocase(name, seasons[i]))
			return i + 1;
	return 0;
}

/* A run of up to 6 digits at *at; -1 if there is none. */
static int
digits(bm_str s, size_t *at, size_t *count)
{
	size_t start = *at;
	int n = 0;

	while (*at < s.len && bm_is_digit(s.ptr[*at]) && *at - start < 6)
		n = n * 10 + (s.ptr[(*at)++] - '0');
	*count = *at - start;
	return *count > 0 ? n : -1;
}

/* One EDTF level 0 date with its qualifier, into place `end` of out. */
static bool
edtf(bm_str s, bm_item_date *out, int end)
{
	size_t at = 0, count;
	bool negative = s.len > 0 && s.ptr[0] == '-';
	int n;

	while (s.len > 0 &&
	       (s.ptr[s.len - 1] == '~' || s.ptr[s.len - 1] == '?' ||
		s.ptr[s.len - 1] == '%')) {
		out->circa = true;
		s.len--;
	}
	if (negative)
		at++;
	n = digits(s, &at, &count);
	if (n < 0 || count < 3 || count > 5)
		return false;
	out->year[end] = negative ? -n : n;
	out->has_year = true;
	for (int part = 0; part < 2 && at < s.len; part++) {
		if (s.ptr[at] == 'T' && part > 0)
			return true;
		if (s.ptr[at++] != '-')
			return false;
		n = digits(s, &at, &count);
		if (n < 0 || count > 2)
			return false;
		if (part == 0 && bib_season(n) > 0 && count == 2)
			*(end == 0 ? &out->season : &out->season_end) =
			    bib_season(n);
		else if (part == 0 && n <= 12)
			out->month[end] = n;
		else if (part == 1 && n <= 31)
			out->day[end] = n;
		else
			return false;
	}
	return at == s.len || s.ptr[at] == 'T';
}

/* ---- Words and numbers in any order ---- */

/* One end of a date, or what the text says of it. */
typedef struct fields {
	int year, month, day, season;
	bool bc;
} fields;

typedef struct reader {
	bm_str s;
	size_t at;
	fields end[2];
	int current; /* 1 behind the dash of a range */
	bool circa;
} reader;

/* A number: a year by its length, or a day. */
static bool
take_number(reader *r)
{
	fields *f = &r->end[r->current];
	size_t count;
	int n = digits(r->s, &r->at, &count);

	if (count >= 3 && count <= 4 && f->year == 0) {
		f->year = n;
		return true;
	}
	if (count > 2 || n < 1 || n > 31 || f->day != 0)
		return false;
	f->day = n;
	return true;
}

/* See internal.h. */
int
bib_month_name(bm_str word)
{
	static const char *const months[] = {"jan", "feb", "mar", "apr",
					     "may", "jun", "jul", "aug",
					     "sep", "oct", "nov", "dec"};

	for (int i = 0; i < 12; i++)
		if (bm_str_starts_nocase(word, months[i]))
			return i + 1;
	return 0;
}

/* The name of a month or season, or a word for "about" or "before Christ". */
static bool
take_word(reader *r)
{
	fields *f = &r->end[r->current];
	size_t start = r->at;
	bm_str word;

	while (r->at < r->s.len && bm_is_alpha(r->s.ptr[r->at]))
		r->at++;
	word = (bm_str){r->s.ptr + start, r->at - start};
	if (bm_str_starts_nocase(word, "bc") && word.len <= 3) {
		f->bc = true;
		if (f->year == 0 && f->month == 0) {
			f->year = f->day;
			f->day = 0;
		}
	} else if (bib_month_name(word) > 0 && f->month == 0)
		f->month = bib_month_name(word);
	else if (bib_season_name(word) > 0 && f->season == 0)
		f->season = bib_season_name(word);
	else if (start == 0 &&
		 (bm_str_is(word, "c") || bm_str_is(word, "ca") ||
		  bm_str_is(word, "circa") || bm_str_is(word, "about")))
		r->circa = true;
	else
		return false;
	return true;
}

/* The dash between the ends of a range; its length, or 0. */
static size_t
dash_at(bm_str s, size_t at)
{
	bm_str rest = {s.ptr + at, s.len - at};

	if (bm_str_starts(rest, "--"))
		return 2;
	if (bm_str_starts(rest, "-") || bm_str_starts(rest, "/"))
		return 1;
	return bm_str_starts(rest, "\xE2\x80\x93") ? 3 : 0;
}

/* What one end leaves out and the other has: "Mar 5-9, 2020". */
static void
share(fields *a, fields *b)
{
	if (a->year == 0) {
		a->year = b->year;
		a->bc = b->bc;
	}
	if (b->year == 0) {
		b->year = a->year;
		b->bc = a->bc;
	}
	if (a->month == 0 && a->day != 0)
		a->month = b->month;
	if (b->month == 0 && b->day != 0)
		b->month = a->month;
}

static bool
words(bm_str s, bm_item_date *out)
{
	reader r = {0};
	size_t n;

	r.s = s;
	while (r.at < s.len) {
		n = dash_at(s, r.at);
		if (n > 0) {
			if (r.current++ > 0)
				return false;
			r.at += n;
		} else if (bm_is_digit(s.ptr[r.at])) {
			if (!take_number(&r))
				return false;
		} else if (bm_is_alpha(s.ptr[r.at])) {
			if (!take_word(&r))
				return false;
		} else if (strchr(" ,.", s.ptr[r.at]) == NULL)
			return false;
		else
			r.at++;
	}
	out->is_range = r.current == 1;
	if (out->is_range)
		share(&r.end[0], &r.end[1]);
	for (int i = 0; i <= r.current; i++) {
		const fields *f = &r.end[i];

		if (f->year == 0 || (f->day != 0 && f->month == 0))
			return false;
		out->year[i] = f->bc ? -f->year : f->year;
		out->month[i] = f->month;
		out->day[i] = f->day;
		*(i == 0 ? &out->season : &out->season_end) = f->season;
	}
	out->circa = r.circa;
	out->has_year = true;
	return true;
}

/*
 * Numbers with slashes: month, day, year, unless the first can be no month.
 */
static bool
slashes(bm_str s, bm_item_date *out)
{
	int n[3] = {0};
	size_t at = 0, count = 0, i = 0;

	for (; i < 3; i++) {
		n[i] = digits(s, &at, &count);
		if (n[i] < 1 || at == s.len)
			break;
		if (s.ptr[at++] != '/' || count > 2)
			return false;
	}
	if (at != s.len || count != 4 || i == 0 || i > 2)
		return false;
	if (i == 2 && n[0] > 12) {
		int day = n[0];

		n[0] = n[1];
		n[1] = day;
	}
	if (n[0] > 12 || (i == 2 && n[1] > 31))
		return false;
	out->year[0] = n[i];
	out->month[0] = n[0];
	out->day[0] = i == 2 ? n[1] : 0;
	out->has_year = true;
	return true;
}

/* See internal.h. */
bool
bib_date_parse(bm_str text, bm_item_date *out)
{
	bm_item_date d = {0};
	bm_str s = bm_str_trim(text), first, second;
	size_t slash;

	if (s.len > 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']')
		s = bm_str_trim((bm_str){s.ptr + 1, s.len - 2});
	slash = bm_str_find(s, "/", 0);
	first = (bm_str){s.ptr, slash};
	if (edtf(first, &d, 0)) {
		if (slash < s.len) {
			second = (bm_str){s.ptr + slash + 1, s.len - slash - 1};
			d.is_range = true;
			/* "open" and "unknown" are of an older EDTF. */
			if (second.len > 0 && !bm_str_is(second, "..") &&
			    !bm_str_is(second, "open") &&
			    !bm_str_is(second, "unknown") &&
			    !edtf(second, &d, 1))
				return false;
		}
		*out = d;
		return true;
	}
	d = (bm_item_date){0};
	if (!words(s, &d)) {
		d = (bm_item_date){0};
		if (!slashes(s, &d))
			return false;
	}
	*out = d;
	return true;
}
