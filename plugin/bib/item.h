/*
 * Bibliographic items in the CSL-JSON model (CSL 1.0.2, appendices III and
 * IV), whatever file they came from.
 */
#ifndef BM_BIB_ITEM_H
#define BM_BIB_ITEM_H

#include "core/diag.h"
#include "core/map.h"
#include "core/vec.h"

typedef struct bm_name {
	bm_str family, given, suffix, literal;
	bm_str non_dropping_particle, dropping_particle;
	bool comma_suffix, static_ordering;
} bm_name;

typedef struct bm_names {
	const bm_name *items;
	size_t count;
} bm_names;

typedef struct bm_item_date {
	int year[2], month[2], day[2]; /* 0: not given; [1] the range's end */
	int season;
	bool is_range, has_year, circa;
	bm_str literal, raw;
} bm_item_date;

typedef enum bm_value_kind {
	BM_VALUE_TEXT,
	BM_VALUE_NAMES,
	BM_VALUE_DATE
} bm_value_kind;

typedef struct bm_value {
	bm_value_kind kind;
	bm_str text; /* numbers too, as written */
	bm_names names;
	bm_item_date date;
} bm_value;

typedef struct bm_item {
	bm_str id, type;
	bm_map values; /* variable name -> bm_value; "custom.x" for custom */
	bm_pos pos;
	size_t index; /* place in the library */
} bm_item;

typedef struct bm_library {
	bm_arena *arena;
	BM_VEC(bm_item *) items;
	bm_map by_id; /* id -> bm_item */
} bm_library;

/* Codes: bib-syntax, bib-no-id, bib-duplicate, bib-unknown-field ... */
extern const bm_rule bm_bib_rules[];

/* A library of its own arena, the caller's; NULL without memory. */
bm_library *bm_library_new(const bm_allocator *al);
void bm_library_free(bm_library *library);
/* Value of a variable or NULL.  Borrowed. */
const bm_value *bm_item_get(const bm_item *item, const char *variable);
const bm_item *bm_library_find(const bm_library *library, bm_str id);

/* Adds all items of a CSL-JSON text. BM_BAD_INPUT when it cannot be read. */
bm_status bm_bib_read_csljson(bm_library *library, bm_str text,
			      const char *file, bm_diags *diags);
/* By content (CSL-JSON now). */
bm_status bm_bib_read(bm_library *library, bm_str text, const char *file,
		      bm_diags *diags);

#endif
