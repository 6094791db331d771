/* The variables and item types of CSL 1.0.2 (appendices III and IV). */
#include <stdlib.h>

#include "bib/internal.h"

typedef struct field {
	const char *name;
	bib_field_kind kind;
	const char *variable; /* NULL: the name itself */
} field;

/* Sorted by name, for a binary search. */
static const field fields[] = {
    {"DOI", BIB_FIELD_TEXT, NULL},
    {"ISBN", BIB_FIELD_TEXT, NULL},
    {"ISSN", BIB_FIELD_TEXT, NULL},
    {"PMCID", BIB_FIELD_TEXT, NULL},
    {"PMID", BIB_FIELD_TEXT, NULL},
    {"URL", BIB_FIELD_TEXT, NULL},
    {"abstract", BIB_FIELD_TEXT, NULL},
    {"accessed", BIB_FIELD_DATE, NULL},
    {"annote", BIB_FIELD_TEXT, NULL},
    {"archive", BIB_FIELD_TEXT, NULL},
    {"archive-place", BIB_FIELD_TEXT, NULL},
    {"archive_collection", BIB_FIELD_TEXT, NULL},
    {"archive_location", BIB_FIELD_TEXT, NULL},
    {"author", BIB_FIELD_NAMES, NULL},
    {"authority", BIB_FIELD_TEXT, NULL},
    {"available-date", BIB_FIELD_DATE, NULL},
    {"call-number", BIB_FIELD_TEXT, NULL},
    {"categories", BIB_FIELD_IGNORED, NULL},
    {"chair", BIB_FIELD_NAMES, NULL},
    {"chapter-number", BIB_FIELD_TEXT, NULL},
    {"citation-key", BIB_FIELD_TEXT, NULL},
    {"citation-label", BIB_FIELD_TEXT, NULL},
    {"citation-number", BIB_FIELD_IGNORED, NULL},
    {"collection-editor", BIB_FIELD_NAMES, NULL},
    {"collection-number", BIB_FIELD_TEXT, NULL},
    {"collection-title", BIB_FIELD_TEXT, NULL},
    {"compiler", BIB_FIELD_NAMES, NULL},
    {"composer", BIB_FIELD_NAMES, NULL},
    {"container-author", BIB_FIELD_NAMES, NULL},
    {"container-title", BIB_FIELD_TEXT, NULL},
    {"container-title-short", BIB_FIELD_TEXT, NULL},
    {"contributor", BIB_FIELD_NAMES, NULL},
    {"curator", BIB_FIELD_NAMES, NULL},
    {"custom", BIB_FIELD_IGNORED, NULL},
    {"dimensions", BIB_FIELD_TEXT, NULL},
    {"director", BIB_FIELD_NAMES, NULL},
    {"division", BIB_FIELD_TEXT, NULL},
    {"edition", BIB_FIELD_TEXT, NULL},
    {"editor", BIB_FIELD_NAMES, NULL},
    {"editor-translator", BIB_FIELD_NAMES, NULL},
    {"editorial-director", BIB_FIELD_NAMES, NULL},
    {"event", BIB_FIELD_TEXT, NULL},
    {"event-date", BIB_FIELD_DATE, NULL},
    {"event-place", BIB_FIELD_TEXT, NULL},
    {"event-title", BIB_FIELD_TEXT, NULL},
    {"executive-producer", BIB_FIELD_NAMES, NULL},
    {"first-reference-note-number", BIB_FIELD_IGNORED, NULL},
    {"genre", BIB_FIELD_TEXT, NULL},
    {"guest", BIB_FIELD_NAMES, NULL},
    {"host", BIB_FIELD_NAMES, NULL},
    {"id", BIB_FIELD_IGNORED, NULL},
    {"illustrator", BIB_FIELD_NAMES, NULL},
    {"interviewer", BIB_FIELD_NAMES, NULL},
    {"issue", BIB_FIELD_TEXT, NULL},
    {"issued", BIB_FIELD_DATE, NULL},
    {"journalAbbreviation", BIB_FIELD_TEXT, "container-title-short"},
    {"jurisdiction", BIB_FIELD_TEXT, NULL},
    {"keyword", BIB_FIELD_TEXT, NULL},
    {"language", BIB_FIELD_TEXT, NULL},
    {"license", BIB_FIELD_TEXT, NULL},
    {"locator", BIB_FIELD_TEXT, NULL},
    {"medium", BIB_FIELD_TEXT, NULL},
    {"narrator", BIB_FIELD_NAMES, NULL},
    {"note", BIB_FIELD_TEXT, NULL},
    {"number", BIB_FIELD_TEXT, NULL},
    {"number-of-pages", BIB_FIELD_TEXT, NULL},
    {"number-of-volumes", BIB_FIELD_TEXT, NULL},
    {"organizer", BIB_FIELD_NAMES, NULL},
    {"original-author", BIB_FIELD_NAMES, NULL},
    {"original-date", BIB_FIELD_DATE, NULL},
    {"original-publisher", BIB_FIELD_TEXT, NULL},
    {"original-publisher-place", BIB_FIELD_TEXT, NULL},
    {"original-title", BIB_FIELD_TEXT, NULL},
    {"page", BIB_FIELD_TEXT, NULL},
    {"page-first", BIB_FIELD_TEXT, NULL},
    {"part", BIB_FIELD_TEXT, NULL},
    {"part-number", BIB_FIELD_TEXT, NULL},
    {"part-title", BIB_FIELD_TEXT, NULL},
    {"performer", BIB_FIELD_NAMES, NULL},
    {"printing", BIB_FIELD_TEXT, NULL},
    {"printing-number", BIB_FIELD_TEXT, NULL},
    {"producer", BIB_FIELD_NAMES, NULL},
    {"publisher", BIB_FIELD_TEXT, NULL},
    {"publisher-place", BIB_FIELD_TEXT, NULL},
    {"recipient", BIB_FIELD_NAMES, NULL},
    {"references", BIB_FIELD_TEXT, NULL},
    {"reviewed-author", BIB_FIELD_NAMES, NULL},
    {"reviewed-genre", BIB_FIELD_TEXT, NULL},
    {"reviewed-title", BIB_FIELD_TEXT, NULL},
    {"scale", BIB_FIELD_TEXT, NULL},
    {"script-writer", BIB_FIELD_NAMES, NULL},
    {"section", BIB_FIELD_TEXT, NULL},
    {"series-creator", BIB_FIELD_NAMES, NULL},
    {"shortTitle", BIB_FIELD_TEXT, "title-short"},
    {"source", BIB_FIELD_TEXT, NULL},
    {"status", BIB_FIELD_TEXT, NULL},
    {"submitted", BIB_FIELD_DATE, NULL},
    {"supplement", BIB_FIELD_TEXT, NULL},
    {"supplement-number", BIB_FIELD_TEXT, NULL},
    {"title", BIB_FIELD_TEXT, NULL},
    {"title-short", BIB_FIELD_TEXT, NULL},
    {"translator", BIB_FIELD_NAMES, NULL},
    {"type", BIB_FIELD_IGNORED, NULL},
    {"version", BIB_FIELD_TEXT, NULL},
    {"volume", BIB_FIELD_TEXT, NULL},
    {"volume-title", BIB_FIELD_TEXT, NULL},
    {"volume-title-short", BIB_FIELD_TEXT, NULL},
    {"year-suffix", BIB_FIELD_TEXT, NULL},
};

static const char *const types[] = {
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
};

static int
compare_field(const void *key, const void *element)
{
	return strcmp(key, ((const field *)element)->name);
}

static int
compare_type(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

/* See internal.h. */
bib_field_kind
bib_field(const char *name, const char **variable)
{
	const field *f = bsearch(name, fields, sizeof fields / sizeof *fields,
				 sizeof *fields, compare_field);

	*variable = f != NULL && f->variable != NULL ? f->variable : name;
	return f == NULL ? BIB_FIELD_UNKNOWN : f->kind;
}

/* See internal.h. */
bool
bib_type_known(const char *type)
{
	return bib_type_name(type) != NULL;
}

/* See internal.h. */
const char *
bib_type_name(const char *type)
{
	const char *const *found =
	    bsearch(type, types, sizeof types / sizeof *types, sizeof *types,
		    compare_type);

	return found != NULL ? *found : NULL;
}
