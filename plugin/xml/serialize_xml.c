/* Trees as XML with the prefixes that they have: package documents and
 * pictures.  Our own namespace does not show. */
#include <string.h>

#include "xml/escape.h"
#include "xml/serialize.h"

#define NS_SVG "http://www.w3.org/2000/svg"

/* Below this depth no lines are broken. */
#define LINES_DEPTH 2048

static bool
is_uri(const xmlNs *ns, const char *uri)
{
	return ns != NULL && ns->href != NULL &&
	       strcmp((const char *)ns->href, uri) == 0;
}

/* Whether the prefix of ns means it where el's declarations begin, by a
 * declaration on an element above. */
static bool
in_scope(const xmlNode *el, const xmlNs *ns)
{
	for (el = el->parent; el != NULL && el->type == XML_ELEMENT_NODE;
	     el = el->parent) {
		for (const xmlNs *d = el->nsDef; d != NULL; d = d->next)
			if (bm_streq((const char *)d->prefix,
				     (const char *)ns->prefix))
				return bm_streq((const char *)d->href,
						(const char *)ns->href);
		/* One that was used without a declaration was given one. */
		if (el->ns != NULL && bm_streq((const char *)el->ns->prefix,
					       (const char *)ns->prefix))
			return bm_streq((const char *)el->ns->href,
					(const char *)ns->href);
	}
	return ns->prefix == NULL && (ns->href == NULL || ns->href[0] == 0);
}

static bool
declared_on(const xmlNode *el, const xmlNs *ns)
{
	for (const xmlNs *d = el->nsDef; d != NULL; d = d->next)
		if (bm_streq((const char *)d->prefix, (const char *)ns->prefix))
			return true;
	return false;
}

static void
put_declaration(const xmlNs *ns, bm_buf *out)
{
	bm_buf_puts(out, " xmlns");
	if (ns->prefix != NULL) {
		bm_buf_putc(out, ':');
		bm_buf_puts(out, (const char *)ns->prefix);
	}
	bm_buf_puts(out, "=\"");
	bm_escape_attr(out, (const char *)ns->href, BM_ESCAPE_XML);
	bm_buf_putc(out, '"');
}

static void
put_declarations(const xmlNode *el, bm_buf *out)
{
	for (const xmlNs *ns = el->nsDef; ns != NULL; ns = ns->next)
		if (!is_uri(ns, BM_NS) && !in_scope(el, ns))
			put_declaration(ns, out);
	if (el->ns != NULL && !declared_on(el, el->ns) &&
	    !in_scope(el, el->ns) && !is_uri(el->ns, BM_NS_XML))
		put_declaration(el->ns, out);
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		if (a->ns == NULL || is_uri(a->ns, BM_NS) ||
		    is_uri(a->ns, BM_NS_XML) || declared_on(el, a->ns) ||
		    in_scope(el, a->ns) ||
		    (el->ns != NULL && bm_streq((const char *)el->ns->prefix,
						(const char *)a->ns->prefix)))
			continue;
		bool before = false;
		for (const xmlAttr *b = el->properties; b != a; b = b->next)
			before = before || b->ns == a->ns;
		if (!before)
			put_declaration(a->ns, out);
	}
}

static void
put_name(const xmlNs *ns, const xmlChar *name, bm_buf *out)
{
	if (ns != NULL && ns->prefix != NULL) {
		bm_buf_puts(out, (const char *)ns->prefix);
		bm_buf_putc(out, ':');
	}
	bm_buf_puts(out, (const char *)name);
}

static void
put_start(const xmlNode *el, bm_buf *out)
{
	bm_buf_putc(out, '<');
	put_name(el->ns, el->name, out);
	put_declarations(el, out);
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		if (is_uri(a->ns, BM_NS))
			continue;
		bm_buf_putc(out, ' ');
		put_name(a->ns, a->name, out);
		bm_buf_puts(out, "=\"");
		for (const xmlNode *t = a->children; t != NULL; t = t->next)
			bm_escape_attr(out, (const char *)t->content,
				       BM_ESCAPE_XML);
		bm_buf_putc(out, '"');
	}
	bm_buf_puts(out, el->children != NULL ? ">" : "/>");
}

static void
put_end(const xmlNode *el, bm_buf *out)
{
	bm_buf_puts(out, "</");
	put_name(el->ns, el->name, out);
	bm_buf_putc(out, '>');
}

static void
put_leaf(const xmlNode *n, bm_buf *out)
{
	const char *text = (const char *)n->content;
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
		bm_escape_text(out, text, BM_ESCAPE_XML);
	} else if (n->type == XML_COMMENT_NODE) {
		bm_buf_puts(out, "<!--");
		bm_buf_puts(out, text);
		bm_buf_puts(out, "-->");
	} else if (n->type == XML_PI_NODE) {
		bm_buf_puts(out, "<?");
		bm_buf_puts(out, (const char *)n->name);
		if (text != NULL && *text != 0) {
			bm_buf_putc(out, ' ');
			bm_buf_puts(out, text);
		}
		bm_buf_puts(out, "?>");
	}
}

static bool
is_blank(const xmlNode *n)
{
	if (n->type != XML_TEXT_NODE && n->type != XML_CDATA_SECTION_NODE)
		return false;
	for (const char *s = (const char *)n->content; s != NULL && *s; s++)
		if (!bm_is_space(*s))
			return false;
	return true;
}

/* Whether el has elements only; the text of a picture is left as it is. */
static bool
has_lines(const xmlNode *el)
{
	const char *name = (const char *)el->name;
	if (is_uri(el->ns, NS_SVG) &&
	    (strcmp(name, "text") == 0 || strcmp(name, "tspan") == 0 ||
	     strcmp(name, "textPath") == 0 || strcmp(name, "a") == 0))
		return false;
	bool some = false;
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			some = true;
		else if (n->type == XML_TEXT_NODE ||
			 n->type == XML_CDATA_SECTION_NODE) {
			if (!is_blank(n))
				return false;
		}
	}
	return some;
}

static void
put_tree(xmlNode *root, bm_buf *out)
{
	bool on_lines[LINES_DEPTH] = {false};
	size_t depth = 0;
	xmlNode *n = root;

	for (;;) {
		bool lines = depth < LINES_DEPTH && on_lines[depth];
		bool blank = lines && is_blank(n);
		if (lines && !blank)
			bm_buf_putc(out, '\n');
		if (n->type == XML_ELEMENT_NODE) {
			put_start(n, out);
			if (n->children != NULL) {
				if (++depth < LINES_DEPTH)
					on_lines[depth] = has_lines(n);
				n = n->children;
				continue;
			}
		} else if (!blank) {
			put_leaf(n, out);
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			if (depth < LINES_DEPTH && on_lines[depth])
				bm_buf_putc(out, '\n');
			depth--;
			put_end(n, out);
		}
		if (n == root)
			break;
		n = n->next;
	}
}

void
bm_write_xml(const xmlDoc *tree, bm_buf *out)
{
	bm_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	for (xmlNode *n = tree->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			put_tree(n, out);
		else if (n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE)
			put_leaf(n, out);
		else
			continue;
		bm_buf_putc(out, '\n');
	}
}
