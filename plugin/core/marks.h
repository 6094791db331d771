/* Marks that authors leave in comments: words, then name="value". */
#ifndef BM_CORE_MARKS_H
#define BM_CORE_MARKS_H

#include "core/arena.h"
#include "core/str.h"

/* The value of name="..." or name=word in s, in the arena; NULL. */
const char *bm_mark_value(bm_arena *arena, const char *s, const char *name);
/* The words before the first "name=". */
bm_str bm_mark_words(const char *s);

#endif
