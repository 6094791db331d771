/*
 * One file: written beside its place and renamed over it, so that a reader
 * sees the old content or the new one.  Where the system can, it has no name
 * until it is whole: a process that is killed leaves nothing behind.  What is
 * no plain file (/dev/stdout, a pipe) gets all at once at the end.
 */
#include "pack/pack_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"

#define TRIES      100u
#define FOLDER_MAX 4096u

/* Where an open file has a name, for linkat. */
#define FD_FOLDER "/proc/self/fd"
#define FD_PATH   FD_FOLDER "/%d"
#define FD_MAX    64u

struct file_pack {
	bm_pack base;
	char *path;    /* where it goes, symbolic links followed */
	char *temp;    /* its name until it is renamed, or NULL */
	bool unnamed;  /* it has none yet */
	bool straight; /* kept in memory, and given at the end to what is there
			*/
	bm_buf kept;
	int fd;
	bool opened, closed;
	void *map; /* the new file, to be read again */
	size_t map_size;
};

static bm_status
file_open(void *user, const char *path)
{
	struct file_pack *f = user;

	(void)path;
	if (f->opened)
		return pack_refuse(
		    &f->base, BM_BAD_ARGUMENT, f->path,
		    "the output has more than one file and needs a folder");
	f->opened = true;
	return BM_OK;
}

static bm_status
file_write(void *user, const char *data, size_t length)
{
	struct file_pack *f = user;

	if (!f->opened || f->closed)
		return BM_BAD_ARGUMENT;
	if (f->straight) {
		bm_buf_put(&f->kept, data, length);
		return f->kept.status;
	}
	if (!pack_write_all(f->fd, data, length))
		return pack_fail(&f->base, "cannot write", f->path);
	return BM_OK;
}

static bm_status
file_close(void *user)
{
	struct file_pack *f = user;

	if (!f->opened || f->closed)
		return BM_BAD_ARGUMENT;
	f->closed = true;
	return BM_OK;
}

/* Gives an unnamed file a name that nobody has. */
static bm_status
name_it(struct file_pack *f)
{
	char open_file[FD_MAX];

	snprintf(open_file, sizeof(open_file), FD_PATH, f->fd);
	for (unsigned n = 0; n < TRIES; n++) {
		char *name = pack_temporary(&f->base, f->path, ".tmp", n);

		if (name == NULL)
			return BM_NO_MEMORY;
		if (linkat(AT_FDCWD, open_file, AT_FDCWD, name,
			   AT_SYMLINK_FOLLOW) == 0) {
			f->temp = name;
			f->unnamed = false;
			return BM_OK;
		}
		pack_free_string(&f->base, name);
		if (errno != EEXIST)
			break;
	}
	return pack_fail(&f->base, "cannot write", f->path);
}

static bm_status
file_commit(bm_pack *pack)
{
	struct file_pack *f = (struct file_pack *)pack;
	bm_status status = BM_OK;
	int fd = f->fd;

	if (!f->closed || fd < 0)
		return pack_refuse(pack, BM_BAD_ARGUMENT, f->path,
				   "nothing was written");
	if (f->straight && !pack_write_all(fd, f->kept.ptr, f->kept.len))
		return pack_fail(pack, "cannot write", f->path);
	if (f->unnamed)
		status = name_it(f);
	if (status != BM_OK)
		return status;
	f->fd = -1;
	if (!pack_close(fd))
		return pack_fail(pack, "cannot write", f->path);
	if (f->straight)
		return BM_OK;
	if (rename(f->temp, f->path) != 0)
		return pack_fail(pack, "cannot replace", f->path);
	pack_free_string(pack, f->temp);
	f->temp = NULL;
	return BM_OK;
}

static void
file_discard(bm_pack *pack)
{
	struct file_pack *f = (struct file_pack *)pack;

	if (f->map != NULL)
		munmap(f->map, f->map_size);
	if (f->fd >= 0)
		close(f->fd);
	if (f->temp != NULL)
		unlink(f->temp);
	pack_free_string(pack, f->temp);
	pack_free_string(pack, f->path);
	bm_buf_free(&f->kept);
}

/* The path with symbolic links followed, if there is something. */
static char *
real_path(const bm_pack *pack, const char *path)
{
	char *real = realpath(path, NULL);
	char *copy = pack_concat(pack, real != NULL ? real : path, "", "");

	free(real);
	return copy;
}

/*
 * Opens a file without a name in the folder; false where that cannot be.
 * Linux alone has such files, by a flag that the C library shows only under a
 * name of its own to a program that keeps to POSIX.
 */
static bool
open_unnamed(struct file_pack *f, mode_t mode)
{
#ifdef __O_TMPFILE
	const char *slash = strrchr(f->path, '/');
	size_t n = slash != NULL ? (size_t)(slash - f->path) : 0;
	char dir[FOLDER_MAX] = ".";

	if (n + 1 >= sizeof(dir) || access(FD_FOLDER, X_OK) != 0)
		return false;
	if (slash != NULL)
		snprintf(dir, sizeof(dir), "%.*s", (int)(n > 0 ? n : 1),
			 f->path);
	do
		f->fd = open(dir, O_WRONLY | __O_TMPFILE | O_CLOEXEC, mode);
	while (f->fd < 0 && errno == EINTR);
	f->unnamed = f->fd >= 0;
	return f->unnamed;
#else
	(void)f;
	(void)mode;
	return false;
#endif
}

/* Opens the temporary file, without a name or with one that nobody has. */
static bm_status
open_temporary(struct file_pack *f, mode_t mode)
{
	if (open_unnamed(f, mode))
		return BM_OK;
	for (unsigned n = 0; n < TRIES; n++) {
		char *name = pack_temporary(&f->base, f->path, ".tmp", n);
		if (name == NULL)
			return BM_NO_MEMORY;
		do
			f->fd =
			    open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
				 mode);
		while (f->fd < 0 && errno == EINTR);
		if (f->fd >= 0) {
			f->temp = name;
			return BM_OK;
		}
		pack_free_string(&f->base, name);
		if (errno != EEXIST)
			break;
	}
	return pack_fail(&f->base, "cannot write", f->path);
}

/* Finds out what is at the path and opens what is to be written to. */
static bm_status
open_output(struct file_pack *f)
{
	struct stat st;

	if (stat(f->path, &st) != 0)
		return open_temporary(f, 0666);
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return pack_fail(&f->base, "cannot write", f->path);
	}
	if (S_ISREG(st.st_mode))
		return open_temporary(f, st.st_mode & 0777);
	f->straight = true;
	do
		f->fd = open(f->path, O_WRONLY | O_CLOEXEC);
	while (f->fd < 0 && errno == EINTR);
	return f->fd >= 0 ? BM_OK
			  : pack_fail(&f->base, "cannot write", f->path);
}

/* The new file as it is on disk.  A large one is mapped: of a container only a
 * few places are looked at.  Nobody else knows its name. */
static bm_status
map_back(struct file_pack *f, bm_arena *arena, bm_str *out)
{
	const char *name = f->temp;
	char open_file[FD_MAX];
	struct stat st;
	void *map;
	int fd;

	if (f->unnamed) {
		snprintf(open_file, sizeof(open_file), FD_PATH, f->fd);
		name = open_file;
	}
	if (f->map == NULL) {
		fd = open(name, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return pack_fail(&f->base, "cannot read", f->path);
		map = fstat(fd, &st) == 0 && st.st_size > 0
			  ? mmap(NULL, (size_t)st.st_size, PROT_READ,
				 MAP_PRIVATE, fd, 0)
			  : MAP_FAILED;
		close(fd);
		if (map == MAP_FAILED)
			return bm_file_read(arena, name, out);
		f->map = map;
		f->map_size = (size_t)st.st_size;
	}
	*out = (bm_str){f->map, f->map_size};
	return BM_OK;
}

/* The new file. */
static bm_status
file_back(bm_pack *pack, bm_arena *arena, const char *path, bm_str *out)
{
	struct file_pack *f = (struct file_pack *)pack;

	(void)path;
	if (!f->straight)
		return map_back(f, arena, out);
	*out = bm_buf_str(&f->kept);
	return BM_OK;
}

bm_status
bm_pack_file_new(const bm_allocator *al, const char *path, bm_pack **out)
{
	struct file_pack *f = pack_alloc(al, sizeof(*f));
	bm_status status = BM_NO_MEMORY;

	*out = NULL;
	if (f == NULL)
		return BM_NO_MEMORY;
	f->fd = -1;
	bm_buf_init(&f->kept, al);
	f->base.sink.open = file_open;
	f->base.sink.write = file_write;
	f->base.sink.close = file_close;
	f->base.commit = file_commit;
	f->base.discard = file_discard;
	f->base.back = file_back;
	*out = &f->base;
	f->path = real_path(&f->base, path);
	if (f->path != NULL)
		status = open_output(f);
	return status;
}
