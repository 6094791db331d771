/*
 * Tables: where each cell stands, what it spans, and which header cells speak
 * for it.  CALS (OASIS 9502:1995) names columns and counts further rows; HTML
 * counts.  Both are laid out on one grid.
 */
#include <stdio.h>
#include <stdlib.h>

#include "write/publication.h"

#define COLUMNS_MAX 1024u
/* Header cells over one cell; more are not told of. */
#define HEADERS_MAX 8u

struct cell {
	xmlNode *node;
	size_t row, column, columns, rows;
	size_t shown; /* columns that a cell begins in */
	bool in_head, header, is_row_header;
	const char *id;
};

struct row {
	xmlNode *node;
	size_t section; /* number of the part that spans do not leave */
	size_t left;    /* rows of the part from this one on */
	bool head;
	size_t first, count; /* of its cells */
};

struct grid {
	publication *p;
	bm_arena *arena; /* for as long as the table is laid out */
	pub_doc *d;
	xmlNode *table; /* tgroup, entrytbl, table */
	bool cals, first_is_header;
	size_t columns;
	size_t used;             /* columns that cells stand in */
	bm_map names;            /* colname to column */
	bm_map spans;            /* spanname to spanspec */
	BM_VEC(xmlNode *) specs; /* colspec of each column, or NULL */
	BM_VEC(struct row) rows;
	BM_VEC(struct cell) cells;
	size_t busy[COLUMNS_MAX]; /* rows that a cell above still takes */
	bool failed;
};

static size_t
number_in(const xmlNode *el, const char *name, size_t otherwise, size_t max)
{
	const char *text = bm_attr(el, name);
	char *end;
	long n = text != NULL ? strtol(text, &end, 10) : -1;

	if (text == NULL || end == text || n < 0)
		return otherwise;
	return (size_t)n < max ? (size_t)n : max;
}

/* Leaves a number that is more than the usual one. */
static void
set_number(pub_doc *d, xmlNode *el, const char *name, size_t n, size_t usual)
{
	char text[32];

	snprintf(text, sizeof(text), "%zu", n);
	if (n > usual)
		bm_set_bm(d->doc, el, name, text);
}

/* ---- Columns of CALS ----------------------------------------------------- */

/* Column of a name, from 0; otherwise when it is unknown. */
static size_t
column_named(const struct grid *g, const char *name, size_t otherwise)
{
	const size_t *n = name != NULL ? bm_map_getz(&g->names, name) : NULL;

	return n != NULL ? *n : otherwise;
}

/* Notes the colspecs (9502, 2.3.2: numbered by colnum or one behind the
 * other). */
static void
read_columns(struct grid *g)
{
	size_t next = 0;

	g->columns = number_in(g->table, "cols", 0, COLUMNS_MAX);
	for (xmlNode *s = bm_child(g->table, "colspec"); s != NULL;
	     s = bm_next(s, "colspec")) {
		size_t at = number_in(s, "colnum", next + 1, COLUMNS_MAX);
		const char *name = bm_attr(s, "colname");
		at = at > 0 ? at - 1 : next;
		if (at >= COLUMNS_MAX)
			return;
		next = at + 1;
		while (g->specs.len <= at) {
			xmlNode **slot = BM_VEC_PUSH(g->arena, &g->specs);
			if (slot == NULL) {
				g->failed = true;
				return;
			}
		}
		g->specs.items[at] = s;
		if (name == NULL)
			continue;
		void **slot = bm_map_put(&g->names, bm_str_of(name), NULL);
		size_t *n = BM_NEW(g->arena, size_t);
		if (slot == NULL || n == NULL) {
			g->failed = true;
			return;
		}
		*n = at;
		*slot = n;
	}
}

/* Puts a column's element at all columns that it stands for. */
static size_t
put_column(struct grid *g, xmlNode *col, size_t at)
{
	size_t n = number_in(col, "span", 1, COLUMNS_MAX);

	for (n = n > 0 ? n : 1; n > 0 && at < COLUMNS_MAX; n--, at++) {
		xmlNode **slot = BM_VEC_PUSH(g->arena, &g->specs);
		if (slot == NULL) {
			g->failed = true;
			break;
		}
		*slot = col;
	}
	return at;
}

/* The columns of an HTML table: col, alone or in colgroup (HTML 4.01,
 * 11.2.4). */
static void
read_html_columns(struct grid *g)
{
	size_t at = 0;

	for (xmlNode *n = bm_first_element(g->table); n != NULL;
	     n = bm_next_element(n)) {
		xmlNode *col = bm_child(n, "col");

		if (bm_is(n, "col") || (bm_is(n, "colgroup") && col == NULL))
			at = put_column(g, n, at);
		for (; bm_is(n, "colgroup") && col != NULL;
		     col = bm_next(col, "col"))
			at = put_column(g, col, at);
	}
}

/* Notes the spanspecs. */
static void
read_spans(struct grid *g)
{
	for (xmlNode *s = bm_child(g->table, "spanspec"); s != NULL;
	     s = bm_next(s, "spanspec")) {
		const char *name = bm_attr(s, "spanname");
		void **slot =
		    name == NULL ? NULL
				 : bm_map_put(&g->spans, bm_str_of(name), NULL);
		if (slot != NULL)
			*slot = s;
		else if (name != NULL)
			g->failed = true;
	}
}

/* The spanspec of this name, or NULL. */
static xmlNode *
span_named(const struct grid *g, const char *name)
{
	return name != NULL ? bm_map_getz(&g->spans, name) : NULL;
}

/* ---- Laying out ---------------------------------------------------------- */

static void
add_rows(struct grid *g, xmlNode *part, size_t section, bool head)
{
	const char *name = g->cals ? "row" : "tr";
	size_t first = g->rows.len;

	for (xmlNode *r = bm_child(part, name); r != NULL;
	     r = bm_next(r, name)) {
		struct row *slot = BM_VEC_PUSH(g->arena, &g->rows);
		if (slot == NULL) {
			g->failed = true;
			return;
		}
		*slot =
		    (struct row){.node = r, .section = section, .head = head};
	}
	for (size_t i = first; i < g->rows.len; i++)
		g->rows.items[i].left = g->rows.len - i;
}

/* Gathers the rows of all parts in document order. */
static void
read_rows(struct grid *g)
{
	static const char *const parts[] = {"thead", "tbody", "tfoot", NULL};
	size_t section = 0;

	for (xmlNode *n = bm_first_element(g->table); n != NULL;
	     n = bm_next_element(n))
		if (bm_is_any(n, parts))
			add_rows(g, n, ++section, bm_is(n, "thead"));
	if (!g->cals)
		add_rows(g, g->table, ++section, false);
}

/* Where a cell starts and how wide it is, as far as it says so itself. */
static void
place_cell(const struct grid *g, const xmlNode *el, size_t *column,
	   size_t *columns)
{
	const xmlNode *span = span_named(g, bm_attr(el, "spanname"));
	const xmlNode *by = span != NULL ? span : el;
	const char *first = bm_attr(by, "namest");
	const char *last = bm_attr(by, "nameend");

	*columns = 1;
	if (!g->cals) {
		*columns = number_in(el, "colspan", 1, COLUMNS_MAX);
		*columns = *columns == 0 ? 1 : *columns;
		return;
	}
	if (first == NULL)
		first = bm_attr(el, "colname");
	*column = column_named(g, first, *column);
	if (last != NULL) {
		size_t end = column_named(g, last, *column);
		*columns = end >= *column ? end - *column + 1 : 1;
	}
}

/* Puts one cell into the grid; false when it does not fit its row. */
static bool
put_cell(struct grid *g, size_t row_at, xmlNode *el, size_t *cursor)
{
	const struct row *row = &g->rows.items[row_at];
	struct cell *c;
	size_t columns, column, rows;
	bool fits = true;

	while (*cursor < COLUMNS_MAX && g->busy[*cursor] > 0)
		++*cursor;
	column = *cursor;
	place_cell(g, el, &column, &columns);
	fits = column >= *cursor;
	if (!fits)
		column = *cursor;
	if (column >= COLUMNS_MAX)
		return false;
	if (columns > COLUMNS_MAX - column)
		columns = COLUMNS_MAX - column;
	rows = g->cals ? number_in(el, "morerows", 0, SIZE_MAX / 2) + 1
		       : number_in(el, "rowspan", 1, SIZE_MAX / 2);
	if (rows == 0 || rows > row->left)
		rows = row->left;
	for (size_t i = column; i < column + columns; i++)
		if (g->busy[i] > 0)
			fits = false;
	/* What overlaps is cut short, so that no grid grows without bound. */
	if (!fits)
		rows = 1;
	for (size_t i = column; i < column + columns; i++)
		if (g->busy[i] < rows)
			g->busy[i] = rows;
	if (column + columns > g->used)
		g->used = column + columns;
	if (g->columns > 0 && column + columns > g->columns && g->cals)
		fits = false;
	*cursor = column + columns;
	c = BM_VEC_PUSH(g->arena, &g->cells);
	if (c == NULL) {
		g->failed = true;
		return true;
	}
	*c = (struct cell){.node = el,
			   .row = row_at,
			   .column = column,
			   .columns = columns,
			   .rows = rows,
			   .in_head = row->head};
	return fits;
}

static void
lay_out(struct grid *g)
{
	static const char *const cals[] = {"entry", "entrytbl", NULL};
	static const char *const html[] = {"th", "td", NULL};
	const char *const *names = g->cals ? cals : html;

	for (size_t i = 0; i < g->rows.len && !g->failed; i++) {
		struct row *row = &g->rows.items[i];
		size_t cursor = 0;
		bool fits = true;
		if (i == 0 || row->section != g->rows.items[i - 1].section)
			memset(g->busy, 0, sizeof(g->busy));
		row->first = g->cells.len;
		for (xmlNode *n = bm_first_element(row->node); n != NULL;
		     n = bm_next_element(n))
			if (bm_is_any(n, names))
				fits = put_cell(g, i, n, &cursor) && fits;
		row->count = g->cells.len - row->first;
		for (size_t k = 0; k < g->used; k++)
			if (g->busy[k] > 0)
				g->busy[k]--;
		if (!fits)
			pub_report(
			    g->d, row->node, "table-columns",
			    "The cells of this row do not fit the table");
	}
}

/* The columns of [from, to) that no cell of a row above takes; each gets an
 * empty cell, which is noted in begun.  A table is not made of these: *room is
 * how many there may still be. */
static size_t
gap(const struct grid *g, size_t from, size_t to, bool *begun, size_t *room)
{
	size_t n = 0;

	for (size_t k = from; k < to; k++)
		n += g->busy[k] == 0;
	if (n > *room)
		return 0;
	for (size_t k = from; k < to; k++)
		begun[k] = begun[k] || g->busy[k] == 0;
	*room -= n;
	return n;
}

/*
 * HTML counts cells where CALS names columns: what a row leaves out is filled
 * with empty cells, bm:gap of them before a cell or, on the row, at its end.
 * A column that no cell begins in is part of the one before it (HTML,
 * 4.9.12.1), so spans count the others only.
 */
static void
fill_gaps(struct grid *g)
{
	bool begun[COLUMNS_MAX] = {false};
	size_t room = 4 * g->cells.len + COLUMNS_MAX;

	for (size_t i = 0; i < g->rows.len; i++) {
		const struct row *row = &g->rows.items[i];
		size_t cursor = 0;

		if (i == 0 || row->section != g->rows.items[i - 1].section)
			memset(g->busy, 0, sizeof(g->busy));
		for (size_t k = row->first; k < row->first + row->count; k++) {
			const struct cell *c = &g->cells.items[k];

			set_number(g->d, c->node, "gap",
				   gap(g, cursor, c->column, begun, &room), 0);
			begun[c->column] = true;
			cursor = c->column + c->columns;
			for (size_t n = c->column; n < cursor; n++)
				if (g->busy[n] < c->rows)
					g->busy[n] = c->rows;
		}
		set_number(g->d, row->node, "gap",
			   gap(g, cursor, g->used, begun, &room), 0);
		for (size_t k = 0; k < g->used; k++)
			if (g->busy[k] > 0)
				g->busy[k]--;
	}
	for (size_t i = 0; i < g->cells.len; i++) {
		struct cell *c = &g->cells.items[i];

		c->shown = 0;
		for (size_t k = 0; k < c->columns; k++)
			c->shown += begun[c->column + k];
	}
}

/* ---- Headers ------------------------------------------------------------- */

/* Whether a cell has nothing that a reader gets. */
static bool
says_nothing(const xmlNode *cell)
{
	for (const xmlNode *n = cell->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE &&
		    !(bm_is(n, "para") && n->children == NULL))
			return false;
		if (n->type == XML_TEXT_NODE &&
		    bm_str_trim(bm_str_of((const char *)n->content)).len > 0)
			return false;
	}
	return true;
}

/* Says of each cell whether it is a header, and for what. */
static void
find_headers(struct grid *g)
{
	bool has_head = g->rows.len > 0 && g->rows.items[0].head;

	for (size_t i = 0; i < g->cells.len; i++) {
		struct cell *c = &g->cells.items[i];
		const char *scope = bm_attr(c->node, "scope");
		xmlNode *spec =
		    c->column < g->specs.len ? g->specs.items[c->column] : NULL;
		if (bm_is(c->node, "entrytbl") || says_nothing(c->node))
			continue;
		bool th = bm_is(c->node, "th");
		if (g->cals && c->in_head)
			c->header = true;
		else if (g->cals || !th)
			c->header = c->is_row_header =
			    (!c->in_head && c->column == 0 &&
			     g->first_is_header) ||
			    bm_streq(bm_attr(spec, "rowheader"), "headers");
		else {
			c->header = true;
			c->is_row_header =
			    !c->in_head &&
			    !(c->row == 0 && !has_head && c->column > 0);
			if (scope != NULL)
				c->is_row_header =
				    strncmp(scope, "row", 3) == 0;
			else if (c->row == 0 && !has_head)
				c->is_row_header = false;
		}
	}
}

/* Whether "scope" alone would leave open which headers a cell has: headers
 * that span, or several rows of them. */
static bool
is_complex(const struct grid *g)
{
	size_t head_rows = 0;

	for (size_t i = 0; i < g->rows.len; i++)
		head_rows += g->rows.items[i].head;
	for (size_t i = 0; i < g->cells.len; i++) {
		const struct cell *c = &g->cells.items[i];
		if (c->header && (c->columns > 1 || c->rows > 1))
			return true;
	}
	return head_rows > 1;
}

/* The table's own id, or that of the table around. */
static const char *
table_id(const struct grid *g)
{
	for (const xmlNode *n = g->table;
	     n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent) {
		const char *id = bm_attr_xml(n, "id");
		if (id != NULL)
			return id;
	}
	return "table";
}

/* Gives the header cells ids.  A table in a table, and a further group of
 * one, count on for themselves. */
static void
name_headers(struct grid *g)
{
	const char *table = table_id(g);
	const xmlNode *before = g->table->prev;
	char group[32] = "";

	while (before != NULL && before->type != XML_ELEMENT_NODE)
		before = before->prev;
	if (bm_is(g->table, "entrytbl") || (g->cals && bm_is(before, "tgroup")))
		snprintf(group, sizeof(group), "-t%zu", ++g->d->table_groups);
	for (size_t i = 0; i < g->cells.len; i++) {
		struct cell *c = &g->cells.items[i];
		if (!c->header)
			continue;
		c->id = bm_attr_xml(c->node, "id");
		if (c->id == NULL)
			c->id =
			    bm_arena_printf(g->p->arena, "%s%s-r%zuc%zu", table,
					    group, c->row + 1, c->column + 1);
		if (c->id == NULL)
			g->failed = true;
		bm_set_bm(g->d->doc, c->node, "id", c->id);
	}
}

/* A short list of header cells. */
struct headers {
	const struct cell *items[HEADERS_MAX];
	size_t len;
};

static void
add_header(struct headers *list, const struct cell *c)
{
	for (size_t i = 0; i < list->len; i++)
		if (list->items[i] == c)
			return;
	if (list->len < HEADERS_MAX)
		list->items[list->len++] = c;
}

/* Writes bm:headers on the data cells. */
static void
write_headers(struct grid *g)
{
	bm_arena *arena = g->arena;
	struct headers *by_column =
	    BM_NEW_ARRAY(arena, struct headers, COLUMNS_MAX);
	struct headers *by_row =
	    BM_NEW_ARRAY(arena, struct headers, g->rows.len);
	bm_buf buf;

	if (by_column == NULL || by_row == NULL) {
		g->failed = true;
		return;
	}
	for (size_t i = 0; i < g->cells.len; i++) {
		const struct cell *c = &g->cells.items[i];
		if (!c->header)
			continue;
		for (size_t k = 0; c->is_row_header && k < c->rows; k++)
			add_header(&by_row[c->row + k], c);
		for (size_t k = 0; !c->is_row_header && k < c->columns; k++)
			add_header(&by_column[c->column + k], c);
	}
	bm_buf_init(&buf, g->p->env->al);
	for (size_t i = 0; i < g->cells.len; i++) {
		const struct cell *c = &g->cells.items[i];
		struct headers all = {.len = 0};
		if (c->header || c->in_head)
			continue;
		for (size_t k = 0; k < c->columns; k++)
			for (size_t n = 0; n < by_column[c->column + k].len;
			     n++)
				add_header(&all,
					   by_column[c->column + k].items[n]);
		for (size_t n = 0; n < by_row[c->row].len; n++)
			add_header(&all, by_row[c->row].items[n]);
		bm_buf_clear(&buf);
		for (size_t n = 0; n < all.len; n++)
			bm_buf_printf(&buf, "%s%s", n > 0 ? " " : "",
				      all.items[n]->id);
		if (all.len > 0)
			bm_set_bm(g->d->doc, c->node, "headers",
				  bm_buf_cstr(&buf));
	}
	g->failed = g->failed || buf.status != BM_OK;
	bm_buf_free(&buf);
}

/* ---- Writing it down ----------------------------------------------------- */

/* The alignment in force (9502: entry, span, column, group). */
static const char *
align_of(const struct grid *g, const struct cell *c)
{
	const xmlNode *spec =
	    c->column < g->specs.len ? g->specs.items[c->column] : NULL;
	const xmlNode *span = span_named(g, bm_attr(c->node, "spanname"));
	const char *align = bm_attr(c->node, "align");

	if (align == NULL && g->cals)
		align = bm_attr(span, "align");
	if (align == NULL && !g->cals)
		align = bm_attr(c->node->parent, "align");
	if (align == NULL && !g->cals)
		align = bm_attr(c->node->parent->parent, "align");
	if (align == NULL)
		align = bm_attr(spec, "align");
	if (align == NULL && g->cals)
		align = bm_attr(g->table, "align");
	return align;
}

/* How a cell stands in its row, if that is not the usual way (9502: entry,
 * row, part of the table). */
static const char *
valign_of(const struct cell *c)
{
	const xmlNode *n = c->node;
	const char *valign = NULL;

	for (int i = 0; i < 3 && valign == NULL; i++, n = n->parent)
		valign = bm_attr(n, "valign");
	return valign;
}

/* Whether a rule stands below (rowsep) or behind (colsep) a cell: what the
 * nearest says, and NULL if nobody says it (9502: entry, row, spanspec,
 * colspec, tgroup, table). */
static const char *
rule_of(const struct grid *g, const struct cell *c, const char *name)
{
	const xmlNode *span = span_named(g, bm_attr(c->node, "spanname"));
	const xmlNode *spec =
	    c->column < g->specs.len ? g->specs.items[c->column] : NULL;
	const xmlNode *says[] = {c->node, c->node->parent, span,
				 spec,    g->table,        g->table->parent};

	for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++)
		if (bm_attr(says[i], name) != NULL)
			return bm_attr(says[i], name);
	return NULL;
}

/* Classes for the rules round a cell. */
static void
write_rules(const struct grid *g, const struct cell *c)
{
	const char *row = rule_of(g, c, "rowsep");
	const char *column = rule_of(g, c, "colsep");
	char text[64];

	if (row == NULL && column == NULL)
		return;
	snprintf(text, sizeof(text), "%s%s",
		 row == NULL             ? ""
		 : strcmp(row, "0") == 0 ? " no-rowsep"
					 : " rowsep",
		 column == NULL || strcmp(column, "0") == 0 ? "" : " colsep");
	if (text[0] != '\0')
		bm_set_bm(g->d->doc, c->node, "rules", text);
}

static void
write_cells(struct grid *g)
{
	bm_doc *doc = g->d->doc;

	for (size_t i = 0; i < g->cells.len; i++) {
		const struct cell *c = &g->cells.items[i];
		/* Nothing says what most cells are. */
		if (c->header || bm_is(c->node, "th"))
			bm_set_bm(doc, c->node, "cell",
				  c->header ? "th" : "td");
		if (c->header)
			bm_set_bm(doc, c->node, "scope",
				  c->is_row_header ? "row" : "col");
		set_number(g->d, c->node, "colspan", c->shown, 1);
		set_number(g->d, c->node, "rowspan", c->rows, 1);
		bm_set_bm(doc, c->node, "align", align_of(g, c));
		bm_set_bm(doc, c->node, "valign", valign_of(c));
		if (g->cals)
			write_rules(g, c);
		if (c->column + c->columns > g->columns)
			g->columns = c->column + c->columns;
	}
}

static void
table(publication *p, pub_doc *d, xmlNode *el, bool cals)
{
	bm_arena *arena = bm_arena_new(p->env->al);
	struct grid *g = BM_NEW(arena, struct grid);
	const xmlNode *around = cals ? el->parent : el;
	const char *rows = bm_attr(around, "rowheader");

	if (g == NULL) {
		d->doc->no_memory = true;
		bm_arena_free(arena);
		return;
	}
	g->p = p;
	g->arena = arena;
	g->d = d;
	g->table = el;
	g->cals = cals;
	g->first_is_header = bm_streq(rows, "firstcol") ||
			     bm_streq(bm_attr(el, "rowheader"), "firstcol");
	bm_map_init(&g->names, arena);
	bm_map_init(&g->spans, arena);
	if (cals) {
		read_columns(g);
		read_spans(g);
	} else
		read_html_columns(g);
	read_rows(g);
	lay_out(g);
	if (!g->failed)
		fill_gaps(g);
	find_headers(g);
	if (!g->failed && is_complex(g)) {
		name_headers(g);
		if (!g->failed)
			write_headers(g);
	}
	write_cells(g);
	if (g->failed || bm_arena_failed(arena))
		d->doc->no_memory = true;
	bm_arena_free(arena);
}

void
pub_table_cals(publication *p, pub_doc *d, xmlNode *group)
{
	table(p, d, group, true);
}

void
pub_table_html(publication *p, pub_doc *d, xmlNode *el)
{
	table(p, d, el, false);
}
