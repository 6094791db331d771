/* Bytes made smaller, and back: a number, then a stream of zlib. */
#include <zlib.h>

#include "core/wire.h"
#include "pack/pack.h"

/* No stream of zlib grows by more. */
#define GROWTH  1100
#define LONGEST ((uint64_t)1 << 30)

/* See pack.h. */
void
bm_squeeze(bm_str bytes, bm_buf *out)
{
	uLongf size = compressBound((uLong)bytes.len);

	bm_wire_put(out, bytes.len);
	if (bm_buf_reserve(out, size) &&
	    compress2((Bytef *)out->ptr + out->len, &size,
		      (const Bytef *)bytes.ptr, (uLong)bytes.len, 1) == Z_OK)
		out->len += size;
	else
		out->status = BM_NO_MEMORY;
}

/* See pack.h. */
bm_status
bm_unsqueeze(bm_arena *arena, bm_str bytes, bm_str *out)
{
	bm_wire in = {.rest = bytes};
	uint64_t size = bm_wire_get(&in);
	uLongf got = (uLongf)size;
	char *data;

	if (in.bad || size > LONGEST || size / GROWTH > in.rest.len)
		return BM_BAD_INPUT;
	data = bm_arena_alloc(arena, (size_t)size + 1);
	if (data == NULL)
		return BM_NO_MEMORY;
	if (uncompress((Bytef *)data, &got, (const Bytef *)in.rest.ptr,
		       (uLong)in.rest.len) != Z_OK ||
	    got != size)
		return BM_BAD_INPUT;
	*out = (bm_str){data, (size_t)size};
	return BM_OK;
}

/* See pack.h. */
bool
bm_inflate(bm_str bytes, char *out, size_t *size)
{
	uLongf got = (uLongf)*size;

	if (uncompress((Bytef *)out, &got, (const Bytef *)bytes.ptr,
		       (uLong)bytes.len) != Z_OK)
		return false;
	*size = (size_t)got;
	return true;
}
