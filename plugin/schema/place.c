/*
 * The exact place of an attribute or a text.  The tree knows where each start
 * tag begins; from there the bytes are read again, and only when something is
 * wrong there.
 */
#include "schema/check.h"

/* Where the lines of a file begin. */
struct lines {
	bm_str text;
	BM_VEC(size_t) starts;
};

static struct lines *
lines_of(rng_check *c, const char *file)
{
	void **slot =
	    file != NULL ? bm_map_put(&c->lines, bm_str_of(file), NULL) : NULL;
	struct lines *l = slot != NULL ? *slot : NULL;

	if (slot == NULL || l != NULL)
		return l;
	*slot = l = BM_NEW(c->arena, struct lines);
	if (l == NULL)
		return NULL;
	for (size_t i = 0; i < c->doc->texts.len; i++)
		if (strcmp(c->doc->texts.items[i].file, file) == 0)
			l->text = c->doc->texts.items[i].text;
	for (size_t at = 0; at < l->text.len;
	     at = bm_str_find(l->text, "\n", at) + 1) {
		size_t *start = BM_VEC_PUSH(c->arena, &l->starts);

		if (start == NULL)
			return NULL;
		*start = at;
	}
	return l;
}

/* The byte of a place; false when the text is not at hand. */
static bool
offset_of(const struct lines *l, const bm_pos *pos, size_t *out)
{
	if (l == NULL || pos->line == 0 || pos->line > l->starts.len)
		return false;
	*out = l->starts.items[pos->line - 1] +
	       (pos->column > 0 ? pos->column - 1 : 0);
	return *out < l->text.len && l->text.ptr[*out] == '<';
}

static bm_pos
place_at(const struct lines *l, const char *file, size_t at, size_t end)
{
	size_t low = 0, high = l->starts.len;
	bm_pos pos = {.file = file};

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (l->starts.items[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	pos.line = (uint32_t)low + 1;
	pos.column = (uint32_t)(at - l->starts.items[low]) + 1;
	pos.end_line = pos.line;
	pos.end_column = pos.column + (uint32_t)(end - at);
	return pos;
}

/* Behind the tag, comment, section or instruction at `at`. */
static size_t
behind_markup(bm_str s, size_t at)
{
	static const char *const ends[][2] = {
	    {"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
	bm_str rest = {s.ptr + at, s.len - at};
	char quote = 0;

	for (size_t i = 0; i < 3; i++)
		if (bm_str_starts(rest, ends[i][0])) {
			size_t end =
			    bm_str_find(s, ends[i][1], at + strlen(ends[i][0]));

			return end < s.len ? end + strlen(ends[i][1]) : s.len;
		}
	for (; at < s.len; at++) {
		char x = s.ptr[at];

		if (quote != 0)
			quote = x == quote ? 0 : quote;
		else if (x == '"' || x == '\'')
			quote = x;
		else if (x == '>')
			return at + 1;
	}
	return s.len;
}

bm_pos
rng_attribute_place(rng_check *c, const xmlNode *el, const xmlAttr *attr)
{
	const bm_pos *pos = bm_get_pos(c->doc, el);
	struct lines *l = lines_of(c, pos->file);
	const char *prefix = attr->ns != NULL && attr->ns->prefix != NULL
				 ? (const char *)attr->ns->prefix
				 : NULL;
	const char *name = bm_arena_printf(
	    c->arena, "%s%s%s", prefix != NULL ? prefix : "",
	    prefix != NULL ? ":" : "", (const char *)attr->name);
	size_t at, end, from;

	if (name == NULL || !offset_of(l, pos, &at))
		return *pos;
	end = behind_markup(l->text, at);
	while (at < end) {
		char x = l->text.ptr[at];

		if (x == '"' || x == '\'') { /* a value */
			size_t close =
			    bm_str_find(l->text, (const char[]){x, 0}, at + 1);

			at = close + 1;
			continue;
		}
		from = at;
		while (at < end &&
		       strchr(" \t\r\n=\"'>", l->text.ptr[at]) == NULL)
			at++;
		if (at - from == strlen(name) &&
		    memcmp(l->text.ptr + from, name, at - from) == 0)
			return place_at(l, pos->file, from, at);
		at += at == from;
	}
	return *pos;
}

/* From the inside of an element to its next text that is no white space; the
 * end of the text when there is none. */
static size_t
next_text(bm_str s, size_t at)
{
	while (at < s.len) {
		size_t depth = 0;

		while (at < s.len && bm_is_space(s.ptr[at]))
			at++;
		if (at >= s.len || s.ptr[at] != '<')
			return at;
		if (at + 1 < s.len && s.ptr[at + 1] == '/')
			return s.len;
		if (bm_str_starts((bm_str){s.ptr + at, s.len - at},
				  "<![CDATA["))
			return at;
		/* Over a child with all that is in it. */
		do {
			size_t end;

			if (s.ptr[at] != '<') {
				at++;
				continue;
			}
			end = behind_markup(s, at);
			if (at + 1 < s.len && s.ptr[at + 1] == '/')
				depth--;
			else if (at + 1 < s.len && s.ptr[at + 1] != '!' &&
				 s.ptr[at + 1] != '?' && end >= 2 &&
				 s.ptr[end - 2] != '/')
				depth++;
			at = end;
		} while (depth > 0 && at < s.len);
	}
	return s.len;
}

bm_pos
rng_text_place(rng_check *c, const xmlNode *text)
{
	const xmlNode *before = text->prev;
	const bm_pos *pos = bm_get_pos(c->doc, text->parent);
	struct lines *l = lines_of(c, pos->file);
	size_t at, end;

	if (!offset_of(l, pos, &at))
		return *pos;
	/* An entity or inclusion before it would lead astray. */
	while (before != NULL && before->type != XML_ELEMENT_NODE)
		before = before->prev;
	if (before != NULL && before->_private != NULL &&
	    bm_streq(bm_get_pos(c->doc, before)->file, pos->file) &&
	    offset_of(l, bm_get_pos(c->doc, before), &at)) {
		/* Over the child: as if the search began before it. */
		bm_str rest = {l->text.ptr, l->text.len};

		end = next_text(rest, at);
	} else {
		end = next_text(l->text, behind_markup(l->text, at));
	}
	if (end >= l->text.len)
		return *pos;
	at = end;
	while (end < l->text.len && !bm_is_space(l->text.ptr[end]) &&
	       l->text.ptr[end] != '<')
		end++;
	return place_at(l, pos->file, at, end);
}
