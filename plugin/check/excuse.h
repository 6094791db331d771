/* What the author of a page has looked at and leaves as it is. */
#ifndef BM_CHECK_EXCUSE_H
#define BM_CHECK_EXCUSE_H

#include "check/check.h"

/* check-suppression, check-unused */
extern const bm_rule check_excuse_rules[];

/*
 * Takes away the findings of a page, from number `from` of diags on, that a
 * comment in it excuses:
 *
 *	<!-- bm-check: CODE CODE reason="..." by="INITIALS" -->
 *
 * It holds for the element behind it; where none follows, for the one that it
 * stands in; in the head, for the whole page.  What
 * was excused counts as judged by a person.
 */
bm_status check_excuse(const page *p, bm_diags *diags, size_t from,
		       check_result *result);

/* Counts a finding that is taken away as one that a person has judged. */
void check_count_out(bm_diags *diags, const bm_diag *diag,
		     check_result *result);

#endif
