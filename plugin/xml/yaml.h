/* YAML 1.1 to a small tree with positions, which JSON shares (xml/json.h). */
#ifndef BM_XML_YAML_H
#define BM_XML_YAML_H

#include "xml/doc.h"

typedef enum bm_yaml_kind {
	BM_YAML_SCALAR,
	BM_YAML_LIST,
	BM_YAML_MAP
} bm_yaml_kind;

typedef struct bm_yaml {
	bm_yaml_kind kind;
	bm_str text;           /* of a scalar; a NUL follows it */
	bool bare;             /* JSON: a number, true or false */
	bool null;             /* nothing, or a plain "~" or "null" */
	struct bm_yaml *first; /* items; keys and values by turns */
	struct bm_yaml *last, *next;
	bm_pos pos;
} bm_yaml;

#define BM_YAML_DEPTH_MAX 20 /* of nesting */

/* What went wrong, in the arena. */
typedef struct bm_yaml_error {
	bm_pos pos;
	const char *message;
	bool limit;
} bm_yaml_error;

/*
 * Reads one YAML document whose first line is line `line` of file and that
 * has at most nodes_max nodes, its aliases written out.  *out lives
 * in the arena; NULL for an empty text.  BM_BAD_INPUT or BM_LIMIT: *error says
 * what and where.
 */
bm_status bm_yaml_read(bm_arena *arena, bm_str text, const char *file,
		       unsigned line, size_t nodes_max, bm_yaml **out,
		       bm_yaml_error *error);

/* Makes node the last child of a list or an object. */
void bm_yaml_append(bm_yaml *parent, bm_yaml *node);

#endif
