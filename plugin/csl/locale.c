/* Locales: terms and date formats, merged in CSL's order of fallback. */
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "csl/locale.h"
#include "xml/parse.h"

#define DEFAULT_LOCALE_DIR "/usr/share/citation-style-language/locales"

/* Languages whose usual dialect is not LL-LL (CSL 1.0.2, Locale Fallback). */
static const char *const primary[][2] = {
    {"ca", "ca-AD"}, {"cs", "cs-CZ"}, {"cy", "cy-GB"}, {"da", "da-DK"},
    {"el", "el-GR"}, {"en", "en-US"}, {"et", "et-EE"}, {"fa", "fa-IR"},
    {"he", "he-IL"}, {"hi", "hi-IN"}, {"ja", "ja-JP"}, {"km", "km-KH"},
    {"ko", "ko-KR"}, {"nb", "nb-NO"}, {"nn", "nn-NO"}, {"sl", "sl-SI"},
    {"sr", "sr-RS"}, {"sv", "sv-SE"}, {"uk", "uk-UA"}, {"vi", "vi-VN"},
    {"zh", "zh-CN"}, {"af", "af-ZA"}, {"ar", "ar"},    {"eu", "eu"},
    {"la", "la"},    {"no", "nb-NO"},
};

/* See locale.h. */
bool
csl_lang_is_english(bm_str lang)
{
	return lang.len >= 2 && bm_lower(lang.ptr[0]) == 'e' &&
	       bm_lower(lang.ptr[1]) == 'n' &&
	       (lang.len == 2 || lang.ptr[2] == '-' || lang.ptr[2] == '_');
}

/* "de_at" to "de-AT"; only letters, digits and hyphens are kept. */
static char *
normal_lang(bm_arena *arena, const char *lang)
{
	char *s = bm_arena_strdup(arena, lang);
	size_t n = 0, hyphens = 0;

	for (size_t i = 0; s != NULL && s[i] != '\0'; i++) {
		char c = s[i] == '_' ? '-' : s[i];

		if (c == '-' && hyphens++ > 0)
			break;
		if (!bm_is_alpha(c) && !bm_is_digit(c) && c != '-')
			continue;
		s[n++] = (char)(hyphens == 0           ? bm_lower(c)
				: c >= 'a' && c <= 'z' ? c - 'a' + 'A'
						       : c);
	}
	if (s != NULL)
		s[n] = '\0';
	return s;
}

/* The usual dialect of a language, in the arena. */
static const char *
primary_dialect(bm_arena *arena, const char *lang)
{
	size_t n = strcspn(lang, "-");

	for (size_t i = 0; i < sizeof primary / sizeof *primary; i++)
		if (strlen(primary[i][0]) == n &&
		    strncmp(primary[i][0], lang, n) == 0)
			return primary[i][1];
	if (n != 2)
		return bm_arena_strndup(arena, lang, n);
	return bm_arena_printf(arena, "%.2s-%c%c", lang, lang[0] - 'a' + 'A',
			       lang[1] - 'a' + 'A');
}

/* See model.h. */
bm_status
csl_locale_find(const csl_paths *paths, bm_arena *arena, const char *lang,
		xmlDoc **out)
{
	const char *dir =
	    paths->locale_dir != NULL ? paths->locale_dir : DEFAULT_LOCALE_DIR;
	const char *path =
	    bm_arena_printf(arena, "%s/locales-%s.xml", dir, lang);
	bm_status status;
	bm_str text;

	*out = NULL;
	if (path == NULL)
		return BM_NO_MEMORY;
	status = bm_file_read_told(&paths->teller, arena, path, &text);
	if (status != BM_OK && status != BM_NO_MEMORY && paths->data != NULL) {
		path = bm_arena_printf(arena, "csl/locale-%s.xml", lang);
		if (path == NULL)
			return BM_NO_MEMORY;
		status = bm_data_load(paths->data, arena, path, &text);
	}
	if (status != BM_OK)
		return status == BM_NO_MEMORY ? status : BM_OK;
	status = bm_xml_parse_data(arena, text, path, out, NULL);
	return status == BM_NO_MEMORY ? status : BM_OK;
}

/* ---- Merging ---- */

static const char *
form_name(csl_form form)
{
	static const char *const names[] = {"long",       "short",  "verb",
					    "verb-short", "symbol", "count"};

	return names[form];
}

static bm_str
term_key(char *space, size_t size, const char *name, const char *form,
	 const char *gender)
{
	const char *const parts[] = {name, form, gender != NULL ? gender : ""};
	size_t len = 0;

	for (size_t i = 0; i < 3; i++) {
		if (i > 0 && len < size)
			space[len++] = '\n';
		for (const char *c = parts[i]; *c != '\0' && len < size; c++)
			space[len++] = *c;
	}
	return (bm_str){space, len};
}

/*
 * Text content of an element, copied; white space is kept, but for that of an
 * element which only holds its own layout.
 */
static bm_str
content(bm_arena *arena, const xmlNode *node)
{
	xmlChar *s = xmlNodeGetContent(node);
	bm_str out =
	    bm_str_of(csl_text_decode(arena, s != NULL ? (const char *)s : ""));

	xmlFree(s);
	if (bm_str_trim(out).len == 0 && bm_str_find(out, "\n", 0) < out.len)
		out.len = 0;
	return out;
}

/* New ordinals replace the whole set of the layers below (CSL 1.0.2). */
static void
drop_ordinals(csl_locale *locale)
{
	for (size_t i = 0; i < locale->terms.len; i++)
		if (bm_str_starts(locale->terms.entries[i].key, "ordinal"))
			locale->terms.entries[i].value = NULL;
}

/* And one long ordinal replaces that of the layers below, in all genders. */
static void
drop_long_ordinal(csl_locale *locale, const char *name)
{
	static const char *const genders[] = {NULL, "feminine", "masculine"};
	char key[200];

	for (size_t i = 0; i < 3; i++) {
		bm_str k = term_key(key, sizeof key, name, "long", genders[i]);

		if (bm_map_get(&locale->terms, k) != NULL)
			*bm_map_put(&locale->terms, k, NULL) = NULL;
	}
}

static bm_status
merge_term(csl_locale *locale, const xmlNode *node)
{
	bm_arena *arena = locale->arena;
	const char *name = csl_attribute(arena, node, "name");
	const char *form = csl_attribute(arena, node, "form");
	const char *gender = csl_attribute(arena, node, "gender-form");
	const char *match = csl_attribute(arena, node, "match");
	const xmlNode *single = csl_first(node, "single");
	const xmlNode *multiple = csl_first(node, "multiple");
	csl_term *term = BM_NEW(arena, csl_term);
	char key[200];
	const csl_term *old;
	void **place;

	if (name == NULL)
		return bm_arena_failed(arena) ? BM_NO_MEMORY : BM_OK;
	place = bm_map_put(&locale->terms,
			   term_key(key, sizeof key, name,
				    form != NULL ? form : "long", gender),
			   NULL);
	if (place == NULL || term == NULL)
		return BM_NO_MEMORY;
	old = *place;
	*place = term;
	term->single = content(arena, single != NULL ? single : node);
	term->multiple =
	    multiple != NULL ? content(arena, multiple) : term->single;
	term->gender = csl_attribute(arena, node, "gender");
	/* Another word for it in a style that does not say is of the same. */
	if (term->gender == NULL && old != NULL)
		term->gender = old->gender;
	term->has_match = match != NULL;
	term->match = bm_streq(match, "whole-number")      ? 2
		      : bm_streq(match, "last-two-digits") ? 1
							   : 0;
	return BM_OK;
}

static void
merge_date(csl_locale *locale, const xmlNode *node)
{
	const char *form = csl_attribute(locale->arena, node, "form");
	bool numeric = bm_streq(form, "numeric");
	csl_date *d = numeric ? &locale->numeric : &locale->text;

	*d = (csl_date){0};
	d->parts_wanted = 3;
	csl_look_read(locale->arena, node,
		      numeric ? &locale->numeric_look : &locale->text_look);
	for (const xmlNode *p = csl_first(node, "date-part");
	     p != NULL && d->part_count < 3; p = csl_after(p, "date-part"))
		csl_date_part_read(locale->arena, p,
				   &d->parts[d->part_count++]);
}

/* Lays one cs:locale element over what is there. */
static bm_status
merge(csl_locale *locale, const xmlNode *node)
{
	const xmlNode *terms = csl_first(node, "terms");
	bm_status status = BM_OK;

	for (const xmlNode *o = csl_first(node, "style-options"); o != NULL;
	     o = csl_after(o, "style-options")) {
		const char *s =
		    csl_attribute(locale->arena, o, "punctuation-in-quote");

		if (s != NULL)
			locale->punctuation_in_quote = bm_streq(s, "true");
		s = csl_attribute(locale->arena, o,
				  "limit-day-ordinals-to-day-1");
		if (s != NULL)
			locale->limit_day_ordinals = bm_streq(s, "true");
	}
	for (const xmlNode *d = csl_first(node, "date"); d != NULL;
	     d = csl_after(d, "date"))
		merge_date(locale, d);
	for (const xmlNode *t = csl_first(terms, "term"); t != NULL;
	     t = csl_after(t, "term")) {
		const char *name = csl_attribute(locale->arena, t, "name");

		if (bm_streq(name, "ordinal"))
			drop_ordinals(locale);
		else if (name != NULL &&
			 strncmp(name, "long-ordinal-", 13) == 0)
			drop_long_ordinal(locale, name);
	}
	for (const xmlNode *t = csl_first(terms, "term");
	     t != NULL && status == BM_OK; t = csl_after(t, "term"))
		status = merge_term(locale, t);
	return status;
}

/* Lays the locale file of a language over what is there, if there is one. */
static bm_status
merge_file(csl_locale *locale, const csl_paths *paths, const char *lang,
	   bool *found)
{
	xmlDoc *xml;
	bm_status status = csl_locale_find(paths, locale->arena, lang, &xml);
	const xmlNode *root;

	*found = xml != NULL;
	if (xml == NULL)
		return status;
	root = xmlDocGetRootElement(xml);
	if (csl_is(root, "locale"))
		status = merge(locale, root);
	xmlFreeDoc(xml);
	return status;
}

/* The style's own cs:locale elements for `lang` ("": those without one). */
static bm_status
merge_style(csl_locale *locale, const csl_style *style, const char *lang)
{
	bm_status status = BM_OK;

	for (const xmlNode *l =
		 csl_first(xmlDocGetRootElement(style->xml), "locale");
	     l != NULL && status == BM_OK; l = csl_after(l, "locale")) {
		const char *own = csl_attribute(locale->arena, l, "lang");

		own = own != NULL ? normal_lang(locale->arena, own) : "";
		if (bm_streq(own, lang))
			status = merge(locale, l);
	}
	return status;
}

static bm_status
load(csl_locale *locale, const csl_paths *paths, const csl_style *style,
     bm_diags *diags)
{
	const char *lang = locale->lang;
	const char *base =
	    bm_arena_strndup(locale->arena, lang, strcspn(lang, "-"));
	const char *dialect = primary_dialect(locale->arena, lang);
	bool found, any = false;
	bm_status status;

	if (base == NULL || dialect == NULL)
		return BM_NO_MEMORY;
	status = merge_file(locale, paths, "en-US", &found);
	if (status == BM_OK && strcmp(dialect, "en-US") != 0) {
		status = merge_file(locale, paths, dialect, &any);
	} else
		any = found;
	if (status == BM_OK && strcmp(lang, dialect) != 0 &&
	    strcmp(lang, base) != 0) {
		status = merge_file(locale, paths, lang, &found);
		any = any || found;
	}
	if (!any && status == BM_OK)
		bm_diag_add(diags, csl_rule("csl-locale-missing"), NULL,
			    "There are no citation terms for \"%s\"", lang);
	if (status == BM_OK)
		status = merge_style(locale, style, "");
	if (status == BM_OK)
		status = merge_style(locale, style, base);
	/* A style whose terms are for the usual dialect means them for others
	 * too, for which it has none. */
	if (status == BM_OK && strcmp(dialect, base) != 0)
		status = merge_style(locale, style, dialect);
	if (status == BM_OK && strcmp(lang, base) != 0 &&
	    strcmp(lang, dialect) != 0)
		status = merge_style(locale, style, lang);
	return bm_arena_failed(locale->arena) ? BM_NO_MEMORY : status;
}

/* See csl.h. */
bm_status
csl_locale_load(const csl_paths *paths, const bm_allocator *al,
		const csl_style *style, const char *lang, bm_diags *diags,
		csl_locale **out)
{
	bm_arena *arena = bm_arena_new(al);
	csl_locale *locale = BM_NEW(arena, csl_locale);
	bm_status status = BM_NO_MEMORY;

	*out = NULL;
	if (locale == NULL) {
		bm_arena_free(arena);
		return BM_NO_MEMORY;
	}
	locale->arena = arena;
	if (lang == NULL || *lang == '\0')
		lang = style->default_locale;
	if (lang == NULL || *lang == '\0')
		lang = "en-US";
	locale->lang = normal_lang(arena, lang);
	bm_map_init(&locale->terms, arena);
	if (locale->lang != NULL && *locale->lang == '\0')
		locale->lang = "en-US";
	if (locale->lang != NULL)
		status = load(locale, paths, style, diags);
	if (status != BM_OK) {
		csl_locale_free(locale);
		return status;
	}
	*out = locale;
	return BM_OK;
}

/* See csl.h. */
void
csl_locale_free(csl_locale *locale)
{
	if (locale != NULL)
		bm_arena_free(locale->arena);
}

/* ---- Asking ---- */

static const csl_term *
find(const csl_locale *locale, const char *name, const char *form,
     const char *gender)
{
	char key[200];

	return bm_map_get(&locale->terms,
			  term_key(key, sizeof key, name, form, gender));
}

/* See locale.h. */
const csl_term *
csl_term_find(const csl_locale *locale, const char *name, csl_form form)
{
	const csl_term *t = find(locale, name, form_name(form), NULL);

	if (t == NULL && form == CSL_FORM_VERB_SHORT)
		t = find(locale, name, "verb", NULL);
	else if (t == NULL && form == CSL_FORM_SYMBOL)
		t = find(locale, name, "short", NULL);
	return t != NULL ? t : find(locale, name, "long", NULL);
}

/* See locale.h. */
bm_str
csl_term_get(const csl_locale *locale, const char *name, csl_form form,
	     bool plural)
{
	const csl_term *t = csl_term_find(locale, name, form);

	if (t == NULL)
		return (bm_str){0};
	return plural ? t->multiple : t->single;
}

/* See locale.h. */
const char *
csl_term_gender(const csl_locale *locale, const char *name)
{
	const csl_term *t = csl_term_find(locale, name, CSL_FORM_LONG);

	return t != NULL ? t->gender : NULL;
}

static const csl_term *
ordinal_term(const csl_locale *locale, const char *name, const char *gender)
{
	const csl_term *t = NULL;

	if (gender != NULL)
		t = find(locale, name, "long", gender);
	return t != NULL ? t : find(locale, name, "long", NULL);
}

/* The suffix for this gender, or that for none (CSL 1.0.2, Ordinals). */
static const csl_term *
ordinal_suffix(const csl_locale *locale, long number, const char *gender)
{
	const csl_term *t = NULL;
	char name[16];
	long two = labs(number) % 100, one = two % 10;

	if (labs(number) < 100) {
		snprintf(name, sizeof name, "ordinal-%02ld", two);
		t = ordinal_term(locale, name, gender);
		if (t != NULL)
			return t;
	}
	snprintf(name, sizeof name, "ordinal-%02ld", two);
	t = ordinal_term(locale, name, gender);
	if (t != NULL && two >= 10 && !(t->has_match && t->match == 2))
		return t;
	snprintf(name, sizeof name, "ordinal-%02ld", one);
	t = ordinal_term(locale, name, gender);
	if (t != NULL && !(t->has_match && t->match > 0))
		return t;
	return ordinal_term(locale, "ordinal", gender);
}

/*
 * See locale.h.  A locale that has terms for the genders alone (Portuguese)
 * lends the feminine one, then the masculine one, to a noun of no gender: a
 * number without a suffix would be no ordinal.
 */
bm_str
csl_ordinal_suffix(const csl_locale *locale, long number, const char *gender)
{
	const csl_term *t = ordinal_suffix(locale, number, gender);

	if (t == NULL)
		t = ordinal_suffix(locale, number, "feminine");
	if (t == NULL)
		t = ordinal_suffix(locale, number, "masculine");
	return t != NULL ? t->single : (bm_str){0};
}

/* See locale.h. */
bm_str
csl_long_ordinal(const csl_locale *locale, long number, const char *gender)
{
	const csl_term *t;
	char name[24];

	if (number < 1 || number > 10)
		return (bm_str){0};
	snprintf(name, sizeof name, "long-ordinal-%02ld", number);
	t = ordinal_term(locale, name, gender);
	if (t == NULL)
		t = ordinal_term(locale, name, "feminine");
	if (t == NULL)
		t = ordinal_term(locale, name, "masculine");
	return t != NULL ? t->single : (bm_str){0};
}
