/* Archives of anybody's making: what is wrong with them is told, and what
 * they say of themselves is not believed. */
#include "zip_help.h"

#include "limited.h"
#include "pack/unzip.h"

static bm_arena *arena;

static bm_zip
open_files(const struct zip_file *files, bm_buf *bytes)
{
	bm_zip zip;

	zip_make(files, bytes);
	assert_int_equal(bm_zip_open(arena, bm_buf_str(bytes), &zip), BM_OK);
	return zip;
}

/* There is exactly this fault, about this file. */
static void
one_fault(const bm_zip *zip, bm_zip_fault_kind kind, const char *name)
{
	assert_int_equal(zip->faults.len, 1);
	assert_int_equal(zip->faults.items[0].kind, kind);
	if (name != NULL)
		assert_string_equal(zip->faults.items[0].name, name);
}

static void
test_reads(void **state)
{
	const struct zip_file files[] = {
	    {.name = "mimetype", .text = "application/epub+zip"},
	    {.name = "a/b.txt",
	     .text = "some some some some some text",
	     .deflated = true},
	    {.name = "empty", .text = ""},
	    {.name = "folder/", .text = ""},
	    {0}};
	bm_buf bytes;
	bm_zip zip = open_files(files, &bytes);
	bm_str text;

	(void)state;
	assert_int_equal(zip.entries.len, 4);
	assert_int_equal(bm_zip_mimetype(&zip, "application/epub+zip"), BM_OK);
	assert_int_equal(
	    bm_zip_read(&zip, bm_zip_find(&zip, "a/b.txt"), arena, &text),
	    BM_OK);
	assert_true(bm_str_is(text, files[1].text));
	assert_int_equal(
	    bm_zip_read(&zip, bm_zip_find(&zip, "empty"), arena, &text), BM_OK);
	assert_int_equal(text.len, 0);
	assert_int_equal(zip.faults.len, 0);
	assert_null(bm_zip_find(&zip, "other"));
	bm_buf_free(&bytes);
}

/* One archive with one fault each, seen without unpacking. */
static void
test_directory(void **state)
{
	static char zeros[8 << 20];
	const struct {
		struct zip_file file;
		bm_zip_fault_kind kind;
	} cases[] = {
	    {{.name = "../out", .text = "x"}, BM_ZIP_PATH},
	    {{.name = "a/../../out", .text = "x"}, BM_ZIP_PATH},
	    {{.name = "/etc/passwd", .text = "x"}, BM_ZIP_PATH},
	    {{.name = "a\\..\\b", .text = "x"}, BM_ZIP_PATH},
	    {{.name = "C:x", .text = "x"}, BM_ZIP_PATH},
	    {{.name = "", .text = "x"}, BM_ZIP_PATH},
	    {{.name = "link", .text = "/etc/passwd", .rights = 0120777u << 16},
	     BM_ZIP_PATH},
	    {{.name = "a*b", .text = "x"}, BM_ZIP_NAME},
	    {{.name = "a./b", .text = "x"}, BM_ZIP_NAME},
	    {{.name = "a//b", .text = "x"}, BM_ZIP_NAME},
	    {{.name = "\xff.txt", .text = "x"}, BM_ZIP_NAME},
	    {{.name = "a", .text = "x", .flags = 1}, BM_ZIP_ENCRYPTED},
	    {{.name = "a", .text = "x", .method = 12}, BM_ZIP_METHOD},
	    {{.name = "a", .text = "x", .size = 9}, BM_ZIP_BROKEN},
	    {{.name = "a", .text = "x", .local_name = "b"}, BM_ZIP_BROKEN},
	    {{.name = "a", .text = "x", .deflated = true, .size = 1u << 30},
	     BM_ZIP_BROKEN},
	    {{.name = "a",
	      .text = zeros,
	      .length = sizeof(zeros),
	      .deflated = true},
	     BM_ZIP_BOMB}};
	bm_buf bytes;
	bm_str text;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct zip_file files[2] = {cases[i].file, {0}};
		bm_zip zip = open_files(files, &bytes);

		one_fault(&zip, cases[i].kind, files[0].name);
		if (cases[i].kind != BM_ZIP_NAME)
			assert_int_equal(bm_zip_read(&zip, zip.entries.items[0],
						     arena, &text),
					 BM_BAD_INPUT);
		bm_buf_free(&bytes);
	}
}

static void
test_names_twice(void **state)
{
	const struct zip_file twice[] = {
	    {.name = "a", .text = "1"}, {.name = "a", .text = "2"}, {0}};
	const struct zip_file by_case[] = {
	    {.name = "Ab", .text = "1"}, {.name = "aB", .text = "2"}, {0}};
	const struct zip_file shared[] = {
	    {.name = "a", .text = "1"},
	    {.name = "b", .text = "1", .shares = true, .local_name = "a"},
	    {.name = "a", .text = "1", .shares = true},
	    {0}};
	bm_buf bytes;
	bm_zip zip = open_files(twice, &bytes);
	bm_str text;

	(void)state;
	one_fault(&zip, BM_ZIP_DUPLICATE, "a");
	assert_int_equal(
	    bm_zip_read(&zip, bm_zip_find(&zip, "a"), arena, &text), BM_OK);
	assert_true(bm_str_is(text, "1"));
	bm_buf_free(&bytes);
	zip = open_files(by_case, &bytes);
	one_fault(&zip, BM_ZIP_DUPLICATE, "aB");
	bm_buf_free(&bytes);
	zip = open_files(shared, &bytes);
	assert_int_equal(zip.faults.len, 3);
	assert_int_equal(zip.faults.items[0].kind, BM_ZIP_BROKEN);
	assert_int_equal(zip.faults.items[1].kind, BM_ZIP_DUPLICATE);
	assert_int_equal(zip.faults.items[2].kind, BM_ZIP_BOMB);
	bm_buf_free(&bytes);
}

static void
test_content(void **state)
{
	const struct zip_file files[] = {
	    {.name = "crc", .text = "x", .wrong_crc = true},
	    {.name = "short", .text = "some text", .deflated = true, .size = 5},
	    {.name = "long", .text = "some text", .deflated = true, .size = 50},
	    {0}};
	bm_buf bytes;
	bm_zip zip = open_files(files, &bytes);
	bm_str text;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(
		    bm_zip_read(&zip, zip.entries.items[i], arena, &text),
		    BM_BAD_INPUT);
	assert_int_equal(zip.faults.len, 3);
	/* Small ones that are many. */
	zip.budget = 3;
	zip.faults.len = 0;
	assert_int_equal(bm_zip_read(&zip, zip.entries.items[1], arena, &text),
			 BM_LIMIT);
	one_fault(&zip, BM_ZIP_BOMB, "short");
	bm_buf_free(&bytes);
}

static void
test_mimetype(void **state)
{
	const char *type = "application/epub+zip";
	const struct zip_file cases[][3] = {
	    {{.name = "a", .text = "x"}, {0}, {0}},
	    {{.name = "a", .text = "x"},
	     {.name = "mimetype", .text = type},
	     {0}},
	    {{.name = "mimetype", .text = type, .deflated = true}, {0}, {0}},
	    {{.name = "mimetype", .text = type, .extra = 8}, {0}, {0}},
	    {{.name = "mimetype", .text = "application/epub+zip\n"}, {0}, {0}}};
	bm_buf bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bm_zip zip = open_files(cases[i], &bytes);

		assert_int_equal(bm_zip_mimetype(&zip, type), BM_OK);
		one_fault(&zip, BM_ZIP_MIMETYPE, NULL);
		bm_buf_free(&bytes);
	}
}

/* Cut off anywhere, and with any byte changed: a status, no crash. */
static void
test_damaged(void **state)
{
	const struct zip_file files[] = {
	    {.name = "mimetype", .text = "application/epub+zip"},
	    {.name = "a", .text = "aaaaaaaaaaaaaaaaaaaaa", .deflated = true},
	    {0}};
	bm_buf bytes;
	bm_str text;
	bm_zip zip;

	(void)state;
	zip_make(files, &bytes);
	for (size_t n = 0; n < bytes.len; n++) {
		char *cut = malloc(n > 0 ? n : 1);

		memcpy(cut, bytes.ptr, n);
		assert_int_equal(bm_zip_open(arena, (bm_str){cut, n}, &zip),
				 BM_BAD_INPUT);
		assert_true(zip.faults.len > 0);
		free(cut);
	}
	for (size_t n = 0; n < bytes.len * 8; n++) {
		bytes.ptr[n / 8] = (char)(bytes.ptr[n / 8] ^ 1 << n % 8);
		if (bm_zip_open(arena, bm_buf_str(&bytes), &zip) == BM_OK) {
			bm_zip_mimetype(&zip, "application/epub+zip");
			for (size_t i = 0; i < zip.entries.len; i++)
				bm_zip_read(&zip, zip.entries.items[i], arena,
					    &text);
		}
		bytes.ptr[n / 8] = (char)(bytes.ptr[n / 8] ^ 1 << n % 8);
	}
	bm_buf_free(&bytes);
}

static void
test_no_memory(void **state)
{
	const struct zip_file files[] = {
	    {.name = "a", .text = "aaaaaaaaaaaaaaaaaaaaa", .deflated = true},
	    {.name = "b", .text = "b"},
	    {0}};
	bm_buf bytes;

	(void)state;
	zip_make(files, &bytes);
	for (size_t n = 0;; n++) {
		struct limited limit = {.left = n};
		bm_allocator al = {limited_alloc, &limit};
		bm_arena *a = bm_arena_new(&al);
		bm_status status = BM_NO_MEMORY;
		bm_str text;
		bm_zip zip;

		if (a != NULL)
			status = bm_zip_open(a, bm_buf_str(&bytes), &zip);
		if (status == BM_OK)
			status =
			    bm_zip_read(&zip, zip.entries.items[0], a, &text);
		bm_arena_free(a);
		assert_int_equal(limit.balance, 0);
		if (status == BM_OK)
			break;
		assert_int_equal(status, BM_NO_MEMORY);
	}
	bm_buf_free(&bytes);
}

static int
setup(void **state)
{
	(void)state;
	arena = bm_arena_new(NULL);
	return arena == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	bm_arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_reads, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_directory, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_names_twice, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_content, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_mimetype, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_damaged, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_memory, setup, teardown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
