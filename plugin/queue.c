/* Documents converted in a thread of their own while the host does other
 * work.  What comes of each is kept until the host takes it. */
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "core/vec.h"
#include "engine/engine.h"

/* A file of the output. */
typedef struct file {
	const char *path;
	bm_buf bytes;
} file;

typedef struct job {
	bm_arena *arena; /* it is in there itself */
	bm_input input;
	const bm_convert_options *options;
	BM_VEC(file) files;
	BM_VEC(bm_diag) diags;
	bm_status status;
	bool done;
} job;

struct bm_queue {
	bm_allocator al;
	bm_host host; /* the caller's */
	bm_engine *engine;
	pthread_mutex_t lock;
	pthread_cond_t more, done;
	pthread_t thread;
	bool running, stop;
	/* By their numbers; NULL once taken.  Under the lock. */
	job **jobs;
	size_t count, room, next;
	job *now; /* what the engine is at; its thread's own */
};

/* ---- What the engine tells is kept ---- */

static void *
lend(void *user, void *ptr, size_t old_size, size_t new_size)
{
	bm_queue *q = user;

	return q->host.alloc(q->host.user, ptr, old_size, new_size);
}

static bm_status
read_for(void *user, const char *path, bm_bytes *out)
{
	bm_queue *q = user;

	return q->host.read(q->host.user, path, out);
}

static void
release_for(void *user, bm_bytes bytes)
{
	bm_queue *q = user;

	q->host.release(q->host.user, bytes);
}

static void
keep_diag(void *user, const bm_diag *diag)
{
	job *j = ((bm_queue *)user)->now;
	bm_diag *d = BM_VEC_PUSH(j->arena, &j->diags);

	if (d == NULL)
		return; /* the arena has failed */
	*d = *diag;
	d->code = bm_arena_strdup(j->arena, diag->code);
	d->message = bm_arena_strdup(j->arena, diag->message);
	d->file = bm_arena_strdup(j->arena, diag->file);
	d->reference = bm_arena_strdup(j->arena, diag->reference);
	d->hint = bm_arena_strdup(j->arena, diag->hint);
	d->text = bm_arena_strdup(j->arena, diag->text);
	d->source = bm_arena_strdup(j->arena, diag->source);
	d->fingerprint = bm_arena_strdup(j->arena, diag->fingerprint);
}

static bm_status
keep_open(void *user, const char *path)
{
	job *j = user;
	file *f = BM_VEC_PUSH(j->arena, &j->files);

	if (f == NULL)
		return BM_NO_MEMORY;
	bm_buf_init(&f->bytes, bm_arena_allocator(j->arena));
	f->path = bm_arena_strdup(j->arena, path);
	return f->path != NULL ? BM_OK : BM_NO_MEMORY;
}

static bm_status
keep_write(void *user, const char *data, size_t length)
{
	job *j = user;
	file *f = &j->files.items[j->files.len - 1];

	bm_buf_put(&f->bytes, data, length);
	return f->bytes.status;
}

static bm_status
keep_close(void *user)
{
	(void)user;
	return BM_OK;
}

/* ---- One document ---- */

static void
end_job(job *j)
{
	if (j == NULL)
		return;
	for (size_t i = 0; i < j->files.len; i++)
		bm_buf_free(&j->files.items[i].bytes);
	bm_arena_free(j->arena);
}

/* A document to be converted; NULL without memory. */
static job *
new_job(bm_queue *q, const bm_input *input, const bm_convert_options *options)
{
	bm_arena *arena = bm_arena_new(&q->al);
	job *j = BM_NEW(arena, job);

	if (j == NULL) {
		bm_arena_free(arena);
		return NULL;
	}
	j->arena = arena;
	j->options = options;
	BM_TAKE(bm_input, input, &j->input);
	j->input.size = sizeof(bm_input);
	j->input.name = bm_arena_strdup(arena, j->input.name);
	if (j->input.data != NULL)
		j->input.data =
		    bm_arena_strndup(arena, j->input.data, j->input.length);
	if (bm_arena_failed(arena)) {
		end_job(j);
		return NULL;
	}
	return j;
}

static void
run(bm_queue *q, job *j)
{
	bm_sink sink = {sizeof sink, j, keep_open, keep_write, keep_close};

	q->now = j;
	j->status = bm_convert(q->engine, &j->input, j->options, &sink);
	if (bm_arena_failed(j->arena))
		j->status = BM_NO_MEMORY;
	q->now = NULL;
}

static void *
work(void *user)
{
	bm_queue *q = user;

	pthread_mutex_lock(&q->lock);
	while (!q->stop) {
		job *j;

		if (q->next == q->count) {
			pthread_cond_wait(&q->more, &q->lock);
			continue;
		}
		j = q->jobs[q->next++];
		pthread_mutex_unlock(&q->lock);
		run(q, j);
		pthread_mutex_lock(&q->lock);
		j->done = true;
		pthread_cond_broadcast(&q->done);
	}
	pthread_mutex_unlock(&q->lock);
	return NULL;
}

/* A thread that signals of the host do not reach.  Without one, queue_take()
 * does its work. */
static void
start(bm_queue *q)
{
	sigset_t all, before;

	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return;
	q->running = pthread_create(&q->thread, NULL, work, q) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Gives what was kept to the host. */
static bm_status
hand_over(const bm_queue *q, const job *j, const bm_sink *sink)
{
	bm_status status = j->status;

	if (sink == NULL && j->files.len > 0 && status == BM_OK)
		status = BM_BAD_ARGUMENT;
	for (size_t i = 0; i < j->files.len && status == BM_OK; i++) {
		bm_str bytes = bm_buf_str(&j->files.items[i].bytes);

		status = sink->open(sink->user, j->files.items[i].path);
		if (status == BM_OK && bytes.len > 0)
			status = sink->write(sink->user, bytes.ptr, bytes.len);
		if (status == BM_OK)
			status = sink->close(sink->user);
	}
	for (size_t i = 0; i < j->diags.len && q->host.diag != NULL; i++)
		q->host.diag(q->host.user, &j->diags.items[i]);
	return status;
}

/* ---- See the public header ---- */

bm_status
bm_queue_new(const bm_host *host, const bm_engine_options *options,
	     bm_queue **out)
{
	bm_host own = {.size = sizeof own, .diag = keep_diag}, given = {0};
	bm_allocator al = {NULL, NULL};
	bm_status status;
	bm_queue *q;

	if (out == NULL)
		return BM_BAD_ARGUMENT;
	*out = NULL;
	if (host != NULL && host->size < sizeof(size_t))
		return BM_BAD_ARGUMENT;
	if (host != NULL)
		BM_TAKE(bm_host, host, &given);
	al = (bm_allocator){given.alloc, given.user};
	q = bm_realloc(&al, NULL, 0, sizeof *q);
	if (q == NULL)
		return BM_NO_MEMORY;
	*q = (bm_queue){.al = al, .host = given};
	own.user = q;
	own.alloc = given.alloc != NULL ? lend : NULL;
	own.read = given.read != NULL ? read_for : NULL;
	own.release = given.release != NULL ? release_for : NULL;
	status = bm_engine_new(&own, options, &q->engine);
	if (status != BM_OK)
		goto failed;
	status = BM_NO_MEMORY;
	if (pthread_mutex_init(&q->lock, NULL) != 0)
		goto failed;
	if (pthread_cond_init(&q->more, NULL) != 0)
		goto without_more;
	if (pthread_cond_init(&q->done, NULL) != 0)
		goto without_done;
	start(q);
	*out = q;
	return BM_OK;
without_done:
	pthread_cond_destroy(&q->more);
without_more:
	pthread_mutex_destroy(&q->lock);
failed:
	bm_engine_free(q->engine);
	bm_realloc(&al, q, sizeof *q, 0);
	return status;
}

bm_status
bm_queue_add(bm_queue *q, const bm_input *input,
	     const bm_convert_options *options, size_t *number)
{
	bm_status status = BM_OK;
	job *j;

	if (q == NULL || input == NULL || number == NULL ||
	    input->size < sizeof(size_t))
		return BM_BAD_ARGUMENT;
	j = new_job(q, input, options);
	if (j == NULL)
		return BM_NO_MEMORY;
	pthread_mutex_lock(&q->lock);
	if (q->count == q->room) {
		size_t room = q->room > 0 ? q->room * 2 : 64;
		job **jobs =
		    bm_realloc(&q->al, q->jobs, q->room * sizeof(job *),
			       room * sizeof(job *));

		if (jobs == NULL) {
			status = BM_NO_MEMORY;
		} else {
			q->jobs = jobs;
			q->room = room;
		}
	}
	if (status == BM_OK) {
		*number = q->count;
		q->jobs[q->count++] = j;
		pthread_cond_signal(&q->more);
	}
	pthread_mutex_unlock(&q->lock);
	if (status != BM_OK)
		end_job(j);
	return status;
}

bm_status
bm_queue_take(bm_queue *q, size_t number, const bm_sink *sink)
{
	bm_sink s = {0};
	bm_status status;
	job *j;

	if (q == NULL || (sink != NULL && sink->size < sizeof(size_t)))
		return BM_BAD_ARGUMENT;
	if (sink != NULL)
		BM_TAKE(bm_sink, sink, &s);
	pthread_mutex_lock(&q->lock);
	j = number < q->count ? q->jobs[number] : NULL;
	while (q->running && j != NULL && !j->done)
		pthread_cond_wait(&q->done, &q->lock);
	if (j != NULL)
		q->jobs[number] = NULL;
	pthread_mutex_unlock(&q->lock);
	if (j == NULL)
		return BM_NOT_FOUND;
	if (!q->running)
		run(q, j);
	status = hand_over(q, j, sink != NULL ? &s : NULL);
	end_job(j);
	return status;
}

void
bm_queue_free(bm_queue *q)
{
	bm_allocator al;

	if (q == NULL)
		return;
	al = q->al;
	if (q->running) {
		pthread_mutex_lock(&q->lock);
		q->stop = true;
		pthread_cond_signal(&q->more);
		pthread_mutex_unlock(&q->lock);
		pthread_join(q->thread, NULL);
	}
	for (size_t i = 0; i < q->count; i++)
		end_job(q->jobs[i]);
	bm_realloc(&al, q->jobs, q->room * sizeof(job *), 0);
	pthread_cond_destroy(&q->done);
	pthread_cond_destroy(&q->more);
	pthread_mutex_destroy(&q->lock);
	bm_engine_free(q->engine);
	bm_realloc(&al, q, sizeof *q, 0);
}
