/* cs:bibliography: one entry for each item, in its order. */
#include "csl/render.h"

static bool
is_author(const csl_out *out)
{
	return out->is_author;
}

static bool
is_names(const csl_out *out)
{
	return out->is_names;
}

/*
 * The names of an author's element if it prints those of one variable; NULL if
 * what stands there is a mere word: "Anonymous" is not the same one as before.
 */
static csl_out *
only_names(csl_out *author)
{
	csl_out *names = csl_out_find(author, is_names);

	for (csl_out *l = csl_out_leaf(NULL, author);
	     names != NULL && l != NULL; l = csl_out_leaf(l, author))
		for (csl_out *up = l; up != author; up = up->parent)
			if (up->is_names && up != names)
				return author;
	return names != NULL ? names : author->is_word ? NULL : author;
}

/*
 * Replaces the author of an entry by the sign for "the same as before".  What
 * the names are labelled with stays, and does not make them others.
 */
static void
substitute_author(csl_engine *engine, csl_out *entry, bm_str *before)
{
	bm_str sign = engine->style->bibliography.author_substitute, now = {0};
	csl_out *author = csl_out_find(entry, is_author);

	author = author != NULL ? only_names(author) : NULL;
	if (author != NULL)
		now = csl_out_plain(engine->arena, author);
	if (now.len > 0 && bm_str_eq(now, *before)) {
		author->children = author->last = NULL;
		author->kind = CSL_OUT_GROUP;
		csl_out_append(author, csl_out_affix(engine->arena, sign));
	}
	/* The tree that it is of goes away. */
	before->ptr = bm_arena_strndup(engine->keep,
				       now.ptr != NULL ? now.ptr : "", now.len);
	before->len = before->ptr != NULL ? now.len : 0;
}

/*
 * Puts the first field in the margin, and the others beside it.  The first
 * field is that of the layout: when it is empty, the margin is.
 */
static csl_out *
align_second(bm_arena *arena, csl_out *out, bool first_printed)
{
	csl_out *margin = csl_out_new(arena, CSL_OUT_GROUP);
	csl_out *right = csl_out_new(arena, CSL_OUT_GROUP);
	csl_out *both = csl_out_new(arena, CSL_OUT_GROUP);
	csl_out *next;

	if (margin == NULL || right == NULL || both == NULL)
		return NULL;
	margin->display = CSL_DISPLAY_LEFT_MARGIN;
	right->display = CSL_DISPLAY_RIGHT_INLINE;
	for (csl_out *c = out->children; c != NULL; c = next) {
		next = c->next;
		csl_out_append(
		    c == out->children && first_printed ? margin : right, c);
	}
	if (margin->children != NULL)
		csl_out_append(both, margin);
	if (right->children != NULL)
		csl_out_append(both, right);
	return both;
}

/* What a layout prints; *first gets whether its first element did. */
static csl_out *
layout_out(csl_context *cx, const csl_node *children, bool *first)
{
	csl_node head = children != NULL ? *children : (csl_node){0};
	csl_out *out, *rest, *next;

	*first = false;
	if (children == NULL)
		return NULL;
	head.next = NULL;
	out = csl_render_children(cx, &head, (bm_str){0});
	rest = csl_render_children(cx, children->next, (bm_str){0});
	*first = out != NULL;
	if (out == NULL)
		return rest;
	for (csl_out *c = rest != NULL ? rest->children : NULL; c != NULL;
	     c = next) {
		next = c->next;
		csl_out_append(out, c);
	}
	return out;
}

static csl_out *
entry_out(csl_engine *engine, const csl_ref *ref)
{
	const csl_area *area = &engine->style->bibliography;
	const csl_look *look = &area->layout->look;
	csl_context cx;
	csl_out *out;
	bool first;

	csl_context_init(&cx, engine, area, ref);
	cx.sentence_start = true;
	out = layout_out(&cx, area->layout->children, &first);
	if (out != NULL && area->second_field_align)
		out = align_second(engine->arena, out, first);
	if (out == NULL)
		return NULL;
	out->prefix = look->prefix;
	out->format = look->format;
	/* What ends an entry does not fall out of its last block. */
	if (out->last->display == CSL_DISPLAY_INLINE)
		out->suffix = look->suffix;
	else if (out->last->children != NULL)
		csl_out_append(out->last,
			       csl_out_affix(engine->arena, look->suffix));
	return out;
}

/* See render.h. */
bm_status
csl_render_entries(csl_engine *engine, csl_ref **refs, csl_output *out)
{
	const csl_area *area = &engine->style->bibliography;
	csl_entry *list =
	    BM_NEW_ARRAY(engine->keep, csl_entry, engine->ref_count + 1);
	bm_str before = {0};

	if (list == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < engine->ref_count; i++) {
		csl_out *entry;
		csl_run *run;

		if (!csl_renew(engine))
			return BM_NO_MEMORY;
		entry = entry_out(engine, refs[i]);

		if (entry != NULL && area->author_substitute.ptr != NULL)
			substitute_author(engine, entry, &before);
		run = csl_out_finish(engine->arena, engine->keep,
				     engine->locale, entry);
		list[i].item = refs[i]->item;
		list[i].number = refs[i]->number;
		list[i].runs = run;
	}
	out->entries = list;
	out->entry_count = engine->ref_count;
	out->second_field_align = area->second_field_align;
	out->hanging_indent = area->hanging_indent;
	return BM_OK;
}
