/* Frames, and disclosure. */
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"frame-name", BM_ERROR, "A frame has no name", "WCAG 2.2, 4.1.2 (A)",
     "Say in its title what the frame holds."},
    {"frame-focus", BM_ERROR,
     "A frame that the keyboard does not reach holds what it must reach",
     "WCAG 2.2, 2.1.1 (A)", "Take the negative tabindex off the iframe."},
    {"summary-name", BM_ERROR, "A summary has no text", "WCAG 2.2, 4.1.2 (A)",
     "Say in the summary what it opens."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* The role that is written, whether it holds or not. */
static bool
says_none(const page *p, page_node_id n)
{
	const char *role = page_attr_of(p, n, N_role);

	return page_has_word(role, "none") ||
	       page_has_word(role, "presentation");
}

static bool
index_is_negative(const page *p, page_node_id n)
{
	long index;

	return model_integer(page_attr_of(p, n, N_tabindex), &index) &&
	       index < 0;
}

/* ACT cae760: frames that the keyboard reaches. */
static void
frame_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!page_is(p, n, N_iframe) || model_hidden(p, n) ||
		    says_none(p, n) || index_is_negative(p, n))
			continue;
		if (*model_name_text(p, n) != '\0')
			check_pass(run);
		else
			check_fail(run, n, "The iframe has no title");
	}
}

/* ACT akn7bn; a document in another file is not looked into. */
static void
frame_focus(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const char *inside;
		bm_diags unheard;
		page inner;
		bool reached = false;

		if (!page_is(p, n, N_iframe) || !index_is_negative(p, n) ||
		    model_invisible(p, n))
			continue;
		inside = page_attr_of(p, n, N_srcdoc);
		if (inside == NULL) {
			if (page_has(p, n, N_src))
				check_person(run, n,
					     "What the frame holds has to be "
					     "tried with the keyboard");
			continue;
		}
		bm_diags_init(&unheard, p->arena);
		if (page_read(p->arena, &unheard, p->file, bm_str_of(inside),
			      PAGE_HTML, &inner) != BM_OK ||
		    !model_make(&inner))
			continue;
		for (page_node_id i = 1; i < inner.nodes.len && !reached; i++)
			reached = (model_flags(&inner, i) & M_TABBABLE) != 0;
		if (reached)
			check_fail(run, n,
				   "The iframe has tabindex=\"%s\", "
				   "but holds what the keyboard must "
				   "reach",
				   page_attr_of(p, n, N_tabindex));
		else
			check_pass(run);
	}
}

/* ACT 2t702h. */
static void
summary_name(check_run *run)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		page_node_id up;

		if (!page_is(p, n, N_summary) || model_hidden(p, n) ||
		    page_has(p, n, N_role))
			continue;
		up = page_parent(p, n);
		if (!page_is(p, up, N_details) ||
		    page_child(p, up, N_summary) != n)
			continue;
		if (!check_named(run, n))
			check_fail(run, n, "The summary has no text");
	}
}

static const check_test tests[] = {
    {"frame-name", "cae760", "4.1.2 A", "Each frame has a name", frame_name},
    {"frame-focus", "akn7bn", "2.1.1 A",
     "A frame with a negative tabindex holds nothing to use", frame_focus},
    {"summary-name", "2t702h", "4.1.2 A", "Each summary has a name",
     summary_name},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_frames = {"frames", rules, tests};
