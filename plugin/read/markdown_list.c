/*
 * Lists: cmark's own, and the items with letters, roman numerals, "#." and
 * "(@id)", which stand one behind the other without a list around them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "read/markdown.h"

bool
bm_md_list(bm_md_build *b, cmark_node *node)
{
	const cmark_list *list = &node->as.list;
	bool ordered = list->list_type == CMARK_ORDERED_LIST;
	xmlNode *el;
	char start[16];

	/* A list is made with its items or not at all. */
	b->depth++;
	if (bm_md_too_deep(b, node)) {
		b->depth--;
		return true;
	}
	b->depth--;
	bm_md_container(b, node, ordered ? "orderedlist" : "itemizedlist");
	if (node->user_data == NULL)
		return true;
	el = b->at;
	if (ordered && list->start != 1) {
		snprintf(start, sizeof(start), "%d", list->start);
		bm_set(b->doc, el, "startingnumber", start);
	}
	if (ordered && list->delimiter == CMARK_PAREN_DELIM)
		bm_set(b->doc, el, "role", "paren");
	if (list->tight)
		bm_set(b->doc, el, "spacing", "compact");
	return true;
}

bool
bm_md_list_item(bm_md_build *b, cmark_node *node)
{
	if (node->parent->user_data == NULL)
		return true;
	bm_md_container(b, node, "listitem");
	if (node->user_data != NULL && bm_md_is_task(node))
		bm_set(b->doc, b->at, "role",
		       node->as.list.checked ? "task-done" : "task-open");
	return true;
}

/* ---- Items of our own --------------------------------------------------- */

enum style { ARABIC, LOWER, UPPER, LOWER_ROMAN, UPPER_ROMAN, EXAMPLE };

static int
digit_of(char c)
{
	switch (bm_lower(c)) {
	case 'i':
		return 1;
	case 'v':
		return 5;
	case 'x':
		return 10;
	case 'l':
		return 50;
	case 'c':
		return 100;
	case 'd':
		return 500;
	case 'm':
		return 1000;
	default:
		return 0;
	}
}

/* The number of a roman numeral, 0 if it is none. */
static int
roman(bm_str s)
{
	int sum = 0;

	for (size_t i = 0; i < s.len; i++) {
		int value = digit_of(s.ptr[i]);

		if (value == 0)
			return 0;
		sum += i + 1 < s.len && digit_of(s.ptr[i + 1]) > value ? -value
								       : value;
	}
	return sum;
}

typedef struct numbering {
	enum style style;
	int start;
	const char *role; /* NULL, "paren", "parens" */
} numbering;

static numbering
read_numbering(const bm_md_box *box)
{
	bm_str label = bm_str_of(box->name), mark = bm_str_of(box->mark);
	numbering n = {ARABIC, 1, NULL};
	bool lower = label.ptr[0] >= 'a';

	if (mark.ptr[0] == '(')
		n.role = "parens";
	else if (mark.ptr[mark.len - 1] == ')')
		n.role = "paren";
	if (label.ptr[0] == '@') {
		n.style = EXAMPLE;
	} else if (bm_is_digit(label.ptr[0])) {
		n.start = atoi(box->name);
	} else if (label.ptr[0] != '#') {
		/* One letter is roman if it is an i. */
		if (label.len > 1 || bm_lower(label.ptr[0]) == 'i') {
			n.style = lower ? LOWER_ROMAN : UPPER_ROMAN;
			n.start = roman(label);
		} else {
			n.style = lower ? LOWER : UPPER;
			n.start = bm_lower(label.ptr[0]) - 'a' + 1;
		}
	}
	return n;
}

/* Whether an item goes on with the list that is numbered so. */
static bool
goes_on(const cmark_node *node, const numbering *list)
{
	numbering n = read_numbering(bm_md_box_of(node));
	bm_str label = bm_str_of(bm_md_box_of(node)->name);

	if (!bm_streq(n.role, list->role))
		return false;
	if (n.style == list->style)
		return true;
	/* Letters that are numerals by chance, and "#" in any list. */
	if (label.ptr[0] == '#')
		return list->style != EXAMPLE;
	if (list->style == LOWER || list->style == LOWER_ROMAN)
		return label.ptr[0] >= 'a' &&
		       (list->style == LOWER ? label.len == 1
					     : roman(label) > 0);
	if (list->style == UPPER || list->style == UPPER_ROMAN)
		return label.ptr[0] >= 'A' && label.ptr[0] <= 'Z' &&
		       (list->style == UPPER ? label.len == 1
					     : roman(label) > 0);
	return false;
}

/* cmark notes it where the line belongs: at the deepest block that it met. */
static bool
is_blank_after(const cmark_node *node)
{
	while (node != NULL) {
		if ((node->flags & CMARK_NODE__LAST_LINE_BLANK) != 0)
			return true;
		if (node->type != CMARK_NODE_LIST &&
		    node->type != CMARK_NODE_ITEM &&
		    node->type != bm_md_type_box)
			return false;
		node = node->last_child;
	}
	return false;
}

/* Whether no blank line parts the items. */
static bool
is_tight(const cmark_node *first, const cmark_node *end)
{
	for (const cmark_node *n = first; n != end; n = n->next) {
		const cmark_node *child = n->first_child;

		if (n->next != end && is_blank_after(n))
			return false;
		for (; child != NULL && child->next != NULL;
		     child = child->next)
			if (is_blank_after(child))
				return false;
	}
	return true;
}

static void
number_list(bm_md_build *b, xmlNode *el, const numbering *n)
{
	static const char *const names[] = {
	    [LOWER] = "loweralpha",
	    [UPPER] = "upperalpha",
	    [LOWER_ROMAN] = "lowerroman",
	    [UPPER_ROMAN] = "upperroman",
	    [EXAMPLE] = NULL,
	};
	int start = n->style == EXAMPLE ? (int)b->examples + 1 : n->start;
	char text[16];

	if (n->style > ARABIC && names[n->style] != NULL)
		bm_set(b->doc, el, "numeration", names[n->style]);
	if (n->style == EXAMPLE)
		bm_set(b->doc, el, "role", "examples");
	else if (n->role != NULL)
		bm_set(b->doc, el, "role", n->role);
	if (start != 1) {
		snprintf(text, sizeof(text), "%d", start);
		bm_set(b->doc, el, "startingnumber", text);
	}
}

/* The items from `first` on that make one list. */
void
bm_md_items(bm_md_build *b, cmark_node *first)
{
	numbering n = read_numbering(bm_md_box_of(first));
	cmark_node *end = first->next;
	xmlNode *saved = b->at, *list;

	while (end != NULL && bm_md_is_box(end, BM_MD_ITEM) && goes_on(end, &n))
		end = end->next;
	b->depth++;
	list =
	    bm_md_too_deep(b, first) ? NULL : bm_md_el(b, first, "orderedlist");
	b->depth++;
	if (list != NULL) {
		number_list(b, list, &n);
		if (is_tight(first, end))
			bm_set(b->doc, list, "spacing", "compact");
	}
	for (cmark_node *node = first; node != end; node = node->next) {
		const bm_md_box *box = bm_md_box_of(node);
		xmlNode *item = saved;

		if (list != NULL) {
			b->at = list;
			item = bm_md_el(b, node, "listitem");
			if (item == NULL)
				break;
			if (n.style == EXAMPLE && box->name[1] != '\0')
				bm_set_xml(b->doc, item, "id",
					   bm_md_id(b, NULL, box->name + 1));
		}
		b->examples += n.style == EXAMPLE;
		bm_md_walk(b, node, item);
		node->user_data = BM_MD_DONE;
		if (list != NULL && bm_first_element(item) == NULL)
			bm_el(b->doc, item, "para");
	}
	b->depth -= 2;
	b->at = saved;
}
