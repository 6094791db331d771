/* Safe XML in: the entry points, and the rules. */
#include "xml/parse.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxslt/xslt.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

#include "xml/input.h"

const bm_rule bm_xml_rules[] = {
    {"xml-syntax", BM_ERROR, "The XML is not well-formed", "XML 1.0, 2.1",
     "Mend the markup at this place; the first error often causes the "
     "others."},
    {"xml-entity-limit", BM_ERROR,
     "Entities expand to far more text than the file has", "XML 1.0, 4.4",
     "Write the text out, or include a file with xi:include."},
    {"xml-depth-limit", BM_ERROR, "Elements are nested deeper than 200 levels",
     NULL, "Divide the document, or take out needless levels."},
    {"xml-attribute-limit", BM_ERROR, "A tag has more than 500 attributes",
     NULL, "Look for a quotation mark that is missing."},
    {"xml-external-entity", BM_ERROR,
     "An entity is declared in another file, which is not read",
     "XML 1.0, 4.4.3",
     "Write the character itself or its number, &#x...;, or include a file "
     "with xi:include."},
    {"xinclude-not-found", BM_ERROR, "The file to include is not there",
     "XInclude 1.1, 4.4",
     "Mend href, or give an xi:fallback for when the file is missing."},
    {"xinclude-outside", BM_ERROR,
     "The file to include is outside of the document's folder",
     "XInclude 1.1, 4.1",
     "Move the file below the root folder, and name it with a relative "
     "path."},
    {"xinclude-cycle", BM_ERROR, "A file includes itself", "XInclude 1.1, 4.2",
     "Take one of the inclusions out."},
    {"xinclude-unsupported", BM_ERROR,
     "This kind of inclusion is not supported", "XInclude 1.1, 3",
     "Include the whole file, or an element by its id, by element(/1/2), or "
     "by a path such as xpointer(/article/section[2])."},
    {"xinclude-limit", BM_ERROR, "Too much is included", "XInclude 1.1, 3",
     "Include each file once, not more than 40 levels deep."},
    {NULL, BM_INFO, NULL, NULL, NULL}};

void
bm_xml_report(bm_doc *doc, const char *code, const bm_pos *pos,
	      const char *format, ...)
{
	char text[512];
	if (format != NULL) {
		va_list ap;
		va_start(ap, format);
		int n = vsnprintf(text, sizeof(text), format, ap);
		va_end(ap);
		/* Do not cut a character in two. */
		if (n >= (int)sizeof(text)) {
			size_t end = sizeof(text) - 1;
			while (end > 0 &&
			       ((unsigned char)text[end - 1] & 0xC0) == 0x80)
				end--;
			text[end > 0 ? end - 1 : 0] = 0;
		}
	}
	const bm_rule *rule = bm_rule_find(bm_xml_rules, code);
	if (format != NULL)
		bm_diag_add(doc->diags, rule, pos, "%s", text);
	else
		bm_diag_add(doc->diags, rule, pos, NULL);
}

static void
init_once(void)
{
	xmlInitParser();
	xsltInit();
}

void
bm_xml_init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, init_once);
}

/* Whether what was put together of several files is too deep; reported. */
static bool
too_deep(bm_doc *doc, xmlDoc *tree)
{
	xmlNode *root = xmlDocGetRootElement(tree);
	unsigned depth = 0;
	for (xmlNode *n = root; n != NULL;) {
		if (n->type == XML_ELEMENT_NODE && depth >= BM_DEPTH_MAX) {
			bm_xml_report(doc, "xml-depth-limit",
				      bm_get_pos(doc, n), NULL);
			return true;
		}
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			depth++;
			continue;
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			depth--;
		}
		n = n == root ? NULL : n->next;
	}
	return false;
}

bm_status
bm_xml_parse(bm_doc *doc, bm_str text, const bm_xml_files *files)
{
	bm_xml_job job = {.doc = doc, .files = files};
	xmlDoc *tree = NULL;

	bm_xml_init();
	bm_status status = bm_xml_parse_one(&job, text, doc->file, NULL, &tree);
	if (status != BM_OK) {
		xmlFreeDtd(job.declared.dtd);
		return status;
	}
	status = bm_xinclude(&job, tree);
	xmlFreeDtd(job.declared.dtd);
	if (status == BM_OK && too_deep(doc, tree))
		status = BM_BAD_INPUT;
	if (status != BM_OK) {
		xmlFreeDoc(tree);
		return status;
	}
	bm_doc_adopt(doc, tree);
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

bm_status
bm_xml_include(bm_doc *doc, const bm_xml_files *files)
{
	bm_xml_job job = {.doc = doc, .files = files};
	bm_status status = bm_xinclude(&job, doc->xml);

	xmlFreeDtd(job.declared.dtd);
	if (status == BM_OK && too_deep(doc, doc->xml))
		status = BM_BAD_INPUT;
	return status;
}

/* ---- Auxiliary files ------------------------------------------------------
 */

struct data_error {
	bm_arena *arena;
	const char *text; /* the first error */
	bool no_memory;
};

static void
on_data_error(void *data, xmlError *error)
{
	xmlParserCtxt *ctxt = data;
	struct data_error *e = ctxt != NULL ? ctxt->_private : NULL;
	if (e == NULL || error->level < XML_ERR_ERROR || e->text != NULL)
		return;
	if (error->code == XML_ERR_NO_MEMORY)
		e->no_memory = true;
	bm_str text = bm_str_trim(bm_str_of(error->message));
	e->text = bm_arena_printf(e->arena, "line %d: %.*s", error->line,
				  (int)text.len, text.ptr);
}

static void
refuse_entity(void *data, const xmlChar *name, int type,
	      const xmlChar *public_id, const xmlChar *system_id,
	      xmlChar *content)
{
	xmlParserCtxt *ctxt = data;
	struct data_error *e = ctxt->_private;
	(void)type;
	(void)public_id;
	(void)system_id;
	(void)content;
	if (e->text == NULL)
		e->text = bm_arena_printf(
		    e->arena,
		    "line %d: entity %s: entities may not be declared here",
		    ctxt->input != NULL ? ctxt->input->line : 0,
		    (const char *)name);
	xmlStopParser(ctxt);
}

/*
 * Text of a sheet.  White space alone between two tags is left out, as it
 * means nothing outside of xsl:text (XSLT 1.0, 3.4): half of the nodes of a
 * sheet, which libxslt would take out again.
 */
static void
sheet_text(void *data, const xmlChar *text, int length)
{
	const xmlParserCtxt *ctxt = data;
	const xmlNode *node = ctxt->node;
	const xmlChar *next = ctxt->input->cur;
	int i = 0;

	while (i < length && bm_is_space((char)text[i]))
		i++;
	if (i == length && node != NULL && next[0] == '<' && next[1] != '!' &&
	    strcmp((const char *)node->name, "text") != 0 &&
	    (node->last == NULL || node->last->type != XML_TEXT_NODE))
		return;
	xmlSAX2Characters(data, text, length);
}

bm_status
bm_xml_parse_sheet(bm_arena *arena, bm_str text, const char *name,
		   xmlDict *dict, xmlDoc **out, const char **error)
{
	struct data_error e = {arena, NULL, false};

	bm_xml_init();
	*out = NULL;
	if (error != NULL)
		*error = NULL;
	if (text.len > INT32_MAX)
		return BM_LIMIT;
	xmlParserCtxt *ctxt = xmlNewParserCtxt();
	if (ctxt == NULL)
		return BM_NO_MEMORY;
	if (dict != NULL) {
		xmlDictFree(ctxt->dict);
		xmlDictReference(dict);
		ctxt->dict = dict;
		ctxt->sax->characters = sheet_text;
		ctxt->sax->ignorableWhitespace = sheet_text;
		ctxt->sax->comment = NULL;
	}
	ctxt->_private = &e;
	ctxt->sax->serror = on_data_error;
	ctxt->sax->entityDecl = refuse_entity;
	ctxt->sax->externalSubset = NULL;
	ctxt->sax->resolveEntity = NULL;
	xmlDoc *tree = xmlCtxtReadMemory(
	    ctxt, text.ptr != NULL ? text.ptr : "", (int)text.len, name, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOENT);
	bool whole = ctxt->wellFormed && e.text == NULL && tree != NULL;
	xmlFreeParserCtxt(ctxt);
	if (whole) {
		*out = tree;
		return BM_OK;
	}
	xmlFreeDoc(tree);
	if (error != NULL)
		*error = e.text != NULL ? e.text : "line 1: no XML";
	return e.no_memory || bm_arena_failed(arena) ? BM_NO_MEMORY
						     : BM_BAD_INPUT;
}

bm_status
bm_xml_parse_data(bm_arena *arena, bm_str text, const char *name, xmlDoc **out,
		  const char **error)
{
	return bm_xml_parse_sheet(arena, text, name, NULL, out, error);
}
