/* Objects of JSON, as the reports put them together. */
#ifndef BM_AUDIT_REPORT_JSON_H
#define BM_AUDIT_REPORT_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/buf.h"

/* Adds a text, which is copied; NULL is null.  False without memory, and
 * where the object is NULL. */
bool bm_report_text(json_t *object, const char *key, const char *value);

/* The same of a number. */
bool bm_report_number(json_t *object, const char *key, size_t n);

/*
 * Writes an object and the end of its line, with these flags of jansson, and
 * lets go of it; NULL is one that there was no memory for.
 */
bm_status bm_report_json(json_t *root, size_t flags, bm_buf *out);

#endif
