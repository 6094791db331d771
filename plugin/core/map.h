/*
 * Strings to pointers, in an arena.  Iteration is in the order of insertion,
 * so that nothing ever depends on the hash, which is keyed per process.
 */
#ifndef BM_CORE_MAP_H
#define BM_CORE_MAP_H

#include "core/arena.h"
#include "core/str.h"

typedef struct bm_map_entry {
	bm_str key; /* NUL-terminated copy in the arena */
	void *value;
} bm_map_entry;

typedef struct bm_map {
	bm_arena *arena;
	bm_map_entry *entries; /* in order of insertion */
	size_t len, cap;
	uint32_t *slots;
	size_t slot_count;
} bm_map;

void bm_map_init(bm_map *map, bm_arena *arena);
/* The value, or NULL. */
void *bm_map_get(const bm_map *map, bm_str key);
void *bm_map_getz(const bm_map *map, const char *key);
/*
 * The place of the value for key, made (NULL) when new; *is_new tells if the
 * pointer is not NULL.  NULL without memory.  Valid until the next insertion.
 */
void **bm_map_put(bm_map *map, bm_str key, bool *is_new);

#endif
