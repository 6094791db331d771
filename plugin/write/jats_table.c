/* Tables of JATS: those of XHTML, with the cells as they were laid out. */
#include "write/jats.h"

static void
put_cell(jats *j, const xmlNode *cell)
{
	static const char *const spans[] = {"colspan", "rowspan", NULL};
	const char *name = bm_attr_bm(cell, "cell");
	bool text = false;

	if (name == NULL)
		name = bm_is(cell, "th") ? "th" : "td";
	for (const xmlNode *n = cell->children; n != NULL; n = n->next)
		text = text || jats_is_inline(n);
	jats_tag(j, name);
	jats_attr(j, "id", jats_name(j, bm_attr_xml(cell, "id")));
	jats_attr(j, "abbr", bm_attr(cell, "abbr"));
	jats_attr(j, "align", bm_attr_bm(cell, "align"));
	for (size_t i = 0; spans[i] != NULL; i++)
		jats_attr(j, spans[i],
			  bm_attr_bm(cell, spans[i]) != NULL
			      ? bm_attr_bm(cell, spans[i])
			      : bm_attr(cell, spans[i]));
	if (strcmp(name, "th") == 0)
		jats_attr(j, "scope", bm_attr_bm(cell, "scope"));
	jats_in(j);
	if (text)
		jats_inlines(j, cell);
	else
		jats_blocks(j, cell);
	jats_end(j, name);
}

static void put_row(jats *j, const xmlNode *row);

static void
put_rows(jats *j, const xmlNode *part)
{
	for (const xmlNode *r = bm_first_element(part); r != NULL;
	     r = bm_next_element(r))
		if (bm_is(r, "row") || bm_is(r, "tr"))
			put_row(j, r);
}

/* A table in a cell. */
static void
put_inner_table(jats *j, const xmlNode *n)
{
	bm_buf_puts(j->out, "<td><array>\n<tbody>\n");
	put_rows(j, bm_child(n, "thead"));
	put_rows(j, bm_child(n, "tbody"));
	bm_buf_puts(j->out, "</tbody></array></td>");
}

static void
put_row(jats *j, const xmlNode *row)
{
	static const char *const cells[] = {"entry", "td", "th", NULL};

	bm_buf_puts(j->out, "<tr>");
	for (const xmlNode *n = bm_first_element(row); n != NULL;
	     n = bm_next_element(n)) {
		if (bm_is_any(n, cells))
			put_cell(j, n);
		else if (bm_is(n, "entrytbl"))
			put_inner_table(j, n);
	}
	bm_buf_puts(j->out, "</tr>\n");
}

/* The rows of all parts of one name. */
static void
put_part(jats *j, const xmlNode *group, const char *name)
{
	for (const xmlNode *n = bm_child(group, name); n != NULL;
	     n = bm_next(n, name)) {
		jats_tag(j, name);
		bm_buf_puts(j->out, ">\n");
		put_rows(j, n);
		jats_end(j, name);
	}
}

static void
put_group(jats *j, const xmlNode *group)
{
	bm_buf_puts(j->out, "<table>\n");
	put_part(j, group, "thead");
	put_part(j, group, "tfoot");
	put_part(j, group, "tbody");
	for (const xmlNode *n = bm_child(group, "tr"); n != NULL;
	     n = bm_next(n, "tr"))
		put_row(j, n);
	bm_buf_puts(j->out, "</table>\n");
}

void
jats_table(jats *j, const xmlNode *table)
{
	const xmlNode *title = bm_title(table);
	const xmlNode *group = bm_child(table, "tgroup");

	if (title == NULL)
		title = bm_child(table, "caption");
	jats_tag(j, "table-wrap");
	jats_id(j, table);
	jats_in(j);
	jats_number(j, table, "xref-table");
	if (title != NULL) {
		bm_buf_puts(j->out, "<caption><title>");
		jats_inlines(j, title);
		bm_buf_puts(j->out, "</title></caption>");
	}
	for (const xmlNode *t = bm_child(table, "textobject"); t != NULL;
	     t = bm_next(t, "textobject"))
		jats_leaf(
		    j, bm_child(t, "phrase") != NULL ? "alt-text" : "long-desc",
		    bm_textz(j->doc, t));
	if (group == NULL)
		put_group(j, table);
	for (; group != NULL; group = bm_next(group, "tgroup"))
		put_group(j, group);
	jats_end(j, "table-wrap");
	bm_buf_putc(j->out, '\n');
}
