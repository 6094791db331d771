/* The types of references in RIS, those of 2001 and of 2011. */
#include "bib/ris.h"

typedef struct type {
	const char *ris, *csl;
} type;

/* Of several for a CSL type the first is written. */
static const type types[] = {
    {"JOUR", "article-journal"},
    {"ABST", "article-journal"},
    {"EJOUR", "article-journal"},
    {"INPR", "article-journal"},
    {"BOOK", "book"},
    {"EBOOK", "book"},
    {"EDBOOK", "book"},
    {"CTLG", "book"},
    {"SER", "book"},
    {"CHAP", "chapter"},
    {"ECHAP", "chapter"},
    {"CPAPER", "paper-conference"},
    {"CONF", "paper-conference"},
    {"RPRT", "report"},
    {"GOVDOC", "report"},
    {"THES", "thesis"},
    {"ELEC", "webpage"},
    {"WEB", "webpage"},
    {"MULTI", "webpage"},
    {"BLOG", "post-weblog"},
    {"NEWS", "article-newspaper"},
    {"MGZN", "article-magazine"},
    {"JFULL", "periodical"},
    {"GEN", "document"},
    {"STD", "document"},
    {"GRANT", "document"},
    {"GRNT", "document"},
    {"DATA", "dataset"},
    {"AGGR", "dataset"},
    {"DBASE", "dataset"},
    {"COMP", "software"},
    {"CASE", "legal_case"},
    {"STAT", "legislation"},
    {"LEGAL", "regulation"},
    {"BILL", "bill"},
    {"UNBILL", "bill"},
    {"HEAR", "hearing"},
    {"STAND", "standard"},
    {"PAT", "patent"},
    {"PAMP", "pamphlet"},
    {"UNPB", "manuscript"},
    {"UNPD", "manuscript"},
    {"MANSCPT", "manuscript"},
    {"PCOMM", "personal_communication"},
    {"ICOMM", "personal_communication"},
    {"VIDEO", "motion_picture"},
    {"MPCT", "motion_picture"},
    {"ADVS", "motion_picture"},
    {"SOUND", "song"},
    {"MUSIC", "musical_score"},
    {"SLIDE", "speech"},
    {"MAP", "map"},
    {"ART", "graphic"},
    {"FIGURE", "figure"},
    {"CHART", "figure"},
    {"EQUA", "figure"},
    {"DICT", "entry-dictionary"},
    {"ENCYC", "entry-encyclopedia"},
    {"CLSWK", "classic"},
    {"ANCIENT", "classic"},
};

/* CSL types that RIS has no word for; they do not come back. */
static const type nearest[] = {
    {"UNPB", "article"},     {"GEN", "broadcast"}, {"BOOK", "collection"},
    {"CHAP", "entry"},       {"GEN", "event"},     {"GEN", "interview"},
    {"GEN", "performance"},  {"ELEC", "post"},     {"JOUR", "review"},
    {"JOUR", "review-book"}, {"STAT", "treaty"},
};

/* See ris.h. */
const char *
ris_type_csl(bm_str name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (bm_str_is_nocase(name, types[i].ris))
			return types[i].csl;
	return NULL;
}

/* See ris.h. */
const char *
ris_type_of(bm_str csl)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (bm_str_is(csl, types[i].csl))
			return types[i].ris;
	for (size_t i = 0; i < sizeof nearest / sizeof *nearest; i++)
		if (bm_str_is(csl, nearest[i].csl))
			return nearest[i].ris;
	return "GEN";
}

/* See ris.h. */
bool
ris_is_book(bm_str csl)
{
	static const char *const books[] = {
	    "book",    "report",         "thesis",  "standard",  "map",
	    "song",    "motion_picture", "patent",  "software",  "pamphlet",
	    "dataset", "musical_score",  "classic", "manuscript"};

	for (size_t i = 0; i < sizeof books / sizeof *books; i++)
		if (bm_str_is(csl, books[i]))
			return true;
	return false;
}
