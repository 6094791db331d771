#include "xml/xpointer.h"

#include <string.h>

#include "xml/doc.h"

/* ---- Elements ------------------------------------------------------------ */

/* The element with this xml:id (or id attribute of XInclude's shorthand). */
static xmlNode *
by_id(xmlDoc *tree, bm_str id)
{
	xmlNode *root = xmlDocGetRootElement(tree);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *value = bm_attr_xml(n, "id");
		if (value == NULL && n->ns == NULL)
			value = bm_attr(n, "id"); /* DocBook 4 */
		if (value != NULL && bm_str_is(id, value))
			return n;
	}
	return NULL;
}

/* The steps of element(/1/2) or element(id/2). */
static xmlNode *
by_steps(xmlDoc *tree, bm_str p, bool *known)
{
	if (!bm_str_ends(p, ")")) {
		*known = false;
		return NULL;
	}
	bm_str rest = {p.ptr + 8, p.len - 9}, step;
	if (!bm_str_split(&rest, '/', &step))
		return NULL;
	xmlNode *at = NULL;
	bool top = step.len == 0;
	if (!top)
		at = by_id(tree, step);
	while (bm_str_split(&rest, '/', &step)) {
		size_t number = 0;
		for (size_t i = 0; i < step.len && number < 100000000; i++) {
			if (!bm_is_digit(step.ptr[i])) {
				*known = false;
				return NULL;
			}
			number = number * 10 + (size_t)(step.ptr[i] - '0');
		}
		if (number == 0)
			return NULL;
		if (top) {
			at = number == 1 ? xmlDocGetRootElement(tree) : NULL;
			top = false;
			continue;
		}
		at = bm_first_element(at);
		while (at != NULL && --number > 0)
			at = bm_next_element(at);
		if (at == NULL)
			return NULL;
	}
	return at;
}

/* What stands between quotation marks behind `start`, up to `end`; empty if
 * the text is not of this form. */
static bm_str
quoted(bm_str p, const char *start, const char *end)
{
	size_t n = strlen(start), k = strlen(end);

	if (!bm_str_starts(p, start) || !bm_str_ends(p, end) ||
	    p.len < n + k + 2)
		return BM_STR("");
	p = bm_str_trim((bm_str){p.ptr + n, p.len - n - k});
	if (p.len < 2 || (p.ptr[0] != '\'' && p.ptr[0] != '"') ||
	    p.ptr[p.len - 1] != p.ptr[0])
		return BM_STR("");
	return (bm_str){p.ptr + 1, p.len - 2};
}

/* "name[2]", "p:name" or "*" of a path; false: it is more than that. */
static bool
read_step(bm_str step, bm_str *name, size_t *number)
{
	size_t bracket = bm_str_find(step, "[", 0), colon;

	*number = 1;
	*name = bm_str_trim((bm_str){step.ptr, bracket});
	if (bracket < step.len) {
		bm_str digits = {step.ptr + bracket + 1,
				 step.len - bracket - 1};

		if (!bm_str_ends(digits, "]") || digits.len < 2 ||
		    digits.len > 9)
			return false;
		*number = 0;
		for (size_t i = 0; i + 1 < digits.len; i++) {
			if (!bm_is_digit(digits.ptr[i]))
				return false;
			*number = *number * 10 + (size_t)(digits.ptr[i] - '0');
		}
	}
	colon = bm_str_find(*name, ":", 0);
	if (colon < name->len)
		*name = (bm_str){name->ptr + colon + 1, name->len - colon - 1};
	for (size_t i = 0; i < name->len; i++)
		if (strchr("()@='\",|:./", name->ptr[i]) != NULL)
			return false;
	return name->len > 0;
}

static bool
is_path(bm_str path)
{
	bm_str step, name;
	size_t number;

	if (!bm_str_split(&path, '/', &step) || step.len > 0 || path.len == 0)
		return false;
	while (path.len > 0 && bm_str_split(&path, '/', &step))
		if (!read_step(step, &name, &number))
			return false;
	return true;
}

/* The steps of /article/section[2], from `at` or, if that is NULL, from the
 * document. */
static xmlNode *
by_path(xmlDoc *tree, xmlNode *at, bm_str path)
{
	bool top = at == NULL;
	bm_str step, name;
	size_t number;

	bm_str_split(&path, '/', &step);
	while (path.len > 0 && bm_str_split(&path, '/', &step)) {
		xmlNode *n =
		    top ? xmlDocGetRootElement(tree) : bm_first_element(at);

		if (!read_step(step, &name, &number) || number == 0)
			return NULL;
		for (; n != NULL; n = top ? NULL : bm_next_element(n))
			if ((bm_str_is(name, "*") ||
			     bm_str_is(name, (const char *)n->name)) &&
			    --number == 0)
				break;
		at = n;
		top = false;
		if (at == NULL)
			return NULL;
	}
	return at;
}

/*
 * The element of xpointer(id('x')), also with a path behind it;
 * xpointer(//NAME[@xml:id='x']); xpointer(/article/section[2]).
 */
static xmlNode *
by_xpath(xmlDoc *tree, bm_str p, bool *known)
{
	size_t at = bm_str_find(p, "[@xml:id=", 0);
	size_t path = bm_str_find(p, ")/", 0);
	bm_str id, rest = {0};
	xmlNode *el;

	if (bm_str_starts(p, "/") && !bm_str_starts(p, "//")) {
		*known = is_path(p);
		return *known ? by_path(tree, NULL, p) : NULL;
	}
	if (bm_str_starts(p, "id(") && path < p.len) {
		rest = (bm_str){p.ptr + path + 1, p.len - path - 1};
		p.len = path + 1;
	}
	id = quoted(p, "id(", ")");
	if (id.len == 0 && bm_str_starts(p, "//") && at < p.len)
		id = quoted((bm_str){p.ptr + at, p.len - at}, "[@xml:id=", "]");
	*known = id.len > 0 && (rest.len == 0 || is_path(rest));
	el = *known ? by_id(tree, id) : NULL;
	return el != NULL && rest.len > 0 ? by_path(tree, el, rest) : el;
}

/* The length of the part "scheme(...)" at the start of p, or 0. */
static size_t
part_length(bm_str p)
{
	size_t n = 0;
	int depth = 0;

	while (n < p.len && p.ptr[n] != '(' && !bm_is_space(p.ptr[n]))
		n++;
	for (; n < p.len; n++) {
		if (p.ptr[n] == '(')
			depth++;
		else if (p.ptr[n] == ')' && --depth == 0)
			return n + 1;
		else if (depth == 0)
			return 0;
	}
	return 0;
}

/* One part of a pointer. */
static xmlNode *
by_part(xmlDoc *tree, bm_str p, bool *known)
{
	*known = true;
	if (bm_str_starts(p, "element("))
		return by_steps(tree, p, known);
	if (bm_str_starts(p, "xpointer(") || bm_str_starts(p, "xpath1("))
		return by_xpath(
		    tree,
		    bm_str_trim((bm_str){p.ptr + bm_str_find(p, "(", 0) + 1,
					 p.len - bm_str_find(p, "(", 0) - 2}),
		    known);
	*known = false;
	return NULL;
}

/* XPointer Framework, 3.3: the first part that finds something counts, and
 * schemes that are not known are passed over. */
xmlNode *
bm_xpointer(xmlDoc *tree, const char *pointer, bool *known)
{
	bm_str p = bm_str_trim(bm_str_of(pointer));
	xmlNode *el = NULL;

	*known = p.len > 0 && memchr(p.ptr, '(', p.len) == NULL &&
		 memchr(p.ptr, '=', p.len) == NULL;
	if (*known)
		return by_id(tree, p);
	while (p.len > 0 && el == NULL) {
		size_t n = part_length(p);
		bm_str part = {p.ptr, n};
		bool this_one = false;

		if (n == 0) {
			*known = false;
			return NULL;
		}
		/* Prefixes: the names that we know need none. */
		if (!bm_str_starts(part, "xmlns("))
			el = by_part(tree, part, &this_one);
		*known = *known || this_one;
		p = bm_str_trim((bm_str){p.ptr + n, p.len - n});
	}
	return el;
}

bool
bm_xpointer_is_range(const char *pointer)
{
	bm_str p = bm_str_of(pointer);

	return bm_str_find(p, "range-to(", 0) < p.len ||
	       bm_str_find(p, "range(", 0) < p.len ||
	       bm_str_find(p, "string-range(", 0) < p.len ||
	       bm_str_find(p, "range-inside(", 0) < p.len ||
	       bm_str_find(p, "start-point(", 0) < p.len;
}

/* ---- Lines of a text ----------------------------------------------------- */

/* A number, or `otherwise` if there is none; false if it is no number. */
static bool
number(bm_str s, size_t otherwise, size_t *out)
{
	s = bm_str_trim(s);
	*out = s.len > 0 ? 0 : otherwise;
	for (size_t i = 0; i < s.len; i++) {
		if (!bm_is_digit(s.ptr[i]) || *out > SIZE_MAX / 20)
			return false;
		*out = *out * 10 + (size_t)(s.ptr[i] - '0');
	}
	return true;
}

/* Where the line or character of this number begins, from 0. */
static size_t
place(bm_str text, size_t n, bool lines)
{
	size_t at = 0;

	for (; n > 0 && at < text.len; n--) {
		if (lines) {
			const char *end =
			    memchr(text.ptr + at, '\n', text.len - at);
			at = end != NULL ? (size_t)(end - text.ptr) + 1
					 : text.len;
			continue;
		}
		at++;
		while (at < text.len && (text.ptr[at] & 0xC0) == 0x80)
			at++;
	}
	return at;
}

/* "1,4" (RFC 5147, 2.1). */
static bool
by_range(bm_str range, bool lines, bm_str *text)
{
	bm_str rest = range, first;
	size_t from, to;

	/* A check on the length may follow. */
	bm_str_split(&rest, ';', &first);
	rest = first;
	bm_str_split(&rest, ',', &first);
	if (!number(first, 0, &from) ||
	    !number(rest,
		    memchr(range.ptr, ',', range.len) != NULL ? SIZE_MAX : from,
		    &to) ||
	    to < from)
		return false;
	from = place(*text, from, lines);
	to = to == SIZE_MAX ? text->len : place(*text, to, lines);
	*text = (bm_str){text->ptr + from, to - from};
	return true;
}

/* Takes "/words/;after" or "#words#" off the front of a search. */
static bool
take_search(bm_str *rest, bm_str *words, bm_str *option)
{
	const char *end;

	*words = *option = BM_STR("");
	if (rest->len == 0 || *rest->ptr == ',')
		return true;
	end = memchr(rest->ptr + 1, *rest->ptr, rest->len - 1);
	if (end == NULL)
		return false;
	*words = (bm_str){rest->ptr + 1, (size_t)(end - rest->ptr) - 1};
	rest->len -= words->len + 2;
	rest->ptr = end + 1;
	if (bm_str_starts(*rest, ";")) {
		size_t n = bm_str_find(*rest, ",", 0);
		*option = (bm_str){rest->ptr + 1, n - 1};
		*rest = (bm_str){rest->ptr + n, rest->len - n};
	}
	return true;
}

/* The start of the line that holds a place; of the next one. */
static size_t
line_of(bm_str text, size_t at)
{
	while (at > 0 && text.ptr[at - 1] != '\n')
		at--;
	return at;
}

static size_t
line_behind(bm_str text, size_t at)
{
	const char *end = memchr(text.ptr + at, '\n', text.len - at);

	return end != NULL ? (size_t)(end - text.ptr) + 1 : text.len;
}

/* Leaves out lines of white space at both ends. */
static void
trim_lines(bm_str *text)
{
	size_t from = 0, to = text->len;

	while (from < to && bm_is_space(text->ptr[from]))
		from++;
	from = line_of(*text, from);
	while (to > from && bm_is_space(text->ptr[to - 1]))
		to--;
	to = to < text->len ? line_behind(*text, to) : to;
	*text = (bm_str){text->ptr + from, to - from};
}

/* "/first/;after,/last/;before": lines from the one to the other. */
static bool
by_search(bm_str rest, bm_str *text)
{
	bm_str words, option, last, behind;
	size_t from = 0, to = text->len, at;

	if (!take_search(&rest, &words, &option))
		return false;
	if (bm_str_starts(rest, ","))
		rest = (bm_str){rest.ptr + 1, rest.len - 1};
	if (!take_search(&rest, &last, &behind))
		return false;
	for (at = 0; words.len > 0 && at + words.len <= text->len; at++)
		if (memcmp(text->ptr + at, words.ptr, words.len) == 0)
			break;
	if (words.len > 0) {
		if (at + words.len > text->len)
			return false;
		from = bm_str_is(option, "after") ? line_behind(*text, at)
						  : line_of(*text, at);
	}
	for (at = from; last.len > 0 && at + last.len <= text->len; at++)
		if (memcmp(text->ptr + at, last.ptr, last.len) == 0)
			break;
	if (last.len > 0 && at + last.len <= text->len)
		to = bm_str_is(behind, "before") ? line_of(*text, at)
						 : line_behind(*text, at);
	*text = (bm_str){text->ptr + from, to - from};
	if (bm_str_is(option, "trim") || bm_str_is(behind, "trim"))
		trim_lines(text);
	return true;
}

bool
bm_xpointer_text(const char *pointer, bm_str *text)
{
	bm_str p = bm_str_trim(bm_str_of(pointer));

	if (bm_str_starts(p, "line="))
		return by_range((bm_str){p.ptr + 5, p.len - 5}, true, text);
	if (bm_str_starts(p, "char="))
		return by_range((bm_str){p.ptr + 5, p.len - 5}, false, text);
	if (bm_str_starts(p, "search="))
		return by_search((bm_str){p.ptr + 7, p.len - 7}, text);
	return false;
}
