#include "xml/same.h"

#include "xml/doc.h"

/* Whether a node is white space that a sheet may have stripped. */
static bool
is_blank(const xmlNode *n)
{
	return n->type == XML_COMMENT_NODE ||
	       (n->type == XML_TEXT_NODE && xmlIsBlankNode(n) == 1);
}

/* The next node that counts, in document order. */
static const xmlNode *
next_of(const xmlNode *n, const xmlNode *root)
{
	do
		n = bm_walk((xmlNode *)(uintptr_t)n, root);
	while (n != NULL && is_blank(n));
	return n;
}

/* How many attributes an element has. */
static size_t
attr_count(const xmlNode *n)
{
	size_t count = 0;

	for (const xmlAttr *a = n->properties; a != NULL; a = a->next)
		count++;
	return count;
}

static bool
same_attrs(const xmlNode *a, const xmlNode *b)
{
	bool same = attr_count(a) == attr_count(b);

	for (const xmlAttr *x = a->properties; same && x != NULL; x = x->next) {
		const xmlChar *uri = x->ns != NULL ? x->ns->href : NULL;
		xmlChar *one = xmlGetNsProp(a, x->name, uri);
		xmlChar *other = xmlGetNsProp(b, x->name, uri);

		same = one != NULL && other != NULL && xmlStrEqual(one, other);
		xmlFree(one);
		xmlFree(other);
	}
	return same;
}

static bool
same_node(const xmlNode *a, const xmlNode *b)
{
	if (a->type != b->type)
		return false;
	if (a->type != XML_ELEMENT_NODE)
		return xmlStrEqual(a->content, b->content) != 0;
	return xmlStrEqual(a->name, b->name) != 0 &&
	       (a->ns != NULL) == (b->ns != NULL) &&
	       (a->ns == NULL || xmlStrEqual(a->ns->href, b->ns->href)) &&
	       same_attrs(a, b);
}

bool
bm_same_trees(const xmlNode *a, const xmlNode *b)
{
	const xmlNode *top = a, *other = b;

	while (a != NULL && b != NULL && same_node(a, b)) {
		a = next_of(a, top);
		b = next_of(b, other);
	}
	return a == NULL && b == NULL;
}
