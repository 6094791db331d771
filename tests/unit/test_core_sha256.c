#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "core/sha256.h"

static void
is(bm_str bytes, const char *expected)
{
	char hex[65];

	bm_sha256_hex(bytes, hex);
	assert_string_equal(hex, expected);
}

/* The examples that the standard's authors publish. */
static void
published_examples(void **state)
{
	char *million = malloc(1000000);

	(void)state;
	is(BM_STR(""), "e3b0c44298fc1c149afbf4c8996fb924"
		       "27ae41e4649b934ca495991b7852b855");
	is(BM_STR("abc"), "ba7816bf8f01cfea414140de5dae2223"
			  "b00361a396177a9cb410ff61f20015ad");
	is(BM_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	   "248d6a61d20638b8e5c026930c3e6039"
	   "a33ce45964ff2167f6ecedd419db06c1");
	assert_non_null(million);
	memset(million, 'a', 1000000);
	is((bm_str){million, 1000000}, "cdc76e5c9914fb9281a1c7e284d73e67"
				       "f1809a48a497200e046d39ccc7112cd0");
	free(million);
}

/* Where the length still fits into the last block, and where not. */
static void
ends_of_blocks(void **state)
{
	static const char *const sums[] = {"9f4390f8d30c2dd92ec9f095b65e2b9a"
					   "e9b0a925a5258e241c9f1e910f734318",
					   "b35439a4ac6f0948b6d6f9e3c6af0f5f"
					   "590ce20f1bde7090ef7970686ec6738a",
					   "ffe054fe7ae0cb6dc65c3af9b61d5209"
					   "f439851db43d0ba5997337df154668eb"};
	static const size_t lengths[] = {55, 56, 64};
	char text[64];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < 3; i++)
		is((bm_str){text, lengths[i]}, sums[i]);
}

/* What "openssl dgst -sha256 -binary | base64" says. */
static void
base64(void **state)
{
	char text[45];

	(void)state;
	bm_sha256_base64(BM_STR(""), text);
	assert_string_equal(text,
			    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
	bm_sha256_base64(BM_STR("abc"), text);
	assert_string_equal(text,
			    "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(published_examples),
	    cmocka_unit_test(ends_of_blocks),
	    cmocka_unit_test(base64),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
