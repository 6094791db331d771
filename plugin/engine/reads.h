/*
 * Which files an engine has read, and what was in them: what a build depends
 * on, for the next build and for programs such as make.
 */
#ifndef BM_READS_H
#define BM_READS_H

#include <pthread.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/map.h"

/* What became of one file. */
typedef struct bm_read {
	const char *path; /* of a folder whose names were asked for: ends "/" */
	bool found;
	/* It is loaded once for the engine: a style, a schema, data. */
	bool kept;
	bool unstable;   /* it changed while it was looked at */
	char sha256[65]; /* "" without hashing */
} bm_read;

typedef struct bm_reads {
	pthread_mutex_t lock;
	bm_arena *arena; /* of what the engine keeps */
	bm_arena *run;   /* of this run, or NULL: nobody asks */
	bm_map kept, now;
	bool hashing;
	bool unhashed; /* something was kept before anybody asked for hashes */
} bm_reads;

bm_status bm_reads_init(bm_reads *reads, bm_arena *arena);
void bm_reads_free(bm_reads *reads);
/* Begins to note what is read, with hashes or without. */
bm_status bm_reads_begin(bm_reads *reads, const bm_allocator *al, bool hashing);
/* Forgets all but what the engine keeps. */
void bm_reads_end(bm_reads *reads);
/* Notes a file.  Any thread. */
void bm_reads_note(bm_reads *reads, bool kept, const char *path,
		   bm_status status, bm_str bytes);
/* For what the engine keeps; user is the bm_reads. */
void bm_reads_tell(void *user, const char *path, bm_status status,
		   bm_str bytes);
/* What is known of a path, or NULL. */
const bm_read *bm_reads_find(const bm_reads *reads, const char *path);
/* The checksum of a file that is known, "" if it was not there, "*" if it
 * changed; false: it is not known.  Any thread. */
bool bm_reads_sum(bm_reads *reads, const char *path, char out[65]);
/* Tells a host of all of them. */
bm_status bm_reads_each(const bm_reads *reads, bm_arena *arena,
			void (*fn)(void *user, const char *path, unsigned found,
				   unsigned kept),
			void *user);
/* All of them sorted by path, NULL-ended; NULL without memory. */
const bm_read *const *bm_reads_list(const bm_reads *reads, bm_arena *arena);

/*
 * "TARGET: FILE..." for make and ninja, of the files that were there, and a
 * rule without a recipe for each, so that one that is gone later does no harm.
 */
void bm_reads_depfile(const bm_reads *reads, bm_arena *arena,
		      const char *target, bm_buf *out);

#endif
