/*
 * What is valid Markdown and yet not what was meant: a fence that nothing
 * closes, so that all behind it is code; and a table whose line of hyphens
 * has another number of cells than its head, so that it is a paragraph.
 */
#include "read/markdown.h"

/* The line without the marks of quotations and blanks around it. */
static bm_str
bare_line(bm_str line)
{
	line = bm_str_trim(line);
	while (line.len > 0 && line.ptr[0] == '>')
		line = bm_str_trim((bm_str){line.ptr + 1, line.len - 1});
	return line;
}

/* See markdown.h. */
void
bm_md_fence_open(bm_md_build *b, const cmark_node *node)
{
	const cmark_code *code = &node->as.code;
	bm_str line;
	size_t n = 0;

	if (!code->fenced || code->fence_length == 0 || node->start_line <= 0)
		return;
	line = bare_line(bm_md_source_lines(b, node->end_line, node->end_line));
	while (n < line.len && line.ptr[n] == code->fence_char)
		n++;
	if (node->end_line > node->start_line && n == line.len &&
	    n >= code->fence_length)
		return;
	bm_md_say(b, node, "markdown-fence-open",
		  "fence is never closed; all behind it is code");
}

/* How many cells a line of a table has; 0 without a bar. */
static size_t
count_cells(bm_str line)
{
	size_t cells = 1, bars = 0;

	if (line.len > 0 && line.ptr[0] == '|') {
		line.ptr++;
		line.len--;
		bars++;
	}
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == '\\')
			i++;
		else if (line.ptr[i] == '|' && ++bars > 0 && i + 1 < line.len)
			cells++;
	}
	return bars > 0 ? cells : 0;
}

/* Whether a line has hyphens, and but for these only bars and colons. */
static bool
is_ruler(bm_str line)
{
	bool hyphen = false;

	for (size_t i = 0; i < line.len; i++) {
		if (strchr("-|: \t", line.ptr[i]) == NULL)
			return false;
		hyphen = hyphen || line.ptr[i] == '-';
	}
	return hyphen;
}

/* See markdown.h. */
bool
bm_md_table_missed(bm_md_build *b, const cmark_node *para)
{
	const cmark_node *first = para->first_child;
	bm_str rest, line;
	size_t head, under;

	if (para->start_line <= 0 || para->end_line <= para->start_line ||
	    first == NULL || first->next == NULL)
		return false;
	rest = bm_md_source_lines(b, para->start_line, para->start_line + 1);
	if (!bm_str_split(&rest, '\n', &line))
		return false;
	head = count_cells(bare_line(line));
	if (head == 0 || !bm_str_split(&rest, '\n', &line))
		return false;
	line = bare_line(line);
	under = count_cells(line);
	if (under == 0 || under == head || !is_ruler(line))
		return false;
	bm_md_say(b, para, "markdown-table",
		  "table is not read as one: its head has %zu cell%s, the line "
		  "of hyphens below it %zu",
		  head, head == 1 ? "" : "s", under);
	return true;
}
