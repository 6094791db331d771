/* What the targets for tables share: parts of an input as files of a folder. */
#ifndef FUZZ_FILES_H
#define FUZZ_FILES_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/str.h"

/* Between the parts of an input. */
#define FUZZ_SEPARATOR '\f'

/* The next part of *rest. */
static inline bm_str
fuzz_part(bm_str *rest)
{
	bm_str part = {"", 0};

	if (rest->ptr != NULL)
		(void)bm_str_split(rest, FUZZ_SEPARATOR, &part);
	return part;
}

/* A folder of this process, made once and taken away at its end. */
static char fuzz_dir[64];

static void
fuzz_clean(void)
{
	static const char *const names[] = {"claims/rules.tsv",
					    "claims/contexts.tsv",
					    "claims/evidence.tsv",
					    "claims",
					    "file",
					    NULL};
	char path[128];

	for (size_t i = 0; names[i] != NULL; i++) {
		snprintf(path, sizeof path, "%s/%s", fuzz_dir, names[i]);
		(void)remove(path);
	}
	(void)rmdir(fuzz_dir);
}

static inline const char *
fuzz_folder(void)
{
	char path[128];

	if (fuzz_dir[0] != '\0')
		return fuzz_dir;
	snprintf(fuzz_dir, sizeof fuzz_dir, "%s/fuzz-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : ".");
	if (mkdtemp(fuzz_dir) == NULL)
		abort();
	snprintf(path, sizeof path, "%s/claims", fuzz_dir);
	if (mkdir(path, 0700) != 0)
		abort();
	atexit(fuzz_clean);
	return fuzz_dir;
}

static inline void
fuzz_put(const char *name, bm_str text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
	f = fopen(path, "wb");
	if (f == NULL || fwrite(text.ptr, 1, text.len, f) != text.len)
		abort();
	fclose(f);
}

#endif
