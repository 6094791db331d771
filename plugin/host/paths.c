#include "paths.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

/* Takes "." and ".." out of an absolute path, in place. */
static void
normalize(char *path)
{
	char *to = path;
	const char *from = path;

	while (*from != '\0') {
		size_t n;

		while (*from == '/')
			from++;
		n = strcspn(from, "/");
		if (n == 2 && memcmp(from, "..", 2) == 0) {
			while (to > path && *--to != '/')
				;
		} else if (n > 0 && !(n == 1 && *from == '.')) {
			*to++ = '/';
			memmove(to, from, n);
			to += n;
		}
		from += n;
	}
	if (to == path)
		*to++ = '/';
	*to = '\0';
}

char *
path_absolute(const char *path)
{
	char here[PATH_MAX] = "";
	char *whole;

	if (path[0] == '<')
		return text_copy(path);
	if (path[0] != '/' && getcwd(here, sizeof(here)) == NULL)
		here[0] = '\0';
	whole = malloc(strlen(here) + strlen(path) + 2);
	if (whole == NULL)
		return NULL;
	strcpy(whole, here);
	strcat(whole, "/");
	strcat(whole, path);
	normalize(whole);
	return whole;
}

char *
path_folder(const char *absolute)
{
	char *folder = text_copy(absolute);
	char *slash = folder != NULL ? strrchr(folder, '/') : NULL;

	if (slash != NULL)
		slash[slash == folder] = '\0';
	return folder;
}

bool
path_inside(const char *folder, const char *absolute)
{
	size_t n = strlen(folder);

	if (n == 1 && folder[0] == '/')
		return absolute[0] == '/';
	return strncmp(folder, absolute, n) == 0 &&
	       (absolute[n] == '\0' || absolute[n] == '/');
}

char *
path_relative(const char *folder, const char *absolute)
{
	size_t same = 0, up = 0, i;
	char *out;

	if (absolute[0] != '/' || folder[0] != '/')
		return text_copy(absolute);
	if (folder[1] == '\0')
		return text_copy(absolute + 1);
	/* The last "/" up to which both agree. */
	for (i = 0; folder[i] != '\0' && folder[i] == absolute[i]; i++)
		if (folder[i] == '/')
			same = i;
	if (folder[i] == '\0' && absolute[i] == '/')
		return text_copy(absolute + i + 1);
	if (folder[i] == '\0' && absolute[i] == '\0')
		return text_copy(".");
	for (const char *p = folder + same; *p != '\0'; p++)
		up += *p == '/';
	out = malloc(3 * up + strlen(absolute + same) + 1);
	if (out == NULL)
		return NULL;
	out[0] = '\0';
	while (up-- > 0)
		strcat(out, "../");
	strcat(out, absolute + same + 1);
	return out;
}

bool
path_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
