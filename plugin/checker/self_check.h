/* What we write ourselves, judged as it is written. */
#ifndef BM_SELF_CHECK_H
#define BM_SELF_CHECK_H

#include "core/buf.h"
#include "core/diag.h"
#include "engine/engine.h"
#include "audit/fidelity.h"
#include "check/css.h"
#include "pack/pack.h"

typedef struct bm_self_check {
	bm_allocator al;
	bm_diags *diags;
	const char *output;         /* path of the file or folder, or NULL */
	bm_project_check *settings; /* of its project, or NULL */
	const bm_sink *to;
	bm_sink sink; /* in front of it */
	bm_buf file;  /* bytes of the file that is open */
	char *path;
	bm_arena *arena; /* of what the pages say */
	bm_fidelity *fidelity;
	css_cache *sheets; /* from the second page on */
	size_t pages;
} bm_self_check;

/*
 * A sink in front of `to` that judges each page and book when it is whole,
 * by the rules of check().  Findings go to diags, with the file's place in the
 * output.  All that is given must live on; bm_self_check_end frees the rest.
 */
const bm_sink *bm_self_check_begin(bm_self_check *self, const bm_allocator *al,
				   bm_diags *diags, const char *output,
				   bm_project_check *settings,
				   const bm_sink *to);
/* Looks for what a document said (or NULL) in what was written; findings go
 * to those of the document. */
bm_status bm_self_check_source(bm_self_check *self, bm_doc *doc,
			       const bm_facts *facts);
void bm_self_check_end(bm_self_check *self);

#endif
