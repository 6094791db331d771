/*
 * Entities of the internal subset: replaced by libxml2, but counted here, so
 * that no text of a few bytes grows without bound, and nothing that a
 * declaration names outside of the file is ever opened (XML 1.0, section 4).
 */
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "xml/input.h"

/* Entities that name each other deeper than this are hostile. */
#define NESTING_MAX 40
#define TOO_LARGE   (UINT64_MAX / 4)

typedef struct bm_xml_entity {
	uint64_t size; /* of its full expansion */
	bool measured, measuring;
	bool plain;      /* expands to characters only */
	bool external;   /* was declared with a SYSTEM identifier */
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
	    key.ptr != NULL ? bm_map_put(&in->entities, key, NULL) : NULL;
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
	/* Declared as one with nothing in it: the text around it stays. */
	xmlChar nothing[] = "";
	xmlSAX2EntityDecl(data, name,
			  general ? XML_INTERNAL_GENERAL_ENTITY
				  : XML_INTERNAL_PARAMETER_ENTITY,
			  NULL, NULL, nothing);
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
	if (e->external || e->undefined)
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
	if (e->external)
		report(in, e, (const char *)name);
	if (!bm_xml_charge(in, ctxt, (uint64_t)ent->length + 16))
		return NULL;
	return ent;
}

/* ---- Usual names --------------------------------------------------------- */

uint32_t
bm_xml_entity_char(const char *name)
{
	/* Of HTML 13.5 those that texts of this field use. */
	static const struct {
		const char *name;
		uint32_t c;
	} usual[] = {{"nbsp", 0xA0},    {"iexcl", 0xA1},    {"cent", 0xA2},
		     {"pound", 0xA3},   {"yen", 0xA5},      {"sect", 0xA7},
		     {"copy", 0xA9},    {"laquo", 0xAB},    {"shy", 0xAD},
		     {"reg", 0xAE},     {"deg", 0xB0},      {"plusmn", 0xB1},
		     {"sup2", 0xB2},    {"sup3", 0xB3},     {"acute", 0xB4},
		     {"micro", 0xB5},   {"para", 0xB6},     {"middot", 0xB7},
		     {"sup1", 0xB9},    {"raquo", 0xBB},    {"frac14", 0xBC},
		     {"frac12", 0xBD},  {"frac34", 0xBE},   {"iquest", 0xBF},
		     {"Agrave", 0xC0},  {"Aacute", 0xC1},   {"Auml", 0xC4},
		     {"Aring", 0xC5},   {"AElig", 0xC6},    {"Ccedil", 0xC7},
		     {"Eacute", 0xC9},  {"Ouml", 0xD6},     {"times", 0xD7},
		     {"Oslash", 0xD8},  {"Uuml", 0xDC},     {"szlig", 0xDF},
		     {"agrave", 0xE0},  {"aacute", 0xE1},   {"acirc", 0xE2},
		     {"atilde", 0xE3},  {"auml", 0xE4},     {"aring", 0xE5},
		     {"aelig", 0xE6},   {"ccedil", 0xE7},   {"egrave", 0xE8},
		     {"eacute", 0xE9},  {"ecirc", 0xEA},    {"euml", 0xEB},
		     {"iacute", 0xED},  {"icirc", 0xEE},    {"iuml", 0xEF},
		     {"ntilde", 0xF1},  {"oacute", 0xF3},   {"ocirc", 0xF4},
		     {"ouml", 0xF6},    {"divide", 0xF7},   {"oslash", 0xF8},
		     {"ugrave", 0xF9},  {"uacute", 0xFA},   {"ucirc", 0xFB},
		     {"uuml", 0xFC},    {"alpha", 0x3B1},   {"beta", 0x3B2},
		     {"gamma", 0x3B3},  {"delta", 0x3B4},   {"epsilon", 0x3B5},
		     {"kappa", 0x3BA},  {"lambda", 0x3BB},  {"mu", 0x3BC},
		     {"pi", 0x3C0},     {"sigma", 0x3C3},   {"omega", 0x3C9},
		     {"Delta", 0x394},  {"Omega", 0x3A9},   {"thinsp", 0x2009},
		     {"ensp", 0x2002},  {"emsp", 0x2003},   {"ndash", 0x2013},
		     {"mdash", 0x2014}, {"lsquo", 0x2018},  {"rsquo", 0x2019},
		     {"sbquo", 0x201A}, {"ldquo", 0x201C},  {"rdquo", 0x201D},
		     {"bdquo", 0x201E}, {"dagger", 0x2020}, {"Dagger", 0x2021},
		     {"bull", 0x2022},  {"hellip", 0x2026}, {"permil", 0x2030},
		     {"prime", 0x2032}, {"euro", 0x20AC},   {"trade", 0x2122},
		     {"larr", 0x2190},  {"uarr", 0x2191},   {"rarr", 0x2192},
		     {"darr", 0x2193},  {"minus", 0x2212},  {"asymp", 0x2248},
		     {"ne", 0x2260},    {"le", 0x2264},     {"ge", 0x2265}};
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strcmp(usual[i].name, name) == 0)
			return usual[i].c;
	return 0;
}
