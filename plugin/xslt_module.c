/*
 * The same shared object as an extension module of a stock libxslt host: the
 * namespace http://backmatter/ makes it look for backmatter.so and this
 * symbol (libxslt, extensions.c: the rule from namespace to names).
 *
 * Each transformation has an engine of its own, made when a document is first
 * prepared.  What is prepared belongs to the transformation, as a document
 * that document() had loaded, so that keys work in it.
 */
#include <stdio.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <libxslt/documents.h>
#include <libxslt/extensions.h>
#include <libxslt/imports.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "backmatter.h"
#include "core/buf.h"
#include "core/file.h"
#include "core/vec.h"
#include "xml/doc.h"
#include "xml/parse.h"
#include "xml/same.h"

BM_EXPORT void backmatter_init(void);

enum { BIBLIOGRAPHIES_MAX = 16 };

/* A document that was prepared, and what it was made of.  libxslt uses the
 * memory of one fragment for the next, so of those the text is kept too. */
struct prepared {
	const xmlDoc *source;
	bm_str text;
	const char *options;
	xmlDoc *doc; /* NULL where nothing could be made of it */
	/* The last citation that was asked for, in both. */
	xmlNode *from, *to;
};

/* What a transformation has from us. */
struct module {
	const bm_api *api;
	xsltTransformContext *ctxt;
	bm_arena *arena;
	bm_engine *engine; /* NULL until it is needed */
	bm_severity fail_on;
	bool quiet; /* only what ends the run is told */
	/* The first error that was not told. */
	char untold[300];
	BM_VEC(struct prepared) done;
};

/* ---- Findings ------------------------------------------------------------ */

/* A finding to where the host's own errors go; one that is bad enough ends
 * the transformation as an error of the sheet would. */
static void
found(void *user, const bm_diag *d)
{
	static const char *const words[] = {"", "info", "warning", "error"};
	struct module *m = user;
	bool own = m->ctxt->error != NULL;
	xmlGenericErrorFunc tell = own ? m->ctxt->error : xsltGenericError;
	void *to = own ? m->ctxt->errctx : xsltGenericErrorContext;

	if (m->quiet && d->severity == BM_ERROR && m->untold[0] == '\0')
		snprintf(m->untold, sizeof m->untold, "%s:%u:%u: %s [%s]",
			 d->file != NULL ? d->file : "-", d->line, d->column,
			 d->message, d->code);
	if (d->severity < BM_WARNING || (m->quiet && d->severity < m->fail_on))
		return;
	tell(to, "%s:%u:%u: %s: %s [%s]\n", d->file != NULL ? d->file : "-",
	     d->line, d->column, words[d->severity], d->message, d->code);
	if (d->severity >= m->fail_on)
		m->ctxt->state = XSLT_STATE_ERROR;
}

/* ---- Options --------------------------------------------------------------
 */

/* "style=apa; bibliography=refs.json", cut into its parts.  Paths are those
 * beside the document. */
static bool
read_options(struct module *m, const char *text, const char *folder,
	     bm_convert_options *o, const char **bibliographies)
{
	bm_str rest = bm_str_of(text), part;
	size_t count = 0;

	while (rest.ptr != NULL && bm_str_split(&rest, ';', &part)) {
		size_t at = bm_str_find(part, "=", 0);
		bm_str name = bm_str_trim((bm_str){part.ptr, at});
		const char *value = NULL;

		if (bm_str_trim(part).len == 0)
			continue;
		if (at < part.len)
			value = bm_arena_str(
			    m->arena, bm_str_trim((bm_str){part.ptr + at + 1,
							   part.len - at - 1}));
		if (value != NULL && bm_str_is(name, "style"))
			o->style = value;
		else if (value != NULL && bm_str_is(name, "lang"))
			o->lang = value;
		else if (value != NULL && bm_str_is(name, "root"))
			o->root = bm_path_join(m->arena, folder, value);
		else if (value != NULL && bm_str_is(name, "project"))
			o->project = bm_path_join(m->arena, folder, value);
		else if (value != NULL && bm_str_is(name, "today"))
			o->today = value;
		else if (value != NULL && bm_str_is(name, "bibliography") &&
			 count < BIBLIOGRAPHIES_MAX)
			bibliographies[count++] =
			    bm_path_join(m->arena, folder, value);
		else if (bm_str_is(name, "lint"))
			o->lint = value == NULL || !bm_streq(value, "no");
		else if (bm_str_is(name, "quiet"))
			m->quiet = value == NULL || !bm_streq(value, "no");
		else if (value != NULL && bm_str_is(name, "fail-on"))
			m->fail_on = bm_streq(value, "warning") ? BM_WARNING
				     : bm_streq(value, "never") ? BM_ERROR + 1
								: BM_ERROR;
		else {
			xsltTransformError(m->ctxt, NULL, NULL,
					   "bm:prepare: there is no option "
					   "%.*s\n",
					   (int)part.len, part.ptr);
			return false;
		}
	}
	return true;
}

/* ---- The source ---------------------------------------------------------- */

/*
 * Whether the tree is that of its file still, but for white space: then the
 * file is read, and findings have its lines.  A host may have changed it, and
 * what it has counts.
 */
static bool
is_its_file(struct module *m, const xmlDoc *doc, const char *path)
{
	xmlDoc *again = NULL;
	bm_str text;
	bool same;

	if (bm_file_read(m->arena, path, &text) != BM_OK ||
	    bm_xml_parse_data(m->arena, text, path, &again, NULL) != BM_OK)
		return false;
	same = bm_same_trees(xmlDocGetRootElement(doc),
			     xmlDocGetRootElement(again));
	xmlFreeDoc(again);
	return same;
}

/* The path of a document on this disk, or NULL. */
static const char *
path_of(const xmlDoc *doc)
{
	const char *url = (const char *)doc->URL;

	if (url == NULL)
		return NULL;
	if (strncmp(url, "file://", 7) == 0)
		return url + 7;
	return strstr(url, "://") != NULL ? NULL : url;
}

/* ---- Preparing ------------------------------------------------------------
 */

static bm_status
open_output(void *user, const char *path)
{
	(void)path;
	bm_buf_clear(user);
	return BM_OK;
}

static bm_status
write_output(void *user, const char *data, size_t length)
{
	bm_buf *out = user;

	bm_buf_put(out, data, length);
	return out->status;
}

static bm_status
close_output(void *user)
{
	(void)user;
	return BM_OK;
}

/* Gives a parsed tree to the transformation; its document node, or NULL. */
static xmlDoc *
hand_over(struct module *m, const xmlDoc *source, bm_str text)
{
	xmlDoc *doc = NULL;

	if (bm_xml_parse_data(m->arena, text, "prepared", &doc, NULL) != BM_OK)
		return NULL;
	if (source->URL != NULL && doc->URL == NULL)
		doc->URL = xmlStrdup(source->URL);
	if (xsltNeedElemSpaceHandling(m->ctxt))
		xsltApplyStripSpaces(m->ctxt, xmlDocGetRootElement(doc));
	if (xsltNewDocument(m->ctxt, doc) == NULL) {
		xmlFreeDoc(doc);
		return NULL;
	}
	return doc;
}

/* Prepares a document that was not asked for before. */
static xmlDoc *
make(struct module *m, xmlDoc *source, const char *options)
{
	const char *bibliographies[BIBLIOGRAPHIES_MAX + 1] = {NULL};
	bm_convert_options o = {.size = sizeof(o),
				.from = "docbook",
				.to = "docbook",
				.dump = "a11y",
				.bibliographies = bibliographies,
				.source_date_epoch = -1};
	bm_input input = {.size = sizeof(input), .name = path_of(source)};
	bm_sink sink = {.size = sizeof(sink),
			.open = open_output,
			.write = write_output,
			.close = close_output};
	const char *folder;
	xmlChar *dump = NULL;
	xmlDoc *doc = NULL;
	bm_buf out;
	int length = 0;

	m->untold[0] = '\0';
	bm_buf_init(&out, bm_arena_allocator(m->arena));
	sink.user = &out;
	folder = bm_path_dir(m->arena, input.name != NULL ? input.name : "");
	if (folder == NULL ||
	    !read_options(m, options, folder, &o, bibliographies))
		return NULL;
	if (input.name == NULL || !is_its_file(m, source, input.name)) {
		xmlDocDumpMemory(source, &dump, &length);
		input.data = (const char *)dump;
		input.length = (size_t)length;
	}
	if ((input.data != NULL || input.name != NULL) &&
	    m->api->convert(m->engine, &input, &o, &sink) == BM_OK)
		doc = hand_over(m, source, bm_buf_str(&out));
	/* Always in words: nokogiri takes a run that ended without any for one
	 * that went well. */
	if (doc == NULL)
		xsltTransformError(m->ctxt, NULL, NULL,
				   "bm:prepare: nothing can be made of the "
				   "document%s%s\n",
				   m->untold[0] != '\0' ? ": " : "", m->untold);
	if (doc == NULL)
		m->ctxt->state = XSLT_STATE_ERROR;
	xmlFree(dump);
	bm_buf_free(&out);
	return doc;
}

/* Keeps a document with what it was made of; NULL without memory. */
static struct prepared *
keep(struct module *m, const struct prepared *one)
{
	struct prepared *made = BM_VEC_PUSH(m->arena, &m->done);

	if (made == NULL)
		return NULL;
	*made = *one;
	made->text.ptr = bm_arena_str(m->arena, one->text);
	made->options = bm_arena_strdup(m->arena, one->options);
	return bm_arena_failed(m->arena) ? NULL : made;
}

/* What is known of a document; NULL when it was not asked for before. */
static struct prepared *
known(struct module *m, const struct prepared *want)
{
	for (size_t i = 0; i < m->done.len; i++) {
		struct prepared *made = &m->done.items[i];

		if (made->source == want->source &&
		    bm_str_eq(made->text, want->text) &&
		    (made->doc == want->source || *want->options == '\0' ||
		     strcmp(made->options, want->options) == 0))
			return made;
	}
	/* One that is prepared already is its own prepared form. */
	for (size_t i = 0; i < m->done.len; i++)
		if (m->done.items[i].doc == want->source)
			return keep(
			    m, &(struct prepared){.source = want->source,
						  .options = "",
						  .doc = m->done.items[i].doc});
	return NULL;
}

/* The prepared form of a document; one is made once for the same options,
 * also one of which nothing can be made. */
static struct prepared *
prepare(struct module *m, xmlDoc *source, const char *options)
{
	struct prepared want = {.source = source, .options = options};
	struct prepared *made;
	xmlChar *dump = NULL;
	int length = 0;

	if (XSLT_IS_RES_TREE_FRAG(source)) {
		xmlDocDumpMemory(source, &dump, &length);
		if (dump == NULL)
			return NULL;
		want.text = (bm_str){(const char *)dump, (size_t)length};
	}
	made = known(m, &want);
	if (made == NULL && m->engine == NULL) {
		bm_host host = {.size = sizeof(host), .user = m, .diag = found};

		if (m->api->engine_new(&host, NULL, &m->engine) != BM_OK)
			m->engine = NULL;
	}
	if (made == NULL && m->engine != NULL) {
		want.doc = make(m, source, options);
		made = keep(m, &want);
	}
	xmlFree(dump);
	return made;
}

/* ---- The functions ------------------------------------------------------- */

/* What a function was called with: a node, and options. */
struct call {
	struct module *m;
	xmlNode *node;
	struct prepared *made;
	xmlDoc *prepared; /* of that; NULL when there is none */
};

/* Takes the arguments; false after an error, which is set. */
static bool
begin(xmlXPathParserContext *context, int count, struct call *out)
{
	xsltTransformContext *ctxt = xsltXPathGetTransformContext(context);
	xmlChar *options = NULL;
	xmlXPathObject *nodes;

	*out = (struct call){0};
	if (count < 1 || count > 2) {
		xmlXPathSetArityError(context);
		return false;
	}
	if (count == 2)
		options = xmlXPathPopString(context);
	nodes = valuePop(context);
	if (ctxt != NULL)
		out->m = xsltGetExtData(ctxt, (const xmlChar *)BM_NS);
	if (nodes == NULL || nodes->type != XPATH_NODESET) {
		xmlXPathSetTypeError(context);
	} else if (out->m != NULL && nodes->nodesetval != NULL &&
		   nodes->nodesetval->nodeNr > 0) {
		out->node = nodes->nodesetval->nodeTab[0];
		if (out->node->type != XML_NAMESPACE_DECL)
			out->made = prepare(
			    out->m, out->node->doc,
			    options != NULL ? (const char *)options : "");
		out->prepared = out->made != NULL ? out->made->doc : NULL;
	}
	xmlXPathFreeObject(nodes);
	xmlFree(options);
	return context->error == XPATH_EXPRESSION_OK;
}

/* bm:version(): the version of the library. */
static void
version(xmlXPathParserContext *context, int count)
{
	if (count != 0) {
		xmlXPathSetArityError(context);
		return;
	}
	valuePush(context, xmlXPathNewCString(BM_VERSION));
}

/* bm:prepare(node, options): the document with citations and notices. */
static void
prepare_function(xmlXPathParserContext *context, int count)
{
	struct call call;

	if (begin(context, count, &call))
		valuePush(context,
			  xmlXPathNewNodeSet((xmlNode *)call.prepared));
}

/* The topmost elements of a name, or those that a pass has made (NULL). */
static void
collect(xmlXPathParserContext *context, const struct call *call,
	const char *name)
{
	xmlXPathObject *out = xmlXPathNewNodeSet(NULL);
	xmlNode *root = call->prepared != NULL
			    ? xmlDocGetRootElement(call->prepared)
			    : NULL;

	for (xmlNode *n = root; out != NULL && n != NULL;) {
		bool wanted =
		    name != NULL
			? bm_is(n, name)
			: bm_streq(bm_attr_bm(n, "generated"), "disclaimer");

		if (wanted)
			xmlXPathNodeSetAdd(out->nodesetval, n);
		n = wanted ? bm_walk_over(n, root) : bm_walk(n, root);
	}
	valuePush(context, out);
}

/* bm:bibliography(node, options): the lists of references. */
static void
bibliography(xmlXPathParserContext *context, int count)
{
	struct call call;

	if (begin(context, count, &call))
		collect(context, &call, "bibliography");
}

/* bm:glossary(node, options): the glossaries. */
static void
glossary(xmlXPathParserContext *context, int count)
{
	struct call call;

	if (begin(context, count, &call))
		collect(context, &call, "glossary");
}

/* bm:notices(node, options): the notices that the text must carry. */
static void
notices(xmlXPathParserContext *context, int count)
{
	struct call call;

	if (begin(context, count, &call))
		collect(context, &call, NULL);
}

/* The next citation of the author's in a tree. */
static xmlNode *
next_citation(xmlNode *n, const xmlNode *root)
{
	while (n != NULL) {
		const char *by = bm_attr_bm(n, "generated");
		bool ours = by != NULL && strcmp(by, "cite") != 0;

		n = ours ? bm_walk_over(n, root) : bm_walk(n, root);
		if (bm_is(n, "citation"))
			return n;
	}
	return NULL;
}

/* What stands for a citation; NULL when nothing does.  They are in the same
 * order in both trees, and sheets mostly ask for one after the other: the
 * search goes on where it ended, or begins anew. */
static xmlNode *
stands_for(struct prepared *made, const xmlNode *citation)
{
	xmlNode *one = xmlDocGetRootElement(citation->doc);
	xmlNode *other = xmlDocGetRootElement(made->doc);
	bool again = made->text.len == 0 && made->from != NULL;
	xmlNode *from = again ? made->from : next_citation(one, one);
	xmlNode *to = again ? made->to : next_citation(other, other);

	while (from != citation) {
		if (from == NULL && !again)
			return NULL;
		if (from == NULL) {
			again = false;
			from = next_citation(one, one);
			to = next_citation(other, other);
			continue;
		}
		from = next_citation(from, one);
		to = to != NULL ? next_citation(to, other) : NULL;
	}
	made->from = from;
	made->to = to;
	return to;
}

/* bm:cite(citation, options): what stands for it in the prepared document. */
static void
cite(xmlXPathParserContext *context, int count)
{
	struct call call;
	xmlXPathObject *out;
	xmlNode *to;

	if (!begin(context, count, &call))
		return;
	out = xmlXPathNewNodeSet(NULL);
	if (call.prepared != NULL && out != NULL &&
	    bm_is(call.node, "citation")) {
		to = stands_for(call.made, call.node);
		for (xmlNode *n = to != NULL ? to->children : NULL; n != NULL;
		     n = n->next)
			xmlXPathNodeSetAdd(out->nodesetval, n);
	}
	valuePush(context, out);
}

/* ---- The module ---------------------------------------------------------- */

static void *
start(xsltTransformContext *ctxt, const xmlChar *uri)
{
	bm_arena *arena = bm_arena_new(NULL);
	struct module *m = arena != NULL ? BM_NEW(arena, struct module) : NULL;

	(void)uri;
	if (m == NULL) {
		bm_arena_free(arena);
		return NULL;
	}
	m->api = bm_get_api(BM_ABI);
	m->ctxt = ctxt;
	m->arena = arena;
	m->fail_on = BM_ERROR;
	return m;
}

static void
stop(xsltTransformContext *ctxt, const xmlChar *uri, void *data)
{
	struct module *m = data;

	(void)ctxt;
	(void)uri;
	if (m == NULL)
		return;
	m->api->engine_free(m->engine);
	bm_arena_free(m->arena);
}

/* Called by libxslt, once per process, when a sheet names our namespace. */
void
backmatter_init(void)
{
	static const struct {
		const char *name;
		xmlXPathFunction run;
	} functions[] = {{"version", version}, {"prepare", prepare_function},
			 {"cite", cite},       {"bibliography", bibliography},
			 {"notices", notices}, {"glossary", glossary}};
	const xmlChar *uri = (const xmlChar *)BM_NS;

	xsltRegisterExtModule(uri, start, stop);
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		xsltRegisterExtModuleFunction(
		    (const xmlChar *)functions[i].name, uri, functions[i].run);
}
