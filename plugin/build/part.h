/*
 * A part of a build: a folder with the pages of some of the documents, and
 * this file, which says of what and for what they were made.
 */
#ifndef BM_PART_H
#define BM_PART_H

#include "build/state.h"

/* Its name in the folder; not hidden, as copying often leaves out what is. */
#define BM_PART_FILE "part.backmatter"
/* More parts than this are nobody's wish. */
#define BM_SHARDS_MAX 100000

/* A document of the project as it was, of whichever part. */
typedef struct bm_part_seen {
	const char *path;
	const char *sum; /* the first of its checksum; "" it was not read */
} bm_part_seen;

typedef struct bm_part {
	const char *folder;  /* where it is now; not in the file */
	const char *program; /* version, and a checksum of its source */
	const char *day;     /* or NULL */
	const char *key;     /* of all options, day and program */
	uint32_t shard, shards;
	bool names;                /* no pages, for other parts only */
	BM_VEC(bm_part_seen) seen; /* in the order of the project */
	bm_state state;
} bm_part;

/* dir: the project's folder, as it is named. */
void bm_part_put(const bm_part *part, const char *dir, bm_buf *out);
/* Everything lives in the arena.  BM_BAD_INPUT: it is damaged, or of another
 * form. */
bm_status bm_part_get(bm_arena *arena, bm_str bytes, const char *dir,
		      bm_part *out);

#endif
