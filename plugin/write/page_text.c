/* What a page that was written shows its readers. */
#include "write/jsonld.h"

#include <stdlib.h>

#include <unicode/uchar.h>

/* Elements whose ends part words. */
static const char *const blocks[] = {
    "p",      "li",      "dd",     "dt",         "div",   "td",
    "th",     "tr",      "h1",     "h2",         "h3",    "h4",
    "h5",     "h6",      "br",     "section",    "aside", "header",
    "footer", "nav",     "main",   "figcaption", "ul",    "ol",
    "dl",     "summary", "figure", "blockquote", NULL};

static bool
in_list(bm_str name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (bm_str_is(name, *list))
			return true;
	return false;
}

/* Puts what a character reference at *at stands for; moves behind it. */
static void
put_reference(bm_buf *out, bm_str s, size_t *at)
{
	static const struct {
		const char *name;
		uint32_t c;
	} names[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
		     {"&quot;", '"'}, {"&nbsp;", 0xA0}, {"&apos;", '\''}};
	bm_str rest = {s.ptr + *at, s.len - *at};
	char *end;
	unsigned long c;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bm_str_starts(rest, names[i].name)) {
			bm_buf_put_utf8(out, names[i].c);
			*at += strlen(names[i].name);
			return;
		}
	if (bm_str_starts(rest, "&#")) {
		bool hex = rest.len > 2 && bm_lower(rest.ptr[2]) == 'x';

		/* The page is NUL-terminated, so the number ends. */
		c = strtoul(rest.ptr + (hex ? 3 : 2), &end, hex ? 16 : 10);
		if (*end == ';' && c <= 0x10FFFF) {
			bm_buf_put_utf8(out, (uint32_t)c);
			*at += (size_t)(end - rest.ptr) + 1;
			return;
		}
	}
	bm_buf_putc(out, '&');
	(*at)++;
}

/* Text, its white space collapsed with that before it. */
static void
put_text(page_text *t, bm_str s)
{
	bm_buf *out = &t->text;
	size_t at = 0;

	while (at < s.len) {
		char c = s.ptr[at];
		size_t before = out->len;

		if (c == '&') {
			put_reference(out, s, &at);
			/* A space that does not break is a space here. */
			if (out->len == before + 2 &&
			    memcmp(out->ptr + before, "\xC2\xA0", 2) == 0)
				out->len = before;
			else
				continue;
			c = ' ';
		} else if (c == '\xC2' && at + 1 < s.len &&
			   s.ptr[at + 1] == '\xA0') {
			at += 2;
			c = ' ';
		} else {
			at++;
		}
		if (!bm_is_space(c))
			bm_buf_putc(out, c);
		else if (out->len > 0 && out->ptr[out->len - 1] != ' ')
			bm_buf_putc(out, ' ');
	}
}

/* The value of an attribute in a start tag, decoded in the arena; or NULL. */
static const char *
attribute(page_text *t, bm_str tag, const char *name)
{
	const char *key = bm_arena_printf(t->arena, " %s=\"", name), *out;
	size_t from, to, at = 0;
	bm_str raw;
	bm_buf buf;

	if (key == NULL || (from = bm_str_find(tag, key, 0)) == tag.len)
		return NULL;
	from += strlen(key);
	to = bm_str_find(tag, "\"", from);
	raw = (bm_str){tag.ptr + from, to - from};
	bm_buf_init(&buf, bm_arena_allocator(t->arena));
	while (at < raw.len)
		if (raw.ptr[at] == '&')
			put_reference(&buf, raw, &at);
		else
			bm_buf_putc(&buf, raw.ptr[at++]);
	out = bm_arena_strdup(t->arena, bm_buf_cstr(&buf));
	/* A value cut short is not a value: the page counts as not read. */
	if (buf.status != BM_OK)
		(void)bm_arena_array(t->arena, SIZE_MAX, 2);
	bm_buf_free(&buf);
	return out;
}

static void
keep_value(page_text *t, const char *value)
{
	void **place = value != NULL && *value != '\0'
			   ? bm_map_put(&t->values, bm_str_of(value), NULL)
			   : NULL;

	if (place != NULL)
		*place = t;
}

/* A start tag without its brackets. */
static void
start_tag(page_text *t, bm_str name, bm_str tag)
{
	const char *id;
	page_entry *entry;

	if (bm_str_is(name, "time"))
		keep_value(t, attribute(t, tag, "datetime"));
	else if (bm_str_is(name, "data"))
		keep_value(t, attribute(t, tag, "value"));
	else if (bm_str_is(name, "a"))
		keep_value(t, attribute(t, tag, "href"));
	if (bm_str_find(tag, " id=\"ref-", 0) == tag.len)
		return;
	id = attribute(t, tag, "id");
	if (id == NULL || (entry = BM_VEC_PUSH(t->arena, &t->entries)) == NULL)
		return;
	if (t->entries.len > 1)
		entry[-1].to = t->text.len;
	*entry = (page_entry){id, t->text.len, SIZE_MAX};
}

/* The place behind the next mark, or the end. */
static size_t
behind(bm_str page, size_t at, const char *mark)
{
	at = bm_str_find(page, mark, at);
	return at < page.len ? at + strlen(mark) : at;
}

/* Behind the end tag of an element whose content is no text. */
static size_t
over(bm_str page, size_t at, bm_str name)
{
	size_t n;

	do {
		at = bm_str_find(page, "</", at);
		n = at + 2 + name.len;
		if (n <= page.len &&
		    memcmp(page.ptr + at + 2, name.ptr, name.len) == 0)
			return behind(page, n, ">");
		at += 2;
	} while (at < page.len);
	return page.len;
}

static size_t
read_tag(page_text *t, bm_str page, size_t at)
{
	static const char *const silent[] = {"script", "style", "template",
					     NULL};
	size_t end = at + 1, n;
	bool closing = end < page.len && page.ptr[end] == '/';
	bm_str tag, name;

	if (bm_str_starts((bm_str){page.ptr + at, page.len - at}, "<!--"))
		return behind(page, at, "-->");
	for (char quote = '\0'; end < page.len; end++) {
		char c = page.ptr[end];

		if (quote == '\0' && c == '>')
			break;
		if (c == '"')
			quote = quote == '\0' ? c : '\0';
	}
	tag = (bm_str){page.ptr + at + 1 + closing, end - at - 1 - closing};
	for (n = 0;
	     n < tag.len && !bm_is_space(tag.ptr[n]) && tag.ptr[n] != '/';)
		n++;
	name = (bm_str){tag.ptr, n};
	if (in_list(name, blocks))
		put_text(t, BM_STR(" "));
	if (!closing)
		start_tag(t, name, tag);
	if (!closing && in_list(name, silent))
		return over(page, end, name);
	return end < page.len ? end + 1 : end;
}

bool
page_text_read(page_text *t, bm_arena *arena, bm_str page)
{
	size_t at = bm_str_find(page, "<body", 0);

	*t = (page_text){.arena = arena};
	bm_buf_init(&t->text, bm_arena_allocator(arena));
	bm_map_init(&t->values, arena);
	while (at < page.len) {
		size_t next = bm_str_find(page, "<", at);

		put_text(t, (bm_str){page.ptr + at, next - at});
		at = next < page.len ? read_tag(t, page, next) : next;
	}
	if (t->entries.len > 0)
		t->entries.items[t->entries.len - 1].to = t->text.len;
	return t->text.status == BM_OK && !bm_arena_failed(arena);
}

void
page_text_free(page_text *t)
{
	bm_buf_free(&t->text);
}

/* Whether the character before or behind a place is of a word. */
static bool
in_word(bm_str text, size_t at, bool before)
{
	if (before ? at == 0 : at >= text.len)
		return false;
	if (before)
		do
			at--;
		while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
	return u_isalnum((UChar32)bm_utf8_next(text, &at));
}

/* Whether a place is inside a word. */
static bool
cuts_word(bm_str text, size_t at)
{
	return in_word(text, at, true) && in_word(text, at, false);
}

bool
page_text_shows(const page_text *t, const char *value)
{
	bm_str text = bm_buf_str(&t->text);
	size_t n = strlen(value), at = 0;

	if (bm_map_getz(&t->values, value) != NULL)
		return true;
	while (n > 0 && text.len > 0 &&
	       (at = bm_str_find(text, value, at)) < text.len) {
		if (!cuts_word(text, at) && !cuts_word(text, at + n))
			return true;
		at++;
	}
	return false;
}

/* One form for letters and quotation marks of any kind. */
static uint32_t
loose(uint32_t c)
{
	if (c == 0x2018 || c == 0x2019)
		return '\'';
	if (c == 0x201C || c == 0x201D)
		return '"';
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bm_str
page_text_find(const page_text *t, size_t from, size_t to, bm_str value)
{
	bm_str text = {t->text.ptr, to < t->text.len ? to : t->text.len};

	while (from < text.len && value.len > 0) {
		size_t a = from, b = 0;

		while (a < text.len && b < value.len) {
			size_t x = a, y = b;

			if (loose(bm_utf8_next(text, &x)) !=
			    loose(bm_utf8_next(value, &y)))
				break;
			a = x;
			b = y;
		}
		if (b == value.len)
			return (bm_str){text.ptr + from, a - from};
		bm_utf8_next(text, &from);
	}
	return (bm_str){"", 0};
}
