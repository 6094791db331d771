/*
 * Front matter on any bytes, applied twice to one document: the second time
 * nothing may change.
 */
#include <stdint.h>
#include <stdlib.h>

#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_str text = {(const char *)data, size};
	bm_doc *doc = bm_doc_new(NULL, "fuzz.yaml");
	bm_buf first, second;

	if (doc == NULL || bm_doc_set_root(doc, "article") == NULL)
		abort();
	bm_buf_init(&first, NULL);
	bm_buf_init(&second, NULL);
	if (bm_frontmatter_apply(doc, text, 1) != BM_OK ||
	    bm_doc_dump(doc, &first) != BM_OK ||
	    bm_frontmatter_apply(doc, text, 1) != BM_OK ||
	    bm_doc_dump(doc, &second) != BM_OK)
		abort();
	if (!bm_str_eq(bm_buf_str(&first), bm_buf_str(&second)))
		abort();
	bm_buf_free(&first);
	bm_buf_free(&second);
	bm_doc_free(doc);
	return 0;
}
