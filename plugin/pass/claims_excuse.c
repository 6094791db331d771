/* Suppressions in the source: who says why a sentence stays as it is. */
#include "core/marks.h"
#include "pass/claims.h"
#include "pass/tree.h"

static const xmlNode *
element_behind(const xmlNode *node)
{
	for (node = node->next; node != NULL; node = node->next)
		if (node->type == XML_ELEMENT_NODE)
			return node;
	return NULL;
}

/* Whether nothing but the title and other instructions stands before it. */
static bool
opens_division(const xmlNode *node)
{
	if (!bm_pass_is_division(node->parent))
		return false;
	for (const xmlNode *n = node->prev; n != NULL; n = n->prev)
		if (n->type == XML_ELEMENT_NODE && !bm_pass_is_head(n))
			return false;
	return true;
}

/*
 * What instructions hold for that stand one behind the other; found once for
 * all of them, as there may be many.
 */
typedef struct place {
	const xmlNode *parent, *behind; /* where they stand; the next element */
	bool opens, known;
} place;

static void
find_place(const xmlNode *node, place *at)
{
	if (at->known && at->parent == node->parent)
		return;
	at->known = true;
	at->parent = node->parent;
	at->behind = element_behind(node);
	at->opens = opens_division(node);
}

static bm_status
add(bm_doc *doc, const xmlNode *node, const place *at, const bm_rule *bare,
    bm_excuses *out)
{
	const char *s = (const char *)node->content;
	bm_excuse *e = BM_VEC_PUSH(doc->arena, &out->list);

	if (e == NULL)
		return BM_NO_MEMORY;
	s = s != NULL ? s : "";
	e->node = node;
	e->rules = bm_mark_words(s);
	e->reason = bm_mark_value(doc->arena, s, "reason");
	e->initials = bm_mark_value(doc->arena, s, "by");
	if (strstr(s, "scope=section") != NULL || at->opens)
		e->section = node->parent;
	else
		e->first = at->behind;
	if (e->rules.len == 0 || e->reason == NULL || e->initials == NULL) {
		bm_diag_add(doc->diags, bare, bm_get_pos(doc, node), NULL);
		e->rules = (bm_str){0};
	}
	return BM_OK;
}

/* ---- Which holds for what ---- */

enum { HOLDS_FOR, STANDS_IN };

/* An element, and a rule with how a suppression of it has to do with it. */
typedef struct key {
	const xmlNode *node;
	uintptr_t what;
} key;

/* A number from 1 for a rule; 0: no suppression names it. */
static uintptr_t
number_of(const bm_excuses *excuses, const char *rule)
{
	return (uintptr_t)bm_map_getz(&excuses->rules, rule);
}

/* Notes it at an element, if no earlier one is; *is_new tells. */
static bm_status
note(bm_excuses *out, const xmlNode *node, uintptr_t rule, uintptr_t how,
     bool *is_new)
{
	key k = {node, rule * 2 + how};
	void **slot =
	    bm_map_put(&out->nodes, (bm_str){(const char *)&k, sizeof k}, NULL);

	if (slot == NULL)
		return BM_NO_MEMORY;
	*is_new = *slot == NULL;
	if (*is_new)
		*slot = (void *)(uintptr_t)out->list.len;
	return BM_OK;
}

/* Notes the last suppression for one of its rules. */
static bm_status
note_rule(bm_excuses *out, bm_str id)
{
	const bm_excuse *e = &out->list.items[out->list.len - 1];
	const xmlNode *over = e->section != NULL ? e->section : e->first;
	void **slot = bm_map_put(&out->rules, id, NULL);
	bm_status status = BM_OK;
	bool is_new = true;
	uintptr_t rule;

	if (slot == NULL)
		return BM_NO_MEMORY;
	if (*slot == NULL)
		*slot = (void *)(uintptr_t)out->rules.len;
	rule = (uintptr_t)*slot;
	if (over != NULL)
		status = note(out, over, rule, HOLDS_FOR, &is_new);
	is_new = e->section == NULL;
	/* Where one stands already, it does so in all that is round it. */
	for (const xmlNode *n = e->node->parent;
	     is_new && status == BM_OK && n != NULL &&
	     n->type == XML_ELEMENT_NODE;
	     n = n->parent)
		status = note(out, n, rule, STANDS_IN, &is_new);
	return status;
}

/* Notes the last suppression at the elements that it has to do with, so that
 * a claim need not look at all suppressions. */
static bm_status
note_elements(bm_excuses *out)
{
	bm_str ids = out->list.items[out->list.len - 1].rules;
	bm_status status = BM_OK;

	while (ids.len > 0 && status == BM_OK) {
		bm_str word = {ids.ptr, 0};

		while (word.len < ids.len && !bm_is_space(ids.ptr[word.len]))
			word.len++;
		ids.ptr += word.len;
		ids.len -= word.len;
		while (ids.len > 0 && bm_is_space(ids.ptr[0]))
			ids = (bm_str){ids.ptr + 1, ids.len - 1};
		if (word.len > 0 && word.ptr[word.len - 1] == ',')
			word.len--;
		if (word.len > 0)
			status = note_rule(out, word);
	}
	return status;
}

/* See claims.h. */
bm_status
bm_excuses_collect(bm_doc *doc, const bm_rule *bare, bm_excuses *out)
{
	xmlNode *root = bm_doc_element(doc);
	bm_status status = BM_OK;
	place at = {0};

	*out = (bm_excuses){0};
	bm_map_init(&out->nodes, doc->arena);
	bm_map_init(&out->rules, doc->arena);
	for (xmlNode *n = root; n != NULL && status == BM_OK;
	     n = bm_walk(n, root)) {
		/* Behind this element another one comes next. */
		if (n->type == XML_ELEMENT_NODE)
			at.known = false;
		if (n->type != XML_PI_NODE ||
		    strcmp((const char *)n->name, "bm-lint") != 0)
			continue;
		find_place(n, &at);
		status = add(doc, n, &at, bare, out);
		if (status == BM_OK)
			status = note_elements(out);
	}
	return status;
}

/* The earlier one of `found` and what is noted; numbers count from 1. */
static size_t
earlier(const bm_excuses *excuses, const xmlNode *node, uintptr_t rule,
	uintptr_t how, size_t found)
{
	key k = {node, rule * 2 + how};
	size_t n = (size_t)(uintptr_t)bm_map_get(
	    &excuses->nodes, (bm_str){(const char *)&k, sizeof k});

	return n != 0 && (found == 0 || n < found) ? n : found;
}

/* See claims.h. */
bm_excuse *
bm_excuses_at(bm_excuses *excuses, const xmlNode *node, const char *rule)
{
	uintptr_t number = number_of(excuses, rule);
	size_t found = 0;

	if (number == 0)
		return NULL;
	found = earlier(excuses, node, number, STANDS_IN, found);
	for (const xmlNode *n = node; n != NULL && n->type == XML_ELEMENT_NODE;
	     n = n->parent)
		found = earlier(excuses, n, number, HOLDS_FOR, found);
	if (found == 0)
		return NULL;
	excuses->list.items[found - 1].used = true;
	return &excuses->list.items[found - 1];
}

/* See claims.h. */
void
bm_excuses_unused(bm_doc *doc, const bm_excuses *excuses, const bm_rule *rule,
		  bool later)
{
	for (size_t i = 0; i < excuses->list.len; i++) {
		const bm_excuse *e = &excuses->list.items[i];
		bool is_later = bm_str_starts(e->rules, "evidence-") ||
				bm_str_starts(e->rules, "DOC-");

		if (!e->used && e->rules.len > 0 && is_later == later)
			bm_diag_add(doc->diags, rule, bm_get_pos(doc, e->node),
				    "No sentence here is met by %.*s",
				    (int)e->rules.len, e->rules.ptr);
	}
}
