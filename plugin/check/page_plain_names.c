/* What the quick reader of HTML knows of names: see page_plain.c. */
#include "check/page_plain.h"

/* ---- elements ---- */

const uint8_t plain_kinds[N_KNOWN] = {
    [N_a] = E_INLINE | E_ONCE,
    [N_abbr] = E_INLINE,
    [N_acronym] = E_INLINE,
    [N_address] = E_BLOCK,
    [N_area] = E_INLINE | E_VOID,
    [N_article] = E_BLOCK,
    [N_aside] = E_BLOCK,
    [N_audio] = E_INLINE,
    [N_b] = E_INLINE,
    [N_bdi] = E_INLINE,
    [N_bdo] = E_INLINE,
    [N_big] = E_INLINE,
    [N_blockquote] = E_BLOCK,
    [N_br] = E_INLINE | E_VOID,
    [N_button] = E_INLINE | E_ONCE,
    [N_canvas] = E_INLINE,
    [N_center] = E_BLOCK,
    [N_cite] = E_INLINE,
    [N_code] = E_INLINE,
    [N_data] = E_INLINE,
    [N_del] = E_INLINE,
    [N_details] = E_BLOCK,
    [N_dfn] = E_INLINE,
    [N_div] = E_BLOCK,
    [N_dl] = E_BLOCK,
    [N_em] = E_INLINE,
    [N_fieldset] = E_BLOCK,
    [N_figcaption] = E_BLOCK,
    [N_figure] = E_BLOCK,
    [N_font] = E_INLINE,
    [N_footer] = E_BLOCK,
    [N_form] = E_BLOCK | E_ONCE,
    [N_h1] = E_BLOCK | E_HEADING,
    [N_h2] = E_BLOCK | E_HEADING,
    [N_h3] = E_BLOCK | E_HEADING,
    [N_h4] = E_BLOCK | E_HEADING,
    [N_h5] = E_BLOCK | E_HEADING,
    [N_h6] = E_BLOCK | E_HEADING,
    [N_header] = E_BLOCK,
    [N_hgroup] = E_BLOCK,
    [N_hr] = E_BLOCK | E_VOID,
    [N_i] = E_INLINE,
    [N_img] = E_INLINE | E_VOID,
    [N_input] = E_INLINE | E_VOID,
    [N_ins] = E_INLINE,
    [N_kbd] = E_INLINE,
    [N_label] = E_INLINE,
    [N_legend] = E_INLINE,
    [N_link] = E_INLINE | E_VOID | E_HEAD,
    [N_main] = E_BLOCK,
    [N_map] = E_INLINE,
    [N_mark] = E_INLINE,
    [N_math] = E_INLINE,
    [N_menu] = E_BLOCK,
    [N_meta] = E_INLINE | E_VOID | E_HEAD,
    [N_meter] = E_INLINE,
    [N_nav] = E_BLOCK,
    [N_noscript] = E_INLINE,
    [N_ol] = E_BLOCK,
    [N_output] = E_INLINE,
    [N_p] = E_BLOCK,
    [N_picture] = E_INLINE,
    [N_pre] = E_BLOCK,
    [N_progress] = E_INLINE,
    [N_q] = E_INLINE,
    [N_ruby] = E_INLINE,
    [N_s] = E_INLINE,
    [N_samp] = E_INLINE,
    [N_script] = E_INLINE | E_RAW | E_HEAD,
    [N_section] = E_BLOCK,
    [N_small] = E_INLINE,
    [N_source] = E_INLINE | E_VOID,
    [N_span] = E_INLINE,
    [N_strike] = E_INLINE,
    [N_strong] = E_INLINE,
    [N_style] = E_INLINE | E_RAW | E_HEAD,
    [N_sub] = E_INLINE,
    [N_summary] = E_BLOCK,
    [N_sup] = E_INLINE,
    [N_svg] = E_INLINE,
    [N_table] = E_BLOCK | E_FRAME,
    [N_time] = E_INLINE,
    [N_track] = E_INLINE | E_VOID,
    [N_tt] = E_INLINE,
    [N_u] = E_INLINE,
    [N_ul] = E_BLOCK,
    [N_var] = E_INLINE,
    [N_video] = E_INLINE,
    [N_wbr] = E_INLINE | E_VOID,
    /* With a place of their own: see `stands` of the reader. */
    [N_caption] = 0,
    [N_col] = E_VOID,
    [N_colgroup] = E_FRAME,
    [N_tbody] = E_FRAME,
    [N_tfoot] = E_FRAME,
    [N_thead] = E_FRAME,
    [N_tr] = E_FRAME,
};

/* ---- formulas and drawings ---- */

static bool
is_one_of(const char *list, bm_str name)
{
	bm_str word;

	while (page_word(&list, &word))
		if (bm_str_eq(word, name))
			return true;
	return false;
}

/* See page_plain.h. */
bool
plain_is_foreign(enum page_ns ns, bm_str name)
{
	static const char svg[] = "path g circle rect line polygon polyline "
				  "ellipse defs use";
	static const char math[] =
	    "mi mn mo mrow msup msub mfrac mtext msubsup msqrt mroot mspace "
	    "mover munder munderover mstyle mtable mtr mtd semantics ms "
	    "annotation mpadded mphantom menclose merror mfenced maction "
	    "mprescripts mmultiscripts none";

	return is_one_of(ns == NS_SVG ? svg : math, name);
}

/* See page_plain.h. */
enum page_ns
plain_foreign_attribute(enum page_ns ns, bm_str name)
{
	static const char svg[] =
	    "width height viewBox class id d fill stroke stroke-width "
	    "stroke-linecap stroke-linejoin fill-rule role focusable style "
	    "aria-hidden aria-label aria-labelledby cx cy r rx ry x y x1 x2 "
	    "y1 y2 points transform opacity href";

	if (bm_str_is(name, "xmlns"))
		return NS_OTHER;
	if (ns == NS_SVG ? is_one_of(svg, name)
			 : memchr(name.ptr, ':', name.len) == NULL &&
			       !bm_str_is(name, "definitionurl"))
		return NS_NONE;
	return NS_HTML;
}

/* ---- references ---- */

/* The digits of a reference by number, and ";"; *n is behind them then. */
static uint32_t
number(bm_str s, bool hex, size_t *n)
{
	size_t i = *n, most = *n + 6;
	uint32_t c = 0;

	for (; i < s.len && i < most; i++) {
		char d = bm_lower(s.ptr[i]);

		if (bm_is_digit(d))
			c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
		else if (hex && d >= 'a' && d <= 'f')
			c = c * 16 + (uint32_t)(d - 'a' + 10);
		else
			break;
	}
	if (i == *n || i == s.len || s.ptr[i] != ';')
		return 0;
	*n = i + 1;
	return c;
}

/* See page_plain.h. */
uint32_t
plain_reference(const char **s, const char *end)
{
	static const struct {
		const char *name;
		uint32_t c;
	} names[] = {
	    {"&amp;", '&'},       {"&lt;", '<'},       {"&gt;", '>'},
	    {"&quot;", '"'},      {"&nbsp;", 0xA0},    {"&copy;", 0xA9},
	    {"&apos;", '\''},     {"&ndash;", 0x2013}, {"&mdash;", 0x2014},
	    {"&hellip;", 0x2026}, {"&lsquo;", 0x2018}, {"&rsquo;", 0x2019},
	    {"&ldquo;", 0x201C},  {"&rdquo;", 0x201D}, {"&laquo;", 0xAB},
	    {"&raquo;", 0xBB},    {"&middot;", 0xB7},  {"&bull;", 0x2022},
	    {"&reg;", 0xAE},      {"&times;", 0xD7},   {"&larr;", 0x2190},
	    {"&rarr;", 0x2192}};
	bm_str rest = {*s, (size_t)(end - *s)};
	bool hex = bm_str_starts(rest, "&#x");
	size_t n = hex ? 3 : 2;
	uint32_t c;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bm_str_starts(rest, names[i].name)) {
			*s += strlen(names[i].name);
			return names[i].c;
		}
	if (!bm_str_starts(rest, "&#"))
		return 0;
	c = number(rest, hex, &n);
	/* Others the standard takes for something else (13.2.5.80). */
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c >= 0xD800)
		return 0;
	*s += n;
	return c;
}
