/* Which files an engine has read: see reads.h. */
#include "engine/reads.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/sha256.h"

bm_status
bm_reads_init(bm_reads *reads, bm_arena *arena)
{
	*reads = (bm_reads){.arena = arena};
	bm_map_init(&reads->kept, arena);
	return pthread_mutex_init(&reads->lock, NULL) == 0 ? BM_OK
							   : BM_NO_MEMORY;
}

void
bm_reads_free(bm_reads *reads)
{
	bm_reads_end(reads);
	pthread_mutex_destroy(&reads->lock);
}

/* See reads.h. */
bm_status
bm_reads_begin(bm_reads *reads, const bm_allocator *al, bool hashing)
{
	bm_reads_end(reads);
	reads->run = bm_arena_new(al);
	if (reads->run == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&reads->now, reads->run);
	reads->hashing = hashing;
	for (size_t i = 0; i < reads->kept.len; i++) {
		const bm_read *r = reads->kept.entries[i].value;

		reads->unhashed |= hashing && r->found && *r->sha256 == '\0';
	}
	return BM_OK;
}

void
bm_reads_end(bm_reads *reads)
{
	bm_arena_free(reads->run);
	reads->run = NULL;
	reads->hashing = false;
}

/* Under the lock. */
static void
note(bm_reads *reads, bool kept, const char *path, bool found,
     const char *sha256)
{
	bm_map *map = kept ? &reads->kept : &reads->now;
	bool is_new = false;
	void **slot = bm_map_put(map, bm_str_of(path), &is_new);
	bm_read *r = slot != NULL ? *slot : NULL;

	if (slot == NULL)
		return;
	if (r != NULL) {
		r->unstable |=
		    r->found != found ||
		    (*r->sha256 != '\0' && strcmp(r->sha256, sha256) != 0);
		return;
	}
	*slot = r = BM_NEW(map->arena, bm_read);
	if (r == NULL)
		return;
	r->path = bm_arena_strdup(map->arena, path);
	r->found = found;
	r->kept = kept;
	memcpy(r->sha256, sha256, sizeof(r->sha256));
}

/* See reads.h. */
void
bm_reads_note(bm_reads *reads, bool kept, const char *path, bm_status status,
	      bm_str bytes)
{
	char sha256[65] = "";

	if (!kept && reads->run == NULL)
		return;
	if (reads->hashing && status == BM_OK)
		bm_sha256_hex(bytes, sha256);
	pthread_mutex_lock(&reads->lock);
	note(reads, kept, path, status == BM_OK, sha256);
	pthread_mutex_unlock(&reads->lock);
}

/* See reads.h. */
void
bm_reads_tell(void *user, const char *path, bm_status status, bm_str bytes)
{
	bm_reads_note(user, true, path, status, bytes);
}

/* See reads.h. */
const bm_read *
bm_reads_find(const bm_reads *reads, const char *path)
{
	const bm_read *r =
	    reads->run != NULL ? bm_map_getz(&reads->now, path) : NULL;

	return r != NULL ? r : bm_map_getz(&reads->kept, path);
}

/* See reads.h. */
bool
bm_reads_sum(bm_reads *reads, const char *path, char out[65])
{
	const bm_read *r;

	pthread_mutex_lock(&reads->lock);
	r = bm_reads_find(reads, path);
	if (r != NULL)
		strcpy(out, r->unstable ? "*" : r->sha256);
	pthread_mutex_unlock(&reads->lock);
	return r != NULL;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp((*(const bm_read *const *)a)->path,
		      (*(const bm_read *const *)b)->path);
}

/* See reads.h. */
const bm_read *const *
bm_reads_list(const bm_reads *reads, bm_arena *arena)
{
	size_t more = reads->run != NULL ? reads->now.len : 0, n = 0;
	const bm_read **list =
	    BM_NEW_ARRAY(arena, const bm_read *, reads->kept.len + more + 1);

	if (list == NULL)
		return NULL;
	for (size_t i = 0; i < reads->kept.len; i++)
		if (reads->kept.entries[i].value != NULL)
			list[n++] = reads->kept.entries[i].value;
	for (size_t i = 0; i < more; i++) {
		const bm_map_entry *e = &reads->now.entries[i];

		if (e->value != NULL &&
		    bm_map_get(&reads->kept, e->key) == NULL)
			list[n++] = e->value;
	}
	qsort(list, n, sizeof(*list), by_path);
	return list;
}

/* See reads.h. */
bm_status
bm_reads_each(const bm_reads *reads, bm_arena *arena,
	      void (*fn)(void *user, const char *path, unsigned found,
			 unsigned kept),
	      void *user)
{
	const bm_read *const *list = bm_reads_list(reads, arena);

	for (; list != NULL && *list != NULL; list++)
		fn(user, (*list)->path, (*list)->found, (*list)->kept);
	return list != NULL ? BM_OK : BM_NO_MEMORY;
}

/* ---- for make and ninja ---- */

/*
 * A name as both read it: a space and "#" behind a backslash, "$" twice, and
 * backslashes before a space or "#" twice.  "%" means something in targets.
 */
static void
put_name(bm_buf *out, const char *name, bool target)
{
	/* Make would take what stands behind "~" for a user. */
	if (*name == '~')
		bm_buf_puts(out, "./");
	for (const char *p = name; *p != '\0'; p++) {
		size_t n = strspn(p, "\\");

		if (n > 0) {
			bool twice = p[n] == ' ' || p[n] == '#' || p[n] == '\0';

			for (size_t i = 0; i < (twice ? 2 * n : n); i++)
				bm_buf_putc(out, '\\');
			p += n - 1;
			continue;
		}
		if (*p == ' ' || *p == '#' || (target && *p == '%'))
			bm_buf_putc(out, '\\');
		else if (*p == '$')
			bm_buf_putc(out, '$');
		else if (*p == ':' && target)
			bm_buf_putc(out, '\\');
		bm_buf_putc(out, *p);
	}
}

/* Whether a depfile can tell of it: it was there, and lines stay lines. */
static bool
can_tell(const bm_read *r)
{
	return r->found && strpbrk(r->path, "\n\r\t") == NULL;
}

/* See reads.h. */
void
bm_reads_depfile(const bm_reads *reads, bm_arena *arena, const char *target,
		 bm_buf *out)
{
	const bm_read *const *list = bm_reads_list(reads, arena);

	if (list == NULL) {
		out->status = BM_NO_MEMORY;
		return;
	}
	put_name(out, target, true);
	bm_buf_putc(out, ':');
	/* Behind a first name with "=" make sees a variable: those last. */
	for (int equals = 0; equals < 2; equals++)
		for (const bm_read *const *r = list; *r != NULL; r++) {
			if (!can_tell(*r) ||
			    (strchr((*r)->path, '=') != NULL) != equals)
				continue;
			bm_buf_puts(out, " \\\n  ");
			put_name(out, (*r)->path, false);
		}
	bm_buf_putc(out, '\n');
	for (const bm_read *const *r = list; *r != NULL; r++) {
		if (!can_tell(*r) || strpbrk((*r)->path, "%=") != NULL)
			continue;
		bm_buf_putc(out, '\n');
		put_name(out, (*r)->path, true);
		bm_buf_puts(out, ":\n");
	}
}
