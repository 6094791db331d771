/* Dates that a bibliography gives as text. */
#include "bib/internal.h"

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
				     "jul", "aug", "sep", "oct", "nov", "dec"};
static const char *const seasons[] = {"spring", "summer", "autumn", "winter"};

/* Whether s begins with a word of lower-case ASCII, case ignored. */
static bool
starts_word(bm_str s, const char *word)
{
	size_t n = strlen(word);

	if (s.len < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (bm_lower(s.ptr[i]) != word[i])
			return false;
	return true;
}

/* See internal.h. */
int
bib_season(int month)
{
	if (month >= 13 && month <= 16)
		return month - 12;
	if (month >= 21 && month <= 24)
		return month - 20;
	return 0;
}

/* See internal.h. */
int
bib_season_name(bm_str name)
{
	name = bm_str_trim(name);
	if (starts_word(name, "fall"))
		return 3;
	for (int i = 0; i < 4; i++)
		if (starts_word(name, seasons[i]))
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
		if (part == 0 && bib_season(n) > 0)
			out->season = bib_season(n);
		else if (part == 0 && n <= 12)
			out->month[end] = n;
		else if (part == 1 && n <= 31)
			out->day[end] = n;
		else
			return false;
	}
	return at == s.len || s.ptr[at] == 'T';
}

/* Words and numbers in any order: a month's name, a year, a day. */
static bool
english(bm_str s, bm_item_date *out)
{
	size_t at = 0;

	while (at < s.len) {
		bm_str rest = {s.ptr + at, s.len - at};
		size_t count;
		int n;

		if (bm_is_digit(s.ptr[at])) {
			n = digits(s, &at, &count);
			if (count >= 3 && !out->has_year) {
				out->year[0] = n;
				out->has_year = true;
			} else if (count <= 2 && n >= 1 && n <= 31 &&
				   out->day[0] == 0)
				out->day[0] = n;
			else
				return false;
			continue;
		}
		if (!bm_is_alpha(s.ptr[at])) {
			if (strchr(" ,.", s.ptr[at]) == NULL)
				return false;
			at++;
			continue;
		}
		n = 0;
		for (int i = 0; i < 12 && n == 0; i++)
			if (starts_word(rest, months[i]))
				n = i + 1;
		if (n > 0 && out->month[0] == 0)
			out->month[0] = n;
		else if (bib_season_name(rest) > 0)
			out->season = bib_season_name(rest);
		else
			return false;
		while (at < s.len && bm_is_alpha(s.ptr[at]))
			at++;
	}
	return out->has_year && (out->day[0] == 0 || out->month[0] != 0);
}

/* See internal.h. */
bool
bib_date_parse(bm_str text, bm_item_date *out)
{
	bm_item_date d = {0};
	bm_str s = bm_str_trim(text);
	size_t slash = bm_str_find(s, "/", 0);
	bm_str first = {s.ptr, slash}, second;

	if (edtf(first, &d, 0)) {
		if (slash < s.len) {
			second = (bm_str){s.ptr + slash + 1, s.len - slash - 1};
			d.is_range = true;
			if (second.len > 0 && !bm_str_is(second, "..") &&
			    !edtf(second, &d, 1))
				return false;
		}
		*out = d;
		return true;
	}
	d = (bm_item_date){0};
	if (!english(s, &d))
		return false;
	*out = d;
	return true;
}
