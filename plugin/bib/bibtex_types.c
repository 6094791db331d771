/* The entry types of BibTeX and BibLaTeX, and CSL's for them. */
#include <stdlib.h>

#include "bib/bibtex.h"

/* Sorted by name, for a binary search. */
static const struct type {
	const char *name, *csl;
} types[] = {
    {"article", "article-journal"},
    {"artwork", "graphic"},
    {"audio", "song"},
    {"bibnote", "document"},
    {"blog", "post-weblog"},
    {"book", "book"},
    {"bookinbook", "chapter"},
    {"booklet", "pamphlet"},
    {"chapter", "chapter"},
    {"collection", "book"},
    {"commentary", "book"},
    {"conference", "paper-conference"},
    {"data", "dataset"},
    {"dataset", "dataset"},
    {"electronic", "webpage"},
    {"image", "graphic"},
    {"inbook", "chapter"},
    {"incollection", "chapter"},
    {"inproceedings", "paper-conference"},
    {"inreference", "entry-encyclopedia"},
    {"jurisdiction", "legal_case"},
    {"legal", "treaty"},
    {"legislation", "legislation"},
    {"letter", "personal_communication"},
    {"magazine", "article-magazine"},
    {"manual", "book"},
    {"mastersthesis", "thesis"},
    {"misc", "document"},
    {"movie", "motion_picture"},
    {"music", "song"},
    {"mvbook", "book"},
    {"mvcollection", "book"},
    {"mvproceedings", "book"},
    {"mvreference", "book"},
    {"newspaper", "article-newspaper"},
    {"online", "webpage"},
    {"patent", "patent"},
    {"performance", "performance"},
    {"periodical", "periodical"},
    {"phdthesis", "thesis"},
    {"preprint", "article"},
    {"proceedings", "book"},
    {"reference", "book"},
    {"report", "report"},
    {"review", "review"},
    {"software", "software"},
    {"standard", "standard"},
    {"suppbook", "chapter"},
    {"suppcollection", "chapter"},
    {"suppperiodical", "article-journal"},
    {"techreport", "report"},
    {"thesis", "thesis"},
    {"unpublished", "manuscript"},
    {"video", "motion_picture"},
    {"webpage", "webpage"},
    {"website", "webpage"},
    {"www", "webpage"},
};

static int
compare(const void *key, const void *element)
{
	return strcmp(key, ((const struct type *)element)->name);
}

static bool
has(const bibtex_entry *e, const char *field)
{
	return bibtex_get(e, field).len > 0;
}

/* Whether it is on a preprint server and nowhere else. */
static bool
is_preprint(const bibtex_entry *e)
{
	return has(e, "eprint") && !has(e, "journal") &&
	       !has(e, "journaltitle") && !has(e, "pmid");
}

/* What "entrysubtype" says: BibLaTeX's words, or a type of CSL itself. */
static const char *
subtype(const bibtex_entry *e)
{
	bm_str s = bm_str_trim(bibtex_get(e, "entrysubtype"));
	char name[40];

	if (s.len == 0 || s.len >= sizeof name)
		return NULL;
	for (size_t i = 0; i < s.len; i++)
		name[i] = bm_lower(s.ptr[i]);
	name[s.len] = '\0';
	if (strcmp(name, "magazine") == 0)
		return "article-magazine";
	if (strcmp(name, "newspaper") == 0)
		return "article-newspaper";
	return bib_type_name(name);
}

/* See bibtex.h. */
const char *
bibtex_type(const bibtex_entry *e)
{
	const struct type *t =
	    e->type.ptr == NULL
		? NULL
		: bsearch(e->type.ptr, types, sizeof types / sizeof *types,
			  sizeof *types, compare);
	const char *sub = subtype(e);

	if (sub != NULL)
		return sub;
	if (t == NULL)
		return NULL;
	if (bm_str_is(e->type, "article") && is_preprint(e))
		return "article";
	if (bm_str_is(e->type, "misc")) {
		/* What has an address and nothing else is a page. */
		if (is_preprint(e))
			return "article";
		if (has(e, "url") ||
		    bm_str_starts(bibtex_get(e, "howpublished"), "\\url") ||
		    bm_str_starts(bibtex_get(e, "howpublished"), "http"))
			return "webpage";
	}
	if (bm_str_is(e->type, "unpublished") &&
	    (has(e, "eventtitle") || has(e, "venue")))
		return "speech";
	/* BibTeX's @inbook names the book in "title". */
	if (bm_str_is(e->type, "inbook") && !has(e, "booktitle") &&
	    (!has(e, "chapter") ||
	     bm_is_digit(*bm_str_trim(bibtex_get(e, "chapter")).ptr)))
		return "book";
	return t->csl;
}
