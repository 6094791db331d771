#include "pass/labels.h"

#include <stdio.h>
#include <stdlib.h>

#include "pass/tree.h"

/* Things that are counted on their own. */
enum { FIGURE, TABLE, EXAMPLE, EQUATION, SORTS };

struct counting {
	bm_doc *doc;
	size_t parts, chapters, appendices;
	size_t counts[SORTS];
	const char *prefix; /* "2" in chapter 2 of a book; or NULL */
	bm_list_counts lists;
};

void
bm_label_roman(size_t n, char out[32])
{
	static const struct {
		size_t value;
		const char *sign;
	} signs[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"},
		     {100, "C"},  {90, "XC"},  {50, "L"},  {40, "XL"},
		     {10, "X"},   {9, "IX"},   {5, "V"},   {4, "IV"},
		     {1, "I"}};
	size_t length = 0;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		while (n >= signs[i].value && length < 29) {
			n -= signs[i].value;
			for (const char *c = signs[i].sign; *c != '\0'; c++)
				out[length++] = *c;
		}
	out[length] = '\0';
}

void
bm_label_letters(size_t n, char out[32])
{
	char reversed[32];
	size_t length = 0;

	for (; n > 0 && length < 31; n = (n - 1) / 26)
		reversed[length++] = (char)('A' + (n - 1) % 26);
	for (size_t i = 0; i < length; i++)
		out[i] = reversed[length - 1 - i];
	out[length] = '\0';
}

/* Leaves the author's label or ours; gives what was left. */
static const char *
label(struct counting *c, xmlNode *n, const char *ours)
{
	const char *own = bm_attr(n, "label");

	if (own != NULL && *own != '\0')
		ours = own;
	if (*ours == '\0')
		return NULL;
	bm_set_bm(c->doc, n, "label", ours);
	return bm_attr_bm(n, "label");
}

/* Numbers a part, chapter or appendix; counts start anew in a book's. */
static void
enter_division(struct counting *c, xmlNode *n)
{
	char text[32] = "";
	bool in_book = bm_pass_is_chunk(n);
	const char *own = bm_attr(n, "label"), *left = NULL;

	if (bm_is(n, "book"))
		c->parts = c->chapters = c->appendices = 0;
	if (in_book && bm_is(n, "part"))
		bm_label_roman(++c->parts, text);
	else if (in_book && bm_is(n, "chapter"))
		snprintf(text, sizeof(text), "%zu", ++c->chapters);
	else if (bm_is(n, "appendix") && n->parent->type == XML_ELEMENT_NODE)
		bm_label_letters(++c->appendices, text);
	if (text[0] != '\0' || own != NULL)
		left = label(c, n, text);
	if (in_book || bm_is(n, "book") ||
	    (bm_is(n, "chapter") && left != NULL)) {
		memset(c->counts, 0, sizeof(c->counts));
		c->prefix = bm_is(n, "book") ? NULL : left;
	}
}

/* Numbers a figure, table, example or equation. */
static void
number_one(struct counting *c, xmlNode *n)
{
	static const char *const names[SORTS] = {
	    [FIGURE] = "figure",
	    [TABLE] = "table",
	    [EXAMPLE] = "example",
	    [EQUATION] = "equation",
	};

	for (int i = 0; i < SORTS; i++) {
		char number[24];
		const char *text = number;

		if (!bm_is(n, names[i]))
			continue;
		snprintf(number, sizeof(number), "%zu", ++c->counts[i]);
		if (c->prefix != NULL)
			text = bm_arena_printf(c->doc->arena, "%s.%s",
					       c->prefix, number);
		if (text != NULL)
			label(c, n, text);
	}
}

/* Numbers what an element's children are counted as. */
static void
number_items(struct counting *c, xmlNode *n)
{
	if (bm_is(n, "orderedlist"))
		bm_labels_list(c->doc, &c->lists, n);
	else if (bm_is(n, "procedure") || bm_is(n, "substeps"))
		bm_labels_steps(c->doc, n);
	else if (bm_is(n, "qandaset") || bm_is(n, "qandadiv"))
		bm_labels_questions(c->doc, n);
}

/* Whether some list takes over the number of the item that it is in. */
static bool
has_inherited(xmlNode *root)
{
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_is(n, "orderedlist") &&
		    bm_streq(bm_attr(n, "inheritnum"), "inherit"))
			return true;
	return false;
}

void
bm_labels_set(bm_doc *doc)
{
	xmlNode *root = bm_doc_element(doc);
	struct counting c = {.doc = doc};

	c.lists.inherited = has_inherited(root);
	for (xmlNode *n = root; n != NULL;) {
		if (bm_attr_bm(n, "generated") != NULL) {
			n = bm_walk_over(n, root);
			continue;
		}
		if (bm_pass_is_division(n))
			enter_division(&c, n);
		else
			number_one(&c, n);
		number_items(&c, n);
		n = bm_walk(n, root);
	}
}
