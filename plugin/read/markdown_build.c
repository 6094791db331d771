/*
 * cmark's tree to DocBook: the walk, blocks and the common tools.  The walk
 * follows the tree's own pointers and keeps the place to return to in each
 * node, so that no depth of nesting costs stack.
 */
#include <stdarg.h>
#include <stdio.h>

#include "read/markdown.h"

const char bm_md_done = 0;

/* Containers stop this far above BM_DEPTH_MAX: room for a table or a note. */
#define DEPTH_ROOM 24

void
bm_md_say(bm_md_build *b, const cmark_node *node, const char *code,
	  const char *format, ...)
{
	bm_pos pos = bm_md_pos(b, node);
	char text[400];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	/* A sentence of ours begins with a capital. */
	if (format[0] >= 'a' && format[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	bm_diag_add(b->doc->diags, bm_rule_find(bm_md_rules, code), &pos, "%s",
		    text);
}

/* cmark gives some inline nodes no position: then the nearest above. */
bm_pos
bm_md_pos(const bm_md_build *b, const cmark_node *node)
{
	bm_pos pos = {.file = b->doc->file};

	while (node != NULL && node->start_line <= 0)
		node = node->parent;
	if (node == NULL)
		return pos;
	pos.line = (uint32_t)node->start_line;
	pos.column = node->start_column > 0 ? (uint32_t)node->start_column : 1;
	if (node->end_line > 0 && node->end_column > 0) {
		pos.end_line = (uint32_t)node->end_line;
		pos.end_column = (uint32_t)node->end_column + 1;
	}
	return pos;
}

/* Puts what is waiting into the tree. */
void
bm_md_flush(bm_md_build *b)
{
	if (b->text.status != BM_OK)
		b->doc->no_memory = true;
	if (b->text.len == 0)
		return;
	bm_add_text(b->doc, b->at, bm_buf_str(&b->text));
	bm_buf_clear(&b->text);
}

/* Length of what XML does not hold at s[i] (a break mark, a control), or 0. */
static size_t
foreign(bm_str s, size_t i, bool *is_mark)
{
	unsigned char c = (unsigned char)s.ptr[i];

	*is_mark = false;
	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\r';
	if (c != 0xEF || s.len - i < 3 || (unsigned char)s.ptr[i + 1] != 0xBF ||
	    (unsigned char)s.ptr[i + 2] < 0xBE)
		return 0;
	*is_mark = (unsigned char)s.ptr[i + 2] == 0xBE;
	return 3;
}

static void
clean_into(bm_buf *out, bm_str s)
{
	size_t from = 0, n;
	bool is_mark;

	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.ptr[i] >= 0x20 && s.ptr[i] != '\xEF')
			continue;
		n = foreign(s, i, &is_mark);
		if (n == 0)
			continue;
		bm_buf_put(out, s.ptr + from, i - from);
		if (!is_mark)
			bm_buf_puts(out, "\xEF\xBF\xBD");
		i += n - 1;
		from = i + 1;
	}
	if (s.len > from)
		bm_buf_put(out, s.ptr + from, s.len - from);
}

void
bm_md_put(bm_md_build *b, bm_str text)
{
	clean_into(&b->text, text);
}

const char *
bm_md_clean(bm_md_build *b, bm_str text)
{
	bm_buf buf;
	char *copy;

	bm_buf_init(&buf, bm_arena_allocator(b->doc->arena));
	clean_into(&buf, text);
	copy = bm_arena_strdup(b->doc->arena, bm_buf_cstr(&buf));
	if (copy == NULL || buf.status != BM_OK)
		b->doc->no_memory = true;
	bm_buf_free(&buf);
	return copy != NULL ? copy : "";
}

const char *
bm_md_chunk(bm_md_build *b, const cmark_chunk *chunk)
{
	return bm_md_clean(b, bm_md_str(chunk));
}

static void
put_pos(bm_md_build *b, const cmark_node *node, xmlNode *el)
{
	bm_pos pos = bm_md_pos(b, node);

	if (el != NULL && pos.line > 0)
		bm_set_pos(b->doc, el, &pos);
}

xmlNode *
bm_md_el(bm_md_build *b, const cmark_node *node, const char *name)
{
	xmlNode *el;

	bm_md_flush(b);
	el = bm_el(b->doc, b->at, name);
	put_pos(b, node, el);
	return el;
}

void
bm_md_push(bm_md_build *b, cmark_node *node, xmlNode *el)
{
	if (el == NULL)
		return;
	bm_md_flush(b);
	node->user_data = b->at;
	b->at = el;
	b->depth++;
}

void
bm_md_leave(bm_md_build *b, cmark_node *node)
{
	if (node->type == CMARK_NODE_LINK && b->links > 0)
		b->links--;
	if (node->user_data == NULL || node->user_data == BM_MD_DONE)
		return;
	bm_md_flush(b);
	b->at = node->user_data;
	node->user_data = NULL;
	b->depth--;
}

/* Whether a container must be flattened; said once. */
bool
bm_md_too_deep(bm_md_build *b, const cmark_node *node)
{
	if (b->depth < BM_DEPTH_MAX - DEPTH_ROOM)
		return false;
	if (!b->deep)
		bm_md_say(b, node, "markdown-limit",
			  "nesting deeper than %d levels is flattened",
			  BM_DEPTH_MAX - DEPTH_ROOM);
	b->deep = true;
	return true;
}

/*
 * Gives back what stands before a heading of the document: it was built, and
 * nothing looks back that far.  Notes, which cmark puts at the end, are looked
 * for until then.
 */
static void
forget_before(cmark_node *heading)
{
	cmark_node *node;

	while ((node = heading->prev) != NULL &&
	       node->type != CMARK_NODE_FOOTNOTE_DEFINITION)
		cmark_node_free(node);
}

void
bm_md_walk(bm_md_build *b, cmark_node *top, xmlNode *into)
{
	xmlNode *saved = b->at;
	unsigned depth = b->depth, links = b->links;
	cmark_node *node = top->first_child;

	bm_md_flush(b);
	b->at = into;
	bm_md_html_pair(b, top);
	while (node != NULL && !b->doc->no_memory) {
		bool down = false;

		if (node->user_data != BM_MD_DONE)
			down =
			    CMARK_NODE_TYPE_BLOCK_P((cmark_node_type)node->type)
				? bm_md_enter_block(b, node)
				: bm_md_enter_inline(b, node);
		if (down && node->first_child != NULL) {
			bm_md_html_pair(b, node);
			node = node->first_child;
			continue;
		}
		if (down)
			bm_md_leave(b, node);
		while (node->next == NULL && node->parent != top) {
			node = node->parent;
			bm_md_leave(b, node);
		}
		node = node->next;
		if (node != NULL && node->type == CMARK_NODE_HEADING &&
		    node->parent == b->tree->root)
			forget_before(node);
	}
	bm_md_flush(b);
	b->at = saved;
	b->depth = depth;
	b->links = links;
}

bool
bm_md_container(bm_md_build *b, cmark_node *node, const char *name)
{
	xmlNode *el;

	if (bm_md_too_deep(b, node))
		return true;
	el = bm_md_el(b, node, name);
	bm_md_push(b, node, el);
	/* DocBook wants a block in there. */
	if (el != NULL && node->first_child == NULL)
		bm_el(b->doc, el, "para");
	return true;
}

/* The language of a fence without the directive of MyST around it. */
static bm_str
without_directive(bm_str info)
{
	static const char *const names[] = {"code", "code-block", "code-cell",
					    "sourcecode"};
	bm_str name;
	size_t n = bm_md_directive(info, &name);

	for (size_t i = 0; n > 0 && i < sizeof(names) / sizeof(names[0]); i++)
		if (bm_str_is(name, names[i]))
			return bm_str_trim(
			    (bm_str){info.ptr + n, info.len - n});
	return info;
}

/* "r" of "{r cars, echo=FALSE}", as knitr has chunks. */
static bm_str
chunk_language(bm_str info)
{
	size_t n =
	    info.len > 2 && info.ptr[0] == '{' && info.ptr[info.len - 1] == '}'
		? bm_md_word_length((bm_str){info.ptr + 1, info.len - 1})
		: 0;

	return n > 0 && strchr(" ,}", info.ptr[n + 1]) != NULL
		   ? (bm_str){info.ptr + 1, n}
		   : info;
}

/* .numberLines and startFrom="3", as pandoc has them. */
static void
number_lines(bm_md_build *b, const cmark_node *node, bm_md_attrs *attrs,
	     xmlNode *el)
{
	const char *start;

	if (!bm_md_take_class(b, attrs, "numberLines") &&
	    !bm_md_take_class(b, attrs, "number-lines"))
		return;
	bm_set(b->doc, el, "linenumbering", "numbered");
	start = bm_md_take_pair(attrs, "startFrom");
	if (start == NULL)
		return;
	if (start[strspn(start, "0123456789")] == '\0')
		bm_set(b->doc, el, "startinglinenumber", start);
	else
		bm_md_say(b, node, "markdown-attribute",
			  "attribute startFrom=\"%.200s\" is no number",
			  bm_md_clean(b, bm_str_of(start)));
}

/* "python {#id .class}" or "{.python #id}" behind a fence. */
static void
code_info(bm_md_build *b, cmark_node *node, xmlNode *el)
{
	bm_str info =
	    without_directive(bm_str_trim(bm_md_str(&node->as.code.info)));
	bm_str lang;
	size_t brace = bm_str_find(info, "{", 0), n;
	bm_md_attrs attrs = {0};

	n = bm_md_attr_read(b->doc->arena,
			    (bm_str){info.ptr + brace, info.len - brace},
			    &attrs);
	if (n == 0 || brace + n != info.len) {
		memset(&attrs, 0, sizeof(attrs));
		brace = info.len;
	}
	lang = chunk_language(bm_str_trim((bm_str){info.ptr, brace}));
	number_lines(b, node, &attrs, el);
	if (lang.len == 0 && attrs.classes != NULL) {
		char *space = strchr(attrs.classes, ' ');

		lang = bm_str_of(attrs.classes);
		if (space != NULL)
			lang.len = (size_t)(space - attrs.classes);
		attrs.classes = space != NULL ? space + 1 : NULL;
	}
	if (lang.len > 0)
		bm_set(b->doc, el, "language", bm_md_clean(b, lang));
	bm_md_apply(b, node, &attrs, el, el, NULL);
}

static bool
is_math(bm_str info)
{
	return bm_str_is(info, "math") || bm_str_is(info, "{math}");
}

/* What directives of MyST that hold code say in their first lines. */
struct options {
	const char *id;
	bm_str caption;
};

static void
put_title(bm_md_build *b, bm_str text)
{
	xmlNode *title = bm_el(b->doc, b->at, "title");

	bm_add_textz(b->doc, title, bm_md_clean(b, text));
}

/* The text behind the lines ":name: value" of a directive. */
static bm_str
take_options(bm_md_build *b, const cmark_node *node, bm_str text,
	     struct options *out)
{
	bm_str info = bm_str_trim(bm_md_str(&node->as.code.info)), name, line;
	bm_str rest = text;

	*out = (struct options){.id = NULL};
	if (bm_md_directive(info, &name) == 0 ||
	    (without_directive(info).ptr == info.ptr && !is_math(info)))
		return text;
	while (rest.len > 0 && rest.ptr[0] == ':' &&
	       bm_str_split(&rest, '\n', &line)) {
		size_t n =
		    bm_md_word_length((bm_str){line.ptr + 1, line.len - 1});
		bm_str value;

		if (n == 0 || n + 1 >= line.len || line.ptr[n + 1] != ':')
			break;
		name = (bm_str){line.ptr + 1, n};
		value =
		    bm_str_trim((bm_str){line.ptr + n + 2, line.len - n - 2});
		if (bm_str_is(name, "name") || bm_str_is(name, "label"))
			out->id = bm_arena_str(b->doc->arena, value);
		else if (bm_str_is(name, "caption"))
			out->caption = value;
		text = rest;
	}
	while (text.ptr != bm_md_str(&node->as.code.literal).ptr &&
	       text.len > 0 && text.ptr[0] == '\n')
		text = (bm_str){text.ptr + 1, text.len - 1};
	return text;
}

static void
code_block(bm_md_build *b, cmark_node *node)
{
	bm_str text = bm_md_str(&node->as.code.literal);
	xmlNode *el, *saved = b->at;
	bm_md_attrs attrs;
	struct options options;

	if (bm_md_include(b, node))
		return;
	bm_md_fence_open(b, node);
	if (is_math(bm_str_trim(bm_md_str(&node->as.code.info)))) {
		text = take_options(b, node, text, &options);
		bm_md_equation(b, node, bm_str_trim(text), options.id, NULL);
		return;
	}
	if (bm_md_attr_read(b->doc->arena,
			    bm_str_trim(bm_md_str(&node->as.code.info)),
			    &attrs) > 0 &&
	    bm_md_raw(b, node, text, &attrs))
		return;
	text = take_options(b, node, text, &options);
	if (options.caption.len > 0) {
		b->at = bm_md_el(b, node, "example");
		put_title(b, options.caption);
	}
	el = bm_md_el(b, node, "programlisting");
	if (node->as.code.info.len > 0)
		code_info(b, node, el);
	if (options.id != NULL && bm_attr_xml(el, "id") == NULL)
		bm_set_xml(b->doc, options.caption.len > 0 ? b->at : el, "id",
			   bm_md_id(b, node, options.id));
	if (text.len > 0 && text.ptr[text.len - 1] == '\n')
		text.len--;
	b->at = el;
	bm_md_put(b, text);
	bm_md_flush(b);
	b->at = saved;
}

/* A heading that is no section's: inside a quotation, a list or a note. */
static bool
bridgehead(bm_md_build *b, cmark_node *node)
{
	xmlNode *el = bm_md_el(b, node, "bridgehead");
	bm_md_attrs attrs;
	char renderas[16];

	snprintf(renderas, sizeof(renderas), "sect%d",
		 node->as.heading.level < 5 ? node->as.heading.level : 5);
	bm_set(b->doc, el, "renderas", renderas);
	if (bm_md_tail_attrs(b, node, &attrs))
		bm_md_apply(b, node, &attrs, el, NULL, NULL);
	bm_md_push(b, node, el);
	return true;
}

/* \newpage and \pagebreak, alone in a paragraph. */
static bool
page_break(bm_md_build *b, const cmark_node *node)
{
	const cmark_node *text = node->first_child;
	bm_str s =
	    text != NULL && text->type == CMARK_NODE_TEXT && text->next == NULL
		? bm_str_trim(bm_md_str(&text->as.literal))
		: (bm_str){0};

	if ((!bm_str_is(s, "\\newpage") && !bm_str_is(s, "\\pagebreak")) ||
	    bm_md_is_written(b, node, "\\\\"))
		return false;
	bm_md_instruction(b, node, "bm-page", "");
	return true;
}

/* A paragraph of nothing but ids, "[]{#id}": places, as an empty paragraph
 * would be a gap on the page. */
static bool
places(bm_md_build *b, cmark_node *node)
{
	const cmark_node *n = node->first_child;
	bm_md_attrs attrs;
	bool any = false;

	for (; n != NULL; n = n->next) {
		if (n->type == bm_md_type_attr) {
			bm_md_attr_read(b->doc->arena, bm_str_of(n->as.opaque),
					&attrs);
			if (attrs.id == NULL || attrs.classes != NULL ||
			    attrs.count > 0)
				return false;
			any = true;
		} else if (n->type != CMARK_NODE_SOFTBREAK &&
			   (n->type != bm_md_type_mark ||
			    ((const bm_md_mark *)n->as.opaque)->kind !=
				BM_MD_SPAN)) {
			return false;
		}
	}
	if (!any || node->parent->type != CMARK_NODE_DOCUMENT)
		return false;
	for (n = node->first_child; n != NULL; n = n->next)
		if (n->type == bm_md_type_attr &&
		    bm_md_attr_read(b->doc->arena, bm_str_of(n->as.opaque),
				    &attrs) > 0)
			bm_md_apply(b, n, &attrs, bm_md_el(b, n, "anchor"),
				    NULL, NULL);
	return true;
}

static bool
paragraph(bm_md_build *b, cmark_node *node)
{
	bm_md_attrs attrs;
	xmlNode *el;

	if (bm_md_is_term(node)) {
		bm_md_definitions(b, node);
		return node->user_data != BM_MD_DONE;
	}
	if (bm_md_include(b, node) || bm_md_caption_before(b, node) ||
	    page_break(b, node) || bm_md_figure(b, node) || places(b, node))
		return false;
	bm_md_foreign(b, node);
	if (!bm_md_table_missed(b, node) && bm_md_line_block(b, node))
		return true;
	el = bm_md_el(b, node, "para");
	if (bm_md_line_attrs(b, node, &attrs))
		bm_md_apply(b, node, &attrs, el, NULL, NULL);
	bm_md_push(b, node, el);
	return true;
}

static bool
quotation(bm_md_build *b, cmark_node *node)
{
	bm_str title = {NULL, 0};
	const char *name = bm_md_alert(b, node, &title);

	bm_md_container(b, node, name != NULL ? name : "blockquote");
	if (title.len > 0 && b->at != NULL)
		put_title(b, title);
	/* "[!NOTE]" and no more. */
	if (name != NULL && node->user_data != NULL &&
	    node->first_child->user_data == BM_MD_DONE &&
	    node->first_child->next == NULL)
		bm_el(b->doc, b->at, "para");
	return true;
}

/* Whether a break looks like "-----   -----", as pandoc draws tables. */
static bool
is_dashed(bm_md_build *b, const cmark_node *node)
{
	bm_str line = bm_md_source_lines(b, node->start_line, node->start_line);
	size_t words = 0, shortest = SIZE_MAX;

	for (size_t i = 0, n; i < line.len; i += n) {
		for (n = 0; i + n < line.len && line.ptr[i + n] == '-';)
			n++;
		if (n > 0) {
			words++;
			shortest = n < shortest ? n : shortest;
		}
		n += n == 0;
	}
	return words >= 2 && shortest >= 2;
}

static bool
block(bm_md_build *b, cmark_node *node)
{
	switch (node->type) {
	case CMARK_NODE_PARAGRAPH:
		return paragraph(b, node);
	case CMARK_NODE_HEADING:
		if (node->parent->type != CMARK_NODE_DOCUMENT)
			return bridgehead(b, node);
		bm_md_heading(b, node, false);
		return false;
	case CMARK_NODE_BLOCK_QUOTE:
		return quotation(b, node);
	case CMARK_NODE_LIST:
		return bm_md_list(b, node);
	case CMARK_NODE_ITEM:
		return bm_md_list_item(b, node);
	case CMARK_NODE_CODE_BLOCK:
		code_block(b, node);
		return false;
	case CMARK_NODE_HTML_BLOCK:
		bm_md_html_block(b, node);
		return false;
	case CMARK_NODE_THEMATIC_BREAK:
		bm_set(b->doc, bm_md_el(b, node, "para"), "role", "break");
		if (is_dashed(b, node))
			bm_md_say(b, node, "markdown-table",
				  "line of a table without pipes is taken for "
				  "a break");
		return false;
	case CMARK_NODE_FOOTNOTE_DEFINITION:
		return false;
	default:
		break;
	}
	if (node->type == CMARK_NODE_TABLE)
		return bm_md_table(b, node);
	if (node->type == CMARK_NODE_TABLE_ROW)
		return bm_md_row(b, node);
	if (node->type == CMARK_NODE_TABLE_CELL)
		return bm_md_cell(b, node);
	if (node->type == bm_md_type_box)
		return bm_md_box_put(b, node);
	return true;
}

static xmlNode *
last_element(const xmlNode *el)
{
	xmlNode *last = el != NULL ? el->last : NULL;

	while (last != NULL && last->type != XML_ELEMENT_NODE)
		last = last->prev;
	return last;
}

/* The element that a block has made at the end of `into`, where `before` was
 * the last one. */
static xmlNode *
made(const bm_md_build *b, const cmark_node *node, const xmlNode *into,
     const xmlNode *before)
{
	xmlNode *el = last_element(into);

	if (node->type == CMARK_NODE_HEADING && b->open_count > 0 &&
	    node->parent->type == CMARK_NODE_DOCUMENT)
		return b->open[b->open_count - 1].el;
	return el != before ? el : NULL;
}

/* A paragraph of attributes alone belongs to the block behind it. */
bool
bm_md_enter_block(bm_md_build *b, cmark_node *node)
{
	static const char *const spacing[] = {"spacing", NULL};
	const bm_md_attrs *attrs = b->pending;
	/* Looked for only where it is needed: many remarks may stand here. */
	xmlNode *into = b->at, *el;
	xmlNode *before = attrs != NULL ? last_element(into) : NULL;
	bool down;

	if (node->next != NULL && attrs == NULL) {
		b->pending = bm_md_target(b, node);
		if (b->pending != NULL)
			return false;
	}
	b->pending = NULL;
	down = block(b, node);
	if (attrs == NULL)
		return down;
	el = made(b, node, into, before);
	if (el != NULL) {
		bm_md_apply(b, node, attrs, el, el, spacing);
		/* What a list has that nothing is said of. */
		if (bm_streq(bm_attr(el, "spacing"), "normal"))
			bm_set(b->doc, el, "spacing", NULL);
	} else {
		bm_md_say(b, node, "markdown-attribute",
			  "attributes have nothing behind them to belong to");
	}
	return down;
}

/*
 * Where the blocks before the first heading go: a book takes none itself, so
 * they make its preface.
 */
static xmlNode *
first_place(bm_md_build *b)
{
	cmark_node *node = b->tree->root->first_child;
	xmlNode *title = bm_title(b->root), *preface;

	while (node != NULL && (node->user_data == BM_MD_DONE ||
				(node->type == CMARK_NODE_HTML_BLOCK &&
				 bm_md_html_is_comment(node))))
		node = node->next;
	if (!bm_is(b->root, "book") || node == NULL ||
	    node->type == CMARK_NODE_HEADING || bm_md_raw_level(b, node) > 0)
		return b->root;
	preface = bm_el(b->doc, b->root, "preface");
	put_pos(b, node, preface);
	if (title != NULL)
		bm_add_textz(b->doc, bm_el(b->doc, preface, "title"),
			     bm_textz(b->doc, title));
	return preface;
}

/* The first block that is not a comment, and whether it is the title. */
static void
begin(bm_md_build *b)
{
	cmark_node *node = b->tree->root->first_child;
	xmlNode *info = bm_doc_info(b->doc);

	b->titled = info != NULL && bm_child(info, "title") != NULL;
	while (node != NULL && node->type == CMARK_NODE_HTML_BLOCK &&
	       bm_md_html_is_comment(node))
		node = node->next;
	if (node != NULL && node->type == CMARK_NODE_HEADING &&
	    node->as.heading.level == 1)
		bm_md_heading(b, node, true);
}

bm_status
bm_md_build_tree(bm_doc *doc, bm_str source, bm_md_tree *tree,
		 const bm_xml_files *files)
{
	bm_md_build b = {
	    .doc = doc, .source = source, .tree = tree, .files = files};

	bm_buf_init(&b.text, bm_arena_allocator(doc->arena));
	b.root = bm_doc_element(doc);
	b.at = b.root;
	b.depth = 1;
	if (!bm_md_include_begin(&b))
		return BM_NO_MEMORY;
	bm_md_notes_begin(&b);
	bm_md_words_collect(&b);
	begin(&b);
	bm_md_walk(&b, tree->root, first_place(&b));
	bm_md_notes_end(&b);
	bm_buf_free(&b.text);
	if (bm_arena_failed(doc->scratch))
		doc->no_memory = true;
	bm_arena_reset(doc->scratch);
	return doc->no_memory || bm_arena_failed(doc->arena) ? BM_NO_MEMORY
							     : BM_OK;
}
