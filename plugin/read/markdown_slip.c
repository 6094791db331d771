/*
 * What is valid Markdown and yet not what was meant: a fence that nothing
 * closes, so that all behind it is code; and a table whose line of hyphens
 * has another number of cells than its head, so that it is a paragraph; and
 * what other programs have put into Markdown.
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

/* ---- Markup of other programs -------------------------------------------- */

/* What begins and ends so is meant for another program. */
static const struct {
	const char *open, *close, *what;
} foreign[] = {{"{%", "%}", "Liquid"},
	       {"{{<", ">}}", "Hugo"},
	       {"{{%", "%}}", "Hugo"},
	       {"[[", "]]", "a wiki"},
	       {"%%", "%%", "Obsidian (a comment there)"}};

/* Whether what stands between is what such a mark has there. */
static bool
is_plausible(size_t kind, bm_str all, size_t at, size_t end)
{
	size_t from = at + strlen(foreign[kind].open);
	size_t behind = end + strlen(foreign[kind].close);
	bm_str inside = {all.ptr + from, end - from};
	char c = inside.len > 0 ? inside.ptr[0] : ' ';

	if (kind < 3)
		return true;
	if (c == ' ' || bm_is_digit(c) || inside.len > 200 ||
	    memchr(inside.ptr, '\n', inside.len) != NULL)
		return false;
	if (kind == 4)
		return at == 0 || bm_is_space(all.ptr[at - 1]);
	/* "[[1]](a)" and "[[@a]]" are none. */
	return memchr(inside.ptr, '[', inside.len) == NULL &&
	       memchr(inside.ptr, '@', inside.len) == NULL &&
	       memchr(inside.ptr, '\\', inside.len) == NULL &&
	       !(behind < all.len && strchr("([", all.ptr[behind]) != NULL);
}

/* Whether an odd number of backticks stands before: code, as a rule. */
static bool
is_code(bm_str all, size_t at)
{
	bool odd = false;

	for (size_t i = 0; i < at; i++)
		odd ^= all.ptr[i] == '`';
	return odd || (at > 0 && all.ptr[at - 1] == '\\');
}

static void
tell_foreign(bm_md_build *b, const cmark_node *para, const char *what,
	     bm_str text)
{
	if (text.len > 60)
		text.len = 60;
	while (text.len > 0 &&
	       ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
		text.len--;
	bm_md_say(b, para, "markdown-foreign",
		  "markup of %s is shown as text: \"%s\"", what,
		  bm_arena_str(b->doc->scratch, text));
}

/* See markdown.h. */
void
bm_md_foreign(bm_md_build *b, const cmark_node *para)
{
	bm_str all;

	if (para->start_line <= 0)
		return;
	all = bm_md_source_lines(b, para->start_line, para->end_line);
	if (para->start_line == 1 && bm_str_starts(all, "+++\n") &&
	    bm_str_find(all, "\n+++", 3) < all.len)
		tell_foreign(b, para, "Hugo (front matter in TOML)",
			     (bm_str){all.ptr, 3});
	for (size_t k = 0; k < sizeof(foreign) / sizeof(*foreign); k++) {
		size_t at = bm_str_find(all, foreign[k].open, 0), end;

		if ((b->foreign & (1U << k)) != 0 || at >= all.len)
			continue;
		end = bm_str_find(all, foreign[k].close,
				  at + strlen(foreign[k].open));
		if (end >= all.len || is_code(all, at) ||
		    !is_plausible(k, all, at, end))
			continue;
		b->foreign |= 1U << k;
		tell_foreign(b, para, foreign[k].what,
			     (bm_str){all.ptr + at,
				      end + strlen(foreign[k].close) - at});
	}
}
