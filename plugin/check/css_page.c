/* The style sheets of a page, and the cascade of what they declare. */
#include "check/css_impl.h"
#include "core/file.h"

#include <stdlib.h>

/* Simple selectors that are tried for one page; beyond, all is MAYBE. */
#define EFFORT_MAX UINT64_C(60000000)
/* Sheets of others that are read, and bytes of one. */
#define SHEETS_MAX 30
#define SHEET_MAX  ((size_t)4 << 20)
/* Sheets that a page shares with others; what comes then it reads itself. */
#define USES_MAX 64
/* Declarations that are kept for those who ask again. */
#define KEPT_MAX 100000u

/* ---- the sheets of a page ---- */

/* Looks the names of a sheet up in the page. */
static bool
set_numbers(css_use *u)
{
	const css_sheet *s = u->sheet;
	page *p = u->css->page;

	u->numbers = BM_NEW_ARRAY(p->arena, page_name, s->names.len + 1);
	for (size_t i = 0; u->numbers != NULL && i < s->names.len; i++)
		u->numbers[i] = (page_name)(uintptr_t)bm_map_get(
		    &p->name_numbers, s->names.entries[i].key);
	return u->numbers != NULL;
}

/* Takes a sheet that others use as well. */
static void
use_shared(css *c, const css_sheet *s)
{
	css_use *u = BM_VEC_PUSH(c->page->arena, &c->uses);

	if (u == NULL)
		return;
	*u = (css_use){c, s, c->rules, NULL};
	c->rules += (uint32_t)s->rules.len;
	for (size_t i = 0; i < s->turned.len; i++) {
		css_turned *t = BM_VEC_PUSH(c->page->arena, &c->own.turned);

		if (t == NULL)
			return;
		*t = s->turned.items[i];
		t->rule += c->own.turn;
	}
	c->own.turn += s->turn;
}

/* The rules of a whole sheet.  What it imports, which stands first, is found
 * by the place of this page; the rest may be there already. */
static void
use_text(css *c, bm_str text, enum css_match holds, int depth)
{
	const css_sheet *shared = NULL;

	css_skip(&text);
	while (bm_str_starts_nocase(text, "@import") ||
	       bm_str_starts_nocase(text, "@charset")) {
		css_at_rule(&c->own, &text, holds, 0, depth);
		css_skip(&text);
	}
	if (holds != CSS_NO && text.len > 0 && c->uses.len < USES_MAX)
		shared = css_cached(c->page->sheets, text, holds, depth,
				    c->own.dark);
	if (shared != NULL && shared->rules.len < CSS_RULES_MAX - c->rules)
		use_shared(c, shared);
	else
		css_read_rules(&c->own, text, holds, 0, depth);
}

static bm_str
behind(bm_str s, size_t n)
{
	n = n < s.len ? n : s.len;
	return (bm_str){s.ptr + n, s.len - n};
}

/* The bytes of a sheet that is named by a relative address, from a file; its
 * own name goes to *name. */
static bool
read_linked(css *c, const char *from, bm_str path, bm_str *out,
	    const char **name)
{
	page *p = c->page;

	path.len = bm_str_find(path, "#", 0);
	path.len = bm_str_find(path, "?", 0);
	if (p->files == NULL || p->files->read == NULL ||
	    c->sheets >= SHEETS_MAX || !bm_str_ends(path, ".css") ||
	    *path.ptr == '/' || bm_str_find(path, ":", 0) < path.len)
		return false;
	c->sheets++;
	*name = bm_path_join(p->arena, bm_path_dir(p->arena, from),
			     bm_arena_str(p->arena, path));
	return *name != NULL &&
	       p->files->read(p->files->user, p->arena, *name, out) == BM_OK &&
	       out->len <= SHEET_MAX;
}

/* What stands in quotes, or in url(), at the start of a text, which is cut
 * off; empty if it is neither. */
static bm_str
cut_address(bm_str *text)
{
	bm_str out;
	size_t end;

	*text = bm_str_trim(*text);
	if (bm_str_starts_nocase(*text, "url(")) {
		end = bm_str_find(*text, ")", 0);
		out = bm_str_trim((bm_str){text->ptr + 4, end - 4});
	} else if (text->len > 1 && (*text->ptr == '"' || *text->ptr == '\'')) {
		char quote[2] = {*text->ptr, '\0'};

		end = bm_str_find(*text, quote, 1);
		out = (bm_str){text->ptr, end + 1};
	} else {
		return (bm_str){"", 0};
	}
	*text = bm_str_trim(behind(*text, end + 1));
	if (out.len >= 2 && (*out.ptr == '"' || *out.ptr == '\''))
		out = (bm_str){out.ptr + 1, out.len - 2};
	return out;
}

void
css_import(css *c, bm_str head, enum css_match holds, int depth)
{
	bm_str address = cut_address(&head), sheet;
	enum css_match m = css_media(&c->own, head);
	const char *from = c->from, *name;

	if (bm_str_starts_nocase(head, "layer") ||
	    bm_str_starts_nocase(head, "supports"))
		m = CSS_MAYBE;
	if (m == CSS_NO || holds == CSS_NO)
		return;
	if (address.len == 0 || depth >= CSS_DEPTH_MAX ||
	    !read_linked(c, from, address, &sheet, &name)) {
		c->foreign = true;
		return;
	}
	c->from = name;
	use_text(c, sheet, m < holds ? m : holds, depth + 1);
	c->from = from;
}

static void
read_style(css *c, page_node_id n)
{
	const page *p = c->page;
	const char *query = page_attr_of(p, n, N_media);
	enum css_match holds =
	    css_media(&c->own, bm_str_of(query != NULL ? query : ""));
	const page_node *text = page_at(p, n + 1);
	bm_buf all;
	char *copy;

	if (page_end(p, n) == n + 1)
		return;
	if (page_end(p, n) == n + 2 && text->kind == PAGE_TEXT) {
		use_text(c, (bm_str){text->u.text, text->count}, holds, 0);
		return;
	}
	bm_buf_init(&all, bm_arena_allocator(p->arena));
	page_put_text(p, n, &all);
	copy = all.status == BM_OK ? bm_arena_str(p->arena, bm_buf_str(&all))
				   : NULL;
	if (copy != NULL)
		use_text(c, (bm_str){copy, all.len}, holds, 0);
	c->page->no_memory |= all.status != BM_OK;
	bm_buf_free(&all);
}

static void
read_link(css *c, page_node_id n)
{
	const page *p = c->page;
	const char *href = page_attr_of(p, n, N_href);
	const char *query = page_attr_of(p, n, N_media);
	const char *rel = page_attr_of(p, n, N_rel);
	enum css_match holds =
	    css_media(&c->own, bm_str_of(query != NULL ? query : ""));
	const char *name;
	bm_str sheet;

	if (!page_has_word(rel, "stylesheet") ||
	    page_has_word(rel, "alternate") || page_has(p, n, N_disabled) ||
	    href == NULL || holds == CSS_NO)
		return;
	if (read_linked(c, p->file, bm_str_of(href), &sheet, &name)) {
		c->from = name;
		use_text(c, sheet, holds, 0);
		c->from = p->file;
	} else {
		c->foreign = true;
	}
}

static css *
read_for(page *p, bool dark)
{
	css *c = BM_NEW(p->arena, css);

	css_use *own;

	if (c == NULL || !css_sheet_init(&c->own, p->arena, c))
		return NULL;
	c->own.dark = dark;
	c->page = p;
	c->from = p->file;
	own = BM_VEC_PUSH(p->arena, &c->uses);
	if (own == NULL)
		return NULL;
	*own = (css_use){c, &c->own, 0, NULL};
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (node->kind != PAGE_ELEMENT ||
		    (node->name != N_style && node->name != N_link) ||
		    page_is_spare(p, n))
			continue;
		if (node->name == N_link && node->ns == NS_HTML)
			read_link(c, n);
		else if (node->ns == NS_HTML || node->ns == NS_SVG)
			read_style(c, n);
	}
	for (size_t i = 0; i < c->uses.len; i++)
		if (!set_numbers(&c->uses.items[i]))
			return NULL;
	return bm_arena_failed(p->arena) ? NULL : c;
}

css *
css_read(page *p)
{
	return read_for(p, false);
}

css *
css_read_dark(page *p)
{
	return read_for(p, true);
}

/* ---- asking ---- */

bool
css_has_dark(const css *c)
{
	for (size_t i = 0; i < c->uses.len; i++)
		if (c->uses.items[i].sheet->has_dark)
			return true;
	return false;
}

bool
css_is_dark(const css *c)
{
	return c->own.dark;
}

bool
css_generates(const css *c)
{
	for (size_t i = 0; i < c->uses.len; i++)
		if (c->uses.items[i].sheet->generates)
			return true;
	return false;
}

bool
css_foreign(const css *c)
{
	return c->foreign || c->effort > EFFORT_MAX;
}

const css_turned *
css_turned_list(const css *c, size_t *count)
{
	*count = c->own.turned.len;
	return c->own.turned.items;
}

bool
css_styles(const css *c, const page *p, page_node_id n)
{
	return c->rules > 0 || page_has(p, n, N_style);
}

/* The value of a custom property, or NULL. */
static const char *
custom(const css *c, bm_str name)
{
	const char *last = NULL;

	for (size_t i = 0; i < c->uses.len; i++) {
		const char *found =
		    bm_map_get(&c->uses.items[i].sheet->custom, name);

		if (found == css_unknown)
			return NULL;
		last = found != NULL ? found : last;
	}
	return last;
}

bm_str
css_resolve(const css *c, bm_str value)
{
	for (unsigned i = 0; i < 16 && bm_str_starts_nocase(value, "var(") &&
			     value.ptr[value.len - 1] == ')';
	     i++) {
		bm_str inside = {value.ptr + 4, value.len - 5}, name;
		const char *found;

		bm_str_split(&inside, ',', &name);
		found = custom(c, bm_str_trim(name));
		if (found == NULL)
			return value;
		value = bm_str_trim(bm_str_of(found));
	}
	return value;
}

/* ---- the cascade ---- */

/* What goes before what: importance, the attribute, then the order (CSS
 * Cascade 4, 6.1). */
static uint64_t
rank(bool important, bool in_attr, uint32_t order)
{
	return (uint64_t)important << 33 | (uint64_t)in_attr << 32 | order;
}

/* A rule that holds for an element, or may. */
struct hit {
	const css_use *use;
	const css_rule *rule;
	uint32_t order; /* specificity first, then the place in the sheets */
	bool maybe;
};

struct hits {
	struct hit few[32], *items;
	size_t len, cap;
};

/* One declaration.  Of those that may hold, the highest is known, and only
 * if what holds for sure is not above it. */
static void
declare(css_value out[CSS_PROPS], uint64_t above[CSS_PROPS],
	const css_declaration *d, const struct hit *hit)
{
	bool in_attr = hit->use == NULL;
	uint64_t r = rank(d->important, in_attr, hit->order);
	css_value *v = &out[d->prop];

	if (v->text.ptr != NULL && r < rank(v->important, v->in_attr, v->order))
		return;
	if (hit->maybe) {
		v->other = v->maybe && !bm_str_eq(v->other, d->value)
			       ? (bm_str){NULL, 0}
			       : d->value;
		above[d->prop] =
		    v->maybe && above[d->prop] > r ? above[d->prop] : r;
		v->maybe = true;
		return;
	}
	if (v->maybe && above[d->prop] < r) {
		v->maybe = false;
		v->other = (bm_str){NULL, 0};
	}
	v->text = d->value;
	v->important = d->important;
	v->in_attr = in_attr;
	v->order = hit->order;
}

static bool
add_hit(css *c, struct hits *hits, struct hit hit)
{
	if (hits->len == hits->cap) {
		struct hit *more =
		    BM_NEW_ARRAY(c->page->arena, struct hit, hits->cap * 4);

		if (more == NULL)
			return false;
		memcpy(more, hits->items, hits->len * sizeof(*more));
		hits->items = more;
		hits->cap *= 4;
	}
	hits->items[hits->len++] = hit;
	return true;
}

/* The rules of one bucket. */
static void
try_bucket(const css_use *u, const page *p, page_node_id n, uint32_t first,
	   struct hits *hits)
{
	for (uint32_t i = first; i != 0;
	     i = u->sheet->rules.items[i - 1].next) {
		const css_rule *r = &u->sheet->rules.items[i - 1];
		enum css_match m = css_matches(u, p, r, n);
		uint32_t place = (u->base + r->order) & 0x3FFFF;

		if (u->css->effort > EFFORT_MAX)
			return;
		if (m != CSS_NO &&
		    !add_hit(u->css, hits,
			     (struct hit){u, r, r->specificity << 18 | place,
					  m == CSS_MAYBE || r->maybe}))
			return;
	}
}

static uint32_t
rule_of(const bm_map *map, bm_str key)
{
	return (uint32_t)(uintptr_t)bm_map_get(map, key);
}

/* All buckets of one sheet. */
static void
try_sheet(const css_use *u, const page *p, page_node_id n, struct hits *hits)
{
	const css_sheet *s = u->sheet;
	const page_node *node = page_at(p, n);
	const char *classes = page_attr_of(p, n, N_class);
	const char *id = page_attr_of(p, n, N_id);
	bm_str word;

	if (s->rules.len == 0)
		return;
	try_bucket(u, p, n, s->others, hits);
	if (node->name < N_KNOWN)
		try_bucket(u, p, n, s->by_element[node->name], hits);
	while (s->by_class.len > 0 && page_word(&classes, &word))
		try_bucket(u, p, n, rule_of(&s->by_class, word), hits);
	if (id != NULL)
		try_bucket(u, p, n, rule_of(&s->by_id, bm_str_of(id)), hits);
}

static int
by_order(const void *a, const void *b)
{
	uint32_t x = ((const struct hit *)a)->order;
	uint32_t y = ((const struct hit *)b)->order;

	return (x > y) - (x < y);
}

/* What all sheets declare.  In the order of the cascade, so that it does not
 * matter in which sheet a rule was found. */
static void
declare_rules(css *c, const page *p, page_node_id n, css_value out[CSS_PROPS],
	      uint64_t above[CSS_PROPS])
{
	struct hits hits;

	hits.items = hits.few;
	hits.len = 0;
	hits.cap = sizeof(hits.few) / sizeof(*hits.few);
	for (size_t i = 0; i < c->uses.len && c->effort <= EFFORT_MAX; i++)
		try_sheet(&c->uses.items[i], p, n, &hits);
	if (hits.len > 1)
		qsort(hits.items, hits.len, sizeof(*hits.items), by_order);
	for (size_t i = 0; i < hits.len; i++) {
		const struct hit *h = &hits.items[i];
		const css_declaration *d =
		    &h->use->sheet->declarations.items[h->rule->declared];

		for (uint32_t k = 0; k < h->rule->declarations; k++)
			declare(out, above, &d[k], h);
	}
}

static void
declare_attribute(css *c, const char *style, css_value out[CSS_PROPS],
		  uint64_t above[CSS_PROPS])
{
	size_t had = c->own.declarations.len;
	uint32_t count = css_add_declarations(&c->own, bm_str_of(style));

	for (uint32_t i = 0; i < count; i++) {
		struct hit hit = {NULL, NULL, i, false};

		declare(out, above, &c->own.declarations.items[had + i], &hit);
	}
	c->own.declarations.len = had;
}

/* ---- asking again ---- */

/* Whether what was declared is known from before. */
static bool
recall(const css *c, page_node_id n, css_value out[CSS_PROPS], bool *any)
{
	uint32_t at = c->known != NULL ? c->known[n] : 0;

	if (at == 0 || c->effort > EFFORT_MAX)
		return false;
	*any = at > 1;
	if (!*any)
		return true;
	for (const css_kept *k = &c->kept.items[at - 2]; k->prop != CSS_PROPS;
	     k++)
		out[k->prop] = k->value;
	return true;
}

/* Keeps what was declared, as long as there is room. */
static void
keep(css *c, const page *p, page_node_id n, const css_value v[CSS_PROPS],
     bool any)
{
	size_t first = c->kept.len;
	css_kept *k;

	if (c->known == NULL)
		c->known = BM_NEW_ARRAY(p->arena, uint32_t, p->nodes.len);
	if (c->known == NULL || c->effort > EFFORT_MAX)
		return;
	if (!any) {
		c->known[n] = 1;
		return;
	}
	if (c->kept.len > KEPT_MAX)
		return;
	for (int i = 0; i <= CSS_PROPS; i++) {
		if (i < CSS_PROPS && v[i].text.ptr == NULL && !v[i].maybe)
			continue;
		k = BM_VEC_PUSH(p->arena, &c->kept);
		if (k == NULL)
			return;
		k->prop = (css_prop)i;
		if (i < CSS_PROPS)
			k->value = v[i];
	}
	c->known[n] = (uint32_t)first + 2;
}

bool
css_declared(css *c, const page *p, page_node_id n, css_value out[CSS_PROPS])
{
	const char *style = page_attr_of(p, n, N_style);
	uint64_t above[CSS_PROPS];
	bool any = false;

	memset(out, 0, sizeof(*out) * CSS_PROPS);
	if (c->pseudo == 0 && recall(c, n, out, &any))
		return any;
	if (c->rules > 0 && c->effort <= EFFORT_MAX)
		declare_rules(c, p, n, out, above);
	if (style != NULL && c->pseudo == 0)
		declare_attribute(c, style, out, above);
	if (c->effort > EFFORT_MAX)
		for (int i = 0; i < CSS_PROPS; i++)
			out[i].maybe = true;
	for (int i = 0; i < CSS_PROPS && !any; i++)
		any = out[i].text.ptr != NULL || out[i].maybe;
	if (c->pseudo == 0)
		keep(c, p, n, out, any);
	return any;
}

page_node_id
css_find(css *c, const page *p, bm_str selector, page_node_id from)
{
	css_sheet *s = &c->own;
	size_t first = s->rules.len, simples = s->simples.len;
	size_t compounds = s->compounds.len, nested = s->nested.len, count;
	page_node_id found = PAGE_NONE;
	bool bad = false;

	while (selector.len > 0 &&
	       css_add_selector(s, &selector, &bad) != UINT32_MAX)
		;
	count = s->rules.len - first;
	if (!set_numbers(&c->uses.items[0]))
		count = 0;
	for (page_node_id n = from + 1; n < p->nodes.len && found == PAGE_NONE;
	     n++)
		for (size_t i = 0; i < count && page_is_element(p, n); i++)
			if (css_matches(&c->uses.items[0], p,
					&s->rules.items[first + i],
					n) == CSS_YES)
				found = n;
	s->rules.len = first;
	s->simples.len = simples;
	s->compounds.len = compounds;
	s->nested.len = nested;
	return found;
}
