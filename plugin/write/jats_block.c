/* Blocks of JATS: sections, paragraphs, lists, boxes, figures, tables. */
#include <stdlib.h>

#include "write/jats.h"

/* How a block is written.  From LIST on it needs a paragraph round it where
 * JATS wants nothing but paragraphs, and behind DEFINITIONS in items, too. */
enum kind {
	SKIPPED,
	PARA,
	LINE, /* text where no paragraph was written */
	HEADING,
	HOLDER, /* what it holds is written, and its title */
	LIST,
	DEFINITIONS,
	SECTION,
	BOX,
	QUOTE,
	LISTING,
	FIGURE,
	FIGURES,
	MEDIA,
	FORMULA,
	TABLE,
	REFERENCES
};

static void put_block(jats *j, const xmlNode *n);
static void put_line(jats *j, const xmlNode *n);
static enum kind kind_of(const xmlNode *n);

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

void
jats_caption(jats *j, const xmlNode *title)
{
	if (title == NULL)
		return;
	bm_buf_puts(j->out, "<caption>");
	put_title(j, "title", title);
	bm_buf_puts(j->out, "</caption>");
}

/* A title where JATS has no place for one. */
static void
put_loose_title(jats *j, const xmlNode *title)
{
	if (title == NULL)
		return;
	bm_buf_puts(j->out, "<p><bold>");
	jats_inlines(j, title);
	bm_buf_puts(j->out, "</bold></p>\n");
}

/* The title below that of a section. */
static void
put_subtitle(jats *j, const xmlNode *el)
{
	const xmlNode *sub = bm_child(el, "subtitle");

	if (sub == NULL)
		sub = bm_child(bm_child(el, "info"), "subtitle");
	if (sub == NULL)
		return;
	bm_buf_puts(j->out, "<p content-type=\"subtitle\">");
	jats_inlines(j, sub);
	bm_buf_puts(j->out, "</p>\n");
}

/* Who wrote a section, where that is said. */
static void
put_section_people(jats *j, const xmlNode *n)
{
	size_t start = j->out->len, bare;

	bm_buf_puts(j->out, "<sec-meta>");
	bare = j->out->len;
	jats_people(j, bm_child(n, "info"));
	if (j->out->len == bare)
		j->out->len = start;
	else
		bm_buf_puts(j->out, "</sec-meta>");
}

static void
put_section(jats *j, const xmlNode *n)
{
	jats_tag(j, "sec");
	jats_id(j, n);
	jats_in(j);
	put_section_people(j, n);
	jats_title(j, n);
	put_subtitle(j, n);
	jats_blocks(j, n);
	bm_buf_puts(j->out, "</sec>\n");
}

/* Who said it stands behind what was said. */
static void
put_quote(jats *j, const xmlNode *n)
{
	jats_tag(j, "disp-quote");
	jats_id(j, n);
	jats_in(j);
	put_title(j, "title", bm_title(n));
	jats_blocks(j, n);
	for (const xmlNode *k = bm_child(n, "attribution"); k != NULL;
	     k = bm_next(k, "attribution"))
		put_title(j, "attrib", k);
	bm_buf_puts(j->out, "</disp-quote>\n");
}

/* What kind of box it is, in words: "Warning", "Warning: Not too fast". */
static void
put_box_title(jats *j, const xmlNode *n)
{
	static const char *const named[] = {
	    "note", "tip", "warning", "danger", "important", "caution", NULL};
	const xmlNode *title = bm_title(n);
	const char *lang = bm_lang(n);
	bool notice = bm_streq(bm_attr(n, "role"), "notice");

	if (bm_is(n, "example"))
		jats_number(j, n, "xref-example");
	if (notice || !bm_is_any(n, named)) {
		jats_caption(j, title);
		return;
	}
	bm_buf_puts(j->out, "<caption><title>");
	jats_text(j, bm_str_of(pub_term(j->p, lang, (const char *)n->name)));
	if (title != NULL) {
		jats_text(j, bm_str_of(pub_term(j->p, lang, "colon")));
		bm_buf_putc(j->out, ' ');
		jats_inlines(j, title);
	}
	bm_buf_puts(j->out, "</title></caption>");
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
	jats_tag(j, "boxed-text");
	jats_id(j, n);
	jats_attr(j, "content-type", type);
	jats_in(j);
	put_box_title(j, n);
	jats_blocks(j, n);
	bm_buf_puts(j->out, "</boxed-text>\n");
}

/* ---- Lists --------------------------------------------------------------- */

/* The blocks of an element where JATS wants paragraphs only, or paragraphs and
 * lists: any other block goes into a paragraph. */
static void
put_narrow(jats *j, const xmlNode *el, bool lists)
{
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		bool element = n->type == XML_ELEMENT_NODE;
		enum kind kind = element ? kind_of(n) : LINE;
		bool wrap = kind > DEFINITIONS || (kind >= LIST && !lists);

		if (!element &&
		    (n->type != XML_TEXT_NODE || !jats_is_inline(n)))
			continue;
		if (kind == HOLDER) {
			put_loose_title(j, bm_title(n));
			put_narrow(j, n, lists);
			continue;
		}
		size_t start = j->out->len, bare;
		bm_buf_puts(j->out, wrap ? "<p>" : "");
		bare = j->out->len;
		if (element)
			put_block(j, n);
		else
			put_line(j, n);
		if (j->out->len == bare)
			j->out->len = start;
		else
			bm_buf_puts(j->out, wrap ? "</p>\n" : "");
	}
}

void
jats_narrow(jats *j, const xmlNode *el)
{
	put_narrow(j, el, false);
}

static void
put_item(jats *j, const xmlNode *item, const char *name, const char *label)
{
	jats_tag(j, name);
	jats_id(j, item);
	jats_in(j);
	jats_leaf(j, "label", label);
	if (strcmp(name, "list-item") == 0)
		put_title(j, "title", bm_title(item));
	put_narrow(j, item, strcmp(name, "list-item") == 0);
	jats_end(j, name);
}

/* What JATS calls a list of this numbering. */
static const char *
list_type(const xmlNode *list)
{
	static const char *const ordered[] = {"orderedlist", "procedure",
					      "substeps", "calloutlist", NULL};
	static const char *const types[][2] = {{"loweralpha", "alpha-lower"},
					       {"upperalpha", "alpha-upper"},
					       {"lowerroman", "roman-lower"},
					       {"upperroman", "roman-upper"}};
	const char *wanted = bm_attr(list, "numeration");

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (bm_streq(wanted, types[i][0]))
			return types[i][1];
	return bm_is_any(list, ordered)    ? "order"
	       : bm_is(list, "simplelist") ? "simple"
					   : "bullet";
}

/* The mark of an item in a list that begins elsewhere than at 1; NULL where
 * there is no telling. */
static const char *
label_of(jats *j, const xmlNode *list, long number)
{
	const char *type = list_type(list);
	bool alpha = strncmp(type, "alpha", 5) == 0;

	if (strcmp(type, "order") == 0)
		return bm_arena_printf(j->doc->arena, "%ld.", number);
	if (!alpha || number < 1 || number > 26)
		return NULL;
	return bm_arena_printf(
	    j->doc->arena, "%c.",
	    (char)((strcmp(type, "alpha-lower") == 0 ? 'a' : 'A') + number -
		   1));
}

static const char *const items[] = {"listitem", "step", "member", "callout",
				    NULL};

/* Blocks before the first item of a list, or behind the last one. */
static void
put_beside(jats *j, const xmlNode *list, bool behind)
{
	bool seen = false;

	for (const xmlNode *n = bm_first_element(list); n != NULL;
	     n = bm_next_element(n)) {
		seen = seen || bm_is_any(n, items);
		if (!bm_is_any(n, items) && seen == behind)
			put_block(j, n);
	}
}

static void
put_list(jats *j, const xmlNode *list)
{
	const char *start = bm_attr(list, "startingnumber");
	long number = start != NULL ? strtol(start, NULL, 10) : 1;
	const xmlNode *n = bm_first_element(list);

	while (n != NULL && !bm_is_any(n, items))
		n = bm_next_element(n);
	if (n == NULL) { /* JATS wants an item */
		jats_blocks(j, list);
		return;
	}
	put_beside(j, list, false);
	jats_tag(j, "list");
	jats_id(j, list);
	jats_attr(j, "list-type", list_type(list));
	jats_in(j);
	put_title(j, "title", bm_title(list));
	for (; n != NULL; n = bm_next_element(n)) {
		if (!bm_is_any(n, items))
			continue;
		put_item(j, n, "list-item",
			 start != NULL ? label_of(j, list, number) : NULL);
		number++;
	}
	bm_buf_puts(j->out, "</list>\n");
	put_beside(j, list, true);
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
			put_item(j, n, "def", NULL);
	jats_end(j, "def-item");
}

static void
put_definitions(jats *j, const xmlNode *first, const xmlNode *list)
{
	jats_tag(j, "def-list");
	if (list != NULL)
		jats_id(j, list);
	jats_in(j);
	for (const xmlNode *n = first; n != NULL; n = bm_next_element(n))
		if (bm_is(n, "varlistentry") || bm_is(n, "glossentry"))
			put_definition(j, n);
	jats_end(j, "def-list");
	bm_buf_putc(j->out, '\n');
}

/* ---- Paragraphs ---------------------------------------------------------- */

/* A paragraph of its own for what was written without one. */
static void
put_line(jats *j, const xmlNode *n)
{
	bm_buf_puts(j->out, "<p>");
	if (n->type == XML_TEXT_NODE)
		jats_text(j, bm_str_of((const char *)n->content));
	else
		jats_inline(j, n);
	bm_buf_puts(j->out, "</p>\n");
}

/* A block inside a paragraph; what is paragraphs itself parts it. */
static void
put_inner_block(jats *j, const xmlNode *n)
{
	bool parts = kind_of(n) == HOLDER || kind_of(n) == HEADING;

	bm_buf_puts(j->out, parts ? "</p>\n" : "");
	put_block(j, n);
	bm_buf_puts(j->out, parts ? "<p>" : "");
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
			put_inner_block(j, k);
		else if (k->type == XML_ELEMENT_NODE)
			jats_inline(j, k);
		else if (k->type == XML_PI_NODE) /* the end of a line */
			bm_buf_putc(j->out, ' ');
	}
	bm_buf_puts(j->out, "</p>\n");
}

/* ---- All ----------------------------------------------------------------- */

/* Blocks by name.  What stands elsewhere, or is no text, is skipped. */
static const struct {
	const char *name;
	enum kind kind;
} blocks[] = {{"acknowledgements", SKIPPED},
	      {"alt", SKIPPED},
	      {"appendix", SKIPPED},
	      {"areaspec", SKIPPED},
	      {"attribution", SKIPPED},
	      {"bibliography", SKIPPED},
	      {"colophon", SKIPPED},
	      {"glossary", SKIPPED},
	      {"index", SKIPPED},
	      {"indexterm", SKIPPED},
	      {"info", SKIPPED},
	      {"setindex", SKIPPED},
	      {"subtitle", SKIPPED},
	      {"title", SKIPPED},
	      {"titleabbrev", SKIPPED},
	      {"toc", SKIPPED},
	      {"address", LISTING},
	      {"bibliolist", REFERENCES},
	      {"blockquote", QUOTE},
	      {"bridgehead", HEADING},
	      {"calloutlist", LIST},
	      {"caution", BOX},
	      {"danger", BOX},
	      {"epigraph", QUOTE},
	      {"equation", FORMULA},
	      {"example", BOX},
	      {"figure", FIGURE},
	      {"formalgroup", FIGURES},
	      {"glosslist", DEFINITIONS},
	      {"important", BOX},
	      {"informalequation", FORMULA},
	      {"informalexample", BOX},
	      {"informaltable", TABLE},
	      {"itemizedlist", LIST},
	      {"literallayout", LISTING},
	      {"mediaobject", MEDIA},
	      {"note", BOX},
	      {"orderedlist", LIST},
	      {"para", PARA},
	      {"procedure", LIST},
	      {"programlisting", LISTING},
	      {"screen", LISTING},
	      {"sidebar", BOX},
	      {"simpara", PARA},
	      {"simplelist", LIST},
	      {"substeps", LIST},
	      {"synopsis", LISTING},
	      {"table", TABLE},
	      {"tip", BOX},
	      {"variablelist", DEFINITIONS},
	      {"warning", BOX}};

static enum kind
kind_of(const xmlNode *n)
{
	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++)
		if (bm_is(n, blocks[i].name))
			return blocks[i].kind;
	return bm_is_bm(n, NULL)    ? SKIPPED
	       : pub_is_division(n) ? SECTION
	       : jats_is_inline(n)  ? LINE
				    : HOLDER;
}

static void
put_block(jats *j, const xmlNode *n)
{
	switch (kind_of(n)) {
	case SKIPPED:
		break;
	case PARA:
		put_para(j, n);
		break;
	case LINE:
		put_line(j, n);
		break;
	case HEADING:
		put_loose_title(j, n);
		break;
	case HOLDER:
		put_loose_title(j, bm_title(n));
		jats_blocks(j, n);
		break;
	case LIST:
		put_list(j, n);
		break;
	case DEFINITIONS:
		put_definitions(j, bm_first_element(n), n);
		break;
	case SECTION:
		put_section(j, n);
		break;
	case BOX:
		put_box(j, n);
		break;
	case QUOTE:
		put_quote(j, n);
		break;
	case LISTING:
		jats_listing(j, n);
		break;
	case FIGURE:
		jats_figure(j, n);
		break;
	case FIGURES:
		jats_figures(j, n);
		break;
	case MEDIA:
		jats_media(j, n);
		break;
	case FORMULA:
		jats_formula(j, n);
		break;
	case TABLE:
		jats_table(j, n);
		break;
	case REFERENCES: /* a box may stand before other blocks, a list not */
		bm_buf_puts(j->out, "<boxed-text content-type=\"references\">");
		jats_refs(j, n);
		bm_buf_puts(j->out, "</boxed-text>\n");
		break;
	}
}

void
jats_block(jats *j, const xmlNode *n)
{
	put_block(j, n);
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

/* What a glossary defines, each group of words in a glossary of its own. */
static void
put_glossary(jats *j, const xmlNode *el)
{
	const xmlNode *first = NULL;

	for (const xmlNode *n = bm_first_element(el); n != NULL;
	     n = bm_next_element(n)) {
		if (bm_is(n, "glossentry"))
			first = first == NULL ? n : first;
		else if (!bm_is(n, "glossdiv"))
			put_block(j, n);
	}
	if (first != NULL)
		put_definitions(j, first, NULL);
	for (const xmlNode *n = bm_child(el, "glossdiv"); n != NULL;
	     n = bm_next(n, "glossdiv")) {
		put_loose_title(j, bm_title(n));
		put_glossary(j, n);
	}
}

void
jats_blocks(jats *j, const xmlNode *el)
{
	bool sections = false;

	if (bm_is(el, "glossary")) {
		put_glossary(j, el);
		return;
	}
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && bm_is(n, NULL)) {
			bool division = kind_of(n) == SECTION;
			if (sections && !division)
				put_behind(j, n);
			else
				put_block(j, n);
			sections = sections || division;
		} else if (n->type == XML_TEXT_NODE && jats_is_inline(n)) {
			put_line(j, n);
		}
	}
}
