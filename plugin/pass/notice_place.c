/* Making the element of a notice, and linking it in. */
#include "pass/notice_place.h"

#include "pass/syntax.h"

/* ---- Where --------------------------------------------------------------- */

static bool
is_ours(const xmlNode *n)
{
	return bm_streq(bm_attr_bm(n, "generated"), "disclaimer");
}

/* See notice_place.h. */
void
bm_notice_insert_start(xmlNode *division, xmlNode *el)
{
	xmlNode *last = NULL;

	for (xmlNode *n = bm_first_element(division); n != NULL;
	     n = bm_next_element(n)) {
		if (!bm_pass_is_head(n) && !is_ours(n))
			break;
		last = n;
	}
	if (last != NULL)
		xmlAddNextSibling(last, el);
	else if (division->children != NULL)
		xmlAddPrevSibling(division->children, el);
	else
		xmlAddChild(division, el);
}

/* See notice_place.h. */
void
bm_notice_insert_end(xmlNode *division, xmlNode *el)
{
	static const char *const behind[] = {"bibliography", "index",
					     "setindex", "colophon", NULL};
	xmlNode *before = NULL;

	for (xmlNode *n = division->last; n != NULL; n = n->prev) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (!bm_is_any(n, behind) && !bm_is_bm(n, NULL))
			break;
		before = n;
	}
	if (before != NULL)
		xmlAddPrevSibling(before, el);
	else
		xmlAddChild(division, el);
}

/* See notice_place.h. */
void
bm_notice_insert_beside(xmlNode *block, xmlNode *el)
{
	xmlNode *last = block;

	for (xmlNode *n = bm_next_element(block); n != NULL && is_ours(n);
	     n = bm_next_element(n))
		last = n;
	xmlAddNextSibling(last, el);
}

/* ---- What ---------------------------------------------------------------- */

/* The id of the copy for a page, in the arena. */
static const char *
notice_id(const bm_notice_place *p, xmlNode *el)
{
	bm_arena *arena = p->doc->arena;
	const xmlNode *node = p->triggers->pages.items[p->page].node;
	const char *id = bm_attr_xml(node, "id");
	const char *kind = p->wording->notice->id, *base = NULL;

	if (p->page == 0)
		base = bm_arena_printf(arena, "notice-%s", kind);
	else if (id != NULL)
		base = bm_arena_printf(arena, "notice-%s-%s", kind, id);
	else
		base =
		    bm_arena_printf(arena, "notice-%s-page-%zu", kind, p->page);
	/* Most documents get no notice, and nobody asks for their ids. */
	if (p->ids->doc == NULL && bm_ids_collect(p->ids, p->doc) != BM_OK)
		return NULL;
	return base != NULL ? bm_ids_claim(p->ids, base, el) : NULL;
}

/* See notice_place.h. */
xmlNode *
bm_notice_make(const bm_notice_place *p)
{
	bm_doc *doc = p->doc;
	const bm_notice *notice = p->wording->notice;
	const char *lang = notice->lang;
	const char *around = bm_lang(p->division);
	xmlNode *el = bm_el(doc, NULL, notice->role);

	if (el == NULL)
		return NULL;
	const char *id = notice_id(p, el);
	if (id == NULL)
		doc->no_memory = true;
	bm_set(doc, el, "role", "notice");
	bm_set_xml(doc, el, "id", id);
	if (lang != NULL && (around == NULL || !bm_langtag_same(lang, around)))
		bm_set_xml(doc, el, "lang", lang);
	bm_mark_generated(doc, el, "disclaimer");
	bm_set_bm(doc, el, "kind", notice->id);
	bm_set_bm(doc, el, "trigger", p->reason->name);
	if (notice->landmark)
		bm_set_bm(doc, el, "landmark", "yes");
	bm_set_bm(doc, el, "scope", p->scope);
	bm_set_pos(doc, el, p->pos);
	bm_wording_put(p->wording, el, p->shortform);
	return el;
}
