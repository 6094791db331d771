/* Styles by the titles of journals, and what somebody may have meant. */
#ifndef BM_CSL_FIND_H
#define BM_CSL_FIND_H

#include "backmatter.h"
#include "core/arena.h"

typedef struct csl_found {
	const char *path; /* of the style, or NULL */
	bool ambiguous;   /* several have this title: they are in list */
	/* "name (Title), ..." of a few styles that are like it; "" if none. */
	const char *list;
} csl_found;

/*
 * The style of this title or short title among the files of the folders (a
 * NULL-ended list, the first one's files before those of the same name in a
 * later one).  Case, accents and punctuation do not count.  The strings are
 * in the arena.
 */
bm_status csl_find(const char *const *dirs, bm_arena *arena, const char *name,
		   csl_found *out);
/*
 * A title as files of styles are named: "Pain & Therapy" is
 * "pain-and-therapy".  In the arena; NULL without memory.
 */
const char *csl_find_slug(bm_arena *arena, const char *name);

#endif
