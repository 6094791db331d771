/* Footnotes: there and back again. */
#include "check/anchor.h"
#include "check/check.h"
#include "check/model.h"

static const bm_rule rules[] = {
    {"note-target", BM_ERROR, "A reference to a note leads nowhere",
     "WCAG 2.2, 1.3.1 (A), 2.4.4 (A)",
     "Give the note the id that the reference names."},
    {"note-back", BM_WARNING, "There is no way back from a note",
     "WCAG 2.2, 2.4.3 (A)",
     "End the note with a link to its reference, with the role doc-backlink."},
    {"note-back-target", BM_ERROR, "The way back from a note leads nowhere",
     "WCAG 2.2, 2.4.3 (A)",
     "Give the reference the id that the link back names."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

static bool
epub_type_is(const page *p, page_node_id n, const char *type)
{
	const char *list = page_attr_ns(p, n, NS_OPS, N_type);

	if (list == NULL)
		list = page_attr_of(p, n, N_epub_type);
	return page_has_word(list, type);
}

/* Whether it is a link with this role, by ARIA or by EPUB. */
static bool
is_link(const page *p, page_node_id n, aria_role role, const char *type)
{
	return page_is(p, n, N_a) && !model_hidden(p, n) &&
	       page_has(p, n, N_href) &&
	       (p->model->given[n] == role || epub_type_is(p, n, type));
}

/* What a link within the page leads to, or PAGE_NONE. */
static page_node_id
aim(page *p, page_node_id n)
{
	return anchor_of(p, page_attr_of(p, n, N_href));
}

/* Whether it leads to a place on the page that no script looks for. */
static bool
is_within(const page *p, page_node_id n)
{
	const char *href = page_attr_of(p, n, N_href);

	return href != NULL && href[0] == '#' && !anchor_is_foreign(href);
}

/* Links of a kind lead to something; what: the word for it. */
static void
judge_targets(check_run *run, aria_role role, const char *type,
	      const char *what)
{
	page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		if (!is_link(p, n, role, type) || !is_within(p, n))
			continue;
		if (aim(p, n) != PAGE_NONE)
			check_pass(run);
		else
			check_fail(run, n, "There is no %s with the id \"%s\"",
				   what, page_attr_of(p, n, N_href) + 1);
	}
}

static void
note_target(check_run *run)
{
	judge_targets(run, R_doc_noteref, "noteref", "note");
}

/* The link back from a note: one in it, or in what it stands in when only a
 * mark has the id, that leads to the reference or to what holds it. */
static bool
leads_back(page *p, page_node_id note, page_node_id ref)
{
	page_node_id end = page_end(p, note);

	for (page_node_id n = note; n < end; n++) {
		page_node_id to;

		if (!page_is(p, n, N_a) || !page_has(p, n, N_href))
			continue;
		to = aim(p, n);
		if (to != PAGE_NONE && ((to <= ref && ref < page_end(p, to)) ||
					(ref <= to && to < page_end(p, ref))))
			return true;
	}
	return false;
}

/* The block that a note's mark stands in. */
static page_node_id
note_of(const page *p, page_node_id n)
{
	for (unsigned i = 0; i < 3; i++) {
		aria_role role = model_role(p, n);

		if (role != R_generic && role != R_link && role != R_NO &&
		    role != R_superscript)
			break;
		if (page_is(p, n, N_aside) || page_is(p, n, N_div) ||
		    page_is(p, n, N_dd) || page_is(p, n, N_body))
			break;
		n = page_parent(p, n);
	}
	return n;
}

static void
note_back(check_run *run)
{
	page *p = run->page;
	bm_map told;

	bm_map_init(&told, p->arena);
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		page_node_id note;
		void **slot;

		if (!is_link(p, n, R_doc_noteref, "noteref") ||
		    !is_within(p, n))
			continue;
		note = aim(p, n);
		if (note == PAGE_NONE)
			continue;
		note = note_of(p, note);
		/* A note that several places refer to needs one way back. */
		slot = bm_map_put(
		    &told, (bm_str){(const char *)&note, sizeof(note)}, NULL);
		if (slot == NULL)
			return;
		if (*slot != NULL)
			continue;
		*slot = p;
		if (leads_back(p, note, n))
			check_pass(run);
		else
			check_fail(run, note,
				   "No link in the note leads back "
				   "to its reference");
	}
}

static void
note_back_target(check_run *run)
{
	judge_targets(run, R_doc_backlink, "backlink", "reference");
}

static const check_test tests[] = {
    {"note-target", NULL, "1.3.1 A, 2.4.4 A",
     "A reference to a note leads to it", note_target},
    {"note-back", NULL, "2.4.3 A", "A note leads back to its reference",
     note_back},
    {"note-back-target", NULL, "2.4.3 A",
     "A link back leads to something on the page", note_back_target},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_notes = {"notes", rules, tests};
