/*
 * Patterns of RELAX NG (OASIS Committee Specification of 2001) and what is
 * left of one when a part of a document has been met: its derivative.  A
 * pattern that is there already is not made again, and a derivative is
 * computed once, so that a long document costs a look into a table for each
 * of its tags.
 */
#ifndef BM_SCHEMA_PATTERN_H
#define BM_SCHEMA_PATTERN_H

#include <libxml/tree.h>

#include "core/map.h"
#include "schema/type.h"

/* Patterns nest this deep in a schema, and this many are made at most for
 * one document. */
#define RNG_DEPTH_MAX    400
#define RNG_PATTERNS_MAX 400000
#define RNG_BYTES_MAX    ((size_t)160 << 20)

/* A name of the schema or of a document; equal names are one. */
typedef struct rng_name {
	const char *ns, *local;
	uint32_t id;
	bool said; /* the schema says it in so many words */
} rng_name;

typedef enum rng_names_kind {
	RNG_NAME,
	RNG_NS_NAME,
	RNG_ANY_NAME,
	RNG_NAME_CHOICE
} rng_names_kind;

/* A name class (specification, 3 and 6.1). */
typedef struct rng_names {
	rng_names_kind kind;
	const rng_name *name;                   /* RNG_NAME */
	const char *ns;                         /* RNG_NS_NAME */
	const struct rng_names *except;         /* RNG_NS_NAME, RNG_ANY_NAME */
	const struct rng_names *first, *second; /* RNG_NAME_CHOICE */
} rng_names;

typedef enum rng_kind {
	RNG_NOT_ALLOWED,
	RNG_EMPTY,
	RNG_TEXT,
	RNG_CHOICE, /* items sorted by id, each once */
	RNG_GROUP,
	RNG_INTERLEAVE, /* items sorted by id */
	RNG_MORE,       /* one or more of items[0] */
	RNG_LIST,
	RNG_VALUE,
	RNG_DATA,
	RNG_ATTRIBUTE,
	RNG_ELEMENT
} rng_kind;

typedef struct rng_pattern rng_pattern;

/* One <element> of the schema; its content is made when it is asked for. */
typedef struct rng_element {
	const rng_names *names;
	const xmlNode *node;
	void *scope;                /* the grammar that its refs mean */
	const rng_pattern *content; /* NULL: not yet made */
	const rng_pattern *pattern;
} rng_element;

struct rng_pattern {
	uint32_t id;
	uint8_t kind;
	bool nullable;  /* matches nothing at all */
	bool attribute; /* holds a RNG_ATTRIBUTE outside of its elements */
	bool data;      /* holds LIST, VALUE or DATA outside of both */
	unsigned depth;
	uint32_t count;
	const rng_pattern **items;
	const rng_names *names; /* RNG_ATTRIBUTE */
	const rng_data *type;   /* RNG_VALUE, RNG_DATA; items[0]: the except */
	rng_element *element;   /* RNG_ELEMENT */
};

/* One way to take a start tag: what its content must be, and what must follow
 * behind its end tag. */
typedef struct rng_open {
	const rng_element *element;
	const rng_pattern *rest;
} rng_open;

typedef struct rng_opens {
	const rng_open *items;
	size_t len;
} rng_opens;

/* Everything that was made of one schema. */
typedef struct rng_table {
	bm_arena *arena; /* of patterns and what is known of them */
	bm_map patterns, memo, names;
	uint32_t count;
	size_t work;      /* patterns looked at since the document began */
	const char *full; /* the bound that was met, or NULL */
	const rng_pattern *not_allowed, *empty, *text;
	BM_VEC(rng_element *) elements;
} rng_table;

/* False without memory. */
bool rng_table_init(rng_table *t, bm_arena *arena);
/* Made when new; NULL without memory. */
rng_name *rng_name_of(rng_table *t, const char *ns, const char *local);
bool rng_names_have(const rng_names *names, const char *ns, const char *local);

/*
 * These make a pattern, as simple as it can be said.  NULL among what they
 * get, or without memory, gives NULL.
 */
const rng_pattern *rng_many(rng_table *t, rng_kind kind,
			    const rng_pattern **items, size_t count);
const rng_pattern *rng_choice(rng_table *t, const rng_pattern *a,
			      const rng_pattern *b);
const rng_pattern *rng_one(rng_table *t, rng_kind kind,
			   const rng_pattern *item);
const rng_pattern *rng_attribute(rng_table *t, const rng_names *names,
				 const rng_pattern *content);
const rng_pattern *rng_data_of(rng_table *t, rng_kind kind,
			       const rng_data *type, const rng_pattern *except);
const rng_pattern *rng_element_of(rng_table *t, rng_element *element);

/*
 * Derivatives.  NULL when there is no memory or a bound is met (t->full).
 */
/* The ways to take a start tag of this name; *out is borrowed. */
bool rng_open_tag(rng_table *t, const rng_pattern *p, const rng_name *name,
		  rng_opens *out);
/* value NULL: whatever it is. */
const rng_pattern *rng_take_attribute(rng_table *t, const rng_pattern *p,
				      const rng_name *name,
				      const bm_str *value);
/* When the start tag ends.  lenient: attributes that are missing do not
 * matter. */
const rng_pattern *rng_close_tag(rng_table *t, const rng_pattern *p,
				 bool lenient);
const rng_pattern *rng_take_text(rng_table *t, const rng_pattern *p,
				 bm_str text);

#endif
