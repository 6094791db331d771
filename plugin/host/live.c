#include "live.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "text.h"

/* See live.h. */
bool
live_init(live *l)
{
	pthread_condattr_t monotonic;
	bool good;

	*l = (live){.start = (long)time(NULL)};
	if (pthread_condattr_init(&monotonic) != 0)
		return false;
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	good = pthread_mutex_init(&l->lock, NULL) == 0 &&
	       pthread_cond_init(&l->moved, &monotonic) == 0;
	pthread_condattr_destroy(&monotonic);
	return good;
}

/* See live.h. */
void
live_free(live *l)
{
	free(l->found);
	pthread_cond_destroy(&l->moved);
	pthread_mutex_destroy(&l->lock);
}

/* See live.h. */
void
live_begin(live *l)
{
	pthread_mutex_lock(&l->lock);
	l->building = true;
	pthread_mutex_unlock(&l->lock);
}

/* See live.h. */
void
live_end(live *l, char *found, live_change change)
{
	pthread_mutex_lock(&l->lock);
	free(l->found);
	l->found = found;
	l->building = false;
	l->builds++;
	l->changes += change != LIVE_NOTHING;
	if (change == LIVE_WHOLE)
		l->whole = l->changes;
	pthread_cond_broadcast(&l->moved);
	pthread_mutex_unlock(&l->lock);
}

/* See live.h. */
void
live_close(live *l)
{
	pthread_mutex_lock(&l->lock);
	l->ending = true;
	l->building = false;
	pthread_cond_broadcast(&l->moved);
	pthread_mutex_unlock(&l->lock);
}

/* Under the lock. */
static void
put_state(const live *l, char out[LIVE_STATE_MAX])
{
	snprintf(out, LIVE_STATE_MAX, "%ld.%lu", l->start, l->changes);
}

/* See live.h. */
void
live_state(live *l, char out[LIVE_STATE_MAX])
{
	pthread_mutex_lock(&l->lock);
	put_state(l, out);
	pthread_mutex_unlock(&l->lock);
}

/* See live.h. */
bool
live_settle(live *l)
{
	bool was;

	pthread_mutex_lock(&l->lock);
	was = l->building;
	while (l->building && !l->ending)
		pthread_cond_wait(&l->moved, &l->lock);
	pthread_mutex_unlock(&l->lock);
	return was;
}

static char *
event(const char *name, const char *data)
{
	size_t n = strlen(name) + strlen(data) + sizeof("event: \ndata: \n\n");
	char *piece = malloc(n);

	if (piece != NULL)
		snprintf(piece, n, "event: %s\ndata: %s\n\n", name, data);
	return piece;
}

/* Whether a page that shows this state must be loaded anew.  Under the lock. */
static bool
needs_all(const live *l, const char *state)
{
	char *end;
	long start = strtol(state, &end, 10);

	return start != l->start || *end != '.' ||
	       strtoul(end + 1, NULL, 10) < l->whole;
}

/* See live.h. */
char *
live_next(live *l, live_page *page, unsigned milliseconds)
{
	struct timespec until;
	char state[LIVE_STATE_MAX];
	char *piece = NULL;
	int waited = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)milliseconds * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&l->lock);
	while (!page->over && !l->ending && piece == NULL) {
		put_state(l, state);
		if (strcmp(state, page->state) != 0) {
			/* The new page asks again. */
			page->over = true;
			piece = event("reload", needs_all(l, page->state)
						    ? "whole"
						    : "words");
		} else if (l->builds != page->builds) {
			page->builds = l->builds;
			piece =
			    event("found", l->found != NULL ? l->found : "{}");
		} else if (waited != 0) {
			piece = text_copy("");
		} else {
			waited =
			    pthread_cond_timedwait(&l->moved, &l->lock, &until);
			continue;
		}
		break;
	}
	pthread_mutex_unlock(&l->lock);
	return piece;
}
