/* Numbers: is-numeric, cs:number, page ranges, roman numerals. */
#include <stdlib.h>

#include "core/buf.h"
#include "csl/render.h"

/* The length of a dash at s[at]: hyphens or en dash; 0 if there is none. */
static size_t
dash_at(bm_str s, size_t at)
{
	bm_str rest = {s.ptr + at, s.len - at};

	if (bm_str_starts(rest, "--"))
		return 2;
	if (bm_str_starts(rest, "-"))
		return 1;
	if (bm_str_starts(rest, "\xE2\x80\x93") ||
	    bm_str_starts(rest, "\xE2\x80\x91"))
		return 3;
	return 0;
}

static size_t
skip_spaces(bm_str s, size_t at)
{
	while (at < s.len && s.ptr[at] == ' ')
		at++;
	return at;
}

/* Letters, digits, letters: "D2", "2b", "23rd".  0 if it is no number. */
static size_t
number_token(bm_str s, size_t at)
{
	size_t start = at;
	bool digits = false;

	while (at < s.len &&
	       (bm_is_alpha(s.ptr[at]) || bm_is_digit(s.ptr[at]) ||
		(unsigned char)s.ptr[at] >= 0x80)) {
		if (dash_at(s, at) > 0)
			break;
		digits = digits || bm_is_digit(s.ptr[at]);
		at++;
	}
	return digits ? at - start : 0;
}

/* See render.h.  CSL 1.0.2, Choose, is-numeric. */
bool
csl_is_numeric(bm_str text)
{
	size_t at, n;

	text = bm_str_trim(text);
	at = 0;
	for (;;) {
		n = number_token(text, at);
		if (n == 0)
			return false;
		at = skip_spaces(text, at + n);
		if (at == text.len)
			return true;
		n = dash_at(text, at);
		if (n == 0 && (text.ptr[at] == ',' || text.ptr[at] == '&'))
			n = 1;
		if (n == 0)
			return false;
		at = skip_spaces(text, at + n);
	}
}

/* Whether it is a roman numeral, as front matter has for pages. */
static bool
roman_token(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr("ivxlcdmIVXLCDM", s.ptr[i]) == NULL)
			return false;
	return s.len > 0;
}

/* The length of the letters at s[at] if they are a roman numeral. */
static size_t
roman_at(bm_str s, size_t at)
{
	size_t end = at;

	while (end < s.len && bm_is_alpha(s.ptr[end]))
		end++;
	return roman_token((bm_str){s.ptr + at, end - at}) ? end - at : 0;
}

/* See render.h. */
bool
csl_is_plural(const char *variable, bm_str text)
{
	size_t at = 0, numbers = 0;
	bool separator = false;

	if (strncmp(variable, "number-of-", 10) == 0)
		return csl_is_numeric(text) && strtol(text.ptr, NULL, 10) > 1;
	while (at < text.len) {
		size_t n = number_token(text, at);

		if (n == 0)
			n = roman_at(text, at);
		if (n > 0) {
			numbers++;
			at += n;
			continue;
		}
		n = dash_at(text, at);
		if (numbers > 0 &&
		    (n > 0 || text.ptr[at] == ',' || text.ptr[at] == '&'))
			separator = true;
		at += n > 0 ? n : 1;
	}
	return numbers > 1 && separator;
}

/* See render.h. */
bm_str
csl_roman(bm_arena *arena, long number)
{
	static const struct {
		long value;
		const char *text;
	} steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"},
		     {100, "c"},  {90, "xc"},  {50, "l"},  {40, "xl"},
		     {10, "x"},   {9, "ix"},   {5, "v"},   {4, "iv"},
		     {1, "i"}};
	char buf[32] = "";

	if (number < 1 || number > 3999)
		return (bm_str){0};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		for (; number >= steps[i].value; number -= steps[i].value)
			strncat(buf, steps[i].text,
				sizeof buf - strlen(buf) - 1);
	return bm_str_of(bm_arena_strdup(arena, buf));
}

static void
put_number(csl_context *cx, bm_buf *out, bm_str token, csl_number_form form,
	   const char *gender)
{
	bm_str s = {0};
	long n;

	for (size_t i = 0; i < token.len; i++)
		if (!bm_is_digit(token.ptr[i]) || token.len > 9) {
			bm_buf_putstr(out, token);
			return;
		}
	n = 0;
	for (size_t i = 0; i < token.len; i++)
		n = n * 10 + (token.ptr[i] - '0');
	if (form == CSL_ROMAN)
		s = csl_roman(cx->arena, n);
	else if (form == CSL_LONG_ORDINAL)
		s = csl_long_ordinal(cx->locale, n, gender);
	if (s.len > 0) {
		bm_buf_putstr(out, s);
		return;
	}
	bm_buf_putstr(out, token);
	if (form == CSL_ORDINAL || form == CSL_LONG_ORDINAL)
		bm_buf_putstr(out, csl_ordinal_suffix(cx->locale, n, gender));
}

/*
 * See render.h.  Separators are put in CSL's form: "2-4", "2, 3", "2 & 3".
 */
bm_str
csl_number_format(csl_context *cx, bm_str text, csl_number_form form,
		  const char *variable, bool with_text)
{
	const char *gender = csl_term_gender(cx->locale, variable);
	bm_str dash = csl_term_get(cx->locale, "page-range-delimiter",
				   CSL_FORM_LONG, false);
	size_t at = 0;
	bm_buf out;

	if (dash.ptr == NULL)
		dash = BM_STR("\xE2\x80\x93");
	text = bm_str_trim(text);
	if (!csl_is_numeric(text))
		return with_text ? text : (bm_str){0};
	bm_buf_init(&out, bm_arena_allocator(cx->arena));
	while (at < text.len) {
		size_t n = number_token(text, at);

		put_number(cx, &out, (bm_str){text.ptr + at, n}, form, gender);
		at = skip_spaces(text, at + n);
		if (at >= text.len)
			break;
		n = dash_at(text, at);
		if (n > 0)
			bm_buf_putstr(&out, dash);
		else if (text.ptr[at] == ',')
			bm_buf_puts(&out, ", ");
		else
			bm_buf_puts(&out, " & ");
		at = skip_spaces(text, at + (n > 0 ? n : 1));
	}
	return csl_buf_take(cx->arena, &out);
}

/* See render.h. */
csl_out *
csl_render_number(csl_context *cx, const csl_node *node)
{
	bm_str s = csl_variable(cx, node->variable, CSL_FORM_LONG);
	csl_out *out;

	cx->asked = true;
	if (s.len == 0 || csl_variable_used(cx, node->variable))
		return NULL;
	cx->found = true;
	if (strcmp(node->variable, "page") == 0)
		s = csl_page_range(cx->arena, cx->style, cx->locale, s);
	else
		s = csl_number_format(cx, s, node->number_form, node->variable,
				      true);
	out = csl_field_parse(cx->arena, s);
	return csl_out_decorate(cx->arena, out, &node->look, cx->english,
				cx->lang);
}

/* ---- Page ranges (CSL 1.0.2, appendix V) ---- */

typedef struct page {
	bm_str prefix, digits, all;
} page;

/* "S70" is prefix "S", digits "70".  false: something else is in it. */
static bool
split_page(bm_str s, page *out)
{
	size_t at = s.len;

	while (at > 0 && bm_is_digit(s.ptr[at - 1]))
		at--;
	out->all = s;
	out->prefix = (bm_str){s.ptr, at};
	out->digits = (bm_str){s.ptr + at, s.len - at};
	for (size_t i = 0; i < at; i++)
		if (s.ptr[i] == ' ' || s.ptr[i] == ',')
			return false;
	return out->digits.len > 0;
}

static size_t
common(bm_str a, bm_str b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
		n++;
	return n;
}

/* How many leading digits of the last page the Chicago rules leave out. */
static size_t
chicago(bm_str first, bm_str last, bool sixteen)
{
	size_t same = common(first, last), n = first.len, keep;

	if (n < 3 || (first.ptr[n - 1] == '0' && first.ptr[n - 2] == '0'))
		return 0;
	if (first.ptr[n - 2] == '0')
		return same;
	keep = n - same;
	if (!sixteen && n == 4 && keep >= 3)
		return 0;
	return keep < 2 ? n - 2 : same;
}

/* Puts "first-last" in the style's format. */
static void
put_range(bm_arena *arena, csl_page_format format, page first, page last,
	  bm_str dash, bm_buf *out)
{
	bm_str digits = last.digits;
	size_t cut = 0;
	char *full;

	if (last.prefix.len == 0 && digits.len < first.digits.len) {
		full =
		    bm_arena_strndup(arena, first.digits.ptr, first.digits.len);
		if (full == NULL)
			return;
		memcpy(full + first.digits.len - digits.len, digits.ptr,
		       digits.len);
		digits = (bm_str){full, first.digits.len};
	}
	bm_buf_putstr(out, first.all);
	bm_buf_putstr(out, dash);
	if (digits.len != first.digits.len ||
	    (last.prefix.len > 0 && !bm_str_eq(first.prefix, last.prefix)) ||
	    memcmp(digits.ptr, first.digits.ptr, digits.len) < 0) {
		if (format == CSL_PAGE_EXPANDED ||
		    !bm_str_eq(first.prefix, last.prefix))
			bm_buf_putstr(out, last.prefix);
		bm_buf_putstr(out, last.digits);
		return;
	}
	if (format == CSL_PAGE_MINIMAL)
		cut = common(first.digits, digits);
	else if (format == CSL_PAGE_MINIMAL_TWO)
		cut = common(first.digits, digits);
	else if (format != CSL_PAGE_EXPANDED)
		cut =
		    chicago(first.digits, digits, format == CSL_PAGE_CHICAGO16);
	if (cut >= digits.len)
		cut = digits.len - 1;
	if (format == CSL_PAGE_MINIMAL_TWO && digits.len >= 2 &&
	    digits.len - cut < 2)
		cut = digits.len - 2;
	if (format == CSL_PAGE_EXPANDED)
		bm_buf_putstr(out, first.prefix);
	bm_buf_put(out, digits.ptr + cut, digits.len - cut);
}

/* One part between commas: a page, or a range of pages. */
static void
put_pages(bm_arena *arena, csl_page_format format, bm_str part, bm_str dash,
	  bm_buf *out)
{
	size_t at = 0, n = 0;
	page first, last;

	while (at < part.len && (n = dash_at(part, at)) == 0)
		at++;
	if (at == part.len) {
		bm_buf_putstr(out, part);
		return;
	}
	first.all = bm_str_trim((bm_str){part.ptr, at});
	last.all = bm_str_trim((bm_str){part.ptr + at + n, part.len - at - n});
	if (format == CSL_PAGE_ASIS || !split_page(first.all, &first) ||
	    !split_page(last.all, &last)) {
		bool numbers =
		    csl_is_numeric(part) ||
		    (roman_token(first.all) && roman_token(last.all));

		bm_buf_putstr(out, first.all);
		if (numbers)
			bm_buf_putstr(out, dash);
		else
			bm_buf_put(out, part.ptr + at, n);
		bm_buf_putstr(out, last.all);
		return;
	}
	put_range(arena, format, first, last, dash, out);
}

/* See render.h. */
bm_str
csl_page_range(bm_arena *arena, const csl_style *style,
	       const csl_locale *locale, bm_str text)
{
	bm_str dash =
	    csl_term_get(locale, "page-range-delimiter", CSL_FORM_LONG, false);
	bm_str rest = bm_str_trim(text), part;
	bool more = false;
	bm_buf out;

	if (dash.ptr == NULL)
		dash = BM_STR("\xE2\x80\x93");
	bm_buf_init(&out, bm_arena_allocator(arena));
	while (bm_str_split(&rest, ',', &part)) {
		bool again = false;
		bm_str piece;

		if (more)
			bm_buf_puts(&out, ", ");
		while (bm_str_split(&part, '&', &piece)) {
			if (again)
				bm_buf_puts(&out, " & ");
			put_pages(arena, style->page_format, bm_str_trim(piece),
				  dash, &out);
			again = true;
		}
		more = true;
	}
	return csl_buf_take(arena, &out);
}
