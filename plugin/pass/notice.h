/* The catalogue of notices (disclaimers), read-only once loaded. */
#ifndef BM_PASS_NOTICE_H
#define BM_PASS_NOTICE_H

#include "xml/doc.h"

typedef enum bm_trigger {
	BM_TRIGGER_ALWAYS,
	BM_TRIGGER_TOPIC,   /* a subjectterm of the document or section */
	BM_TRIGGER_METADATA /* a meta of the document is there */
} bm_trigger;

typedef enum bm_placement {
	BM_PLACE_START,  /* first in the page, behind title and info */
	BM_PLACE_END,    /* last in the page, before the bibliography */
	BM_PLACE_MENTION /* before the first block of the section whose topic
			    it is, or START when the document's topic is */
} bm_placement;

typedef struct bm_notice {
	const char *id;   /* "emergency"; element id is "notice-emergency" */
	const char *file; /* where it was written */
	bm_trigger trigger;
	const char *const *when; /* topics or meta names, NULL-ended */
	bm_placement placement;
	const char *const *places;    /* ISO 3166 audience places, NULL: all */
	const char *title;            /* accessible name */
	const char *role;             /* "note", "warning", "important" */
	const char *source, *expires; /* may be NULL */
	bool landmark;                /* a region of its own (emergency) */
	bool every_page; /* each chunk gets it (short form if there is one) */
	bm_doc *wording; /* root's children but info are the blocks */
	const char *shortform; /* plain text with {{placeholders}}, or NULL */
	double grade;          /* Flesch-Kincaid; 0: too short, not English */
} bm_notice;

typedef struct bm_notices {
	bm_arena *arena;
	BM_VEC(bm_notice) list; /* in order of file name */
} bm_notices;

extern const bm_rule bm_notice_rules[];

/*
 * Adds the notice whose text was read as a document (front matter in info's
 * meta elements).  Takes over doc, also when it fails.  Faults go to diags.
 */
bm_status bm_notices_add(bm_notices *notices, bm_doc *doc, bm_diags *diags);
bm_notices *bm_notices_new(const bm_allocator *al);
void bm_notices_free(bm_notices *notices);

#endif
