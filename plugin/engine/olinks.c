/* Target databases of olinks, from the files that somebody named. */
#include "engine/engine.h"
#include "write/olink.h"

/* Adds one file; one that cannot be read is a finding. */
static bm_status
add_file(bm_engine *engine, bm_olinks *olinks, const char *path,
	 bm_diags *diags)
{
	bm_xml_files files = bm_engine_files(engine);
	bm_arena *arena = bm_arena_new(&engine->al);
	bm_pos pos = {.file = bm_arena_strdup(diags->arena, path)};
	bm_status status = BM_NO_MEMORY;
	bm_str text;

	if (arena != NULL)
		status = bm_engine_read(engine, arena, path, &text);
	if (status == BM_OK)
		status = bm_olinks_read(olinks, path, text, &files, diags);
	else if (status != BM_NO_MEMORY)
		bm_diag_add(
		    diags,
		    bm_rule_find(bm_engine_rules, status == BM_NOT_FOUND
						      ? "file-not-found"
						      : "file-unreadable"),
		    &pos, "The target database %s cannot be read", path);
	bm_arena_free(arena);
	return status == BM_NO_MEMORY ? status : BM_OK;
}

/* See engine.h. */
bm_status
bm_engine_olinks(bm_engine *engine, const char *const *paths, bm_diags *diags,
		 bm_olinks **out)
{
	bm_status status = BM_OK;

	*out = NULL;
	if (paths == NULL || *paths == NULL)
		return BM_OK;
	*out = bm_olinks_new(&engine->al);
	if (*out == NULL)
		return BM_NO_MEMORY;
	for (; *paths != NULL && status == BM_OK; paths++)
		status = add_file(engine, *out, *paths, diags);
	return status;
}
