/* Page ranges (CSL 1.0.2, appendix V). */
#include "csl/number.h"

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

/* The digits of the last page, filled up from the first: "110-5" is 115. */
static bm_str
filled(bm_arena *arena, bm_str first, bm_str last)
{
	char *full;

	if (last.len >= first.len)
		return last;
	full = bm_arena_strndup(arena, first.ptr, first.len);
	if (full == NULL)
		return last;
	memcpy(full + first.len - last.len, last.ptr, last.len);
	return (bm_str){full, first.len};
}

/* See number.h. */
void
csl_page_put_last(bm_arena *arena, csl_page_format format,
		  const csl_part *first, const csl_part *last, bm_buf *out)
{
	bm_str digits = filled(arena, first->digits, last->digits);
	size_t cut = 0;

	if (format == CSL_PAGE_ASIS || last->kind != CSL_PART_NUMBER) {
		bm_buf_putstr(out, last->all);
		return;
	}
	if (digits.len != first->digits.len ||
	    memcmp(digits.ptr, first->digits.ptr, digits.len) <= 0)
		digits = last->digits;
	else if (format == CSL_PAGE_MINIMAL || format == CSL_PAGE_MINIMAL_TWO)
		cut = common(first->digits, digits);
	else if (format != CSL_PAGE_EXPANDED)
		cut = chicago(first->digits, digits,
			      format == CSL_PAGE_CHICAGO16);
	if (format == CSL_PAGE_MINIMAL_TWO && digits.len >= 2 &&
	    digits.len - cut < 2)
		cut = digits.len - 2;
	if (format == CSL_PAGE_EXPANDED)
		bm_buf_putstr(out, first->prefix);
	bm_buf_put(out, digits.ptr + cut, digits.len - cut);
	bm_buf_putstr(out, last->suffix);
}
