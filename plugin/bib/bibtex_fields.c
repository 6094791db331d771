/* The fields of an entry, and the CSL variables that they fill. */
#include <stdio.h>

#include "bib/bibtex.h"

/* What the functions below work with. */
typedef struct reader {
	bibtex_file *f;
	const bibtex_entry *e;
	bm_buf buf;
} reader;

/* A field as text in r->buf, "" if there is none. */
static bm_str
text(reader *r, const char *name, unsigned flags)
{
	const bibtex_field *field = bm_map_getz(&r->e->by_name, name);

	bm_buf_clear(&r->buf);
	if (field == NULL)
		return (bm_str){"", 0};
	bibtex_text(r->f, r->e, field, field->value, flags, &r->buf);
	return bm_buf_str(&r->buf);
}

/* A field that is not typeset: addresses, numbers in registers. */
static bm_str
verbatim(reader *r, const char *name)
{
	bm_buf_clear(&r->buf);
	bib_tex_verbatim(bibtex_get(r->e, name), &r->buf);
	return bm_buf_str(&r->buf);
}

static bool
has(const reader *r, const char *name)
{
	return bm_map_getz(&r->e->by_name, name) != NULL;
}

static bool
set(reader *r, const char *variable, bm_str s)
{
	return bib_make_text(r->f->m, variable, s);
}

static bm_str
get(const reader *r, const char *variable)
{
	return bib_make_get(r->f->m, variable);
}

/* The value of this field cannot be used. */
static void
bad(reader *r, const char *name, const char *what)
{
	const bibtex_field *field = bm_map_getz(&r->e->by_name, name);

	bib_make_tell(r->f->m, "bib-bad-value", field->line, field->column,
		      "Field \"%s\" of entry \"%.*s\" holds no %s", name,
		      (int)r->e->key.len, r->e->key.ptr, what);
}

/* ---- Titles ---- */

static void
title_part(reader *r, const char *name, const char *variable,
	   const char *separator)
{
	bm_str before = get(r, variable), s;

	s = text(r, name, TEX_MARKUP | TEX_TITLE);
	if (before.len > 0 && strchr("?!.:", before.ptr[before.len - 1]))
		separator = " ";
	bib_make_join(r->f->m, variable, s, separator);
}

/* A title, its second part and what is not a part of it. */
static void
title(reader *r, const char *main, const char *sub, const char *addon,
      const char *variable)
{
	if (get(r, variable).len > 0)
		return;
	title_part(r, main, variable, ": ");
	title_part(r, sub, variable, ": ");
	title_part(r, addon, variable, ". ");
}

/*
 * The series; BibLaTeX has words for an old and a new one, and of an article
 * a number is that of a series of the journal.
 */
static void
series(reader *r)
{
	bm_str s = bm_str_trim(text(r, "series", TEX_MARKUP | TEX_TITLE));
	char numbered[24];
	int n = 0;

	if (bm_str_is(s, "newseries"))
		s = BM_STR("new series");
	else if (bm_str_is(s, "oldseries"))
		s = BM_STR("old series");
	for (size_t i = 0; i < s.len && n >= 0; i++)
		n = bm_is_digit(s.ptr[i]) && n < 100 ? 10 * n + (s.ptr[i] - '0')
						     : -1;
	if (n > 0 && bm_str_is(r->e->type, "article")) {
		const char *end = n / 10 % 10 == 1 ? "th"
				  : n % 10 == 1    ? "st"
				  : n % 10 == 2    ? "nd"
				  : n % 10 == 3    ? "rd"
						   : "th";

		snprintf(numbered, sizeof numbered, "%d%s series", n, end);
		s = bm_str_of(numbered);
	}
	(void)set(r, "collection-title", s);
}

/* Whether the work is printed in another one. */
static bool
is_part(const reader *r)
{
	return bm_str_starts(r->e->type, "in") ||
	       bm_str_starts(r->e->type, "supp") ||
	       bm_str_is(r->e->type, "bookinbook");
}

/*
 * The main title of a work in volumes is a series' to the volume: that is
 * how catalogues of medicine cite a volume that has a title of its own.
 */
static void
titles(reader *r)
{
	const char *main =
	    has(r, "series") ? "custom.main-title" : "collection-title";

	title(r, "title", "subtitle", "titleaddon", "title");
	title(r, "booktitle", "booksubtitle", "booktitleaddon",
	      "container-title");
	title(r, "journaltitle", "journalsubtitle", "journaltitleaddon",
	      "container-title");
	title(r, "journal", "journalsubtitle", "journaltitleaddon",
	      "container-title");
	title(r, "issuetitle", "issuesubtitle", "issuetitleaddon",
	      "volume-title");
	/* A volume without a title of its own has that of the work. */
	if (get(r, "title").len == 0)
		main = "title";
	else if (is_part(r) && get(r, "container-title").len == 0)
		main = "container-title";
	title(r, "maintitle", "mainsubtitle", "maintitleaddon", main);
	series(r);
}

/* A chapter's number; its name makes it the title within the book. */
static void
chapter(reader *r)
{
	bm_str s = bm_str_trim(text(r, "chapter", TEX_MARKUP));
	bm_value *book;
	void **place;

	if (s.len == 0)
		return;
	if (bm_is_digit(s.ptr[0]) || has(r, "booktitle") ||
	    !bm_str_is(r->e->type, "inbook")) {
		(void)set(r, "chapter-number", s);
		return;
	}
	book = bm_map_getz(&r->f->m->item->values, "title");
	if (book == NULL || !set(r, "container-title", book->text))
		return;
	place = bm_map_put(&r->f->m->item->values, BM_STR("title"), NULL);
	if (place == NULL) {
		r->f->failed = true;
		return;
	}
	*place = NULL;
	(void)set(r, "title", s);
}

/* ---- Numbers ---- */

/* Pages with one plain hyphen, and shortened ranges written out. */
static void
pages(reader *r)
{
	static const char *const eids[] = {"eid", "articleno", "article-number",
					   "art_number"};
	bm_str s = text(r, "pages", 0);
	size_t to = 0;

	for (size_t from = 0; from < s.len;) {
		size_t next = from;
		uint32_t c = bm_utf8_next(s, &next);
		bool dash =
		    c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;

		/* "12 -- 15" has no spaces, "1--2, 5" keeps its own. */
		while (dash && to > 0 && r->buf.ptr[to - 1] == ' ')
			to--;
		if (dash && to > 0 && r->buf.ptr[to - 1] == '-')
			;
		else if (dash)
			r->buf.ptr[to++] = '-';
		else if (!(c == ' ' && to > 0 && r->buf.ptr[to - 1] == '-')) {
			memmove(r->buf.ptr + to, s.ptr + from, next - from);
			to += next - from;
		}
		from = next;
	}
	s.len = to;
	(void)set(r, "page", bib_pages_expand(r->f->arena, s));
	for (size_t i = 0; i < sizeof eids / sizeof *eids; i++) {
		s = text(r, eids[i], 0);
		if (s.len > 0 && !set(r, "page", s) &&
		    !bm_str_eq(get(r, "page"), s))
			(void)set(r, "number", s);
	}
}

/* "number" is an issue, a number in a series, or the work's own. */
static void
numbers(reader *r)
{
	static const char *const in_series[] = {
	    "book",         "inbook",         "incollection", "collection",
	    "proceedings",  "inproceedings",  "conference",   "mvbook",
	    "mvcollection", "reference",      "inreference",  "bookinbook",
	    "suppbook",     "suppcollection", "mvreference",  "mvproceedings",
	    "booklet"};
	const char *variable = "number";
	bm_str s;

	if (bm_str_is(r->e->type, "article") ||
	    bm_str_is(r->e->type, "suppperiodical") ||
	    bm_str_is(r->e->type, "periodical") ||
	    bm_str_is(r->e->type, "review"))
		variable = "issue";
	for (size_t i = 0; i < sizeof in_series / sizeof *in_series; i++)
		if (bm_str_is(r->e->type, in_series[i]))
			variable = "collection-number";
	if (strcmp(variable, "collection-number") == 0 &&
	    get(r, "collection-title").len == 0)
		variable = "number";
	s = text(r, "number", 0);
	(void)set(r, variable, s);
	/* "Spring", or a number too: both are printed. */
	s = text(r, "issue", 0);
	if (!bm_str_eq(s, get(r, "issue")))
		bib_make_join(r->f->m, "issue", s, ", ");
}

/* "First" and "2nd edition" to numbers; others as they are. */
static void
edition(reader *r)
{
	static const char *const words[] = {
	    "first",   "second", "third", "fourth", "fifth",    "sixth",
	    "seventh", "eighth", "ninth", "tenth",  "eleventh", "twelfth"};
	static const char *const ends[] = {"st", "nd", "rd", "th"};
	bm_str s = bm_str_trim(text(r, "edition", TEX_MARKUP));
	size_t at = 0;
	bool ordinal = false;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]), k = 0;
		char digits[4] = {0};

		while (k < s.len && k < n && bm_lower(s.ptr[k]) == words[i][k])
			k++;
		if (k != n || (s.len > n && s.ptr[n] != ' '))
			continue;
		if (s.len > n &&
		    !bm_str_starts((bm_str){s.ptr + n, s.len - n}, " ed") &&
		    !bm_str_starts((bm_str){s.ptr + n, s.len - n}, " Ed"))
			break;
		if (i >= 9) {
			digits[0] = '1';
			digits[1] = (char)('0' + (i + 1) % 10);
		} else
			digits[0] = (char)('1' + i);
		(void)set(r, "edition", bm_str_of(digits));
		return;
	}
	while (at < s.len && bm_is_digit(s.ptr[at]))
		at++;
	for (size_t i = 0; i < 4 && at > 0; i++)
		if (bm_str_starts((bm_str){s.ptr + at, s.len - at}, ends[i]))
			ordinal = true;
	if (ordinal) {
		bm_str rest =
		    bm_str_trim((bm_str){s.ptr + at + 2, s.len - at - 2});

		if (rest.len == 0 || bm_str_is(rest, "ed") ||
		    bm_str_is(rest, "ed.") || bm_str_is(rest, "edition") ||
		    bm_str_is(rest, "Edition"))
			s.len = at;
	}
	(void)set(r, "edition", s);
}

/* ---- Identifiers ---- */

/* What an archive's number leads to; false: the archive is not known. */
static bool
archive(reader *r, bm_str type, bm_str id)
{
	static const struct {
		const char *type, *address;
	} archives[] = {
	    {"arxiv", "https://arxiv.org/abs/"},
	    {"jstor", "https://www.jstor.org/stable/"},
	    {"hdl", "https://hdl.handle.net/"},
	    {"googlebooks", "https://books.google.com/books?id="},
	};

	if (bm_str_is(type, "pubmed") || bm_str_is(type, "pmid") ||
	    bm_str_is(type, "medline"))
		return set(r, "PMID", bib_pmid(id)) || get(r, "PMID").len > 0;
	if (bm_str_is(type, "pmc") || bm_str_is(type, "pmcid") ||
	    bm_str_is(type, "pubmedcentral"))
		return set(r, "PMCID", bib_pmcid(r->f->arena, id)) ||
		       get(r, "PMCID").len > 0;
	for (size_t i = 0; i < sizeof archives / sizeof *archives; i++) {
		const char *url;

		if (!bm_str_is(type, archives[i].type))
			continue;
		url = bm_arena_printf(r->f->arena, "%s%.*s",
				      archives[i].address, (int)id.len, id.ptr);
		(void)set(r, "URL", bm_str_of(url));
		if (i == 0) {
			(void)set(r, "archive", BM_STR("arXiv"));
			(void)set(r, "archive_location", id);
		}
		return true;
	}
	return false;
}

static void
eprint(reader *r)
{
	const char *name =
	    has(r, "eprinttype") ? "eprinttype" : "archiveprefix";
	bm_str type = bibtex_fold(r->f->arena, bm_str_trim(text(r, name, 0)));
	bm_str as_written = bm_str_trim(bibtex_get(r->e, name));
	bm_str id = verbatim(r, "eprint");

	if (id.len == 0)
		return;
	if (bm_str_starts(id, "arXiv:")) {
		type = BM_STR("arxiv");
		id = (bm_str){id.ptr + 6, id.len - 6};
	}
	/* Without a type it is arXiv's, whose habit the field is. */
	if (type.len == 0 && (has(r, "primaryclass") || has(r, "eprintclass")))
		type = BM_STR("arxiv");
	if (archive(r, type, id))
		return;
	if (type.len > 0)
		(void)set(r, "archive", as_written);
	(void)set(r, "archive_location", id);
}

static void
identifiers(reader *r)
{
	bm_str s = verbatim(r, "doi"), doi = bib_doi(s);

	(void)set(r, "DOI", doi);
	if (s.len > 0 && doi.len == 0) {
		bad(r, "doi", "DOI");
		(void)set(r, "custom.doi", s);
	}
	s = verbatim(r, "url");
	(void)set(r, "URL", s);
	if (bm_str_find(s, "doi.org/10.", 0) < s.len)
		(void)set(r, "DOI", bib_doi(s));
	for (size_t i = 0; i < 2; i++) {
		const char *name = i == 0 ? "pmid" : "pubmedid";

		s = verbatim(r, name);
		if (s.len > 0 && !set(r, "PMID", bib_pmid(s)) &&
		    get(r, "PMID").len == 0)
			bad(r, name, "PMID");
	}
	for (size_t i = 0; i < 2; i++) {
		const char *name = i == 0 ? "pmcid" : "pmc";

		s = verbatim(r, name);
		if (s.len > 0 && !set(r, "PMCID", bib_pmcid(r->f->arena, s)) &&
		    get(r, "PMCID").len == 0)
			bad(r, name, "PMCID");
	}
	eprint(r);
}

/* ---- Who published it ---- */

/* "location" is a list in BibLaTeX, and of a patent its countries. */
static void
places(reader *r)
{
	static const char *const countries[][2] = {
	    {"countryde", "Germany"},        {"countryeu", "European Union"},
	    {"countryep", "European Union"}, {"countryfr", "France"},
	    {"countryuk", "United Kingdom"}, {"countryus", "United States"}};
	bm_str s = bm_str_trim(text(r, "location", TEX_MARKUP)), place;
	const char *variable = bm_str_is(r->e->type, "patent")
				   ? "jurisdiction"
				   : "publisher-place";
	size_t at;

	if (get(r, variable).len > 0)
		return;
	for (; s.len > 0; s = (bm_str){s.ptr + at, s.len - at}) {
		at = bm_str_find(s, " and ", 0);
		place = (bm_str){s.ptr, at};
		at += at < s.len ? strlen(" and ") : 0;
		for (size_t i = 0; i < 6; i++)
			if (bm_str_is(place, countries[i][0]))
				place = bm_str_of(countries[i][1]);
		bib_make_join(r->f->m, variable, place, "; ");
	}
}

static void
published(reader *r)
{
	static const char *const bodies[] = {"institution", "school",
					     "organization"};
	bm_str s;

	places(r);
	(void)set(r, "publisher", text(r, "publisher", TEX_MARKUP));
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		s = text(r, bodies[i], TEX_MARKUP);
		if (s.len > 0 && !set(r, "publisher", s) &&
		    !bm_str_eq(get(r, "publisher"), s))
			bib_make_name(r->f->m, "organizer",
				      &(bm_name){.literal = s});
	}
	s = bm_str_trim(bibtex_get(r->e, "howpublished"));
	if (bm_str_starts(s, "\\url{") || bm_str_starts(s, "http")) {
		s = verbatim(r, "howpublished");
		if (bm_str_find(s, ",", 0) == s.len) {
			(void)set(r, "URL", s);
			return;
		}
	}
	s = text(r, "howpublished", TEX_MARKUP);
	if (!set(r, "publisher", s))
		bib_make_join(r->f->m, "note", s, ". ");
}

static void
language(reader *r)
{
	static const struct {
		const char *babel, *code;
	} table[] = {
	    {"american", "en-US"},   {"usenglish", "en-US"},
	    {"british", "en-GB"},    {"ukenglish", "en-GB"},
	    {"canadian", "en-CA"},   {"australian", "en-AU"},
	    {"newzealand", "en-NZ"}, {"german", "de"},
	    {"ngerman", "de"},       {"austrian", "de-AT"},
	    {"naustrian", "de-AT"},  {"nswissgerman", "de-CH"},
	    {"francais", "fr"},      {"frenchb", "fr"},
	    {"acadian", "fr-CA"},    {"canadien", "fr-CA"},
	    {"brazil", "pt-BR"},     {"brazilian", "pt-BR"},
	    {"portuges", "pt"},      {"mexican", "es-MX"},
	    {"magyar", "hu"},        {"polutonikogreek", "el"},
	};
	static const char *const names[] = {"langid", "language",
					    "hyphenation"};

	for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
		bm_str s = bm_str_trim(text(r, names[n], 0));
		bm_str folded = bibtex_fold(r->f->arena, s);

		if (s.len == 0 || folded.ptr == NULL)
			continue;
		for (size_t i = 0; i < sizeof table / sizeof *table; i++)
			if (bm_str_is(folded, table[i].babel))
				s = bm_str_of(table[i].code);
		/* A list of languages: the first is the one of the text. */
		s.len = bm_str_find(s, " and ", 0);
		(void)set(r, "language", bib_language(s));
	}
}

/* ---- Kinds, states ---- */

typedef struct word {
	const char *key, *text;
} word;

/* The text for one of BibLaTeX's keys, or the field's own. */
static bm_str
key_text(reader *r, const char *field, const word *table)
{
	bm_str s = bm_str_trim(text(r, field, TEX_MARKUP));

	for (; table->key != NULL; table++)
		if (bm_str_is(s, table->key))
			return bm_str_of(table->text);
	return s;
}

static void
genre(reader *r)
{
	static const word kinds[] = {
	    {"phdthesis", "PhD thesis"},
	    {"mathesis", "Master\xE2\x80\x99s thesis"},
	    {"mastersthesis", "Master\xE2\x80\x99s thesis"},
	    {"bathesis", "Bachelor\xE2\x80\x99s thesis"},
	    {"candthesis", "Candidate thesis"},
	    {"techreport", "Technical report"},
	    {"resreport", "Research report"},
	    {"software", "Software"},
	    {"datacd", "Data CD"},
	    {"audiocd", "Audio CD"},
	    {"patent", "Patent"},
	    {"patentus", "U.S. patent"},
	    {"patenteu", "European patent"},
	    {"patentde", "German patent"},
	    {"patentfr", "French patent"},
	    {"patentuk", "British patent"},
	    {"patreq", "Patent request"},
	    {"patrequs", "U.S. patent request"},
	    {"patreqeu", "European patent request"},
	    {"patreqde", "German patent request"},
	    {"patreqfr", "French patent request"},
	    {"patrequk", "British patent request"},
	    {NULL, NULL},
	};
	static const word states[] = {
	    {"inpress", "in press"},
	    {"inpreparation", "in preparation"},
	    {"forthcoming", "forthcoming"},
	    {"submitted", "submitted"},
	    {"prepublished", "prepublished"},
	    {NULL, NULL},
	};
	static const char *const words[] = {"retract", "correct", "concern"};
	bm_str s = text(r, "status", 0);
	const char *variable = "status";

	(void)set(r, "genre", key_text(r, "type", kinds));
	if (bm_str_is(r->e->type, "phdthesis"))
		(void)set(r, "genre", bm_str_of(kinds[0].text));
	else if (bm_str_is(r->e->type, "mastersthesis"))
		(void)set(r, "genre", bm_str_of(kinds[1].text));
	(void)set(r, "status", key_text(r, "pubstate", states));
	s = text(r, "status", 0);
	for (size_t i = 0; i < 3; i++)
		if (bm_str_find(s, words[i], 0) < s.len)
			variable = "custom.status";
	(void)set(r, variable, s);
}

/*
 * "editor" and the three more of BibLaTeX.  Styles print editors and
 * directors; whoever else stands in the first field would be lost.
 */
static void
editors(reader *r)
{
	static const char *const fields[][2] = {{"editor", "editortype"},
						{"editora", "editoratype"},
						{"editorb", "editorbtype"},
						{"editorc", "editorctype"}};
	static const char *const roles[] = {"compiler", "organizer", "director",
					    "editor"};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const bibtex_field *field =
		    bm_map_getz(&r->e->by_name, fields[i][0]);
		bm_str role = bm_str_trim(bibtex_get(r->e, fields[i][1]));
		const char *variable = "contributor";

		for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
			if (bm_str_is(role, roles[k]))
				variable = roles[k];
		if (i == 0 && strcmp(variable, "director") != 0) {
			(void)set(r, "custom.editor-type", role);
			variable = "editor";
		}
		if (field != NULL)
			bibtex_names(r->f, r->e, field, variable);
	}
}

/* ---- All ---- */

/* A field that no table names: a CSL variable's, or one to keep aside. */
static void
other(reader *r, const bibtex_field *field)
{
	const char *variable, *own;
	bib_field_kind kind = bib_field(field->name.ptr, &variable);
	bm_item_date date = {0};
	bm_str s;

	if (kind == BIB_FIELD_NAMES) {
		bibtex_names(r->f, r->e, field, variable);
		return;
	}
	s = text(r, field->name.ptr, TEX_MARKUP);
	if (kind == BIB_FIELD_DATE && bib_date_parse(s, &date)) {
		bib_make_date(r->f->m, variable, &date);
		return;
	}
	if (kind == BIB_FIELD_TEXT) {
		(void)set(r, variable, s);
		return;
	}
	if (bm_str_starts(field->name, "bdsk-") ||
	    bm_str_starts(field->name, "mendeley-") ||
	    bm_str_starts(field->name, "citeulike-"))
		return;
	own = bm_arena_printf(r->f->arena, "custom.%s", field->name.ptr);
	if (own == NULL || !set(r, own, s))
		return;
	if (bibtex_once(r->f, "field", field->name))
		bib_make_tell(
		    r->f->m, "bib-unknown-field", field->line, field->column,
		    "Field \"%s\" of entry \"%.*s\" has no meaning "
		    "here; it is kept and never printed",
		    field->name.ptr, (int)r->e->key.len, r->e->key.ptr);
}

static void
one(reader *r, const bibtex_field *field)
{
	const bibtex_row *row = bibtex_row_of(field->name.ptr);
	bm_str s;

	if (row == NULL) {
		other(r, field);
		return;
	}
	switch (row->kind) {
	case BIBTEX_TEXT:
		(void)set(r, row->variable, text(r, row->name, TEX_MARKUP));
		break;
	case BIBTEX_TITLE:
		(void)set(r, row->variable,
			  text(r, row->name, TEX_MARKUP | TEX_TITLE));
		break;
	case BIBTEX_NOTE:
		bib_make_join(r->f->m, row->variable,
			      text(r, row->name, TEX_MARKUP | TEX_LINES), ". ");
		break;
	case BIBTEX_ID:
		(void)set(r, row->variable, text(r, row->name, 0));
		break;
	case BIBTEX_SERIAL:
		s = text(r, row->name, 0);
		if (!bib_make_serials(r->f->m, s))
			(void)set(r, row->variable, s);
		break;
	case BIBTEX_NAMES:
		bibtex_names(r->f, r->e, field, row->variable);
		break;
	case BIBTEX_MADE:
	case BIBTEX_NONE:
		break;
	}
}

/* See bibtex.h. */
void
bibtex_fields(bibtex_file *f, const bibtex_entry *e)
{
	reader r = {.f = f, .e = e};

	bm_buf_init(&r.buf, bm_arena_allocator(f->arena));
	titles(&r);
	for (size_t i = 0; i < e->fields.len && !f->failed; i++)
		one(&r, e->fields.items[i]);
	chapter(&r);
	pages(&r);
	numbers(&r);
	edition(&r);
	identifiers(&r);
	published(&r);
	language(&r);
	genre(&r);
	editors(&r);
	if (has(&r, "collaboration"))
		bib_make_name(
		    f->m, "author",
		    &(bm_name){.literal = text(&r, "collaboration", 0)});
	if (r.buf.status != BM_OK)
		f->failed = true;
	bm_buf_free(&r.buf);
}
