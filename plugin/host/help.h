/* What `--help` says. */
#ifndef BM_HOST_HELP_H
#define BM_HOST_HELP_H

#include <stdbool.h>

/* The command that says how to use this one. */
int help_of(int command);
/* Says it on standard output; false: the command is none that does. */
bool help_say(int command);

#endif
