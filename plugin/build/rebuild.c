/*
 * What a build takes over from the one before.  A document whose files are as
 * they were is not read again: a skeleton of it is linked with the others, and
 * when that comes to what it came to before, its pages stay.  So each page is
 * written whenever anything that it depends on is not as it was.
 */
#include <string.h>
#include <sys/stat.h>

#include "build/build.h"
#include "core/file.h"
#include "core/pool.h"
#include "core/sha256.h"
#include "core/wire.h"
#include "pass/glossary.h"
#include "pass/status.h"
#include "write/skeleton.h"

extern const char bm_build_id[]; /* a checksum of our own source */

/* A checksum that no file has. */
#define NEVER "*"

/* ---- The state of the last build ----------------------------------------- */

/* All that is the same for every document. */
static const char *
make_key(struct build *b)
{
	const bm_build_options *o = b->options;
	const char *const *profile = o->profiles, *const *olink = o->olinks;
	const char *const texts[] = {
	    BM_VERSION,          bm_build_id,          o->schema,
	    b->engine->data.dir, b->engine->style_dir, b->engine->locale_dir};
	char sum[65];
	bm_buf key;

	bm_buf_init(&key, &b->engine->al);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		bm_wire_put_text(&key, texts[i]);
	bm_wire_put(&key, (uint64_t)o->source_date_epoch);
	bm_wire_put(&key, o->readability != 0);
	bm_wire_put(&key, o->self_check != 0);
	bm_wire_put_text(&key, b->day);
	while (profile != NULL && *profile != NULL)
		bm_wire_put_text(&key, *profile++);
	bm_wire_put_text(&key, NULL);
	while (olink != NULL && *olink != NULL)
		bm_wire_put_text(&key, *olink++);
	bm_sha256_hex(bm_buf_str(&key), sum);
	bm_buf_free(&key);
	return bm_arena_strdup(b->arena, sum);
}

/* See build.h. */
const char *
bm_rebuild_sum(struct build *b, bm_arena *arena, const bm_doc_read *read,
	       bm_str *text)
{
	const char *root = b->project.dir[0] != '\0' ? b->project.dir : ".";
	size_t n = strlen(read->path);
	char sum[65] = "";
	bm_status status;
	bm_str bytes = {"", 0};

	if (text == NULL && bm_reads_sum(&b->engine->reads, read->path, sum))
		return bm_arena_strdup(arena, sum);
	status = n > 0 && read->path[n - 1] == '/'
		     ? bm_file_names(arena, read->path, &bytes)
		     : bm_engine_look(b->engine, read->jailed ? root : NULL,
				      arena, read->path, &bytes);
	bm_reads_note(&b->engine->reads, false, read->path, status, bytes);
	if (!bm_reads_sum(&b->engine->reads, read->path, sum))
		return NULL;
	if (text != NULL)
		*text = bytes;
	return bm_arena_strdup(arena, sum);
}

/* Whether files are as they were. */
static bool
all_same(struct build *b, const bm_state_input *inputs, size_t count)
{
	bm_arena *arena = bm_arena_new(&b->engine->al);
	bool same = arena != NULL;

	for (size_t i = 0; i < count && same; i++)
		same =
		    bm_streq(inputs[i].sha256,
			     bm_rebuild_sum(b, arena, &inputs[i].read, NULL));
	bm_arena_free(arena);
	return same;
}

static const char *
doc_key(bm_arena *arena, const char *book, const char *path)
{
	return bm_arena_printf(arena, "%s\n%s", book, path);
}

/* Reads the state, if it is one of this program with these options; findings
 * are none: what cannot be used is made anew. */
static bm_status
load(struct build *b, const char *path)
{
	bm_state *s = BM_NEW(b->arena, bm_state);
	bm_status status;
	bm_str bytes;

	if (s == NULL)
		return BM_NO_MEMORY;
	status = bm_file_read(b->arena, path, &bytes);
	if (status == BM_OK)
		status = bm_state_get(b->arena, bytes, b->project.dir, s);
	if (status != BM_OK)
		return status == BM_NO_MEMORY ? status : BM_OK;
	return strcmp(s->key, b->key) == 0 &&
		       all_same(b, s->common.items, s->common.len)
		   ? bm_rebuild_know(b, s)
		   : BM_OK;
}

/* See build.h. */
bm_status
bm_rebuild_know(struct build *b, bm_state *s)
{
	bm_map_init(&b->old_docs, b->arena);
	for (size_t i = 0; i < s->docs.len; i++) {
		bm_state_doc *d = &s->docs.items[i];
		const char *key = doc_key(b->arena, d->book, d->path);
		void **slot =
		    key != NULL ? bm_map_put(&b->old_docs, bm_str_of(key), NULL)
				: NULL;

		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = d;
	}
	b->old = s;
	return BM_OK;
}

/* See build.h. */
bm_status
bm_rebuild_begin(struct build *b)
{
	size_t books = b->project.books.len + 1;
	const char *path;
	struct stat st;

	if (b->options->check != 0)
		return BM_OK;
	/* What was loaded without a checksum cannot be compared later. */
	b->remembers = !b->engine->reads.unhashed;
	if (bm_link_load(b) != BM_OK)
		return bm_arena_failed(b->arena) ? BM_NO_MEMORY : BM_BAD_INPUT;
	b->key = make_key(b);
	b->epub_kept = BM_NEW_ARRAY(b->arena, bool, books);
	b->epub_sums = BM_NEW_ARRAY(b->arena, const char *, books);
	b->epub_judged = BM_NEW_ARRAY(b->arena, bm_state_diags, books);
	b->epub_onix = BM_NEW_ARRAY(b->arena, const char *, books);
	if (bm_arena_failed(b->arena))
		return BM_NO_MEMORY;
	if (b->shard != 0 || b->links)
		return bm_link_begin(b);
	path =
	    bm_arena_printf(b->arena, "%s/" BM_STATE_FILE, b->options->output);
	if (bm_arena_failed(b->arena))
		return BM_NO_MEMORY;
	if (!b->remembers || b->options->ledger != 0 ||
	    b->options->fresh != 0 || b->options->audit != NULL ||
	    stat(path, &st) != 0)
		return BM_OK;
	b->old_time = st.st_mtim.tv_sec;
	b->old_nanoseconds = st.st_mtim.tv_nsec;
	return load(b, path);
}

/* ---- Documents ----------------------------------------------------------- */

static const char *
book_of(const struct source *s)
{
	return s->book != NULL ? s->book->id : "";
}

/* See build.h. */
bm_state_doc *
bm_rebuild_known(struct build *b, bm_arena *arena, const struct source *s)
{
	const char *key = doc_key(arena, book_of(s), s->path);

	return b->old != NULL && key != NULL ? bm_map_getz(&b->old_docs, key)
					     : NULL;
}

/* What the last build knew of a document, if its files are as they were; the
 * text is for findings. */
static const bm_state_doc *
known(struct build *b, struct source *s, bm_doc *doc)
{
	const bm_state_doc *old = bm_rebuild_known(b, s->doc->arena, s);
	const char *sum;

	s->was = old;
	if (old == NULL || old->inputs.len == 0)
		return NULL;
	sum = bm_rebuild_sum(b, doc->arena, &old->inputs.items[0].read,
			     &doc->source);
	return bm_streq(sum, old->inputs.items[0].sha256) &&
		       all_same(b, old->inputs.items + 1, old->inputs.len - 1)
		   ? old
		   : NULL;
}

/* The rows of the status table that a skeleton's document uses. */
static bm_status
take_statuses(struct build *b, struct source *s)
{
	bm_job job = bm_project_job(&b->project, s->book);
	bm_statuses *own = BM_NEW(s->doc->arena, bm_statuses);
	bm_status status;

	if (own == NULL)
		return BM_NO_MEMORY;
	status = bm_job_statuses(b->engine, s->doc, &job, &own->table);
	if (status != BM_OK)
		return status;
	own->used = BM_NEW_ARRAY(s->doc->arena, bool, own->table->list.len + 1);
	if (own->used == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < s->old->statuses.len; i++) {
		const lint_status *row =
		    bm_map_getz(&own->table->by_key, s->old->statuses.items[i]);

		if (row != NULL)
			own->used[row->number] = true;
	}
	s->doc->statuses = own;
	return BM_OK;
}

/* Adds findings of the last build to those of a document. */
static void
take_found(struct source *s, int stage)
{
	const bm_state_diags *found = &s->old->found[stage];

	for (size_t i = 0; i < found->len; i++)
		bm_diag_take(s->doc->diags, &found->items[i]);
}

/* See build.h. */
bm_status
bm_rebuild_fill(struct build *b, struct source *s)
{
	const bm_state_doc *old = s->old;
	bm_notice_record *record = BM_NEW(s->doc->arena, bm_notice_record);

	if (record == NULL)
		return BM_NO_MEMORY;
	s->doc->is_skeleton = true;
	take_found(s, BM_FOUND_READING);
	for (size_t i = 0; i < old->offs.len; i++) {
		bm_notice_off *slot = BM_VEC_PUSH(s->doc->arena, &record->off);

		if (slot != NULL)
			*slot = old->offs.items[i];
	}
	s->doc->notices = record;
	return take_statuses(b, s);
}

/* See build.h. */
bm_status
bm_rebuild_prepare(struct build *b, struct source *s)
{
	if (b->links)
		return bm_link_prepare(b, s);
	if (b->old == NULL || (b->shard != 0 && !s->apart))
		return bm_shard_prepare(b, s);
	s->doc = bm_doc_new(&b->engine->al, s->path);
	if (s->doc == NULL)
		return BM_NO_MEMORY;
	s->old = known(b, s, s->doc);
	if (s->old != NULL && !s->old->whole) {
		s->doc->root = b->project.dir[0] != '\0' ? b->project.dir : ".";
		s->doc->owner = s;
		return bm_rebuild_fill(b, s);
	}
	bm_doc_free(s->doc);
	s->doc = NULL;
	return bm_shard_prepare(b, s);
}

/* Reads one that is stale. */
static bm_status
read_whole(void *user, size_t i)
{
	struct build *b = user;
	struct source *s = &b->sources.items[i];

	if (!s->stale || !s->doc->is_skeleton)
		return BM_OK;
	bm_doc_free(s->doc);
	s->doc = NULL;
	s->before = false;
	s->status = bm_build_prepare(b, s);
	if (s->status == BM_OK)
		s->marks[MARK_READ] = s->doc->diags->list.len;
	return s->status;
}

/* See build.h. */
bm_status
bm_rebuild_whole(struct build *b)
{
	bm_status status =
	    bm_parallel(b->options->threads, b->sources.len, read_whole, b);

	return status == BM_OK ? bm_rebuild_skeletons(b) : status;
}

/* See build.h. */
void
bm_rebuild_mark(struct build *b, int mark)
{
	for (size_t i = 0; i < b->sources.len; i++)
		if (b->sources.items[i].doc != NULL)
			b->sources.items[i].marks[mark] =
			    b->sources.items[i].doc->diags->list.len;
}

static bm_status
put_skeleton(void *user, size_t i)
{
	struct build *b = user;
	struct source *s = &b->sources.items[i];
	bm_status status;
	bm_buf buf;

	if (s->doc->is_skeleton || s->skeleton.len > 0 || s->apart)
		return BM_OK;
	bm_buf_init(&buf, &b->engine->al);
	bm_skeleton_put(s->doc, b->project.dir, &buf, &s->bones);
	s->skeleton.len = buf.len;
	s->skeleton.ptr = bm_arena_str(s->doc->arena, bm_buf_str(&buf));
	status = s->skeleton.ptr != NULL ? buf.status : BM_NO_MEMORY;
	bm_buf_free(&buf);
	return status;
}

/* See build.h. */
bm_status
bm_rebuild_skeletons(struct build *b)
{
	return b->remembers ? bm_parallel(b->options->threads, b->sources.len,
					  put_skeleton, b)
			    : BM_OK;
}

/* ---- Links --------------------------------------------------------------- */

static bm_status
tree(void *user, bm_doc *doc)
{
	const struct build *b = user;
	const struct source *s = doc->owner;
	bm_status status =
	    bm_skeleton_get(doc, b->project.dir, s->old->skeleton);

	return status == BM_BAD_INPUT ? BM_INTERNAL : status;
}

static bm_str
card(void *user, const bm_doc *doc)
{
	(void)user;
	return ((const struct source *)doc->owner)->old->card;
}

const bm_cards bm_rebuild_cards = {.card = card, .tree = tree};

/*
 * Whether others see of each document what they saw in the last build.  An
 * index tells of what is in all documents, and so does a target database.
 */
static bool
looks_same(const struct build *b)
{
	bool same = b->old != NULL && b->options->olinks_out == NULL &&
		    b->shard == 0 && !b->links &&
		    b->old->docs.len == b->sources.len;

	for (size_t i = 0; i < b->sources.len && same; i++) {
		const struct source *s = &b->sources.items[i];

		same = s->was == &b->old->docs.items[i] && !s->was->index &&
		       (s->doc->is_skeleton ||
			(strcmp(s->was->face, s->bones.face) == 0 &&
			 !s->bones.index));
	}
	return same;
}

/* Whether the links of a skeleton's document need not be resolved.  Pictures
 * get their names in the order in which they are found, and the plan asks the
 * trees of a home page and of a book of one document. */
static bool
stays_linked(const struct source *s)
{
	return !s->old->shows && s->book != NULL && s->book->files[1] != NULL;
}

static bm_status
make_tree(void *user, size_t i)
{
	struct build *b = user;
	const struct source *s = &b->sources.items[i];

	return s->doc->is_skeleton && !s->before && s->doc->xml == NULL
		   ? tree(b, s->doc)
		   : BM_OK;
}

/* See build.h. */
bm_status
bm_rebuild_links(struct build *b)
{
	bool same = looks_same(b);

	b->cards = bm_rebuild_cards;
	b->cards.user = b;
	b->cards.dir = b->project.dir;
	for (size_t i = 0; i < b->sources.len; i++) {
		struct source *s = &b->sources.items[i];

		s->before = same && s->doc->is_skeleton && stays_linked(s);
		if (s->before)
			take_found(s, BM_FOUND_LINKING);
	}
	return bm_parallel(b->options->threads, b->sources.len, make_tree, b);
}

static const char *
before(void *user, const bm_doc *doc)
{
	const struct source *s = doc->owner;

	(void)user;
	return s->before ? s->old->signature : NULL;
}

static bm_status
keep_card(void *user, bm_doc *doc, bm_str bytes)
{
	struct build *b = user;
	struct source *s = doc->owner;

	s->card.len = bytes.len;
	s->card.ptr = bm_arena_str(b->arena, bytes);
	return s->card.ptr != NULL ? BM_OK : BM_NO_MEMORY;
}

/* ---- Linked -------------------------------------------------------------- */

/* Whether a file of the output is as it was written.  One that is not newer
 * than the state has not been touched since. */
static bool
is_sound(struct build *b, const bm_state_file *f)
{
	bm_arena *arena = bm_arena_new(&b->engine->al);
	const char *path =
	    bm_arena_printf(arena, "%s/%s", b->options->output, f->path);
	bool sound = false;
	struct stat st;
	char sum[65];
	bm_str bytes;

	if (path != NULL && lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    (uint64_t)st.st_size == f->size) {
		sound = st.st_mtim.tv_sec < b->old_time ||
			(st.st_mtim.tv_sec == b->old_time &&
			 st.st_mtim.tv_nsec <= b->old_nanoseconds);
		if (!sound && bm_file_read(arena, path, &bytes) == BM_OK) {
			bm_sha256_hex(bytes, sum);
			sound = strcmp(sum, f->sha256) == 0;
		}
	}
	bm_arena_free(arena);
	return sound;
}

static bm_status
linked(void *user, bm_doc *doc, const char *signature)
{
	struct build *b = user;
	struct source *s = doc->owner;

	if (s == NULL)
		return BM_INTERNAL;
	memcpy(s->signature, signature, sizeof(s->signature));
	s->kept = s->old != NULL && strcmp(signature, s->old->signature) == 0;
	for (size_t i = 0; s->kept && !b->links && i < s->old->outputs.len; i++)
		s->kept = is_sound(b, &s->old->outputs.items[i]);
	s->stale |= !s->kept;
	return BM_OK;
}

/* See build.h. */
const char *
bm_rebuild_epub_digest(struct build *b, size_t book, bool any)
{
	const bm_project_book *pb = &b->project.books.items[book];
	char sum[65];
	bm_buf buf;
	bool same = true;

	bm_buf_init(&buf, &b->engine->al);
	for (size_t i = 0; i < b->sources.len && same; i++) {
		const struct source *s = &b->sources.items[i];

		if (s->book != pb)
			continue;
		same = any || s->old != NULL;
		bm_wire_put_path(&buf, b->project.dir, s->path);
		bm_wire_put_text(&buf, s->signature);
	}
	bm_sha256_hex(bm_buf_str(&buf), sum);
	same = same && buf.status == BM_OK;
	bm_buf_free(&buf);
	return same ? bm_arena_strdup(b->arena, sum) : NULL;
}

/* See build.h. */
const bm_state_epub *
bm_rebuild_old_epub(const struct build *b, const char *href)
{
	for (size_t i = 0; b->old != NULL && i < b->old->epubs.len; i++)
		if (strcmp(b->old->epubs.items[i].href, href) == 0)
			return &b->old->epubs.items[i];
	return NULL;
}

/* Whether the EPUB of a book can stay as it is. */
static bool
epub_holds(struct build *b, size_t book)
{
	const char *href = b->project.books.items[book].epub;
	const char *onix = b->project.books.items[book].onix;
	const bm_state_epub *old = bm_rebuild_old_epub(b, href);
	const char *digest =
	    old != NULL ? bm_rebuild_epub_digest(b, book, false) : NULL;
	bm_arena *arena = bm_arena_new(&b->engine->al);
	const char *path = bm_path_join(arena, b->options->output, href);
	bool holds = false;
	char sum[65];
	bm_str bytes;

	if (b->links) {
		bm_arena_free(arena);
		return digest != NULL && strcmp(digest, old->digest) == 0;
	}
	if (digest != NULL && strcmp(digest, old->digest) == 0 &&
	    path != NULL && bm_file_plain(path) &&
	    bm_file_read(arena, path, &bytes) == BM_OK) {
		bm_sha256_hex(bytes, sum);
		holds = strcmp(sum, old->sha256) == 0;
		/* What was written beside it must still be there. */
		path = onix != NULL
			   ? bm_path_join(arena, b->options->output, onix)
			   : path;
		holds = holds && path != NULL && bm_file_plain(path);
	}
	bm_arena_free(arena);
	return holds;
}

/* A book is made of whole documents, or stays. */
static bm_status
settle(void *user, bool *again)
{
	struct build *b = user;

	for (size_t i = 0; i < b->project.books.len; i++) {
		const bm_project_book *pb = &b->project.books.items[i];

		if (pb->epub == NULL)
			continue;
		b->epub_kept[i] = epub_holds(b, i);
		for (size_t k = 0; k < b->sources.len; k++)
			if (b->sources.items[k].book == pb)
				b->sources.items[k].stale |= !b->epub_kept[i];
	}
	for (size_t i = 0; i < b->sources.len; i++)
		*again |= b->sources.items[i].stale &&
			  b->sources.items[i].doc->is_skeleton;
	if (!*again)
		bm_rebuild_mark(b, MARK_LINKED);
	return BM_OK;
}

static bool
holds(void *user, const bm_doc *doc)
{
	(void)user;
	return ((const struct source *)doc->owner)->kept;
}

static bm_status
keep(void *user, bm_doc *doc)
{
	struct build *b = user;
	const struct source *s = doc->owner;
	bm_status status = BM_OK;

	if (b->links)
		return bm_link_keep(b, s);
	for (size_t i = 0; i < s->old->outputs.len && status == BM_OK; i++)
		status = bm_pack_keep(b->pack, s->old->outputs.items[i].path);
	return status == BM_NOT_FOUND ? BM_IO : status;
}

static bm_status
text(void *user, bm_doc *doc, bm_arena *arena, const char *path, bm_str *out)
{
	struct build *b = user;
	bm_status status = b->links
			       ? bm_link_text(b, doc->owner, arena, path, out)
			       : bm_pack_old(b->pack, arena, path, out);

	return status == BM_NOT_FOUND ? BM_IO : status;
}

static bm_status
add_rows(struct build *b, const bm_state_rows *rows)
{
	for (size_t i = 0; i < rows->len; i++) {
		bm_proof_row *row = BM_VEC_PUSH(b->proof.arena, &b->proof.rows);

		if (row == NULL)
			return BM_NO_MEMORY;
		*row = rows->items[i];
	}
	return BM_OK;
}

static bm_status
expect(void *user, bm_doc *doc)
{
	return add_rows(user, &((const struct source *)doc->owner)->old->rows);
}

/* Keeps what was found in a file of the output, from a number on: behind the
 * last finding of another one if whole.  Its name is told without path. */
static bm_status
keep_judged(struct build *b, const char *path, size_t from, bm_state_diags *out)
{
	size_t n = strlen(path);

	for (; from < b->diags.list.len; from++) {
		const bm_diag *d = &b->diags.list.items[from];
		bm_diag *slot;

		if (d->file == NULL || strncmp(d->file, path, n) != 0)
			continue;
		slot = BM_VEC_PUSH(b->arena, out);
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = *d;
		slot->file += n;
	}
	return BM_OK;
}

/* Where what was judged in the last file of this name begins: findings come in
 * the order of the files. */
static size_t
judged_from(const struct build *b, const char *path)
{
	size_t from = b->diags.list.len;

	while (from > 0 && bm_streq(b->diags.list.items[from - 1].file, path))
		from--;
	return from;
}

static bm_status
wrote(void *user, bm_doc *doc, const char *path, bm_str bytes)
{
	struct build *b = user;
	struct source *s = doc->owner;
	bm_state_file *f = BM_VEC_PUSH(b->arena, &s->outputs);
	char sum[65];

	const char *name =
	    bm_arena_printf(b->arena, "%s/%s", b->options->output, path);

	if (f == NULL || name == NULL ||
	    keep_judged(b, b->options->output, judged_from(b, name),
			&s->judged) != BM_OK)
		return BM_NO_MEMORY;
	bm_sha256_hex(bytes, sum);
	*f = (bm_state_file){bm_arena_strdup(b->arena, path), bytes.len,
			     bm_arena_strdup(b->arena, sum)};
	return f->path != NULL && f->sha256 != NULL ? BM_OK : BM_NO_MEMORY;
}

static bm_status
keep_words(void *user, bm_doc *doc, bm_str words)
{
	struct build *b = user;
	struct source *s = doc->owner;

	s->words.len = words.len;
	s->words.ptr = bm_arena_strndup(
	    b->arena, words.ptr != NULL ? words.ptr : "", words.len);
	return s->words.ptr != NULL ? BM_OK : BM_NO_MEMORY;
}

static bm_str
words(void *user, const bm_doc *doc)
{
	(void)user;
	return ((const struct source *)doc->owner)->old->words;
}

const bm_reuse bm_rebuild_reuse = {.keep_card = keep_card,
				   .before = before,
				   .linked = linked,
				   .settle = settle,
				   .holds = holds,
				   .keep = keep,
				   .text = text,
				   .expect = expect,
				   .wrote = wrote,
				   .keep_words = keep_words,
				   .words = words};

/* ---- Afterwards ---------------------------------------------------------- */

/* See build.h. */
bool
bm_rebuild_keeps_epub(struct build *b, size_t book)
{
	const bm_state_epub *old;

	if (!b->epub_kept[book])
		return false;
	old = bm_rebuild_old_epub(b, b->project.books.items[book].epub);
	b->epub_sums[book] = old->sha256;
	b->epub_judged[book] = old->found;
	b->epub_onix[book] = old->onix;
	return add_rows(b, &old->rows) == BM_OK;
}

/* The path of a book's EPUB, as findings have it. */
static const char *
epub_path(struct build *b, size_t book)
{
	return bm_path_join(b->arena, b->options->output,
			    b->project.books.items[book].epub);
}

/* See build.h. */
bm_status
bm_rebuild_epub(struct build *b, size_t book, bm_pack *pack, size_t found)
{
	const char *path = epub_path(b, book);
	bm_arena *arena = bm_arena_new(&b->engine->al);
	bm_status status = BM_NO_MEMORY;
	bm_str bytes;
	char sum[65];

	if (b->remembers && arena != NULL)
		status = bm_pack_back(pack, arena, "", &bytes);
	if (status == BM_OK) {
		bm_sha256_hex(bytes, sum);
		b->epub_sums[book] = bm_arena_strdup(b->arena, sum);
		status = path != NULL ? keep_judged(b, path, found,
						    &b->epub_judged[book])
				      : BM_NO_MEMORY;
	}
	bm_arena_free(arena);
	return b->remembers && b->epub_sums[book] == NULL ? BM_NO_MEMORY
							  : BM_OK;
}

static bool
book_kept(const struct build *b, const bm_project_book *book)
{
	for (size_t i = 0; i < b->project.books.len; i++)
		if (&b->project.books.items[i] == book)
			return b->epub_kept[i];
	return false;
}

/* Findings in files of the output that were taken over. */
static void
take_judged(struct build *b, const char *path, const bm_state_diags *found)
{
	for (size_t i = 0; i < found->len; i++) {
		bm_diag d = found->items[i];

		d.file = bm_arena_printf(b->arena, "%s%s", path,
					 d.file != NULL ? d.file : "");
		bm_diag_take(&b->diags, &d);
	}
}

/* See build.h. */
void
bm_rebuild_found(struct build *b)
{
	for (size_t i = 0; i < b->project.books.len; i++)
		if (b->epub_kept[i])
			take_judged(b, epub_path(b, i), &b->epub_judged[i]);
	for (size_t i = 0; i < b->sources.len; i++) {
		const struct source *s = &b->sources.items[i];
		const bm_state_diags *found =
		    s->old != NULL ? s->old->found : NULL;

		for (size_t k = 0;
		     found != NULL && s->kept && k < found[BM_FOUND_SITE].len;
		     k++)
			bm_diag_take(s->doc->diags,
				     &found[BM_FOUND_SITE].items[k]);
		if (found != NULL && s->kept)
			take_judged(b, b->options->output,
				    &found[BM_FOUND_PAGES]);
		for (size_t k = 0; found != NULL && book_kept(b, s->book) &&
				   k < found[BM_FOUND_BOOK].len;
		     k++)
			bm_diag_take(s->doc->diags,
				     &found[BM_FOUND_BOOK].items[k]);
	}
	for (size_t i = 0; b->old != NULL && i < b->old->shared.len; i++) {
		const bm_state_shared *h = &b->old->shared.items[i];
		char sum[65];

		if (bm_reads_sum(&b->engine->reads, h->diag.file, sum) &&
		    strcmp(sum, h->sha256) == 0)
			bm_diag_take(&b->diags, &h->diag);
	}
}
