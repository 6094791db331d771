#include "scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Folders that are held open meanwhile. */
#define OPEN 16

/* See scratch.h. */
char *
scratch_new(void)
{
	static const char name[] = "/backmatter-XXXXXX";
	const char *folder = getenv("TMPDIR");
	char *path;

	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	path = malloc(strlen(folder) + sizeof(name));
	if (path == NULL)
		return NULL;
	strcpy(path, folder);
	strcat(path, name);
	if (mkdtemp(path) == NULL) {
		free(path);
		path = NULL;
	}
	return path;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	remove(path);
	return 0;
}

/* See scratch.h. */
void
scratch_remove(char *path)
{
	if (path != NULL)
		nftw(path, remove_one, OPEN, FTW_DEPTH | FTW_PHYS);
	free(path);
}
