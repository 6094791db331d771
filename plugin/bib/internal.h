/* What the readers of bibliographies share; private to this folder. */
#ifndef BM_BIB_INTERNAL_H
#define BM_BIB_INTERNAL_H

#include "bib/item.h"

const bm_rule *bib_rule(const char *code);
/*
 * Adds an item, or fills up the item that is the same work, and reports it.
 */
bm_status bib_library_add(bm_library *library, bm_item *item, bm_diags *diags);
/*
 * Looks whether an item that is to be added is a work that is there; then
 * that one is filled up, which is reported, and *merged is it, else NULL.
 * same_id: what has the item's id already, or NULL; it alone can be merged
 * with then.
 */
bm_status bib_merge(bm_library *library, bm_item *item, bm_item *same_id,
		    bm_item **merged, bm_diags *diags);
/*
 * The text of a file as UTF-8 without byte order mark, in the arena if it had
 * to be changed; lines stay lines.  What had to be guessed is a finding; file
 * lives as long as they do.
 */
bm_status bib_to_utf8(bm_arena *arena, bm_str text, const char *file,
		      bm_diags *diags, bm_str *out);

/*
 * Sets "custom.status" and its notice by what title, kind and notes of an
 * item say (standing.c); what it has already stays.
 */
bm_status bib_stand(bm_library *library, bm_item *item);
/*
 * "retracted", "corrected" or "concern" for a kind of notice in lower case:
 * "erratum", "partial_retraction"; NULL if it is another.  Static.
 */
const char *bib_update_word(bm_str kind);
/* Whether a title says that the work was retracted: "RETRACTED: ...". */
bool bib_title_retracted(bm_str title);

/* ---- Formats: one file each, one line each in formats.c ---- */

/* How sure a format is that a text is its own. */
typedef enum bib_guess {
	BIB_GUESS_NO,
	BIB_GUESS_MAYBE,
	BIB_GUESS_SURE
} bib_guess;

typedef struct bib_format {
	const char *name;          /* "nbib", as -t names it */
	const char *title;         /* "PubMed (.nbib)" */
	const char *extensions[4]; /* "nbib", NULL-ended; for doubtful texts */
	/* Looks at the first bytes of a UTF-8 text without BOM. */
	bib_guess (*guess)(bm_str text);
	/*
	 * Adds all items of a UTF-8 text without BOM.  BM_BAD_INPUT: nothing
	 * could be made of it; single bad records are findings, and the
	 * others are read.  NULL: not read.
	 */
	bm_status (*read)(bm_library *library, bm_str text, const char *file,
			  bm_diags *diags);
	/*
	 * Writes items; what the format cannot hold is a finding each.
	 * NULL: not written.
	 */
	bm_status (*write)(const bm_item *const *items, size_t count,
			   bm_arena *arena, bm_buf *out, bm_diags *diags);
} bib_format;

bm_status bib_write_csljson(const bm_item *const *items, size_t count,
			    bm_arena *arena, bm_buf *out, bm_diags *diags);

extern const bib_format bib_nbib, bib_ris, bib_bibtex, bib_endnote, bib_csljson,
    bib_cslyaml;

/*
 * Adds the item that an object of CSL-JSON is, entry `number` of its list; it
 * may be freed afterwards, but for the names of files, which live as long as
 * the library.  One without an id is a finding.
 */
struct bm_yaml;
bm_status bib_csl_item(bm_library *library, const struct bm_yaml *object,
		       size_t number, bm_diags *diags);

/*
 * Puts a title in pandoc's Markdown with CSL's markup in place of emphasis,
 * sub- and superscripts, and names that keep their case.
 */
void bib_markdown(bm_str text, bm_buf *out);

/* ---- Making items (make.c) ---- */

/* A record while a reader makes an item of it. */
typedef struct bib_maker {
	bm_library *library;
	bm_arena *arena; /* the library's */
	bm_diags *diags;
	const char *file; /* in the arena */
	bm_item *item;    /* NULL between records */
	bool failed;      /* no memory */
	bm_map stems;     /* of made ids -> how many letters were used up */
} bib_maker;

/* Starts to read a file; false without memory. */
bool bib_make_begin(bib_maker *m, bm_library *library, const char *file,
		    bm_diags *diags);
/* Starts an item at this place. */
bool bib_make_item(bib_maker *m, uint32_t line, uint32_t column);
/*
 * Sets a text variable ("custom.x" too) to a copy; what is already there
 * stays, and false is given back.  An empty text sets nothing.
 */
bool bib_make_text(bib_maker *m, const char *variable, bm_str text);
/* Replaces or appends: joined by separator to what is there. */
void bib_make_join(bib_maker *m, const char *variable, bm_str text,
		   const char *separator);
/* Appends a name (its strings are copied) to a names variable. */
void bib_make_name(bib_maker *m, const char *variable, const bm_name *name);
void bib_make_date(bib_maker *m, const char *variable,
		   const bm_item_date *date);
/*
 * Adds the ISSNs and ISBNs that a text names to the variables of these names,
 * each once; false: it names none.  By the number of digits, as the two get
 * into each other's fields.
 */
bool bib_make_serials(bib_maker *m, bm_str text);
/*
 * Sets "page", shortened ranges written out; "; discussion 106-7" and the like
 * go to the note.
 */
void bib_make_pages(bib_maker *m, bm_str pages);
/* The text so far, "" if none. */
bm_str bib_make_get(const bib_maker *m, const char *variable);
/*
 * Ends the item: gives it an id where it has none (first author's family
 * name in lower case ASCII and the year, with a letter on a clash:
 * "noriega2017", "noriega2017a"), and adds it to the library.  A reader that
 * found an id or a type set item->id and item->type before.
 */
bm_status bib_make_end(bib_maker *m);
/* Whether an id is one that bib_make_end would make for the item. */
bool bib_id_is_made(const bm_item *item, bm_arena *arena);
/* A finding at a place of the file. */
void bib_make_tell(bib_maker *m, const char *code, uint32_t line,
		   uint32_t column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/*
 * "Family, Given", "Family, Jr, Given", "Family, Given, Jr", "Given Family":
 * `natural` allows the last; else a text without a comma is a literal name.
 * Jr, Sr, II, 2nd ... go into suffix.  Strings of *out are views of text, or
 * static.
 */
void bib_name_parse(bm_str text, bool natural, bm_name *out);
/* Whether a name has a word that people are not called: "Pain Study Group". */
bool bib_name_is_group(bm_str text);
/* "2nd" to "II", "Jr." to "Jr"; "" if it is no suffix of a name.  Static. */
bm_str bib_name_suffix(bm_str word);
/* "822-8" to "822-828", "S10-4" to "S10-S14"; "e017585" as it is. */
bm_str bib_pages_expand(bm_arena *arena, bm_str pages);
/* A DOI, PMID or PMCID without address, prefix and spaces; "" if it is none. */
bm_str bib_doi(bm_str text);
bm_str bib_pmid(bm_str text);
bm_str bib_pmcid(bm_arena *arena, bm_str text);
/* Letters and digits of a text in lower case ASCII: "Öller-Ström" "ollerstrom"
 */
bm_str bib_ascii(bm_arena *arena, bm_str text);
/*
 * The CSL form of a language's name or code: "eng", "English" to "en"; as it
 * is when it is not known.  Static, or a view of text.
 */
bm_str bib_language(bm_str text);
/* The code of three letters that libraries use: "en" to "eng".  The same. */
bm_str bib_language_three(bm_str text);

/*
 * Takes variables out of the item's "note", where they are written as lines
 * "PMID: 11797025"; what is there already stays, but for dates and the type.
 */
bm_status bib_note_fields(bm_library *library, bm_item *item);

/* ---- Fields and dates ---- */

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
/* Its name, static, or NULL if it is none. */
const char *bib_type_name(const char *type);

/*
 * Reads a date written as text: EDTF ("2012-03", "2012/2014", "2012~"), or
 * English ("4 March 2012", "Mar 2012", "2012
 * Mar-Apr", "Mar 5-9, 2012", "ca. 1850", "44 BC").  false: nothing could be
 * made of it.
 */
bool bib_date_parse(bm_str text, bm_item_date *out);
/* Month 13-20 and 21-24, or a season's English name, to 1-4; else 0. */
int bib_season(int month);
int bib_season_name(bm_str name);
/* The month that a word begins with, in English: 1 to 12; else 0. */
int bib_month_name(bm_str word);

#endif
