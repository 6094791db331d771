/*
 * Line blocks (pandoc, "line_blocks"): a paragraph whose lines begin with "| "
 * keeps its lines and their blanks.  Lines that all end with a bar are a table
 * that was left without its second line, and stay text.
 */
#include "read/markdown.h"

/* Whether text that begins a line has the bar and a blank, or nothing. */
static bool
has_bar(const cmark_node *text)
{
	bm_str s;

	if (text == NULL || text->type != CMARK_NODE_TEXT)
		return false;
	s = bm_md_str(&text->as.literal);
	return s.len > 0 && s.ptr[0] == '|' &&
	       (s.len > 1 ? s.ptr[1] == ' '
			  : text->next == NULL ||
				text->next->type == CMARK_NODE_SOFTBREAK ||
				text->next->type == CMARK_NODE_LINEBREAK);
}

static bool
ends_with_bar(const cmark_node *last)
{
	return last != NULL && last->type == CMARK_NODE_TEXT &&
	       bm_str_ends(bm_str_trim(bm_md_str(&last->as.literal)), "|") &&
	       bm_str_trim(bm_md_str(&last->as.literal)).len > 1;
}

static bool
is_break(const cmark_node *node)
{
	return node->type == CMARK_NODE_SOFTBREAK ||
	       node->type == CMARK_NODE_LINEBREAK;
}

static bool
is_line_block(bm_md_build *b, const cmark_node *para)
{
	const cmark_node *n = para->first_child;
	bool open_end;
	int lines = 1;

	if (!has_bar(n) || !bm_md_is_written(b, para, "|"))
		return false;
	open_end = false;
	for (; n != NULL; n = n->next) {
		if (n->next == NULL || is_break(n->next))
			open_end = open_end || !ends_with_bar(n);
		lines += is_break(n);
	}
	/* Each line ends right here, and not inside an element. */
	return open_end && lines == para->end_line - para->start_line + 1;
}

/* Takes the bars off, and joins a line without one to that before it. */
static void
take_bars(cmark_node *para)
{
	static unsigned char blank[] = " ";
	cmark_node *n = para->first_child;

	for (; n != NULL; n = n->next) {
		if (is_break(n) && n->next != NULL && !has_bar(n->next)) {
			n->type = CMARK_NODE_TEXT;
			n->as.literal = (cmark_chunk){blank, 1, 0};
		} else if (is_break(n)) {
			n->type = CMARK_NODE_SOFTBREAK;
		} else if (has_bar(n) &&
			   (n->prev == NULL || is_break(n->prev))) {
			bm_md_skip(&n->as.literal,
				   n->as.literal.len > 1 ? 2 : 1);
		}
	}
}

bool
bm_md_line_block(bm_md_build *b, cmark_node *para)
{
	xmlNode *el;

	if (!is_line_block(b, para))
		return false;
	el = bm_md_el(b, para, "literallayout");
	bm_set(b->doc, el, "class", "normal");
	take_bars(para);
	bm_md_push(b, para, el);
	return true;
}
