/* The text of a field: simple markup, quotes and apostrophes. */
#include "csl/run.h"

/* Elements open at once; further ones stay text. */
#define OPEN_MAX 24

typedef enum mark_kind {
	MARK_I,
	MARK_B,
	MARK_SUP,
	MARK_SUB,
	MARK_SC,
	MARK_SPAN,
	MARK_DOUBLE,
	MARK_SINGLE,
	MARK_CURLY_DOUBLE,
	MARK_CURLY_SINGLE
} mark_kind;

typedef struct mark {
	mark_kind kind;
	csl_out *node;
	bm_str literal; /* what stood there, if it is never closed */
} mark;

typedef struct parser {
	bm_arena *arena;
	bm_str text;
	size_t at, start; /* start of the text not yet put into a leaf */
	uint32_t before;  /* code point before at; 0 at the start */
	mark open[OPEN_MAX];
	size_t depth;
	csl_out *root;
} parser;

static csl_out *
top(parser *p)
{
	return p->depth > 0 ? p->open[p->depth - 1].node : p->root;
}

/* Makes a leaf of the text up to `end`. */
static void
flush(parser *p, size_t end)
{
	if (end > p->start)
		csl_out_append(
		    top(p),
		    csl_out_text(p->arena, (bm_str){p->text.ptr + p->start,
						    end - p->start}));
	p->start = end;
}

/* Moves over the `length` bytes of a mark without printing them. */
static void
consume(parser *p, size_t length)
{
	p->at += length;
	p->start = p->at;
}

/* The innermost open one turns into the text that it was. */
static void
give_up(parser *p)
{
	mark *m = &p->open[--p->depth];

	m->node->kind = CSL_OUT_GROUP;
	m->node->format = 0;
	m->node->markup = false;
	csl_out_prepend(m->node, csl_out_text(p->arena, m->literal));
}

static bool
open_mark(parser *p, mark_kind kind, size_t length, bm_str literal)
{
	csl_out *node;

	if (p->depth == OPEN_MAX)
		return false;
	node = csl_out_new(p->arena,
			   kind >= MARK_DOUBLE ? CSL_OUT_QUOTE : CSL_OUT_GROUP);
	if (node == NULL)
		return false;
	flush(p, p->at);
	csl_out_append(top(p), node);
	node->markup = kind < MARK_DOUBLE;
	p->open[p->depth++] = (mark){kind, node, literal};
	consume(p, length);
	return true;
}

/* Closes the innermost mark of this kind; false if there is none. */
static bool
close_mark(parser *p, mark_kind kind, size_t length)
{
	size_t i = p->depth;

	while (i > 0 && p->open[i - 1].kind != kind)
		i--;
	if (i == 0)
		return false;
	flush(p, p->at);
	while (p->depth > i)
		give_up(p);
	p->depth--;
	consume(p, length);
	return true;
}

/* An opening tag with its formatting.  false: it is none. */
static bool
open_tag(parser *p, bm_str rest)
{
	static const struct {
		const char *tag;
		mark_kind kind;
		unsigned format;
	} tags[] = {
	    {"<i>", MARK_I, CSL_ITALIC},
	    {"<em>", MARK_I, CSL_ITALIC},
	    {"<b>", MARK_B, CSL_BOLD},
	    {"<strong>", MARK_B, CSL_BOLD},
	    {"<sup>", MARK_SUP, CSL_SUPERSCRIPT},
	    {"<sub>", MARK_SUB, CSL_SUBSCRIPT},
	    {"<sc>", MARK_SC, CSL_SMALL_CAPS},
	    {"<span style=\"font-variant:small-caps;\">", MARK_SPAN,
	     CSL_SMALL_CAPS},
	    {"<span style=\"font-variant: small-caps;\">", MARK_SPAN,
	     CSL_SMALL_CAPS},
	    {"<span class=\"nocase\">", MARK_SPAN, CSL_NO_CASE},
	};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		bm_str literal = {rest.ptr, strlen(tags[i].tag)};

		if (!bm_str_starts(rest, tags[i].tag))
			continue;
		if (!open_mark(p, tags[i].kind, literal.len, literal))
			return false;
		top(p)->format = tags[i].format & ~(unsigned)CSL_NO_CASE;
		top(p)->no_case = (tags[i].format & CSL_NO_CASE) != 0;
		return true;
	}
	return false;
}

static bool
close_tag(parser *p, bm_str rest)
{
	static const struct {
		const char *tag;
		mark_kind kind;
	} tags[] = {
	    {"</i>", MARK_I},      {"</em>", MARK_I},      {"</b>", MARK_B},
	    {"</strong>", MARK_B}, {"</sup>", MARK_SUP},   {"</sub>", MARK_SUB},
	    {"</sc>", MARK_SC},    {"</span>", MARK_SPAN},
	};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (bm_str_starts(rest, tags[i].tag))
			return close_mark(p, tags[i].kind, strlen(tags[i].tag));
	return false;
}

/* Whether a quote behind this code point opens. */
static bool
opens_after(uint32_t c)
{
	return c == 0 || c == ' ' || c == '\t' || c == '\n' || c == '(' ||
	       c == '[' || c == '{' || c == '/' || c == '-' || c == '"' ||
	       c == '\'' || c == 0xA0 || c == 0x2018 || c == 0x201C ||
	       c == 0x2013 || c == 0x2014 || c == 0x202F;
}

/* Whether a word goes on with this byte. */
static bool
word_byte(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || (unsigned char)c >= 0x80;
}

/* A straight quote or apostrophe at p->at. */
static bool
straight(parser *p, char c, char next)
{
	bool is_double = c == '"';
	mark_kind kind = is_double ? MARK_DOUBLE : MARK_SINGLE;
	bm_str literal = is_double ? BM_STR("\"") : BM_STR("\xE2\x80\x99");

	if (opens_after(p->before) && next != '\0' && !bm_is_space(next) &&
	    (is_double || word_byte(next) || next == '"' || next == '<') &&
	    open_mark(p, kind, 1, literal))
		return true;
	if ((is_double || !word_byte(next)) && !opens_after(p->before) &&
	    close_mark(p, kind, 1))
		return true;
	if (is_double)
		return false;
	flush(p, p->at);
	csl_out_append(top(p), csl_out_text(p->arena, literal));
	consume(p, 1);
	return true;
}

/* Typographic quotes, three bytes E2 80 xx. */
static bool
curly(parser *p, bm_str rest)
{
	bm_str literal = {rest.ptr, 3};

	if (bm_str_starts(rest, "\xE2\x80\x9C"))
		return open_mark(p, MARK_CURLY_DOUBLE, 3, literal);
	if (bm_str_starts(rest, "\xE2\x80\x9D"))
		return close_mark(p, MARK_CURLY_DOUBLE, 3);
	if (bm_str_starts(rest, "\xE2\x80\x98"))
		return open_mark(p, MARK_CURLY_SINGLE, 3, literal);
	if (bm_str_starts(rest, "\xE2\x80\x99") && rest.len >= 3 &&
	    (rest.len == 3 || !word_byte(rest.ptr[3])))
		return close_mark(p, MARK_CURLY_SINGLE, 3);
	return false;
}

/* One mark at p->at, if there is one. */
static bool
parse_mark(parser *p, char c)
{
	bm_str rest = {p->text.ptr + p->at, p->text.len - p->at};
	char next = rest.len > 1 ? rest.ptr[1] : '\0';

	if (c == '<')
		return next == '/' ? close_tag(p, rest) : open_tag(p, rest);
	if (c == '"' || c == '\'')
		return straight(p, c, next);
	return c == '\xE2' && curly(p, rest);
}

/* See run.h. */
csl_out *
csl_field_parse(bm_arena *arena, bm_str text)
{
	parser p = {0};

	for (size_t i = 0; i < text.len; i++)
		if (strchr("<\"'\xE2", text.ptr[i]) != NULL)
			goto marks;
	return csl_out_text(arena, text);
marks:
	p.arena = arena;
	p.text = text;
	p.root = csl_out_new(arena, CSL_OUT_GROUP);
	if (p.root == NULL)
		return NULL;
	while (p.at < text.len) {
		char c = text.ptr[p.at];
		size_t at = p.at;
		uint32_t code;

		if ((c == '<' || c == '"' || c == '\'' || c == '\xE2') &&
		    parse_mark(&p, c)) {
			if (c != '<') {
				size_t from = at;

				p.before = bm_utf8_next(text, &from);
			}
			continue;
		}
		code = bm_utf8_next(text, &p.at);
		p.before = code;
	}
	flush(&p, text.len);
	while (p.depth > 0)
		give_up(&p);
	return p.root;
}
