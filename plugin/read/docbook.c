/*
 * DocBook 5 (read as DocBook 5.2, OASIS Standard of 2024).  The parser makes
 * the tree; here it is looked through for what the schema would refuse
 * without saying why: other vocabularies and misspelt names.
 */
#include "core/map.h"
#include "read/assembly.h"
#include "read/docbook4.h"
#include "read/read.h"
#include "schema/schema.h"
#include "xml/vocab.h"

#define NS_XI     "http://www.w3.org/2001/XInclude"
#define NS_SVG    "http://www.w3.org/2000/svg"
#define NS_MATHML "http://www.w3.org/1998/Math/MathML"

enum { NAMESPACE, ROOT, UNKNOWN, FOREIGN, OLD };

static const bm_rule rules[] = {
    [NAMESPACE] =
	{"docbook-namespace", BM_ERROR,
	 "The document is not in the DocBook 5 namespace", "DocBook 5.2, 1.3",
	 "Add xmlns=\"http://docbook.org/ns/docbook\" version=\"5.2\" to the "
	 "root element."},
    [ROOT] = {"docbook-root", BM_WARNING,
	      "This element is a part of a document, not a whole one", NULL,
	      "Put it into an article with a title."},
    [UNKNOWN] = {"docbook-unknown-element", BM_ERROR,
		 "DocBook 5.2 has no element of this name",
		 "DocBook 5.2, elements",
		 "Mend the spelling, or use phrase or para with a role."},
    [FOREIGN] = {"docbook-foreign-element", BM_WARNING,
		 "The element belongs to another vocabulary",
		 "DocBook 5.2, 1.3",
		 "Only DocBook, SVG, MathML and XHTML are understood."},
    [OLD] = {"docbook-upgraded", BM_INFO,
	     "The document is DocBook 4; it is read as DocBook 5",
	     "DocBook 5.2, appendix on conversion",
	     "Write it out with -t docbook to go on with DocBook 5."},
    {NULL, BM_INFO, NULL, NULL, NULL}};

static const char *
uri_of(const xmlNode *el)
{
	return el->ns != NULL && el->ns->href != NULL
		   ? (const char *)el->ns->href
		   : "";
}

static bool
sniff(bm_str text)
{
	/* Either byte order of UTF-16, with or without a mark. */
	static const char *const starts[] = {"\xFF\xFE", "\xFE\xFF"};
	for (size_t i = 0; i < 2; i++)
		if (bm_str_starts(text, starts[i]))
			return true;
	if (text.len >= 2 && (memcmp(text.ptr, "<\0", 2) == 0 ||
			      memcmp(text.ptr, "\0<", 2) == 0))
		return true;
	if (bm_str_starts(text, "\xEF\xBB\xBF"))
		text = (bm_str){text.ptr + 3, text.len - 3};
	text = bm_str_trim(text);
	if (bm_str_starts(text, "<?xml") || bm_str_starts(text, "<!DOCTYPE"))
		return true;
	if (text.len > 4096)
		text.len = 4096;
	return bm_str_starts(text, "<") &&
	       bm_str_find(text, BM_NS_DOCBOOK, 0) < text.len;
}

/* Says why a root that is not DocBook 5 is not taken. */
static void
refuse_root(bm_doc *doc, const xmlNode *root)
{
	const char *name = (const char *)root->name;
	const bm_pos *pos = bm_get_pos(doc, root);
	if (*uri_of(root) != 0)
		bm_diag_add(
		    doc->diags, &rules[NAMESPACE], pos,
		    "The root element %s is in the namespace %s, not in that "
		    "of DocBook",
		    name, uri_of(root));
	else
		bm_diag_add(doc->diags, &rules[NAMESPACE], pos,
			    "The root element %s is not of DocBook", name);
}

/* Whether it is of DocBook 4, whose elements have no namespace. */
static bool
is_old(const xmlNode *root)
{
	const char *name = (const char *)root->name;

	return *uri_of(root) == '\0' &&
	       (bm_vocab_is_element(name) || bm_docbook4_is_element(name));
}

/* What is known of a name that DocBook does not have. */
struct unknown {
	const char *nearest;
};

static bm_status
report_unknown(bm_doc *doc, bm_map *names, const xmlNode *el)
{
	const char *name = (const char *)el->name;
	void **slot = bm_map_put(names, bm_str_of(name), NULL);
	if (slot == NULL)
		return BM_NO_MEMORY;
	struct unknown *u = *slot;
	if (u == NULL) {
		*slot = u = BM_NEW(doc->arena, struct unknown);
		if (u == NULL)
			return BM_NO_MEMORY;
		/* A text of nothing but new names must not cost a search
		 * each. */
		if (names->len < 1000)
			u->nearest = bm_vocab_nearest(name);
	}
	if (u->nearest != NULL)
		bm_diag_add(doc->diags, &rules[UNKNOWN], bm_get_pos(doc, el),
			    "DocBook 5.2 has no element %s; did you mean %s?",
			    name, u->nearest);
	else
		bm_diag_add(doc->diags, &rules[UNKNOWN], bm_get_pos(doc, el),
			    "DocBook 5.2 has no element %s", name);
	return BM_OK;
}

/* Whether an element is the first of its vocabulary on the way down. */
static bool
enters(const xmlNode *el)
{
	const xmlNode *p = el->parent;
	return p == NULL || p->type != XML_ELEMENT_NODE ||
	       strcmp(uri_of(p), uri_of(el)) != 0;
}

/* Lines of a file, which books older than textdata take in as an image. */
static void
take_lines(bm_doc *doc, xmlNode *data)
{
	xmlNode *object = data->parent;

	if (!bm_is(data, "imagedata") || !bm_is(object, "imageobject") ||
	    !bm_streq(bm_attr(data, "format"), "linespecific"))
		return;
	xmlNodeSetName(object, BAD_CAST "textobject");
	xmlNodeSetName(data, BAD_CAST "textdata");
	if (object->name == NULL || data->name == NULL)
		doc->no_memory = true;
}

/* Looks at every element below the root. */
static bm_status
look_through(bm_doc *doc, xmlNode *root)
{
	bm_map names;
	bm_map_init(&names, doc->arena);
	for (xmlNode *n = root, *next; n != NULL; n = next) {
		next = bm_walk(n, root);
		if (n->type != XML_ELEMENT_NODE)
			continue;
		const char *uri = uri_of(n);
		if (strcmp(uri, BM_NS_DOCBOOK) == 0) {
			take_lines(doc, n);
			/* A schema has said it, and what it allows instead. */
			if (doc->schema != NULL ||
			    bm_vocab_is_element((const char *)n->name))
				continue;
			bm_status status = report_unknown(doc, &names, n);
			if (status != BM_OK)
				return status;
		} else if (strcmp(uri, NS_SVG) == 0) {
			/* Drawing programs keep things of theirs in it. */
			next = bm_walk_over(n, root);
		} else if (strcmp(uri, NS_MATHML) != 0 &&
			   strcmp(uri, BM_NS_XHTML) != 0 &&
			   strcmp(uri, NS_XI) != 0 && strcmp(uri, BM_NS) != 0 &&
			   enters(n)) {
			bm_diag_add(
			    doc->diags, &rules[FOREIGN], bm_get_pos(doc, n),
			    *uri != 0 ? "The element %s is of the vocabulary "
					"%s, which is not understood"
				      : "The element %s has no namespace%s",
			    (const char *)n->name, uri);
		}
	}
	return BM_OK;
}

/*
 * Puts a root that is only a part of a document (DocBook's schema lets a table
 * stand alone) into an article, so that it can be shown.
 */
static bool
wrap_root(bm_doc *doc, xmlNode *root)
{
	static const char *const kept[] = {"lang", "base", NULL};
	xmlNode *article =
	    xmlNewDocNode(doc->xml, NULL, (const xmlChar *)"article", NULL);
	xmlNs *ns =
	    article == NULL
		? NULL
		: xmlNewNs(article, (const xmlChar *)BM_NS_DOCBOOK, NULL);

	if (ns == NULL) {
		xmlFreeNode(article);
		return false;
	}
	xmlSetNs(article, ns);
	bm_set(doc, article, "version", "5.2");
	bm_set_pos(doc, article, bm_get_pos(doc, root));
	for (size_t i = 0; kept[i] != NULL; i++)
		bm_set_xml(doc, article, kept[i], bm_attr_xml(root, kept[i]));
	xmlDocSetRootElement(doc->xml, article);
	xmlAddChild(article, root);
	bm_doc_adopt(doc, doc->xml);
	return !doc->no_memory;
}

static bm_status
read_docbook(bm_doc *doc, bm_str text, const bm_xml_files *files)
{
	bm_status status = bm_xml_parse(doc, text, files);
	if (status != BM_OK)
		return status;
	xmlNode *root = bm_doc_element(doc);
	if (bm_is(root, "assembly")) {
		status = bm_assembly(doc, files);
		if (status != BM_OK)
			return status;
		root = bm_doc_element(doc);
	} else if (is_old(root)) {
		bm_diag_add(doc->diags, &rules[OLD], bm_get_pos(doc, root),
			    NULL);
		status = bm_docbook4_upgrade(doc);
		if (status != BM_OK)
			return status;
	}
	const char *name = (const char *)root->name;
	if (!bm_is(root, NULL)) {
		refuse_root(doc, root);
		return BM_BAD_INPUT;
	}
	if (doc->schema != NULL)
		status = bm_schema_check(doc->schema, doc);
	if (status == BM_OK)
		status = look_through(doc, root);
	if (status != BM_OK)
		return status;
	if (!bm_vocab_is_element(name))
		return BM_BAD_INPUT;
	if (!bm_vocab_is_root(name)) {
		bm_diag_add(doc->diags, &rules[ROOT], bm_get_pos(doc, root),
			    "%s is a part of a document, not a whole one; an "
			    "article is put round it",
			    name);
		if (!wrap_root(doc, root))
			return BM_NO_MEMORY;
	}
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

const bm_reader bm_reader_docbook = {"docbook", bm_docbook_names, sniff,
				     read_docbook, rules};
