/*
 * Writer "epub": a book as an EPUB 3.3 container.  Content documents come from
 * the sheet; cover, title page, notices and navigation are pages of ours that
 * go through the same sheet.
 */
#include <unicode/uloc.h>

#include "write/publication.h"

#define DIR "EPUB/"
#define NCX "toc.ncx"

static const char container[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<container version=\"1.0\" "
    "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
    "  <rootfiles>\n"
    "    <rootfile full-path=\"" DIR "package.opf\" "
    "media-type=\"application/oebps-package+xml\"/>\n"
    "  </rootfiles>\n"
    "</container>\n";

/* Whether the only document is a book: its first page is the title page. */
static bool
has_own_title_page(const epub *e)
{
	const pub_doc *d = e->book->docs.items[0];

	return e->book->docs.len == 1 && d->chunks.len > 1 &&
	       !pub_is_cut(d->chunks.items[1]->node);
}

/* The cover: the project's image, or one that is drawn. */
static bool
add_cover(epub *e)
{
	publication *p = e->p;
	const char *image = e->book->source->cover;
	bm_doc *holder;
	pub_media *m = NULL;

	pub_book_info(e->book, &holder);
	if (image != NULL && holder != NULL) {
		m = pub_media_take(p, holder, image);
		if (m == NULL)
			return false;
		if (m->fault != NULL && p->env->diags != NULL)
			bm_diag_add(p->env->diags, m->fault, NULL,
				    "The cover %s: %s", image,
				    m->fault->summary);
	}
	if (m != NULL && m->fault == NULL)
		e->cover_image = m->file;
	else {
		e->cover_image = pub_unique_name(p, "", "cover", ".svg");
		epub_draw_cover(e, &e->cover_svg);
		if (e->cover_svg.status != BM_OK)
			return false;
	}
	e->cover = pub_add_page(p, e->book, "cover", "cover.xhtml",
				pub_term(p, e->book->lang, "cover"));
	if (e->cover == NULL || e->cover_image == NULL)
		return false;
	bm_doc *doc = e->cover->doc;
	xmlNode *root = bm_doc_element(doc);
	bm_set(doc, root, "src", e->cover_image);
	bm_set(doc, root, "alt",
	       bm_arena_printf(p->arena, "%s: %s",
			       pub_term(p, e->book->lang, "cover"),
			       e->book->title));
	return !doc->no_memory;
}

static bool
add_title_page(epub *e)
{
	bm_doc *holder, *doc;
	xmlNode *info, *copy;

	e->title = pub_add_page(e->p, e->book, "titlepage", "title.xhtml",
				e->book->title);
	if (e->title == NULL)
		return false;
	doc = e->title->doc;
	info = pub_book_info(e->book, &holder);
	/* Without metadata of its own a book of many documents is not what
	 * its first one says of itself. */
	if (e->book->source->meta == NULL && e->book->source->doc_count > 1)
		info = NULL;
	copy = pub_copy(doc, bm_doc_element(doc), info);
	if (copy == NULL)
		copy = bm_el(doc, bm_doc_element(doc), "info");
	if (bm_child(copy, "title") == NULL)
		bm_add_textz(doc, bm_el(doc, copy, "title"), e->book->title);
	pub_copy_notices(doc, e->book->source->meta);
	return !doc->no_memory;
}

/* Copies the notices of one document, each kind once. */
static bool
copy_notices(epub *e, bm_doc *from, bm_map *seen)
{
	xmlNode *root = bm_doc_element(from), *next;

	for (xmlNode *n = root; n != NULL; n = next) {
		const char *kind = bm_attr_bm(n, "kind");
		bool is_new = false;
		next = bm_walk(n, root);
		if (kind == NULL || !bm_streq(bm_attr(n, "role"), "notice") ||
		    !bm_streq(bm_attr_bm(n, "generated"), "disclaimer"))
			continue;
		next = bm_walk_over(n, root);
		if (bm_map_put(seen, bm_str_of(kind), &is_new) == NULL)
			return false;
		if (!is_new)
			continue;
		if (e->notices == NULL)
			e->notices = pub_add_page(
			    e->p, e->book, "notices", "notices.xhtml",
			    pub_term(e->p, e->book->lang, "notices"));
		if (e->notices == NULL)
			return false;
		bm_doc *doc = e->notices->doc;
		xmlNode *copy = pub_copy(doc, bm_doc_element(doc), n);
		bm_set_bm(doc, copy, "scope", NULL);
		bm_set_bm(doc, copy, "top", NULL);
		bm_set_bm(doc, copy, "landmark", NULL);
		if (doc->no_memory)
			return false;
	}
	return true;
}

/* Which way lines and pages run: as the author says, else as the language is
 * written (EPUB 3.3, 5.7.1: page-progression-direction). */
static void
find_direction(epub *e)
{
	const char *mode = pub_book_meta(e->book, "writing-mode");

	e->vertical = bm_streq(mode, "vertical-rl");
	e->rtl = e->vertical || uloc_isRightToLeft(e->book->lang);
	e->p->vertical = e->vertical;
}

/* Whether a document itself says whose it is, not only its book for it. */
static bool
has_own_imprint(const bm_doc *doc)
{
	static const char *const names[] = {"publisher", "copyright",
					    "legalnotice", NULL};
	const xmlNode *info = bm_child(bm_doc_element(doc), "info");
	const xmlNode *n = info != NULL ? info->children : NULL;

	for (; n != NULL; n = n->next)
		if (bm_is_any(n, names) &&
		    bm_streq(bm_get_pos(doc, n)->file, doc->file))
			return true;
	return false;
}

/* The page that opens the book says whose it is, and so does each document
 * that has something of its own to say. */
static void
place_imprints(epub *e)
{
	const bm_book *source = e->book->source;

	for (size_t i = 0; i < source->doc_count; i++) {
		bm_doc *doc = source->docs[i];
		/* It has given its words to the title page. */
		bool taken = source->doc_count == 1 && source->meta == NULL;

		if ((i == 0 && e->title == NULL) ||
		    (!taken && has_own_imprint(doc)))
			bm_set_bm(doc, bm_doc_element(doc), "imprint", "1");
	}
}

/* Plans the pages of ours and the documents, in the order of files. */
static bm_status
plan(epub *e)
{
	publication *p = e->p;
	const bm_book *source = e->book->source;
	bm_map seen;

	bm_map_init(&seen, p->arena);
	if (pub_unique_name(p, "", "package", ".opf") == NULL ||
	    pub_unique_name(p, "", "nav", ".xhtml") == NULL)
		return BM_NO_MEMORY;
	e->toc_ncx = NCX;
	find_direction(e);
	if (!add_cover(e))
		return BM_NO_MEMORY;
	for (size_t i = 0; i < source->doc_count; i++) {
		if (bm_doc_element(source->docs[i]) == NULL)
			return BM_BAD_ARGUMENT;
		if (pub_add_doc(p, e->book, source->docs[i]) == NULL)
			return BM_NO_MEMORY;
	}
	if (!has_own_title_page(e) && !add_title_page(e))
		return BM_NO_MEMORY;
	place_imprints(e);
	for (size_t i = 0; i < source->doc_count; i++)
		if (!copy_notices(e, source->docs[i], &seen))
			return BM_NO_MEMORY;
	e->nav = pub_add_page(p, e->book, "nav", "nav.xhtml", e->book->title);
	if (e->nav == NULL)
		return BM_NO_MEMORY;
	if (e->title != NULL)
		e->book->start = e->title->chunks.items[0];
	return pub_arrange(p, e->book);
}

static bool
push_spine(epub *e, pub_chunk *c)
{
	pub_chunk **slot = BM_VEC_PUSH(e->p->arena, &e->spine);

	if (slot != NULL)
		*slot = c;
	return slot != NULL;
}

/* The order of reading: cover, title, contents, notices, text. */
static bool
order_spine(epub *e)
{
	pub_doc *pages[] = {e->cover, e->title, e->nav, e->notices};
	pub_chunk *own = e->title == NULL ? e->book->start : NULL;
	bool ok = true;

	for (size_t i = 0; i < 4 && ok; i++) {
		if (pages[i] != NULL)
			ok = push_spine(e, pages[i]->chunks.items[0]);
		else if (i == 1 && own != NULL)
			ok = push_spine(e, own);
	}
	for (pub_chunk *c = e->book->start; c != NULL && ok; c = c->after)
		if (c != own && !c->doc->own)
			ok = push_spine(e, c);
	return ok;
}

/* The style sheet of books; "" when the data has none. */
static bm_status
load_css(epub *e, bm_str *out)
{
	bm_status status =
	    bm_data_load(e->p->env->data, e->p->arena, "xsl/css/epub.css", out);

	if (status == BM_NOT_FOUND)
		status = bm_data_load(e->p->env->data, e->p->arena,
				      "xsl/css/book.css", out);
	e->p->css = status == BM_OK ? "css/book.css" : "";
	e->css = status == BM_OK ? "css/book.css" : NULL;
	return status == BM_NOT_FOUND ? BM_OK : status;
}

/* The style sheet, with the fonts of the book behind it. */
static bm_status
write_css(epub *e, bm_str css, const bm_sink *sink)
{
	bm_status status;
	bm_buf all;

	if (e->font_css.len == 0)
		return bm_put(sink, DIR "css/book.css", css);
	bm_buf_init(&all, e->p->env->al);
	bm_buf_putstr(&all, css);
	bm_buf_putstr(&all, bm_buf_str(&e->font_css));
	status = all.status;
	if (status == BM_OK)
		status = bm_put(sink, DIR "css/book.css", bm_buf_str(&all));
	bm_buf_free(&all);
	return status;
}

/* Everything into the container. */
static bm_status
write_files(epub *e, bm_str css, const bm_sink *sink)
{
	publication *p = e->p;
	bm_status status;
	bm_buf opf;

	bm_buf_init(&opf, p->env->al);
	status = pub_transform(p, DIR, sink);
	if (status == BM_OK && e->css != NULL)
		status = write_css(e, css, sink);
	if (status == BM_OK)
		status = pub_media_write(p, DIR, sink);
	if (status == BM_OK && e->cover_svg.len > 0) {
		const char *path =
		    bm_arena_printf(p->arena, DIR "%s", e->cover_image);
		status = path == NULL
			     ? BM_NO_MEMORY
			     : bm_put(sink, path, bm_buf_str(&e->cover_svg));
	}
	if (status == BM_OK) {
		epub_package(e, &opf);
		status = opf.status;
	}
	if (status == BM_OK)
		status = bm_put(sink, DIR "package.opf", bm_buf_str(&opf));
	bm_buf_free(&opf);
	return status;
}

/* Begins the container: what need not wait for the text does not. */
static bm_status
write_contents(epub *e, const bm_sink *sink)
{
	bm_status status = bm_put(sink, "META-INF/container.xml",
				  (bm_str){container, sizeof(container) - 1});

	if (status == BM_OK)
		status = epub_make_nav(e);
	if (status == BM_OK)
		status = epub_identify(e);
	if (status == BM_OK)
		status = epub_ncx(e, DIR NCX, sink);
	bm_buf_free(&e->ncx_points);
	return status;
}

/* Resolves and writes a planned book. */
static bm_status
write_book(epub *e, const bm_sink *target)
{
	publication *p = e->p;
	bm_pack *pack = NULL;
	bm_status status;
	bm_str css = BM_STR("");

	status = load_css(e, &css);
	if (status == BM_OK)
		status = epub_add_fonts(e);
	if (status == BM_OK && !order_spine(e))
		status = BM_NO_MEMORY;
	if (status == BM_OK)
		status = bm_pack_ocf_new(p->env->al, "application/epub+zip",
					 p->env->epoch, target, &pack);
	if (status == BM_OK)
		status = write_contents(e, bm_pack_sink(pack));
	if (status == BM_OK)
		status = pub_resolve(p);
	if (status == BM_OK)
		status = pub_expect(p, DIR);
	if (status == BM_OK)
		status = write_files(e, css, bm_pack_sink(pack));
	if (status == BM_OK)
		status = bm_pack_commit(pack);
	bm_pack_free(pack);
	return status;
}

static bm_status
write_epub(const bm_book *source, const bm_write_env *env, bool single,
	   const bm_sink *sink)
{
	publication *p = pub_new(PUB_EPUB, env);
	epub e = {.p = p};
	bm_status status = BM_NO_MEMORY;

	if (p == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&e.cover_svg, env->al);
	bm_buf_init(&e.font_css, env->al);
	bm_buf_init(&e.ncx_points, env->al);
	p->single = single;
	if (source->site != NULL) {
		p->around = pub_new(PUB_SITE, env);
		if (p->around == NULL ||
		    pub_plan_site(p->around, source->site) != BM_OK)
			goto out;
	}
	e.book = pub_add_book(p, source, "");
	if (e.book == NULL)
		goto out;
	p->title = e.book->title;
	p->lang = e.book->lang;
	status = plan(&e);
	if (status == BM_OK)
		status = write_book(&e, sink);
out:
	bm_buf_free(&e.cover_svg);
	bm_buf_free(&e.font_css);
	bm_buf_free(&e.ncx_points);
	pub_free(p);
	return status;
}

bm_status
bm_write_epub(bm_book *book, const bm_write_env *env, const bm_sink *sink)
{
	return write_epub(book, env, false, sink);
}

static bm_status
epub_write(bm_doc *doc, const bm_write_env *env, const bm_sink *sink)
{
	const char *id = bm_attr_xml(bm_doc_element(doc), "id");
	bm_book book = {
	    .id = id != NULL ? id : "book", .docs = &doc, .doc_count = 1};

	return write_epub(&book, env, true, sink);
}

const bm_writer bm_writer_epub = {.name = "epub",
				  .sheet = "epub",
				  .binary = true,
				  .proof = BM_PROOF_PACKED,
				  .suffix = ".epub",
				  .write = epub_write,
				  .rules = bm_resolve_rules};
