/*
 * The host's memory ends at every allocation in turn.  Each time the library
 * says BM_NO_MEMORY, or BM_OK with the whole output; it gives everything
 * back, and it works again when there is memory.
 *
 *	oom LIBRARY FOLDER [SECONDS]
 *
 * Where there are more points of failure than fit into SECONDS (for each
 * scenario), they are taken at even distances; 0 takes all.
 */
#include <execinfo.h>
#include <stdint.h>
#include <time.h>

#include "abi/client.h"

/* Memory that ends: allowed counts down; `once` fails a single time. */
struct memory {
	long allowed; /* -1: no end */
	bool once, failed;
	long calls;
	long blocks;
	size_t bytes;
	bool wrong_size;
	bool trace; /* say who asked for what was refused */
};

/* In front of each block, so that old_size can be checked. */
union block {
	size_t size;
	max_align_t align;
};

static void *
limited_alloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
	struct memory *m = user;
	union block *block = ptr != NULL ? (union block *)ptr - 1 : NULL;
	union block *moved;

	if (block != NULL && block->size != old_size)
		m->wrong_size = true;
	if (new_size == 0) {
		if (block != NULL) {
			m->blocks--;
			m->bytes -= block->size;
			free(block);
		}
		return NULL;
	}
	m->calls++;
	if (m->allowed == 0) {
		m->failed = true;
		if (m->trace) {
			void *frames[16];

			fflush(stdout);
			backtrace_symbols_fd(frames, backtrace(frames, 16), 1);
			m->trace = false;
		}
		if (m->once)
			m->allowed = -1;
		return NULL;
	}
	if (m->allowed > 0)
		m->allowed--;
	/* A new place each time: who keeps the old pointer is found out. */
	moved = malloc(sizeof(*moved) + new_size);
	if (moved == NULL)
		return NULL;
	moved->size = new_size;
	if (block != NULL) {
		memcpy(moved + 1, block + 1,
		       block->size < new_size ? block->size : new_size);
		m->bytes -= block->size;
		free(block);
	} else {
		m->blocks++;
	}
	m->bytes += new_size;
	return moved + 1;
}

struct scenario {
	const char *document, *to, *dump;
	bool warm; /* the engine has converted before */
	bool bib;  /* a bibliography on its own */
	bool lint; /* with claims, and the ledger behind the output */
};

static const struct scenario scenarios[] = {
    {"article.md", "docbook", NULL, false, false, false},
    {"article.md", "html", NULL, false, false, false},
    {"article.md", "html", NULL, true, false, false},
    {"article.md", "epub", NULL, true, false, false},
    {"article.md", "html", "read", true, false, false},
    {"article.xml", "html", NULL, true, false, false},
    {"article.xml", "epub", NULL, false, false, false},
    {"article.xml", "site", NULL, true, false, false},
    {"claims.md", "html", NULL, false, false, true},
    {"claims.md", "html", NULL, true, false, true},
    {"refs.json", "csljson", NULL, false, true, false},
    {"refs.json", "html", NULL, true, true, false},
    {"page.html", "check", NULL, false, false, false},
    {"page.html", "check", NULL, true, false, false},
};

struct outcome {
	bm_status status;
	long calls;
	bool failed, leaked, wrong_size, recovered;
};

static size_t findings;

static void
count_diag(void *user, const bm_diag *diag)
{
	(void)user;
	(void)diag;
	findings++;
}

static void
put_outcome(void *user, const bm_outcome *o)
{
	char line[200];

	snprintf(line, sizeof(line), "%s %zu %zu %zu\n", o->code, o->passed,
		 o->person, o->failed);
	output_put(user, line, strlen(line));
}

/* A page, and the document that it was made of. */
static bm_status
check(const bm_api *api, bm_engine *engine, const bm_input *page,
      const char *folder, struct output *out)
{
	char name[4096];
	bm_input source = {.size = sizeof(source), .name = name};
	const bm_input *pages[] = {page, NULL}, *sources[] = {&source, NULL};
	bm_check_options o = {.size = sizeof(o),
			      .threads = 1,
			      .outcome = put_outcome,
			      .user = out,
			      .sources = sources};

	snprintf(name, sizeof(name), "%s/article.md", folder);
	return api->check(engine, pages, &o);
}

/* One conversion with the engine, into out. */
static bm_status
convert(const bm_api *api, bm_engine *engine, const struct scenario *sc,
	const char *folder, struct output *out)
{
	bm_input input = {0};
	bm_convert_options options = {0};
	bm_sink sink = output_sink(out);
	bm_status status, ledger;
	char name[4096];

	snprintf(name, sizeof(name), "%s/%s", folder, sc->document);
	input.size = sizeof(input);
	input.name = name;
	if (sc->bib) {
		bm_bib_options bib = {.size = sizeof(bib), .to = sc->to};
		const bm_input *inputs[] = {&input, NULL};

		bib.source_date_epoch = 1000000000;
		return api->bib(engine, inputs, &bib, &sink);
	}
	if (strcmp(sc->to, "check") == 0)
		return check(api, engine, &input, folder, out);
	options.size = sizeof(options);
	options.to = sc->dump != NULL ? NULL : sc->to;
	options.dump = sc->dump;
	options.source_date_epoch = 1000000000;
	if (!sc->lint)
		return api->convert(engine, &input, &options, &sink);
	options.lint = options.readability = options.ledger = 1;
	options.today = "2026-02-01";
	status = api->convert(engine, &input, &options, &sink);
	/* What is missing there was said when it was. */
	ledger = api->ledger(engine, "json", NULL, &sink);
	return status == BM_OK ? ledger : status;
}

/* The whole life of an engine with memory for `allowed` allocations. */
static struct outcome
attempt(const bm_api *api, const struct scenario *sc, const char *folder,
	long allowed, bool once, bool trace, struct output *out)
{
	struct memory m = {-1, once, false, 0, 0, 0, false, trace};
	struct outcome result = {BM_OK, 0, false, false, false, true};
	struct output spare = {0};
	bm_engine *engine = NULL;
	bm_host host = {0};

	host.size = sizeof(host);
	host.user = &m;
	host.alloc = limited_alloc;
	host.diag = count_diag;
	if (!sc->warm)
		m.allowed = allowed;
	result.status = api->engine_new(&host, NULL, &engine);
	if (sc->warm && result.status == BM_OK) {
		result.status = convert(api, engine, sc, folder, &spare);
		m.calls = 0;
		m.allowed = allowed;
	}
	if (result.status == BM_OK)
		result.status = convert(api, engine, sc, folder, out);
	result.calls = m.calls;
	result.failed = m.failed;
	m.allowed = -1;
	if (engine != NULL && result.status != BM_OK) {
		output_free(&spare);
		result.recovered =
		    convert(api, engine, sc, folder, &spare) == BM_OK &&
		    spare.length > 0;
	}
	output_free(&spare);
	api->engine_free(engine);
	result.leaked = m.blocks != 0 || m.bytes != 0;
	result.wrong_size = m.wrong_size;
	return result;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Says what went wrong at one point; false if anything did. */
static bool
judge(const struct outcome *r, const struct output *want,
      const struct output *got, long n, bool once)
{
	const char *wrong = NULL;

	if (r->status != BM_OK && r->status != BM_NO_MEMORY)
		wrong = "another status than BM_NO_MEMORY";
	else if (r->status == BM_OK && !output_same(want, got))
		wrong = "BM_OK with another output";
	else if (r->status == BM_NO_MEMORY && !r->failed)
		wrong = "BM_NO_MEMORY though there was memory";
	else if (r->leaked)
		wrong = "memory was not given back";
	else if (r->wrong_size)
		wrong = "a wrong old_size";
	else if (!r->recovered)
		wrong = "the engine does not work afterwards";
	if (wrong != NULL)
		printf("        allocation %ld%s: %s (status %d)\n", n,
		       once ? " alone" : " and later ones", wrong,
		       (int)r->status);
	return wrong == NULL;
}

/* All points of failure of one scenario. */
static void
run_scenario(const bm_api *api, const struct scenario *sc, const char *folder,
	     double seconds)
{
	struct output want = {0};
	char what[256];
	double start = now();
	struct outcome whole =
	    attempt(api, sc, folder, -1, false, false, &want);
	double each = now() - start;
	long step = 1, tried = 0, bad = 0;

	snprintf(what, sizeof(what), "%s to %s%s%s", sc->document,
		 sc->dump != NULL ? sc->dump : sc->to, sc->lint ? ", lint" : "",
		 sc->warm ? ", warm" : "");
	if (!client_check(whole.status == BM_OK && want.length > 0, what))
		return;
	client_check(!whole.leaked && !whole.wrong_size,
		     "memory is given back, with its size");
	if (seconds > 0 && each > 0) {
		/* A failed attempt converts once more, to see it recover. */
		double room = seconds / (2 * 2 * each);

		while ((double)whole.calls / (double)step > room)
			step++;
	}
	for (int once = 0; once <= 1; once++) {
		for (long n = 0; n < whole.calls && bad < 20; n += step) {
			struct output out = {0};
			struct outcome r =
			    attempt(api, sc, folder, n, once, false, &out);

			tried++;
			if (!judge(&r, &want, &out, n, once)) {
				bad++;
				output_free(&out);
				attempt(api, sc, folder, n, once, true, &out);
			}
			output_free(&out);
		}
	}
	snprintf(what + strlen(what), sizeof(what) - strlen(what),
		 ": %ld of %ld failures survived, of %ld allocations",
		 tried - bad, tried, whole.calls);
	client_check(bad == 0, what);
	output_free(&want);
}

int
main(int argc, char **argv)
{
	const bm_api *api;
	void *handle;

	if (argc < 3)
		return 2;
	/* Each line at once: the last one tells where a crash was. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	handle = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		client_check(false, dlerror());
		return client_done();
	}
	api = client_symbol(handle)(BM_ABI);
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++)
		run_scenario(api, &scenarios[i], argv[2],
			     argc > 3 ? atof(argv[3]) : 0);
	/* Not closed: a leak report needs the names of its functions. */
	return client_done();
}
