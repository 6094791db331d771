/* GFM tables to CALS tables (OASIS Exchange Table Model, DocBook 5.2). */
#include <stdio.h>

#include <cmark-gfm-core-extensions.h>

#include "read/markdown.h"

static const char *const table_keys[] = {"rowheader", "widths", NULL};

/* The length of the ":" or "Table:" that a block begins with, or 0. */
static int
opens_caption(bm_md_build *b, const cmark_node *para)
{
	const cmark_node *text = para->first_child;
	bm_str s;
	size_t n;

	if (text == NULL || text->type != CMARK_NODE_TEXT ||
	    !(bm_md_is_written(b, para, ":") ||
	      bm_md_is_written(b, para, "Table:") ||
	      bm_md_is_written(b, para, "table:")))
		return 0;
	s = bm_md_str(&text->as.literal);
	n = bm_str_starts(s, "Table:") || bm_str_starts(s, "table:") ? 6
	    : s.len > 0 && s.ptr[0] == ':'                           ? 1
								     : 0;
	return n > 0 && (s.len == n || s.ptr[n] == ' ' || s.ptr[n] == '\t')
		   ? (int)n
		   : 0;
}

/*
 * The caption: a paragraph ": text" behind the table or, when no blank line
 * parts them, what GFM took for a last row of one cell.
 */
static cmark_node *
find_caption(bm_md_build *b, cmark_node *table)
{
	cmark_node *next = table->next, *row = table->last_child, *cell;

	if (table->user_data != NULL && table->user_data != BM_MD_DONE) {
		next = table->user_data; /* it stood before the table */
		table->user_data = NULL;
		return next;
	}
	if (next != NULL && next->type == CMARK_NODE_PARAGRAPH &&
	    next->user_data == NULL && opens_caption(b, next) > 0) {
		next->user_data = BM_MD_DONE;
		return next;
	}
	if (table->type != CMARK_NODE_TABLE || row == NULL ||
	    row == table->first_child || row->first_child == NULL ||
	    !opens_caption(b, row->first_child))
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
	int mark = opens_caption(b, node);
	bm_md_attrs attrs;
	xmlNode *title, *saved = b->at;

	if (bm_md_tail_attrs(b, node, &attrs))
		bm_md_apply(b, node, &attrs, el, el, table_keys);
	bm_md_skip(text, mark);
	while (text->len > 0 && bm_is_space((char)text->data[0]))
		bm_md_skip(text, 1);
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

/* widths="1 2 3" of the caption, onto the columns. */
static void
set_widths(bm_md_build *b, xmlNode *el, xmlNode *group)
{
	bm_str rest = bm_str_of(bm_attr(el, "widths")), word;
	xmlNode *spec = bm_child(group, "colspec");

	while (rest.len > 0 && spec != NULL &&
	       bm_str_split(&rest, ' ', &word)) {
		bool bare = word.len > 0;

		for (size_t i = 0; i < word.len; i++)
			bare = bare && bm_is_digit(word.ptr[i]);
		if (word.len == 0)
			continue;
		bm_set(b->doc, spec, "colwidth",
		       bm_arena_printf(b->doc->arena, "%.*s%s", (int)word.len,
				       word.ptr, bare ? "*" : ""));
		spec = bm_next(spec, "colspec");
	}
	bm_set(b->doc, el, "widths", NULL);
}

/*
 * "Table: text" right before a table is its caption, too.  It says so itself,
 * while ": text" there may define the paragraph before it.
 */
bool
bm_md_caption_before(bm_md_build *b, cmark_node *para)
{
	cmark_node *next = para->next;

	if (next == NULL || next->user_data != NULL ||
	    opens_caption(b, para) < 2 ||
	    (para->prev != NULL && para->prev->type == CMARK_NODE_TABLE) ||
	    (next->type != CMARK_NODE_TABLE &&
	     !bm_md_is_box(next, BM_MD_GRID) &&
	     !bm_md_is_box(next, BM_MD_BLANK)))
		return false;
	next->user_data = para;
	return true;
}

xmlNode *
bm_md_table_el(bm_md_build *b, cmark_node *node)
{
	cmark_node *about = find_caption(b, node);
	xmlNode *el =
	    bm_md_el(b, node, about != NULL ? "table" : "informaltable");

	if (el != NULL && about != NULL)
		caption(b, about, el);
	return el;
}

void
bm_md_table_widths(bm_md_build *b, xmlNode *el, xmlNode *group)
{
	if (el != NULL && bm_attr(el, "widths") != NULL)
		set_widths(b, el, group);
}

bool
bm_md_table(bm_md_build *b, cmark_node *node)
{
	xmlNode *el = bm_md_table_el(b, node), *group;

	if (el == NULL)
		return false;
	group = bm_el(b->doc, el, "tgroup");
	columns(b, node, group);
	bm_md_table_widths(b, el, group);
	bm_md_push(b, node, group);
	return true;
}

/* Whether other cells of a drawn table may stand on the same lines. */
static bool
is_drawn(const cmark_node *node)
{
	for (; node != NULL; node = node->parent)
		if (bm_md_is_box(node, BM_MD_GRID) ||
		    bm_md_is_box(node, BM_MD_BLANK) ||
		    bm_md_is_box(node, BM_MD_CELL))
			return true;
	return false;
}

/* Whether the text, behind the first bar of a row, is that of this row. */
static bool
is_row_text(bm_str text, const cmark_node *row)
{
	const cmark_node *cell = row->first_child;
	const cmark_node *first = cell != NULL ? cell->first_child : NULL;

	if (text.len == 0)
		return false;
	if (first == NULL)
		return text.ptr[0] == '|';
	return first->type != CMARK_NODE_TEXT
		   ? strchr("*_~`[<!$", text.ptr[0]) != NULL
		   : first->as.literal.len > 0 &&
			 (char)first->as.literal.data[0] == text.ptr[0];
}

/* GFM leaves out cells beyond those of the head: what they say is told. */
static void
tell_lost_cells(bm_md_build *b, const cmark_node *row)
{
	bm_str line = bm_str_trim(bm_md_source_from(b, row));
	unsigned left = cmark_gfm_extensions_get_table_columns(row->parent);
	size_t i = 0;

	if (line.len > 0 && line.ptr[0] == '|')
		line = bm_str_trim((bm_str){line.ptr + 1, line.len - 1});
	if (!is_row_text(line, row) || is_drawn(row))
		return;
	for (; left > 0 && i < line.len; i++) {
		if (line.ptr[i] == '\\' && i + 1 < line.len &&
		    line.ptr[i + 1] == '|')
			i++;
		else if (line.ptr[i] == '|')
			left--;
	}
	if (i >= line.len)
		return;
	line = bm_str_trim((bm_str){line.ptr + i, line.len - i});
	while (line.len > 0 && strchr("| ", line.ptr[line.len - 1]) != NULL)
		line.len--;
	if (line.len > 0)
		bm_md_say(b, row, "table-cells",
			  "the row has more cells than the head: \"%.200s\" is "
			  "left out",
			  bm_arena_str(b->doc->scratch, line));
}

static bool
is_empty_row(const cmark_node *row)
{
	const cmark_node *cell = row->first_child;

	while (cell != NULL && cell->first_child == NULL)
		cell = cell->next;
	return cell == NULL;
}

bool
bm_md_row(bm_md_build *b, cmark_node *node)
{
	/* A table must have a body: a header row alone is one. */
	bool header = cmark_gfm_extensions_get_table_row_is_header(node) &&
		      node->next != NULL && node->next->user_data != BM_MD_DONE;
	const char *name = header ? "thead" : "tbody";
	xmlNode *group = b->at, *part = group != NULL ? group->last : NULL;

	tell_lost_cells(b, node);
	/* GFM has no table without a head; who needs none leaves it empty. */
	if (header && is_empty_row(node))
		return false;
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
