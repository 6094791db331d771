#include "check/shadow.h"

/* Bytes of a script, and of markup in one, that are looked at. */
#define SCRIPT_MAX ((size_t)1 << 20)

/*
 * A script that does nothing but this is read, statement by statement:
 *
 *	const host = document.querySelector('#id')
 *	const root = host.attachShadow({ mode: 'open' })
 *	root.innerHTML = '...'
 *
 * Names are free, and what is used once needs none.  Any other statement may
 * change what comes out, so then nothing is taken for known.
 */
struct script {
	page *p;
	bm_str rest;
	bm_str element, tree; /* names of the host and of its tree, or none */
	page_node_id host;    /* PAGE_NONE: not looked for yet */
	bool attached, open;
	const char *markup; /* NULL: none yet */
};

/* ---- words and signs ---- */

static void
skip(struct script *s)
{
	for (;;) {
		size_t n;

		s->rest = bm_str_trim(s->rest);
		if (bm_str_starts(s->rest, "//"))
			n = bm_str_find(s->rest, "\n", 0);
		else if (bm_str_starts(s->rest, "/*"))
			n = bm_str_find(s->rest, "*/", 2) + 2;
		else
			return;
		n = n < s->rest.len ? n : s->rest.len;
		s->rest = (bm_str){s->rest.ptr + n, s->rest.len - n};
	}
}

static bool
is_name_char(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

static bool
take_sign(struct script *s, char sign)
{
	skip(s);
	if (s->rest.len == 0 || *s->rest.ptr != sign)
		return false;
	s->rest = (bm_str){s->rest.ptr + 1, s->rest.len - 1};
	return true;
}

static bool
take_name(struct script *s, bm_str *name)
{
	size_t n = 0;

	skip(s);
	while (n < s->rest.len && is_name_char(s->rest.ptr[n]))
		n++;
	if (n == 0 || bm_is_digit(*s->rest.ptr))
		return false;
	*name = (bm_str){s->rest.ptr, n};
	s->rest = (bm_str){s->rest.ptr + n, s->rest.len - n};
	return true;
}

static bool
take_word(struct script *s, const char *word)
{
	bm_str before, name;

	skip(s);
	before = s->rest;
	if (take_name(s, &name) && bm_str_is(name, word))
		return true;
	s->rest = before;
	return false;
}

/* What a character behind a backslash stands for; '\0' for a number. */
static char
escaped(char c)
{
	switch (c) {
	case 'n':
	case 'r':
	case 't':
	case 'v':
	case 'f':
	case 'b':
		return ' ';
	case 'u':
	case 'x':
		return '\0';
	default:
		return bm_is_digit(c) ? '\0' : c;
	}
}

/* The text in quotes, or NULL.  A template with something to fill in is
 * none. */
static const char *
take_text(struct script *s)
{
	char *out, quote;
	size_t n = 0, i = 1;

	skip(s);
	quote = s->rest.len > 0 ? *s->rest.ptr : '\0';
	if (quote != '"' && quote != '\'' && quote != '`')
		return NULL;
	out = bm_arena_alloc(s->p->arena, s->rest.len + 1);
	for (; out != NULL && i < s->rest.len && s->rest.ptr[i] != quote; i++) {
		char c = s->rest.ptr[i];

		if (quote == '`' ? c == '$' : c == '\n')
			return NULL;
		if (c == '\\' && i + 1 < s->rest.len) {
			c = s->rest.ptr[++i];
			/* The end of a line behind it goes with it. */
			if (c == '\n')
				continue;
			c = escaped(c);
			if (c == '\0')
				return NULL;
		}
		out[n++] = c;
	}
	if (out == NULL || i >= s->rest.len)
		return NULL;
	out[n] = '\0';
	s->rest = (bm_str){s->rest.ptr + i + 1, s->rest.len - i - 1};
	return out;
}

/* ---- statements ---- */

/* Behind "document": the element that is looked for by its id. */
static bool
take_host(struct script *s)
{
	bool by_id = false;
	const char *id;

	if (s->host != PAGE_NONE || !take_sign(s, '.'))
		return false;
	if (take_word(s, "getElementById"))
		by_id = true;
	else if (!take_word(s, "querySelector"))
		return false;
	if (!take_sign(s, '(') || (id = take_text(s)) == NULL ||
	    !take_sign(s, ')'))
		return false;
	if (!by_id && *id++ != '#')
		return false;
	s->host = page_by_id(s->p, bm_str_of(id));
	return s->host != PAGE_NONE;
}

/* Behind ".attachShadow": its options. */
static bool
take_options(struct script *s)
{
	if (s->attached || !take_sign(s, '(') || !take_sign(s, '{'))
		return false;
	while (!take_sign(s, '}')) {
		const char *text;
		bm_str name, value;

		if (!take_name(s, &name) || !take_sign(s, ':'))
			return false;
		text = take_text(s);
		if (text == NULL && !take_name(s, &value))
			return false;
		if (bm_str_is(name, "mode") && text != NULL)
			s->open = strcmp(text, "open") == 0;
		take_sign(s, ',');
	}
	s->attached = true;
	return take_sign(s, ')');
}

/* Behind the tree: its markup. */
static bool
take_markup(struct script *s)
{
	if (s->markup != NULL || !s->attached || !take_sign(s, '.') ||
	    !take_word(s, "innerHTML") || !take_sign(s, '='))
		return false;
	s->markup = take_text(s);
	return s->markup != NULL;
}

/* What is done with the element: a tree is hung under it, whose name is given
 * if it has one, or the one that it has is filled. */
static bool
take_use(struct script *s, const bm_str *name)
{
	if (!take_sign(s, '.'))
		return false;
	if (take_word(s, "attachShadow")) {
		if (!take_options(s))
			return false;
		skip(s);
		if (s->rest.len > 0 && *s->rest.ptr == '.')
			return name == NULL && take_markup(s);
		if (name != NULL)
			s->tree = *name;
		return true;
	}
	return name == NULL && s->open && take_word(s, "shadowRoot") &&
	       take_markup(s);
}

static bool
take_statement(struct script *s)
{
	bool declares =
	    take_word(s, "const") || take_word(s, "let") || take_word(s, "var");
	bm_str name, what;

	if (declares && (!take_name(s, &name) || !take_sign(s, '=')))
		return false;
	if (!take_name(s, &what))
		return false;
	if (bm_str_is(what, "document")) {
		if (!take_host(s))
			return false;
		skip(s);
		if (s->rest.len > 0 && *s->rest.ptr == '.')
			return take_use(s, declares ? &name : NULL);
		if (declares)
			s->element = name;
		return declares;
	}
	if (s->element.len > 0 && bm_str_eq(what, s->element))
		return take_use(s, declares ? &name : NULL);
	return !declares && s->tree.len > 0 && bm_str_eq(what, s->tree) &&
	       take_markup(s);
}

/* ---- scripts ---- */

/* Whether the text is run, as the page is read or behind that. */
static bool
is_run(const page *p, page_node_id script, bool *later)
{
	const char *type = page_attr_of(p, script, N_type);
	bm_str kind = bm_str_trim(bm_str_of(type != NULL ? type : ""));

	*later = bm_str_is_nocase(kind, "module");
	if (page_has(p, script, N_src) ||
	    (kind.len > 0 && !*later &&
	     !bm_str_is_nocase(kind, "text/javascript") &&
	     !bm_str_is_nocase(kind, "application/javascript")))
		return false;
	for (page_node_id up = page_parent(p, script);
	     up != 0 && up != PAGE_NONE; up = page_parent(p, up))
		if (page_is(p, up, N_template) || page_is(p, up, N_noscript))
			return false;
	return true;
}

/* Whether such an element can have a tree (DOM 4.9, attach a shadow root). */
static bool
takes_tree(const page *p, page_node_id n)
{
	static const page_name names[] = {
	    N_article, N_aside, N_blockquote, N_body, N_div,     N_footer,
	    N_h1,      N_h2,    N_h3,         N_h4,   N_h5,      N_h6,
	    N_header,  N_main,  N_nav,        N_p,    N_section, N_span};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (page_is(p, n, names[i]))
			return true;
	return strchr(page_tag(p, n), '-') != NULL;
}

static bool
read_tree(page *p, page_node_id text, shadow *out)
{
	const page_node *node = page_at(p, text);
	struct script s = {
	    p,   {node->u.text, node->count}, {0}, {0}, PAGE_NONE, false, false,
	    NULL};
	bm_diags unheard;
	bool later;

	if (s.rest.len > SCRIPT_MAX || !is_run(p, node->parent, &later))
		return false;
	for (skip(&s); s.rest.len > 0; skip(&s)) {
		if (!take_statement(&s))
			return false;
		take_sign(&s, ';');
	}
	if (s.markup == NULL || !takes_tree(p, s.host) ||
	    (!later && s.host > text))
		return false;
	out->host = s.host;
	bm_diags_init(&unheard, p->arena);
	return page_read(p->arena, &unheard, p->file, bm_str_of(s.markup),
			 PAGE_HTML, &out->tree) == BM_OK &&
	       model_make(&out->tree);
}

bool
shadow_next(page *p, shadow *out)
{
	for (page_node_id n = out->from + 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (node->kind != PAGE_TEXT ||
		    !page_is(p, node->parent, N_script))
			continue;
		out->from = n;
		if (read_tree(p, n, out))
			return true;
	}
	return false;
}
