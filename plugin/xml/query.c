/* Asking a tree: names, attributes, neighbours, text.  Nothing is changed. */
#include "xml/doc.h"

/* Whether node is an element of this namespace and name (NULL: any). */
static bool
is_in(const xmlNode *node, const char *uri, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	       node->ns != NULL && node->ns->href != NULL &&
	       (name == NULL || bm_same((const char *)node->name, name)) &&
	       strcmp((const char *)node->ns->href, uri) == 0;
}

bool
bm_is(const xmlNode *node, const char *name)
{
	return is_in(node, BM_NS_DOCBOOK, name);
}

bool
bm_is_bm(const xmlNode *node, const char *name)
{
	return is_in(node, BM_NS, name);
}

bool
bm_is_any(const xmlNode *node, const char *const *names)
{
	if (node == NULL || node->type != XML_ELEMENT_NODE)
		return false;
	for (; *names != NULL; names++)
		if (bm_same((const char *)node->name, *names))
			return bm_is(node, NULL);
	return false;
}

/* The value of one attribute, or NULL. */
static const char *
attr_in(const xmlNode *el, const char *uri, const char *name)
{
	if (el == NULL || el->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		if (!bm_same((const char *)a->name, name))
			continue;
		const char *ns =
		    a->ns != NULL ? (const char *)a->ns->href : NULL;
		if (!bm_streq(ns, uri))
			continue;
		if (a->children == NULL || a->children->content == NULL)
			return "";
		return (const char *)a->children->content;
	}
	return NULL;
}

const char *
bm_attr(const xmlNode *el, const char *name)
{
	return attr_in(el, NULL, name);
}

const char *
bm_attr_bm(const xmlNode *el, const char *name)
{
	return attr_in(el, BM_NS, name);
}

const char *
bm_attr_xml(const xmlNode *el, const char *name)
{
	return attr_in(el, BM_NS_XML, name);
}

const char *
bm_attr_xlink(const xmlNode *el, const char *name)
{
	return attr_in(el, BM_NS_XLINK, name);
}

const char *
bm_lang(const xmlNode *node)
{
	for (; node != NULL && node->type != XML_DOCUMENT_NODE;
	     node = node->parent) {
		const char *lang = bm_attr_xml(node, "lang");
		if (lang != NULL)
			return lang;
	}
	return NULL;
}

xmlNode *
bm_doc_element(const bm_doc *doc)
{
	return doc->xml != NULL ? xmlDocGetRootElement(doc->xml) : NULL;
}

/* The first DocBook element of this name from node on. */
static xmlNode *
find_from(xmlNode *node, const char *name)
{
	while (node != NULL && !bm_is(node, name))
		node = node->next;
	return node;
}

xmlNode *
bm_child(const xmlNode *el, const char *name)
{
	return el != NULL && el->type == XML_ELEMENT_NODE
		   ? find_from(el->children, name)
		   : NULL;
}

xmlNode *
bm_next(const xmlNode *el, const char *name)
{
	return el != NULL ? find_from(el->next, name) : NULL;
}

/* The first element from node on. */
static xmlNode *
element_from(xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNode *
bm_first_element(const xmlNode *el)
{
	return el != NULL && el->type == XML_ELEMENT_NODE
		   ? element_from(el->children)
		   : NULL;
}

xmlNode *
bm_next_element(const xmlNode *node)
{
	return node != NULL ? element_from(node->next) : NULL;
}

/*
 * A title stands before all content (DocBook 5.2: title, subtitle, titleabbrev
 * and info open an element), so the search ends where content begins and does
 * not take longer in a long chapter.
 */
xmlNode *
bm_title(const xmlNode *el)
{
	static const char *const front[] = {"info", "subtitle", "titleabbrev",
					    NULL};
	xmlNode *info = NULL;

	for (xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n)) {
		if (bm_is(n, "title"))
			return n;
		if (bm_is(n, "info"))
			info = n;
		else if (bm_is(n, NULL) && !bm_is_any(n, front))
			break;
	}
	return bm_child(info, "title");
}

const char *const bm_markdown_names[] = {".md", ".markdown", ".mdown", ".mkd",
					 NULL};
const char *const bm_docbook_names[] = {".xml", ".dbk", ".db", ".docbook",
					NULL};

static bool
ends_with_any(bm_str path, const char *const *names)
{
	for (; *names != NULL; names++)
		if (bm_str_ends(path, *names))
			return true;
	return false;
}

bool
bm_href_speaks(const char *href)
{
	bm_str path = bm_str_of(href);
	const char *colon = href != NULL ? strchr(href, ':') : NULL;

	if (href == NULL || strchr(href, '#') != NULL ||
	    bm_str_starts(path, "status:"))
		return href != NULL;
	if (colon != NULL && strcspn(href, "/?") > (size_t)(colon - href))
		return false;
	return ends_with_any(path, bm_markdown_names) ||
	       ends_with_any(path, bm_docbook_names);
}

const char *
bm_meta(const bm_doc *doc, const char *name)
{
	xmlNode *meta = bm_child(bm_child(bm_doc_element(doc), "info"), "meta");
	for (; meta != NULL; meta = bm_next(meta, "meta")) {
		if (!bm_streq(bm_attr(meta, "name"), name))
			continue;
		const char *content = bm_attr(meta, "content");
		const xmlNode *text = meta->children;
		if (content == NULL && text != NULL &&
		    text->type == XML_TEXT_NODE && text->next == NULL)
			content = (const char *)text->content;
		if (content != NULL)
			return content;
	}
	return NULL;
}

xmlNode *
bm_walk_over(xmlNode *node, const xmlNode *root)
{
	while (node != NULL && node != root) {
		if (node->next != NULL)
			return node->next;
		node = node->parent;
	}
	return NULL;
}

xmlNode *
bm_walk(xmlNode *node, const xmlNode *root)
{
	if (node == NULL)
		return NULL;
	/* The children of an entity reference belong to its declaration. */
	if (node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	return bm_walk_over(node, root);
}

/* Keys of citations, and marks that stand for them, are no words; a name that
 * a citation puts into the sentence is. */
static bool
is_mark(const xmlNode *n)
{
	if (bm_is(n, "superscript") && bm_is(n->parent, "citation"))
		return true;
	return bm_is(n, "citation") &&
	       (bm_attr_bm(n, "generated") == NULL ||
		!bm_streq(bm_attr_bm(n, "mode"), "author-in-text"));
}

void
bm_text(const xmlNode *node, bm_buf *out)
{
	static const char *const aside[] = {"footnote", "indexterm", "remark",
					    NULL};
	/* The walk gives back what it got; nothing is written to. */
	union {
		const xmlNode *in;
		xmlNode *walk;
	} at = {node};
	xmlNode *n = at.walk;

	while (n != NULL) {
		bool skip = n != node && (bm_is_any(n, aside) || is_mark(n) ||
					  bm_is_bm(n, NULL));
		if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			bm_buf_puts(out, (const char *)n->content);
		else if (n->type == XML_PI_NODE &&
			 strcmp((const char *)n->name, "bm-break") == 0)
			bm_buf_putc(out, '\n');
		n = skip ? bm_walk_over(n, node) : bm_walk(n, node);
	}
}

const char *
bm_textz(bm_doc *doc, const xmlNode *node)
{
	bm_buf buf;
	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	bm_text(node, &buf);
	size_t len = 0;
	for (size_t i = 0; i < buf.len; i++) {
		if (!bm_is_space(buf.ptr[i]))
			buf.ptr[len++] = buf.ptr[i];
		else if (len > 0 && buf.ptr[len - 1] != ' ')
			buf.ptr[len++] = ' ';
	}
	if (len > 0 && buf.ptr[len - 1] == ' ')
		len--;
	const char *text =
	    buf.status == BM_OK
		? bm_arena_strndup(doc->arena, len > 0 ? buf.ptr : "", len)
		: NULL;
	bm_buf_free(&buf);
	if (text == NULL) {
		doc->no_memory = true;
		return "";
	}
	return text;
}
