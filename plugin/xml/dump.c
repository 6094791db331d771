/*
 * The tree as XML in a stable form, for --dump and goldens.  DocBook is the
 * default namespace; line ends and indentation stand only where DocBook has
 * element content, so that reading a dump and dumping it again gives the same
 * bytes.  The walk keeps its place in the tree itself: no recursion.
 */
#include <stdio.h>

#include "xml/doc.h"
#include "xml/escape.h"
#include "xml/vocab.h"

static bool
same_ns(const xmlNs *ns, const char *uri)
{
	return ns != NULL && ns->href != NULL &&
	       strcmp((const char *)ns->href, uri) == 0;
}

/* The namespace that has no prefix inside el; "" for none. */
static const char *
default_ns(const xmlNode *el)
{
	while (bm_is_bm(el, NULL))
		el = el->parent;
	if (el == NULL || el->type != XML_ELEMENT_NODE || el->ns == NULL ||
	    el->ns->href == NULL)
		return "";
	return (const char *)el->ns->href;
}

static bool
is_blank(const xmlNode *node)
{
	if (node->type != XML_TEXT_NODE && node->type != XML_CDATA_SECTION_NODE)
		return false;
	const char *s = (const char *)node->content;
	for (; s != NULL && *s != 0; s++)
		if (!bm_is_space(*s))
			return false;
	return true;
}

/* Whether the children of el stand on lines of their own. */
static bool
is_block(const xmlNode *el)
{
	if (!bm_is_bm(el, NULL) &&
	    !(bm_is(el, NULL) && bm_vocab_is_block((const char *)el->name)))
		return false;
	bool some = false;
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (n->type == XML_ENTITY_REF_NODE)
			return false;
		if (n->type != XML_TEXT_NODE &&
		    n->type != XML_CDATA_SECTION_NODE)
			some = true;
		else if (!is_blank(n))
			return false;
	}
	return some;
}

/* Whether any node uses this namespace. */
static bool
uses(xmlNode *root, const char *uri)
{
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (same_ns(n->ns, uri))
			return true;
		for (const xmlAttr *a = n->properties; a != NULL; a = a->next)
			if (same_ns(a->ns, uri))
				return true;
	}
	return false;
}

/*
 * The prefix of attribute a: xml, xlink, bm, else its own, or nsN where that
 * one means something else on this element.  Puts it into buf[size].
 */
static const char *
attr_prefix(const xmlNode *el, const xmlAttr *attr, char *buf, size_t size)
{
	if (same_ns(attr->ns, BM_NS_XML))
		return "xml";
	if (same_ns(attr->ns, BM_NS_XLINK))
		return "xlink";
	if (same_ns(attr->ns, BM_NS))
		return "bm";
	const char *own = (const char *)attr->ns->prefix;
	bool taken =
	    own == NULL || strcmp(own, "bm") == 0 || strcmp(own, "xlink") == 0;
	unsigned number = 0;
	const xmlAttr *a = el->properties;
	for (; a != attr && a != NULL; a = a->next, number++)
		if (a->ns != NULL && own != NULL &&
		    bm_streq((const char *)a->ns->prefix, own) &&
		    !bm_streq((const char *)a->ns->href,
			      (const char *)attr->ns->href))
			taken = true;
	if (!taken)
		return own;
	snprintf(buf, size, "ns%u", number);
	return buf;
}

/* Whether an attribute before `attr` has its namespace. */
static bool
declared_before(const xmlNode *el, const xmlAttr *attr)
{
	for (const xmlAttr *a = el->properties; a != attr; a = a->next)
		if (a->ns != NULL &&
		    bm_streq((const char *)a->ns->href,
			     (const char *)attr->ns->href) &&
		    bm_streq((const char *)a->ns->prefix,
			     (const char *)attr->ns->prefix))
			return true;
	return false;
}

static void
put_attrs(const xmlNode *el, bm_buf *out)
{
	char buf[24];
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		if (a->ns == NULL || a->ns->href == NULL ||
		    same_ns(a->ns, BM_NS_XML) || same_ns(a->ns, BM_NS_XLINK) ||
		    same_ns(a->ns, BM_NS) || declared_before(el, a))
			continue;
		bm_buf_puts(out, " xmlns:");
		bm_buf_puts(out, attr_prefix(el, a, buf, sizeof(buf)));
		bm_buf_puts(out, "=\"");
		bm_escape_attr(out, (const char *)a->ns->href, BM_ESCAPE_XML);
		bm_buf_putc(out, '"');
	}
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		bm_buf_putc(out, ' ');
		if (a->ns != NULL && a->ns->href != NULL) {
			bm_buf_puts(out, attr_prefix(el, a, buf, sizeof(buf)));
			bm_buf_putc(out, ':');
		}
		bm_buf_puts(out, (const char *)a->name);
		bm_buf_puts(out, "=\"");
		for (const xmlNode *t = a->children; t != NULL; t = t->next)
			bm_escape_attr(out, (const char *)t->content,
				       BM_ESCAPE_XML);
		bm_buf_putc(out, '"');
	}
}

/* fragment: what stands around declares the namespaces. */
static void
put_start(xmlNode *el, const xmlNode *root, bool fragment, bm_buf *out)
{
	bool ours = bm_is_bm(el, NULL);
	bm_buf_puts(out, ours ? "<bm:" : "<");
	bm_buf_puts(out, (const char *)el->name);
	const char *outside = el != root ? default_ns(el->parent)
			      : fragment ? BM_NS_DOCBOOK
					 : "";
	const char *inside = default_ns(el);
	if (!ours && strcmp(outside, inside) != 0) {
		bm_buf_puts(out, " xmlns=\"");
		bm_escape_attr(out, inside, BM_ESCAPE_XML);
		bm_buf_putc(out, '"');
	}
	if (el == root && !fragment) {
		if (uses(el, BM_NS_XLINK))
			bm_buf_puts(out, " xmlns:xlink=\"" BM_NS_XLINK "\"");
		if (uses(el, BM_NS))
			bm_buf_puts(out, " xmlns:bm=\"" BM_NS "\"");
	}
	put_attrs(el, out);
	bm_buf_puts(out, el->children != NULL ? ">" : "/>");
}

static void
put_end(const xmlNode *el, bm_buf *out)
{
	bm_buf_puts(out, bm_is_bm(el, NULL) ? "</bm:" : "</");
	bm_buf_puts(out, (const char *)el->name);
	bm_buf_putc(out, '>');
}

/* What is neither element nor ignorable white space. */
static void
put_leaf(const xmlNode *node, bm_buf *out)
{
	const char *text = (const char *)node->content;
	switch (node->type) {
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		bm_escape_text(out, text, BM_ESCAPE_XML);
		break;
	case XML_COMMENT_NODE:
		bm_buf_puts(out, "<!--");
		bm_buf_puts(out, text);
		bm_buf_puts(out, "-->");
		break;
	case XML_PI_NODE:
		bm_buf_puts(out, "<?");
		bm_buf_puts(out, (const char *)node->name);
		if (text != NULL && *text != 0) {
			bm_buf_putc(out, ' ');
			bm_buf_puts(out, text);
		}
		bm_buf_puts(out, "?>");
		break;
	case XML_ENTITY_REF_NODE:
		bm_buf_putc(out, '&');
		bm_buf_puts(out, (const char *)node->name);
		bm_buf_putc(out, ';');
		break;
	default:
		break;
	}
}

static void
put_line(unsigned depth, bm_buf *out)
{
	bm_buf_putc(out, '\n');
	for (unsigned i = 0; i < depth; i++)
		bm_buf_puts(out, "  ");
}

/* Writes root and all inside. */
static void
put_tree(xmlNode *root, bool fragment, bm_buf *out)
{
	/* The element whose content is written as it is; NULL: on lines. */
	const xmlNode *plain = NULL;
	unsigned depth = 0;
	xmlNode *n = root;

	for (;;) {
		if (n->type == XML_ELEMENT_NODE) {
			if (plain == NULL && n != root)
				put_line(depth, out);
			put_start(n, root, fragment, out);
			if (n->children != NULL) {
				if (plain == NULL && !is_block(n))
					plain = n;
				depth++;
				n = n->children;
				continue;
			}
		} else if (plain != NULL) {
			put_leaf(n, out);
		} else if (!is_blank(n)) {
			put_line(depth, out);
			put_leaf(n, out);
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			depth--;
			if (plain == NULL)
				put_line(depth, out);
			else if (plain == n)
				plain = NULL;
			put_end(n, out);
		}
		if (n == root)
			break;
		n = n->next;
	}
}

bm_status
bm_doc_dump(const bm_doc *doc, bm_buf *out)
{
	bm_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	xmlNode *n = doc->xml != NULL ? doc->xml->children : NULL;
	for (; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			put_tree(n, false, out);
		else if (n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE)
			put_leaf(n, out);
		else
			continue;
		bm_buf_putc(out, '\n');
	}
	return out->status;
}

void
bm_node_dump(xmlNode *node, bm_buf *out)
{
	if (node->type == XML_ELEMENT_NODE)
		put_tree(node, true, out);
	else
		put_leaf(node, out);
}
