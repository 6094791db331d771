/* Dates as PubMed writes them: "1998 Dec-1999 Jan", "2011 Winter". */
#include "bib/nbib.h"

/* What stands before or behind the hyphen of a date. */
typedef struct half {
	int year, month, day, season;
	bool known; /* every word of it */
} half;

static half
parse_half(bm_str s)
{
	half h = {0};
	bm_str word;

	h.known = true;
	while (bm_str_split(&s, ' ', &word)) {
		int n = 0;
		size_t at = 0;

		while (at < word.len && at < 5 && bm_is_digit(word.ptr[at]))
			n = 10 * n + (word.ptr[at++] - '0');
		if (word.len == 0)
			continue;
		if (at == word.len && at == 4 && h.year == 0 && n > 0)
			h.year = n;
		else if (at == word.len && at <= 2 && n >= 1 && n <= 31 &&
			 h.day == 0)
			h.day = n;
		else if (bib_month_name(word) > 0 && h.month == 0)
			h.month = bib_month_name(word);
		else if (bib_season_name(word) > 0 && h.season == 0)
			h.season = bib_season_name(word);
		else
			h.known = false;
	}
	if (h.day > 0 && h.month == 0)
		h.known = h.year == 0 && h.season == 0 && h.known;
	return h;
}

/* See tagged.h. */
bool
bib_tag_date_read(bm_str text, bm_item_date *out)
{
	size_t dash = bm_str_find(text, "-", 0);
	half a = parse_half((bm_str){text.ptr, dash}), b = {0};

	*out = (bm_item_date){0};
	if (dash < text.len)
		b = parse_half(
		    (bm_str){text.ptr + dash + 1, text.len - dash - 1});
	out->year[0] = a.year;
	out->has_year = a.year != 0;
	if (a.year == 0 || !a.known || (a.day > 0 && a.month == 0)) {
		out->month[0] = a.known ? a.month : 0;
		return false;
	}
	out->month[0] = a.month;
	out->day[0] = a.day;
	out->season = a.season;
	if (dash == text.len)
		return true;
	/* "Jan-Feb": what the end leaves out is that of the beginning. */
	if (!b.known || a.season > 0 || b.season > 0 ||
	    (b.day > 0 && b.month == 0 && a.day == 0))
		return false;
	out->is_range = true;
	out->year[1] = b.year > 0 ? b.year : a.year;
	out->month[1] = b.month > 0 || b.year > 0 ? b.month : a.month;
	out->day[1] = b.day;
	return true;
}

/* "20170316", the first date online. */
static bool
compact_date(bm_str s, bm_item_date *out)
{
	int n = 0;

	*out = (bm_item_date){0};
	for (size_t i = 0; i < s.len && i < 9; i++) {
		if (!bm_is_digit(s.ptr[i]))
			return false;
		n = 10 * n + (s.ptr[i] - '0');
	}
	if (s.len != 8 || n < 10000000)
		return false;
	out->year[0] = n / 10000;
	out->month[0] = n / 100 % 100;
	out->day[0] = n % 100;
	out->has_year = true;
	return out->month[0] >= 1 && out->month[0] <= 12 && out->day[0] >= 1 &&
	       out->day[0] <= 31;
}

/* Whether a work was first online before it was published, as far as known. */
static bool
came_before(const bm_item_date *online, const bm_item_date *issued)
{
	if (online->year[0] != issued->year[0])
		return online->year[0] < issued->year[0];
	if (issued->month[0] == 0)
		return true;
	if (online->month[0] != issued->month[0])
		return online->month[0] < issued->month[0];
	return issued->day[0] == 0 || online->day[0] < issued->day[0];
}

/* Sets the date of publication, and the first one online where it tells. */
void
nbib_dates(bib_tag_reader *r)
{
	const bib_tagged *dp = bib_tag_field(r, "DP"),
			 *dep = bib_tag_field(r, "DEP");
	bm_item_date issued = {0}, online = {0};

	if (dp != NULL && dp->value.len > 0) {
		if (!bib_tag_date_read(dp->value, &issued)) {
			bib_tag_bad(
			    r, dp,
			    issued.has_year
				? "is understood in part; it is kept as "
				  "it is written"
				: "is not understood");
			issued.raw = dp->value;
			if (!issued.has_year)
				issued.literal = dp->value;
		}
		bib_make_date(&r->make, "issued", &issued);
	}
	if (dep == NULL || dep->value.len == 0)
		return;
	if (!compact_date(dep->value, &online)) {
		bib_tag_bad(r, dep, "is no date");
		return;
	}
	if (!issued.has_year)
		bib_make_date(&r->make, "issued", &online);
	if (!issued.has_year || came_before(&online, &issued))
		bib_make_date(&r->make, "available-date", &online);
}
