/* Assemblies of DocBook: topics put together to a document. */
#ifndef BM_READ_ASSEMBLY_H
#define BM_READ_ASSEMBLY_H

#include "xml/doc.h"
#include "xml/parse.h"

extern const bm_rule bm_assembly_rules[];

/*
 * Makes the document that an assembly (the root) describes: its first
 * structure, with the resources in the places of the modules.  What is not
 * used is a finding.
 */
bm_status bm_assembly(bm_doc *doc, const bm_xml_files *files);

#endif
