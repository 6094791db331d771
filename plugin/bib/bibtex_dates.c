/* Dates of BibTeX (year, month, day as text) and of BibLaTeX (EDTF). */
#include "bib/bibtex.h"

/* Months or days of a field: one, or the two ends of a range. */
typedef struct month_text {
	int month[2], day[2];
	int season;
	bool is_range, bad;
} month_text;

static void
number(month_text *m, int end, int n, bool alone)
{
	/* "3" is a month; beside a month's name it is a day. */
	if (alone && bib_season(n) > 0)
		m->season = bib_season(n);
	else if (alone && n >= 1 && n <= 12)
		m->month[end] = n;
	else if (!alone && n >= 1 && n <= 31)
		m->day[end] = n;
	else
		m->bad = true;
}

/*
 * "March", "3", "March 4", "4 March", "May/June", "March 4--6", "Spring".
 */
static month_text
read_month(bm_str s)
{
	month_text m = {0};
	bool named = false;
	int end = 0;

	for (size_t i = 0; i < s.len; i++)
		named = named || bm_is_alpha(s.ptr[i]);
	for (size_t at = 0; at < s.len && !m.bad;) {
		size_t start = at;
		char c = s.ptr[at];
		int n = 0;

		if (bm_is_digit(c)) {
			for (; at < s.len && bm_is_digit(s.ptr[at]) &&
			       at - start < 3;
			     at++)
				n = n * 10 + (s.ptr[at] - '0');
			number(&m, end, n, !named);
		} else if (bm_is_alpha(c)) {
			bm_str word;

			while (at < s.len && bm_is_alpha(s.ptr[at]))
				at++;
			word = (bm_str){s.ptr + start, at - start};
			n = bib_month_name(word);
			if (n > 0)
				m.month[end] = n;
			else if (bib_season_name(word) > 0)
				m.season = bib_season_name(word);
			else
				m.bad = true;
		} else if (c == '-' || c == '/' || c == '&' ||
			   (unsigned char)c == 0xE2) {
			/* A dash of any length; a second one is no date. */
			bm_utf8_next(s, &at);
			m.bad = m.is_range;
			m.is_range = true;
			end = 1;
		} else
			at++;
	}
	if (m.is_range && m.month[1] == 0)
		m.month[1] = m.month[0];
	if (m.is_range && m.month[0] == 0)
		m.month[0] = m.month[1];
	m.bad = m.bad || (m.day[0] > 0 && m.month[0] == 0);
	return m;
}

/* Cuts one of these beginnings off; the words say "about". */
static bool
cut_circa(bm_str *s)
{
	static const char *const words[] = {"circa ", "ca. ", "ca.", "ca ",
					    "c. ",    "c.",   "c"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);

		if (!bm_str_starts(*s, words[i]) || s->len <= n ||
		    !bm_is_digit(s->ptr[n]))
			continue;
		*s = (bm_str){s->ptr + n, s->len - n};
		return true;
	}
	return false;
}

/* A year, a date in one field, or a text such as "in press". */
static void
read_year(bm_str s, bm_item_date *out)
{
	bool circa;

	s = bm_str_trim(s);
	if (s.len > 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']')
		s = (bm_str){s.ptr + 1, s.len - 2};
	circa = cut_circa(&s);
	if (!bib_date_parse(s, out))
		out->literal = s;
	out->circa = out->circa || circa;
}

/* A tie is EDTF's "about" behind a digit, and else a space. */
static void
untie(bm_buf *s)
{
	size_t to = 0;

	for (size_t from = 0; from < s->len; to++) {
		char c = s->ptr[from++];

		if ((unsigned char)c == 0xC2 && from < s->len &&
		    (unsigned char)s->ptr[from] == 0xA0) {
			bool ends =
			    from + 1 == s->len || s->ptr[from + 1] == '/';

			from++;
			c = to > 0 && bm_is_digit(s->ptr[to - 1]) && ends ? '~'
									  : ' ';
		}
		s->ptr[to] = c;
	}
	s->len = to;
}

/* A field as plain text in `out`; "" if there is none. */
static bm_str
field_text(bibtex_file *f, const bibtex_entry *e, const char *name, bm_buf *out)
{
	const bibtex_field *field = bm_map_getz(&e->by_name, name);

	bm_buf_clear(out);
	if (field == NULL)
		return (bm_str){"", 0};
	bibtex_text(f, e, field, field->value, 0, out);
	untie(out);
	return bm_str_trim(bm_buf_str(out));
}

static void
bad_date(bibtex_file *f, const bibtex_entry *e, const char *name, bm_str text)
{
	const bibtex_field *field = bm_map_getz(&e->by_name, name);

	bib_make_tell(f->m, "bib-bad-value", field->line, field->column,
		      "\"%.*s\" in field \"%s\" of entry \"%.*s\" is not a "
		      "date",
		      (int)text.len, text.ptr, name, (int)e->key.len,
		      e->key.ptr);
}

/* Puts month and day of BibTeX's fields to a year. */
static void
add_month(bibtex_file *f, const bibtex_entry *e, bm_item_date *d, bm_buf *buf)
{
	bm_str text = field_text(f, e, "month", buf);
	month_text m = read_month(text);
	int day = 0;

	if (d->month[0] > 0 || !d->has_year || d->is_range)
		return;
	if (m.bad) {
		bad_date(f, e, "month", text);
		return;
	}
	text = field_text(f, e, "day", buf);
	for (size_t i = 0; i < text.len && i < 3; i++)
		day = bm_is_digit(text.ptr[i]) ? day * 10 + text.ptr[i] - '0'
					       : 99;
	if (day > 31)
		bad_date(f, e, "day", text);
	else if (day > 0 && m.month[0] > 0)
		m.day[0] = day;
	if (m.season > 0)
		d->season = m.season;
	d->month[0] = m.month[0];
	d->day[0] = m.day[0];
	if (m.is_range && m.month[0] > 0) {
		d->is_range = true;
		d->year[1] = d->year[0];
		d->month[1] = m.month[1];
		d->day[1] = m.day[1];
	}
}

/* "date", else "year" with "month" and "day". */
static void
issued(bibtex_file *f, const bibtex_entry *e, bm_buf *buf)
{
	bm_str text = field_text(f, e, "date", buf);
	bm_item_date d = {0};

	if (text.len > 0 && bib_date_parse(text, &d)) {
		bib_make_date(f->m, "issued", &d);
		return;
	}
	if (text.len > 0) {
		bad_date(f, e, "date", text);
		if (bibtex_get(e, "year").len == 0) {
			d.literal = text;
			bib_make_date(f->m, "issued", &d);
			return;
		}
	}
	text = field_text(f, e, "year", buf);
	if (text.len == 0)
		return;
	read_year(text, &d);
	if (d.literal.len > 0) {
		d.literal.ptr =
		    bm_arena_strndup(f->arena, d.literal.ptr, d.literal.len);
		if (d.literal.ptr == NULL) {
			f->failed = true;
			return;
		}
	}
	add_month(f, e, &d, buf);
	bib_make_date(f->m, "issued", &d);
}

/* See bibtex.h. */
void
bibtex_dates(bibtex_file *f, const bibtex_entry *e)
{
	/* The names that exporters use beside BibLaTeX's. */
	static const struct {
		const char *field, *variable;
	} others[] = {
	    {"urldate", "accessed"},       {"accessed", "accessed"},
	    {"lastchecked", "accessed"},   {"eventdate", "event-date"},
	    {"origdate", "original-date"}, {"origyear", "original-date"},
	};
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(f->arena));
	issued(f, e, &buf);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		bm_str text = field_text(f, e, others[i].field, &buf);
		bm_item_date d = {0};

		if (text.len == 0)
			continue;
		if (!bib_date_parse(text, &d)) {
			bad_date(f, e, others[i].field, text);
			d.literal = text;
		}
		bib_make_date(f->m, others[i].variable, &d);
	}
	if (buf.status != BM_OK)
		f->failed = true;
	bm_buf_free(&buf);
}
