/* Pages as they are served: what is added to them on the way. */
#ifndef HOST_PAGE_H
#define HOST_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* A page of ours, and what the server adds to it. */
typedef struct page {
	const char *html;
	size_t length;
	const char *state; /* which build it is of; goes into an attribute */
	bool anywhere;     /* it may be shown in place of any other: its links
			    * go from the root of the site */
} page;

/*
 * The page with the script that shows it anew, which its policy then allows
 * (Content Security Policy 3: connect-src, script-src, style-src).  The
 * caller frees it; NULL without memory.
 */
char *page_served(const page *p, size_t *length);

#endif
