/*
 * What a request names.  It may come from anybody, a page of the web among
 * them, so these judge it before a file is looked for.
 */
#ifndef HOST_ADDRESS_H
#define HOST_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDRESS_MAX 2048

/*
 * The file in the folder of the site that a path of HTTP names, "%20" and so
 * on put back: "guide/a.html"; "guide/" for a folder, "" for the site.  False
 * for a path that no link of a site has: with a part that begins with a dot
 * (so neither "..", nor what is hidden), an empty part, a backslash, a
 * control character or an encoded slash, or that is too long.
 */
bool address_path(const char *target, char out[ADDRESS_MAX]);

/*
 * Whether the field Host names this machine by a name that nobody else can
 * give it.  Else a page of the web could read the site under a name of its
 * own that leads here (DNS rebinding).
 */
bool address_host(const char *host, unsigned port);

/* The media type by the end of a name. */
const char *address_type(const char *path);
bool address_is_page(const char *path);

typedef enum address_part {
	ADDRESS_WHOLE, /* the field asks for nothing that we do */
	ADDRESS_PART,
	ADDRESS_NO_PART /* it lies behind the end: 416 */
} address_part;

/* The part of a file that the field Range asks for (RFC 9110, 14.2). */
address_part address_range(const char *field, uint64_t size, uint64_t *from,
			   uint64_t *length);

#endif
