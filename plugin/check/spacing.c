/*
 * Styles that keep a reader from his own: spacing of text that is fixed with
 * !important, and pages that are turned with the screen.
 */
#include <math.h>
#include <stdlib.h>

#include "check/check.h"
#include "check/look.h"

static const bm_rule rules[] = {
    {"letter-spacing", BM_ERROR,
     "The space between letters is fixed and narrow", "WCAG 2.2, 1.4.12 (AA)",
     "Take !important away, or make it 0.12em or more."},
    {"word-spacing", BM_ERROR, "The space between words is fixed and narrow",
     "WCAG 2.2, 1.4.12 (AA)",
     "Take !important away, or make it 0.16em or more."},
    {"line-height", BM_ERROR, "The height of lines is fixed and low",
     "WCAG 2.2, 1.4.12 (AA)", "Take !important away, or make it 1.5 or more."},
    {"screen-turned", BM_ERROR, "The page is turned when the screen is",
     "WCAG 2.2, 1.3.4 (AA)", "Leave it to the reader how to hold the screen."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* ---- lengths ---- */

/* A number with what stands behind it. */
static bool
measure(bm_str value, double *number, bm_str *unit)
{
	char text[64];
	size_t n = value.len < sizeof(text) ? value.len : sizeof(text) - 1;
	char *end;

	memcpy(text, value.ptr, n);
	text[n] = '\0';
	*number = strtod(text, &end);
	if (end == text || !isfinite(*number))
		return false;
	*unit = bm_str_trim((bm_str){value.ptr + (end - text),
				     value.len - (size_t)(end - text)});
	return true;
}

/* How wide a value is in sizes of the text of n; false: not known. */
static bool
in_em(page *p, page_node_id n, bm_str value, bool bare, double *out)
{
	double number, pixels;
	bm_str unit;
	look l;

	if (bm_str_is_nocase(value, "normal") ||
	    bm_str_is_nocase(value, "initial")) {
		*out = bare ? 1.2 : 0;
		return true;
	}
	if (!measure(value, &number, &unit))
		return false;
	*out = number;
	if (bm_str_is_nocase(unit, "em") || (bare && unit.len == 0) ||
	    number == 0)
		return true;
	if (bm_str_is(unit, "%")) {
		*out = number / 100;
		return true;
	}
	l = look_in(p, n);
	if (!l.size_known || l.size <= 0 || !look_length(value, &l, &pixels))
		return false;
	*out = pixels / l.size;
	return true;
}

/* ---- spacing ---- */

/* What a property does to a text, and so which texts it is about. */
enum about { ABOUT_LETTERS, ABOUT_WORDS, ABOUT_LINES };

/* How wide a box can be at most: by itself, by what it stands in, or by a
 * screen of usual size. */
static double
widest(page *p, page_node_id n)
{
	double least = 1280;

	for (; n != 0 && n != PAGE_NONE; n = page_parent(p, n)) {
		css_value v[CSS_PROPS];
		double width;
		look l;

		if (!css_styles(p->model->css, p, n) ||
		    !css_declared(p->model->css, p, n, v))
			continue;
		for (css_prop w = CSS_WIDTH; w <= CSS_MAX_WIDTH; w++) {
			if (v[w].text.ptr == NULL || v[w].maybe ||
			    bm_str_ends(v[w].text, "%"))
				continue;
			l = look_in(p, n);
			if (look_length(v[w].text, &l, &width) && width < least)
				least = width;
		}
	}
	return least;
}

/* Bytes of text in the block that a text stands in. */
static size_t
block_length(const page *p, page_node_id text)
{
	page_node_id n = page_parent(p, text);
	size_t length = 0;

	while (page_parent(p, n) != 0 &&
	       (page_is(p, n, N_span) || page_is(p, n, N_a) ||
		page_is(p, n, N_b) || page_is(p, n, N_i) ||
		page_is(p, n, N_em) || page_is(p, n, N_strong) ||
		page_is(p, n, N_code)))
		n = page_parent(p, n);
	for (page_node_id c = n; c < page_end(p, n) && length < 10000; c++)
		if (page_at(p, c)->kind == PAGE_TEXT)
			length += page_at(p, c)->count;
	return length;
}

/* Whether a text is one that the property changes: lines have to wrap, which
 * they do for sure when they are far too long for their box. */
static bool
is_about(page *p, page_node_id n, enum about about, bool *sure)
{
	const page_node *node = page_at(p, n);
	bm_str text = bm_str_trim((bm_str){node->u.text, node->count});
	bool words = false;
	look l;

	*sure = true;
	for (size_t i = 0; i < text.len && !words; i++)
		words = bm_is_space(text.ptr[i]);
	if (about == ABOUT_LETTERS)
		return text.len > 1;
	if (about == ABOUT_LINES && words) {
		/* A letter is about half as wide as it is high. */
		l = look_in(p, node->parent);
		*sure = (double)block_length(p, n) * l.size * 0.4 >
			widest(p, node->parent);
	}
	return words;
}

/* The text nodes that take the property from n are seen: the first that it is
 * about, or PAGE_NONE. */
static page_node_id
text_of(page *p, page_node_id top, css_prop prop, enum about about, bool *sure)
{
	page_node_id end = page_end(p, top), found = PAGE_NONE;

	for (page_node_id n = top + 1; n < end; n++) {
		css_value v[CSS_PROPS];

		if (page_is_element(p, n) && css_styles(p->model->css, p, n) &&
		    css_declared(p->model->css, p, n, v) &&
		    v[prop].text.ptr != NULL &&
		    !bm_str_is_nocase(v[prop].text, "inherit")) {
			n = page_end(p, n) - 1;
			continue;
		}
		if (page_at(p, n)->kind == PAGE_TEXT &&
		    !page_blank(page_at(p, n)->u.text) &&
		    !model_invisible(p, n) && is_about(p, n, about, sure)) {
			found = n;
			if (*sure)
				return n;
		}
	}
	*sure = false;
	return found;
}

/* ACT 24afc2, 9e45ec, 78fd32: what a style attribute declares important. */
static void
spacing(check_run *run, css_prop prop, double least, enum about about)
{
	page *p = run->page;
	bool bare = about == ABOUT_LINES, sure;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		css_value v[CSS_PROPS];
		page_node_id text;
		double now;

		if (!page_is_element(p, n) || page_at(p, n)->ns != NS_HTML ||
		    !page_has(p, n, N_style))
			continue;
		css_declared(p->model->css, p, n, v);
		if (v[prop].text.ptr == NULL || !v[prop].important ||
		    !v[prop].in_attr)
			continue;
		text = text_of(p, n, prop, about, &sure);
		if (text == PAGE_NONE)
			continue;
		if (bm_str_is_nocase(v[prop].text, "inherit") ||
		    bm_str_is_nocase(v[prop].text, "unset") ||
		    bm_str_starts_nocase(v[prop].text, "revert"))
			check_pass(run);
		else if (!in_em(p, n, v[prop].text, bare, &now))
			check_person(run, n,
				     "Whether \"%.*s\" is wide enough "
				     "has to be measured",
				     (int)v[prop].text.len, v[prop].text.ptr);
		else if (now >= least - 1e-9)
			check_pass(run);
		else if (!sure)
			check_person(run, n,
				     "Whether the text has several lines has "
				     "to be seen: their height is fixed to "
				     "%.3g of the size of the text",
				     now);
		else
			check_fail(run, n,
				   "%.*s !important is %.3g of the size of the "
				   "text, less than %.2f",
				   (int)v[prop].text.len, v[prop].text.ptr, now,
				   least);
	}
}

static void
letters(check_run *run)
{
	spacing(run, CSS_LETTER_SPACING, 0.12, ABOUT_LETTERS);
}

static void
words(check_run *run)
{
	spacing(run, CSS_WORD_SPACING, 0.16, ABOUT_WORDS);
}

static void
lines(check_run *run)
{
	spacing(run, CSS_LINE_HEIGHT, 1.5, ABOUT_LINES);
}

/* ---- orientation ---- */

/* Degrees of an angle at the start of s. */
static bool
angle(bm_str s, double *out)
{
	double number;
	bm_str unit;
	size_t stop;

	if (!measure(s, &number, &unit))
		return false;
	for (stop = 0; stop < unit.len && bm_is_alpha(unit.ptr[stop]); stop++)
		;
	unit.len = stop;
	if (bm_str_is_nocase(unit, "deg") || unit.len == 0)
		*out = number;
	else if (bm_str_is_nocase(unit, "turn"))
		*out = number * 360;
	else if (bm_str_is_nocase(unit, "grad"))
		*out = number * 0.9;
	else if (bm_str_is_nocase(unit, "rad"))
		*out = number * 57.29577951308232;
	else
		return false;
	return true;
}

static bm_str
behind(bm_str s, const char *word)
{
	size_t at = bm_str_find(s, word, 0);

	if (at == s.len)
		return (bm_str){0};
	at += strlen(word);
	return (bm_str){s.ptr + at, s.len - at};
}

/* By how much a value of transform or rotate turns. */
static bool
turn(bm_str property, bm_str value, double *out)
{
	static const char *const functions[] = {"rotate(", "rotateZ(", NULL};
	double a, b;
	bm_str rest, unit, args;

	if (bm_str_is_nocase(property, "rotate")) {
		bm_str z = behind(value, "z ");

		return angle(z.ptr != NULL ? bm_str_trim(z) : value, out);
	}
	if (!bm_str_is_nocase(property, "transform") &&
	    !bm_str_is_nocase(property, "-webkit-transform"))
		return false;
	for (size_t i = 0; functions[i] != NULL; i++) {
		rest = behind(value, functions[i]);
		if (rest.ptr != NULL)
			return angle(bm_str_trim(rest), out);
	}
	rest = behind(value, "rotate3d(");
	if (rest.ptr != NULL) {
		bm_str part, last = {0};

		rest.len = bm_str_find(rest, ")", 0);
		while (bm_str_split(&rest, ',', &part))
			last = part;
		return angle(bm_str_trim(last), out);
	}
	args = behind(value, "matrix(");
	if (args.ptr == NULL || !bm_str_split(&args, ',', &rest) ||
	    !measure(bm_str_trim(rest), &a, &unit) ||
	    !bm_str_split(&args, ',', &rest) ||
	    !measure(bm_str_trim(rest), &b, &unit))
		return false;
	*out = atan2(b, a) * 57.29577951308232;
	return true;
}

/* How the same elements are turned when the screen is held the other way. */
static double
other_turn(const css_turned *list, size_t count, const css_turned *t)
{
	double degrees;

	for (size_t i = 0; i < count; i++)
		if (list[i].portrait != t->portrait &&
		    bm_str_eq(bm_str_trim(list[i].selector),
			      bm_str_trim(t->selector)) &&
		    turn(list[i].property, list[i].value, &degrees))
			return degrees;
	return 0;
}

/* ACT b33eff. */
static void
orientation(check_run *run)
{
	page *p = run->page;
	size_t count;
	const css_turned *list = css_turned_list(p->model->css, &count);

	for (size_t i = 0; i < count && i < 200; i++) {
		page_node_id n = 0;
		double degrees, by;

		if (!turn(list[i].property, list[i].value, &degrees))
			continue;
		do
			n = css_find(p->model->css, p, list[i].selector, n);
		while (n != PAGE_NONE && (model_invisible(p, n) ||
					  (p->html_body != PAGE_NONE &&
					   n < p->html_body && n != p->root)));
		if (n == PAGE_NONE)
			continue;
		by = fmod(fabs(degrees - other_turn(list, count, &list[i])),
			  180);
		if (by > 80 && by < 100)
			check_fail(run, n,
				   "The style turns it by %.0f degrees when "
				   "the screen is held in %s",
				   degrees,
				   list[i].portrait ? "portrait" : "landscape");
		else
			check_pass(run);
	}
}

static const check_test tests[] = {
    {"letter-spacing", "24afc2", "1.4.12 AA",
     "Important letter-spacing is at least 0.12 of the size of the text",
     letters},
    {"word-spacing", "9e45ec", "1.4.12 AA",
     "Important word-spacing is at least 0.16 of the size of the text", words},
    {"line-height", "78fd32", "1.4.12 AA",
     "Important line-height is at least 1.5 of the size of the text", lines},
    {"screen-turned", "b33eff", "1.3.4 AA",
     "The page is not turned by a quarter when the screen is", orientation},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_spacing = {"spacing", rules, tests};
