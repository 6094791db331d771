/*
 * The text of a document as rules about wording look at it: blocks (a
 * paragraph, a title, a table cell) in plain normalised text, cut into
 * sentences, with the way back to line and column of the source.
 */
#ifndef BM_LINT_TEXT_H
#define BM_LINT_TEXT_H

#include "core/vec.h"
#include "xml/doc.h"

typedef enum lint_kind {
	LINT_SENTENCE, /* of a paragraph */
	LINT_HEADING,  /* of a division, or the title of a block */
	LINT_ITEM,     /* of a list */
	LINT_CELL      /* of a table */
} lint_kind;

/* A thing inside the text of a block that is no text: a citation ... */
typedef struct lint_mark {
	size_t at; /* offset in the block's text where it stands */
	const xmlNode *node;
} lint_mark;

/* Bytes of the block's text that came from one place. */
typedef struct lint_run {
	size_t at, len;
	const xmlNode *node; /* text node */
	size_t from;         /* offset in its content */
} lint_run;

typedef struct lint_block lint_block;
struct lint_block {
	const xmlNode *node;     /* para, title, entry ... */
	const xmlNode *division; /* nearest division, or the root */
	const xmlNode *list;     /* nearest list round it, or NULL */
	const xmlNode *item;     /* its listitem or varlistentry, or NULL */
	const lint_block *lead;  /* what leads in to that list, or NULL */
	const char *lang;        /* in force here, or NULL */
	lint_kind kind;
	bool quoted; /* in a quotation that names its source */
	/*
	 * NFC; spaces of all kinds are one ' ', soft hyphens and zero-width
	 * characters are gone; code, formulas and images are U+FFFC.
	 */
	bm_str text;
	BM_VEC(lint_run) runs;
	BM_VEC(lint_mark) marks; /* citation, biblioref, footnote, xref */
	size_t first_unit, unit_count;
	uint32_t *source; /* offsets in doc->source, when asked for */
};

/* One sentence, heading, list item or cell. */
typedef struct lint_unit {
	lint_block *block;
	size_t at; /* offset in the block's text */
	bm_str text;
} lint_unit;

typedef struct lint_text {
	bm_doc *doc;
	bm_arena *arena;             /* that it lives in */
	BM_VEC(lint_block *) blocks; /* in the order of the document */
	BM_VEC(lint_unit) units;
	size_t *lines; /* offsets where the lines of doc->source start */
	size_t line_count;
} lint_text;

/*
 * Fills *out with the text that the author wrote; what passes made (marked
 * generated), code, addresses shown as their own text, index terms, remarks
 * and the entries of bibliographies are left out.  All of it lives in the
 * arena and borrows the document's tree.
 */
bm_status lint_text_collect(bm_doc *doc, bm_arena *arena, lint_text *out);
/* The same without units, for who does not ask for sentences. */
bm_status lint_text_blocks(bm_doc *doc, bm_arena *arena, lint_text *out);

/*
 * Breakers of sentences, kept for the documents of an engine (doc->breakers);
 * several threads may have some at a time.  NULL without memory.
 */
typedef struct lint_breakers lint_breakers;

lint_breakers *lint_breakers_new(const bm_allocator *al);
void lint_breakers_free(lint_breakers *breakers);

/*
 * Where len bytes from `at` of a block's text stand in the source: line and
 * column of the first byte and of the end.  Where the source is not at hand
 * or does not say, the place of the block.
 */
bm_pos lint_locate(lint_text *text, lint_block *block, size_t at, size_t len);

/* The marks of a unit that are citations; *count gets how many. */
const lint_mark *lint_unit_marks(const lint_unit *unit, size_t *count);

/* ---- Inside lint/ ---- */

/* Cuts all blocks into units (break.c). */
bm_status lint_break(lint_text *text);

#endif
