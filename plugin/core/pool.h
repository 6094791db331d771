/* Runs independent pieces of work on several threads. */
#ifndef BM_CORE_POOL_H
#define BM_CORE_POOL_H

#include "backmatter.h"

/*
 * Calls fn(user, i) once for each i below count, on up to `threads` threads
 * (0 and 1: the caller's alone), and returns when all are done: the status of
 * the lowest i that failed, or BM_OK.  Which thread does what is not fixed.
 */
bm_status bm_parallel(unsigned threads, size_t count,
		      bm_status (*fn)(void *user, size_t i), void *user);

#endif
