/*
 * Blocks that cmark-gfm does not know, opened and continued inside its own
 * parser, so that they nest with all others: fenced divs (:::), admonitions of
 * MkDocs (!!! and ???), definitions, items of lists with letters, roman
 * numerals and ids, grid tables, formulas between $$, abbreviations.  cmark
 * tries its own blocks first.
 *
 * A block of ours is a node of type bm_md_type_box whose as.opaque says what
 * it is.  No file of ours reads ahead here: a line is looked at once for each
 * block that is open, as cmark does.
 */
#include <stdio.h>

#include "read/markdown.h"

/* Boxes in boxes; beyond it their marks are text. */
#define BOXES_MAX 60

typedef struct opening {
	cmark_syntax_extension *ext;
	cmark_parser *parser;
	cmark_node *parent;
	bm_str line; /* from the first character that is no space */
	int indent;
} opening;

bm_md_box *
bm_md_box_of(const cmark_node *node)
{
	return node != NULL && node->type == bm_md_type_box ? node->as.opaque
							    : NULL;
}

bool
bm_md_is_box(const cmark_node *node, bm_md_kind kind)
{
	const bm_md_box *box = bm_md_box_of(node);

	return box != NULL && box->kind == kind;
}

static bool
is_open(const cmark_node *node)
{
	return node != NULL && (node->flags & CMARK_NODE__OPEN) != 0;
}

/* Boxes hold any block but an item of cmark's lists. */
int
bm_md_box_contains(cmark_syntax_extension *ext, cmark_node *node,
		   cmark_node_type child)
{
	(void)ext;
	return node->type == bm_md_type_box && CMARK_NODE_TYPE_BLOCK_P(child) &&
	       child != CMARK_NODE_ITEM;
}

/* To the end of the line, so that nothing is left for others. */
static void
take_line(cmark_parser *parser, const unsigned char *input, int len)
{
	int left = len - cmark_parser_get_offset(parser);

	while (left > 0 && (input[len - 1] == '\n' || input[len - 1] == '\r')) {
		len--;
		left--;
	}
	cmark_parser_advance_offset(parser, (const char *)input, left, 0);
}

static bool
too_deep(const cmark_node *node)
{
	int depth = 0;

	for (; node != NULL && depth < BOXES_MAX; node = node->parent)
		depth += node->type == bm_md_type_box;
	return depth >= BOXES_MAX;
}

static bm_md_box *
open_box(const opening *o, bm_md_kind kind, cmark_node **out)
{
	bm_md_box *box = o->parser->mem->calloc(1, sizeof(*box));
	cmark_node *node = cmark_parser_add_child(
	    o->parser, o->parent, bm_md_type_box,
	    cmark_parser_get_first_nonspace(o->parser) + 1);

	box->kind = kind;
	cmark_strbuf_init(o->parser->mem, &box->text, 0);
	node->extension = o->ext;
	node->as.opaque = box;
	*out = node;
	return box;
}

/* A paragraph of its own below a box: words that are a title. */
static void
put_title(const opening *o, cmark_node *node, bm_md_box *box, bm_str words)
{
	cmark_node *para =
	    cmark_node_new_with_mem(CMARK_NODE_PARAGRAPH, o->parser->mem);

	cmark_strbuf_put(&para->content, (const unsigned char *)words.ptr,
			 (bufsize_t)words.len);
	para->start_line = para->end_line = node->start_line;
	para->start_column =
	    node->start_column + (int)(words.ptr - o->line.ptr);
	para->end_column = para->start_column + (int)words.len - 1;
	para->flags = 0;
	para->parent = node;
	node->first_child = node->last_child = para;
	box->title = para;
}

/* ---- Fenced divs -------------------------------------------------------- */

static size_t
run_of(bm_str s, size_t at, char c)
{
	size_t n = at;

	while (n < s.len && s.ptr[n] == c)
		n++;
	return n - at;
}

static bm_str
after(bm_str s, size_t n)
{
	return bm_str_trim((bm_str){s.ptr + n, s.len - n});
}

size_t
bm_md_word_length(bm_str s)
{
	size_t n = 0;

	if (s.len == 0 || !bm_is_alpha(s.ptr[0]))
		return 0;
	while (n < s.len && (bm_is_alpha(s.ptr[n]) || bm_is_digit(s.ptr[n]) ||
			     s.ptr[n] == '-' || s.ptr[n] == '_'))
		n++;
	return n;
}

/* "{name}" as MyST writes it; its length or 0. */
size_t
bm_md_directive(bm_str s, bm_str *name)
{
	size_t n;

	if (s.len < 3 || s.ptr[0] != '{')
		return 0;
	*name = (bm_str){s.ptr + 1, s.len - 1};
	n = bm_md_word_length(*name);
	name->len = n;
	if (n > 0 && n + 1 < s.len && s.ptr[n + 1] == '}')
		return n + 2;
	*name = (bm_str){0};
	return 0;
}

/* Without the colons that pandoc lets stand behind. */
static bm_str
without_colons(bm_str s)
{
	size_t n = s.len;

	while (n > 0 && s.ptr[n - 1] == ':')
		n--;
	return s.len - n >= 3 || n == 0 ? bm_str_trim((bm_str){s.ptr, n}) : s;
}

/*
 * What stands behind the colons: attributes, a name, or both, then perhaps a
 * title.  false: this is no div.
 */
static bool
read_head(bm_str head, bm_str *attrs, bm_str *name, bm_str *title)
{
	size_t n;

	*attrs = *name = *title = (bm_str){0};
	head = without_colons(head);
	n = bm_md_directive(head, name);
	if (n > 0) {
		*title = after(head, n);
		return true;
	}
	n = bm_md_word_length(head);
	if (n > 0) {
		*name = (bm_str){head.ptr, n};
		head = after(head, n);
		if (head.len > 2 && head.ptr[0] == '[' &&
		    memchr(head.ptr, ']', head.len) != NULL) {
			n = (size_t)((const char *)memchr(head.ptr, ']',
							  head.len) -
				     head.ptr);
			*title = (bm_str){head.ptr + 1, n - 1};
			head = after(head, n + 1);
		}
	}
	n = bm_md_attr_read(NULL, head, NULL);
	if (n > 0) {
		*attrs = (bm_str){head.ptr, n};
		head = after(head, n);
	}
	if (head.len == 0)
		return name->len > 0 || attrs->len > 0;
	if (title->len > 0 || !bm_md_div_known(*name))
		return false;
	*title = head;
	return true;
}

static cmark_node *
open_div(const opening *o)
{
	size_t colons = run_of(o->line, 0, ':');
	bm_str attrs, name, title;
	cmark_node *node;
	bm_md_box *box;

	if (colons < 3 ||
	    !read_head(after(o->line, colons), &attrs, &name, &title))
		return NULL;
	box = open_box(o, BM_MD_DIV, &node);
	if (name.len > 0)
		box->name = bm_md_dup(o->parser->mem, name);
	if (attrs.len > 0)
		box->attrs = bm_md_dup(o->parser->mem, attrs);
	if (title.len > 0)
		put_title(o, node, box, title);
	return node;
}

/* Whether the line, which is not for `node`, would get through to a div below
 * it, as cmark is going to ask the blocks one by one. */
static bool
inner_div(const cmark_node *node, int indent)
{
	for (node = node->last_child; is_open(node); node = node->last_child) {
		const bm_md_box *box = bm_md_box_of(node);

		if (box != NULL && box->kind == BM_MD_DIV)
			return !box->closed;
		if (node->type == CMARK_NODE_LIST)
			continue;
		if (node->type == CMARK_NODE_ITEM) {
			indent -=
			    node->as.list.marker_offset + node->as.list.padding;
			if (indent < 0)
				return false;
		} else if (box != NULL && box->indent > 0) {
			indent -= box->indent;
			if (indent < 0)
				return false;
		} else {
			return false;
		}
	}
	return false;
}

/* Whether text is at hand in which a line of colons is no fence. */
static bool
inside_code(const cmark_node *node)
{
	while (is_open(node->last_child))
		node = node->last_child;
	return node->type == CMARK_NODE_CODE_BLOCK ||
	       node->type == CMARK_NODE_HTML_BLOCK ||
	       bm_md_is_box(node, BM_MD_MATH);
}

/* ":name: value", an option of MyST at the start of a directive. */
static bool
is_option(bm_str s)
{
	size_t n;

	if (s.len < 3 || s.ptr[0] != ':')
		return false;
	n = bm_md_word_length((bm_str){s.ptr + 1, s.len - 1});
	return n > 0 && n + 1 < s.len && s.ptr[n + 1] == ':' &&
	       (n + 2 == s.len || s.ptr[n + 2] == ' ');
}

static int
div_matches(cmark_parser *parser, const unsigned char *input, int len,
	    cmark_node *node, bm_md_box *box)
{
	int at = cmark_parser_get_first_nonspace(parser);
	bm_str line =
	    bm_str_trim((bm_str){(const char *)input + at, (size_t)(len - at)});

	if (box->closed)
		return 0;
	if (cmark_parser_get_indent(parser) >= 4 || line.len < 3 ||
	    line.ptr[0] != ':')
		return 1;
	if (run_of(line, 0, ':') == line.len) {
		if (inner_div(node, cmark_parser_get_indent(parser)) ||
		    inside_code(node))
			return 1;
		box->closed = true;
		take_line(parser, input, len);
	} else if (node->last_child == box->title && is_option(line)) {
		cmark_strbuf_put(&box->text, (const unsigned char *)line.ptr,
				 (bufsize_t)line.len);
		cmark_strbuf_putc(&box->text, '\n');
		take_line(parser, input, len);
	}
	return 1;
}

/* ---- Admonitions of MkDocs ---------------------------------------------- */

/* !!! name name "Title", ??? and ???+ */
static cmark_node *
open_admonition(const opening *o)
{
	bm_str line = o->line, classes, title = {0};
	bool folded = bm_str_starts(line, "???");
	cmark_node *node;
	bm_md_box *box;
	size_t n, end;

	if (!folded && !bm_str_starts(line, "!!!"))
		return NULL;
	n = folded && line.len > 3 && line.ptr[3] == '+' ? 4 : 3;
	if (n >= line.len || !bm_is_space(line.ptr[n]))
		return NULL;
	line = after(line, n);
	for (n = 0; n < line.len && line.ptr[n] != '"'; n++)
		if (!bm_is_alpha(line.ptr[n]) && !bm_is_digit(line.ptr[n]) &&
		    line.ptr[n] != '-' && line.ptr[n] != '_' &&
		    line.ptr[n] != ' ')
			return NULL;
	classes = bm_str_trim((bm_str){line.ptr, n});
	if (bm_md_word_length(classes) == 0)
		return NULL;
	if (n < line.len) {
		title = (bm_str){line.ptr + n + 1, line.len - n - 1};
		end = bm_str_find(title, "\"", 0);
		if (end + 1 != title.len)
			return NULL;
		title.len--;
	}
	box = open_box(o, BM_MD_ADMONITION, &node);
	box->name = bm_md_dup(o->parser->mem, classes);
	box->indent = 4;
	box->mark = folded ? (o->line.ptr[3] == '+' ? "???+" : "???") : NULL;
	if (title.len > 0)
		put_title(o, node, box, title);
	return node;
}

/* ---- Definitions and items ---------------------------------------------- */

/* Whether a paragraph is one line, as a term must be. */
static bool
is_term(const cmark_node *node)
{
	bm_str s;

	if (node == NULL || node->type != CMARK_NODE_PARAGRAPH)
		return false;
	s = bm_str_trim((bm_str){(const char *)node->content.ptr,
				 (size_t)node->content.size});
	return s.len > 0 && memchr(s.ptr, '\n', s.len) == NULL &&
	       s.ptr[0] != '|';
}

/* The length of a mark and the blanks behind it, as CommonMark counts them
 * for items (5.2). */
static int
mark_width(bm_str line, size_t mark)
{
	size_t blanks = run_of(line, mark, ' ');

	if (mark + blanks >= line.len || blanks >= 5)
		blanks = 1;
	return (int)(mark + blanks);
}

static void
take_mark(const opening *o, const unsigned char *input, int width)
{
	int left = (int)o->line.len < width ? (int)o->line.len : width;

	cmark_parser_advance_offset(o->parser, (const char *)input,
				    cmark_parser_get_first_nonspace(o->parser) +
					left -
					cmark_parser_get_offset(o->parser),
				    0);
}

/* ": text" or "~ text" behind a term or another definition. */
static cmark_node *
open_definition(const opening *o, const unsigned char *input)
{
	const cmark_node *term = o->parent;
	cmark_node *node;
	bm_md_box *box;

	if (o->line.len < 2 ||
	    (o->line.ptr[1] != ' ' && o->line.ptr[1] != '\t') ||
	    (o->line.ptr[0] != ':' && o->line.ptr[0] != '~'))
		return NULL;
	if (term->type != CMARK_NODE_PARAGRAPH) {
		term = o->parent->last_child;
		if (!bm_md_is_box(term, BM_MD_DEFINITION) &&
		    (!is_term(term) || is_open(term) ||
		     term->end_line + 2 < o->parser->line_number))
			return NULL;
	}
	if (term->type == CMARK_NODE_PARAGRAPH &&
	    (!is_term(term) ||
	     (term->prev != NULL && term->prev->type == CMARK_NODE_TABLE &&
	      bm_str_starts((bm_str){(const char *)term->content.ptr,
				     (size_t)term->content.size},
			    ": "))))
		return NULL;
	box = open_box(o, BM_MD_DEFINITION, &node);
	box->indent = o->indent + mark_width(o->line, 1);
	if (o->line.ptr[1] == '\t')
		box->indent = 4;
	take_mark(o, input, mark_width(o->line, 1));
	return node;
}

static bool
is_roman(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr("ivxlcdm", bm_lower(s.ptr[i])) == NULL)
			return false;
	return s.len > 0;
}

/* The length of the mark of an item at the start of s, or 0: "#.", "(1)",
 * "(@id)", "a.", "iv)"; label: what stands between. */
size_t
bm_md_item_mark(bm_str s, bm_str *label)
{
	bool open = s.len > 0 && s.ptr[0] == '(';
	size_t at = open, from = at, end;
	bool letters = true, digits = true, one_case = true;

	if (s.len > 1 && s.ptr[0] == '#' && s.ptr[1] == '.') {
		*label = (bm_str){s.ptr, 1};
		return 2;
	}
	if (open && s.len > 2 && s.ptr[1] == '@')
		at++;
	while (at < s.len && at - from < 64 &&
	       (bm_is_alpha(s.ptr[at]) || bm_is_digit(s.ptr[at]) ||
		s.ptr[at] == '-' || s.ptr[at] == '_')) {
		letters = letters && bm_is_alpha(s.ptr[at]);
		digits = digits && bm_is_digit(s.ptr[at]);
		one_case = one_case && at > from &&
				   (s.ptr[at] >= 'a') != (s.ptr[from] >= 'a')
			       ? false
			       : one_case;
		at++;
	}
	*label = (bm_str){s.ptr + from, at - from};
	if (label->len == 0 || at >= s.len)
		return 0;
	end = at + 1;
	if (s.ptr[from] == '@')
		return s.ptr[at] == ')' ? end : 0;
	if (s.ptr[at] != ')' && (open || s.ptr[at] != '.'))
		return 0;
	if (digits)
		return open && label->len < 10 ? end : 0;
	if (!letters || !one_case || (label->len > 1 && !is_roman(*label)))
		return 0;
	return label->len < 16 ? end : 0;
}

/*
 * A letter behind which a new list may begin.  "e. coli" and "A. Smith" are no
 * lists: without a bracket before it, a list begins with a or i, or has two
 * blanks behind its mark; capitals always need them (pandoc, "fancy_lists").
 */
static bool
may_begin(bm_str line, size_t mark, bm_str label)
{
	bool wide = run_of(line, mark, ' ') >= 2;

	if (line.ptr[0] == '(' || line.ptr[0] == '#' || wide)
		return true;
	if (line.ptr[mark - 1] == '.' && label.ptr[0] < 'a')
		return false;
	return label.len == 1 &&
	       (bm_lower(label.ptr[0]) == 'a' || bm_lower(label.ptr[0]) == 'i');
}

static cmark_node *
open_item(const opening *o, const unsigned char *input)
{
	const cmark_node *last = o->parent->last_child;
	bool follows = bm_md_is_box(last, BM_MD_ITEM);
	const cmark_node *current = o->parser->current;
	cmark_node *node;
	bm_md_box *box;
	bm_str label;
	size_t mark;

	mark = bm_md_item_mark(o->line, &label);
	if (mark == 0 || (mark < o->line.len && o->line.ptr[mark] != ' ' &&
			  o->line.ptr[mark] != '\t'))
		return NULL;
	/* A paragraph goes on, unless the list is there already. */
	if (!follows &&
	    ((is_open(current) && current->type == CMARK_NODE_PARAGRAPH) ||
	     mark == o->line.len || !may_begin(o->line, mark, label)))
		return NULL;
	box = open_box(o, BM_MD_ITEM, &node);
	box->mark = bm_md_dup(o->parser->mem, (bm_str){o->line.ptr, mark});
	box->name = bm_md_dup(o->parser->mem, label);
	box->indent = o->indent + mark_width(o->line, mark);
	take_mark(o, input, mark_width(o->line, mark));
	return node;
}

static int
indent_matches(cmark_parser *parser, const unsigned char *input,
	       const cmark_node *node, const bm_md_box *box)
{
	if (cmark_parser_get_indent(parser) >= box->indent) {
		cmark_parser_advance_offset(parser, (const char *)input,
					    box->indent, 1);
		return 1;
	}
	if (!cmark_parser_is_blank(parser))
		return 0;
	cmark_parser_advance_offset(parser, (const char *)input,
				    cmark_parser_get_first_nonspace(parser) -
					cmark_parser_get_offset(parser),
				    0);
	return node->first_child != NULL || box->kind == BM_MD_ADMONITION;
}

/* ---- Blocks whose lines are kept ---------------------------------------- */

static bool
is_grid_border(bm_str s)
{
	if (s.len < 3 || s.ptr[0] != '+' || s.ptr[1] == '+' ||
	    s.ptr[s.len - 1] != '+')
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (strchr("+-=:", s.ptr[i]) == NULL)
			return false;
	return true;
}

static void
keep_line(bm_md_box *box, bm_str line)
{
	cmark_strbuf_put(&box->text, (const unsigned char *)line.ptr,
			 (bufsize_t)line.len);
	cmark_strbuf_putc(&box->text, '\n');
}

static cmark_node *
open_grid(const opening *o, const unsigned char *input, int len)
{
	cmark_node *node;
	bm_md_box *box;

	if (!is_grid_border(o->line) || o->parent->type == CMARK_NODE_PARAGRAPH)
		return NULL;
	box = open_box(o, BM_MD_GRID, &node);
	keep_line(box, o->line);
	take_line(o->parser, input, len);
	return node;
}

/* What is left of a line in the box, its blanks with it; without the mark that
 * is before the first and the last one. */
static bool
keep_table_line(cmark_parser *parser, const unsigned char *input, int len,
		bm_md_box *box)
{
	int at = cmark_parser_get_offset(parser);
	bm_str line = {(const char *)input + at, (size_t)(len - at)};
	size_t mark = bm_str_find(line, BM_MD_TABLE, 0);
	bool marked = mark < line.len;

	while (line.len > 0 && bm_is_space(line.ptr[line.len - 1]))
		line.len--;
	if (marked) {
		cmark_strbuf_put(&box->text, (const unsigned char *)line.ptr,
				 (bufsize_t)mark);
		mark += strlen(BM_MD_TABLE);
		line.ptr += mark;
		line.len -= mark;
	}
	keep_line(box, line);
	take_line(parser, input, len);
	return marked;
}

static cmark_node *
open_blank(const opening *o, const unsigned char *input, int len)
{
	cmark_node *node;
	bm_md_box *box;

	if (!bm_str_starts(o->line, BM_MD_TABLE) ||
	    o->parent->type == CMARK_NODE_PARAGRAPH)
		return NULL;
	box = open_box(o, BM_MD_BLANK, &node);
	node->start_column = cmark_parser_get_offset(o->parser) + 1;
	keep_table_line(o->parser, input, len, box);
	return node;
}

/* Where "$$" stands in s from `at` on, or s.len. */
static size_t
dollars(bm_str s, size_t at)
{
	return bm_str_find(s, "$$", at);
}

/* What stands behind the closing "$$": nothing or a label. */
static bool
close_math(cmark_parser *parser, bm_md_box *box, bm_str rest)
{
	rest = bm_str_trim(rest);
	if (rest.len == 0)
		return true;
	if (rest.ptr[0] == '{' &&
	    bm_md_attr_read(NULL, rest, NULL) == rest.len) {
		box->attrs = bm_md_dup(parser->mem, rest);
		return true;
	}
	if (rest.len > 2 && rest.ptr[0] == '(' &&
	    rest.ptr[rest.len - 1] == ')') { /* MyST: $$ (label) */
		box->name = bm_md_dup(parser->mem,
				      (bm_str){rest.ptr + 1, rest.len - 2});
		return true;
	}
	return false;
}

static cmark_node *
open_math(const opening *o, const unsigned char *input, int len)
{
	size_t end;
	cmark_node *node;
	bm_md_box *box;

	if (!bm_str_starts(o->line, "$$"))
		return NULL;
	end = dollars(o->line, 2);
	if (end < o->line.len) {
		bm_md_box trial = {0};

		if (end == 2 || !close_math(o->parser, &trial,
					    (bm_str){o->line.ptr + end + 2,
						     o->line.len - end - 2}))
			return NULL;
	}
	box = open_box(o, BM_MD_MATH, &node);
	if (end < o->line.len) {
		close_math(
		    o->parser, box,
		    (bm_str){o->line.ptr + end + 2, o->line.len - end - 2});
		box->closed = true;
		keep_line(box, bm_str_trim((bm_str){o->line.ptr + 2, end - 2}));
	} else if (o->line.len > 2) {
		keep_line(box, after(o->line, 2));
	}
	take_line(o->parser, input, len);
	return node;
}

/* Lines of a grid or a formula. */
static int
lines_match(cmark_parser *parser, const unsigned char *input, int len,
	    bm_md_box *box)
{
	int at = cmark_parser_get_first_nonspace(parser);
	bm_str line =
	    bm_str_trim((bm_str){(const char *)input + at, (size_t)(len - at)});
	size_t end;

	if (box->closed)
		return 0;
	if (box->kind == BM_MD_GRID) {
		if (line.len == 0 ||
		    (line.ptr[0] != '|' && line.ptr[0] != '+') ||
		    cmark_parser_get_indent(parser) >= 4)
			return 0;
		keep_line(box, line);
	} else {
		end = dollars(line, 0);
		if (end < line.len &&
		    close_math(
			parser, box,
			(bm_str){line.ptr + end + 2, line.len - end - 2})) {
			box->closed = true;
			line.len = end;
		}
		if (line.len > 0 || !box->closed)
			keep_line(box, line);
	}
	take_line(parser, input, len);
	return 1;
}

/* *[HTML]: Hyper Text Markup Language */
static cmark_node *
open_abbreviation(const opening *o, const unsigned char *input, int len)
{
	size_t end = bm_str_find(o->line, "]:", 2);
	const cmark_node *current = o->parser->current;
	bm_str name, meaning;
	cmark_node *node;
	bm_md_box *box;

	if (!bm_str_starts(o->line, "*[") || end + 2 >= o->line.len ||
	    (is_open(current) && current->type == CMARK_NODE_PARAGRAPH))
		return NULL;
	name = bm_str_trim((bm_str){o->line.ptr + 2, end - 2});
	meaning = after(o->line, end + 2);
	if (name.len == 0 || meaning.len == 0 ||
	    memchr(name.ptr, ']', name.len) != NULL)
		return NULL;
	box = open_box(o, BM_MD_ABBREVIATION, &node);
	box->closed = true;
	box->name = bm_md_flat(o->parser->mem, name);
	box->mark = bm_md_flat(o->parser->mem, meaning);
	take_line(o->parser, input, len);
	return node;
}

/* ---- What cmark calls --------------------------------------------------- */

cmark_node *
bm_md_open_block(cmark_syntax_extension *ext, int indented,
		 cmark_parser *parser, cmark_node *parent, unsigned char *input,
		 int len)
{
	int at = cmark_parser_get_first_nonspace(parser);
	opening o = {.ext = ext,
		     .parser = parser,
		     .parent = parent,
		     .indent = cmark_parser_get_indent(parser)};

	if (indented || at >= len || cmark_parser_is_blank(parser))
		return NULL;
	o.line =
	    bm_str_trim((bm_str){(const char *)input + at, (size_t)(len - at)});
	if (o.line.len == 0 || too_deep(parent) ||
	    (parent->type == CMARK_NODE_TABLE &&
	     strchr(":!?", o.line.ptr[0]) == NULL))
		return NULL;
	switch (o.line.ptr[0]) {
	case ':': {
		cmark_node *div = open_div(&o);

		if (div == NULL)
			return open_definition(&o, input);
		take_line(parser, input, len);
		return div;
	}
	case '!':
	case '?': {
		cmark_node *node = open_admonition(&o);

		if (node != NULL)
			take_line(parser, input, len);
		return node;
	}
	case '~':
		return open_definition(&o, input);
	case '+':
		return open_grid(&o, input, len);
	case '\xEF':
		return open_blank(&o, input, len);
	case '$':
		return open_math(&o, input, len);
	case '*':
		return open_abbreviation(&o, input, len);
	default:
		if (o.line.ptr[0] == '(' || o.line.ptr[0] == '#' ||
		    bm_is_alpha(o.line.ptr[0]))
			return open_item(&o, input);
		return NULL;
	}
}

int
bm_md_block_matches(cmark_syntax_extension *ext, cmark_parser *parser,
		    unsigned char *input, int len, cmark_node *node)
{
	bm_md_box *box = bm_md_box_of(node);

	(void)ext;
	if (box == NULL || box->full)
		return 0;
	switch (box->kind) {
	case BM_MD_DIV:
		return div_matches(parser, input, len, node, box);
	case BM_MD_ADMONITION:
	case BM_MD_DEFINITION:
	case BM_MD_ITEM:
		return indent_matches(parser, input, node, box);
	case BM_MD_GRID:
	case BM_MD_MATH:
		return lines_match(parser, input, len, box);
	case BM_MD_BLANK:
		if (!box->closed)
			box->closed = keep_table_line(parser, input, len, box);
		else
			return 0;
		return 1;
	default:
		return 0;
	}
}
