/* Looks whether files change: by inotify(7), folder by folder, so that a file
 * that is renamed into its place is seen as well. */
#ifndef HOST_WATCH_H
#define HOST_WATCH_H

#include <stdbool.h>

typedef struct watch watch;

typedef enum watch_news {
	WATCH_NOTHING = 0,
	WATCH_CHANGED = 1,
	WATCH_KEPT_CHANGED = 2 /* one that was added as kept */
} watch_news;

/* NULL without memory, or if the system has no more of its kind. */
watch *watch_new(void);
void watch_free(watch *w);
/* What becomes readable when something happens. */
int watch_fd(const watch *w);

/*
 * A look at files begins: what happens from here on is news.  The list of
 * them is made anew by watch_add() until watch_settle().
 */
void watch_begin(watch *w);
/* A file, there or not, or a folder (its name ends with "/") whose names are
 * of interest.  A folder that is not there yet is waited for. */
void watch_add(watch *w, const char *path, bool kept);
/* Watches what is in the list, and nothing else.  Tells what changed since
 * watch_begin(). */
watch_news watch_settle(watch *w);

/* Takes what has happened: whether a file of the list is concerned. */
watch_news watch_take(watch *w);
/* The first one of them since watch_begin(), or NULL. */
const char *watch_first(const watch *w);

/* What could not be watched, as the system has no room for more, or 0. */
unsigned watch_blind(const watch *w);

#endif
