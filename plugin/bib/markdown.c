/*
 * Pandoc writes the markup of titles in its Markdown.  What CSL can say of
 * it becomes CSL's markup; what only looks like it, as in "HLA-B*57:01", has
 * no end that fits, or stands inside of a word, and is left.
 */
#include "bib/internal.h"

/* An end is looked for this far away. */
#define REACH 500
#define NEST  8

/* A mark that is open: where it ends, and what is put there. */
typedef struct mark {
	size_t end, skip;
	const char *close;
} mark;

typedef struct marks {
	bm_str text;
	bm_buf *out;
	mark open[NEST];
	size_t depth;
} marks;

static bool
is_word(bm_str s, size_t at)
{
	unsigned char c;

	if (at >= s.len)
		return false;
	c = (unsigned char)s.ptr[at];
	return c >= 0x80 || bm_is_alpha((char)c) || bm_is_digit((char)c);
}

/* Puts the tag that opens, and keeps what ends it; false if it cannot. */
static bool
begin(marks *m, const char *open, mark closing)
{
	if (m->depth == NEST || (m->depth > 0 && closing.end + closing.skip >
						     m->open[m->depth - 1].end))
		return false;
	m->open[m->depth++] = closing;
	bm_buf_puts(m->out, open);
	return true;
}

/* "*italic*" and "**bold**". */
static size_t
stars(marks *m, size_t at)
{
	bm_str s = m->text;
	size_t n = 1, end;

	while (at + n < s.len && s.ptr[at + n] == '*')
		n++;
	if (n > 2 || (at > 0 && is_word(s, at - 1)) || at + n >= s.len ||
	    bm_is_space(s.ptr[at + n]))
		return 0;
	for (end = at + n + 1; end < s.len && end - at < REACH; end++) {
		size_t run = 0;

		while (end + run < s.len && s.ptr[end + run] == '*')
			run++;
		if (run == n && !bm_is_space(s.ptr[end - 1]) &&
		    s.ptr[end - 1] != '\\' && !is_word(s, end + n))
			return begin(m, n == 1 ? "<i>" : "<b>",
				     (mark){end, n, n == 1 ? "</i>" : "</b>"})
				   ? n
				   : 0;
		end += run;
	}
	return 0;
}

/* "x^2^" and "CO~2~": no white space inside. */
static size_t
script(marks *m, size_t at)
{
	bm_str s = m->text;
	char c = s.ptr[at];

	for (size_t end = at + 1; end < s.len && end - at < REACH; end++) {
		if (bm_is_space(s.ptr[end]))
			return 0;
		if (s.ptr[end] != c)
			continue;
		if (end == at + 1 || s.ptr[end - 1] == '\\')
			return 0;
		return begin(m, c == '^' ? "<sup>" : "<sub>",
			     (mark){end, 1, c == '^' ? "</sup>" : "</sub>"})
			   ? 1
			   : 0;
	}
	return 0;
}

/* "[Name]{.nocase}" and "[Name]{.smallcaps}". */
static size_t
span(marks *m, size_t at)
{
	static const struct {
		const char *behind, *open;
	} kinds[] = {
	    {"]{.nocase}", "<span class=\"nocase\">"},
	    {"]{.smallcaps}", "<span style=\"font-variant:small-caps;\">"}};
	bm_str s = m->text;
	size_t end = at + 1;

	while (end < s.len && end - at < REACH && s.ptr[end] != ']' &&
	       s.ptr[end] != '[')
		end++;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		bm_str rest = {s.ptr + end, s.len - end};

		if (end < s.len && s.ptr[end - 1] != '\\' &&
		    bm_str_starts(rest, kinds[i].behind))
			return begin(m, kinds[i].open,
				     (mark){end, strlen(kinds[i].behind),
					    "</span>"})
				   ? 1
				   : 0;
	}
	return 0;
}

/* See internal.h. */
void
bib_markdown(bm_str text, bm_buf *out)
{
	marks m = {.text = text, .out = out};

	for (size_t at = 0; at < text.len;) {
		char c = text.ptr[at];
		size_t used = 0;

		if (m.depth > 0 && at == m.open[m.depth - 1].end) {
			mark closing = m.open[--m.depth];

			bm_buf_puts(out, closing.close);
			at += closing.skip;
			continue;
		}
		if (c == '\\' && at + 1 < text.len &&
		    strchr("*^~[]\\_'\"`<>#@$", text.ptr[at + 1]) != NULL) {
			bm_buf_putc(out, text.ptr[at + 1]);
			at += 2;
			continue;
		}
		if (c == '*')
			used = stars(&m, at);
		else if (c == '^' || c == '~')
			used = script(&m, at);
		else if (c == '[')
			used = span(&m, at);
		if (used == 0) {
			bm_buf_putc(out, c);
			used = 1;
		}
		at += used;
	}
}
