/*
 * The Markdown reader on any bytes: no crash, no leak, a tree that can be
 * written, and the same tree again.  Then the way back: the tree as Markdown,
 * which can be read.
 */
#include <stdint.h>
#include <stdlib.h>

#include "read/read.h"
#include "write/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bm_status
open_sink(void *user, const char *path)
{
	(void)user;
	(void)path;
	return BM_OK;
}

static bm_status
write_sink(void *user, const char *data, size_t length)
{
	bm_buf_put(user, data, length);
	return BM_OK;
}

static bm_status
close_sink(void *user)
{
	(void)user;
	return BM_OK;
}

/* Reads; dumps the tree and, when it is asked for, writes it as Markdown. */
static void
read_once(const uint8_t *data, size_t size, bm_buf *out, bm_buf *markdown)
{
	bm_doc *doc = bm_doc_new(NULL, "fuzz.md");
	bm_str text = {(const char *)data, size};
	bm_sink sink = {.size = sizeof(sink),
			.user = markdown,
			.open = open_sink,
			.write = write_sink,
			.close = close_sink};
	bm_write_env env = {.epoch = -1, .threads = 1};

	if (doc == NULL)
		return;
	env.diags = doc->diags;
	if (bm_reader_markdown.read(doc, text, NULL) != BM_OK ||
	    bm_doc_dump(doc, out) != BM_OK)
		abort();
	if (markdown != NULL &&
	    bm_writer_markdown.write(doc, &env, &sink) != BM_OK)
		abort();
	bm_doc_free(doc);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bm_buf first, second, markdown;

	bm_buf_init(&first, NULL);
	bm_buf_init(&second, NULL);
	bm_buf_init(&markdown, NULL);
	read_once(data, size, &first, &markdown);
	read_once(data, size, &second, NULL);
	if (!bm_str_eq(bm_buf_str(&first), bm_buf_str(&second)))
		abort();
	bm_buf_clear(&second);
	read_once((const uint8_t *)bm_buf_cstr(&markdown), markdown.len,
		  &second, NULL);
	bm_buf_free(&first);
	bm_buf_free(&second);
	bm_buf_free(&markdown);
	return 0;
}
