/* What the tests of the parser share: files in memory and findings. */
#ifndef XML_HELP_H
#define XML_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "xml/doc.h"
#include "xml/parse.h"

#define DB "http://docbook.org/ns/docbook"
#define XI "xmlns:xi='http://www.w3.org/2001/XInclude'"

/* ---- Files that are only in memory ------------------------------------------
 */

struct fake {
	const char *path, *text;
	size_t length; /* 0: to the NUL */
};

static inline bm_status
fake_read(void *user, bm_doc *doc, const char *path, bm_str *out)
{
	(void)doc;
	for (const struct fake *f = user; f->path != NULL; f++)
		if (strcmp(f->path, path) == 0) {
			*out = bm_str_of(f->text);
			if (f->length != 0)
				out->len = f->length;
			return BM_OK;
		}
	return BM_NOT_FOUND;
}

static inline bm_doc *
new_doc(const char *file, const char *root)
{
	bm_doc *doc = bm_doc_new(NULL, file);
	assert_non_null(doc);
	doc->root = root;
	return doc;
}

static inline void
print_diags(const bm_doc *doc)
{
	for (size_t i = 0; i < doc->diags->list.len; i++) {
		const bm_diag *d = &doc->diags->list.items[i];
		print_message("  %s:%u:%u: %s [%s]\n", d->file, d->line,
			      d->column, d->message, d->code);
	}
}

/* The first finding is this one at this place (0: any place). */
static inline void
found(const bm_doc *doc, const char *code, uint32_t line, uint32_t column)
{
	if (doc->diags->list.len == 0)
		fail_msg("no finding, expected %s", code);
	const bm_diag *d = &doc->diags->list.items[0];
	if (strcmp(d->code, code) != 0 || (line != 0 && d->line != line) ||
	    (column != 0 && d->column != column)) {
		print_diags(doc);
		fail_msg("expected %s at %u:%u", code, line, column);
	}
}

static inline bm_doc *
parse_str(bm_str text, bm_status expected)
{
	bm_doc *doc = new_doc("a.xml", NULL);
	bm_status status = bm_xml_parse(doc, text, NULL);
	if (status != expected)
		print_diags(doc);
	assert_int_equal(status, expected);
	if (status == BM_OK)
		assert_non_null(doc->xml);
	else
		assert_null(doc->xml);
	return doc;
}

static inline bm_doc *
parse(const char *text, bm_status expected)
{
	return parse_str(bm_str_of(text), expected);
}

/* n-th element (1: the root) in document order. */
static inline xmlNode *
element(const bm_doc *doc, int n)
{
	xmlNode *root = bm_doc_element(doc);
	for (xmlNode *e = root; e != NULL; e = bm_walk(e, root))
		if (e->type == XML_ELEMENT_NODE && --n == 0)
			return e;
	fail_msg("no such element");
	return NULL;
}

static inline void
at(const bm_doc *doc, int n, uint32_t line, uint32_t column)
{
	const bm_pos *pos = bm_get_pos(doc, element(doc, n));
	if (pos->line != line || pos->column != column)
		fail_msg("element %d is at %u:%u, expected %u:%u", n, pos->line,
			 pos->column, line, column);
}

static inline void
text_is(bm_doc *doc, const char *expected)
{
	assert_string_equal(bm_textz(doc, bm_doc_element(doc)), expected);
}

static inline double
seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif
