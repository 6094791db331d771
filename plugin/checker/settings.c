/* What a project says of how pages are judged, and of what stays as it is. */
#include "checker/checker.h"

#include <limits.h>
#include <unistd.h>

#include "check/excuse.h"
#include "core/file.h"

/* Whether a pattern, in which * is any text, holds for all of a name. */
static bool
holds(const char *pattern, const char *name)
{
	const char *star = NULL, *from = NULL;

	while (*name != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			from = name;
		} else if (*pattern == *name) {
			pattern++;
			name++;
		} else if (star != NULL) {
			pattern = star;
			name = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* Whether a path, seen from the root, ends as a pattern says, from a folder
 * on. */
static bool
ends_as(bm_arena *arena, const char *path, const char *pattern)
{
	char here[PATH_MAX];

	if (pattern == NULL)
		return true;
	if (*path != '/' && getcwd(here, sizeof(here)) != NULL)
		path = bm_path_join(arena, here, path);
	for (const char *s = path; s != NULL; s = strchr(s, '/')) {
		s += *s == '/';
		if (holds(pattern, s))
			return true;
	}
	return false;
}

/* See checker.h. */
void
bm_checker_excuse(bm_project_check *check, const char *file, bm_diags *diags,
		  size_t from, check_result *result)
{
	size_t kept = from;

	for (size_t k = 0; k < check->excuses.len; k++)
		if (ends_as(diags->arena, file, check->excuses.items[k].file))
			check->excuses.items[k].met = true;
	for (size_t i = from; i < diags->list.len; i++) {
		const bm_diag *d = &diags->list.items[i];
		bool out = false;

		for (size_t k = 0; k < check->excuses.len; k++) {
			bm_project_excuse *e = &check->excuses.items[k];

			if (strcmp(e->rule, d->code) != 0 || d->file == NULL ||
			    !ends_as(diags->arena, d->file, e->file))
				continue;
			out = e->met = e->used = true;
		}
		if (out)
			check_count_out(diags, d, result);
		else
			diags->list.items[kept++] = *d;
	}
	diags->list.len = kept;
}

/* See checker.h. */
void
bm_checker_unused(const bm_project_check *check, bm_diags *diags)
{
	for (size_t k = 0; k < check->excuses.len; k++) {
		const bm_project_excuse *e = &check->excuses.items[k];

		if (e->met && !e->used)
			bm_diag_add(
			    diags,
			    bm_rule_find(check_excuse_rules, "check-unused"),
			    &e->pos, "The suppression of %s takes nothing away",
			    e->rule);
	}
}
