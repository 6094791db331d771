/*
 * The parser of HTML looks through its open elements at most tags, so what
 * is nested deep costs more than linear time.  This looks at the tags first
 * and gives too high a depth rather than one too low; a browser stops nesting
 * at 512 (the HTML standard leaves it to them).
 */
#include "check/page.h"
#include "xml/html_names.h"

#include <strings.h>

#define DEPTH_MAX      600
#define ATTRIBUTES_MAX 500
#define ROOTS_MAX      500 /* html and body with attributes, merged */

struct gate {
	bm_str text;
	size_t at;
	unsigned depth;   /* elements open that only their end tag closes */
	unsigned foreign; /* svg and math open */
	unsigned ruby;
	unsigned roots;
};

/* Elements that have no content, or that the next of their kind or the end
 * of what they stand in closes (HTML 13.2.6). */
static bool
closes_itself(bm_str name, const struct gate *g)
{
	static const char *const names[] = {
	    "p",     "li",       "dt",      "dd",      "tr",       "td",
	    "th",    "thead",    "tbody",   "tfoot",   "colgroup", "a",
	    "image", "basefont", "bgsound", "frame",   "keygen",   "html",
	    "head",  "body",     "option",  "caption", NULL};
	char low[12];

	if (g->foreign > 0)
		return false;
	if (g->ruby > 0 && name.len == 2 && bm_lower(name.ptr[0]) == 'r')
		return true; /* rb rp rt */
	if (name.len >= sizeof(low))
		return false;
	for (size_t i = 0; i < name.len; i++)
		low[i] = bm_lower(name.ptr[i]);
	low[name.len] = '\0';
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(low, names[i]) == 0)
			return true;
	return bm_html_is_void(low);
}

/* Elements whose content is text up to their end tag. */
static bool
holds_text(bm_str name)
{
	static const char *const names[] = {"script",   "style",   "textarea",
					    "title",    "xmp",     "iframe",
					    "noframes", "noembed", NULL};

	for (size_t i = 0; names[i] != NULL; i++)
		if (bm_str_is_nocase(name, names[i]))
			return true;
	return false;
}

/* Behind the end tag of `name`, or at the end of the text. */
static void
skip_text(struct gate *g, bm_str name)
{
	const char *s = g->text.ptr + g->at, *end = g->text.ptr + g->text.len;

	while (s < end && (s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		bm_str rest = {s + 2, name.len};

		if ((size_t)(end - s) > name.len + 2 && s[1] == '/' &&
		    strncasecmp(rest.ptr, name.ptr, name.len) == 0) {
			g->at = (size_t)(s - g->text.ptr);
			return;
		}
		s++;
	}
	g->at = g->text.len;
}

/* Reads on to the end of a tag; how many attributes it has, about. */
static unsigned
skip_attributes(struct gate *g, bool *closed)
{
	unsigned count = 0;
	bool between = true;
	char last = '\0';

	for (; g->at < g->text.len && g->text.ptr[g->at] != '>'; g->at++) {
		char c = g->text.ptr[g->at];

		if ((c == '"' || c == '\'') && last == '=') {
			const char *from = g->text.ptr + g->at + 1;
			const char *q =
			    memchr(from, c, g->text.len - g->at - 1);

			g->at = q != NULL ? (size_t)(q - g->text.ptr)
					  : g->text.len - 1;
			between = true;
		} else if (bm_is_space(c) || c == '/') {
			between = true;
		} else if (between) {
			between = false;
			count += c != '=' && last != '=';
		}
		if (!bm_is_space(c))
			last = c;
	}
	*closed = last == '/';
	return count;
}

/* A comment, declaration or processing instruction. */
static void
skip_other(struct gate *g)
{
	bm_str rest = {g->text.ptr + g->at, g->text.len - g->at};
	const char *end;

	if (bm_str_starts(rest, "<!--")) {
		size_t to = bm_str_find(g->text, "-->", g->at + 2);

		g->at = to < g->text.len ? to + 3 : g->text.len;
		return;
	}
	end = memchr(rest.ptr, '>', rest.len);
	g->at = end != NULL ? (size_t)(end - g->text.ptr) + 1 : g->text.len;
}

static void
close_tag(struct gate *g, bm_str name)
{
	if (bm_str_is_nocase(name, "svg") || bm_str_is_nocase(name, "math")) {
		if (g->foreign > 0)
			g->foreign--;
	} else if (bm_str_is_nocase(name, "ruby") && g->ruby > 0) {
		g->ruby--;
	}
	if (g->depth > 0 && !closes_itself(name, g))
		g->depth--;
}

/* The tag at g->at; why it is too much, or NULL. */
static const char *
tag(struct gate *g)
{
	size_t from = g->at + 1;
	bool close = g->text.ptr[from] == '/', closed;
	unsigned attributes;
	bm_str name;

	from += close;
	g->at = from;
	while (g->at < g->text.len && !bm_is_space(g->text.ptr[g->at]) &&
	       g->text.ptr[g->at] != '>' && g->text.ptr[g->at] != '/')
		g->at++;
	name = (bm_str){g->text.ptr + from, g->at - from};
	attributes = skip_attributes(g, &closed);
	if (attributes > ATTRIBUTES_MAX)
		return "A tag has more than 500 attributes";
	if (close) {
		close_tag(g, name);
		return NULL;
	}
	if ((bm_str_is_nocase(name, "body") ||
	     bm_str_is_nocase(name, "html")) &&
	    attributes > 0 && ++g->roots > ROOTS_MAX)
		return "The page begins too many times";
	if (g->foreign == 0 && holds_text(name)) {
		skip_text(g, name);
		return NULL;
	}
	if (g->foreign == 0 && bm_str_is_nocase(name, "plaintext"))
		g->at = g->text.len;
	if (closes_itself(name, g) || (g->foreign > 0 && closed))
		return NULL;
	if (bm_str_is_nocase(name, "svg") || bm_str_is_nocase(name, "math"))
		g->foreign++;
	else if (bm_str_is_nocase(name, "ruby"))
		g->ruby++;
	return ++g->depth > DEPTH_MAX ? "Elements are nested more than 600 deep"
				      : NULL;
}

const char *
page_html_gate(bm_str text, size_t *where)
{
	struct gate g = {.text = text};

	while (g.at + 1 < text.len) {
		const char *lt =
		    memchr(text.ptr + g.at, '<', text.len - g.at - 1);
		const char *why;

		if (lt == NULL)
			break;
		g.at = *where = (size_t)(lt - text.ptr);
		if (lt[1] == '!' || lt[1] == '?') {
			skip_other(&g);
		} else if (bm_is_alpha(lt[1]) || lt[1] == '/') {
			why = tag(&g);
			if (why != NULL)
				return why;
		} else {
			g.at++;
		}
	}
	return NULL;
}
