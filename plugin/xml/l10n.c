#include "xml/l10n.h"

#include <pthread.h>
#include <stdint.h>

#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "core/buf.h"
#include "xml/doc.h"
#include "xml/parse.h"

#define PATTERN BM_L10N_TAG

/* How a language writes dates (UTS 35, part 4). */
struct dates {
	char day[PATTERN];   /* "d MMMM y" */
	char month[PATTERN]; /* the same without the day */
	const char *inside[12], *alone[12];
};

struct language {
	bm_words words; /* first: it is what callers see */
	/* The sentences of passes: read apart, as most runs need none, and
	 * sheets get every word. */
	bm_words sentences;
	bool has_sentences;
	UPluralRules *plurals;  /* NULL: not asked for yet */
	UNumberFormat *numbers; /* the same */
	bm_arena *arena;
	const char *tag;
	const char *locale;  /* whose dates it writes; NULL: the tag's */
	struct dates *dates; /* NULL: not asked for yet */
};

struct bm_l10n {
	bm_arena *arena; /* its own strings and tables */
	bm_allocator al;
	const bm_data *data;
	pthread_mutex_t lock;
	bm_map languages; /* tag to struct language */
};

bm_l10n *
bm_l10n_new(const bm_allocator *al, const bm_data *data)
{
	bm_arena *arena = bm_arena_new(al);
	bm_l10n *l10n = BM_NEW(arena, bm_l10n);

	if (l10n == NULL || pthread_mutex_init(&l10n->lock, NULL) != 0) {
		bm_arena_free(arena);
		return NULL;
	}
	l10n->arena = arena;
	if (al != NULL)
		l10n->al = *al;
	l10n->data = data;
	bm_map_init(&l10n->languages, arena);
	return l10n;
}

void
bm_l10n_free(bm_l10n *l10n)
{
	if (l10n == NULL)
		return;
	for (size_t i = 0; i < l10n->languages.len; i++) {
		struct language *l = l10n->languages.entries[i].value;

		if (l == NULL)
			continue;
		/* Asked first: a function of ICU that is never called costs no
		 * memory. */
		if (l->plurals != NULL)
			uplrules_close(l->plurals);
		if (l->numbers != NULL)
			unum_close(l->numbers);
		bm_arena_free(l->arena);
	}
	pthread_mutex_destroy(&l10n->lock);
	bm_arena_free(l10n->arena);
}

/* ---- words --------------------------------------------------------------- */

/* Adds the terms in an element to those that are there; false without memory.
 */
static bool
take_terms(bm_arena *arena, const xmlNode *parent, bm_map *terms)
{
	for (xmlNode *n = bm_first_element(parent); n != NULL;
	     n = bm_next_element(n)) {
		const char *name = bm_attr(n, "name"), *value = "";
		bool is_new = false;
		void **slot;

		if (name == NULL)
			continue;
		slot = bm_map_put(terms, bm_str_of(name), &is_new);
		if (slot != NULL && !is_new)
			continue;
		if (n->children != NULL && n->children->type == XML_TEXT_NODE)
			value = (const char *)n->children->content;
		if (slot == NULL ||
		    (*slot = bm_arena_strdup(arena, value)) == NULL)
			return false;
	}
	return true;
}

static const xmlNode *
sentences_of(const xmlNode *root)
{
	const xmlNode *n = bm_first_element(root);

	while (n != NULL && strcmp((const char *)n->name, "sentences") != 0)
		n = bm_next_element(n);
	return n;
}

/* Adds what one file has of the words or of the sentences; false without
 * memory.  A file that is not there or cannot be read adds none. */
static bool
read_file(const bm_l10n *l10n, struct language *l, bm_words *into, bm_str tag,
	  bool *found)
{
	const char *path = bm_arena_printf(l->arena, "xsl/l10n/%.*s.xml",
					   (int)tag.len, tag.ptr);
	const xmlNode *root;
	xmlDoc *xml = NULL;
	bm_str text;
	bool ok;

	if (path == NULL)
		return false;
	if (bm_str_find(tag, "/", 0) < tag.len ||
	    bm_data_load(l10n->data, l->arena, path, &text) != BM_OK ||
	    bm_xml_parse_data(l->arena, text, path, &xml, NULL) != BM_OK)
		return !bm_arena_failed(l->arena);
	*found = true;
	root = xmlDocGetRootElement(xml);
	if (l->locale == NULL)
		l->locale = bm_arena_strdup(l->arena, bm_attr(root, "dates"));
	ok = take_terms(l->arena, into == &l->words ? root : sentences_of(root),
			&into->terms);
	xmlFreeDoc(xml);
	return ok;
}

/*
 * "zh-Hans" for "zh-CN" and "zh", and "en-US" for "en-Latn-US"; false if ICU
 * does not know the tag.
 */
static bool
other_tags(const char *tag, char scripted[PATTERN], char placed[PATTERN])
{
	char place[ULOC_COUNTRY_CAPACITY], id[ULOC_FULLNAME_CAPACITY],
	    full[ULOC_FULLNAME_CAPACITY];
	char lang[ULOC_LANG_CAPACITY], script[ULOC_SCRIPT_CAPACITY];
	UErrorCode e = U_ZERO_ERROR;

	uloc_forLanguageTag(tag, id, sizeof(id), NULL, &e);
	uloc_addLikelySubtags(id, full, sizeof(full), &e);
	uloc_getLanguage(full, lang, sizeof(lang), &e);
	uloc_getScript(full, script, sizeof(script), &e);
	uloc_getCountry(id, place, sizeof(place), &e);
	snprintf(scripted, PATTERN, "%s-%s", lang, script);
	snprintf(placed, PATTERN, "%s-%s", lang, place);
	return U_SUCCESS(e) && script[0] != '\0';
}

bool
bm_l10n_scripted(const char *lang, char out[BM_L10N_TAG])
{
	char placed[PATTERN];

	return other_tags(lang, out, placed);
}

/* All files of a language, the nearest first; false without memory. */
static bool
read_language(const bm_l10n *l10n, struct language *l, bm_words *into)
{
	char scripted[PATTERN], placed[PATTERN];
	bool other = strcspn(l->tag, "-_") < strlen(l->tag) &&
		     other_tags(l->tag, scripted, placed);
	bm_str tag = bm_str_of(l->tag);
	bool english = false, ok;
	const char *locale;

	if (!read_file(l10n, l, into, tag, &into->known) ||
	    (other && strcmp(placed, l->tag) != 0 &&
	     !read_file(l10n, l, into, bm_str_of(placed), &into->known)))
		return false;
	while (tag.len > 0) {
		tag.len--;
		if ((tag.ptr[tag.len] == '-' || tag.ptr[tag.len] == '_') &&
		    !read_file(l10n, l, into, tag, &into->known))
			return false;
	}
	if (!into->known && other_tags(l->tag, scripted, placed) &&
	    !read_file(l10n, l, into, bm_str_of(scripted), &into->known))
		return false;
	if (into == &l->sentences)
		into->known = into->terms.len > 0;
	locale = l->locale;
	ok = read_file(l10n, l, into, BM_STR("en"), &english);
	l->locale = locale; /* English lends its words only */
	return ok;
}

/* The language of a tag, read; NULL without memory.  Under the lock. */
static struct language *
find(bm_l10n *l10n, const char *tag)
{
	struct language *l = bm_map_getz(&l10n->languages, tag);
	bm_arena *arena;
	void **slot;

	if (l != NULL)
		return l;
	arena = bm_arena_new(&l10n->al);
	l = BM_NEW(arena, struct language);
	if (l == NULL)
		goto none;
	l->arena = arena;
	l->tag = bm_arena_strdup(arena, tag);
	bm_map_init(&l->words.terms, arena);
	bm_map_init(&l->sentences.terms, arena);
	if (l->tag == NULL || !read_language(l10n, l, &l->words))
		goto none;
	slot = bm_map_put(&l10n->languages, bm_str_of(tag), NULL);
	if (slot == NULL)
		goto none;
	*slot = l;
	return l;
none:
	bm_arena_free(arena);
	return NULL;
}

const bm_words *
bm_l10n_words(bm_l10n *l10n, const char *lang)
{
	struct language *l;

	pthread_mutex_lock(&l10n->lock);
	l = find(l10n, lang != NULL && lang[0] != '\0' ? lang : "en");
	pthread_mutex_unlock(&l10n->lock);
	return l != NULL ? &l->words : NULL;
}

const char *
bm_l10n_term(bm_l10n *l10n, const char *lang, const char *name)
{
	const bm_words *words = bm_l10n_words(l10n, lang);

	return words != NULL ? bm_map_getz(&words->terms, name) : NULL;
}

/* ---- sentences ----------------------------------------------------------- */

/* A language with its sentences; NULL without memory.  Under the lock. */
static struct language *
find_with_sentences(bm_l10n *l10n, const char *tag)
{
	struct language *l = find(l10n, tag);

	if (l == NULL || l->has_sentences)
		return l;
	if (!read_language(l10n, l, &l->sentences))
		return NULL; /* what was read stays; the rest is tried again */
	l->has_sentences = true;
	return l;
}

const bm_words *
bm_l10n_sentences(bm_l10n *l10n, const char *lang)
{
	struct language *l;

	pthread_mutex_lock(&l10n->lock);
	l = find_with_sentences(l10n,
				lang != NULL && lang[0] != '\0' ? lang : "en");
	pthread_mutex_unlock(&l10n->lock);
	return l != NULL ? &l->sentences : NULL;
}

/* The language whose sentences those of a tag are, with what ICU knows of its
 * numbers; NULL without memory. */
static struct language *
counting(bm_l10n *l10n, const char *tag)
{
	struct language *l;
	UErrorCode e = U_ZERO_ERROR;
	char id[ULOC_FULLNAME_CAPACITY];

	pthread_mutex_lock(&l10n->lock);
	l = find_with_sentences(l10n, tag);
	if (l != NULL && !l->sentences.known)
		l = find_with_sentences(l10n, "en");
	if (l != NULL && l->numbers == NULL) {
		uloc_forLanguageTag(l->locale != NULL ? l->locale : l->tag, id,
				    sizeof(id), NULL, &e);
		/* The digits of all else that we write. */
		uloc_setKeywordValue("numbers", "latn", id, sizeof(id), &e);
		l->numbers = unum_open(UNUM_DECIMAL, NULL, 0, id, NULL, &e);
		unum_setAttribute(l->numbers, UNUM_MINIMUM_GROUPING_DIGITS,
				  UNUM_MINIMUM_GROUPING_DIGITS_AUTO);
		l->plurals = uplrules_open(id, &e);
	}
	pthread_mutex_unlock(&l10n->lock);
	return l;
}

const char *
bm_l10n_number(bm_l10n *l10n, bm_arena *arena, unsigned long n,
	       const char *lang)
{
	const struct language *l =
	    counting(l10n, lang != NULL && lang[0] != '\0' ? lang : "en");
	UErrorCode e = U_ZERO_ERROR;
	UChar text[PATTERN];
	char utf8[3 * PATTERN];

	if (l == NULL)
		return NULL;
	if (l->numbers == NULL || n > INT64_MAX)
		return bm_arena_printf(arena, "%lu", n);
	unum_formatInt64(l->numbers, (int64_t)n, text, PATTERN, NULL, &e);
	u_strToUTF8(utf8, sizeof(utf8), NULL, text, -1, &e);
	return U_SUCCESS(e) ? bm_arena_strdup(arena, utf8)
			    : bm_arena_printf(arena, "%lu", n);
}

const char *
bm_l10n_plural(bm_l10n *l10n, const char *lang, const char *name,
	       unsigned long n)
{
	const struct language *l =
	    counting(l10n, lang != NULL && lang[0] != '\0' ? lang : "en");
	UErrorCode e = U_ZERO_ERROR;
	char form[PATTERN] = "other", key[2 * PATTERN];
	UChar word[PATTERN];
	const char *text;

	if (l == NULL)
		return NULL;
	if (l->plurals != NULL) {
		uplrules_select(l->plurals, (double)n, word, PATTERN, &e);
		u_strToUTF8(form, sizeof(form), NULL, word, -1, &e);
	}
	snprintf(key, sizeof(key), "%s-%s", name,
		 U_SUCCESS(e) ? form : "other");
	text = bm_map_getz(&l->sentences.terms, key);
	if (text != NULL)
		return text;
	snprintf(key, sizeof(key), "%s-other", name);
	return bm_map_getz(&l->sentences.terms, key);
}

/* ---- dates --------------------------------------------------------------- */

static bool
is_field(char c)
{
	return bm_is_alpha(c);
}

/*
 * A pattern without its day and what stands between that and the next field:
 * "MMMM y" of "d MMMM y" and of "MMMM d, y".
 */
static void
without_day(const char *day, char *out)
{
	bool quoted = false, skip = false;
	size_t n = 0;

	for (; *day != '\0'; day++) {
		if (*day == '\'')
			quoted = !quoted;
		else if (!quoted && is_field(*day))
			skip = *day == 'd';
		if (!skip)
			out[n++] = *day;
	}
	out[n] = '\0';
}

/* The names of the months; false without memory or names. */
static bool
read_months(bm_arena *arena, const UDateFormat *format,
	    UDateFormatSymbolType of, const char **out)
{
	for (int32_t i = 0; i < 12; i++) {
		UChar name[PATTERN];
		char utf8[3 * PATTERN];
		UErrorCode e = U_ZERO_ERROR;

		udat_getSymbols(format, of, i, name, PATTERN, &e);
		u_strToUTF8(utf8, sizeof(utf8), NULL, name, -1, &e);
		if (U_FAILURE(e) ||
		    (out[i] = bm_arena_strdup(arena, utf8)) == NULL)
			return false;
	}
	return true;
}

/* The dates of a language in the calendar of ISO 8601; NULL if ICU has none,
 * or no memory. */
static struct dates *
read_dates(bm_arena *arena, const char *tag)
{
	static const UChar zone[] = {'G', 'M', 'T', 0};
	struct dates *d = BM_NEW(arena, struct dates);
	char id[ULOC_FULLNAME_CAPACITY];
	UErrorCode e = U_ZERO_ERROR;
	UChar pattern[PATTERN];
	UDateFormat *format;
	bool ok;

	uloc_forLanguageTag(tag, id, sizeof(id), NULL, &e);
	uloc_setKeywordValue("calendar", "gregorian", id, sizeof(id), &e);
	format = udat_open(UDAT_NONE, UDAT_LONG, id, zone, -1, NULL, 0, &e);
	if (U_FAILURE(e) || d == NULL) {
		udat_close(format);
		return NULL;
	}
	udat_toPattern(format, false, pattern, PATTERN, &e);
	u_strToUTF8(d->day, PATTERN, NULL, pattern, -1, &e);
	ok = U_SUCCESS(e) &&
	     read_months(arena, format, UDAT_MONTHS, d->inside) &&
	     read_months(arena, format, UDAT_STANDALONE_MONTHS, d->alone);
	udat_close(format);
	if (!ok)
		return NULL;
	without_day(d->day, d->month);
	return d;
}

/* Writes a year: with the word behind it, "2026年", where there is one. */
static void
put_year(bm_buf *out, const struct dates *d, int year)
{
	const char *p = strchr(d->month, 'y');
	size_t n = 0;

	bm_buf_printf(out, "%d", year);
	while (p != NULL && *p == 'y')
		p++;
	while (p != NULL && p[n] != '\0' && p[n] != '\'' && !is_field(p[n]))
		n++;
	if (p != NULL && (p[n] == '\0' || is_field(p[n])))
		bm_buf_putstr(out, bm_str_trim((bm_str){p, n}));
}

/* Writes a date by a pattern.  A month without its day has the name that it
 * has alone. */
static void
put_date(bm_buf *out, const struct language *l, bm_date date)
{
	const struct dates *d = l->dates;
	const char *p = date.day > 0 ? d->day : d->month;
	const char *first = bm_map_getz(&l->words.terms, "day-first");
	bool quoted = false;

	for (char before = '\0'; *p != '\0'; before = *p++) {
		if (*p == '\'')
			quoted = !quoted;
		else if (quoted || !is_field(*p))
			bm_buf_putc(out, *p);
		else if (*p == before)
			continue;
		else if (*p == 'd' && date.day == 1 && first != NULL)
			bm_buf_puts(out, first);
		else if (*p == 'd')
			bm_buf_printf(out, "%d", date.day);
		else if (*p == 'y')
			bm_buf_printf(out, "%d", date.year);
		else if (p[1] == *p && p[2] == *p)
			bm_buf_puts(out,
				    (date.day > 0 ? d->inside
						  : d->alone)[date.month - 1]);
		else
			bm_buf_printf(out, "%d", date.month);
	}
}

/* The language whose dates are written, with them; NULL without memory. */
static struct language *
dated(bm_l10n *l10n, const char *tag)
{
	struct language *l;

	pthread_mutex_lock(&l10n->lock);
	l = find(l10n, tag);
	if (l != NULL && !l->words.known)
		l = find(l10n, "en");
	if (l != NULL && l->dates == NULL)
		l->dates = read_dates(l->arena,
				      l->locale != NULL ? l->locale : l->tag);
	pthread_mutex_unlock(&l10n->lock);
	return l != NULL && l->dates != NULL ? l : NULL;
}

const char *
bm_l10n_date(bm_l10n *l10n, bm_arena *arena, bm_date date, const char *lang)
{
	const char *text = NULL;
	struct language *l;
	bm_buf out;

	l = dated(l10n, lang != NULL && lang[0] != '\0' ? lang : "en");
	if (l == NULL)
		return NULL;
	bm_buf_init(&out, bm_arena_allocator(arena));
	if (date.month < 1 || date.month > 12)
		put_year(&out, l->dates, date.year);
	else
		put_date(&out, l, date);
	if (out.status == BM_OK)
		text = bm_arena_strdup(arena, bm_buf_cstr(&out));
	bm_buf_free(&out);
	return text;
}
