/*
 * What is done to the text before cmark-gfm sees it: one encoding, one line
 * end, and bounds against input that would cost it more than linear time.
 *
 * The bounds.  A block of text is a run of lines that are not blank.  What
 * goes beyond a bound is broken by BM_MD_BREAK, becomes text, and is reported
 * (markdown-limit), each kind once.
 *
 *	what                             bound
 *	-------------------------------  -------------------------------------
 *	bytes of a document              256 MB (refused)
 *	memory of a parse                64 MB + 400 times the text (shown raw)
 *	block markers that open a line   100 ("> > >", "- - -", "1. 1.", ": :")
 *	columns of a table, pipes in     500 (cmark's cells are a list that it
 *	  a line of one                    walks for each)
 *	cells cmark has to add to rows   10,000 + bytes of the rows
 *	  that have too few
 *	<! and <? in a block             number x bytes of the block < 5e8
 *	"www.", "://", ")" in one word   number x bytes of the word < 1e8
 *	images opened in a block         number x links of the block < 1e8
 */
#include "read/markdown.h"

#define MARKERS_MAX 100
#define COLUMNS_MAX 500
#define CELLS_SLACK 10000
#define HTML_COST   500000000u
#define WORD_COST   100000000u
#define IMAGE_COST  100000000u

static void
say(bm_doc *doc, const char *code, unsigned line, size_t column,
    const char *what)
{
	bm_pos pos = {.file = doc->file,
		      .line = line,
		      .column = (uint32_t)column,
		      .end_line = line,
		      .end_column = (uint32_t)column};

	bm_diag_add(doc->diags, bm_rule_find(bm_md_rules, code), &pos, "%s",
		    what);
}

/* Characters that XML 1.0 section 2.2 leaves out, in valid UTF-8 at s. */
static bool
forbidden(const unsigned char *s, size_t left)
{
	if (s[0] < 0x20)
		return s[0] != '\t' && s[0] != '\n' && s[0] != '\r';
	return left >= 3 && s[0] == 0xEF && s[1] == 0xBF &&
	       (s[2] == 0xBE || s[2] == 0xBF);
}

/* The length of the valid UTF-8 sequence at s, 0 if there is none. */
static size_t
sequence(const unsigned char *s, size_t left)
{
	size_t n = s[0] < 0x80   ? 1
		   : s[0] < 0xC2 ? 0
		   : s[0] < 0xE0 ? 2
		   : s[0] < 0xF0 ? 3
		   : s[0] < 0xF5 ? 4
				 : 0;

	if (n == 0 || n > left)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
	    (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
		return 0;
	return n;
}

/* Whether there is nothing in text that has to be changed. */
static bool
is_normal(bm_str text)
{
	const unsigned char *s = (const unsigned char *)text.ptr;

	for (size_t i = 0, k; i < text.len; i += k) {
		k = 1;
		if ((s[i] >= 0x20 && s[i] < 0x80) || s[i] == '\n')
			continue;
		k = sequence(s + i, text.len - i);
		if (k == 0 || s[i] == '\r' || forbidden(s + i, text.len - i))
			return false;
	}
	return true;
}

/*
 * CommonMark 0.30 section 2.1 (line endings) and 2.3 (insecure characters).
 * The first bad byte and the first forbidden character are reported; all
 * become U+FFFD.
 */
bm_str
bm_md_normalise(bm_doc *doc, bm_str text, bm_buf *out)
{
	const unsigned char *s;
	size_t n, i = 0, from, start = 0;
	unsigned line = 1;
	bool bad = false, control = false;

	if (bm_str_starts(text, "\xEF\xBB\xBF"))
		text = (bm_str){text.ptr + 3, text.len - 3};
	if (is_normal(text))
		return text;
	s = (const unsigned char *)text.ptr;
	n = text.len;
	bm_buf_reserve(out, n + 1);
	for (from = 0; i < n;) {
		size_t k;

		if (s[i] >= 0x20 && s[i] < 0x80) {
			i++;
			continue;
		}
		k = sequence(s + i, n - i);
		if (k > 0 && s[i] != '\r' && s[i] != '\n' &&
		    !forbidden(s + i, n - i)) {
			i += k;
			continue;
		}
		bm_buf_put(out, text.ptr + from, i - from);
		if (s[i] == '\r' || s[i] == '\n') {
			i += s[i] == '\r' && i + 1 < n && s[i + 1] == '\n';
			bm_buf_putc(out, '\n');
			line++;
			start = i + 1;
			k = 1;
		} else {
			bool *said = k == 0 ? &bad : &control;

			bm_buf_puts(out, "\xEF\xBF\xBD");
			if (!*said)
				say(doc,
				    k == 0 ? "markdown-encoding"
					   : "markdown-character",
				    line, i - start + 1,
				    k == 0 ? "Byte that is not UTF-8"
					   : "Character that XML forbids");
			*said = true;
			k = k == 0 ? 1 : k;
		}
		i += k;
		from = i;
	}
	bm_buf_put(out, text.ptr + from, n - from);
	return bm_buf_str(out);
}

static bm_str
line_at(bm_str text, size_t at)
{
	const char *end = memchr(text.ptr + at, '\n', text.len - at);

	return (bm_str){text.ptr + at,
			(end != NULL ? (size_t)(end - text.ptr) : text.len) -
			    at};
}

static bool
is_fence(bm_str line, const char *mark)
{
	return line.len >= 3 && memcmp(line.ptr, mark, 3) == 0 &&
	       bm_str_trim((bm_str){line.ptr + 3, line.len - 3}).len == 0;
}

/*
 * "---" alone on the first line, then a line with something, up to a line
 * "---" or "...".
 */
bool
bm_md_front(bm_str text, bm_str *yaml, size_t *taken)
{
	bm_str line = line_at(text, 0);
	size_t at = line.len + 1, begin = at;

	if (!is_fence(line, "---") || at >= text.len)
		return false;
	line = line_at(text, at);
	if (bm_str_trim(line).len == 0 || is_fence(line, "---"))
		return false;
	while (at < text.len) {
		line = line_at(text, at);
		if (is_fence(line, "---") || is_fence(line, "...")) {
			*yaml = (bm_str){text.ptr + begin, at - begin};
			at += line.len + 1;
			*taken = at < text.len ? at : text.len;
			return true;
		}
		at += line.len + 1;
	}
	return false;
}

/* One block of text while it is copied. */
typedef struct scan {
	bm_doc *doc;
	bm_buf *out;
	const char *said[8]; /* kinds of bounds met so far */
	unsigned line;       /* of the text at hand */
	size_t lines, bytes; /* of the block, from the line at hand on */
	size_t size;         /* of the block */
	size_t pipes;        /* in its fullest line */
	size_t html, images, links;
} scan;

static const char dear_markers[] =
    "more than 100 block markers at the start of a line";
static const char dear_table[] =
    "table with too many columns or missing cells is shown as text";
static const char dear_html[] = "too many <! or <? in one block of text";
static const char dear_images[] = "too many ![ in one block of text";
static const char dear_word[] = "too many addresses in one word";

/* what is one of these: it tells the kinds apart. */
static void
broken(scan *s, size_t column, const char *what)
{
	size_t i = 0;

	bm_buf_puts(s->out, BM_MD_BREAK);
	while (i < 8 && s->said[i] != NULL && s->said[i] != what)
		i++;
	if (i == 8 || s->said[i] == what)
		return;
	s->said[i] = what;
	say(s->doc, "markdown-limit", s->line, column + 1, what);
}

/* The length of the block marker at p, or 0. */
static size_t
marker(bm_str line, size_t p)
{
	size_t i = p;

	bm_str label;

	if (p >= line.len)
		return 0;
	if (line.ptr[p] == '>')
		return 1;
	if (line.ptr[p] == ':' || line.ptr[p] == '~')
		return p + 1 < line.len && bm_is_space(line.ptr[p + 1]);
	if (!bm_is_digit(line.ptr[p]))
		i += bm_md_item_mark((bm_str){line.ptr + p, line.len - p},
				     &label);
	if (i > p)
		return i == line.len || bm_is_space(line.ptr[i]) ? i - p : 0;
	while (i < line.len && i - p < 9 && bm_is_digit(line.ptr[i]))
		i++;
	if (i > p ? i >= line.len || !(line.ptr[i] == '.' || line.ptr[i] == ')')
		  : !(line.ptr[i] == '-' || line.ptr[i] == '+' ||
		      line.ptr[i] == '*'))
		return 0;
	i++;
	if (i < line.len && line.ptr[i] != ' ' && line.ptr[i] != '\t')
		return 0;
	return i - p;
}

/* Copies the markers that open the line; returns where its text begins. */
static size_t
markers(scan *s, bm_str line)
{
	size_t at = 0, count = 0;

	for (;;) {
		size_t p = at, n;

		while (p < line.len &&
		       (line.ptr[p] == ' ' || line.ptr[p] == '\t'))
			p++;
		n = marker(line, p);
		if (n == 0)
			return at;
		bm_buf_put(s->out, line.ptr + at, p - at);
		if (++count > MARKERS_MAX) {
			broken(s, p, dear_markers);
			return p;
		}
		bm_buf_put(s->out, line.ptr + p, n);
		at = p + n;
	}
}

/* Columns of a table's delimiter row, 0 if the line is none. */
static size_t
delimiter_row(bm_str line)
{
	size_t columns = 1, dashes = 0;

	line = bm_str_trim(line);
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];

		if (c == '|')
			columns += i > 0;
		else if (c == '-')
			dashes++;
		else if (c != ':' && c != ' ' && c != '\t')
			return 0;
	}
	return dashes > 0 ? columns : 0;
}

/*
 * cmark's autolinks look at the rest of the word again and again.  The end of
 * the word at `at`; *dear: its addresses must be broken.
 */
static size_t
word(bm_str line, size_t at, bool *dear)
{
	size_t end = at, count = 0;

	while (end < line.len && !bm_is_space(line.ptr[end])) {
		count += line.ptr[end] == ')' || line.ptr[end] == ':' ||
			 line.ptr[end] == 'w';
		end++;
	}
	*dear = end - at > 2000 && count * (end - at) > WORD_COST;
	return end;
}

/* Copies the text of a line and breaks what would be too dear. */
static void
inlines(scan *s, bm_str line, size_t at)
{
	size_t from = at, end = at;
	bool dear = false;

	for (size_t i = at; i + 1 < line.len; i++) {
		char c = line.ptr[i], d = line.ptr[i + 1];

		if (i >= end)
			end = word(line, i, &dear) + 1;
		if (dear && (c == ':' || (c == 'w' && d == 'w'))) {
			bm_buf_put(s->out, line.ptr + from, i + 1 - from);
			from = i + 1;
			broken(s, i, dear_word);
		}

		if (c == '<' && (d == '!' || d == '?')) {
			if (++s->html * s->size <= HTML_COST)
				continue;
			bm_buf_put(s->out, line.ptr + from, i + 1 - from);
			from = i + 1;
			broken(s, i, dear_html);
		} else if (c == '!' && d == '[') {
			if (++s->images * s->links <= IMAGE_COST)
				continue;
			bm_buf_put(s->out, line.ptr + from, i + 1 - from);
			from = i + 1;
			broken(s, i, dear_images);
		}
	}
	bm_buf_put(s->out, line.ptr + from, line.len - from);
}

static void
one_line(scan *s, bm_str line)
{
	size_t at = markers(s, line), columns;
	bm_str rest = {line.ptr + at, line.len - at};

	columns = delimiter_row(rest);
	if (columns > COLUMNS_MAX ||
	    (columns > 0 && s->pipes > COLUMNS_MAX + 1) ||
	    columns * s->lines > CELLS_SLACK + s->bytes)
		broken(s, at, dear_table);
	inlines(s, line, at);
}

static bool
blank(bm_str line)
{
	return bm_str_trim(line).len == 0;
}

/* Lines and bytes of the block that begins at `at`. */
static void
measure(scan *s, bm_str text, size_t at)
{
	s->pipes = 0;
	s->lines = s->bytes = s->html = s->images = s->links = 0;
	while (at < text.len) {
		bm_str line = line_at(text, at);
		size_t pipes = 0;

		if (blank(line))
			break;
		s->lines++;
		s->bytes += line.len + 1;
		for (size_t i = 0; i < line.len; i++)
			pipes += line.ptr[i] == '|';
		s->pipes = pipes > s->pipes ? pipes : s->pipes;
		for (size_t i = 0; i + 1 < line.len; i++)
			s->links +=
			    line.ptr[i] == ']' && line.ptr[i + 1] == '(';
		at += line.len + 1;
	}
	s->size = s->bytes;
}

/* A line of a table drawn with blanks; mark: where one belongs, beyond the line
 * if there is none. */
static void
table_line(scan *s, bm_str line, size_t mark)
{
	if (mark < line.len) {
		bm_buf_put(s->out, line.ptr, mark);
		bm_buf_puts(s->out, BM_MD_TABLE);
	} else {
		mark = 0;
	}
	inlines(s, line, mark);
}

/* Whether a table may begin behind the line: it is blank, but for the marks of
 * quotations, or of a div. */
static bool
parts_blocks(bm_str line)
{
	size_t i = 0;

	while (i < line.len && (bm_is_space(line.ptr[i]) || line.ptr[i] == '>'))
		i++;
	return i == line.len ||
	       bm_str_starts((bm_str){line.ptr + i, line.len - i}, ":::");
}

void
bm_md_bound(bm_doc *doc, bm_str text, unsigned line, bm_buf *out)
{
	scan s = {.doc = doc, .out = out, .line = line};
	bool inside = false;
	bool may_follow = true; /* a table, the line before */
	size_t at = 0, first = 0, last = 0;

	bm_buf_reserve(out, text.len + 64);
	while (at < text.len) {
		bm_str l = line_at(text, at);

		if (blank(l)) {
			inside = false;
			bm_buf_putstr(out, l);
		} else {
			if (!inside)
				measure(&s, text, at);
			inside = true;
			if ((at > last || first == last) && may_follow &&
			    !bm_md_blank_find(text, at, &first, &last))
				first = last = at;
			if (at <= last && first < last)
				table_line(&s, l,
					   first >= at && first < at + l.len
					       ? first - at
					       : last - at);
			else
				one_line(&s, l);
			s.lines--;
			s.bytes -= l.len + 1;
		}
		may_follow = parts_blocks(l);
		at += l.len;
		if (at < text.len)
			bm_buf_putc(out, '\n');
		at++;
		s.line++;
	}
}
