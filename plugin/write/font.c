#include "write/font.h"

#include "pack/pack.h"

/* More tables than this has no font. */
#define TABLES_MAX 4096u
/* The table OS/2 has some hundred bytes. */
#define OS2_MAX 4096u

/* Where the tables of a font are listed, and one of them. */
typedef struct directory {
	size_t at, step; /* of the first entry, from one to the next */
	size_t tables;
} directory;

static unsigned
be16(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;

	return (unsigned)b[0] << 8 | b[1];
}

static size_t
be32(const char *s)
{
	return (size_t)be16(s) << 16 | be16(s + 2);
}

/* The bytes of a range, or none if it does not lie in the file. */
static bm_str
range(bm_str bytes, size_t at, size_t len)
{
	if (at > bytes.len || len > bytes.len - at)
		return (bm_str){NULL, 0};
	return (bm_str){bytes.ptr + at, len};
}

/* The entry of the table OS/2, or none. */
static bm_str
os2_entry(bm_str bytes, directory d)
{
	for (size_t i = 0; i < d.tables && i < TABLES_MAX; i++) {
		bm_str entry = range(bytes, d.at + i * d.step, d.step);

		if (entry.ptr == NULL)
			break;
		if (memcmp(entry.ptr, "OS/2", 4) == 0)
			return entry;
	}
	return (bm_str){NULL, 0};
}

/*
 * What fsType means (OpenType 1.9, OS/2).  Up to version 2 of the table
 * several of its lowest bits may be set, and the least strict counts.
 */
static font_right
right_of(bm_str os2)
{
	unsigned type;

	if (os2.ptr == NULL || os2.len < 10)
		return FONT_UNKNOWN;
	type = be16(os2.ptr + 8);
	if ((type & 0x000E) == 0x0002)
		return FONT_RESTRICTED;
	return (type & 0x0200) != 0 ? FONT_BITMAP : FONT_ALLOWED;
}

/* The table in an sfnt file: offset and length stand in the entry. */
static font_right
of_sfnt(bm_str bytes)
{
	directory d = {12, 16, be16(bytes.ptr + 4)};
	bm_str entry = os2_entry(bytes, d);

	return entry.ptr == NULL ? FONT_UNKNOWN
				 : right_of(range(bytes, be32(entry.ptr + 8),
						  be32(entry.ptr + 12)));
}

/* The same in WOFF 1.0, where a table may be packed by zlib. */
static font_right
of_woff(bm_str bytes)
{
	directory d = {44, 20, be16(bytes.ptr + 12)};
	bm_str entry = os2_entry(bytes, d), packed;
	char table[OS2_MAX];
	size_t size;

	if (entry.ptr == NULL)
		return FONT_UNKNOWN;
	size = be32(entry.ptr + 12);
	packed = range(bytes, be32(entry.ptr + 4), be32(entry.ptr + 8));
	if (packed.ptr == NULL || size > OS2_MAX || packed.len > size)
		return FONT_UNKNOWN;
	if (packed.len == size)
		return right_of(packed);
	if (!bm_inflate(packed, table, &size))
		return FONT_UNKNOWN;
	return right_of((bm_str){table, size});
}

/* See font.h.  The types are those of EPUB 3.3, 3.2. */
void
font_probe(bm_str bytes, font_facts *out)
{
	*out = (font_facts){.right = FONT_UNKNOWN};
	if (bytes.len < 12)
		return;
	if (memcmp(bytes.ptr, "wOF2", 4) == 0) {
		/* Its tables are packed together, by brotli. */
		*out = (font_facts){.type = "font/woff2",
				    .suffix = ".woff2",
				    .format = "woff2",
				    .right = FONT_UNKNOWN};
	} else if (memcmp(bytes.ptr, "wOFF", 4) == 0 && bytes.len >= 44) {
		*out = (font_facts){.type = "font/woff",
				    .suffix = ".woff",
				    .format = "woff",
				    .right = of_woff(bytes)};
	} else if (memcmp(bytes.ptr, "OTTO", 4) == 0) {
		*out = (font_facts){.type = "font/otf",
				    .suffix = ".otf",
				    .format = "opentype",
				    .right = of_sfnt(bytes)};
	} else if (memcmp(bytes.ptr, "\0\1\0\0", 4) == 0 ||
		   memcmp(bytes.ptr, "true", 4) == 0) {
		*out = (font_facts){.type = "font/ttf",
				    .suffix = ".ttf",
				    .format = "truetype",
				    .right = of_sfnt(bytes)};
	} else
		out->collection = memcmp(bytes.ptr, "ttcf", 4) == 0;
}
