/* How chapters are cut into pieces that become files of their own. */
#ifndef BM_PASS_SPLIT_H
#define BM_PASS_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

/* The deepest level at which sections become files. */
#define BM_SPLIT_MAX 6

/* Old reading systems give up on files above 300 kB; an estimate below it. */
#define BM_SPLIT_EPUB ((size_t)250000)

/* Reads "2"; false if it is no level. */
bool bm_split_level(const char *text, unsigned *out);
/* Reads bytes, "300k" or "1M"; false if it is no size. */
bool bm_split_size(const char *text, size_t *out);

#endif
