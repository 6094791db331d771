/* Packaging: files into a folder or a container, whole or not at all. */
#ifndef BM_PACK_PACK_H
#define BM_PACK_PACK_H

#include "backmatter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/map.h"

/* A sink with an end. */
typedef struct bm_pack bm_pack;

/*
 * The ways to make one.  When they fail, *out is still set so that
 * bm_pack_error can tell why, and is to be freed; it is NULL only when there
 * was no memory for it.
 */

/*
 * A sink that writes one file: beside it, renamed over it by commit.  What is
 * there and no plain file (/dev/stdout, a pipe) gets it all at commit.
 */
bm_status bm_pack_file_new(const bm_allocator *al, const char *path,
			   bm_pack **out);
/*
 * A sink that fills a folder: a new folder beside it that takes its place at
 * commit.  The old content is gone then.  A folder that is not empty is only
 * replaced if it holds a file `.backmatter`, which each output gets: nobody
 * loses files by naming the wrong folder.  A file that is written as it was
 * stays the same file, with its time.
 */
bm_status bm_pack_dir_new(const bm_allocator *al, const char *path,
			  bm_pack **out);
/*
 * A sink that makes an OCF container (EPUB 3.3, section 4.3): `mimetype`
 * first, stored, without extra field; then the entries in the order they were
 * opened, deflated, with the time epoch (UTC; -1: 1980-01-01).  It goes to
 * `target` as one file with path "", each entry when it is closed: no more than
 * one is in memory.  The target's file is closed by commit alone.
 */
bm_status bm_pack_ocf_new(const bm_allocator *al, const char *mimetype,
			  int64_t epoch, const bm_sink *target, bm_pack **out);
/*
 * A sink that keeps all files in memory; they go to `target` at commit.  So
 * what a program of others takes can be read again before it gets it.
 */
bm_status bm_pack_hold_new(const bm_allocator *al, const bm_sink *target,
			   bm_pack **out);

const bm_sink *bm_pack_sink(bm_pack *pack);
/*
 * Takes a file over from the folder that the pack will replace, as it is.
 * BM_NOT_FOUND: there is no such file there; BM_UNSUPPORTED: no such folder.
 */
bm_status bm_pack_keep(bm_pack *pack, const char *path);
/* A file of the folder that will be replaced; as bm_pack_keep.  In the
 * arena. */
bm_status bm_pack_old(bm_pack *pack, bm_arena *arena, const char *path,
		      bm_str *out);
/* Finishes the output; on failure nothing is left. */
bm_status bm_pack_commit(bm_pack *pack);
/* Frees it; without a commit nothing is left behind. */
void bm_pack_free(bm_pack *pack);
/*
 * Gives back a file as it was written, before the commit: of a folder the one
 * of this path, of a file ("") its whole content.  BM_UNSUPPORTED: packs of
 * this kind cannot.  In the arena, or the pack's.
 */
bm_status bm_pack_back(bm_pack *pack, bm_arena *arena, const char *path,
		       bm_str *out);
/* The entries of a container of ours, by name, for bm_ocf_read; it and the
 * container must stay. */
bm_status bm_ocf_list(bm_arena *arena, bm_str container, bm_map *out);
/* The content of an entry, its checksum compared.  In the arena. */
bm_status bm_ocf_read(bm_arena *arena, bm_str container, const bm_map *list,
		      const char *path, bm_str *out);
/* Larger entries are not read back. */
#define BM_BACK_MAX ((size_t)1 << 30)

/* Adds the bytes, made smaller, to out. */
void bm_squeeze(bm_str bytes, bm_buf *out);
/* Gives them back in the arena.  BM_BAD_INPUT: they were made by others. */
bm_status bm_unsqueeze(bm_arena *arena, bm_str bytes, bm_str *out);

/* Unpacks a stream of zlib of anybody's making into out, which has room for
 * *size bytes; *size is then how many there are.  False: it is none, or
 * larger. */
bool bm_inflate(bm_str bytes, char *out, size_t *size);

/* One whole file into a sink. */
bm_status bm_put(const bm_sink *sink, const char *path, bm_str bytes);
/* A sink that takes everything and keeps nothing. */
extern const bm_sink bm_sink_none;

/* Why the last call failed (errno text with the path), or "". */
const char *bm_pack_error(const bm_pack *pack);

#endif
