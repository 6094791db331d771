/*
 * TeX formulas: rows, what stands in them, and what is raised and lowered.
 * Elements are put into the tree at once, so that nothing is left over when a
 * formula cannot be read: then its <math> goes with all that is in it.
 */
#include <stdarg.h>
#include <stdio.h>

#include "read/tex_math.h"

#define NS_MATHML "http://www.w3.org/1998/Math/MathML"

/* Groups in groups. */
#define NESTED_MAX 40
#define BYTES_MAX  (256u * 1024)

void
bm_tex_fail(bm_tex *t, const char *format, ...)
{
	char text[200];
	va_list ap;

	if (t->failed)
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	t->failed = true;
	t->why = bm_arena_strdup(t->doc->arena, text);
}

const char *
bm_tex_short(bm_tex *t, bm_str name)
{
	const char *text;

	if (name.len > 40)
		name.len = 40;
	while (name.len > 0 && name.len == 40 &&
	       ((unsigned char)name.ptr[name.len - 1] & 0x80) != 0)
		name.len--;
	text = bm_arena_str(t->doc->arena, name);
	return text != NULL ? text : "";
}

static void
no_memory(bm_tex *t)
{
	t->doc->no_memory = true;
	t->failed = true;
	t->why = NULL;
}

xmlNode *
bm_tex_el(bm_tex *t, xmlNode *parent, const char *name)
{
	xmlNode *el;

	if (t->failed || parent == NULL)
		return NULL;
	el = xmlNewDocNode(t->doc->xml, t->ns, BAD_CAST name, NULL);
	if (el == NULL || xmlAddChild(parent, el) == NULL) {
		xmlFreeNode(el);
		no_memory(t);
		return NULL;
	}
	return el;
}

xmlNode *
bm_tex_word(bm_tex *t, xmlNode *parent, const char *name, bm_str text)
{
	xmlNode *el = bm_tex_el(t, parent, name);

	if (el != NULL)
		bm_add_text(t->doc, el, text);
	return el;
}

void
bm_tex_set(bm_tex *t, xmlNode *el, const char *name, const char *value)
{
	if (el != NULL && !t->failed &&
	    xmlNewProp(el, BAD_CAST name, BAD_CAST value) == NULL)
		no_memory(t);
}

/* ---- What is at hand ----------------------------------------------------- */

char
bm_tex_peek(bm_tex *t)
{
	while (t->at < t->s.len && !t->failed) {
		char c = t->s.ptr[t->at];

		if (c == '%') {
			while (t->at < t->s.len && t->s.ptr[t->at] != '\n')
				t->at++;
		} else if (bm_is_space(c)) {
			t->at++;
		} else {
			return c;
		}
	}
	return '\0';
}

/* The name of the command at hand: letters, or one sign. */
static bm_str
name_at(const bm_tex *t)
{
	size_t from = t->at + 1, end = from;

	while (end < t->s.len && bm_is_alpha(t->s.ptr[end]))
		end++;
	if (end == from && end < t->s.len)
		end++;
	while (end > from && end < t->s.len && (t->s.ptr[end] & 0xC0) == 0x80)
		end++;
	return (bm_str){t->s.ptr + from, end - from};
}

const bm_tex_symbol *
bm_tex_look(bm_tex *t)
{
	return bm_tex_peek(t) == '\\' ? bm_tex_symbol_find(name_at(t)) : NULL;
}

const bm_tex_symbol *
bm_tex_take(bm_tex *t, bm_str *name)
{
	const bm_tex_symbol *sym;

	*name = name_at(t);
	sym = bm_tex_symbol_find(*name);
	t->at += 1 + name->len;
	if (sym == NULL)
		bm_tex_fail(t, "command \"\\%s\" is not known",
			    bm_tex_short(t, *name));
	return sym;
}

bm_str
bm_tex_raw(bm_tex *t)
{
	size_t from;
	int depth = 0;

	if (bm_tex_peek(t) != '{') {
		bm_tex_fail(t, "braces are missing");
		return (bm_str){0};
	}
	from = t->at + 1;
	for (; t->at < t->s.len; t->at++) {
		char c = t->s.ptr[t->at];

		if (c == '\\' && t->at + 1 < t->s.len)
			t->at++;
		else if (c == '{')
			depth++;
		else if (c == '}' && --depth == 0)
			return (bm_str){t->s.ptr + from, t->at++ - from};
	}
	bm_tex_fail(t, "a brace is never closed");
	return (bm_str){0};
}

/* ---- Rows ---------------------------------------------------------------- */

static bool
at_stop(bm_tex *t, bm_tex_stop stop)
{
	char c = bm_tex_peek(t);
	const bm_tex_symbol *sym = bm_tex_look(t);

	if (c == '\0' || t->failed)
		return true;
	switch (stop) {
	case BM_TEX_AT_BRACE:
		return c == '}';
	case BM_TEX_AT_BRACKET:
		return c == ']';
	case BM_TEX_AT_RIGHT:
		return sym != NULL && sym->kind == BM_TEX_RIGHT;
	case BM_TEX_AT_CELL:
		return c == '&' || (sym != NULL && (sym->kind == BM_TEX_ROW ||
						    sym->kind == BM_TEX_END));
	case BM_TEX_AT_LINE:
		return c == '}' || (sym != NULL && sym->kind == BM_TEX_ROW);
	default:
		return false;
	}
}

/* An element with one child and no attributes is as good as that child. */
static xmlNode *
unwrap(xmlNode *row)
{
	xmlNode *only = row != NULL ? row->children : NULL;

	if (only == NULL || only->next != NULL ||
	    only->type != XML_ELEMENT_NODE)
		return row;
	xmlUnlinkNode(only);
	xmlReplaceNode(row, only);
	xmlFreeNode(row);
	return only;
}

/* {a \over b}: what was put into the row is the part above the line.  The
 * part below it. */
static xmlNode *
infix(bm_tex *t, xmlNode *row, const bm_tex_symbol *sym)
{
	xmlNode *above = bm_tex_el(t, row, "mrow"), *fraction;
	bool choose = strcmp(sym->name, "choose") == 0;

	if (above == NULL)
		return NULL;
	while (row->children != above) {
		xmlNode *first = row->children;

		xmlUnlinkNode(first);
		xmlAddChild(above, first);
	}
	if (choose)
		bm_tex_word(t, row, "mo", BM_STR("("));
	fraction = bm_tex_el(t, row, "mfrac");
	if (choose)
		bm_tex_word(t, row, "mo", BM_STR(")"));
	if (fraction == NULL)
		return NULL;
	if (sym->text[0] != '\0')
		bm_tex_set(t, fraction, "linethickness", sym->text);
	xmlUnlinkNode(above);
	xmlAddChild(fraction, above);
	return bm_tex_el(t, fraction, "mrow");
}

static void item(bm_tex *t, xmlNode *parent);

void
bm_tex_row(bm_tex *t, xmlNode *parent, bm_tex_stop stop)
{
	xmlNode *row = parent;
	bool has_infix = false;

	if (++t->depth > NESTED_MAX)
		bm_tex_fail(t, "more than %d groups in one another",
			    NESTED_MAX);
	while (!at_stop(t, stop)) {
		const bm_tex_symbol *sym = bm_tex_look(t);
		bm_str name;

		if (sym != NULL && sym->kind == BM_TEX_STYLE) {
			bm_tex_take(t, &name);
			row = bm_tex_el(t, row, "mstyle");
			bm_tex_set(t, row, "displaystyle", sym->text);
			/* Styles in styles are levels, too. */
			if (++t->depth > NESTED_MAX)
				bm_tex_fail(t, "too many changes of style");
		} else if (sym != NULL && sym->kind == BM_TEX_COLOR &&
			   sym->text[0] == '\0') {
			bm_tex_take(t, &name);
			row = bm_tex_coloured(t, row);
			if (++t->depth > NESTED_MAX)
				bm_tex_fail(t, "too many changes of colour");
		} else if (sym != NULL && sym->kind == BM_TEX_INFIX) {
			bm_tex_take(t, &name);
			if (has_infix)
				bm_tex_fail(t,
					    "\"\\%s\" stands twice in one "
					    "group",
					    sym->name);
			has_infix = true;
			row = infix(t, row, sym);
		} else {
			item(t, row);
		}
	}
	for (; row != NULL && row != parent; row = row->parent)
		t->depth -= strcmp((const char *)row->name, "mstyle") == 0;
	t->depth--;
}

xmlNode *
bm_tex_group(bm_tex *t, xmlNode *parent, char close, bm_tex_stop stop)
{
	xmlNode *row = bm_tex_el(t, parent, "mrow");

	t->at++;
	if (row == NULL)
		return NULL;
	bm_tex_row(t, row, stop);
	if (bm_tex_peek(t) != close)
		bm_tex_fail(t, "a \"%c\" is missing", close);
	t->at++;
	return t->failed ? NULL : unwrap(row);
}

/* ---- Letters, digits, signs ---------------------------------------------- */

static size_t
character(const bm_tex *t)
{
	size_t n = 1;

	while (t->at + n < t->s.len && (t->s.ptr[t->at + n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* A sign beyond ASCII that is an operator: arrows and those of mathematics,
 * and the few of Latin 1. */
static bool
is_operator(bm_str s)
{
	static const char *const latin[] = {"\xC2\xB1", "\xC2\xB7", "\xC3\x97",
					    "\xC3\xB7", "\xC2\xAC"};

	for (size_t i = 0; i < sizeof(latin) / sizeof(latin[0]); i++)
		if (bm_str_is(s, latin[i]))
			return true;
	if (bm_str_is(s, "\xE2\x88\x9E") || bm_str_is(s, "\xE2\x88\x82"))
		return false;
	return s.len == 3 && (unsigned char)s.ptr[0] == 0xE2 &&
	       (unsigned char)s.ptr[1] >= 0x86 &&
	       (unsigned char)s.ptr[1] <= 0x8B;
}

static xmlNode *
sign(bm_tex *t, xmlNode *parent)
{
	size_t n = character(t);
	bm_str s = {t->s.ptr + t->at, n};
	xmlNode *el;

	t->at += n;
	if (s.ptr[0] == '-')
		return bm_tex_word(t, parent, "mo", BM_STR("\xE2\x88\x92"));
	if (s.ptr[0] == '*')
		return bm_tex_word(t, parent, "mo", BM_STR("\xE2\x88\x97"));
	if (s.ptr[0] == '~')
		return bm_tex_word(t, parent, "mtext", BM_STR("\xC2\xA0"));
	if ((unsigned char)s.ptr[0] >= 0x80)
		return bm_tex_word(t, parent, is_operator(s) ? "mo" : "mi", s);
	el = bm_tex_word(t, parent, "mo", s);
	if (strchr("()[]|", s.ptr[0]) != NULL)
		bm_tex_set(t, el, "stretchy", "false");
	/* Bars have no side of their own: |x| without blanks in it. */
	if (s.ptr[0] == '|') {
		bm_tex_set(t, el, "lspace", "0");
		bm_tex_set(t, el, "rspace", "0");
	}
	return el;
}

/* Digits with a point among them. */
static size_t
digits(const bm_tex *t)
{
	size_t n = 0;

	while (t->at + n < t->s.len && (bm_is_digit(t->s.ptr[t->at + n]) ||
					(t->s.ptr[t->at + n] == '.' && n > 0 &&
					 t->at + n + 1 < t->s.len &&
					 bm_is_digit(t->s.ptr[t->at + n + 1]))))
		n++;
	return n;
}

/* one: a single letter or digit, as what stands behind a "^". */
static xmlNode *
plain(bm_tex *t, xmlNode *parent, bool one)
{
	char c = t->s.ptr[t->at];
	size_t n = 1;
	bm_str s = {t->s.ptr + t->at, 1};

	if (bm_is_digit(c)) {
		n = one ? 1 : digits(t);
		s.len = n;
		t->at += n;
		return bm_tex_letters(t, parent, "mn", s);
	}
	if (!bm_is_alpha(c))
		return sign(t, parent);
	while (!one && t->font != NULL && strcmp(t->font, "it") != 0 &&
	       t->at + n < t->s.len && bm_is_alpha(t->s.ptr[t->at + n]))
		n++;
	s.len = n;
	t->at += n;
	return bm_tex_letters(t, parent, "mi", s);
}

static bool
has_limits(bm_tex_kind kind)
{
	return kind == BM_TEX_BIG || kind == BM_TEX_LIMIT ||
	       kind == BM_TEX_FUNCTION || kind == BM_TEX_NAME ||
	       kind == BM_TEX_OVERBRACE || kind == BM_TEX_UNDERBRACE;
}

static xmlNode *
atom(bm_tex *t, xmlNode *parent, bool one)
{
	char c = bm_tex_peek(t);
	const bm_tex_symbol *sym;
	bm_str name;

	t->limits = t->function = false;
	switch (c) {
	case '\0':
		bm_tex_fail(t, "an argument is missing");
		return NULL;
	case '{':
		parent = bm_tex_group(t, parent, '}', BM_TEX_AT_BRACE);
		t->limits = t->function = false;
		return parent;
	case '}':
	case '&':
	case '#':
	case '$':
	case '^':
	case '_':
	case '\'':
		bm_tex_fail(t, "a \"%c\" stands where none can be", c);
		return NULL;
	case '\\':
		sym = bm_tex_take(t, &name);
		if (sym != NULL)
			parent = bm_tex_command(t, parent, sym);
		/* What was set by an argument is not the command's. */
		if (sym == NULL || !has_limits(sym->kind))
			t->limits = t->function = false;
		return sym != NULL ? parent : NULL;
	default:
		return plain(t, parent, one);
	}
}

xmlNode *
bm_tex_arg(bm_tex *t, xmlNode *parent)
{
	xmlNode *el;

	/* Arguments in arguments: \hat\hat\hat x. */
	if (++t->depth > NESTED_MAX)
		bm_tex_fail(t, "more than %d groups in one another",
			    NESTED_MAX);
	el = t->failed ? NULL : atom(t, parent, true);
	t->depth--;
	/* What has no element of its own. */
	if (el == NULL && !t->failed)
		el = bm_tex_el(t, parent, "mrow");
	return el;
}

/* ---- What is raised and lowered ------------------------------------------ */

/* One to four primes as one sign each, as fonts have them. */
static void
primes(bm_tex *t, xmlNode *parent)
{
	static const char *const signs[] = {"", "\xE2\x80\xB2", "\xE2\x80\xB3",
					    "\xE2\x80\xB4", "\xE2\x81\x97"};

	while (bm_tex_peek(t) == '\'') {
		size_t n = 0;

		for (; n < 4 && bm_tex_peek(t) == '\''; n++)
			t->at++;
		bm_tex_word(t, parent, "mo", bm_str_of(signs[n]));
	}
}

typedef struct scripts {
	xmlNode *holder, *base, *sub, *sup;
	bool limits;
} scripts;

/* One of ^x, _x and primes behind a base. */
static void
script(bm_tex *t, scripts *s, char c)
{
	xmlNode **slot = c == '_' ? &s->sub : &s->sup;
	xmlNode *row;

	if (*slot != NULL) {
		bm_tex_fail(t, "two \"%c\" stand behind one another",
			    c == '_' ? '_' : '^');
		return;
	}
	row = bm_tex_el(t, s->holder, "mrow");
	if (row == NULL)
		return;
	if (c == '\'')
		primes(t, row);
	if (c != '\'' || bm_tex_peek(t) == '^') {
		t->at++;
		bm_tex_arg(t, row);
	}
	if (!t->failed)
		*slot = unwrap(row);
}

/* The holder gets its name, and its parts their order. */
static void
settle(scripts *s)
{
	static const char *const names[2][3] = {
	    {"msub", "msup", "msubsup"}, {"munder", "mover", "munderover"}};
	int which = s->sub == NULL ? 1 : s->sup == NULL ? 0 : 2;

	xmlNodeSetName(s->holder, BAD_CAST names[s->limits][which]);
	if (which == 2) {
		xmlUnlinkNode(s->sup);
		xmlAddChild(s->holder, s->sup);
	}
}

/* An atom with all that is raised and lowered behind it. */
static void
item(bm_tex *t, xmlNode *parent)
{
	scripts s = {0};
	const bm_tex_symbol *sym;
	bool function;
	char c = bm_tex_peek(t);
	bm_str name;

	/* ^{13}C: raised by nothing. */
	if (c == '^' || c == '_' || c == '\'') {
		t->limits = t->function = false;
		s.base = bm_tex_el(t, parent, "mrow");
	} else {
		s.base = atom(t, parent, false);
	}
	function = t->function;
	s.limits = t->limits;
	while (s.base != NULL && !t->failed) {
		sym = bm_tex_look(t);
		c = bm_tex_peek(t);
		if (sym != NULL && sym->kind == BM_TEX_LIMITS) {
			bm_tex_take(t, &name);
			s.limits = sym->text[0] != '\0';
			continue;
		}
		if (c != '^' && c != '_' && c != '\'')
			break;
		if (s.holder == NULL) {
			s.holder = bm_tex_el(t, parent, "msub");
			if (s.holder == NULL)
				return;
			xmlUnlinkNode(s.base);
			xmlAddChild(s.holder, s.base);
		}
		script(t, &s, c);
	}
	if (s.holder != NULL && !t->failed)
		settle(&s);
	if (function)
		bm_tex_word(t, parent, "mo", BM_STR("\xE2\x81\xA1"));
}

/* ---- A formula ----------------------------------------------------------- */

static unsigned
depth_of(const xmlNode *top)
{
	unsigned depth = 1, most = 1;
	const xmlNode *n = top->children;

	while (n != NULL) {
		bool is_element = n->type == XML_ELEMENT_NODE;

		if (is_element && depth + 1 > most)
			most = depth + 1;
		if (is_element && n->children != NULL) {
			n = n->children;
			depth++;
			continue;
		}
		while (n != NULL && n->next == NULL) {
			n = n->parent != top ? n->parent : NULL;
			depth--;
		}
		n = n != NULL ? n->next : NULL;
	}
	return most;
}

static xmlNode *
new_math(bm_tex *t, xmlNode *into, bm_str tex, bool display)
{
	xmlNode *math = xmlNewDocNode(t->doc->xml, NULL, BAD_CAST "math", NULL);
	char *words = bm_arena_str(t->doc->arena, tex);

	if (math == NULL || xmlAddChild(into, math) == NULL) {
		xmlFreeNode(math);
		no_memory(t);
		return NULL;
	}
	t->ns = xmlNewNs(math, BAD_CAST NS_MATHML, BAD_CAST "mml");
	if (t->ns == NULL || words == NULL)
		no_memory(t);
	xmlSetNs(math, t->ns);
	bm_tex_set(t, math, "class", "tex");
	if (display)
		bm_tex_set(t, math, "display", "block");
	if (words != NULL)
		bm_tex_set(t, math, "alttext", words);
	return math;
}

xmlNode *
bm_tex_math(bm_doc *doc, xmlNode *into, bm_str tex, bool display, unsigned room,
	    const char **why)
{
	bm_tex t = {.doc = doc, .s = tex};
	xmlNode *math;

	*why = NULL;
	if (into == NULL)
		return NULL;
	if (tex.len > BYTES_MAX) {
		*why = "it is too long";
		return NULL;
	}
	math = new_math(&t, into, tex, display);
	if (math != NULL)
		bm_tex_row(&t, math, BM_TEX_AT_END);
	if (!t.failed && math != NULL && math->children == NULL)
		bm_tex_fail(&t, "nothing is in it");
	if (!t.failed && math != NULL && depth_of(math) > room)
		bm_tex_fail(&t, "it stands too deep in other elements");
	if (!t.failed && math != NULL && !doc->no_memory)
		return math;
	if (math != NULL) {
		xmlUnlinkNode(math);
		xmlFreeNode(math);
	}
	*why = t.why;
	return NULL;
}
