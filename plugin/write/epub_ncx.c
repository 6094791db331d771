/*
 * The contents once more, for readers of EPUB 2 (EPUB 3.3, 5.9.1: legacy
 * feature; OPF 2.0.1, 2.4.1).  They are those of the navigation document.
 */
#include <stdio.h>

#include "write/publication.h"
#include "xml/escape.h"

#define NS_NCX "http://www.daisy.org/z3986/2005/ncx/"

/* Written as text: as a tree it would be the largest thing in the memory of a
 * long book. */
typedef struct ncx {
	bm_buf *out;
	unsigned points;
} ncx;

static void
set(ncx *x, const char *name, const char *value)
{
	bm_buf_printf(x->out, " %s=\"", name);
	bm_escape_attr(x->out, value, BM_ESCAPE_XML);
	bm_buf_putc(x->out, '"');
}

static void
put_meta(ncx *x, const char *name, const char *content)
{
	bm_buf_puts(x->out, "<meta");
	set(x, "name", name);
	if (content != NULL)
		set(x, "content", content);
	bm_buf_puts(x->out, "/>\n");
}

static void
put_label(ncx *x, const char *name, const char *text)
{
	bm_buf_printf(x->out, "<%s>\n<text", name);
	if (text != NULL) {
		bm_buf_putc(x->out, '>');
		bm_escape_text(x->out, text, BM_ESCAPE_XML);
		bm_buf_puts(x->out, "</text>\n");
	} else {
		bm_buf_puts(x->out, "/>\n");
	}
	bm_buf_printf(x->out, "</%s>\n", name);
}

/* What an entry and a page have: a name and where it is. */
static void
put_target(ncx *x, const char *label, const char *href)
{
	put_label(x, "navLabel", label);
	bm_buf_puts(x->out, "<content");
	if (href != NULL)
		set(x, "src", href);
	bm_buf_puts(x->out, "/>\n");
}

/* How deep the entries below `toc` nest. */
static unsigned
depth_of(xmlNode *toc)
{
	unsigned depth = 0, most = 0;
	bool leaving = false;

	for (xmlNode *n = toc; pub_step(toc, &n, &leaving);) {
		if (n == toc || !bm_is_bm(n, "entry"))
			continue;
		depth = leaving ? depth - 1 : depth + 1;
		most = depth > most ? depth : most;
	}
	return most;
}

/* All entries below `toc`, in their order. */
static void
put_points(ncx *x, xmlNode *toc)
{
	bool leaving = false;

	for (xmlNode *n = toc; pub_step(toc, &n, &leaving);) {
		if (n == toc || !bm_is_bm(n, "entry"))
			continue;
		if (leaving) {
			bm_buf_puts(x->out, "</navPoint>\n");
			continue;
		}
		x->points++;
		bm_buf_printf(x->out,
			      "<navPoint id=\"point-%u\" playOrder=\"%u\">\n",
			      x->points, x->points);
		put_target(x, bm_attr(n, "title"), bm_attr(n, "href"));
	}
}

static void
put_pages(ncx *x, xmlNode *list)
{
	xmlNode *n = bm_first_element(list);

	if (n == NULL)
		return;
	bm_buf_puts(x->out, "<pageList>\n");
	put_label(x, "navLabel", bm_attr(list, "title"));
	for (unsigned i = 1; n != NULL; n = bm_next_element(n), i++) {
		const char *label = bm_attr(n, "title");
		bool number = label[0] != '\0' &&
			      label[strspn(label, "0123456789")] == '\0';

		bm_buf_printf(x->out,
			      "<pageTarget type=\"%s\" id=\"page-%u\" "
			      "playOrder=\"%u\"",
			      number ? "normal" : "special", i, ++x->points);
		if (number)
			set(x, "value", label);
		bm_buf_puts(x->out, ">\n");
		put_target(x, label, bm_attr(n, "href"));
		bm_buf_puts(x->out, "</pageTarget>\n");
	}
	bm_buf_puts(x->out, "</pageList>\n");
}

static void
put_head(ncx *x, const epub *e)
{
	char depth[16];

	snprintf(depth, sizeof(depth), "%u", e->ncx_depth);
	bm_buf_puts(x->out, "<head>\n");
	put_meta(x, "dtb:uid", e->identifier);
	put_meta(x, "dtb:depth", depth);
	put_meta(x, "dtb:totalPageCount", "0");
	put_meta(x, "dtb:maxPageNumber", "0");
	bm_buf_puts(x->out, "</head>\n");
	put_label(x, "docTitle",
		  e->book->title[0] != '\0' ? e->book->title : "Untitled");
}

void
epub_ncx_points(epub *e)
{
	ncx x = {.out = &e->ncx_points};
	xmlNode *toc = bm_first_element(bm_doc_element(e->nav->doc));

	while (toc != NULL && !bm_is_bm(toc, "toc"))
		toc = bm_next_element(toc);
	e->ncx_depth = toc != NULL ? depth_of(toc) : 0;
	if (toc != NULL && bm_first_element(toc) != NULL) {
		bm_buf_puts(x.out, "<navMap>\n");
		put_points(&x, toc);
		bm_buf_puts(x.out, "</navMap>\n");
	} else {
		bm_buf_puts(x.out, "<navMap/>\n");
	}
	for (xmlNode *n = toc; n != NULL; n = bm_next_element(n))
		if (bm_is_bm(n, "page-list"))
			put_pages(&x, n);
	bm_buf_puts(x.out, "</ncx>\n");
}

bm_status
epub_ncx(epub *e, const char *path, const bm_sink *sink)
{
	bm_buf head;
	ncx x = {.out = &head};
	bm_status status;

	bm_buf_init(&head, e->p->env->al);
	bm_buf_puts(&head, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			   "<ncx xmlns=\"" NS_NCX "\" version=\"2005-1\"");
	if (e->book->lang != NULL)
		set(&x, "xml:lang", e->book->lang);
	bm_buf_puts(&head, ">\n");
	put_head(&x, e);
	status = head.status;
	if (status == BM_OK)
		status = sink->open(sink->user, path);
	if (status == BM_OK)
		status = sink->write(sink->user, head.ptr, head.len);
	if (status == BM_OK)
		status = sink->write(sink->user, e->ncx_points.ptr,
				     e->ncx_points.len);
	if (status == BM_OK)
		status = sink->close(sink->user);
	bm_buf_free(&head);
	return status;
}
