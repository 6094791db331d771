#include "schema/grammar.h"

#include <libxml/tree.h>
#include <stdlib.h>

#include "core/file.h"
#include "xml/parse.h"

#define NS_RNG "http://relaxng.org/ns/structure/1.0"

/* Files that a schema may consist of, and how deep one includes another. */
#define FILES_MAX  200
#define LEVELS_MAX 20

/* A name that is defined, by one or more elements. */
struct define {
	const char *name;
	BM_VEC(const xmlNode *) bodies;
	bool interleave, choice; /* how they are put together */
	bool busy;
	const rng_pattern *pattern;
};

/* What refs can mean. */
struct scope {
	struct scope *outer; /* for parentRef */
	bm_map defines;      /* name -> struct define; "" is the start */
};

struct file {
	xmlDoc *tree;
	const char *path;
};

struct loader {
	rng_grammar *g;
	rng_table *t;
	bm_arena *arena;
	const rng_files *files;
	bm_diags *diags;
	BM_VEC(struct file) trees;
	unsigned level, depth;
	bm_status status;
};

/* ---- Saying what is wrong -------------------------------------------------
 */

static const char *
path_of(const struct loader *l, const xmlNode *node)
{
	for (size_t i = 0; node != NULL && i < l->trees.len; i++)
		if (l->trees.items[i].tree == node->doc)
			return l->trees.items[i].path;
	return NULL;
}

/* Gives NULL, so that it can be returned in place of a pattern. */
static const rng_pattern *
complain(struct loader *l, const xmlNode *node, const char *format,
	 const char *what)
{
	bm_pos pos = {.file =
			  bm_arena_strdup(l->diags->arena, path_of(l, node))};
	long line = node != NULL ? xmlGetLineNo(node) : 0;

	pos.line = line > 0 ? (uint32_t)line : 0;
	if (l->status == BM_OK)
		bm_diag_add(l->diags,
			    bm_rule_find(bm_schema_rules, "schema-syntax"),
			    &pos, format, what);
	l->status = BM_BAD_INPUT;
	return NULL;
}

static const rng_pattern *
no_memory(struct loader *l)
{
	if (l->status == BM_OK)
		l->status = BM_NO_MEMORY;
	return NULL;
}

/* ---- Asking nodes ---------------------------------------------------------
 */

static bool
is_rng(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	       strcmp((const char *)node->ns->href, NS_RNG) == 0 &&
	       (name == NULL || strcmp((const char *)node->name, name) == 0);
}

/* The next of RELAX NG's own elements from node on. */
static const xmlNode *
own(const xmlNode *node)
{
	while (node != NULL && !is_rng(node, NULL))
		node = node->next;
	return node;
}

/* The attribute of the node or its nearest ancestor, else "". */
static const char *
inherited(const xmlNode *node, const char *name)
{
	for (; node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent) {
		const char *value = bm_attr(node, name);

		if (value != NULL)
			return value;
	}
	return "";
}

static const char *
trimmed(struct loader *l, const char *s)
{
	return bm_arena_str(l->arena, bm_str_trim(bm_str_of(s)));
}

/* The text of an element, in the arena. */
static const char *
content_of(struct loader *l, const xmlNode *node)
{
	bm_buf buf;
	const char *out;

	bm_buf_init(&buf, bm_arena_allocator(l->arena));
	for (const xmlNode *n = node->children; n != NULL; n = n->next)
		if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			bm_buf_puts(&buf, (const char *)n->content);
	out = buf.status == BM_OK ? bm_arena_strdup(l->arena, bm_buf_cstr(&buf))
				  : NULL;
	bm_buf_free(&buf);
	return out;
}

/* ---- Files ----------------------------------------------------------------
 */

/* The root of a file that node names; NULL with a finding. */
static const xmlNode *
load(struct loader *l, const char *path, bm_str text, const xmlNode *node)
{
	const char *error = NULL;
	struct file *slot;
	xmlDoc *tree;
	bm_status status =
	    bm_xml_parse_data(l->arena, text, path, &tree, &error);

	if (status == BM_NO_MEMORY) {
		no_memory(l);
		return NULL;
	}
	if (status != BM_OK) {
		bm_pos pos = {.file = bm_arena_strdup(l->diags->arena, path)};

		bm_diag_add(l->diags,
			    bm_rule_find(bm_schema_rules, "schema-syntax"),
			    &pos, "The schema is not well-formed XML: %s",
			    error != NULL ? error : "too long");
		l->status = BM_BAD_INPUT;
		return NULL;
	}
	slot = BM_VEC_PUSH(l->arena, &l->trees);
	if (slot == NULL) {
		xmlFreeDoc(tree);
		no_memory(l);
		return NULL;
	}
	*slot = (struct file){tree, path};
	(void)node;
	return xmlDocGetRootElement(tree);
}

/* The root of what href names. */
static const xmlNode *
load_ref(struct loader *l, const xmlNode *node)
{
	const char *href = bm_attr(node, "href"), *dir, *path;
	bm_str text;

	if (href == NULL || *href == '\0' || strstr(href, "://") != NULL) {
		complain(l, node, "%s is not a file: only files are read here",
			 href != NULL ? href : "This");
		return NULL;
	}
	if (l->trees.len >= FILES_MAX || l->level >= LEVELS_MAX) {
		complain(l, node, "Too many files are included%s", "");
		return NULL;
	}
	dir = bm_path_dir(l->arena, path_of(l, node));
	path = dir != NULL ? bm_path_join(l->arena, dir, href) : NULL;
	if (path == NULL) {
		no_memory(l);
		return NULL;
	}
	if (l->files->read(l->files->user, l->arena, path, &text) != BM_OK) {
		complain(l, node, "The file %s cannot be read", path);
		return NULL;
	}
	return load(l, path, text, node);
}

/* ---- Names ----------------------------------------------------------------
 */

/* The namespace that a prefix stands for at this node, or NULL. */
static const char *
namespace_of(const xmlNode *node, bm_str prefix)
{
	if (bm_str_is(prefix, "xml"))
		return BM_NS_XML;
	for (; node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent)
		for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next)
			if (ns->prefix != NULL &&
			    bm_str_is(prefix, (const char *)ns->prefix))
				return (const char *)ns->href;
	return NULL;
}

static const rng_names *
one_name(struct loader *l, const xmlNode *node, const char *qname,
	 const char *ns)
{
	bm_str name = bm_str_trim(bm_str_of(qname));
	size_t colon = bm_str_find(name, ":", 0);
	rng_names *out = BM_NEW(l->arena, rng_names);
	rng_name *made;

	if (colon < name.len) {
		ns = namespace_of(node, (bm_str){name.ptr, colon});
		if (ns == NULL) {
			complain(l, node, "The prefix of %s is not declared",
				 qname);
			return NULL;
		}
		name = (bm_str){name.ptr + colon + 1, name.len - colon - 1};
	}
	qname = bm_arena_str(l->arena, name);
	made = qname != NULL ? rng_name_of(l->t, ns, qname) : NULL;
	if (out == NULL || made == NULL) {
		no_memory(l);
		return NULL;
	}
	made->said = true;
	out->kind = RNG_NAME;
	out->name = made;
	return out;
}

static const rng_names *name_class(struct loader *l, const xmlNode *node);

/* All name classes among the children, as one; NULL when there are none. */
static const rng_names *
any_of(struct loader *l, const xmlNode *node)
{
	const rng_names *all = NULL;

	for (const xmlNode *n = own(node->children); n != NULL;
	     n = own(n->next)) {
		const rng_names *one = name_class(l, n);
		rng_names *both;

		if (one == NULL)
			return NULL;
		if (all == NULL) {
			all = one;
			continue;
		}
		both = BM_NEW(l->arena, rng_names);
		if (both == NULL) {
			no_memory(l);
			return NULL;
		}
		*both = (rng_names){
		    .kind = RNG_NAME_CHOICE, .first = one, .second = all};
		all = both;
	}
	return all;
}

static const rng_names *
name_class(struct loader *l, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	bool any = strcmp(name, "anyName") == 0;
	const xmlNode *except;
	const char *text;
	rng_names *out;

	if (strcmp(name, "choice") == 0)
		return any_of(l, node);
	if (strcmp(name, "name") == 0) {
		text = content_of(l, node);
		return text != NULL
			   ? one_name(l, node, text, inherited(node, "ns"))
			   : (const rng_names *)no_memory(l);
	}
	if (!any && strcmp(name, "nsName") != 0) {
		complain(l, node, "%s is not a name class", name);
		return NULL;
	}
	out = BM_NEW(l->arena, rng_names);
	if (out == NULL) {
		no_memory(l);
		return NULL;
	}
	out->kind = any ? RNG_ANY_NAME : RNG_NS_NAME;
	out->ns = bm_arena_strdup(l->arena, inherited(node, "ns"));
	except = own(node->children);
	if (except != NULL && is_rng(except, "except"))
		out->except = any_of(l, except);
	return out;
}

/* The names of an element or attribute; *rest is what follows them. */
static const rng_names *
names_of(struct loader *l, const xmlNode *node, const xmlNode **rest)
{
	const char *name = bm_attr(node, "name");
	bool attribute = is_rng(node, "attribute");
	const char *ns =
	    attribute ? bm_attr(node, "ns") : inherited(node, "ns");

	*rest = own(node->children);
	if (name != NULL)
		return one_name(l, node, name, ns != NULL ? ns : "");
	if (*rest == NULL) {
		complain(l, node, "This has no %s", "name");
		return NULL;
	}
	node = *rest;
	*rest = own(node->next);
	return name_class(l, node);
}

/* ---- Definitions ----------------------------------------------------------
 */

static struct define *
define_of(struct loader *l, struct scope *scope, const char *name)
{
	void **slot = bm_map_put(&scope->defines, bm_str_of(name), NULL);

	if (slot != NULL && *slot == NULL)
		*slot = BM_NEW(l->arena, struct define);
	if (slot == NULL || *slot == NULL) {
		no_memory(l);
		return NULL;
	}
	((struct define *)*slot)->name = name;
	return *slot;
}

/* The name of what a define or start element defines. */
static const char *
defined(struct loader *l, const xmlNode *node)
{
	const char *name = bm_attr(node, "name");

	if (is_rng(node, "start"))
		return "";
	if (name == NULL || *name == '\0')
		complain(l, node, "This has no %s", "name");
	return name != NULL ? trimmed(l, name) : NULL;
}

static void
add_define(struct loader *l, struct scope *scope, const xmlNode *node)
{
	const char *name = defined(l, node), *how = bm_attr(node, "combine");
	struct define *d = name != NULL ? define_of(l, scope, name) : NULL;
	const xmlNode **slot;

	if (d == NULL)
		return;
	d->interleave = d->interleave || bm_streq(how, "interleave");
	d->choice = d->choice || bm_streq(how, "choice");
	slot = BM_VEC_PUSH(l->arena, &d->bodies);
	if (slot == NULL)
		no_memory(l);
	else
		*slot = node;
	if (d->bodies.len > 1 && d->interleave == d->choice)
		complain(l, node, "%s is defined more than once",
			 *name != '\0' ? name : "The start");
}

static void add_content(struct loader *l, struct scope *scope,
			const xmlNode *parent, const bm_map *but);

/* The names that the content of an include defines anew. */
static void
list_defined(struct loader *l, const xmlNode *node, bm_map *out)
{
	for (const xmlNode *n = own(node->children); n != NULL;
	     n = own(n->next)) {
		const char *name;

		if (is_rng(n, "div")) {
			list_defined(l, n, out);
			continue;
		}
		name = defined(l, n);
		if (name == NULL)
			return;
		void **slot = bm_map_put(out, bm_str_of(name), NULL);

		if (slot == NULL)
			no_memory(l);
		else
			*slot = out;
	}
}

static void
add_include(struct loader *l, struct scope *scope, const xmlNode *node,
	    const bm_map *but)
{
	const xmlNode *root = load_ref(l, node);
	bm_map names;

	if (root == NULL)
		return;
	if (!is_rng(root, "grammar")) {
		complain(l, node, "What is included is not a %s", "grammar");
		return;
	}
	bm_map_init(&names, l->arena);
	for (size_t i = 0; but != NULL && i < but->len; i++)
		if (bm_map_put(&names, but->entries[i].key, NULL) == NULL)
			no_memory(l);
		else
			*bm_map_put(&names, but->entries[i].key, NULL) = &names;
	list_defined(l, node, &names);
	l->level++;
	add_content(l, scope, root, &names);
	add_content(l, scope, node, but);
	l->level--;
}

/* What a grammar, div or include defines, but for some names. */
static void
add_content(struct loader *l, struct scope *scope, const xmlNode *parent,
	    const bm_map *but)
{
	for (const xmlNode *n = own(parent->children);
	     n != NULL && l->status == BM_OK; n = own(n->next)) {
		if (is_rng(n, "div")) {
			add_content(l, scope, n, but);
		} else if (is_rng(n, "include")) {
			add_include(l, scope, n, but);
		} else if (is_rng(n, "define") || is_rng(n, "start")) {
			const char *name = defined(l, n);

			if (name != NULL &&
			    (but == NULL || bm_map_getz(but, name) == NULL))
				add_define(l, scope, n);
		} else {
			complain(l, n, "%s cannot stand in a grammar",
				 (const char *)n->name);
		}
	}
}

/* ---- Patterns -------------------------------------------------------------
 */

static const rng_pattern *compile(struct loader *l, const xmlNode *node,
				  struct scope *scope);

/* All patterns from node on, put together. */
static const rng_pattern *
compile_all(struct loader *l, const xmlNode *node, struct scope *scope,
	    rng_kind kind)
{
	BM_VEC(const rng_pattern *) list = {0};

	if (node == NULL)
		return complain(l, node, "Something is empty that must have %s",
				"content");
	for (; node != NULL; node = own(node->next)) {
		const rng_pattern *p = compile(l, node, scope);
		const rng_pattern **slot =
		    p != NULL ? BM_VEC_PUSH(l->arena, &list) : NULL;

		if (p == NULL)
			return NULL;
		if (slot == NULL)
			return no_memory(l);
		*slot = p;
	}
	return rng_many(l->t, kind, list.items, list.len);
}

static const rng_pattern *
definition(struct loader *l, const xmlNode *node, struct scope *scope,
	   const char *name)
{
	struct define *d = scope != NULL && name != NULL
			       ? bm_map_getz(&scope->defines, name)
			       : NULL;
	BM_VEC(const rng_pattern *) list = {0};

	if (d == NULL)
		return complain(l, node, "Nothing is defined that is named %s",
				name == NULL    ? "so"
				: *name == '\0' ? "start"
						: name);
	if (d->busy)
		return complain(l, node,
				"%s means itself without an element between",
				name);
	if (d->pattern != NULL)
		return d->pattern;
	d->busy = true;
	for (size_t i = 0; i < d->bodies.len; i++) {
		const rng_pattern *p = compile_all(
		    l, own(d->bodies.items[i]->children), scope, RNG_GROUP);
		const rng_pattern **slot =
		    p != NULL ? BM_VEC_PUSH(l->arena, &list) : NULL;

		if (slot == NULL)
			return p == NULL ? NULL : no_memory(l);
		*slot = p;
	}
	d->busy = false;
	d->pattern = rng_many(l->t, d->interleave ? RNG_INTERLEAVE : RNG_CHOICE,
			      list.items, list.len);
	return d->pattern;
}

static const rng_pattern *
compile_grammar(struct loader *l, const xmlNode *node, struct scope *outer)
{
	struct scope *scope = BM_NEW(l->arena, struct scope);

	if (scope == NULL)
		return no_memory(l);
	scope->outer = outer;
	bm_map_init(&scope->defines, l->arena);
	add_content(l, scope, node, NULL);
	return l->status == BM_OK ? definition(l, node, scope, "") : NULL;
}

static const rng_pattern *
compile_external(struct loader *l, const xmlNode *node)
{
	const xmlNode *root = load_ref(l, node);
	const rng_pattern *out;

	if (root == NULL)
		return NULL;
	l->level++;
	out = compile(l, root, NULL);
	l->level--;
	return out;
}

static const rng_pattern *
compile_element(struct loader *l, const xmlNode *node, struct scope *scope)
{
	rng_element *e = BM_NEW(l->arena, rng_element);
	rng_element **slot = BM_VEC_PUSH(l->arena, &l->t->elements);
	const xmlNode *rest;

	if (e == NULL || slot == NULL)
		return no_memory(l);
	*slot = e;
	e->names = names_of(l, node, &rest);
	if (e->names == NULL)
		return NULL;
	/* Its content is made later: it may hold the element itself. */
	e->node = rest;
	e->scope = scope;
	e->pattern = rng_element_of(l->t, e);
	return rest != NULL ? e->pattern
			    : complain(l, node, "An element has no %s",
				       "content; write <empty/>");
}

static const rng_pattern *
compile_attribute(struct loader *l, const xmlNode *node, struct scope *scope)
{
	const xmlNode *rest;
	const rng_names *names = names_of(l, node, &rest);
	const rng_pattern *content = l->t->text;

	if (names == NULL)
		return NULL;
	if (rest != NULL)
		content = compile_all(l, rest, scope, RNG_GROUP);
	return content != NULL ? rng_attribute(l->t, names, content) : NULL;
}

static rng_data *
new_data(struct loader *l, const xmlNode *node, const char *library,
	 const char *name)
{
	const rng_type *type = rng_type_find(library, name);
	rng_data *data, **slot;

	if (type == NULL) {
		complain(l, node, "There is no datatype named %s", name);
		return NULL;
	}
	data = rng_data_new(l->arena, type);
	slot = data != NULL ? BM_VEC_PUSH(l->arena, &l->g->data) : NULL;
	if (slot == NULL) {
		no_memory(l);
		return NULL;
	}
	return *slot = data;
}

static const rng_pattern *
compile_value(struct loader *l, const xmlNode *node)
{
	const char *name = bm_attr(node, "type");
	rng_data *data = new_data(
	    l, node, name != NULL ? inherited(node, "datatypeLibrary") : "",
	    name != NULL ? name : "token");

	if (data == NULL)
		return NULL;
	data->value = content_of(l, node);
	if (data->value == NULL)
		return no_memory(l);
	return rng_data_of(l->t, RNG_VALUE, data, NULL);
}

static const rng_pattern *
compile_data(struct loader *l, const xmlNode *node, struct scope *scope)
{
	const char *name = bm_attr(node, "type"), *why, *value;
	const rng_pattern *except = NULL;
	rng_data *data = new_data(l, node, inherited(node, "datatypeLibrary"),
				  name != NULL ? name : "");

	if (data == NULL)
		return NULL;
	for (const xmlNode *n = own(node->children); n != NULL;
	     n = own(n->next)) {
		if (is_rng(n, "except")) {
			except =
			    compile_all(l, own(n->children), scope, RNG_CHOICE);
			if (except == NULL)
				return NULL;
			continue;
		}
		name = bm_attr(n, "name");
		value = content_of(l, n);
		if (value == NULL)
			return no_memory(l);
		if (!rng_data_param(l->arena, data, name != NULL ? name : "",
				    bm_str_of(value), &why))
			return complain(
			    l, n, "This param cannot be understood: %s", why);
	}
	return rng_data_of(l->t, RNG_DATA, data, except);
}

/* What elements mean that only put others together. */
static const rng_pattern *
compile_many(struct loader *l, const xmlNode *node, struct scope *scope)
{
	static const struct {
		const char *name;
		rng_kind kind;
		bool one_or_more, optional, text;
	} many[] = {{"group", RNG_GROUP, false, false, false},
		    {"choice", RNG_CHOICE, false, false, false},
		    {"interleave", RNG_INTERLEAVE, false, false, false},
		    {"optional", RNG_GROUP, false, true, false},
		    {"zeroOrMore", RNG_GROUP, true, true, false},
		    {"oneOrMore", RNG_GROUP, true, false, false},
		    {"mixed", RNG_GROUP, false, false, true}};
	const rng_pattern *p;

	for (size_t i = 0; i < sizeof(many) / sizeof(*many); i++) {
		if (strcmp((const char *)node->name, many[i].name) != 0)
			continue;
		p = compile_all(l, own(node->children), scope, many[i].kind);
		if (p != NULL && many[i].one_or_more)
			p = rng_one(l->t, RNG_MORE, p);
		if (p != NULL && many[i].optional)
			p = rng_choice(l->t, p, l->t->empty);
		if (p != NULL && many[i].text) {
			const rng_pattern *both[] = {p, l->t->text};

			p = rng_many(l->t, RNG_INTERLEAVE, both, 2);
		}
		return p;
	}
	return complain(l, node, "%s is not a pattern",
			(const char *)node->name);
}

static const rng_pattern *
compile_one(struct loader *l, const xmlNode *node, struct scope *scope)
{
	const char *name = bm_attr(node, "name");

	if (is_rng(node, "empty"))
		return l->t->empty;
	if (is_rng(node, "notAllowed"))
		return l->t->not_allowed;
	if (is_rng(node, "text"))
		return l->t->text;
	if (is_rng(node, "element"))
		return compile_element(l, node, scope);
	if (is_rng(node, "attribute"))
		return compile_attribute(l, node, scope);
	if (is_rng(node, "value"))
		return compile_value(l, node);
	if (is_rng(node, "data"))
		return compile_data(l, node, scope);
	if (is_rng(node, "grammar"))
		return compile_grammar(l, node, scope);
	if (is_rng(node, "externalRef"))
		return compile_external(l, node);
	if (is_rng(node, "ref"))
		return definition(l, node, scope,
				  name != NULL ? trimmed(l, name) : NULL);
	if (is_rng(node, "parentRef"))
		return definition(l, node, scope != NULL ? scope->outer : NULL,
				  name != NULL ? trimmed(l, name) : NULL);
	if (is_rng(node, "list")) {
		const rng_pattern *p =
		    compile_all(l, own(node->children), scope, RNG_GROUP);

		return p != NULL ? rng_one(l->t, RNG_LIST, p) : NULL;
	}
	return compile_many(l, node, scope);
}

/* The pattern that a node means; NULL with a finding. */
static const rng_pattern *
compile(struct loader *l, const xmlNode *node, struct scope *scope)
{
	const rng_pattern *p;

	if (l->status != BM_OK)
		return NULL;
	if (++l->depth > RNG_DEPTH_MAX)
		return complain(l, node, "The schema is nested too deep%s", "");
	p = is_rng(node, NULL)
		? compile_one(l, node, scope)
		: complain(l, node, "%s is not an element of RELAX NG",
			   (const char *)node->name);
	l->depth--;
	if (p == NULL && l->t->full != NULL)
		complain(l, node, "The schema is too large or too deep%s", "");
	else if (p == NULL)
		no_memory(l);
	return p;
}

bm_status
rng_grammar_read(rng_grammar *g, bm_arena *arena, const char *path, bm_str text,
		 const rng_files *files, bm_diags *diags)
{
	struct loader l = {.g = g,
			   .t = &g->table,
			   .arena = arena,
			   .files = files,
			   .diags = diags};
	const xmlNode *root;

	memset(g, 0, sizeof(*g));
	if (!rng_table_init(&g->table, arena))
		return BM_NO_MEMORY;
	root = load(&l, path, text, NULL);
	if (root != NULL)
		g->start = compile(&l, root, NULL);
	/* The list grows while contents are made. */
	for (size_t i = 0; l.status == BM_OK && i < g->table.elements.len;
	     i++) {
		rng_element *e = g->table.elements.items[i];

		l.depth = 0;
		e->content = compile_all(&l, e->node, e->scope, RNG_GROUP);
		if (e->content == NULL && l.status == BM_OK)
			l.status = BM_NO_MEMORY;
		e->node = NULL;
	}
	for (size_t i = 0; i < l.trees.len; i++)
		xmlFreeDoc(l.trees.items[i].tree);
	return l.status == BM_OK && bm_arena_failed(arena) ? BM_NO_MEMORY
							   : l.status;
}
