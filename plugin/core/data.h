/*
 * The files that the library brings: stylesheets, notices, styles.  They are
 * embedded at build time; a data folder replaces single ones.
 */
#ifndef BM_CORE_DATA_H
#define BM_CORE_DATA_H

#include "backmatter.h"
#include "core/arena.h"
#include "core/file.h"

typedef struct bm_resource {
	const char *path; /* for example "xsl/html.xsl" */
	const char *begin, *end;
} bm_resource;

/* The embedded files, sorted by path, ended by a NULL path (generated). */
extern const bm_resource bm_resources[];

typedef struct bm_data {
	const char *dir;  /* overriding folder or NULL */
	bm_teller teller; /* is told what is looked for in it */
} bm_data;

/*
 * The file at `path`: the folder's if it has one, else the embedded one.  The
 * bytes live as long as the arena or the library.
 */
bm_status bm_data_load(const bm_data *data, bm_arena *arena, const char *path,
		       bm_str *out);
/* Whether what was loaded is the library's own, not the folder's. */
bool bm_data_is_embedded(bm_str text);
/*
 * The paths of all files under `prefix` ("notices/"), embedded and in the
 * folder, sorted, each once, NULL-ended, in the arena.  NULL without memory.
 */
const char *const *bm_data_list(const bm_data *data, bm_arena *arena,
				const char *prefix);

#endif
