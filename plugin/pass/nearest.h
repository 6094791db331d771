/* What somebody may have meant who wrote a name that is not there. */
#ifndef BM_PASS_NEAREST_H
#define BM_PASS_NEAREST_H

#include "core/map.h"

/* How many signs are compared for one document in all. */
#define BM_NEAREST_EFFORT ((size_t)20000000)

/*
 * The key of map that is most like name, the first of several, or NULL if
 * none is like it.  Takes what it cost off *effort, and gives up at 0, so
 * that a thousand wrong links cost no more than a few.
 */
const char *bm_nearest(const bm_map *map, const char *name, size_t *effort);

#endif
