/*
 * Raw HTML that markdown_tags.c and markdown_pairs.c have left.  A few inline
 * tags have a DocBook meaning when they are balanced; comments are dropped;
 * everything else is shown as it is written, and reported.
 */
#include "read/markdown.h"

#define NESTED_MAX 32

/* Marks an opening tag that has its closing tag. */
static const char paired = 0;
#define PAIRED ((void *)&paired)

static const struct {
	const char *tag, *element, *role;
} tags[] = {
    {"sub", "subscript", NULL},
    {"sup", "superscript", NULL},
    {"kbd", "keycap", NULL},
    {"b", "emphasis", "strong"},
    {"strong", "emphasis", "strong"},
    {"i", "emphasis", NULL},
    {"em", "emphasis", NULL},
    {"s", "emphasis", "strikethrough"},
    {"del", "emphasis", "strikethrough"},
    {"strike", "emphasis", "strikethrough"},
    {"code", "literal", NULL},
    {"tt", "literal", NULL},
    {"samp", "computeroutput", NULL},
    {"var", "replaceable", NULL},
};

#define TAG_BR    (-2)
#define TAG_OTHER (-1)

/* Index into tags, TAG_BR or TAG_OTHER. */
static int
tag_of(const cmark_node *node, bool *closing)
{
	bm_str s = bm_md_str(&node->as.literal);
	bm_md_tag tag;

	*closing = false;
	if (s.len == 0 || bm_md_tag_read(s, 0, &tag) != s.len)
		return TAG_OTHER;
	*closing = tag.closes;
	if (strcmp(tag.name, "br") == 0 && !tag.closes)
		return TAG_BR;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (strcmp(tags[i].tag, tag.name) == 0)
			return (int)i;
	return TAG_OTHER;
}

/* What pairs: a tag, or a mark of ours behind all tags. */
static int
pair_of(const cmark_node *node, bool *closing)
{
	const bm_md_mark *mark;

	if (node->type == CMARK_NODE_HTML_INLINE)
		return tag_of(node, closing);
	if (node->type != bm_md_type_mark)
		return TAG_OTHER;
	mark = node->as.opaque;
	*closing = !mark->opens;
	return mark->kind <= BM_MD_SPAN
		   ? (int)(sizeof(tags) / sizeof(tags[0])) + (int)mark->kind
		   : TAG_OTHER;
}

void
bm_md_html_pair(bm_md_build *b, cmark_node *parent)
{
	struct {
		cmark_node *node;
		int tag;
	} open[NESTED_MAX];
	size_t depth = 0;

	(void)b;
	for (cmark_node *node = parent->first_child; node != NULL;
	     node = node->next) {
		size_t i = depth;
		bool closing;
		int tag = pair_of(node, &closing);

		if (tag < 0)
			continue;
		if (!closing) {
			if (depth < NESTED_MAX) {
				open[depth].node = node;
				open[depth++].tag = tag;
			}
			continue;
		}
		while (i > 0 && open[i - 1].tag != tag)
			i--;
		if (i == 0)
			continue;
		depth = i - 1;
		open[depth].node->user_data =
		    open[depth].node->type == bm_md_type_mark ? (void *)node
							      : PAIRED;
		node->user_data = open[depth].node;
	}
}

static void
literal(bm_md_build *b, cmark_node *node)
{
	bm_str s = bm_md_str(&node->as.literal);
	xmlNode *el, *saved = b->at;

	bm_md_say(b, node, "markdown-raw-html",
		  "HTML \"%.*s\" is shown as text",
		  (int)(s.len < 60 ? s.len : 60), s.ptr);
	el = bm_md_el(b, node, "literal");
	bm_set(b->doc, el, "role", "html");
	b->at = el;
	bm_md_put(b, s);
	bm_md_flush(b);
	b->at = saved;
}

/* Back to where the opening tag or mark stood; unless it was never made. */
void
bm_md_close_pair(bm_md_build *b, cmark_node *open)
{
	if (open->user_data == PAIRED || open->user_data == BM_MD_DONE ||
	    open->user_data == NULL)
		return;
	bm_md_leave(b, open);
}

void
bm_md_instruction(bm_md_build *b, const cmark_node *node, const char *name,
		  const char *words)
{
	bm_pos pos = bm_md_pos(b, node);
	xmlNode *pi;

	bm_md_flush(b);
	pi = xmlNewDocPI(b->doc->xml, (const xmlChar *)name,
			 *words != '\0' ? (const xmlChar *)words : NULL);
	if (pi == NULL || b->at == NULL || xmlAddChild(b->at, pi) == NULL) {
		xmlFreeNode(pi);
		b->doc->no_memory = true;
		return;
	}
	if (pos.line > 0)
		bm_set_pos(b->doc, pi, &pos);
}

/*
 * A comment for a pass, "<!-- bm-lint: RULE reason="..." by="..." -->" or
 * "<!-- bm-notice: ID -->": an instruction of the same name.  Other comments
 * are dropped.
 */
static void
keep_comment(bm_md_build *b, const cmark_node *node, bm_str comment)
{
	bm_str s = bm_str_trim((bm_str){comment.ptr + 4, comment.len - 7});
	const char *name = bm_str_starts(s, "bm-lint:")     ? "bm-lint"
			   : bm_str_starts(s, "bm-notice:") ? "bm-notice"
							    : NULL;

	if (bm_str_is(s, "pagebreak") || bm_str_is(s, "page-break")) {
		bm_md_instruction(b, node, "bm-page", "");
		return;
	}
	if (name == NULL)
		return;
	s = bm_str_trim(
	    (bm_str){s.ptr + strlen(name) + 1, s.len - strlen(name) - 1});
	bm_md_instruction(b, node, name, bm_md_clean(b, s));
}

/* A mark of a page, "<?page 12?>": an instruction for a pass. */
static bool
keep_page(bm_md_build *b, const cmark_node *node, bm_str s)
{
	static const char start[] = "<?page ";
	size_t n = strlen(start);

	if (!bm_str_starts(s, start) || bm_str_find(s, "?>", 0) + 2 != s.len)
		return false;
	s = bm_str_trim((bm_str){s.ptr + n, s.len - n - 2});
	bm_md_instruction(b, node, "page", bm_md_clean(b, s));
	return true;
}

void
bm_md_html_inline(bm_md_build *b, cmark_node *node)
{
	bm_str s = bm_md_str(&node->as.literal);
	bool closing;
	int tag = tag_of(node, &closing);

	if (bm_str_starts(s, "<!--")) {
		if (s.len >= 7 && bm_str_ends(s, "-->"))
			keep_comment(b, node, s);
		return;
	}
	if (keep_page(b, node, s))
		return;
	if (tag != TAG_OTHER && !closing)
		bm_md_tag_tell(b->doc, node, s);
	if (tag == TAG_BR) {
		bm_md_hard_break(b);
	} else if (tag == TAG_OTHER || node->user_data == NULL) {
		literal(b, node);
	} else if (closing) {
		bm_md_close_pair(b, node->user_data);
	} else if (!bm_md_too_deep(b, node)) {
		xmlNode *el = bm_md_el(b, node, tags[tag].element);

		if (tags[tag].role != NULL)
			bm_set(b->doc, el, "role", tags[tag].role);
		bm_md_push(b, node, el);
	}
}

/* What is left of an HTML block when the comments that open it are gone;
 * a comment without an end stays. */
static bm_str
without_comments(const cmark_node *node)
{
	bm_str s = bm_str_trim(bm_md_str(&node->as.literal));

	while (bm_str_starts(s, "<!--")) {
		size_t end = bm_str_find(s, "-->", 4);

		if (end >= s.len)
			break;
		s = bm_str_trim((bm_str){s.ptr + end + 3, s.len - end - 3});
	}
	return s;
}

bool
bm_md_html_is_comment(const cmark_node *node)
{
	return without_comments(node).len == 0;
}

void
bm_md_html_block(bm_md_build *b, cmark_node *node)
{
	bm_str s = without_comments(node);
	bm_str opening = bm_str_trim(bm_md_str(&node->as.literal));
	const char *end = s.len > 0 ? memchr(s.ptr, '\n', s.len) : NULL;
	size_t first = end != NULL ? (size_t)(end - s.ptr) : s.len;
	xmlNode *el, *saved = b->at;

	while (bm_str_starts(opening, "<!--")) {
		size_t n = bm_str_find(opening, "-->", 4) + 3;

		if (n > opening.len)
			break;
		keep_comment(b, node, (bm_str){opening.ptr, n});
		opening =
		    bm_str_trim((bm_str){opening.ptr + n, opening.len - n});
	}
	if (s.len == 0 || keep_page(b, node, s))
		return;
	if (bm_str_starts(s, "<!--"))
		bm_md_say(
		    b, node, "markdown-raw-html",
		    "comment is never closed; all behind it is shown as text");
	else
		bm_md_say(b, node, "markdown-raw-html",
			  "HTML \"%.*s\" is shown as text",
			  (int)(first < 60 ? first : 60), s.ptr);
	el = bm_md_el(b, node, "programlisting");
	bm_set(b->doc, el, "language", "html");
	b->at = el;
	bm_md_put(b, s);
	bm_md_flush(b);
	b->at = saved;
}
