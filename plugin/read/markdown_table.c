/* GFM tables to CALS tables (OASIS Exchange Table Model, DocBook 5.2). */
#include <stdio.h>

#include <cmark-gfm-core-extensions.h>

#include "read/markdown.h"

static const char *const table_keys[] = {"rowheader", NULL};

/* Whether text node begins with ": ". */
static bool
opens_caption(const cmark_node *text)
{
	bm_str s;

	if (text == NULL || text->type != CMARK_NODE_TEXT)
		return false;
	s = bm_md_str(&text->as.literal);
	return s.len > 0 && s.ptr[0] == ':' &&
	       (s.len == 1 || s.ptr[1] == ' ' || s.ptr[1] == '\t');
}

/*
 * The caption: a paragraph ": text" behind the table or, when no blank line
 * parts them, what GFM took for a last row of one cell.
 */
static cmark_node *
find_caption(cmark_node *table)
{
	cmark_node *next = table->next, *row = table->last_child, *cell;

	if (next != NULL && next->type == CMARK_NODE_PARAGRAPH &&
	    opens_caption(next->first_child)) {
		next->user_data = BM_MD_DONE;
		return next;
	}
	if (row == NULL || row == table->first_child ||
	    !opens_caption(row->first_child->first_child))
		return NULL;
	for (cell = row->first_child->next; cell != NULL; cell = cell->next)
		if (cell->first_child != NULL)
			return NULL;
	row->user_data = BM_MD_DONE;
	return row->first_child;
}

static void
caption(bm_md_build *b, cmark_node *node, xmlNode *el)
{
	cmark_chunk *text = &node->first_child->as.literal;
	bm_md_attrs attrs;
	xmlNode *title, *saved = b->at;

	if (bm_md_tail_attrs(b, node, &attrs))
		bm_md_apply(b, node, &attrs, el, el, table_keys);
	do {
		text->data++;
		text->len--;
	} while (text->len > 0 && bm_is_space((char)text->data[0]));
	if (text->len == 0 &&
	    (node->first_child->next == NULL ||
	     node->first_child->next->user_data == BM_MD_DONE)) {
		xmlNodeSetName(el, BAD_CAST "informaltable");
		return; /* attributes alone */
	}
	b->at = el;
	title = bm_md_el(b, node, "title");
	b->at = saved;
	bm_md_walk(b, node, title);
}

static void
columns(bm_md_build *b, cmark_node *node, xmlNode *group)
{
	unsigned count = cmark_gfm_extensions_get_table_columns(node);
	const uint8_t *align = cmark_gfm_extensions_get_table_alignments(node);
	char text[16];

	snprintf(text, sizeof(text), "%u", count);
	bm_set(b->doc, group, "cols", text);
	for (unsigned i = 0; i < count; i++) {
		xmlNode *spec = bm_el(b->doc, group, "colspec");

		snprintf(text, sizeof(text), "c%u", i + 1);
		bm_set(b->doc, spec, "colname", text);
		if (align != NULL && align[i] != 0)
			bm_set(b->doc, spec, "align",
			       align[i] == 'l'   ? "left"
			       : align[i] == 'r' ? "right"
						 : "center");
	}
}

bool
bm_md_table(bm_md_build *b, cmark_node *node)
{
	cmark_node *about = find_caption(node);
	xmlNode *el = bm_md_el(b, node,
			       about != NULL ? "table" : "informaltable"),
		*group;

	if (el == NULL)
		return false;
	if (about != NULL)
		caption(b, about, el);
	group = bm_el(b->doc, el, "tgroup");
	columns(b, node, group);
	bm_md_push(b, node, group);
	return true;
}

bool
bm_md_row(bm_md_build *b, cmark_node *node)
{
	/* A table must have a body: a header row alone is one. */
	bool header = cmark_gfm_extensions_get_table_row_is_header(node) &&
		      node->next != NULL && node->next->user_data != BM_MD_DONE;
	const char *name = header ? "thead" : "tbody";
	xmlNode *group = b->at, *part = group != NULL ? group->last : NULL;

	bm_md_flush(b);
	if (!bm_is(part, name))
		part = bm_md_el(b, node, name);
	b->at = part;
	part = bm_md_el(b, node, "row");
	b->at = group;
	bm_md_push(b, node, part);
	return true;
}

bool
bm_md_cell(bm_md_build *b, cmark_node *node)
{
	bm_md_push(b, node, bm_md_el(b, node, "entry"));
	return true;
}
