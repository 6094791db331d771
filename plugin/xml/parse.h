/*
 * Safe XML in: no network, no DTD fetched, entities and depth bounded,
 * XInclude inside a file jail, a true line and column on every element
 * (libxml2 itself keeps no column and stops counting lines at 65535).
 */
#ifndef BM_XML_PARSE_H
#define BM_XML_PARSE_H

#include "xml/doc.h"

/* How included files are got; both may be NULL: then nothing is read. */
typedef struct bm_xml_files {
	void *user;
	/* Bytes of a path that is inside the jail; they live as long as the
	 * document's arena. */
	bm_status (*read)(void *user, bm_doc *doc, const char *path,
			  bm_str *out);
} bm_xml_files;

/* Codes: xml-syntax, xml-entity-limit, xml-depth-limit, xml-external-entity,
 * xml-attribute-limit, xinclude-not-found, xinclude-outside, xinclude-cycle,
 * xinclude-unsupported, xinclude-limit */
extern const bm_rule bm_xml_rules[];

/*
 * Parses text into doc->xml (bm_doc_adopt) and resolves XIncludes relative to
 * doc->file below doc->root.  Not well-formed: diagnostics with line and
 * column, BM_BAD_INPUT, and doc->xml stays NULL.
 */
bm_status bm_xml_parse(bm_doc *doc, bm_str text, const bm_xml_files *files);

/* Resolves the XIncludes of a tree that was made or changed after it was
 * parsed, in the same way. */
bm_status bm_xml_include(bm_doc *doc, const bm_xml_files *files);

/*
 * Parses a trusted or half-trusted auxiliary file (CSL style, locale, sheet):
 * no XInclude, no entities, no positions.  The caller frees *out with
 * xmlFreeDoc.  error (may be NULL) gets "line N: text" in the arena.
 */
bm_status bm_xml_parse_data(bm_arena *arena, bm_str text, const char *name,
			    xmlDoc **out, const char **error);

/* Whether a file lies in the jail of the document.  One that is not on the
 * disk may still be known to the host. */
bool bm_xml_inside(bm_doc *doc, const char *path);

/* Once per process, thread-safe, changes nothing that others use. */
void bm_xml_init(void);

#endif
