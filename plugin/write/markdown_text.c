/* Writer "markdown": text, with a backslash before what would mean something.
 */
#include "write/markdown.h"

bool
mdw_is_word(char c)
{
	return bm_is_alpha(c) || bm_is_digit(c) || (c & 0x80) != 0;
}

/* Where the mark of an item would end: "1.", "(a)", "#.", "iv)"; 0: none. */
static size_t
item_mark(const char *s)
{
	size_t n = 0;
	bool digits = true, roman = true;

	if (s[0] == '(')
		return 1;
	for (;
	     n < 16 && (bm_is_alpha(s[n]) || bm_is_digit(s[n]) || s[n] == '#');
	     n++) {
		digits = digits && bm_is_digit(s[n]);
		roman = roman && strchr("ivxlcdmIVXLCDM", s[n]) != NULL;
	}
	if (n == 0 || (s[n] != '.' && s[n] != ')') ||
	    !(digits || roman || n == 1))
		return 0;
	return bm_is_space(s[n + 1]) || (digits && s[n + 1] == '\0') ? n + 1
								     : 0;
}

static bool
is_scheme(const char *text, const char *colon)
{
	static const char *const schemes[] = {"http", "https", "ftp"};

	if (strncmp(colon, "://", 3) != 0)
		return false;
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(schemes[i]);

		if ((size_t)(colon - text) >= n &&
		    strncmp(colon - n, schemes[i], n) == 0)
			return true;
	}
	return false;
}

/* Whether c at p means something, wherever on the line it stands. */
static bool
is_special(const mdw *w, const char *text, const char *p)
{
	char before = p > text ? p[-1] : w->last;

	switch (*p) {
	case '\\':
	case '`':
	case '*':
	case '[':
	case ']':
	case '<':
	case '{':
	case '^':
	case '~':
	case '$':
		return true;
	case '|':
		return w->in_cell;
	case '_':
		return !mdw_is_word(before) || !mdw_is_word(p[1]);
	case '&':
		return bm_is_alpha(p[1]) || p[1] == '#';
	case '!':
		return p[1] == '\0';
	case '@':
		return !mdw_is_word(before) &&
		       (mdw_is_word(p[1]) || p[1] == '{');
	case ':':
		return is_scheme(text, p);
	case '.':
		return p - text >= 3 && strncmp(p - 3, "www", 3) == 0;
	case '#':
		return p[1] == '\0' || p[1] == '#' || bm_is_space(p[1]);
	default:
		return false;
	}
}

/* "me@example.org" would become a link: a comment parts it. */
static bool
is_mail(const char *text, const char *p)
{
	return *p == '@' && p > text &&
	       (mdw_is_word(p[-1]) || strchr(".+_-", p[-1]) != NULL) &&
	       mdw_is_word(p[1]);
}

static void
put_line_start(mdw *w, const char **at)
{
	const char *p = *at;
	size_t mark = item_mark(p);

	if (strchr("+-=:|>!?#%", *p) != NULL && *p != '\0') {
		mdw_puts(w, "\\");
		mdw_put(w, (bm_str){p, 1});
		*at = p + 1;
	} else if (mark > 0) {
		mdw_put(w, (bm_str){p, mark - 1});
		mdw_puts(w, "\\");
		mdw_put(w, (bm_str){p + mark - 1, 1});
		*at = p + mark;
	} else if (strncmp(p, "Table:", 6) == 0 ||
		   strncmp(p, "table:", 6) == 0) {
		mdw_put(w, (bm_str){p, 5});
		mdw_puts(w, "\\:");
		*at = p + 6;
	}
}

/* White space, one blank or one line end. */
static const char *
put_space(mdw *w, const char *p)
{
	bool line = false;

	for (; bm_is_space(*p); p++)
		line = line || *p == '\n';
	if (w->text_start)
		return p; /* nothing can stand before text */
	if (line && !w->in_cell) {
		mdw_puts(w, "\n");
		w->text_start = true;
	} else {
		mdw_puts(w, " ");
	}
	return p;
}

void
mdw_text(mdw *w, const char *text)
{
	for (const char *p = text; *p != '\0';) {
		if (bm_is_space(*p)) {
			p = put_space(w, p);
			continue;
		}
		if (w->text_start && !w->in_cell) {
			const char *from = p;

			w->text_start = false;
			put_line_start(w, &p);
			if (p != from)
				continue;
		}
		w->text_start = false;
		if (is_mail(text, p))
			mdw_puts(w, "<!-- -->\\");
		else if (is_special(w, text, p))
			mdw_puts(w, "\\");
		mdw_put(w, (bm_str){p++, 1});
	}
}
