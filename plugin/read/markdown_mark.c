/*
 * Inline marks beyond cmark-gfm: ^superscript^, ~subscript~, ^[notes],
 * [spans]{.class}, $TeX$ and the roles of MyST, {sub}`2`.  They are found
 * while cmark parses; marks that open and close become nodes of their own,
 * which markdown_html.c pairs as it pairs tags, and one without its mate is
 * the text that it was.
 */
#include "read/markdown.h"

/* What may stand between the brackets of a span. */
#define SPAN_NODES_MAX 400

/* Where the mark that was opened last ends; under the parse lock. */
static struct {
	const cmark_node *parent;
	int super, sub;
} expected;

void
bm_md_mark_reset(void)
{
	expected.parent = NULL;
	expected.super = expected.sub = -1;
}

typedef struct matching {
	cmark_syntax_extension *ext;
	cmark_parser *parser;
	cmark_node *parent;
	cmark_inline_parser *inl;
	bm_str raw; /* of the whole paragraph */
	int at;
} matching;

/* A node for what stands at m->at, up to `end`. */
static cmark_node *
mark_node(const matching *m, bm_md_mark_kind kind, int end, bm_md_mark **out)
{
	cmark_node *node =
	    cmark_node_new_with_mem(CMARK_NODE_TEXT, m->parser->mem);
	bm_md_mark *mark = m->parser->mem->calloc(1, sizeof(*mark));

	mark->kind = kind;
	mark->source =
	    bm_md_dup(m->parser->mem,
		      (bm_str){m->raw.ptr + m->at, (size_t)(end - m->at)});
	node->type = (uint16_t)bm_md_type_mark;
	node->extension = m->ext;
	node->as.opaque = mark;
	bm_md_place(node, m->inl,
		    (bm_str){m->raw.ptr + m->at, (size_t)(end - m->at)});
	cmark_inline_parser_set_offset(m->inl, end);
	*out = mark;
	return node;
}

static char
char_at(const matching *m, int at)
{
	return at >= 0 && at < (int)m->raw.len ? m->raw.ptr[at] : '\0';
}

static bool
is_word(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || (c & 0x80) != 0;
}

/* Where the same sign stands next, before any space; -1: nowhere. */
static int
closing(const matching *m, char sign)
{
	for (int i = m->at + 1; i < (int)m->raw.len; i++) {
		char c = m->raw.ptr[i];

		if (c == '\\' && i + 1 < (int)m->raw.len)
			i++;
		else if (bm_is_space(c))
			return -1;
		else if (c == sign)
			return i > m->at + 1 ? i : -1;
	}
	return -1;
}

/* ^x^ and ~x~ (pandoc): no space inside. */
static cmark_node *
raised(const matching *m, char sign)
{
	int *end = sign == '^' ? &expected.super : &expected.sub;
	bool opens = *end != m->at;
	cmark_node *node;
	bm_md_mark *mark;
	int close;

	if (opens) {
		close = closing(m, sign);
		if (close < 0 || (sign == '~' && char_at(m, close + 1) == '~'))
			return NULL;
		*end = close;
	} else {
		*end = -1;
	}
	node = mark_node(m, sign == '^' ? BM_MD_SUPER : BM_MD_SUB, m->at + 1,
			 &mark);
	mark->opens = opens;
	return node;
}

static cmark_node *
superscript(const matching *m)
{
	if (char_at(m, m->at - 1) == '[')
		return NULL; /* a footnote's label */
	return raised(m, '^');
}

/*
 * GitHub strikes ~x~ out and pandoc lowers it.  Behind a letter, a digit or a
 * bracket it is lowered, as in H~2~O: nobody strikes out part of a word so.
 */
static cmark_node *
subscript(const matching *m)
{
	char before = char_at(m, m->at - 1);

	if (expected.sub != m->at &&
	    (char_at(m, m->at + 1) == '~' ||
	     !(is_word(before) || before == ')' || before == ']' ||
	       before == '^' || before == '*')))
		return NULL;
	return raised(m, '~');
}

/* A paragraph behind the last block, whose inlines cmark comes to later. */
static cmark_node *
later(const matching *m, int from, int to)
{
	cmark_node *para =
	    cmark_node_new_with_mem(CMARK_NODE_PARAGRAPH, m->parser->mem);
	cmark_node *root = m->parser->root;

	cmark_strbuf_put(&para->content,
			 (const unsigned char *)m->raw.ptr + from, to - from);
	cmark_strbuf_trim(&para->content);
	para->start_line = para->end_line =
	    cmark_inline_parser_get_line(m->inl);
	para->start_column =
	    cmark_inline_parser_get_column(m->inl) + from - m->at;
	para->parent = root;
	para->prev = root->last_child;
	root->last_child->next = para;
	root->last_child = para;
	para->user_data = BM_MD_DONE;
	return para;
}

/* ^[text] (pandoc, "inline_notes"). */
static cmark_node *
inline_note(const matching *m)
{
	int end =
	    bm_md_bracket_end(m->parser->mem, m->parent, m->raw, m->at + 1);
	cmark_node *node, *para;
	bm_md_mark *mark;

	if (end < m->at + 3)
		return NULL;
	para = later(m, m->at + 2, end);
	node = mark_node(m, BM_MD_NOTE, end + 1, &mark);
	mark->para = para;
	return node;
}

/* $x$ (pandoc, "tex_math_dollars"), $$x$$ and $`x`$. */
static cmark_node *
formula(const matching *m)
{
	bool display = char_at(m, m->at + 1) == '$';
	int from = m->at + 1 + display, end;
	cmark_node *node;
	bm_md_mark *mark;

	if (is_word(char_at(m, m->at - 1)) || char_at(m, m->at - 1) == '$' ||
	    (!display && bm_is_space(char_at(m, from))) ||
	    from >= (int)m->raw.len)
		return NULL;
	for (end = from; end < (int)m->raw.len && m->raw.ptr[end] != '$'; end++)
		if (m->raw.ptr[end] == '\\')
			end++;
	if (end >= (int)m->raw.len || end == from)
		return NULL;
	if (display ? char_at(m, end + 1) != '$'
		    : bm_is_space(char_at(m, end - 1)) ||
			  bm_is_digit(char_at(m, end + 1)))
		return NULL;
	node = mark_node(m, BM_MD_FORMULA, end + 1 + display, &mark);
	if (!display && char_at(m, from) == '`' && char_at(m, end - 1) == '`' &&
	    end - from > 2) {
		from++;
		end--;
	}
	mark->opens = display;
	mark->text = bm_md_dup(
	    m->parser->mem,
	    bm_str_trim((bm_str){m->raw.ptr + from, (size_t)(end - from)}));
	return node;
}

cmark_node *
bm_md_match_mark(cmark_syntax_extension *ext, cmark_parser *parser,
		 cmark_node *parent, unsigned char c, cmark_inline_parser *inl)
{
	matching m = {.ext = ext,
		      .parser = parser,
		      .parent = parent,
		      .inl = inl,
		      .raw = bm_md_str(cmark_inline_parser_get_chunk(inl)),
		      .at = cmark_inline_parser_get_offset(inl)};

	if (expected.parent != parent) {
		bm_md_mark_reset();
		expected.parent = parent;
	}
	switch (c) {
	case '^':
		return char_at(&m, m.at + 1) == '[' ? inline_note(&m)
						    : superscript(&m);
	case '~':
		return subscript(&m);
	case '$':
		return formula(&m);
	default:
		return NULL;
	}
}

/* The roles of MyST that have a mark or an element here. */
static const char *const roles[] = {
    "sub",    "subscript", "sup",    "superscript", "math", "kbd",
    "abbr",   "ref",       "numref", "eq",          "term", "cite",
    "cite:p", "cite:t",    "index",  NULL};

/* {name}`text` */
cmark_node *
bm_md_match_role(cmark_syntax_extension *ext, cmark_parser *parser,
		 cmark_inline_parser *inl)
{
	matching m = {.ext = ext,
		      .parser = parser,
		      .inl = inl,
		      .raw = bm_md_str(cmark_inline_parser_get_chunk(inl)),
		      .at = cmark_inline_parser_get_offset(inl)};
	int at = m.at + 1, end;
	size_t known = 0;
	bm_str name, text;
	cmark_node *node;
	bm_md_mark *mark;

	while (bm_is_alpha(char_at(&m, at)) || char_at(&m, at) == ':')
		at++;
	name = (bm_str){m.raw.ptr + m.at + 1, (size_t)(at - m.at - 1)};
	while (roles[known] != NULL && !bm_str_is(name, roles[known]))
		known++;
	if (roles[known] == NULL || char_at(&m, at) != '}' ||
	    char_at(&m, at + 1) != '`' || char_at(&m, at + 2) == '`')
		return NULL;
	for (end = at + 2; end < (int)m.raw.len && m.raw.ptr[end] != '`' &&
			   m.raw.ptr[end] != '\n';)
		end++;
	if (char_at(&m, end) != '`')
		return NULL;
	text = (bm_str){m.raw.ptr + at + 2, (size_t)(end - at - 2)};
	node = mark_node(&m, BM_MD_ROLE, end + 1, &mark);
	mark->name = roles[known];
	mark->text = bm_md_dup(parser->mem, bm_str_trim(text));
	return node;
}

/*
 * The "[" that belongs to the "]" at `close`, NULL if it is none of a span's:
 * not near, of a citation, or of an image.  cmark makes both of literals of
 * its own, unlike escaped ones, whose bytes are those of the paragraph.
 */
static cmark_node *
opening_of(const cmark_node *close, const cmark_chunk *chunk)
{
	uintptr_t base = (uintptr_t)chunk->data;
	cmark_node *node = close->prev;
	int depth = 0;

	for (int i = 0; node != NULL && i < SPAN_NODES_MAX;
	     i++, node = node->prev) {
		const cmark_chunk *c = &node->as.literal;
		uintptr_t p = (uintptr_t)c->data;

		if (node->type == bm_md_type_open && depth-- == 0)
			return NULL;
		if (node->type != CMARK_NODE_TEXT || c->len < 1 || c->len > 2 ||
		    (p >= base && p < base + (uintptr_t)chunk->len))
			continue;
		if (c->data[0] == ']')
			depth++;
		else if (c->data[c->len - 1] == '[' && depth-- == 0)
			return c->len == 1 ? node : NULL;
	}
	return NULL;
}

/* The brackets right before an attribute list become the marks of a span. */
void
bm_md_mark_span(cmark_syntax_extension *ext, cmark_parser *parser,
		cmark_node *parent, cmark_inline_parser *inl)
{
	const cmark_chunk *chunk = cmark_inline_parser_get_chunk(inl);
	cmark_node *nodes[2] = {NULL, parent->last_child};

	if (nodes[1] == NULL || nodes[1]->type != CMARK_NODE_TEXT ||
	    !bm_str_is(bm_md_str(&nodes[1]->as.literal), "]") ||
	    chunk->data[cmark_inline_parser_get_offset(inl) - 1] != ']')
		return;
	nodes[0] = opening_of(nodes[1], chunk);
	if (nodes[0] == NULL)
		return;
	for (int i = 0; i < 2; i++) {
		bm_md_mark *mark = parser->mem->calloc(1, sizeof(*mark));

		mark->kind = BM_MD_SPAN;
		mark->opens = i == 0;
		mark->source = i == 0 ? "[" : "]";
		nodes[i]->type = (uint16_t)bm_md_type_mark;
		nodes[i]->extension = ext;
		nodes[i]->as.opaque = mark;
	}
}
