/*
 * Attributes as pandoc writes them: {#id .class key=value key="a value"}; or
 * with a colon behind the brace, as others do.  An ill-formed list stays text.
 * An escaped "\{" never gets here.
 */
#include "read/markdown.h"

#define ATTRS_BYTES_MAX 1000

static bool
name_char(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || c == '-' || c == '_' ||
	       c == ':' || c == '.' || (unsigned char)c >= 0x80;
}

static size_t
name_end(bm_str s, size_t at, bool dots)
{
	while (at < s.len && name_char(s.ptr[at]) && (dots || s.ptr[at] != '.'))
		at++;
	return at;
}

/* key=value at s[at]; its end, or 0 if it is none. */
static size_t
pair_end(bm_str s, size_t at, bm_str *key, bm_str *value)
{
	size_t end = name_end(s, at, false), from;

	if (end == at || !bm_is_alpha(s.ptr[at]) || end + 1 >= s.len ||
	    s.ptr[end] != '=')
		return 0;
	*key = (bm_str){s.ptr + at, end - at};
	from = ++end;
	if (s.ptr[end] == '"' || s.ptr[end] == '\'') {
		char quote = s.ptr[end++];

		from = end;
		while (end < s.len && s.ptr[end] != quote && s.ptr[end] != '\n')
			end++;
		if (end >= s.len || s.ptr[end] != quote)
			return 0;
		*value = (bm_str){s.ptr + from, end - from};
		return end + 1;
	}
	while (end < s.len && !bm_is_space(s.ptr[end]) && s.ptr[end] != '}' &&
	       s.ptr[end] != '{' && s.ptr[end] != '"')
		end++;
	*value = (bm_str){s.ptr + from, end - from};
	return end > from ? end : 0;
}

static void
add_class(bm_arena *arena, bm_md_attrs *out, bm_str name)
{
	if (out->classes == NULL)
		out->classes = bm_arena_str(arena, name);
	else
		out->classes = bm_arena_printf(arena, "%s %.*s", out->classes,
					       (int)name.len, name.ptr);
}

/* One item at s[at]; its end, or 0. */
static size_t
item(bm_arena *arena, bm_str s, size_t at, bm_md_attrs *out)
{
	bm_str key, value;
	size_t end;

	if (s.ptr[at] == '=') { /* pandoc, "raw_attribute" */
		end = name_end(s, at + 1, true);
		if (end == at + 1)
			return 0;
		if (out != NULL)
			out->format = bm_arena_str(
			    arena, (bm_str){s.ptr + at + 1, end - at - 1});
		return end;
	}
	if (s.ptr[at] == '#' || s.ptr[at] == '.') {
		bool id = s.ptr[at] == '#';

		end = name_end(s, at + 1, id);
		if (end == at + 1)
			return 0;
		key = (bm_str){s.ptr + at + 1, end - at - 1};
		if (out == NULL)
			return end;
		if (!id)
			add_class(arena, out, key);
		else if (out->id == NULL)
			out->id = bm_arena_str(arena, key);
		else
			return 0;
		return end;
	}
	end = pair_end(s, at, &key, &value);
	if (end == 0 || out == NULL)
		return end;
	if (out->count == BM_MD_ATTRS_MAX)
		return 0;
	out->pairs[out->count].key = bm_arena_str(arena, key);
	out->pairs[out->count++].value = bm_arena_str(arena, value);
	return end;
}

size_t
bm_md_attr_read(bm_arena *arena, bm_str s, bm_md_attrs *out)
{
	size_t at = s.len > 1 && s.ptr[1] == ':' ? 2 : 1, items = 0;

	if (out != NULL)
		memset(out, 0, sizeof(*out));
	if (s.len > ATTRS_BYTES_MAX)
		s.len = ATTRS_BYTES_MAX;
	if (s.len < 3 || s.ptr[0] != '{')
		return 0;
	for (;;) {
		size_t from = at;

		while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t'))
			at++;
		if (at >= s.len)
			return 0;
		if (s.ptr[at] == '}')
			return items > 0 ? at + 1 : 0;
		if (items > 0 && at == from)
			return 0;
		at = item(arena, s, at, out);
		if (at == 0 || ++items > BM_MD_ATTRS_MAX)
			return 0;
	}
}

bool
bm_md_take_class(bm_md_build *b, bm_md_attrs *attrs, const char *name)
{
	bm_str rest = bm_str_of(attrs->classes), word;
	bool found = false;

	attrs->classes = NULL;
	while (rest.len > 0 && bm_str_split(&rest, ' ', &word)) {
		if (bm_str_is(word, name))
			found = true;
		else if (word.len > 0)
			add_class(b->doc->arena, attrs, word);
	}
	return found;
}

const char *
bm_md_take_pair(bm_md_attrs *attrs, const char *key)
{
	for (size_t i = 0; i < attrs->count; i++)
		if (bm_streq(attrs->pairs[i].key, key)) {
			attrs->pairs[i].key = NULL;
			return attrs->pairs[i].value;
		}
	return NULL;
}

/* A node that holds the attributes as written. */
cmark_node *
bm_md_match_attr(cmark_syntax_extension *ext, cmark_parser *parser,
		 cmark_node *parent, cmark_inline_parser *inl)
{
	cmark_chunk *chunk = cmark_inline_parser_get_chunk(inl);
	int at = cmark_inline_parser_get_offset(inl);
	bm_str rest = {(const char *)chunk->data + at,
		       (size_t)(chunk->len - at)};
	size_t n = bm_md_attr_read(NULL, rest, NULL);
	cmark_node *node;

	if (n == 0)
		return bm_md_match_role(ext, parser, inl);
	bm_md_mark_span(ext, parser, parent, inl);
	node = cmark_node_new_with_mem(CMARK_NODE_TEXT, parser->mem);
	node->type = (uint16_t)bm_md_type_attr;
	node->extension = ext;
	bm_md_place(node, inl, (bm_str){rest.ptr, n});
	node->as.opaque = bm_md_dup(parser->mem, (bm_str){rest.ptr, n});
	cmark_inline_parser_set_offset(inl, at + (int)n);
	return node;
}
