#include "pass/design_words.h"

#include "pass/words.h"

/* The sentence "KIND-DESIGN", or NULL. */
static const char *
word(bm_l10n *l10n, const char *kind, bm_design design, const char *lang)
{
	const bm_words *all =
	    l10n != NULL ? bm_l10n_sentences(l10n, lang) : NULL;
	char name[64];

	snprintf(name, sizeof(name), "%s-%s", kind, bm_design_id(design));
	return all != NULL ? bm_map_getz(&all->terms, name) : NULL;
}

/* See design_words.h. */
const char *
bm_design_plural(bm_l10n *l10n, bm_design design, const char *lang)
{
	const char *text = word(l10n, "designs", design, lang);

	return text != NULL ? text : bm_design_id(design);
}

/* See design_words.h. */
const char *
bm_design_nobody(bm_l10n *l10n, const char *lang)
{
	const bm_words *all =
	    l10n != NULL ? bm_l10n_sentences(l10n, lang) : NULL;
	const char *text =
	    all != NULL ? bm_map_getz(&all->terms, "nobody") : NULL;

	return text != NULL ? text : "0";
}

/* See design_words.h. */
const char *
bm_design_text(bm_l10n *l10n, bm_arena *arena, bm_design design,
	       unsigned long people, const char *lang)
{
	const char *text = word(l10n, "design", design, lang);
	const char *n, *persons, *both[2];
	const bm_words *all;

	if (people == 0 || l10n == NULL)
		return text;
	n = bm_l10n_number(l10n, arena, people, lang);
	persons = bm_l10n_plural(l10n, lang, "people", people);
	all = bm_l10n_sentences(l10n, lang);
	if (n == NULL || persons == NULL || all == NULL)
		return NULL;
	both[0] = text;
	both[1] = bm_filled(arena, persons, &n, 1);
	if (both[1] == NULL || text == NULL)
		return both[1];
	return bm_filled(arena, bm_map_getz(&all->terms, "design-of"), both, 2);
}
