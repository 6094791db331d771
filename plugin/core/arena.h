/* Memory of one document: allocated piece by piece, freed at once. */
#ifndef BM_CORE_ARENA_H
#define BM_CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "core/str.h"

/* The host's allocator, or malloc(3) when fn is NULL. */
typedef struct bm_allocator {
	void *(*fn)(void *user, void *ptr, size_t old_size, size_t new_size);
	void *user;
} bm_allocator;

void *bm_realloc(const bm_allocator *al, void *ptr, size_t old_size,
		 size_t new_size);

typedef struct bm_arena bm_arena;

/* A new arena, the caller's; NULL without memory.  al is copied. */
bm_arena *bm_arena_new(const bm_allocator *al);
void bm_arena_free(bm_arena *arena);
/*
 * Frees all that the arena handed out, and keeps a small block for what comes.
 * A failure stays known.
 */
void bm_arena_reset(bm_arena *arena);
/* The same, but it keeps nothing: of one that is hardly used from then on. */
void bm_arena_empty(bm_arena *arena);

/*
 * Zeroed memory, aligned for any type, that lives as long as the arena.  NULL
 * without memory (and then bm_arena_failed stays true).  A NULL arena gives
 * NULL.
 */
void *bm_arena_alloc(bm_arena *arena, size_t size);
void *bm_arena_array(bm_arena *arena, size_t count, size_t size);
/* NUL-terminated copies; NULL for NULL. */
char *bm_arena_strdup(bm_arena *arena, const char *s);
char *bm_arena_strndup(bm_arena *arena, const char *s, size_t length);
char *bm_arena_str(bm_arena *arena, bm_str s);
char *bm_arena_printf(bm_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether an allocation ever failed. */
bool bm_arena_failed(const bm_arena *arena);
/* Bytes handed out so far. */
size_t bm_arena_used(const bm_arena *arena);
const bm_allocator *bm_arena_allocator(const bm_arena *arena);

#define BM_NEW(arena, type) ((type *)bm_arena_alloc((arena), sizeof(type)))
#define BM_NEW_ARRAY(arena, type, n)                                           \
	((type *)bm_arena_array((arena), (n), sizeof(type)))

#endif
