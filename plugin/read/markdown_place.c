/*
 * The places of inlines.  cmark counts the lines that it reads itself, but not
 * those inside an inline of ours: what follows one of several lines would be
 * placed on the line where that began.
 */
#include "read/markdown.h"

/* See markdown.h. */
void
bm_md_place(cmark_node *node, cmark_inline_parser *inl, bm_str raw)
{
	node->start_line = cmark_inline_parser_get_line(inl);
	node->start_column = cmark_inline_parser_get_column(inl);
	node->end_line = node->start_line;
	node->end_column = node->start_column + (int)raw.len - 1;
	for (size_t i = 0; i < raw.len; i++)
		if (raw.ptr[i] == '\n') {
			node->end_line++;
			node->end_column = (int)(raw.len - i) - 1;
		}
	if (node->end_line > node->start_line)
		node->internal_offset = (int)raw.len;
}

/* What is missing from the places behind an inline of several lines. */
typedef struct gap {
	int lines;        /* for all that follows in the block */
	int line, column; /* on this line, as counted, for columns too */
} gap;

static void
settle(cmark_node *node, int indent, gap *g)
{
	int line = node->start_line, column = node->start_column;
	int wide = node->internal_offset;

	if (line <= 0)
		return;
	node->start_line += g->lines;
	node->end_line += g->lines;
	if (line == g->line) {
		node->start_column += g->column;
		if (node->end_line == node->start_line)
			node->end_column += g->column;
	}
	if (wide == 0)
		return;
	node->internal_offset = 0;
	node->end_column += indent;
	g->lines += node->end_line - node->start_line;
	g->line = line;
	g->column = node->end_column + 1 - (column + wide);
}

/* See markdown.h. */
void
bm_md_settle(cmark_node *root)
{
	cmark_node *node = root;
	int indent = 0;
	gap g = {0};

	while (node != NULL) {
		if (CMARK_NODE_TYPE_BLOCK_P((cmark_node_type)node->type)) {
			g = (gap){0};
			indent =
			    node->start_column > 0 ? node->start_column - 1 : 0;
		} else {
			settle(node, indent, &g);
		}
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node != root && node->next == NULL)
			node = node->parent;
		node = node == root ? NULL : node->next;
	}
}
