/* What the kinds of packages share.  Private to this folder. */
#ifndef BM_PACK_PACK_IMPL_H
#define BM_PACK_PACK_IMPL_H

#include <stdbool.h>

#include "pack/pack.h"

/* Every kind starts with this. */
struct bm_pack {
	bm_sink sink;
	bm_allocator al;
	bm_status (*commit)(bm_pack *pack);
	/* bm_pack_back, or NULL. */
	bm_status (*back)(bm_pack *pack, bm_arena *arena, const char *path,
			  bm_str *out);
	/* bm_pack_keep and bm_pack_old, or NULL. */
	bm_status (*keep)(bm_pack *pack, const char *path);
	bm_status (*old)(bm_pack *pack, bm_arena *arena, const char *path,
			 bm_str *out);
	/* Gives back all it holds but the struct; removes what is not done. */
	void (*discard)(bm_pack *pack);
	size_t size; /* of the whole struct */
	char error[512];
};

/* A zeroed pack of `size` bytes with its allocator set; NULL without memory. */
void *pack_alloc(const bm_allocator *al, size_t size);
/* Frees a pack after its constructor failed. */
void pack_drop(bm_pack *pack);
/* Notes what failed with errno's text; gives the status that fits errno. */
bm_status pack_fail(bm_pack *pack, const char *what, const char *path);
/* The same with a text of its own. */
bm_status pack_refuse(bm_pack *pack, bm_status status, const char *path,
		      const char *why);

/* a + b + c as a new string of the pack's allocator, or NULL. */
char *pack_concat(const bm_pack *pack, const char *a, const char *b,
		  const char *c);
void pack_free_string(const bm_pack *pack, char *s);

/*
 * Whether path may stand in an output on every file system (OCF 3.3, 4.2.3):
 * relative, no empty, "." or ".." part, none of " * : < > ? \ |, no control
 * character, no part that ends with a full stop or is longer than 255 bytes.
 */
bool pack_path_ok(const char *path);

/* The name of a temporary beside `path`: ".tmp-PID-N"; as pack_concat. */
char *pack_temporary(const bm_pack *pack, const char *path, const char *what,
		     unsigned n);
/* write(2) until all is written; false with errno set. */
bool pack_write_all(int fd, const char *data, size_t length);
/* close(2) that tells of delayed errors; false with errno set. */
bool pack_close(int fd);

#endif
