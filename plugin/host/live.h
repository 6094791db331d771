/*
 * What the builder and the pages that are open have in common: which build is
 * shown, what was found in the last one, and whether one is being made.
 */
#ifndef HOST_LIVE_H
#define HOST_LIVE_H

#include <pthread.h>
#include <stdbool.h>

/* "1764000000.12": the start of the server, and the count of changes. */
#define LIVE_STATE_MAX 48

typedef struct live {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	long start;
	unsigned long changes; /* of the output */
	unsigned long whole; /* which of them was the last of more than words */
	unsigned long builds;
	char *found; /* the findings of the last build: a line of JSON */
	bool building, ending;
} live;

bool live_init(live *l);
void live_free(live *l);
/* A build begins: what is not found may be there in a moment. */
void live_begin(live *l);
/* What a build has changed in the output. */
typedef enum live_change {
	LIVE_NOTHING,
	LIVE_WORDS, /* pages and what is made of them */
	LIVE_WHOLE  /* styles, scripts, pictures: pages must be loaded anew */
} live_change;

/* It is over; found is the live's from here on. */
void live_end(live *l, char *found, live_change change);
/* Wakes all who wait, for the last time. */
void live_close(live *l);
/* Writes which state of the site is shown now. */
void live_state(live *l, char out[LIVE_STATE_MAX]);
/* Waits while a build is made; false: there was none. */
bool live_settle(live *l);

/* What one open page is told; see live_next. */
typedef struct live_page {
	char state[LIVE_STATE_MAX]; /* that it shows */
	unsigned long builds;       /* of which it knows the findings */
	bool over;
} live_page;

/*
 * The next piece of the stream of events (HTML Standard, server-sent events)
 * for a page, the caller's to be freed: NULL when it is over, the server ends,
 * or there is no memory.  Waits for `milliseconds` at most; then the piece is
 * "".
 */
char *live_next(live *l, live_page *page, unsigned milliseconds);

#endif
