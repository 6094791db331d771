/*
 * A typed growable array in an arena:
 *
 *	BM_VEC(int) numbers = {0};
 *	int *slot = BM_VEC_PUSH(arena, &numbers);   // NULL without memory
 *	for (size_t i = 0; i < numbers.len; i++) use(numbers.items[i]);
 */
#ifndef BM_CORE_VEC_H
#define BM_CORE_VEC_H

#include "core/arena.h"

#define BM_VEC(type)                                                           \
	struct {                                                               \
		type *items;                                                   \
		size_t len, cap;                                               \
	}

/* A pointer to a new zeroed element at the end, or NULL without memory. */
#define BM_VEC_PUSH(arena, vec)                                                \
	((bm_vec_grow((arena), (void **)(void *)&(vec)->items, (vec)->len,     \
		      &(vec)->cap, sizeof(*(vec)->items)))                     \
	     ? &(vec)->items[(vec)->len++]                                     \
	     : NULL)

bool bm_vec_grow(bm_arena *arena, void **items, size_t len, size_t *cap,
		 size_t size);

#endif
