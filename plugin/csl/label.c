/* cs:label, of numbers and of names. */
#include "csl/render.h"

/* See render.h. */
csl_out *
csl_label_for(csl_context *cx, const csl_node *node, const char *term,
	      bool plural)
{
	bm_str s;

	if (node->plural == CSL_PLURAL_ALWAYS)
		plural = true;
	else if (node->plural == CSL_PLURAL_NEVER)
		plural = false;
	s = csl_term_get(cx->locale, term, node->form, plural);
	if (s.len == 0)
		return NULL;
	return csl_out_decorate(cx->arena, csl_out_text(cx->arena, s),
				&node->look, true, cx->locale->lang);
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

/* See render.h. */
csl_out *
csl_render_label(csl_context *cx, const csl_node *node)
{
	const char *term = node->variable;
	bm_str s;

	if (term == NULL)
		return NULL;
	s = csl_variable(cx, term, CSL_FORM_LONG);
	if (s.len == 0)
		return NULL;
	if (strcmp(term, "locator") == 0)
		term = locator_term(cx);
	return term == NULL ? NULL
			    : csl_label_for(cx, node, term,
					    csl_is_plural(node->variable, s));
}
