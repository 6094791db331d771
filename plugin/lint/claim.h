/*
 * Claims: sentences that promise, compare, reassure or sell.  Rules are
 * patterns from a file; the file is trusted, the text is not.
 */
#ifndef BM_LINT_CLAIM_H
#define BM_LINT_CLAIM_H

#include "bib/design.h"
#include "core/data.h"
#include "core/diag.h"
#include "core/vec.h"
#include "lint/filter.h"

/* One rule of claims/rules.tsv. */
typedef struct lint_rule {
	const char *id;     /* "EFF-003" */
	const char *kind;   /* "efficacy" */
	const char *advice; /* what to write instead */
	bm_severity severity;
	bool cite; /* a citation beside it settles it, if it is no error */
	bool once; /* at most one hit in a unit */
	/* What a source must be made like to carry it, at least; claims/
	 * evidence.tsv.  BM_DESIGN_UNKNOWN: any will do. */
	bm_design least;
	/* Contexts: the unit must have, must not have; SIZE_MAX: none. */
	size_t with, unless;
	void *code; /* compiled pattern */
} lint_rule;

/* The compiled rules; immutable, shared by threads. */
typedef struct lint_claims lint_claims;

extern const bm_rule lint_claim_rules[]; /* claims-file */

/*
 * Loads and compiles claims/rules.tsv and claims/contexts.tsv, and the bars
 * of claims/evidence.tsv.  Faults of a line go to diags (claims-file) and
 * BM_BAD_INPUT is the result; *out is the caller's.
 */
bm_status lint_claims_load(const bm_data *data, const bm_allocator *al,
			   bm_diags *diags, lint_claims **out);
void lint_claims_free(lint_claims *claims);
const lint_rule *lint_claims_rule(const lint_claims *claims, const char *id);
/* All rules, in the order of the file. */
const lint_rule *lint_claims_rules(const lint_claims *claims, size_t *count);

/*
 * The name of the context with this number, from 0 on in the order of the
 * file; NULL behind the last.  Rules ask for some of them; passes for others.
 */
const char *lint_claims_context(const lint_claims *claims, size_t number);

/* A place in a unit where a rule matched. */
typedef struct lint_hit {
	const lint_rule *rule;
	size_t at, len;
} lint_hit;

/* What one thread needs to match; the claims must outlive it. */
typedef struct lint_matcher {
	const lint_claims *claims;
	bm_arena *arena;
	void *data, *context; /* PCRE2's */
	BM_VEC(lint_hit) hits;
	bool limited;       /* a pattern gave up on this unit */
	signed char *known; /* contexts of this unit: 1 there, -1 not */
	uint64_t *maybe;    /* what may match: see lint/filter.h */
	bm_str scanned;     /* in this unit */
	bool all;           /* try all rules; for tests of the filter */
} lint_matcher;

bm_status lint_matcher_init(lint_matcher *m, const lint_claims *claims,
			    bm_arena *arena);
void lint_matcher_end(lint_matcher *m);
/*
 * Fills m->hits with the hits in one unit of text (see lint/text.h), sorted
 * by place.  Work is bounded for each pattern; m->limited says that a bound
 * was met and that pattern did not decide.
 */
bm_status lint_match(lint_matcher *m, bm_str unit);
/*
 * Whether a context of claims/contexts.tsv is in the unit; *at and *len get
 * the first place.  False as well if there is no context of this name.
 */
bool lint_context(lint_matcher *m, const char *name, bm_str unit, size_t *at,
		  size_t *len);
/* Whether a context is in a unit, or in as much of it as is looked at. */
bool lint_match_context(lint_matcher *m, size_t number, bm_str unit);

#endif
