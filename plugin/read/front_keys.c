/*
 * Front matter: the keys that mean something somewhere, and what a key that
 * means nothing was perhaps meant to be.
 */
#include "core/nearest.h"
#include "core/str.h"
#include "read/front_keys.h"

/* Those of the table in frontmatter.c, of the passes, and of the notices. */
static const char *const known[] = {
    "about",
    "abstract",
    "access",
    "accessibility-exemption",
    "accessibility-hazard",
    "accessibility-summary",
    "approved-use",
    "audience",
    "audience-place",
    "author",
    "authors",
    "bibliographies",
    "bibliography",
    "bisac",
    "certified-by",
    "certified-date",
    "certifier-credential",
    "certifier-report",
    "citation-style",
    "collection",
    "condition",
    "conforms-to",
    "contributor",
    "contributors",
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
    "illustrator",
    "illustrators",
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
    "page-source",
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
    "split-level",
    "split-size",
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
    "thema",
    "title",
    "translator",
    "translators",
    "type",
    "uuid",
    "writing-mode",
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

/* See front_keys.h.  Other words than DocBook's stand in otherclass. */
bm_front_credit
bm_front_credit_of(const char *key, const char *role)
{
	static const char *const classes[] = {
	    "copyeditor",       "graphicdesigner",
	    "productioneditor", "translator",
	    "technicaleditor",  "proofreader",
	    "coverdesigner",    "interiordesigner",
	    "illustrator",      "reviewer",
	    "typesetter",       "conversion",
	    "indexer",          NULL};
	static const bm_front_credit parts[] = {
	    {"author", NULL, NULL, "author"},
	    {"editor", NULL, NULL, "editor"},
	    {"othercredit", "translator", NULL, "othercredit:translator"},
	    {"othercredit", "illustrator", NULL, "othercredit:illustrator"},
	    {"othercredit", NULL, NULL, "othercredit:other"}};
	static const char firsts[] = "aetic";
	const char *at = strchr(firsts, key[0]);

	bm_front_credit c = parts[at != NULL ? at - firsts : 0];

	if (key[0] != 'c' || role == NULL)
		return c;
	for (size_t i = 0; classes[i] != NULL && c.class == NULL; i++)
		if (strcmp(role, classes[i]) == 0)
			c.class = classes[i];
	if (c.class == NULL) {
		c.class = "other";
		c.other = role;
	}
	return c;
}

/* See front_keys.h. */
const char *
bm_front_credit_had(const char *class)
{
	const char *key = bm_streq(class, "translator")    ? class
			  : bm_streq(class, "illustrator") ? class
							   : "contributor";

	return bm_front_credit_of(key, NULL).had;
}

/* See front_keys.h. */
char *
bm_front_clean(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
			text[i] = '?';
		if (c == 0xEF && i + 2 < len &&
		    (unsigned char)text[i + 1] == 0xBF &&
		    (unsigned char)text[i + 2] >= 0xBE)
			text[i + 2] = (char)0xBD;
	}
	return text;
}
