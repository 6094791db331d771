/* Suppressions in the source: who says why a sentence stays as it is. */
#include "pass/claims.h"
#include "pass/tree.h"

/* The value of name="..." or name=word in s, in the arena; NULL. */
static const char *
value_of(bm_arena *arena, const char *s, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = s; (at = strstr(at, name)) != NULL; at += n) {
		const char *v = at + n, *end;

		if ((at > s && !bm_is_space(at[-1])) || *v != '=')
			continue;
		v++;
		if (*v == '"' || *v == '\'') {
			end = strchr(v + 1, *v);
			v++;
		} else
			end = v + strcspn(v, " \t\r\n");
		if (end == NULL || end == v)
			return NULL;
		return bm_arena_strndup(arena, v, (size_t)(end - v));
	}
	return NULL;
}

/* The words before the first "name=". */
static bm_str
ids_of(const char *s)
{
	const char *equals = strchr(s, '=');
	bm_str ids = {s, equals != NULL ? (size_t)(equals - s) : strlen(s)};

	if (equals != NULL)
		while (ids.len > 0 && !bm_is_space(ids.ptr[ids.len - 1]))
			ids.len--;
	return bm_str_trim(ids);
}

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

static bm_status
add(bm_doc *doc, const xmlNode *node, const bm_rule *bare, bm_excuses *out)
{
	const char *s = (const char *)node->content;
	bm_excuse *e = BM_VEC_PUSH(doc->arena, &out->list);

	if (e == NULL)
		return BM_NO_MEMORY;
	s = s != NULL ? s : "";
	e->node = node;
	e->rules = ids_of(s);
	e->reason = value_of(doc->arena, s, "reason");
	e->initials = value_of(doc->arena, s, "by");
	if (strstr(s, "scope=section") != NULL || opens_division(node))
		e->section = node->parent;
	else
		e->first = element_behind(node);
	if (e->rules.len == 0 || e->reason == NULL || e->initials == NULL) {
		bm_diag_add(doc->diags, bare, bm_get_pos(doc, node), NULL);
		e->rules = (bm_str){0};
	}
	return BM_OK;
}

/* The key of an element: its address. */
static bm_str
key(const xmlNode *const *node)
{
	return (bm_str){(const char *)node, sizeof *node};
}

/* The list of an element, made when it has none; NULL without memory. */
static bm_excuse_list *
list_of(bm_doc *doc, bm_excuses *out, const xmlNode *node)
{
	void **place = bm_map_put(&out->nodes, key(&node), NULL);

	if (place != NULL && *place == NULL)
		*place = BM_NEW(doc->arena, bm_excuse_list);
	return place != NULL ? *place : NULL;
}

/* Notes the last suppression at the elements that it has to do with, so that
 * a claim need not look at all suppressions. */
static bm_status
note_elements(bm_doc *doc, bm_excuses *out)
{
	size_t number = out->list.len - 1, *slot;
	const bm_excuse *e = &out->list.items[number];
	const xmlNode *over = e->section != NULL ? e->section : e->first;
	bm_excuse_list *l;

	if (over != NULL) {
		l = list_of(doc, out, over);
		slot = l != NULL ? BM_VEC_PUSH(doc->arena, &l->over) : NULL;
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = number;
	}
	for (const xmlNode *n = e->node->parent;
	     e->section == NULL && n != NULL && n->type == XML_ELEMENT_NODE &&
	     !bm_pass_is_division(n);
	     n = n->parent) {
		l = list_of(doc, out, n);
		slot = l != NULL ? BM_VEC_PUSH(doc->arena, &l->inside) : NULL;
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = number;
	}
	return BM_OK;
}

/* See claims.h. */
bm_status
bm_excuses_collect(bm_doc *doc, const bm_rule *bare, bm_excuses *out)
{
	xmlNode *root = bm_doc_element(doc);
	bm_status status = BM_OK;

	*out = (bm_excuses){0};
	bm_map_init(&out->nodes, doc->arena);
	for (xmlNode *n = root; n != NULL && status == BM_OK;
	     n = bm_walk(n, root))
		if (n->type == XML_PI_NODE &&
		    strcmp((const char *)n->name, "bm-lint") == 0) {
			status = add(doc, n, bare, out);
			if (status == BM_OK)
				status = note_elements(doc, out);
		}
	return status;
}

static bool
is_inside(const xmlNode *node, const xmlNode *outer)
{
	for (; node != NULL; node = node->parent)
		if (node == outer)
			return true;
	return false;
}

static bool
names(bm_str ids, const char *rule)
{
	bm_str word;

	while (ids.len > 0) {
		size_t n = 0;

		while (n < ids.len && !bm_is_space(ids.ptr[n]))
			n++;
		word = (bm_str){ids.ptr, n};
		if (word.len > 0 && word.ptr[word.len - 1] == ',')
			word.len--;
		if (bm_str_is(word, rule))
			return true;
		while (n < ids.len && bm_is_space(ids.ptr[n]))
			n++;
		ids = (bm_str){ids.ptr + n, ids.len - n};
	}
	return false;
}

/*
 * The first of the numbered ones that names the rule, and before one that was
 * found already.
 */
static size_t
first_named(const bm_excuses *excuses, const size_t *numbers, size_t count,
	    const char *rule, size_t found)
{
	for (size_t i = 0; i < count && numbers[i] < found; i++)
		if (names(excuses->list.items[numbers[i]].rules, rule))
			return numbers[i];
	return found;
}

/* See claims.h. */
bm_excuse *
bm_excuses_find(bm_excuses *excuses, const lint_block *block, const char *rule)
{
	size_t found = SIZE_MAX;

	if (excuses->list.len == 0)
		return NULL;
	for (const xmlNode *n = block->node;
	     n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent) {
		const bm_excuse_list *l = bm_map_get(&excuses->nodes, key(&n));

		if (l == NULL)
			continue;
		found = first_named(excuses, l->over.items, l->over.len, rule,
				    found);
		if (n == block->node)
			found = first_named(excuses, l->inside.items,
					    l->inside.len, rule, found);
	}
	if (found == SIZE_MAX)
		return NULL;
	excuses->list.items[found].used = true;
	return &excuses->list.items[found];
}

/* See claims.h. */
bm_excuse *
bm_excuses_at(bm_excuses *excuses, const xmlNode *node, const char *rule)
{
	for (size_t i = 0; i < excuses->list.len; i++) {
		bm_excuse *e = &excuses->list.items[i];
		const xmlNode *where = e->section != NULL         ? e->section
				       : is_inside(e->node, node) ? node
								  : e->first;

		if (where == NULL || !names(e->rules, rule) ||
		    !is_inside(node, where))
			continue;
		e->used = true;
		return e;
	}
	return NULL;
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
