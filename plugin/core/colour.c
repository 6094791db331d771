#include "core/colour.h"

#include <math.h>

static int
digit(char c)
{
	if (bm_is_digit(c))
		return c - '0';
	c = bm_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
bm_colour_parse(bm_str s, bm_colour *out)
{
	size_t width = s.len == 4 ? 1 : 2;
	int parts[3];

	if ((s.len != 4 && s.len != 7) || s.ptr[0] != '#')
		return false;
	for (size_t i = 0; i < 3; i++) {
		int high = digit(s.ptr[1 + i * width]);
		int low = digit(s.ptr[i * width + width]);

		if (high < 0 || low < 0)
			return false;
		parts[i] = 16 * high + low;
	}
	*out = (bm_colour){parts[0], parts[1], parts[2], 1};
	return true;
}

/* The part of one channel, as WCAG 2.2 defines relative luminance. */
static double
linear(double channel)
{
	double c = channel / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double
bm_luminance(double red, double green, double blue)
{
	return 0.2126 * linear(red) + 0.7152 * linear(green) +
	       0.0722 * linear(blue);
}

double
bm_contrast_of(double a, double b)
{
	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

double
bm_contrast(bm_colour a, bm_colour b)
{
	return bm_contrast_of(bm_luminance(a.red, a.green, a.blue),
			      bm_luminance(b.red, b.green, b.blue));
}
