/* Where output goes: opened, put in its place or taken back. */
#include "engine/engine.h"
#include "engine/outer_links.h"
#include "pack/pack.h"

const bm_rule bm_output_rules[] = {
    {"output-unwritable", BM_ERROR, "The output cannot be written", NULL,
     "Check that the folder is there, is writable and has room."},
    {NULL, BM_INFO, NULL, NULL, NULL},
};

/* See engine.h. */
bm_status
bm_output_open(bm_engine *engine, const char *path, const bm_writer *writer,
	       const bm_sink **sink, bm_pack **pack)
{
	bool proved = writer != NULL && writer->proof != BM_PROOF_NONE;
	bm_status status;

	*pack = NULL;
	if (path == NULL && *sink == NULL)
		return BM_BAD_ARGUMENT;
	if (path == NULL && !proved)
		return BM_OK;
	if (path == NULL)
		status = bm_pack_hold_new(&engine->al, *sink, pack);
	else if (writer != NULL && writer->many_files)
		status = bm_pack_dir_new(&engine->al, path, pack);
	else
		status = bm_pack_file_new(&engine->al, path, pack);
	if (status == BM_OK)
		*sink = bm_pack_sink(*pack);
	return status;
}

/* See engine.h. */
bm_status
bm_output_failed(bm_diags *diags, const char *path, const bm_pack *pack,
		 bm_status status)
{
	bm_pos pos = {.file = bm_arena_strdup(diags->arena, path)};
	const char *why = pack != NULL ? bm_pack_error(pack) : "";

	if (status == BM_IO)
		bm_diag_add(diags, bm_output_rules, &pos, "%s%s%s",
			    bm_output_rules[0].summary,
			    why[0] != '\0' ? ": " : "", why);
	return status;
}

/* See engine.h. */
bm_status
bm_output_close(bm_diags *diags, const char *path, bm_pack *pack,
		bm_status status)
{
	if (status == BM_OK && pack != NULL)
		status = bm_pack_commit(pack);
	bm_output_failed(diags, path, pack, status);
	bm_pack_free(pack);
	return status;
}

/* See engine.h. */
bm_status
bm_output_file(bm_engine *engine, const char *path, const bm_buf *bytes,
	       bm_diags *diags)
{
	const bm_sink *sink = NULL;
	bm_pack *pack;
	bm_status status = bm_output_open(engine, path, NULL, &sink, &pack);

	if (status == BM_OK)
		status = bm_put(sink, "", bm_buf_str(bytes));
	return bm_output_close(diags, path, pack, status);
}

/* See engine.h. */
bm_status
bm_output_links(bm_engine *engine, struct bm_outer_links *links,
		const char *path, bm_diags *diags)
{
	bm_status status;
	bm_buf buf;

	bm_buf_init(&buf, &engine->al);
	bm_outer_links_put(links, path, &buf);
	status = buf.status;
	if (status == BM_OK)
		status = bm_output_file(engine, path, &buf, diags);
	bm_buf_free(&buf);
	return status;
}

/* See engine.h. */
bm_status
bm_output_depfile(bm_engine *engine, const char *path, const char *output,
		  bm_diags *diags)
{
	bm_status status;
	bm_buf buf;

	if (path == NULL)
		return BM_OK;
	bm_buf_init(&buf, &engine->al);
	bm_reads_depfile(&engine->reads, diags->arena, output, &buf);
	status = buf.status;
	if (status == BM_OK)
		status = bm_output_file(engine, path, &buf, diags);
	bm_buf_free(&buf);
	return status;
}
