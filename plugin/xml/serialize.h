/*
 * Trees to text.  Sheets make XHTML-namespaced trees; html writes them by the
 * HTML5 serialisation rules (HTML Living Standard 13.3), xhtml as XML 1.0.
 */
#ifndef BM_XML_SERIALIZE_H
#define BM_XML_SERIALIZE_H

#include "core/buf.h"
#include "xml/doc.h"

typedef enum bm_form { BM_FORM_TREE, BM_FORM_HTML, BM_FORM_XHTML } bm_form;

/*
 * Writes the children of an element, and puts one node with the text in their
 * place; the writers below print it as it is.  buf is used for it and holds
 * nothing afterwards.  false without memory: the children stay.
 */
bool bm_write_early(xmlNode *parent, bm_form form, bm_buf *buf);

/*
 * Appends to parent a node with a text that is written already and stands
 * within a line, as it is.  false without memory.
 */
bool bm_write_inline(xmlNode *parent, const bm_buf *text);

/* "<!DOCTYPE html>", void elements without end tag, raw text elements,
 * foreign SVG and MathML without prefixes, attributes in tree order. */
void bm_write_html(const xmlDoc *tree, bm_buf *out);
/* One node of such a tree, with all in it. */
void bm_write_html_node(xmlNode *node, bm_buf *out);
/* XML declaration, "<!DOCTYPE html>", every non-void element with an end tag;
 * bm: declarations never appear. */
void bm_write_xhtml(const xmlDoc *tree, bm_buf *out);
/* XML declaration and the tree, for package documents; namespace
 * declarations of bm: never appear. */
void bm_write_xml(const xmlDoc *tree, bm_buf *out);
/* roff: <bm:request name="SH">args</bm:request> to ".SH args" on a line of its
 * own, <bm:font name="B">..</bm:font> to \fB..\fR, <bm:pre> keeps lines; text
 * escaped (backslash, hyphen, a leading dot or quote). */
void bm_write_man(const xmlDoc *tree, bm_buf *out);

#endif
