/* Reading back what was packed, as a reader of the output would. */
#include <zlib.h>

#include "pack/pack_impl.h"

/* A number of a ZIP file: the low byte first. */
static uint32_t
number(const char *at, size_t bytes)
{
	uint32_t n = 0;

	for (size_t i = bytes; i-- > 0;)
		n = n << 8 | (unsigned char)at[i];
	return n;
}

/* See pack.h. */
bm_status
bm_pack_back(bm_pack *pack, bm_arena *arena, const char *path, bm_str *out)
{
	return pack->back != NULL ? pack->back(pack, arena, path, out)
				  : BM_UNSUPPORTED;
}

/* See pack.h. */
bm_status
bm_pack_keep(bm_pack *pack, const char *path)
{
	return pack->keep != NULL ? pack->keep(pack, path) : BM_UNSUPPORTED;
}

/* See pack.h. */
bm_status
bm_pack_old(bm_pack *pack, bm_arena *arena, const char *path, bm_str *out)
{
	return pack->old != NULL ? pack->old(pack, arena, path, out)
				 : BM_UNSUPPORTED;
}

/* See pack.h.  APPNOTE 4.3.12 and 4.3.16; our containers have no comment. */
bm_status
bm_ocf_list(bm_arena *arena, bm_str container, bm_map *out)
{
	const size_t end = 22, head = 46;
	size_t at, count;

	bm_map_init(out, arena);
	if (container.len < end)
		return BM_BAD_INPUT;
	at = container.len - end;
	if (number(container.ptr + at, 4) != 0x06054B50)
		return BM_BAD_INPUT;
	count = number(container.ptr + at + 10, 2);
	at = number(container.ptr + at + 16, 4);
	for (size_t i = 0; i < count; i++) {
		const char *p = container.ptr + at;
		size_t name;
		void **slot;

		if (at > container.len || container.len - at < head ||
		    number(p, 4) != 0x02014B50)
			return BM_BAD_INPUT;
		name = number(p + 28, 2);
		if (container.len - at - head < name)
			return BM_BAD_INPUT;
		slot = bm_map_put(out, (bm_str){p + head, name}, NULL);
		if (slot == NULL)
			return BM_NO_MEMORY;
		*slot = (void *)(uintptr_t)p;
		at += head + name + number(p + 30, 2) + number(p + 32, 2);
	}
	return BM_OK;
}

/* The bytes of a deflated entry. */
static bm_status
inflate_to(bm_arena *arena, bm_str packed, size_t size, bm_str *out)
{
	z_stream z = {0};
	char *bytes = bm_arena_alloc(arena, size + 1);
	int rc;

	if (bytes == NULL || inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return BM_NO_MEMORY;
	z.next_in = (Bytef *)(uintptr_t)packed.ptr;
	z.avail_in = (uInt)packed.len;
	z.next_out = (Bytef *)bytes;
	z.avail_out = (uInt)size;
	rc = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	bytes[size] = '\0';
	*out = (bm_str){bytes, size};
	return rc == Z_STREAM_END && z.avail_out == 0 ? BM_OK : BM_BAD_INPUT;
}

/* See pack.h. */
bm_status
bm_ocf_read(bm_arena *arena, bm_str container, const bm_map *list,
	    const char *path, bm_str *out)
{
	const char *p = bm_map_getz(list, path);
	size_t packed, size, at, head = 30;
	bm_status status = BM_OK;
	bm_str bytes;

	if (p == NULL)
		return BM_NOT_FOUND;
	packed = number(p + 20, 4);
	size = number(p + 24, 4);
	at = number(p + 42, 4);
	if (at > container.len || container.len - at < head ||
	    number(container.ptr + at, 4) != 0x04034B50)
		return BM_BAD_INPUT;
	at += head + number(container.ptr + at + 26, 2) +
	      number(container.ptr + at + 28, 2);
	if (at > container.len || container.len - at < packed ||
	    size > BM_BACK_MAX)
		return BM_BAD_INPUT;
	bytes = (bm_str){container.ptr + at, packed};
	if (number(p + 10, 2) == 8)
		status = inflate_to(arena, bytes, size, out);
	else
		*out = bytes;
	if (status == BM_OK &&
	    (out->len != size ||
	     (uint32_t)crc32(0, (const Bytef *)out->ptr, (uInt)size) !=
		 number(p + 16, 4)))
		status = BM_BAD_INPUT;
	return status;
}
