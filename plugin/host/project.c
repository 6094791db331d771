/*
 * The project that a document on its own is part of: the first
 * backmatter.yaml in its folder or above.  The search ends at the root of a
 * repository (a folder with .git) or of the file system.
 */
#include "project.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "text.h"

/* Folders that are looked into at most. */
#define LEVELS 200

/* folder/name, the caller's. */
static char *
inside(const char *folder, const char *name)
{
	size_t n = strlen(folder);
	bool here = n == 0 || strcmp(folder, ".") == 0;
	char *out = malloc(n + strlen(name) + 2);

	if (out != NULL)
		sprintf(out, "%s%s%s", here ? "" : folder,
			here || folder[n - 1] == '/' ? "" : "/", name);
	return out;
}

/* See project.h. */
char *
project_of(const char *folder)
{
	struct stat st;
	char *path = inside(folder, "backmatter.yaml");

	if (path != NULL && stat(path, &st) == 0 && S_ISREG(st.st_mode))
		return path;
	free(path);
	return NULL;
}

/* Whether nothing above a folder is looked at. */
static bool
is_top(const char *folder)
{
	struct stat here, above;
	char *git = inside(folder, ".git"), *up = inside(folder, "..");
	bool top = git == NULL || up == NULL || stat(git, &here) == 0 ||
		   stat(*folder != '\0' ? folder : ".", &here) != 0 ||
		   stat(up, &above) != 0 ||
		   (here.st_dev == above.st_dev && here.st_ino == above.st_ino);

	free(git);
	free(up);
	return top;
}

/* The folder above, in place of `folder`, which is freed. */
static char *
above(char *folder)
{
	char *end = strrchr(folder, '/'), *up;
	const char *last = end != NULL ? end + 1 : folder;

	if (*last != '\0' && strcmp(last, ".") != 0 &&
	    strcmp(last, "..") != 0) {
		if (end == NULL)
			*folder = '\0';
		else
			end[end == folder] = '\0';
		return folder;
	}
	up = inside(folder, "..");
	free(folder);
	return up;
}

/* The nearest project of a document, or NULL. */
static char *
find(const char *path)
{
	char *folder = text_copy(path), *found = NULL;
	char *end = folder != NULL ? strrchr(folder, '/') : NULL;

	if (end != NULL)
		end[end == folder] = '\0';
	else if (folder != NULL)
		*folder = '\0';
	for (int i = 0; folder != NULL && i < LEVELS; i++) {
		found = project_of(folder);
		if (found != NULL || is_top(folder))
			break;
		folder = above(folder);
	}
	free(folder);
	return found;
}

/* See project.h. */
char *
project_here(const options *o)
{
	if (o->project != NULL)
		return text_copy(o->project);
	return o->no_project ? NULL : find("");
}

/* See project.h. */
char *
project_for(const options *o, const char *path)
{
	char *project = NULL;

	if (o->project != NULL)
		return text_copy(o->project);
	if (!o->no_project && path != NULL)
		project = find(path);
	if (project != NULL && o->verbose && !o->quiet) {
		fputs("backmatter: ", stderr);
		text_plain(stderr, path);
		fputs(" is taken for a part of the project ", stderr);
		text_plain(stderr, project);
		putc('\n', stderr);
	}
	return project;
}
