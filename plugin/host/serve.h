/* `backmatter serve`: a site that is built anew as its sources change. */
#ifndef HOST_SERVE_H
#define HOST_SERVE_H

#include "backmatter.h"
#include "options.h"

/* Serves until it is interrupted; gives the exit status. */
int serve(const options *o, const bm_api *api);
void serve_help(void);

#endif
