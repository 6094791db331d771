/*
 * Lists of navigation: the navigation document (EPUB 3.3, section 7), and the
 * NCX of older books.
 */
#include "check/epub.h"

/* ---- the navigation document ---- */

/* Adds a link of a list; its text is what somebody reads there. */
static bool
add_link(epub *e, epub_links *list, const char *base, const char *href,
	 const char *text, const bm_pos *pos)
{
	const char *fragment = NULL;
	const char *path = epub_resolve(e, base, href, &fragment);
	epub_link *link;

	if (path == NULL)
		return !e->no_memory; /* out of the book */
	link = BM_VEC_PUSH(e->arena, list);
	if (link == NULL)
		return false;
	*link = (epub_link){
	    .path = path, .fragment = fragment, .text = text, .pos = *pos};
	return true;
}

/* The links of one nav; labels that say nothing are told. */
static bm_status
read_list(epub *e, const page *p, page_node_id nav, epub_links *list)
{
	for (page_node_id n = nav; n < page_end(p, nav); n++) {
		const char *href, *text;
		bm_pos pos;

		if (!page_is(p, n, N_a))
			continue;
		href = page_attr_of(p, n, N_href);
		text = page_attr_of(p, n, N_aria_label);
		if (page_blank(text))
			text = epub_page_text(e, p, n);
		if (*text == '\0')
			text = page_attr_of(p, n, N_title);
		pos = page_pos(p, n);
		if (page_blank(text))
			epub_tell(e, "epub-nav-label", &pos,
				  "A link of the navigation has no words");
		text = bm_arena_strdup(e->arena, text != NULL ? text : "");
		if (text == NULL ||
		    (href != NULL && list != NULL &&
		     !add_link(e, list, e->nav->path, href, text, &pos)))
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

/* The landmarks (EPUB 3.3, 7.4.4): each link says what it is, and none is
 * there twice. */
static bool
judge_landmarks(epub *e, const page *p, page_node_id nav, bool again)
{
	bm_map seen;

	bm_map_init(&seen, e->arena);
	for (page_node_id n = nav; n < page_end(p, nav); n++) {
		const char *type = page_attr_ns(p, n, NS_OPS, N_type);
		const char *href = page_attr_of(p, n, N_href);
		bm_pos pos = page_pos(p, n);
		const char *key;
		bool fresh = true;

		if (n == nav && again)
			epub_tell(e, "epub-landmarks", &pos,
				  "There is a second list of landmarks");
		if (!page_is(p, n, N_a) || href == NULL)
			continue;
		if (page_blank(type)) {
			epub_tell(e, "epub-landmarks", &pos,
				  "This landmark has no epub:type");
			continue;
		}
		key = bm_arena_printf(e->arena, "%s %s", type, href);
		if (key == NULL ||
		    bm_map_put(&seen, bm_str_of(key), &fresh) == NULL)
			return false;
		if (!fresh)
			epub_tell(e, "epub-landmarks", &pos,
				  "The landmark %s leads to the same place "
				  "twice",
				  type);
	}
	return true;
}

/* See epub.h. */
bm_status
epub_nav_read(epub *e, const page *p)
{
	bm_status status = BM_OK;

	for (page_node_id n = 0; n < p->nodes.len && status == BM_OK; n++) {
		const char *type = page_is(p, n, N_nav)
				       ? page_attr_ns(p, n, NS_OPS, N_type)
				       : NULL;
		bool toc = type != NULL && page_has_word(type, "toc");
		bool pages = type != NULL && page_has_word(type, "page-list");
		bool marks = type != NULL && page_has_word(type, "landmarks");

		if (type == NULL)
			continue;
		if (toc && !e->has_toc)
			e->toc_pos = page_pos(p, n);
		if (pages && !e->has_pages)
			e->pages_pos = page_pos(p, n);
		status = read_list(e, p, n,
				   toc     ? &e->toc
				   : pages ? &e->pages
					   : NULL);
		if (status == BM_OK && marks &&
		    !judge_landmarks(e, p, n, e->has_landmarks))
			status = BM_NO_MEMORY;
		e->has_toc |= toc;
		e->has_pages |= pages;
		e->has_landmarks |= marks;
	}
	return status;
}

/* ---- the NCX ---- */

/* The words of the label of a point. */
static const char *
ncx_label(epub *e, const xmlNode *point)
{
	for (const xmlNode *n = bm_first_element(point); n != NULL;
	     n = bm_next_element(n))
		if (epub_is(n, EPUB_NS_NCX, "navLabel"))
			return epub_text(e, n);
	return "";
}

/* See epub.h.  It counts only where there is no navigation document. */
bm_status
epub_ncx_read(epub *e)
{
	bm_status status;
	xmlNode *root;
	bm_doc *doc;

	if (e->nav != NULL || e->ncx == NULL || e->ncx->entry == NULL ||
	    e->ncx->encrypted)
		return BM_OK;
	status = epub_parse(e, e->ncx->entry, &doc);
	if (status != BM_OK)
		return status == BM_NO_MEMORY ? status : BM_OK;
	root = bm_doc_element(doc);
	for (xmlNode *n = root; n != NULL && status == BM_OK;
	     n = bm_walk(n, root)) {
		bool in_pages = n->parent != NULL &&
				epub_is(n->parent, EPUB_NS_NCX, "pageTarget");
		const char *src = epub_is(n, EPUB_NS_NCX, "content")
				      ? epub_attr(n, NULL, "src")
				      : NULL;
		const bm_pos *pos = bm_get_pos(doc, n);

		if (src == NULL)
			continue;
		e->has_pages |= in_pages;
		e->has_toc |= !in_pages;
		if (!add_link(e, in_pages ? &e->pages : &e->toc, e->ncx->path,
			      src, ncx_label(e, n->parent), pos))
			status = BM_NO_MEMORY;
	}
	e->toc_pos = e->pages_pos = doc->start;
	bm_doc_free(doc);
	return status;
}

/* ---- judging ---- */

/* The order of a link's target in the book; false when it has none. */
static bool
order_of(const epub *e, const epub_link *link, uint64_t *out)
{
	const epub_item *item = bm_map_getz(&e->by_path, link->path);
	const epub_target *t = NULL;

	if (item == NULL || item->place == 0 || item->facts == NULL)
		return false;
	if (link->fragment != NULL && *link->fragment != '\0') {
		t = bm_map_getz(&item->facts->ids, link->fragment);
		if (t == NULL)
			return false;
	}
	*out = (uint64_t)item->place << 32 | (t != NULL ? t->begin : 0);
	return true;
}

/* Tells the first entry that stands before one of an earlier place. */
static void
judge_order(epub *e, const epub_links *list, const char *what)
{
	uint64_t last = 0, now;

	for (size_t i = 0; i < list->len; i++) {
		if (!order_of(e, &list->items[i], &now))
			continue;
		if (now < last) {
			epub_tell(e, "epub-toc-order", &list->items[i].pos,
				  "The %s goes back to \"%.80s\", which comes "
				  "earlier in the book",
				  what, list->items[i].text);
			return;
		}
		last = now;
	}
}

static void
judge_toc(epub *e)
{
	if (e->version == 3 && e->nav == NULL)
		epub_tell(e, "epub-nav", &e->spine_pos,
			  "No item of the manifest is the navigation "
			  "document");
	else if (!e->has_toc && (e->nav == NULL || e->nav->facts != NULL))
		epub_tell(e, "epub-toc",
			  e->nav != NULL ? &e->nav->pos : &e->spine_pos,
			  "There is no table of contents");
	else if (e->has_toc && e->toc.len == 0)
		epub_tell(e, "epub-toc", &e->toc_pos,
			  "The table of contents has no links");
	judge_order(e, &e->toc, "table of contents");
	judge_order(e, &e->pages, "page list");
}

/* Marks what the page list leads to. */
static void
mark_listed(epub *e)
{
	for (size_t i = 0; i < e->pages.len; i++) {
		const epub_link *l = &e->pages.items[i];
		const epub_item *item = bm_map_getz(&e->by_path, l->path);
		epub_target *t =
		    item != NULL && item->facts != NULL && l->fragment != NULL
			? bm_map_getz(&item->facts->ids, l->fragment)
			: NULL;

		if (t != NULL)
			t->linked = true;
	}
}

/* The marks of one page: named, and listed. */
static void
judge_breaks(const epub_facts *f, size_t *unlisted, size_t *unnamed,
	     bm_pos *first, bm_pos *first_unnamed)
{
	for (size_t i = 0; i < f->breaks.len; i++) {
		const epub_break *b = &f->breaks.items[i];
		const epub_target *t =
		    b->id != NULL ? bm_map_getz(&f->ids, b->id) : NULL;

		if (!b->labelled && (*unnamed)++ == 0)
			*first_unnamed = b->pos;
		if ((t == NULL || !t->linked) && (*unlisted)++ == 0)
			*first = b->pos;
	}
}

/* Marks of pages and their list, both ways (EPUB Accessibility 3.4.1). */
static void
judge_pages(epub *e)
{
	size_t breaks = 0, unlisted = 0, unnamed = 0;
	bm_pos first = {0}, first_unnamed = {0};

	mark_listed(e);
	for (size_t i = 0; i < e->items.len; i++) {
		const epub_facts *f = e->items.items[i]->facts;

		if (f == NULL)
			continue;
		breaks += f->breaks.len;
		judge_breaks(f, &unlisted, &unnamed, &first, &first_unnamed);
	}
	if (unnamed > 0)
		epub_tell(e, "epub-page-label", &first_unnamed,
			  "%zu of %zu marks of pages do not say their number, "
			  "this one first",
			  unnamed, breaks);
	if (breaks > 0 && !e->has_pages)
		epub_tell(e, "epub-page-list", &first,
			  "The book has %zu marks of pages and no page list",
			  breaks);
	else if (unlisted > 0)
		epub_tell(e, "epub-page-unlisted", &first,
			  "%zu of %zu marks of pages are not in the page "
			  "list, this one first",
			  unlisted, breaks);
	if (e->has_pages &&
	    epub_meta_find(e, "pageBreakSource", NULL) == NULL &&
	    epub_meta_find(e, "a11y:pageBreakSource", NULL) == NULL &&
	    epub_meta_find(e, "dc:source", NULL) == NULL)
		epub_tell(e, "epub-page-source", &e->metadata_pos,
			  "There is a page list, but no source of its pages");
}

/* See epub.h. */
void
epub_judge_navigation(epub *e)
{
	judge_toc(e);
	judge_pages(e);
}
