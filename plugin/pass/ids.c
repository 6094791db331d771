/*
 * Pass "ids": everything that can be linked to has an id.  An id that the
 * author gave stays.  Others are made from the element's own title, so that
 * a link from outside survives changes elsewhere in the text.
 */
#include <stdlib.h>

#include "pass/pass.h"
#include "pass/slug.h"
#include "pass/tree.h"

static const bm_rule rules[] = {
    {"id-duplicate", BM_ERROR, "Two elements have the same id",
     "xml:id 1.0, clause 4; WCAG 2.2, 1.3.1",
     "Give each element an id of its own; links reach the first one."},
    {"id-invalid", BM_ERROR, "The id is not a name", "xml:id 1.0, clause 4",
     "Start with a letter or _ and use letters, digits, hyphens, full stops "
     "and _ only."},
    {0}};

enum { RULE_DUPLICATE, RULE_INVALID };

/* What gets an id, and the start of the id where a title gives none. */
struct kind {
	const char *name, *prefix;
};

/* Sorted by name. */
static const struct kind kinds[] = {
    {"acknowledgements", "acknowledgements"},
    {"appendix", "appendix"},
    {"article", "article"},
    {"bibliodiv", "section"},
    {"biblioentry", "bib"},
    {"bibliography", "bibliography"},
    {"bibliomixed", "bib"},
    {"book", "book"},
    {"chapter", "chapter"},
    {"colophon", "colophon"},
    {"dedication", "dedication"},
    {"equation", "eq"},
    {"example", "example"},
    {"figure", "fig"},
    {"footnote", "fn"},
    {"glossary", "glossary"},
    {"glossdiv", "section"},
    {"glossentry", "gl"},
    {"index", "index"},
    {"indexdiv", "section"},
    {"part", "part"},
    {"partintro", "partintro"},
    {"preface", "preface"},
    {"refentry", "refentry"},
    {"reference", "reference"},
    {"refsect1", "section"},
    {"refsect2", "section"},
    {"refsect3", "section"},
    {"refsection", "section"},
    {"sect1", "section"},
    {"sect2", "section"},
    {"sect3", "section"},
    {"sect4", "section"},
    {"sect5", "section"},
    {"section", "section"},
    {"set", "set"},
    {"setindex", "index"},
    {"simplesect", "section"},
    {"table", "table"},
    {"topic", "topic"},
};

static int
compare(const void *name, const void *kind)
{
	return strcmp(name, ((const struct kind *)kind)->name);
}

/* The entry for an element that gets an id, or NULL. */
static const struct kind *
kind_of(const xmlNode *node)
{
	if (!bm_is(node, NULL))
		return NULL;
	return bsearch(node->name, kinds, sizeof(kinds) / sizeof(kinds[0]),
		       sizeof(kinds[0]), compare);
}

/* The element whose text names el, or NULL. */
static const xmlNode *
name_of(const xmlNode *el)
{
	if (bm_is(el, "glossentry"))
		return bm_child(el, "glossterm");
	if (bm_is(el, "biblioentry") || bm_is(el, "bibliomixed") ||
	    bm_is(el, "footnote"))
		return NULL;
	const xmlNode *name = bm_title(el);
	if (name == NULL && bm_is(el, "refentry"))
		name = bm_child(bm_child(el, "refmeta"), "refentrytitle");
	return name;
}

/*
 * What the id of el should be, without regard to others.  number counts the
 * elements of its kind.  In the arena; NULL without memory.
 */
static const char *
wanted(bm_doc *doc, bm_slugger *slugger, const xmlNode *el,
       const struct kind *kind, size_t number)
{
	const xmlNode *name = name_of(el);
	const char *slug = "";

	if (name != NULL)
		slug = bm_slug(slugger, doc->arena, bm_textz(doc, name));
	if (slug == NULL)
		return NULL;
	if (*slug == '\0' && bm_is(el, "bibliography"))
		return "references";
	if (*slug == '\0')
		return bm_arena_printf(doc->arena, "%s-%zu", kind->prefix,
				       number);
	bool ours = bm_ids_reserved(slug) && !bm_is(el, "bibliography");
	if (bm_is_digit(*slug) || ours || bm_is(el, "glossentry"))
		return bm_arena_printf(doc->arena, "%s-%s", kind->prefix, slug);
	return slug;
}

/* Counts el among those with its prefix, from 1; 0 without memory. */
static size_t
count(bm_map *counts, const char *prefix)
{
	bool is_new;
	void **slot = bm_map_put(counts, bm_str_of(prefix), &is_new);

	if (slot == NULL)
		return 0;
	*slot = (void *)((is_new ? 0 : (uintptr_t)*slot) + 1);
	return (size_t)(uintptr_t)*slot;
}

/* Gives el a free id. */
static bm_status
give(bm_ids *ids, bm_slugger *slugger, xmlNode *el, const struct kind *kind,
     size_t number)
{
	bm_doc *doc = ids->doc;
	const char *id = wanted(doc, slugger, el, kind, number);

	if (id != NULL)
		id = bm_ids_claim(ids, id, el);
	if (id == NULL)
		return BM_NO_MEMORY;
	bm_set_xml(doc, el, "id", id);
	return bm_pass_status(doc);
}

/* Says that el's id was used before; el gets another, so that the output is
 * sound. */
static bm_status
rename_duplicate(bm_ids *ids, xmlNode *el, const char *id, const xmlNode *first)
{
	bm_doc *doc = ids->doc;
	const bm_pos *there = bm_get_pos(doc, first);
	const char *file = there->file != NULL ? there->file : "this document";
	const char *other = bm_ids_claim(ids, id, el);

	if (other == NULL)
		return BM_NO_MEMORY;
	if (there->line > 0)
		bm_diag_add(
		    doc->diags, &rules[RULE_DUPLICATE], bm_get_pos(doc, el),
		    "id \"%s\" is used twice; it was first used in %s:%u:%u",
		    id, file, (unsigned)there->line, (unsigned)there->column);
	else
		bm_diag_add(doc->diags, &rules[RULE_DUPLICATE],
			    bm_get_pos(doc, el),
			    "id \"%s\" is used twice; it was first used on a "
			    "%s element",
			    id, (const char *)first->name);
	bm_set_xml(doc, el, "id", other);
	return bm_pass_status(doc);
}

/* Looks at the id that an element has. */
static bm_status
check(bm_ids *ids, xmlNode *el, const char *id)
{
	bm_doc *doc = ids->doc;
	const xmlNode *first = bm_ids_find(ids, id);

	if (xmlValidateNCName((const xmlChar *)id, 0) != 0)
		bm_diag_add(doc->diags, &rules[RULE_INVALID],
			    bm_get_pos(doc, el), "\"%s\" cannot be an id", id);
	if (first == NULL || first == el)
		return BM_OK;
	return rename_duplicate(ids, el, id, first);
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	xmlNode *root = bm_doc_element(doc);
	bm_slugger slugger = {0};
	bm_map counts;
	bm_ids ids;
	bm_status status = bm_ids_collect(&ids, doc);

	(void)context;
	bm_map_init(&counts, doc->arena);
	xmlNode *n = root;
	for (; n != NULL && status == BM_OK; n = bm_walk(n, root)) {
		const struct kind *kind = kind_of(n);
		const char *id = bm_attr_xml(n, "id");
		size_t number = 0;

		if (kind != NULL &&
		    (number = count(&counts, kind->prefix)) == 0)
			status = BM_NO_MEMORY;
		else if (id != NULL && *id != '\0')
			status = check(&ids, n, id);
		else if (kind != NULL)
			status = give(&ids, &slugger, n, kind, number);
	}
	bm_slugger_end(&slugger);
	return status != BM_OK ? status : bm_pass_status(doc);
}

const bm_pass bm_pass_ids = {"ids", rules, run};
