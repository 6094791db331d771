/* What a build left, as somebody else could have made it: the state behind its
 * checksum, and skeletons of documents. */
#include <stdlib.h>

#include "core/buf.h"
#include "core/sha256.h"
#include "build/state.h"
#include "write/skeleton.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes as the body of a file with the checksum that they have. */
static void
as_state(bm_arena *arena, bm_str body)
{
	bm_state state;
	bm_buf file;
	char sum[65];

	bm_buf_init(&file, NULL);
	bm_sha256_hex(body, sum);
	bm_buf_printf(&file, "backmatter-state 3 %s\n", sum);
	bm_buf_putstr(&file, body);
	if (bm_state_get(arena, bm_buf_str(&file), "p/", &state) == BM_OK) {
		bm_buf_clear(&file);
		bm_state_put(&state, "p/", &file);
	}
	bm_buf_free(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str body = {size > 0 ? (const char *)data : "", size};
	bm_arena *arena = bm_arena_new(NULL);
	bm_doc *doc = bm_doc_new(NULL, "p/a.md");
	bm_skeleton_facts facts = {0};
	bm_state state;
	bm_buf again;

	bm_state_get(arena, body, "p/", &state);
	as_state(arena, body);
	bm_buf_init(&again, NULL);
	if (doc != NULL && bm_skeleton_get(doc, "p/", body) == BM_OK)
		bm_skeleton_put(doc, "p/", &again, &facts);
	bm_buf_free(&again);
	bm_doc_free(doc);
	bm_arena_free(arena);
	return 0;
}
