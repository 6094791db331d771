/* What all kinds of packages do alike. */
#include "pack/pack_impl.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void *
pack_alloc(const bm_allocator *al, size_t size)
{
	bm_pack *pack = bm_realloc(al, NULL, 0, size);

	if (pack == NULL)
		return NULL;
	memset(pack, 0, size);
	pack->size = size;
	if (al != NULL)
		pack->al = *al;
	pack->sink.size = sizeof(pack->sink);
	pack->sink.user = pack;
	return pack;
}

void
pack_drop(bm_pack *pack)
{
	bm_allocator al = pack->al;

	bm_realloc(&al, pack, pack->size, 0);
}

bm_status
pack_fail(bm_pack *pack, const char *what, const char *path)
{
	int number = errno;

	snprintf(pack->error, sizeof(pack->error), "%s %s: %s", what, path,
		 strerror(number));
	return number == ENOMEM ? BM_NO_MEMORY : BM_IO;
}

bm_status
pack_refuse(bm_pack *pack, bm_status status, const char *path, const char *why)
{
	snprintf(pack->error, sizeof(pack->error), "%s: %s", path, why);
	return status;
}

char *
pack_concat(const bm_pack *pack, const char *a, const char *b, const char *c)
{
	size_t n = strlen(a), m = strlen(b), k = strlen(c);
	char *s = bm_realloc(&pack->al, NULL, 0, n + m + k + 1);

	if (s == NULL)
		return NULL;
	memcpy(s, a, n);
	memcpy(s + n, b, m);
	memcpy(s + n + m, c, k + 1);
	return s;
}

void
pack_free_string(const bm_pack *pack, char *s)
{
	if (s != NULL)
		bm_realloc(&pack->al, s, strlen(s) + 1, 0);
}

/* Whether one part of a path may be written. */
static bool
part_ok(bm_str part)
{
	if (part.len == 0 || part.len > 255 || part.ptr[part.len - 1] == '.')
		return false;
	for (size_t i = 0; i < part.len; i++) {
		unsigned char c = (unsigned char)part.ptr[i];
		if (c < 0x20 || c == 0x7f || strchr("\"*:<>?\\|", c) != NULL)
			return false;
	}
	return true;
}

bool
pack_path_ok(const char *path)
{
	bm_str rest = bm_str_of(path), part;

	if (rest.len == 0 || rest.len > 4096)
		return false;
	while (bm_str_split(&rest, '/', &part))
		if (!part_ok(part))
			return false;
	return true;
}

char *
pack_temporary(const bm_pack *pack, const char *path, const char *what,
	       unsigned n)
{
	char tail[64];

	snprintf(tail, sizeof(tail), "-%ld-%u", (long)getpid(), n);
	return pack_concat(pack, path, what, tail);
}

bool
pack_write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		size_t part = length < (1u << 30) ? length : (1u << 30);
		ssize_t n = write(fd, data, part);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0) {
			errno = EIO;
			return false;
		}
		data += n;
		length -= (size_t)n;
	}
	return true;
}

bool
pack_close(int fd)
{
	/* After EINTR the descriptor is gone on Linux: not an error. */
	return close(fd) == 0 || errno == EINTR;
}

const bm_sink *
bm_pack_sink(bm_pack *pack)
{
	return &pack->sink;
}

bm_status
bm_pack_commit(bm_pack *pack)
{
	bm_status status = pack->commit(pack);

	if (status == BM_NO_MEMORY && pack->error[0] == '\0')
		snprintf(pack->error, sizeof(pack->error), "out of memory");
	return status;
}

void
bm_pack_free(bm_pack *pack)
{
	if (pack == NULL)
		return;
	pack->discard(pack);
	pack_drop(pack);
}

const char *
bm_pack_error(const bm_pack *pack)
{
	return pack->error;
}

/* See pack.h. */
bm_status
bm_put(const bm_sink *sink, const char *path, bm_str bytes)
{
	bm_status status = sink->open(sink->user, path);

	if (status == BM_OK && bytes.len > 0)
		status = sink->write(sink->user, bytes.ptr, bytes.len);
	return status == BM_OK ? sink->close(sink->user) : status;
}

static bm_status
none_open(void *user, const char *path)
{
	(void)user;
	(void)path;
	return BM_OK;
}

static bm_status
none_write(void *user, const char *data, size_t length)
{
	(void)user;
	(void)data;
	(void)length;
	return BM_OK;
}

static bm_status
none_close(void *user)
{
	(void)user;
	return BM_OK;
}

const bm_sink bm_sink_none = {sizeof(bm_sink), NULL, none_open, none_write,
			      none_close};
