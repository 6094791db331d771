/* The catalogue of notices (disclaimers), read-only once loaded. */
#ifndef BM_PASS_NOTICE_H
#define BM_PASS_NOTICE_H

#include "core/data.h"
#include "xml/doc.h"

typedef enum bm_trigger {
	BM_TRIGGER_ALWAYS,
	BM_TRIGGER_TOPIC,    /* a subjectterm of the document or section */
	BM_TRIGGER_METADATA, /* a meta of the document is there */
	BM_TRIGGER_FOUND     /* something was found in the text: found.h */
} bm_trigger;

typedef enum bm_placement {
	BM_PLACE_START,   /* first in the page, behind title and info */
	BM_PLACE_END,     /* last in the page, before the bibliography */
	BM_PLACE_MENTION, /* before the first block of the section whose topic
			     it is, or START when the document's topic is */
	BM_PLACE_BESIDE,  /* right behind the block that asks for it; else as
			     MENTION */
	BM_PLACE_TOP      /* the first line of the page, before its title */
} bm_placement;

typedef struct bm_notice {
	const char *id;   /* "emergency"; element id is "notice-emergency" */
	const char *lang; /* of the wording, or NULL */
	const char *file; /* where it was written */
	bm_trigger trigger;
	const char *const *when; /* topics or meta names, NULL-ended */
	bm_placement placement;
	/* Standings of rows of the status table that fill it, NULL: none. */
	const char *const *status;
	const char *const *places;    /* ISO 3166 audience places, NULL: all */
	const char *title;            /* accessible name */
	const char *role;             /* "note", "warning", "important" */
	const char *source, *expires; /* may be NULL */
	bool landmark;                /* a region of its own (emergency) */
	bool every_page; /* each chunk gets it (short form if there is one) */
	bm_doc *wording; /* root's children but info are the blocks */
	const char *shortform; /* plain text with {{placeholders}}, or NULL */
	double grade;          /* Flesch-Kincaid; 0: too short, not English */
	const char *sha256;    /* of a text kept word for word, or NULL */
} bm_notice;

typedef struct bm_notices {
	bm_arena *arena;
	BM_VEC(bm_notice) list; /* in order of file name */
} bm_notices;

extern const bm_rule bm_notice_rules[];

/*
 * Adds the notice whose text was read as a document (front matter in info's
 * meta elements).  Takes over doc, also when it fails.  Faults go to diags.
 * A text that it keeps word for word in a file beside it is got from data
 * (NULL: there is none).  The same id in another language is another wording
 * of the same notice.
 */
bm_status bm_notices_add(bm_notices *notices, bm_doc *doc, const bm_data *data,
			 bm_diags *diags);
/*
 * The same with a translation: id, lang, title, short form and text are its
 * own, all else is that of the notice in `of` with this id, which must outlive
 * it.
 */
bm_status bm_notices_translate(bm_notices *notices, const bm_notices *of,
			       bm_doc *doc, bm_diags *diags);
/*
 * The wording of a notice for readers of lang: in that very language, else in
 * another variant of it, else as it was translated (NULL: nothing was), else
 * the first there is; *fits tells if it was not the last.  NULL: there is no
 * such notice.
 */
const bm_notice *bm_notices_pick(const bm_notices *notices,
				 const bm_notices *translated, const char *id,
				 const char *lang, bool *fits);
/* Whether el is kept word for word, without values. */
bool bm_notice_verbatim(const xmlNode *node);
bm_notices *bm_notices_new(const bm_allocator *al);
void bm_notices_free(bm_notices *notices);

#endif
