/* Reads PubMed's format: the "MEDLINE display", files called .nbib. */
#include "bib/nbib.h"

/* ---- Small helpers ---- */

const bib_tagged *
nbib_field(const nbib_reader *r, const char *tag)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields.list.items[i].tag, tag) == 0)
			return &r->fields.list.items[i];
	return NULL;
}

bm_str
nbib_value(const nbib_reader *r, const char *tag)
{
	const bib_tagged *f = nbib_field(r, tag);

	return f != NULL ? f->value : (bm_str){"", 0};
}

void
nbib_bad(nbib_reader *r, const bib_tagged *field, const char *what)
{
	bib_make_tell(&r->make, "bib-bad-value", field->line, 1,
		      "Field %s \"%.*s\" %s", field->tag,
		      (int)(field->value.len > 200 ? 200 : field->value.len),
		      field->value.ptr, what);
}

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
make_titles(nbib_reader *r)
{
	bm_str title = nbib_without_stop(nbib_value(r, "TI"));
	bm_str book = nbib_without_stop(nbib_value(r, "BTI"));
	bm_str original = nbib_without_stop(nbib_value(r, "TT"));

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
make_journal(nbib_reader *r)
{
	bm_str title = nbib_value(r, "JT"), place;
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
	bib_make_text(&r->make, "container-title-short", nbib_value(r, "TA"));
}

/* Volume and issue; a supplement of a volume is an issue. */
static void
make_numbers(nbib_reader *r)
{
	bm_str volume = nbib_value(r, "VI"), issue = nbib_value(r, "IP");
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
make_pages(nbib_reader *r)
{
	bm_str pages = nbib_value(r, "PG");
	size_t at = bm_str_find(pages, ";", 0);

	if (at < pages.len)
		bib_make_join(&r->make, "note",
			      (bm_str){pages.ptr + at + 1, pages.len - at - 1},
			      "; ");
	pages.len = at;
	if (pages.len > 0)
		bib_make_text(&r->make, "page",
			      bib_pages_expand(r->make.arena, pages));
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
has_kind(const nbib_reader *r, const char *kind)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields.list.items[i].tag, "PT") == 0 &&
		    bm_str_is(r->fields.list.items[i].value, kind))
			return true;
	return false;
}

/* The CSL type; what is printed in a journal is an article of it. */
static void
make_type(nbib_reader *r)
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
	} else if (nbib_value(r, "BTI").len > 0)
		type = nbib_value(r, "TI").len > 0 ? "chapter" : "book";
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
		bib_make_text(&r->make, "publisher-place", nbib_value(r, "PL"));
}

/* ---- Records ---- */

/* Makes an item of the first `count` fields, and forgets them. */
static bm_status
make_record(nbib_reader *r, size_t count)
{
	const bib_tagged *first = r->fields.list.items;
	bm_status status;

	r->count = count;
	if (count == 0)
		return BM_OK;
	bib_fields_settle(&r->fields);
	if (!bib_make_item(&r->make, first->line, 1))
		return BM_NO_MEMORY;
	r->records++;
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
	if (bib_make_get(&r->make, "title").len == 0 &&
	    bib_make_get(&r->make, "PMID").len == 0) {
		bib_make_tell(&r->make, "bib-record", first->line, 1,
			      "A record has neither title nor PMID");
		r->make.item = NULL;
	}
	status = bib_make_end(&r->make);
	bib_fields_drop(&r->fields, count);
	return status;
}

/*
 * At a blank line or a PMID: the fields from r->settled on are a record of
 * their own when they begin with a PMID, or have a title as those before do;
 * else they belong to those, as blank lines got into a record.
 */
static bm_status
end_chunk(nbib_reader *r)
{
	size_t count = r->fields.list.len;
	bm_status status = BM_OK;
	bool titled = false;

	for (size_t i = r->settled; i < count; i++) {
		const char *tag = r->fields.list.items[i].tag;

		titled |= strcmp(tag, "TI") == 0 || strcmp(tag, "BTI") == 0;
	}
	if (r->settled > 0 && r->settled < count &&
	    ((r->titled && titled) ||
	     strcmp(r->fields.list.items[r->settled].tag, "PMID") == 0)) {
		status = make_record(r, r->settled);
		count = r->fields.list.len;
		r->titled = false;
	}
	r->titled |= titled;
	r->settled = count;
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
other_line(nbib_reader *r, bm_str line, uint32_t number, bool blank)
{
	bool indented = bm_is_space(line.ptr[0]);

	if (!indented && bib_fields_first_time(&r->fields, "?"))
		bib_make_tell(&r->make, "bib-bad-value", number, 1,
			      "A line is neither a field nor the indented rest "
			      "of one");
	if (indented || !blank)
		(void)bib_fields_more(&r->fields, line);
}

static bm_status
read_lines(nbib_reader *r, bm_str text)
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
		status = make_record(r, r->fields.list.len);
	return status;
}

static bm_status
read_nbib(bm_library *library, bm_str text, const char *file, bm_diags *diags)
{
	bm_arena *scratch = bm_arena_new(bm_arena_allocator(library->arena));
	bm_status status = BM_NO_MEMORY;
	nbib_reader r = {0};

	if (scratch == NULL)
		return BM_NO_MEMORY;
	bib_fields_init(&r.fields, scratch);
	if (bib_make_begin(&r.make, library, file, diags))
		status = read_lines(&r, text);
	if (r.make.failed || r.fields.failed || bm_arena_failed(scratch) ||
	    bm_arena_failed(library->arena))
		status = BM_NO_MEMORY;
	if (status == BM_OK && r.records == 0) {
		bib_make_tell(&r.make, "bib-record", 1, 1,
			      "No record of PubMed was found");
		status = BM_BAD_INPUT;
	}
	bib_fields_free(&r.fields);
	bm_arena_free(scratch);
	return status;
}

/* Sure by a PMID, or by a tag longer than those of RIS. */
static bib_guess
guess_nbib(bm_str text)
{
	bib_lines lines = {text, 0, 0};
	bib_guess guess = BIB_GUESS_NO;
	bm_str line, value;
	char tag[5];

	while (lines.at < 8192 && bib_lines_next(&lines, &line)) {
		if (!is_field(line, tag, &value) ||
		    line.ptr[4 < line.len ? 4 : 0] != '-')
			continue;
		if (strcmp(tag, "TY") == 0)
			return BIB_GUESS_NO;
		if (strcmp(tag, "PMID") == 0)
			return BIB_GUESS_SURE;
		if (nbib_tag_known(tag))
			guess = BIB_GUESS_MAYBE;
	}
	return guess;
}

const bib_format bib_nbib = {
    .name = "nbib",
    .title = "PubMed (.nbib)",
    .extensions = {"nbib", "medline", NULL},
    .guess = guess_nbib,
    .read = read_nbib,
    .write = nbib_write,
};
