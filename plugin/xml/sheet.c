/*
 * A sheet as one tree: each xsl:include is replaced by the top-level elements
 * of the data file that it names, so that libxslt never opens a file.
 */
#include "xml/sheet.h"

#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "core/map.h"
#include "xml/input.h"
#include "xml/parse.h"

#define NS_XSL     "http://www.w3.org/1999/XSL/Transform"
#define NESTED_MAX 20

typedef struct loader {
	const bm_data *data;
	bm_arena *arena;
	bm_diags *diags;
	bm_map seen;   /* paths */
	xmlNode *root; /* of the sheet that all is put into */
	xmlDict *dict; /* of all the sheets' names */
} loader;

static bool
is_xsl(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && n->ns != NULL &&
	       strcmp((const char *)n->ns->href, NS_XSL) == 0 &&
	       strcmp((const char *)n->name, name) == 0;
}

static void
fail(loader *l, const char *path, long line, const char *text)
{
	bm_pos pos = {bm_arena_strdup(l->diags->arena, path),
		      line > 0 ? (uint32_t)line : 0, 0, 0, 0};
	bm_diag_add(l->diags, bm_rule_find(bm_xslt_rules, "xslt-error"), &pos,
		    "%s", text);
}

static bm_status
load(loader *l, const char *path, xmlDoc **out)
{
	bm_str text;
	const char *error;
	bm_status status = bm_data_load(l->data, l->arena, path, &text);
	if (status == BM_NO_MEMORY)
		return status;
	if (status != BM_OK) {
		fail(l, path, 0, "There is no such sheet");
		return status;
	}
	status = bm_xml_parse_sheet(l->arena, text, path, l->dict, out, &error);
	if (status == BM_BAD_INPUT)
		fail(l, path, 0, error);
	if (status != BM_OK)
		return status;
	xmlNode *root = xmlDocGetRootElement(*out);
	if (root == NULL ||
	    (!is_xsl(root, "stylesheet") && !is_xsl(root, "transform"))) {
		fail(l, path, 0, "The root is not xsl:stylesheet");
		xmlFreeDoc(*out);
		*out = NULL;
		return BM_BAD_INPUT;
	}
	return BM_OK;
}

/* The prefix that stands for uri on the root of the whole, declared there if
 * it is not yet; NULL without memory. */
static const char *
root_prefix(loader *l, const xmlChar *uri, const xmlChar *wanted)
{
	const char *name = wanted != NULL ? (const char *)wanted : "default";
	for (xmlNs *ns = l->root->nsDef; ns != NULL; ns = ns->next)
		if (ns->prefix != NULL && xmlStrEqual(ns->href, uri))
			return (const char *)ns->prefix;
	for (unsigned i = 0; name != NULL; i++) {
		xmlNs *ns = xmlNewNs(l->root, uri, (const xmlChar *)name);
		if (ns != NULL)
			return (const char *)ns->prefix;
		if (i > 1000)
			return NULL;
		name = bm_arena_printf(l->arena, "n%u", i);
	}
	return NULL;
}

/* Adds the prefixes that a list attribute of an included root has to the same
 * attribute of the whole. */
static bm_status
merge_prefixes(loader *l, xmlNode *from, const char *attr)
{
	const char *list = bm_attr(from, attr);
	while (list != NULL && *list != 0) {
		size_t n = strcspn(list, " \t\r\n");
		char *prefix = bm_arena_strndup(l->arena, list, n);
		list += n;
		list += strspn(list, " \t\r\n");
		if (prefix == NULL)
			return BM_NO_MEMORY;
		if (n == 0)
			continue;
		xmlNs *ns = xmlSearchNs(
		    from->doc, from,
		    strcmp(prefix, "#default") == 0 ? NULL : (xmlChar *)prefix);
		if (ns == NULL)
			continue;
		const char *name = root_prefix(l, ns->href, ns->prefix);
		if (name == NULL)
			return BM_NO_MEMORY;
		const char *old = bm_attr(l->root, attr);
		const char *all =
		    old == NULL ? name
				: bm_arena_printf(l->arena, "%s %s", old, name);
		if (all == NULL || xmlSetProp(l->root, (const xmlChar *)attr,
					      (const xmlChar *)all) == NULL)
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

static bm_status inline_includes(loader *l, xmlNode *root, const char *path,
				 int depth);

/* The declaration on `on` that says the same as ns, or NULL. */
static xmlNs *
same_on(const xmlNode *on, const xmlNs *ns)
{
	for (xmlNs *r = on->nsDef; r != NULL; r = r->next)
		if (xmlStrEqual(r->prefix, ns->prefix) &&
		    xmlStrEqual(r->href, ns->href))
			return r;
	return NULL;
}

/* What ns of the included root is in the whole: see move_namespaces. */
static xmlNs *
moved(const loader *l, const xmlNode *top, const xmlNode *root, xmlNs *ns)
{
	for (xmlNs *r = root->nsDef; r != NULL; r = r->next)
		if (r == ns) {
			xmlNs *there = same_on(l->root, ns);
			return there != NULL ? there : same_on(top, ns);
		}
	return ns;
}

/*
 * Makes top and all in it independent of the namespaces that its root
 * declared.  They are declared on the root of the whole; one whose prefix
 * means another there is declared on top.  (libxslt lists the namespaces in
 * scope for each instruction: declaring them on each template would be most
 * of the time of compiling.)
 */
static bool
move_namespaces(loader *l, xmlNode *top, const xmlNode *root)
{
	for (xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next) {
		if (same_on(l->root, ns) == NULL)
			xmlNewNs(l->root, ns->href, ns->prefix);
		if (same_on(l->root, ns) == NULL && same_on(top, ns) == NULL &&
		    xmlNewNs(top, ns->href, ns->prefix) == NULL)
			return false;
	}
	for (xmlNode *n = top; n != NULL; n = bm_walk(n, top)) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (n->ns != NULL)
			n->ns = moved(l, top, root, n->ns);
		for (xmlAttr *a = n->properties; a != NULL; a = a->next)
			if (a->ns != NULL)
				a->ns = moved(l, top, root, a->ns);
	}
	return true;
}

/*
 * Moves the top level of an included sheet before the xsl:include.  Both
 * trees have the same dictionary, so that names need no copy.
 */
static bm_status
splice(loader *l, xmlNode *include, xmlNode *root)
{
	bm_status status = merge_prefixes(l, root, "exclude-result-prefixes");
	if (status == BM_OK)
		status = merge_prefixes(l, root, "extension-element-prefixes");
	for (xmlNode *n = root->children, *next; n != NULL && status == BM_OK;
	     n = next) {
		next = n->next;
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (!move_namespaces(l, n, root))
			return BM_NO_MEMORY;
		xmlUnlinkNode(n);
		xmlAddPrevSibling(include, n);
	}
	return status;
}

static bm_status
include_one(loader *l, xmlNode *include, const char *path, int depth)
{
	const char *href = bm_attr(include, "href");
	const char *dir = bm_path_dir(l->arena, path);
	const char *inner = href != NULL && dir != NULL
				? bm_path_join(l->arena, dir, href)
				: NULL;
	if (href != NULL && inner == NULL)
		return BM_NO_MEMORY;
	if (inner == NULL || strncmp(inner, "xsl/", 4) != 0) {
		fail(l, path, xmlGetLineNo(include),
		     "xsl:include names no sheet below xsl/");
		return BM_BAD_INPUT;
	}
	bool is_new;
	void **slot = bm_map_put(&l->seen, bm_str_of(inner), &is_new);
	if (slot == NULL)
		return BM_NO_MEMORY;
	if (*slot == l) {
		fail(l, path, xmlGetLineNo(include),
		     "The sheet includes itself");
		return BM_BAD_INPUT;
	}
	if (!is_new) /* once is enough */
		return BM_OK;
	if (depth >= NESTED_MAX) {
		fail(l, path, xmlGetLineNo(include),
		     "Sheets are included too deep in each other");
		return BM_BAD_INPUT;
	}
	*slot = l; /* until all inside of it is read */
	xmlDoc *tree;
	bm_status status = load(l, inner, &tree);
	if (status != BM_OK)
		return status;
	xmlNode *root = xmlDocGetRootElement(tree);
	status = inline_includes(l, root, inner, depth + 1);
	if (status == BM_OK)
		status = splice(l, include, root);
	xmlFreeDoc(tree);
	slot = bm_map_put(&l->seen, bm_str_of(inner), NULL);
	if (slot != NULL)
		*slot = NULL;
	return status;
}

/* Replaces the includes of one sheet. */
static bm_status
inline_includes(loader *l, xmlNode *root, const char *path, int depth)
{
	bm_status status = BM_OK;
	for (xmlNode *n = root->children, *next; n != NULL && status == BM_OK;
	     n = next) {
		next = n->next;
		if (is_xsl(n, "import")) {
			fail(l, path, xmlGetLineNo(n),
			     "xsl:import is not supported: use xsl:include");
			return BM_BAD_INPUT;
		}
		if (!is_xsl(n, "include"))
			continue;
		status = include_one(l, n, path, depth);
		if (status != BM_OK)
			break;
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
	return status;
}

bm_status
bm_sheet_tree(const bm_data *data, bm_arena *arena, const char *name,
	      bm_diags *diags, xmlDoc **out)
{
	loader l = {.data = data, .arena = arena, .diags = diags};
	bm_map_init(&l.seen, arena);
	const char *path = bm_arena_printf(arena, "xsl/%s.xsl", name);
	if (path == NULL)
		return BM_NO_MEMORY;
	void **slot = bm_map_put(&l.seen, bm_str_of(path), NULL);
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = &l;
	l.dict = xmlDictCreate();
	if (l.dict == NULL)
		return BM_NO_MEMORY;
	bm_status status = load(&l, path, out);
	if (status != BM_OK) {
		xmlDictFree(l.dict);
		return status;
	}
	l.root = xmlDocGetRootElement(*out);
	status = inline_includes(&l, l.root, path, 0);
	xmlDictFree(l.dict); /* the tree has its own hold on it */
	if (status != BM_OK) {
		xmlFreeDoc(*out);
		*out = NULL;
	}
	return status;
}
