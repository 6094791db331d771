/* Numbers: taking them apart, and what cs:number prints of them. */
#include <stdlib.h>

#include "core/buf.h"
#include "csl/number.h"

/* ---- Tokens ---- */

/*
 * Whether s is one number: digits with letters before and behind ("D2",
 * "2b", "23rd"; CSL 1.0.2, Choose, is-numeric), or two with a slash.
 */
static bool
number_token(bm_str s, csl_part *out)
{
	size_t at = 0, start, end;

	while (at < s.len && bm_is_digit(s.ptr[at]))
		at++;
	start = 0;
	if (at < s.len && bm_is_alpha(s.ptr[at])) {
		size_t letters = at;

		while (letters < s.len && bm_is_alpha(s.ptr[letters]))
			letters++;
		if (letters < s.len && bm_is_digit(s.ptr[letters]))
			start = at = letters;
		while (at < s.len && bm_is_digit(s.ptr[at]))
			at++;
	}
	if (at == start)
		return false;
	end = at;
	if (start == 0 && at + 1 < s.len && s.ptr[at] == '/' &&
	    bm_is_digit(s.ptr[at + 1]))
		for (at++; at < s.len && bm_is_digit(s.ptr[at]);)
			at++;
	while (at < s.len && (bm_is_alpha(s.ptr[at]) ||
			      (s.ptr[at] == '-' && at > end && at + 1 < s.len &&
			       bm_is_alpha(s.ptr[at + 1]))))
		at++;
	out->prefix = (bm_str){s.ptr, start};
	out->digits = (bm_str){s.ptr + start, end - start};
	out->suffix = (bm_str){s.ptr + end, s.len - end};
	return at == s.len;
}

static bool
holds_only(bm_str s, const char *chars)
{
	for (size_t i = 0; i < s.len; i++)
		if (strchr(chars, s.ptr[i]) == NULL)
			return false;
	return s.len > 0;
}

static void
classify(csl_part *p)
{
	if (number_token(p->all, p))
		p->kind = CSL_PART_NUMBER;
	else if (holds_only(p->all, "ivxlcdmIVXLCDM"))
		p->kind = CSL_PART_ROMAN;
	else
		p->kind = CSL_PART_TEXT;
}

/* Roman numerals count as numbers when they are small: front matter. */
static bool
is_numeric(const csl_part *p)
{
	return p->kind == CSL_PART_NUMBER ||
	       (p->kind == CSL_PART_ROMAN && holds_only(p->all, "ivx"));
}

/* See number.h. */
bool
csl_part_range(const csl_part *first, const csl_part *last)
{
	if (first->kind == CSL_PART_TEXT || last->kind == CSL_PART_TEXT)
		return false;
	return bm_str_eq(first->prefix, last->prefix);
}

/* ---- Labels inside of the text ---- */

static const struct {
	const char *written, *term;
} labels[] = {{"p.", "page"},         {"pp.", "page"},      {"vol.", "volume"},
	      {"no.", "issue"},       {"ch.", "chapter"},   {"sec.", "section"},
	      {"para.", "paragraph"}, {"fol.", "folio"},    {"fig.", "figure"},
	      {"col.", "column"},     {"bk.", "book"},      {"pt.", "part"},
	      {"l.", "line"},         {"n.", "note"},       {"op.", "opus"},
	      {"vrs.", "verse"},      {"s.v.", "sub-verbo"}};

/* Whether a word of the label may stand before something else, too. */
static bool
any_label(const char *variable)
{
	return strcmp(variable, "page") == 0 ||
	       strcmp(variable, "locator") == 0 ||
	       strcmp(variable, "number") == 0;
}

/* The label at s[at] and a number behind it; *behind gets where that is. */
static const char *
label_at(bm_str s, size_t at, size_t *behind)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		size_t n = strlen(labels[i].written), to = at + n;

		if (to >= s.len || memcmp(s.ptr + at, labels[i].written, n) ||
		    s.ptr[to] != ' ')
			continue;
		while (to < s.len && s.ptr[to] == ' ')
			to++;
		if (to == s.len || !(bm_is_digit(s.ptr[to]) ||
				     strchr("ivxABCDES", s.ptr[to]) != NULL))
			continue;
		*behind = to;
		return labels[i].term;
	}
	return NULL;
}

/* ---- Lists ---- */

typedef struct lexer {
	csl_context *cx;
	const char *variable, *own;
	bm_str s;
	bm_str and_word, and_sign;
	bool page; /* dashes are as good as hyphens */
} lexer;

static size_t
skip_spaces(bm_str s, size_t at)
{
	while (at < s.len && s.ptr[at] == ' ')
		at++;
	return at;
}

/* The length of the hyphens and dashes at s[at]. */
static size_t
dashes_at(bm_str s, size_t at)
{
	size_t to = at;

	for (;;) {
		bm_str rest = {s.ptr + to, s.len - to};

		if (bm_str_starts(rest, "-"))
			to++;
		else if (bm_str_starts(rest, "\xE2\x80\x93") ||
			 bm_str_starts(rest, "\xE2\x80\x91"))
			to += 3;
		else
			return to - at;
	}
}

/* The length of word at s[at], if spaces follow; 0 if it is not there. */
static size_t
word_at(bm_str s, size_t at, bm_str word)
{
	if (word.len == 0 || s.len - at <= word.len ||
	    memcmp(s.ptr + at, word.ptr, word.len) != 0 ||
	    s.ptr[at + word.len] != ' ')
		return 0;
	return word.len;
}

/*
 * The length of what joins two numbers at s[at]; p gets how it is printed.
 * A comma or semicolon joins when a space follows: "1,234" is one number.
 */
static size_t
joiner_at(const lexer *l, size_t at, csl_part *p)
{
	bm_str s = l->s;
	size_t from = skip_spaces(s, at), n, to;

	if (from >= s.len)
		return 0;
	p->dash = false;
	if (s.ptr[from] == '&') {
		p->joiner = l->and_sign;
		to = skip_spaces(s, from + 1);
		return to < s.len ? to - at : 0;
	}
	n = dashes_at(s, from);
	if (n > 0) {
		p->joiner = (bm_str){s.ptr + from, n};
		if (l->page && n == 3 && s.ptr[from] != '-')
			p->joiner = BM_STR("-");
		p->dash = n == 1 || (n == 3 && s.ptr[from] != '-');
		to = skip_spaces(s, from + n);
		return to < s.len ? to - at : 0;
	}
	to = from;
	if ((s.ptr[to] == ',' || s.ptr[to] == ';') && to + 1 < s.len &&
	    s.ptr[to + 1] == ' ') {
		p->joiner = s.ptr[to] == ',' ? BM_STR(", ") : BM_STR("; ");
		to = skip_spaces(s, to + 1);
	} else if (from == at)
		return 0;
	n = word_at(s, to, BM_STR("and"));
	if (n == 0)
		n = word_at(s, to, l->and_word);
	if (n > 0) {
		size_t end = skip_spaces(s, to + n);

		if (end == s.len)
			return 0;
		p->joiner = (bm_str){s.ptr + at, end - at};
		return end - at;
	}
	return s.ptr[from] == ',' || s.ptr[from] == ';' ? to - at : 0;
}

/* Whether the letters behind "12a-" belong to it: "12a-c" is one place. */
static size_t
letter_range(bm_str s, size_t start, size_t at)
{
	size_t i = start, to = at + 1;

	while (i < at && bm_is_digit(s.ptr[i]))
		i++;
	if (i == start || i == at || s.ptr[at] != '-')
		return 0;
	while (i < at && bm_is_alpha(s.ptr[i]))
		i++;
	if (i < at)
		return 0;
	while (to < s.len && bm_is_alpha(s.ptr[to]))
		to++;
	if (to == at + 1 || (to < s.len && s.ptr[to] != ' ' &&
			     s.ptr[to] != ',' && s.ptr[to] != ';'))
		return 0;
	return to - at;
}

/* Moves over one token from start on; joins the next one by *next. */
static size_t
token_end(const lexer *l, size_t start, csl_part *next, size_t *joiner)
{
	size_t at = start, n;

	*joiner = 0;
	while (at < l->s.len) {
		if (l->s.ptr[at] == '\\' && at + 1 < l->s.len &&
		    dashes_at(l->s, at + 1) > 0) {
			at += 1 + dashes_at(l->s, at + 1);
			continue;
		}
		n = at > start ? letter_range(l->s, start, at) : 0;
		if (n > 0) {
			at += n;
			continue;
		}
		n = at > start ? joiner_at(l, at, next) : 0;
		if (n > 0) {
			*joiner = n;
			return at;
		}
		at++;
	}
	return at;
}

/* Without the backslashes that keep hyphens from being ranges. */
static bm_str
unescape(bm_arena *arena, bm_str s)
{
	char *copy;
	size_t n = 0;

	if (s.len == 0 || memchr(s.ptr, '\\', s.len) == NULL)
		return s;
	copy = bm_arena_alloc(arena, s.len + 1);
	if (copy == NULL)
		return s;
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '\\')
			copy[n++] = s.ptr[i];
	return (bm_str){copy, n};
}

static bool
own_label(const lexer *l, const char *term)
{
	return term != NULL &&
	       (any_label(l->variable) || bm_streq(term, l->own));
}

static void
open_lexer(csl_context *cx, lexer *l)
{
	bm_str sign = csl_term_get(cx->locale, "and", CSL_FORM_SYMBOL, false);

	l->and_word = csl_term_get(cx->locale, "and", CSL_FORM_LONG, false);
	l->and_sign = BM_STR(" & ");
	if (sign.len > 0 && !bm_str_eq(sign, l->and_word))
		l->and_sign = bm_str_of(bm_arena_printf(
		    cx->arena, " %.*s ", (int)sign.len, sign.ptr));
}

/* How many parts there are at most. */
static size_t
count_parts(bm_str s)
{
	size_t n = 1;

	for (size_t i = 0; i < s.len; i++)
		n += strchr("-,;& \xE2", s.ptr[i]) != NULL;
	return n;
}

/* See number.h. */
bool
csl_numbers_parse(csl_context *cx, const char *variable, const char *own,
		  bm_str text, csl_numbers *out)
{
	lexer l = {0};
	csl_part next = {0};
	size_t at = 0, first = 0;

	*out = (csl_numbers){0};
	l.cx = cx;
	l.variable = variable;
	l.own = own;
	l.s = bm_str_trim(text);
	l.page = strcmp(variable, "page") == 0;
	out->parts = BM_NEW_ARRAY(cx->arena, csl_part, count_parts(l.s));
	if (out->parts == NULL)
		return false;
	if (l.s.len > 0 && !number_token(l.s, &next))
		open_lexer(cx, &l);
	next = (csl_part){0};
	while (at < l.s.len) {
		csl_part *p = &out->parts[out->count++];
		size_t behind = 0, joiner, end;
		const char *term = label_at(l.s, at, &behind);

		*p = next;
		if (term != NULL &&
		    (out->count > 1 ? out->parts[0].kind != CSL_PART_TEXT
				    : own_label(&l, term))) {
			p->term = term;
			at = behind;
		}
		next = (csl_part){0};
		end = token_end(&l, at, &next, &joiner);
		p->all = unescape(
		    cx->arena, bm_str_trim((bm_str){l.s.ptr + at, end - at}));
		classify(p);
		at = end + joiner;
	}
	out->numeric = out->count > 0 && is_numeric(&out->parts[0]);
	while (first < out->count &&
	       (first == 0 || out->parts[first].term == NULL ||
		bm_streq(out->parts[first].term, out->parts[0].term)))
		first++;
	out->plural = out->numeric && first > 1;
	return true;
}

/* See render.h.  CSL 1.0.2, Choose, is-numeric. */
bool
csl_is_numeric(csl_context *cx, const char *variable)
{
	bm_str s = csl_variable(cx, variable, CSL_FORM_LONG);
	csl_numbers numbers;

	return s.len > 0 &&
	       csl_numbers_parse(cx, variable, csl_number_term(cx, variable), s,
				 &numbers) &&
	       numbers.numeric;
}

/* ---- Printing ---- */

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

/* A number in the form asked for; with letters of its own it stays. */
static void
put_number(csl_context *cx, bm_buf *out, const csl_part *p,
	   csl_number_form form, const char *gender)
{
	bm_str s = {0};
	long n = 0;

	if (form == CSL_NUMERIC || p->kind != CSL_PART_NUMBER ||
	    p->all.len != p->digits.len || p->digits.len > 9 ||
	    p->digits.ptr[0] == '0') {
		bm_buf_putstr(out, p->all);
		return;
	}
	for (size_t i = 0; i < p->digits.len; i++)
		n = n * 10 + (p->digits.ptr[i] - '0');
	if (form == CSL_ROMAN)
		s = csl_roman(cx->arena, n);
	else if (form == CSL_LONG_ORDINAL)
		s = csl_long_ordinal(cx->locale, n, gender);
	if (s.len > 0) {
		bm_buf_putstr(out, s);
		return;
	}
	bm_buf_putstr(out, p->digits);
	if (form == CSL_ORDINAL || form == CSL_LONG_ORDINAL)
		bm_buf_putstr(out, csl_ordinal_suffix(cx->locale, n, gender));
}

/*
 * Whether hyphens between its numbers are printed as ranges.  The number of a
 * case is that of its docket ("19-442").
 */
static bool
has_ranges(const csl_context *cx, const char *variable)
{
	static const char *const plain[] = {
	    "part-number", "supplement-number", "printing-number",
	    "section",     "version",           "citation-number"};

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (strcmp(variable, plain[i]) == 0)
			return false;
	return strcmp(variable, "number") != 0 || cx->item == NULL ||
	       !bm_str_is(cx->item->type, "legal_case");
}

/* See number.h. */
bool
csl_number_names_itself(const char *variable, const csl_numbers *numbers)
{
	const char *term = numbers->count > 0 ? numbers->parts[0].term : NULL;

	return strcmp(variable, "page") == 0 && term != NULL &&
	       strcmp(term, "page") != 0;
}

/* A label inside of the text, when it is not the one that stands before. */
static void
put_label(csl_context *cx, const csl_numbers *numbers, size_t i,
	  const char *own, bool itself, bm_buf *out)
{
	const char *term = numbers->parts[i].term;
	size_t end = i + 1;
	bm_str s;

	if (term == NULL || (i == 0 && !itself) ||
	    (i > 0 && bm_streq(term, numbers->parts[0].term != NULL
					 ? numbers->parts[0].term
					 : own)))
		return;
	while (end < numbers->count && numbers->parts[end].term == NULL)
		end++;
	s = csl_term_get(cx->locale, term, CSL_FORM_SHORT, end > i + 1);
	if (s.len == 0)
		return;
	bm_buf_putstr(out, s);
	bm_buf_putc(out, ' ');
}

/*
 * Whether part i ends a range.  Of several hyphens in a row the last one
 * makes the range: the others belong to what the ends are called.
 */
static bool
is_range(const csl_numbers *numbers, size_t i)
{
	const csl_part *p = &numbers->parts[i];

	return p->dash && p->term == NULL && csl_part_range(p - 1, p) &&
	       !(i + 1 < numbers->count && p[1].dash);
}

static bm_str
numbers_text(csl_context *cx, const csl_numbers *numbers, csl_number_form form,
	     const char *variable, const char *own)
{
	bm_str dash = csl_term_get(cx->locale, "page-range-delimiter",
				   CSL_FORM_LONG, false);
	const char *gender = csl_term_gender(cx->locale, variable);
	bool page = strcmp(variable, "page") == 0 ||
		    (strcmp(variable, "locator") == 0 && bm_streq(own, "page"));
	bool ranges = has_ranges(cx, variable), own_part = true;
	bool itself = csl_number_names_itself(variable, numbers);
	bm_buf out;

	if (dash.ptr == NULL)
		dash = BM_STR("\xE2\x80\x93");
	bm_buf_init(&out, bm_arena_allocator(cx->arena));
	for (size_t i = 0; i < numbers->count; i++) {
		const csl_part *p = &numbers->parts[i], *before = p - 1;
		bool range = i > 0 && ranges && is_range(numbers, i);

		bm_buf_putstr(&out, range ? dash : p->joiner);
		own_part = own_part && (i == 0 || p->term == NULL);
		put_label(cx, numbers, i, own, itself, &out);
		if (range && page)
			csl_page_put_last(cx->arena, cx->style->page_format,
					  before, p, &out);
		else
			put_number(cx, &out, p, own_part ? form : CSL_NUMERIC,
				   gender);
	}
	return csl_buf_take(cx->arena, &out);
}

/* See render.h. */
bm_str
csl_number_text(csl_context *cx, const char *variable, bm_str text,
		csl_number_form form)
{
	const char *own = csl_number_term(cx, variable);
	csl_numbers numbers;

	if (holds_only(text, "0123456789") && form == CSL_NUMERIC)
		return text;
	if (!csl_numbers_parse(cx, variable, own, text, &numbers))
		return (bm_str){0};
	return numbers_text(cx, &numbers, form, variable, own);
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
	cx->variables++;
	cx->locator_done |= strcmp(node->variable, "locator") == 0;
	if (cx->in_substitute && cx->used_count < 8)
		cx->used[cx->used_count++] = node->variable;
	s = csl_number_text(cx, node->variable, s, node->number_form);
	/* Terms for ordinals may have markup ("2<sup>e</sup>"), numbers not. */
	out = node->number_form == CSL_NUMERIC
		  ? csl_out_text(cx->arena, s)
		  : csl_field_parse(cx->arena, cx->locale, s);
	return csl_out_decorate(cx->arena, out, &node->look, cx->english,
				cx->case_lang);
}
