/* What a sheet must know of the publication: words, navigation, context. */
#include <stdio.h>
#include <stdlib.h>

#include "write/publication.h"

/* The contents of a book stand on each of its pages.  So that all pages
 * together stay in proportion, a book of more pages than FULL_MAX shows only
 * what is near the page on each level: about ENTRIES_MAX entries in all. */
#define FULL_MAX    300u
#define ENTRIES_MAX 20000u
#define DEPTH_MAX   8

/* ---- Words --------------------------------------------------------------- */

/* English for what C itself writes, if there is no file at all. */
static const char *const fallback[][2] = {
    {"contents", "Contents"},
    {"references", "References"},
    {"glossary", "Glossary"},
    {"index", "Index"},
    {"dedication", "Dedication"},
    {"acknowledgements", "Acknowledgements"},
    {"colophon", "Colophon"},
    {"cover", "Cover"},
    {"title-page", "Title page"},
    {"notices", "Notices"},
    {"home", "Home"},
    {"not-found-title", "Page not found"},
    {"list-of-figures", "Figures"},
    {"list-of-tables", "Tables"},
    {"start-of-text", "Start of the text"},
    {"xref-table", "Table {1}"},
    {"xref-figure", "Figure {1}"},
    {"xref-example", "Example {1}"},
    {"xref-equation", "Equation {1}"},
    {"xref-chapter", "Chapter {1}"},
    {"xref-appendix", "Appendix {1}"},
    {"xref-part", "Part {1}"},
};

/* The words of a language; NULL without memory.  A language without words is
 * told once. */
static const bm_map *
terms_of(publication *p, const char *lang)
{
	const bm_words *words = bm_l10n_words(p->l10n, lang);
	bool is_new = false;

	if (words == NULL || words->known || p->env->diags == NULL)
		return words != NULL ? &words->terms : NULL;
	if (bm_map_put(&p->told, bm_str_of(lang), &is_new) == NULL)
		return NULL;
	if (is_new)
		bm_diag_add(p->env->diags,
			    bm_rule_find(bm_resolve_rules, "lang-terms"), NULL,
			    "There are no words of ours in the language \"%s\"",
			    lang);
	return &words->terms;
}

const char *
pub_term(publication *p, const char *lang, const char *name)
{
	const bm_map *terms = terms_of(p, lang != NULL ? lang : p->lang);
	const char *text = terms != NULL ? bm_map_getz(terms, name) : NULL;

	for (size_t i = 0;
	     text == NULL && i < sizeof(fallback) / sizeof(*fallback); i++)
		if (strcmp(fallback[i][0], name) == 0)
			text = fallback[i][1];
	return text != NULL ? text : name;
}

const char *
pub_term_with(publication *p, const char *lang, const char *name,
	      const char *one)
{
	bm_str term = bm_str_of(pub_term(p, lang, name));
	size_t at = bm_str_find(term, "{1}", 0);
	const char *text;

	if (at == term.len)
		return term.ptr;
	text = bm_arena_printf(p->arena, "%.*s%s%s", (int)at, term.ptr, one,
			       term.ptr + at + 3);
	return text != NULL ? text : "";
}

/* ---- Navigation ---------------------------------------------------------- */

xmlNode *
pub_entry(publication *p, bm_doc *doc, xmlNode *parent, const pub_chunk *from,
	  const char *file, const char *id, const char *title,
	  const char *label)
{
	xmlNode *el = bm_el_bm(doc, parent, "entry");

	bm_set(doc, el, "href", pub_href(p, from, file, id));
	bm_set(doc, el, "title", title);
	bm_set(doc, el, "label", label);
	return el;
}

/* The label that a chunk's entry shows. */
static const char *
label_of(const pub_chunk *c)
{
	return c->outer == NULL && c->doc->number != NULL ? c->doc->number
							  : c->label;
}

/* How many entries before and behind the current one are shown. */
static size_t
window_of(const pub_chunk *above, const pub_chunk *page)
{
	size_t pages = page->doc->book->chunk_count;
	size_t n = pages > 0 ? ENTRIES_MAX / pages : 0;

	/* What a page holds itself it shows in full: each is one page's. */
	if (pages <= FULL_MAX || above == page)
		return SIZE_MAX / 2;
	return n < 3 ? 3 : n;
}

/* The entry of one page in the contents of another. */
static xmlNode *
page_entry(publication *p, bm_doc *doc, xmlNode *parent, pub_chunk *page,
	   const pub_chunk *c)
{
	xmlNode *el = pub_entry(p, doc, parent, page, c->file, NULL, c->title,
				label_of(c));

	if (!bm_streq(c->lang, page->lang))
		bm_set_xml(doc, el, "lang", c->lang);
	if (c == page)
		bm_set(doc, el, "current", "page");
	return el;
}

/* Entries for the children of a page, and for those of the child that leads
 * to `page`. */
static void
toc_level(publication *p, bm_doc *doc, xmlNode *parent, pub_chunk *above,
	  pub_chunk *page, int depth)
{
	size_t window = window_of(above, page), n = 0;
	bool full = page->doc->book->chunk_count <= FULL_MAX;
	pub_chunk *on = page, *c = above->first;

	/* The child on the way to the page. */
	while (on != NULL && on->parent != above)
		on = on->parent;
	if (on != NULL && on->place > window) {
		c = on;
		while (c->previous != NULL && n++ < window)
			c = c->previous;
	}
	for (; c != NULL; c = c->next) {
		if (on != NULL && c->place > on->place &&
		    c->place - on->place > window)
			break;
		if (on == NULL && c->place > window)
			break;
		xmlNode *el = page_entry(p, doc, parent, page, c);
		/* What lies below the page itself is opened too. */
		bool open = c == on || (on == NULL && full);
		if (el != NULL && open && depth < DEPTH_MAX && c->first != NULL)
			toc_level(p, doc, el, c, page, depth + 1);
	}
}

/* Whether a division with this id is a page of its own. */
static bool
is_page(const pub_chunk *chunk, const xmlNode *n, const char *id)
{
	const pub_target *t = bm_map_getz(&chunk->doc->ids, id);

	return pub_is_cut(n) ||
	       (t != NULL && t->node == n && t->chunk->node == n);
}

/* The entry of one section; NULL if n is none that can be linked to. */
static xmlNode *
section_entry(publication *p, const pub_chunk *from, bm_doc *doc,
	      xmlNode *parent, const pub_chunk *chunk, xmlNode *n)
{
	const char *id = bm_attr_xml(n, "id");
	xmlNode *title = pub_short_title(n);

	if (!pub_is_division(n) || id == NULL || title == NULL ||
	    is_page(chunk, n, id))
		return NULL;
	return pub_entry(p, doc, parent, from, chunk->file, id,
			 bm_textz(chunk->doc->doc, title),
			 bm_attr_bm(n, "label"));
}

size_t
pub_section_entries(publication *p, const pub_chunk *from, bm_doc *doc,
		    xmlNode *parent, const pub_chunk *chunk, int depth)
{
	size_t count = 0;

	for (xmlNode *n = bm_first_element(chunk->node);
	     n != NULL && parent != NULL; n = bm_next_element(n)) {
		xmlNode *el = section_entry(p, from, doc, parent, chunk, n);
		if (el == NULL)
			continue;
		count++;
		for (xmlNode *k = depth > 1 ? bm_first_element(n) : NULL;
		     k != NULL; k = bm_next_element(k))
			section_entry(p, from, doc, el, chunk, k);
	}
	return count;
}

/* A bm:prev or bm:next. */
static void
neighbour(publication *p, pub_chunk *c, xmlNode *page, const char *name,
	  const pub_chunk *other)
{
	bm_doc *doc = c->doc->doc;
	xmlNode *el;

	if (other == NULL)
		return;
	el = bm_el_bm(doc, page, name);
	bm_set(doc, el, "href", pub_href(p, c, other->file, NULL));
	bm_set(doc, el, "title", other->title);
}

/* The way from the home page down to the page above this one. */
static void
crumbs(publication *p, pub_chunk *c, xmlNode *page)
{
	const pub_chunk *above[32];
	bm_doc *doc = c->doc->doc;
	size_t n = 0;

	for (const pub_chunk *a = c->parent; a != NULL && n < 32; a = a->parent)
		above[n++] = a;
	if (p->home != NULL && strcmp(p->home, c->file) != 0 &&
	    (n == 0 || strcmp(p->home, above[n - 1]->file) != 0)) {
		xmlNode *el = bm_el_bm(doc, page, "crumb");
		bm_set(doc, el, "href", pub_href(p, c, p->home, NULL));
		bm_set(doc, el, "title", pub_term(p, c->lang, "home"));
	}
	while (n-- > 0) {
		xmlNode *el = bm_el_bm(doc, page, "crumb");
		bm_set(doc, el, "href", pub_href(p, c, above[n]->file, NULL));
		bm_set(doc, el, "title", above[n]->title);
	}
}

/* The contents of this page's own sections, if there are some. */
static void
local_toc(publication *p, pub_chunk *c, xmlNode *page)
{
	xmlNode *toc = bm_el_bm(c->doc->doc, page, "local-toc");

	if (toc != NULL && pub_section_entries(p, c, c->doc->doc, toc, c, 2) <
			       (bm_child(c->node, "toc") != NULL ? 1 : 2)) {
		xmlUnlinkNode(toc);
		xmlFreeNode(toc);
	}
}

void
pub_page(publication *p, pub_chunk *c)
{
	pub_doc *d = c->doc;
	bm_doc *doc = d->doc;
	xmlNode *page = bm_el_bm(doc, NULL, "page");

	if (page == NULL)
		return;
	if (c->node->children != NULL)
		xmlAddPrevSibling(c->node->children, page);
	else
		xmlAddChild(c->node, page);
	bm_set(doc, page, "file", c->file);
	bm_set(doc, page, "root", c->root);
	bm_set(doc, page, "title", c->title);
	bm_set(doc, page, "doc-title",
	       d->book != NULL ? d->book->title : p->title);
	bm_set(doc, page, "lang", c->lang);
	bm_set(doc, page, "number", label_of(c));
	bm_set(doc, page, "address", pub_address(p, c));
	if (p->kind == PUB_SITE && !p->single)
		pub_others(p, c, page);
	if (d->own)
		bm_set(doc, page, "generated", "write");
	if (p->kind == PUB_SITE) {
		crumbs(p, c, page);
		neighbour(p, c, page, "prev", c->before);
		neighbour(p, c, page, "next", c->after);
		if (d->book != NULL && d->book->start != NULL &&
		    d->book->start->first != NULL)
			toc_level(p, doc, bm_el_bm(doc, page, "toc"),
				  d->book->start, c, 1);
	}
	/* A book has its contents elsewhere; an author's own are wanted. */
	if (p->kind != PUB_EPUB || bm_child(c->node, "toc") != NULL)
		local_toc(p, c, page);
}

/* ---- Context ------------------------------------------------------------- */

/* The books of the site, each with where to find it. */
static void
books(publication *p, pub_doc *d, xmlNode *context)
{
	xmlNode *list = bm_el_bm(d->doc, context, "books");

	for (size_t i = 0; i < p->books.len; i++) {
		pub_book *b = p->books.items[i];
		bm_doc *holder;
		xmlNode *info = pub_book_info(b, &holder);
		xmlNode *about = bm_child(info, "abstract");
		xmlNode *el;
		if (b->start == NULL)
			continue;
		el = bm_el_bm(d->doc, list, "entry");
		bm_set(d->doc, el, "href", b->start->file);
		bm_set(d->doc, el, "title", b->title);
		bm_set(d->doc, el, "epub-href", b->source->epub_href);
		bm_set(d->doc, el, "version",
		       pub_version(p, b, d->chunks.items[0]->lang));
		if (about != NULL && b->source->meta != NULL)
			bm_set(d->doc, el, "description",
			       bm_textz(holder, about));
		if (!bm_streq(b->lang, d->chunks.items[0]->lang))
			bm_set_xml(d->doc, el, "lang", b->lang);
		if (b == d->book)
			bm_set(d->doc, el, "current", "true");
	}
}

/* The words that sheets put in.  Those of which the script of the search takes
 * one, by the plurals of the language, are listed for the page. */
static void
words(publication *p, pub_doc *d, xmlNode *context)
{
	const char *lang = d->chunks.items[0]->lang;
	const bm_map *terms = d->terms = terms_of(p, lang);
	xmlNode *list = bm_el_bm(d->doc, context, "l10n");

	bm_set_xml(d->doc, list, "lang", lang);
	for (size_t i = 0; terms != NULL && i < terms->len; i++) {
		const bm_map_entry *term = &terms->entries[i];
		xmlNode *el;

		if (!bm_str_starts(term->key, "search-found-"))
			continue;
		el = bm_el_bm(d->doc, list, "term");
		bm_set(d->doc, el, "name", term->key.ptr);
		bm_add_textz(d->doc, el, term->value);
	}
	if (terms == NULL)
		d->doc->no_memory = true;
}

void
pub_context(publication *p, pub_doc *d)
{
	static const char *const writers[] = {"html", "site", "epub"};
	bm_doc *doc = d->doc;
	xmlNode *context = bm_el_bm(doc, bm_doc_element(doc), "context");

	bm_set(doc, context, "writer", writers[p->kind]);
	bm_set(doc, context, "title",
	       p->title != NULL ? p->title : d->chunks.items[0]->title);
	bm_set(doc, context, "lang", p->lang);
	bm_set(doc, context, "generator", "Backmatter " BM_VERSION);
	bm_set(doc, context, "css", p->css);
	bm_set(doc, context, "home", p->home);
	bm_set(doc, context, "mode", p->vertical ? "vertical" : NULL);
	if (p->kind == PUB_SITE && d->book != NULL && d->book->whole != NULL)
		bm_set(doc, context, "whole", d->book->whole->file);
	if (p->logo != NULL) {
		xmlNode *logo = bm_el_bm(doc, context, "logo");
		char size[32];

		bm_set(doc, logo, "src", p->logo->file);
		snprintf(size, sizeof(size), "%u", p->logo->width);
		bm_set(doc, logo, "width", p->logo->width > 0 ? size : NULL);
		snprintf(size, sizeof(size), "%u", p->logo->height);
		bm_set(doc, logo, "height", p->logo->height > 0 ? size : NULL);
	}
	if (p->feed)
		bm_set(doc, context, "feed", "feed.xml");
	bm_set(doc, context, "chunked", d->chunks.len > 1 ? "yes" : "no");
	if (d->book != NULL)
		bm_set(doc, context, "book-title", d->book->title);
	if (p->kind == PUB_SITE && !p->single)
		books(p, d, context);
	if (p->kind == PUB_SITE && d->book != NULL &&
	    d->book->source->epub_href != NULL)
		bm_set(doc, bm_el_bm(doc, context, "epub"), "href",
		       d->book->source->epub_href);
	words(p, d, context);
}
