/* What stands within a line of JATS. */
#include "write/jats.h"
#include "xml/quotes.h"

/* Elements that become one of another name. */
static const struct {
	const char *from, *to;
} names[] = {{"superscript", "sup"},      {"subscript", "sub"},
	     {"literal", "monospace"},    {"code", "monospace"},
	     {"command", "monospace"},    {"filename", "monospace"},
	     {"option", "monospace"},     {"varname", "monospace"},
	     {"userinput", "monospace"},  {"computeroutput", "monospace"},
	     {"foreignphrase", "italic"}, {"citetitle", "italic"},
	     {"firstterm", "italic"},     {"inlineequation", "inline-formula"}};

static const char *const passed_over[] = {"indexterm",   "alt",      "info",
					  "titleabbrev", "areaspec", NULL};

/* The kind of what a link leads to (JATS: ref-type). */
static const char *
kind_of(const xmlNode *el)
{
	static const char *const boxes[] = {"note",    "tip",     "warning",
					    "caution", "danger",  "important",
					    "sidebar", "example", NULL};
	static const char *const refs[] = {"bibliomixed", "biblioentry", NULL};

	return bm_is(el, "figure")     ? "fig"
	       : bm_is(el, "table")    ? "table"
	       : bm_is(el, "footnote") ? "fn"
	       : bm_is(el, "equation") ? "disp-formula"
	       : bm_is(el, "appendix") ? "app"
	       : bm_is(el, "listitem") ? "list"
	       : bm_is_any(el, refs)   ? "bibr"
	       : bm_is_any(el, boxes)  ? "boxed-text"
	       : pub_is_division(el)   ? "sec"
				       : "other";
}

/* Whether JATS has an element with the id of this one. */
static bool
has_place(const xmlNode *el)
{
	return el != NULL &&
	       (strcmp(kind_of(el), "other") != 0 || bm_is(el, "para") ||
		bm_is(el, "anchor") || bm_is(el, "glossentry"));
}

static void
put_link(jats *j, const xmlNode *n)
{
	const char *to = bm_attr(n, "linkend");
	const char *href = bm_attr_xlink(n, "href");
	const char *text = bm_attr_bm(n, "text");
	const xmlNode *target = NULL;
	const char *name = NULL;

	if (to == NULL && href != NULL && href[0] == '#')
		to = href + 1;
	if (to != NULL)
		target = bm_map_getz(&j->ids, to);
	if (has_place(target) && target != bm_doc_element(j->doc)) {
		name = "xref";
		jats_tag(j, name);
		jats_attr(j, "ref-type", kind_of(target));
		jats_attr(j, "rid", jats_name(j, to));
		jats_in(j);
	} else if (href != NULL && href[0] != '#') {
		name = "ext-link";
		jats_tag(j, name);
		jats_attr(j, "ext-link-type", "uri");
		jats_attr(j, "xlink:href", href);
		jats_attr(j, "xlink:title", bm_attr_xlink(n, "title"));
		jats_in(j);
	}
	if (n->children == NULL && text != NULL)
		jats_text(j, bm_str_of(text));
	jats_inlines(j, n);
	if (name != NULL)
		jats_end(j, name);
}

/* The mark of a note; the note itself stands at the end. */
static void
put_mark(jats *j, const xmlNode *n)
{
	const char *id =
	    bm_is(n, "footnote") ? bm_attr_xml(n, "id") : bm_attr(n, "linkend");

	jats_tag(j, "xref");
	jats_attr(j, "ref-type", "fn");
	jats_attr(j, "rid", jats_name(j, id));
	jats_in(j);
	bm_buf_puts(j->out, "<sup>");
	jats_text(j, bm_str_of(bm_attr_bm(n, "label")));
	bm_buf_puts(j->out, "</sup></xref>");
}

static void
put_emphasis(jats *j, const xmlNode *n)
{
	const char *role = bm_attr(n, "role");
	const char *name = bm_streq(role, "strong") || bm_streq(role, "bold")
			       ? "bold"
			   : bm_streq(role, "strikethrough") ? "strike"
			   : bm_streq(role, "underline")     ? "underline"
							     : "italic";

	jats_tag(j, name);
	jats_in(j);
	jats_inlines(j, n);
	jats_end(j, name);
}

static void
put_picture(jats *j, const xmlNode *n)
{
	const xmlNode *data = bm_child(bm_child(n, "imageobject"), "imagedata");
	const xmlNode *alt = bm_child(n, "alt");

	if (bm_attr(data, "fileref") == NULL)
		return;
	jats_tag(j, "inline-graphic");
	jats_attr(j, "xlink:href", bm_attr(data, "fileref"));
	jats_in(j);
	if (alt != NULL)
		jats_leaf(j, "alt-text",
			  bm_textz(j->doc, (xmlNode *)(uintptr_t)alt));
	jats_end(j, "inline-graphic");
}

void
jats_mathml(jats *j, const xmlNode *math)
{
	bm_buf_puts(j->out, "<mml:");
	bm_buf_puts(j->out, (const char *)math->name);
	for (const xmlAttr *a = math->properties; a != NULL; a = a->next)
		if (a->ns == NULL && a->children != NULL)
			jats_attr(j, (const char *)a->name,
				  (const char *)a->children->content);
	jats_in(j);
	for (const xmlNode *n = math->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			jats_mathml(j, n);
		else if (n->type == XML_TEXT_NODE)
			jats_text(j, bm_str_of((const char *)n->content));
	}
	bm_buf_puts(j->out, "</mml:");
	bm_buf_puts(j->out, (const char *)math->name);
	bm_buf_putc(j->out, '>');
}

/* The expansion of an abbreviation, which a page shows on demand. */
static void
put_abbreviation(jats *j, const xmlNode *n)
{
	xmlNode *alt = bm_child(n, "alt");

	jats_tag(j, "abbrev");
	if (alt != NULL)
		jats_attr(j, "alt", bm_textz(j->doc, alt));
	jats_in(j);
	jats_inlines(j, n);
	jats_end(j, "abbrev");
}

/* A word that JATS knows no element for, and what it is. */
static void
put_named(jats *j, const xmlNode *n, const char *type)
{
	jats_tag(j, "named-content");
	jats_attr(j, "content-type", type);
	jats_attr(j, "xml:lang", bm_attr_xml(n, "lang"));
	jats_in(j);
	jats_inlines(j, n);
	jats_end(j, "named-content");
}

/* A quotation with the marks of its language. */
static void
put_quote(jats *j, const xmlNode *n)
{
	bm_quotes_other room = {.lang = ""};
	const bm_quotes *q = bm_quotes_of(&room, bm_lang(n));
	bool single = false;

	for (const xmlNode *up = n->parent; up != NULL; up = up->parent)
		if (bm_is(up, "quote"))
			single = !single;
	bm_buf_puts(j->out, single ? q->open_single : q->open);
	jats_inlines(j, n);
	bm_buf_puts(j->out, single ? q->close_single : q->close);
}

static void put_inline(jats *j, const xmlNode *n);

/* One element within a line; what is in another language says so. */
void
jats_inline(jats *j, const xmlNode *n)
{
	const char *lang = bm_attr_xml(n, "lang");

	if (bm_is_any(n, passed_over) || bm_is_bm(n, NULL))
		return;
	if (lang == NULL) {
		put_inline(j, n);
		return;
	}
	jats_tag(j, "named-content");
	jats_attr(j, "content-type", "language");
	jats_attr(j, "xml:lang", lang);
	jats_in(j);
	put_inline(j, n);
	jats_end(j, "named-content");
}

/* What has no name there keeps its text. */
static void
put_inline(jats *j, const xmlNode *n)
{
	static const char *const links[] = {"link", "xref",  "glossterm",
					    "uri",  "email", NULL};

	if (strcmp((const char *)n->name, "math") == 0) {
		jats_math(j, n);
		return;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bm_is(n, names[i].from)) {
			jats_tag(j, names[i].to);
			jats_in(j);
			jats_inlines(j, n);
			jats_end(j, names[i].to);
			return;
		}
	if (bm_is(n, "footnote") || bm_is(n, "footnoteref"))
		put_mark(j, n);
	else if (bm_is(n, "abbrev") || bm_is(n, "acronym"))
		put_abbreviation(j, n);
	else if (bm_is(n, "remark"))
		put_named(j, n, "remark");
	else if (bm_is(n, "textdata"))
		jats_text(j, bm_str_of(bm_attr_bm(n, "text") != NULL
					   ? bm_attr_bm(n, "text")
					   : ""));
	else if (bm_is(n, "emphasis"))
		put_emphasis(j, n);
	else if (bm_is_any(n, links))
		put_link(j, n);
	else if (bm_is(n, "inlinemediaobject"))
		put_picture(j, n);
	else if (bm_is(n, "quote"))
		put_quote(j, n);
	else if (bm_is(n, "anchor")) {
		jats_tag(j, "target");
		jats_id(j, n);
		jats_attr(j, "target-type",
			  bm_streq(bm_attr(n, "role"), "pagebreak") ? "page"
								    : NULL);
		jats_in(j);
		jats_end(j, "target");
	} else
		jats_inlines(j, n);
}

bool
jats_is_inline(const xmlNode *n)
{
	static const char *const others[] = {"citation",    "phrase",
					     "emphasis",    "link",
					     "xref",        "quote",
					     "footnote",    "footnoteref",
					     "glossterm",   "inlinemediaobject",
					     "anchor",      "email",
					     "uri",         "biblioref",
					     "tag",         "guilabel",
					     "keycap",      "replaceable",
					     "trademark",   "productname",
					     "date",        "personname",
					     "orgname",     "symbol",
					     "wordasword",  "guimenu",
					     "envar",       "parameter",
					     "function",    "systemitem",
					     "application", "abbrev",
					     "acronym",     "remark",
					     NULL};

	if (n->type == XML_TEXT_NODE)
		return bm_str_trim(bm_str_of((const char *)n->content)).len > 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bm_is(n, names[i].from))
			return true;
	return bm_is_any(n, others);
}

void
jats_inlines(jats *j, const xmlNode *el)
{
	for (const xmlNode *n = el->children; n != NULL; n = n->next) {
		if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			jats_text(j, bm_str_of((const char *)n->content));
		else if (n->type == XML_ELEMENT_NODE)
			jats_inline(j, n);
		else if (n->type == XML_PI_NODE) /* the end of a line */
			bm_buf_putc(j->out, ' ');
	}
}
