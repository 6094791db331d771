#include "http.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "address.h"
#include "embedded.h"
#include "page.h"

/* Open pages and requests at a time. */
#define CONNECTIONS 128
/* Seconds without a word, after which a connection is over. */
#define SILENCE 60
/* Milliseconds between two looks whether a page is still there, and how many
 * of them without a word to it. */
#define LOOK  250
#define QUIET 40
/* A page of a site is far smaller. */
#define PAGE_MAX (64 * 1024 * 1024)
/* Tries to get the same free port for both families. */
#define PORTS 20

/* ---- libmicrohttpd ---- */

/* It is opened when it is needed: with what it brings along, it would cost
 * every run of the command some milliseconds and 3 megabytes. */
#define CALLS(X)                                                               \
	X(start_daemon)                                                        \
	X(stop_daemon)                                                         \
	X(create_response_from_buffer)                                         \
	X(create_response_from_callback)                                       \
	X(create_response_from_fd_at_offset64)                                 \
	X(add_response_header)                                                 \
	X(queue_response)                                                      \
	X(destroy_response)                                                    \
	X(get_connection_info)                                                 \
	X(get_connection_values)                                               \
	X(lookup_connection_value)

struct mhd {
	void *handle;
#define CALL(name) __typeof__(MHD_##name) *name;
	CALLS(CALL)
#undef CALL
};

struct http {
	struct mhd mhd;
	struct MHD_Daemon *daemons[2];
	const char *site;
	live *live;
	unsigned port;
};

static bool
load(struct mhd *m)
{
	static const char *const names[] = {"libmicrohttpd.so.12",
					    "libmicrohttpd.so"};

	for (size_t i = 0;
	     i < sizeof(names) / sizeof(*names) && m->handle == NULL; i++)
		m->handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	if (m->handle == NULL)
		return false;
#define CALL(name)                                                             \
	*(void **)(void *)&m->name = dlsym(m->handle, "MHD_" #name);           \
	if (m->name == NULL)                                                   \
		return false;
	CALLS(CALL)
#undef CALL
	return true;
}

/* ---- answers ---- */

struct request {
	http *http;
	struct MHD_Connection *connection;
	const char *path; /* in the site's folder */
};

static enum MHD_Result
answer_with(const struct request *r, unsigned status,
	    struct MHD_Response *response, const char *type)
{
	const struct mhd *m = &r->http->mhd;
	enum MHD_Result result;

	if (response == NULL)
		return MHD_NO;
	if (type != NULL)
		m->add_response_header(response, "Content-Type", type);
	m->add_response_header(response, "Cache-Control", "no-store");
	m->add_response_header(response, "X-Content-Type-Options", "nosniff");
	m->add_response_header(response, "Cross-Origin-Resource-Policy",
			       "same-origin");
	result = m->queue_response(r->connection, status, response);
	m->destroy_response(response);
	return result;
}

/* Words that last as long as the program. */
static enum MHD_Result
say(const struct request *r, unsigned status, const char *words)
{
	struct MHD_Response *response =
	    r->http->mhd.create_response_from_buffer(strlen(words),
						     (void *)(uintptr_t)words,
						     MHD_RESPMEM_PERSISTENT);

	if (response != NULL && status == MHD_HTTP_METHOD_NOT_ALLOWED)
		r->http->mhd.add_response_header(response, "Allow",
						 "GET, HEAD");
	return answer_with(r, status, response, "text/plain; charset=utf-8");
}

/* Text that was allocated. */
static enum MHD_Result
give(const struct request *r, unsigned status, char *text, size_t length)
{
	struct MHD_Response *response;

	if (text == NULL)
		return MHD_NO;
	response = r->http->mhd.create_response_from_buffer(
	    length, text, MHD_RESPMEM_MUST_FREE);
	if (response == NULL)
		free(text);
	return answer_with(r, status, response, "text/html; charset=utf-8");
}

/* A part of what the command itself brings. */
static enum MHD_Result
give_own(const struct request *r, const char *name)
{
	const embedded *e = embedded_find(name);

	if (e == NULL)
		return say(r, MHD_HTTP_NOT_FOUND, "There is no such file.\n");
	return answer_with(r, MHD_HTTP_OK,
			   r->http->mhd.create_response_from_buffer(
			       (size_t)(e->end - e->begin),
			       (void *)(uintptr_t)e->begin,
			       MHD_RESPMEM_PERSISTENT),
			   address_type(name));
}

/* ---- files ---- */

/*
 * Opens a plain file below a folder, and no link on the way to it.  -1: there
 * is none; -2: it is a folder.
 */
static int
open_below(const char *folder, const char *path)
{
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), next;
	char part[ADDRESS_MAX];
	struct stat st;

	while (at >= 0) {
		size_t n = strcspn(path, "/");
		bool last = path[n] == '\0';

		memcpy(part, path, n);
		part[n] = '\0';
		next = openat(at, part,
			      O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK |
				  (last ? 0 : O_DIRECTORY));
		close(at);
		at = next;
		if (last)
			break;
		path += n + 1;
	}
	if (at < 0 || fstat(at, &st) != 0 || !S_ISREG(st.st_mode)) {
		bool folder_there = at >= 0 && S_ISDIR(st.st_mode);

		if (at >= 0)
			close(at);
		return folder_there ? -2 : -1;
	}
	return at;
}

/* The file of a request.  A book stands beside the site's folder. */
static int
open_asked(const http *h, const char *path)
{
	size_t n = strlen(path);
	char beside[ADDRESS_MAX];
	int fd = open_below(h->site, path);

	if (fd == -1 && n > 5 && strchr(path, '/') == NULL &&
	    strcmp(path + n - 5, ".epub") == 0 &&
	    snprintf(beside, sizeof(beside), "%s/..", h->site) <
		(int)sizeof(beside))
		fd = open_below(beside, path);
	return fd;
}

/* All of a file; NULL: it is too large, or cannot be read. */
static char *
read_all(int fd, size_t *length)
{
	struct stat st;
	char *text = NULL;
	size_t n = 0;

	if (fstat(fd, &st) == 0 && st.st_size <= PAGE_MAX)
		text = malloc((size_t)st.st_size + 1);
	while (text != NULL && n < (size_t)st.st_size) {
		ssize_t got = read(fd, text + n, (size_t)st.st_size - n);

		if (got <= 0)
			break;
		n += (size_t)got;
	}
	*length = n;
	return text;
}

/* A page with what shows it anew. */
static enum MHD_Result
give_page(const struct request *r, unsigned status, int fd, const char *state)
{
	page p = {.state = state, .anywhere = status == MHD_HTTP_NOT_FOUND};
	char *text = read_all(fd, &p.length), *served = NULL;
	size_t length = 0;

	close(fd);
	p.html = text;
	if (text != NULL)
		served = page_served(&p, &length);
	free(text);
	return give(r, status, served, length);
}

/* Any other file, or the part of it that is asked for. */
static enum MHD_Result
give_file(const struct request *r, int fd)
{
	const struct mhd *m = &r->http->mhd;
	const char *field =
	    m->lookup_connection_value(r->connection, MHD_HEADER_KIND, "Range");
	uint64_t from = 0, length;
	unsigned status = MHD_HTTP_OK;
	struct MHD_Response *response;
	char range[96] = "";
	struct stat st;

	if (fstat(fd, &st) != 0) {
		close(fd);
		return MHD_NO;
	}
	length = (uint64_t)st.st_size;
	switch (field != NULL ? address_range(field, length, &from, &length)
			      : ADDRESS_WHOLE) {
	case ADDRESS_PART:
		status = MHD_HTTP_PARTIAL_CONTENT;
		snprintf(range, sizeof(range), "bytes %llu-%llu/%llu",
			 (unsigned long long)from,
			 (unsigned long long)(from + length - 1),
			 (unsigned long long)st.st_size);
		break;
	case ADDRESS_NO_PART:
		close(fd);
		return say(r, MHD_HTTP_RANGE_NOT_SATISFIABLE,
			   "The file is shorter.\n");
	default:
		break;
	}
	response = m->create_response_from_fd_at_offset64(length, fd, from);
	if (response == NULL) {
		close(fd);
		return MHD_NO;
	}
	m->add_response_header(response, "Accept-Ranges", "bytes");
	if (range[0] != '\0')
		m->add_response_header(response, "Content-Range", range);
	return answer_with(r, status, response, address_type(r->path));
}

/* The page of the site for what is not there. */
static enum MHD_Result
give_missing(const struct request *r, const char *state)
{
	int fd = open_below(r->http->site, "404.html");
	int home = fd < 0 ? open_below(r->http->site, "index.html") : fd;
	page p = {.state = state, .anywhere = true};
	const embedded *e;
	size_t length;
	char *text;

	if (fd >= 0)
		return give_page(r, MHD_HTTP_NOT_FOUND, fd, state);
	if (home >= 0) {
		close(home);
		return say(r, MHD_HTTP_NOT_FOUND, "There is no such page.\n");
	}
	/* Not even a site: the findings say why. */
	e = embedded_find("serve/none.html");
	if (e == NULL)
		return MHD_NO;
	p.html = e->begin;
	p.length = (size_t)(e->end - e->begin);
	text = page_served(&p, &length);
	return give(r, MHD_HTTP_SERVICE_UNAVAILABLE, text, length);
}

/* To the address with a slash behind it, as links of a page go from there. */
static enum MHD_Result
lead_to_folder(const struct request *r)
{
	const struct mhd *m = &r->http->mhd;
	char to[ADDRESS_MAX * 3 + 3] = "/";
	size_t n = 1;
	struct MHD_Response *response;

	for (const char *p = r->path; *p != '\0'; p++)
		n += (size_t)snprintf(
		    to + n, 4,
		    strchr("/-._~", *p) != NULL || (*p >= '0' && *p <= '9') ||
			    (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z')
			? "%c"
			: "%%%02X",
		    (unsigned char)*p);
	snprintf(to + n, sizeof(to) - n, "/");
	response = m->create_response_from_buffer(0, (void *)(uintptr_t) "",
						  MHD_RESPMEM_PERSISTENT);
	if (response != NULL)
		m->add_response_header(response, "Location", to);
	return answer_with(r, MHD_HTTP_FOUND, response, NULL);
}

static enum MHD_Result
give_asked(struct request *r)
{
	char file[ADDRESS_MAX + 16], state[LIVE_STATE_MAX];
	size_t n = strlen(r->path);
	int fd;

	snprintf(file, sizeof(file), "%s%s", r->path,
		 n == 0 || r->path[n - 1] == '/' ? "index.html" : "");
	/* While a build takes its place there may be nothing. */
	do {
		live_state(r->http->live, state);
		fd =
		    strlen(file) < ADDRESS_MAX ? open_asked(r->http, file) : -1;
	} while (fd == -1 && live_settle(r->http->live));
	if (fd == -2)
		return lead_to_folder(r);
	r->path = file;
	if (fd < 0)
		return give_missing(r, state);
	return address_is_page(file) ? give_page(r, MHD_HTTP_OK, fd, state)
				     : give_file(r, fd);
}

/* ---- events ---- */

struct stream {
	live *live;
	live_page page;
	int socket;
	unsigned quiet; /* looks since the last word */
	char *piece;
	size_t at, length;
};

/* Whether the other side has ended the connection. */
static bool
is_gone(int fd)
{
	char c;
	ssize_t n = recv(fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);

	return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK &&
			  errno != EINTR);
}

/* Waits until there is something to tell. */
static bool
next_piece(struct stream *s)
{
	free(s->piece);
	s->at = s->length = 0;
	for (;;) {
		s->piece = live_next(s->live, &s->page, LOOK);
		if (s->piece == NULL || is_gone(s->socket))
			return false;
		s->length = strlen(s->piece);
		if (s->length == 0 && ++s->quiet < QUIET) {
			free(s->piece);
			continue;
		}
		s->quiet = 0;
		if (s->length == 0) {
			/* A comment: it keeps the connection. */
			free(s->piece);
			s->piece = malloc(4);
			if (s->piece == NULL)
				return false;
			s->length = strlen(strcpy(s->piece, ":\n\n"));
		}
		return true;
	}
}

static ssize_t
read_stream(void *cls, uint64_t pos, char *buf, size_t max)
{
	struct stream *s = cls;
	size_t n;

	(void)pos;
	if (s->at == s->length && !next_piece(s))
		return MHD_CONTENT_READER_END_OF_STREAM;
	n = s->length - s->at < max ? s->length - s->at : max;
	memcpy(buf, s->piece + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

static void
free_stream(void *cls)
{
	struct stream *s = cls;

	free(s->piece);
	free(s);
}

/* Tells a page what happens from now on. */
static enum MHD_Result
give_events(const struct request *r)
{
	const struct mhd *m = &r->http->mhd;
	const char *state = m->lookup_connection_value(
	    r->connection, MHD_GET_ARGUMENT_KIND, "state");
	const union MHD_ConnectionInfo *info = m->get_connection_info(
	    r->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct stream *s = calloc(1, sizeof(*s));
	struct MHD_Response *response;

	if (s == NULL || info == NULL) {
		free(s);
		return MHD_NO;
	}
	s->live = r->http->live;
	s->socket = info->connect_fd;
	if (state != NULL && strlen(state) < LIVE_STATE_MAX)
		strcpy(s->page.state, state);
	s->piece = malloc(16);
	if (s->piece != NULL)
		s->length = strlen(strcpy(s->piece, "retry: 500\n\n"));
	response = m->create_response_from_callback(
	    MHD_SIZE_UNKNOWN, 4096, read_stream, s, free_stream);
	if (response == NULL)
		free_stream(s);
	return answer_with(r, MHD_HTTP_OK, response, "text/event-stream");
}

/* ---- requests ---- */

struct hosts {
	unsigned port;
	size_t count;
	bool good;
};

static enum MHD_Result
look_at_host(void *cls, enum MHD_ValueKind kind, const char *key,
	     const char *value)
{
	struct hosts *hosts = cls;

	(void)kind;
	if (strcasecmp(key, "Host") == 0) {
		hosts->count++;
		hosts->good = value != NULL && address_host(value, hosts->port);
	}
	return MHD_YES;
}

static enum MHD_Result
answer(void *cls, struct MHD_Connection *connection, const char *url,
       const char *method, const char *version, const char *upload,
       size_t *upload_size, void **state)
{
	struct request r = {.http = cls, .connection = connection};
	struct hosts hosts = {.port = r.http->port};
	char path[ADDRESS_MAX];

	(void)version;
	(void)upload;
	(void)upload_size;
	/* An answer at the first call would end the connection. */
	if (*state == NULL) {
		*state = r.http;
		return MHD_YES;
	}
	r.http->mhd.get_connection_values(connection, MHD_HEADER_KIND,
					  look_at_host, &hosts);
	if (hosts.count != 1 || !hosts.good)
		return say(&r, MHD_HTTP_MISDIRECTED_REQUEST,
			   "This server answers to localhost only.\n");
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return say(&r, MHD_HTTP_METHOD_NOT_ALLOWED,
			   "This server can only be read from.\n");
	if (strcmp(url, "/-/events") == 0)
		return give_events(&r);
	if (strcmp(url, "/-/reload.js") == 0)
		return give_own(&r, "serve/reload.js");
	if (strcmp(url, "/-/reload.css") == 0)
		return give_own(&r, "serve/reload.css");
	if (!address_path(url, path))
		return say(&r, MHD_HTTP_NOT_FOUND, "There is no such page.\n");
	r.path = path;
	return give_asked(&r);
}

/* Paths are decoded by address_path. */
static size_t
leave_encoded(void *cls, struct MHD_Connection *connection, char *s)
{
	(void)cls;
	(void)connection;
	return strlen(s);
}

/* ---- life ---- */

/* A socket that only this machine reaches; -1 with errno. */
static int
listen_on(int family, unsigned *port)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)*port),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
				  .sin6_port = htons((uint16_t)*port),
				  .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	struct sockaddr *address =
	    family == AF_INET ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6;
	socklen_t size = family == AF_INET ? sizeof(v4) : sizeof(v6);
	int fd = socket(family, SOCK_STREAM, 0), yes = 1, why;

	if (fd < 0)
		return -1;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
	if (bind(fd, address, size) == 0 && listen(fd, 64) == 0 &&
	    getsockname(fd, address, &size) == 0) {
		*port = ntohs(family == AF_INET ? v4.sin_port : v6.sin6_port);
		return fd;
	}
	why = errno;
	close(fd);
	errno = why;
	return -1;
}

/* Sockets for both families, where the machine has both; the second one may
 * be -1.  False with errno. */
static bool
open_sockets(unsigned *port, int fds[2])
{
	unsigned want = *port;

	for (unsigned i = 0; i < PORTS; i++) {
		*port = want;
		fds[0] = listen_on(AF_INET, port);
		if (fds[0] < 0)
			return false;
		fds[1] = listen_on(AF_INET6, port);
		if (fds[1] >= 0 || errno != EADDRINUSE)
			return true;
		close(fds[0]);
		if (want != 0)
			break;
	}
	errno = EADDRINUSE;
	return false;
}

static struct MHD_Daemon *
start(http *h, int fd)
{
	return h->mhd.start_daemon(
	    MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
		MHD_USE_POLL | MHD_USE_ITC,
	    (uint16_t)h->port, NULL, NULL, answer, h, MHD_OPTION_LISTEN_SOCKET,
	    fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_END);
}

/* See http.h. */
http_failure
http_start(const char *site, live *l, unsigned *port, http **out)
{
	http *h = calloc(1, sizeof(*h));
	int fds[2] = {-1, -1};
	http_failure failure = HTTP_FAILED;

	*out = NULL;
	if (h == NULL)
		return HTTP_FAILED;
	h->site = site;
	h->live = l;
	if (!load(&h->mhd)) {
		failure = HTTP_NO_LIBRARY;
		goto failed;
	}
	if (!open_sockets(port, fds)) {
		failure = errno == EADDRINUSE ? HTTP_PORT_TAKEN
			  : errno == EACCES   ? HTTP_PORT_REFUSED
					      : HTTP_FAILED;
		goto failed;
	}
	h->port = *port;
	for (size_t i = 0; i < 2; i++) {
		if (fds[i] < 0)
			continue;
		h->daemons[i] = start(h, fds[i]);
		if (h->daemons[i] == NULL)
			close(fds[i]);
		fds[i] = -1;
	}
	if (h->daemons[0] == NULL)
		goto failed;
	*out = h;
	return HTTP_FINE;
failed:
	for (size_t i = 0; i < 2; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	http_stop(h);
	return failure;
}

/* See http.h. */
void
http_stop(http *h)
{
	if (h == NULL)
		return;
	for (size_t i = 0; i < 2; i++)
		if (h->daemons[i] != NULL)
			h->mhd.stop_daemon(h->daemons[i]);
	free(h);
}
