/* Roles that elements have by themselves: ARIA in HTML, HTML-AAM, SVG-AAM. */
#include "check/model.h"

/* Elements whose role depends on nothing else. */
static const struct {
	page_name name;
	aria_role role;
} plain[] = {
    {N_address, R_group},
    {N_article, R_article},
    {N_blockquote, R_blockquote},
    {N_b, R_generic},
    {N_bdi, R_generic},
    {N_bdo, R_generic},
    {N_body, R_generic},
    {N_button, R_button},
    {N_caption, R_caption},
    {N_code, R_code},
    {N_data, R_generic},
    {N_datalist, R_listbox},
    {N_del, R_deletion},
    {N_details, R_group},
    {N_dfn, R_term},
    {N_dialog, R_dialog},
    {N_div, R_generic},
    {N_em, R_emphasis},
    {N_fieldset, R_group},
    {N_figure, R_figure},
    {N_h1, R_heading},
    {N_h2, R_heading},
    {N_h3, R_heading},
    {N_h4, R_heading},
    {N_h5, R_heading},
    {N_h6, R_heading},
    {N_hgroup, R_group},
    {N_hr, R_separator},
    {N_html, R_document},
    {N_i, R_generic},
    {N_ins, R_insertion},
    {N_main, R_main},
    {N_mark, R_mark},
    {N_menu, R_list},
    {N_meter, R_meter},
    {N_nav, R_navigation},
    {N_ol, R_list},
    {N_optgroup, R_group},
    {N_option, R_option},
    {N_output, R_status},
    {N_p, R_paragraph},
    {N_pre, R_generic},
    {N_progress, R_progressbar},
    {N_q, R_generic},
    {N_s, R_deletion},
    {N_samp, R_generic},
    {N_search, R_search},
    {N_small, R_generic},
    {N_span, R_generic},
    {N_strong, R_strong},
    {N_sub, R_subscript},
    {N_sup, R_superscript},
    {N_table, R_table},
    {N_tbody, R_rowgroup},
    {N_textarea, R_textbox},
    {N_tfoot, R_rowgroup},
    {N_thead, R_rowgroup},
    {N_time, R_time},
    {N_tr, R_row},
    {N_u, R_generic},
    {N_ul, R_list},
};

static aria_role
input_role(const page *p, page_node_id n)
{
	static const struct {
		const char *type;
		aria_role role;
	} types[] = {{"button", R_button}, {"checkbox", R_checkbox},
		     {"image", R_button},  {"number", R_spinbutton},
		     {"radio", R_radio},   {"range", R_slider},
		     {"reset", R_button},  {"submit", R_button},
		     {"hidden", R_NO},     {"color", R_NO},
		     {"date", R_NO},       {"datetime-local", R_NO},
		     {"file", R_NO},       {"month", R_NO},
		     {"password", R_NO},   {"time", R_NO},
		     {"week", R_NO},       {"search", R_searchbox}};
	const char *type = page_attr_of(p, n, N_type);

	for (size_t i = 0; type != NULL && i < sizeof(types) / sizeof(*types);
	     i++)
		if (bm_str_is_nocase(bm_str_of(type), types[i].type)) {
			if (types[i].role == R_searchbox &&
			    page_has(p, n, N_list))
				return R_combobox;
			return types[i].role;
		}
	return page_has(p, n, N_list) ? R_combobox : R_textbox;
}

static aria_role
select_role(const page *p, page_node_id n)
{
	const char *size = page_attr_of(p, n, N_size);
	long rows = 1;

	if (page_has(p, n, N_multiple))
		return R_listbox;
	return size != NULL && model_integer(size, &rows) && rows > 1
		   ? R_listbox
		   : R_combobox;
}

static bool
has_name_attribute(const page *p, page_node_id n)
{
	return !page_blank(page_attr_of(p, n, N_aria_label)) ||
	       !page_blank(page_attr_of(p, n, N_aria_labelledby)) ||
	       !page_blank(page_attr_of(p, n, N_title));
}

/* Whether it stands in what makes headers and footers its own. */
static bool
in_section(const page *p, page_node_id n)
{
	for (n = page_parent(p, n); n != 0; n = page_parent(p, n)) {
		const page_node *node = page_at(p, n);
		aria_role given = p->model->given[n];

		if (given == R_article || given == R_complementary ||
		    given == R_main || given == R_navigation ||
		    given == R_region)
			return true;
		if (node->ns == NS_HTML &&
		    (node->name == N_article || node->name == N_aside ||
		     node->name == N_main || node->name == N_nav ||
		     node->name == N_section))
			return true;
	}
	return false;
}

/* An aside in an article or section is a landmark only with a name. */
static aria_role
aside_role(const page *p, page_node_id n)
{
	page_node_id top = n;

	if (has_name_attribute(p, n))
		return R_complementary;
	for (n = page_parent(p, n); n != 0; n = page_parent(p, n))
		if (page_is(p, n, N_article) || page_is(p, n, N_aside) ||
		    page_is(p, n, N_nav) || page_is(p, n, N_section))
			return R_generic;
	return page_is(p, top, N_aside) ? R_complementary : R_NO;
}

/* The table that a part of one stands in. */
static page_node_id
table_of(const page *p, page_node_id n)
{
	return page_ancestor(p, n, N_table);
}

static aria_role
cell_role(const page *p, page_node_id n)
{
	page_node_id table = table_of(p, n);
	aria_role role = table != PAGE_NONE ? p->model->role[table] : R_NO;
	const char *scope = page_attr_of(p, n, N_scope);

	if (table == PAGE_NONE)
		return R_NO;
	if (page_is(p, n, N_td))
		return role == R_grid || role == R_treegrid ? R_gridcell
							    : R_cell;
	if (scope != NULL && (bm_str_is_nocase(bm_str_of(scope), "row") ||
			      bm_str_is_nocase(bm_str_of(scope), "rowgroup")))
		return R_rowheader;
	return R_columnheader;
}

static aria_role
image_role(const page *p, page_node_id n)
{
	const char *alt = page_attr_of(p, n, N_alt);

	/* White space alone is no text. */
	return alt != NULL && *alt == '\0' ? R_none : R_img;
}

static aria_role
item_role(const page *p, page_node_id n)
{
	page_node_id up = page_parent(p, n);

	return page_is(p, up, N_ul) || page_is(p, up, N_ol) ||
		       page_is(p, up, N_menu)
		   ? R_listitem
		   : R_generic;
}

static aria_role
html_role(const page *p, page_node_id n)
{
	page_name name = page_at(p, n)->name;

	switch (name) {
	case N_a:
	case N_area:
		return page_has(p, n, N_href) ? R_link : R_generic;
	case N_aside:
		return aside_role(p, n);
	case N_footer:
		return in_section(p, n) ? R_generic : R_contentinfo;
	case N_header:
		return in_section(p, n) ? R_generic : R_banner;
	case N_form:
		return has_name_attribute(p, n) ? R_form : R_generic;
	case N_img:
		return image_role(p, n);
	case N_input:
		return input_role(p, n);
	case N_li:
		return item_role(p, n);
	case N_section:
		return has_name_attribute(p, n) ? R_region : R_generic;
	case N_select:
		return select_role(p, n);
	case N_td:
	case N_th:
		return cell_role(p, n);
	default:
		for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
			if (plain[i].name == name)
				return plain[i].role;
		return R_NO;
	}
}

static aria_role
svg_role(const page *p, page_node_id n)
{
	switch (page_at(p, n)->name) {
	case N_svg:
		return R_graphics_document;
	case N_a:
		return page_has(p, n, N_href) ||
			       page_attr_ns(p, n, NS_XLINK, N_href) != NULL
			   ? R_link
			   : R_group;
	case N_image:
		return R_img;
	default:
		return R_NO;
	}
}

aria_role
model_implicit(const page *p, page_node_id n)
{
	const page_node *node = page_at(p, n);

	if (node->kind != PAGE_ELEMENT)
		return R_NO;
	if (node->ns == NS_HTML)
		return html_role(p, n);
	if (node->ns == NS_SVG)
		return svg_role(p, n);
	return node->ns == NS_MATHML && node->name == N_math ? R_math : R_NO;
}
