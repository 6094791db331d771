/*
 * DocBook 5.1 and 5.2, assemblies.  A structure becomes a tree of bm:module
 * elements with xi:include inside; when the files are there, each module
 * becomes the element that it holds, under the name, with the titles and with
 * the modules inside it that the structure says.
 */
#include "read/assembly.h"

#include "core/map.h"
#include "read/profile.h"

#define NS_XI "http://www.w3.org/2001/XInclude"

const bm_rule bm_assembly_rules[] = {
    {"assembly-structure", BM_ERROR, "The assembly has no structure",
     "DocBook 5.2, assembly", "Add a structure element with modules."},
    {"assembly-resource", BM_ERROR,
     "A module names a resource that is not there", "DocBook 5.2, module",
     "Add a resource with this xml:id, or mend resourceref."},
    {"assembly-left-out", BM_INFO, "A part of the assembly is not used",
     "DocBook 5.2, assembly",
     "The first structure is built, and no transforms are run."},
    {NULL, BM_INFO, NULL, NULL, NULL}};

enum { STRUCTURE, RESOURCE, LEFT_OUT };

struct assembling {
	bm_doc *doc;
	xmlNode *assembly;
	bm_map resources; /* id to resource */
	bm_map places;    /* id of a resource or module to what it became */
	xmlNs *xi;
};

/* ---- What there is ------------------------------------------------------- */

static bool
read_resources(struct assembling *a)
{
	for (xmlNode *n = a->assembly; n != NULL; n = bm_walk(n, a->assembly)) {
		const char *id = bm_attr_xml(n, "id");

		if (!bm_is(n, "resource") || id == NULL)
			continue;
		void **slot = bm_map_put(&a->resources, bm_str_of(id), NULL);
		if (slot == NULL)
			return false;
		*slot = n;
	}
	return true;
}

/* Reports what is of no use here. */
static void
report_rest(const struct assembling *a, const xmlNode *structure)
{
	for (const xmlNode *n = bm_first_element(a->assembly); n != NULL;
	     n = bm_next_element(n))
		if (bm_is(n, "transforms") ||
		    (bm_is(n, "structure") && n != structure))
			bm_diag_add(a->doc->diags, &bm_assembly_rules[LEFT_OUT],
				    bm_get_pos(a->doc, n),
				    "This %s is not used",
				    (const char *)n->name);
}

/* The name that a module or structure is to have, or NULL. */
static const char *
render_as(const xmlNode *module)
{
	const char *as = bm_attr(module, "renderas");

	for (xmlNode *o = bm_child(module, "output"); o != NULL && as == NULL;
	     o = bm_next(o, "output"))
		as = bm_attr(o, "renderas");
	return as;
}

/* ---- Modules with inclusions --------------------------------------------- */

/* Where the names of files of a resource start. */
static void
carry_base(bm_doc *doc, const xmlNode *resource, xmlNode *include)
{
	const char *base = bm_attr_xml(resource, "base");

	if (base == NULL)
		base = bm_attr_xml(resource->parent, "base");
	if (base != NULL)
		bm_set_xml(doc, include, "base", base);
}

/* A copy of all inside a node, last in another. */
static void
copy_into(bm_doc *doc, xmlNode *to, const xmlNode *from)
{
	for (xmlNode *n = from->children; n != NULL; n = n->next) {
		xmlNode *copy = xmlDocCopyNode(n, doc->xml, 1);

		if (copy == NULL || xmlAddChild(to, copy) == NULL)
			doc->no_memory = true;
	}
}

/* Puts the content of a resource into a module: an inclusion, or what the
 * resource holds itself. */
static void
add_resource(struct assembling *a, xmlNode *to, const xmlNode *resource)
{
	bm_doc *doc = a->doc;
	const char *href = bm_attr(resource, "href"), *hash;
	xmlNode *el;

	if (href == NULL)
		href = bm_attr(resource, "fileref");
	if (href == NULL) {
		copy_into(doc, to, resource);
		for (xmlNode *d = bm_child(to, "description"); d != NULL;
		     d = bm_child(to, "description")) {
			xmlUnlinkNode(d);
			xmlFreeNode(d);
		}
		return;
	}
	el = bm_el(doc, to, "include");
	if (el == NULL)
		return;
	xmlSetNs(el, a->xi);
	bm_set_pos(doc, el, bm_get_pos(doc, resource));
	carry_base(doc, resource, el);
	hash = strchr(href, '#');
	if (hash != NULL && hash[1] != '\0')
		bm_set(doc, el, "xpointer", hash + 1);
	bm_set(doc, el, "href",
	       hash != NULL
		   ? bm_arena_strndup(doc->arena, href, (size_t)(hash - href))
		   : href);
}

/* Makes a bm:module of one of the assembly's: what it says, its content and
 * the modules inside. */
static void
add_module(struct assembling *a, xmlNode *parent, const xmlNode *module)
{
	static const char *const said[] = {"resourceref", "omittitles",
					   "contentonly", NULL};
	static const char *const inside[] = {
	    "merge",       "filterin", "filterout", "title",
	    "titleabbrev", "subtitle", "info",      NULL};
	bm_doc *doc = a->doc;
	xmlNode *el = bm_el_bm(doc, parent, "module");
	const char *ref = bm_attr(module, "resourceref");
	const xmlNode *resource;

	if (el == NULL)
		return;
	bm_set_pos(doc, el, bm_get_pos(doc, module));
	bm_set(doc, el, "as", render_as(module));
	bm_set(doc, el, "id", bm_attr_xml(module, "id"));
	for (size_t i = 0; said[i] != NULL; i++)
		bm_set(doc, el, said[i], bm_attr(module, said[i]));
	resource = ref != NULL ? bm_map_getz(&a->resources, ref) : NULL;
	if (resource != NULL)
		add_resource(a, el, resource);
	else if (ref != NULL)
		bm_diag_add(doc->diags, &bm_assembly_rules[RESOURCE],
			    bm_get_pos(doc, module),
			    "There is no resource \"%s\"", ref);
	xmlNode *says = bm_el_bm(doc, el, "says");
	for (xmlNode *n = bm_first_element(module); n != NULL && says != NULL;
	     n = bm_next_element(n))
		if (bm_is(n, "module"))
			add_module(a, el, n);
		else if (bm_is_any(n, inside)) {
			xmlNode *copy = xmlDocCopyNode(n, doc->xml, 1);
			if (copy == NULL || xmlAddChild(says, copy) == NULL)
				doc->no_memory = true;
		}
}

/* ---- Modules to elements ------------------------------------------------- */

static void
drop(xmlNode *n)
{
	xmlUnlinkNode(n);
	xmlFreeNode(n);
}

/* Takes the titles off an element. */
static void
drop_titles(xmlNode *el)
{
	static const char *const titles[] = {"title", "subtitle", "titleabbrev",
					     NULL};

	for (size_t i = 0; titles[i] != NULL; i++) {
		xmlNode *info = bm_child(el, "info");
		xmlNode *n = bm_child(el, titles[i]);

		if (n != NULL)
			drop(n);
		n = bm_child(info, titles[i]);
		if (n != NULL)
			drop(n);
	}
}

/* The element's info, made if there is none; titles go into it. */
static xmlNode *
info_of(bm_doc *doc, xmlNode *el)
{
	xmlNode *info = bm_child(el, "info"), *first = bm_first_element(el);

	if (info == NULL)
		info = first != NULL ? bm_el_before(doc, first, "info")
				     : bm_el(doc, el, "info");
	for (xmlNode *n = bm_first_element(el), *next; n != NULL; n = next) {
		next = bm_next_element(n);
		if (info == NULL ||
		    (!bm_is(n, "title") && !bm_is(n, "subtitle") &&
		     !bm_is(n, "titleabbrev")))
			continue;
		xmlUnlinkNode(n);
		if (info->children != NULL)
			xmlAddPrevSibling(info->children, n);
		else
			xmlAddChild(info, n);
	}
	return info;
}

/* Puts what a merge says in the place of what the resource says. */
static void
merge(bm_doc *doc, xmlNode *el, xmlNode *says)
{
	xmlNode *info = info_of(doc, el);

	for (xmlNode *n = bm_first_element(says), *next; n != NULL; n = next) {
		xmlNode *old;

		next = bm_next_element(n);
		if (!bm_is(n, NULL) || info == NULL)
			continue;
		old = bm_child(info, (const char *)n->name);
		xmlUnlinkNode(n);
		if (old != NULL)
			xmlReplaceNode(old, n);
		else if (bm_is(n, "title") && info->children != NULL)
			xmlAddPrevSibling(info->children, n);
		else
			xmlAddChild(info, n);
		if (old != NULL)
			xmlFreeNode(old);
	}
}

/* What an element is called where nobody says it: a topic inside a chapter is
 * a section, a section of a book a chapter. */
static const char *
usual_name(const xmlNode *el, const xmlNode *parent)
{
	static const char *const wholes[] = {"article", "chapter", "topic",
					     "book", NULL};
	static const char *const shelves[] = {"book", "part", "set", NULL};

	if (bm_is_any(parent, shelves))
		return bm_is(el, "section") ? "chapter" : NULL;
	return bm_is_any(el, wholes) ? "section" : NULL;
}

/* The element of a module: what was included, or a new one for its modules. */
static xmlNode *
element_of(struct assembling *a, xmlNode *module)
{
	static const char *const shelves[] = {"book", "part", "set", NULL};
	bm_doc *doc = a->doc;
	const char *as = bm_attr(module, "as");

	for (xmlNode *n = bm_first_element(module); n != NULL;
	     n = bm_next_element(n))
		if (bm_is(n, NULL)) {
			if (as == NULL)
				as = usual_name(n, module->parent);
			if (as != NULL)
				xmlNodeSetName(n, (const xmlChar *)as);
			return n;
		}
	if (bm_attr(module, "resourceref") != NULL)
		return NULL;
	if (as == NULL)
		as = bm_is_any(module->parent, shelves) ? "chapter" : "section";
	return bm_el(doc, module, as);
}

/* Does to an element what the module says of it. */
static bm_status
dress(struct assembling *a, xmlNode *module, xmlNode *el)
{
	bm_doc *doc = a->doc;
	xmlNode *says = module->children, *n, *next;
	bm_status status = BM_OK;

	while (says != NULL && !bm_is_bm(says, "says"))
		says = says->next;
	if (bm_streq(bm_attr(module, "omittitles"), "true") ||
	    bm_streq(bm_attr(module, "omittitles"), "yes"))
		drop_titles(el);
	for (n = bm_first_element(says); n != NULL && status == BM_OK;
	     n = next) {
		next = bm_next_element(n);
		if (bm_is(n, "filterin") || bm_is(n, "filterout"))
			status =
			    bm_profile_part(doc, el, n, bm_is(n, "filterout"));
		else if (bm_is(n, "merge") || bm_is(n, "info"))
			merge(doc, el, n);
	}
	if (bm_child(says, "title") != NULL)
		merge(doc, el, says);
	if (bm_attr(module, "id") != NULL)
		bm_set_xml(doc, el, "id", bm_attr(module, "id"));
	return status;
}

static bool
note_place(struct assembling *a, const char *id, xmlNode *el)
{
	void **slot = NULL;

	if (id == NULL)
		return true;
	id = bm_arena_strdup(a->doc->arena, id);
	if (id != NULL)
		slot = bm_map_put(&a->places, bm_str_of(id), NULL);
	if (slot != NULL && *slot == NULL)
		*slot = el;
	return slot != NULL;
}

/* Puts a module's element in its place, with the modules inside behind its
 * own content. */
static bm_status
settle(struct assembling *a, xmlNode *module)
{
	bm_doc *doc = a->doc;
	xmlNode *el = element_of(a, module), *next;
	bm_status status = el != NULL ? dress(a, module, el) : BM_OK;

	if (status != BM_OK)
		return status;
	if (el != NULL && (!note_place(a, bm_attr(module, "resourceref"), el) ||
			   !note_place(a, bm_attr(module, "id"), el)))
		return BM_NO_MEMORY;
	for (xmlNode *n = module->children; n != NULL; n = next) {
		next = n->next;
		if (el == NULL || !bm_is_bm(n, "module"))
			continue;
		xmlUnlinkNode(n);
		xmlAddChild(el, n);
	}
	if (el != NULL && bm_streq(bm_attr(module, "contentonly"), "true")) {
		drop_titles(el);
		for (xmlNode *n = el->children; n != NULL; n = next) {
			next = n->next;
			if (bm_is(n, "info"))
				continue;
			xmlUnlinkNode(n);
			xmlAddPrevSibling(module, n);
			if (n->type == XML_ELEMENT_NODE)
				xmlReconciliateNs(doc->xml, n);
		}
	} else if (el != NULL) {
		xmlUnlinkNode(el);
		xmlAddPrevSibling(module, el);
	}
	drop(module);
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

/* ---- Relationships ------------------------------------------------------- */

/* A list of links in el to the other ends of a relationship. */
static void
add_links(struct assembling *a, xmlNode *el, const xmlNode *relationship)
{
	bm_doc *doc = a->doc;
	xmlNode *name = bm_child(relationship, "association");
	const char *type = bm_attr(relationship, "type");
	xmlNode *list = bm_el(doc, el, "itemizedlist");

	bm_set(doc, list, "role", "relationship");
	bm_add_textz(doc, bm_el(doc, list, "title"),
		     name != NULL   ? bm_textz(doc, name)
		     : type != NULL ? type
				    : "");
	for (xmlNode *n = bm_child(relationship, "instance"); n != NULL;
	     n = bm_next(n, "instance")) {
		const char *id = bm_attr(n, "linkend");
		xmlNode *at = id != NULL ? bm_map_getz(&a->places, id) : NULL;

		if (at == NULL || at == el)
			continue;
		if (bm_attr_xml(at, "id") == NULL)
			bm_set_xml(doc, at, "id", id);
		bm_set(doc,
		       bm_el(doc,
			     bm_el(doc, bm_el(doc, list, "listitem"), "para"),
			     "xref"),
		       "linkend", bm_attr_xml(at, "id"));
	}
	if (bm_child(list, "listitem") == NULL)
		drop(list);
}

static void
relate(struct assembling *a)
{
	for (xmlNode *n = a->assembly; n != NULL; n = bm_walk(n, a->assembly)) {
		if (!bm_is(n, "relationship"))
			continue;
		for (xmlNode *i = bm_child(n, "instance"); i != NULL;
		     i = bm_next(i, "instance")) {
			const char *id = bm_attr(i, "linkend");
			xmlNode *el =
			    id != NULL ? bm_map_getz(&a->places, id) : NULL;

			if (el != NULL)
				add_links(a, el, n);
		}
	}
}

/* ---- The whole ----------------------------------------------------------- */

/* Declarations of DocBook's namespace stand on elements that may go: what is
 * built uses that of the assembly, until it has its own. */
static void
share_namespace(const struct assembling *a, xmlNode *root)
{
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		if (bm_is(n, NULL))
			n->ns = a->doc->ns_db;
		if (n->type != XML_ELEMENT_NODE)
			continue;
		for (xmlAttr *at = n->properties; at != NULL; at = at->next)
			if (at->ns != NULL && strcmp((const char *)at->ns->href,
						     BM_NS_XLINK) == 0)
				at->ns = a->doc->ns_xlink;
	}
}

/* The modules of a tree, outer ones first: what is inside moves with them. */
static bm_status
settle_all(struct assembling *a, xmlNode *root)
{
	bm_status status = BM_OK;
	xmlNode *n = root;

	while (n != NULL && status == BM_OK) {
		xmlNode *parent = n->parent, *before = n->prev;

		if (!bm_is_bm(n, "module")) {
			n = bm_walk(n, root);
			continue;
		}
		status = settle(a, n);
		n = before != NULL ? before->next : parent->children;
		if (n == NULL)
			n = bm_walk_over(parent, root);
	}
	return status;
}

bm_status
bm_assembly(bm_doc *doc, const bm_xml_files *files)
{
	struct assembling a = {.doc = doc, .assembly = bm_doc_element(doc)};
	xmlNode *structure = bm_child(a.assembly, "structure"), *root;
	const char *as = render_as(structure);
	bm_status status;

	if (structure == NULL) {
		bm_diag_add(doc->diags, &bm_assembly_rules[STRUCTURE],
			    bm_get_pos(doc, a.assembly), NULL);
		return BM_BAD_INPUT;
	}
	bm_map_init(&a.resources, doc->arena);
	bm_map_init(&a.places, doc->arena);
	if (!read_resources(&a))
		return BM_NO_MEMORY;
	report_rest(&a, structure);
	if (as == NULL)
		as = bm_attr(structure, "type");
	/* The tree is built beside the assembly, and takes its place. */
	root = bm_el_bm(doc, a.assembly, "built");
	a.xi = root != NULL ? xmlNewNs(root, (const xmlChar *)NS_XI,
				       (const xmlChar *)"xi")
			    : NULL;
	if (a.xi == NULL)
		return BM_NO_MEMORY;
	add_module(&a, root, structure);
	status = doc->no_memory ? BM_NO_MEMORY : bm_xml_include(doc, files);
	if (status != BM_OK)
		return status;
	share_namespace(&a, root);
	xmlNode *top = root->children;
	bm_set(doc, top, "as", as != NULL ? as : "book");
	status = settle_all(&a, root);
	if (status == BM_OK)
		relate(&a);
	root = bm_first_element(root);
	if (status != BM_OK || root == NULL)
		return status != BM_OK ? status : BM_BAD_INPUT;
	bm_set(doc, root, "version", "5.2");
	if (bm_attr_xml(root, "lang") == NULL)
		bm_set_xml(doc, root, "lang", bm_attr_xml(a.assembly, "lang"));
	xmlUnlinkNode(root);
	xmlReconciliateNs(doc->xml, root);
	xmlDocSetRootElement(doc->xml, root);
	xmlFreeNode(a.assembly);
	xmlReconciliateNs(doc->xml, root);
	bm_doc_adopt(doc, doc->xml);
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}
