/*
 * One file through libxml2, with our own functions between its parser and
 * its tree builder: they note where each start tag begins, count depth and
 * expansion, and gather the errors.  No handler outside of the parser's own
 * context is set.
 */
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "xml/input.h"

/* More attributes on one tag, or namespaces in scope, than anybody writes;
 * the parser looks through them for each new one. */
#define ATTRIBUTES_MAX 500

/* Errors of syntax that are listed of one file: the later ones mostly follow
 * from the first. */
#define ERRORS_MAX 50

/* ---- Where ----------------------------------------------------------------
 */

/* How far in the text the parser of the file is. */
static size_t
offset_now(const bm_xml_input *in)
{
	const xmlParserCtxt *ctxt = in->ctxt;

	if (in->subset != NULL) /* it has a stack of its own */
		return in->error.offset;
	/* Behind a parameter entity the file is the first on the stack. */
	const xmlParserInput *input =
	    ctxt->inputNr > 1 ? ctxt->inputTab[0] : ctxt->input;
	if (input == NULL || in->stopped)
		return in->error.offset;
	size_t at =
	    (size_t)input->consumed + (size_t)(input->cur - input->base);
	return at < in->text.len ? at : in->text.len;
}

/* Counts the lines up to offset. */
static void
advance(bm_str text, bm_xml_mark *mark, size_t offset)
{
	while (mark->offset < offset) {
		const char *from = text.ptr + mark->offset;
		const char *nl = memchr(from, '\n', offset - mark->offset);
		if (nl == NULL)
			break;
		mark->line++;
		mark->offset = mark->line_start = (size_t)(nl - text.ptr) + 1;
	}
	mark->offset = offset;
}

static bm_pos
pos_of(const bm_xml_input *in, const bm_xml_mark *mark)
{
	size_t column = mark->offset - mark->line_start + 1;
	return (bm_pos){in->file, mark->line,
			column < UINT32_MAX ? (uint32_t)column : UINT32_MAX, 0,
			0};
}

bm_pos
bm_xml_here(bm_xml_input *in)
{
	size_t at = offset_now(in);
	if (in->tag.offset > in->error.offset)
		in->error = in->tag;
	if (at >= in->error.offset)
		advance(in->text, &in->error, at);
	return pos_of(in, &in->error);
}

/* Gives the element that was just opened the place of its "<". */
static void
note_position(bm_xml_input *in, xmlNode *el)
{
	size_t at = offset_now(in);
	/* No "<" can stand inside a tag (XML 1.0, [10] AttValue). */
	while (at > in->tag.offset && in->text.ptr[at - 1] != '<')
		at--;
	if (at == in->tag.offset)
		return;
	advance(in->text, &in->tag, at - 1);
	bm_pos pos = pos_of(in, &in->tag);
	/* The next search must not find this one again. */
	in->tag.offset = at;
	bm_set_pos(in->job->doc, el, &pos);
}

/* ---- Bounds ---------------------------------------------------------------
 */

void
bm_xml_stop(bm_xml_input *in, xmlParserCtxt *ctxt)
{
	if (!in->stopped)
		bm_xml_here(in); /* the last place that can be known */
	in->stopped = true;
	xmlStopParser(ctxt);
}

bool
bm_xml_charge(bm_xml_input *in, xmlParserCtxt *ctxt, uint64_t bytes)
{
	bm_xml_job *job = in->job;
	job->expanded += bytes;
	if (job->expanded <= job->allowed)
		return true;
	bm_pos pos = bm_xml_here(in);
	bm_xml_report(job->doc, "xml-entity-limit", &pos, NULL);
	bm_xml_stop(in, ctxt);
	return false;
}

/* Whether some tag of the text has too many attributes.  Takes more for a
 * tag than is one, never less, and needs one look at each byte. */
static bool
too_many_attributes(bm_str text, size_t *where)
{
	const char *s = text.ptr, *end = text.ptr + text.len;
	while (s < end && (s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		const char *tag = s++;
		unsigned count = 0;
		while (s < end && *s != '<' && *s != '>') {
			char c = *s++;
			if (c != '"' && c != '\'')
				continue;
			const char *eq = s - 2;
			while (eq > tag && bm_is_space(*eq))
				eq--;
			if (*eq != '=')
				continue;
			if (++count > ATTRIBUTES_MAX) {
				*where = (size_t)(tag - text.ptr);
				return true;
			}
			while (s < end && *s != c && *s != '<')
				s++;
			if (s < end && *s == c)
				s++;
		}
	}
	return false;
}

/* ---- What the parser calls ------------------------------------------------
 */

/* The length of the values that came from the DTD, not from the tag. */
static uint64_t
defaulted_bytes(int count, int defaulted, const xmlChar **attributes)
{
	uint64_t bytes = 0;
	for (int i = count - defaulted; i < count; i++)
		bytes += 32 + (uint64_t)(attributes[5 * i + 4] -
					 attributes[5 * i + 3]);
	return bytes;
}

static void
start_element(void *data, const xmlChar *name, const xmlChar *prefix,
	      const xmlChar *uri, int ns_count, const xmlChar **namespaces,
	      int count, int defaulted, const xmlChar **attributes)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = ctxt->_private;

	if (in->stopped) {
		xmlStopParser(ctxt);
		return;
	}
	xmlSAX2StartElementNs(ctxt, name, prefix, uri, ns_count, namespaces,
			      count, defaulted, attributes);
	/* What comes out of an entity stands where its reference does. */
	if (ctxt == in->ctxt && ctxt->node != NULL)
		note_position(in, ctxt->node);
	if (defaulted > 0 &&
	    !bm_xml_charge(in, ctxt,
			   defaulted_bytes(count, defaulted, attributes)))
		return;
	bm_pos pos;
	if (ctxt->nodeNr > BM_DEPTH_MAX) {
		pos = bm_xml_here(in);
		bm_xml_report(in->job->doc, "xml-depth-limit",
			      ctxt->node != NULL
				  ? bm_get_pos(in->job->doc, ctxt->node)
				  : &pos,
			      NULL);
		bm_xml_stop(in, ctxt);
	} else if (ctxt->nsNr / 2 > ATTRIBUTES_MAX) {
		pos = bm_xml_here(in);
		bm_xml_report(in->job->doc, "xml-attribute-limit", &pos,
			      "More than %d namespaces are declared here",
			      ATTRIBUTES_MAX);
		bm_xml_stop(in, ctxt);
	}
}

/* libxml2's text in one line without its line end; in the arena. */
static const char *
clean_message(bm_arena *arena, const char *message)
{
	char *text = bm_arena_strdup(arena, message != NULL ? message : "");
	if (text == NULL)
		return "Not well-formed";
	size_t len = strlen(text);
	while (len > 0 && (bm_is_space(text[len - 1]) || text[len - 1] == '.'))
		text[--len] = 0;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20)
			text[i] = ' ';
	return text;
}

/* What this prefix is declared as wherever it is used, or NULL. */
static const char *
usual_namespace(const char *prefix)
{
	static const struct {
		const char *prefix, *uri;
	} usual[] = {{"xlink", BM_NS_XLINK},
		     {"xi", "http://www.w3.org/2001/XInclude"},
		     {"db", BM_NS_DOCBOOK},
		     {"d", BM_NS_DOCBOOK},
		     {"svg", "http://www.w3.org/2000/svg"},
		     {"mml", "http://www.w3.org/1998/Math/MathML"},
		     {"m", "http://www.w3.org/1998/Math/MathML"}};
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (bm_streq(usual[i].prefix, prefix))
			return usual[i].uri;
	return NULL;
}

static void
on_error(void *data, xmlError *error)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = ctxt != NULL ? ctxt->_private : NULL;

	if (in == NULL || in->stopped)
		return;
	bm_doc *doc = in->job->doc;
	if (error->code == XML_ERR_NO_MEMORY) {
		doc->no_memory = true;
		return;
	}
	if (error->level >= XML_ERR_ERROR &&
	    error->domain == XML_FROM_NAMESPACE)
		in->bad_names = true;
	/* Validity is the reader's matter; undeclared entities were reported
	 * by the one who replaces them. */
	if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_VALID ||
	    error->code == XML_WAR_UNDECLARED_ENTITY ||
	    in->reported >= ERRORS_MAX)
		return;
	bm_pos pos = bm_xml_here(in);
	if (in->subset != NULL && ctxt->input != NULL)
		pos = (bm_pos){.file = in->subset_file,
			       .line = ctxt->input->line > 0
					   ? (uint32_t)ctxt->input->line
					   : 1};
	/* The second error at a place is the echo of the first. */
	if (pos.line == in->last.line && pos.column == in->last.column)
		return;
	in->last = pos;
	in->reported++;
	const char *text = clean_message(doc->arena, error->message);
	uint32_t c = 0;
	const char *uri = NULL;
	if (error->code == XML_ERR_UNDECLARED_ENTITY && error->str1 != NULL)
		c = bm_xml_entity_char(error->str1);
	if (error->code == XML_NS_ERR_UNDEFINED_NAMESPACE)
		uri = usual_namespace(error->str1);
	if (c != 0)
		bm_xml_report(doc, "xml-syntax", &pos, "%s: write &#x%X;", text,
			      (unsigned)c);
	else if (uri != NULL)
		bm_xml_report(doc, "xml-syntax", &pos,
			      "%s: add xmlns:%s=\"%s\" to the root element",
			      text, error->str1, uri);
	else
		bm_xml_report(doc, "xml-syntax", &pos, "%s", text);
}

/* An instruction, with the place where it ends. */
static void
instruction(void *data, const xmlChar *target, const xmlChar *text)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = ctxt->_private;
	xmlNode *parent = ctxt->node, *last;

	xmlSAX2ProcessingInstruction(data, target, text);
	last = parent != NULL ? parent->last : NULL;
	if (last != NULL && last->type == XML_PI_NODE) {
		bm_pos pos = bm_xml_here(in);

		bm_set_pos(in->job->doc, last, &pos);
	}
}

/* Learns from the document type declaration of a file, if it has one. */
static bool
keep_dtd(bm_xml_input *in, const xmlParserCtxt *ctxt, const xmlDoc *tree)
{
	bm_xml_declared *d = &in->job->declared;

	if (d->dtd != NULL || tree->intSubset == NULL)
		return true;
	*d = (bm_xml_declared){.dtd = xmlCopyDtd(tree->intSubset),
			       .file = in->file,
			       .entities = *in->entities,
			       .docbook_dtd = in->docbook_dtd,
			       .external_subset = ctxt->hasExternalSubset != 0,
			       .references = ctxt->hasPErefs != 0};
	return d->dtd != NULL;
}

/* Begins the tree of an external entity, which has no declarations of its
 * own, with those of the document. */
static void
start_document(void *data)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = ctxt->_private;
	xmlDtd *dtd;

	xmlSAX2StartDocument(data);
	if (!in->entity || ctxt != in->ctxt || ctxt->myDoc == NULL ||
	    in->job->declared.dtd == NULL)
		return;
	dtd = xmlCopyDtd(in->job->declared.dtd);
	if (dtd == NULL) {
		in->job->doc->no_memory = true;
		return;
	}
	ctxt->myDoc->intSubset = dtd;
	xmlAddChild((xmlNode *)ctxt->myDoc, (xmlNode *)dtd);
	ctxt->hasExternalSubset = in->job->declared.external_subset;
	ctxt->hasPErefs = in->job->declared.references;
}

static void
take_over(xmlSAXHandler *sax)
{
	sax->processingInstruction = instruction;
	sax->startDocument = start_document;
	sax->startElementNs = start_element;
	sax->entityDecl = bm_xml_entity_decl;
	sax->getEntity = bm_xml_get_entity;
	sax->getParameterEntity = bm_xml_get_parameter_entity;
	sax->resolveEntity = bm_xml_resolve;
	sax->externalSubset = bm_xml_external_subset;
	sax->serror = on_error;
	sax->error = NULL;
	sax->warning = NULL;
	sax->fatalError = NULL;
}

/* ---- One file -------------------------------------------------------------
 */

/* Gets the text ready: UTF-8, and bounded where the parser is slow. */
static bm_status
prepare(bm_xml_input *in, bm_str text)
{
	bm_doc *doc = in->job->doc;
	const char *problem;
	bm_status status =
	    bm_xml_to_utf8(doc->arena, text, NULL, &in->text, &problem);
	if (status == BM_BAD_INPUT)
		bm_xml_report(doc, "xml-syntax",
			      &(bm_pos){in->file, 1, 1, 0, 0}, "%s", problem);
	if (status != BM_OK)
		return status;
	size_t at;
	if (!bm_utf8_valid(in->text, &at)) {
		advance(in->text, &in->error, at);
		bm_pos pos = pos_of(in, &in->error);
		bm_xml_report(
		    doc, "xml-syntax", &pos,
		    "The byte 0x%02X is not UTF-8: save the file as UTF-8, or "
		    "name its encoding in the XML declaration",
		    (unsigned)(unsigned char)in->text.ptr[at]);
		return BM_BAD_INPUT;
	}
	if (too_many_attributes(in->text, &at)) {
		advance(in->text, &in->error, at);
		bm_pos pos = pos_of(in, &in->error);
		bm_xml_report(doc, "xml-attribute-limit", &pos, NULL);
		return BM_BAD_INPUT;
	}
	return in->text.len > INT32_MAX ? BM_LIMIT : BM_OK;
}

/* References that were left in the tree become the text that they are, and
 * the DTD, which nobody needs any more, goes. */
static void
drop_dtd(bm_doc *doc, xmlDoc *tree)
{
	xmlNode *root = xmlDocGetRootElement(tree);
	for (xmlNode *n = root, *next; n != NULL; n = next) {
		next = bm_walk(n, root);
		if (n->type != XML_ENTITY_REF_NODE)
			continue;
		char name[160];
		snprintf(name, sizeof(name), "&%.150s;", (const char *)n->name);
		xmlNode *text = xmlNewDocText(tree, (const xmlChar *)name);
		if (text == NULL) {
			doc->no_memory = true;
			continue;
		}
		xmlReplaceNode(n, text);
		xmlFreeNode(n);
	}
	xmlDtd *dtd = tree->intSubset;
	if (dtd != NULL) {
		xmlUnlinkNode((xmlNode *)dtd);
		xmlFreeDtd(dtd);
	}
}

/* Puts an element round the text of an entity. */
static bm_status
dress_entity(bm_xml_input *in)
{
	bm_xml_job *job = in->job;
	static const char head[] = "<bm:entity xmlns:bm=\"" BM_NS "\">";
	static const char tail[] = "</bm:entity>";
	bm_str text = in->text;
	size_t length;
	char *copy;

	if (bm_str_starts(text, "\xEF\xBB\xBF"))
		text = (bm_str){text.ptr + 3, text.len - 3};
	in->prefix = sizeof(head) - 1;
	length = in->prefix + text.len + sizeof(tail) - 1;
	copy = BM_NEW_ARRAY(job->doc->arena, char, length + 1);
	if (copy == NULL)
		return BM_NO_MEMORY;
	memcpy(copy, head, in->prefix); /* the text may have a NUL */
	memcpy(copy + in->prefix, text.ptr, text.len);
	memcpy(copy + in->prefix + text.len, tail, sizeof(tail));
	/* A text declaration may not stand inside of an element. */
	char *own = copy + in->prefix, *end = strstr(own, "?>");
	if (strncmp(own, "<?xml", 5) == 0 && bm_is_space(own[5]) && end != NULL)
		for (char *c = own; c < end + 2; c++)
			*c = *c == '\n' ? '\n' : ' ';
	in->text = (bm_str){copy, length};
	in->tag.line_start = in->error.line_start = in->prefix;
	in->docbook_dtd = job->declared.docbook_dtd;
	/* The declarations are copied for each file: counted with what is
	 * included. */
	job->included += 64 * job->declared.entities.len;
	return BM_OK;
}

bool
bm_xml_in_prefix(const bm_xml_input *in)
{
	return offset_now(in) < in->prefix;
}

static bm_status
parse(bm_xml_job *job, bm_str text, const char *file, xmlDict *dict,
      bool entity, xmlDoc **out)
{
	const uint64_t mega = 1 << 20;
	bm_xml_input in = {
	    .job = job, .file = file, .tag = {.line = 1}, .error = {.line = 1}};
	bm_map own;
	bm_map_init(&own, job->doc->arena);
	in.entities = entity && job->declared.dtd != NULL
			  ? &job->declared.entities
			  : &own;
	in.entity = entity;
	*out = NULL;
	bm_status status = prepare(&in, text);
	if (status == BM_OK && entity)
		status = dress_entity(&in);
	in.base = entity ? job->declared.file : file;
	if (status != BM_OK)
		return status;
	bm_doc_text *kept = BM_VEC_PUSH(job->doc->arena, &job->doc->texts);
	if (kept == NULL)
		return BM_NO_MEMORY;
	*kept = (bm_doc_text){file != NULL ? file : "", in.text};
	/* Entities may make of a text ten times its length. */
	uint64_t grow = 10 * (uint64_t)in.text.len;
	job->allowed += (grow < 64 * mega ? grow : 64 * mega) +
			(job->allowed == 0 ? mega : 0);

	xmlParserCtxt *ctxt = xmlNewParserCtxt();
	if (ctxt == NULL)
		return BM_NO_MEMORY;
	in.ctxt = ctxt;
	take_over(ctxt->sax);
	ctxt->_private = &in;
	if (dict != NULL) {
		xmlDictFree(ctxt->dict);
		ctxt->dict = dict;
		xmlDictReference(dict);
	}
	/* HUGE lifts libxml2's bounds; ours are in force instead. */
	xmlDoc *tree = xmlCtxtReadMemory(
	    ctxt, in.text.ptr, (int)in.text.len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOCDATA |
		XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC);
	/* A tree with names like a:b:c could not be written again. */
	bool whole = ctxt->wellFormed && !in.bad_names && !in.stopped;
	if (!whole && in.reported == 0 && !in.stopped && !job->doc->no_memory)
		bm_xml_report(job->doc, "xml-syntax",
			      &(bm_pos){file, 1, 1, 0, 0},
			      "There is no XML in it");
	if (tree != NULL && !keep_dtd(&in, ctxt, tree))
		job->doc->no_memory = true;
	xmlFreeParserCtxt(ctxt);
	if (job->doc->no_memory)
		status = BM_NO_MEMORY;
	else if (!whole || tree == NULL)
		status = BM_BAD_INPUT;
	if (status != BM_OK) {
		xmlFreeDoc(tree);
		return status;
	}
	drop_dtd(job->doc, tree);
	*out = tree;
	return BM_OK;
}

bm_status
bm_xml_parse_one(bm_xml_job *job, bm_str text, const char *file, xmlDict *dict,
		 xmlDoc **out)
{
	return parse(job, text, file, dict, false, out);
}

bm_status
bm_xml_parse_entity(bm_xml_job *job, bm_str text, const char *file,
		    xmlDict *dict, xmlDoc **out)
{
	return parse(job, text, file, dict, true, out);
}
