/* The fields of an entry, and the CSL variables that they fill. */
#include <stdlib.h>

#include "bib/bibtex.h"

typedef enum field_kind {
	FIELD_TEXT,
	FIELD_NOTE, /* joined to what is there */
	FIELD_NAMES,
	FIELD_ID, /* not typeset */
	FIELD_TITLE,
	FIELD_MADE, /* by one of the functions below, or in another file */
	FIELD_NONE  /* of the writer's tools, or of no use here */
} field_kind;

/* Sorted by name, for a binary search. */
static const struct row {
	const char *name;
	field_kind kind;
	const char *variable;
} rows[] = {
    {"abbrev_source_title", FIELD_TEXT, "container-title-short"},
    {"abstract", FIELD_TEXT, "abstract"},
    {"accessed", FIELD_MADE, NULL},
    {"addendum", FIELD_NOTE, "note"},
    {"address", FIELD_TEXT, "publisher-place"},
    {"affiliation", FIELD_NONE, NULL},
    {"afterword", FIELD_NAMES, "contributor"},
    {"annotation", FIELD_TEXT, "annote"},
    {"annotator", FIELD_NAMES, "contributor"},
    {"annote", FIELD_TEXT, "annote"},
    {"archive", FIELD_TEXT, "archive"},
    {"archiveprefix", FIELD_MADE, NULL},
    {"art_number", FIELD_MADE, NULL},
    {"article-number", FIELD_MADE, NULL},
    {"articleno", FIELD_MADE, NULL},
    {"author", FIELD_NAMES, "author"},
    {"author_keywords", FIELD_TEXT, "keyword"},
    {"authortype", FIELD_NONE, NULL},
    {"bibsource", FIELD_NONE, NULL},
    {"biburl", FIELD_NONE, NULL},
    {"bookauthor", FIELD_NAMES, "container-author"},
    {"bookpagination", FIELD_NONE, NULL},
    {"booksubtitle", FIELD_MADE, NULL},
    {"booktitle", FIELD_MADE, NULL},
    {"booktitleaddon", FIELD_MADE, NULL},
    {"chapter", FIELD_MADE, NULL},
    {"coden", FIELD_NONE, NULL},
    {"collaboration", FIELD_MADE, NULL},
    {"comment", FIELD_TEXT, "annote"},
    {"commentator", FIELD_NAMES, "contributor"},
    {"copyright", FIELD_TEXT, "license"},
    {"creationdate", FIELD_NONE, NULL},
    {"crossref", FIELD_NONE, NULL},
    {"date", FIELD_MADE, NULL},
    {"date-added", FIELD_NONE, NULL},
    {"date-modified", FIELD_NONE, NULL},
    {"day", FIELD_MADE, NULL},
    {"document_type", FIELD_NONE, NULL},
    {"doi", FIELD_MADE, NULL},
    {"edition", FIELD_MADE, NULL},
    {"editor", FIELD_MADE, NULL},
    {"editora", FIELD_MADE, NULL},
    {"editoratype", FIELD_NONE, NULL},
    {"editorb", FIELD_MADE, NULL},
    {"editorbtype", FIELD_NONE, NULL},
    {"editorc", FIELD_MADE, NULL},
    {"editorctype", FIELD_NONE, NULL},
    {"editortype", FIELD_NONE, NULL},
    {"eid", FIELD_MADE, NULL},
    {"eissn", FIELD_ID, "ISSN"},
    {"entryset", FIELD_NONE, NULL},
    {"entrysubtype", FIELD_NONE, NULL},
    {"eprint", FIELD_MADE, NULL},
    {"eprintclass", FIELD_MADE, NULL},
    {"eprinttype", FIELD_MADE, NULL},
    {"eventdate", FIELD_MADE, NULL},
    {"eventtitle", FIELD_TITLE, "event-title"},
    {"eventtitleaddon", FIELD_NOTE, "event-title"},
    {"execute", FIELD_NONE, NULL},
    {"file", FIELD_NONE, NULL},
    {"foreword", FIELD_NAMES, "contributor"},
    {"gender", FIELD_NONE, NULL},
    {"groups", FIELD_NONE, NULL},
    {"howpublished", FIELD_MADE, NULL},
    {"hyphenation", FIELD_MADE, NULL},
    {"ids", FIELD_NONE, NULL},
    {"indexsorttitle", FIELD_NONE, NULL},
    {"indextitle", FIELD_NONE, NULL},
    {"institution", FIELD_MADE, NULL},
    {"introduction", FIELD_NAMES, "contributor"},
    {"isan", FIELD_ID, "custom.isan"},
    {"isbn", FIELD_ID, "ISBN"},
    {"ismn", FIELD_ID, "custom.ismn"},
    {"isrn", FIELD_ID, "custom.isrn"},
    {"issn", FIELD_ID, "ISSN"},
    {"issue", FIELD_MADE, NULL},
    {"issuesubtitle", FIELD_MADE, NULL},
    {"issuetitle", FIELD_MADE, NULL},
    {"issuetitleaddon", FIELD_MADE, NULL},
    {"journal", FIELD_MADE, NULL},
    {"journal-iso", FIELD_TEXT, "container-title-short"},
    {"journalsubtitle", FIELD_MADE, NULL},
    {"journaltitle", FIELD_MADE, NULL},
    {"journaltitleaddon", FIELD_MADE, NULL},
    {"key", FIELD_NONE, NULL},
    {"keywords", FIELD_TEXT, "keyword"},
    {"label", FIELD_NONE, NULL},
    {"langid", FIELD_MADE, NULL},
    {"langidopts", FIELD_NONE, NULL},
    {"language", FIELD_MADE, NULL},
    {"lastchecked", FIELD_MADE, NULL},
    {"library", FIELD_TEXT, "call-number"},
    {"local-url", FIELD_NONE, NULL},
    {"location", FIELD_TEXT, "publisher-place"},
    {"mainsubtitle", FIELD_MADE, NULL},
    {"maintitle", FIELD_MADE, NULL},
    {"maintitleaddon", FIELD_MADE, NULL},
    {"modificationdate", FIELD_NONE, NULL},
    {"month", FIELD_MADE, NULL},
    {"nationality", FIELD_NONE, NULL},
    {"note", FIELD_NOTE, "note"},
    {"number", FIELD_MADE, NULL},
    {"numpages", FIELD_TEXT, "number-of-pages"},
    {"options", FIELD_NONE, NULL},
    {"organization", FIELD_MADE, NULL},
    {"origdate", FIELD_MADE, NULL},
    {"origlanguage", FIELD_TEXT, "custom.original-language"},
    {"origlocation", FIELD_TEXT, "original-publisher-place"},
    {"origpublisher", FIELD_TEXT, "original-publisher"},
    {"origtitle", FIELD_TITLE, "original-title"},
    {"owner", FIELD_NONE, NULL},
    {"pages", FIELD_MADE, NULL},
    {"pagetotal", FIELD_TEXT, "number-of-pages"},
    {"pagination", FIELD_NONE, NULL},
    {"part", FIELD_TEXT, "part-number"},
    {"pdf", FIELD_NONE, NULL},
    {"pmc", FIELD_MADE, NULL},
    {"pmcid", FIELD_MADE, NULL},
    {"pmid", FIELD_MADE, NULL},
    {"presort", FIELD_NONE, NULL},
    {"primaryclass", FIELD_MADE, NULL},
    {"priority", FIELD_NONE, NULL},
    {"publisher", FIELD_TEXT, "publisher"},
    {"pubmedid", FIELD_MADE, NULL},
    {"pubstate", FIELD_MADE, NULL},
    {"ranking", FIELD_NONE, NULL},
    {"rating", FIELD_NONE, NULL},
    {"read", FIELD_NONE, NULL},
    {"related", FIELD_MADE, NULL},
    {"relatedoptions", FIELD_NONE, NULL},
    {"relatedstring", FIELD_MADE, NULL},
    {"relatedtype", FIELD_MADE, NULL},
    {"rights", FIELD_TEXT, "license"},
    {"school", FIELD_MADE, NULL},
    {"series", FIELD_MADE, NULL},
    {"shortauthor", FIELD_NONE, NULL},
    {"shorteditor", FIELD_NONE, NULL},
    {"shorthand", FIELD_NONE, NULL},
    {"shorthandintro", FIELD_NONE, NULL},
    {"shortjournal", FIELD_TEXT, "container-title-short"},
    {"shortseries", FIELD_TEXT, "custom.collection-title-short"},
    {"shorttitle", FIELD_TITLE, "title-short"},
    {"sortkey", FIELD_NONE, NULL},
    {"sortname", FIELD_NONE, NULL},
    {"sortshorthand", FIELD_NONE, NULL},
    {"sorttitle", FIELD_NONE, NULL},
    {"sortyear", FIELD_NONE, NULL},
    {"status", FIELD_MADE, NULL},
    {"subtitle", FIELD_MADE, NULL},
    {"timestamp", FIELD_NONE, NULL},
    {"title", FIELD_MADE, NULL},
    {"titleaddon", FIELD_MADE, NULL},
    {"translator", FIELD_NAMES, "translator"},
    {"type", FIELD_MADE, NULL},
    {"unique-id", FIELD_NONE, NULL},
    {"url", FIELD_MADE, NULL},
    {"urldate", FIELD_MADE, NULL},
    {"venue", FIELD_TEXT, "event-place"},
    {"version", FIELD_TEXT, "version"},
    {"volume", FIELD_TEXT, "volume"},
    {"volumes", FIELD_TEXT, "number-of-volumes"},
    {"xdata", FIELD_NONE, NULL},
    {"xref", FIELD_NONE, NULL},
    {"year", FIELD_MADE, NULL},
};

static int
compare(const void *key, const void *element)
{
	return strcmp(key, ((const struct row *)element)->name);
}

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
 * The main title of a work in volumes is a series' to the volume: that is
 * how catalogues of medicine cite a volume that has a title of its own.
 */
static void
titles(reader *r)
{
	bool series = has(r, "series");

	title(r, "title", "subtitle", "titleaddon", "title");
	title(r, "booktitle", "booksubtitle", "booktitleaddon",
	      "container-title");
	title(r, "journaltitle", "journalsubtitle", "journaltitleaddon",
	      "container-title");
	title(r, "journal", "journalsubtitle", "journaltitleaddon",
	      "container-title");
	title(r, "issuetitle", "issuesubtitle", "issuetitleaddon",
	      "volume-title");
	title(r, "maintitle", "mainsubtitle", "maintitleaddon",
	      series ? "custom.main-title" : "collection-title");
	(void)set(r, "collection-title",
		  text(r, "series", TEX_MARKUP | TEX_TITLE));
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
	    bm_str_is(r->e->type, "periodical"))
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

static void
published(reader *r)
{
	static const char *const bodies[] = {"institution", "school",
					     "organization"};
	bm_str s;

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

/* "editor" with its type, and the three more of BibLaTeX. */
static void
editors(reader *r)
{
	static const struct {
		const char *field, *type;
	} fields[] = {
	    {"editor", "editortype"},
	    {"editora", "editoratype"},
	    {"editorb", "editorbtype"},
	    {"editorc", "editorctype"},
	};
	static const word roles[] = {
	    {"compiler", "compiler"},       {"organizer", "organizer"},
	    {"director", "director"},       {"founder", "contributor"},
	    {"continuator", "contributor"}, {"collaborator", "contributor"},
	    {"redactor", "contributor"},    {"reviser", "contributor"},
	    {"editor", "editor"},           {NULL, NULL},
	};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const bibtex_field *field =
		    bm_map_getz(&r->e->by_name, fields[i].field);
		bm_str role = bm_str_trim(bibtex_get(r->e, fields[i].type));
		const char *variable = i == 0 ? "editor" : "contributor";

		for (const word *w = roles; w->key != NULL; w++)
			if (bm_str_is(role, w->key))
				variable = w->text;
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

/* See bibtex.h. */
const char *
bibtex_variable(bm_arena *arena, const char *field)
{
	const struct row *row = bsearch(field, rows, sizeof rows / sizeof *rows,
					sizeof *rows, compare);
	const char *variable;
	bib_field_kind kind;

	if (row != NULL)
		return row->variable;
	kind = bib_field(field, &variable);
	if (kind != BIB_FIELD_UNKNOWN && kind != BIB_FIELD_IGNORED)
		return variable;
	return bm_arena_printf(arena, "custom.%s", field);
}

static void
one(reader *r, const bibtex_field *field)
{
	const struct row *row =
	    bsearch(field->name.ptr, rows, sizeof rows / sizeof *rows,
		    sizeof *rows, compare);

	if (row == NULL) {
		other(r, field);
		return;
	}
	switch (row->kind) {
	case FIELD_TEXT:
		(void)set(r, row->variable, text(r, row->name, TEX_MARKUP));
		break;
	case FIELD_TITLE:
		(void)set(r, row->variable,
			  text(r, row->name, TEX_MARKUP | TEX_TITLE));
		break;
	case FIELD_NOTE:
		bib_make_join(r->f->m, row->variable,
			      text(r, row->name, TEX_MARKUP | TEX_LINES), ". ");
		break;
	case FIELD_ID:
		(void)set(r, row->variable, text(r, row->name, 0));
		break;
	case FIELD_NAMES:
		bibtex_names(r->f, r->e, field, row->variable);
		break;
	case FIELD_MADE:
	case FIELD_NONE:
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
