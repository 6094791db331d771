/* Citation styles of strangers: compiled, then used on a few works. */
#include <stddef.h>
#include <stdint.h>

#include "fuzz_csl.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	bm_data data = {NULL};
	csl_paths paths = {.data = &data,
			   .style_dir = "/nowhere",
			   .locale_dir = "/nowhere",
			   .project_dir = NULL};
	bm_arena *arena = bm_arena_new(NULL);
	csl_style *style = NULL;
	csl_locale *locale = NULL;
	bm_diags diags;

	if (arena == NULL)
		return 0;
	bm_diags_init(&diags, arena);
	if (csl_style_parse(&paths, NULL, (bm_str){(const char *)bytes, size},
			    "t.csl", &diags, &style) == BM_OK &&
	    csl_locale_load(&paths, NULL, style, NULL, &diags, &locale) ==
		BM_OK)
		fuzz_render(style, locale, arena);
	csl_locale_free(locale);
	csl_style_free(style);
	bm_arena_free(arena);
	return 0;
}
