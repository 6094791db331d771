/* Terms in the tree: text nodes are cut where links and short forms go. */
#include "core/file.h"
#include "pass/glossary.h"
#include "pass/tree.h"

/* A part of a path as it stands in an address. */
static void
put_path(bm_buf *out, const char *path)
{
	for (; *path != '\0'; path++)
		if (strchr(" %#?<>\"", *path) != NULL)
			bm_buf_printf(out, "%%%02X",
				      (unsigned)(unsigned char)*path);
		else
			bm_buf_putc(out, *path);
}

/* The way from the folder of one file to another; "" without memory. */
static const char *
relative(bm_arena *arena, const char *from, const char *to)
{
	size_t same = 0;
	const char *out;
	bm_buf buf;

	from = bm_path_normal(arena, from);
	to = bm_path_normal(arena, to);
	if (from == NULL || to == NULL)
		return "";
	for (size_t i = 0; from[i] != '\0' && from[i] == to[i]; i++)
		if (from[i] == '/')
			same = i + 1;
	bm_buf_init(&buf, bm_arena_allocator(arena));
	for (const char *p = from + same; *p != '\0'; p++)
		if (*p == '/')
			bm_buf_puts(&buf, "../");
	put_path(&buf, to + same);
	out = bm_arena_strdup(arena, bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	return out != NULL ? out : "";
}

bm_status
bm_term_point(bm_doc *doc, xmlNode *el, const lint_term *term)
{
	if (term->file == NULL) {
		bm_set(doc, el, "linkend", term->id);
		return bm_pass_status(doc);
	}
	bm_set_xlink(
	    doc, el, "href",
	    bm_arena_printf(doc->arena, "%s#%s",
			    relative(doc->arena, doc->file, term->file),
			    term->id));
	return bm_pass_status(doc);
}

/* A text node before another node. */
static void
add_before(bm_doc *doc, xmlNode *node, bm_str text)
{
	xmlNode *piece;

	if (text.len == 0)
		return;
	/* libxml2 would join two text nodes, and free one that is ours. */
	piece = xmlNewDocTextLen(doc->xml, (const xmlChar *)text.ptr,
				 (int)text.len);
	if (piece == NULL) {
		doc->no_memory = true;
		return;
	}
	piece->parent = node->parent;
	piece->next = node;
	piece->prev = node->prev;
	if (node->prev != NULL)
		node->prev->next = piece;
	else if (node->parent != NULL)
		node->parent->children = piece;
	node->prev = piece;
}

/* " (words)" that nobody wrote, behind `el`; returns it. */
static xmlNode *
add_brackets(bm_doc *doc, xmlNode *before, const char *words, const char *role)
{
	xmlNode *phrase = bm_el_before(doc, before, "phrase");
	const char *text = bm_arena_printf(doc->arena, " (%s)", words);

	if (phrase == NULL || text == NULL) {
		doc->no_memory = true;
		return NULL;
	}
	bm_set(doc, phrase, "role", role);
	bm_mark_generated(doc, phrase, "glossary");
	bm_add_textz(doc, phrase, text);
	return phrase;
}

/* The element, or text, of one edit, before the node that it was cut from. */
static void
make(bm_doc *doc, const term_edit *e, bm_str old)
{
	bm_str words = e->text != NULL ? bm_str_of(e->text) : old;
	xmlNode *el = NULL;

	if (e->link != NULL) {
		el = bm_el_before(doc, e->node, "glossterm");
		if (el == NULL)
			return;
		bm_set_pos(doc, el, &e->pos);
		bm_term_point(doc, el, e->link);
	}
	if (e->text != NULL && el == NULL)
		el = bm_el_before(doc, e->node, "phrase");
	if (e->text != NULL && el != NULL) {
		bm_set_bm(doc, el, "was", bm_arena_str(doc->arena, old));
		bm_set_pos(doc, el, &e->pos);
	}
	if (e->means != NULL) {
		xmlNode *short_form =
		    el != NULL ? bm_el(doc, el, "abbrev")
			       : bm_el_before(doc, e->node, "abbrev");

		bm_set_pos(doc, short_form, &e->pos);
		bm_add_text(doc, short_form, words);
		bm_add_textz(doc, bm_el(doc, short_form, "alt"), e->means);
	} else {
		bm_add_text(doc, el, words);
	}
	if (e->expansion != NULL)
		add_brackets(doc, e->node, e->expansion, "expansion");
	if (e->former != NULL)
		add_brackets(doc, e->node, e->former, "former-name");
}

bm_status
bm_term_edits(bm_doc *doc, const term_edit *edits, size_t count)
{
	for (size_t i = 0; i < count;) {
		xmlNode *node = edits[i].node;
		bm_str whole = {
		    bm_arena_strdup(doc->arena, (const char *)node->content),
		    strlen((const char *)node->content)};
		size_t at = 0;

		if (whole.ptr == NULL)
			return BM_NO_MEMORY;
		for (; i < count && edits[i].node == node; i++) {
			const term_edit *e = &edits[i];

			add_before(doc, node,
				   (bm_str){whole.ptr + at, e->from - at});
			make(doc, e,
			     (bm_str){whole.ptr + e->from, e->to - e->from});
			at = e->to;
		}
		if (at == whole.len) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		} else {
			xmlNodeSetContent(node,
					  (const xmlChar *)whole.ptr + at);
			if (node->content == NULL)
				doc->no_memory = true;
		}
	}
	return bm_pass_status(doc);
}
