/* Reading files, and names of files. */
#ifndef BM_CORE_FILE_H
#define BM_CORE_FILE_H

#include "backmatter.h"
#include "core/arena.h"
#include "core/str.h"

/* Largest file that is read. */
#define BM_FILE_MAX ((size_t)1 << 30)

/* The whole file in the arena, NUL-terminated behind its length. */
bm_status bm_file_read(bm_arena *arena, const char *path, bm_str *out);

/*
 * Who is told of each file that is asked for: what became of it, and its
 * bytes.  A path that ends with "/" is a folder whose list of names was asked
 * for.  fn NULL: nobody.  Called from any thread.
 */
typedef struct bm_teller {
	void (*fn)(void *user, const char *path, bm_status status,
		   bm_str bytes);
	void *user;
} bm_teller;

/* bm_file_read that tells. */
bm_status bm_file_read_told(const bm_teller *teller, bm_arena *arena,
			    const char *path, bm_str *out);
/* The names in a folder but for hidden ones, sorted, a line for each;
 * BM_NOT_FOUND: there is none. */
bm_status bm_file_names(bm_arena *arena, const char *dir, bm_str *out);
/* Tells of the names in a folder; the arena is for what it needs. */
void bm_file_tell_names(const bm_teller *teller, bm_arena *arena,
			const char *dir);
/* Whether path, links followed, is a plain file and no pipe or device. */
bool bm_file_plain(const char *path);
/* The folder of a path with its "/", "" if it has none; in the arena. */
const char *bm_path_dir(bm_arena *arena, const char *path);
/* The part behind the last "/". */
const char *bm_path_base(const char *path);
/* base's folder + relative, with "." and ".." removed; in the arena. */
const char *bm_path_join(bm_arena *arena, const char *dir, const char *rel);
/* Removes "." and ".." parts as text; in the arena. */
const char *bm_path_normal(bm_arena *arena, const char *path);
/*
 * Whether the file `path`, links followed, lies inside the folder root.  A
 * file that is not there is not inside.
 */
bool bm_path_inside(const char *root, const char *path);

/* The same as names go, for files that only the host can see. */
bool bm_path_named_inside(bm_arena *arena, const char *root, const char *path);

/* Whether two paths lead to one file; as names go where there is none. */
bool bm_path_same(bm_arena *arena, const char *a, const char *b);

#endif
