/* Tables of HTML in Markdown: which fields of the grid their cells take. */
#include <stdlib.h>

#include "read/markdown.h"

#define COLUMNS_MAX 200
#define ROWS_MAX    100000u

struct bm_md_htable {
	cmark_mem *mem;
	cmark_node *node; /* the box */
	bm_md_grid *grid;
	size_t cap;
	size_t group;               /* the first cell of this group of rows */
	unsigned column;            /* of the cell that comes next */
	unsigned busy[COLUMNS_MAX]; /* the row where the column is free */
	bool has_data;              /* a <td> in the first row */
};

bm_md_htable *
bm_md_htable_new(cmark_mem *mem, cmark_node *box)
{
	bm_md_htable *t = mem->calloc(1, sizeof(*t));

	t->mem = mem;
	t->node = box;
	t->grid = mem->calloc(1, sizeof(*t->grid));
	bm_md_box_of(box)->grid = t->grid;
	return t;
}

void
bm_md_htable_row(bm_md_htable *t)
{
	t->grid->rows++;
	t->column = 0;
}

/* The number of columns or rows that a cell spans. */
static unsigned
span(const bm_md_htable *t, const bm_md_tag *tag, const char *name,
     unsigned max)
{
	const char *text = bm_md_tag_attr(t->mem, tag->raw, name);
	unsigned long n = text != NULL ? strtoul(text, NULL, 10) : 1;

	return n < 1 ? 1 : n > max ? max : (unsigned)n;
}

/* HTML, "Forming a table": the next field that no cell from above takes, and
 * those beside it that are free. */
cmark_node *
bm_md_htable_cell(bm_md_htable *t, const bm_md_tag *tag)
{
	unsigned columns = span(t, tag, "colspan", COLUMNS_MAX), n = 0;
	unsigned rows = span(t, tag, "rowspan", ROWS_MAX);
	bm_md_grid *grid = t->grid;
	unsigned row = grid->rows - 1;
	bm_md_field *cell;

	while (t->column < COLUMNS_MAX && t->busy[t->column] > row)
		t->column++;
	/* Beyond the widest table: behind what the last cell has. */
	if (t->column == COLUMNS_MAX)
		return grid->cells[grid->count - 1].node;
	while (n < columns && t->column + n < COLUMNS_MAX &&
	       t->busy[t->column + n] <= row)
		t->busy[t->column + n++] = row + rows;
	if (grid->count == t->cap) {
		t->cap = t->cap == 0 ? 16 : t->cap * 2;
		grid->cells =
		    t->mem->realloc(grid->cells, t->cap * sizeof(*grid->cells));
	}
	cell = &grid->cells[grid->count++];
	*cell = (bm_md_field){.row = row,
			      .column = t->column,
			      .rows = rows,
			      .columns = n,
			      .node = bm_md_cell_add(t->mem, t->node)};
	t->column += n;
	if (grid->columns < t->column)
		grid->columns = t->column;
	if (row == 0 && (strcmp(tag->name, "td") == 0 || rows > 1))
		t->has_data = true;
	return cell->node;
}

/* A row in <thead>, or a first one of <th> alone, belongs to the head. */
void
bm_md_htable_end_row(bm_md_htable *t, const char *group)
{
	bm_md_grid *grid = t->grid;
	bool foot = strcmp(group, "tfoot") == 0;
	bool head = strcmp(group, "thead") == 0 ||
		    (!foot && grid->rows == 1 && !t->has_data);

	if (head && grid->head + 1 == grid->rows)
		grid->head = grid->rows;
	grid->foot = foot ? grid->foot + 1 : 0;
}

void
bm_md_htable_end_group(bm_md_htable *t)
{
	bm_md_grid *grid = t->grid;

	for (size_t i = t->group; i < grid->count; i++)
		if (grid->cells[i].row + grid->cells[i].rows > grid->rows)
			grid->cells[i].rows = grid->rows - grid->cells[i].row;
	for (size_t i = 0; i < COLUMNS_MAX; i++)
		if (t->busy[i] > grid->rows)
			t->busy[i] = grid->rows;
	t->group = grid->count;
}

void
bm_md_htable_end(bm_md_htable *t)
{
	bm_md_grid *grid = t->grid;

	bm_md_htable_end_group(t);
	grid->align = t->mem->calloc(grid->columns + 1, 1);
	if (grid->head + grid->foot >= grid->rows)
		grid->foot = 0;
	if (grid->head >= grid->rows)
		grid->head = 0;
	if (grid->count == 0)
		bm_md_box_of(t->node)->grid = NULL;
}
