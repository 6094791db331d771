/*
 * BibTeX's and BibLaTeX's files: entries, macros, and text between entries
 * that says nothing.  Values stay TeX; nothing of them is copied but where
 * macros are put in.
 *
 * A line that begins like an entry ("@word{key,") never belongs to a value.
 * So a brace that is missing costs one entry, not the rest of the file, and
 * no text is scanned twice.
 */
#include "bib/bibtex.h"

typedef struct lexer {
	bibtex_file *f;
	bm_str s;
	size_t at;
	size_t seen; /* lines are counted up to here */
	size_t line_start;
	uint32_t line;
	bm_buf joined; /* a value made of several parts */
} lexer;

/* Line and column of a place that is not before the last one asked for. */
static void
place(lexer *l, size_t at, uint32_t *line, uint32_t *column)
{
	for (; l->seen < at; l->seen++)
		if (l->s.ptr[l->seen] == '\n') {
			l->line++;
			l->line_start = l->seen + 1;
		}
	*line = l->line;
	*column = (uint32_t)(at - l->line_start + 1);
}

/* See bibtex.h. */
bm_str
bibtex_fold(bm_arena *arena, bm_str s)
{
	char *p = bm_arena_str(arena, s);

	for (size_t i = 0; p != NULL && i < s.len; i++)
		p[i] = bm_lower(p[i]);
	return (bm_str){p, p != NULL ? s.len : 0};
}

/* See bibtex.h. */
bool
bibtex_once(bibtex_file *f, const char *what, bm_str name)
{
	const char *key =
	    bm_arena_printf(f->arena, "%s:%.*s", what, (int)name.len, name.ptr);
	bool is_new = false;

	if (key == NULL ||
	    bm_map_put(&f->told, bm_str_of(key), &is_new) == NULL)
		f->failed = true;
	return is_new;
}

/* See bibtex.h. */
bool
bibtex_spend(bibtex_file *f, size_t cost, uint32_t line, uint32_t column)
{
	if (cost <= f->budget) {
		f->budget -= cost;
		return true;
	}
	if (bibtex_once(f, "limit", BM_STR("")))
		bib_make_tell(f->m, "bib-limit", line, column,
			      "Macros or inherited fields grow beyond any "
			      "bibliography; from here on they are left out");
	return false;
}

/* See bibtex.h. */
bm_str
bibtex_get(const bibtex_entry *e, const char *name)
{
	const bibtex_field *field = bm_map_getz(&e->by_name, name);

	return field != NULL ? field->value : (bm_str){"", 0};
}

/* See bibtex.h. */
bool
bibtex_add(bibtex_file *f, bibtex_entry *e, bm_str name, bm_str value,
	   uint32_t line, uint32_t column)
{
	bool is_new;
	void **slot = bm_map_put(&e->by_name, name, &is_new);
	bibtex_field **item, *field;

	if (slot != NULL && !is_new)
		return false;
	field = BM_NEW(f->arena, bibtex_field);
	item = BM_VEC_PUSH(f->arena, &e->fields);
	if (slot == NULL || field == NULL || item == NULL) {
		f->failed = true;
		return false;
	}
	*field = (bibtex_field){name, value, line, column};
	*slot = *item = field;
	return true;
}

/* ---- Characters ---- */

static bool
is_name(char c)
{
	return (unsigned char)c > ' ' && c != 0x7F &&
	       strchr("\"#%'(),={}@", c) == NULL;
}

/* Whether a space that does not break, of a page of the web, is at s[at]. */
static bool
is_hard_space(bm_str s, size_t at)
{
	return at + 1 < s.len && memcmp(s.ptr + at, "\xC2\xA0", 2) == 0;
}

static void
skip_line(lexer *l)
{
	while (l->at < l->s.len && l->s.ptr[l->at] != '\n')
		l->at++;
}

static void
skip_spaces(lexer *l)
{
	for (; l->at < l->s.len; l->at++)
		if (is_hard_space(l->s, l->at))
			l->at++;
		else if (!bm_is_space(l->s.ptr[l->at]))
			return;
}

/* Between fields, a % makes the rest of its line a comment, as in biber. */
static void
skip_comments(lexer *l)
{
	skip_spaces(l);
	while (l->at < l->s.len && l->s.ptr[l->at] == '%') {
		skip_line(l);
		skip_spaces(l);
	}
}

/* The character at l->at, or NUL at the end. */
static char
peek(const lexer *l)
{
	return l->at < l->s.len ? l->s.ptr[l->at] : '\0';
}

static bm_str
name(lexer *l)
{
	size_t start = l->at;

	while (l->at < l->s.len && is_name(l->s.ptr[l->at]) &&
	       !is_hard_space(l->s, l->at))
		l->at++;
	return (bm_str){l->s.ptr + start, l->at - start};
}

/* Whether s[at] is an "@word{" or "@word(" that a line begins with. */
static bool
begins_entry(bm_str s, size_t at, bool keyed)
{
	size_t i = at + 1;

	if (s.ptr[at] != '@' || (at > 0 && s.ptr[at - 1] != '\n'))
		return false;
	while (i < s.len && bm_is_alpha(s.ptr[i]))
		i++;
	if (i == at + 1)
		return false;
	while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\t'))
		i++;
	if (i >= s.len || (s.ptr[i] != '{' && s.ptr[i] != '('))
		return false;
	if (!keyed)
		return true;
	for (i++; i < s.len && i - at < 300 && s.ptr[i] != '\n'; i++)
		if (s.ptr[i] == ',' || s.ptr[i] == '=')
			return true;
		else if (strchr("{}\"", s.ptr[i]) != NULL)
			return false;
	return i < s.len && s.ptr[i] == '\n';
}

/* ---- Values ---- */

/*
 * Moves behind the end of a text in braces or quotes, whose opening is at
 * l->at.  false: it does not end before the next entry, where l->at is then.
 */
static bool
delimited(lexer *l, bm_str *out)
{
	size_t start = ++l->at, depth = 0;
	bool quoted = l->s.ptr[start - 1] == '"';

	for (; l->at < l->s.len; l->at++) {
		char c = l->s.ptr[l->at];

		if (c == '{')
			depth++;
		else if (c == '}' && depth > 0)
			depth--;
		else if (depth == 0 && c == (quoted ? '"' : '}')) {
			*out = (bm_str){l->s.ptr + start, l->at - start};
			l->at++;
			return true;
		} else if (c == '}') {
			return false;
		} else if (c == '@' && begins_entry(l->s, l->at, true))
			return false;
	}
	return false;
}

/* The text of a macro; its own name when there is none. */
static bm_str
macro(lexer *l, bm_str word)
{
	bibtex_file *f = l->f;
	bm_str folded = bibtex_fold(f->arena, word);
	const bm_str *text = bm_map_get(&f->m->library->macros, folded);
	uint32_t line, column;

	place(l, (size_t)(word.ptr - l->s.ptr), &line, &column);
	if (folded.ptr == NULL)
		f->failed = true;
	else if (text == NULL && bibtex_once(f, "macro", folded))
		bib_make_tell(f->m, "bib-bad-value", line, column,
			      "There is no @string \"%.*s\"; a text stands in "
			      "braces or quotes",
			      (int)word.len, word.ptr);
	if (text == NULL)
		return word;
	if (!bibtex_spend(f, text->len, line, column))
		return (bm_str){"", 0};
	return *text;
}

/* One part of a value; false: there is none, or it has no end. */
static bool
part(lexer *l, bm_str *out)
{
	char c;

	skip_spaces(l);
	c = peek(l);
	if (c == '{' || c == '"')
		return delimited(l, out);
	*out = name(l);
	if (out->len == 0)
		return false;
	for (size_t i = 0; i < out->len; i++)
		if (!bm_is_digit(out->ptr[i])) {
			*out = macro(l, *out);
			break;
		}
	return true;
}

/* Parts with # between them.  A single one is a view of the text. */
static bool
value(lexer *l, bm_str *out)
{
	bm_str next;

	if (!part(l, out))
		return false;
	skip_spaces(l);
	if (peek(l) != '#')
		return true;
	bm_buf_clear(&l->joined);
	bm_buf_putstr(&l->joined, *out);
	while (peek(l) == '#') {
		l->at++;
		if (!part(l, &next))
			return false;
		bm_buf_putstr(&l->joined, next);
		skip_spaces(l);
	}
	out->len = l->joined.len;
	out->ptr = bm_arena_str(l->f->arena, bm_buf_str(&l->joined));
	if (out->ptr == NULL || l->joined.status != BM_OK)
		l->f->failed = true;
	return !l->f->failed;
}

/* ---- What stands behind an @ ---- */

/* Goes on where the next entry begins, or the text ends. */
static void
recover(lexer *l)
{
	while (l->at < l->s.len && !begins_entry(l->s, l->at, false))
		l->at++;
}

static void
broken(lexer *l, uint32_t line, uint32_t column, const char *what, bm_str name_)
{
	bib_make_tell(l->f->m, "bib-record", line, column,
		      "%s \"%.*s\" has no end: braces or quotes do not "
		      "balance; what follows is left out up to the next entry",
		      what, (int)name_.len, name_.ptr);
	recover(l);
}

/* Keeps a macro with the library; false without memory. */
static bool
define(bibtex_file *f, bm_str name_, bm_str text)
{
	void **slot = bm_map_put(&f->m->library->macros, name_, NULL);
	bm_str *copy = BM_NEW(f->m->arena, bm_str);

	if (slot == NULL || copy == NULL)
		return false;
	*copy = (bm_str){bm_arena_str(f->m->arena, text), text.len};
	*slot = copy;
	return copy->ptr != NULL;
}

/* "name = value" of @string, behind its opening. */
static bool
string(lexer *l, uint32_t line, uint32_t column)
{
	bm_str word, text, folded;

	skip_spaces(l);
	word = name(l);
	skip_spaces(l);
	if (word.len == 0 || peek(l) != '=') {
		bib_make_tell(l->f->m, "bib-record", line, column,
			      "A @string is not \"name = text\"");
		recover(l);
		return false;
	}
	l->at++;
	if (!value(l, &text)) {
		broken(l, line, column, "@string", word);
		return false;
	}
	folded = bibtex_fold(l->f->arena, word);
	if (folded.ptr == NULL || !define(l->f, folded, text))
		l->f->failed = true;
	return !l->f->failed;
}

/*
 * What stands behind a field's name in place of "=": a mistake that is told,
 * and costs one field at most.  false: the entry has no end.
 */
static bool
no_equals(lexer *l, const bibtex_entry *e, bm_str word, char close)
{
	bool empty = peek(l) == ',' || peek(l) == close;
	uint32_t line, column;

	if (word.len == 0 || l->at >= l->s.len ||
	    (!empty && peek(l) != '{' && peek(l) != '"'))
		return false;
	place(l, (size_t)(word.ptr - l->s.ptr), &line, &column);
	bib_make_tell(l->f->m, "bib-bad-value", line, column,
		      "Field \"%.*s\" of entry \"%.*s\" has no %s",
		      (int)word.len, word.ptr, (int)e->key.len, e->key.ptr,
		      empty ? "value" : "\"=\" before its value");
	return true;
}

/* One field and its value; false: the entry has no end. */
static bool
one_field(lexer *l, bibtex_entry *e, char close)
{
	uint32_t line, column;
	bm_str word, text;

	place(l, l->at, &line, &column);
	word = name(l);
	skip_spaces(l);
	if (word.len == 0 || peek(l) != '=') {
		if (!no_equals(l, e, word, close))
			return false;
		if (peek(l) == ',' || peek(l) == close)
			return true;
	} else
		l->at++;
	if (!value(l, &text))
		return false;
	word = bibtex_fold(l->f->arena, word);
	if (word.ptr == NULL)
		l->f->failed = true;
	else if (!bibtex_add(l->f, e, word, text, line, column) &&
		 !l->f->failed)
		bib_make_tell(l->f->m, "bib-bad-value", line, column,
			      "Field \"%s\" stands twice in entry "
			      "\"%.*s\"; the first one is used",
			      word.ptr, (int)e->key.len, e->key.ptr);
	skip_comments(l);
	if (peek(l) == ',' || peek(l) == close)
		return true;
	place(l, l->at, &line, &column);
	if (!is_name(peek(l)))
		return false;
	bib_make_tell(l->f->m, "bib-record", line, column,
		      "A comma is missing behind field \"%s\" of entry "
		      "\"%.*s\"",
		      word.ptr, (int)e->key.len, e->key.ptr);
	return true;
}

/* The fields of an entry up to its close. */
static bool
fields(lexer *l, bibtex_entry *e, char close)
{
	for (;;) {
		skip_comments(l);
		if (peek(l) == close && l->at < l->s.len) {
			l->at++;
			return true;
		}
		if (peek(l) == ',')
			l->at++;
		else if (!one_field(l, e, close))
			return false;
	}
}

/* A brace too many ends an entry early: what follows would be lost. */
static void
look_behind(lexer *l, const bibtex_entry *e)
{
	uint32_t line, column;

	skip_spaces(l);
	if (peek(l) != ',' && peek(l) != '}')
		return;
	place(l, l->at, &line, &column);
	bib_make_tell(l->f->m, "bib-record", line, column,
		      "Entry \"%.*s\" ended before this: a brace too many; "
		      "what follows is left out up to the next entry",
		      (int)e->key.len, e->key.ptr);
}

/* Keeps an entry under its key, as written and folded; the first one stays. */
static void
keep(bibtex_file *f, bibtex_entry *e)
{
	bibtex_entry **slot = BM_VEC_PUSH(f->arena, &f->entries);
	bm_str folded = bibtex_fold(f->arena, e->key);
	void **exact, **loose;

	if (slot == NULL || folded.ptr == NULL) {
		f->failed = true;
		return;
	}
	*slot = e;
	exact = bm_map_put(&f->by_key, e->key, NULL);
	loose = bm_map_put(&f->by_folded, folded, NULL);
	if (exact == NULL || loose == NULL) {
		f->failed = true;
		return;
	}
	if (*exact == NULL)
		*exact = e;
	if (*loose == NULL)
		*loose = e;
}

/* The key: all up to a comma, without the spaces round it. */
static bm_str
key(lexer *l, char close)
{
	size_t start, at;

	skip_spaces(l);
	start = at = l->at;
	while (at < l->s.len && l->s.ptr[at] != ',' && l->s.ptr[at] != close &&
	       l->s.ptr[at] != '\n' && l->s.ptr[at] != '=' &&
	       l->s.ptr[at] != '{')
		at++;
	if (at < l->s.len && l->s.ptr[at] == '=')
		return (bm_str){"", 0}; /* a field: there is no key */
	l->at = at;
	return bm_str_trim((bm_str){l->s.ptr + start, at - start});
}

static void
entry(lexer *l, bm_str type, char close, uint32_t line, uint32_t column)
{
	bibtex_entry *e = BM_NEW(l->f->arena, bibtex_entry);

	if (e == NULL) {
		l->f->failed = true;
		return;
	}
	bm_map_init(&e->by_name, l->f->arena);
	e->type = type;
	e->line = line;
	e->column = column;
	e->key = key(l, close);
	/* EndNote writes none at all. */
	if (e->key.len == 0 && bibtex_once(l->f, "key", e->key))
		bib_make_tell(l->f->m, "bib-bad-value", line, column,
			      "An entry of type \"%.*s\" has no key; it is "
			      "made of author and year, also for others",
			      (int)type.len, type.ptr);
	keep(l->f, e);
	e->broken = !fields(l, e, close);
	if (e->broken)
		broken(l, line, column, "Entry", e->key);
	else
		look_behind(l, e);
}

/* @comment: a group if it has an end, else the word alone. */
static void
comment(lexer *l)
{
	bm_str text;

	if (peek(l) == '{' && !delimited(l, &text))
		recover(l);
}

/* Whether there is nothing but white space before s[at] in its line. */
static bool
line_begins(bm_str s, size_t at)
{
	while (at > 0 && (s.ptr[at - 1] == ' ' || s.ptr[at - 1] == '\t'))
		at--;
	return at == 0 || s.ptr[at - 1] == '\n';
}

/* What begins with the @ at l->at. */
static void
at_sign(lexer *l)
{
	bool alone = line_begins(l->s, l->at);
	uint32_t line, column;
	bm_str word, text;
	char open;

	place(l, l->at, &line, &column);
	l->at++;
	skip_spaces(l);
	word = name(l);
	skip_spaces(l);
	open = peek(l);
	word = bibtex_fold(l->f->arena, word);
	if (word.ptr == NULL) {
		l->f->failed = true;
		return;
	}
	if (bm_str_is(word, "comment")) {
		l->f->commands = true;
		comment(l);
		return;
	}
	if (word.len == 0 || (open != '{' && open != '(')) {
		/* An address in the text between entries is none. */
		if (alone && word.len > 0)
			bib_make_tell(l->f->m, "bib-record", line, column,
				      "\"@%s\" is not followed by a brace",
				      word.ptr);
		return;
	}
	l->at++;
	l->f->commands |=
	    bm_str_is(word, "string") || bm_str_is(word, "preamble");
	if (bm_str_is(word, "string"))
		(void)string(l, line, column);
	else if (bm_str_is(word, "preamble")) {
		if (!value(l, &text))
			broken(l, line, column, "@preamble", BM_STR(""));
	} else
		entry(l, word, open == '{' ? '}' : ')', line, column);
}

/* The macros that every style of BibTeX has. */
static void
months(bibtex_file *f)
{
	static const struct {
		const char *name;
		bm_str text;
	} table[] = {
	    {"jan", {"January", 7}},   {"feb", {"February", 8}},
	    {"mar", {"March", 5}},     {"apr", {"April", 5}},
	    {"may", {"May", 3}},       {"jun", {"June", 4}},
	    {"jul", {"July", 4}},      {"aug", {"August", 6}},
	    {"sep", {"September", 9}}, {"oct", {"October", 7}},
	    {"nov", {"November", 8}},  {"dec", {"December", 8}},
	};

	if (f->m->library->macros.len > 0)
		return; /* of the file before */
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (!define(f, bm_str_of(table[i].name), table[i].text))
			f->failed = true;
}

/* See bibtex.h. */
bool
bibtex_parse(bibtex_file *f, bm_str text)
{
	lexer l = {.f = f, .s = text, .line = 1};

	f->budget = 8 * text.len + ((size_t)1 << 20);
	bm_buf_init(&l.joined, bm_arena_allocator(f->arena));
	months(f);
	while (l.at < text.len && !f->failed && !f->m->failed) {
		if (text.ptr[l.at] == '@')
			at_sign(&l);
		else if (text.ptr[l.at] == '%' && line_begins(text, l.at))
			skip_line(&l);
		else
			l.at++;
	}
	bm_buf_free(&l.joined);
	return !f->failed && !f->m->failed;
}
