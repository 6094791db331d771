/*
 * Headings to nested divisions, and the attributes that authors give to
 * things.
 */
#include <stdio.h>

#include "read/markdown.h"

/* Whether attributes right behind it belong to this node. */
static bool
is_of_inline(const cmark_node *node)
{
	const bm_md_mark *mark;

	if (node == NULL || node->type != bm_md_type_mark)
		return node != NULL && (node->type == CMARK_NODE_CODE ||
					node->type == CMARK_NODE_LINK ||
					node->type == CMARK_NODE_IMAGE);
	mark = node->as.opaque;
	return mark->kind == BM_MD_SPAN && !mark->opens;
}

/* The attribute list that ends node's inline content, as in "## A {#a}". */
bool
bm_md_tail_attrs(bm_md_build *b, cmark_node *node, bm_md_attrs *out)
{
	cmark_node *last = node->last_child, *before;

	memset(out, 0, sizeof(*out));
	if (last == NULL || last->type != bm_md_type_attr ||
	    last->user_data == BM_MD_DONE || is_of_inline(last->prev) ||
	    bm_md_attr_read(b->doc->arena, bm_str_of(last->as.opaque), out) ==
		0) {
		memset(out, 0, sizeof(*out));
		return false;
	}
	last->user_data = BM_MD_DONE;
	before = last->prev;
	if (before != NULL && before->type == CMARK_NODE_SOFTBREAK) {
		before->user_data = BM_MD_DONE;
		before = before->prev;
	}
	if (before != NULL && before->type == CMARK_NODE_TEXT)
		while (before->as.literal.len > 0 &&
		       bm_is_space((char)before->as.literal
				       .data[before->as.literal.len - 1]))
			before->as.literal.len--;
	return true;
}

bool
bm_md_line_attrs(bm_md_build *b, cmark_node *para, bm_md_attrs *out)
{
	cmark_node *first = para->first_child, *next;
	const cmark_node *last = para->last_child;

	/* MyST has them on the first line. */
	next = first != NULL ? first->next : NULL;
	if (next != NULL && first->type == bm_md_type_attr &&
	    next->type == CMARK_NODE_SOFTBREAK && next->next != NULL &&
	    bm_md_attr_read(b->doc->arena, bm_str_of(first->as.opaque), out) >
		0) {
		first->user_data = next->user_data = BM_MD_DONE;
		return true;
	}
	return last != NULL && last->type == bm_md_type_attr &&
	       last->prev != NULL && last->prev->type == CMARK_NODE_SOFTBREAK &&
	       bm_md_tail_attrs(b, para, out);
}

const bm_md_attrs *
bm_md_target(bm_md_build *b, cmark_node *para)
{
	cmark_node *first = para->first_child;
	bool tail;
	bm_md_attrs *attrs;
	bm_str s = {0};

	if (para->type != CMARK_NODE_PARAGRAPH || first == NULL ||
	    first->next != NULL)
		return NULL;
	tail = first->type == bm_md_type_attr;
	if (!tail && first->type != CMARK_NODE_TEXT)
		return NULL;
	if (!tail)
		s = bm_str_trim(bm_md_str(&first->as.literal));
	if (!tail &&
	    (s.len < 4 || s.ptr[0] != '(' || !bm_md_is_written(b, para, "(") ||
	     !bm_str_ends(s, ")=") || memchr(s.ptr, ' ', s.len) != NULL))
		return NULL;
	attrs = BM_NEW(b->doc->arena, bm_md_attrs);
	if (attrs == NULL)
		return NULL;
	if (tail)
		return bm_md_tail_attrs(b, para, attrs) ? attrs : NULL;
	attrs->id = bm_arena_str(b->doc->arena, (bm_str){s.ptr + 1, s.len - 3});
	return attrs->id != NULL ? attrs : NULL;
}

static bool
ncname_char(char c, bool first)
{
	if (bm_is_alpha(c) || c == '_' || (c & 0x80) != 0)
		return true;
	return !first && (bm_is_digit(c) || c == '-' || c == '.');
}

/* Namespaces in XML 1.0, NCName; beyond ASCII everything is let through. */
const char *
bm_md_id(bm_md_build *b, const cmark_node *node, const char *id)
{
	bm_arena *arena = b->doc->arena;
	const char *clean = bm_md_clean(b, bm_str_of(id));
	bool first = !ncname_char(clean[0], true);
	char *out = bm_arena_printf(arena, "%s%s", first ? "_" : "", clean);

	if (out == NULL)
		return NULL;
	for (char *p = out; *p != '\0'; p++)
		if (!ncname_char(*p, p == out))
			*p = '-';
	/* "fig:a" is how others write it. */
	if (node != NULL && strcmp(out, id) != 0 && !bm_md_words_prefixed(id))
		bm_md_say(b, node, "markdown-id",
			  "id \"%s\" is no XML name; \"%s\" is used", id, out);
	return out;
}

static bool
is_known(const char *key, const char *const *known)
{
	for (; known != NULL && *known != NULL; known++)
		if (strcmp(*known, key) == 0)
			return true;
	return false;
}

void
bm_md_apply(bm_md_build *b, const cmark_node *node, const bm_md_attrs *attrs,
	    xmlNode *el, xmlNode *more, const char *const *known)
{
	if (attrs->id != NULL && bm_attr_xml(el, "id") == NULL)
		bm_set_xml(b->doc, el, "id", bm_md_id(b, node, attrs->id));
	else if (attrs->id != NULL &&
		 strcmp(bm_attr_xml(el, "id"), attrs->id) != 0)
		bm_md_say(b, node, "markdown-id",
			  "id \"%s\" is left out: \"%s\" is given already",
			  attrs->id, bm_attr_xml(el, "id"));
	if (attrs->classes != NULL)
		bm_set(b->doc, el, "role",
		       bm_md_clean(b, bm_str_of(attrs->classes)));
	for (size_t i = 0; i < attrs->count; i++) {
		const char *key = attrs->pairs[i].key;
		const char *value =
		    bm_md_clean(b, bm_str_of(attrs->pairs[i].value));

		if (key == NULL)
			continue;
		if (strcmp(key, "lang") == 0)
			bm_set_xml(b->doc, el, "lang", value);
		else if (is_known(key, known))
			bm_set(b->doc, more, key, value);
		else
			bm_md_say(b, node, "markdown-attribute",
				  "attribute %s=\"%s\" has no meaning here",
				  key, value);
	}
}

/* The title of the document is a heading: no section of its own. */
static bool
title_heading(bm_md_build *b, cmark_node *node)
{
	xmlNode *info = bm_doc_info(b->doc), *title, *first;
	bm_md_attrs attrs;
	bool has = bm_md_tail_attrs(b, node, &attrs);

	if (info == NULL)
		return false;
	if (b->titled) {
		const char *said = bm_textz(b->doc, bm_child(info, "title"));
		bm_str plain = bm_str_trim(bm_str_of(bm_md_plain(b, node)));

		if (said == NULL || !bm_str_is(plain, said)) {
			if (has)
				node->last_child->user_data = NULL;
			return false;
		}
	} else {
		first = bm_first_element(info);
		title = first != NULL ? bm_el_before(b->doc, first, "title")
				      : bm_el(b->doc, info, "title");
		if (title != NULL) {
			bm_pos pos = bm_md_pos(b, node);

			bm_set_pos(b->doc, title, &pos);
		}
		bm_md_walk(b, node, title);
		b->titled = true;
	}
	if (has)
		bm_md_apply(b, node, &attrs, b->root, NULL, NULL);
	node->user_data = BM_MD_DONE;
	return true;
}

/* The elements of a division in this root: itself, its title, its body. */
typedef struct division {
	const char *name, *title, *body;
} division;

static division
division_at(const bm_md_build *b, size_t depth)
{
	if (depth == 0 && bm_is(b->root, "book"))
		return (division){"chapter", "title", NULL};
	if (depth == 0 && bm_is(b->root, "glossary"))
		return (division){"glossentry", "glossterm", "glossdef"};
	return (division){"section", "title", NULL};
}

/* References and glossaries have no sections. */
void
bm_md_close_sections(bm_md_build *b, int level)
{
	while (b->open_count > 0 &&
	       (b->open[b->open_count - 1].level >= level ||
		bm_is(b->open[b->open_count - 1].el, "bibliography") ||
		bm_is(b->open[b->open_count - 1].el, "glossary")))
		b->open_count--;
	b->at = b->open_count > 0 ? b->open[b->open_count - 1].body : b->root;
}

/*
 * A heading closes the sections that are not above it and opens one, one
 * level below the last that is open, however far its own level jumps.
 */
void
bm_md_heading(bm_md_build *b, cmark_node *node, bool first)
{
	int level = node->as.heading.level, above;
	bm_md_attrs attrs;
	division part;
	xmlNode *el, *title;
	bool has;

	if (first) {
		title_heading(b, node);
		return;
	}
	bm_md_flush(b);
	bm_md_close_sections(b, level);
	above = b->open_count > 0 ? b->open[b->open_count - 1].level : 1;
	if (level > above + 1)
		bm_md_say(b, node, "heading-level-skipped",
			  "heading of level %d below one of level %d", level,
			  above);
	part = division_at(b, b->open_count);
	has = bm_md_tail_attrs(b, node, &attrs);
	if (has && part.body == NULL && bm_md_refs_asked(&attrs)) {
		part.name = "bibliography";
		bm_md_refs_limits(b, &attrs);
	}
	/* To be filled by the pass "glossary". */
	if (has && part.body == NULL && bm_streq(attrs.classes, "glossary")) {
		part.name = "glossary";
		attrs.classes = "auto";
	}
	el = bm_md_el(b, node, part.name);
	if (el == NULL)
		return;
	if (has)
		bm_md_apply(b, node, &attrs, el, NULL, NULL);
	b->at = el;
	title = bm_md_el(b, node, part.title);
	bm_md_walk(b, node, title);
	if (part.body != NULL)
		el = bm_md_el(b, node, part.body);
	b->at = el;
	b->open[b->open_count].level = level;
	b->open[b->open_count].el = el;
	b->open[b->open_count++].body = el;
}
