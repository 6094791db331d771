/* Inside schema/: what the parts of the validator share. */
#ifndef BM_SCHEMA_CHECK_H
#define BM_SCHEMA_CHECK_H

#include <pthread.h>

#include "core/nearest.h"
#include "schema/grammar.h"

struct bm_schema {
	bm_arena *arena;
	const char *file;
	const char *version; /* of DocBook, or NULL */
	rng_grammar grammar;
	pthread_mutex_t lock; /* one document at a time */
	uint32_t own;         /* patterns that the schema itself has */
};

/* How one start tag can be meant, and what of its content is to come. */
typedef struct rng_state {
	const rng_element *element;
	const rng_pattern *now;
	const rng_pattern *next; /* gathered while a child is looked at */
	size_t links, link_count;
} rng_state;

/* The state of the parent that a state came out of, and what follows there. */
typedef struct rng_link {
	size_t parent;
	const rng_pattern *rest;
} rng_link;

typedef struct rng_level {
	const xmlNode *el; /* NULL: the document */
	size_t states, end;
	bool told, text_told; /* something wrong in it; such a text */
	const struct rng_level *outer;
} rng_level;

/* One document being judged. */
typedef struct rng_check {
	bm_schema *schema;
	rng_table *t;
	bm_doc *doc;
	bm_arena *arena; /* until the end of this check */
	BM_VEC(rng_state) states;
	BM_VEC(rng_link) links;
	size_t effort; /* for names that are near */
	size_t told;
	bm_map lines; /* file -> rng_lines, see place.c */
	bool failed;  /* no memory, or a bound was met */
} rng_check;

/* ---- place.c: where exactly ---- */

/* An attribute of a start tag; else the start tag. */
bm_pos rng_attribute_place(rng_check *c, const xmlNode *el,
			   const xmlAttr *attr);
/* The first sign of a text node that is not white space; else its element. */
bm_pos rng_text_place(rng_check *c, const xmlNode *text);

/* ---- tell.c: in words ---- */

/* The namespace of a node or attribute, "" for none. */
const char *rng_uri(const xmlNs *ns);
/* An element that cannot stand where it stands. */
void rng_tell_element(rng_check *c, const rng_level *parent, xmlNode *el);
/* The one of `missing` must stand before el. */
void rng_tell_before(rng_check *c, const rng_level *parent, xmlNode *el,
		     bm_map *missing);
void rng_tell_incomplete(rng_check *c, const rng_level *level);
void rng_tell_attribute(rng_check *c, const rng_level *level,
			const xmlAttr *attr, const char *value, bool known);
void rng_tell_missing(rng_check *c, const rng_level *level);
void rng_tell_text(rng_check *c, const rng_level *level, const xmlNode *text);
void rng_tell_data(rng_check *c, const rng_level *level, const char *text);

/* ---- expect.c: what could stand somewhere ---- */

/* Keys are names as people write them, values the rng_name (NULL: any). */
/* Elements that can come next. */
void rng_expected(rng_check *c, const rng_pattern *p, bm_map *out);
/* Elements of which one must come next, as p is not complete. */
void rng_required(rng_check *c, const rng_pattern *p, bm_map *out);
/* Attributes that p can take, and those of which it needs one. */
void rng_attributes(rng_check *c, const rng_pattern *p, bool needed,
		    bm_map *out);
/* Attributes that would do in place of an element, as "the attribute x". */
void rng_alternatives(rng_check *c, const rng_pattern *p, bm_map *out);
/* Values and types that p asks of a text. */
void rng_values(rng_check *c, const rng_pattern *p, bm_map *out);
/* Elements whose content, wherever, can have one of this name. */
void rng_homes(rng_check *c, const rng_name *name, bm_map *out);
/* The names of this schema's elements. */
void rng_all_elements(rng_check *c, bm_map *out);
/* "xml:id"; the caller's arena is c->arena. */
const char *rng_shown(rng_check *c, const char *ns, const char *local);

/* ---- constraint.c: rules that are no grammar ---- */
bm_status rng_constraints(rng_check *c);

#endif
