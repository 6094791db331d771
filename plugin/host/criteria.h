/* What a check came to, rule by rule and criterion by criterion. */
#ifndef HOST_CRITERIA_H
#define HOST_CRITERIA_H

#include <stdbool.h>
#include <stddef.h>

#include "backmatter.h"

/* One rule over all files. */
typedef struct rule_sum {
	const char *code, *act, *criteria, *expected; /* static */
	size_t passed, person, failed;
} rule_sum;

typedef struct outcomes {
	rule_sum *list;
	size_t count, cap;
	size_t files;
	char *last_file;
} outcomes;

/* Adds what one rule came to on one file; false without memory. */
bool outcomes_add(outcomes *all, const bm_outcome *o);
void outcomes_free(outcomes *all);

typedef enum reach {
	REACH_PERSON, /* no rule looks at it */
	REACH_PARTLY, /* rules looked; the rest is for a person */
	REACH_WHOLLY  /* there is nothing that it is about */
} reach;

extern const char *const reach_words[]; /* "needs a person" ... */

/* One criterion of WCAG 2.2, A and AA. */
typedef struct criterion {
	const char *number, *level, *name, *left; /* static */
	reach reach;
	size_t rules, passed, person, failed;
} criterion;

size_t criteria_count(void);
const char *criteria_name(size_t i);
/* Whether a rule's list ("1.1.1 A, 4.1.2 A") has it. */
bool criteria_has(const char *list, size_t i);
/* What the outcomes say about the criterion with this place in the table. */
criterion criteria_at(const outcomes *all, size_t i);

#endif
