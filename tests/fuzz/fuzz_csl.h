/* Works and clusters that the targets of the citation engine render. */
#ifndef TESTS_FUZZ_CSL_H
#define TESTS_FUZZ_CSL_H

#include "csl/csl.h"

/*
 * Two works that read the same by author and year, an article with markup and
 * quotes, an institution without a date, a work in press.
 */
static const char fuzz_items[] =
    "[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":\"Pain: \\\"a\\\" "
    "<i>view</i>\",\"author\":[{\"family\":\"van Dyke\",\"given\":\"J.-P.\"},"
    "{\"literal\":\"WHO\"}],\"volume\":\"1\",\"issue\":\"2-3\",\"page\":"
    "\"12-15\",\"issued\":{\"date-parts\":[[2020,3,1],[2021,4]]},\"DOI\":"
    "\"10.1/x\"},{\"id\":\"b\",\"type\":\"book\",\"editor\":[{\"family\":"
    "\"A\",\"given\":\"B C\"}],\"translator\":[{\"family\":\"A\",\"given\":"
    "\"B C\"}],\"edition\":\"2\",\"issued\":{\"literal\":\"then\"}},"
    "{\"id\":\"c\",\"type\":\"book\",\"title\":\"One\",\"author\":[{\"family\":"
    "\"Ash\",\"given\":\"Ann\"},{\"family\":\"Birch\",\"given\":\"Bo\"}],"
    "\"issued\":{\"date-parts\":[[-44]]},\"page\":\"iv-x, 12 & 14\"},"
    "{\"id\":\"d\",\"type\":\"book\",\"title\":\"Two\",\"author\":[{\"family\":"
    "\"Ash\",\"given\":\"Al\"},{\"family\":\"Birch\",\"given\":\"Bo\"}],"
    "\"issued\":{\"date-parts\":[[-44]]},\"note\":\"PMID: 1\","
    "\"language\":\"de\"},"
    "{\"id\":\"e\",\"type\":\"chapter\",\"title\":\"Two\",\"author\":"
    "[{\"literal\":\"Institute\"}],\"issued\":{\"season\":1,\"date-parts\":"
    "[[2020]],\"circa\":true},\"number\":\"12a-c\"}]";

/* Renders the works, cited in several ways, by a style and a locale. */
static void
fuzz_render(const csl_style *style, const csl_locale *locale, bm_arena *arena)
{
	bm_library *library = bm_library_new(NULL);
	csl_cite cites[8] = {{0}};
	csl_cluster clusters[4] = {{cites, 3, 1},
				   {cites + 3, 3, 2},
				   {cites + 6, 1, 3},
				   {cites + 6, 2, 3}};
	csl_input in = {0};
	csl_output out;
	bm_diags diags;

	bm_diags_init(&diags, arena);
	if (library == NULL ||
	    bm_bib_read(library, bm_str_of(fuzz_items), "i.json", &diags) !=
		BM_OK ||
	    library->items.len < 5)
		goto done;
	for (size_t i = 0; i < 8; i++)
		cites[i].item = library->items.items[i % 5];
	cites[2].locator = BM_STR("3-4");
	cites[4].locator = BM_STR("5");
	cites[4].label = BM_STR("chapter");
	cites[5].prefix = BM_STR("see \"one");
	cites[6].mode = CSL_CITE_AUTHOR_IN_TEXT;
	cites[7].mode = CSL_CITE_SUPPRESS_AUTHOR;
	in.clusters = clusters;
	in.cluster_count = 4;
	(void)csl_render(style, locale, &in, arena, &out);
done:
	bm_library_free(library);
}

#endif
