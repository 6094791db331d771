/*
 * A part of a build.  The documents stand in the order of the project, and
 * each part has a run of them; so the documents of a book are mostly together.
 * Of those it writes the pages.  Of the others it needs to know what linking
 * sees: they are read as well, without what only finds things, or known from
 * parts of names that were made before.  The EPUB of a book is made by the
 * part that has its first document.
 */
#include <string.h>

#include "build/build.h"
#include "core/file.h"
#include "pass/glossary.h"
#include "pass/status.h"
#include "write/skeleton.h"

extern const char bm_build_id[]; /* a checksum of our own source */

#define SUM_LEN 16 /* characters of a checksum that are kept */

/* See build.h. */
unsigned
bm_shard_of(const struct build *b, size_t place)
{
	return (unsigned)((uint64_t)place * b->shards / b->sources.len) + 1;
}

/* See build.h. */
size_t
bm_shard_first(const struct build *b, const bm_project_book *book)
{
	size_t i = 0;

	while (i < b->sources.len && b->sources.items[i].book != book)
		i++;
	return i;
}

/* See build.h. */
bool
bm_shard_has_epub(const struct build *b, size_t book)
{
	return b->shard == 0 ||
	       (b->options->names == 0 &&
		bm_shard_of(b,
			    bm_shard_first(b, &b->project.books.items[book])) ==
		    b->shard);
}

/* See build.h. */
bool
bm_shard_possible(const bm_build_options *o)
{
	if (o->shard == 0 && o->parts == NULL)
		return o->shards == 0 && o->names == 0;
	/* Those look at whole documents, or at all that is written. */
	return o->shard <= o->shards && o->shards <= BM_SHARDS_MAX &&
	       (o->shards == 0) == (o->shard == 0) && o->check == 0 &&
	       o->ledger == 0 && o->audit == NULL && o->links == NULL &&
	       (o->shard == 0 || o->olinks_out == NULL) &&
	       (o->shard != 0 || o->names == 0);
}

/* Leaves out the documents of others. */
static void
keep_own(struct build *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->sources.len; i++)
		if (!b->sources.items[i].apart)
			b->sources.items[n++] = b->sources.items[i];
	b->sources.len = n;
}

/* See build.h. */
bm_status
bm_shard_assign(struct build *b)
{
	if (b->shard == 0)
		return b->links ? bm_link_documents(b) : BM_OK;
	for (size_t i = 0; i < b->sources.len; i++) {
		struct source *s = &b->sources.items[i];

		s->apart = bm_shard_of(b, i) != b->shard;
	}
	for (size_t i = 0; i < b->project.books.len; i++) {
		const bm_project_book *book = &b->project.books.items[i];

		if (book->epub == NULL || !bm_shard_has_epub(b, i))
			continue;
		for (size_t k = 0; k < b->sources.len; k++)
			if (b->sources.items[k].book == book)
				b->sources.items[k].asked = true;
	}
	if (b->options->names != 0)
		keep_own(b);
	return BM_OK;
}

/* ---- Documents of others ------------------------------------------------- */

/* What a document uses of the tables that all share. */
static bool
note_uses(bm_arena *arena, const bm_doc *from, bm_state_doc *d)
{
	const bm_terms *terms = bm_terms_of(from);
	const bm_statuses *rows = from->statuses;

	for (size_t i = 0; terms != NULL && i < terms->table->list.len; i++) {
		const char **slot =
		    terms->used[i] ? BM_VEC_PUSH(arena, &d->terms) : NULL;

		if (slot != NULL)
			*slot = bm_arena_strdup(
			    arena, terms->table->list.items[i]->name);
	}
	for (size_t i = 0; rows != NULL && i < rows->table->list.len; i++) {
		const char **slot =
		    rows->used[i] ? BM_VEC_PUSH(arena, &d->statuses) : NULL;

		if (slot != NULL)
			*slot = bm_arena_strdup(
			    arena, rows->table->list.items[i]->key);
	}
	return !bm_arena_failed(arena);
}

/* The files that it is made of, by name. */
static bool
note_inputs(bm_arena *arena, const bm_doc *from, bm_state_doc *d)
{
	for (size_t i = 0; i <= from->reads.len; i++) {
		bm_state_input *in = BM_VEC_PUSH(arena, &d->inputs);

		if (in == NULL)
			return false;
		in->read.path = bm_arena_strdup(
		    arena, i == 0 ? d->path : from->reads.items[i - 1].path);
		in->sha256 = "";
	}
	return !bm_arena_failed(arena);
}

/* As if the document had been known before. */
static bm_state_doc *
note(struct build *b, const struct source *s, bm_arena *arena)
{
	bm_state_doc *d = BM_NEW(arena, bm_state_doc);
	bm_skeleton_facts facts = {0};
	bool good;
	bm_buf buf;

	if (d == NULL)
		return NULL;
	bm_buf_init(&buf, &b->engine->al);
	bm_skeleton_put(s->doc, b->project.dir, &buf, &facts);
	d->path = s->path;
	d->book = s->book != NULL ? s->book->id : "";
	d->signature = d->face = "";
	d->skeleton.len = buf.len;
	d->skeleton.ptr = bm_arena_str(arena, bm_buf_str(&buf));
	good = buf.status == BM_OK && d->skeleton.ptr != NULL &&
	       note_uses(arena, s->doc, d) && note_inputs(arena, s->doc, d);
	bm_buf_free(&buf);
	return good ? d : NULL;
}

/* See build.h. */
bm_status
bm_shard_prepare(struct build *b, struct source *s)
{
	bm_status status = bm_build_prepare(b, s);
	bm_state_doc *known;
	bm_doc *doc;

	if (status != BM_OK || !s->apart || s->asked ||
	    bm_glossary_asked(s->doc) || s->doc->diags->dropped > 0)
		return status;
	doc = bm_doc_new(&b->engine->al, s->path);
	known = doc != NULL ? note(b, s, doc->arena) : NULL;
	bm_doc_free(s->doc);
	s->doc = doc;
	if (known == NULL)
		return BM_NO_MEMORY;
	doc->owner = s;
	doc->root = b->project.dir[0] != '\0' ? b->project.dir : ".";
	s->old = known;
	return bm_rebuild_fill(b, s);
}

/* ---- Instead of what a build takes over ---------------------------------- */

static bool
apart(void *user, const bm_doc *doc)
{
	const struct source *s = doc->owner;

	(void)user;
	return s->apart && !s->asked;
}

/* All of a document of ours is written; of one that a book of ours is made of,
 * only there. */
static bool
holds(void *user, const bm_doc *doc)
{
	(void)user;
	return ((const struct source *)doc->owner)->apart;
}

static bm_status
linked(void *user, bm_doc *doc, const char *signature)
{
	struct source *s = doc->owner;

	(void)user;
	memcpy(s->signature, signature, sizeof(s->signature));
	s->stale |= s->asked;
	return BM_OK;
}

static bm_status
settle(void *user, bool *again)
{
	struct build *b = user;

	for (size_t i = 0; i < b->sources.len; i++)
		*again |= b->sources.items[i].stale &&
			  b->sources.items[i].doc->is_skeleton;
	if (!*again)
		bm_rebuild_mark(b, MARK_LINKED);
	return BM_OK;
}

static bm_status
nothing(void *user, bm_doc *doc)
{
	(void)user;
	(void)doc;
	return BM_OK;
}

static bm_str
no_words(void *user, const bm_doc *doc)
{
	(void)user;
	(void)doc;
	return (bm_str){0};
}

/* See build.h. */
void
bm_shard_hooks(struct build *b)
{
	b->reuse.apart = apart;
	b->reuse.holds = holds;
	b->reuse.linked = linked;
	b->reuse.settle = settle;
	b->reuse.keep = nothing;
	b->reuse.expect = nothing;
	b->reuse.words = no_words;
}

/* ---- What is written ----------------------------------------------------- */

/* A sink that gives its only file a name in the part. */
struct named {
	bm_sink sink;
	const bm_sink *to;
	const char *name;
};

static bm_status
named_open(void *user, const char *path)
{
	struct named *n = user;

	(void)path;
	return n->to->open(n->to->user, n->name);
}

static bm_status
named_write(void *user, const char *data, size_t length)
{
	struct named *n = user;

	return n->to->write(n->to->user, data, length);
}

static bm_status
named_close(void *user)
{
	struct named *n = user;

	return n->to->close(n->to->user);
}

/* See build.h. */
const char *
bm_shard_book(struct build *b, size_t book)
{
	return bm_arena_printf(b->arena, "%s.epub",
			       b->project.books.items[book].id);
}

/* See build.h. */
bm_status
bm_shard_epub(struct build *b, size_t book, bm_pack **out)
{
	struct named *n = BM_NEW(b->arena, struct named);
	const char *name = bm_shard_book(b, book);

	if (n == NULL || name == NULL)
		return BM_NO_MEMORY;
	*n = (struct named){
	    {sizeof(n->sink), n, named_open, named_write, named_close},
	    bm_pack_sink(b->pack),
	    name};
	return bm_pack_hold_new(&b->engine->al, &n->sink, out);
}

/* What all documents of the project were like. */
static bm_status
fill_seen(struct build *b, bm_part *part)
{
	for (size_t i = 0; i < b->sources.len; i++) {
		bm_part_seen *seen = BM_VEC_PUSH(b->arena, &part->seen);
		char sum[65] = "";

		if (seen == NULL)
			return BM_NO_MEMORY;
		bm_reads_sum(&b->engine->reads, b->sources.items[i].path, sum);
		seen->path = b->sources.items[i].path;
		seen->sum = bm_arena_strndup(b->arena, sum,
					     strlen(sum) < SUM_LEN ? strlen(sum)
								   : SUM_LEN);
		if (seen->sum == NULL)
			return BM_NO_MEMORY;
	}
	return BM_OK;
}

/* See build.h. */
const char *
bm_shard_program(struct build *b)
{
	return bm_arena_printf(b->arena, BM_VERSION " %s", bm_build_id);
}

/* See build.h. */
bm_status
bm_shard_end(struct build *b, const bm_state *state)
{
	bm_part part = {.program = bm_shard_program(b),
			.day = b->day,
			.key = b->key,
			.shard = b->shard,
			.shards = b->shards,
			.names = b->options->names != 0,
			.state = *state};
	bm_status status =
	    part.program != NULL ? fill_seen(b, &part) : BM_NO_MEMORY;
	bm_buf buf;

	bm_buf_init(&buf, &b->engine->al);
	if (status == BM_OK) {
		bm_part_put(&part, b->project.dir, &buf);
		status = buf.status;
	}
	if (status == BM_OK)
		status = bm_put(bm_pack_sink(b->pack), BM_PART_FILE,
				bm_buf_str(&buf));
	bm_buf_free(&buf);
	return status;
}

/* See build.h. */
bm_status
bm_shard_names(struct build *b)
{
	bm_status status;

	status = bm_pack_dir_new(&b->engine->al, b->options->output, &b->pack);
	for (int mark = MARK_LINKED; mark < MARKS; mark++)
		bm_rebuild_mark(b, mark);
	if (status == BM_OK)
		status = bm_rebuild_end(b);
	return bm_output_close(&b->diags, b->options->output, b->pack, status);
}
