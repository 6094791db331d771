/* Sentences about regulatory status, from xsl/l10n. */
#ifndef BM_PASS_STATUS_WORDS_H
#define BM_PASS_STATUS_WORDS_H

#include "core/arena.h"
#include "lint/status.h"
#include "xml/doc.h"

/*
 * "As of January 2026, no cell product was approved for back pain in the
 * United States", without a full stop.  The row is dated.  In the document's
 * arena; NULL without memory.
 */
const char *bm_status_sentence(bm_doc *doc, const lint_status *row,
			       const char *lang);
/* Whether the sentences are of this language, or English in its place. */
bool bm_status_speaks(const bm_doc *doc, const char *lang);
/* "Not approved", as a cell of a table has it.  As long as the engine. */
const char *bm_standing_text(const bm_doc *doc, lint_standing standing,
			     const char *lang);
/* A place as it stands behind "in": "the United States".  Borrowed. */
const char *bm_place_text(const bm_doc *doc, const char *place,
			  const char *lang);

/* "in the United States"; nothing for any place.  In the document's arena or
 * borrowed; NULL without memory. */
const char *bm_place_in(bm_doc *doc, const char *place, const char *lang);

#endif
