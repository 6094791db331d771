/* What the parts of the package document share; private to them. */
#ifndef BM_WRITE_EPUB_PACKAGE_H
#define BM_WRITE_EPUB_PACKAGE_H

#include "write/publication.h"

typedef struct opf {
	epub *e;
	xmlDoc *xml;
	xmlNs *dc;
	xmlNode *metadata;
	bm_doc *holder; /* of the metadata of the book; or NULL */
	xmlNode *info;
	unsigned ids;
	bm_map said; /* identifiers and subjects so far */
	bool failed;
} opf;

xmlNode *opf_add(opf *k, xmlNode *parent, xmlNs *ns, const char *name,
		 const char *text);
void opf_set(opf *k, xmlNode *el, const char *name, const char *value);
/* A Dublin Core element; none for an empty text. */
xmlNode *opf_dc(opf *k, const char *name, const char *text);
xmlNode *opf_meta(opf *k, const char *property, const char *text);
/* A meta about an element that gets an id of this form, if it has none. */
xmlNode *opf_refine(opf *k, xmlNode *el, const char *stem, const char *property,
		    const char *scheme, const char *text);
/* The next <meta name=...> of the book behind `from` (NULL: the first). */
xmlNode *opf_said(const opf *k, const char *name, xmlNode *from);
/* What such a meta says; NULL if there is none or it says nothing. */
const char *opf_value(const opf *k, const char *name);

/* epub_describe.c: identifiers, titles, people, subjects, rights. */
void opf_describe(opf *k);
/* epub_access.c: what is said of accessibility. */
void opf_access(opf *k);
/* epub_onix.c: the same in the codes of ONIX, when all is said. */
void opf_onix(const opf *k, bm_buf *out);

#endif
