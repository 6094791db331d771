/* What a build leaves for the next one: filling the state. */
#include <stdlib.h>
#include <string.h>

#include "build/build.h"
#include "core/sha256.h"
#include "pass/glossary.h"
#include "pass/status.h"

struct filling {
	struct build *b;
	bm_state state;
	bm_map own;  /* files that documents are made of */
	bm_map told; /* shared findings that are in */
	bm_status status;
};

static bool
copy_diags(struct filling *f, bm_state_diags *to, const bm_diag *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bm_diag *slot = BM_VEC_PUSH(f->b->arena, to);

		if (slot == NULL)
			return false;
		*slot = from[i];
	}
	return true;
}

/* ---- Inputs -------------------------------------------------------------- */

static const char *
sum_now(struct filling *f, const char *path)
{
	const bm_read *r = bm_reads_find(&f->b->engine->reads, path);

	return r == NULL || r->unstable ? "*" : r->sha256;
}

/* Adds a file to a list, with a note that a document has it. */
static bool
add_input(struct filling *f, bm_state_doc *d, bm_map *seen, const char *path,
	  bool jailed)
{
	bm_state_input *slot;
	bool is_new = false;
	void **mine = bm_map_put(&f->own, bm_str_of(path), NULL);
	void **place = bm_map_put(seen, bm_str_of(path), &is_new);

	if (mine == NULL || place == NULL)
		return false;
	*mine = f;
	if (!is_new)
		return true;
	slot = BM_VEC_PUSH(f->b->arena, &d->inputs);
	if (slot == NULL)
		return false;
	*slot = (bm_state_input){{bm_arena_strdup(f->b->arena, path), jailed},
				 sum_now(f, path)};
	return slot->read.path != NULL;
}

static bool
fill_inputs(struct filling *f, const struct source *s, bm_state_doc *d)
{
	bm_map seen;
	bool good;

	bm_map_init(&seen, f->b->arena);
	good = add_input(f, d, &seen, s->path, false);
	for (size_t i = 0; good && i < s->doc->reads.len; i++)
		good = add_input(f, d, &seen, s->doc->reads.items[i].path,
				 s->doc->reads.items[i].jailed);
	return good;
}

/* Notes that the files of a document are its own. */
static bool
own_inputs(struct filling *f, const bm_state_doc *d)
{
	for (size_t i = 0; i < d->inputs.len; i++) {
		void **mine = bm_map_put(
		    &f->own, bm_str_of(d->inputs.items[i].read.path), NULL);

		if (mine == NULL)
			return false;
		*mine = f;
	}
	return true;
}

/* The files that belong to no document alone are everybody's. */
static bool
fill_common(struct filling *f)
{
	const bm_read *const *list =
	    bm_reads_list(&f->b->engine->reads, f->b->arena);
	const bm_state *old = f->b->old;

	if (list == NULL)
		return false;
	/* What an old document had is its own affair too. */
	for (size_t i = 0; old != NULL && i < old->docs.len; i++)
		if (!own_inputs(f, &old->docs.items[i]))
			return false;
	for (; *list != NULL; list++) {
		bm_state_input *slot;

		if (bm_map_getz(&f->own, (*list)->path) != NULL)
			continue;
		slot = BM_VEC_PUSH(f->b->arena, &f->state.common);
		if (slot == NULL)
			return false;
		*slot = (bm_state_input){{(*list)->path, false},
					 sum_now(f, (*list)->path)};
	}
	return true;
}

/* ---- Findings ------------------------------------------------------------ */

/* Whether finding i is the document's own: not of a file that is loaded for
 * the first of all that ask for it. */
static bool
is_own(const struct source *s, size_t i)
{
	const char *file = s->doc->diags->list.items[i].file;

	for (size_t k = 0; k < 2; k++)
		if (i >= s->doc->loading[k][0] && i < s->doc->loading[k][1])
			return file == NULL || strcmp(file, s->path) == 0;
	return true;
}

static bool
add_shared(struct filling *f, const bm_diag *d)
{
	const char *key = bm_arena_printf(
	    f->b->arena, "%s:%u:%u:%s:%s", d->file, (unsigned)d->line,
	    (unsigned)d->column, d->code, d->message);
	bool is_new = false;
	void **place =
	    key != NULL ? bm_map_put(&f->told, bm_str_of(key), &is_new) : NULL;
	bm_state_shared *slot;

	if (place == NULL || !is_new)
		return place != NULL;
	*place = f;
	slot = BM_VEC_PUSH(f->b->arena, &f->state.shared);
	if (slot == NULL)
		return false;
	*slot = (bm_state_shared){sum_now(f, d->file), *d};
	return true;
}

/* What linking found, this time. */
static bool
fill_linking(struct filling *f, const struct source *s, bm_state_doc *d)
{
	const size_t *m = s->marks;

	return copy_diags(f, &d->found[BM_FOUND_LINKING],
			  s->doc->diags->list.items + m[MARK_READ],
			  m[MARK_LINKED] - m[MARK_READ]);
}

/* The strings of findings live as long as their documents do. */
static bool
fill_found(struct filling *f, const struct source *s, bm_state_doc *d)
{
	const bm_diag *all = s->doc->diags->list.items;
	const size_t *m = s->marks;

	for (size_t i = 0; i < m[MARK_READ]; i++)
		if (is_own(s, i) ? !copy_diags(f, &d->found[BM_FOUND_READING],
					       &all[i], 1)
				 : !add_shared(f, &all[i]))
			return false;
	d->found[BM_FOUND_PAGES] =
	    s->kept ? s->old->found[BM_FOUND_PAGES] : s->judged;
	return fill_linking(f, s, d) &&
	       copy_diags(f, &d->found[BM_FOUND_SITE], all + m[MARK_LINKED],
			  m[MARK_SITE] - m[MARK_LINKED]) &&
	       copy_diags(f, &d->found[BM_FOUND_BOOK], all + m[MARK_SITE],
			  s->doc->diags->list.len - m[MARK_SITE]);
}

/* ---- One document -------------------------------------------------------- */

static bool
fill_uses(struct filling *f, const struct source *s, bm_state_doc *d)
{
	const bm_terms *terms = bm_terms_of(s->doc);
	const bm_statuses *rows = s->doc->statuses;
	const char **slot;

	for (size_t i = 0; terms != NULL && i < terms->table->list.len; i++)
		if (terms->used[i]) {
			slot = BM_VEC_PUSH(f->b->arena, &d->terms);
			if (slot == NULL)
				return false;
			*slot = terms->table->list.items[i]->name;
		}
	for (size_t i = 0; rows != NULL && i < rows->table->list.len; i++)
		if (rows->used[i]) {
			slot = BM_VEC_PUSH(f->b->arena, &d->statuses);
			if (slot == NULL)
				return false;
			*slot = rows->table->list.items[i]->key;
		}
	return true;
}

/* Rows of the proof of the site that a document asks for. */
static bool
fill_rows(struct filling *f, const struct source *s, bm_state_doc *d,
	  size_t *next)
{
	const bm_proof *proof = &f->b->proof;

	for (; *next < proof->rows.len; (*next)++) {
		const bm_proof_row *row = &proof->rows.items[*next];
		bm_proof_row *slot;

		if (strcmp(row->output, "site") != 0 ||
		    !bm_streq(row->document, s->path))
			break;
		slot = BM_VEC_PUSH(f->b->arena, &d->rows);
		if (slot == NULL)
			return false;
		*slot = *row;
	}
	return true;
}

static bool
fill_whole(struct filling *f, const struct source *s, bm_state_doc *d)
{
	const bm_notice_record *record = s->doc->notices;

	d->whole = bm_glossary_asked(s->doc) || s->doc->diags->dropped > 0;
	d->skeleton = s->skeleton;
	d->card = s->card;
	d->shows = s->bones.shows;
	d->index = s->bones.index;
	d->face = s->bones.face;
	d->words = s->kept ? s->old->words : s->words;
	for (size_t i = 0; record != NULL && i < record->off.len; i++) {
		bm_notice_off *slot = BM_VEC_PUSH(f->b->arena, &d->offs);

		if (slot == NULL)
			return false;
		*slot = record->off.items[i];
	}
	if (s->kept) {
		d->outputs.items = s->old->outputs.items;
		d->outputs.len = s->old->outputs.len;
	} else {
		d->outputs.items = s->outputs.items;
		d->outputs.len = s->outputs.len;
	}
	return fill_inputs(f, s, d) && fill_uses(f, s, d) &&
	       fill_found(f, s, d);
}

/* Of a document of another part: what writing one of our books found in it.
 * Its files are its own all the same. */
static bool
fill_apart(struct filling *f, const struct source *s)
{
	bm_state_doc own = {0}, *d;
	size_t first = s->marks[MARK_SITE];

	if (s->doc->is_skeleton ? !own_inputs(f, s->old)
				: !fill_inputs(f, s, &own))
		return false;
	if (first == s->doc->diags->list.len)
		return true;
	d = BM_VEC_PUSH(f->b->arena, &f->state.docs);
	if (d == NULL)
		return false;
	d->path = s->path;
	d->book = s->book != NULL ? s->book->id : "";
	d->signature = d->face = "";
	return copy_diags(f, &d->found[BM_FOUND_BOOK],
			  s->doc->diags->list.items + first,
			  s->doc->diags->list.len - first);
}

static bool
fill_doc(struct filling *f, const struct source *s, size_t *next)
{
	bm_state_doc *d;

	if (s->apart)
		return fill_apart(f, s);
	d = BM_VEC_PUSH(f->b->arena, &f->state.docs);

	if (d == NULL)
		return false;
	if (s->doc->is_skeleton) {
		*d = *s->old;
		*next += d->rows.len;
		if (!s->before) {
			bm_state_diags *linking = &d->found[BM_FOUND_LINKING];

			linking->items = NULL;
			linking->len = linking->cap = 0;
			if (!fill_linking(f, s, d))
				return false;
		}
		return own_inputs(f, d);
	}
	d->path = s->path;
	d->book = s->book != NULL ? s->book->id : "";
	d->signature = s->signature;
	return fill_whole(f, s, d) && fill_rows(f, s, d, next);
}

/* ---- Books --------------------------------------------------------------- */

static bool
fill_epub(struct filling *f, size_t book)
{
	struct build *b = f->b;
	const char *href = b->project.books.items[book].epub;
	bm_state_epub *e;

	if (href == NULL || !bm_shard_has_epub(b, book))
		return true;
	e = BM_VEC_PUSH(b->arena, &f->state.epubs);
	if (e == NULL)
		return false;
	e->href = href;
	e->sha256 = b->epub_sums[book];
	e->found = b->epub_judged[book];
	e->onix = b->epub_onix[book];
	e->digest = bm_rebuild_epub_digest(b, book, true);
	for (size_t i = 0; i < b->proof.rows.len; i++) {
		bm_proof_row *slot;

		if (strcmp(b->proof.rows.items[i].output, href) != 0)
			continue;
		slot = BM_VEC_PUSH(b->arena, &e->rows);
		if (slot == NULL)
			return false;
		*slot = b->proof.rows.items[i];
	}
	return e->sha256 != NULL && e->digest != NULL;
}

/* See build.h. */
bm_status
bm_rebuild_end(struct build *b)
{
	struct filling f = {.b = b, .state = {.key = b->key}};
	size_t next = 0;
	bool good = true;
	bm_status status;
	bm_buf buf;

	if (!b->remembers)
		return BM_OK;
	bm_map_init(&f.own, b->arena);
	bm_map_init(&f.told, b->arena);
	for (size_t i = 0; i < b->sources.len && good; i++)
		good = fill_doc(&f, &b->sources.items[i], &next);
	for (size_t i = 0; b->old != NULL && i < b->old->shared.len && good;
	     i++) {
		const bm_state_shared *h = &b->old->shared.items[i];

		if (strcmp(sum_now(&f, h->diag.file), h->sha256) == 0)
			good = add_shared(&f, &h->diag);
	}
	for (size_t i = 0; i < b->project.books.len && good; i++)
		good = fill_epub(&f, i);
	good = good && fill_common(&f);
	if (!good)
		return BM_NO_MEMORY;
	if (b->shard != 0)
		return bm_shard_end(b, &f.state);
	bm_buf_init(&buf, &b->engine->al);
	bm_state_put(&f.state, b->project.dir, &buf);
	status = buf.status;
	if (status == BM_OK)
		status = bm_put(bm_pack_sink(b->pack), BM_STATE_FILE,
				bm_buf_str(&buf));
	bm_buf_free(&buf);
	return status;
}
