/*
 * citation-label for items that bring none: letters of the names and two
 * digits of the year, "Doe65", "RoNo78", "DEFG26".
 */
#include <unicode/uchar.h>

#include "csl/name.h"

/*
 * Appends up to `most` letters of s, the first one large and the others
 * small; words that only join others are left out of titles.
 */
static void
put_letters(bm_buf *out, bm_str s, size_t most)
{
	for (size_t at = 0, n = 0; at < s.len && n < most;) {
		UChar32 c = (UChar32)bm_utf8_next(s, &at);

		if (!u_isalpha(c))
			continue;
		c = n == 0 ? u_toupper(c) : u_tolower(c);
		bm_buf_put_utf8(out, (uint32_t)c);
		n++;
	}
}

/* One name gives four letters, two give two each, four give one each. */
static void
put_names(csl_context *cx, bm_buf *out, const bm_names *names)
{
	size_t count = names->count < 4 ? names->count : 4;

	for (size_t i = 0; i < count; i++) {
		bm_name n = csl_name_split(cx->arena, &names->items[i]);
		bm_str s = n.literal.len > 0 ? n.literal : n.family;
		size_t most = count == 1             ? 4
			      : count == 2           ? 2
			      : count == 3 && i == 0 ? 2
						     : 1;

		put_letters(out, s, most);
	}
}

/* The title without its articles. */
static void
put_title(csl_context *cx, bm_buf *out, bm_str title)
{
	static const char *const articles[] = {"a", "an", "the",
					       "A", "An", "The"};
	bm_buf words;

	bm_buf_init(&words, bm_arena_allocator(cx->arena));
	for (size_t at = 0; at < title.len;) {
		size_t end = bm_str_find(title, " ", at);
		bm_str word = {title.ptr + at, end - at};
		bool skip = false;

		for (size_t i = 0; i < 6; i++)
			skip = skip || bm_str_is(word, articles[i]);
		if (!skip)
			bm_buf_putstr(&words, word);
		at = end + 1;
	}
	put_letters(out, bm_buf_str(&words), 4);
	bm_buf_free(&words);
}

/* See name.h. */
bm_str
csl_citation_label(csl_context *cx)
{
	static const char *const variables[] = {"author", "editor",
						"translator"};
	const bm_item_date *date = csl_date_variable(cx, "issued");
	const bm_names *names = NULL;
	bm_buf out;
	int year = date != NULL && date->has_year ? date->year[0] : 0;

	bm_buf_init(&out, bm_arena_allocator(cx->arena));
	for (size_t i = 0; names == NULL && i < 3; i++)
		names = csl_names_variable(cx, variables[i]);
	if (names != NULL)
		put_names(cx, &out, names);
	else
		put_title(cx, &out, csl_variable(cx, "title", CSL_FORM_LONG));
	bm_buf_printf(&out, "%02d", year < 0 ? -year % 100 : year % 100);
	return csl_buf_take(cx->arena, &out);
}
