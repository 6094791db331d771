/*
 * HTML that leaves its parser nothing to mend, which programs write: every
 * element is opened and closed in its order, and stands where the standard
 * lets it stay (HTML 13.2.6).  Such a page is read in one go.  What this is
 * not sure of it gives up, and the parser of page_html.c reads the page: both
 * make the same nodes of what both read, and a test compares them.
 */
#include "check/page_plain.h"

#include <strings.h>

#define DEPTH_MAX      200u
#define ATTRIBUTES_MAX 64u

/* ---- the reader ---- */

enum where {
	BEFORE_HTML,
	BEFORE_HEAD,
	IN_HEAD,
	AFTER_HEAD,
	IN_BODY,
	AFTER_BODY,
	AFTER_HTML
};

struct plain {
	page *p;
	const char *at, *end;
	enum where where;
	/* Lines are counted up to here. */
	const char *counted, *line_start;
	uint32_t line;
	/* What is open, and how often each name is. */
	page_node_id open[DEPTH_MAX];
	unsigned depth;
	uint16_t opened[N_KNOWN];
	page_node_id implied; /* the tbody that was put in last */
	bool no_memory;
};

static page_node_id
current(const struct plain *r)
{
	return r->depth > 0 ? r->open[r->depth - 1] : 0;
}

static page_name
name_at(const struct plain *r, unsigned up)
{
	return r->depth > up ? page_at(r->p, r->open[r->depth - 1 - up])->name
			     : (page_name)N_NONE;
}

/* Places are asked for in their order. */
static void
place(struct plain *r, const char *at, uint32_t *line, uint32_t *column)
{
	const char *nl;

	while (r->counted < at &&
	       (nl = memchr(r->counted, '\n', (size_t)(at - r->counted))) !=
		   NULL) {
		r->line++;
		r->counted = r->line_start = nl + 1;
	}
	r->counted = at;
	*line = r->line;
	*column = (uint32_t)(at - r->line_start) + 1;
}

static bool
is_blank(bm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!bm_is_space(s.ptr[i]))
			return false;
	return true;
}

/* Whether the parser would take each byte as it is: no control characters
 * and no signs that Unicode keeps free. */
static bool
is_clean(bm_str text)
{
	const unsigned char *s = (const unsigned char *)text.ptr;

	if (bm_str_starts(text, "\xEF\xBB\xBF"))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char next = i + 1 < text.len ? s[i + 1] : 0;

		if (s[i] >= 0x20 && s[i] < 0x7F)
			continue;
		if ((s[i] < 0x20 && s[i] != '\n' && s[i] != '\t') ||
		    s[i] == 0x7F || (s[i] == 0xC2 && next < 0xA0) ||
		    (s[i] == 0xEF && next == 0xB7) ||
		    (s[i] == 0xBF && next >= 0xBE && next <= 0xBF))
			return false;
	}
	return true;
}

/* ---- text ---- */

/* A copy in the arena with the references resolved; NULL: not ours. */
static const char *
resolved(struct plain *r, bm_str s, size_t *len)
{
	const char *from = s.ptr, *end = s.ptr + s.len;
	char *out = bm_arena_alloc(r->p->arena, s.len + 1);
	size_t n = 0;

	if (out == NULL) {
		r->no_memory = true;
		return NULL;
	}
	while (from < end) {
		const char *amp = memchr(from, '&', (size_t)(end - from));
		size_t plain = (size_t)((amp != NULL ? amp : end) - from);
		uint32_t c;

		memcpy(out + n, from, plain);
		n += plain;
		if (amp == NULL)
			break;
		from = amp;
		c = plain_reference(&from, end);
		if (c == 0)
			return NULL;
		n += bm_utf8_put(out + n, c);
	}
	out[n] = '\0';
	*len = n;
	return out;
}

/* Puts text behind the one that stands last, if there is one. */
static bool
join_text(struct plain *r, const char *text, size_t len)
{
	page_node *last = &r->p->nodes.items[r->p->nodes.len - 1];
	char *both;

	if (last->kind != PAGE_TEXT || last->parent != current(r))
		return false;
	both = bm_arena_alloc(r->p->arena, last->count + len + 1);
	if (both == NULL) {
		r->no_memory = true;
		return true;
	}
	memcpy(both, last->u.text, last->count);
	memcpy(both + last->count, text, len + 1);
	last->u.text = both;
	last->count += (uint32_t)len;
	return true;
}

static bool
add_text(struct plain *r, enum page_kind kind, const char *at, const char *text,
	 size_t len)
{
	uint32_t line, column;
	page_node_id n;

	if (text == NULL)
		return false;
	if (kind == PAGE_TEXT && join_text(r, text, len))
		return !r->no_memory;
	place(r, at, &line, &column);
	n = page_open(r->p, kind, current(r), line, column);
	if (n == PAGE_NONE)
		return false;
	r->p->nodes.items[n].u.text = text;
	r->p->nodes.items[n].count = (uint32_t)len;
	return true;
}

/* Up to the next mark. */
static bool
read_text(struct plain *r)
{
	const char *from = r->at;
	const char *to = memchr(from, '<', (size_t)(r->end - from));
	bm_str s = {from, (size_t)((to != NULL ? to : r->end) - from)};
	page_name in = name_at(r, 0);
	const char *text;
	size_t len = 0;

	r->at = s.ptr + s.len;
	if ((r->where != IN_BODY ||
	     (in < N_KNOWN && (plain_kinds[in] & E_FRAME))) &&
	    !is_blank(s))
		return false;
	if (r->where <= BEFORE_HEAD)
		return true;
	text = resolved(r, s, &len);
	return add_text(r, PAGE_TEXT, from, text, len);
}

/* A comment without what makes its end doubtful. */
static bool
read_comment(struct plain *r)
{
	bm_str rest = {r->at + 4, (size_t)(r->end - r->at) - 4};
	size_t n = bm_str_find(rest, "--", 0);
	const char *from = r->at;

	if (r->where < IN_HEAD || r->where > IN_BODY || n + 2 >= rest.len ||
	    rest.ptr[n + 2] != '>' || rest.ptr[0] == '>' ||
	    rest.ptr[0] == '-' || (n > 0 && rest.ptr[n - 1] == '-'))
		return false;
	r->at = rest.ptr + n + 3;
	return add_text(r, PAGE_COMMENT, from,
			bm_arena_strndup(r->p->arena, rest.ptr, n), n);
}

/* ---- tags ---- */

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || bm_is_digit(c) || c == '-' ||
	       c == ':' || c == '_' || c == '.';
}

static bm_str
read_name(struct plain *r)
{
	const char *from = r->at;

	while (r->at < r->end && is_name(*r->at))
		r->at++;
	return (bm_str){from, (size_t)(r->at - from)};
}

static void
skip_space(struct plain *r)
{
	while (r->at < r->end && bm_is_space(*r->at))
		r->at++;
}

/* Whether what was read ends here: a tag goes on with one of these. */
static bool
at_edge(const struct plain *r)
{
	return r->at < r->end &&
	       (bm_is_space(*r->at) || *r->at == '/' || *r->at == '>');
}

/* Behind "=". */
static bool
read_value(struct plain *r, bm_str *out)
{
	char quote = r->at < r->end ? *r->at : '\0';
	const char *from = r->at, *to;

	if (quote == '"' || quote == '\'') {
		from++;
		to = memchr(from, quote, (size_t)(r->end - from));
		if (to == NULL)
			return false;
		r->at = to + 1;
	} else {
		while (r->at < r->end && *r->at != '>' && !bm_is_space(*r->at))
			if (strchr("\"'<=`", *r->at++) != NULL)
				return false;
		to = r->at;
		if (to == from)
			return false;
	}
	*out = (bm_str){from, (size_t)(to - from)};
	return at_edge(r);
}

static enum page_ns
ns_here(const struct plain *r)
{
	return r->depth > 0 ? page_at(r->p, current(r))->ns : NS_HTML;
}

/* Whether an element of a formula or drawing may begin here. */
static bool
goes_on(const struct plain *r, bm_str name)
{
	switch (name_at(r, 0)) {
	case N_mi:
	case N_mn:
	case N_mo:
	case N_ms:
	case N_mtext:
		return false;
	default:
		return plain_is_foreign(ns_here(r), name);
	}
}

/* One of SVG has a great letter. */
static bm_str
read_attr_name(struct plain *r, unsigned ns)
{
	static const char mixed[] = "viewBox";
	bm_str rest = {r->at, (size_t)(r->end - r->at)};

	if (ns != NS_SVG || !bm_str_starts(rest, mixed))
		return read_name(r);
	r->at += sizeof(mixed) - 1;
	return (bm_str){rest.ptr, sizeof(mixed) - 1};
}

static bool
read_attr(struct plain *r, page_node_id n)
{
	const char *from = r->at, *text;
	const page_node *el = page_at(r->p, n);
	bm_str name = read_attr_name(r, el->ns), value = {"", 0};
	enum page_ns ns = NS_NONE;
	uint32_t line, column;
	page_name known;
	size_t len;

	place(r, from, &line, &column);
	if (name.len == 0)
		return false;
	if (r->at < r->end && *r->at == '=') {
		r->at++;
		if (!read_value(r, &value))
			return false;
	} else if (!at_edge(r))
		return false;
	known = page_name_of(r->p, name);
	if (el->ns != NS_HTML)
		ns = plain_foreign_attribute(el->ns, name);
	if (known == N_NONE || ns == NS_HTML || el->count >= ATTRIBUTES_MAX)
		return false;
	for (uint32_t i = 0; i < el->count; i++)
		if (r->p->attrs.items[el->u.attrs + i].name == known)
			return false; /* twice */
	text = resolved(r, value, &len);
	return text != NULL &&
	       page_put_attr(r->p, n, ns, known, text, line, column);
}

/* All up to ">"; *closed: there was a "/" before it. */
static bool
read_attrs(struct plain *r, page_node_id n, bool *closed)
{
	*closed = false;
	for (;;) {
		bool space = r->at < r->end && bm_is_space(*r->at);

		skip_space(r);
		if (r->at == r->end)
			return false;
		if (*r->at == '>')
			break;
		if (*r->at == '/') {
			*closed = true;
			if (++r->at == r->end || *r->at != '>')
				return false;
			break;
		}
		if (!space || *r->at == '=' || !read_attr(r, n))
			return false;
	}
	r->at++;
	return true;
}

/* Whether an element of the body stays where it is put (13.2.6.4.7 and the
 * modes of tables): nothing is closed for it and nothing put around it. */
static bool
stands(const struct plain *r, page_name name)
{
	page_name in = name_at(r, 0);

	switch (name) {
	case N_caption:
	case N_colgroup:
	case N_thead:
	case N_tbody:
	case N_tfoot:
		return in == N_table;
	case N_col:
		return in == N_colgroup;
	case N_tr:
		return in == N_thead || in == N_tbody || in == N_tfoot;
	case N_td:
	case N_th:
		return in == N_tr;
	case N_li:
		return (in == N_ul || in == N_ol || in == N_menu) &&
		       r->opened[N_p] == 0;
	case N_dt:
	case N_dd:
		return (in == N_dl || (in == N_div && name_at(r, 1) == N_dl)) &&
		       r->opened[N_p] == 0;
	case N_rt:
	case N_rp:
		return in == N_ruby;
	default:
		break;
	}
	if ((plain_kinds[name] & (E_BLOCK | E_INLINE)) == 0 ||
	    (plain_kinds[in] & E_FRAME))
		return false;
	if ((plain_kinds[name] & E_BLOCK) && r->opened[N_p] > 0)
		return false;
	if ((plain_kinds[name] & E_ONCE) && r->opened[name] > 0)
		return false;
	return !(plain_kinds[name] & E_HEADING) ||
	       !(plain_kinds[in] & E_HEADING);
}

/* Whether an element may begin here; where we are then. */
static bool
begins(struct plain *r, page_name name)
{
	switch (r->where) {
	case BEFORE_HTML:
		r->where = BEFORE_HEAD;
		return name == N_html;
	case BEFORE_HEAD:
		r->where = IN_HEAD;
		return name == N_head;
	case IN_HEAD:
		return name == N_title || (plain_kinds[name] & E_HEAD);
	case AFTER_HEAD:
		r->where = IN_BODY;
		return name == N_body;
	case IN_BODY:
		return stands(r, name);
	default:
		return false;
	}
}

/* The content of an element that holds only text, and its end tag. */
static bool
read_raw(struct plain *r, page_name name)
{
	static const struct {
		page_name name;
		const char *end;
	} ends[] = {{N_title, "</title>"},
		    {N_style, "</style>"},
		    {N_script, "</script>"}};
	const char *end = ends[0].end, *from = r->at, *text;
	bm_str rest = {from, (size_t)(r->end - from)}, s;
	size_t n, close;

	for (size_t i = 0; i < 3; i++)
		if (ends[i].name == name)
			end = ends[i].end;
	n = bm_str_find(rest, end, 0);
	if (n >= rest.len)
		return false;
	s = (bm_str){from, n};
	/* What looks like an end tag, or hides one, is left to the parser. */
	for (close = 0; (close = bm_str_find(s, "</", close)) < n; close++)
		if (strncasecmp(s.ptr + close, end, strlen(end) - 1) == 0)
			return false;
	if (bm_str_find(s, name == N_title ? "<" : "<!--", 0) < n)
		return false;
	r->at = from + n + strlen(end);
	if (n == 0)
		return true;
	text = name == N_title ? resolved(r, s, &n)
			       : bm_arena_strndup(r->p->arena, s.ptr, n);
	return add_text(r, PAGE_TEXT, from, text, n);
}

static bool
push(struct plain *r, page_node_id n, page_name name)
{
	if (r->depth == DEPTH_MAX)
		return false;
	r->open[r->depth++] = n;
	if (name < N_KNOWN)
		r->opened[name]++;
	return true;
}

static void
pop(struct plain *r)
{
	page_node_id n = r->open[--r->depth];
	page_name name = page_at(r->p, n)->name;

	if (name < N_KNOWN)
		r->opened[name]--;
	page_close(r->p, n);
}

/* A row in a table stands in a group, which is put in (13.2.6.4.9). */
static bool
imply_group(struct plain *r)
{
	page_node_id n = page_open(r->p, PAGE_ELEMENT, current(r), 0, 0);

	if (n == PAGE_NONE)
		return false;
	r->p->nodes.items[n].ns = NS_HTML;
	r->p->nodes.items[n].name = N_tbody;
	r->implied = n;
	return push(r, n, N_tbody);
}

/* The number of an element's name, if it may begin here, and its kind. */
static page_name
name_to_begin(struct plain *r, enum page_ns *ns)
{
	bm_str text = read_name(r);
	page_name name = page_name_known(text);

	*ns = ns_here(r);
	if (!at_edge(r))
		return N_NONE;
	if (*ns != NS_HTML)
		return goes_on(r, text) ? page_name_of(r->p, text)
					: (page_name)N_NONE;
	if (name == N_NONE ||
	    (name == N_tr && name_at(r, 0) == N_table && !imply_group(r)))
		return N_NONE;
	if (name == N_math)
		*ns = NS_MATHML;
	else if (name == N_svg)
		*ns = NS_SVG;
	/* What is no text ends a paragraph (13.2.6.4.7). */
	if ((plain_kinds[name] & E_BLOCK) && name_at(r, 0) == N_p)
		pop(r);
	return begins(r, name) ? name : (page_name)N_NONE;
}

/* Behind the tag of an element that is not void. */
static bool
read_inside(struct plain *r, page_node_id n, page_name name)
{
	if (!push(r, n, name))
		return false;
	/* The line break that begins preformatted text is none of it. */
	if (name == N_pre && r->at < r->end && *r->at == '\n')
		r->at++;
	if (name == N_title ||
	    (name < N_KNOWN && (plain_kinds[name] & E_RAW))) {
		if (!read_raw(r, name))
			return false;
		pop(r);
	}
	return true;
}

/* A paragraph that ends and never began is there, empty (13.2.6.4.7). */
static bool
imply_paragraph(struct plain *r)
{
	page_node_id n = page_open(r->p, PAGE_ELEMENT, current(r), 0, 0);

	if (n == PAGE_NONE)
		return false;
	r->p->nodes.items[n].ns = NS_HTML;
	r->p->nodes.items[n].name = N_p;
	page_close(r->p, n);
	return true;
}

/* The parser has text that ends a form stand behind it, so it does here. */
static void
pop_form(struct plain *r)
{
	page_node *last = &r->p->nodes.items[r->p->nodes.len - 1];

	if (last->kind != PAGE_TEXT || last->parent != current(r)) {
		pop(r);
		return;
	}
	r->p->nodes.len--;
	pop(r);
	r->p->nodes.len++;
	last->parent = current(r);
}

static bool
read_start(struct plain *r)
{
	const char *from = r->at++;
	enum page_ns ns;
	page_name name = name_to_begin(r, &ns);
	uint32_t line, column;
	page_node_id n;
	bool closed;

	if (name == N_NONE)
		return false;
	place(r, from, &line, &column);
	n = page_open(r->p, PAGE_ELEMENT, current(r), line, column);
	if (n == PAGE_NONE)
		return false;
	r->p->nodes.items[n].ns = ns & 0x7Fu;
	r->p->nodes.items[n].name = name;
	if (!read_attrs(r, n, &closed))
		return false;
	if (ns != NS_HTML ? closed : (plain_kinds[name] & E_VOID) != 0) {
		page_close(r->p, n);
		return true;
	}
	return !closed && read_inside(r, n, name);
}

/* Body and html stay open: what follows them is put into the body. */
static bool
read_end(struct plain *r)
{
	page_name name;

	r->at += 2;
	name = page_name_of(r->p, read_name(r));
	if (r->at == r->end || *r->at++ != '>' || name == N_NONE)
		return false;
	if (name == N_body && r->where == IN_BODY && name_at(r, 0) == N_body) {
		r->where = AFTER_BODY;
		return true;
	}
	if (name == N_html && r->where == AFTER_BODY) {
		r->where = AFTER_HTML;
		return true;
	}
	if (r->where != IN_BODY && r->where != IN_HEAD)
		return false;
	if (name == N_p && r->opened[N_p] == 0 && ns_here(r) == NS_HTML &&
	    (plain_kinds[name_at(r, 0)] & E_FRAME) == 0)
		return imply_paragraph(r);
	if (name == N_table && current(r) == r->implied && r->depth > 0)
		pop(r);
	if (name < N_KNOWN && (plain_kinds[name] & E_BLOCK) &&
	    name_at(r, 0) == N_p && name_at(r, 1) == name)
		pop(r);
	if (name_at(r, 0) != name || name == N_body || name == N_html)
		return false;
	if (name == N_head)
		r->where = AFTER_HEAD;
	if (name == N_form)
		pop_form(r);
	else
		pop(r);
	return true;
}

static bool
read_next(struct plain *r)
{
	bm_str rest = {r->at, (size_t)(r->end - r->at)};

	if (*r->at != '<')
		return read_text(r);
	if (rest.len > 4 && rest.ptr[1] == '!')
		return bm_str_starts(rest, "<!--") && read_comment(r);
	if (rest.len > 2 && rest.ptr[1] == '/')
		return read_end(r);
	return rest.len > 2 && is_name(rest.ptr[1]) && read_start(r);
}

/* What begins XML is a comment in HTML (13.2.5.41). */
static bool
read_xml_mark(struct plain *r)
{
	bm_str rest = {r->at, (size_t)(r->end - r->at)};
	size_t n;

	if (!bm_str_starts(rest, "<?xml"))
		return true;
	n = bm_str_find(rest, ">", 0);
	if (n == rest.len)
		return false;
	r->at += n + 1;
	return add_text(r, PAGE_COMMENT, rest.ptr,
			bm_arena_strndup(r->p->arena, rest.ptr + 1, n - 1),
			n - 1);
}

/* The declaration at the start.  Which one it is decides only where a table
 * in a paragraph goes, and such pages are not read here. */
static bool
read_doctype(struct plain *r)
{
	static const char doctype[] = "<!DOCTYPE html";
	bm_str rest;
	const char *end;

	skip_space(r);
	if (!read_xml_mark(r))
		return false;
	skip_space(r);
	rest = (bm_str){r->at, (size_t)(r->end - r->at)};
	if (!bm_str_starts_nocase(rest, doctype))
		return false;
	r->at += sizeof(doctype) - 1;
	end = memchr(r->at, '>', (size_t)(r->end - r->at));
	if (end == NULL || (end != r->at && !bm_is_space(*r->at)))
		return false;
	r->at = end + 1;
	return true;
}

bm_status
page_from_plain(page *p)
{
	size_t nodes = p->nodes.len, attrs = p->attrs.len;
	struct plain r = {.p = p,
			  .at = p->text.ptr,
			  .end = p->text.ptr + p->text.len,
			  .counted = p->text.ptr,
			  .line_start = p->text.ptr,
			  .line = 1};
	bool good = read_doctype(&r) && is_clean(p->text), full;

	while (good && r.at < r.end)
		good = read_next(&r);
	if (good && r.where == AFTER_HTML) {
		while (r.depth > 0)
			pop(&r);
		return BM_OK;
	}
	full = page_is_full(p);
	p->nodes.len = nodes;
	p->attrs.len = attrs;
	if (r.no_memory || bm_arena_failed(p->arena))
		return BM_NO_MEMORY;
	return full ? BM_LIMIT : BM_UNSUPPORTED;
}
