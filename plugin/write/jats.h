/* What the parts of the writer "jats" share; private to them. */
#ifndef BM_WRITE_JATS_H
#define BM_WRITE_JATS_H

#include "bib/item.h"
#include "write/publication.h"

typedef struct jats {
	publication *p;
	bm_doc *doc;
	bm_buf *out;
	bm_map ids; /* to xmlNode: what links lead to */
} jats;

/* "<NAME", then attributes, then jats_in or jats_void. */
void jats_tag(jats *j, const char *name);
void jats_attr(jats *j, const char *name, const char *value);
/* An id as a name of XML, which not each author's is; NULL stays so. */
const char *jats_name(jats *j, const char *id);
/* The id and the language of an element, as far as it has them. */
void jats_id(jats *j, const xmlNode *el);
void jats_in(jats *j);
void jats_void(jats *j);
void jats_end(jats *j, const char *name);
void jats_text(jats *j, bm_str text);
/* <NAME>TEXT</NAME>; nothing for an empty text. */
void jats_leaf(jats *j, const char *name, const char *text);

/* <label> with the number of an element, as a term of ours has it. */
void jats_number(jats *j, const xmlNode *el, const char *term);

/* jats_inline.c: what stands within a line. */
void jats_inlines(jats *j, const xmlNode *el);
void jats_inline(jats *j, const xmlNode *n);
bool jats_is_inline(const xmlNode *n);
/* An element of MathML and all inside, with the prefix of JATS. */
void jats_mathml(jats *j, const xmlNode *math);

/* jats_block.c: the blocks of an element, or one of them. */
void jats_blocks(jats *j, const xmlNode *el);
void jats_block(jats *j, const xmlNode *n);
/* The blocks of an element where JATS wants paragraphs and nothing else. */
void jats_narrow(jats *j, const xmlNode *el);
/* <title> of a division or box; label before it, where it has one. */
void jats_title(jats *j, const xmlNode *el);
/* <caption> with a title, which may be NULL. */
void jats_caption(jats *j, const xmlNode *title);

/* jats_media.c */
void jats_media(jats *j, const xmlNode *object);
void jats_figure(jats *j, const xmlNode *n);
void jats_figures(jats *j, const xmlNode *n);
/* A formula, beside its TeX where that is known. */
void jats_math(jats *j, const xmlNode *math);
void jats_formula(jats *j, const xmlNode *n);
void jats_listing(jats *j, const xmlNode *n);

/* jats_table.c */
void jats_table(jats *j, const xmlNode *el);

/* jats_front.c, jats_refs.c */
void jats_front(jats *j);
/* <contrib-group> of those who are named in an info; it may be NULL. */
void jats_people(jats *j, xmlNode *info);
void jats_refs(jats *j, const xmlNode *bibliography);
/* <fpage> and <lpage>, or what else the pages of a work are. */
void jats_pages(jats *j, bm_str page);

#endif
