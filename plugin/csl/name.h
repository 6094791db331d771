/* One name, as cs:name prints it. */
#ifndef BM_CSL_NAME_H
#define BM_CSL_NAME_H

#include "csl/render.h"

/* What cs:name and all that it inherits from say. */
typedef struct csl_name_style {
	csl_name_options options;
	const csl_look *family, *given;
	csl_demote demote;
	bool hyphen; /* initialize-with-hyphen */
} csl_name_style;

/* The name with its particles and suffix taken out of its parts. */
bm_name csl_name_split(bm_arena *arena, const bm_name *name);
/* Whether it starts in a script that sets family names first, unspaced. */
bool csl_is_eastern(bm_str s);
/* inverted: "Family, Given". */
csl_out *csl_name_out(csl_context *cx, const csl_name_style *style,
		      const bm_name *name, bool inverted);
/* Given names as initials. */
bm_str csl_initials(bm_arena *arena, bm_str given, bm_str with, bool hyphen,
		    bool all);

/* The label of an item that brings none: "Doe65". */
bm_str csl_citation_label(csl_context *cx);

#endif
