/* What readers of bibliographies share: names, pages, identifiers, ids. */
#include "bib_help.h"

#include "bib/internal.h"
#include "limited.h"

#define is(s, text) assert_true(bm_str_is((s), (text)))

static void
is_name(const char *text, bool natural, const char *family, const char *given,
	const char *suffix, const char *literal)
{
	bm_name n;

	bib_name_parse(bm_str_of(text), natural, &n);
	is(n.family, family);
	is(n.given, given);
	is(n.suffix, suffix);
	is(n.literal, literal);
}

static void
names(void **state)
{
	(void)state;
	is_name("Noriega, David C", false, "Noriega", "David C", "", "");
	is_name(" O'Brien ,  Mary ", false, "O'Brien", "Mary", "", "");
	is_name("North, Richard B Jr", false, "North", "Richard B", "Jr", "");
	is_name("North Jr, Richard B", false, "North", "Richard B", "Jr", "");
	is_name("North, Jr., Richard B", false, "North", "Richard B", "Jr", "");
	is_name("North, Richard B, Jr", false, "North", "Richard B", "Jr", "");
	is_name("Dillon, Joseph F 3rd", false, "Dillon", "Joseph F", "III", "");
	is_name("Roe, Jane, MD", false, "Roe", "Jane", "MD", "");
	is_name("Smith, John V", false, "Smith", "John V", "", "");
	is_name("Smith, II", false, "Smith", "II", "", "");
	is_name("Ii, Ken", false, "Ii", "Ken", "", "");
	is_name("World Health Organization", false, "", "", "",
		"World Health Organization");
	is_name("Richard B North", true, "North", "Richard B", "", "");
	is_name("Johan van den Berg", true, "van den Berg", "Johan", "", "");
	is_name("Martin Luther King Jr.", true, "King", "Martin Luther", "Jr",
		"");
	is_name("Martin Luther King, Jr.", true, "King", "Martin Luther", "Jr",
		"");
	is_name("Galen", true, "Galen", "", "", "");
	is_name("Sr, Ana", false, "Sr", "Ana", "", "");
	is_name(", Ana", false, "", "", "", ", Ana");
	is_name("", true, "", "", "", "");
	is_name("Roe,", false, "Roe", "", "", "");
}

static void
pages(void **state)
{
	static const char *const cases[][2] = {
	    {"822-8", "822-828"},
	    {"1198-202", "1198-1202"},
	    {"98-106", "98-106"},
	    {"S10-4", "S10-S14"},
	    {"S10-S4", "S10-S14"},
	    {"S98-104", "S98-104"},
	    {"e017585", "e017585"},
	    {"828-2", "828-2"},
	    {"12-5, 20-2", "12-15, 20-22"},
	    {"822-8.e1", "822-828.e1"},
	    {"100--110", "100-110"},
	    {"100\xE2\x80\x93"
	     "4",
	     "100-104"},
	    {"iv-ix", "iv-ix"},
	    {"2-1-2-9", "2-1-2-9"},
	    {"-", "-"},
	    {"5-", "5-"},
	    {"12 - 19", "12-19"},
	    {"A1-B3", "A1-B3"},
	    {"", ""},
	};
	bm_arena *arena = bm_arena_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is(bib_pages_expand(arena, bm_str_of(cases[i][0])),
		   cases[i][1]);
	bm_arena_free(arena);
}

static void
identifiers(void **state)
{
	bm_arena *arena = bm_arena_new(NULL);

	(void)state;
	is(bib_doi(BM_STR("10.1016/j.x.2017.01.002")),
	   "10.1016/j.x.2017.01.002");
	is(bib_doi(BM_STR("https://doi.org/10.1000/ab.")), "10.1000/ab");
	is(bib_doi(BM_STR("http://dx.doi.org/10.1000/ab")), "10.1000/ab");
	is(bib_doi(BM_STR(" DOI: 10.1000/ab [doi]")), "10.1000/ab");
	is(bib_doi(BM_STR("doi:https://doi.org/10.1000/a")), "10.1000/a");
	is(bib_doi(BM_STR("10.1000/")), "");
	is(bib_doi(BM_STR("10./x")), "");
	is(bib_doi(BM_STR("https://example.org/10.1000/a")), "");
	is(bib_doi(BM_STR("")), "");
	is(bib_pmid(BM_STR("28118231")), "28118231");
	is(bib_pmid(BM_STR("PMID: 28118231")), "28118231");
	is(bib_pmid(BM_STR("https://pubmed.ncbi.nlm.nih.gov/28118231/")),
	   "28118231");
	is(bib_pmid(BM_STR("https://www.ncbi.nlm.nih.gov/pubmed/28118231")),
	   "28118231");
	is(bib_pmid(BM_STR("WOS:000391")), "");
	is(bib_pmid(BM_STR("123456789")), "");
	is(bib_pmid(BM_STR("012")), "");
	is(bib_pmid(BM_STR("12-4")), "");
	is(bib_pmcid(arena, BM_STR("PMC5291233")), "PMC5291233");
	is(bib_pmcid(arena, BM_STR("pmc5291233.1")), "PMC5291233");
	is(bib_pmcid(arena, BM_STR("PMCID: 5291233")), "PMC5291233");
	is(bib_pmcid(arena,
		     BM_STR("https://pmc.ncbi.nlm.nih.gov/articles/PMC77/")),
	   "PMC77");
	is(bib_pmcid(arena, BM_STR("PMCX")), "");
	is(bib_language(BM_STR("eng")), "en");
	is(bib_language(BM_STR("German")), "de");
	is(bib_language(BM_STR("deu")), "de");
	is(bib_language(BM_STR("FR")), "fr");
	is(bib_language(BM_STR("en-US")), "en-US");
	is(bib_ascii(arena, BM_STR("S\xC3\xB8ren M\xC3\xBCller-O'Hara")),
	   "sorenmullerohara");
	is(bib_ascii(arena, BM_STR("\xE6\x9D\x8E")), "");
	bm_arena_free(arena);
}

/* Starts an item by one author in a year; NULL family: no author. */
static void
start(bib_maker *m, const char *family, int year)
{
	bm_item_date date = {0};
	bm_name name = {0};

	assert_true(bib_make_item(m, 3, 1));
	name.family = bm_str_of(family);
	if (family != NULL)
		bib_make_name(m, "author", &name);
	date.year[0] = year;
	date.has_year = year != 0;
	if (year != 0)
		bib_make_date(m, "issued", &date);
}

static void
ids(void **state)
{
	static const char *const expected[] = {
	    "muller2017", "muller2017a", "muller2017b", "paininthespine",
	    "item",       "itema",       "fixed",       "muller2017c"};
	struct bench b;
	bib_maker m;

	(void)state;
	bench_open(&b);
	assert_true(bib_make_begin(&m, b.library, "x.ris", &b.diags));
	for (int i = 0; i < 3; i++) {
		start(&m, "M\xC3\xBCller", 2017);
		bib_make_text(&m, "title",
			      bm_str_of(i == 0   ? "A"
					: i == 1 ? "B"
						 : "C"));
		assert_int_equal(bib_make_end(&m), BM_OK);
	}
	start(&m, NULL, 0);
	bib_make_text(&m, "title", BM_STR("Pain in the spine"));
	assert_int_equal(bib_make_end(&m), BM_OK);
	for (int i = 0; i < 2; i++) {
		start(&m, NULL, 0);
		assert_int_equal(bib_make_end(&m), BM_OK);
	}
	start(&m, "Roe", 2001);
	m.item->id = BM_STR("fixed");
	m.item->type = BM_STR("book");
	assert_int_equal(bib_make_end(&m), BM_OK);
	start(&m, "Mueller", 1);
	m.item->id = (bm_str){0};
	bib_make_end(&m);
	start(&m, "Muller", 2017);
	assert_int_equal(bib_make_end(&m), BM_OK);
	for (size_t i = 0; i < 8; i++)
		assert_non_null(
		    bm_library_find(b.library, bm_str_of(expected[i])));
	assert_true(bm_str_is(b.library->items.items[0]->type, "document"));
	assert_true(bm_str_is(b.library->items.items[6]->type, "book"));
	assert_int_equal(b.library->items.items[0]->pos.line, 3);
	assert_int_equal(b.diags.list.len, 0);
	bench_close(&b);
}

/* Texts that grow keep what they had; other kinds are left alone. */
static void
values(void **state)
{
	struct bench b;
	bib_maker m;
	bm_str text;
	bm_name name = {0};
	const bm_value *v;

	(void)state;
	bench_open(&b);
	assert_true(bib_make_begin(&m, b.library, "x.ris", &b.diags));
	assert_true(bib_make_item(&m, 1, 1));
	assert_false(bib_make_text(&m, "title", BM_STR("  ")));
	assert_true(bib_make_text(&m, "title", BM_STR(" one ")));
	assert_false(bib_make_text(&m, "title", BM_STR("two")));
	is(bib_make_get(&m, "title"), "one");
	for (int i = 0; i < 20000; i++) {
		bib_make_join(&m, "keyword", BM_STR("spine"), ", ");
		name.family = BM_STR("Roe");
		bib_make_name(&m, "author", &name);
	}
	text = bib_make_get(&m, "keyword");
	assert_int_equal(text.len, 20000 * 7 - 2);
	assert_true(bm_str_starts(text, "spine, spine, "));
	assert_true(text.ptr[text.len] == '\0');
	bib_make_join(&m, "author", BM_STR("x"), "; ");
	is(bib_make_get(&m, "author"), "");
	v = bm_item_get(m.item, "author");
	assert_int_equal(v->names.count, 20000);
	is(v->names.items[19999].family, "Roe");
	assert_true(bm_arena_used(b.library->arena) < 8u << 20);
	bib_make_tell(&m, "bib-bad-value", 7, 2, "Value \"%s\"", "x%s");
	assert_int_equal(b.diags.list.len, 1);
	assert_string_equal(b.diags.list.items[0].message, "Value \"x%s\"");
	assert_int_equal(b.diags.list.items[0].line, 7);
	bench_close(&b);
}

/* Without memory at any call the maker says so and nothing leaks. */
static void
no_memory(void **state)
{
	bool done = false;

	(void)state;
	for (size_t left = 0; !done; left++) {
		struct limited l = {left, 0};
		bm_allocator al = {limited_alloc, &l};
		bm_arena *arena = bm_arena_new(NULL);
		bm_library *library = bm_library_new(&al);
		bm_diags diags;
		bib_maker m;

		bm_diags_init(&diags, arena);
		if (library != NULL &&
		    bib_make_begin(&m, library, "x", &diags)) {
			bm_status status = BM_OK;

			for (int i = 0; i < 40 && status == BM_OK; i++) {
				bm_name name = {0};

				name.family = BM_STR("Roe");
				if (bib_make_item(&m, 1, 1)) {
					bib_make_name(&m, "author", &name);
					bib_make_join(&m, "note", BM_STR("a"),
						      " ");
					bib_make_join(
					    &m, "note",
					    BM_STR("bbbbbbbbbbbbbbbbbb"), " ");
				}
				status = bib_make_end(&m);
				assert_true(status == BM_OK ||
					    status == BM_NO_MEMORY);
				assert_true((status == BM_OK) == !m.failed);
			}
			done = status == BM_OK;
		}
		bm_library_free(library);
		bm_arena_free(arena);
		assert_int_equal(l.balance, 0);
	}
}

/* What the language of a work is made of, and what is none. */
static void
languages(void **state)
{
	static const char *const table[][2] = {
	    {"fr-FR", "fr-FR"},   {"French", "fr"},
	    {"ger", "de"},        {"pt-BR", "pt-BR"},
	    {"haw", "haw"},       {"zh-Hant-TW", "zh-Hant-TW"},
	    {"es-419", "es-419"}, {"en; fr", NULL},
	    {"Klingonese", NULL}, {"e", NULL},
	    {"en-", NULL},        {"e1", NULL},
	    {"", NULL},           {"en-abcdefghi", NULL},
	    {"haw ", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		bm_library *library = bm_library_new(NULL);
		bm_arena *arena = bm_arena_new(NULL);
		bm_diags diags;
		char text[200];
		const bm_item *item;

		bm_diags_init(&diags, arena);
		snprintf(text, sizeof text,
			 "[{\"id\":\"a\",\"type\":\"book\",\"language\":"
			 "\"%s\"}]",
			 table[i][0]);
		bm_bib_read(library, bm_str_of(text), "a.json", &diags);
		item = bm_library_find(library, BM_STR("a"));
		assert_non_null(item);
		if (table[i][1] == NULL)
			assert_null(bm_item_language(item));
		else
			assert_string_equal(bm_item_language(item),
					    table[i][1]);
		bm_library_free(library);
		bm_arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names),       cmocka_unit_test(pages),
	    cmocka_unit_test(identifiers), cmocka_unit_test(ids),
	    cmocka_unit_test(values),      cmocka_unit_test(no_memory),
	    cmocka_unit_test(languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
