/* Words of an audit, counted with their neighbors. */
#include "audit/audit.h"

static bool
is_word(uint32_t c)
{
	if (c < 0x80)
		return bm_is_alpha((char)c) || bm_is_digit((char)c);
	return !(c >= 0xA0 && c < 0xC0 && c != 0xAA && c != 0xB5 &&
		 c != 0xBA) &&
	       !(c >= 0x2000 && c < 0x2070) && !(c >= 0x3000 && c < 0x3020) &&
	       c != 0xFEFF && c != 0xFFFD;
}

/* The next word of s from *at on; false at the end. */
bool
bm_audit_word(bm_str s, size_t *at, bm_str *out)
{
	size_t from = *at, here;

	for (*at = from; *at < s.len;) {
		here = *at;
		if (is_word(bm_utf8_next(s, at))) {
			from = here;
			break;
		}
	}
	if (*at >= s.len && (from == s.len || *at == from))
		return false;
	here = *at;
	while (here < s.len && is_word(bm_utf8_next(s, &here)))
		*at = here;
	*out = (bm_str){s.ptr + from, *at - from};
	return is_word(bm_utf8_next(*out, &(size_t){0}));
}

/* The count behind a key, made when new. */
size_t *
bm_audit_count(bm_audit *a, bm_map *map, bm_str key)
{
	void **slot = bm_map_put(map, key, NULL);

	if (slot != NULL && *slot == NULL)
		*slot = BM_NEW(a->arena, size_t);
	if (slot == NULL || *slot == NULL) {
		a->status = BM_NO_MEMORY;
		return NULL;
	}
	return *slot;
}

/* Two words as a key; false when they are too long to be one. */
bool
bm_audit_pair(char *key, size_t room, bm_str a, bm_str b, bm_str *out)
{
	if (a.len + b.len + 1 > room)
		return false;
	memcpy(key, a.ptr, a.len);
	key[a.len] = ' ';
	memcpy(key + a.len + 1, b.ptr, b.len);
	*out = (bm_str){key, a.len + b.len + 1};
	return true;
}

void
bm_audit_squeeze(bm_buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (!bm_is_space(*text))
			bm_buf_putc(out, *text);
}

/* Counts the words of a text; last is the one before it, then its own last. */
void
bm_audit_words(bm_audit *a, const char *text, bm_str *last)
{
	bm_str s = bm_str_of(text), word, key;
	char room[256];
	size_t at = 0, *n;

	while (bm_audit_word(s, &at, &word)) {
		n = bm_audit_count(a, &a->words, word);
		if (n != NULL)
			++*n;
		a->out[BM_AUDIT_TEXT]++;
		if (last->len > 0 &&
		    bm_audit_pair(room, sizeof(room), *last, word, &key)) {
			n = bm_audit_count(a, &a->pairs, key);
			if (n != NULL)
				++*n;
		}
		*last = word;
	}
	bm_audit_squeeze(&a->squeezed, text);
}

/* Takes one off a count; false when there is none left. */
bool
bm_audit_use(bm_map *map, bm_str key)
{
	size_t *n = bm_map_get(map, key);

	if (n == NULL || *n == 0)
		return false;
	--*n;
	return true;
}
