/* The text of a notice with the document's own values in it. */
#ifndef BM_PASS_WORDING_H
#define BM_PASS_WORDING_H

#include "core/map.h"
#include "pass/notice.h"

/* Whether each "{{" of s has its "}}". */
bool bm_placeholders_sound(bm_str s);

/* A value that what was found in the text brings; ends with a NULL name. */
typedef struct bm_value_pair {
	const char *name, *value; /* value NULL: not known */
} bm_value_pair;

/* One notice in one document. */
typedef struct bm_wording {
	bm_doc *doc;
	const bm_notice *notice;
	const bm_value_pair *given;    /* values of the place, or NULL */
	const struct lint_status *row; /* that fills the rest, or NULL */
	/* All that are told with it, NULL-ended; or NULL. */
	const struct lint_status *const *rows;
	bool within; /* the place at hand is to be "in the United States" */
	bool drew;   /* values came from them */
	const struct lint_status *drew_use; /* another one, for the use */
	const char *lang;                   /* for dates and "and" */
	bm_map values; /* placeholder -> const char *, NULL: missing */
} bm_wording;

/*
 * Looks up the value of each placeholder.  One that is given for the place
 * comes first; of the document, "date" is the meta "reviewed" and
 * "date2" is "next-review" unless the notice's own values say otherwise; any
 * other is the meta of its name, with "-" for "_".  What the document does not
 * say comes from a row of the status table: the one given, or where nothing is
 * said of product, condition and place, the one that the metadata name.
 */
bm_status bm_wording_init(bm_wording *w, bm_doc *doc, const bm_notice *notice,
			  const bm_value_pair *given,
			  const struct lint_status *row);
/* Whether the document itself tells of a product, condition, place or date. */
bool bm_wording_told(const bm_doc *doc);
/* Whether the text does without the value: "{{status_sentence?}}".  A block
 * with such a value that is not known is left out. */
bool bm_wording_optional(bm_str placeholder);
/* The meta name that a placeholder stands for.  Borrowed. */
const char *bm_wording_source(bm_wording *w, const char *placeholder);
/* Adds title and blocks, or title and short form, to el. */
void bm_wording_put(const bm_wording *w, xmlNode *el, bool shortform);

/* The first element of info for a name: a meta (or its first dotted part),
 * author or publisher; NULL if there is none or it says "none" or "no". */
const xmlNode *bm_info_find(const bm_doc *doc, const char *name);

#endif
