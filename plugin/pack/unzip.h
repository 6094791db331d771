/*
 * Reading a ZIP file of anybody's making, as APPNOTE 6.3.3 describes it and
 * OCF (EPUB 3.3, section 4) narrows it.  Nothing that the archive says of
 * itself is believed: what does not hold is kept as a fault, and no more
 * memory is taken than its bytes can fill.
 */
#ifndef BM_PACK_UNZIP_H
#define BM_PACK_UNZIP_H

#include "core/map.h"
#include "core/vec.h"
#include "pack/pack.h"

typedef enum bm_zip_fault_kind {
	BM_ZIP_BROKEN,    /* the archive, or an entry, cannot be read */
	BM_ZIP_PATH,      /* a name that leads out of the folder */
	BM_ZIP_NAME,      /* a name that not every system can hold */
	BM_ZIP_DUPLICATE, /* a name that stands there twice */
	BM_ZIP_ENCRYPTED, /* by the archive's own means */
	BM_ZIP_METHOD,    /* neither stored nor deflated */
	BM_ZIP_BOMB,      /* grows out of all proportion, or overlaps */
	BM_ZIP_MIMETYPE   /* the first entry is not as OCF asks */
} bm_zip_fault_kind;

typedef struct bm_zip_fault {
	bm_zip_fault_kind kind;
	const char *name; /* of the entry; NULL: the archive */
	const char *text; /* one sentence without a full stop */
} bm_zip_fault;

typedef struct bm_zip_entry {
	const char *name;
	uint64_t packed, size; /* as the directory says */
	uint32_t crc;
	unsigned method;
	uint64_t offset, data; /* of its header, of its bytes */
	bool unreadable;       /* a fault says why */
	bool folder;
} bm_zip_entry;

typedef struct bm_zip {
	bm_arena *arena;
	bm_str bytes;                   /* borrowed */
	BM_VEC(bm_zip_entry *) entries; /* in the order of the directory */
	BM_VEC(bm_zip_fault) faults;
	bm_map names;    /* the first entry of each name */
	uint64_t budget; /* bytes that may still be unpacked */
} bm_zip;

/* Beyond this many entries or faults no more are taken in. */
#define BM_ZIP_ENTRIES_MAX 65534
#define BM_ZIP_FAULTS_MAX  200
/* One entry that is read, and all of them. */
#define BM_ZIP_ENTRY_MAX ((uint64_t)32 << 20)
#define BM_ZIP_TOTAL_MAX ((uint64_t)1 << 30)

/*
 * Reads the directory.  All faults that can be seen without unpacking are in
 * out->faults, also with BM_BAD_INPUT, which means that there is no directory.
 */
bm_status bm_zip_open(bm_arena *arena, bm_str bytes, bm_zip *out);
/* The entry of this name, or NULL. */
const bm_zip_entry *bm_zip_find(const bm_zip *zip, const char *name);
/*
 * The content of an entry, in `arena` or the archive's own bytes, NUL-ended if
 * unpacked.  BM_BAD_INPUT and BM_LIMIT leave a fault.
 */
bm_status bm_zip_read(bm_zip *zip, const bm_zip_entry *entry, bm_arena *arena,
		      bm_str *out);
/* What OCF asks of the first entry (EPUB 3.3, 4.2.2 and 4.3.2). */
bm_status bm_zip_mimetype(bm_zip *zip, const char *expected);

#endif
