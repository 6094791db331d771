/* Whether tags, identifiers and dates are written as their standards say. */
#ifndef BM_PASS_SYNTAX_H
#define BM_PASS_SYNTAX_H

#include "core/arena.h"
#include "core/date.h"

/* A well-formed language tag (RFC 5646, clause 2.1), as BCP 47 asks for. */
bool bm_langtag_valid(const char *tag);
/* Whether two tags have the same first subtag. */
bool bm_langtag_same(const char *a, const char *b);

/*
 * NULL if text is an identifier of this kind ("doi", "isbn", "issn", "uuid",
 * "orcid"; others are all fine); else what is wrong with it, static.
 */
const char *bm_identifier_fault(const char *kind, const char *text);

/*
 * Reads a date as people write it ("15 January 2026", "Jan 2026").  false if
 * it is not one, or may mean two different days.
 */
bool bm_date_guess(bm_str s, bm_date *out);

#endif
