/* Words that a pattern cannot do without, and looking for all at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/buf.h"
#include "lint/filter.h"

/* The words of a pattern, '|' behind each. */
static void
has_words(const char *pattern, const char *expected)
{
	bm_arena *arena = bm_arena_new(NULL);
	lint_words words;
	bm_buf out;

	bm_buf_init(&out, NULL);
	bm_buf_puts(&out, "");
	assert_int_equal(lint_words_of(arena, bm_str_of(pattern), &words),
			 BM_OK);
	for (size_t i = 0; i < words.list.len; i++)
		bm_buf_printf(&out, "%.*s|", (int)words.list.items[i].len,
			      words.list.items[i].ptr);
	assert_string_equal(bm_buf_cstr(&out), expected);
	bm_buf_free(&out);
	bm_arena_free(arena);
}

static void
words(void **state)
{
	(void)state;
	has_words("\\bcat\\b", "cat|");
	has_words("Cat|DOG", "cat|dog|");
	has_words("a (?:big|small) cat", "a big cat|a small cat|");
	has_words("cats?", "cat|");
	has_words("(?:very )?good", "good|");
	has_words("\\w+ of \\d{1,3}", " of |");
	has_words("ab{2}c", "c|");
	has_words("ab{0,2}", "a|");
	has_words("(?:dog)+ x*", "dog|");
	has_words("pain[- ]free", "pain-free|pain free|");
	has_words("not (*SKIP)(*F)|good", "good|");
	has_words("(?:no|(*F)) good", "no good|");
	has_words("(?<!not )safe(?! if)", "safe|");
	has_words("^.*?\\Kcure", "cure|");
	has_words("incredibleness", "incrediblene|");
	has_words("\\$5", "$5|");
	has_words("x\\.y", "x.y|");
	/* One way without a word is enough for none. */
	has_words("cat|\\d+", "");
	has_words("(?:cat)?", "");
	has_words("(?:cat|)", "");
	has_words("(?:cat|\\w) ", " |");
	has_words("", "");
	/* Sets that are not a short list. */
	has_words("[a-c]at", "at|");
	has_words("[^a]at", "at|");
	has_words("[\xE2\x80\x99]s", "s|");
	has_words("doesn[\xE2\x80\x99']t", "doesn|");
	/* What is not understood has none. */
	has_words("cat(?i)dog", "");
	has_words("(cat)\\1", "");
	has_words("\\x{63}at", "");
	has_words("[[:alpha:]]at", "");
	has_words("(?(?=a)cat|dog)", "");
	has_words("(cat", "");
	has_words("cat)", "");
	has_words("[cat", "");
	has_words("cat\\", "");
	has_words("((((((((((((((((((((((((((((cat))))))))))))))))))))))))))))",
		  "");
}

/* The numbers of the patterns that may match, as digits. */
static void
passes(const lint_filter *filter, const char *text, const char *expected)
{
	uint64_t bits[4];
	char seen[16];
	size_t n = 0;

	assert_int_equal(lint_filter_size(filter), 1);
	lint_filter_scan(filter, bm_str_of(text), bits);
	for (unsigned i = 0; i < 8; i++)
		if ((bits[0] >> i & 1) != 0)
			seen[n++] = (char)('0' + i);
	seen[n] = '\0';
	assert_string_equal(seen, expected);
}

static void
scan(void **state)
{
	static const char *const patterns[] = {"she|hers",     "his", "\\d",
					       "risk[- ]free", "he",  "sick"};
	enum { COUNT = sizeof patterns / sizeof *patterns };
	bm_arena *arena = bm_arena_new(NULL);
	lint_words list[COUNT];
	lint_filter *filter;

	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(
		    lint_words_of(arena, bm_str_of(patterns[i]), &list[i]),
		    BM_OK);
	filter = lint_filter_new(arena, list, COUNT);
	assert_non_null(filter);
	passes(filter, "", "2");
	passes(filter, "nothing of it", "2");
	passes(filter, "uSHErs", "024");
	passes(filter, "thishe", "0124");
	passes(filter, "Risk-risk free", "23");
	/* Letters that are an s and a k when case does not count. */
	passes(filter, "\xC5\xBFic\xE2\x84\xAA", "25");
	passes(filter, "\xC5", "2");
	passes(filter, "\xE2\x84", "2");
	bm_arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words),
	    cmocka_unit_test(scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
