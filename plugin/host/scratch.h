/* A folder for what is thrown away. */
#ifndef HOST_SCRATCH_H
#define HOST_SCRATCH_H

/* A new folder in TMPDIR, else in /tmp; NULL with errno.  The caller's, for
 * scratch_remove(). */
char *scratch_new(void);
/* Removes it with all that is in it.  NULL is fine. */
void scratch_remove(char *path);

#endif
