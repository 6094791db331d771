/*
 * One file: written beside its place and renamed over it, so that a reader
 * sees the old content or the new one.  What is no plain file (/dev/stdout, a
 * pipe) gets all at once at the end.
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

#define TRIES 100u

struct file_pack {
	bm_pack base;
	char *path; /* where it goes, symbolic links followed */
	char *temp; /* NULL: kept in memory */
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
	if (f->temp == NULL) {
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

static bm_status
file_commit(bm_pack *pack)
{
	struct file_pack *f = (struct file_pack *)pack;
	int fd = f->fd;

	if (!f->closed || fd < 0)
		return pack_refuse(pack, BM_BAD_ARGUMENT, f->path,
				   "nothing was written");
	if (f->temp == NULL && !pack_write_all(fd, f->kept.ptr, f->kept.len))
		return pack_fail(pack, "cannot write", f->path);
	f->fd = -1;
	if (!pack_close(fd))
		return pack_fail(pack, "cannot write", f->path);
	if (f->temp == NULL)
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

/* Opens the temporary file, with a name that nobody has. */
static bm_status
open_temporary(struct file_pack *f, mode_t mode)
{
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
	struct stat st;
	void *map;
	int fd;

	if (f->map == NULL) {
		fd = open(f->temp, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return pack_fail(&f->base, "cannot read", f->temp);
		map = fstat(fd, &st) == 0 && st.st_size > 0
			  ? mmap(NULL, (size_t)st.st_size, PROT_READ,
				 MAP_PRIVATE, fd, 0)
			  : MAP_FAILED;
		close(fd);
		if (map == MAP_FAILED)
			return bm_file_read(arena, f->temp, out);
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
	if (f->temp != NULL)
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
