/*
 * DocBook 4 (the DTD of 2006, and before) as DocBook 5: the namespace, ids
 * and languages, and the elements that got another name or another shape.
 */
#include <stdlib.h>

#include "read/docbook4.h"

/* What becomes of an element of DocBook 4. */
enum change {
	RENAME,    /* to `to`, with attribute name = value if they are there */
	PERSON,    /* names of its children go into a personname */
	CORPORATE, /* to `to`, its words into an orgname */
	WEB_LINK,
	GRAPHIC, /* a picture without alternatives: `to` round it */
	CALLOUT_GRAPHIC,
	WRAP, /* into `to`, itself a para */
	DROP
};

struct upgrade {
	const char *from;
	enum change change;
	const char *to, *name, *value;
};

/* Sorted by name. */
static const struct upgrade upgrades[] = {
    {"ackno", WRAP, "acknowledgements", NULL, NULL},
    {"action", RENAME, "phrase", "role", "action"},
    {"appendixinfo", RENAME, "info", NULL, NULL},
    {"artheader", RENAME, "info", NULL, NULL},
    {"articleinfo", RENAME, "info", NULL, NULL},
    {"author", PERSON, NULL, NULL, NULL},
    {"authorblurb", RENAME, "personblurb", NULL, NULL},
    {"beginpage", DROP, NULL, NULL, NULL},
    {"bibliographyinfo", RENAME, "info", NULL, NULL},
    {"blockinfo", RENAME, "info", NULL, NULL},
    {"bookinfo", RENAME, "info", NULL, NULL},
    {"chapterinfo", RENAME, "info", NULL, NULL},
    {"collabname", RENAME, "orgname", NULL, NULL},
    {"comment", RENAME, "remark", NULL, NULL},
    {"corpauthor", CORPORATE, "author", NULL, NULL},
    {"corpcredit", CORPORATE, "othercredit", NULL, NULL},
    {"corpname", RENAME, "orgname", NULL, NULL},
    {"docinfo", RENAME, "info", NULL, NULL},
    {"editor", PERSON, NULL, NULL, NULL},
    {"glossaryinfo", RENAME, "info", NULL, NULL},
    {"graphic", GRAPHIC, "mediaobject", NULL, NULL},
    {"graphicco", CALLOUT_GRAPHIC, "mediaobject", NULL, NULL},
    {"highlights", RENAME, "sidebar", "role", "highlights"},
    {"indexinfo", RENAME, "info", NULL, NULL},
    {"inlinegraphic", GRAPHIC, "inlinemediaobject", NULL, NULL},
    {"interface", RENAME, "guilabel", "role", "interface"},
    {"invpartnumber", RENAME, "biblioid", "class", "other"},
    {"isbn", RENAME, "biblioid", "class", "isbn"},
    {"issn", RENAME, "biblioid", "class", "issn"},
    {"lot", RENAME, "toc", "role", "lot"},
    {"lotentry", RENAME, "tocentry", NULL, NULL},
    {"medialabel", RENAME, "citetitle", "role", "medialabel"},
    {"mediaobjectco", RENAME, "mediaobject", NULL, NULL},
    {"modespec", RENAME, "bibliomisc", "role", "modespec"},
    {"objectinfo", RENAME, "info", NULL, NULL},
    {"othercredit", PERSON, NULL, NULL, NULL},
    {"partinfo", RENAME, "info", NULL, NULL},
    {"prefaceinfo", RENAME, "info", NULL, NULL},
    {"pubsnumber", RENAME, "biblioid", "class", "pubsnumber"},
    {"refentryinfo", RENAME, "info", NULL, NULL},
    {"referenceinfo", RENAME, "info", NULL, NULL},
    {"refsect1info", RENAME, "info", NULL, NULL},
    {"refsect2info", RENAME, "info", NULL, NULL},
    {"refsect3info", RENAME, "info", NULL, NULL},
    {"refsectioninfo", RENAME, "info", NULL, NULL},
    {"refsynopsisdivinfo", RENAME, "info", NULL, NULL},
    {"screeninfo", RENAME, "para", "role", "screeninfo"},
    {"sect1info", RENAME, "info", NULL, NULL},
    {"sect2info", RENAME, "info", NULL, NULL},
    {"sect3info", RENAME, "info", NULL, NULL},
    {"sect4info", RENAME, "info", NULL, NULL},
    {"sect5info", RENAME, "info", NULL, NULL},
    {"sectioninfo", RENAME, "info", NULL, NULL},
    {"setindexinfo", RENAME, "info", NULL, NULL},
    {"setinfo", RENAME, "info", NULL, NULL},
    {"sgmltag", RENAME, "tag", NULL, NULL},
    {"sidebarinfo", RENAME, "info", NULL, NULL},
    {"structfield", RENAME, "varname", "role", "structfield"},
    {"structname", RENAME, "type", "role", "structname"},
    {"tocback", RENAME, "tocentry", NULL, NULL},
    {"tocchap", RENAME, "tocdiv", NULL, NULL},
    {"tocfront", RENAME, "tocentry", NULL, NULL},
    {"toclevel1", RENAME, "tocdiv", NULL, NULL},
    {"toclevel2", RENAME, "tocdiv", NULL, NULL},
    {"toclevel3", RENAME, "tocdiv", NULL, NULL},
    {"toclevel4", RENAME, "tocdiv", NULL, NULL},
    {"toclevel5", RENAME, "tocdiv", NULL, NULL},
    {"tocpart", RENAME, "tocdiv", NULL, NULL},
    {"ulink", WEB_LINK, "link", NULL, NULL},
};

static int
compare(const void *key, const void *entry)
{
	return strcmp(key, ((const struct upgrade *)entry)->from);
}

static const struct upgrade *
upgrade_of(const char *name)
{
	return bsearch(name, upgrades, sizeof(upgrades) / sizeof(*upgrades),
		       sizeof(*upgrades), compare);
}

bool
bm_docbook4_is_element(const char *name)
{
	return upgrade_of(name) != NULL;
}

/* ---- Shapes -------------------------------------------------------------- */

static void
rename_to(bm_doc *doc, xmlNode *el, const char *name)
{
	xmlNodeSetName(el, (const xmlChar *)name);
	if (el->name == NULL)
		doc->no_memory = true;
}

/* Moves a node to the end of another. */
static void
move_into(xmlNode *to, xmlNode *n)
{
	xmlUnlinkNode(n);
	if (to != NULL)
		xmlAddChild(to, n);
	else
		xmlFreeNode(n);
}

/* A new element in the place of el, which becomes its child. */
static xmlNode *
put_round(bm_doc *doc, xmlNode *el, const char *name)
{
	xmlNode *outer = bm_el_before(doc, el, name);

	if (outer == NULL)
		return NULL;
	bm_set_pos(doc, outer, bm_get_pos(doc, el));
	move_into(outer, el);
	return outer;
}

/* The parts of a name stand in a personname now. */
static void
upgrade_person(bm_doc *doc, xmlNode *el)
{
	static const char *const parts[] = {"honorific", "firstname", "surname",
					    "lineage",   "othername", NULL};
	xmlNode *name = NULL, *next;

	for (xmlNode *n = el->children; n != NULL; n = next) {
		next = n->next;
		if (!bm_is_any(n, parts))
			continue;
		if (name == NULL)
			name = bm_el_before(doc, n, "personname");
		if (name == NULL)
			return;
		move_into(name, n);
	}
}

/* An organization as author: <author><orgname>words</orgname></author>. */
static void
upgrade_corporate(bm_doc *doc, xmlNode *el, const char *name)
{
	xmlNode *org = bm_el(doc, NULL, "orgname"), *next;

	if (org == NULL)
		return;
	rename_to(doc, el, name);
	for (xmlNode *n = el->children; n != NULL; n = next) {
		next = n->next;
		move_into(org, n);
	}
	xmlAddChild(el, org);
}

/* The picture becomes an imagedata in an imageobject. */
static void
upgrade_graphic(bm_doc *doc, xmlNode *el, const char *outer)
{
	xmlNode *object = put_round(doc, el, "imageobject");

	rename_to(doc, el, "imagedata");
	if (object != NULL && !bm_is(object->parent, "imageobjectco"))
		put_round(doc, object, outer);
}

/* graphicco has areas, a graphic and their explanations. */
static void
upgrade_graphicco(bm_doc *doc, xmlNode *el, const char *outer)
{
	rename_to(doc, el, "imageobjectco");
	put_round(doc, el, outer);
}

/* Titles stood behind info or beside it; they stand before it now. */
static void
settle_info(xmlNode *info)
{
	static const char *const titles[] = {"title", "subtitle", "titleabbrev",
					     NULL};
	xmlNode *n = bm_next_element(info), *next;

	for (; n != NULL && bm_is_any(n, titles); n = next) {
		next = bm_next_element(n);
		xmlUnlinkNode(n);
		xmlAddPrevSibling(info, n);
	}
}

/* ---- Attributes ---------------------------------------------------------- */

/* Moves an attribute into the xml or xlink namespace. */
static void
move_attribute(bm_doc *doc, xmlNode *el, const char *from, const char *to,
	       bool link)
{
	const char *value = bm_attr(el, from);

	if (value == NULL)
		return;
	value = bm_arena_strdup(doc->arena, value);
	bm_set(doc, el, from, NULL);
	if (link)
		bm_set_xlink(doc, el, to, value);
	else
		bm_set_xml(doc, el, to, value);
}

static void
upgrade_attributes(bm_doc *doc, xmlNode *el)
{
	/* Of the DTD's, said of each element and meaning nothing. */
	static const char *const gone[] = {"moreinfo", "localinfo", NULL};

	move_attribute(doc, el, "id", "id", false);
	move_attribute(doc, el, "lang", "lang", false);
	for (size_t i = 0; gone[i] != NULL; i++)
		if (bm_attr(el, gone[i]) != NULL)
			bm_set(doc, el, gone[i], NULL);
	/* Of a file it says that it is a text; see docbook.c. */
	if (bm_attr(el, "fileref") == NULL &&
	    bm_streq(bm_attr(el, "format"), "linespecific"))
		bm_set(doc, el, "format", NULL);
}

/* ---- The tree ------------------------------------------------------------ */

static void
upgrade_element(bm_doc *doc, xmlNode *el)
{
	const struct upgrade *u = upgrade_of((const char *)el->name);

	upgrade_attributes(doc, el);
	if (u == NULL)
		return;
	switch (u->change) {
	case RENAME:
		rename_to(doc, el, u->to);
		if (u->name != NULL && bm_attr(el, u->name) == NULL)
			bm_set(doc, el, u->name, u->value);
		if (bm_is(el, "info"))
			settle_info(el);
		break;
	case PERSON:
		upgrade_person(doc, el);
		break;
	case CORPORATE:
		upgrade_corporate(doc, el, u->to);
		break;
	case WEB_LINK:
		rename_to(doc, el, u->to);
		bm_set(doc, el, "type", NULL);
		move_attribute(doc, el, "url", "href", true);
		break;
	case GRAPHIC:
		upgrade_graphic(doc, el, u->to);
		break;
	case CALLOUT_GRAPHIC:
		upgrade_graphicco(doc, el, u->to);
		break;
	case WRAP:
		rename_to(doc, el, "para");
		put_round(doc, el, u->to);
		break;
	case DROP:
		break;
	}
}

/* Where a page of the printed book begins is an instruction now. */
static void
keep_page(bm_doc *doc, xmlNode *el)
{
	const char *number = bm_attr(el, "pagenum");
	xmlNode *pi;

	if (!bm_is(el, "beginpage") || number == NULL)
		return;
	pi = xmlNewDocPI(doc->xml, BAD_CAST "page", (const xmlChar *)number);
	if (pi == NULL || xmlAddPrevSibling(el, pi) == NULL) {
		xmlFreeNode(pi);
		doc->no_memory = true;
		return;
	}
	bm_set_pos(doc, pi, bm_get_pos(doc, el));
}

/* Gives all elements without a namespace that of DocBook. */
static bool
set_namespace(bm_doc *doc, xmlNode *root)
{
	xmlNs *ns = xmlNewNs(root, (const xmlChar *)BM_NS_DOCBOOK, NULL);

	if (ns == NULL) /* xmlns="" is declared there */
		ns = xmlSearchNsByHref(doc->xml, root,
				       (const xmlChar *)BM_NS_DOCBOOK);
	for (xmlNode *n = root; ns != NULL && n != NULL; n = bm_walk(n, root))
		if (n->type == XML_ELEMENT_NODE && n->ns == NULL)
			xmlSetNs(n, ns);
	return ns != NULL;
}

bm_status
bm_docbook4_upgrade(bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc), *next;

	if (!set_namespace(doc, root))
		return BM_NO_MEMORY;
	bm_doc_adopt(doc, doc->xml);
	bm_set(doc, root, "version", "5.2");
	for (xmlNode *n = root; n != NULL; n = next) {
		const struct upgrade *u =
		    bm_is(n, NULL) ? upgrade_of((const char *)n->name) : NULL;

		if (u != NULL && u->change == DROP && n != root) {
			keep_page(doc, n);
			next = bm_walk_over(n, root);
			xmlUnlinkNode(n);
			xmlFreeNode(n);
			continue;
		}
		if (bm_is(n, NULL))
			upgrade_element(doc, n);
		next = bm_walk(n, root);
	}
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}
