/*
 * The rules of DocBook 5.2 that no grammar can say (its Schematron rules), in
 * one walk over the tree and one over the references found there.
 */
#include "schema/check.h"

#define NS_TRANSCLUSION "http://docbook.org/ns/transclusion"

/* ---- What may not be inside what ------------------------------------------
 */

/* The elements that exclude others; their places are bits of a mask. */
static const char *const outer[] = {
    "annotation", "caution", "danger",   "important", "note",   "tip",
    "warning",    "caption", "equation", "example",   "figure", "table",
    "footnote",   "sidebar", "entry",    NULL};

#define BIT(n)     (1u << (n))
#define ADMONITION (BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5) | BIT(6))
#define CAPTION    BIT(7)
#define FORMAL     (BIT(8) | BIT(9) | BIT(10) | BIT(11))
#define TABLE      BIT(11)
#define FOOTNOTE   BIT(12)
#define ENTRY      BIT(14)

/* What an element cannot be inside of. */
static const struct {
	const char *name;
	unsigned mask;
} excluded[] = {
    {"annotation", BIT(0)},
    {"caution", ADMONITION | CAPTION | FOOTNOTE},
    {"danger", ADMONITION | CAPTION | FOOTNOTE},
    {"important", ADMONITION | CAPTION | FOOTNOTE},
    {"note", ADMONITION | CAPTION | FOOTNOTE},
    {"tip", ADMONITION | CAPTION | FOOTNOTE},
    {"warning", ADMONITION | CAPTION | FOOTNOTE},
    {"equation", FORMAL | CAPTION | FOOTNOTE},
    {"example", FORMAL | CAPTION | FOOTNOTE},
    {"figure", FORMAL | CAPTION | FOOTNOTE},
    /* Tables in tables are refused by the grammar already. */
    {"table", (FORMAL & ~TABLE) | CAPTION | FOOTNOTE | ENTRY},
    {"informaltable", ENTRY},
    {"sidebar", BIT(13) | CAPTION | FOOTNOTE},
    {"task", CAPTION | FOOTNOTE},
    {"epigraph", FOOTNOTE},
    {"footnote", FOOTNOTE},
};

/* ---- What must lead to what -----------------------------------------------
 */

static const struct link {
	const char *element, *attribute;
	const char *targets[4]; /* NULL-ended */
} links[] = {
    {"callout", "arearefs", {"area", "areaset", "co"}},
    {"constraint", "linkend", {"constraintdef"}},
    {"firstterm", "linkend", {"glossentry"}},
    {"footnoteref", "linkend", {"footnote"}},
    {"glosssee", "otherterm", {"glossentry"}},
    {"glossseealso", "otherterm", {"glossentry"}},
    {"glossterm", "linkend", {"glossentry"}},
    {"indexterm", "startref", {"indexterm"}},
    {"productionrecap", "linkend", {"production"}},
    {"synopfragmentref", "linkend", {"synopfragment"}},
};

struct walk {
	rng_check *c;
	bm_map ids; /* id -> node */
	unsigned depth[sizeof(outer) / sizeof(*outer)];
	const xmlNode *at[sizeof(outer) / sizeof(*outer)];
	unsigned open; /* of `outer` */
	BM_VEC(const xmlNode *) references;
	bool failed;
};

static void
tell(rng_check *c, const char *code, const bm_pos *pos, const char *text)
{
	bm_diag_add(c->doc->diags, bm_rule_find(bm_schema_rules, code), pos,
		    "%s", text != NULL ? text : "");
}

static const char *
attribute_in(const xmlNode *el, const char *name, const char *uri,
	     const xmlAttr **where)
{
	for (const xmlAttr *a = el->properties; a != NULL; a = a->next)
		if (strcmp(rng_uri(a->ns), uri) == 0 &&
		    strcmp((const char *)a->name, name) == 0) {
			if (where != NULL)
				*where = a;
			return a->children != NULL &&
				       a->children->content != NULL
				   ? (const char *)a->children->content
				   : "";
		}
	return NULL;
}

/* ---- One element ----------------------------------------------------------
 */

static void
look_for_exclusion(struct walk *w, const xmlNode *el)
{
	rng_check *c = w->c;
	const char *name = (const char *)el->name;

	for (size_t i = 0; i < sizeof(excluded) / sizeof(*excluded); i++) {
		unsigned mask = excluded[i].mask & w->open;

		if (mask == 0 || strcmp(excluded[i].name, name) != 0)
			continue;
		for (size_t k = 0; outer[k] != NULL; k++) {
			if ((mask >> k & 1) == 0)
				continue;
			tell(c, "schema-exclusion", bm_get_pos(c->doc, el),
			     bm_arena_printf(
				 c->arena,
				 "%s cannot stand in %s, not even deep inside "
				 "(that of line %u)",
				 name, outer[k],
				 (unsigned)bm_get_pos(c->doc, w->at[k])->line));
			break;
		}
		return;
	}
}

static size_t
children(const xmlNode *el, const char *name)
{
	size_t n = 0;

	for (const xmlNode *k = bm_child(el, name); k != NULL;
	     k = bm_next(k, name))
		n++;
	return n;
}

static void
look_for_counts(struct walk *w, const xmlNode *el)
{
	rng_check *c = w->c;
	size_t n;

	if (bm_is(el, "seglistitem") && el->parent != NULL) {
		size_t titles = children(el->parent, "segtitle");

		n = children(el, "seg");
		if (n != titles)
			tell(c, "schema-count", bm_get_pos(c->doc, el),
			     bm_arena_printf(c->arena,
					     "This item has %zu seg, but its "
					     "list %zu segtitle",
					     n, titles));
	} else if (bm_is(el, "termdef")) {
		n = children(el, "firstterm");
		if (n != 1)
			tell(c, "schema-count", bm_get_pos(c->doc, el),
			     bm_arena_printf(c->arena,
					     "A termdef has one firstterm, "
					     "this one has %zu",
					     n));
	}
}

/* XLink 1.1, 5.1: the parts of an extended link are its children. */
static void
look_for_xlink(struct walk *w, const xmlNode *el)
{
	rng_check *c = w->c;
	const xmlAttr *where = NULL;
	const char *type = attribute_in(el, "type", BM_NS_XLINK, &where);
	const char *in =
	    el->parent != NULL && el->parent->type == XML_ELEMENT_NODE
		? attribute_in(el->parent, "type", BM_NS_XLINK, NULL)
		: NULL;
	bool inside = bm_streq(in, "extended"), good = true;
	bm_pos pos;

	if (type == NULL)
		return;
	if (strcmp(type, "extended") == 0)
		good = !inside;
	else if (strcmp(type, "arc") == 0 || strcmp(type, "locator") == 0 ||
		 strcmp(type, "resource") == 0)
		good = inside;
	else if (strcmp(type, "title") == 0)
		good = inside || bm_streq(in, "locator") || bm_streq(in, "arc");
	if (good)
		return;
	pos = rng_attribute_place(c, el, where);
	tell(c, "schema-xlink", &pos,
	     strcmp(type, "extended") == 0
		 ? "An extended link cannot stand directly in another"
		 : bm_arena_printf(c->arena,
				   "An XLink %s must stand directly in an "
				   "extended link",
				   type));
}

static void
look_at(struct walk *w, const xmlNode *el)
{
	rng_check *c = w->c;
	const char *id = bm_attr_xml(el, "id");
	const xmlAttr *where = NULL;
	void **slot;

	if (id != NULL) {
		slot = bm_map_put(&w->ids, bm_str_of(id), NULL);
		if (slot == NULL)
			w->failed = true;
		else if (*slot == NULL)
			*slot = (void *)(uintptr_t)el;
	}
	look_for_xlink(w, el);
	if (!bm_is(el, NULL))
		return;
	look_for_exclusion(w, el);
	look_for_counts(w, el);
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (bm_is(el, links[i].element) &&
		    bm_attr(el, links[i].attribute) != NULL) {
			const xmlNode **r =
			    BM_VEC_PUSH(c->arena, &w->references);

			if (r == NULL)
				w->failed = true;
			else
				*r = el;
		}
	if (attribute_in(el, "suffix", NS_TRANSCLUSION, &where) != NULL &&
	    !bm_streq(attribute_in(el, "idfixup", NS_TRANSCLUSION, NULL),
		      "suffix")) {
		bm_pos pos = rng_attribute_place(c, el, where);

		tell(c, "schema-suffix", &pos,
		     "trans:suffix does nothing without "
		     "trans:idfixup=\"suffix\"");
	}
}

/* Keeps count of the elements that exclude others; by: 1 or -1. */
static void
enter(struct walk *w, const xmlNode *el, int by)
{
	if (!bm_is(el, NULL))
		return;
	for (size_t k = 0; outer[k] != NULL; k++) {
		if (strcmp(outer[k], (const char *)el->name) != 0)
			continue;
		if (by > 0 && w->depth[k]++ == 0) {
			w->open |= BIT(k);
			w->at[k] = el;
		} else if (by < 0 && --w->depth[k] == 0) {
			w->open &= ~BIT(k);
		}
	}
}

/* ---- References -----------------------------------------------------------
 */

/* Whether the element that a reference means is of the right kind. */
static bool
leads_right(const struct link *l, const xmlNode *target)
{
	bool good = false;

	for (size_t i = 0; i < 4 && l->targets[i] != NULL; i++)
		good = good || bm_is(target, l->targets[i]);
	return good && (!bm_is(target, "indexterm") ||
			bm_streq(bm_attr(target, "class"), "startofrange"));
}

static void
look_for_target(struct walk *w, const xmlNode *el, const struct link *l,
		bm_str id)
{
	rng_check *c = w->c;
	const xmlNode *target = bm_map_get(&w->ids, id);
	const xmlAttr *where = NULL;
	bool several = strcmp(l->attribute, "arearefs") == 0;
	const char *kinds;
	bm_pos pos;

	if (target != NULL ? leads_right(l, target) : several)
		return;
	attribute_in(el, l->attribute, "", &where);
	pos = where != NULL ? rng_attribute_place(c, el, where)
			    : *bm_get_pos(c->doc, el);
	kinds = several ? "an area, areaset or co"
		: bm_is(el, "indexterm")
		    ? "an indexterm with class=\"startofrange\""
		    : bm_arena_printf(c->arena, "a %s", l->targets[0]);
	if (target == NULL)
		tell(c, "schema-link-target", &pos,
		     bm_arena_printf(c->arena,
				     "%s of %s must lead to %s; nothing has "
				     "the id %.*s",
				     l->attribute, l->element, kinds,
				     (int)id.len, id.ptr));
	else
		tell(c, "schema-link-target", &pos,
		     bm_arena_printf(
			 c->arena,
			 "%s of %s must lead to %s; %.*s is a %s (line %u)",
			 l->attribute, l->element, kinds, (int)id.len, id.ptr,
			 (const char *)target->name,
			 (unsigned)bm_get_pos(c->doc, target)->line));
}

static void
look_at_reference(struct walk *w, const xmlNode *el)
{
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		const char *value;
		bm_str rest, id;

		if (!bm_is(el, links[i].element))
			continue;
		value = bm_attr(el, links[i].attribute);
		rest = bm_str_trim(bm_str_of(value));
		while (value != NULL && bm_str_split(&rest, ' ', &id))
			if (bm_str_trim(id).len > 0)
				look_for_target(w, el, &links[i],
						bm_str_trim(id));
	}
}

bm_status
rng_constraints(rng_check *c)
{
	const xmlNode *root = bm_doc_element(c->doc);
	struct walk w = {.c = c};

	bm_map_init(&w.ids, c->arena);
	if (bm_is(root, NULL) && bm_attr(root, "version") == NULL)
		tell(c, "schema-version", bm_get_pos(c->doc, root),
		     bm_arena_printf(c->arena,
				     "The root element %s has no version",
				     (const char *)root->name));
	for (const xmlNode *n = root; n != NULL;) {
		if (n->type == XML_ELEMENT_NODE) {
			look_at(&w, n);
			enter(&w, n, 1);
			if (n->children != NULL) {
				n = n->children;
				continue;
			}
			enter(&w, n, -1);
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			enter(&w, n, -1);
		}
		n = n == root ? NULL : n->next;
	}
	for (size_t i = 0; i < w.references.len; i++)
		look_at_reference(&w, w.references.items[i]);
	return w.failed || bm_arena_failed(c->arena) ? BM_NO_MEMORY : BM_OK;
}
