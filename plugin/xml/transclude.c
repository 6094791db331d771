/*
 * DocBook Transclusion 1.0: a part that is included more than once keeps its
 * ids apart (trans:idfixup, trans:suffix), and its links lead to its own.
 */
#include <stdio.h>
#include <string.h>

#include "xml/input.h"

#define NS_TRANS "http://docbook.org/ns/transclude"

static const char *
trans_attr(const xmlNode *el, const char *name)
{
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next)
		if (a->ns != NULL && a->children != NULL &&
		    strcmp((const char *)a->name, name) == 0 &&
		    strcmp((const char *)a->ns->href, NS_TRANS) == 0)
			return (const char *)a->children->content;
	return NULL;
}

static bool
set(xmlAttr *a, const char *value)
{
	return value != NULL && xmlSetNsProp(a->parent, a->ns, a->name,
					     (const xmlChar *)value) != NULL;
}

/* Notes the ids of a part and puts the suffix behind each. */
static bool
rename_ids(bm_doc *doc, xmlNode *top, const char *suffix, bm_map *ids)
{
	for (xmlNode *n = top; n != NULL; n = bm_walk(n, top)) {
		const char *id = bm_attr_xml(n, "id");
		void **slot;

		if (id == NULL)
			continue;
		id = bm_arena_strdup(doc->arena, id);
		slot = id != NULL ? bm_map_put(ids, bm_str_of(id), NULL) : NULL;
		if (slot == NULL)
			return false;
		*slot = n;
		bm_set_xml(doc, n, "id",
			   bm_arena_printf(doc->arena, "%s%s", id, suffix));
	}
	return !doc->no_memory;
}

/* The value of an attribute that names ids, with those of this part as they
 * are now; NULL without memory. */
static const char *
renamed(bm_doc *doc, const char *value, const char *suffix, const bm_map *ids)
{
	bm_str rest = bm_str_of(value), id;
	const char *out = "";

	while (out != NULL && bm_str_split(&rest, ' ', &id))
		out = bm_arena_printf(
		    doc->arena, "%s%s%.*s%s", out, *out != '\0' ? " " : "",
		    (int)id.len, id.ptr,
		    bm_map_get(ids, id) != NULL ? suffix : "");
	return out;
}

static bool
rename_links(bm_doc *doc, xmlNode *top, const char *suffix, const bm_map *ids)
{
	static const char *const names[] = {
	    "linkend",     "linkends",  "endterm", "otherterm", "arearefs",
	    "annotations", "annotates", "zone",    "startref",  NULL};

	for (xmlNode *n = top; n != NULL; n = bm_walk(n, top)) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		for (xmlAttr *a = n->properties; a != NULL; a = a->next) {
			const char *name = (const char *)a->name;
			const char *value =
			    a->children != NULL
				? (const char *)a->children->content
				: NULL;
			bool known = false;

			if (value == NULL)
				continue;
			for (int i = 0; names[i] != NULL && !known; i++)
				known = a->ns == NULL &&
					strcmp(names[i], name) == 0;
			if (known && !set(a, renamed(doc, value, suffix, ids)))
				return false;
			if (strcmp(name, "href") == 0 && *value == '#' &&
			    bm_map_getz(ids, value + 1) != NULL &&
			    !set(a, bm_arena_printf(doc->arena, "%s%s", value,
						    suffix)))
				return false;
		}
	}
	return true;
}

bool
bm_transclude(bm_xml_job *job, const xmlNode *include, xmlNode *top)
{
	bm_doc *doc = job->doc;
	const char *fixup = trans_attr(include, "idfixup");
	const char *suffix = trans_attr(include, "suffix");
	const char *scope = trans_attr(include, "linkscope");
	bm_map ids;

	if (bm_streq(fixup, "auto"))
		suffix =
		    bm_arena_printf(doc->arena, "--%u", ++job->transcluded);
	else if (!bm_streq(fixup, "suffix"))
		return true;
	if (suffix == NULL)
		return !bm_arena_failed(doc->arena);
	bm_map_init(&ids, doc->arena);
	if (!rename_ids(doc, top, suffix, &ids))
		return false;
	return bm_streq(scope, "user") || bm_streq(scope, "global") ||
	       rename_links(doc, top, suffix, &ids);
}
