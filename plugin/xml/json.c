/*
 * A reader of JSON by RFC 8259, without recursion.  Strings end on the line
 * that they begin on, so only white space moves the line.
 */
#include "xml/json.h"

static bm_pos
pos_at(const bm_json *json, size_t at)
{
	bm_pos pos = {.file = json->file};

	pos.line = json->line;
	pos.column = (uint32_t)(at - json->line_start) + 1;
	return pos;
}

static bm_status
fail(bm_json *json, size_t at, const char *message)
{
	json->error.pos = pos_at(json, at);
	json->error.message = message;
	json->error.limit = false;
	return BM_BAD_INPUT;
}

void
bm_json_begin(bm_json *json, bm_str text, const char *file)
{
	memset(json, 0, sizeof(*json));
	json->text = text;
	json->file = file;
	json->line = 1;
}

char
bm_json_peek(bm_json *json)
{
	for (; json->at < json->text.len; json->at++) {
		char c = json->text.ptr[json->at];

		if (c == '\n') {
			json->line++;
			json->line_start = json->at + 1;
		} else if (c != ' ' && c != '\t' && c != '\r')
			return c;
	}
	return 0;
}

bm_pos
bm_json_pos(bm_json *json)
{
	(void)bm_json_peek(json);
	return pos_at(json, json->at);
}

/* ---- Strings ---- */

/* The number of four hexadecimal digits at `at`, or -1. */
static int32_t
hex4(const bm_json *json, size_t at)
{
	int32_t n = 0;

	if (json->text.len - at < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		char c = bm_lower(json->text.ptr[at + i]);

		if (bm_is_digit(c))
			n = n * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			n = n * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return n;
}

/*
 * The code point of an escape whose "u" is at *at, which moves to its last
 * digit; 0 for one that stands for nothing: NUL, or half of a pair.
 */
static uint32_t
code_point(const bm_json *json, size_t *at)
{
	int32_t high = hex4(json, *at + 1), low;

	*at += 4;
	if (high <= 0 || (high >= 0xDC00 && high <= 0xDFFF))
		return 0;
	if (high < 0xD800 || high > 0xDBFF)
		return (uint32_t)high;
	if (json->text.len - *at < 7 || json->text.ptr[*at + 1] != '\\' ||
	    json->text.ptr[*at + 2] != 'u')
		return 0;
	low = hex4(json, *at + 3);
	*at += 6;
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	return 0x10000 + ((uint32_t)(high - 0xD800) << 10) +
	       (uint32_t)(low - 0xDC00);
}

/* Puts what the escape at *at (behind the backslash) stands for. */
static bool
unescape(const bm_json *json, size_t *at, char *out, size_t *len)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *place;
	uint32_t c;

	if (*at >= json->text.len || json->text.ptr[*at] == 0)
		return false;
	place = strchr(from, json->text.ptr[*at]);
	if (place != NULL) {
		out[(*len)++] = to[place - from];
		return true;
	}
	if (json->text.ptr[*at] != 'u' || json->text.len - *at < 5)
		return false;
	c = code_point(json, at);
	if (c == 0)
		return false;
	*len += bm_utf8_put(out + *len, c);
	return true;
}

/* The string whose quotation mark is next, without its escapes. */
static bm_status
string(bm_json *json, bm_arena *arena, bm_yaml *node)
{
	size_t start = json->at + 1, end = start, len = 0;
	const char *s = json->text.ptr;
	bool plain = true;
	char *text;

	while (end < json->text.len && s[end] != '"') {
		if ((unsigned char)s[end] < 0x20)
			return fail(json, end,
				    "a string holds a control character or "
				    "does not end");
		if (s[end] == '\\') {
			plain = false;
			end++;
		}
		end++;
	}
	if (end >= json->text.len)
		return fail(json, json->at, "a string does not end");
	/* No escape is shorter than what it stands for. */
	text = bm_arena_strndup(arena, s + start, end - start);
	if (text == NULL)
		return BM_NO_MEMORY;
	len = end - start;
	if (!plain) {
		len = 0;
		for (size_t at = start; at < end; at++) {
			size_t escape = at;

			if (s[at] != '\\') {
				text[len++] = s[at];
				continue;
			}
			at++;
			if (!unescape(json, &at, text, &len))
				return fail(json, escape,
					    "there is no such escape");
		}
		text[len] = '\0';
	}
	node->text = (bm_str){text, len};
	json->at = end + 1;
	return BM_OK;
}

/* ---- Other values ---- */

static size_t
digits(bm_str text, size_t at)
{
	while (at < text.len && bm_is_digit(text.ptr[at]))
		at++;
	return at;
}

/* The end of the number at `at`, or `at` (RFC 8259, 6). */
static size_t
number_end(bm_str text, size_t at)
{
	size_t start = at, end;

	if (text.ptr[at] == '-')
		at++;
	end = digits(text, at);
	if (end == at || (text.ptr[at] == '0' && end > at + 1))
		return start;
	at = end;
	if (at < text.len && text.ptr[at] == '.') {
		end = digits(text, at + 1);
		if (end == at + 1)
			return start;
		at = end;
	}
	if (at < text.len && bm_lower(text.ptr[at]) == 'e') {
		at++;
		if (at < text.len &&
		    (text.ptr[at] == '+' || text.ptr[at] == '-'))
			at++;
		end = digits(text, at);
		if (end == at)
			return start;
		at = end;
	}
	return at;
}

/* A number or a word. */
static bm_status
bare(bm_json *json, bm_arena *arena, bm_yaml *node)
{
	static const char *const words[] = {"true", "false", "null"};
	bm_str rest = {json->text.ptr + json->at, json->text.len - json->at};
	size_t end = number_end(json->text, json->at) - json->at;

	for (size_t i = 0; end == 0 && i < 3; i++)
		if (bm_str_starts(rest, words[i]))
			end = strlen(words[i]);
	if (end == 0 || (end < rest.len && (bm_is_alpha(rest.ptr[end]) ||
					    bm_is_digit(rest.ptr[end]))))
		return fail(json, json->at, "there is no value");
	node->null = rest.ptr[0] == 'n';
	node->bare = true;
	rest.len = end;
	node->text = (bm_str){bm_arena_str(arena, rest), end};
	json->at += end;
	return node->text.ptr != NULL ? BM_OK : BM_NO_MEMORY;
}

/* One value, or the beginning of a list or an object. */
static bm_status
begin(bm_json *json, bm_arena *arena, bm_yaml **out)
{
	char c = bm_json_peek(json);
	bm_yaml *node;

	if (c == 0 && json->at >= json->text.len)
		return fail(json, json->at, "the text ends too early");
	*out = node = BM_NEW(arena, bm_yaml);
	if (node == NULL)
		return BM_NO_MEMORY;
	node->pos = pos_at(json, json->at);
	if (c == '"')
		return string(json, arena, node);
	if (c != '[' && c != '{')
		return bare(json, arena, node);
	node->kind = c == '[' ? BM_YAML_LIST : BM_YAML_MAP;
	json->at++;
	return BM_OK;
}

/* ---- Lists and objects ---- */

/* The key that comes next in an object, and its colon. */
static bm_status
key(bm_json *json, bm_arena *arena, bm_yaml *object)
{
	bm_yaml *node;
	bm_status status;

	if (bm_json_peek(json) != '"')
		return fail(json, json->at, "the key of a member is missing");
	status = begin(json, arena, &node);
	if (status != BM_OK)
		return status;
	bm_yaml_append(object, node);
	return bm_json_sign(json, ':');
}

static char
closing(const bm_yaml *node)
{
	return node->kind == BM_YAML_LIST ? ']' : '}';
}

/*
 * Goes on behind a value of the list or object `open`: ends it and what ends
 * with it, or reads the comma.  *depth is 0 when the whole value has ended.
 */
static bm_status
between(bm_json *json, bm_yaml **open, size_t *depth)
{
	while (*depth > 0) {
		char c = bm_json_peek(json);

		if (c == ',' && json->at < json->text.len) {
			json->at++;
			return BM_OK;
		}
		if (c != closing(open[*depth - 1]))
			return fail(json, json->at,
				    open[*depth - 1]->kind == BM_YAML_LIST
					? "there is no \",\" or \"]\""
					: "there is no \",\" or \"}\"");
		json->at++;
		--*depth;
	}
	return BM_OK;
}

bm_status
bm_json_value(bm_json *json, bm_arena *arena, bm_yaml **out)
{
	bm_yaml *open[BM_JSON_DEPTH_MAX], *node;
	size_t depth = 0;
	bm_status status;

	*out = NULL;
	do {
		if (depth > 0 && open[depth - 1]->kind == BM_YAML_MAP &&
		    (status = key(json, arena, open[depth - 1])) != BM_OK)
			return status;
		status = begin(json, arena, &node);
		if (status != BM_OK)
			return status;
		if (depth > 0)
			bm_yaml_append(open[depth - 1], node);
		else
			*out = node;
		if (node->kind != BM_YAML_SCALAR) {
			if (depth == BM_JSON_DEPTH_MAX) {
				(void)fail(json, json->at - 1,
					   "it is nested too deep");
				json->error.limit = true;
				return BM_LIMIT;
			}
			open[depth++] = node;
			if (bm_json_peek(json) != closing(node))
				continue;
		}
		status = between(json, open, &depth);
	} while (status == BM_OK && depth > 0);
	return status;
}

bm_status
bm_json_sign(bm_json *json, char sign)
{
	static const struct {
		char sign;
		const char *message;
	} missing[] = {{':', "there is no \":\" behind a key"},
		       {',', "there is no \",\""},
		       {'[', "there is no \"[\""},
		       {']', "there is no \"]\""},
		       {'{', "there is no \"{\""},
		       {'}', "there is no \"}\""}};

	if (bm_json_peek(json) == sign && json->at < json->text.len) {
		json->at++;
		return BM_OK;
	}
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		if (missing[i].sign == sign)
			return fail(json, json->at, missing[i].message);
	return BM_BAD_ARGUMENT;
}

bm_status
bm_json_end(bm_json *json)
{
	(void)bm_json_peek(json);
	return json->at >= json->text.len
		   ? BM_OK
		   : fail(json, json->at, "there is more text behind the end");
}

void
bm_json_put(bm_buf *out, bm_str text)
{
	bm_buf_putc(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c < 0x20) {
			bm_buf_printf(out, "\\u%04X", c);
			continue;
		}
		if (c == '"' || c == '\\')
			bm_buf_putc(out, '\\');
		bm_buf_putc(out, (char)c);
	}
	bm_buf_putc(out, '"');
}
