/* Documents converted in a thread of their own: the same as by convert(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"

/* All that a host is told, in the order in which it is. */
typedef struct record {
	char text[1 << 16];
	size_t len;
	long left; /* allocations that succeed; negative: all */
	bm_status refuse;
} record;

static void
put(record *r, const char *data, size_t length)
{
	if (length > sizeof r->text - 1 - r->len)
		length = sizeof r->text - 1 - r->len;
	memcpy(r->text + r->len, data, length);
	r->text[r->len += length] = '\0';
}

static bm_status
on_open(void *user, const char *path)
{
	record *r = user;

	put(r, "<", 1);
	put(r, path, strlen(path));
	put(r, ">", 1);
	return r->refuse;
}

static bm_status
on_write(void *user, const char *data, size_t length)
{
	put(user, data, length);
	return BM_OK;
}

static bm_status
on_close(void *user)
{
	put(user, "<end>\n", 6);
	return BM_OK;
}

static void
on_diag(void *user, const bm_diag *d)
{
	char line[999];
	int n = snprintf(line, sizeof line, "%s:%u:%u %s %s %s %s\n", d->file,
			 d->line, d->column, d->code, d->message,
			 d->source != NULL ? d->source : "-", d->fingerprint);

	put(user, line, (size_t)n);
}

static void *
on_alloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
	record *r = user;

	(void)old_size;
	if (new_size == 0) {
		free(ptr);
		return NULL;
	}
	if (__atomic_load_n(&r->left, __ATOMIC_SEQ_CST) >= 0 &&
	    __atomic_fetch_sub(&r->left, 1, __ATOMIC_SEQ_CST) <= 0) {
		__atomic_store_n(&r->left, 0, __ATOMIC_SEQ_CST);
		return NULL;
	}
	return realloc(ptr, new_size);
}

static const char *const texts[] = {
    "# One\n\nText and [@nobody].\n",
    "---\ntitle: Two\nsubjects: [spine]\n---\n\nStem cells cure pain.\n",
    "Three\xff and a [link](nowhere.md).\n",
    "",
};
#define COUNT (sizeof texts / sizeof *texts)

static const bm_convert_options options = {
    .size = sizeof options,
    .from = "markdown",
    .to = "parts",
    .lint = 1,
    .source_date_epoch = -1,
};

static bm_input
input_of(size_t i)
{
	return (bm_input){sizeof(bm_input), "a.md", texts[i], strlen(texts[i])};
}

static bm_host
host_of(record *r)
{
	return (bm_host){.size = sizeof(bm_host), .user = r, .diag = on_diag};
}

static bm_sink
sink_of(record *r)
{
	return (bm_sink){sizeof(bm_sink), r, on_open, on_write, on_close};
}

/* What convert() tells of a text. */
static bm_status
convert(size_t i, const bm_convert_options *o, record *out)
{
	bm_host host = host_of(out);
	bm_sink sink = sink_of(out);
	bm_input input = input_of(i);
	bm_engine *engine;
	bm_status status;

	assert_int_equal(bm_engine_new(&host, NULL, &engine), BM_OK);
	status = bm_convert(engine, &input, o, &sink);
	bm_engine_free(engine);
	return status;
}

static void
the_same_in_any_order(void **state)
{
	static const size_t order[COUNT] = {2, 0, 3, 1};
	record *wanted = calloc(1, sizeof *wanted);
	record *got = calloc(1, sizeof *got);
	bm_host host = host_of(got);
	bm_sink sink = sink_of(got);
	bm_queue *q;
	size_t n;

	(void)state;
	wanted->left = got->left = -1;
	assert_int_equal(bm_queue_new(&host, NULL, &q), BM_OK);
	for (size_t i = 0; i < COUNT; i++) {
		bm_input input = input_of(i);
		char copy[200];

		memcpy(copy, texts[i], input.length);
		input.data = copy;
		assert_int_equal(bm_queue_add(q, &input, &options, &n), BM_OK);
		assert_int_equal(n, i);
		memset(copy, 'x', sizeof copy);
	}
	for (size_t k = 0; k < COUNT; k++) {
		wanted->len = got->len = 0;
		assert_int_equal(bm_queue_take(q, order[k], &sink),
				 convert(order[k], &options, wanted));
		assert_true(wanted->len > 0);
		assert_string_equal(got->text, wanted->text);
		assert_int_equal(bm_queue_take(q, order[k], &sink),
				 BM_NOT_FOUND);
	}
	assert_int_equal(bm_queue_take(q, COUNT, &sink), BM_NOT_FOUND);
	bm_queue_free(q);
	free(wanted);
	free(got);
}

static void
failures_are_those_of_convert(void **state)
{
	bm_convert_options wrong = {.size = sizeof wrong, .to = "nonsense"};
	bm_convert_options xml = {.size = sizeof xml, .from = "docbook"};
	record *wanted = calloc(1, sizeof *wanted);
	record *got = calloc(1, sizeof *got);
	bm_host host = host_of(got);
	bm_sink sink = sink_of(got);
	bm_input input = input_of(0);
	bm_input missing = {sizeof missing, "/nonexistent/a.md", NULL, 0};
	bm_queue *q;
	size_t n;

	(void)state;
	wanted->left = got->left = -1;
	assert_int_equal(bm_queue_new(&host, NULL, &q), BM_OK);
	bm_queue_add(q, &input, &wrong, &n);
	assert_int_equal(bm_queue_take(q, n, &sink), BM_BAD_ARGUMENT);
	bm_queue_add(q, &input, &xml, &n);
	assert_int_equal(bm_queue_take(q, n, &sink), convert(0, &xml, wanted));
	assert_string_equal(got->text, wanted->text);
	bm_queue_add(q, &missing, &options, &n);
	got->len = 0;
	assert_int_equal(bm_queue_take(q, n, &sink), BM_NOT_FOUND);
	assert_non_null(strstr(got->text, "file-not-found"));
	input = input_of(1);
	bm_queue_add(q, &input, &options, &n);
	assert_int_equal(bm_queue_take(q, n, NULL), BM_BAD_ARGUMENT);
	bm_queue_add(q, &input, &options, &n);
	got->refuse = BM_IO;
	assert_int_equal(bm_queue_take(q, n, &sink), BM_IO);
	assert_int_equal(bm_queue_add(q, NULL, &options, &n), BM_BAD_ARGUMENT);
	assert_int_equal(bm_queue_add(NULL, &input, &options, &n),
			 BM_BAD_ARGUMENT);
	assert_int_equal(bm_queue_take(NULL, 0, &sink), BM_BAD_ARGUMENT);
	assert_int_equal(bm_queue_new(&host, NULL, NULL), BM_BAD_ARGUMENT);
	bm_queue_free(q);
	bm_queue_free(NULL);
	free(wanted);
	free(got);
}

static void
what_is_not_taken_goes_with_it(void **state)
{
	bm_queue *q;
	size_t n;

	(void)state;
	assert_int_equal(bm_queue_new(NULL, NULL, &q), BM_OK);
	for (size_t i = 0; i < 200; i++) {
		bm_input input = input_of(i % COUNT);

		assert_int_equal(bm_queue_add(q, &input, &options, &n), BM_OK);
	}
	bm_queue_free(q);
}

/* Each of the first allocations fails in turn, then some of the later ones. */
static void
without_memory(void **state)
{
	record *r = calloc(1, sizeof *r);
	bm_host host = host_of(r);
	bm_sink sink = sink_of(r);
	bool whole = false;

	(void)state;
	host.alloc = on_alloc;
	for (long limit = 0; !whole; limit += 1 + limit / 8) {
		bm_input input = input_of(0);
		bm_queue *q = NULL;
		bm_status status;
		size_t n;

		r->left = limit;
		r->len = 0;
		status = bm_queue_new(&host, NULL, &q);
		if (status == BM_OK)
			status = bm_queue_add(q, &input, &options, &n);
		if (status == BM_OK)
			status = bm_queue_take(q, n, &sink);
		whole = status == BM_OK;
		assert_true(whole || status == BM_NO_MEMORY);
		bm_queue_free(q);
	}
	free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_in_any_order),
	    cmocka_unit_test(failures_are_those_of_convert),
	    cmocka_unit_test(what_is_not_taken_goes_with_it),
	    cmocka_unit_test(without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
