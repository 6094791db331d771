/*
 * Pass "cite": finds the citations, has them rendered by the citation style,
 * and puts them and the bibliography into the tree.
 */
#include "pass/cite.h"

#include "core/nearest.h"

static const bm_rule rules[] = {
    {"cite-unresolved", BM_ERROR, "Citation key is not in the bibliography",
     "DocBook 5.2, biblioref",
     "Correct the key, or add the item to the bibliography file."},
    {"cite-no-bibliography", BM_ERROR,
     "The document cites works but has no bibliography",
     "DocBook 5.2, citation",
     "Name a CSL-JSON file in the metadata (bibliography: refs.json)."},
    {"cite-nocite", BM_WARNING,
     "A key of \"nocite\" is not in the bibliography", NULL,
     "Correct the key, or add the item to the bibliography file."},
    {"cite-empty", BM_WARNING, "The citation style prints nothing for a work",
     "CSL 1.0.2", "Add the fields that the style needs to the item."},
    {0}};

enum { UNRESOLVED, NO_BIBLIOGRAPHY, NOCITE, EMPTY };

/* ---- Finding ------------------------------------------------------------- */

/* Reports a key that is nowhere, with the nearest one that is somewhere. */
static void
report_missing(bm_citing *c, const xmlNode *node, const char *key)
{
	const bm_pos *pos = bm_get_pos(c->doc, node);
	const char *near;

	if (c->context->library == NULL) {
		if (!c->told_no_library)
			bm_diag_add(c->doc->diags, &rules[NO_BIBLIOGRAPHY], pos,
				    NULL);
		c->told_no_library = true;
		return;
	}
	near = bm_nearest(&c->keys, key, &c->effort);
	if (near != NULL)
		bm_diag_add(
		    c->doc->diags, &rules[UNRESOLVED], pos,
		    "Citation key \"%s\" is not in the bibliography; did you "
		    "mean \"%s\"?",
		    key, near);
	else
		bm_diag_add(c->doc->diags, &rules[UNRESOLVED], pos,
			    "Citation key \"%s\" is not in the bibliography",
			    key);
}

static bm_str
attribute_str(const xmlNode *node, const char *name)
{
	return bm_str_of(bm_attr_bm(node, name));
}

/* The locator of a biblioref: begin, or begin to end. */
static bm_str
locator(bm_citing *c, const xmlNode *ref)
{
	const char *begin = bm_attr(ref, "begin"), *end = bm_attr(ref, "end");

	if (begin != NULL && end != NULL)
		return bm_str_of(
		    bm_arena_printf(c->doc->arena, "%s-%s", begin, end));
	return bm_str_of(bm_arena_strdup(c->doc->arena, begin));
}

/* Strings of the tree die with their nodes; the style needs them longer. */
static bm_str
kept(bm_citing *c, bm_str s)
{
	char *copy = s.ptr != NULL ? bm_arena_str(c->doc->arena, s) : NULL;

	return (bm_str){copy, copy != NULL ? s.len : 0};
}

/*
 * Adds one key to a citation; ref is its biblioref, or NULL.  An entry that
 * the author wrote himself goes before the library.
 */
static bm_status
add_key(bm_citing *c, bm_cited *cited, bm_str key, const xmlNode *ref)
{
	bm_arena *arena = c->doc->arena;
	xmlNode *own = bm_map_get(&c->own, key);
	const bm_item *item = bm_library_find(c->context->library, key);
	const char *mode = ref != NULL ? bm_attr_bm(ref, "mode") : NULL;
	csl_cite *cite;

	if (own != NULL) {
		xmlNode **place = BM_VEC_PUSH(arena, &cited->own);

		if (place == NULL)
			return BM_NO_MEMORY;
		*place = own;
		return BM_OK;
	}
	if (item == NULL) {
		const char *name = bm_arena_str(arena, key);
		const char **place = BM_VEC_PUSH(arena, &cited->missing);

		if (place == NULL || name == NULL)
			return BM_NO_MEMORY;
		*place = name;
		report_missing(c, ref != NULL ? ref : cited->node, name);
		return BM_OK;
	}
	cite = BM_VEC_PUSH(arena, &cited->cites);
	if (cite == NULL)
		return BM_NO_MEMORY;
	cite->item = item;
	if (ref == NULL)
		return BM_OK;
	cite->prefix = kept(c, attribute_str(ref, "prefix"));
	cite->suffix = kept(c, attribute_str(ref, "suffix"));
	cite->label = kept(c, bm_str_of(bm_attr(ref, "units")));
	cite->locator = locator(c, ref);
	if (bm_streq(mode, "author-in-text"))
		cite->mode = CSL_CITE_AUTHOR_IN_TEXT;
	else if (bm_streq(mode, "suppress-author"))
		cite->mode = CSL_CITE_SUPPRESS_AUTHOR;
	return BM_OK;
}

/* The key that a biblioref names, without "#" or "@". */
static bm_str
key_of(const xmlNode *ref)
{
	const char *key = bm_attr(ref, "linkend");

	if (key == NULL)
		key = bm_attr_xlink(ref, "href");
	if (key == NULL)
		key = bm_attr(ref, "endterm");
	if (key != NULL && (*key == '#' || *key == '@'))
		key++;
	return bm_str_of(key != NULL ? key : "");
}

/* Keys written as text: <citation>one; two</citation>. */
static bm_status
add_text_keys(bm_citing *c, bm_cited *cited)
{
	const char *text = bm_textz(c->doc, cited->node);
	bm_status status = BM_OK;
	bm_str part = {text, 0};

	if (text == NULL)
		return BM_NO_MEMORY;
	for (; status == BM_OK; text++) {
		if (*text != '\0' && *text != ',' && *text != ';') {
			part.len++;
			continue;
		}
		part = bm_str_trim(part);
		while (part.len > 0 && (*part.ptr == '[' || *part.ptr == '@')) {
			part.ptr++;
			part.len--;
		}
		if (part.len > 0 && part.ptr[part.len - 1] == ']')
			part.len--;
		if (part.len > 0)
			status = add_key(c, cited, part, NULL);
		part = (bm_str){text + 1, 0};
		if (*text == '\0')
			break;
	}
	return status;
}

static bm_status
add_citation(bm_citing *c, xmlNode *node, unsigned note, bool in_note)
{
	bm_cited *cited = BM_VEC_PUSH(c->doc->arena, &c->list);
	bm_status status = BM_OK;
	bool any = false;

	if (cited == NULL)
		return BM_NO_MEMORY;
	cited->node = node;
	cited->note = note;
	cited->in_note = in_note;
	if (bm_is(node, "biblioref"))
		return add_key(c, cited, key_of(node), node);
	for (const xmlNode *ref = bm_child(node, "biblioref");
	     ref != NULL && status == BM_OK; ref = bm_next(ref, "biblioref")) {
		any = true;
		status = add_key(c, cited, key_of(ref), ref);
	}
	return any ? status : add_text_keys(c, cited);
}

/* Whether node has an ancestor of this name. */
static bool
is_inside(const xmlNode *node, const char *name)
{
	for (node = node->parent; node != NULL; node = node->parent)
		if (bm_is(node, name))
			return true;
	return false;
}

/* Walks the document; citations that were done before are passed over. */
static bm_status
find_citations(bm_citing *c)
{
	xmlNode *root = bm_doc_element(c->doc), *n = root;
	bool notes = csl_style_is_note(c->context->style);
	bm_status status = BM_OK;
	unsigned note = 0;

	while (n != NULL && status == BM_OK) {
		bool done = n->type == XML_ELEMENT_NODE &&
			    bm_attr_bm(n, "generated") != NULL &&
			    bm_streq(bm_attr_bm(n, "generated"), "cite");

		if (bm_is(n, "footnote"))
			note++;
		if (done) {
			n = bm_walk_over(n, root);
			continue;
		}
		if (bm_is(n, "citation") || bm_is(n, "biblioref")) {
			bool in_note = is_inside(n, "footnote");

			if (notes && !in_note)
				note++;
			status = add_citation(c, n, notes ? note : 0, in_note);
			n = bm_walk_over(n, root);
			continue;
		}
		n = bm_walk(n, root);
	}
	return status;
}

/* ---- What can be cited --------------------------------------------------- */

static bm_status
put_own(bm_citing *c, const char *key, xmlNode *entry)
{
	void **place;
	bool is_new;

	if (key == NULL || *key == '\0')
		return BM_OK;
	place = bm_map_put(&c->own, bm_str_of(key), &is_new);
	if (place == NULL)
		return BM_NO_MEMORY;
	if (is_new)
		*place = entry;
	place = bm_map_put(&c->keys, bm_str_of(key), NULL);
	if (place == NULL)
		return BM_NO_MEMORY;
	*place = entry;
	return BM_OK;
}

/* Entries that the author wrote, by their id and by their abbrev. */
static bm_status
find_own(bm_citing *c)
{
	xmlNode *root = bm_doc_element(c->doc);
	bm_status status = BM_OK;

	for (xmlNode *n = root; n != NULL && status == BM_OK;) {
		const xmlNode *abbrev;

		if (bm_is(n, "bibliography") &&
		    bm_streq(bm_attr_bm(n, "generated"), "cite")) {
			n = bm_walk_over(n, root);
			continue;
		}
		if (bm_is(n, "biblioentry") || bm_is(n, "bibliomixed")) {
			status = put_own(c, bm_attr_xml(n, "id"), n);
			abbrev = bm_child(n, "abbrev");
			if (abbrev != NULL && status == BM_OK)
				status =
				    put_own(c, bm_textz(c->doc, abbrev), n);
		}
		n = bm_walk(n, root);
	}
	return status;
}

static bm_status
find_keys(bm_citing *c)
{
	const bm_library *library = c->context->library;

	for (size_t i = 0; library != NULL && i < library->items.len; i++) {
		void **place =
		    bm_map_put(&c->keys, library->items.items[i]->id, NULL);

		if (place == NULL)
			return BM_NO_MEMORY;
		*place = library->items.items[i];
	}
	return BM_OK;
}

static bm_status
add_nocite(bm_citing *c, const bm_item *item)
{
	const bm_item **place = BM_VEC_PUSH(c->doc->arena, &c->nocite);

	if (place == NULL)
		return BM_NO_MEMORY;
	*place = item;
	return BM_OK;
}

/* One word of a "nocite": "@key", "key" or "@*" for all. */
static bm_status
add_nocite_word(bm_citing *c, bm_str word, const xmlNode *meta)
{
	const bm_library *library = c->context->library;
	const bm_item *item;
	bm_status status = BM_OK;

	if (word.len > 0 && *word.ptr == '@') {
		word.ptr++;
		word.len--;
	}
	if (word.len == 0)
		return BM_OK;
	if (bm_str_is(word, "*")) {
		for (size_t i = 0; library != NULL && status == BM_OK &&
				   i < library->items.len;
		     i++)
			status = add_nocite(c, library->items.items[i]);
		return status;
	}
	item = bm_library_find(library, word);
	if (item != NULL)
		return add_nocite(c, item);
	bm_diag_add(c->doc->diags, &rules[NOCITE], bm_get_pos(c->doc, meta),
		    "The key \"%.*s\" of \"nocite\" is not in the bibliography",
		    (int)word.len, word.ptr);
	return BM_OK;
}

static bm_status
find_nocite(bm_citing *c)
{
	const xmlNode *info = bm_child(bm_doc_element(c->doc), "info");
	bm_status status = BM_OK;

	for (const xmlNode *m = bm_child(info, "meta");
	     m != NULL && status == BM_OK; m = bm_next(m, "meta")) {
		const char *s = bm_attr(m, "content");

		if (!bm_streq(bm_attr(m, "name"), "nocite"))
			continue;
		while (s != NULL && *s != '\0' && status == BM_OK) {
			size_t n = strcspn(s, " \t\r\n,;");

			status = add_nocite_word(c, (bm_str){s, n}, m);
			s += n;
			s += strspn(s, " \t\r\n,;");
		}
	}
	return status;
}

/* ---- The run ------------------------------------------------------------- */

static bm_status
render(bm_citing *c, csl_output *out)
{
	bm_arena *arena = c->doc->arena;
	csl_cluster *clusters =
	    BM_NEW_ARRAY(arena, csl_cluster, c->list.len + 1);
	csl_input in = {0};
	size_t count = 0;
	bm_status status;

	if (clusters == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < c->list.len; i++) {
		const bm_cited *cited = &c->list.items[i];

		if (cited->cites.len == 0)
			continue;
		clusters[count].cites = cited->cites.items;
		clusters[count].count = cited->cites.len;
		clusters[count++].note = cited->note;
	}
	in.clusters = clusters;
	in.cluster_count = count;
	in.nocite = c->nocite.items;
	in.nocite_count = c->nocite.len;
	status =
	    csl_render(c->context->style, c->context->locale, &in, arena, out);
	if (status != BM_OK)
		return status;
	for (size_t i = 0, k = 0; i < c->list.len; i++) {
		bm_cited *cited = &c->list.items[i];

		if (cited->cites.len == 0)
			continue;
		cited->runs = out->clusters[k++];
		if (cited->runs == NULL)
			bm_diag_add(c->doc->diags, &rules[EMPTY],
				    bm_get_pos(c->doc, cited->node), NULL);
	}
	return BM_OK;
}

/* A bibliography that an earlier run of this pass made. */
static bool
is_done(const bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_is(n, "bibliography") &&
		    bm_streq(bm_attr_bm(n, "generated"), "cite"))
			return true;
	return false;
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	bm_citing c = {0};
	csl_output output;
	bm_status status;
	bool done;

	if (context->style == NULL || context->locale == NULL ||
	    bm_doc_element(doc) == NULL)
		return BM_OK;
	c.doc = doc;
	c.context = context;
	c.effort = BM_NEAREST_EFFORT;
	bm_map_init(&c.own, doc->arena);
	bm_map_init(&c.references, doc->arena);
	bm_map_init(&c.keys, doc->arena);
	done = is_done(doc);
	status = find_keys(&c);
	if (status == BM_OK)
		status = find_own(&c);
	if (status == BM_OK && !done)
		status = find_nocite(&c);
	if (status == BM_OK)
		status = find_citations(&c);
	if (status != BM_OK || (c.list.len == 0 && c.nocite.len == 0))
		return status;
	status = bm_ids_collect(&c.ids, doc);
	if (status == BM_OK)
		status = render(&c, &output);
	if (status == BM_OK)
		status = bm_cite_prepare(&c, &output);
	for (size_t i = 0; i < c.list.len && status == BM_OK; i++)
		status = bm_cite_replace(&c, &c.list.items[i]);
	if (status == BM_OK && output.entry_count > 0)
		status = bm_cite_bibliography(&c, &output);
	return status == BM_OK ? bm_pass_status(doc) : status;
}

const bm_pass bm_pass_cite = {"cite", rules, run};
