/*
 * One tag of HTML in Markdown: its name, what is made of it, its attributes.
 * What stands in the table is taken over; with any other element the author's
 * HTML is shown as text, so nothing that runs or loads ever gets through.
 */
#include <strings.h>

#include <cmark-gfm/houdini.h>

#include "read/markdown.h"

static const struct {
	const char *name;
	bm_md_tag_kind kind;
} names[] = {
    {"a", BM_MD_TAG_INLINE},         {"abbr", BM_MD_TAG_INLINE},
    {"address", BM_MD_TAG_PASS},     {"article", BM_MD_TAG_PASS},
    {"aside", BM_MD_TAG_ASIDE},      {"b", BM_MD_TAG_INLINE},
    {"bdi", BM_MD_TAG_INLINE},       {"big", BM_MD_TAG_INLINE},
    {"blockquote", BM_MD_TAG_QUOTE}, {"br", BM_MD_TAG_EMPTY},
    {"caption", BM_MD_TAG_TITLE},    {"center", BM_MD_TAG_PASS},
    {"cite", BM_MD_TAG_INLINE},      {"code", BM_MD_TAG_INLINE},
    {"col", BM_MD_TAG_COLUMN},       {"colgroup", BM_MD_TAG_COLUMN},
    {"del", BM_MD_TAG_INLINE},       {"details", BM_MD_TAG_DETAILS},
    {"dfn", BM_MD_TAG_INLINE},       {"div", BM_MD_TAG_PASS},
    {"em", BM_MD_TAG_INLINE},        {"figcaption", BM_MD_TAG_CAPTION},
    {"figure", BM_MD_TAG_FIGURE},    {"font", BM_MD_TAG_INLINE},
    {"footer", BM_MD_TAG_PASS},      {"h1", BM_MD_TAG_HEADING},
    {"h2", BM_MD_TAG_HEADING},       {"h3", BM_MD_TAG_HEADING},
    {"h4", BM_MD_TAG_HEADING},       {"h5", BM_MD_TAG_HEADING},
    {"h6", BM_MD_TAG_HEADING},       {"header", BM_MD_TAG_PASS},
    {"hgroup", BM_MD_TAG_PASS},      {"hr", BM_MD_TAG_RULE},
    {"i", BM_MD_TAG_INLINE},         {"img", BM_MD_TAG_EMPTY},
    {"ins", BM_MD_TAG_INLINE},       {"kbd", BM_MD_TAG_INLINE},
    {"li", BM_MD_TAG_ITEM},          {"main", BM_MD_TAG_PASS},
    {"mark", BM_MD_TAG_INLINE},      {"ol", BM_MD_TAG_LIST},
    {"p", BM_MD_TAG_PARA},           {"picture", BM_MD_TAG_INLINE},
    {"pre", BM_MD_TAG_PRE},          {"q", BM_MD_TAG_INLINE},
    {"s", BM_MD_TAG_INLINE},         {"samp", BM_MD_TAG_INLINE},
    {"section", BM_MD_TAG_PASS},     {"small", BM_MD_TAG_INLINE},
    {"source", BM_MD_TAG_EMPTY},     {"span", BM_MD_TAG_INLINE},
    {"strike", BM_MD_TAG_INLINE},    {"strong", BM_MD_TAG_INLINE},
    {"sub", BM_MD_TAG_INLINE},       {"summary", BM_MD_TAG_SUMMARY},
    {"sup", BM_MD_TAG_INLINE},       {"table", BM_MD_TAG_TABLE},
    {"tbody", BM_MD_TAG_GROUP},      {"td", BM_MD_TAG_CELL},
    {"tfoot", BM_MD_TAG_GROUP},      {"th", BM_MD_TAG_CELL},
    {"thead", BM_MD_TAG_GROUP},      {"time", BM_MD_TAG_INLINE},
    {"tr", BM_MD_TAG_ROW},           {"tt", BM_MD_TAG_INLINE},
    {"u", BM_MD_TAG_INLINE},         {"ul", BM_MD_TAG_LIST},
    {"var", BM_MD_TAG_INLINE},       {"wbr", BM_MD_TAG_EMPTY},
};

static size_t
skip_space(bm_str s, size_t at)
{
	while (at < s.len && bm_is_space(s.ptr[at]))
		at++;
	return at;
}

/*
 * The attribute at s[*at], which is behind a name or a value; false where none
 * follows.  CommonMark 0.30, 6.6: names, and values with or without quotes.
 */
static bool
next_attribute(bm_str s, size_t *at, bm_str *name, bm_str *value)
{
	size_t from = skip_space(s, *at), end = from;

	while (end < s.len && strchr(" \t\n\r\f\"'=<>/`", s.ptr[end]) == NULL)
		end++;
	if (end == from || from == *at)
		return false;
	*name = (bm_str){s.ptr + from, end - from};
	*value = (bm_str){s.ptr + end, 0};
	*at = end;
	from = skip_space(s, end);
	if (from >= s.len || s.ptr[from] != '=')
		return true;
	from = end = skip_space(s, from + 1);
	if (from < s.len && (s.ptr[from] == '"' || s.ptr[from] == '\'')) {
		const char *quote =
		    memchr(s.ptr + from + 1, s.ptr[from], s.len - from - 1);

		if (quote == NULL)
			return false;
		*value = (bm_str){s.ptr + from + 1,
				  (size_t)(quote - s.ptr) - from - 1};
		*at = (size_t)(quote - s.ptr) + 1;
		return true;
	}
	while (end < s.len && strchr(" \t\n\r\f\"'=<>`", s.ptr[end]) == NULL)
		end++;
	*value = (bm_str){s.ptr + from, end - from};
	*at = end;
	return end > from;
}

/* The end of the tag at s[at], which is "<"; 0: it is none. */
static size_t
read_tag(bm_str s, size_t at, bm_md_tag *out)
{
	size_t end = at + 1, n = 0;
	bm_str name, value;

	out->closes = end < s.len && s.ptr[end] == '/';
	end += out->closes;
	while (end < s.len &&
	       (bm_is_alpha(s.ptr[end]) ||
		(n > 0 && (bm_is_digit(s.ptr[end]) || s.ptr[end] == '-')))) {
		if (n + 1 < sizeof(out->name))
			out->name[n] = bm_lower(s.ptr[end]);
		n++;
		end++;
	}
	out->name[n < sizeof(out->name) ? n : sizeof(out->name) - 1] = '\0';
	if (n == 0)
		return 0;
	while (!out->closes && next_attribute(s, &end, &name, &value))
		;
	end = skip_space(s, end);
	if (end < s.len && s.ptr[end] == '/' && !out->closes)
		end++;
	return end < s.len && s.ptr[end] == '>' ? end + 1 : 0;
}

size_t
bm_md_tag_read(bm_str s, size_t at, bm_md_tag *out)
{
	size_t end;

	memset(out, 0, sizeof(*out));
	if (s.ptr[at] != '<') {
		const char *next = memchr(s.ptr + at, '<', s.len - at);

		end = next != NULL ? (size_t)(next - s.ptr) : s.len;
		out->kind = BM_MD_TAG_TEXT;
	} else if (bm_str_starts((bm_str){s.ptr + at, s.len - at}, "<!--")) {
		end = bm_str_find(s, "-->", at + 4) + 3;
		out->kind = BM_MD_TAG_COMMENT;
		if (end > s.len) {
			end = s.len;
			out->kind = BM_MD_TAG_OTHER;
		}
	} else if ((end = read_tag(s, at, out)) == 0) {
		end = at + 1;
		out->kind = BM_MD_TAG_OTHER;
	} else {
		out->kind = BM_MD_TAG_OTHER;
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (strcmp(names[i].name, out->name) == 0)
				out->kind = names[i].kind;
		/* "</br>" and the like. */
		if (out->closes && (out->kind == BM_MD_TAG_EMPTY ||
				    out->kind == BM_MD_TAG_RULE))
			out->kind = BM_MD_TAG_OTHER;
	}
	out->raw = (bm_str){s.ptr + at, end - at};
	return end;
}

bool
bm_md_tag_is(bm_str raw, const char *name, bool closes)
{
	bm_md_tag tag;

	return raw.len > 0 && bm_md_tag_read(raw, 0, &tag) == raw.len &&
	       tag.closes == closes && strcmp(tag.name, name) == 0;
}

/* Behind the name of a tag. */
static size_t
behind_name(bm_str raw)
{
	size_t at = 1;

	while (at < raw.len && strchr(" \t\n\r\f/>", raw.ptr[at]) == NULL)
		at++;
	return at;
}

char *
bm_md_tag_attr(cmark_mem *mem, bm_str raw, const char *wanted)
{
	size_t at = behind_name(raw);
	bm_str name, value;

	while (next_attribute(raw, &at, &name, &value)) {
		if (strlen(wanted) != name.len)
			continue;
		for (size_t i = 0; i < name.len; i++)
			if (bm_lower(name.ptr[i]) != wanted[i])
				goto other;
		return bm_md_unescape(mem, value);
	other:;
	}
	return NULL;
}

/* The end of "&#1" or "&#x1" at s[at], or 0. */
static size_t
numeric_end(bm_str s, size_t at)
{
	size_t from;
	bool hex;

	if (at + 2 >= s.len || s.ptr[at] != '&' || s.ptr[at + 1] != '#')
		return 0;
	hex = s.ptr[at + 2] == 'x' || s.ptr[at + 2] == 'X';
	from = at = at + 2 + hex;
	while (at < s.len && at - from < 7 &&
	       (bm_is_digit(s.ptr[at]) ||
		(hex && strchr("abcdefABCDEF", s.ptr[at]) != NULL)))
		at++;
	return at > from ? at : 0;
}

/* A number may lack its ";" in HTML (13.2.5.80), not in CommonMark. */
char *
bm_md_unescape(cmark_mem *mem, bm_str text)
{
	cmark_strbuf buf, whole;
	size_t done = 0, end;

	cmark_strbuf_init(mem, &buf, 0);
	cmark_strbuf_init(mem, &whole, 0);
	for (size_t at = 0; at<text.len; at = end> at ? end : at + 1) {
		end = numeric_end(text, at);
		if (end == 0 || (end < text.len && text.ptr[end] == ';'))
			continue;
		cmark_strbuf_put(&whole, (const uint8_t *)text.ptr + done,
				 (bufsize_t)(end - done));
		cmark_strbuf_putc(&whole, ';');
		done = end;
	}
	cmark_strbuf_put(&whole, (const uint8_t *)text.ptr + done,
			 (bufsize_t)(text.len - done));
	houdini_unescape_html_f(&buf, whole.ptr, whole.size);
	return (char *)cmark_strbuf_detach(&buf);
}

void
bm_md_tag_left_out(bm_doc *doc, const cmark_node *node, bm_str name,
		   const char *why)
{
	bm_pos pos = {.file = doc->file,
		      .line = (uint32_t)node->start_line,
		      .column = (uint32_t)node->start_column};

	bm_diag_add(doc->diags, bm_rule_find(bm_md_rules, "markdown-attribute"),
		    &pos, "Attribute %.*s of HTML is left out: %s",
		    (int)(name.len < 40 ? name.len : 40), name.ptr, why);
}

void
bm_md_tag_tell(bm_doc *doc, const cmark_node *node, bm_str raw)
{
	size_t at = behind_name(raw);
	bm_str name, value;

	while (next_attribute(raw, &at, &name, &value))
		if (name.len > 2 && strncasecmp(name.ptr, "on", 2) == 0)
			bm_md_tag_left_out(doc, node, name,
					   "nothing runs in a page");
		else if (name.len == 5 &&
			 strncasecmp(name.ptr, "style", 5) == 0)
			bm_md_tag_left_out(
			    doc, node, name,
			    "how it looks is for the style sheet");
}

bool
bm_md_tag_is_word(const char *value)
{
	if (value == NULL || *value == '\0')
		return false;
	for (; *value != '\0'; value++)
		if (!bm_is_alpha(*value) && !bm_is_digit(*value) &&
		    strchr("-_:.", *value) == NULL &&
		    (unsigned char)*value < 0x80)
			return false;
	return true;
}

char *
bm_md_tag_id(bm_doc *doc, cmark_mem *mem, const cmark_node *node, bm_str raw)
{
	const char *name = "id";
	char *id = bm_md_tag_attr(mem, raw, name);

	if (id == NULL && bm_md_tag_is(raw, "a", false))
		id = bm_md_tag_attr(mem, raw, name = "name");
	if (id == NULL || bm_md_tag_is_word(id))
		return id;
	bm_md_tag_left_out(doc, node, bm_str_of(name),
			   "an id is letters, digits, - _ : and .");
	return NULL;
}
