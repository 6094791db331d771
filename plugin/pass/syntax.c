#include "pass/syntax.h"

#include <stdio.h>

#include "core/str.h"

/* ---- Language tags ------------------------------------------------------- */

static bool
all_alpha(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!bm_is_alpha(s.ptr[i]))
			return false;
	return s.len > 0;
}

static bool
all_digit(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!bm_is_digit(s.ptr[i]))
			return false;
	return s.len > 0;
}

static bool
all_alnum(bm_str s, size_t min, size_t max)
{
	for (size_t i = 0; i < s.len; i++)
		if (!bm_is_alpha(s.ptr[i]) && !bm_is_digit(s.ptr[i]))
			return false;
	return s.len >= min && s.len <= max;
}

static bool
equal_nocase(bm_str a, const char *b)
{
	if (a.len != strlen(b))
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (bm_lower(a.ptr[i]) != bm_lower(b[i]))
			return false;
	return true;
}

/* Tags of before 2006 that do not follow the rules (clause 2.2.8). */
static bool
is_irregular(bm_str tag)
{
	static const char *const tags[] = {
	    "en-GB-oed", "i-ami",      "i-bnn",      "i-default", "i-enochian",
	    "i-hak",     "i-klingon",  "i-lux",      "i-mingo",   "i-navajo",
	    "i-pwn",     "i-tao",      "i-tay",      "i-tsu",     "sgn-BE-FR",
	    "sgn-BE-NL", "sgn-CH-DE",  "art-lojban", "no-bok",    "no-nyn",
	    "zh-min",    "zh-min-nan", NULL};

	for (size_t i = 0; tags[i] != NULL; i++)
		if (equal_nocase(tag, tags[i]))
			return true;
	return false;
}

/* Takes the next subtag off *rest; false at the end. */
static bool
next_subtag(bm_str *rest, bm_str *out)
{
	return bm_str_split(rest, '-', out);
}

/* x-... : one or more subtags of 1 to 8 letters or digits. */
static bool
private_use(bm_str rest)
{
	bm_str sub;
	bool some = false;

	while (next_subtag(&rest, &sub)) {
		if (!all_alnum(sub, 1, 8))
			return false;
		some = true;
	}
	return some;
}

static bool
is_variant(bm_str s)
{
	return all_alnum(s, 5, 8) ||
	       (s.len == 4 && bm_is_digit(s.ptr[0]) && all_alnum(s, 4, 4));
}

/* What follows language, script, region: variants, extensions, private. */
static bool
tail(bm_str sub, bm_str rest)
{
	bool more = true, seen[128] = {false};

	while (more && is_variant(sub))
		more = next_subtag(&rest, &sub);
	while (more) {
		if (sub.len != 1 || !all_alnum(sub, 1, 1))
			return false;
		if (bm_lower(sub.ptr[0]) == 'x')
			return private_use(rest);
		if (seen[(unsigned char)bm_lower(sub.ptr[0]) & 127])
			return false;
		seen[(unsigned char)bm_lower(sub.ptr[0]) & 127] = true;
		bool some = false;
		while ((more = next_subtag(&rest, &sub)) &&
		       all_alnum(sub, 2, 8))
			some = true;
		if (!some)
			return false;
	}
	return true;
}

bool
bm_langtag_valid(const char *tag)
{
	bm_str rest = bm_str_of(tag), sub;

	if (rest.len == 0 || is_irregular(rest))
		return rest.len > 0;
	if (!next_subtag(&rest, &sub))
		return false;
	if (equal_nocase(sub, "x"))
		return private_use(rest);
	/* Longer first subtags could be registered, but none ever was. */
	if (!all_alpha(sub) || sub.len < 2 || sub.len > 3)
		return false;
	if (!next_subtag(&rest, &sub))
		return true;
	for (int i = 0; i < 3 && sub.len == 3 && all_alpha(sub); i++)
		if (!next_subtag(&rest, &sub))
			return true;
	if (sub.len == 4 && all_alpha(sub) && !next_subtag(&rest, &sub))
		return true;
	if (((sub.len == 2 && all_alpha(sub)) ||
	     (sub.len == 3 && all_digit(sub))) &&
	    !next_subtag(&rest, &sub))
		return true;
	return tail(sub, rest);
}

bool
bm_langtag_same(const char *a, const char *b)
{
	bm_str left = bm_str_of(a), right = bm_str_of(b), x, y;

	if (!next_subtag(&left, &x) || !next_subtag(&right, &y) ||
	    x.len != y.len)
		return false;
	for (size_t i = 0; i < x.len; i++)
		if (bm_lower(x.ptr[i]) != bm_lower(y.ptr[i]))
			return false;
	return true;
}

/* ---- Identifiers --------------------------------------------------------- */

/* Copies digits and X, without hyphens and spaces, to out[size]; the number
 * of signs, or 0 if there are other ones or too many. */
static size_t
compact(bm_str s, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '-' || c == ' ')
			continue;
		if ((!bm_is_digit(c) && c != 'X' && c != 'x') || n == size)
			return 0;
		out[n++] = c == 'x' ? 'X' : c;
	}
	return n;
}

/* Value of a digit or X; X stands for 10 and only at the end. */
static int
digit(const char *s, size_t i, size_t n)
{
	if (s[i] == 'X')
		return i + 1 == n ? 10 : -1000000;
	return s[i] - '0';
}

/* ISO 2108: weights 10 to 1 modulo 11, or 1 and 3 modulo 10. */
static const char *
isbn_fault(bm_str s)
{
	char d[13];
	size_t n = compact(s, d, sizeof(d));
	int sum = 0;

	if (n != 10 && n != 13)
		return "an ISBN has 10 or 13 digits";
	for (size_t i = 0; i < n; i++)
		sum += digit(d, i, n) * (n == 10      ? 10 - (int)i
					 : i % 2 == 0 ? 1
						      : 3);
	if (n == 13 && (d[12] == 'X' || memcmp(d, "97", 2) != 0))
		return "an ISBN of 13 digits starts with 978 or 979";
	if (sum < 0 || sum % (n == 10 ? 11 : 10) != 0)
		return "its check digit is wrong";
	return NULL;
}

/* ISO 3297: weights 8 to 1 modulo 11. */
static const char *
issn_fault(bm_str s)
{
	char d[8];
	size_t n = compact(s, d, sizeof(d));
	int sum = 0;

	if (n != 8)
		return "an ISSN has 8 digits";
	for (size_t i = 0; i < n; i++)
		sum += digit(d, i, n) * (8 - (int)i);
	return sum < 0 || sum % 11 != 0 ? "its check digit is wrong" : NULL;
}

/* ISO 27729 with the check sign of ISO 7064, MOD 11-2. */
static const char *
orcid_fault(bm_str s)
{
	static const char *const starts[] = {"https://orcid.org/",
					     "http://orcid.org/", NULL};
	char d[16];
	int sum = 0;

	for (size_t i = 0; starts[i] != NULL; i++)
		if (bm_str_starts(s, starts[i])) {
			s.ptr += strlen(starts[i]);
			s.len -= strlen(starts[i]);
		}
	if (s.len != 19 || compact(s, d, sizeof(d)) != 16)
		return "an ORCID iD looks like 0000-0002-1825-0097";
	for (size_t i = 0; i < 15; i++)
		sum = (sum + digit(d, i, 16)) * 2 % 11;
	if (sum < 0 || (12 - sum) % 11 != digit(d, 15, 16))
		return "its check digit is wrong";
	return NULL;
}

/* DOI Handbook, clause 2.2: a prefix of 10 and a registrant, and a suffix. */
static const char *
doi_fault(bm_str s)
{
	size_t i = 3;

	if (bm_str_starts(s, "http") || bm_str_starts(s, "doi:") ||
	    bm_str_starts(s, "DOI:") || bm_str_starts(s, "doi.org"))
		return "write the DOI alone, from \"10.\" on";
	if (!bm_str_starts(s, "10."))
		return "a DOI starts with \"10.\"";
	while (i < s.len && (bm_is_digit(s.ptr[i]) || s.ptr[i] == '.'))
		i++;
	if (i < 7 || i >= s.len || s.ptr[i] != '/')
		return "a DOI has a number of four or more digits and a slash "
		       "behind \"10.\"";
	if (i + 1 == s.len)
		return "there is nothing behind the slash";
	for (; i < s.len; i++)
		if (bm_is_space(s.ptr[i]))
			return "a DOI has no spaces";
	return NULL;
}

/* RFC 9562, clause 4, with or without the start of a URN. */
static const char *
uuid_fault(bm_str s)
{
	static const char form[] = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
	static const char fault[] =
	    "a UUID looks like f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

	if (bm_str_starts(s, "urn:uuid:")) {
		s.ptr += 9;
		s.len -= 9;
	}
	if (s.len != sizeof(form) - 1)
		return fault;
	for (size_t i = 0; i < s.len; i++) {
		char c = bm_lower(s.ptr[i]);
		bool hex = bm_is_digit(c) || (c >= 'a' && c <= 'f');

		if (form[i] == 'h' ? !hex : c != '-')
			return fault;
	}
	return NULL;
}

const char *
bm_identifier_fault(const char *kind, const char *text)
{
	static const struct {
		const char *kind;
		const char *(*fault)(bm_str s);
	} kinds[] = {{"doi", doi_fault},
		     {"isbn", isbn_fault},
		     {"issn", issn_fault},
		     {"orcid", orcid_fault},
		     {"uuid", uuid_fault}};
	bm_str s = bm_str_trim(bm_str_of(text));

	if (s.len == 0)
		return "it is empty";
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (equal_nocase(bm_str_of(kind), kinds[i].kind))
			return kinds[i].fault(s);
	return NULL;
}

/* ---- Dates --------------------------------------------------------------- */

/* The month of an English name or its first three letters, or 0. */
static int
month_number(bm_str s)
{
	static const char *const names[] = {"january", "february", "march",
					    "april",   "may",      "june",
					    "july",    "august",   "september",
					    "october", "november", "december"};

	for (int m = 0; m < 12 && s.len >= 3; m++) {
		size_t i = 0;

		while (i < s.len && names[m][i] != '\0' &&
		       bm_lower(s.ptr[i]) == names[m][i])
			i++;
		if (i == s.len)
			return m + 1;
	}
	return 0;
}

bool
bm_date_guess(bm_str s, bm_date *out)
{
	bm_date d = {0, 0, 0};
	size_t i = 0, numbers = 0;
	char iso[40];
	bool year_first = false;

	while (i < s.len) {
		size_t start = i;
		while (i < s.len &&
		       (bm_is_alpha(s.ptr[i]) || bm_is_digit(s.ptr[i])))
			i++;
		bm_str word = {s.ptr + start, i - start};
		int month = month_number(word), value = 0;
		if (word.len == 0) {
			i++;
			continue;
		}
		if (month != 0 && d.month == 0) {
			d.month = month;
			continue;
		}
		if (!all_digit(word) || word.len > 4)
			return false;
		for (size_t k = 0; k < word.len; k++)
			value = value * 10 + (word.ptr[k] - '0');
		if (word.len == 4 && d.year == 0) {
			d.year = value;
			year_first = numbers == 0;
		} else if (word.len <= 2 && d.month == 0 && year_first) {
			d.month = value;
		} else if (word.len <= 2 && d.day == 0) {
			d.day = value;
		} else {
			return false;
		}
		numbers++;
	}
	if (d.year == 0 || (d.day != 0 && d.month == 0) || d.month > 12)
		return false;
	snprintf(iso, sizeof(iso), d.day != 0 ? "%04d-%02d-%02d" : "%04d-%02d",
		 d.year, d.month, d.day);
	return bm_date_parse(bm_str_of(iso), out);
}
