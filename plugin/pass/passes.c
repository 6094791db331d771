#include "pass/pass.h"

const bm_pass *const bm_passes[] = {
    /* First: all others ask for the title, the language and the dates. */
    &bm_pass_metadata,
    /* Before ids, as it makes anchors that have some. */
    &bm_pass_pages,
    /* Before ids, which makes some of titles that have annotations in them. */
    &bm_pass_remarks,
    /* Before xref, which looks ids up, and before cite and disclaimer, which
     * keep clear of them. */
    &bm_pass_ids,
    /* Before xref, which would take its references for links; before cite,
     * which finds the citations that its sentences bring. */
    &bm_pass_statuses,
    /* Before cite and disclaimer, so that nothing of ours is numbered or
     * taken for a link of the author's. */
    &bm_pass_xref,
    /* Behind xref, which knows the author's links; before claims, which
     * judges the words that a reader will get. */
    &bm_pass_glossary,
    /* Before cite, while the text is the author's alone. */
    &bm_pass_claims,
    /* Behind claims, which it weighs; before disclaimer, whose notice about
     * certainty it fills. */
    &bm_pass_evidence,
    /* Behind claims, for it measures the sentences that claims collected. */
    &bm_pass_readability,
    /* Behind claims and xref, which find words as they were written and make
     * some; before cite, whose styles have marks of their own. */
    &bm_pass_punctuation,
    /* Before disclaimer, whose notices at the end stand before the reference
     * list. */
    &bm_pass_cite,
    /* When the text is complete but for notices; before disclaimer, as each
     * file must carry some. */
    &bm_pass_split,
    /* When the text is complete, as notices depend on where it stands. */
    &bm_pass_disclaimer,
    /* With references and notices in place, which its rules look for. */
    &bm_pass_document,
    /* Last: it looks at what the reader will get. */
    &bm_pass_a11y,
    NULL,
};
