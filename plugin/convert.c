/* One document: read, passes, writer. */
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "core/date.h"
#include "core/file.h"
#include "audit/audit.h"
#include "engine/engine.h"
#include "pack/pack.h"
#include "pass/pass.h"
#include "pass/split.h"
#include "audit/proof.h"
#include "checker/self_check.h"
#include "read/profile.h"
#include "read/read.h"
#include "engine/outer_links.h"
#include "write/olink.h"

static const bm_rule *
rule(const char *code)
{
	return bm_rule_find(bm_engine_rules, code);
}

bool
bm_pass_known(const char *name)
{
	if (strcmp(name, "read") == 0)
		return true;
	for (size_t i = 0; bm_passes[i] != NULL; i++)
		if (strcmp(bm_passes[i]->name, name) == 0)
			return true;
	return false;
}

/* Whether a file that a document names is there but not for it to read. */
static bool
outside(const bm_engine *engine, bm_doc *doc, const xmlNode *node,
	const char *path)
{
	if (doc->root == NULL ||
	    (engine->host.read != NULL
		 ? bm_path_named_inside(doc->arena, doc->root, path)
		 : bm_path_inside(doc->root, path) || access(path, F_OK) != 0))
		return false;
	bm_diag_add(
	    doc->diags, rule("file-outside"), bm_get_pos(doc, node),
	    "The file %s lies outside the folder that the document may read "
	    "from",
	    path);
	return true;
}

/*
 * The bibliographies, glossaries or status tables of a document: those given,
 * then those it names itself, relative to its own file.  NULL without memory.
 */
static const char *const *
files_of(bm_engine *engine, bm_doc *doc, const char *const *given,
	 const char *name)
{
	BM_VEC(const char *) list = {0};
	const char *dir = bm_path_dir(doc->arena, doc->file);
	const char **slot, *path;
	xmlNode *root = bm_doc_element(doc), *info = NULL;

	for (const char *const *p = given; p != NULL && *p != NULL; p++)
		if ((slot = BM_VEC_PUSH(doc->arena, &list)) != NULL)
			*slot = *p;
	if (root != NULL)
		info = bm_child(root, "info");
	for (xmlNode *m = info != NULL ? bm_child(info, "meta") : NULL;
	     m != NULL; m = bm_next(m, "meta")) {
		const char *content = bm_attr(m, "content");

		if (!bm_streq(bm_attr(m, "name"), name) || content == NULL ||
		    dir == NULL)
			continue;
		path = bm_path_join(doc->arena, dir, content);
		if (path == NULL || outside(engine, doc, m, path))
			continue;
		if ((slot = BM_VEC_PUSH(doc->arena, &list)) != NULL)
			*slot = path;
	}
	slot = BM_VEC_PUSH(doc->arena, &list);
	if (slot == NULL || bm_arena_failed(doc->arena))
		return NULL;
	*slot = NULL;
	return list.items;
}

/*
 * The style by the job, else by the document.  A file that the document or the
 * project names must lie in the project, or in the folder that the document
 * may read from; the one that the user gave with the command is his own
 * affair.
 */
static bm_style_name
style_name(bm_doc *doc, const bm_job *job)
{
	bm_style_name named = {.name = job->style,
			       .project_dir = job->project_dir,
			       .pos = job->style_pos};
	const xmlNode *root = bm_doc_element(doc);
	const xmlNode *info = root != NULL ? bm_child(root, "info") : NULL;

	if (job->style == NULL) {
		const xmlNode *m = info != NULL ? bm_child(info, "meta") : NULL;

		while (m != NULL && !bm_streq(bm_attr(m, "name"), "style"))
			m = bm_next(m, "meta");
		named.name = m != NULL ? bm_attr(m, "content") : NULL;
		named.pos = m != NULL ? bm_get_pos(doc, m) : NULL;
		named.document_dir = bm_path_dir(doc->arena, doc->file);
		if (named.document_dir != NULL && *named.document_dir == '\0')
			named.document_dir = ".";
		if (named.project_dir == NULL)
			named.project_dir =
			    doc->root != NULL ? doc->root : named.document_dir;
	}
	if (named.project_dir != NULL && *named.project_dir == '\0')
		named.project_dir = ".";
	return named;
}

/* Notes that a document depends on these files. */
static bool
note_reads(bm_doc *doc, const char *const *paths)
{
	for (; *paths != NULL; paths++) {
		bm_doc_read *slot = BM_VEC_PUSH(doc->arena, &doc->reads);

		if (slot != NULL)
			slot->path = *paths;
	}
	return !bm_arena_failed(doc->arena);
}

/* See engine.h. */
bm_status
bm_job_statuses(bm_engine *engine, bm_doc *doc, const bm_job *job,
		const lint_statuses **out)
{
	const char *const *tables =
	    files_of(engine, doc, job->statuses, "status-table");

	return tables != NULL
		   ? bm_engine_statuses(engine, tables, doc->diags, out)
		   : BM_NO_MEMORY;
}

/* Works that the document has in its metadata come before those of files. */
static bm_status
own_works(bm_doc *doc, const bm_library **library)
{
	const xmlNode *root = bm_doc_element(doc);
	const xmlNode *info = root != NULL ? bm_child(root, "info") : NULL;
	const xmlNode *m = info != NULL ? bm_child(info, "meta") : NULL;
	bm_library *own = NULL;
	bm_status status = BM_OK;

	for (; m != NULL && status == BM_OK; m = bm_next(m, "meta")) {
		const char *content = bm_attr(m, "content");
		const bm_pos *pos = bm_get_pos(doc, m);

		if (!bm_streq(bm_attr(m, "name"), "references") ||
		    content == NULL)
			continue;
		if (own == NULL)
			own = bm_library_over(doc->arena, *library);
		if (own == NULL)
			return BM_NO_MEMORY;
		status =
		    bm_bib_read_yaml(own, bm_str_of(content),
				     pos != NULL ? pos->file : doc->file,
				     pos != NULL ? pos->line : 1, doc->diags);
		if (status == BM_BAD_INPUT)
			status = BM_OK; /* said */
		*library = own;
	}
	return status;
}

/* Loads what the passes need and fills context. */
static bm_status
gather(bm_engine *engine, bm_doc *doc, const bm_job *job,
       bm_pass_context *context)
{
	const char *const *paths =
	    files_of(engine, doc, job->bibliographies, "bibliography");
	const char *const *glossaries =
	    files_of(engine, doc, job->glossaries, "glossary");
	const char *const *tables =
	    files_of(engine, doc, job->statuses, "status-table");
	bm_style_name style = style_name(doc, job);
	const char *lang = bm_lang(bm_doc_element(doc));
	bm_status status;

	if (paths == NULL || glossaries == NULL || tables == NULL ||
	    !note_reads(doc, paths) || !note_reads(doc, glossaries) ||
	    !note_reads(doc, tables))
		return BM_NO_MEMORY;
	if (lang == NULL)
		lang = job->lang;
	context->library = job->library;
	status = job->library != NULL
		     ? BM_OK
		     : bm_engine_library(engine, paths, doc->diags,
					 &context->library);
	if (status == BM_OK)
		status = own_works(doc, &context->library);
	doc->library = context->library;
	if (status == BM_OK)
		status = bm_engine_style(engine, &style, doc->diags,
					 &context->style);
	if (status != BM_OK && status != BM_NO_MEMORY) {
		/* Said in the diagnostics; the default does instead. */
		style = (bm_style_name){NULL, NULL, NULL, NULL};
		status = bm_engine_style(engine, &style, doc->diags,
					 &context->style);
	}
	if (status == BM_OK)
		status = bm_engine_locale(engine, context->style, lang,
					  doc->diags, &context->locale);
	if (status == BM_OK)
		status =
		    bm_engine_notices(engine, doc->diags, &context->notices);
	if (status == BM_OK)
		status = bm_engine_translations(engine, lang, doc->diags,
						&context->translated);
	if (status == BM_OK)
		status = bm_engine_terms(engine, glossaries, doc->diags,
					 &context->terms);
	if (status == BM_OK)
		status = bm_engine_statuses(engine, tables, doc->diags,
					    &context->statuses);
	if (status == BM_OK && job->claims)
		status = bm_engine_claims(engine, doc->diags, &context->claims);
	return status;
}

bm_status
bm_apply_metadata(bm_doc *doc, const char *file, bm_str yaml, unsigned line)
{
	const char *own = doc->file;
	bm_status status;

	if (yaml.len == 0)
		return BM_OK;
	doc->file = file;
	status = bm_frontmatter_apply(doc, yaml, line);
	doc->file = own;
	return status == BM_BAD_INPUT ? BM_OK : status;
}

/*
 * The metadata of a book or project for one of its documents: all but what
 * says which work it is, for that is the book and not the chapter.
 */
static bm_status
inherit(bm_doc *doc, const char *file, bm_str yaml, unsigned line)
{
	static const char *const own[] = {"title",    "subtitle", "titleabbrev",
					  "abstract", "biblioid", NULL};
	xmlNode *root = bm_doc_element(doc), *info = bm_doc_info(doc), *el;
	bool has_id = root != NULL && bm_attr_xml(root, "id") != NULL;
	bool had[sizeof(own) / sizeof(*own)];
	bm_status status;

	if (info == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; own[i] != NULL; i++)
		had[i] = bm_child(info, own[i]) != NULL;
	status = bm_apply_metadata(doc, file, yaml, line);
	for (size_t i = 0; own[i] != NULL; i++)
		while (!had[i] && (el = bm_child(info, own[i])) != NULL) {
			xmlUnlinkNode(el);
			xmlFreeNode(el);
		}
	if (!has_id)
		bm_set_xml(doc, root, "id", NULL);
	return status;
}

bm_status
bm_prepare(bm_engine *engine, bm_doc *doc, bm_str text, const bm_job *job)
{
	const bm_reader *reader = bm_reader_find(job->from, doc->file, text);
	bm_xml_files files = bm_engine_files(engine);
	bm_pos pos = {.file = doc->file};
	bm_status status;

	if (reader == NULL) {
		bm_diag_add(doc->diags, rule("format-unknown"), &pos, NULL);
		return BM_BAD_INPUT;
	}
	doc->source = text;
	doc->loading[0][0] = doc->diags->list.len;
	status = bm_engine_schema(engine, job->schema, doc);
	doc->loading[0][1] = doc->diags->list.len;
	if (status == BM_OK)
		status = reader->read(doc, text, &files);
	bm_engine_schema_done(engine, doc);
	if (status == BM_OK && job->audit != NULL &&
	    reader == &bm_reader_markdown)
		status = bm_audit_markdown(job->audit, doc, text);
	if (status == BM_OK)
		status = bm_profile(doc, job->profiles);
	if (status == BM_OK && job->audit != NULL)
		status = bm_audit_source(job->audit, doc);
	if (status == BM_OK && job->facts != NULL) {
		*job->facts = bm_facts_of_source(doc->arena, doc);
		status = *job->facts != NULL ? BM_OK : BM_NO_MEMORY;
	}
	return status == BM_OK ? bm_prepare_tree(engine, doc, job) : status;
}

/* Whether others see nothing of what a pass does. */
static bool
only_finds(const bm_pass *pass)
{
	return pass == &bm_pass_claims || pass == &bm_pass_evidence ||
	       pass == &bm_pass_readability || pass == &bm_pass_document ||
	       pass == &bm_pass_a11y;
}

bm_status
bm_prepare_tree(bm_engine *engine, bm_doc *doc, const bm_job *job)
{
	bm_pass_context context = {.lang = job->lang,
				   .today = job->today,
				   .alone = job->alone,
				   .readability = job->readability,
				   .split_level = job->split_level,
				   .split_size = job->split_size,
				   .split_limit = job->split_limit};
	bm_status status = BM_OK;

	doc->l10n = engine->l10n;
	doc->breakers = engine->breakers;
	if (doc->no_memory)
		return BM_NO_MEMORY;
	if (job->dump != NULL && strcmp(job->dump, "read") == 0)
		return BM_OK;
	if (job->overrides.len != 0)
		status = inherit(doc, job->defaults_file, job->overrides,
				 job->overrides_line);
	if (status == BM_OK && job->defaults.len != 0)
		status = inherit(doc, job->defaults_file, job->defaults,
				 job->defaults_line);
	doc->loading[1][0] = doc->diags->list.len;
	if (status == BM_OK)
		status = gather(engine, doc, job, &context);
	doc->loading[1][1] = doc->diags->list.len;
	for (size_t i = 0; status == BM_OK && bm_passes[i] != NULL; i++) {
		if (job->names && only_finds(bm_passes[i]))
			continue;
		status = bm_passes[i]->run(doc, &context);
		if (status == BM_OK &&
		    (doc->no_memory || bm_arena_failed(doc->arena) ||
		     bm_arena_failed(doc->scratch) ||
		     bm_arena_failed(doc->wording)))
			status = BM_NO_MEMORY;
		bm_arena_reset(doc->scratch);
		if (job->dump != NULL &&
		    strcmp(job->dump, bm_passes[i]->name) == 0)
			break;
	}
	if (!job->ledger)
		bm_doc_passed(doc);
	return status;
}

bm_status
bm_prepare_book(bm_engine *engine, bm_doc *meta, const bm_job *job)
{
	bm_pass_context context = {.lang = job->lang, .today = job->today};
	const char *lang = bm_lang(bm_doc_element(meta));
	bm_status status;

	meta->l10n = engine->l10n;
	status = bm_engine_notices(engine, meta->diags, &context.notices);
	if (status == BM_OK)
		status = bm_engine_translations(
		    engine, lang != NULL ? lang : job->lang, meta->diags,
		    &context.translated);
	if (status == BM_OK)
		status = bm_engine_statuses(engine, job->statuses, meta->diags,
					    &context.statuses);
	if (status == BM_OK)
		status = bm_pass_metadata.run(meta, &context);
	if (status == BM_OK)
		status = bm_pass_statuses.run(meta, &context);
	if (status == BM_OK)
		status = bm_pass_disclaimer.run(meta, &context);
	return status == BM_OK && meta->no_memory ? BM_NO_MEMORY : status;
}

bm_status
bm_write_doc(bm_engine *engine, bm_doc *doc, const bm_writer *writer,
	     const bm_job *job, int64_t epoch, bm_proof *proof,
	     const bm_sink *sink)
{
	bm_xml_files files = bm_engine_files(engine);
	bm_write_env env = {.data = &engine->data,
			    .al = &engine->al,
			    .files = &files,
			    .epoch = epoch,
			    .lang = job->lang,
			    .l10n = engine->l10n,
			    .threads = 1,
			    .diags = doc->diags,
			    .onix = job->onix,
			    .proof = proof,
			    .olinks_out = job->olinks_out,
			    .olinks_base = job->olinks_base};
	bm_olinks *olinks = NULL;
	bm_status status = BM_OK;

	if (job->dump != NULL)
		return bm_writer_docbook.write(doc, &env, sink);
	if (writer->sheet != NULL)
		status = bm_engine_sheet(engine, writer->sheet, doc->diags,
					 &env.sheet);
	if (status == BM_OK && !writer->as_read)
		status =
		    bm_engine_olinks(engine, job->olinks, doc->diags, &olinks);
	env.olinks = olinks;
	if (status == BM_OK)
		status = writer->write(doc, &env, sink);
	bm_olinks_free(olinks);
	return status;
}

bm_status
bm_input_text(bm_engine *engine, bm_doc *doc, const bm_input *input,
	      bm_str *out)
{
	const char *name = bm_arena_strdup(doc->arena, input->name);
	bm_pos pos = {.file = name};
	bm_status status;

	if (input->data != NULL) {
		*out = (bm_str){input->data, input->length};
		return BM_OK;
	}
	if (name == NULL)
		return input->name == NULL ? BM_BAD_ARGUMENT : BM_NO_MEMORY;
	if (doc->source_arena == NULL)
		doc->source_arena = bm_arena_new(&engine->al);
	if (doc->source_arena == NULL)
		return BM_NO_MEMORY;
	status = bm_engine_read(engine, doc->source_arena, name, out);
	if (status == BM_NOT_FOUND)
		bm_diag_add(doc->diags, rule("file-not-found"), &pos,
			    "There is no file %s", name);
	else if (status != BM_OK && status != BM_NO_MEMORY)
		bm_diag_add(doc->diags, rule("file-unreadable"), &pos,
			    "The file %s cannot be read", name);
	return status;
}

/* A sheet that is compiled while the document is read. */
struct preload {
	bm_engine *engine;
	const char *sheet;
	pthread_t thread;
	bool started;
};

/* Its findings are dropped: who asks for the sheet again gets them. */
static void *
preload(void *arg)
{
	struct preload *p = arg;
	bm_arena *arena = bm_arena_new(&p->engine->al);
	const bm_sheet *sheet;
	bm_diags diags;

	if (arena != NULL) {
		bm_diags_init(&diags, arena);
		bm_engine_sheet(p->engine, p->sheet, &diags, &sheet);
	}
	bm_arena_free(arena);
	return NULL;
}

static void
preload_start(struct preload *p)
{
	p->started = p->sheet != NULL &&
		     pthread_create(&p->thread, NULL, preload, p) == 0;
}

static void
preload_end(struct preload *p)
{
	if (p->started)
		pthread_join(p->thread, NULL);
	p->started = false;
}

/* Whether a pass that is to be dumped does nothing without claims. */
static bool
is_lint(const char *dump)
{
	return bm_streq(dump, "claims") || bm_streq(dump, "evidence") ||
	       bm_streq(dump, "readability") || bm_streq(dump, "document");
}

/* Writes what was prepared, and publishes it if all its notices are there. */
static bm_status
write_out(bm_engine *engine, bm_doc *doc, const bm_convert_options *o,
	  const bm_writer *writer, const bm_job *job, const bm_sink *sink)
{
	bm_proof proof = {.arena = doc->arena,
			  .output =
			      o->output != NULL ? o->output : "the output"};
	const bm_doc *const docs[] = {doc};
	bm_self_check self = {0};
	bm_pack *pack = NULL;
	bm_status status, proved;

	if (o->check != 0)
		return bm_write_doc(engine, doc, writer, job,
				    o->source_date_epoch, NULL, &bm_sink_none);
	status = bm_output_open(engine, o->output,
				o->dump == NULL ? writer : NULL, &sink, &pack);
	if (status == BM_OK && job->audit != NULL)
		sink = bm_audit_sink(job->audit, writer, sink);
	if (status == BM_OK && o->self_check != 0 && o->dump == NULL &&
	    writer->proof != BM_PROOF_NONE)
		sink = bm_self_check_begin(&self, &engine->al, doc->diags,
					   o->output, job->check, sink);
	if (status == BM_OK)
		status = bm_write_doc(engine, doc, writer, job,
				      o->source_date_epoch, &proof, sink);
	if (status == BM_OK && job->facts != NULL)
		status = bm_self_check_source(&self, doc, *job->facts);
	bm_self_check_end(&self);
	if (status == BM_OK) {
		proved = bm_proof_pack(&proof, writer->proof, pack, doc->diags);
		if (o->proof != NULL)
			status = bm_proof_write(engine, &proof, docs, 1,
						o->proof, doc->diags);
		status = status == BM_OK ? proved : status;
	}
	if (status == BM_OK && job->audit != NULL)
		status = bm_audit_compare(job->audit, doc, doc->diags);
	if (status == BM_OK && job->audit != NULL && *o->audit != '\0')
		status = bm_audit_write(engine, job->audit, doc, o->audit);
	return bm_output_close(doc->diags, o->output, pack, status);
}

/* See engine.h. */
const char *const *
bm_joined(bm_arena *arena, const char *const *a, const char *const *b)
{
	size_t n = 0, m = 0, k = 0;
	const char **out;

	while (a != NULL && a[n] != NULL)
		n++;
	while (b != NULL && b[m] != NULL)
		m++;
	out = BM_NEW_ARRAY(arena, const char *, n + m + 1);
	for (size_t i = 0; out != NULL && i < n; i++)
		out[k++] = a[i];
	for (size_t i = 0; out != NULL && i < m; i++)
		out[k++] = b[i];
	return out;
}

/* What is to be done with the document: by its project, then the options. */
static bm_status
make_job(bm_engine *engine, bm_doc *doc, const bm_convert_options *o,
	 const bm_writer *writer, bm_job *job)
{
	bm_project *project = BM_NEW(doc->arena, bm_project);
	bm_status status = project != NULL ? BM_OK : BM_NO_MEMORY;

	if (status == BM_OK && o->project != NULL)
		status = bm_project_load(engine, doc->arena, o->project,
					 doc->diags, project);
	if (status != BM_OK)
		return status;
	*job = (bm_job){0};
	if (o->project != NULL) {
		*job = bm_project_job(
		    project,
		    bm_project_book_of(project, doc->arena, doc->file));
		job->check = &project->check;
		if (o->root == NULL)
			doc->root = *project->dir != '\0' ? project->dir : ".";
	}
	job->from = o->from;
	job->dump = o->dump;
	if (o->style != NULL) {
		job->style = o->style;
		job->style_pos = NULL;
		job->project_dir = NULL;
	}
	if (o->lang != NULL)
		job->lang = o->lang;
	if (o->schema != NULL)
		job->schema = o->schema;
	job->claims = o->lint != 0 || o->ledger != 0 || o->readability != 0 ||
		      is_lint(o->dump);
	job->ledger = o->ledger != 0;
	job->readability = o->readability != 0;
	job->profiles = bm_joined(doc->arena, job->profiles, o->profiles);
	job->olinks = bm_joined(doc->arena, o->olinks, job->olinks);
	if (o->split_level != NULL)
		job->split_level = o->split_level;
	if (o->split_size != NULL)
		job->split_size = o->split_size;
	/* What becomes one page is not cut. */
	if (o->dump == NULL && writer != &bm_writer_site &&
	    writer != &bm_writer_epub)
		job->split_level = job->split_size = "0";
	if (writer == &bm_writer_epub)
		job->split_limit = BM_SPLIT_EPUB;
	job->alone = o->project == NULL;
	job->bibliographies =
	    bm_joined(doc->arena, o->bibliographies, job->bibliographies);
	return job->bibliographies != NULL && job->profiles != NULL &&
		       job->olinks != NULL
		   ? BM_OK
		   : BM_NO_MEMORY;
}

/*
 * Whether nobody needs the text of a document whose passes are through.  Its
 * findings show lines of it: they are looked up in the file again.
 */
static bool
has_done_with_text(const bm_engine *engine, const bm_doc *doc,
		   const bm_job *job)
{
	return !job->claims && job->audit == NULL && job->facts == NULL &&
	       doc->texts.len == 0 && engine->host.read == NULL &&
	       bm_file_plain(doc->file);
}

/* Lists the links that lead out of the document. */
static bm_status
list_links(bm_engine *engine, bm_doc *doc, const char *file)
{
	bm_outer_links links = {.arena = doc->arena};

	return bm_outer_links_add(&links, doc)
		   ? bm_output_links(engine, &links, file, doc->diags)
		   : BM_NO_MEMORY;
}

/* Everything but the reporting. */
static bm_status
convert(bm_engine *engine, bm_doc *doc, const bm_input *input,
	const bm_convert_options *o, const bm_writer *writer,
	const bm_sink *sink)
{
	bm_facts *facts = NULL;
	bm_audit audit;
	bm_date today;
	bm_job job, before;
	struct preload ahead = {
	    .engine = engine,
	    .sheet = o->threads > 1 && o->dump == NULL ? writer->sheet : NULL};
	bm_buf olinks, onix;
	bm_status status;
	bm_str text;

	if (o->today != NULL && !bm_date_parse(bm_str_of(o->today), &today))
		return BM_BAD_ARGUMENT;
	status = make_job(engine, doc, o, writer, &job);
	if (status != BM_OK)
		return status;
	if (o->audit != NULL) {
		bm_audit_init(&audit, doc->arena);
		job.audit = &audit;
	}
	bm_buf_init(&olinks, &engine->al);
	bm_buf_init(&onix, &engine->al);
	job.onix = o->onix != NULL ? &onix : NULL;
	if (o->olinks_out != NULL) {
		job.olinks_out = &olinks;
		if (o->output != NULL && !writer->many_files)
			job.olinks_base = bm_path_base(o->output);
	}
	job.today = o->today != NULL ? &today : NULL;
	preload_start(&ahead);
	status = bm_input_text(engine, doc, input, &text);
	if (o->self_check != 0)
		job.facts = &facts;
	before = job;
	if (writer->as_read && o->dump == NULL)
		before.dump = "read";
	if (status == BM_OK)
		status = bm_prepare(engine, doc, text, &before);
	preload_end(&ahead);
	if (status == BM_OK && has_done_with_text(engine, doc, &job))
		bm_doc_drop_source(doc);
	if (status == BM_OK)
		status = write_out(engine, doc, o, writer, &job, sink);
	if (status == BM_OK && o->links != NULL)
		status = list_links(engine, doc, o->links);
	if (status == BM_OK && o->olinks_out != NULL && o->check == 0)
		status =
		    bm_output_file(engine, o->olinks_out, &olinks, doc->diags);
	if (status == BM_OK && o->onix != NULL && o->check == 0)
		status = bm_output_file(engine, o->onix, &onix, doc->diags);
	bm_buf_free(&olinks);
	bm_buf_free(&onix);
	if (job.audit != NULL)
		bm_audit_end(&audit);
	return status;
}

bm_status
bm_convert(bm_engine *engine, const bm_input *input,
	   const bm_convert_options *options, const bm_sink *sink)
{
	bm_convert_options o = {.source_date_epoch = -1};
	bm_sink s = {0};
	bm_input in = {0};
	const bm_writer *writer;
	bm_status status;
	bm_reporter reporter;
	bm_doc *doc;

	if (engine == NULL || input == NULL)
		return BM_BAD_ARGUMENT;
	BM_TAKE(bm_input, input, &in);
	if (options != NULL)
		BM_TAKE(bm_convert_options, options, &o);
	if (sink != NULL)
		BM_TAKE(bm_sink, sink, &s);
	writer = bm_writer_find(o.to != NULL ? o.to : "html");
	if (writer == NULL || (o.dump != NULL && !bm_pass_known(o.dump)) ||
	    ((o.proof != NULL || o.audit != NULL) &&
	     (writer->proof == BM_PROOF_NONE || o.dump != NULL)) ||
	    (o.olinks_out != NULL &&
	     (writer->proof != BM_PROOF_FILES || o.dump != NULL)) ||
	    (o.onix != NULL && (writer != &bm_writer_epub || o.dump != NULL)) ||
	    (o.depfile != NULL && (o.output == NULL || o.check != 0)) ||
	    (in.name == NULL && in.data == NULL))
		return BM_BAD_ARGUMENT;
	doc = bm_doc_new(&engine->al, in.name != NULL ? in.name : "<stdin>");
	if (doc == NULL)
		return BM_NO_MEMORY;
	doc->root = o.root != NULL ? bm_arena_strdup(doc->arena, o.root)
				   : bm_path_dir(doc->arena, doc->file);
	if (doc->root != NULL && doc->root[0] == '\0')
		doc->root = ".";
	status = o.depfile != NULL || o.depends != NULL
		     ? bm_reads_begin(&engine->reads, &engine->al, false)
		     : BM_OK;
	if (status == BM_OK)
		status = convert(engine, doc, &in, &o, writer,
				 sink != NULL ? &s : NULL);
	if (status == BM_OK)
		status =
		    bm_output_depfile(engine, o.depfile, o.output, doc->diags);
	if (o.depends != NULL && bm_reads_each(&engine->reads, doc->arena,
					       o.depends, o.user) != BM_OK)
		doc->no_memory = true;
	bm_reads_end(&engine->reads);
	if (status == BM_OK && doc->no_memory)
		status = BM_NO_MEMORY;
	/* Its findings know their places, and may ask for the text again. */
	if (o.ledger == 0)
		bm_doc_drop_tree(doc);
	bm_reporter_init(&reporter, engine, doc->arena);
	bm_report(&reporter, doc->diags, doc);
	/* What could not be written has claims to look at all the same. */
	if (o.ledger != 0 && (status == BM_OK || status == BM_BAD_INPUT) &&
	    bm_engine_ledger_add(engine, doc) != BM_OK)
		status = BM_NO_MEMORY;
	bm_doc_free(doc);
	bm_engine_forget(engine);
	return status;
}
