/* What the files of a plan must carry; see proof.h. */
#include "write/proof.h"

#include "write/publication.h"
#include "xml/required.h"

/* The text of an element, a line for each run, without white space. */
static const char *
text_of(bm_proof *proof, const xmlNode *el, bm_status *status)
{
	const char *text = NULL;
	/* The tree is only read. */
	xmlNode *root = (xmlNode *)(uintptr_t)el;
	bm_buf buf;

	bm_buf_init(&buf, bm_arena_allocator(proof->arena));
	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root)) {
		const char *s =
		    n->type == XML_TEXT_NODE ? (const char *)n->content : "";

		for (; *s != '\0'; s++)
			if (!bm_is_space(*s))
				bm_buf_putc(&buf, *s);
		if (n->type == XML_TEXT_NODE)
			bm_buf_putc(&buf, '\n');
	}
	if (buf.status == BM_OK)
		text = bm_arena_strdup(proof->arena, bm_buf_cstr(&buf));
	if (text == NULL)
		*status = BM_NO_MEMORY;
	bm_buf_free(&buf);
	return text;
}

/* Adds a row for a file of the plan. */
static bm_proof_row *
add(publication *p, const char *dir, const pub_chunk *chunk)
{
	bm_proof *proof = p->env->proof;
	bm_proof_row *row = BM_VEC_PUSH(proof->arena, &proof->rows);

	if (row == NULL)
		return NULL;
	*row = (bm_proof_row){.output = proof->output};
	row->file = bm_arena_printf(proof->arena, "%s%s", dir, chunk->file);
	return row->file != NULL ? row : NULL;
}

/* One notice that a page of `from` must have, on the chunk that shows it. */
static bm_status
expect(publication *p, const char *dir, const pub_chunk *chunk,
       const bm_doc *from, const bm_required *r)
{
	bm_status status = BM_OK;
	bm_proof_row *row = add(p, dir, chunk);

	if (row == NULL)
		return BM_NO_MEMORY;
	row->document = from->file;
	row->kind = r->kind;
	row->trigger = r->trigger;
	row->words = r->words;
	row->pos = r->pos;
	row->sha256 = r->sha256;
	row->id = r->id;
	if (r->element != NULL)
		row->text = text_of(p->env->proof, r->element, &status);
	return status;
}

/* The chunk that shows a notice, or a page of the pass that has none: its own,
 * or one round it. */
static const pub_chunk *
chunk_of(const pub_doc *d, const xmlNode *page, size_t *near)
{
	size_t n = d->chunks.len;

	for (; page != NULL; page = page->parent)
		for (size_t i = 0; i < n && bm_attr_bm(page, "chunk") != NULL;
		     i++) {
			size_t k = (*near + i) % n;

			if (d->chunks.items[k]->node != page)
				continue;
			*near = k;
			return d->chunks.items[k];
		}
	return d->chunks.items[0];
}

/* A copy for a page of a chunked book: a single page has the document's own,
 * and in an EPUB a chapter that is in pieces has it on the first. */
static bool
is_copy(const publication *p, const bm_required *r)
{
	if (p->kind == PUB_HTML)
		return r->element != NULL &&
		       bm_streq(bm_attr_bm(r->element, "scope"), "chunk");
	return p->kind == PUB_EPUB && r->element != NULL &&
	       pub_is_cut(r->page) &&
	       bm_streq(bm_attr_bm(r->element, "scope"), "chunk");
}

/* Everything that one document of an author's was found to need. */
static bm_status
expect_doc(publication *p, const char *dir, const pub_doc *d)
{
	const bm_notice_record *record = d->doc->notices;
	bm_status status = BM_OK;
	size_t near = 0;

	for (size_t i = 0;
	     record != NULL && i < record->required.len && status == BM_OK;
	     i++) {
		const bm_required *r = &record->required.items[i];
		const xmlNode *at = p->kind == PUB_HTML || r->element == NULL
					? r->page
					: r->element;

		if (!is_copy(p, r))
			status =
			    expect(p, dir, chunk_of(d, at, &near), d->doc, r);
	}
	return status;
}

/* The page that opens a book carries what the book's metadata ask for. */
static bm_status
expect_book(publication *p, const char *dir, const pub_book *book)
{
	const bm_doc *meta = book->source->meta;
	const bm_notice_record *record = meta != NULL ? meta->notices : NULL;
	bm_status status = BM_OK;

	if (book->start == NULL || !book->start->doc->own ||
	    pub_is_left(p, book->start->doc))
		return BM_OK;
	for (size_t i = 0;
	     record != NULL && i < record->required.len && status == BM_OK; i++)
		status = expect(p, dir, book->start, meta,
				&record->required.items[i]);
	return status;
}

/* A page of ours that gathers notices must show each that was put there. */
static bm_status
expect_own(publication *p, const char *dir, const pub_doc *d)
{
	const xmlNode *n = bm_first_element(bm_doc_element(d->doc));
	bm_status status = BM_OK;

	for (; n != NULL && status == BM_OK; n = bm_next_element(n)) {
		const char *kind = bm_attr_bm(n, "kind");
		bm_arena *arena = p->env->proof->arena;
		bm_proof_row *row;

		if (kind == NULL ||
		    !bm_streq(bm_attr_bm(n, "generated"), "disclaimer"))
			continue;
		row = add(p, dir, d->chunks.items[0]);
		if (row == NULL)
			return BM_NO_MEMORY;
		row->document = "";
		row->kind = bm_arena_strdup(arena, kind);
		row->trigger = bm_arena_strdup(arena, bm_attr_bm(n, "trigger"));
		row->words = "the page with all notices";
		row->id = bm_arena_strdup(arena, bm_attr_xml(n, "id"));
		row->text = text_of(p->env->proof, n, &status);
	}
	return status;
}

/* See publication.h. */
bm_status
pub_expect(publication *p, const char *dir)
{
	bm_status status = BM_OK;

	if (p->env->proof == NULL)
		return BM_OK;
	for (size_t i = 0; i < p->docs.len && status == BM_OK; i++) {
		const pub_doc *d = p->docs.items[i];

		if (pub_is_left(p, d))
			continue;
		if (d->doc->is_skeleton)
			status =
			    p->env->reuse->expect(p->env->reuse->user, d->doc);
		else if (!d->own)
			status = expect_doc(p, dir, d);
		else if (d->book == NULL || d->book->start == NULL ||
			 d->book->start->doc != d)
			status = expect_own(p, dir, d);
	}
	for (size_t i = 0; i < p->books.len && status == BM_OK; i++)
		status = expect_book(p, dir, p->books.items[i]);
	if (status == BM_OK && bm_arena_failed(p->env->proof->arena))
		status = BM_NO_MEMORY;
	return status;
}
