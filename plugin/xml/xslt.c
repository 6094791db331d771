/* Compiling a sheet and running it.  All that libxslt lets one set for a
 * single context is set there; nothing of the process is. */
#include "xml/xslt.h"

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/extra.h>
#include <libxslt/functions.h>
#include <libxslt/security.h>
#include <libxslt/templates.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltutils.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/map.h"
#include "xml/parse.h"
#include "xml/sheet.h"
#include "xml/vocab.h"
#include "xml/xslt_common.h"
#include "xml/xslt_links.h"
#include "xml/xslt_term.h"

/* EXSLT's module "common"; all of EXSLT would bring a library of ciphers. */
#define NS_EXSLT_COMMON "http://exslt.org/common"

const bm_rule bm_xslt_rules[] = {
    {"xslt-unhandled", BM_WARNING, "The element has no template", NULL,
     "Its text is printed without markup; use another element, or add a "
     "template."},
    {"xslt-message", BM_WARNING, "The sheet says something", NULL,
     "Look at the sheet that says it."},
    {"xslt-error", BM_ERROR, "The sheet failed", "XSLT 1.0",
     "Mend the sheet; without a data folder this is a fault of ours."},
    {NULL, BM_INFO, NULL, NULL, NULL}};

/* One application of a sheet; reached through ctxt->_private. */
typedef struct run {
	bm_doc *doc;
	xsltTransformContext *ctxt;
	bm_chunk_fn fn;
	void *user;
	const bm_map *terms; /* or NULL */
	bm_form form;
	bm_buf written; /* what is being streamed */
	bm_buf words;   /* of a class */
	bm_links links;
	bm_status status;
	bm_map unhandled; /* names of elements that were reported */
	bool error;       /* the next fragment belongs to an error */
	unsigned errors;
} run;

/* ---- Compiling
 * --------------------------------------------------------------- */

/* The first error in an expression of a sheet. */
struct compile_error {
	bm_arena *arena;
	const char *text;
};

/* The one line of libxml2's message, in the arena. */
static const char *
one_line(bm_arena *arena, const char *text)
{
	bm_str s = bm_str_trim(bm_str_of(text));
	char *copy = bm_arena_str(arena, s);
	for (char *c = copy; c != NULL && *c != 0; c++)
		if ((unsigned char)*c < 0x20)
			*c = ' ';
	return copy != NULL ? copy : "";
}

static void
on_compile_error(void *data, xmlError *error)
{
	struct compile_error *e = data;
	if (e->text == NULL)
		e->text = bm_arena_printf(
		    e->arena, "%s: %s", one_line(e->arena, error->message),
		    error->str1 != NULL ? error->str1 : "");
}

static bool
has_strip_space(const xmlDoc *tree)
{
	const xmlNode *n = xmlDocGetRootElement(tree)->children;
	for (; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)n->name, "strip-space") == 0)
			return true;
	return false;
}

/*
 * Compiles the tree, which belongs to the sheet from then on.  Errors in
 * XPath are caught by the sheet's own context.  Other errors of a sheet go to
 * libxslt's process-wide handler, which is the host's and stays as it is;
 * here they are only counted.
 */
static bm_status
compile(bm_sheet *sheet, xmlDoc *tree, const bm_pos *pos, bm_diags *diags)
{
	struct compile_error e = {sheet->arena, NULL};
	sheet->strips = has_strip_space(tree);
	sheet->style = xsltNewStylesheet();
	if (sheet->style == NULL) {
		xmlFreeDoc(tree);
		return BM_NO_MEMORY;
	}
	xsltStylesheet *style = sheet->style;
	if (style->xpathCtxt != NULL) {
		style->xpathCtxt->error = on_compile_error;
		style->xpathCtxt->userData = &e;
	}
	int failed = xsltParseStylesheetUser(style, tree);
	if (failed == 0 && style->errors == 0 && e.text == NULL) {
		if (style->xpathCtxt != NULL) {
			style->xpathCtxt->error = NULL;
			style->xpathCtxt->userData = NULL;
		}
		return BM_OK;
	}
	/* It frees the tree only if it took it; first itself in any case. */
	bool taken = style->doc == tree;
	xsltFreeStylesheet(style);
	sheet->style = NULL;
	if (!taken)
		xmlFreeDoc(tree);
	if (e.text != NULL)
		bm_diag_add(diags, bm_rule_find(bm_xslt_rules, "xslt-error"),
			    pos, "The sheet does not compile: %s", e.text);
	else
		bm_diag_add(diags, bm_rule_find(bm_xslt_rules, "xslt-error"),
			    pos, "The sheet does not compile");
	return BM_BAD_INPUT;
}

bm_status
bm_sheet_new(const bm_data *data, const char *name, bm_diags *diags,
	     bm_sheet **out)
{
	bm_xml_init();
	*out = NULL;
	bm_arena *arena = bm_arena_new(bm_arena_allocator(diags->arena));
	bm_sheet *sheet = BM_NEW(arena, bm_sheet);
	if (sheet == NULL) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	sheet->arena = arena;
	xmlDoc *tree;
	bm_pos pos = {bm_arena_printf(diags->arena, "xsl/%s.xsl", name), 0, 0,
		      0, 0};
	bm_status status = bm_sheet_tree(data, arena, name, diags, &tree);
	if (status == BM_OK)
		status = compile(sheet, tree, &pos, diags);
	if (status != BM_OK) {
		bm_sheet_free(sheet);
		return status;
	}
	*out = sheet;
	return BM_OK;
}

void
bm_sheet_free(bm_sheet *sheet)
{
	if (sheet == NULL)
		return;
	if (sheet->style != NULL)
		xsltFreeStylesheet(sheet->style);
	bm_arena_free(sheet->arena);
}

/* ---- What the sheet says
 * ------------------------------------------------------ */

static void
report(run *r, const char *code, const char *text)
{
	const xmlNode *at = r->ctxt != NULL ? r->ctxt->node : NULL;
	bm_diag_add(r->doc->diags, bm_rule_find(bm_xslt_rules, code),
		    bm_get_pos(r->doc, at), "%s",
		    one_line(r->doc->arena, text));
}

/*
 * libxslt sends an error as two fragments: "runtime error: where", then the
 * text; and a message as one, and a line end if it has none of its own.
 */
static void
on_text(void *user, const char *format, ...)
{
	run *r = user;
	char text[2048];
	va_list ap;

	va_start(ap, format);
	int n = vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	if (n <= 0 || strcmp(text, "\n") == 0)
		return;
	if (!r->error && (strncmp(text, "runtime error", 13) == 0 ||
			  strncmp(text, "compilation error", 17) == 0)) {
		r->error = true;
		return;
	}
	if (r->error)
		r->errors++;
	report(r, r->error ? "xslt-error" : "xslt-message", text);
	r->error = false;
}

static void
on_xpath_error(void *user, xmlError *error)
{
	run *r = user;
	r->errors++;
	if (error->message != NULL)
		report(r, "xslt-error", error->message);
}

/* ---- The instructions
 * ---------------------------------------------------------- */

static void
stop(run *r, bm_status status)
{
	if (r->status == BM_OK)
		r->status = status;
	r->ctxt->state = XSLT_STATE_STOPPED;
}

/* bm:chunk: a result tree of its own for what is inside, handed out and freed
 * at once. */
static void
do_chunk(xsltTransformContext *ctxt, xmlNode *node, xmlNode *inst,
	 xsltElemPreComp *comp)
{
	run *r = ctxt->_private;
	(void)comp;

	xmlChar *file = xsltEvalAttrValueTemplate(
	    ctxt, inst, (const xmlChar *)"file", NULL);
	xmlDoc *tree = xmlNewDoc((const xmlChar *)"1.0");
	if (tree == NULL) {
		stop(r, BM_NO_MEMORY);
		goto done;
	}
	tree->charset = XML_CHAR_ENCODING_UTF8;
	tree->dict = ctxt->dict;
	xmlDictReference(tree->dict);
	xmlDoc *old_output = ctxt->output;
	xmlNode *old_insert = ctxt->insert;
	/* The text that libxslt would append to is of the other tree. */
	ctxt->lasttext = NULL;
	ctxt->output = tree;
	ctxt->insert = (xmlNode *)tree;
	xsltApplyOneTemplate(ctxt, node, inst->children, NULL, NULL);
	ctxt->output = old_output;
	ctxt->insert = old_insert;
	ctxt->lasttext = NULL;
	if (ctxt->state != XSLT_STATE_STOPPED) {
		bm_status status = r->fn(
		    r->user, file != NULL ? (const char *)file : "", tree);
		if (status != BM_OK)
			stop(r, status);
	}
	xmlFreeDoc(tree);
done:
	xmlFree(file);
}

/* Whether a picture or a formula is in it. */
static bool
has_foreign(xmlNode *root)
{
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (n->type == XML_ELEMENT_NODE &&
		    (strcmp((const char *)n->name, "svg") == 0 ||
		     strcmp((const char *)n->name, "math") == 0))
			return true;
	return false;
}

/*
 * bm:stream: what is inside is written at once, where it may be.  Not in the
 * value of a variable: xsl:copy-of would copy it, and the mark is not copied.
 */
static void
do_stream(xsltTransformContext *ctxt, xmlNode *node, xmlNode *inst,
	  xsltElemPreComp *comp)
{
	run *r = ctxt->_private;
	xmlNode *holder, *insert = ctxt->insert, *n;
	(void)comp;

	if (r->form == BM_FORM_TREE || XSLT_IS_RES_TREE_FRAG(ctxt->output)) {
		xsltApplyOneTemplate(ctxt, node, inst->children, NULL, NULL);
		return;
	}
	holder =
	    xmlNewDocNode(ctxt->output, NULL, (const xmlChar *)"div", NULL);
	if (holder == NULL) {
		stop(r, BM_NO_MEMORY);
		return;
	}
	ctxt->lasttext = NULL;
	ctxt->insert = holder;
	/* Namespaces are looked for from here up. */
	holder->parent = insert;
	xsltApplyOneTemplate(ctxt, node, inst->children, NULL, NULL);
	ctxt->insert = insert;
	ctxt->lasttext = NULL;
	if (ctxt->state != XSLT_STATE_STOPPED && !has_foreign(holder) &&
	    !bm_write_early(holder, r->form, &r->written))
		stop(r, BM_NO_MEMORY);
	holder->parent = NULL;
	while ((n = holder->children) != NULL) {
		xmlUnlinkNode(n);
		xmlAddChild(insert, n);
	}
	xmlFreeNode(holder);
}

static void
do_cite(xsltTransformContext *ctxt, xmlNode *node, xmlNode *inst,
	xsltElemPreComp *comp)
{
	run *r = ctxt->_private;

	(void)comp;
	if (!bm_is(node, "link") ||
	    !bm_streq(bm_attr(node, "role"), "citation"))
		xsltApplyOneTemplate(ctxt, node, inst->children, NULL, NULL);
	else if (!bm_links_cite(&r->links, ctxt, node, inst))
		stop(r, BM_NO_MEMORY);
}

static void
do_backlinks(xsltTransformContext *ctxt, xmlNode *node, xmlNode *inst,
	     xsltElemPreComp *comp)
{
	run *r = ctxt->_private;

	(void)comp;
	if (!bm_is(node, "bibliomisc") ||
	    !bm_streq(bm_attr(node, "role"), "backlinks"))
		xsltApplyOneTemplate(ctxt, node, inst->children, NULL, NULL);
	else if (!bm_links_back(&r->links, ctxt, node, inst))
		stop(r, BM_NO_MEMORY);
}

static void
do_common(xsltTransformContext *ctxt, xmlNode *node, xmlNode *inst,
	  xsltElemPreComp *comp)
{
	run *r = ctxt->_private;

	(void)comp;
	if (!bm_common(ctxt, node, inst, &r->words))
		stop(r, BM_NO_MEMORY);
}

static void
do_content(xsltTransformContext *ctxt, xmlNode *node, xmlNode *inst,
	   xsltElemPreComp *comp)
{
	(void)comp;
	if (node == NULL || node->type != XML_ELEMENT_NODE)
		return;
	if (inst->children != NULL && node->properties != NULL &&
	    (bm_attr_bm(node, "href") != NULL ||
	     bm_attr(node, "revisionflag") != NULL))
		xsltApplyOneTemplate(ctxt, node, inst->children, NULL, NULL);
	else
		bm_content(ctxt, node);
}

/* bm:unhandled: the current element has no template of its own. */
static void
do_unhandled(xsltTransformContext *ctxt, xmlNode *node, xmlNode *inst,
	     xsltElemPreComp *comp)
{
	run *r = ctxt->_private;
	(void)inst;
	(void)comp;
	/* A name that DocBook has not was the reader's finding. */
	if (node == NULL || node->type != XML_ELEMENT_NODE ||
	    !bm_vocab_is_element((const char *)node->name))
		return;
	bool is_new;
	void **slot = bm_map_put(&r->unhandled,
				 bm_str_of((const char *)node->name), &is_new);
	if (slot == NULL)
		r->doc->no_memory = true;
	else if (is_new)
		bm_diag_add(r->doc->diags,
			    bm_rule_find(bm_xslt_rules, "xslt-unhandled"),
			    bm_get_pos(r->doc, node),
			    "The element %s has no template",
			    (const char *)node->name);
}

/* ---- Running
 * -------------------------------------------------------------------- */

/* Forbids all of files and network to this context. */
static xsltSecurityPrefs *
forbid(xsltTransformContext *ctxt)
{
	static const xsltSecurityOption all[] = {
	    XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE,
	    XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
	    XSLT_SECPREF_WRITE_NETWORK};
	xsltSecurityPrefs *prefs = xsltNewSecurityPrefs();
	int bad = prefs == NULL;
	for (size_t i = 0; !bad && i < sizeof(all) / sizeof(all[0]); i++)
		bad = xsltSetSecurityPrefs(prefs, all[i], xsltSecurityForbid);
	if (!bad)
		bad = xsltSetCtxtSecurityPrefs(prefs, ctxt);
	if (!bad)
		return prefs;
	xsltFreeSecurityPrefs(prefs);
	return NULL;
}

/* Stands in for a function that does not exist. */
static void
no_function(xmlXPathParserContext *xpath, int count)
{
	xsltTransformContext *ctxt = xsltXPathGetTransformContext(xpath);
	run *r = ctxt->_private;
	char text[128];
	while (count-- > 0)
		xmlXPathFreeObject(valuePop(xpath));
	snprintf(text, sizeof(text), "There is no function %s",
		 (const char *)xpath->context->function);
	r->errors++;
	report(r, "xslt-error", text);
	ctxt->state = XSLT_STATE_STOPPED;
	r->status = BM_INTERNAL;
	xmlXPathReturnEmptyString(xpath);
}

/* libxslt's look-up; but libxml2 would say on stderr that there is none. */
static xmlXPathFunction
find_function(void *xpath, const xmlChar *name, const xmlChar *uri)
{
	const xmlXPathContext *ctxt = xpath;
	xmlXPathFunction f = xsltXPathFunctionLookup(xpath, name, uri);
	if (f != NULL || xmlHashLookup2(ctxt->funcHash, name, uri) != NULL)
		return f;
	return no_function;
}

/* function-available() of XSLT 1.0, 15; libxslt's own would take
 * no_function for an answer. */
static void
function_available(xmlXPathParserContext *xpath, int count)
{
	bool found = false;
	if (count != 1) {
		xmlXPathSetArityError(xpath);
		return;
	}
	xmlChar *name = xmlXPathPopString(xpath), *prefix = NULL;
	xmlChar *local = name != NULL ? xmlSplitQName2(name, &prefix) : NULL;
	const xmlChar *uri =
	    prefix != NULL ? xmlXPathNsLookup(xpath->context, prefix) : NULL;
	if (name != NULL && (prefix == NULL || uri != NULL)) {
		xmlXPathFunction f = find_function(
		    xpath->context, local != NULL ? local : name, uri);
		found = f != no_function;
	}
	xmlFree(local);
	xmlFree(prefix);
	xmlFree(name);
	xmlXPathReturnBoolean(xpath, found);
}

static void
term(xmlXPathParserContext *xpath, int count)
{
	const run *r = xsltXPathGetTransformContext(xpath)->_private;

	bm_xpath_term(xpath, count, r->terms);
}

/* Makes known what our sheets may call. */
static bool
add_functions(xsltTransformContext *ctxt)
{
	static const struct {
		const char *name;
		xsltTransformFunction run;
	} elements[] = {{"chunk", do_chunk},        {"stream", do_stream},
			{"common", do_common},      {"content", do_content},
			{"cite", do_cite},          {"backlinks", do_backlinks},
			{"unhandled", do_unhandled}};
	const xmlChar *ns = (const xmlChar *)BM_NS;

	xmlXPathRegisterFuncLookup(ctxt->xpathCtxt, find_function,
				   ctxt->xpathCtxt);
	/* It takes no second one of a name, so the first goes. */
	const xmlChar *available = (const xmlChar *)"function-available";
	xmlXPathRegisterFunc(ctxt->xpathCtxt, available, NULL);
	if (xmlXPathRegisterFunc(ctxt->xpathCtxt, available,
				 function_available) != 0)
		return false;
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (xsltRegisterExtElement(ctxt,
					   (const xmlChar *)elements[i].name,
					   ns, elements[i].run) != 0)
			return false;
	return xsltRegisterExtFunction(ctxt, (const xmlChar *)"term", ns,
				       term) == 0 &&
	       xsltRegisterExtFunction(ctxt, (const xmlChar *)"node-set",
				       (const xmlChar *)NS_EXSLT_COMMON,
				       xsltFunctionNodeSet) == 0;
}

static bm_status
set_params(xsltTransformContext *ctxt, bm_arena *arena,
	   const bm_sheet_param *params)
{
	size_t count = 0;
	while (params != NULL && params[count].name != NULL)
		count++;
	if (count == 0)
		return BM_OK;
	const char **list = BM_NEW_ARRAY(arena, const char *, 2 * count + 1);
	if (list == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		list[2 * i] = params[i].name;
		list[2 * i + 1] =
		    params[i].value != NULL ? params[i].value : "";
	}
	return xsltQuoteUserParams(ctxt, list) == 0 ? BM_OK : BM_INTERNAL;
}

/*
 * The tree that the sheet may work on.  xsl:strip-space takes nodes out, so
 * such a sheet gets a copy, with the positions of the original.
 */
static xmlDoc *
source_for(const bm_sheet *sheet, bm_doc *doc)
{
	if (!sheet->strips)
		return doc->xml;
	xmlDoc *copy = xmlCopyDoc(doc->xml, 1);
	xmlNode *from = bm_doc_element(doc), *from_root = from;
	xmlNode *to = copy != NULL ? xmlDocGetRootElement(copy) : NULL;
	xmlNode *to_root = to;
	while (from != NULL && to != NULL) {
		if (from->type == XML_ELEMENT_NODE)
			to->_private = from->_private;
		from = bm_walk(from, from_root);
		to = bm_walk(to, to_root);
	}
	return copy;
}

/*
 * libxslt compares nodes by the numbers that elements got first, but passes
 * have moved elements since.  What it has just done is not done again: then
 * the root is the first.
 */
static void
number_elements(xmlDoc *tree)
{
	const xmlNode *root = xmlDocGetRootElement(tree);

	if ((ptrdiff_t)root->content != -1)
		xmlXPathOrderDocElems(tree);
}

static bool
has_content(const xmlDoc *tree)
{
	for (const xmlNode *n = tree->children; n != NULL; n = n->next)
		if (n->type != XML_TEXT_NODE || !xmlIsBlankNode(n))
			return true;
	return false;
}

/* Applies it, and hands out what is not in a chunk. */
static void
apply(const bm_sheet *sheet, run *r, xmlDoc *source)
{
	xmlDoc *result = xsltApplyStylesheetUser(sheet->style, source, NULL,
						 NULL, NULL, r->ctxt);
	if (r->status == BM_OK && r->ctxt->state == XSLT_STATE_STOPPED) {
		report(r, "xslt-error", "The sheet ended the run");
		r->status = BM_BAD_INPUT;
	}
	if (r->status == BM_OK && (result == NULL || r->errors > 0)) {
		if (r->errors == 0)
			report(r, "xslt-error", "The sheet made no result");
		r->status = BM_INTERNAL;
	}
	if (r->status == BM_OK && has_content(result))
		r->status = r->fn(r->user, "", result);
	if (result != NULL)
		xmlFreeDoc(result);
}

bm_status
bm_sheet_run(const bm_sheet *sheet, bm_doc *doc, const bm_sheet_param *params,
	     bm_chunk_fn fn, void *user)
{
	return bm_sheet_run_for(sheet, doc, params, NULL, BM_FORM_TREE, fn,
				user);
}

bm_status
bm_sheet_run_for(const bm_sheet *sheet, bm_doc *doc,
		 const bm_sheet_param *params, const bm_map *terms,
		 bm_form form, bm_chunk_fn fn, void *user)
{
	run r = {
	    .doc = doc, .fn = fn, .user = user, .terms = terms, .form = form};
	xsltSecurityPrefs *prefs = NULL;
	if (bm_doc_element(doc) == NULL)
		return BM_BAD_ARGUMENT;
	bm_map_init(&r.unhandled, doc->arena);
	xmlDoc *source = source_for(sheet, doc);
	if (source == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&r.written, bm_arena_allocator(doc->arena));
	bm_buf_init(&r.words, bm_arena_allocator(doc->arena));
	bm_links_begin(&r.links, doc->arena, form);
	/* No number yet: see number_elements. */
	xmlDocGetRootElement(source)->content = NULL;
	r.ctxt = xsltNewTransformContext(sheet->style, source);
	if (r.ctxt == NULL) {
		r.status = BM_NO_MEMORY;
		goto done;
	}
	number_elements(source);
	r.ctxt->_private = &r;
	xsltSetTransformErrorFunc(r.ctxt, &r, on_text);
	r.ctxt->xpathCtxt->error = on_xpath_error;
	r.ctxt->xpathCtxt->userData = &r;
	prefs = forbid(r.ctxt);
	if (prefs == NULL || !add_functions(r.ctxt)) {
		r.status = BM_NO_MEMORY;
		goto done;
	}
	r.status = set_params(r.ctxt, doc->arena, params);
	if (r.status == BM_OK)
		apply(sheet, &r, source);
	if (r.status == BM_OK && doc->no_memory)
		r.status = BM_NO_MEMORY;
done:
	if (r.ctxt != NULL)
		xsltFreeTransformContext(r.ctxt);
	xsltFreeSecurityPrefs(prefs);
	bm_links_end(&r.links);
	bm_buf_free(&r.written);
	bm_buf_free(&r.words);
	if (source != doc->xml)
		xmlFreeDoc(source);
	return r.status;
}
