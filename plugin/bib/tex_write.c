/* CSL text as TeX: specials escaped, formatting as commands. */
#include "bib/tex.h"

#define OPEN_MAX 32

/* CSL's formatting; the kinds of "</span>" are told apart by what is open. */
static const struct tag {
	const char *open, *close, *command;
	bool title; /* only where case is protected */
} tags[] = {
    {"<i>", "</i>", "\\emph{", false},
    {"<b>", "</b>", "\\textbf{", false},
    {"<sup>", "</sup>", "\\textsuperscript{", false},
    {"<sub>", "</sub>", "\\textsubscript{", false},
    {"<sc>", "</sc>", "\\textsc{", false},
    {"<span style=\"font-variant:small-caps;\">", "</span>", "\\textsc{",
     false},
    {"<span style=\"font-variant: small-caps;\">", "</span>", "\\textsc{",
     false},
    {"<span class=\"nocase\">", "</span>", "{", true},
};

enum { TAGS = sizeof tags / sizeof *tags };

typedef struct tex_writer {
	bm_str s;
	size_t at;
	unsigned flags;
	bm_buf *out;
	size_t last_close[TAGS]; /* where its closing tag stands last */
	unsigned char open[OPEN_MAX];
	unsigned depth;
} tex_writer;

/* Where needle stands last in s; 0 if it does not, or is at the start. */
static size_t
find_last(bm_str s, const char *needle)
{
	size_t n = strlen(needle);

	for (size_t at = s.len >= n ? s.len - n : 0; at > 0; at--)
		if (memcmp(s.ptr + at, needle, n) == 0)
			return at;
	return 0;
}

/*
 * An opening tag that is closed somewhere.  A group must not begin with a
 * command: BibTeX would take it for a letter with an accent.
 */
static bool
open_tag(tex_writer *w, bm_str rest)
{
	for (unsigned char i = 0; i < TAGS; i++) {
		if (!bm_str_starts(rest, tags[i].open))
			continue;
		if (w->depth == OPEN_MAX || w->last_close[i] <= w->at ||
		    (tags[i].title && (w->flags & TEX_TITLE) == 0 &&
		     (w->flags & TEX_MARKUP) == 0))
			return false;
		w->at += strlen(tags[i].open);
		w->open[w->depth++] = i;
		bm_buf_puts(w->out, tags[i].command);
		if (tags[i].title)
			bm_buf_puts(w->out,
				    w->at < w->s.len &&
					    (bm_is_alpha(w->s.ptr[w->at]) ||
					     bm_is_digit(w->s.ptr[w->at]))
					? ""
					: "{}");
		return true;
	}
	return false;
}

/* A closing tag closes what was opened inside of it too. */
static bool
close_tag(tex_writer *w, bm_str rest)
{
	for (unsigned d = w->depth; d > 0; d--) {
		const char *close = tags[w->open[d - 1]].close;

		if (!bm_str_starts(rest, close))
			continue;
		w->at += strlen(close);
		for (; w->depth >= d; w->depth--)
			bm_buf_putc(w->out, '}');
		return true;
	}
	return false;
}

/* A character that TeX, or our reader, would take for something else. */
static const char *
escape(char c, char next)
{
	switch (c) {
	case '&':
		return "\\&";
	case '%':
		return "\\%";
	case '$':
		return "\\$";
	case '#':
		return "\\#";
	case '_':
		return "\\_";
	case '{':
		return "\\textbraceleft{}";
	case '}':
		return "\\textbraceright{}";
	case '\\':
		return "\\textbackslash{}";
	case '~':
		return "\\textasciitilde{}";
	case '^':
		return "\\textasciicircum{}";
	case '`':
		return "\\textasciigrave{}";
	case '\n':
	case '\r':
	case '\t':
		return " ";
	case '-':
		return next == '-' ? "-{}" : NULL;
	case '\'':
		return next == '\'' ? "'{}" : NULL;
	default:
		return NULL;
	}
}

/* See tex.h. */
void
bib_tex_write(bm_str text, unsigned flags, bm_buf *out)
{
	tex_writer w = {.s = text, .flags = flags, .out = out};
	bool markup =
	    (flags & TEX_MARKUP) != 0 &&
	    memchr(text.ptr != NULL ? text.ptr : "", '<', text.len) != NULL;

	for (size_t i = 0; markup && i < TAGS; i++)
		w.last_close[i] = find_last(text, tags[i].close);
	while (w.at < text.len) {
		bm_str rest = {text.ptr + w.at, text.len - w.at};
		const char *escaped;

		if (markup && *rest.ptr == '<' &&
		    (open_tag(&w, rest) || close_tag(&w, rest)))
			continue;
		if (bm_str_starts(rest, "\xC2\xA0")) {
			bm_buf_putc(out, '~');
			w.at += 2;
			continue;
		}
		escaped = escape(*rest.ptr, rest.len > 1 ? rest.ptr[1] : '\0');
		if (escaped != NULL)
			bm_buf_puts(out, escaped);
		else
			bm_buf_putc(out, *rest.ptr);
		w.at++;
	}
	for (; w.depth > 0; w.depth--)
		bm_buf_putc(out, '}');
}
