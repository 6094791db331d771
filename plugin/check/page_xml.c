/* XHTML, SVG and other XML, through the safe parser of xml/. */
#include "check/page.h"
#include "xml/doc.h"
#include "xml/parse.h"

static enum page_ns
ns_of(const xmlNs *ns)
{
	static const struct {
		const char *uri;
		enum page_ns ns;
	} known[] = {{BM_NS_XHTML, NS_HTML},
		     {"http://www.w3.org/2000/svg", NS_SVG},
		     {"http://www.w3.org/1998/Math/MathML", NS_MATHML},
		     {BM_NS_XLINK, NS_XLINK},
		     {BM_NS_XML, NS_XML},
		     {BM_NS_OPS, NS_OPS}};

	if (ns == NULL || ns->href == NULL)
		return NS_NONE;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (bm_streq((const char *)ns->href, known[i].uri))
			return known[i].ns;
	return NS_OTHER;
}

static bool
copy_attrs(page *p, page_node_id n, const xmlNode *el)
{
	const page_node *node = page_at(p, n);
	uint32_t line = node->line, column = node->column;

	for (const xmlAttr *a = el->properties; a != NULL; a = a->next) {
		xmlChar *value = xmlNodeListGetString(el->doc, a->children, 1);
		bool good = page_add_attr(p, n, ns_of(a->ns),
					  bm_str_of((const char *)a->name),
					  (const char *)value, line, column);

		xmlFree(value);
		if (!good)
			return false;
	}
	return true;
}

/* One node below parent; its number, or PAGE_NONE without memory. */
static page_node_id
copy_node(page *p, const bm_doc *doc, const xmlNode *node, page_node_id parent)
{
	const bm_pos *pos = bm_get_pos(doc, node);
	bool element = node->type == XML_ELEMENT_NODE;
	page_node_id n =
	    page_open(p,
		      element                          ? PAGE_ELEMENT
		      : node->type == XML_COMMENT_NODE ? PAGE_COMMENT
						       : PAGE_TEXT,
		      parent, pos->line, pos->column);
	const char *text = (const char *)node->content;
	page_node *out;

	if (n == PAGE_NONE)
		return n;
	out = &p->nodes.items[n];
	if (element) {
		out->ns = ns_of(node->ns) & 0x7Fu;
		out->name =
		    page_name_of(p, bm_str_of((const char *)node->name));
		return copy_attrs(p, n, node) ? n : PAGE_NONE;
	}
	out->count = (uint32_t)(text != NULL ? strlen(text) : 0);
	out->u.text = bm_arena_strdup(p->arena, text != NULL ? text : "");
	return out->u.text != NULL ? n : PAGE_NONE;
}

static bool
is_copied(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE ||
	       node->type == XML_CDATA_SECTION_NODE ||
	       node->type == XML_COMMENT_NODE;
}

/* The whole tree, without recursion. */
static bm_status
copy_tree(page *p, const bm_doc *doc)
{
	const xmlNode *node = doc->xml->children;
	page_node_id parent = 0;

	while (node != NULL) {
		page_node_id n = PAGE_NONE;

		if (is_copied(node)) {
			n = copy_node(p, doc, node, parent);
			if (n == PAGE_NONE)
				return bm_arena_failed(p->arena) ? BM_NO_MEMORY
								 : BM_LIMIT;
		}
		/* What a template holds is in no document (HTML 4.12.3). */
		if (node->type == XML_ELEMENT_NODE && node->children != NULL &&
		    !page_is(p, n, N_template)) {
			parent = n;
			node = node->children;
			continue;
		}
		while (node->next == NULL && parent != 0) {
			page_close(p, parent);
			parent = page_parent(p, parent);
			node = node->parent;
		}
		node = node->next;
	}
	return BM_OK;
}

bm_status
page_from_xml(page *p, bm_diags *diags)
{
	bm_doc *doc = bm_doc_new(bm_arena_allocator(p->arena), p->file);
	bm_status status;

	if (doc == NULL)
		return BM_NO_MEMORY;
	status = bm_xml_parse(doc, p->text, NULL);
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];
		bm_pos pos = {
		    .file = p->file, .line = d->line, .column = d->column};

		bm_diag_add(diags, bm_rule_find(bm_xml_rules, d->code), &pos,
			    "%s", d->message);
	}
	if (status == BM_OK)
		status = copy_tree(p, doc);
	if (status == BM_LIMIT && diags->errors == 0)
		bm_diag_add(diags, &page_rules[1], &(bm_pos){.file = p->file},
			    NULL);
	bm_doc_free(doc);
	return status;
}
