/* Styles by what people call them: titles, short titles, near misses. */
#include <sys/stat.h>
#include <unistd.h>

#include "bib_help.h"

#include "csl/find.h"

static char folder[] = "/tmp/bm-find-XXXXXX";

/* Own-made styles, each printing the name of its file. */
static const struct {
	const char *file, *title, *brief;
} styles[] = {
    {"journal-of-knees.csl", "Journal of Knees", "JK"},
    {"journal-of-kites.csl", "Journal of Kites", "JK"},
    {"pain-and-therapy.csl", "Pain &amp; Therapy", ""},
    {"the-back.csl", "The Back", "Back"},
    {"elbow-house.csl", "Elbow House Style", "EHS"},
    {"elbow-house-notes.csl", "Elbow House Style (notes)", "EHS"},
    {"revista-de-columna.csl", "Revista de Columna (Espa\xC3\xB1ol)", ""},
    {"odd-name.csl", "\xC3\x89tudes  d\xE2\x80\x99os", "\xC3\x89O"},
    {"dependent/shoulder.csl", "Shoulder and More", ""},
};

static const char *
path_of(const char *file)
{
	static char path[200];

	snprintf(path, sizeof path, "%s/%s", folder, file);
	return path;
}

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL || mkdir(path_of("dependent"), 0700) != 0 ||
	    mkdir(path_of("doc"), 0700) != 0)
		return 1;
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
		char text[800];

		snprintf(
		    text, sizeof text,
		    CSL "><info><title>%s</title>%s%s%s</info><citation>"
			"<layout><text value='%s'/></layout></citation>"
			"</style>",
		    styles[i].title, *styles[i].brief ? "<title-short>" : "",
		    styles[i].brief, *styles[i].brief ? "</title-short>" : "",
		    styles[i].file);
		write_file(path_of(styles[i].file), text);
	}
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		unlink(path_of(styles[i].file));
	rmdir(path_of("dependent"));
	rmdir(path_of("doc"));
	return rmdir(folder);
}

/* Which file a name leads to: its name is what the style prints. */
static void
leads_to(const char *name, const char *file)
{
	bm_arena *arena = bm_arena_new(NULL);
	char dependent[200];
	const char *dirs[] = {folder, dependent, NULL};
	csl_found found;

	snprintf(dependent, sizeof dependent, "%s/dependent", folder);
	assert_int_equal(csl_find(dirs, arena, name, &found), BM_OK);
	if (file == NULL) {
		assert_null(found.path);
	} else {
		assert_non_null(found.path);
		assert_string_equal(found.path, path_of(file));
	}
	bm_arena_free(arena);
}

static void
titles(void **state)
{
	(void)state;
	leads_to("Journal of Knees", "journal-of-knees.csl");
	leads_to("JOURNAL, OF: KNEES!", "journal-of-knees.csl");
	leads_to("pain & therapy", "pain-and-therapy.csl");
	leads_to("Pain and Therapy", "pain-and-therapy.csl");
	leads_to("back", "the-back.csl");
	leads_to("Revista de Columna", "revista-de-columna.csl");
	leads_to("revista de columna (espanol)", "revista-de-columna.csl");
	leads_to("Etudes d'os", "odd-name.csl");
	leads_to("eo", "odd-name.csl");
	leads_to("Shoulder and more", "dependent/shoulder.csl");
	leads_to("", NULL);
	leads_to("...", NULL);
}

/* Of variants of one style the plain one; else the user must choose. */
static void
ambiguous(void **state)
{
	const char *dirs[] = {folder, NULL};
	bm_arena *arena = bm_arena_new(NULL);
	csl_found found;

	(void)state;
	leads_to("EHS", "elbow-house.csl");
	assert_int_equal(csl_find(dirs, arena, "jk", &found), BM_OK);
	assert_null(found.path);
	assert_true(found.ambiguous);
	assert_string_equal(found.list, "journal-of-kites (Journal of Kites), "
					"journal-of-knees (Journal of Knees)");
	bm_arena_free(arena);
}

static void
near_ones(void **state)
{
	const char *dirs[] = {folder, "/nowhere", NULL};
	bm_arena *arena = bm_arena_new(NULL);
	csl_found found;

	(void)state;
	assert_int_equal(csl_find(dirs, arena, "jornal of knes", &found),
			 BM_OK);
	assert_null(found.path);
	assert_false(found.ambiguous);
	assert_string_equal(found.list, "journal-of-knees (Journal of Knees), "
					"journal-of-kites (Journal of Kites)");
	assert_int_equal(csl_find(dirs, arena, "columna", &found), BM_OK);
	assert_true(bm_str_starts(bm_str_of(found.list), "revista-de-columna"));
	assert_int_equal(csl_find(dirs, arena, "qqqqqqqq", &found), BM_OK);
	assert_string_equal(found.list, "");
	bm_arena_free(arena);
}

static void
slugs(void **state)
{
	static const char *const table[][2] = {
	    {"The Spine Journal", "the-spine-journal"},
	    {"BMJ", "bmj"},
	    {" Pain & Therapy ", "pain-and-therapy"},
	    {"P&T", "p-and-t"},
	    {"Alzheimer's & D\xC3\xA9mentia", "alzheimers-and-dementia"},
	    {"A/B: C", "a-b-c"},
	    {"", ""},
	};
	bm_arena *arena = bm_arena_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_string_equal(csl_find_slug(arena, table[i][0]),
				    table[i][1]);
	bm_arena_free(arena);
}

/* A name that is longer than any, and bytes that are no UTF-8. */
static void
odd_names(void **state)
{
	char big[3000];

	(void)state;
	memset(big, 'x', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	leads_to(big, NULL);
	for (size_t i = 0; i + 4 < sizeof big; i += 3)
		memcpy(big + i, "\xEF\xB7\xBA",
		       3); /* 18 letters when taken apart */
	leads_to(big, NULL);
	leads_to("\xFF\xC3", NULL);
}

/* Loads by name as a document does that lies in the folder "doc". */
static bm_status
load(struct bench *b, const char *name, const bm_pos *pos)
{
	static char doc[200];
	bm_data data = {.dir = NULL};
	csl_paths paths = {.data = &data,
			   .style_dir = folder,
			   .locale_dir = "/nowhere",
			   .project_dir = folder,
			   .document_dir = doc,
			   .named_at = pos};

	snprintf(doc, sizeof doc, "%s/doc", folder);
	return csl_style_load(&paths, NULL, name, &b->diags, &b->style);
}

static void
loading(void **state)
{
	static const char *const good[] = {
	    "Journal of Knees",          "journal of knees",
	    "The Journal of Knees",      "back",
	    "Elbow House Style (notes)", "../journal-of-knees.csl",
	    "journal-of-knees.csl",      "Shoulder and More"};
	bm_pos pos = {"a.md", 4, 8, 4, 20};
	struct bench b;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		bench_open(&b);
		assert_int_equal(load(&b, good[i], &pos), BM_OK);
		assert_int_equal(b.diags.list.len, 0);
		bench_close(&b);
	}
	bench_open(&b);
	assert_int_equal(load(&b, "JK", &pos), BM_NOT_FOUND);
	assert_string_equal(b.diags.list.items[0].code, "csl-style-ambiguous");
	assert_string_equal(b.diags.list.items[0].file, "a.md");
	assert_int_equal(b.diags.list.items[0].line, 4);
	bench_close(&b);
	bench_open(&b);
	assert_int_equal(load(&b, "Journal of Knies", &pos), BM_NOT_FOUND);
	assert_string_equal(b.diags.list.items[0].code, "csl-style-unknown");
	assert_non_null(
	    strstr(b.diags.list.items[0].message, "journal-of-knees (Journal"));
	assert_int_equal(b.diags.list.items[0].column, 8);
	bench_close(&b);
}

/* The document's folder goes before the project's, and that before others. */
static void
beside_the_document(void **state)
{
	struct bench b;

	(void)state;
	write_file(path_of("doc/journal-of-knees.csl"),
		   CSL "class='note'><citation><layout><text value='x'/>"
		       "</layout></citation></style>");
	bench_open(&b);
	assert_int_equal(load(&b, "journal-of-knees", NULL), BM_OK);
	assert_true(csl_style_is_note(b.style));
	bench_close(&b);
	bench_open(&b);
	assert_int_equal(load(&b, "./journal-of-knees.csl", NULL), BM_OK);
	assert_true(csl_style_is_note(b.style));
	bench_close(&b);
	unlink(path_of("doc/journal-of-knees.csl"));
	bench_open(&b);
	assert_int_equal(load(&b, "../../etc/passwd", NULL), BM_NOT_FOUND);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	const char *dirs[] = {folder, NULL};
	bool done = false;

	(void)state;
	for (long at = 0; !done; at++) {
		struct failing f = {at, 0};
		bm_allocator al = {failing_alloc, &f};
		bm_arena *arena = bm_arena_new(&al);
		csl_found found;
		bm_status status = arena == NULL
				       ? BM_NO_MEMORY
				       : csl_find(dirs, arena, "jk", &found);

		assert_true(status == BM_OK || status == BM_NO_MEMORY);
		done = status == BM_OK;
		bm_arena_free(arena);
		assert_true(at < 1000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(titles),
	    cmocka_unit_test(ambiguous),
	    cmocka_unit_test(near_ones),
	    cmocka_unit_test(slugs),
	    cmocka_unit_test(odd_names),
	    cmocka_unit_test(loading),
	    cmocka_unit_test(beside_the_document),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
