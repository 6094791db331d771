/* Findings of one document, gathered in its arena and sorted when told. */
#ifndef BM_CORE_DIAG_H
#define BM_CORE_DIAG_H

#include "backmatter.h"
#include "core/arena.h"
#include "core/vec.h"

/* Where something stands in a source file.  0 is unknown. */
typedef struct bm_pos {
	const char *file; /* lives as long as the document */
	uint32_t line, column;
	uint32_t end_line, end_column;
} bm_pos;

typedef struct bm_diags {
	bm_arena *arena;
	BM_VEC(bm_diag) list;
	size_t errors, warnings, infos;
	size_t dropped; /* beyond BM_DIAGS_MAX */
} bm_diags;

/* A document with more findings than this says so and keeps the first. */
#define BM_DIAGS_MAX 5000
/* Bytes of a sentence that a finding keeps. */
#define BM_DIAG_TEXT_MAX 1000

extern const bm_rule bm_core_rules[]; /* diagnostics-limit */

void bm_diags_init(bm_diags *diags, bm_arena *arena);

/*
 * Adds a finding of `rule` at pos (NULL: nowhere); the message is formatted,
 * or the rule's summary when format is NULL.  All is copied but the rule's
 * strings and pos->file.
 */
void bm_diag_add(bm_diags *diags, const bm_rule *rule, const bm_pos *pos,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds a finding as it is; all that it refers to must live as long. */
void bm_diag_take(bm_diags *diags, const bm_diag *diag);

/* Says which sentence the finding is about that was added last. */
void bm_diag_set_text(bm_diags *diags, bm_str text);

/* Stable sort by file (order of first mention), line, column. */
void bm_diags_sort(bm_diags *diags);

/* The rule with this code in a table that ends with a NULL code. */
const bm_rule *bm_rule_find(const bm_rule *table, const char *code);

#endif
