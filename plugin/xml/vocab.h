/* The names of DocBook 5.2 and what of its content models we need. */
#ifndef BM_XML_VOCAB_H
#define BM_XML_VOCAB_H

#include <stdbool.h>

/* Whether DocBook 5.2 has an element of this name. */
bool bm_vocab_is_element(const char *name);
/* Whether its content is elements only: white space in it means nothing. */
bool bm_vocab_is_block(const char *name);
/* Whether a document of ours may have it as root. */
bool bm_vocab_is_root(const char *name);
/*
 * The name that is spelt most like this one, NULL if none is near.  Static.
 * Takes time in proportion to the vocabulary: ask once per name.
 */
const char *bm_vocab_nearest(const char *name);

#endif
