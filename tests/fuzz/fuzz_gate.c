/*
 * The whole gate over any document: claims, evidence, glossary, readability,
 * notices, rules of documents and status, then the ledger and the structured
 * data of the page.  The first byte chooses reader, writer, day and the form
 * of the ledger.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backmatter.h"
#include "core/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a run hands out. */
struct text {
	char *ptr;
	size_t len, cap;
};

/* Works of each design, for the citations of the corpus. */
static const char refs[] =
    "[{\"id\":\"rct\",\"type\":\"article-journal\",\"title\":\"A trial\","
    "\"custom\":{\"design\":\"randomised\",\"n\":100},\"DOI\":\"10.1/x\"},"
    "{\"id\":\"mice\",\"type\":\"article-journal\",\"title\":\"B <i>b</i>\","
    "\"keyword\":\"Animals\"},"
    "{\"id\":\"law\",\"type\":\"legislation\",\"title\":\"A law\"},"
    "{\"id\":\"gone\",\"type\":\"article-journal\",\"title\":\"RETRACTED: C\","
    "\"custom\":{\"publication-types\":\"Retracted Publication\"}}]";

static bm_status
opened(void *user, const char *path)
{
	(void)user;
	return path != NULL ? BM_OK : BM_INTERNAL;
}

static bm_status
written(void *user, const char *data, size_t length)
{
	struct text *t = user;

	if (t->len + length + 1 > t->cap) {
		t->cap = 2 * (t->len + length + 1);
		t->ptr = realloc(t->ptr, t->cap);
		if (t->ptr == NULL)
			abort();
	}
	memcpy(t->ptr + t->len, data, length);
	t->len += length;
	t->ptr[t->len] = '\0';
	return BM_OK;
}

static bm_status
closed(void *user)
{
	(void)user;
	return BM_OK;
}

static bm_status
read_refs(void *user, const char *path, bm_bytes *out)
{
	size_t n = strlen(path);

	(void)user;
	if (n < 9 || strcmp(path + n - 9, "refs.json") != 0)
		return BM_NOT_FOUND;
	*out = (bm_bytes){refs, sizeof refs - 1};
	return BM_OK;
}

/* A finding is complete, and its places are in order. */
static void
found(void *user, const bm_diag *d)
{
	(void)user;
	if (d->code == NULL || d->message == NULL || *d->message == '\0' ||
	    d->fingerprint == NULL || strlen(d->fingerprint) != 16 ||
	    !bm_utf8_valid(bm_str_of(d->message), NULL))
		abort();
	if (d->line > 0 && d->end_line > 0 &&
	    (d->end_line < d->line ||
	     (d->end_line == d->line && d->end_column < d->column)))
		abort();
}

/* The data of a page is JSON, and nothing in it ends its script. */
static void
look_at_page(const struct text *page)
{
	static const char begin[] = "application/ld+json\">";
	const char *s = page->ptr != NULL ? strstr(page->ptr, begin) : NULL;
	const char *end;
	json_t *o;

	if (s == NULL)
		return;
	s += sizeof begin - 1;
	end = strstr(s, "</script>");
	if (end == NULL)
		abort();
	o = json_loadb(s, (size_t)(end - s), JSON_REJECT_DUPLICATES, NULL);
	if (o == NULL || json_object_get(o, "@context") == NULL)
		abort();
	json_decref(o);
}

/* Quoted fields alone, the same number in each record. */
static void
look_at_csv(const struct text *csv)
{
	size_t columns = 0, n = 1;
	bool quoted = false;

	for (size_t i = 0; i < csv->len; i++) {
		char c = csv->ptr[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && c == ',')
			n++;
		else if (!quoted && c == '\n') {
			if (columns != 0 && n != columns)
				abort();
			columns = n;
			n = 1;
		}
	}
	if (quoted)
		abort();
}

static void
look_at_ledger(const bm_api *api, bm_engine *engine, unsigned form)
{
	static const char *const formats[] = {"json", "csv", "html", "json"};
	struct text text = {NULL, 0, 0};
	bm_sink sink = {sizeof sink, &text, opened, written, closed};

	if (api->ledger(engine, formats[form], NULL, &sink) != BM_OK ||
	    text.ptr == NULL ||
	    !bm_utf8_valid((bm_str){text.ptr, text.len}, NULL))
		abort();
	if (strcmp(formats[form], "json") == 0) {
		json_t *o = json_loadb(text.ptr, text.len,
				       JSON_REJECT_DUPLICATES, NULL);

		if (o == NULL)
			abort();
		json_decref(o);
	} else if (strcmp(formats[form], "csv") == 0) {
		look_at_csv(&text);
	} else if (strstr(text.ptr, "</html>") == NULL) {
		abort();
	}
	free(text.ptr);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const writers[] = {"html", "epub", "man", "html"};
	static const bm_api *api;
	static bm_engine *engine;
	struct text page = {NULL, 0, 0};
	bm_sink sink = {sizeof sink, &page, opened, written, closed};
	bm_convert_options o = {.size = sizeof o,
				.source_date_epoch = 0,
				.lint = 1,
				.readability = 1,
				.ledger = 1};
	bm_input input = {.size = sizeof input, .name = "a"};
	bm_status status;

	if (engine == NULL) {
		bm_host host = {
		    .size = sizeof host, .read = read_refs, .diag = found};

		api = bm_get_api(BM_ABI);
		if (api->engine_new(&host, NULL, &engine) != BM_OK)
			abort();
	}
	if (size == 0)
		return 0;
	o.from = data[0] & 1 ? "markdown" : "docbook";
	o.to = writers[data[0] >> 1 & 3];
	o.today = data[0] & 8 ? "2026-01-31" : "2031-01-31";
	input.data = (const char *)data + 1;
	input.length = size - 1;
	status = api->convert(engine, &input, &o, &sink);
	/* Whatever the text is, it is the text's fault. */
	if (status == BM_INTERNAL || status == BM_NO_MEMORY ||
	    status == BM_BAD_ARGUMENT)
		abort();
	if (strcmp(o.to, "html") == 0)
		look_at_page(&page);
	look_at_ledger(api, engine, data[0] >> 4 & 3);
	free(page.ptr);
	return 0;
}
