#include "address.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The value of a hexadecimal digit, or -1. */
static int
digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at =
	    c != '\0' ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* One byte of a path, decoded; -1 for what must not be there. */
static int
next_byte(const char **s)
{
	int c = (unsigned char)*(*s)++, high, low;

	if (c == '%') {
		high = digit((*s)[0]);
		low = high >= 0 ? digit((*s)[1]) : -1;
		if (low < 0)
			return -1;
		c = high << 4 | low;
		*s += 2;
		if (c == '/')
			return -1;
	}
	return c < 0x20 || c == 0x7F || c == '\\' ? -1 : c;
}

/* See address.h. */
bool
address_path(const char *target, char out[ADDRESS_MAX])
{
	size_t n = 0;
	const char *s = target;

	out[0] = '\0';
	if (*s++ != '/')
		return false;
	while (*s != '\0') {
		int c = next_byte(&s);
		bool first = n == 0 || out[n - 1] == '/';

		if (c < 0 || n + 1 == ADDRESS_MAX ||
		    (first && (c == '.' || c == '/'))) {
			out[0] = '\0';
			return false;
		}
		out[n++] = (char)c;
		out[n] = '\0';
	}
	return true;
}

/* See address.h. */
bool
address_host(const char *host, unsigned port)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
	char want[32];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(want, sizeof(want), "%s:%u", names[i], port);
		if (strcasecmp(host, want) == 0 ||
		    (port == 80 && strcasecmp(host, names[i]) == 0))
			return true;
	}
	return false;
}

struct type {
	const char *ending, *type;
};

/* What a site or a page beside its pictures may hold. */
static const struct type types[] = {
    {"html", "text/html; charset=utf-8"},
    {"htm", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"xml", "application/xml"},
    {"xhtml", "application/xhtml+xml"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/vnd.microsoft.icon"},
    {"mp3", "audio/mpeg"},
    {"m4a", "audio/mp4"},
    {"ogg", "audio/ogg"},
    {"oga", "audio/ogg"},
    {"opus", "audio/ogg"},
    {"wav", "audio/wav"},
    {"mp4", "video/mp4"},
    {"m4v", "video/mp4"},
    {"webm", "video/webm"},
    {"ogv", "video/ogg"},
    {"vtt", "text/vtt; charset=utf-8"},
    {"txt", "text/plain; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"pdf", "application/pdf"},
    {"epub", "application/epub+zip"},
    {"woff2", "font/woff2"},
    {"woff", "font/woff"},
    {"ttf", "font/ttf"},
    {"otf", "font/otf"},
    {NULL, "application/octet-stream"},
};

/* See address.h. */
const char *
address_type(const char *path)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	const struct type *t = types;

	if (dot == NULL || (slash != NULL && dot < slash))
		dot = ".";
	while (t->ending != NULL && strcasecmp(dot + 1, t->ending) != 0)
		t++;
	return t->type;
}

/* See address.h. */
bool
address_is_page(const char *path)
{
	return strncmp(address_type(path), "text/html", 9) == 0;
}

/* A number of a range; false if there is none or it is beyond all files. */
static bool
number(const char **s, uint64_t *out)
{
	const char *from = *s;

	*out = 0;
	while (isdigit((unsigned char)**s)) {
		if (*out > (UINT64_MAX - 9) / 10)
			return false;
		*out = *out * 10 + (uint64_t)(*(*s)++ - '0');
	}
	return *s != from;
}

/* See address.h.  What is not understood is not there (14.2), and several
 * parts are not asked for by players of sound and film. */
address_part
address_range(const char *field, uint64_t size, uint64_t *from,
	      uint64_t *length)
{
	uint64_t first, last;

	if (strncmp(field, "bytes=", 6) != 0)
		return ADDRESS_WHOLE;
	field += 6;
	if (*field == '-') {
		field++;
		if (!number(&field, &last) || *field != '\0')
			return ADDRESS_WHOLE;
		if (last == 0 || size == 0)
			return ADDRESS_NO_PART;
		*length = last < size ? last : size;
		*from = size - *length;
		return ADDRESS_PART;
	}
	if (!number(&field, &first) || *field++ != '-')
		return ADDRESS_WHOLE;
	if (*field == '\0')
		last = UINT64_MAX;
	else if (!number(&field, &last) || *field != '\0' || last < first)
		return ADDRESS_WHOLE;
	if (first >= size)
		return ADDRESS_NO_PART;
	*from = first;
	*length = (last < size ? last + 1 : size) - first;
	return ADDRESS_PART;
}
