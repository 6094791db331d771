/* What several fields of a RIS record say together. */
#include <stdio.h>

#include "bib/ris.h"

/* ---- Titles ---- */

/* The same letters and digits, case aside. */
static bool
same(bm_str a, bm_str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (bm_lower(a.ptr[i]) != bm_lower(b.ptr[i]))
			return false;
	return true;
}

/*
 * The journal.  Which of JF, JO, JA, J2 and T2 is the full title and which the
 * abbreviation depends on who wrote the file: the longest is the title, the
 * shortest of the others the abbreviation.
 */
static void
make_journal(bib_tag_reader *r)
{
	static const char *const tags[] = {"JF", "T2", "JO", "BT", "JA",
					   "J2", "J1", "JI", "J9"};
	bm_str title = {"", 0}, brief = {"", 0};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		bm_str s = bib_tag_value(r, tags[i]);

		if (s.len > title.len)
			title = s;
	}
	for (size_t i = sizeof tags / sizeof *tags; i-- > 0;) {
		bm_str s = bib_tag_value(r, tags[i]);

		if (s.len > 0 && !same(s, title) &&
		    (brief.len == 0 || s.len < brief.len))
			brief = s;
	}
	bib_make_text(&r->make, "container-title", title);
	bib_make_text(&r->make, "container-title-short", brief);
}

/* Keeps what a record has under a tag and the item does not need. */
static void
keep(bib_tag_reader *r, const char *tag)
{
	const bib_tagged *f = bib_tag_field(r, tag);

	if (f != NULL && f->value.len > 0 &&
	    !same(f->value, bib_make_get(&r->make, "title")) &&
	    !same(f->value, bib_make_get(&r->make, "container-title")))
		ris_keep(r, f);
}

/* What a work that is no article is printed in, or the series it is of. */
static void
make_book(bib_tag_reader *r)
{
	static const char *const names[] = {"JF", "JO", "JA", "J2", "J1"};
	bm_str type = r->make.item->type, proceedings = bib_tag_value(r, "C3");
	const char *variable = "container-title";
	bool book = ris_is_book(type);

	if (bm_str_is(type, "thesis"))
		variable = "division";
	else if (book)
		variable = "collection-title";
	else if (bm_str_is(type, "paper-conference") && proceedings.len > 0) {
		bib_make_text(&r->make, "container-title", proceedings);
		variable = "event-title";
	} else
		bib_make_text(&r->make, variable, bib_tag_value(r, "BT"));
	if (!bib_make_text(&r->make, variable, bib_tag_value(r, "T2")))
		keep(r, "T2");
	for (size_t i = 0; i < 5; i++)
		if (book || !bib_make_text(&r->make,
					   i < 2 ? "container-title"
						 : "container-title-short",
					   bib_tag_value(r, names[i])))
			keep(r, names[i]);
	if (book)
		keep(r, "BT");
}

static void
make_titles(bib_tag_reader *r)
{
	static const char *const tags[] = {"T1", "TI", "CT", "BT"};
	bm_str type = r->make.item->type, title = {"", 0};
	const bib_tagged *f;

	for (size_t i = 0; title.len == 0 && i < 4; i++)
		if (i < 3 || ris_is_book(type))
			title = bib_tag_value(r, tags[i]);
	bib_make_text(&r->make, "title", title);
	if (bm_str_starts(type, "article"))
		make_journal(r);
	else
		make_book(r);
	f = bib_tag_field(r, "T3");
	if (f != NULL && f->value.len > 0 &&
	    !bib_make_text(&r->make, "collection-title", f->value))
		ris_keep(r, f);
	if (!bm_str_is(type, "paper-conference"))
		keep(r, "C3");
	for (size_t i = 0; i < 3; i++)
		keep(r, tags[i]);
}

/* ---- Pages ---- */

/*
 * SP and EP, or a range in SP.  Of a whole book SP is how many there are.
 * C7 is the number of an article.
 */
static void
make_pages(bib_tag_reader *r)
{
	bm_str type = r->make.item->type;
	bm_str from = bib_tag_value(r, "SP"), to = bib_tag_value(r, "EP");
	bm_str number = bib_tag_value(r, "C7");
	const char *pages;

	if (from.len == 0) {
		from = to;
		to = (bm_str){"", 0};
	}
	if (from.len > 0 && to.len > 0 && !bm_str_eq(from, to) &&
	    bm_str_find(from, "-", 0) == from.len) {
		pages =
		    bm_arena_printf(r->make.arena, "%.*s-%.*s", (int)from.len,
				    from.ptr, (int)to.len, to.ptr);
		from = bm_str_of(pages);
	}
	if (from.len == 0 && bm_str_starts(type, "article"))
		bib_make_text(&r->make, "page", number);
	else if (number.len > 0)
		ris_keep(r, bib_tag_field(r, "C7"));
	if (from.len == 0)
		return;
	if (to.len == 0 &&
	    (bm_str_is(type, "book") || bm_str_is(type, "thesis")))
		bib_make_text(&r->make, "number-of-pages", from);
	else
		bib_make_pages(&r->make, from);
}

/* ---- Dates ---- */

/* A number of at most `most` digits that is the whole text; -1: none. */
static int
number(bm_str s, size_t most)
{
	int n = 0;

	s = bm_str_trim(s);
	if (s.len == 0 || s.len > most)
		return -1;
	for (size_t i = 0; i < s.len; i++) {
		if (!bm_is_digit(s.ptr[i]))
			return -1;
		n = 10 * n + (s.ptr[i] - '0');
	}
	return n;
}

/*
 * See ris.h.  "2017/03/16/other", whose parts may be empty or missing; "other"
 * may be a season or a range.  Else any date as text.
 */
bool
ris_date(bm_str text, bm_item_date *out)
{
	bm_str parts[4] = {{0}}, rest = text;
	bm_item_date more;
	size_t count = 0;
	int n;

	*out = (bm_item_date){0};
	while (count < 3 && bm_str_split(&rest, '/', &parts[count]))
		count++;
	if (rest.ptr != NULL)
		parts[3] = bm_str_trim(rest);
	n = number(parts[0], 4);
	if (n < 1 || bm_str_trim(parts[0]).len < 3)
		return bib_date_parse(text, out) ||
		       bib_tag_date_read(text, out);
	out->year[0] = n;
	out->has_year = true;
	n = number(parts[1], 2);
	if (n >= 1 && n <= 12)
		out->month[0] = n;
	else if (bib_season(n) > 0)
		out->season = bib_season(n);
	else if (bib_season_name(parts[1]) > 0)
		out->season = bib_season_name(parts[1]);
	else if (bib_month_name(bm_str_trim(parts[1])) > 0)
		out->month[0] = bib_month_name(bm_str_trim(parts[1]));
	else if (number(parts[1], 4) >= 1000)
		return bib_date_parse(text, out);
	else if (bm_str_trim(parts[1]).len > 0)
		return false;
	n = number(parts[2], 2);
	if (n >= 1 && n <= 31 && out->month[0] > 0)
		out->day[0] = n;
	else if (bm_str_trim(parts[2]).len > 0)
		return false;
	if (parts[3].len == 0)
		return true;
	if (bib_season_name(parts[3]) > 0 && out->month[0] == 0)
		out->season = bib_season_name(parts[3]);
	else if (bib_tag_date_read(parts[3], &more) &&
		 more.year[0] == out->year[0])
		*out = more;
	else
		return out->month[0] > 0; /* "other information" */
	return true;
}

/* How much a date says. */
static int
precision(const bm_item_date *d)
{
	return d->has_year + (d->season > 0) + 2 * (d->month[0] > 0) +
	       2 * (d->day[0] > 0) + d->is_range;
}

/* "16 March", which belongs to the year in PY. */
static bool
complete(bm_str text, int year, bm_item_date *out)
{
	char whole[64];
	int n;

	if (text.len > 40 || year < 1000 || year > 9999)
		return false;
	n = snprintf(whole, sizeof whole, "%.*s %d", (int)text.len, text.ptr,
		     year);
	return bib_date_parse((bm_str){whole, (size_t)n}, out) ||
	       bib_tag_date_read((bm_str){whole, (size_t)n}, out);
}

/*
 * The date of publication: the one of PY, Y1 and DA that says most, if it is
 * of the year of the first.
 */
static void
make_issued(bib_tag_reader *r)
{
	static const char *const tags[] = {"PY", "Y1", "DA"};
	bm_item_date best = {0}, d;

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		const bib_tagged *f = bib_tag_field(r, tags[i]);
		bool good;

		if (f == NULL || f->value.len == 0)
			continue;
		good = ris_date(f->value, &d);
		if (!d.has_year && best.has_year)
			good = complete(f->value, best.year[0], &d);
		if (!good)
			bib_tag_bad(r, f,
				    d.has_year
					? "is a date understood in part"
					: "is no date that is understood");
		if (!good || (best.has_year && d.year[0] != best.year[0]))
			ris_keep(r, f);
		if (d.has_year &&
		    (!best.has_year || (d.year[0] == best.year[0] &&
					precision(&d) > precision(&best))))
			best = d;
		else if (!d.has_year && !best.has_year && best.literal.len == 0)
			best.literal = f->value;
	}
	if (best.has_year)
		best.literal = (bm_str){0};
	if (best.has_year || best.literal.len > 0)
		bib_make_date(&r->make, "issued", &best);
}

/* See ris.h. */
void
ris_make_together(bib_tag_reader *r)
{
	const ris_own *own = r->own;
	const bib_tagged *y2 = bib_tag_field(r, "Y2");
	bm_item_date accessed;

	make_titles(r);
	make_pages(r);
	make_issued(r);
	if (own->pubmed && bib_make_get(&r->make, "PMID").len == 0)
		bib_make_text(&r->make, "source", BM_STR("PubMed"));
	if (y2 != NULL && y2->value.len > 0) {
		if (ris_date(y2->value, &accessed))
			bib_make_date(&r->make, "accessed", &accessed);
		else
			ris_keep(r, y2);
	}
}
