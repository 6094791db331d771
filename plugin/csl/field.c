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
	MARK_DOUBLE, /* from here on: quotes */
	MARK_SINGLE,
	MARK_OUTER, /* the quotes of the locale */
	MARK_INNER
} mark_kind;

typedef struct mark {
	mark_kind kind;
	csl_out *node;
	bm_str literal; /* what stood there, if it is never closed */
} mark;

typedef struct parser {
	bm_arena *arena;
	/* Quotes of the locale: outer open and close, inner open and close. */
	bm_str quotes[4];
	bm_str text;
	size_t at, start; /* start of the text not yet put into a leaf */
	bool may_open;    /* a straight quote at `at` would open */
	bool straight;    /* there was a straight quote already */
	bool single_out; /* single quotes are the outer ones: they came first */
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
	m->node->markup = m->node->no_case = false;
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

/* Markup around nothing but text becomes a leaf with that formatting. */
static void
flatten(csl_out *out)
{
	csl_out *child = out->children;

	if (child == NULL || child->next != NULL ||
	    child->kind != CSL_OUT_TEXT || child->format != 0 || child->markup)
		return;
	out->kind = CSL_OUT_TEXT;
	out->text = child->text;
	out->children = out->last = NULL;
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
	if (kind < MARK_DOUBLE)
		flatten(top(p));
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
	    {"<b>", MARK_B, CSL_BOLD},
	    {"<sup>", MARK_SUP, CSL_SUPERSCRIPT},
	    {"<sub>", MARK_SUB, CSL_SUBSCRIPT},
	    {"<sc>", MARK_SC, CSL_SMALL_CAPS},
	    {"<span style=\"font-variant:small-caps;\">", MARK_SPAN,
	     CSL_SMALL_CAPS},
	    {"<span style=\"font-variant: small-caps;\">", MARK_SPAN,
	     CSL_SMALL_CAPS},
	    {"<span class=\"nocase\">", MARK_SPAN, CSL_NO_CASE},
	    {"<span class=\"nodecor\">", MARK_SPAN,
	     CSL_NO_ITALIC | CSL_NO_BOLD | CSL_NO_SMALL_CAPS},
	};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		bm_str literal = {rest.ptr, strlen(tags[i].tag)};

		if (!bm_str_starts(rest, tags[i].tag))
			continue;
		if (!open_mark(p, tags[i].kind, literal.len, literal))
			return false;
		top(p)->format = tags[i].format & ~(unsigned)CSL_NO_CASE;
		top(p)->no_case =
		    (tags[i].format & (CSL_NO_CASE | CSL_NO_ITALIC)) != 0;
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
	    {"</i>", MARK_I},     {"</b>", MARK_B},   {"</sup>", MARK_SUP},
	    {"</sub>", MARK_SUB}, {"</sc>", MARK_SC}, {"</span>", MARK_SPAN},
	};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (bm_str_starts(rest, tags[i].tag))
			return close_mark(p, tags[i].kind, strlen(tags[i].tag));
	return false;
}

/* Whether a word goes on with this byte. */
static bool
word_byte(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || (unsigned char)c >= 0x80;
}

/* What stands behind the tags at `at`; NUL at the end. */
static char
behind_tags(bm_str text, size_t at)
{
	while (at < text.len && text.ptr[at] == '<') {
		size_t end = bm_str_find(text, ">", at);

		if (end >= text.len)
			break;
		at = end + 1;
	}
	return at < text.len ? text.ptr[at] : '\0';
}

/*
 * A straight quote or apostrophe at p->at.  Quotes of the kind that comes
 * first in a text are its outer ones.
 */
static bool
straight(parser *p, char c)
{
	bool is_double = c == '"';
	mark_kind kind = is_double ? MARK_DOUBLE : MARK_SINGLE;
	bm_str literal = is_double ? BM_STR("\"") : BM_STR("\xE2\x80\x99");
	char next = p->at + 1 < p->text.len ? p->text.ptr[p->at + 1] : '\0';
	char after = behind_tags(p->text, p->at + 1);

	if (p->may_open && next != '\0' && !bm_is_space(next) &&
	    (is_double || word_byte(after) || after == '"' || after == '\'' ||
	     after == '(') &&
	    open_mark(p, kind, 1, literal)) {
		if (!p->straight)
			p->single_out = !is_double;
		p->straight = true;
		top(p)->inner = is_double == p->single_out;
		return true;
	}
	if ((is_double || !word_byte(next)) && !p->may_open &&
	    close_mark(p, kind, 1))
		return true;
	if (is_double)
		return false;
	flush(p, p->at);
	csl_out_append(top(p), csl_out_text(p->arena, literal));
	consume(p, 1);
	return true;
}

/* The quotes that the locale prints. */
static bool
of_locale(parser *p, bm_str rest)
{
	for (size_t i = 0; i < 4; i++) {
		bm_str sign = p->quotes[i];
		mark_kind kind = i < 2 ? MARK_OUTER : MARK_INNER;
		bool closes = i % 2 == 1;

		if (sign.len == 0 || rest.len < sign.len ||
		    memcmp(rest.ptr, sign.ptr, sign.len) != 0)
			continue;
		if (!closes) {
			if (!open_mark(p, kind, sign.len,
				       (bm_str){rest.ptr, sign.len}))
				return false;
			top(p)->inner = kind == MARK_INNER;
			return true;
		}
		/* An apostrophe in a word closes nothing. */
		if (bm_str_is(sign, "\xE2\x80\x99") && rest.len > sign.len &&
		    word_byte(rest.ptr[sign.len]))
			return false;
		return close_mark(p, kind, sign.len);
	}
	return false;
}

/* One mark at p->at, if there is one. */
static bool
parse_mark(parser *p, char c)
{
	bm_str rest = {p->text.ptr + p->at, p->text.len - p->at};

	if (c == '<')
		return rest.len > 1 && rest.ptr[1] == '/' ? close_tag(p, rest)
							  : open_tag(p, rest);
	if (c == '"' || c == '\'')
		return straight(p, c);
	return of_locale(p, rest);
}

/* Whether a text has nothing that parse_mark could know. */
static bool
is_plain(bm_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr("<\"'", text.ptr[i]) != NULL ||
		    (unsigned char)text.ptr[i] >= 0x80)
			return false;
	return true;
}

/* Whether the space at `at` is one that French puts before or in a mark. */
static bool
is_french_space(bm_str s, size_t at)
{
	bm_str rest = {s.ptr + at + 1, s.len - at - 1};

	if (s.ptr[at] != ' ' || at == 0)
		return false;
	if (rest.len > 0 && strchr(":;?!", rest.ptr[0]) != NULL)
		return true;
	return bm_str_starts(rest, "\xC2\xBB") ||
	       (at >= 2 && memcmp(s.ptr + at - 2, "\xC2\xAB", 2) == 0);
}

/* The text with spaces before marks that a line cannot break at. */
static bm_str
bind_spaces(bm_arena *arena, bm_str s)
{
	size_t at = 0;
	bm_buf out;

	while (at < s.len && !is_french_space(s, at))
		at++;
	if (at == s.len)
		return s;
	bm_buf_init(&out, bm_arena_allocator(arena));
	for (at = 0; at < s.len; at++)
		if (is_french_space(s, at))
			bm_buf_puts(&out, "\xE2\x80\xAF");
		else
			bm_buf_putc(&out, s.ptr[at]);
	return csl_buf_take(arena, &out);
}

/* See run.h. */
csl_out *
csl_field_parse(bm_arena *arena, const csl_locale *locale, bm_str text)
{
	static const char *const names[] = {"open-quote", "close-quote",
					    "open-inner-quote",
					    "close-inner-quote"};
	parser p = {0};

	text = bind_spaces(arena, text);
	if (is_plain(text))
		return csl_out_text(arena, text);
	p.arena = arena;
	p.text = text;
	p.may_open = true;
	for (size_t i = 0; i < 4; i++)
		p.quotes[i] =
		    csl_term_get(locale, names[i], CSL_FORM_LONG, false);
	p.root = csl_out_new(arena, CSL_OUT_GROUP);
	if (p.root == NULL)
		return NULL;
	while (p.at < text.len) {
		char c = text.ptr[p.at];
		size_t depth = p.depth;

		if ((c == '<' || c == '"' || c == '\'' ||
		     (unsigned char)c >= 0x80) &&
		    parse_mark(&p, c)) {
			/* Tags are as if they were not there. */
			if (c != '<')
				p.may_open = p.depth > depth;
			continue;
		}
		p.may_open = c == ' ' || c == '(';
		(void)bm_utf8_next(text, &p.at);
	}
	flush(&p, text.len);
	while (p.depth > 0)
		give_up(&p);
	if (p.root->children != NULL && p.root->children->next == NULL)
		return p.root->children;
	return p.root;
}
