/* Names of files in reports, which must not depend on the machine. */
#ifndef HOST_PATHS_H
#define HOST_PATHS_H

#include <stdbool.h>

/*
 * The path from the root of the file system, "." and ".." taken out as names
 * go; a name in pointed brackets ("<stdin>") stays.  The caller frees it;
 * NULL without memory.
 */
char *path_absolute(const char *path);
/* The folder of an absolute path, "/" for what stands at the root. */
char *path_folder(const char *absolute);
/*
 * An absolute path as seen from an absolute folder, with "../" where it lies
 * outside; the caller frees it.
 */
char *path_relative(const char *folder, const char *absolute);
/* Whether an absolute path is `folder` or lies in it. */
bool path_inside(const char *folder, const char *absolute);
bool path_is_folder(const char *path);

#endif
