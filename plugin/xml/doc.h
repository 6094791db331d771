/*
 * A document: a DocBook 5.2 tree with the source position of its nodes, what
 * was found wrong with it, and the arena that all of it lives in.
 */
#ifndef BM_XML_DOC_H
#define BM_XML_DOC_H

#include <libxml/tree.h>

#include "backmatter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/diag.h"
#include "core/str.h"

#define BM_NS_DOCBOOK "http://docbook.org/ns/docbook"
#define BM_NS_XLINK   "http://www.w3.org/1999/xlink"
#define BM_NS_XML     "http://www.w3.org/XML/1998/namespace"
#define BM_NS_XHTML   "http://www.w3.org/1999/xhtml"
#define BM_NS_OPS     "http://www.idpf.org/2007/ops"
/* Ours: what passes leave for the sheets. */
#define BM_NS "http://backmatter/"

/* Deeper nesting than this is flattened by readers, with a finding. */
#define BM_DEPTH_MAX 200

struct bm_claims;        /* pass/claims.h */
struct bm_terms;         /* pass/glossary.h */
struct bm_statuses;      /* pass/status.h */
struct bm_notice_record; /* xml/required.h */
struct bm_library;       /* bib/item.h */
struct bm_schema;        /* schema/schema.h */
struct lint_breakers;    /* lint/text.h */

/* A file that was parsed, as UTF-8: what places in it refer to. */
typedef struct bm_doc_text {
	const char *file;
	bm_str text;
} bm_doc_text;

/* A file beside a document that was looked for. */
typedef struct bm_doc_read {
	const char *path;
	bool jailed; /* only if it lies in the document's root */
} bm_doc_read;

typedef struct bm_doc {
	bm_arena *arena;
	bm_arena *scratch; /* for what a pass needs until it ends */
	bm_arena
	    *wording; /* for what passes keep of the text; see bm_doc_passed */
	bm_diags *diags;
	xmlDoc *xml;      /* freed by bm_doc_free */
	const char *file; /* as the caller named it */
	const char *root; /* folder of the file jail, or NULL: no files */
	bool no_memory;   /* sticky: libxml2 or the arena had none */
	/* The namespaces as declared on the root element. */
	xmlNs *ns_db, *ns_xlink, *ns_bm;
	bm_pos start;  /* the file without a line */
	bm_str source; /* the bytes it was read from, borrowed; or empty */
	bm_arena
	    *source_arena; /* what holds them, if nothing else does; NULL */
	struct bm_claims *claims;     /* what pass "claims" found, or NULL */
	struct bm_terms *terms;       /* what pass "glossary" found, or NULL */
	struct bm_statuses *statuses; /* what pass "status" found, or NULL */
	struct bm_notice_record *notices; /* what "disclaimer" did, or NULL */
	const struct bm_library *library; /* what it cites from, or NULL */
	struct bm_schema *schema; /* what its tree must keep to, or NULL */
	struct bm_l10n *l10n;     /* words of ours; NULL: English ones */
	struct lint_breakers *breakers; /* kept by the engine, or NULL */
	BM_VEC(bm_doc_text) texts;
	bm_pos *places; /* for the next nodes that get one */
	size_t place_count;
	/* Files beside it that its tree was made of, or that were not there. */
	BM_VEC(bm_doc_read) reads;
	/* Names last used, by address, as the dictionary of xml has them. */
	struct {
		const char *given;
		const xmlChar *name;
	} names[64];
	/* Which of its findings are about files that others load too: of the
	 * schema, and of the rest; first and behind the last. */
	size_t loading[2][2];
	bool is_skeleton; /* only what linking needs; see write/skeleton.h */
	void *owner;      /* whose part it is in a build, or NULL */
} bm_doc;

/*
 * A new document without a tree.  The caller's; NULL without memory.  Arena
 * and diagnostics die with it.
 */
bm_doc *bm_doc_new(const bm_allocator *al, const char *file);
void bm_doc_free(bm_doc *doc);
/* Gives back its tree: what was found in it stays. */
void bm_doc_drop_tree(bm_doc *doc);
/* Gives back the bytes that it was read from, if only it holds them. */
void bm_doc_drop_source(bm_doc *doc);
/*
 * Gives back what only passes need: what they found in the words of the text
 * (doc->claims) takes more than its tree, and a site has thousands of them.
 */
void bm_doc_passed(bm_doc *doc);
/* Makes doc->xml with a root element of this DocBook name, and returns it. */
xmlNode *bm_doc_set_root(bm_doc *doc, const char *name);
/*
 * Takes over a parsed tree: declares xlink and bm on the root when missing
 * and fills the ns_ members.  A tree whose root is not in the DocBook
 * namespace is left as it is (ns_db NULL).
 */
void bm_doc_adopt(bm_doc *doc, xmlDoc *xml);
/* The root element, or NULL. */
xmlNode *bm_doc_element(const bm_doc *doc);
/*
 * The root's info element, made (first child, behind nothing) if missing.
 * NULL without memory.
 */
xmlNode *bm_doc_info(bm_doc *doc);

/* ---- Building.  A NULL parent gives NULL; NULL sets doc->no_memory. ---- */

/* A new DocBook element, last child of parent (NULL parent allowed here:
 * then it is not linked anywhere). */
xmlNode *bm_el(bm_doc *doc, xmlNode *parent, const char *name);
/* The same in our namespace. */
xmlNode *bm_el_bm(bm_doc *doc, xmlNode *parent, const char *name);
/* A new element, before/after its sibling. */
xmlNode *bm_el_before(bm_doc *doc, xmlNode *sibling, const char *name);
xmlNode *bm_el_after(bm_doc *doc, xmlNode *sibling, const char *name);
/* Text at the end of parent; joined to a text node that ends it, unless that
 * one is long.  Bytes that XML cannot hold become U+FFFD, here and in
 * attributes. */
void bm_add_text(bm_doc *doc, xmlNode *parent, bm_str text);
void bm_add_textz(bm_doc *doc, xmlNode *parent, const char *text);

/* Attributes without a namespace, in bm:, xml: ("id", "lang"), xlink:.  A
 * NULL value removes. */
void bm_set(bm_doc *doc, xmlNode *el, const char *name, const char *value);
void bm_set_bm(bm_doc *doc, xmlNode *el, const char *name, const char *value);
void bm_set_xml(bm_doc *doc, xmlNode *el, const char *name, const char *value);
void bm_set_xlink(bm_doc *doc, xmlNode *el, const char *name,
		  const char *value);

/* ---- Asking.  All borrow; the strings live as long as the attribute. ---- */

/* Whether node is a DocBook element of this name (any DocBook element when
 * name is NULL). */
bool bm_is(const xmlNode *node, const char *name);
/* ... in our namespace. */
bool bm_is_bm(const xmlNode *node, const char *name);
/* Whether it is one of a NULL-ended list of names. */
bool bm_is_any(const xmlNode *node, const char *const *names);
/* Value or NULL.  An attribute with entity references inside is joined. */
const char *bm_attr(const xmlNode *el, const char *name);
const char *bm_attr_bm(const xmlNode *el, const char *name);
const char *bm_attr_xml(const xmlNode *el, const char *name);
const char *bm_attr_xlink(const xmlNode *el, const char *name);
/* The language in force (xml:lang of the nearest ancestor-or-self) or NULL. */
const char *bm_lang(const xmlNode *node);
/* First child element with this DocBook name, or NULL; next sibling one. */
xmlNode *bm_child(const xmlNode *el, const char *name);
xmlNode *bm_next(const xmlNode *el, const char *name);
/* The ends of the names of documents in Markdown and in DocBook: NULL-ended. */
extern const char *const bm_markdown_names[];
extern const char *const bm_docbook_names[];
/* Whether a link with this address gets its words from where it leads, when
 * it has none: a place in a file, another document, a row of statuses. */
bool bm_href_speaks(const char *href);
xmlNode *bm_first_element(const xmlNode *el);
xmlNode *bm_next_element(const xmlNode *node);
/* The title element: child title, or info/title. */
xmlNode *bm_title(const xmlNode *el);
/* <meta name="NAME" content="..."/> of the root's info: content or NULL. */
const char *bm_meta(const bm_doc *doc, const char *name);
/* Next node in document order inside root, without recursion; NULL at the
 * end.  Start with root itself. */
xmlNode *bm_walk(xmlNode *node, const xmlNode *root);
/* The same, but not into node's children. */
xmlNode *bm_walk_over(xmlNode *node, const xmlNode *root);
/* All text inside, white space as it is; footnotes, citations that do not
 * name an author in the sentence, indexterms, remarks and generated bm:
 * elements are left out.  Does not recurse. */
void bm_text(const xmlNode *node, bm_buf *out);
/* The same with white space collapsed and trimmed, in the arena; "" if none. */
const char *bm_textz(bm_doc *doc, const xmlNode *node);

/* ---- Position and origin ---- */

/* Gives node a position (copied into the arena). */
void bm_set_pos(bm_doc *doc, xmlNode *node, const bm_pos *pos);
/* The position of the node or its nearest ancestor that has one; else the
 * file without a line.  Never NULL. */
const bm_pos *bm_get_pos(const bm_doc *doc, const xmlNode *node);
/* Marks an element as made by a pass: bm:generated="PASS". */
void bm_mark_generated(bm_doc *doc, xmlNode *el, const char *pass);
/* Whether it, or an ancestor, is marked (pass NULL: by any). */
bool bm_is_generated(const xmlNode *node, const char *pass);

/* Writes the tree as XML, for --dump and goldens: a stable form, UTF-8, with
 * the text exactly as it is. */
bm_status bm_doc_dump(const bm_doc *doc, bm_buf *out);
/* One node in the same form, to stand where DocBook is the default namespace
 * and xlink and bm are declared. */
void bm_node_dump(xmlNode *node, bm_buf *out);

#endif
