/*
 * Pass "disclaimer": puts the notices of the catalogue where the topics, the
 * metadata and the text of a document ask for them.  A document switches one
 * off only with a reason and initials.  Notices of an earlier run are taken
 * out first, so that a second run ends with the same tree.
 */
#include <stdio.h>

#include "core/date.h"
#include "pass/found.h"
#include "pass/notice_author.h"
#include "pass/notice_place.h"
#include "pass/pass.h"
#include "pass/status.h"
#include "pass/tree.h"
#include "xml/required.h"

static const bm_rule rules[] = {
    {"notice-injected", BM_INFO, "A notice was put into the document", NULL,
     NULL},
    {"notice-value-missing", BM_ERROR,
     "A notice needs a value that the document does not give", NULL,
     "A notice with a gap would be worse than none, so it was left out: "
     "give the value."},
    {"notice-expired", BM_ERROR, "The text of a notice is past its date", NULL,
     "Check the notice against its source, then give it a new \"expires\"."},
    {"notice-language", BM_WARNING,
     "Notices have no wording in the language of the document", NULL,
     "Have them translated: a file with the same id and another \"lang\" in "
     "the folder notices of your data."},
    {"review-expired", BM_ERROR, "The document is overdue for review",
     "PIF TICK 2023; JAMA benchmarks 1997, currency",
     "Have it reviewed, then set \"reviewed\" and \"next-review\"."},
    {0}};

enum { INJECTED, VALUE_MISSING, EXPIRED, LANGUAGE, REVIEW_EXPIRED };

/* A run over one document; the last members are for one notice at a time. */
struct placing {
	bm_doc *doc;
	const bm_pass_context *context;
	bm_triggers triggers;
	bm_ids ids;
	bm_by_hands hands;
	bm_buf foreign;        /* notices that were put in another language */
	const bm_notice *main; /* first wording of the notice */
	bm_wording wording;    /* of `words` in `lang` with the last values */
	const bm_notice *words;
	const lint_status *row; /* that the last reason brought */
	bool lacking;           /* it misses values, which was said */
	bool expiry_said;
	const bm_reason **own; /* first reason inside each page */
	bool *whole;           /* the page as a whole has a reason */
	bool *by_hand;         /* the author placed it on the page */
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

/* ---- The words ----------------------------------------------------------- */

static const bm_pos *
pos_of(const struct placing *p, const bm_reason *reason)
{
	return reason->pos != NULL ? reason->pos
				   : bm_get_pos(p->doc, reason->at);
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
		if (e->value != NULL || bm_wording_optional(e->key))
			continue;
		const char *source = bm_wording_source(&p->wording, e->key.ptr);
		if (source == NULL)
			return true;
		const char *where = where_to_write(doc, source);
		bm_diag_add(doc->diags, &rules[VALUE_MISSING],
			    pos_of(p, reason),
			    "Notice %s (%s) needs a value for \"%s\": write %s",
			    p->main->id, bm_reason_words(doc, reason), source,
			    where != NULL ? where : "it");
		some = true;
	}
	return some;
}

/* Reports a notice whose own text is out of date. */
static void
check_expiry(struct placing *p)
{
	const bm_notice *notice = p->words;
	const bm_date *today = p->context->today;
	bm_pos pos = {0};
	bm_date date;

	if (today == NULL || notice->expires == NULL ||
	    !bm_date_parse(bm_str_of(notice->expires), &date) ||
	    bm_date_cmp(date, *today) >= 0)
		return;
	pos.file = bm_arena_strdup(p->doc->arena, notice->file);
	bm_diag_add(p->doc->diags, &rules[EXPIRED], &pos,
		    "The text of notice %s was to be checked by %s", notice->id,
		    notice->expires);
}

/*
 * Settles the wording for a place; false when values are missing, which is
 * reported once for the same words and values.
 */
static bool
prepare(struct placing *p, const bm_reason *reason, const xmlNode *division)
{
	const char *lang = bm_lang(division);
	bool fits, is_new;
	const bm_notice *words =
	    bm_notices_pick(p->context->notices, p->context->translated,
			    p->main->id, lang, &fits);

	if (words == p->words && p->wording.given == reason->values &&
	    p->row == reason->row)
		return !p->lacking;
	is_new = words != p->words;
	p->words = words;
	if (is_new && !fits)
		bm_buf_printf(&p->foreign, "%s%s",
			      p->foreign.len > 0 ? ", " : "", words->id);
	if (is_new)
		check_expiry(p);
	p->row = reason->row;
	if (bm_wording_init(&p->wording, p->doc, words, reason->values,
			    reason->row) != BM_OK)
		return false;
	for (size_t i = 0; p->wording.drew && p->wording.rows[i] != NULL; i++)
		bm_statuses_rely(p->doc, p->context, p->wording.rows[i],
				 pos_of(p, reason));
	if (p->wording.drew_use != NULL)
		bm_statuses_rely(p->doc, p->context, p->wording.drew_use,
				 pos_of(p, reason));
	p->lacking = lacks_values(p, reason);
	return !p->lacking;
}

/* ---- The record ---------------------------------------------------------- */

/* Notes that a page must have the notice; el NULL: it could not be placed. */
static void
require(struct placing *p, const bm_reason *reason, size_t page,
	const xmlNode *el)
{
	bm_arena *arena = p->doc->arena;
	bm_required *r = BM_VEC_PUSH(arena, &p->doc->notices->required);

	if (r == NULL)
		return;
	*r = (bm_required){.kind = bm_arena_strdup(arena, p->main->id),
			   .trigger = reason->name,
			   .words = bm_reason_words(p->doc, reason),
			   .pos = *pos_of(p, reason),
			   .page = p->triggers.pages.items[page].node,
			   .element = el,
			   .id = el != NULL ? bm_attr_xml(el, "id") : NULL,
			   .sha256 =
			       p->words != NULL
				   ? bm_arena_strdup(arena, p->words->sha256)
				   : NULL};
}

/* Says where a notice went, and how many pages inside have a copy. */
static void
report(struct placing *p, const bm_reason *reason, const xmlNode *division,
       const char *where, size_t copies)
{
	bm_doc *doc = p->doc;
	const char *why = bm_reason_words(doc, reason);
	char more[64] = "";

	if (copies > 0)
		snprintf(more, sizeof(more), " and on %zu page%s inside",
			 copies, copies == 1 ? "" : "s");
	if (division == bm_doc_element(doc))
		bm_diag_add(doc->diags, &rules[INJECTED], pos_of(p, reason),
			    "Notice %s placed %s%s (%s)", p->main->id, where,
			    more, why);
	else
		bm_diag_add(doc->diags, &rules[INJECTED], pos_of(p, reason),
			    "Notice %s placed %s %s \"%s\"%s (%s)", p->main->id,
			    where,
			    strstr(where, "mention") != NULL ? "in" : "of",
			    bm_title(division) != NULL
				? bm_textz(doc, bm_title(division))
				: (const char *)division->name,
			    more, why);
}

/* ---- Pages that ask for it ----------------------------------------------- */

/* Whether the reason holds for the whole of its page. */
static bool
is_whole(const struct placing *p, const bm_reason *reason)
{
	return reason->division == p->triggers.pages.items[reason->page].node &&
	       reason->block == NULL;
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

/* The reasons that each word of "when" finds, in turn: *i and *k count. */
static const bm_reason *
next_reason(struct placing *p, size_t *i, size_t *k)
{
	const bm_notice *notice = p->main;

	for (; notice->when != NULL && notice->when[*i] != NULL;
	     (*i)++, *k = 0) {
		const bm_reasons *list = bm_triggers_find(
		    &p->triggers, notice->trigger, notice->when[*i]);

		if (list != NULL && *k < list->len)
			return list->items[(*k)++];
	}
	return NULL;
}

/* Whether reasons of this notice have places of their own in the text. */
static bool
has_mentions(struct placing *p)
{
	size_t i = 0, k = 0;
	const bm_reason *r;

	if (p->main->placement != BM_PLACE_MENTION &&
	    p->main->placement != BM_PLACE_BESIDE)
		return false;
	while ((r = next_reason(p, &i, &k)) != NULL)
		if (r->block != NULL)
			return true;
	return false;
}

/* Finds all pages with a reason; false if there are none. */
static bool
find_reasons(struct placing *p)
{
	static const char always_name[] = "always";
	size_t pages = p->triggers.pages.len, i = 0, k = 0;
	bool some = p->main->trigger == BM_TRIGGER_ALWAYS;
	const bm_reason *r;

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
	while ((r = next_reason(p, &i, &k)) != NULL) {
		/* Metadata are the values of what was found, and ask for a
		 * notice only where nothing was. */
		if (strncmp(r->name, "meta:", 5) == 0 && has_mentions(p))
			continue;
		note_reason(p, r);
		some = true;
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

/* ---- Places -------------------------------------------------------------- */

/* Makes the notice; NULL if it cannot be made, which is recorded. */
static xmlNode *
make(struct placing *p, const bm_reason *reason, size_t page, const char *scope,
     const xmlNode *division, bool shortform)
{
	bm_notice_place place = {.doc = p->doc,
				 .triggers = &p->triggers,
				 .ids = &p->ids,
				 .wording = &p->wording,
				 .reason = reason,
				 .pos = pos_of(p, reason),
				 .page = page,
				 .scope = scope,
				 .division = division};
	xmlNode *el = NULL;

	if (prepare(p, reason, division)) {
		place.shortform = shortform && p->words->shortform != NULL;
		el = bm_notice_make(&place);
	}
	require(p, reason, page, el);
	return el;
}

/* Puts one copy on a page; mention and section as the reason says. */
static xmlNode *
place_one(struct placing *p, const bm_reason *reason, size_t page,
	  bool inherited, bool inside)
{
	const bm_notice *notice = p->main;
	xmlNode *node = p->triggers.pages.items[page].node;
	xmlNode *division = node;
	const char *scope = inside ? "chunk" : NULL;

	if (!inherited &&
	    (notice->placement == BM_PLACE_MENTION ||
	     notice->placement == BM_PLACE_BESIDE ||
	     (notice->placement == BM_PLACE_END && !notice->every_page)))
		division = reason->division;
	if (page == 0 && division == node)
		scope = "page";
	xmlNode *el = make(p, reason, page, scope, division, inherited);
	if (el == NULL)
		return NULL;
	if (notice->placement == BM_PLACE_TOP)
		bm_set_bm(p->doc, el, "top", "yes");
	if (notice->placement == BM_PLACE_END)
		bm_notice_insert_end(division, el);
	else
		bm_notice_insert_start(division, el);
	return el;
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

static const char *
where_words(const bm_notice *notice)
{
	return notice->placement == BM_PLACE_END   ? "at the end"
	       : notice->placement == BM_PLACE_TOP ? "at the top"
						   : "at the start";
}

/* Notes the pages whose author placed the notice by hand. */
static void
note_hands(struct placing *p)
{
	memset(p->by_hand, 0, p->triggers.pages.len * sizeof(*p->by_hand));
	for (size_t i = 0; i < p->hands.len; i++)
		if (strcmp(p->hands.items[i].kind, p->main->id) == 0)
			p->by_hand[p->hands.items[i].page] = true;
}

/* Puts the notice on all pages that ask for it, and reports it. */
static bm_status
place_pages(struct placing *p)
{
	size_t pages = p->triggers.pages.len;
	size_t *covers = BM_NEW_ARRAY(p->doc->arena, size_t, pages);
	size_t *copies = BM_NEW_ARRAY(p->doc->arena, size_t, pages);
	bool *placed = BM_NEW_ARRAY(p->doc->arena, bool, pages);
	bool every = p->main->every_page;

	if (covers == NULL || copies == NULL || placed == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < pages; i++) {
		covers[i] = covering(p, i, covers);
		bool inside = covers[i] != i;
		/* A section adds nothing to a page that has the notice. */
		if (inside && every && !p->whole[i] &&
		    p->main->placement != BM_PLACE_MENTION &&
		    p->main->placement != BM_PLACE_BESIDE)
			p->own[i] = NULL;
		if (p->by_hand[i])
			continue;
		if (p->own[i] != NULL) {
			placed[i] =
			    place_one(p, p->own[i], i, false, inside) != NULL;
		} else if (inside && every) {
			if (place_one(p, p->own[covers[i]], i, true, true) !=
			    NULL)
				copies[covers[i]]++;
		}
	}
	for (size_t i = 0; i < pages; i++)
		if (p->own[i] != NULL && placed[i])
			report(p, p->own[i],
			       p->main->placement == BM_PLACE_MENTION ||
				       p->main->placement == BM_PLACE_BESIDE
				   ? p->own[i]->division
				   : p->triggers.pages.items[i].node,
			       where_words(p->main), copies[i]);
	return bm_pass_status(p->doc);
}

/* One copy per section and values, at or beside the mention; merged where
 * the page as a whole has it. */
static bm_status
place_mentions(struct placing *p)
{
	bool beside = p->main->placement == BM_PLACE_BESIDE;
	size_t i = 0, k = 0;
	const bm_reason *r;
	bm_map seen;

	bm_map_init(&seen, p->doc->arena);
	while ((r = next_reason(p, &i, &k)) != NULL) {
		const void *key[3] = {r->division, r->values, r->row};
		bool is_new = false;
		xmlNode *el;

		if (p->whole[r->page] || p->by_hand[r->page] ||
		    strncmp(r->name, "meta:", 5) == 0)
			continue;
		if (bm_map_put(&seen, (bm_str){(char *)key, sizeof(key)},
			       &is_new) == NULL)
			return BM_NO_MEMORY;
		if (!is_new)
			continue;
		el = make(p, r, r->page, NULL, r->division, false);
		if (el == NULL)
			continue;
		if (beside && r->block != NULL)
			bm_notice_insert_beside(r->block, el);
		else
			bm_notice_insert_start(r->division, el);
		report(p, r, r->division,
		       beside && r->block != NULL ? "beside the mention"
						  : "at the start",
		       0);
	}
	return bm_pass_status(p->doc);
}

/* Puts the copies where the author wants them. */
static bm_status
place_hands(struct placing *p)
{
	for (size_t i = 0; i < p->hands.len; i++) {
		bm_by_hand *h = &p->hands.items[i];
		bm_reason *reason;
		xmlNode *el;

		if (strcmp(h->kind, p->main->id) != 0)
			continue;
		reason = BM_NEW(p->doc->arena, bm_reason);
		if (reason == NULL)
			return BM_NO_MEMORY;
		reason->name = "hand";
		reason->words = "placed by hand";
		reason->at = h->mark;
		reason->division = h->mark->parent;
		reason->page = h->page;
		el = make(p, reason, h->page, NULL, reason->division, false);
		if (el == NULL)
			continue;
		xmlAddNextSibling(h->mark, el);
		report(p, reason, bm_doc_element(p->doc), "there", 0);
	}
	return bm_pass_status(p->doc);
}

/* ---- One notice ---------------------------------------------------------- */

/* Does all that one notice asks for. */
static bm_status
do_notice(struct placing *p, const bm_notice *notice)
{
	bm_status status = BM_OK;
	bool asked;

	p->main = notice;
	p->words = NULL;
	p->wording.given = NULL;
	p->row = NULL;
	note_hands(p);
	asked = bm_places_match(p->doc, notice->places) && find_reasons(p);
	if (asked &&
	    bm_notices_off_find(p->doc, notice->id, first_reason(p)) != NULL)
		asked = false;
	if (asked && has_mentions(p)) {
		/* Whole pages first: sections of theirs are merged. */
		for (size_t i = 0; i < p->triggers.pages.len; i++)
			if (!p->whole[i])
				p->own[i] = NULL;
		status = place_pages(p);
		if (status == BM_OK)
			status = place_mentions(p);
	} else if (asked) {
		status = place_pages(p);
	}
	return status == BM_OK ? place_hands(p) : status;
}

/* Whether an earlier file has this notice in another language. */
static bool
is_translation(const bm_notices *notices, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(notices->list.items[k].id,
			   notices->list.items[i].id) == 0)
			return true;
	return false;
}

/* ---- All of it ----------------------------------------------------------- */

/* Findings about the document itself. */
static void
check_document(bm_doc *doc, const bm_pass_context *context)
{
	if (bm_review_expired(doc, context->today))
		bm_diag_add(doc->diags, &rules[REVIEW_EXPIRED],
			    bm_get_pos(doc, bm_info_find(doc, "next-review")),
			    "This document was due for review on %s",
			    bm_meta(doc, "next-review"));
}

/* Whether a status looked up at `date` no longer holds today. */
static bool
status_expired(const bm_doc *doc, const char *date, const bm_date *today)
{
	const char *expires = bm_meta(doc, "status-expires");
	bm_date end, now = *today;

	if (expires == NULL || !bm_date_parse(bm_str_of(expires), &end)) {
		if (!bm_date_parse(bm_str_of(date), &end))
			return false;
		end.year += LINT_STATUS_MONTHS / 12;
	}
	/* A month, or a year, is kept to its end. */
	if (end.month == 0)
		now.month = 0;
	if (end.day == 0)
		now.day = 0;
	return bm_date_cmp(end, now) < 0;
}

/* A status that a notice tells must still hold.  Without a date the notice
 * lacks a value, which is an error of its own. */
static void
check_status(struct placing *p)
{
	bm_doc *doc = p->doc;
	const char *date = bm_meta(doc, "status-date");
	const bm_notice_record *record = doc->notices;

	if (date == NULL || p->context->today == NULL ||
	    !status_expired(doc, date, p->context->today))
		return;
	for (size_t i = 0; i < record->required.len; i++) {
		const bm_required *r = &record->required.items[i];

		if (strcmp(r->kind, "unapproved-therapy") != 0)
			continue;
		bm_diag_add(
		    doc->diags,
		    bm_rule_find(bm_pass_statuses.rules, "status-expired"),
		    bm_get_pos(doc, bm_info_find(doc, "status-date")),
		    "The status of %s was looked up in %s",
		    bm_meta(doc, "product") != NULL ? bm_meta(doc, "product")
						    : "the product",
		    date);
		return;
	}
}

/* Gets all together that placing needs. */
static bm_status
start(struct placing *p)
{
	bm_doc *doc = p->doc;
	bm_status status =
	    bm_triggers_collect(&p->triggers, doc, p->context->today);
	size_t pages;

	if (status == BM_OK)
		status = bm_found_collect(&p->triggers, p->context);
	if (status == BM_OK)
		status = bm_by_hand_collect(&p->triggers, p->context->notices,
					    &p->hands);
	if (status != BM_OK)
		return status;
	pages = p->triggers.pages.len;
	p->own = BM_NEW_ARRAY(doc->arena, const bm_reason *, pages);
	p->whole = BM_NEW_ARRAY(doc->arena, bool, pages);
	p->by_hand = BM_NEW_ARRAY(doc->arena, bool, pages);
	return p->own != NULL && p->whole != NULL && p->by_hand != NULL
		   ? BM_OK
		   : BM_NO_MEMORY;
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
	doc->notices = BM_NEW(doc->arena, bm_notice_record);
	if (doc->notices == NULL)
		return BM_NO_MEMORY;
	status = bm_notices_off_collect(doc, notices);
	if (notices == NULL || status != BM_OK)
		return status;
	remove_old(doc);
	bm_buf_init(&p.foreign, bm_arena_allocator(doc->arena));
	status = start(&p);
	for (size_t i = 0; i < notices->list.len && status == BM_OK; i++)
		if (!is_translation(notices, i))
			status = do_notice(&p, &notices->list.items[i]);
	if (status == BM_OK) {
		bm_notices_off_report(doc);
		check_status(&p);
	}
	if (p.foreign.len > 0)
		bm_diag_add(doc->diags, &rules[LANGUAGE],
			    bm_get_pos(doc, bm_doc_element(doc)),
			    "No wording in the language of the document: %s",
			    bm_buf_cstr(&p.foreign));
	if (status == BM_OK)
		status = p.foreign.status;
	bm_buf_free(&p.foreign);
	return status == BM_OK ? bm_pass_status(doc) : status;
}

const bm_pass bm_pass_disclaimer = {"disclaimer", rules, run};
