/*
 * Whether text stands out from what is behind it, as far as styles decide
 * that without a browser.
 */
#include <math.h>

#include "check/check.h"
#include "check/look.h"

/* Deeper than any page that is read. */
#define DEPTH_MAX 700

static const bm_rule rules[] = {
    {"text-contrast", BM_ERROR, "Text stands out too little",
     "WCAG 2.2, 1.4.3 (AA)",
     "Make the text darker or what is behind it lighter, to 4.5:1; 3:1 for "
     "large text."},
    {"text-contrast-more", BM_ERROR, "Text could stand out more",
     "WCAG 2.2, 1.4.6 (AAA)",
     "Make the text darker or what is behind it lighter, to 7:1; 4.5:1 for "
     "large text."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* One walk over a page. */
struct walk {
	check_run *run;
	css *sheets;
	double least, large; /* what is asked for, and of large text */
	bool dark;           /* for readers who want dark colours */
	uint64_t *seen;      /* colours in the walk before it, or NULL */
	uint32_t open;
};

/* Text and ground as one number. */
static uint64_t
pair_of(bm_colour a, bm_colour b)
{
	uint64_t out = 1;
	const double parts[] = {a.red, a.green, a.blue, b.red, b.green, b.blue};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		out = out << 8 | (uint64_t)(parts[i] + 0.5);
	return out;
}

static void
tell_contrast(const struct walk *w, page_node_id n, double ratio, double least,
	      uint64_t pair)
{
	check_fail(
	    w->run, page_parent(w->run->page, n),
	    "The text has a contrast of %.2f%s, less than %.1f: #%06x on "
	    "#%06x",
	    floor(ratio * 100) / 100, w->dark ? " in dark colours" : "", least,
	    (unsigned)(pair >> 24 & 0xFFFFFF), (unsigned)(pair & 0xFFFFFF));
}

static void
judge(struct walk *w, page_node_id n, const look *l)
{
	bool large = l->size >= 23.999 || (l->bold && l->size >= 18.66);
	double least = large ? w->large : w->least, ratio;
	bm_colour text;
	uint64_t pair;

	/* A sheet that was not read may go before all that is known. */
	if (!look_known(l) || css_foreign(w->sheets)) {
		w->open++;
		return;
	}
	text = color_over(l->text, l->behind);
	ratio = bm_contrast(text, l->behind);
	pair = pair_of(text, l->behind);
	if (w->seen != NULL && w->dark && w->seen[n] == pair)
		return;
	if (w->seen != NULL)
		w->seen[n] = pair;
	if (ratio >= w->least - 1e-6 ||
	    (l->size_known && ratio >= least - 1e-6))
		check_pass(w->run);
	/* Text in the colour of what is behind is hidden on purpose, or there
	 * is something that was not seen. */
	else if ((!l->size_known && ratio >= w->large) || ratio < 1.0001 ||
		 (model_flags(w->run->page, n) & M_MAYBE_HIDDEN))
		w->open++;
	else
		tell_contrast(w, n, ratio, least, pair);
}

static void
walk(struct walk *w, look first)
{
	page *p = w->run->page;
	look *stack = BM_NEW_ARRAY(p->arena, look, DEPTH_MAX + 1);
	size_t depth = 0;

	if (stack == NULL)
		return;
	stack[0] = first;
	for (page_node_id n = p->root; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		while (depth > 0 && n >= stack[depth].end)
			depth--;
		if (node->kind == PAGE_ELEMENT && depth < DEPTH_MAX) {
			stack[depth + 1] =
			    look_of(p, w->sheets, n, &stack[depth]);
			depth++;
		} else if (node->kind == PAGE_TEXT && n > p->html_body &&
			   !stack[depth].skip && stack[depth].size >= 1 &&
			   !model_invisible(p, n) &&
			   page_has_letters(
			       (bm_str){node->u.text, node->count})) {
			judge(w, n, &stack[depth]);
		}
	}
}

static void
tell_open(check_run *run, uint32_t open, const char *in)
{
	page *p = run->page;

	if (open == 0)
		return;
	check_person(
	    run, p->html_body,
	    "The colours of %u texts%s have to be seen: they depend on "
	    "pictures, layers or styles that were not read",
	    open, in);
	run->tally->person += open - 1;
}

/*
 * In the colours that most readers get, then in those that a page has for
 * readers who want them dark.  What is the same there is not told again.
 */
static void
judge_page(check_run *run, double least, double large)
{
	page *p = run->page;
	css *sheets = p->model->css;
	bool dark = css_has_dark(sheets);
	struct walk w = {run, sheets, least, large, false, NULL, 0};

	if (p->html_body == PAGE_NONE)
		return;
	if (dark)
		w.seen = BM_NEW_ARRAY(p->arena, uint64_t, p->nodes.len);
	walk(&w, look_first(p, sheets));
	tell_open(run, w.open, "");
	if (!dark || w.seen == NULL)
		return;
	w.open = 0;
	w.dark = true;
	w.sheets = css_read_dark(p);
	if (w.sheets == NULL)
		return;
	walk(&w, look_first(p, w.sheets));
	tell_open(run, w.open, " in dark colours");
}

/* ACT afw4f7, for what can be decided. */
static void
contrast(check_run *run)
{
	judge_page(run, 4.5, 3);
}

/* ACT 09o5cg: a wish, so only when it is asked for. */
static void
contrast_more(check_run *run)
{
	judge_page(run, 7, 4.5);
}

static const check_test tests[] = {
    {"text-contrast", "afw4f7", "1.4.3 AA",
     "Text has a contrast of 4.5 with what is behind it, or 3 when large",
     contrast},
    {"text-contrast-more", "09o5cg", "1.4.6 AAA",
     "Text has a contrast of 7 with what is behind it, or 4.5 when large; "
     "only with --rule text-contrast-more",
     contrast_more},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_contrast = {"contrast", rules, tests};
