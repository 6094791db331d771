/*
 * What an engine loads from files of others, kept from one call to the next
 * for as long as those files are as they were: bibliographies, tables of
 * terms, status tables.
 */
#ifndef BM_KEPT_H
#define BM_KEPT_H

#include <sys/types.h>
#include <time.h>

#include "core/map.h"
#include "core/file.h"

struct bm_engine;

/* A file as it was when it was read. */
typedef struct bm_stamp {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed, written;
} bm_stamp;

typedef struct bm_kept {
	void *value; /* NULL: to be loaded */
	bm_stamp *stamps;
	bool lasting; /* it may outlive this call */
	bool in_use;  /* somebody asked for it in this call */
} bm_kept;

/*
 * The place in a map for what is loaded from these files (NULL-ended); NULL
 * without memory.  Its value is sound, or NULL: then the caller loads it, puts
 * it there, and clears `lasting` where what was found in the files would
 * otherwise not be told again.  The caller holds the engine's lock.
 */
bm_kept *bm_engine_kept(struct bm_engine *engine, bm_map *map,
			const char *const *paths, void (*end)(void *value));
/* A call is over: frees what nobody asked for, or all. */
void bm_kept_forget(bm_map *map, void (*end)(void *value), bool all);

#endif
