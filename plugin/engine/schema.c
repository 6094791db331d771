/* The schemas that an engine has read. */
#include <pthread.h>

#include "engine/engine.h"
#include "schema/schema.h"

/* One that was asked for; schema is NULL when there is none to be had, which
 * was told to the first who asked. */
struct kept {
	bm_schema *schema;
	unsigned users;      /* documents that are being read */
	struct kept *before; /* one that is worn and still in use */
};

static bm_status
read_file(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	bm_engine *engine = user;
	bm_status status = bm_engine_look(engine, NULL, arena, path, out);

	bm_reads_note(&engine->reads, true, path, status,
		      status == BM_OK ? *out : (bm_str){"", 0});
	return status;
}

/* The schema of a file, or the one that is installed for "". */
static bm_status
load(bm_engine *engine, const char *name, bm_doc *doc, bm_schema **out)
{
	rng_files files = {engine, read_file};
	bm_arena *arena = bm_arena_new(&engine->al);
	const char *path = name, *version = NULL;
	bm_status status = BM_NOT_FOUND;

	*out = NULL;
	if (arena == NULL)
		return BM_NO_MEMORY;
	if (*name == '\0')
		path = bm_schema_installed(arena, &files, &version);
	if (path != NULL)
		status = bm_schema_new(&engine->al, path, version, &files,
				       doc->diags, out);
	else if (bm_arena_failed(arena))
		status = BM_NO_MEMORY;
	else
		bm_diag_add(doc->diags,
			    bm_rule_find(bm_schema_rules, "schema-file"), NULL,
			    "No schema of DocBook is installed on this "
			    "machine");
	bm_arena_free(arena);
	return status;
}

/* What a document made of a schema must not trouble the next one: a worn one
 * is read anew, and goes when its last document is done. */
static bm_status
renew(bm_engine *engine, const char *name, bm_doc *doc, struct kept *kept)
{
	bm_schema *fresh;
	struct kept *worn;
	bm_status status = load(engine, name, doc, &fresh);

	if (status == BM_NO_MEMORY || fresh == NULL)
		return status;
	if (kept->users == 0) {
		bm_schema_free(kept->schema);
	} else {
		worn = BM_NEW(engine->arena, struct kept);
		if (worn == NULL) {
			bm_schema_free(fresh);
			return BM_NO_MEMORY;
		}
		*worn = *kept;
		kept->before = worn;
		kept->users = 0;
	}
	kept->schema = fresh;
	return BM_OK;
}

void
bm_engine_schema_done(bm_engine *engine, bm_doc *doc)
{
	if (doc->schema == NULL)
		return;
	pthread_mutex_lock(&engine->lock);
	for (size_t i = 0; i < engine->schemas.len; i++) {
		struct kept *newer = NULL;
		struct kept *k = engine->schemas.entries[i].value;

		for (; k != NULL && k->schema != doc->schema; k = k->before)
			newer = k;
		if (k == NULL)
			continue;
		k->users--;
		if (newer != NULL && k->users == 0) {
			newer->before = k->before;
			bm_schema_free(k->schema);
		}
		break;
	}
	doc->schema = NULL;
	pthread_mutex_unlock(&engine->lock);
}

bm_status
bm_engine_schema(bm_engine *engine, const char *name, bm_doc *doc)
{
	bm_status status = BM_OK;
	struct kept *kept;
	void **slot;

	doc->schema = NULL;
	if (name == NULL)
		return BM_OK;
	pthread_mutex_lock(&engine->lock);
	slot = bm_map_put(&engine->schemas, bm_str_of(name), NULL);
	kept = slot != NULL ? *slot : NULL;
	if (slot != NULL && kept == NULL) {
		*slot = kept = BM_NEW(engine->arena, struct kept);
		if (kept != NULL)
			status = load(engine, name, doc, &kept->schema);
		if (status == BM_NO_MEMORY)
			*slot = NULL;
	}
	if (kept != NULL && kept->schema != NULL &&
	    bm_schema_is_worn(kept->schema))
		status = renew(engine, name, doc, kept);
	if (kept != NULL && kept->schema != NULL && status != BM_NO_MEMORY) {
		doc->schema = kept->schema;
		kept->users++;
	}
	pthread_mutex_unlock(&engine->lock);
	return kept == NULL || status == BM_NO_MEMORY ? BM_NO_MEMORY : BM_OK;
}

void
bm_engine_forget_schemas(bm_engine *engine, bool all)
{
	for (size_t i = 0; i < engine->schemas.len; i++) {
		struct kept *kept = engine->schemas.entries[i].value;

		if (kept == NULL || kept->schema == NULL ||
		    (!all && !bm_schema_is_worn(kept->schema)))
			continue;
		for (; kept != NULL; kept = kept->before)
			bm_schema_free(kept->schema);
		engine->schemas.entries[i].value = NULL;
	}
}
