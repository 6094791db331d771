#include "xml/xslt_common.h"

#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <unicode/uloc.h>

#define BM_NS_ITS "http://www.w3.org/2005/11/its"

/* Appends words with single spaces between them. */
static void
put_words(bm_buf *out, const char *words)
{
	bool gap = true;

	for (; words != NULL && *words != 0; words++) {
		if (bm_is_space(*words)) {
			gap = true;
			continue;
		}
		if (gap && out->len > 0)
			bm_buf_putc(out, ' ');
		bm_buf_putc(out, *words);
		gap = false;
	}
}

/* The words of a variable. */
static void
put_variable(bm_buf *out, xsltTransformContext *ctxt, const char *name)
{
	xmlXPathObject *value;
	xmlChar *text;

	if (name == NULL)
		return;
	value = xsltVariableLookup(ctxt, (const xmlChar *)name, NULL);
	if (value == NULL)
		return;
	if (value->type == XPATH_STRING) {
		put_words(out, (const char *)value->stringval);
	} else {
		text = xmlXPathCastToString(value);
		put_words(out, (const char *)text);
		xmlFree(text);
	}
	xmlXPathFreeObject(value);
}

static bool
set(xmlNode *el, const char *name, const char *value)
{
	return xmlSetProp(el, (const xmlChar *)name, (const xmlChar *)value) !=
	       NULL;
}

/* DocBook's four directions are HTML's two. */
static const char *
direction(const char *dir)
{
	if (strcmp(dir, "ltr") == 0 || strcmp(dir, "lro") == 0)
		return "ltr";
	if (strcmp(dir, "rtl") == 0 || strcmp(dir, "rlo") == 0)
		return "rtl";
	return NULL;
}

/* Whether an element of the page is for what machines read, which runs from
 * left to right in every language. */
static bool
is_code(const xmlNode *el, const xmlNode *node)
{
	static const char *const names[] = {"pre", "code", "kbd", "samp", NULL};
	size_t i = 0;

	while (names[i] != NULL &&
	       strcmp((const char *)el->name, names[i]) != 0)
		i++;
	return names[i] != NULL && !bm_is(node, "literallayout") &&
	       (el->parent == NULL || el->parent->name == NULL ||
		strcmp((const char *)el->parent->name, "pre") != 0);
}

/*
 * The direction that the author names; else that of the language, where the
 * text around has the other one: it would put the full stop at the wrong end.
 */
static bool
set_direction(xmlNode *el, const xmlNode *node, const char *lang,
	      const char *dir)
{
	const char *outer = NULL;
	bool rtl;

	if (dir != NULL)
		return direction(dir) == NULL || set(el, "dir", direction(dir));
	bool code = is_code(el, node);
	if (!code && (lang == NULL || *lang == '\0'))
		return true;
	for (node = node->parent;
	     outer == NULL && node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent)
		outer = bm_attr_xml(node, "lang");
	if (code)
		return outer == NULL || !uloc_isRightToLeft(outer) ||
		       set(el, "dir", "ltr");
	rtl = uloc_isRightToLeft(lang);
	if (outer == NULL ? !rtl : rtl == (bool)uloc_isRightToLeft(outer))
		return true;
	return set(el, "dir", rtl ? "rtl" : "ltr");
}

/* Whether a machine may translate the words (ITS 2.0, 8.1). */
static bool
set_translate(xmlNode *el, const xmlNode *node)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (a->ns != NULL &&
		    strcmp((const char *)a->name, "translate") == 0 &&
		    strcmp((const char *)a->ns->href, BM_NS_ITS) == 0 &&
		    a->children != NULL && a->children->content != NULL)
			return set(el, "translate",
				   *a->children->content == 'n' ? "no" : "yes");
	return true;
}

/* Whether an instruction leaves an attribute out. */
static bool
is_without(const xmlNode *inst, const char *name)
{
	bm_str rest = bm_str_of(bm_attr(inst, "without")), word;

	while (bm_str_split(&rest, ' ', &word))
		if (bm_str_is(word, name))
			return true;
	return false;
}

/* The words of the class: ours, the author's, what a revision did. */
static void
put_class(bm_buf *out, xsltTransformContext *ctxt, const xmlNode *inst,
	  const char *role, const char *revision)
{
	bm_buf_clear(out);
	if (is_without(inst, "class"))
		return;
	put_words(out, bm_attr(inst, "class"));
	put_variable(out, ctxt, bm_attr(inst, "variable"));
	put_words(out, role);
	if (revision != NULL && strcmp(revision, "off") != 0) {
		put_words(out, "revision-");
		bm_buf_puts(out, revision);
	}
}

bool
bm_common(xsltTransformContext *ctxt, const xmlNode *node, const xmlNode *inst,
	  bm_buf *scratch)
{
	xmlNode *el = ctxt->insert;
	const char *role = NULL, *id = NULL, *lang = NULL, *dir = NULL;
	const char *revision = NULL;
	bool done = true;

	if (node == NULL || node->type != XML_ELEMENT_NODE || el == NULL ||
	    el->type != XML_ELEMENT_NODE)
		return true;
	if (node->properties != NULL) {
		role = bm_attr(node, "role");
		id = bm_attr_xml(node, "id");
		lang = bm_attr_xml(node, "lang");
		dir = bm_attr(node, "dir");
		revision = bm_attr(node, "revisionflag");
	}
	if (id != NULL && !is_without(inst, "id"))
		done = done && set(el, "id", id);
	put_class(scratch, ctxt, inst, role, revision);
	if (scratch->len > 0)
		done = done && set(el, "class", bm_buf_cstr(scratch));
	if (lang != NULL && *lang != '\0')
		done = done && set(el, "lang", lang);
	done = done && set_direction(el, node, lang, dir);
	return done && set_translate(el, node) && scratch->status == BM_OK;
}

void
bm_content(xsltTransformContext *ctxt, xmlNode *node)
{
	const xmlChar *mode = ctxt->mode, *uri = ctxt->modeURI;
	/* No template may match text: then nothing has to be asked. */
	bool plain =
	    ctxt->style->textMatch == NULL && ctxt->style->imports == NULL;

	ctxt->mode = ctxt->modeURI = NULL;
	for (xmlNode *n = node->children;
	     n != NULL && ctxt->state != XSLT_STATE_STOPPED; n = n->next)
		if (n->type == XML_TEXT_NODE && n->content != NULL && plain)
			xsltCopyTextString(ctxt, ctxt->insert, n->content, 0);
		else if (n->type == XML_ELEMENT_NODE ||
			 n->type == XML_TEXT_NODE ||
			 n->type == XML_CDATA_SECTION_NODE ||
			 n->type == XML_PI_NODE)
			xsltProcessOneNode(ctxt, n, NULL);
	ctxt->mode = mode;
	ctxt->modeURI = uri;
}
