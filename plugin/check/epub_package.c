/*
 * The way to the package document and what it lists (EPUB 3.3, sections 4.2.6
 * and 5; OPF 2.0.1).
 */
#include "check/epub.h"

#include "xml/parse.h"

#define NS_CONTAINER "urn:oasis:names:tc:opendocument:xmlns:container"
#define NS_ENC       "http://www.w3.org/2001/04/xmlenc#"

/* ---- encryption.xml ---- */

/* Obfuscation of fonts, which keeps nobody from reading (OCF 4.4). */
static bool
is_obfuscation(const char *algorithm)
{
	return algorithm != NULL &&
	       (strcmp(algorithm, "http://www.idpf.org/2008/embedding") == 0 ||
		strcmp(algorithm, "http://ns.adobe.com/pdf/enc#RC") == 0);
}

/* What is named in one EncryptedData. */
static void
note_encrypted(epub *e, const xmlNode *data)
{
	const char *algorithm = NULL, *uri = NULL, *fragment, *path;
	void **slot;

	for (xmlNode *n = (xmlNode *)(uintptr_t)data; n != NULL;
	     n = bm_walk(n, data)) {
		if (epub_is(n, NS_ENC, "EncryptionMethod") && algorithm == NULL)
			algorithm = epub_attr(n, NULL, "Algorithm");
		else if (epub_is(n, NS_ENC, "CipherReference"))
			uri = epub_attr(n, NULL, "URI");
	}
	if (uri == NULL || is_obfuscation(algorithm))
		return;
	path = epub_resolve(e, "", uri, &fragment);
	if (path == NULL)
		return;
	slot = bm_map_put(&e->encrypted, bm_str_of(path), NULL);
	if (slot != NULL)
		*slot = e;
}

static bm_status
read_encryption(epub *e)
{
	const bm_zip_entry *entry =
	    bm_zip_find(&e->zip, "META-INF/encryption.xml");
	bm_status status;
	xmlNode *root;
	bm_doc *doc;

	if (entry == NULL)
		return BM_OK;
	status = epub_parse(e, entry, &doc);
	if (status != BM_OK)
		return status == BM_NO_MEMORY ? status : BM_OK;
	root = bm_doc_element(doc);
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (epub_is(n, NS_ENC, "EncryptedData"))
			note_encrypted(e, n);
	bm_doc_free(doc);
	return BM_OK;
}

/* ---- container.xml ---- */

/* The path of the first package document, in e->package_path. */
static bm_status
read_container(epub *e)
{
	const bm_zip_entry *entry =
	    bm_zip_find(&e->zip, "META-INF/container.xml");
	bm_pos pos = {.file = e->file};
	bm_status status;
	xmlNode *root;
	bm_doc *doc;

	if (entry == NULL) {
		epub_tell(e, "epub-container", &pos,
			  "META-INF/container.xml is missing");
		return BM_BAD_INPUT;
	}
	status = epub_parse(e, entry, &doc);
	if (status != BM_OK)
		return status;
	root = bm_doc_element(doc);
	for (xmlNode *n = root; n != NULL && e->package_path == NULL;
	     n = bm_walk(n, root)) {
		const char *path = epub_is(n, NS_CONTAINER, "rootfile")
				       ? epub_attr(n, NULL, "full-path")
				       : NULL,
			   *fragment;

		if (path != NULL)
			e->package_path = epub_resolve(e, "", path, &fragment);
	}
	if (e->package_path == NULL) {
		pos = epub_pos(e, entry->name);
		epub_tell(e, "epub-container", &pos,
			  "No rootfile names a package document");
		status = BM_BAD_INPUT;
	}
	bm_doc_free(doc);
	return status;
}

/* ---- metadata ---- */

static bool
add_meta(epub *e, const xmlNode *el, const char *property, const char *value,
	 bool refines)
{
	epub_meta *m = BM_VEC_PUSH(e->arena, &e->metas);

	if (m == NULL)
		return false;
	*m = (epub_meta){property, value, *bm_get_pos(e->package, el), refines};
	return true;
}

/* "dc:" and the name, of an element of Dublin Core. */
static const char *
dc_name(epub *e, const xmlNode *n)
{
	return n->ns != NULL &&
		       strcmp((const char *)n->ns->href, EPUB_NS_DC) == 0
		   ? bm_arena_printf(e->arena, "dc:%s", (const char *)n->name)
		   : NULL;
}

/* One child of metadata, in the form of EPUB 3 or of EPUB 2. */
static bool
read_meta(epub *e, const xmlNode *n)
{
	const char *dc = dc_name(e, n);
	const char *property = epub_attr(n, NULL, "property");
	const char *name = epub_attr(n, NULL, "name");
	const char *content = epub_attr(n, NULL, "content");
	const char *rel = epub_attr(n, NULL, "rel");
	const char *href = epub_attr(n, NULL, "href");
	bool refines = epub_attr(n, NULL, "refines") != NULL;

	if (dc != NULL)
		return add_meta(e, n, dc, epub_text(e, n), false);
	if (epub_is(n, EPUB_NS_OPF, "meta") && property != NULL)
		return add_meta(e, n, property, epub_text(e, n), refines);
	if (epub_is(n, EPUB_NS_OPF, "meta") && name != NULL && content != NULL)
		return add_meta(e, n, name, content, false);
	if (epub_is(n, EPUB_NS_OPF, "link") && rel != NULL && href != NULL)
		return add_meta(e, n, rel, href, refines);
	return true;
}

static bm_status
read_metadata(epub *e, const xmlNode *metadata)
{
	e->metadata_pos = *bm_get_pos(e->package, metadata);
	for (xmlNode *n = (xmlNode *)(uintptr_t)metadata; n != NULL;
	     n = bm_walk(n, metadata))
		if (n->type == XML_ELEMENT_NODE && n != metadata &&
		    !read_meta(e, n))
			return BM_NO_MEMORY;
	return BM_OK;
}

/* See epub.h. */
const epub_meta *
epub_meta_find(const epub *e, const char *property, const char *value)
{
	for (size_t i = 0; i < e->metas.len; i++) {
		const epub_meta *m = &e->metas.items[i];

		if (!m->refines && strcmp(m->property, property) == 0 &&
		    (value == NULL || strcmp(m->value, value) == 0))
			return m;
	}
	return NULL;
}

/* ---- manifest and spine ---- */

static const char *
copy_attr(epub *e, const xmlNode *n, const char *name)
{
	const char *s = epub_attr(n, NULL, name);

	return s != NULL ? bm_arena_strdup(e->arena, s) : NULL;
}

/* An item's file, or a finding that it is not there. */
static void
find_entry(epub *e, epub_item *item)
{
	item->encrypted = bm_map_getz(&e->encrypted, item->path) != NULL;
	item->entry = bm_zip_find(&e->zip, item->path);
	if (item->entry == NULL)
		epub_tell(e, "epub-resource", &item->pos,
			  "The file %s is not in the book", item->path);
	else if (item->encrypted && item->type != NULL &&
		 (bm_str_starts(bm_str_of(item->type), "application/xhtml") ||
		  bm_str_starts(bm_str_of(item->type), "image/svg") ||
		  bm_str_starts(bm_str_of(item->type), "application/x-dtb")))
		epub_tell(e, "epub-encrypted", &item->pos,
			  "The file %s is encrypted: it was not checked",
			  item->path);
}

static bm_status
read_item(epub *e, const xmlNode *n)
{
	const char *href = epub_attr(n, NULL, "href"), *fragment;
	epub_item *item = BM_NEW(e->arena, epub_item), **slot;
	void **by_id, **by_path;

	if (item == NULL)
		return BM_NO_MEMORY;
	item->pos = *bm_get_pos(e->package, n);
	item->path = href != NULL
			 ? epub_resolve(e, e->package_path, href, &fragment)
			 : NULL;
	if (item->path == NULL)
		return e->no_memory ? BM_NO_MEMORY : BM_OK; /* remote */
	item->id = copy_attr(e, n, "id");
	item->type = copy_attr(e, n, "media-type");
	item->properties = copy_attr(e, n, "properties");
	item->fallback = copy_attr(e, n, "fallback");
	item->overlay = copy_attr(e, n, "media-overlay");
	slot = BM_VEC_PUSH(e->arena, &e->items);
	by_id = item->id != NULL
		    ? bm_map_put(&e->by_id, bm_str_of(item->id), NULL)
		    : NULL;
	by_path = bm_map_put(&e->by_path, bm_str_of(item->path), NULL);
	if (slot == NULL || by_path == NULL || (item->id != NULL && !by_id))
		return BM_NO_MEMORY;
	*slot = item;
	*by_path = *by_path == NULL ? item : *by_path;
	if (by_id != NULL && *by_id == NULL)
		*by_id = item;
	if (epub_has_word(item->properties, "nav") && e->nav == NULL)
		e->nav = item;
	if (item->type != NULL &&
	    strcmp(item->type, "application/x-dtbncx+xml") == 0 &&
	    e->ncx == NULL)
		e->ncx = item;
	e->has_overlays = e->has_overlays || item->overlay != NULL;
	find_entry(e, item);
	return BM_OK;
}

static bm_status
read_itemref(epub *e, const xmlNode *n)
{
	const char *idref = epub_attr(n, NULL, "idref");
	const char *linear = epub_attr(n, NULL, "linear");
	epub_item *item = idref != NULL ? bm_map_getz(&e->by_id, idref) : NULL;
	epub_item **slot;

	if (item == NULL) {
		epub_tell(e, "epub-package", bm_get_pos(e->package, n),
			  "The spine names %s, which the manifest does not "
			  "have",
			  idref != NULL ? idref : "nothing");
		return BM_OK;
	}
	slot = BM_VEC_PUSH(e->arena, &e->spine);
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = item;
	if (item->place == 0)
		item->place = e->spine.len;
	item->linear = linear == NULL || strcmp(linear, "no") != 0;
	return BM_OK;
}

static bm_status
read_lists(epub *e, const xmlNode *root)
{
	bm_status status = BM_OK;

	for (const xmlNode *list = bm_first_element(root);
	     list != NULL && status == BM_OK; list = bm_next_element(list)) {
		bool metadata = epub_is(list, EPUB_NS_OPF, "metadata");
		bool manifest = epub_is(list, EPUB_NS_OPF, "manifest");
		bool spine = epub_is(list, EPUB_NS_OPF, "spine");

		if (metadata)
			status = read_metadata(e, list);
		if (spine)
			e->spine_pos = *bm_get_pos(e->package, list);
		if (!manifest && !spine)
			continue;
		for (const xmlNode *n = bm_first_element(list);
		     n != NULL && status == BM_OK; n = bm_next_element(n)) {
			if (epub_is(n, EPUB_NS_OPF, "item"))
				status = read_item(e, n);
			else if (epub_is(n, EPUB_NS_OPF, "itemref"))
				status = read_itemref(e, n);
		}
	}
	return status;
}

/* ---- all of it ---- */

static bm_status
read_package(epub *e)
{
	const bm_zip_entry *entry = bm_zip_find(&e->zip, e->package_path);
	bm_pos pos = {.file = e->file};
	const epub_meta *layout;
	const char *version;
	bm_status status;
	xmlNode *root;

	if (entry == NULL) {
		epub_tell(e, "epub-package", &pos,
			  "The package document %s is not in the book",
			  e->package_path);
		return BM_BAD_INPUT;
	}
	status = epub_parse(e, entry, &e->package);
	if (status != BM_OK)
		return status;
	root = bm_doc_element(e->package);
	pos = *bm_get_pos(e->package, root);
	if (!epub_is(root, EPUB_NS_OPF, "package")) {
		epub_tell(e, "epub-package", &pos,
			  "The root element is not a package");
		return BM_BAD_INPUT;
	}
	version = epub_attr(root, NULL, "version");
	e->version = version != NULL && version[0] == '2' ? 2 : 3;
	e->metadata_pos = e->spine_pos = pos;
	if (e->version == 3 && epub_attr(root, BM_NS_XML, "lang") == NULL)
		epub_tell(e, "epub-package-lang", &pos,
			  "The package element has no xml:lang");
	status = read_lists(e, root);
	layout = epub_meta_find(e, "rendition:layout", "pre-paginated");
	e->pre_paginated = layout != NULL;
	if (status == BM_OK && e->spine.len == 0)
		epub_tell(e, "epub-package", &e->spine_pos,
			  "The spine names no page, so nothing can be read");
	return status;
}

/* See epub.h. */
bm_status
epub_package_read(epub *e)
{
	bm_status status = read_encryption(e);

	if (status == BM_OK)
		status = read_container(e);
	return status == BM_OK ? read_package(e) : status;
}
