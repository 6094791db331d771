/* The package document (EPUB 3.3, section 5). */
#include <stdio.h>

#include "write/epub_package.h"
#include "xml/serialize.h"

#define NS_OPF "http://www.idpf.org/2007/opf"
#define NS_DC  "http://purl.org/dc/elements/1.1/"

/* ---- Building ------------------------------------------------------------ */

xmlNode *
opf_add(opf *k, xmlNode *parent, xmlNs *ns, const char *name, const char *text)
{
	xmlNode *el =
	    parent == NULL
		? NULL
		: xmlNewTextChild(parent, ns != NULL ? ns : parent->ns,
				  (const xmlChar *)name, (const xmlChar *)text);

	if (el == NULL)
		k->failed = true;
	return el;
}

void
opf_set(opf *k, xmlNode *el, const char *name, const char *value)
{
	if (el != NULL && value != NULL &&
	    xmlNewProp(el, (const xmlChar *)name, (const xmlChar *)value) ==
		NULL)
		k->failed = true;
}

xmlNode *
opf_dc(opf *k, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return NULL;
	return opf_add(k, k->metadata, k->dc, name, text);
}

xmlNode *
opf_meta(opf *k, const char *property, const char *text)
{
	xmlNode *el = opf_add(k, k->metadata, NULL, "meta", text);

	opf_set(k, el, "property", property);
	return el;
}

xmlNode *
opf_refine(opf *k, xmlNode *el, const char *stem, const char *property,
	   const char *scheme, const char *text)
{
	char id[64], ref[66];
	xmlNode *about;

	if (el == NULL)
		return NULL;
	if (bm_attr(el, "id") == NULL) {
		snprintf(id, sizeof(id), "%s-%u", stem, ++k->ids);
		opf_set(k, el, "id", id);
	}
	snprintf(ref, sizeof(ref), "#%s", bm_attr(el, "id"));
	about = opf_meta(k, property, text);
	opf_set(k, about, "refines", ref);
	opf_set(k, about, "scheme", scheme);
	return about;
}

xmlNode *
opf_said(const opf *k, const char *name, xmlNode *from)
{
	xmlNode *n =
	    from == NULL
		? bm_child(bm_child(bm_doc_element(k->holder), "info"), "meta")
		: bm_next(from, "meta");

	while (n != NULL && (!bm_streq(bm_attr(n, "name"), name) ||
			     bm_attr(n, "content") == NULL))
		n = bm_next(n, "meta");
	return n;
}

const char *
opf_value(const opf *k, const char *name)
{
	const char *value = k->holder != NULL
				? bm_attr(opf_said(k, name, NULL), "content")
				: NULL;

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* ---- Manifest and spine -------------------------------------------------- */

static xmlNode *
item(opf *k, xmlNode *manifest, const char *id, const char *href,
     const char *type)
{
	xmlNode *el = opf_add(k, manifest, NULL, "item", NULL);

	opf_set(k, el, "id", id);
	opf_set(k, el, "href", href);
	opf_set(k, el, "media-type", type);
	return el;
}

/* The properties of a content document, or NULL (EPUB 3.3, D.6.1). */
static const char *
properties_of(const epub *e, const pub_chunk *c)
{
	if (c->doc == e->nav)
		return "nav";
	if (c->facts.svg && c->facts.mathml)
		return "mathml svg";
	return c->facts.svg ? "svg" : c->facts.mathml ? "mathml" : NULL;
}

static void
put_manifest(opf *k, xmlNode *manifest, xmlNode *spine)
{
	epub *e = k->e;
	publication *p = e->p;
	char id[32];

	for (size_t i = 0; i < e->spine.len; i++) {
		const pub_chunk *c = e->spine.items[i];
		snprintf(id, sizeof(id), "text-%zu", i + 1);
		opf_set(k,
			item(k, manifest, id, c->file, "application/xhtml+xml"),
			"properties", properties_of(e, c));
		opf_set(k, opf_add(k, spine, NULL, "itemref", NULL), "idref",
			id);
	}
	if (e->toc_ncx != NULL)
		item(k, manifest, "ncx", e->toc_ncx,
		     "application/x-dtbncx+xml");
	if (e->css != NULL)
		item(k, manifest, "css", e->css, "text/css");
	if (e->cover_svg.len > 0)
		opf_set(k,
			item(k, manifest, "cover-image", e->cover_image,
			     "image/svg+xml"),
			"properties", "cover-image");
	for (size_t i = 0; i < p->media_list.len; i++) {
		const pub_media *m = p->media_list.items[i];
		if (m->is_licence)
			continue; /* no part of the publication */
		if (bm_streq(m->file, e->cover_image))
			snprintf(id, sizeof(id), "cover-image");
		else
			snprintf(id, sizeof(id), "media-%zu", i + 1);
		xmlNode *el = item(k, manifest, id, m->file, m->type);
		if (bm_streq(m->file, e->cover_image))
			opf_set(k, el, "properties", "cover-image");
	}
}

/* What readers of EPUB 2 and Kindle's tools look for (EPUB 3.3, 5.5.7). */
static void
old_meta(opf *k)
{
	xmlNode *el = opf_add(k, k->metadata, NULL, "meta", NULL);

	opf_set(k, el, "name", "cover");
	opf_set(k, el, "content", "cover-image");
	if (!k->e->vertical)
		return;
	el = opf_add(k, k->metadata, NULL, "meta", NULL);
	opf_set(k, el, "name", "primary-writing-mode");
	opf_set(k, el, "content", "vertical-rl");
}

void
epub_package(epub *e, bm_buf *out)
{
	opf k = {.e = e};
	xmlNode *root, *manifest, *spine;

	bm_map_init(&k.said, e->p->arena);
	k.info = pub_book_info(e->book, &k.holder);
	k.xml = xmlNewDoc(BAD_CAST "1.0");
	root = k.xml != NULL
		   ? xmlNewDocNode(k.xml, NULL, BAD_CAST "package", NULL)
		   : NULL;
	if (root == NULL) {
		out->status = BM_NO_MEMORY;
		goto done;
	}
	xmlDocSetRootElement(k.xml, root);
	xmlSetNs(root, xmlNewNs(root, BAD_CAST NS_OPF, NULL));
	opf_set(&k, root, "version", "3.0");
	opf_set(&k, root, "unique-identifier", "book-id");
	xmlNewNsProp(root, xmlSearchNs(k.xml, root, BAD_CAST "xml"),
		     BAD_CAST "lang", (const xmlChar *)e->book->lang);
	k.metadata = opf_add(&k, root, NULL, "metadata", NULL);
	k.dc = k.metadata != NULL
		   ? xmlNewNs(k.metadata, BAD_CAST NS_DC, BAD_CAST "dc")
		   : NULL;
	manifest = opf_add(&k, root, NULL, "manifest", NULL);
	spine = opf_add(&k, root, NULL, "spine", NULL);
	if (e->toc_ncx != NULL)
		opf_set(&k, spine, "toc", "ncx");
	if (e->rtl)
		opf_set(&k, spine, "page-progression-direction", "rtl");
	if (k.dc == NULL || manifest == NULL || spine == NULL) {
		out->status = BM_NO_MEMORY;
		goto done;
	}
	opf_describe(&k);
	opf_access(&k);
	if (e->p->env->onix != NULL)
		opf_onix(&k, e->p->env->onix);
	old_meta(&k);
	put_manifest(&k, manifest, spine);
	bm_write_xml(k.xml, out);
	if (k.failed)
		out->status = BM_NO_MEMORY;
done:
	xmlFreeDoc(k.xml);
}
