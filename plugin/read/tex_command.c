/* TeX formulas: what commands make. */
#include <stdio.h>

#include "read/tex_math.h"

/* ---- Alphabets ----------------------------------------------------------- */

/* Where the letters and digits of an alphabet are in Unicode. */
static const struct alphabet {
	const char *name;
	uint32_t upper, lower, digit;
} alphabets[] = {
    {"bf", 0x1D400, 0x1D41A, 0x1D7CE}, {"bi", 0x1D468, 0x1D482, 0x1D7CE},
    {"sc", 0x1D49C, 0x1D4B6, 0},       {"fr", 0x1D504, 0x1D51E, 0},
    {"bb", 0x1D538, 0x1D552, 0x1D7D8}, {"sf", 0x1D5A0, 0x1D5BA, 0x1D7E2},
    {"tt", 0x1D670, 0x1D68A, 0x1D7F6}};

/* Letters that have had a place of their own for longer. */
static const struct {
	uint32_t in, is;
} holes[] = {
    {0x1D49D, 0x212C}, {0x1D4A0, 0x2130}, {0x1D4A1, 0x2131}, {0x1D4A3, 0x210B},
    {0x1D4A4, 0x2110}, {0x1D4A7, 0x2112}, {0x1D4A8, 0x2133}, {0x1D4AD, 0x211B},
    {0x1D4BA, 0x212F}, {0x1D4BC, 0x210A}, {0x1D4C4, 0x2134}, {0x1D506, 0x212D},
    {0x1D50B, 0x210C}, {0x1D50C, 0x2111}, {0x1D515, 0x211C}, {0x1D51D, 0x2128},
    {0x1D53A, 0x2102}, {0x1D53F, 0x210D}, {0x1D545, 0x2115}, {0x1D547, 0x2119},
    {0x1D548, 0x211A}, {0x1D549, 0x211D}, {0x1D551, 0x2124}};

/* A character of three or four bytes. */
static const char *
utf8(uint32_t c, char out[5])
{
	size_t n = 0;

	if (c < 0x10000) {
		out[n++] = (char)(0xE0 | (c >> 12));
	} else {
		out[n++] = (char)(0xF0 | (c >> 18));
		out[n++] = (char)(0x80 | ((c >> 12) & 0x3F));
	}
	out[n++] = (char)(0x80 | ((c >> 6) & 0x3F));
	out[n++] = (char)(0x80 | (c & 0x3F));
	out[n] = '\0';
	return out;
}

static void
put_styled(bm_buf *out, const struct alphabet *a, char c)
{
	uint32_t code = 0;
	char text[5];

	if (c >= 'A' && c <= 'Z')
		code = a->upper + (uint32_t)(c - 'A');
	else if (c >= 'a' && c <= 'z')
		code = a->lower + (uint32_t)(c - 'a');
	else if (bm_is_digit(c) && a->digit != 0)
		code = a->digit + (uint32_t)(c - '0');
	for (size_t i = 0; i < sizeof(holes) / sizeof(holes[0]); i++)
		if (holes[i].in == code)
			code = holes[i].is;
	if (code == 0)
		bm_buf_putc(out, c);
	else
		bm_buf_puts(out, utf8(code, text));
}

xmlNode *
bm_tex_letters(bm_tex *t, xmlNode *parent, const char *name, bm_str text)
{
	const struct alphabet *a = NULL;
	xmlNode *el;
	bm_buf out;

	for (size_t i = 0; i < sizeof(alphabets) / sizeof(alphabets[0]); i++)
		if (bm_streq(t->font, alphabets[i].name))
			a = &alphabets[i];
	if (a == NULL) {
		el = bm_tex_word(t, parent, name, text);
		/* One letter alone would be slanted. */
		if (bm_streq(t->font, "rm") && text.len == 1 &&
		    strcmp(name, "mi") == 0)
			bm_tex_set(t, el, "mathvariant", "normal");
		return el;
	}
	bm_buf_init(&out, bm_arena_allocator(t->doc->arena));
	for (size_t i = 0; i < text.len; i++)
		put_styled(&out, a, text.ptr[i]);
	if (out.status != BM_OK)
		t->doc->no_memory = true;
	el = bm_tex_word(t, parent, name, bm_buf_str(&out));
	bm_buf_free(&out);
	return el;
}

/* A letter of Greek, or another sign with a name; bold with \boldsymbol. */
static xmlNode *
identifier(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	const unsigned char *s = (const unsigned char *)sym->text;
	uint32_t code = s[0] != '\0' && s[1] != '\0'
			    ? ((s[0] & 0x1Fu) << 6) | (s[1] & 0x3Fu)
			    : 0;
	bool small = code >= 0x3B1 && code <= 0x3C9;
	xmlNode *el;
	char text[5];

	if (bm_streq(t->font, "bi") && strlen(sym->text) == 2 &&
	    (small || (code >= 0x391 && code <= 0x3A9))) {
		utf8(small ? 0x1D736 + code - 0x3B1 : 0x1D71C + code - 0x391,
		     text);
		return bm_tex_word(t, parent, "mi", bm_str_of(text));
	}
	el = bm_tex_word(t, parent, "mi", bm_str_of(sym->text));
	if (sym->kind == BM_TEX_UPRIGHT)
		bm_tex_set(t, el, "mathvariant", "normal");
	return el;
}

/* ---- Words --------------------------------------------------------------- */

/* The words of \text: a backslash before a sign is left out. */
static bool
plain_text(bm_tex *t, bm_str raw, bm_buf *out)
{
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];

		if (c == '\\' && i + 1 < raw.len &&
		    strchr("%$#&_{} ,", raw.ptr[i + 1]) != NULL) {
			c = raw.ptr[++i];
			c = c == ',' ? ' ' : c;
		} else if (c == '\\' || c == '$') {
			bm_tex_fail(t, "a command stands in the words of a "
				       "formula");
			return false;
		} else if (c == '{' || c == '}') {
			continue;
		}
		if (c == '~')
			bm_buf_puts(out, "\xC2\xA0");
		else
			bm_buf_putc(out, bm_is_space(c) ? ' ' : c);
	}
	return true;
}

/* MathML drops blanks at the edges of words: these are kept. */
static xmlNode *
words(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	bm_str raw = bm_tex_raw(t), s;
	xmlNode *el = NULL;
	bm_buf text, out;

	bm_buf_init(&text, bm_arena_allocator(t->doc->arena));
	bm_buf_init(&out, bm_arena_allocator(t->doc->arena));
	if (!t->failed && plain_text(t, raw, &text)) {
		s = bm_buf_str(&text);
		if (s.len > 0 && s.ptr[0] == ' ')
			bm_buf_puts(&out, "\xC2\xA0");
		bm_buf_putstr(&out, bm_str_trim(s));
		if (bm_str_trim(s).len > 0 && s.ptr[s.len - 1] == ' ')
			bm_buf_puts(&out, "\xC2\xA0");
		if (out.status != BM_OK || text.status != BM_OK)
			t->doc->no_memory = true;
		el = bm_tex_word(t, parent, "mtext", bm_buf_str(&out));
		if (sym->text[0] != '\0')
			bm_tex_set(t, el, "mathvariant", sym->text);
	}
	bm_buf_free(&out);
	bm_buf_free(&text);
	return el;
}

static xmlNode *
operator_name(bm_tex *t, xmlNode *parent)
{
	bool star = t->at < t->s.len && t->s.ptr[t->at] == '*';
	bm_str raw;

	t->at += star;
	raw = bm_str_trim(bm_tex_raw(t));
	for (size_t i = 0; i < raw.len; i++)
		if (!bm_is_alpha(raw.ptr[i]) && !bm_is_digit(raw.ptr[i]) &&
		    raw.ptr[i] != ' ' && raw.ptr[i] != '-')
			bm_tex_fail(t, "the name of an operator is more than "
				       "a word");
	t->limits = star;
	t->function = !star;
	if (!star)
		return bm_tex_word(t, parent, "mi", raw);
	return bm_tex_word(t, parent, "mo", raw);
}

static xmlNode *
in_font(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	const char *saved = t->font;
	xmlNode *el;

	t->font = sym->text;
	el = bm_tex_arg(t, parent);
	t->font = saved;
	return el;
}

/* ---- Fractions, roots, accents ------------------------------------------- */

/* With a displaystyle of its own; what holds it. */
static xmlNode *
styled(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	xmlNode *el = parent;

	if (sym->text[0] != '\0') {
		el = bm_tex_el(t, parent, "mstyle");
		bm_tex_set(t, el, "displaystyle", sym->text);
	}
	return el;
}

static xmlNode *
fraction(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	xmlNode *holder = styled(t, parent, sym), *el;

	el = bm_tex_el(t, holder, "mfrac");
	bm_tex_arg(t, el);
	bm_tex_arg(t, el);
	return holder == parent ? el : holder;
}

static xmlNode *
binomial(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	xmlNode *holder = styled(t, parent, sym), *row, *el;

	row = bm_tex_el(t, holder, "mrow");
	bm_tex_word(t, row, "mo", BM_STR("("));
	el = bm_tex_el(t, row, "mfrac");
	bm_tex_set(t, el, "linethickness", "0");
	bm_tex_arg(t, el);
	bm_tex_arg(t, el);
	bm_tex_word(t, row, "mo", BM_STR(")"));
	return holder == parent ? row : holder;
}

/* \sqrt[n]{x}: MathML has the index last. */
static xmlNode *
root(bm_tex *t, xmlNode *parent)
{
	bool has_index = bm_tex_peek(t) == '[';
	xmlNode *el = bm_tex_el(t, parent, has_index ? "mroot" : "msqrt");
	xmlNode *index = NULL;

	if (has_index)
		index = bm_tex_group(t, el, ']', BM_TEX_AT_BRACKET);
	bm_tex_arg(t, el);
	if (index != NULL && !t->failed) {
		xmlUnlinkNode(index);
		xmlAddChild(el, index);
	}
	return el;
}

/* A sign above or below its argument. */
static xmlNode *
accent(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	bool under =
	    sym->kind == BM_TEX_UNDER || sym->kind == BM_TEX_UNDERBRACE;
	bool brace =
	    sym->kind == BM_TEX_OVERBRACE || sym->kind == BM_TEX_UNDERBRACE;
	xmlNode *el = bm_tex_el(t, parent, under ? "munder" : "mover"), *mark;

	bm_tex_arg(t, el);
	mark = bm_tex_word(t, el, "mo", bm_str_of(sym->text));
	bm_tex_set(t, mark, "stretchy",
		   sym->kind == BM_TEX_ACCENT ? "false" : "true");
	if (!brace)
		bm_tex_set(t, el, under ? "accentunder" : "accent", "true");
	t->limits = brace;
	return el;
}

/* \overset{above}{x}: MathML has what is above last. */
static xmlNode *
overset(bm_tex *t, xmlNode *parent, const char *name)
{
	xmlNode *el = bm_tex_el(t, parent, name), *mark = bm_tex_arg(t, el);

	bm_tex_arg(t, el);
	if (t->failed)
		return NULL;
	xmlUnlinkNode(mark);
	xmlAddChild(el, mark);
	return el;
}

/* \xrightarrow[below]{above} */
static xmlNode *
arrow(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	bool below = bm_tex_peek(t) == '[';
	xmlNode *el = bm_tex_el(t, parent, below ? "munderover" : "mover");
	xmlNode *mark = bm_tex_word(t, el, "mo", bm_str_of(sym->text));

	bm_tex_set(t, mark, "stretchy", "true");
	if (below)
		bm_tex_group(t, el, ']', BM_TEX_AT_BRACKET);
	bm_tex_arg(t, el);
	return el;
}

/* ---- Fences -------------------------------------------------------------- */

/* What stands behind \left and its kin; "." is none: an empty text. */
static bm_str
fence_at(bm_tex *t)
{
	const bm_tex_symbol *sym;
	char c = bm_tex_peek(t);
	bm_str name;

	if (c == '\\') {
		sym = bm_tex_take(t, &name);
		if (sym != NULL &&
		    (sym->kind == BM_TEX_FENCE || sym->kind == BM_TEX_OPERATOR))
			return bm_str_of(sym->text);
	} else if (c == '.') {
		t->at++;
		return (bm_str){"", 0};
	} else if (c != '\0' && strchr("()[]|/<>", c) != NULL) {
		t->at++;
		return c == '<'   ? BM_STR("\xE2\x9F\xA8")
		       : c == '>' ? BM_STR("\xE2\x9F\xA9")
				  : (bm_str){t->s.ptr + t->at - 1, 1};
	}
	bm_tex_fail(t, "no bracket stands where one must be");
	return (bm_str){"", 0};
}

static void
put_fence(bm_tex *t, xmlNode *parent, bm_str s, const char *form)
{
	xmlNode *el;

	if (s.len == 0)
		return;
	el = bm_tex_word(t, parent, "mo", s);
	bm_tex_set(t, el, "fence", "true");
	bm_tex_set(t, el, "form", form);
	bm_tex_set(t, el, "stretchy", "true");
}

static xmlNode *
between_fences(bm_tex *t, xmlNode *parent)
{
	xmlNode *row = bm_tex_el(t, parent, "mrow");
	const bm_tex_symbol *sym;
	bm_str name;

	put_fence(t, row, fence_at(t), "prefix");
	bm_tex_row(t, row, BM_TEX_AT_RIGHT);
	sym = bm_tex_look(t);
	if (sym == NULL || sym->kind != BM_TEX_RIGHT) {
		bm_tex_fail(t, "a \"\\left\" has no \"\\right\"");
		return NULL;
	}
	bm_tex_take(t, &name);
	put_fence(t, row, fence_at(t), "postfix");
	return row;
}

static xmlNode *
sized(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	bm_str s = fence_at(t);
	xmlNode *el = bm_tex_word(t, parent, "mo", s);

	bm_tex_set(t, el, "stretchy", "true");
	bm_tex_set(t, el, "minsize", sym->text);
	bm_tex_set(t, el, "maxsize", sym->text);
	return el;
}

/* ---- Tables -------------------------------------------------------------- */

static const struct environment {
	const char *name, *open, *close;
	const char *align;   /* columnalign, or NULL; "array": as it says */
	const char *display; /* displaystyle of its cells, or NULL */
} environments[] = {
    {"matrix", "", "", NULL, NULL},
    {"smallmatrix", "", "", NULL, NULL},
    {"pmatrix", "(", ")", NULL, NULL},
    {"bmatrix", "[", "]", NULL, NULL},
    {"Bmatrix", "{", "}", NULL, NULL},
    {"vmatrix", "|", "|", NULL, NULL},
    {"Vmatrix", "\xE2\x80\x96", "\xE2\x80\x96", NULL, NULL},
    {"cases", "{", "", "left left", NULL},
    {"dcases", "{", "", "left left", "true"},
    {"array", "", "", "array", NULL},
    {"aligned", "", "", "right left right left right left", "true"},
    {"align", "", "", "right left right left right left", "true"},
    {"align*", "", "", "right left right left right left", "true"},
    {"split", "", "", "right left", "true"},
    {"eqnarray", "", "", "right center left", "true"},
    {"eqnarray*", "", "", "right center left", "true"},
    {"gathered", "", "", NULL, "true"},
    {"gather", "", "", NULL, "true"},
    {"gather*", "", "", NULL, "true"},
    {"equation", "", "", NULL, "true"},
    {"equation*", "", "", NULL, "true"},
    {"multline", "", "", NULL, "true"},
    {"multline*", "", "", NULL, "true"},
};

/* Columns that have a line before them, from the left; the last bit stands for
 * all beyond. */
#define COLUMNS_MAX 63

/* {lc|r} of an array, as MathML says it; lines before columns are bits. */
static uint64_t
array_columns(bm_tex *t, xmlNode *table)
{
	bm_str raw = bm_tex_raw(t);
	uint64_t lines = 0;
	unsigned column = 0;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(t->doc->arena));
	for (size_t i = 0; i < raw.len && !t->failed; i++) {
		const char *word = raw.ptr[i] == 'l'   ? "left"
				   : raw.ptr[i] == 'c' ? "center"
				   : raw.ptr[i] == 'r' ? "right"
						       : NULL;

		if (raw.ptr[i] == '|')
			lines |= (uint64_t)1 << column;
		else if (word == NULL && !bm_is_space(raw.ptr[i]))
			bm_tex_fail(t, "columns of an array are more than "
				       "l, c, r and |");
		if (word == NULL)
			continue;
		column += column < COLUMNS_MAX;
		if (out.len > 0)
			bm_buf_putc(&out, ' ');
		bm_buf_puts(&out, word);
	}
	if (out.len > 0)
		bm_tex_set(t, table, "columnalign", bm_buf_cstr(&out));
	bm_buf_free(&out);
	return lines;
}

/* \hline, once or more often. */
static bool
take_hline(bm_tex *t)
{
	const bm_tex_symbol *sym;
	bool found = false;
	bm_str name;

	while (!t->failed && (sym = bm_tex_look(t)) != NULL &&
	       sym->kind == BM_TEX_HLINE) {
		bm_tex_take(t, &name);
		found = true;
	}
	return found;
}

/* The lines round the cells of a row, for the style sheet. */
static void
rule_row(bm_tex *t, xmlNode *row, uint64_t lines, bool above, bool below)
{
	unsigned column = 0;

	for (xmlNode *cell = row != NULL ? row->children : NULL; cell != NULL;
	     cell = cell->next) {
		bool before = (lines >> column & 1) != 0;
		bool behind = cell->next == NULL && column < COLUMNS_MAX &&
			      (lines >> (column + 1) & 1) != 0;
		char names[64];

		snprintf(names, sizeof(names), "%s%s%s%s",
			 before ? " line-start" : "", behind ? " line-end" : "",
			 above ? " line-top" : "", below ? " line-bottom" : "");
		if (names[0] != '\0')
			bm_tex_set(t, cell, "class", names + 1);
		column += column < COLUMNS_MAX;
	}
}

/* Cells to what ends the table, which is left. */
static void
rows(bm_tex *t, xmlNode *table, uint64_t lines)
{
	bool above = take_hline(t), below = false;
	xmlNode *row = bm_tex_el(t, table, "mtr"), *cell;

	while (!t->failed) {
		const bm_tex_symbol *sym;
		bm_str name;

		cell = bm_tex_el(t, row, "mtd");
		bm_tex_row(t, cell, BM_TEX_AT_CELL);
		sym = bm_tex_look(t);
		if (bm_tex_peek(t) == '&') {
			t->at++;
			continue;
		}
		if (sym == NULL || sym->kind != BM_TEX_ROW)
			break;
		bm_tex_take(t, &name);
		below = take_hline(t);
		/* Nothing behind the last "\\" is no row. */
		sym = bm_tex_look(t);
		if (bm_tex_peek(t) == '\0' ||
		    (sym != NULL && sym->kind == BM_TEX_END))
			break;
		rule_row(t, row, lines, above, false);
		above = below;
		below = false;
		row = bm_tex_el(t, table, "mtr");
	}
	rule_row(t, row, lines, above, below);
}

/* The name of an environment at \begin or \end. */
static const struct environment *
environment_at(bm_tex *t)
{
	bm_str name = bm_tex_raw(t);

	for (size_t i = 0; i < sizeof(environments) / sizeof(environments[0]);
	     i++)
		if (bm_str_is(name, environments[i].name))
			return &environments[i];
	bm_tex_fail(t, "environment \"%s\" is not known",
		    bm_tex_short(t, name));
	return NULL;
}

static xmlNode *
environment(bm_tex *t, xmlNode *parent)
{
	const struct environment *e = environment_at(t);
	const bm_tex_symbol *sym;
	xmlNode *row, *table;
	uint64_t lines = 0;
	bm_str name;

	if (e == NULL)
		return NULL;
	row = bm_tex_el(t, parent, "mrow");
	put_fence(t, row, bm_str_of(e->open), "prefix");
	table = bm_tex_el(t, row, "mtable");
	if (e->display != NULL)
		bm_tex_set(t, table, "displaystyle", e->display);
	if (bm_streq(e->align, "array"))
		lines = array_columns(t, table);
	else if (e->align != NULL)
		bm_tex_set(t, table, "columnalign", e->align);
	rows(t, table, lines);
	put_fence(t, row, bm_str_of(e->close), "postfix");
	sym = bm_tex_look(t);
	if (sym == NULL || sym->kind != BM_TEX_END) {
		bm_tex_fail(t, "\"%s\" is never ended", e->name);
		return NULL;
	}
	bm_tex_take(t, &name);
	if (environment_at(t) != e)
		bm_tex_fail(t, "\"%s\" is ended as another", e->name);
	return row;
}

/* \substack{a \\ b} */
static xmlNode *
substack(bm_tex *t, xmlNode *parent)
{
	xmlNode *table = bm_tex_el(t, parent, "mtable");

	if (bm_tex_peek(t) != '{') {
		bm_tex_fail(t, "braces are missing");
		return NULL;
	}
	t->at++;
	/* A cell ends at its "}" as a row does at "\\". */
	while (!t->failed) {
		xmlNode *cell = bm_tex_el(t, bm_tex_el(t, table, "mtr"), "mtd");
		const bm_tex_symbol *sym;
		bm_str name;

		bm_tex_row(t, cell, BM_TEX_AT_LINE);
		sym = bm_tex_look(t);
		if (sym == NULL || sym->kind != BM_TEX_ROW)
			break;
		bm_tex_take(t, &name);
	}
	if (bm_tex_peek(t) != '}')
		bm_tex_fail(t, "a \"}\" is missing");
	t->at++;
	return table;
}

/* ---- The rest ------------------------------------------------------------ */

static xmlNode *
space(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	xmlNode *el = bm_tex_el(t, parent, "mspace");

	bm_tex_set(t, el, "width", sym->text);
	return el;
}

/* Signs and the same struck through, as Unicode composes them. */
static const char *const struck[][2] = {
    {"=", "\xE2\x89\xA0"},
    {"<", "\xE2\x89\xAE"},
    {">", "\xE2\x89\xAF"},
    {"\xE2\x88\x88", "\xE2\x88\x89"},
    {"\xE2\x88\x8B", "\xE2\x88\x8C"},
    {"\xE2\x88\x83", "\xE2\x88\x84"},
    {"\xE2\x88\xBC", "\xE2\x89\x81"},
    {"\xE2\x89\x83", "\xE2\x89\x84"},
    {"\xE2\x89\x85", "\xE2\x89\x87"},
    {"\xE2\x89\x88", "\xE2\x89\x89"},
    {"\xE2\x89\xA1", "\xE2\x89\xA2"},
    {"\xE2\x89\xA4", "\xE2\x89\xB0"},
    {"\xE2\x89\xA5", "\xE2\x89\xB1"},
    {"\xE2\x88\xA3", "\xE2\x88\xA4"},
    {"\xE2\x88\xA5", "\xE2\x88\xA6"},
    {"\xE2\x8A\x82", "\xE2\x8A\x84"},
    {"\xE2\x8A\x83", "\xE2\x8A\x85"},
    {"\xE2\x8A\x86", "\xE2\x8A\x88"},
    {"\xE2\x8A\x87", "\xE2\x8A\x89"},
    {"\xE2\x8A\xA2", "\xE2\x8A\xAC"},
    {"\xE2\x89\xB2", "\xE2\x89\xB4"},
    {"\xE2\x89\xB3", "\xE2\x89\xB5"},
    {"\xE2\x89\xBA", "\xE2\x8A\x80"},
    {"\xE2\x89\xBB", "\xE2\x8A\x81"},
    {"\xE2\x89\x8D", "\xE2\x89\xAD"},
    {"\xE2\x8A\xA8", "\xE2\x8A\xAD"},
    {"\xE2\x86\x90", "\xE2\x86\x9A"},
    {"\xE2\x86\x92", "\xE2\x86\x9B"},
    {"\xE2\x86\x94", "\xE2\x86\xAE"},
};

/* \not= */
static xmlNode *
negated(bm_tex *t, xmlNode *parent)
{
	xmlNode *el = bm_tex_arg(t, parent);
	const char *sign;

	if (t->failed)
		return NULL;
	sign =
	    el->children != NULL ? (const char *)el->children->content : NULL;
	for (size_t i = 0; i < sizeof(struck) / sizeof(struck[0]); i++)
		if (bm_streq(sign, struck[i][0])) {
			xmlNodeSetContent(el, BAD_CAST struck[i][1]);
			return el;
		}
	bm_tex_fail(t, "\"\\not\" stands before a sign that it cannot strike "
		       "through");
	return NULL;
}

static xmlNode *
modulo(bm_tex *t, xmlNode *parent)
{
	xmlNode *row = bm_tex_el(t, parent, "mrow");

	bm_tex_set(t, bm_tex_word(t, row, "mo", BM_STR("(")), "stretchy",
		   "false");
	bm_tex_word(t, row, "mi", BM_STR("mod"));
	bm_tex_set(t, bm_tex_el(t, row, "mspace"), "width", "0.3333em");
	bm_tex_arg(t, row);
	bm_tex_set(t, bm_tex_word(t, row, "mo", BM_STR(")")), "stretchy",
		   "false");
	return row;
}

/* See tex_math.h. */
xmlNode *
bm_tex_coloured(bm_tex *t, xmlNode *parent)
{
	bm_str raw = bm_str_trim(bm_tex_raw(t));
	xmlNode *el = bm_tex_el(t, parent, "mstyle");
	bool good = raw.len > 0 && raw.len < 32;

	for (size_t i = 0; i < raw.len; i++)
		good &=
		    bm_is_alpha(raw.ptr[i]) ||
		    (raw.ptr[0] == '#' && (i == 0 || bm_is_digit(raw.ptr[i])));
	if (raw.len > 0 && raw.ptr[0] == '#')
		good &= raw.len == 4 || raw.len == 7;
	if (!good)
		bm_tex_fail(t, "\"%s\" is no colour: write a name or #rrggbb",
			    bm_tex_short(t, raw));
	else
		bm_tex_set(t, el, "mathcolor",
			   bm_arena_str(t->doc->arena, raw));
	return t->failed ? NULL : el;
}

/* \tag{3}: the number that the author gives, in brackets; \tag* without. */
static xmlNode *
tag(bm_tex *t, xmlNode *parent)
{
	bool star = bm_tex_peek(t) == '*';
	const char *words;
	bm_str raw;

	t->at += star;
	raw = bm_str_trim(bm_tex_raw(t));
	if (memchr(raw.ptr != NULL ? raw.ptr : "", '\\', raw.len) != NULL)
		bm_tex_fail(t, "a command stands in a tag");
	words = bm_arena_printf(t->doc->arena, star ? "%.*s" : "(%.*s)",
				(int)raw.len, raw.len > 0 ? raw.ptr : "");
	bm_tex_set(t, bm_tex_el(t, parent, "mspace"), "width", "2em");
	return bm_tex_word(t, parent, "mtext",
			   bm_str_of(words != NULL ? words : ""));
}

static xmlNode *
phantom(bm_tex *t, xmlNode *parent)
{
	xmlNode *el = bm_tex_el(t, parent, "mphantom");

	bm_tex_arg(t, el);
	return el;
}

/* A sign of one element, and how limits stand to it. */
static xmlNode *
symbol(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	bm_str text = bm_str_of(sym->text);
	xmlNode *el;

	switch (sym->kind) {
	case BM_TEX_FUNCTION:
		el = bm_tex_word(t, parent, "mi", text);
		t->function = true;
		return el;
	case BM_TEX_BIG:
	case BM_TEX_LIMIT:
		el = bm_tex_word(t, parent, "mo", text);
		bm_tex_set(t, el, "movablelimits", "true");
		t->limits = true;
		return el;
	case BM_TEX_FENCE:
		el = bm_tex_word(t, parent, "mo", text);
		bm_tex_set(t, el, "stretchy", "false");
		return el;
	default:
		return bm_tex_word(t, parent, "mo", text);
	}
}

xmlNode *
bm_tex_command(bm_tex *t, xmlNode *parent, const bm_tex_symbol *sym)
{
	switch (sym->kind) {
	case BM_TEX_LETTER:
	case BM_TEX_UPRIGHT:
		return identifier(t, parent, sym);
	case BM_TEX_OPERATOR:
	case BM_TEX_FENCE:
	case BM_TEX_BIG:
	case BM_TEX_INTEGRAL:
	case BM_TEX_FUNCTION:
	case BM_TEX_LIMIT:
		return symbol(t, parent, sym);
	case BM_TEX_ACCENT:
	case BM_TEX_OVER:
	case BM_TEX_UNDER:
	case BM_TEX_OVERBRACE:
	case BM_TEX_UNDERBRACE:
		return accent(t, parent, sym);
	case BM_TEX_ARROW:
		return arrow(t, parent, sym);
	case BM_TEX_SPACE:
		return space(t, parent, sym);
	case BM_TEX_BLANK:
		return bm_tex_word(t, parent, "mtext", BM_STR("\xC2\xA0"));
	case BM_TEX_NOTHING:
		return NULL;
	case BM_TEX_FONT:
		return in_font(t, parent, sym);
	case BM_TEX_TEXT:
		return words(t, parent, sym);
	case BM_TEX_FRACTION:
		return fraction(t, parent, sym);
	case BM_TEX_BINOMIAL:
		return binomial(t, parent, sym);
	case BM_TEX_SIZED:
		return sized(t, parent, sym);
	case BM_TEX_OVERSET:
		return overset(t, parent, "mover");
	case BM_TEX_UNDERSET:
		return overset(t, parent, "munder");
	case BM_TEX_ROOT:
		return root(t, parent);
	case BM_TEX_NAME:
		return operator_name(t, parent);
	case BM_TEX_LEFT:
		return between_fences(t, parent);
	case BM_TEX_MIDDLE:
		parent = bm_tex_word(t, parent, "mo", fence_at(t));
		bm_tex_set(t, parent, "stretchy", "true");
		return parent;
	case BM_TEX_BEGIN:
		return environment(t, parent);
	case BM_TEX_NOT:
		return negated(t, parent);
	case BM_TEX_PHANTOM:
		return phantom(t, parent);
	case BM_TEX_SUBSTACK:
		return substack(t, parent);
	case BM_TEX_PMOD:
		return modulo(t, parent);
	case BM_TEX_TAG:
		return tag(t, parent);
	case BM_TEX_COLOR: {
		xmlNode *el = bm_tex_coloured(t, parent);

		bm_tex_arg(t, el);
		return el;
	}
	default:
		bm_tex_fail(t, "\"\\%s\" stands where it cannot", sym->name);
		return NULL;
	}
}
