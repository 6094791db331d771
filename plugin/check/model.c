/* Hidden, focusable and exposed roles, in one walk over the page. */
#include "check/model.h"

#include <stdlib.h>

bool
model_integer(const char *text, long *out)
{
	char *end;
	long n;

	if (text == NULL)
		return false;
	while (bm_is_space(*text))
		text++;
	if (!bm_is_digit(*text) &&
	    !((*text == '-' || *text == '+') && bm_is_digit(text[1])))
		return false;
	n = strtol(text, &end, 10);
	*out = n;
	return true;
}

const char *
model_lang(const page *p, page_node_id n)
{
	for (; n != 0 && n != PAGE_NONE; n = page_parent(p, n)) {
		const char *lang = page_attr_ns(p, n, NS_XML, N_lang);

		if (lang == NULL)
			lang = page_attr_of(p, n, N_lang);
		if (lang != NULL)
			return lang;
	}
	return NULL;
}

/* ---- hidden ---- */

/* Elements that a browser never draws (HTML 15.3.1), or whose content it
 * shows in another way. */
static bool
never_drawn(const page *p, page_node_id n)
{
	const page_node *node = page_at(p, n);

	if (node->ns == NS_SVG)
		switch (node->name) {
		case N_title:
		case N_desc:
		case N_defs:
		case N_metadata:
		case N_symbol:
		case N_style:
		case N_script:
		case N_clipPath:
		case N_mask:
		case N_marker:
		case N_pattern:
		case N_linearGradient:
			return true;
		default:
			return false;
		}
	if (node->ns == NS_MATHML)
		return node->name == N_annotation ||
		       node->name == N_annotation_xml;
	/* What opens over the page is closed at first (HTML 6.12). */
	if (node->ns == NS_HTML && page_has(p, n, N_popover))
		return true;
	switch (node->name) {
	case N_base:
	case N_basefont:
	case N_datalist:
	case N_head:
	case N_link:
	case N_meta:
	case N_noembed:
	case N_noframes:
	case N_noscript:
	case N_param:
	case N_rp:
	case N_script:
	case N_style:
	case N_template:
	case N_title:
	case N_source:
	case N_track:
		return true;
	case N_input:
		return page_attr_of(p, n, N_type) != NULL &&
		       bm_str_is_nocase(bm_str_of(page_attr_of(p, n, N_type)),
					"hidden");
	case N_dialog:
		return !page_has(p, n, N_open);
	case N_audio:
		return !page_has(p, n, N_controls);
	default:
		return false;
	}
}

/* Whether the text between the tags is for browsers that lack the element. */
static bool
holds_spare(const page *p, page_node_id n)
{
	return page_is(p, n, N_iframe) || page_is(p, n, N_video) ||
	       page_is(p, n, N_audio);
}

static unsigned
style_flags(page *p, page_node_id n, unsigned inherited)
{
	css_value v[CSS_PROPS];
	unsigned flags = inherited & (M_INVISIBLE | M_MAYBE_HIDDEN);
	bool hidden = page_has(p, n, N_hidden);

	if (!css_styles(p->model->css, p, n))
		return flags | (hidden ? M_NOT_RENDERED : 0);
	if (!css_declared(p->model->css, p, n, v))
		return flags | (hidden ? M_NOT_RENDERED : 0);
	if (v[CSS_DISPLAY].maybe || v[CSS_VISIBILITY].maybe)
		flags |= M_MAYBE_HIDDEN;
	if (v[CSS_DISPLAY].text.ptr != NULL)
		hidden = bm_str_is_nocase(v[CSS_DISPLAY].text, "none");
	if (hidden)
		flags |= M_NOT_RENDERED;
	if (v[CSS_VISIBILITY].text.ptr != NULL) {
		bm_str value = v[CSS_VISIBILITY].text;

		if (bm_str_is_nocase(value, "hidden") ||
		    bm_str_is_nocase(value, "collapse"))
			flags |= M_INVISIBLE;
		else if (bm_str_is_nocase(value, "visible") ||
			 bm_str_is_nocase(value, "initial"))
			flags &= ~(unsigned)M_INVISIBLE;
	}
	return flags;
}

/* ---- focus ---- */

static bool
is_control(const page *p, page_node_id n)
{
	switch (page_at(p, n)->name) {
	case N_button:
	case N_input:
	case N_select:
	case N_textarea:
		return page_at(p, n)->ns == NS_HTML;
	default:
		return false;
	}
}

/* Whether a fieldset that is disabled disables n; its first legend is
 * exempt (HTML 4.10.15). */
static bool
in_disabled_fieldset(const page *p, page_node_id n)
{
	page_node_id child = n;

	for (n = page_parent(p, n); n != 0; child = n, n = page_parent(p, n))
		if (page_is(p, n, N_fieldset) && page_has(p, n, N_disabled) &&
		    !(page_is(p, child, N_legend) &&
		      page_child(p, n, N_legend) == child))
			return true;
	return false;
}

/* Whether the keyboard reaches it without a tabindex. */
static bool
focusable_by_nature(const page *p, page_node_id n)
{
	const page_node *node = page_at(p, n);
	const char *editable;

	if (node->ns == NS_SVG)
		return node->name == N_a &&
		       (page_has(p, n, N_href) ||
			page_attr_ns(p, n, NS_XLINK, N_href) != NULL);
	if (node->ns != NS_HTML)
		return false;
	editable = page_attr_of(p, n, N_contenteditable);
	if (editable != NULL && !bm_str_is_nocase(bm_str_of(editable), "false"))
		return true;
	switch (node->name) {
	case N_a:
	case N_area:
		return page_has(p, n, N_href);
	case N_button:
	case N_input:
	case N_select:
	case N_textarea:
		return true;
	case N_audio:
	case N_video:
		return page_has(p, n, N_controls);
	case N_summary:
		return page_is(p, page_parent(p, n), N_details) &&
		       page_child(p, page_parent(p, n), N_summary) == n;
	default:
		return false;
	}
}

static unsigned
focus_flags(const page *p, page_node_id n, unsigned flags)
{
	bool nature = focusable_by_nature(p, n);
	const char *index = page_attr_of(p, n, N_tabindex);
	long number = 0;
	bool given = index != NULL && model_integer(index, &number);

	if (!nature && !given)
		return 0;
	if (is_control(p, n) &&
	    (page_has(p, n, N_disabled) || in_disabled_fieldset(p, n)))
		return M_DISABLED;
	if (flags & (M_NOT_RENDERED | M_INVISIBLE | M_INERT))
		return 0;
	return M_FOCUSABLE | (!given || number >= 0 ? M_TABBABLE : 0);
}

/* ---- roles ---- */

bool
model_has_global(const page *p, page_node_id n, aria_set but, bool empty)
{
	const page_node *node = page_at(p, n);

	for (uint32_t i = 0; i < node->count; i++) {
		const page_attr *a = &p->attrs.items[node->u.attrs + i];
		const aria_attribute *known =
		    a->ns == NS_NONE ? aria_attribute_of(a->name) : NULL;

		if (known != NULL && known->scope != BY_ROLE &&
		    (aria_bit(a->name) & but) == 0 &&
		    (empty || !page_blank(a->value)))
			return true;
	}
	return false;
}

/* ARIA 1.2, 7.1: a presentational role does not hold where a user could
 * still meet the element.  An attribute speaks against a role that is written
 * even when it is empty. */
static bool
presentation_holds(const page *p, page_node_id n, bool written)
{
	return (model_flags(p, n) & M_FOCUSABLE) == 0 &&
	       !model_has_global(p, n, aria_bit(N_aria_hidden), written);
}

static bool
is_presentational(aria_role role)
{
	return role == R_none || role == R_presentation;
}

/* The first role that is one and holds. */
static aria_role
given_role(const page *p, page_node_id n)
{
	const char *list = page_attr_of(p, n, N_role);
	bm_str word;

	while (page_word(&list, &word)) {
		aria_role role = aria_role_of(word);

		if (role == R_NO || (aria_role_at(role)->flags & ABSTRACT))
			continue;
		if (is_presentational(role) && !presentation_holds(p, n, true))
			return R_NO;
		return role;
	}
	return R_NO;
}

/* Parts of a table or list that is presentational are so too, as long as
 * they have no role of their own (ARIA 1.2, presentation). */
static bool
part_of_presentation(const page *p, page_node_id n)
{
	page_node_id up = page_parent(p, n);

	switch (page_at(p, n)->name) {
	case N_li:
		return is_presentational(p->model->role[up]);
	case N_tr:
	case N_td:
	case N_th:
	case N_tbody:
	case N_thead:
	case N_tfoot:
	case N_caption:
		up = page_ancestor(p, n, N_table);
		return up != PAGE_NONE && is_presentational(p->model->role[up]);
	default:
		return false;
	}
}

static aria_role
exposed_role(const page *p, page_node_id n)
{
	aria_role role = p->model->given[n];

	if (role != R_NO)
		return role;
	role = model_implicit(p, n);
	if (page_is(p, n, N_img) && role == R_none &&
	    !presentation_holds(p, n, false))
		return R_img;
	if (page_at(p, n)->ns == NS_HTML && part_of_presentation(p, n) &&
	    presentation_holds(p, n, false))
		return R_none;
	return role;
}

/* ---- the walk ---- */

static void
visit(page *p, page_node_id n)
{
	page_model *m = p->model;
	page_node_id up = page_parent(p, n);
	unsigned above = m->flags[up], flags;
	const char *hidden;

	flags = above & (M_NOT_RENDERED | M_INVISIBLE | M_ARIA_HIDDEN |
			 M_INERT | M_MAYBE_HIDDEN);
	if (holds_spare(p, up))
		flags |= M_NOT_RENDERED;
	if (!page_is_element(p, n)) {
		m->flags[n] = (uint8_t)flags;
		return;
	}
	if (never_drawn(p, n))
		flags |= M_NOT_RENDERED;
	flags = (flags & ~(unsigned)(M_INVISIBLE | M_MAYBE_HIDDEN)) |
		style_flags(p, n, flags);
	hidden = page_attr_of(p, n, N_aria_hidden);
	if (hidden != NULL && bm_str_is_nocase(bm_str_of(hidden), "true"))
		flags |= M_ARIA_HIDDEN;
	if (page_has(p, n, N_inert))
		flags |= M_INERT;
	flags |= focus_flags(p, n, flags);
	m->flags[n] = (uint8_t)flags;
	m->given[n] = given_role(p, n);
	m->role[n] = exposed_role(p, n);
}

/* Notes a label under the id that it is for. */
static bool
index_label(page *p, page_node_id n)
{
	const char *id = page_attr_of(p, n, N_for);
	model_label *label, *first;
	void **slot;

	if (page_blank(id))
		return true;
	slot = bm_map_put(&p->model->labels, bm_str_of(id), NULL);
	label = BM_NEW(p->arena, model_label);
	if (slot == NULL || label == NULL)
		return false;
	label->node = n;
	label->last = label;
	first = *slot;
	if (first == NULL)
		*slot = label;
	else
		first->last = first->last->next = label;
	return true;
}

bool
model_make(page *p)
{
	page_model *m = BM_NEW(p->arena, page_model);

	if (m == NULL)
		return false;
	p->model = m;
	m->css = css_read(p);
	m->flags = BM_NEW_ARRAY(p->arena, uint8_t, p->nodes.len);
	m->given = BM_NEW_ARRAY(p->arena, aria_role, p->nodes.len);
	m->role = BM_NEW_ARRAY(p->arena, aria_role, p->nodes.len);
	bm_map_init(&m->named, p->arena);
	bm_map_init(&m->labels, p->arena);
	bm_map_init(&m->anchors, p->arena);
	if (m->css == NULL || m->flags == NULL || m->given == NULL ||
	    m->role == NULL)
		return false;
	for (page_node_id n = 1; n < p->nodes.len; n++)
		visit(p, n);
	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (page_is(p, n, N_label) && !index_label(p, n))
			return false;
	return !bm_arena_failed(p->arena);
}
