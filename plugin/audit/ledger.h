/*
 * The ledger: each claim of the documents that were looked at, for a reviewer
 * to work through.
 */
#ifndef BM_LEDGER_H
#define BM_LEDGER_H

#include "core/buf.h"
#include "core/diag.h"
#include "core/vec.h"
#include "xml/doc.h"

typedef struct bm_ledger_entry {
	const char *file;
	uint32_t line, column;
	const char *sentence;
	const char *rules; /* "EFF-003, CMP-001", worst first */
	const char *kind, *severity;
	const char *citations; /* "key (randomised trials, 100 people); ..." */
	const char *evidence;  /* "enough", "weak", "unknown" or "" */
	const char *notices;   /* kinds of the notices over its section */
	const char *disposition;       /* "open", "cited", "suppressed" */
	const char *reason, *initials; /* "" if there are none */
} bm_ledger_entry;

typedef struct bm_ledger_answer {
	const char *file;
	int number;
	const char *question, *answer, *why;
	const char *places; /* "12:3, 40:1" */
} bm_ledger_answer;

typedef struct bm_ledger {
	bm_arena *arena;
	BM_VEC(bm_ledger_entry) entries;
	BM_VEC(bm_ledger_answer) answers;
	bool no_memory; /* something is not in it that should be */
} bm_ledger;

/* Copies what was found in a document. */
bm_status bm_ledger_add(bm_ledger *ledger, const bm_doc *doc);
/* Puts it out as "json", "csv" or "html"; BM_UNSUPPORTED: neither. */
bm_status bm_ledger_put(const bm_ledger *ledger, const char *format,
			bm_buf *out);
/* The page of "html" (ledger_html.c). */
void bm_ledger_html(const bm_ledger *ledger, bm_buf *out);

#endif
