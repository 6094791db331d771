#include "core/data.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/vec.h"

/* The embedded file of this path, or NULL. */
static const bm_resource *
find(const char *path)
{
	for (const bm_resource *r = bm_resources; r->path != NULL; r++)
		if (strcmp(r->path, path) == 0)
			return r;
	return NULL;
}

bm_status
bm_data_load(const bm_data *data, bm_arena *arena, const char *path,
	     bm_str *out)
{
	const bm_resource *r;

	if (data != NULL && data->dir != NULL) {
		const char *full = bm_path_join(arena, data->dir, path);
		bm_status status;

		if (full == NULL)
			return BM_NO_MEMORY;
		status = bm_file_read_told(&data->teller, arena, full, out);
		if (status != BM_NOT_FOUND)
			return status;
	}
	r = find(path);
	if (r == NULL)
		return BM_NOT_FOUND;
	*out = (bm_str){r->begin, (size_t)(r->end - r->begin)};
	return BM_OK;
}

bool
bm_data_is_embedded(bm_str text)
{
	const bm_resource *r = bm_resources;

	while (r->path != NULL && r->begin != text.ptr)
		r++;
	return r->path != NULL;
}

struct list {
	BM_VEC(const char *) paths;
	bm_arena *arena;
	bool failed;
};

static void
add(struct list *list, const char *path)
{
	const char **slot;

	if (path == NULL) {
		list->failed = true;
		return;
	}
	for (size_t i = 0; i < list->paths.len; i++)
		if (strcmp(list->paths.items[i], path) == 0)
			return;
	slot = BM_VEC_PUSH(list->arena, &list->paths);
	if (slot == NULL)
		list->failed = true;
	else
		*slot = path;
}

/* Adds the files of a folder of the overriding data. */
static void
add_folder(struct list *list, const char *dir, const char *prefix)
{
	const char *full = bm_path_join(list->arena, dir, prefix);
	DIR *d = full != NULL ? opendir(full) : NULL;
	struct dirent *e;

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			add(list, bm_arena_printf(list->arena, "%s%s", prefix,
						  e->d_name));
	closedir(d);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *
bm_data_list(const bm_data *data, bm_arena *arena, const char *prefix)
{
	struct list list = {.arena = arena};
	const char **end;

	for (const bm_resource *r = bm_resources; r->path != NULL; r++)
		if (strncmp(r->path, prefix, strlen(prefix)) == 0)
			add(&list, r->path);
	if (data != NULL && data->dir != NULL) {
		add_folder(&list, data->dir, prefix);
		bm_file_tell_names(&data->teller, arena,
				   bm_arena_printf(arena, "%s/%.*s", data->dir,
						   (int)strlen(prefix) - 1,
						   prefix));
	}
	if (list.paths.len > 1)
		qsort(list.paths.items, list.paths.len,
		      sizeof(*list.paths.items), compare);
	end = BM_VEC_PUSH(arena, &list.paths);
	if (end == NULL || list.failed)
		return NULL;
	*end = NULL;
	return list.paths.items;
}
