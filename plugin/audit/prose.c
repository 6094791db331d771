/*
 * What is prose in a Markdown text, found without the reader, so that the
 * reader can be judged by it.  Markup is overwritten with blanks, in place,
 * and lines stay where they are.  Where it is in doubt it blanks: then a word
 * goes unjudged, which is better than a false alarm.
 *
 * Blanked, as no reader shows it:
 *	comments; tags of HTML; attributes in braces, roles, shortcodes
 *	keys and comments of front matter
 *	fences with their names and options; names of divs and admonitions
 *	marks of lists and tasks, of alerts, captions and page breaks
 *	labels of references and of notes
 *	what a locator counts ("p."), which becomes its unit
 *	the kind in a cross-reference ("@fig:x")
 */
#include "audit/audit.h"

typedef struct prose {
	char *s;
	size_t len;
	/* ---- the fence that is open ---- */
	char fence; /* '`', '~' or 0 */
	size_t fence_run, fence_column;
	bool quoted;   /* it stands in a quotation */
	bool markdown; /* it is a directive: text with markup inside */
	bool tags;     /* it holds elements of DocBook */
} prose;

static void
blank(prose *p, size_t from, size_t to)
{
	for (; from < to && from < p->len; from++)
		if (p->s[from] != '\n')
			p->s[from] = ' ';
}

static char
at(const prose *p, size_t i)
{
	return i < p->len ? p->s[i] : '\n';
}

static size_t
line_end(const prose *p, size_t i)
{
	while (i < p->len && p->s[i] != '\n')
		i++;
	return i;
}

static size_t
run_of(const prose *p, size_t i, char c)
{
	size_t n = 0;

	while (at(p, i + n) == c)
		n++;
	return n;
}

static bool
is_name(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || c == '-' || c == '_' ||
	       c == '.' || (unsigned char)c >= 0x80;
}

static size_t
skip_name(const prose *p, size_t i)
{
	while (is_name(at(p, i)))
		i++;
	return i;
}

static size_t
skip_blanks(const prose *p, size_t i)
{
	while (at(p, i) == ' ' || at(p, i) == '\t' || at(p, i) == '\r')
		i++;
	return i;
}

/* Where a text is found before `to`; to if it is not. */
static size_t
find(const prose *p, size_t from, size_t to, const char *what)
{
	bm_str part = {p->s + from, to - from};

	return from + bm_str_find(part, what, 0);
}

/* ---- Tags ---------------------------------------------------------------
 */

/* Where the paragraph ends that i is in: at an empty line. */
static size_t
paragraph_end(const prose *p, size_t i)
{
	while (i < p->len) {
		i = line_end(p, i);
		if (at(p, skip_blanks(p, i + 1)) == '\n')
			return i;
		i++;
	}
	return p->len;
}

/* A comment or a tag; an address in angle brackets is none. */
static size_t
angle(prose *p, size_t i)
{
	size_t end, k;

	if (strncmp(p->s + i, "<!--", 4) == 0) {
		end = find(p, i, p->len, "-->");
		blank(p, i, end + 3);
		return end < p->len ? end + 3 : p->len;
	}
	k = i + 1 + (at(p, i + 1) == '/' || at(p, i + 1) == '?');
	if (!bm_is_alpha(at(p, k)))
		return i + 1;
	while (is_name(at(p, k)) || (p->tags && at(p, k) == ':'))
		k++;
	if (at(p, k) != ' ' && at(p, k) != '>' && at(p, k) != '/' &&
	    at(p, k) != '\n' && at(p, k) != '?')
		return i + 1;
	end = paragraph_end(p, i);
	while (k < end && p->s[k] != '>' && p->s[k] != '<')
		k++;
	if (at(p, k) != '>')
		return i + 1;
	blank(p, i, k + 1);
	return k + 1;
}

/* Elements of DocBook. */
static void
blank_tags(prose *p, size_t from, size_t to)
{
	bool before = p->tags;

	p->tags = true;
	while (from < to)
		from = p->s[from] == '<' ? angle(p, from) : from + 1;
	p->tags = before;
}

/* ---- Front matter -------------------------------------------------------
 */

static bool
is_rule(const prose *p, size_t i, const char *rule)
{
	return strncmp(p->s + i, rule, 3) == 0 &&
	       at(p, skip_blanks(p, i + 3)) == '\n';
}

/* Keys in a flow mapping: "{name: Ann, degree: MD}". */
static void
blank_flow_keys(prose *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		size_t key, end;

		if (p->s[i] != '{' && p->s[i] != ',')
			continue;
		key = skip_blanks(p, i + 1);
		end = skip_name(p, key);
		if (end > key && at(p, end) == ':' && end < to)
			blank(p, key, end);
	}
}

/* Returns where the text begins. */
static size_t
front_matter(prose *p)
{
	size_t i = 0, end;

	if (!is_rule(p, 0, "---"))
		return 0;
	for (i = line_end(p, 0) + 1; i < p->len; i = end + 1) {
		size_t key = skip_blanks(p, i), after;

		end = line_end(p, i);
		if (is_rule(p, i, "---") || is_rule(p, i, "..."))
			return end;
		while (at(p, key) == '-' && at(p, key + 1) == ' ')
			key = skip_blanks(p, key + 1);
		after = skip_name(p, key);
		if (at(p, key) == '#')
			blank(p, key, end);
		else if (after > key && at(p, after) == ':')
			blank(p, key, after);
		blank_flow_keys(p, key, end);
		after = find(p, key, end, " #");
		blank(p, after, end);
		blank_tags(p, key, end);
	}
	return 0;
}

/* ---- In a line ----------------------------------------------------------
 */

/* Whether braces hold attributes, a role or a shortcode. */
static bool
is_attributes(const prose *p, size_t i)
{
	size_t name = i + 1, end;
	char c = at(p, name);

	if (c == '#' || c == '.' || c == '=' || c == '<' || c == '%' ||
	    c == '{')
		return true;
	name = skip_blanks(p, name);
	end = skip_name(p, name);
	while (at(p, end) == ':')
		end = skip_name(p, end + 1);
	return end > name &&
	       (at(p, end) == '=' ||
		(at(p, end) == '}' &&
		 (at(p, end + 1) == '`' || (i > 0 && p->s[i - 1] == '`'))));
}

static size_t
braces(prose *p, size_t i)
{
	size_t end = paragraph_end(p, i), depth = 0;
	bool quoted = false;

	if (!is_attributes(p, i))
		return i + 1;
	for (size_t k = i; k < end && k < i + 4000; k++) {
		if (p->s[k] == '\\')
			k++;
		else if (p->s[k] == '"')
			quoted = !quoted;
		else if (p->s[k] == '{' && !quoted)
			depth++;
		else if (p->s[k] == '}' && !quoted && --depth == 0) {
			blank(p, i, k + 1);
			return k + 1;
		}
	}
	return i + 1;
}

/* A code span is left as it is, but for elements of DocBook. */
static size_t
code_span(prose *p, size_t i)
{
	size_t n = run_of(p, i, '`'), end = paragraph_end(p, i);

	for (size_t k = i + n; k < end;) {
		size_t m = run_of(p, k, '`');

		if (m == n && strncmp(p->s + k + m, "{=", 2) == 0)
			blank_tags(p, i + n, k);
		if (m == n)
			return k + m;
		k += m > 0 ? m : 1;
	}
	return i + n;
}

/* "&ouml;": the words beside it are not judged. */
static size_t
entity(prose *p, size_t i)
{
	size_t k = i + 1;

	while (bm_is_alpha(at(p, k)) || bm_is_digit(at(p, k)) ||
	       at(p, k) == '#')
		k++;
	if (at(p, k) != ';' || k == i + 1)
		return i + 1;
	for (; i <= k; i++)
		p->s[i] = 1;
	return i;
}

/* Behind "@": the kind of a cross-reference; behind a key: what is counted. */
static size_t
at_sign(prose *p, size_t i)
{
	static const char *const kinds[] = {"fig", "tbl", "tab", "sec",
					    "eq",  "exm", NULL};
	size_t k = i + 1, word;

	for (size_t n = 0; kinds[n] != NULL; n++) {
		size_t len = strlen(kinds[n]);

		if (strncmp(p->s + k, kinds[n], len) == 0 &&
		    (at(p, k + len) == ':' || at(p, k + len) == '-')) {
			blank(p, k, k + len);
			return k + len;
		}
	}
	if (at(p, k) == '{')
		k = find(p, k, line_end(p, k), "}") + 1;
	while (is_name(at(p, k)) || at(p, k) == ':' || at(p, k) == '/')
		k++;
	i = k;
	while (k < p->len && strchr(", [{\n", p->s[k]) != NULL)
		k++;
	word = k;
	while (bm_is_alpha(at(p, k)) || at(p, k) == '.')
		k++;
	if (k < p->len &&
	    (strchr(" \n", p->s[k]) != NULL || bm_is_digit(p->s[k])))
		blank(p, word, k);
	return i;
}

/* "[^note]", and "[label]" behind a "]". */
static size_t
bracket(prose *p, size_t i)
{
	size_t end = find(p, i, paragraph_end(p, i), "]");

	if (at(p, end) == ']' && end < i + 1000 &&
	    (at(p, i + 1) == '^' || (i > 0 && p->s[i - 1] == ']')))
		blank(p, i, end + 1);
	return i + 1;
}

static size_t
escape(prose *p, size_t i)
{
	static const char *const breaks[] = {"newpage", "pagebreak"};

	for (size_t n = 0; n < 2; n++)
		if (strncmp(p->s + i + 1, breaks[n], strlen(breaks[n])) == 0)
			blank(p, i, i + 1 + strlen(breaks[n]));
	return i + 2;
}

/* One piece of a line; returns what is behind it. */
static size_t
piece(prose *p, size_t i)
{
	switch (p->s[i]) {
	case '`':
		return code_span(p, i);
	case '{':
		return braces(p, i);
	case '<':
		return angle(p, i);
	case '&':
		return entity(p, i);
	case '@':
		return at_sign(p, i);
	case '[':
		return bracket(p, i);
	case '\\':
		return escape(p, i);
	default:
		return i + 1;
	}
}

/* ---- At the beginning of a line ------------------------------------------
 */

/* Behind the mark of an item: "12.", "(iv)", "(@name)", "#."; i if there is
 * none. */
static size_t
item_mark(const prose *p, size_t i)
{
	size_t k = i, end;

	if ((at(p, i) == '-' || at(p, i) == '*' || at(p, i) == '+' ||
	     at(p, i) == ':' || at(p, i) == '~') &&
	    (at(p, i + 1) == ' ' || at(p, i + 1) == '\t'))
		return i + 1;
	if (at(p, k) == '(')
		k++;
	if (at(p, k) == '@')
		k++;
	end = at(p, k) == '#' ? k + 1 : skip_name(p, k);
	if (end > i && end > 0 && p->s[end - 1] == '.')
		end--;
	if (end - k > 9 && at(p, i) != '(')
		return i;
	if ((at(p, end) == '.' || at(p, end) == ')') &&
	    (at(p, end + 1) == ' ' || at(p, end + 1) == '\t' ||
	     at(p, end + 1) == '\n') &&
	    (end > k || at(p, k - 1) == '@'))
		return end + 1;
	return i;
}

/* Marks of containers; returns where the text of the line begins. */
static size_t
containers(prose *p, size_t i, bool *quoted)
{
	*quoted = false;
	for (;;) {
		size_t from = i = skip_blanks(p, i);

		if (at(p, i) == '>') {
			*quoted = true;
			i++;
		} else if (at(p, i) == '[' && at(p, i + 2) == ']' &&
			   at(p, i + 3) == ' ') {
			i += 3;
		} else {
			i = item_mark(p, i);
		}
		if (i == from)
			return i;
		blank(p, from, i);
	}
}

/* Opens a fence at i, if there is one; its info is blanked. */
static bool
open_fence(prose *p, size_t start, size_t i, bool quoted)
{
	char c = at(p, i);
	size_t n = c == '`' || c == '~' ? run_of(p, i, c) : 0;
	size_t end = line_end(p, i), info = skip_blanks(p, i + n);

	if (n < 3 || (c == '`' && find(p, i + n, end, "`") < end))
		return false;
	p->fence = c;
	p->fence_run = n;
	p->fence_column = i - start;
	p->quoted = quoted;
	p->markdown = at(p, info) == '{' && bm_is_alpha(at(p, info + 1));
	p->tags = strncmp(p->s + info, "{=", 2) == 0;
	blank(p, i, end);
	return true;
}

/* Whether the line at start ends the fence that is open. */
static bool
ends_fence(prose *p, size_t start, size_t i, bool quoted)
{
	size_t n = run_of(p, i, p->fence);

	if (n >= p->fence_run && at(p, skip_blanks(p, i + n)) == '\n') {
		p->fence = 0;
		blank(p, i, i + n);
		return true;
	}
	/* What holds it has ended. */
	if ((p->quoted && !quoted) ||
	    (p->fence_column >= 2 && at(p, start) != ' ' &&
	     at(p, start) != '\t' && at(p, start) != '\n' && !quoted))
		p->fence = 0;
	return false;
}

/* Words that are markup where a block begins; returns what is behind them. */
static size_t
block_mark(prose *p, size_t i)
{
	static const char *const words[] = {"Table:", "--8<--"};
	size_t end = line_end(p, i), k = i;

	for (size_t n = 0; n < 2; n++)
		if (strncmp(p->s + i, words[n], strlen(words[n])) == 0) {
			k = n == 0 ? i + strlen(words[n]) : end;
			blank(p, i, k);
			return k;
		}
	if (strncmp(p->s + i, ":::", 3) == 0) {
		k = skip_blanks(p, i + run_of(p, i, ':'));
		if (at(p, k) == '{' && bm_is_alpha(at(p, k + 1)))
			k = find(p, k, end, "}") + 1;
		else
			k = skip_name(p, k);
	} else if (strncmp(p->s + i, "!!!", 3) == 0 ||
		   strncmp(p->s + i, "???", 3) == 0) {
		k = find(p, i, end, "\"");
	} else if (at(p, i) == ':' && is_name(at(p, i + 1))) {
		k = skip_name(p, i + 1);
		k = at(p, k) == ':' ? end : i; /* an option of a directive */
	} else if (strncmp(p->s + i, "[!", 2) == 0) {
		k = find(p, i, end, "]");
	}
	blank(p, i, k);
	return k;
}

/* What begins a line, and a line inside a fence; returns where pieces of it
 * are to be looked at. */
static size_t
line_start(prose *p, size_t start)
{
	bool quoted = false;
	size_t i = start;

	if (p->fence != 0) {
		for (; at(p, i) == ' ' || at(p, i) == '\t' || at(p, i) == '>';
		     i++)
			quoted |= at(p, i) == '>';
		if (ends_fence(p, start, i, quoted))
			return line_end(p, i);
		if (p->fence != 0 && p->markdown)
			return block_mark(p, i);
		if (p->fence != 0)
			return p->tags ? i : line_end(p, i);
	}
	i = containers(p, start, &quoted);
	if (open_fence(p, start, i, quoted))
		return line_end(p, i);
	return block_mark(p, i);
}

/* See audit.h. */
void
bm_audit_prose(char *text, size_t length)
{
	prose p = {.s = text, .len = length};
	size_t i = front_matter(&p);
	bool fresh = true;

	while (i < p.len) {
		if (p.s[i] == '\n') {
			fresh = true;
			i++;
		} else if (fresh) {
			fresh = false;
			i = line_start(&p, i);
		} else {
			size_t next = piece(&p, i);

			/* What goes over lines hides their beginnings. */
			i = next > i ? next : i + 1;
		}
	}
}
