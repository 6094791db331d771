/* Designs of studies in words for readers, from xsl/l10n. */
#ifndef BM_PASS_DESIGN_WORDS_H
#define BM_PASS_DESIGN_WORDS_H

#include "bib/design.h"
#include "core/arena.h"
#include "xml/l10n.h"

/*
 * "Randomised trial, 100 people" ("Randomized" for en-US); NULL for an unknown
 * design without people.  In the arena; NULL without memory too.
 */
const char *bm_design_text(bm_l10n *l10n, bm_arena *arena, bm_design design,
			   unsigned long people, const char *lang);
/* "animal studies": several of them, in the middle of a sentence.  As long as
 * l10n; never NULL. */
const char *bm_design_plural(bm_l10n *l10n, bm_design design, const char *lang);
/* "no", before "people".  As long as l10n; never NULL. */
const char *bm_design_nobody(bm_l10n *l10n, const char *lang);

#endif
