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
    {"and", "and"},
    {"retracted", "retracted"},
    {"corrected", "corrected"},
    {"concern", "expression of concern"},
    {"also-called", "Also called"},
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
bool
bm_lang_american(const char *tag)
{
	bm_str rest = bm_str_of(tag), sub;

	if (tag == NULL || !bm_langtag_same(tag, "en"))
		return false;
	while (bm_str_split(&rest, '-', &sub))
		if (sub.len == 2 && bm_lower(sub.ptr[0]) == 'u' &&
		    bm_lower(sub.ptr[1]) == 's')
			return true;
	return false;
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
