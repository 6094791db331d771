/* Narrations: media overlays (EPUB 3.3, section 9). */
#include <stdlib.h>

#include "check/epub.h"

#define NS_SMIL "http://www.w3.org/ns/SMIL"

struct reading {
	epub *e;
	const char *base;
	const char *last_path; /* of the part before */
	uint32_t last;
	unsigned skips; /* that were told */
};

/* Whether a part or what it stands in has one of these types. */
static bool
is_typed(const xmlNode *n, const char *const *types)
{
	for (; n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent)
		for (size_t i = 0; types[i] != NULL; i++)
			if (epub_has_word(epub_attr(n, BM_NS_OPS, "type"),
					  types[i]))
				return true;
	return false;
}

/* What readers may want to skip has to say what it is. */
static void
judge_skip(struct reading *r, const xmlNode *n, const epub_target *t,
	   const bm_pos *pos)
{
	static const char *const breaks[] = {"pagebreak", NULL};
	static const char *const notes[] = {"footnote", "endnote", "rearnote",
					    "note",     "notes",   "footnotes",
					    "endnotes", NULL};

	if (r->skips > 0 || !((t->is_break && !is_typed(n, breaks)) ||
			      (t->is_note && !is_typed(n, notes))))
		return;
	r->skips++;
	epub_tell(r->e, "epub-overlay-skip", pos,
		  "This part reads a %s, but has no epub:type %s",
		  t->is_break ? "number of a page" : "note",
		  t->is_break ? "pagebreak" : "footnote");
}

/* A text of a narration that is there. */
static bool
add_text(struct reading *r, epub_item *item, const char *fragment,
	 const xmlNode *n, const bm_pos *pos)
{
	const epub_target *t;
	epub_target *slot;

	if (fragment == NULL) {
		item->facts->all_narrated = true;
		return true;
	}
	t = bm_map_getz(&item->facts->ids, fragment);
	if (t == NULL) {
		epub_tell(r->e, "epub-overlay", pos,
			  "The narration names #%s, which %s does not have",
			  fragment, item->path);
		return true;
	}
	if (r->last_path != NULL && strcmp(r->last_path, item->path) == 0 &&
	    t->begin < r->last)
		epub_tell(r->e, "epub-overlay-order", pos,
			  "The narration goes back to #%s in %s", fragment,
			  item->path);
	r->last_path = item->path;
	r->last = t->begin;
	judge_skip(r, n, t, pos);
	slot = BM_VEC_PUSH(r->e->arena, &item->facts->narrated);
	if (slot != NULL)
		*slot = *t;
	return slot != NULL;
}

/* A part of a narration: whether its text is there, and where on its page. */
static bool
judge_part(struct reading *r, const xmlNode *n, const bm_pos *pos)
{
	const char *src = epub_attr(n, NULL, "src"), *fragment = NULL, *path;
	epub_item *item;

	path = src != NULL ? epub_resolve(r->e, r->base, src, &fragment) : NULL;
	if (path == NULL)
		return true;
	if (bm_zip_find(&r->e->zip, path) == NULL) {
		epub_tell(r->e, "epub-overlay", pos,
			  "The narration names %s, which is not in the book",
			  path);
		return true;
	}
	item = bm_map_getz(&r->e->by_path, path);
	if (epub_is(n, NS_SMIL, "audio") || item == NULL || item->facts == NULL)
		return true;
	return add_text(r, item, fragment, n, pos);
}

static bm_status
read_overlay(epub *e, const epub_item *item)
{
	struct reading r = {.e = e, .base = item->path};
	bm_status status;
	xmlNode *root;
	bm_doc *doc;

	status = epub_parse(e, item->entry, &doc);
	if (status != BM_OK)
		return status == BM_NO_MEMORY ? status : BM_OK;
	root = bm_doc_element(doc);
	for (xmlNode *n = root; n != NULL && status == BM_OK;
	     n = bm_walk(n, root))
		if ((epub_is(n, NS_SMIL, "text") ||
		     epub_is(n, NS_SMIL, "audio")) &&
		    !judge_part(&r, n, bm_get_pos(doc, n)))
			status = BM_NO_MEMORY;
	bm_doc_free(doc);
	return status;
}

/* See epub.h. */
bm_status
epub_overlays_read(epub *e)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < e->items.len && status == BM_OK; i++) {
		const epub_item *item = e->items.items[i];

		if (item->type != NULL && item->entry != NULL &&
		    !item->encrypted &&
		    strcmp(item->type, "application/smil+xml") == 0)
			status = read_overlay(e, item);
	}
	return status;
}

/* ---- whether all is read ---- */

static int
by_begin(const void *a, const void *b)
{
	const epub_target *x = a, *y = b;

	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

/* Tells the first text that no part of a narration has. */
static void
judge_page(epub *e, const epub_item *item)
{
	epub_facts *f = item->facts;
	size_t k = 0, silent = 0;
	const epub_said *first = NULL;
	uint32_t end = 0;

	if (f->all_narrated || f->said.len == 0)
		return;
	if (f->narrated.len > 1)
		qsort(f->narrated.items, f->narrated.len,
		      sizeof(*f->narrated.items), by_begin);
	for (size_t i = 0; i < f->said.len; i++) {
		const epub_said *said = &f->said.items[i];

		for (; k < f->narrated.len &&
		       f->narrated.items[k].begin <= said->at;
		     k++)
			if (f->narrated.items[k].end > end)
				end = f->narrated.items[k].end;
		if (said->at < end)
			continue;
		if (silent++ == 0)
			first = said;
	}
	if (silent > 0)
		epub_tell(e, "epub-overlay-coverage", &first->pos,
			  "The narration leaves out %zu of %zu texts of this "
			  "page, this one first",
			  silent, f->said.len);
}

/* See epub.h.  That the navigation document has one is only advised. */
void
epub_judge_narration(epub *e)
{
	const epub_item *first = NULL;
	size_t silent = 0;

	for (size_t i = 0; e->has_overlays && i < e->spine.len; i++) {
		const epub_item *item = e->spine.items[i];

		if (item->facts == NULL || item == e->nav || !item->linear)
			continue;
		if (item->overlay != NULL)
			judge_page(e, item);
		else if (item->facts->words > 0 && silent++ == 0)
			first = item;
	}
	if (silent > 0)
		epub_tell(e, "epub-overlay-coverage", &first->pos,
			  "The book has a narration, but not for %zu pages "
			  "with text, %s first",
			  silent, first->path);
}
