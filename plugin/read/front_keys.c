/*
 * Front matter: the keys that mean something somewhere, and what a key that
 * means nothing was perhaps meant to be.
 */
#include "core/nearest.h"
#include "core/str.h"
#include "read/front_keys.h"

/* Those of the table in frontmatter.c, of the passes, and of the notices. */
static const char *const known[] = {
    "abstract",
    "about",
    "access",
    "approved-use",
    "audience",
    "audience-place",
    "author",
    "authors",
    "bibliographies",
    "bibliography",
    "citation-style",
    "condition",
    "copyright",
    "csl",
    "date",
    "description",
    "docbook",
    "doi",
    "editor",
    "editors",
    "evidence-design",
    "evidence-n",
    "funding",
    "glossary",
    "harms",
    "id",
    "identifier",
    "interests",
    "isbn",
    "keywords",
    "known-harms",
    "lang",
    "legal-status",
    "license",
    "modified",
    "next-review",
    "nocite",
    "notes-after-punctuation",
    "other-choices",
    "place",
    "product",
    "publisher",
    "reading-level",
    "reference-section-title",
    "references",
    "retracted",
    "reviewed",
    "reviewer",
    "rights",
    "smart",
    "sponsor",
    "status-date",
    "status-table",
    "statutory-notice",
    "statutory-source",
    "style",
    "subjects",
    "subtitle",
    "terms",
    "testimonial",
    "title",
    "type",
    "uuid",
};

/* Equal but for case, "_" and " ". */
static bool
same_but_for_form(bm_str a, const char *b)
{
	size_t i = 0;

	for (; i < a.len && b[i] != '\0'; i++) {
		char c = bm_lower(a.ptr[i]);

		if (c == '_' || c == ' ')
			c = '-';
		if (c != b[i])
			return false;
	}
	return i == a.len && b[i] == '\0';
}

/* How many slips make another word of one so long. */
static size_t
slips(size_t len)
{
	return len >= 9 ? 2 : len >= 6 ? 1 : 0;
}

const char *
bm_front_key_meant(const char *name)
{
	bm_str key = bm_str_of(name);
	const char *found = NULL;

	if (key.len > BM_DISTANCE_MAX)
		return NULL;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (bm_str_is(key, known[i]))
			return NULL;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (same_but_for_form(key, known[i]))
			return known[i];
		if (found == NULL && bm_distance(key, bm_str_of(known[i])) <=
					 slips(strlen(known[i])))
			found = known[i];
	}
	return found;
}

bm_str
bm_front_lines(bm_str text, unsigned first, unsigned from, unsigned to)
{
	bm_str line;
	const char *start;

	for (unsigned n = first; n < from; n++)
		bm_str_split(&text, '\n', &line);
	start = text.ptr;
	for (unsigned n = from; text.len > 0 && (to == 0 || n < to); n++)
		bm_str_split(&text, '\n', &line);
	return (bm_str){start, (size_t)(text.ptr - start)};
}
