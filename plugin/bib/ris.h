/* The parts of RIS; private to its reader and writer. */
#ifndef BM_BIB_RIS_H
#define BM_BIB_RIS_H

#include "bib/tagged.h"

/* The CSL type of a type of RIS, case ignored; NULL if there is none. */
const char *ris_type_csl(bm_str type);
/* The type of RIS that a CSL type is written as. */
const char *ris_type_of(bm_str csl);
/* Whether T2 of a CSL type is a series, not what the work is printed in. */
bool ris_is_book(bm_str csl);

/* Whether a text can be the key of an item: no number, no spaces. */
bool ris_is_key(bm_str s);
typedef struct ris_own {
	bool has_type; /* a TY was read */
	/* Of the record that is made: */
	bm_str type;                 /* TY */
	bool natural;                /* authors are "Given Family" */
	bool pubmed, scopus, embase; /* where it comes from */
	bool has_issue;              /* IS or CP */
} ris_own;

extern const bib_tag_rows ris_rows;
/* Keeps a field under "custom.ris.TAG". */
void ris_keep(bib_tag_reader *r, const bib_tagged *field);

/* Each field by itself, in its order (ris_fields.c). */
void ris_make_fields(bib_tag_reader *r);
/*
 * A date as RIS writes it ("2017/03/16/other"), or any other text of one;
 * false: there is none, or not all of it is understood.
 */
bool ris_date(bm_str text, bm_item_date *out);
/* What several fields say together (ris_together.c). */
void ris_make_together(bib_tag_reader *r);

/* Writes items (ris_write.c). */
bm_status ris_write(const bm_item *const *items, size_t count, bm_arena *arena,
		    bm_buf *out, bm_diags *diags);

#endif
