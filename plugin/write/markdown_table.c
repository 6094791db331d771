/* Writer "markdown": tables of pipes, as far as they are such. */
#include "write/markdown.h"

#include <stdio.h>

/* The columns, named and aligned as the reader names them. */
static bool
can_columns(const xmlNode *group, bool *widths)
{
	static const char *const known[] = {"colname", "align", "colwidth",
					    NULL};
	const xmlNode *spec = bm_child(group, "colspec");
	const char *cols = bm_attr(group, "cols");
	char name[16];
	size_t count = 0, wide = 0;

	for (; spec != NULL; spec = bm_next(spec, "colspec")) {
		const char *align = bm_attr(spec, "align");
		const char *width = bm_attr(spec, "colwidth");

		snprintf(name, sizeof(name), "c%zu", ++count);
		if (!mdw_only(spec, known) ||
		    !bm_streq(bm_attr(spec, "colname"), name) ||
		    (align != NULL && strcmp(align, "left") != 0 &&
		     strcmp(align, "right") != 0 &&
		     strcmp(align, "center") != 0) ||
		    (width != NULL && strpbrk(width, " \"\n") != NULL))
			return false;
		wide += width != NULL;
	}
	snprintf(name, sizeof(name), "%zu", count);
	*widths = wide > 0;
	return count > 0 && bm_streq(cols, name) &&
	       (wide == 0 || wide == count);
}

/* Whether each row has a plain cell for each column. */
static bool
can_rows(const xmlNode *part, size_t columns)
{
	for (const xmlNode *row = bm_first_element(part); row != NULL;
	     row = bm_next_element(row)) {
		size_t count = 0;

		if (!bm_is(row, "row") || row->properties != NULL ||
		    mdw_is_stray(row))
			return false;
		for (const xmlNode *n = bm_first_element(row); n != NULL;
		     n = bm_next_element(n), count++)
			if (!bm_is(n, "entry") || n->properties != NULL ||
			    !mdw_is_inline(n))
				return false;
		if (count != columns)
			return false;
	}
	return part->properties == NULL && !mdw_is_stray(part) &&
	       bm_first_element(part) != NULL;
}

static bool
can_group(const xmlNode *group, bool *widths)
{
	static const char *const cols[] = {"cols", NULL};
	const xmlNode *head = bm_child(group, "thead");
	const xmlNode *body = bm_child(group, "tbody"), *n;
	size_t columns = 0;

	if (!bm_is(group, "tgroup") || mdw_is_stray(group) ||
	    !mdw_only(group, cols) || body == NULL ||
	    bm_child(group, "tfoot") != NULL ||
	    bm_child(group, "spanspec") != NULL || !can_columns(group, widths))
		return false;
	for (n = bm_child(group, "colspec"); n != NULL;
	     n = bm_next(n, "colspec"))
		columns++;
	if (head != NULL && (bm_next_element(bm_first_element(head)) != NULL ||
			     !can_rows(head, columns)))
		return false;
	/* A table of one row is read as its body. */
	if (head == NULL && bm_next_element(bm_first_element(body)) != NULL)
		return false;
	return bm_next_element(body) == NULL && can_rows(body, columns);
}

static void
put_row(mdw *w, const xmlNode *row)
{
	mdw_puts(w, "|");
	for (xmlNode *n = bm_first_element(row); n != NULL;
	     n = bm_next_element(n)) {
		mdw_puts(w, " ");
		w->in_cell = true;
		w->text_start = true;
		w->last = ' ';
		mdw_inline(w, n);
		w->in_cell = false;
		mdw_puts(w, " |");
	}
	mdw_puts(w, "\n");
}

static void
put_delimiters(mdw *w, const xmlNode *group)
{
	mdw_puts(w, "|");
	for (const xmlNode *spec = bm_child(group, "colspec"); spec != NULL;
	     spec = bm_next(spec, "colspec")) {
		const char *align = bm_attr(spec, "align");

		mdw_puts(w, align == NULL     ? " --- |"
			    : align[0] == 'l' ? " :--- |"
			    : align[0] == 'r' ? " ---: |"
					      : " :---: |");
	}
	mdw_puts(w, "\n");
}

/* widths="1 3": "1*" without its star. */
static const char *
list_widths(mdw *w, const xmlNode *group)
{
	const char *text = "";

	for (const xmlNode *spec = bm_child(group, "colspec"); spec != NULL;
	     spec = bm_next(spec, "colspec")) {
		bm_str width = bm_str_of(bm_attr(spec, "colwidth"));

		if (width.len > 1 && bm_str_ends(width, "*"))
			width.len--;
		text = bm_arena_printf(w->doc->arena, "%s%s%.*s", text,
				       *text != '\0' ? " " : "", (int)width.len,
				       width.ptr);
		if (text == NULL)
			return "";
	}
	return text;
}

bool
mdw_table(mdw *w, xmlNode *el)
{
	static const char *const known[] = {"id", "role", "lang", "rowheader",
					    NULL};
	xmlNode *title = bm_child(el, "title"), *group;
	const char *header = bm_attr(el, "rowheader"), *more[5] = {NULL};
	bool widths, formal = bm_is(el, "table");
	size_t n = 0;

	group = title != NULL ? bm_next_element(title) : bm_first_element(el);
	if (!mdw_only(el, known) || !mdw_can_attrs(el) || group == NULL ||
	    mdw_is_stray(el) || formal != (title != NULL) ||
	    (title != NULL &&
	     (title->properties != NULL || !mdw_is_inline(title) ||
	      title->children == NULL)) ||
	    bm_next_element(group) != NULL || !mdw_quotable(header) ||
	    !can_group(group, &widths))
		return false;
	for (const xmlNode *part = bm_child(group, "thead"); part != NULL;
	     part = bm_next_element(part)) {
		const xmlNode *row = bm_first_element(part);

		for (; row != NULL; row = bm_next_element(row)) {
			put_row(w, row);
			if (bm_is(part, "thead"))
				put_delimiters(w, group);
		}
	}
	if (bm_child(group, "thead") == NULL) {
		put_row(w, bm_first_element(bm_child(group, "tbody")));
		put_delimiters(w, group);
	}
	if (header != NULL) {
		more[n++] = "rowheader";
		more[n++] = header;
	}
	if (widths) {
		more[n++] = "widths";
		more[n++] = list_widths(w, group);
	}
	if (title == NULL && el->properties == NULL && n == 0)
		return true;
	mdw_puts(w, "\n:");
	if (title != NULL) {
		mdw_puts(w, " ");
		w->in_cell = w->text_start = true;
		w->last = ' ';
		mdw_inline(w, title);
		w->in_cell = false;
	}
	if (el->properties != NULL || n > 0)
		mdw_puts(w, " ");
	mdw_attrs(w, el, more);
	mdw_puts(w, "\n");
	return true;
}
