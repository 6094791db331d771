/*
 * Loads, uses and unloads the library again and again; the table that it
 * gives; what it says to versions that it does not serve and to nonsense.
 *
 *	reload LIBRARY FOLDER [HELD...]
 *
 * Libraries that are HELD stay loaded from first to last, as in a host that
 * uses them itself: what they keep for the process is no leak of ours then.
 */
#include <pthread.h>

#include "abi/client.h"

static const char *documents[] = {"article.md", "article.xml"};
static const char *formats[] = {"html", "epub", "docbook"};

/* Converts every document to every format with a new engine. */
static bool
convert_all(const bm_api *api, const char *folder, struct output *out)
{
	bm_engine *engine = NULL;
	char name[4096];
	bool good = true;

	if (api->engine_new(NULL, NULL, &engine) != BM_OK)
		return false;
	for (size_t d = 0; d < sizeof(documents) / sizeof(*documents); d++) {
		snprintf(name, sizeof(name), "%s/%s", folder, documents[d]);
		for (size_t f = 0; f < sizeof(formats) / sizeof(*formats);
		     f++) {
			bm_status status =
			    client_convert(api, engine, name, formats[f], out);

			if (status != BM_OK) {
				printf("        %s to %s: %s\n", documents[d],
				       formats[f], api->status_text(status));
				good = false;
			}
		}
	}
	api->engine_free(engine);
	return good && out->length > 0;
}

/* The table: whole, of this version, its lists sorted and ended. */
static void
check_table(bm_get_api_fn get_api)
{
	const bm_api *api = get_api(BM_ABI);
	size_t count = 0;
	bool sorted = true;

	client_check(get_api(0) == NULL, "bm_get_api(0) is NULL");
	client_check(get_api(99) == NULL, "bm_get_api(99) is NULL");
	client_check(get_api(BM_ABI + 1) == NULL, "the next ABI is NULL");
	client_check(get_api((unsigned)-1) == NULL, "bm_get_api(-1) is NULL");
	if (!client_check(api != NULL, "bm_get_api(BM_ABI)"))
		return;
	client_check(api == get_api(BM_ABI), "the table is always the same");
	client_check(get_api(BM_ABI_MIN) != NULL, "the oldest ABI is served");
	client_check(api->size >= sizeof(bm_api), "size of the table");
	client_check(api->abi == BM_ABI, "ABI of the table");
	client_check(strcmp(api->version, BM_VERSION) == 0, "version");
	client_check(api->status_text && api->engine_new && api->engine_free &&
			 api->convert && api->build && api->rules &&
			 api->readers && api->writers && api->passes &&
			 api->bib && api->bib_writers,
		     "no hole in the table");

	const bm_rule *const *rules = api->rules(&count);
	client_check(rules != NULL && count > 0, "there are rules");
	for (size_t i = 1; i < count; i++) {
		if (strcmp(rules[i - 1]->code, rules[i]->code) >= 0) {
			printf("        %s before %s\n", rules[i - 1]->code,
			       rules[i]->code);
			sorted = false;
		}
	}
	client_check(sorted, "rules are sorted, no code twice");
	for (int s = BM_OK; s <= BM_INTERNAL + 1; s++)
		client_check(api->status_text((bm_status)s) != NULL &&
				 *api->status_text((bm_status)s) != '\0',
			     "each status has a text");
	client_check(api->readers()[0] != NULL, "there are readers");
	client_check(api->writers()[0] != NULL, "there are writers");
	client_check(api->passes()[0] != NULL, "there are passes");
	client_check(api->bib_writers()[0] != NULL,
		     "bibliographies are written");
}

/* The caller's mistakes come back as statuses. */
static void
check_mistakes(const bm_api *api, const char *folder)
{
	bm_engine *engine = NULL;
	bm_input input = {0};
	bm_convert_options options = {0};
	bm_build_options build = {0};
	struct output out = {0};
	bm_sink sink = output_sink(&out);
	char name[4096];

	api->engine_free(NULL);
	client_check(api->engine_new(NULL, NULL, NULL) == BM_BAD_ARGUMENT,
		     "engine_new without a place for the engine");
	client_check(api->engine_new(NULL, NULL, &engine) == BM_OK,
		     "engine_new without host and options");
	client_check(api->convert(engine, NULL, NULL, &sink) != BM_OK,
		     "convert without input");
	client_check(api->convert(NULL, &input, &options, &sink) != BM_OK,
		     "convert without engine");
	input.size = sizeof(input);
	input.name = "x.md";
	input.data = "# x\n";
	input.length = 4;
	options.size = sizeof(options);
	options.source_date_epoch = -1;
	options.to = "html";
	client_check(api->convert(engine, &input, &options, NULL) != BM_OK,
		     "convert without any output");
	options.to = "nonsense";
	client_check(api->convert(engine, &input, &options, &sink) != BM_OK,
		     "an unknown writer");
	options.to = "html";
	options.from = "nonsense";
	client_check(api->convert(engine, &input, &options, &sink) != BM_OK,
		     "an unknown reader");
	options.from = NULL;
	options.dump = "nonsense";
	client_check(api->convert(engine, &input, &options, &sink) != BM_OK,
		     "an unknown pass");
	client_check(out.length == 0, "mistakes write nothing");
	options.dump = NULL;
	snprintf(name, sizeof(name), "%s/missing.md", folder);
	input.name = name;
	input.data = NULL;
	input.length = 0;
	client_check(api->convert(engine, &input, &options, &sink) != BM_OK,
		     "a missing file");
	build.size = sizeof(build);
	build.project = name;
	client_check(api->build(engine, &build) != BM_OK, "a missing project");
	client_check(api->build(engine, NULL) != BM_OK, "build of nothing");
	input.name = "x.md";
	input.data = "# x\n\nWords.\n";
	input.length = strlen(input.data);
	client_check(api->convert(engine, &input, &options, &sink) == BM_OK &&
			 out.length > 0,
		     "the engine works on after all that");
	api->engine_free(engine);
	output_free(&out);
}

/* Bibliographies: from memory, by an older host, and mistakes. */
static void
check_bib(const bm_api *api)
{
	static const char text[] =
	    "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"Words\"}]";
	bm_engine *engine = NULL;
	bm_input input = {0}, missing = {0};
	const bm_input *inputs[] = {&input, NULL, NULL};
	bm_bib_options options;
	struct output out = {0}, again = {0};
	bm_sink sink = output_sink(&out), second = output_sink(&again);

	memset(&options, 0xff, sizeof(options));
	options.size = offsetof(bm_bib_options, style);
	options.to = "html";
	input.size = sizeof(input);
	input.name = "r.json";
	input.data = text;
	input.length = strlen(text);
	missing.size = sizeof(missing);
	missing.name = "there-is-none.json";
	if (!client_check(api->engine_new(NULL, NULL, &engine) == BM_OK,
			  "an engine for bibliographies"))
		return;
	client_check(api->bib(NULL, inputs, NULL, &sink) == BM_BAD_ARGUMENT,
		     "bib without engine");
	client_check(api->bib(engine, NULL, NULL, &sink) == BM_BAD_ARGUMENT,
		     "bib without inputs");
	client_check(api->bib(engine, inputs + 1, NULL, &sink) ==
			 BM_BAD_ARGUMENT,
		     "bib with no input");
	client_check(api->bib(engine, inputs, NULL, NULL) == BM_BAD_ARGUMENT,
		     "bib without any output");
	client_check(out.length == 0, "mistakes of bib write nothing");
	client_check(api->bib(engine, inputs, NULL, &sink) == BM_OK &&
			 out.files == 1 && out.length > strlen(text),
		     "bib writes CSL-JSON unasked");
	client_check(api->bib(engine, inputs, &options, &second) == BM_OK &&
			 again.files == 1 && again.length > 1000,
		     "bib with the options of an older host");
	options.to = "site";
	client_check(api->bib(engine, inputs, &options, &sink) ==
			 BM_BAD_ARGUMENT,
		     "bib to what it does not write");
	inputs[1] = &missing;
	client_check(api->bib(engine, inputs, NULL, &sink) == BM_NOT_FOUND,
		     "bib of a file that is not there");
	api->engine_free(engine);
	output_free(&out);
	output_free(&again);
}

/* An older host: its options end before members that came later. */
static void
check_short_structs(const bm_api *api)
{
	bm_engine *engine = NULL;
	bm_host host = {0};
	bm_engine_options engine_options = {0};
	bm_input input = {0};
	bm_convert_options options = {0};
	struct output out = {0};
	bm_sink sink = output_sink(&out);

	memset(&host, 0xff, sizeof(host));
	memset(&engine_options, 0xff, sizeof(engine_options));
	memset(&options, 0xff, sizeof(options));
	host.size = offsetof(bm_host, alloc);
	engine_options.size = sizeof(engine_options.size);
	options.size = offsetof(bm_convert_options, dump);
	options.from = NULL;
	options.to = "html";
	input.size = sizeof(input);
	input.name = "x.md";
	input.data = "# x\n\nWords.\n";
	input.length = strlen(input.data);
	if (client_check(api->engine_new(&host, &engine_options, &engine) ==
			     BM_OK,
			 "shorter host and options of an engine")) {
		client_check(api->convert(engine, &input, &options, &sink) ==
				     BM_OK &&
				 out.length > 0,
			     "shorter options of a conversion");
		api->engine_free(engine);
	}
	output_free(&out);
}

struct visit {
	const bm_api *api;
	const char *folder;
	pthread_barrier_t *used, *closed;
	bool good;
};

/* A thread that used the library and outlives it. */
static void *
visitor(void *arg)
{
	struct visit *visit = arg;
	struct output out = {0};

	visit->good = convert_all(visit->api, visit->folder, &out);
	output_free(&out);
	pthread_barrier_wait(visit->used);
	pthread_barrier_wait(visit->closed);
	return NULL;
}

/* A thread may end after the library is gone: nothing is called then. */
static void
check_late_thread(const char *library, const char *folder)
{
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	pthread_barrier_t used, closed;
	struct visit visit = {NULL, folder, &used, &closed, false};
	pthread_t thread;

	if (handle == NULL)
		return;
	visit.api = client_symbol(handle)(BM_ABI);
	pthread_barrier_init(&used, NULL, 2);
	pthread_barrier_init(&closed, NULL, 2);
	if (pthread_create(&thread, NULL, visitor, &visit) == 0) {
		pthread_barrier_wait(&used);
		dlclose(handle);
		pthread_barrier_wait(&closed);
		pthread_join(thread, NULL);
		client_check(visit.good, "a thread that outlives the library");
	}
	pthread_barrier_destroy(&used);
	pthread_barrier_destroy(&closed);
}

int
main(int argc, char **argv)
{
	struct output first = {0};

	if (argc < 3)
		return 2;
	for (int i = 3; i < argc; i++)
		client_check(dlopen(argv[i], RTLD_NOW) != NULL, argv[i]);
	for (int round = 0; round < 5; round++) {
		struct output out = {0};
		void *handle = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);

		if (handle == NULL) {
			client_check(false, dlerror());
			return client_done();
		}
		bm_get_api_fn get_api = client_symbol(handle);
		if (!client_check(get_api != NULL, "bm_get_api is there"))
			return client_done();
		const bm_api *api = get_api(BM_ABI);
		if (round == 0) {
			check_table(get_api);
			if (api == NULL)
				return client_done();
			check_mistakes(api, argv[2]);
			check_short_structs(api);
			check_bib(api);
		}
		client_check(convert_all(api, argv[2], &out),
			     "all documents are converted");
		if (round == 0)
			first = out;
		else
			client_check(output_compare(&first, &out),
				     "the same bytes after loading again");
		if (round > 0)
			output_free(&out);
		client_check(dlclose(handle) == 0, "dlclose");
		client_check(dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD) == NULL,
			     "dlclose really unloads");
	}
	check_late_thread(argv[1], argv[2]);
	output_free(&first);
	return client_done();
}
