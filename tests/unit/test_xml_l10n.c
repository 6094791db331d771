/* The words of ours: every language has all of them, and one more is a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <unicode/uenum.h>
#include <unicode/upluralrules.h>

#include "core/file.h"
#include "pass/words.h"
#include "xml/doc.h"
#include "xml/l10n.h"
#include "xml/parse.h"

static const bm_data embedded = {.dir = NULL};

/* Languages with all words in a file of their own. */
static const char *const whole[] = {"en", "de",      "fr", "es", "it",
				    "pt", "nl",      "pl", "ar", "he",
				    "ja", "zh-Hans", NULL};

/* What counts: a form of each for each plural of a language. */
static const char *const plural_of[] = {"search-found-", "people-", NULL};

/* What some languages need and others do not. */
static bool
is_optional(const char *name)
{
	for (size_t i = 0; plural_of[i] != NULL; i++)
		if (strncmp(name, plural_of[i], strlen(plural_of[i])) == 0)
			return true;
	return strcmp(name, "day-first") == 0 ||
	       strncmp(name, "list-last-", 10) == 0 ||
	       strcmp(name, "status-year") == 0 ||
	       strcmp(name, "status-none") == 0;
}

/* "in-GB", for a place that is known */
static bool
is_place(const bm_map *english, bm_arena *arena, const char *name)
{
	return strncmp(name, "in-", 3) == 0 &&
	       bm_map_getz(english, bm_arena_printf(arena, "place-%s",
						    name + 3)) != NULL;
}

/* Adds the terms in an element; those of its "sentences" too. */
static void
take(bm_arena *arena, const char *lang, const xmlNode *parent, bm_map *out)
{
	for (xmlNode *n = bm_first_element(parent); n != NULL;
	     n = bm_next_element(n)) {
		const char *name = bm_attr(n, "name");
		bool is_new = false;
		void **slot;

		if (strcmp((const char *)n->name, "sentences") == 0) {
			take(arena, lang, n, out);
			continue;
		}
		assert_string_equal((const char *)n->name, "term");
		slot = bm_map_put(out, bm_str_of(name), &is_new);
		if (!is_new)
			fail_msg("%s has %s twice", lang, name);
		*slot = n->children == NULL
			    ? ""
			    : bm_arena_strdup(
				  arena, (const char *)n->children->content);
	}
}

/* The terms of one file alone. */
static void
read_alone(bm_arena *arena, const char *lang, bm_map *out)
{
	const char *path = bm_arena_printf(arena, "xsl/l10n/%s.xml", lang);
	xmlDoc *xml = NULL;
	bm_str text;

	bm_map_init(out, arena);
	assert_int_equal(bm_data_load(&embedded, arena, path, &text), BM_OK);
	assert_int_equal(bm_xml_parse_data(arena, text, path, &xml, NULL),
			 BM_OK);
	take(arena, lang, xmlDocGetRootElement(xml), out);
	xmlFreeDoc(xml);
}

/* Which of {1} to {9} a term has, each once: a bit for each. */
static unsigned
places(const char *lang, const char *name, const char *text)
{
	unsigned has = 0;

	for (; (text = strchr(text, '{')) != NULL; text++) {
		unsigned bit = 1U << (text[1] - '1');

		if (text[1] < '1' || text[1] > '9' || text[2] != '}')
			fail_msg("%s: no such place in %s", lang, name);
		if ((has & bit) != 0)
			fail_msg("%s: a place twice in %s", lang, name);
		has |= bit;
	}
	return has;
}

static void
all_words(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_map english, own;

	(void)state;
	read_alone(arena, "en", &english);
	for (size_t l = 0; whole[l] != NULL; l++) {
		read_alone(arena, whole[l], &own);
		for (size_t i = 0; i < english.len; i++) {
			const char *name = english.entries[i].key.ptr;
			const char *text = bm_map_getz(&own, name);

			if (is_optional(name))
				continue;
			/* A language may have no word for "no product". */
			if (text == NULL ||
			    (*text == '\0' && strcmp(name, "negations") != 0))
				fail_msg("%s lacks %s", whole[l], name);
			if (places(whole[l], name, text) !=
			    places("en", name, english.entries[i].value))
				fail_msg("%s: places of %s", whole[l], name);
		}
		if (*(char *)bm_map_getz(&own, "negations") != '\0' &&
		    bm_map_getz(&own, "status-none") == NULL)
			fail_msg("%s: negations without their sentence",
				 whole[l]);
		for (size_t i = 0; i < own.len; i++) {
			const char *name = own.entries[i].key.ptr;

			if (!is_optional(name) &&
			    !is_place(&english, arena, name) &&
			    bm_map_getz(&english, name) == NULL)
				fail_msg("%s has %s, which is no word of ours",
					 whole[l], name);
		}
	}
	bm_arena_free(arena);
}

/* Each form of one plural that a language has, and no other. */
static void
check_plural(const char *lang, bm_map *own, const char *name, bm_arena *arena)
{
	UErrorCode e = U_ZERO_ERROR;
	UPluralRules *rules = uplrules_open(lang, &e);
	UEnumeration *words = uplrules_getKeywords(rules, &e);
	const char *word;
	size_t wanted = 0, has = 0;

	assert_true(U_SUCCESS(e));
	while ((word = uenum_next(words, NULL, &e)) != NULL) {
		wanted++;
		if (bm_map_getz(own, bm_arena_printf(arena, "%s%s", name,
						     word)) == NULL)
			fail_msg("%s lacks %s%s", lang, name, word);
	}
	for (size_t i = 0; i < own->len; i++)
		has +=
		    strncmp(own->entries[i].key.ptr, name, strlen(name)) == 0;
	if (has != wanted)
		fail_msg("%s has %zu of %s, not %zu", lang, has, name, wanted);
	uenum_close(words);
	uplrules_close(rules);
}

static void
plurals(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_map own;

	(void)state;
	for (size_t l = 0; whole[l] != NULL; l++) {
		read_alone(arena, whole[l], &own);
		for (size_t i = 0; plural_of[i] != NULL; i++)
			check_plural(whole[l], &own, plural_of[i], arena);
	}
	bm_arena_free(arena);
}

/* Sentences are found as words are, and sheets do not get them. */
static void
sentences(void **state)
{
	bm_l10n *l10n = bm_l10n_new(NULL, &embedded);
	const bm_words *all = bm_l10n_sentences(l10n, "en-US");

	(void)state;
	assert_true(all->known);
	assert_string_equal(bm_map_getz(&all->terms, "designs-randomised"),
			    "randomized trials");
	assert_string_equal(bm_map_getz(&all->terms, "designs-animal"),
			    "animal studies");
	assert_null(bm_l10n_term(l10n, "en", "designs-animal"));
	assert_null(bm_map_getz(&all->terms, "contents"));
	assert_false(bm_l10n_sentences(l10n, "sw")->known);
	assert_true(bm_l10n_sentences(l10n, "zh")->known);
	assert_null(bm_l10n_plural(l10n, "de", "no-such-sentence", 1));
	assert_string_equal(bm_l10n_plural(l10n, "sw", "people", 1),
			    "{1} person");
	assert_string_equal(bm_l10n_plural(l10n, "pl", "people", 22),
			    "{1} osoby");
	bm_l10n_free(l10n);
}

static void
fallbacks(void **state)
{
	static const struct {
		const char *lang, *contents;
		bool known;
	} cases[] = {{"en-GB", "Contents", true},
		     {"de-AT", "Inhalt", true},
		     {"de-Latn-CH", "Inhalt", true},
		     {"zh", "\xE7\x9B\xAE\xE5\xBD\x95", true},
		     {"zh-CN", "\xE7\x9B\xAE\xE5\xBD\x95", true},
		     {"zh-Hans-SG", "\xE7\x9B\xAE\xE5\xBD\x95", true},
		     {"zh-TW", "Contents", false},
		     {"sw", "Contents", false},
		     {"../en", "Contents", false},
		     {"-", "Contents", false},
		     {"x-klingon", "Contents", false},
		     {NULL, "Contents", true}};
	bm_l10n *l10n = bm_l10n_new(NULL, &embedded);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const bm_words *words = bm_l10n_words(l10n, cases[i].lang);

		assert_non_null(words);
		assert_string_equal(bm_map_getz(&words->terms, "contents"),
				    cases[i].contents);
		assert_int_equal(words->known, cases[i].known);
	}
	assert_null(bm_l10n_term(l10n, "de", "no-such-term"));
	assert_string_equal(bm_l10n_term(l10n, "en-GB", "org"), "Organisation");
	bm_l10n_free(l10n);
}

/* Dates, numbers and lists as each language writes them. */
static void
forms(void **state)
{
	static const struct {
		const char *lang, *day, *month, *number, *list;
	} cases[] = {
	    {"en", "2 March 2026", "March 2026", "12,345", "A, B and C"},
	    {"en-GB", "2 March 2026", "March 2026", "12,345", "A, B and C"},
	    {"en-US", "March 2, 2026", "March 2026", "12,345", "A, B and C"},
	    {"de", "2. März 2026", "März 2026", "12.345", "A, B und C"},
	    {"fr", "2 mars 2026", "mars 2026", "12 345", "A, B et C"},
	    {"es", "2 de marzo de 2026", "marzo de 2026", "12.345", "A, B y C"},
	    {"it", "2 marzo 2026", "marzo 2026", "12.345", "A, B e C"},
	    {"pt", "2 de março de 2026", "março de 2026", "12.345", "A, B e C"},
	    {"nl", "2 maart 2026", "maart 2026", "12.345", "A, B en C"},
	    {"pl", "2 marca 2026", "marzec 2026", "12 345", "A, B i C"},
	    {"ar", "2 مارس 2026", "مارس 2026", "12,345", "A، B وC"},
	    {"he", "2 במרץ 2026", "מרץ 2026", "12,345", "A, B וגם C"},
	    {"ja", "2026年3月2日", "2026年3月", "12,345", "A、B、C"},
	    {"zh-Hans", "2026年3月2日", "2026年3月", "12,345", "A、B和C"},
	};
	bm_l10n *l10n = bm_l10n_new(NULL, &embedded);
	bm_arena *arena = bm_arena_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *lang = cases[i].lang, *list;
		const char *three[] = {"A", "B", "C"};

		assert_string_equal(
		    bm_l10n_date(l10n, arena, (bm_date){2026, 3, 2}, lang),
		    cases[i].day);
		assert_string_equal(
		    bm_l10n_date(l10n, arena, (bm_date){2026, 3, 0}, lang),
		    cases[i].month);
		assert_string_equal(bm_l10n_number(l10n, arena, 12345, lang),
				    cases[i].number);
		assert_string_equal(
		    bm_l10n_date(l10n, arena, (bm_date){2026, 0, 0}, lang),
		    lang[0] == 'j' || lang[0] == 'z' ? "2026年" : "2026");
		list = bm_filled(arena, bm_l10n_term(l10n, lang, "list-middle"),
				 three, 2);
		three[1] = three[2];
		three[0] = list;
		assert_string_equal(
		    bm_filled(arena, bm_l10n_term(l10n, lang, "list-last"),
			      three, 2),
		    cases[i].list);
	}
	bm_arena_free(arena);
	bm_l10n_free(l10n);
}

/* One file in a folder is a language: its words, English ones for the rest,
 * and its dates. */
static void
one_file_more(void **state)
{
	static const char text[] =
	    "<l10n xml:lang='sw'><term name='contents'>Yaliyomo</term></l10n>";
	char dir[] = "l10n-XXXXXX", path[64];
	bm_data data = {.dir = dir};
	bm_l10n *l10n = bm_l10n_new(NULL, &data);
	bm_arena *arena = bm_arena_new(NULL);
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/xsl", dir);
	assert_int_equal(mkdir(path, 0777), 0);
	snprintf(path, sizeof(path), "%s/xsl/l10n", dir);
	assert_int_equal(mkdir(path, 0777), 0);
	snprintf(path, sizeof(path), "%s/xsl/l10n/sw.xml", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_string_equal(bm_l10n_term(l10n, "sw-TZ", "contents"),
			    "Yaliyomo");
	assert_string_equal(bm_l10n_term(l10n, "sw-TZ", "index"), "Index");
	assert_true(bm_l10n_words(l10n, "sw-TZ")->known);
	assert_string_equal(
	    bm_l10n_date(l10n, arena, (bm_date){2026, 3, 2}, "sw"),
	    "2 Machi 2026");
	bm_arena_free(arena);
	bm_l10n_free(l10n);
	assert_int_equal(remove(path), 0);
	snprintf(path, sizeof(path), "%s/xsl/l10n", dir);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/xsl", dir);
	rmdir(path);
	assert_int_equal(rmdir(dir), 0);
}

static size_t left;

static void *
limited(void *user, void *p, size_t old_size, size_t new_size)
{
	(void)user;
	(void)old_size;
	if (new_size == 0) {
		free(p);
		return NULL;
	}
	if (left == 0)
		return NULL;
	left--;
	return realloc(p, new_size);
}

/* Each allocation fails once: no words, or all of them. */
static void
without_memory(void **state)
{
	bm_allocator al = {limited, NULL};
	bool all = false;

	(void)state;
	for (size_t n = 0; !all && n < 500; n++) {
		bm_l10n *l10n;
		bm_arena *arena;
		const bm_words *words;

		left = n;
		l10n = bm_l10n_new(&al, &embedded);
		if (l10n == NULL)
			continue;
		words = bm_l10n_words(l10n, "en-US");
		all = bm_l10n_sentences(l10n, "de") != NULL;
		left = SIZE_MAX;
		if (words != NULL)
			assert_string_equal(bm_map_getz(&words->terms, "moved"),
					    "This page is now here:");
		arena = bm_arena_new(NULL);
		left = n / 2;
		all = all && words != NULL &&
		      bm_l10n_date(l10n, arena, (bm_date){2026, 3, 2}, "de") !=
			  NULL;
		left = SIZE_MAX;
		/* What failed is tried again. */
		assert_string_equal(bm_l10n_plural(l10n, "de", "people", 2),
				    "{1} Personen");
		assert_string_equal(
		    bm_l10n_date(l10n, arena, (bm_date){2026, 3, 2}, "de"),
		    "2. M\xC3\xA4rz 2026");
		bm_arena_free(arena);
		bm_l10n_free(l10n);
	}
	assert_true(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_words),      cmocka_unit_test(plurals),
	    cmocka_unit_test(sentences),      cmocka_unit_test(fallbacks),
	    cmocka_unit_test(one_file_more),  cmocka_unit_test(forms),
	    cmocka_unit_test(without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
