/* Judging pages, and the documents that they were made of. */
#ifndef BM_CHECKER_H
#define BM_CHECKER_H

#include "engine/engine.h"
#include "audit/fidelity.h"

/* Whether a list of rules has this one; an empty list has all. */
bool bm_checker_wants(const char *const *rules, const char *code);
/* Hands an outcome to the host. */
void bm_checker_tell(const bm_check_options *o, const char *file,
		     const check_tally *tally);

/* ---- what a project says (settings.c) ---- */

/* Takes away findings, from number `from` of diags on, in a file that the
 * project excuses. */
void bm_checker_excuse(bm_project_check *check, const char *file,
		       bm_diags *diags, size_t from, check_result *result);
/* Tells of those that took nothing away from the files that they name. */
void bm_checker_unused(const bm_project_check *check, bm_diags *diags);

/* ---- documents that pages were made of (sources.c) ---- */

typedef struct bm_sources bm_sources;

/* Lives in arena, but for what bm_sources_end frees; NULL without memory. */
bm_sources *bm_sources_new(bm_engine *engine, bm_arena *arena);
/* A page; its facts live in an arena that is kept. */
bool bm_sources_page(bm_sources *s, const bm_facts *facts);
/* Takes over an arena, also when it fails. */
bool bm_sources_keep(bm_sources *s, bm_arena *arena);
/* Reads o->sources and looks for what they say on the pages. */
bm_status bm_sources_judge(bm_sources *s, bm_project_check *check,
			   bm_reporter *reporter, const bm_check_options *o);
void bm_sources_end(bm_sources *s);

#endif
