/*
 * Blocks of HTML that say what Markdown says too: paragraphs, headings, lists,
 * quotations, tables, what folds, containers.  They become nodes of cmark's,
 * as if they had been written in Markdown, and blocks of Markdown that stand
 * between <details> and </details> become their contents.
 *
 * The blocks of a parent are walked twice.  The first walk finds the blocks
 * whose tags pair (CommonMark ends a block of HTML at a blank line, so a pair
 * may stand in two of them), the second one makes nodes.  A block with a tag
 * that is not taken over, or whose pair is missing, stays as it is, and with
 * it all blocks that it shares a pair with.
 */
#include <stdlib.h>

#include "read/markdown.h"

#define DEPTH_MAX   32
#define INLINES_MAX 16

/* An element that is open. */
struct frame {
	bm_md_tag_kind kind;
	char name[12];
	size_t block;     /* where it opened */
	bool words;       /* text alone stands in it */
	cmark_node *node; /* what takes blocks */
	cmark_node *line; /* what takes text, or NULL: a paragraph does */
	cmark_node *last; /* of a figure: what must be its last child */
	char *id;         /* of a heading */
	char *lang;       /* of what it has, or NULL */
	bm_md_htable *table;
};

/* A block of HTML; blocks that share a pair have one leader. */
struct block {
	size_t leader;
	bool bad;
};

typedef struct walk {
	bm_doc *doc;
	cmark_mem *mem;
	cmark_syntax_extension *ext;
	bool makes;         /* the second walk */
	cmark_node *parent; /* whose blocks these are */
	cmark_node *html;   /* the block at hand */
	struct block *blocks;
	size_t block;
	struct frame open[DEPTH_MAX];
	size_t depth;
	char inlines[INLINES_MAX][12];
	size_t inline_depth;
	cmark_node *para; /* that text began; NULL: none is open */
	char *id;         /* of an element that is no node of its own */
	int line, column; /* of the tag */
} walk;

/* ---- Nodes --------------------------------------------------------------- */

static void
adopt(cmark_node *parent, cmark_node *node)
{
	node->parent = parent;
	node->next = NULL;
	node->prev = parent->last_child;
	if (parent->last_child != NULL)
		parent->last_child->next = node;
	else
		parent->first_child = node;
	parent->last_child = node;
}

static cmark_node *
new_node(walk *w, cmark_node_type type)
{
	cmark_node *node = cmark_node_new_with_mem(type, w->mem);

	node->flags = 0;
	node->start_line = node->end_line = w->line;
	node->start_column = node->end_column = w->column;
	return node;
}

/* What is open and takes blocks, or NULL. */
static cmark_node *
container(const walk *w)
{
	for (size_t i = w->depth; i > 0; i--)
		if (w->open[i - 1].node != NULL)
			return w->open[i - 1].node;
	return NULL;
}

/* Puts a block where blocks go: into what is open, else before the HTML. */
static cmark_node *
put_block(walk *w, cmark_node *node)
{
	cmark_node *into = container(w);

	if (into != NULL) {
		adopt(into, node);
		return node;
	}
	node->parent = w->parent;
	node->next = w->html;
	node->prev = w->html->prev;
	if (w->html->prev != NULL)
		w->html->prev->next = node;
	else
		w->parent->first_child = node;
	w->html->prev = node;
	return node;
}

static cmark_node *
new_block(walk *w, cmark_node_type type)
{
	return put_block(w, new_node(w, type));
}

static cmark_node *
new_box(walk *w, bm_md_kind kind, const char *name)
{
	cmark_node *node = new_block(w, bm_md_type_box);
	bm_md_box *box = w->mem->calloc(1, sizeof(*box));

	box->kind = kind;
	box->closed = true;
	box->name = name;
	cmark_strbuf_init(w->mem, &box->text, 0);
	node->extension = w->ext;
	node->as.opaque = box;
	return node;
}

static void
set_literal(cmark_node *node, char *text)
{
	node->as.literal = (cmark_chunk){.data = (unsigned char *)text,
					 .len = (bufsize_t)strlen(text)};
}

/* ---- Text ---------------------------------------------------------------- */

/* What takes text, or NULL. */
static cmark_node *
line_of(const walk *w)
{
	for (size_t i = w->depth; i > 0; i--) {
		if (w->open[i - 1].line != NULL)
			return w->open[i - 1].line;
		if (w->open[i - 1].kind != BM_MD_TAG_PASS)
			break;
	}
	return w->para;
}

/* Three texts as one. */
static char *
join_text(walk *w, const char *a, const char *b, const char *c)
{
	cmark_strbuf out;

	cmark_strbuf_init(w->mem, &out, 0);
	cmark_strbuf_puts(&out, a);
	cmark_strbuf_puts(&out, b);
	cmark_strbuf_puts(&out, c);
	return (char *)cmark_strbuf_detach(&out);
}

static void
put_tag(walk *w, cmark_node *into, char *raw)
{
	cmark_node *node = new_node(w, CMARK_NODE_HTML_INLINE);

	set_literal(node, raw);
	adopt(into, node);
}

/* Where text goes, with the id that waits for a place. */
static cmark_node *
need_line(walk *w)
{
	cmark_node *line = line_of(w);

	if (line == NULL)
		line = w->para = new_block(w, CMARK_NODE_PARAGRAPH);
	if (w->id != NULL) {
		put_tag(w, line, join_text(w, "<a id=\"", w->id, "\">"));
		put_tag(w, line, bm_md_dup(w->mem, BM_STR("</a>")));
		w->id = NULL;
	}
	return line;
}

/* Text ends with a blank only where more of the line follows. */
static void
end_text(walk *w)
{
	cmark_node *line = line_of(w), *last;

	last = line != NULL ? line->last_child : NULL;
	if (last == NULL || last->type != CMARK_NODE_TEXT)
		return;
	while (
	    last->as.literal.len > 0 &&
	    bm_is_space((char)last->as.literal.data[last->as.literal.len - 1]))
		last->as.literal.len--;
}

static void
end_para(walk *w)
{
	if (w->makes)
		end_text(w);
	w->para = NULL;
}

/* All white space becomes one blank, or none at the start of a line. */
static void
put_text(walk *w, bm_str text)
{
	bool blank = bm_str_trim(text).len == 0;
	cmark_node *line = blank ? line_of(w) : need_line(w), *node;
	char *s, *to;
	bool space;

	if (line == NULL)
		return;
	s = to = bm_md_unescape(w->mem, text);
	space = line->last_child == NULL;
	for (const char *from = s; *from != '\0'; from++) {
		if (!bm_is_space(*from))
			*to++ = *from;
		else if (!space)
			*to++ = ' ';
		space = bm_is_space(*from);
	}
	*to = '\0';
	if (to == s)
		return;
	node = new_node(w, CMARK_NODE_TEXT);
	set_literal(node, s);
	adopt(line, node);
}

/* ---- Tables -------------------------------------------------------------- */

static bm_md_htable *
table_of(const walk *w)
{
	for (size_t i = w->depth; i > 0; i--)
		if (w->open[i - 1].kind == BM_MD_TAG_TABLE)
			return w->open[i - 1].table;
	return NULL;
}

static cmark_node *
new_cell(walk *w, const bm_md_tag *tag)
{
	cmark_node *node = bm_md_htable_cell(table_of(w), tag);

	node->extension = w->ext;
	if (node->start_line <= 0) {
		node->start_line = node->end_line = w->line;
		node->start_column = node->end_column = w->column;
	}
	return node;
}

/* ---- Opening and closing ------------------------------------------------- */

/* Ends that HTML lets one leave out. */
static bool
is_optional(bm_md_tag_kind kind)
{
	return kind == BM_MD_TAG_PARA || kind == BM_MD_TAG_ITEM ||
	       kind == BM_MD_TAG_GROUP || kind == BM_MD_TAG_ROW ||
	       kind == BM_MD_TAG_CELL;
}

static size_t
leader(struct block *blocks, size_t i)
{
	while (blocks[i].leader != i) {
		blocks[i].leader = blocks[blocks[i].leader].leader;
		i = blocks[i].leader;
	}
	return i;
}

static void
join(walk *w, size_t other)
{
	size_t a = leader(w->blocks, w->block), b = leader(w->blocks, other);

	w->blocks[a > b ? a : b].leader = a < b ? a : b;
	w->blocks[a < b ? a : b].bad |= w->blocks[a > b ? a : b].bad;
}

/*
 * What opens, or text, depends on the element that it stands in: where that is
 * not taken over, the other is not either.  What takes any block can go.
 */
static void
depend(walk *w, bm_md_tag_kind kind)
{
	const struct frame *up;

	if (w->depth == 0)
		return;
	up = &w->open[w->depth - 1];
	if (up->words ||
	    (up->kind >= BM_MD_TAG_LIST && up->kind <= BM_MD_TAG_ITEM) ||
	    up->kind >= BM_MD_TAG_TABLE || kind == BM_MD_TAG_SUMMARY ||
	    kind == BM_MD_TAG_CAPTION)
		join(w, up->block);
}

/* The id of a heading is an attribute of it, as in "## Words {#id}". */
static void
put_heading_id(walk *w, const struct frame *f)
{
	cmark_node *attrs = new_node(w, CMARK_NODE_TEXT);

	attrs->type = (uint16_t)bm_md_type_attr;
	attrs->extension = w->ext;
	attrs->as.opaque = join_text(w, "{#", f->id, "}");
	adopt(f->line, attrs);
}

static void
pop(walk *w)
{
	struct frame *f = &w->open[w->depth - 1];

	end_para(w);
	w->depth--;
	join(w, f->block);
	if (!w->makes)
		return;
	if (f->lang != NULL)
		put_tag(w, f->line, bm_md_dup(w->mem, BM_STR("</span>")));
	if (f->id != NULL)
		put_heading_id(w, f);
	else if (f->kind == BM_MD_TAG_TABLE)
		bm_md_htable_end(f->table);
	else if (f->kind == BM_MD_TAG_ROW)
		bm_md_htable_end_row(table_of(w), w->open[w->depth - 1].name);
	else if (f->kind == BM_MD_TAG_GROUP)
		bm_md_htable_end_group(table_of(w));
	else if (f->kind == BM_MD_TAG_FIGURE && f->last != NULL &&
		 f->last->next != NULL) {
		cmark_node_unlink(f->last);
		adopt(f->node, f->last);
	}
}

/* What an opening tag ends: a paragraph, the item before it, and so on. */
static void
pop_before(walk *w, bm_md_tag_kind kind)
{
	for (; w->depth > 0; pop(w)) {
		bm_md_tag_kind top = w->open[w->depth - 1].kind;

		if (top == BM_MD_TAG_PARA ||
		    (kind == BM_MD_TAG_ITEM && top == BM_MD_TAG_ITEM) ||
		    (kind == BM_MD_TAG_CELL && top == BM_MD_TAG_CELL) ||
		    ((kind == BM_MD_TAG_ROW || kind == BM_MD_TAG_GROUP) &&
		     (top == BM_MD_TAG_CELL || top == BM_MD_TAG_ROW)) ||
		    (kind == BM_MD_TAG_GROUP && top == BM_MD_TAG_GROUP))
			continue;
		break;
	}
}

/* Whether an element may stand in what is open. */
static bool
fits(const walk *w, bm_md_tag_kind kind)
{
	bm_md_tag_kind up =
	    w->depth > 0 ? w->open[w->depth - 1].kind : BM_MD_TAG_PASS;

	switch (kind) {
	case BM_MD_TAG_ITEM:
		return up == BM_MD_TAG_LIST;
	case BM_MD_TAG_SUMMARY:
		return up == BM_MD_TAG_DETAILS;
	case BM_MD_TAG_CAPTION:
		return up == BM_MD_TAG_FIGURE;
	case BM_MD_TAG_TITLE:
	case BM_MD_TAG_COLUMN:
	case BM_MD_TAG_GROUP:
		return up == BM_MD_TAG_TABLE;
	case BM_MD_TAG_ROW:
		return up == BM_MD_TAG_TABLE || up == BM_MD_TAG_GROUP;
	case BM_MD_TAG_CELL:
		return up == BM_MD_TAG_ROW;
	default:
		break;
	}
	if (up == BM_MD_TAG_LIST || up == BM_MD_TAG_TABLE ||
	    up == BM_MD_TAG_GROUP || up == BM_MD_TAG_ROW)
		return false;
	/* A heading in the words of a summary is common: it adds nothing. */
	if (w->depth > 0 && w->open[w->depth - 1].words)
		return kind == BM_MD_TAG_PASS || kind == BM_MD_TAG_PARA ||
		       kind == BM_MD_TAG_HEADING;
	return true;
}

static cmark_node *
new_list(walk *w, const bm_md_tag *tag)
{
	cmark_node *node = new_block(w, CMARK_NODE_LIST);
	const char *start = bm_md_tag_attr(w->mem, tag->raw, "start");
	long n = start != NULL ? strtol(start, NULL, 10) : 1;

	node->as.list.list_type =
	    tag->name[0] == 'o' ? CMARK_ORDERED_LIST : CMARK_BULLET_LIST;
	node->as.list.delimiter = CMARK_PERIOD_DELIM;
	node->as.list.bullet_char = '-';
	node->as.list.start = n >= 0 && n < 1000000000 ? (int)n : 1;
	node->as.list.tight = true;
	return node;
}

/* Makes what an opening tag stands for. */
static void
make(walk *w, const bm_md_tag *tag, struct frame *f)
{
	struct frame *up = w->depth > 0 ? &w->open[w->depth - 1] : NULL;

	if (up != NULL && up->words) { /* see fits() */
		f->line = up->line;
		return;
	}
	switch (tag->kind) {
	case BM_MD_TAG_PARA:
		if (up != NULL && up->kind == BM_MD_TAG_ITEM)
			up->node->parent->as.list.tight = false;
		f->line = new_block(w, CMARK_NODE_PARAGRAPH);
		break;
	case BM_MD_TAG_HEADING:
		f->line = new_block(w, CMARK_NODE_HEADING);
		f->line->as.heading.level = tag->name[1] - '0';
		break;
	case BM_MD_TAG_QUOTE:
		f->node = new_block(w, CMARK_NODE_BLOCK_QUOTE);
		break;
	case BM_MD_TAG_LIST:
		f->node = new_list(w, tag);
		break;
	case BM_MD_TAG_ITEM:
		f->node = new_block(w, CMARK_NODE_ITEM);
		f->node->as.list = up->node->as.list;
		break;
	case BM_MD_TAG_DETAILS:
		f->node = new_box(w, BM_MD_DIV, "details");
		bm_md_box_of(f->node)->mark =
		    bm_md_tag_attr(w->mem, tag->raw, "open") != NULL ? "???+"
								     : "???";
		break;
	case BM_MD_TAG_ASIDE:
		f->node = new_box(w, BM_MD_DIV, "aside");
		break;
	case BM_MD_TAG_FIGURE:
		f->node = new_box(w, BM_MD_DIV, "figure");
		break;
	case BM_MD_TAG_SUMMARY:
	case BM_MD_TAG_TITLE:
		f->line = new_block(w, CMARK_NODE_PARAGRAPH);
		if (bm_md_box_of(up->node)->title == NULL)
			bm_md_box_of(up->node)->title = f->line;
		break;
	case BM_MD_TAG_CAPTION:
		f->line = up->last = new_block(w, CMARK_NODE_PARAGRAPH);
		break;
	case BM_MD_TAG_TABLE:
		f->node = new_box(w, BM_MD_GRID, "");
		f->table = bm_md_htable_new(w->mem, f->node);
		break;
	case BM_MD_TAG_ROW:
		bm_md_htable_row(table_of(w));
		break;
	case BM_MD_TAG_CELL:
		f->node = new_cell(w, tag);
		break;
	default:
		break;
	}
}

/* The language goes round the words of a line, or onto a box; a container that
 * is nothing but a language becomes one. */
static void
put_language(walk *w, struct frame *f)
{
	bool words = w->depth > 0 && w->open[w->depth - 1].words;
	const bm_md_box *box;

	if (f->lang == NULL)
		return;
	if (!words && f->kind == BM_MD_TAG_PASS && bm_md_tag_is_word(f->lang))
		f->node = new_box(w, BM_MD_DIV, "");
	box = bm_md_box_of(f->node);
	if (words || !bm_md_tag_is_word(f->lang) ||
	    (f->line == NULL && (box == NULL || box->kind != BM_MD_DIV))) {
		f->lang = NULL;
		bm_md_tag_left_out(w->doc, w->html, BM_STR("lang"),
				   "give it to the text of it");
	} else if (f->line != NULL) {
		put_tag(w, f->line,
			join_text(w, "<span lang=\"", f->lang, "\">"));
	} else {
		bm_md_box_of(f->node)->attrs =
		    join_text(w, "{lang=", f->lang, "}");
		f->lang = NULL;
	}
}

static bool
open_block(walk *w, const bm_md_tag *tag)
{
	struct frame f = {.kind = tag->kind, .block = w->block};
	bool is_heading;
	char *id;

	if (w->inline_depth > 0)
		return false;
	end_para(w);
	pop_before(w, tag->kind);
	if (!fits(w, tag->kind) || w->depth == DEPTH_MAX)
		return false;
	depend(w, tag->kind);
	is_heading = tag->kind == BM_MD_TAG_HEADING &&
		     (w->depth == 0 || !w->open[w->depth - 1].words);
	if (w->makes) {
		bm_md_tag_tell(w->doc, w->html, tag->raw);
		id = bm_md_tag_id(w->doc, w->mem, w->html, tag->raw);
		f.lang = bm_md_tag_attr(w->mem, tag->raw, "lang");
		if (id != NULL)
			*(is_heading ? &f.id : &w->id) = id;
	}
	if (tag->kind == BM_MD_TAG_COLUMN)
		return true;
	if (tag->kind == BM_MD_TAG_RULE) {
		if (w->makes)
			new_block(w, CMARK_NODE_THEMATIC_BREAK);
		return true;
	}
	memcpy(f.name, tag->name, sizeof(f.name));
	f.words =
	    (w->depth > 0 && w->open[w->depth - 1].words) ||
	    tag->kind == BM_MD_TAG_HEADING || tag->kind == BM_MD_TAG_SUMMARY ||
	    tag->kind == BM_MD_TAG_CAPTION || tag->kind == BM_MD_TAG_TITLE;
	if (w->makes) {
		make(w, tag, &f);
		put_language(w, &f);
	}
	w->open[w->depth++] = f;
	return true;
}

static bool
close_block(walk *w, const bm_md_tag *tag)
{
	size_t i = w->depth;

	if (w->inline_depth > 0)
		return false;
	if (tag->kind == BM_MD_TAG_COLUMN)
		return true;
	while (i > 0 && strcmp(w->open[i - 1].name, tag->name) != 0)
		i--;
	if (i == 0) /* HTML makes an empty paragraph of a lone </p> */
		return tag->kind == BM_MD_TAG_PARA;
	/* What is open above it in this block has no end. */
	for (size_t k = i; k < w->depth; k++)
		if (!is_optional(w->open[k].kind) &&
		    w->open[k].block == w->block)
			return false;
	for (size_t k = i; k < w->depth; k++)
		if (!is_optional(w->open[k].kind))
			w->blocks[leader(w->blocks, w->open[k].block)].bad =
			    true;
	while (w->depth >= i) {
		if (w->depth > i && !is_optional(w->open[w->depth - 1].kind))
			w->depth--; /* it is left as it is */
		else
			pop(w);
	}
	return true;
}

static bool
inline_tag(walk *w, const bm_md_tag *tag)
{
	bool empty = tag->kind == BM_MD_TAG_EMPTY;

	if (w->depth > 0 && !fits(w, BM_MD_TAG_PASS))
		return false;
	if (tag->closes) {
		if (w->inline_depth == 0 ||
		    strcmp(w->inlines[w->inline_depth - 1], tag->name) != 0)
			return false;
		w->inline_depth--;
	} else if (!empty) {
		if (w->inline_depth == INLINES_MAX)
			return false;
		memcpy(w->inlines[w->inline_depth++], tag->name,
		       sizeof(tag->name));
	}
	if (w->makes)
		put_tag(w, need_line(w), bm_md_dup(w->mem, tag->raw));
	return true;
}

/* ---- Blocks -------------------------------------------------------------- */

/* Moves the place of tags on over a text. */
static void
advance(walk *w, bm_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		w->column++;
		if (text.ptr[i] == '\n') {
			w->line++;
			w->column = w->html->start_column;
		}
	}
}

/* <pre>: all to its end, without the tags in it; its end, or 0. */
static size_t
code(walk *w, bm_str s, size_t at)
{
	cmark_strbuf buf;
	bm_md_tag tag = {0};
	cmark_node *node;
	size_t from = at;

	cmark_strbuf_init(w->mem, &buf, 0);
	if (w->inline_depth > 0 || !fits(w, BM_MD_TAG_PRE))
		return 0;
	while (at < s.len) {
		at = bm_md_tag_read(s, at, &tag);
		if (tag.closes && strcmp(tag.name, "pre") == 0)
			break;
		if (tag.kind == BM_MD_TAG_OTHER && tag.raw.len > 1)
			return 0;
		if (w->makes && (tag.kind == BM_MD_TAG_TEXT || tag.raw.len < 2))
			cmark_strbuf_puts(&buf,
					  bm_md_unescape(w->mem, tag.raw));
	}
	if (!tag.closes || strcmp(tag.name, "pre") != 0)
		return 0;
	if (!w->makes)
		return at;
	node = new_block(w, CMARK_NODE_CODE_BLOCK);
	/* HTML, "The pre element": a newline right behind the tag is none. */
	if (buf.size > 0 && s.ptr[from] == '\n')
		cmark_strbuf_drop(&buf, 1);
	if (buf.size > 0 && buf.ptr[buf.size - 1] != '\n')
		cmark_strbuf_putc(&buf, '\n');
	node->as.code.literal = cmark_chunk_literal("");
	node->as.code.info = cmark_chunk_literal("");
	node->as.code.fenced = true;
	node->as.code.literal.len = buf.size;
	node->as.code.literal.data = cmark_strbuf_detach(&buf);
	return at;
}

/* One tag or text; its end, or 0: the block stays as it is. */
static size_t
step(walk *w, bm_str s, size_t at)
{
	bm_md_tag tag;
	size_t end = bm_md_tag_read(s, at, &tag), from = end;
	bool good;

	switch (tag.kind) {
	case BM_MD_TAG_OTHER:
		return 0;
	case BM_MD_TAG_COMMENT:
		good = true;
		break;
	case BM_MD_TAG_TEXT:
		good = bm_str_trim(tag.raw).len == 0 || w->depth == 0 ||
		       fits(w, BM_MD_TAG_PASS);
		if (good && w->makes)
			put_text(w, tag.raw);
		break;
	case BM_MD_TAG_INLINE:
	case BM_MD_TAG_EMPTY:
		good = inline_tag(w, &tag);
		break;
	case BM_MD_TAG_PRE:
		if (tag.closes)
			return 0;
		end_para(w);
		pop_before(w, tag.kind);
		end = code(w, s, end);
		good = end != 0;
		break;
	default:
		good = tag.closes ? close_block(w, &tag) : open_block(w, &tag);
		break;
	}
	if (good)
		advance(w,
			(bm_str){s.ptr + at, (end > from ? end : from) - at});
	return good ? end : 0;
}

/* A block of HTML to its end; false: it stays as it is. */
static bool
one_block(walk *w, cmark_node *html)
{
	bm_str s = bm_md_str(&html->as.literal);

	w->html = html;
	w->line = html->start_line;
	w->column = html->start_column;
	w->para = NULL;
	w->inline_depth = 0;
	depend(w, BM_MD_TAG_TEXT);
	for (size_t at = 0; at < s.len;)
		if ((at = step(w, s, at)) == 0)
			return false;
	if (w->inline_depth > 0)
		return false;
	if (w->makes && w->id != NULL)
		need_line(w);
	end_para(w);
	while (w->depth > 0 && w->open[w->depth - 1].kind == BM_MD_TAG_PARA)
		pop(w);
	return true;
}

/* Comments that are kept for passes are the builder's, and so is the rest that
 * only comments are in. */
static bool
is_for_us(const cmark_node *node)
{
	bm_str s;

	if (node->type != CMARK_NODE_HTML_BLOCK)
		return false;
	s = bm_str_trim(bm_md_str(&node->as.literal));
	return s.len > 0 && !bm_str_starts(s, "<!") && !bm_str_starts(s, "<?");
}

/* The first walk: which blocks can be taken over. */
static void
find(walk *w)
{
	struct frame saved[DEPTH_MAX];
	size_t depth;

	for (cmark_node *n = w->parent->first_child; n != NULL; n = n->next) {
		if (!is_for_us(n)) {
			/* Between rows stands nothing else. */
			if (w->depth > 0 && !fits(w, BM_MD_TAG_TABLE))
				w->blocks[leader(w->blocks,
						 w->open[w->depth - 1].block)]
				    .bad = true;
			continue;
		}
		depth = w->depth;
		memcpy(saved, w->open, depth * sizeof(*saved));
		w->blocks[w->block].leader = w->block;
		if (!one_block(w, n)) {
			w->blocks[leader(w->blocks, w->block)].bad = true;
			memcpy(w->open, saved, depth * sizeof(*saved));
			w->depth = depth;
		}
		w->block++;
	}
	for (; w->depth > 0; w->depth--)
		w->blocks[leader(w->blocks, w->open[w->depth - 1].block)].bad =
		    true;
}

/* The second walk: blocks become nodes, others move into what is open. */
static void
take(walk *w)
{
	cmark_node *next, *into;

	w->makes = true;
	w->block = 0;
	for (cmark_node *n = w->parent->first_child; n != NULL; n = next) {
		next = n->next;
		if (is_for_us(n) &&
		    !w->blocks[leader(w->blocks, w->block++)].bad) {
			w->block--;
			if (one_block(w, n))
				cmark_node_unlink(n);
			w->block++;
		} else if (w->depth > 0 && fits(w, BM_MD_TAG_TABLE) &&
			   (into = container(w)) != NULL) {
			cmark_node_unlink(n);
			adopt(into, n);
		}
	}
}

static void
blocks_of(bm_doc *doc, cmark_node *parent, cmark_syntax_extension *ext)
{
	walk *w;
	size_t count = 0;

	for (cmark_node *n = parent->first_child; n != NULL; n = n->next)
		count += is_for_us(n);
	if (count == 0)
		return;
	w = parent->content.mem->calloc(1, sizeof(*w));
	w->doc = doc;
	w->mem = parent->content.mem;
	w->ext = ext;
	w->parent = parent;
	w->blocks = w->mem->calloc(count, sizeof(*w->blocks));
	find(w);
	take(w);
}

void
bm_md_tags(bm_doc *doc, cmark_node *root, cmark_syntax_extension *ext)
{
	cmark_node *node = root;

	while (node != NULL) {
		if (CMARK_NODE_TYPE_BLOCK_P((cmark_node_type)node->type))
			blocks_of(doc, node, ext);
		bm_md_pairs(doc, node, ext);
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node != root && node->next == NULL)
			node = node->parent;
		node = node == root ? NULL : node->next;
	}
}
