/* Files of citation terms of strangers, used by a style that asks for much. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fuzz_csl.h"

static const char csl[] =
    "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" "
    "class=\"note\" default-locale=\"en-US\"><citation "
    "disambiguate-add-year-suffix=\"true\" et-al-min=\"2\" "
    "et-al-use-first=\"1\"><layout delimiter=\"; \"><names variable=\"author "
    "editor\"><name and=\"text\" form=\"short\"/><label form=\"short\"/>"
    "</names><date variable=\"issued\" form=\"text\"/><label "
    "variable=\"locator\"/><text variable=\"locator\"/><text "
    "term=\"ibid\" quotes=\"true\"/></layout></citation><bibliography>"
    "<layout suffix=\".\"><names variable=\"author\"><name and=\"text\" "
    "name-as-sort-order=\"all\"/><label/></names><text variable=\"title\" "
    "quotes=\"true\" text-case=\"title\"/><number variable=\"edition\" "
    "form=\"ordinal\"/><number variable=\"volume\" form=\"long-ordinal\"/>"
    "<label variable=\"page\"/><text variable=\"page\"/><date "
    "variable=\"issued\" form=\"numeric\"/><date variable=\"issued\" "
    "form=\"text\" date-parts=\"year-month\"/></layout></bibliography>"
    "</style>";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Locales come from files: each input is one in a folder of its own. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char folder[] = "/tmp/bm-fuzz-XXXXXX";
	char path[64];
	bm_data data = {NULL};
	csl_paths paths = {.data = &data,
			   .style_dir = "/nowhere",
			   .locale_dir = folder,
			   .project_dir = NULL};
	bm_arena *arena = bm_arena_new(NULL);
	csl_style *style = NULL;
	csl_locale *locale = NULL;
	bm_diags diags;
	FILE *f;

	if (arena == NULL || mkdtemp(folder) == NULL)
		goto done;
	bm_diags_init(&diags, arena);
	snprintf(path, sizeof path, "%s/locales-en-US.xml", folder);
	f = fopen(path, "wb");
	if (f != NULL) {
		fwrite(bytes, 1, size, f);
		fclose(f);
		if (csl_style_parse(&paths, NULL, bm_str_of(csl), "t.csl",
				    &diags, &style) == BM_OK &&
		    csl_locale_load(&paths, NULL, style, NULL, &diags,
				    &locale) == BM_OK)
			fuzz_render(style, locale, arena);
		unlink(path);
	}
	rmdir(folder);
done:
	csl_locale_free(locale);
	csl_style_free(style);
	bm_arena_free(arena);
	return 0;
}
