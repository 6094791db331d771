/* Colours of CSS: what their formulas come to. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "check/color.h"

/* Reads text as the colour #rgb with an alpha, to one step of 255. */
static void
is(const char *text, unsigned rgb, double alpha)
{
	bm_colour c = {-9, -9, -9, -9};

	if (!color_read(bm_str_of(text), &c))
		fail_msg("not read: %s", text);
	if (fabs(c.red - (rgb >> 16)) > 1 ||
	    fabs(c.green - (rgb >> 8 & 255)) > 1 ||
	    fabs(c.blue - (rgb & 255)) > 1 || fabs(c.alpha - alpha) > 1e-6)
		fail_msg("%s: %.2f %.2f %.2f / %.3f", text, c.red, c.green,
			 c.blue, c.alpha);
}

static void
none(const char *text)
{
	bm_colour c;

	if (color_read(bm_str_of(text), &c))
		fail_msg("read: %s as %.1f %.1f %.1f", text, c.red, c.green,
			 c.blue);
}

static void
test_srgb(void **unused)
{
	(void)unused;
	is("rebeccapurple", 0x663399, 1);
	is("#1af8", 0x11aaff, 0x88 / 255.0);
	is("rgb(10 20 30 / 50%)", 0x0a141e, 0.5);
	is("hsl(120, 100%, 25%)", 0x008000, 1);
	is("hwb(90 10% 10%)", 0x80e61a, 1);
	is("HWB(0.25turn 10% 10% / .5)", 0x80e61a, 0.5);
	is("hwb(0 60% 60%)", 0x808080, 1);
	none("rgb(from red r g b)");
	none("hsl(calc(1 + 1) 10% 10%)");
	none("hwb(90 10)");
}

/* One colour in its four ways, and the ends of the scale. */
static void
test_lab(void **unused)
{
	(void)unused;
	is("lab(29.2345% 39.3825 20.0664)", 0x7d2329, 1);
	is("lch(29.2345% 44.2 27deg)", 0x7d2329, 1);
	is("oklab(40.101% 0.1147 0.0453)", 0x7d2329, 1);
	is("oklch(40.101% 0.12332 21.555)", 0x7d2329, 1);
	is("lab(100 0 0)", 0xffffff, 1);
	is("lab(150 0 0 / 2)", 0xffffff, 1);
	is("lab(50% 0 0)", 0x777777, 1);
	is("oklab(0.5 0 0)", 0x636363, 1);
	is("oklch(0 0 none / none)", 0x000000, 0);
	is("oklch(50% 0% 1rad / 0.25)", 0x636363, 0.25);
	/* Out of sRGB: clipped. */
	is("oklch(0.7 0.4 150)", 0x00d600, 1);
	none("lab(50 0)");
	none("lab(50 0 0 0)");
	none("lab(50 0 0 / )");
	none("lab(inf 0 0)");
	none("oklab(0.5 1e999 0)");
	none("lab(50 1deg 0)");
	none("oklch(0.5 0.1 30%)");
	none("oklch(from red l c h)");
	none("oklch(0.5 0.1 30");
	none("labs(50 0 0)");
}

static void
test_color(void **unused)
{
	(void)unused;
	is("color(srgb 1 .5 0)", 0xff8000, 1);
	is("color(srgb-linear 0.5 0.5 0.5)", 0xbcbcbc, 1);
	is("color(srgb 50% 50% 50% / 10%)", 0x808080, 0.1);
	/* One green in five spaces. */
	is("color(srgb 0.41587 0.503670 0.36664)", 0x6a805d, 1);
	is("color(display-p3 0.43313 0.50108 0.37950)", 0x6a805d, 1);
	is("color(a98-rgb 0.44091 0.49971 0.37408)", 0x6a805d, 1);
	is("color(prophoto-rgb 0.36589 0.41717 0.31333)", 0x6a805d, 1);
	is("color(xyz-d65 0.95047 1 1.08883)", 0xffffff, 1);
	is("color(xyz-d50 0.9643 1 0.8251)", 0xffffff, 1);
	is("color(display-p3 0 1 0)", 0x00ff00, 1);
	none("color(rec2020 0 0 0)");
	none("color(--mine 0 0 0)");
	none("color(srgb 0 0)");
	none("color(srgb)");
	none("color()");
}

static void
test_mix(void **unused)
{
	(void)unused;
	is("color-mix(in srgb, red, blue)", 0x800080, 1);
	is("color-mix(in srgb, red 25%, blue)", 0x4000bf, 1);
	is("color-mix(in srgb, red, 25% blue)", 0xbf0040, 1);
	is("color-mix(in srgb, red 20%, blue 20%)", 0x800080, 0.4);
	is("color-mix(in srgb, red 75%, blue 75%)", 0x800080, 1);
	is("color-mix(in srgb, red 25%, transparent)", 0xff0000, 0.25);
	is("color-mix(in oklab, white, black)", 0x636363, 1);
	is("color-mix(in lab, white, black)", 0x777777, 1);
	is("color-mix(in srgb-linear, white, black)", 0xbcbcbc, 1);
	is("color-mix(in xyz, white, black)", 0xbcbcbc, 1);
	is("color-mix(in oklch, white, black)", 0x636363, 1);
	/* A grey takes the hue of the other. */
	is("color-mix(in oklch, red 100%, white)", 0xff0000, 1);
	is("color-mix(in lch, red, red)", 0xff0000, 1);
	is("color-mix(in srgb, color-mix(in srgb, red, blue), red)", 0xbf0040,
	   1);
	none("color-mix(in oklch, red, #475758)");
	none("color-mix(in lch, #505455, red)");
	none("color-mix(in hsl, red, blue)");
	none("color-mix(in oklch longer hue, red, blue)");
	none("color-mix(in srgb, red, currentcolor)");
	none("color-mix(in srgb, red 0%, blue 0%)");
	none("color-mix(in srgb, red 120%, blue)");
	none("color-mix(in srgb, red, blue, green)");
	none("color-mix(in srgb, red)");
	none("color-mix(red, blue)");
	none("color-mix(in srgb, rgb(none 0 0), blue)");
	none("color-mix(in srgb, %, blue)");
}

/* As deep as its bound lets it be, and deeper. */
static void
test_nested(void **unused)
{
	char text[1200] = "red", next[1200];

	(void)unused;
	for (int i = 0; i < 10; i++) {
		snprintf(next, sizeof(next), "color-mix(in xyz,%.1000s,red)",
			 text);
		memcpy(text, next, sizeof(text));
	}
	is(text, 0xff0000, 1);
	for (int i = 0; i < 4; i++) {
		snprintf(next, sizeof(next), "color-mix(in xyz,%.1000s,red)",
			 text);
		memcpy(text, next, sizeof(text));
	}
	none(text);
}

static void
scheme(const char *text, bool dark, const char *wanted)
{
	bm_str out = color_of_scheme(bm_str_of(text), dark);

	assert_int_equal(out.len, strlen(wanted));
	assert_memory_equal(out.ptr, wanted, out.len);
}

static void
test_scheme(void **unused)
{
	(void)unused;
	scheme("light-dark(red, rgb(1, 2, 3))", false, "red");
	scheme("light-dark(red, rgb(1, 2, 3))", true, "rgb(1, 2, 3)");
	scheme("Light-Dark( rgb(1,2,3),blue )", false, "rgb(1,2,3)");
	scheme("red", true, "red");
	scheme("light-dark(", true, "light-dark(");
	scheme("light-dark()", true, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_srgb),   cmocka_unit_test(test_lab),
	    cmocka_unit_test(test_color),  cmocka_unit_test(test_mix),
	    cmocka_unit_test(test_nested), cmocka_unit_test(test_scheme),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
