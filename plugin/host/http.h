/* The server of `backmatter serve`: for this machine only, and only to read. */
#ifndef HOST_HTTP_H
#define HOST_HTTP_H

#include <stdbool.h>

#include "live.h"

typedef struct http http;

/* Why there is no server. */
typedef enum http_failure {
	HTTP_FINE,
	HTTP_NO_LIBRARY, /* libmicrohttpd is not installed */
	HTTP_PORT_TAKEN,
	HTTP_PORT_REFUSED, /* a port for administrators */
	HTTP_FAILED
} http_failure;

/*
 * Serves a folder on 127.0.0.1 and ::1.  `site` and `live` are borrowed.
 * *port 0: any that is free, which is then told.
 */
http_failure http_start(const char *site, live *live, unsigned *port,
			http **out);
/* Ends all connections; live_close() must have been called.  What was loaded
 * for it stays. */
void http_stop(http *h);

#endif
