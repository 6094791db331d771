/* Writes PubMed's format. */
#include <stdio.h>

#include "bib/nbib.h"

/* ---- Titles ---- */

/* A title with the full stop that PubMed puts behind it. */
static void
put_title(bib_tag_writer *w, const char *tag, bm_str s, bool translated)
{
	bool ended = s.len > 0 && strchr(".?!", s.ptr[s.len - 1]) != NULL;
	const char *text;

	if (s.len == 0)
		return;
	text = bm_arena_printf(w->arena, "%s%.*s%s", translated ? "[" : "",
			       (int)s.len, s.ptr,
			       translated ? "]."
			       : ended    ? ""
					  : ".");
	bib_tag_put(w, tag, bm_str_of(text));
}

static bool
is_part(bm_str type)
{
	return bm_str_is(type, "chapter") || bm_str_starts(type, "entry");
}

static void
put_titles(bib_tag_writer *w)
{
	bm_str type = w->item->type;

	if (bm_str_is(type, "book"))
		put_title(w, "BTI", bib_tag_take(w, "title"), false);
	else
		put_title(w, "TI", bib_tag_take(w, "title"),
			  bib_tag_take(w, "custom.translated").len > 0);
	if (is_part(type))
		put_title(w, "BTI", bib_tag_take(w, "container-title"), false);
	put_title(w, "CTI", bib_tag_take(w, "collection-title"), false);
	put_title(w, "VTI", bib_tag_take(w, "volume-title"), false);
	put_title(w, "TT", bib_tag_take(w, "original-title"), false);
}

static void
put_journal(bib_tag_writer *w)
{
	bm_str place, title;
	const char *text;

	bib_tag_text(w, "TA", "container-title-short");
	if (is_part(w->item->type))
		return;
	title = bib_tag_take(w, "container-title");
	place = bib_tag_take(w, "custom.journal-place");
	if (place.len == 0) {
		bib_tag_put(w, "JT", title);
		return;
	}
	text = bm_arena_printf(w->arena, "%.*s (%.*s)", (int)title.len,
			       title.ptr, (int)place.len, place.ptr);
	bib_tag_put(w, "JT", bm_str_of(text));
}

/* ---- People ---- */

/* PubMed counts people: "2nd" where CSL has "II". */
static bm_name
counted(const bm_name *name)
{
	static const char *const numbers[][2] = {{"II", "2nd"},
						 {"III", "3rd"},
						 {"IV", "4th"},
						 {"V", "5th"},
						 {"VI", "6th"}};
	bm_name n = *name;

	for (size_t i = 0; i < 5; i++)
		if (bm_str_is(name->suffix, numbers[i][0]))
			n.suffix = bm_str_of(numbers[i][1]);
	return n;
}

/*
 * The ids of authors stand in their order: "North, Richard: 0000-...; ...".
 * Writes the first of *ids if it is that of the person.
 */
static void
put_person_id(bib_tag_writer *w, bm_str person, bm_str *ids)
{
	size_t end = bm_str_find(*ids, "; ", 0);
	bm_str id;

	if (person.len + 2 >= end ||
	    memcmp(ids->ptr, person.ptr, person.len) != 0 ||
	    memcmp(ids->ptr + person.len, ": ", 2) != 0)
		return;
	id = (bm_str){ids->ptr + person.len + 2, end - person.len - 2};
	bib_tag_put(w, "AUID", id);
	end += end < ids->len ? 2 : 0;
	ids->ptr += end;
	ids->len -= end;
}

static void
put_names(bib_tag_writer *w, const char *variable, const char *full,
	  const char *brief, bm_str *ids)
{
	const bm_value *v = bib_tag_take_value(w, variable);

	for (size_t i = 0; v != NULL && i < v->names.count && !w->failed; i++) {
		bm_name name = counted(&v->names.items[i]);
		bm_str text = bib_tag_name(w, &name, " ");

		if (name.literal.len > 0 && full[1] == 'A')
			bib_tag_put(w, "CN", text);
		else {
			bib_tag_put(w, full, text);
			if (name.literal.len == 0)
				bib_tag_put(w, brief,
					    bib_tag_short_name(w, &name));
		}
		put_person_id(w, text, ids);
	}
}

/* ---- Dates and places ---- */

static void
put_dates(bib_tag_writer *w)
{
	const bm_value *v = bib_tag_take_value(w, "issued");
	bm_item_date read;
	char text[16];

	if (v != NULL && v->kind == BM_VALUE_DATE) {
		const bm_item_date *d = &v->date;

		/* What was not understood in whole is written as it was. */
		(void)bib_tag_date_read(d->raw, &read);
		if (d->raw.len > 0 && read.has_year &&
		    read.year[0] == d->year[0])
			bib_tag_put(w, "DP", d->raw);
		else
			bib_tag_put(w, "DP", bib_tag_date(w, d));
		if (d->circa)
			bib_tag_lost(w, "that its date is not certain");
	}
	v = bm_item_get(w->item, "available-date");
	if (v == NULL || v->kind != BM_VALUE_DATE || v->date.day[0] == 0 ||
	    v->date.year[0] < 1000 || v->date.year[0] > 9999)
		return;
	(void)bib_tag_take_value(w, "available-date");
	snprintf(text, sizeof text, "%04d%02d%02d", v->date.year[0],
		 v->date.month[0] % 100, v->date.day[0] % 100);
	bib_tag_put(w, "DEP", bm_str_of(text));
}

/* Pages, and behind them "; discussion 106-7". */
static void
put_pages(bib_tag_writer *w)
{
	static const char *const kinds[] = {"discussion", "author reply",
					    "quiz", "reply", "comment"};
	bm_str page = bib_tag_take(w, "page"), note = {"", 0};
	const bm_value *v = bm_item_get(w->item, "note");
	const char *text;

	for (size_t i = 0; v != NULL && page.len > 0 && i < 5; i++)
		if (bm_str_starts(v->text, kinds[i]))
			note = bib_tag_take(w, "note");
	text =
	    bm_arena_printf(w->arena, "%.*s%s%.*s", (int)page.len, page.ptr,
			    note.len > 0 ? "; " : "", (int)note.len, note.ptr);
	bib_tag_put(w, "PG", bm_str_of(text));
}

static void
put_identifiers(bib_tag_writer *w)
{
	static const char books[] = "https://www.ncbi.nlm.nih.gov/books/";
	bm_str doi = bib_tag_take(w, "DOI");
	const bm_value *url = bm_item_get(w->item, "URL");
	const char *text;

	if (doi.len > 0) {
		text = bm_arena_printf(w->arena, "%.*s [doi]", (int)doi.len,
				       doi.ptr);
		bib_tag_put(w, "LID", bm_str_of(text));
	}
	if (url != NULL && bm_str_starts(url->text, books)) {
		bm_str s = bib_tag_take(w, "URL");

		s.ptr += sizeof books - 1;
		s.len -= sizeof books - 1;
		s.len -= s.len > 0 && s.ptr[s.len - 1] == '/';
		text = bm_arena_printf(w->arena, "%.*s [bookaccession]",
				       (int)s.len, s.ptr);
		bib_tag_put(w, "AID", bm_str_of(text));
	}
	bib_tag_text(w, "PMC", "PMCID");
}

static void
put_languages(bib_tag_writer *w)
{
	bm_str more = bib_tag_take(w, "custom.languages");
	size_t at = 0;

	bib_tag_put(w, "LA", bib_language_three(bib_tag_take(w, "language")));
	while (at < more.len) {
		size_t end = bm_str_find(more, "; ", at);

		bib_tag_put(
		    w, "LA",
		    bib_language_three((bm_str){more.ptr + at, end - at}));
		at = end + 2;
	}
}

/* ---- Kinds and standing ---- */

/* Whether a list of texts between "; " has this one. */
static bool
lists(bm_str list, const char *what)
{
	size_t n = strlen(what);

	for (size_t at = 0; at < list.len;) {
		size_t end = bm_str_find(list, "; ", at);

		if (end - at == n && memcmp(list.ptr + at, what, n) == 0)
			return true;
		at = end + 2;
	}
	return false;
}

/* The kinds of publication; the type follows from them. */
static void
put_kinds(bib_tag_writer *w, bool retracted)
{
	static const char *const kinds[][2] = {
	    {"article-journal", "Journal Article"},
	    {"article", "Preprint"},
	    {"report", "Technical Report"},
	    {"dataset", "Dataset"},
	    {"thesis", "Academic Dissertation"},
	    {"article-newspaper", "Newspaper Article"},
	    {"book", NULL},
	    {"chapter", NULL}};
	bm_str list = bib_tag_take(w, "custom.publication-types");
	bm_str design = bib_tag_take(w, "custom.study-design");
	bm_str type = w->item->type;
	size_t i = 0, most = sizeof kinds / sizeof *kinds;

	while (i < most && !bm_str_is(type, kinds[i][0]))
		i++;
	if (i == most)
		bib_tag_lost(w, "its type");
	/* A letter of a journal is no article, but has the type of one. */
	else if (kinds[i][1] != NULL && !lists(list, kinds[i][1]) &&
		 (i > 0 || list.len == 0))
		bib_tag_put(w, "PT", bm_str_of(kinds[i][1]));
	if (bm_str_is(type, "article") &&
	    bm_item_get(w->item, "genre") != NULL &&
	    bm_str_is(bm_item_get(w->item, "genre")->text, "preprint"))
		(void)bib_tag_take(w, "genre");
	bib_tag_list(w, "PT",
		     list.len > 0 ? "custom.publication-types"
				  : "custom.study-design",
		     "; ");
	(void)design;
	if (retracted && !lists(list, "Retracted Publication"))
		bib_tag_put(w, "PT", BM_STR("Retracted Publication"));
}

/* How many parts a list has. */
static size_t
count_parts(bm_str list, const char *separator)
{
	size_t count = 0;

	for (size_t at = 0; at < list.len; count++)
		at = bm_str_find(list, separator, at) + strlen(separator);
	return count;
}

/*
 * Where the work was retracted or mended: each word of the status has its
 * notice, in this order, and the last word the rest of them.  Where there are
 * fewer, it is the retraction that has none: PT says it too.
 */
static void
put_standing(bib_tag_writer *w)
{
	static const char *const words[] = {"retracted", "corrected",
					    "concern"};
	static const char *const tags[] = {"RIN", "EIN", "ECI"};
	bm_str status = bib_tag_take(w, "custom.status"), word;
	bm_str notices = bib_tag_take(w, "custom.status-notice");
	bool fewer = count_parts(notices, "; ") < count_parts(status, " ");
	size_t at = 0;

	while (status.len > 0 && bm_str_split(&status, ' ', &word)) {
		size_t n = 0;

		while (n < 3 && !bm_str_is(word, words[n]))
			n++;
		if (n == 0 && fewer)
			continue;
		if (n == 3 || at >= notices.len)
			bib_tag_lost(w, "a status without its notice");
		while (n < 3 && at < notices.len) {
			size_t end = bm_str_find(notices, "; ", at);

			bib_tag_put(w, tags[n],
				    (bm_str){notices.ptr + at, end - at});
			at = end + 2;
			if (status.ptr != NULL)
				break;
		}
	}
	if (at < notices.len)
		bib_tag_lost(w, "all notices of its status");
}

static void
put_notice_of(bib_tag_writer *w)
{
	const bm_value *kinds =
	    bm_item_get(w->item, "custom.publication-types");
	bm_str list = kinds != NULL ? kinds->text : (bm_str){"", 0};
	const char *tag = "ROF";

	if (lists(list, "Published Erratum"))
		tag = "EFR";
	else if (lists(list, "Expression of Concern"))
		tag = "ECF";
	bib_tag_list(w, tag, "custom.notice-of", "; ");
	bib_tag_list(w, "UIN", "custom.updated-in", "; ");
	bib_tag_list(w, "UOF", "custom.update-of", "; ");
}

/* ---- Records ---- */

static void
put_item(bib_tag_writer *w, const bm_item *item)
{
	const bm_value *ids = bm_item_get(item, "custom.author-ids");
	bm_str left = ids != NULL ? ids->text : (bm_str){"", 0};
	bm_str pmid;

	bib_tag_begin(w, item);
	/* A record begins with it, also where there is none. */
	pmid = bib_tag_take(w, "PMID");
	bm_buf_printf(w->out, "PMID-%s%.*s\n", pmid.len > 0 ? " " : "",
		      (int)pmid.len, pmid.ptr);
	bib_tag_list(w, "IS", "ISSN", ", ");
	bib_tag_list(w, "ISBN", "ISBN", ", ");
	bib_tag_text(w, "VI", "volume");
	bib_tag_text(w, "IP", "issue");
	put_dates(w);
	put_titles(w);
	put_pages(w);
	put_identifiers(w);
	bib_tag_text(w, "AB", "abstract");
	bib_tag_text(w, "COIS", "custom.coi");
	put_names(w, "author", "FAU", "AU", &left);
	put_names(w, "editor", "FED", "ED", &left);
	if (left.len == 0)
		(void)bib_tag_take(w, "custom.author-ids");
	put_languages(w);
	bib_tag_list(w, "SI", "custom.registry", "; ");
	bib_tag_list(w, "SI", "custom.databank", "; ");
	bib_tag_list(w, "GR", "custom.grants", "; ");
	put_kinds(w, lists(bib_tag_take(w, "custom.status"), "retracted"));
	put_standing(w);
	put_notice_of(w);
	bib_tag_text(w, "PB", "publisher");
	if (!bm_str_is(item->type, "article-journal") &&
	    !bm_str_is(item->type, "article"))
		bib_tag_text(w, "PL", "publisher-place");
	bib_tag_text(w, "EN", "edition");
	put_journal(w);
	bib_tag_list(w, "OT", "keyword", "; ");
	bib_tag_end(w);
}

/* See nbib.h. */
bm_status
nbib_write(const bm_item *const *items, size_t count, bm_arena *arena,
	   bm_buf *out, bm_diags *diags)
{
	bib_tag_writer w = {0};
	size_t others = 0;

	w.out = out;
	w.arena = arena;
	w.diags = diags;
	w.format = "nbib";
	w.line_end = "\n";
	w.width = 80;
	for (size_t i = 0; i < count && !w.failed; i++) {
		if (i > 0)
			bm_buf_putc(out, '\n');
		put_item(&w, items[i]);
		others += !bib_id_is_made(items[i], arena);
	}
	if (others > 0)
		bm_diag_add(diags, bib_rule("bib-lost"), &items[0]->pos,
			    "Ids are not part of nbib; %zu of %zu items will "
			    "get another one when they are read",
			    others, count);
	return bib_tag_finish(&w);
}
