/* The fields of a RIS record, each by itself. */
#include "bib/ris.h"

static bool
is_article(const bib_tag_reader *r)
{
	return bm_str_starts(r->make.item->type, "article");
}

/* TY is that of a whole book. */
static bool
is_book(const bib_tag_reader *r)
{
	const ris_own *own = r->own;

	return bm_str_is_nocase(own->type, "BOOK");
}

/* A text; a second one that says something else is kept as it is. */
static void
do_text(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (!bib_make_text(&r->make, variable, f->value) &&
	    !bm_str_eq(bib_make_get(&r->make, variable), f->value))
		ris_keep(r, f);
}

static void
do_list(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bib_make_join(&r->make, variable, f->value, "; ");
}

static void
do_keep(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	(void)variable;
	ris_keep(r, f);
}

/* ---- Names ---- */

/* "JB", "J.B.", "J. B." comes as "J."; at most three letters. */
static bool
is_initials(bm_str word)
{
	size_t letters = 0;

	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z')
			letters++;
		else if (word.ptr[i] != '.')
			return false;
	}
	return letters >= 1 && letters <= 3;
}

/*
 * "Smith JB", which RIS does not allow, and many write: one family name,
 * before it small words at most, and initials.
 */
static bool
family_first(bm_str text, bm_name *out)
{
	size_t at = text.len;
	bm_str family, rest, word;
	bool last = false;

	while (at > 0 && text.ptr[at - 1] != ' ')
		at--;
	family = bm_str_trim((bm_str){text.ptr, at});
	word = (bm_str){text.ptr + at, text.len - at};
	if (family.len == 0 || !is_initials(word))
		return false;
	*out = (bm_name){0};
	out->given = word;
	out->family = family;
	rest = family;
	while (bm_str_split(&rest, ' ', &word)) {
		bool is_small =
		    word.len > 0 && word.ptr[0] >= 'a' && word.ptr[0] <= 'z';

		if (last)
			return false;
		last = !is_small;
	}
	/* "WHO EU" is no person. */
	for (size_t i = 0; i < family.len; i++)
		if (family.ptr[i] >= 'a' && family.ptr[i] <= 'z')
			return last;
	return false;
}

static void
do_name(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str s = f->value;
	const ris_own *own = r->own;
	bm_name name = {0};

	if (s.ptr[s.len - 1] == ',') {
		/* A comma at the end: a group, not to be cut. */
		name.literal = bm_str_trim((bm_str){s.ptr, s.len - 1});
	} else if (bm_str_find(s, ",", 0) < s.len)
		bib_name_parse(s, false, &name);
	else if (!family_first(s, &name))
		bib_name_parse(s, own->natural && !bib_name_is_group(s), &name);
	bib_make_name(&r->make, variable, &name);
}

static void
do_author(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	const ris_own *own = r->own;

	if (bm_str_is(own->type, "EDBOOK"))
		variable = "editor";
	do_name(r, f, variable);
}

/*
 * A2: the editors, as a rule; those of a thesis looked after it.  Of a book
 * A3 has them, and A2 those of its series, if both are there.
 */
static void
do_second(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (bm_str_is(r->make.item->type, "thesis"))
		variable = "contributor";
	else if (is_book(r) && f->tag[0] == 'A' &&
		 bib_tag_value(r, "A3").len > 0)
		variable = "collection-editor";
	do_name(r, f, variable);
}

/* A3: those of the series, but of a book. */
static void
do_third(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	do_name(r, f, is_book(r) ? "editor" : variable);
}

/* ---- Identifiers ---- */

static void
do_doi(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str doi = bib_doi(f->value);

	if (doi.len > 0)
		bib_make_text(&r->make, variable, doi);
	else {
		bib_tag_bad(r, f, "is no DOI");
		ris_keep(r, f);
	}
}

/* An address of the DOI or of PubMed is that identifier; false: another. */
static bool
take_address(bib_tag_reader *r, bm_str s)
{
	bm_str doi = bib_doi(s), pmcid, pmid;

	if (doi.len > 0) {
		bib_make_text(&r->make, "DOI", doi);
		return true;
	}
	if (bm_str_find(s, "ncbi.nlm.nih.gov/", 0) == s.len)
		return false;
	pmcid = bib_pmcid(r->make.arena, s);
	pmid = bib_pmid(s);
	bib_make_text(&r->make, "PMCID", pmcid);
	bib_make_text(&r->make, "PMID", pmid);
	return pmcid.len + pmid.len > 0;
}

/* L1 to L4: files and links, in old records the DOI. */
static void
do_link(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	(void)variable;
	if (!take_address(r, f->value))
		ris_keep(r, f);
}

/* UR */
static void
do_url(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (!take_address(r, f->value))
		do_text(r, f, variable);
}

/* A number that says itself what it is: "123[pmid]", "PMID: 123". */
static bool
marked_number(bib_tag_reader *r, bm_str s)
{
	bm_str id;

	if (bm_str_ends(s, "[pmid]"))
		id = bib_pmid((bm_str){s.ptr, s.len - 6});
	else if (bm_str_starts(s, "PMID"))
		id = bib_pmid(s);
	else if (bm_str_starts(s, "PMC") || bm_str_ends(s, "[pmcid]")) {
		if (bm_str_ends(s, "[pmcid]"))
			s.len -= 7;
		id = bib_pmcid(r->make.arena, s);
		return id.len > 0 && bib_make_text(&r->make, "PMCID", id);
	} else
		return false;
	return id.len > 0 && bib_make_text(&r->make, "PMID", id);
}

/*
 * Notes.  What programs write there about themselves is not printed, nor what
 * EndNote keeps of PubMed, which begins with the other ISSN.  A DOI, and a
 * PMID that says so, are what they are.
 */
static void
do_note(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	static const char *const begins[] = {"Export Date", "Cited By",
					     "Accession Number:"};
	bm_str s = f->value, doi = bib_doi(s);

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (bm_str_starts(s, begins[i])) {
			ris_keep(r, f);
			return;
		}
	if (doi.len > 0 && doi.ptr + doi.len == s.ptr + s.len) {
		bib_make_text(&r->make, "DOI", doi);
		return;
	}
	if (s.len < 24 && marked_number(r, s))
		return;
	if (s.len > 8 && s.ptr[4] == '-' &&
	    bib_make_serials(&r->make, (bm_str){s.ptr, 9}))
		variable = "annote";
	bib_make_join(&r->make, variable, s, "; ");
}

/* AN, C2, C5, U1 ...: PMID or PMCID only where that is clear. */
static void
do_number(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	const ris_own *own = r->own;
	bm_str id = bib_pmid(f->value);

	(void)variable;
	if (marked_number(r, f->value))
		return;
	if (id.len == f->value.len &&
	    ((own->pubmed && strcmp(f->tag, "AN") == 0) ||
	     (own->scopus && strcmp(f->tag, "C2") == 0) ||
	     (own->embase && strcmp(f->tag, "C5") == 0)) &&
	    bib_make_text(&r->make, "PMID", id))
		return;
	ris_keep(r, f);
}

/* The text of AN where it is no PMID; DB is the database. */
static void
do_accession(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (bib_make_get(&r->make, "PMID").len == 0 ||
	    bib_pmid(f->value).len == 0)
		do_number(r, f, variable);
	else if (!bm_str_eq(bib_make_get(&r->make, "PMID"), bib_pmid(f->value)))
		ris_keep(r, f);
}

/* SN: what names neither is one of them by the type, or a report's number. */
static void
do_serial(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str type = r->make.item->type;

	if (bib_make_serials(&r->make, f->value))
		return;
	if (bm_str_is(type, "report") || bm_str_is(type, "standard") ||
	    bm_str_is(type, "patent"))
		variable = "number";
	else
		variable = ris_is_book(type) || bm_str_is(type, "chapter")
			       ? "ISBN"
			       : "ISSN";
	do_text(r, f, variable);
}

/* ---- The rest ---- */

static void
do_language(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bib_make_text(&r->make, variable, bib_language(f->value));
}

/* See ris.h. */
bool
ris_is_key(bm_str s)
{
	bool letter = false;

	if (bm_str_find(s, "://", 0) < s.len)
		return false; /* an address, or a number of Papers */
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if ((unsigned char)c <= ' ' || strchr("[]{},;@\"'", c) != NULL)
			return false;
		letter |= !bm_is_digit(c);
	}
	return letter;
}

/*
 * ID: the key of the item when it can be one.  Numbers are those of a list,
 * and each list has a first.
 */
static void
do_id(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	(void)variable;
	if (ris_is_key(f->value) && r->make.item->id.len == 0)
		r->make.item->id =
		    bm_str_of(bm_arena_str(r->make.arena, f->value));
	else
		ris_keep(r, f);
}

/* The database, unless it is PubMed: a PMID says that better. */
static void
do_database(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (!bm_str_is(f->value, "PubMed"))
		do_text(r, f, variable);
}

/* ET: an edition; in EndNote's form of articles the day it was online. */
static void
do_edition(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_item_date date;

	if (is_article(r) && ris_date(f->value, &date))
		bib_make_date(&r->make, "available-date", &date);
	else
		do_text(r, f, variable);
}

/* M1: a number; that of the issue for old articles. */
static void
do_m1(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	const ris_own *own = r->own;

	if (is_article(r))
		variable = own->has_issue ? "custom.ris.M1" : "issue";
	do_text(r, f, variable);
}

static void
do_issue(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (bm_str_is(r->make.item->type, "report"))
		variable = "number";
	do_text(r, f, variable);
}

/* M3: the type of the work, or a DOI. */
static void
do_m3(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	bm_str doi = bib_doi(f->value);

	if (doi.len > 0)
		bib_make_text(&r->make, "DOI", doi);
	else if (is_article(r))
		bib_make_join(&r->make, "custom.publication-types", f->value,
			      "; ");
	else
		do_text(r, f, variable);
}

static void
do_place(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (bm_str_is(r->make.item->type, "paper-conference"))
		variable = "event-place";
	do_text(r, f, variable);
}

/* C1 of a conference: where its proceedings were published. */
static void
do_c1(bib_tag_reader *r, const bib_tagged *f, const char *variable)
{
	if (bm_str_is(r->make.item->type, "paper-conference"))
		do_text(r, f, variable);
	else
		ris_keep(r, f);
}

/* Sorted by tag. */
static const bib_tag_row table[] = {
    {"A1", do_author, "author"},
    {"A2", do_second, "editor"},
    {"A3", do_third, "collection-editor"},
    {"A4", do_name, "translator"},
    {"AB", do_text, "abstract"},
    {"AD", NULL, NULL},
    {"AN", do_accession, NULL},
    {"AU", do_author, "author"},
    {"AV", do_text, "archive_location"},
    {"BT", NULL, NULL},
    {"C1", do_c1, "publisher-place"},
    {"C2", do_number, NULL},
    {"C3", NULL, NULL},
    {"C4", do_keep, NULL},
    {"C5", do_number, NULL},
    {"C6", do_keep, NULL},
    {"C7", NULL, NULL},
    {"C8", do_keep, NULL},
    {"CA", do_keep, NULL},
    {"CN", do_text, "call-number"},
    {"CP", do_issue, "issue"},
    {"CT", NULL, NULL},
    {"CY", do_place, "publisher-place"},
    {"DA", NULL, NULL},
    {"DB", do_database, "source"},
    {"DO", do_doi, "DOI"},
    {"DP", do_database, "source"},
    {"ED", do_second, "editor"},
    {"EF", NULL, NULL},
    {"EI", do_serial, NULL},
    {"EP", NULL, NULL},
    {"ER", NULL, NULL},
    {"ET", do_edition, "edition"},
    {"ID", do_id, NULL},
    {"IS", do_issue, "issue"},
    {"J1", NULL, NULL},
    {"J2", NULL, NULL},
    {"J9", NULL, NULL},
    {"JA", NULL, NULL},
    {"JF", NULL, NULL},
    {"JI", NULL, NULL},
    {"JO", NULL, NULL},
    {"KW", do_list, "keyword"},
    {"L1", do_link, NULL},
    {"L2", do_link, NULL},
    {"L3", do_link, NULL},
    {"L4", do_link, NULL},
    {"LA", do_language, "language"},
    {"LB", do_keep, NULL},
    {"LK", do_url, "URL"},
    {"M1", do_m1, "number"},
    {"M2", do_keep, NULL},
    {"M3", do_m3, "genre"},
    {"N1", do_note, "note"},
    {"N2", do_text, "abstract"},
    {"NV", do_text, "number-of-volumes"},
    {"OP", do_keep, NULL},
    {"PA", NULL, NULL},
    {"PB", do_text, "publisher"},
    {"PI", do_place, "publisher-place"},
    {"PU", do_text, "publisher"},
    {"PY", NULL, NULL},
    {"RI", do_text, "reviewed-title"},
    {"RN", do_keep, NULL},
    {"RP", NULL, NULL},
    {"SE", do_text, "section"},
    {"SN", do_serial, NULL},
    {"SP", NULL, NULL},
    {"ST", do_text, "title-short"},
    {"SV", do_text, "collection-number"},
    {"T1", NULL, NULL},
    {"T2", NULL, NULL},
    {"T3", NULL, NULL},
    {"TA", do_name, "translator"},
    {"TI", NULL, NULL},
    {"TT", do_keep, NULL},
    {"TY", NULL, NULL},
    {"U1", do_number, NULL},
    {"U2", do_number, NULL},
    {"U3", do_number, NULL},
    {"U4", do_number, NULL},
    {"U5", do_number, NULL},
    {"UR", do_url, "URL"},
    {"VL", do_text, "volume"},
    {"VO", do_text, "volume"},
    {"WE", NULL, NULL},
    {"Y1", NULL, NULL},
    {"Y2", NULL, NULL},
};

const bib_tag_rows ris_rows = {table, sizeof table / sizeof *table};

/*
 * Whether people are called "Given Family": there are several, and none is
 * written with a comma or with initials at the end.
 */
static bool
natural_names(const bib_tag_reader *r)
{
	size_t names = 0;
	bm_name unused;

	for (size_t i = 0; i < r->fields.list.len; i++) {
		const bib_tagged *f = &r->fields.list.items[i];

		if (f->tag[0] != 'A' || (f->tag[1] != 'U' && f->tag[1] != '1'))
			continue;
		if (bm_str_find(f->value, ",", 0) < f->value.len ||
		    family_first(f->value, &unused))
			return false;
		names++;
	}
	return names > 1;
}

/* Notes where the record comes from, and what others depend on. */
static void
look_round(bib_tag_reader *r)
{
	ris_own *own = r->own;

	own->natural = natural_names(r);
	own->pubmed = own->scopus = own->embase = own->has_issue = false;
	for (size_t i = 0; i < r->fields.list.len; i++) {
		const bib_tagged *f = &r->fields.list.items[i];
		bm_str s = f->value;

		own->has_issue |= s.len > 0 && (strcmp(f->tag, "IS") == 0 ||
						strcmp(f->tag, "CP") == 0);
		if (strcmp(f->tag, "DB") != 0 && strcmp(f->tag, "DP") != 0)
			continue;
		own->pubmed |= bm_str_find(s, "PubMed", 0) < s.len ||
			       bm_str_find(s, "MEDLINE", 0) < s.len ||
			       bm_str_find(s, "NLM", 0) < s.len;
		own->scopus |= bm_str_find(s, "Scopus", 0) < s.len ||
			       bm_str_find(s, "SCOPUS", 0) < s.len;
		own->embase |= bm_str_find(s, "Embase", 0) < s.len ||
			       bm_str_find(s, "EMBASE", 0) < s.len;
	}
}

/* See ris.h. */
void
ris_make_fields(bib_tag_reader *r)
{
	look_round(r);
	bib_tag_fields(r);
}
