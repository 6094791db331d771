/* Finding and opening backmatter.so. */
#ifndef HOST_LIBRARY_H
#define HOST_LIBRARY_H

#include "backmatter.h"

/*
 * Opens the library `name`, or with NULL the one beside the command or in
 * ../lib/backmatter/.  Says on standard error what is wrong and gives NULL.
 */
const bm_api *library_open(const char *name);

#endif
