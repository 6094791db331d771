/* What the tests of writers share: documents from text, sinks in memory. */
#ifndef BM_TESTS_WRITE_HELP_H
#define BM_TESTS_WRITE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/map.h"
#include "limited.h"
#include "write/write.h"

#define DB                                                                     \
	" xmlns=\"http://docbook.org/ns/docbook\" "                            \
	"xmlns:xlink=\"http://www.w3.org/1999/xlink\" "                        \
	"xmlns:bm=\"http://backmatter/\" version=\"5.2\" "

/* A document as a reader and the passes would leave it. */
static inline bm_doc *
doc_of(const bm_allocator *al, const char *file, const char *xml)
{
	bm_doc *doc = bm_doc_new(al, file);

	if (doc == NULL)
		return NULL;
	if (bm_xml_parse(doc, bm_str_of(xml), NULL) != BM_OK) {
		bm_doc_free(doc);
		return NULL;
	}
	return doc;
}

/* The element with this id. */
static inline xmlNode *
by_id(bm_doc *doc, const char *id)
{
	xmlNode *root = bm_doc_element(doc);

	for (xmlNode *n = root; n != NULL; n = bm_walk(n, root))
		if (bm_streq(bm_attr_xml(n, "id"), id))
			return n;
	return NULL;
}

static inline bool
has_code(const bm_diags *diags, const char *code, uint32_t line)
{
	for (size_t i = 0; i < diags->list.len; i++)
		if (bm_streq(diags->list.items[i].code, code) &&
		    (line == 0 || diags->list.items[i].line == line))
			return true;
	return false;
}

/* ---- Files for images ---- */

struct files {
	const char *path, *data;
	size_t length;
};

static const unsigned char png[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0,  0, 0, 13, 'I', 'H', 'D',
    'R',  0,   0,   0,   40,   0,    0,    0,    30, 8, 2, 0,  0,   0};

static const char svg[] =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 320'>"
    "<rect width='10' height='10'/></svg>";

static const char bad_svg[] = "<svg xmlns='http://www.w3.org/2000/svg' "
			      "width='5' height='5'><script>1</script></svg>";

static const struct files files[] = {
    {"text/figures/spine.svg", svg, sizeof(svg) - 1},
    {"text/photo.png", (const char *)png, sizeof(png)},
    {"text/figures/photo.png", (const char *)png, sizeof(png)},
    {"text/bad.svg", bad_svg, sizeof(bad_svg) - 1},
    {"text/note.txt", "no image", 8},
    {NULL, NULL, 0}};

static inline bm_status
read_file(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	(void)user;
	(void)doc;
	for (size_t i = 0; files[i].path != NULL; i++)
		if (strcmp(files[i].path, path) == 0) {
			*out = (bm_str){files[i].data, files[i].length};
			return BM_OK;
		}
	return BM_NOT_FOUND;
}

static const bm_xml_files image_files = {NULL, read_file};

/* ---- A sink that keeps all files ---- */

struct kept {
	bm_arena *arena;
	bm_map files; /* to bm_buf */
	bm_buf *open;
	char order[8192];
};

static inline bm_status
kept_open(void *user, const char *path)
{
	struct kept *k = user;
	bool is_new = false;
	void **slot = bm_map_put(&k->files, bm_str_of(path), &is_new);

	assert_null(k->open);
	assert_true(is_new);
	*slot = k->open = bm_arena_alloc(k->arena, sizeof(bm_buf));
	bm_buf_init(k->open, NULL);
	if (strlen(k->order) + strlen(path) + 2 < sizeof(k->order)) {
		strcat(k->order, path);
		strcat(k->order, "\n");
	}
	return BM_OK;
}

static inline bm_status
kept_write(void *user, const char *data, size_t length)
{
	struct kept *k = user;

	assert_non_null(k->open);
	bm_buf_put(k->open, data, length);
	return k->open->status;
}

static inline bm_status
kept_close(void *user)
{
	struct kept *k = user;

	assert_non_null(k->open);
	k->open = NULL;
	return BM_OK;
}

static inline bm_sink
kept_sink(struct kept *k)
{
	memset(k, 0, sizeof(*k));
	k->arena = bm_arena_new(NULL);
	bm_map_init(&k->files, k->arena);
	return (bm_sink){sizeof(bm_sink), k, kept_open, kept_write, kept_close};
}

static inline void
kept_free(struct kept *k)
{
	for (size_t i = 0; i < k->files.len; i++)
		bm_buf_free(k->files.entries[i].value);
	bm_arena_free(k->arena);
}

static inline const char *
kept_file(const struct kept *k, const char *path)
{
	bm_buf *buf = bm_map_getz(&k->files, path);

	return buf != NULL ? bm_buf_cstr(buf) : NULL;
}

static inline void
assert_has(const char *text, const char *part)
{
	if (text == NULL || strstr(text, part) == NULL)
		fail_msg("\"%s\" is not in:\n%.6000s", part,
			 text != NULL ? text : "(nothing)");
}

static inline void
assert_has_not(const char *text, const char *part)
{
	if (text != NULL && strstr(text, part) != NULL)
		fail_msg("\"%s\" is in:\n%.6000s", part, text);
}

#endif
