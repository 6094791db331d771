/*
 * Any bytes as a DocBook file that may include itself and nothing else: no
 * crash, no leak, and a dump that reads back as the same dump.
 */
#include <stdint.h>
#include <stdlib.h>

#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input, and how often it may still be included. */
struct input {
	bm_str text;
	int left;
};

static bm_status
read_again(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	(void)doc;
	/* Every other file is the input itself; its name decides. */
	struct input *input = user;
	if (path[0] == 0 || path[strlen(path) - 1] % 2 == 0 ||
	    --input->left < 0)
		return BM_NOT_FOUND;
	*out = input->text;
	return BM_OK;
}

static bm_doc *
read_text(bm_str text, bm_status *status)
{
	bm_doc *doc = bm_doc_new(NULL, "fuzz/a.xml");
	struct input input = {text, 20};
	bm_xml_files files = {&input, read_again};
	if (doc == NULL)
		abort();
	doc->root = "fuzz";
	*status = bm_reader_docbook.read(doc, text, &files);
	if (*status == BM_BAD_INPUT && doc->diags->errors == 0)
		abort(); /* a refusal without a word */
	return doc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_status status;
	bm_doc *doc = read_text((bm_str){(const char *)data, size}, &status);
	if (status == BM_OK) {
		bm_buf once, twice;
		bm_buf_init(&once, NULL);
		bm_buf_init(&twice, NULL);
		if (bm_doc_dump(doc, &once) != BM_OK)
			abort();
		bm_textz(doc, bm_doc_element(doc));
		bm_doc *again = read_text(bm_buf_str(&once), &status);
		/* A chain of prefixes may be one too many; nothing else. */
		if (status == BM_OK) {
			bm_doc_dump(again, &twice);
			if (once.len != twice.len ||
			    memcmp(once.ptr, twice.ptr, once.len) != 0)
				abort();
		}
		bm_doc_free(again);
		bm_buf_free(&once);
		bm_buf_free(&twice);
	}
	bm_doc_free(doc);
	return 0;
}
