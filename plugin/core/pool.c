#include "core/pool.h"

#include <pthread.h>
#include <stdbool.h>

#define MAX_THREADS 64u

struct pool {
	pthread_mutex_t lock;
	size_t next, count;
	size_t failed_at;
	bm_status status;
	bm_status (*fn)(void *user, size_t i);
	void *user;
};

/* Takes pieces until none is left. */
static void *
work(void *arg)
{
	struct pool *p = arg;

	for (;;) {
		bm_status status;
		size_t i;

		pthread_mutex_lock(&p->lock);
		i = p->next < p->count ? p->next++ : p->count;
		pthread_mutex_unlock(&p->lock);
		if (i == p->count)
			return NULL;
		status = p->fn(p->user, i);
		if (status != BM_OK) {
			pthread_mutex_lock(&p->lock);
			if (p->status == BM_OK || i < p->failed_at) {
				p->status = status;
				p->failed_at = i;
			}
			pthread_mutex_unlock(&p->lock);
		}
	}
}

bm_status
bm_parallel(unsigned threads, size_t count,
	    bm_status (*fn)(void *user, size_t i), void *user)
{
	struct pool p = {.count = count, .fn = fn, .user = user};
	pthread_t ids[MAX_THREADS];
	unsigned started = 0;

	if (threads > MAX_THREADS)
		threads = MAX_THREADS;
	if (pthread_mutex_init(&p.lock, NULL) != 0)
		return BM_NO_MEMORY;
	/* The caller is one of them; a thread that cannot be had is no
	 * failure, the others do its work. */
	while (started + 1 < threads && started + 1 < count &&
	       pthread_create(&ids[started], NULL, work, &p) == 0)
		started++;
	work(&p);
	for (unsigned i = 0; i < started; i++)
		pthread_join(ids[i], NULL);
	pthread_mutex_destroy(&p.lock);
	return p.status;
}
