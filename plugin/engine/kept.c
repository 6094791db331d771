/* See kept.h. */
#include "engine/kept.h"

#include <sys/stat.h>

#include "engine/engine.h"

/* A file that was written to this shortly before may be written to again
 * within what its time can tell apart. */
#define SETTLED 2

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* What a file is now; false: it is no file whose change could be seen. */
static bool
stamp_of(const char *path, bm_stamp *out)
{
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	*out = (bm_stamp){st.st_dev, st.st_ino, st.st_size, st.st_ctim,
			  st.st_mtim};
	return true;
}

/* Whether the files are those that were read. */
static bool
unchanged(const bm_kept *kept, const char *const *paths)
{
	for (size_t i = 0; paths[i] != NULL; i++) {
		const bm_stamp *old = &kept->stamps[i];
		bm_stamp now;

		if (!stamp_of(paths[i], &now) || now.device != old->device ||
		    now.inode != old->inode || now.size != old->size ||
		    !same_time(now.changed, old->changed) ||
		    !same_time(now.written, old->written))
			return false;
	}
	return true;
}

/*
 * Notes what the files are before they are read; whether their change would
 * be seen.  Files that only the host can see, and documents, which may consist
 * of others, are read again each time.
 */
static bool
note_stamps(const bm_engine *engine, bm_kept *kept, const char *const *paths)
{
	time_t now = time(NULL);

	for (size_t i = 0; paths[i] != NULL; i++) {
		bm_str name = bm_str_of(paths[i]);
		bm_stamp *s = &kept->stamps[i];

		if (engine->host.read != NULL || bm_str_ends(name, ".xml") ||
		    bm_str_ends(name, ".md") || !stamp_of(paths[i], s) ||
		    now - s->written.tv_sec < SETTLED)
			return false;
	}
	return true;
}

static void
end_one(bm_kept *kept, void (*end)(void *value))
{
	if (kept->value != NULL)
		end(kept->value);
	kept->value = NULL;
	kept->in_use = kept->lasting = false;
}

/* The entry for the files, new or known. */
static bm_kept *
entry_of(bm_engine *engine, bm_map *map, const char *const *paths)
{
	size_t count = 0;
	void **slot = NULL;
	bm_kept *kept;
	bm_buf key;

	bm_buf_init(&key, &engine->al);
	bm_buf_putc(&key, '\n');
	for (; paths[count] != NULL; count++) {
		bm_buf_puts(&key, paths[count]);
		bm_buf_putc(&key, '\n');
	}
	if (key.status == BM_OK)
		slot = bm_map_put(map, bm_buf_str(&key), NULL);
	bm_buf_free(&key);
	if (slot == NULL || *slot != NULL)
		return slot != NULL ? *slot : NULL;
	kept = BM_NEW(engine->arena, bm_kept);
	if (kept != NULL)
		kept->stamps = BM_NEW_ARRAY(engine->arena, bm_stamp, count + 1);
	if (kept == NULL || kept->stamps == NULL)
		return NULL;
	return *slot = kept;
}

/* See kept.h. */
bm_kept *
bm_engine_kept(bm_engine *engine, bm_map *map, const char *const *paths,
	       void (*end)(void *value))
{
	bm_kept *kept = entry_of(engine, map, paths);
	/* Who notes what is read has to see it read. */
	bool noting = engine->reads.run != NULL && *paths != NULL;

	if (kept == NULL)
		return NULL;
	if (kept->value != NULL && !kept->in_use &&
	    (noting || !unchanged(kept, paths)))
		end_one(kept, end);
	if (kept->value == NULL) {
		/* What another call left is not held beside a new one. */
		for (size_t i = 0; i < map->len; i++) {
			bm_kept *other = map->entries[i].value;

			if (other != NULL && !other->in_use)
				end_one(other, end);
		}
		kept->lasting = note_stamps(engine, kept, paths);
	}
	kept->in_use = true;
	return kept;
}

/* See kept.h. */
void
bm_kept_forget(bm_map *map, void (*end)(void *value), bool all)
{
	for (size_t i = 0; i < map->len; i++) {
		bm_kept *kept = map->entries[i].value;

		if (kept == NULL)
			continue;
		if (all || !kept->in_use || !kept->lasting)
			end_one(kept, end);
		kept->in_use = false;
	}
}
