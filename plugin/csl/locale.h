/* Terms and localised formats, as rendering asks for them. */
#ifndef BM_CSL_LOCALE_H
#define BM_CSL_LOCALE_H

#include "csl/model.h"

typedef struct csl_term {
	bm_str single, multiple;
	int match; /* of ordinals: 0 last-digit, 1 last-two-digits, 2 whole */
	bool has_match;
	const char *gender;
} csl_term;

struct csl_locale {
	bm_arena *arena;
	const char *lang;
	bm_map terms; /* "name\nform\ngender" -> csl_term */
	bool punctuation_in_quote, limit_day_ordinals;
	csl_date text, numeric; /* look is in text_look, numeric_look */
	csl_look text_look, numeric_look;
};

/*
 * The term in a form, with CSL's fallback from form to form.  ptr NULL when
 * there is none; a term that is there and empty has a pointer.
 */
bm_str csl_term_get(const csl_locale *locale, const char *name, csl_form form,
		    bool plural);
const csl_term *csl_term_find(const csl_locale *locale, const char *name,
			      csl_form form);
/* Ending or word of an ordinal number; gender may be NULL. */
bm_str csl_ordinal_suffix(const csl_locale *locale, long number,
			  const char *gender);
bm_str csl_long_ordinal(const csl_locale *locale, long number,
			const char *gender);
const char *csl_term_gender(const csl_locale *locale, const char *name);
/* Whether the language is English. */
bool csl_lang_is_english(bm_str lang);

#endif
