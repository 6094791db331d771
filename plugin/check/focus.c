/* What the keyboard reaches and what is read out have to agree. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"hidden-focus", BM_ERROR, "The keyboard reaches what is not read out",
     "WCAG 2.2, 4.1.2 (A)",
     "Take aria-hidden away, or keep the focus out with tabindex=\"-1\" or "
     "disabled."},
    {"nested-focus", BM_ERROR, "A control stands in a control",
     "WCAG 2.2, 4.1.2 (A)", "Put one behind the other."},
    {"tabindex-order", BM_WARNING, "The order of the keyboard is changed",
     "WCAG 2.2, 2.4.3 (A)", "Use tabindex=\"0\" and put things in order."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* Bytes of scripts that are searched for one page. */
#define SCRIPTS_MAX ((size_t)20 << 20)

/* Whether a script on the page may take the focus away from the element. */
static bool
is_scripted(const page *p, page_node_id n, size_t *searched)
{
	const char *id = page_attr_of(p, n, N_id);

	if (page_has(p, n, N_onfocus))
		return true;
	if (page_blank(id))
		return false;
	for (page_node_id s = 1; s < p->nodes.len; s++) {
		bm_str text;

		++*searched;
		if (page_at(p, s)->kind != PAGE_TEXT ||
		    !page_is(p, page_parent(p, s), N_script))
			continue;
		text = (bm_str){page_at(p, s)->u.text, page_at(p, s)->count};
		*searched += text.len;
		if (*searched > SCRIPTS_MAX)
			return true;
		for (size_t at = 0; (at = bm_str_find(text, id, at)) < text.len;
		     at++) {
			bm_str rest = {text.ptr + at, text.len - at};

			/* The statement that names it listens to its focus. */
			rest.len = rest.len < 160 ? rest.len : 160;
			rest.len = bm_str_find(rest, ";", 0);
			if (bm_str_find(rest, "focus", 0) < rest.len)
				return true;
		}
	}
	return false;
}

/* ACT 6cfa84. */
static void
hidden_focus(check_run *run)
{
	const page *p = run->page;
	size_t searched = 0;

	for (page_node_id n = 1; n < p->nodes.len;) {
		const char *hidden = page_attr_of(p, n, N_aria_hidden);
		page_node_id end = page_end(p, n);
		bool failed = false, person = false;

		if (hidden == NULL ||
		    !bm_str_is_nocase(bm_str_of(hidden), "true")) {
			n++;
			continue;
		}
		for (; n < end; n++) {
			if (!(model_flags(p, n) & M_TABBABLE))
				continue;
			if (is_scripted(p, n, &searched)) {
				person = true;
				check_person(
				    run, n,
				    "The keyboard reaches this %s, "
				    "which is hidden; whether a script "
				    "moves on has to be tried",
				    page_tag(p, n));
			} else if ((model_flags(p, n) & M_MAYBE_HIDDEN) ||
				   css_foreign(p->model->css)) {
				person = true;
				check_person(run, n,
					     "Whether the keyboard reaches "
					     "this %s depends on a style",
					     page_tag(p, n));
			} else {
				failed = true;
				check_fail(run, n,
					   "The keyboard reaches this %s, "
					   "which aria-hidden hides",
					   page_tag(p, n));
			}
		}
		if (!failed && !person)
			check_pass(run);
	}
}

/* ACT 307n5z. */
static void
nested_focus(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role =
		    page_is_element(p, n) ? model_role(p, n) : R_NO;
		page_node_id inner = PAGE_NONE, end = page_end(p, n);

		if (role == R_NO || model_hidden(p, n) ||
		    !(aria_role_at(role)->flags & LEAF))
			continue;
		for (page_node_id c = n + 1; c < end && inner == PAGE_NONE; c++)
			if (model_flags(p, c) & M_FOCUSABLE)
				inner = c;
		if (inner == PAGE_NONE) {
			check_pass(run);
			continue;
		}
		check_fail(run, inner,
			   "This %s can have the focus, but stands in an "
			   "element with the role %s, of which only the text "
			   "is read",
			   page_tag(p, inner), aria_role_at(role)->name);
		n = end - 1;
	}
}

static void
tabindex(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *a = page_attr_at(p, n, N_tabindex);
		long index;

		if (a == NULL || !model_integer(a->value, &index))
			continue;
		if (index <= 0)
			check_pass(run);
		else
			check_fail_at(run, a,
				      "tabindex=\"%s\" goes before all that "
				      "have none",
				      a->value);
	}
}

static const check_test tests[] = {
    {"hidden-focus", "6cfa84", "4.1.2 A",
     "What aria-hidden hides is not in the order of the keyboard",
     hidden_focus},
    {"nested-focus", "307n5z", "4.1.2 A",
     "A role whose content is only text holds nothing with the focus",
     nested_focus},
    {"tabindex-order", NULL, "2.4.3 A", "No tabindex is above 0", tabindex},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_focus = {"focus", rules, tests};
