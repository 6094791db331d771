#include "pass/status_words.h"

#include "pass/syntax.h"
#include "pass/words.h"
#include "xml/l10n.h"

/* A sentence of a language, or NULL; kind and name are joined by a hyphen. */
static const char *
sentence(const bm_words *all, const char *kind, const char *name)
{
	char key[64];

	snprintf(key, sizeof(key), "%s-%s", kind, name);
	return all != NULL ? bm_map_getz(&all->terms, key) : NULL;
}

static const bm_words *
sentences_of(const bm_doc *doc, const char *lang)
{
	return doc->l10n != NULL ? bm_l10n_sentences(doc->l10n, lang) : NULL;
}

bool
bm_status_speaks(const bm_doc *doc, const char *lang)
{
	const bm_words *all = sentences_of(doc, lang);

	return all == NULL || all->known;
}

const char *
bm_standing_text(const bm_doc *doc, lint_standing standing, const char *lang)
{
	const char *name = lint_standing_name(standing);
	const char *text = sentence(sentences_of(doc, lang), "standing", name);

	return text != NULL ? text : name;
}

const char *
bm_place_text(const bm_doc *doc, const char *place, const char *lang)
{
	const char *name = sentence(sentences_of(doc, lang), "place", place);

	return name != NULL ? name : place;
}

/* "in the United States"; nothing for any place.  NULL without memory. */
static const char *
located(bm_doc *doc, const bm_words *all, const char *place)
{
	const char *name = sentence(all, "place", place);
	const char *own = sentence(all, "in", place);
	const char *in = name != NULL ? bm_map_getz(&all->terms, "in")
				      : sentence(all, "in", "other");

	if (strcmp(place, "*") == 0)
		return "";
	if (name != NULL && own != NULL)
		return own;
	if (name == NULL)
		name = place;
	return in != NULL ? bm_filled(doc->arena, in, &name, 1) : name;
}

const char *
bm_place_in(bm_doc *doc, const char *place, const char *lang)
{
	const bm_words *all = sentences_of(doc, lang);

	return all != NULL ? located(doc, all, place) : place;
}

/* "As of January 2026"; NULL without memory. */
static const char *
dated(bm_doc *doc, const bm_words *all, bm_date date, const char *lang)
{
	const char *text = bm_date_in(doc, date, lang);
	const char *lead = sentence(all, "status",
				    date.day > 0     ? "day"
				    : date.month > 0 ? "month"
						     : "year");

	/* Most languages say it as of a month. */
	if (lead == NULL)
		lead = sentence(all, "status", "month");

	return lead != NULL ? bm_filled(doc->arena, lead, &text, 1) : text;
}

/*
 * What is said of "no product", when the table has it with an article of the
 * language ("a=no an=no"): the word is put into the arena.  NULL: it has none,
 * or the language does not say it so.
 */
static const char *
negation(bm_doc *doc, const bm_words *all, const char *product)
{
	size_t length = (size_t)(lint_status_bare(product) - product);
	const char *pairs =
	    all != NULL ? bm_map_getz(&all->terms, "negations") : NULL;
	bm_str rest, pair, article, first = {NULL, 0};

	if (length == 0 || pairs == NULL)
		return NULL;
	rest = bm_str_of(pairs);
	while (bm_str_split(&rest, ' ', &pair)) {
		if (!bm_str_split(&pair, '=', &article))
			continue;
		if (first.ptr == NULL)
			first = pair;
		if (article.len + 1 == length &&
		    strncmp(product, article.ptr, article.len) == 0)
			return bm_arena_str(doc->arena, pair);
	}
	return first.ptr != NULL ? bm_arena_str(doc->arena, first) : NULL;
}

const char *
bm_status_sentence(bm_doc *doc, const lint_status *row, const char *lang)
{
	const bm_words *all = sentences_of(doc, lang);
	const char *none = row->standing == LINT_NOT_APPROVED
			       ? negation(doc, all, row->product)
			       : NULL;
	const char *text =
	    sentence(all, "status",
		     none != NULL ? "none" : lint_standing_name(row->standing));
	const char *values[5];

	/* English sentences have English dates. */
	values[0] = dated(doc, all, row->as_of,
			  all != NULL && !all->known ? "en" : lang);
	values[1] =
	    none != NULL ? lint_status_bare(row->product) : row->product;
	values[2] = row->condition;
	values[3] = located(doc, all, row->place);
	values[4] = none;
	if (values[0] == NULL || values[3] == NULL)
		return NULL;
	return bm_filled(doc->arena, text != NULL ? text : "{1}: {2}, {3}, {4}",
			 values, 5);
}
