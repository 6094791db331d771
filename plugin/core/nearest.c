#include "core/nearest.h"

/* See nearest.h. */
size_t
bm_distance(bm_str a, bm_str b)
{
	size_t rows[3][BM_DISTANCE_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			char x = bm_lower(a.ptr[i - 1]);
			char y = bm_lower(b.ptr[j - 1]);
			size_t least = last[j - 1] + (x != y);

			if (last[j] + 1 < least)
				least = last[j] + 1;
			if (now[j - 1] + 1 < least)
				least = now[j - 1] + 1;
			if (i > 1 && j > 1 && x != y &&
			    x == bm_lower(b.ptr[j - 2]) &&
			    bm_lower(a.ptr[i - 2]) == y &&
			    before[j - 2] + 1 < least)
				least = before[j - 2] + 1;
			now[j] = least;
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

const char *
bm_nearest(const bm_map *map, const char *name, size_t *effort)
{
	bm_str wanted = bm_str_of(name);
	size_t best = wanted.len < 4 ? 1 : wanted.len / 3 + 1;
	const char *found = NULL;

	if (wanted.len == 0 || wanted.len > BM_DISTANCE_MAX)
		return NULL;
	if (best > 4)
		best = 4;
	for (size_t i = 0; i < map->len; i++) {
		bm_str key = map->entries[i].key;
		size_t apart = key.len > wanted.len ? key.len - wanted.len
						    : wanted.len - key.len;
		size_t cost = key.len * wanted.len + 1;

		if (*effort < cost)
			break;
		*effort -= apart < best ? cost : 1;
		if (key.len > BM_DISTANCE_MAX ||
		    apart >= best + (found == NULL))
			continue;
		size_t d = bm_distance(wanted, key);
		if (d < best || (found == NULL && d == best)) {
			best = d;
			found = key.ptr;
		}
	}
	return found;
}
