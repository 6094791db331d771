/* Links: their names, what they say, where they lead. */
#include "check/anchor.h"
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"link-name", BM_ERROR, "A link has no text",
     "WCAG 2.2, 2.4.4 (A), 4.1.2 (A)",
     "Put words into the link, or give it aria-label; an image in it needs "
     "alt."},
    {"link-vague", BM_INFO, "The text of a link says nothing of where it leads",
     "WCAG 2.2, 2.4.4 (A)", "Name in the link what it leads to."},
    {"link-fragment", BM_WARNING, "A link leads to a place that is not there",
     "WCAG 2.2, 2.4.1 (A)",
     "Give its aim the id, or mend the part behind \"#\"."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
is_link(const page *p, page_node_id n)
{
	return page_is_element(p, n) && !model_hidden(p, n) &&
	       model_role(p, n) != R_NO &&
	       aria_role_is(model_role(p, n), R_link);
}

/* ACT c487ae. */
static void
link_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (is_link(p, n) && !check_named(run, n))
			check_fail(run, n,
				   "The link has no text that could "
				   "be read out");
	}
}

/* Texts that are all alike on a list of links. */
static void
link_text(check_run *run)
{
	static const char *const empty[] = {
	    "here",      "click here", "more", "read more", "link",   "this",
	    "this link", "this page",  "hier", "mehr",      "weiter", NULL};
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		bool vague = false;
		bm_str name;

		if (!is_link(p, n))
			continue;
		name = bm_str_of(model_name_text(p, n));
		for (size_t i = 0; empty[i] != NULL && !vague; i++)
			vague = bm_str_is_nocase(name, empty[i]);
		if (vague)
			check_person(run, n,
				     "The link says only \"%s\"; whether its "
				     "sentence tells where it leads has to be "
				     "read",
				     name.ptr);
		else if (name.len > 0)
			check_pass(run);
	}
}

static void
link_fragment(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *href;

		if (!page_is(p, n, N_a) && !page_is(p, n, N_area))
			continue;
		href = page_attr_at(p, n, N_href);
		if (href == NULL || href->value[0] != '#' ||
		    href->value[1] == '\0')
			continue;
		if (bm_str_is_nocase(bm_str_of(href->value + 1), "top") ||
		    anchor_of(p, href->value) != PAGE_NONE)
			check_pass(run);
		else if (!anchor_is_foreign(href->value))
			check_fail_at(run, href,
				      "There is no id \"%s\" on this page",
				      anchor_text(p, href->value));
	}
}

static const check_test tests[] = {
    {"link-name", "c487ae", "2.4.4 A, 2.4.9 AAA, 4.1.2 A",
     "Each link has a name", link_name},
    {"link-vague", NULL, "2.4.4 A", "The text of a link says where it leads",
     link_text},
    {"link-fragment", NULL, "2.4.1 A",
     "A link within the page leads to an id that is there", link_fragment},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_links = {"links", rules, tests};
