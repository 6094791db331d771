/* Profiling: one source, several editions (DocBook 5.2, effectivity). */
#ifndef BM_READ_PROFILE_H
#define BM_READ_PROFILE_H

#include "xml/doc.h"

extern const bm_rule bm_profile_rules[];

/*
 * Takes out the elements that are not for this edition.  profiles is a
 * NULL-ended list (NULL: none) of "attribute=value;value": an element that
 * has the attribute stays if it has one of the values.  It stays too if it
 * has not the attribute.  Done before the passes, so that nothing is numbered
 * or asked for that nobody will read.
 */
bm_status bm_profile(bm_doc *doc, const char *const *profiles);

/* The same inside of one element, by the attributes of another (filterin of
 * an assembly); out: what has one of the values goes (filterout). */
bm_status bm_profile_part(bm_doc *doc, xmlNode *top, const xmlNode *filter,
			  bool out);

#endif
