/* Contrast: of the style sheet, and of what publishers bring. */
#include "write_help.h"

#include <math.h>

#include "write/theme.h"

static bm_str
sheet(bm_arena *arena)
{
	bm_data data = {.dir = NULL};
	bm_str css;

	assert_int_equal(bm_data_load(&data, arena, "xsl/css/book.css", &css),
			 BM_OK);
	return css;
}

static double
contrast(const char *a, const char *b)
{
	bm_colour x, y;

	assert_true(bm_colour_parse(bm_str_of(a), &x));
	assert_true(bm_colour_parse(bm_str_of(b), &y));
	return bm_contrast(x, y);
}

static void
numbers(void **state)
{
	static const char *const wrong[] = {"",         "#",      "#12",
					    "#12345",   "123456", "#12345g",
					    "#1234567", "red",    NULL};
	bm_colour c;

	(void)state;
	assert_true(fabs(contrast("#000", "#fff") - 21) < 0.001);
	assert_true(fabs(contrast("#fff", "#000000") - 21) < 0.001);
	assert_true(fabs(contrast("#abc", "#AABBCC") - 1) < 0.001);
	/* By hand: (1.05) / (0.2126 + 0.05) and 1.05 / (0.0722 + 0.05). */
	assert_true(fabs(contrast("#f00", "#fff") - 3.998) < 0.001);
	assert_true(fabs(contrast("#00f", "#fff") - 8.592) < 0.001);
	assert_true(contrast("#767676", "#fff") >= 4.5);
	assert_true(contrast("#777", "#fff") < 4.5);
	for (size_t i = 0; wrong[i] != NULL; i++)
		assert_false(bm_colour_parse(bm_str_of(wrong[i]), &c));
}

/* The sheet as it is: every pair in every scheme. */
static void
own_sheet(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_str css = sheet(arena);

	(void)state;
	assert_true(css.len < 25000);
	for (int s = 0; s < THEME_SCHEMES; s++) {
		bm_colour palette[THEME_PARTS];
		theme_part front, back;
		double need;
		size_t at = 0;

		if (!theme_palette(css, (theme_scheme)s, palette))
			fail_msg("scheme %d lacks a colour", s);
		if (theme_fault(palette, &at, &front, &back, &need))
			fail_msg("scheme %d: %s on %s is below %.0f:1", s,
				 theme_names[front], theme_names[back], need);
	}
	bm_arena_free(arena);
}

/* Right-to-left pages are the others in a mirror: nothing is left or right. */
static void
logical(void **state)
{
	static const char *const words[] = {"-left",  "-right", "left:",
					    "right:", ": left", ": right",
					    "float",  NULL};
	bm_arena *arena = bm_arena_new(NULL);
	bm_str css = sheet(arena);

	(void)state;
	for (size_t i = 0; words[i] != NULL; i++) {
		size_t at = bm_str_find(css, words[i], 0);

		/* A cell's align="right" is the author's word for an end. */
		while (at < css.len &&
		       strncmp(css.ptr + at, "-right {", 8) == 0)
			at = bm_str_find(css, words[i], at + 1);
		if (at < css.len)
			fail_msg("\"%s\" in the style sheet", words[i]);
	}
	bm_arena_free(arena);
}

/* The rules that a theme adds; findings as "code code". */
static char *
themed(const char *const *colours, const char *font, size_t *findings)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_str css = sheet(arena);
	bm_theme theme = {.font = font};
	bm_diags diags;
	bm_buf out;
	char *added;

	bm_diags_init(&diags, arena);
	bm_buf_init(&out, NULL);
	for (; colours[0] != NULL; colours += 2) {
		bm_theme_colour *c = BM_VEC_PUSH(arena, &theme.colours);

		*c = (bm_theme_colour){
		    colours[0], colours[1], {.file = "p", .line = 1}};
	}
	assert_int_equal(theme_css(&theme, css, &diags, &out), BM_OK);
	assert_memory_equal(out.ptr, css.ptr, css.len);
	*findings = diags.list.len;
	for (size_t i = 0; i < diags.list.len; i++)
		assert_string_equal(diags.list.items[i].code, "theme-contrast");
	added = strdup(bm_buf_cstr(&out) + css.len);
	bm_buf_free(&out);
	bm_arena_free(arena);
	return added;
}

static void
themes(void **state)
{
	static const char *const good[] = {"accent", "#5b1a4f", "dark-accent",
					   "#f0b8e4", NULL};
	static const char *const bad[] = {"accent", "#9acd32", "link",
					  "#003366", NULL};
	static const char *const ground[] = {"ground", "#999999", "text",
					     "#000000", NULL};
	static const char *const both[] = {
	    "ground", "#000000", "raised", "#101010", "text", "#ffffff", NULL};
	static const char *const none[] = {NULL};
	size_t findings;
	char *css;

	(void)state;
	css = themed(good, NULL, &findings);
	assert_int_equal(findings, 0);
	assert_non_null(strstr(css, "scheme: light) {\n\t:root { --accent: "
				    "#5b1a4f; --note: #5b1a4f; }"));
	assert_non_null(strstr(css, "scheme: dark) {\n\t:root { --accent: "
				    "#f0b8e4; --note: #f0b8e4; }"));
	free(css);
	css = themed(bad, NULL, &findings);
	assert_int_equal(findings, 1);
	assert_null(strstr(css, "9acd32"));
	assert_non_null(strstr(css, "--link: #003366;"));
	free(css);
	/* A ground on which our other colours cannot be read. */
	css = themed(ground, NULL, &findings);
	assert_int_equal(findings, 1);
	assert_null(strstr(css, "999999"));
	assert_non_null(strstr(css, "--text: #000000;"));
	free(css);
	/* Turned round, what is left of ours would be lost. */
	css = themed(both, NULL, &findings);
	assert_int_equal(findings, 3);
	assert_string_equal(css, "");
	free(css);
	css = themed(none, "legible", &findings);
	assert_non_null(strstr(css, "Atkinson"));
	free(css);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(own_sheet),
	    cmocka_unit_test(themes),
	    cmocka_unit_test(logical),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
