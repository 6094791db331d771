/* The encodings of bibliographies. */
#include "item_help.h"

/* The title of the item "a" of a file, after reading it. */
static void
title_is(const char *bytes, size_t length, const char *expected,
	 const char *code, unsigned line, unsigned column)
{
	const bm_value *v;
	struct bench b;

	bench_open(&b);
	assert_int_equal(
	    bm_bib_read(b.library, (bm_str){bytes, length}, "r.json", &b.diags),
	    BM_OK);
	v = bm_item_get(bm_library_find(b.library, BM_STR("a")), "title");
	assert_non_null(v);
	assert_int_equal(v->text.len, strlen(expected));
	assert_memory_equal(v->text.ptr, expected, v->text.len);
	assert_int_equal(b.diags.list.len, code != NULL ? 1 : 0);
	if (code != NULL) {
		assert_string_equal(b.diags.list.items[0].code, code);
		assert_int_equal(b.diags.list.items[0].line, line);
		assert_int_equal(b.diags.list.items[0].column, column);
	}
	bench_close(&b);
}

#define ITEM(title)                                                            \
	"[{\"id\":\"a\",\"type\":\"book\",\n\"title\":\"" title "\"}]"

static void
eight_bits(void **state)
{
	static const char plain[] = ITEM("S\xC3\xB8ren"),
			  bom[] = "\xEF\xBB\xBF" ITEM("S\xC3\xB8ren"),
			  latin[] = ITEM("S\xF8ren"),
			  windows[] = ITEM("\x93S\x94 \x81"),
			  both[] = ITEM("S\xC3\xB8ren S\xF8ren"),
			  mac[] = "[{\"id\":\"a\",\"type\":\"book\",\r"
				  "\"title\":\"S\xBFren\"}]";

	(void)state;
	title_is(plain, sizeof plain - 1, "S\xC3\xB8ren", NULL, 0, 0);
	title_is(bom, sizeof bom - 1, "S\xC3\xB8ren", NULL, 0, 0);
	title_is(latin, sizeof latin - 1, "S\xC3\xB8ren", "bib-encoding", 2,
		 11);
	title_is(windows, sizeof windows - 1,
		 "\xE2\x80\x9CS\xE2\x80\x9D \xC2\x81", "bib-encoding", 2, 10);
	title_is(both, sizeof both - 1, "S\xC3\xB8ren S\xC3\xB8ren",
		 "bib-encoding", 2, 18);
	title_is(mac, sizeof mac - 1, "S\xC3\xB8ren", "bib-encoding", 1, 1);
}

/* The ASCII text in UTF-16, with a byte order mark or without. */
static size_t
widen(const char *text, bool big, bool mark, char *out)
{
	size_t n = 0;

	if (mark) {
		out[n++] = big ? '\xFE' : '\xFF';
		out[n++] = big ? '\xFF' : '\xFE';
	}
	for (; *text != '\0'; text++) {
		out[n++] = big ? '\0' : *text;
		out[n++] = big ? *text : '\0';
	}
	return n;
}

static void
sixteen_bits(void **state)
{
	char wide[300];

	(void)state;
	for (int i = 0; i < 4; i++) {
		size_t n = widen(ITEM("T"), (i & 1) != 0, (i & 2) != 0, wide);

		title_is(wide, n, "T", NULL, 0, 0);
	}
}

static void
broken(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	/* Half of a pair. */
	assert_int_equal(bm_bib_read(b.library,
				     (bm_str){"\xFF\xFE[\0\x00\xD8]\0", 8},
				     "r.json", &b.diags),
			 BM_BAD_INPUT);
	assert_int_equal(b.diags.list.len, 1);
	assert_string_equal(b.diags.list.items[0].code, "bib-encoding");
	assert_int_equal(b.diags.list.items[0].severity, BM_ERROR);
	bench_close(&b);
}

static void
no_memory(void **state)
{
	static const char text[] = ITEM("S\xF8ren");

	(void)state;
	read_survives("r.json", bm_str_of(text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(eight_bits),
	    cmocka_unit_test(sixteen_bits),
	    cmocka_unit_test(broken),
	    cmocka_unit_test(no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
