/* What became of a work after it was published. */
#include "bib/internal.h"

/* The standing that the words of a text say; words that say none are
 * passed over. */
static unsigned
words(bm_str text)
{
	unsigned standing = 0;
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;
		bm_str word;

		while (at < text.len && bm_is_alpha(text.ptr[at]))
			at++;
		word = (bm_str){text.ptr + start, at - start};
		if (bm_str_is_nocase(word, "retracted"))
			standing |= BM_STANDING_RETRACTED;
		else if (bm_str_is_nocase(word, "corrected"))
			standing |= BM_STANDING_CORRECTED;
		else if (bm_str_is_nocase(word, "concern"))
			standing |= BM_STANDING_CONCERN;
		if (at == start)
			at++;
	}
	return standing;
}

/* See item.h. */
unsigned
bm_item_standing(const bm_item *item, bm_str *notice)
{
	const bm_value *value = bm_item_get(item, "custom.status");
	unsigned standing = value != NULL ? words(value->text) : 0;

	/* A publisher's own status may say more; only one word is sure. */
	value = bm_item_get(item, "status");
	if (value != NULL)
		standing |= words(value->text) & BM_STANDING_RETRACTED;
	value = bm_item_get(item, "custom.status-notice");
	if (notice != NULL)
		*notice = value != NULL ? value->text : (bm_str){"", 0};
	return standing;
}
