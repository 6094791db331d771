/* What a host gets with a finding: its line, characters, fingerprint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backmatter.h"

#define HEAD "---\ntitle: T\nauthor: A\nlang: en\n---\n\n"
/* A claim that is an error, whatever is cited. */
#define CLAIM "We guarantee that this is guaranteed."
#define MAX   64

struct kept {
	char code[40], print[20], text[1100], source[600];
	bool has_text, has_source;
	bm_diag d;
};

struct found {
	struct kept list[MAX];
	size_t count;
};

static void
keep(void *user, const bm_diag *d)
{
	struct found *f = user;
	struct kept *k;

	assert_true(d->size == sizeof(*d));
	if (f->count == MAX)
		return;
	k = &f->list[f->count++];
	k->d = *d;
	snprintf(k->code, sizeof(k->code), "%s", d->code);
	assert_non_null(d->fingerprint);
	assert_int_equal(strlen(d->fingerprint), 16);
	snprintf(k->print, sizeof(k->print), "%s", d->fingerprint);
	k->has_text = d->text != NULL;
	k->has_source = d->source != NULL;
	snprintf(k->text, sizeof(k->text), "%s", k->has_text ? d->text : "");
	snprintf(k->source, sizeof(k->source), "%s",
		 k->has_source ? d->source : "");
}

static bm_status
drop_open(void *user, const char *path)
{
	(void)user;
	(void)path;
	return BM_OK;
}

static bm_status
drop_write(void *user, const char *data, size_t length)
{
	(void)user;
	(void)data;
	(void)length;
	return BM_OK;
}

static bm_status
drop_close(void *user)
{
	(void)user;
	return BM_OK;
}

/* Looks at a text under a name; all findings of it. */
static void
look(const char *name, const char *text, size_t length, struct found *out)
{
	const bm_api *api = bm_get_api(BM_ABI);
	bm_host host = {.size = sizeof(host), .user = out, .diag = keep};
	bm_input input = {sizeof(input), name, text, length};
	bm_convert_options o = {.size = sizeof(o),
				.to = "html",
				.source_date_epoch = -1,
				.lint = 1};
	bm_sink sink = {sizeof(sink), NULL, drop_open, drop_write, drop_close};
	bm_engine *engine;

	memset(out, 0, sizeof(*out));
	assert_int_equal(api->engine_new(&host, NULL, &engine), BM_OK);
	api->convert(engine, &input, &o, &sink);
	api->engine_free(engine);
}

/* The nth finding of a code; it must be there. */
static const struct kept *
nth(const struct found *f, const char *code, size_t n)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->list[i].code, code) == 0 && n-- == 0)
			return &f->list[i];
	fail_msg("there is no %s", code);
	abort();
}

static void
look_at(const char *text, struct found *out)
{
	look("a.md", text, strlen(text), out);
}

static void
test_line_and_sentence(void **state)
{
	static struct found f;
	const struct kept *k;

	(void)state;
	look_at(HEAD "Words. \xC3\x84\tAh, " CLAIM " More.\r\n", &f);
	k = nth(&f, "ABS-001", 0);
	assert_string_equal(k->source, "Words. \xC3\x84\tAh, " CLAIM " More.");
	assert_int_equal(k->d.source_column, 1);
	assert_string_equal(k->text, "\xC3\x84 Ah, " CLAIM);
	assert_int_equal(k->d.line, 7);
	/* A letter of two bytes stands before it. */
	assert_int_equal(k->d.column, k->d.character + 1);
	assert_int_equal(k->d.end_column, k->d.end_character + 1);
	assert_memory_equal(k->source + k->d.column - 1, "guarantee",
			    k->d.end_column - k->d.column);
}

static void
test_moves(void **state)
{
	static struct found a, b;

	(void)state;
	look_at(HEAD CLAIM "\n\n![](x.png)\n", &a);
	/* Lines above, the sentence broken into two, more white space. */
	look_at(HEAD "Hello.\n\nHello. We  guarantee\nthat this is "
		     "guaranteed. Hello.\n\nHello.\n\n  ![](x.png)  \n",
		&b);
	assert_string_equal(nth(&a, "ABS-001", 0)->print,
			    nth(&b, "ABS-001", 0)->print);
	assert_string_equal(nth(&a, "image-not-found", 0)->print,
			    nth(&b, "image-not-found", 0)->print);
	assert_string_not_equal(nth(&a, "image-not-found", 0)->print,
				nth(&a, "ABS-001", 0)->print);
	/* The same under another folder, not under another name. */
	look("deep/er/a.md", HEAD CLAIM, strlen(HEAD CLAIM), &b);
	assert_string_equal(nth(&a, "ABS-001", 0)->print,
			    nth(&b, "ABS-001", 0)->print);
	look("b.md", HEAD CLAIM, strlen(HEAD CLAIM), &b);
	assert_string_not_equal(nth(&a, "ABS-001", 0)->print,
				nth(&b, "ABS-001", 0)->print);
	look_at(HEAD "We can guarantee that this is guaranteed.\n", &b);
	assert_string_not_equal(nth(&a, "ABS-001", 0)->print,
				nth(&b, "ABS-001", 0)->print);
}

static void
test_equals(void **state)
{
	static struct found a, b;

	(void)state;
	look_at(HEAD CLAIM "\n\n" CLAIM "\n\n" CLAIM "\n", &a);
	assert_string_not_equal(nth(&a, "ABS-001", 0)->print,
				nth(&a, "ABS-001", 1)->print);
	assert_string_not_equal(nth(&a, "ABS-001", 1)->print,
				nth(&a, "ABS-001", 2)->print);
	/* One more of the same leaves those before it what they were. */
	look_at(HEAD CLAIM "\n\n" CLAIM "\n", &b);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(nth(&a, "ABS-001", i)->print,
				    nth(&b, "ABS-001", i)->print);
}

/* Takes fingerprints that must all differ. */
struct prints {
	char list[1200][20];
	size_t count;
};

static void
keep_print(void *user, const bm_diag *d)
{
	struct prints *p = user;

	if (strcmp(d->code, "ABS-001") == 0 && p->count < 1200)
		snprintf(p->list[p->count++], sizeof(p->list[0]), "%s",
			 d->fingerprint);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* More equals than a byte counts. */
static void
test_many_equals(void **state)
{
	static char text[60000] = HEAD;
	static struct prints p;
	const bm_api *api = bm_get_api(BM_ABI);
	bm_host host = {.size = sizeof(host), .user = &p, .diag = keep_print};
	bm_input input = {sizeof(input), "a.md", text, 0};
	bm_convert_options o = {
	    .size = sizeof(o), .source_date_epoch = -1, .lint = 1};
	bm_sink sink = {sizeof(sink), NULL, drop_open, drop_write, drop_close};
	bm_engine *engine;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		strcat(text, CLAIM "\n\n");
	input.length = strlen(text);
	assert_int_equal(api->engine_new(&host, NULL, &engine), BM_OK);
	assert_int_equal(api->convert(engine, &input, &o, &sink), BM_OK);
	api->engine_free(engine);
	assert_int_equal(p.count, 1000);
	qsort(p.list, p.count, sizeof(p.list[0]), compare);
	for (size_t i = 1; i < p.count; i++)
		assert_string_not_equal(p.list[i - 1], p.list[i]);
}

/* Without a line the message tells them apart. */
static void
test_no_line(void **state)
{
	static struct found f, g;
	const struct kept *k;

	(void)state;
	look_at("Words.\n", &f);
	k = nth(&f, "title-missing", 0);
	assert_false(k->has_text);
	assert_int_equal(k->d.line, 0);
	look_at("\n\nOther words.\n", &g);
	assert_string_equal(k->print, nth(&g, "title-missing", 0)->print);
}

/* A long line is cut, at a character, and the place is inside. */
static void
test_long_line(void **state)
{
	static char text[300000];
	static struct found f;
	const struct kept *k;
	size_t n = (size_t)snprintf(text, sizeof(text), "%s", HEAD);

	(void)state;
	for (size_t i = 0; i < 40000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "\xC3\xA4. ");
	n += (size_t)snprintf(text + n, sizeof(text) - n, "![](x.png)");
	for (size_t i = 0; i < 20000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, " \xC3\xA4");
	look("a.md", text, n, &f);
	k = nth(&f, "image-not-found", 0);
	assert_true(strlen(k->source) <= 500 && strlen(k->source) > 490);
	assert_true(k->d.source_column > 1);
	assert_int_equal(k->d.column, 40000 * 4 + 1);
	assert_memory_equal(k->source + (k->d.column - k->d.source_column),
			    "![](x.png)", 10);
	assert_int_not_equal(k->source[0] & 0xC0, 0x80);
	assert_int_equal(k->d.character, 40000 * 3 + 1);
	assert_int_equal(k->d.end_character, 40000 * 3 + 11);
}

/* What is no text is not shown; what is no UTF-8 is mended. */
static void
test_not_text(void **state)
{
	static const char zeros[] = HEAD "![](x.png)\0\n";
	static const char latin[] = HEAD "\xE4\xF6 ![](x.png)\n";
	static struct found f;

	(void)state;
	look("a.md", zeros, sizeof(zeros) - 1, &f);
	for (size_t i = 0; i < f.count; i++)
		assert_false(f.list[i].has_source);
	look_at(latin, &f);
	for (size_t i = 0; i < f.count; i++)
		for (const char *s = f.list[i].source; *s != '\0'; s++)
			assert_true((*s & 0x80) == 0);
	assert_true(f.count > 0);
}

/* Many findings in one line must not cost their square. */
static void
test_many(void **state)
{
	size_t n = 0, size = 1200000;
	char *text = malloc(size);
	static struct found f;

	(void)state;
	assert_non_null(text);
	n += (size_t)snprintf(text, size, "%s", HEAD);
	for (size_t i = 0; i < 6000; i++)
		n += (size_t)snprintf(text + n, size - n, "%0*d ![](x%zu.png) ",
				      150, 0, i);
	look("a.md", text, n, &f);
	assert_int_equal(f.count, MAX);
	free(text);
}

static void
test_rules(void **state)
{
	const bm_api *api = bm_get_api(BM_ABI);
	const bm_rule *const *rules, *const *all;
	size_t own, count, claims = 0;
	bm_engine *engine;

	(void)state;
	rules = api->rules(&own);
	assert_int_equal(api->engine_new(NULL, NULL, &engine), BM_OK);
	all = api->engine_rules(engine, &count);
	assert_non_null(all);
	assert_true(count > own + 90);
	for (size_t i = 0; i < own; i++)
		assert_ptr_equal(all[i], rules[i]);
	for (size_t i = own; i < count; i++) {
		assert_non_null(all[i]->summary);
		assert_true(strlen(all[i]->hint) > 8);
		claims += strcmp(all[i]->code, "EFF-003") == 0;
	}
	assert_int_equal(claims, 1);
	assert_ptr_equal(all, api->engine_rules(engine, &count));
	api->engine_free(engine);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_line_and_sentence),
	    cmocka_unit_test(test_moves),
	    cmocka_unit_test(test_equals),
	    cmocka_unit_test(test_many_equals),
	    cmocka_unit_test(test_no_line),
	    cmocka_unit_test(test_long_line),
	    cmocka_unit_test(test_not_text),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
