/*
 * Citation Style Language 1.0.2: styles, locales, and rendering of citations
 * and bibliographies as trees of formatted runs.  Knows nothing of DocBook.
 */
#ifndef BM_CSL_CSL_H
#define BM_CSL_CSL_H

#include "bib/item.h"
#include "core/data.h"
#include "core/file.h"

typedef struct csl_style csl_style;   /* compiled, immutable */
typedef struct csl_locale csl_locale; /* merged, immutable */

/* Codes: csl-style-unknown, csl-style-ambiguous, csl-style-syntax,
 * csl-locale-missing ... */
extern const bm_rule csl_rules[];

/* Where styles and locales are found; empty members for the defaults. */
typedef struct csl_paths {
	const bm_data *data;   /* the embedded default style, locale en-US */
	const char *style_dir; /* NULL: the system package's folder */
	const char *locale_dir;
	/* Looked at for styles before style_dir; a path to a style must lie
	 * in it.  NULL: the user's own name, which may lie anywhere. */
	const char *project_dir;
	const char *document_dir; /* looked at before project_dir, or NULL */
	const bm_pos *named_at;   /* where the style is named, or NULL */
	bm_teller teller;         /* is told of the files */
} csl_paths;

/*
 * Loads a style by file name, id, name ("american-medical-association"), or
 * title or short title ("The Spine Journal"); NULL is the embedded default.
 * Follows rel="independent-parent" and renamed styles.  *out is the caller's.
 */
bm_status csl_style_load(const csl_paths *paths, const bm_allocator *al,
			 const char *name, bm_diags *diags, csl_style **out);
/*
 * The same from the text of a style; `name` is for diagnostics.  The parent
 * of a dependent style is looked for as csl_style_load does.
 */
bm_status csl_style_parse(const csl_paths *paths, const bm_allocator *al,
			  bm_str text, const char *name, bm_diags *diags,
			  csl_style **out);
void csl_style_free(csl_style *style);
/*
 * Terms and formats for a language: the style's own cs:locale elements over
 * the locale file with CSL's fallback order.  lang NULL: the style's.
 */
bm_status csl_locale_load(const csl_paths *paths, const bm_allocator *al,
			  const csl_style *style, const char *lang,
			  bm_diags *diags, csl_locale **out);
void csl_locale_free(csl_locale *locale);

bool csl_style_is_note(const csl_style *style);
bool csl_style_has_bibliography(const csl_style *style);

typedef enum csl_cite_mode {
	CSL_CITE_NORMAL,
	CSL_CITE_AUTHOR_IN_TEXT,
	CSL_CITE_SUPPRESS_AUTHOR
} csl_cite_mode;

/* Where a cite stands among those of its work (CSL 1.0.2, Choose). */
typedef enum csl_position {
	CSL_POSITION_AUTO, /* to be found out */
	CSL_POSITION_FIRST,
	CSL_POSITION_SUBSEQUENT,
	CSL_POSITION_IBID,
	CSL_POSITION_IBID_LOCATOR
} csl_position;

typedef struct csl_cite {
	const bm_item *item;
	bm_str prefix, suffix, locator;
	bm_str label; /* CSL locator term, "" is page */
	csl_cite_mode mode;
	csl_position position; /* AUTO, or what it is to count as */
	bool near_note;        /* with a position that is not AUTO */
} csl_cite;

typedef struct csl_cluster {
	const csl_cite *cites;
	size_t count;
	unsigned note; /* number of the note it stands in; 0: in the text */
} csl_cluster;

/* How a run looks, and what it is. */
typedef enum csl_run_kind {
	CSL_RUN_TEXT,  /* text */
	CSL_RUN_GROUP, /* children with formatting */
	CSL_RUN_CITE,  /* children are the output for one cite: index */
	CSL_RUN_LINK   /* children link to url (DOI, PMID, URL) */
} csl_run_kind;

enum {
	CSL_ITALIC = 1u << 0,
	CSL_OBLIQUE = 1u << 1,
	CSL_SMALL_CAPS = 1u << 2,
	CSL_BOLD = 1u << 3,
	CSL_LIGHT = 1u << 4,
	CSL_UNDERLINE = 1u << 5,
	CSL_SUPERSCRIPT = 1u << 6,
	CSL_SUBSCRIPT = 1u << 7,
	CSL_NO_ITALIC = 1u << 8, /* turns off what surrounds it */
	CSL_NO_BOLD = 1u << 9,
	CSL_NO_SMALL_CAPS = 1u << 10,
	CSL_NO_CASE = 1u << 11,
	CSL_NO_UNDERLINE = 1u << 12,
	CSL_BASELINE = 1u << 13
};

typedef enum csl_display {
	CSL_DISPLAY_INLINE,
	CSL_DISPLAY_BLOCK,
	CSL_DISPLAY_LEFT_MARGIN,
	CSL_DISPLAY_RIGHT_INLINE,
	CSL_DISPLAY_INDENT
} csl_display;

typedef struct csl_run csl_run;
struct csl_run {
	csl_run_kind kind;
	unsigned format;
	csl_display display;
	bm_str text;      /* CSL_RUN_TEXT */
	const char *url;  /* CSL_RUN_LINK */
	const char *lang; /* language of a title that differs, or NULL */
	size_t cite;      /* CSL_RUN_CITE: index in the cluster's cites */
	/* CSL_RUN_CITE: the style prints nothing for it, so its title stands
	 * there. */
	bool stand_in;
	csl_run *children; /* first child */
	csl_run *next;
};

/* The web address of a DOI, PMID, PMCID or URL; NULL if it has none. */
const char *csl_identifier_url(bm_arena *arena, const char *variable,
			       bm_str value);

typedef struct csl_entry {
	const bm_item *item;
	size_t number;       /* citation-number, from 1 */
	const csl_run *runs; /* with display members for left margin etc. */
} csl_entry;

typedef struct csl_output {
	const csl_run *const *clusters; /* one tree a cluster, same order */
	size_t cluster_count;
	const csl_entry *entries; /* the bibliography, in its order */
	size_t entry_count;
	bool second_field_align, hanging_indent;
} csl_output;

/* What a document cites, in its order. */
typedef struct csl_input {
	const csl_cluster *clusters;
	size_t cluster_count;
	/* In the bibliography too, behind those that are cited. */
	const bm_item *const *nocite;
	size_t nocite_count;
	/* Counted before all that is cited: a library that is rendered as a
	 * whole has the order of this list. */
	const bm_item *const *first;
	size_t first_count;
	/* A cite for which the style prints nothing is printed by its title;
	 * without this it is left out. */
	bool stand_ins;
} csl_input;

/*
 * Renders the clusters of a document and its bibliography.  Everything lives
 * in arena.  Time is n log n in cites.  A collapsed range ("1-3") still has
 * one CSL_RUN_CITE for its first and last cite.
 */
bm_status csl_render(const csl_style *style, const csl_locale *locale,
		     const csl_input *in, bm_arena *arena, csl_output *out);

#endif
