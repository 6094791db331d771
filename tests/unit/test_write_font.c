/* What a font's file is, and what its maker allows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <zlib.h>

#include "write/font.h"

#define OS2_SIZE 78u

static unsigned char file[1 << 16];

static void
put(size_t at, size_t bytes, size_t value)
{
	while (bytes-- > 0) {
		file[at + bytes] = (unsigned char)(value & 0xFF);
		value >>= 8;
	}
}

/* The table OS/2 at a place. */
static void
put_os2(unsigned char *to, unsigned type)
{
	memset(to, 0, OS2_SIZE);
	to[1] = 4;
	to[8] = (unsigned char)(type >> 8);
	to[9] = (unsigned char)type;
}

/* A font with two tables, cmap and OS/2. */
static bm_str
sfnt(const char *magic, unsigned type)
{
	memset(file, 0, sizeof(file));
	memcpy(file, magic, 4);
	put(4, 2, 2);
	memcpy(file + 12, "cmap", 4);
	memcpy(file + 28, "OS/2", 4);
	put(36, 4, 44);
	put(40, 4, OS2_SIZE);
	put_os2(file + 44, type);
	return (bm_str){(char *)file, 44 + OS2_SIZE};
}

static bm_str
woff(unsigned type, bool packed)
{
	unsigned char table[OS2_SIZE];
	uLongf size = 1000;

	put_os2(table, type);
	memset(file, 0, sizeof(file));
	memcpy(file, "wOFF", 4);
	put(12, 2, 1);
	memcpy(file + 44, "OS/2", 4);
	put(48, 4, 64);
	put(56, 4, OS2_SIZE);
	if (packed)
		assert_int_equal(compress(file + 64, &size, table, OS2_SIZE),
				 Z_OK);
	else
		memcpy(file + 64, table, size = OS2_SIZE);
	put(52, 4, size);
	return (bm_str){(char *)file, 64 + size};
}

static font_facts
probe(bm_str bytes)
{
	/* As long as it says: a step too far is seen. */
	char *copy = malloc(bytes.len + 1);
	font_facts facts;

	assert_non_null(copy);
	memcpy(copy, bytes.ptr, bytes.len);
	copy = realloc(copy, bytes.len > 0 ? bytes.len : 1);
	font_probe((bm_str){copy, bytes.len}, &facts);
	free(copy);
	return facts;
}

static void
kinds(void **state)
{
	(void)state;
	assert_string_equal(probe(sfnt("\0\1\0\0", 0)).type, "font/ttf");
	assert_string_equal(probe(sfnt("true", 0)).type, "font/ttf");
	assert_string_equal(probe(sfnt("OTTO", 0)).type, "font/otf");
	assert_string_equal(probe(woff(0, false)).type, "font/woff");
	assert_string_equal(probe(sfnt("wOF2", 0)).type, "font/woff2");
	assert_int_equal(probe(sfnt("wOF2", 0)).right, FONT_UNKNOWN);
	assert_null(probe(sfnt("ttcf", 0)).type);
	assert_true(probe(sfnt("ttcf", 0)).collection);
	assert_null(probe(BM_STR("%PDF-1.7 and so on")).type);
	assert_null(probe(BM_STR("")).type);
	assert_null(probe(BM_STR("wOFF and too short")).type);
}

static void
rights(void **state)
{
	static const struct {
		unsigned type;
		font_right right;
	} cases[] = {{0x0000, FONT_ALLOWED},    {0x0002, FONT_RESTRICTED},
		     {0x0004, FONT_ALLOWED},    {0x0008, FONT_ALLOWED},
		     {0x000A, FONT_ALLOWED},    {0x0100, FONT_ALLOWED},
		     {0x0102, FONT_RESTRICTED}, {0x0200, FONT_BITMAP},
		     {0x0208, FONT_BITMAP},     {0x0202, FONT_RESTRICTED}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unsigned type = cases[i].type;

		assert_int_equal(probe(sfnt("OTTO", type)).right,
				 cases[i].right);
		assert_int_equal(probe(woff(type, false)).right,
				 cases[i].right);
		assert_int_equal(probe(woff(type, true)).right, cases[i].right);
	}
}

/* What the directory says is not believed. */
static void
hostile(void **state)
{
	bm_str bytes;

	(void)state;
	bytes = sfnt("OTTO", 0);
	for (size_t n = 0; n < bytes.len; n++)
		assert_int_not_equal(probe((bm_str){bytes.ptr, n}).right,
				     FONT_ALLOWED);
	bytes = woff(0, true);
	for (size_t n = 0; n < bytes.len; n++)
		assert_int_not_equal(probe((bm_str){bytes.ptr, n}).right,
				     FONT_ALLOWED);
	bytes = sfnt("OTTO", 0);
	put(36, 4, 0xFFFFFFF0);
	assert_int_equal(probe(bytes).right, FONT_UNKNOWN);
	put(36, 4, 44);
	put(40, 4, 0xFFFFFFFF);
	assert_int_equal(probe(bytes).right, FONT_UNKNOWN);
	put(40, 4, 9);
	assert_int_equal(probe(bytes).right, FONT_UNKNOWN);
	put(4, 2, 0xFFFF);
	memcpy(file + 28, "OS/3", 4);
	bytes.len = sizeof(file);
	assert_int_equal(probe(bytes).right, FONT_UNKNOWN);
	/* A table that grows beyond what it says, and one that says much. */
	bytes = woff(0, true);
	put(56, 4, OS2_SIZE - 1);
	assert_int_equal(probe(bytes).right, FONT_UNKNOWN);
	put(56, 4, 0x7FFFFFFF);
	assert_int_equal(probe(bytes).right, FONT_UNKNOWN);
	bytes = woff(0, true);
	file[70] ^= 0x55;
	assert_int_equal(probe(bytes).right, FONT_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(kinds),
					   cmocka_unit_test(rights),
					   cmocka_unit_test(hostile)};

	return cmocka_run_group_tests_name("write_font", tests, NULL, NULL);
}
