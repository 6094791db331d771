/* Blocks of JATS: sections, paragraphs, lists, boxes, figures, tables. */
#include "write/jats.h"

static void put_block(jats *j, const xmlNode *n);
static bool is_skipped(const xmlNode *n);

/* Text of a title without notes and indexes, as a child of its own. */
static void
put_title(jats *j, const char *name, const xmlNode *title)
{
	if (title == NULL)
		return;
	jats_tag(j, name);
	jats_in(j);
	jats_inlines(j, title);
	jats_end(j, name);
}

void
jats_title(jats *j, const xmlNode *el)
{
	jats_leaf(j, "label", bm_attr_bm(el, "label"));
	put_title(j, "title", bm_title(el));
}

/* An element with blocks inside. */
static void
put_holder(jats *j, const xmlNode *n, const char *name, const char *type)
{
	jats_tag(j, name);
	jats_id(j, n);
	jats_attr(j, "content-type", type);
	jats_in(j);
	if (strcmp(name, "sec") == 0)
		jats_title(j, n);
	else if (bm_title(n) != NULL) {
		jats_leaf(j, "label", bm_attr_bm(n, "label"));
		bm_buf_puts(j->out, "<caption>");
		put_title(j, "title", bm_title(n));
		bm_buf_puts(j->out, "</caption>");
	}
	jats_blocks(j, n);
	jats_end(j, name);
	bm_buf_putc(j->out, '\n');
}

/* A box; a notice says which it is. */
static void
put_box(jats *j, const xmlNode *n)
{
	const char *kind = bm_attr_bm(n, "kind");
	const char *type = (const char *)n->name;

	if (bm_streq(bm_attr(n, "role"), "notice"))
		type = kind != NULL
			   ? bm_arena_printf(j->doc->arena, "notice-%s", kind)
			   : "notice";
	put_holder(j, n, "boxed-text", type);
}

/* ---- Lists --------------------------------------------------------------- */

/* Blocks where JATS wants paragraphs and lists only. */
static void
put_item(jats *j, const xmlNode *item, const char *name)
{
	static const char *const plain[] = {"para",         "simpara",
					    "itemizedlist", "orderedlist",
					    "variablelist", NULL};

	jats_tag(j, name);
	jats_id(j, item);
	jats_in(j);
	for (const xmlNode *n = bm_first_element(item); n != NULL;
	     n = bm_next_element(n)) {
		bool wrap = (!bm_is_any(n, plain) && !jats_is_inline(n)) ||
			    (strcmp(name, "def") == 0 && !bm_is(n, "para") &&
			     !bm_is(n, "simpara"));
		if (bm_is_bm(n, NULL) || bm_is(n, "title"))
			continue;
		bm_buf_puts(j->out, wrap ? "<p>" : "");
		put_block(j, n);
		bm_buf_puts(j->out, wrap ? "</p>" : "");
	}
	jats_end(j, name);
}

static void
put_list(jats *j, const xmlNode *list)
{
	static const char *const items[] = {"listitem", "step", "member",
					    "callout", NULL};
	bool ordered = bm_is(list, "orderedlist") || bm_is(list, "procedure") ||
		       bm_is(list, "substeps");

	jats_tag(j, "list");
	jats_id(j, list);
	jats_attr(j, "list-type", ordered ? "order" : "bullet");
	jats_in(j);
	put_title(j, "title", bm_title(list));
	for (const xmlNode *n = bm_first_element(list); n != NULL;
	     n = bm_next_element(n)) {
		if (!bm_is_any(n, items))
			continue;
		if (bm_is(n, "member")) {
			bm_buf_puts(j->out, "<list-item><p>");
			jats_inlines(j, n);
			bm_buf_puts(j->out, "</p></list-item>");
		} else
			put_item(j, n, "list-item");
	}
	jats_end(j, "list");
	bm_buf_putc(j->out, '\n');
}

/* One term or more, and what they mean. */
static void
put_definition(jats *j, const xmlNode *entry)
{
	jats_tag(j, "def-item");
	jats_id(j, entry);
	jats_in(j);
	bm_buf_puts(j->out, "<term>");
	for (const xmlNode *n = bm_first_element(entry); n != NULL;
	     n = bm_next_element(n)) {
		if (!bm_is(n, "term") && !bm_is(n, "glossterm"))
			continue;
		bm_buf_puts(j->out, n != bm_first_element(entry) ? ", " : "");
		jats_inlines(j, n);
	}
	bm_buf_puts(j->out, "</term>");
	for (const xmlNode *n = bm_first_element(entry); n != NULL;
	     n = bm_next_element(n))
		if (bm_is(n, "listitem") || bm_is(n, "glossdef"))
			put_item(j, n, "def");
	jats_end(j, "def-item");
}

static void
put_definitions(jats *j, const xmlNode *first, const xmlNode *list)
{
	jats_tag(j, "def-list");
	if (list != NULL)
		jats_id(j, list);
	jats_in(j);
	for (const xmlNode *n = first; n != NULL; n = bm_next_element(n)) {
		if (bm_is(n, "varlistentry") || bm_is(n, "glossentry"))
			put_definition(j, n);
		else if (bm_is(n, "glossdiv"))
			for (const xmlNode *k = bm_first_element(n); k != NULL;
			     k = bm_next_element(k))
				if (bm_is(k, "glossentry"))
					put_definition(j, k);
	}
	jats_end(j, "def-list");
	bm_buf_putc(j->out, '\n');
}

/* ---- Figures, formulas, listings ----------------------------------------- */

static void
put_graphic(jats *j, const xmlNode *object)
{
	static const char *const kinds[] = {"imageobject", "videoobject",
					    "audioobject", NULL};
	xmlNode *alt = bm_child(object, "alt");
	const xmlNode *data = NULL;

	for (const xmlNode *n = bm_first_element(object);
	     n != NULL && data == NULL; n = bm_next_element(n))
		if (bm_is_any(n, kinds))
			data = bm_first_element(n);
	while (data != NULL && bm_attr(data, "fileref") == NULL)
		data = bm_next_element(data);
	if (data != NULL) {
		const char *name =
		    bm_is(data, "imagedata") ? "graphic" : "media";
		jats_tag(j, name);
		jats_attr(j, "xlink:href", bm_attr(data, "fileref"));
		jats_in(j);
		if (alt != NULL)
			jats_leaf(j, "alt-text", bm_textz(j->doc, alt));
		for (xmlNode *t = bm_child(object, "textobject"); t != NULL;
		     t = bm_next(t, "textobject"))
			if (bm_child(t, "phrase") == NULL)
				jats_leaf(j, "long-desc", bm_textz(j->doc, t));
		jats_end(j, name);
	}
	if (bm_child(object, "caption") != NULL)
		jats_blocks(j, bm_child(object, "caption"));
}

static void
put_figure(jats *j, const xmlNode *n)
{
	jats_tag(j, "fig");
	jats_id(j, n);
	jats_in(j);
	jats_number(j, n, "xref-figure");
	if (bm_title(n) != NULL) {
		bm_buf_puts(j->out, "<caption>");
		put_title(j, "title", bm_title(n));
		bm_buf_puts(j->out, "</caption>");
	}
	jats_blocks(j, n);
	jats_end(j, "fig");
	bm_buf_putc(j->out, '\n');
}

static void
put_formula(jats *j, const xmlNode *n)
{
	xmlNode *root = (xmlNode *)(uintptr_t)n; /* it is only read */
	bool some = false;

	jats_tag(j, "disp-formula");
	jats_id(j, n);
	jats_in(j);
	jats_leaf(j, "label", bm_attr_bm(n, "label"));
	for (xmlNode *k = root; k != NULL; k = bm_walk(k, root))
		if (k->type == XML_ELEMENT_NODE && !some &&
		    strcmp((const char *)k->name, "math") == 0) {
			jats_math(j, k);
			some = true;
		}
	for (xmlNode *k = bm_child(n, "mathphrase"); k != NULL && !some;
	     k = bm_next(k, "mathphrase"))
		jats_inlines(j, k);
	jats_end(j, "disp-formula");
	bm_buf_putc(j->out, '\n');
}

static void
put_listing(jats *j, const xmlNode *n)
{
	const char *name = bm_is(n, "programlisting") ? "code" : "preformat";

	jats_tag(j, name);
	if (bm_is(n, "programlisting"))
		jats_attr(j, "language", bm_attr(n, "language"));
	jats_attr(j, "xml:space", "preserve");
	jats_in(j);
	jats_inlines(j, n);
	jats_end(j, name);
	bm_buf_putc(j->out, '\n');
}

static void
put_para(jats *j, const xmlNode *n)
{
	jats_tag(j, "p");
	jats_id(j, n);
	jats_in(j);
	for (const xmlNode *k = n->children; k != NULL; k = k->next) {
		if (k->type == XML_TEXT_NODE)
			jats_text(j, bm_str_of((const char *)k->content));
		else if (k->type == XML_ELEMENT_NODE && bm_is(k, NULL) &&
			 !jats_is_inline(k) && bm_attr_bm(n, "blocks") != NULL)
			put_block(j, k);
		else if (k->type == XML_ELEMENT_NODE)
			jats_inline(j, k);
		else if (k->type == XML_PI_NODE) /* the end of a line */
			bm_buf_putc(j->out, ' ');
	}
	bm_buf_puts(j->out, "</p>\n");
}

/* ---- All ----------------------------------------------------------------- */

/* What stands elsewhere, or is no text. */
static bool
is_skipped(const xmlNode *n)
{
	static const char *const skipped[] = {"info",
					      "title",
					      "subtitle",
					      "titleabbrev",
					      "bibliography",
					      "glossary",
					      "appendix",
					      "acknowledgements",
					      "colophon",
					      "index",
					      "toc",
					      "indexterm",
					      "remark",
					      "alt",
					      "areaspec",
					      "label",
					      NULL};

	return bm_is_any(n, skipped) || bm_is_bm(n, NULL);
}

static void
put_block(jats *j, const xmlNode *n)
{
	static const char *const boxes[] = {
	    "note",      "tip",     "warning", "caution",         "danger",
	    "important", "sidebar", "example", "informalexample", NULL};
	static const char *const lists[] = {
	    "itemizedlist", "orderedlist", "procedure", "substeps",
	    "simplelist",   "calloutlist", NULL};
	static const char *const listings[] = {"programlisting", "screen",
					       "literallayout",  "synopsis",
					       "address",        NULL};
	static const char *const paras[] = {"para", "simpara", NULL};
	if (is_skipped(n))
		return;
	if (bm_is_any(n, paras))
		put_para(j, n);
	else if (pub_is_division(n))
		put_holder(j, n, "sec", NULL);
	else if (bm_is_any(n, boxes))
		put_box(j, n);
	else if (bm_is_any(n, lists))
		put_list(j, n);
	else if (bm_is(n, "variablelist") || bm_is(n, "glosslist"))
		put_definitions(j, bm_first_element(n), n);
	else if (bm_is(n, "blockquote") || bm_is(n, "epigraph"))
		put_holder(j, n, "disp-quote", NULL);
	else if (bm_is(n, "attribution"))
		put_title(j, "attrib", n);
	else if (bm_is_any(n, listings))
		put_listing(j, n);
	else if (bm_is(n, "figure"))
		put_figure(j, n);
	else if (bm_is(n, "mediaobject"))
		put_graphic(j, n);
	else if (bm_is(n, "equation") || bm_is(n, "informalequation"))
		put_formula(j, n);
	else if (bm_is(n, "table") || bm_is(n, "informaltable"))
		jats_table(j, n);
	else if (bm_is(n, "bridgehead")) {
		bm_buf_puts(j->out, "<p><bold>");
		jats_inlines(j, n);
		bm_buf_puts(j->out, "</bold></p>\n");
	} else if (jats_is_inline(n)) {
		bm_buf_puts(j->out, "<p>");
		jats_inline(j, n);
		bm_buf_puts(j->out, "</p>\n");
	} else
		jats_blocks(j, n);
}

/* What stands behind sections, where JATS has sections only. */
static void
put_behind(jats *j, const xmlNode *n)
{
	size_t start = j->out->len, bare;

	bm_buf_puts(j->out, "<sec>");
	bare = j->out->len;
	put_block(j, n);
	if (j->out->len == bare)
		j->out->len = start;
	else
		bm_buf_puts(j->out, "</sec>\n");
}

void
jats_blocks(jats *j, const xmlNode *el)
{
	const xmlNode *first = bm_first_element(el);
	bool sections = false;

	if (bm_is(el, "glossary")) {
		for (; first != NULL && !bm_is(first, "glossentry") &&
		       !bm_is(first, "glossdiv");
		     first = bm_next_element(first))
			put_block(j, first);
		put_definitions(j, first, NULL);
		return;
	}
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && bm_is(n, NULL)) {
			bool division = pub_is_division(n);
			if (sections && !division)
				put_behind(j, n);
			else
				put_block(j, n);
			sections = sections || (division && !is_skipped(n));
		} else if (n->type == XML_TEXT_NODE && jats_is_inline(n)) {
			/* Text where no paragraph was written. */
			bm_buf_puts(j->out, "<p>");
			jats_text(j, bm_str_of((const char *)n->content));
			bm_buf_puts(j->out, "</p>\n");
		}
	}
}
