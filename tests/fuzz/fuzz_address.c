/*
 * What comes with a request: a path leads nowhere but down, a part of a file
 * lies in it, and a page keeps all that it has.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "host/address.c"
#include "host/page.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_at_path(const char *target)
{
	char path[ADDRESS_MAX];

	if (!address_path(target, path)) {
		if (path[0] != '\0')
			abort();
		return;
	}
	for (const char *p = path; *p != '\0'; p++)
		if ((p == path || p[-1] == '/') && (*p == '.' || *p == '/'))
			abort();
	(void)address_type(path);
}

static void
look_at_range(const char *field)
{
	static const uint64_t sizes[] = {0, 1, 1000, UINT64_MAX};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		uint64_t from = 0, length = 0;

		if (address_range(field, sizes[i], &from, &length) ==
			ADDRESS_PART &&
		    (length == 0 || from >= sizes[i] ||
		     length > sizes[i] - from))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	page p = {(const char *)data, size, "1", size % 2 != 0};
	size_t length = 0;
	char *served;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	look_at_path(text);
	look_at_range(text);
	if (address_host(text, 8000) && strlen(text) > 14)
		abort();
	served = page_served(&p, &length);
	if (served == NULL || length < size)
		abort();
	free(served);
	free(text);
	return 0;
}
