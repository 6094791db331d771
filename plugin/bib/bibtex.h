/* The parts of the reader of BibTeX; private to this folder. */
#ifndef BM_BIB_BIBTEX_H
#define BM_BIB_BIBTEX_H

#include "bib/internal.h"
#include "bib/tex.h"

typedef struct bibtex_field {
	bm_str name;  /* lower case */
	bm_str value; /* TeX, as written; macros are put in */
	uint32_t line, column;
} bibtex_field;

typedef struct bibtex_entry {
	bm_str type; /* lower case */
	bm_str key;  /* as written; "" if it has none */
	uint32_t line, column;
	BM_VEC(bibtex_field *) fields;
	bm_map by_name; /* name -> bibtex_field */
	bool broken;    /* it has no end */
	/* Of the inheritance: */
	enum { BIBTEX_OWN, BIBTEX_ASKING, BIBTEX_DONE } state;
	bm_str parents; /* xdata keys that were not asked yet */
	bool crossref_asked;
} bibtex_entry;

typedef struct bibtex_file {
	bm_arena *arena; /* of the run; the library keeps copies */
	bib_maker *m;
	BM_VEC(bibtex_entry *) entries;
	bm_map by_key;    /* as written -> the first bibtex_entry */
	bm_map by_folded; /* in lower case */
	bm_map told;      /* what is said only once: "macro:x", "field:y" */
	size_t budget;    /* bytes that macros and parents may still add */
	bool commands;    /* @string or the like was found */
	bool failed;      /* no memory */
} bibtex_file;

/* Finds all entries of a text (bibtex_lex.c).  false without memory. */
bool bibtex_parse(bibtex_file *f, bm_str text);
/* Fills entries with what their parents have (bibtex_inherit.c). */
bool bibtex_inherit(bibtex_file *f);
bibtex_entry *bibtex_find(const bibtex_file *f, bm_str key);
/* The field's TeX, "" if it has none. */
bm_str bibtex_get(const bibtex_entry *e, const char *name);
/* Adds a field; false: it was there (and stays), or no memory. */
bool bibtex_add(bibtex_file *f, bibtex_entry *e, bm_str name, bm_str value,
		uint32_t line, uint32_t column);
/* Whether this is the first time that this is to be said. */
bool bibtex_once(bibtex_file *f, const char *what, bm_str name);
/* A copy in lower case; .ptr NULL without memory. */
bm_str bibtex_fold(bm_arena *arena, bm_str s);

/* Takes `cost` from the budget; false, told once, when it is used up. */
bool bibtex_spend(bibtex_file *f, size_t cost, uint32_t line, uint32_t column);

/*
 * Adds the names of a field to a variable (bibtex_names.c).  "and others"
 * puts the variable's name into "custom.et-al".
 */
void bibtex_names(bibtex_file *f, const bibtex_entry *e,
		  const bibtex_field *field, const char *variable);
/* The field's TeX as text, into out, which is emptied before. */
void bibtex_text(bibtex_file *f, const bibtex_entry *e,
		 const bibtex_field *field, bm_str tex, unsigned flags,
		 bm_buf *out);

/* The fields of an entry into the maker's item (bibtex_fields.c). */
void bibtex_fields(bibtex_file *f, const bibtex_entry *e);
/* The dates of an entry (bibtex_dates.c). */
void bibtex_dates(bibtex_file *f, const bibtex_entry *e);
/* The CSL type of an entry, static; NULL: the entry type is not known. */
const char *bibtex_type(const bibtex_entry *e);

/* How a field is read. */
typedef enum bibtex_kind {
	BIBTEX_TEXT,
	BIBTEX_NOTE, /* joined to what is there */
	BIBTEX_NAMES,
	BIBTEX_ID,     /* not typeset */
	BIBTEX_SERIAL, /* ISSN, ISBN */
	BIBTEX_TITLE,
	BIBTEX_MADE, /* with others, in bibtex_fields.c or another file */
	BIBTEX_NONE  /* of the writer's tools, or of no use here */
} bibtex_kind;

typedef struct bibtex_row {
	const char *name;
	bibtex_kind kind;
	const char *variable;
} bibtex_row;

/* The row of a field (bibtex_rows.c), or NULL. */
const bibtex_row *bibtex_row_of(const char *field);
/*
 * The variable that a field of this name fills ("custom.x" for one that has
 * no meaning); NULL if that depends on more than the name, or no memory.
 */
const char *bibtex_variable(bm_arena *arena, const char *field);
bm_status bibtex_write(const bm_item *const *items, size_t count,
		       bm_arena *arena, bm_buf *out, bm_diags *diags);

#endif
