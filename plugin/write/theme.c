#include "write/theme.h"

#include "write/publication.h"

const char *const theme_names[THEME_PARTS] = {
    "ground",      "raised",        "text",   "quiet",       "link",
    "visited",     "accent",        "note",   "warn",        "warn-ground",
    "danger-text", "danger-ground", "danger", "strong-rule", "mark"};

/* What stands on what, and how well it must be seen: text by 1.4.6, rules
 * and the focus that mean something by 1.4.11. */
static const struct {
	theme_part front, back;
	double need;
} pairs[] = {{THEME_TEXT, THEME_GROUND, 7},
	     {THEME_TEXT, THEME_RAISED, 7},
	     {THEME_TEXT, THEME_MARK, 7},
	     {THEME_TEXT, THEME_WARN_GROUND, 7},
	     {THEME_TEXT, THEME_DANGER_GROUND, 7},
	     {THEME_QUIET, THEME_GROUND, 7},
	     {THEME_QUIET, THEME_RAISED, 7},
	     {THEME_LINK, THEME_GROUND, 7},
	     {THEME_LINK, THEME_RAISED, 7},
	     {THEME_VISITED, THEME_GROUND, 7},
	     {THEME_VISITED, THEME_RAISED, 7},
	     {THEME_ACCENT, THEME_GROUND, 7},
	     {THEME_NOTE, THEME_RAISED, 7},
	     {THEME_WARN, THEME_WARN_GROUND, 7},
	     {THEME_DANGER_TEXT, THEME_DANGER_GROUND, 7},
	     {THEME_DANGER, THEME_DANGER_GROUND, 3},
	     {THEME_STRONG_RULE, THEME_GROUND, 3}};

#define PAIRS (sizeof(pairs) / sizeof(*pairs))

/* Where the colours of a scheme begin in the style sheet. */
static const char *const marks[THEME_SCHEMES] = {
    ":root {", "@media (prefers-color-scheme: dark) {",
    "@media (prefers-contrast: more) {",
    "@media (prefers-contrast: more) and (prefers-color-scheme: dark) {"};

/* Takes the colours of one block over those that are there; tells how many. */
static size_t
read_block(bm_str css, size_t at, bm_colour out[THEME_PARTS])
{
	size_t end = bm_str_find(css, "}", at), count = 0;

	for (int i = 0; i < THEME_PARTS; i++) {
		char key[40];
		size_t from;
		int n = snprintf(key, sizeof(key), "--%s: ", theme_names[i]);

		from = bm_str_find(css, key, at) + (size_t)n;
		if (from >= end)
			continue;
		count += bm_colour_parse(
		    (bm_str){css.ptr + from,
			     strcspn(css.ptr + from, ";}") < end - from
				 ? strcspn(css.ptr + from, ";}")
				 : end - from},
		    &out[i]);
	}
	return count;
}

bool
theme_palette(bm_str css, theme_scheme scheme, bm_colour out[THEME_PARTS])
{
	/* A scheme of more contrast changes some colours of its own. */
	theme_scheme base = scheme == THEME_CONTRAST        ? THEME_LIGHT
			    : scheme == THEME_DARK_CONTRAST ? THEME_DARK
							    : scheme;
	size_t at = bm_str_find(css, marks[base], 0);

	if (at == css.len || read_block(css, at, out) != THEME_PARTS)
		return false;
	if (base == scheme)
		return true;
	at = bm_str_find(css, marks[scheme], 0);
	return at < css.len && read_block(css, at, out) > 0;
}

bool
theme_fault(const bm_colour palette[THEME_PARTS], size_t *at, theme_part *front,
	    theme_part *back, double *need)
{
	for (; *at < PAIRS; (*at)++)
		if (bm_contrast(palette[pairs[*at].front],
				palette[pairs[*at].back]) < pairs[*at].need) {
			*front = pairs[*at].front;
			*back = pairs[*at].back;
			*need = pairs[*at].need;
			(*at)++;
			return true;
		}
	return false;
}

/* ---- a theme --------------------------------------------------------------
 */

/* The colours of one scheme, and which of them are the publisher's. */
struct painting {
	bm_colour own[THEME_PARTS], now[THEME_PARTS];
	const bm_theme_colour *from[THEME_PARTS];
};

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_resolve_rules, code);
}

static void
set(struct painting *s, theme_part part, const bm_theme_colour *c)
{
	if (bm_colour_parse(bm_str_of(c->value), &s->now[part]))
		s->from[part] = c;
}

/* Puts the publisher's colours of a scheme over ours. */
static void
paint(struct painting *s, const bm_theme *theme, bool dark)
{
	for (size_t i = 0; i < theme->colours.len; i++) {
		const bm_theme_colour *c = &theme->colours.items[i];
		bool of_dark = strncmp(c->name, "dark-", 5) == 0;
		const char *name = of_dark ? c->name + 5 : c->name;

		for (int k = 0; of_dark == dark && k < THEME_PARTS; k++)
			if (strcmp(theme_names[k], name) == 0)
				set(s, (theme_part)k, c);
		/* Notes have the accent of the page. */
		if (of_dark == dark && strcmp(name, "accent") == 0)
			set(s, THEME_NOTE, c);
	}
}

/* Takes a colour back, with the reason. */
static void
refuse(struct painting *s, theme_part part, theme_part front, theme_part back,
       double need, bm_diags *diags)
{
	const bm_theme_colour *c = s->from[part];
	double contrast = bm_contrast(s->now[front], s->now[back]);

	if (c == NULL)
		return;
	if (diags != NULL)
		bm_diag_add(diags, rule("theme-contrast"), &c->pos,
			    "With %s: %s, the contrast of \"%s\" on \"%s\" is "
			    "%.1f:1; it must be %.0f:1",
			    c->name, c->value, theme_names[front],
			    theme_names[back], contrast, need);
	for (int k = 0; k < THEME_PARTS; k++)
		if (s->from[k] == c) {
			s->from[k] = NULL;
			s->now[k] = s->own[k];
		}
}

/* Takes back what breaks contrast, until nothing does. */
static void
judge(struct painting *s, bm_diags *diags)
{
	theme_part front, back;
	double need;
	size_t at = 0;

	while (theme_fault(s->now, &at, &front, &back, &need)) {
		if (s->from[front] != NULL)
			refuse(s, front, front, back, need, diags);
		else
			refuse(s, back, front, back, need, diags);
		at = 0;
	}
}

static void
put_scheme(const struct painting *s, bool dark, bm_buf *out)
{
	bool any = false;

	for (int i = 0; i < THEME_PARTS; i++) {
		if (s->from[i] == NULL)
			continue;
		if (!any)
			bm_buf_printf(out,
				      "@media screen and (prefers-contrast: "
				      "no-preference) and "
				      "(prefers-color-scheme: %s) {\n\t:root {",
				      dark ? "dark" : "light");
		any = true;
		bm_buf_printf(out, " --%s: %s;", theme_names[i],
			      s->from[i]->value);
	}
	if (any)
		bm_buf_puts(out, " }\n}\n");
}

bm_status
theme_css(const bm_theme *theme, bm_str css, bm_diags *diags, bm_buf *out)
{
	bm_buf_putstr(out, css);
	for (int dark = 0; dark < 2; dark++) {
		struct painting s = {0};

		/* A sheet of the publisher's own has colours of its own. */
		if (!theme_palette(css, dark ? THEME_DARK : THEME_LIGHT, s.own))
			continue;
		memcpy(s.now, s.own, sizeof(s.now));
		paint(&s, theme, dark);
		judge(&s, diags);
		put_scheme(&s, dark, out);
	}
	if (theme->font != NULL)
		bm_buf_puts(out,
			    ":root {\n\t--serif: \"Atkinson Hyperlegible\", "
			    "Lexend, OpenDyslexic, Verdana, Tahoma, "
			    "\"DejaVu Sans\", sans-serif;\n"
			    "\t--sans: var(--serif);\n}\n"
			    "body { letter-spacing: 0.02em; word-spacing: "
			    "0.08em; line-height: 1.7; }\n");
	return out->status;
}
