#include "faults.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

void
fault_note(bm_status *worst, bm_status status)
{
	if (*worst == BM_OK)
		*worst = status;
}

void
fault_tell(bm_status *worst, const char *path, const char *why)
{
	fputs("backmatter: ", stderr);
	text_plain(stderr, path);
	fprintf(stderr, ": %s\n", why);
	fault_note(worst, BM_IO);
}

void
fault_folder(bm_status *worst, const char *folder, int error)
{
	if (error == ENOMEM)
		fault_note(worst, BM_NO_MEMORY);
	else if (error != 0)
		fault_tell(worst, folder, strerror(error));
}
