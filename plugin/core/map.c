#include "core/map.h"

#include <string.h>

#include "core/vec.h"

/*
 * The key of the hash is an address, which the system chooses anew for each
 * process, so that a document cannot be written to collide.
 */
static uint64_t
hash(const bm_map *map, bm_str key)
{
	uint64_t seed = (uint64_t)(uintptr_t)map->arena;
	uint64_t h = seed ^ 0x9E3779B97F4A7C15u;
	size_t i = 0;

	seed = (seed ^ seed >> 31) * 0xBF58476D1CE4E5B9u | 1;
	for (; i + 8 <= key.len; i += 8) {
		uint64_t w;

		memcpy(&w, key.ptr + i, 8);
		h = (h ^ w) * seed;
		h ^= h >> 29;
		h = (h + seed) * 0x94D049BB133111EBu;
	}
	for (; i < key.len; i++)
		h = (h ^ (unsigned char)key.ptr[i]) * 0x100000001B3u + seed;
	h ^= (uint64_t)key.len;
	h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
	h = (h ^ h >> 27) * 0x94D049BB133111EBu;
	return h ^ h >> 31;
}

void
bm_map_init(bm_map *map, bm_arena *arena)
{
	memset(map, 0, sizeof(*map));
	map->arena = arena;
}

/* The slot of the key: that of its entry, or the free one to use. */
static size_t
find(const bm_map *map, bm_str key)
{
	size_t mask = map->slot_count - 1;
	size_t i = (size_t)hash(map, key) & mask;

	while (map->slots[i] != 0 &&
	       !bm_str_eq(map->entries[map->slots[i] - 1].key, key))
		i = (i + 1) & mask;
	return i;
}

void *
bm_map_get(const bm_map *map, bm_str key)
{
	uint32_t slot;

	if (map->len == 0)
		return NULL;
	slot = map->slots[find(map, key)];
	return slot == 0 ? NULL : map->entries[slot - 1].value;
}

void *
bm_map_getz(const bm_map *map, const char *key)
{
	return key == NULL ? NULL : bm_map_get(map, bm_str_of(key));
}

/* Keeps at least half of the slots free. */
static bool
grow(bm_map *map)
{
	size_t count = map->slot_count == 0 ? 16 : map->slot_count * 2;
	uint32_t *slots;

	if (map->len < map->slot_count / 2)
		return true;
	if (count > UINT32_MAX)
		return false;
	slots = BM_NEW_ARRAY(map->arena, uint32_t, count);
	if (slots == NULL)
		return false;
	map->slots = slots;
	map->slot_count = count;
	for (size_t i = 0; i < map->len; i++)
		slots[find(map, map->entries[i].key)] = (uint32_t)(i + 1);
	return true;
}

void **
bm_map_put(bm_map *map, bm_str key, bool *is_new)
{
	bm_map_entry *entry;
	size_t slot;
	char *copy;

	if (is_new != NULL)
		*is_new = false;
	if (!grow(map))
		return NULL;
	slot = find(map, key);
	if (map->slots[slot] != 0)
		return &map->entries[map->slots[slot] - 1].value;
	copy = bm_arena_str(map->arena, key);
	if (copy == NULL ||
	    !bm_vec_grow(map->arena, (void **)(void *)&map->entries, map->len,
			 &map->cap, sizeof(*map->entries)))
		return NULL;
	entry = &map->entries[map->len++];
	entry->key = (bm_str){copy, key.len};
	entry->value = NULL;
	map->slots[slot] = (uint32_t)map->len;
	if (is_new != NULL)
		*is_new = true;
	return &entry->value;
}
