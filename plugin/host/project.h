/* The project that a document on its own is part of. */
#ifndef HOST_PROJECT_H
#define HOST_PROJECT_H

#include "options.h"

/*
 * The project file of a folder, or NULL.  The caller's, to be freed.
 */
char *project_of(const char *folder);
/* The project of the current folder, or the one that the options name, or
 * NULL.  The caller's. */
char *project_here(const options *o);
/*
 * The project for the document `path` (NULL: standard input): the one that
 * the options name, else the one found in its folder or above, or NULL.  With
 * --verbose it is told.  The caller's, to be freed.
 */
char *project_for(const options *o, const char *path);

#endif
