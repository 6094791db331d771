/*
 * Tags of HTML in a line of text that say what Markdown says too: links and
 * images become nodes of cmark's, what has an id or a class becomes a span
 * with attributes, so that the builder knows one form of each.  Pairs that are
 * only an element (<sub>) are left to it: see markdown_html.c.
 */
#include "read/markdown.h"

/* Spans with a class that has an element; "": the class is the author's, NULL:
 * the tags go and their text stays. */
static const struct {
	const char *name, *class;
} spans[] = {
    {"a", ""},         {"abbr", "abbr"},     {"bdi", NULL},
    {"big", NULL},     {"cite", "title"},    {"dfn", "term"},
    {"font", NULL},    {"ins", "underline"}, {"mark", "mark"},
    {"picture", NULL}, {"q", "quote"},       {"small", NULL},
    {"span", ""},      {"time", NULL},       {"u", "underline"},
};

#define SPANS      (sizeof(spans) / sizeof(spans[0]))
#define NESTED_MAX 32

typedef struct work {
	bm_doc *doc;
	cmark_mem *mem;
	cmark_syntax_extension *ext;
} work;

static size_t
span_of(const bm_md_tag *tag)
{
	size_t i = 0;

	while (i < SPANS && strcmp(spans[i].name, tag->name) != 0)
		i++;
	return i;
}

static cmark_node *
new_after(work *w, cmark_node *before, cmark_node_type type)
{
	cmark_node *node = cmark_node_new_with_mem(type, w->mem);

	node->start_line = node->end_line = before->start_line;
	node->start_column = before->start_column;
	node->end_column = before->end_column;
	node->parent = before->parent;
	node->prev = before;
	node->next = before->next;
	if (before->next != NULL)
		before->next->prev = node;
	else
		before->parent->last_child = node;
	before->next = node;
	return node;
}

static cmark_chunk
chunk_of(const char *text)
{
	return (cmark_chunk){.data = (unsigned char *)(uintptr_t)text,
			     .len = (bufsize_t)strlen(text)};
}

/* Whether a value can stand between quotes in a list of attributes. */
static bool
is_plain(const char *value)
{
	return value != NULL && value[0] != '\0' &&
	       strpbrk(value, "\"\n{}") == NULL && strlen(value) < 400;
}

static void
add(cmark_strbuf *list, const char *before, const char *value,
    const char *after)
{
	cmark_strbuf_puts(list, list->size > 1 ? " " : "");
	cmark_strbuf_puts(list, before);
	cmark_strbuf_puts(list, value);
	cmark_strbuf_puts(list, after);
}

/* The attributes of a tag that mean something, behind node; class: one more,
 * or NULL. */
static void
put_attrs(work *w, cmark_node *node, bm_str raw, const char *class)
{
	static const char *const sizes[] = {"width", "height"};
	cmark_strbuf list;
	bool image = bm_md_tag_is(raw, "img", false);
	char *id = bm_md_tag_id(w->doc, w->mem, node, raw);
	char *lang = bm_md_tag_attr(w->mem, raw, "lang");
	char *title = bm_md_tag_attr(w->mem, raw, "title");
	cmark_node *attrs;

	cmark_strbuf_init(w->mem, &list, 0);
	cmark_strbuf_putc(&list, '{');
	if (id != NULL)
		add(&list, "#", id, "");
	if (class != NULL && class[0] != '\0')
		add(&list, ".", class, "");
	if (bm_md_tag_is_word(lang))
		add(&list, "lang=", lang, "");
	if (class != NULL && strcmp(class, "abbr") == 0 && is_plain(title))
		add(&list, "title=\"", title, "\"");
	for (size_t i = 0; i < 2 && image; i++) {
		char *size = bm_md_tag_attr(w->mem, raw, sizes[i]);

		if (size != NULL && *size != '\0' &&
		    strspn(size, "0123456789.%pxemt") == strlen(size)) {
			add(&list, sizes[i], "=", size);
		}
	}
	if (list.size < 2)
		return;
	cmark_strbuf_putc(&list, '}');
	attrs = new_after(w, node, CMARK_NODE_TEXT);
	attrs->type = (uint16_t)bm_md_type_attr;
	attrs->extension = w->ext;
	attrs->as.opaque = cmark_strbuf_detach(&list);
}

/* <img> becomes an image, unless it names none. */
static void
image(work *w, cmark_node *node)
{
	bm_str raw = bm_md_str(&node->as.literal);
	char *src = bm_md_tag_attr(w->mem, raw, "src");
	char *alt = bm_md_tag_attr(w->mem, raw, "alt");
	char *title = bm_md_tag_attr(w->mem, raw, "title");
	cmark_node *text;

	if (src == NULL || src[0] == '\0')
		return;
	put_attrs(w, node, raw,
		  alt != NULL && alt[0] == '\0' ? "decorative" : NULL);
	node->type = CMARK_NODE_IMAGE;
	node->as.link.url = chunk_of(src);
	node->as.link.title = chunk_of(title != NULL ? title : "");
	if (alt == NULL || alt[0] == '\0')
		return;
	text = cmark_node_new_with_mem(CMARK_NODE_TEXT, w->mem);
	text->start_line = text->end_line = node->start_line;
	text->start_column = node->start_column;
	text->end_column = node->end_column;
	text->as.literal = chunk_of(alt);
	text->parent = node;
	node->first_child = node->last_child = text;
}

/* <a href> to </a>: what stands between becomes the text of a link. */
static void
link(work *w, cmark_node *open, cmark_node *close, char *href)
{
	bm_str raw = bm_md_str(&open->as.literal);
	char *title = bm_md_tag_attr(w->mem, raw, "title");
	cmark_node *first = open->next;

	if (first != close) {
		open->first_child = first;
		open->last_child = close->prev;
		first->prev = NULL;
		close->prev->next = NULL;
		open->next = close;
		close->prev = open;
		for (cmark_node *n = first; n != NULL; n = n->next)
			n->parent = open;
	}
	put_attrs(w, close, raw, NULL);
	cmark_node_unlink(close);
	open->type = CMARK_NODE_LINK;
	open->as.link.url = chunk_of(href);
	open->as.link.title = chunk_of(title != NULL ? title : "");
}

static void
mark(work *w, cmark_node *node, bool opens)
{
	bm_md_mark *m = w->mem->calloc(1, sizeof(*m));

	m->kind = BM_MD_SPAN;
	m->opens = opens;
	m->source = "";
	node->type = (uint16_t)bm_md_type_mark;
	node->extension = w->ext;
	node->as.opaque = m;
}

/* A pair of tags: a link, a span, or their text alone. */
static void
pair(work *w, cmark_node *open, cmark_node *close, size_t span)
{
	bm_str raw = bm_md_str(&open->as.literal);
	char *href = span == 0 ? bm_md_tag_attr(w->mem, raw, "href") : NULL;
	const char *class = spans[span].class;

	bm_md_tag_tell(w->doc, open, raw);
	if (href != NULL) {
		link(w, open, close, href);
		return;
	}
	if (class != NULL && class[0] == '\0') {
		class = bm_md_tag_attr(w->mem, raw, "class");
		class = bm_md_tag_is_word(class) ? class : "";
	}
	if (class != NULL)
		put_attrs(w, close, raw, class);
	if (class == NULL || close->next == NULL ||
	    close->next->type != bm_md_type_attr) {
		cmark_node_unlink(open);
		cmark_node_unlink(close);
		return;
	}
	mark(w, open, true);
	mark(w, close, false);
}

/* One tag without an end. */
static void
empty(work *w, cmark_node *node, const bm_md_tag *tag)
{
	if (strcmp(tag->name, "img") == 0) {
		bm_md_tag_tell(w->doc, node, tag->raw);
		image(w, node);
	} else if (strcmp(tag->name, "wbr") == 0) {
		node->type = CMARK_NODE_TEXT;
		node->as.literal = chunk_of("\xE2\x80\x8B");
	} else if (strcmp(tag->name, "source") == 0) {
		cmark_node_unlink(node);
	}
}

/* A pair that becomes an element alone has no attributes. */
static void
tell_bare(work *w, const cmark_node *node, const bm_md_tag *tag)
{
	static const char *const lost[] = {"id", "lang"};

	for (size_t i = 0; i < 2 && !tag->closes; i++)
		if (bm_md_tag_attr(w->mem, tag->raw, lost[i]) != NULL)
			bm_md_tag_left_out(w->doc, node, bm_str_of(lost[i]),
					   "write it on a span");
}

/* Whether text of a link stands here: it has none in it. */
static bool
in_link(const cmark_node *node)
{
	for (; node != NULL &&
	       !CMARK_NODE_TYPE_BLOCK_P((cmark_node_type)node->type);
	     node = node->parent)
		if (node->type == CMARK_NODE_LINK)
			return true;
	return false;
}

void
bm_md_pairs(bm_doc *doc, cmark_node *parent, cmark_syntax_extension *ext)
{
	work w = {doc, parent->content.mem, ext};
	struct {
		cmark_node *node;
		size_t span;
	} open[NESTED_MAX];
	size_t depth = 0, i;
	cmark_node *next;

	for (cmark_node *n = parent->first_child; n != NULL; n = next) {
		bm_md_tag tag;
		bm_str raw;

		next = n->next;
		if (n->type != CMARK_NODE_HTML_INLINE)
			continue;
		raw = bm_md_str(&n->as.literal);
		if (raw.len == 0 || bm_md_tag_read(raw, 0, &tag) != raw.len)
			continue;
		if (tag.kind == BM_MD_TAG_EMPTY) {
			empty(&w, n, &tag);
			continue;
		}
		if (tag.kind != BM_MD_TAG_INLINE)
			continue;
		if (span_of(&tag) == SPANS) {
			tell_bare(&w, n, &tag);
			continue;
		}
		if (!tag.closes) {
			if (depth < NESTED_MAX) {
				open[depth].node = n;
				open[depth++].span = span_of(&tag);
			}
			continue;
		}
		for (i = depth; i > 0 && open[i - 1].span != span_of(&tag); i--)
			;
		if (i == 0)
			continue;
		depth = i - 1;
		if (open[depth].span == 0 && in_link(parent))
			continue;
		pair(&w, open[depth].node, n, open[depth].span);
	}
}
