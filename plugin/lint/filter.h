/*
 * Which rules may match a text at all: a rule needs one of a few words, and
 * all words of all rules are looked for in one go.  So the time that a
 * sentence takes does not depend on how many rules there are.
 */
#ifndef BM_LINT_FILTER_H
#define BM_LINT_FILTER_H

#include "core/diag.h"
#include "core/vec.h"

/* Words of which one is in whatever a pattern matches. */
typedef struct lint_words {
	BM_VEC(bm_str) list; /* lower case; none: nothing is known */
} lint_words;

/*
 * Derives them from a pattern of PCRE2 that is compiled caseless; in doubt
 * there are none.  The strings are the arena's.
 */
bm_status lint_words_of(bm_arena *arena, bm_str pattern, lint_words *out);

typedef struct lint_filter lint_filter;

/*
 * A filter for `count` patterns with their words; patterns without words pass
 * always.  Lives in the arena; NULL without memory.
 */
lint_filter *lint_filter_new(bm_arena *arena, const lint_words *words,
			     size_t count);
/* How many uint64_t the bits of all patterns take. */
size_t lint_filter_size(const lint_filter *filter);
/* Sets bit i when pattern i may match in the text; clears the others. */
void lint_filter_scan(const lint_filter *filter, bm_str text, uint64_t *bits);

#endif
