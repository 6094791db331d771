/* Inside xml/: what the parts of the parser share. */
#ifndef BM_XML_INPUT_H
#define BM_XML_INPUT_H

#include <libxml/parser.h>

#include "core/map.h"
#include "xml/doc.h"
#include "xml/encoding.h"
#include "xml/parse.h"

#define BM_NS_XI "http://www.w3.org/2001/XInclude"

/* bm_xml_parse_data with a dictionary that the trees of a sheet share: then
 * comments and white space between tags are left out.  NULL: none. */
bm_status bm_xml_parse_sheet(bm_arena *arena, bm_str text, const char *name,
			     xmlDict *dict, xmlDoc **out, const char **error);

/* What a file with a document type declaration declares, for the files that
 * its entities stand for. */
typedef struct bm_xml_declared {
	xmlDtd *dtd;      /* or NULL */
	const char *file; /* where names in it start */
	bm_map entities;  /* see bm_xml_input */
	bool docbook_dtd, external_subset, references;
} bm_xml_declared;

/* One call of bm_xml_parse, with all files that it includes. */
typedef struct bm_xml_job {
	bm_doc *doc;
	const bm_xml_files *files;
	/* Bytes that entities and default attributes expanded to. */
	uint64_t expanded, allowed;
	/* Bytes and number of files included. */
	uint64_t included;
	unsigned includes;
	bool include_limit; /* was reported */
	/* Of the file that is being read or, when it declares nothing, of the
	 * one that includes it. */
	bm_xml_declared declared;
	unsigned transcluded; /* parts that got ids of their own */
} bm_xml_job;

/* A place in the text and the line that it is on. */
typedef struct bm_xml_mark {
	size_t offset, line_start;
	uint32_t line;
} bm_xml_mark;

/* One file being parsed; ctxt->_private of its parsers points here. */
typedef struct bm_xml_input {
	bm_xml_job *job;
	xmlParserCtxt *ctxt; /* that of the file, not of an entity in it */
	bm_str text;         /* UTF-8 without byte order mark */
	const char *file;
	bm_xml_mark tag, error; /* how far lines were counted */
	bm_map *entities;       /* name (or %name) to bm_xml_entity */
	bool entity;            /* an external entity: its DTD is the job's */
	bool stopped;
	const char *base; /* file that names in declarations are relative to */
	size_t prefix;    /* bytes that were put before the text */
	/* While the external subset is read: its text and file. */
	const char *subset, *subset_file;
	bool docbook_dtd; /* the names of characters are DocBook's */
	bool bad_names;   /* breaks Namespaces in XML */
	unsigned reported;
	bm_pos last; /* of the last error */
} bm_xml_input;

/*
 * Parses one file without its inclusions into *out, which is the caller's
 * (xmlFreeDoc).  dict (or NULL) is shared with the tree that *out will be
 * moved into.  Every finding is reported.
 */
bm_status bm_xml_parse_one(bm_xml_job *job, bm_str text, const char *file,
			   xmlDict *dict, xmlDoc **out);

/*
 * The same for the text of an external entity: it has no declarations of its
 * own, and may have several elements at the top.  They are the children of
 * the root of *out.
 */
bm_status bm_xml_parse_entity(bm_xml_job *job, bm_str text, const char *file,
			      xmlDict *dict, xmlDoc **out);

/* Whether the parser is still in what was put before the text. */
bool bm_xml_in_prefix(const bm_xml_input *in);

/* Where the parser of the file is now. */
bm_pos bm_xml_here(bm_xml_input *in);
/* Ends the parse after a finding that makes the tree worthless. */
void bm_xml_stop(bm_xml_input *in, xmlParserCtxt *ctxt);
/* Counts expansion; false and stopped when there is too much. */
bool bm_xml_charge(bm_xml_input *in, xmlParserCtxt *ctxt, uint64_t bytes);

/* entity.c: the functions that stand in for libxml2's own. */
void bm_xml_entity_decl(void *data, const xmlChar *name, int type,
			const xmlChar *public_id, const xmlChar *system_id,
			xmlChar *content);
xmlEntity *bm_xml_get_entity(void *data, const xmlChar *name);
xmlEntity *bm_xml_get_parameter_entity(void *data, const xmlChar *name);
void bm_xml_external_subset(void *data, const xmlChar *name,
			    const xmlChar *public_id, const xmlChar *system_id);
xmlParserInput *bm_xml_resolve(void *data, const xmlChar *public_id,
			       const xmlChar *system_id);
/* The code point that HTML gives this name, 0 if it is not a usual one. */
uint32_t bm_xml_entity_char(const char *name);

/* xinclude.c: puts the included files in their places. */
bm_status bm_xinclude(bm_xml_job *job, xmlDoc *tree);

/* transclude.c: what the include element says about the ids of the part that
 * comes in its place; false without memory. */
bool bm_transclude(bm_xml_job *job, const xmlNode *include, xmlNode *top);

/* Adds a finding of bm_xml_rules. */
void bm_xml_report(bm_doc *doc, const char *code, const bm_pos *pos,
		   const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
