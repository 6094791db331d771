/*
 * Inclusions: the text is cut at lines of "===" into a document and files
 * that it may include as a.xml, b.xml ...  No crash, no leak; whatever comes
 * out has no inclusion left and dumps to what reads as the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "xml/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILES_MAX 8

struct files {
	bm_str text[FILES_MAX];
	size_t count;
	unsigned reads;
};

static bm_status
read_part(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	struct files *f = user;
	size_t n = strlen(path);
	size_t which =
	    n >= 5 ? (size_t)(unsigned char)path[n - 5] - 'a' + 1 : FILES_MAX;

	(void)doc;
	if (strncmp(path, "in/", 3) != 0)
		abort(); /* out of the folder */
	if (which >= f->count || ++f->reads > 40)
		return BM_NOT_FOUND;
	*out = f->text[which];
	return BM_OK;
}

static void
cut(bm_str text, struct files *out)
{
	size_t at = 0;

	while (out->count < FILES_MAX) {
		size_t end = bm_str_find(text, "===\n", at);

		out->text[out->count++] = (bm_str){text.ptr + at, end - at};
		if (end >= text.len)
			break;
		at = end + 4;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct files parts = {.count = 0};
	bm_xml_files files = {&parts, read_part};
	bm_doc *doc = bm_doc_new(NULL, "in/main.xml"), *again;
	bm_buf once, twice;
	bm_status status;

	if (doc == NULL)
		abort();
	doc->root = "in";
	cut((bm_str){(const char *)data, size}, &parts);
	status = bm_xml_parse(doc, parts.text[0], &files);
	if (status == BM_BAD_INPUT && doc->diags->errors == 0)
		abort(); /* a refusal without a word */
	bm_buf_init(&once, NULL);
	bm_buf_init(&twice, NULL);
	if (status == BM_OK && bm_doc_dump(doc, &once) == BM_OK) {
		again = bm_doc_new(NULL, "in/main.xml");
		if (again == NULL)
			abort();
		status = bm_xml_parse(again, bm_buf_str(&once), NULL);
		if (status == BM_OK && (bm_doc_dump(again, &twice) != BM_OK ||
					once.len != twice.len ||
					memcmp(once.ptr, twice.ptr, once.len)))
			abort();
		bm_doc_free(again);
	}
	bm_buf_free(&once);
	bm_buf_free(&twice);
	bm_doc_free(doc);
	return 0;
}
