/* The glossaries that an engine has loaded. */
#include <pthread.h>

#include "engine/engine.h"
#include "pass/pass.h"
#include "read/read.h"

/* Reads a document for the entries of its glossary.  What is wrong in it is
 * said when it is converted itself. */
static bm_status
read_document(bm_engine *engine, lint_terms *terms, bm_str text,
	      const char *path)
{
	bm_doc *doc = bm_doc_new(&engine->al, path);
	const bm_reader *reader = bm_reader_find(NULL, path, text);
	bm_pass_context context = {.lang = NULL};
	bm_xml_files files = bm_engine_files(engine);
	bm_status status;

	if (doc == NULL)
		return BM_NO_MEMORY;
	if (reader == NULL) {
		bm_doc_free(doc);
		return BM_BAD_INPUT;
	}
	doc->source = text;
	status = reader->read(doc, text, &files);
	if (status == BM_OK)
		status = bm_pass_ids.run(doc, &context);
	if (status == BM_OK)
		status = lint_terms_entries(terms, doc, path);
	bm_doc_free(doc);
	return status;
}

/* Adds one file to a table; one that cannot be read is a finding. */
static bm_status
add_file(bm_engine *engine, lint_terms *terms, const char *name,
	 bm_diags *diags)
{
	const char *path = bm_arena_strdup(terms->arena, name);
	bm_pos pos = {.file = bm_arena_strdup(diags->arena, name)};
	bm_status status;
	bm_str text;

	if (path == NULL)
		return BM_NO_MEMORY;
	status = bm_engine_read(engine, terms->arena, path, &text);
	if (status == BM_OK && bm_str_ends(bm_str_of(path), ".tsv"))
		return lint_terms_read(terms, text, pos.file, false, diags);
	if (status == BM_OK)
		status = read_document(engine, terms, text, path);
	if (status == BM_OK || status == BM_NO_MEMORY)
		return status;
	bm_diag_add(diags,
		    bm_rule_find(bm_engine_rules, status == BM_NOT_FOUND
						      ? "file-not-found"
						      : "file-unreadable"),
		    &pos, "The glossary %s cannot be read", name);
	return BM_OK;
}

static bm_status
load(bm_engine *engine, const char *const *paths, bm_diags *diags,
     lint_terms **out)
{
	lint_terms *terms = lint_terms_new(&engine->al);
	bm_status status;
	bm_str text;

	*out = NULL;
	if (terms == NULL)
		return BM_NO_MEMORY;
	status =
	    bm_data_load(&engine->data, terms->arena, "glossary.tsv", &text);
	if (status == BM_OK)
		status =
		    lint_terms_read(terms, text, "glossary.tsv", true, diags);
	else if (status == BM_NOT_FOUND)
		status = BM_OK;
	for (; status == BM_OK && *paths != NULL; paths++)
		status = add_file(engine, terms, *paths, diags);
	if (status == BM_OK)
		status = lint_terms_end(terms);
	if (status != BM_OK) {
		lint_terms_free(terms);
		return status;
	}
	*out = terms;
	return BM_OK;
}

/* See engine.h. */
void
bm_engine_terms_end(void *value)
{
	lint_terms_free(value);
}

bm_status
bm_engine_terms(bm_engine *engine, const char *const *paths, bm_diags *diags,
		const lint_terms **out)
{
	static const char *const none[] = {NULL};
	size_t said = diags->list.len;
	lint_terms *terms = NULL;
	bm_status status = BM_OK;
	bm_kept *kept;

	*out = NULL;
	if (paths == NULL)
		paths = none;
	pthread_mutex_lock(&engine->lock);
	kept = bm_engine_kept(engine, &engine->glossaries, paths,
			      bm_engine_terms_end);
	if (kept == NULL) {
		status = BM_NO_MEMORY;
	} else if (kept->value != NULL) {
		terms = kept->value;
	} else {
		status = load(engine, paths, diags, &terms);
		kept->value = terms;
		kept->lasting &= diags->list.len == said;
	}
	pthread_mutex_unlock(&engine->lock);
	*out = terms;
	return status;
}
