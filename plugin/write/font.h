/*
 * Fonts of a book: what a file is, and whether its maker lets it be embedded.
 * Of a font only its directory and two bytes of the table OS/2 are read.
 */
#ifndef BM_WRITE_FONT_H
#define BM_WRITE_FONT_H

#include "core/str.h"

typedef enum font_right {
	FONT_ALLOWED,    /* the maker allows it (OpenType, OS/2, fsType) */
	FONT_UNKNOWN,    /* the file cannot be asked */
	FONT_RESTRICTED, /* not without a licence of one's own: bit 1 */
	FONT_BITMAP      /* nothing but its bitmaps: bit 9 */
} font_right;

typedef struct font_facts {
	const char *type, *suffix, *format; /* NULL: no font for a book */
	bool collection;                    /* several fonts in a file */
	font_right right;
} font_facts;

/* Looks at the bytes, whatever they are. */
void font_probe(bm_str bytes, font_facts *out);

#endif
