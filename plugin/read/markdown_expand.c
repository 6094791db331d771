/*
 * Blocks whose text is Markdown of its own: the cells of grid tables, and
 * directives of MyST in fences of backticks.  A second parser makes the blocks
 * and gives them to the first one before that looks at inlines; so footnotes
 * and references reach across, and columns can still be set right.
 */
#include "read/markdown.h"

/* Directives in directives; deeper ones stay code. */
#define NESTED_MAX 8

typedef struct expanding {
	cmark_parser *parser, *sub;
	bm_doc *doc;
	void (*attach)(cmark_parser *);
} expanding;

static cmark_parser *
second_parser(expanding *e)
{
	if (e->sub == NULL) {
		e->sub = cmark_parser_new_with_mem(e->parser->options,
						   &bm_md_cmark_mem);
		e->attach(e->sub);
		e->sub->refmap = e->parser->refmap;
	}
	return e->sub;
}

static void
feed(cmark_parser *parser, bm_str text)
{
	cmark_parser_feed(parser, text.ptr, text.len);
	if (text.len > 0 && text.ptr[text.len - 1] != '\n')
		cmark_parser_feed(parser, "\n", 1);
}

/* A box that is open takes no more lines: some would take any. */
static void
fill_boxes(const cmark_parser *parser)
{
	cmark_node *node = parser->root;

	while (node != NULL && (node->flags & CMARK_NODE__OPEN) != 0) {
		bm_md_box *box = bm_md_box_of(node);

		if (box != NULL)
			box->full = true;
		node = node->last_child;
	}
}

/* Ends a fence or an HTML block that is open, which take every line.  One that
 * stands in something else ends with it, at a line that is not indented. */
static void
end_verbatim(cmark_parser *parser)
{
	cmark_node *node = parser->root;

	while (node->last_child != NULL &&
	       (node->last_child->flags & CMARK_NODE__OPEN) != 0)
		node = node->last_child;
	if (node->parent != parser->root)
		return;
	if (node->type == CMARK_NODE_CODE_BLOCK && node->as.code.fenced) {
		char fence[256];
		size_t n = node->as.code.fence_length;

		memset(fence, node->as.code.fence_char, n);
		feed(parser, (bm_str){fence, n});
	} else if (node->type == CMARK_NODE_HTML_BLOCK &&
		   node->as.html_block_type >= 6) {
		feed(parser, BM_STR("\n")); /* CommonMark 0.30, 4.6 */
	} else if (node->type == CMARK_NODE_HTML_BLOCK) {
		static const char ends[] = "--> ?> ]]> </script>";

		feed(parser, (bm_str){ends, sizeof(ends) - 1});
		if (node->as.literal.len >= (bufsize_t)sizeof(ends))
			node->as.literal.len -= (bufsize_t)sizeof(ends);
	}
}

/* A heading ends all that is open; then it is taken away. */
static void
end_blocks(cmark_parser *parser)
{
	cmark_node *root = parser->root, *last;

	end_verbatim(parser);
	fill_boxes(parser);
	feed(parser, BM_STR("# x"));
	last = root->last_child;
	if (last == NULL || last->type != CMARK_NODE_HEADING)
		return;
	if (last->prev != NULL)
		last->prev->next = NULL;
	else
		root->first_child = NULL;
	root->last_child = last->prev;
	parser->current = root;
}

static void
shift(cmark_node *top, int columns)
{
	cmark_node *node = top->first_child;

	while (node != NULL) {
		node->start_column += columns;
		node->end_column += columns;
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node->next == NULL && node->parent != top)
			node = node->parent;
		node = node->next;
	}
}

/* Puts the blocks of text, whose first line is `line`, below node. */
static void
parse_below(expanding *e, cmark_node *node, bm_str text, int line, int column)
{
	cmark_parser *sub = second_parser(e);
	cmark_node *root = sub->root;
	bm_buf bounded;

	bm_buf_init(&bounded, bm_arena_allocator(e->doc->arena));
	bm_md_bound(e->doc, text, (unsigned)line, &bounded);
	if (bounded.status != BM_OK) {
		e->doc->no_memory = true;
		return;
	}
	sub->line_number = line - 1;
	feed(sub, bm_buf_str(&bounded));
	bm_buf_free(&bounded);
	end_blocks(sub);
	shift(root, column);
	for (cmark_node *child = root->first_child; child != NULL;
	     child = child->next)
		child->parent = node;
	if (root->first_child != NULL) {
		root->first_child->prev = node->last_child;
		if (node->last_child != NULL)
			node->last_child->next = root->first_child;
		else
			node->first_child = root->first_child;
		node->last_child = root->last_child;
	}
	root->first_child = root->last_child = NULL;
}

/* The lines ":name: value" at the start of a directive. */
static size_t
options_of(bm_str text, unsigned *lines, cmark_strbuf *out)
{
	size_t at = 0;

	*lines = 0;
	while (at < text.len && text.ptr[at] == ':') {
		const char *end = memchr(text.ptr + at, '\n', text.len - at);
		size_t next =
		    end != NULL ? (size_t)(end - text.ptr) + 1 : text.len;
		size_t n = bm_md_word_length(
		    (bm_str){text.ptr + at + 1, next - at - 1});

		if (n == 0 || at + n + 1 >= next || text.ptr[at + n + 1] != ':')
			break;
		cmark_strbuf_put(out, (const unsigned char *)text.ptr + at,
				 (bufsize_t)(next - at));
		++*lines;
		at = next;
	}
	return at;
}

/* A fence "```{note} Title" becomes a div. */
static void
directive(expanding *e, cmark_node *node)
{
	bm_str info = bm_md_str(&node->as.code.info), name, title;
	bm_str text = bm_md_str(&node->as.code.literal);
	cmark_mem *mem = e->parser->mem;
	size_t n = bm_md_directive(info, &name), at;
	unsigned lines;
	bm_md_box *box;

	if (n == 0 || !bm_md_div_known(name))
		return;
	title = bm_str_trim((bm_str){info.ptr + n, info.len - n});
	box = mem->calloc(1, sizeof(*box));
	box->kind = BM_MD_DIV;
	box->closed = true;
	box->name = bm_md_dup(mem, name);
	cmark_strbuf_init(mem, &box->text, 0);
	node->type = (uint16_t)bm_md_type_box;
	node->as.opaque = box;
	if (title.len > 0) {
		cmark_node *para =
		    cmark_node_new_with_mem(CMARK_NODE_PARAGRAPH, mem);

		cmark_strbuf_put(&para->content,
				 (const unsigned char *)title.ptr,
				 (bufsize_t)title.len);
		para->start_line = para->end_line = node->start_line;
		para->start_column = node->start_column + 3 + (int)n;
		para->parent = node;
		node->first_child = node->last_child = para;
		box->title = para;
	}
	at = options_of(text, &lines, &box->text);
	parse_below(e, node, (bm_str){text.ptr + at, text.len - at},
		    node->start_line + 1 + (int)lines, node->start_column - 1);
}

static int
boxes_above(const cmark_node *node)
{
	int count = 0;

	for (; node != NULL && count < NESTED_MAX; node = node->parent)
		count += node->type == bm_md_type_box;
	return count;
}

static void
cells(expanding *e, cmark_node *node)
{
	bm_md_grid *grid;

	if (!bm_md_grid_read(e->parser, node))
		return;
	grid = bm_md_box_of(node)->grid;
	for (size_t i = 0; i < grid->count; i++) {
		cmark_node *cell = grid->cells[i].node;
		bm_md_box *box = bm_md_box_of(cell);

		parse_below(e, cell,
			    (bm_str){(const char *)box->text.ptr,
				     (size_t)box->text.size},
			    cell->start_line, cell->start_column - 1);
	}
}

/* A box that is no table after all: what its lines say without it. */
static void
blank_table(expanding *e, cmark_node *node)
{
	const bm_md_box *box = bm_md_box_of(node);

	if (!bm_md_blank_read(e->parser->mem, node))
		parse_below(e, node,
			    (bm_str){(const char *)box->text.ptr,
				     (size_t)box->text.size},
			    node->start_line, node->start_column - 1);
}

void
bm_md_expand(cmark_parser *parser, bm_doc *doc, void (*attach)(cmark_parser *))
{
	expanding e = {.parser = parser, .doc = doc, .attach = attach};
	cmark_node *node = parser->root;

	while (node != NULL) {
		if (bm_md_is_box(node, BM_MD_GRID))
			cells(&e, node);
		else if (bm_md_is_box(node, BM_MD_BLANK))
			blank_table(&e, node);
		else if (node->type == CMARK_NODE_CODE_BLOCK &&
			 (node->flags & CMARK_NODE__OPEN) == 0 &&
			 node->as.code.fenced && boxes_above(node) < NESTED_MAX)
			directive(&e, node);
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node != NULL && node->next == NULL)
			node = node->parent;
		node = node != NULL ? node->next : NULL;
	}
}
