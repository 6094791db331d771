/*
 * The contents once more, for readers of EPUB 2 (EPUB 3.3, 5.9.1: legacy
 * feature; OPF 2.0.1, 2.4.1).  They are those of the navigation document.
 */
#include <stdio.h>

#include "write/publication.h"
#include "xml/serialize.h"

#define NS_NCX "http://www.daisy.org/z3986/2005/ncx/"

typedef struct ncx {
	xmlDoc *xml;
	bool failed;
	unsigned points;
} ncx;

static xmlNode *
add(ncx *x, xmlNode *parent, const char *name, const char *text)
{
	xmlNode *el = parent == NULL ? NULL
				     : xmlNewTextChild(parent, parent->ns,
						       (const xmlChar *)name,
						       (const xmlChar *)text);

	if (el == NULL)
		x->failed = true;
	return el;
}

static void
set(ncx *x, xmlNode *el, const char *name, const char *value)
{
	if (el != NULL && value != NULL &&
	    xmlNewProp(el, (const xmlChar *)name, (const xmlChar *)value) ==
		NULL)
		x->failed = true;
}

static void
set_number(ncx *x, xmlNode *el, const char *name, const char *prefix,
	   unsigned n)
{
	char text[48];

	snprintf(text, sizeof(text), "%s%u", prefix, n);
	set(x, el, name, text);
}

static void
put_meta(ncx *x, xmlNode *head, const char *name, const char *content)
{
	xmlNode *el = add(x, head, "meta", NULL);

	set(x, el, "name", name);
	set(x, el, "content", content);
}

static void
put_label(ncx *x, xmlNode *parent, const char *name, const char *text)
{
	add(x, add(x, parent, name, NULL), "text", text);
}

/* One entry; what is inside of it is added by the walk. */
static xmlNode *
put_point(ncx *x, xmlNode *parent, const xmlNode *entry)
{
	xmlNode *el = add(x, parent, "navPoint", NULL);

	set_number(x, el, "id", "point-", ++x->points);
	set_number(x, el, "playOrder", "", x->points);
	put_label(x, el, "navLabel", bm_attr(entry, "title"));
	set(x, add(x, el, "content", NULL), "src", bm_attr(entry, "href"));
	return el;
}

/* All entries below `toc`, in their order; how deep they nest. */
static unsigned
put_points(ncx *x, xmlNode *map, xmlNode *toc)
{
	xmlNode *at = map, *n = toc;
	unsigned depth = 0, most = 0;
	bool leaving = false;

	while (pub_step(toc, &n, &leaving)) {
		if (n == toc || !bm_is_bm(n, "entry"))
			continue;
		if (leaving) {
			at = at->parent;
			depth--;
			continue;
		}
		at = put_point(x, at, n);
		if (at == NULL)
			return most;
		most = ++depth > most ? depth : most;
	}
	return most;
}

static void
put_pages(ncx *x, xmlNode *root, xmlNode *list)
{
	xmlNode *pages, *n = bm_first_element(list);

	if (n == NULL)
		return;
	pages = add(x, root, "pageList", NULL);
	put_label(x, pages, "navLabel", bm_attr(list, "title"));
	for (unsigned i = 1; n != NULL; n = bm_next_element(n), i++) {
		const char *label = bm_attr(n, "title");
		bool number = label[0] != '\0' &&
			      label[strspn(label, "0123456789")] == '\0';
		xmlNode *el = add(x, pages, "pageTarget", NULL);
		set(x, el, "type", number ? "normal" : "special");
		set_number(x, el, "id", "page-", i);
		set_number(x, el, "playOrder", "", ++x->points);
		if (number)
			set(x, el, "value", label);
		put_label(x, el, "navLabel", label);
		set(x, add(x, el, "content", NULL), "src", bm_attr(n, "href"));
	}
}

void
epub_ncx(epub *e, bm_buf *out)
{
	ncx x = {.xml = xmlNewDoc(BAD_CAST "1.0")};
	xmlNode *nav = bm_doc_element(e->nav->doc);
	xmlNode *root = x.xml != NULL
			    ? xmlNewDocNode(x.xml, NULL, BAD_CAST "ncx", NULL)
			    : NULL;
	xmlNode *head, *map, *n = bm_first_element(nav);
	char depth[16];

	if (root == NULL) {
		out->status = BM_NO_MEMORY;
		xmlFreeDoc(x.xml);
		return;
	}
	xmlDocSetRootElement(x.xml, root);
	xmlSetNs(root, xmlNewNs(root, BAD_CAST NS_NCX, NULL));
	set(&x, root, "version", "2005-1");
	xmlNewNsProp(root, xmlSearchNs(x.xml, root, BAD_CAST "xml"),
		     BAD_CAST "lang", (const xmlChar *)e->book->lang);
	head = add(&x, root, "head", NULL);
	put_label(&x, root, "docTitle",
		  e->book->title[0] != '\0' ? e->book->title : "Untitled");
	map = add(&x, root, "navMap", NULL);
	while (n != NULL && !bm_is_bm(n, "toc"))
		n = bm_next_element(n);
	snprintf(depth, sizeof(depth), "%u",
		 n != NULL && map != NULL ? put_points(&x, map, n) : 0u);
	for (; n != NULL; n = bm_next_element(n))
		if (bm_is_bm(n, "page-list"))
			put_pages(&x, root, n);
	put_meta(&x, head, "dtb:uid", e->identifier);
	put_meta(&x, head, "dtb:depth", depth);
	put_meta(&x, head, "dtb:totalPageCount", "0");
	put_meta(&x, head, "dtb:maxPageNumber", "0");
	bm_write_xml(x.xml, out);
	if (x.failed)
		out->status = BM_NO_MEMORY;
	xmlFreeDoc(x.xml);
}
