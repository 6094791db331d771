#include "xml/xslt_links.h"

#include <libxslt/namespaces.h>
#include <libxslt/templates.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <stdio.h>

#include "xml/escape.h"
#include "xml/xslt_common.h"

/* An attribute of a link; one without a value is left out. */
struct attr {
	const char *name;
	bm_str value;
};

void
bm_links_begin(bm_links *links, bm_arena *arena, bm_form form)
{
	memset(links, 0, sizeof(*links));
	links->arena = arena;
	links->form = form;
	bm_buf_init(&links->name, bm_arena_allocator(arena));
	bm_buf_init(&links->text, bm_arena_allocator(arena));
	bm_buf_init(&links->address, bm_arena_allocator(arena));
}

void
bm_links_end(bm_links *links)
{
	bm_buf_free(&links->name);
	bm_buf_free(&links->text);
	bm_buf_free(&links->address);
}

/* ---- Phrases ---- */

/* Cuts a text at {1} and {2}. */
static void
cut(bm_phrase *phrase, bm_str text)
{
	size_t first = bm_str_find(text, "{1}", 0), second;

	phrase->parts[0] = (bm_str){text.ptr, first};
	if (first == text.len)
		return;
	first += 3;
	second = bm_str_find(text, "{2}", first);
	phrase->parts[1] = (bm_str){text.ptr + first, second - first};
	if (second < text.len)
		phrase->parts[2] =
		    (bm_str){text.ptr + second + 3, text.len - second - 3};
}

/* The value of the variable that an attribute of the instruction names. */
static const bm_phrase *
phrase_of(bm_links *links, xsltTransformContext *ctxt, const xmlNode *inst,
	  const char *attr)
{
	const char *name = bm_attr(inst, attr);
	xmlXPathObject *value;
	size_t i = 0;
	char *text;

	if (name == NULL)
		name = "";
	for (; i < 4 && links->phrases[i].variable != NULL; i++)
		if (strcmp(links->phrases[i].variable, name) == 0)
			return &links->phrases[i];
	i = i < 4 ? i : 3;
	value = xsltVariableLookup(ctxt, (const xmlChar *)name, NULL);
	text = bm_arena_strdup(links->arena,
			       value != NULL && value->type == XPATH_STRING
				   ? (const char *)value->stringval
				   : "");
	xmlXPathFreeObject(value);
	if (text == NULL)
		return NULL;
	links->phrases[i] = (bm_phrase){.variable = name};
	cut(&links->phrases[i], bm_str_of(text));
	return &links->phrases[i];
}

/* ---- Making one ---- */

/* As text, where nobody looks at it again. */
static bool
write_link(bm_links *links, xmlNode *parent, const struct attr *attrs,
	   size_t count, const char *text)
{
	bm_buf *out = &links->text;
	bm_escape how =
	    links->form == BM_FORM_XHTML ? BM_ESCAPE_XML : BM_ESCAPE_HTML;

	bm_buf_clear(out);
	bm_buf_puts(out, "<a");
	for (size_t i = 0; i < count; i++) {
		if (attrs[i].value.ptr == NULL)
			continue;
		bm_buf_putc(out, ' ');
		bm_buf_puts(out, attrs[i].name);
		bm_buf_puts(out, "=\"");
		bm_escape_attr(out, attrs[i].value.ptr, how);
		bm_buf_putc(out, '"');
	}
	bm_buf_putc(out, '>');
	bm_escape_text(out, text, how);
	bm_buf_puts(out, "</a>");
	return bm_write_inline(parent, out);
}

/* As an element, for a tree that is looked at. */
static xmlNode *
add_link(xsltTransformContext *ctxt, xmlNode *inst, const struct attr *attrs,
	 size_t count, const char *text)
{
	xmlNode *parent = ctxt->insert;
	xmlNs *ns = xsltGetSpecialNamespace(
	    ctxt, inst, (const xmlChar *)BM_NS_XHTML, NULL, parent);
	xmlNode *el =
	    xmlNewDocNode(ctxt->output, ns, (const xmlChar *)"a", NULL);

	if (el == NULL)
		return NULL;
	xmlAddChild(parent, el);
	for (size_t i = 0; i < count; i++) {
		const xmlChar *value = (const xmlChar *)attrs[i].value.ptr;
		const char *name = attrs[i].name;

		if (value == NULL)
			continue;
		if (strcmp(name, "epub:type") == 0)
			xmlNewNsProp(el,
				     xsltGetSpecialNamespace(
					 ctxt, inst, (const xmlChar *)BM_NS_OPS,
					 (const xmlChar *)"epub", el),
				     (const xmlChar *)"type", value);
		else
			xmlNewProp(el, (const xmlChar *)name, value);
	}
	if (text != NULL)
		xmlAddChild(el,
			    xmlNewDocText(ctxt->output, (const xmlChar *)text));
	return el;
}

static bool
put_link(bm_links *links, xsltTransformContext *ctxt, xmlNode *inst,
	 const struct attr *attrs, size_t count, const char *text)
{
	ctxt->lasttext = NULL;
	if (links->form != BM_FORM_TREE && !XSLT_IS_RES_TREE_FRAG(ctxt->output))
		return write_link(links, ctxt->insert, attrs, count, text);
	return add_link(ctxt, inst, attrs, count, text) != NULL;
}

/* The address of a link: bm:href, or "#" and linkend on its own page; an
 * empty one leads nowhere and has no bytes.  false: no memory. */
static bool
address_of(bm_links *links, const xmlNode *link, bm_str *out)
{
	const char *href = bm_attr_bm(link, "href");
	const char *id = bm_attr(link, "linkend");
	bm_buf *buf = &links->address;

	*out = (bm_str){0};
	if (href != NULL || id == NULL) {
		if (href != NULL && *href != '\0')
			*out = bm_str_of(href);
		return true;
	}
	bm_buf_clear(buf);
	bm_buf_putc(buf, '#');
	bm_buf_puts(buf, id);
	if (buf->status != BM_OK)
		return false;
	*out = bm_buf_str(buf);
	return true;
}

/* ---- The instructions ---- */

/* The text of an element that holds one text and nothing else, or NULL. */
static const char *
only_text(const xmlNode *el)
{
	const xmlNode *n = el->children;

	return n != NULL && n->next == NULL && n->type == XML_TEXT_NODE
		   ? (const char *)n->content
		   : NULL;
}

/* Whether a mark says nothing when it is heard: a number, signs. */
static bool
is_bare(const char *mark)
{
	bm_str s = bm_str_of(mark);

	for (size_t i = 0; i < s.len;) {
		uint32_t c = bm_utf8_next(s, &i);

		if (c != 0x2013 &&
		    (c > 0x7F || strchr("0123456789-,.()[] ", (int)c) == NULL))
			return false;
	}
	return true;
}

/* What the phrase makes of a mark, without double spaces. */
static const char *
name_of(bm_links *links, const bm_phrase *phrase, const char *mark)
{
	bm_buf *out = &links->name;
	bool space = false, some = false;

	bm_buf_clear(out);
	bm_buf_putstr(out, phrase->parts[0]);
	for (const char *c = mark; *c != 0; c++) {
		if (bm_is_space(*c)) {
			space = some;
			continue;
		}
		if (space)
			bm_buf_putc(out, ' ');
		bm_buf_putc(out, *c);
		space = false;
		some = true;
	}
	bm_buf_putstr(out, phrase->parts[1]);
	return out->status == BM_OK ? bm_buf_cstr(out) : NULL;
}

bool
bm_links_cite(bm_links *links, xsltTransformContext *ctxt, xmlNode *node,
	      xmlNode *inst)
{
	const char *mark = only_text(node);
	xmlChar *all = mark == NULL ? xmlNodeGetContent(node) : NULL;
	const char *heard = mark != NULL ? mark : (const char *)all;
	const bm_phrase *label = phrase_of(links, ctxt, inst, "label");
	const bm_phrase *type = phrase_of(links, ctxt, inst, "type");
	struct attr attrs[] = {{"role", BM_STR("doc-biblioref")},
			       {"id", bm_str_of(bm_attr_xml(node, "id"))},
			       {"href", {0}},
			       {"aria-label", {0}},
			       {"epub:type", {0}}};
	size_t count = sizeof attrs / sizeof *attrs;
	bool done = label != NULL && type != NULL && heard != NULL;

	done = done && address_of(links, node, &attrs[2].value);
	if (done && type->parts[0].len > 0)
		attrs[4].value = type->parts[0];
	if (done && is_bare(heard)) {
		attrs[3].value = bm_str_of(name_of(links, label, heard));
		done = attrs[3].value.ptr != NULL;
	}
	xmlFree(all);
	if (done && mark != NULL) {
		done = put_link(links, ctxt, inst, attrs, count, mark);
	} else if (done) {
		xmlNode *insert = ctxt->insert;

		ctxt->lasttext = NULL;
		ctxt->insert = add_link(ctxt, inst, attrs, count, NULL);
		done = ctxt->insert != NULL;
		if (done)
			bm_content(ctxt, node);
		ctxt->insert = insert;
		ctxt->lasttext = NULL;
	}
	return done;
}

/* The name of the backlink with this number. */
static bm_str
back_name(bm_links *links, const bm_phrase *phrase, unsigned position,
	  const char *label)
{
	bm_buf *out = &links->name;

	bm_buf_clear(out);
	bm_buf_putstr(out, phrase->parts[0]);
	bm_buf_printf(out, "%u", position);
	bm_buf_putstr(out, phrase->parts[1]);
	bm_buf_puts(out, label);
	bm_buf_putstr(out, phrase->parts[2]);
	return out->status == BM_OK ? bm_str_of(bm_buf_cstr(out)) : (bm_str){0};
}

/* The links themselves. */
static bool
put_backlinks(bm_links *links, xsltTransformContext *ctxt, xmlNode *node,
	      xmlNode *inst)
{
	const char *label = bm_attr_bm(node->parent, "label");
	bool numbered = label != NULL && *label != '\0';
	const bm_phrase *phrase =
	    phrase_of(links, ctxt, inst, numbered ? "numbered" : "label");
	unsigned position = 0;

	for (const xmlNode *n = bm_child(node, "link");
	     phrase != NULL && n != NULL; n = bm_next(n, "link")) {
		struct attr attrs[] = {{"role", BM_STR("doc-backlink")},
				       {"href", {0}},
				       {"aria-label", {0}}};
		char text[32];

		if (!address_of(links, n, &attrs[1].value))
			return false;
		if (attrs[1].value.ptr == NULL)
			continue;
		if (position++ > 0)
			xmlAddChild(
			    ctxt->insert,
			    xmlNewDocText(ctxt->output, (const xmlChar *)" "));
		snprintf(text, sizeof(text), "\u21A9\uFE0E%u", position);
		attrs[2].value =
		    back_name(links, phrase, position, numbered ? label : NULL);
		if (attrs[2].value.ptr == NULL ||
		    !put_link(links, ctxt, inst, attrs,
			      sizeof attrs / sizeof *attrs, text))
			return false;
	}
	return phrase != NULL;
}

bool
bm_links_back(bm_links *links, xsltTransformContext *ctxt, xmlNode *node,
	      xmlNode *inst)
{
	xmlNode *insert = ctxt->insert, *span;
	xmlNs *ns = xsltGetSpecialNamespace(
	    ctxt, inst, (const xmlChar *)BM_NS_XHTML, NULL, insert);
	bool done;

	ctxt->lasttext = NULL;
	xmlAddChild(insert, xmlNewDocText(ctxt->output, (const xmlChar *)" "));
	span = xmlNewDocNode(ctxt->output, ns, (const xmlChar *)"span", NULL);
	if (span == NULL)
		return false;
	xmlAddChild(insert, span);
	if (xmlNewProp(span, (const xmlChar *)"class",
		       (const xmlChar *)"backlinks") == NULL)
		return false;
	ctxt->insert = span;
	done = put_backlinks(links, ctxt, node, inst);
	ctxt->insert = insert;
	return done;
}
