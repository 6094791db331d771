/* Names and codes of languages, as databases write them. */
#include "bib/internal.h"

typedef struct language {
	const char *code, *three, *other, *name; /* other: ISO 639-2/T */
} language;

static const language languages[] = {
    {"af", "afr", NULL, "afrikaans"},   {"ar", "ara", NULL, "arabic"},
    {"az", "aze", NULL, "azerbaijani"}, {"be", "bel", NULL, "belarusian"},
    {"bg", "bul", NULL, "bulgarian"},   {"bs", "bos", NULL, "bosnian"},
    {"ca", "cat", NULL, "catalan"},     {"cs", "cze", "ces", "czech"},
    {"cy", "wel", "cym", "welsh"},      {"da", "dan", NULL, "danish"},
    {"de", "ger", "deu", "german"},     {"el", "gre", "ell", "greek"},
    {"en", "eng", NULL, "english"},     {"eo", "epo", NULL, "esperanto"},
    {"es", "spa", NULL, "spanish"},     {"et", "est", NULL, "estonian"},
    {"eu", "baq", "eus", "basque"},     {"fa", "per", "fas", "persian"},
    {"fi", "fin", NULL, "finnish"},     {"fr", "fre", "fra", "french"},
    {"ga", "gle", NULL, "irish"},       {"gl", "glg", NULL, "galician"},
    {"he", "heb", NULL, "hebrew"},      {"hi", "hin", NULL, "hindi"},
    {"hr", "hrv", "scr", "croatian"},   {"hu", "hun", NULL, "hungarian"},
    {"hy", "arm", "hye", "armenian"},   {"id", "ind", NULL, "indonesian"},
    {"is", "ice", "isl", "icelandic"},  {"it", "ita", NULL, "italian"},
    {"ja", "jpn", NULL, "japanese"},    {"ka", "geo", "kat", "georgian"},
    {"kk", "kaz", NULL, "kazakh"},      {"ko", "kor", NULL, "korean"},
    {"la", "lat", NULL, "latin"},       {"lt", "lit", NULL, "lithuanian"},
    {"lv", "lav", NULL, "latvian"},     {"mk", "mac", "mkd", "macedonian"},
    {"ms", "may", "msa", "malay"},      {"nl", "dut", "nld", "dutch"},
    {"nb", "nob", NULL, "bokmal"},      {"no", "nor", NULL, "norwegian"},
    {"pl", "pol", NULL, "polish"},      {"pt", "por", NULL, "portuguese"},
    {"ro", "rum", "ron", "romanian"},   {"ru", "rus", NULL, "russian"},
    {"sk", "slo", "slk", "slovak"},     {"sl", "slv", NULL, "slovenian"},
    {"sq", "alb", "sqi", "albanian"},   {"sr", "srp", "scc", "serbian"},
    {"sv", "swe", NULL, "swedish"},     {"th", "tha", NULL, "thai"},
    {"tr", "tur", NULL, "turkish"},     {"uk", "ukr", NULL, "ukrainian"},
    {"ur", "urd", NULL, "urdu"},        {"vi", "vie", NULL, "vietnamese"},
    {"zh", "chi", "zho", "chinese"},
};

/* The language of a name or code; NULL if it is not known. */
static const language *
find(bm_str text)
{
	char first = text.len > 0 ? bm_lower(text.ptr[0]) : '\0';

	/* Each style asks it of each cite: the length tells what is meant. */
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		const language *l = &languages[i];
		const char *meant = text.len == 2   ? l->code
				    : text.len == 3 ? l->three
						    : l->name;

		if (text.len == 3 && l->other != NULL &&
		    bm_str_is_nocase(text, l->other))
			return l;
		if (meant[0] == first && bm_str_is_nocase(text, meant))
			return l;
	}
	return NULL;
}

/* See internal.h. */
bm_str
bib_language(bm_str text)
{
	const language *l = find(bm_str_trim(text));

	return l != NULL ? bm_str_of(l->code) : bm_str_trim(text);
}

/* See internal.h. */
bm_str
bib_language_three(bm_str text)
{
	const language *l = find(bm_str_trim(text));

	return l != NULL ? bm_str_of(l->three) : bm_str_trim(text);
}

/* See item.h. */
const char *
bm_item_language(const bm_item *item)
{
	const bm_value *v = bm_item_get(item, "language");
	bm_str tag, rest, part;
	bool first = true;

	if (v == NULL || v->kind != BM_VALUE_TEXT)
		return NULL;
	rest = tag = bib_language(v->text);
	for (; bm_str_split(&rest, '-', &part); first = false) {
		if (part.len < (first ? 2 : 1) || part.len > (first ? 3 : 8))
			return NULL;
		for (size_t i = 0; i < part.len; i++)
			if (!bm_is_alpha(part.ptr[i]) &&
			    (first || !bm_is_digit(part.ptr[i])))
				return NULL;
	}
	/* One that was trimmed does not end where its text does. */
	return tag.ptr[tag.len] == '\0' ? tag.ptr : NULL;
}
