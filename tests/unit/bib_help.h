/* What the tests of bibliography and citation style share. */
#ifndef BM_TESTS_BIB_HELP_H
#define BM_TESTS_BIB_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "bib/item.h"
#include "core/buf.h"
#include "csl/csl.h"
#include "failing.h"

/* Arena and findings of a test. */
struct bench {
	bm_arena *arena;
	bm_diags diags;
	bm_library *library;
	csl_style *style;
	csl_locale *locale;
	const char *file; /* that was read last */
};

static inline void
bench_open(struct bench *b)
{
	*b = (struct bench){0};
	b->arena = bm_arena_new(NULL);
	assert_non_null(b->arena);
	bm_diags_init(&b->diags, b->arena);
	b->library = bm_library_new(NULL);
	assert_non_null(b->library);
}

static inline void
bench_close(struct bench *b)
{
	csl_locale_free(b->locale);
	csl_style_free(b->style);
	bm_library_free(b->library);
	bm_arena_free(b->arena);
}

/* Folders that are not there: the embedded files only. */
static inline csl_paths
embedded_only(const bm_data *data)
{
	csl_paths paths = {
	    .data = data, .style_dir = "/nowhere", .locale_dir = "/nowhere"};

	return paths;
}

#define CSL "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' "

/* Writes text into a new file; the caller removes it. */
static inline void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* All text of a list of runs. */
static inline void
run_text(const csl_run *run, bm_buf *out)
{
	for (; run != NULL; run = run->next) {
		bm_buf_putstr(out, run->text);
		run_text(run->children, out);
	}
}

#endif
