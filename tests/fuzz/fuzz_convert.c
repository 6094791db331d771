/*
 * The whole way: any text, read as Markdown or DocBook, through every pass
 * and a writer.  The first byte chooses reader and writer.
 */
#include <stdint.h>
#include <stdlib.h>

#include "backmatter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bm_status
opened(void *user, const char *path)
{
	(void)user;
	return path != NULL ? BM_OK : BM_INTERNAL;
}

static bm_status
written(void *user, const char *data, size_t length)
{
	*(size_t *)user += length;
	return data != NULL || length == 0 ? BM_OK : BM_INTERNAL;
}

static bm_status
closed(void *user)
{
	(void)user;
	return BM_OK;
}

static bm_status
nothing(void *user, const char *path, bm_bytes *out)
{
	(void)user;
	(void)path;
	(void)out;
	return BM_NOT_FOUND;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const writers[] = {"html", "site", "epub", "man"};
	static const bm_api *api;
	static bm_engine *engine;
	size_t total = 0;
	bm_sink sink = {sizeof(sink), &total, opened, written, closed};
	bm_convert_options options = {.size = sizeof(options),
				      .today = "2026-01-31",
				      .source_date_epoch = 0};
	bm_input input = {.size = sizeof(input), .name = "input"};
	bm_status status;

	if (engine == NULL) {
		bm_host host = {.size = sizeof(host), .read = nothing};
		/* Not the machine's styles, which are many to look through. */
		bm_engine_options config = {.size = sizeof(config),
					    .style_dir = "none",
					    .locale_dir = "none"};

		api = bm_get_api(BM_ABI);
		if (api->engine_new(&host, &config, &engine) != BM_OK)
			abort();
	}
	if (size == 0)
		return 0;
	options.from = data[0] & 1 ? "markdown" : "docbook";
	options.to = writers[data[0] >> 1 & 3];
	input.data = (const char *)data + 1;
	input.length = size - 1;
	status = api->convert(engine, &input, &options, &sink);
	/* Whatever the text is, it is the text's fault. */
	if (status == BM_INTERNAL || status == BM_NO_MEMORY ||
	    status == BM_BAD_ARGUMENT)
		abort();
	return 0;
}
