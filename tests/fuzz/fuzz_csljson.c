/* CSL-JSON of strangers: read, then rendered by the embedded style. */
#include <stddef.h>
#include <stdint.h>

#include "csl/csl.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	bm_data data = {NULL};
	csl_paths paths = {.data = &data,
			   .style_dir = "/nowhere",
			   .locale_dir = "/nowhere",
			   .project_dir = NULL};
	bm_library *library = bm_library_new(NULL);
	bm_arena *arena = bm_arena_new(NULL);
	csl_style *style = NULL;
	csl_locale *locale = NULL;
	bm_diags diags;
	csl_output out;

	if (library == NULL || arena == NULL)
		goto done;
	bm_diags_init(&diags, arena);
	(void)bm_bib_read(library, (bm_str){(const char *)bytes, size},
			  "fuzz.json", &diags);
	if (csl_style_load(&paths, NULL, NULL, &diags, &style) == BM_OK &&
	    csl_locale_load(&paths, NULL, style, NULL, &diags, &locale) ==
		BM_OK) {
		csl_input in = {0};

		in.nocite = (const bm_item *const *)library->items.items;
		in.nocite_count = library->items.len;
		(void)csl_render(style, locale, &in, arena, &out);
	}
done:
	csl_locale_free(locale);
	csl_style_free(style);
	bm_library_free(library);
	bm_arena_free(arena);
	return 0;
}
