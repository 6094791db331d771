/*
 * Grid tables (pandoc, "grid_tables"): which cells the borders draw, cells
 * that span rows and columns among them, and the table made of them.
 *
 * A line with a run of border (+---+) parts rows, each "+" in such a run parts
 * columns.  The cells of this raster that no border parts are one cell, which
 * must be a rectangle.
 */
#include <stdio.h>

#include "read/markdown.h"

#define COLUMNS_MAX 200
#define CELLS_MAX   200000u

typedef struct raster {
	cmark_mem *mem;
	bm_str *lines;
	int **at;    /* byte offset of each character of a line, and its end */
	int *length; /* of a line, in characters */
	int line_count, width;
	int *x, *y; /* where borders stand */
	int columns, rows;
	int *owner; /* of a field: the first field of its cell */
} raster;

static char
char_at(const raster *r, int line, int x)
{
	return x < r->length[line] ? r->lines[line].ptr[r->at[line][x]] : ' ';
}

static bool
is_border(char c)
{
	return c == '-' || c == '=' || c == ':' || c == '+';
}

static void
read_lines(raster *r, const bm_md_box *box)
{
	bm_str rest = {(const char *)box->text.ptr, (size_t)box->text.size};
	bm_str line;
	size_t count = 0;

	for (size_t i = 0; i < rest.len; i++)
		count += rest.ptr[i] == '\n';
	r->lines = r->mem->calloc(count + 1, sizeof(*r->lines));
	r->at = r->mem->calloc(count + 1, sizeof(*r->at));
	r->length = r->mem->calloc(count + 1, sizeof(*r->length));
	while (bm_str_split(&rest, '\n', &line) && r->line_count < (int)count) {
		int n = 0, *at = r->mem->calloc(line.len + 1, sizeof(*at));

		for (size_t i = 0; i < line.len; i++)
			if ((line.ptr[i] & 0xC0) != 0x80)
				at[n++] = (int)i;
		at[n] = (int)line.len;
		r->lines[r->line_count] = line;
		r->at[r->line_count] = at;
		r->length[r->line_count++] = n;
		r->width = n > r->width ? n : r->width;
	}
}

/* The end of the run of border that begins with the "+" at x, or x. */
static int
run_end(const raster *r, int line, int x)
{
	int end = x, i = x;

	if (char_at(r, line, x) != '+')
		return x;
	while (is_border(char_at(r, line, i))) {
		if (char_at(r, line, i) == '+' && i > x + 1)
			end = i;
		i++;
	}
	return end;
}

/* Finds where borders stand; false: none, or too many. */
static bool
find_borders(raster *r)
{
	bool *column = r->mem->calloc((size_t)r->width + 1, sizeof(*column));

	r->y = r->mem->calloc((size_t)r->line_count + 1, sizeof(*r->y));
	for (int line = 0; line < r->line_count; line++) {
		bool parts = false;

		for (int x = 0, end; x < r->length[line]; x = end + 1) {
			end = run_end(r, line, x);
			for (int i = x; end > x && i <= end; i++)
				column[i] =
				    column[i] || char_at(r, line, i) == '+';
			parts = parts || end > x;
		}
		if (parts)
			r->y[r->rows++] = line;
	}
	r->x = r->mem->calloc(COLUMNS_MAX + 2, sizeof(*r->x));
	for (int x = 0; x < r->width; x++)
		if (column[x]) {
			if (r->columns > COLUMNS_MAX)
				return false;
			r->x[r->columns++] = x;
		}
	r->columns--;
	r->rows--;
	return r->columns > 0 && r->rows > 0 && r->y[0] == 0 &&
	       r->y[r->rows] == r->line_count - 1 && r->x[0] == 0 &&
	       (size_t)r->columns * (size_t)r->rows <= CELLS_MAX;
}

/* Whether a border parts the field from the one to its right. */
static bool
parted_right(const raster *r, int row, int column)
{
	int x = r->x[column + 1];

	if (r->y[row] + 1 == r->y[row + 1])
		return true;
	for (int line = r->y[row] + 1; line < r->y[row + 1]; line++)
		if (char_at(r, line, x) != '|' && char_at(r, line, x) != '+')
			return false;
	return true;
}

static bool
parted_below(const raster *r, int row, int column)
{
	int line = r->y[row + 1];

	for (int x = r->x[column] + 1; x < r->x[column + 1]; x++)
		if (!is_border(char_at(r, line, x)))
			return false;
	return true;
}

/* Gives each field its cell; false: a cell is no rectangle. */
static bool
find_cells(raster *r, bm_md_grid *grid)
{
	size_t fields = (size_t)r->rows * (size_t)r->columns;

	r->owner = r->mem->calloc(fields, sizeof(*r->owner));
	grid->cells = r->mem->calloc(fields, sizeof(*grid->cells));
	for (size_t i = 0; i < fields; i++)
		r->owner[i] = -1;
	for (int row = 0; row < r->rows; row++)
		for (int column = 0; column < r->columns; column++) {
			int right = column, down = row;
			bm_md_field *cell = &grid->cells[grid->count];

			if (r->owner[row * r->columns + column] >= 0)
				continue;
			while (right + 1 < r->columns &&
			       !parted_right(r, row, right))
				right++;
			while (down + 1 < r->rows &&
			       !parted_below(r, down, column))
				down++;
			for (int i = row; i <= down; i++)
				for (int k = column; k <= right; k++) {
					int *owner =
					    &r->owner[i * r->columns + k];

					if (*owner >= 0)
						return false;
					*owner = (int)grid->count;
				}
			cell->row = (unsigned)row;
			cell->column = (unsigned)column;
			cell->rows = (unsigned)(down - row + 1);
			cell->columns = (unsigned)(right - column + 1);
			grid->count++;
		}
	return true;
}

/* A column that no cell begins in is part of the one before it: so HTML has
 * it, and nothing is drawn otherwise. */
static void
join_columns(raster *r, bm_md_grid *grid)
{
	int *number = r->mem->calloc((size_t)r->columns + 1, sizeof(*number));
	int count = 0;

	for (size_t i = 0; i < grid->count; i++)
		number[grid->cells[i].column] = 1;
	for (int i = 0; i < r->columns; i++) {
		if (number[i] != 0)
			r->x[count++] = r->x[i];
		number[i] = count - 1;
	}
	r->x[count] = r->x[r->columns];
	number[r->columns] = count;
	for (size_t i = 0; i < grid->count; i++) {
		bm_md_field *cell = &grid->cells[i];
		int end = number[cell->column + cell->columns];

		cell->column = (unsigned)number[cell->column];
		/* The end is a column that begins, or the last border. */
		cell->columns = (unsigned)end - cell->column;
	}
	r->columns = count;
}

/* Rows above the first "=" and below the second. */
static void
find_head(raster *r, bm_md_grid *grid)
{
	int found[2] = {-1, -1}, n = 0;

	for (int i = 0; i <= r->rows && n < 2; i++) {
		bool marked = true;

		for (int x = r->x[0] + 1; marked && x < r->x[1]; x++)
			marked = char_at(r, r->y[i], x) == '=' ||
				 char_at(r, r->y[i], x) == ':';
		if (marked && char_at(r, r->y[i], r->x[0] + 2) == '=')
			found[n++] = i;
	}
	if (n > 0 && found[0] > 0 && found[0] < r->rows)
		grid->head = (unsigned)found[0];
	if (n > 1 && found[1] > (int)grid->head && found[1] < r->rows)
		grid->foot = (unsigned)(r->rows - found[1]);
}

static void
find_columns(raster *r, bm_md_grid *grid)
{
	int line = r->y[grid->head];

	grid->widths =
	    r->mem->calloc((size_t)r->columns, sizeof(*grid->widths));
	grid->align = r->mem->calloc((size_t)r->columns, 1);
	for (int i = 0; i < r->columns; i++) {
		bool left = char_at(r, line, r->x[i] + 1) == ':';
		bool right = char_at(r, line, r->x[i + 1] - 1) == ':';

		grid->widths[i] = r->x[i + 1] - r->x[i] - 1;
		grid->align[i] = left && right ? 'c'
				 : left        ? 'l'
				 : right       ? 'r'
					       : 0;
	}
}

/* The text of a line between two columns, without blanks behind it. */
static bm_str
slice(const raster *r, int line, int from, int to)
{
	int length = r->length[line];
	int a = r->at[line][from < length ? from : length];
	int z = r->at[line][to < length ? to : length];
	bm_str s = {r->lines[line].ptr + a, (size_t)(z - a)};

	while (s.len > 0 && bm_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* Copies what stands in a cell without the indent that its lines share. */
static void
copy_text(const raster *r, const bm_md_field *cell, const cmark_node *table,
	  bm_md_box *box)
{
	int from = r->x[cell->column] + 1;
	int to = r->x[cell->column + cell->columns];
	int first = r->y[cell->row] + 1, last = r->y[cell->row + cell->rows];
	size_t indent = SIZE_MAX;

	for (int line = first; line < last; line++) {
		bm_str s = slice(r, line, from, to);
		size_t n = 0;

		while (n < s.len && s.ptr[n] == ' ')
			n++;
		if (s.len > 0 && n < indent)
			indent = n;
	}
	indent = indent == SIZE_MAX ? 0 : indent;
	for (int line = first; line < last; line++) {
		bm_str s = slice(r, line, from, to);

		if (s.len > indent)
			cmark_strbuf_put(&box->text,
					 (const unsigned char *)s.ptr + indent,
					 (bufsize_t)(s.len - indent));
		cmark_strbuf_putc(&box->text, '\n');
	}
	cell->node->start_line = table->start_line + first;
	cell->node->end_line = table->start_line + last - 1;
	cell->node->start_column = table->start_column + from + (int)indent;
	cell->node->end_column = table->start_column + to - 1;
}

cmark_node *
bm_md_cell_add(cmark_mem *mem, cmark_node *table)
{
	bm_md_box *box = mem->calloc(1, sizeof(*box));
	cmark_node *cell = cmark_node_new_with_mem(bm_md_type_box, mem);

	box->kind = BM_MD_CELL;
	box->closed = true;
	cmark_strbuf_init(mem, &box->text, 0);
	cell->extension = table->extension;
	cell->as.opaque = box;
	cell->parent = table;
	cell->prev = table->last_child;
	if (table->last_child != NULL)
		table->last_child->next = cell;
	else
		table->first_child = cell;
	table->last_child = cell;
	return cell;
}

static void
make_cells(const raster *r, cmark_node *node, bm_md_grid *grid)
{
	for (size_t i = 0; i < grid->count; i++) {
		cmark_node *cell = bm_md_cell_add(r->mem, node);

		grid->cells[i].node = cell;
		copy_text(r, &grid->cells[i], node, bm_md_box_of(cell));
	}
}

bool
bm_md_grid_read(cmark_parser *parser, cmark_node *node)
{
	bm_md_box *box = bm_md_box_of(node);
	bm_md_grid *grid = parser->mem->calloc(1, sizeof(*grid));
	raster r = {.mem = parser->mem};

	read_lines(&r, box);
	if (r.line_count < 3 || !find_borders(&r) || !find_cells(&r, grid))
		return false;
	join_columns(&r, grid);
	grid->rows = (unsigned)r.rows;
	grid->columns = (unsigned)r.columns;
	find_head(&r, grid);
	find_columns(&r, grid);
	make_cells(&r, node, grid);
	box->grid = grid;
	return true;
}

/* ---- The table ---------------------------------------------------------- */

static void
put_columns(bm_md_build *b, const bm_md_grid *grid, xmlNode *group)
{
	char text[32];

	snprintf(text, sizeof(text), "%u", grid->columns);
	bm_set(b->doc, group, "cols", text);
	for (unsigned i = 0; i < grid->columns; i++) {
		xmlNode *spec = bm_el(b->doc, group, "colspec");
		char align = grid->align[i];

		snprintf(text, sizeof(text), "c%u", i + 1);
		bm_set(b->doc, spec, "colname", text);
		if (grid->widths != NULL) {
			snprintf(text, sizeof(text), "%d*", grid->widths[i]);
			bm_set(b->doc, spec, "colwidth", text);
		}
		if (align != 0)
			bm_set(b->doc, spec, "align",
			       align == 'l'   ? "left"
			       : align == 'r' ? "right"
					      : "center");
	}
}

/* A cell with one paragraph and no more holds its words themselves, as the
 * cells of other tables do. */
static void
unwrap(xmlNode *entry)
{
	xmlNode *para = entry->children;

	if (para == NULL || para->next != NULL || !bm_is(para, "para") ||
	    para->properties != NULL)
		return;
	while (para->children != NULL) {
		xmlNode *child = para->children;

		xmlUnlinkNode(child);
		xmlAddPrevSibling(para, child);
	}
	xmlUnlinkNode(para);
	xmlFreeNode(para);
}

static void
put_cell(bm_md_build *b, const bm_md_grid *grid, const bm_md_field *cell,
	 xmlNode *row)
{
	cmark_node *content = cell->node;
	xmlNode *entry, *saved = b->at;
	char text[32];

	b->at = row;
	entry = bm_md_el(b, cell->node, "entry");
	b->at = saved;
	if (entry == NULL)
		return;
	if (cell->columns > 1) {
		snprintf(text, sizeof(text), "c%u", cell->column + 1);
		bm_set(b->doc, entry, "namest", text);
		snprintf(text, sizeof(text), "c%u",
			 cell->column + cell->columns);
		bm_set(b->doc, entry, "nameend", text);
	}
	if (cell->rows > 1) {
		snprintf(text, sizeof(text), "%u", cell->rows - 1);
		bm_set(b->doc, entry, "morerows", text);
	}
	if (grid->words_only)
		content = content->first_child;
	b->depth += 4;
	if (content != NULL)
		bm_md_walk(b, content, entry);
	b->depth -= 4;
	unwrap(entry);
}

/* The part of the table that a row is in, made when it is the first. */
static const char *
part_of(const bm_md_grid *grid, unsigned row)
{
	return row < grid->head                 ? "thead"
	       : row >= grid->rows - grid->foot ? "tfoot"
						: "tbody";
}

/* CALS wants the foot before the body. */
static xmlNode *
make_part(bm_md_build *b, xmlNode *group, const char *name)
{
	xmlNode *body = bm_child(group, "tbody");

	if (strcmp(name, "tfoot") == 0 && body != NULL)
		return bm_el_before(b->doc, body, name);
	return bm_el(b->doc, group, name);
}

bool
bm_md_grid_put(bm_md_build *b, cmark_node *node)
{
	const bm_md_grid *grid = bm_md_box_of(node)->grid;
	cmark_node *title = bm_md_box_of(node)->title;
	xmlNode *el, *group, *part = NULL, *row = NULL;
	unsigned at = 0;

	if (grid == NULL)
		return false;
	el = title != NULL ? bm_md_el(b, node, "table")
			   : bm_md_table_el(b, node);
	if (title != NULL)
		bm_md_walk(b, title, bm_el(b->doc, el, "title"));
	group = bm_el(b->doc, el, "tgroup");
	put_columns(b, grid, group);
	bm_md_table_widths(b, el, group);
	for (size_t i = 0; i < grid->count; i++) {
		const bm_md_field *cell = &grid->cells[i];

		/* A row that cells from above fill has none of its own. */
		while (row == NULL || at <= cell->row) {
			const char *name = part_of(grid, at);

			if (part == NULL || !bm_is(part, name))
				part = make_part(b, group, name);
			row = bm_el(b->doc, part, "row");
			if (row == NULL)
				return true;
			at++;
		}
		put_cell(b, grid, cell, row);
	}
	return true;
}
