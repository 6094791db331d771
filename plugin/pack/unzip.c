#include "pack/unzip.h"

#include <stdlib.h>
#include <zlib.h>

enum { END = 22, HEAD = 46, LOCAL = 30, ENCRYPTED = 1, COMMENT_MAX = 65535 };

/* Deflate cannot do better than this (zlib's own documentation: 1032:1). */
#define DEFLATE_MOST 1040
/* What is larger than the first and packed better than the second is no text
 * that anybody has written. */
#define BOMB_SIZE  ((uint64_t)4 << 20)
#define BOMB_RATIO 200

/* A number of a ZIP file: the low byte first. */
static uint64_t
number(const char *at, size_t bytes)
{
	uint64_t n = 0;

	for (size_t i = bytes; i-- > 0;)
		n = n << 8 | (unsigned char)at[i];
	return n;
}

/* Keeps a fault, up to a number of them. */
static void
fault(bm_zip *zip, bm_zip_fault_kind kind, const char *name, const char *text)
{
	bm_zip_fault *f;

	if (zip->faults.len >= BM_ZIP_FAULTS_MAX)
		return;
	f = BM_VEC_PUSH(zip->arena, &zip->faults);
	if (f != NULL)
		*f = (bm_zip_fault){kind, name, text};
}

static void
refuse(bm_zip *zip, bm_zip_entry *e, bm_zip_fault_kind kind, const char *text)
{
	e->unreadable = true;
	fault(zip, kind, e->name, text);
}

/* ---- names ---- */

/* What is wrong with a part of a name; NULL: nothing. */
static const char *
part_fault(bm_str part)
{
	if (part.len == 0)
		return "has an empty part";
	if (part.ptr[part.len - 1] == '.')
		return "has a part that ends with a full stop";
	if (part.len > 255)
		return "has a part of more than 255 bytes";
	for (size_t i = 0; i < part.len; i++)
		if ((unsigned char)part.ptr[i] < 0x20 || part.ptr[i] == 0x7F ||
		    strchr("\"*:<>?|\\", part.ptr[i]) != NULL)
			return "has a character that OCF forbids in names";
	return NULL;
}

/* Whether a name leads out of where it is unpacked. */
static bool
escapes(bm_str name)
{
	bm_str rest = name, part;

	if (name.len == 0 || name.ptr[0] == '/' || name.ptr[0] == '\\' ||
	    (name.len > 1 && name.ptr[1] == ':'))
		return true;
	for (size_t i = 0; i + 1 < name.len; i++)
		if (name.ptr[i] == '.' && name.ptr[i + 1] == '.' &&
		    (i == 0 || strchr("/\\", name.ptr[i - 1]) != NULL) &&
		    (i + 2 == name.len ||
		     strchr("/\\", name.ptr[i + 2]) != NULL))
			return true;
	while (bm_str_split(&rest, '/', &part))
		if (bm_str_is(part, "."))
			return true;
	return false;
}

static void
judge_name(bm_zip *zip, bm_zip_entry *e, bm_str name)
{
	bm_str rest = name, part;
	const char *why = NULL;

	if (memchr(name.ptr, '\0', name.len) != NULL || escapes(name)) {
		refuse(zip, e, BM_ZIP_PATH,
		       "leads out of the folder that the archive stands for");
		return;
	}
	if (!bm_utf8_valid(name, NULL)) {
		fault(zip, BM_ZIP_NAME, e->name, "is not in UTF-8");
		return;
	}
	if (e->folder)
		rest.len--;
	while (why == NULL && bm_str_split(&rest, '/', &part))
		why = part_fault(part);
	if (why != NULL)
		fault(zip, BM_ZIP_NAME, e->name, why);
}

/* Names are unique, also where case does not count (OCF 4.2.3). */
static bool
index_name(bm_zip *zip, bm_map *folded, bm_zip_entry *e)
{
	char *lower = bm_arena_strdup(zip->arena, e->name);
	bool is_new = true, is_other = true;
	void **slot, **other;

	if (lower == NULL)
		return false;
	for (char *p = lower; *p != '\0'; p++)
		*p = bm_lower(*p);
	slot = bm_map_put(&zip->names, bm_str_of(e->name), &is_new);
	other = bm_map_put(folded, bm_str_of(lower), &is_other);
	if (slot == NULL || other == NULL)
		return false;
	if (is_new)
		*slot = e;
	*other = e;
	if (!is_new)
		fault(zip, BM_ZIP_DUPLICATE, e->name,
		      "stands in the archive more than once");
	else if (!is_other)
		fault(zip, BM_ZIP_DUPLICATE, e->name,
		      "differs from another name in its case only");
	return true;
}

/* ---- the directory ---- */

/* Offset of the end record (APPNOTE 4.3.16), or SIZE_MAX. */
static size_t
find_end(bm_str b)
{
	size_t least;

	if (b.len < END)
		return SIZE_MAX;
	least = b.len > END + COMMENT_MAX ? b.len - END - COMMENT_MAX : 0;
	for (size_t at = b.len - END + 1; at-- > least;)
		if (memcmp(b.ptr + at, "PK\5\6", 4) == 0 &&
		    number(b.ptr + at + 20, 2) == b.len - at - END)
			return at;
	return SIZE_MAX;
}

/* Sizes and offset that the 64-bit extra field holds (APPNOTE 4.5.3). */
static void
read_extra(bm_zip_entry *e, bm_str extra)
{
	uint64_t *const fields[] = {&e->size, &e->packed, &e->offset};

	while (extra.len >= 4) {
		size_t id = (size_t)number(extra.ptr, 2);
		size_t n = (size_t)number(extra.ptr + 2, 2), at = 4;

		if (n > extra.len - 4)
			return;
		for (size_t i = 0; id == 1 && i < 3; i++)
			if (*fields[i] == UINT32_MAX && at + 8 <= n + 4) {
				*fields[i] = number(extra.ptr + at, 8);
				at += 8;
			}
		extra.ptr += n + 4;
		extra.len -= n + 4;
	}
}

/* What can be said of the entry's own header (APPNOTE 4.3.7). */
static void
judge_place(bm_zip *zip, bm_zip_entry *e)
{
	const char *p;
	uint64_t skip;

	if (e->offset > zip->bytes.len || zip->bytes.len - e->offset < LOCAL ||
	    memcmp(zip->bytes.ptr + e->offset, "PK\3\4", 4) != 0) {
		refuse(zip, e, BM_ZIP_BROKEN,
		       "is not where the directory says");
		return;
	}
	p = zip->bytes.ptr + e->offset;
	skip = LOCAL + number(p + 26, 2) + number(p + 28, 2);
	if (zip->bytes.len - e->offset < skip ||
	    zip->bytes.len - e->offset - skip < e->packed) {
		refuse(zip, e, BM_ZIP_BROKEN, "is cut off");
		return;
	}
	e->data = e->offset + skip;
	if (number(p + 26, 2) != strlen(e->name) ||
	    memcmp(p + LOCAL, e->name, strlen(e->name)) != 0)
		refuse(zip, e, BM_ZIP_BROKEN,
		       "has another name in its own header");
}

static void
judge_content(bm_zip *zip, bm_zip_entry *e, unsigned flags, uint32_t rights)
{
	if ((flags & ENCRYPTED) != 0)
		refuse(zip, e, BM_ZIP_ENCRYPTED, "is encrypted by the archive");
	else if (e->method != 0 && e->method != Z_DEFLATED)
		refuse(zip, e, BM_ZIP_METHOD, "is neither stored nor deflated");
	else if (e->method == 0 && e->size != e->packed)
		refuse(zip, e, BM_ZIP_BROKEN,
		       "has two sizes though it is stored");
	else if ((rights >> 16 & 0170000) == 0120000)
		refuse(zip, e, BM_ZIP_PATH, "is a link to another file");
	else if (e->size / DEFLATE_MOST > e->packed)
		refuse(zip, e, BM_ZIP_BROKEN,
		       "says that it is larger than its bytes can make");
	else if (e->size > BOMB_SIZE && e->size / BOMB_RATIO > e->packed)
		refuse(zip, e, BM_ZIP_BOMB,
		       "grows to more than 200 times its size");
}

/* One entry of the directory (APPNOTE 4.3.12); how long it is, 0: broken. */
static size_t
read_entry(bm_zip *zip, bm_map *folded, bm_str rest, bm_status *status)
{
	bm_zip_entry *e, **slot;
	size_t name, extra, comment;
	const char *p = rest.ptr;

	if (rest.len < HEAD || memcmp(p, "PK\1\2", 4) != 0)
		return 0;
	name = (size_t)number(p + 28, 2);
	extra = (size_t)number(p + 30, 2);
	comment = (size_t)number(p + 32, 2);
	if (rest.len - HEAD < name + extra + comment)
		return 0;
	e = BM_NEW(zip->arena, bm_zip_entry);
	slot = e != NULL ? BM_VEC_PUSH(zip->arena, &zip->entries) : NULL;
	if (slot != NULL)
		e->name = bm_arena_strndup(zip->arena, p + HEAD, name);
	if (slot == NULL || e->name == NULL) {
		*status = BM_NO_MEMORY;
		return 0;
	}
	*slot = e;
	e->method = (unsigned)number(p + 10, 2);
	e->crc = (uint32_t)number(p + 16, 4);
	e->packed = number(p + 20, 4);
	e->size = number(p + 24, 4);
	e->offset = number(p + 42, 4);
	e->folder = name > 0 && p[HEAD + name - 1] == '/';
	read_extra(e, (bm_str){p + HEAD + name, extra});
	judge_name(zip, e, (bm_str){p + HEAD, name});
	if (!e->unreadable)
		judge_content(zip, e, (unsigned)number(p + 8, 2),
			      (uint32_t)number(p + 38, 4));
	if (!e->unreadable)
		judge_place(zip, e);
	if (!index_name(zip, folded, e))
		*status = BM_NO_MEMORY;
	return HEAD + name + extra + comment;
}

static int
by_place(const void *left, const void *right)
{
	const bm_zip_entry *a = *(bm_zip_entry *const *)left;
	const bm_zip_entry *b = *(bm_zip_entry *const *)right;

	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

/* Entries that share their bytes are how small archives become huge. */
static bm_status
judge_overlaps(bm_zip *zip)
{
	size_t n = 0;
	bm_zip_entry **list =
	    BM_NEW_ARRAY(zip->arena, bm_zip_entry *, zip->entries.len + 1);

	if (list == NULL)
		return BM_NO_MEMORY;
	for (size_t i = 0; i < zip->entries.len; i++)
		if (!zip->entries.items[i]->unreadable)
			list[n++] = zip->entries.items[i];
	qsort(list, n, sizeof(*list), by_place);
	for (size_t i = 1; i < n; i++)
		if (list[i]->offset < list[i - 1]->data + list[i - 1]->packed)
			refuse(zip, list[i], BM_ZIP_BOMB,
			       "shares bytes with another file");
	return BM_OK;
}

/* See unzip.h. */
bm_status
bm_zip_open(bm_arena *arena, bm_str bytes, bm_zip *out)
{
	size_t end = find_end(bytes), count, at, n;
	bm_status status = BM_OK;
	bm_map folded;

	*out = (bm_zip){
	    .arena = arena, .bytes = bytes, .budget = BM_ZIP_TOTAL_MAX};
	bm_map_init(&out->names, arena);
	bm_map_init(&folded, arena);
	if (end == SIZE_MAX) {
		fault(out, BM_ZIP_BROKEN, NULL, "It is not a whole ZIP file");
		return BM_BAD_INPUT;
	}
	count = (size_t)number(bytes.ptr + end + 10, 2);
	at = (size_t)number(bytes.ptr + end + 16, 4);
	if (number(bytes.ptr + end + 4, 4) != 0 || count > BM_ZIP_ENTRIES_MAX ||
	    at > end) {
		fault(out, BM_ZIP_BROKEN, NULL,
		      "Its directory is on another disk, damaged, or of the "
		      "64-bit kind");
		return BM_BAD_INPUT;
	}
	for (size_t i = 0; i < count && status == BM_OK; i++) {
		n = read_entry(out, &folded, (bm_str){bytes.ptr + at, end - at},
			       &status);
		if (n == 0)
			break;
		at += n;
	}
	if (status == BM_OK && out->entries.len != count)
		fault(out, BM_ZIP_BROKEN, NULL, "Its directory is damaged");
	if (status == BM_OK)
		status = judge_overlaps(out);
	return bm_arena_failed(arena) ? BM_NO_MEMORY : status;
}

/* See unzip.h. */
const bm_zip_entry *
bm_zip_find(const bm_zip *zip, const char *name)
{
	return bm_map_getz(&zip->names, name);
}

/* ---- content ---- */

/* Unpacks into exactly e->size bytes. */
static bm_status
unpack(const bm_zip *zip, const bm_zip_entry *e, bm_arena *arena, bm_str *out)
{
	z_stream z = {0};
	char *bytes = bm_arena_alloc(arena, (size_t)e->size + 1);
	Bytef over;
	int rc;

	if (bytes == NULL || inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return BM_NO_MEMORY;
	z.next_in = (Bytef *)(uintptr_t)(zip->bytes.ptr + e->data);
	z.avail_in = (uInt)e->packed;
	z.next_out = (Bytef *)bytes;
	z.avail_out = (uInt)e->size;
	rc = inflate(&z, Z_FINISH);
	/* A full buffer without the end mark: is there more? */
	if (rc == Z_BUF_ERROR && z.avail_out == 0) {
		z.next_out = &over;
		z.avail_out = 1;
		rc = inflate(&z, Z_FINISH);
		if (z.avail_out == 0)
			rc = Z_DATA_ERROR;
	}
	inflateEnd(&z);
	*out = (bm_str){bytes, (size_t)e->size};
	return rc == Z_STREAM_END && z.total_out == e->size ? BM_OK
							    : BM_BAD_INPUT;
}

/* See unzip.h. */
bm_status
bm_zip_read(bm_zip *zip, const bm_zip_entry *e, bm_arena *arena, bm_str *out)
{
	bm_status status = BM_OK;

	*out = BM_STR("");
	if (e->unreadable)
		return BM_BAD_INPUT;
	if (e->size > BM_ZIP_ENTRY_MAX || e->packed > UINT32_MAX ||
	    e->size > zip->budget) {
		fault(zip, BM_ZIP_BOMB, e->name,
		      e->size > BM_ZIP_ENTRY_MAX
			  ? "is larger than 32 megabytes"
			  : "is too much, as the archive is larger than one "
			    "gigabyte unpacked");
		return BM_LIMIT;
	}
	zip->budget -= e->size;
	if (e->method == 0)
		*out = (bm_str){zip->bytes.ptr + e->data, (size_t)e->size};
	else
		status = unpack(zip, e, arena, out);
	if (status == BM_OK && (uint32_t)crc32(0, (const Bytef *)out->ptr,
					       (uInt)out->len) != e->crc)
		status = BM_BAD_INPUT;
	if (status == BM_BAD_INPUT)
		fault(zip, BM_ZIP_BROKEN, e->name, "is damaged");
	return status;
}

/* See unzip.h. */
bm_status
bm_zip_mimetype(bm_zip *zip, const char *expected)
{
	const bm_zip_entry *e = bm_zip_find(zip, "mimetype");
	bm_status status;
	bm_str text;

	if (e == NULL) {
		fault(zip, BM_ZIP_MIMETYPE, NULL,
		      "The file mimetype is missing");
		return BM_OK;
	}
	if (e->unreadable)
		return BM_OK; /* told already */
	if (e->offset != 0)
		fault(zip, BM_ZIP_MIMETYPE, e->name,
		      "is not the first file of the archive");
	if (e->method != 0)
		fault(zip, BM_ZIP_MIMETYPE, e->name, "is compressed");
	if (number(zip->bytes.ptr + e->offset + 28, 2) != 0)
		fault(zip, BM_ZIP_MIMETYPE, e->name, "has an extra field");
	status = bm_zip_read(zip, e, zip->arena, &text);
	if (status == BM_OK && !bm_str_is(text, expected))
		fault(zip, BM_ZIP_MIMETYPE, e->name,
		      bm_arena_printf(zip->arena,
				      "does not say %s and nothing "
				      "else",
				      expected));
	return status == BM_NO_MEMORY ? status : BM_OK;
}
