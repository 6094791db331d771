/*
 * Terms: what a glossary names, and where a text uses it.  A table comes from
 * a file of terms (glossary.tsv), from the entries of a glossary, or both; a
 * later one of the same name counts.  Once ended it is immutable, and threads
 * may share it.
 */
#ifndef BM_LINT_TERMS_H
#define BM_LINT_TERMS_H

#include "core/map.h"
#include "core/vec.h"
#include "xml/doc.h"

typedef struct lint_term lint_term;
struct lint_term {
	/* "" is none, but for name. */
	const char *name, *abbreviation, *definition, *preferred;
	const char *mesh, *icd10, *icd11;
	const lint_term *better; /* the term that preferred names, or NULL */
	/* The entry that explains it: its id, in this file; file NULL: in the
	 * document itself; id NULL: there is none. */
	const char *file, *id;
	bool english; /* only in text of that language */
	bool entry;   /* an entry that somebody wrote */
	size_t number;
};

typedef struct lint_terms {
	bm_arena *arena;
	bool own_arena;
	BM_VEC(lint_term *) list; /* in the order of adding */
	bm_map by_name;           /* folded name -> lint_term */
	bm_map by_target;         /* "file#id" -> lint_term */
	bm_map nodes;             /* of the tree of words */
	uint32_t node_count;
	const char *fill; /* file of a glossary that is filled by us, or NULL */
} lint_terms;

/* A place where a text uses a term. */
typedef struct lint_use {
	const lint_term *term;
	size_t at, len;  /* in the text */
	bool short_form; /* the abbreviation */
	bool plural;
} lint_use;
typedef struct lint_uses {
	lint_use *items;
	size_t len, cap;
} lint_uses;

extern const bm_rule lint_term_rules[];

/* A new table; the caller's (lint_terms_free).  NULL without memory. */
lint_terms *lint_terms_new(const bm_allocator *al);
/* The same in an arena that outlives it. */
lint_terms *lint_terms_in(bm_arena *arena);
void lint_terms_free(lint_terms *terms);

/*
 * Adds the rows of a file of terms: a header line, then seven columns with
 * tabs between (term, abbreviation, definition, preferred_term, mesh_id,
 * icd10, icd11).  Faults are findings of `file`.
 */
bm_status lint_terms_read(lint_terms *terms, bm_str tsv, const char *file,
			  bool english, bm_diags *diags);
/* Adds a name alone, or gives the term that has it; NULL without memory. */
const lint_term *lint_terms_add(lint_terms *terms, const char *name);
/* Adds what another table holds. */
bm_status lint_terms_copy(lint_terms *terms, const lint_terms *from);
/*
 * Adds the entries of a document's glossaries, as entries of `file` (NULL:
 * the document asks for itself).  A glossary with the role "auto" gives all
 * terms that have a definition an id in it.
 */
bm_status lint_terms_entries(lint_terms *terms, bm_doc *doc, const char *file);
/* Makes the table ready; nothing may be added then. */
bm_status lint_terms_end(lint_terms *terms);

/* The term of this name, however it is spelled, or NULL; the arena is for the
 * search. */
const lint_term *lint_terms_find(const lint_terms *terms, bm_arena *arena,
				 bm_str name);
/* The term whose entry has this id in this file (NULL: the document). */
const lint_term *lint_terms_target(const lint_terms *terms, bm_arena *arena,
				   const char *file, const char *id);
/*
 * Appends the terms that a text (normalised, see lint/text.h) uses to *out:
 * whole words, the longest first, none inside another.
 */
bm_status lint_terms_match(const lint_terms *terms, bm_arena *arena,
			   bm_str text, lint_uses *out);
/* The plural of an English name, in the arena; NULL without memory. */
const char *lint_plural(bm_arena *arena, const char *name);

/* Whether this glossary is to be filled with the terms that are used. */
bool lint_is_auto_glossary(const xmlNode *el);

#endif
