/* The parts of the reader of PubMed's format; private to it. */
#ifndef BM_BIB_NBIB_H
#define BM_BIB_NBIB_H

#include "bib/tagged.h"

typedef struct nbib_own {
	size_t unpaired;    /* FAU without their AU */
	bool short_names;   /* some authors have an AU only */
	bool short_editors; /* there is no FED */
	bm_str person;      /* whom an AUID belongs to; "": to nobody */
	size_t settled;     /* fields that surely are of one record */
	bool titled;        /* these have a title */
} nbib_own;

extern const bib_tag_rows nbib_rows;

/* Without the full stop that PubMed puts behind titles. */
bm_str nbib_without_stop(bm_str s);

/* Each field by itself, in its order (nbib_fields.c). */
void nbib_make_fields(bib_tag_reader *r);

/* Dates DP and DEP (nbib_date.c). */
void nbib_dates(bib_tag_reader *r);

/* SO against the fields that it was put together from (nbib_source.c). */
void nbib_check_source(bib_tag_reader *r);
bm_str nbib_source_doi(const bib_tag_reader *r);

/* Writes items (nbib_write.c). */
bm_status nbib_write(const bm_item *const *items, size_t count, bm_arena *arena,
		     bm_buf *out, bm_diags *diags);

#endif
