#include "engine/engine.h"

#include <string.h>

#include "core/file.h"
#include "csl/csl.h"
#include "pass/readability.h"
#include "read/read.h"
#include "xml/parse.h"

const bm_rule bm_engine_rules[] = {
    {"file-not-found", BM_ERROR, "A file that is needed is not there", NULL,
     "Check the name; it is relative to the document that names it."},
    {"file-unreadable", BM_ERROR, "A file cannot be read", NULL,
     "Check that it is a file and that its permissions allow reading."},
    {"file-outside", BM_ERROR,
     "A file lies outside the folder that the document may read from", NULL,
     "Move it into that folder, or name a wider one with --root."},
    {"format-unknown", BM_ERROR, "The format of the input is not recognised",
     NULL, "Say it with --from: markdown or docbook."},
    {"notices-missing", BM_ERROR, "The catalogue of notices is empty", NULL,
     "Check the folder given with --data."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* ---- life ---- */

bm_status
bm_engine_new(const bm_host *host, const bm_engine_options *options,
	      bm_engine **out)
{
	bm_allocator al = {NULL, NULL};
	bm_engine *e;
	bm_arena *arena;
	size_t n;

	if (out == NULL)
		return BM_BAD_ARGUMENT;
	*out = NULL;
	if ((host != NULL && host->size < sizeof(size_t)) ||
	    (options != NULL && options->size < sizeof(size_t)))
		return BM_BAD_ARGUMENT;
	bm_xml_init();
	if (host != NULL &&
	    host->size >= offsetof(bm_host, alloc) + sizeof(host->alloc)) {
		al.fn = host->alloc;
		al.user = host->user;
	}
	arena = bm_arena_new(&al);
	e = BM_NEW(arena, bm_engine);
	if (e == NULL) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	e->arena = arena;
	e->al = al;
	if (host != NULL) {
		n = host->size < sizeof(e->host) ? host->size : sizeof(e->host);
		memcpy(&e->host, host, n);
	}
	if (options != NULL) {
		bm_engine_options o = {0};

		n = options->size < sizeof(o) ? options->size : sizeof(o);
		memcpy(&o, options, n);
		e->data.dir = bm_arena_strdup(arena, o.data_dir);
		e->style_dir = bm_arena_strdup(arena, o.style_dir);
		e->locale_dir = bm_arena_strdup(arena, o.locale_dir);
	}
	bm_map_init(&e->sheets, arena);
	bm_map_init(&e->translations, arena);
	bm_map_init(&e->styles, arena);
	bm_map_init(&e->no_styles, arena);
	bm_map_init(&e->locales, arena);
	bm_map_init(&e->libraries, arena);
	bm_map_init(&e->glossaries, arena);
	bm_map_init(&e->statuses, arena);
	bm_map_init(&e->schemas, arena);
	e->data.teller = (bm_teller){bm_reads_tell, &e->reads};
	e->l10n = bm_l10n_new(&al, &e->data);
	e->breakers = lint_breakers_new(&al);
	if (e->l10n == NULL || e->breakers == NULL || bm_arena_failed(arena) ||
	    pthread_mutex_init(&e->lock, NULL) != 0)
		goto failed;
	if (bm_reads_init(&e->reads, arena) != BM_OK) {
		pthread_mutex_destroy(&e->lock);
		goto failed;
	}
	*out = e;
	return BM_OK;
failed:
	lint_breakers_free(e->breakers);
	bm_l10n_free(e->l10n);
	bm_arena_free(arena);
	return BM_NO_MEMORY;
}

static void
end_library(void *library)
{
	bm_library_free(library);
}

/* What was loaded from files for a call, or all of it. */
static void
forget_files(bm_engine *engine, bool all)
{
	bm_kept_forget(&engine->libraries, end_library, all);
	bm_kept_forget(&engine->glossaries, bm_engine_terms_end, all);
	bm_kept_forget(&engine->statuses, bm_engine_statuses_end, all);
}

/* See engine.h. */
void
bm_engine_forget(bm_engine *engine)
{
	forget_files(engine, false);
	bm_engine_forget_schemas(engine, false);
}

void
bm_engine_free(bm_engine *engine)
{
	if (engine == NULL)
		return;
	forget_files(engine, true);
	bm_engine_forget_schemas(engine, true);
	bm_engine_ledger_end(engine);
	for (size_t i = 0; i < engine->sheets.len; i++)
		bm_sheet_free(engine->sheets.entries[i].value);
	for (size_t i = 0; i < engine->locales.len; i++)
		csl_locale_free(engine->locales.entries[i].value);
	for (size_t i = 0; i < engine->styles.len; i++)
		csl_style_free(engine->styles.entries[i].value);
	for (size_t i = 0; i < engine->translations.len; i++)
		bm_notices_free(engine->translations.entries[i].value);
	bm_notices_free(engine->notices);
	bm_l10n_free(engine->l10n);
	lint_breakers_free(engine->breakers);
	lint_claims_free(engine->claims);
	pthread_mutex_destroy(&engine->lock);
	bm_reads_free(&engine->reads);
	bm_arena_free(engine->arena);
}

/* ---- what is loaded once ---- */

/* Compiled outside of the lock, which others need meanwhile. */
bm_status
bm_engine_sheet(bm_engine *engine, const char *name, bm_diags *diags,
		const bm_sheet **out)
{
	bm_sheet *sheet, *other;
	bm_status status;
	void **slot;

	pthread_mutex_lock(&engine->lock);
	*out = bm_map_getz(&engine->sheets, name);
	pthread_mutex_unlock(&engine->lock);
	if (*out != NULL)
		return BM_OK;
	status = bm_sheet_new(&engine->data, name, diags, &sheet);
	if (status != BM_OK)
		return status;
	pthread_mutex_lock(&engine->lock);
	slot = bm_map_put(&engine->sheets, bm_str_of(name), NULL);
	other = slot != NULL ? *slot : NULL;
	if (slot != NULL && other == NULL)
		*slot = other = sheet;
	pthread_mutex_unlock(&engine->lock);
	if (other != sheet)
		bm_sheet_free(sheet);
	*out = other;
	return other != NULL ? BM_OK : BM_NO_MEMORY;
}

bm_status
bm_engine_claims(bm_engine *engine, bm_diags *diags, const lint_claims **out)
{
	bm_status status = BM_OK;

	pthread_mutex_lock(&engine->lock);
	if (engine->claims == NULL)
		status = lint_claims_load(&engine->data, &engine->al, diags,
					  &engine->claims);
	/* Who asks for claims gets the grades of notices too; they take ten
	 * times as long as loading them. */
	if (status == BM_OK && engine->notices != NULL &&
	    !engine->notices_graded) {
		status = bm_readability_notices(engine->notices);
		engine->notices_graded = true;
	}
	*out = engine->claims;
	pthread_mutex_unlock(&engine->lock);
	return status;
}

/* Keeps why a style could not be had, for those who ask again. */
static bm_status
keep_failure(bm_engine *engine, const char *key, const bm_diag *said)
{
	void **slot = bm_map_put(&engine->no_styles, bm_str_of(key), NULL);
	bm_diag *copy = BM_NEW(engine->arena, bm_diag);

	if (slot == NULL || copy == NULL)
		return BM_NO_MEMORY;
	*copy = *said;
	copy->file = bm_arena_strdup(engine->arena, said->file);
	copy->message = bm_arena_strdup(engine->arena, said->message);
	*slot = copy;
	return copy->message != NULL ? BM_OK : BM_NO_MEMORY;
}

/* Says it again: where the style is named now, or what is wrong in it. */
static void
repeat_failure(bm_diags *diags, const bm_diag *said, const bm_pos *named_at)
{
	const bm_rule *rule = bm_rule_find(csl_rules, said->code);
	bm_pos pos = {bm_arena_strdup(diags->arena, said->file), said->line,
		      said->column, said->end_line, said->end_column};
	bool in_style = bm_streq(said->code, "csl-style-syntax");

	if (rule != NULL)
		bm_diag_add(diags, rule, in_style ? &pos : named_at, "%s",
			    said->message);
}

/* Loads a style and keeps it, or that it cannot be had.  Under the lock. */
static bm_status
load_style(bm_engine *engine, const bm_style_name *named, const char *key,
	   bm_diags *diags, csl_style **out)
{
	csl_paths paths = {.data = &engine->data,
			   .style_dir = engine->style_dir,
			   .locale_dir = engine->locale_dir,
			   .project_dir = named->project_dir,
			   .document_dir = named->document_dir,
			   .named_at = named->pos,
			   .teller = engine->data.teller};
	size_t said = diags->list.len;
	void **slot;
	bm_status status =
	    csl_style_load(&paths, &engine->al, named->name, diags, out);

	if (status == BM_NO_MEMORY)
		return status;
	if (status != BM_OK) {
		if (diags->list.len > said &&
		    keep_failure(engine, key,
				 &diags->list.items[diags->list.len - 1]) !=
			BM_OK)
			return BM_NO_MEMORY;
		return status;
	}
	slot = bm_map_put(&engine->styles, bm_str_of(key), NULL);
	if (slot == NULL) {
		csl_style_free(*out);
		*out = NULL;
		return BM_NO_MEMORY;
	}
	*slot = *out;
	return BM_OK;
}

bm_status
bm_engine_style(bm_engine *engine, const bm_style_name *named, bm_diags *diags,
		const csl_style **out)
{
	const char *project = named->project_dir, *folder = named->document_dir;
	const char *key;
	const bm_diag *failed;
	bm_status status = BM_OK;
	csl_style *style = NULL;

	*out = NULL;
	pthread_mutex_lock(&engine->lock);
	key = bm_arena_printf(engine->arena, "%s\n%s\n%s",
			      project != NULL ? project : "",
			      folder != NULL ? folder : "",
			      named->name != NULL ? named->name : "");
	if (key == NULL) {
		status = BM_NO_MEMORY;
	} else if ((failed = bm_map_getz(&engine->no_styles, key)) != NULL) {
		repeat_failure(diags, failed, named->pos);
		status = BM_NOT_FOUND;
	} else {
		style = bm_map_getz(&engine->styles, key);
		if (style == NULL)
			status = load_style(engine, named, key, diags, &style);
	}
	pthread_mutex_unlock(&engine->lock);
	*out = style;
	return status;
}

bm_status
bm_engine_locale(bm_engine *engine, const csl_style *style, const char *lang,
		 bm_diags *diags, const csl_locale **out)
{
	csl_paths paths = {.data = &engine->data,
			   .locale_dir = engine->locale_dir,
			   .teller = engine->data.teller};
	const char *key;
	bm_status status = BM_OK;
	csl_locale *locale = NULL;
	void **slot;

	*out = NULL;
	pthread_mutex_lock(&engine->lock);
	key = bm_arena_printf(engine->arena, "%p\n%s", (const void *)style,
			      lang != NULL ? lang : "");
	slot = key == NULL ? NULL
			   : bm_map_put(&engine->locales, bm_str_of(key), NULL);
	if (slot == NULL) {
		status = BM_NO_MEMORY;
	} else if (*slot != NULL) {
		locale = *slot;
	} else {
		status = csl_locale_load(&paths, &engine->al, style, lang,
					 diags, &locale);
		if (status == BM_OK)
			*slot = locale;
	}
	pthread_mutex_unlock(&engine->lock);
	*out = locale;
	return status;
}

/* Reads the files into a new library; missing ones are findings. */
static bm_status
load_library(bm_engine *engine, const char *const *paths, bm_diags *diags,
	     bm_library **out)
{
	bm_library *library = bm_library_new(&engine->al);
	bm_status status = library == NULL ? BM_NO_MEMORY : BM_OK;

	for (; status == BM_OK && *paths != NULL; paths++) {
		const char *path = bm_arena_strdup(diags->arena, *paths);
		bm_pos pos = {.file = path};
		bm_str text;

		status = bm_engine_read(engine, library->arena, *paths, &text);
		if (status == BM_OK)
			status = bm_bib_read(library, text, path, diags);
		else if (status != BM_NO_MEMORY) {
			bm_diag_add(diags,
				    bm_rule_find(bm_engine_rules,
						 status == BM_NOT_FOUND
						     ? "file-not-found"
						     : "file-unreadable"),
				    &pos, "The bibliography %s cannot be read",
				    path);
			status = BM_OK;
		}
		if (status == BM_BAD_INPUT)
			status = BM_OK; /* said in diags */
	}
	if (status != BM_OK) {
		bm_library_free(library);
		library = NULL;
	}
	*out = library;
	return status;
}

/* See engine.h. */
bm_status
bm_engine_library(bm_engine *engine, const char *const *paths, bm_diags *diags,
		  const bm_library **out)
{
	size_t said = diags->list.len;
	bm_library *library = NULL;
	bm_status status = BM_OK;
	bm_kept *kept;

	*out = NULL;
	if (paths == NULL || *paths == NULL)
		return BM_OK;
	pthread_mutex_lock(&engine->lock);
	kept = bm_engine_kept(engine, &engine->libraries, paths, end_library);
	if (kept == NULL) {
		status = BM_NO_MEMORY;
	} else if (kept->value != NULL) {
		library = kept->value;
	} else {
		status = load_library(engine, paths, diags, &library);
		kept->value = library;
		kept->lasting &= diags->list.len == said;
	}
	pthread_mutex_unlock(&engine->lock);
	*out = library;
	return status;
}

/* ---- files ---- */

/* Without a note of it. */
static bm_status
read_file(bm_engine *engine, bm_arena *arena, const char *path, bm_str *out)
{
	bm_bytes bytes = {NULL, 0};
	bm_status status;
	char *copy;

	if (engine->host.read == NULL)
		return bm_file_read(arena, path, out);
	status = engine->host.read(engine->host.user, path, &bytes);
	if (status != BM_OK)
		return status;
	copy = bm_arena_strndup(arena, bytes.data != NULL ? bytes.data : "",
				bytes.length);
	if (engine->host.release != NULL)
		engine->host.release(engine->host.user, bytes);
	if (copy == NULL)
		return BM_NO_MEMORY;
	*out = (bm_str){copy, bytes.length};
	return BM_OK;
}

bm_status
bm_engine_read(bm_engine *engine, bm_arena *arena, const char *path,
	       bm_str *out)
{
	bm_status status = read_file(engine, arena, path, out);

	bm_reads_note(&engine->reads, false, path, status,
		      status == BM_OK ? *out : (bm_str){"", 0});
	return status;
}

/* See engine.h. */
bm_status
bm_engine_look(bm_engine *engine, const char *root, bm_arena *arena,
	       const char *path, bm_str *out)
{
	if (root != NULL &&
	    (engine->host.read != NULL
		 ? !bm_path_named_inside(arena, root, path)
		 : !bm_path_inside(root, path) || !bm_file_plain(path)))
		return BM_NOT_FOUND;
	return read_file(engine, arena, path, out);
}

/* Files of a document: only those inside its folder, links followed. */
static bm_status
read_inside(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	bm_engine *engine = user;

	bm_doc_read *slot = BM_VEC_PUSH(doc->arena, &doc->reads);
	bm_status status = BM_NOT_FOUND;

	if (slot == NULL)
		return BM_NO_MEMORY;
	slot->jailed = true;
	slot->path = bm_arena_strdup(doc->arena, path);
	if (slot->path == NULL)
		return BM_NO_MEMORY;
	if (doc->root != NULL)
		status =
		    bm_engine_look(engine, doc->root, doc->arena, path, out);
	bm_reads_note(&engine->reads, false, path, status,
		      status == BM_OK ? *out : (bm_str){"", 0});
	return status;
}

bm_xml_files
bm_engine_files(bm_engine *engine)
{
	bm_xml_files files = {engine, read_inside};

	return files;
}
