/*
 * The sheet over all documents.  They are independent of each other: some at
 * a time are transformed on several threads into memory, then handed to the
 * sink in the order of the plan.
 */
#include "core/pool.h"
#include "write/jsonld.h"
#include "write/search.h"
#include "xml/serialize.h"

/* Documents in memory at once: enough for many threads, and a bound. */
#define BATCH 32u

struct work {
	publication *p;
	pub_doc **docs;
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
	publication *p;
	pub_doc *d;
};

/* Takes one result of the sheet. */
static bm_status
take(void *user, const char *file, xmlDoc *tree)
{
	struct run *run = user;
	pub_doc *d = run->d;
	pub_output *o = BM_VEC_PUSH(d->doc->arena, &d->outputs);

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
	if (o->chunk != NULL && run->p->kind == PUB_EPUB)
		pub_survey(bm_buf_str(&o->bytes), &o->chunk->facts);
	if (run->p->kind != PUB_EPUB && o->chunk != NULL)
		return pub_jsonld(o->chunk, &o->bytes);
	return o->bytes.status;
}

/* One document; may run on any thread, and touches nothing but it. */
static bm_status
transform_one(void *user, size_t i)
{
	struct work *work = user;
	struct run run = {work->p, work->docs[i]};
	static const bm_sheet_param none[] = {{NULL, NULL}};

	bm_status status = bm_sheet_run_for(
	    work->p->env->sheet, run.d->doc, none,
	    work->p->kind == PUB_EPUB ? BM_FORM_XHTML : BM_FORM_HTML, take,
	    &run);

	for (size_t k = 0; k < run.d->chunks.len && status == BM_OK; k++)
		if (work->p->kind == PUB_SITE && !run.d->own)
			status = pub_search_chunk(run.d->chunks.items[k]);
	return status;
}

/* Hands over what one document came to. */
static bm_status
put_outputs(publication *p, pub_doc *d, const char *dir, const bm_sink *sink)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < d->outputs.len && status == BM_OK; i++) {
		pub_output *o = &d->outputs.items[i];
		const char *path =
		    bm_arena_printf(p->arena, "%s%s", dir, o->file);
		status = path != NULL
			     ? bm_put(sink, path, bm_buf_str(&o->bytes))
			     : BM_NO_MEMORY;
		bm_buf_free(&o->bytes);
	}
	return status;
}

bm_status
pub_transform(publication *p, const char *dir, const bm_sink *sink)
{
	pub_doc *batch[BATCH];
	struct work work = {p, batch};
	size_t next = 0;

	while (next < p->docs.len) {
		size_t n = 0;
		while (next < p->docs.len && n < BATCH)
			batch[n++] = p->docs.items[next++];
		bm_status status =
		    bm_parallel(p->env->threads, n, transform_one, &work);
		for (size_t i = 0; i < n && status == BM_OK; i++)
			status = put_outputs(p, batch[i], dir, sink);
		if (status != BM_OK)
			return status;
	}
	return BM_OK;
}
