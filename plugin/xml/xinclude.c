/*
 * XInclude 1.1, by ourselves: libxml2's own loses the source positions and
 * reads whatever it is told to.  Here a file is read only below the
 * document's root folder, each inclusion is counted, and what was included
 * keeps the place in its own file.
 */
#include <libxml/parser.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "xml/input.h"
#include "xml/xpointer.h"

#define LEVELS_MAX   40
#define INCLUDES_MAX 10000
#define BYTES_MAX    ((uint64_t)128 << 20)

/* The files that are being included in each other. */
typedef struct level {
	const char *file; /* normal path */
	unsigned depth;
	const struct level *outer;
} level;

static bm_status run(bm_xml_job *job, xmlDoc *tree, const level *at);

/* ---- Names of files --------------------------------------------------------
 */

/* Undoes %XX, in the arena; NULL without memory or for %00. */
static char *
decode(bm_arena *arena, const char *href)
{
	char *out = bm_arena_strdup(arena, href);
	if (out == NULL)
		return NULL;
	char *to = out;
	for (const char *s = href; *s != 0; s++) {
		unsigned value = 0;
		int digits = 0;
		for (int i = 1; *s == '%' && i <= 2; i++) {
			char c = bm_lower(s[i]);
			if (bm_is_digit(c))
				value = value * 16 + (unsigned)(c - '0');
			else if (c >= 'a' && c <= 'f')
				value = value * 16 + (unsigned)(c - 'a' + 10);
			else
				break;
			digits++;
		}
		if (digits == 2 && value == 0)
			return NULL;
		*to++ = digits == 2 ? (char)value : *s;
		if (digits == 2)
			s += 2;
	}
	*to = 0;
	return out;
}

/* Whether it names a scheme or host, or starts at the root. */
static bool
is_absolute(const char *href)
{
	size_t n = strspn(href, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
	return href[0] == '/' || href[0] == '\\' || href[n] == ':';
}

/*
 * The path that href means at el, relative to the folder of file and to the
 * author's xml:base; NULL if it is absolute or without memory.
 */
static const char *
resolve(bm_doc *doc, const xmlNode *el, const char *file, const char *href)
{
	bm_arena *arena = doc->arena;
	const char *path = decode(arena, href);
	for (const xmlNode *n = el; n != NULL && path != NULL; n = n->parent) {
		const char *base = bm_attr_xml(n, "base");
		if (base == NULL || *base == 0)
			continue;
		if (is_absolute(path) || is_absolute(base))
			return NULL;
		const char *dir = bm_path_dir(arena, base);
		path = dir != NULL ? bm_path_join(arena, dir, path) : NULL;
	}
	if (path == NULL || is_absolute(path))
		return NULL;
	const char *dir = bm_path_dir(arena, file != NULL ? file : "");
	return dir != NULL ? bm_path_join(arena, dir, path) : NULL;
}

/* One that is not on the disk may still be known to the host. */
bool
bm_xml_inside(bm_doc *doc, const char *path)
{
	if (doc->root == NULL)
		return false;
	if (access(path, F_OK) == 0)
		return bm_path_inside(doc->root, path);
	if (bm_path_named_inside(doc->arena, doc->root, path))
		return true;
	const char *dir = bm_path_dir(doc->arena, path);
	return dir != NULL && bm_path_inside(doc->root, *dir != 0 ? dir : ".");
}

/* ---- Moving nodes from tree to tree ----------------------------------------
 */

/* A namespace of the old tree and what it is in the new one. */
struct ns_pair {
	xmlNs *old, *fresh;
};
typedef BM_VEC(struct ns_pair) ns_pairs;

/* What stands for ns in the new tree. */
static xmlNs *
translate(const ns_pairs *pairs, xmlNs *ns)
{
	for (size_t i = 0; i < pairs->len; i++)
		if (pairs->items[i].old == ns)
			return pairs->items[i].fresh;
	return ns;
}

/*
 * Gets a subtree ready to leave its tree: each namespace that is declared
 * above it is declared on it, or found in `to`.
 */
static bool
carry_namespaces(bm_doc *doc, xmlNode *top, xmlDoc *to)
{
	ns_pairs pairs = {0};
	for (const xmlNode *n = top->parent; n != NULL; n = n->parent) {
		if (n->type != XML_ELEMENT_NODE)
			break;
		for (xmlNs *ns = n->nsDef; ns != NULL; ns = ns->next) {
			struct ns_pair *p = BM_VEC_PUSH(doc->arena, &pairs);
			if (p == NULL)
				return false;
			p->old = ns;
			/* NULL if the prefix is declared on top again: then
			 * nothing inside uses the outer one by name. */
			p->fresh = xmlNewNs(top, ns->href, ns->prefix);
		}
	}
	/* The xml prefix belongs to the document. */
	for (xmlNs *ns = top->doc->oldNs; ns != NULL; ns = ns->next) {
		struct ns_pair *p = BM_VEC_PUSH(doc->arena, &pairs);
		if (p == NULL)
			return false;
		p->old = ns;
		p->fresh = xmlSearchNs(to, xmlDocGetRootElement(to),
				       (const xmlChar *)"xml");
		if (p->fresh == NULL)
			return false;
	}
	for (xmlNode *n = top; n != NULL; n = bm_walk(n, top)) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		n->ns = translate(&pairs, n->ns);
		for (xmlAttr *a = n->properties; a != NULL; a = a->next)
			a->ns = translate(&pairs, a->ns);
	}
	return true;
}

/* base's folder + relative, with the "/" at its end if it has one: it tells a
 * folder from a file. */
static const char *
join_base(bm_arena *arena, const char *base, const char *relative)
{
	const char *dir = bm_path_dir(arena, base);
	size_t n = strlen(relative);
	const char *joined =
	    dir != NULL ? bm_path_join(arena, dir, relative) : NULL;
	if (joined != NULL && n > 0 && relative[n - 1] == '/')
		joined = bm_arena_printf(arena, "%s/", joined);
	return joined;
}

/* The xml:base that el needs where file includes its file (XInclude 1.1,
 * 4.7.5); NULL if none. */
static const char *
base_of(bm_doc *doc, const xmlNode *el, const char *from, const char *to)
{
	bm_arena *arena = doc->arena;
	const char *dir = bm_path_dir(arena, from != NULL ? from : "");
	const char *base = to;
	if (dir == NULL)
		return NULL;
	dir = bm_path_normal(arena, dir);
	size_t n = dir != NULL ? strlen(dir) : 0;
	/* Relative to the folder of the including file. */
	if (n > 0 && strncmp(to, dir, n) == 0 && to[n] == '/')
		base = to + n + 1;
	else if (n > 0) {
		size_t same = 0;
		for (size_t i = 0; dir[i] != 0 && dir[i] == to[i]; i++)
			if (dir[i] == '/')
				same = i + 1;
		size_t up = 1;
		for (size_t i = same; i < n; i++)
			up += dir[i] == '/';
		bm_buf buf;
		bm_buf_init(&buf, bm_arena_allocator(arena));
		while (up-- > 0)
			bm_buf_puts(&buf, "../");
		bm_buf_puts(&buf, to + same);
		base = bm_arena_strndup(arena, bm_buf_cstr(&buf), buf.len);
		bm_buf_free(&buf);
	}
	/* The author's own bases inside of that file. */
	const char *inner = NULL;
	for (const xmlNode *e = el; e != NULL; e = e->parent) {
		const char *own = bm_attr_xml(e, "base");
		if (own == NULL || (inner != NULL && is_absolute(inner)))
			continue;
		inner = inner == NULL ? own : join_base(arena, own, inner);
		if (inner == NULL)
			return NULL;
	}
	/* A copy: it may be the value that this one replaces. */
	if (inner != NULL && is_absolute(inner))
		return bm_arena_strdup(arena, inner);
	if (inner != NULL && base != NULL)
		base = join_base(arena, base, inner);
	return base != NULL && (strchr(base, '/') != NULL || inner != NULL)
		   ? base
		   : NULL;
}

static void
set_xml(bm_doc *doc, xmlNode *el, const char *name, const char *value)
{
	xmlNs *ns = xmlSearchNs(el->doc, el, (const xmlChar *)"xml");
	if (ns == NULL || xmlSetNsProp(el, ns, (const xmlChar *)name,
				       (const xmlChar *)value) == NULL)
		doc->no_memory = true;
}

/* Moves el out of its tree to the place of include, which goes. */
static bm_status
graft(bm_doc *doc, xmlNode *include, xmlNode *el, const char *from,
      const char *to)
{
	const char *base = base_of(doc, el, from, to);
	/* 4.7.6: what was in force stays in force. */
	const char *lang = bm_attr_xml(el, "lang") == NULL ? bm_lang(el) : NULL;
	if (base != NULL)
		set_xml(doc, el, "base", base);
	if (lang != NULL)
		set_xml(doc, el, "lang", lang);
	if (!carry_namespaces(doc, el, include->doc))
		return BM_NO_MEMORY;
	xmlUnlinkNode(el);
	xmlSetTreeDoc(el, include->doc);
	xmlReplaceNode(include, el);
	xmlFreeNode(include);
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

/* ---- One include element ----------------------------------------------------
 */

static bool
is_xi(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	       node->ns->href != NULL &&
	       strcmp((const char *)node->ns->href, BM_NS_XI) == 0 &&
	       strcmp((const char *)node->name, name) == 0;
}

/* The fallback of an include element, or NULL. */
static xmlNode *
fallback_of(const xmlNode *include)
{
	for (xmlNode *n = include->children; n != NULL; n = n->next)
		if (is_xi(n, "fallback"))
			return n;
	return NULL;
}

/* The bytes of what include names, after all questions were asked. */
static bm_status
fetch(bm_xml_job *job, const xmlNode *include, const level *at,
      const char **path, bm_str *out)
{
	bm_doc *doc = job->doc;
	const bm_pos *pos = bm_get_pos(doc, include);
	const char *href = bm_attr(include, "href");

	const char *entity = bm_attr_bm(include, "entity");

	*path = entity != NULL ? bm_arena_strdup(doc->arena, entity) : NULL;
	if (entity != NULL)
		href = entity;
	else if (href == NULL || *href == 0 || strchr(href, '#') != NULL) {
		bm_xml_report(
		    doc, "xinclude-unsupported", pos,
		    href == NULL || *href == 0
			? "There is no href: a document cannot include "
			  "itself"
			: "href has a fragment: use the attribute xpointer");
		return BM_UNSUPPORTED;
	}
	if (entity == NULL)
		*path = resolve(doc, include, at->file, href);
	if (*path == NULL && bm_arena_failed(doc->arena))
		return BM_NO_MEMORY;
	if (*path == NULL || !bm_xml_inside(doc, *path)) {
		bm_xml_report(doc, "xinclude-outside", pos,
			      "The file %s is outside of the document's folder",
			      href);
		return BM_NOT_FOUND;
	}
	for (const level *l = at; l != NULL; l = l->outer)
		if (bm_streq(l->file, *path)) {
			bm_xml_report(doc, "xinclude-cycle", pos,
				      "The file %s includes itself", href);
			return BM_UNSUPPORTED;
		}
	bm_status status = BM_NOT_FOUND;
	if (job->files != NULL && job->files->read != NULL)
		status = job->files->read(job->files->user, doc, *path, out);
	if (status == BM_NO_MEMORY)
		return status;
	if (status != BM_OK) {
		if (fallback_of(include) == NULL)
			bm_xml_report(doc, "xinclude-not-found", pos,
				      "The file %s cannot be read", href);
		return BM_NOT_FOUND;
	}
	job->included += out->len;
	job->includes++;
	if (job->included > BYTES_MAX || job->includes > INCLUDES_MAX ||
	    at->depth >= LEVELS_MAX) {
		if (!job->include_limit)
			bm_xml_report(doc, "xinclude-limit", pos, NULL);
		job->include_limit = true;
		return BM_UNSUPPORTED;
	}
	return BM_OK;
}

/* Links a node in before another; text is not joined with text. */
static void
put_before(xmlNode *at, xmlNode *n)
{
	n->next = at;
	n->prev = at->prev;
	n->parent = at->parent;
	if (at->prev != NULL)
		at->prev->next = n;
	else if (at->parent != NULL)
		at->parent->children = n;
	at->prev = n;
}

/* parse="text": the file as characters. */
static bm_status
include_text(bm_xml_job *job, xmlNode *include, bm_str bytes)
{
	bm_doc *doc = job->doc;
	const char *problem;
	const char *encoding = bm_attr(include, "encoding");
	if (encoding == NULL)
		encoding = "UTF-8";
	bm_status status =
	    bm_xml_to_utf8(doc->arena, bytes, encoding, &bytes, &problem);
	if (status == BM_BAD_INPUT) {
		bm_xml_report(doc, "xinclude-unsupported",
			      bm_get_pos(doc, include), "%s", problem);
		return BM_UNSUPPORTED;
	}
	if (status != BM_OK)
		return status;
	const char *part = bm_attr(include, "fragid");
	if (part == NULL)
		part = bm_attr(include, "xpointer");
	if (part != NULL && !bm_xpointer_text(part, &bytes))
		bm_xml_report(
		    doc, "xinclude-unsupported", bm_get_pos(doc, include),
		    "There is no part %s of the text: it is there as a "
		    "whole",
		    part);
	/* An element lends its place: bm_add_text joins and cleans. */
	xmlNode *holder =
	    xmlNewDocNode(include->doc, NULL, (const xmlChar *)"text", NULL);
	if (holder == NULL)
		return BM_NO_MEMORY;
	bm_add_text(doc, holder, bytes);
	for (xmlNode *n = holder->children, *next; n != NULL; n = next) {
		next = n->next;
		xmlUnlinkNode(n);
		xmlSetTreeDoc(n, include->doc);
		put_before(include, n);
	}
	xmlFreeNode(holder);
	xmlUnlinkNode(include);
	xmlFreeNode(include);
	return doc->no_memory ? BM_NO_MEMORY : BM_OK;
}

/* Puts what include points to in the file's tree in its place. */
static bm_status
put_part(bm_xml_job *job, xmlNode *include, const level *at, const char *path,
	 xmlDoc *tree)
{
	bm_doc *doc = job->doc;
	const char *pointer = bm_attr(include, "xpointer");
	const char *id = bm_attr(include, "set-xml-id");
	const bm_pos *pos = bm_get_pos(doc, include);
	bool known = true;

	if (pointer == NULL)
		pointer = bm_attr(include, "fragid");
	xmlNode *el = pointer == NULL ? xmlDocGetRootElement(tree)
				      : bm_xpointer(tree, pointer, &known);
	if (!known)
		bm_xml_report(
		    doc, "xinclude-unsupported", pos,
		    bm_xpointer_is_range(pointer)
			? "The pointer %s means a range; only an element "
			  "can be included"
			: "The pointer %s is not of a kind that is supported",
		    pointer);
	else if (el == NULL && fallback_of(include) == NULL)
		bm_xml_report(doc, "xinclude-not-found", pos,
			      "There is no element %s in %s",
			      pointer != NULL ? pointer : "", path);
	if (el == NULL)
		return BM_NOT_FOUND;
	if (id != NULL) /* XInclude 1.1, 4.4 */
		set_xml(doc, el, "id", id);
	return bm_transclude(job, include, el)
		   ? graft(doc, include, el, at->file, path)
		   : BM_NO_MEMORY;
}

/* parse="xml": a part of the file, itself with all it includes. */
static bm_status
include_xml(bm_xml_job *job, xmlNode *include, const level *at,
	    const char *path, bm_str bytes)
{
	const level inner = {path, at->depth + 1, at};
	const bm_xml_declared outer = job->declared;
	xmlDoc *tree = NULL;

	/* What the file itself declares holds in it, and in the files of its
	 * entities; what is around it has its own. */
	job->declared = (bm_xml_declared){0};
	bm_status status =
	    bm_xml_parse_one(job, bytes, path, include->doc->dict, &tree);
	bool own = job->declared.dtd != NULL;
	if (!own)
		job->declared = outer;
	if (status == BM_OK)
		status = run(job, tree, &inner);
	if (own)
		xmlFreeDtd(job->declared.dtd);
	job->declared = outer;
	/* Reported in that file; or its root was an include that failed. */
	if (status == BM_BAD_INPUT)
		status = BM_UNSUPPORTED;
	if (status == BM_OK)
		status = put_part(job, include, at, path, tree);
	xmlFreeDoc(tree);
	return status;
}

/* The file that an entity stands for: all that is in it. */
static bm_status
include_entity(bm_xml_job *job, xmlNode *include, const level *at,
	       const char *path, bm_str bytes)
{
	bm_doc *doc = job->doc;
	const level inner = {path, at->depth + 1, at};
	xmlDoc *tree;
	bm_status status =
	    bm_xml_parse_entity(job, bytes, path, include->doc->dict, &tree);

	if (status == BM_BAD_INPUT)
		return BM_UNSUPPORTED; /* was reported in that file */
	if (status == BM_OK)
		status = run(job, tree, &inner);
	xmlNode *root = status == BM_OK ? xmlDocGetRootElement(tree) : NULL;
	for (xmlNode *n = root != NULL ? root->children : NULL, *next;
	     n != NULL; n = next) {
		next = n->next;
		if (n->type == XML_ELEMENT_NODE &&
		    !carry_namespaces(doc, n, include->doc)) {
			status = BM_NO_MEMORY;
			break;
		}
		xmlUnlinkNode(n);
		xmlSetTreeDoc(n, include->doc);
		put_before(include, n);
	}
	xmlFreeDoc(tree);
	if (status == BM_OK) {
		xmlUnlinkNode(include);
		xmlFreeNode(include);
	}
	return status;
}

/* Puts the children of the fallback in the place of include. */
static void
use_fallback(xmlNode *include)
{
	xmlNode *fallback = fallback_of(include);
	/* Their namespaces may be declared on what goes. */
	xmlNode *from[] = {fallback, include};
	while (fallback != NULL && fallback->children != NULL) {
		xmlNode *n = fallback->children;
		for (int i = 0; n->type == XML_ELEMENT_NODE && i < 2; i++)
			for (xmlNs *ns = from[i]->nsDef; ns != NULL;
			     ns = ns->next)
				xmlNewNs(n, ns->href, ns->prefix);
		xmlUnlinkNode(n);
		put_before(include, n);
		if (n->type == XML_ELEMENT_NODE)
			xmlReconciliateNs(n->doc, n);
	}
	xmlUnlinkNode(include);
	xmlFreeNode(include);
}

/* Treats one include element; it is gone afterwards, unless it is the root. */
static bm_status
include_one(bm_xml_job *job, xmlNode *include, const level *at)
{
	bm_doc *doc = job->doc;
	const char *parse = bm_attr(include, "parse"), *path;
	bool text = bm_streq(parse, "text") ||
		    (parse != NULL && strncmp(parse, "text/", 5) == 0);
	bm_str bytes;
	bm_status status;

	if (text && include->parent->type == XML_DOCUMENT_NODE) {
		bm_xml_report(doc, "xinclude-unsupported",
			      bm_get_pos(doc, include),
			      "The root of a document cannot be text");
		return BM_BAD_INPUT;
	}
	if (!text && parse != NULL && strcmp(parse, "xml") != 0 &&
	    strstr(parse, "/xml") == NULL && strstr(parse, "+xml") == NULL) {
		bm_xml_report(doc, "xinclude-unsupported",
			      bm_get_pos(doc, include),
			      "parse=\"%s\" is neither xml nor text", parse);
		status = BM_UNSUPPORTED;
	} else {
		status = fetch(job, include, at, &path, &bytes);
		if (status == BM_OK && bm_attr_bm(include, "entity") != NULL)
			status = include_entity(job, include, at, path, bytes);
		else if (status == BM_OK)
			status =
			    text ? include_text(job, include, bytes)
				 : include_xml(job, include, at, path, bytes);
	}
	if (status != BM_NOT_FOUND && status != BM_UNSUPPORTED)
		return status;
	if (include->parent->type == XML_DOCUMENT_NODE)
		return BM_BAD_INPUT;
	if (status == BM_NOT_FOUND && fallback_of(include) != NULL) {
		use_fallback(include);
	} else {
		xmlUnlinkNode(include);
		xmlFreeNode(include);
	}
	return BM_OK;
}

/* All include elements of one tree, in document order. */
static bm_status
run(bm_xml_job *job, xmlDoc *tree, const level *at)
{
	xmlNode *n = xmlDocGetRootElement(tree);
	while (n != NULL) {
		/* Where to go on; in place of n there may be other nodes. */
		xmlNode *before = n->prev, *parent = n->parent;
		if (!is_xi(n, "include")) {
			n = bm_walk(n, xmlDocGetRootElement(tree));
			continue;
		}
		bool fallback = fallback_of(n) != NULL;
		xmlNode *after = n->next;
		bool root = parent->type == XML_DOCUMENT_NODE;
		bm_status status = include_one(job, n, at);
		if (status != BM_OK)
			return status;
		if (root)
			return BM_OK;
		/* What was included has nothing left to do; a fallback may. */
		xmlNode *first =
		    before != NULL ? before->next : parent->children;
		if (fallback && first != NULL)
			n = first;
		else if (after != NULL)
			n = after;
		else
			n = bm_walk_over(parent, xmlDocGetRootElement(tree));
	}
	return BM_OK;
}

bm_status
bm_xinclude(bm_xml_job *job, xmlDoc *tree)
{
	bm_doc *doc = job->doc;
	const char *file = NULL;
	if (doc->file != NULL &&
	    (file = bm_path_normal(doc->arena, doc->file)) == NULL)
		return BM_NO_MEMORY;
	const level top = {file, 0, NULL};
	return run(job, tree, &top);
}
