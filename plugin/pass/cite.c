/*
 * Pass "cite": finds the citations, has them rendered by the citation style,
 * and puts them and the bibliographies into the tree.
 */
#include "pass/cite.h"

#include "core/nearest.h"
#include "pass/cite_standing.h"

static const bm_rule rules[] = {
    {"cite-unresolved", BM_ERROR, "Citation key is not in the bibliography",
     "DocBook 5.2, biblioref",
     "Correct the key, or add the item to the bibliography file."},
    {"cite-no-bibliography", BM_ERROR,
     "The document cites works but has no bibliography",
     "DocBook 5.2, citation",
     "Name a bibliography in the metadata (bibliography: refs.json)."},
    {"cite-nocite", BM_WARNING,
     "A key of \"nocite\" is not in the bibliography", NULL,
     "Correct the key, or add the item to the bibliography file."},
    {"cite-empty", BM_WARNING, "The citation style prints nothing for a work",
     "CSL 1.0.2", "Add the fields that the style needs to the item."},
    {"cite-units", BM_WARNING,
     "The units of a place in a source are no label of citation styles",
     "CSL 1.0.2, appendix IV, Locators",
     "Write page, chapter, section, figure or another label of the manual's "
     "table; until then the words are printed as they are."},
    {"cite-entry-lost", BM_WARNING,
     "Parts of a bibliography entry have no place in citation styles",
     "DocBook 5.2, biblioentry",
     "Use elements that the manual lists, or write the entry as a "
     "bibliomixed, which is printed as it is."},
    {"cite-option", BM_WARNING, "A choice about bibliographies is not known",
     NULL, "Write \"bibliographies: chapter\" or \"bibliographies: book\"."},
    {"cite-list-empty", BM_WARNING,
     "There is nothing to list in this bibliography",
     "DocBook 5.2, bibliography",
     "Cite a work that fits it, correct what limits it, or remove it."},
    {"cite-list-twice", BM_WARNING,
     "Two bibliographies would list the same works",
     "DocBook 5.2, bibliography",
     "Limit one of them with role=\"type:...\", or give each chapter its own "
     "with \"bibliographies: chapter\"."},
    {"cite-retracted", BM_ERROR, "A cited work was retracted",
     "ICMJE Recommendations, III.A",
     "Cite another work, or say so in the sentence, or mark the citation: "
     "[@key]{.retracted}, in DocBook role=\"retracted\"."},
    {"cite-concern", BM_ERROR, "A cited work is under an expression of concern",
     "ICMJE Recommendations, III.A",
     "Cite another work, or say so in the sentence, or mark the citation: "
     "[@key]{.concern}, in DocBook role=\"concern\"."},
    {"cite-corrected", BM_ERROR, "A cited work was corrected",
     "ICMJE Recommendations, III.A",
     "Read the correction, and say so in the sentence, or mark the citation: "
     "[@key]{.corrected}, in DocBook role=\"corrected\"."},
    {0}};

/* Has all that a scope cites rendered; numbers start anew in each. */
static bm_status
render(bm_citing *c, bm_cite_scope *scope)
{
	bm_arena *arena = c->doc->scratch;
	csl_cluster *clusters =
	    BM_NEW_ARRAY(arena, csl_cluster, scope->list.len + 1);
	csl_input in = {0};
	size_t count = 0;
	bm_status status;

	if (clusters == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < scope->list.len; i++) {
		const bm_cited *cited = &scope->list.items[i];

		if (cited->cites.len == 0)
			continue;
		clusters[count].cites = cited->cites.items;
		clusters[count].count = cited->cites.len;
		clusters[count++].note = cited->note;
	}
	in.clusters = clusters;
	in.cluster_count = count;
	in.nocite = scope->nocite.items;
	in.nocite_count = scope->nocite.len;
	status = csl_render(c->context->style, c->context->locale, &in, arena,
			    &scope->output);
	if (status != BM_OK)
		return status;
	for (size_t i = 0, k = 0; i < scope->list.len; i++) {
		bm_cited *cited = &scope->list.items[i];

		if (cited->cites.len == 0)
			continue;
		cited->runs = scope->output.clusters[k++];
		if (cited->runs == NULL)
			bm_diag_add(c->doc->diags, &rules[BM_CITE_EMPTY],
				    bm_get_pos(c->doc, cited->node), NULL);
	}
	return BM_OK;
}

static bm_status
settle_scope(bm_citing *c, bm_cite_scope *scope)
{
	bm_status status = render(c, scope);

	if (status == BM_OK)
		status = bm_cite_prepare(c, scope);
	for (size_t i = 0; i < scope->list.len && status == BM_OK; i++)
		status = bm_cite_replace(c, scope, &scope->list.items[i]);
	return status;
}

static bm_status
put_key(bm_citing *c, const bm_item *item)
{
	void **place = bm_map_put(&c->keys, item->id, NULL);

	if (place == NULL)
		return BM_NO_MEMORY;
	*place = (void *)(uintptr_t)item;
	return BM_OK;
}

/* Marks stand behind punctuation in English; other languages differ, so the
 * document may say. */
static bool
marks_behind(const bm_citing *c)
{
	const char *said = bm_meta(c->doc, "notes-after-punctuation");
	const char *lang = bm_lang(bm_doc_element(c->doc));

	if (said != NULL)
		return bm_streq(said, "true") || bm_streq(said, "yes");
	if (lang == NULL)
		lang = c->context->lang;
	return lang == NULL || (strncmp(lang, "en", 2) == 0 &&
				(lang[2] == '\0' || lang[2] == '-'));
}

/* Backlinks of the entries that stay as the author wrote them. */
static bm_status
link_own(bm_citing *c)
{
	for (size_t i = 0; i < c->own.len; i++) {
		bm_own *own = c->own.entries[i].value;

		if (own->item == NULL)
			bm_cite_backlinks(c, own->node, &own->ref);
		own->ref.backlinks.len = 0;
	}
	return bm_pass_status(c->doc);
}

static bm_status
find_all(bm_citing *c)
{
	bm_status status = BM_OK;
	const bm_item *item;
	size_t at = 0;

	while (status == BM_OK &&
	       (item = bm_library_each(c->context->library, &at)) != NULL)
		status = put_key(c, item);
	if (status == BM_OK)
		status = bm_cite_survey(c);
	if (status == BM_OK)
		status = bm_cite_find(c);
	return status == BM_OK ? bm_ids_collect(&c->ids, c->doc) : status;
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	bm_citing c = {.doc = doc,
		       .context = context,
		       .rules = rules,
		       .effort = BM_NEAREST_EFFORT};
	bm_status status;

	if (context->style == NULL || context->locale == NULL ||
	    bm_doc_element(doc) == NULL)
		return BM_OK;
	c.is_note = csl_style_is_note(context->style);
	c.marks_behind = marks_behind(&c);
	bm_map_init(&c.own, doc->scratch);
	bm_map_init(&c.keys, doc->scratch);
	bm_map_init(&c.counts, doc->scratch);
	status = find_all(&c);
	for (size_t i = 0; i < c.scopes.len && status == BM_OK; i++)
		for (size_t k = 0; k < c.scopes.items[i]->list.len; k++)
			bm_cite_check_standing(
			    &c, &c.scopes.items[i]->list.items[k]);
	for (size_t i = 0; i < c.scopes.len && status == BM_OK; i++) {
		bm_cite_scope *scope = c.scopes.items[i];

		if (scope->list.len + scope->nocite.len > 0)
			status = settle_scope(&c, scope);
	}
	/* Scopes may cite entries of each other, so lists come last. */
	for (size_t i = 0; i < c.scopes.len && status == BM_OK; i++)
		if (c.scopes.items[i]->real && !c.done)
			status = bm_cite_list(&c, c.scopes.items[i]);
	if (status == BM_OK)
		status = link_own(&c);
	xmlFreeNodeList(c.removed);
	return status == BM_OK ? bm_pass_status(doc) : status;
}

const bm_pass bm_pass_cite = {"cite", rules, run};
