/*
 * Datatypes of RELAX NG: those of XML Schema (part 2, second edition) and the
 * two that are built in.
 */
#ifndef BM_SCHEMA_TYPE_H
#define BM_SCHEMA_TYPE_H

#include "core/arena.h"
#include "core/str.h"
#include "core/vec.h"

typedef struct rng_type rng_type; /* static */

/* A type with its params, or a value of a type. */
typedef struct rng_data {
	bm_allocator al;
	const rng_type *type;
	const char *value;       /* NULL: any */
	BM_VEC(void *) patterns; /* what all must match (pcre2_code) */
	const char *min, *max;   /* of numbers; NULL: none */
	bool beyond_min, beyond_max;
	size_t length_min, length_max; /* in characters */
	void *lexical;                 /* the type's own pattern */
} rng_data;

/* NULL when there is no such type.  library "" is the built-in one. */
const rng_type *rng_type_find(const char *library, const char *name);
/*
 * A type to which params can be added; in the arena but for what
 * rng_data_end frees.  NULL without memory.
 */
rng_data *rng_data_new(bm_arena *arena, const rng_type *type);
void rng_data_end(rng_data *data);
/* False: there is no such param, or it makes no sense; *why says it. */
bool rng_data_param(bm_arena *arena, rng_data *data, const char *name,
		    bm_str value, const char **why);
/* Whether the text is of the type, or is the value. */
bool rng_data_fits(const rng_data *data, bm_str text);
/* What a text of this type is, for people: "a whole number above 0". */
const char *rng_data_words(const rng_data *data);

#endif
