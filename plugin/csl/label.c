/* cs:label, of numbers and of names. */
#include <stdlib.h>

#include "csl/number.h"

/* See render.h. */
csl_out *
csl_label_for(csl_context *cx, const csl_node *node, const char *term,
	      bool plural)
{
	csl_out *out;
	bm_str s;

	if (node->plural == CSL_PLURAL_ALWAYS)
		plural = true;
	else if (node->plural == CSL_PLURAL_NEVER)
		plural = false;
	s = csl_term_get(cx->locale, term, node->form, plural);
	if (s.len == 0)
		return NULL;
	out = csl_out_text(cx->arena, s);
	if (node->look.strip_periods)
		csl_strip_periods(cx->arena, out, true);
	return csl_out_decorate(cx->arena, out, &node->look, true,
				cx->locale->lang);
}

/* The term for a locator label; the data may write spaces for hyphens. */
static const char *
locator_term(csl_context *cx)
{
	bm_str label = cx->cite->label;

	if (label.len == 0)
		return "page";
	if (bm_str_is(label, "sub verbo"))
		return "sub-verbo";
	if (bm_str_is(label, "article"))
		return "article-locator";
	if (bm_str_is(label, "title"))
		return "title-locator";
	return bm_arena_str(cx->arena, label);
}

/* See number.h. */
const char *
csl_number_term(csl_context *cx, const char *variable)
{
	if (strcmp(variable, "locator") == 0 && cx->cite != NULL)
		return locator_term(cx);
	return strcmp(variable, "page-first") == 0 ? "page" : variable;
}

/* How many there are is what the number says, not how many numbers. */
static bool
counts_many(const csl_numbers *numbers)
{
	const csl_part *p = numbers->parts;

	return numbers->plural ||
	       (numbers->count > 0 && p->kind == CSL_PART_NUMBER &&
		p->prefix.len == 0 &&
		(p->digits.len > 9 || strtol(p->digits.ptr, NULL, 10) > 1));
}

/*
 * See render.h.  Without a number a label is a term like others: styles keep
 * it in a group with the number, or want it where the number stands elsewhere.
 * Only a locator that is not there has none (CSL 1.0.2, Label).  An entry of
 * a bibliography has no locator, and styles that ask for its label there put
 * it before the pages: it is theirs, but does not count them.
 */
csl_out *
csl_render_label(csl_context *cx, const csl_node *node)
{
	const char *name = node->variable, *term;
	csl_numbers numbers;
	bool plural;
	bm_str s;

	if (name == NULL)
		return NULL;
	if (strcmp(name, "locator") == 0 && cx->cite == NULL)
		name = "page";
	s = csl_variable(cx, name, CSL_FORM_LONG);
	if (s.len == 0 &&
	    (strcmp(name, "locator") == 0 || name != node->variable))
		return NULL;
	/* The page of "page-first" is counted as one of "page"; but its term
	 * is its own, which not all locales have. */
	term = csl_number_term(cx, name);
	if (term == NULL || !csl_numbers_parse(cx, name, term, s, &numbers))
		return NULL;
	if (numbers.count > 0 && numbers.parts[0].term != NULL) {
		if (csl_number_names_itself(name, &numbers))
			return NULL;
		term = numbers.parts[0].term;
	}
	if (strcmp(name, "page-first") == 0)
		term = name;
	plural = strncmp(name, "number-of-", 10) == 0 ? counts_many(&numbers)
		 : name == node->variable             ? numbers.plural
						      : false;
	return csl_label_for(cx, node, term, plural);
}
