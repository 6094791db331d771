/* What identifies works and places in them: DOI, PMID, PMCID, pages. */
#include <unicode/unorm2.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "bib/internal.h"

/* Cuts a prefix off, the case of ASCII ignored. */
static bool
cut(bm_str *s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (!bm_str_starts_nocase(*s, prefix))
		return false;
	s->ptr += n;
	s->len -= n;
	return true;
}

/* Cuts "https://" and "www." or "dx." off an address. */
static void
cut_scheme(bm_str *s)
{
	if (cut(s, "https://") || cut(s, "http://"))
		(void)(cut(s, "www.") || cut(s, "dx."));
	else
		(void)cut(s, "dx.");
}

/* Cuts a label like "doi:" or "PMID " off, with the spaces around it. */
static void
cut_label(bm_str *s, const char *label)
{
	bm_str rest = bm_str_trim(*s);

	if (cut(&rest, label) && rest.len > 0 &&
	    (rest.ptr[0] == ':' || bm_is_space(rest.ptr[0]))) {
		if (rest.ptr[0] == ':') {
			rest.ptr++;
			rest.len--;
		}
		*s = bm_str_trim(rest);
	}
}

/* The text up to the first white space. */
static bm_str
first_word(bm_str s)
{
	size_t n = 0;

	s = bm_str_trim(s);
	while (n < s.len && !bm_is_space(s.ptr[n]))
		n++;
	s.len = n;
	return s;
}

/* Three letters and digits of ASCII at least, and nothing else. */
static bool
is_word(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!bm_is_alpha(s.ptr[i]) && !bm_is_digit(s.ptr[i]))
			return false;
	return s.len >= 3;
}

/* See internal.h. */
bm_str
bib_doi(bm_str text)
{
	bm_str s = bm_str_trim(text);
	size_t at = 3;

	cut_label(&s, "doi");
	cut_scheme(&s);
	(void)cut(&s, "doi.org/");
	cut_label(&s, "doi");
	if (bm_str_starts_nocase(s, "doi10.")) /* a space was lost */
		(void)cut(&s, "doi");
	s = first_word(s);
	while (s.len > 0 && strchr(".,;", s.ptr[s.len - 1]) != NULL)
		s.len--;
	/* A short DOI: "10/fg6rf9". */
	if (bm_str_starts(s, "10/") && is_word((bm_str){s.ptr + 3, s.len - 3}))
		return s;
	if (!bm_str_starts(s, "10."))
		return (bm_str){"", 0};
	while (at < s.len && (bm_is_digit(s.ptr[at]) || s.ptr[at] == '.'))
		at++;
	if (at == 3 || at + 1 >= s.len || s.ptr[at] != '/')
		return (bm_str){"", 0};
	return s;
}

/* The digits that s begins with, if a sensible number of them ends there. */
static bm_str
number(bm_str s)
{
	size_t n = 0;

	while (n < s.len && bm_is_digit(s.ptr[n]))
		n++;
	if (n == 0 || n > 8 || s.ptr[0] == '0' ||
	    (n < s.len && strchr("/?#. ", s.ptr[n]) == NULL))
		return (bm_str){"", 0};
	s.len = n;
	return s;
}

/* See internal.h. */
bm_str
bib_pmid(bm_str text)
{
	bm_str s = bm_str_trim(text);

	cut_label(&s, "pmid");
	cut_scheme(&s);
	if (!cut(&s, "pubmed.ncbi.nlm.nih.gov/"))
		(void)cut(&s, "ncbi.nlm.nih.gov/pubmed/");
	return number(s);
}

/* See internal.h. */
bm_str
bib_pmcid(bm_arena *arena, bm_str text)
{
	bm_str s = bm_str_trim(text);
	char *made;

	cut_label(&s, "pmcid");
	cut_scheme(&s);
	if (!cut(&s, "pmc.ncbi.nlm.nih.gov/articles/"))
		(void)cut(&s, "ncbi.nlm.nih.gov/pmc/articles/");
	(void)cut(&s, "pmc");
	s = number(bm_str_trim(s));
	if (s.len == 0)
		return (bm_str){"", 0};
	made = bm_arena_printf(arena, "PMC%.*s", (int)s.len, s.ptr);
	return made != NULL ? bm_str_of(made) : (bm_str){"", 0};
}

/* ---- Pages ---- */

typedef struct page {
	bm_str prefix, digits, rest;
} page;

static page
parse_page(bm_str s)
{
	page p = {0};
	size_t at = 0, start;

	while (at < s.len && bm_is_alpha(s.ptr[at]))
		at++;
	p.prefix = (bm_str){s.ptr, at};
	start = at;
	while (at < s.len && bm_is_digit(s.ptr[at]))
		at++;
	p.digits = (bm_str){s.ptr + start, at - start};
	p.rest = (bm_str){s.ptr + at, s.len - at};
	return p;
}

/* Writes "first-last" with what the last page leaves out filled in. */
static void
put_range(bm_buf *out, bm_str first, bm_str last)
{
	page a = parse_page(first), b = parse_page(last);
	size_t missing = a.digits.len - b.digits.len;

	bm_buf_putstr(out, first);
	bm_buf_putc(out, '-');
	if (a.rest.len > 0 || a.digits.len == 0 || b.digits.len == 0 ||
	    (b.rest.len > 0 && b.rest.ptr[0] != '.') ||
	    b.digits.len > a.digits.len ||
	    (b.prefix.len > 0 && !bm_str_eq(a.prefix, b.prefix)) ||
	    memcmp(b.digits.ptr, a.digits.ptr + missing, b.digits.len) < 0) {
		bm_buf_putstr(out, last);
		return;
	}
	bm_buf_putstr(out, a.prefix);
	bm_buf_put(out, a.digits.ptr, missing);
	bm_buf_putstr(out, b.digits);
	bm_buf_putstr(out, b.rest);
}

/* Writes one entry of a list of pages: a range, a page, or anything else. */
static void
put_pages(bm_buf *out, bm_str s)
{
	static const char *const dashes[] = {"--",           "\xE2\x80\x93",
					     "\xE2\x80\x94", "\xE2\x88\x92",
					     "\xE2\x80\x90", "-"};
	size_t at = s.len, width = 0;
	bm_str first, last;

	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
		size_t found = bm_str_find(s, dashes[i], 0);

		if (found < at) {
			at = found;
			width = strlen(dashes[i]);
		}
	}
	first = bm_str_trim((bm_str){s.ptr, at});
	last = bm_str_trim((bm_str){s.ptr + at + width, s.len - at - width});
	if (first.len == 0 || last.len == 0 ||
	    bm_str_find(last, "-", 0) < last.len)
		bm_buf_putstr(out, s);
	else
		put_range(out, first, last);
}

/* See internal.h. */
bm_str
bib_pages_expand(bm_arena *arena, bm_str pages)
{
	bm_str rest = bm_str_trim(pages), part, made = {"", 0};
	bool more = false;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(arena));
	while (bm_str_split(&rest, ',', &part)) {
		if (more)
			bm_buf_puts(&out, ", ");
		more = true;
		put_pages(&out, bm_str_trim(part));
	}
	if (out.status == BM_OK) {
		made.ptr = bm_arena_strndup(arena, out.ptr, out.len);
		made.len = made.ptr != NULL ? out.len : 0;
	} else
		(void)bm_arena_array(arena, SIZE_MAX, 2);
	bm_buf_free(&out);
	return made;
}

/* ---- Ids ---- */

/* Letters that do not fall apart into one of ASCII and a mark. */
static const char *
spelling(UChar c)
{
	static const struct {
		UChar letter;
		const char *ascii;
	} table[] = {{0xDF, "ss"}, {0xC6, "ae"},  {0xE6, "ae"},  {0xD8, "o"},
		     {0xF8, "o"},  {0x152, "oe"}, {0x153, "oe"}, {0x141, "l"},
		     {0x142, "l"}, {0x110, "d"},  {0x111, "d"},  {0xD0, "d"},
		     {0xF0, "d"},  {0xDE, "th"},  {0xFE, "th"},  {0x131, "i"},
		     {0x126, "h"}, {0x127, "h"}};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].letter == c)
			return table[i].ascii;
	return "";
}

/* See internal.h. */
bm_str
bib_ascii(bm_arena *arena, bm_str text)
{
	enum { MOST = 96 };
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);
	UChar wide[MOST], plain[MOST * 4];
	int32_t n = 0, count;
	char out[MOST * 8];
	size_t length = 0, at = 0;
	char *made;

	while (at < text.len && n < MOST - 2) {
		uint32_t c = bm_utf8_next(text, &at);

		if (c < 0x10000)
			wide[n++] = (UChar)c;
	}
	count = nfkd != NULL
		    ? unorm2_normalize(nfkd, wide, n, plain, MOST * 4, &code)
		    : 0;
	if (U_FAILURE(code))
		count = 0;
	for (int32_t i = 0; i < count; i++) {
		UChar c = plain[i];

		if (c < 0x80) {
			char lower = bm_lower((char)c);

			if (bm_is_alpha(lower) || bm_is_digit(lower))
				out[length++] = lower;
		} else
			for (const char *p = spelling(c); *p != '\0'; p++)
				out[length++] = *p;
	}
	made = bm_arena_strndup(arena, out, length);
	return (bm_str){made != NULL ? made : "", made != NULL ? length : 0};
}
