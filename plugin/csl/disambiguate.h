/* Telling apart works whose cites read the same (CSL 1.0.2, Disambiguation). */
#ifndef BM_CSL_DISAMBIGUATE_H
#define BM_CSL_DISAMBIGUATE_H

#include "csl/name.h"

/* How much of a given name is printed. */
enum {
	CSL_LEVEL_FAMILY,   /* none of it: form="short" */
	CSL_LEVEL_INITIALS, /* as initialize-with says */
	CSL_LEVEL_FULL
};

/* More variables of names than this in one cite are left as they are. */
#define CSL_TELL_LISTS 6

/* What one variable's names show more than the style alone says. */
typedef struct csl_tell_list {
	const char *variable;
	size_t names;                /* at least so many */
	const unsigned char *levels; /* at least so much, name by name */
	size_t level_count;
} csl_tell_list;

/* What tells a cite apart.  Shared by works that got the same. */
struct csl_tell {
	bool everything; /* all names in full: for asking what could help */
	csl_tell_list lists[CSL_TELL_LISTS];
	size_t list_count;
	/* So many tests of disambiguate="true" hold, in their order. */
	unsigned conditions;
};

/* What was seen of one variable's names while a cite was rendered. */
typedef struct csl_seen_list {
	const char *variable;
	size_t count, shown; /* names, and those that et-al leaves */
	int level;           /* what the style prints of given names */
	bool initials;       /* there is initialize-with */
} csl_seen_list;

struct csl_watch {
	csl_seen_list lists[CSL_TELL_LISTS];
	size_t list_count;
	bool people; /* note the names in engine->people too */
};

/* The people of all cites, by family name: who shares one. */
typedef struct csl_people {
	bm_arena *arena;
	bm_map names; /* "family", "family\ninitials", "...\ngiven" */
} csl_people;

/* Notes a variable's names for cx->watch. */
void csl_watch_names(csl_context *cx, const csl_name_style *style,
		     const char *variable, const bm_names *names, size_t shown);
/* How many of a variable's names the cite has to show; 0: as the style says. */
size_t csl_tell_names(const csl_context *cx, const char *variable);
/*
 * The look of the index-th name: *style with the form that tells it apart.
 * `style` itself is handed back when there is nothing to change.
 */
const csl_name_style *csl_tell_style(csl_context *cx,
				     const csl_name_style *style,
				     const char *variable, const bm_name *name,
				     size_t index, csl_name_style *space);

/*
 * Finds for all works what tells their cites apart; sets csl_ref.tell and
 * year_suffix.  refs: in the order of the bibliography.
 */
bm_status csl_disambiguate(csl_engine *engine, csl_ref **refs);
/* Gives back what it keeps until all is rendered. */
void csl_disambiguate_end(csl_engine *engine);

#endif
