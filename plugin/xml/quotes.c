/* The quotation marks of languages. */
#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/ustring.h>

#include "xml/quotes.h"

#define NARROW "\xE2\x80\xAF" /* no break */

/* Where a house wants others than those of CLDR, or blanks.  The whole tag
 * first, then its first part. */
static const bm_quotes marks[] = {
    {"en", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99"},
    {"de-CH", "\xC2\xAB", "\xC2\xBB", "\xE2\x80\xB9", "\xE2\x80\xBA"},
    {"fr-CH", "\xC2\xAB", "\xC2\xBB", "\xE2\x80\xB9", "\xE2\x80\xBA"},
    {"de", "\xE2\x80\x9E", "\xE2\x80\x9C", "\xE2\x80\x9A", "\xE2\x80\x98"},
    {"fr", "\xC2\xAB" NARROW, NARROW "\xC2\xBB", "\xE2\x80\x9C",
     "\xE2\x80\x9D"},
    {"es", "\xC2\xAB", "\xC2\xBB", "\xE2\x80\x9C", "\xE2\x80\x9D"},
    {"it", "\xC2\xAB", "\xC2\xBB", "\xE2\x80\x9C", "\xE2\x80\x9D"},
    {"pt", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99"},
    {"nl", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99"},
    {"sv", "\xE2\x80\x9D", "\xE2\x80\x9D", "\xE2\x80\x99", "\xE2\x80\x99"},
    {"fi", "\xE2\x80\x9D", "\xE2\x80\x9D", "\xE2\x80\x99", "\xE2\x80\x99"},
    {"da", "\xC2\xBB", "\xC2\xAB", "\xE2\x80\xBA", "\xE2\x80\xB9"},
    {"nb", "\xC2\xAB", "\xC2\xBB", "\xE2\x80\x98", "\xE2\x80\x99"},
    {"no", "\xC2\xAB", "\xC2\xBB", "\xE2\x80\x98", "\xE2\x80\x99"},
    {"pl", "\xE2\x80\x9E", "\xE2\x80\x9D", "\xC2\xAB", "\xC2\xBB"},
    {"cs", "\xE2\x80\x9E", "\xE2\x80\x9C", "\xE2\x80\x9A", "\xE2\x80\x98"},
    {"ru", "\xC2\xAB", "\xC2\xBB", "\xE2\x80\x9E", "\xE2\x80\x9C"},
};

/* Fills them from ICU (CLDR); false if it has none. */
static bool
fill_others(bm_quotes_other *o, const char *lang)
{
	char id[ULOC_FULLNAME_CAPACITY];
	UErrorCode e = U_ZERO_ERROR;
	ULocaleData *data;

	uloc_forLanguageTag(lang, id, sizeof(id), NULL, &e);
	data = ulocdata_open(id, &e);
	for (int i = 0; i < 4 && U_SUCCESS(e); i++) {
		UChar mark[8];

		ulocdata_getDelimiter(data, (ULocaleDataDelimiterType)i, mark,
				      8, &e);
		u_strToUTF8(o->text[i], 16, NULL, mark, -1, &e);
	}
	ulocdata_close(data);
	snprintf(o->lang, sizeof(o->lang), "%s", lang);
	o->marks =
	    (bm_quotes){lang, o->text[0], o->text[1], o->text[2], o->text[3]};
	return U_SUCCESS(e);
}

/* See quotes.h. */
const bm_quotes *
bm_quotes_of(bm_quotes_other *o, const char *lang)
{
	size_t count = sizeof(marks) / sizeof(marks[0]);

	for (size_t whole = 2; lang != NULL && whole-- > 0;)
		for (size_t i = 0; i < count; i++) {
			size_t n = strlen(marks[i].lang);

			if (strncmp(marks[i].lang, lang, n) == 0 &&
			    (lang[n] == '\0' || (!whole && lang[n] == '-')))
				return &marks[i];
		}
	if (lang == NULL || strlen(lang) >= sizeof(o->lang))
		return &marks[0];
	if (strcmp(o->lang, lang) == 0 || fill_others(o, lang))
		return &o->marks;
	return &marks[0];
}
