/* The file of a part: see part.h. */
#include "build/part.h"

#include "core/wire.h"
#include "pack/pack.h"

#define HEAD "backmatter-part 2 "

/* See part.h. */
void
bm_part_put(const bm_part *p, const char *dir, bm_buf *out)
{
	bm_buf body, state;
	size_t at;

	bm_buf_init(&body, &out->al);
	bm_buf_init(&state, &out->al);
	bm_wire_put_text(&body, p->program);
	bm_wire_put_text(&body, p->day);
	bm_wire_put_text(&body, p->key);
	bm_wire_put(&body, p->shard);
	bm_wire_put(&body, p->shards);
	bm_wire_put(&body, p->names);
	bm_wire_put(&body, p->seen.len);
	for (size_t i = 0; i < p->seen.len; i++) {
		bm_wire_put_path(&body, dir, p->seen.items[i].path);
		bm_wire_put_text(&body, p->seen.items[i].sum);
	}
	bm_state_put(&p->state, dir, &state);
	bm_wire_put_str(&body, bm_buf_str(&state));
	at = bm_state_open(HEAD, out);
	bm_squeeze(bm_buf_str(&body), out);
	bm_state_close(at, out);
	if (body.status != BM_OK || state.status != BM_OK)
		out->status = BM_NO_MEMORY;
	bm_buf_free(&body);
	bm_buf_free(&state);
}

/* The documents that it has seen. */
static void
get_seen(bm_arena *arena, bm_wire *in, const char *dir, bm_part *out)
{
	size_t n = bm_wire_count(in);

	for (size_t i = 0; i < n && !in->bad; i++) {
		bm_part_seen *s = BM_VEC_PUSH(arena, &out->seen);

		if (s == NULL)
			return;
		s->path = bm_wire_get_path(in, arena, dir);
		s->sum = bm_wire_get_text(in, arena);
		in->bad |= s->path == NULL || s->sum == NULL;
	}
}

/* See part.h. */
bm_status
bm_part_get(bm_arena *arena, bm_str bytes, const char *dir, bm_part *out)
{
	bm_wire in = {0};
	bm_str packed, state;
	bm_status status = bm_state_unseal(HEAD, bytes, &packed);

	*out = (bm_part){0};
	if (status == BM_OK)
		status = bm_unsqueeze(arena, packed, &in.rest);
	if (status != BM_OK)
		return status;
	out->program = bm_wire_get_text(&in, arena);
	out->day = bm_wire_get_text(&in, arena);
	out->key = bm_wire_get_text(&in, arena);
	out->shard = (uint32_t)bm_wire_get_max(&in, BM_SHARDS_MAX);
	out->shards = (uint32_t)bm_wire_get_max(&in, BM_SHARDS_MAX);
	out->names = bm_wire_get_max(&in, 1) == 1;
	get_seen(arena, &in, dir, out);
	state = bm_wire_get_str(&in);
	if (bm_arena_failed(arena))
		return BM_NO_MEMORY;
	if (in.bad || in.rest.len != 0 || out->program == NULL ||
	    out->key == NULL || out->shard == 0 || out->shard > out->shards)
		return BM_BAD_INPUT;
	return bm_state_get(arena, state, dir, &out->state);
}
