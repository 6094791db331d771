/*
 * DocBook in Markdown: a fence or a code span with {=docbook} holds elements
 * that Markdown has no form for.  They are put in as they are, inside the
 * bounds that hold for all else; no entity is read and nothing is included.
 */
#include <stdlib.h>

#include "read/markdown.h"

#define WRAPPER                                                                \
	"<x xmlns=\"" BM_NS_DOCBOOK "\" xmlns:xlink=\"" BM_NS_XLINK            \
	"\" xmlns:bm=\"" BM_NS                                                 \
	"\" xmlns:mml=\"http://www.w3.org/1998/Math/MathML\" "                 \
	"xmlns:svg=\"http://www.w3.org/2000/svg\">"

static unsigned
depth_of(const xmlNode *top)
{
	unsigned depth = 0, most = 0;
	const xmlNode *n = top->children;

	while (n != NULL) {
		if (n->children != NULL && n->type == XML_ELEMENT_NODE) {
			most = ++depth > most ? depth : most;
			n = n->children;
			continue;
		}
		while (n != NULL && n->next == NULL) {
			n = n->parent != top ? n->parent : NULL;
			depth -= n != NULL;
		}
		n = n != NULL ? n->next : NULL;
	}
	return most + 1;
}

bool
bm_md_raw_put(bm_doc *doc, xmlNode *into, unsigned depth, bm_str xml,
	      const bm_pos *pos, const char **why)
{
	xmlDoc *parsed = NULL;
	bm_status status;
	bm_buf buf;

	*why = NULL;
	bm_buf_init(&buf, bm_arena_allocator(doc->arena));
	bm_buf_puts(&buf, WRAPPER);
	bm_buf_putstr(&buf, xml);
	bm_buf_puts(&buf, "</x>");
	status = buf.status;
	if (status == BM_OK)
		status = bm_xml_parse_data(doc->arena, bm_buf_str(&buf),
					   doc->file, &parsed, why);
	bm_buf_free(&buf);
	if (status == BM_NO_MEMORY)
		doc->no_memory = true;
	if (status != BM_OK || parsed == NULL)
		return false;
	xmlNode *top = xmlDocGetRootElement(parsed);
	bool fits = top != NULL && depth + depth_of(top) < BM_DEPTH_MAX;
	if (!fits)
		*why = "it is nested too deep";
	for (xmlNode *n = fits ? top->children : NULL; n != NULL; n = n->next) {
		xmlNode *copy = xmlDocCopyNode(n, doc->xml, 1);

		if (copy == NULL || xmlAddChild(into, copy) == NULL) {
			xmlFreeNode(copy);
			doc->no_memory = true;
			break;
		}
		/* Text may have become a part of what stood before. */
		if (n->type == XML_ELEMENT_NODE && pos->line > 0)
			bm_set_pos(doc, copy, pos);
	}
	xmlFreeDoc(parsed);
	return fits;
}

/* "line 2: text" of the parser, at that line of the fence. */
static void
say_why(bm_md_build *b, const bm_pos *fence, const char *why, bool is_block)
{
	bm_pos pos = *fence;
	char *end = NULL;

	if (why != NULL && strncmp(why, "line ", 5) == 0) {
		unsigned long line = strtoul(why + 5, &end, 10);

		if (is_block && *end == ':') {
			pos = (bm_pos){.file = fence->file,
				       .line = fence->line + (unsigned)line,
				       .column = 1};
			why = end + 2;
		}
	}
	bm_diag_add(b->doc->diags, bm_rule_find(bm_md_rules, "markdown-raw"),
		    &pos, "DocBook is shown as text: %s",
		    why != NULL ? why : "it cannot be read");
}

/* level=2 of {=docbook level=2}: the elements are divisions, and stand where a
 * heading of that level would begin one. */
static int
level_in(const bm_md_attrs *attrs)
{
	for (size_t i = 0; i < attrs->count; i++)
		if (bm_streq(attrs->pairs[i].key, "level"))
			return atoi(attrs->pairs[i].value);
	return 0;
}

int
bm_md_raw_level(bm_md_build *b, const cmark_node *node)
{
	bm_md_attrs attrs;
	bm_str info;

	if (node == NULL || node->type != CMARK_NODE_CODE_BLOCK)
		return 0;
	info = bm_str_trim(bm_md_str(&node->as.code.info));
	return bm_md_attr_read(b->doc->arena, info, &attrs) > 0 &&
		       bm_streq(attrs.format, "docbook")
		   ? level_in(&attrs)
		   : 0;
}

bool
bm_md_raw(bm_md_build *b, cmark_node *node, bm_str text,
	  const bm_md_attrs *attrs)
{
	bool is_block = node->type == CMARK_NODE_CODE_BLOCK;
	bm_pos pos = bm_md_pos(b, node);
	const char *why = NULL;
	xmlNode *el;

	if (attrs->format == NULL)
		return false;
	bm_md_flush(b);
	if (is_block && level_in(attrs) > 0 &&
	    node->parent->type == CMARK_NODE_DOCUMENT)
		bm_md_close_sections(b, level_in(attrs));
	if (strcmp(attrs->format, "docbook") == 0 && b->at != NULL) {
		/* The scan may have put marks there. */
		bm_str xml = bm_str_of(bm_md_clean(b, text));

		if (bm_md_raw_put(b->doc, b->at, b->depth, xml, &pos, &why))
			return true;
		say_why(b, &pos, why, is_block);
	} else {
		bm_md_say(b, node, "markdown-raw-html",
			  "raw %.40s is shown as text", attrs->format);
	}
	el = bm_md_el(b, node, is_block ? "programlisting" : "literal");
	if (is_block)
		bm_set(b->doc, el, "language", attrs->format);
	if (is_block && text.len > 0 && text.ptr[text.len - 1] == '\n')
		text.len--;
	bm_add_textz(b->doc, el, bm_md_clean(b, text));
	return true;
}
