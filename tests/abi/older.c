/*
 * Hosts from older headers: each struct that a host fills ends at each of its
 * members in turn, and what lies behind is not zero.  The library must take
 * what the size says and leave the rest alone.  Sizes come as arguments, as
 * tests/abi/layout.txt has them: STRUCT SIZE...
 */
#include "abi/client.h"

static const bm_api *api;
static int failures;

/* A copy that ends where the size says, with rubbish behind. */
#define CUT(type, name, full, length)                                          \
	union {                                                                \
		type value;                                                    \
		unsigned char bytes[sizeof(type) + 64];                        \
	} name;                                                                \
	memset(name.bytes, 0xA5, sizeof(name.bytes));                          \
	memcpy(name.bytes, &(full),                                            \
	       (length) < sizeof(type) ? (length) : sizeof(type));             \
	memcpy(name.bytes, &(size_t){length}, sizeof(size_t))

static bm_status
nothing_open(void *user, const char *path)
{
	(void)user;
	(void)path;
	return BM_OK;
}

static bm_status
nothing_write(void *user, const char *data, size_t length)
{
	(void)data;
	*(size_t *)user += length;
	return BM_OK;
}

static bm_status
nothing_close(void *user)
{
	(void)user;
	return BM_OK;
}

static const char text[] = "---\ntitle: A\n---\n\nText.\n";

static void
try(const char *name, size_t length)
{
	bm_host host = {.size = sizeof(host)};
	bm_engine_options eo = {.size = sizeof(eo)};
	bm_convert_options co = {.size = sizeof(co), .to = "html"};
	bm_check_options ko = {.size = sizeof(ko)};
	bm_bib_options bo = {.size = sizeof(bo), .to = "csljson"};
	bm_input page = {sizeof(page), "a.md", text, sizeof(text) - 1};
	bm_input refs = {sizeof(refs), "a.json", "[]", 2};
	bm_input html = {sizeof(html), "a.html", "<p>a</p>", 8};
	const bm_input *works[] = {&refs, NULL}, *pages[] = {&html, NULL};
	size_t written = 0;
	bm_sink sink = {sizeof(sink), &written, nothing_open, nothing_write,
			nothing_close};
	bm_engine *engine = NULL;
	bm_status status;
	CUT(bm_host, h, host,
	    strcmp(name, "bm_host") == 0 ? length : sizeof(host));
	CUT(bm_engine_options, e, eo,
	    strcmp(name, "bm_engine_options") == 0 ? length : sizeof(eo));
	CUT(bm_convert_options, c, co,
	    strcmp(name, "bm_convert_options") == 0 ? length : sizeof(co));
	CUT(bm_check_options, k, ko,
	    strcmp(name, "bm_check_options") == 0 ? length : sizeof(ko));
	CUT(bm_bib_options, b, bo,
	    strcmp(name, "bm_bib_options") == 0 ? length : sizeof(bo));

	status = api->engine_new(&h.value, &e.value, &engine);
	if (status == BM_OK)
		status = api->convert(engine, &page, &c.value, &sink);
	if (status == BM_OK)
		status = api->bib(engine, works, &b.value, &sink);
	if (status == BM_OK)
		status = api->check(engine, pages, &k.value);
	api->engine_free(engine);
	if (status != BM_OK || written == 0) {
		printf("%s of %zu bytes: %s\n", name, length,
		       api->status_text(status));
		failures++;
	}
}

int
main(int argc, char **argv)
{
	void *library = argc > 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
	void *symbol = library != NULL ? dlsym(library, "bm_get_api") : NULL;
	bm_get_api_fn get;

	if (symbol == NULL)
		return 2;
	memcpy(&get, &symbol, sizeof(get));
	api = get(BM_ABI);
	if (api == NULL)
		return 3;
	for (int i = 3; i < argc; i++)
		try(argv[2], (size_t)strtoul(argv[i], NULL, 10));
	return failures > 0;
}
