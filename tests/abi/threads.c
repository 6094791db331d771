/*
 * Eight threads, an engine each, several documents each: the bytes are those
 * that one thread alone makes.  The threads go first, so that whatever is
 * set up once is set up by eight at a time.
 *
 *	threads LIBRARY FOLDER
 */
#include <pthread.h>

#include "abi/client.h"

#define THREADS 8
#define ROUNDS  4

static const char *documents[] = {"article.md", "article.xml"};
static const char *formats[] = {"html", "epub", "docbook"};

#define JOBS                                                                   \
	(sizeof(documents) / sizeof(*documents) * sizeof(formats) /            \
	 sizeof(*formats))

struct worker {
	const bm_api *api;
	const char *folder;
	pthread_barrier_t *start;
	size_t number;
	struct output out[JOBS];
	size_t failed, unequal;
};

/* Converts all, in an order of this worker's own, several times. */
static void *
work(void *arg)
{
	struct worker *w = arg;
	char name[4096];

	if (w->start != NULL)
		pthread_barrier_wait(w->start);
	for (size_t round = 0; round < (w->start ? ROUNDS : 1); round++) {
		bm_engine *engine = NULL;

		if (w->api->engine_new(NULL, NULL, &engine) != BM_OK) {
			w->failed++;
			continue;
		}
		for (size_t i = 0; i < JOBS; i++) {
			size_t job = (i + w->number) % JOBS;
			struct output out = {0};

			snprintf(name, sizeof(name), "%s/%s", w->folder,
				 documents[job % 2]);
			if (client_convert(w->api, engine, name,
					   formats[job / 2], &out) != BM_OK)
				w->failed++;
			if (round == 0) {
				w->out[job] = out;
				continue;
			}
			if (!output_compare(&w->out[job], &out))
				w->unequal++;
			output_free(&out);
		}
		w->api->engine_free(engine);
	}
	return NULL;
}

int
main(int argc, char **argv)
{
	static struct worker workers[THREADS], alone;
	pthread_t threads[THREADS];
	pthread_barrier_t start;
	void *handle;

	if (argc != 3)
		return 2;
	handle = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		client_check(false, dlerror());
		return client_done();
	}
	alone.api = client_symbol(handle)(BM_ABI);
	alone.folder = argv[2];
	pthread_barrier_init(&start, NULL, THREADS);
	for (size_t i = 0; i < THREADS; i++) {
		workers[i] = alone;
		workers[i].start = &start;
		workers[i].number = i;
		if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0)
			return 2;
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	work(&alone);
	client_check(alone.failed == 0, "one thread converts all");
	for (size_t i = 0; i < THREADS; i++) {
		client_check(workers[i].failed == 0, "a thread converts all");
		client_check(workers[i].unequal == 0,
			     "a thread makes the same in each round");
		for (size_t job = 0; job < JOBS; job++) {
			client_check(
			    output_same(&alone.out[job], &workers[i].out[job]),
			    "a thread makes what one alone makes");
			output_free(&workers[i].out[job]);
		}
	}
	for (size_t job = 0; job < JOBS; job++)
		output_free(&alone.out[job]);
	pthread_barrier_destroy(&start);
	/* Not closed: reload.c does that; here a leak keeps its names. */
	return client_done();
}
