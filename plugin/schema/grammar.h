/* A schema in RELAX NG's XML syntax, read into patterns. */
#ifndef BM_SCHEMA_GRAMMAR_H
#define BM_SCHEMA_GRAMMAR_H

#include "core/diag.h"
#include "schema/pattern.h"
#include "schema/schema.h"

/* What is found while a schema is read. */
typedef struct rng_grammar {
	rng_table table;
	const rng_pattern *start;
	BM_VEC(rng_data *) data; /* to be ended with the schema */
} rng_grammar;

/*
 * Reads the file `path`, of which text holds the bytes, and all it includes.
 * Everything lives in arena.  BM_BAD_INPUT: it is no schema, and diags says
 * why.  What g->data holds must be ended also after a failure.
 */
bm_status rng_grammar_read(rng_grammar *g, bm_arena *arena, const char *path,
			   bm_str text, const rng_files *files,
			   bm_diags *diags);

#endif
