/* What became of cited works, told where they are cited and listed. */
#ifndef BM_PASS_CITE_STANDING_H
#define BM_PASS_CITE_STANDING_H

#include "pass/cite.h"

/*
 * Reports each cite of a work that was retracted, corrected or is under an
 * expression of concern, unless the text says so.  Asks the tree as the author
 * wrote it, so before citations are replaced.
 */
void bm_cite_check_standing(bm_citing *c, const bm_cited *cited);
/* Says it beside the cites of a citation that was printed. */
void bm_cite_show_standing(bm_citing *c, const bm_map *references,
			   xmlNode *citation, const bm_cited *cited);
/*
 * Says in the entry of a list how the study was made and with how many people,
 * as far as that is known.
 */
void bm_cite_entry_design(bm_citing *c, xmlNode *entry, const bm_item *item);
/* Says its standing in the entry of a list, with the notice if that is known.
 */
void bm_cite_entry_standing(bm_citing *c, xmlNode *entry, const bm_item *item);

/* ---- cite_said.c ---- */

/*
 * Whether the sentence that holds the citation says that the work has this
 * standing (one of BM_STANDING_), in words of its language.
 */
bool bm_cite_is_said(bm_doc *doc, const xmlNode *citation, unsigned standing);
/* Whether the text beside a key in the citation itself says it. */
bool bm_cite_affix_says(bm_doc *doc, const xmlNode *citation, bm_str affix,
			unsigned standing);

#endif
