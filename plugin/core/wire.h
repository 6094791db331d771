/*
 * Numbers and texts in bytes, for what one run leaves for the next.  Reading
 * trusts nothing: what does not fit makes the reader bad, and all that it then
 * gives is empty.
 */
#ifndef BM_CORE_WIRE_H
#define BM_CORE_WIRE_H

#include "core/buf.h"

void bm_wire_put(bm_buf *out, uint64_t number);
void bm_wire_put_str(bm_buf *out, bm_str s);
/* NULL and "" stay apart. */
void bm_wire_put_text(bm_buf *out, const char *s);

/* The name of a file: what lies in dir ("content/", "" for here) is told apart
 * from it. */
void bm_wire_put_path(bm_buf *out, const char *dir, const char *path);

typedef struct bm_wire {
	bm_str rest;
	bool bad;
} bm_wire;

uint64_t bm_wire_get(bm_wire *in);
/* A number that is not larger than max. */
size_t bm_wire_get_max(bm_wire *in, size_t max);
/* How many things follow, each of at least one byte. */
size_t bm_wire_count(bm_wire *in);
/* Borrowed from the bytes. */
bm_str bm_wire_get_str(bm_wire *in);
/* A copy without NUL bytes, in the arena; NULL as it was written, or when
 * bad or without memory. */
const char *bm_wire_get_text(bm_wire *in, bm_arena *arena);
const char *bm_wire_get_path(bm_wire *in, bm_arena *arena, const char *dir);

#endif
