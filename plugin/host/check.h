/* `backmatter check`: pages of anybody's making. */
#ifndef HOST_CHECK_H
#define HOST_CHECK_H

#include "options.h"
#include "report.h"

/*
 * Judges all that o->files names (files, folders, "-"), or the current folder,
 * or with o->batch the files whose names stand on standard input.  The worst
 * status of all.
 */
bm_status check(const options *o, const bm_api *api, bm_engine *engine,
		report *r);

#endif
