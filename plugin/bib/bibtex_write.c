/*
 * Writes BibTeX for both BibTeX and biber.  The one choice, everywhere:
 *
 * - BibTeX's own entry types and fields (journal, address, school, year,
 *   month), which biber knows by its aliases; beside them fields that BibTeX
 *   passes over (doi, url, urldate, eprint, pmid ...).  What the type does
 *   not say stands in "entrysubtype", as CSL calls it.
 * - "date" (EDTF) only where year and month do not say all of it.
 * - UTF-8, with TeX's specials escaped; doi and url as they are.
 * - Titles in two pairs of braces: CSL has titles in the case in which they
 *   are to stand, and BibTeX's styles change what is not protected.
 * - Names as "von Last, Jr, First"; those of bodies in braces.
 *
 * What has no field of its own goes into one with CSL's name, so that reading
 * the file again gives the same items.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bib/bibtex.h"

typedef struct writer {
	bm_buf *out;
	bm_arena *arena;
	bm_diags *diags;
	const bm_item *item;
	const char *type; /* BibTeX's */
	bm_map written;   /* field name -> itself */
} writer;

/* ---- Types ---- */

/* BibTeX's type for one of CSL's; all others are @misc. */
static const struct {
	const char *csl, *bibtex;
} types[] = {
    {"article-journal", "article"},
    {"article-magazine", "article"},
    {"article-newspaper", "article"},
    {"book", "book"},
    {"chapter", "incollection"},
    {"classic", "book"},
    {"entry", "incollection"},
    {"entry-dictionary", "incollection"},
    {"entry-encyclopedia", "incollection"},
    {"manuscript", "unpublished"},
    {"pamphlet", "booklet"},
    {"paper-conference", "inproceedings"},
    {"periodical", "book"},
    {"report", "techreport"},
    {"review", "article"},
    {"review-book", "article"},
    {"thesis", "phdthesis"},
};

/* The types that say all that CSL's type does. */
static const char *const whole[] = {
    "article-journal",  "book",   "chapter", "pamphlet",
    "paper-conference", "report", "thesis",  NULL};

static bm_str
text_of(const writer *w, const char *variable)
{
	const bm_value *v = bm_item_get(w->item, variable);

	return v != NULL && v->kind == BM_VALUE_TEXT ? v->text
						     : (bm_str){"", 0};
}

static const char *
type_of(const writer *w)
{
	if (bm_str_is(w->item->type, "thesis") &&
	    bm_str_starts(text_of(w, "genre"), "Master"))
		return "mastersthesis";
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (bm_str_is(w->item->type, types[i].csl))
			return types[i].bibtex;
	return "misc";
}

static bool
is_article(const writer *w)
{
	return strcmp(w->type, "article") == 0;
}

static bool
is_thesis(const writer *w)
{
	return strcmp(w->type, "phdthesis") == 0 ||
	       strcmp(w->type, "mastersthesis") == 0;
}

/* ---- Fields ---- */

static void
lost(writer *w, const char *variable)
{
	bm_diag_add(w->diags, bib_rule("bib-lost"), &w->item->pos,
		    "BibTeX has no place for \"%s\" of item \"%.*s\"", variable,
		    (int)w->item->id.len, w->item->id.ptr);
}

/* Starts a field; false, told, if there is one of its name already. */
static bool
open_field(writer *w, const char *field, const char *variable)
{
	bool is_new = false;

	(void)bm_map_put(&w->written, bm_str_of(field), &is_new);
	if (!is_new) {
		lost(w, variable);
		return false;
	}
	bm_buf_printf(w->out, ",\n  %s = ", field);
	return true;
}

/* Whether "and" separates what a field holds, to biber. */
static bool
is_list(const char *field)
{
	static const char *const lists[] = {
	    "publisher",     "address",      "school",   "institution",
	    "origpublisher", "origlocation", "language", "howpublished"};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (strcmp(field, lists[i]) == 0)
			return true;
	return false;
}

/* Whether a field is one of the titles, in which braces protect. */
static bool
is_title(const char *field)
{
	static const char *const titles[] = {
	    "title",     "shorttitle", "booktitle",  "journal",  "series",
	    "maintitle", "issuetitle", "eventtitle", "origtitle"};

	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (strcmp(field, titles[i]) == 0)
			return true;
	return false;
}

static void
put_text(writer *w, const char *field, const char *variable, bm_str s)
{
	bool title = is_title(field), twice;

	s = bm_str_trim(s);
	if (s.len == 0 || !open_field(w, field, variable))
		return;
	twice = strcmp(field, "title") == 0 || strcmp(field, "type") == 0 ||
		strcmp(field, "shorttitle") == 0 ||
		(title && bm_str_find(s, "class=\"nocase\"", 0) < s.len) ||
		(is_list(field) && bm_str_find(s, " and ", 0) < s.len);
	bm_buf_puts(w->out, twice ? "{{" : "{");
	/* Not "{\": BibTeX would take that for a letter with an accent. */
	if (twice && !bm_is_alpha(*s.ptr) && !bm_is_digit(*s.ptr) &&
	    (unsigned char)*s.ptr < 0x80)
		bm_buf_puts(w->out, "{}");
	bib_tex_write(s, TEX_MARKUP | (title ? TEX_TITLE : 0u), w->out);
	bm_buf_puts(w->out, twice ? "}}" : "}");
}

/* A field that is not typeset: only what would break the file is encoded. */
static void
put_verbatim(writer *w, const char *field, const char *variable, bm_str s)
{
	s = bm_str_trim(s);
	if (s.len == 0 || !open_field(w, field, variable))
		return;
	bm_buf_putc(w->out, '{');
	for (size_t i = 0; i < s.len; i++)
		switch (s.ptr[i]) {
		case '{':
		case '}':
		case '\\':
			bm_buf_printf(w->out, "%%%02X", (unsigned)s.ptr[i]);
			break;
		default:
			if (!bm_is_space(s.ptr[i]))
				bm_buf_putc(w->out, s.ptr[i]);
		}
	bm_buf_putc(w->out, '}');
}

/* Pages with TeX's dash between two numbers. */
static void
put_pages(writer *w, bm_str s)
{
	bm_buf pages;

	bm_buf_init(&pages, bm_arena_allocator(w->arena));
	for (size_t at = 0; at < s.len;) {
		size_t next = at;
		uint32_t c = bm_utf8_next(s, &next);

		if (c == '-' || c == 0x2013)
			bm_buf_puts(&pages, "\xE2\x80\x93");
		else
			bm_buf_put(&pages, s.ptr + at, next - at);
		at = next;
	}
	if (s.len > 0 && open_field(w, "pages", "page")) {
		bm_str rest = bm_buf_str(&pages), part;
		size_t dash;

		bm_buf_putc(w->out, '{');
		while ((dash = bm_str_find(rest, "\xE2\x80\x93", 0)) <
		       rest.len) {
			part = (bm_str){rest.ptr, dash};
			bib_tex_write(part, 0, w->out);
			bm_buf_puts(w->out, "--");
			rest.ptr += dash + 3;
			rest.len -= dash + 3;
		}
		bib_tex_write(rest, 0, w->out);
		bm_buf_putc(w->out, '}');
	}
	if (pages.status != BM_OK)
		w->out->status = pages.status;
	bm_buf_free(&pages);
}

/* ---- Names ---- */

/* Whether the first word begins with a small letter. */
static bool
begins_small(bm_str s)
{
	size_t at = 0;
	uint32_t c = s.len > 0 ? bm_utf8_next(s, &at) : 0;

	return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7);
}

/* Whether each word begins with a small letter: BibTeX's "von". */
static bool
all_small(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((i == 0 || s.ptr[i - 1] == ' ') && s.ptr[i] != ' ' &&
		    !begins_small((bm_str){s.ptr + i, s.len - i}))
			return false;
	return true;
}

/* A part of a name, in braces when BibTeX would take it apart. */
static void
put_part(writer *w, bm_str s, bool family, bool braced)
{
	size_t space = bm_str_find(s, " ", 0);

	braced = braced || bm_str_find(s, ",", 0) < s.len ||
		 bm_str_find(s, " and ", 0) < s.len || bm_str_is(s, "others") ||
		 bm_str_is(s, "and") ||
		 (family && space < s.len && begins_small(s));
	if (braced)
		bm_buf_puts(w->out, bm_is_alpha(*s.ptr) ? "{" : "{{}");
	bib_tex_write(s, 0, w->out);
	if (braced)
		bm_buf_putc(w->out, '}');
}

static void
put_person(writer *w, const bm_name *n, const char *variable)
{
	bm_str von = n->non_dropping_particle, family = n->family;
	bool inside = false;

	if (n->dropping_particle.len > 0 || n->static_ordering)
		lost(w, variable);
	if (von.len == 0)
		von = n->dropping_particle;
	else if (n->dropping_particle.len > 0)
		von = bm_str_of(bm_arena_printf(
		    w->arena, "%.*s %.*s", (int)n->dropping_particle.len,
		    n->dropping_particle.ptr, (int)von.len, von.ptr));
	if (von.len > 0 && (!all_small(von) || family.len == 0)) {
		/* "De" is no "von": it stays with the family name. */
		inside = true;
		lost(w, variable);
		bm_buf_putc(w->out, '{');
	}
	if (von.len > 0) {
		bib_tex_write(von, 0, w->out);
		bm_buf_putc(w->out, ' ');
	}
	if (family.len > 0)
		put_part(w, family, true,
			 n->given.len + n->suffix.len + von.len == 0 &&
			     bm_str_find(family, " ", 0) < family.len);
	if (inside)
		bm_buf_putc(w->out, '}');
	if (n->suffix.len > 0) {
		bm_buf_puts(w->out, ", ");
		put_part(w, n->suffix, false, false);
	}
	if (n->given.len + n->suffix.len + von.len > 0)
		bm_buf_puts(w->out, ", ");
	if (n->given.len > 0)
		put_part(w, n->given, false, false);
}

/* Whether "et al" follows the names: a word of "custom.et-al". */
static bool
is_cut(const writer *w, const char *variable)
{
	bm_str rest = text_of(w, "custom.et-al"), word;

	while (rest.len > 0 && bm_str_split(&rest, ' ', &word))
		if (bm_str_is(word, variable))
			return true;
	return false;
}

static void
put_names(writer *w, const char *field, const char *variable,
	  const bm_names *names)
{
	if (names->count == 0 || !open_field(w, field, variable))
		return;
	bm_buf_putc(w->out, '{');
	for (size_t i = 0; i < names->count; i++) {
		const bm_name *n = &names->items[i];

		bm_buf_puts(w->out, i > 0 ? " and " : "");
		if (n->literal.len > 0)
			put_part(w, n->literal, false, true);
		else
			put_person(w, n, variable);
	}
	bm_buf_puts(w->out, is_cut(w, variable) ? " and others}" : "}");
}

/* ---- Dates ---- */

/* One end of a date in EDTF. */
static void
put_end(bm_buf *out, const bm_item_date *d, int end)
{
	int year = d->year[end];

	bm_buf_printf(out, "%s%04d", year < 0 ? "-" : "", abs(year));
	if (d->month[end] > 0)
		bm_buf_printf(out, "-%02d", d->month[end]);
	else if (d->season > 0 && end == 0)
		bm_buf_printf(out, "-%02d", d->season + 20);
	if (d->month[end] > 0 && d->day[end] > 0)
		bm_buf_printf(out, "-%02d", d->day[end]);
	bm_buf_puts(out, d->circa ? "~" : "");
}

static void
put_date(writer *w, const char *field, const char *variable,
	 const bm_item_date *d)
{
	if (!d->has_year) {
		put_text(w, field, variable,
			 d->literal.len > 0 ? d->literal : d->raw);
		return;
	}
	if (!open_field(w, field, variable))
		return;
	bm_buf_putc(w->out, '{');
	put_end(w->out, d, 0);
	if (d->is_range) {
		bm_buf_putc(w->out, '/');
		if (d->year[1] != 0)
			put_end(w->out, d, 1);
	}
	bm_buf_putc(w->out, '}');
}

/* Year and month for BibTeX, and the whole date where that is more. */
static void
put_issued(writer *w, const bm_item_date *d)
{
	static const char months[][4] = {"jan", "feb", "mar", "apr",
					 "may", "jun", "jul", "aug",
					 "sep", "oct", "nov", "dec"};

	if (!d->has_year) {
		put_date(w, "year", "issued", d);
		return;
	}
	if (d->year[0] > 0 && open_field(w, "year", "issued"))
		bm_buf_printf(w->out, "{%d}", d->year[0]);
	if (d->month[0] > 0 && d->month[0] <= 12 &&
	    open_field(w, "month", "issued"))
		bm_buf_puts(w->out, months[d->month[0] - 1]);
	if (d->day[0] > 0 || d->is_range || d->circa || d->season > 0 ||
	    d->year[0] < 100)
		put_date(w, "date", "issued", d);
}

/* ---- Items ---- */

/* CSL's variables that have another name in BibTeX, in the order written. */
static const struct {
	const char *variable, *field;
} fields[] = {
    {"author", "author"},
    {"editor", "editor"},
    {"title", "title"},
    {"title-short", "shorttitle"},
    {"container-title", NULL},
    {"container-title-short", "shortjournal"},
    {"issued", NULL},
    {"volume", "volume"},
    {"issue", NULL},
    {"page", NULL},
    {"collection-title", "series"},
    {"collection-number", NULL},
    {"number", NULL},
    {"edition", "edition"},
    {"publisher", NULL},
    {"publisher-place", "address"},
    {"genre", "type"},
    {"DOI", "doi"},
    {"URL", "url"},
    {"PMID", "pmid"},
    {"PMCID", "pmcid"},
    {"ISBN", "isbn"},
    {"ISSN", "issn"},
    {"accessed", "urldate"},
    {"language", "language"},
    {"note", "note"},
    {"annote", "annote"},
    {"abstract", "abstract"},
    {"keyword", "keywords"},
    {"status", "pubstate"},
    {"number-of-pages", "pagetotal"},
    {"number-of-volumes", "volumes"},
    {"part-number", "part"},
    {"chapter-number", "chapter"},
    {"container-author", "bookauthor"},
    {"volume-title", "issuetitle"},
    {"event-title", "eventtitle"},
    {"event", "eventtitle"},
    {"event-place", "venue"},
    {"event-date", "eventdate"},
    {"original-date", "origdate"},
    {"original-title", "origtitle"},
    {"original-publisher", "origpublisher"},
    {"original-publisher-place", "origlocation"},
    {"call-number", "library"},
    {"archive", NULL},
    {"archive_location", NULL},
    {"custom.status", "status"},
    {"custom.related", "related"},
    {"custom.related-type", "relatedtype"},
    {"custom.main-title", "maintitle"},
    {"custom.original-language", "origlanguage"},
    {"custom.collection-title-short", "shortseries"},
    {"custom.et-al", NULL}, /* with the names */
};

enum { FIELDS = sizeof fields / sizeof *fields };

/* The field of a variable whose name depends on the type. */
static const char *
field_by_type(const writer *w, const char *variable)
{
	bool in_series = bm_str_is(text_of(w, "collection-title"), "") == false;

	if (strcmp(variable, "container-title") == 0)
		return is_article(w) ? "journal" : "booktitle";
	if (strcmp(variable, "issue") == 0)
		return is_article(w) ? "number" : "issue";
	if (strcmp(variable, "collection-number") == 0)
		return strcmp(w->type, "book") == 0 ||
			       strcmp(w->type, "incollection") == 0 ||
			       strcmp(w->type, "inproceedings") == 0 ||
			       strcmp(w->type, "booklet") == 0
			   ? "number"
			   : "collection-number";
	if (strcmp(variable, "number") == 0) {
		if (is_article(w))
			return text_of(w, "page").len > 0 ? "eid" : NULL;
		return in_series && strcmp(w->type, "misc") != 0 &&
			       strcmp(w->type, "techreport") != 0
			   ? NULL
			   : "number";
	}
	if (strcmp(variable, "publisher") == 0)
		return is_thesis(w)                         ? "school"
		       : strcmp(w->type, "techreport") == 0 ? "institution"
		       : strcmp(w->type, "misc") == 0 ||
			       strcmp(w->type, "booklet") == 0
			   ? "howpublished"
			   : "publisher";
	return NULL;
}

/* An archive that BibTeX's styles know, else two fields with CSL's names. */
static void
put_archive(writer *w)
{
	bm_str archive = text_of(w, "archive");
	bm_str place = text_of(w, "archive_location");

	if (bm_str_is(archive, "arXiv") && place.len > 0) {
		put_verbatim(w, "eprint", "archive_location", place);
		put_text(w, "archiveprefix", "archive", archive);
		return;
	}
	put_text(w, "archive", "archive", archive);
	put_text(w, "archive_location", "archive_location", place);
}

static void
put_value(writer *w, const char *field, const char *variable, const bm_value *v)
{
	if (v->kind == BM_VALUE_NAMES)
		put_names(w, field, variable, &v->names);
	else if (v->kind == BM_VALUE_DATE)
		put_date(w, field, variable, &v->date);
	else if (strcmp(field, "doi") == 0 || strcmp(field, "url") == 0)
		put_verbatim(w, field, variable, v->text);
	else
		put_text(w, field, variable, v->text);
}

/* Whether the entry type says it: @phdthesis is a "PhD thesis". */
static bool
said_by_type(const writer *w, const char *variable)
{
	const char *kind = strcmp(w->type, "phdthesis") == 0
			       ? "PhD thesis"
			       : "Master\xE2\x80\x99s thesis";

	return strcmp(variable, "genre") == 0 && is_thesis(w) &&
	       bm_str_is(text_of(w, "genre"), kind);
}

/* One of the table above. */
static void
put_known(writer *w, size_t i)
{
	const char *variable = fields[i].variable, *field = fields[i].field;
	const bm_value *v = bm_item_get(w->item, variable);

	if (v == NULL || strcmp(variable, "custom.et-al") == 0 ||
	    said_by_type(w, variable))
		return;
	/* The old name of the same thing. */
	if (strcmp(variable, "event") == 0 &&
	    bm_str_eq(v->text, text_of(w, "event-title")))
		return;
	if (strcmp(variable, "event") == 0 &&
	    text_of(w, "event-title").len > 0) {
		lost(w, variable);
		return;
	}
	if (strcmp(variable, "issued") == 0 && v->kind == BM_VALUE_DATE) {
		put_issued(w, &v->date);
		return;
	}
	if (strcmp(variable, "page") == 0) {
		put_pages(w, bm_str_trim(v->text));
		return;
	}
	if (strcmp(variable, "archive_location") == 0)
		return; /* with its archive */
	if (strcmp(variable, "archive") == 0) {
		put_archive(w);
		return;
	}
	if (field == NULL)
		field = field_by_type(w, variable);
	if (field == NULL)
		lost(w, variable);
	else
		put_value(w, field, variable, v);
}

static int
compare_entry(const void *a, const void *b)
{
	return strcmp(((const bm_map_entry *)a)->key.ptr,
		      ((const bm_map_entry *)b)->key.ptr);
}

/* A variable without a field of BibTeX's: a field with its own name. */
static void
put_other(writer *w, const char *variable, const bm_value *v)
{
	bm_str name = bm_str_of(variable);
	const char *read;

	if (bm_str_starts(name, "custom."))
		name = bm_str_of(variable + strlen("custom."));
	name = bibtex_fold(w->arena, name);
	read = name.ptr != NULL ? bibtex_variable(w->arena, name.ptr) : NULL;
	for (size_t i = 0; i < name.len && read != NULL; i++)
		if (!bm_is_alpha(name.ptr[i]) && !bm_is_digit(name.ptr[i]) &&
		    strchr("-_.", name.ptr[i]) == NULL)
			read = NULL;
	/* It must lead back to the variable. */
	if (read == NULL || (strcmp(read, variable) != 0 &&
			     bm_str_starts(bm_str_of(variable), "custom.") !=
				 bm_str_starts(bm_str_of(read), "custom.")))
		lost(w, variable);
	else
		put_value(w, name.ptr, variable, v);
}

static bool
is_known(const char *variable)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (strcmp(fields[i].variable, variable) == 0)
			return true;
	return false;
}

/* All other variables of the item, by name. */
static bool
put_others(writer *w)
{
	const bm_map *values = &w->item->values;
	bm_map_entry *list =
	    BM_NEW_ARRAY(w->arena, bm_map_entry, values->len + 1);
	size_t count = 0;

	if (list == NULL)
		return false;
	for (size_t i = 0; i < values->len; i++)
		if (values->entries[i].value != NULL &&
		    !is_known(values->entries[i].key.ptr))
			list[count++] = values->entries[i];
	qsort(list, count, sizeof *list, compare_entry);
	for (size_t i = 0; i < count; i++)
		put_other(w, list[i].key.ptr, list[i].value);
	return true;
}

/* The kind of work where the entry type leaves it open. */
static void
put_subtype(writer *w)
{
	bool says = false;

	for (size_t i = 0; whole[i] != NULL; i++)
		if (bm_str_is(w->item->type, whole[i]))
			says = true;
	if (!says || (is_article(w) && text_of(w, "container-title").len == 0))
		put_verbatim(w, "entrysubtype", "type", w->item->type);
	/* @phdthesis would say what the item does not. */
	if (is_thesis(w) && text_of(w, "genre").len == 0)
		put_text(w, "type", "genre", BM_STR("Thesis"));
}

/*
 * The key: what BibTeX cannot have in one becomes a hyphen, and is told.  Two
 * that become the same get a number.
 */
static const char *
key_of(writer *w, bm_map *keys)
{
	char *key = bm_arena_str(w->arena, w->item->id);
	const char *unique = key;
	bool changed = false, is_new = false;

	for (char *p = key; p != NULL && *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7F ||
		    strchr("\"#%'(),={}~\\@", *p) != NULL) {
			*p = '-';
			changed = true;
		}
	if (key == NULL)
		return NULL;
	for (size_t n = 2; unique != NULL; n++) {
		size_t *used;
		void **place = bm_map_put(keys, bm_str_of(unique), &is_new);

		if (place == NULL)
			return NULL;
		if (is_new)
			break;
		/* Counted at the key itself, so that many stay linear. */
		place = bm_map_put(keys, bm_str_of(key), NULL);
		if (*place == NULL)
			*place = BM_NEW(w->arena, size_t);
		used = *place;
		if (used == NULL)
			return NULL;
		unique = bm_arena_printf(w->arena, "%s-%zu", key, ++*used + 1);
		changed = true;
	}
	if (changed)
		bm_diag_add(w->diags, bib_rule("bib-lost"), &w->item->pos,
			    "The id \"%.*s\" cannot be a key of BibTeX; it is "
			    "written as \"%s\"",
			    (int)w->item->id.len, w->item->id.ptr, unique);
	return unique;
}

/* See internal.h, bib_format. */
bm_status
bibtex_write(const bm_item *const *items, size_t count, bm_arena *arena,
	     bm_buf *out, bm_diags *diags)
{
	bm_map keys;

	bm_map_init(&keys, arena);
	for (size_t i = 0; i < count; i++) {
		writer w = {.out = out,
			    .arena = arena,
			    .diags = diags,
			    .item = items[i]};
		const char *key = key_of(&w, &keys);

		if (key == NULL)
			return BM_NO_MEMORY;
		bm_map_init(&w.written, arena);
		w.type = type_of(&w);
		bm_buf_printf(out, "%s@%s{%s", i > 0 ? "\n" : "", w.type, key);
		put_subtype(&w);
		for (size_t n = 0; n < FIELDS; n++)
			put_known(&w, n);
		if (!put_others(&w))
			return BM_NO_MEMORY;
		bm_buf_puts(out, "\n}\n");
	}
	return bm_arena_failed(arena) ? BM_NO_MEMORY : out->status;
}
