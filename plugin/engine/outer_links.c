/* Links out of documents: see outer_links.h. */
#include "engine/outer_links.h"

#include <stdlib.h>

#include "core/file.h"
#include "core/map.h"
#include "xml/json.h"

/* Whether an address names another host. */
static bool
is_outer(const char *url)
{
	static const char *const schemes[] = {"https://", "http://", "ftp://",
					      "//", NULL};

	for (size_t i = 0; url != NULL && schemes[i] != NULL; i++) {
		const char *scheme = schemes[i];
		size_t n = 0;

		while (scheme[n] != '\0' && bm_lower(url[n]) == scheme[n])
			n++;
		if (scheme[n] == '\0')
			return true;
	}
	return false;
}

/* What a picture says; else the text of the element. */
static const char *
text_of(bm_doc *doc, const xmlNode *el)
{
	const xmlNode *media = el->parent != NULL ? el->parent->parent : NULL;
	const xmlNode *alt = bm_child(media, "alt");

	if (bm_attr(el, "fileref") == NULL)
		return bm_textz(doc, el);
	return alt != NULL ? bm_textz(doc, alt) : "";
}

/* The place of an element.  One that we made, as references are, has the place
 * of the first word that leads to it. */
static bm_pos
place_of(const bm_doc *doc, const bm_map *linked, const xmlNode *el)
{
	const bm_pos *pos = bm_get_pos(doc, el);

	for (; pos->line == 0 && el != NULL && el->type == XML_ELEMENT_NODE;
	     el = el->parent) {
		const char *id = bm_attr_xml(el, "id");
		const bm_pos *from =
		    id != NULL ? bm_map_getz(linked, id) : NULL;

		if (from != NULL)
			return *from;
	}
	return *pos;
}

/* Notes where something leads to another part of the document. */
static void
note_linkend(bm_map *linked, const bm_doc *doc, const xmlNode *el)
{
	const char *id = bm_attr(el, "linkend");
	const bm_pos *pos = bm_get_pos(doc, el);
	void **slot = id != NULL && pos->line > 0
			  ? bm_map_put(linked, bm_str_of(id), NULL)
			  : NULL;

	if (slot != NULL && *slot == NULL)
		*slot = (void *)(uintptr_t)pos;
}

bool
bm_outer_links_add(bm_outer_links *links, bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	bm_map linked;

	bm_map_init(&linked, links->arena);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *url;
		bm_outer_link *link;

		if (n->type != XML_ELEMENT_NODE)
			continue;
		note_linkend(&linked, doc, n);
		url = bm_attr_xlink(n, "href");
		if (url == NULL)
			url = bm_attr(n, "fileref");
		if (!is_outer(url))
			continue;
		link = BM_VEC_PUSH(links->arena, &links->items);
		if (link == NULL)
			return false;
		link->url = bm_arena_strdup(links->arena, url);
		link->text = bm_arena_strdup(links->arena, text_of(doc, n));
		link->pos = place_of(doc, &linked, n);
		link->pos.file = bm_arena_strdup(links->arena, link->pos.file);
	}
	return !bm_arena_failed(links->arena) && !doc->no_memory;
}

static int
by_address(const void *a, const void *b)
{
	const bm_outer_link *x = a, *y = b;
	int c = strcmp(x->url, y->url);

	if (c == 0)
		c = strcmp(x->pos.file != NULL ? x->pos.file : "",
			   y->pos.file != NULL ? y->pos.file : "");
	if (c == 0)
		c = (x->pos.line > y->pos.line) - (x->pos.line < y->pos.line);
	if (c == 0)
		c = (x->pos.column > y->pos.column) -
		    (x->pos.column < y->pos.column);
	return c != 0 ? c : strcmp(x->text, y->text);
}

/* A field of a line: what would end it becomes a blank. */
static void
put_field(bm_buf *out, const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		bm_buf_putc(out, (unsigned char)*text < ' ' ? ' ' : *text);
}

static void
put_line(bm_buf *out, const bm_outer_link *link)
{
	put_field(out, link->url);
	bm_buf_putc(out, '\t');
	put_field(out, link->pos.file);
	bm_buf_printf(out, ":%u:%u\t", link->pos.line, link->pos.column);
	put_field(out, link->text);
	bm_buf_putc(out, '\n');
}

static void
put_object(bm_buf *out, const bm_outer_link *link, bool first)
{
	bm_buf_puts(out, first ? "\n{\"url\":" : ",\n{\"url\":");
	bm_json_put(out, bm_str_of(link->url));
	bm_buf_puts(out, ",\"file\":");
	bm_json_put(out,
		    bm_str_of(link->pos.file != NULL ? link->pos.file : ""));
	bm_buf_printf(out,
		      ",\"line\":%u,\"column\":%u,\"text\":", link->pos.line,
		      link->pos.column);
	bm_json_put(out, bm_str_of(link->text));
	bm_buf_putc(out, '}');
}

void
bm_outer_links_put(bm_outer_links *links, const char *file, bm_buf *out)
{
	bool json = bm_str_ends(bm_str_of(file), ".json");

	if (links->items.len > 1)
		qsort(links->items.items, links->items.len,
		      sizeof(*links->items.items), by_address);
	if (json)
		bm_buf_putc(out, '[');
	for (size_t i = 0; i < links->items.len; i++)
		if (json)
			put_object(out, &links->items.items[i], i == 0);
		else
			put_line(out, &links->items.items[i]);
	if (json)
		bm_buf_puts(out, "\n]\n");
}
