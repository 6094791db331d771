/*
 * The Markdown reader on any bytes: no crash, no leak, a tree that can be
 * written, and the same tree again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_once(const uint8_t *data, size_t size, bm_buf *out)
{
	bm_doc *doc = bm_doc_new(NULL, "fuzz.md");
	bm_str text = {(const char *)data, size};

	if (doc == NULL)
		return;
	if (bm_reader_markdown.read(doc, text, NULL) != BM_OK ||
	    bm_doc_dump(doc, out) != BM_OK)
		abort();
	bm_doc_free(doc);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_buf first, second;

	bm_buf_init(&first, NULL);
	bm_buf_init(&second, NULL);
	read_once(data, size, &first);
	read_once(data, size, &second);
	if (!bm_str_eq(bm_buf_str(&first), bm_buf_str(&second)))
		abort();
	bm_buf_free(&first);
	bm_buf_free(&second);
	return 0;
}
