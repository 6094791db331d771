/*
 * Bibliographic items in the CSL-JSON model (CSL 1.0.2, appendices III and
 * IV), whatever file they came from.
 */
#ifndef BM_BIB_ITEM_H
#define BM_BIB_ITEM_H

#include "core/buf.h"
#include "core/diag.h"
#include "core/map.h"
#include "core/vec.h"

typedef struct bm_name {
	bm_str family, given, suffix, literal;
	bm_str non_dropping_particle, dropping_particle;
	bool comma_suffix, static_ordering;
} bm_name;

typedef struct bm_names {
	const bm_name *items;
	size_t count;
} bm_names;

typedef struct bm_item_date {
	int year[2], month[2], day[2]; /* 0: not given; [1] the range's end */
	int season, season_end;        /* 1 spring ... 4 winter, 0 none */
	bm_str season_text;            /* one that is none of the four */
	bool is_range, has_year, circa;
	bm_str literal, raw;
} bm_item_date;

typedef enum bm_value_kind {
	BM_VALUE_TEXT,
	BM_VALUE_NAMES,
	BM_VALUE_DATE
} bm_value_kind;

typedef struct bm_value {
	bm_value_kind kind;
	bm_str text; /* numbers too, as written */
	bm_names names;
	bm_item_date date;
} bm_value;

typedef struct bm_item {
	bm_str id, type;
	bm_map values; /* variable name -> bm_value; "custom.x" for custom */
	bm_pos pos;
	size_t index; /* place in the library */
	bool csl;     /* CSL data: its names of variables are meant */
} bm_item;

typedef struct bm_library {
	bm_arena *arena;
	const struct bm_library *base; /* where else works are looked for */
	BM_VEC(bm_item *) items;
	bm_map by_id;    /* id -> bm_item */
	bm_map works;    /* what works are known by -> bm_item; merge.c's */
	bm_map macros;   /* @string of BibTeX, for the files behind it too */
	bool keep_twins; /* a work that is there twice stays two items */
	size_t merged;   /* how many items were made one with another */
} bm_library;

/* Codes: bib-syntax, bib-no-id, bib-duplicate, bib-unknown-field ... */
extern const bm_rule bm_bib_rules[];

/* A library of its own arena, the caller's; NULL without memory. */
bm_library *bm_library_new(const bm_allocator *al);
void bm_library_free(bm_library *library);
/*
 * A library for works of one document, before those of base, which may be
 * NULL and is borrowed.  It lives in the arena; NULL without memory.
 */
bm_library *bm_library_over(bm_arena *arena, const bm_library *base);
/* Value of a variable or NULL.  Borrowed. */
const bm_value *bm_item_get(const bm_item *item, const char *variable);
/* The work that an id leads to, here or in the base. */
const bm_item *bm_library_find(const bm_library *library, bm_str id);
/* The work at a place in the library and then in its base; NULL: no more.
 * One of the base that has another's id here is passed over. */
const bm_item *bm_library_each(const bm_library *library, size_t *at);

/*
 * The language of a work as a tag ("fr", "pt-BR"), made of its "language",
 * which may also be a name or another code ("French", "fre"); NULL if there is
 * none or it is no such thing.  Lives as long as the item.
 */
const char *bm_item_language(const bm_item *item);

/*
 * What became of a work after it was published (set by the readers, or by
 * hand as "custom": {"status": "retracted", "status-notice": "..."}).
 */
enum {
	BM_STANDING_RETRACTED = 1u << 0,
	BM_STANDING_CORRECTED = 1u << 1,
	BM_STANDING_CONCERN = 1u << 2 /* expression of concern */
};
/*
 * The standing of a work: the words of "custom.status" ("retracted",
 * "corrected", "concern", between them spaces or commas) and a CSL "status"
 * that says retracted; *notice gets "custom.status-notice", where the
 * retraction or correction was published, "" if that is not known.
 */
unsigned bm_item_standing(const bm_item *item, bm_str *notice);

/*
 * Adds all items of a bibliography file in any format that is known, found by
 * its content (and by the name where that is not enough), in UTF-8, UTF-16 or
 * Latin-1.  A work that is there already, by DOI, PMID, PMCID or by title,
 * year and first author, is reported and filled up, not added; its id leads
 * to the same item.  BM_BAD_INPUT when nothing could be made of it.
 */
bm_status bm_bib_read(bm_library *library, bm_str text, const char *file,
		      bm_diags *diags);
/* The same for CSL-YAML within another file; line: that of its first. */
bm_status bm_bib_read_yaml(bm_library *library, bm_str text, const char *file,
			   unsigned line, bm_diags *diags);
/*
 * Writes items as "csljson", "bibtex", "ris" or "nbib".  BM_UNSUPPORTED: no
 * such format.  What a format cannot hold is a finding.
 */
bm_status bm_bib_write(const char *format, const bm_item *const *items,
		       size_t count, bm_arena *arena, bm_buf *out,
		       bm_diags *diags);
/* Names of the formats that are read or written, NULL-ended.  Static. */
const char *const *bm_bib_formats(void);
/* Whether the format of this name is one that is written. */
bool bm_bib_written(const char *format);

#endif
