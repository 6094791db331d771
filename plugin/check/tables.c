/* Tables: which cells have which headers. */
#include "check/check.h"
#include "check/model.h"

#define COLUMNS_MAX 10000u
#define SPAN_MAX    1000

static const bm_rule rules[] = {
    {"table-header-cells", BM_ERROR, "A header of a table has no cells",
     "WCAG 2.2, 1.3.1 (A)",
     "Make it a td, mend its scope, or mend the columns of the table."},
    {"table-headers-refer", BM_ERROR,
     "The attribute headers names no header of the table",
     "WCAG 2.2, 1.3.1 (A)",
     "Name ids of th elements of the same table, or take headers away."},
    {"table-scope", BM_WARNING, "The attribute scope says nothing",
     "WCAG 2.2, 1.3.1 (A)",
     "Put scope on th only, as row, col, rowgroup or colgroup."},
    {"table-no-header", BM_WARNING, "A table has no header cells",
     "WCAG 2.2, 1.3.1 (A)",
     "Make the cells that name rows and columns th elements."},
    {"table-caption", BM_INFO, "A table has no name", "WCAG 2.2, 1.3.1 (A)",
     "Give the table a caption."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

typedef struct cell {
	page_node_id node;
	uint32_t x, y, width, height;
	bool header, hidden;
} cell;

typedef struct grid {
	bm_arena *arena; /* for one table */
	BM_VEC(cell) cells;
	BM_VEC(uint32_t) busy;  /* of each column: rows from above */
	BM_VEC(uint32_t) first; /* row of the first and behind the last cell */
	BM_VEC(uint32_t) last;
	BM_VEC(uint32_t) row_cells, row_data; /* of each row */
	uint32_t rows, columns, data, captions;
	bm_map named; /* ids that headers names */
} grid;

static bool
is_table(const page *p, page_node_id n)
{
	aria_role role = model_role(p, n);

	return page_is_element(p, n) && role != R_NO &&
	       aria_role_is(role, R_table);
}

static bool
is_row(const page *p, page_node_id n)
{
	return model_role(p, n) == R_row;
}

static bool
is_cell(const page *p, page_node_id n)
{
	aria_role role = model_role(p, n);

	return role == R_cell || role == R_gridcell || role == R_columnheader ||
	       role == R_rowheader;
}

static uint32_t
span(const page *p, page_node_id n, page_name html, page_name aria)
{
	long value = 1;
	const char *text = page_attr_of(p, n, html);

	if (text == NULL)
		text = page_attr_of(p, n, aria);
	if (text == NULL || !model_integer(text, &value) || value < 0)
		return 1;
	return (uint32_t)(value > SPAN_MAX ? SPAN_MAX : value);
}

/* Makes the columns up to `count` known. */
static bool
widen(grid *g, uint32_t count)
{
	while (g->columns < count) {
		uint32_t *busy = BM_VEC_PUSH(g->arena, &g->busy);
		uint32_t *first = BM_VEC_PUSH(g->arena, &g->first);
		uint32_t *last = BM_VEC_PUSH(g->arena, &g->last);

		if (busy == NULL || first == NULL || last == NULL)
			return false;
		*first = UINT32_MAX;
		g->columns++;
	}
	return true;
}

/* Notes the ids in the attribute headers of a cell, if it has one. */
static bool
note_headers(const page *p, grid *g, page_node_id n)
{
	const char *list = page_attr_of(p, n, N_headers);
	bool any = false;
	bm_str id;

	while (page_word(&list, &id)) {
		void **slot = bm_map_put(&g->named, id, NULL);

		any = true;
		if (slot != NULL)
			*slot = g;
	}
	return any;
}

static bool
add_cell(const page *p, grid *g, page_node_id n, uint32_t *x)
{
	uint32_t y = g->rows - 1, width, height;
	aria_role role = model_role(p, n);
	bool named;
	cell *c;

	/* Its headers are those that it names, and no others. */
	named = note_headers(p, g, n);
	while (*x < g->columns && g->busy.items[*x] > 0)
		(*x)++;
	width = span(p, n, N_colspan, N_aria_colspan);
	height = span(p, n, N_rowspan, N_aria_rowspan);
	width = width > 0 ? width : 1;
	if (*x + width > COLUMNS_MAX || !widen(g, *x + width))
		return false;
	c = BM_VEC_PUSH(g->arena, &g->cells);
	if (c == NULL)
		return false;
	*c = (cell){n,
		    *x,
		    y,
		    width,
		    height > 0 ? height : SPAN_MAX,
		    role == R_columnheader || role == R_rowheader,
		    model_hidden(p, n)};
	for (uint32_t i = *x; i < *x + width; i++) {
		g->busy.items[i] = c->height;
		if (c->hidden || named)
			continue;
		if (g->first.items[i] == UINT32_MAX)
			g->first.items[i] = y;
		g->last.items[i] = y + 1;
	}
	if (!c->hidden) {
		g->row_cells.items[y] += !named || c->header;
		g->row_data.items[y] += !c->header;
		g->data += !c->header;
	}
	*x += width;
	return true;
}

/* Begins a row: what hangs down from above is one row shorter. */
static bool
add_row(grid *g)
{
	uint32_t *cells = BM_VEC_PUSH(g->arena, &g->row_cells);
	uint32_t *data = BM_VEC_PUSH(g->arena, &g->row_data);

	if (cells == NULL || data == NULL)
		return false;
	for (uint32_t i = 0; i < g->columns && g->rows > 0; i++)
		if (g->busy.items[i] > 0)
			g->busy.items[i]--;
	g->rows++;
	return true;
}

/* The cells of a table and where they are, in place of those of the one
 * before; false if it has too many. */
static bool
read_grid(const page *p, page_node_id table, grid *g)
{
	page_node_id end = page_end(p, table);
	bm_arena *arena = g->arena;
	uint32_t x = 0;

	bm_arena_reset(arena);
	memset(g, 0, sizeof(*g));
	g->arena = arena;
	bm_map_init(&g->named, arena);

	for (page_node_id n = table + 1; n < end;) {
		if (!page_is_element(p, n)) {
			n++;
			continue;
		}
		if (is_table(p, n) || page_is(p, n, N_table)) {
			n = page_end(p, n);
			continue;
		}
		if (page_is(p, n, N_caption))
			g->captions++;
		if (model_role(p, n) == R_rowgroup)
			for (uint32_t i = 0; i < g->columns; i++)
				g->busy.items[i] = 0;
		if (is_row(p, n)) {
			x = 0;
			if (!add_row(g))
				return false;
		} else if (is_cell(p, n) && g->rows > 0) {
			if (!add_cell(p, g, n, &x))
				return false;
			/* Tables in cells are looked at by themselves. */
		}
		n++;
	}
	return true;
}

/* Whether there are other cells in its columns, or in its row if that is
 * what it is for. */
static bool
has_cells(const page *p, const grid *g, const cell *c)
{
	const char *scope = page_attr_of(p, c->node, N_scope);
	const char *id;
	aria_role role = model_role(p, c->node);
	bool by_row = role == R_rowheader, by_column = role == R_columnheader;

	/* Without scope it is for its column if its row has no data, else
	 * for its row (HTML 4.9.12.2). */
	if (page_blank(scope) && page_is(p, c->node, N_th) &&
	    !page_has(p, c->node, N_role) && g->row_data.items[c->y] > 0)
		by_row = true;
	if (by_row && g->row_cells.items[c->y] > 1)
		return true;
	for (uint32_t i = 0; by_column && i < c->width; i++)
		if (g->last.items[c->x + i] > c->y + 1 ||
		    g->first.items[c->x + i] < c->y)
			return true;
	id = page_attr_of(p, c->node, N_id);
	return !page_blank(id) && bm_map_getz(&g->named, id) != NULL;
}

/* What is wrong with one id of headers, or NULL. */
static const char *
refers_to(const page *p, page_node_id n, bm_str id)
{
	page_node_id to = page_by_id(p, id);
	aria_role role;

	if (to == PAGE_NONE)
		return "is not there";
	if (to == n)
		return "is the cell itself";
	if (page_ancestor(p, to, N_table) != page_ancestor(p, n, N_table))
		return "is not in the same table";
	role = model_role(p, to);
	return role == R_columnheader || role == R_rowheader
		   ? NULL
		   : "is no header cell";
}

/* ACT a25f45. */
static void
headers_refer(check_run *run)
{
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *a;
		page_node_id table;
		const char *list, *wrong = NULL;
		bm_str id;

		if (!page_is(p, n, N_td) && !page_is(p, n, N_th))
			continue;
		a = page_attr_at(p, n, N_headers);
		table = page_ancestor(p, n, N_table);
		if (a == NULL || page_blank(a->value) || table == PAGE_NONE ||
		    !is_table(p, table) || model_hidden(p, table) ||
		    model_hidden(p, n))
			continue;
		list = a->value;
		while (wrong == NULL && page_word(&list, &id))
			wrong = refers_to(p, n, id);
		if (wrong == NULL)
			check_pass(run);
		else
			check_fail_at(run, a, "\"%.*s\", named in headers, %s",
				      (int)id.len, id.ptr, wrong);
	}
}

static void
scope(check_run *run)
{
	static const char values[] = "row col rowgroup colgroup";
	const page *p = run->page;

	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_attr *a = page_attr_at(p, n, N_scope);

		if (a == NULL || (!page_is(p, n, N_td) && !page_is(p, n, N_th)))
			continue;
		if (page_is(p, n, N_td))
			check_fail_at(run, a,
				      "scope stands on a td, where it "
				      "says nothing");
		else if (page_blank(a->value) ||
			 !page_has_word(values, a->value))
			check_fail_at(run, a, "scope cannot be \"%s\"",
				      a->value);
		else
			check_pass(run);
	}
}

/* Whether a caption or head says that it is a table of data. */
static bool
looks_like_data(const page *p, page_node_id n, const grid *g)
{
	return g->captions > 0 || page_child(p, n, N_thead) != PAGE_NONE;
}

/* Calls `judge` for each table that is shown, with its cells and how many of
 * them are headers. */
static void
each_table(check_run *run, void (*judge)(check_run *run, page_node_id n,
					 const grid *g, size_t headers))
{
	page *p = run->page;
	grid g = {.arena = bm_arena_new(bm_arena_allocator(p->arena))};

	for (page_node_id n = g.arena != NULL ? 1 : UINT32_MAX;
	     n < p->nodes.len; n++) {
		size_t headers = 0;

		if (!is_table(p, n) || model_hidden(p, n) ||
		    !read_grid(p, n, &g))
			continue;
		for (size_t i = 0; i < g.cells.len; i++)
			headers += g.cells.items[i].header;
		judge(run, n, &g, headers);
	}
	p->no_memory |= g.arena == NULL || bm_arena_failed(g.arena);
	bm_arena_free(g.arena);
}

static void
judge_header_cells(check_run *run, page_node_id n, const grid *g,
		   size_t headers)
{
	(void)n;
	for (size_t i = 0; headers > 0 && g->data > 0 && i < g->cells.len;
	     i++) {
		const cell *c = &g->cells.items[i];

		if (!c->header || c->hidden)
			continue;
		if (has_cells(run->page, g, c))
			check_pass(run);
		else
			check_fail(run, c->node,
				   "The header cell has no other cell in its "
				   "%s",
				   model_role(run->page, c->node) == R_rowheader
				       ? "row"
				       : "column");
	}
}

/* ACT d0f69e. */
static void
header_cells(check_run *run)
{
	each_table(run, judge_header_cells);
}

static void
judge_headers(check_run *run, page_node_id n, const grid *g, size_t headers)
{
	if (headers > 0)
		check_pass(run);
	else if (g->rows < 2 || g->columns < 2)
		return;
	else if (looks_like_data(run->page, n, g))
		check_fail(run, n, "The table has no th");
	else
		check_person(run, n,
			     "The table has no th; whether its cells need "
			     "headers has to be seen");
}

static void
no_header(check_run *run)
{
	each_table(run, judge_headers);
}

static void
judge_caption(check_run *run, page_node_id n, const grid *g, size_t headers)
{
	(void)g;
	if (headers == 0)
		return;
	if (*model_name_text(run->page, n) != '\0')
		check_pass(run);
	else
		check_person(run, n,
			     "The table has no caption; whether the text "
			     "before it says what it shows has to be read");
}

static void
caption(check_run *run)
{
	each_table(run, judge_caption);
}

static const check_test tests[] = {
    {"table-header-cells", "d0f69e", "1.3.1 A",
     "Each header cell has cells that it is for", header_cells},
    {"table-headers-refer", "a25f45", "1.3.1 A",
     "The attribute headers names header cells of the same table",
     headers_refer},
    {"table-scope", NULL, "1.3.1 A",
     "The attribute scope stands on th and has one of its values", scope},
    {"table-no-header", NULL, "1.3.1 A", "A table of data has header cells",
     no_header},
    {"table-caption", NULL, "1.3.1 A", "A table of data has a name", caption},
    {NULL, NULL, NULL, NULL, NULL},
};

const check_family check_tables = {"tables", rules, tests};
