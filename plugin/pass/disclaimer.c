/*
 * Pass "disclaimer": puts the notices of the catalogue where the topics and
 * the metadata of a document ask for them.  Nothing in a document can switch
 * one off.  Notices of an earlier run are taken out first, so that a second
 * run ends with the same tree.
 */
#include <stdio.h>

#include "core/date.h"
#include "pass/pass.h"
#include "pass/syntax.h"
#include "pass/tree.h"
#include "pass/trigger.h"
#include "pass/wording.h"

static const bm_rule rules[] = {
    {"notice-injected", BM_INFO, "A notice was put into the document", NULL,
     NULL},
    {"notice-value-missing", BM_ERROR,
     "A notice needs a value that the document does not give", NULL,
     "A notice with a gap would be worse than none, so it was left out: "
     "give the value."},
    {"notice-expired", BM_ERROR, "The text of a notice is past its date", NULL,
     "Check the notice against its source, then give it a new \"expires\"."},
    {"notice-off", BM_WARNING, "A document cannot switch notices off", NULL,
     "Take \"notices-off\" out; a topic that the text is not about can be "
     "taken off its subjects."},
    {"review-expired", BM_ERROR, "The document is overdue for review",
     "PIF TICK 2023; JAMA benchmarks 1997, currency",
     "Have it reviewed, then set \"reviewed\" and \"next-review\"."},
    {0}};

enum { INJECTED, VALUE_MISSING, EXPIRED, OFF, REVIEW_EXPIRED };

/* A run over one document; the last members are for one notice at a time. */
struct placing {
	bm_doc *doc;
	const bm_pass_context *context;
	bm_triggers triggers;
	bm_ids ids;
	const bm_notice *notice;
	bm_wording wording;
	const bm_reason **own; /* first reason inside each page */
	bool *whole;           /* the page as a whole has a reason */
};

/* Takes out what an earlier run put in. */
static void
remove_old(bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	xmlNode *n = bm_walk(root, root);

	while (n != NULL) {
		if (!bm_streq(bm_attr_bm(n, "generated"), "disclaimer")) {
			n = bm_walk(n, root);
			continue;
		}
		xmlNode *next = bm_walk_over(n, root);
		xmlUnlinkNode(n);
		xmlFreeNode(n);
		n = next;
	}
}

/* ---- Where --------------------------------------------------------------- */

static bool
is_ours(const xmlNode *n)
{
	return bm_streq(bm_attr_bm(n, "generated"), "disclaimer");
}

/* Links el in behind the head of division and the notices there. */
static void
insert_start(xmlNode *division, xmlNode *el)
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

/* Links el in at the end of division, before references and index. */
static void
insert_end(xmlNode *division, xmlNode *el)
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

/* ---- What ---------------------------------------------------------------- */

/* The id of the copy for a page, in the arena. */
static const char *
notice_id(struct placing *p, size_t page, xmlNode *el)
{
	bm_arena *arena = p->doc->arena;
	const char *id = bm_attr_xml(p->triggers.pages.items[page].node, "id");
	const char *base = NULL;

	if (page == 0)
		base = bm_arena_printf(arena, "notice-%s", p->notice->id);
	else if (id != NULL)
		base =
		    bm_arena_printf(arena, "notice-%s-%s", p->notice->id, id);
	else
		base = bm_arena_printf(arena, "notice-%s-page-%zu",
				       p->notice->id, page);
	return base != NULL ? bm_ids_claim(&p->ids, base, el) : NULL;
}

/* Makes the notice, not linked in yet. */
static xmlNode *
make_notice(struct placing *p, const bm_reason *reason, size_t page,
	    const char *scope, const xmlNode *division, bool shortform)
{
	bm_doc *doc = p->doc;
	const bm_notice *notice = p->notice;
	const char *lang = bm_attr_xml(bm_doc_element(notice->wording), "lang");
	const char *around = bm_lang(division);
	xmlNode *el = bm_el(doc, NULL, notice->role);

	if (el == NULL)
		return NULL;
	const char *id = notice_id(p, page, el);
	if (id == NULL)
		doc->no_memory = true;
	bm_set(doc, el, "role", "notice");
	bm_set_xml(doc, el, "id", id);
	if (lang != NULL && (around == NULL || !bm_langtag_same(lang, around)))
		bm_set_xml(doc, el, "lang", lang);
	bm_mark_generated(doc, el, "disclaimer");
	bm_set_bm(doc, el, "kind", notice->id);
	bm_set_bm(doc, el, "trigger", reason->name);
	if (notice->landmark)
		bm_set_bm(doc, el, "landmark", "yes");
	bm_set_bm(doc, el, "scope", scope);
	bm_set_pos(doc, el, bm_get_pos(doc, reason->at));
	bm_wording_put(&p->wording, el, shortform);
	return el;
}

/* "topic spine" for topic:spine; in the arena. */
static const char *
reason_words(bm_doc *doc, const bm_reason *reason)
{
	const char *name = reason->name;

	if (strncmp(name, "topic:", 6) == 0)
		name = bm_arena_printf(doc->arena, "topic %s", name + 6);
	else if (strncmp(name, "meta:", 5) == 0)
		name = bm_arena_printf(doc->arena, "metadata %s", name + 5);
	return name != NULL ? name : "";
}

/* Says where a notice went, and how many pages inside have a copy. */
static void
report(struct placing *p, size_t page, size_t copies)
{
	bm_doc *doc = p->doc;
	const bm_reason *reason = p->own[page];
	const xmlNode *division = p->triggers.pages.items[page].node;
	const char *end =
	    p->notice->placement == BM_PLACE_END ? "end" : "start";
	const bm_pos *pos = bm_get_pos(doc, reason->at);
	const char *why = reason_words(doc, reason);
	char more[64] = "";

	if (p->notice->placement == BM_PLACE_MENTION)
		division = reason->division;
	if (copies > 0)
		snprintf(more, sizeof(more), " and on %zu page%s inside",
			 copies, copies == 1 ? "" : "s");
	if (division == bm_doc_element(doc))
		bm_diag_add(doc->diags, &rules[INJECTED], pos,
			    "notice %s placed at the %s%s (%s)", p->notice->id,
			    end, more, why);
	else
		bm_diag_add(doc->diags, &rules[INJECTED], pos,
			    "notice %s placed at the %s of \"%s\"%s (%s)",
			    p->notice->id, end,
			    bm_title(division) != NULL
				? bm_textz(doc, bm_title(division))
				: (const char *)division->name,
			    more, why);
}

/* ---- One notice ---------------------------------------------------------- */

/* Whether the reason holds for the whole of its page. */
static bool
is_whole(const struct placing *p, const bm_reason *reason)
{
	return reason->division == p->triggers.pages.items[reason->page].node;
}

/*
 * Notes the reason for its page.  One for the whole page goes before one for
 * a section; else the first counts, so that a page has each notice once.
 */
static void
note_reason(struct placing *p, const bm_reason *reason)
{
	const bm_reason **slot = &p->own[reason->page];

	if (*slot == NULL || (is_whole(p, reason) && !p->whole[reason->page])) {
		*slot = reason;
		p->whole[reason->page] = is_whole(p, reason);
	}
}

/* Finds all pages with a reason; false if there are none. */
static bool
find_reasons(struct placing *p)
{
	static const char always_name[] = "always";
	const bm_notice *notice = p->notice;
	size_t pages = p->triggers.pages.len;
	bool some = notice->trigger == BM_TRIGGER_ALWAYS;

	memset(p->own, 0, pages * sizeof(*p->own));
	memset(p->whole, 0, pages * sizeof(*p->whole));
	if (some) {
		bm_reason *reason = BM_NEW(p->doc->arena, bm_reason);
		if (reason == NULL)
			return false;
		reason->name = always_name;
		reason->at = reason->division = bm_doc_element(p->doc);
		note_reason(p, reason);
	}
	for (size_t i = 0; notice->when != NULL && notice->when[i] != NULL;
	     i++) {
		const bm_reasons *list = bm_triggers_find(
		    &p->triggers, notice->trigger, notice->when[i]);
		for (size_t k = 0; list != NULL && k < list->len; k++) {
			note_reason(p, list->items[k]);
			some = true;
		}
	}
	return some;
}

/* The first reason in the document. */
static const bm_reason *
first_reason(const struct placing *p)
{
	for (size_t i = 0; i < p->triggers.pages.len; i++)
		if (p->own[i] != NULL)
			return p->own[i];
	return NULL;
}

/* Where an author writes the value of a key, in the arena. */
static const char *
where_to_write(bm_doc *doc, const char *key)
{
	if (!bm_pass_from_xml(doc))
		return bm_arena_printf(doc->arena,
				       "\"%s: ...\" in the front matter", key);
	if (strcmp(key, "publisher") == 0)
		return "a publishername in info";
	return bm_arena_printf(
	    doc->arena, "<meta name=\"%s\" content=\"...\"/> in info", key);
}

/* Reports each value that is missing; true if any is. */
static bool
lacks_values(struct placing *p, const bm_reason *reason)
{
	bm_doc *doc = p->doc;
	bool some = false;

	for (size_t i = 0; i < p->wording.values.len; i++) {
		const bm_map_entry *e = &p->wording.values.entries[i];
		if (e->value != NULL)
			continue;
		const char *source = bm_wording_source(&p->wording, e->key.ptr);
		if (source == NULL)
			return true;
		const char *where = where_to_write(doc, source);
		bm_diag_add(doc->diags, &rules[VALUE_MISSING],
			    bm_get_pos(doc, reason->at),
			    "notice %s (%s) needs a value for \"%s\": write %s",
			    p->notice->id, reason_words(doc, reason), source,
			    where != NULL ? where : "it");
		some = true;
	}
	return some;
}

/* Reports a notice whose own text is out of date. */
static void
check_expiry(struct placing *p)
{
	const bm_notice *notice = p->notice;
	const bm_date *today = p->context->today;
	bm_pos pos = {0};
	bm_date date;

	if (today == NULL || notice->expires == NULL ||
	    !bm_date_parse(bm_str_of(notice->expires), &date) ||
	    bm_date_cmp(date, *today) >= 0)
		return;
	pos.file = bm_arena_strdup(p->doc->arena, notice->file);
	bm_diag_add(p->doc->diags, &rules[EXPIRED], &pos,
		    "the text of notice %s was to be checked by %s", notice->id,
		    notice->expires);
}

/* Puts one copy on a page; mention and section as the reason says. */
static void
place_one(struct placing *p, const bm_reason *reason, size_t page,
	  bool inherited, bool inside)
{
	const bm_notice *notice = p->notice;
	xmlNode *node = p->triggers.pages.items[page].node;
	xmlNode *division = node;
	const char *scope = inside ? "chunk" : NULL;

	if (!inherited && notice->placement == BM_PLACE_MENTION)
		division = reason->division;
	if (page == 0 && division == node)
		scope = "page";
	xmlNode *el = make_notice(p, reason, page, scope, division,
				  inherited && notice->shortform != NULL);
	if (el == NULL)
		return;
	if (notice->placement == BM_PLACE_END)
		insert_end(division, el);
	else
		insert_start(division, el);
}

/* The nearest page round `page` that has the notice as a whole, or `page`. */
static size_t
covering(const struct placing *p, size_t page, const size_t *covers)
{
	size_t outer = p->triggers.pages.items[page].parent;

	if (page == 0)
		return 0;
	return p->whole[outer]          ? outer
	       : covers[outer] != outer ? covers[outer]
					: page;
}

/* Puts the notice on all pages that ask for it, and reports it. */
static bm_status
place_all(struct placing *p)
{
	size_t pages = p->triggers.pages.len;
	size_t *covers = BM_NEW_ARRAY(p->doc->arena, size_t, pages);
	size_t *copies = BM_NEW_ARRAY(p->doc->arena, size_t, pages);

	if (covers == NULL || copies == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < pages; i++) {
		covers[i] = covering(p, i, covers);
		bool inside = covers[i] != i;
		/* A section adds nothing to a page that has the notice. */
		if (inside && p->notice->every_page && !p->whole[i] &&
		    p->notice->placement != BM_PLACE_MENTION)
			p->own[i] = NULL;
		if (p->own[i] != NULL) {
			place_one(p, p->own[i], i, false, inside);
		} else if (inside && p->notice->every_page) {
			place_one(p, p->own[covers[i]], i, true, true);
			copies[covers[i]]++;
		}
	}
	for (size_t i = 0; i < pages; i++)
		if (p->own[i] != NULL)
			report(p, i, copies[i]);
	return bm_pass_status(p->doc);
}

/* Does all that one notice asks for. */
static bm_status
do_notice(struct placing *p, const bm_notice *notice)
{
	bm_status status;

	p->notice = notice;
	if (!bm_places_match(p->doc, notice->places) || !find_reasons(p))
		return bm_pass_status(p->doc);
	check_expiry(p);
	status = bm_wording_init(&p->wording, p->doc, notice);
	if (status != BM_OK)
		return status;
	if (lacks_values(p, first_reason(p)))
		return bm_pass_status(p->doc);
	return place_all(p);
}

/* ---- All of it ----------------------------------------------------------- */

/* Findings about the document itself. */
static void
check_document(bm_doc *doc, const bm_pass_context *context)
{
	const xmlNode *off = bm_info_find(doc, "notices-off");

	if (off != NULL)
		bm_diag_add(doc->diags, &rules[OFF], bm_get_pos(doc, off),
			    NULL);
	if (bm_review_expired(doc, context->today))
		bm_diag_add(doc->diags, &rules[REVIEW_EXPIRED],
			    bm_get_pos(doc, bm_info_find(doc, "next-review")),
			    "this document was due for review on %s",
			    bm_meta(doc, "next-review"));
}

static bm_status
run(bm_doc *doc, const bm_pass_context *context)
{
	struct placing p = {.doc = doc, .context = context};
	const bm_notices *notices = context->notices;
	bm_status status;

	if (!bm_is(bm_doc_element(doc), NULL))
		return BM_OK;
	check_document(doc, context);
	if (notices == NULL)
		return bm_pass_status(doc);
	remove_old(doc);
	status = bm_ids_collect(&p.ids, doc);
	if (status == BM_OK)
		status = bm_triggers_collect(&p.triggers, doc, context->today);
	if (status != BM_OK)
		return status;
	size_t pages = p.triggers.pages.len;
	p.own = BM_NEW_ARRAY(doc->arena, const bm_reason *, pages);
	p.whole = BM_NEW_ARRAY(doc->arena, bool, pages);
	if (p.own == NULL || p.whole == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < notices->list.len && status == BM_OK; i++)
		status = do_notice(&p, &notices->list.items[i]);
	return status;
}

const bm_pass bm_pass_disclaimer = {"disclaimer", rules, run};
