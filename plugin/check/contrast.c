/*
 * The colours of text and of what is behind it, as far as styles decide them
 * without a browser: the cascade, inheritance, and boxes that lie where they
 * stand in the page.
 */
#include <math.h>
#include <stdlib.h>

#include "check/check.h"
#include "check/color.h"
#include "check/model.h"

/* Deeper than any page that is read. */
#define DEPTH_MAX 700

static const bm_rule rules[] = {
    {"text-contrast", BM_ERROR, "Text stands out too little",
     "WCAG 2.2, 1.4.3 (AA)",
     "Make the text darker or what is behind it lighter, to 4.5:1; 3:1 for "
     "large text."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* What holds in one element. */
struct look {
	page_node_id end; /* of the element */
	bm_colour text, behind;
	bool text_known, behind_known, size_known;
	double size; /* of the text, in pixels */
	bool bold;
	bool skip; /* its text is no matter of the rule */
};

static const bm_colour black = {0, 0, 0, 1}, white = {255, 255, 255, 1};

/* ---- one element ---- */

static bool
keeps(bm_str value)
{
	return bm_str_is_nocase(value, "inherit") ||
	       bm_str_is_nocase(value, "currentcolor") ||
	       bm_str_is_nocase(value, "unset");
}

/* Colours of attributes from before CSS. */
static void
old_attributes(const page *p, page_node_id n, struct look *l)
{
	const char *back = page_attr_of(p, n, N_bgcolor);
	const char *text = page_is(p, n, N_body)   ? page_attr_of(p, n, N_text)
			   : page_is(p, n, N_font) ? page_attr_of(p, n, N_color)
						   : NULL;

	if (page_is(p, n, N_a) && page_has(p, n, N_href)) {
		l->text = (bm_colour){0, 0, 238, 1};
		l->text_known = true;
	}
	if (page_is(p, n, N_mark)) {
		l->text = black;
		l->behind = (bm_colour){255, 255, 0, 1};
		l->text_known = l->behind_known = true;
	}
	if (text != NULL)
		l->text_known = color_read_old(bm_str_of(text), &l->text);
	if (back != NULL)
		l->behind_known = color_read_old(bm_str_of(back), &l->behind);
	if (page_has(p, n, N_background))
		l->behind_known = false;
}

static void
set_text(const css *sheets, const css_value *v, struct look *l)
{
	bm_colour c;

	if (v->maybe)
		l->text_known = false;
	if (v->text.ptr == NULL || keeps(v->text))
		return;
	if (!color_read(css_resolve(sheets, v->text), &c)) {
		l->text_known = false;
		return;
	}
	l->text = c;
	l->text_known = !v->maybe;
}

/* Puts a colour over what is behind. */
static void
lay(struct look *l, bm_colour c)
{
	if (c.alpha >= 1)
		l->behind_known = true;
	l->behind = color_over(c, l->behind);
}

/* The shorthand: a colour among other words, or a picture. */
static void
set_background(const css *sheets, bm_str value, struct look *l)
{
	bool found = false;

	while (value.len > 0) {
		size_t n = 0;
		unsigned round = 0;
		bm_str word;
		bm_colour c;

		while (n < value.len &&
		       (round > 0 || !bm_is_space(value.ptr[n]))) {
			round += value.ptr[n] == '(';
			round -= value.ptr[n] == ')' && round > 0;
			n++;
		}
		word = css_resolve(sheets, (bm_str){value.ptr, n});
		if (bm_str_find(word, "(", 0) < word.len &&
		    !bm_str_starts_nocase(word, "rgb") &&
		    !bm_str_starts_nocase(word, "hsl")) {
			l->behind_known = false; /* url(), gradients, var() */
			return;
		}
		if (!found && color_read(word, &c)) {
			lay(l, c);
			found = true;
		}
		value.ptr += n;
		value.len -= n;
		value = bm_str_trim(value);
	}
}

static void
set_behind(const css *sheets, const css_value v[CSS_PROPS], struct look *l)
{
	const css_value *plain = &v[CSS_BACKGROUND_COLOR];
	const css_value *all = &v[CSS_BACKGROUND];
	const css_value *image = &v[CSS_BACKGROUND_IMAGE];
	bm_colour c;

	if (all->text.ptr != NULL &&
	    (plain->text.ptr == NULL || all->order > plain->order ||
	     all->in_attr > plain->in_attr))
		set_background(sheets, all->text, l);
	else if (plain->text.ptr != NULL && !keeps(plain->text)) {
		if (color_read(css_resolve(sheets, plain->text), &c))
			lay(l, c);
		else
			l->behind_known = false;
	}
	if (image->text.ptr != NULL && !bm_str_is_nocase(image->text, "none"))
		l->behind_known = false;
	if (plain->maybe || all->maybe || image->maybe)
		l->behind_known = false;
}

static void
set_size(const css_value v[CSS_PROPS], struct look *l)
{
	static const struct {
		const char *unit;
		double factor;
		bool own;
	} units[] = {{"px", 1, false},
		     {"pt", 96.0 / 72, false},
		     {"rem", 16, false},
		     {"em", 1, true},
		     {"%", 0.01, true}};
	const css_value *size = &v[CSS_FONT_SIZE];
	const css_value *weight = &v[CSS_FONT_WEIGHT];
	char text[40], *end;
	double number;

	if (weight->text.ptr != NULL)
		l->bold = bm_str_is_nocase(weight->text, "bold") ||
			  bm_str_is_nocase(weight->text, "bolder") ||
			  (weight->text.len == 3 && *weight->text.ptr >= '7');
	if (size->maybe || v[CSS_FONT].text.ptr != NULL)
		l->size_known = false;
	if (size->text.ptr == NULL || size->text.len >= sizeof(text) ||
	    keeps(size->text))
		return;
	memcpy(text, size->text.ptr, size->text.len);
	text[size->text.len] = '\0';
	number = strtod(text, &end);
	for (size_t i = 0; end != text && i < sizeof(units) / sizeof(*units);
	     i++)
		if (bm_str_is_nocase(bm_str_of(end), units[i].unit)) {
			l->size = number * units[i].factor *
				  (units[i].own ? l->size : 1);
			return;
		}
	l->size_known = false;
}

/* Whether a box lies where it stands in the page. */
static bool
stays(bm_str position)
{
	return position.ptr == NULL || bm_str_is_nocase(position, "static") ||
	       bm_str_is_nocase(position, "relative") ||
	       bm_str_is_nocase(position, "sticky");
}

/* Whether nothing is seen of an element, which is for hearing only. */
static bool
is_clipped_away(const css_value v[CSS_PROPS])
{
	const css_value *path = &v[CSS_CLIP_PATH], *clip = &v[CSS_CLIP];
	const css_value *position = &v[CSS_POSITION];

	if (path->text.ptr != NULL && !path->maybe &&
	    (bm_str_is_nocase(path->text, "inset(50%)") ||
	     bm_str_is_nocase(path->text, "inset(100%)")))
		return true;
	return clip->text.ptr != NULL && !clip->maybe &&
	       position->text.ptr != NULL && !position->maybe &&
	       bm_str_is_nocase(position->text, "absolute") &&
	       (bm_str_starts_nocase(clip->text, "rect(0") ||
		bm_str_starts_nocase(clip->text, "rect(1px"));
}

/* What makes an element lie elsewhere, or be mixed with what is behind. */
static void
set_layers(const css_value v[CSS_PROPS], struct look *l)
{
	const css_value *position = &v[CSS_POSITION];
	const css_value *opacity = &v[CSS_OPACITY];

	/* What is sticky lies in its place as long as nothing is scrolled. */
	if (!stays(position->text) ||
	    (position->maybe &&
	     (position->other.ptr == NULL || !stays(position->other))))
		l->behind_known = false;
	if (is_clipped_away(v))
		l->skip = true;
	if (opacity->maybe ||
	    (opacity->text.ptr != NULL && !bm_str_is(opacity->text, "1") &&
	     !bm_str_is(opacity->text, "inherit")) ||
	    v[CSS_FILTER].text.ptr != NULL ||
	    v[CSS_MIX_BLEND_MODE].text.ptr != NULL ||
	    v[CSS_TEXT_SHADOW].text.ptr != NULL ||
	    v[CSS_TRANSFORM].text.ptr != NULL ||
	    v[CSS_CLIP_PATH].text.ptr != NULL)
		l->text_known = false;
}

/* Headings and bold text as browsers draw them. */
static void
set_native(const page *p, page_node_id n, struct look *l)
{
	static const double sizes[] = {2, 1.5, 1.17, 1, 0.83, 0.67};
	page_name name = page_at(p, n)->name;

	if (name >= N_h1 && name <= N_h6) {
		l->size *= sizes[name - N_h1];
		l->bold = true;
	} else if (name == N_b || name == N_strong || name == N_th) {
		l->bold = true;
	} else if (name == N_small || name == N_sub || name == N_sup) {
		l->size /= 1.2;
	}
	/* Controls have colours of the system; SVG has fill. */
	if (name == N_button || name == N_input || name == N_select ||
	    name == N_textarea || page_at(p, n)->ns != NS_HTML)
		l->skip = true;
}

static struct look
look_of(page *p, page_node_id n, const struct look *above)
{
	struct look l = *above;
	css_value v[CSS_PROPS];

	l.end = page_end(p, n);
	if (page_at(p, n)->ns == NS_HTML)
		old_attributes(p, n, &l);
	set_native(p, n, &l);
	if (model_flags(p, n) & M_DISABLED)
		l.skip = true;
	if (!css_styles(p->model->css, p, n))
		return l;
	css_declared(p->model->css, p, n, v);
	set_text(p->model->css, &v[CSS_COLOR], &l);
	/* A ground of its own is behind the text wherever it lies. */
	set_layers(v, &l);
	set_behind(p->model->css, v, &l);
	set_size(v, &l);
	return l;
}

/* ---- the page ---- */

static void
judge(check_run *run, page_node_id n, const struct look *l, uint32_t *open)
{
	bool large = l->size >= 23.999 || (l->bold && l->size >= 18.66);
	double least = large ? 3 : 4.5, ratio;
	bm_colour text;

	/* A sheet that was not read may go before all that is known. */
	if (!l->text_known || !l->behind_known ||
	    css_foreign(run->page->model->css)) {
		(*open)++;
		return;
	}
	text = color_over(l->text, l->behind);
	ratio = bm_contrast(text, l->behind);
	if (ratio >= 4.5 - 1e-6 || (l->size_known && ratio >= least - 1e-6)) {
		check_pass(run);
	} else if ((!l->size_known && ratio >= 3) ||
		   (model_flags(run->page, n) & M_MAYBE_HIDDEN)) {
		(*open)++;
	} else if (ratio < 1.0001) {
		/* Text in the colour of what is behind is hidden on purpose,
		 * or there is something that was not seen. */
		(*open)++;
	} else {
		check_fail(
		    run, page_parent(run->page, n),
		    "The text has a contrast of %.2f, less than %.1f: "
		    "#%02x%02x%02x on #%02x%02x%02x",
		    floor(ratio * 100) / 100, least, (unsigned)(text.red + 0.5),
		    (unsigned)(text.green + 0.5), (unsigned)(text.blue + 0.5),
		    (unsigned)(l->behind.red + 0.5),
		    (unsigned)(l->behind.green + 0.5),
		    (unsigned)(l->behind.blue + 0.5));
	}
}

/* ACT afw4f7, for what can be decided. */
static void
contrast(check_run *run)
{
	page *p = run->page;
	bool known = !css_foreign(p->model->css);
	struct look *stack = BM_NEW_ARRAY(p->arena, struct look, DEPTH_MAX + 1);
	size_t depth = 0;
	uint32_t open = 0;

	if (stack == NULL || p->html_body == PAGE_NONE)
		return;
	stack[0] = (struct look){(page_node_id)p->nodes.len,
				 black,
				 white,
				 known,
				 known,
				 known,
				 16,
				 false,
				 false};
	for (page_node_id n = p->root; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		while (depth > 0 && n >= stack[depth].end)
			depth--;
		if (node->kind == PAGE_ELEMENT && depth < DEPTH_MAX) {
			stack[depth + 1] = look_of(p, n, &stack[depth]);
			depth++;
		} else if (node->kind == PAGE_TEXT && n > p->html_body &&
			   !stack[depth].skip && !model_invisible(p, n) &&
			   page_has_letters(
			       (bm_str){node->u.text, node->count})) {
			judge(run, n, &stack[depth], &open);
		}
	}
	if (open == 0)
		return;
	check_person(run, p->html_body,
		     "The colours of %u texts have to be seen: they depend on "
		     "pictures, layers or styles that were not read",
		     open);
	run->tally->person = open;
}

static const check_test tests[] = {
    {"text-contrast", "afw4f7", "1.4.3 AA",
     "Text has a contrast of 4.5 with what is behind it, or 3 when large",
     contrast},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_contrast = {"contrast", rules, tests};
