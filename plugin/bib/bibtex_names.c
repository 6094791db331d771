/*
 * Names as BibTeX writes them, and BibLaTeX's "family=..., given=...".
 *
 * A "von" is in lower case.  With a comma it is what the part before the
 * comma begins with (biber's rule): "Ruiz de Luzuriaga, B" is one family
 * name, as BibTeX's own rule would have it not.  It is a part of the family
 * name wherever that is printed (CSL's non-dropping particle), as with
 * BibTeX's own styles and in indexes of medicine; "useprefix=false" makes it
 * a dropping one.
 */
#include "bib/bibtex.h"

enum { NAME_COMMAS = 3 };

/* One name while it is taken apart. */
typedef struct name_reader {
	bibtex_file *f;
	const bibtex_entry *e;
	const bibtex_field *field;
	bool use_prefix;
	bm_buf family, given, suffix, von;
} name_reader;

/* The length of the token at s[at]: up to white space outside of braces. */
static size_t
token_end(bm_str s, size_t at)
{
	size_t depth = 0;

	for (; at < s.len; at++) {
		char c = s.ptr[at];

		if (c == '{')
			depth++;
		else if (c == '}' && depth > 0)
			depth--;
		else if (depth == 0 && (bm_is_space(c) || c == '~'))
			break;
	}
	return at;
}

static size_t
token_start(bm_str s, size_t at)
{
	while (at < s.len && (bm_is_space(s.ptr[at]) || s.ptr[at] == '~'))
		at++;
	return at;
}

/*
 * Whether a token begins in lower case.  Groups have no case, but one that
 * opens with a command is a letter with an accent: {\'e}.
 */
static bool
is_lower(bm_str token)
{
	size_t at = 0, depth = 0;

	if (bm_str_starts(token, "{\\relax "))
		at = strlen("{\\relax ");
	while (at < token.len) {
		char c = token.ptr[at];
		uint32_t code;

		if (c == '{' && at + 1 < token.len &&
		    token.ptr[at + 1] == '\\' && depth == 0) {
			for (at += 2;
			     at < token.len && !bm_is_alpha(token.ptr[at]);
			     at++)
				;
			return at < token.len && token.ptr[at] >= 'a';
		}
		if (c == '{')
			depth++;
		else if (c == '}' && depth > 0)
			depth--;
		else if (depth == 0 && c == '\\') {
			/* \'e: the letter behind the sign */
			for (at++;
			     at < token.len && !bm_is_alpha(token.ptr[at]);
			     at++)
				;
			return at < token.len && token.ptr[at] >= 'a';
		} else if (depth == 0 && bm_is_alpha(c))
			return c >= 'a';
		else if (depth == 0 && (unsigned char)c >= 0x80) {
			code = bm_utf8_next(token, &at);
			/* Latin-1's small letters; others are seldom a von. */
			return code >= 0xDF && code <= 0xFF && code != 0xF7;
		}
		at++;
	}
	return false;
}

/* The last token of a text begins here. */
static size_t
last_token(bm_str s)
{
	size_t last = 0;

	for (size_t at = token_start(s, 0); at < s.len;
	     at = token_start(s, token_end(s, at)))
		last = at;
	return last;
}

/* The leading lower-case tokens before the last one end here. */
static size_t
leading_von(bm_str s)
{
	size_t at = token_start(s, 0), last = last_token(s);

	while (at < last) {
		size_t end = token_end(s, at);

		if (!is_lower((bm_str){s.ptr + at, end - at}))
			break;
		at = token_start(s, end);
	}
	return at;
}

static bm_str
slice(bm_str s, size_t from, size_t to)
{
	return bm_str_trim((bm_str){s.ptr + from, to - from});
}

/* A part of a name as text; the tie between initials is a space. */
static void
text_of(name_reader *r, bm_str tex, bm_buf *out)
{
	size_t to = 0;

	bibtex_text(r->f, r->e, r->field, tex, 0, out);
	for (size_t from = 0; from < out->len; to++) {
		bool tie = (unsigned char)out->ptr[from] == 0xC2 &&
			   from + 1 < out->len &&
			   (unsigned char)out->ptr[from + 1] == 0xA0;

		out->ptr[to] = out->ptr[from];
		if (tie)
			out->ptr[to] = ' ';
		from += tie ? 2 : 1;
	}
	out->len = to;
}

/* "First von Last": von goes from the first to the last lower-case token. */
static void
natural(name_reader *r, bm_str s)
{
	size_t last = last_token(s), von = last, after = last;
	bool found = false;

	for (size_t at = token_start(s, 0); at < last;) {
		size_t end = token_end(s, at);
		size_t next = token_start(s, end);

		if (is_lower((bm_str){s.ptr + at, end - at})) {
			if (!found)
				von = at;
			found = true;
			after = next;
		}
		at = next;
	}
	text_of(r, slice(s, 0, von), &r->given);
	text_of(r, slice(s, von, after), &r->von);
	text_of(r, slice(s, after, s.len), &r->family);
}

/* Offsets of the commas outside of braces; how many there are. */
static size_t
commas(bm_str s, size_t out[NAME_COMMAS])
{
	size_t count = 0, depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '{')
			depth++;
		else if (s.ptr[i] == '}' && depth > 0)
			depth--;
		else if (s.ptr[i] == ',' && depth == 0) {
			if (count < NAME_COMMAS)
				out[count] = i;
			count++;
		}
	}
	return count;
}

static bool
is_true(bm_str s)
{
	return !bm_str_is(bm_str_trim(s), "false");
}

/* One "family=Berg" of BibLaTeX's extended names.  false: it is none. */
static bool
extended_part(name_reader *r, bm_str part)
{
	size_t equals = bm_str_find(part, "=", 0);
	bm_str name, value;
	bm_buf *out = NULL;

	if (equals == part.len)
		return false;
	name = slice(part, 0, equals);
	value = slice(part, equals + 1, part.len);
	for (size_t i = 0; i < name.len; i++)
		if (!bm_is_alpha(name.ptr[i]) && name.ptr[i] != '-')
			return false;
	if (value.len > 1 && value.ptr[0] == '"' &&
	    value.ptr[value.len - 1] == '"')
		value = slice(value, 1, value.len - 1);
	if (bm_str_is(name, "family"))
		out = &r->family;
	else if (bm_str_is(name, "given"))
		out = &r->given;
	else if (bm_str_is(name, "suffix"))
		out = &r->suffix;
	else if (bm_str_is(name, "prefix"))
		out = &r->von;
	else if (bm_str_is(name, "useprefix"))
		r->use_prefix = is_true(value);
	else if (!bm_str_ends(name, "-i") && !bm_str_is(name, "id") &&
		 !bm_str_is(name, "hash"))
		return false;
	if (out != NULL)
		text_of(r, bib_tex_inside(value), out);
	return true;
}

/* false: it is not in the extended form. */
static bool
extended(name_reader *r, bm_str s)
{
	size_t start = 0, depth = 0;

	if (bm_str_find(s, "=", 0) == s.len)
		return false;
	for (size_t i = 0; i <= s.len; i++) {
		char c = i < s.len ? s.ptr[i] : ',';

		if (c == '{')
			depth++;
		else if (c == '}' && depth > 0)
			depth--;
		if (i < s.len && (c != ',' || depth > 0))
			continue;
		if (!extended_part(r, slice(s, start, i)) && start == 0)
			return false;
		start = i + 1;
	}
	return true;
}

/* "von Last, First" and "von Last, Jr, First". */
static void
inverted(name_reader *r, bm_str s, const size_t *comma, size_t count)
{
	bm_str last = slice(s, 0, comma[0]);
	size_t von = leading_von(last);
	size_t first = comma[count > 1 ? 1 : 0] + 1;
	bm_str given = slice(s, first, s.len), jr = {"", 0};

	if (count > 1)
		jr = slice(s, comma[0] + 1, comma[1]);
	/* "Last, First, Jr" is not BibTeX's order, but it is plain. */
	if (bib_name_suffix(jr).len == 0 && bib_name_suffix(given).len > 0) {
		bm_str swap = jr;

		jr = given;
		given = swap;
	}
	text_of(r, slice(last, 0, von), &r->von);
	text_of(r, slice(last, von, last.len), &r->family);
	text_of(r, jr, &r->suffix);
	text_of(r, given, &r->given);
	if (count > 2)
		bib_make_tell(r->f->m, "bib-bad-value", r->field->line,
			      r->field->column,
			      "Name \"%.*s\" of entry \"%.*s\" has more than "
			      "two commas; names have \"and\" between them",
			      (int)(s.len < 100 ? s.len : 100), s.ptr,
			      (int)r->e->key.len, r->e->key.ptr);
}

/* Whether it is a whole name in braces: a body, not a person. */
static bool
is_literal(bm_str s)
{
	if (s.len < 2 || s.ptr[0] != '{' || bib_tex_group_end(s, 0) != s.len)
		return false;
	/* {\'E} is a letter; {\'E}cole in one more pair of braces is not. */
	return s.ptr[1] != '\\' || memchr(s.ptr, ' ', s.len) != NULL;
}

static void
put_name(name_reader *r, const char *variable, bm_str s)
{
	size_t comma[NAME_COMMAS], count;
	bm_name out = {0};

	r->use_prefix = true;
	bm_buf_clear(&r->family);
	bm_buf_clear(&r->given);
	bm_buf_clear(&r->suffix);
	bm_buf_clear(&r->von);
	if (is_literal(s)) {
		text_of(r, slice(s, 1, s.len - 1), &r->family);
		out.literal = bm_buf_str(&r->family);
		bib_make_name(r->f->m, variable, &out);
		return;
	}
	if (!extended(r, s)) {
		count = commas(s, comma);
		if (count == 0)
			natural(r, s);
		else
			inverted(r, s, comma, count);
	}
	out.family = bm_buf_str(&r->family);
	out.given = bm_buf_str(&r->given);
	out.suffix = bm_buf_str(&r->suffix);
	if (r->use_prefix)
		out.non_dropping_particle = bm_buf_str(&r->von);
	else
		out.dropping_particle = bm_buf_str(&r->von);
	bib_make_name(r->f->m, variable, &out);
}

/* Whether an " and " outside of braces is at s[at], which is white space. */
static bool
is_and(bm_str s, size_t at)
{
	return at + 4 < s.len && bm_lower(s.ptr[at + 1]) == 'a' &&
	       bm_lower(s.ptr[at + 2]) == 'n' &&
	       bm_lower(s.ptr[at + 3]) == 'd' && bm_is_space(s.ptr[at + 4]);
}

/* Cuts the next name off *rest; false when there is none left. */
static bool
next_name(bm_str *rest, bm_str *out)
{
	bm_str s = *rest;
	size_t at = 0, depth = 0;

	if (s.ptr == NULL)
		return false;
	for (; at < s.len; at++) {
		if (s.ptr[at] == '{')
			depth++;
		else if (s.ptr[at] == '}' && depth > 0)
			depth--;
		else if (depth == 0 && bm_is_space(s.ptr[at]) && is_and(s, at))
			break;
	}
	*out = slice(s, 0, at);
	/* The space behind "and" may be the one before the next "and". */
	*rest =
	    at < s.len ? (bm_str){s.ptr + at + 4, s.len - at - 4} : (bm_str){0};
	return true;
}

/* See bibtex.h. */
void
bibtex_names(bibtex_file *f, const bibtex_entry *e, const bibtex_field *field,
	     const char *variable)
{
	const bm_allocator *al = bm_arena_allocator(f->arena);
	name_reader r = {.f = f, .e = e, .field = field};
	bm_str rest = bm_str_trim(field->value), s;

	bm_buf_init(&r.family, al);
	bm_buf_init(&r.given, al);
	bm_buf_init(&r.suffix, al);
	bm_buf_init(&r.von, al);
	while (rest.len > 0 && next_name(&rest, &s)) {
		if (s.len == 0)
			bib_make_tell(
			    f->m, "bib-bad-value", field->line, field->column,
			    "A name is missing beside \"and\" in "
			    "field \"%s\" of entry \"%.*s\"",
			    field->name.ptr, (int)e->key.len, e->key.ptr);
		else if (bm_str_is(s, "others") && rest.len == 0)
			bib_make_join(f->m, "custom.et-al", bm_str_of(variable),
				      " ");
		else
			put_name(&r, variable, s);
	}
	if (r.family.status != BM_OK || r.given.status != BM_OK ||
	    r.suffix.status != BM_OK || r.von.status != BM_OK)
		f->failed = true;
	bm_buf_free(&r.family);
	bm_buf_free(&r.given);
	bm_buf_free(&r.suffix);
	bm_buf_free(&r.von);
}
