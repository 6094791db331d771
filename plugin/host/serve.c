#include "serve.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "http.h"
#include "live.h"
#include "project.h"
#include "scratch.h"
#include "start.h"
#include "text.h"
#include "watch.h"

/* Milliseconds of peace before a build begins, and how long it waits for
 * them at most: programs save a file in several steps. */
#define PEACE    20
#define PATIENCE 250
/* Findings that pages show. */
#define SHOWN 100
/* Folders of an output that are looked into. */
#define DEPTH 32

void
serve_help(void)
{
	fputs(
	    "Usage: backmatter serve [OPTION]... [DIR|FILE]\n"
	    "\n"
	    "Builds the project in DIR, or in the current folder, or the\n"
	    "document FILE, and shows its site to this machine only.  When\n"
	    "a file changes that the site is made of, it is built again, and\n"
	    "pages that are open in a browser show the change.  What is\n"
	    "found stands on the pages and on standard error.  Ends when it\n"
	    "is interrupted (Ctrl+C).\n"
	    "\n"
	    "      --port N             the port (default: 8000); 0 for any "
	    "that\n"
	    "                           is free\n"
	    "  -o, --output DIR         folder of the site (default:\n"
	    "                           build/site; for a document one that\n"
	    "                           goes away)\n"
	    "  -v, --verbose            info findings too\n"
	    "  -q, --quiet              errors only\n"
	    "      --no-check           what is written is not judged\n"
	    "      --baseline FILE      what FILE has is not shown\n"
	    "      --no-hints           without what to do\n"
	    "      --data, --style-dir, --locale-dir, --today, --schema,\n"
	    "      --profile, --readability, --fresh, --color, --threads,\n"
	    "      --library            as for `build`; see --help\n"
	    "\n"
	    "Exit status: 0 interrupted; 2 wrong usage; 3 no project, or the\n"
	    "port is taken.\n",
	    stdout);
}

/* ---- interruption ---- */

/* Its other end is read by the loop.  A second signal ends at once. */
static int interrupted[2] = {-1, -1};

static void
interrupt(int number)
{
	int error = errno;
	ssize_t n = write(interrupted[1], "", 1);

	(void)number;
	(void)n;
	errno = error;
}

static bool
catch_signals(void)
{
	struct sigaction a = {.sa_handler = interrupt,
			      .sa_flags = (int)SA_RESETHAND | SA_RESTART};
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	if (pipe(interrupted) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		fcntl(interrupted[i], F_SETFD, FD_CLOEXEC);
		fcntl(interrupted[i], F_SETFL, O_NONBLOCK);
	}
	sigaction(SIGPIPE, &ignore, NULL);
	return sigaction(SIGINT, &a, NULL) == 0 &&
	       sigaction(SIGTERM, &a, NULL) == 0;
}

/* ---- a build ---- */

/* What changes when a file does: a page or what is made of pages, or another
 * file. */
struct sums {
	uint64_t words, rest;
};

struct served {
	const options *options;
	const bm_api *api;
	bm_engine *engine;
	report *report; /* of the build that is made */
	watch *watch;
	live live;
	const char *site;
	char *project;    /* of a document on its own, or NULL */
	struct sums sums; /* of the site's files */
	/* The findings for pages: a list in JSON. */
	FILE *list;
	size_t listed, left_out;
};

static void
put_finding(FILE *out, const report *r, const bm_diag *d)
{
	char *name = d->file != NULL ? report_name(r, d->file) : NULL;

	fputs("{\"severity\":", out);
	text_json(out, report_severities[d->severity]);
	if (name != NULL) {
		fputs(",\"file\":", out);
		text_json(out, name);
	}
	fprintf(out,
		",\"line\":%u,\"column\":%u,\"message\":", (unsigned)d->line,
		(unsigned)d->character);
	text_json(out, d->message);
	fputs(",\"code\":", out);
	text_json(out, d->code);
	if (d->hint != NULL) {
		fputs(",\"hint\":", out);
		text_json(out, d->hint);
	}
	putc('}', out);
	free(name);
}

/* A finding: for the terminal, and for pages if it is not old stock. */
static void
on_diag(void *user, const bm_diag *d)
{
	struct served *s = user;
	size_t *count = d->severity >= BM_INFO && d->severity <= BM_ERROR
			    ? &s->report->counts[d->severity]
			    : NULL;
	size_t before = count != NULL ? *count : 0;

	report_diag(s->report, d);
	if (count == NULL || *count == before ||
	    d->severity < s->report->least || s->list == NULL)
		return;
	if (s->listed == SHOWN) {
		s->left_out++;
		return;
	}
	if (s->listed++ > 0)
		putc(',', s->list);
	put_finding(s->list, s->report, d);
}

static void
on_progress(void *user, const char *step, size_t done, size_t total)
{
	struct served *s = user;

	report_progress(s->report, step, done, total);
}

static void
on_depends(void *user, const char *path, unsigned found, unsigned kept)
{
	struct served *s = user;

	(void)found;
	watch_add(s->watch, path, kept != 0);
}

/* ---- what it came to ---- */

/* Whether a file holds pages, or is made of them. */
static bool
is_words(const char *name)
{
	static const char *const endings[] = {".html", ".xml", ".json"};
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (n > strlen(endings[i]) &&
		    strcmp(name + n - strlen(endings[i]), endings[i]) == 0)
			return true;
	return strcmp(name, "index.js") == 0; /* of the search */
}

/* Adds the files below a folder: the build leaves alone what stays the same.
 * fd is closed. */
static void
sum_files(int fd, int depth, uint64_t seed, struct sums *sums)
{
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *e;
	struct stat st;

	while (d != NULL && (e = readdir(d)) != NULL) {
		uint64_t hash = seed ^ 14695981039346656037u; /* FNV-1a */

		if (e->d_name[0] == '.' ||
		    fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		for (const char *p = e->d_name; *p != '\0'; p++)
			hash = (hash ^ (unsigned char)*p) * 1099511628211u;
		if (S_ISDIR(st.st_mode) && depth > 0)
			sum_files(openat(fd, e->d_name,
					 O_RDONLY | O_DIRECTORY | O_CLOEXEC),
				  depth - 1, hash, sums);
		hash ^= (uint64_t)st.st_ino * 2654435761u ^
			(uint64_t)st.st_mtim.tv_sec << 32 ^
			(uint64_t)st.st_mtim.tv_nsec;
		if (!S_ISDIR(st.st_mode))
			*(is_words(e->d_name) ? &sums->words : &sums->rest) +=
			    hash * 1099511628211u;
	}
	if (d != NULL)
		closedir(d);
	else if (fd >= 0)
		close(fd);
}

/* What is not as it was before. */
static live_change
compare_site(struct served *s)
{
	struct sums was = s->sums;

	s->sums = (struct sums){0, 0};
	sum_files(open(s->site, O_RDONLY | O_DIRECTORY | O_CLOEXEC), DEPTH, 0,
		  &s->sums);
	return s->sums.rest != was.rest     ? LIVE_WHOLE
	       : s->sums.words != was.words ? LIVE_WORDS
					    : LIVE_NOTHING;
}

static double
seconds_since(const struct timespec *then)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - then->tv_sec) +
	       (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

/* Says on the terminal what was done. */
static void
tell(const struct served *s, bool written, double seconds, const char *changed)
{
	if (s->options->quiet)
		return;
	if (changed != NULL) {
		text_plain(stdout, changed);
		fputs(" has changed: ", stdout);
	}
	if (written)
		printf("built in %.2f s\n", seconds);
	else
		printf("it cannot be built; the pages are those of before\n");
	fflush(stdout);
}

/* Ends the list of findings as a line of JSON, the caller's. */
static char *
close_list(struct served *s, const report *r, bool written, char **text)
{
	fprintf(s->list,
		"],\"more\":%zu,\"errors\":%zu,\"warnings\":%zu,\"failed\":%s}",
		s->left_out, r->counts[BM_ERROR], r->counts[BM_WARNING],
		written ? "false" : "true");
	if (fclose(s->list) != 0) {
		free(*text);
		*text = NULL;
	}
	s->list = NULL;
	return *text;
}

/* Whether a document is served, and not a project. */
static bool
is_document(const char *path)
{
	size_t n = strlen(path);
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       !(n > 5 && strcmp(path + n - 5, ".yaml") == 0) &&
	       !(n > 4 && strcmp(path + n - 4, ".yml") == 0);
}

/* Makes the site: of a project, or of a document as a build would. */
static bm_status
make(struct served *s, const bm_build_options *b)
{
	bm_convert_options c = start_convert(s->options);
	bm_input input = {.size = sizeof(input), .name = b->project};

	if (!is_document(b->project))
		return s->api->build(s->engine, b);
	c.to = "site";
	c.dump = c.proof = c.audit = c.onix = NULL;
	c.lint = 1;
	c.self_check = b->self_check;
	c.output = s->site;
	c.project = s->project;
	c.depends = b->depends;
	c.user = b->user;
	return s->api->convert(s->engine, &input, &c, NULL);
}

/* Builds and tells everybody.  False: it cannot even be tried. */
static bool
build_once(struct served *s, const char *changed)
{
	bm_build_options b = start_build(s->options);
	report r = {0};
	char *text = NULL;
	size_t length = 0;
	struct timespec then;
	bool written;

	if (!start_report(s->options, &r)) {
		start_end(&r);
		return false;
	}
	s->report = &r;
	s->listed = s->left_out = 0;
	s->list = open_memstream(&text, &length);
	if (s->list != NULL)
		fputs("{\"list\":[", s->list);
	b.depends = on_depends;
	b.user = s;
	clock_gettime(CLOCK_MONOTONIC, &then);
	live_begin(&s->live);
	written = make(s, &b) == BM_OK;
	live_end(&s->live,
		 s->list != NULL ? close_list(s, &r, written, &text) : NULL,
		 compare_site(s));
	report_looks_at(&r, b.project, !is_document(b.project));
	r.failed = !written;
	report_end(&r);
	tell(s, written, seconds_since(&then), changed);
	s->report = NULL;
	return start_end(&r);
}

/* ---- the loop ---- */

/* An engine that has read nothing yet. */
static bool
renew_engine(struct served *s)
{
	bm_host host = {.size = sizeof(host),
			.user = s,
			.diag = on_diag,
			.progress = on_progress};

	s->api->engine_free(s->engine);
	s->engine = start_engine(s->options, s->api, &host);
	return s->engine != NULL;
}

/* Builds until nothing has changed meanwhile. */
static bool
build(struct served *s, watch_news news)
{
	char *changed = NULL;
	bool good = true;

	do {
		free(changed);
		changed = text_copy(watch_first(s->watch));
		if ((news & WATCH_KEPT_CHANGED) != 0 && !renew_engine(s)) {
			good = false;
			break;
		}
		watch_begin(s->watch);
		good = build_once(s, changed);
		news = watch_settle(s->watch);
	} while (good && news != WATCH_NOTHING);
	if (good && watch_blind(s->watch) > 0)
		fprintf(stderr,
			"backmatter: %u folders are not watched: the system "
			"has no room for more (fs.inotify.max_user_watches)\n",
			watch_blind(s->watch));
	free(changed);
	return good;
}

/* Waits for a change, and then for peace.  False: it was interrupted. */
static bool
wait_for_news(struct served *s, watch_news *news)
{
	struct pollfd fds[2] = {{interrupted[0], POLLIN, 0},
				{watch_fd(s->watch), POLLIN, 0}};
	struct timespec first;

	*news = WATCH_NOTHING;
	while (*news == WATCH_NOTHING) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return false;
		if (fds[0].revents != 0)
			return false;
		*news = watch_take(s->watch);
	}
	clock_gettime(CLOCK_MONOTONIC, &first);
	while (seconds_since(&first) < PATIENCE / 1e3 &&
	       poll(&fds[1], 1, PEACE) > 0)
		*news |= watch_take(s->watch);
	return true;
}

/* Whether there is a project, or what to do about it. */
static bool
check_project(const char *path)
{
	struct stat st;
	char *file;
	bool good = stat(path, &st) == 0;

	if (good && S_ISDIR(st.st_mode)) {
		file = project_of(path);
		good = file != NULL;
		free(file);
	}
	if (!good) {
		fputs("backmatter: there is no backmatter.yaml in ", stderr);
		text_plain(stderr, path);
		putc('\n', stderr);
	}
	return good;
}

static bool
say_failure(http_failure failure, unsigned port)
{
	switch (failure) {
	case HTTP_FINE:
		return true;
	case HTTP_NO_LIBRARY:
		fputs("backmatter: serve needs libmicrohttpd, which is not "
		      "installed (Debian: libmicrohttpd12)\n",
		      stderr);
		break;
	case HTTP_PORT_TAKEN:
		fprintf(stderr,
			"backmatter: port %u is taken; name another one with "
			"--port, or --port 0 for any that is free\n",
			port);
		break;
	case HTTP_PORT_REFUSED:
		fprintf(stderr,
			"backmatter: port %u is for administrators; name one "
			"above 1023 with --port\n",
			port);
		break;
	default:
		fprintf(stderr, "backmatter: no server can be made: %s\n",
			strerror(errno));
	}
	return false;
}

/* A place for the site of a document, which nobody asked to keep. */
static bool
in_scratch(char **scratch, char **site)
{
	static const char name[] = "/site";

	*scratch = scratch_new();
	*site =
	    *scratch != NULL ? malloc(strlen(*scratch) + sizeof(name)) : NULL;
	if (*site == NULL) {
		fprintf(stderr, "backmatter: no folder can be made: %s\n",
			strerror(errno));
		return false;
	}
	strcpy(*site, *scratch);
	strcat(*site, name);
	return true;
}

/* See serve.h. */
int
serve(const options *o, const bm_api *api)
{
	bm_build_options b = start_build(o);
	struct served s = {.options = o, .api = api, .site = b.output};
	unsigned port = o->port;
	http *server = NULL;
	watch_news news = WATCH_NOTHING;
	int code = EXIT_FAILED;

	char *scratch = NULL, *site = NULL;

	if (!is_document(b.project) && !check_project(b.project))
		return EXIT_FAILED;
	if (!live_init(&s.live))
		return EXIT_FAILED;
	if (is_document(b.project)) {
		s.project = project_for(o, b.project);
		if (o->output == NULL && !in_scratch(&scratch, &site))
			goto done;
		s.site = site != NULL ? site : b.output;
	}
	live_begin(&s.live);
	s.watch = watch_new();
	if (s.watch == NULL || !catch_signals()) {
		fprintf(stderr, "backmatter: files cannot be watched: %s\n",
			strerror(errno));
		goto done;
	}
	if (!say_failure(http_start(s.site, &s.live, &port, &server), port) ||
	    !renew_engine(&s))
		goto done;
	do {
		if (!build(&s, news))
			goto done;
		if (server != NULL && port != 0)
			printf("The site is at http://localhost:%u/ "
			       "(Ctrl+C ends)\n",
			       port);
		fflush(stdout);
		port = 0; /* it is told once */
	} while (wait_for_news(&s, &news));
	code = EXIT_FINE;
done:
	live_close(&s.live);
	http_stop(server);
	api->engine_free(s.engine);
	watch_free(s.watch);
	live_free(&s.live);
	scratch_remove(scratch);
	free(site);
	free(s.project);
	return code;
}
