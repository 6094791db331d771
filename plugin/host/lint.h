/* `backmatter lint`: findings of documents, folders and projects. */
#ifndef HOST_LINT_H
#define HOST_LINT_H

#include "options.h"
#include "report.h"

/* All of standard input, the caller's; NULL when it cannot be read. */
char *read_stdin(size_t *length);

/*
 * Looks at all that o->files names, or at the current folder; nothing is
 * written.  The worst status that a document or project came to.
 */
bm_status lint(const options *o, const bm_api *api, bm_engine *engine,
	       report *r);

#endif
