/* What the tests of the pass "cite" share: the context that it runs in. */
#ifndef BM_TESTS_CITE_HELP_H
#define BM_TESTS_CITE_HELP_H

#include "pass_help.h"

#include "bib_help.h"

static bm_data data;
static bm_arena *arena;
static bm_diags diags;
static bm_library *library;
static csl_style *style;
static csl_locale *locale;
static bm_pass_context context;

/* Items of CSL-JSON, the embedded style, English; not 0: it failed. */
static inline int
cite_open(const char *items)
{
	csl_paths paths = embedded_only(&data);

	arena = bm_arena_new(NULL);
	bm_diags_init(&diags, arena);
	library = bm_library_new(NULL);
	if (bm_bib_read(library, bm_str_of(items), "r.json", &diags) != BM_OK ||
	    csl_style_load(&paths, NULL, NULL, &diags, &style) != BM_OK ||
	    csl_locale_load(&paths, NULL, style, "en", &diags, &locale) !=
		BM_OK)
		return 1;
	context.library = library;
	context.style = style;
	context.locale = locale;
	context.lang = "en";
	return 0;
}

static inline int
cite_close(void **state)
{
	(void)state;
	csl_locale_free(locale);
	csl_style_free(style);
	bm_library_free(library);
	bm_arena_free(arena);
	return 0;
}

#endif
