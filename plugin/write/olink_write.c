/* A target database of what a publication has: see olink.h. */
#include "write/olink.h"

#include "write/publication.h"
#include "xml/escape.h"

static void
attribute(bm_buf *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	bm_buf_printf(out, " %s=\"", name);
	bm_escape_attr(out, value, BM_ESCAPE_XML);
	bm_buf_putc(out, '"');
}

static void
text(bm_buf *out, const char *name, const char *value)
{
	bm_buf_printf(out, "<%s>", name);
	bm_escape_text(out, value, BM_ESCAPE_XML);
	bm_buf_printf(out, "</%s>\n", name);
}

/* Whether it is a place of the author's: DocBook, and not made by us. */
static bool
is_place(const pub_doc *d, const xmlNode *el)
{
	return d->doc != NULL && bm_is(el, NULL) &&
	       bm_attr_xml(el, "id") != NULL &&
	       bm_map_getz(&d->ids, bm_attr_xml(el, "id")) != NULL &&
	       !bm_is_generated(el, NULL);
}

/* The start of a div or obj, with its texts. */
static void
put_start(publication *p, pub_doc *d, const xmlNode *el, const char *name,
	  bm_buf *out)
{
	const char *id = bm_attr_xml(el, "id");
	const pub_target *t = bm_map_getz(&d->ids, id);
	xmlNode *title = bm_title(el);
	const char *said = pub_text_for(p, d, t, bm_lang(el));
	bm_str where = bm_str_of(t->chunk->file);
	bm_buf href;

	bm_buf_init(&href, bm_arena_allocator(p->arena));
	if (p->kind != PUB_HTML)
		bm_buf_putstr(&href, where);
	/* The element that opens a page is the page. */
	if (p->kind == PUB_HTML || t->chunk->node != el)
		bm_buf_printf(&href, "#%s", id);
	bm_buf_printf(out, "<%s", name);
	attribute(out, "element", (const char *)el->name);
	attribute(out, "href", bm_buf_cstr(&href));
	attribute(out, "number",
		  bm_attr_bm(el, "label") != NULL ? bm_attr_bm(el, "label")
						  : "");
	attribute(out, "targetptr", id);
	attribute(out, "lang", bm_attr_xml(el, "lang"));
	bm_buf_puts(out, ">\n");
	text(out, "ttl", title != NULL ? bm_textz(d->doc, title) : "");
	text(out, "xreftext", said != NULL ? said : "");
	bm_buf_free(&href);
}

/* All places of a document: divisions in one another, the rest in them. */
static void
put_doc(publication *p, pub_doc *d, const char *base, bm_buf *out)
{
	xmlNode *root = bm_doc_element(d->doc), *n = root;
	bool leaving = false;

	bm_buf_puts(out, "<document");
	attribute(out, "targetdoc", bm_attr_xml(root, "id"));
	attribute(out, "baseuri", base);
	bm_buf_puts(out, ">\n");
	do {
		if (n->type != XML_ELEMENT_NODE || !is_place(d, n))
			continue;
		bool division = n == root || pub_is_division(n);
		if (!leaving)
			put_start(p, d, n, division ? "div" : "obj", out);
		if (leaving == division)
			bm_buf_puts(out, division ? "</div>\n" : "</obj>\n");
	} while (pub_step(root, &n, &leaving));
	bm_buf_puts(out, "</document>\n");
}

bm_status
bm_olinks_write(publication *p)
{
	const char *base = p->base_url;
	bm_buf *out = p->env->olinks_out;

	if (out == NULL)
		return BM_OK;
	if (base == NULL)
		base = p->env->olinks_base;
	bm_buf_clear(out);
	bm_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			 "<targetset>\n");
	for (size_t i = 0; i < p->docs.len; i++) {
		pub_doc *d = p->docs.items[i];
		const xmlNode *root = bm_doc_element(d->doc);

		/* Pages of ours, and documents without a name, are none. */
		if (!d->own && root != NULL && is_place(d, root))
			put_doc(p, d, base, out);
	}
	bm_buf_puts(out, "</targetset>\n");
	return bm_arena_failed(p->arena) ? BM_NO_MEMORY : out->status;
}
