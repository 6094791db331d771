/*
 * An OCF container (EPUB 3.3, section 4.3): a ZIP file with `mimetype` first,
 * stored and without extra field, so that its type can be read at a fixed
 * place.  Names, order, times and rights of the entries are all given by us:
 * the same content makes the same bytes.  The layout is that of APPNOTE.TXT
 * 6.3.3 (ISO/IEC 21320-1 leaves stored and deflated entries of it); zlib does
 * the deflating.
 */
#include "pack/pack_impl.h"

#include <string.h>
#include <zlib.h>

#include "core/date.h"
#include "core/map.h"
#include "core/vec.h"

/* Sizes and offsets have 32 bits: no ZIP64, which OCF readers may refuse. */
#define ENTRY_MAX UINT32_C(0xFFFFFFFE)
#define COUNT_MAX 0xFFFE

enum { STORED = 0, DEFLATED = 8, UTF8_NAME = 1 << 11, VERSION = 20 };

struct entry {
	const char *path;
	bm_buf data;   /* until it is closed and sent */
	uint32_t size; /* before it was deflated */
	uint32_t crc, offset, packed;
	unsigned method;
};

struct ocf_pack {
	bm_pack base;
	bm_arena *arena;
	const bm_sink *target;
	BM_VEC(struct entry *) entries;
	bm_map names; /* in lower case */
	bool writing;
	bool opened;         /* the target has begun */
	uint64_t at;         /* where the next entry goes */
	unsigned date, time; /* as MS-DOS writes them */
	z_stream z;          /* one for all entries: it is large */
	bool has_z;
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

/* Whether deflate would make it larger or does nothing for it. */
static bool
packed_already(const char *path)
{
	static const char *const ends[] = {".png",  ".jpg",  ".jpeg",  ".gif",
					   ".webp", ".mp3",  ".mp4",   ".m4a",
					   ".opus", ".webm", ".woff2", NULL};

	for (size_t i = 0; ends[i] != NULL; i++)
		if (bm_str_ends(bm_str_of(path), ends[i]))
			return true;
	return false;
}

/* Makes the deflating ready for another entry. */
static bool
begin_deflate(struct ocf_pack *o)
{
	if (o->has_z)
		return deflateReset(&o->z) == Z_OK;
	/* Raw: the container has its own checksum. */
	o->has_z =
	    deflateInit2(&o->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS,
			 MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK;
	return o->has_z;
}

/* Deflates from `in` to the empty buffer `out`. */
static bm_status
deflate_to(struct ocf_pack *o, const bm_buf *in, bm_buf *out)
{
	if (!begin_deflate(o))
		return BM_NO_MEMORY;
	if (!bm_buf_reserve(out, deflateBound(&o->z, in->len)))
		return out->status;
	o->z.next_in = (Bytef *)in->ptr;
	o->z.avail_in = (uInt)in->len;
	o->z.next_out = (Bytef *)out->ptr;
	o->z.avail_out = (uInt)(out->cap - 1);
	if (deflate(&o->z, Z_FINISH) != Z_STREAM_END)
		return BM_INTERNAL;
	out->len = o->z.total_out;
	return BM_OK;
}

/* Settles the form of an entry whose content is whole. */
static bm_status
finish_entry(struct ocf_pack *o, struct entry *e)
{
	bm_status status;
	bm_buf packed;

	if (e->data.len > ENTRY_MAX / 2)
		return pack_refuse(&o->base, BM_LIMIT, e->path,
				   "too large for a container");
	e->size = (uint32_t)e->data.len;
	e->crc = (uint32_t)crc32(0, (const Bytef *)bm_buf_cstr(&e->data),
				 (uInt)e->data.len);
	if (e == o->entries.items[0] || e->size == 0 || packed_already(e->path))
		return BM_OK;
	bm_buf_init(&packed, &o->base.al);
	status = deflate_to(o, &e->data, &packed);
	if (status == BM_OK && packed.len < e->data.len) {
		bm_buf_free(&e->data);
		e->data = packed;
		e->method = DEFLATED;
		return BM_OK;
	}
	bm_buf_free(&packed);
	return status;
}

/* Numbers in the order of a ZIP file: the low byte first. */
static void
put16(bm_buf *out, unsigned n)
{
	bm_buf_putc(out, (char)(n & 0xFF));
	bm_buf_putc(out, (char)(n >> 8 & 0xFF));
}

static void
put32(bm_buf *out, uint32_t n)
{
	put16(out, n & 0xFFFF);
	put16(out, n >> 16);
}

/* What local and central header say alike (APPNOTE 4.4.2 to 4.4.11). */
static void
put_common(const struct ocf_pack *o, const struct entry *e, bm_buf *out)
{
	put16(out, VERSION);
	put16(out, UTF8_NAME);
	put16(out, e->method);
	put16(out, o->time);
	put16(out, o->date);
	put32(out, e->crc);
	put32(out, e->packed);
	put32(out, e->size);
	put16(out, (unsigned)strlen(e->path));
	put16(out, 0); /* no extra field */
}

/* The central directory and its end (APPNOTE 4.3.12, 4.3.16). */
static void
put_directory(const struct ocf_pack *o, uint32_t start, bm_buf *out)
{
	for (size_t i = 0; i < o->entries.len; i++) {
		const struct entry *e = o->entries.items[i];

		put32(out, 0x02014B50);
		put16(out, 3 << 8 | VERSION); /* made on Unix */
		put_common(o, e, out);
		put16(out, 0); /* no comment */
		put16(out, 0); /* disk */
		put16(out, 0); /* internal attributes */
		put32(out, UINT32_C(0100644) << 16);
		put32(out, e->offset);
		bm_buf_puts(out, e->path);
	}
	uint32_t size = (uint32_t)out->len;
	put32(out, 0x06054B50);
	put16(out, 0);
	put16(out, 0);
	put16(out, (unsigned)o->entries.len);
	put16(out, (unsigned)o->entries.len);
	put32(out, size);
	put32(out, start);
	put16(out, 0); /* no comment */
}

/* One entry with its local header (APPNOTE 4.3.7) to the target, so that no
 * more than one is in memory. */
static bm_status
send_entry(struct ocf_pack *o, struct entry *e)
{
	const bm_sink *t = o->target;
	bm_status status = BM_OK;
	bm_buf head;

	bm_buf_init(&head, &o->base.al);
	e->offset = (uint32_t)o->at;
	e->packed = (uint32_t)e->data.len;
	put32(&head, 0x04034B50);
	put_common(o, e, &head);
	bm_buf_puts(&head, e->path);
	o->at += head.len + e->data.len;
	if (o->at > ENTRY_MAX)
		status = pack_refuse(&o->base, BM_LIMIT, "container",
				     "larger than 4 GB");
	if (status == BM_OK)
		status = head.status;
	if (status == BM_OK && !o->opened)
		status = t->open(t->user, "");
	o->opened = true;
	if (status == BM_OK)
		status = t->write(t->user, head.ptr, head.len);
	if (status == BM_OK && e->data.len > 0)
		status = t->write(t->user, e->data.ptr, e->data.len);
	bm_buf_free(&head);
	bm_buf_free(&e->data);
	return status;
}

static bm_status
ocf_close(void *user)
{
	struct ocf_pack *o = user;
	struct entry *e;
	bm_status status = BM_OK;

	if (!o->writing)
		return BM_BAD_ARGUMENT;
	o->writing = false;
	if (!o->opened) /* the type comes first */
		status = send_entry(o, o->entries.items[0]);
	e = o->entries.items[o->entries.len - 1];
	if (status == BM_OK)
		status = finish_entry(o, e);
	return status == BM_OK ? send_entry(o, e) : status;
}

static bm_status
ocf_commit(bm_pack *pack)
{
	struct ocf_pack *o = (struct ocf_pack *)pack;
	const bm_sink *t = o->target;
	bm_status status = BM_OK;
	bm_buf end;

	if (o->writing)
		return BM_BAD_ARGUMENT;
	if (o->entries.len > COUNT_MAX)
		return pack_refuse(&o->base, BM_LIMIT, "container",
				   "more than 65,534 files");
	bm_buf_init(&end, &o->base.al);
	if (!o->opened)
		status = send_entry(o, o->entries.items[0]);
	if (status == BM_OK) {
		put_directory(o, (uint32_t)o->at, &end);
		status = end.status;
	}
	if (status == BM_OK)
		status = t->write(t->user, end.ptr, end.len);
	if (status == BM_OK)
		status = t->close(t->user);
	bm_buf_free(&end);
	return status;
}

static void
ocf_discard(bm_pack *pack)
{
	struct ocf_pack *o = (struct ocf_pack *)pack;

	for (size_t i = 0; i < o->entries.len; i++)
		bm_buf_free(&o->entries.items[i]->data);
	if (o->has_z)
		deflateEnd(&o->z);
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

	o->date = (unsigned)((d.year - 1980) << 9 | d.month << 5 | d.day);
	o->time = (unsigned)(seconds / 3600 << 11 | (seconds / 60 % 60) << 5 |
			     seconds % 60 / 2);
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
	return e->data.status == BM_OK ? finish_entry(o, e) : e->data.status;
}
