/*
 * What a build leaves for the next one, in a file of its output: for each
 * document what it was made of, what linking needs of it, what was found in
 * it, and what was written for it.
 */
#ifndef BM_STATE_H
#define BM_STATE_H

#include "core/diag.h"
#include "core/map.h"
#include "write/proof.h"
#include "xml/required.h"

#define BM_STATE_FILE ".backmatter-state"

/* A file that something was made of. */
typedef struct bm_state_input {
	bm_doc_read read;
	const char *sha256; /* "" it was not there; "*" never the same */
} bm_state_input;

typedef struct bm_state_file {
	const char *path; /* in the output */
	uint64_t size;
	const char *sha256;
} bm_state_file;

/* When a finding came: from the document itself, from its links, from writing
 * its pages, from judging them (its file is then one of the output), from
 * writing its book. */
enum {
	BM_FOUND_READING,
	BM_FOUND_LINKING,
	BM_FOUND_SITE,
	BM_FOUND_PAGES,
	BM_FOUND_BOOK,
	BM_FOUND_STAGES
};

typedef BM_VEC(bm_diag) bm_state_diags;
typedef BM_VEC(bm_proof_row) bm_state_rows;

typedef struct bm_state_doc {
	const char *path, *book; /* book "": it is the home page */
	bool whole;              /* a skeleton does not do */
	BM_VEC(bm_state_input) inputs;
	BM_VEC(const char *) terms;    /* that it uses */
	BM_VEC(const char *) statuses; /* keys of rows that it uses */
	bm_str skeleton, card, words;  /* see write/skeleton.h, search.h */
	bool shows, index;
	const char *face;
	const char *signature;
	BM_VEC(bm_state_file) outputs;
	bm_state_diags found[BM_FOUND_STAGES];
	BM_VEC(bm_notice_off) offs;
	bm_state_rows rows; /* of the site */
} bm_state_doc;

typedef struct bm_state_epub {
	const char *href, *digest, *sha256;
	bm_state_rows rows;
	const char *onix;     /* what is told to booksellers, or NULL */
	bm_state_diags found; /* as BM_FOUND_PAGES */
} bm_state_epub;

/* A finding in a file that documents share. */
typedef struct bm_state_shared {
	const char *sha256; /* of the file */
	bm_diag diag;
} bm_state_shared;

typedef struct bm_state {
	const char *key; /* of the program and its options */
	BM_VEC(bm_state_input) common;
	BM_VEC(bm_state_shared) shared;
	BM_VEC(bm_state_doc) docs;
	BM_VEC(bm_state_epub) epubs;
} bm_state;

/* Begins bytes behind a head that says what they are, and a checksum; gives
 * where they begin, for the end. */
size_t bm_state_open(const char *head, bm_buf *out);
void bm_state_close(size_t body, bm_buf *out);
/* What is behind the head.  BM_BAD_INPUT: it is something else, or damaged. */
bm_status bm_state_unseal(const char *head, bm_str bytes, bm_str *out);

/* dir: the project's folder, as it is named. */
void bm_state_put(const bm_state *state, const char *dir, bm_buf *out);
/*
 * Everything lives in the arena.  BM_BAD_INPUT: it is damaged, or of another
 * version.
 */
bm_status bm_state_get(bm_arena *arena, bm_str bytes, const char *dir,
		       bm_state *out);

#endif
