/*
 * Validation: a document against a schema in RELAX NG, and the rules of
 * DocBook that no grammar can say.
 */
#ifndef BM_SCHEMA_SCHEMA_H
#define BM_SCHEMA_SCHEMA_H

#include "xml/doc.h"

typedef struct bm_schema bm_schema; /* any thread, one at a time inside */

/* Codes: schema-... */
extern const bm_rule bm_schema_rules[];

/* How the files of a schema are got; the bytes live as long as arena. */
typedef struct rng_files {
	void *user;
	bm_status (*read)(void *user, bm_arena *arena, const char *path,
			  bm_str *out);
} rng_files;

/*
 * Reads the schema in the file path with all it includes; version: which of
 * DocBook it is, or NULL when that is not known.  *out is the caller's.
 * BM_NOT_FOUND, BM_IO, BM_BAD_INPUT: diags says why.
 */
bm_status bm_schema_new(const bm_allocator *al, const char *path,
			const char *version, const rng_files *files,
			bm_diags *diags, bm_schema **out);
void bm_schema_free(bm_schema *schema);
/* The file it was read from. */
const char *bm_schema_file(const bm_schema *schema);
/* Whether documents made it grow so much that it should be read anew. */
bool bm_schema_is_worn(bm_schema *schema);

/*
 * Judges the tree as the author wrote it, before anything was added: what
 * breaks the schema, and what breaks the rules beside it, are findings.
 */
bm_status bm_schema_check(bm_schema *schema, bm_doc *doc);

/*
 * The file of the newest schema of DocBook that is installed on this machine,
 * found by its usual path or by the XML catalog; *version is its version.
 * NULL when there is none.  In the arena.
 */
const char *bm_schema_installed(bm_arena *arena, const rng_files *files,
				const char **version);

#endif
