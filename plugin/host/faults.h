/* What no finding can say: files and folders that cannot be read. */
#ifndef HOST_FAULTS_H
#define HOST_FAULTS_H

#include "backmatter.h"

/* Keeps the first status that is not BM_OK. */
void fault_note(bm_status *worst, bm_status status);
/* Says on standard error why a path was not looked at, and notes BM_IO. */
void fault_tell(bm_status *worst, const char *path, const char *why);
/* The same for a folder: 0, an errno, or ENOMEM for no memory. */
void fault_folder(bm_status *worst, const char *folder, int error);

#endif
