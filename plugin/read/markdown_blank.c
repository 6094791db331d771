/*
 * Tables drawn with blanks (pandoc, "simple_tables" and "multiline_tables").
 * A line of dashes says where columns begin: under the one line of a head,
 * above the rows of a table without one, or below the lines of a head that a
 * whole line of dashes is above.
 *
 * cmark takes a line of dashes for a break before it asks us.  So the scan of
 * the text finds these tables and marks their first and last line; a line that
 * begins with the mark opens a box, which then takes each line to the other
 * mark.  What has a mark and gets no box is the text that it was.
 */
#include "read/markdown.h"

#define COLUMNS_MAX 200
#define CELLS_MAX   200000u

typedef struct columns {
	int count;
	int start[COLUMNS_MAX + 1], end[COLUMNS_MAX + 1]; /* of the dashes */
} columns;

typedef enum form { BLANK, TEXT, RULE, DASHED } form;

/* A line without the marks of quotations that it is in. */
typedef struct view {
	bm_str s; /* without blanks behind it */
	size_t begin, next;
	int quotes;
	form form;
} view;

/* RULE: one run of dashes; DASHED: several, of two at least. */
static form
form_of(bm_str s)
{
	size_t runs = 0, n;

	s = bm_str_trim(s);
	if (s.len == 0)
		return BLANK;
	for (size_t i = 0; i < s.len; i += n) {
		for (n = 0; i + n < s.len && s.ptr[i + n] == '-';)
			n++;
		if (n < 2)
			return TEXT;
		runs++;
		while (i + n < s.len && s.ptr[i + n] == ' ')
			n++;
	}
	return runs > 1 ? DASHED : s.len > 2 ? RULE : TEXT;
}

static bool
look(bm_str text, size_t at, view *out)
{
	const char *end;
	size_t i = at, stop;

	if (at >= text.len)
		return false;
	end = memchr(text.ptr + at, '\n', text.len - at);
	stop = end != NULL ? (size_t)(end - text.ptr) : text.len;
	out->next = stop + 1;
	out->quotes = 0;
	for (;;) {
		size_t p = i;

		while (p < stop && p - i < 4 && text.ptr[p] == ' ')
			p++;
		if (p >= stop || p - i > 3 || text.ptr[p] != '>')
			break;
		out->quotes++;
		i = p + 1;
		i += i < stop && text.ptr[i] == ' ';
	}
	out->begin = i;
	while (stop > i && bm_is_space(text.ptr[stop - 1]))
		stop--;
	out->s = (bm_str){text.ptr + i, stop - i};
	out->form = form_of(out->s);
	return true;
}

/* The character at s[i] and the columns that it takes: a mark of ours none. */
static size_t
character(bm_str s, size_t i, int *width)
{
	size_t n = 1;

	*width = !(i + 3 <= s.len && memcmp(s.ptr + i, BM_MD_BREAK, 3) == 0);
	while (i + n < s.len && (s.ptr[i + n] & 0xC0) == 0x80)
		n++;
	return n;
}

static bool
read_columns(bm_str line, columns *out)
{
	int x = 0;

	out->count = 0;
	for (size_t i = 0; i < line.len; i++, x++) {
		if (line.ptr[i] != '-')
			continue;
		if (i == 0 || line.ptr[i - 1] != '-') {
			if (out->count == COLUMNS_MAX)
				return false;
			out->start[out->count++] = x;
		}
		out->end[out->count - 1] = x + 1;
	}
	return out->count > 0;
}

/* Whether no word stands across the place where a column begins, and all of
 * the line is in columns. */
static bool
fits(bm_str s, const columns *c)
{
	bool before = false;
	int x = 0, column = 0, width;

	for (size_t i = 0, n; i < s.len; i += n, x += width) {
		bool blank = s.ptr[i] == ' ';

		n = character(s, i, &width);
		while (column < c->count && c->start[column] < x)
			column++;
		if (!blank && x < c->start[0])
			return false;
		if (!blank && before && column > 0 && column < c->count &&
		    c->start[column] == x)
			return false;
		before = !blank;
	}
	return true;
}

/* ---- Where such a table is ----------------------------------------------- */

typedef struct finding {
	bm_str text;
	view first, line; /* line: at hand */
	view last;        /* of the table so far */
	size_t indent, rows;
	bool gaps; /* blank lines among the rows */
} finding;

static bool
next_line(finding *f)
{
	view next;

	if (!look(f->text, f->line.next, &next) ||
	    next.quotes != f->first.quotes ||
	    memchr(next.s.ptr, '\t', next.s.len) != NULL ||
	    bm_str_starts(bm_str_trim(next.s), "```") ||
	    bm_str_starts(bm_str_trim(next.s), "~~~") ||
	    bm_str_starts(bm_str_trim(next.s), ":::"))
		return false;
	f->line = next;
	return true;
}

/* The line at hand is one of the table's. */
static bool
add_line(finding *f, const columns *c)
{
	size_t n = 0;

	while (n < f->line.s.len && f->line.s.ptr[n] == ' ')
		n++;
	if (f->indent > n)
		f->indent = n;
	f->last = f->line;
	return c == NULL || f->line.form == RULE || fits(f->line.s, c);
}

/* A line of dashes that ends a table: a whole one, or the columns again. */
static bool
ends(const finding *f, const columns *c)
{
	columns other;

	if (f->line.form == RULE)
		return f->line.s.len > (size_t)c->start[c->count - 1];
	return f->line.form == DASHED && read_columns(f->line.s, &other) &&
	       other.count == c->count &&
	       memcmp(other.start, c->start, sizeof(int) * (size_t)c->count) ==
		   0;
}

/* Rows behind the dashes, to the end; must: it needs a line of dashes. */
static bool
find_rows(finding *f, const columns *c, bool must)
{
	while (next_line(f)) {
		if (f->line.form == BLANK) {
			if (!must)
				return f->rows > 0;
			f->gaps = true;
		} else if (f->line.form != TEXT) {
			return f->rows > 0 && ends(f, c) && add_line(f, c);
		} else if (++f->rows * (size_t)c->count > CELLS_MAX ||
			   !add_line(f, c)) {
			return false;
		}
	}
	return !must && f->rows > 0;
}

/* Whether nothing stands right behind the table. */
static bool
stands_free(const finding *f)
{
	view next;

	return !look(f->text, f->last.next, &next) || next.form == BLANK ||
	       next.quotes != f->first.quotes;
}

/* The lines of a head, down to the dashes; those must fit, too. */
static bool
find_head(finding *f, columns *c)
{
	finding again;
	size_t lines = 0;

	while (next_line(f) && f->line.form == TEXT && add_line(f, NULL))
		lines++;
	if (lines == 0 || f->line.form != DASHED ||
	    !read_columns(f->line.s, c) || !add_line(f, NULL) ||
	    (size_t)c->start[c->count - 1] >= f->first.s.len)
		return false;
	again = *f;
	again.line = f->first;
	for (; lines > 0 && next_line(&again); lines--)
		if (!fits(again.line.s, c))
			return false;
	return true;
}

/* A line that is no head, as it begins a block of its own. */
static bool
is_block(bm_str s)
{
	bm_str label;

	s = bm_str_trim(s);
	if (s.len == 0 || strchr("#|+<:`~{", s.ptr[0]) != NULL)
		return true;
	if (strchr("-*", s.ptr[0]) != NULL && s.len > 1 && s.ptr[1] == ' ')
		return true;
	return bm_md_item_mark(s, &label) > 0;
}

static bool
find(finding *f, columns *c)
{
	add_line(f, NULL);
	if (f->first.form == RULE)
		return find_head(f, c) && find_rows(f, c, true) &&
		       stands_free(f);
	if (f->first.form == DASHED)
		return read_columns(f->first.s, c) && find_rows(f, c, true) &&
		       (!f->gaps || stands_free(f));
	if (f->first.form != TEXT || !next_line(f) || f->line.form != DASHED ||
	    is_block(f->first.s) || !read_columns(f->line.s, c))
		return false;
	return add_line(f, NULL) && fits(f->first.s, c) &&
	       find_rows(f, c, false);
}

bool
bm_md_blank_find(bm_str text, size_t at, size_t *first, size_t *last)
{
	finding f = {.text = text, .indent = SIZE_MAX};
	columns c;

	if (!look(text, at, &f.first) || f.first.form == BLANK ||
	    memchr(f.first.s.ptr, '\t', f.first.s.len) != NULL)
		return false;
	f.line = f.first;
	if (!find(&f, &c) || f.last.begin == f.first.begin)
		return false;
	*first = f.first.begin + f.indent;
	*last = f.last.begin + f.indent;
	return true;
}

/* ---- What it holds ------------------------------------------------------- */

typedef struct reading {
	cmark_mem *mem;
	cmark_node *node;
	bm_str *lines;
	int count, dashes; /* dashes: the line that says the columns */
	columns columns;
	bm_md_grid *grid;
} reading;

static void
read_lines(reading *r, bm_str text)
{
	bm_str line;
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.ptr[i] == '\n';
	r->lines = r->mem->calloc(count + 1, sizeof(*r->lines));
	while (r->count < (int)count && bm_str_split(&text, '\n', &line))
		r->lines[r->count++] = line;
}

/* What a line has in a column; from: where it begins, in characters. */
static bm_str
slice(const reading *r, bm_str s, int column, int *from)
{
	int a = r->columns.start[column], x = 0, width;
	int z = column + 1 < r->columns.count ? r->columns.start[column + 1]
					      : INT32_MAX;
	size_t begin = s.len, end = s.len;

	for (size_t i = 0, n; i < s.len; i += n, x += width) {
		n = character(s, i, &width);
		if (x >= a && i < begin && begin == s.len && s.ptr[i] != ' ') {
			begin = i;
			*from = x;
		}
		if (x >= z) {
			end = i;
			break;
		}
	}
	if (begin >= end)
		return (bm_str){0};
	while (end > begin && bm_is_space(s.ptr[end - 1]))
		end--;
	return (bm_str){s.ptr + begin, end - begin};
}

static int
width_of(bm_str s)
{
	int x = 0, width;

	for (size_t i = 0; i < s.len; i += character(s, i, &width))
		x += width = 1;
	return x;
}

/* A column is set as the words of its head, or of the first row, stand to the
 * dashes. */
static void
find_align(reading *r, int from, int to)
{
	for (int i = 0; i < r->columns.count; i++) {
		int left = INT32_MAX, right = -1;

		for (int line = from; line < to; line++) {
			int x = 0;
			bm_str s = slice(r, r->lines[line], i, &x);
			int end = x + width_of(s);

			if (s.len == 0)
				continue;
			left = x < left ? x : left;
			right = end > right ? end : right;
		}
		if (right < 0)
			continue;
		if (left > r->columns.start[i])
			r->grid->align[i] =
			    right < r->columns.end[i] ? 'c' : 'r';
		else if (right < r->columns.end[i])
			r->grid->align[i] = 'l';
	}
}

/* A row of the lines from..to; each cell has one paragraph or none. */
static void
add_row(reading *r, int from, int to)
{
	bm_md_grid *grid = r->grid;

	for (int i = 0; i < r->columns.count; i++) {
		cmark_node *cell = bm_md_cell_add(r->mem, r->node),
			   *para = NULL;
		bm_md_field *field = &grid->cells[grid->count++];

		field->row = grid->rows;
		field->column = (unsigned)i;
		field->rows = field->columns = 1;
		field->node = cell;
		cell->start_line = r->node->start_line + from;
		cell->start_column = r->columns.start[i] + 1;
		for (int line = from; line < to; line++) {
			int x = 0;
			bm_str s = slice(r, r->lines[line], i, &x);

			if (s.len == 0)
				continue;
			if (para == NULL) {
				para = cmark_node_new_with_mem(
				    CMARK_NODE_PARAGRAPH, r->mem);
				para->start_line = r->node->start_line + line;
				para->start_column = x + 1;
				para->parent = cell;
				cell->first_child = cell->last_child = para;
			} else {
				cmark_strbuf_putc(&para->content, '\n');
			}
			cmark_strbuf_put(&para->content,
					 (const unsigned char *)s.ptr,
					 (bufsize_t)s.len);
			para->end_line = r->node->start_line + line;
			para->end_column = x + (int)s.len;
		}
	}
	grid->rows++;
}

/* The rows: of a line each, or of lines between blank ones. */
static void
add_rows(reading *r, int from, int to, bool several)
{
	while (from < to) {
		int end = from + 1;

		if (form_of(r->lines[from]) == BLANK) {
			from++;
			continue;
		}
		while (several && end < to && form_of(r->lines[end]) != BLANK)
			end++;
		add_row(r, from, end);
		from = end;
	}
}

bool
bm_md_blank_read(cmark_mem *mem, cmark_node *node)
{
	bm_md_box *box = bm_md_box_of(node);
	reading r = {.mem = mem, .node = node};
	int head = 0, body, end;
	bool several;

	read_lines(
	    &r, (bm_str){(const char *)box->text.ptr, (size_t)box->text.size});
	if (!box->closed || r.count < 3)
		return false;
	several = form_of(r.lines[0]) == RULE;
	head = several ? 1 : 0;
	while (r.dashes < r.count && form_of(r.lines[r.dashes]) != DASHED)
		r.dashes++;
	if (r.dashes == r.count || !read_columns(r.lines[r.dashes], &r.columns))
		return false;
	body = r.dashes + 1;
	end = form_of(r.lines[r.count - 1]) > TEXT ? r.count - 1 : r.count;
	for (int i = body; i < end; i++)
		several = several || form_of(r.lines[i]) == BLANK;
	r.grid = mem->calloc(1, sizeof(*r.grid));
	r.grid->columns = (unsigned)r.columns.count;
	r.grid->words_only = true;
	r.grid->align = mem->calloc((size_t)r.columns.count, 1);
	r.grid->cells = mem->calloc((size_t)r.count * r.grid->columns,
				    sizeof(*r.grid->cells));
	if (several) {
		r.grid->widths =
		    mem->calloc((size_t)r.columns.count, sizeof(int));
		for (int i = 0; i < r.columns.count; i++)
			r.grid->widths[i] =
			    r.columns.end[i] - r.columns.start[i];
	}
	if (r.dashes > head) {
		add_row(&r, head, r.dashes);
		r.grid->head = 1;
		find_align(&r, head, r.dashes);
	} else {
		find_align(&r, body, body + 1);
	}
	add_rows(&r, body, end, several);
	box->grid = r.grid;
	return r.grid->rows > r.grid->head;
}
