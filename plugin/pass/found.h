/*
 * Reasons for notices that lie in the text itself: what the pass "claims"
 * found, words that name a trial or a product, works that were withdrawn.
 */
#ifndef BM_PASS_FOUND_H
#define BM_PASS_FOUND_H

#include "pass/pass.h"
#include "pass/trigger.h"

/*
 * Fills t->found.  Claims and words are known only when claims were looked
 * for.  The names:
 *
 *   selling         two sentences or more that sell or tell a success
 *   offer           one that sells
 *   testimonial     a story of success, or an element of that role
 *   indication      a use is claimed
 *   cell-condition  a cell product and a condition in the same section
 *   unapproved      a product and a condition for which the status table
 *                   says that it is not approved, in the same section
 *   off-label       the same, and it is approved for something else
 *   trial           a trial or something that is being studied
 *   treatment       a claim of effect, safety or use
 *   spine           back pain or an operation on the spine, in a heading or
 *                   in three sentences
 *   red-flag        a sign or a cause of an emergency of the spine, in
 *                   a text on health
 *   no-harms        a benefit in a section that names no harm
 *   no-choices      a treatment is promoted and no other choice is named
 *   weak-evidence   a claim of effect that rests on weak designs only
 *   retracted       a cited work was withdrawn or is doubted
 */
bm_status bm_found_collect(bm_triggers *t, const bm_pass_context *context);

#endif
