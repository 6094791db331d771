/*
 * Accessible names: the algorithm of accname 1.2 with what HTML-AAM and
 * SVG-AAM add.  A name is cut when it is long; whether there is one, and
 * whether two are the same, can then still be told.
 */
#include "check/model.h"

/* Bytes of a name; more is not looked for. */
#define NAME_MAX_BYTES 1000
/* Nodes that the names of one page are made of, and more for each of its own;
 * beyond, names are cut.  aria-owns in circles would ask for any number. */
#define EFFORT_MAX   UINT64_C(40000000)
#define EFFORT_LEAST UINT64_C(500000)
#define EFFORT_NODE  UINT64_C(200)
/* References in references do not exist, but labels in contents do. */
#define DEPTH_MAX 64

/* One computation. */
struct naming {
	page *p;
	bm_buf *out;
	page_node_id root;
	bool referenced;  /* inside of what aria-labelledby or a label names */
	bool show_hidden; /* what is referenced is hidden itself */
	bool bare;        /* nothing counts as hidden */
	bool *unsure;     /* what styles add is not known */
	unsigned depth;
};

static enum model_from compute(struct naming *g, page_node_id n, bool inside);

/* ---- writing ---- */

/* How many nodes may be looked at for the names of a page. */
static uint64_t
effort_max(const page *p)
{
	uint64_t most = EFFORT_LEAST + EFFORT_NODE * p->nodes.len;

	return most < EFFORT_MAX ? most : EFFORT_MAX;
}

static bool
is_full(const struct naming *g)
{
	return g->out->len > NAME_MAX_BYTES ||
	       g->p->model->effort > effort_max(g->p);
}

static void
put_space(struct naming *g)
{
	if (g->out->len > 0 && g->out->ptr[g->out->len - 1] != ' ')
		bm_buf_putc(g->out, ' ');
}

/* U+00A0 and the like are no text by themselves. */
static size_t
space_at(const char *s, size_t length)
{
	if (bm_is_space(*s))
		return 1;
	if (length >= 2 && memcmp(s, "\xC2\xA0", 2) == 0)
		return 2;
	if (length >= 3 && (memcmp(s, "\xE2\x80\x8B", 3) == 0 ||
			    memcmp(s, "\xEF\xBB\xBF", 3) == 0 ||
			    memcmp(s, "\xE3\x80\x80", 3) == 0))
		return 3;
	return 0;
}

/* Text with its white space collapsed. */
static void
put_text(struct naming *g, const char *s, size_t length)
{
	for (size_t i = 0; i < length && !is_full(g);) {
		size_t n = space_at(s + i, length - i), from = i;

		if (n > 0) {
			put_space(g);
			i += n;
			continue;
		}
		while (i < length && space_at(s + i, length - i) == 0 &&
		       i - from < NAME_MAX_BYTES)
			i++;
		bm_buf_put(g->out, s + from, i - from);
	}
}

/* Whether something was written since, white space aside. */
static bool
wrote(const struct naming *g, size_t from)
{
	for (size_t i = from; i < g->out->len; i++)
		if (g->out->ptr[i] != ' ')
			return true;
	return false;
}

static bool
put_attr(struct naming *g, page_node_id n, page_name name)
{
	const char *value = page_attr_of(g->p, n, name);
	size_t from = g->out->len;

	if (value != NULL)
		put_text(g, value, strlen(value));
	return wrote(g, from);
}

/* ---- references ---- */

/* The text of an element that something refers to. */
static void
put_referenced(struct naming *g, page_node_id n)
{
	struct naming in = *g;

	if (g->depth >= DEPTH_MAX)
		return;
	in.depth++;
	in.root = n;
	in.referenced = true;
	in.show_hidden = (model_flags(g->p, n) &
			  (M_NOT_RENDERED | M_INVISIBLE | M_ARIA_HIDDEN)) != 0;
	put_space(g);
	compute(&in, n, false);
}

static bool
put_labelledby(struct naming *g, page_node_id n)
{
	const char *list = page_attr_of(g->p, n, N_aria_labelledby);
	size_t from = g->out->len;
	bm_str id;

	while (page_word(&list, &id) && !is_full(g)) {
		page_node_id to = page_by_id(g->p, id);

		if (to != PAGE_NONE)
			put_referenced(g, to);
	}
	return wrote(g, from);
}

/* The label elements of a control (HTML 4.10.4). */
static bool
put_labels(struct naming *g, page_node_id n)
{
	const page *p = g->p;
	const char *id = page_attr_of(p, n, N_id);
	size_t from = g->out->len;
	page_node_id around = page_ancestor(p, n, N_label);

	if (around != PAGE_NONE && !page_has(p, around, N_for) &&
	    g->root != around)
		put_referenced(g, around);
	if (id != NULL && page_by_id(p, bm_str_of(id)) == n)
		for (const model_label *l = bm_map_getz(&p->model->labels, id);
		     l != NULL && !is_full(g); l = l->next)
			if (l->node != g->root)
				put_referenced(g, l->node);
	return wrote(g, from);
}

/* ---- what the host language gives ---- */

static bool
put_child(struct naming *g, page_node_id n, page_name name)
{
	page_node_id child = page_child(g->p, n, name);
	size_t from = g->out->len;
	struct naming in = *g;

	if (child == PAGE_NONE || g->depth >= DEPTH_MAX)
		return false;
	in.depth++;
	in.root = child;
	in.referenced = true;
	if (!g->bare && model_hidden(g->p, child))
		return false;
	compute(&in, child, true);
	return wrote(g, from);
}

/* The first title element among the children, in SVG. */
static bool
put_svg_title(struct naming *g, page_node_id n)
{
	const page *p = g->p;
	size_t from = g->out->len;

	for (page_node_id c = page_first_element(p, n); c != PAGE_NONE;
	     c = page_next_element(p, c)) {
		const page_node *node = page_at(p, c);

		if (node->ns != NS_SVG || node->name != N_title)
			continue;
		for (page_node_id t = c; t < page_end(p, c); t++)
			if (page_at(p, t)->kind == PAGE_TEXT)
				put_text(g, page_at(p, t)->u.text,
					 page_at(p, t)->count);
		if (wrote(g, from))
			return true;
	}
	if (page_attr_ns(p, n, NS_XLINK, N_title) != NULL) {
		const char *title = page_attr_ns(p, n, NS_XLINK, N_title);

		put_text(g, title, strlen(title));
	}
	return wrote(g, from);
}

static bool
input_is(const page *p, page_node_id n, const char *type)
{
	const char *value = page_attr_of(p, n, N_type);

	return page_is(p, n, N_input) && value != NULL &&
	       bm_str_is_nocase(bm_str_of(value), type);
}

static bool
put_button_input(struct naming *g, page_node_id n)
{
	const page *p = g->p;

	if (page_has(p, n, N_value))
		return put_attr(g, n, N_value);
	if (input_is(p, n, "submit")) {
		put_text(g, "Submit", 6);
		return true;
	}
	if (input_is(p, n, "reset")) {
		put_text(g, "Reset", 5);
		return true;
	}
	return false;
}

static bool
put_input(struct naming *g, page_node_id n)
{
	const page *p = g->p;

	if (input_is(p, n, "hidden"))
		return false;
	if (put_labels(g, n))
		return true;
	if (input_is(p, n, "submit") || input_is(p, n, "reset") ||
	    input_is(p, n, "button"))
		return put_button_input(g, n);
	return input_is(p, n, "image") && put_attr(g, n, N_alt);
}

/* What HTML-AAM 4.1 names the element by, before its content and title. */
static bool
put_host(struct naming *g, page_node_id n)
{
	const page_node *node = page_at(g->p, n);

	if (node->ns == NS_SVG)
		return put_svg_title(g, n);
	if (node->ns == NS_MATHML)
		return node->name == N_math && put_attr(g, n, N_alttext);
	if (node->ns != NS_HTML)
		return false;
	switch (node->name) {
	case N_img:
	case N_area:
		return put_attr(g, n, N_alt);
	case N_input:
		return put_input(g, n);
	case N_button:
	case N_meter:
	case N_output:
	case N_progress:
	case N_select:
	case N_textarea:
		return put_labels(g, n);
	case N_fieldset:
		return put_child(g, n, N_legend);
	case N_figure:
		return put_child(g, n, N_figcaption);
	case N_table:
		return put_child(g, n, N_caption);
	case N_optgroup:
	case N_option:
	case N_track:
		return put_attr(g, n, N_label);
	default:
		return false;
	}
}

/* ---- content ---- */

static bool
is_block(const page *p, page_node_id n)
{
	switch (model_role(p, n)) {
	case R_generic:
		return page_is(p, n, N_div) || page_is(p, n, N_pre);
	case R_paragraph:
	case R_heading:
	case R_list:
	case R_listitem:
	case R_table:
	case R_row:
	case R_cell:
	case R_blockquote:
		return true;
	default:
		return page_is(p, n, N_br) || page_is(p, n, N_dt) ||
		       page_is(p, n, N_dd) || page_is(p, n, N_figcaption);
	}
}

/* Whether the element is left out, being hidden; what is hidden and
 * referenced is read with all in it. */
static bool
left_out(const struct naming *g, page_node_id n)
{
	unsigned flags = model_flags(g->p, n);

	if (g->bare || g->show_hidden)
		return page_is(g->p, n, N_script) ||
		       page_is(g->p, n, N_style) ||
		       page_is(g->p, n, N_template);
	return (flags &
		(M_NOT_RENDERED | M_INVISIBLE | M_ARIA_HIDDEN | M_INERT)) != 0;
}

static void
put_content(struct naming *g, page_node_id n)
{
	const page *p = g->p;

	for (page_node_id c = page_first(p, n); c != PAGE_NONE && !is_full(g);
	     c = page_next(p, c)) {
		const page_node *node = page_at(p, c);

		p->model->effort++;
		if (node->kind == PAGE_TEXT) {
			if (g->bare || g->show_hidden ||
			    !(model_flags(p, c) & M_INVISIBLE))
				put_text(g, node->u.text, node->count);
		} else if (node->kind == PAGE_ELEMENT && c != g->root) {
			bool block = is_block(p, c);

			if (block)
				put_space(g);
			compute(g, c, true);
			if (block)
				put_space(g);
		}
	}
	/* aria-owns puts more behind the children (accname 2F.i). */
	if (page_has(p, n, N_aria_owns) && g->depth < DEPTH_MAX) {
		const char *list = page_attr_of(p, n, N_aria_owns);
		struct naming in = *g;
		bm_str id;

		in.depth++;
		while (page_word(&list, &id) && !is_full(g)) {
			page_node_id to = page_by_id(p, id);

			if (to == PAGE_NONE || to == n || to == g->root)
				continue;
			put_space(g);
			compute(&in, to, true);
		}
	}
}

/*
 * What styles put round an element that has no text of its own (accname
 * 2F.ii); beside a text it is decoration.
 */
static bool
put_generated(struct naming *g, page_node_id n)
{
	css *sheets = g->p->model->css;
	size_t from = g->out->len;
	bm_buf text;

	if (page_at(g->p, n)->ns != NS_HTML || page_is(g->p, n, N_img) ||
	    page_is(g->p, n, N_input) || page_is(g->p, n, N_br))
		return false;
	bm_buf_init(&text, bm_arena_allocator(g->p->arena));
	for (int behind = 0; behind < 2; behind++)
		if (css_generated(sheets, g->p, n, behind == 1, &text) ==
		    CSS_MADE_UNKNOWN)
			*g->unsure = true;
	put_text(g, text.ptr, text.len);
	g->p->no_memory |= text.status != BM_OK;
	bm_buf_free(&text);
	return wrote(g, from);
}

/* A control in the text of a label stands for its value (accname 2C). */
static bool
put_value(struct naming *g, page_node_id n)
{
	const page *p = g->p;
	size_t from = g->out->len;

	switch (model_role(p, n)) {
	case R_textbox:
	case R_searchbox:
		if (page_is(p, n, N_input))
			put_attr(g, n, N_value);
		else
			put_content(g, n);
		break;
	case R_combobox:
	case R_listbox:
		for (page_node_id o = n + 1; o < page_end(p, n); o++)
			if ((page_is(p, o, N_option) &&
			     page_has(p, o, N_selected)) ||
			    (page_attr_of(p, o, N_aria_selected) != NULL &&
			     bm_str_is(
				 bm_str_of(page_attr_of(p, o, N_aria_selected)),
				 "true"))) {
				put_space(g);
				put_content(g, o);
			}
		if (!wrote(g, from) && page_is(p, n, N_select) &&
		    model_role(p, n) == R_combobox)
			for (page_node_id o = n + 1; o < page_end(p, n); o++)
				if (page_is(p, o, N_option)) {
					put_content(g, o);
					break;
				}
		if (page_is(p, n, N_input))
			put_attr(g, n, N_value);
		break;
	case R_slider:
	case R_spinbutton:
	case R_progressbar:
	case R_scrollbar:
	case R_meter:
		if (!put_attr(g, n, N_aria_valuetext) &&
		    !put_attr(g, n, N_aria_valuenow))
			put_attr(g, n, N_value);
		break;
	default:
		return false;
	}
	return wrote(g, from);
}

/* Elements whose own content names them though their role does not say so. */
static bool
content_names(const page *p, page_node_id n)
{
	aria_role role = model_role(p, n);
	const page_node *node = page_at(p, n);

	if (role != R_NO && (aria_role_at(role)->flags & CONTENT))
		return true;
	if (p->model->given[n] != R_NO)
		return false;
	if (node->ns == NS_SVG)
		return node->name == N_text || node->name == N_a;
	if (node->ns == NS_MATHML)
		return node->name == N_math;
	return node->ns == NS_HTML &&
	       (node->name == N_summary || node->name == N_label ||
		node->name == N_legend || node->name == N_figcaption ||
		node->name == N_option || node->name == N_dfn ||
		node->name == N_dt);
}

/* What the element has to offer, best first (accname 2B to 2I). */
static enum model_from
compute(struct naming *g, page_node_id n, bool inside)
{
	const page *p = g->p;
	bool whole = inside || g->referenced;
	size_t from = g->out->len;

	p->model->effort++;
	if (is_full(g) || (inside && left_out(g, n)))
		return FROM_NOTHING;
	if (!inside && !g->referenced && !g->bare && model_hidden(p, n))
		return FROM_NOTHING;
	if (!g->referenced && put_labelledby(g, n))
		return FROM_LABELLEDBY;
	if (inside && put_value(g, n))
		return FROM_HOST;
	if (put_attr(g, n, N_aria_label))
		return FROM_LABEL;
	if (model_role(p, n) != R_none && model_role(p, n) != R_presentation &&
	    put_host(g, n))
		return FROM_HOST;
	if (whole || content_names(p, n)) {
		put_content(g, n);
		if (wrote(g, from) || put_generated(g, n))
			return FROM_CONTENT;
	}
	if (model_role(p, n) == R_none && !page_is(p, n, N_img) && inside)
		return FROM_NOTHING;
	if (!(page_is(p, n, N_img) && model_role(p, n) == R_none) &&
	    put_attr(g, n, N_title))
		return FROM_TITLE;
	if ((page_is(p, n, N_input) || page_is(p, n, N_textarea)) && !inside &&
	    (put_attr(g, n, N_placeholder) ||
	     put_attr(g, n, N_aria_placeholder)))
		return FROM_PLACEHOLDER;
	return FROM_NOTHING;
}

/* ---- asking ---- */

static const model_name nameless = {"", FROM_NOTHING, false};

/* Computes a name into a new text of the arena. */
static bool
make(page *p, page_node_id n, bool bare, model_name *out)
{
	bm_buf text;
	bool unsure = false;
	struct naming g = {
	    .p = p, .out = &text, .root = n, .bare = bare, .unsure = &unsure};
	bm_str trimmed;

	bm_buf_init(&text, bm_arena_allocator(p->arena));
	out->from = compute(&g, n, false);
	trimmed = bm_str_trim(bm_buf_str(&text));
	out->text = trimmed.len > 0 ? bm_arena_str(p->arena, trimmed) : "";
	out->unsure = unsure && trimmed.len == 0;
	p->no_memory |= text.status != BM_OK;
	bm_buf_free(&text);
	return out->text != NULL;
}

const model_name *
model_name_of(page *p, page_node_id n)
{
	page_model *m = p->model;
	model_name *name;
	void **slot;

	slot =
	    bm_map_put(&m->named, (bm_str){(const char *)&n, sizeof(n)}, NULL);
	if (slot == NULL)
		return &nameless;
	if (*slot != NULL)
		return *slot;
	name = BM_NEW(p->arena, model_name);
	if (name == NULL || !make(p, n, false, name))
		return &nameless;
	*slot = name;
	return name;
}

const char *
model_name_text(page *p, page_node_id n)
{
	return model_name_of(p, n)->text;
}

const char *
model_name_bare(page *p, page_node_id n)
{
	model_name name;

	return make(p, n, true, &name) ? name.text : "";
}
