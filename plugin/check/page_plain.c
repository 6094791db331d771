/*
 * HTML that leaves its parser nothing to mend, which programs write: every
 * element is opened and closed in its order, and stands where the standard
 * lets it stay (HTML 13.2.6).  Such a page is read in one go.  What this is
 * not sure of it gives up, and the parser of page_html.c reads the page: both
 * make the same nodes of what both read, and a test compares them.
 */
#include "check/page.h"

#include <strings.h>

#define DEPTH_MAX      200u
#define ATTRIBUTES_MAX 64u

/* ---- elements ---- */

enum {
	E_VOID = 1,     /* nothing in it, no end tag */
	E_BLOCK = 2,    /* ends a paragraph */
	E_INLINE = 4,   /* stands wherever text does */
	E_RAW = 8,      /* its content is text without marks */
	E_HEAD = 16,    /* stands in the head as well */
	E_ONCE = 32,    /* not in one of its own */
	E_HEADING = 64, /* not right in another heading */
	E_FRAME = 128   /* of a table: holds no text and only its parts */
};

static const uint8_t kinds[N_KNOWN] = {
    [N_a] = E_INLINE | E_ONCE,
    [N_abbr] = E_INLINE,
    [N_address] = E_BLOCK,
    [N_area] = E_INLINE | E_VOID,
    [N_article] = E_BLOCK,
    [N_aside] = E_BLOCK,
    [N_audio] = E_INLINE,
    [N_b] = E_INLINE,
    [N_bdi] = E_INLINE,
    [N_bdo] = E_INLINE,
    [N_blockquote] = E_BLOCK,
    [N_br] = E_INLINE | E_VOID,
    [N_button] = E_INLINE | E_ONCE,
    [N_canvas] = E_INLINE,
    [N_cite] = E_INLINE,
    [N_code] = E_INLINE,
    [N_del] = E_INLINE,
    [N_details] = E_BLOCK,
    [N_dfn] = E_INLINE,
    [N_div] = E_BLOCK,
    [N_dl] = E_BLOCK,
    [N_em] = E_INLINE,
    [N_fieldset] = E_BLOCK,
    [N_figcaption] = E_BLOCK,
    [N_figure] = E_BLOCK,
    [N_footer] = E_BLOCK,
    [N_h1] = E_BLOCK | E_HEADING,
    [N_h2] = E_BLOCK | E_HEADING,
    [N_h3] = E_BLOCK | E_HEADING,
    [N_h4] = E_BLOCK | E_HEADING,
    [N_h5] = E_BLOCK | E_HEADING,
    [N_h6] = E_BLOCK | E_HEADING,
    [N_header] = E_BLOCK,
    [N_hgroup] = E_BLOCK,
    [N_hr] = E_BLOCK | E_VOID,
    [N_i] = E_INLINE,
    [N_img] = E_INLINE | E_VOID,
    [N_input] = E_INLINE | E_VOID,
    [N_ins] = E_INLINE,
    [N_kbd] = E_INLINE,
    [N_label] = E_INLINE,
    [N_legend] = E_INLINE,
    [N_link] = E_INLINE | E_VOID | E_HEAD,
    [N_main] = E_BLOCK,
    [N_map] = E_INLINE,
    [N_mark] = E_INLINE,
    [N_menu] = E_BLOCK,
    [N_meta] = E_INLINE | E_VOID | E_HEAD,
    [N_meter] = E_INLINE,
    [N_nav] = E_BLOCK,
    [N_ol] = E_BLOCK,
    [N_output] = E_INLINE,
    [N_p] = E_BLOCK,
    [N_picture] = E_INLINE,
    [N_pre] = E_BLOCK,
    [N_progress] = E_INLINE,
    [N_q] = E_INLINE,
    [N_ruby] = E_INLINE,
    [N_s] = E_INLINE,
    [N_samp] = E_INLINE,
    [N_script] = E_INLINE | E_RAW | E_HEAD,
    [N_section] = E_BLOCK,
    [N_small] = E_INLINE,
    [N_source] = E_INLINE | E_VOID,
    [N_span] = E_INLINE,
    [N_strong] = E_INLINE,
    [N_style] = E_INLINE | E_RAW | E_HEAD,
    [N_sub] = E_INLINE,
    [N_summary] = E_BLOCK,
    [N_sup] = E_INLINE,
    [N_table] = E_BLOCK | E_FRAME,
    [N_time] = E_INLINE,
    [N_track] = E_INLINE | E_VOID,
    [N_u] = E_INLINE,
    [N_ul] = E_BLOCK,
    [N_var] = E_INLINE,
    [N_video] = E_INLINE,
    [N_wbr] = E_INLINE | E_VOID,
    /* With a place of their own: see `stands`. */
    [N_caption] = 0,
    [N_col] = E_VOID,
    [N_colgroup] = E_FRAME,
    [N_tbody] = E_FRAME,
    [N_tfoot] = E_FRAME,
    [N_thead] = E_FRAME,
    [N_tr] = E_FRAME,
};

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

/* The digits of a reference by number, and ";"; *n is behind them then. */
static uint32_t
number(bm_str s, bool hex, size_t *n)
{
	size_t i = *n, most = *n + 6;
	uint32_t c = 0;

	for (; i < s.len && i < most; i++) {
		char d = bm_lower(s.ptr[i]);

		if (bm_is_digit(d))
			c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
		else if (hex && d >= 'a' && d <= 'f')
			c = c * 16 + (uint32_t)(d - 'a' + 10);
		else
			break;
	}
	if (i == *n || i == s.len || s.ptr[i] != ';')
		return 0;
	*n = i + 1;
	return c;
}

/* The character of a reference that ends with ";", and *s behind it; 0 for
 * one of those that are left to the parser. */
static uint32_t
reference(const char **s, const char *end)
{
	static const struct {
		const char *name;
		uint32_t c;
	} names[] = {{"&amp;", '&'},
		     {"&lt;", '<'},
		     {"&gt;", '>'},
		     {"&quot;", '"'},
		     {"&nbsp;", 0xA0}};
	bm_str rest = {*s, (size_t)(end - *s)};
	bool hex = bm_str_starts(rest, "&#x");
	size_t n = hex ? 3 : 2;
	uint32_t c;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bm_str_starts(rest, names[i].name)) {
			*s += strlen(names[i].name);
			return names[i].c;
		}
	if (!bm_str_starts(rest, "&#"))
		return 0;
	c = number(rest, hex, &n);
	/* Others the standard takes for something else (13.2.5.80). */
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c >= 0xD800)
		return 0;
	*s += n;
	return c;
}

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
		c = reference(&from, end);
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
	if ((r->where != IN_BODY || (kinds[in] & E_FRAME)) && !is_blank(s))
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

static bool
read_attr(struct plain *r, page_node_id n)
{
	const char *from = r->at, *text;
	bm_str name = read_name(r), value = {"", 0};
	uint32_t line, column;
	const page_node *el;
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
	el = page_at(r->p, n);
	if (known == N_NONE || el->count >= ATTRIBUTES_MAX)
		return false;
	for (uint32_t i = 0; i < el->count; i++)
		if (r->p->attrs.items[el->u.attrs + i].name == known)
			return false; /* twice */
	text = resolved(r, value, &len);
	return text != NULL &&
	       page_put_attr(r->p, n, NS_NONE, known, text, line, column);
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
	if ((kinds[name] & (E_BLOCK | E_INLINE)) == 0 || (kinds[in] & E_FRAME))
		return false;
	if ((kinds[name] & E_BLOCK) && r->opened[N_p] > 0)
		return false;
	if ((kinds[name] & E_ONCE) && r->opened[name] > 0)
		return false;
	return !(kinds[name] & E_HEADING) || !(kinds[in] & E_HEADING);
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
		return name == N_title || (kinds[name] & E_HEAD);
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
	const char *end = ends[0].end, *from = r->at;
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
	return add_text(r, PAGE_TEXT, from,
			name == N_title
			    ? resolved(r, s, &n)
			    : bm_arena_strndup(r->p->arena, s.ptr, n),
			n);
}

static bool
push(struct plain *r, page_node_id n, page_name name)
{
	if (r->depth == DEPTH_MAX)
		return false;
	r->open[r->depth++] = n;
	r->opened[name]++;
	return true;
}

static void
pop(struct plain *r)
{
	page_node_id n = r->open[--r->depth];

	r->opened[page_at(r->p, n)->name]--;
	page_close(r->p, n);
}

static bool
read_start(struct plain *r)
{
	const char *from = r->at++;
	bm_str text = read_name(r);
	page_name name = page_name_known(text);
	uint32_t line, column;
	page_node_id n;
	bool closed;

	if (name == N_NONE || !at_edge(r) || !begins(r, name))
		return false;
	place(r, from, &line, &column);
	n = page_open(r->p, PAGE_ELEMENT, current(r), line, column);
	if (n == PAGE_NONE)
		return false;
	r->p->nodes.items[n].ns = NS_HTML;
	r->p->nodes.items[n].name = name;
	if (!read_attrs(r, n, &closed))
		return false;
	if (kinds[name] & E_VOID) {
		page_close(r->p, n);
		return true;
	}
	/* The line break that begins preformatted text is none of it. */
	if (closed || !push(r, n, name) ||
	    (name == N_pre && r->at < r->end && *r->at == '\n'))
		return false;
	if (name == N_title || (kinds[name] & E_RAW)) {
		if (!read_raw(r, name))
			return false;
		pop(r);
	}
	return true;
}

/* Body and html stay open: what follows them is put into the body. */
static bool
read_end(struct plain *r)
{
	page_name name;

	r->at += 2;
	name = page_name_known(read_name(r));
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
	if (name_at(r, 0) != name || name == N_body || name == N_html)
		return false;
	if (name == N_head)
		r->where = AFTER_HEAD;
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

bm_status
page_from_plain(page *p)
{
	static const char doctype[] = "<!DOCTYPE html>";
	size_t nodes = p->nodes.len, attrs = p->attrs.len;
	struct plain r = {.p = p,
			  .at = p->text.ptr,
			  .end = p->text.ptr + p->text.len,
			  .counted = p->text.ptr,
			  .line_start = p->text.ptr,
			  .line = 1};
	bool good = bm_str_starts_nocase(p->text, doctype) && is_clean(p->text);

	if (good)
		r.at += sizeof(doctype) - 1;
	while (good && r.at < r.end)
		good = read_next(&r);
	if (good && r.where == AFTER_HTML) {
		while (r.depth > 0)
			pop(&r);
		return BM_OK;
	}
	p->nodes.len = nodes;
	p->attrs.len = attrs;
	return r.no_memory || bm_arena_failed(p->arena) ? BM_NO_MEMORY
							: BM_UNSUPPORTED;
}
