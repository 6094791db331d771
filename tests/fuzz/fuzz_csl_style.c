/* Citation styles of strangers: compiled, then used on a few items. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "csl/csl.h"

static const char items[] =
    "[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":\"Pain: \\\"a\\\" "
    "<i>view</i>\",\"author\":[{\"family\":\"van Dyke\",\"given\":\"J.-P.\"},"
    "{\"literal\":\"WHO\"}],\"volume\":\"1\",\"issue\":\"2-3\",\"page\":"
    "\"12-15\",\"issued\":{\"date-parts\":[[2020,3,1],[2021,4]]},\"DOI\":"
    "\"10.1/x\"},{\"id\":\"b\",\"type\":\"book\",\"editor\":[{\"family\":"
    "\"A\",\"given\":\"B C\"}],\"translator\":[{\"family\":\"A\",\"given\":"
    "\"B C\"}],\"edition\":\"2\",\"issued\":{\"literal\":\"then\"}}]";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
render(const csl_paths *paths, const char *name, bm_arena *arena)
{
	bm_library *library = bm_library_new(NULL);
	csl_style *style = NULL;
	csl_locale *locale = NULL;
	csl_cite cites[3] = {{0}};
	csl_cluster clusters[2] = {{cites, 2, 1}, {cites + 1, 2, 2}};
	bm_diags diags;
	csl_output out;
	csl_input in = {0};

	bm_diags_init(&diags, arena);
	if (library != NULL &&
	    bm_bib_read(library, bm_str_of(items), "i.json", &diags) == BM_OK &&
	    csl_style_load(paths, NULL, name, &diags, &style) == BM_OK &&
	    csl_locale_load(paths, NULL, style, NULL, &diags, &locale) ==
		BM_OK) {
		cites[0].item = cites[2].item = library->items.items[0];
		cites[1].item = library->items.items[1];
		cites[2].locator = BM_STR("3-4");
		in.clusters = clusters;
		in.cluster_count = 2;
		(void)csl_render(style, locale, &in, arena, &out);
	}
	csl_locale_free(locale);
	csl_style_free(style);
	bm_library_free(library);
}

/* Styles come from files: each input is one in a folder of its own. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char folder[] = "/tmp/bm-fuzz-XXXXXX";
	char path[64];
	bm_data data = {NULL};
	csl_paths paths = {&data, "/nowhere", "/nowhere", folder, NULL, NULL};
	bm_arena *arena = bm_arena_new(NULL);
	FILE *f;

	if (arena == NULL || mkdtemp(folder) == NULL)
		goto done;
	snprintf(path, sizeof path, "%s/t.csl", folder);
	f = fopen(path, "wb");
	if (f != NULL) {
		fwrite(bytes, 1, size, f);
		fclose(f);
		render(&paths, "t", arena);
		unlink(path);
	}
	rmdir(folder);
done:
	bm_arena_free(arena);
	return 0;
}
