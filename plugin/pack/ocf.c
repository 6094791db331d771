/*
 * An OCF container (EPUB 3.3, section 4.3): a ZIP file with `mimetype` first,
 * stored and without extra field, so that its type can be read at a fixed
 * place.  Names, order, times and rights of the entries are all given by us:
 * the same content makes the same bytes.
 */
#include "pack/pack_impl.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "core/date.h"
#include "core/map.h"
#include "core/vec.h"

struct entry {
	const char *path;
	bm_buf data;
};

struct ocf_pack {
	bm_pack base;
	bm_arena *arena;
	const bm_sink *target;
	BM_VEC(struct entry *) entries;
	bm_map names; /* in lower case */
	bool writing;
	zip_uint16_t date, time; /* as MS-DOS writes them */
};

/* A copy in ASCII lower case: names must differ in more than case. */
static char *
lower(bm_arena *arena, const char *s)
{
	char *copy = bm_arena_strdup(arena, s);

	for (char *p = copy; p != NULL && *p != '\0'; p++)
		*p = bm_lower(*p);
	return copy;
}

/* Adds an entry; its data is filled by the caller. */
static bm_status
add_entry(struct ocf_pack *o, const char *path, struct entry **out)
{
	struct entry *e = BM_NEW(o->arena, struct entry);
	struct entry **slot;
	char *key = lower(o->arena, path);
	void **seen;
	bool is_new = false;

	if (e == NULL || key == NULL ||
	    (e->path = bm_arena_strdup(o->arena, path)) == NULL)
		return BM_NO_MEMORY;
	seen = bm_map_put(&o->names, bm_str_of(key), &is_new);
	if (seen == NULL)
		return BM_NO_MEMORY;
	if (!is_new)
		return pack_refuse(
		    &o->base, BM_BAD_ARGUMENT, path,
		    "the container has a file of this name already");
	*seen = e;
	bm_buf_init(&e->data, &o->base.al);
	slot = BM_VEC_PUSH(o->arena, &o->entries);
	if (slot == NULL)
		return BM_NO_MEMORY;
	*slot = e;
	*out = e;
	return BM_OK;
}

static bm_status
ocf_open(void *user, const char *path)
{
	struct ocf_pack *o = user;
	struct entry *e;
	bm_status status;

	if (o->writing)
		return BM_BAD_ARGUMENT;
	if (!pack_path_ok(path))
		return pack_refuse(&o->base, BM_BAD_ARGUMENT, path,
				   "not a name that a container can hold");
	status = add_entry(o, path, &e);
	o->writing = status == BM_OK;
	return status;
}

static bm_status
ocf_write(void *user, const char *data, size_t length)
{
	struct ocf_pack *o = user;
	struct entry *e;

	if (!o->writing)
		return BM_BAD_ARGUMENT;
	e = o->entries.items[o->entries.len - 1];
	bm_buf_put(&e->data, data, length);
	return e->data.status;
}

static bm_status
ocf_close(void *user)
{
	struct ocf_pack *o = user;

	if (!o->writing)
		return BM_BAD_ARGUMENT;
	o->writing = false;
	return BM_OK;
}

/* The status for what libzip says. */
static bm_status
zip_failed(struct ocf_pack *o, zip_error_t *error)
{
	if (zip_error_code_zip(error) == ZIP_ER_MEMORY)
		return BM_NO_MEMORY;
	return pack_refuse(&o->base, BM_IO, "container",
			   zip_error_strerror(error));
}

/* Whether deflate would make it larger or does nothing for it. */
static bool
packed_already(const char *path)
{
	static const char *const ends[] = {".png",   ".jpg", ".jpeg", ".gif",
					   ".webp",  ".mp3", ".mp4",  ".m4a",
					   ".woff2", NULL};

	for (size_t i = 0; ends[i] != NULL; i++)
		if (bm_str_ends(bm_str_of(path), ends[i]))
			return true;
	return false;
}

/* Puts one entry into the archive. */
static bool
put_entry(struct ocf_pack *o, zip_t *zip, const struct entry *e)
{
	bool store = e == o->entries.items[0] || e->data.len == 0 ||
		     packed_already(e->path);
	zip_source_t *source =
	    zip_source_buffer(zip, bm_buf_cstr(&e->data), e->data.len, 0);
	zip_int64_t at;

	if (source == NULL)
		return false;
	at = zip_file_add(zip, e->path, source, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(source);
		return false;
	}
	zip_uint64_t i = (zip_uint64_t)at;
	return zip_set_file_compression(zip, i,
					store ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
					store ? 0 : 9) == 0 &&
	       zip_file_set_dostime(zip, i, o->time, o->date, 0) == 0 &&
	       zip_file_set_external_attributes(
		   zip, i, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)0100644 << 16) == 0;
}

/* Hands the finished archive to the target. */
static bm_status
send(struct ocf_pack *o, zip_source_t *archive)
{
	const bm_sink *t = o->target;
	size_t size = (size_t)1 << 18;
	char *block = bm_realloc(&o->base.al, NULL, 0, size);
	bm_status status = BM_NO_MEMORY;
	zip_int64_t n = 0;

	if (block == NULL)
		return BM_NO_MEMORY;
	if (zip_source_open(archive) != 0) {
		status = zip_failed(o, zip_source_error(archive));
		goto out;
	}
	status = t->open(t->user, "");
	while (status == BM_OK &&
	       (n = zip_source_read(archive, block, size)) > 0)
		status = t->write(t->user, block, (size_t)n);
	if (status == BM_OK && n < 0)
		status = zip_failed(o, zip_source_error(archive));
	if (status == BM_OK)
		status = t->close(t->user);
	zip_source_close(archive);
out:
	bm_realloc(&o->base.al, block, size, 0);
	return status;
}

static bm_status
ocf_commit(bm_pack *pack)
{
	struct ocf_pack *o = (struct ocf_pack *)pack;
	bm_status status = BM_OK;
	zip_error_t error;
	zip_source_t *archive;
	zip_t *zip = NULL;

	if (o->writing)
		return BM_BAD_ARGUMENT;
	zip_error_init(&error);
	archive = zip_source_buffer_create(NULL, 0, 0, &error);
	if (archive == NULL) {
		status = zip_failed(o, &error);
		goto out;
	}
	zip = zip_open_from_source(archive, ZIP_TRUNCATE, &error);
	if (zip == NULL) {
		status = zip_failed(o, &error);
		goto out;
	}
	zip_source_keep(archive);
	for (size_t i = 0; i < o->entries.len && status == BM_OK; i++)
		if (!put_entry(o, zip, o->entries.items[i]))
			status = zip_failed(o, zip_get_error(zip));
	if (status == BM_OK && zip_close(zip) != 0)
		status = zip_failed(o, zip_get_error(zip));
	else if (status == BM_OK)
		zip = NULL;
	if (zip != NULL)
		zip_discard(zip);
	if (status == BM_OK)
		status = send(o, archive);
out:
	if (archive != NULL)
		zip_source_free(archive);
	zip_error_fini(&error);
	return status;
}

static void
ocf_discard(bm_pack *pack)
{
	struct ocf_pack *o = (struct ocf_pack *)pack;

	for (size_t i = 0; i < o->entries.len; i++)
		bm_buf_free(&o->entries.items[i]->data);
	bm_arena_free(o->arena);
}

/* Date and time as ZIP keeps them: from 1980, two seconds apart, UTC. */
static void
set_time(struct ocf_pack *o, int64_t epoch)
{
	const int64_t first = 315532800, last = 4354819198;
	int64_t t = epoch < first ? first : epoch > last ? last : epoch;
	bm_date d = bm_date_from_epoch(t);
	int seconds = (int)(t % 86400);

	o->date = (zip_uint16_t)((d.year - 1980) << 9 | d.month << 5 | d.day);
	o->time = (zip_uint16_t)((seconds / 3600) << 11 |
				 (seconds / 60 % 60) << 5 | (seconds % 60) / 2);
}

bm_status
bm_pack_ocf_new(const bm_allocator *al, const char *mimetype, int64_t epoch,
		const bm_sink *target, bm_pack **out)
{
	struct ocf_pack *o = pack_alloc(al, sizeof(*o));
	struct entry *e;
	bm_status status;

	*out = NULL;
	if (o == NULL)
		return BM_NO_MEMORY;
	o->base.sink.open = ocf_open;
	o->base.sink.write = ocf_write;
	o->base.sink.close = ocf_close;
	o->base.commit = ocf_commit;
	o->base.discard = ocf_discard;
	o->target = target;
	o->arena = bm_arena_new(al);
	*out = &o->base;
	if (o->arena == NULL)
		return BM_NO_MEMORY;
	bm_map_init(&o->names, o->arena);
	set_time(o, epoch);
	status = add_entry(o, "mimetype", &e);
	if (status != BM_OK)
		return status;
	bm_buf_puts(&e->data, mimetype);
	return e->data.status;
}
