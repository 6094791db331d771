/* What the codes of findings mean. */
#ifndef HOST_EXPLAIN_H
#define HOST_EXPLAIN_H

#include <stdbool.h>

#include "backmatter.h"

/*
 * Prints one rule, or all of them for a NULL code.  False: there is none, and
 * those with a name like it were listed on standard error.
 */
bool explain(const bm_rule *const *rules, size_t count, const char *code);

#endif
