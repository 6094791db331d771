/* Landmarks, and the ways past what stands on every page. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"landmark-main", BM_WARNING, "The page has no main part",
     "WCAG 2.2, 2.4.1 (A)", "Put the text of the page into a main element."},
    {"landmark-one", BM_WARNING,
     "The page has a landmark twice that it should have once",
     "WCAG 2.2, 1.3.1 (A)", "Keep one, and make the other a section."},
    {"landmark-unique", BM_WARNING,
     "Landmarks of one kind cannot be told apart", "WCAG 2.2, 1.3.1 (A)",
     "Give each a name of its own with aria-label or aria-labelledby."},
    {"landmark-content", BM_INFO, "Text stands outside of all landmarks",
     "WCAG 2.2, 1.3.1 (A)", "Put it into main, header, nav, aside or footer."},
    {"landmark-text", BM_INFO, "No landmark leads to the text of the page",
     "WCAG 2.2, 2.4.1 (A)", "Put the text of the page into a main element."},
    {"heading-text", BM_INFO, "No heading leads to the text of the page",
     "WCAG 2.2, 2.4.1 (A)",
     "Begin the text of the page with a heading, in main."},
    {"page-bypass", BM_WARNING, "There is no way past what comes first",
     "WCAG 2.2, 2.4.1 (A)",
     "Put the text into main, begin it with a heading, or link to it first."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
is_role(const page *p, page_node_id n, aria_role role)
{
	return page_is_element(p, n) && model_role(p, n) == role &&
	       !model_hidden(p, n);
}

/* Whether the page is one of its own, with a body. */
static bool
is_page(const page *p)
{
	return p->html_body != PAGE_NONE && page_is(p, p->root, N_html);
}

static void
landmark_main(check_run *run)
{
	const page *p = run->page;

	if (!is_page(p))
		return;
	for (page_node_id n = 1; n < p->nodes.len; n++)
		if (is_role(p, n, R_main)) {
			check_pass(run);
			return;
		}
	if (check_has_tree(p, p->root))
		check_person(run, p->html_body,
			     "Whether the page has a main element depends on "
			     "trees that templates declare");
	else
		check_fail(run, p->html_body, "The page has no main element");
}

static void
only_one(check_run *run, aria_role role)
{
	const page *p = run->page;
	bool seen = false;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!is_role(p, n, role))
			continue;
		if (!seen)
			check_pass(run);
		else
			check_fail(
			    run, n,
			    "This is not the first part of the page with "
			    "the role %s",
			    aria_role_at(role)->name);
		seen = true;
	}
}

static void
landmark_one(check_run *run)
{
	only_one(run, R_main);
	only_one(run, R_banner);
	only_one(run, R_contentinfo);
}

static void
landmark_unique(check_run *run)
{
	page *p = run->page;
	bm_map seen;
	bm_buf key;

	bm_map_init(&seen, p->arena);
	bm_buf_init(&key, bm_arena_allocator(p->arena));
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		aria_role role =
		    page_is_element(p, n) ? model_role(p, n) : R_NO;
		void **slot;

		if (role == R_NO || !(aria_role_at(role)->flags & LANDMARK) ||
		    role == R_main || role == R_banner ||
		    role == R_contentinfo || model_hidden(p, n))
			continue;
		bm_buf_clear(&key);
		bm_buf_printf(&key, "%u %s", role, model_name_text(p, n));
		p->no_memory |= key.status != BM_OK;
		slot = bm_map_put(&seen, bm_buf_str(&key), NULL);
		if (slot == NULL)
			break;
		if (*slot == NULL)
			check_pass(run);
		else if (*model_name_text(p, n) == '\0')
			check_fail(
			    run, n,
			    "This is not the first part of the page with "
			    "the role %s, and has no name",
			    aria_role_at(role)->name);
		else
			check_fail(run, n,
				   "Another part of the page with the role %s "
				   "is also named \"%s\"",
				   aria_role_at(role)->name,
				   model_name_text(p, n));
		*slot = p;
	}
	bm_buf_free(&key);
}

/* Parts that may stand by themselves: landmarks, dialogs, live regions. */
static bool
is_part(const page *p, page_node_id n)
{
	aria_role role = model_role(p, n);

	return role != R_NO &&
	       ((aria_role_at(role)->flags & LANDMARK) != 0 ||
		role == R_dialog || role == R_alertdialog || role == R_alert ||
		role == R_status || role == R_log || role == R_timer);
}

/* A link to a place on the page, as the first thing that it has. */
static bool
is_skip_link(const page *p, page_node_id n)
{
	const char *href = page_attr_of(p, n, N_href);

	return page_is(p, n, N_a) && href != NULL && href[0] == '#' &&
	       href[1] != '\0' &&
	       page_by_id(p, bm_str_of(href + 1)) != PAGE_NONE;
}

static void
landmark_content(check_run *run)
{
	const page *p = run->page;
	page_node_id n, end;
	bool first = true;

	if (!is_page(p))
		return;
	end = page_end(p, p->html_body);
	for (n = p->html_body + 1; n < end;) {
		bool element = page_is_element(p, n);

		if (element && (is_part(p, n) || model_hidden(p, n) ||
				page_is(p, n, N_iframe) ||
				(first && is_skip_link(p, n)))) {
			first = first && !is_part(p, n);
			n = page_end(p, n);
			continue;
		}
		if ((page_at(p, n)->kind == PAGE_TEXT && !model_hidden(p, n) &&
		     !page_blank(page_at(p, n)->u.text)) ||
		    (element && model_role(p, n) == R_img)) {
			check_fail(run, n,
				   "This is in no landmark of the page");
			return;
		}
		n++;
	}
	check_pass(run);
}

/* Whether it is a landmark that assistive programs list. */
static bool
is_landmark(const page *p, page_node_id n)
{
	return page_is_element(p, n) && model_role(p, n) != R_NO &&
	       (aria_role_at(model_role(p, n))->flags & LANDMARK) != 0 &&
	       !model_hidden(p, n);
}

/*
 * Whether the main part is one of a kind or has one.  What stands on other
 * pages too is not known here: main is never that, and all else often is.
 */
static void
own_part(check_run *run, bool (*is_one)(const page *p, page_node_id n),
	 const char *none, const char *unsure)
{
	const page *p = run->page;
	page_node_id other = PAGE_NONE, end = 0;

	if (!is_page(p))
		return;
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (is_role(p, n, R_main))
			end = page_end(p, n);
		if (!is_one(p, n))
			continue;
		if (n < end) {
			check_pass(run);
			return;
		}
		if (other == PAGE_NONE)
			other = n;
	}
	if (other == PAGE_NONE)
		check_fail(run, p->html_body, "%s", none);
	else
		check_person(run, other, "%s", unsure);
}

/* ACT b40fd1. */
static void
landmark_text(check_run *run)
{
	own_part(run, is_landmark, "The page has no landmark",
		 "Whether a landmark holds what only this page has must be "
		 "seen: there is no main");
}

static bool
is_heading(const page *p, page_node_id n)
{
	return is_role(p, n, R_heading);
}

/* ACT 047fe0. */
static void
heading_text(check_run *run)
{
	own_part(run, is_heading, "The page has no heading",
		 "Whether a heading begins what only this page has must be "
		 "seen: none is in main");
}

/* ACT cf77f2 as far as one page tells: a main part, a heading, or a link at
 * the start. */
static void
bypass(check_run *run)
{
	const page *p = run->page;
	size_t links = 0;

	if (!is_page(p))
		return;
	for (page_node_id n = p->html_body; n < p->nodes.len; n++) {
		if (is_role(p, n, R_main) || is_role(p, n, R_heading)) {
			check_pass(run);
			return;
		}
		if (is_role(p, n, R_link)) {
			if (links == 0 && is_skip_link(p, n)) {
				check_pass(run);
				return;
			}
			links++;
		}
	}
	if (links > 1)
		check_person(run, p->html_body,
			     "The page has neither a main element nor a "
			     "heading; whether other pages begin with the same "
			     "things has to be seen");
}

static const check_test tests[] = {
    {"landmark-main", NULL, "2.4.1 A", "A page has a main part", landmark_main},
    {"landmark-one", NULL, "1.3.1 A",
     "A page has one main part, one header and one footer", landmark_one},
    {"landmark-unique", NULL, "1.3.1 A",
     "Landmarks of one kind have different names", landmark_unique},
    {"landmark-content", NULL, "1.3.1 A", "All text stands in landmarks",
     landmark_content},
    {"landmark-text", "b40fd1", "2.4.1 A",
     "A landmark holds what only this page has", landmark_text},
    {"heading-text", "047fe0", "2.4.1 A",
     "A heading begins what only this page has", heading_text},
    {"page-bypass", "cf77f2", "2.4.1 A",
     "There is a way past what stands on every page", bypass},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_landmarks = {"landmarks", rules, tests};
