#include "watch.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

/* The clock of files is a little behind. */
#define BEHIND 20000000L
/* Links that lead to links. */
#define LINKS 8

#define EVENTS                                                                 \
	(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |              \
	 IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

/* A file or folder of the list. */
struct entry {
	char *path;   /* as it was added */
	char *real;   /* where it is: links of its folder followed */
	size_t named; /* the length of the real name of its folder */
	bool folder, kept;
	uint64_t names; /* of a folder: a sum of the names in it */
};

struct list {
	struct entry *items;
	size_t count, room;
};

struct folder {
	char *real;
	int wd;
	bool wanted;
};

struct watch {
	int fd;
	struct timespec begun;
	struct list now, next;
	struct folder *folders;
	size_t folder_count, folder_room;
	char *first;
	unsigned blind;
	bool failed; /* no memory: everything is news */
};

/* ---- lists ---- */

static void
clear(struct list *l)
{
	for (size_t i = 0; i < l->count; i++) {
		free(l->items[i].path);
		free(l->items[i].real);
	}
	l->count = 0;
}

/* Room for one more in a list that doubles. */
static void *
grow(void *items, size_t count, size_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return items;
	more = realloc(items, (*room == 0 ? 64 : 2 * *room) * size);
	if (more != NULL)
		*room = *room == 0 ? 64 : 2 * *room;
	return more;
}

static int
by_real(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->real,
		      ((const struct entry *)b)->real);
}

/* ---- names ---- */

/* A sum of the names in a folder that are not hidden, in any order. */
static uint64_t
sum_names(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	uint64_t sum = d != NULL;

	while (d != NULL && (e = readdir(d)) != NULL) {
		uint64_t hash = 14695981039346656037u; /* FNV-1a */

		if (e->d_name[0] == '.')
			continue;
		for (const char *p = e->d_name; *p != '\0'; p++)
			hash = (hash ^ (unsigned char)*p) * 1099511628211u;
		sum += hash;
	}
	if (d != NULL)
		closedir(d);
	return sum;
}

/* Cuts a path behind its folder; "." for a bare name.  The caller's. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *out;

	if (slash == NULL)
		return text_copy(".");
	out = text_copy(path);
	if (out != NULL)
		out[slash == path ? 1 : slash - path] = '\0';
	return out;
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* folder/name, the caller's. */
static char *
joined(const char *folder, const char *name)
{
	size_t n = strlen(folder);
	char *out = malloc(n + strlen(name) + 2);

	if (out != NULL)
		sprintf(out, "%s%s%s", folder,
			n > 0 && folder[n - 1] == '/' ? "" : "/", name);
	return out;
}

/* ---- the list ---- */

static void
add_entry(watch *w, const char *path, char *real, size_t named, bool folder,
	  bool kept)
{
	struct list *l = &w->next;
	struct entry *items =
	    grow(l->items, l->count, &l->room, sizeof(*l->items));
	char *copy = text_copy(path);

	if (items != NULL)
		l->items = items;
	if (items == NULL || copy == NULL || real == NULL) {
		w->failed = true;
		free(copy);
		free(real);
		return;
	}
	items[l->count++] = (struct entry){.path = copy,
					   .real = real,
					   .named = named,
					   .folder = folder,
					   .kept = kept};
}

/* Adds the nearest part of a path whose folder is there. */
static void
add_place(watch *w, const char *path, bool kept)
{
	char *at = text_copy(path), *folder, *real = NULL;

	while (at != NULL) {
		folder = folder_of(at);
		real = folder != NULL ? realpath(folder, NULL) : NULL;
		if (folder == NULL || real != NULL || strcmp(folder, at) == 0) {
			free(folder);
			break;
		}
		free(at);
		at = folder;
	}
	if (real != NULL)
		add_entry(w, path, joined(real, name_of(at)), strlen(real),
			  false, kept);
	else if (at == NULL)
		w->failed = true;
	free(real);
	free(at);
}

/* See watch.h. */
void
watch_add(watch *w, const char *path, bool kept)
{
	size_t n = strlen(path);
	char link[PATH_MAX], *at, *folder;
	struct stat st;

	if (n > 0 && path[n - 1] == '/') {
		char *real = realpath(path, NULL);
		size_t named = real != NULL ? strlen(real) : 0;

		if (real != NULL) {
			add_entry(w, path, real, named, true, kept);
			return;
		}
		at = text_copy(path);
		while (at != NULL && n > 1 && at[n - 1] == '/')
			at[--n] = '\0';
	} else {
		at = text_copy(path);
	}
	/* Where a link leads is of interest too. */
	for (int i = 0; i < LINKS && at != NULL; i++) {
		ssize_t length;
		char *to;

		add_place(w, at, kept);
		if (lstat(at, &st) != 0 || !S_ISLNK(st.st_mode))
			break;
		length = readlink(at, link, sizeof(link) - 1);
		if (length <= 0)
			break;
		link[length] = '\0';
		folder = folder_of(at);
		to = link[0] == '/'   ? text_copy(link)
		     : folder == NULL ? NULL
				      : joined(folder, link);
		free(folder);
		free(at);
		at = to;
	}
	w->failed = w->failed || at == NULL;
	free(at);
}

/* ---- folders ---- */

/* Has the folder of a real path watched. */
static void
want(watch *w, const struct entry *e)
{
	char *real = text_copy(e->real);
	struct folder *folders;

	if (real == NULL) {
		w->failed = true;
		return;
	}
	real[e->named] = '\0';
	for (size_t i = w->folder_count; i-- > 0;)
		if (strcmp(w->folders[i].real, real) == 0) {
			w->folders[i].wanted = true;
			if (w->folders[i].wd < 0)
				w->folders[i].wd =
				    inotify_add_watch(w->fd, real, EVENTS);
			free(real);
			return;
		}
	folders = grow(w->folders, w->folder_count, &w->folder_room,
		       sizeof(*w->folders));
	if (folders == NULL) {
		w->failed = true;
		free(real);
		return;
	}
	w->folders = folders;
	folders[w->folder_count++] =
	    (struct folder){real, inotify_add_watch(w->fd, real, EVENTS), true};
}

/* Forgets the folders that are not wanted any more, and those that are not
 * watched, for the next try. */
static void
sweep(watch *w)
{
	size_t kept = 0;

	w->blind = 0;
	for (size_t i = 0; i < w->folder_count; i++) {
		struct folder *f = &w->folders[i];

		w->blind += f->wanted && f->wd < 0;
		if (f->wanted && f->wd >= 0) {
			w->folders[kept++] = *f;
			continue;
		}
		if (f->wd >= 0)
			inotify_rm_watch(w->fd, f->wd);
		free(f->real);
	}
	w->folder_count = kept;
}

/* ---- life ---- */

/* See watch.h. */
watch *
watch_new(void)
{
	watch *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0) {
		free(w);
		return NULL;
	}
	return w;
}

/* See watch.h. */
void
watch_free(watch *w)
{
	if (w == NULL)
		return;
	clear(&w->now);
	clear(&w->next);
	free(w->now.items);
	free(w->next.items);
	for (size_t i = 0; i < w->folder_count; i++)
		free(w->folders[i].real);
	free(w->folders);
	free(w->first);
	close(w->fd);
	free(w);
}

/* See watch.h. */
int
watch_fd(const watch *w)
{
	return w->fd;
}

/* See watch.h. */
unsigned
watch_blind(const watch *w)
{
	return w->blind;
}

/* See watch.h. */
const char *
watch_first(const watch *w)
{
	return w->first;
}

/* ---- news ---- */

static watch_news
note(watch *w, const struct entry *e)
{
	if (w->first == NULL)
		w->first = text_copy(e->path);
	return e->kept ? WATCH_KEPT_CHANGED : WATCH_CHANGED;
}

/* Whether a name is in the list; there may be several spellings of it. */
static watch_news
look_up(watch *w, char *real)
{
	const struct list *l = &w->now;
	struct entry key = {.real = real};
	const struct entry *e =
	    bsearch(&key, l->items, l->count, sizeof(*l->items), by_real);
	watch_news news = WATCH_NOTHING;

	while (e != NULL && e > l->items && by_real(e - 1, &key) == 0)
		e--;
	for (; e != NULL && e < l->items + l->count && by_real(e, &key) == 0;
	     e++)
		if (!e->folder)
			news |= note(w, e);
	return news;
}

static watch_news
take(watch *w, const struct inotify_event *event)
{
	watch_news news = WATCH_NOTHING;

	if ((event->mask & IN_Q_OVERFLOW) != 0)
		return WATCH_CHANGED;
	for (size_t i = 0; i < w->folder_count; i++) {
		struct folder *f = &w->folders[i];
		char *real;

		if (f->wd != event->wd)
			continue;
		if ((event->mask & (IN_IGNORED | IN_MOVE_SELF)) != 0) {
			/* The folder itself is gone: look for it anew. */
			if ((event->mask & IN_MOVE_SELF) != 0)
				inotify_rm_watch(w->fd, f->wd);
			f->wd = -1;
			return WATCH_CHANGED;
		}
		if (event->len == 0)
			continue;
		real = joined(f->real, event->name);
		if (real == NULL)
			return WATCH_CHANGED;
		news |= look_up(w, real);
		free(real);
	}
	return news;
}

/* Takes all events.  Names in folders are compared afterwards: much that
 * happens there, such as our own writing, leaves them as they were. */
static watch_news
take_all(watch *w)
{
	_Alignas(struct inotify_event) char buffer[16384];
	watch_news news = WATCH_NOTHING;
	bool any = false;
	ssize_t n;

	while ((n = read(w->fd, buffer, sizeof(buffer))) > 0 ||
	       (n < 0 && errno == EINTR))
		for (char *p = buffer; n > 0 && p < buffer + n;) {
			const struct inotify_event *e = (void *)p;

			any = true;
			news |= take(w, e);
			p += sizeof(*e) + e->len;
		}
	for (size_t i = 0; any && i < w->now.count; i++) {
		struct entry *e = &w->now.items[i];
		uint64_t names = e->folder ? sum_names(e->real) : 0;

		if (names != e->names) {
			e->names = names;
			news |= note(w, e);
		}
	}
	return w->failed ? news | WATCH_CHANGED : news;
}

/* See watch.h. */
watch_news
watch_take(watch *w)
{
	return take_all(w);
}

/* See watch.h. */
void
watch_begin(watch *w)
{
	take_all(w);
	w->failed = false;
	free(w->first);
	w->first = NULL;
	clear(&w->next);
	clock_gettime(CLOCK_REALTIME, &w->begun);
	w->begun.tv_nsec -= BEHIND;
	if (w->begun.tv_nsec < 0) {
		w->begun.tv_nsec += 1000000000L;
		w->begun.tv_sec--;
	}
}

/* The sum of names that a folder had in an earlier list, or has now. */
static uint64_t
names_in(const struct list *l, const struct entry *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].folder &&
		    strcmp(l->items[i].real, e->real) == 0)
			return l->items[i].names;
	return sum_names(e->real);
}

/* Whether a file has changed since the look at it began: nobody watched it
 * from the first moment on. */
static bool
is_later(const watch *w, const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && !S_ISDIR(st.st_mode) &&
	       (st.st_ctim.tv_sec > w->begun.tv_sec ||
		(st.st_ctim.tv_sec == w->begun.tv_sec &&
		 st.st_ctim.tv_nsec >= w->begun.tv_nsec));
}

/* See watch.h. */
watch_news
watch_settle(watch *w)
{
	watch_news news = take_all(w);
	struct list old = w->now;

	for (size_t i = 0; i < w->folder_count; i++)
		w->folders[i].wanted = false;
	for (size_t i = 0; i < w->next.count; i++)
		want(w, &w->next.items[i]);
	sweep(w);
	if (w->next.count > 1)
		qsort(w->next.items, w->next.count, sizeof(*w->next.items),
		      by_real);
	for (size_t i = 0; i < w->next.count; i++) {
		struct entry *e = &w->next.items[i];

		if (e->folder)
			e->names = names_in(&old, e);
		else if (is_later(w, e->real))
			news |= note(w, e);
	}
	w->now = w->next;
	w->next = old;
	clear(&w->next);
	return w->failed ? news | WATCH_CHANGED : news;
}
