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
#include "xml/doc.h"
#include "xml/l10n.h"
#include "xml/parse.h"

static const bm_data embedded = {.dir = NULL};

/* Languages with all words in a file of their own. */
static const char *const whole[] = {"en", "de",      "fr", "es", "it",
				    "pt", "nl",      "pl", "ar", "he",
				    "ja", "zh-Hans", NULL};

#define PLURAL "search-found-"

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
	for (xmlNode *n = bm_first_element(xmlDocGetRootElement(xml));
	     n != NULL; n = bm_next_element(n)) {
		bool is_new = false;
		const char *name = bm_attr(n, "name");
		void **slot;

		assert_string_equal((const char *)n->name, "term");
		slot = bm_map_put(out, bm_str_of(name), &is_new);
		if (!is_new)
			fail_msg("%s has %s twice", lang, name);
		*slot =
		    bm_arena_strdup(arena, (const char *)n->children->content);
	}
	xmlFreeDoc(xml);
}

/* How often a term has a place to fill. */
static unsigned
places(const char *text)
{
	return (strstr(text, "{1}") != NULL) |
	       (unsigned)(strstr(text, "{2}") != NULL) << 1;
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

			if (strncmp(name, PLURAL, strlen(PLURAL)) == 0)
				continue;
			if (text == NULL || *text == '\0')
				fail_msg("%s lacks %s", whole[l], name);
			if (places(text) != places(english.entries[i].value))
				fail_msg("%s: places of %s", whole[l], name);
		}
		for (size_t i = 0; i < own.len; i++) {
			const char *name = own.entries[i].key.ptr;

			if (strncmp(name, PLURAL, strlen(PLURAL)) != 0 &&
			    strcmp(name, "day-first") != 0 &&
			    bm_map_getz(&english, name) == NULL)
				fail_msg("%s has %s, which is no word of ours",
					 whole[l], name);
		}
	}
	bm_arena_free(arena);
}

/* Each form of plural that a language has, and no other. */
static void
plurals(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);
	bm_map own;

	(void)state;
	for (size_t l = 0; whole[l] != NULL; l++) {
		UErrorCode e = U_ZERO_ERROR;
		UPluralRules *rules = uplrules_open(whole[l], &e);
		UEnumeration *words = uplrules_getKeywords(rules, &e);
		const char *word;
		size_t wanted = 0, has = 0;

		assert_true(U_SUCCESS(e));
		read_alone(arena, whole[l], &own);
		while ((word = uenum_next(words, NULL, &e)) != NULL) {
			wanted++;
			if (bm_map_getz(&own,
					bm_arena_printf(arena, PLURAL "%s",
							word)) == NULL)
				fail_msg("%s lacks the plural %s", whole[l],
					 word);
		}
		for (size_t i = 0; i < own.len; i++)
			has += strncmp(own.entries[i].key.ptr, PLURAL,
				       strlen(PLURAL)) == 0;
		if (has != wanted)
			fail_msg("%s has %zu plurals, not %zu", whole[l], has,
				 wanted);
		uenum_close(words);
		uplrules_close(rules);
	}
	bm_arena_free(arena);
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
		left = SIZE_MAX;
		if (words != NULL)
			assert_string_equal(bm_map_getz(&words->terms, "moved"),
					    "This page is now here:");
		arena = bm_arena_new(NULL);
		left = n / 2;
		all = words != NULL &&
		      bm_l10n_date(l10n, arena, (bm_date){2026, 3, 2}, "de") !=
			  NULL;
		left = SIZE_MAX;
		/* What failed is tried again. */
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
	    cmocka_unit_test(fallbacks),      cmocka_unit_test(one_file_more),
	    cmocka_unit_test(without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
