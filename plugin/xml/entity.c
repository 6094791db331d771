/*
 * Entities of the internal subset: replaced by libxml2, but counted here, so
 * that no text of a few bytes grows without bound, and nothing that a
 * declaration names outside of the file is ever opened (XML 1.0, section 4).
 */
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "core/file.h"

#include "xml/input.h"

/* Entities that name each other deeper than this are hostile. */
#define NESTING_MAX 40
#define TOO_LARGE   (UINT64_MAX / 4)

typedef struct bm_xml_entity {
	uint64_t size; /* of its full expansion */
	bool measured, measuring;
	bool plain;      /* expands to characters only */
	bool external;   /* was declared with a SYSTEM identifier */
	bool included;   /* and stands for a file that will be included */
	bool known_set;  /* a set of names of ISO 8879, which we know */
	bool undefined;  /* was not declared at all */
	xmlEntity *text; /* plain: a stand-in with all of the text */
} bm_xml_entity;

/* What is known of an entity; made when new.  NULL without memory. */
static bm_xml_entity *
known(bm_xml_input *in, const char *sigil, const xmlChar *name)
{
	bm_arena *arena = in->job->doc->arena;
	bm_str key = bm_str_of((const char *)name);
	if (*sigil != 0)
		key = bm_str_of(bm_arena_printf(arena, "%s%s", sigil, name));
	void **slot =
	    key.ptr != NULL ? bm_map_put(in->entities, key, NULL) : NULL;
	if (slot != NULL && *slot == NULL)
		*slot = BM_NEW(arena, bm_xml_entity);
	if (slot == NULL || *slot == NULL) {
		in->job->doc->no_memory = true;
		return NULL;
	}
	return *slot;
}

static bm_xml_input *
input_of(xmlParserCtxt *ctxt)
{
	return ctxt->_private;
}

/* ---- Measuring ----------------------------------------------------------- */

/* Reads "#60;" or "#x3C;" behind an ampersand; 0 if it is not one. */
static uint32_t
char_ref(const char *s)
{
	uint32_t value = 0;
	bool hex = s[1] == 'x';
	for (s += hex ? 2 : 1; *s != ';'; s++) {
		uint32_t digit;
		char c = bm_lower(*s);
		if (bm_is_digit(c))
			digit = (uint32_t)(c - '0');
		else if (hex && c >= 'a' && c <= 'f')
			digit = (uint32_t)(c - 'a' + 10);
		else
			return 0;
		value = value * (hex ? 16 : 10) + digit;
		if (value > 0x10FFFF)
			return 0;
	}
	return value;
}

/* The entity that "&name;" at s refers to, NULL if none. */
static xmlEntity *
referred(xmlDoc *tree, const char *s, size_t *length)
{
	char name[128];
	size_t n = 0;
	while (s[n] != ';' && s[n] != 0 && n < sizeof(name) - 1) {
		name[n] = s[n];
		n++;
	}
	name[n] = 0;
	*length = n;
	if (s[n] != ';')
		return NULL;
	xmlEntity *ent = xmlGetPredefinedEntity((const xmlChar *)name);
	return ent != NULL ? ent : xmlGetDocEntity(tree, (const xmlChar *)name);
}

/* Fills in the size of an entity and of those in it, each once.  NULL
 * without memory, and for one that is in itself or nested too deep (then
 * *loop is set). */
static bm_xml_entity *
measure(bm_xml_input *in, xmlDoc *tree, xmlEntity *ent, int depth, bool *loop)
{
	bm_xml_entity *e = known(in, "", ent->name);
	if (e == NULL || e->measured)
		return e;
	if (e->measuring || depth > NESTING_MAX) {
		*loop = true;
		return NULL;
	}
	e->measuring = true;
	e->plain = true;
	const char *s = ent->content != NULL ? (const char *)ent->content : "";
	for (; *s != 0; s++) {
		e->size++;
		if (*s == '<')
			e->plain = false;
		if (*s != '&')
			continue;
		if (s[1] == '#') {
			e->plain = e->plain && char_ref(s + 1) != 0;
			continue;
		}
		size_t n;
		xmlEntity *inner = referred(tree, s + 1, &n);
		if (inner == NULL) {
			e->plain = false;
			continue;
		}
		s += n + 1;
		if (inner->etype == XML_INTERNAL_PREDEFINED_ENTITY)
			continue;
		bm_xml_entity *part = measure(in, tree, inner, depth + 1, loop);
		if (part == NULL)
			return NULL;
		e->plain = e->plain && part->plain && !part->external;
		e->size += part->size;
		if (e->size > TOO_LARGE)
			e->size = TOO_LARGE;
	}
	e->measuring = false;
	e->measured = true;
	return e;
}

/* Puts the expansion of a plain entity; measure was here before, so that
 * there is no loop. */
static void
expand(xmlDoc *tree, xmlEntity *ent, bm_buf *out)
{
	const char *s = ent->content != NULL ? (const char *)ent->content : "";
	for (; *s != 0; s++) {
		if (*s != '&') {
			bm_buf_putc(out, *s);
			continue;
		}
		if (s[1] == '#') {
			bm_buf_put_utf8(out, char_ref(s + 1));
			s = strchr(s, ';');
			continue;
		}
		size_t n;
		xmlEntity *inner = referred(tree, s + 1, &n);
		if (inner->etype == XML_INTERNAL_PREDEFINED_ENTITY)
			bm_buf_puts(out, (const char *)inner->content);
		else
			expand(tree, inner, out);
		s += n + 1;
	}
}

/*
 * The stand-in for a plain entity in content.  libxml2 gives the text of a
 * predefined entity to the characters callback as it is; others it copies as
 * nodes and joins with the text before, which takes quadratic time.
 */
static xmlEntity *
stand_in(bm_xml_input *in, xmlDoc *tree, xmlEntity *ent, bm_xml_entity *e)
{
	bm_arena *arena = in->job->doc->arena;
	if (e->text != NULL)
		return e->text;
	xmlEntity *text = BM_NEW(arena, xmlEntity);
	bm_buf buf;
	bm_buf_init(&buf, bm_arena_allocator(arena));
	expand(tree, ent, &buf);
	char *content =
	    buf.status == BM_OK
		? bm_arena_strndup(arena, bm_buf_cstr(&buf), buf.len)
		: NULL;
	bm_buf_free(&buf);
	if (text == NULL || content == NULL) {
		in->job->doc->no_memory = true;
		return NULL;
	}
	text->type = XML_ENTITY_DECL;
	text->etype = XML_INTERNAL_PREDEFINED_ENTITY;
	text->name = ent->name;
	text->content = (xmlChar *)content;
	e->text = text;
	return text;
}

/* ---- What the parser asks ------------------------------------------------ */

/* The file that names in declarations are relative to: that of the parameter
 * entity that has them (see the end of bm_xml_entity_decl), or the document. */
static const char *
base_of(const bm_xml_input *in, const xmlParserCtxt *ctxt)
{
	if ((ctxt->inputNr > 1 || in->subset != NULL) &&
	    ctxt->input->filename != NULL)
		return ctxt->input->filename;
	return in->base != NULL ? in->base : "";
}

/* Whether a file that a declaration names may be asked for; its path. */
static const char *
path_of(bm_xml_input *in, const xmlParserCtxt *ctxt, const xmlChar *system_id)
{
	bm_doc *doc = in->job->doc;
	const char *id = (const char *)system_id;
	const char *dir = bm_path_dir(doc->arena, base_of(in, ctxt));

	if (id == NULL || *id == '\0' || *id == '/' || *id == '\\' ||
	    strstr(id, ":") != NULL || dir == NULL || doc->root == NULL)
		return NULL;
	const char *path = bm_path_join(doc->arena, dir, id);
	return path != NULL && bm_xml_inside(doc, path) ? path : NULL;
}

/* What stands in for a reference to a file: its inclusion (xinclude.c). */
static xmlChar *
inclusion(bm_xml_input *in, const char *path)
{
	xmlChar *escaped, *out = NULL;
	bm_buf buf;

	if (path == NULL)
		return NULL;
	escaped = xmlEncodeSpecialChars(NULL, (const xmlChar *)path);
	bm_buf_init(&buf, bm_arena_allocator(in->job->doc->arena));
	bm_buf_printf(&buf,
		      "<xi:include xmlns:xi=\"%s\" xmlns:bm=\"%s\" "
		      "bm:entity=\"%s\"/>",
		      BM_NS_XI, BM_NS,
		      escaped != NULL ? (const char *)escaped : "");
	if (escaped != NULL && buf.status == BM_OK)
		out = xmlStrdup((const xmlChar *)bm_buf_cstr(&buf));
	bm_buf_free(&buf);
	xmlFree(escaped);
	return out;
}

/* The declarations that a file of the document's folder has; NULL if it is
 * none or cannot be read. */
static const char *
declarations(bm_xml_input *in, const char *path)
{
	bm_xml_job *job = in->job;
	const char *problem;
	bm_str bytes, text;

	if (path == NULL || job->files == NULL || job->files->read == NULL ||
	    job->files->read(job->files->user, job->doc, path, &bytes) !=
		BM_OK ||
	    bm_xml_to_utf8(job->doc->arena, bytes, NULL, &text, &problem) !=
		BM_OK ||
	    !bm_utf8_valid(text, NULL))
		return NULL;
	job->included += text.len;
	if (bm_str_starts(text, "<?xml")) {
		size_t end = bm_str_find(text, "?>", 0);
		if (end == text.len)
			return NULL;
		text = (bm_str){text.ptr + end + 2, text.len - end - 2};
	}
	return bm_arena_str(job->doc->arena, text);
}

/* The sets of characters that DocBook 4 takes from ISO 8879. */
static bool
is_known_set(const xmlChar *public_id)
{
	const char *id = (const char *)public_id;

	return id != NULL && (strncmp(id, "ISO 8879", 8) == 0 ||
			      strstr(id, "//ENTITIES") != NULL);
}

/* Whether a DTD of ours to come takes in DocBook's, whose names of characters
 * we know then too. */
static bool
is_docbook_dtd(bm_xml_input *in, const xmlChar *public_id,
	       const xmlChar *system_id)
{
	const char *public = (const char *)public_id;
	const char *system = (const char *)system_id;

	if ((public != NULL && strstr(public, "DocBook") != NULL) ||
	    (system != NULL && strstr(system, "://") != NULL &&
	     strstr(system, "/docbookx.dtd") != NULL))
		return in->docbook_dtd = true;
	return false;
}

/* The text of the external subset, for xmlSAX2ExternalSubset. */
xmlParserInput *
bm_xml_resolve(void *data, const xmlChar *public_id, const xmlChar *system_id)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = input_of(ctxt);
	xmlParserInput *input;

	(void)public_id;
	(void)system_id;
	if (in->subset == NULL)
		return NULL;
	input = xmlNewStringInputStream(ctxt, (const xmlChar *)in->subset);
	if (input != NULL)
		input->filename =
		    (const char *)xmlStrdup((const xmlChar *)in->subset_file);
	if (input == NULL || input->filename == NULL)
		in->job->doc->no_memory = true;
	return input;
}

/*
 * The external subset, when it is a file of the document's folder: what it
 * declares holds (XML 1.0, 2.8).  DTDs from elsewhere are not fetched.
 */
void
bm_xml_external_subset(void *data, const xmlChar *name,
		       const xmlChar *public_id, const xmlChar *system_id)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = input_of(ctxt);
	const char *system = (const char *)system_id;
	int before = ctxt->loadsubset;

	if (in->stopped || is_docbook_dtd(in, public_id, system_id))
		return;
	in->docbook_dtd =
	    system != NULL && (strstr(system, "docbook") != NULL ||
			       strstr(system, "DocBook") != NULL);
	bm_xml_here(in); /* all of it is there */
	in->subset_file = path_of(in, ctxt, system_id);
	in->subset = declarations(in, in->subset_file);
	if (in->subset == NULL)
		return;
	ctxt->loadsubset = XML_DETECT_IDS;
	xmlSAX2ExternalSubset(data, name, public_id, system_id);
	ctxt->loadsubset = before;
	in->subset = NULL;
}

void
bm_xml_entity_decl(void *data, const xmlChar *name, int type,
		   const xmlChar *public_id, const xmlChar *system_id,
		   xmlChar *content)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = input_of(ctxt);
	bool general = type == XML_EXTERNAL_GENERAL_PARSED_ENTITY;
	bool parameter = type == XML_EXTERNAL_PARAMETER_ENTITY;

	if (!general && !parameter) {
		xmlSAX2EntityDecl(data, name, type, public_id, system_id,
				  content);
		return;
	}
	/* The first declaration binds (XML 1.0, 4.2). */
	if ((general ? xmlSAX2GetEntity(ctxt, name)
		     : xmlSAX2GetParameterEntity(ctxt, name)) != NULL)
		return;
	bm_xml_entity *e = known(in, parameter ? "%" : "", name);
	if (e == NULL)
		return;
	e->external = true;
	e->known_set = is_known_set(public_id) ||
		       (parameter && is_docbook_dtd(in, public_id, system_id));
	/* Else declared as one with nothing in it: the text around it stays. */
	xmlChar nothing[] = "";
	const char *path = path_of(in, ctxt, system_id);
	xmlChar *text = general ? inclusion(in, path) : NULL;
	const char *read =
	    general || e->known_set ? NULL : declarations(in, path);
	if (read != NULL)
		text = xmlStrdup((const xmlChar *)read);
	e->included = text != NULL;
	xmlSAX2EntityDecl(data, name,
			  general ? XML_INTERNAL_GENERAL_ENTITY
				  : XML_INTERNAL_PARAMETER_ENTITY,
			  NULL, NULL, text != NULL ? text : nothing);
	xmlEntity *ent =
	    parameter ? xmlSAX2GetParameterEntity(ctxt, name) : NULL;
	if (ent != NULL && read != NULL && ent->URI == NULL)
		ent->URI = xmlStrdup((const xmlChar *)path);
	xmlFree(text);
}

/* Stands in for an entity that no declaration was read for, since it may be
 * in an external subset.  NULL where that is an error of syntax. */
static xmlEntity *
undefined(bm_xml_input *in, xmlParserCtxt *ctxt, const xmlChar *name)
{
	const xmlParserCtxt *main = in->ctxt;
	char content[160];

	if (main->standalone == 1 ||
	    (main->hasExternalSubset == 0 && main->hasPErefs == 0))
		return NULL;
	bm_xml_entity *e = known(in, "", name);
	if (e == NULL)
		return NULL;
	e->undefined = true;
	uint32_t c = bm_xml_entity_char((const char *)name);
	if (c != 0)
		snprintf(content, sizeof(content), "&#%u;", (unsigned)c);
	else if (strlen((const char *)name) < 128)
		snprintf(content, sizeof(content), "&#38;%s;",
			 (const char *)name);
	else
		snprintf(content, sizeof(content), "?");
	return xmlAddDocEntity(ctxt->myDoc, name, XML_INTERNAL_GENERAL_ENTITY,
			       NULL, NULL, (const xmlChar *)content);
}

/* Says that an entity could not be had. */
static void
report(bm_xml_input *in, const bm_xml_entity *e, const char *name)
{
	bm_pos pos = bm_xml_here(in);
	uint32_t c = bm_xml_entity_char(name);
	/* Of DocBook's DTD we know the names; of a file that is included by an
	 * entity, the declarations were reported before. */
	if (e->known_set || (e->undefined && c != 0 && in->docbook_dtd) ||
	    bm_xml_in_prefix(in))
		return;
	if (e->external)
		bm_xml_report(
		    in->job->doc, "xml-external-entity", &pos,
		    "The entity %s is in another file, and is not read", name);
	else if (c != 0)
		bm_xml_report(
		    in->job->doc, "xml-external-entity", &pos,
		    "The entity %s is not declared here: write &#x%X;", name,
		    (unsigned)c);
	else
		bm_xml_report(in->job->doc, "xml-external-entity", &pos,
			      "The entity %s is not declared here", name);
}

xmlEntity *
bm_xml_get_entity(void *data, const xmlChar *name)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = input_of(ctxt);
	bool in_value = ctxt->instate == XML_PARSER_ATTRIBUTE_VALUE;

	if (in->stopped) {
		bm_xml_stop(in, ctxt);
		return NULL;
	}
	xmlEntity *ent = xmlSAX2GetEntity(ctxt, name);
	/* Declaring one asks for it too. */
	if (ctxt->inSubset != 0 && !in_value)
		return ent;
	if (ent == NULL)
		ent = undefined(in, ctxt, name);
	if (ent == NULL || ent->etype != XML_INTERNAL_GENERAL_ENTITY)
		return ent;
	bool loop = false;
	bm_xml_entity *e = measure(in, ctxt->myDoc, ent, 0, &loop);
	if (e == NULL) {
		if (loop) {
			bm_pos pos = bm_xml_here(in);
			bm_xml_report(
			    in->job->doc, "xml-entity-limit", &pos,
			    "The entity %s contains itself, or is nested too "
			    "deep",
			    name);
		}
		bm_xml_stop(in, ctxt);
		return NULL;
	}
	if ((e->external && (!e->included || in_value)) || e->undefined)
		report(in, e, (const char *)name);
	if (!bm_xml_charge(in, ctxt, e->size))
		return NULL;
	if (e->plain && !in_value && ctxt->instate == XML_PARSER_CONTENT) {
		ent = stand_in(in, ctxt->myDoc, ent, e);
		if (ent == NULL)
			bm_xml_stop(in, ctxt);
	}
	return ent;
}

xmlEntity *
bm_xml_get_parameter_entity(void *data, const xmlChar *name)
{
	xmlParserCtxt *ctxt = data;
	bm_xml_input *in = input_of(ctxt);

	if (in->stopped) {
		bm_xml_stop(in, ctxt);
		return NULL;
	}
	xmlEntity *ent = xmlSAX2GetParameterEntity(ctxt, name);
	/* Declaring one asks for it too. */
	if (ent == NULL || ctxt->instate == XML_PARSER_ENTITY_DECL)
		return ent;
	bm_xml_entity *e = known(in, "%", name);
	if (e == NULL) {
		bm_xml_stop(in, ctxt);
		return NULL;
	}
	if (e->external && !e->included)
		report(in, e, (const char *)name);
	if (!bm_xml_charge(in, ctxt, (uint64_t)ent->length + 16))
		return NULL;
	return ent;
}
