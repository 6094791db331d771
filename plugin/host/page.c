#include "page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where `what` begins in a page, or its end. */
static size_t
find(const page *p, const char *what, size_t from)
{
	size_t n = strlen(what);

	for (; from + n <= p->length; from++) {
		const char *at =
		    memchr(p->html + from, what[0], p->length - from - n + 1);

		if (at == NULL)
			break;
		from = (size_t)(at - p->html);
		if (memcmp(at, what, n) == 0)
			return from;
	}
	return p->length;
}

/* ---- the policy ---- */

/* What the script needs from the server that it came from. */
static const char *const needed[] = {"script-src", "connect-src", "style-src"};
#define NEEDED (sizeof(needed) / sizeof(*needed))

/* One directive; what is needed may come from this server too. */
static void
put_directive(FILE *out, const char *s, size_t n, bool seen[NEEDED],
	      bool *closed)
{
	size_t name = 0, value;

	while (name < n && s[name] != ' ')
		name++;
	value = name;
	while (value < n && s[value] == ' ')
		value++;
	*closed |= name == 11 && memcmp(s, "default-src", 11) == 0;
	fwrite(s, 1, name, out);
	for (size_t i = 0; i < NEEDED; i++) {
		if (strlen(needed[i]) != name ||
		    memcmp(s, needed[i], name) != 0)
			continue;
		seen[i] = true;
		fputs(" 'self'", out);
		/* 'none' with anything else is not valid. */
		if (n - value == 6 && memcmp(s + value, "'none'", 6) == 0)
			return;
	}
	fwrite(s + name, 1, n - name, out);
}

static void
put_policy(FILE *out, const char *s, size_t n)
{
	bool seen[NEEDED] = {false}, closed = false;

	for (size_t at = 0; at < n;) {
		const char *end = memchr(s + at, ';', n - at);
		size_t to = end != NULL ? (size_t)(end - s) : n;

		while (at < to && s[at] == ' ')
			putc(s[at++], out);
		put_directive(out, s + at, to - at, seen, &closed);
		if (end != NULL)
			putc(';', out);
		at = to + 1;
	}
	for (size_t i = 0; closed && i < NEEDED; i++)
		if (!seen[i])
			fprintf(out, "; %s 'self'", needed[i]);
}

/* ---- links ---- */

/* Whether an address is seen from the page that has it. */
static bool
is_relative(const char *s, size_t n)
{
	if (n > 0 && (s[0] == '/' || s[0] == '#'))
		return false;
	for (size_t i = 0; i < n && strchr("\"/?#", s[i]) == NULL; i++)
		if (s[i] == ':')
			return false;
	return true;
}

/* Copies from a place to another one, with links from the root. */
static void
put_rooted(FILE *out, const page *p, size_t from, size_t to)
{
	static const char *const links[] = {" href=\"", " src=\"",
					    " data-root=\""};

	while (from < to) {
		size_t n = 0;

		for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
			if (p->html[from] == ' ' &&
			    to - from > strlen(links[i]) &&
			    memcmp(p->html + from, links[i],
				   strlen(links[i])) == 0)
				n = strlen(links[i]);
		if (n == 0) {
			putc(p->html[from++], out);
			continue;
		}
		fwrite(p->html + from, 1, n, out);
		from += n;
		if (is_relative(p->html + from, to - from))
			putc('/', out);
	}
}

/* ---- all of it ---- */

static void
put(FILE *out, const page *p, size_t from, size_t to)
{
	if (p->anywhere)
		put_rooted(out, p, from, to);
	else
		fwrite(p->html + from, 1, to - from, out);
}

/* See page.h. */
char *
page_served(const page *p, size_t *length)
{
	static const char meta[] =
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"";
	size_t head = find(p, "</head>", 0), policy = find(p, meta, 0), end;
	char *text = NULL;
	FILE *out = open_memstream(&text, length);
	size_t at = 0;

	if (out == NULL)
		return NULL;
	if (policy < head) {
		at = policy + strlen(meta);
		end = find(p, "\"", at);
		put(out, p, 0, at);
		put_policy(out, p->html + at, end - at);
		at = end;
		head = find(p, "</head>", at);
	}
	put(out, p, at, head);
	fprintf(out,
		"<script src=\"/-/reload.js\" data-state=\"%s\" defer>"
		"</script>\n",
		p->state);
	put(out, p, head, p->length);
	if (ferror(out) | (fclose(out) != 0)) {
		free(text);
		return NULL;
	}
	return text;
}
