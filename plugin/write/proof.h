/*
 * What outputs must carry: for each file each notice that was asked for.
 * Writers fill it from their plan; when all is written, the files are read
 * again and each notice is looked for.
 */
#ifndef BM_WRITE_PROOF_H
#define BM_WRITE_PROOF_H

#include "core/diag.h"
#include "core/vec.h"

typedef struct bm_proof_row {
	const char *output;   /* which output: proof->output of then */
	const char *file;     /* in that output; "" if it is one file */
	const char *document; /* source that asks for the notice */
	const char *kind, *trigger, *words;
	bm_pos pos;         /* of what triggered it */
	const char *id;     /* of its element; NULL: it could not be placed */
	const char *sha256; /* of a text kept word for word, or NULL */
	/* Its text without white space, a line for each run; or NULL. */
	const char *text;
	const char *fault; /* what is wrong, static; NULL: it was found */
	bool proved;       /* by an earlier run, in a file that was kept */
} bm_proof_row;

typedef struct bm_proof {
	bm_arena *arena;
	const char *output; /* set before each output is written */
	BM_VEC(bm_proof_row) rows;
} bm_proof;

#endif
