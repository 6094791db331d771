/*
 * What TeX in a bibliography means.  A machine with a bounded stack: groups
 * beyond TEX_DEPTH are looked through, their braces do nothing.
 *
 * Case is protected by BibTeX's rule for bare groups: {DNA}, not {\"O}, whose
 * brace opens a "special character".  The argument of \emph and its like is
 * text as any other.
 */
#include <unicode/unorm2.h>

#include "bib/tex.h"

#define TEX_DEPTH   64
#define TEX_MARKS   128
#define TEX_ACCENTS 4

/* Formatting that is open. */
typedef struct tex_mark {
	tex_wrap kind;
	size_t before, after; /* ends of the output round its opening */
	bool space;           /* a space was put before the opening */
	bm_str text;          /* what to put behind: an address */
} tex_mark;

typedef struct tex_frame {
	unsigned marks; /* that were open before the group */
	bool math, nocase;
	bool accented; /* the argument of an accent */
	bool single;   /* an argument without braces: ends with one token */
} tex_frame;

typedef struct tex_reader {
	bm_str s;
	size_t at;
	unsigned flags;
	bm_buf *out;
	size_t start;
	tex_unknown *unknown;
	void *user;
	const tex_accent *accents[TEX_ACCENTS]; /* outer first */
	unsigned accent_count;
	tex_frame frames[TEX_DEPTH];
	unsigned depth;
	size_t too_deep;
	tex_mark marks[TEX_MARKS];
	unsigned mark_count, quotes;
	bool math, nocase, single_quote;
	bool space; /* one is due before what comes next */
	bool line;  /* and it is a line end */
} tex_reader;

/* ---- Putting ---- */

static bool
put_space(tex_reader *r)
{
	bool put = r->space && r->out->len > r->start;

	if (put)
		bm_buf_putc(r->out, r->line ? '\n' : ' ');
	r->space = r->line = false;
	return put;
}

/* A base letter with the accents that wait for it, inner ones first. */
static void
put_accented(tex_reader *r, uint32_t base)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);

	/* An accent replaces the dot. */
	if (base == 0x131)
		base = 'i';
	else if (base == 0x237)
		base = 'j';
	while (r->accent_count > 0) {
		uint32_t mark = r->accents[--r->accent_count]->mark;
		UChar32 both = -1;

		if (U_SUCCESS(error))
			both = unorm2_composePair(nfc, (UChar32)base,
						  (UChar32)mark);
		if (both >= 0) {
			base = (uint32_t)both;
			continue;
		}
		bm_buf_put_utf8(r->out, base);
		base = mark;
	}
	bm_buf_put_utf8(r->out, base);
}

/* Text without meaning to TeX; the first letter takes the accents. */
static void
put_text(tex_reader *r, bm_str text)
{
	size_t at = 0;

	if (text.len == 0)
		return;
	put_space(r);
	if (r->accent_count > 0)
		put_accented(r, bm_utf8_next(text, &at));
	bm_buf_put(r->out, text.ptr + at, text.len - at);
}

/* The accents that found no letter stand alone: \~{} is a tilde. */
static void
put_alone(tex_reader *r)
{
	unsigned count = r->accent_count;

	r->accent_count = 0;
	for (unsigned i = 0; i < count; i++)
		put_text(r, bm_str_of(r->accents[i]->alone));
}

/* ---- Formatting ---- */

typedef struct tags {
	const char *open, *close;
} tags;

/* The marks round text of this kind; "" where CSL has none. */
static tags
tags_of(const tex_reader *r, tex_wrap kind)
{
	bool markup = (r->flags & (TEX_MARKUP | TEX_TITLE)) != 0;
	bool inner = r->quotes % 2 != 0;

	switch (kind) {
	case TEX_WRAP_QUOTE:
		return inner ? (tags){"\xE2\x80\x98", "\xE2\x80\x99"}
			     : (tags){"\xE2\x80\x9C", "\xE2\x80\x9D"};
	case TEX_WRAP_PARENS:
		return (tags){"(", ")"};
	case TEX_WRAP_BRACKETS:
		return (tags){"[", "]"};
	case TEX_WRAP_NOCASE:
		if ((r->flags & TEX_TITLE) != 0)
			return (tags){"<span class=\"nocase\">", "</span>"};
		break;
	case TEX_WRAP_I:
	case TEX_REST_I:
		if (markup)
			return (tags){"<i>", "</i>"};
		break;
	case TEX_WRAP_B:
	case TEX_REST_B:
		if (markup)
			return (tags){"<b>", "</b>"};
		break;
	case TEX_WRAP_SUP:
		if (markup)
			return (tags){"<sup>", "</sup>"};
		break;
	case TEX_WRAP_SUB:
		if (markup)
			return (tags){"<sub>", "</sub>"};
		break;
	case TEX_WRAP_SC:
	case TEX_REST_SC:
		if (markup)
			return (tags){
			    "<span style=\"font-variant:small-caps;\">",
			    "</span>"};
		break;
	default:
		break;
	}
	return (tags){"", ""};
}

static void
open_mark(tex_reader *r, tex_wrap kind, bm_str text)
{
	tex_mark *m;

	if (r->mark_count == TEX_MARKS)
		return;
	m = &r->marks[r->mark_count++];
	m->kind = kind;
	m->text = text;
	m->before = r->out->len;
	m->space = put_space(r);
	bm_buf_puts(r->out, tags_of(r, kind).open);
	m->after = r->out->len;
	if (kind == TEX_WRAP_QUOTE)
		r->quotes++;
}

/* Whether it holds something that has a case. */
static bool
has_letters(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (bm_is_alpha(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80)
			return true;
	return false;
}

/* Closes what was opened last; formatting of nothing is taken back. */
static void
close_mark(tex_reader *r)
{
	const tex_mark *m = &r->marks[--r->mark_count];
	bm_str inside;

	if (r->out->status != BM_OK)
		return;
	if (m->kind == TEX_WRAP_QUOTE)
		r->quotes--;
	inside = (bm_str){r->out->ptr + m->after, r->out->len - m->after};
	if (inside.len == 0 && m->text.len == 0) {
		r->out->len = m->before;
		if (r->out->ptr != NULL)
			r->out->ptr[m->before] = '\0';
		r->space = r->space || m->space;
		return;
	}
	if (m->kind == TEX_WRAP_NOCASE && (r->flags & TEX_TITLE) != 0 &&
	    !has_letters(inside)) {
		size_t tag = strlen(tags_of(r, m->kind).open);

		memmove(r->out->ptr + m->after - tag, inside.ptr,
			inside.len + 1);
		r->out->len -= tag;
		return;
	}
	bm_buf_puts(r->out, tags_of(r, m->kind).close);
	if (m->text.len > 0 && !bm_str_eq(inside, m->text)) {
		if (inside.len > 0)
			bm_buf_puts(r->out, " (");
		bib_tex_verbatim(m->text, r->out);
		if (inside.len > 0)
			bm_buf_putc(r->out, ')');
	}
}

/* ---- Groups ---- */

/* false: too deep. */
static bool
push(tex_reader *r, bool single)
{
	tex_frame *f;

	if (r->depth == TEX_DEPTH)
		return false;
	f = &r->frames[r->depth++];
	*f = (tex_frame){r->mark_count, r->math, r->nocase, false, single};
	return true;
}

static void
pop(tex_reader *r)
{
	const tex_frame *f = &r->frames[--r->depth];

	if (f->accented && r->accent_count > 0)
		put_alone(r);
	while (r->mark_count > f->marks)
		close_mark(r);
	r->math = f->math;
	r->nocase = f->nocase;
}

static void
close_group(tex_reader *r)
{
	r->at++;
	if (r->too_deep > 0) {
		r->too_deep--;
		return;
	}
	while (r->depth > 0 && r->frames[r->depth - 1].single)
		pop(r);
	if (r->depth > 0)
		pop(r);
}

static void
open_group(tex_reader *r)
{
	bool special = r->at + 1 < r->s.len && r->s.ptr[r->at + 1] == '\\';

	r->at++;
	if (!push(r, false)) {
		r->too_deep++;
		return;
	}
	if (r->accent_count > 0)
		r->frames[r->depth - 1].accented = true;
	else if ((r->flags & TEX_TITLE) != 0 && !r->nocase && !r->math &&
		 !special) {
		open_mark(r, TEX_WRAP_NOCASE, (bm_str){0});
		r->nocase = true;
	}
}

static void
skip_spaces(tex_reader *r)
{
	while (r->at < r->s.len && bm_is_space(r->s.ptr[r->at]))
		r->at++;
}

/* The argument at r->at gets this formatting. */
static void
wrap_argument(tex_reader *r, tex_wrap kind, bm_str text)
{
	bool braced;

	skip_spaces(r);
	braced = r->at < r->s.len && r->s.ptr[r->at] == '{';
	if (r->at >= r->s.len || r->s.ptr[r->at] == '}' || !push(r, !braced))
		return;
	if (braced)
		r->at++;
	if (kind == TEX_WRAP_MATH)
		r->math = true;
	else if (kind != TEX_WRAP_NONE)
		open_mark(r, kind, text);
	if (kind == TEX_WRAP_NOCASE)
		r->nocase = true;
}

/* The bytes of the argument at r->at, which is passed. */
static bm_str
raw_argument(tex_reader *r)
{
	size_t start, end;

	skip_spaces(r);
	start = r->at;
	if (start >= r->s.len || r->s.ptr[start] != '{')
		return (bm_str){r->s.ptr + start, 0};
	end = bib_tex_group_end(r->s, start);
	r->at = end;
	return (bm_str){
	    r->s.ptr + start + 1,
	    end - start - (end < r->s.len || r->s.ptr[end - 1] == '}' ? 2 : 1)};
}

/* ---- Tokens ---- */

static void
run_command(tex_reader *r, bm_str name)
{
	const tex_command *c = bib_tex_command(name);
	bm_str text;

	if (c == NULL) {
		r->unknown(r->user, name);
		return;
	}
	switch (c->wrap) {
	case TEX_SYMBOL:
		if (strcmp(c->text, " ") == 0)
			r->space = true;
		else
			put_text(r, bm_str_of(c->text));
		break;
	case TEX_REST_I:
	case TEX_REST_B:
	case TEX_REST_SC:
		open_mark(r, c->wrap, (bm_str){0});
		break;
	case TEX_DROP:
		(void)raw_argument(r);
		break;
	case TEX_URL:
		text = raw_argument(r);
		put_space(r);
		bib_tex_verbatim(text, r->out);
		break;
	case TEX_HREF:
		text = raw_argument(r);
		wrap_argument(r, TEX_HREF, text);
		break;
	default:
		wrap_argument(r, c->wrap, (bm_str){0});
	}
}

/* A backslash: an accent, or a command. */
static void
command(tex_reader *r)
{
	size_t start = ++r->at;
	const tex_accent *accent;
	bm_str name;

	while (r->at < r->s.len && bm_is_alpha(r->s.ptr[r->at]))
		r->at++;
	if (r->at == start && r->at < r->s.len)
		(void)bm_utf8_next(r->s, &r->at);
	name = (bm_str){r->s.ptr + start, r->at - start};
	if (name.len == 0)
		return;
	if (bm_is_alpha(name.ptr[0])) {
		/* \enquote*{...}: the other form of a command is like it. */
		if (!r->math && r->at + 1 < r->s.len &&
		    memcmp(r->s.ptr + r->at, "*{", 2) == 0)
			r->at++;
		skip_spaces(r);
	}
	if (name.ptr[0] == '(' || name.ptr[0] == ')') {
		r->math = name.ptr[0] == '(';
		return;
	}
	accent = bib_tex_accent(name);
	if (accent == NULL) {
		run_command(r, name);
		return;
	}
	skip_spaces(r);
	if (r->accent_count < TEX_ACCENTS)
		r->accents[r->accent_count++] = accent;
	if (r->at >= r->s.len || r->s.ptr[r->at] == '}')
		put_alone(r);
}

/* Raised or lowered in a formula; a raised circle is a degree. */
static void
script(tex_reader *r, tex_wrap kind)
{
	static const char *const circles[] = {"{\\circ}", "\\circ"};
	bm_str rest;

	r->at++;
	rest = (bm_str){r->s.ptr + r->at, r->s.len - r->at};
	for (size_t i = 0; kind == TEX_WRAP_SUP && i < 2; i++) {
		if (!bm_str_starts(rest, circles[i]))
			continue;
		r->at += strlen(circles[i]);
		put_text(r, BM_STR("\xC2\xB0"));
		return;
	}
	wrap_argument(r, kind, (bm_str){0});
}

/* What TeX's fonts make of a run of characters, or a character itself. */
static void
ligature(tex_reader *r)
{
	static const struct {
		const char *from, *to;
	} table[] = {
	    {"---", "\xE2\x80\x94"}, {"--", "\xE2\x80\x93"},
	    {"``", "\xE2\x80\x9C"},  {"''", "\xE2\x80\x9D"},
	    {"?`", "\xC2\xBF"},      {"!`", "\xC2\xA1"},
	    {"~", "\xC2\xA0"},
	};
	bm_str rest = {r->s.ptr + r->at, r->s.len - r->at};
	char next = rest.len > 1 ? rest.ptr[1] : '\0';
	bool closes = !bm_is_alpha(next) && (unsigned char)next < 0x80;
	size_t after;

	if (r->math && (*rest.ptr == '-' || *rest.ptr == '\'')) {
		r->at++;
		put_text(r, *rest.ptr == '-' ? BM_STR("\xE2\x88\x92")
					     : BM_STR("\xE2\x80\xB2"));
		return;
	}
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (!bm_str_starts(rest, table[i].from))
			continue;
		r->at += strlen(table[i].from);
		put_text(r, bm_str_of(table[i].to));
		return;
	}
	if (*rest.ptr == '`' ||
	    (*rest.ptr == '\'' && r->single_quote && closes)) {
		/* An apostrophe stays: only what was opened is closed. */
		r->single_quote = *rest.ptr == '`';
		r->at++;
		put_text(r, r->single_quote ? BM_STR("\xE2\x80\x98")
					    : BM_STR("\xE2\x80\x99"));
		return;
	}
	after = r->at;
	(void)bm_utf8_next(r->s, &after);
	rest.len = after - r->at;
	r->at = after;
	put_text(r, rest);
}

/* The end of a run of characters that mean themselves. */
static size_t
plain_end(const tex_reader *r)
{
	size_t at = r->at;

	while (at < r->s.len) {
		char c = r->s.ptr[at];

		if (!(bm_is_alpha(c) || bm_is_digit(c) ||
		      (unsigned char)c >= 0x80 || c == ',' || c == '.' ||
		      c == ':'))
			break;
		at++;
	}
	return at;
}

static void
step(tex_reader *r)
{
	char c = r->s.ptr[r->at];
	size_t end = plain_end(r);

	/* An argument without braces is one character. */
	if (end > r->at && (r->depth == 0 || !r->frames[r->depth - 1].single)) {
		bm_str run = {r->s.ptr + r->at, end - r->at};

		r->at = end;
		put_text(r, run);
		return;
	}

	if (c == '\\')
		command(r);
	else if (c == '{')
		open_group(r);
	else if (c == '}')
		close_group(r);
	else if (c == '$') {
		r->at += r->at + 1 < r->s.len && r->s.ptr[r->at + 1] == '$';
		r->at++;
		r->math = !r->math;
	} else if (r->math && (c == '^' || c == '_'))
		script(r, c == '^' ? TEX_WRAP_SUP : TEX_WRAP_SUB);
	else if (bm_is_space(c)) {
		r->at++;
		r->space = true;
		r->line = r->line || (c == '\n' && (r->flags & TEX_LINES) != 0);
	} else
		ligature(r);
}

static void
nobody(void *user, bm_str name)
{
	(void)user;
	(void)name;
}

/* See tex.h. */
void
bib_tex_read(bm_str tex, unsigned flags, bm_buf *out, tex_unknown *unknown,
	     void *user)
{
	tex_reader r;

	memset(&r, 0, sizeof r);
	r.s = tex;
	r.flags = flags;
	r.out = out;
	r.start = out->len;
	r.unknown = unknown != NULL ? unknown : nobody;
	r.user = user;
	while (r.at < tex.len && out->status == BM_OK) {
		unsigned depth = r.depth;

		step(&r);
		while (r.depth > 0 && r.depth <= depth &&
		       r.frames[r.depth - 1].single && r.accent_count == 0)
			pop(&r);
	}
	if (r.accent_count > 0)
		put_alone(&r);
	while (r.depth > 0)
		pop(&r);
	while (r.mark_count > 0)
		close_mark(&r);
}

/* See tex.h. */
size_t
bib_tex_group_end(bm_str text, size_t at)
{
	size_t depth = 0;

	for (; at < text.len; at++) {
		if (text.ptr[at] == '{')
			depth++;
		else if (text.ptr[at] == '}' && depth > 0 && --depth == 0)
			return at + 1;
	}
	return text.len;
}

/* See tex.h. */
bm_str
bib_tex_inside(bm_str tex)
{
	bm_str s = bm_str_trim(tex);

	if (s.len < 2 || s.ptr[0] != '{' || s.ptr[s.len - 1] != '}' ||
	    s.ptr[1] == '\\' || bib_tex_group_end(s, 0) != s.len)
		return tex;
	return (bm_str){s.ptr + 1, s.len - 2};
}

/* See tex.h. */
void
bib_tex_verbatim(bm_str tex, bm_buf *out)
{
	static const struct {
		const char *from, *to;
	} table[] = {
	    {"\\textasciitilde", "~"},
	    {"$\\sim$", "~"},
	    {"\\textunderscore", "_"},
	    {"\\textasciicircum", "^"},
	    {"\\url", ""},
	    {"\\_", "_"},
	    {"\\%", "%"},
	    {"\\#", "#"},
	    {"\\&", "&"},
	    {"\\~", "~"},
	    {"\\$", "$"},
	    {"\\^", "^"},
	    {"\\textless", "<"},
	    {"\\textgreater", ">"},
	    {"{", ""},
	    {"}", ""},
	};
	bm_str s = bm_str_trim(tex);

	for (size_t at = 0; at < s.len;) {
		bm_str rest = {s.ptr + at, s.len - at};
		size_t i = 0;

		while (i < sizeof table / sizeof *table &&
		       !bm_str_starts(rest, table[i].from))
			i++;
		if (i < sizeof table / sizeof *table) {
			bm_buf_puts(out, table[i].to);
			at += strlen(table[i].from);
		} else if (bm_is_space(*rest.ptr)) {
			/* Exporters break long addresses into lines. */
			at++;
		} else {
			bm_buf_putc(out, *rest.ptr);
			at++;
		}
	}
}
