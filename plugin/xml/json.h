/* JSON (RFC 8259) to the tree that YAML gives, value by value. */
#ifndef BM_XML_JSON_H
#define BM_XML_JSON_H

#include "core/buf.h"
#include "xml/yaml.h"

#define BM_JSON_DEPTH_MAX 200 /* of nesting */

/*
 * A place in a text of JSON, which is UTF-8 and outlives it.  The caller
 * takes the values one after the other, each into the arena of his choice, so
 * that a long list never stands in memory as a whole.
 */
typedef struct bm_json {
	bm_str text;
	const char *file;
	size_t at, line_start;
	uint32_t line;
	bm_yaml_error error; /* after BM_BAD_INPUT or BM_LIMIT */
} bm_json;

void bm_json_begin(bm_json *json, bm_str text, const char *file);

/* The next byte that is no white space; 0 at the end. */
char bm_json_peek(bm_json *json);

/* Where the next value or sign stands. */
bm_pos bm_json_pos(bm_json *json);

/*
 * Reads the value that comes next.  A number keeps the digits that it was
 * written with, true and false are these words, null is `null`; the keys and
 * values of an object follow each other.  BM_BAD_INPUT and BM_LIMIT fill
 * json->error.
 */
bm_status bm_json_value(bm_json *json, bm_arena *arena, bm_yaml **out);

/* Reads this sign, or fails as bm_json_value does. */
bm_status bm_json_sign(bm_json *json, char sign);

/* Fails unless only white space is left. */
bm_status bm_json_end(bm_json *json);

/* Writes a string of JSON, quotation marks and escapes included. */
void bm_json_put(bm_buf *out, bm_str text);

#endif
