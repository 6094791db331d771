#include "embedded.h"

#include <stddef.h>
#include <string.h>

/* See embedded.h. */
const embedded *
embedded_find(const char *path)
{
	for (const embedded *e = bm_resources; e->path != NULL; e++)
		if (strcmp(e->path, path) == 0)
			return e;
	return NULL;
}
