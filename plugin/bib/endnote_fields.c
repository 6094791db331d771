/*
 * The elements of an EndNote record to CSL variables.  What an element means
 * depends on the type of reference, as its form in EndNote shows it.
 */
#include <stdio.h>

#include "bib/endnote.h"

/* ---- Types ---- */

typedef struct kind {
	const char *name; /* of ref-type */
	int number;       /* its content */
	const char *type;
	/* Variables of secondary-title, number, isbn and
	 * secondary-authors. */
	const char *secondary, *number_is, *isbn, *editors;
} kind;

#define C "container-title"
#define S "collection-title"

static const kind kinds[] = {
    {"Journal Article", 17, "article-journal", C, "issue", "ISSN", "editor"},
    {"Aggregated Database", 55, "dataset", C, "number", "ISSN", "editor"},
    {"Ancient Text", 51, "classic", C, "number", "ISBN", "editor"},
    {"Artwork", 2, "graphic", C, "number", "number", "editor"},
    {"Audiovisual Material", 3, "motion_picture", S, "number", "ISBN",
     "contributor"},
    {"Bill", 4, "bill", C, "number", "number", "contributor"},
    {"Blog", 56, "post-weblog", C, "number", "ISSN", "editor"},
    {"Book", 6, "book", S, "collection-number", "ISBN", "collection-editor"},
    {"Book Section", 5, "chapter", C, "collection-number", "ISBN", "editor"},
    {"Case", 7, "legal_case", C, "number", "number", "contributor"},
    {"Catalog", 8, "book", S, "number", "ISBN", "collection-editor"},
    {"Chart or Table", 38, "figure", C, "number", "number", "editor"},
    {"Classical Work", 49, "classic", S, "number", "ISBN", "editor"},
    {"Computer Program", 9, "software", S, "number", "ISBN", "editor"},
    {"Conference Paper", 47, "paper-conference", C, "issue", "ISBN", "editor"},
    {"Conference Proceedings", 10, "paper-conference", C, "issue", "ISBN",
     "editor"},
    {"Dataset", 59, "dataset", S, "number", "ISSN", "editor"},
    {"Dictionary", 52, "entry-dictionary", C, "number", "ISBN", "editor"},
    {"Edited Book", 28, "book", S, "collection-number", "ISBN",
     "collection-editor"},
    {"Electronic Article", 43, "article-journal", C, "issue", "ISSN", "editor"},
    {"Electronic Book", 44, "book", S, "collection-number", "ISBN", "editor"},
    {"Electronic Book Section", 60, "chapter", C, "collection-number", "ISBN",
     "editor"},
    {"Encyclopedia", 53, "entry-encyclopedia", C, "number", "ISBN", "editor"},
    {"Equation", 39, "figure", C, "number", "number", "editor"},
    {"Figure", 37, "figure", C, "number", "number", "editor"},
    {"Film or Broadcast", 21, "motion_picture", S, "number", "ISBN",
     "director"},
    {"Generic", 13, "document", C, "number", "ISBN", "editor"},
    {"Government Document", 46, "report", S, "number", "number", "contributor"},
    {"Grant", 54, "document", S, "number", "number", "contributor"},
    {"Hearing", 14, "hearing", C, "number", "number", "contributor"},
    {"Interview", -1, "interview", C, "number", "ISBN", "interviewer"},
    {"Legal Rule or Regulation", 50, "regulation", C, "number", "number",
     "contributor"},
    {"Magazine Article", 19, "article-magazine", C, "issue", "ISSN", "editor"},
    {"Manuscript", 36, "manuscript", S, "number", "number", "contributor"},
    {"Map", 20, "map", S, "number", "ISBN", "editor"},
    {"Music", 61, "song", S, "number", "ISBN", "editor"},
    {"Newspaper Article", 23, "article-newspaper", C, "issue", "ISSN",
     "editor"},
    {"Online Database", 45, "dataset", C, "number", "ISSN", "editor"},
    {"Online Multimedia", 48, "webpage", S, "number", "ISBN", "editor"},
    {"Pamphlet", 24, "pamphlet", S, "number", "ISBN", "editor"},
    {"Patent", 25, "patent", C, "call-number", "number", "contributor"},
    {"Personal Communication", 26, "personal_communication", C, "number",
     "number", "recipient"},
    {"Report", 27, "report", S, "number", "number", "editor"},
    {"Serial", 57, "periodical", S, "issue", "ISSN", "editor"},
    {"Standard", 58, "standard", S, "number", "number", "editor"},
    {"Statute", 31, "legislation", C, "number", "number", "contributor"},
    {"Thesis", 32, "thesis", S, "number", "number", "contributor"},
    {"Unpublished Work", 34, "manuscript", S, "number", "number", "editor"},
    {"Web Page", 12, "webpage", C, "number", "ISSN", "editor"},
};

#undef C
#undef S

enum { KINDS = sizeof kinds / sizeof *kinds };

/* The kind of a record: by name, for the numbers say less. */
static const kind *
kind_of(endnote *e, xmlNode *record)
{
	static const kind unknown = {
	    "", -1, "document", "container-title", "number", "ISBN", "editor"};
	xmlNode *el = endnote_child(record, "ref-type");
	const char *name = el != NULL ? bm_attr(el, "name") : NULL;
	bm_str text = el != NULL ? endnote_text(e, el, false) : BM_STR("");

	for (size_t i = 0; name != NULL && i < KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	for (size_t i = 0; name == NULL && i < KINDS; i++) {
		char number[16];

		snprintf(number, sizeof number, "%d", kinds[i].number);
		if (bm_str_is(text, number) || bm_str_is(text, kinds[i].name))
			return &kinds[i];
	}
	endnote_tell(e, "bib-no-type", el != NULL ? el : record,
		     "The type of the record is not known",
		     name != NULL ? bm_str_of(name) : text);
	return &unknown;
}

/* ---- Fields ---- */

typedef struct field field;

/* An element, what it means in this kind of record, and its row. */
typedef struct found {
	endnote *e;
	xmlNode *el;
	const kind *kind;
	const field *row;
} found;

struct field {
	const char *name;
	void (*take)(const found *f);
	const char *variable;
};

static void
do_text(const found *f)
{
	bib_make_text(&f->e->m, f->row->variable,
		      endnote_text(f->e, f->el, false));
}

static void
do_styled(const found *f)
{
	bib_make_text(&f->e->m, f->row->variable,
		      endnote_text(f->e, f->el, true));
}

static void
do_nothing(const found *f)
{
	(void)f;
}

/* One name.  A comma at its end makes it that of a body. */
static void
put_name(endnote *e, xmlNode *el, const char *variable)
{
	const char *body = bm_attr(el, "corp-name");
	const char *last = bm_attr(el, "last-name");
	bm_str text = endnote_text(e, el, false);
	bm_name name = {0};

	if (body != NULL && body[0] != '\0')
		name.literal = bm_str_of(body);
	else if (last != NULL && last[0] != '\0') {
		name.family = bm_str_of(last);
		name.given = bm_str_of(bm_attr(el, "first-name"));
		name.suffix = bm_str_of(bm_attr(el, "suffix"));
	} else if (bm_str_ends(text, ",")) {
		while (text.len > 0 && (text.ptr[text.len - 1] == ',' ||
					text.ptr[text.len - 1] == ' '))
			text.len--;
		name.literal = text;
	} else
		bib_name_parse(text, !bib_name_is_group(text), &name);
	bib_make_name(&e->m, variable, &name);
}

static void
put_names(endnote *e, xmlNode *list, const char *variable)
{
	for (xmlNode *n = list->children; n != NULL; n = n->next)
		if (endnote_is(n, "author"))
			put_name(e, n, variable);
}

static void
do_contributors(const found *f)
{
	bool book = bm_str_ends(bm_str_of(f->kind->isbn), "BN");

	for (xmlNode *n = f->el->children; n != NULL; n = n->next) {
		if (endnote_is(n, "authors"))
			put_names(f->e, n,
				  strcmp(f->kind->name, "Edited Book") == 0
				      ? "editor"
				      : "author");
		else if (endnote_is(n, "secondary-authors"))
			put_names(f->e, n, f->kind->editors);
		else if (endnote_is(n, "tertiary-authors"))
			put_names(f->e, n,
				  strcmp(f->kind->name, "Book") == 0 ? "editor"
				  : strcmp(f->kind->editors, "editor") == 0
				      ? "collection-editor"
				      : "contributor");
		else if (endnote_is(n, "subsidiary-authors"))
			put_names(f->e, n, book ? "translator" : "contributor");
		else if (endnote_is(n, "translated-authors"))
			put_names(f->e, n, "original-author");
	}
}

static void
do_titles(const found *f)
{
	bib_maker *m = &f->e->m;
	bool meeting = strcmp(f->kind->type, "paper-conference") == 0;

	for (xmlNode *n = f->el->children; n != NULL; n = n->next) {
		const char *variable = NULL;

		if (endnote_is(n, "title"))
			variable = "title";
		else if (endnote_is(n, "short-title"))
			variable = "title-short";
		else if (endnote_is(n, "translated-title"))
			variable = "custom.translated-title";
		else if (endnote_is(n, "secondary-title"))
			variable = meeting ? "event-title" : f->kind->secondary;
		else if (endnote_is(n, "tertiary-title"))
			variable =
			    meeting ? "container-title" : "collection-title";
		else if (endnote_is(n, "alt-title"))
			variable = "custom.alt-title";
		if (variable != NULL)
			bib_make_text(m, variable, endnote_text(f->e, n, true));
	}
	if (meeting)
		bib_make_text(m, "container-title",
			      bib_make_get(m, "event-title"));
}

/* The journal by its full name, which goes before secondary-title. */
static void
do_periodical(const found *f)
{
	xmlNode *full = endnote_child(f->el, "full-title");
	xmlNode *abbr = endnote_child(f->el, "abbr-1");
	bib_maker *m = &f->e->m;
	bm_str name;

	if (full != NULL) {
		name = endnote_text(f->e, full, false);
		/* Of a book, it repeats the title of its series. */
		if (!bm_str_eq(name, bib_make_get(m, "collection-title")))
			bib_make_text(m, "container-title", name);
	}
	if (abbr != NULL)
		bib_make_text(m, "container-title-short",
			      endnote_text(f->e, abbr, false));
}

/* The day of a visit, in EndNote's form of pages of the web. */
static bool
is_visit(const found *f)
{
	bm_item_date date = {0};

	if (strcmp(f->kind->name, "Web Page") != 0 ||
	    !bib_date_parse(endnote_text(f->e, f->el, false), &date))
		return false;
	bib_make_date(&f->e->m, "accessed", &date);
	return true;
}

static void
do_number(const found *f)
{
	if (is_visit(f))
		return;
	bib_make_text(&f->e->m, f->kind->number_is,
		      endnote_text(f->e, f->el, false));
}

static void
do_pages(const found *f)
{
	bm_str text = endnote_text(f->e, f->el, false);
	bool book = strcmp(f->kind->type, "book") == 0;

	if (book && memchr(text.ptr, '-', text.len) == NULL)
		bib_make_text(&f->e->m, "number-of-pages", text);
	else
		bib_make_pages(&f->e->m, text);
}

/* What names no ISSN or ISBN may be the number of a report. */
static void
do_isbn(const found *f)
{
	bm_str text = endnote_text(f->e, f->el, false);

	if (!bib_make_serials(&f->e->m, text))
		bib_make_text(&f->e->m, f->kind->isbn, text);
}

static void
do_dates(const found *f)
{
	xmlNode *year = endnote_child(f->el, "year");
	xmlNode *day = endnote_child(endnote_child(f->el, "pub-dates"), "date");
	bm_arena *arena = f->e->m.arena;
	bm_item_date date = {0};
	bm_str text = {"", 0};
	char *y = NULL, *both;

	if (year != NULL)
		y = bm_arena_str(arena, endnote_text(f->e, year, false));
	if (day != NULL)
		text = endnote_text(f->e, day, false);
	both = bm_arena_printf(arena, "%.*s %s", (int)text.len, text.ptr,
			       y != NULL ? y : "");
	if (both == NULL || (year != NULL && y == NULL)) {
		f->e->m.failed = true;
		return;
	}
	if (text.len > 0 && (bib_date_parse(bm_str_of(both), &date) ||
			     bib_date_parse(text, &date)))
		bib_make_date(&f->e->m, "issued", &date);
	else if (y != NULL && bib_date_parse(bm_str_of(y), &date)) {
		bib_make_date(&f->e->m, "issued", &date);
		if (text.len > 0)
			endnote_tell(f->e, "bib-bad-value", day,
				     "The day is no date, the year is kept",
				     text);
	} else if (bm_str_trim(bm_str_of(both)).len > 0) {
		date = (bm_item_date){.literal = bm_str_of(both)};
		bib_make_date(&f->e->m, "issued", &date);
	}
}

static void
do_date(const found *f)
{
	bm_str text = endnote_text(f->e, f->el, false);
	bm_item_date date = {0};

	/* "2017/03/16", which EDTF has hyphens in. */
	for (size_t i = 0; i < text.len; i++)
		if (text.len == 10 && text.ptr[i] == '/')
			f->e->buf.ptr[i] = '-';
	if (bib_date_parse(text, &date))
		bib_make_date(&f->e->m, f->row->variable, &date);
	else if (text.len > 0)
		endnote_tell(f->e, "bib-bad-value", f->el, "This is no date",
			     text);
}

static void
do_edition(const found *f)
{
	/* In the form of articles it is the date of the first version. */
	if (strcmp(f->kind->type, "article-journal") == 0) {
		static const field early = {"edition", do_date,
					    "available-date"};
		found g = *f;

		g.row = &early;
		do_date(&g);
	} else
		do_text(f);
}

static void
do_doi(const found *f)
{
	bm_str text = endnote_text(f->e, f->el, false), doi = bib_doi(text);

	bib_make_text(&f->e->m, "DOI", doi);
	if (doi.len == 0 && text.len > 0) {
		bib_make_text(&f->e->m, "custom.electronic-resource-num", text);
		endnote_tell(f->e, "bib-bad-value", f->el, "This is no DOI",
			     text);
	}
}

/* A PMID, if it does not come from a database that has other numbers. */
static void
do_accession(const found *f)
{
	static const char *const of_pmids[] = {"PubMed", "Medline", "MEDLINE",
					       "NLM", "Pubmed"};
	xmlNode *el = endnote_child(f->el->parent, "remote-database-name");
	bm_str base, pmid;
	bool known = true;

	if (el != NULL) {
		base = endnote_text(f->e, el, false);
		known = base.len == 0;
		for (size_t i = 0; i < 5; i++)
			known |= bm_str_find(base, of_pmids[i], 0) < base.len;
	}
	base = endnote_text(f->e, f->el, false);
	pmid = known ? bib_pmid(base) : (bm_str){"", 0};
	bib_make_text(&f->e->m, pmid.len > 0 ? "PMID" : "custom.accession",
		      pmid.len > 0 ? pmid : base);
}

static void
do_pmcid(const found *f)
{
	bm_str text = endnote_text(f->e, f->el, false);
	bm_str pmcid = bib_pmcid(f->e->m.arena, text);

	bib_make_text(&f->e->m, pmcid.len > 0 ? "PMCID" : "custom.custom2",
		      pmcid.len > 0 ? pmcid : text);
}

/* The article number of a journal without pages. */
static void
do_article_number(const found *f)
{
	xmlNode *pages = endnote_child(f->el->parent, "pages");
	bool free =
	    strcmp(f->kind->type, "article-journal") == 0 &&
	    (pages == NULL || endnote_text(f->e, pages, false).len == 0);

	bib_make_text(&f->e->m, free ? "page" : "custom.article-number",
		      endnote_text(f->e, f->el, false));
}

static void
do_urls(const found *f)
{
	xmlNode *related = endnote_child(f->el, "related-urls");

	if (related == NULL)
		related = endnote_child(f->el, "web-urls");
	for (xmlNode *n = related != NULL ? related->children : NULL; n != NULL;
	     n = n->next)
		if (endnote_is(n, "url"))
			bib_make_text(&f->e->m, "URL",
				      endnote_text(f->e, n, false));
}

static void
do_keywords(const found *f)
{
	for (xmlNode *n = f->el->children; n != NULL; n = n->next)
		if (endnote_is(n, "keyword"))
			bib_make_join(&f->e->m, "keyword",
				      endnote_text(f->e, n, false), "; ");
}

static void
do_language(const found *f)
{
	bib_make_text(&f->e->m, "language",
		      bib_language(endnote_text(f->e, f->el, false)));
}

static void
do_section(const found *f)
{
	bib_make_text(&f->e->m,
		      strcmp(f->kind->type, "chapter") == 0 ? "chapter-number"
							    : "section",
		      endnote_text(f->e, f->el, false));
}

/* A label that is one word is the key that its author cites by. */
static void
do_label(const found *f)
{
	bm_str text = endnote_text(f->e, f->el, false);
	bool word = text.len > 0 && text.len < 80;

	for (size_t i = 0; i < text.len; i++)
		word &= bm_is_alpha(text.ptr[i]) || bm_is_digit(text.ptr[i]) ||
			strchr("_-:.", text.ptr[i]) != NULL;
	bib_make_text(&f->e->m, "custom.label", text);
	if (word && bm_is_alpha(text.ptr[0]) &&
	    bm_library_find(f->e->m.library, text) == NULL)
		f->e->m.item->id = bib_make_get(&f->e->m, "custom.label");
}

/* In the order of use: what a row looks up stands before it. */
static const field fields[] = {
    {"contributors", do_contributors, NULL},
    {"titles", do_titles, NULL},
    {"periodical", do_periodical, NULL},
    {"alt-periodical", do_periodical, NULL},
    {"pages", do_pages, NULL},
    {"volume", do_text, "volume"},
    {"number", do_number, NULL},
    {"num-vols", do_text, "number-of-volumes"},
    {"edition", do_edition, "edition"},
    {"section", do_section, NULL},
    {"dates", do_dates, NULL},
    {"pub-location", do_text, "publisher-place"},
    {"publisher", do_text, "publisher"},
    {"isbn", do_isbn, NULL},
    {"accession-num", do_accession, NULL},
    {"electronic-resource-num", do_doi, NULL},
    {"call-num", do_text, "call-number"},
    {"abstract", do_styled, "abstract"},
    {"keywords", do_keywords, NULL},
    {"urls", do_urls, NULL},
    {"access-date", do_date, "accessed"},
    {"language", do_language, NULL},
    {"work-type", do_text, "genre"},
    {"label", do_label, NULL},
    {"custom2", do_pmcid, NULL},
    {"custom7", do_article_number, NULL},
    {"remote-database-name", do_text, "source"},
    /* What people note for themselves is not printed. */
    {"notes", do_text, "annote"},
    {"research-notes", do_text, "custom.research-notes"},
    {"orig-pub", do_text, "custom.original-publication"},
    {"reprint-edition", do_text, "custom.reprint-edition"},
    {"caption", do_text, "custom.caption"},
    {"custom1", do_text, "custom.custom1"},
    {"custom3", do_text, "custom.custom3"},
    {"custom4", do_text, "custom.custom4"},
    {"custom5", do_text, "custom.custom5"},
    {"custom6", do_text, "custom.nihmsid"},
    {"misc1", do_text, "custom.misc1"},
    {"misc2", do_text, "custom.misc2"},
    {"misc3", do_text, "custom.misc3"},
    {"ref-type", do_nothing, NULL},
    {"database", do_nothing, NULL},
    {"source-app", do_nothing, NULL},
    {"rec-number", do_nothing, NULL},
    {"foreign-keys", do_nothing, NULL},
    {"auth-address", do_nothing, NULL},
    {"auth-affiliaton", do_nothing, NULL},
    {"remote-database-provider", do_nothing, NULL},
    {"modified-date", do_nothing, NULL},
    {"reprint-status", do_nothing, NULL},
};

enum { FIELDS = sizeof fields / sizeof *fields };

/* See endnote.h. */
void
endnote_fields(endnote *e, xmlNode *record)
{
	found f = {.e = e, .kind = kind_of(e, record)};
	bool known;

	e->m.item->type = bm_str_of(f.kind->type);
	for (size_t i = 0; i < FIELDS; i++) {
		f.row = &fields[i];
		f.el = endnote_child(record, f.row->name);
		if (f.el != NULL)
			f.row->take(&f);
	}
	for (xmlNode *n = record->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		known = false;
		for (size_t i = 0; i < FIELDS && !known; i++)
			known = endnote_is(n, fields[i].name);
		if (!known && endnote_text(e, n, false).len > 0)
			endnote_tell(e, "bib-unknown-field", n,
				     "An element of the record is not known",
				     endnote_text(e, n, false));
	}
}
