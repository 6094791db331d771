/*
 * The sheet over all documents.  They are independent of each other: some at
 * a time are transformed on several threads into memory, then handed to the
 * sink in the order of the plan; with one thread, file by file.
 */
#include "core/pool.h"
#include "write/jsonld.h"
#include "write/policy.h"
#include "write/search.h"
#include "write/whole.h"
#include "xml/serialize.h"

/* Documents in memory at once: enough for many threads, and a bound. */
#define BATCH 32u

struct work {
	publication *p;
	pub_doc **docs;
	const char *dir;
	const bm_sink *sink; /* gets each file at once, or NULL */
};

/* The chunk of a file.  Results come in the order of the chunks. */
static pub_chunk *
chunk_of(pub_doc *d, const char *file)
{
	size_t n = d->chunks.len;

	for (size_t i = 0; i < n; i++) {
		pub_chunk *c = d->chunks.items[(d->outputs.len - 1 + i) % n];
		if (strcmp(c->file, file) == 0)
			return c;
	}
	return NULL;
}

struct run {
	const struct work *work;
	publication *p;
	pub_doc *d;
};

/* Hands over one file. */
static bm_status
put_output(publication *p, pub_doc *d, pub_output *o, const char *dir,
	   const bm_sink *sink)
{
	const bm_reuse *reuse = p->env->reuse;
	const char *path = bm_arena_printf(p->arena, "%s%s", dir, o->file);
	bm_status status = path != NULL ? BM_OK : BM_NO_MEMORY;

	if (status == BM_OK && p->kind == PUB_SITE)
		status = pub_whole_take(p, o);
	if (status == BM_OK)
		status = bm_put(sink, path, bm_buf_str(&o->bytes));
	if (status == BM_OK && reuse != NULL && !d->own)
		status = reuse->wrote(reuse->user, d->doc, path,
				      bm_buf_str(&o->bytes));
	if (status == BM_OK && p->env->page != NULL)
		status = p->env->page(p->env->page_user, d->own ? NULL : d->doc,
				      path, bm_buf_str(&o->bytes));
	bm_buf_free(&o->bytes);
	return status;
}

/* What is made of the bytes of a file before anybody gets them. */
static bm_status
finish(publication *p, pub_output *o)
{
	bm_status status = o->bytes.status;

	if (o->chunk != NULL && p->kind == PUB_EPUB)
		pub_survey(bm_buf_str(&o->bytes), &o->chunk->facts);
	if (p->kind == PUB_EPUB || o->chunk == NULL)
		return status;
	status = pub_jsonld(o->chunk, &o->bytes);
	/* A page of all the others is not complete yet. */
	if (status == BM_OK && !pub_is_whole(o->chunk))
		status = pub_policy(&o->bytes, p->sheet);
	return status;
}

/* Takes one result of the sheet. */
static bm_status
take(void *user, const char *file, xmlDoc *tree)
{
	struct run *run = user;
	pub_doc *d = run->d;
	pub_output *o = BM_VEC_PUSH(d->doc->arena, &d->outputs);
	bm_status status;

	if (o == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&o->bytes, run->p->env->al);
	o->file = bm_arena_strdup(d->doc->arena, file);
	if (o->file == NULL)
		return BM_NO_MEMORY;
	o->chunk = chunk_of(d, file);
	if (run->p->kind == PUB_EPUB)
		bm_write_xhtml(tree, &o->bytes);
	else
		bm_write_html(tree, &o->bytes);
	status = finish(run->p, o);
	if (status == BM_OK && run->work->sink != NULL)
		status =
		    put_output(run->p, d, o, run->work->dir, run->work->sink);
	return status;
}

/* One document; may run on any thread, and touches nothing but it. */
static bm_status
transform_one(void *user, size_t i)
{
	struct work *work = user;
	struct run run = {work, work->p, work->docs[i]};
	static const bm_sheet_param none[] = {{NULL, NULL}};
	bm_status status;

	if (run.d->kept || run.d->made)
		return BM_OK;
	status = bm_sheet_run_for(
	    work->p->env->sheet, run.d->doc, none, run.d->terms,
	    work->p->kind == PUB_EPUB ? BM_FORM_XHTML : BM_FORM_HTML, take,
	    &run);

	for (size_t k = 0; k < run.d->chunks.len && status == BM_OK; k++)
		if (work->p->kind == PUB_SITE && !run.d->own)
			status = pub_search_chunk(run.d->chunks.items[k]);
	return status;
}

/* Hands over what one document came to, and was not handed over at once. */
static bm_status
put_outputs(publication *p, pub_doc *d, const char *dir, const bm_sink *sink)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < d->outputs.len && status == BM_OK; i++)
		status = put_output(p, d, &d->outputs.items[i], dir, sink);
	return status;
}

/* See publication.h. */
bm_status
pub_transform_first(publication *p, pub_doc *d)
{
	struct work work = {.p = p, .docs = &d};
	bm_status status = transform_one(&work, 0);

	d->made = true;
	return status;
}

/* Leaves the words of a document to the next build. */
static bm_status
keep_words(publication *p, pub_doc *d)
{
	const bm_reuse *reuse = p->env->reuse;
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, p->env->al);
	pub_search_put(d, &buf);
	status = buf.status == BM_OK
		     ? reuse->keep_words(reuse->user, d->doc, bm_buf_str(&buf))
		     : buf.status;
	bm_buf_free(&buf);
	return status;
}

/* Adds the pages of a document, as they were written, to that of its book. */
static bm_status
take_kept(publication *p, pub_doc *d)
{
	const bm_reuse *reuse = p->env->reuse;
	bm_status status = BM_OK;

	if (d->book == NULL || d->book->whole == NULL)
		return BM_OK;
	for (size_t i = 0; i < d->chunks.len && status == BM_OK; i++) {
		bm_arena *arena = bm_arena_new(p->env->al);
		pub_output o = {
		    d->chunks.items[i]->file, d->chunks.items[i], {0}};
		bm_str text;

		status = arena != NULL ? reuse->text(reuse->user, d->doc, arena,
						     o.file, &text)
				       : BM_NO_MEMORY;
		bm_buf_init(&o.bytes, p->env->al);
		if (status == BM_OK) {
			bm_buf_putstr(&o.bytes, text);
			status = o.bytes.status;
		}
		if (status == BM_OK)
			status = pub_whole_take(p, &o);
		bm_buf_free(&o.bytes);
		bm_arena_free(arena);
	}
	return status;
}

/* Puts what one document came to in its place, or what it came to before. */
static bm_status
put_doc(publication *p, pub_doc *d, const char *dir, const bm_sink *sink)
{
	const bm_reuse *reuse = p->env->reuse;
	bm_status status;

	if (!d->kept) {
		status = put_outputs(p, d, dir, sink);
		return status == BM_OK && reuse != NULL && !d->own
			   ? keep_words(p, d)
			   : status;
	}
	status = reuse->keep(reuse->user, d->doc);
	if (status == BM_OK)
		status = pub_search_get(d, reuse->words(reuse->user, d->doc));
	return status == BM_OK ? take_kept(p, d) : status;
}

/* The next documents of ours. */
static size_t
next_batch(const publication *p, size_t *next, pub_doc **batch)
{
	size_t count = 0;

	while (*next < p->docs.len && count < BATCH) {
		pub_doc *d = p->docs.items[(*next)++];

		if (!pub_is_left(p, d))
			batch[count++] = d;
	}
	return count;
}

bm_status
pub_transform(publication *p, const char *dir, const bm_sink *sink)
{
	pub_doc *batch[BATCH];
	/* One thread makes the files in the order of the plan, so that no more
	 * than one of a conversion is in memory. */
	bool at_once = p->env->threads <= 1 && p->env->page == NULL &&
		       p->env->reuse == NULL;
	struct work work = {p, batch, dir, at_once ? sink : NULL};
	size_t next = 0;

	while (next < p->docs.len) {
		size_t n = next_batch(p, &next, batch);
		bm_status status = BM_OK;

		for (size_t i = 0; i < n && status == BM_OK && at_once; i++)
			status = batch[i]->made
				     ? put_outputs(p, batch[i], dir, sink)
				     : transform_one(&work, i);
		if (!at_once)
			status = bm_parallel(p->env->threads, n, transform_one,
					     &work);
		for (size_t i = 0; i < n && status == BM_OK && !at_once; i++)
			status = put_doc(p, batch[i], dir, sink);
		if (status != BM_OK)
			return status;
	}
	return BM_OK;
}
