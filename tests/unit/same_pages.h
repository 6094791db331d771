/* Whether two pages have the same nodes. */
#ifndef SAME_PAGES_H
#define SAME_PAGES_H

#include <stdio.h>
#include <string.h>

#include "check/page.h"

/* A page of this text by one of the two ways of reading HTML. */
static inline bm_status
read_by(bm_status (*way)(page *p, bm_diags *diags), bm_arena *arena,
	bm_str text, page *out)
{
	bm_diags diags;
	bm_status status;

	bm_diags_init(&diags, arena);
	memset(out, 0, sizeof(*out));
	out->arena = arena;
	out->file = "a.html";
	out->text = text;
	bm_map_init(&out->name_numbers, arena);
	bm_map_init(&out->ids, arena);
	if (page_open(out, PAGE_DOCUMENT, PAGE_NONE, 1, 1) == PAGE_NONE)
		return BM_NO_MEMORY;
	status = way(out, &diags);
	page_close(out, 0);
	return status;
}

static inline bm_status
plainly(page *p, bm_diags *diags)
{
	(void)diags;
	return page_from_plain(p);
}

static inline bool
same_attrs(const page *a, page_node_id n, const page *b)
{
	const page_node *x = page_at(a, n), *y = page_at(b, n);

	for (uint32_t i = 0; i < x->count; i++) {
		const page_attr *l = &a->attrs.items[x->u.attrs + i];
		const page_attr *r = &b->attrs.items[y->u.attrs + i];

		if (l->ns != r->ns || l->line != r->line ||
		    l->column != r->column || strcmp(l->value, r->value) != 0 ||
		    strcmp(page_text_of_name(a, l->name),
			   page_text_of_name(b, r->name)) != 0)
			return false;
	}
	return true;
}

/* The first node that differs, or PAGE_NONE. */
static inline page_node_id
differ(const page *a, const page *b)
{
	for (page_node_id n = 0; n < a->nodes.len && n < b->nodes.len; n++) {
		const page_node *x = page_at(a, n), *y = page_at(b, n);

		if (x->kind != y->kind || x->ns != y->ns ||
		    x->copy != y->copy || x->parent != y->parent ||
		    x->end != y->end || x->line != y->line ||
		    x->column != y->column || x->count != y->count)
			return n;
		if (x->kind == PAGE_ELEMENT
			? strcmp(page_text_of_name(a, x->name),
				 page_text_of_name(b, y->name)) != 0 ||
			      !same_attrs(a, n, b)
			: x->kind != PAGE_DOCUMENT &&
			      strcmp(x->u.text, y->u.text) != 0)
			return n;
	}
	return a->nodes.len == b->nodes.len
		   ? PAGE_NONE
		   : (page_node_id)(a->nodes.len < b->nodes.len ? a->nodes.len
								: b->nodes.len);
}

enum { GIVEN_UP, SAME, OTHER };

/* Reads a text both ways. */
static inline int
read_both(bm_str text)
{
	bm_arena *arena = bm_arena_new(NULL);
	page plain, any;
	int result = GIVEN_UP;

	if (arena != NULL && read_by(plainly, arena, text, &plain) == BM_OK) {
		result = OTHER;
		if (read_by(page_from_any, arena, text, &any) == BM_OK &&
		    differ(&plain, &any) == PAGE_NONE)
			result = SAME;
	}
	bm_arena_free(arena);
	return result;
}

#endif
