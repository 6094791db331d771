/* The colours and the size of the text in one element. */
#include "check/look.h"

#include <stdlib.h>

/* Deeper than any page that is read. */
#define DEPTH_MAX 700

static const bm_colour black = {0, 0, 0, 1}, white = {255, 255, 255, 1},
		       face = {239, 239, 239, 1};

static bool
keeps(bm_str value)
{
	return bm_str_is_nocase(value, "inherit") ||
	       bm_str_is_nocase(value, "currentcolor") ||
	       bm_str_is_nocase(value, "unset");
}

/* ---- colours ---- */

/* Colours that elements have by themselves, and those of attributes from
 * before CSS. */
static void
native_colours(const page *p, page_node_id n, look *l)
{
	const char *back = page_attr_of(p, n, N_bgcolor);
	const char *text = page_is(p, n, N_body)   ? page_attr_of(p, n, N_text)
			   : page_is(p, n, N_font) ? page_attr_of(p, n, N_color)
						   : NULL;

	if (page_is(p, n, N_a) && page_has(p, n, N_href)) {
		l->text = (bm_colour){0, 0, 238, 1};
		l->text_known = !l->dark;
	}
	if (page_is(p, n, N_mark)) {
		l->text = black;
		l->behind = (bm_colour){255, 255, 0, 1};
		l->text_known = l->behind_known = true;
	}
	if (page_is(p, n, N_button)) {
		l->text = black;
		l->behind = face;
		l->text_known = l->behind_known = !l->dark;
	}
	if (text != NULL)
		l->text_known = color_read_old(bm_str_of(text), &l->text);
	if (back != NULL)
		l->behind_known = color_read_old(bm_str_of(back), &l->behind);
	if (page_has(p, n, N_background))
		l->behind_known = false;
}

/* A colour as it is written, of those of light-dark() the one that holds. */
static bm_str
written(const css *sheets, bm_str value, const look *l)
{
	bm_str text = css_resolve(sheets, value);

	return l->scheme_unsure
		   ? text
		   : css_resolve(sheets, color_of_scheme(text, l->dark));
}

static void
set_text(const css *sheets, const css_value *v, const look *above, look *l)
{
	bm_colour c;

	if (v->text.ptr != NULL && keeps(v->text)) {
		l->text = above->text;
		l->text_known = above->text_known;
	} else if (v->text.ptr != NULL) {
		l->text_known = color_read(written(sheets, v->text, l), &c);
		if (l->text_known)
			l->text = c;
	}
	if (v->maybe)
		l->text_known = false;
}

/* Puts a colour over what is behind. */
static void
lay(look *l, bm_colour c)
{
	if (c.alpha >= 1)
		l->behind_known = true;
	l->behind = color_over(c, l->behind);
}

static void
lay_value(const css *sheets, bm_str value, look *l)
{
	bm_colour c;

	value = written(sheets, value, l);
	if (bm_str_is_nocase(value, "currentcolor")) {
		lay(l, l->text);
		l->behind_known = l->behind_known && l->text_known;
	} else if (bm_str_is_nocase(value, "initial")) {
		return; /* transparent */
	} else if (color_read(value, &c)) {
		lay(l, c);
	} else if (!keeps(value)) {
		l->behind_known = false;
	}
}

/* The next word of a value, a function with its brackets; cut off. */
static bm_str
next_word(bm_str *value)
{
	size_t n = 0;
	unsigned round = 0;
	bm_str word;

	*value = bm_str_trim(*value);
	while (n < value->len && (round > 0 || !bm_is_space(value->ptr[n]))) {
		round += value->ptr[n] == '(';
		round -= value->ptr[n] == ')' && round > 0;
		n++;
	}
	word = (bm_str){value->ptr, n};
	value->ptr += n;
	value->len -= n;
	return word;
}

/* The shorthand: a colour among other words, or a picture. */
static void
set_background(const css *sheets, bm_str value, look *l)
{
	bool found = false;

	while (value.len > 0) {
		bm_str word = written(sheets, next_word(&value), l);
		bm_colour c;

		if (bm_str_is_nocase(word, "currentcolor")) {
			lay_value(sheets, word, l);
			found = true;
		} else if (!found && color_read(word, &c)) {
			lay(l, c);
			found = true;
		} else if (bm_str_find(word, "(", 0) < word.len) {
			l->behind_known = false; /* url(), gradients, var() */
			return;
		}
	}
}

/* Whether a goes before b in the cascade. */
static bool
goes_before(const css_value *a, const css_value *b)
{
	if (a->text.ptr == NULL || b->text.ptr == NULL)
		return a->text.ptr != NULL;
	if (a->important != b->important)
		return a->important;
	if (a->in_attr != b->in_attr)
		return a->in_attr;
	return a->order > b->order;
}

static void
set_behind(const css *sheets, const css_value v[CSS_PROPS], look *l)
{
	const css_value *plain = &v[CSS_BACKGROUND_COLOR];
	const css_value *all = &v[CSS_BACKGROUND];
	const css_value *image = &v[CSS_BACKGROUND_IMAGE];

	if (goes_before(all, plain))
		set_background(sheets, all->text, l);
	else if (plain->text.ptr != NULL)
		lay_value(sheets, plain->text, l);
	if (image->text.ptr != NULL && !bm_str_is_nocase(image->text, "none"))
		l->behind_known = false;
	if (plain->maybe || all->maybe || image->maybe)
		l->behind_known = false;
}

/* ---- size ---- */

/* A size of CSS Fonts 4 in pixels; false if it is none that is known. */
bool
look_length(bm_str value, const look *above, double *out)
{
	static const struct {
		const char *unit;
		double factor;
	} units[] = {{"px", 1},         {"pt", 96.0 / 72}, {"pc", 16},
		     {"in", 96},        {"cm", 96 / 2.54}, {"mm", 96 / 25.4},
		     {"q", 96 / 101.6}, {"em", -1},        {"%", -0.01},
		     {"rem", 0}};
	static const struct {
		const char *word;
		double size;
	} words[] = {{"xx-small", 9}, {"x-small", 10},  {"small", 13},
		     {"medium", 16},  {"initial", 16},  {"large", 18},
		     {"x-large", 24}, {"xx-large", 32}, {"xxx-large", 48}};
	char text[40], *end;
	double number;

	/* One step down is a sixth at least. */
	if (bm_str_is_nocase(value, "smaller")) {
		*out = above->size / 1.2;
		return true;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (bm_str_is_nocase(value, words[i].word)) {
			*out = words[i].size;
			return true;
		}
	if (value.len >= sizeof(text))
		return false;
	memcpy(text, value.ptr, value.len);
	text[value.len] = '\0';
	number = strtod(text, &end);
	if (end == text)
		return false;
	if (number <= 0 && *end == '\0') {
		*out = 0;
		return true;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (bm_str_is_nocase(bm_str_of(end), units[i].unit)) {
			double f = units[i].factor;

			*out = number * (f > 0    ? f
					 : f == 0 ? above->root
						  : -f * above->size);
			return true;
		}
	return false;
}

static bool
is_relative(bm_str value)
{
	return bm_str_ends(value, "%") || bm_str_is_nocase(value, "smaller") ||
	       (bm_str_ends(value, "em") && !bm_str_ends(value, "rem"));
}

static void
set_size(bm_str value, const look *above, look *l)
{
	if (keeps(value)) {
		l->size = above->size;
		l->size_known = above->size_known;
	} else if (look_length(value, above, &l->size)) {
		l->size_known = above->size_known || !is_relative(value);
	} else {
		l->size_known = false;
	}
}

static void
set_weight(bm_str value, const look *above, look *l)
{
	if (keeps(value))
		l->bold = above->bold;
	else if (bm_str_is_nocase(value, "bold") ||
		 bm_str_is_nocase(value, "bolder"))
		l->bold = true;
	else if (bm_str_is_nocase(value, "normal") ||
		 bm_str_is_nocase(value, "lighter") ||
		 bm_str_is_nocase(value, "initial"))
		l->bold = false;
	else if (value.len > 0 && bm_is_digit(*value.ptr))
		l->bold =
		    value.len == 4 || (value.len == 3 && *value.ptr >= '7');
	else
		l->size_known = false;
}

/* The shorthand: weight and size among other words (CSS Fonts 4, 2.7). */
static void
set_font(const css *sheets, bm_str value, const look *above, look *l)
{
	bool bold = false, sized = false;

	if (keeps(value)) {
		set_size(value, above, l);
		set_weight(value, above, l);
		return;
	}
	while (value.len > 0 && !sized) {
		bm_str word = css_resolve(sheets, next_word(&value)), size;
		double unused;

		size = word;
		size.len = bm_str_find(size, "/", 0);
		if (bm_str_is_nocase(word, "bold") ||
		    bm_str_is_nocase(word, "bolder") ||
		    (word.len == 3 && *word.ptr >= '7' && *word.ptr <= '9'))
			bold = true;
		else if (look_length(size, above, &unused)) {
			set_size(size, above, l);
			sized = true;
		}
	}
	l->bold = bold;
	l->size_known = l->size_known && sized;
}

static void
set_fonts(const css *sheets, const css_value v[CSS_PROPS], const look *above,
	  look *l)
{
	const css_value *size = &v[CSS_FONT_SIZE], *all = &v[CSS_FONT];
	const css_value *weight = &v[CSS_FONT_WEIGHT];

	if (all->text.ptr != NULL)
		set_font(sheets, css_resolve(sheets, all->text), above, l);
	if (goes_before(size, all))
		set_size(css_resolve(sheets, size->text), above, l);
	if (goes_before(weight, all))
		set_weight(css_resolve(sheets, weight->text), above, l);
	if (size->maybe || all->maybe || weight->maybe)
		l->size_known = false;
}

/* ---- layers ---- */

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

/* Whether a property has a value other than one that does nothing. */
static bool
is_set(const css_value *v, const char *nothing)
{
	return v->maybe ||
	       (v->text.ptr != NULL && !bm_str_is_nocase(v->text, nothing) &&
		!bm_str_is_nocase(v->text, "initial"));
}

/* Whether a box is as high as nothing and shows only what is in it: one that
 * a script opens. */
static bool
is_shut(const css_value v[CSS_PROPS], const look *l)
{
	bool clips = false;
	double height;

	for (css_prop p = CSS_OVERFLOW; p <= CSS_OVERFLOW_Y; p++)
		clips = clips || is_set(&v[p], "visible");
	for (css_prop p = CSS_HEIGHT; p <= CSS_MAX_HEIGHT && clips; p++)
		if (v[p].text.ptr != NULL &&
		    look_length(v[p].text, l, &height) && height <= 0)
			return true;
	return false;
}

/* What makes an element lie elsewhere, or be mixed with what is behind. */
static void
set_layers(const css_value v[CSS_PROPS], look *l)
{
	const css_value *position = &v[CSS_POSITION];
	const css_value *opacity = &v[CSS_OPACITY];
	const css_value *shadow = &v[CSS_TEXT_SHADOW];
	bm_str indent = v[CSS_TEXT_INDENT].text;

	/* What is sticky lies in its place as long as nothing is scrolled. */
	if (!stays(position->text) ||
	    (position->maybe &&
	     (position->other.ptr == NULL || !stays(position->other))) ||
	    is_set(&v[CSS_TRANSFORM], "none"))
		l->behind_known = false;
	/* Text that is moved out of the page has a picture in its place. */
	if (is_clipped_away(v) || bm_str_starts(indent, "-9") ||
	    bm_str_starts(indent, "-1000"))
		l->skip = true;
	if (is_shut(v, l) ||
	    (is_set(opacity, "1") && !bm_str_is(opacity->text, "1.0") &&
	     !bm_str_is(opacity->text, "100%")) ||
	    is_set(&v[CSS_FILTER], "none") ||
	    is_set(&v[CSS_MIX_BLEND_MODE], "normal") ||
	    is_set(&v[CSS_CLIP_PATH], "none") ||
	    is_set(&v[CSS_TEXT_FILL], "currentcolor"))
		l->mixed = true;
	if (shadow->maybe || (shadow->text.ptr != NULL && !keeps(shadow->text)))
		l->shadow = is_set(shadow, "none");
}

/* ---- one element ---- */

/* Headings and bold text as browsers draw them. */
static void
native_fonts(const page *p, page_node_id n, look *l)
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
	} else if (name == N_button) {
		l->size = 40.0 / 3;
		l->bold = false;
	}
}

/* Whether the text of an element is left out: controls with colours of the
 * system, drawings, and what cannot be used now. */
static bool
is_left_out(const page *p, page_node_id n)
{
	const char *disabled = page_attr_of(p, n, N_aria_disabled);

	switch (page_at(p, n)->name) {
	case N_input:
	case N_select:
	case N_textarea:
		return true;
	default:
		return page_at(p, n)->ns != NS_HTML ||
		       (model_flags(p, n) & M_DISABLED) ||
		       (disabled != NULL &&
			bm_str_is_nocase(bm_str_of(disabled), "true"));
	}
}

/* Whether a label is for a control that cannot be used now. */
static bool
labels_disabled(const page *p, page_node_id n)
{
	const char *id = page_attr_of(p, n, N_for);
	page_node_id to = id != NULL ? page_by_id(p, bm_str_of(id)) : PAGE_NONE;

	if (!page_is(p, n, N_label))
		return false;
	if (to != PAGE_NONE)
		return is_left_out(p, to) &&
		       !(model_flags(p, to) & M_FOCUSABLE);
	for (page_node_id c = n + 1; c < page_end(p, n); c++)
		if (model_flags(p, c) & M_DISABLED)
			return true;
	return false;
}

/* Colours for the dark may be chosen for a part of the page. */
static void
set_scheme(const css *sheets, const css_value *v, look *l)
{
	if (v->text.ptr != NULL && !keeps(v->text))
		l->dark = color_scheme_is_dark(v->text, css_is_dark(sheets));
	l->scheme_unsure |= v->maybe;
}

look
look_of(page *p, css *sheets, page_node_id n, const look *above)
{
	look l = *above;
	css_value v[CSS_PROPS];
	bool code = page_is(p, n, N_code) || page_is(p, n, N_kbd) ||
		    page_is(p, n, N_samp) || page_is(p, n, N_tt) ||
		    page_is(p, n, N_pre);

	l.end = page_end(p, n);
	if (page_at(p, n)->ns == NS_HTML)
		native_colours(p, n, &l);
	native_fonts(p, n, &l);
	l.skip |= is_left_out(p, n) || labels_disabled(p, n);
	if (css_styles(sheets, p, n) && css_declared(sheets, p, n, v)) {
		set_scheme(sheets, &v[CSS_COLOR_SCHEME], &l);
		set_text(sheets, &v[CSS_COLOR], above, &l);
		/* A ground of its own is behind the text wherever it lies. */
		set_layers(v, &l);
		if (page_is(p, n, N_button) && v[CSS_COLOR].text.ptr != NULL)
			l.behind_known = false;
		set_behind(sheets, v, &l);
		set_fonts(sheets, v, above, &l);
		code = code && v[CSS_FONT_SIZE].text.ptr == NULL &&
		       v[CSS_FONT].text.ptr == NULL;
	}
	/* Browsers draw fonts of one width smaller: what is large may not be.
	 */
	if (code && l.size >= 18)
		l.size_known = false;
	if (n == p->root)
		l.root = l.size_known ? l.size : 16;
	return l;
}

/* Whether the root element or a meta element takes dark colours of the
 * browser, which are not known. */
static bool
takes_dark(page *p, css *sheets)
{
	css_value v[CSS_PROPS];
	bool dark = css_is_dark(sheets);

	css_declared(sheets, p, p->root, v);
	if (v[CSS_COLOR_SCHEME].text.ptr != NULL)
		return color_scheme_is_dark(v[CSS_COLOR_SCHEME].text, dark);
	for (page_node_id n = 1; n < p->html_body; n++) {
		const char *name = page_attr_of(p, n, N_name);
		const char *content = page_attr_of(p, n, N_content);

		if (page_is(p, n, N_meta) && name != NULL && content != NULL &&
		    bm_str_is_nocase(bm_str_of(name), "color-scheme"))
			return color_scheme_is_dark(bm_str_of(content), dark);
	}
	return false;
}

look
look_first(page *p, css *sheets)
{
	bool known = !css_foreign(sheets);
	bool dark = takes_dark(p, sheets), native = known && !dark;

	return (look){.end = (page_node_id)p->nodes.len,
		      .text = black,
		      .behind = white,
		      .text_known = native,
		      .behind_known = native,
		      .size_known = known,
		      .dark = dark,
		      .size = 16,
		      .root = 16};
}

look
look_in(page *p, page_node_id n)
{
	page_node_id path[DEPTH_MAX];
	look l = look_first(p, p->model->css);
	size_t depth = 0;

	for (; n != 0 && n != PAGE_NONE && depth < DEPTH_MAX;
	     n = page_parent(p, n))
		path[depth++] = n;
	while (depth > 0)
		l = look_of(p, p->model->css, path[--depth], &l);
	return l;
}
