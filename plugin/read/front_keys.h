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

/* How a person of "author", "translator" and so on is written in info. */
typedef struct bm_front_credit {
	const char *element, *class, *other; /* attributes; or NULL */
	const char *had; /* what says that there is one already */
} bm_front_credit;

/* role: what a contributor did, a word of DocBook or of the author's, which
 * must live on; or NULL. */
bm_front_credit bm_front_credit_of(const char *key, const char *role);
/* What an othercredit of this class (or NULL) says is there already. */
const char *bm_front_credit_had(const char *class);

/* Replaces what XML cannot hold. */
char *bm_front_clean(char *text, size_t len);

#endif
