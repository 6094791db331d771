/* What styles put before and behind elements (CSS Content 3). */
#include "check/css_impl.h"

/* The code point of an escape, whose backslash was read: up to six digits and
 * a blank, or the character itself. */
static uint32_t
escape(bm_str s, size_t *at)
{
	uint32_t code = 0;
	size_t i = *at, n = 0;

	for (; n < 6 && i < s.len &&
	       strchr("0123456789abcdefABCDEF", s.ptr[i]) != NULL &&
	       s.ptr[i] != 0;
	     n++, i++)
		code = code * 16 +
		       (bm_is_digit(s.ptr[i])
			    ? (uint32_t)(s.ptr[i] - '0')
			    : (uint32_t)(bm_lower(s.ptr[i]) - 'a') + 10);
	if (n == 0)
		return bm_utf8_next(s, at);
	*at = i < s.len && bm_is_space(s.ptr[i]) ? i + 1 : i;
	return code > 0x10FFFF || code == 0 || (code >= 0xD800 && code < 0xE000)
		   ? 0xFFFD
		   : code;
}

void
css_put_unescaped(bm_str text, bm_buf *out)
{
	for (size_t i = 0; i < text.len;) {
		if (text.ptr[i] != '\\' || i + 1 >= text.len) {
			bm_buf_putc(out, text.ptr[i++]);
			continue;
		}
		i++;
		if (text.ptr[i] == '\n') /* a line that goes on */
			i++;
		else
			bm_buf_put_utf8(out, escape(text, &i));
	}
}

/* Whether a sign is one of a private font: a picture that has no name. */
static bool
is_private(uint32_t c)
{
	return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

/* Appends what can be read of a text. */
static bool
put_readable(bm_str text, bm_buf *out)
{
	size_t at = 0, had = out->len;

	while (at < text.len) {
		uint32_t c = bm_utf8_next(text, &at);

		if (!is_private(c))
			bm_buf_put_utf8(out, c);
	}
	return out->len > had;
}

/* The text in quotes at the start, which is cut off. */
static void
put_string(css *c, bm_str *rest, bm_buf *out)
{
	char quote = *rest->ptr;
	size_t end = 1;
	bm_buf plain;

	while (end < rest->len && rest->ptr[end] != quote)
		end += rest->ptr[end] == '\\' ? 2 : 1;
	end = end < rest->len ? end : rest->len;
	bm_buf_init(&plain, bm_arena_allocator(c->page->arena));
	css_put_unescaped((bm_str){rest->ptr + 1, end - 1}, &plain);
	put_readable(bm_buf_str(&plain), out);
	c->page->no_memory |= plain.status != BM_OK;
	bm_buf_free(&plain);
	end += end < rest->len;
	*rest = (bm_str){rest->ptr + end, rest->len - end};
}

/* The value of an attribute that a style takes: attr(data-label). */
static void
put_attribute(const css *c, page_node_id n, bm_str inside, bm_buf *out)
{
	bm_str word;
	const char *value;

	bm_str_split(&inside, ',', &word);
	value =
	    page_attr_of(c->page, n, page_name_of(c->page, bm_str_trim(word)));
	if (value != NULL)
		put_readable(bm_str_of(value), out);
}

/* A value of content; what stands behind a "/" is said in its place. */
static enum css_made
put_value(css *c, page_node_id n, bm_str value, bm_buf *out)
{
	bm_str spoken = value;
	size_t had = out->len;
	bool unknown = false;

	css_until(&spoken, "/");
	if (spoken.len > 0)
		value = (bm_str){spoken.ptr + 1, spoken.len - 1};
	for (value = bm_str_trim(value); value.len > 0;
	     value = bm_str_trim(value)) {
		bm_str word, inside;

		if (*value.ptr == '"' || *value.ptr == '\'') {
			put_string(c, &value, out);
			continue;
		}
		word = css_until(&value, " \t\n\r\f\"',");
		if (word.len == 0) { /* a comma */
			value = (bm_str){value.ptr + 1, value.len - 1};
			continue;
		}
		inside = word;
		css_until(&inside, "(");
		if (bm_str_starts_nocase(word, "attr(") && inside.len >= 2)
			put_attribute(
			    c, n, (bm_str){word.ptr + 5, word.len - 6}, out);
		else if (bm_str_starts_nocase(word, "counter") ||
			 bm_str_starts_nocase(word, "var(") ||
			 bm_str_ends(word, "-quote"))
			unknown = true;
	}
	if (out->len > had)
		return CSS_MADE_TEXT;
	return unknown ? CSS_MADE_UNKNOWN : CSS_MADE_NOTHING;
}

enum css_made
css_generated(css *c, const page *p, page_node_id n, bool behind, bm_buf *out)
{
	css_value v[CSS_PROPS];
	bm_str value;

	if (!css_generates(c))
		return CSS_MADE_NOTHING;
	c->pseudo = behind ? 'a' : 'b';
	css_declared(c, p, n, v);
	c->pseudo = 0;
	value = v[CSS_CONTENT].text;
	if (v[CSS_CONTENT].maybe || v[CSS_DISPLAY].maybe)
		return CSS_MADE_UNKNOWN;
	if (value.ptr == NULL || bm_str_is_nocase(value, "none") ||
	    bm_str_is_nocase(value, "normal") ||
	    bm_str_is_nocase(v[CSS_DISPLAY].text, "none") ||
	    bm_str_is_nocase(v[CSS_VISIBILITY].text, "hidden"))
		return CSS_MADE_NOTHING;
	return put_value(c, n, css_resolve(c, value), out);
}
