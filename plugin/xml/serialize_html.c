/*
 * HTML by the Living Standard, 13.3, and the XHTML of EPUB: one walk, since
 * they differ only in how a tag ends and in which attributes show.  Lines are
 * broken only between blocks, where white space means nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "xml/escape.h"
#include "xml/html_names.h"
#include "xml/serialize.h"

#define NS_SVG    "http://www.w3.org/2000/svg"
#define NS_MATHML "http://www.w3.org/1998/Math/MathML"

/* Below this depth no lines are broken. */
#define LINES_DEPTH 2048

typedef struct writer {
	bm_buf *out;
	bool xml; /* XHTML */
} writer;

/* ---- What a node is ---------------------------------------------------------
 */

static const char *
uri_of(const xmlNode *el)
{
	return el->ns != NULL && el->ns->href != NULL
		   ? (const char *)el->ns->href
		   : "";
}

/* No namespace counts as HTML. */
static bool
is_html(const xmlNode *el)
{
	const char *uri = uri_of(el);
	return *uri == 0 || strcmp(uri, BM_NS_XHTML) == 0;
}

static bool
is_foreign(const xmlNode *el)
{
	const char *uri = uri_of(el);
	return strcmp(uri, NS_SVG) == 0 || strcmp(uri, NS_MATHML) == 0;
}

static bool
is_named(const xmlNode *el, const char *name)
{
	return el != NULL && el->type == XML_ELEMENT_NODE &&
	       bm_same((const char *)el->name, name) && is_html(el);
}

/* Metadata of drawing programs inside of SVG: no HTML parser knows it. */
static bool
is_private(const xmlNode *el)
{
	return !is_html(el) && !is_foreign(el) && el->parent != NULL &&
	       el->parent->type == XML_ELEMENT_NODE && is_foreign(el->parent);
}

static bool
is_blank(const char *s)
{
	for (; s != NULL && *s != 0; s++)
		if (!bm_is_space(*s))
			return false;
	return true;
}

static bool
is_text(const xmlNode *n)
{
	return n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;
}

/* Their addresses mark a node whose content was written already, as blocks or
 * within a line: no sheet and no author can make one. */
static char written_blocks, written_inline;

static bool
is_written(const xmlNode *n)
{
	return n->type == XML_PI_NODE && (n->_private == &written_blocks ||
					  n->_private == &written_inline);
}

/* A node with the text; NULL without memory. */
static xmlNode *
written_new(xmlDoc *doc, const bm_buf *text, char *mark)
{
	xmlNode *node;

	if (text->status != BM_OK)
		return NULL;
	node = xmlNewDocPI(doc, (const xmlChar *)"w", NULL);
	if (node == NULL)
		return NULL;
	node->content =
	    xmlStrndup((const xmlChar *)bm_buf_cstr(text), (int)text->len);
	if (node->content == NULL) {
		xmlFreeNode(node);
		return NULL;
	}
	node->_private = mark;
	return node;
}

/* Whether each child of el is a block: then lines may be broken there. */
static bool
has_lines(const xmlNode *el)
{
	if (el->type != XML_ELEMENT_NODE || !is_html(el) ||
	    !bm_html_is_block((const char *)el->name) || is_named(el, "pre"))
		return false;
	bool some = false;
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (is_text(n) && !is_blank((const char *)n->content))
			return false;
		if (n->type == XML_ENTITY_REF_NODE ||
		    (is_written(n) && n->_private == &written_inline))
			return false;
		some = some || is_written(n);
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (!is_html(n) || !bm_html_is_block((const char *)n->name))
			return false;
		some = true;
	}
	return some;
}

/* ---- Attributes ------------------------------------------------------------
 */

static bool
is_address(const char *name)
{
	return bm_streq(name, "href") || bm_streq(name, "src");
}

/* A reference to another resource, which may come from the author as it is. */
static void
put_address(writer *w, const char *text, bm_escape how)
{
	bm_buf encoded;

	if (strpbrk(text, BM_ADDRESS_REFUSED) == NULL) {
		bm_escape_attr(w->out, text, how);
		return;
	}
	bm_buf_init(&encoded, &w->out->al);
	bm_address(&encoded, text);
	bm_escape_attr(w->out, bm_buf_cstr(&encoded), how);
	if (encoded.status != BM_OK)
		w->out->status = encoded.status;
	bm_buf_free(&encoded);
}

static void
put_attr(writer *w, const char *prefix, const char *name, const xmlAttr *a)
{
	bm_escape how = w->xml ? BM_ESCAPE_XML : BM_ESCAPE_HTML;
	bm_buf_putc(w->out, ' ');
	bm_buf_puts(w->out, prefix);
	bm_buf_puts(w->out, name);
	bm_buf_puts(w->out, "=\"");
	bool address = *prefix == '\0' && is_address(name);
	for (const xmlNode *t = a->children; t != NULL; t = t->next)
		if (address)
			put_address(w, (const char *)t->content, how);
		else
			bm_escape_attr(w->out, (const char *)t->content, how);
	bm_buf_putc(w->out, '"');
}

/* The attribute that holds the language: lang before xml:lang. */
static const xmlAttr *
lang_of(const xmlNode *el)
{
	const xmlAttr *lang = NULL;
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		if (strcmp((const char *)a->name, "lang") != 0)
			continue;
		if (a->ns == NULL)
			return a;
		if (strcmp((const char *)a->ns->href, BM_NS_XML) == 0)
			lang = a;
	}
	return lang;
}

/* Attributes in a namespace, as HTML 13.3 names them; those that no reader
 * of the output knows are left out. */
static void
put_ns_attr(writer *w, const xmlNode *el, const xmlAttr *a)
{
	const char *uri = (const char *)a->ns->href;
	const char *name = (const char *)a->name;
	if (strcmp(uri, BM_NS_XML) == 0 && (w->xml || !is_html(el)))
		put_attr(w, "xml:", name, a);
	else if (strcmp(uri, BM_NS_XLINK) == 0 && !is_html(el))
		put_attr(w, "xlink:", name, a);
	else if (strcmp(uri, BM_NS_OPS) == 0 && w->xml)
		put_attr(w, "epub:", name, a);
}

static void
put_attrs(writer *w, const xmlNode *el)
{
	const xmlAttr *lang = lang_of(el);
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		if (a == lang) {
			put_attr(w, "", "lang", a);
			if (w->xml)
				put_attr(w, "xml:", "lang", a);
		} else if (a->ns == NULL) {
			put_attr(w, "", (const char *)a->name, a);
		} else if (lang == NULL ||
			   strcmp((const char *)a->name, "lang") != 0) {
			put_ns_attr(w, el, a);
		}
	}
}

/* Whether anything in el has an attribute of XLink. */
static bool
uses_xlink(xmlNode *el)
{
	for (xmlNode *n = el; n != NULL; n = bm_walk(n, el))
		if (n->type == XML_ELEMENT_NODE)
			for (xmlAttr *a = n->properties; a != NULL; a = a->next)
				if (a->ns != NULL &&
				    strcmp((const char *)a->ns->href,
					   BM_NS_XLINK) == 0)
					return true;
	return false;
}

/* XHTML: the declarations on the root, and where SVG or MathML begins or
 * ends. */
static void
put_namespaces(writer *w, xmlNode *el)
{
	const xmlNode *parent =
	    el->parent != NULL && el->parent->type == XML_ELEMENT_NODE
		? el->parent
		: NULL;
	const char *uri = is_foreign(el) ? uri_of(el) : BM_NS_XHTML;
	const char *outer = "";
	if (parent != NULL)
		outer = is_foreign(parent) ? uri_of(parent) : BM_NS_XHTML;
	if (strcmp(uri, outer) != 0) {
		bm_buf_puts(w->out, " xmlns=\"");
		bm_buf_puts(w->out, uri);
		bm_buf_putc(w->out, '"');
		if (is_foreign(el) && uses_xlink(el))
			bm_buf_puts(w->out, " xmlns:xlink=\"" BM_NS_XLINK "\"");
	}
	if (parent == NULL)
		bm_buf_puts(w->out, " xmlns:epub=\"" BM_NS_OPS "\"");
}

/* ---- Raw text ---------------------------------------------------------------
 */

/* Whether text has what would end the element, or confuse it if it is a
 * script (HTML 4.12.1.3). */
static bool
breaks_out(const char *text, const char *name)
{
	size_t n = strlen(name);
	for (const char *s = text; (s = strchr(s, '<')) != NULL; s++) {
		bool script = strcmp(name, "script") == 0;
		if (script && strncmp(s, "<!--", 4) == 0)
			return true;
		const char *word = s[1] == '/' ? s + 2 : s + 1;
		if ((script || s[1] == '/') && strncasecmp(word, name, n) == 0)
			return true;
	}
	return false;
}

/*
 * The content of script and style, which has no escapes.  JSON has one of its
 * own; in anything else a text that would break out is refused.
 */
static void
put_raw(writer *w, const xmlNode *el)
{
	const char *type = bm_attr(el, "type");
	bool json = type != NULL && strstr(type, "json") != NULL;
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		const char *text = (const char *)n->content;
		if (!is_text(n) || text == NULL)
			continue;
		if (json) {
			const char *lt;
			while ((lt = strchr(text, '<')) != NULL) {
				bm_buf_put(w->out, text, (size_t)(lt - text));
				bm_buf_puts(w->out, "\\u003C");
				text = lt + 1;
			}
		} else if (breaks_out(text, (const char *)el->name)) {
			if (w->out->status == BM_OK)
				w->out->status = BM_BAD_INPUT;
			return;
		}
		bm_buf_puts(w->out, text);
	}
}

/* ---- The walk ---------------------------------------------------------------
 */

/* Whether the start tag is all there is of el. */
static bool
put_start(writer *w, xmlNode *el)
{
	const char *name = (const char *)el->name;
	bm_buf_putc(w->out, '<');
	bm_buf_puts(w->out, name);
	if (w->xml)
		put_namespaces(w, el);
	put_attrs(w, el);
	if (is_foreign(el) && el->children == NULL) {
		bm_buf_puts(w->out, "/>");
		return true;
	}
	if (is_html(el) && bm_html_is_void(name)) {
		bm_buf_puts(w->out, w->xml ? "/>" : ">");
		return true;
	}
	bm_buf_putc(w->out, '>');
	/* The parser drops one line end here (HTML 13.2.6.4.7). */
	const xmlNode *first = el->children;
	if (!w->xml && (is_named(el, "pre") || is_named(el, "textarea")) &&
	    first != NULL && is_text(first) && first->content != NULL &&
	    first->content[0] == '\n')
		bm_buf_putc(w->out, '\n');
	return false;
}

static void
put_end(writer *w, const xmlNode *el)
{
	bm_buf_puts(w->out, "</");
	bm_buf_puts(w->out, (const char *)el->name);
	bm_buf_putc(w->out, '>');
}

static void
put_leaf(writer *w, const xmlNode *n)
{
	if (is_text(n)) {
		bm_escape_text(w->out, (const char *)n->content,
			       w->xml ? BM_ESCAPE_XML : BM_ESCAPE_HTML);
	} else if (is_written(n)) {
		bm_buf_puts(w->out, (const char *)n->content);
	} else if (n->type == XML_COMMENT_NODE) {
		bm_buf_puts(w->out, "<!--");
		bm_buf_puts(w->out, (const char *)n->content);
		bm_buf_puts(w->out, "-->");
	}
}

static void
put_tree(writer *w, xmlNode *root)
{
	/* Whether what is at this depth stands on lines of its own: asked
	 * once for each parent. */
	bool on_lines[LINES_DEPTH] = {false};
	size_t depth = 0;
	xmlNode *n = root;

	for (;;) {
		bool lines = depth < LINES_DEPTH && on_lines[depth];
		bool skip = n->type == XML_ELEMENT_NODE && is_private(n);
		if (lines && (n->type == XML_ELEMENT_NODE || is_written(n)))
			bm_buf_putc(w->out, '\n');
		if (n->type == XML_ELEMENT_NODE && !skip) {
			bool whole = put_start(w, n);
			if (!whole && !w->xml &&
			    (is_named(n, "script") || is_named(n, "style"))) {
				put_raw(w, n);
			} else if (!whole && n->children != NULL) {
				if (++depth < LINES_DEPTH)
					on_lines[depth] = has_lines(n);
				n = n->children;
				continue;
			}
			if (!whole)
				put_end(w, n);
		} else if (!skip && !(lines && is_text(n))) {
			put_leaf(w, n);
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			if (depth < LINES_DEPTH && on_lines[depth])
				bm_buf_putc(w->out, '\n');
			depth--;
			put_end(w, n);
		}
		if (n == root)
			break;
		n = n->next;
	}
}

/* The nodes of the document one after the other. */
static void
put_document(writer *w, const xmlDoc *tree)
{
	bm_buf_puts(w->out, "<!DOCTYPE html>\n");
	for (xmlNode *n = tree->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			put_tree(w, n);
		else if (!is_text(n) || !is_blank((const char *)n->content))
			put_leaf(w, n);
	}
	bm_buf_putc(w->out, '\n');
}

bool
bm_write_early(xmlNode *parent, bm_form form, bm_buf *buf)
{
	writer w = {buf, form == BM_FORM_XHTML};
	bool lines = false;
	xmlNode *node;

	bm_buf_clear(buf);
	for (xmlNode *n = parent->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE) {
			put_leaf(&w, n);
			continue;
		}
		if (lines)
			bm_buf_putc(buf, '\n');
		put_tree(&w, n);
		lines = true;
	}
	node = written_new(parent->doc, buf, &written_blocks);
	if (node == NULL)
		return false;
	xmlFreeNodeList(parent->children);
	parent->children = parent->last = NULL;
	xmlAddChild(parent, node);
	return true;
}

bool
bm_write_inline(xmlNode *parent, const bm_buf *text)
{
	xmlNode *node = written_new(parent->doc, text, &written_inline);

	if (node == NULL)
		return false;
	xmlAddChild(parent, node);
	return true;
}

void
bm_write_html(const xmlDoc *tree, bm_buf *out)
{
	writer w = {out, false};
	put_document(&w, tree);
}

void
bm_write_html_node(xmlNode *node, bm_buf *out)
{
	writer w = {out, false};

	if (node->type == XML_ELEMENT_NODE)
		put_tree(&w, node);
	else
		put_leaf(&w, node);
}

void
bm_write_xhtml(const xmlDoc *tree, bm_buf *out)
{
	writer w = {out, true};
	bm_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	put_document(&w, tree);
}
