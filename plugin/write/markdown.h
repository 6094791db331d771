/*
 * Writer "markdown": what its files share.  The tree that was read goes back
 * into the Markdown that gives the same tree again; what Markdown has no form
 * for stands as DocBook in a fence or code span with {=docbook}.
 */
#ifndef BM_WRITE_MARKDOWN_H
#define BM_WRITE_MARKDOWN_H

#include "core/vec.h"
#include "write/publication.h"

typedef struct mdw {
	bm_doc *doc;
	bm_buf out;
	bm_buf prefix;   /* of each line: "> ", blanks of items */
	bool line_start; /* the prefix of this line is not written yet */
	bool text_start; /* no text of this line of a paragraph was written */
	bool in_cell;    /* no line may end */
	char last;       /* the character written last */
	size_t examples; /* items of example lists so far */
	BM_VEC(xmlNode *) notes; /* to be defined at the end */
} mdw;

/* ---- markdown.c ---- */

/* Writes text as it is, with the prefix of each line. */
void mdw_put(mdw *w, bm_str text);
void mdw_puts(mdw *w, const char *text);
/* Frees a buffer; what failed in it is the document's failure. */
void mdw_free(mdw *w, bm_buf *buf);
/* Ends the line that is begun; an empty line. */
void mdw_line(mdw *w);
void mdw_blank(mdw *w);
/* More in front of each line; back to `length` of before. */
size_t mdw_indent(mdw *w, const char *more);
void mdw_dedent(mdw *w, size_t length);
/* Whether el is a division; the level of the heading of one. */
bool mdw_is_division(const xmlNode *el);
int mdw_level(const xmlNode *el);
/* A node of the tree as a fence of DocBook. */
void mdw_raw_block(mdw *w, xmlNode *el);
/* A fence with this text and info; attributes of el, if it is given. */
void mdw_fenced(mdw *w, bm_str text, const char *info, xmlNode *el);
/* Reports that el is written as something else. */
void mdw_renamed(mdw *w, const xmlNode *el, const char *what);
/* Reports that attributes of the root have no form. */
void mdw_attributes_lost(mdw *w, const xmlNode *root);
/* Whether s is made of letters, digits, "-", "_" and perhaps dots. */
bool mdw_is_name(const char *s, bool dots);
/* Whether el has no attributes but these (a NULL-ended list of names). */
bool mdw_only(const xmlNode *el, const char *const *names);
/* " {#id .class lang=}" as far as el has these and `more` (pairs of name and
 * value); whether anything was written.  With a value that cannot be written
 * so, mdw_can_attrs says no. */
bool mdw_can_attrs(const xmlNode *el);
bool mdw_attrs(mdw *w, const xmlNode *el, const char *const *more);

/* ---- markdown_front.c ---- */

/* The front matter, and the title as a heading if it has markup; false, and
 * nothing is written: such a root cannot be made from front matter. */
bool mdw_front(mdw *w, xmlNode *root);

/* ---- markdown_inline.c ---- */

/* Whether an element's content can stand in a paragraph of Markdown. */
bool mdw_is_inline(const xmlNode *el);
/* ... and is text alone, without children. */
bool mdw_is_plain(const xmlNode *el);
void mdw_inline(mdw *w, xmlNode *el);
/* One node of what stands in a paragraph. */
void mdw_inline_one(mdw *w, xmlNode *n);
/* Whether a value can stand in the double quotes of an attribute. */
bool mdw_quotable(const char *value);
/* ![alt](file "title"){...} of a media object; the attributes are those of
 * holder and of the picture.  false: it says more than that. */
bool mdw_image(mdw *w, xmlNode *media, const xmlNode *holder,
	       const char *title);

/* ---- markdown_text.c ---- */

/* A letter or digit, or any byte beyond ASCII. */
bool mdw_is_word(char c);
/* Text with what must be escaped in it. */
void mdw_text(mdw *w, const char *text);

/* ---- markdown_cite.c ---- */

/* false: Markdown has no form for this citation. */
bool mdw_citation(mdw *w, xmlNode *el);

/* ---- markdown_block.c ---- */

/* Whether words stand right in el, which is made for elements alone. */
bool mdw_is_stray(const xmlNode *el);
/* All blocks of el from `first` on. */
void mdw_blocks(mdw *w, xmlNode *first);
void mdw_block(mdw *w, xmlNode *el);
/* The first child behind title, titleabbrev, subtitle and info. */
xmlNode *mdw_body(const xmlNode *el);

/* ---- markdown_verbatim.c: each false if Markdown has no form for el ---- */

bool mdw_code(mdw *w, xmlNode *el);
bool mdw_equation(mdw *w, xmlNode *el);
/* The TeX of an equation that the reader has made of it, or NULL. */
const char *mdw_tex(const xmlNode *el, bool *display);
bool mdw_lines(mdw *w, xmlNode *el);

/* ---- markdown_table.c ---- */

bool mdw_table(mdw *w, xmlNode *el);

#endif
