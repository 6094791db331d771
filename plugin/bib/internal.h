/* What the readers of bibliographies share; private to this folder. */
#ifndef BM_BIB_INTERNAL_H
#define BM_BIB_INTERNAL_H

#include "bib/item.h"

const bm_rule *bib_rule(const char *code);
bm_status bib_library_add(bm_library *library, bm_item *item, bm_diags *diags);

typedef enum bib_field_kind {
	BIB_FIELD_UNKNOWN,
	BIB_FIELD_TEXT,
	BIB_FIELD_NAMES,
	BIB_FIELD_DATE,
	BIB_FIELD_IGNORED /* known, and of no use here */
} bib_field_kind;

/* The kind of a CSL-JSON field, and the CSL variable that it fills. */
bib_field_kind bib_field(const char *name, const char **variable);
/* Whether it is an item type of CSL 1.0.2. */
bool bib_type_known(const char *type);

/*
 * Reads a date written as text: EDTF ("2012-03", "2012/2014", "2012~"), or
 * English ("4 March 2012", "Mar 2012").  false: nothing could be made of it.
 */
bool bib_date_parse(bm_str text, bm_item_date *out);
/* Month 13-16 and 21-24, or a season's English name, to 1-4; else 0. */
int bib_season(int month);
int bib_season_name(bm_str name);

#endif
