#include "pass/words.h"

#include <unicode/uchar.h>

#include "pass/syntax.h"
#include "xml/l10n.h"

/* Their names in xsl/l10n, and what stands for them if there are no files. */
static const struct {
	const char *term, *english;
} words[BM_WORD_COUNT] = {
    {"xref-table", "Table {1}"},
    {"xref-figure", "Figure {1}"},
    {"xref-example", "Example {1}"},
    {"xref-equation", "Equation {1}"},
    {"xref-chapter", "Chapter {1}"},
    {"xref-appendix", "Appendix {1}"},
    {"xref-part", "Part {1}"},
    {"list-middle", "{1}, {2}"},
    {"list-last", "{1} and {2}"},
    {"list-last-sound", ""},
    {"list-last-before", ""},
    {"retracted", "retracted"},
    {"corrected", "corrected"},
    {"concern", "expression of concern"},
    {"also-called", "Also called"},
    {"references", "References"},
    {"colon", ":"},
    {"stop", "."},
};

/* Notes that there is no memory for a text. */
static const char *
checked(bm_doc *doc, const char *text)
{
	if (text == NULL)
		doc->no_memory = true;
	return text != NULL ? text : "";
}

static const char *
term(bm_doc *doc, bm_word word, const char *lang)
{
	const bm_words *all;
	const char *text;

	if (doc->l10n == NULL)
		return words[word].english;
	all = bm_l10n_words(doc->l10n, lang);
	if (all == NULL)
		return checked(doc, NULL);
	text = bm_map_getz(&all->terms, words[word].term);
	return text != NULL ? text : words[word].english;
}

/* See words.h. */
const char *
bm_numbered_in(bm_doc *doc, bm_word word, const char *number, const char *lang)
{
	bm_str text = bm_str_of(term(doc, word, lang));
	size_t at = bm_str_find(text, "{1}", 0);

	if (at == text.len)
		return text.ptr;
	return checked(doc,
		       bm_arena_printf(doc->arena, "%.*s%s%s", (int)at,
				       text.ptr, number, text.ptr + at + 3));
}

/* See words.h. */
const char *
bm_word_in(bm_doc *doc, bm_word word, const char *lang)
{
	bm_str text = bm_str_of(bm_numbered_in(doc, word, "", lang));

	text = bm_str_trim(text);
	return text.ptr[text.len] == '\0'
		   ? text.ptr
		   : checked(doc, bm_arena_str(doc->arena, text));
}

/* Whether a text begins as one of a list says: "i hi !hia".  Of beginnings
 * the last counts, so "!hia" is behind "hi". */
static bool
begins_like(const char *text, const char *list)
{
	bm_str rest = bm_str_of(list), part, own = bm_str_of(text);
	char low[16];
	size_t n = 0;
	bool found = false;

	for (size_t i = 0; i < own.len && n < sizeof(low) - 4;)
		n += bm_utf8_put(low + n, (uint32_t)u_tolower(
					      (UChar32)bm_utf8_next(own, &i)));
	while (bm_str_split(&rest, ' ', &part)) {
		bool not = part.len > 0 && part.ptr[0] == '!';

		part.ptr += not ;
		part.len -= not ;
		if (part.len > 0 && part.len <= n &&
		    memcmp(low, part.ptr, part.len) == 0)
			found = !not ;
	}
	return found;
}

static bm_word
last_word(bm_doc *doc, const char *next, const char *lang)
{
	return next != NULL &&
		       begins_like(next, term(doc, BM_WORD_LAST_BEFORE, lang))
		   ? BM_WORD_LAST_SOUND
		   : BM_WORD_LAST;
}

/* See words.h. */
void
bm_put_between(bm_doc *doc, bm_buf *out, bool last, const char *next,
	       const char *lang)
{
	bm_word word = last ? last_word(doc, next, lang) : BM_WORD_MIDDLE;
	bm_str text = bm_str_of(term(doc, word, lang));
	size_t from = bm_str_find(text, "{1}", 0) + 3;
	size_t to = bm_str_find(text, "{2}", 0);

	if (from <= to && to < text.len)
		bm_buf_put(out, text.ptr + from, to - from);
	else
		bm_buf_puts(out, ", ");
}

/* See words.h. */
const char *
bm_filled(bm_arena *arena, const char *text, const char *const *values,
	  size_t count)
{
	const char *filled = NULL;
	bm_buf out;

	bm_buf_init(&out, bm_arena_allocator(arena));
	for (; *text != '\0'; text++) {
		size_t i;
		const char *value;

		if (*text != '{' || (i = (size_t)(text[1] - '1')) >= count ||
		    text[2] != '}') {
			bm_buf_putc(&out, *text);
			continue;
		}
		value = values[i] != NULL ? values[i] : "";
		text += 2;
		if (value[0] == '\0' && text[1] == ' ')
			text++;
		else if (value[0] == '\0' && text[1] == '\0' && out.len > 0 &&
			 bm_buf_cstr(&out)[out.len - 1] == ' ')
			out.len--;
		bm_buf_puts(&out, value);
	}
	if (out.status == BM_OK)
		filled = bm_arena_strdup(arena, bm_buf_cstr(&out));
	bm_buf_free(&out);
	return filled;
}

/* See words.h. */
const char *
bm_date_in(bm_doc *doc, bm_date date, const char *lang)
{
	char *iso;

	if (doc->l10n != NULL)
		return checked(doc,
			       bm_l10n_date(doc->l10n, doc->arena, date, lang));
	iso = bm_arena_alloc(doc->arena, 16);
	if (iso != NULL)
		bm_date_iso(date, iso, 16);
	return checked(doc, iso);
}

/* See words.h. */
const char *
bm_number_in(bm_doc *doc, unsigned long n, const char *lang)
{
	return checked(doc, doc->l10n != NULL
				? bm_l10n_number(doc->l10n, doc->arena, n, lang)
				: bm_arena_printf(doc->arena, "%lu", n));
}
