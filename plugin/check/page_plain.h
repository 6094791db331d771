/* Names and references for the quick reader of HTML (page_plain.c). */
#ifndef BM_CHECK_PAGE_PLAIN_H
#define BM_CHECK_PAGE_PLAIN_H

#include "check/page.h"

enum {
	E_VOID = 1,     /* nothing in it, no end tag */
	E_BLOCK = 2,    /* ends a paragraph */
	E_INLINE = 4,   /* stands wherever text does */
	E_RAW = 8,      /* its content is text without marks */
	E_HEAD = 16,    /* stands in the head as well */
	E_ONCE = 32,    /* not in one of its own */
	E_HEADING = 64, /* not right in another heading */
	E_FRAME = 128   /* of a table: holds no text and only its parts */
};

/* What each element is; 0 for one that the reader does not know. */
extern const uint8_t plain_kinds[N_KNOWN];

/*
 * Whether a formula or drawing consists of elements of this name, which no
 * rule of the standard treats in a way of its own (13.2.6.5): "mi", "mn",
 * "mo", "ms" and "mtext" only if they hold text alone.
 */
bool plain_is_foreign(enum page_ns ns, bm_str name);
/* The namespace of an attribute of theirs (13.2.6.1), or NS_HTML for one that
 * is left to the parser. */
enum page_ns plain_foreign_attribute(enum page_ns ns, bm_str name);
/* The character of a reference that ends with ";", and *s behind it; 0 for
 * one of those that are left to the parser. */
uint32_t plain_reference(const char **s, const char *end);

#endif
