/* `backmatter init`: the first files of a project. */
#ifndef HOST_INIT_H
#define HOST_INIT_H

#include "options.h"

/* Writes them, over nothing that is there; gives the exit status. */
int init(const options *o);
void init_help(void);

#endif
