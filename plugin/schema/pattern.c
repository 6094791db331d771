#include "schema/pattern.h"

#include <stdlib.h>

/* What a table of derivatives is asked for. */
enum { OP_OPEN = 1, OP_ATTRIBUTE, OP_LEAVES, OP_CLOSE, OP_LENIENT, OP_TEXT };

/* Patterns that may be looked at for one document; a schema that wants more
 * of a text of usual length was made to want it. */
#define WORK_MAX ((size_t)100000000)

bool
rng_table_init(rng_table *t, bm_arena *arena)
{
	memset(t, 0, sizeof(*t));
	t->arena = arena;
	bm_map_init(&t->patterns, arena);
	bm_map_init(&t->memo, arena);
	bm_map_init(&t->names, arena);
	t->not_allowed = rng_many(t, RNG_NOT_ALLOWED, NULL, 0);
	t->empty = rng_many(t, RNG_EMPTY, NULL, 0);
	t->text = rng_many(t, RNG_TEXT, NULL, 0);
	return t->text != NULL;
}

/* ---- Names ----------------------------------------------------------------
 */

rng_name *
rng_name_of(rng_table *t, const char *ns, const char *local)
{
	char key[512];
	size_t a = strlen(ns), b = strlen(local);
	char *k = key;
	void **slot;

	if (a + b + 1 > sizeof(key) &&
	    (k = bm_arena_alloc(t->arena, a + b + 1)) == NULL)
		return NULL;
	memcpy(k, local, b);
	k[b] = '\n';
	memcpy(k + b + 1, ns, a);
	slot = bm_map_put(&t->names, (bm_str){k, a + b + 1}, NULL);
	if (slot == NULL)
		return NULL;
	if (*slot == NULL) {
		rng_name *name = BM_NEW(t->arena, rng_name);

		if (name == NULL)
			return NULL;
		name->ns = bm_arena_strdup(t->arena, ns);
		name->local = bm_arena_strdup(t->arena, local);
		name->id = (uint32_t)t->names.len;
		if (name->ns == NULL || name->local == NULL)
			return NULL;
		*slot = name;
	}
	return *slot;
}

bool
rng_names_have(const rng_names *names, const char *ns, const char *local)
{
	for (; names != NULL; names = names->second) {
		const rng_names *one = names;

		if (names->kind == RNG_NAME_CHOICE)
			one = names->first;
		if (one->kind == RNG_NAME_CHOICE) {
			if (rng_names_have(one, ns, local))
				return true;
		} else if (one->kind == RNG_NAME) {
			if (strcmp(one->name->local, local) == 0 &&
			    strcmp(one->name->ns, ns) == 0)
				return true;
		} else if ((one->kind == RNG_ANY_NAME ||
			    strcmp(one->ns, ns) == 0) &&
			   !rng_names_have(one->except, ns, local)) {
			return true;
		}
		if (names->kind != RNG_NAME_CHOICE)
			break;
	}
	return false;
}

/* ---- Making patterns ------------------------------------------------------
 */

/* Room for a list that is needed for a moment. */
static const rng_pattern **
list_new(const rng_table *t, size_t n)
{
	return bm_realloc(bm_arena_allocator(t->arena), NULL, 0,
			  n * sizeof(rng_pattern *));
}

static void
list_end(const rng_table *t, const rng_pattern **list, size_t n)
{
	bm_realloc(bm_arena_allocator(t->arena), (void *)list,
		   n * sizeof(*list), 0);
}

/* What is known of a pattern from those inside it. */
static void
describe(rng_pattern *p)
{
	bool all = true, some = false;

	p->depth = 1;
	for (uint32_t i = 0; i < p->count; i++) {
		const rng_pattern *item = p->items[i];

		all = all && item->nullable;
		some = some || item->nullable;
		p->attribute = p->attribute || item->attribute;
		p->data = p->data || item->data;
		if (item->depth >= p->depth)
			p->depth = item->depth + 1;
	}
	p->nullable = p->kind == RNG_EMPTY || p->kind == RNG_TEXT ||
		      (p->kind == RNG_CHOICE && some) ||
		      ((p->kind == RNG_GROUP || p->kind == RNG_INTERLEAVE ||
			p->kind == RNG_MORE) &&
		       all);
	if (p->kind == RNG_ATTRIBUTE) {
		p->attribute = true;
		p->data = false;
	}
	if (p->kind == RNG_LIST || p->kind == RNG_VALUE || p->kind == RNG_DATA)
		p->data = true;
}

/* Whether a bound is met, which is noted. */
static bool
is_full(rng_table *t, size_t patterns)
{
	const char *why = patterns >= RNG_PATTERNS_MAX ? "400,000 patterns"
			  : bm_arena_used(t->arena) > RNG_BYTES_MAX
			      ? "160 megabytes of patterns"
			  : t->work > WORK_MAX ? "100,000,000 steps"
					       : NULL;

	if (why != NULL && t->full == NULL)
		t->full = why;
	return why != NULL;
}

/* The pattern that is equal to `model`, made when there is none. */
static const rng_pattern *
intern(rng_table *t, const rng_pattern *model)
{
	enum { HEAD = 1 + 2 * sizeof(void *) };
	char small[512], *key = small;
	const void *own = model->element != NULL ? (const void *)model->element
						 : (const void *)model->names;
	size_t len = HEAD + model->count * sizeof(uint32_t);
	rng_pattern *p;
	void **slot;

	if (len > sizeof(small) &&
	    (key = bm_arena_alloc(t->arena, len)) == NULL)
		return NULL;
	key[0] = (char)model->kind;
	memcpy(key + 1, &own, sizeof(own));
	memcpy(key + 1 + sizeof(own), &model->type, sizeof(own));
	for (uint32_t i = 0; i < model->count; i++)
		memcpy(key + HEAD + i * sizeof(uint32_t), &model->items[i]->id,
		       sizeof(uint32_t));
	slot = bm_map_put(&t->patterns, (bm_str){key, len}, NULL);
	if (slot == NULL)
		return NULL;
	if (*slot != NULL)
		return *slot;
	t->work += model->count;
	if (is_full(t, t->count))
		return NULL;
	p = BM_NEW(t->arena, rng_pattern);
	if (p == NULL)
		return NULL;
	*p = *model;
	p->id = ++t->count;
	p->items = BM_NEW_ARRAY(t->arena, const rng_pattern *,
				model->count > 0 ? model->count : 1);
	if (p->items == NULL)
		return NULL;
	if (model->count > 0)
		memcpy(p->items, model->items,
		       model->count * sizeof(*p->items));
	describe(p);
	if (p->depth > RNG_DEPTH_MAX) {
		t->full = "400 patterns in one another";
		return NULL;
	}
	*slot = p;
	return p;
}

static int
by_id(const void *a, const void *b)
{
	uint32_t x = (*(const rng_pattern *const *)a)->id;
	uint32_t y = (*(const rng_pattern *const *)b)->id;

	return x < y ? -1 : x > y;
}

/* Items of the same kind inside give way to their own items. */
static size_t
flatten(rng_kind kind, const rng_pattern **items, size_t count,
	const rng_pattern **out)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		const rng_pattern *p = items[i];

		if (p->kind != kind) {
			if (out != NULL)
				out[n] = p;
			n++;
			continue;
		}
		if (out != NULL)
			memcpy(out + n, p->items, p->count * sizeof(*out));
		n += p->count;
	}
	return n;
}

/* Takes out what says nothing; returns how many are left. */
static size_t
tidy(const rng_table *t, rng_kind kind, const rng_pattern **list, size_t n)
{
	size_t kept = 0;

	if (kind != RNG_GROUP && n > 1)
		qsort(list, n, sizeof(*list), by_id);
	for (size_t i = 0; i < n; i++) {
		if (kind == RNG_CHOICE
			? list[i] == t->not_allowed ||
			      (kept > 0 && list[kept - 1] == list[i])
			: list[i] == t->empty)
			continue;
		list[kept++] = list[i];
	}
	return kept;
}

const rng_pattern *
rng_many(rng_table *t, rng_kind kind, const rng_pattern **items, size_t count)
{
	const rng_pattern *small[64], **list = small, *out = NULL;
	rng_pattern model = {.kind = (uint8_t)kind};
	size_t n, room;

	for (size_t i = 0; i < count; i++) {
		if (items[i] == NULL)
			return NULL;
		if (kind != RNG_CHOICE && items[i] == t->not_allowed)
			return t->not_allowed;
	}
	n = room = flatten(kind, items, count, NULL);
	if (n > sizeof(small) / sizeof(*small) &&
	    (list = list_new(t, n)) == NULL)
		return NULL;
	flatten(kind, items, count, list);
	n = tidy(t, kind, list, n);
	if (kind < RNG_CHOICE || n > 1) {
		model.items = list;
		model.count = (uint32_t)n;
		out = intern(t, &model);
	} else if (n == 1) {
		out = list[0];
	} else {
		out = kind == RNG_CHOICE ? t->not_allowed : t->empty;
	}
	if (list != small)
		list_end(t, list, room);
	return out;
}

const rng_pattern *
rng_choice(rng_table *t, const rng_pattern *a, const rng_pattern *b)
{
	const rng_pattern *both[] = {a, b};

	if (a == b || b == t->not_allowed)
		return a;
	return a == t->not_allowed ? b : rng_many(t, RNG_CHOICE, both, 2);
}

const rng_pattern *
rng_one(rng_table *t, rng_kind kind, const rng_pattern *item)
{
	rng_pattern model = {.kind = (uint8_t)kind, .count = 1, .items = &item};

	if (item == NULL || item == t->not_allowed)
		return item;
	if (kind == RNG_MORE &&
	    (item->kind == RNG_MORE || item == t->empty || item == t->text))
		return item;
	return intern(t, &model);
}

const rng_pattern *
rng_attribute(rng_table *t, const rng_names *names, const rng_pattern *content)
{
	rng_pattern model = {.kind = RNG_ATTRIBUTE,
			     .count = 1,
			     .items = &content,
			     .names = names};

	return content == NULL || content == t->not_allowed ? content
							    : intern(t, &model);
}

const rng_pattern *
rng_data_of(rng_table *t, rng_kind kind, const rng_data *type,
	    const rng_pattern *except)
{
	rng_pattern model = {.kind = (uint8_t)kind,
			     .count = except != NULL ? 1 : 0,
			     .items = &except,
			     .type = type};

	return intern(t, &model);
}

const rng_pattern *
rng_element_of(rng_table *t, rng_element *element)
{
	rng_pattern model = {.kind = RNG_ELEMENT, .element = element};

	return intern(t, &model);
}

/* ---- What is known already ------------------------------------------------
 */

/* The place for an answer; what it holds is NULL when it is not known. */
static void **
memo(rng_table *t, unsigned op, const rng_pattern *p, const rng_name *name,
     uint64_t mask)
{
	struct {
		uint32_t op, pattern;
		uint32_t name, zero;
		uint64_t mask;
	} key = {op, p->id, name != NULL ? name->id : 0, 0, mask};

	t->work++;
	return bm_map_put(&t->memo, (bm_str){(char *)&key, sizeof(key)}, NULL);
}

/* Keeps an answer; the slot may have moved while it was looked for. */
static const rng_pattern *
keep(rng_table *t, unsigned op, const rng_pattern *p, const rng_name *name,
     uint64_t mask, const rng_pattern *answer)
{
	void **slot = answer != NULL ? memo(t, op, p, name, mask) : NULL;

	if (slot == NULL)
		return NULL;
	*slot = (void *)(uintptr_t)answer;
	return answer;
}

/* p with another item in this place. */
static const rng_pattern *
with(rng_table *t, const rng_pattern *p, uint32_t at, const rng_pattern *item)
{
	const rng_pattern *small[64], **list = small, *out;

	if (item == t->not_allowed)
		return item;
	if (p->count > sizeof(small) / sizeof(*small) &&
	    (list = list_new(t, p->count)) == NULL)
		return NULL;
	memcpy(list, p->items, p->count * sizeof(*list));
	list[at] = item;
	t->work += p->count;
	out = rng_many(t, (rng_kind)p->kind, list, p->count);
	if (list != small)
		list_end(t, list, p->count);
	return out;
}

/* ---- Start tags -----------------------------------------------------------
 */

typedef BM_VEC(rng_open) open_list;

/* Adds a way; two with the same content are one with a choice behind it. */
static bool
add_open(rng_table *t, open_list *list, const rng_element *element,
	 const rng_pattern *rest)
{
	rng_open *slot;

	if (rest == NULL)
		return false;
	if (rest == t->not_allowed)
		return true;
	for (size_t i = 0; i < list->len; i++)
		if (list->items[i].element == element) {
			slot = &list->items[i];
			slot->rest = rng_choice(t, slot->rest, rest);
			return slot->rest != NULL;
		}
	slot = BM_VEC_PUSH(t->arena, list);
	if (slot == NULL)
		return false;
	*slot = (rng_open){element, rest};
	return true;
}

/* What follows a way into items[at] of p. */
static const rng_pattern *
rest_of(rng_table *t, const rng_pattern *p, uint32_t at,
	const rng_pattern *rest)
{
	if (p->kind == RNG_CHOICE)
		return rest;
	if (p->kind == RNG_INTERLEAVE)
		return with(t, p, at, rest);
	if (p->kind == RNG_MORE) {
		const rng_pattern *both[] = {rest, rng_choice(t, p, t->empty)};

		return rng_many(t, RNG_GROUP, both, 2);
	}
	/* A group: what stood before is done with. */
	const rng_pattern *small[64], **list = small, *out;
	size_t n = p->count - at;

	if (n > sizeof(small) / sizeof(*small) &&
	    (list = list_new(t, n)) == NULL)
		return NULL;
	memcpy(list, p->items + at, n * sizeof(*list));
	list[0] = rest;
	out = rng_many(t, RNG_GROUP, list, n);
	if (list != small)
		list_end(t, list, n);
	return out;
}

static bool
find_opens(rng_table *t, const rng_pattern *p, const rng_name *name,
	   open_list *list)
{
	rng_opens inner;

	if (p->kind == RNG_ELEMENT)
		return p->element->content == t->not_allowed ||
		       !rng_names_have(p->element->names, name->ns,
				       name->local) ||
		       add_open(t, list, p->element, t->empty);
	if (p->kind < RNG_CHOICE || p->kind > RNG_MORE)
		return true;
	for (uint32_t i = 0; i < p->count; i++) {
		if (!rng_open_tag(t, p->items[i], name, &inner))
			return false;
		for (size_t k = 0; k < inner.len; k++)
			if (!add_open(t, list, inner.items[k].element,
				      rest_of(t, p, i, inner.items[k].rest)))
				return false;
		if (p->kind == RNG_GROUP && !p->items[i]->nullable)
			break;
	}
	return true;
}

bool
rng_open_tag(rng_table *t, const rng_pattern *p, const rng_name *name,
	     rng_opens *out)
{
	void **slot = memo(t, OP_OPEN, p, name, 0);
	open_list list = {0};
	rng_opens *made;

	if (slot == NULL || is_full(t, 0))
		return false;
	if (*slot == NULL) {
		if (!find_opens(t, p, name, &list))
			return false;
		made = BM_NEW(t->arena, rng_opens);
		slot = memo(t, OP_OPEN, p, name, 0);
		if (made == NULL || slot == NULL)
			return false;
		made->items = list.items;
		made->len = list.len;
		*slot = made;
	}
	*out = *(const rng_opens *)*slot;
	return true;
}

/* ---- Attributes -----------------------------------------------------------
 */

typedef BM_VEC(const rng_pattern *) leaf_list;

/* The attribute patterns in p that have this name, in a fixed order. */
static bool
find_leaves(rng_table *t, const rng_pattern *p, const rng_name *name,
	    leaf_list *list)
{
	if (!p->attribute)
		return true;
	t->work++;
	if (p->kind != RNG_ATTRIBUTE) {
		for (uint32_t i = 0; i < p->count; i++)
			if (!find_leaves(t, p->items[i], name, list))
				return false;
		return true;
	}
	if (!rng_names_have(p->names, name->ns, name->local))
		return true;
	for (size_t i = 0; i < list->len; i++)
		if (list->items[i] == p)
			return true;
	const rng_pattern **slot = BM_VEC_PUSH(t->arena, list);

	if (slot != NULL)
		*slot = p;
	return slot != NULL;
}

/* What is left when the leaves that the mask names have met it. */
static const rng_pattern *
take_leaf(rng_table *t, const rng_pattern *p, const leaf_list *leaves,
	  uint64_t mask)
{
	const rng_pattern *out = t->not_allowed, *part;

	if (!p->attribute)
		return out;
	t->work++;
	if (p->kind == RNG_ATTRIBUTE) {
		for (size_t i = 0; i < leaves->len; i++)
			if (leaves->items[i] == p && (mask >> i & 1) != 0)
				return t->empty;
		return out;
	}
	for (uint32_t i = 0; i < p->count && out != NULL; i++) {
		part = take_leaf(t, p->items[i], leaves, mask);
		if (part == NULL || part == t->not_allowed) {
			out = part == NULL ? NULL : out;
			continue;
		}
		/* In a group attributes stand in any order. */
		if (p->kind == RNG_GROUP)
			part = with(t, p, i, part);
		else
			part = rest_of(t, p, i, part);
		out = part != NULL ? rng_choice(t, out, part) : NULL;
	}
	return out;
}

/* Whether a value of an attribute, or the text of an element, is all that p
 * asks for. */
static bool
fits(rng_table *t, const rng_pattern *p, bm_str value)
{
	const rng_pattern *rest;

	if (p == t->text)
		return true;
	if (p->nullable && bm_str_trim(value).len == 0)
		return true;
	rest = rng_take_text(t, p, value);
	return rest != NULL && rest->nullable;
}

const rng_pattern *
rng_take_attribute(rng_table *t, const rng_pattern *p, const rng_name *name,
		   const bm_str *value)
{
	void **slot = memo(t, OP_LEAVES, p, name, 0);
	leaf_list *leaves;
	uint64_t mask = 0;

	if (slot == NULL)
		return NULL;
	leaves = *slot;
	if (leaves == NULL) {
		leaves = BM_NEW(t->arena, leaf_list);
		if (leaves == NULL || !find_leaves(t, p, name, leaves))
			return NULL;
		*slot = leaves;
	}
	for (size_t i = 0; i < leaves->len && i < 64; i++)
		if (value == NULL ||
		    fits(t, leaves->items[i]->items[0], *value))
			mask |= (uint64_t)1 << i;
	if (mask == 0)
		return t->full != NULL ? NULL : t->not_allowed;
	slot = memo(t, OP_ATTRIBUTE, p, name, mask);
	if (slot == NULL)
		return NULL;
	if (*slot != NULL)
		return *slot;
	return keep(t, OP_ATTRIBUTE, p, name, mask,
		    take_leaf(t, p, leaves, mask));
}

const rng_pattern *
rng_close_tag(rng_table *t, const rng_pattern *p, bool lenient)
{
	const rng_pattern *small[64], **list = small, *out;
	unsigned op = lenient ? OP_LENIENT : OP_CLOSE;
	void **slot;

	if (!p->attribute)
		return p;
	if (p->kind == RNG_ATTRIBUTE)
		return lenient ? t->empty : t->not_allowed;
	slot = memo(t, op, p, NULL, 0);
	if (slot == NULL)
		return NULL;
	if (*slot != NULL)
		return *slot;
	if (p->count > sizeof(small) / sizeof(*small) &&
	    (list = list_new(t, p->count)) == NULL)
		return NULL;
	for (uint32_t i = 0; i < p->count; i++)
		list[i] = rng_close_tag(t, p->items[i], lenient);
	out = p->kind == RNG_MORE
		  ? rng_one(t, RNG_MORE, list[0])
		  : rng_many(t, (rng_kind)p->kind, list, p->count);
	if (list != small)
		list_end(t, list, p->count);
	return keep(t, op, p, NULL, 0, out);
}

/* ---- Text -----------------------------------------------------------------
 */

/* Whether the words of the text are what a list asks for. */
static bool
list_fits(rng_table *t, const rng_pattern *p, bm_str text)
{
	size_t at = 0;

	while (p != NULL && p != t->not_allowed) {
		size_t from;

		while (at < text.len && bm_is_space(text.ptr[at]))
			at++;
		if (at == text.len)
			return p->nullable;
		for (from = at; at < text.len && !bm_is_space(text.ptr[at]);)
			at++;
		p = rng_take_text(t, p, (bm_str){text.ptr + from, at - from});
	}
	return false;
}

static const rng_pattern *
take_text(rng_table *t, const rng_pattern *p, bm_str text)
{
	const rng_pattern *out = t->not_allowed, *part;
	bool good;

	switch (p->kind) {
	case RNG_TEXT:
		return p;
	case RNG_VALUE:
		return rng_data_fits(p->type, text) ? t->empty : out;
	case RNG_DATA:
		good = rng_data_fits(p->type, text) &&
		       (p->count == 0 || !fits(t, p->items[0], text));
		return good ? t->empty : out;
	case RNG_LIST:
		return list_fits(t, p->items[0], text) ? t->empty : out;
	case RNG_CHOICE:
	case RNG_GROUP:
	case RNG_INTERLEAVE:
	case RNG_MORE:
		break;
	default:
		return out;
	}
	for (uint32_t i = 0; i < p->count; i++) {
		part = rng_take_text(t, p->items[i], text);
		if (part != NULL && part != t->not_allowed)
			part = rest_of(t, p, i, part);
		out = part != NULL ? rng_choice(t, out, part) : NULL;
		if (out == NULL ||
		    (p->kind == RNG_GROUP && !p->items[i]->nullable))
			break;
	}
	return out;
}

const rng_pattern *
rng_take_text(rng_table *t, const rng_pattern *p, bm_str text)
{
	void **slot;

	if (++t->work > WORK_MAX && is_full(t, 0))
		return NULL;
	if (p->data)
		return take_text(t, p, text);
	slot = memo(t, OP_TEXT, p, NULL, 0);
	if (slot == NULL)
		return NULL;
	if (*slot != NULL)
		return *slot;
	return keep(t, OP_TEXT, p, NULL, 0, take_text(t, p, text));
}
