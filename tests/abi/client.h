/*
 * A client of the library for the tests: it knows backmatter.h only, opens
 * the shared object by name and gathers output in memory.
 */
#ifndef BM_TESTS_CLIENT_H
#define BM_TESTS_CLIENT_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backmatter.h"

/* Everything that a conversion wrote: names and bytes of all files. */
struct output {
	char *data;
	size_t length, room;
	size_t files;
	bool is_open;
};

/* Puts bytes behind the others; this is the tests' own memory. */
static inline void
output_put(struct output *out, const char *data, size_t length)
{
	if (out->length + length > out->room) {
		size_t room = 2 * (out->length + length) + 4096;
		char *more = realloc(out->data, room);

		if (more == NULL) {
			fputs("the test itself has no memory\n", stderr);
			exit(99);
		}
		out->data = more;
		out->room = room;
	}
	if (length > 0)
		memcpy(out->data + out->length, data, length);
	out->length += length;
}

static inline bm_status
output_open(void *user, const char *path)
{
	struct output *out = user;

	if (out->is_open)
		return BM_INTERNAL;
	out->is_open = true;
	out->files++;
	output_put(out, path, strlen(path) + 1);
	return BM_OK;
}

static inline bm_status
output_write(void *user, const char *data, size_t length)
{
	struct output *out = user;

	if (!out->is_open)
		return BM_INTERNAL;
	output_put(out, data, length);
	return BM_OK;
}

static inline bm_status
output_close(void *user)
{
	struct output *out = user;

	if (!out->is_open)
		return BM_INTERNAL;
	out->is_open = false;
	return BM_OK;
}

static inline bm_sink
output_sink(struct output *out)
{
	bm_sink sink = {0};

	sink.size = sizeof(sink);
	sink.user = out;
	sink.open = output_open;
	sink.write = output_write;
	sink.close = output_close;
	return sink;
}

static inline bool
output_same(const struct output *a, const struct output *b)
{
	return a->length == b->length && a->files == b->files &&
	       (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

/* The same, and if not, says from where on they differ. */
static inline bool
output_compare(const struct output *a, const struct output *b)
{
	size_t at = 0, from;

	if (output_same(a, b))
		return true;
	while (at < a->length && at < b->length && a->data[at] == b->data[at])
		at++;
	from = at > 60 ? at - 60 : 0;
	printf("        %zu and %zu bytes, different from %zu: \"", a->length,
	       b->length, at);
	for (size_t i = from; i < at + 40 && i < b->length; i++)
		putchar(b->data[i] >= ' ' && b->data[i] < 127 ? b->data[i]
							      : '.');
	puts("\"");
	return false;
}

static inline void
output_free(struct output *out)
{
	free(out->data);
	memset(out, 0, sizeof(*out));
}

/* One conversion of the file `name` to the format `to` (or a dump). */
static inline bm_status
client_convert(const bm_api *api, bm_engine *engine, const char *name,
	       const char *to, struct output *out)
{
	bm_input input = {0};
	bm_convert_options options = {0};
	bm_sink sink = output_sink(out);

	input.size = sizeof(input);
	input.name = name;
	options.size = sizeof(options);
	options.to = to;
	options.source_date_epoch = 1000000000;
	return api->convert(engine, &input, &options, &sink);
}

/* bm_get_api of an open library, without a cast that ISO C forbids. */
static inline bm_get_api_fn
client_symbol(void *library)
{
	bm_get_api_fn fn = NULL;
	void *symbol = dlsym(library, "bm_get_api");

	memcpy(&fn, &symbol, sizeof(fn));
	return fn;
}

/* Counting, as the suites in Python do it. */
static int client_passed, client_failed;

static inline bool
client_check(bool good, const char *what)
{
	if (good) {
		client_passed++;
	} else {
		client_failed++;
		printf("FAILED  %s\n", what);
	}
	return good;
}

static inline int
client_done(void)
{
	printf("%d passed, %d failed\n", client_passed, client_failed);
	return client_failed > 0;
}

#endif
