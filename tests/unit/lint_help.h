/* A document linted by the public interface, for tests of the rules. */
#ifndef BM_TESTS_LINT_HELP_H
#define BM_TESTS_LINT_HELP_H

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

struct linted {
	char *findings; /* "LINE CODE MESSAGE\n" each, as they came */
	char *ledger;   /* in the format that was asked for, or NULL */
};

/* What the host hands out and takes. */
struct lint_host {
	const char *refs; /* of the file refs.json, or NULL */
	FILE *findings, *ledger;
};

static void
lint_diag(void *user, const bm_diag *d)
{
	struct lint_host *h = user;

	fprintf(h->findings, "%u %s %s\n", (unsigned)d->line, d->code,
		d->message);
}

static bm_status
lint_read(void *user, const char *path, bm_bytes *out)
{
	struct lint_host *h = user;
	size_t n = strlen(path);

	if (h->refs == NULL || n < 9 || strcmp(path + n - 9, "refs.json") != 0)
		return BM_NOT_FOUND;
	*out = (bm_bytes){h->refs, strlen(h->refs)};
	return BM_OK;
}

static bm_status
lint_open(void *user, const char *path)
{
	(void)user;
	(void)path;
	return BM_OK;
}

static bm_status
lint_write(void *user, const char *data, size_t length)
{
	struct lint_host *h = user;

	if (h->ledger != NULL)
		fwrite(data, 1, length, h->ledger);
	return BM_OK;
}

static bm_status
lint_close(void *user)
{
	(void)user;
	return BM_OK;
}

/* Lints a text as "a.md" on 2026-02-01; ledger: "json" ..., or NULL. */
static inline struct linted
lint(const char *text, const char *refs, const char *ledger)
{
	const bm_api *api = bm_get_api(BM_ABI);
	struct lint_host h = {.refs = refs};
	struct linted out = {NULL, NULL};
	bm_host host = {.size = sizeof host,
			.user = &h,
			.diag = lint_diag,
			.read = lint_read};
	bm_input input = {sizeof input, "a.md", text, strlen(text)};
	bm_convert_options o = {.size = sizeof o,
				.to = "html",
				.today = "2026-02-01",
				.source_date_epoch = -1,
				.lint = 1,
				.ledger = ledger != NULL};
	bm_sink sink = {sizeof sink, &h, lint_open, lint_write, lint_close};
	bm_engine *engine = NULL;
	size_t size;

	h.findings = open_memstream(&out.findings, &size);
	assert_non_null(h.findings);
	assert_int_equal(api->engine_new(&host, NULL, &engine), BM_OK);
	(void)api->convert(engine, &input, &o, &sink);
	if (ledger != NULL) {
		h.ledger = open_memstream(&out.ledger, &size);
		assert_non_null(h.ledger);
		assert_int_equal(api->ledger(engine, ledger, NULL, &sink),
				 BM_OK);
		fclose(h.ledger);
	}
	api->engine_free(engine);
	fclose(h.findings);
	return out;
}

static inline void
linted_free(struct linted *l)
{
	free(l->findings);
	free(l->ledger);
}

/* A text with every `from` made a `to`; pairs, ended by NULL.  The caller's.
 * A `from` that is not there fails the test. */
static inline char *
changed(const char *text, const char *const *pairs)
{
	char *now = strdup(text);

	for (; *pairs != NULL; pairs += 2) {
		const char *at = strstr(now, pairs[0]), *from = now;
		char *next;
		size_t size;
		FILE *f = open_memstream(&next, &size);

		if (at == NULL)
			fail_msg("there is no \"%s\"", pairs[0]);
		for (; at != NULL; at = strstr(from, pairs[0])) {
			fprintf(f, "%.*s%s", (int)(at - from), from, pairs[1]);
			from = at + strlen(pairs[0]);
		}
		fprintf(f, "%s", from);
		fclose(f);
		free(now);
		now = next;
	}
	return now;
}

#endif
