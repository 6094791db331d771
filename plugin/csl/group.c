/* cs:group, and the elements of a layout one after the other. */
#include "csl/render.h"

/* See render.h. */
void
csl_context_init(csl_context *cx, csl_engine *engine, const csl_area *area,
		 const csl_ref *ref)
{
	const char *tag;
	bm_str lang;

	*cx = (csl_context){0};
	cx->engine = engine;
	cx->arena = engine->arena;
	cx->style = engine->style;
	cx->locale = engine->locale;
	cx->area = area;
	cx->ref = ref;
	cx->item = ref != NULL ? ref->item : NULL;
	cx->tell = ref != NULL ? ref->tell : NULL;
	cx->position = CSL_POSITION_FIRST;
	lang = csl_variable(cx, "language", CSL_FORM_LONG);
	tag = cx->item != NULL ? bm_item_language(cx->item) : NULL;
	if (tag != NULL)
		lang = bm_str_of(tag);
	cx->english = lang.len > 0
			  ? csl_lang_is_english(lang)
			  : csl_lang_is_english(bm_str_of(cx->locale->lang));
	if (tag != NULL && strncmp(tag, cx->locale->lang, 2) != 0)
		cx->lang = tag;
	cx->case_lang = cx->lang != NULL ? cx->lang : cx->locale->lang;
}

/*
 * Appends what the children print to parent.  Children of cs:choose count as
 * children of the element around it.
 */
static void
render_into(csl_context *cx, const csl_node *children, csl_out *parent)
{
	for (const csl_node *n = children; n != NULL; n = n->next) {
		csl_out *out;

		if (n->element == CSL_CHOOSE && ++cx->steps <= CSL_STEPS_MAX) {
			const csl_branch *branch = csl_choose(cx, n);

			if (branch != NULL)
				render_into(cx, branch->children, parent);
			continue;
		}
		out = csl_render_node(cx, n);
		if (out != NULL)
			csl_out_append(parent, out);
	}
}

/* See render.h. */
csl_out *
csl_render_children(csl_context *cx, const csl_node *children, bm_str delimiter)
{
	csl_out *out = csl_out_new(cx->arena, CSL_OUT_GROUP);

	if (out == NULL)
		return NULL;
	out->delimiter = delimiter;
	render_into(cx, children, out);
	return out->children != NULL ? out : NULL;
}

/*
 * A group is left out when it asks for variables and finds none of them (CSL
 * 1.0.2, Group).  A group inside that printed counts as a variable found,
 * even one of terms only.  What a macro prints is such a group too.
 */
static csl_out *
group_out(csl_context *cx, const csl_node *children, const csl_look *look,
	  bm_str delimiter)
{
	bool asked = cx->asked, found = cx->found, start = cx->sentence_start;
	csl_out *out;

	cx->asked = cx->found = false;
	out = csl_render_children(cx, children, delimiter);
	if (cx->asked && !cx->found)
		out = NULL;
	if (out != NULL && csl_out_empty(out))
		out = NULL;
	if (out == NULL)
		cx->sentence_start = start;
	cx->found = found || out != NULL || cx->found;
	cx->asked = asked || cx->asked;
	return csl_out_decorate(cx->arena, out, look, cx->english,
				cx->case_lang);
}

/* See render.h. */
csl_out *
csl_render_group(csl_context *cx, const csl_node *node)
{
	return group_out(cx, node->children, &node->look, node->look.delimiter);
}

/*
 * The case of text is an affair of the elements in the macro.  One with a date
 * gives nothing but dates to a sort key: "no date" is not between them.
 */
static csl_out *
render_macro(csl_context *cx, const csl_node *node)
{
	csl_look look = node->look;
	bool only_dates = cx->only_dates;
	csl_out *out;

	if (node->macro == NULL)
		return NULL;
	look.text_case = CSL_CASE_NONE;
	cx->only_dates = only_dates || (cx->sorting && node->macro->has_date);
	out = group_out(cx, node->macro->children, &look, (bm_str){0});
	cx->only_dates = only_dates;
	return out;
}

/* Whether an element prints a date, or others that may. */
static bool
may_be_date(csl_element element)
{
	return element == CSL_DATE || element == CSL_GROUP ||
	       element == CSL_CHOOSE || element == CSL_NAMES ||
	       element == CSL_TEXT_MACRO;
}

/*
 * Whether it prints the number of the entry, behind which its sentence starts,
 * or has elements of its own, which see to that themselves.
 */
static bool
only_number(const csl_node *node)
{
	return bm_streq(node->variable, "citation-number") ||
	       node->element == CSL_GROUP || node->element == CSL_CHOOSE ||
	       node->element == CSL_TEXT_MACRO;
}

/* See render.h. */
csl_out *
csl_render_node(csl_context *cx, const csl_node *node)
{
	const csl_branch *branch;
	csl_out *out = NULL;

	if (++cx->steps > CSL_STEPS_MAX || cx->depth >= 2 * CSL_NESTING_MAX ||
	    bm_arena_failed(cx->arena) ||
	    (cx->only_dates && !may_be_date(node->element)))
		return NULL;
	cx->depth++;
	switch (node->element) {
	case CSL_TEXT_MACRO:
		out = render_macro(cx, node);
		break;
	case CSL_TEXT_VARIABLE:
	case CSL_TEXT_TERM:
	case CSL_TEXT_VALUE:
		out = csl_render_text(cx, node);
		break;
	case CSL_NUMBER:
		out = csl_render_number(cx, node);
		break;
	case CSL_LABEL:
		out = csl_render_label(cx, node);
		break;
	case CSL_NAMES:
		out = csl_render_names(cx, node);
		break;
	case CSL_DATE:
		out = csl_render_date(cx, node);
		break;
	case CSL_GROUP:
		out = csl_render_group(cx, node);
		break;
	case CSL_CHOOSE:
		branch = csl_choose(cx, node);
		if (branch != NULL)
			out = csl_render_children(cx, branch->children,
						  (bm_str){0});
		break;
	case CSL_LAYOUT:
		break;
	}
	cx->depth--;
	if (out != NULL ? !only_number(node)
			: node->element == CSL_NAMES && !cx->in_substitute)
		cx->sentence_start = false;
	return out;
}
