/* Variables of the item being rendered, under all their names. */

#include "csl/name.h"

/* Names under which data may hold the same variable. */
static const char *const aliases[][2] = {
    {"event-title", "event"},        {"page-first", "page"},
    {"part-number", "part"},         {"supplement-number", "supplement"},
    {"printing-number", "printing"},
};

/* See render.h. */
bool
csl_variable_used(const csl_context *cx, const char *name)
{
	if (cx->locator_done && strcmp(name, "locator") == 0)
		return true;
	for (size_t i = 0; i < cx->used_count; i++)
		if (bm_same(cx->used[i], name))
			return true;
	return false;
}

static bm_str
text_value(const csl_context *cx, const char *name)
{
	const bm_value *v = bm_item_get(cx->item, name);

	if (v == NULL || v->kind != BM_VALUE_TEXT)
		return (bm_str){0};
	return v->text;
}

/* The number up to the first hyphen or comma of "page". */
static bm_str
first_page(bm_str page)
{
	size_t at = 0;

	while (at < page.len && page.ptr[at] != '-' && page.ptr[at] != ',' &&
	       page.ptr[at] != '&' &&
	       !bm_str_starts((bm_str){page.ptr + at, page.len - at},
			      "\xE2\x80\x93"))
		at++;
	return bm_str_trim((bm_str){page.ptr, at});
}

/* Variables that come from the document, not from the item. */
static bool
document_variable(csl_context *cx, const char *name, bm_str *out)
{
	size_t n;

	*out = (bm_str){0};
	if (bm_same(name, "citation-number")) {
		n = cx->ref != NULL ? cx->ref->number : 0;
	} else if (bm_same(name, "first-reference-note-number")) {
		n = cx->cite != NULL && cx->ref != NULL &&
			    cx->position != CSL_POSITION_FIRST
			? cx->ref->first_note
			: 0;
	} else if (bm_same(name, "locator")) {
		if (cx->cite != NULL)
			*out = cx->cite->locator;
		return true;
	} else if (bm_same(name, "year-suffix")) {
		if (cx->ref != NULL && !cx->sorting)
			*out = cx->ref->year_suffix;
		return true;
	} else
		return false;
	if (n > 0)
		*out = bm_str_of(bm_arena_printf(cx->arena, "%zu", n));
	return true;
}

/* A web address as the name of its site: the short form of a URL. */
static bm_str
site_of(bm_str url)
{
	size_t start = bm_str_find(url, "://", 0), end;

	start = start < url.len ? start + 3 : 0;
	end = bm_str_find(url, "/", start);
	if (end < url.len)
		url.len = end;
	if (bm_str_starts((bm_str){url.ptr + start, url.len - start}, "www.")) {
		url.ptr += start;
		url.len -= start;
	}
	return url;
}

/* See render.h. */
bm_str
csl_variable(csl_context *cx, const char *name, csl_form form)
{
	bm_str s;

	if (name == NULL)
		return (bm_str){0};
	if (document_variable(cx, name, &s))
		return s;
	if (form == CSL_FORM_SHORT) {
		char key[80];
		size_t length = strlen(name);

		if (length + sizeof "-short" <= sizeof key) {
			memcpy(key, name, length);
			strcpy(key + length, "-short");
			s = text_value(cx, key);
		}
		if (s.len > 0)
			return s;
	}
	s = text_value(cx, name);
	if (form == CSL_FORM_SHORT && bm_same(name, "URL"))
		return site_of(s);
	for (size_t i = 0; s.len == 0 && i < sizeof aliases / sizeof *aliases;
	     i++)
		if (bm_same(aliases[i][0], name))
			s = text_value(cx, aliases[i][1]);
	/* Styles before CSL 1.0.2 ask for the old name; who writes CSL data
	 * knows which one he wants, other formats do not. */
	if (s.len == 0 && bm_same(name, "event") && cx->item != NULL &&
	    !cx->item->csl)
		s = text_value(cx, "event-title");
	if (bm_same(name, "page-first") && text_value(cx, name).len == 0)
		s = first_page(s);
	if (bm_same(name, "citation-label") && s.len == 0)
		s = csl_citation_label(cx);
	return s;
}

/* See render.h. */
const bm_item_date *
csl_date_variable(csl_context *cx, const char *name)
{
	const bm_value *v = name != NULL ? bm_item_get(cx->item, name) : NULL;

	if (v == NULL || v->kind != BM_VALUE_DATE ||
	    (!v->date.has_year && v->date.literal.len == 0))
		return NULL;
	return &v->date;
}

/* See render.h. */
const bm_names *
csl_names_variable(csl_context *cx, const char *name)
{
	const bm_value *v = name != NULL ? bm_item_get(cx->item, name) : NULL;

	if (v == NULL || v->kind != BM_VALUE_NAMES || v->names.count == 0)
		return NULL;
	return &v->names;
}

/* See render.h. */
bool
csl_variable_present(csl_context *cx, const char *name)
{
	const bm_value *v;

	if (csl_variable(cx, name, CSL_FORM_LONG).len > 0)
		return true;
	v = bm_item_get(cx->item, name);
	if (v == NULL)
		return false;
	return v->kind == BM_VALUE_NAMES ? v->names.count > 0
	       : v->kind == BM_VALUE_DATE
		   ? v->date.has_year || v->date.literal.len > 0
		   : false;
}
