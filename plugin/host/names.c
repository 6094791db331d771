#include "names.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool
name_ends(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n > k && strcmp(name + n - k, end) == 0;
}

/* folder/name, the caller's. */
static char *
join(const char *folder, const char *name)
{
	size_t n = strlen(folder), slash = n > 0 && folder[n - 1] != '/';
	bool here = strcmp(folder, ".") == 0;
	char *out = malloc(n + slash + strlen(name) + 1);

	if (out != NULL)
		sprintf(out, "%s%s%s", here ? "" : folder,
			here || !slash ? "" : "/", name);
	return out;
}

bool
name_is_document(const char *name)
{
	return name_ends(name, ".md") || name_ends(name, ".markdown") ||
	       name_ends(name, ".xml") || name_ends(name, ".dbk");
}

bool
names_add(struct names *names, char *name)
{
	size_t n = names->count;

	if (name != NULL && (n & (n - 1)) == 0) {
		char **more =
		    realloc(names->list, (n == 0 ? 1 : 2 * n) * sizeof(*more));

		if (more == NULL) {
			free(name);
			return false;
		}
		names->list = more;
	}
	if (name != NULL)
		names->list[names->count++] = name;
	return name != NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
names_sort(struct names *names)
{
	if (names->count > 1)
		qsort(names->list, names->count, sizeof(*names->list), compare);
}

void
names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
}

int
names_of_folder(const char *folder, bool (*wanted)(const char *name),
		struct names *folders, struct names *files)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	struct stat st;
	int error = 0;

	if (d == NULL)
		return errno;
	while ((e = readdir(d)) != NULL) {
		char *path;

		if (e->d_name[0] == '.')
			continue;
		path = join(folder, e->d_name);
		if (path == NULL || lstat(path, &st) != 0) {
			error = path == NULL ? ENOMEM : error;
			free(path);
		} else if (S_ISDIR(st.st_mode)) {
			error = names_add(folders, path) ? error : ENOMEM;
		} else if (wanted(path)) {
			error = names_add(files, path) ? error : ENOMEM;
		} else {
			free(path);
		}
	}
	closedir(d);
	return error;
}
