/*
 * Pages of strangers: any bytes as HTML (first byte even) or as XML.  Each is
 * read and judged by all rules.  A page that is not read has a finding; one
 * that is read has every node in its parent; and both say the same when they
 * are asked again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../unit/same_pages.h"
#include "check/check.h"
#include "check/css.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_at_nodes(const page *p)
{
	for (page_node_id n = 1; n < p->nodes.len; n++) {
		const page_node *node = page_at(p, n);

		if (node->parent >= n || node->end <= n ||
		    node->end > page_end(p, node->parent))
			abort();
		if (node->kind != PAGE_ELEMENT && node->u.text == NULL)
			abort();
	}
}

/* Every sheet is the text that is looked at, so it imports itself. */
static bm_status
read_sheet(void *user, bm_arena *arena, const char *path, bm_str *out)
{
	(void)arena;
	if (path == NULL)
		abort();
	*out = *(const bm_str *)user;
	return BM_OK;
}

/* How many findings there are. */
static size_t
judge(bm_str text, page_type type, css_cache *sheets)
{
	page_files files = {&text, read_sheet};
	bm_arena *arena = bm_arena_new(NULL);
	check_result result;
	bm_diags diags;
	bm_status status;
	size_t found;
	page p;

	if (arena == NULL)
		abort();
	bm_diags_init(&diags, arena);
	status = page_read(arena, &diags, "a.html", text, type, &p);
	p.files = &files;
	p.sheets = sheets;
	if (status == BM_OK) {
		look_at_nodes(&p);
		if (check_page_read(&p, &diags, &result) != BM_OK)
			abort();
	} else if (diags.list.len == 0) {
		abort();
	}
	found = diags.list.len;
	bm_arena_free(arena);
	return found;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	css_cache *sheets;
	bm_str text;
	page_type type;
	size_t found;

	if (size == 0)
		return 0;
	text = (bm_str){(const char *)data + 1, size - 1};
	type = data[0] % 2 == 0 ? PAGE_HTML : PAGE_XHTML;
	found = judge(text, type, NULL);
	sheets = css_cache_new(NULL);
	for (int i = 0; i < 3; i++)
		if (judge(text, type, sheets) != found)
			abort();
	css_cache_free(sheets);
	/* Both ways of reading HTML, where both can. */
	if (type == PAGE_HTML && bm_utf8_valid(text, NULL) &&
	    read_both(text) == OTHER)
		abort();
	return 0;
}
