#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/vec.h"

/* Reads until the end; the file may be a pipe, so its size is only a hint. */
static bm_status
read_all(bm_arena *arena, int fd, size_t hint, bm_str *out)
{
	size_t cap = hint + 1, len = 0;
	char *data = bm_arena_alloc(arena, cap + 1);

	if (data == NULL)
		return BM_NO_MEMORY;
	for (;;) {
		ssize_t n;

		if (len == cap) {
			char *bigger;

			if (cap > BM_FILE_MAX)
				return BM_LIMIT;
			bigger = bm_arena_alloc(arena, cap * 2 + 1);
			if (bigger == NULL)
				return BM_NO_MEMORY;
			memcpy(bigger, data, len);
			data = bigger;
			cap *= 2;
		}
		n = read(fd, data + len, cap - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return BM_IO;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	data[len] = '\0';
	*out = (bm_str){data, len};
	return BM_OK;
}

bm_status
bm_file_read(bm_arena *arena, const char *path, bm_str *out)
{
	struct stat st;
	bm_status status;
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? BM_NOT_FOUND
							   : BM_IO;
	if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode))
		status = BM_IO;
	else if (st.st_size > (off_t)BM_FILE_MAX)
		status = BM_LIMIT;
	else
		status = read_all(
		    arena, fd, S_ISREG(st.st_mode) ? (size_t)st.st_size : 65536,
		    out);
	close(fd);
	return status;
}

bool
bm_file_plain(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

const char *
bm_path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

const char *
bm_path_dir(bm_arena *arena, const char *path)
{
	return bm_arena_strndup(arena, path,
				(size_t)(bm_path_base(path) - path));
}

const char *
bm_path_join(bm_arena *arena, const char *dir, const char *rel)
{
	size_t n = strlen(dir);
	const char *joined;

	if (rel[0] == '/' || n == 0)
		return bm_path_normal(arena, rel);
	joined = bm_arena_printf(arena, "%s%s%s", dir,
				 dir[n - 1] == '/' ? "" : "/", rel);
	return joined == NULL ? NULL : bm_path_normal(arena, joined);
}

const char *
bm_path_normal(bm_arena *arena, const char *path)
{
	bool absolute = path[0] == '/';
	bm_str rest = bm_str_of(path), part;
	size_t len = 0, floor = 0;
	char *out = bm_arena_alloc(arena, strlen(path) + 2);

	if (out == NULL)
		return NULL;
	if (absolute)
		out[len++] = '/';
	floor = len;
	while (bm_str_split(&rest, '/', &part)) {
		if (part.len == 0 || bm_str_is(part, "."))
			continue;
		if (bm_str_is(part, "..")) {
			if (len > floor) {
				while (len > floor && out[len - 1] != '/')
					len--;
				if (len > floor)
					len--;
				continue;
			}
			if (absolute)
				continue;
		}
		if (len > 0 && out[len - 1] != '/')
			out[len++] = '/';
		memcpy(out + len, part.ptr, part.len);
		len += part.len;
		if (bm_str_is(part, ".."))
			floor = len;
	}
	out[len] = '\0';
	return out;
}

bool
bm_path_inside(const char *root, const char *path)
{
	char *r = realpath(root[0] != '\0' ? root : ".", NULL);
	char *p = realpath(path, NULL);
	size_t n = r != NULL ? strlen(r) : 0;
	bool inside = r != NULL && p != NULL && strncmp(r, p, n) == 0 &&
		      (p[n] == '/' || p[n] == '\0' || (n == 1 && r[0] == '/'));

	free(r);
	free(p);
	return inside;
}

bool
bm_path_named_inside(bm_arena *arena, const char *root, const char *path)
{
	const char *r = bm_path_normal(arena, root);
	const char *p = bm_path_normal(arena, path);
	size_t n = r != NULL ? strlen(r) : 0;

	if (r == NULL || p == NULL)
		return false;
	if (n == 0)
		return p[0] != '/' && strncmp(p, "../", 3) != 0 &&
		       strcmp(p, "..") != 0;
	return strncmp(p, r, n) == 0 && (p[n] == '/' || r[n - 1] == '/');
}

/* See file.h. */
bool
bm_path_same(bm_arena *arena, const char *a, const char *b)
{
	struct stat x, y;
	const char *m, *n;

	if (stat(a, &x) == 0 && stat(b, &y) == 0)
		return x.st_dev == y.st_dev && x.st_ino == y.st_ino;
	m = bm_path_normal(arena, a);
	n = bm_path_normal(arena, b);
	return m != NULL && n != NULL && strcmp(m, n) == 0;
}

/* See file.h. */
bm_status
bm_file_read_told(const bm_teller *teller, bm_arena *arena, const char *path,
		  bm_str *out)
{
	bm_status status = bm_file_read(arena, path, out);

	if (teller != NULL && teller->fn != NULL)
		teller->fn(teller->user, path, status,
			   status == BM_OK ? *out : (bm_str){"", 0});
	return status;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* See file.h. */
bm_status
bm_file_names(bm_arena *arena, const char *dir, bm_str *out)
{
	DIR *d = opendir(dir);
	BM_VEC(const char *) names = {0};
	const struct dirent *e;
	bm_buf buf;

	if (d == NULL)
		return BM_NOT_FOUND;
	while ((e = readdir(d)) != NULL) {
		const char **slot;

		/* Nobody asks for hidden files; editors make and take away
		 * some. */
		if (e->d_name[0] == '.')
			continue;
		slot = BM_VEC_PUSH(arena, &names);
		if (slot != NULL)
			*slot = bm_arena_strdup(arena, e->d_name);
	}
	closedir(d);
	if (bm_arena_failed(arena))
		return BM_NO_MEMORY;
	if (names.len > 1)
		qsort(names.items, names.len, sizeof(*names.items), compare);
	bm_buf_init(&buf, bm_arena_allocator(arena));
	for (size_t i = 0; i < names.len; i++)
		bm_buf_printf(&buf, "%s\n", names.items[i]);
	out->len = buf.len;
	out->ptr = bm_arena_str(arena, bm_buf_str(&buf));
	bm_buf_free(&buf);
	return out->ptr != NULL && buf.status == BM_OK ? BM_OK : BM_NO_MEMORY;
}

/* See file.h. */
void
bm_file_tell_names(const bm_teller *teller, bm_arena *arena, const char *dir)
{
	const char *path;
	bm_status status;
	bm_str names = {"", 0};

	if (teller == NULL || teller->fn == NULL || dir == NULL)
		return;
	path = bm_arena_printf(arena, "%s/", *dir != '\0' ? dir : ".");
	if (path == NULL)
		return;
	status = bm_file_names(arena, path, &names);
	teller->fn(teller->user, path, status, names);
}
