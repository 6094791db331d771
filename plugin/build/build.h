/* What the parts of a build share: see build.c, rebuild.c. */
#ifndef BM_BUILD_H
#define BM_BUILD_H

#include "audit/audit.h"
#include "engine/engine.h"
#include "pack/pack.h"
#include "audit/proof.h"
#include "checker/self_check.h"
#include "build/state.h"

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
	bool stale; /* it must be read whole */
	bool kept;  /* its pages are as they would be written */
	char signature[65];
	bm_facts *facts; /* when what is written is judged */
	bm_str skeleton; /* of one that was read whole */
	bm_str words;    /* of its pages that were written */
	size_t marks[MARKS];
	BM_VEC(bm_state_file) outputs;
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
	bm_pack *pack; /* of the site */
	bool *epub_kept;
	const char **epub_sums;
};

extern const bm_reuse bm_rebuild_reuse; /* without its user */

/* Reads a document whole and runs the passes (build.c). */
bm_status bm_build_prepare(struct build *b, struct source *s);

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
/* Whether the EPUB of a book stays as it is; its rows go to the proof. */
bool bm_rebuild_keeps_epub(struct build *b, size_t book);
/* Notes what an EPUB came to. */
bm_status bm_rebuild_epub(struct build *b, size_t book, bm_pack *pack);
/* Findings of the last build about what was not done again. */
void bm_rebuild_found(struct build *b);
/* A checksum of what an EPUB is made of, as far as documents tell. */
const char *bm_rebuild_digest(struct build *b, size_t book);
/* Leaves the state for the next build in the site's folder. */
bm_status bm_rebuild_end(struct build *b);

#endif
