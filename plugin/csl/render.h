/* Rendering: what the functions for the elements share. */
#ifndef BM_CSL_RENDER_H
#define BM_CSL_RENDER_H

#include "csl/run.h"

typedef struct csl_tell csl_tell;   /* what tells a cite apart */
typedef struct csl_watch csl_watch; /* notes what names were rendered */
struct csl_people;

/* What the processor knows of an item that is cited. */
typedef struct csl_ref {
	const bm_item *item;
	size_t number; /* citation-number */
	size_t order;  /* of first mention, from 0 */
	size_t rank;   /* place in the bibliography, from 0 */
	bm_str year_suffix;
	const csl_tell *tell; /* NULL: nothing is needed */
	unsigned first_note;
	/* Sort keys, made when first needed; one for each cs:key. */
	const struct csl_key *keys[2]; /* citation, bibliography */
} csl_ref;

typedef struct csl_engine {
	const csl_style *style;
	const csl_locale *locale;
	bm_arena *arena; /* trees: renewed between two that are rendered */
	bm_arena *keep;  /* what lives as long as the output */
	bool stand_ins;  /* see csl_input */
	csl_ref *refs;
	size_t ref_count;
	bm_map by_id;              /* id -> csl_ref */
	void *collator;            /* ICU's, opened when first needed */
	struct csl_people *people; /* NULL: names are not compared */
} csl_engine;

typedef struct csl_context {
	csl_engine *engine;
	bm_arena *arena;
	const csl_style *style;
	const csl_locale *locale;
	const csl_area *area;
	const bm_item *item;
	const csl_ref *ref;
	const csl_cite *cite; /* NULL in a bibliography */
	csl_position position;
	bool near_note;
	bool sentence_start; /* nothing is printed yet: a term is a capital */
	const csl_tell *tell;
	bool comparing;      /* only to see what tells cites apart */
	csl_watch *watch;    /* or NULL */
	unsigned tests_seen; /* of disambiguate="true" */
	bool sorting;        /* a macro called by a sort key */
	bool only_dates; /* a key of dates: words for a missing one are none */
	const csl_sort_key *key;
	bool english;          /* language of the item, for title case */
	const char *lang;      /* of the item when it differs, or NULL */
	const char *case_lang; /* whose letters are changed */
	/* Group suppression: variables asked for, and found. */
	bool asked, found;
	size_t variables; /* that printed something */
	/* Variables that cs:substitute used up. */
	const char *used[8];
	size_t used_count;
	const csl_names *outer_names; /* names that a substitute is in */
	const csl_look *outer_look, *outer_family, *outer_given;
	bool in_substitute;
	bool skip_author;   /* of the first names that are printed */
	bool locator_done;  /* it is printed once, wherever that is */
	bool suffix_done;   /* the letter behind the year was printed */
	size_t names_count; /* for form="count" */
	unsigned steps, depth;
} csl_context;

/* More elements than this in one cite or entry: the rest is left out. */
#define CSL_STEPS_MAX   20000
#define CSL_NESTING_MAX 60

void csl_context_init(csl_context *cx, csl_engine *engine, const csl_area *area,
		      const csl_ref *ref);
/* Empties engine->arena when it has grown; no tree is in use then.  false
 * without memory. */
bool csl_renew(csl_engine *engine);
/* Renders a list of elements, joined by delimiter; NULL when it is empty. */
csl_out *csl_render_children(csl_context *cx, const csl_node *children,
			     bm_str delimiter);
csl_out *csl_render_node(csl_context *cx, const csl_node *node);

/* One function an element; each gives NULL when it prints nothing. */
csl_out *csl_render_text(csl_context *cx, const csl_node *node);
csl_out *csl_render_number(csl_context *cx, const csl_node *node);
csl_out *csl_render_label(csl_context *cx, const csl_node *node);
csl_out *csl_render_names(csl_context *cx, const csl_node *node);
csl_out *csl_render_date(csl_context *cx, const csl_node *node);
csl_out *csl_render_group(csl_context *cx, const csl_node *node);
const csl_branch *csl_choose(csl_context *cx, const csl_node *node);

/* The text of a variable, "" if it has none; forms and aliases followed. */
bm_str csl_variable(csl_context *cx, const char *name, csl_form form);
const bm_item_date *csl_date_variable(csl_context *cx, const char *name);
const bm_names *csl_names_variable(csl_context *cx, const char *name);
bool csl_variable_present(csl_context *cx, const char *name);
bool csl_variable_used(const csl_context *cx, const char *name);

/* Numbers: whether the variable is one, and how it is printed. */
bool csl_is_numeric(csl_context *cx, const char *variable);
bm_str csl_number_text(csl_context *cx, const char *variable, bm_str text,
		       csl_number_form form);
bm_str csl_roman(bm_arena *arena, long number);

/* Label of a names variable. */
csl_out *csl_label_for(csl_context *cx, const csl_node *node, const char *term,
		       bool plural);

/* A sort key's text for so many parts of a date: YYYYMMDD that sorts. */
bm_str csl_date_key(bm_arena *arena, const bm_item_date *date, int parts);
csl_out *csl_render_date_as(csl_context *cx, const csl_date *date,
			    const csl_look *look, const bm_item_date *value);
bm_str csl_names_key(csl_context *cx, const bm_names *names);

/* One sort key of one item: bytes that compare in the right order. */
typedef struct csl_key {
	const unsigned char *bytes;
	size_t len;
	bool empty;
} csl_key;

/* The keys of ref for the area's cs:sort; made once.  NULL without memory. */
const csl_key *csl_sort_keys(csl_engine *engine, const csl_area *area,
			     csl_ref *ref);
/* Compares by keys; empty ones come last.  0: the sort does not tell. */
int csl_sort_compare(const csl_area *area, const csl_key *a, const csl_key *b);
/* Sorts stably by the area's cs:sort. */
bm_status csl_sort_refs(csl_engine *engine, const csl_area *area,
			csl_ref **refs, size_t count);
void csl_sort_end(csl_engine *engine);
/* Whether the numbers of a list sorted so run from its end to its start. */
bool csl_sort_counts_down(const csl_area *area);

csl_ref *csl_ref_find(const csl_engine *engine, const bm_item *item);
bm_status csl_render_clusters(csl_engine *engine, const csl_cluster *clusters,
			      size_t count, csl_output *out);
bm_status csl_render_entries(csl_engine *engine, csl_ref **refs,
			     csl_output *out);
/* Whether the next test of disambiguate="true" holds. */
bool csl_tell_condition(csl_context *cx);

#endif
