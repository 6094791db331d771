/* Lists hold items, and items stand in lists. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"list-children", BM_ERROR, "A list holds what is no item",
     "WCAG 2.2, 1.3.1 (A)", "Put it into a li, or behind the list."},
    {"list-item", BM_ERROR, "An item stands outside of a list",
     "WCAG 2.2, 1.3.1 (A)", "Put it into ul or ol."},
    {"list-terms", BM_ERROR,
     "A list of descriptions holds what is no term and no description",
     "WCAG 2.2, 1.3.1 (A)", "Put it into dt or dd, or behind the list."},
    {"list-pairs", BM_WARNING,
     "A list of descriptions has a term or a description alone",
     "WCAG 2.2, 1.3.1 (A)",
     "Give each dt a dd behind it, or make the list a ul."},
    {"list-term", BM_ERROR, "A term or description stands outside of a dl",
     "WCAG 2.2, 1.3.1 (A)", "Put it into dl."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* Elements that HTML lets stand anywhere, and that say nothing. */
static bool
is_silent(const page *p, page_node_id n)
{
	return !page_is_element(p, n) || page_at(p, n)->copy ||
	       page_is(p, n, N_script) || page_is(p, n, N_template) ||
	       page_is(p, n, N_style) || page_is(p, n, N_noscript) ||
	       model_hidden(p, n);
}

static bool
is_text(const page *p, page_node_id n)
{
	return page_at(p, n)->kind == PAGE_TEXT &&
	       !page_blank(page_at(p, n)->u.text);
}

static void
list_children(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		page_node_id wrong = PAGE_NONE;

		if ((!page_is(p, n, N_ul) && !page_is(p, n, N_ol)) ||
		    model_role(p, n) != R_list || model_hidden(p, n))
			continue;
		for (page_node_id c = page_first(p, n);
		     c != PAGE_NONE && wrong == PAGE_NONE; c = page_next(p, c))
			if (is_text(p, c) ||
			    (!is_silent(p, c) && !page_is(p, c, N_li) &&
			     model_role(p, c) != R_listitem))
				wrong = c;
		if (wrong == PAGE_NONE)
			check_pass(run);
		else if (is_text(p, wrong))
			check_fail(run, wrong, "Text stands directly in the %s",
				   page_tag(p, n));
		else
			check_fail(run, wrong,
				   "The %s stands directly in the %s",
				   page_tag(p, wrong), page_tag(p, n));
	}
}

static void
list_item(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		page_node_id up;

		if (!page_is(p, n, N_li) || p->model->given[n] != R_NO ||
		    model_hidden(p, n))
			continue;
		up = page_parent(p, n);
		if (page_is(p, up, N_ul) || page_is(p, up, N_ol) ||
		    page_is(p, up, N_menu) || model_role(p, up) == R_list)
			check_pass(run);
		else
			check_fail(run, n, "The li stands in a %s",
				   page_tag(p, up));
	}
}

/* The first child of a dl, or of a div in it, that does not belong there. */
static page_node_id
wrong_term(const page *p, page_node_id n, bool group)
{
	for (page_node_id c = page_first(p, n); c != PAGE_NONE;
	     c = page_next(p, c)) {
		if (is_text(p, c))
			return c;
		if (is_silent(p, c) || page_is(p, c, N_dt) ||
		    page_is(p, c, N_dd))
			continue;
		if (page_is(p, c, N_div) && !group) {
			page_node_id wrong = wrong_term(p, c, true);

			if (wrong != PAGE_NONE)
				return wrong;
			continue;
		}
		return c;
	}
	return PAGE_NONE;
}

static void
list_terms(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		page_node_id wrong;

		if (!page_is(p, n, N_dl) || p->model->given[n] != R_NO ||
		    model_hidden(p, n))
			continue;
		wrong = wrong_term(p, n, false);
		if (wrong == PAGE_NONE)
			check_pass(run);
		else if (is_text(p, wrong))
			check_fail(run, wrong,
				   "Text stands directly in the dl");
		else
			check_fail(run, wrong,
				   "The %s stands directly in the "
				   "dl",
				   page_tag(p, wrong));
	}
}

/* The first and the last term or description of a dl, or of a div in it. */
struct ends {
	page_node_id first, last;
	bool other; /* something else stands there, which list-terms tells */
};

static struct ends
ends_of(const page *p, page_node_id n)
{
	struct ends e = {PAGE_NONE, PAGE_NONE, false};

	for (page_node_id c = page_first(p, n); c != PAGE_NONE;
	     c = page_next(p, c)) {
		if (page_is(p, c, N_dt) || page_is(p, c, N_dd)) {
			e.last = c;
			e.first = e.first != PAGE_NONE ? e.first : c;
		} else if (is_text(p, c) || !is_silent(p, c)) {
			e.other = true;
		}
	}
	return e;
}

/* HTML, 4.4.9: groups of terms with descriptions behind them.  So only what
 * comes first or last can be alone. */
static void
judge_ends(check_run *run, page_node_id n)
{
	const page *p = run->page;
	struct ends e = ends_of(p, n);

	if (e.other || e.first == PAGE_NONE)
		return;
	if (page_is(p, e.first, N_dd))
		check_fail(run, e.first, "No dt stands before the dd");
	else if (page_is(p, e.last, N_dt))
		check_fail(run, e.last, "No dd stands behind the dt");
	else
		check_pass(run);
}

static void
list_pairs(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		bool groups = false;

		if (!page_is(p, n, N_dl) || p->model->given[n] != R_NO ||
		    model_hidden(p, n))
			continue;
		for (page_node_id c = page_first(p, n); c != PAGE_NONE;
		     c = page_next(p, c))
			if (page_is(p, c, N_div) && !model_hidden(p, c)) {
				groups = true;
				judge_ends(run, c);
			}
		if (!groups)
			judge_ends(run, n);
	}
}

static void
list_term(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		page_node_id up;

		if ((!page_is(p, n, N_dt) && !page_is(p, n, N_dd)) ||
		    p->model->given[n] != R_NO || model_hidden(p, n))
			continue;
		up = page_parent(p, n);
		if (page_is(p, up, N_div))
			up = page_parent(p, up);
		if (page_is(p, up, N_dl))
			check_pass(run);
		else
			check_fail(run, n, "The %s stands in a %s",
				   page_tag(p, n),
				   page_tag(p, page_parent(p, n)));
	}
}

static const check_test tests[] = {
    {"list-children", NULL, "1.3.1 A", "A list holds items and nothing else",
     list_children},
    {"list-item", NULL, "1.3.1 A", "An item stands in a list", list_item},
    {"list-terms", NULL, "1.3.1 A",
     "A dl holds terms and descriptions and nothing else", list_terms},
    {"list-pairs", NULL, "1.3.1 A",
     "Each term of a dl has a description, and each description a term",
     list_pairs},
    {"list-term", NULL, "1.3.1 A", "Terms and descriptions stand in a dl",
     list_term},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_lists = {"lists", rules, tests};
