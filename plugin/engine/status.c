/* The tables of regulatory status that an engine has loaded. */
#include <pthread.h>

#include "engine/engine.h"

/* Adds one file to a table; one that cannot be read is a finding. */
static bm_status
add_file(bm_engine *engine, lint_statuses *table, const char *name,
	 bm_diags *diags)
{
	/* Rows tell where they stand for as long as the table lives. */
	const char *path = bm_arena_strdup(table->arena, name);
	bm_pos pos = {.file = path};
	bm_status status;
	bm_str text;

	if (path == NULL)
		return BM_NO_MEMORY;
	status = bm_engine_read(engine, table->arena, path, &text);
	if (status == BM_OK)
		return lint_statuses_read(table, text, path, true, diags);
	if (status == BM_NO_MEMORY)
		return status;
	bm_diag_add(diags,
		    bm_rule_find(bm_engine_rules, status == BM_NOT_FOUND
						      ? "file-not-found"
						      : "file-unreadable"),
		    &pos, "The status table %s cannot be read", path);
	return BM_OK;
}

static bm_status
load(bm_engine *engine, const char *const *paths, bm_diags *diags,
     lint_statuses **out)
{
	static const char name[] = "status.tsv";
	lint_statuses *table = lint_statuses_new(&engine->al);
	bm_status status;
	bm_str text;

	*out = NULL;
	if (table == NULL)
		return BM_NO_MEMORY;
	status = bm_data_load(&engine->data, table->arena, name, &text);
	if (status == BM_OK)
		status = lint_statuses_read(table, text, name, false, diags);
	else if (status == BM_NOT_FOUND)
		status = BM_OK;
	for (; status == BM_OK && *paths != NULL; paths++)
		status = add_file(engine, table, *paths, diags);
	if (status == BM_OK)
		status = lint_statuses_end(table);
	if (status != BM_OK) {
		lint_statuses_free(table);
		return status;
	}
	*out = table;
	return BM_OK;
}

/* See engine.h. */
void
bm_engine_statuses_end(void *value)
{
	lint_statuses_free(value);
}

/* See engine.h. */
bm_status
bm_engine_statuses(bm_engine *engine, const char *const *paths, bm_diags *diags,
		   const lint_statuses **out)
{
	static const char *const none[] = {NULL};
	size_t said = diags->list.len;
	lint_statuses *table = NULL;
	bm_status status = BM_OK;
	bm_kept *kept;

	if (paths == NULL)
		paths = none;
	pthread_mutex_lock(&engine->lock);
	kept = bm_engine_kept(engine, &engine->statuses, paths,
			      bm_engine_statuses_end);
	if (kept == NULL) {
		status = BM_NO_MEMORY;
	} else if (kept->value != NULL) {
		table = kept->value;
	} else {
		status = load(engine, paths, diags, &table);
		kept->value = table;
		kept->lasting &= diags->list.len == said;
	}
	pthread_mutex_unlock(&engine->lock);
	*out = table;
	return status;
}
