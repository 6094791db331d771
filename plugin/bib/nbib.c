/* Reads PubMed's format: the "MEDLINE display", files called .nbib. */
#include "bib/nbib.h"

/* ---- Small helpers ---- */

/* Without the full stop that PubMed puts behind titles. */
bm_str
nbib_without_stop(bm_str s)
{
	size_t n = s.len;

	if (n < 2 || s.ptr[n - 1] != '.' || s.ptr[n - 2] == '.' ||
	    (n > 3 && s.ptr[n - 3] == '.'))
		return s; /* "..." and "U.S." */
	s.len--;
	return bm_str_trim(s);
}

/* Whether a text is one pair of square brackets and what is in it. */
static bool
in_brackets(bm_str s)
{
	size_t depth = 0;

	if (s.len < 3 || s.ptr[0] != '[')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		depth += s.ptr[i] == '[';
		if (s.ptr[i] == ']' && --depth == 0)
			return i + 1 == s.len;
	}
	return false;
}

/* ---- What several fields say together ---- */

/*
 * Titles.  Square brackets say that the title is a translation; "Not
 * Available" in them, that there is only the one in its own language.
 */
static void
make_titles(bib_tag_reader *r)
{
	bm_str title = nbib_without_stop(bib_tag_value(r, "TI"));
	bm_str book = nbib_without_stop(bib_tag_value(r, "BTI"));
	bm_str original = nbib_without_stop(bib_tag_value(r, "TT"));

	if (in_brackets(title)) {
		title = (bm_str){title.ptr + 1, title.len - 2};
		if (bm_str_is(title, "Not Available"))
			title = (bm_str){"", 0};
		else
			bib_make_text(&r->make, "custom.translated",
				      BM_STR("true"));
		title = nbib_without_stop(title);
	}
	if (title.len == 0) {
		title = original;
		original = (bm_str){"", 0};
	}
	if (title.len > 0 && book.len > 0)
		bib_make_text(&r->make, "container-title", book);
	bib_make_text(&r->make, "title", title.len > 0 ? title : book);
	bib_make_text(&r->make, "original-title", original);
}

/*
 * The journal.  "Pain medicine (Malden, Mass.)": the catalogue tells journals
 * of one name apart by the place, which is no part of the title.
 */
static void
make_journal(bib_tag_reader *r)
{
	bm_str title = bib_tag_value(r, "JT"), place;
	size_t open = bm_str_find(title, " (", 0);

	if (open < title.len && title.ptr[title.len - 1] == ')') {
		place = (bm_str){title.ptr + open + 2, title.len - open - 3};
		if (bm_str_find(place, ", ", 0) < place.len &&
		    bm_str_find(place, "(", 0) == place.len) {
			bib_make_text(&r->make, "custom.journal-place", place);
			title.len = open;
		}
	}
	bib_make_text(&r->make, "container-title", title);
	bib_make_text(&r->make, "container-title-short",
		      bib_tag_value(r, "TA"));
}

/* Volume and issue; a supplement of a volume is an issue. */
static void
make_numbers(bib_tag_reader *r)
{
	bm_str volume = bib_tag_value(r, "VI"), issue = bib_tag_value(r, "IP");
	size_t at = bm_str_find(volume, " Suppl", 0);

	if (issue.len == 0 && at < volume.len) {
		issue = (bm_str){volume.ptr + at, volume.len - at};
		volume.len = at;
	}
	bib_make_text(&r->make, "volume", volume);
	bib_make_text(&r->make, "issue", issue);
}

/* A publisher's own number that can stand for a page: short, without signs. */
static bool
is_article_number(bm_str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (!bm_is_alpha(s.ptr[i]) && !bm_is_digit(s.ptr[i]))
			return false;
		digits += bm_is_digit(s.ptr[i]);
	}
	return s.len <= 12 && digits > 0;
}

/* Pages, cut before "; discussion 106-7"; else the number of the article. */
static void
make_pages(bib_tag_reader *r)
{
	bm_str pages = bib_tag_value(r, "PG");

	bib_make_pages(&r->make, pages);
	for (size_t i = 0; i < r->count && pages.len == 0; i++) {
		const bib_tagged *f = &r->fields.list.items[i];
		bm_str s = f->value;

		if ((strcmp(f->tag, "LID") != 0 &&
		     strcmp(f->tag, "AID") != 0) ||
		    !bm_str_ends(s, "[pii]"))
			continue;
		s = bm_str_trim((bm_str){s.ptr, s.len - 5});
		if (is_article_number(s)) {
			bib_make_text(&r->make, "page", s);
			break;
		}
	}
}

static bool
has_kind(const bib_tag_reader *r, const char *kind)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields.list.items[i].tag, "PT") == 0 &&
		    bm_str_is(r->fields.list.items[i].value, kind))
			return true;
	return false;
}

/* The CSL type; what is printed in a journal is an article of it. */
static void
make_type(bib_tag_reader *r)
{
	static const struct {
		const char *kind, *type;
	} others[] = {{"Technical Report", "report"},
		      {"Dataset", "dataset"},
		      {"Academic Dissertation", "thesis"},
		      {"Newspaper Article", "article-newspaper"}};
	bool journal = has_kind(r, "Journal Article");
	const char *type = "article-journal";

	if (has_kind(r, "Preprint")) {
		type = "article";
		bib_make_text(&r->make, "genre", BM_STR("preprint"));
	} else if (bib_tag_value(r, "BTI").len > 0)
		type = bib_tag_value(r, "TI").len > 0 ? "chapter" : "book";
	else if (has_kind(r, "Book Chapter"))
		type = "chapter";
	else if (!journal && (has_kind(r, "Book") || has_kind(r, "Books")))
		type = "book";
	for (size_t i = 0; i < 4 && !journal; i++)
		if (bm_streq(type, "article-journal") &&
		    has_kind(r, others[i].kind))
			type = others[i].type;
	r->make.item->type = bm_str_of(type);
	/* The place of a journal is a country, which nobody prints. */
	if (!bm_streq(type, "article-journal") && !bm_streq(type, "article"))
		bib_make_text(&r->make, "publisher-place",
			      bib_tag_value(r, "PL"));
}

/* ---- Records ---- */

static bool
make(bib_tag_reader *r)
{
	nbib_make_fields(r);
	make_titles(r);
	make_journal(r);
	make_numbers(r);
	make_pages(r);
	make_type(r);
	nbib_dates(r);
	if (bib_make_get(&r->make, "DOI").len == 0)
		bib_make_text(&r->make, "DOI", nbib_source_doi(r));
	nbib_check_source(r);
	return bib_make_get(&r->make, "title").len > 0 ||
	       bib_make_get(&r->make, "PMID").len > 0;
}

/*
 * At a blank line or a PMID: the fields from own->settled on are a record of
 * their own when they begin with a PMID, or have a title as those before do;
 * else they belong to those, as blank lines got into a record.
 */
static bm_status
end_chunk(bib_tag_reader *r)
{
	nbib_own *own = r->own;
	size_t count = r->fields.list.len;
	bm_status status = BM_OK;
	bool titled = false;

	for (size_t i = own->settled; i < count; i++) {
		const char *tag = r->fields.list.items[i].tag;

		titled |= strcmp(tag, "TI") == 0 || strcmp(tag, "BTI") == 0;
	}
	if (own->settled > 0 && own->settled < count &&
	    ((own->titled && titled) ||
	     strcmp(r->fields.list.items[own->settled].tag, "PMID") == 0)) {
		status = bib_tag_record(r, own->settled);
		count = r->fields.list.len;
		own->titled = false;
	}
	own->titled |= titled;
	own->settled = count;
	return status;
}

/* Whether it is a field: four columns for the tag, in capitals. */
static bool
is_field(bm_str line, char tag[5], bm_str *value)
{
	size_t n;

	if (!bib_tag_split(line, 2, tag, value))
		return false;
	n = strlen(tag);
	return memcmp(line.ptr, tag, n) == 0;
}

/*
 * A line that is no field: the indented rest of one.  Without the indent it
 * is told about, and taken for the rest all the same, unless it stands behind
 * a blank line.
 */
static void
other_line(bib_tag_reader *r, bm_str line, uint32_t number, bool blank)
{
	bool indented = bm_is_space(line.ptr[0]);

	if (!indented && bib_fields_first_time(&r->fields, "?"))
		bib_make_tell(&r->make, "bib-bad-value", number, 1,
			      "A line is neither a field nor the indented rest "
			      "of one");
	if (indented || !blank)
		(void)bib_fields_more(&r->fields, line, false);
}

static bm_status
read_lines(bib_tag_reader *r, bm_str text)
{
	bib_lines lines = {text, 0, 0};
	bm_status status = BM_OK;
	bool blank = true;
	bm_str line, value;
	char tag[5];

	while (status == BM_OK && bib_lines_next(&lines, &line)) {
		bool empty = bm_str_trim(line).len == 0;

		if (empty && !blank)
			status = end_chunk(r);
		else if (!empty && is_field(line, tag, &value)) {
			if (strcmp(tag, "PMID") == 0 && !blank)
				status = end_chunk(r);
			bib_fields_add(&r->fields, tag, value, lines.line);
		} else if (!empty)
			other_line(r, line, lines.line, blank);
		blank = empty;
	}
	if (status == BM_OK)
		status = end_chunk(r);
	if (status == BM_OK)
		status = bib_tag_record(r, r->fields.list.len);
	return status;
}

/* Strict, as "AB - " may stand in any text. */
static bool
is_sure_field(bm_str line, char tag[5], bm_str *value)
{
	return is_field(line, tag, value) && line.len > 4 && line.ptr[4] == '-';
}

static const bib_tag_format nbib = {
    .name = "PubMed",
    .first = "PMID",
    .foreign = "TY",
    .rows = &nbib_rows,
    .is_field = is_sure_field,
    .read = read_lines,
    .make = make,
    .least = "title nor PMID",
};

static bm_status
read_nbib(bm_library *library, bm_str text, const char *file, bm_diags *diags)
{
	nbib_own own = {0};

	return bib_tag_read(&nbib, &own, library, text, file, diags);
}

static bib_guess
guess_nbib(bm_str text)
{
	return bib_tag_guess(&nbib, text);
}

const bib_format bib_nbib = {
    .name = "nbib",
    .title = "PubMed (.nbib)",
    .extensions = {"nbib", "medline", NULL},
    .guess = guess_nbib,
    .read = read_nbib,
    .write = nbib_write,
};
