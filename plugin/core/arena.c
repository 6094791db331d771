#include "core/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"

#define FIRST_BLOCK ((size_t)8 * 1024)
#define MAX_BLOCK   ((size_t)1024 * 1024)
#define KEPT_BLOCK  ((size_t)64 * 1024) /* by an arena that is emptied */
#define ALIGN       (_Alignof(max_align_t))

struct block {
	struct block *next;
	size_t size, used;
	max_align_t data[];
};

struct bm_arena {
	bm_allocator al;
	struct block *blocks; /* the newest first */
	size_t next_size;
	size_t total;
	bool failed;
};

/* As realloc(3) through the host's allocator; new_size 0 frees. */
void *
bm_realloc(const bm_allocator *al, void *ptr, size_t old_size, size_t new_size)
{
	if (al != NULL && al->fn != NULL)
		return al->fn(al->user, ptr, old_size, new_size);
	if (new_size == 0) {
		free(ptr);
		return NULL;
	}
	return realloc(ptr, new_size);
}

bm_arena *
bm_arena_new(const bm_allocator *al)
{
	bm_arena *arena = bm_realloc(al, NULL, 0, sizeof(*arena));

	if (arena == NULL)
		return NULL;
	memset(arena, 0, sizeof(*arena));
	if (al != NULL)
		arena->al = *al;
	arena->next_size = FIRST_BLOCK;
	return arena;
}

void
bm_arena_free(bm_arena *arena)
{
	bm_allocator al;

	if (arena == NULL)
		return;
	al = arena->al;
	for (struct block *b = arena->blocks, *next; b != NULL; b = next) {
		next = b->next;
		bm_realloc(&al, b, sizeof(*b) + b->size, 0);
	}
	bm_realloc(&al, arena, sizeof(*arena), 0);
}

/* Gives all back, but for a block of at most `most` bytes. */
static void
empty(bm_arena *arena, size_t most)
{
	struct block *keep = NULL;

	if (arena == NULL)
		return;
	for (struct block *b = arena->blocks, *next; b != NULL; b = next) {
		next = b->next;
		if (keep == NULL && b->size <= most) {
			keep = b;
			continue;
		}
		bm_realloc(&arena->al, b, sizeof(*b) + b->size, 0);
	}
	if (keep != NULL) {
		keep->next = NULL;
		keep->used = 0;
	}
	arena->blocks = keep;
	arena->next_size = keep != NULL ? keep->size : FIRST_BLOCK;
	arena->total = 0;
}

void
bm_arena_reset(bm_arena *arena)
{
	empty(arena, KEPT_BLOCK);
}

void
bm_arena_empty(bm_arena *arena)
{
	empty(arena, 0);
}

/*
 * A block that holds at least `size`.  A large piece gets one of its own
 * behind the current block, whose rest stays in use.
 */
static struct block *
add_block(bm_arena *arena, size_t size)
{
	bool own = size > arena->next_size / 4;
	size_t room = own ? size : arena->next_size;
	struct block *b;

	b = bm_realloc(&arena->al, NULL, 0, sizeof(*b) + room);
	if (b == NULL)
		return NULL;
	b->size = room;
	b->used = 0;
	if (own && arena->blocks != NULL) {
		b->next = arena->blocks->next;
		arena->blocks->next = b;
	} else {
		b->next = arena->blocks;
		arena->blocks = b;
	}
	if (!own && arena->next_size < MAX_BLOCK)
		arena->next_size *= 2;
	return b;
}

void *
bm_arena_alloc(bm_arena *arena, size_t size)
{
	struct block *b;
	void *p;

	if (arena == NULL)
		return NULL;
	if (size > SIZE_MAX / 2) {
		arena->failed = true;
		return NULL;
	}
	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (size == 0)
		size = ALIGN;
	b = arena->blocks;
	if (b == NULL || b->size - b->used < size) {
		b = add_block(arena, size);
		if (b == NULL) {
			arena->failed = true;
			return NULL;
		}
	}
	p = (char *)b->data + b->used;
	b->used += size;
	arena->total += size;
	memset(p, 0, size);
	return p;
}

void *
bm_arena_array(bm_arena *arena, size_t count, size_t size)
{
	if (arena == NULL)
		return NULL;
	if (size != 0 && count > SIZE_MAX / 2 / size) {
		arena->failed = true;
		return NULL;
	}
	return bm_arena_alloc(arena, count * size);
}

char *
bm_arena_strndup(bm_arena *arena, const char *s, size_t length)
{
	char *p;

	if (s == NULL)
		return NULL;
	p = bm_arena_alloc(arena, length + 1);
	if (p != NULL && length != 0)
		memcpy(p, s, length);
	return p;
}

char *
bm_arena_strdup(bm_arena *arena, const char *s)
{
	return s == NULL ? NULL : bm_arena_strndup(arena, s, strlen(s));
}

char *
bm_arena_str(bm_arena *arena, bm_str s)
{
	return bm_arena_strndup(arena, s.ptr != NULL ? s.ptr : "", s.len);
}

char *
bm_arena_printf(bm_arena *arena, const char *format, ...)
{
	char room[256]; /* for most texts, which are formatted once then */
	va_list ap;
	char *p;
	int n;

	va_start(ap, format);
	n = vsnprintf(room, sizeof(room), format, ap);
	va_end(ap);
	if (n < 0)
		return NULL;
	if ((size_t)n < sizeof(room))
		return bm_arena_strndup(arena, room, (size_t)n);
	p = bm_arena_alloc(arena, (size_t)n + 1);
	if (p == NULL)
		return NULL;
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return p;
}

bool
bm_arena_failed(const bm_arena *arena)
{
	return arena == NULL || arena->failed;
}

size_t
bm_arena_used(const bm_arena *arena)
{
	return arena->total;
}

const bm_allocator *
bm_arena_allocator(const bm_arena *arena)
{
	return &arena->al;
}

/* Room for one more element; the new part is zeroed. */
bool
bm_vec_grow(bm_arena *arena, void **items, size_t len, size_t *cap, size_t size)
{
	size_t wanted;
	void *p;

	if (len < *cap)
		return true;
	wanted = *cap == 0 ? 8 : *cap * 2;
	p = bm_arena_array(arena, wanted, size);
	if (p == NULL)
		return false;
	if (len != 0)
		memcpy(p, *items, len * size);
	*items = p;
	*cap = wanted;
	return true;
}
