/*
 * Files kept in memory, to be looked at before a sink that keeps nothing gets
 * them.
 */
#include "core/vec.h"
#include "pack/pack_impl.h"

struct held_file {
	const char *path;
	bm_buf bytes;
};

struct hold_pack {
	bm_pack base;
	const bm_sink *target;
	bm_arena *arena;
	BM_VEC(struct held_file) files;
	bm_map by_path; /* to the number of the file and 1 */
	bool open;
};

static bm_status
hold_open(void *user, const char *path)
{
	struct hold_pack *h = user;
	struct held_file *file;
	void **slot;

	if (h->open)
		return BM_BAD_ARGUMENT;
	file = BM_VEC_PUSH(h->arena, &h->files);
	if (file == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&file->bytes, &h->base.al);
	file->path = bm_arena_strdup(h->arena, path);
	slot = file->path != NULL
		   ? bm_map_put(&h->by_path, bm_str_of(file->path), NULL)
		   : NULL;
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = (void *)(uintptr_t)h->files.len;
	h->open = true;
	return BM_OK;
}

static bm_status
hold_write(void *user, const char *data, size_t length)
{
	struct hold_pack *h = user;
	bm_buf *bytes;

	if (!h->open)
		return BM_BAD_ARGUMENT;
	bytes = &h->files.items[h->files.len - 1].bytes;
	bm_buf_put(bytes, data, length);
	return bytes->status;
}

static bm_status
hold_close(void *user)
{
	struct hold_pack *h = user;

	if (!h->open)
		return BM_BAD_ARGUMENT;
	h->open = false;
	return BM_OK;
}

static bm_status
hold_commit(bm_pack *pack)
{
	struct hold_pack *h = (struct hold_pack *)pack;
	bm_status status = BM_OK;

	for (size_t i = 0; i < h->files.len && status == BM_OK; i++) {
		struct held_file *file = &h->files.items[i];

		status =
		    bm_put(h->target, file->path, bm_buf_str(&file->bytes));
		bm_buf_free(&file->bytes);
	}
	return status;
}

static bm_status
hold_back(bm_pack *pack, bm_arena *arena, const char *path, bm_str *out)
{
	struct hold_pack *h = (struct hold_pack *)pack;
	size_t n = (uintptr_t)bm_map_getz(&h->by_path, path);

	(void)arena;
	if (n == 0)
		return BM_NOT_FOUND;
	*out = bm_buf_str(&h->files.items[n - 1].bytes);
	return BM_OK;
}

static void
hold_discard(bm_pack *pack)
{
	struct hold_pack *h = (struct hold_pack *)pack;

	for (size_t i = 0; i < h->files.len; i++)
		bm_buf_free(&h->files.items[i].bytes);
	bm_arena_free(h->arena);
}

/* See pack.h. */
bm_status
bm_pack_hold_new(const bm_allocator *al, const bm_sink *target, bm_pack **out)
{
	struct hold_pack *h = pack_alloc(al, sizeof(*h));

	*out = NULL;
	if (h == NULL)
		return BM_NO_MEMORY;
	h->base.sink.open = hold_open;
	h->base.sink.write = hold_write;
	h->base.sink.close = hold_close;
	h->base.commit = hold_commit;
	h->base.discard = hold_discard;
	h->base.back = hold_back;
	*out = &h->base;
	h->target = target;
	h->arena = bm_arena_new(al);
	if (h->arena == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&h->by_path, h->arena);
	return BM_OK;
}
