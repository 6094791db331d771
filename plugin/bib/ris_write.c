/* Writes RIS, in the tags of 2011, which the readers of 2001 know too. */
#include <stdio.h>

#include "bib/ris.h"

static void
put_names(bib_tag_writer *w, const char *tag, const char *variable)
{
	const bm_value *v = bib_tag_take_value(w, variable);

	for (size_t i = 0; v != NULL && i < v->names.count && !w->failed; i++) {
		const bm_name *name = &v->names.items[i];
		bm_str text = bib_tag_name(w, name, ", ");
		const char *group;

		/* A comma at the end: a group, not to be cut. */
		if (name->literal.len > 0) {
			group = bm_arena_printf(w->arena, "%.*s,",
						(int)text.len, text.ptr);
			text = bm_str_of(group);
		}
		bib_tag_put(w, tag, text);
	}
}

/* The title, and what the work is part of. */
static void
put_titles(bib_tag_writer *w)
{
	bm_str type = w->item->type, title = bib_tag_take(w, "title");
	const bm_value *status = bm_item_get(w->item, "custom.status");
	const bm_value *event = bm_item_get(w->item, "event-title");
	const bm_value *old = bm_item_get(w->item, "event");
	bool conference = bm_str_is(type, "paper-conference") &&
			  bm_item_get(w->item, "container-title") != NULL &&
			  (event != NULL || old != NULL);

	bib_tag_put(w, "TI", title);
	if (status != NULL && bm_str_is(status->text, "retracted") &&
	    bib_title_retracted(title))
		(void)bib_tag_take(w, "custom.status");
	bib_tag_text(w, "ST", "title-short");
	if (bm_str_is(type, "thesis")) {
		bib_tag_text(w, "T2", "division");
		bib_tag_text(w, "T3", "collection-title");
	} else if (ris_is_book(type))
		bib_tag_text(w, "T2", "collection-title");
	else {
		bib_tag_text(w, "T3", "collection-title");
		bib_tag_text(w, conference ? "C3" : "T2", "container-title");
		if (conference)
			bib_tag_text(w, "T2",
				     event != NULL ? "event-title" : "event");
		if (conference && event != NULL && old != NULL &&
		    bm_str_eq(event->text, old->text))
			(void)bib_tag_take(w, "event");
		bib_tag_text(w, "J2", "container-title-short");
	}
	bib_tag_text(w, "RI", "reviewed-title");
}

/* "2007/11/03/"; a season or the end of a range is "other information". */
static const char *
date_text(bib_tag_writer *w, const bm_item_date *d)
{
	char month[8] = "", day[8] = "";
	bm_str other = {"", 0};

	if (d->month[0] > 0)
		snprintf(month, sizeof month, "%02d", d->month[0] % 100);
	if (d->day[0] > 0)
		snprintf(day, sizeof day, "%02d", d->day[0] % 100);
	if (d->is_range || d->season > 0)
		other = bib_tag_date(w, d);
	return bm_arena_printf(w->arena, "%04d/%s/%s/%.*s", d->year[0], month,
			       day, (int)other.len, other.ptr);
}

static void
put_dates(bib_tag_writer *w)
{
	const bm_value *v = bib_tag_take_value(w, "issued");
	char year[16];

	if (v != NULL && v->kind == BM_VALUE_DATE) {
		const bm_item_date *d = &v->date;

		snprintf(year, sizeof year, "%04d", d->year[0]);
		if (!d->has_year)
			bib_tag_put(w, "PY", bib_tag_date(w, d));
		else
			bib_tag_put(w, "PY", bm_str_of(year));
		if (d->has_year &&
		    (d->month[0] > 0 || d->season > 0 || d->is_range))
			bib_tag_put(w, "DA", bm_str_of(date_text(w, d)));
		if (d->circa)
			bib_tag_lost(w, "that its date is not certain");
	}
	v = bm_item_get(w->item, "accessed");
	if (v == NULL || v->kind != BM_VALUE_DATE || !v->date.has_year)
		return;
	(void)bib_tag_take_value(w, "accessed");
	bib_tag_put(w, "Y2", bm_str_of(date_text(w, &v->date)));
}

/* SP and EP of a range; anything else is SP as it is. */
static void
put_pages(bib_tag_writer *w)
{
	bm_str page = bib_tag_take(w, "page"), type = w->item->type;
	size_t dash = bm_str_find(page, "-", 0);
	bm_str from = {page.ptr, dash}, to = page;

	if (page.len == 0) {
		if (bm_str_is(type, "book") || bm_str_is(type, "thesis"))
			bib_tag_text(w, "SP", "number-of-pages");
		return;
	}
	if (dash < page.len && bm_str_find(page, ",", 0) == page.len &&
	    bm_str_find(page, "-", dash + 1) == page.len) {
		to = (bm_str){page.ptr + dash + 1, page.len - dash - 1};
		bib_tag_put(w, "SP", from);
		bib_tag_put(w, "EP", to);
		return;
	}
	bib_tag_put(w, "SP", page);
	/* A page of a book, not how many it has. */
	if (bm_str_is(type, "book") || bm_str_is(type, "thesis"))
		bib_tag_put(w, "EP", page);
}

static void
put_numbers(bib_tag_writer *w)
{
	bm_str type = w->item->type;

	bib_tag_text(w, "VL", "volume");
	if (bm_str_is(type, "report"))
		bib_tag_text(w, "IS", "number");
	else {
		bib_tag_text(w, "IS", "issue");
		if (!bm_str_starts(type, "article"))
			bib_tag_text(w, "M1", "number");
	}
	bib_tag_text(w, "ET", "edition");
	bib_tag_text(w, "NV", "number-of-volumes");
	bib_tag_text(w, "SV", "collection-number");
	bib_tag_text(w, "SE", "section");
	if (bm_str_starts(type, "article"))
		bib_tag_list(w, "M3", "custom.publication-types", "; ");
	else
		bib_tag_text(w, "M3", "genre");
}

static void
put_identifiers(bib_tag_writer *w)
{
	bm_str pmid = bib_tag_take(w, "PMID");
	bm_str source = bib_tag_take(w, "source");

	bib_tag_list(w, "SN", "ISSN", ", ");
	bib_tag_list(w, "SN", "ISBN", ", ");
	bib_tag_text(w, "DO", "DOI");
	bib_tag_text(w, "UR", "URL");
	bib_tag_text(w, "C2", "PMCID");
	bib_tag_put(w, "DB",
		    source.len > 0 || pmid.len == 0 ? source
						    : BM_STR("PubMed"));
	if (source.len == 0 || pmid.len == 0)
		bib_tag_put(w, "AN", pmid);
	else {
		/* Numbers of another database are not PubMed's. */
		const char *text = bm_arena_printf(w->arena, "PMID: %.*s",
						   (int)pmid.len, pmid.ptr);

		bib_tag_put(w, "AN", bm_str_of(text));
	}
}

/* What the reader could not place goes back to where it was. */
static void
put_kept(bib_tag_writer *w)
{
	for (size_t i = 0; i < w->item->values.len; i++) {
		const char *key = w->item->values.entries[i].key.ptr;

		if (strncmp(key, "custom.ris.", 11) == 0 && strlen(key) == 13 &&
		    bm_is_alpha(key[11]))
			bib_tag_list(w, key + 11, key, "; ");
	}
}

static void
put_item(bib_tag_writer *w, const bm_item *item)
{
	bm_str type = item->type;
	const char *ris = ris_type_of(type), *back;
	const bm_value *status = bm_item_get(item, "status");
	bool conference = bm_str_is(type, "paper-conference");

	bib_tag_begin(w, item);
	back = ris_type_csl(bm_str_of(ris));
	if (bm_str_is(type, "article-journal") && status != NULL &&
	    bm_str_is(bib_tag_take(w, "status"), "in press"))
		ris = "INPR";
	bib_tag_put(w, "TY", bm_str_of(ris));
	if (back == NULL || !bm_str_is(type, back))
		bib_tag_lost(w, "its type");
	bib_tag_put(w, "ID", item->id);
	if (!ris_is_key(item->id))
		bib_tag_lost(w, "its id, which is a number or has signs");
	put_titles(w);
	put_names(w, "AU", "author");
	if (bm_str_is(type, "thesis"))
		put_names(w, "A2", "contributor");
	/* Of a book, A2 are the editors of its series, beside others. */
	if (bm_streq(ris, "BOOK") && bm_item_get(item, "editor") == NULL &&
	    bm_item_get(item, "collection-editor") != NULL)
		bib_tag_lost(w, "that its editors are those of the series");
	put_names(w, bm_streq(ris, "BOOK") ? "A3" : "A2", "editor");
	put_names(w, bm_streq(ris, "BOOK") ? "A2" : "A3", "collection-editor");
	put_names(w, "A4", "translator");
	put_dates(w);
	put_numbers(w);
	put_pages(w);
	bib_tag_text(w, "PB", "publisher");
	bib_tag_text(w, conference ? "C1" : "CY", "publisher-place");
	if (conference)
		bib_tag_text(w, "CY", "event-place");
	put_identifiers(w);
	bib_tag_text(w, "LA", "language");
	bib_tag_list(w, "KW", "keyword", "; ");
	bib_tag_text(w, "AB", "abstract");
	bib_tag_text(w, "N1", "note");
	bib_tag_text(w, "AV", "archive_location");
	bib_tag_text(w, "CN", "call-number");
	put_kept(w);
	bib_tag_end(w);
	bm_buf_puts(w->out, "ER  - \r\n");
}

/* See ris.h. */
bm_status
ris_write(const bm_item *const *items, size_t count, bm_arena *arena,
	  bm_buf *out, bm_diags *diags)
{
	bib_tag_writer w = {0};

	w.out = out;
	w.arena = arena;
	w.diags = diags;
	w.format = "RIS";
	w.line_end = "\r\n";
	for (size_t i = 0; i < count && !w.failed; i++) {
		if (i > 0)
			bm_buf_puts(out, "\r\n");
		put_item(&w, items[i]);
	}
	return bib_tag_finish(&w);
}
