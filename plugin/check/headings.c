/* Headings: names, levels, one at the top. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"heading-name", BM_ERROR, "A heading has no text",
     "WCAG 2.2, 1.3.1 (A), 2.4.6 (AA)",
     "Put words into the heading, or take it out."},
    {"heading-order", BM_WARNING, "A level of headings is left out",
     "WCAG 2.2, 1.3.1 (A)",
     "Go down one level at a time; how large it looks is for the style."},
    {"heading-first", BM_WARNING, "The page has no heading of level 1",
     "WCAG 2.2, 2.4.6 (AA)", "Make the title of the page its h1."},
    {"heading-one", BM_INFO, "The page has several headings of level 1",
     "WCAG 2.2, 1.3.1 (A)", "Keep h1 for the title of the page."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* The level of a heading that is read out, or 0. */
static int
level(const page *p, page_node_id n)
{
	page_name name = page_at(p, n)->name;
	const char *text;
	long given;

	if (!page_is_element(p, n) || model_role(p, n) != R_heading ||
	    model_hidden(p, n))
		return 0;
	text = page_attr_of(p, n, N_aria_level);
	if (model_integer(text, &given) && given > 0)
		return given < 100 ? (int)given : 100;
	if (page_at(p, n)->ns == NS_HTML && name >= N_h1 && name <= N_h6)
		return (int)(name - N_h1) + 1;
	return 2;
}

/* ACT ffd0e9. */
static void
heading_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (level(p, n) != 0 && !check_named(run, n))
			check_fail(run, n,
				   "The heading has no text that could "
				   "be read out");
	}
}

static void
heading_order(check_run *run)
{
	const page *p = run->page;
	int last = 0;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		int now = level(p, n);

		if (now == 0)
			continue;
		/* What stands before the first may be a part of the frame. */
		if (last != 0 && now > last + 1)
			check_fail(run, n,
				   "A heading of level %d follows one of level "
				   "%d",
				   now, last);
		else
			check_pass(run);
		last = now;
	}
}

static void
heading_first(check_run *run)
{
	const page *p = run->page;
	page_node_id first = PAGE_NONE;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		int now = level(p, n);

		if (now == 1) {
			check_pass(run);
			return;
		}
		if (now != 0 && first == PAGE_NONE)
			first = n;
	}
	if (first != PAGE_NONE && check_has_tree(p, p->root))
		check_person(run, first,
			     "Whether the page has a heading of level 1 "
			     "depends on trees that templates declare");
	else if (first != PAGE_NONE)
		check_fail(run, first,
			   "The first heading of the page is of level %d, and "
			   "there is none of level 1",
			   level(p, first));
}

static void
heading_one(check_run *run)
{
	const page *p = run->page;
	bool seen = false;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (level(p, n) != 1)
			continue;
		if (!seen)
			check_pass(run);
		else
			check_person(run, n,
				     "This is not the first heading of level "
				     "1; whether it is on the same level as "
				     "the title has to be read");
		seen = true;
	}
}

static const check_test tests[] = {
    {"heading-name", "ffd0e9", "1.3.1 A, 2.4.6 AA", "Each heading has a name",
     heading_name},
    {"heading-order", NULL, "1.3.1 A",
     "A heading is at most one level below the one before it", heading_order},
    {"heading-first", NULL, "2.4.6 AA",
     "A page with headings has one of level 1", heading_first},
    {"heading-one", NULL, "1.3.1 A", "A page has one heading of level 1",
     heading_one},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_headings = {"headings", rules, tests};
