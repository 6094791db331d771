/*
 * A folder: filled beside its place, then swapped in by two renames.  A file
 * `.backmatter` inside marks it as ours; a folder with content but without
 * that mark is never replaced.
 */
#include "pack/pack_impl.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"

#define TRIES     100u
#define MARK      ".backmatter"
#define MARK_TEXT "Made by Backmatter; the next build replaces this folder.\n"
/* Deeper folders are not removed. */
#define DEPTH 64

struct dir_pack {
	bm_pack base;
	char *path;
	char *temp; /* the new folder, NULL once it is in place */
	char *last; /* a path whose folders surely exist */
	int fd;     /* of temp */
	int file;   /* the file being written, or -1 */
	int old;    /* the folder that will be replaced, or -1 */
	char *name; /* of the file being written */
};

/* Removes all that is in the folder fd, and closes it. */
static bool
remove_inside(int fd, int depth)
{
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *e;
	bool ok = depth > 0;

	if (d == NULL) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (ok && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (unlinkat(fd, e->d_name, 0) == 0)
			continue;
		int sub =
		    openat(fd, e->d_name,
			   O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		ok = remove_inside(sub, depth - 1) &&
		     unlinkat(fd, e->d_name, AT_REMOVEDIR) == 0;
	}
	closedir(d);
	return ok;
}

static bool
remove_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	return remove_inside(fd, DEPTH) && rmdir(path) == 0;
}

/* Makes the folders of `path` (relative to the new folder). */
static bm_status
make_folders(struct dir_pack *d, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	bm_status status = BM_OK;
	char *copy;

	if (n == 0 || (d->last != NULL && strncmp(d->last, path, n) == 0))
		return BM_OK;
	copy = pack_concat(&d->base, path, "", "");
	if (copy == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 1; i < n && status == BM_OK; i++) {
		if (copy[i] != '/')
			continue;
		copy[i] = '\0';
		if (mkdirat(d->fd, copy, 0777) != 0 && errno != EEXIST)
			status =
			    pack_fail(&d->base, "cannot make folder for", path);
		copy[i] = '/';
	}
	if (status != BM_OK) {
		pack_free_string(&d->base, copy);
		return status;
	}
	pack_free_string(&d->base, d->last);
	d->last = copy;
	return BM_OK;
}

static bm_status
dir_open(void *user, const char *path)
{
	struct dir_pack *d = user;
	bm_status status;

	if (d->file >= 0 || d->fd < 0)
		return BM_BAD_ARGUMENT;
	if (!pack_path_ok(path))
		return pack_refuse(
		    &d->base, BM_BAD_ARGUMENT, path,
		    "not a name that every file system can hold");
	status = make_folders(d, path);
	if (status != BM_OK)
		return status;
	pack_free_string(&d->base, d->name);
	d->name = pack_concat(&d->base, path, "", "");
	if (d->name == NULL)
		return BM_NO_MEMORY;
	do
		d->file = openat(d->fd, path,
				 O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	while (d->file < 0 && errno == EINTR);
	return d->file >= 0 ? BM_OK : pack_fail(&d->base, "cannot write", path);
}

static bm_status
dir_write(void *user, const char *data, size_t length)
{
	struct dir_pack *d = user;

	if (d->file < 0)
		return BM_BAD_ARGUMENT;
	if (!pack_write_all(d->file, data, length))
		return pack_fail(&d->base, "cannot write into", d->path);
	return BM_OK;
}

/* Whether two files of this size have the same bytes. */
static bool
same_bytes(int a, int b, off_t size)
{
	char left[16384], right[16384];
	off_t at = 0;

	while (at < size) {
		ssize_t n = pread(a, left, sizeof(left), at);

		if (n <= 0 || pread(b, right, (size_t)n, at) != n ||
		    memcmp(left, right, (size_t)n) != 0)
			return false;
		at += n;
	}
	return true;
}

/* Puts the file of the old folder in the place of the one just written, if it
 * is the same.  Whatever goes wrong, the new one does as well. */
static void
prefer_old(struct dir_pack *d, int fd)
{
	struct stat now, then;
	int old;

	if (d->old < 0 || fstat(fd, &now) != 0)
		return;
	old = openat(d->old, d->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (old < 0)
		return;
	if (fstat(old, &then) == 0 && S_ISREG(then.st_mode) &&
	    then.st_size == now.st_size && then.st_mode == now.st_mode &&
	    same_bytes(fd, old, now.st_size) &&
	    linkat(d->old, d->name, d->fd, ".same", 0) == 0 &&
	    renameat(d->fd, ".same", d->fd, d->name) != 0)
		unlinkat(d->fd, ".same", 0);
	close(old);
}

static bm_status
dir_close(void *user)
{
	struct dir_pack *d = user;
	int fd = d->file;

	if (fd < 0)
		return BM_BAD_ARGUMENT;
	d->file = -1;
	prefer_old(d, fd);
	if (!pack_close(fd))
		return pack_fail(&d->base, "cannot write into", d->path);
	return BM_OK;
}

/*
 * Whether the place may be taken: nothing there, an empty folder, or an
 * earlier output.  *there tells if something is.
 */
static bm_status
ask_place(struct dir_pack *d, bool *there)
{
	DIR *dir = opendir(d->path);
	struct dirent *e;
	bool empty = true, marked = false;

	*there = true;
	if (dir == NULL && errno == ENOENT) {
		*there = false;
		return BM_OK;
	}
	if (dir == NULL)
		return pack_fail(&d->base, "cannot replace", d->path);
	while ((e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, MARK) == 0)
			marked = true;
		else if (strcmp(e->d_name, ".") != 0 &&
			 strcmp(e->d_name, "..") != 0)
			empty = false;
	}
	closedir(dir);
	if (!empty && !marked)
		return pack_refuse(
		    &d->base, BM_IO, d->path,
		    "the folder has files that no build made (it has no "
		    "file .backmatter); name an empty or a new folder");
	return BM_OK;
}

/* Renames the place's folder away, under a name that nobody has. */
static bm_status
move_away(struct dir_pack *d, char **old)
{
	for (unsigned n = 0; n < TRIES; n++) {
		char *name = pack_temporary(&d->base, d->path, ".old", n);
		if (name == NULL)
			return BM_NO_MEMORY;
		/* Renaming a folder over a full one fails. */
		if (rename(d->path, name) == 0) {
			*old = name;
			return BM_OK;
		}
		pack_free_string(&d->base, name);
		if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR)
			break;
	}
	return pack_fail(&d->base, "cannot replace", d->path);
}

/* Puts the mark into the new folder. */
static bm_status
write_mark(struct dir_pack *d)
{
	return bm_put(&d->base.sink, MARK, BM_STR(MARK_TEXT));
}

static bm_status
dir_commit(bm_pack *pack)
{
	struct dir_pack *d = (struct dir_pack *)pack;
	char *old = NULL;
	bool there;
	bm_status status;

	if (d->file >= 0 || d->temp == NULL || d->fd < 0)
		return BM_BAD_ARGUMENT;
	if ((status = write_mark(d)) != BM_OK ||
	    (status = ask_place(d, &there)) != BM_OK)
		return status;
	if (there && (status = move_away(d, &old)) != BM_OK)
		return status;
	if (rename(d->temp, d->path) != 0) {
		status = pack_fail(pack, "cannot replace", d->path);
		/* Best effort: the old content back in its place. */
		if (old != NULL && rename(old, d->path) != 0)
			status = pack_fail(pack, "old output is now at", old);
	} else {
		pack_free_string(pack, d->temp);
		d->temp = NULL;
		if (old != NULL && !remove_folder(old))
			status = pack_fail(pack, "cannot remove", old);
	}
	pack_free_string(pack, old);
	return status;
}

static void
dir_discard(bm_pack *pack)
{
	struct dir_pack *d = (struct dir_pack *)pack;

	if (d->file >= 0)
		close(d->file);
	if (d->fd >= 0)
		close(d->fd);
	if (d->temp != NULL)
		remove_folder(d->temp);
	if (d->old >= 0)
		close(d->old);
	pack_free_string(pack, d->name);
	pack_free_string(pack, d->temp);
	pack_free_string(pack, d->last);
	pack_free_string(pack, d->path);
}

/* Makes the new folder with the folders above it. */
static bm_status
make_temporary(struct dir_pack *d)
{
	for (size_t i = 1; d->path[i] != '\0'; i++) {
		if (d->path[i] != '/')
			continue;
		d->path[i] = '\0';
		int failed = mkdir(d->path, 0777) != 0 && errno != EEXIST;
		if (failed) {
			bm_status status =
			    pack_fail(&d->base, "cannot make folder", d->path);
			d->path[i] = '/';
			return status;
		}
		d->path[i] = '/';
	}
	for (unsigned n = 0; n < TRIES; n++) {
		char *name = pack_temporary(&d->base, d->path, ".tmp", n);
		if (name == NULL)
			return BM_NO_MEMORY;
		if (mkdir(name, 0777) == 0) {
			d->temp = name;
			d->fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
			return d->fd >= 0
				   ? BM_OK
				   : pack_fail(&d->base, "cannot write into",
					       name);
		}
		pack_free_string(&d->base, name);
		if (errno != EEXIST)
			break;
	}
	return pack_fail(&d->base, "cannot make a folder beside", d->path);
}

/* The path without "/" at its end, symbolic links followed if it is there. */
static char *
place_of(const bm_pack *pack, const char *path)
{
	char *real = realpath(path, NULL);
	const char *from = real != NULL ? real : path;
	size_t n = strlen(from);
	char *copy;

	while (n > 1 && from[n - 1] == '/')
		n--;
	copy = bm_realloc(&pack->al, NULL, 0, n + 1);
	if (copy != NULL) {
		memcpy(copy, from, n);
		copy[n] = '\0';
	}
	free(real);
	return copy;
}

/* A file of the new folder. */
static bm_status
dir_back(bm_pack *pack, bm_arena *arena, const char *path, bm_str *out)
{
	struct dir_pack *d = (struct dir_pack *)pack;
	const char *full = bm_arena_printf(
	    arena, "%s/%s", d->temp != NULL ? d->temp : d->path, path);

	return full != NULL ? bm_file_read(arena, full, out) : BM_NO_MEMORY;
}

/* A file of the folder that is replaced. */
static bm_status
dir_old(bm_pack *pack, bm_arena *arena, const char *path, bm_str *out)
{
	struct dir_pack *d = (struct dir_pack *)pack;
	const char *full = bm_arena_printf(arena, "%s/%s", d->path, path);

	if (d->old < 0 || !pack_path_ok(path))
		return BM_NOT_FOUND;
	return full != NULL ? bm_file_read(arena, full, out) : BM_NO_MEMORY;
}

/* Writes the bytes of an old file anew, where it cannot be linked to. */
static bm_status
copy_old(struct dir_pack *d, const char *path)
{
	bm_arena *arena = bm_arena_new(&d->base.al);
	bm_str bytes;
	bm_status status = arena != NULL
			       ? dir_old(&d->base, arena, path, &bytes)
			       : BM_NO_MEMORY;

	if (status == BM_OK)
		status = bm_put(&d->base.sink, path, bytes);
	bm_arena_free(arena);
	return status;
}

static bm_status
dir_keep(bm_pack *pack, const char *path)
{
	struct dir_pack *d = (struct dir_pack *)pack;
	struct stat st;
	bm_status status;

	if (d->file >= 0 || d->old < 0 || !pack_path_ok(path))
		return d->old < 0 ? BM_NOT_FOUND : BM_BAD_ARGUMENT;
	if (fstatat(d->old, path, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return BM_NOT_FOUND;
	status = make_folders(d, path);
	if (status != BM_OK)
		return status;
	return linkat(d->old, path, d->fd, path, 0) == 0 ? BM_OK
							 : copy_old(d, path);
}

bm_status
bm_pack_dir_new(const bm_allocator *al, const char *path, bm_pack **out)
{
	struct dir_pack *d = pack_alloc(al, sizeof(*d));
	bm_status status;
	bool there;

	*out = NULL;
	if (d == NULL)
		return BM_NO_MEMORY;
	d->fd = d->file = d->old = -1;
	d->base.sink.open = dir_open;
	d->base.sink.write = dir_write;
	d->base.sink.close = dir_close;
	d->base.commit = dir_commit;
	d->base.discard = dir_discard;
	d->base.back = dir_back;
	d->base.keep = dir_keep;
	d->base.old = dir_old;
	*out = &d->base;
	d->path = place_of(&d->base, path);
	if (d->path == NULL)
		return BM_NO_MEMORY;
	if (d->path[0] == '\0')
		return pack_refuse(&d->base, BM_BAD_ARGUMENT, "output",
				   "the folder has no name");
	status = ask_place(d, &there);
	if (status == BM_OK && there)
		d->old = open(d->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return status == BM_OK ? make_temporary(d) : status;
}
