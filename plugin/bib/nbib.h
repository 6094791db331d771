/* The parts of the reader of PubMed's format; private to it. */
#ifndef BM_BIB_NBIB_H
#define BM_BIB_NBIB_H

#include "bib/tagged.h"

typedef struct nbib_reader {
	bib_maker make;
	bib_fields fields;
	size_t count;       /* of the record's fields, from the first */
	size_t unpaired;    /* FAU without their AU */
	bool short_names;   /* some authors have an AU only */
	bool short_editors; /* there is no FED */
	bm_str person;      /* whom an AUID belongs to; "": to nobody */
	size_t settled;     /* fields that surely are of one record */
	bool titled;        /* these have a title */
	size_t records;
} nbib_reader;

/* The record's first field with this tag, or NULL. */
const bib_tagged *nbib_field(const nbib_reader *r, const char *tag);
/* Its value, "" if there is none. */
bm_str nbib_value(const nbib_reader *r, const char *tag);
/* A finding about a field. */
void nbib_bad(nbib_reader *r, const bib_tagged *field, const char *what);

/* Without the full stop that PubMed puts behind titles. */
bm_str nbib_without_stop(bm_str s);

/* Each field by itself, in its order (nbib_fields.c). */
void nbib_make_fields(nbib_reader *r);
bool nbib_tag_known(const char *tag);

/* Dates DP and DEP (nbib_date.c). */
void nbib_dates(nbib_reader *r);

/* SO against the fields that it was put together from (nbib_source.c). */
void nbib_check_source(nbib_reader *r);
bm_str nbib_source_doi(const nbib_reader *r);

/* Writes items (nbib_write.c). */
bm_status nbib_write(const bm_item *const *items, size_t count, bm_arena *arena,
		     bm_buf *out, bm_diags *diags);

#endif
