/*
 * Parts together: what they know of their documents stands in place of the
 * state of a build before, and their pages in place of its output.  So the
 * same code links, and a page is taken over when linking comes to what it came
 * to where the page was made; else it is made again.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "build/build.h"
#include "core/date.h"
#include "core/file.h"
#include "core/sha256.h"

const bm_rule bm_part_rules[] = {
    {"part-unfit", BM_ERROR, "This is no part of the build", NULL,
     "Name the folders that `build --shard` made, or one with all of them."},
    {"part-missing", BM_ERROR, "A part of the build is missing", NULL,
     "Make it with the same options, and link again."},
    {"part-other", BM_ERROR,
     "A part was made by another version, for another day or with other "
     "options",
     NULL, "Make all parts by one version; give each, and link, the same."},
    {"part-changed", BM_ERROR, "A file has changed since a part was made", NULL,
     "Make the parts again of the files as they are now."},
    {"part-damaged", BM_ERROR, "A part is damaged", NULL,
     "Make it again, or copy it again."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* A finding about a part or file, as it is named. */
static bm_status
refuse(struct build *b, const char *code, const char *file, const char *format,
       const char *what)
{
	bm_pos pos = {.file = file};

	bm_diag_add(&b->diags, bm_rule_find(bm_part_rules, code), &pos, format,
		    what);
	return BM_BAD_INPUT;
}

/* ---- Finding them -------------------------------------------------------- */

/* Adds the part in a folder; BM_NOT_FOUND when there is none. */
static bm_status
load_part(struct build *b, const char *folder)
{
	const char *path = bm_path_join(b->arena, folder, BM_PART_FILE);
	bm_part *part;
	bm_str bytes;
	bm_status status;

	if (path == NULL)
		return BM_NO_MEMORY;
	status = bm_file_read(b->arena, path, &bytes);
	if (status == BM_NO_MEMORY || status == BM_NOT_FOUND)
		return status;
	part = BM_VEC_PUSH(b->arena, &b->parts);
	if (part == NULL)
		return BM_NO_MEMORY;
	if (status == BM_OK)
		status = bm_part_get(b->arena, bytes, b->project.dir, part);
	part->folder = folder;
	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	return refuse(b, "part-damaged", folder,
		      "The file %s is damaged, or of another version",
		      BM_PART_FILE);
}

static int
compare(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Adds the parts in the folders of a folder. */
static bm_status
load_folder(struct build *b, const char *folder)
{
	BM_VEC(const char *) names = {0};
	DIR *dir = opendir(folder);
	bm_status status = BM_OK;
	size_t found = 0;
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		const char **slot =
		    e->d_name[0] != '.' ? BM_VEC_PUSH(b->arena, &names) : NULL;

		if (slot != NULL)
			*slot = bm_path_join(b->arena, folder, e->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	if (bm_arena_failed(b->arena))
		return BM_NO_MEMORY;
	if (names.len > 1)
		qsort(names.items, names.len, sizeof(*names.items), compare);
	for (size_t i = 0; i < names.len && status == BM_OK; i++) {
		status = load_part(b, names.items[i]);
		found += status == BM_OK;
		if (status == BM_NOT_FOUND)
			status = BM_OK;
	}
	return status == BM_OK && found == 0
		   ? refuse(b, "part-unfit", folder,
			    "There is no part of a build in %s", folder)
		   : status;
}

/* See build.h. */
bm_status
bm_link_load(struct build *b)
{
	const char *const *path = b->options->parts;
	bm_status status = BM_OK, worst = BM_OK;

	for (; path != NULL && *path != NULL; path++) {
		status = load_part(b, *path);
		if (status == BM_NOT_FOUND)
			status = load_folder(b, *path);
		if (status == BM_NO_MEMORY)
			return status;
		worst = status != BM_OK ? status : worst;
	}
	if (worst != BM_OK || b->day != NULL || !b->links || b->parts.len == 0)
		return worst;
	b->day = b->parts.items[0].day;
	if (b->day != NULL && !bm_date_parse(bm_str_of(b->day), &b->today))
		return refuse(b, "part-damaged", b->parts.items[0].folder,
			      "%s is no day", b->day);
	b->has_today = b->day != NULL;
	return BM_OK;
}

/* ---- Whether they go together -------------------------------------------- */

/* Whether a part was made by this program for the same. */
static bm_status
fits(struct build *b, const bm_part *part)
{
	const char *program = bm_shard_program(b);

	if (program == NULL)
		return BM_NO_MEMORY;
	if (strcmp(part->program, program) != 0)
		return refuse(b, "part-other", part->folder,
			      "It was made by another version of Backmatter "
			      "(%s)",
			      part->program);
	if (!bm_streq(part->day, b->day))
		return refuse(b, "part-other", part->folder,
			      "It was made for another day (%s)",
			      part->day != NULL ? part->day : "none");
	if (strcmp(part->key, b->key) != 0)
		return refuse(b, "part-other", part->folder,
			      "It was made with other options%s", "");
	for (size_t i = 0; i < part->state.common.len; i++) {
		const bm_state_input *in = &part->state.common.items[i];

		if (!bm_streq(in->sha256,
			      bm_rebuild_sum(b, b->arena, &in->read, NULL)))
			return refuse(b, "part-changed", in->read.path,
				      "The file has changed since %s was made",
				      part->folder);
	}
	return BM_OK;
}

/* The numbers that no part has: "3, 5". */
static const char *
missing(struct build *b, const bool *there)
{
	const char *list = "";
	size_t more = 0, n = 0;

	for (uint32_t i = 1; i <= b->shards && list != NULL; i++) {
		if (there[i])
			continue;
		if (n++ < 20)
			list = bm_arena_printf(b->arena, "%s%s%u", list,
					       n > 1 ? ", " : "", (unsigned)i);
		else
			more++;
	}
	if (more > 0 && list != NULL)
		list = bm_arena_printf(b->arena, "%s and %zu more", list, more);
	return list;
}

/* Whether each part is there once. */
static bm_status
all_there(struct build *b)
{
	bool *there;
	const char *list;

	b->shards = b->parts.items[0].shards;
	there = BM_NEW_ARRAY(b->arena, bool, b->shards + 1);
	if (there == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < b->parts.len; i++) {
		const bm_part *p = &b->parts.items[i];

		if (p->names)
			return refuse(b, "part-unfit", p->folder,
				      "It has names only, for other parts: "
				      "leave out --names%s",
				      "");
		if (p->shards != b->shards)
			return refuse(b, "part-unfit", p->folder,
				      "It is one of another number of parts "
				      "than %s",
				      b->parts.items[0].folder);
		if (there[p->shard])
			return refuse(b, "part-unfit", p->folder,
				      "The same part is there twice: %s",
				      bm_arena_printf(b->arena, "%u of %u",
						      (unsigned)p->shard,
						      (unsigned)p->shards));
		there[p->shard] = true;
	}
	list = missing(b, there);
	if (list == NULL)
		return BM_NO_MEMORY;
	return *list == '\0' ? BM_OK
			     : refuse(b, "part-missing", b->project.file,
				      bm_arena_printf(b->arena,
						      "Of %u parts there is no "
						      "%%s",
						      (unsigned)b->shards),
				      list);
}

#define ADD_ALL(b, to, from)                                                   \
	for (size_t k_ = 0; k_ < (from)->len; k_++) {                          \
		if (BM_VEC_PUSH((b)->arena, (to)) == NULL)                     \
			return BM_NO_MEMORY;                                   \
		(to)->items[(to)->len - 1] = (from)->items[k_];                \
	}

/* What a part found in documents of others, when it made their book. */
static bm_status
add_found(struct build *b, const bm_state_doc *from)
{
	struct source s = {.path = from->path};
	bm_state_doc *d = NULL;

	for (size_t i = 0; i < b->project.books.len; i++)
		if (strcmp(b->project.books.items[i].id, from->book) == 0)
			s.book = &b->project.books.items[i];
	d = bm_rebuild_known(b, b->arena, &s);
	if (d != NULL)
		ADD_ALL(b, &d->found[BM_FOUND_BOOK],
			&from->found[BM_FOUND_BOOK])
	return BM_OK;
}

/* All that the parts know as one state. */
static bm_status
merge(struct build *b)
{
	bm_state *all = BM_NEW(b->arena, bm_state);
	bm_status status;

	if (all == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < b->parts.len; i++) {
		const bm_state *s = &b->parts.items[i].state;

		ADD_ALL(b, &all->shared, &s->shared)
		ADD_ALL(b, &all->epubs, &s->epubs)
		for (size_t k = 0; k < s->docs.len; k++) {
			bm_state_doc *d =
			    s->docs.items[k].inputs.len > 0
				? BM_VEC_PUSH(b->arena, &all->docs)
				: NULL;

			if (d != NULL)
				*d = s->docs.items[k];
		}
	}
	status = bm_rebuild_know(b, all);
	for (size_t i = 0; i < b->parts.len && status == BM_OK; i++) {
		const bm_state *s = &b->parts.items[i].state;

		for (size_t k = 0; k < s->docs.len && status == BM_OK; k++)
			if (s->docs.items[k].inputs.len == 0)
				status = add_found(b, &s->docs.items[k]);
	}
	return bm_arena_failed(b->arena) ? BM_NO_MEMORY : status;
}

/* See build.h. */
bm_status
bm_link_begin(struct build *b)
{
	bm_status status = BM_OK, worst = BM_OK;

	/* What was loaded without a checksum cannot be compared. */
	if (!b->remembers)
		return BM_UNSUPPORTED;
	for (size_t i = 0; i < b->parts.len; i++) {
		status = fits(b, &b->parts.items[i]);
		if (status == BM_NO_MEMORY)
			return status;
		worst = status != BM_OK ? status : worst;
	}
	if (worst == BM_OK && b->links)
		worst = all_there(b);
	return worst == BM_OK && b->parts.len > 0 ? merge(b) : worst;
}

/* ---- Documents ----------------------------------------------------------- */

/* See build.h. */
bm_status
bm_link_documents(struct build *b)
{
	for (size_t i = 0; i < b->parts.len; i++) {
		const bm_part *p = &b->parts.items[i];
		size_t n = b->sources.len, k = 0;

		while (
		    k < n && k < p->seen.len &&
		    bm_streq(p->seen.items[k].path, b->sources.items[k].path))
			k++;
		if (k < n || k < p->seen.len)
			return refuse(b, "part-changed",
				      k < n ? b->sources.items[k].path
					    : p->seen.items[k].path,
				      "The project had other documents when "
				      "%s was made",
				      p->folder);
	}
	return BM_OK;
}

/* The part that has a document, or a book with it first. */
static const bm_part *
part_of(const struct build *b, const struct source *s)
{
	unsigned shard = bm_shard_of(b, (size_t)(s - b->sources.items));

	for (size_t i = 0; i < b->parts.len; i++)
		if (b->parts.items[i].shard == shard)
			return &b->parts.items[i];
	return &b->parts.items[0];
}

static bm_status
refuse_doc(struct build *b, struct source *s, const char *code,
	   const char *format, const char *what)
{
	bm_pos pos = {.file = s->path};

	bm_diag_add(s->doc->diags, bm_rule_find(bm_part_rules, code), &pos,
		    format, what, part_of(b, s)->folder);
	return BM_BAD_INPUT;
}

/* See build.h. */
bm_status
bm_link_prepare(struct build *b, struct source *s)
{
	bm_doc *doc = s->doc = bm_doc_new(&b->engine->al, s->path);
	bm_state_doc *known;
	bm_status status;

	if (doc == NULL)
		return BM_NO_MEMORY;
	known = bm_rebuild_known(b, s->doc->arena, s);
	if (known == NULL)
		return refuse_doc(b, s, "part-damaged",
				  "%s is not in its part %s", s->path);
	for (size_t i = 0; i < known->inputs.len; i++) {
		const bm_state_input *in = &known->inputs.items[i];
		const char *sum = bm_rebuild_sum(b, doc->arena, &in->read,
						 i == 0 ? &doc->source : NULL);

		if (sum == NULL)
			return BM_NO_MEMORY;
		if (strcmp(sum, in->sha256) != 0)
			return i == 0 ? BM_BAD_INPUT /* told by bm_link_seen */
				      : refuse_doc(b, s, "part-changed",
						   "%s has changed since %s "
						   "was made",
						   in->read.path);
	}
	if (known->whole) {
		bm_doc_free(doc);
		s->doc = NULL;
		return bm_build_prepare(b, s);
	}
	s->old = known;
	doc->owner = s;
	doc->root = b->project.dir[0] != '\0' ? b->project.dir : ".";
	status = bm_rebuild_fill(b, s);
	if (status == BM_OK)
		status = bm_skeleton_get(doc, b->project.dir, known->skeleton);
	return status == BM_BAD_INPUT
		   ? refuse_doc(b, s, "part-damaged",
				"What is known of %s in %s is damaged", s->path)
		   : status;
}

/* Tells of one document that is not as some parts have seen it. */
static bm_status
changed(struct build *b, size_t place)
{
	const struct source *s = &b->sources.items[place];
	const char *first = NULL;
	size_t more = 0;
	char sum[65] = "";

	bm_reads_sum(&b->engine->reads, s->path, sum);
	for (size_t i = 0; i < b->parts.len; i++) {
		const char *then = b->parts.items[i].seen.items[place].sum;

		if (*then == '\0' || strncmp(sum, then, strlen(then)) == 0)
			continue;
		more += first != NULL;
		if (first == NULL)
			first = b->parts.items[i].folder;
	}
	if (first != NULL && more > 0)
		first = bm_arena_printf(b->arena, "%s (and %zu other part%s)",
					first, more, more > 1 ? "s" : "");
	return first == NULL ? BM_OK
			     : refuse(b, "part-changed", s->path,
				      "The document has changed since %s was "
				      "made",
				      first);
}

/* See build.h. */
bm_status
bm_link_seen(struct build *b)
{
	bm_status status = BM_OK;

	for (size_t i = 0; b->links && i < b->sources.len; i++)
		if (changed(b, i) != BM_OK)
			status = BM_BAD_INPUT;
	return status;
}

/* ---- What they have written ---------------------------------------------- */

/* A file of a part, if it is as it was written. */
static bm_status
read_back(struct build *b, const bm_part *part, bm_arena *arena,
	  const char *name, const char *sha256, bm_str *out)
{
	const char *path = bm_path_join(arena, part->folder, name);
	bm_status status =
	    path != NULL ? bm_file_read(arena, path, out) : BM_NO_MEMORY;
	char sum[65];

	if (status == BM_OK)
		bm_sha256_hex(*out, sum);
	if (status == BM_NO_MEMORY ||
	    (status == BM_OK && strcmp(sum, sha256) == 0))
		return status;
	return refuse(b, "part-damaged", part->folder,
		      status == BM_OK ? "The file %s is damaged"
				      : "The file %s is missing",
		      bm_arena_strdup(b->arena, name));
}

/* See build.h. */
bm_status
bm_link_keep(struct build *b, const struct source *s)
{
	const bm_part *part = part_of(b, s);
	bm_arena *arena = bm_arena_new(&b->engine->al);
	bm_status status = arena != NULL ? BM_OK : BM_NO_MEMORY;

	for (size_t i = 0; i < s->old->outputs.len && status == BM_OK; i++) {
		const bm_state_file *f = &s->old->outputs.items[i];
		bm_str bytes;

		status = read_back(b, part, arena, f->path, f->sha256, &bytes);
		if (status == BM_OK)
			status = bm_put(bm_pack_sink(b->pack), f->path, bytes);
		bm_arena_reset(arena);
	}
	bm_arena_free(arena);
	return status;
}

/* See build.h. */
bm_status
bm_link_text(struct build *b, const struct source *s, bm_arena *arena,
	     const char *path, bm_str *out)
{
	for (size_t i = 0; i < s->old->outputs.len; i++) {
		const bm_state_file *f = &s->old->outputs.items[i];

		if (strcmp(f->path, path) == 0)
			return read_back(b, part_of(b, s), arena, path,
					 f->sha256, out);
	}
	return BM_NOT_FOUND;
}

/* See build.h. */
bm_status
bm_link_epub(struct build *b, size_t book, bm_pack **out)
{
	const bm_project_book *pb = &b->project.books.items[book];
	const bm_state_epub *old = bm_rebuild_old_epub(b, pb->epub);
	const bm_part *part =
	    part_of(b, &b->sources.items[bm_shard_first(b, pb)]);
	const char *path = bm_path_join(b->arena, b->options->output, pb->epub);
	const char *name = bm_shard_book(b, book);
	bm_arena *arena = bm_arena_new(&b->engine->al);
	bm_status status = BM_NO_MEMORY;
	bm_str bytes;

	if (path != NULL && name != NULL && arena != NULL)
		status = read_back(b, part, arena, name, old->sha256, &bytes);
	if (status == BM_OK) {
		status = bm_pack_file_new(&b->engine->al, path, out);
		if (status == BM_OK)
			status = bm_put(bm_pack_sink(*out), "", bytes);
		status = bm_output_failed(&b->diags, path, *out, status);
	}
	bm_arena_free(arena);
	if (status == BM_OK && pb->onix != NULL)
		status = bm_build_onix(b, book, bm_str_of(old->onix));
	return status;
}
