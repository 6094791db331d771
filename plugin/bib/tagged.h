/* What the formats of tagged lines (nbib, RIS) share. */
#ifndef BM_BIB_TAGGED_H
#define BM_BIB_TAGGED_H

#include "bib/internal.h"

/* Lines of a text that end with LF, CRLF or CR. */
typedef struct bib_lines {
	bm_str text;
	size_t at;
	uint32_t line; /* number of the line that was given last */
} bib_lines;

bool bib_lines_next(bib_lines *lines, bm_str *out);

/* One field of a record; its tag in upper case. */
typedef struct bib_tagged {
	char tag[5];
	bm_str value; /* a view of the text, or joined in the arena */
	uint32_t line;
} bib_tagged;

/* Fields in their order.  What fails for want of memory is kept in `failed`. */
typedef struct bib_fields {
	bm_arena *arena; /* for the list and joined values */
	BM_VEC(bib_tagged) list;
	bm_buf joined; /* the last value, when it has several lines */
	bool joining, failed;
	bm_map told; /* tags that a finding names already */
} bib_fields;

void bib_fields_init(bib_fields *fields, bm_arena *arena);
void bib_fields_free(bib_fields *fields);
void bib_fields_add(bib_fields *fields, const char *tag, bm_str value,
		    uint32_t line);
/*
 * Another line of the last value, behind a space, or behind none where a word
 * was broken; false if there is no field yet.
 */
bool bib_fields_more(bib_fields *fields, bm_str text, bool broken);
/* Must be called before the list is read: the last value is complete. */
void bib_fields_settle(bib_fields *fields);
/* Forgets the first `count` fields. */
void bib_fields_drop(bib_fields *fields, size_t count);
/* Whether a tag is to be told about for the first time in this file. */
bool bib_fields_first_time(bib_fields *fields, const char *tag);

/*
 * Splits "TI  - Text": a tag of `shortest` to 4 letters and digits, at most
 * two spaces, a hyphen, and a space or the end.  The tag comes out in upper
 * case.
 */
bool bib_tag_split(bm_str line, size_t shortest, char tag[5], bm_str *value);

/*
 * Reads a date as PubMed writes it (nbib_date.c): "2005 Jan-Feb", "2011
 * Winter". The year is taken in any case; false: it is not all that the text
 * says, or there is none.
 */
bool bib_tag_date_read(bm_str text, bm_item_date *out);

/* ---- Reading (tagged_read.c) ---- */

/* A file while it is read, and the record of it that is at hand. */
typedef struct bib_tag_reader {
	const struct bib_tag_format *format;
	bib_maker make;
	bib_fields fields;
	size_t count;   /* of the record's fields, from the first */
	size_t records; /* that were found so far */
	void *own;      /* what the format itself keeps */
} bib_tag_reader;

/* What a field means; run gets the variable of its row. */
typedef struct bib_tag_row {
	const char *tag;
	/* NULL: read elsewhere, or of no use here */
	void (*run)(bib_tag_reader *r, const bib_tagged *f,
		    const char *variable);
	const char *variable;
} bib_tag_row;

typedef struct bib_tag_rows {
	const bib_tag_row *items; /* sorted by tag */
	size_t count;
} bib_tag_rows;

/* The row of a tag, or NULL. */
const bib_tag_row *bib_tag_find(const bib_tag_rows *rows, const char *tag);

typedef struct bib_tag_format {
	const char *name;         /* for findings */
	const char *first;        /* the tag that only its records begin with */
	const char *foreign;      /* a tag that shows another format, or NULL */
	const bib_tag_rows *rows; /* of its fields */
	/* Whether a line is a field, as bib_tag_split. */
	bool (*is_field)(bm_str line, char tag[5], bm_str *value);
	/* Finds the records of a text; calls bib_tag_record for each. */
	bm_status (*read)(bib_tag_reader *r, bm_str text);
	/* Fills the item; false: the record has too little for one. */
	bool (*make)(bib_tag_reader *r);
	const char *least; /* what such a record lacks */
	/* Keeps a field that no row names; NULL: it is dropped. */
	void (*keep)(bib_tag_reader *r, const bib_tagged *f);
} bib_tag_format;

/* Reads a file; own: see bib_tag_reader. */
bm_status bib_tag_read(const bib_tag_format *format, void *own,
		       bm_library *library, bm_str text, const char *file,
		       bm_diags *diags);
/* Sure by the first tag of a record, maybe by any that is known. */
bib_guess bib_tag_guess(const bib_tag_format *format, bm_str text);
/* Makes an item of the first `count` fields, and forgets them. */
bm_status bib_tag_record(bib_tag_reader *r, size_t count);
/* Runs the rows of the record's fields; tells of unknown ones, once a file. */
void bib_tag_fields(bib_tag_reader *r);
/* The record's first field with this tag, or NULL. */
const bib_tagged *bib_tag_field(const bib_tag_reader *r, const char *tag);
/* Its value, "" if there is none. */
bm_str bib_tag_value(const bib_tag_reader *r, const char *tag);
/* A finding about a field. */
void bib_tag_bad(bib_tag_reader *r, const bib_tagged *field, const char *what);

/* ---- Writing (tagged_write.c) ---- */

typedef struct bib_tag_writer {
	bm_buf *out;
	bm_arena *arena;
	bm_diags *diags;
	const char *format; /* its name, for findings */
	const char *line_end;
	size_t width; /* of a line; 0: values are not broken */
	const bm_item *item;
	bm_map held; /* its variables that were written */
	bool failed;
} bib_tag_writer;

void bib_tag_begin(bib_tag_writer *w, const bm_item *item);
/* A field; nothing for an empty value.  White space becomes one space. */
void bib_tag_put(bib_tag_writer *w, const char *tag, bm_str value);
/* A variable, which is then held; NULL if the item has none. */
const bm_value *bib_tag_take_value(bib_tag_writer *w, const char *variable);
/* Its text; "" if it has none. */
bm_str bib_tag_take(bib_tag_writer *w, const char *variable);
/* A field of a variable's text. */
void bib_tag_text(bib_tag_writer *w, const char *tag, const char *variable);
/* A field for each part of a variable's text between separators. */
void bib_tag_list(bib_tag_writer *w, const char *tag, const char *variable,
		  const char *separator);
/* "Family, Given", the suffix behind suffix_mark; or the literal name. */
bm_str bib_tag_name(bib_tag_writer *w, const bm_name *name,
		    const char *suffix_mark);
/* "North RB Jr" */
bm_str bib_tag_short_name(bib_tag_writer *w, const bm_name *name);
/* A date as bib_tag_date_read reads it. */
bm_str bib_tag_date(bib_tag_writer *w, const bm_item_date *date);
/* A finding: the format cannot hold this of the item. */
void bib_tag_lost(bib_tag_writer *w, const char *what);
/* The same for all variables that were not taken. */
void bib_tag_end(bib_tag_writer *w);
/* What became of memory. */
bm_status bib_tag_finish(const bib_tag_writer *w);

#endif
