#include "library.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The folder of the running command with its "/". */
static int
own_folder(char *out, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", out, size - 1);
	char *slash;

	if (n <= 0)
		return 0;
	out[n] = '\0';
	slash = strrchr(out, '/');
	if (slash == NULL)
		return 0;
	slash[1] = '\0';
	return 1;
}

/* Opens the first library that is there. */
static void *
search(char *path, size_t size)
{
	static const char *const places[] = {"backmatter.so",
					     "../lib/backmatter/backmatter.so"};
	char folder[PATH_MAX];

	if (!own_folder(folder, sizeof(folder)))
		return NULL;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		int n = snprintf(path, size, "%s%s", folder, places[i]);

		if (n > 0 && (size_t)n < size && access(path, R_OK) == 0)
			return dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	}
	return NULL;
}

const bm_api *
library_open(const char *name)
{
	char path[PATH_MAX + 64] = "backmatter.so";
	bm_get_api_fn get = NULL;
	const bm_api *api;
	const char *why;
	void *handle;

	handle = name != NULL ? dlopen(name, RTLD_LAZY | RTLD_LOCAL)
			      : search(path, sizeof(path));
	if (name == NULL)
		name = path;
	if (handle == NULL) {
		why = dlerror();
		fprintf(stderr,
			"backmatter: the library %s cannot be opened: %s\n",
			name, why != NULL ? why : "it was not found");
		return NULL;
	}
	/* The detour that POSIX gives for a pointer to a function. */
	*(void **)(void *)&get = dlsym(handle, "bm_get_api");
	if (get == NULL) {
		fprintf(stderr,
			"backmatter: %s is not a Backmatter library: it has no "
			"bm_get_api\n",
			name);
		return NULL;
	}
	api = get(BM_ABI);
	if (api == NULL) {
		fprintf(
		    stderr,
		    "backmatter: the library %s does not serve version %u of "
		    "the interface: it is too old or too new for this "
		    "command\n",
		    name, BM_ABI);
		return NULL;
	}
	if (api->size < offsetof(bm_api, check) + sizeof(api->check)) {
		fprintf(stderr,
			"backmatter: the library %s (%s) is too old for this "
			"command\n",
			name, api->version);
		return NULL;
	}
	return api;
}
