/* What the parts of a build share: see build.c, rebuild.c. */
#ifndef BM_BUILD_H
#define BM_BUILD_H

#include "audit/audit.h"
#include "engine/engine.h"
#include "pack/pack.h"
#include "audit/proof.h"
#include "checker/self_check.h"
#include "build/part.h"
#include "write/skeleton.h"

/* Findings so far, at the ends of the steps of a build. */
enum { MARK_READ, MARK_LINKED, MARK_SITE, MARKS };

struct source {
	const char *path;
	const bm_project_book *book; /* NULL: the home page */
	bm_doc *doc;
	bm_status status;
	/* What the last build knew of it, if it is made of the same; or NULL.
	 */
	const bm_state_doc *old;
	const bm_state_doc *was; /* the same, whatever it is made of now */
	bool before;             /* its links are those of the last build */
	bool stale;              /* it must be read whole */
	bool kept;               /* its pages are as they would be written */
	bool apart; /* others write its pages: of a part, see shard.c */
	bool asked; /* apart, and one of our books is made of it */
	char signature[65];
	bm_facts *facts; /* when what is written is judged */
	bm_str skeleton; /* of one that was read whole */
	bm_skeleton_facts bones;
	bm_str card;
	bm_str words; /* of its pages that were written */
	size_t marks[MARKS];
	BM_VEC(bm_state_file) outputs;
	bm_state_diags judged; /* of those, as BM_FOUND_PAGES */
	bm_audit *audit;       /* or NULL */
	bm_diags *audit_found; /* what it came to, apart from what is kept */
};

struct build {
	bm_engine *engine;
	bm_arena *arena;
	bm_diags diags; /* of the project itself */
	bm_project project;
	bm_date today;
	bool has_today;
	const bm_build_options *options;
	BM_VEC(struct source) sources;
	bm_site site;
	bm_proof proof;
	bm_self_check self;    /* of what is being written */
	bm_audit audit_others; /* pages of no document */
	bm_audit_report audit_report;
	struct bm_olinks *olinks;
	bm_buf olinks_out;
	pthread_t caller;
	size_t done;
	pthread_mutex_t lock;
	/* ---- rebuild.c ---- */
	bool remembers; /* a state is written */
	bm_state *old;  /* of the last build, NULL: none that can be used */
	const char *key;
	bm_map old_docs; /* book and path to bm_state_doc */
	int64_t old_time, old_nanoseconds;
	bm_reuse reuse;
	bm_cards cards;
	bm_pack *pack; /* of the site */
	bool *epub_kept;
	const char **epub_sums;
	bm_state_diags *epub_judged;
	const char **epub_onix;
	/* ---- shard.c, link.c ---- */
	const char *day;       /* that all is made for, or NULL */
	unsigned shard;        /* which part is made; 0: all of it */
	unsigned shards;       /* how many there are */
	BM_VEC(bm_part) parts; /* that were made before */
	bool links;            /* they are put together */
};

extern const bm_reuse bm_rebuild_reuse; /* without its user */
extern const bm_cards bm_rebuild_cards; /* the same */

/* Reads a document whole and runs the passes (build.c). */
bm_status bm_build_prepare(struct build *b, struct source *s);
/* Writes what an EPUB says to booksellers, and notes it. */
bm_status bm_build_onix(struct build *b, size_t book, bm_str text);

/* ---- audit.c: nothing where no audit is asked for ---- */

/* Where a document's text is noted as it is read; or NULL. */
bm_audit *bm_build_audit_of(struct build *b, struct source *s);
/* The pages of one output come next. */
void bm_build_audit_begin(struct build *b, const char *output,
			  bm_write_env *env);
/* They are all there: those of a book, or NULL: of the site. */
bm_status bm_build_audit_compare(struct build *b, const bm_project_book *book,
				 const char *output);
/* Adds what was found to the documents, and writes the report. */
bm_status bm_build_audit_end(struct build *b);
void bm_build_audit_free(struct build *b);

/* ---- shard.c: a part of the work ---- */

/* Whether options for or of parts go together with the others. */
bool bm_shard_possible(const bm_build_options *o);
/* Settles whose documents are whose, or whether the parts have them all. */
bm_status bm_shard_assign(struct build *b);
/* The part that has a document, by its place. */
unsigned bm_shard_of(const struct build *b, size_t place);
/* The place of the first document of a book. */
size_t bm_shard_first(const struct build *b, const bm_project_book *book);
/* Reads a document; of one whose pages others write, a skeleton stays. */
bm_status bm_shard_prepare(struct build *b, struct source *s);
/* Puts what a part needs in place of what a build does. */
void bm_shard_hooks(struct build *b);
/* Whether the EPUB of a book is made here. */
bool bm_shard_has_epub(const struct build *b, size_t book);
/* Its name in the part; NULL without memory. */
const char *bm_shard_book(struct build *b, size_t book);
/* Where it goes to; committed before the part is. */
bm_status bm_shard_epub(struct build *b, size_t book, bm_pack **out);
/* Which version this is; NULL without memory. */
const char *bm_shard_program(struct build *b);
/* Writes the file of the part, with what it knows. */
bm_status bm_shard_end(struct build *b, const bm_state *state);
/* A part of names only is done when all is read. */
bm_status bm_shard_names(struct build *b);

/* ---- link.c: the parts together ---- */

extern const bm_rule bm_part_rules[];

/* Reads the parts. */
bm_status bm_link_load(struct build *b);
/* Whether they go together; then they are what is known. */
bm_status bm_link_begin(struct build *b);
/* Whether they are of these documents. */
bm_status bm_link_documents(struct build *b);
/* Fills a document with what its part knows; any thread. */
bm_status bm_link_prepare(struct build *b, struct source *s);
/* Whether all that the parts have seen is as it was. */
bm_status bm_link_seen(struct build *b);
/* Puts the pages of a document in their places. */
bm_status bm_link_keep(struct build *b, const struct source *s);
/* Gives back one of them. */
bm_status bm_link_text(struct build *b, const struct source *s, bm_arena *arena,
		       const char *path, bm_str *out);
/* The same for an EPUB that a part has. */
bm_status bm_link_epub(struct build *b, size_t book, bm_pack **out);

/* ---- rebuild.c, remember.c ---- */

/* The checksum of a file now ("" if it is not there), in the arena, and its
 * bytes if text is not NULL; NULL without memory. */
const char *bm_rebuild_sum(struct build *b, bm_arena *arena,
			   const bm_doc_read *read, bm_str *text);
/* Adds the documents of a state to those that are known. */
bm_status bm_rebuild_know(struct build *b, bm_state *state);
/* What is known of a document, whether or not it is as it was; or NULL. */
bm_state_doc *bm_rebuild_known(struct build *b, bm_arena *arena,
			       const struct source *s);
/* Fills a document with what is known of it, but for a tree. */
bm_status bm_rebuild_fill(struct build *b, struct source *s);
/* A checksum of what a book is made of; any: also when a document of it is not
 * known to be as it was, else NULL then. */
const char *bm_rebuild_epub_digest(struct build *b, size_t book, bool any);
const bm_state_epub *bm_rebuild_old_epub(const struct build *b,
					 const char *href);
/* Looks for what the last build left, when the project is known. */
bm_status bm_rebuild_begin(struct build *b);
/* Reads a document, or only looks whether it is as it was: then s->doc is a
 * skeleton.  Any thread. */
bm_status bm_rebuild_prepare(struct build *b, struct source *s);
/* Reads whole those that are stale. */
bm_status bm_rebuild_whole(struct build *b);
/* Notes how many findings there are at the end of a step. */
void bm_rebuild_mark(struct build *b, int mark);
/* Keeps what linking needs of the documents, before they are linked. */
bm_status bm_rebuild_skeletons(struct build *b);
/*
 * Settles which links are those of the last build: of all documents that are
 * as they were, if others still see the same of each.  The rest get trees.
 */
bm_status bm_rebuild_links(struct build *b);
/* Whether the EPUB of a book stays as it is; its rows go to the proof. */
bool bm_rebuild_keeps_epub(struct build *b, size_t book);
/* Notes what an EPUB came to; found: how many findings there were before. */
bm_status bm_rebuild_epub(struct build *b, size_t book, bm_pack *pack,
			  size_t found);
/* Findings of the last build about what was not done again. */
void bm_rebuild_found(struct build *b);
/* Leaves the state for the next build in the site's folder. */
bm_status bm_rebuild_end(struct build *b);

#endif
