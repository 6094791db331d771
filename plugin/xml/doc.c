/* The document: its life, building its tree, and marks on its nodes. */
#include "xml/doc.h"

#include <limits.h>
#include <string.h>

#include <libxml/xmlmemory.h>

#include "xml/parse.h"

/* A text node longer than this is not appended to: each append measures it. */
#define JOIN_MAX 2048
/* Places are allocated by the dozen, as the arena would round each up. */
#define PLACES 42

bm_doc *
bm_doc_new(const bm_allocator *al, const char *file)
{
	bm_xml_init();
	bm_arena *arena = bm_arena_new(al);
	if (arena == NULL)
		return NULL;
	bm_doc *doc = BM_NEW(arena, bm_doc);
	if (doc == NULL)
		goto fail;
	doc->arena = arena;
	doc->scratch = bm_arena_new(al);
	doc->wording = bm_arena_new(al);
	if (doc->scratch == NULL || doc->wording == NULL)
		goto fail;
	doc->diags = BM_NEW(arena, bm_diags);
	if (doc->diags == NULL)
		goto fail;
	bm_diags_init(doc->diags, arena);
	if (file != NULL && (doc->file = bm_arena_strdup(arena, file)) == NULL)
		goto fail;
	doc->start.file = doc->file;
	return doc;
fail:
	if (doc != NULL) {
		bm_arena_free(doc->scratch);
		bm_arena_free(doc->wording);
	}
	bm_arena_free(arena);
	return NULL;
}

void
bm_doc_free(bm_doc *doc)
{
	if (doc == NULL)
		return;
	if (doc->xml != NULL)
		xmlFreeDoc(doc->xml);
	bm_arena_free(doc->source_arena);
	bm_arena_free(doc->scratch);
	bm_arena_free(doc->wording);
	bm_arena_free(doc->arena);
}

void
bm_doc_drop_tree(bm_doc *doc)
{
	if (doc->xml != NULL)
		xmlFreeDoc(doc->xml);
	doc->xml = NULL;
	doc->ns_db = doc->ns_xlink = doc->ns_bm = NULL;
}

void
bm_doc_drop_source(bm_doc *doc)
{
	if (doc->source_arena == NULL)
		return;
	bm_arena_free(doc->source_arena);
	doc->source_arena = NULL;
	doc->source = (bm_str){NULL, 0};
}

void
bm_doc_passed(bm_doc *doc)
{
	doc->claims = NULL;
	bm_arena_empty(doc->wording);
	bm_arena_empty(doc->scratch);
}

/* Remembers that memory ran out if p is NULL; gives p back. */
static void *
checked(bm_doc *doc, void *p)
{
	if (p == NULL)
		doc->no_memory = true;
	return p;
}

/* Declares a namespace on root under the prefix, or one much like it. */
static xmlNs *
declare(bm_doc *doc, xmlNode *root, const char *uri, const char *prefix)
{
	for (xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next)
		if (ns->prefix != NULL && ns->href != NULL &&
		    strcmp((const char *)ns->href, uri) == 0)
			return ns;
	const char *name = prefix;
	for (int i = 1; i < 100 && name != NULL; i++) {
		bool taken = false;
		for (xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next)
			if (bm_streq((const char *)ns->prefix, name))
				taken = true;
		if (!taken)
			return checked(doc, xmlNewNs(root, (const xmlChar *)uri,
						     (const xmlChar *)name));
		name = bm_arena_printf(doc->arena, "%s%d", prefix, i);
	}
	return checked(doc, NULL);
}

xmlNode *
bm_doc_set_root(bm_doc *doc, const char *name)
{
	xmlDoc *xml = checked(doc, xmlNewDoc((const xmlChar *)"1.0"));
	if (xml == NULL)
		return NULL;
	/* Names live in the tree's dictionary: thousands are a handful. */
	xml->dict = checked(doc, xmlDictCreate());
	xmlNode *root = xmlNewDocNode(xml, NULL, (const xmlChar *)name, NULL);
	if (checked(doc, root) == NULL || xml->dict == NULL) {
		xmlFreeNode(root);
		xmlFreeDoc(xml);
		return NULL;
	}
	xmlDocSetRootElement(xml, root);
	xmlNs *ns = xmlNewNs(root, (const xmlChar *)BM_NS_DOCBOOK, NULL);
	if (checked(doc, ns) == NULL) {
		xmlFreeDoc(xml);
		return NULL;
	}
	xmlSetNs(root, ns);
	bm_doc_adopt(doc, xml);
	return root;
}

/* Makes one text node of an attribute's value that has several. */
static void
join_value(bm_doc *doc, xmlAttr *attr)
{
	xmlNode *first = attr->children;
	if (first == NULL ||
	    (first->type == XML_TEXT_NODE && first->next == NULL))
		return;
	xmlChar *value = xmlNodeListGetString(attr->doc, first, 1);
	xmlNode *text =
	    xmlNewDocText(attr->doc, value != NULL ? value : BAD_CAST "");
	xmlFree(value);
	if (checked(doc, text) == NULL)
		return;
	xmlFreeNodeList(first);
	attr->children = attr->last = text;
	text->parent = (xmlNode *)attr;
}

void
bm_doc_adopt(bm_doc *doc, xmlDoc *xml)
{
	if (doc->xml != NULL && doc->xml != xml)
		xmlFreeDoc(doc->xml);
	doc->xml = xml;
	memset(doc->names, 0, sizeof(doc->names));
	doc->ns_db = doc->ns_xlink = doc->ns_bm = NULL;
	xmlNode *root = bm_doc_element(doc);
	if (root == NULL)
		return;
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (n->type == XML_ELEMENT_NODE)
			for (xmlAttr *a = n->properties; a != NULL; a = a->next)
				join_value(doc, a);
	if (!bm_is(root, NULL))
		return;
	doc->ns_db = root->ns;
	doc->ns_xlink = declare(doc, root, BM_NS_XLINK, "xlink");
	doc->ns_bm = declare(doc, root, BM_NS, "bm");
}

xmlNode *
bm_doc_info(bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	if (root == NULL)
		return NULL;
	xmlNode *info = bm_child(root, "info");
	if (info != NULL)
		return info;
	info = bm_el(doc, NULL, "info");
	if (info == NULL)
		return NULL;
	if (root->children != NULL)
		xmlAddPrevSibling(root->children, info);
	else
		xmlAddChild(root, info);
	return info;
}

/* ---- Building ------------------------------------------------------------ */

/*
 * A text node.  Short text stands in the node itself, where a text has nothing
 * else: so libxml2's parser makes them too (xmlSAX2TextNode), and all of its
 * functions know it.
 */
static xmlNode *
new_text(bm_doc *doc, const char *text, size_t len)
{
	xmlNode *node = xmlNewDocText(doc->xml, NULL);
	xmlChar *content;

	if (node == NULL)
		return NULL;
	if (len < sizeof(node->properties) + sizeof(node->nsDef))
		content = (xmlChar *)&node->properties;
	else
		content = xmlMalloc(len + 1);
	if (content == NULL) {
		xmlFreeNode(node);
		return NULL;
	}
	if (len > 0)
		memcpy(content, text, len);
	content[len] = '\0';
	node->content = content;
	return node;
}

/* Text that XML can hold: s itself, or a copy in the arena with U+FFFD for
 * bytes that are not UTF-8 and for characters outside production [2] Char. */
static bm_str
clean(bm_doc *doc, bm_str s)
{
	if (bm_is_plain(s))
		return s;
	bm_buf buf;
	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	size_t from = 0;
	bool changed = false;
	for (size_t i = 0; i < s.len;) {
		size_t at = i;
		uint32_t c = bm_utf8_next(s, &i);
		bool ok = c >= 0x20 ? c != 0xFFFE && c != 0xFFFF
				    : c == '\t' || c == '\n' || c == '\r';
		if (ok && !(c == 0xFFFD && i - at < 3))
			continue;
		bm_buf_put(&buf, s.ptr + from, at - from);
		bm_buf_puts(&buf, "\xEF\xBF\xBD");
		from = i;
		changed = true;
	}
	if (changed) {
		bm_buf_put(&buf, s.ptr + from, s.len - from);
		size_t len = buf.len;
		char *copy = buf.status == BM_OK
				 ? bm_arena_strndup(doc->arena, buf.ptr, len)
				 : NULL;
		s = (bm_str){checked(doc, copy), copy != NULL ? len : 0};
	}
	bm_buf_free(&buf);
	return s;
}

/*
 * The name in the tree's dictionary, or NULL without memory.  Most callers
 * name a literal: it is found again by its address.
 */
static const xmlChar *
name_in_dict(bm_doc *doc, const char *name)
{
	size_t slots = sizeof(doc->names) / sizeof(*doc->names);
	size_t at = ((uintptr_t)name >> 2 ^ (uintptr_t)name >> 9) % slots;

	if (doc->names[at].given != name ||
	    strcmp((const char *)doc->names[at].name, name) != 0) {
		const xmlChar *known =
		    xmlDictLookup(doc->xml->dict, (const xmlChar *)name, -1);
		if (known == NULL)
			return NULL;
		doc->names[at].given = name;
		doc->names[at].name = known;
	}
	return doc->names[at].name;
}

/* A new element that is not linked anywhere. */
static xmlNode *
new_element(bm_doc *doc, xmlNs *ns, const char *name)
{
	const xmlChar *known;

	if (doc->xml->dict == NULL)
		return checked(doc, xmlNewDocNode(doc->xml, ns,
						  (const xmlChar *)name, NULL));
	known = checked(doc, (void *)(uintptr_t)name_in_dict(doc, name));
	return known != NULL
		   ? checked(doc, xmlNewDocNodeEatName(
				      doc->xml, ns, (xmlChar *)(uintptr_t)known,
				      NULL))
		   : NULL;
}

static xmlNode *
link_last(xmlNode *parent, xmlNode *el)
{
	if (parent != NULL && el != NULL)
		xmlAddChild(parent, el);
	return el;
}

xmlNode *
bm_el(bm_doc *doc, xmlNode *parent, const char *name)
{
	/* A NULL parent after a failure is that failure. */
	if (parent == NULL && doc->no_memory)
		return NULL;
	return link_last(parent, new_element(doc, doc->ns_db, name));
}

xmlNode *
bm_el_bm(bm_doc *doc, xmlNode *parent, const char *name)
{
	if (parent == NULL && doc->no_memory)
		return NULL;
	return link_last(parent, new_element(doc, doc->ns_bm, name));
}

xmlNode *
bm_el_before(bm_doc *doc, xmlNode *sibling, const char *name)
{
	if (sibling == NULL)
		return NULL;
	xmlNode *el = new_element(doc, doc->ns_db, name);
	return el != NULL ? xmlAddPrevSibling(sibling, el) : NULL;
}

xmlNode *
bm_el_after(bm_doc *doc, xmlNode *sibling, const char *name)
{
	if (sibling == NULL)
		return NULL;
	xmlNode *el = new_element(doc, doc->ns_db, name);
	return el != NULL ? xmlAddNextSibling(sibling, el) : NULL;
}

/* Whether nothing of length beyond max is at s. */
static bool
short_text(const char *s, size_t max)
{
	return s == NULL || memchr(s, 0, max) != NULL;
}

void
bm_add_text(bm_doc *doc, xmlNode *parent, bm_str text)
{
	if (parent == NULL || text.len == 0)
		return;
	text = clean(doc, text);
	for (size_t at = 0; at < text.len;) {
		/* libxml2 measures text with int. */
		size_t rest = text.len - at;
		size_t part = rest < (1u << 28) ? rest : (1u << 28);
		while (part < rest &&
		       ((unsigned char)text.ptr[at + part] & 0xC0) == 0x80)
			part--;
		const xmlChar *from = (const xmlChar *)text.ptr + at;
		xmlNode *last = parent->last;
		at += part;
		if (last != NULL && last->type == XML_TEXT_NODE &&
		    short_text((const char *)last->content, JOIN_MAX)) {
			if (xmlTextConcat(last, from, (int)part) != 0)
				doc->no_memory = true;
			continue;
		}
		xmlNode *node = new_text(doc, (const char *)from, part);
		if (checked(doc, node) == NULL)
			return;
		/* xmlAddChild would join it with the last text. */
		node->parent = parent;
		node->prev = last;
		if (last != NULL)
			last->next = node;
		else
			parent->children = node;
		parent->last = node;
	}
}

void
bm_add_textz(bm_doc *doc, xmlNode *parent, const char *text)
{
	bm_add_text(doc, parent, bm_str_of(text));
}

/* Whether el has the attribute already. */
static bool
has_attr(const xmlNode *el, const xmlNs *ns, const char *name)
{
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, name) == 0 &&
		    (a->ns != NULL) == (ns != NULL) &&
		    (a->ns == ns || xmlStrEqual(a->ns->href, ns->href)))
			return true;
	return false;
}

/*
 * Adds an attribute that el does not have.  As xmlNewNsProp, without a second
 * look at the text, and without an entry in libxml2's own table of ids, which
 * nothing here asks.
 */
static bool
add_attr(bm_doc *doc, xmlNode *el, xmlNs *ns, const char *name, bm_str value)
{
	const xmlChar *known = name_in_dict(doc, name);
	xmlAttr *attr = known == NULL
			    ? NULL
			    : xmlNewNsPropEatName(
				  el, ns, (xmlChar *)(uintptr_t)known, NULL);
	xmlNode *text =
	    attr == NULL ? NULL : new_text(doc, value.ptr, value.len);

	if (text == NULL)
		return false;
	text->parent = (xmlNode *)attr;
	attr->children = attr->last = text;
	return true;
}

/* Sets or removes one attribute. */
static void
set_attr(bm_doc *doc, xmlNode *el, xmlNs *ns, const char *name,
	 const char *value)
{
	const xmlChar *xname = (const xmlChar *)name;
	if (el == NULL)
		return;
	if (value == NULL) {
		xmlAttr *attr =
		    xmlHasNsProp(el, xname, ns != NULL ? ns->href : NULL);
		if (attr != NULL && attr->type == XML_ATTRIBUTE_NODE)
			xmlRemoveProp(attr);
		return;
	}
	bm_str text = clean(doc, bm_str_of(value));
	if (text.ptr == NULL)
		return;
	if (doc->xml != NULL && el->doc == doc->xml && doc->xml->dict != NULL &&
	    text.len < INT_MAX && !has_attr(el, ns, name)) {
		if (!add_attr(doc, el, ns, name, text))
			doc->no_memory = true;
		return;
	}
	checked(doc, xmlSetNsProp(el, ns, xname, (const xmlChar *)text.ptr));
}

void
bm_set(bm_doc *doc, xmlNode *el, const char *name, const char *value)
{
	set_attr(doc, el, NULL, name, value);
}

void
bm_set_bm(bm_doc *doc, xmlNode *el, const char *name, const char *value)
{
	set_attr(doc, el, doc->ns_bm, name, value);
}

void
bm_set_xml(bm_doc *doc, xmlNode *el, const char *name, const char *value)
{
	if (el == NULL)
		return;
	xmlNs *ns = xmlSearchNs(doc->xml, el, (const xmlChar *)"xml");
	if (checked(doc, ns) != NULL)
		set_attr(doc, el, ns, name, value);
}

void
bm_set_xlink(bm_doc *doc, xmlNode *el, const char *name, const char *value)
{
	set_attr(doc, el, doc->ns_xlink, name, value);
}

/* ---- Position and origin ------------------------------------------------- */

void
bm_set_pos(bm_doc *doc, xmlNode *node, const bm_pos *pos)
{
	if (node == NULL || pos == NULL)
		return;
	if (doc->place_count == 0) {
		doc->places =
		    checked(doc, BM_NEW_ARRAY(doc->arena, bm_pos, PLACES));
		if (doc->places == NULL)
			return;
		doc->place_count = PLACES;
	}
	doc->place_count--;
	*doc->places = *pos;
	node->_private = doc->places++;
}

const bm_pos *
bm_get_pos(const bm_doc *doc, const xmlNode *node)
{
	if (node != NULL && node->type == XML_NAMESPACE_DECL)
		return &doc->start;
	for (; node != NULL; node = node->parent) {
		if (node->type == XML_DOCUMENT_NODE)
			break;
		if ((node->type == XML_ELEMENT_NODE ||
		     node->type == XML_PI_NODE) &&
		    node->_private != NULL)
			return node->_private;
	}
	return &doc->start;
}

void
bm_mark_generated(bm_doc *doc, xmlNode *el, const char *pass)
{
	bm_set_bm(doc, el, "generated", pass);
}

bool
bm_is_generated(const xmlNode *node, const char *pass)
{
	for (; node != NULL && node->type != XML_DOCUMENT_NODE;
	     node = node->parent) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		const char *by = bm_attr_bm(node, "generated");
		if (by != NULL && (pass == NULL || strcmp(by, pass) == 0))
			return true;
	}
	return false;
}
