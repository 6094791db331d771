/*
 * What a stranger writes after `make install`: finds header and library by
 * pkg-config, opens the library, converts stdin to stdout.
 */
#include <backmatter.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static bm_status
put_open(void *user, const char *path)
{
	(void)user;
	(void)path;
	return BM_OK;
}

static bm_status
put_write(void *user, const char *data, size_t length)
{
	return fwrite(data, 1, length, user) == length ? BM_OK : BM_IO;
}

static bm_status
put_close(void *user)
{
	return fflush(user) == 0 ? BM_OK : BM_IO;
}

int
main(void)
{
	static char text[1 << 16];
	void *library = dlopen(BACKMATTER_PLUGIN, RTLD_NOW);
	void *symbol;
	bm_get_api_fn get_api;
	const bm_api *api;
	bm_engine *engine;
	bm_input input = {sizeof(input), "stdin.md", text, 0};
	bm_convert_options options = {0};
	bm_sink sink = {sizeof(sink), stdout, put_open, put_write, put_close};
	bm_status status;

	if (library == NULL || !(symbol = dlsym(library, "bm_get_api"))) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	memcpy(&get_api, &symbol, sizeof(get_api));
	if ((api = get_api(BM_ABI)) == NULL)
		return 2;
	input.length = fread(text, 1, sizeof(text), stdin);
	options.size = sizeof(options);
	options.to = "html";
	options.source_date_epoch = -1;
	if (api->engine_new(NULL, NULL, &engine) != BM_OK)
		return 3;
	status = api->convert(engine, &input, &options, &sink);
	api->engine_free(engine);
	return status == BM_OK ? 0 : 4;
}
