/*
 * Metadata that others write before a text: the title block of pandoc (%) is
 * read as front matter; lines of MultiMarkdown are reported.
 */
#include "read/markdown.h"

/* A line of a title block; a longer one is text. */
#define BLOCK_LINE_MAX 4000

static bm_str
line_of(bm_str text, size_t at)
{
	const char *end = memchr(text.ptr + at, '\n', text.len - at);
	size_t to = end != NULL ? (size_t)(end - text.ptr) : text.len;

	return (bm_str){text.ptr + at, to - at};
}

/* A scalar of YAML in double quotes, on one line. */
static void
put_scalar(bm_buf *out, bm_str s)
{
	bm_buf_putc(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"' || s.ptr[i] == '\\')
			bm_buf_putc(out, '\\');
		bm_buf_putc(out, s.ptr[i]);
	}
	bm_buf_putc(out, '"');
}

static void
put_authors(bm_buf *out, bm_str s)
{
	bm_str one;
	bool some = false;

	bm_buf_puts(out, "author: [");
	while (s.len > 0 && bm_str_split(&s, ';', &one)) {
		one = bm_str_trim(one);
		if (one.len == 0)
			continue;
		bm_buf_puts(out, some ? ", " : "");
		put_scalar(out, one);
		some = true;
	}
	bm_buf_puts(out, "]");
}

bool
bm_md_title_block(bm_str text, bm_buf *yaml, size_t *taken)
{
	static const char *const keys[] = {"title", NULL, "date"};
	size_t at = 0;

	for (int i = 0; i < 3 && at < text.len && text.ptr[at] == '%'; i++) {
		bm_str line = line_of(text, at), value;

		if ((line.len > 1 && line.ptr[1] != ' ') ||
		    line.len > BLOCK_LINE_MAX)
			break;
		value = bm_str_trim((bm_str){line.ptr + 1, line.len - 1});
		at += line.len + 1;
		if (value.len > 0 && keys[i] != NULL) {
			bm_buf_printf(yaml, "%s: ", keys[i]);
			put_scalar(yaml, value);
		} else if (value.len > 0) {
			put_authors(yaml, value);
		}
		/* One line of theirs is one of ours: places stay right. */
		bm_buf_putc(yaml, '\n');
	}
	*taken = at < text.len ? at : text.len;
	return at > 0;
}

/* "Key: value", with a word or a few before the colon. */
static bool
is_key_line(bm_str line)
{
	size_t n = 0;

	if (line.len == 0 || !bm_is_alpha(line.ptr[0]))
		return false;
	while (n < line.len &&
	       (bm_is_alpha(line.ptr[n]) || bm_is_digit(line.ptr[n]) ||
		line.ptr[n] == ' ' || line.ptr[n] == '-' || line.ptr[n] == '_'))
		n++;
	return n < 40 && n + 1 < line.len && line.ptr[n] == ':' &&
	       bm_is_space(line.ptr[n + 1]);
}

void
bm_md_multimarkdown(bm_doc *doc, bm_str text)
{
	static const char *const first[] = {
	    "title:", "author:", "date:", "subtitle:", "format:"};
	bm_pos pos = {.file = doc->file, .line = 1, .column = 1};
	bm_str line = line_of(text, 0), second;
	bool known = false;

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		size_t n = strlen(first[i]), k = 0;

		while (k < n && k < line.len &&
		       bm_lower(line.ptr[k]) == first[i][k])
			k++;
		known = known || k == n;
	}
	if (!known || !is_key_line(line) || line.len + 1 >= text.len)
		return;
	second = line_of(text, line.len + 1);
	if (bm_str_trim(second).len > 0 && !is_key_line(second))
		return;
	bm_diag_add(doc->diags, bm_rule_find(bm_md_rules, "markdown-metadata"),
		    &pos, "metadata without a line of hyphens is text here");
}
