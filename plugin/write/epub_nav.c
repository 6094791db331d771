/* The navigation document (EPUB 3.3, section 7) as a tree for the sheet. */
#include <stdio.h>

#include "write/publication.h"

/* The deepest level of chunks in the table of contents. */
#define DEPTH_MAX 6

/* One chunk with its sections, and the chunks below it. */
static void
add_chunk(epub *e, xmlNode *parent, pub_chunk *c, int depth)
{
	pub_chunk *from = e->nav->chunks.items[0];
	bm_doc *doc = e->nav->doc;
	const char *label = c->outer == NULL && c->doc->number != NULL
				? c->doc->number
				: c->label;
	xmlNode *el =
	    pub_entry(e->p, doc, parent, from, c->file, NULL, c->title, label);

	if (!bm_streq(c->lang, e->book->lang))
		bm_set_xml(doc, el, "lang", c->lang);
	/* Sections come before chunks inside: the order of the text. */
	if (el != NULL)
		pub_section_entries(e->p, from, doc, el, c, 1);
	for (pub_chunk *k = c->first; k != NULL && depth < DEPTH_MAX;
	     k = k->next)
		add_chunk(e, el, k, depth + 1);
}

static void
landmark(epub *e, xmlNode *list, const char *type, const char *file,
	 const char *id, const char *term)
{
	bm_doc *doc = e->nav->doc;
	xmlNode *el = pub_entry(e->p, doc, list, e->nav->chunks.items[0], file,
				id, pub_term(e->p, e->book->lang, term), NULL);

	bm_set(doc, el, "type", type);
}

/* The first place in the book of an element of this name, or NULL. */
static const pub_target *
first_of(epub *e, const char *name)
{
	for (size_t i = 0; i < e->book->docs.len; i++) {
		pub_doc *d = e->book->docs.items[i];
		for (size_t k = 0; k < d->ids.len; k++) {
			const pub_target *t = d->ids.entries[k].value;
			if (bm_is(t->node, name))
				return t;
		}
	}
	return NULL;
}

static void
landmark_of(epub *e, xmlNode *list, const char *name, const char *term)
{
	const pub_target *t = first_of(e, name);

	if (t != NULL)
		landmark(e, list, name, t->chunk->file,
			 t->chunk->node == t->node ? NULL
						   : bm_attr_xml(t->node, "id"),
			 term);
}

/* Where text begins that is no front matter. */
static const pub_chunk *
body_start(const epub *e)
{
	static const char *const front[] = {
	    "book",     "set", "preface", "dedication", "acknowledgements",
	    "colophon", NULL};
	const pub_chunk *last = NULL;

	for (size_t i = 0; i < e->spine.len; i++) {
		const pub_chunk *c = e->spine.items[i];
		if (c->doc->own)
			continue;
		if (!bm_is_any(c->node, front))
			return c;
		last = c;
	}
	return last;
}

static void
add_landmarks(epub *e, xmlNode *nav)
{
	xmlNode *list = bm_el_bm(e->nav->doc, nav, "landmarks");
	const pub_chunk *body = body_start(e);

	landmark(e, list, "cover", "cover.xhtml", NULL, "cover");
	if (e->title != NULL)
		landmark(e, list, "titlepage", "title.xhtml", NULL,
			 "title-page");
	else if (e->book->start != NULL && e->book->start != body)
		landmark(e, list, "titlepage", e->book->start->file, NULL,
			 "title-page");
	landmark(e, list, "toc", "nav.xhtml", "toc", "contents");
	if (body != NULL)
		landmark(e, list, "bodymatter", body->file, NULL,
			 "start-of-text");
	landmark_of(e, list, "glossary", "glossary");
	landmark_of(e, list, "bibliography", "references");
}

/* Whether it marks where a page of the printed book begins. */
static bool
is_page_break(const xmlNode *el)
{
	return bm_is(el, "anchor") &&
	       bm_streq(bm_attr(el, "role"), "pagebreak") &&
	       bm_attr(el, "xreflabel") != NULL;
}

/* The pages of the book on paper, in its order; each number once. */
static void
add_pages(epub *e, xmlNode *nav)
{
	bm_doc *doc = e->nav->doc;
	xmlNode *list = bm_el_bm(doc, nav, "page-list");
	bm_map seen;

	bm_map_init(&seen, e->p->arena);
	bm_set(doc, list, "title", pub_term(e->p, e->book->lang, "pages"));
	for (size_t i = 0; i < e->book->docs.len; i++) {
		pub_doc *d = e->book->docs.items[i];
		for (size_t k = 0; k < d->ids.len; k++) {
			const pub_target *t = d->ids.entries[k].value;
			const char *label = bm_attr(t->node, "xreflabel");
			bool is_new = false;
			if (!is_page_break(t->node))
				continue;
			if (bm_map_put(&seen, bm_str_of(label), &is_new) ==
			    NULL)
				doc->no_memory = true;
			if (!is_new)
				pub_report(d, t->node, "page-duplicate",
					   "Page %s is marked twice", label);
			pub_entry(e->p, doc, list, e->nav->chunks.items[0],
				  t->chunk->file, bm_attr_xml(t->node, "id"),
				  label, NULL);
		}
	}
	if (list != NULL && list->children == NULL) {
		xmlUnlinkNode(list);
		xmlFreeNode(list);
	}
}

/* A list of the figures or tables that have a title. */
static void
add_list(epub *e, xmlNode *nav, const char *name, const char *type,
	 const char *term)
{
	bm_doc *doc = e->nav->doc;
	xmlNode *list = bm_el_bm(doc, nav, "list");
	char xref[32];

	bm_set(doc, list, "type", type);
	bm_set(doc, list, "title", pub_term(e->p, e->book->lang, term));
	snprintf(xref, sizeof(xref), "xref-%s", name);
	for (size_t i = 0; i < e->book->docs.len; i++) {
		pub_doc *d = e->book->docs.items[i];
		for (size_t k = 0; k < d->ids.len; k++) {
			const pub_target *t = d->ids.entries[k].value;
			const char *label = bm_attr_bm(t->node, "label");
			xmlNode *title = bm_title(t->node);
			if (!bm_is(t->node, name) || title == NULL)
				continue;
			pub_entry(e->p, doc, list, e->nav->chunks.items[0],
				  t->chunk->file, bm_attr_xml(t->node, "id"),
				  bm_textz(d->doc, title),
				  label == NULL
				      ? NULL
				      : pub_term_with(e->p, t->chunk->lang,
						      xref, label));
		}
	}
	if (list != NULL && list->children == NULL) {
		xmlUnlinkNode(list);
		xmlFreeNode(list);
	}
}

static void
fill(epub *e)
{
	bm_doc *doc = e->nav->doc;
	xmlNode *nav = bm_doc_element(doc);
	xmlNode *toc = bm_el_bm(doc, nav, "toc");
	pub_chunk *from = e->nav->chunks.items[0];

	/* The order of the entries is that of the spine. */
	for (size_t i = 0; i < e->spine.len; i++) {
		pub_chunk *c = e->spine.items[i];
		if (c == from)
			/* For old readers: this page need not name itself. */
			bm_set(
			    doc,
			    pub_entry(e->p, doc, toc, from, c->file, NULL,
				      pub_term(e->p, e->book->lang, "contents"),
				      NULL),
			    "old", "yes");
		else if (c->doc->own)
			pub_entry(
			    e->p, doc, toc, from, c->file, NULL,
			    c->doc == e->title
				? pub_term(e->p, e->book->lang, "title-page")
				: c->title,
			    NULL);
		else if (c == e->book->start)
			pub_entry(e->p, doc, toc, from, c->file, NULL, c->title,
				  NULL);
		else if (c->parent == e->book->start)
			add_chunk(e, toc, c, 1);
	}
	add_landmarks(e, nav);
	add_pages(e, nav);
	add_list(e, nav, "figure", "loi", "list-of-figures");
	add_list(e, nav, "table", "lot", "list-of-tables");
}

bm_status
epub_make_nav(epub *e)
{
	bm_doc *doc = e->nav->doc;
	xmlNode *root = bm_doc_element(doc), *n;
	bm_status status = pub_resolve_doc(e->p, e->nav);

	if (status != BM_OK)
		return status;
	fill(e);
	if (doc->no_memory || bm_arena_failed(e->p->arena))
		return BM_NO_MEMORY;
	epub_ncx_points(e);
	status = e->ncx_points.status;
	if (status == BM_OK)
		status = pub_transform_first(e->p, e->nav);
	while ((n = root->children) != NULL) {
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
	return status;
}
