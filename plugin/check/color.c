#include "check/color.h"

#include <math.h>
#include <stdlib.h>

#include "core/colour.h"

static const struct {
	const char *name;
	unsigned rgb;
} names[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

static bool
from_hex(bm_str s, bm_colour *out)
{
	unsigned digits[8], n = 0;

	for (; n < s.len && n < 8; n++) {
		char c = bm_lower(s.ptr[n]);

		if (bm_is_digit(c))
			digits[n] = (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digits[n] = (unsigned)(c - 'a') + 10;
		else
			return false;
	}
	if (n != s.len || (n != 3 && n != 4 && n != 6 && n != 8))
		return false;
	if (n <= 4) {
		*out =
		    (bm_colour){digits[0] * 17, digits[1] * 17, digits[2] * 17,
				n == 4 ? digits[3] / 15.0 : 1};
		return true;
	}
	*out =
	    (bm_colour){digits[0] * 16 + digits[1], digits[2] * 16 + digits[3],
			digits[4] * 16 + digits[5],
			n == 8 ? (digits[6] * 16 + digits[7]) / 255.0 : 1};
	return true;
}

bool
color_read_old(bm_str s, bm_colour *out)
{
	if (s.len > 1 && *s.ptr == '#')
		return from_hex((bm_str){s.ptr + 1, s.len - 1}, out);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bm_str_is_nocase(s, names[i].name)) {
			unsigned rgb = names[i].rgb;

			*out = (bm_colour){rgb >> 16, rgb >> 8 & 255, rgb & 255,
					   1};
			return true;
		}
	return false;
}

/* The numbers between the brackets of a function; how many, at most 4.
 * percent: bits of those that have one. */
static unsigned
arguments(bm_str s, double out[4], unsigned *percent)
{
	char text[80], *at = text, *end;
	unsigned n = 0;

	*percent = 0;
	if (s.len >= sizeof(text) || s.len == 0 || s.ptr[s.len - 1] != ')')
		return 0;
	memcpy(text, s.ptr, s.len - 1);
	text[s.len - 1] = '\0';
	while (n < 4) {
		while (bm_is_space(*at) || *at == ',' || *at == '/')
			at++;
		if (*at == '\0')
			break;
		out[n] = strtod(at, &end);
		if (end == at)
			return 0;
		at = end;
		if (*at == '%') {
			*percent |= 1u << n;
			at++;
		} else if (strncmp(at, "deg", 3) == 0) {
			at += 3;
		}
		n++;
	}
	while (bm_is_space(*at))
		at++;
	return *at == '\0' ? n : 0;
}

static double
clamp(double v, double most)
{
	return v < 0 ? 0 : v > most ? most : v;
}

/* One channel of hsl(), CSS Color 4, 7.1. */
static double
channel(double n, double h, double s, double l)
{
	double k = fmod(n + h / 30, 12), a = s * (l < 0.5 ? l : 1 - l);
	double m = k - 3 < 9 - k ? k - 3 : 9 - k;

	m = m < 1 ? m : 1;
	m = m > -1 ? m : -1;
	return (l - a * m) * 255;
}

bool
color_read(bm_str s, bm_colour *out)
{
	double v[4] = {0, 0, 0, 1};
	unsigned n, percent;
	size_t open = bm_str_find(s, "(", 0);
	bm_str inside;

	if (bm_str_is_nocase(s, "transparent")) {
		*out = (bm_colour){0, 0, 0, 0};
		return true;
	}
	if (open == s.len)
		return color_read_old(s, out);
	if (!bm_str_starts_nocase(s, "rgb") && !bm_str_starts_nocase(s, "hsl"))
		return color_read_space(s, out);
	inside = (bm_str){s.ptr + open + 1, s.len - open - 1};
	n = arguments(inside, v, &percent);
	if (n < 3)
		return false;
	if (n == 4 && (percent & 8))
		v[3] /= 100;
	v[3] = clamp(v[3], 1);
	if (bm_str_starts_nocase(s, "rgb(") ||
	    bm_str_starts_nocase(s, "rgba(")) {
		for (unsigned i = 0; i < 3; i++)
			v[i] =
			    clamp(percent >> i & 1 ? v[i] * 2.55 : v[i], 255);
		*out = (bm_colour){v[0], v[1], v[2], v[3]};
		return true;
	}
	if (!bm_str_starts_nocase(s, "hsl(") &&
	    !bm_str_starts_nocase(s, "hsla("))
		return false;
	v[0] = fmod(fmod(v[0], 360) + 360, 360);
	v[1] = clamp(v[1], 100) / 100;
	v[2] = clamp(v[2], 100) / 100;
	*out = (bm_colour){channel(0, v[0], v[1], v[2]),
			   channel(8, v[0], v[1], v[2]),
			   channel(4, v[0], v[1], v[2]), v[3]};
	return true;
}

bool
color_scheme_is_dark(bm_str text, bool wanted)
{
	bool dark = bm_str_find(text, "dark", 0) < text.len;
	bool light = bm_str_find(text, "light", 0) < text.len;

	return dark && (wanted || !light);
}

bm_colour
color_over(bm_colour a, bm_colour b)
{
	return (bm_colour){a.red * a.alpha + b.red * (1 - a.alpha),
			   a.green * a.alpha + b.green * (1 - a.alpha),
			   a.blue * a.alpha + b.blue * (1 - a.alpha), 1};
}
