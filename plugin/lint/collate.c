#include "lint/collate.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

lint_collator *
lint_collator_open(const char *lang, bool letters_only)
{
	UErrorCode error = U_ZERO_ERROR;
	UCollator *c = ucol_open(lang != NULL ? lang : "en", &error);

	if (U_FAILURE(error))
		return NULL;
	if (letters_only)
		ucol_setAttribute(c, UCOL_STRENGTH, UCOL_PRIMARY, &error);
	return c;
}

void
lint_collator_close(lint_collator *collator)
{
	ucol_close(collator);
}

bool
lint_collate(bm_arena *arena, const lint_collator *collator, const char *text,
	     lint_key *out)
{
	size_t size = strlen(text) + 1;
	int32_t len = 0, need = 0;
	UErrorCode error = U_ZERO_ERROR;
	UChar *wide;
	uint8_t *key;

	if (size > INT32_MAX / 8)
		size = INT32_MAX / 8;
	wide = bm_arena_array(arena, size, sizeof *wide);
	if (wide == NULL)
		return false;
	u_strFromUTF8WithSub(wide, (int32_t)size, &len, text, (int32_t)size - 1,
			     0xFFFD, NULL, &error);
	if (collator != NULL)
		need = ucol_getSortKey(collator, wide, len, NULL, 0);
	key = bm_arena_alloc(arena, (size_t)need + size);
	if (key == NULL)
		return false;
	if (need > 0) {
		ucol_getSortKey(collator, wide, len, key, need);
		*out = (lint_key){key, (size_t)need};
	} else {
		memcpy(key, text, size - 1);
		*out = (lint_key){key, size - 1};
	}
	return true;
}

int
lint_key_compare(const lint_key *a, const lint_key *b)
{
	size_t n = a->len < b->len ? a->len : b->len;
	int c = n > 0 ? memcmp(a->bytes, b->bytes, n) : 0;

	return c != 0 ? c : (a->len > b->len) - (a->len < b->len);
}
