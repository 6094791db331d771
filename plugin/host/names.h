/* Lists of file names, and what lies in folders. */
#ifndef HOST_NAMES_H
#define HOST_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names {
	char **list;
	size_t count;
};

/* Whether a name has an ending and more. */
bool name_ends(const char *name, const char *end);
/* Whether a file has the name of a document that can be converted. */
bool name_is_document(const char *name);
/* Takes over the name, also when it fails; NULL fails. */
bool names_add(struct names *names, char *name);
/* Sorts them, so that the order of folders on disk does not matter. */
void names_sort(struct names *names);
void names_free(struct names *names);
/*
 * Adds what lies in one folder: files that are wanted, and folders.  Names
 * that begin with a dot are left out; links to folders are not followed, as
 * they may lead in a circle.  0 or an errno, ENOMEM for no memory.
 */
int names_of_folder(const char *folder, bool (*wanted)(const char *name),
		    struct names *folders, struct names *files);

#endif
