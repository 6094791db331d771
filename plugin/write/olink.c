/* Target databases of others: see olink.h. */
#include "write/olink.h"

#include "core/file.h"
#include "write/write.h"

bm_olinks *
bm_olinks_new(const bm_allocator *al)
{
	bm_arena *arena = bm_arena_new(al);
	bm_olinks *out = arena != NULL ? BM_NEW(arena, bm_olinks) : NULL;

	if (out == NULL) {
		bm_arena_free(arena);
		return NULL;
	}
	out->arena = arena;
	bm_map_init(&out->docs, arena);
	return out;
}

void
bm_olinks_free(bm_olinks *olinks)
{
	if (olinks != NULL)
		bm_arena_free(olinks->arena);
}

/* ---- Reading -------------------------------------------------------------
 */

/* Databases have no namespace, or that of whoever made them. */
static bool
is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE &&
	       bm_streq((const char *)n->name, name);
}

/* The text of a child without needless white space; "" if there is none. */
static const char *
text_of(bm_olinks *o, bm_doc *db, const xmlNode *el, const char *name)
{
	const xmlNode *n = el->children;

	while (n != NULL && !is(n, name))
		n = n->next;
	return n != NULL ? bm_arena_strdup(o->arena, bm_textz(db, n)) : "";
}

/* What is at this key, or a new thing of size; NULL without memory. */
static void *
at(bm_olinks *o, bm_map *map, const char *key, size_t size, bool *is_new)
{
	void **slot = bm_map_put(map, bm_str_of(key), is_new);

	if (slot != NULL && *is_new)
		*slot = bm_arena_alloc(o->arena, size);
	return slot != NULL ? *slot : NULL;
}

/* A div or obj. */
static void
add_target(bm_olinks *o, bm_doc *db, bm_olink_doc *doc, const xmlNode *el)
{
	const char *id = bm_attr(el, "targetptr");
	const char *href = bm_attr(el, "href");
	bm_olink_target *t;
	bool is_new = true;

	if (id != NULL && *id != '\0')
		t = at(o, &doc->targets, id, sizeof(*t), &is_new);
	else if (doc->whole == NULL)
		t = BM_NEW(o->arena, bm_olink_target);
	else
		return; /* nothing can lead to it */
	if (t == NULL || !is_new)
		return;
	*t = (bm_olink_target){
	    .href = bm_arena_strdup(o->arena, href != NULL ? href : ""),
	    .title = text_of(o, db, el, "ttl"),
	    .text = text_of(o, db, el, "xreftext"),
	    .number = bm_arena_strdup(o->arena, bm_attr(el, "number")),
	    .lang = bm_arena_strdup(o->arena, bm_attr(el, "lang"))};
	if (doc->whole == NULL && is(el, "div"))
		doc->whole = t;
}

/* The folders of a sitemap round a document: "guides/mail/". */
static const char *
dir_of(bm_olinks *o, const xmlNode *el)
{
	const char *out = "";

	for (el = el->parent; el != NULL && out != NULL; el = el->parent)
		if (is(el, "dir") && bm_attr(el, "name") != NULL)
			out = bm_arena_printf(o->arena, "%s/%s",
					      bm_attr(el, "name"), out);
	return out;
}

/* A document, with all inside. */
static void
add_document(bm_olinks *o, bm_doc *db, const xmlNode *el)
{
	const char *id = bm_attr(el, "targetdoc");
	const char *base = bm_attr(el, "baseuri");
	bm_olink_doc *doc;
	bool is_new;

	if (id == NULL)
		return;
	doc = at(o, &o->docs, id, sizeof(*doc), &is_new);
	if (doc == NULL || !is_new)
		return;
	*doc = (bm_olink_doc){.dir = dir_of(o, el)};
	if (base != NULL && *base != '\0')
		doc->base = bm_arena_strdup(o->arena, base);
	bm_map_init(&doc->targets, o->arena);
	for (xmlNode *n = bm_walk((xmlNode *)el, el); n != NULL;
	     n = bm_walk(n, el))
		if (is(n, "div") || is(n, "obj"))
			add_target(o, db, doc, n);
}

/* Findings about a database outlive it. */
static void
hand_over(const bm_diags *from, bm_diags *to)
{
	for (size_t i = 0; i < from->list.len; i++) {
		bm_diag diag = from->list.items[i];

		diag.message = bm_arena_strdup(to->arena, diag.message);
		diag.file = bm_arena_strdup(to->arena, diag.file);
		if (diag.message != NULL)
			bm_diag_take(to, &diag);
	}
}

bm_status
bm_olinks_read(bm_olinks *o, const char *path, bm_str text,
	       const bm_xml_files *files, bm_diags *diags)
{
	bm_doc *db = bm_doc_new(bm_arena_allocator(o->arena), path);
	const bm_rule *rule = bm_rule_find(bm_resolve_rules, "olink-database");
	bm_status status = BM_NO_MEMORY;
	const xmlNode *root = NULL;

	if (db == NULL)
		return status;
	db->root = bm_path_dir(db->arena, path);
	if (db->root != NULL && *db->root == '\0')
		db->root = ".";
	status = bm_xml_parse(db, text, files);
	hand_over(db->diags, diags);
	if (status == BM_OK)
		root = bm_doc_element(db);
	if (root != NULL && !is(root, "targetset")) {
		bm_pos pos = *bm_get_pos(db, root);

		pos.file = bm_arena_strdup(diags->arena, path);
		bm_diag_add(diags, rule, &pos,
			    "%s is no target database: it begins with %s and "
			    "not with targetset",
			    path, (const char *)root->name);
	}
	for (xmlNode *n = (xmlNode *)root; n != NULL && is(root, "targetset");
	     n = is(n, "document") ? bm_walk_over(n, root) : bm_walk(n, root))
		if (is(n, "document"))
			add_document(o, db, n);
	if (db->no_memory || bm_arena_failed(o->arena))
		status = BM_NO_MEMORY;
	bm_doc_free(db);
	return status == BM_NO_MEMORY ? status : BM_OK;
}

/* ---- Asking --------------------------------------------------------------
 */

const char *
bm_olink_address(const bm_olinks *olinks, const bm_olink_doc *doc,
		 const bm_olink_target *target, const char *here,
		 bm_arena *arena)
{
	const bm_olink_doc *from =
	    here != NULL ? bm_map_getz(&olinks->docs, here) : NULL;
	const char *dir = from != NULL ? from->dir : "", *back = "";
	const char *to = doc->dir;
	size_t same = 0;

	if (doc->base != NULL)
		return bm_arena_printf(arena, "%s%s", doc->base, target->href);
	for (size_t i = 0; dir[i] != '\0' && dir[i] == to[i]; i++)
		if (dir[i] == '/')
			same = i + 1;
	for (size_t i = same; dir[i] != '\0' && back != NULL; i++)
		if (dir[i] == '/')
			back = bm_arena_printf(arena, "../%s", back);
	return back != NULL ? bm_arena_printf(arena, "%s%s%s", back, to + same,
					      target->href)
			    : NULL;
}
