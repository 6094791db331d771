/* The file of a part of a build, as somebody else could have made it: the
 * bytes as they are, and behind a checksum that is right. */
#include "build/part.h"
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads a part; what is one is the same when it is written and read again. */
static void
read_part(bm_arena *arena, bm_str bytes)
{
	bm_part part, again;
	bm_buf file;

	if (bm_part_get(arena, bytes, "p/", &part) != BM_OK)
		return;
	bm_buf_init(&file, NULL);
	bm_part_put(&part, "p/", &file);
	if (file.status == BM_OK &&
	    (bm_part_get(arena, bm_buf_str(&file), "p/", &again) != BM_OK ||
	     again.shard != part.shard || again.seen.len != part.seen.len ||
	     again.state.docs.len != part.state.docs.len))
		__builtin_trap();
	bm_buf_free(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str body = {size > 0 ? (const char *)data : "", size};
	bm_arena *arena = bm_arena_new(NULL);
	bm_buf file;
	size_t at;

	read_part(arena, body);
	bm_buf_init(&file, NULL);
	at = bm_state_open("backmatter-part 2 ", &file);
	bm_squeeze(body, &file);
	bm_state_close(at, &file);
	read_part(arena, bm_buf_str(&file));
	bm_buf_free(&file);
	bm_arena_free(arena);
	return 0;
}
