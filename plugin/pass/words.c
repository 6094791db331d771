#include "pass/words.h"

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

/* See words.h. */
void
bm_put_between(bm_doc *doc, bm_buf *out, bool last, const char *lang)
{
	bm_str text =
	    bm_str_of(term(doc, last ? BM_WORD_LAST : BM_WORD_MIDDLE, lang));
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
