/*
 * Numbers of items: in ordered lists, of the steps of a procedure, and of
 * questions.  HTML counts items itself; here it is settled where a list goes
 * on counting, and what a link to an item says.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pass/labels.h"

/* A number as the list writes it. */
static void
format(size_t n, const char *numeration, char out[32])
{
	if (bm_streq(numeration, "loweralpha"))
		bm_label_letters(n, out);
	else if (bm_streq(numeration, "lowerroman"))
		bm_label_roman(n, out);
	else if (bm_streq(numeration, "upperalpha"))
		bm_label_letters(n, out);
	else if (bm_streq(numeration, "upperroman"))
		bm_label_roman(n, out);
	else
		snprintf(out, 32, "%zu", n);
	if (numeration != NULL && strncmp(numeration, "lower", 5) == 0)
		for (char *c = out; *c != '\0'; c++)
			*c = bm_lower(*c);
}

/* The nearest ordered list round a node, not farther than the one item; its
 * item in *item. */
static const xmlNode *
list_round(const xmlNode *n, const xmlNode **item)
{
	for (const xmlNode *up = n->parent; up != NULL; up = up->parent)
		if (bm_is(up, "listitem") && bm_is(up->parent, "orderedlist")) {
			*item = up;
			return up->parent;
		}
	*item = NULL;
	return NULL;
}

static size_t
depth_of(const xmlNode *n)
{
	size_t depth = 0;

	for (const xmlNode *up = n->parent; up != NULL; up = up->parent)
		depth += bm_is(up, "orderedlist");
	return depth;
}

/* The first number of a list: its own, or that behind the last list on the
 * same level. */
static size_t
start_of(bm_list_counts *c, const xmlNode *list, size_t depth)
{
	const char *own = bm_attr(list, "startingnumber");
	char *end;
	long n = own != NULL ? strtol(own, &end, 10) : 0;

	if (own != NULL && end != own && n >= 0)
		return (size_t)n;
	if (bm_streq(bm_attr(list, "continuation"), "continues") &&
	    depth < BM_LIST_LEVELS && c->next[depth] > 0)
		return c->next[depth];
	return 1;
}

/* Leaves bm:label on an item that a link may ask for, or that must show it. */
static void
label_item(bm_doc *doc, xmlNode *item, const char *above, const char *number)
{
	const char *text =
	    bm_arena_printf(doc->arena, "%s%s%s", above != NULL ? above : "",
			    above != NULL ? "." : "", number);

	bm_set_bm(doc, item, "label", text);
}

void
bm_labels_list(bm_doc *doc, bm_list_counts *c, xmlNode *list)
{
	const char *numeration = bm_attr(list, "numeration");
	size_t depth = depth_of(list), n = start_of(c, list, depth);
	const xmlNode *outer;
	const char *above = NULL;
	bool inherits = bm_streq(bm_attr(list, "inheritnum"), "inherit");
	char number[32];

	if (inherits && list_round(list, &outer) != NULL)
		above = bm_attr_bm(outer, "label");
	inherits = inherits && above != NULL;
	if (n != 1) {
		snprintf(number, sizeof(number), "%zu", n);
		bm_set_bm(doc, list, "start", number);
	}
	if (inherits)
		bm_set_bm(doc, list, "labelled", "yes");
	for (xmlNode *item = bm_child(list, "listitem"); item != NULL;
	     item = bm_next(item, "listitem")) {
		format(n++, numeration, number);
		/* Most items are never asked. */
		if (inherits || bm_attr_xml(item, "id") != NULL || c->inherited)
			label_item(doc, item, above, number);
	}
	if (depth < BM_LIST_LEVELS)
		c->next[depth] = n;
}

void
bm_labels_steps(bm_doc *doc, xmlNode *steps)
{
	const char *above = bm_is(steps, "substeps")
				? bm_attr_bm(steps->parent, "label")
				: NULL;
	size_t n = 0;
	char number[32];

	for (xmlNode *step = bm_child(steps, "step"); step != NULL;
	     step = bm_next(step, "step")) {
		snprintf(number, sizeof(number), "%zu", ++n);
		if (above != NULL || bm_attr_xml(step, "id") != NULL ||
		    bm_child(step, "substeps") != NULL)
			label_item(doc, step, above, number);
	}
}

void
bm_labels_questions(bm_doc *doc, xmlNode *set)
{
	const char *mode = bm_attr(set, "defaultlabel");
	size_t n = 0;
	char number[32];

	for (const xmlNode *up = set->parent; mode == NULL && up != NULL;
	     up = up->parent)
		if (bm_is(up, "qandaset") || bm_is(up, "qandadiv"))
			mode = bm_attr(up, "defaultlabel");
	for (xmlNode *e = bm_child(set, "qandaentry"); e != NULL;
	     e = bm_next(e, "qandaentry")) {
		xmlNode *question = bm_child(e, "question");

		snprintf(number, sizeof(number), "%zu.", ++n);
		if (question != NULL && bm_streq(mode, "number"))
			bm_set_bm(doc, question, "label", number);
		for (xmlNode *k = bm_first_element(e);
		     k != NULL && bm_streq(mode, "qanda");
		     k = bm_next_element(k))
			if (bm_is(k, "question") || bm_is(k, "answer"))
				bm_set_bm(doc, k, "labels", mode);
	}
}
