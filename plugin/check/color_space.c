/*
 * Colours that are not written in sRGB: CSS Color 4, 8 to 10, its sample code
 * in 18, and color-mix() of CSS Color 5.  What lies outside of sRGB is
 * clipped, as browsers do.  All goes through linear sRGB.
 */
#include <math.h>
#include <stdlib.h>

#include "check/color.h"

#define TURN       360.0
#define MIX_MAX    ((size_t)256) /* bytes of a mixture, which bounds nesting */
#define PI         3.14159265358979323846
#define D50_X      (0.3457 / 0.3585)
#define D50_Z      ((1 - 0.3457 - 0.3585) / 0.3585)
#define KAPPA      (24389.0 / 27)
#define EPSILON    (216.0 / 24389)
#define COUNTOF(a) (sizeof(a) / sizeof(*(a)))

typedef struct triple {
	double v[3];
} triple;

typedef struct matrix {
	double m[3][3];
} matrix;

static const matrix d50_to_d65 = {
    {{0.955473421488075, -0.02309845494876471, 0.06325924320057072},
     {-0.0283697093338637, 1.0099953980813041, 0.021041441191917323},
     {0.012314014864481998, -0.020507649298898964, 1.330365926242124}}};
static const matrix d65_to_d50 = {
    {{1.0479297925449969, 0.022946870601609652, -0.05019226628920524},
     {0.02962780877005599, 0.9904344267538799, -0.017073799063418826},
     {-0.009243040646204504, 0.015055191490298152, 0.7518742814281371}}};
static const matrix xyz_to_srgb = {
    {{12831.0 / 3959, -329.0 / 214, -1974.0 / 3959},
     {-851781.0 / 878810, 1648619.0 / 878810, 36519.0 / 878810},
     {705.0 / 12673, -2585.0 / 12673, 705.0 / 667}}};
static const matrix srgb_to_xyz = {
    {{506752.0 / 1228815, 87881.0 / 245763, 12673.0 / 70218},
     {87098.0 / 409605, 175762.0 / 245763, 12673.0 / 175545},
     {7918.0 / 409605, 87881.0 / 737289, 1001167.0 / 1053270}}};
static const matrix p3_to_xyz = {
    {{608311.0 / 1250200, 189793.0 / 714400, 198249.0 / 1000160},
     {35783.0 / 156275, 247089.0 / 357200, 198249.0 / 2500400},
     {0, 32229.0 / 714400, 5220557.0 / 5000800}}};
static const matrix a98_to_xyz = {
    {{573536.0 / 994567, 263643.0 / 1420810, 187206.0 / 994567},
     {591459.0 / 1989134, 6239551.0 / 9945670, 374412.0 / 4972835},
     {53769.0 / 1989134, 351524.0 / 4972835, 4929758.0 / 4972835}}};
static const matrix prophoto_to_xyz50 = {
    {{0.7977666449006423, 0.13518129740053308, 0.0313477341283922},
     {0.2880748288194013, 0.711835234241873, 0.00008993693872564},
     {0, 0, 0.8251046025104602}}};
static const matrix lms_to_xyz = {
    {{1.2268798758459243, -0.5578149944602171, 0.2813910456659647},
     {-0.0405757452148008, 1.112286803280317, -0.0717110580655164},
     {-0.0763729366746601, -0.4214933324022432, 1.5869240198367816}}};
static const matrix xyz_to_lms = {
    {{0.819022437996703, 0.3619062600528904, -0.1288737815209879},
     {0.0329836539323885, 0.9292868615863434, 0.0361446663506424},
     {0.0481771893596242, 0.2642395317527308, 0.6335478284694309}}};
static const matrix oklab_to_lms = {
    {{1, 0.3963377773761749, 0.2158037573099136},
     {1, -0.1055613458156586, -0.0638541728258133},
     {1, -0.0894841775298119, -1.2914855480194092}}};
static const matrix lms_to_oklab = {
    {{0.210454268309314, 0.7936177747023054, -0.0040720430116193},
     {1.9779985324311684, -2.4285922420485799, 0.450593709617411},
     {0.0259040424655478, 0.7827717124575296, -0.8086757549230774}}};

static triple
times(const matrix *m, triple t)
{
	triple out;

	for (size_t i = 0; i < 3; i++)
		out.v[i] = m->m[i][0] * t.v[0] + m->m[i][1] * t.v[1] +
			   m->m[i][2] * t.v[2];
	return out;
}

/* ---- transfer functions, which go on below 0 as they do above ---- */

static double
srgb_linear(double c)
{
	double a = fabs(c);

	a = a <= 0.04045 ? a / 12.92 : pow((a + 0.055) / 1.055, 2.4);
	return c < 0 ? -a : a;
}

static double
srgb_coded(double c)
{
	double a = fabs(c);

	a = a > 0.0031308 ? 1.055 * pow(a, 1 / 2.4) - 0.055 : 12.92 * a;
	return c < 0 ? -a : a;
}

static double
a98_linear(double c)
{
	double a = pow(fabs(c), 563.0 / 256);

	return c < 0 ? -a : a;
}

static double
prophoto_linear(double c)
{
	double a = fabs(c);

	a = a <= 16.0 / 512 ? a / 16 : pow(a, 1.8);
	return c < 0 ? -a : a;
}

static double
same(double c)
{
	return c;
}

static triple
each(triple t, double (*f)(double))
{
	return (triple){{f(t.v[0]), f(t.v[1]), f(t.v[2])}};
}

/* ---- Lab and Oklab, with their polar forms ---- */

static triple
xyz_of_lab(triple lab)
{
	double y = (lab.v[0] + 16) / 116;
	double x = lab.v[1] / 500 + y, z = y - lab.v[2] / 200;

	x = x * x * x > EPSILON ? x * x * x : (116 * x - 16) / KAPPA;
	z = z * z * z > EPSILON ? z * z * z : (116 * z - 16) / KAPPA;
	y = lab.v[0] > KAPPA * EPSILON ? y * y * y : lab.v[0] / KAPPA;
	return times(&d50_to_d65, (triple){{x * D50_X, y, z * D50_Z}});
}

static double
lab_root(double v)
{
	return v > EPSILON ? cbrt(v) : (KAPPA * v + 16) / 116;
}

static triple
lab_of_xyz(triple xyz)
{
	triple t = times(&d65_to_d50, xyz);
	double x = lab_root(t.v[0] / D50_X), y = lab_root(t.v[1]);
	double z = lab_root(t.v[2] / D50_Z);

	return (triple){{116 * y - 16, 500 * (x - y), 200 * (y - z)}};
}

static double
cube(double c)
{
	return c * c * c;
}

static triple
xyz_of_oklab(triple lab)
{
	return times(&lms_to_xyz, each(times(&oklab_to_lms, lab), cube));
}

static triple
oklab_of_xyz(triple xyz)
{
	return times(&lms_to_oklab, each(times(&xyz_to_lms, xyz), cbrt));
}

static triple
from_polar(triple t)
{
	double h = t.v[2] * PI / (TURN / 2);

	return (triple){{t.v[0], t.v[1] * cos(h), t.v[1] * sin(h)}};
}

static triple
to_polar(triple t)
{
	double h = atan2(t.v[2], t.v[1]) * (TURN / 2) / PI;

	return (triple){{t.v[0], hypot(t.v[1], t.v[2]), h < 0 ? h + TURN : h}};
}

/* ---- what is written ---- */

/* Three numbers of a colour and its alpha. */
struct parts {
	triple t;
	double alpha;
};

/* One number with what stands behind it; percent is what 100% is.  "none" is
 * 0 where nothing is mixed. */
static bool
read_part(const char **at, double percent, double *out)
{
	static const struct {
		const char *unit;
		double degrees;
	} units[] = {
	    {"deg", 1}, {"grad", 0.9}, {"rad", TURN / 2 / PI}, {"turn", TURN}};
	char *end;

	while (bm_is_space(**at))
		++*at;
	if (bm_str_starts_nocase(bm_str_of(*at), "none")) {
		*out = 0;
		*at += 4;
		return true;
	}
	/* No words like "infinity", which strtod would read. */
	if (!bm_is_digit(**at) && strchr("+-.", **at) == NULL)
		return false;
	*out = strtod(*at, &end);
	if (end == *at || !isfinite(*out))
		return false;
	*at = end;
	if (**at == '%') {
		*out *= percent / 100;
		++*at;
		return percent > 0;
	}
	for (size_t i = 0; percent <= 0 && i < COUNTOF(units); i++)
		if (bm_str_starts_nocase(bm_str_of(*at), units[i].unit)) {
			*out *= units[i].degrees;
			*at += strlen(units[i].unit);
			break;
		}
	return **at == '\0' || **at == '/' || bm_is_space(**at);
}

/* Three parts, and the alpha behind a slash; percents[i] is 0 for an angle. */
static bool
read_parts(const char *at, const double percents[3], struct parts *out)
{
	out->alpha = 1;
	for (size_t i = 0; i < 3; i++)
		if (!read_part(&at, percents[i], &out->t.v[i]))
			return false;
	while (bm_is_space(*at))
		at++;
	if (*at == '/') {
		at++;
		if (!read_part(&at, 1, &out->alpha))
			return false;
		out->alpha = fmin(fmax(out->alpha, 0), 1);
	}
	while (bm_is_space(*at))
		at++;
	return *at == '\0';
}

/* What a colour in a space is in linear sRGB, which may lie outside of it. */
static triple
linear_of_xyz(triple xyz)
{
	return times(&xyz_to_srgb, xyz);
}

/* hwb(), CSS Color 4, 8. */
static void
read_hwb(triple t, triple *out)
{
	double h = fmod(fmod(t.v[0], TURN) + TURN, TURN);
	double white = fmax(t.v[1], 0) / 100, black = fmax(t.v[2], 0) / 100;
	static const double shift[3] = {0, 8, 4};

	for (size_t i = 0; i < 3; i++) {
		double k = fmod(shift[i] + h / 30, 12);
		double c = 0.5 - 0.5 * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));

		out->v[i] = srgb_linear(white + black >= 1
					    ? white / (white + black)
					    : c * (1 - white - black) + white);
	}
}

/* lab(), lch(), oklab(), oklch() and hwb(). */
static bool
read_function(bm_str name, const char *inside, struct parts *out)
{
	static const double lab[] = {100, 125, 125}, lch[] = {100, 150, 0},
			    oklab[] = {1, 0.4, 0.4}, oklch[] = {1, 0.4, 0},
			    hwb[] = {0, 100, 100};
	bool ok = bm_str_starts_nocase(name, "ok");
	bool polar =
	    bm_str_is_nocase(name, "lch") || bm_str_is_nocase(name, "oklch");
	const double *percents =
	    ok ? (polar ? oklch : oklab) : (polar ? lch : lab);
	triple t;

	if (bm_str_is_nocase(name, "hwb")) {
		if (!read_parts(inside, hwb, out))
			return false;
		read_hwb(out->t, &t);
		out->t = t;
		return true;
	}
	if (!polar && !bm_str_is_nocase(name, "lab") &&
	    !bm_str_is_nocase(name, "oklab"))
		return false;
	if (!read_parts(inside, percents, out))
		return false;
	t = out->t;
	t.v[0] = fmin(fmax(t.v[0], 0), percents[0]);
	if (polar) {
		t.v[1] = fmax(t.v[1], 0);
		t = from_polar(t);
	}
	out->t = linear_of_xyz(ok ? xyz_of_oklab(t) : xyz_of_lab(t));
	return true;
}

/* The spaces of color(), CSS Color 4, 10.  What rec2020 means has changed, so
 * it is not decided. */
static const struct {
	const char *name;
	double (*linear)(double);
	const matrix *to_xyz; /* NULL: they are in linear sRGB already */
	bool d50;
} spaces[] = {
    {"srgb", srgb_linear, NULL, false},
    {"srgb-linear", same, NULL, false},
    {"display-p3", srgb_linear, &p3_to_xyz, false},
    {"a98-rgb", a98_linear, &a98_to_xyz, false},
    {"prophoto-rgb", prophoto_linear, &prophoto_to_xyz50, true},
};

static bool
read_color(const char *inside, struct parts *out)
{
	static const double percents[] = {1, 1, 1};
	size_t n = 0;
	bm_str name;
	triple t;

	while (bm_is_space(*inside))
		inside++;
	while (inside[n] != '\0' && !bm_is_space(inside[n]))
		n++;
	name = (bm_str){inside, n};
	if (!read_parts(inside + n, percents, out))
		return false;
	t = out->t;
	if (bm_str_is_nocase(name, "xyz") ||
	    bm_str_is_nocase(name, "xyz-d65") ||
	    bm_str_is_nocase(name, "xyz-d50")) {
		if (bm_str_is_nocase(name, "xyz-d50"))
			t = times(&d50_to_d65, t);
		out->t = linear_of_xyz(t);
		return true;
	}
	for (size_t i = 0; i < COUNTOF(spaces); i++) {
		if (!bm_str_is_nocase(name, spaces[i].name))
			continue;
		t = each(t, spaces[i].linear);
		if (spaces[i].to_xyz != NULL) {
			t = times(spaces[i].to_xyz, t);
			t = linear_of_xyz(spaces[i].d50 ? times(&d50_to_d65, t)
							: t);
		}
		out->t = t;
		return true;
	}
	return false;
}

/* ---- mixtures, CSS Color 5, 3 ---- */

enum mixing {
	MIX_SRGB,
	MIX_LINEAR,
	MIX_XYZ,
	MIX_LAB,
	MIX_OKLAB,
	MIX_LCH,
	MIX_OKLCH
};

static const struct {
	const char *name;
	enum mixing how;
} mixings[] = {
    {"srgb", MIX_SRGB}, {"srgb-linear", MIX_LINEAR},
    {"xyz", MIX_XYZ},   {"xyz-d65", MIX_XYZ},
    {"lab", MIX_LAB},   {"oklab", MIX_OKLAB},
    {"lch", MIX_LCH},   {"oklch", MIX_OKLCH},
};

static triple
into(enum mixing how, triple linear)
{
	triple xyz = times(&srgb_to_xyz, linear);

	switch (how) {
	case MIX_SRGB:
		return each(linear, srgb_coded);
	case MIX_LINEAR:
		return linear;
	case MIX_LAB:
		return lab_of_xyz(xyz);
	case MIX_OKLAB:
		return oklab_of_xyz(xyz);
	case MIX_LCH:
		return to_polar(lab_of_xyz(xyz));
	case MIX_OKLCH:
		return to_polar(oklab_of_xyz(xyz));
	case MIX_XYZ:
		break;
	}
	return xyz;
}

static triple
out_of(enum mixing how, triple t)
{
	switch (how) {
	case MIX_SRGB:
		return each(t, srgb_linear);
	case MIX_LINEAR:
		return t;
	case MIX_LAB:
		return linear_of_xyz(xyz_of_lab(t));
	case MIX_OKLAB:
		return linear_of_xyz(xyz_of_oklab(t));
	case MIX_LCH:
		return linear_of_xyz(xyz_of_lab(from_polar(t)));
	case MIX_OKLCH:
		return linear_of_xyz(xyz_of_oklab(from_polar(t)));
	case MIX_XYZ:
		break;
	}
	return linear_of_xyz(t);
}

/* The hues on the shorter way; one of a grey is that of the other.  False for
 * what is nearly grey: browsers take more for grey than the specification. */
static bool
meet_hues(enum mixing how, triple *a, triple *b)
{
	double least = how == MIX_LCH ? 0.0015 : 0.000004;
	double sure = how == MIX_LCH ? 4 : 0.04;

	if ((a->v[1] > least && a->v[1] < sure) ||
	    (b->v[1] > least && b->v[1] < sure))
		return false;
	if (a->v[1] <= least)
		a->v[2] = b->v[2];
	else if (b->v[1] <= least)
		b->v[2] = a->v[2];
	if (b->v[2] - a->v[2] > TURN / 2)
		a->v[2] += TURN;
	else if (b->v[2] - a->v[2] < -TURN / 2)
		b->v[2] += TURN;
	return true;
}

static bool
mix(enum mixing how, const struct parts c[2], double share, struct parts *out)
{
	bool polar = how == MIX_LCH || how == MIX_OKLCH;
	triple a = into(how, c[0].t), b = into(how, c[1].t), t;

	if (polar && !meet_hues(how, &a, &b))
		return false;
	out->alpha = c[0].alpha * share + c[1].alpha * (1 - share);
	for (size_t i = 0; i < 3; i++) {
		/* Hues are not multiplied with alpha. */
		bool plain = (polar && i == 2) || out->alpha <= 0;
		double x = plain ? 1 : c[0].alpha, y = plain ? 1 : c[1].alpha;

		t.v[i] = a.v[i] * x * share + b.v[i] * y * (1 - share);
		if (!plain)
			t.v[i] /= out->alpha;
	}
	out->t = out_of(how, t);
	return true;
}

/* The part up to the next comma outside of brackets; cut off. */
static bm_str
up_to_comma(bm_str *s)
{
	unsigned round = 0;
	size_t n = 0;
	bm_str part;

	for (; n < s->len && (round > 0 || s->ptr[n] != ','); n++) {
		round += s->ptr[n] == '(';
		round -= s->ptr[n] == ')' && round > 0;
	}
	part = bm_str_trim((bm_str){s->ptr, n});
	n += n < s->len;
	*s = (bm_str){s->ptr + n, s->len - n};
	return part;
}

/* A colour with its share in percent before or behind it, -1 for none. */
static bool
read_share(bm_str s, bm_str *colour, double *share)
{
	char text[32], *end;
	size_t from = s.len;

	*share = -1;
	*colour = s;
	if (s.len > 0 && s.ptr[s.len - 1] == '%') {
		while (from > 0 && !bm_is_space(s.ptr[from - 1]))
			from--;
		*colour = bm_str_trim((bm_str){s.ptr, from});
		s = (bm_str){s.ptr + from, s.len - from};
	} else if (s.len > 0 && (bm_is_digit(*s.ptr) || *s.ptr == '.')) {
		size_t to = bm_str_find(s, "%", 0) + 1;

		if (to > s.len)
			return false;
		*colour = bm_str_trim((bm_str){s.ptr + to, s.len - to});
		s.len = to;
	} else {
		return true;
	}
	if (s.len >= sizeof(text) || !(bm_is_digit(*s.ptr) || *s.ptr == '.'))
		return false;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';
	*share = strtod(text, &end);
	return *end == '%' && end[1] == '\0' && *share >= 0 && *share <= 100;
}

static bool
read_space(bm_str s, enum mixing *out)
{
	if (!bm_str_starts_nocase(s, "in ") ||
	    bm_str_find(s, "none", 0) < s.len)
		return false;
	s = bm_str_trim((bm_str){s.ptr + 3, s.len - 3});
	for (size_t i = 0; i < COUNTOF(mixings); i++)
		if (bm_str_is_nocase(s, mixings[i].name)) {
			*out = mixings[i].how;
			return true;
		}
	return false;
}

static bool
read_mix(bm_str inside, struct parts *out)
{
	struct parts c[2];
	double share[2], sum;
	enum mixing how;

	/* A part that is missing comes from the other colour: not done. */
	if (bm_str_find(inside, "none", 0) < inside.len ||
	    !read_space(up_to_comma(&inside), &how))
		return false;
	for (size_t i = 0; i < 2; i++) {
		bm_colour read;
		bm_str text;

		if (!read_share(up_to_comma(&inside), &text, &share[i]) ||
		    !color_read(text, &read))
			return false;
		c[i].alpha = read.alpha;
		c[i].t = (triple){{srgb_linear(read.red / 255),
				   srgb_linear(read.green / 255),
				   srgb_linear(read.blue / 255)}};
	}
	if (inside.len > 0)
		return false;
	if (share[0] < 0)
		share[0] = share[1] < 0 ? 50 : 100 - share[1];
	if (share[1] < 0)
		share[1] = 100 - share[0];
	sum = share[0] + share[1];
	if (sum <= 0)
		return false;
	if (!mix(how, c, share[0] / sum, out))
		return false;
	out->alpha *= fmin(sum / 100, 1);
	return true;
}

bool
color_read_space(bm_str s, bm_colour *out)
{
	size_t open = bm_str_find(s, "(", 0);
	char inside[MIX_MAX];
	struct parts parts;
	double v[3];
	bm_str name = {s.ptr, open};
	bool read;

	if (open == s.len || s.len >= sizeof(inside) || s.ptr[s.len - 1] != ')')
		return false;
	memcpy(inside, s.ptr + open + 1, s.len - open - 2);
	inside[s.len - open - 2] = '\0';
	if (bm_str_is_nocase(name, "color-mix"))
		read = read_mix(bm_str_of(inside), &parts);
	else if (bm_str_is_nocase(name, "color"))
		read = read_color(inside, &parts);
	else
		read = read_function(name, inside, &parts);
	if (!read)
		return false;
	for (size_t i = 0; i < 3; i++)
		v[i] = 255 * fmin(fmax(srgb_coded(parts.t.v[i]), 0), 1);
	*out = (bm_colour){v[0], v[1], v[2], parts.alpha};
	return true;
}

bm_str
color_of_scheme(bm_str s, bool dark)
{
	static const char start[] = "light-dark(";
	bm_str rest, light;

	if (!bm_str_starts_nocase(s, start) || s.ptr[s.len - 1] != ')')
		return s;
	rest = (bm_str){s.ptr + sizeof(start) - 1, s.len - sizeof(start)};
	light = up_to_comma(&rest);
	return dark ? bm_str_trim(rest) : light;
}
