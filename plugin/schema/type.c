#define PCRE2_CODE_UNIT_WIDTH 8
#include "schema/type.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/buf.h"

/* How hard a pattern may try: documents are not trusted. */
#define MATCH_LIMIT 200000
#define DEPTH_LIMIT 1000

typedef enum space { PRESERVE, REPLACE, COLLAPSE } space;

struct rng_type {
	const char *name;
	const char *lexical; /* NULL: any text */
	const char *words;   /* for people */
	const char *min, *max;
	space space;
	bool number, list;
	bool (*check)(bm_str value); /* beside the pattern, or NULL */
};

/* XML 1.0 (fifth edition), [4] and [4a], without the colon. */
#define START                                                                  \
	"A-Z_a-z\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-"       \
	"\\x{37D}\\x{37F}-\\x{1FFF}\\x{200C}\\x{200D}\\x{2070}-\\x{218F}"      \
	"\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}\\x{F900}-\\x{FDCF}"            \
	"\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}"
#define PART    START "\\-.0-9\\x{B7}\\x{300}-\\x{36F}\\x{203F}\\x{2040}"
#define NCNAME  "[" START "][" PART "]*"
#define INTEGER "[+-]?[0-9]+"
#define DECIMAL "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)"
#define ZONE    "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
#define YEAR    "-?(?:[1-9][0-9]{4,}|[0-9]{4})"
#define MONTH   "(?:0[1-9]|1[0-2])"
#define DAY     "(?:0[1-9]|[12][0-9]|3[01])"
#define TIME                                                                   \
	"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?|"         \
	"24:00:00(?:\\.0+)?)"

/* ---- What a pattern cannot say --------------------------------------------
 */

/* RFC 2396 after escaping: percent signs with their digits, one fragment, and
 * in front of a first colon the name of a scheme. */
static bool
is_uri(bm_str v)
{
	size_t path = strcspn(v.ptr, "/?#"), colon = strcspn(v.ptr, ":");
	bool hash = false;

	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if ((c == '%' &&
		     strspn(v.ptr + i + 1, "0123456789abcdefABCDEF") < 2) ||
		    (c == '#' && hash))
			return false;
		hash = hash || c == '#';
	}
	if (colon == v.len || colon > path)
		return true;
	for (size_t i = 0; i < colon; i++)
		if (!bm_is_alpha(v.ptr[i]) &&
		    (i == 0 || (!bm_is_digit(v.ptr[i]) && v.ptr[i] != '+' &&
				v.ptr[i] != '-' && v.ptr[i] != '.')))
			return false;
	return colon > 0;
}

/* Whether the day is one of its month; the year is behind a sign or not. */
static bool
is_day(bm_str v)
{
	static const char days[] = {31, 29, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31};
	const char *year = v.ptr, *dash = strchr(year + 1, '-');
	unsigned long y = strtoul(*year == '-' ? year + 1 : year, NULL, 10);
	unsigned long m = dash != NULL ? strtoul(dash + 1, NULL, 10) : 0;
	unsigned long d = dash != NULL ? strtoul(dash + 4, NULL, 10) : 0;
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return y > 0 && m >= 1 && m <= 12 && d >= 1 &&
	       d <= (unsigned long)days[m - 1] && (m != 2 || leap || d < 29);
}

static bool
is_month_day(bm_str v)
{
	static const char days[] = {31, 29, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31};
	unsigned long m = strtoul(v.ptr + 2, NULL, 10);
	unsigned long d = strtoul(v.ptr + 5, NULL, 10);

	return m >= 1 && m <= 12 && d <= (unsigned long)days[m - 1];
}

/* A duration needs one part, and one behind a T. */
static bool
is_duration(bm_str v)
{
	char last = v.ptr[v.len - 1];

	return last != 'P' && last != 'T';
}

/* ---- The table ------------------------------------------------------------
 */

#define TEXT_TYPE(n, s)                                                        \
	{                                                                      \
		n, NULL, "text", NULL, NULL, s, false, false, NULL             \
	}
#define NAME_TYPE(n, l, w)                                                     \
	{                                                                      \
		n, l, w, NULL, NULL, COLLAPSE, false, false, NULL              \
	}
#define LIST_TYPE(n, l, w)                                                     \
	{                                                                      \
		n, l, w, NULL, NULL, COLLAPSE, false, true, NULL               \
	}
#define NUMBER_TYPE(n, w, min, max)                                            \
	{                                                                      \
		n, INTEGER, w, min, max, COLLAPSE, true, false, NULL           \
	}
#define DATE_TYPE(n, l, w, f)                                                  \
	{                                                                      \
		n, l, w, NULL, NULL, COLLAPSE, false, false, f                 \
	}

static const rng_type built_in[] = {TEXT_TYPE("string", PRESERVE),
				    TEXT_TYPE("token", COLLAPSE)};

static const rng_type types[] = {
    TEXT_TYPE("string", PRESERVE),
    TEXT_TYPE("normalizedString", REPLACE),
    TEXT_TYPE("token", COLLAPSE),
    NAME_TYPE("NMTOKEN", "[" PART ":]+", "a name without spaces"),
    NAME_TYPE("Name", "[" START ":][" PART ":]*", "a name"),
    NAME_TYPE("NCName", NCNAME, "a name without a colon"),
    NAME_TYPE("QName", "(?:" NCNAME ":)?" NCNAME, "a name"),
    NAME_TYPE("NOTATION", "(?:" NCNAME ":)?" NCNAME, "a notation"),
    NAME_TYPE("ID", NCNAME, "an id: a name without a colon"),
    NAME_TYPE("IDREF", NCNAME, "an id of this document"),
    NAME_TYPE("ENTITY", NCNAME, "the name of an entity"),
    LIST_TYPE("NMTOKENS", "[" PART ":]+", "names with spaces between"),
    LIST_TYPE("IDREFS", NCNAME, "ids of this document"),
    LIST_TYPE("ENTITIES", NCNAME, "names of entities"),
    NAME_TYPE("language", "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
	      "a language tag like en-GB"),
    NAME_TYPE("boolean", "true|false|0|1", "true or false"),
    DATE_TYPE("anyURI", NULL, "an address (URI)", is_uri),
    {"decimal", DECIMAL, "a number", NULL, NULL, COLLAPSE, true, false, NULL},
    NAME_TYPE("float", DECIMAL "(?:[eE]" INTEGER ")?|-?INF|NaN", "a number"),
    NAME_TYPE("double", DECIMAL "(?:[eE]" INTEGER ")?|-?INF|NaN", "a number"),
    NUMBER_TYPE("integer", "a whole number", NULL, NULL),
    NUMBER_TYPE("nonNegativeInteger", "a whole number, 0 or more", "0", NULL),
    NUMBER_TYPE("positiveInteger", "a whole number above 0", "1", NULL),
    NUMBER_TYPE("nonPositiveInteger", "a whole number, 0 or less", NULL, "0"),
    NUMBER_TYPE("negativeInteger", "a whole number below 0", NULL, "-1"),
    NUMBER_TYPE("long", "a whole number", "-9223372036854775808",
		"9223372036854775807"),
    NUMBER_TYPE("int", "a whole number", "-2147483648", "2147483647"),
    NUMBER_TYPE("short", "a whole number", "-32768", "32767"),
    NUMBER_TYPE("byte", "a whole number", "-128", "127"),
    NUMBER_TYPE("unsignedLong", "a whole number, 0 or more", "0",
		"18446744073709551615"),
    NUMBER_TYPE("unsignedInt", "a whole number, 0 or more", "0", "4294967295"),
    NUMBER_TYPE("unsignedShort", "a whole number, 0 or more", "0", "65535"),
    NUMBER_TYPE("unsignedByte", "a whole number, 0 or more", "0", "255"),
    DATE_TYPE("dateTime", YEAR "-" MONTH "-" DAY "T" TIME ZONE,
	      "a date and time like 2026-01-31T12:00:00Z", is_day),
    DATE_TYPE("date", YEAR "-" MONTH "-" DAY ZONE, "a date like 2026-01-31",
	      is_day),
    DATE_TYPE("time", TIME ZONE, "a time like 12:00:00", NULL),
    DATE_TYPE("gYearMonth", YEAR "-" MONTH ZONE,
	      "a year and month like 2026-01", NULL),
    DATE_TYPE("gYear", YEAR ZONE, "a year like 2026", NULL),
    DATE_TYPE("gMonthDay", "--" MONTH "-" DAY ZONE,
	      "a month and day like --01-31", is_month_day),
    DATE_TYPE("gDay", "---" DAY ZONE, "a day like ---31", NULL),
    DATE_TYPE("gMonth", "--" MONTH ZONE, "a month like --01", NULL),
    DATE_TYPE("duration",
	      "-?P(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
	      "(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?)?",
	      "a duration like P1DT2H", is_duration),
    NAME_TYPE("hexBinary", "(?:[0-9a-fA-F]{2})*", "bytes in hexadecimal"),
    NAME_TYPE("base64Binary",
	      "(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+"
	      "/]|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] "
	      "?[AQgw] ?= ?=)?",
	      "bytes in base 64")};

const rng_type *
rng_type_find(const char *library, const char *name)
{
	bool own = *library == '\0';
	const rng_type *list = own ? built_in : types;
	size_t n = own ? sizeof(built_in) / sizeof(*built_in)
		       : sizeof(types) / sizeof(*types);

	if (!own &&
	    strcmp(library, "http://www.w3.org/2001/XMLSchema-datatypes") != 0)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].name, name) == 0)
			return &list[i];
	return NULL;
}

/* ---- Numbers --------------------------------------------------------------
 */

/* The parts of a decimal number without zeros that say nothing. */
struct decimal {
	bool minus;
	bm_str whole, part;
};

static struct decimal
decimal_of(bm_str s)
{
	struct decimal d = {0};
	size_t dot;

	if (s.len > 0 && (s.ptr[0] == '+' || s.ptr[0] == '-')) {
		d.minus = s.ptr[0] == '-';
		s = (bm_str){s.ptr + 1, s.len - 1};
	}
	dot = bm_str_find(s, ".", 0);
	d.whole = (bm_str){s.ptr, dot};
	if (dot < s.len)
		d.part = (bm_str){s.ptr + dot + 1, s.len - dot - 1};
	while (d.whole.len > 0 && d.whole.ptr[0] == '0')
		d.whole = (bm_str){d.whole.ptr + 1, d.whole.len - 1};
	while (d.part.len > 0 && d.part.ptr[d.part.len - 1] == '0')
		d.part.len--;
	if (d.whole.len + d.part.len == 0)
		d.minus = false;
	return d;
}

static int
compare_numbers(bm_str x, bm_str y)
{
	struct decimal a = decimal_of(x), b = decimal_of(y);
	size_t n = a.part.len < b.part.len ? a.part.len : b.part.len;
	int sign = a.minus ? -1 : 1, c;

	if (a.minus != b.minus)
		return sign;
	if (a.whole.len != b.whole.len)
		return a.whole.len < b.whole.len ? -sign : sign;
	c = a.whole.len > 0 ? memcmp(a.whole.ptr, b.whole.ptr, a.whole.len) : 0;
	if (c == 0 && n > 0)
		c = memcmp(a.part.ptr, b.part.ptr, n);
	if (c == 0)
		c = (a.part.len > n) - (b.part.len > n);
	return c < 0 ? -sign : c > 0 ? sign : 0;
}

/* ---- Making ---------------------------------------------------------------
 */

static void *
compile(const char *pattern, size_t length)
{
	size_t where;
	int error;

	return pcre2_compile((PCRE2_SPTR)pattern, length,
			     PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED |
				 PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY,
			     &error, &where, NULL);
}

rng_data *
rng_data_new(bm_arena *arena, const rng_type *type)
{
	rng_data *d = BM_NEW(arena, rng_data);
	const char *l = type->lexical;

	if (d == NULL)
		return NULL;
	d->type = type;
	d->al = *bm_arena_allocator(arena);
	d->length_max = SIZE_MAX;
	if (l == NULL)
		return d;
	l = bm_arena_printf(arena, "(?:%s)", l);
	if (l != NULL)
		d->lexical = compile(l, strlen(l));
	return d->lexical != NULL ? d : NULL;
}

void
rng_data_end(rng_data *data)
{
	pcre2_code_free(data->lexical);
	for (size_t i = 0; i < data->patterns.len; i++)
		pcre2_code_free(data->patterns.items[i]);
}

/*
 * A pattern of XML Schema (part 2, appendix F) as one of PCRE2.  False: it
 * has something that the other cannot say.
 */
static bool
translate(bm_str p, bm_buf *out)
{
	bool in_class = false;

	bm_buf_puts(out, "(?:");
	for (size_t i = 0; i < p.len; i++) {
		char c = p.ptr[i], next = i + 1 < p.len ? p.ptr[i + 1] : 0;

		if (c == '\\' && (next == 'i' || next == 'c')) {
			bm_buf_printf(out, in_class ? "%s:" : "[%s:]",
				      next == 'i' ? START : PART);
			i++;
		} else if (c == '\\' && (next == 'I' || next == 'C')) {
			if (in_class)
				return false;
			bm_buf_printf(out, "[^%s:]",
				      next == 'I' ? START : PART);
			i++;
		} else if (c == '\\') {
			if (next == 0 ||
			    strchr("nrtdDwWsSpP\\|.-^?*+{}()[]$", next) == NULL)
				return false;
			if (next == 'p' && bm_str_find(p, "{Is", i) == i + 2)
				return false; /* blocks */
			bm_buf_putc(out, c);
			bm_buf_putc(out, next);
			i++;
		} else if (!in_class && (c == '^' || c == '$')) {
			bm_buf_putc(out, '\\');
			bm_buf_putc(out, c);
		} else if (in_class && c == '[') {
			return false; /* subtraction */
		} else if (c == '(' && next == '?') {
			return false;
		} else {
			in_class = in_class ? c != ']' : c == '[';
			bm_buf_putc(out, c);
		}
	}
	bm_buf_puts(out, ")");
	return true;
}

static bool
add_pattern(bm_arena *arena, rng_data *data, bm_str value)
{
	void **slot = BM_VEC_PUSH(arena, &data->patterns);
	bm_buf buf;

	if (slot == NULL)
		return false;
	*slot = NULL;
	bm_buf_init(&buf, bm_arena_allocator(arena));
	if (translate(value, &buf) && buf.status == BM_OK)
		*slot = compile(buf.ptr, buf.len);
	bm_buf_free(&buf);
	if (*slot == NULL)
		data->patterns.len--;
	return *slot != NULL;
}

bool
rng_data_param(bm_arena *arena, rng_data *data, const char *name, bm_str value,
	       const char **why)
{
	const char *text = bm_arena_str(arena, bm_str_trim(value));
	bool length = strcmp(name, "length") == 0;
	bool number = data->type->number;
	char *end;

	*why = "there is no such param for this type";
	if (text == NULL)
		return false;
	if (strcmp(name, "pattern") == 0) {
		*why = "this kind of pattern is not supported";
		return add_pattern(arena, data, value);
	}
	if (length || strcmp(name, "minLength") == 0 ||
	    strcmp(name, "maxLength") == 0) {
		unsigned long n = strtoul(text, &end, 10);

		*why = "it is not a number";
		if (*text == '\0' || *end != '\0' || *text == '-')
			return false;
		if (length || name[1] == 'i')
			data->length_min = n;
		if (length || name[1] == 'a')
			data->length_max = n;
		return true;
	}
	if (!number ||
	    (strncmp(name, "min", 3) != 0 && strncmp(name, "max", 3) != 0))
		return false;
	if (strcmp(name + 3, "Inclusive") != 0 &&
	    strcmp(name + 3, "Exclusive") != 0)
		return false;
	*why = "it is not a number";
	if (text[strspn(text, "+-.0123456789")] != '\0' || *text == '\0')
		return false;
	if (name[1] == 'i') {
		data->min = text;
		data->beyond_min = name[3] == 'E';
	} else {
		data->max = text;
		data->beyond_max = name[3] == 'E';
	}
	return true;
}

/* ---- Asking ---------------------------------------------------------------
 */

static bool
matches(const void *code, bm_str s)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_match_data *found = pcre2_match_data_create(1, NULL);
	int rc = -1;

	if (context != NULL && found != NULL) {
		pcre2_set_match_limit(context, MATCH_LIMIT);
		pcre2_set_depth_limit(context, DEPTH_LIMIT);
		pcre2_set_heap_limit(context, 4096);
		rc = pcre2_match(code, (PCRE2_SPTR)s.ptr, s.len, 0,
				 PCRE2_NO_UTF_CHECK, found, context);
	}
	pcre2_match_data_free(found);
	pcre2_match_context_free(context);
	return rc >= 0;
}

/* White space as the type has it (XML Schema, part 2, 4.3.6). */
static void
normalize(space how, bm_str text, bm_buf *out)
{
	bool gap = false;

	if (how == PRESERVE) {
		bm_buf_putstr(out, text);
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool white = c == ' ' || c == '\t' || c == '\n' || c == '\r';

		if (how == REPLACE) {
			bm_buf_putc(out, white ? ' ' : c);
			continue;
		}
		if (!white && gap && out->len > 0)
			bm_buf_putc(out, ' ');
		gap = white;
		if (!white)
			bm_buf_putc(out, c);
	}
}

static size_t
characters(bm_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
	return n;
}

/* Whether a number is between two bounds, which may be NULL. */
static bool
between(bm_str s, const char *min, bool beyond_min, const char *max,
	bool beyond_max)
{
	int low = min != NULL ? compare_numbers(s, bm_str_of(min)) : 1;
	int high = max != NULL ? compare_numbers(s, bm_str_of(max)) : -1;

	return (beyond_min ? low > 0 : low >= 0) &&
	       (beyond_max ? high < 0 : high <= 0);
}

/* Whether one word of a list, or the whole of anything else, is good. */
static bool
word_fits(const rng_data *d, bm_str s)
{
	return (d->lexical == NULL || matches(d->lexical, s)) &&
	       (d->type->check == NULL || d->type->check(s));
}

static bool
words_fit(const rng_data *d, bm_str s, size_t *count)
{
	bm_str word;

	for (*count = 0; bm_str_split(&s, ' ', &word); ++*count)
		if (!word_fits(d, word))
			return false;
	return *count > 0;
}

/* What is asked of a text whose white space is as it should be. */
static bool
plain_fits(const rng_data *d, bm_str s)
{
	const rng_type *type = d->type;
	size_t length = characters(s);

	if (type->list ? !words_fit(d, s, &length) : !word_fits(d, s))
		return false;
	if (length < d->length_min || length > d->length_max)
		return false;
	if (type->number &&
	    (!between(s, type->min, false, type->max, false) ||
	     !between(s, d->min, d->beyond_min, d->max, d->beyond_max)))
		return false;
	for (size_t i = 0; i < d->patterns.len; i++)
		if (!matches(d->patterns.items[i], s))
			return false;
	return true;
}

bool
rng_data_fits(const rng_data *d, bm_str text)
{
	bm_buf buf, value;
	bool good;

	bm_buf_init(&buf, &d->al);
	bm_buf_init(&value, &d->al);
	normalize(d->type->space, text, &buf);
	bm_buf_putc(&buf, '\0'); /* checks look at what ends */
	good = buf.status == BM_OK;
	if (good && d->value != NULL) {
		bm_str s = {buf.ptr, buf.len - 1};

		normalize(d->type->space, bm_str_of(d->value), &value);
		if (d->type->number && word_fits(d, s))
			good = compare_numbers(s, bm_buf_str(&value)) == 0;
		else
			good = bm_str_is(s, bm_buf_cstr(&value));
	} else if (good) {
		good = plain_fits(d, (bm_str){buf.ptr, buf.len - 1});
	}
	bm_buf_free(&value);
	bm_buf_free(&buf);
	return good;
}

const char *
rng_data_words(const rng_data *data)
{
	return data->type->words;
}
