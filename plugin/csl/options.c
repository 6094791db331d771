/* Attributes that many elements share: looks, options of names, forms. */
#include <limits.h>
#include <stdlib.h>

#include "csl/model.h"

typedef struct word {
	const char *name;
	int value;
} word;

/* The value of a word in a list ended by NULL; `missing` if not in it. */
static int
lookup(const word *words, const char *name, int missing)
{
	for (; name != NULL && words->name != NULL; words++)
		if (strcmp(words->name, name) == 0)
			return words->value;
	return missing;
}

static const word styles[] = {
    {"italic", CSL_ITALIC},
    {"oblique", CSL_OBLIQUE},
    {"normal", CSL_NO_ITALIC},
    {NULL, 0},
};
static const word weights[] = {
    {"bold", CSL_BOLD},
    {"light", CSL_LIGHT},
    {"normal", CSL_NO_BOLD},
    {NULL, 0},
};
static const word variants[] = {
    {"small-caps", CSL_SMALL_CAPS},
    {"normal", CSL_NO_SMALL_CAPS},
    {NULL, 0},
};
static const word decorations[] = {
    {"underline", CSL_UNDERLINE},
    {"none", CSL_NO_UNDERLINE},
    {NULL, 0},
};
static const word aligns[] = {
    {"sup", CSL_SUPERSCRIPT},
    {"sub", CSL_SUBSCRIPT},
    {"baseline", CSL_BASELINE},
    {NULL, 0},
};
static const word displays[] = {
    {"block", CSL_DISPLAY_BLOCK},
    {"left-margin", CSL_DISPLAY_LEFT_MARGIN},
    {"right-inline", CSL_DISPLAY_RIGHT_INLINE},
    {"indent", CSL_DISPLAY_INDENT},
    {NULL, 0},
};
static const word cases[] = {
    {"lowercase", CSL_CASE_LOWER},
    {"uppercase", CSL_CASE_UPPER},
    {"capitalize-first", CSL_CASE_CAPITALIZE_FIRST},
    {"capitalize-all", CSL_CASE_CAPITALIZE_ALL},
    {"sentence", CSL_CASE_SENTENCE},
    {"title", CSL_CASE_TITLE},
    {NULL, 0},
};
static const word forms[] = {
    {"long", CSL_FORM_LONG},
    {"short", CSL_FORM_SHORT},
    {"verb", CSL_FORM_VERB},
    {"verb-short", CSL_FORM_VERB_SHORT},
    {"symbol", CSL_FORM_SYMBOL},
    {"count", CSL_FORM_COUNT},
    {NULL, 0},
};
static const word ands[] = {
    {"text", CSL_AND_TEXT},
    {"symbol", CSL_AND_SYMBOL},
    {NULL, 0},
};
static const word precedes[] = {
    {"contextual", CSL_PRECEDES_CONTEXTUAL},
    {"after-inverted-name", CSL_PRECEDES_INVERTED},
    {"always", CSL_PRECEDES_ALWAYS},
    {"never", CSL_PRECEDES_NEVER},
    {NULL, 0},
};
static const word orders[] = {
    {"first", CSL_SORT_ORDER_FIRST},
    {"all", CSL_SORT_ORDER_ALL},
    {NULL, 0},
};
static const word booleans[] = {
    {"true", 1},
    {"false", 0},
    {NULL, 0},
};

/* See model.h. */
void
csl_look_read(bm_arena *arena, const xmlNode *node, csl_look *out)
{
	const char *quotes;

	*out = (csl_look){0};
	out->format =
	    (unsigned)(lookup(styles, csl_attribute(arena, node, "font-style"),
			      0) |
		       lookup(weights,
			      csl_attribute(arena, node, "font-weight"), 0) |
		       lookup(variants,
			      csl_attribute(arena, node, "font-variant"), 0) |
		       lookup(decorations,
			      csl_attribute(arena, node, "text-decoration"),
			      0) |
		       lookup(aligns,
			      csl_attribute(arena, node, "vertical-align"), 0));
	out->display =
	    (csl_display)lookup(displays, csl_attribute(arena, node, "display"),
				CSL_DISPLAY_INLINE);
	out->text_case = (csl_case)lookup(
	    cases, csl_attribute(arena, node, "text-case"), CSL_CASE_NONE);
	quotes = csl_attribute(arena, node, "quotes");
	out->quotes = bm_streq(quotes, "true");
	out->unquoted = bm_streq(quotes, "false");
	out->strip_periods =
	    bm_streq(csl_attribute(arena, node, "strip-periods"), "true");
	out->prefix = csl_attribute_str(arena, node, "prefix");
	out->suffix = csl_attribute_str(arena, node, "suffix");
	out->delimiter = csl_attribute_str(arena, node, "delimiter");
	out->has_delimiter = out->delimiter.ptr != NULL;
}

/* See model.h. */
csl_form
csl_form_read(const xmlNode *node)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, "form") == 0 &&
		    a->children != NULL)
			return (csl_form)lookup(
			    forms, (const char *)a->children->content,
			    CSL_FORM_LONG);
	return CSL_FORM_LONG;
}

/* A positive number; -1 when it is missing or something else. */
static int
positive(bm_arena *arena, const xmlNode *node, const char *name)
{
	const char *s = csl_attribute(arena, node, name);
	long n;
	char *end;

	if (s == NULL || *s == '\0')
		return -1;
	n = strtol(s, &end, 10);
	while (*end == ' ')
		end++;
	return *end == '\0' && n >= 0 && n < INT_MAX ? (int)n : -1;
}

/*
 * See model.h.  cs:style, cs:citation and cs:bibliography write some of the
 * options under longer names, which stand beside the short ones here.
 */
void
csl_name_options_read(bm_arena *arena, const xmlNode *node,
		      csl_name_options *out)
{
	bool is_name = csl_is(node, "name");
	const char *form =
	    csl_attribute(arena, node, is_name ? "form" : "name-form");
	const char *use_last = csl_attribute(arena, node, "et-al-use-last");

	*out = (csl_name_options){0};
	out->and_word =
	    (csl_and)lookup(ands, csl_attribute(arena, node, "and"), 0);
	out->delimiter = csl_attribute_str(
	    arena, node, is_name ? "delimiter" : "name-delimiter");
	if (!is_name)
		out->names_delimiter = csl_attribute_str(
		    arena, node,
		    csl_is(node, "names") ? "delimiter" : "names-delimiter");
	out->sort_separator = csl_attribute_str(arena, node, "sort-separator");
	out->initialize_with =
	    csl_attribute_str(arena, node, "initialize-with");
	out->precedes_last = (csl_precedes)lookup(
	    precedes, csl_attribute(arena, node, "delimiter-precedes-last"), 0);
	out->precedes_et_al = (csl_precedes)lookup(
	    precedes, csl_attribute(arena, node, "delimiter-precedes-et-al"),
	    0);
	out->sort_order = (csl_sort_order)lookup(
	    orders, csl_attribute(arena, node, "name-as-sort-order"), 0);
	out->et_al_min = positive(arena, node, "et-al-min");
	out->et_al_use_first = positive(arena, node, "et-al-use-first");
	out->et_al_use_last = lookup(booleans, use_last, -1);
	out->et_al_subsequent_min =
	    positive(arena, node, "et-al-subsequent-min");
	out->et_al_subsequent_use_first =
	    positive(arena, node, "et-al-subsequent-use-first");
	out->initialize =
	    lookup(booleans, csl_attribute(arena, node, "initialize"), -1);
	out->form = lookup(forms, form, -1);
}

#define OVER(member, unset)                                                    \
	if (over->member != (unset))                                           \
	base->member = over->member

/* See model.h. */
void
csl_name_options_merge(csl_name_options *base, const csl_name_options *over)
{
	OVER(and_word, CSL_AND_UNSET);
	OVER(precedes_last, CSL_PRECEDES_UNSET);
	OVER(precedes_et_al, CSL_PRECEDES_UNSET);
	OVER(sort_order, CSL_SORT_ORDER_UNSET);
	OVER(et_al_min, -1);
	OVER(et_al_use_first, -1);
	OVER(et_al_use_last, -1);
	OVER(et_al_subsequent_min, -1);
	OVER(et_al_subsequent_use_first, -1);
	OVER(initialize, -1);
	OVER(form, -1);
	if (over->delimiter.ptr != NULL)
		base->delimiter = over->delimiter;
	if (over->sort_separator.ptr != NULL)
		base->sort_separator = over->sort_separator;
	if (over->initialize_with.ptr != NULL)
		base->initialize_with = over->initialize_with;
	if (over->names_delimiter.ptr != NULL)
		base->names_delimiter = over->names_delimiter;
}

/* See model.h. */
void
csl_date_part_read(bm_arena *arena, const xmlNode *node, csl_date_part *out)
{
	const char *name = csl_attribute(arena, node, "name");

	out->which = bm_streq(name, "day") ? 2 : bm_streq(name, "month");
	out->form = csl_attribute(arena, node, "form");
	out->range_delimiter =
	    csl_attribute_str(arena, node, "range-delimiter");
	csl_look_read(arena, node, &out->look);
}
