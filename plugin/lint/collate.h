/* The order of words in a language, by ICU's collation. */
#ifndef BM_LINT_COLLATE_H
#define BM_LINT_COLLATE_H

#include "core/arena.h"

/* What a text is sorted by. */
typedef struct lint_key {
	const unsigned char *bytes;
	size_t len;
} lint_key;

typedef struct UCollator lint_collator;

/* The rules of a language (NULL: English); NULL if ICU has none, then keys
 * are the bytes.  letters_only: accents and capitals make no difference.
 * With lint_collator_close, which takes NULL too. */
lint_collator *lint_collator_open(const char *lang, bool letters_only);
void lint_collator_close(lint_collator *collator);
/* The key of a text, in the arena; false without memory. */
bool lint_collate(bm_arena *arena, const lint_collator *collator,
		  const char *text, lint_key *out);
/* As memcmp(3). */
int lint_key_compare(const lint_key *a, const lint_key *b);

#endif
