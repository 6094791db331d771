/* What somebody may have meant who wrote a name that is not there. */
#ifndef BM_CORE_NEAREST_H
#define BM_CORE_NEAREST_H

#include "core/map.h"

/* Longer names are not compared. */
#define BM_DISTANCE_MAX 80

/*
 * How many signs must be put in, left out, changed or swapped with their
 * neighbor to get from a to b, neither longer than BM_DISTANCE_MAX; upper and
 * lower case are the same.
 */
size_t bm_distance(bm_str a, bm_str b);

/* How many signs are compared for one document in all. */
#define BM_NEAREST_EFFORT ((size_t)20000000)

/*
 * The key of map that is most like name, the first of several, or NULL if
 * none is like it.  Takes what it cost off *effort, and gives up at 0, so
 * that a thousand wrong links cost no more than a few.
 */
const char *bm_nearest(const bm_map *map, const char *name, size_t *effort);

#endif
