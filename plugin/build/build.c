/* A whole project: documents in parallel, then linked, then written. */
#include <string.h>

#include "build/build.h"
#include "core/date.h"
#include "core/file.h"
#include "core/pool.h"
#include "pass/glossary.h"
#include "pass/status.h"
#include "read/read.h"
#include "engine/outer_links.h"
#include "write/olink.h"

static void
progress(struct build *b, const char *step, size_t done, size_t total)
{
	const bm_host *host = &b->engine->host;

	if (host->progress != NULL)
		host->progress(host->user, step, done, total);
}

/* ---- documents ---- */

bm_status
bm_build_prepare(struct build *b, struct source *s)
{
	const bm_project *p = &b->project;
	bm_job job = bm_project_job(p, s->book);
	bm_status status;
	bm_str text;

	job.claims = !s->apart || s->asked;
	job.names = !job.claims;
	if (b->options->self_check != 0 && job.claims)
		job.facts = &s->facts;
	job.ledger = b->options->ledger != 0;
	job.readability = b->options->readability != 0;
	job.today = b->has_today ? &b->today : NULL;
	if (b->options->schema != NULL)
		job.schema = b->options->schema;
	s->doc = bm_doc_new(&b->engine->al, s->path);
	if (s->doc == NULL)
		return BM_NO_MEMORY;
	job.profiles =
	    bm_joined(s->doc->arena, job.profiles, b->options->profiles);
	if (job.profiles == NULL)
		return BM_NO_MEMORY;
	job.audit = bm_build_audit_of(b, s);
	s->doc->owner = s;
	s->doc->root = p->dir[0] != '\0' ? p->dir : ".";
	status = bm_engine_read(b->engine, s->doc->arena, s->path, &text);
	if (status == BM_OK)
		return bm_prepare(b->engine, s->doc, text, &job);
	if (status != BM_NO_MEMORY) {
		bm_pos pos = {.file = s->path};

		bm_diag_add(
		    s->doc->diags,
		    bm_rule_find(bm_engine_rules, status == BM_NOT_FOUND
						      ? "file-not-found"
						      : "file-unreadable"),
		    &pos, "The document %s cannot be read", s->path);
	}
	return status;
}

/* One piece of the parallel work; only the calling thread shows progress. */
static bm_status
prepare_one(void *user, size_t i)
{
	struct build *b = user;
	struct source *s = &b->sources.items[i];
	size_t done;

	s->status = bm_rebuild_prepare(b, s);
	pthread_mutex_lock(&b->lock);
	done = ++b->done;
	pthread_mutex_unlock(&b->lock);
	if (pthread_equal(pthread_self(), b->caller))
		progress(b, "reading", done, b->sources.len);
	return s->status == BM_NO_MEMORY ? BM_NO_MEMORY : BM_OK;
}

static bool
add_source(struct build *b, const char *path, const bm_project_book *book)
{
	struct source *s = BM_VEC_PUSH(b->arena, &b->sources);

	if (s == NULL)
		return false;
	s->path = path;
	s->book = book;
	return true;
}

static bm_status
read_all(struct build *b)
{
	bm_project *p = &b->project;
	bm_status status;

	if (p->home != NULL && !add_source(b, p->home, NULL))
		return BM_NO_MEMORY;
	for (size_t i = 0; i < p->books.len; i++)
		for (const char *const *f = p->books.items[i].files; *f != NULL;
		     f++)
			if (!add_source(b, *f, &p->books.items[i]))
				return BM_NO_MEMORY;
	status = bm_shard_assign(b);
	if (status != BM_OK)
		return status;
	if (pthread_mutex_init(&b->lock, NULL) != 0)
		return BM_NO_MEMORY;
	b->caller = pthread_self();
	status =
	    bm_parallel(b->options->threads, b->sources.len, prepare_one, b);
	pthread_mutex_destroy(&b->lock);
	return status;
}

/* ---- glossaries ---- */

/* Marks in `used` the term of this name in `table`. */
static void
add_term(bm_doc *doc, const lint_terms *table, const char *name, bool *used)
{
	const lint_term *t =
	    lint_terms_find(table, doc->arena, bm_str_of(name));

	if (t != NULL)
		used[t->number] = true;
}

/* Marks in `used`, by the numbers of `table`, what a document uses. */
static void
add_used(const struct source *s, const lint_terms *table, bool *used)
{
	const bm_terms *own = bm_terms_of(s->doc);

	for (size_t i = 0; own != NULL && i < own->table->list.len; i++)
		if (own->used[i])
			add_term(s->doc, table, own->table->list.items[i]->name,
				 used);
	for (size_t i = 0; s->doc->is_skeleton && i < s->old->terms.len; i++)
		add_term(s->doc, table, s->old->terms.items[i], used);
}

/* A glossary that is filled explains what the whole book uses. */
static bm_status
fill_glossaries(struct build *b)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < b->sources.len && status == BM_OK; i++) {
		struct source *s = &b->sources.items[i];
		const bm_terms *own =
		    s->status == BM_OK ? bm_terms_of(s->doc) : NULL;
		bool *used;

		if (own == NULL || !bm_glossary_asked(s->doc))
			continue;
		used = BM_NEW_ARRAY(b->arena, bool, own->table->list.len + 1);
		if (used == NULL)
			return BM_NO_MEMORY;
		for (size_t k = 0; k < b->sources.len; k++)
			if (b->sources.items[k].book == s->book &&
			    b->sources.items[k].status == BM_OK)
				add_used(&b->sources.items[k], own->table,
					 used);
		status = bm_glossary_fill(s->doc, own->table, used);
	}
	return status;
}

/* ---- status tables ---- */

/* Rows that no document draws from; one document tells of its table. */
static bm_status
check_statuses(struct build *b)
{
	struct told {
		bm_doc *doc;
		bool *used;
	} * told;
	bm_map tables;

	bm_map_init(&tables, b->arena);
	for (size_t i = 0; i < b->sources.len; i++) {
		struct source *s = &b->sources.items[i];
		bm_doc *doc = s->doc;
		const bm_statuses *own = doc->statuses;
		bool is_new;
		void **slot;

		if (own == NULL)
			continue;
		slot = bm_map_put(
		    &tables,
		    (bm_str){(const char *)&own->table, sizeof(own->table)},
		    &is_new);
		if (slot != NULL && is_new)
			*slot = BM_NEW(b->arena, struct told);
		told = slot != NULL ? *slot : NULL;
		if (told == NULL)
			return BM_NO_MEMORY;
		if (is_new) {
			/* Who tells of the table must have a bibliography. */
			s->stale = true;
			if (bm_rebuild_whole(b) != BM_OK)
				return BM_NO_MEMORY;
			doc = s->doc;
			own = doc->statuses;
			*told = (struct told){doc, own->used};
		}
		for (size_t k = 0; k < own->table->list.len; k++)
			told->used[k] |= own->used[k];
	}
	for (size_t i = 0; i < tables.len; i++) {
		told = tables.entries[i].value;
		bm_statuses_rest(told->doc, b->has_today ? &b->today : NULL,
				 told->used);
	}
	return BM_OK;
}

/* ---- the publication ---- */

/* A document with the metadata of a book, and nothing else. */
static bm_doc *
book_meta(struct build *b, const bm_project_book *book)
{
	const bm_project *p = &b->project;
	bm_doc *doc = bm_doc_new(&b->engine->al, p->file);
	const char *lang = book->lang != NULL ? book->lang : p->lang;
	xmlNode *root, *info;
	bm_status status;

	if (doc == NULL)
		return NULL;
	/* A cover is read in its name. */
	doc->root = p->dir[0] != '\0' ? p->dir : ".";
	root = bm_doc_set_root(doc, "book");
	info = bm_doc_info(doc);
	if (root != NULL && lang != NULL)
		bm_set_xml(doc, root, "lang", lang);
	if (root != NULL)
		bm_set_xml(doc, root, "id", book->id);
	if (info != NULL && book->title != NULL)
		bm_add_textz(doc, bm_el(doc, info, "title"), book->title);
	status = bm_apply_metadata(doc, p->file, book->metadata,
				   book->metadata_line);
	if (status == BM_OK)
		status = bm_apply_metadata(doc, p->file, p->defaults,
					   p->defaults_line);
	if (status == BM_OK && info != NULL &&
	    bm_child(info, "title") != NULL) {
		bm_job job = {.lang = lang,
			      .statuses = p->statuses,
			      .today = b->has_today ? &b->today : NULL};

		status = bm_prepare_book(b->engine, doc, &job);
	}
	if (status == BM_OK && !doc->no_memory)
		return doc;
	bm_doc_free(doc);
	return NULL;
}

/* Puts the documents where the writers look for them. */
static void
place_docs(struct build *b)
{
	if (b->project.home != NULL && b->sources.items[0].status == BM_OK)
		b->site.home = b->sources.items[0].doc;
	for (size_t i = 0; i < b->site.book_count; i++) {
		bm_book *book = &b->site.books[i];

		book->doc_count = 0;
		for (size_t k = 0; k < b->sources.len; k++) {
			const struct source *s = &b->sources.items[k];

			if (s->book == &b->project.books.items[i] &&
			    s->status == BM_OK)
				book->docs[book->doc_count++] = s->doc;
		}
	}
}

/* A book, still without its documents, with its metadata. */
static bm_status
assemble_book(struct build *b, const bm_project_book *pb, bm_book *book)
{
	book->id = pb->id;
	book->title = pb->title;
	book->lang = pb->lang != NULL ? pb->lang : b->project.lang;
	book->site = &b->site;
	book->epub_href = pb->epub;
	book->cover = pb->cover;
	book->onix = pb->onix;
	book->fonts = b->project.fonts.items;
	book->font_count = b->project.fonts.len;
	book->group = pb->group;
	book->whole = pb->whole;
	book->version = pb->version;
	book->meta = book_meta(b, pb);
	book->docs = BM_NEW_ARRAY(b->arena, bm_doc *, b->sources.len);
	return book->meta != NULL && book->docs != NULL ? BM_OK : BM_NO_MEMORY;
}

static bm_status
assemble(struct build *b)
{
	bm_project *p = &b->project;

	b->site.title = p->title;
	b->site.lang = p->lang;
	b->site.base_url = p->base_url;
	b->site.theme = &p->theme;
	b->site.moved = p->moved.items;
	b->site.moved_count = p->moved.len;
	b->site.book_count = p->books.len;
	b->site.books = BM_NEW_ARRAY(b->arena, bm_book, p->books.len);
	if (b->site.books == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < p->books.len; i++)
		if (assemble_book(b, &p->books.items[i], &b->site.books[i]) !=
		    BM_OK)
			return BM_NO_MEMORY;
	place_docs(b);
	return BM_OK;
}

/* ---- output ---- */

static bm_status
make_env(struct build *b, const bm_writer *writer, bm_xml_files *files,
	 bm_write_env *env)
{
	*files = bm_engine_files(b->engine);
	*env = (bm_write_env){.data = &b->engine->data,
			      .al = &b->engine->al,
			      .files = files,
			      .epoch = b->options->source_date_epoch,
			      .lang = b->project.lang,
			      .l10n = b->engine->l10n,
			      .threads = b->options->threads,
			      .diags = &b->diags,
			      .proof = &b->proof,
			      .cards = &b->cards,
			      .olinks = b->olinks};
	return bm_engine_sheet(b->engine, writer->sheet, &b->diags,
			       &env->sheet);
}

/* The sink, with a judge in front of it if that is asked. */
static const bm_sink *
judging(struct build *b, const char *path, const bm_sink *sink)
{
	return b->options->self_check != 0
		   ? bm_self_check_begin(&b->self, &b->engine->al, &b->diags,
					 path, &b->project.check, sink)
		   : sink;
}

/* Looks for what the documents that were written say: of a book, or of the
 * site (NULL), but for those whose pages are kept. */
static bm_status
look_for_sources(struct build *b, const bm_book *book)
{
	bm_status status = BM_OK;

	for (size_t i = 0; i < b->sources.len && status == BM_OK; i++) {
		struct source *s = &b->sources.items[i];
		bool in =
		    book == NULL
			? !s->kept
			: s->book ==
			      &b->project.books.items[book - b->site.books];

		if (in && !s->doc->is_skeleton)
			status =
			    bm_self_check_source(&b->self, s->doc, s->facts);
	}
	return status;
}

/* Writes the site into a pack that is not committed yet. */
static bm_status
write_site(struct build *b, bm_pack **out)
{
	bm_xml_files files;
	bm_write_env env;
	const bm_sink *sink = NULL;
	bm_status status;

	status = make_env(b, &bm_writer_site, &files, &env);
	if (status == BM_OK)
		status =
		    bm_pack_dir_new(&b->engine->al, b->options->output, out);
	if (status == BM_OK)
		sink = judging(b, b->options->output, bm_pack_sink(*out));
	b->reuse = bm_rebuild_reuse;
	b->reuse.user = b;
	b->reuse.again = true;
	if (b->shard != 0)
		bm_shard_hooks(b);
	b->pack = *out;
	bm_build_audit_begin(b, "the site", &env);
	if (b->options->olinks_out != NULL)
		env.olinks_out = &b->olinks_out;
	if (b->remembers)
		env.reuse = &b->reuse;
	else
		b->reuse.again = false;
	if (status == BM_OK && env.reuse == NULL)
		status = bm_write_site(&b->site, &env, sink);
	/* What must be read whole turns out when all is linked. */
	while (status == BM_OK && b->reuse.again) {
		status = bm_write_site(&b->site, &env, sink);
		if (status != BM_OK || !b->reuse.again)
			break;
		status = bm_rebuild_whole(b);
		place_docs(b);
	}
	if (status == BM_OK)
		status = look_for_sources(b, NULL);
	bm_self_check_end(&b->self);
	if (status == BM_OK)
		status = bm_build_audit_compare(b, NULL, "the site");
	return bm_output_failed(&b->diags, b->options->output, *out, status);
}

/* See build.h. */
bm_status
bm_build_onix(struct build *b, size_t book, bm_str text)
{
	const char *path = bm_path_join(b->arena, b->options->output,
					b->project.books.items[book].onix);
	bm_status status;
	bm_buf buf;

	b->epub_onix[book] = bm_arena_str(b->arena, text);
	if (path == NULL || b->epub_onix[book] == NULL)
		return BM_NO_MEMORY;
	if (b->shard != 0)
		return BM_OK; /* its file is the place */
	bm_buf_init(&buf, &b->engine->al);
	bm_buf_putstr(&buf, text);
	status = buf.status == BM_OK
		     ? bm_output_file(b->engine, path, &buf, &b->diags)
		     : buf.status;
	bm_buf_free(&buf);
	return status;
}

/* The same for one EPUB; its name is relative to the site's folder. */
static bm_status
write_epub(struct build *b, bm_book *book, bm_pack **out)
{
	bm_xml_files files;
	bm_write_env env;
	bm_buf onix;
	bm_status status;
	const char *path =
	    bm_path_join(b->arena, b->options->output, book->epub_href);

	size_t number = (size_t)(book - b->site.books);

	if (path == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&onix, &b->engine->al);
	status = make_env(b, &bm_writer_epub, &files, &env);
	env.onix = book->onix != NULL ? &onix : NULL;
	if (status == BM_OK)
		status = b->shard != 0
			     ? bm_shard_epub(b, number, out)
			     : bm_pack_file_new(&b->engine->al, path, out);
	bm_build_audit_begin(b, bm_path_base(path), &env);
	if (status == BM_OK)
		status = bm_write_epub(book, &env,
				       judging(b, path, bm_pack_sink(*out)));
	if (status == BM_OK)
		status = look_for_sources(b, book);
	bm_self_check_end(&b->self);
	if (status == BM_OK)
		status = bm_build_audit_compare(
		    b, &b->project.books.items[book - b->site.books],
		    bm_path_base(path));
	status = bm_output_failed(&b->diags, path, *out, status);
	if (status == BM_OK && book->onix != NULL)
		status = bm_build_onix(b, number, bm_buf_str(&onix));
	bm_buf_free(&onix);
	return status;
}

/*
 * Books lie outside the site's folder, which is replaced as a whole.  False
 * with a finding when one does not.
 */
static bool
books_outside(struct build *b)
{
	const char *site = bm_path_normal(b->arena, b->options->output);
	bool good = site != NULL;

	for (size_t i = 0; good && i < 2 * b->site.book_count; i++) {
		const bm_book *book = &b->site.books[i / 2];
		const char *href = i % 2 == 0 ? book->epub_href : book->onix;
		const char *path =
		    href != NULL
			? bm_path_join(b->arena, b->options->output, href)
			: NULL;
		bm_pos pos = {.file = b->project.file};

		if (path == NULL || !bm_str_starts(bm_str_of(path), site) ||
		    path[strlen(site)] != '/')
			continue;
		bm_diag_add(
		    &b->diags, bm_rule_find(bm_project_rules, "project-file"),
		    &pos,
		    "The file %s must lie outside the site's folder: begin "
		    "its name with ../",
		    href);
		good = false;
	}
	return good;
}

/* Writes nowhere, for what is found on the way. */
static bm_status
check_all(struct build *b)
{
	size_t n = b->site.book_count + 1;
	bm_xml_files files;
	bm_write_env env;
	bm_status status;

	progress(b, "checking the site", 0, n);
	status = make_env(b, &bm_writer_site, &files, &env);
	if (status == BM_OK)
		status = bm_write_site(&b->site, &env, &bm_sink_none);
	for (size_t i = 1; status == BM_OK && i < n; i++) {
		progress(b, "checking the books", i, n);
		if (b->site.books[i - 1].epub_href == NULL)
			continue;
		status = make_env(b, &bm_writer_epub, &files, &env);
		if (status == BM_OK)
			status = bm_write_epub(&b->site.books[i - 1], &env,
					       &bm_sink_none);
	}
	if (status == BM_OK)
		progress(b, "done", n, n);
	return status;
}

/* ---- proof of the notices ---- */

/* Writes one form of the report beside the site's folder. */
static bm_status
write_report(struct build *b, const bm_doc *const *docs, size_t count,
	     const char *suffix)
{
	const char *site = bm_path_normal(b->arena, b->options->output);
	const char *path = site != NULL
			       ? bm_arena_printf(b->arena, "%s%s", site, suffix)
			       : NULL;

	return path != NULL ? bm_proof_write(b->engine, &b->proof, docs, count,
					     path, &b->diags)
			    : BM_NO_MEMORY;
}

/* The report is written whether or not all is there. */
static bm_status
report_proof(struct build *b)
{
	size_t n = 0, most = b->sources.len + b->site.book_count;
	const bm_doc **docs = BM_NEW_ARRAY(b->arena, const bm_doc *, most + 1);
	bm_status status;

	if (docs == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < b->sources.len; i++)
		docs[n++] = b->sources.items[i].doc;
	for (size_t i = 0; i < b->site.book_count; i++)
		docs[n++] = b->site.books[i].meta;
	status = write_report(b, docs, n, "-notices.json");
	return status == BM_OK ? write_report(b, docs, n, "-notices.html")
			       : status;
}

/* Lists the links that lead out of the site. */
static bm_status
list_links(struct build *b)
{
	bm_outer_links links = {.arena = b->arena};

	for (size_t i = 0; i < b->sources.len; i++)
		if (!bm_outer_links_add(&links, b->sources.items[i].doc))
			return BM_NO_MEMORY;
	return bm_output_links(b->engine, &links, b->options->links, &b->diags);
}

/* Everything is written beside its place first, and read again; then all take
 * their place, if each notice was found. */
static bm_status
write_all(struct build *b)
{
	size_t n = b->site.book_count + 1, steps = n + 1;
	bm_pack **packs = BM_NEW_ARRAY(b->arena, bm_pack *, n);
	bm_status status = packs == NULL ? BM_NO_MEMORY : BM_OK;
	bm_status proved = BM_OK;
	size_t found;

	if (status == BM_OK) {
		progress(b, "writing the site", 0, steps);
		b->proof.output = "site";
		status = write_site(b, &packs[0]);
		bm_rebuild_mark(b, MARK_SITE);
		if (status == BM_OK)
			proved = bm_proof_pack(&b->proof, bm_writer_site.proof,
					       packs[0], &b->diags);
	}
	for (size_t i = 1; status == BM_OK && i < n; i++) {
		bm_book *book = &b->site.books[i - 1];

		progress(b, "writing the books", i, steps);
		if (book->epub_href == NULL || !bm_shard_has_epub(b, i - 1))
			continue;
		if (bm_rebuild_keeps_epub(b, i - 1)) {
			if (b->links)
				status = bm_link_epub(b, i - 1, &packs[i]);
			continue;
		}
		found = b->diags.list.len;
		b->proof.output = book->epub_href;
		status = write_epub(b, book, &packs[i]);
		if (status == BM_OK)
			status = bm_rebuild_epub(b, i - 1, packs[i], found);
		if (status == BM_OK) {
			bm_status there =
			    bm_proof_pack(&b->proof, bm_writer_epub.proof,
					  packs[i], &b->diags);

			proved = proved == BM_OK ? there : proved;
		}
		/* It is a file of the part. */
		if (status == BM_OK && b->shard != 0)
			status = bm_pack_commit(packs[i]);
	}
	if (status == BM_OK)
		bm_rebuild_found(b);
	if (status == BM_OK)
		status = bm_rebuild_end(b);
	if (status == BM_OK)
		status = bm_build_audit_end(b);
	if (status == BM_OK && b->shard == 0)
		status = report_proof(b);
	if (status == BM_OK && b->options->links != NULL)
		status = list_links(b);
	if (status == BM_OK && b->options->olinks_out != NULL)
		status = bm_output_file(b->engine, b->options->olinks_out,
					&b->olinks_out, &b->diags);
	status = status == BM_OK ? proved : status;
	for (size_t i = 0; status == BM_OK && i < n; i++)
		if (packs[i] != NULL && (i == 0 || b->shard == 0)) {
			status = bm_output_failed(&b->diags, b->options->output,
						  packs[i],
						  bm_pack_commit(packs[i]));
		}
	for (size_t i = 0; packs != NULL && i < n; i++)
		bm_pack_free(packs[i]);
	if (status == BM_OK)
		progress(b, "done", steps, steps);
	return status;
}

/* ---- all of it ---- */

/* The target databases of the command, then those of the project. */
static bm_status
read_olinks(struct build *b)
{
	const char *const *paths =
	    bm_joined(b->arena, b->options->olinks, b->project.olinks);

	return paths != NULL
		   ? bm_engine_olinks(b->engine, paths, &b->diags, &b->olinks)
		   : BM_NO_MEMORY;
}

static bm_status
run(struct build *b)
{
	bm_status status = bm_project_load(
	    b->engine, b->arena, b->options->project, &b->diags, &b->project);
	size_t usable = 0;

	if (status == BM_OK)
		status = bm_rebuild_begin(b);
	if (status == BM_OK)
		status = read_olinks(b);
	if (status == BM_OK)
		status = read_all(b);
	if (status != BM_OK)
		return status;
	for (size_t i = 0; i < b->sources.len; i++)
		usable += b->sources.items[i].status == BM_OK;
	status = bm_link_seen(b);
	if (usable != b->sources.len || status != BM_OK)
		return BM_BAD_INPUT; /* a book with a hole is not written */
	status = fill_glossaries(b);
	bm_rebuild_mark(b, MARK_READ);
	if (status == BM_OK)
		status = bm_rebuild_skeletons(b);
	if (status == BM_OK && b->shard != 0 && b->options->names != 0)
		return bm_shard_names(b);
	if (status == BM_OK)
		status = bm_rebuild_links(b);
	if (status == BM_OK)
		status = check_statuses(b);
	if (status == BM_OK)
		status = assemble(b);
	if (status == BM_OK && b->options->check != 0)
		return check_all(b);
	if (status == BM_OK && !books_outside(b))
		status = BM_BAD_INPUT;
	return status == BM_OK ? write_all(b) : status;
}

static bm_status
finish(struct build *b, bm_status status)
{
	bm_reporter reporter;
	/* What is found in a part is told when all are linked. */
	bool silent = b->shard != 0 && status == BM_OK;

	bm_reporter_init(&reporter, b->engine, b->arena);
	if (!silent)
		bm_report(&reporter, &b->diags, NULL);
	for (size_t i = 0; i < b->site.book_count && b->site.books != NULL;
	     i++) {
		bm_doc *meta = b->site.books[i].meta;

		if (meta != NULL && !silent)
			bm_report(&reporter, meta->diags, meta);
		bm_doc_free(meta);
	}
	bm_build_audit_free(b);
	for (size_t i = 0; i < b->sources.len; i++) {
		bm_doc *doc = b->sources.items[i].doc;

		if (doc != NULL && !silent)
			bm_report(&reporter, doc->diags, doc);
		if (doc != NULL && b->options->ledger != 0 && status == BM_OK)
			status = bm_engine_ledger_add(b->engine, doc);
		bm_doc_free(doc);
	}
	bm_olinks_free(b->olinks);
	bm_buf_free(&b->olinks_out);
	bm_engine_forget(b->engine);
	return status;
}

/* Tells the host what the output depends on.  Names in the folder of a book
 * are read anew by each build, so they are no files of the state. */
static bm_status
tell_depends(struct build *b)
{
	const bm_build_options *o = b->options;

	if (o->depends == NULL)
		return BM_OK;
	for (size_t i = 0; i < b->project.folders.len; i++) {
		const char *dir = b->project.folders.items[i];
		const char *path =
		    dir != NULL ? bm_arena_printf(b->arena, "%s/", dir) : NULL;

		if (path != NULL)
			o->depends(o->user, path, 1, 0);
	}
	return bm_reads_each(&b->engine->reads, b->arena, o->depends, o->user);
}

bm_status
bm_build(bm_engine *engine, const bm_build_options *options)
{
	bm_build_options o = {.source_date_epoch = -1};
	struct build b = {.engine = engine, .options = &o};
	bm_status status;

	if (engine == NULL || options == NULL)
		return BM_BAD_ARGUMENT;
	memcpy(&o, options,
	       options->size < sizeof(o) ? options->size : sizeof(o));
	if (o.project == NULL || (o.output == NULL && o.check == 0))
		return BM_BAD_ARGUMENT;
	b.shard = o.shard;
	b.shards = o.shards;
	b.links = o.parts != NULL && o.shard == 0;
	b.day = o.today;
	if (!bm_shard_possible(&o))
		return BM_BAD_ARGUMENT;
	if (o.today != NULL) {
		if (!bm_date_parse(bm_str_of(o.today), &b.today))
			return BM_BAD_ARGUMENT;
		b.has_today = true;
	}
	/* The skeleton of a document has no words. */
	o.fresh |= o.links != NULL;
	b.arena = bm_arena_new(&engine->al);
	if (b.arena == NULL)
		return BM_NO_MEMORY;
	bm_diags_init(&b.diags, b.arena);
	bm_buf_init(&b.olinks_out, &engine->al);
	bm_audit_init(&b.audit_others, b.arena);
	bm_audit_report_init(&b.audit_report, &engine->al);
	b.proof.arena = b.arena;
	b.proof.output = "site";
	status = bm_reads_begin(&engine->reads, &engine->al, o.check == 0);
	if (status == BM_OK)
		status = run(&b);
	if (status == BM_OK && o.check == 0)
		status =
		    bm_output_depfile(engine, o.depfile, o.output, &b.diags);
	if (tell_depends(&b) != BM_OK && status == BM_OK)
		status = BM_NO_MEMORY;
	bm_reads_end(&engine->reads);
	status = finish(&b, status);
	bm_arena_free(b.arena);
	return status;
}
