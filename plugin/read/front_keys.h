/* The keys of front matter by name, and their lines. */
#ifndef BM_READ_FRONT_KEYS_H
#define BM_READ_FRONT_KEYS_H

#include "core/str.h"

/*
 * The key that somebody may have meant who wrote `name`: the same in another
 * form ("Next_Review"), or a slip or two away.  NULL if `name` is a key, or is
 * like none.  Static.
 */
const char *bm_front_key_meant(const char *name);

/*
 * The lines of a text from one to before another (0: to its end), where its
 * first line has the number `first`.  Borrowed.
 */
bm_str bm_front_lines(bm_str text, unsigned first, unsigned from, unsigned to);

#endif
